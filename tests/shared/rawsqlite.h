// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SHARED_RAWSQLITE_H
#define TESTS_SHARED_RAWSQLITE_H

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUuid>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>
#include <QtSql/QSqlRecord>
#include <QtTest/QTest>

// A connection to an SQLite file that Chakra knows nothing of: what really stands in the file.
class RawSqlite
{
public:
    explicit RawSqlite(const QString &path) : m_name(QUuid::createUuid().toString())
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        connection.setDatabaseName(path);
        if (!connection.open())
            QTest::qFail("the file cannot be opened", __FILE__, __LINE__);
    }

    ~RawSqlite()
    {
        QSqlDatabase::database(m_name, false).close();
        QSqlDatabase::removeDatabase(m_name);
    }

    Q_DISABLE_COPY_MOVE(RawSqlite)

    QSqlDatabase connection() const { return QSqlDatabase::database(m_name, false); }

    // Whether the statement worked.
    bool run(const QString &sql, const QVariantList &values = {}) const
    {
        QSqlQuery query(connection());
        return execute(query, sql, values);
    }

    QList<QVariantList> rows(const QString &sql, const QVariantList &values = {}) const
    {
        QSqlQuery query(connection());
        if (!execute(query, sql, values)) {
            QTest::qFail(qPrintable(sql + QLatin1String(": ") + query.lastError().text()), __FILE__,
                         __LINE__);
            return {};
        }
        QList<QVariantList> result;
        const int columns = query.record().count();
        while (query.next()) {
            QVariantList row;
            for (int column = 0; column < columns; ++column)
                row.append(query.value(column));
            result.append(row);
        }
        return result;
    }

    // The first column as text.
    QStringList column(const QString &sql, const QVariantList &values = {}) const
    {
        QStringList result;
        const QList<QVariantList> all = rows(sql, values);
        for (const QVariantList &row : all)
            result.append(row.constFirst().toString());
        return result;
    }

    // The first column of the first row.
    QVariant value(const QString &sql, const QVariantList &values = {}) const
    {
        const QList<QVariantList> all = rows(sql, values);
        return all.isEmpty() ? QVariant() : all.constFirst().constFirst();
    }

    QStringList tables() const
    {
        return column(QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'table' "
                                     "AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name"));
    }

private:
    static bool execute(QSqlQuery &query, const QString &sql, const QVariantList &values)
    {
        if (!query.prepare(sql))
            return false;
        for (const QVariant &value : values)
            query.addBindValue(value);
        return query.exec();
    }

    QString m_name;
};

#endif
