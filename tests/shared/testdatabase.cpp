// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "testdatabase.h"

#include <QtCore/QMetaProperty>

QByteArray describe(const Chakra::Error &error)
{
    QString text = Chakra::Error::kindName(error.kind()) + QLatin1StringView(": ") + error.text();
    if (!error.sql().isEmpty())
        text += QLatin1StringView("\n   SQL: ") + error.sql();
    return text.toUtf8();
}

TestDatabase::TestDatabase(Content content)
    : m_handle(Chakra::Database::open("sqlite::memory:").value())
{
    using namespace Library;
    current() = this;
    must(m_handle.createTables<User, Profile, Post, Tag, PostTag, Comment, Shelf, Book, Author,
                               Member, Card, Category, Customer, Product, Order, OrderLine>());
    if (content == Blog)
        fillBlog();
    else if (content == Lending)
        fillLending();
}

TestDatabase::~TestDatabase()
{
    current() = nullptr;
}

TestDatabase *&TestDatabase::current()
{
    static TestDatabase *database = nullptr;
    return database;
}

void TestDatabase::run(const QString &sql, const char *file, int line)
{
    Chakra::Session session(m_handle, Chakra::Session::NotCurrent);
    const auto done = session.execute(sql);
    if (!done.ok())
        QTest::qFail(describe(done.error()).constData(), file, line);
}

qint64 TestDatabase::rows(const QString &table, const QString &condition)
{
    Chakra::Session session(m_handle, Chakra::Session::NotCurrent);
    QString sql = QLatin1StringView("SELECT count(*) FROM ") + table;
    if (!condition.isEmpty())
        sql += QLatin1StringView(" WHERE ") + condition;
    const QList<QVariantList> counted = must(session.execute(sql));
    return counted.isEmpty() ? -1 : counted.constFirst().constFirst().toLongLong();
}

void TestDatabase::fillUsersWithAPost(int n)
{
    const QString numbers = QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                                           "SELECT i + 1 FROM n WHERE i < %1) ")
                                    .arg(n);
    run(numbers + QLatin1StringView("INSERT INTO users (id, username) SELECT i, 'u' || i FROM n"));
    run(numbers
        + QLatin1StringView("INSERT INTO posts (id, title, content, published, created_at, "
                            "author_id) SELECT i, 'p' || i, '', 1, "
                            "'2024-01-01 10:00:00.000', i FROM n"));
}

void TestDatabase::fillAll(std::initializer_list<const char *> statements)
{
    for (const char *sql : statements)
        run(QString::fromLatin1(sql));
}

void TestDatabase::fillBlog()
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

void TestDatabase::fillLending()
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

Counter::Counter() : m_recorder(TestDatabase::current()->handle()) { }

QStringList Counter::verbs() const
{
    QStringList result;
    for (const auto &statement : m_recorder.statements())
        result.append(statement.sql.trimmed().section(QLatin1Char(' '), 0, 0).toUpper());
    return result;
}

qsizetype Counter::indexOf(const QString &verb, const QString &table) const
{
    const auto all = m_recorder.statements();
    for (qsizetype i = 0; i < all.size(); ++i) {
        const QString sql = all.at(i).sql.trimmed();
        const QString head = sql.section(QLatin1Char('('), 0, 0);
        if (sql.startsWith(verb, Qt::CaseInsensitive) && head.contains(table, Qt::CaseInsensitive))
            return i;
    }
    return -1;
}

QByteArray Counter::report(qint64 expected) const
{
    QString text = QStringLiteral("%1 statements instead of %2").arg(count()).arg(expected);
    for (const auto &statement : m_recorder.statements())
        text += QLatin1StringView("\n   ") + statement.sql;
    return text.toUtf8();
}

Notifications::Notifications(
        std::initializer_list<std::pair<const char *, const QObject *>> objects)
{
    for (const auto &[name, object] : objects) {
        const QMetaObject *meta = object->metaObject();
        const int first = Chakra::Model::staticMetaObject.propertyCount();
        for (int i = first; i < meta->propertyCount(); ++i) {
            const QMetaProperty property = meta->property(i);
            if (!property.hasNotifySignal())
                continue;
            m_heard.push_back({QString::fromLatin1(name) + QLatin1Char('.')
                                       + QString::fromLatin1(property.name()),
                               std::make_unique<QSignalSpy>(object, property.notifySignal())});
        }
    }
}

QStringList Notifications::take()
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

ReportedErrors::ReportedErrors(Chakra::Session &session)
{
    QObject::connect(&session, &Chakra::Session::errorOccurred, &m_context,
                     [this](const Chakra::Error &error) { m_errors.append(error); });
}
