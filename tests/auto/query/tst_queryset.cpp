// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "alltypes.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QPointer>
#include <QtTest/QtTest>

#include <functional>
#include <limits>
#include <optional>
#include <type_traits>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using Chakra::QuerySet;
using Chakra::Session;
using Chakra::Value;

static_assert(std::is_copy_constructible_v<QuerySet<Post>>);
static_assert(std::is_copy_assignable_v<QuerySet<Post>>);
static_assert(std::is_nothrow_move_constructible_v<QuerySet<Post>>);
static_assert(
        std::is_same_v<decltype(std::declval<QuerySet<Post>>().count()), Chakra::Result<qint64>>);
static_assert(
        std::is_same_v<decltype(std::declval<QuerySet<Post>>().exists()), Chakra::Result<bool>>);
static_assert(std::is_same_v<decltype(std::declval<QuerySet<Post>>().all()),
                             Chakra::Result<QList<Post *>>>);
static_assert(
        std::is_same_v<decltype(std::declval<QuerySet<Post>>().first()), Chakra::Result<Post *>>);
static_assert(std::is_same_v<decltype(std::declval<QuerySet<Post>>().toSql()), QString>);

using Run = std::function<Error(Session &)>;

// Orders that follow each other: songs by genre, genres by family, families by name.
class Family : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Family, "families", orderBy("name"))
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
};

class Genre : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Genre, "genres", orderBy("family", "-rank"))
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(int, rank, setRank)
    CHAKRA_FIELD(qint64, familyId, setFamilyId, foreignKey("families.id"))
    CHAKRA_MANY_TO_ONE(Family, family, setFamily)
};

class Song : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Song, "songs", orderBy("-genre", "id"))
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(float, length, setLength)
    CHAKRA_FIELD(std::optional<qint64>, genreId, setGenreId, foreignKey("genres.id"))
    CHAKRA_MANY_TO_ONE(Genre, genre, setGenre)
};

class TestQuerySet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachRunIsOneStatement();
    void nothingIsCachedInAQuery();
    void aQueryIsNeverChangedByACall();
    void aQueryIsOfItsClass();

    void getWantsExactlyOneRow();
    void getTakesWhatFilterTakes();
    void getAsksTheDatabase();
    void findAsksTheSessionFirst();
    void findTakesKeysOfEveryKind();
    void firstAndLastFollowTheOrder();
    void firstAndLastOfNothingAreNull();
    void countCountsWhatAllWouldGive();
    void existsTellsWhetherThereIsARow();

    void orderByTakesSeveralPaths();
    void orderByReplacesAnEarlierOrder();
    void orderByFollowsRelations();
    void orderByARelationSortsByItsOwnOrder();
    void ordersOfModelsFollowEachOther();
    void theModelsOwnOrderIsTheDefault();
    void nullsAreSortedTogether();
    void reverseTurnsTheOrderRound();
    void limitAndOffsetCutOutASlice();
    void aSliceIsNotFilteredSortedOrDeleted_data();
    void aSliceIsNotFilteredSortedOrDeleted();
    void aNegativeSliceIsUsage();
    void distinctGivesEachRowOnce();

    void updateChangesRowsAtOnce();
    void updateBringsLoadedObjectsUpToDate();
    void updateMovesLoadedObjects();
    void updateLeavesChangedObjectsAlone();
    void updateCountsTheVersion();
    void updateRoundsAsThePropertyDoes();
    void updateFollowsPaths();
    void updateOfAWrongPropertyIsAnError_data();
    void updateOfAWrongPropertyIsAnError();
    void removeDeletesRowsAtOnce();
    void removeFollowsPaths();
    void rowsOfACompositeKeyFollowPaths();
    void inBulkGivesObjectsByKey();
    void forEachVisitsEveryRow();
    void forEachFreesWhatItLoaded();
    void forEachKeepsWhatWasThereAndWhatChanged();
    void forEachLeavesOutWhatGoesOnTheWay_data();
    void forEachLeavesOutWhatGoesOnTheWay();
    void forEachLeavesOutWhatHandlersDelete();
    void onlyLoadsTheNamedColumns();
    void deferLeavesTheNamedColumnsOut();
    void aPartiallyLoadedObjectStoresOnlyItsChanges();
    void explainTellsThePlan();
    void toSqlShowsTheStatement();

    void anUnknownNameListsWhatThereIs_data();
    void anUnknownNameListsWhatThereIs();
    void theFirstErrorIsKept();
    void everyRunReturnsTheErrorWithoutSql();
};

void TestQuerySet::eachRunIsOneStatement()
{
    TestDatabase db;
    Session session(db.handle());
    const auto posts = Post::objects(session).filter("published", true).orderBy("id");
    COMPARE_STATEMENTS(1, QCOMPARE(keyText(must(posts.all())), u"1 3 4"_s));
    COMPARE_STATEMENTS(1, QCOMPARE(must(posts.first())->id(), qint64(1)));
    COMPARE_STATEMENTS(1, QCOMPARE(must(posts.last())->id(), qint64(4)));
    COMPARE_STATEMENTS(1, QCOMPARE(must(posts.count()), qint64(3)));
    COMPARE_STATEMENTS(1, QCOMPARE(must(posts.exists()), true));
    COMPARE_STATEMENTS(1, QCOMPARE(must(posts.filter("id", 3).get())->title(), u"Qt"_s));
    COMPARE_STATEMENTS(0, QVERIFY(!posts.toSql().isEmpty()));
    COMPARE_STATEMENTS(1, QCOMPARE(must(Post::objects(session).all()).size(), 5));
    COMPARE_STATEMENTS(1, {
        int visited = 0;
        for (Post *post : posts.all())
            visited += post->published() ? 1 : 0;
        QCOMPARE(visited, 3);
    });
}

void TestQuerySet::nothingIsCachedInAQuery()
{
    TestDatabase db;
    Session session(db.handle());
    const auto posts = Post::objects(session);
    COMPARE_STATEMENTS(2, {
        must(posts.all());
        must(posts.all());
    });
    db.run(u"DELETE FROM posts WHERE id = 5"_s);
    QCOMPARE(must(posts.count()), qint64(4));
    QCOMPARE(must(posts.all()).size(), 4);
}

void TestQuerySet::aQueryIsNeverChangedByACall()
{
    TestDatabase db;
    Session session(db.handle());
    const QuerySet<Post> posts = Post::objects(session);
    const QString sql = posts.toSql();
    posts.filter("published", true);
    posts.exclude("published", true);
    posts.filter(f<&Post::id> > 3);
    posts.orderBy("-id");
    posts.reverse();
    posts.limit(1);
    posts.offset(1);
    posts.distinct();
    posts.selectRelated("author");
    posts.prefetchRelated("tags");
    posts.only("title");
    posts.defer("content");
    posts.filter("nonsense", 1);
    QCOMPARE(posts.toSql(), sql);
    QVERIFY(!posts.error().isValid());
    QCOMPARE(must(posts.all()).size(), 5);

    const auto published = posts.filter("published", true);
    const auto late = published.filter("id__gt", 3);
    const auto early = published.filter("id__lt", 3);
    QCOMPARE(must(published.count()), qint64(3));
    QCOMPARE(must(late.count()), qint64(1));
    QCOMPARE(must(early.count()), qint64(1));

    QuerySet<Post> copy = published;
    copy = copy.filter("id", 1);
    QCOMPARE(must(published.count()), qint64(3));
    QCOMPARE(must(copy.count()), qint64(1));
}

void TestQuerySet::aQueryIsOfItsClass()
{
    TestDatabase db;
    Session session(db.handle());
    const QList<User *> users = must(User::objects(session).all());
    for (const User *user : users)
        QCOMPARE(user->metaObject()->className(), "User");
    QCOMPARE(users.size(), 3);
    const User *user = users.constFirst();
    QCOMPARE(user->state(), Chakra::Model::State::Persistent);
    QCOMPARE(user->session(), &session);
    QVERIFY(!user->isChanged());
    QVERIFY(user->changedProperties().isEmpty());
}

void TestQuerySet::getWantsExactlyOneRow()
{
    TestDatabase db;
    Session session(db.handle());
    const auto posts = Post::objects(session);
    QCOMPARE(must(posts.get("title", "Hello"))->id(), qint64(1));
    COMPARE_ERROR(Error::DoesNotExist, posts.get("title", "Nowhere"));
    COMPARE_ERROR(Error::MultipleObjectsReturned, posts.get("published", true));
    COMPARE_ERROR(Error::MultipleObjectsReturned, posts.get());
    const Error none = posts.get("id", 42).error();
    QCOMPARE(none.model(), u"Post"_s);
    QVERIFY2(none.text().contains(u"Post"_s), describe(none).constData());
    const Error many = posts.get("published", true).error();
    QCOMPARE(many.model(), u"Post"_s);
    // A failed get() leaves nothing behind that a test could take for a success.
    QVERIFY(!posts.get("id", 42));
    QVERIFY_THROWS_EXCEPTION(Chakra::ErrorException, [&] {
        Post *post = posts.get("id", 42);
        Q_UNUSED(post);
    }());
}

void TestQuerySet::getTakesWhatFilterTakes()
{
    TestDatabase db;
    Session session(db.handle());
    const auto posts = Post::objects(session);
    QCOMPARE(must(posts.get("id", 4))->id(), qint64(4));
    QCOMPARE(must(posts.get("title__startswith", "R"))->id(), qint64(4));
    QCOMPARE(must(posts.get({{"published", true}, {"author__username", "bob"}}))->id(), qint64(4));
    QCOMPARE(must(posts.get(f<&Post::title> == "Rust" && f<&Post::published> == true))->id(),
             qint64(4));
    QCOMPARE(must(posts.filter("id", 4).get())->id(), qint64(4));
    QCOMPARE(must(posts.filter("published", true).get("author__username", "bob"))->id(), qint64(4));
    User *alice = User::objects(session).selectRelated("profile").get("id", 1);
    COMPARE_STATEMENTS(0, QCOMPARE(alice->profile()->bio(), u"Hello!"_s));
}

void TestQuerySet::getAsksTheDatabase()
{
    TestDatabase db;
    Session session(db.handle());
    MUST_GET(User * first, User::objects(session).get("id", 1));
    COMPARE_STATEMENTS(1, QCOMPARE(must(User::objects(session).get("id", 1)), first));
    db.run(u"UPDATE users SET username = 'alicia' WHERE id = 1"_s);
    QCOMPARE(must(User::objects(session).get("id", 1))->username(), u"alicia"_s);
    QCOMPARE(first->username(), u"alicia"_s);
}

void TestQuerySet::findAsksTheSessionFirst()
{
    TestDatabase db;
    Session session(db.handle());
    User *first = nullptr;
    COMPARE_STATEMENTS(1, first = must(User::objects(session).find(1)));
    QCOMPARE(first->username(), u"alice"_s);
    COMPARE_STATEMENTS(0, QCOMPARE(must(User::objects(session).find(1)), first));
    COMPARE_STATEMENTS(1, QVERIFY(must(User::objects(session).find(42)) == nullptr));
    must(User::objects(session).all());
    COMPARE_STATEMENTS(0, QCOMPARE(must(User::objects(session).find(2))->username(), u"bob"_s));
    session.clear();
    COMPARE_STATEMENTS(1, QCOMPARE(must(User::objects(session).find(2))->username(), u"bob"_s));
}

void TestQuerySet::findTakesKeysOfEveryKind()
{
    TestDatabase db(TestDatabase::Tables);
    MUST(db.handle().createTables<Country, City, Device, Reading, Invoice, InvoiceLine>());
    Session session(db.handle());
    auto *country = new Country;
    country->setCode(u"NO"_s);
    country->setName(u"Norge"_s);
    const QUuid token = QUuid::createUuid();
    auto *device = new Device;
    device->setId(token);
    auto *invoice = new Invoice;
    invoice->setCustomer(u"ada"_s);
    auto *line = new InvoiceLine;
    line->setInvoice(invoice);
    line->setLine(2);
    line->setWhat(u"lamp"_s);
    MUST(session.addAll({country, device, invoice, line}));
    MUST(session.commit());
    const qint64 invoiceId = invoice->id();

    COMPARE_STATEMENTS(0, {
        QCOMPARE(must(Country::objects(session).find("NO")), country);
        QCOMPARE(must(Device::objects(session).find(token)), device);
        QCOMPARE(must(InvoiceLine::objects(session).find({invoiceId, 2})), line);
    });
    session.clear();
    QCOMPARE(must(Country::objects(session).find("NO"))->name(), u"Norge"_s);
    QCOMPARE(must(Device::objects(session).find(token))->id(), token);
    QCOMPARE(must(InvoiceLine::objects(session).find({invoiceId, 2}))->what(), u"lamp"_s);
    QVERIFY(must(InvoiceLine::objects(session).find({invoiceId, 3})) == nullptr);
    QVERIFY(must(Country::objects(session).find("SE")) == nullptr);

    // A key that cannot be one is refused, not sought.
    COMPARE_STATEMENTS(0, {
        QVERIFY(!InvoiceLine::objects(session).find(1));
        QVERIFY(!InvoiceLine::objects(session).find({1, 2, 3}));
        QVERIFY(!Invoice::objects(session).find("one"));
        QVERIFY(!Device::objects(session).find("no uuid"));
    });
}

void TestQuerySet::firstAndLastFollowTheOrder()
{
    TestDatabase db;
    Session session(db.handle());
    const auto posts = Post::objects(session);
    QCOMPARE(must(posts.first())->id(), qint64(1));
    QCOMPARE(must(posts.last())->id(), qint64(5));
    QCOMPARE(must(posts.orderBy("title").first())->title(), u"Draft"_s);
    QCOMPARE(must(posts.orderBy("title").last())->title(), u"World"_s);
    QCOMPARE(must(posts.orderBy("-title").first())->title(), u"World"_s);
    QCOMPARE(must(posts.reverse().first())->id(), qint64(5));
    QCOMPARE(must(posts.filter("published", false).first())->id(), qint64(2));
    QVERIFY(posts.first() ? true : false);
}

void TestQuerySet::firstAndLastOfNothingAreNull()
{
    TestDatabase db;
    Session session(db.handle());
    const auto none = Post::objects(session).filter("id", 42);
    const auto first = none.first();
    QVERIFY(first.ok());
    QVERIFY(first.value() == nullptr);
    const auto last = none.last();
    QVERIFY(last.ok());
    QVERIFY(last.value() == nullptr);
}

void TestQuerySet::countCountsWhatAllWouldGive()
{
    TestDatabase db;
    Session session(db.handle());
    const auto posts = Post::objects(session);
    const qint64 n = posts.count();
    QCOMPARE(n, qint64(5));
    QCOMPARE(must(posts.limit(2).count()), qint64(2));
    QCOMPARE(must(posts.offset(4).count()), qint64(1));
    QCOMPARE(must(posts.limit(10).offset(3).count()), qint64(2));
    QCOMPARE(must(posts.offset(99).count()), qint64(0));
    QCOMPARE(must(posts.filter("tags__id__gt", 0).count()), qint64(4));
    // Neither loads anything along.
    COMPARE_STATEMENTS(1, QCOMPARE(must(posts.prefetchRelated("tags").count()), qint64(5)));
    COMPARE_STATEMENTS(1, QCOMPARE(must(posts.prefetchRelated("tags").exists()), true));
    QVERIFY(!posts.selectRelated("author").filter("id", 1).toSql().isEmpty());
    QCOMPARE(must(posts.selectRelated("author").count()), qint64(5));
}

void TestQuerySet::existsTellsWhetherThereIsARow()
{
    TestDatabase db;
    Session session(db.handle());
    const auto posts = Post::objects(session);
    if (posts.exists().value())
        QVERIFY(true);
    else
        QFAIL("there are rows");
    const bool any = posts.filter("id", 42).exists();
    QVERIFY(!any);
    QCOMPARE(must(posts.offset(5).exists()), false);
    QCOMPARE(must(posts.offset(4).exists()), true);
    const Counter counter;
    must(posts.exists());
    QVERIFY(counter.statements().constLast().rows <= 1);
}

void TestQuerySet::orderByTakesSeveralPaths()
{
    TestDatabase db;
    Session session(db.handle());
    const auto posts = Post::objects(session);
    QCOMPARE(keyText(must(posts.orderBy("title").all())), u"5 1 3 4 2"_s);
    QCOMPARE(keyText(must(posts.orderBy("-title").all())), u"2 4 3 1 5"_s);
    QCOMPARE(keyText(must(posts.orderBy("published", "-id").all())), u"5 2 4 3 1"_s);
    QCOMPARE(keyText(must(posts.orderBy("-published", "id").all())), u"1 3 4 2 5"_s);
    QCOMPARE(keyText(must(posts.orderBy("-createdAt").all())), u"5 4 3 2 1"_s);
    QCOMPARE(keyText(must(posts.orderBy(u"-createdAt"_s).all())), u"5 4 3 2 1"_s);
}

void TestQuerySet::orderByReplacesAnEarlierOrder()
{
    TestDatabase db;
    Session session(db.handle());
    QCOMPARE(keyText(must(Post::objects(session).orderBy("published").orderBy("-id").all())),
             u"5 4 3 2 1"_s);
}

void TestQuerySet::orderByFollowsRelations()
{
    TestDatabase db;
    Session session(db.handle());
    QCOMPARE(keyText(must(Post::objects(session).orderBy("-author__username", "-id").all())),
             u"5 4 3 2 1"_s);
    QCOMPARE(keyText(must(Post::objects(session).orderBy("author__username", "-id").all())),
             u"3 2 1 5 4"_s);
    // Rows without a related one stay in.
    QCOMPARE(must(Comment::objects(session).orderBy("parentComment__content").all()).size(), 5);
    QCOMPARE(must(User::objects(session).orderBy("profile__bio").all()).size(), 3);
    COMPARE_STATEMENTS(1, must(Post::objects(session).orderBy("author__profile__bio").all()));
}

void TestQuerySet::orderByARelationSortsByItsOwnOrder()
{
    TestDatabase db(TestDatabase::Tables);
    // Users have no order of their own: by key.
    db.run(u"INSERT INTO users (id, username) VALUES (1, 'zoe'), (2, 'adam')"_s);
    db.run(u"INSERT INTO posts (id, title, content, published, created_at, author_id) VALUES "
           "(1, 'a', '', 1, '2024-01-01 10:00:00.000', 2), "
           "(2, 'b', '', 1, '2024-01-01 10:00:00.000', 1)"_s);
    Session session(db.handle());
    QCOMPARE(keyText(must(Post::objects(session).orderBy("author").all())), u"2 1"_s);
    QCOMPARE(keyText(must(Post::objects(session).orderBy("-author").all())), u"1 2"_s);
    QCOMPARE(keyText(must(Post::objects(session).orderBy("authorId").all())), u"2 1"_s);
}

void TestQuerySet::ordersOfModelsFollowEachOther()
{
    TestDatabase db(TestDatabase::Tables);
    MUST(db.handle().createTables<Family, Genre, Song>());
    db.run(u"INSERT INTO families (id, name) VALUES (1, 'rock'), (2, 'jazz')"_s);
    db.run(u"INSERT INTO genres (id, rank, family_id) VALUES (1, 1, 1), (2, 2, 1), (3, 1, 2)"_s);
    db.run(u"INSERT INTO songs (id, length, genre_id) VALUES (1, 1, 1), (2, 1, 2), (3, 1, 3), "
           "(4, 1, NULL), (5, 1, 2)"_s);
    Session session(db.handle());
    const auto songs = Song::objects(session);
    // jazz 3, rock 2, rock 1; a song of no genre comes before them all.
    QCOMPARE(keyText(must(Genre::objects(session).all())), u"3 2 1"_s);
    QCOMPARE(keyText(must(songs.orderBy("genre", "id").all())), u"4 3 2 5 1"_s);
    QCOMPARE(keyText(must(songs.orderBy("-genre", "-id").all())), u"1 5 2 3 4"_s);
    QCOMPARE(keyText(must(songs.orderBy(f<&Song::genre>, f<&Song::id>.desc()).all())),
             u"4 3 5 2 1"_s);
    QCOMPARE(keyText(must(songs.orderBy("genre__family", "id").all())), u"4 3 1 2 5"_s);
    // Of itself, turned round, and its ends.
    QCOMPARE(keyText(must(songs.all())), u"1 2 5 3 4"_s);
    QCOMPARE(keyText(must(songs.reverse().all())), u"4 3 5 2 1"_s);
    QCOMPARE(must(songs.first())->id(), qint64(1));
    QCOMPARE(must(songs.last())->id(), qint64(4));
    QCOMPARE(keyText(must(songs.offset(3).all())), u"3 4"_s);
    COMPARE_STATEMENTS(1, must(songs.orderBy("genre").all()));
}

void TestQuerySet::theModelsOwnOrderIsTheDefault()
{
    TestDatabase db(TestDatabase::Tables);
    MUST(db.handle().createTables<Writer, Article>());
    Session session(db.handle());
    for (int day = 1; day <= 3; ++day) {
        auto *article = new Article;
        article->setHeadline(QString::number(day));
        article->setCreatedAt(QDateTime(QDate(2024, 1, day % 3 + 1), QTime(12, 0), Qt::UTC));
        MUST(session.add(article));
        MUST(session.commit());
    }
    const auto headlines = [](const QList<Article *> &articles) {
        QStringList result;
        for (const Article *article : articles)
            result.append(article->headline());
        return result.join(u' ');
    };
    // orderBy("-createdAt") of the model: the days were 2, 3 and 1.
    QCOMPARE(headlines(must(Article::objects(session).all())), u"2 1 3"_s);
    QCOMPARE(must(Article::objects(session).first())->headline(), u"2"_s);
    QCOMPARE(headlines(must(Article::objects(session).reverse().all())), u"3 1 2"_s);
    QCOMPARE(headlines(must(Article::objects(session).orderBy("id").all())), u"1 2 3"_s);
}

void TestQuerySet::nullsAreSortedTogether()
{
    TestDatabase db;
    Session session(db.handle());
    const QList<Comment *> sorted = must(Comment::objects(session).orderBy("parentId", "id").all());
    QCOMPARE(sorted.size(), 5);
    const QString text = keyText(sorted);
    QVERIFY2(text == u"1 5 2 3 4"_s || text == u"2 3 4 1 5"_s, qPrintable(text));
}

void TestQuerySet::reverseTurnsTheOrderRound()
{
    TestDatabase db;
    Session session(db.handle());
    const auto posts = Post::objects(session);
    QCOMPARE(keyText(must(posts.orderBy("title").reverse().all())), u"2 4 3 1 5"_s);
    QCOMPARE(keyText(must(posts.orderBy("published", "-id").reverse().all())), u"1 3 4 2 5"_s);
    QCOMPARE(keyText(must(posts.orderBy("title").reverse().reverse().all())), u"5 1 3 4 2"_s);
    QCOMPARE(keyText(must(posts.reverse().orderBy("title").all())), u"2 4 3 1 5"_s);
    QCOMPARE(must(posts.orderBy("title").reverse().last())->id(), qint64(5));
    QCOMPARE(keyText(must(posts.orderBy("title").reverse().limit(2).all())), u"2 4"_s);
}

void TestQuerySet::limitAndOffsetCutOutASlice()
{
    TestDatabase db;
    Session session(db.handle());
    const auto posts = Post::objects(session).orderBy("id");
    QCOMPARE(keyText(must(posts.limit(2).all())), u"1 2"_s);
    QCOMPARE(keyText(must(posts.offset(3).all())), u"4 5"_s);
    QCOMPARE(keyText(must(posts.limit(2).offset(1).all())), u"2 3"_s);
    QCOMPARE(keyText(must(posts.offset(1).limit(2).all())), u"2 3"_s);
    QCOMPARE(keyText(must(posts.offset(4).limit(10).all())), u"5"_s);
    QCOMPARE(must(posts.offset(5).all()).size(), 0);
    QCOMPARE(must(posts.limit(0).all()).size(), 0);
    QCOMPARE(must(posts.limit(std::numeric_limits<qint64>::max()).all()).size(), 5);
    QCOMPARE(must(posts.limit(2).offset(1).first())->id(), qint64(2));
    QCOMPARE(must(posts.limit(1).get())->id(), qint64(1));
    QCOMPARE(must(posts.limit(2).prefetchRelated("tags").all()).size(), 2);
}

void TestQuerySet::aSliceIsNotFilteredSortedOrDeleted_data()
{
    QTest::addColumn<Run>("run");
    const auto row = [](const char *name, const Run &run) { QTest::newRow(name) << run; };
    row("filter",
        [](Session &s) { return Post::objects(s).limit(2).filter("id", 1).all().error(); });
    row("filter after offset",
        [](Session &s) { return Post::objects(s).offset(2).filter("id", 1).all().error(); });
    row("condition", [](Session &s) {
        return Post::objects(s).limit(2).filter(f<&Post::id> == 1).count().error();
    });
    row("list", [](Session &s) {
        return Post::objects(s).limit(2).filter({{"id", 1}}).exists().error();
    });
    row("exclude",
        [](Session &s) { return Post::objects(s).limit(2).exclude("id", 1).all().error(); });
    row("get", [](Session &s) { return Post::objects(s).limit(2).get("id", 1).error(); });
    row("orderBy",
        [](Session &s) { return Post::objects(s).limit(2).orderBy("id").all().error(); });
    row("remove", [](Session &s) { return Post::objects(s).limit(2).remove().error(); });
    row("remove after offset",
        [](Session &s) { return Post::objects(s).offset(2).remove().error(); });
}

void TestQuerySet::aSliceIsNotFilteredSortedOrDeleted()
{
    QFETCH(Run, run);
    TestDatabase db;
    Session session(db.handle());
    Error error;
    COMPARE_STATEMENTS(0, error = run(session));
    QCOMPARE(error.kind(), Error::Usage);
    QCOMPARE(db.rows(u"posts"_s), qint64(5));
}

void TestQuerySet::aNegativeSliceIsUsage()
{
    TestDatabase db;
    Session session(db.handle());
    COMPARE_STATEMENTS(0, {
        COMPARE_ERROR(Error::Usage, Post::objects(session).limit(-1).all());
        COMPARE_ERROR(Error::Usage, Post::objects(session).offset(-1).all());
    });
}

void TestQuerySet::distinctGivesEachRowOnce()
{
    TestDatabase db;
    Session session(db.handle());
    const auto tagged = Post::objects(session).filter("tags__name__in", {"python", "rust"});
    QCOMPARE(keyText(must(tagged.distinct().orderBy("id").all())), u"1 2 4"_s);
    QCOMPARE(must(tagged.distinct().count()), qint64(3));
    QCOMPARE(must(Post::objects(session).distinct().limit(2).count()), qint64(2));
}

void TestQuerySet::updateChangesRowsAtOnce()
{
    TestDatabase db;
    Session session(db.handle());
    COMPARE_STATEMENTS(1, QCOMPARE(must(Post::objects(session)
                                                .filter("published", false)
                                                .update(f<&Post::published> = true)),
                                   qint64(2)));
    QCOMPARE(db.rows(u"posts"_s, u"published = 1"_s), qint64(5));
    QCOMPARE(must(Post::objects(session).filter("id", 42).update(f<&Post::title> = "x")),
             qint64(0));
    QCOMPARE(must(Post::objects(session)
                          .filter("id__lt", 3)
                          .update(f<&Post::title> = "both", f<&Post::content> = "changed")),
             qint64(2));
    QCOMPARE(db.rows(u"posts"_s, u"title = 'both' AND content = 'changed'"_s), qint64(2));
    // In a key's own words, and by the object that it refers to.
    MUST_GET(User * carol, User::objects(session).get("id", 3));
    QCOMPARE(must(Post::objects(session).filter("id", 1).update(f<&Post::authorId> = 2)),
             qint64(1));
    QCOMPARE(must(Post::objects(session).filter("id", 2).update(f<&Post::author> = carol)),
             qint64(1));
    QCOMPARE(db.rows(u"posts"_s, u"(id = 1 AND author_id = 2) OR (id = 2 AND author_id = 3)"_s),
             qint64(2));
    QCOMPARE(must(Comment::objects(session).filter("id", 2).update(f<&Comment::parentId> =
                                                                           std::nullopt)),
             qint64(1));
    QCOMPARE(db.rows(u"comments"_s, u"id = 2 AND parent_id IS NULL"_s), qint64(1));
    COMPARE_ERROR(Error::UniqueViolation,
                  User::objects(session).filter("id", 1).update(f<&User::username> = "bob"));
    COMPARE_ERROR(Error::ForeignKeyViolation,
                  Post::objects(session).filter("id", 1).update(f<&Post::authorId> = 99));
}

void TestQuerySet::updateBringsLoadedObjectsUpToDate()
{
    TestDatabase db;
    Session session(db.handle());
    MUST_GET(Post * draft, Post::objects(session).get("id", 5));
    MUST_GET(Post * hello, Post::objects(session).get("id", 1));
    Notifications heard({{"draft", draft}, {"hello", hello}});
    QCOMPARE(must(Post::objects(session)
                          .filter("published", false)
                          .update(f<&Post::published> = true)),
             qint64(2));
    QVERIFY(draft->published());
    QVERIFY(!draft->isChanged());
    QCOMPARE(heard.take(), QStringList{u"draft.published"_s});
    // Nothing is left to be written.
    COMPARE_STATEMENTS(0, must(session.commit()));
    MUST(session.rollback());
    QVERIFY(draft->published());
}

void TestQuerySet::updateMovesLoadedObjects()
{
    TestDatabase db;
    Session session(db.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    User *alice = users.at(0);
    User *carol = users.at(2);
    Post *hello = alice->posts().at(0);
    COMPARE_STATEMENTS(1, QCOMPARE(must(Post::objects(session)
                                                .filter("title", "Hello")
                                                .update(f<&Post::author> = carol)),
                                   qint64(1)));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(hello->authorId(), carol->id());
        QCOMPARE(hello->author(), carol);
        QCOMPARE(keyText(alice->posts()), u"2 3"_s);
        QCOMPARE(keyText(carol->posts()), u"1"_s);
    });
}

void TestQuerySet::updateLeavesChangedObjectsAlone()
{
    TestDatabase db;
    Session session(db.handle());
    MUST_GET(Post * draft, Post::objects(session).get("id", 5));
    draft->setTitle(u"Mine"_s);
    QCOMPARE(must(Post::objects(session).filter("id", 5).update(f<&Post::content> = "theirs")),
             qint64(1));
    QCOMPARE(draft->title(), u"Mine"_s);
    QVERIFY(draft->isChanged());
    MUST(session.commit());
    QCOMPARE(db.rows(u"posts"_s, u"id = 5 AND title = 'Mine' AND content = 'theirs'"_s), qint64(1));
}

// Or a session that read the row before would overwrite the change unseen.
void TestQuerySet::updateCountsTheVersion()
{
    using Library::Order;
    TestDatabase db(TestDatabase::Lending);
    Session session(db.handle());
    Session other(db.handle(), Session::NotCurrent);
    MUST_GET(Order * order, Order::objects(session).get("id", 1));
    MUST_GET(Order * same, Order::objects(other).get("id", 1));
    Notifications heard({{"order", order}});
    COMPARE_STATEMENTS(1, QCOMPARE(must(Order::objects(session)
                                                .filter("customer__name", "ada")
                                                .update(f<&Order::number> = "B")),
                                   qint64(2)));
    QCOMPARE(heard.take(), (QStringList{u"order.number"_s, u"order.revision"_s}));
    QCOMPARE(order->revision(), 2);
    QVERIFY(!order->isChanged());
    QCOMPARE(db.rows(u"lib_orders"_s, u"revision = 2 AND number = 'B'"_s), qint64(2));
    QCOMPARE(db.rows(u"lib_orders"_s, u"revision = 1"_s), qint64(1));

    same->setNumber(u"C"_s);
    COMPARE_ERROR(Error::StaleObject, other.commit());
    order->setNumber(u"D"_s);
    MUST(session.commit());
    QCOMPARE(db.rows(u"lib_orders"_s, u"id = 1 AND revision = 3 AND number = 'D'"_s), qint64(1));

    // Nothing is loaded, and a version of one's own.
    session.clear();
    QCOMPARE(must(Order::objects(session).filter("id", 3).update("number", "E")), qint64(1));
    QCOMPARE(must(Order::objects(session).filter("id", 1).update(f<&Order::revision> = 7)),
             qint64(1));
    QCOMPARE(db.rows(u"lib_orders"_s, u"(id = 3 AND revision = 2) OR (id = 1 AND revision = 7)"_s),
             qint64(2));
}

void TestQuerySet::updateRoundsAsThePropertyDoes()
{
    TestDatabase db(TestDatabase::Tables);
    MUST(db.handle().createTables<Family, Genre, Song>());
    db.run(u"INSERT INTO songs (id, length) VALUES (1, 1)"_s);
    Session session(db.handle());
    QCOMPARE(must(Song::objects(session).update(f<&Song::length> = 0.1)), qint64(1));
    QCOMPARE(must(Song::objects(session).filter(f<&Song::length> == 0.1f).count()), qint64(1));
}

void TestQuerySet::updateFollowsPaths()
{
    TestDatabase db;
    Session session(db.handle());
    COMPARE_STATEMENTS(1, QCOMPARE(must(Post::objects(session)
                                                .filter("author__username", "bob")
                                                .update(f<&Post::title> = "Bob's")),
                                   qint64(2)));
    QCOMPARE(must(Post::objects(session)
                          .filter("tags__name", "python")
                          .update(f<&Post::title> = "Snake")),
             qint64(2));
    QCOMPARE(must(Post::objects(session)
                          .exclude("tags__isnull", false)
                          .update(f<&Post::title> = "Untagged")),
             qint64(1));
    QCOMPARE(must(Post::objects(session).update(f<&Post::published> = false)), qint64(5));
}

void TestQuerySet::updateOfAWrongPropertyIsAnError_data()
{
    QTest::addColumn<Run>("run");
    const auto row = [](const char *name, const Run &run) { QTest::newRow(name) << run; };
    row("unknown", [](Session &s) { return Post::objects(s).update("titel", "x").error(); });
    row("related",
        [](Session &s) { return Post::objects(s).update("author__username", "x").error(); });
    row("to-many", [](Session &s) { return Post::objects(s).update("tags", 1).error(); });
    row("reverse one-to-one",
        [](Session &s) { return User::objects(s).update("profile", nullptr).error(); });
    row("lookup", [](Session &s) { return Post::objects(s).update("title__exact", "x").error(); });
    row("another type",
        [](Session &s) { return Post::objects(s).update("published", "yes").error(); });
}

void TestQuerySet::updateOfAWrongPropertyIsAnError()
{
    QFETCH(Run, run);
    TestDatabase db;
    Session session(db.handle());
    Error error;
    COMPARE_STATEMENTS(0, error = run(session));
    QVERIFY(error.isValid());
    QVERIFY(!error.text().isEmpty());
}

void TestQuerySet::removeDeletesRowsAtOnce()
{
    TestDatabase db;
    Session session(db.handle());
    MUST_GET(Tag * unused, Tag::objects(session).get("name", "unused"));
    QCOMPARE(must(Tag::objects(session).filter("name__in", {"unused", "qt"}).remove()), qint64(2));
    QCOMPARE(db.rows(u"tags"_s), qint64(2));
    QCOMPARE(unused->state(), Chakra::Model::State::Deleted);
    QCOMPARE(unused->name(), u"unused"_s);
    QVERIFY(must(Tag::objects(session).find(4)) == nullptr);
    session.clear();
    COMPARE_STATEMENTS(1, QCOMPARE(must(Tag::objects(session).remove()), qint64(2)));
    COMPARE_STATEMENTS(1, QCOMPARE(must(Tag::objects(session).remove()), qint64(0)));
}

void TestQuerySet::removeFollowsPaths()
{
    TestDatabase db;
    Session session(db.handle());
    COMPARE_STATEMENTS(
            1, QCOMPARE(must(Post::objects(session).filter("author__username", "bob").remove()),
                        qint64(2)));
    QCOMPARE(must(Post::objects(session).filter("tags__name", "qt").remove()), qint64(1));
    QCOMPARE(must(Comment::objects(session)
                          .filter(f<&Comment::parentComment, &Comment::content> == "root")
                          .remove()),
             qint64(2));
    QCOMPARE(db.rows(u"posts"_s), qint64(2));
    // The database took the junction rows along.
    QCOMPARE(db.rows(u"post_tags"_s), qint64(3));
}

void TestQuerySet::rowsOfACompositeKeyFollowPaths()
{
    TestDatabase db(TestDatabase::Tables);
    MUST(db.handle().createTables<Invoice, InvoiceLine>());
    db.run(u"INSERT INTO invoices (id, customer) VALUES (1, 'ada'), (2, 'bob')"_s);
    db.run(u"INSERT INTO invoice_lines (invoice_id, line, what) VALUES (1, 1, 'a'), (1, 2, 'b'), "
           "(2, 1, 'c'), (2, 2, 'd')"_s);
    Session session(db.handle());
    const auto lines = InvoiceLine::objects(session);
    const auto ofBob = lines.filter("invoice__customer", "bob");
    COMPARE_STATEMENTS(1, QCOMPARE(must(ofBob.update(f<&InvoiceLine::what> = "x")), qint64(2)));
    QCOMPARE(db.rows(u"invoice_lines"_s, u"what = 'x' AND invoice_id = 2"_s), qint64(2));
    QCOMPARE(db.rows(u"invoice_lines"_s, u"what = 'x'"_s), qint64(2));
    COMPARE_STATEMENTS(1, QCOMPARE(must(ofBob.filter("line", 2).remove()), qint64(1)));
    QCOMPARE(db.rows(u"invoice_lines"_s), qint64(3));
    QCOMPARE(must(lines.filter("pk__in", {Value{1, 2}, Value{2, 1}, Value{2, 2}}).remove()),
             qint64(2));
    QCOMPARE(db.rows(u"invoice_lines"_s, u"invoice_id = 1 AND line = 1"_s), qint64(1));

    QList<Value> keys;
    for (int i = 1; i <= 2000; ++i)
        keys.append(Value{i, 1});
    COMPARE_STATEMENTS(1, QCOMPARE(must(lines.inBulk(keys)).size(), 1));
    QCOMPARE(must(lines.inBulk(keys)).value({1, 1})->what(), u"a"_s);
}

void TestQuerySet::inBulkGivesObjectsByKey()
{
    TestDatabase db;
    Session session(db.handle());
    using Bulk = QHash<Chakra::Key, Post *>;
    Bulk posts;
    COMPARE_STATEMENTS(1, posts = must(Post::objects(session).inBulk({1, 3, 99})));
    QCOMPARE(posts.size(), 2);
    QCOMPARE(posts.value(1)->title(), u"Hello"_s);
    QCOMPARE(posts.value(3)->title(), u"Qt"_s);
    QVERIFY(!posts.contains(99));
    COMPARE_STATEMENTS(0, QVERIFY(must(Post::objects(session).inBulk(QList<qint64>())).isEmpty()));
    QCOMPARE(must(Post::objects(session).filter("published", true).inBulk({1, 2})).size(), 1);
    COMPARE_STATEMENTS(2, must(Post::objects(session).prefetchRelated("tags").inBulk({1, 2})));
    QCOMPARE(must(Post::objects(session).inBulk(QList<qint64>{4, 5, 5})).size(), 2);

    QVERIFY(Chakra::Key(1) == Chakra::Key(qint64(1)));
    QVERIFY(!(Chakra::Key(1) == Chakra::Key(2)));
    QCOMPARE(qHash(Chakra::Key(1), 0), qHash(Chakra::Key(qint64(1)), 0));
}

void TestQuerySet::forEachVisitsEveryRow()
{
    TestDatabase db(TestDatabase::Tables);
    db.fillUsersWithAPost(2500);
    Session session(db.handle());
    qint64 sum = 0;
    int visited = 0;
    MUST(Post::objects(session).orderBy("-id").forEach([&](Post *post) {
        sum += post->id();
        ++visited;
        if (visited == 1)
            QCOMPARE(post->id(), qint64(2500));
    }));
    QCOMPARE(visited, 2500);
    QCOMPARE(sum, qint64(2500) * 2501 / 2);

    // With what is loaded along.
    visited = 0;
    MUST(Post::objects(session)
                 .selectRelated("author")
                 .filter("id__lt", 11)
                 .forEach([&](Post *post) {
                     if (post->author()->username() == u'u' + QString::number(post->id()))
                         ++visited;
                 }));
    QCOMPARE(visited, 10);
    MUST(Post::objects(session).filter("id", 0).forEach([&](Post *) { ++visited; }));
    QCOMPARE(visited, 10);
    COMPARE_ERROR(Error::UnknownField,
                  Post::objects(session).filter("nonsense", 1).forEach([](Post *) {}));
}

void TestQuerySet::forEachFreesWhatItLoaded()
{
    TestDatabase db(TestDatabase::Tables);
    db.fillUsersWithAPost(2500);
    Session session(db.handle());
    QList<QPointer<Post>> seen;
    qsizetype most = 0;
    qsizetype alive = 0;
    MUST(Post::objects(session).forEach([&](Post *post) {
        seen.append(post);
        ++alive;
        connect(post, &QObject::destroyed, this, [&alive] { --alive; });
        most = qMax(most, alive);
    }));
    QCOMPARE(seen.size(), 2500);
    QTRY_COMPARE(alive, qsizetype(0));
    QVERIFY2(most < 2500, "no slice was freed before the end");
    for (const QPointer<Post> &post : std::as_const(seen))
        QVERIFY(post.isNull());
    COMPARE_STATEMENTS(1, must(Post::objects(session).find(7)));
}

void TestQuerySet::forEachKeepsWhatWasThereAndWhatChanged()
{
    TestDatabase db;
    Session session(db.handle());
    const QPointer<Post> before = must(Post::objects(session).get("id", 2));
    QPointer<Post> changed;
    QPointer<Post> untouched;
    MUST(Post::objects(session).forEach([&](Post *post) {
        if (post->id() == 3) {
            changed = post;
            post->setTitle(u"Changed"_s);
        } else if (post->id() == 4) {
            untouched = post;
        }
    }));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(before);
    QVERIFY(changed);
    QVERIFY(untouched.isNull());
    COMPARE_STATEMENTS(0, QCOMPARE(must(Post::objects(session).find(2)), before.data()));
    COMPARE_STATEMENTS(1, must(session.commit()));
    QCOMPARE(db.rows(u"posts"_s, u"id = 3 AND title = 'Changed'"_s), qint64(1));
}

void TestQuerySet::forEachLeavesOutWhatGoesOnTheWay_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<qint64>("target");
    QTest::addColumn<QList<qint64>>("visited");
    for (const QString &action : {u"delete"_s, u"evict"_s, u"remove"_s, u"commit"_s}) {
        // The callback runs for 2 first; 1 was in the session before, 4 comes with the same slice.
        QTest::addRow("%s itself", qPrintable(action))
                << action << qint64(2) << QList<qint64>{2, 3, 4, 5, 1};
        QTest::addRow("%s a later one", qPrintable(action))
                << action << qint64(4) << QList<qint64>{2, 3, 5, 1};
        QTest::addRow("%s one from before", qPrintable(action))
                << action << qint64(1) << QList<qint64>{2, 3, 4, 5};
    }
}

void TestQuerySet::forEachLeavesOutWhatGoesOnTheWay()
{
    QFETCH(const QString, action);
    QFETCH(const qint64, target);
    QFETCH(const QList<qint64>, visited);
    TestDatabase db;
    Session session(db.handle());
    must(Post::objects(session).get("id", 1));
    db.run(u"UPDATE posts SET title = 'ZZ' WHERE id = 1"_s);
    db.run(u"UPDATE posts SET title = id WHERE id > 1"_s);

    QList<qint64> ids;
    MUST(Post::objects(session).orderBy("title").forEach([&](Post *post) {
        ids.append(post->id());
        if (ids.size() > 1)
            return;
        Post *one = must(Post::objects(session).find(target));
        if (action == u"delete"_s)
            delete one;
        else if (action == u"evict"_s)
            must(session.evict(one));
        else
            must(session.remove(one));
        if (action == u"commit"_s)
            must(session.commit());
    }));
    QCOMPARE(ids, visited);
    QCOMPARE(db.rows(u"posts"_s), action == u"commit"_s ? 4 : 5);
    MUST(session.rollback());
    QCOMPARE(must(Post::objects(session).all()).size(), action == u"commit"_s ? 4 : 5);
}

void TestQuerySet::forEachLeavesOutWhatHandlersDelete()
{
    TestDatabase db;
    Session session(db.handle());
    Post *second = must(Post::objects(session).get("id", 2));
    db.run(u"UPDATE posts SET title = 'Changed' WHERE id = 2"_s);
    // It runs when the slice is loaded, and finds what came with it.
    QList<QPointer<Post>> deleted;
    connect(second, &Post::titleChanged, this, [&] {
        for (const qint64 id : {1, 4}) {
            Post *post = must(Post::objects(session).find(id));
            deleted.append(post);
            delete post;
        }
    });
    QList<qint64> ids;
    MUST(Post::objects(session).prefetchRelated("tags").orderBy("id").forEach(
            [&](Post *post) { ids.append(post->id()); }));
    QCOMPARE(ids, QList<qint64>({2, 3, 5}));
    QCOMPARE(deleted.size(), 2);
    QVERIFY(deleted.at(0).isNull() && deleted.at(1).isNull());
    QCOMPARE(second->title(), u"Changed"_s);
}

void TestQuerySet::onlyLoadsTheNamedColumns()
{
    TestDatabase db;
    Session session(db.handle());
    const auto query = Post::objects(session).only("title");
    QVERIFY(query.toSql().contains(u"title"_s));
    QVERIFY(!query.toSql().contains(u"content"_s));
    Post *post = nullptr;
    COMPARE_STATEMENTS(1, post = must(query.get("id", 1)));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(post->id(), qint64(1));
        QCOMPARE(post->title(), u"Hello"_s);
    });
    QVERIFY(!post->isChanged());
    // A later query brings the rest.
    MUST(Post::objects(session).get("id", 1));
    COMPARE_STATEMENTS(0, QCOMPARE(post->content(), u"one"_s));
    // A richer state is not replaced by a poorer one.
    MUST(query.get("id", 1));
    COMPARE_STATEMENTS(0, QCOMPARE(post->content(), u"one"_s));
}

void TestQuerySet::deferLeavesTheNamedColumnsOut()
{
    TestDatabase db;
    Session session(db.handle());
    const auto query = Post::objects(session).defer("content");
    QVERIFY(query.toSql().contains(u"title"_s));
    QVERIFY(query.toSql().contains(u"author_id"_s));
    QVERIFY(!query.toSql().contains(u"content"_s));
    MUST_GET(Post * post, query.get("id", 1));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(post->title(), u"Hello"_s);
        QCOMPARE(post->authorId(), qint64(1));
    });
    // What is joined over a column needs that column.
    QVERIFY(!Post::objects(session).defer("authorId").selectRelated("author").all());
    COMPARE_ERROR(Error::UnknownField, Post::objects(session).only("titel").all());
    COMPARE_ERROR(Error::UnknownField, Post::objects(session).defer("titel").all());
}

void TestQuerySet::aPartiallyLoadedObjectStoresOnlyItsChanges()
{
    TestDatabase db;
    Session session(db.handle());
    MUST_GET(Post * post, Post::objects(session).only("title").get("id", 1));
    post->setTitle(u"New"_s);
    COMPARE_STATEMENTS(1, must(session.commit()));
    QCOMPARE(db.rows(u"posts"_s, u"id = 1 AND title = 'New' AND content = 'one' "
                                 "AND author_id = 1 AND published = 1"_s),
             qint64(1));
}

void TestQuerySet::explainTellsThePlan()
{
    TestDatabase db;
    Session session(db.handle());
    MUST_GET(const QString plan, Post::objects(session).filter("author", 1).explain());
    QVERIFY2(plan.contains(u"posts"_s), qPrintable(plan));
    COMPARE_ERROR(Error::UnknownField, Post::objects(session).filter("titel", 1).explain());
}

void TestQuerySet::toSqlShowsTheStatement()
{
    TestDatabase db;
    Session session(db.handle());
    const auto query =
            Post::objects(session).filter("title__startswith", "He").orderBy("-createdAt").limit(3);
    const QString sql = query.toSql();
    QVERIFY(sql.startsWith(u"SELECT"_s));
    for (const QString &word : {u"posts"_s, u"title"_s, u"ORDER BY"_s, u"LIMIT"_s, u"DESC"_s})
        QVERIFY2(sql.contains(word), qPrintable(sql));
    const Counter counter;
    must(query.all());
    QCOMPARE(counter.statements().constFirst().sql, sql);
}

void TestQuerySet::anUnknownNameListsWhatThereIs_data()
{
    QTest::addColumn<Run>("run");
    QTest::addColumn<QString>("wrong");
    QTest::addColumn<QStringList>("names");
    const auto row = [](const char *name, const QString &wrong, const QStringList &names,
                        const Run &run) { QTest::newRow(name) << run << wrong << names; };
    const QStringList ofPost = {u"title"_s, u"published"_s, u"author"_s, u"tags"_s};
    const QStringList ofUser = {u"username"_s, u"profile"_s, u"posts"_s};
    row("filter", u"titel"_s, ofPost,
        [](Session &s) { return Post::objects(s).filter("titel", "x").error(); });
    row("column name", u"created_at"_s, {u"createdAt"_s},
        [](Session &s) { return Post::objects(s).filter("created_at", "x").error(); });
    row("wrong case", u"Title"_s, ofPost,
        [](Session &s) { return Post::objects(s).filter("Title", "x").error(); });
    row("exclude", u"titel"_s, ofPost,
        [](Session &s) { return Post::objects(s).exclude("titel", "x").error(); });
    row("list", u"titel"_s, ofPost, [](Session &s) {
        return Post::objects(s).filter({{"published", true}, {"titel", "x"}}).error();
    });
    row("behind a relation", u"user_name"_s, ofUser,
        [](Session &s) { return Post::objects(s).filter("author__user_name", "x").error(); });
    row("behind a field", u"name"_s, {},
        [](Session &s) { return Post::objects(s).filter("title__name", "x").error(); });
    row("order", u"titel"_s, ofPost,
        [](Session &s) { return Post::objects(s).orderBy("-titel").error(); });
    row("order behind a relation", u"nick"_s, ofUser,
        [](Session &s) { return Post::objects(s).orderBy("author__nick").error(); });
    row("selectRelated", u"autor"_s, {u"author"_s},
        [](Session &s) { return Post::objects(s).selectRelated("autor").error(); });
    row("selectRelated of a list", u"tags"_s, {u"author"_s},
        [](Session &s) { return Post::objects(s).selectRelated("tags").error(); });
    row("selectRelated of a field", u"title"_s, {u"author"_s},
        [](Session &s) { return Post::objects(s).selectRelated("title").error(); });
    row("selectRelated deeper", u"posts"_s, {u"profile"_s},
        [](Session &s) { return Post::objects(s).selectRelated("author__posts").error(); });
    row("prefetchRelated", u"tag"_s, {u"tags"_s, u"author"_s},
        [](Session &s) { return Post::objects(s).prefetchRelated("tag").error(); });
    row("prefetchRelated of a field", u"title"_s, {u"tags"_s},
        [](Session &s) { return Post::objects(s).prefetchRelated("title").error(); });
    row("prefetchRelated deeper", u"labels"_s, {u"tags"_s}, [](Session &s) {
        return User::objects(s).prefetchRelated("posts", "posts__labels").error();
    });
    row("Prefetch", u"labels"_s, {u"tags"_s}, [](Session &s) {
        return Post::objects(s)
                .prefetchRelated(Chakra::Prefetch("labels", Tag::objects(s)))
                .error();
    });
    row("only", u"titel"_s, ofPost.mid(0, 2),
        [](Session &s) { return Post::objects(s).only("titel").error(); });
}

void TestQuerySet::anUnknownNameListsWhatThereIs()
{
    QFETCH(Run, run);
    QFETCH(QString, wrong);
    QFETCH(QStringList, names);
    TestDatabase db;
    Session session(db.handle());
    Error error;
    COMPARE_STATEMENTS(0, error = run(session));
    QCOMPARE(error.kind(), Error::UnknownField);
    QVERIFY2(error.text().contains(wrong), describe(error).constData());
    for (const QString &name : std::as_const(names))
        QVERIFY2(error.text().contains(name), describe(error).constData());
}

void TestQuerySet::theFirstErrorIsKept()
{
    TestDatabase db;
    Session session(db.handle());
    const auto query = Post::objects(session)
                               .filter("first_mistake", 1)
                               .orderBy("second_mistake")
                               .limit(-1)
                               .filter("title", "Hello");
    QVERIFY(query.error().text().contains(u"first_mistake"_s));
    QVERIFY(query.all().error().text().contains(u"first_mistake"_s));
}

void TestQuerySet::everyRunReturnsTheErrorWithoutSql()
{
    TestDatabase db;
    Session session(db.handle());
    const auto query = Post::objects(session).filter("titel", "Hello");
    COMPARE_STATEMENTS(0, {
        COMPARE_ERROR(Error::UnknownField, query.all());
        COMPARE_ERROR(Error::UnknownField, query.get());
        COMPARE_ERROR(Error::UnknownField, query.get("id", 1));
        COMPARE_ERROR(Error::UnknownField, query.first());
        COMPARE_ERROR(Error::UnknownField, query.last());
        COMPARE_ERROR(Error::UnknownField, query.find(1));
        COMPARE_ERROR(Error::UnknownField, query.count());
        COMPARE_ERROR(Error::UnknownField, query.exists());
        COMPARE_ERROR(Error::UnknownField, query.update(f<&Post::title> = "x"));
        COMPARE_ERROR(Error::UnknownField, query.remove());
        COMPARE_ERROR(Error::UnknownField, query.inBulk({1}));
        COMPARE_ERROR(Error::UnknownField, query.explain());
        COMPARE_ERROR(Error::UnknownField, query.forEach([](Post *) {}));
    });
    // It is found as the query is built, not when a row comes.
    QCOMPARE(query.error().kind(), Error::UnknownField);
}

QTEST_GUILESS_MAIN(TestQuerySet)

#include "tst_queryset.moc"
