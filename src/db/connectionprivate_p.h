// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_CONNECTIONPRIVATE_P_H
#define CHAKRA_CONNECTIONPRIVATE_P_H

#include "connection_p.h"
#include "connectionsettings_p.h"
#include "fileidentity_p.h"
#include "observers_p.h"

#include <QCache>
#include <QPointer>
#include <QSqlDriver>
#include <QSqlQuery>

namespace Chakra {

/*! A prepared statement; while a cursor reads it, nobody else may run it. */
struct PreparedStatement
{
    QSqlQuery query;
    bool inUse = false;
    bool holdsMuch = false; // in its bound values
    bool returnsRows = false;
    bool countsRows =
            false; // the driver answers the number of another statement where this is false
};

using StatementPointer = std::shared_ptr<PreparedStatement>;

class ConnectionPrivate
{
public:
    enum class Ownership { Own, Adopted };
    /*!
        Whether a statement is prepared once and kept. Not one that the user wrote: the driver
        writes beyond its row when the columns of a prepared "SELECT *" have become more.
    */
    enum class Reuse { Yes, No };

    /*! Opens a connection of its own; null with \a error set on failure. */
    static std::shared_ptr<Connection> open(const ConnectionSettings &settings,
                                            const std::shared_ptr<Observers> &observers,
                                            Error *error);
    /*! Uses the open \a connection, which stays the application's. */
    static std::shared_ptr<Connection> adopt(const QSqlDatabase &connection,
                                             const ConnectionSettings &settings,
                                             const std::shared_ptr<Observers> &observers,
                                             Error *error);
    /*! Runs what only the first connection of a database runs. */
    static Error runFirstSetup(Connection &connection, const ConnectionSettings &settings);

    /*! From now on nothing is written when the file at \a path is another one; see checkFile(). */
    static void watchFile(Connection &connection, const QString &path);

    ConnectionPrivate(const ConnectionSettings &settings,
                      const std::shared_ptr<Observers> &observers, Ownership ownership);
    ~ConnectionPrivate();

    /*! Runs a statement for \a caller; on success it is in use and stands before its first row. */
    Error start(const QString &sql, const WireRow &values, const Caller &caller, Reuse reuse,
                StatementPointer *statement, std::shared_ptr<StatementRecord> *record);
    /*! The same with its rows in \a cursor, which may be null. */
    Error read(const QString &sql, const WireRow &values, const Caller &caller, Reuse reuse,
               Cursor *cursor);
    /*! Gives a statement back. */
    static void finish(PreparedStatement &statement);
    /*! Runs a statement of the connection's own, which nobody counts. */
    Error control(const QString &sql);
    /*! The same, once, and gives its first value where \a answer is set. */
    Error ask(const QString &sql, QString *answer);

    Error begin(const Caller &caller, Connection::Access access);
    Error commit(const Caller &caller);
    Error rollback(const Caller &caller);

    /*! Takes note of a failure: dooms the level that it happened in. */
    void failed(const Error &error);
    Error errorOf(const PreparedStatement &statement, const QString &sql) const;
    Error withColumn(const Error &error, const Sql::Text &text) const;
    Error checkCaller(const Caller &caller);
    Error checkFile() const;

    struct Level
    {
        QString savepoint; // empty: the transaction itself
        Error doom;
        bool isGone = false; // the database has undone it by itself
    };

    QString connectionName;
    QString title;
    const Ownership ownership;
    const NativeErrorFunction nativeError;
    std::shared_ptr<const Sql::Dialect> dialect;
    QString file; // the one that is written to; empty if none, or not known
    FileIdentity fileIdentity; // as it was opened
    QPointer<QSqlDriver> driver; // not a QSqlDatabase: one that outlives its removal is poison
    QCache<QString, StatementPointer> cache;
    std::shared_ptr<Observers> observers;
    QList<Level> levels;
    bool mayBeOpen = false; // a transaction that could not be rolled back
    bool hasWritten = false; // since the outermost of them began
    const void *owner = nullptr;

private:
    void watchFile(const QString &path);
    Error setUp(const QStringList &statements);
    Error adaptDialect();
    Error checkOwner(const Caller &caller, QLatin1StringView what) const;
    Error execute(const QString &sql, const WireRow &values, Reuse reuse,
                  StatementPointer *statement);
    Error prepare(const QString &sql, Reuse reuse, StatementPointer *statement);
    Error run(const QString &sql, const WireRow &values, Reuse reuse, StatementPointer *statement);
    void rollBackLevel();
    Error settle();
    void doomIfGone(const Error &error);
};

} // namespace Chakra

#endif // CHAKRA_CONNECTIONPRIVATE_P_H
