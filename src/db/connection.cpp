// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "connection_p.h"

#include "binding_p.h"
#include "connectionprivate_p.h"
#include "rawstatement_p.h"

#include "../core/logging_p.h"

#include <QElapsedTimer>
#include <QDeadlineTimer>
#include <QSqlDatabase>
#include <QSqlError>
#include <QThread>

#include <atomic>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

// More than the distinct statements of most programs; a prepared one costs some kilobytes.
constexpr int MostStatements = 200;

QString newConnectionName()
{
    // The address tells copies of this library in one process apart.
    static std::atomic<quint64> counter = 0;
    return u"chakra-%1-%2"_s.arg(quintptr(&counter), 0, 16).arg(++counter);
}

QString ownerName(const void *owner)
{
    return owner ? u"session 0x%1"_s.arg(quintptr(owner), 0, 16) : u"a caller without a session"_s;
}

/*! Whether the driver's count of rows is this statement's: sqlite3_changes() keeps the last one. */
bool countsRows(const QString &sql)
{
    static constexpr QLatin1StringView words[] = {"INSERT"_L1, "UPDATE"_L1, "DELETE"_L1,
                                                  "REPLACE"_L1, "WITH"_L1};
    const QStringView text = QStringView(sql).trimmed();
    return std::any_of(std::begin(words), std::end(words), [&](QLatin1StringView word) {
        return text.startsWith(word, Qt::CaseInsensitive);
    });
}

/*! A cached statement that the driver has dropped, since its connection was closed in between. */
bool isStale(const QSqlError &error)
{
    return error.nativeErrorCode().isEmpty() || error.nativeErrorCode() == "21"_L1;
}

/*! The values only where debug messages are wanted: they may be anybody's secrets. */
void log(const QString &sql, const WireRow &values, const QElapsedTimer &timer, bool failed)
{
    const QString end = u"  "_s + QString::number(timer.nsecsElapsed() / 1000) + (failed ? u" µs, failed"_s : u" µs"_s);
    if (!lcSql().isDebugEnabled()) {
        qCInfo(lcSql).noquote().nospace() << sql << end;
        return;
    }
    QStringList texts;
    for (const WireValue &value : values)
        texts.append(describe(value));
    qCDebug(lcSql).noquote().nospace()
            << sql << (texts.isEmpty() ? QString() : " ["_L1 + texts.join(", "_L1) + u']') << end;
}

} // namespace

// Opening and closing

ConnectionPrivate::ConnectionPrivate(const ConnectionSettings &settings,
                                     const std::shared_ptr<Observers> &databaseObservers,
                                     Ownership who)
    : title(settings.title)
    , ownership(who)
    , nativeError(settings.nativeError)
    , dialect(settings.dialect ? settings.dialect
                               : Sql::Dialect::forDriver(settings.driverName))
    , cache(MostStatements)
    , observers(databaseObservers)
{ }

ConnectionPrivate::~ConnectionPrivate()
{
    if (!levels.isEmpty()) {
        qCWarning(lcDb).noquote() << "the connection to" << title
                                  << "is closed inside a transaction, which is rolled back";
        while (!levels.isEmpty())
            rollBackLevel();
    }
    cache.clear();
    // When a global handle dies last, Qt has closed its connections already.
    if (ownership == Ownership::Own && driver) {
        QSqlDatabase::removeDatabase(connectionName);
        qCDebug(lcDb).noquote() << "closed" << connectionName << "to" << title;
    }
}

std::shared_ptr<Connection> ConnectionPrivate::open(const ConnectionSettings &settings,
                                                    const std::shared_ptr<Observers> &observers,
                                                    Error *error)
{
    if (!QSqlDatabase::isDriverAvailable(settings.driverName)) {
        *error = Error(Error::Connection,
                       u"Qt's plugin %1 is not installed; there are: %2"_s.arg(
                               settings.driverName, QSqlDatabase::drivers().join(u", "_s)));
        return nullptr;
    }

    auto d = std::make_unique<ConnectionPrivate>(settings, observers, Ownership::Own);
    d->connectionName = newConnectionName();
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(settings.driverName, d->connectionName);
        settings.applyTo(&connection);
        d->driver = connection.driver();
        if (!connection.open())
            *error = settings.nativeError(connection.lastError());
    }
    if (!error->isValid())
        *error = d->setUp(settings.setup);
    if (!error->isValid() && !settings.dialect)
        *error = d->adaptDialect();
    if (error->isValid()) {
        *error = Error(error->kind(), u"%1: %2"_s.arg(settings.title, error->text()))
                         .withSql(error->sql())
                         .withNativeCode(error->nativeCode());
        return nullptr;
    }
    d->watchFile(settings.file);
    qCDebug(lcDb).noquote() << "opened" << d->connectionName << "to" << settings.title << "in"
                            << QThread::currentThread();
    return std::shared_ptr<Connection>(new Connection(std::move(d)));
}

std::shared_ptr<Connection> ConnectionPrivate::adopt(const QSqlDatabase &connection,
                                                     const ConnectionSettings &settings,
                                                     const std::shared_ptr<Observers> &observers,
                                                     Error *error)
{
    auto d = std::make_unique<ConnectionPrivate>(settings, observers, Ownership::Adopted);
    d->connectionName = connection.connectionName();
    d->driver = connection.driver();
    *error = d->setUp(settings.setup);
    if (!error->isValid())
        *error = d->adaptDialect();
    if (error->isValid())
        return nullptr;
    return std::shared_ptr<Connection>(new Connection(std::move(d)));
}

Error ConnectionPrivate::setUp(const QStringList &statements)
{
    for (const QString &sql : dialect->connectionSetup() + statements) {
        if (Error error = ask(sql, nullptr); error.isValid())
            return error;
    }
    if (const QString check = dialect->connectionCheck(); !check.isEmpty()) {
        QString answer;
        if (Error error = ask(check, &answer); error.isValid())
            return error;
        if (answer != "1"_L1) {
            return Error(
                    Error::Connection,
                    u"%1 had no effect on %2; a connection is adopted outside of transactions"_s
                            .arg(dialect->connectionSetup().join(u"; "_s), title));
        }
    }
    return Error();
}

void ConnectionPrivate::watchFile(Connection &connection, const QString &path)
{
    connection.d->watchFile(path);
}

void ConnectionPrivate::watchFile(const QString &path)
{
    file = path;
    fileIdentity = file.isEmpty() ? FileIdentity() : FileIdentity(file);
}

/*!
    Whether the file that the connection writes to still bears its name: SQLite would write on, to
    nobody's file, and say that all is well.
*/
Error ConnectionPrivate::checkFile() const
{
    if (!fileIdentity.isKnown() || FileIdentity(file) == fileIdentity)
        return Error();
    return Error(Error::Connection,
                 u"The file %1 was deleted, moved or replaced while it was open, and nothing is "
                 "written to it any more; open the database again"_s.arg(file));
}

/*! What only the first connection of a database has to find out. */
Error ConnectionPrivate::adaptDialect()
{
    const QString question = dialect->connectionQuestion();
    if (question.isEmpty())
        return Error();
    QString answer;
    if (Error error = ask(question, &answer); error.isValid())
        return error;
    if (auto fitting = dialect->adapted(answer))
        dialect = fitting;
    return Error();
}

Error ConnectionPrivate::runFirstSetup(Connection &connection, const ConnectionSettings &settings)
{
    // Several programs may start at once: SQLite does not wait for a change of the journal mode.
    QDeadlineTimer deadline(settings.busyTimeout);
    for (const ConnectionSettings::Step &step : settings.firstSetup) {
        QString answer;
        Error error = connection.d->ask(step.sql, &answer);
        while (error == Error::Timeout && !deadline.hasExpired()) {
            QThread::msleep(5);
            error = connection.d->ask(step.sql, &answer);
        }
        if (!error.isValid() && !step.expected.isEmpty() && answer != step.expected)
            error = Error(Error::Connection, u"%1 is answered by %2"_s.arg(step.sql, answer));
        if (error.isValid()) {
            return Error(error.kind(), u"%1: %2"_s.arg(settings.title, error.text()))
                    .withSql(step.sql)
                    .withNativeCode(error.nativeCode());
        }
    }
    return Error();
}

// Statements

Error ConnectionPrivate::errorOf(const PreparedStatement &statement, const QString &sql) const
{
    if (!driver || !driver->isOpen())
        return Error(Error::Connection, u"%1 is closed"_s.arg(title)).withSql(sql);
    return nativeError(statement.query.lastError()).withSql(sql);
}

Error ConnectionPrivate::prepare(const QString &sql, Reuse reuse, StatementPointer *statement)
{
    *statement = std::make_shared<PreparedStatement>(
            PreparedStatement{QSqlQuery(driver->createResult())});
    PreparedStatement &prepared = **statement;
    prepared.query.setForwardOnly(true);
    prepared.query.setNumericalPrecisionPolicy(QSql::HighPrecision);
    // What the user wrote is read as Qt reads it.
    if (reuse == Reuse::Yes ? !Chakra::prepare(prepared.query, sql, *dialect)
                            : !prepared.query.prepare(sql))
        return errorOf(prepared, sql);
    prepared.countsRows = countsRows(sql);
    return Error();
}

/*! Executes a prepared statement, or one made now. */
Error ConnectionPrivate::execute(const QString &sql, const WireRow &values, Reuse reuse,
                                 StatementPointer *statement)
{
    const StatementPointer *cached = reuse == Reuse::Yes ? cache.object(sql) : nullptr;
    const bool fromCache = cached && !(*cached)->inUse;
    if (fromCache) {
        *statement = *cached;
    } else {
        if (Error error = prepare(sql, reuse, statement); error.isValid())
            return error;
        // One that is being read stays in the cache, and this one goes when it is done.
        if (!cached && reuse == Reuse::Yes)
            cache.insert(sql, new StatementPointer(*statement));
    }

    PreparedStatement &prepared = **statement;
    if (Error error = bindValues(prepared.query, values, *dialect); error.isValid())
        return error.withSql(sql);
    // Within a transaction it is looked at when that begins and ends.
    if (prepared.countsRows && levels.isEmpty()) {
        if (Error error = checkFile(); Q_UNLIKELY(error.isValid()))
            return error.withSql(sql);
    }
    prepared.holdsMuch = isMuch(values);
    if (Q_LIKELY(prepared.query.exec())) {
        prepared.returnsRows = prepared.query.isSelect();
        return Error();
    }
    if (fromCache && isStale(prepared.query.lastError())) {
        cache.clear();
        return execute(sql, values, reuse, statement);
    }
    const Error error = errorOf(prepared, sql);
    prepared.query.finish();
    return error;
}

/*! The same, logged. */
Error ConnectionPrivate::run(const QString &sql, const WireRow &values, Reuse reuse,
                             StatementPointer *statement)
{
    if (Q_UNLIKELY(!driver || !driver->isOpen()))
        return Error(Error::Connection, u"%1 is closed"_s.arg(title)).withSql(sql);
    if (Q_LIKELY(!lcSql().isInfoEnabled() && !lcSql().isDebugEnabled()))
        return execute(sql, values, reuse, statement);

    QElapsedTimer timer;
    timer.start();
    const Error error = execute(sql, values, reuse, statement);
    log(sql, values, timer, error.isValid());
    return error;
}

Error ConnectionPrivate::checkCaller(const Caller &caller)
{
    if (levels.isEmpty())
        return Q_UNLIKELY(mayBeOpen) ? settle() : Error();
    if (caller.owner != owner) {
        return Error(
                Error::Usage,
                u"A statement of %1 while %2 has a transaction open on this thread's connection "
                "to %3; it would become a part of that transaction"_s.arg(ownerName(caller.owner),
                                                                          ownerName(owner), title));
    }
    const Error &doom = levels.last().doom;
    if (Q_LIKELY(!doom.isValid()))
        return Error();
    return Error(doom.kind(),
                 u"The transaction has failed and can only be rolled back: %1"_s.arg(doom.text()))
            .withSql(doom.sql())
            .withNativeCode(doom.nativeCode());
}

Error ConnectionPrivate::start(const QString &sql, const WireRow &values, const Caller &caller,
                               Reuse reuse, StatementPointer *statement,
                               std::shared_ptr<StatementRecord> *record)
{
    if (Error error = checkCaller(caller); Q_UNLIKELY(error.isValid()))
        return error;

    const bool callerWatches = caller.observers && !caller.observers->isEmpty();
    Error error;
    // What is refused before it runs is no statement to those who count.
    if (Q_LIKELY(!callerWatches && observers->isEmpty()) || refusedValue(values, *dialect) >= 0) {
        error = run(sql, values, reuse, statement);
    } else {
        *record = std::make_shared<StatementRecord>();
        (*record)->sql = sql;
        (*record)->values = values;
        if (callerWatches) {
            for (StatementObserver *observer : std::as_const(*caller.observers))
                observer->statementStarted(*record);
        }
        observers->tell(*record);
        QElapsedTimer timer;
        timer.start();
        error = run(sql, values, reuse, statement);
        (*record)->time = std::chrono::nanoseconds(timer.nsecsElapsed());
        (*record)->failed = error.isValid();
    }
    if (Q_UNLIKELY(error.isValid())) {
        failed(error);
        return error;
    }
    (*statement)->inUse = true;
    hasWritten = hasWritten || (*statement)->countsRows;
    return error;
}

/*! With the column whose value was refused, where it was for that. */
Error ConnectionPrivate::withColumn(const Error &error, const Sql::Text &text) const
{
    if (error.kind() != Error::Usage || text.columns.isEmpty())
        return error;
    const qsizetype at = refusedValue(text.values, *dialect);
    return at < 0 ? error : error.withProperty(text.columns.at(at % text.columns.size()));
}

void ConnectionPrivate::finish(PreparedStatement &statement)
{
    statement.query.finish();
    if (Q_UNLIKELY(statement.holdsMuch))
        releaseValues(statement.query);
    statement.inUse = false;
}

Error ConnectionPrivate::control(const QString &sql)
{
    StatementPointer statement;
    Error error = run(sql, {}, Reuse::Yes, &statement);
    if (!error.isValid())
        statement->query.finish();
    return error;
}

Error ConnectionPrivate::ask(const QString &sql, QString *answer)
{
    StatementPointer statement;
    Error error = run(sql, {}, Reuse::No, &statement);
    if (!error.isValid() && answer)
        *answer = statement->query.next() ? statement->query.value(0).toString() : QString();
    return error;
}

// Transactions

void ConnectionPrivate::failed(const Error &error)
{
    if (levels.isEmpty())
        return;
    if (!levels.last().doom.isValid())
        levels.last().doom = error;
    if (dialect->features().endsTransactionsItself)
        doomIfGone(error);
}

/*!
    After some errors, a full disk for one, the database has rolled back by itself and said nothing.
    Whatever ran now would be stored at once.
*/
void ConnectionPrivate::doomIfGone(const Error &error)
{
    if (control(dialect->beginTransaction(false)).isValid())
        return; // there is one, and no second
    control(dialect->rollback());
    for (Level &level : levels) {
        level.isGone = true;
        if (!level.doom.isValid())
            level.doom = error;
    }
}

Error ConnectionPrivate::checkOwner(const Caller &caller, QLatin1StringView what) const
{
    if (levels.isEmpty())
        return Error(Error::Usage, u"There is no transaction to %1"_s.arg(what));
    if (caller.owner != owner) {
        return Error(Error::Usage, u"The transaction is of %1, and %2 cannot %3 it"_s.arg(
                                           ownerName(owner), ownerName(caller.owner), what));
    }
    return Error();
}

Error ConnectionPrivate::begin(const Caller &caller, Connection::Access access)
{
    if (Error error = checkCaller(caller); error.isValid())
        return error;

    if (levels.isEmpty() && access == Connection::Access::Write) {
        if (Error error = checkFile(); error.isValid())
            return error;
    }

    Level level;
    if (!levels.isEmpty())
        level.savepoint = u"chakra_%1"_s.arg(levels.size());
    const QString sql = levels.isEmpty()
                                ? dialect->beginTransaction(access == Connection::Access::Write)
                                : dialect->savepoint(level.savepoint);
    if (Error error = control(sql); error.isValid()) {
        failed(error);
        return error;
    }
    owner = caller.owner;
    if (levels.isEmpty())
        hasWritten = false;
    levels.append(level);
    return Error();
}

Error ConnectionPrivate::commit(const Caller &caller)
{
    if (Error error = checkOwner(caller, "commit"_L1); error.isValid())
        return error;

    const Level level = levels.last();
    // Not left to the driver, which commits the part that worked.
    Error error = level.doom;
    if (!error.isValid() && level.savepoint.isEmpty() && hasWritten)
        error = checkFile();
    if (!error.isValid()) {
        error = control(level.savepoint.isEmpty() ? dialect->commit()
                                                  : dialect->releaseSavepoint(level.savepoint));
        if (error.isValid())
            failed(error);
    }
    if (error.isValid())
        rollBackLevel();
    else
        levels.removeLast();
    return error;
}

Error ConnectionPrivate::rollback(const Caller &caller)
{
    if (Error error = checkOwner(caller, "roll back"_L1); error.isValid())
        return error;
    rollBackLevel();
    return Error();
}

/*!
    Undoes the innermost level and leaves it. This cannot fail for the caller: where the statement
    does, there is nothing left to undo, or the levels around are doomed.
*/
void ConnectionPrivate::rollBackLevel()
{
    const Level level = levels.takeLast();
    if (level.isGone)
        return;
    Error error;
    if (level.savepoint.isEmpty()) {
        error = control(dialect->rollback());
        mayBeOpen = error.isValid();
    } else {
        error = control(dialect->rollbackTo(level.savepoint));
        if (!error.isValid())
            error = control(dialect->releaseSavepoint(level.savepoint));
    }
    if (error.isValid()) {
        qCWarning(lcDb) << "rolling back failed:" << error;
        failed(error);
    }
}

/*!
    Ends a transaction whose rollback has failed, before anything else becomes a part of it. There
    may be none: some errors end one.
*/
Error ConnectionPrivate::settle()
{
    Error error = control(dialect->rollback());
    if (error.isValid() && !control(dialect->beginTransaction(false)).isValid())
        error = control(dialect->rollback());
    mayBeOpen = error.isValid();
    return error;
}

Connection::Connection(std::unique_ptr<ConnectionPrivate> dd) : d(std::move(dd)) { }

Connection::~Connection() = default;

const Sql::Dialect &Connection::dialect() const
{
    return *d->dialect;
}

std::shared_ptr<const Sql::Dialect> Connection::sharedDialect() const
{
    return d->dialect;
}

Error Connection::run(const Sql::Text &text, const Caller &caller, qint64 *affected)
{
    StatementPointer statement;
    std::shared_ptr<StatementRecord> record;
    if (Error error = d->start(text.sql, text.values, caller, ConnectionPrivate::Reuse::Yes,
                               &statement, &record);
        error.isValid()) {
        return d->withColumn(error, text);
    }
    if (record || affected) {
        const qint64 rows = statement->countsRows ? statement->query.numRowsAffected() : 0;
        if (record)
            record->rows = rows;
        if (affected)
            *affected = rows;
    }
    ConnectionPrivate::finish(*statement);
    return Error();
}

Error Connection::execute(const Sql::Text &text, const Caller &caller, Cursor *cursor)
{
    const Error error =
            d->read(text.sql, text.values, caller, ConnectionPrivate::Reuse::Yes, cursor);
    return Q_UNLIKELY(error.isValid()) ? d->withColumn(error, text) : error;
}

Error Connection::executeRaw(const QString &sql, const WireRow &values, const Caller &caller,
                             Cursor *cursor)
{
    QString statement;
    Error error = checkRawStatement(sql, values.size(), &statement);
    if (!error.isValid())
        return d->read(statement, values, caller, ConnectionPrivate::Reuse::No, cursor);
    if (d->owner == caller.owner)
        d->failed(error);
    return error;
}

Error Connection::set(const QString &sql, const Caller &caller)
{
    const Error error = d->checkCaller(caller);
    return error.isValid() ? error : d->control(sql);
}

Error Connection::begin(const Caller &caller, Access access)
{
    return d->begin(caller, access);
}

Error Connection::commit(const Caller &caller)
{
    return d->commit(caller);
}

Error Connection::rollback(const Caller &caller)
{
    return d->rollback(caller);
}

int Connection::transactionDepth() const
{
    return int(d->levels.size());
}

bool Connection::hasWritten() const
{
    return !d->levels.isEmpty() && d->hasWritten;
}

const void *Connection::transactionOwner() const
{
    return d->levels.isEmpty() ? nullptr : d->owner;
}

} // namespace Chakra
