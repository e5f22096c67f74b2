// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "anotherthread.h"
#include "rawsqlite.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtTest/QtTest>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;
using Chakra::Database;
using Chakra::Error;
using Chakra::Session;

namespace {

User *newUser(const QString &name)
{
    auto *user = new User;
    user->setUsername(name);
    return user;
}

} // namespace

class TestDatabaseHandle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aMemoryDatabaseOpens();
    void aFileIsMade();
    void theOptionsOfTheUrlAreTaken();
    void aWrongUrlIsAnError_data();
    void aWrongUrlIsAnError();
    void aWrongUrlMakesNoFile();
    void aFileThatIsNoDatabaseIsAnError();
    void aFolderThatIsNotThereIsAnError();

    void copiesAreTheSameDatabase();
    void twoMemoryDatabasesAreApart();
    void aMemoryDatabaseIsSharedByItsThreads();
    void aMemoryDatabaseOutlivesTheThreadThatOpenedIt();
    void aFileIsSharedByThreads();
    void threadsWriteAtTheSameTime();
    void connectionsCloseWithTheirThread();

    void anAdoptedConnectionIsUsedItself();
    void anAdoptedConnectionStaysTheApplications();
    void otherThreadsCloneAnAdoptedFile();
    void anAdoptedMemoryDatabaseIsForOneThread();
    void anAdoptedConnectionThatCannotOpenIsAnError();
    void ignoringTheCaseOfPlainPatternsNeedsNoOption_data();
    void ignoringTheCaseOfPlainPatternsNeedsNoOption();
    void otherPatternsNameTheOptionThatTheyNeed();
    void whatChakraOpensHasTheOption();

    void foreignKeysAreEnforced_data();
    void foreignKeysAreEnforced();

    void errorsOfTheDatabaseHaveAKind_data();
    void errorsOfTheDatabaseHaveAKind();
    void aLockIsATimeout();
    void aMissingKeyIsFoundBeforeAnySql();

    void executeBindsItsValues();
    void executeRunsOneStatementOnly();
    void executeWantsAValueForEachPlaceholder();

    void objectsAreAskedInTheInnermostSession();
    void withoutASessionRunsFail();
    void aSessionCanAvoidBeingCurrent();
    void anObjectNamesItsSession();
    void aSessionIsCurrentOnItsThreadOnly();
    void aCallFromAnotherThreadIsRefused();
    void aTransactionIsItsSessionsOwn();

private:
    QString path() const { return m_dir->filePath(u"test.db"_s); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestDatabaseHandle::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void TestDatabaseHandle::cleanup()
{
    m_dir.reset();
}

void TestDatabaseHandle::aMemoryDatabaseOpens()
{
    MUST_GET(Database db, Database::open("sqlite::memory:"));
    MUST(db.createTables<User>());
    Session session(db);
    QCOMPARE(must(User::objects(session).count()), qint64(0));
}

void TestDatabaseHandle::aFileIsMade()
{
    {
        MUST_GET(Database db, Database::open(u"sqlite:"_s + path()));
        MUST(db.createTables<User>());
        Session session(db);
        MUST(session.add(newUser(u"alice"_s)));
        MUST(session.commit());
    }
    QVERIFY(QFile::exists(path()));
    MUST_GET(Database again, Database::open(u"sqlite:"_s + path()));
    Session session(again);
    QCOMPARE(must(User::objects(session).count()), qint64(1));
    const RawSqlite raw(path());
    QCOMPARE(raw.value(u"SELECT username FROM users"_s).toString(), u"alice"_s);
}

void TestDatabaseHandle::theOptionsOfTheUrlAreTaken()
{
    MUST(Database::open(u"sqlite:%1?busyTimeout=2000"_s.arg(path())));
    MUST(Database::open("sqlite::memory:?busyTimeout=2000"));
}

void TestDatabaseHandle::aWrongUrlIsAnError_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("word");
    QTest::newRow("unknown option") << u"sqlite:%1?nonsense=1"_s << u"nonsense"_s;
    QTest::newRow("misspelt option") << u"sqlite:%1?busyTimout=2000"_s << u"busyTimout"_s;
    QTest::newRow("one of two unknown")
            << u"sqlite:%1?busyTimeout=2000&nonsense=1"_s << u"nonsense"_s;
    QTest::newRow("unknown option in memory") << u"sqlite::memory:?nonsense=1"_s << u"nonsense"_s;
    QTest::newRow("wrong value") << u"sqlite:%1?busyTimeout=soon"_s << u"busyTimeout"_s;
    QTest::newRow("no value") << u"sqlite:%1?busyTimeout"_s << u"busyTimeout"_s;
    QTest::newRow("unknown database") << u"oracle:%1"_s << u"oracle"_s;
    QTest::newRow("no database") << u"%1"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestDatabaseHandle::aWrongUrlIsAnError()
{
    QFETCH(QString, url);
    QFETCH(QString, word);
    const auto opened = Database::open(url.contains(u"%1"_s) ? url.arg(path()) : url);
    QVERIFY(!opened);
    QVERIFY(!opened.error().text().isEmpty());
    QVERIFY2(opened.error().text().contains(word), describe(opened.error()).constData());
}

void TestDatabaseHandle::aWrongUrlMakesNoFile()
{
    QVERIFY(!Database::open(u"sqlite:%1?nonsense=1"_s.arg(path())));
    QVERIFY(!QFile::exists(path()));
}

void TestDatabaseHandle::aFileThatIsNoDatabaseIsAnError()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("This is a letter, and no database at all. ").repeated(100));
    file.close();

    const auto opened = Database::open(u"sqlite:"_s + path());
    QVERIFY(!opened);
    QVERIFY(opened.error().kind() == Error::Connection || opened.error().kind() == Error::Sql);
    QVERIFY(!opened.error().text().isEmpty());
}

void TestDatabaseHandle::aFolderThatIsNotThereIsAnError()
{
    COMPARE_ERROR(Error::Connection,
                  Database::open(u"sqlite:"_s + m_dir->filePath(u"nowhere/test.db"_s)));
}

void TestDatabaseHandle::copiesAreTheSameDatabase()
{
    MUST_GET(Database db, Database::open("sqlite::memory:"));
    MUST(db.createTables<User>());
    const Database copy = db;
    Session first(db);
    MUST(first.add(newUser(u"alice"_s)));
    MUST(first.commit());
    db = must(Database::open("sqlite::memory:"));

    Session second(copy);
    QCOMPARE(must(User::objects(second).count()), qint64(1));
}

void TestDatabaseHandle::twoMemoryDatabasesAreApart()
{
    MUST_GET(Database one, Database::open("sqlite::memory:"));
    MUST_GET(Database two, Database::open("sqlite::memory:"));
    MUST(one.createTables<User>());
    Session session(two);
    COMPARE_ERROR(Error::Sql, User::objects(session).count());
}

void TestDatabaseHandle::aMemoryDatabaseIsSharedByItsThreads()
{
    MUST_GET(Database db, Database::open("sqlite::memory:"));
    MUST(db.createTables<User>());
    Session session(db);
    MUST(session.add(newUser(u"alice"_s)));
    MUST(session.commit());

    Error error;
    qint64 seen = -1;
    onAnotherThread([&] {
        Session there(db);
        seen = User::objects(there).count().valueOr(-1);
        const auto added = there.add(newUser(u"bob"_s));
        const auto saved = there.commit();
        error = added.ok() ? saved.error() : added.error();
    });
    QVERIFY2(!error.isValid(), describe(error).constData());
    QCOMPARE(seen, qint64(1));
    QCOMPARE(must(User::objects(session).count()), qint64(2));
}

void TestDatabaseHandle::aMemoryDatabaseOutlivesTheThreadThatOpenedIt()
{
    std::optional<Database> db;
    onAnotherThread([&] {
        db = Database::open("sqlite::memory:").value();
        db->createTables<User>().value();
        Session session(*db);
        session.add(newUser(u"alice"_s)).value();
        session.commit().value();
    });
    Session session(*db);
    QCOMPARE(must(User::objects(session).count()), qint64(1));
}

void TestDatabaseHandle::aFileIsSharedByThreads()
{
    MUST_GET(Database db, Database::open(u"sqlite:"_s + path()));
    MUST(db.createTables<User>());
    Session session(db);
    MUST(session.add(newUser(u"alice"_s)));
    MUST(session.commit());
    qint64 seen = -1;
    onAnotherThread([&] {
        Session there(db);
        seen = User::objects(there).count().valueOr(-1);
    });
    QCOMPARE(seen, qint64(1));
}

void TestDatabaseHandle::threadsWriteAtTheSameTime()
{
    MUST_GET(Database db, Database::open(u"sqlite:%1?busyTimeout=30000"_s.arg(path())));
    MUST(db.createTables<User>());
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&db, &failures, number] {
            Session session(db);
            for (int i = 0; i < 25; ++i) {
                const auto added = session.add(newUser(u"u%1-%2"_s.arg(number).arg(i)));
                const auto saved = session.commit();
                if (!added || !saved)
                    ++failures;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(failures.load(), 0);
    Session session(db);
    QCOMPARE(must(User::objects(session).count()), qint64(100));
}

void TestDatabaseHandle::connectionsCloseWithTheirThread()
{
    MUST_GET(Database db, Database::open(u"sqlite:"_s + path()));
    MUST(db.createTables<User>());
    const qsizetype before = QSqlDatabase::connectionNames().size();
    for (int i = 0; i < 3; ++i) {
        onAnotherThread([&db] {
            Session session(db);
            session.execute(u"SELECT 1"_s).value();
        });
    }
    QCOMPARE(QSqlDatabase::connectionNames().size(), before);
}

void TestDatabaseHandle::anAdoptedConnectionIsUsedItself()
{
    const RawSqlite raw(path());
    // Only this very connection sees its temporary tables.
    QVERIFY(raw.run(u"CREATE TEMP TABLE marker (a)"_s));
    Database db(raw.connection());
    MUST(db.createTables<User>());
    {
        Session session(db);
        MUST(session.execute(u"INSERT INTO marker VALUES (1)"_s));
        MUST(session.add(newUser(u"alice"_s)));
        MUST(session.commit());
    }
    QCOMPARE(raw.value(u"SELECT count(*) FROM marker"_s).toInt(), 1);
    QCOMPARE(raw.value(u"SELECT username FROM users"_s).toString(), u"alice"_s);
}

void TestDatabaseHandle::anAdoptedConnectionStaysTheApplications()
{
    const RawSqlite raw(path());
    {
        Database db(raw.connection());
        MUST(db.createTables<User>());
        Session session(db);
        QCOMPARE(must(User::objects(session).count()), qint64(0));
    }
    QVERIFY(raw.connection().isOpen());
    QVERIFY(raw.run(u"INSERT INTO users (id, username) VALUES (1, 'alice')"_s));
}

void TestDatabaseHandle::otherThreadsCloneAnAdoptedFile()
{
    const RawSqlite raw(path());
    QVERIFY(raw.run(u"CREATE TEMP TABLE marker (a)"_s));
    Database db(raw.connection());
    MUST(db.createTables<User>());
    {
        Session session(db);
        MUST(session.add(newUser(u"alice"_s)));
        MUST(session.commit());
    }
    qint64 seen = -1;
    bool sawMarker = true;
    onAnotherThread([&] {
        Session there(db);
        seen = User::objects(there).count().valueOr(-1);
        sawMarker = there.execute(u"SELECT a FROM marker"_s).ok();
    });
    QCOMPARE(seen, qint64(1));
    QVERIFY(!sawMarker);
}

void TestDatabaseHandle::anAdoptedMemoryDatabaseIsForOneThread()
{
    const RawSqlite raw(u":memory:"_s);
    Database db(raw.connection());
    MUST(db.createTables<User>());
    Session session(db);
    QCOMPARE(must(User::objects(session).count()), qint64(0));

    Error error;
    onAnotherThread([&] {
        Session there(db);
        error = User::objects(there).count().error();
    });
    QCOMPARE(error.kind(), Error::Usage);
    QVERIFY(!error.text().isEmpty());
}

void TestDatabaseHandle::anAdoptedConnectionThatCannotOpenIsAnError()
{
    const QString name = u"never opens"_s;
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        connection.setDatabaseName(m_dir->filePath(u"nowhere/test.db"_s));
        Database db(connection);
        QVERIFY(!db.createTables<User>());
        Session session(db);
        const auto counted = User::objects(session).count();
        QVERIFY(!counted.ok());
        QCOMPARE(counted.error().kind(), Error::Connection);
    }
    QSqlDatabase::removeDatabase(name);
}

void TestDatabaseHandle::ignoringTheCaseOfPlainPatternsNeedsNoOption_data()
{
    QTest::addColumn<QString>("lookup");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("found");
    QTest::newRow("iexact") << u"iexact"_s << u"aNN%_"_s << u"1"_s;
    QTest::newRow("icontains") << u"icontains"_s << u"N"_s << u"1 2 3 4"_s;
    QTest::newRow("icontains a mark") << u"icontains"_s << u"N%"_s << u"1"_s;
    QTest::newRow("istartswith") << u"istartswith"_s << u"aN"_s << u"1 2"_s;
    QTest::newRow("iendswith") << u"iendswith"_s << u"N"_s << u"3"_s;
    QTest::newRow("icontains nothing") << u"icontains"_s << u""_s << u"1 2 3 4"_s;
}

void TestDatabaseHandle::ignoringTheCaseOfPlainPatternsNeedsNoOption()
{
    QFETCH(const QString, lookup);
    QFETCH(const QString, pattern);
    QFETCH(const QString, found);
    const RawSqlite raw(path());
    QVERIFY(raw.run(u"PRAGMA case_sensitive_like = ON"_s)); // it is the application's
    Database db(raw.connection());
    MUST(db.createTables<User>());
    QVERIFY(raw.run(u"INSERT INTO users (id, username) VALUES (1, 'Ann%_'), (2, 'ANNE'), "
                    "(3, 'Ölwän'), (4, 'ßn\u212a')"_s));
    for (const bool here : {true, false}) {
        const auto check = [&] {
            Session session(db);
            const QString asked = u"username__"_s + lookup;
            MUST_GET(const QList<User *> users,
                     User::objects(session).filter(asked, pattern).orderBy("id").all());
            QCOMPARE(keyText(users), found);
            QCOMPARE(must(User::objects(session).exclude(asked, pattern).count()),
                     4 - users.size());
        };
        here ? check() : onAnotherThread(check);
    }
}

void TestDatabaseHandle::otherPatternsNameTheOptionThatTheyNeed()
{
    const RawSqlite raw(path());
    Database db(raw.connection());
    MUST(db.createTables<User>());
    Session session(db);
    for (const QString &lookup :
         {u"iexact"_s, u"icontains"_s, u"istartswith"_s, u"iendswith"_s, u"regex"_s, u"iregex"_s}) {
        for (const QString &pattern : {u"ö"_s, u"Ask"_s, u"s"_s, u"K"_s}) {
            const Error error =
                    User::objects(session).filter(u"username__"_s + lookup, pattern).all().error();
            QVERIFY2(error.kind() == Error::Usage, describe(error).constData());
            QVERIFY2(error.text().contains(u"QSQLITE_ENABLE_REGEXP"_s),
                     describe(error).constData());
        }
    }
}

void TestDatabaseHandle::whatChakraOpensHasTheOption()
{
    for (const QString &options : {u""_s, u"QSQLITE_BUSY_TIMEOUT=77"_s,
                                   u"QSQLITE_ENABLE_REGEXP=5;QSQLITE_BUSY_TIMEOUT=77"_s}) {
        for (const bool isOpen : {false, true}) {
            const RawSqlite raw(path());
            QSqlDatabase connection = raw.connection();
            connection.close();
            connection.setConnectOptions(options);
            QCOMPARE(isOpen && connection.open(), isOpen);
            Database db(connection);
            MUST(db.createTables<User>());
            const auto check = [&] {
                Session session(db);
                MUST(User::objects(session).filter("username__icontains", "K").all());
                const auto waits = must(session.execute(u"PRAGMA busy_timeout"_s));
                QCOMPARE(waits.value(0).value(0).toInt(), options.isEmpty() ? 5000 : 77);
            };
            if (!isOpen || options.contains(u"REGEXP"_s))
                check();
            onAnotherThread(check);
        }
    }
}

void TestDatabaseHandle::foreignKeysAreEnforced_data()
{
    QTest::addColumn<bool>("adopted");
    QTest::addColumn<bool>("inAnotherThread");
    QTest::newRow("opened") << false << false;
    QTest::newRow("opened, another thread") << false << true;
    QTest::newRow("adopted") << true << false;
    QTest::newRow("adopted, another thread") << true << true;
}

void TestDatabaseHandle::foreignKeysAreEnforced()
{
    QFETCH(bool, adopted);
    QFETCH(bool, inAnotherThread);

    const RawSqlite raw(path());
    Database db =
            adopted ? Database(raw.connection()) : Database::open(u"sqlite:"_s + path()).value();
    MUST(db.createTables<User, Post>());

    Error error;
    const auto insert = [&] {
        Session session(db);
        auto *post = new Post;
        post->setTitle(u"orphan"_s);
        post->setAuthorId(99);
        const auto added = session.add(post);
        const auto saved = session.commit();
        error = added.ok() ? saved.error() : added.error();
    };
    if (inAnotherThread)
        onAnotherThread(insert);
    else
        insert();
    QCOMPARE(error.kind(), Error::ForeignKeyViolation);
    QCOMPARE(raw.value(u"SELECT count(*) FROM posts"_s).toInt(), 0);
}

void TestDatabaseHandle::errorsOfTheDatabaseHaveAKind_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("kind");
    QTest::newRow("unique") << u"INSERT INTO users (id, username) VALUES (9, 'alice')"_s
                            << int(Error::UniqueViolation);
    QTest::newRow("primary key") << u"INSERT INTO users (id, username) VALUES (1, 'zoe')"_s
                                 << int(Error::UniqueViolation);
    QTest::newRow("foreign key") << u"INSERT INTO profiles (id, bio, user_id) VALUES (9, '', 99)"_s
                                 << int(Error::ForeignKeyViolation);
    QTest::newRow("restricted delete")
            << u"DELETE FROM action WHERE id = 1"_s << int(Error::ForeignKeyViolation);
    QTest::newRow("not null") << u"INSERT INTO users (id, username) VALUES (9, NULL)"_s
                              << int(Error::NotNullViolation);
    QTest::newRow("check") << u"INSERT INTO checked (a) VALUES (-1)"_s
                           << int(Error::CheckViolation);
    QTest::newRow("syntax") << u"SELEKT 1"_s << int(Error::Sql);
    QTest::newRow("no such table") << u"SELECT * FROM nowhere"_s << int(Error::Sql);
    QTest::newRow("no such column") << u"SELECT [nothing] FROM users"_s << int(Error::Sql);
}

void TestDatabaseHandle::errorsOfTheDatabaseHaveAKind()
{
    QFETCH(QString, sql);
    QFETCH(int, kind);

    TestDatabase db;
    db.run(u"CREATE TABLE checked (a CHECK (a > 0))"_s);
    db.run(u"CREATE TABLE action (id INTEGER PRIMARY KEY)"_s);
    db.run(u"CREATE TABLE reaction (a REFERENCES action (id) ON DELETE RESTRICT)"_s);
    db.run(u"INSERT INTO action VALUES (1)"_s);
    db.run(u"INSERT INTO reaction VALUES (1)"_s);
    Session session(db.handle());
    const Error error = session.execute(sql).error();
    QVERIFY2(error.kind() == kind, describe(error).constData());
    QCOMPARE(error.sql(), sql);
    QVERIFY(!error.text().isEmpty());
    QVERIFY(!error.nativeCode().isEmpty());
    // The session goes on.
    QCOMPARE(must(User::objects(session).count()), qint64(3));
}

void TestDatabaseHandle::aLockIsATimeout()
{
    MUST_GET(Database db, Database::open(u"sqlite:%1?busyTimeout=50"_s.arg(path())));
    MUST(db.createTables<User>());
    Session session(db);
    User *user = newUser(u"alice"_s);
    MUST(session.add(user));

    const RawSqlite raw(path());
    QVERIFY(raw.run(u"BEGIN EXCLUSIVE"_s));
    COMPARE_ERROR(Error::Timeout, session.commit());
    QVERIFY(raw.run(u"ROLLBACK"_s));

    MUST(session.commit());
    QCOMPARE(raw.value(u"SELECT username FROM users WHERE id = ?"_s, {user->id()}).toString(),
             u"alice"_s);
}

void TestDatabaseHandle::aMissingKeyIsFoundBeforeAnySql()
{
    TestDatabase db;
    Session session(db.handle());
    auto *post = new Post;
    post->setTitle(u"nobody's"_s);
    MUST(session.add(post));
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::NotNullViolation, session.commit()));
    const Error error = session.commit().error();
    QCOMPARE(error.model(), u"Post"_s);
    QVERIFY2(error.property() == u"authorId"_s || error.property() == u"author"_s,
             describe(error).constData());
}

void TestDatabaseHandle::executeBindsItsValues()
{
    TestDatabase db(TestDatabase::Tables);
    Session session(db.handle());
    const QString nasty = u"x'); DROP TABLE users; --"_s;
    MUST(session.execute(u"INSERT INTO users (id, username) VALUES (?, ?)"_s, {7, nasty}));
    MUST_GET(User * user, User::objects(session).get("id", 7));
    QCOMPARE(user->username(), nasty);

    // A question mark in a text is no placeholder.
    MUST(session.execute(u"UPDATE users SET username = 'why?' WHERE id = ?"_s, {7}));
    QCOMPARE(db.rows(u"users"_s, u"username = 'why?'"_s), qint64(1));
    MUST(session.execute(u"SELECT ?, ?, ?"_s, {QDateTime::currentDateTimeUtc(), QVariant(), 2.5}));
}

void TestDatabaseHandle::executeRunsOneStatementOnly()
{
    TestDatabase db;
    Session session(db.handle());
    QVERIFY(!session.execute(u"DELETE FROM comments; DROP TABLE tags"_s).ok());
    QCOMPARE(db.rows(u"comments"_s), qint64(5));
    QCOMPARE(db.rows(u"tags"_s), qint64(4));
    MUST(session.execute(u"SELECT 'a;b' -- ; no second\n"_s));
    MUST(session.execute(u"SELECT 1;"_s));
}

void TestDatabaseHandle::executeWantsAValueForEachPlaceholder()
{
    TestDatabase db;
    Session session(db.handle());
    QVERIFY(!session.execute(u"SELECT ?, ?"_s, {1}).ok());
    QVERIFY(!session.execute(u"SELECT ?"_s).ok());
    QVERIFY(!session.execute(u"SELECT ?"_s, {1, 2}).ok());
}

void TestDatabaseHandle::objectsAreAskedInTheInnermostSession()
{
    MUST_GET(Database first, Database::open("sqlite::memory:"));
    MUST_GET(Database second, Database::open("sqlite::memory:"));
    MUST(first.createTables<User>());
    MUST(second.createTables<User>());
    Session outer(first);
    MUST(outer.add(newUser(u"outer"_s)));
    MUST(outer.commit());
    MUST_GET(User * seen, User::objects().get());
    QCOMPARE(seen->session(), &outer);
    {
        Session inner(second);
        QCOMPARE(must(User::objects().count()), qint64(0));
        QCOMPARE(must(User::objects(outer).count()), qint64(1));
    }
    QCOMPARE(must(User::objects().count()), qint64(1));

    // The innermost that is still alive, in whatever order they go.
    auto one = std::make_unique<Session>(first);
    auto two = std::make_unique<Session>(second);
    one.reset();
    QCOMPARE(must(User::objects().count()), qint64(0));
    two.reset();
    QCOMPARE(must(User::objects().count()), qint64(1));
}

void TestDatabaseHandle::withoutASessionRunsFail()
{
    COMPARE_ERROR(Error::Usage, User::objects().all());
    COMPARE_ERROR(Error::Usage, User::objects().count());
    COMPARE_ERROR(Error::Usage, User::objects().filter("username", "alice").get());
    COMPARE_ERROR(Error::Usage, User::objects().find(1));
    COMPARE_ERROR(Error::Usage, User::objects().remove());
    // A query of a session that has gone runs nothing either.
    std::optional<Chakra::QuerySet<User>> query;
    {
        TestDatabase db;
        Session session(db.handle());
        query = User::objects(session);
        QCOMPARE(must(query->count()), qint64(3));
    }
    COMPARE_ERROR(Error::Usage, query->count());
}

void TestDatabaseHandle::aSessionCanAvoidBeingCurrent()
{
    TestDatabase db;
    const Session window(db.handle(), Session::NotCurrent);
    COMPARE_ERROR(Error::Usage, User::objects().count());
    Session session(db.handle());
    Session other(db.handle(), Session::NotCurrent);
    MUST_GET(User * user, User::objects().get("id", 1));
    QCOMPARE(user->session(), &session);
    MUST_GET(User * inOther, User::objects(other).get("id", 1));
    QCOMPARE(inOther->session(), &other);
    QVERIFY(inOther != user);
}

void TestDatabaseHandle::anObjectNamesItsSession()
{
    TestDatabase db;
    Session window(db.handle(), Session::NotCurrent);
    MUST_GET(User * user, User::objects(window).get("id", 1));
    Session current(db.handle());
    MUST_GET(Post * post, Post::objects(user).get("id", 1));
    QCOMPARE(post->session(), &window);
    const User transient;
    COMPARE_ERROR(Error::Usage, Post::objects(&transient).count());
}

void TestDatabaseHandle::aSessionIsCurrentOnItsThreadOnly()
{
    TestDatabase db;
    const Session session(db.handle());
    Error error;
    qint64 own = -1;
    onAnotherThread([&] {
        error = User::objects().count().error();
        const Session there(db.handle());
        own = User::objects().count().valueOr(-1);
    });
    QCOMPARE(error.kind(), Error::Usage);
    QCOMPARE(own, qint64(3));
}

void TestDatabaseHandle::aCallFromAnotherThreadIsRefused()
{
    TestDatabase db;
    Session session(db.handle());
    QThread::currentThread()->setObjectName(u"the owner"_s);
    MUST(session.add(newUser(u"zoe"_s)));

    QList<Error> errors;
    const Counter counter;
    onAnotherThread(
            [&] {
                errors.append(session.commit().error());
                errors.append(session.rollback().error());
                errors.append(User::objects(session).count().error());
                errors.append(session.execute(u"SELECT 1"_s).error());
                auto *user = new User;
                errors.append(session.add(user).error());
                delete user;
            },
            u"the intruder"_s);
    QCOMPARE(errors.size(), 5);
    for (const Error &error : errors) {
        QVERIFY2(error.kind() == Error::Usage, describe(error).constData());
        QVERIFY2(error.text().contains(u"the owner"_s), describe(error).constData());
        QVERIFY2(error.text().contains(u"the intruder"_s), describe(error).constData());
    }
    QCOMPARE(counter.count(), qint64(0));
    MUST(session.commit());
}

void TestDatabaseHandle::aTransactionIsItsSessionsOwn()
{
    TestDatabase db;
    Session session(db.handle());
    Session other(db.handle(), Session::NotCurrent);
    Error counted;
    Error committed;
    MUST(other.add(newUser(u"zoe"_s)));
    MUST(session.transact([&]() -> Chakra::Result<void> {
        counted = User::objects(other).count().error();
        committed = other.commit().error();
        return session.execute(u"SELECT 1"_s).ok() ? Chakra::Result<void>()
                                                   : Error(Error::Sql, u"own statement"_s);
    }));
    QCOMPARE(counted.kind(), Error::Usage);
    QCOMPARE(committed.kind(), Error::Usage);
    QCOMPARE(db.rows(u"users"_s), qint64(3));
    MUST(other.commit());
    QCOMPARE(db.rows(u"users"_s), qint64(4));
}

QTEST_GUILESS_MAIN(TestDatabaseHandle)

#include "tst_database.moc"
