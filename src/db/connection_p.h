// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_CONNECTION_P_H
#define CHAKRA_CONNECTION_P_H

#include <Chakra/error.h>

#include "../core/wirevalue_p.h"
#include "../sql/dialect_p.h"

#include <atomic>
#include <chrono>
#include <memory>

namespace Chakra {

class ConnectionPrivate;

/*!
    What an observer gets to know of one execution. The atomic ones are filled in until it ends,
    while an observer of the whole database may ask in another thread.
*/
struct StatementRecord
{
    QString sql;
    WireRow values;
    std::atomic<qint64> rows = 0; // returned, or affected
    std::atomic<std::chrono::nanoseconds> time = std::chrono::nanoseconds::zero();
    std::atomic<bool> failed = false;
};

/*!
    Told of each execution as it starts, in the thread that runs it. What watches a whole database
    is told under its lock: it must not run statements or stop watching from within the call.
*/
class StatementObserver
{
public:
    virtual ~StatementObserver() = default;
    virtual void statementStarted(const std::shared_ptr<StatementRecord> &record) = 0;
};

/*! On whose behalf a statement runs: who owns the transaction, and who watches. */
struct Caller
{
    const void *owner = nullptr; // identity only
    QList<StatementObserver *> *observers = nullptr;
};

/*!
    The rows of one execution, forward only. Movable; closing it (or its end) gives the prepared
    statement back to the connection's cache. Must not outlive the connection.

    next() returns false at the end and on an error: ask error() after the loop. A value that cannot
    be read as the type asked for (the text "abc" as an integer) is an error too.
*/
class Cursor final : public RowReader
{
public:
    Cursor();
    Cursor(Cursor &&other) noexcept;
    Cursor &operator=(Cursor &&other) noexcept;
    ~Cursor() override;

    bool next();
    const Error &error() const;
    /*! Rows written; of a statement that also returns rows, known at its end. */
    qint64 affectedRows() const;
    int columnCount() const;
    QString columnName(int column) const;
    void close();

    bool isNull(int column) override;
    qint64 integer(int column) override;
    double real(int column) override;
    QString text(int column) override;
    QByteArray bytes(int column) override;
    WireValue any(int column) override;

private:
    friend class ConnectionPrivate;
    struct Data;
    std::unique_ptr<Data> d;
};

/*!
    One connection of one thread: runs statements from a cache of prepared ones, keeps the state of
    the transaction, and makes an Error of whatever the driver says. Success is the driver's return
    value only. After a statement failed inside a transaction the transaction (or its innermost
    savepoint) is doomed: further statements are refused with that failure, commit() rolls back and
    reports it.
*/
class Connection
{
public:
    enum class Access { Read, Write };

    ~Connection();

    const Sql::Dialect &dialect() const;
    std::shared_ptr<const Sql::Dialect> sharedDialect() const;

    /*!
        Runs a generated statement, which names its columns (it is prepared once and kept). A
        statement while another owner's transaction is open is Usage.
    */
    Error execute(const Sql::Text &text, const Caller &caller, Cursor *cursor);
    /*! The same for a statement without rows; \a affected may be null. */
    Error run(const Sql::Text &text, const Caller &caller, qint64 *affected = nullptr);
    /*! Text written by the user: one statement, '?' placeholders; a second statement is Usage. */
    Error executeRaw(const QString &sql, const WireRow &values, const Caller &caller,
                     Cursor *cursor);

    /*! A setting, such as a PRAGMA. Not counted as a statement. */
    Error set(const QString &sql, const Caller &caller);

    /*! BEGIN, or a savepoint inside the same owner's transaction. Not counted as statements. */
    Error begin(const Caller &caller, Access access);
    /*! Ends the innermost level: RELEASE or COMMIT. On failure that level is rolled back. */
    Error commit(const Caller &caller);
    /*! Undoes the innermost level. */
    Error rollback(const Caller &caller);
    /*! 0 outside a transaction, 1 in one, more inside savepoints. */
    int transactionDepth() const;
    /*! Whether the open transaction has run a statement that may have changed rows. */
    bool hasWritten() const;
    const void *transactionOwner() const;

private:
    friend class ConnectionPrivate;
    explicit Connection(std::unique_ptr<ConnectionPrivate> d);
    std::unique_ptr<ConnectionPrivate> const d;
};

} // namespace Chakra

#endif // CHAKRA_CONNECTION_P_H
