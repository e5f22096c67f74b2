// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "anotherthread.h"
#include "testdatabase.h"
#include "work.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QThread>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using Chakra::Result;
using State = Chakra::Model::State;

using namespace Work;

class TestUnitOfWork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    // Circles of needs
    void newRowsThatReferToEachOtherAreCutOverNull_data();
    void newRowsThatReferToEachOtherAreCutOverNull();
    void rowsThatReferToEachOtherAreDeleted();
    void aReplacedRowHandsOnItsValueAndItsChildren();
    void anUpdateIsSplitWhereItsColumnsNeedIt();
    void manyReplacedRowsGoTogether();
    void manySwapsAreOneCommit();
    void swappedPairsOfColumnsAreCutOverTheOneThatMayBeNull();
    void aCircleThatCannotBeCutNamesItsObjectsOnly();
    void replacedAndMovedWithoutNullNamesTheObjects();

    // The same key again
    void aKeyIsDeletedAndInsertedAgain();
    void childrenOfTheNewRowOfAKeyStay();
    void keysAreHandedOn();
    void oneGeneratedAmongGivenKeys();

    // A new key value
    void aRenamedRowIsReferredToBeforeTheCommit();
    void aChildThatPointsToARenamedRowFollows_data();
    void aChildThatPointsToARenamedRowFollows();
    void aListIsLoadedOfARowThatIsToBeRenamed();
    void keysThatAreForeignKeysFollow_data();
    void keysThatAreForeignKeysFollow();
    void keysToUniqueColumnsFollow();
    void keysToUniqueColumnsFollowADelete_data();
    void keysToUniqueColumnsFollowADelete();
    void listsLoseWhatARenameTakesOff();
    void aFailedRenameIsTakenBack();

    // Pending changes where the database acts by itself
    void aPendingKeyStandsWhenTheOldOneIsNulled();

    // transact()
    void itRunsAgainAfterASerializationFailure_data();
    void itRunsAgainAfterASerializationFailure();
    void everyRunBeginsAsTheFirst();
    void aNestedOneDoesNotRunAgainByItself();
    void aFailureThatWasSwallowedFailsAllTheSame();
    void whatItReadIsUndoneWithIt();
    void whatCameIntoMemoryIsReadAgain();
    void writesOfQueriesAreUndoneWithIt();
    void aRenameAndACascadeAreUndone_data();
    void aRenameAndACascadeAreUndone();
    void aFailedFlushCanBeMended();
    void aKeyThatIsUsedAgainIsThatOfTheNewRow_data();
    void aKeyThatIsUsedAgainIsThatOfTheNewRow();
    void aFailedCommitOfItUndoesEverything();
    void refreshInItIsUndone();
    void objectsMayDieInIt();

    // All or nothing
    void whatTheDatabaseRefusesCanBeMended_data();
    void whatTheDatabaseRefusesCanBeMended();
    void addTakesAllOrNothing();
    void commitAndRollbackInsideAreUsage();
    void errorsNamePropertiesNotColumns();
    void aRemovedObjectCanBeRefreshed();
    void deletingANewParentLeavesAnUnsetKey();

    // Versions
    void updatesOfQueriesMoveTheVersion();
    void updatesOfQueriesMoveTheClockInTheFormOfItsColumn();
    void aVersionThatIsGivenIsNotCounted();
    void versionedRowsAreDeletedTogether();
    void oneStaleAmongManyFailsTheCommit();

    // By hand
    void executeBindsNullsAndRefusesWhatIsNoTime();
    void moreCallsFromAnotherThreadAreUsage_data();
    void moreCallsFromAnotherThreadAreUsage();

private:
    std::unique_ptr<TestDatabase> m_database;
};

void TestUnitOfWork::init()
{
    m_database = std::make_unique<TestDatabase>();
    MUST(m_database->handle().createTables<Team, Staff, Detail, Seat, Access, Note>());
}

void TestUnitOfWork::cleanup()
{
    m_database.reset();
}

void TestUnitOfWork::newRowsThatReferToEachOtherAreCutOverNull_data()
{
    QTest::addColumn<bool>("keysGiven");
    QTest::newRow("generated keys") << false;
    QTest::newRow("given keys") << true;
}

void TestUnitOfWork::newRowsThatReferToEachOtherAreCutOverNull()
{
    QFETCH(const bool, keysGiven);
    Chakra::Session session(m_database->handle());
    auto *team = session.create<Team>(f<&Team::name> = "red");
    auto *staff = session.create<Staff>(f<&Staff::badge> = "s1", f<&Staff::team> = team);
    if (keysGiven) {
        team->setId(7);
        staff->setId(8);
        team->setLeadId(8);
        staff->setTeamId(7);
    } else {
        team->setLead(staff);
    }
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"INSERT"_s, u"INSERT"_s, u"UPDATE"_s}));
    QCOMPARE(team->leadId().value_or(-1), staff->id());
    QCOMPARE(team->lead(), staff);
    QCOMPARE(staff->team(), team);
    QVERIFY(!team->isChanged());
    QCOMPARE(m_database->rows(u"work_teams"_s, u"lead_id = %1"_s.arg(staff->id())), 1);
    QCOMPARE(m_database->rows(u"work_staff"_s, u"team_id = %1"_s.arg(team->id())), 1);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestUnitOfWork::rowsThatReferToEachOtherAreDeleted()
{
    m_database->run(u"INSERT INTO work_teams (id, name) VALUES (1, 'red')"_s);
    m_database->run(u"INSERT INTO work_staff (id, badge, team_id) VALUES (1, 's1', 1)"_s);
    m_database->run(u"UPDATE work_teams SET lead_id = 1"_s);
    Chakra::Session session(m_database->handle());
    MUST_GET(Team *team, Team::objects(session).get("id", 1));
    MUST_GET(Staff *staff, Staff::objects(session).get("id", 1));
    MUST(session.remove(team));
    MUST(session.remove(staff));
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s, u"DELETE"_s, u"DELETE"_s}));
    QCOMPARE(team->state(), State::Deleted);
    QCOMPARE(staff->state(), State::Deleted);
    QCOMPARE(m_database->rows(u"work_teams"_s) + m_database->rows(u"work_staff"_s), 0);
}

// The new row takes the unique value of the old one, and its children: they are nobody's between.
void TestUnitOfWork::aReplacedRowHandsOnItsValueAndItsChildren()
{
    m_database->run(u"INSERT INTO work_teams (id, name) VALUES (1, 'red')"_s);
    m_database->run(u"INSERT INTO work_staff (id, badge, team_id) VALUES (1, 's1', 1), (2, 's2', 1)"_s);
    m_database->run(u"UPDATE work_staff SET deputy_id = 1 WHERE id = 2"_s);
    Chakra::Session session(m_database->handle());
    MUST_GET(Staff *old, Staff::objects(session).get("id", 1));
    MUST_GET(Staff *other, Staff::objects(session).get("id", 2));
    auto *fresh = session.create<Staff>(f<&Staff::badge> = "s1", f<&Staff::teamId> = 1);
    other->setDeputy(fresh);
    MUST(session.remove(old));
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s, u"DELETE"_s, u"INSERT"_s, u"UPDATE"_s}));
    QCOMPARE(other->deputy(), fresh);
    QCOMPARE(other->deputyId().value_or(-1), fresh->id());
    QVERIFY(!other->isChanged());
    QCOMPARE(m_database->rows(u"work_staff"_s, u"deputy_id = %1"_s.arg(fresh->id())), 1);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

// The old row gives its badge away before the new one is there, and refers to it afterwards.
void TestUnitOfWork::anUpdateIsSplitWhereItsColumnsNeedIt()
{
    m_database->run(u"INSERT INTO work_teams (id, name) VALUES (1, 'red')"_s);
    m_database->run(u"INSERT INTO work_staff (id, badge, team_id) VALUES (1, 's1', 1)"_s);
    Chakra::Session session(m_database->handle());
    MUST_GET(Staff *old, Staff::objects(session).get("id", 1));
    auto *fresh = session.create<Staff>(f<&Staff::badge> = "s1", f<&Staff::teamId> = 1);
    old->setBadge(u"s1 (old)"_s);
    old->setDeputy(fresh);
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s, u"INSERT"_s, u"UPDATE"_s}));
    QCOMPARE(old->deputy(), fresh);
    QVERIFY(!old->isChanged());
    QCOMPARE(m_database->rows(u"work_staff"_s, u"id = 1 AND badge = 's1 (old)' AND deputy_id = %1"_s.arg(fresh->id())),
             1);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestUnitOfWork::manyReplacedRowsGoTogether()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(const QList<Tag *> old, Tag::objects(session).orderBy("id").all());
    QList<Tag *> fresh;
    for (Tag *tag : old)
        fresh.append(session.create<Tag>(f<&Tag::name> = tag->name()));
    fresh.append(session.create<Tag>(f<&Tag::name> = "one that needs nothing"));
    for (Tag *tag : old)
        MUST(session.remove(tag));
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"DELETE"_s, u"SELECT"_s, u"INSERT"_s}));
    for (const Tag *tag : std::as_const(fresh))
        QCOMPARE(m_database->rows(u"tags"_s, u"id = %1 AND name = '%2'"_s.arg(tag->id()).arg(tag->name())), 1);
    QCOMPARE(m_database->rows(u"tags"_s), 5);
}

void TestUnitOfWork::manySwapsAreOneCommit()
{
    Chakra::Session session(m_database->handle());
    const int count = 300;
    QList<Seat *> seats;
    for (int i = 0; i < count; ++i)
        seats.append(session.create<Seat>(f<&Seat::row> = "A", f<&Seat::place> = i));
    MUST(session.commit());
    for (int i = 0; i < count; ++i)
        seats.at(i)->setPlace(i ^ 1);
    MUST(session.commit());
    for (int i = 0; i < count; ++i)
        QCOMPARE(seats.at(i)->place().value_or(-1), i ^ 1);
    const QString swapped = u"place = CASE WHEN (id - %1) % 2 = 0 THEN id - %1 + 1 ELSE id - %1 - 1 END"_s;
    QCOMPARE(m_database->rows(u"work_seats"_s, swapped.arg(seats.first()->id())), count);
    // All round is one circle, and is cut once.
    for (int i = 0; i < count; ++i)
        seats.at(i)->setPlace(((i ^ 1) + 1) % count);
    COMPARE_STATEMENTS(count + 1, MUST(session.commit()));
    const QString moved = u"place = CASE WHEN (id - %1) % 2 = 0 THEN (id - %1 + 2) % %2 ELSE id - %1 END"_s;
    QCOMPARE(m_database->rows(u"work_seats"_s, moved.arg(seats.first()->id()).arg(count)), count);
}

void TestUnitOfWork::swappedPairsOfColumnsAreCutOverTheOneThatMayBeNull()
{
    Chakra::Session session(m_database->handle());
    auto *one = session.create<Seat>(f<&Seat::row> = "A", f<&Seat::place> = 1);
    auto *two = session.create<Seat>(f<&Seat::row> = "B", f<&Seat::place> = 2);
    MUST(session.commit());
    one->setRow(u"B"_s);
    one->setPlace(2);
    two->setRow(u"A"_s);
    two->setPlace(1);
    COMPARE_STATEMENTS(3, MUST(session.commit()));
    QCOMPARE(m_database->rows(u"work_seats"_s, u"id = %1 AND row = 'B' AND place = 2"_s.arg(one->id())), 1);
    QCOMPARE(m_database->rows(u"work_seats"_s, u"id = %1 AND row = 'A' AND place = 1"_s.arg(two->id())), 1);
}

void TestUnitOfWork::aCircleThatCannotBeCutNamesItsObjectsOnly()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(User *carol, User::objects(session).get("id", 3));
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    alice->setUsername(u"carol"_s);
    carol->setUsername(u"alice"_s);
    post->setTitle(u"Changed"_s);
    session.create<Tag>(f<&Tag::name> = "new");
    const Counter counter;
    const Error error = session.commit().error();
    QCOMPARE(counter.count(), 0);
    QVERIFY2(error.kind() == Error::Usage, describe(error).constData());
    QCOMPARE(error.model(), u"User"_s);
    QVERIFY2(error.text().contains(u"User 1"_s) && error.text().contains(u"User 3"_s), describe(error).constData());
    QVERIFY2(!error.text().contains(u"Post"_s) && !error.text().contains(u"Tag"_s), describe(error).constData());
    QVERIFY(alice->isChanged() && carol->isChanged() && post->isChanged());
}

void TestUnitOfWork::replacedAndMovedWithoutNullNamesTheObjects()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    auto *fresh = session.create<User>(f<&User::username> = "alice");
    post->setAuthor(fresh);
    MUST(session.remove(alice));
    const Error error = session.commit().error();
    QVERIFY2(error.kind() == Error::Usage, describe(error).constData());
    for (const QString &name : {u"User 1"_s, u"a new User"_s, u"Post 1"_s})
        QVERIFY2(error.text().contains(name), describe(error).constData());
    QCOMPARE(m_database->rows(u"posts"_s, u"author_id = 1"_s), 3);

    // In two steps it works.
    fresh->setUsername(u"alice (new)"_s);
    MUST(session.commit());
    fresh->setUsername(u"alice"_s);
    MUST(session.commit());
    QCOMPARE(post->state(), State::Persistent);
    QCOMPARE(m_database->rows(u"posts"_s, u"id = 1 AND author_id = %1"_s.arg(fresh->id())), 1);
}

void TestUnitOfWork::aKeyIsDeletedAndInsertedAgain()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(Tag *old, Tag::objects(session).get("id", 4));
    MUST(session.remove(old));
    auto *fresh = session.create<Tag>(f<&Tag::id> = 4, f<&Tag::name> = "unused");
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"DELETE"_s, u"INSERT"_s}));
    QCOMPARE(old->state(), State::Deleted);
    QCOMPARE(fresh->state(), State::Persistent);
    COMPARE_STATEMENTS(0, QCOMPARE(must(Tag::objects(session).find(4)), fresh));
    QCOMPARE(m_database->rows(u"tags"_s), 4);
    fresh->setName(u"fresh"_s);
    MUST(session.commit());
    QCOMPARE(m_database->rows(u"tags"_s, u"id = 4 AND name = 'fresh'"_s), 1);
}

void TestUnitOfWork::childrenOfTheNewRowOfAKeyStay()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST(session.remove(alice));
    auto *fresh = session.create<User>(f<&User::id> = 1, f<&User::username> = "alice");
    auto *born = session.create<Post>(f<&Post::title> = "born", f<&Post::author> = fresh);
    posts.at(4)->setAuthor(fresh);
    MUST(session.commit());

    QCOMPARE(fresh->state(), State::Persistent);
    QCOMPARE(born->state(), State::Persistent);
    QCOMPARE(born->author(), fresh);
    QCOMPARE(posts.at(4)->state(), State::Persistent);
    QCOMPARE(posts.at(4)->author(), fresh);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(posts.at(i)->state(), State::Deleted); // went with the old row
    QCOMPARE(posts.at(3)->state(), State::Persistent);
    QCOMPARE(m_database->rows(u"posts"_s, u"author_id = 1"_s), 2);
    QCOMPARE(m_database->rows(u"posts"_s), 3);
}

void TestUnitOfWork::keysAreHandedOn()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(Comment *first, Comment::objects(session).get("id", 5));
    MUST_GET(Comment *second, Comment::objects(session).get("id", 4));
    MUST_GET(User *bob, User::objects(session).prefetchRelated("posts").get("id", 2));
    // 5 becomes 6, 4 becomes 5.
    second->setId(5);
    first->setId(6);
    MUST(session.commit());
    COMPARE_STATEMENTS(0, {
        QCOMPARE(must(Comment::objects(session).find(5)), second);
        QCOMPARE(must(Comment::objects(session).find(6)), first);
    });
    QCOMPARE(m_database->rows(u"comments"_s, u"id = 5 AND content = 'deeper'"_s), 1);

    // A new row takes the key of a renamed one, and a child of its own.
    const QList<Post *> his = bob->posts().toList();
    bob->setId(20);
    auto *fresh = session.create<User>(f<&User::id> = 2, f<&User::username> = "new");
    auto *born = session.create<Post>(f<&Post::author> = fresh);
    MUST(session.commit());
    QCOMPARE(born->authorId(), 2);
    QCOMPARE(born->author(), fresh);
    for (const Post *post : his) {
        QCOMPARE(post->authorId(), 20);
        QCOMPARE(post->author(), bob);
    }
    QCOMPARE(m_database->rows(u"posts"_s, u"author_id = 2"_s), 1);
    QCOMPARE(m_database->rows(u"posts"_s, u"author_id = 20"_s), 2);
}

void TestUnitOfWork::oneGeneratedAmongGivenKeys()
{
    Chakra::Session session(m_database->handle());
    QList<Tag *> tags;
    for (const qint64 id : {0, 5, 900, 31}) { // 5 would be the next of the table
        tags.append(new Tag);
        if (id)
            tags.last()->setId(id);
        tags.last()->setName(u"t%1"_s.arg(id));
    }
    MUST(session.addAll(tags));
    COMPARE_STATEMENTS(1, MUST(session.commit())); // a SELECT of the next key is for two or more
    for (const Tag *tag : std::as_const(tags))
        QCOMPARE(m_database->rows(u"tags"_s, u"id = %1 AND name = '%2'"_s.arg(tag->id()).arg(tag->name())), 1);
}

void TestUnitOfWork::aRenamedRowIsReferredToBeforeTheCommit()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(User *bob, User::objects(session).prefetchRelated("posts").get("id", 2));
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    bob->setId(20);
    post->setAuthor(bob);
    QCOMPARE(post->authorId(), 20);
    COMPARE_STATEMENTS(0, QCOMPARE(post->author(), bob));
    QCOMPARE(keyText(bob->posts()), u"4 5 1"_s);
    auto *born = session.create<Post>(f<&Post::author> = bob);
    QCOMPARE(born->author(), bob);
    MUST(session.commit());
    for (const Post *each : {post, born}) {
        QCOMPARE(each->authorId(), 20);
        COMPARE_STATEMENTS(0, QCOMPARE(each->author(), bob));
        QVERIFY(!each->isChanged());
    }
    QCOMPARE(m_database->rows(u"posts"_s, u"author_id = 20"_s), 4);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestUnitOfWork::aChildThatPointsToARenamedRowFollows_data()
{
    QTest::addColumn<bool>("isNew");
    QTest::newRow("a new child") << true;
    QTest::newRow("a child that moved") << false;
}

void TestUnitOfWork::aChildThatPointsToARenamedRowFollows()
{
    QFETCH(const bool, isNew);
    Chakra::Session session(m_database->handle());
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    Post *post = nullptr;
    if (isNew) {
        post = session.create<Post>(f<&Post::author> = bob);
    } else {
        post = must(Post::objects(session).get("id", 1));
        post->setAuthor(bob);
    }
    bob->setId(20); // the key of the child is that from before
    COMPARE_STATEMENTS(0, QCOMPARE(post->author(), bob));
    MUST(session.commit());
    QCOMPARE(post->authorId(), 20);
    COMPARE_STATEMENTS(0, QCOMPARE(post->author(), bob));
    QVERIFY(!post->isChanged());
    QCOMPARE(m_database->rows(u"posts"_s, u"author_id = 20"_s), 3);
}

void TestUnitOfWork::aListIsLoadedOfARowThatIsToBeRenamed()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    bob->setId(20);
    QCOMPARE(keyText(bob->posts()), u"4 5"_s);
    QCOMPARE(bob->posts().at(0)->author(), bob);
    MUST(session.commit());
    QCOMPARE(keyText(bob->posts()), u"4 5"_s);
    QCOMPARE(bob->posts().at(0)->authorId(), 20);
}

void TestUnitOfWork::keysThatAreForeignKeysFollow_data()
{
    QTest::addColumn<bool>("between"); // whether the row between is loaded
    QTest::newRow("loaded") << true;
    QTest::newRow("not loaded") << false;
}

void TestUnitOfWork::keysThatAreForeignKeysFollow()
{
    QFETCH(const bool, between);
    m_database->run(u"INSERT INTO work_teams (id, name) VALUES (1, 'red')"_s);
    m_database->run(u"INSERT INTO work_staff (id, badge, team_id) VALUES (1, 's1', 1)"_s);
    m_database->run(u"INSERT INTO work_details (staff_id, note) VALUES (1, 'n')"_s);
    m_database->run(u"INSERT INTO work_seats (id, row, place, detail_id) VALUES (1, 'A', 1, 1)"_s);
    Chakra::Session session(m_database->handle());
    MUST_GET(Staff *staff, Staff::objects(session).get("id", 1));
    MUST_GET(Seat *seat, Seat::objects(session).get("id", 1));
    Detail *detail = between ? seat->detail() : nullptr;
    staff->setId(10);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(seat->detailId().value_or(-1), 10);
    QVERIFY(!seat->isChanged());
    if (!between) {
        QVERIFY(seat->detail());
        QCOMPARE(seat->detail()->staff(), staff);
        return;
    }
    QVERIFY(detail);
    QCOMPARE(detail->staffId(), 10);
    COMPARE_STATEMENTS(0, {
        QCOMPARE(must(Detail::objects(session).find(10)), detail);
        QCOMPARE(seat->detail(), detail);
        QCOMPARE(detail->staff(), staff);
    });
    QVERIFY(!detail->isChanged());
    COMPARE_STATEMENTS(1, QCOMPARE(must(Detail::objects(session).find(1)), nullptr));
    detail->setNote(u"m"_s);
    MUST(session.commit());
    QCOMPARE(m_database->rows(u"work_details"_s, u"staff_id = 10 AND note = 'm'"_s), 1);
}

void TestUnitOfWork::keysToUniqueColumnsFollow()
{
    m_database->run(u"INSERT INTO work_teams (id, name) VALUES (1, 'red')"_s);
    m_database->run(u"INSERT INTO work_staff (id, badge, team_id) VALUES (1, 's1', 1)"_s);
    m_database->run(u"INSERT INTO work_access (id, badge, team_name) VALUES (1, 's1', 'red')"_s);
    Chakra::Session session(m_database->handle());
    MUST_GET(Staff *staff, Staff::objects(session).get("id", 1));
    MUST_GET(Team *team, Team::objects(session).get("id", 1));
    MUST_GET(Access *access, Access::objects(session).get("id", 1));
    staff->setBadge(u"s2"_s);
    team->setName(u"blue"_s);
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(access->badge().value_or(QString()), u"s2"_s);
    QVERIFY(!access->teamName());
    QVERIFY(!access->isChanged());
}

void TestUnitOfWork::keysToUniqueColumnsFollowADelete_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("session") << u"session"_s;
    QTest::newRow("query, loaded") << u"loaded"_s;
    QTest::newRow("query, not loaded") << u"unloaded"_s;
}

void TestUnitOfWork::keysToUniqueColumnsFollowADelete()
{
    QFETCH(const QString, how);
    m_database->run(u"INSERT INTO work_teams (id, name) VALUES (1, 'red'), (2, 'green')"_s);
    m_database->run(u"INSERT INTO work_staff (id, badge, team_id) VALUES (1, 's1', 1), (2, 's2', 1)"_s);
    m_database->run(u"INSERT INTO work_access (id, badge, team_name) VALUES (1, 's1', NULL), (2, NULL, 'green'), "
                    "(3, 's2', 'red')"_s);
    Chakra::Session session(m_database->handle());
    MUST_GET(const QList<Access *> all, Access::objects(session).orderBy("id").all());
    if (how == u"session") {
        MUST_GET(Staff *staff, Staff::objects(session).get("id", 1));
        MUST_GET(Team *team, Team::objects(session).get("id", 2));
        MUST(session.remove(staff));
        MUST(session.remove(team));
        MUST(session.commit());
    } else {
        if (how == u"loaded") {
            MUST(Staff::objects(session).all());
            MUST(Team::objects(session).all());
        }
        QCOMPARE(must(Staff::objects(session).filter("id", 1).remove()), 1);
        QCOMPARE(must(Team::objects(session).filter("id", 2).remove()), 1);
    }
    QCOMPARE(all.at(0)->state(), State::Deleted);
    QCOMPARE(all.at(1)->state(), State::Persistent);
    QVERIFY(!all.at(1)->teamName());
    QVERIFY(!all.at(1)->isChanged());
    QCOMPARE(all.at(2)->state(), State::Persistent);
    QCOMPARE(all.at(2)->badge().value_or(QString()), u"s2"_s);
}

void TestUnitOfWork::listsLoseWhatARenameTakesOff()
{
    TestDatabase lending(TestDatabase::Lending);
    Chakra::Session session(lending.handle());
    using namespace Library;
    MUST_GET(Shelf *north, Shelf::objects(session).prefetchRelated("books").get("id", 1));
    MUST_GET(const QList<Customer *> customers,
             Customer::objects(session).prefetchRelated("orders").orderBy("id").all());
    Customer *nobody = customers.at(0);
    Customer *ada = customers.at(1);
    QCOMPARE(keyText(north->books()), u"1 2"_s);
    QCOMPARE(keyText(ada->orders()), u"1 2"_s);
    Notifications heard({{"north", north}, {"nobody", nobody}, {"ada", ada}});
    north->setId(10);
    ada->setId(20);
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(keyText(north->books()), QString()); // SetNull
        QCOMPARE(keyText(ada->orders()), QString()); // SetDefault
        QCOMPARE(keyText(nobody->orders()), u"1 2"_s);
    });
    QCOMPARE(heard.take(), QStringList({u"ada.id"_s, u"ada.orders"_s, u"nobody.orders"_s, u"north.books"_s,
                                        u"north.id"_s}));
    MUST(north->books().reload());
    MUST(nobody->orders().reload());
    QCOMPARE(keyText(north->books()), QString());
    QCOMPARE(keyText(nobody->orders()), u"1 2"_s);
}

void TestUnitOfWork::aFailedRenameIsTakenBack()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(User *bob, User::objects(session).prefetchRelated("posts").get("id", 2));
    bob->setId(1);
    const Error error = session.commit().error();
    QVERIFY2(error.kind() == Error::UniqueViolation, describe(error).constData());
    QCOMPARE(error.property(), u"id"_s);
    QCOMPARE(bob->id(), 1);
    QVERIFY(bob->isChanged());
    MUST(session.rollback());
    QCOMPARE(bob->id(), 2);
    COMPARE_STATEMENTS(0, QCOMPARE(must(User::objects(session).find(2)), bob));
    QCOMPARE(keyText(bob->posts()), u"4 5"_s);
    bob->setId(20);
    MUST(session.commit());
    QCOMPARE(m_database->rows(u"posts"_s, u"author_id = 20"_s), 2);
}

void TestUnitOfWork::aPendingKeyStandsWhenTheOldOneIsNulled()
{
    TestDatabase lending(TestDatabase::Lending);
    Chakra::Session session(lending.handle());
    using namespace Library;
    MUST_GET(Book *emma, Book::objects(session).get("id", 1));
    MUST_GET(Shelf *south, Shelf::objects(session).get("id", 2));
    emma->setShelf(south);
    QCOMPARE(must(Shelf::objects(session).filter("id", 1).remove()), 1);
    QCOMPARE(emma->shelf(), south);
    QVERIFY(emma->isChanged());
    MUST(session.rollback());
    QVERIFY(!emma->shelfId()); // not the key of a row that is gone
    QVERIFY(!emma->isChanged());
}

void TestUnitOfWork::itRunsAgainAfterASerializationFailure_data()
{
    QTest::addColumn<int>("retries"); // -1: as it is
    QTest::addColumn<int>("failures");
    QTest::addColumn<int>("runs");
    QTest::newRow("none needed") << -1 << 0 << 1;
    QTest::newRow("one") << -1 << 1 << 2;
    QTest::newRow("three") << -1 << 3 << 4;
    QTest::newRow("four are too many") << -1 << 4 << 4;
    QTest::newRow("forbidden") << 0 << 1 << 1;
    QTest::newRow("more") << 5 << 5 << 6;
}

void TestUnitOfWork::itRunsAgainAfterASerializationFailure()
{
    QFETCH(const int, retries);
    QFETCH(const int, failures);
    QFETCH(const int, runs);
    Chakra::Session session(m_database->handle());
    if (retries >= 0)
        session.setTransactionRetries(retries);
    MUST_GET(Tag *tag, Tag::objects(session).get("id", 4));
    int ran = 0;
    const auto done = session.transact([&]() -> Result<int> {
        ++ran;
        tag->setName(tag->name() + u"!"_s);
        if (auto flushed = session.flush(); !flushed)
            return flushed.error();
        if (ran <= failures)
            return Error(Error::Serialization, u"somebody was faster"_s);
        return ran;
    });
    QCOMPARE(ran, runs);
    if (failures < runs) {
        QCOMPARE(must(done), runs);
        QCOMPARE(m_database->rows(u"tags"_s, u"name = 'unused!'"_s), 1);
        QCOMPARE(tag->name(), u"unused!"_s);
    } else {
        COMPARE_ERROR(Error::Serialization, done);
        QCOMPARE(m_database->rows(u"tags"_s, u"name = 'unused'"_s), 1);
        QCOMPARE(tag->name(), u"unused"_s);
        QVERIFY(!tag->isChanged());
    }
}

void TestUnitOfWork::everyRunBeginsAsTheFirst()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts__tags").get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    Post *post = alice->posts().at(0);
    Post *second = alice->posts().at(1);
    post->setTitle(u"Pending"_s);
    auto *waiting = session.create<Tag>(f<&Tag::name> = "waiting");
    const auto memory = [&] {
        return QStringList{post->title(), keyText(alice->posts()), keyText(post->tags()),
                           QString::number(bob->id()), QString::number(int(second->state())),
                           QString::number(int(waiting->state())), QString::number(waiting->id()),
                           QString::number(post->authorId()), post->changedProperties().join(u',')};
    };
    const QStringList before = memory();
    QList<QStringList> seen;
    int ran = 0;
    MUST(session.transact([&]() -> Result<void> {
        seen.append(memory());
        post->setTitle(u"Run %1"_s.arg(++ran));
        post->setAuthor(bob);
        if (auto removed = session.remove(second); !removed)
            return removed;
        if (auto cleared = post->tags().clear(); !cleared.ok())
            return cleared.error();
        if (auto flushed = session.flush(); !flushed)
            return flushed;
        bob->setId(20);
        if (auto flushed = session.flush(); !flushed)
            return flushed;
        if (ran < 3)
            return Error(Error::Serialization, u"again"_s);
        return {};
    }));
    QCOMPARE(seen, QList<QStringList>({before, before, before}));
    QCOMPARE(second->state(), State::Deleted);
    QCOMPARE(keyText(alice->posts()), u"3"_s);
    QCOMPARE(bob->id(), 20);
    QCOMPARE(post->authorId(), 20);
    QCOMPARE(m_database->rows(u"posts"_s, u"title = 'Run 3' AND author_id = 20"_s), 1);
    QCOMPARE(m_database->rows(u"posts"_s, u"author_id = 1"_s), 1);
    QCOMPARE(m_database->rows(u"post_tags"_s, u"post_id = 1"_s), 0);
    QCOMPARE(m_database->rows(u"tags"_s, u"name = 'waiting'"_s), 1);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestUnitOfWork::aNestedOneDoesNotRunAgainByItself()
{
    Chakra::Session session(m_database->handle());
    int outer = 0;
    int inner = 0;
    MUST(session.transact([&]() -> Result<void> {
        ++outer;
        return session.transact([&]() -> Result<void> {
            if (++inner == 1)
                return Error(Error::Serialization, u"again"_s);
            session.create<Tag>(f<&Tag::name> = "done");
            return {};
        });
    }));
    QCOMPARE(inner, 2);
    QCOMPARE(outer, 2);
    QCOMPARE(m_database->rows(u"tags"_s, u"name = 'done'"_s), 1);
}

void TestUnitOfWork::aFailureThatWasSwallowedFailsAllTheSame()
{
    Chakra::Session session(m_database->handle());
    Error inner;
    const auto done = session.transact([&] {
        session.create<Tag>(f<&Tag::name> = "new");
        inner = session.execute(u"INSERT INTO tags (name) VALUES ('python')"_s).error();
    });
    QVERIFY2(inner.kind() == Error::UniqueViolation, describe(inner).constData());
    COMPARE_ERROR(Error::UniqueViolation, done);
    QCOMPARE(m_database->rows(u"tags"_s), 4);
    MUST(session.commit());
    QCOMPARE(m_database->rows(u"tags"_s), 4);
}

void TestUnitOfWork::whatItReadIsUndoneWithIt()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    MUST_GET(User *bob, User::objects(session).prefetchRelated("posts").get("id", 2));
    Post *post = alice->posts().at(0);
    const auto failed = session.transact([&]() -> Result<void> {
        const auto written = session.execute(u"UPDATE posts SET title = 'Inside', author_id = 2 WHERE id = 1"_s);
        if (!written)
            return written.error();
        if (auto read = Post::objects(session).get("id", 1); !read)
            return read.error();
        if (post->title() != u"Inside"_s || post->author() != bob)
            return Error(Error::Sql, u"not read"_s);
        return Error(Error::Usage, u"no"_s);
    });
    COMPARE_ERROR(Error::Usage, failed);
    QCOMPARE(post->title(), u"Hello"_s);
    QCOMPARE(post->author(), alice);
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    QCOMPARE(keyText(bob->posts()), u"4 5"_s);
    QVERIFY(!post->isChanged());
    COMPARE_STATEMENTS(0, MUST(session.commit()));

    // And stays where it succeeds, also after a later rollback.
    MUST(session.transact([&]() -> Result<void> {
        const auto written = session.execute(u"UPDATE posts SET title = 'Kept' WHERE id = 1"_s);
        if (!written)
            return written.error();
        const auto read = Post::objects(session).get("id", 1);
        return read ? Result<void>() : Result<void>(read.error());
    }));
    QCOMPARE(post->title(), u"Kept"_s);
    post->setTitle(u"pending"_s);
    MUST(session.rollback());
    QCOMPARE(post->title(), u"Kept"_s);
}

void TestUnitOfWork::whatCameIntoMemoryIsReadAgain()
{
    Chakra::Session session(m_database->handle());
    Tag *born = nullptr;
    Tag *python = nullptr;
    PostTag *link = nullptr;
    const auto failed = session.transact([&]() -> Result<void> {
        for (const auto *sql : {"INSERT INTO tags (id, name) VALUES (50, 'born')",
                                "UPDATE tags SET name = 'snake' WHERE id = 1",
                                "INSERT INTO post_tags (post_id, tag_id, created_at) VALUES (5, 50, '2024-01-01')"}) {
            if (auto done = session.execute(QString::fromLatin1(sql)); !done)
                return done.error();
        }
        const auto tags = Tag::objects(session).orderBy("id").all();
        if (!tags.ok())
            return tags.error();
        python = tags.value().first();
        born = tags.value().last();
        link = must(PostTag::objects(session).find({5, 50}));
        return Error(Error::Usage, u"no"_s);
    });
    COMPARE_ERROR(Error::Usage, failed);
    QVERIFY(born && python && link);
    QCOMPARE(born->state(), State::Deleted);
    QCOMPARE(link->state(), State::Deleted);
    QCOMPARE(python->state(), State::Persistent);
    QCOMPARE(python->name(), u"python"_s);
    QCOMPARE(must(Tag::objects(session).find(50)), nullptr);

    // Nothing is read again where nothing was written before.
    session.clear();
    COMPARE_STATEMENTS(1, {
        const auto second = session.transact([&]() -> Result<void> {
            const auto tags = Tag::objects(session).all();
            return tags.ok() ? Error(Error::Usage, u"no"_s) : tags.error();
        });
        COMPARE_ERROR(Error::Usage, second);
    });
}

void TestUnitOfWork::writesOfQueriesAreUndoneWithIt()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    const QList<Post *> posts = alice->posts().toList();
    const auto failed = session.transact([&]() -> Result<void> {
        if (auto changed = Post::objects(session).filter("id", 1).update("title", "Inside"); !changed.ok())
            return changed.error();
        if (auto gone = Post::objects(session).filter("published", false).remove(); !gone.ok())
            return gone.error();
        if (posts.at(0)->title() != u"Inside"_s || posts.at(1)->state() != State::Deleted)
            return Error(Error::Sql, u"not followed"_s);
        return Error(Error::Usage, u"no"_s);
    });
    COMPARE_ERROR(Error::Usage, failed);
    QCOMPARE(posts.at(0)->title(), u"Hello"_s);
    QVERIFY(!posts.at(0)->isChanged());
    QCOMPARE(posts.at(1)->state(), State::Persistent);
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    COMPARE_STATEMENTS(0, QCOMPARE(must(Post::objects(session).find(2)), posts.at(1)));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCoreApplication::processEvents();
    QCOMPARE(posts.at(1)->title(), u"World"_s);
    posts.at(1)->setTitle(u"Alive"_s);
    MUST(session.commit());
    QCOMPARE(m_database->rows(u"posts"_s, u"id = 2 AND title = 'Alive'"_s), 1);
}

void TestUnitOfWork::aRenameAndACascadeAreUndone_data()
{
    QTest::addColumn<bool>("nested");
    QTest::newRow("outermost") << false;
    QTest::newRow("nested") << true;
}

void TestUnitOfWork::aRenameAndACascadeAreUndone()
{
    QFETCH(const bool, nested);
    Chakra::Session session(m_database->handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    MUST_GET(User *bob, User::objects(session).prefetchRelated("posts").get("id", 2));
    const QList<Post *> his = bob->posts().toList();
    const QList<Post *> hers = alice->posts().toList();
    const auto fail = [&] {
        return session.transact([&]() -> Result<void> {
            bob->setId(20);
            if (auto removed = session.remove(alice); !removed)
                return removed;
            if (auto flushed = session.flush(); !flushed)
                return flushed;
            if (his.at(0)->authorId() != 20 || hers.at(0)->state() != State::Deleted)
                return Error(Error::Sql, u"not followed"_s);
            return Error(Error::Usage, u"no"_s);
        });
    };
    if (nested) {
        Error error;
        MUST(session.transact([&] {
            his.at(1)->setTitle(u"Outer"_s);
            error = fail().error();
        }));
        QVERIFY2(error.kind() == Error::Usage, describe(error).constData());
    } else {
        COMPARE_ERROR(Error::Usage, fail());
    }
    QCOMPARE(bob->id(), 2);
    QCOMPARE(alice->state(), State::Persistent);
    for (const Post *post : his) {
        QCOMPARE(post->authorId(), 2);
        COMPARE_STATEMENTS(0, QCOMPARE(post->author(), bob));
    }
    for (const Post *post : hers) {
        QCOMPARE(post->state(), State::Persistent);
        COMPARE_STATEMENTS(0, QCOMPARE(post->author(), alice));
    }
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    QCOMPARE(keyText(bob->posts()), u"4 5"_s);
    COMPARE_STATEMENTS(0, {
        QCOMPARE(must(User::objects(session).find(1)), alice);
        QCOMPARE(must(User::objects(session).find(2)), bob);
        MUST(session.commit());
    });
    QCOMPARE(m_database->rows(u"posts"_s, u"title = 'Outer'"_s), nested ? 1 : 0);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QCoreApplication::processEvents();
    QCOMPARE(hers.at(0)->title(), u"Hello"_s);
    hers.at(0)->setTitle(u"still written"_s);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(m_database->rows(u"posts"_s, u"title = 'still written'"_s), 1);
}

void TestUnitOfWork::aFailedFlushCanBeMended()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(Tag *gone, Tag::objects(session).get("id", 4));
    m_database->run(u"DELETE FROM tags WHERE id = 4"_s);
    QList<Error::Kind> kinds;
    MUST(session.transact([&] {
        session.create<User>(f<&User::username> = "dora"); // is written before what fails
        auto *twin = session.create<Tag>(f<&Tag::name> = "python");
        kinds.append(session.flush().error().kind());
        twin->setName(u"mended"_s);
        gone->setName(u"gone"_s);
        kinds.append(session.flush().error().kind());
        if (auto evicted = session.evict(gone); !evicted)
            return evicted;
        return session.flush();
    }));
    QCOMPARE(kinds, QList<Error::Kind>({Error::UniqueViolation, Error::StaleObject}));
    QCOMPARE(m_database->rows(u"users"_s, u"username = 'dora'"_s), 1);
    QCOMPARE(m_database->rows(u"tags"_s, u"name = 'mended'"_s), 1);
}

void TestUnitOfWork::aKeyThatIsUsedAgainIsThatOfTheNewRow_data()
{
    QTest::addColumn<QString>("what");
    for (const auto *what : {"untouched", "changed", "removed"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

// Without AUTOINCREMENT the key of a last row that somebody deleted is generated again.
void TestUnitOfWork::aKeyThatIsUsedAgainIsThatOfTheNewRow()
{
    QFETCH(const QString, what);
    Chakra::Session session(m_database->handle());
    MUST_GET(Tag *gone, Tag::objects(session).get("id", 4));
    m_database->run(u"DELETE FROM tags WHERE id = 4"_s);
    auto *fresh = session.create<Tag>(f<&Tag::name> = "fresh");
    if (what == u"changed")
        gone->setName(u"changed"_s);
    if (what == u"removed")
        MUST(session.remove(gone));
    if (what == u"untouched") {
        MUST(session.commit());
    } else {
        COMPARE_ERROR(Error::StaleObject, session.commit());
        QCOMPARE(fresh->state(), State::New);
        QCOMPARE(m_database->rows(u"tags"_s), 3);
        MUST(session.evict(gone));
        MUST(session.commit());
    }
    QCOMPARE(fresh->id(), 4);
    if (what == u"untouched")
        QCOMPARE(gone->state(), State::Deleted);
    COMPARE_STATEMENTS(0, QCOMPARE(must(Tag::objects(session).find(4)), fresh));
    QCOMPARE(m_database->rows(u"tags"_s, u"id = 4 AND name = 'fresh'"_s), 1);
}

// The database itself refuses the COMMIT.
void TestUnitOfWork::aFailedCommitOfItUndoesEverything()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    User *made = nullptr;
    const auto failed = session.transact([&]() -> Result<void> {
        if (auto done = session.execute(u"PRAGMA defer_foreign_keys = ON"_s); !done)
            return done.error();
        post->setTitle(u"Inside"_s);
        made = session.create<User>(f<&User::username> = "dora");
        const auto done = session.execute(u"UPDATE posts SET author_id = 99 WHERE id = 2"_s);
        return done ? Result<void>() : Result<void>(done.error());
    });
    COMPARE_ERROR(Error::ForeignKeyViolation, failed);
    QCOMPARE(post->title(), u"Hello"_s);
    QCOMPARE(made->state(), State::Transient);
    QCOMPARE(m_database->rows(u"users"_s), 3);
    QCOMPARE(m_database->rows(u"posts"_s, u"author_id = 99 OR title = 'Inside'"_s), 0);
    post->setTitle(u"after"_s);
    MUST(session.commit());
    QCOMPARE(m_database->rows(u"posts"_s, u"title = 'after'"_s), 1);
}

void TestUnitOfWork::refreshInItIsUndone()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(Post *second, Post::objects(session).get("id", 2));
    post->setTitle(u"Pending"_s);
    const auto failed = session.transact([&]() -> Result<void> {
        second->setTitle(u"Inside"_s);
        for (Post *each : {post, second}) {
            if (auto refreshed = session.refresh(each); !refreshed)
                return refreshed;
        }
        if (post->title() != u"Hello"_s || second->title() != u"World"_s || post->isChanged() || second->isChanged())
            return Error(Error::Sql, u"not refreshed"_s);
        second->setTitle(u"again"_s);
        return Error(Error::Usage, u"no"_s);
    });
    COMPARE_ERROR(Error::Usage, failed);
    QCOMPARE(post->title(), u"Pending"_s);
    QCOMPARE(post->changedProperties().size(), 1);
    QCOMPARE(second->title(), u"World"_s);
    QVERIFY(!second->isChanged());

    MUST(session.transact([&] { return session.refresh(post); }));
    QCOMPARE(post->title(), u"Hello"_s);
    QVERIFY(!post->isChanged());
    MUST(session.rollback());
    QCOMPARE(post->title(), u"Hello"_s);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestUnitOfWork::objectsMayDieInIt()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    std::unique_ptr<Post> kept;
    const auto failed = session.transact([&]() -> Result<void> {
        Post *post = alice->posts().at(0);
        post->setTitle(u"Inside"_s);
        post->setAuthor(bob);
        auto *born = session.create<Post>(f<&Post::author> = alice);
        if (auto flushed = session.flush(); !flushed)
            return flushed;
        delete post;
        delete born;
        kept.reset(alice->posts().at(0));
        if (auto released = session.release(kept.get()); !released)
            return released;
        return session.evict(bob) ? Error(Error::Usage, u"no"_s) : Error(Error::Sql, u"not evicted"_s);
    });
    COMPARE_ERROR(Error::Usage, failed);
    QCOMPARE(m_database->rows(u"posts"_s, u"author_id = 1"_s), 3);
    QCOMPARE(alice->state(), State::Persistent);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    QCOMPARE(kept->state(), State::Transient);
    QCOMPARE(kept->title(), u"World"_s);
    MUST(alice->posts().reload());
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
}

void TestUnitOfWork::whatTheDatabaseRefusesCanBeMended_data()
{
    QTest::addColumn<QString>("trigger");
    QTest::addColumn<int>("kind");
    QTest::newRow("check") << u"SELECT RAISE(ABORT, 'CHECK constraint failed: no')"_s << int(Error::CheckViolation);
    QTest::newRow("not null") << u"INSERT INTO posts (title, content, published, created_at, author_id) "
                                 "VALUES (NULL, '', 0, '', 1)"_s
                              << int(Error::NotNullViolation);
    QTest::newRow("unique") << u"INSERT INTO tags (name) VALUES ('python')"_s << int(Error::UniqueViolation);
    QTest::newRow("foreign key") << u"UPDATE posts SET author_id = 99"_s << int(Error::ForeignKeyViolation);
}

void TestUnitOfWork::whatTheDatabaseRefusesCanBeMended()
{
    QFETCH(const QString, trigger);
    QFETCH(const int, kind);
    m_database->run(u"CREATE TRIGGER refuse BEFORE UPDATE OF title ON posts WHEN NEW.title = 'bad' BEGIN %1; END"_s.arg(
            trigger));
    Chakra::Session session(m_database->handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(Tag *gone, Tag::objects(session).get("id", 4));
    auto *born = session.create<User>(f<&User::username> = "dora");
    auto *child = session.create<Post>(f<&Post::author> = born);
    post->setTitle(u"bad"_s);
    MUST(session.remove(gone));
    for (int i = 0; i < 2; ++i) {
        const Error error = session.commit().error();
        QVERIFY2(error.kind() == kind, describe(error).constData());
        QVERIFY(!error.nativeCode().isEmpty());
        QVERIFY(!error.model().isEmpty());
        QCOMPARE(m_database->rows(u"users"_s), 3);
        QCOMPARE(born->state(), State::New);
        QCOMPARE(born->id(), 0);
        QCOMPARE(child->author(), born);
        QCOMPARE(gone->state(), State::Removed);
        QCOMPARE(post->title(), u"bad"_s);
    }
    post->setTitle(u"good"_s);
    MUST(session.commit());
    QCOMPARE(child->authorId(), born->id());
    QCOMPARE(gone->state(), State::Deleted);
    QCOMPARE(m_database->rows(u"posts"_s, u"title = 'good'"_s), 1);
}

void TestUnitOfWork::addTakesAllOrNothing()
{
    Chakra::Session session(m_database->handle());
    Chakra::Session other(m_database->handle());
    MUST_GET(User *theirs, User::objects(other).get("id", 1));
    const auto post = std::make_unique<Post>();
    const auto tag = std::make_unique<Tag>();
    tag->setName(u"new"_s);
    MUST(post->tags().add(tag.get()));
    post->setAuthor(theirs);
    COMPARE_ERROR(Error::Usage, session.add(tag.get()));
    QCOMPARE(tag->state(), State::Transient);
    QCOMPARE(post->state(), State::Transient);
    QVERIFY(!tag->session() && !post->session());
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestUnitOfWork::commitAndRollbackInsideAreUsage()
{
    Chakra::Session session(m_database->handle());
    QList<Error::Kind> kinds;
    MUST(session.transact([&] {
        session.create<Tag>(f<&Tag::name> = "new");
        kinds = {session.commit().error().kind(), session.rollback().error().kind()};
    }));
    QCOMPARE(kinds, QList<Error::Kind>({Error::Usage, Error::Usage}));
    QCOMPARE(m_database->rows(u"tags"_s, u"name = 'new'"_s), 1);
}

void TestUnitOfWork::errorsNamePropertiesNotColumns()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));

    post->setCreatedAt(QDateTime(QDate(12000, 1, 1), QTime(0, 0), Qt::UTC));
    Error error = session.commit().error();
    QVERIFY2(error.kind() == Error::Usage, describe(error).constData());
    QCOMPARE(error.model(), u"Post"_s);
    QCOMPARE(error.property(), u"createdAt"_s);
    QVERIFY2(error.text().contains(u"Post.createdAt"_s), describe(error).constData());
    MUST(session.rollback());

    error = Post::objects(session).update("createdAt", QDateTime(QDate(12000, 1, 1), QTime(0, 0), Qt::UTC)).error();
    QVERIFY2(error.kind() == Error::Usage, describe(error).constData());
    QCOMPARE(error.property(), u"createdAt"_s);

    session.create<User>(f<&User::username> = "alice");
    error = session.commit().error();
    QVERIFY2(error.kind() == Error::UniqueViolation, describe(error).constData());
    QCOMPARE(error.model(), u"User"_s);
    QCOMPARE(error.property(), u"username"_s);
    MUST(session.rollback());

    auto *one = session.create<Seat>(f<&Seat::row> = "A", f<&Seat::place> = 1);
    session.create<Seat>(f<&Seat::row> = "A", f<&Seat::place> = 1);
    error = session.commit().error();
    QVERIFY2(error.kind() == Error::UniqueViolation, describe(error).constData());
    QCOMPARE(error.model(), QString::fromLatin1(one->metaObject()->className()));
    QCOMPARE(error.property(), u"row, place"_s);
    MUST(session.rollback());

    error = session.execute(u"UPDATE posts SET author_id = NULL"_s).error();
    QVERIFY2(error.kind() == Error::NotNullViolation, describe(error).constData());
    QCOMPARE(error.model(), u"Post"_s);
    QCOMPARE(error.property(), u"authorId"_s);

    m_database->run(u"CREATE TABLE strangers (name TEXT UNIQUE)"_s);
    m_database->run(u"INSERT INTO strangers VALUES ('x')"_s);
    error = session.execute(u"INSERT INTO strangers VALUES ('x')"_s).error();
    QVERIFY2(error.kind() == Error::UniqueViolation, describe(error).constData());
    QCOMPARE(error.model(), QString());
}

void TestUnitOfWork::aRemovedObjectCanBeRefreshed()
{
    TestDatabase lending(TestDatabase::Lending);
    Chakra::Session session(lending.handle());
    using namespace Library;
    MUST_GET(Customer *grace, Customer::objects(session).prefetchRelated("orders").get("id", 3));
    Order *order = grace->orders().at(0);
    lending.run(u"UPDATE lib_orders SET revision = 2, number = 'theirs' WHERE id = 3"_s);
    MUST(session.remove(order));
    COMPARE_ERROR(Error::StaleObject, session.commit());
    COMPARE_STATEMENTS(1, MUST(session.refresh(order)));
    QCOMPARE(order->state(), State::Persistent);
    QCOMPARE(order->number(), u"theirs"_s);
    QCOMPARE(order->revision(), 2);
    QCOMPARE(keyText(grace->orders()), u"3"_s);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    MUST(session.remove(order));
    MUST(session.commit());
    QCOMPARE(lending.rows(u"lib_orders"_s, u"id = 3"_s), 0);
}

void TestUnitOfWork::deletingANewParentLeavesAnUnsetKey()
{
    Chakra::Session session(m_database->handle());
    auto *dora = session.create<User>(f<&User::username> = "dora");
    auto *post = session.create<Post>(f<&Post::author> = dora);
    delete dora;
    QCOMPARE(post->author(), nullptr);
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::NotNullViolation, session.commit()));
    post->setAuthorId(1);
    MUST(session.commit());
    QCOMPARE(m_database->rows(u"posts"_s, u"author_id = 1"_s), 4);
}

void TestUnitOfWork::updatesOfQueriesMoveTheVersion()
{
    Chakra::Session mine(m_database->handle());
    Chakra::Session theirs(m_database->handle());
    auto *note = mine.create<Note>(f<&Note::noteText> = "a");
    auto *other = mine.create<Note>(f<&Note::noteText> = "b");
    MUST(mine.commit());
    MUST_GET(Note *seen, Note::objects(theirs).get("id", note->id()));
    QCOMPARE(seen->edition(), 1);

    Notifications heard({{"note", note}});
    COMPARE_STATEMENTS(1, QCOMPARE(must(Note::objects(mine).filter("noteText", "a").update("noteText", "c")), 1));
    QCOMPARE(note->edition(), 2);
    QCOMPARE(note->noteText(), u"c"_s);
    QCOMPARE(heard.take().count(u"note.edition"_s), 1);
    QVERIFY(!note->isChanged());
    QCOMPARE(other->edition(), 1);
    QCOMPARE(m_database->rows(u"work_notes"_s, u"edition = 2"_s), 1);

    seen->setNoteText(u"theirs"_s);
    COMPARE_ERROR(Error::StaleObject, theirs.commit());
    note->setNoteText(u"d"_s);
    MUST(mine.commit());
    QCOMPARE(note->edition(), 3);

    // An object with changes is left alone, so that its commit finds the conflict.
    other->setNoteText(u"pending"_s);
    QCOMPARE(must(Note::objects(mine).update("noteText", "all")), 2);
    QCOMPARE(other->noteText(), u"pending"_s);
    COMPARE_ERROR(Error::StaleObject, mine.commit());
    MUST(mine.refresh(other));
    QCOMPARE(other->edition(), 2);
}

void TestUnitOfWork::updatesOfQueriesMoveTheClockInTheFormOfItsColumn()
{
    Chakra::Session session(m_database->handle());
    auto *note = session.create<Note>(f<&Note::noteText> = "a",
                                      f<&Note::changedAt> = QDateTime(QDate(2020, 1, 1), QTime(0, 0), Qt::UTC));
    MUST(session.commit());
    const QDateTime before = QDateTime::currentDateTimeUtc();
    MUST(Note::objects(session).update("noteText", "b"));
    QVERIFY(note->changedAt() >= before.addMSecs(-1));
    QVERIFY(note->changedAt() <= QDateTime::currentDateTimeUtc());
    QCOMPARE(m_database->rows(u"work_notes"_s, u"typeof(changed_at) = 'integer' AND changed_at = %1"_s.arg(
                                                       note->changedAt().toMSecsSinceEpoch())),
             1);
    const QDateTime given(QDate(2021, 1, 1), QTime(0, 0), Qt::UTC);
    MUST(Note::objects(session).update("changedAt", given));
    QCOMPARE(note->changedAt(), given);
    note->setNoteText(u"c"_s);
    MUST(session.commit());
    QVERIFY(note->changedAt() >= before.addMSecs(-1));
}

void TestUnitOfWork::aVersionThatIsGivenIsNotCounted()
{
    Chakra::Session session(m_database->handle());
    auto *note = session.create<Note>(f<&Note::noteText> = "a");
    MUST(session.commit());
    MUST(Note::objects(session).update("edition", 40));
    QCOMPARE(note->edition(), 40);
    note->setNoteText(u"b"_s);
    MUST(session.commit());
    QCOMPARE(note->edition(), 41);
}

void TestUnitOfWork::versionedRowsAreDeletedTogether()
{
    Chakra::Session session(m_database->handle());
    QList<Note *> notes;
    for (int i = 0; i < 501; ++i)
        notes.append(session.create<Note>(f<&Note::noteText> = u"n%1"_s.arg(i)));
    MUST(session.commit());
    for (Note *note : std::as_const(notes))
        MUST(session.remove(note));
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(m_database->rows(u"work_notes"_s), 0);
}

void TestUnitOfWork::oneStaleAmongManyFailsTheCommit()
{
    Chakra::Session session(m_database->handle());
    QList<Note *> notes;
    for (int i = 0; i < 5; ++i)
        notes.append(session.create<Note>(f<&Note::noteText> = u"n%1"_s.arg(i)));
    MUST(session.commit());
    m_database->run(u"UPDATE work_notes SET edition = 9 WHERE id = %1"_s.arg(notes.at(3)->id()));
    for (Note *note : std::as_const(notes))
        MUST(session.remove(note));
    const Error error = session.commit().error();
    QVERIFY2(error.kind() == Error::StaleObject, describe(error).constData());
    QVERIFY2(error.text().contains(u"Note %1"_s.arg(notes.at(3)->id())), describe(error).constData());
    QVERIFY2(!error.text().contains(u"Note %1 "_s.arg(notes.at(0)->id())), describe(error).constData());
    QCOMPARE(m_database->rows(u"work_notes"_s), 5);
    MUST(session.refresh(notes.at(3)));
    MUST(session.remove(notes.at(3)));
    MUST(session.commit());
    QCOMPARE(m_database->rows(u"work_notes"_s), 0);
}

void TestUnitOfWork::executeBindsNullsAndRefusesWhatIsNoTime()
{
    Chakra::Session session(m_database->handle());
    MUST_GET(const QList<QVariantList> rows,
             session.execute(u"SELECT typeof(?), typeof(?), typeof(?), typeof(?), typeof(?)"_s,
                             {QVariant(), QVariant(QMetaType(QMetaType::QString)),
                              QVariant(QMetaType(QMetaType::LongLong)), QString(), 1.5}));
    QCOMPARE(rows.first(), QVariantList({u"null"_s, u"null"_s, u"null"_s, u"text"_s, u"real"_s}));
    for (const QVariant &value : {QVariant(QDateTime()), QVariant(QDate()), QVariant(QTime())})
        COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::Usage, session.execute(u"SELECT ?"_s, {value})));
    const QDateTime time(QDate(2024, 3, 31), QTime(2, 30, 15, 7), Qt::OffsetFromUTC, 3600);
    MUST_GET(const QList<QVariantList> times, session.execute(u"SELECT ?"_s, {time}));
    QCOMPARE(times.first().first().toString(), u"2024-03-31 01:30:15.007"_s);
}

void TestUnitOfWork::moreCallsFromAnotherThreadAreUsage_data()
{
    QTest::addColumn<QString>("call");
    for (const auto *call : {"clear", "release", "flush", "update", "remove rows", "create", "setter"})
        QTest::newRow(call) << QString::fromLatin1(call);
}

void TestUnitOfWork::moreCallsFromAnotherThreadAreUsage()
{
    QFETCH(const QString, call);
    Chakra::Session session(m_database->handle());
    const ReportedErrors reported(session);
    MUST_GET(QPointer<Post> post, Post::objects(session).get("id", 1));
    Error error;
    const auto code = [&] {
        if (call == u"clear")
            error = session.clear().error();
        else if (call == u"release")
            error = session.release(post.data()).error();
        else if (call == u"flush")
            error = session.flush().error();
        else if (call == u"update")
            error = Post::objects(session).update("title", "theirs").error();
        else if (call == u"remove rows")
            error = Post::objects(session).remove().error();
        else if (call == u"create")
            session.create<Tag>(f<&Tag::name> = "theirs");
        else
            post->setTitle(u"theirs"_s);
    };
    QThread::currentThread()->setObjectName(u"the owner"_s);
    COMPARE_STATEMENTS(0, onAnotherThread(code, u"the helper"_s));
    if (call == u"create" || call == u"setter") {
        QTRY_COMPARE(reported.errors().size(), 1);
        error = reported.errors().first();
    }
    QVERIFY2(error.kind() == Error::Usage, describe(error).constData());
    QVERIFY2(error.text().contains(u"the helper"_s) && error.text().contains(u"the owner"_s),
             describe(error).constData());
    QVERIFY(post);
    QCOMPARE(post->session(), &session);
    QCOMPARE(post->title(), u"Hello"_s);
    QCOMPARE(m_database->rows(u"posts"_s), 5);
    MUST(session.commit());
}

QTEST_GUILESS_MAIN(TestUnitOfWork)
#include "tst_unitofwork.moc"
