// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// The chapter on relationships as one program: each function is one of its sections, and after each
// step stands the SQL that ran, with its values, and the number of statements.
//
//   blog                            in a database in memory
//   blog sqlite:blog.db             in a database that is empty, or new

#include "models.h"

#include <Chakra/Chakra>

#include <QCoreApplication>
#include <QTextStream>

#include <cstdio>

using namespace Qt::StringLiterals;
using Chakra::f;

namespace {

QTextStream &out()
{
    static QTextStream stream(stdout);
    return stream;
}

QString valueText(const QVariant &value)
{
    if (value.isNull())
        return u"NULL"_s;
    return value.typeId() == QMetaType::QString ? u"'%1'"_s.arg(value.toString())
                                                : value.toString();
}

QString valuesText(const QVariantList &values)
{
    QStringList texts;
    for (const QVariant &value : values)
        texts += valueText(value);
    return texts.join(u", ");
}

// What should have been refused, and was not.
Chakra::Error unexpected(const QString &text)
{
    return Chakra::Error(Chakra::Error::Usage, text);
}

QString described(const Chakra::Error &error)
{
    return u"%1: %2"_s.arg(Chakra::Error::kindName(error.kind()), error.text());
}

void heading(const QString &title)
{
    out() << '\n' << title << '\n' << QString(title.size(), u'=') << '\n';
}

// One step of a section: what the program says it does, then, when the step ends, what ran.
class Step
{
public:
    Step(Chakra::Session &session, const QString &what) : m_recorder(session)
    {
        out() << "\n* " << what << '\n';
    }

    ~Step()
    {
        const auto statements = m_recorder.statements();
        for (const auto &statement : statements) {
            out() << "      " << statement.sql << '\n';
            if (!statement.values.isEmpty())
                out() << "        with " << valuesText(statement.values) << '\n';
        }
        out() << "      = " << statements.size()
              << (statements.size() == 1 ? " statement\n" : " statements\n");
    }

private:
    Q_DISABLE_COPY_MOVE(Step)

    Chakra::StatementRecorder m_recorder;
};

void say(const QString &line)
{
    out() << "  " << line << '\n';
}

QString titles(const QList<Post *> &posts)
{
    QStringList list;
    for (const Post *post : posts)
        list += post->title();
    return list.join(u", ");
}

QString names(const QList<Tag *> &tags)
{
    QStringList list;
    for (const Tag *tag : tags)
        list += tag->name();
    return list.join(u", ");
}

// Each section opens a session of its own. It is the current one while it lives, which is why
// User::objects() need not name it, and what one section loaded does not help the next.

Chakra::Result<void> createUserWithProfile(Chakra::Database &database)
{
    heading(u"One-to-one"_s);
    Chakra::Session session(database);

    Step step(session, u"A user and her profile are created in one commit"_s);
    auto *user = new User;
    user->setUsername(u"alice"_s);
    auto *profile = new Profile;
    profile->setBio(u"Hello!"_s);
    profile->setUser(user);
    say(u"Before the commit both sides agree already: %1"_s.arg(user->profile()->bio()));

    if (auto added = session.addAll({user, profile}); !added)
        return added;
    if (auto saved = session.commit(); !saved)
        return saved;
    say(u"The key of the user is %1, and the profile has it: %2"_s.arg(user->id())
                .arg(profile->userId()));
    return {};
}

Chakra::Result<void> readOneToOne(Chakra::Database &database)
{
    {
        Chakra::Session session(database);
        Step step(session, u"selectRelated brings the profile in the same statement"_s);
        const auto user = User::objects().selectRelated("profile").get("username", "alice");
        if (!user)
            return user.error();
        say(u"%1: %2"_s.arg(user->username(), user->profile()->bio()));
    }
    Chakra::Session session(database);
    Step step(session, u"Without it the profile is loaded when it is asked for, once"_s);
    const auto user = User::objects().get("username", "alice");
    if (!user)
        return user.error();
    // A getter returns null when loading fails; load() is the form that can be checked.
    if (auto loaded = user->load<&User::profile>(); !loaded)
        return loaded.error();
    say(u"%1: %2"_s.arg(user->username(), user->profile()->bio()));
    return {};
}

Chakra::Result<void> createPosts(Chakra::Database &database)
{
    heading(u"One-to-many"_s);
    Chakra::Session session(database);
    const auto alice = User::objects().get("username", "alice");
    if (!alice)
        return alice.error();

    {
        Step step(session, u"A post by the key of its author"_s);
        auto *post = new Post;
        post->setTitle(u"Hello"_s);
        post->setContent(u"..."_s);
        if (auto added = session.add(post); !added)
            return added;
        post->setAuthorId(alice->id());
        say(post->author() == *alice ? u"The session has alice: her key makes her the author"_s
                                     : u"The author is not known yet"_s);
        if (auto saved = session.commit(); !saved)
            return saved;
    }
    {
        Step step(session, u"Two more by the author, and a second author, who comes along with "
                           "his post"_s);
        session.create<Post>(f<&Post::title> = "Chakra", f<&Post::content> = "An ORM for Qt.",
                             f<&Post::published> = true, f<&Post::author> = *alice);
        session.create<Post>(f<&Post::title> = "Draft", f<&Post::author> = *alice);
        auto *bob = new User;
        bob->setUsername(u"bob"_s);
        session.create<Post>(f<&Post::title> = "Hello too", f<&Post::published> = true,
                             f<&Post::author> = bob);
        if (auto saved = session.commit(); !saved)
            return saved;
        say(u"bob has the key %1"_s.arg(bob->id()));
    }
    Step step(session, u"A commit writes the changed columns of the changed rows alone"_s);
    const auto post = Post::objects().get("title", "Hello");
    if (!post)
        return post.error();
    post->setPublished(true);
    return session.commit();
}

Chakra::Result<void> readOneToMany(Chakra::Database &database)
{
    Chakra::Session session(database);
    {
        Step step(session, u"prefetchRelated loads the posts of all users at once"_s);
        const auto users = User::objects().prefetchRelated("posts").all();
        if (!users)
            return users.error();
        for (const User *user : users)
            say(u"%1 has %2 posts"_s.arg(user->username()).arg(user->posts().size()));
    }
    Step step(session, u"A list that is loaded can still be asked in the database"_s);
    const auto alice = User::objects().get("username", "alice");
    if (!alice)
        return alice.error();
    const auto published = alice->posts().query().filter("published", true).count();
    if (!published.ok())
        return published.error();
    say(u"alice has published %1 posts"_s.arg(*published));
    return {};
}

Chakra::Result<void> filterPosts(Chakra::Database &database)
{
    heading(u"Filters across relations"_s);
    Chakra::Session session(database);
    {
        Step step(session, u"By path"_s);
        const auto posts =
                Post::objects().filter("author__username", "alice").orderBy("title").all();
        if (!posts)
            return posts.error();
        say(titles(*posts));
    }
    {
        Step step(session, u"The same, checked by the compiler"_s);
        const auto posts = Post::objects()
                                   .filter(f<&Post::author, &User::username> == "alice")
                                   .orderBy("title")
                                   .all();
        if (!posts)
            return posts.error();
        say(titles(*posts));
    }
    {
        Step step(session, u"Conditions joined by && || and !"_s);
        const auto posts = Post::objects()
                                   .filter((f<&Post::title>.startsWith("He") || f<&Post::id> > 10)
                                           && !(f<&Post::author, &User::username> == "bob"))
                                   .all();
        if (!posts)
            return posts.error();
        say(titles(*posts));
    }
    {
        Step step(session, u"By an object"_s);
        const auto bob = User::objects().get("username", "bob");
        if (!bob)
            return bob.error();
        const auto posts = Post::objects().filter("author", *bob).all();
        if (!posts)
            return posts.error();
        say(titles(*posts));
    }
    Step step(session, u"Across a to-many relation: no user appears twice"_s);
    const auto users = User::objects().filter("posts__published", true).count();
    if (!users.ok())
        return users.error();
    say(u"%1 users have published something"_s.arg(*users));
    return {};
}

Chakra::Result<void> createTags(Chakra::Session &session)
{
    Step step(session, u"Three tags in one INSERT"_s);
    for (const char *name : {"python", "rust", "qt"}) {
        auto *tag = new Tag;
        tag->setName(QString::fromLatin1(name));
        if (auto added = session.add(tag); !added)
            return added;
    }
    return session.commit();
}

Chakra::Result<void> writeManyToMany(Chakra::Database &database)
{
    heading(u"Many-to-many"_s);
    Chakra::Session session(database);
    if (auto created = createTags(session); !created)
        return created;
    const auto post = Post::objects().get("title", "Hello");
    if (!post)
        return post.error();
    const auto found = Tag::objects().orderBy("name").all();
    if (!found)
        return found.error();
    Tag *python = found->at(0);
    Tag *qt = found->at(1);
    Tag *rust = found->at(2);

    {
        Step step(session, u"add writes at once"_s);
        if (auto added = post->tags().add(python); !added)
            return added.error();
    }
    {
        Step step(session, u"add with a column of the junction"_s);
        const QDateTime when(QDate(2026, 1, 1), QTime(12, 0), Qt::UTC);
        if (auto added = post->tags().add(qt, {{"createdAt", when}}); !added)
            return added.error();
    }
    {
        Step step(session, u"set writes the difference alone: qt goes, rust comes"_s);
        if (auto set = post->tags().set({python, rust}); !set)
            return set.error();
        say(u"%1: %2"_s.arg(post->title(), names(post->tags().toList())));
    }
    {
        Step step(session, u"remove"_s);
        if (auto removed = post->tags().remove(rust); !removed)
            return removed.error();
        say(u"Both sides know: rust has %1 posts"_s.arg(rust->posts().size()));
    }
    {
        Step step(session, u"clear"_s);
        if (auto cleared = post->tags().clear(); !cleared)
            return cleared.error();
    }
    Step step(session, u"Tags for what follows"_s);
    const auto chakra = Post::objects().get("title", "Chakra");
    if (!chakra)
        return chakra.error();
    if (auto added = post->tags().add({python, rust}); !added)
        return added.error();
    if (auto added = chakra->tags().add({python, qt}); !added)
        return added.error();
    return {};
}

Chakra::Result<void> readManyToMany(Chakra::Database &database)
{
    Chakra::Session session(database);
    {
        Step step(session, u"prefetchRelated over the junction, one statement more"_s);
        const auto posts = Post::objects().prefetchRelated("tags").orderBy("title").all();
        if (!posts)
            return posts.error();
        for (const Post *post : posts)
            say(u"%1: [%2]"_s.arg(post->title(), names(post->tags().toList())));
    }
    {
        Step step(session, u"Filter by a tag"_s);
        const auto posts = Post::objects()
                                   .filter({{"tags__name", "python"}, {"published", true}})
                                   .orderBy("-createdAt", "title")
                                   .all();
        if (!posts)
            return posts.error();
        say(titles(*posts));
    }
    {
        Step step(session, u"Two calls of filter: both tags, each in a row of its own"_s);
        const auto posts =
                Post::objects().filter("tags__name", "python").filter("tags__name", "rust").all();
        if (!posts)
            return posts.error();
        say(titles(*posts));
    }
    {
        Step step(session, u"exclude over a to-many relation means: has no such row"_s);
        const auto posts = Post::objects().exclude("tags__name", "python").orderBy("title").all();
        if (!posts)
            return posts.error();
        say(titles(*posts));
    }
    Step step(session, u"The junction is a model as well"_s);
    const auto given = PostTag::objects().count();
    if (!given.ok())
        return given.error();
    say(u"%1 tags were given"_s.arg(*given));
    return {};
}

Chakra::Result<void> writeComments(Chakra::Database &database)
{
    heading(u"Self-referential"_s);
    Chakra::Session session(database);
    Step step(session, u"A comment and two replies: parents before children"_s);
    auto *root = new Comment;
    root->setContent(u"Root comment"_s);
    auto *first = new Comment;
    first->setContent(u"Reply 1"_s);
    first->setParentComment(root);
    auto *second = new Comment;
    second->setContent(u"Reply 2"_s);
    if (auto added = root->replies().add(second); !added) // the same from the other side
        return added.error();
    if (auto added = session.addAll({root, first, second}); !added)
        return added;
    return session.commit();
}

Chakra::Result<void> readComments(Chakra::Database &database)
{
    Chakra::Session session(database);
    {
        Step step(session, u"A comment with its replies"_s);
        const auto comment =
                Comment::objects().prefetchRelated("replies").get("parentComment", nullptr);
        if (!comment)
            return comment.error();
        say(comment->content());
        for (const Comment *reply : comment->replies())
            say(u"  %1, an answer to: %2"_s.arg(reply->content(),
                                                reply->parentComment()->content()));
    }
    Step step(session, u"Comments that answer the root"_s);
    const auto replies =
            Comment::objects()
                    .filter(f<&Comment::parentComment, &Comment::content> == "Root comment")
                    .count();
    if (!replies.ok())
        return replies.error();
    say(u"%1 replies"_s.arg(*replies));
    return {};
}

Chakra::Result<void> loadByJoin(Chakra::Database &database)
{
    heading(u"Loading strategies"_s);
    Chakra::Session session(database);
    Step step(session, u"selectRelated, two relations deep: one statement"_s);
    const auto posts = Post::objects().selectRelated("author__profile").orderBy("title").all();
    if (!posts)
        return posts.error();
    for (const Post *post : posts) {
        const Profile *profile = post->author()->profile();
        say(u"%1 by %2, %3"_s.arg(post->title(), post->author()->username(),
                                  profile ? profile->bio() : u"who has no profile"_s));
    }
    return {};
}

Chakra::Result<void> loadByPrefetch(Chakra::Database &database)
{
    {
        Chakra::Session session(database);
        Step step(session, u"prefetchRelated, nested: one statement for each relation"_s);
        const auto users = User::objects().prefetchRelated("posts", "posts__tags").all();
        if (!users)
            return users.error();
        for (const User *user : users) {
            for (const Post *post : user->posts())
                say(u"%1: %2 [%3]"_s.arg(user->username(), post->title(),
                                         names(post->tags().toList())));
        }
    }
    Chakra::Session session(database);
    Step step(session, u"prefetchRelated, filtered and ordered"_s);
    const auto users =
            User::objects()
                    .prefetchRelated(Chakra::Prefetch(
                            "posts",
                            Post::objects().filter("published", true).orderBy("-createdAt")))
                    .all();
    if (!users)
        return users.error();
    for (const User *user : users) {
        say(u"%1: %2%3"_s.arg(user->username(), titles(user->posts().toList()),
                              user->posts().isPartial() ? u" (not all posts, and it is known)"_s
                                                        : QString()));
    }
    return {};
}

Chakra::Result<void> loadWithPeers(Chakra::Database &database)
{
    Chakra::Session session(database);
    Step step(session, u"Lazy: the first access loads for all posts of the result"_s);
    const auto posts = Post::objects().orderBy("title").all();
    if (!posts)
        return posts.error();
    for (const Post *post : posts) {
        const User *author = post->author();
        if (!author)
            return post->relationError("author");
        say(u"%1 by %2"_s.arg(post->title(), author->username()));
    }
    return {};
}

Chakra::Result<void> sayWhatIsLeft()
{
    const auto profiles = Profile::objects().count();
    if (!profiles.ok())
        return profiles.error();
    const auto posts = Post::objects().count();
    if (!posts.ok())
        return posts.error();
    const auto given = PostTag::objects().count();
    if (!given.ok())
        return given.error();
    say(u"Left are %1 profiles, %2 post and %3 tags given"_s.arg(*profiles).arg(*posts).arg(
            *given));
    return {};
}

Chakra::Result<void> cascade(Chakra::Database &database)
{
    heading(u"Cascades"_s);
    Chakra::Session session(database);
    {
        Step step(session, u"With a user go profile, posts and the tags given to them"_s);
        const auto alice = User::objects().prefetchRelated("posts").get("username", "alice");
        if (!alice)
            return alice.error();
        const Post *post = alice->posts().first();
        if (auto removed = session.remove(*alice); !removed)
            return removed;
        if (auto saved = session.commit(); !saved)
            return saved;
        say(u"The loaded post followed: it is %1"_s.arg(
                post->state() == Chakra::Model::Deleted ? u"deleted"_s : u"still there"_s));
        if (auto counted = sayWhatIsLeft(); !counted)
            return counted;
    }
    Step step(session, u"The replies to a comment that goes stay, and answer nothing"_s);
    const auto root = Comment::objects().prefetchRelated("replies").get("content", "Root comment");
    if (!root)
        return root.error();
    const Comment *reply = root->replies().first();
    if (auto removed = session.remove(*root); !removed)
        return removed;
    if (auto saved = session.commit(); !saved)
        return saved;
    say(u"%1 has a parent: %2"_s.arg(reply->content(), reply->parentId() ? u"yes"_s : u"no"_s));
    return {};
}

Chakra::Result<void> undo(Chakra::Database &database)
{
    heading(u"All or nothing"_s);
    Chakra::Session session(database);
    const auto bob = User::objects().get("username", "bob");
    if (!bob)
        return bob.error();
    {
        Step step(session, u"rollback: pending changes are dropped, without SQL"_s);
        bob->setUsername(u"robert"_s);
        if (auto undone = session.rollback(); !undone)
            return undone;
        say(u"The name is %1"_s.arg(bob->username()));
    }
    {
        Step step(session, u"A commit that fails leaves the database as it was, and the objects "
                           "their changes"_s);
        auto *twin = new User;
        twin->setUsername(u"bob"_s);
        if (auto added = session.add(twin); !added)
            return added;
        const auto refused = session.commit();
        if (refused)
            return unexpected(u"Two users of one name were stored"_s);
        say(u"Refused as it should be: %1"_s.arg(refused.error().text()));
        twin->setUsername(u"bob the second"_s);
        if (auto saved = session.commit(); !saved)
            return saved;
        say(u"With another name it is stored under the key %1"_s.arg(twin->id()));
    }
    Step step(session, u"transact: what fails half way is undone as a whole"_s);
    const auto failed = session.transact([&]() -> Chakra::Result<void> {
        bob->setUsername(u"robert"_s);
        if (auto written = session.flush(); !written)
            return written;
        return Chakra::Error(Chakra::Error::Usage, u"The rest cannot be done"_s);
    });
    say(u"%1, and the name is %2"_s.arg(failed.error().text(), bob->username()));
    return {};
}

Chakra::Result<void> meetErrors(Chakra::Database &database)
{
    heading(u"Errors are values"_s);
    Chakra::Session session(database);
    {
        Step step(session, u"Nothing is there"_s);
        const auto user = User::objects().get("id", 4711);
        if (user)
            return unexpected(u"There should be no such user"_s);
        say(described(user.error()));
    }
    {
        Step step(session, u"A name that does not exist is found before any SQL runs"_s);
        const auto users = User::objects().filter("posts__titel", "Hello").all();
        if (users)
            return unexpected(u"There should be no such path"_s);
        say(described(users.error()));
    }
    Step step(session, u"A required key was never set"_s);
    session.create<Post>(f<&Post::title> = "Nobody's");
    const auto refused = session.commit();
    if (refused)
        return unexpected(u"A post without an author should be refused"_s);
    say(described(refused.error()));
    return session.rollback();
}

// The program stores a user called alice and removes her again, so that it wants a database to
// itself.
Chakra::Result<void> createEmptyTables(Chakra::Database &database)
{
    if (auto created = database.createTables(); !created)
        return created;
    Chakra::Session session(database);
    const auto inhabited = User::objects().exists();
    if (!inhabited.ok())
        return inhabited.error();
    if (*inhabited)
        return Chakra::Error(Chakra::Error::Usage,
                             u"There are users in this database: name an empty one"_s);
    return {};
}

Chakra::Result<void> runChapter(const QString &url)
{
    auto opened = Chakra::Database::open(url);
    if (!opened)
        return opened.error();
    Chakra::Database database = *opened;

    using Section = Chakra::Result<void> (*)(Chakra::Database &);
    for (const Section section :
         {createEmptyTables, createUserWithProfile, readOneToOne, createPosts, readOneToMany,
          filterPosts, writeManyToMany, readManyToMany, writeComments, readComments, loadByJoin,
          loadByPrefetch, loadWithPeers, cascade, undo, meetErrors}) {
        if (auto done = section(database); !done)
            return done;
    }
    return {};
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QString url = application.arguments().value(1, u"sqlite::memory:"_s);
    if (auto done = runChapter(url); !done) {
        out().flush();
        QTextStream(stderr) << done.error().text() << '\n' << done.error().sql() << '\n';
        return 1;
    }
    return 0;
}
