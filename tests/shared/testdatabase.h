// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SHARED_TESTDATABASE_H
#define TESTS_SHARED_TESTDATABASE_H

// A database in memory with the tables of chapter.h and implicitjunction.h, filled by hand-written
// SQL, and the means by which the behaviour tests ask: how many statements was that, which signals
// were heard, did this succeed.

#include "chapter.h"
#include "implicitjunction.h"

#include <Chakra/Chakra>

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <initializer_list>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

// Ends the test with the error's text where the result is a failure.
#define MUST(...) \
    do { \
        const auto mustHaveWorked_ = (__VA_ARGS__); \
        if (!mustHaveWorked_.ok()) \
            QFAIL(describe(mustHaveWorked_.error()).constData()); \
    } while (false)

// MUST_GET(User *alice, User::objects(session).get("id", 1)): the same, and keeps the value.
#define MUST_GET(declaration, ...) MUST_GET_COUNTED_(__COUNTER__, declaration, __VA_ARGS__)
#define MUST_GET_COUNTED_(count, declaration, ...) \
    MUST_GET_NUMBERED_(count, declaration, __VA_ARGS__)
#define MUST_GET_NUMBERED_(number, declaration, ...) \
    MUST_GET_NAMED_(mustHaveWorked##number##_, declaration, __VA_ARGS__)
#define MUST_GET_NAMED_(result, declaration, ...) \
    const auto result = (__VA_ARGS__); \
    if (!result.ok()) \
        QFAIL(describe(result.error()).constData()); \
    declaration = result.value()

// Ends the test unless the result is a failure of that kind, with a text.
#define COMPARE_ERROR(expectedKind, ...) \
    do { \
        const Chakra::Error failed_ = (__VA_ARGS__).error(); \
        QVERIFY2(failed_.isValid(), "it succeeded"); \
        QVERIFY2(failed_.kind() == (expectedKind), describe(failed_).constData()); \
        QVERIFY(!failed_.text().isEmpty()); \
    } while (false)

// Runs the code and ends the test, with the SQL that ran, unless it took so many statements.
#define COMPARE_STATEMENTS(expectedCount, ...) \
    do { \
        const Counter counter_; \
        __VA_ARGS__; \
        QVERIFY2(counter_.count() == (expectedCount), \
                 counter_.report(expectedCount).constData()); \
    } while (false)

QByteArray describe(const Chakra::Error &error);

// The value inside an expression. A failure marks the test as failed and gives an empty value, or
// throws where the type has none.
template <typename T>
T must(const Chakra::Result<T> &result, const char *file = __builtin_FILE(),
       int line = __builtin_LINE())
{
    if (result.ok())
        return result.value();
    QTest::qFail(describe(result.error()).constData(), file, line);
    if constexpr (std::is_void_v<T>)
        return;
    else if constexpr (std::is_default_constructible_v<T>)
        return T();
    else
        return result.value();
}

class TestDatabase
{
public:
    enum Content {
        Tables, // empty ones
        Blog, // the chapter's rows, see fillBlog()
        Lending // the rows of implicitjunction.h, see fillLending()
    };

    explicit TestDatabase(Content content = Blog);
    ~TestDatabase();

    Q_DISABLE_COPY_MOVE(TestDatabase)

    Chakra::Database &handle() { return m_handle; }

    // The one that the running test has made.
    static TestDatabase *&current();

    // A statement past the session under test, as another program would run it.
    void run(const QString &sql, const char *file = __builtin_FILE(), int line = __builtin_LINE());

    // How many rows there really are, whatever any session believes.
    qint64 rows(const QString &table, const QString &condition = QString());

    // Rows 1 to n of users, u1 to un, each with one post, p1 to pn.
    void fillUsersWithAPost(int n);

private:
    void fillAll(std::initializer_list<const char *> statements);

    /*
        alice (1) has a profile and the posts 1, 2, 3; bob (2) has no profile and the posts 4, 5;
        carol (3) has a profile and no posts. Post 1 has the tags python and rust, 2 python, 3 qt,
        4 rust, 5 none; the tag unused (4) is on no post. Comment 1 has the replies 2 and 3, 2 has
        the reply 4; 5 stands alone.
    */
    void fillBlog();

    /*
        North (1) holds Emma (1) and Dracula (2), South (2) nothing; Ulysses (3) is on no shelf.
        Austen (1) wrote 1 and 2, Stoker (2) wrote 2, Joyce (3) nothing. ann (1) has card 1 and is
        a friend of ben (2), whom she follows; card 2 is nobody's. Category 1 has 2, which has 3.
        Customer 1 is the default of orders; ada (2) has the orders 1 and 2, grace (3) order 3.
        Order 1 has the lines 1 and 2, order 2 line 3, order 3 none.
    */
    void fillLending();

    Chakra::Database m_handle;
};

// Counts the statements of every session on the current TestDatabase while it lives.
class Counter
{
public:
    Counter();

    qint64 count() const { return m_recorder.count(); }

    auto statements() const { return m_recorder.statements(); }

    // SELECT, INSERT, UPDATE or DELETE of each statement, in the order in which they ran.
    QStringList verbs() const;

    // Where the first statement of that verb on that table stands; -1 for none.
    qsizetype indexOf(const QString &verb, const QString &table) const;

    QByteArray report(qint64 expected) const;

private:
    Chakra::StatementRecorder m_recorder;
};

// Hears every NOTIFY signal of the properties that the models of these objects declare.
class Notifications
{
public:
    explicit Notifications(std::initializer_list<std::pair<const char *, const QObject *>> objects);

    // What was heard since the last call, sorted: "post.author" once for each time it was emitted.
    QStringList take();

private:
    struct Heard
    {
        QString name;
        std::unique_ptr<QSignalSpy> spy;
    };
    std::vector<Heard> m_heard;
};

// Each error that a session reports because nobody looked at it.
class ReportedErrors
{
public:
    explicit ReportedErrors(Chakra::Session &session);

    const QList<Chakra::Error> &errors() const { return m_errors; }

private:
    QObject m_context;
    QList<Chakra::Error> m_errors;
};

// The keys of the objects of a list, in its order.
template <typename List>
QList<qint64> keys(const List &objects)
{
    QList<qint64> result;
    for (const auto *object : objects)
        result.append(object->id());
    return result;
}

// Those keys as text, since QCOMPARE then prints both sides.
template <typename List>
QString keyText(const List &objects)
{
    QStringList result;
    for (const qint64 key : keys(objects))
        result.append(QString::number(key));
    return result.join(QLatin1Char(' '));
}

#endif
