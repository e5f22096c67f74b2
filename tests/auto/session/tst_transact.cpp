// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "testdatabase.h"

#include <stdexcept>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using Chakra::Result;
using State = Chakra::Model::State;

class TestTransact : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatItsFunctionDidIsCommitted();
    void pendingChangesFromBeforeGoIn();
    void withoutChangesNothingRuns();
    void whatTheFunctionReturnsIsPassedOut();
    void aFailureOfItsFunctionIsPassedOut();
    void afterAFailureEverythingIsAsItBegan_data();
    void afterAFailureEverythingIsAsItBegan();
    void theSignalsOfAFailureTellTheOldValues();
    void anExceptionUndoesEverything();
    void aFailedFlushAtTheEndUndoesEverything();
    void flushWritesWithoutCommitting();
    void whatWasFlushedAndUndoneCanBeAddedAgain();
    void flushOutsideIsUsage();
    void manyToManyCallsBelongToTheTransaction();
    void aNestedFailureUndoesItsPartOnly();
    void aNestedSuccessIsUndoneWithTheOuterOne();
    void aViolationInANestedOneLeavesTheOuterUsable();
    void afterwardsTheSessionWorksAsBefore();
};

void TestTransact::whatItsFunctionDidIsCommitted()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));

    User *dora = nullptr;
    COMPARE_STATEMENTS(2, MUST(session.transact([&] {
        dora = session.create<User>(f<&User::username> = "dora");
        post->setTitle(u"Changed"_s);
    })));
    QCOMPARE(dora->state(), State::Persistent);
    QVERIFY(!post->isChanged());
    QCOMPARE(database.rows(u"users"_s, u"username = 'dora'"_s), 1);
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Changed'"_s), 1);
}

void TestTransact::pendingChangesFromBeforeGoIn()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    post->setTitle(u"Before"_s);
    COMPARE_STATEMENTS(1, MUST(session.transact([] { })));
    QVERIFY(!post->isChanged());
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Before'"_s), 1);
}

void TestTransact::withoutChangesNothingRuns()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    COMPARE_STATEMENTS(0, {
        MUST(session.transact([] { }));
        MUST(session.transact([] { return Result<void>(); }));
    });
}

void TestTransact::whatTheFunctionReturnsIsPassedOut()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    const Result<qint64> count = session.transact([&] { return Post::objects(session).count(); });
    QCOMPARE(must(count), 5);
    const Result<User *> user =
            session.transact([&] { return User::objects(session).get("id", 1); });
    MUST(user);
    QCOMPARE(user.value()->username(), u"alice"_s);
    static_assert(std::is_same_v<decltype(session.transact([] { })), Result<void>>);
}

void TestTransact::aFailureOfItsFunctionIsPassedOut()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    COMPARE_ERROR(Error::DoesNotExist,
                  session.transact([&] { return User::objects(session).get("id", 42); }));
    const auto refused = session.transact(
            [] { return Result<void>(Error(Error::Usage, u"not on a Sunday"_s)); });
    COMPARE_ERROR(Error::Usage, refused);
    QCOMPARE(refused.error().text(), u"not on a Sunday"_s);
}

void TestTransact::afterAFailureEverythingIsAsItBegan_data()
{
    QTest::addColumn<bool>("flush");
    QTest::newRow("in memory") << false;
    QTest::newRow("flushed") << true;
}

void TestTransact::afterAFailureEverythingIsAsItBegan()
{
    QFETCH(const bool, flush);
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts__tags").orderBy("id").all());
    User *alice = users.at(0);
    User *bob = users.at(1);
    Post *first = alice->posts().at(0);
    Post *second = alice->posts().at(1);
    MUST_GET(Comment *comment, Comment::objects(session).get("id", 5));
    first->setTitle(u"Pending"_s); // pending before: goes in, and is pending afterwards
    auto *dora = session.create<User>(f<&User::username> = "dora");

    const auto failed = session.transact([&]() -> Result<void> {
        first->setTitle(u"Inside"_s);
        first->setContent(u"inside"_s);
        second->setAuthor(bob);
        dora->setUsername(u"theodora"_s);
        if (auto removed = session.remove(comment); !removed)
            return removed;
        session.create<Post>(f<&Post::author> = dora);
        if (flush) {
            if (auto flushed = session.flush(); !flushed)
                return flushed;
        }
        return Error(Error::Usage, u"changed my mind"_s);
    });
    COMPARE_ERROR(Error::Usage, failed);
    QCOMPARE(failed.error().text(), u"changed my mind"_s);

    QCOMPARE(database.rows(u"users"_s), 3);
    QCOMPARE(database.rows(u"posts"_s), 5);
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Hello' AND content = 'one'"_s), 1);
    QCOMPARE(database.rows(u"posts"_s, u"author_id = 1"_s), 3);
    QCOMPARE(database.rows(u"comments"_s), 5);

    QCOMPARE(first->title(), u"Pending"_s);
    QCOMPARE(first->content(), u"one"_s);
    QCOMPARE(first->changedProperties().size(), 1);
    QCOMPARE(second->author(), alice);
    QCOMPARE(second->authorId(), 1);
    QVERIFY(!second->isChanged());
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    QCOMPARE(keyText(bob->posts()), u"4 5"_s);
    QCOMPARE(comment->state(), State::Persistent);
    QCOMPARE(dora->state(), State::New);
    QCOMPARE(dora->username(), u"dora"_s);
    QVERIFY(dora->posts().isEmpty());

    // What was pending when it began can still be committed: one UPDATE and one INSERT.
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Pending'"_s), 1);
    QCOMPARE(database.rows(u"users"_s, u"username = 'dora'"_s), 1);
}

void TestTransact::theSignalsOfAFailureTellTheOldValues()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));

    QStringList titles;
    connect(post, &Post::titleChanged, post, [&] { titles.append(post->title()); });
    const auto failed = session.transact([&] {
        post->setTitle(u"Inside"_s);
        return Result<void>(Error(Error::Usage, u"no"_s));
    });
    QVERIFY(!failed);
    QCOMPARE(titles, QStringList({u"Inside"_s, u"Hello"_s}));
}

void TestTransact::anExceptionUndoesEverything()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));

    bool failed = false;
    try {
        const auto result = session.transact([&] {
            post->setTitle(u"Inside"_s);
            session.create<User>(f<&User::username> = "dora");
            const auto flushed = session.flush();
            if (!flushed)
                return;
            throw std::runtime_error("out of coffee");
        });
        failed = !result;
    } catch (const std::runtime_error &) {
        failed = true;
    }
    QVERIFY(failed);
    QCOMPARE(post->title(), u"Hello"_s);
    QVERIFY(!post->isChanged());
    QCOMPARE(database.rows(u"users"_s), 3);
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Hello'"_s), 1);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestTransact::aFailedFlushAtTheEndUndoesEverything()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));

    COMPARE_ERROR(Error::UniqueViolation, session.transact([&] {
        post->setTitle(u"Inside"_s);
        session.create<User>(f<&User::username> = "alice");
    }));
    QCOMPARE(post->title(), u"Hello"_s);
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Hello'"_s), 1);
    QCOMPARE(database.rows(u"users"_s), 3);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestTransact::flushWritesWithoutCommitting()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    qint64 seen = 0;
    qint64 id = 0;
    const auto failed = session.transact([&]() -> Result<void> {
        auto *dora = session.create<User>(f<&User::username> = "dora");
        if (auto flushed = session.flush(); !flushed)
            return flushed;
        id = dora->id();
        const auto count = User::objects(session).filter("username", "dora").count();
        if (!count.ok())
            return count.error();
        seen = count.value();
        return Error(Error::Usage, u"no"_s);
    });
    COMPARE_ERROR(Error::Usage, failed);
    QCOMPARE(failed.error().text(), u"no"_s);
    QCOMPARE(seen, 1);
    QVERIFY(id != 0);
    QCOMPARE(database.rows(u"users"_s), 3);
}

void TestTransact::whatWasFlushedAndUndoneCanBeAddedAgain()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    User *dora = nullptr;
    qint64 idBefore = -1;
    const auto failed = session.transact([&]() -> Result<void> {
        dora = session.create<User>(f<&User::username> = "dora");
        idBefore = dora->id();
        if (auto flushed = session.flush(); !flushed)
            return flushed;
        return Error(Error::Usage, u"no"_s);
    });
    QVERIFY(!failed);
    QVERIFY(dora);
    QCOMPARE(dora->state(), State::Transient);
    QCOMPARE(dora->id(), idBefore); // the key that was made for it is gone

    MUST(session.add(dora));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"users"_s, u"username = 'dora'"_s), 1);
    QCOMPARE(must(User::objects(session).find(dora->id())), dora);
}

void TestTransact::flushOutsideIsUsage()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    post->setTitle(u"Changed"_s);
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::Usage, session.flush()));
    QVERIFY(post->isChanged());
    COMPARE_STATEMENTS(1, MUST(session.commit()));
}

void TestTransact::manyToManyCallsBelongToTheTransaction()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    MUST_GET(Tag *unused, Tag::objects(session).prefetchRelated("posts").get("id", 4));

    const auto failed = session.transact([&]() -> Result<void> {
        if (auto added = post->tags().add(unused); !added.ok())
            return added.error();
        if (auto removed = post->tags().remove(post->tags().at(0)); !removed.ok())
            return removed.error();
        return Error(Error::Usage, u"no"_s);
    });
    COMPARE_ERROR(Error::Usage, failed);
    QCOMPARE(failed.error().text(), u"no"_s);
    QCOMPARE(keyText(post->tags()), u"1 2"_s);
    QVERIFY(unused->posts().isEmpty());
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 2);

    COMPARE_STATEMENTS(1, MUST(session.transact([&] { return post->tags().add(unused); })));
    QCOMPARE(keyText(post->tags()), u"1 2 4"_s);
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 3);
}

void TestTransact::aNestedFailureUndoesItsPartOnly()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));

    Error inner;
    MUST(session.transact([&] {
        post->setTitle(u"Outer"_s);
        session.create<Tag>(f<&Tag::name> = "outer");
        inner = session.transact([&]() -> Result<void> {
                           post->setTitle(u"Inner"_s);
                           post->setContent(u"inner"_s);
                           session.create<Tag>(f<&Tag::name> = "inner");
                           if (auto flushed = session.flush(); !flushed)
                               return flushed;
                           return Error(Error::Usage, u"no"_s);
                       }).error();
        session.create<Tag>(f<&Tag::name> = "after");
    }));
    QCOMPARE(inner.text(), u"no"_s);
    QCOMPARE(post->title(), u"Outer"_s);
    QCOMPARE(post->content(), u"one"_s);
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Outer' AND content = 'one'"_s), 1);
    QCOMPARE(database.rows(u"tags"_s, u"name IN ('outer', 'after')"_s), 2);
    QCOMPARE(database.rows(u"tags"_s, u"name = 'inner'"_s), 0);
}

void TestTransact::aNestedSuccessIsUndoneWithTheOuterOne()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));

    Error inner;
    Tag *made = nullptr;
    const auto failed = session.transact([&]() -> Result<void> {
        inner = session.transact([&] {
                           post->setTitle(u"Inner"_s);
                           made = session.create<Tag>(f<&Tag::name> = "inner");
                       }).error();
        return Error(Error::Usage, u"no"_s);
    });
    QVERIFY(!failed);
    QVERIFY2(!inner.isValid(), describe(inner).constData());
    QCOMPARE(post->title(), u"Hello"_s);
    QVERIFY(!post->isChanged());
    QCOMPARE(made->state(), State::Transient);
    QCOMPARE(database.rows(u"tags"_s), 4);
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Hello'"_s), 1);
}

void TestTransact::aViolationInANestedOneLeavesTheOuterUsable()
{
    TestDatabase database;
    Chakra::Session session(database.handle());

    Error inner;
    MUST(session.transact([&] {
        session.create<Tag>(f<&Tag::name> = "outer");
        inner = session.transact([&] { session.create<Tag>(f<&Tag::name> = "python"); }).error();
        session.create<Tag>(f<&Tag::name> = "after");
    }));
    QVERIFY2(inner.kind() == Error::UniqueViolation, describe(inner).constData());
    QCOMPARE(database.rows(u"tags"_s), 6);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestTransact::afterwardsTheSessionWorksAsBefore()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    const auto failed = session.transact([] { return Result<void>(Error(Error::Sql, u"no"_s)); });
    QVERIFY(!failed);
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    post->setTitle(u"Changed"_s);
    MUST(session.commit());
    COMPARE_ERROR(Error::Usage, session.flush());
    // The write lock is free for other sessions.
    Chakra::Session other(database.handle());
    MUST_GET(Post *theirs, Post::objects(other).get("id", 1));
    QCOMPARE(theirs->title(), u"Changed"_s);
    theirs->setTitle(u"Theirs"_s);
    MUST(other.commit());
}

QTEST_GUILESS_MAIN(TestTransact)
#include "tst_transact.moc"
