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

#include <QtCore/QMetaProperty>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

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

inline QByteArray describe(const Chakra::Error &error)
{
    QString text = Chakra::Error::kindName(error.kind()) + QLatin1StringView(": ") + error.text();
    if (!error.sql().isEmpty())
        text += QLatin1StringView("\n   SQL: ") + error.sql();
    return text.toUtf8();
}

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

    explicit TestDatabase(Content content = Blog)
        : m_handle(Chakra::Database::open("sqlite::memory:").value())
    {
        using namespace Library;
        current() = this;
        must(m_handle.createTables<User, Profile, Post, Tag, PostTag, Comment, Shelf, Book, Author,
                                   Member, Card, Category, Customer, Product, Order,
                                   OrderLine>());
        if (content == Blog)
            fillBlog();
        else if (content == Lending)
            fillLending();
    }

    ~TestDatabase() { current() = nullptr; }

    Q_DISABLE_COPY_MOVE(TestDatabase)

    Chakra::Database &handle() { return m_handle; }

    // The one that the running test has made.
    static TestDatabase *&current()
    {
        static TestDatabase *database = nullptr;
        return database;
    }

    // A statement past the session under test, as another program would run it.
    void run(const QString &sql, const char *file = __builtin_FILE(), int line = __builtin_LINE())
    {
        Chakra::Session session(m_handle, Chakra::Session::NotCurrent);
        const auto done = session.execute(sql);
        if (!done.ok())
            QTest::qFail(describe(done.error()).constData(), file, line);
    }

    // How many rows there really are, whatever any session believes.
    qint64 rows(const QString &table, const QString &condition = QString())
    {
        Chakra::Session session(m_handle, Chakra::Session::NotCurrent);
        QString sql = QLatin1StringView("SELECT count(*) FROM ") + table;
        if (!condition.isEmpty())
            sql += QLatin1StringView(" WHERE ") + condition;
        const QList<QVariantList> counted = must(session.execute(sql));
        return counted.isEmpty() ? -1 : counted.constFirst().constFirst().toLongLong();
    }

    // Rows 1 to n of users, u1 to un, each with one post, p1 to pn.
    void fillUsersWithAPost(int n)
    {
        const QString numbers = QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                                               "SELECT i + 1 FROM n WHERE i < %1) ")
                                        .arg(n);
        run(numbers
            + QLatin1StringView(
                    "INSERT INTO users (id, username) SELECT i, 'u' || i FROM n"));
        run(numbers
            + QLatin1StringView("INSERT INTO posts (id, title, content, published, created_at, "
                                "author_id) SELECT i, 'p' || i, '', 1, "
                                "'2024-01-01 10:00:00.000', i FROM n"));
    }

private:
    void fillAll(std::initializer_list<const char *> statements)
    {
        for (const char *sql : statements)
            run(QString::fromLatin1(sql));
    }

    /*
        alice (1) has a profile and the posts 1, 2, 3; bob (2) has no profile and the posts 4, 5;
        carol (3) has a profile and no posts. Post 1 has the tags python and rust, 2 python, 3 qt,
        4 rust, 5 none; the tag unused (4) is on no post. Comment 1 has the replies 2 and 3, 2 has
        the reply 4; 5 stands alone.
    */
    void fillBlog()
    {
        fillAll({
                "INSERT INTO users (id, username) VALUES (1, 'alice'), (2, 'bob'), (3, 'carol')",
                "INSERT INTO profiles (id, bio, user_id) VALUES (1, 'Hello!', 1), (2, 'Hi', 3)",
                "INSERT INTO posts (id, title, content, published, created_at, author_id) VALUES "
                "(1, 'Hello', 'one', 1, '2024-01-01 10:00:00.000', 1), "
                "(2, 'World', 'two', 0, '2024-01-02 10:00:00.000', 1), "
                "(3, 'Qt', 'three', 1, '2024-01-03 10:00:00.000', 1), "
                "(4, 'Rust', 'four', 1, '2024-01-04 10:00:00.000', 2), "
                "(5, 'Draft', 'five', 0, '2024-01-05 10:00:00.000', 2)",
                "INSERT INTO tags (id, name) VALUES (1, 'python'), (2, 'rust'), (3, 'qt'), "
                "(4, 'unused')",
                "INSERT INTO post_tags (post_id, tag_id, created_at) VALUES "
                "(1, 1, '2024-02-01 10:00:00.000'), (1, 2, '2024-02-01 10:00:00.000'), "
                "(2, 1, '2024-02-01 10:00:00.000'), (3, 3, '2024-02-01 10:00:00.000'), "
                "(4, 2, '2024-02-01 10:00:00.000')",
                "INSERT INTO comments (id, content, parent_id) VALUES (1, 'root', NULL), "
                "(2, 'first', 1), (3, 'second', 1), (4, 'deeper', 2), (5, 'other', NULL)",
        });
    }

    /*
        North (1) holds Emma (1) and Dracula (2), South (2) nothing; Ulysses (3) is on no shelf.
        Austen (1) wrote 1 and 2, Stoker (2) wrote 2, Joyce (3) nothing. ann (1) has card 1 and is
        a friend of ben (2), whom she follows; card 2 is nobody's. Category 1 has 2, which has 3.
        Customer 1 is the default of orders; ada (2) has the orders 1 and 2, grace (3) order 3.
        Order 1 has the lines 1 and 2, order 2 line 3, order 3 none.
    */
    void fillLending()
    {
        fillAll({
                "INSERT INTO lib_shelves (id, name) VALUES (1, 'North'), (2, 'South')",
                "INSERT INTO lib_books (id, title, isbn, shelf_id) VALUES (1, 'Emma', '111', 1), "
                "(2, 'Dracula', '222', 1), (3, 'Ulysses', NULL, NULL)",
                "INSERT INTO lib_authors (id, name) VALUES (1, 'Austen'), (2, 'Stoker'), "
                "(3, 'Joyce')",
                "INSERT INTO lib_book_authors (book_id, author_id) VALUES (1, 1), (2, 1), (2, 2)",
                "INSERT INTO lib_members (id, name) VALUES (1, 'ann'), (2, 'ben'), (3, 'cem'), "
                "(4, 'dana')",
                "INSERT INTO lib_cards (id, number, member_id) VALUES (1, 'C-1', 1), "
                "(2, 'C-2', NULL)",
                "INSERT INTO lib_friends (member_id, friend_id) VALUES (1, 2), (2, 1)",
                "INSERT INTO lib_follows (follower_id, followed_id) VALUES (1, 2)",
                "INSERT INTO lib_categories (id, name, upper_id) VALUES (1, 'root', NULL), "
                "(2, 'mid', 1), (3, 'leaf', 2), (4, 'other', NULL)",
                "INSERT INTO lib_customers (id, name) VALUES (1, 'nobody'), (2, 'ada'), "
                "(3, 'grace')",
                "INSERT INTO lib_products (id, name) VALUES (1, 'lamp'), (2, 'desk'), (3, 'pen')",
                "INSERT INTO lib_orders (id, number, revision, customer_id) VALUES "
                "(1, 'A-1', 1, 2), (2, 'A-2', 1, 2), (3, 'G-1', 1, 3)",
                "INSERT INTO lib_order_lines (id, position, order_id, product_id) VALUES "
                "(1, 1, 1, 1), (2, 2, 1, 2), (3, 1, 2, 1)",
        });
    }

    Chakra::Database m_handle;
};

// Counts the statements of every session on the current TestDatabase while it lives.
class Counter
{
public:
    Counter() : m_recorder(TestDatabase::current()->handle()) { }

    qint64 count() const { return m_recorder.count(); }

    auto statements() const { return m_recorder.statements(); }

    // SELECT, INSERT, UPDATE or DELETE of each statement, in the order in which they ran.
    QStringList verbs() const
    {
        QStringList result;
        for (const auto &statement : m_recorder.statements())
            result.append(statement.sql.trimmed().section(QLatin1Char(' '), 0, 0).toUpper());
        return result;
    }

    // Where the first statement of that verb on that table stands; -1 for none.
    qsizetype indexOf(const QString &verb, const QString &table) const
    {
        const auto all = m_recorder.statements();
        for (qsizetype i = 0; i < all.size(); ++i) {
            const QString sql = all.at(i).sql.trimmed();
            const QString head = sql.section(QLatin1Char('('), 0, 0);
            if (sql.startsWith(verb, Qt::CaseInsensitive)
                && head.contains(table, Qt::CaseInsensitive))
                return i;
        }
        return -1;
    }

    QByteArray report(qint64 expected) const
    {
        QString text = QStringLiteral("%1 statements instead of %2").arg(count()).arg(expected);
        for (const auto &statement : m_recorder.statements())
            text += QLatin1StringView("\n   ") + statement.sql;
        return text.toUtf8();
    }

private:
    Chakra::StatementRecorder m_recorder;
};

// Hears every NOTIFY signal of the properties that the models of these objects declare.
class Notifications
{
public:
    explicit Notifications(std::initializer_list<std::pair<const char *, const QObject *>> objects)
    {
        for (const auto &[name, object] : objects) {
            const QMetaObject *meta = object->metaObject();
            const int first = Chakra::Model::staticMetaObject.propertyCount();
            for (int i = first; i < meta->propertyCount(); ++i) {
                const QMetaProperty property = meta->property(i);
                if (!property.hasNotifySignal())
                    continue;
                m_heard.push_back(
                        {QString::fromLatin1(name) + QLatin1Char('.')
                                 + QString::fromLatin1(property.name()),
                         std::make_unique<QSignalSpy>(object, property.notifySignal())});
            }
        }
    }

    // What was heard since the last call, sorted: "post.author" once for each time it was emitted.
    QStringList take()
    {
        QStringList result;
        for (const Heard &heard : m_heard) {
            for (qsizetype i = 0; i < heard.spy->size(); ++i)
                result.append(heard.name);
            heard.spy->clear();
        }
        result.sort();
        return result;
    }

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
    explicit ReportedErrors(Chakra::Session &session)
    {
        QObject::connect(&session, &Chakra::Session::errorOccurred, &m_context,
                         [this](const Chakra::Error &error) { m_errors.append(error); });
    }

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
