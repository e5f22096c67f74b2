// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "faultydriver.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QPluginLoader>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlDriver>
#include <QtSql/QSqlDriverPlugin>
#include <QtSql/QSqlError>
#include <QtSql/QSqlField>
#include <QtSql/QSqlIndex>
#include <QtSql/QSqlQuery>
#include <QtSql/QSqlRecord>
#include <QtSql/QSqlResult>

#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace FaultyDriver {

namespace {

QSqlDriverPlugin *plugin = nullptr;

struct State
{
    int left = 0; // operations until one fails; 0: none will
    Fault fault = Fault::Disk;
    bool failed = false;
    QString failure;
};
State state;

/*! Counts an operation; whether it is one to fail. */
bool isFailing(const char *what, const QString &sql)
{
    if (state.left == 0)
        return false;
    if (state.left > 1) {
        --state.left;
        return false;
    }
    if (state.fault != Fault::Gone)
        state.left = 0;
    if (!state.failed)
        state.failure = QLatin1StringView(what) + u" of "_s + sql.left(120);
    state.failed = true;
    return true;
}

QSqlError error()
{
    switch (state.fault) {
    case Fault::Full:
        return QSqlError(u"failed"_s, u"database or disk is full"_s, QSqlError::ConnectionError,
                         u"13"_s);
    case Fault::Snapshot:
        return QSqlError(u"failed"_s, u"database is locked"_s, QSqlError::ConnectionError,
                         u"517"_s);
    case Fault::Dumb: return QSqlError();
    default:
        return QSqlError(u"failed"_s, u"disk I/O error"_s, QSqlError::ConnectionError, u"10"_s);
    }
}

/*! Lets Qt's own result do the work. */
class Result final : public QSqlResult
{
public:
    Result(const QSqlDriver *driver, QSqlDriver *inner)
        : QSqlResult(driver), m_inner(inner), m_query(inner->createResult())
    { }
    ~Result() override { endStatement(); }

    QVariant handle() const override { return m_query.result()->handle(); }

protected:
    bool prepare(const QString &sql) override
    {
        endStatement();
        m_sql = sql;
        m_returns = sql.contains(" RETURNING "_L1);
        if (isFailing("prepare", sql))
            return fail();
        m_query.setForwardOnly(isForwardOnly());
        m_query.setNumericalPrecisionPolicy(numericalPrecisionPolicy());
        return report(m_query.prepare(sql));
    }

    bool exec() override
    {
        endStatement();
        if (isFailing("exec", m_sql))
            return fail();
        const QVariantList values = boundValues();
        for (int i = 0; i < values.size(); ++i)
            m_query.bindValue(i, values.at(i));
        if (m_returns)
            m_open = run(u"SAVEPOINT a_statement"_s);
        setAt(QSql::BeforeFirstRow);
        const bool done = report(m_query.exec());
        if (!done)
            endStatement();
        setSelect(m_query.isSelect());
        setActive(done);
        return done;
    }

    bool reset(const QString &sql) override { return prepare(sql) && exec(); }

    bool fetchNext() override
    {
        // Without an error it would be the end of the rows.
        if (state.fault != Fault::Dumb && isFailing("fetch", m_sql)) {
            m_query.finish();
            if (m_open)
                run(u"ROLLBACK TO a_statement"_s);
            endStatement();
            setAt(QSql::AfterLastRow);
            return fail();
        }
        const bool found = m_query.next();
        setLastError(m_query.lastError());
        setAt(found ? at() + 1 : int(QSql::AfterLastRow));
        if (!found)
            endStatement();
        return found;
    }
    bool fetchFirst() override
    {
        setAt(-1);
        return fetchNext();
    }
    bool fetch(int row) override { return row == at() + 1 && fetchNext(); }
    bool fetchLast() override { return false; }

    QVariant data(int column) override { return m_query.value(column); }
    bool isNull(int column) override { return m_query.isNull(column); }
    int size() override { return -1; }
    int numRowsAffected() override { return m_query.numRowsAffected(); }
    QSqlRecord record() const override { return m_query.record(); }
    QVariant lastInsertId() const override { return m_query.lastInsertId(); }
    void detachFromResultSet() override
    {
        m_query.finish();
        endStatement();
    }

private:
    bool run(const QString &sql)
    {
        QSqlQuery query(m_inner->createResult());
        return query.exec(sql);
    }

    void endStatement()
    {
        if (std::exchange(m_open, false))
            run(u"RELEASE a_statement"_s);
    }

    bool report(bool done)
    {
        setLastError(done ? QSqlError() : m_query.lastError());
        return done;
    }

    bool fail()
    {
        if (state.fault == Fault::Full)
            run(u"ROLLBACK"_s);
        setLastError(error());
        return false;
    }

    QSqlDriver *const m_inner;
    QSqlQuery m_query;
    QString m_sql;
    bool m_returns = false;
    bool m_open = false; // the savepoint around a statement whose rows are being read
};

class Driver final : public QSqlDriver
{
public:
    Driver() : m_inner(plugin->create(u"QSQLITE"_s)) { }

    bool hasFeature(DriverFeature feature) const override { return m_inner->hasFeature(feature); }
    bool open(const QString &name, const QString &user, const QString &password,
              const QString &host, int port, const QString &options) override
    {
        const bool opened = m_inner->open(name, user, password, host, port, options);
        setOpen(opened);
        setOpenError(!opened);
        setLastError(m_inner->lastError());
        return opened;
    }
    void close() override
    {
        m_inner->close();
        setOpen(false);
        setOpenError(false);
    }
    QSqlResult *createResult() const override { return new Result(this, m_inner.get()); }
    QVariant handle() const override { return m_inner->handle(); }
    QStringList tables(QSql::TableType type) const override { return m_inner->tables(type); }
    QSqlRecord record(const QString &table) const override { return m_inner->record(table); }
    QSqlIndex primaryIndex(const QString &table) const override
    {
        return m_inner->primaryIndex(table);
    }
    QString escapeIdentifier(const QString &name, IdentifierType type) const override
    {
        return m_inner->escapeIdentifier(name, type);
    }
    bool beginTransaction() override
    {
        return !isFailing("begin", u"the driver's transaction"_s) && m_inner->beginTransaction();
    }
    bool commitTransaction() override
    {
        return !isFailing("commit", u"the driver's transaction"_s) && m_inner->commitTransaction();
    }
    bool rollbackTransaction() override
    {
        return !isFailing("rollback", u"the driver's transaction"_s)
               && m_inner->rollbackTransaction();
    }

private:
    const std::unique_ptr<QSqlDriver> m_inner;
};

} // namespace

bool install()
{
    const QStringList folders = QCoreApplication::libraryPaths();
    for (const QString &folder : folders) {
        const QDir drivers(folder + u"/sqldrivers"_s);
        const QStringList files = drivers.entryList({u"*qsqlite*"_s}, QDir::Files);
        for (const QString &file : files) {
            QPluginLoader loader(drivers.filePath(file));
            plugin = qobject_cast<QSqlDriverPlugin *>(loader.instance());
            if (plugin) {
                QSqlDatabase::registerSqlDriver(u"QSQLITE"_s, new QSqlDriverCreator<Driver>);
                return true;
            }
        }
    }
    return false;
}

void failAt(int n, Fault fault)
{
    state = {n, fault, false, QString()};
}

bool heal()
{
    state.left = 0;
    return state.failed;
}

QString lastFailure()
{
    return state.failure;
}

} // namespace FaultyDriver
