// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "anotherthread.h"
#include "messages.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QLoggingCategory>
#include <QtTest/QtTest>

#include <chrono>
#include <memory>
#include <type_traits>

using namespace Qt::StringLiterals;
using Chakra::Session;
using Chakra::StatementRecorder;

class TestRecorder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void eachExecutionIsOneStatement();
    void aStatementCarriesWhatRan();
    void transactionsAreNotCounted();
    void pragmasAreNotCounted();
    void aRecorderOfASessionHearsThatSession();
    void aRecorderOfADatabaseHearsAll();
    void recordersCanBeNested();
    void aRecorderHearsFromWhenItWasMade();
    void askingForTheSqlRunsNothing();
    void statementsAreLogged();
    void lazyLoadsAreLogged();
    void nothingIsLoggedUnasked();
};

void TestRecorder::cleanup()
{
    QLoggingCategory::setFilterRules(QString());
}

void TestRecorder::eachExecutionIsOneStatement()
{
    TestDatabase db;
    Session session(db.handle());
    const StatementRecorder recorder(session);
    QCOMPARE(recorder.count(), 0);
    QVERIFY(recorder.statements().isEmpty());
    for (int i = 1; i <= 3; ++i) {
        MUST(User::objects(session).filter("id", i).all());
        QCOMPARE(recorder.count(), i);
        QCOMPARE(recorder.statements().size(), i);
    }
}

void TestRecorder::aStatementCarriesWhatRan()
{
    TestDatabase db;
    Session session(db.handle());
    const StatementRecorder recorder(session);
    MUST(Post::objects(session).filter("title", "Hello").all());
    MUST(session.execute(u"UPDATE posts SET content = ? WHERE id < ?"_s, {u"new"_s, 4}));
    QCOMPARE(recorder.count(), 2);

    const auto statements = recorder.statements();
    const auto &select = statements.at(0);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(select.sql)>, QString>);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(select.values)>, QVariantList>);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(select.rows)>, qint64>);
    static_assert(
            std::is_same_v<std::remove_cvref_t<decltype(select.time)>, std::chrono::nanoseconds>);
    QVERIFY(select.sql.startsWith(u"SELECT"_s, Qt::CaseInsensitive));
    QVERIFY(select.sql.contains(u"posts"_s));
    QVERIFY(!select.sql.contains(u"Hello"_s));
    QCOMPARE(select.values, QVariantList{u"Hello"_s});
    QCOMPARE(select.rows, qint64(1));
    QVERIFY(select.time > std::chrono::nanoseconds::zero());

    QCOMPARE(statements.at(1).sql, u"UPDATE posts SET content = ? WHERE id < ?"_s);
    QCOMPARE(statements.at(1).values.size(), 2);
    QCOMPARE(statements.at(1).values.at(0).toString(), u"new"_s);
    QCOMPARE(statements.at(1).values.at(1).toInt(), 4);
    QCOMPARE(statements.at(1).rows, qint64(3));
}

void TestRecorder::transactionsAreNotCounted()
{
    TestDatabase db;
    Session session(db.handle());
    const StatementRecorder recorder(session);
    MUST(session.commit());
    MUST(session.rollback());
    QCOMPARE(recorder.count(), 0);
    MUST(session.transact([&]() -> Chakra::Result<void> {
        return session.transact([&] { return Chakra::Result<void>(); });
    }));
    QCOMPARE(recorder.count(), 0);

    MUST_GET(User * user, User::objects(session).get("id", 1));
    user->setUsername(u"eve"_s);
    MUST(session.commit());
    QCOMPARE(recorder.count(), 2);
    const auto statements = recorder.statements();
    for (const auto &statement : statements)
        QVERIFY2(!statement.sql.startsWith(u"BEGIN"_s), qPrintable(statement.sql));
}

void TestRecorder::pragmasAreNotCounted()
{
    TestDatabase db;
    const StatementRecorder recorder(db.handle());
    onAnotherThread([&db] {
        // A connection of this thread's own, with all its settings.
        Session session(db.handle());
        session.execute(u"SELECT 1"_s).value();
    });
    QCOMPARE(recorder.count(), 1);
}

void TestRecorder::aRecorderOfASessionHearsThatSession()
{
    TestDatabase db;
    Session one(db.handle());
    Session two(db.handle(), Session::NotCurrent);
    const StatementRecorder recorder(one);
    MUST(User::objects(two).count());
    QCOMPARE(recorder.count(), 0);
    MUST(User::objects(one).count());
    QCOMPARE(recorder.count(), 1);
}

void TestRecorder::aRecorderOfADatabaseHearsAll()
{
    TestDatabase db;
    const StatementRecorder recorder(db.handle());
    Session one(db.handle());
    Session two(db.handle(), Session::NotCurrent);
    MUST(User::objects(one).count());
    MUST(User::objects(two).count());
    QCOMPARE(recorder.count(), 2);
    onAnotherThread([&db] {
        Session session(db.handle());
        User::objects(session).count().value();
    });
    QCOMPARE(recorder.count(), 3);
}

void TestRecorder::recordersCanBeNested()
{
    TestDatabase db;
    Session session(db.handle());
    const StatementRecorder outer(session);
    MUST(User::objects(session).count());
    {
        const StatementRecorder inner(session);
        MUST(User::objects(session).count());
        QCOMPARE(inner.count(), 1);
    }
    MUST(User::objects(session).count());
    QCOMPARE(outer.count(), 3);
}

void TestRecorder::aRecorderHearsFromWhenItWasMade()
{
    TestDatabase db;
    auto session = std::make_unique<Session>(db.handle());
    MUST(User::objects(*session).count());
    const StatementRecorder recorder(*session);
    MUST(User::objects(*session).exists());
    session.reset();
    QCOMPARE(recorder.count(), 1);
    QCOMPARE(recorder.statements().size(), 1);
}

void TestRecorder::askingForTheSqlRunsNothing()
{
    TestDatabase db;
    Session session(db.handle());
    const StatementRecorder recorder(session);
    QVERIFY(Post::objects(session)
                    .filter("author__username", "alice")
                    .toSql()
                    .contains(u"posts"_s));
    QCOMPARE(recorder.count(), 0);
    MUST(Post::objects(session).filter("author__username", "alice").explain());
    QCOMPARE(recorder.count(), 1);
}

void TestRecorder::statementsAreLogged()
{
    TestDatabase db;
    Session session(db.handle());
    QLoggingCategory::setFilterRules(u"chakra.sql=true"_s);
    const CaughtMessages messages;
    MUST(Post::objects(session).filter("title", "Hello").all());
    const auto logged = messages.of(u"chakra.sql"_s, u"SELECT"_s);
    QCOMPARE(logged.size(), 1);
    QVERIFY(logged.constFirst().text.contains(u"posts"_s));
}

void TestRecorder::lazyLoadsAreLogged()
{
    TestDatabase db;
    Session session(db.handle());
    MUST_GET(Post * post, Post::objects(session).get("id", 1));
    QLoggingCategory::setFilterRules(u"chakra.lazy=true"_s);
    const CaughtMessages messages;
    QCOMPARE(post->author()->id(), qint64(1));
    QCOMPARE(post->author()->id(), qint64(1));
    const auto logged = messages.of(u"chakra.lazy"_s);
    QCOMPARE(logged.size(), 1);
    QVERIFY(logged.constFirst().text.contains(u"Post"_s));
    QVERIFY(logged.constFirst().text.contains(u"author"_s));
}

void TestRecorder::nothingIsLoggedUnasked()
{
    TestDatabase db;
    Session session(db.handle());
    const CaughtMessages messages;
    MUST_GET(Post * post, Post::objects(session).get("id", 1));
    QCOMPARE(post->author()->id(), qint64(1));
    post->setTitle(u"New"_s);
    MUST(session.commit());
    QCOMPARE(messages.of(u"chakra."_s).size(), 0);
}

QTEST_GUILESS_MAIN(TestRecorder)

#include "tst_recorder.moc"
