// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "anotherthread.h"
#include "messages.h"
#include "testdatabase.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QThread>

#include <array>
#include <limits>
#include <memory>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using State = Chakra::Model::State;

static_assert(!std::is_copy_constructible_v<Chakra::Session>);
static_assert(!std::is_copy_assignable_v<Chakra::Session>);

namespace {

// The session whose object the query gave.
const Chakra::Session *sessionOf(const Chakra::Result<User *> &found)
{
    const User *user = must(found);
    return user ? user->session() : nullptr;
}

} // namespace

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Adding and creating
    void aNewObjectPassesThroughItsStates();
    void addingTwiceIsHarmless();
    void addAllTakesObjectsOfSeveralClasses();
    void addAllTakesAnyRange();
    void addTakesAlongWhatIsReachable();
    void whatBecomesReachableLaterIsTakenAlongAtCommit();
    void aNewObjectThatMerelyPointsIsNotAddedAndCommitWarnsOnce();
    void addingAnObjectOfAnotherSessionIsUsage();
    void createSetsPropertiesAndAdds();
    void defaultsAreThereWhenTheyShouldBe();

    // Committing
    void generatedKeysTravelToWhatRefersToThem();
    void theNewKeyIsNotifiedOnce();
    void anExplicitKeyIsInsertedWithoutBeingSearched();
    void insertCounts_data();
    void insertCounts();
    void aWholeGraphIsWrittenClassByClass();
    void aTreeOfOneClassIsWrittenTogether();
    void keysAreMatchedToTheRightObjects();
    void commitWithoutChangesRunsNothing();
    void settingTheSameValueIsNoChange();
    void anUpdateCarriesTheChangedColumnsOnly();
    void eachChangedRowIsOneUpdate();
    void aSecondCommitWritesNothingAgain();
    void aNewKeyValueRenamesTheRow();
    void withoutNeedInsertsComeBeforeUpdatesBeforeDeletes();

    // Order that follows from needs
    void aRowIsInsertedBeforeWhatRefersToIt();
    void childrenAreDeletedBeforeTheirParents();
    void aRowThatMovesSurvivesItsOldParent();
    void aUniqueValueIsFreedBeforeItIsTaken_data();
    void aUniqueValueIsFreedBeforeItIsTaken();
    void swappedUniqueValuesAreCutOverNull();
    void swappedUniqueValuesThatCannotBeNullNameTheObjects();

    // All or nothing
    void aFailedCommitChangesNothingAndCanBeRetried();
    void aRequiredKeyThatWasNeverSetFailsBeforeAnySql();
    void rollbackRestoresValuesWithoutSql();
    void rollbackMakesAddedObjectsTransientAgain();
    void rollbackBringsRemovedObjectsBackToTheirPlace();

    // Identity
    void twoQueriesGiveOneObject();
    void findAsksTheSessionFirst();
    void getAsksTheDatabase();
    void aQueryBringsAnUnchangedObjectUpToDate();
    void aQueryLeavesAChangedObjectAlone();
    void refreshTakesTheRow();
    void refreshOfAVanishedRowFails();
    void queriesDoNotFlush();

    // Life of an object
    void aRemovedObjectLeavesAtOnceAndKeepsItsValues();
    void aQueryLeavesOutWhatIsRemoved();
    void aDeletedObjectIsReadableAndInert();
    void removingANewObjectWritesNothing();
    void deletingAnObjectTakesItOutOfEverything();
    void deletingANewObjectMeansNoInsert();
    void deletingAChangedObjectMeansNoUpdate();
    void deletingTheAuthorLeavesNoDanglingPointer();
    void objectsDieWithTheirSession();
    void anObjectNeverAddedBelongsToItsMaker();
    void clearForgetsEverything();
    void evictForgetsOneObject();
    void keysMayLieAnywhere();
    void objectsMayGetOtherParents();
    void clearMayBeWatched();
    void releaseHandsAnObjectToTheCaller();
    void gettersAreSafeWhileTheSessionDies();

    // Which session
    void withoutASessionEveryRunIsUsage();
    void theInnermostLivingSessionIsCurrent();
    void aNotCurrentSessionNeverIs();
    void objectsOfAnObjectAreInItsSession();
    void twoSessionsHaveTheirOwnObjects();
    void anotherSessionCannotJoinATransaction();
    void callsFromAnotherThreadAreUsage_data();
    void callsFromAnotherThreadAreUsage();

    // Other people's changes
    void aVanishedRowIsStale_data();
    void aVanishedRowIsStale();
    void everyUpdateMovesTheVersion();
    void anOlderVersionIsStaleUntilRefreshed();
    void removingAnOlderVersionIsStale();

    // Looking on
    void executeRunsOneStatementWithValues();
    void anUnseenFailureIsReportedLater();
    void aFailureThatWasLookedAtIsNotReported_data();
    void aFailureThatWasLookedAtIsNotReported();
    void theRecorderCountsItsSessionOnly();
};

void TestSession::aNewObjectPassesThroughItsStates()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    auto *user = new User;
    user->setUsername(u"dora"_s);
    QCOMPARE(user->state(), State::Transient);
    QVERIFY(!user->session());

    COMPARE_STATEMENTS(0, MUST(session.add(user)));
    QCOMPARE(user->state(), State::New);
    QCOMPARE(user->session(), &session);

    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(user->state(), State::Persistent);
    QVERIFY(!user->isChanged());
    QCOMPARE(database.rows(u"users"_s, u"username = 'dora'"_s), 1);

    MUST(session.remove(user));
    QCOMPARE(user->state(), State::Removed);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(user->state(), State::Deleted);
    QCOMPARE(database.rows(u"users"_s, u"username = 'dora'"_s), 0);
}

void TestSession::addingTwiceIsHarmless()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    auto *user = new User;
    user->setUsername(u"dora"_s);
    MUST(session.add(user));
    MUST(session.add(user));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    MUST(session.add(user));
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    QCOMPARE(user->state(), State::Persistent);
    QCOMPARE(database.rows(u"users"_s), 4);
}

void TestSession::addAllTakesObjectsOfSeveralClasses()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    auto *user = new User;
    user->setUsername(u"dora"_s);
    auto *tag = new Tag;
    tag->setName(u"new"_s);
    MUST(session.addAll({user, tag}));
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(database.rows(u"users"_s), 4);
    QCOMPARE(database.rows(u"tags"_s), 5);
}

void TestSession::addAllTakesAnyRange()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    int made = 0;
    const auto makeTag = [&made] {
        auto *tag = new Tag;
        tag->setName(u"new%1"_s.arg(++made));
        return tag;
    };

    const QList<Tag *> list{makeTag(), makeTag()};
    MUST(session.addAll(list));
    const std::vector<Tag *> vector{makeTag(), makeTag()};
    MUST(session.addAll(vector));
    const std::array<Tag *, 1> array{makeTag()};
    MUST(session.addAll(array));
    const QList<Chakra::Model *> models{makeTag(), makeTag()};
    MUST(session.addAll(models));
    MUST(session.addAll(QList<Tag *>()));

    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(database.rows(u"tags"_s, u"name LIKE 'new%'"_s), 7);
}

void TestSession::addTakesAlongWhatIsReachable()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    auto *user = new User;
    user->setUsername(u"dora"_s);
    auto *profile = new Profile;
    profile->setUser(user); // to-one, owning side
    auto *post = new Post;
    MUST(user->posts().add(post)); // one-to-many
    auto *tag = new Tag;
    tag->setName(u"new"_s);
    MUST(post->tags().add(tag)); // many-to-many

    COMPARE_STATEMENTS(0, MUST(session.add(profile)));
    QCOMPARE(user->state(), State::New);
    QCOMPARE(post->state(), State::New);
    QCOMPARE(tag->state(), State::New);

    // users, profiles, posts, tags, post_tags: a single row each
    COMPARE_STATEMENTS(5, MUST(session.commit()));
    QCOMPARE(database.rows(u"post_tags"_s,
                           u"post_id = %1 AND tag_id = %2"_s.arg(post->id()).arg(tag->id())),
             1);
}

void TestSession::whatBecomesReachableLaterIsTakenAlongAtCommit()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    auto *post = new Post;
    MUST(session.add(post));
    auto *user = new User;
    user->setUsername(u"dora"_s);
    post->setAuthor(user);
    auto *second = new Post;
    MUST(user->posts().add(second));

    MUST(session.commit());
    QCOMPARE(user->state(), State::Persistent);
    QCOMPARE(second->state(), State::Persistent);
    QCOMPARE(post->authorId(), user->id());
    QCOMPARE(database.rows(u"posts"_s, u"author_id = %1"_s.arg(user->id())), 2);
}

void TestSession::aNewObjectThatMerelyPointsIsNotAddedAndCommitWarnsOnce()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));

    const auto post = std::make_unique<Post>();
    post->setAuthor(alice);
    QCOMPARE(post->state(), State::Transient);
    {
        const CaughtMessages messages;
        const auto warnings = [&messages] {
            int count = 0;
            for (const auto &message : messages.of(u"chakra.session"_s))
                count += message.type == QtWarningMsg;
            return count;
        };
        COMPARE_STATEMENTS(0, MUST(session.commit()));
        QCOMPARE(warnings(), 1);
        COMPARE_STATEMENTS(0, MUST(session.commit()));
        QCOMPARE(warnings(), 1);
    }
    QCOMPARE(post->state(), State::Transient);
    QCOMPARE(database.rows(u"posts"_s), 5);
}

void TestSession::addingAnObjectOfAnotherSessionIsUsage()
{
    TestDatabase database;
    Chakra::Session first(database.handle());
    Chakra::Session second(database.handle());
    MUST_GET(User *alice, User::objects(first).get("id", 1));

    COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::Usage, second.add(alice)));
    COMPARE_ERROR(Error::Usage, second.addAll({alice}));
    QCOMPARE(alice->session(), &first);
    COMPARE_ERROR(Error::Usage, second.remove(alice));
    QCOMPARE(alice->state(), State::Persistent);
}

void TestSession::createSetsPropertiesAndAdds()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));

    Post *post = nullptr;
    COMPARE_STATEMENTS(0, post = session.create<Post>(f<&Post::title> = "Hello again",
                                                      f<&Post::author> = alice));
    QVERIFY(post);
    QCOMPARE(post->state(), State::New);
    QCOMPARE(post->session(), &session);
    QCOMPARE(post->title(), u"Hello again"_s);
    QCOMPARE(post->author(), alice);
    QCOMPARE(post->authorId(), 1);

    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Hello again' AND author_id = 1"_s), 1);
}

void TestSession::defaultsAreThereWhenTheyShouldBe()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());

    auto *order = session.create<Library::Order>(f<&Library::Order::number> = "N-1");
    QCOMPARE(order->customerId(), 1); // a defaultValue from construction
    MUST(session.commit());
    QCOMPARE(database.rows(u"lib_orders"_s, u"number = 'N-1' AND customer_id = 1"_s), 1);

    auto *user = session.create<User>(f<&User::username> = "dora");
    auto *post = session.create<Post>(f<&Post::author> = user);
    QCOMPARE(post->published(), false);
    QSignalSpy createdAtChanged(post, &Post::createdAtChanged);
    const QDateTime before = QDateTime::currentDateTimeUtc();
    MUST(session.commit());
    const QDateTime after = QDateTime::currentDateTimeUtc();
    QVERIFY(post->createdAt() >= before.addMSecs(-1)); // a defaultNow at INSERT
    QVERIFY(post->createdAt() <= after);
    QCOMPARE(createdAtChanged.size(), 1);

    const QDateTime given(QDate(2020, 2, 29), QTime(12, 30), Qt::UTC);
    auto *dated = session.create<Post>(f<&Post::author> = user, f<&Post::createdAt> = given);
    MUST(session.commit());
    QCOMPARE(dated->createdAt(), given);
}

void TestSession::generatedKeysTravelToWhatRefersToThem()
{
    TestDatabase database(TestDatabase::Tables);
    Chakra::Session session(database.handle());

    auto *user = new User;
    user->setUsername(u"alice"_s);
    auto *profile = new Profile;
    profile->setBio(u"Hello!"_s);
    profile->setUser(user);
    MUST(session.addAll({user, profile}));
    COMPARE_STATEMENTS(2, MUST(session.commit()));

    QVERIFY(user->id() != 0);
    QVERIFY(profile->id() != 0);
    QCOMPARE(profile->userId(), user->id());
    QCOMPARE(profile->user(), user);
    QCOMPARE(user->profile(), profile);
    QCOMPARE(database.rows(u"profiles"_s, u"user_id = %1"_s.arg(user->id())), 1);
}

void TestSession::theNewKeyIsNotifiedOnce()
{
    TestDatabase database(TestDatabase::Tables);
    Chakra::Session session(database.handle());

    auto *user = session.create<User>(f<&User::username> = "alice");
    auto *profile = session.create<Profile>(f<&Profile::user> = user);
    Notifications heard({{"user", user}, {"profile", profile}});
    MUST(session.commit());
    QCOMPARE(heard.take(), QStringList({u"profile.id"_s, u"profile.userId"_s, u"user.id"_s}));
    MUST(session.commit());
    QCOMPARE(heard.take(), QStringList());
}

void TestSession::anExplicitKeyIsInsertedWithoutBeingSearched()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    auto *user = session.create<User>(f<&User::id> = 77, f<&User::username> = "dora");
    QCOMPARE(user->state(), State::New);
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"INSERT"_s}));
    QCOMPARE(user->id(), 77);
    QCOMPARE(database.rows(u"users"_s, u"id = 77 AND username = 'dora'"_s), 1);

    // 'New' is a state and never guessed from the key: the row that is there is not overwritten.
    session.create<User>(f<&User::id> = 1, f<&User::username> = "impostor");
    COMPARE_ERROR(Error::UniqueViolation, session.commit());
    QCOMPARE(database.rows(u"users"_s, u"id = 1 AND username = 'alice'"_s), 1);
}

void TestSession::insertCounts_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<bool>("keysGiven");
    QTest::addColumn<int>("statements");

    QTest::newRow("1 generated") << 1 << false << 1;
    QTest::newRow("2 generated") << 2 << false << 2; // one SELECT for the next key
    QTest::newRow("500 generated") << 500 << false << 2;
    QTest::newRow("501 generated") << 501 << false << 3;
    QTest::newRow("1000 generated") << 1000 << false << 3;
    QTest::newRow("1001 generated") << 1001 << false << 4;
    QTest::newRow("1 given") << 1 << true << 1;
    QTest::newRow("2 given") << 2 << true << 1;
    QTest::newRow("500 given") << 500 << true << 1;
    QTest::newRow("501 given") << 501 << true << 2;
    QTest::newRow("1001 given") << 1001 << true << 3;
}

void TestSession::insertCounts()
{
    QFETCH(const int, rows);
    QFETCH(const bool, keysGiven);
    QFETCH(const int, statements);
    TestDatabase database;
    Chakra::Session session(database.handle());

    QList<User *> users;
    for (int i = 0; i < rows; ++i) {
        auto *user = new User;
        if (keysGiven)
            user->setId(5000 - i);
        user->setUsername(u"new%1"_s.arg(i));
        users.append(user);
    }
    MUST(session.addAll(users));
    COMPARE_STATEMENTS(statements, MUST(session.commit()));

    QCOMPARE(database.rows(u"users"_s), rows + 3);
    Chakra::Session other(database.handle(), Chakra::Session::NotCurrent);
    MUST_GET(const QList<User *> stored, User::objects(other).all());
    QHash<qint64, QString> names;
    for (const User *user : stored)
        names.insert(user->id(), user->username());
    for (const User *user : std::as_const(users))
        QCOMPARE(names.value(user->id()), user->username());
}

void TestSession::aWholeGraphIsWrittenClassByClass()
{
    TestDatabase database(TestDatabase::Tables);
    Chakra::Session session(database.handle());

    QList<Tag *> tags;
    for (int i = 0; i < 3; ++i) {
        tags.append(new Tag);
        tags.last()->setName(u"tag%1"_s.arg(i));
    }
    int links = 0;
    for (int i = 0; i < 3; ++i) {
        auto *user = new User;
        user->setUsername(u"user%1"_s.arg(i));
        for (int j = 0; j < 2; ++j) {
            auto *post = new Post;
            MUST(user->posts().add(post));
            for (int k = 0; k < 3 && links < 7; ++k, ++links)
                MUST(post->tags().add(tags.at(k)));
        }
        MUST(session.add(user));
    }
    const Counter counter;
    MUST(session.commit());
    // A SELECT of the next key and an INSERT for each of three classes; the junction has no
    // generated key.
    QVERIFY2(counter.count() == 7, counter.report(7).constData());
    QCOMPARE(counter.verbs().count(u"INSERT"_s), 4);
    QVERIFY(counter.indexOf(u"INSERT"_s, u"users"_s) < counter.indexOf(u"INSERT"_s, u"posts"_s));
    QCOMPARE(counter.indexOf(u"INSERT"_s, u"post_tags"_s), counter.count() - 1);

    QCOMPARE(database.rows(u"users"_s), 3);
    QCOMPARE(database.rows(u"posts"_s), 6);
    QCOMPARE(database.rows(u"tags"_s), 3);
    QCOMPARE(database.rows(u"post_tags"_s), 7);
}

void TestSession::aTreeOfOneClassIsWrittenTogether()
{
    TestDatabase database(TestDatabase::Tables);
    Chakra::Session session(database.handle());

    auto *root = new Comment;
    root->setContent(u"Root comment"_s);
    auto *first = new Comment;
    first->setContent(u"Reply 1"_s);
    first->setParentComment(root);
    auto *second = new Comment;
    second->setContent(u"Reply 2"_s);
    second->setParentComment(first);
    MUST(session.addAll({second, root, first}));
    COMPARE_STATEMENTS(2, MUST(session.commit()));

    QVERIFY(!root->parentId());
    QCOMPARE(first->parentId().value_or(-1), root->id());
    QCOMPARE(second->parentId().value_or(-1), first->id());
    QCOMPARE(database.rows(u"comments"_s, u"parent_id = %1"_s.arg(root->id())), 1);
}

// A trigger that writes rows of its own must not lead the keys astray.
void TestSession::keysAreMatchedToTheRightObjects()
{
    TestDatabase database(TestDatabase::Tables);
    database.run(u"CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)"_s);
    database.run(u"INSERT INTO audit (id, name) VALUES (1000000, 'far away')"_s);
    database.run(u"CREATE TRIGGER watch AFTER INSERT ON users BEGIN "
                 "INSERT INTO audit (name) VALUES (NEW.username); END"_s);
    Chakra::Session session(database.handle());

    auto *single = session.create<User>(f<&User::username> = "single");
    MUST(session.commit());
    QCOMPARE(database.rows(u"users"_s, u"id = %1 AND username = 'single'"_s.arg(single->id())), 1);

    const int count = 10000;
    QList<User *> users;
    for (int i = 0; i < count; ++i) {
        users.append(new User);
        // Not in the order of insertion, so that a sorted answer would be seen.
        users.last()->setUsername(u"user%1"_s.arg((i * 7919) % count));
    }
    MUST(session.addAll(users));
    MUST(session.commit());

    Chakra::Session other(database.handle(), Chakra::Session::NotCurrent);
    MUST_GET(const QList<User *> stored, User::objects(other).all());
    QCOMPARE(stored.size(), count + 1);
    QHash<qint64, QString> names;
    for (const User *user : stored)
        names.insert(user->id(), user->username());
    int wrong = 0;
    for (const User *user : std::as_const(users))
        wrong += names.value(user->id()) != user->username();
    QCOMPARE(wrong, 0);
}

void TestSession::commitWithoutChangesRunsNothing()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    MUST_GET(const QList<Post *> posts, Post::objects(session).all());
    QCOMPARE(posts.size(), 5);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    COMPARE_STATEMENTS(0, MUST(session.rollback()));
}

void TestSession::settingTheSameValueIsNoChange()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).selectRelated("author").get("id", 1));

    Notifications heard({{"post", post}});
    post->setTitle(u"Hello"_s);
    post->setPublished(true);
    post->setAuthorId(1);
    post->setAuthor(post->author());
    QCOMPARE(heard.take(), QStringList());
    QVERIFY(!post->isChanged());
    QVERIFY(post->changedProperties().isEmpty());
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestSession::anUpdateCarriesTheChangedColumnsOnly()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));

    QSignalSpy titleChanged(post, &Post::titleChanged);
    post->setTitle(u"Changed"_s);
    QCOMPARE(titleChanged.size(), 1);
    QVERIFY(post->isChanged());
    QCOMPARE(post->changedProperties().size(), 1);
    QCOMPARE(QString(post->changedProperties().first()), u"title"_s);

    // What somebody else does to another column in between stays.
    database.run(u"UPDATE posts SET content = 'theirs' WHERE id = 1"_s);

    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s}));
    const auto statement = counter.statements().constFirst();
    QVERIFY(statement.sql.contains(u"title"_s));
    QVERIFY(!statement.sql.contains(u"content"_s));
    QVERIFY(!statement.sql.contains(u"author_id"_s));
    QCOMPARE(statement.values.size(), 2); // the title and the key
    QCOMPARE(statement.rows, 1);
    QVERIFY(!post->isChanged());
    QCOMPARE(titleChanged.size(), 1);
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Changed' AND content = 'theirs'"_s), 1);
}

void TestSession::eachChangedRowIsOneUpdate()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());

    for (int i = 0; i < 3; ++i) {
        posts.at(i)->setTitle(u"new %1"_s.arg(i));
        posts.at(i)->setContent(u"new %1"_s.arg(i));
    }
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s, u"UPDATE"_s, u"UPDATE"_s}));
    QCOMPARE(database.rows(u"posts"_s, u"title = content"_s), 3);
}

void TestSession::aSecondCommitWritesNothingAgain()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));

    alice->setUsername(u"alicia"_s);
    session.create<Post>(f<&Post::author> = alice);
    MUST_GET(Comment *comment, Comment::objects(session).get("id", 5));
    MUST(session.remove(comment));
    COMPARE_STATEMENTS(3, MUST(session.commit()));
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestSession::aNewKeyValueRenamesTheRow()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Tag *tag, Tag::objects(session).get("name", "unused"));

    tag->setId(40);
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s}));
    QCOMPARE(database.rows(u"tags"_s, u"id = 40 AND name = 'unused'"_s), 1);
    QCOMPARE(database.rows(u"tags"_s), 4);

    COMPARE_STATEMENTS(0, QCOMPARE(must(Tag::objects(session).find(40)), tag));
    QCOMPARE(must(Tag::objects(session).find(4)), nullptr);
}

void TestSession::withoutNeedInsertsComeBeforeUpdatesBeforeDeletes()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Comment *comment, Comment::objects(session).get("id", 5));
    MUST_GET(Post *post, Post::objects(session).get("id", 1));

    MUST(session.remove(comment));
    post->setTitle(u"Changed"_s);
    session.create<Tag>(f<&Tag::name> = "new");
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"INSERT"_s, u"UPDATE"_s, u"DELETE"_s}));
}

void TestSession::aRowIsInsertedBeforeWhatRefersToIt()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    auto *post = new Post;
    MUST(session.add(post)); // the child first
    auto *user = new User;
    user->setUsername(u"dora"_s);
    MUST(session.add(user));
    post->setAuthor(user);

    const Counter counter;
    MUST(session.commit());
    QVERIFY2(counter.count() == 2, counter.report(2).constData());
    QVERIFY(counter.indexOf(u"INSERT"_s, u"users"_s) < counter.indexOf(u"INSERT"_s, u"posts"_s));
}

void TestSession::childrenAreDeletedBeforeTheirParents()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Order *order, Library::Order::objects(session).get("id", 1));
    MUST_GET(const QList<Library::OrderLine *> lines,
             Library::OrderLine::objects(session).filter("order", order).all());
    QCOMPARE(lines.size(), 2);

    MUST(session.remove(order)); // the key of its lines restricts that
    for (Library::OrderLine *line : lines)
        MUST(session.remove(line));
    const Counter counter;
    MUST(session.commit());
    QVERIFY2(counter.count() == 2, counter.report(2).constData());
    QVERIFY(counter.indexOf(u"DELETE"_s, u"lib_order_lines"_s) == 0);
    QCOMPARE(database.rows(u"lib_orders"_s), 2);
    QCOMPARE(database.rows(u"lib_order_lines"_s), 1);
}

void TestSession::aRowThatMovesSurvivesItsOldParent()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    MUST_GET(Post *post, Post::objects(session).get("id", 1));

    MUST(session.remove(alice));
    post->setAuthor(bob);
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s, u"DELETE"_s}));
    QCOMPARE(post->state(), State::Persistent);
    QCOMPARE(database.rows(u"posts"_s, u"author_id = 2"_s), 3);
    QCOMPARE(database.rows(u"posts"_s), 3);
}

void TestSession::aUniqueValueIsFreedBeforeItIsTaken_data()
{
    QTest::addColumn<QString>("freed");
    QTest::addColumn<QString>("taken");

    QTest::newRow("delete, insert") << u"delete"_s << u"insert"_s;
    QTest::newRow("update, insert") << u"update"_s << u"insert"_s;
    QTest::newRow("delete, update") << u"delete"_s << u"update"_s;
    QTest::newRow("update, update") << u"update"_s << u"update"_s;
}

void TestSession::aUniqueValueIsFreedBeforeItIsTaken()
{
    QFETCH(const QString, freed);
    QFETCH(const QString, taken);
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Tag *unused, Tag::objects(session).get("name", "unused"));
    MUST_GET(Tag *python, Tag::objects(session).get("name", "python"));

    Tag *taker = unused;
    if (taken == u"insert")
        taker = session.create<Tag>(f<&Tag::name> = "python");
    else
        unused->setName(u"python"_s);
    if (freed == u"delete")
        MUST(session.remove(python));
    else
        python->setName(u"snake"_s);
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(database.rows(u"tags"_s, u"name = 'python' AND id = %1"_s.arg(taker->id())), 1);
}

void TestSession::swappedUniqueValuesAreCutOverNull()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Book *emma, Library::Book::objects(session).get("id", 1));
    MUST_GET(Library::Book *dracula, Library::Book::objects(session).get("id", 2));

    emma->setIsbn(u"222"_s);
    dracula->setIsbn(u"111"_s);
    MUST(session.commit());
    QCOMPARE(emma->isbn().value_or(QString()), u"222"_s);
    QCOMPARE(database.rows(u"lib_books"_s, u"id = 1 AND isbn = '222'"_s), 1);
    QCOMPARE(database.rows(u"lib_books"_s, u"id = 2 AND isbn = '111'"_s), 1);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestSession::swappedUniqueValuesThatCannotBeNullNameTheObjects()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));

    alice->setUsername(u"bob"_s);
    bob->setUsername(u"alice"_s);
    const auto committed = session.commit();
    QVERIFY(!committed.ok());
    QVERIFY2(committed.error().text().contains(u"User"_s),
             describe(committed.error()).constData());
    QVERIFY(alice->isChanged());
    QCOMPARE(database.rows(u"users"_s, u"id = 1 AND username = 'alice'"_s), 1);

    // One after the other it works.
    bob->setUsername(u"robert"_s);
    MUST(session.commit());
    QCOMPARE(database.rows(u"users"_s, u"id = 1 AND username = 'bob'"_s), 1);
}

void TestSession::aFailedCommitChangesNothingAndCanBeRetried()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(Comment *comment, Comment::objects(session).get("id", 5));

    post->setTitle(u"Changed"_s);
    MUST(session.remove(comment));
    auto *dora = session.create<User>(f<&User::username> = "dora");
    auto *twin = session.create<User>(f<&User::username> = "alice"); // there is one
    auto *fresh = session.create<Post>(f<&Post::title> = "Fresh", f<&Post::author> = dora);
    const qint64 idBefore = dora->id();

    for (int attempt = 0; attempt < 2; ++attempt) {
        Notifications heard({{"post", post}, {"dora", dora}, {"twin", twin}, {"fresh", fresh}});
        COMPARE_ERROR(Error::UniqueViolation, session.commit());
        QCOMPARE(heard.take(), QStringList());

        QCOMPARE(database.rows(u"users"_s), 3);
        QCOMPARE(database.rows(u"posts"_s), 5);
        QCOMPARE(database.rows(u"posts"_s, u"title = 'Hello'"_s), 1);
        QCOMPARE(database.rows(u"comments"_s), 5);
        QCOMPARE(post->title(), u"Changed"_s);
        QVERIFY(post->isChanged());
        QCOMPARE(comment->state(), State::Removed);
        QCOMPARE(dora->state(), State::New);
        QCOMPARE(dora->id(), idBefore);
        QCOMPARE(twin->state(), State::New);
        QCOMPARE(fresh->state(), State::New);
        QCOMPARE(fresh->author(), dora);
    }

    twin->setUsername(u"eve"_s);
    MUST(session.commit());
    QCOMPARE(database.rows(u"users"_s), 5);
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Changed'"_s), 1);
    QCOMPARE(database.rows(u"posts"_s, u"author_id = %1"_s.arg(dora->id())), 1);
    QCOMPARE(database.rows(u"comments"_s), 4);
    QCOMPARE(comment->state(), State::Deleted);
}

void TestSession::aRequiredKeyThatWasNeverSetFailsBeforeAnySql()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    auto *orphan = session.create<Post>(f<&Post::title> = "Nobody's");
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::NotNullViolation, session.commit()));
    QCOMPARE(orphan->state(), State::New);

    MUST_GET(User *alice, User::objects(session).get("id", 1));
    orphan->setAuthor(alice);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
}

void TestSession::rollbackRestoresValuesWithoutSql()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    User *alice = users.at(0);
    User *bob = users.at(1);
    Post *post = alice->posts().at(0);

    post->setTitle(u"Changed"_s);
    post->setAuthor(bob);
    QCOMPARE(keyText(bob->posts()), u"4 5 1"_s);

    Notifications heard({{"post", post}, {"alice", alice}, {"bob", bob}});
    COMPARE_STATEMENTS(0, MUST(session.rollback()));
    QCOMPARE(heard.take(), QStringList({u"alice.posts"_s, u"bob.posts"_s, u"post.author"_s,
                                        u"post.authorId"_s, u"post.title"_s}));
    QCOMPARE(post->title(), u"Hello"_s);
    QCOMPARE(post->authorId(), 1);
    COMPARE_STATEMENTS(0, QCOMPARE(post->author(), alice));
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    QCOMPARE(keyText(bob->posts()), u"4 5"_s);
    QVERIFY(!post->isChanged());
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestSession::rollbackMakesAddedObjectsTransientAgain()
{
    TestDatabase database;
    QPointer<User> user;
    {
        Chakra::Session session(database.handle());
        user = session.create<User>(f<&User::username> = "dora");
        COMPARE_STATEMENTS(0, MUST(session.rollback()));
        QVERIFY(user);
        QCOMPARE(user->state(), State::Transient);
        QCOMPARE(user->username(), u"dora"_s);
        COMPARE_STATEMENTS(0, MUST(session.commit()));
        QCOMPARE(database.rows(u"users"_s), 3);

        MUST(session.add(user.data()));
        QCOMPARE(user->state(), State::New);
        MUST(session.commit());
        QCOMPARE(database.rows(u"users"_s, u"username = 'dora'"_s), 1);

        // It stays the session's, so that nothing leaks.
        user = session.create<User>(f<&User::username> = "eve");
        MUST(session.rollback());
    }
    QVERIFY(!user);
}

void TestSession::rollbackBringsRemovedObjectsBackToTheirPlace()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    Post *middle = alice->posts().at(1);

    MUST(session.remove(middle));
    QCOMPARE(keyText(alice->posts()), u"1 3"_s);
    Notifications heard({{"alice", alice}});
    COMPARE_STATEMENTS(0, MUST(session.rollback()));
    QCOMPARE(heard.take(), QStringList({u"alice.posts"_s}));
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    QCOMPARE(middle->state(), State::Persistent);
    QCOMPARE(middle->author(), alice);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s), 5);
}

void TestSession::twoQueriesGiveOneObject()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(User *again, User::objects(session).filter("username", "alice").first());
    QCOMPARE(again, alice);
    MUST_GET(const QList<User *> all, User::objects(session).orderBy("id").all());
    QCOMPARE(all.at(0), alice);
}

void TestSession::findAsksTheSessionFirst()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    User *alice = nullptr;
    COMPARE_STATEMENTS(1, alice = must(User::objects(session).find(1)));
    QVERIFY(alice);
    COMPARE_STATEMENTS(0, QCOMPARE(must(User::objects(session).find(1)), alice));
    COMPARE_STATEMENTS(1, QCOMPARE(must(User::objects(session).find(99)), nullptr));
}

void TestSession::getAsksTheDatabase()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    COMPARE_STATEMENTS(1, QCOMPARE(must(User::objects(session).get("id", 1)), alice));
}

void TestSession::aQueryBringsAnUnchangedObjectUpToDate()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    database.run(u"UPDATE posts SET title = 'Theirs' WHERE id = 1"_s);

    Notifications heard({{"post", post}});
    MUST_GET(Post *again, Post::objects(session).get("id", 1));
    QCOMPARE(again, post);
    QCOMPARE(post->title(), u"Theirs"_s);
    QCOMPARE(heard.take(), QStringList({u"post.title"_s}));
    QVERIFY(!post->isChanged());
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestSession::aQueryLeavesAChangedObjectAlone()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    post->setContent(u"mine"_s);
    database.run(u"UPDATE posts SET title = 'Theirs', content = 'theirs' WHERE id = 1"_s);

    Notifications heard({{"post", post}});
    MUST_GET(const QList<Post *> posts, Post::objects(session).all());
    QCOMPARE(posts.size(), 5);
    QCOMPARE(post->title(), u"Hello"_s);
    QCOMPARE(post->content(), u"mine"_s);
    QCOMPARE(heard.take(), QStringList());
    QVERIFY(post->isChanged());
}

void TestSession::refreshTakesTheRow()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    post->setContent(u"mine"_s);
    database.run(u"UPDATE posts SET title = 'Theirs' WHERE id = 1"_s);

    Notifications heard({{"post", post}});
    COMPARE_STATEMENTS(1, MUST(session.refresh(post)));
    QCOMPARE(post->title(), u"Theirs"_s);
    QCOMPARE(post->content(), u"one"_s);
    QCOMPARE(heard.take(), QStringList({u"post.content"_s, u"post.title"_s}));
    QVERIFY(!post->isChanged());
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestSession::refreshOfAVanishedRowFails()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    database.run(u"DELETE FROM posts WHERE id = 1"_s);
    const auto refreshed = session.refresh(post);
    QVERIFY(!refreshed.ok());
    QVERIFY(!refreshed.error().text().isEmpty());
}

void TestSession::queriesDoNotFlush()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    alice->setUsername(u"alicia"_s);
    session.create<User>(f<&User::username> = "dora");

    const Counter counter;
    QCOMPARE(must(User::objects(session).filter("username", "alicia").count()), 0);
    QCOMPARE(must(User::objects(session).filter("username", "dora").count()), 0);
    QCOMPARE(must(User::objects(session).all()).size(), 3);
    QCOMPARE(counter.verbs(), QStringList({u"SELECT"_s, u"SELECT"_s, u"SELECT"_s}));
    QCOMPARE(alice->username(), u"alicia"_s);
}

void TestSession::aRemovedObjectLeavesAtOnceAndKeepsItsValues()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts__tags").get("id", 1));
    Post *post = alice->posts().at(0);
    Tag *python = post->tags().at(0);
    QCOMPARE(python->name(), u"python"_s);
    QVERIFY(python->posts().contains(post));

    Notifications heard({{"alice", alice}});
    COMPARE_STATEMENTS(0, MUST(session.remove(post)));
    QCOMPARE(keyText(alice->posts()), u"2 3"_s);
    QVERIFY(!python->posts().contains(post));
    QCOMPARE(heard.take(), QStringList({u"alice.posts"_s}));
    QCOMPARE(post->state(), State::Removed);
    QCOMPARE(post->title(), u"Hello"_s);
    QCOMPARE(post->authorId(), 1);
    COMPARE_STATEMENTS(0, MUST(session.remove(post))); // twice is once
    COMPARE_STATEMENTS(1, MUST(session.commit()));
}

void TestSession::aQueryLeavesOutWhatIsRemoved()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST(session.remove(post));

    QCOMPARE(keyText(must(Post::objects(session).orderBy("id").all())), u"2 3 4 5"_s);
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    QCOMPARE(keyText(alice->posts()), u"2 3"_s);
    QCOMPARE(database.rows(u"posts"_s), 5);
}

void TestSession::aDeletedObjectIsReadableAndInert()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QPointer<Post> post, Post::objects(session).get("id", 1));
    MUST(session.remove(post.data()));
    MUST(session.commit());

    QVERIFY(post);
    QCOMPARE(post->state(), State::Deleted);
    QCOMPARE(post->title(), u"Hello"_s);
    Notifications heard({{"post", post.data()}});
    post->setTitle(u"ignored"_s);
    post->setAuthorId(2);
    QCOMPARE(post->title(), u"Hello"_s);
    QCOMPARE(post->authorId(), 1);
    QCOMPARE(heard.take(), QStringList());
    COMPARE_STATEMENTS(0, {
        post->author();
        post->tags().size();
        MUST(session.commit());
    });
    COMPARE_STATEMENTS(1, QCOMPARE(must(Post::objects(session).find(1)), nullptr));
    QTRY_VERIFY(!post); // deleteLater()
}

void TestSession::removingANewObjectWritesNothing()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    auto *post = session.create<Post>(f<&Post::author> = alice);
    QCOMPARE(alice->posts().size(), 4);
    MUST(session.remove(post));
    QCOMPARE(alice->posts().size(), 3);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s), 5);
}

void TestSession::deletingAnObjectTakesItOutOfEverything()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts__tags").get("id", 1));
    Tag *python = alice->posts().at(0)->tags().at(0);
    QCOMPARE(keyText(python->posts()), u"1 2"_s);

    Notifications heard({{"alice", alice}});
    delete alice->posts().at(0);
    COMPARE_STATEMENTS(0, {
        QCOMPARE(keyText(alice->posts()), u"2 3"_s);
        QCOMPARE(keyText(python->posts()), u"2"_s);
        MUST(session.commit()); // deleting an object does not delete its row
    });
    QCOMPARE(heard.take(), QStringList({u"alice.posts"_s}));
    QCOMPARE(database.rows(u"posts"_s), 5);

    MUST_GET(Post *again, Post::objects(session).find(1));
    QVERIFY(again);
    QCOMPARE(again->author(), alice);
}

void TestSession::deletingANewObjectMeansNoInsert()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    delete session.create<Post>(f<&Post::author> = alice);
    QCOMPARE(alice->posts().size(), 3);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestSession::deletingAChangedObjectMeansNoUpdate()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    post->setTitle(u"Changed"_s);
    delete post;
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    COMPARE_STATEMENTS(0, MUST(session.rollback()));
}

void TestSession::deletingTheAuthorLeavesNoDanglingPointer()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).selectRelated("author").get("id", 1));
    delete post->author();
    QCOMPARE(post->authorId(), 1);
    QVERIFY(!post->isChanged());
    COMPARE_STATEMENTS(1, {
        QVERIFY(post->author());
        QCOMPARE(post->author()->username(), u"alice"_s);
    });
}

void TestSession::objectsDieWithTheirSession()
{
    TestDatabase database;
    QPointer<User> loaded;
    QPointer<User> added;
    QPointer<Post> related;
    {
        Chakra::Session session(database.handle());
        MUST_GET(loaded, User::objects(session).get("id", 1));
        related = loaded->posts().at(0);
        added = session.create<User>(f<&User::username> = "dora");
        QVERIFY(loaded && added && related);
    }
    QVERIFY(!loaded);
    QVERIFY(!added);
    QVERIFY(!related);
    QCOMPARE(database.rows(u"users"_s), 3); // what was not committed is gone
}

void TestSession::anObjectNeverAddedBelongsToItsMaker()
{
    TestDatabase database;
    const auto post = std::make_unique<Post>();
    {
        Chakra::Session session(database.handle());
        MUST_GET(User *alice, User::objects(session).get("id", 1));
        post->setAuthor(alice);
    }
    QVERIFY(!post->author());
    QCOMPARE(post->state(), State::Transient);
    post->setTitle(u"still here"_s);
    QCOMPARE(post->title(), u"still here"_s);
}

void TestSession::clearForgetsEverything()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QPointer<User> alice, User::objects(session).get("id", 1));
    const QPointer<User> added = session.create<User>(f<&User::username> = "dora");
    alice->setUsername(u"alicia"_s);

    COMPARE_STATEMENTS(0, session.clear());
    QTRY_VERIFY(!alice);
    QTRY_VERIFY(!added);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    MUST_GET(User *again, User::objects(session).find(1));
    QVERIFY(again);
    QCOMPARE(again->username(), u"alice"_s);
}

void TestSession::evictForgetsOneObject()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(const QPointer<User> bob, User::objects(session).get("id", 2));
    bob->setUsername(u"robert"_s);

    COMPARE_STATEMENTS(0, MUST(session.evict(bob.data())));
    QTRY_VERIFY(!bob);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    COMPARE_STATEMENTS(0, QCOMPARE(must(User::objects(session).find(1)), alice));
    User *again = nullptr;
    COMPARE_STATEMENTS(1, again = must(User::objects(session).find(2)));
    QVERIFY(again);
    QCOMPARE(again->username(), u"bob"_s);
}

void TestSession::keysMayLieAnywhere()
{
    using Limits = std::numeric_limits<qint64>;
    const QList<qint64> keys{Limits::min(), -5, -4, -1, 0, 1, 2, 3, 4, 7, 1'000'000'007, Limits::max() - 1, Limits::max()};
    TestDatabase database(TestDatabase::Tables);
    {
        Chakra::Session session(database.handle());
        for (const qint64 key : keys) {
            auto *tag = new Tag;
            tag->setId(key);
            tag->setName(QString::number(key));
            MUST(session.add(tag));
        }
        MUST(session.commit());
    }
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Tag *> tags, Tag::objects(session).all());
    QCOMPARE(tags.size(), keys.size());
    COMPARE_STATEMENTS(0, {
        for (Tag *tag : tags)
            QCOMPARE(must(Tag::objects(session).find(tag->id())), tag);
    });
    // One after the other goes, and takes no neighbour along.
    for (qsizetype gone = 0; gone < tags.size(); ++gone) {
        MUST(session.evict(tags.at(gone)));
        COMPARE_STATEMENTS(0, {
            for (qsizetype i = gone + 1; i < tags.size(); ++i)
                QCOMPARE(must(Tag::objects(session).find(tags.at(i)->id())), tags.at(i));
        });
        COMPARE_STATEMENTS(1, QCOMPARE(must(Tag::objects(session).filter("id", keys.at(gone)).count()), 1));
    }
    COMPARE_STATEMENTS(1, QCOMPARE(must(Tag::objects(session).find(keys.first()))->id(), keys.first()));
}

void TestSession::objectsMayGetOtherParents()
{
    TestDatabase database;
    QObject parent;
    auto mortal = std::make_unique<QObject>();
    QPointer<User> given;
    QPointer<User> alone;
    QPointer<User> buried;
    {
        Chakra::Session session(database.handle());
        MUST_GET(given, User::objects(session).find(1));
        MUST_GET(alone, User::objects(session).find(2));
        MUST_GET(buried, User::objects(session).find(3));
        QVERIFY(given->parent()); // a hidden one
        given->setParent(&parent);
        alone->setParent(nullptr);
        buried->setParent(mortal.get());
        mortal.reset();
        QVERIFY(!buried);

        COMPARE_STATEMENTS(0, QCOMPARE(must(User::objects(session).find(1)), given.data()));
        MUST_GET(const QPointer<User> another, User::objects(session).find(3));
        another->setParent(&parent);
        MUST(session.release(another.data()));
        QCOMPARE(another->parent(), &parent); // which it keeps
        MUST_GET(const QPointer<User> evicted, User::objects(session).find(3));
        evicted->setParent(nullptr);
        MUST(session.evict(evicted.data()));
        QVERIFY(!evicted);

        MUST_GET(const QPointer<User> back, User::objects(session).find(3));
        QObject *const hidden = back->parent();
        back->setParent(&parent);
        back->setParent(hidden);
        MUST(session.release(back.data()));
        QVERIFY(!back->parent());
        const std::unique_ptr<User> released(back.data());

        MUST(session.clear());
        QVERIFY(!given);
        QVERIFY(!alone);
        QVERIFY(another);
        QVERIFY(back);
        MUST_GET(given, User::objects(session).find(1));
        MUST_GET(alone, User::objects(session).find(2));
        given->setParent(alone);
    }
    QVERIFY(!given);
    QVERIFY(!alone);
}

void TestSession::clearMayBeWatched()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    QObject parent;
    MUST_GET(const QPointer<User> alice, User::objects(session).find(1));
    MUST_GET(const QPointer<User> bob, User::objects(session).find(2));
    MUST_GET(const QPointer<Post> post, Post::objects(session).find(1));
    MUST_GET(const QPointer<Tag> tag, Tag::objects(session).find(1));
    alice->setParent(&parent); // it goes first
    QPointer<User> again;
    connect(alice, &QObject::destroyed, this, [&] {
        bob->setParent(&parent); // the session is through with it
        again = must(User::objects(session).find(1));
    });
    QVERIFY(!alice->posts().isEmpty());
    QAbstractItemModel *const posts = alice->posts().model();
    QVERIFY(posts->rowCount() > 0);
    connect(posts, &QAbstractItemModel::rowsRemoved, this, [&] { delete tag.data(); });
    connect(posts, &QAbstractItemModel::modelReset, this, [&] { delete tag.data(); });

    MUST(session.clear());
    QVERIFY(!alice);
    QVERIFY(!tag);
    QVERIFY(!post);
    QVERIFY(bob); // with a parent in time
    QVERIFY(!bob->session());
    QVERIFY(again);
    QCOMPARE(again->session(), &session);
    COMPARE_STATEMENTS(0, QCOMPARE(must(User::objects(session).find(1)), again.data()));
    MUST(session.clear());
    QVERIFY(!again);
    QVERIFY(bob);
}

void TestSession::releaseHandsAnObjectToTheCaller()
{
    TestDatabase database;
    QPointer<User> alice;
    {
        Chakra::Session session(database.handle());
        MUST_GET(alice, User::objects(session).get("id", 1));
        session.release(alice.data());
        QVERIFY(alice);
        QVERIFY(!alice->session());
        COMPARE_STATEMENTS(1, QVERIFY(must(User::objects(session).find(1)) != alice.data()));
    }
    QVERIFY(alice);
    QCOMPARE(alice->username(), u"alice"_s);
    delete alice.data();
}

void TestSession::gettersAreSafeWhileTheSessionDies()
{
    TestDatabase database;
    int asked = 0;
    QPointer<User> alice;
    QPointer<Post> post;
    QObject context;
    const auto ask = [&] {
        ++asked;
        if (alice) {
            alice->username();
            alice->posts().size();
            alice->profile();
        }
        if (post) {
            post->author();
            post->tags().isEmpty();
        }
    };
    auto session = std::make_unique<Chakra::Session>(database.handle());
    MUST_GET(const QList<User *> users, User::objects(*session).prefetchRelated("posts").all());
    alice = users.at(0);
    post = alice->posts().at(0);
    for (const User *user : users) {
        connect(user, &QObject::destroyed, &context, ask);
        for (const Post *each : user->posts())
            connect(each, &QObject::destroyed, &context, ask);
    }
    COMPARE_STATEMENTS(0, session.reset());
    QCOMPARE(asked, 8);
    QVERIFY(!alice);
    QVERIFY(!post);
}

void TestSession::withoutASessionEveryRunIsUsage()
{
    TestDatabase database;
    COMPARE_STATEMENTS(0, {
        COMPARE_ERROR(Error::Usage, User::objects().all());
        COMPARE_ERROR(Error::Usage, User::objects().filter("username", "alice").first());
        COMPARE_ERROR(Error::Usage, User::objects().get("id", 1));
        COMPARE_ERROR(Error::Usage, User::objects().find(1));
        COMPARE_ERROR(Error::Usage, User::objects().count());
        COMPARE_ERROR(Error::Usage, User::objects().exists());
    });
}

void TestSession::theInnermostLivingSessionIsCurrent()
{
    TestDatabase database;
    auto outer = std::make_unique<Chakra::Session>(database.handle());
    QCOMPARE(sessionOf(User::objects().get("id", 1)), outer.get());

    auto inner = std::make_unique<Chakra::Session>(database.handle());
    QCOMPARE(sessionOf(User::objects().get("id", 1)), inner.get());
    QCOMPARE(sessionOf(User::objects(*outer).get("id", 1)), outer.get());

    auto innermost = std::make_unique<Chakra::Session>(database.handle());
    inner.reset(); // not the innermost
    QCOMPARE(sessionOf(User::objects().get("id", 1)), innermost.get());
    innermost.reset();
    QCOMPARE(sessionOf(User::objects().get("id", 1)), outer.get());
    outer.reset();
    COMPARE_ERROR(Error::Usage, User::objects().get("id", 1));
}

void TestSession::aNotCurrentSessionNeverIs()
{
    TestDatabase database;
    Chakra::Session hidden(database.handle(), Chakra::Session::NotCurrent);
    COMPARE_ERROR(Error::Usage, User::objects().all());
    QCOMPARE(must(User::objects(hidden).all()).size(), 3);

    Chakra::Session current(database.handle());
    Chakra::Session inner(database.handle(), Chakra::Session::NotCurrent);
    QCOMPARE(sessionOf(User::objects().get("id", 1)), &current);
}

void TestSession::objectsOfAnObjectAreInItsSession()
{
    TestDatabase database;
    Chakra::Session hidden(database.handle(), Chakra::Session::NotCurrent);
    Chakra::Session current(database.handle());
    MUST_GET(User *alice, User::objects(hidden).get("id", 1));
    MUST_GET(Post *post, Post::objects(alice).get("id", 4));
    QCOMPARE(post->session(), &hidden);
}

void TestSession::twoSessionsHaveTheirOwnObjects()
{
    TestDatabase database;
    Chakra::Session first(database.handle());
    Chakra::Session second(database.handle());
    MUST_GET(User *mine, User::objects(first).get("id", 1));
    MUST_GET(User *theirs, User::objects(second).get("id", 1));
    QVERIFY(mine != theirs);

    mine->setUsername(u"alicia"_s);
    MUST(first.commit());
    QCOMPARE(theirs->username(), u"alice"_s);
    MUST(second.refresh(theirs));
    QCOMPARE(theirs->username(), u"alicia"_s);
}

void TestSession::anotherSessionCannotJoinATransaction()
{
    TestDatabase database;
    Chakra::Session first(database.handle());
    Chakra::Session second(database.handle());
    MUST_GET(User *theirs, User::objects(second).get("id", 1));
    theirs->setUsername(u"theirs"_s);

    Error::Kind query = Error::None;
    Error::Kind commit = Error::None;
    Error::Kind execute = Error::None;
    MUST(first.transact([&] {
        first.create<User>(f<&User::username> = "dora");
        const auto flushed = first.flush();
        query = User::objects(second).all().error().kind();
        commit = second.commit().error().kind();
        execute = second.execute(u"DELETE FROM users"_s).error().kind();
        return flushed;
    }));
    QCOMPARE(query, Error::Usage);
    QCOMPARE(commit, Error::Usage);
    QCOMPARE(execute, Error::Usage);

    // Afterwards everything works, and nothing was lost.
    QCOMPARE(must(User::objects(second).all()).size(), 4);
    MUST(second.commit());
    QCOMPARE(database.rows(u"users"_s, u"username = 'theirs'"_s), 1);
}

void TestSession::callsFromAnotherThreadAreUsage_data()
{
    QTest::addColumn<QString>("call");
    for (const auto *call : {"add", "remove", "commit", "rollback", "refresh", "evict", "transact",
                             "execute", "all", "count", "load", "m2m"})
        QTest::newRow(call) << QString::fromLatin1(call);
}

void TestSession::callsFromAnotherThreadAreUsage()
{
    QFETCH(const QString, call);
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(Tag *tag, Tag::objects(session).get("id", 4));
    post->setTitle(u"pending"_s);

    Error error;
    const auto code = [&] {
        if (call == u"add") {
            User user;
            error = session.add(&user).error();
        } else if (call == u"remove") {
            error = session.remove(post).error();
        } else if (call == u"commit") {
            error = session.commit().error();
        } else if (call == u"rollback") {
            error = session.rollback().error();
        } else if (call == u"refresh") {
            error = session.refresh(post).error();
        } else if (call == u"evict") {
            error = session.evict(post).error();
        } else if (call == u"transact") {
            error = session.transact([] { }).error();
        } else if (call == u"execute") {
            error = session.execute(u"DELETE FROM users"_s).error();
        } else if (call == u"all") {
            error = User::objects(session).all().error();
        } else if (call == u"count") {
            error = User::objects(session).count().error();
        } else if (call == u"load") {
            error = post->load<&Post::author>().error();
        } else {
            error = post->tags().add(tag).error();
        }
    };
    QThread::currentThread()->setObjectName(u"the owner"_s);
    COMPARE_STATEMENTS(0, onAnotherThread(code, u"the helper"_s));
    QVERIFY2(error.kind() == Error::Usage, describe(error).constData());
    QVERIFY2(error.text().contains(u"the helper"_s), describe(error).constData());
    QVERIFY2(error.text().contains(u"the owner"_s), describe(error).constData());

    QCOMPARE(post->state(), State::Persistent);
    QCOMPARE(post->title(), u"pending"_s);
    QCOMPARE(database.rows(u"users"_s), 3);
    QCOMPARE(database.rows(u"post_tags"_s), 5);
}

void TestSession::aVanishedRowIsStale_data()
{
    QTest::addColumn<bool>("remove");
    QTest::newRow("update") << false;
    QTest::newRow("delete") << true;
}

void TestSession::aVanishedRowIsStale()
{
    QFETCH(const bool, remove);
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Tag *gone, Tag::objects(session).get("id", 4));
    MUST_GET(Tag *other, Tag::objects(session).get("id", 1));
    database.run(u"DELETE FROM tags WHERE id = 4"_s);

    other->setName(u"snake"_s);
    if (remove)
        MUST(session.remove(gone));
    else
        gone->setName(u"changed"_s);
    COMPARE_ERROR(Error::StaleObject, session.commit());
    QCOMPARE(database.rows(u"tags"_s, u"name = 'python'"_s), 1); // all or nothing
    QVERIFY(other->isChanged());

    MUST(session.evict(gone));
    MUST(session.commit());
    QCOMPARE(database.rows(u"tags"_s, u"name = 'snake'"_s), 1);
}

void TestSession::everyUpdateMovesTheVersion()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Order *order, Library::Order::objects(session).get("id", 1));
    QCOMPARE(order->revision(), 1);

    order->setNumber(u"A-1b"_s);
    Notifications heard({{"order", order}});
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(order->revision(), 2);
    QCOMPARE(heard.take(), QStringList({u"order.revision"_s}));
    QCOMPARE(database.rows(u"lib_orders"_s, u"id = 1 AND revision = 2"_s), 1);

    order->setNumber(u"A-1c"_s);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(order->revision(), 3);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    QCOMPARE(order->revision(), 3);
}

void TestSession::anOlderVersionIsStaleUntilRefreshed()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session first(database.handle());
    Chakra::Session second(database.handle());
    MUST_GET(Library::Order *mine, Library::Order::objects(first).get("id", 1));
    MUST_GET(Library::Order *theirs, Library::Order::objects(second).get("id", 1));

    theirs->setNumber(u"theirs"_s);
    MUST(second.commit());
    mine->setNumber(u"mine"_s);
    COMPARE_ERROR(Error::StaleObject, first.commit());
    QCOMPARE(mine->number(), u"mine"_s);

    // A query leaves the changed object alone, its version included, so that the conflict stays.
    QCOMPARE(must(Library::Order::objects(first).all()).size(), 3);
    COMPARE_ERROR(Error::StaleObject, first.commit());
    QCOMPARE(database.rows(u"lib_orders"_s, u"number = 'theirs'"_s), 1);

    MUST(first.refresh(mine));
    QCOMPARE(mine->number(), u"theirs"_s);
    mine->setNumber(u"mine"_s);
    MUST(first.commit());
    QCOMPARE(database.rows(u"lib_orders"_s, u"number = 'mine'"_s), 1);
}

void TestSession::removingAnOlderVersionIsStale()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Order *order, Library::Order::objects(session).get("id", 3));
    database.run(u"UPDATE lib_orders SET revision = 2 WHERE id = 3"_s);
    MUST(session.remove(order));
    COMPARE_ERROR(Error::StaleObject, session.commit());
    QCOMPARE(database.rows(u"lib_orders"_s, u"id = 3"_s), 1);
    QCOMPARE(order->state(), State::Removed);
}

void TestSession::executeRunsOneStatementWithValues()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    COMPARE_STATEMENTS(1, MUST(session.execute(u"UPDATE tags SET name = ? WHERE id = ?"_s,
                                               {u"x'; DROP TABLE tags; --"_s, 4})));
    MUST_GET(const Tag *tag, Tag::objects(session).get("id", 4));
    QCOMPARE(tag->name(), u"x'; DROP TABLE tags; --"_s);
    const auto failed = session.execute(u"SELECT nothing FROM nowhere"_s);
    COMPARE_ERROR(Error::Sql, failed);
    QVERIFY(failed.error().sql().contains(u"nowhere"_s));
}

void TestSession::anUnseenFailureIsReportedLater()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    const ReportedErrors reported(session);
    {
        const auto unseen = User::objects(session).get("id", 42);
        const auto copy = unseen;
    }
    QCOMPARE(reported.errors().size(), 0); // queued, never out of a destructor
    QTRY_COMPARE(reported.errors().size(), 1);
    QCOMPARE(reported.errors().constFirst().kind(), Error::DoesNotExist);
    QCoreApplication::processEvents();
    QCOMPARE(reported.errors().size(), 1); // copies share their failure
}

void TestSession::aFailureThatWasLookedAtIsNotReported_data()
{
    QTest::addColumn<QString>("look");
    for (const auto *look : {"test", "ok", "error", "value", "conversion", "copy"})
        QTest::newRow(look) << QString::fromLatin1(look);
}

void TestSession::aFailureThatWasLookedAtIsNotReported()
{
    QFETCH(const QString, look);
    TestDatabase database;
    Chakra::Session session(database.handle());
    const ReportedErrors reported(session);
    {
        const auto result = User::objects(session).get("id", 42);
        const auto copy = result;
        if (look == u"test") {
            QVERIFY(!result);
        } else if (look == u"ok") {
            QVERIFY(!result.ok());
        } else if (look == u"error") {
            QCOMPARE(result.error().kind(), Error::DoesNotExist);
        } else if (look == u"value") {
            QVERIFY_THROWS_EXCEPTION(Chakra::ErrorException, result.value());
        } else if (look == u"conversion") {
            const auto convert = [&result] {
                User *user = result;
                return user;
            };
            QVERIFY_THROWS_EXCEPTION(Chakra::ErrorException, convert());
        } else {
            QVERIFY(!copy);
        }
    }
    QCoreApplication::processEvents();
    QCOMPARE(reported.errors().size(), 0);
}

void TestSession::theRecorderCountsItsSessionOnly()
{
    TestDatabase database;
    Chakra::Session first(database.handle());
    Chakra::Session second(database.handle());
    const Chakra::StatementRecorder ofFirst(first);
    const Chakra::StatementRecorder ofAll(database.handle());
    MUST(User::objects(first).filter("username", "alice").all());
    MUST(User::objects(second).all());
    QCOMPARE(ofFirst.count(), 1);
    QCOMPARE(ofAll.count(), 2);
    const auto statement = ofFirst.statements().constFirst();
    QVERIFY(statement.sql.startsWith(u"SELECT"_s));
    QCOMPARE(statement.values, QVariantList({u"alice"_s}));
    QCOMPARE(statement.rows, 1);
    QVERIFY(statement.time.count() >= 0);

    // Transactions are not counted.
    first.create<User>(f<&User::username> = "dora");
    MUST(first.commit());
    QCOMPARE(ofFirst.count(), 2);
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
