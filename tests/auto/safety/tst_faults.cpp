// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// Every operation of the driver fails once, in every scenario: afterwards the database is as before
// or as after, objects are as they were, and the same call made again works. Then what happens to
// files: read-only, full, none at all, locked, gone.

#include "faultydriver.h"
#include "rawsqlite.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <optional>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Library;
using Chakra::Database;
using Chakra::Error;
using Chakra::f;
using Chakra::Model;
using Chakra::Result;
using Chakra::Session;
using FaultyDriver::Fault;

namespace {

// What a scenario has at hand: a session of its own, and what it looks at.
struct World
{
    explicit World(const Database &database) : session(database)
    {
        QObject::connect(&session, &Session::errorOccurred, &session, [this] { ++reported; });
    }

    // Objects whose state is compared; with the names of the relations to look at.
    template <typename T>
    T *watch(T *object)
    {
        watched.append(
                {QPointer<Model>(object), QString::fromLatin1(object->metaObject()->className())});
        return object;
    }

    template <typename T>
    T *get(qint64 id)
    {
        return watch(T::objects(session).get("id", id).value());
    }

    void watchPair(qint64 post, qint64 tag)
    {
        watch(PostTag::objects(session).get("pk", {post, tag}).value());
    }

    template <typename T>
    T *added(T *object)
    {
        session.add(object).value();
        return watch(object);
    }

    Session session;
    QList<std::pair<QPointer<Model>, QString>> watched;
    QHash<QString, Model *> named;
    QString seen; // what a reading scenario has read
    int reported = 0; // failures that no result told of

    template <typename T>
    T *at(const char *name) const
    {
        return static_cast<T *>(named.value(QLatin1StringView(name)));
    }
    template <typename T>
    T *keep(const char *name, T *object)
    {
        named.insert(QLatin1StringView(name), object);
        return object;
    }
};

QString keyOf(const Model *object)
{
    return object ? object->property("id").toString() : u"none"_s;
}

template <typename List>
QString keysOf(const List &list)
{
    if (!list.isLoaded())
        return u"?"_s;
    QStringList keys;
    for (const auto *object : list)
        keys += keyOf(object);
    keys.sort(); // a list may be in another order after a reload
    return keys.join(u' ');
}

QString relationsOf(const Model *object)
{
    QStringList parts;
    if (const auto *user = qobject_cast<const User *>(object)) {
        parts += keysOf(user->posts());
        parts += user->isLoaded(u"profile") ? keyOf(user->profile()) : u"?"_s;
    } else if (const auto *profile = qobject_cast<const Profile *>(object)) {
        parts += profile->isLoaded(u"user") ? keyOf(profile->user()) : u"?"_s;
    } else if (const auto *post = qobject_cast<const Post *>(object)) {
        parts += post->isLoaded(u"author") ? keyOf(post->author()) : u"?"_s;
        parts += keysOf(post->tags());
    } else if (const auto *tag = qobject_cast<const Tag *>(object)) {
        parts += keysOf(tag->posts());
    } else if (const auto *comment = qobject_cast<const Comment *>(object)) {
        parts += comment->isLoaded(u"parentComment") ? keyOf(comment->parentComment()) : u"?"_s;
        parts += keysOf(comment->replies());
    } else if (const auto *book = qobject_cast<const Book *>(object)) {
        parts += book->isLoaded(u"shelf") ? keyOf(book->shelf()) : u"?"_s;
        parts += keysOf(book->authors());
    } else if (const auto *member = qobject_cast<const Member *>(object)) {
        parts += keysOf(member->friends());
        parts += keysOf(member->follows());
        parts += member->isLoaded(u"card") ? keyOf(member->card()) : u"?"_s;
    } else if (const auto *card = qobject_cast<const Card *>(object)) {
        parts += card->isLoaded(u"member") ? keyOf(card->member()) : u"?"_s;
    } else if (const auto *order = qobject_cast<const Order *>(object)) {
        parts += order->isLoaded(u"customer") ? keyOf(order->customer()) : u"?"_s;
        parts += keysOf(order->lines());
    } else if (const auto *line = qobject_cast<const OrderLine *>(object)) {
        parts += line->isLoaded(u"order") ? keyOf(line->order()) : u"?"_s;
    }
    return parts.join(u" | ");
}

// Everything that can be seen of the watched objects without a statement.
QString memoryOf(const World &world)
{
    QStringList lines;
    for (const auto &[object, name] : world.watched) {
        if (!object) {
            lines += name + u" gone"_s;
            continue;
        }
        QString line = name + u" state %1"_s.arg(int(object->state()));
        const QMetaObject *meta = object->metaObject();
        for (int i = Model::staticMetaObject.propertyCount(); i < meta->propertyCount(); ++i) {
            const QMetaProperty property = meta->property(i);
            const QVariant value = property.metaType().flags() & QMetaType::PointerToQObject
                                           ? QVariant()
                                           : property.read(object);
            if (value.typeId() == QMetaType::QDateTime)
                continue; // clocks go on
            if (!(property.metaType().flags() & QMetaType::PointerToQObject))
                line += u' ' + QLatin1StringView(property.name()) + u'=' + value.toString();
        }
        line += u" changed "_s + object->changedProperties().join(u',');
        line += u" relations "_s + relationsOf(object);
        lines += line;
    }
    return lines.join(u'\n');
}

constexpr QLatin1StringView tables[] = {"users"_L1,
                                        "profiles"_L1,
                                        "posts"_L1,
                                        "tags"_L1,
                                        "post_tags"_L1,
                                        "comments"_L1,
                                        "lib_shelves"_L1,
                                        "lib_books"_L1,
                                        "lib_authors"_L1,
                                        "lib_members"_L1,
                                        "lib_cards"_L1,
                                        "lib_categories"_L1,
                                        "lib_customers"_L1,
                                        "lib_products"_L1,
                                        "lib_orders"_L1,
                                        "lib_order_lines"_L1,
                                        "lib_book_authors"_L1,
                                        "lib_friends"_L1,
                                        "lib_follows"_L1};

// All rows, as another program sees them; but for the clocks.
QString sqlOfAllRows(const RawSqlite &raw)
{
    QStringList parts;
    for (const QLatin1StringView table : tables) {
        const QStringList names =
                raw.column(u"SELECT name FROM pragma_table_info('%1') "
                           "WHERE name <> 'created_at' ORDER BY cid"_s.arg(table));
        QStringList columns;
        for (const QString &name : names)
            columns += u"coalesce(quote(\"%1\"), '')"_s.arg(name);
        parts += u"SELECT '%1 ' || %2 AS row FROM %1"_s.arg(table, columns.join(u" || ' ' || "));
    }
    return u"SELECT group_concat(row, char(10)) FROM (SELECT row FROM ("_s
           + parts.join(u" UNION ALL ") + u") ORDER BY row)"_s;
}

enum class Kind {
    Write, // all or nothing, in the database and in memory
    Read // changes nothing; fails with an error, never by finding nothing
};

struct Scenario
{
    const char *name;
    Kind kind;
    void (*prepare)(World &);
    Error (*run)(World &);
};

Error commit(World &world)
{
    return world.session.commit().error();
}

const Scenario scenarios[] = {
        {"commit of one new object", Kind::Write,
         [](World &w) {
             auto *user = new User;
             user->setUsername(u"dora"_s);
             w.added(user);
         },
         commit},
        {"commit of several new objects", Kind::Write,
         [](World &w) {
             for (const QString &name : {u"dora"_s, u"emil"_s, u"fay"_s}) {
                 auto *user = new User;
                 user->setUsername(name);
                 w.added(user);
             }
         },
         commit},
        {"commit of a graph", Kind::Write,
         [](World &w) {
             auto *user = new User;
             user->setUsername(u"dora"_s);
             auto *profile = new Profile;
             profile->setUser(user);
             for (int i = 0; i < 3; ++i) {
                 auto *post = new Post;
                 post->setTitle(u"p%1"_s.arg(i));
                 post->setAuthor(user);
                 w.watch(post);
             }
             auto *tag = new Tag;
             tag->setName(u"new"_s);
             user->posts().toList().first()->tags().add(tag).value();
             w.watch(tag);
             w.watch(profile);
             w.added(user);
         },
         commit},
        {"commit of a tree of one class", Kind::Write,
         [](World &w) {
             auto *root = new Comment;
             for (int i = 0; i < 3; ++i) {
                 auto *reply = new Comment;
                 reply->setParentComment(root);
                 auto *deeper = new Comment;
                 deeper->setParentComment(reply);
                 w.watch(reply);
                 w.watch(deeper);
             }
             w.added(root);
         },
         commit},
        {"commit of one change", Kind::Write,
         [](World &w) { w.get<Post>(1)->setTitle(u"changed"_s); }, commit},
        {"commit of several changes", Kind::Write,
         [](World &w) {
             for (int id = 1; id <= 4; ++id)
                 w.get<Post>(id)->setTitle(u"changed %1"_s.arg(id));
             w.get<Order>(1)->setNumber(u"B-1"_s);
         },
         commit},
        {"commit of a deletion that cascades", Kind::Write,
         [](World &w) {
             User *alice = w.get<User>(1);
             w.get<Post>(2);
             w.get<Profile>(1);
             w.get<Tag>(1)->posts().load().value();
             w.watchPair(3, 3); // which goes with a row that is not loaded
             w.session.remove(alice).value();
         },
         commit},
        {"commit of deletions of several classes", Kind::Write,
         [](World &w) {
             for (int id = 1; id <= 3; ++id)
                 w.session.remove(w.get<OrderLine>(id)).value();
             for (int id = 1; id <= 3; ++id)
                 w.session.remove(w.get<Order>(id)).value();
             w.session.remove(w.get<Comment>(2)).value();
         },
         commit},
        {"commit of a move before a deletion", Kind::Write,
         [](World &w) {
             User *alice = w.get<User>(1);
             User *bob = w.get<User>(2);
             w.get<Post>(1)->setAuthor(bob);
             auto *post = new Post;
             post->setTitle(u"new"_s);
             post->setAuthor(bob);
             w.added(post);
             w.session.remove(alice).value();
         },
         commit},
        {"commit of a new key", Kind::Write,
         [](World &w) {
             w.get<Post>(4)->load<&Post::author>().value();
             w.get<User>(2)->setId(77);
         },
         commit},
        {"commit of swapped unique values", Kind::Write,
         [](World &w) {
             Book *emma = w.get<Book>(1);
             Book *dracula = w.get<Book>(2);
             const auto isbn = emma->isbn();
             emma->setIsbn(dracula->isbn());
             dracula->setIsbn(isbn);
         },
         commit},
        {"commit of a list of children", Kind::Write,
         [](World &w) {
             Order *order = w.get<Order>(1);
             order->lines().load().value();
             w.get<OrderLine>(1);
             order->lines().remove(order->lines().first()).value();
             auto *line = new OrderLine;
             line->setProduct(Product::objects(w.session).get("id", 3).value());
             order->lines().add(line).value();
             w.watch(line);
         },
         commit},
        {"commit of a one-to-one that changes hands", Kind::Write,
         [](World &w) {
             Member *ben = w.get<Member>(2);
             w.get<Member>(1)->load<&Member::card>().value();
             w.get<Card>(1)->setMember(ben);
         },
         commit},
        {"commit of a deletion that sets defaults", Kind::Write,
         [](World &w) {
             w.get<Order>(1);
             w.session.remove(w.get<Customer>(2)).value();
         },
         commit},
        {"commit of a deletion that sets nulls", Kind::Write,
         [](World &w) {
             w.get<Book>(1)->load<&Book::shelf>().value();
             w.get<Book>(2);
             w.session.remove(Shelf::objects(w.session).get("id", 1).value()).value();
         },
         commit},
        {"add to a many-to-many list", Kind::Write,
         [](World &w) {
             Post *post = w.get<Post>(5);
             post->tags().load().value();
             w.keep("post", post);
             w.keep("tag", w.get<Tag>(4));
         },
         [](World &w) { return w.at<Post>("post")->tags().add(w.at<Tag>("tag")).error(); }},
        {"add keys with columns", Kind::Write, [](World &w) { w.keep("post", w.get<Post>(5)); },
         [](World &w) {
             return w.at<Post>("post")
                     ->tags()
                     .add({2, 3, 4},
                          {{"createdAt", QDateTime(QDate(2024, 1, 1), QTime(1, 1), Qt::UTC)}})
                     .error();
         }},
        {"remove from a many-to-many list", Kind::Write,
         [](World &w) {
             Post *post = w.get<Post>(1);
             w.keep("tag", w.get<Tag>(1))->posts().load().value();
             w.keep("post", post)->tags().load().value();
         },
         [](World &w) { return w.at<Post>("post")->tags().remove(w.at<Tag>("tag")).error(); }},
        {"set a many-to-many list", Kind::Write,
         [](World &w) {
             w.keep("post", w.get<Post>(1));
             w.keep("tag", w.get<Tag>(3));
             w.keep("other", w.get<Tag>(4));
         },
         [](World &w) {
             return w.at<Post>("post")->tags().set({w.at<Tag>("tag"), w.at<Tag>("other")}).error();
         }},
        {"clear a many-to-many list", Kind::Write,
         [](World &w) { w.keep("post", w.get<Post>(1))->tags().load().value(); },
         [](World &w) { return w.at<Post>("post")->tags().clear().error(); }},
        {"add to a symmetrical list", Kind::Write,
         [](World &w) {
             w.keep("ann", w.get<Member>(1))->friends().load().value();
             w.keep("cem", w.get<Member>(3))->friends().load().value();
         },
         [](World &w) { return w.at<Member>("ann")->friends().add(w.at<Member>("cem")).error(); }},
        {"transact", Kind::Write,
         [](World &w) { w.keep("post", w.get<Post>(1))->setTitle(u"pending"_s); },
         [](World &w) {
             return w.session
                     .transact([&] {
                         auto *user = w.session.create<User>(f<&User::username> = u"dora"_s);
                         const auto flushed = w.session.flush();
                         if (!flushed)
                             return flushed;
                         w.at<Post>("post")->setAuthor(user);
                         return Result<void>();
                     })
                     .error();
         }},
        {"transact with lists", Kind::Write,
         [](World &w) {
             w.keep("post", w.get<Post>(1))->tags().load().value();
             w.keep("tag", w.get<Tag>(4));
         },
         [](World &w) {
             return w.session
                     .transact([&]() -> Result<void> {
                         Post *post = w.at<Post>("post");
                         if (auto done = post->tags().clear(); !done)
                             return done;
                         if (auto done = post->tags().add(w.at<Tag>("tag")); !done)
                             return done;
                         post->setTitle(u"changed"_s);
                         return {};
                     })
                     .error();
         }},
        {"transact with queries", Kind::Write, [](World &w) { w.keep("post", w.get<Post>(1)); },
         [](World &w) {
             return w.session
                     .transact([&]() -> Result<void> {
                         if (auto done = Post::objects(w.session).update("title", "all");
                             !done.ok())
                             return done.error();
                         auto removed = Comment::objects(w.session).filter("id__gt", 1).remove();
                         if (!removed.ok())
                             return removed.error();
                         auto read = Post::objects(w.session).prefetchRelated("tags").all();
                         if (!read)
                             return read.error();
                         read.value().last()->setContent(u"changed"_s);
                         return {};
                     })
                     .error();
         }},
        {"nested transact", Kind::Write,
         [](World &w) {
             w.keep("post", w.get<Post>(1));
             w.keep("other", w.get<Post>(2));
         },
         [](World &w) {
             return w.session
                     .transact([&]() -> Result<void> {
                         w.at<Post>("post")->setTitle(u"outer"_s);
                         return w.session.transact([&] {
                             w.at<Post>("other")->setTitle(u"inner"_s);
                             return w.session.flush();
                         });
                     })
                     .error();
         }},
        {"query.update", Kind::Write,
         [](World &w) {
             w.get<Post>(1);
             w.get<Post>(4);
         },
         [](World &w) {
             return Post::objects(w.session)
                     .filter("author__username", "alice")
                     .update("title", "t")
                     .error();
         }},
        {"query.remove", Kind::Write,
         [](World &w) {
             w.get<User>(1);
             w.get<Post>(2);
             w.get<Tag>(1)->posts().load().value();
             w.watchPair(3, 3);
         },
         [](World &w) { return User::objects(w.session).filter("id", 1).remove().error(); }},
        {"execute", Kind::Write, [](World &w) { w.get<Post>(1); },
         [](World &w) {
             return w.session.execute(u"UPDATE posts SET title = ? RETURNING id", {u"raw"_s})
                     .error();
         }},
        {"lazy loads of one object", Kind::Read,
         [](World &w) {
             w.session.setLazyLoading(Chakra::LazyLoading::Single);
             w.keep("post", w.get<Post>(1));
         },
         [](World &w) -> Error {
             const auto author = w.at<Post>("post")->load<&Post::author>();
             if (!author)
                 return author.error();
             const auto posts = author.value()->load<&User::posts>();
             if (!posts)
                 return posts.error();
             const auto tags = posts.value().last()->load<&Post::tags>();
             if (!tags)
                 return tags.error();
             w.seen = author.value()->username() + QString::number(posts.value().size())
                      + keyText(tags.value());
             return {};
         }},
        {"lazy loads for peers", Kind::Read, [](World &) {},
         [](World &w) -> Error {
             const auto posts = Post::objects(w.session).orderBy("id").all();
             if (!posts)
                 return posts.error();
             w.seen.clear();
             for (Post *post : posts.value()) {
                 const auto author = post->load<&Post::author>();
                 if (!author)
                     return author.error();
                 const auto tags = post->load<&Post::tags>();
                 if (!tags)
                     return tags.error();
                 w.seen += author.value()->username() + keyText(tags.value());
             }
             return {};
         }},
        {"getters that load", Kind::Read, [](World &w) { w.keep("post", w.get<Post>(1)); },
         [](World &w) -> Error {
             Post *post = w.at<Post>("post");
             // What a getter has failed at is tried again after a refresh.
             if (const auto fresh = w.session.refresh(post); !fresh)
                 return fresh.error();
             const User *author = post->author();
             if (const Error error = post->relationError("author"); error.isValid())
                 return author ? Error(Error::None, {}) : error;
             const auto size = post->tags().size();
             if (const Error error = post->relationError("tags"); error.isValid())
                 return size ? Error(Error::None, {}) : error;
             w.seen = author->username() + QString::number(size);
             return {};
         }},
        {"prefetch", Kind::Read, [](World &) {},
         [](World &w) -> Error {
             const auto users = User::objects(w.session)
                                        .orderBy("id")
                                        .prefetchRelated("posts__tags", "profile")
                                        .all();
             if (!users)
                 return users.error();
             w.seen.clear();
             for (const User *user : users.value()) {
                 for (const Post *post : user->posts())
                     w.seen += post->title() + keyText(post->tags().toList());
                 w.seen += user->profile() ? user->profile()->bio() : u"none"_s;
             }
             return {};
         }},
        {"prefetchRelatedObjects", Kind::Read, [](World &w) { w.keep("alice", w.get<User>(1)); },
         [](World &w) -> Error {
             User *alice = w.at<User>("alice");
             const auto done = Chakra::prefetchRelatedObjects({alice}, "posts__tags", "profile");
             if (!done)
                 return done.error();
             w.seen = keyText(alice->posts().toList()) + alice->profile()->bio();
             return {};
         }},
        {"selectRelated", Kind::Read, [](World &) {},
         [](World &w) -> Error {
             const auto posts =
                     Post::objects(w.session).selectRelated("author__profile").orderBy("-id").all();
             if (!posts)
                 return posts.error();
             w.seen.clear();
             for (const Post *post : posts.value())
                 w.seen += post->title() + post->author()->username();
             return {};
         }},
        {"get, first, last, count, exists", Kind::Read, [](World &) {},
         [](World &w) -> Error {
             const auto query = Post::objects(w.session);
             const auto one = query.get("id", 1);
             if (!one)
                 return one.error();
             const auto first = query.first();
             if (!first)
                 return first.error();
             const auto last = query.last();
             if (!last)
                 return last.error();
             const auto found = User::objects(w.session).find(2);
             if (!found)
                 return found.error();
             const auto count = query.count();
             if (!count.ok())
                 return count.error();
             const auto exists = query.exists();
             if (!exists.ok())
                 return exists.error();
             if (!found.value() || !first.value() || !last.value())
                 return {};
             w.seen = one.value()->title() + first.value()->title() + last.value()->title()
                      + found.value()->username() + QString::number(count.value())
                      + QString::number(int(exists.value()));
             return {};
         }},
        {"forEach and inBulk", Kind::Read, [](World &) {},
         [](World &w) -> Error {
             QString seen;
             const auto done =
                     Post::objects(w.session).prefetchRelated("tags").forEach([&](Post *post) {
                         seen += post->title() + QString::number(post->tags().size());
                     });
             if (!done)
                 return done.error();
             const auto bulk = User::objects(w.session).inBulk({1, 2, 99});
             if (!bulk)
                 return bulk.error();
             w.seen = seen + QString::number(bulk.value().size());
             return {};
         }},
        {"columns that were left out", Kind::Read,
         [](World &w) {
             w.keep("post", w.watch(Post::objects(w.session).only("title").get("id", 1).value()));
         },
         [](World &w) -> Error {
             Post *post = w.at<Post>("post");
             const QString content = post->content();
             if (const Error error = post->relationError("content"); error.isValid()) {
                 if (!content.isEmpty())
                     return {};
                 // Tried again after a refresh.
                 FaultyDriver::heal();
                 const auto fresh = w.session.refresh(post);
                 return fresh ? error : Error();
             }
             w.seen = content;
             return {};
         }},
        {"refresh", Kind::Read,
         [](World &w) { w.keep("post", w.get<Post>(1))->load<&Post::author>().value(); },
         [](World &w) -> Error {
             Post *post = w.at<Post>("post");
             const auto done = w.session.refresh(post);
             if (!done)
                 return done.error();
             w.seen = post->title();
             return {};
         }},
        {"execute that reads", Kind::Read, [](World &) {},
         [](World &w) -> Error {
             const auto rows = w.session.execute(u"SELECT id, title FROM posts ORDER BY id");
             if (!rows)
                 return rows.error();
             w.seen.clear();
             for (const QVariantList &row : rows.value())
                 w.seen += row.at(1).toString();
             return {};
         }},
};

} // namespace

class TestFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();

    void everyFaultLeavesBeforeOrAfter_data();
    void everyFaultLeavesBeforeOrAfter();
    void aFailedRollbackIsMadeUpFor();
    void openingFailsAndThenWorks();
    void creatingTablesFailsAndThenWorks();

    void aReadOnlyFileIsAnError();
    void aFullDiskIsAnError();
    void whatIsNoDatabaseIsAnError();
    void aDatabaseThatBreaksIsAnError();
    void aLockedFileIsATimeout_data();
    void aLockedFileIsATimeout();
    void aFileThatIsGoneIsAnError();

private:
    // A file of its own with a few rows.
    static void makeBlog(const QString &file);
    Database open() const
    {
        return must(Database::open(u"sqlite:"_s + path() + u"?synchronous=off&busyTimeout=50"_s));
    }
    QString path() const { return m_folder.filePath(u"faults.db"_s); }
    void refill();
    // Runs a scenario with a fault; what is wrong afterwards, and whether the fault was reached.
    QString runWithFault(const Scenario &scenario, const Database &database, int n, Fault fault,
                         bool *reached);

    QString rows(); // that the file holds

    QTemporaryDir m_folder;
    std::unique_ptr<RawSqlite> m_raw;
    // Prepared once, since they run thousands of times.
    std::vector<QSqlQuery> m_refill;
    std::optional<QSqlQuery> m_allRows;
    QString m_before;
    // What the scenario leaves when nothing fails.
    QString m_after;
    QString m_memoryAfter;
    QString m_seen;
    int m_runs = 0;
};

void TestFaults::initTestCase()
{
    QVERIFY(FaultyDriver::install());
    // What is said of rollbacks that fail is expected here.
    QLoggingCategory::setFilterRules(u"chakra.db.warning=false\nchakra.session.warning=false"_s);
    {
        Database database = open();
        MUST(database.createTables<User, Profile, Post, Tag, PostTag, Comment, Shelf, Book, Author,
                                   Member, Card, Category, Customer, Product, Order, OrderLine>());
    }
    m_raw = std::make_unique<RawSqlite>(path());
    QVERIFY(m_raw->run(u"PRAGMA synchronous = off"_s));
    // The rows of TestDatabase, which are made once, in memory.
    QStringList statements{u"BEGIN IMMEDIATE"_s};
    for (const QLatin1StringView table : tables)
        statements += u"DELETE FROM "_s + table;
    for (const auto content : {TestDatabase::Blog, TestDatabase::Lending}) {
        TestDatabase filled(content);
        Session session(filled.handle(), Session::NotCurrent);
        for (const QLatin1StringView table : tables) {
            const QList<QVariantList> columns = must(session.execute(
                    u"SELECT name FROM pragma_table_info('%1') ORDER BY cid"_s.arg(table)));
            QStringList quoted;
            for (const QVariantList &column : columns)
                quoted += u"quote(\"%1\")"_s.arg(column.first().toString());
            const QList<QVariantList> rows =
                    must(session.execute(u"SELECT %1 FROM %2"_s.arg(quoted.join(u", "), table)));
            QStringList inserted;
            for (const QVariantList &row : rows) {
                QStringList values;
                for (const QVariant &value : row)
                    values += value.toString();
                inserted += u'(' + values.join(u", ") + u')';
            }
            if (!inserted.isEmpty())
                statements += u"INSERT INTO %1 VALUES %2"_s.arg(table, inserted.join(u", "));
        }
    }
    statements += u"COMMIT"_s;
    for (const QString &sql : std::as_const(statements)) {
        m_refill.emplace_back(m_raw->connection());
        QVERIFY2(m_refill.back().prepare(sql), qPrintable(sql));
    }
    m_allRows.emplace(m_raw->connection());
    QVERIFY(m_allRows->prepare(sqlOfAllRows(*m_raw)));
    refill();
    m_before = rows();
    QVERIFY(m_before.count(u'\n') > 50);
}

void TestFaults::cleanupTestCase()
{
    qInfo("%d runs with a fault", m_runs);
    m_allRows.reset();
    m_refill.clear();
    m_raw.reset();
}

QString TestFaults::rows()
{
    if (!m_allRows->exec() || !m_allRows->next())
        QTest::qFail("the rows cannot be read", __FILE__, __LINE__);
    const QString text = m_allRows->value(0).toString();
    m_allRows->finish();
    return text;
}

void TestFaults::init()
{
    refill();
}

void TestFaults::cleanup()
{
    FaultyDriver::heal();
}

void TestFaults::refill()
{
    for (QSqlQuery &statement : m_refill)
        QVERIFY2(statement.exec(),
                 qPrintable(statement.lastError().text() + statement.lastQuery()));
}

QString TestFaults::runWithFault(const Scenario &scenario, const Database &database, int n,
                                 Fault fault, bool *reached)
{
    ++m_runs;
    World world(database);
    scenario.prepare(world);
    const QString memoryBefore = memoryOf(world);
    FaultyDriver::failAt(n, fault);
    const Error error = scenario.run(world);
    *reached = FaultyDriver::heal();

    const QString found = rows();
    const QString memory = memoryOf(world);
    QCoreApplication::sendPostedEvents();
    const bool failed = error.isValid();
    QString wrong;
    if (!*reached && failed)
        wrong = u"it fails by itself: "_s + QString::fromUtf8(describe(error));
    else if (failed && found != m_before)
        wrong = u"it fails, and the database has changed to\n"_s + found;
    else if (failed && error.text().isEmpty())
        wrong = u"an error without a text"_s;
    else if (failed && scenario.kind == Kind::Write && memory != memoryBefore)
        wrong = u"it fails, and memory was\n%1\nand is\n%2"_s.arg(memoryBefore, memory);
    else if (!failed && found != m_after)
        wrong = u"it works, and the database is\n%1\nand not\n%2"_s.arg(found, m_after);
    else if (!failed && memory != m_memoryAfter && world.reported == 0)
        // What became of rows that are not loaded is asked when all is written: if that fails, the
        // session says so.
        wrong = u"it works, and memory is\n%1\nand not\n%2"_s.arg(memory, m_memoryAfter);
    else if (!failed && world.seen != m_seen)
        wrong = u"it works, and has seen %1 and not %2"_s.arg(world.seen, m_seen);
    if (!wrong.isEmpty() || !failed)
        return wrong;

    // The session works again, and the call does when it is made again.
    if (const Error again = scenario.run(world); again.isValid())
        return u"it fails again: "_s + QString::fromUtf8(describe(again));
    if (const QString now = rows(); now != m_after)
        return u"made again, the database is\n%1\nand not\n%2"_s.arg(now, m_after);
    if (scenario.kind == Kind::Write && memoryOf(world) != m_memoryAfter)
        return u"made again, memory is\n%1\nand not\n%2"_s.arg(memoryOf(world), m_memoryAfter);
    if (world.seen != m_seen)
        return u"made again, it has seen %1 and not %2"_s.arg(world.seen, m_seen);
    return QString();
}

void TestFaults::everyFaultLeavesBeforeOrAfter_data()
{
    QTest::addColumn<int>("scenario");
    for (size_t i = 0; i < std::size(scenarios); ++i)
        QTest::newRow(scenarios[i].name) << int(i);
}

void TestFaults::everyFaultLeavesBeforeOrAfter()
{
    QFETCH(int, scenario);
    const Scenario &tried = scenarios[scenario];
    QStringList complaints;
    {
        const Database database = open();
        World world(database);
        tried.prepare(world);
        FaultyDriver::failAt(0, Fault::Disk);
        const Error error = tried.run(world);
        QVERIFY2(!error.isValid(), describe(error).constData());
        m_after = rows();
        m_memoryAfter = memoryOf(world);
        m_seen = world.seen;
        QCOMPARE(m_after != m_before, tried.kind == Kind::Write);
        QCOMPARE(m_seen.isEmpty(), tried.kind == Kind::Write);
        refill();
    }

    struct Round
    {
        const char *name;
        Fault fault;
        bool fresh; // with connections of their own, so that statements are prepared
    };
    const Round rounds[] = {{"disk, fresh", Fault::Disk, true},
                            {"full", Fault::Full, false},
                            {"snapshot", Fault::Snapshot, false},
                            {"dumb", Fault::Dumb, false},
                            {"gone", Fault::Gone, false}};
    for (const Round &round : rounds) {
        Database database = open();
        for (int n = 1;; ++n) {
            QVERIFY(n < 500);
            if (round.fresh)
                database = open();
            bool reached = false;
            const QString wrong = runWithFault(tried, database, n, round.fault, &reached);
            if (!wrong.isEmpty()) {
                complaints += u"%1, operation %2, %3: %4"_s.arg(QLatin1StringView(round.name))
                                      .arg(n)
                                      .arg(FaultyDriver::lastFailure(), wrong);
                database = open();
            }
            if (rows() != m_before)
                refill();
            if (!reached)
                break;
        }
    }
    QVERIFY2(complaints.isEmpty(), qPrintable(u"%1 complaints\n"_s.arg(complaints.size())
                                              + complaints.mid(0, 3).join(u'\n')));
}

// What the database could not undo at once is undone before anything else runs.
void TestFaults::aFailedRollbackIsMadeUpFor()
{
    const Database database = open();
    for (const Fault fault : {Fault::Disk, Fault::Full, Fault::Dumb, Fault::Gone}) {
        for (int n = 1;; ++n) {
            Session session(database);
            const auto refused = [&] {
                return session.transact([&]() -> Result<void> {
                    if (auto done = Post::objects(session).update("title", "lost"); !done.ok())
                        return done.error();
                    return Error(Error::Usage, u"enough"_s);
                });
            };
            FaultyDriver::failAt(n, fault);
            QVERIFY(!refused());
            const bool reached = FaultyDriver::heal();
            QCOMPARE(must(Post::objects(session).filter("title", "lost").count()), qint64(0));
            MUST(Tag::objects(session).filter("id", 4).update("name", u"t%1"_s.arg(n)));
            QCOMPARE(m_raw->value(u"SELECT name FROM tags WHERE id = 4"_s).toString(),
                     u"t%1"_s.arg(n));
            QCOMPARE(m_raw->value(u"SELECT count(*) FROM posts WHERE title = 'lost'"_s).toInt(), 0);
            if (!reached)
                break;
        }
    }
}

void TestFaults::openingFailsAndThenWorks()
{
    for (const Fault fault : {Fault::Disk, Fault::Dumb, Fault::Gone}) {
        int failures = 0;
        for (int n = 1;; ++n) {
            FaultyDriver::failAt(n, fault);
            const auto opened =
                    Database::open(u"sqlite:"_s + path() + u"?synchronous=off&busyTimeout=50"_s);
            if (!FaultyDriver::heal()) {
                MUST(opened);
                break;
            }
            // Some questions may be left without an answer.
            if (!opened) {
                ++failures;
                QVERIFY(!opened.error().text().isEmpty());
                continue;
            }
            Session session(opened.value());
            QCOMPARE(must(Post::objects(session).count()), qint64(5));
            QVERIFY(must(session.execute(u"PRAGMA foreign_keys"_s)).first().first().toInt() == 1);
        }
        QVERIFY(failures > 3);
    }
}

void TestFaults::creatingTablesFailsAndThenWorks()
{
    const QTemporaryDir folder;
    const auto make = [](Database &database) {
        return database.createTables<User, Profile, Post, Tag, PostTag, Comment, Category>();
    };
    for (const Fault fault : {Fault::Disk, Fault::Full, Fault::Gone}) {
        for (int n = 1;; ++n) {
            const QString file = folder.filePath(u"%1-%2.db"_s.arg(int(fault)).arg(n));
            Database database = must(
                    Database::open(u"sqlite:"_s + file + u"?synchronous=off&busyTimeout=50"_s));
            FaultyDriver::failAt(n, fault);
            const auto made = make(database);
            const bool reached = FaultyDriver::heal();
            Session session(database);
            const auto left = must(session.execute(u"SELECT count(*) FROM sqlite_master"_s));
            QCOMPARE(!made, reached);
            if (!reached)
                break;
            QCOMPARE(left.first().first().toInt(), 0);
            MUST(make(database));
            MUST(session.add(new User));
            MUST(session.commit());
        }
    }
}

// ------------------------------------------------------------------------------------------- files

void TestFaults::makeBlog(const QString &file)
{
    Database database = must(Database::open(u"sqlite:"_s + file + u"?synchronous=off"_s));
    must(database.createTables<User, Profile, Post, Tag, PostTag>());
    Session session(database, Session::NotCurrent);
    auto *user = new User;
    user->setUsername(u"alice"_s);
    auto *post = new Post;
    post->setTitle(u"Hello"_s);
    post->setAuthor(user);
    auto *tag = new Tag;
    tag->setName(u"qt"_s);
    must(session.addAll({static_cast<Model *>(user), post, tag}));
    must(session.commit());
}

namespace {

// What writes, each in its own way. The session has changes and is to keep them.
QList<Error> failuresOfWriting(Session &session)
{
    QList<Error> errors;
    Post *post = Post::objects(session).get("id", 1).value();
    Tag *tag = Tag::objects(session).get("id", 1).value();
    errors += post->tags().add(tag).error();
    errors += session.execute(u"UPDATE tags SET name = 'raw'").error();
    errors += Tag::objects(session).update("name", "updated").error();
    errors += Tag::objects(session).remove().error();
    errors += session.transact([&] { tag->setName(u"transacted"_s); }).error();
    post->setTitle(u"changed"_s);
    auto *added = new Post;
    added->setTitle(u"added"_s);
    added->setAuthor(User::objects(session).get("id", 1).value());
    session.add(added).value();
    errors += session.commit().error();
    errors += session.commit().error();
    return errors;
}

#define MUST_RETURN(...)                                                                           \
    do {                                                                                           \
        if (const auto done_ = (__VA_ARGS__); !done_)                                              \
            return done_.error();                                                                  \
    } while (false)

#define VERIFY_NOTHING_LOST(session)                                                               \
    do {                                                                                           \
        QCOMPARE(must(Tag::objects(session).get())->name(), u"qt"_s);                              \
        QCOMPARE(must(Post::objects(session).count()), qint64(1));                                 \
        Post *kept_ = must(Post::objects(session).find(1));                                        \
        QCOMPARE(kept_->changedProperties(), QStringList{u"title"_s});                             \
        QCOMPARE(kept_->title(), u"changed"_s);                                                    \
        QCOMPARE(kept_->author()->posts().size(), qsizetype(2));                                   \
        QCOMPARE(kept_->author()->posts().last()->state(), Model::New);                            \
    } while (false)

#define VERIFY_IT_WORKS_AGAIN(session, file)                                                       \
    do {                                                                                           \
        MUST((session).commit());                                                                  \
        const RawSqlite raw_(file);                                                                \
        QCOMPARE(raw_.column(u"SELECT title FROM posts ORDER BY id"_s),                            \
                 (QStringList{u"changed"_s, u"added"_s}));                                         \
        QCOMPARE(raw_.column(u"SELECT name FROM tags"_s), QStringList{u"qt"_s});                   \
        QCOMPARE(raw_.value(u"SELECT count(*) FROM post_tags"_s).toInt(), 0);                      \
    } while (false)

} // namespace

void TestFaults::aReadOnlyFileIsAnError()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"x.db"_s);
    makeBlog(file);
    // Opened so, since the mode of a file does not keep the superuser from writing to it.
    const Database database = must(Database::open(u"sqlite:"_s + file + u"?readOnly=true"_s));
    Session session(database);
    for (const Error &error : failuresOfWriting(session)) {
        QVERIFY2(error == Error::Connection, describe(error).constData());
        QCOMPARE(error.nativeCode(), u"8"_s);
    }
    VERIFY_NOTHING_LOST(session);

    // The same objects are written by a session that may.
    Post *changed = must(Post::objects(session).find(1));
    MUST(session.release(changed));
    Session other(must(Database::open(u"sqlite:"_s + file)));
    MUST_GET(Post * mine, Post::objects(other).get());
    mine->setTitle(changed->title());
    delete changed;
    MUST(other.commit());
    QCOMPARE(RawSqlite(file).value(u"SELECT title FROM posts"_s).toString(), u"changed"_s);
}

void TestFaults::aFullDiskIsAnError()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"x.db"_s);
    makeBlog(file);
    const Database database =
            must(Database::open(u"sqlite:"_s + file + u"?synchronous=off&journalMode=delete"_s));
    Session session(database);
    const int pages = must(session.execute(u"PRAGMA page_count")).first().first().toInt();
    // Stands in for a disk without room.
    must(session.execute(u"PRAGMA max_page_count = %1"_s.arg(pages)));

    Post *post = must(Post::objects(session).get("id", 1));
    Tag *tag = must(Tag::objects(session).get("id", 1));
    const QString long1(200'000, u'x');
    const auto isFull = [](const Error &error) {
        return error == Error::Connection && error.nativeCode() == "13"_L1;
    };
    QVERIFY(isFull(Post::objects(session).update("content", long1).error()));
    QVERIFY(isFull(session.execute(u"UPDATE posts SET content = ?", {long1}).error()));
    const auto nested = [&] {
        return session.transact([&]() -> Result<void> {
            MUST_RETURN(post->tags().add(tag));
            tag->setName(u"lost"_s);
            // The inner one fails, and the outer one goes on as if nothing were: it can not.
            const auto inner = session.transact([&] {
                post->setContent(long1);
                return session.flush();
            });
            if (inner)
                return Error(Error::Usage, u"it is not full"_s);
            tag->setName(u"lost, too"_s);
            return {};
        });
    };
    QVERIFY(isFull(nested().error()));
    QCOMPARE(tag->name(), u"qt"_s);
    QCOMPARE(post->content(), QString());
    QCOMPARE(must(post->tags().query().count()), qint64(0));

    post->setTitle(u"changed"_s);
    post->setContent(long1);
    auto *added = new Post;
    added->setTitle(u"added"_s);
    added->setAuthor(must(User::objects(session).get("id", 1)));
    MUST(session.add(added));
    for (int i = 0; i < 3; ++i)
        QVERIFY(isFull(session.commit().error()));
    QCOMPARE(post->changedProperties(), (QStringList{u"title"_s, u"content"_s}));
    QCOMPARE(added->state(), Model::New);
    QCOMPARE(RawSqlite(file).column(u"SELECT title FROM posts"_s), QStringList{u"Hello"_s});

    must(session.execute(u"PRAGMA max_page_count = 1000000"));
    VERIFY_IT_WORKS_AGAIN(session, file);
}

void TestFaults::whatIsNoDatabaseIsAnError()
{
    const QTemporaryDir folder;
    const QByteArrayList contents{QByteArray(5'000, 'x'), QByteArray("SQLite format 2"),
                                  QByteArray("SQLite format 3\0", 16) + QByteArray(84, '\xff'),
                                  QByteArray(1, '\0') + QByteArray(2'000, '\1')};
    for (int i = 0; i < contents.size(); ++i) {
        const QString name = folder.filePath(QString::number(i));
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(contents.at(i));
        file.close();
        const auto opened = Database::open(u"sqlite:"_s + name);
        COMPARE_ERROR(Error::Connection, opened);
        QVERIFY(!opened.error().nativeCode().isEmpty());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(file.readAll() == contents.at(i), "the file was changed");
    }
    const auto folderItself = Database::open(u"sqlite:"_s + folder.path());
    COMPARE_ERROR(Error::Connection, folderItself);
}

// A file that is overwritten while it is open: what cannot be read is an error, not empty.
void TestFaults::aDatabaseThatBreaksIsAnError()
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"x.db"_s);
    makeBlog(name);
    const Database database =
            must(Database::open(u"sqlite:"_s + name + u"?journalMode=delete&synchronous=off"_s));
    Session session(database);
    MUST_GET(Post * post, Post::objects(session).get());
    post->setTitle(u"changed"_s);
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray whole = file.readAll();
    file.seek(0);
    file.write(QByteArray(whole.size(), '\xab'));
    file.close();

    COMPARE_ERROR(Error::Connection, User::objects(session).all());
    COMPARE_ERROR(Error::Connection, User::objects(session).count());
    COMPARE_ERROR(Error::Connection, User::objects(session).exists());
    COMPARE_ERROR(Error::Connection, User::objects(session).first());
    COMPARE_ERROR(Error::Connection, session.commit());
    COMPARE_ERROR(Error::Connection, post->load<&Post::author>());
    QCOMPARE(post->changedProperties(), QStringList{u"title"_s});

    QVERIFY(file.open(QIODevice::ReadWrite));
    file.write(whole);
    file.close();
    MUST(session.commit());
    QCOMPARE(RawSqlite(name).value(u"SELECT title FROM posts"_s).toString(), u"changed"_s);
}

void TestFaults::aLockedFileIsATimeout_data()
{
    QTest::addColumn<QString>("journal");
    QTest::addColumn<bool>("blocksReaders");
    QTest::newRow("write-ahead log") << u"wal"_s << false;
    QTest::newRow("rollback journal") << u"delete"_s << true;
}

void TestFaults::aLockedFileIsATimeout()
{
    QFETCH(QString, journal);
    QFETCH(bool, blocksReaders);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"x.db"_s);
    makeBlog(file);
    const Database database = must(Database::open(
            u"sqlite:%1?busyTimeout=20&synchronous=off&journalMode=%2"_s.arg(file, journal)));
    Session session(database);
    Post::objects(session).all().value();
    {
        const RawSqlite other(file);
        QVERIFY(other.run(u"BEGIN IMMEDIATE"_s));
        for (const Error &error : failuresOfWriting(session)) {
            QVERIFY2(error == Error::Timeout, describe(error).constData());
            QCOMPARE(error.nativeCode(), u"5"_s);
        }
        VERIFY_NOTHING_LOST(session);
        QVERIFY(other.run(u"ROLLBACK"_s));
        QVERIFY(other.run(u"BEGIN EXCLUSIVE"_s));
        if (blocksReaders) {
            COMPARE_ERROR(Error::Timeout, Post::objects(session).all());
            COMPARE_ERROR(Error::Timeout, Post::objects(session).count());
            COMPARE_ERROR(Error::Timeout,
                          must(User::objects(session).find(1))->load<&User::profile>());
        } else {
            MUST(Post::objects(session).all());
        }
        QVERIFY(other.run(u"ROLLBACK"_s));
    }
    VERIFY_IT_WORKS_AGAIN(session, file);
}

// What would be written to a file without a name is lost with the connection.
void TestFaults::aFileThatIsGoneIsAnError()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"x.db"_s);
    const QString away = folder.filePath(u"away.db"_s);
    for (const QString &journal : {u"wal"_s, u"delete"_s}) {
        QFile::remove(file);
        makeBlog(file);
        const Database database = must(
                Database::open(u"sqlite:%1?synchronous=off&journalMode=%2"_s.arg(file, journal)));
        Session session(database);
        Post::objects(session).all().value();
        QVERIFY(QFile::rename(file, away));
        for (const Error &error : failuresOfWriting(session))
            QVERIFY2(error == Error::Connection, describe(error).constData());
        VERIFY_NOTHING_LOST(session);
        QVERIFY(!QFile::exists(file));

        // Another file of that name is not the one that was opened.
        QVERIFY(QFile::copy(away, file));
        COMPARE_ERROR(Error::Connection, session.commit());
        QVERIFY(QFile::remove(file));

        QVERIFY(QFile::rename(away, file));
        VERIFY_IT_WORKS_AGAIN(session, file);
    }
}

QTEST_GUILESS_MAIN(TestFaults)

#include "tst_faults.moc"
