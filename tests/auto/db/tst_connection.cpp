// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "anotherthread.h"
#include "db/database_p.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>
#include <QtTest/QtTest>

#include <atomic>
#include <cmath>
#include <limits>
#include <memory>
#include <thread>

using namespace Qt::StringLiterals;
using namespace Chakra;

namespace {

using ConnectionPointer = std::shared_ptr<Connection>;

ConnectionPointer connectionOf(const Database &database, Error *error = nullptr)
{
    Error ignored;
    return DatabasePrivate::get(database)->connection(error ? error : &ignored);
}

class Recorder final : public StatementObserver
{
public:
    void statementStarted(const std::shared_ptr<StatementRecord> &record) override
    {
        records.append(record);
    }
    QList<std::shared_ptr<StatementRecord>> records;
};

const int aliceIdentity = 1;
const int bobIdentity = 2;
const Caller alice{&aliceIdentity, nullptr};
const Caller bob{&bobIdentity, nullptr};

QByteArray words(const Error &error)
{
    return (Error::kindName(error.kind()) + u": "_s + error.text()).toUtf8();
}

} // namespace

#define WORKS(call)                                                                                \
    do {                                                                                           \
        const Error callError = call;                                                              \
        QVERIFY2(!callError.isValid(), words(callError).constData());                              \
    } while (false)

#define FAILS(call, expectedKind)                                                                  \
    do {                                                                                           \
        const Error callError = call;                                                              \
        QVERIFY2(callError.kind() == Error::expectedKind, words(callError).constData());           \
        QVERIFY(!callError.text().isEmpty());                                                      \
    } while (false)

class TestConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void readsRows();
    void readsEachType();
    void readsWhatOthersWrote_data();
    void readsWhatOthersWrote();
    void storesEachValueAsItIs_data();
    void storesEachValueAsItIs();
    void refusesWhatWouldNotSurvive_data();
    void refusesWhatWouldNotSurvive();
    void countsAffectedRows();
    void closesACursorEarly();
    void movesACursor();
    void reportsAFailureWhileReading();
    void runsOneTextWhileItIsBeingRead();
    void survivesAChangeOfTheSchema();
    void preparesManyStatements();

    void refusesRawStatements_data();
    void refusesRawStatements();
    void acceptsRawStatements_data();
    void acceptsRawStatements();

    void commitsAndRollsBack();
    void nestsTransactions();
    void doomsAFailedTransaction();
    void aFailedSavepointDoomsNothingElse();
    void refusesOtherCallers();
    void refusesToEndWhatIsNotOpen();
    void reportsADeferredForeignKeyAtCommit();
    void noticesATransactionThatIsGone();
    void rollsBackWhenTheDiskIsFull();
    void rollsBackWhenItIsClosed();

    void classifiesErrors_data();
    void classifiesErrors();
    void classifiesLocks();
    void classifiesASnapshotThatIsOutOfDate();
    void saysWhatIsWrongWithAFile();
    void cannotWriteWhatIsReadOnly();

    void tellsObservers();
    void tellsObserversOfFailures();
    void doesNotTellOfTransactions();

    void understandsUrls_data();
    void understandsUrls();
    void refusesUrls_data();
    void refusesUrls();
    void setsUpFiles();
    void takesOptions();
    void keepsItsFileWhenTheFolderChanges();

    void sharesMemoryBetweenThreads();
    void keepsMemoryWithoutThreads();
    void threadsWaitForEachOtherInMemory();
    void closesConnectionsWithTheirThread();
    void closesConnectionsWithTheLastHandle();
    void aHandleThatWasMovedFromIsUsage();

    void adoptsAConnection();
    void opensWhatItAdopts();
    void clonesWhatItAdopts();
    void adoptsMemoryForOneThread();
    void noticesThatAnAdoptedConnectionIsClosed();
    void adoptsAgainAfterReopening();
    void outlivesAnAdoptedConnection();
    void refusesWhatCannotBeAdopted();
    void seesTransactionsOfTheApplication();
    void missesRegexpOnAnAdoptedConnection();

private:
    QString path(const QString &name = u"test.db"_s) const { return m_dir->filePath(name); }
    Error run(const QString &sql, const WireRow &values = {}, const Caller &caller = alice)
    {
        return m_connection->run({sql, values}, caller);
    }
    qint64 number(const QString &sql, const WireRow &values = {}, const Caller &caller = alice)
    {
        Cursor cursor;
        const Error error = m_connection->execute({sql, values}, caller, &cursor);
        return !error.isValid() && cursor.next() ? cursor.integer(0) : -1;
    }
    qint64 count(const QString &table = u"t"_s)
    {
        return number(u"SELECT count(*) FROM "_s + table);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::optional<Database> m_database;
    ConnectionPointer m_connection;
};

void TestConnection::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    auto opened = Database::open("sqlite::memory:");
    QVERIFY2(opened.ok(), words(opened.error()).constData());
    m_database = opened.value();
    m_connection = connectionOf(*m_database);
    QVERIFY(m_connection);
    WORKS(run(u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)"_s));
}

void TestConnection::cleanup()
{
    m_connection.reset();
    m_database.reset();
    m_dir.reset();
    QVERIFY2(QSqlDatabase::connectionNames().isEmpty(),
             qPrintable(QSqlDatabase::connectionNames().join(u' ')));
}

// Statements and rows

void TestConnection::readsRows()
{
    WORKS(run(u"INSERT INTO t VALUES (?, ?), (?, ?)"_s,
              {qint64(1), u"one"_s, qint64(2), WireValue()}));
    Cursor cursor;
    WORKS(m_connection->execute({u"SELECT id, a FROM t ORDER BY id"_s, {}}, alice, &cursor));
    QCOMPARE(cursor.columnCount(), 2);
    QCOMPARE(cursor.columnName(1), u"a"_s);
    QVERIFY(cursor.next());
    QCOMPARE(cursor.integer(0), 1);
    QVERIFY(!cursor.isNull(1));
    QCOMPARE(cursor.text(1), u"one"_s);
    QVERIFY(cursor.next());
    QCOMPARE(cursor.integer(0), 2);
    QVERIFY(cursor.isNull(1));
    QVERIFY(cursor.text(1).isNull());
    QVERIFY(!cursor.next());
    QVERIFY(!cursor.error().isValid());
    QVERIFY(!cursor.next());
}

void TestConnection::readsEachType()
{
    Cursor cursor;
    WORKS(m_connection->execute({u"SELECT 7, 0.5, 'text', x'00ff', NULL"_s, {}}, alice, &cursor));
    QVERIFY(cursor.next());
    QCOMPARE(cursor.integer(0), 7);
    QCOMPARE(cursor.real(1), 0.5);
    QCOMPARE(cursor.text(2), u"text"_s);
    QCOMPARE(cursor.bytes(3), QByteArray("\x00\xff", 2));
    QVERIFY(cursor.any(0) == WireValue(qint64(7)));
    QVERIFY(cursor.any(1) == WireValue(0.5));
    QVERIFY(cursor.any(2) == WireValue(u"text"_s));
    QVERIFY(cursor.any(3) == WireValue(QByteArray("\x00\xff", 2)));
    QVERIFY(Chakra::isNull(cursor.any(4)));
    QCOMPARE(cursor.integer(4), 0);
    QCOMPARE(cursor.real(4), 0.0);
    QVERIFY(!cursor.next());
    QVERIFY(!cursor.error().isValid());
}

void TestConnection::readsWhatOthersWrote_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("as");
    QTest::addColumn<QString>("read"); // null: an error
    QTest::newRow("text as integer") << u"' 12 '"_s << u"integer"_s << u"12"_s;
    QTest::newRow("real as integer") << u"12.0"_s << u"integer"_s << u"12"_s;
    QTest::newRow("true") << u"'True'"_s << u"integer"_s << u"1"_s;
    QTest::newRow("false") << u"'false'"_s << u"integer"_s << u"0"_s;
    QTest::newRow("words as integer") << u"'many'"_s << u"integer"_s << QString();
    QTest::newRow("fraction as integer") << u"12.5"_s << u"integer"_s << QString();
    QTest::newRow("great real as integer") << u"1e300"_s << u"integer"_s << QString();
    QTest::newRow("bytes as integer") << u"x'3132'"_s << u"integer"_s << QString();
    QTest::newRow("integer as real") << u"12"_s << u"real"_s << u"12"_s;
    QTest::newRow("text as real") << u"'1.5'"_s << u"real"_s << u"1.5"_s;
    QTest::newRow("words as real") << u"'much'"_s << u"real"_s << QString();
    QTest::newRow("integer as text") << u"12"_s << u"text"_s << u"12"_s;
    QTest::newRow("real as text") << u"0.1"_s << u"text"_s << u"0.1"_s;
    QTest::newRow("bytes as text") << u"CAST('ü' AS BLOB)"_s << u"text"_s << u"ü"_s;
    QTest::newRow("text as bytes") << u"'ü'"_s << u"bytes"_s << u"ü"_s;
    QTest::newRow("integer as bytes") << u"12"_s << u"bytes"_s << u"12"_s;
}

void TestConnection::readsWhatOthersWrote()
{
    QFETCH(QString, sql);
    QFETCH(QString, as);
    QFETCH(QString, read);
    Cursor cursor;
    WORKS(m_connection->execute({u"SELECT %1 AS found"_s.arg(sql), {}}, alice, &cursor));
    QVERIFY(cursor.next());
    QString found;
    if (as == u"integer"_s)
        found = QString::number(cursor.integer(0));
    else if (as == u"real"_s)
        found = QString::number(cursor.real(0));
    else if (as == u"text"_s)
        found = cursor.text(0);
    else
        found = QString::fromUtf8(cursor.bytes(0));
    if (!read.isNull()) {
        QCOMPARE(found, read);
        QVERIFY(!cursor.error().isValid());
        return;
    }
    QCOMPARE(cursor.error().kind(), Error::Sql);
    QVERIFY(cursor.error().text().contains(u"found"_s));
    QVERIFY(!cursor.next());
    QCOMPARE(cursor.error().kind(), Error::Sql);
}

void TestConnection::storesEachValueAsItIs_data()
{
    QTest::addColumn<WireValue>("value");
    QTest::addColumn<QString>("type");
    QTest::addColumn<WireValue>("read");
    const auto row = [](const char *name, const WireValue &value, const QString &type,
                        const WireValue &read) { QTest::newRow(name) << value << type << read; };
    const auto same = [&](const char *name, const WireValue &value, const QString &type) {
        row(name, value, type, value);
    };
    same("null", {}, u"null"_s);
    same("least", std::numeric_limits<qint64>::min(), u"integer"_s);
    same("greatest", std::numeric_limits<qint64>::max(), u"integer"_s);
    row("unsigned", quint64(7), u"integer"_s, qint64(7));
    same("double", 0.1, u"real"_s);
    same("denormal", 4.9406564584124654e-324, u"real"_s);
    same("infinite", std::numeric_limits<double>::infinity(), u"real"_s);
    same("text", u"Grüße 😀"_s, u"text"_s);
    same("quotes", u"'; DROP TABLE t; --"_s, u"text"_s);
    same("empty text", u""_s, u"text"_s);
    row("null text is empty", QString(), u"text"_s, u""_s);
    same("text with a NUL", u"a"_s + QChar(u'\0') + u'b', u"text"_s);
    same("number as text", u"0012"_s, u"text"_s);
    same("bytes", QByteArray("\x00\x01", 2), u"blob"_s);
    same("empty bytes", QByteArray(""), u"blob"_s);
    row("null bytes are empty", QByteArray(), u"blob"_s, QByteArray(""));
    row("date", QDate(2026, 1, 31), u"text"_s, u"2026-01-31"_s);
    row("time", QTime(1, 2, 3, 4), u"text"_s, u"01:02:03.004"_s);
    row("instant", UtcTime{0}, u"text"_s, u"1970-01-01 00:00:00.000"_s);
}

void TestConnection::storesEachValueAsItIs()
{
    QFETCH(WireValue, value);
    QFETCH(QString, type);
    QFETCH(WireValue, read);
    WORKS(run(u"CREATE TABLE kept (a)"_s));
    WORKS(run(u"INSERT INTO kept VALUES (?)"_s, {value}));
    Cursor cursor;
    WORKS(m_connection->execute({u"SELECT a, typeof(a) FROM kept"_s, {}}, alice, &cursor));
    QVERIFY(cursor.next());
    QCOMPARE(cursor.text(1), type);
    QVERIFY(cursor.any(0) == read);
}

void TestConnection::refusesWhatWouldNotSurvive_data()
{
    QTest::addColumn<WireValue>("value");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, const WireValue &value, const QString &word) {
        QTest::newRow(name) << value << word;
    };
    row("not a number", std::nan(""), u"nan"_s);
    row("too great", quint64(std::numeric_limits<qint64>::max()) + 1, u"9223372036854775808"_s);
    row("half a pair", u"a"_s + QChar(0xd83d), u"surrogate"_s);
    row("the other half", QString(QChar(0xde00)) + u'a', u"surrogate"_s);
    row("byte order mark", u"\ufeffa"_s, u"byte order mark"_s);
    row("swapped byte order mark", u"\ufffea"_s, u"byte order mark"_s);
    row("no character", u"a\ufffe"_s, u"U+FFFE"_s);
    row("no character either", u"a\uffff"_s, u"U+FFFF"_s);
    row("date behind", QDate(10000, 1, 1), u"years 1 to 9999"_s);
    row("instant behind", UtcTime{std::numeric_limits<qint64>::max()}, u"years 1 to 9999"_s);
    row("no date", QDate(), u"not valid"_s);
    row("no time", QTime(), u"not valid"_s);
}

void TestConnection::refusesWhatWouldNotSurvive()
{
    QFETCH(WireValue, value);
    QFETCH(QString, word);
    const Error error = run(u"INSERT INTO t (a) VALUES (?)"_s, {value});
    QCOMPARE(error.kind(), Error::Usage);
    QVERIFY2(error.text().contains(word), words(error).constData());
    QCOMPARE(count(), 0);
}

void TestConnection::countsAffectedRows()
{
    qint64 affected = -1;
    WORKS(m_connection->run({u"INSERT INTO t (a) VALUES ('x'), ('y'), ('z')"_s, {}}, alice,
                            &affected));
    QCOMPARE(affected, 3);
    WORKS(m_connection->run({u"CREATE TABLE u (a)"_s, {}}, alice, &affected));
    QCOMPARE(affected, 0);
    WORKS(m_connection->run({u"UPDATE t SET a = 'w' WHERE id > 1"_s, {}}, alice, &affected));
    QCOMPARE(affected, 2);
    WORKS(m_connection->run({u"INSERT INTO t VALUES (1, 'v') ON CONFLICT DO NOTHING"_s, {}}, alice,
                            &affected));
    QCOMPARE(affected, 0);

    Cursor cursor;
    WORKS(m_connection->execute({u"INSERT INTO t (a) VALUES ('1'), ('2') RETURNING id"_s, {}},
                                alice, &cursor));
    QVERIFY(cursor.next());
    QCOMPARE(cursor.integer(0), 4);
    QVERIFY(cursor.next());
    QVERIFY(!cursor.next());
    QCOMPARE(cursor.affectedRows(), 2);
    WORKS(m_connection->execute({u"DELETE FROM t"_s, {}}, alice, &cursor));
    QCOMPARE(cursor.affectedRows(), 5);
    WORKS(m_connection->execute({u"SELECT 1"_s, {}}, alice, &cursor));
    while (cursor.next()) {
    }
    QCOMPARE(cursor.affectedRows(), 0);
}

void TestConnection::closesACursorEarly()
{
    WORKS(run(u"INSERT INTO t (a) VALUES ('x'), ('y')"_s));
    {
        Cursor cursor;
        WORKS(m_connection->execute({u"SELECT id FROM t"_s, {}}, alice, &cursor));
        QVERIFY(cursor.next());
    }
    WORKS(run(u"DROP TABLE t"_s)); // refused while a statement reads it
}

void TestConnection::movesACursor()
{
    WORKS(run(u"INSERT INTO t (a) VALUES ('x'), ('y')"_s));
    Cursor first;
    WORKS(m_connection->execute({u"SELECT a FROM t ORDER BY id"_s, {}}, alice, &first));
    QVERIFY(first.next());
    Cursor second(std::move(first));
    QVERIFY(second.next());
    QCOMPARE(second.text(0), u"y"_s);
    QVERIFY(!first.next()); // NOLINT: a cursor that was moved from is at its end
    first = std::move(second);
    QVERIFY(!first.next());
    QVERIFY(!first.error().isValid());
}

void TestConnection::reportsAFailureWhileReading()
{
    // The second row cannot be computed.
    Cursor cursor;
    WORKS(m_connection->execute(
            {u"SELECT json(value) FROM json_each('[\"1\", \"{\", \"2\"]')"_s, {}}, alice, &cursor));
    QVERIFY(cursor.next());
    QVERIFY(!cursor.next());
    QCOMPARE(cursor.error().kind(), Error::Sql);
    QVERIFY(cursor.error().sql().startsWith(u"SELECT json"_s));
    QVERIFY(!cursor.next());

    WORKS(m_connection->begin(alice, Connection::Access::Read));
    WORKS(m_connection->execute(
            {u"SELECT json(value) FROM json_each('[\"1\", \"{\", \"2\"]')"_s, {}}, alice, &cursor));
    while (cursor.next()) {
    }
    QVERIFY(cursor.error().isValid());
    FAILS(m_connection->commit(alice), Sql);
}

void TestConnection::runsOneTextWhileItIsBeingRead()
{
    WORKS(run(u"INSERT INTO t (a) VALUES ('x'), ('y'), ('z')"_s));
    const Sql::Text text{u"SELECT id FROM t ORDER BY id"_s, {}};
    QList<qint64> outerIds;
    qint64 innerRows = 0;
    Cursor outer;
    WORKS(m_connection->execute(text, alice, &outer));
    while (outer.next()) {
        outerIds.append(outer.integer(0));
        Cursor inner;
        WORKS(m_connection->execute(text, alice, &inner));
        while (inner.next())
            ++innerRows;
    }
    QCOMPARE(outerIds, (QList<qint64>{1, 2, 3}));
    QCOMPARE(innerRows, 9);
}

void TestConnection::survivesAChangeOfTheSchema()
{
    const QString insert = u"INSERT INTO t (a) VALUES ('x')"_s;
    const QString all = u"SELECT * FROM t"_s;
    WORKS(run(insert));
    Cursor cursor;
    WORKS(m_connection->executeRaw(all, {}, alice, &cursor));
    QVERIFY(cursor.next());
    QCOMPARE(cursor.columnCount(), 2);
    cursor.close();
    QCOMPARE(number(u"SELECT count(a) FROM t"_s), 1);
    WORKS(run(u"ALTER TABLE t ADD COLUMN b DEFAULT 5"_s));
    WORKS(run(insert));
    QCOMPARE(number(u"SELECT count(a) FROM t"_s), 2);
    WORKS(m_connection->executeRaw(all, {}, alice, &cursor));
    QVERIFY(cursor.next());
    QCOMPARE(cursor.columnCount(), 3);
    QCOMPARE(cursor.integer(2), 5);
}

void TestConnection::preparesManyStatements()
{
    Cursor kept;
    WORKS(m_connection->execute({u"SELECT 0 UNION SELECT 1"_s, {}}, alice, &kept));
    QVERIFY(kept.next());
    for (int i = 0; i < 500; ++i)
        QCOMPARE(number(u"SELECT %1"_s.arg(i)), i);
    // Long out of the cache, and still good.
    QVERIFY(kept.next());
    QCOMPARE(kept.integer(0), 1);
    QVERIFY(!kept.next());
}

// Statements by hand

void TestConnection::refusesRawStatements_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("values");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, const QString &sql, int values, const QString &word) {
        QTest::newRow(name) << sql << values << word;
    };
    row("second statement", u"SELECT 1; DROP TABLE t"_s, 0, u"DROP"_s);
    row("behind a comment", u"SELECT 1; -- x\n DELETE FROM t"_s, 0, u"DELETE"_s);
    row("behind a string", u"SELECT 'a''b'; SELECT 2"_s, 0, u"second"_s);
    row("behind a trigger",
        u"CREATE TRIGGER r AFTER INSERT ON t BEGIN DELETE FROM t; END; DROP TABLE t"_s, 0,
        u"DROP"_s);
    row("nothing", QString(), 0, u"empty"_s);
    row("only a comment", u" /* ? */ -- ; \n"_s, 0, u"empty"_s);
    row("too few values", u"SELECT ?, ?"_s, 1, u"2 placeholders, but 1 values"_s);
    row("too many values", u"SELECT '?'"_s, 1, u"0 placeholders, but 1 values"_s);
    row("numbered", u"SELECT ?1"_s, 1, u"?1"_s);
    row("named", u"SELECT :name"_s, 1, u":name"_s);
    row("named with @", u"SELECT @name"_s, 1, u"@name"_s);
    row("named with $", u"SELECT $name"_s, 1, u"$name"_s);
    row("begin", u"begin immediate"_s, 0, u"BEGIN"_s);
    row("commit", u"/* all */ COMMIT"_s, 0, u"COMMIT"_s);
    row("rollback", u"ROLLBACK"_s, 0, u"ROLLBACK"_s);
    row("savepoint", u"SAVEPOINT a"_s, 0, u"SAVEPOINT"_s);
    row("NUL", u"SELECT 1"_s + QChar(u'\0') + u"; DROP TABLE t"_s, 0, u"NUL"_s);
}

void TestConnection::refusesRawStatements()
{
    QFETCH(QString, sql);
    QFETCH(int, values);
    QFETCH(QString, word);
    Cursor cursor;
    const Error error =
            m_connection->executeRaw(sql, WireRow(values, WireValue(qint64(1))), alice, &cursor);
    QVERIFY2(error.kind() == Error::Usage, words(error).constData());
    QVERIFY2(error.text().contains(word), words(error).constData());
    QCOMPARE(count(), 0);
}

void TestConnection::acceptsRawStatements_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("values");
    QTest::newRow("plain") << u"SELECT 1"_s << 0;
    QTest::newRow("semicolon at the end") << u"SELECT 1 ; -- done ;\n "_s << 0;
    QTest::newRow("values") << u"SELECT ? + ?"_s << 2;
    QTest::newRow("marks in strings")
            << u"SELECT '?;:a', \"id\", `id`, [id] /* ; ? */ FROM t"_s << 0;
    QTest::newRow("mark behind a word") << u"SELECT * FROM t WHERE id=?"_s << 1;
    QTest::newRow("doubled quotes") << u"SELECT 'it''s; ?', ?"_s << 1;
    QTest::newRow("open string") << u"SELECT id AS \"a;b\" FROM t"_s << 0;
    QTest::newRow("trigger") << u"CREATE TRIGGER r AFTER INSERT ON t BEGIN"
                                " UPDATE t SET a = CASE WHEN id > 1 THEN 'x' ELSE 'y' END;"
                                " DELETE FROM t WHERE id = 5; END;"_s
                             << 0;
    QTest::newRow("temporary trigger")
            << u"CREATE TEMP TRIGGER r AFTER INSERT ON t BEGIN SELECT 1; END"_s << 0;
    QTest::newRow("with") << u"WITH x AS (SELECT ? AS a) SELECT a FROM x"_s << 1;
}

void TestConnection::acceptsRawStatements()
{
    QFETCH(QString, sql);
    QFETCH(int, values);
    Cursor cursor;
    WORKS(m_connection->executeRaw(sql, WireRow(values, WireValue(qint64(1))), alice, &cursor));
}

// Transactions

void TestConnection::commitsAndRollsBack()
{
    QCOMPARE(m_connection->transactionDepth(), 0);
    QVERIFY(!m_connection->transactionOwner());
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    QCOMPARE(m_connection->transactionDepth(), 1);
    QCOMPARE(m_connection->transactionOwner(), alice.owner);
    WORKS(run(u"INSERT INTO t (a) VALUES ('x')"_s));
    WORKS(m_connection->rollback(alice));
    QCOMPARE(m_connection->transactionDepth(), 0);
    QVERIFY(!m_connection->transactionOwner());
    QCOMPARE(count(), 0);

    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(run(u"INSERT INTO t (a) VALUES ('x')"_s));
    WORKS(m_connection->commit(alice));
    QCOMPARE(m_connection->transactionDepth(), 0);
    QCOMPARE(count(), 1);
}

void TestConnection::nestsTransactions()
{
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(run(u"INSERT INTO t (a) VALUES ('1')"_s));
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(run(u"INSERT INTO t (a) VALUES ('2')"_s));
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    QCOMPARE(m_connection->transactionDepth(), 3);
    WORKS(run(u"INSERT INTO t (a) VALUES ('3')"_s));
    WORKS(m_connection->commit(alice));
    WORKS(m_connection->rollback(alice));
    QCOMPARE(m_connection->transactionDepth(), 1);
    QCOMPARE(count(), 1);
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(run(u"INSERT INTO t (a) VALUES ('4')"_s));
    WORKS(m_connection->commit(alice));
    WORKS(m_connection->commit(alice));
    QCOMPARE(count(), 2);
}

void TestConnection::doomsAFailedTransaction()
{
    WORKS(run(u"INSERT INTO t VALUES (1, 'x')"_s));
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(run(u"INSERT INTO t VALUES (2, 'y')"_s));
    FAILS(run(u"INSERT INTO t VALUES (1, 'z')"_s), UniqueViolation);
    // As on databases that refuse it themselves.
    const Error refused = run(u"INSERT INTO t VALUES (3, 'w')"_s);
    QCOMPARE(refused.kind(), Error::UniqueViolation);
    QVERIFY(refused.text().contains(u"can only be rolled back"_s));
    FAILS(m_connection->begin(alice, Connection::Access::Write), UniqueViolation);
    const Error failure = m_connection->commit(alice);
    QCOMPARE(failure.kind(), Error::UniqueViolation);
    QCOMPARE(failure.nativeCode(), u"1555"_s);
    QCOMPARE(m_connection->transactionDepth(), 0);
    QCOMPARE(count(), 1);

    // So does a value that was refused before it reached the database.
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    FAILS(run(u"INSERT INTO t (a) VALUES (?)"_s, {std::nan("")}), Usage);
    FAILS(m_connection->commit(alice), Usage);
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(m_connection->rollback(alice));
}

void TestConnection::aFailedSavepointDoomsNothingElse()
{
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(run(u"INSERT INTO t VALUES (1, 'x')"_s));
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(run(u"INSERT INTO t VALUES (2, 'y')"_s));
    FAILS(run(u"INSERT INTO t VALUES (1, 'z')"_s), UniqueViolation);
    FAILS(m_connection->commit(alice), UniqueViolation);
    QCOMPARE(m_connection->transactionDepth(), 1);
    WORKS(run(u"INSERT INTO t VALUES (3, 'w')"_s));
    WORKS(m_connection->commit(alice));
    QCOMPARE(number(u"SELECT sum(id) FROM t"_s), 4);
}

void TestConnection::refusesOtherCallers()
{
    const auto name = [](const void *owner) { return QString::number(quintptr(owner), 16); };
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    const Error error = run(u"INSERT INTO t (a) VALUES ('x')"_s, {}, bob);
    QCOMPARE(error.kind(), Error::Usage);
    QVERIFY(error.text().contains(name(alice.owner)));
    QVERIFY(error.text().contains(name(bob.owner)));
    Cursor cursor;
    FAILS(m_connection->executeRaw(u"SELECT 1"_s, {}, bob, &cursor), Usage);
    FAILS(m_connection->executeRaw(u"SELECT 1"_s, {}, Caller(), &cursor), Usage);
    FAILS(m_connection->begin(bob, Connection::Access::Write), Usage);
    FAILS(m_connection->commit(bob), Usage);
    FAILS(m_connection->rollback(bob), Usage);
    // None of which harms the transaction.
    WORKS(run(u"INSERT INTO t (a) VALUES ('x')"_s));
    WORKS(m_connection->commit(alice));
    QCOMPARE(count(), 1);
    WORKS(run(u"INSERT INTO t (a) VALUES ('x')"_s, {}, bob));
}

void TestConnection::refusesToEndWhatIsNotOpen()
{
    FAILS(m_connection->commit(alice), Usage);
    FAILS(m_connection->rollback(alice), Usage);
}

void TestConnection::reportsADeferredForeignKeyAtCommit()
{
    WORKS(run(u"CREATE TABLE c (t_id REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED)"_s));
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(run(u"INSERT INTO c VALUES (99)"_s));
    const Error error = m_connection->commit(alice);
    QVERIFY2(error.kind() == Error::ForeignKeyViolation, words(error).constData());
    QCOMPARE(error.nativeCode(), u"787"_s);
    QCOMPARE(m_connection->transactionDepth(), 0);
    QCOMPARE(count(u"c"_s), 0);
    WORKS(run(u"INSERT INTO t VALUES (99, 'x')"_s));
}

void TestConnection::noticesATransactionThatIsGone()
{
    // A trigger can roll everything back; what runs then would be stored at once.
    WORKS(run(u"CREATE TRIGGER r BEFORE INSERT ON t WHEN new.a = 'bad'"
              " BEGIN SELECT RAISE(ROLLBACK, 'no bad ones'); END"_s));
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(run(u"INSERT INTO t (a) VALUES ('1')"_s));
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    FAILS(run(u"INSERT INTO t (a) VALUES ('bad')"_s), CheckViolation);
    FAILS(run(u"INSERT INTO t (a) VALUES ('2')"_s), CheckViolation);
    WORKS(m_connection->rollback(alice));
    QCOMPARE(m_connection->transactionDepth(), 1);
    FAILS(run(u"INSERT INTO t (a) VALUES ('3')"_s), CheckViolation);
    FAILS(m_connection->commit(alice), CheckViolation);
    QCOMPARE(m_connection->transactionDepth(), 0);
    QCOMPARE(count(), 0);
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(run(u"INSERT INTO t (a) VALUES ('4')"_s));
    WORKS(m_connection->commit(alice));
    QCOMPARE(count(), 1);
}

void TestConnection::rollsBackWhenTheDiskIsFull()
{
    WORKS(run(u"PRAGMA max_page_count = 20"_s));
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    Error error;
    for (int i = 0; i < 1000 && !error.isValid(); ++i)
        error = run(u"INSERT INTO t (a) VALUES (?)"_s, {QString(2000, u'x')});
    QVERIFY2(error.kind() == Error::Connection, words(error).constData());
    QCOMPARE(error.nativeCode(), u"13"_s);
    FAILS(m_connection->commit(alice), Connection);
    QCOMPARE(m_connection->transactionDepth(), 0);
    QCOMPARE(count(), 0);
}

void TestConnection::rollsBackWhenItIsClosed()
{
    const QString url = u"sqlite:"_s + path();
    {
        const Database database = Database::open(url).value();
        const auto connection = connectionOf(database);
        WORKS(connection->run({u"CREATE TABLE t (a)"_s, {}}, alice));
        WORKS(connection->begin(alice, Connection::Access::Write));
        WORKS(connection->run({u"INSERT INTO t VALUES (1)"_s, {}}, alice));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"closed inside a transaction"_s));
    }
    const Database database = Database::open(url).value();
    Cursor cursor;
    WORKS(connectionOf(database)->execute({u"SELECT count(*) FROM t"_s, {}}, alice, &cursor));
    QVERIFY(cursor.next());
    QCOMPARE(cursor.integer(0), 0);
}

// Errors

void TestConnection::classifiesErrors_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<Error::Kind>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, const QString &sql, Error::Kind kind, const QString &code,
                        const QString &word) {
        QTest::newRow(name) << sql << kind << code << word;
    };
    row("unique", u"INSERT INTO p (u, n) VALUES ('x', 1)"_s, Error::UniqueViolation, u"2067"_s,
        u"p.u must be unique"_s);
    row("key", u"INSERT INTO p (id, n) VALUES (1, 1)"_s, Error::UniqueViolation, u"1555"_s,
        u"p.id must be unique"_s);
    row("required", u"INSERT INTO p (n) VALUES (NULL)"_s, Error::NotNullViolation, u"1299"_s,
        u"p.n must have a value"_s);
    row("check", u"INSERT INTO p (n) VALUES (-1)"_s, Error::CheckViolation, u"275"_s, u"n > 0"_s);
    row("foreign key", u"INSERT INTO c VALUES (99, NULL)"_s, Error::ForeignKeyViolation, u"787"_s,
        u"does not exist"_s);
    row("referred to", u"DELETE FROM p WHERE id = 1"_s, Error::ForeignKeyViolation, u"787"_s,
        u"FOREIGN KEY"_s);
    row("restricted", u"DELETE FROM p WHERE id = 2"_s, Error::ForeignKeyViolation, u"1811"_s,
        u"FOREIGN KEY"_s);
    row("a trigger's own", u"UPDATE p SET n = 13"_s, Error::CheckViolation, u"1811"_s,
        u"unlucky"_s);
    row("no such table", u"SELECT * FROM nosuch"_s, Error::Sql, u"1"_s, u"nosuch"_s);
    row("syntax", u"SELEC 1"_s, Error::Sql, u"1"_s, u"SELEC"_s);
    row("wrong type", u"INSERT INTO p (id, n) VALUES ('x', 1)"_s, Error::Sql, u"20"_s,
        u"mismatch"_s);
}

void TestConnection::classifiesErrors()
{
    QFETCH(QString, sql);
    QFETCH(Error::Kind, kind);
    QFETCH(QString, code);
    QFETCH(QString, word);
    WORKS(run(u"CREATE TABLE p (id INTEGER PRIMARY KEY, u UNIQUE, n NOT NULL CHECK (n > 0))"_s));
    WORKS(run(u"CREATE TABLE c (a REFERENCES p (id), b REFERENCES p (id) ON DELETE RESTRICT)"_s));
    WORKS(run(u"CREATE TRIGGER r BEFORE UPDATE ON p WHEN new.n = 13"
              " BEGIN SELECT RAISE(ABORT, 'unlucky'); END"_s));
    WORKS(run(u"INSERT INTO p VALUES (1, 'x', 1), (2, 'y', 1)"_s));
    WORKS(run(u"INSERT INTO c VALUES (1, 2)"_s));

    const Error error = run(sql);
    QVERIFY2(error.kind() == kind, words(error).constData());
    QCOMPARE(error.nativeCode(), code);
    QCOMPARE(error.sql(), sql);
    QVERIFY2(error.text().contains(word), words(error).constData());
}

void TestConnection::classifiesLocks()
{
    const QString url = u"sqlite:%1?busyTimeout=50"_s.arg(path());
    const Database first = Database::open(url).value();
    const Database second = Database::open(url).value();
    WORKS(connectionOf(first)->begin(alice, Connection::Access::Write));
    QElapsedTimer timer;
    timer.start();
    const Error error = connectionOf(second)->begin(bob, Connection::Access::Write);
    QVERIFY2(error.kind() == Error::Timeout, words(error).constData());
    QCOMPARE(error.nativeCode(), u"5"_s);
    QVERIFY(timer.elapsed() >= 50);
    QVERIFY(timer.elapsed() < 4000);
    QCOMPARE(connectionOf(second)->transactionDepth(), 0);
    WORKS(connectionOf(first)->rollback(alice));
    WORKS(connectionOf(second)->begin(bob, Connection::Access::Write));
    WORKS(connectionOf(second)->rollback(bob));
}

void TestConnection::classifiesASnapshotThatIsOutOfDate()
{
    const QString url = u"sqlite:"_s + path();
    const Database first = Database::open(url).value();
    const Database second = Database::open(url).value();
    WORKS(connectionOf(first)->run({u"CREATE TABLE t (a)"_s, {}}, alice));
    WORKS(connectionOf(first)->begin(alice, Connection::Access::Read));
    Cursor cursor;
    WORKS(connectionOf(first)->execute({u"SELECT count(*) FROM t"_s, {}}, alice, &cursor));
    while (cursor.next()) {
    }
    WORKS(connectionOf(second)->run({u"INSERT INTO t VALUES (1)"_s, {}}, bob));
    const Error error = connectionOf(first)->run({u"INSERT INTO t VALUES (2)"_s, {}}, alice);
    QVERIFY2(error.kind() == Error::Serialization, words(error).constData());
    QCOMPARE(error.nativeCode(), u"517"_s);
    FAILS(connectionOf(first)->commit(alice), Serialization);
}

void TestConnection::saysWhatIsWrongWithAFile()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray("This is a letter, and no database at all. ").repeated(100));
    file.close();
    const Error noDatabase = Database::open(u"sqlite:"_s + path()).error();
    QCOMPARE(noDatabase.kind(), Error::Connection);
    QCOMPARE(noDatabase.nativeCode(), u"26"_s);
    QVERIFY(noDatabase.text().contains(path()));

    const Error nowhere = Database::open(u"sqlite:"_s + path(u"no/where.db"_s)).error();
    QCOMPARE(nowhere.kind(), Error::Connection);
    QCOMPARE(nowhere.nativeCode(), u"14"_s);
    FAILS(Database::open(u"sqlite:"_s + m_dir->path()).error(), Connection);
    FAILS(Database::open(u"sqlite:%1?readOnly=true"_s.arg(path(u"missing.db"_s))).error(),
          Connection);
    QVERIFY(!QFile::exists(path(u"missing.db"_s)));
}

void TestConnection::cannotWriteWhatIsReadOnly()
{
    {
        const Database database = Database::open(u"sqlite:"_s + path()).value();
        WORKS(connectionOf(database)->run({u"CREATE TABLE t (a)"_s, {}}, alice));
    }
    const Database database = Database::open(u"sqlite:%1?readOnly=true"_s.arg(path())).value();
    Cursor cursor;
    WORKS(connectionOf(database)->execute({u"SELECT count(*) FROM t"_s, {}}, alice, &cursor));
    QVERIFY(cursor.next());
    cursor.close();
    const Error error = connectionOf(database)->run({u"INSERT INTO t VALUES (1)"_s, {}}, alice);
    QCOMPARE(error.kind(), Error::Connection);
    QCOMPARE(error.nativeCode(), u"8"_s);
}

// Watching

void TestConnection::tellsObservers()
{
    Recorder ofDatabase;
    Recorder ofCaller;
    QList<StatementObserver *> list{&ofCaller};
    const Caller watched{alice.owner, &list};
    const auto database = DatabasePrivate::get(*m_database);
    database->addObserver(&ofDatabase);

    WORKS(m_connection->run({u"INSERT INTO t (a) VALUES (?), (?)"_s, {u"x"_s, u"y"_s}}, watched));
    QCOMPARE(ofCaller.records.size(), 1);
    QCOMPARE(ofDatabase.records, ofCaller.records);
    QCOMPARE(ofCaller.records.last()->sql, u"INSERT INTO t (a) VALUES (?), (?)"_s);
    QCOMPARE(ofCaller.records.last()->values, (WireRow{u"x"_s, u"y"_s}));
    QCOMPARE(ofCaller.records.last()->rows.load(), 2);
    QVERIFY(ofCaller.records.last()->time.load().count() > 0);
    QVERIFY(!ofCaller.records.last()->failed);

    Cursor cursor;
    WORKS(m_connection->execute({u"SELECT a FROM t"_s, {}}, watched, &cursor));
    QCOMPARE(ofCaller.records.size(), 2);
    while (cursor.next()) {
    }
    QCOMPARE(ofCaller.records.last()->rows.load(), 2);
    WORKS(m_connection->execute({u"SELECT a FROM t"_s, {}}, watched, &cursor));
    QVERIFY(cursor.next());
    cursor.close();
    QCOMPARE(ofCaller.records.last()->rows.load(), 1);

    WORKS(run(u"DELETE FROM t"_s, {}, bob));
    QCOMPARE(ofCaller.records.size(), 3);
    QCOMPARE(ofDatabase.records.size(), 4);
    onAnotherThread([&] { connectionOf(*m_database)->run({u"SELECT 1"_s, {}}, bob); });
    QCOMPARE(ofDatabase.records.size(), 5);

    database->removeObserver(&ofDatabase);
    WORKS(run(u"DELETE FROM t"_s));
    QCOMPARE(ofDatabase.records.size(), 5);
}

void TestConnection::tellsObserversOfFailures()
{
    Recorder recorder;
    QList<StatementObserver *> list{&recorder};
    FAILS(m_connection->run({u"SELECT * FROM nosuch"_s, {}}, {alice.owner, &list}), Sql);
    QCOMPARE(recorder.records.size(), 1);
    QVERIFY(recorder.records.last()->failed);
}

void TestConnection::doesNotTellOfTransactions()
{
    Recorder recorder;
    QList<StatementObserver *> list{&recorder};
    const Caller watched{alice.owner, &list};
    WORKS(m_connection->begin(watched, Connection::Access::Write));
    WORKS(m_connection->begin(watched, Connection::Access::Write));
    WORKS(m_connection->rollback(watched));
    WORKS(m_connection->commit(watched));
    QVERIFY(recorder.records.isEmpty());
}

// URLs

void TestConnection::understandsUrls_data()
{
    QTest::addColumn<QString>("url"); // %1 is the folder
    QTest::addColumn<QString>("file");
    QTest::newRow("absolute") << u"sqlite:%1/a.db"_s << u"a.db"_s;
    QTest::newRow("three slashes") << u"sqlite://%1/a.db"_s << u"a.db"_s;
    QTest::newRow("space") << u"sqlite:%1/a b.db"_s << u"a b.db"_s;
    QTest::newRow("encoded") << u"sqlite:%1/a%20b%3F%25.db"_s << u"a b?%.db"_s;
    QTest::newRow("ümlaut") << u"sqlite:%1/ü%C3%BC.db"_s << u"üü.db"_s;
    QTest::newRow("options") << u"sqlite:%1/a.db?busyTimeout=1&journalMode=delete"_s << u"a.db"_s;
    QTest::newRow("number sign") << u"sqlite:%1/a#b.db"_s << u"a#b.db"_s;
    QTest::newRow("colon") << u"sqlite:%1/:memory:"_s << u":memory:"_s;
}

void TestConnection::understandsUrls()
{
    QFETCH(QString, url);
    QFETCH(QString, file);
    const auto opened = Database::open(url.replace(u"%1"_s, m_dir->path()));
    QVERIFY2(opened.ok(), words(opened.error()).constData());
    WORKS(connectionOf(opened.value())->run({u"CREATE TABLE t (a)"_s, {}}, alice));
    QVERIFY(QFile::exists(m_dir->path() + u'/' + file));
}

void TestConnection::refusesUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<Error::Kind>("kind");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, const QString &url, const QString &word,
                        Error::Kind kind = Error::Usage) {
        QTest::newRow(name) << url << kind << word;
    };
    row("empty", QString(), u"sqlite:"_s);
    row("no scheme", u"a.db"_s, u"sqlite:"_s);
    row("unknown", u"oracle:a"_s, u"oracle"_s);
    row("later", u"postgresql://me:secret@host/db"_s, u"postgresql"_s, Error::Connection);
    row("mysql", u"mysql:a"_s, u"mysql"_s, Error::Connection);
    row("odbc", u"odbc:a"_s, u"odbc"_s, Error::Connection);
    row("no path", u"sqlite:"_s, u"path"_s);
    row("no path but options", u"sqlite:?busyTimeout=1"_s, u"path"_s);
    row("host", u"sqlite://host/a.db"_s, u"host"_s);
    row("percent", u"sqlite:100%.db"_s, u"%25"_s);
    row("percent sign", u"sqlite:a%-1.db"_s, u"%25"_s);
    row("NUL", u"sqlite:a%00.db"_s, u"NUL"_s);
    row("unknown option", u"sqlite:%1?busytimeout=1"_s, u"busytimeout"_s);
    row("empty option", u"sqlite:%1?"_s, u"busyTimeout"_s);
    row("twice", u"sqlite:%1?busyTimeout=1&busyTimeout=2"_s, u"twice"_s);
    row("without a value", u"sqlite:%1?readOnly"_s, u"readOnly"_s);
    row("no number", u"sqlite:%1?busyTimeout=1s"_s, u"1s"_s);
    row("negative", u"sqlite:%1?busyTimeout=-1"_s, u"-1"_s);
    row("no word", u"sqlite:%1?readOnly=yes"_s, u"true, false"_s);
    row("journal", u"sqlite:%1?journalMode=none"_s, u"none"_s);
    row("synchronous", u"sqlite:%1?synchronous=1"_s, u"synchronous"_s);
    row("journal in memory", u"sqlite::memory:?journalMode=wal"_s, u"memory"_s);
}

void TestConnection::refusesUrls()
{
    QFETCH(QString, url);
    QFETCH(Error::Kind, kind);
    QFETCH(QString, word);
    const Error error = Database::open(url.replace(u"%1"_s, path())).error();
    QVERIFY2(error.kind() == kind, words(error).constData());
    QVERIFY2(error.text().contains(word), words(error).constData());
    QVERIFY(!error.text().contains(u"secret"_s));
    QVERIFY(!QFile::exists(path()));
}

void TestConnection::setsUpFiles()
{
    const Database database = Database::open(u"sqlite:"_s + path()).value();
    const auto answer = [&](const QString &sql) {
        Cursor cursor;
        const Error error = connectionOf(database)->execute({sql, {}}, alice, &cursor);
        return !error.isValid() && cursor.next() ? cursor.text(0) : error.text();
    };
    const auto check = [&] {
        QCOMPARE(answer(u"PRAGMA journal_mode"_s), u"wal"_s);
        QCOMPARE(answer(u"PRAGMA synchronous"_s), u"1"_s);
        QCOMPARE(answer(u"PRAGMA foreign_keys"_s), u"1"_s);
        QCOMPARE(answer(u"PRAGMA busy_timeout"_s), u"5000"_s);
        QCOMPARE(answer(u"SELECT 'Ä' REGEXP '(?i)ä'"_s), u"1"_s);
    };
    check();
    onAnotherThread(check);
}

void TestConnection::takesOptions()
{
    const auto answer = [](const Database &database, const QString &sql) {
        Cursor cursor;
        const Error error = connectionOf(database)->execute({sql, {}}, alice, &cursor);
        return !error.isValid() && cursor.next() ? cursor.text(0) : error.text();
    };
    const Database database =
            Database::open(u"sqlite:%1?busyTimeout=1234&journalMode=truncate&synchronous=extra"
                           "&readOnly=false"_s.arg(path()))
                    .value();
    QCOMPARE(answer(database, u"PRAGMA busy_timeout"_s), u"1234"_s);
    QCOMPARE(answer(database, u"PRAGMA journal_mode"_s), u"truncate"_s);
    QCOMPARE(answer(database, u"PRAGMA synchronous"_s), u"3"_s);
    const Database other =
            Database::open(u"sqlite:%1?journalMode=delete"_s.arg(path(u"o.db"_s))).value();
    QCOMPARE(answer(other, u"PRAGMA synchronous"_s), u"2"_s);
}

void TestConnection::keepsItsFileWhenTheFolderChanges()
{
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_dir->path()));
    const auto opened = Database::open("sqlite:relative.db");
    QVERIFY(QDir::setCurrent(before));
    QVERIFY2(opened.ok(), words(opened.error()).constData());
    WORKS(connectionOf(opened.value())->run({u"CREATE TABLE t (a)"_s, {}}, alice));
    QVERIFY(QFile::exists(path(u"relative.db"_s)));
    Error error;
    onAnotherThread([&] {
        error = connectionOf(opened.value())->run({u"INSERT INTO t VALUES (1)"_s, {}}, alice);
    });
    WORKS(error);
}

// Threads

void TestConnection::sharesMemoryBetweenThreads()
{
    std::atomic<int> failures = 0;
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([this, &failures] {
            const auto connection = connectionOf(*m_database);
            for (int i = 0; i < 25; ++i) {
                const Error errors[] = {
                        connection->begin(alice, Connection::Access::Write),
                        connection->run({u"INSERT INTO t (a) VALUES ('x')"_s, {}}, alice),
                        connection->commit(alice),
                };
                for (const Error &error : errors)
                    failures += error.isValid();
                Cursor cursor;
                failures +=
                        connection->execute({u"SELECT a FROM t"_s, {}}, alice, &cursor).isValid();
                while (cursor.next()) {
                }
                failures += cursor.error().isValid();
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(failures.load(), 0);
    QCOMPARE(count(), 100);
}

void TestConnection::keepsMemoryWithoutThreads()
{
    std::optional<Database> database;
    onAnotherThread([&] {
        database = Database::open("sqlite::memory:").value();
        connectionOf(*database)->run({u"CREATE TABLE only_here (a)"_s, {}}, alice);
    });
    WORKS(connectionOf(*database)->run({u"INSERT INTO only_here VALUES (1)"_s, {}}, alice));
    onAnotherThread([last = std::exchange(database, std::nullopt)]() mutable { last.reset(); });
    // This thread's connection goes when the thread next opens one.
    const Database another = Database::open("sqlite::memory:").value();
    QVERIFY(connectionOf(another));
}

void TestConnection::threadsWaitForEachOtherInMemory()
{
    WORKS(m_connection->begin(alice, Connection::Access::Write));
    WORKS(run(u"INSERT INTO t (a) VALUES ('x')"_s));
    std::atomic<bool> started = false;
    qint64 seen = -1;
    std::thread reader([&] {
        const auto connection = connectionOf(*m_database);
        started = true;
        Cursor cursor;
        if (!connection->execute({u"SELECT count(*) FROM t"_s, {}}, bob, &cursor).isValid()
            && cursor.next()) {
            seen = cursor.integer(0);
        }
    });
    QTRY_VERIFY(started);
    WORKS(m_connection->commit(alice));
    reader.join();
    QCOMPARE(seen, 1);
}

void TestConnection::closesConnectionsWithTheirThread()
{
    const qsizetype before = QSqlDatabase::connectionNames().size();
    std::atomic<qsizetype> during = 0;
    const auto run = [&] {
        connectionOf(*m_database)->run({u"SELECT 1"_s, {}}, alice);
        during = QSqlDatabase::connectionNames().size();
    };
    onAnotherThread(run);
    QCOMPARE(during.load(), before + 1);
    QCOMPARE(QSqlDatabase::connectionNames().size(), before);

    during = 0;
    const std::unique_ptr<QThread> thread(QThread::create(run));
    thread->start();
    QVERIFY(thread->wait());
    QCOMPARE(during.load(), before + 1);
    QCOMPARE(QSqlDatabase::connectionNames().size(), before);
}

void TestConnection::closesConnectionsWithTheLastHandle()
{
    const qsizetype before = QSqlDatabase::connectionNames().size();
    {
        Database copy = Database::open(u"sqlite:"_s + path()).value();
        {
            const Database first = copy;
            QVERIFY(connectionOf(first));
        }
        QCOMPARE(QSqlDatabase::connectionNames().size(), before + 1);
        copy = *m_database;
        QCOMPARE(QSqlDatabase::connectionNames().size(), before);
    }
    QCOMPARE(count(), 0);
}

void TestConnection::aHandleThatWasMovedFromIsUsage()
{
    Database first = *m_database;
    const Database second = std::move(first);
    Error error;
    QVERIFY(!connectionOf(first, &error)); // NOLINT: what is left behind answers
    QCOMPARE(error.kind(), Error::Usage);
    QVERIFY(connectionOf(second));
}

// Adopted connections

namespace {

/*! A connection of the application, as it would make one. */
class Application
{
public:
    explicit Application(const QString &file, const QString &options = QString()) : m_name(file)
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
        connection.setDatabaseName(file);
        connection.setConnectOptions(options);
    }
    ~Application() { QSqlDatabase::removeDatabase(m_name); }

    QSqlDatabase connection(bool open = true) const { return QSqlDatabase::database(m_name, open); }
    bool run(const QString &sql) const { return QSqlQuery(connection()).exec(sql); }

private:
    const QString m_name;
};

} // namespace

void TestConnection::adoptsAConnection()
{
    const Application application(path());
    QVERIFY(application.run(u"CREATE TEMP TABLE mine (a)"_s));
    {
        const Database database(application.connection());
        const auto connection = connectionOf(database);
        QVERIFY(connection);
        WORKS(connection->run({u"INSERT INTO mine VALUES (1)"_s, {}}, alice));
        Cursor cursor;
        WORKS(connection->execute({u"PRAGMA foreign_keys"_s, {}}, alice, &cursor));
        QVERIFY(cursor.next());
        QCOMPARE(cursor.integer(0), 1);
        cursor.close();
        // Its file is left as it was.
        WORKS(connection->execute({u"PRAGMA journal_mode"_s, {}}, alice, &cursor));
        QVERIFY(cursor.next());
        QCOMPARE(cursor.text(0), u"delete"_s);
    }
    QVERIFY(application.connection(false).isOpen());
    QVERIFY(application.run(u"SELECT * FROM mine"_s));
}

void TestConnection::opensWhatItAdopts()
{
    const Application application(path());
    QVERIFY(!application.connection(false).isOpen());
    const Database database(application.connection(false));
    QVERIFY(connectionOf(database));
    QVERIFY(application.connection(false).isOpen());
}

void TestConnection::clonesWhatItAdopts()
{
    const Application application(path(), u"QSQLITE_BUSY_TIMEOUT=77"_s);
    QVERIFY(application.run(u"CREATE TABLE shared (a)"_s));
    QVERIFY(application.run(u"CREATE TEMP TABLE mine (a)"_s));
    const Database database(application.connection());
    onAnotherThread([&] {
        const auto connection = connectionOf(database);
        QVERIFY(connection);
        WORKS(connection->run({u"INSERT INTO shared VALUES (1)"_s, {}}, alice));
        FAILS(connection->run({u"INSERT INTO mine VALUES (1)"_s, {}}, alice), Sql);
        Cursor cursor;
        WORKS(connection->execute({u"PRAGMA busy_timeout"_s, {}}, alice, &cursor));
        QVERIFY(cursor.next());
        QCOMPARE(cursor.integer(0), 77);
        cursor.close();
        WORKS(connection->execute({u"PRAGMA foreign_keys"_s, {}}, alice, &cursor));
        QVERIFY(cursor.next());
        QCOMPARE(cursor.integer(0), 1);
    });
}

void TestConnection::adoptsMemoryForOneThread()
{
    const Application application(u":memory:"_s);
    const Database database(application.connection());
    QVERIFY(connectionOf(database));
    Error error;
    onAnotherThread([&] { connectionOf(database, &error); }, u"worker"_s);
    QCOMPARE(error.kind(), Error::Usage);
    QVERIFY2(error.text().contains(u"worker"_s), words(error).constData());
}

void TestConnection::noticesThatAnAdoptedConnectionIsClosed()
{
    const Application application(path());
    const Database database(application.connection());
    const auto connection = connectionOf(database);
    WORKS(connection->run({u"CREATE TABLE t (a)"_s, {}}, alice));
    application.connection().close();
    FAILS(connection->run({u"SELECT 1"_s, {}}, alice), Connection);
    FAILS(connection->begin(alice, Connection::Access::Write), Connection);
}

void TestConnection::adoptsAgainAfterReopening()
{
    const Application application(path());
    const Database database(application.connection());
    const auto connection = connectionOf(database);
    WORKS(connection->run({u"CREATE TABLE t (a)"_s, {}}, alice));
    const Sql::Text insert{u"INSERT INTO t VALUES (?)"_s, {qint64(1)}};
    const Sql::Text select{u"SELECT count(*) FROM t"_s, {}};
    WORKS(connection->run(insert, alice));
    WORKS(connection->run(select, alice));
    application.connection().close();
    QVERIFY(application.connection().isOpen());
    WORKS(connection->run(insert, alice)); // prepared before, and prepared again
    Cursor cursor;
    WORKS(connection->execute(select, alice, &cursor));
    QVERIFY(cursor.next());
    QCOMPARE(cursor.integer(0), 2);
}

void TestConnection::outlivesAnAdoptedConnection()
{
    std::optional<Application> application;
    application.emplace(path());
    const Database database(application->connection());
    const auto connection = connectionOf(database);
    WORKS(connection->run({u"CREATE TABLE t (a)"_s, {}}, alice));
    application.reset();
    FAILS(connection->run({u"SELECT 1"_s, {}}, alice), Connection);
}

void TestConnection::refusesWhatCannotBeAdopted()
{
    const auto refused = [](const QSqlDatabase &given, const QString &word) {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"cannot be used"_s));
        const Database database(given);
        Error error;
        QVERIFY(!connectionOf(database, &error));
        QVERIFY2(error.kind() == Error::Connection, words(error).constData());
        QVERIFY2(error.text().contains(word), words(error).constData());
    };
    refused(QSqlDatabase(), u"not valid"_s);

    const Application nowhere(path(u"no/where.db"_s));
    refused(nowhere.connection(false), u"cannot be opened"_s);

    const Application application(path());
    {
        const QSqlDatabase connection = application.connection();
        onAnotherThread([&] { refused(connection, u"worker"_s); }, u"worker"_s);
    }
    QVERIFY(application.run(u"BEGIN"_s));
    refused(application.connection(), u"foreign_keys"_s);
    QVERIFY(application.run(u"ROLLBACK"_s));
}

void TestConnection::seesTransactionsOfTheApplication()
{
    const Application application(path());
    const Database database(application.connection());
    QVERIFY(application.run(u"BEGIN"_s));
    FAILS(connectionOf(database)->begin(alice, Connection::Access::Write), Usage);
    QVERIFY(application.run(u"ROLLBACK"_s));
    WORKS(connectionOf(database)->begin(alice, Connection::Access::Write));
    WORKS(connectionOf(database)->commit(alice));
}

void TestConnection::missesRegexpOnAnAdoptedConnection()
{
    const Application application(path());
    const Database database(application.connection());
    const Error error = connectionOf(database)->run({u"SELECT 'a' REGEXP 'a'"_s, {}}, alice);
    QCOMPARE(error.kind(), Error::Usage);
    QVERIFY(error.text().contains(u"QSQLITE_ENABLE_REGEXP"_s));
}

QTEST_GUILESS_MAIN(TestConnection)

#include "tst_connection.moc"
