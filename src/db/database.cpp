// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/database.h>

#include "connectionprivate_p.h"
#include "database_p.h"

#include "../core/logging_p.h"

#include <QCoreApplication>
#include <QHash>
#include <QSqlDatabase>
#include <QSqlError>
#include <QThread>
#include <QThreadStorage>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

/*! The connections of one thread, which close with it. */
class ThreadConnections
{
public:
    /*! Those of the calling thread. */
    static ThreadConnections &here();
    /*! The same, but null where the thread has none, or when the program is over. */
    static ThreadConnections *existing();

    std::shared_ptr<Connection> find(quint64 database) const
    {
        const auto found = m_entries.constFind(database);
        return found == m_entries.cend() ? nullptr : found->connection;
    }

    void insert(quint64 database, const std::shared_ptr<Connection> &connection,
                const std::weak_ptr<const DatabasePrivate> &owner)
    {
        // Those whose last handle went in another thread.
        m_entries.removeIf([](const auto &entry) { return entry->owner.expired(); });
        m_entries.insert(database, {connection, owner});
    }

    void remove(quint64 database) { m_entries.remove(database); }

private:
    struct Entry
    {
        std::shared_ptr<Connection> connection;
        std::weak_ptr<const DatabasePrivate> owner;
    };
    QHash<quint64, Entry> m_entries;
};

// Not thread_local, which ends after QThread::wait() has returned.
Q_GLOBAL_STATIC(QThreadStorage<ThreadConnections>, allThreads)

ThreadConnections &ThreadConnections::here()
{
    return allThreads->localData();
}

ThreadConnections *ThreadConnections::existing()
{
    return !allThreads.isDestroyed() && allThreads->hasLocalData() ? &allThreads->localData()
                                                                   : nullptr;
}

QString threadName(const QThread *thread)
{
    if (!thread)
        return u"a thread that is no more"_s;
    const QString name = thread->objectName();
    return name.isEmpty() ? u"thread 0x%1"_s.arg(quintptr(thread), 0, 16)
                          : u"thread \"%1\""_s.arg(name);
}

/*! A handle without a database: one that was moved from, or whose connection cannot be used. */
class NoDatabase final : public DatabasePrivate
{
public:
    explicit NoDatabase(const Error &error) : m_error(error) { }

    std::shared_ptr<Connection> connection(Error *error) override
    {
        *error = m_error;
        return nullptr;
    }
    void addObserver(StatementObserver *) override { }
    void removeObserver(StatementObserver *) override { }

private:
    const Error m_error;
};

class OpenDatabase
    : public DatabasePrivate
    , public std::enable_shared_from_this<OpenDatabase>
{
public:
    explicit OpenDatabase(const ConnectionSettings &settings)
        : m_settings(settings), m_id(++s_lastId), m_observers(std::make_shared<Observers>())
    { }

    ~OpenDatabase() override
    {
        if (ThreadConnections *here = ThreadConnections::existing())
            here->remove(m_id);
    }

    std::shared_ptr<Connection> connection(Error *error) override
    {
        if (Q_UNLIKELY(!QCoreApplication::instance())) {
            *error = Error(Error::Connection,
                           u"There is no QCoreApplication, which Qt's drivers need"_s);
            return nullptr;
        }
        ThreadConnections &here = ThreadConnections::here();
        if (auto found = here.find(m_id); Q_LIKELY(found))
            return found;
        return open(here, error);
    }

    void addObserver(StatementObserver *observer) override { m_observers->add(observer); }
    void removeObserver(StatementObserver *observer) override { m_observers->remove(observer); }

protected:
    virtual std::shared_ptr<Connection> open(ThreadConnections &here, Error *error)
    {
        auto opened = ConnectionPrivate::open(m_settings, m_observers, error);
        if (opened)
            here.insert(m_id, opened, weak_from_this());
        return opened;
    }

    ConnectionSettings m_settings; // fixed once the first connection is there
    const quint64 m_id; // not the address, which another database may get
    const std::shared_ptr<Observers> m_observers;

private:
    static inline std::atomic<quint64> s_lastId = 0;
};

/*! Opened by URL. */
class UrlDatabase final : public OpenDatabase
{
public:
    using OpenDatabase::OpenDatabase;

    Error start()
    {
        Error error;
        const auto first = connection(&error);
        if (first)
            m_settings.dialect = first->sharedDialect();
        // In memory, the data live as long as a connection: one that belongs to no thread.
        if (!error.isValid() && m_settings.inMemory)
            m_anchor = ConnectionPrivate::open(m_settings, m_observers, &error);
        return error.isValid() ? error : ConnectionPrivate::runFirstSetup(*first, m_settings);
    }

private:
    std::shared_ptr<Connection> m_anchor;
};

/*! Over a connection of the application. */
class AdoptedDatabase final : public OpenDatabase
{
public:
    explicit AdoptedDatabase(const ConnectionSettings &settings)
        : OpenDatabase(settings), m_threadName(threadName(QThread::currentThread()))
    { }

    Error adopt(const QSqlDatabase &connection)
    {
        Error error;
        const auto adopted = ConnectionPrivate::adopt(connection, m_settings, m_observers, &error);
        if (!adopted)
            return error;
        ThreadConnections::here().insert(m_id, adopted, weak_from_this());
        m_settings.dialect = adopted->sharedDialect();
        m_settings.file = fileOf(*adopted);
        m_isForOneThread = m_settings.file.isEmpty();
        ConnectionPrivate::watchFile(*adopted, m_settings.file);
        return Error();
    }

protected:
    std::shared_ptr<Connection> open(ThreadConnections &here, Error *error) override
    {
        if (m_isForOneThread) {
            *error = Error(
                    Error::Usage,
                    u"%1 is a database in memory of %2, and cannot be used in %3; "
                    "Database::open(\"sqlite::memory:\") makes one for all threads"_s.arg(
                            m_settings.title, m_threadName, threadName(QThread::currentThread())));
            return nullptr;
        }
        return OpenDatabase::open(here, error);
    }

private:
    static QString fileOf(Connection &connection); // empty for one in memory

    const QString m_threadName;
    bool m_isForOneThread = false;
};

/*! The connection that the application gave, ready to be used, or what stands against it. */
Error prepareAdoption(QSqlDatabase connection)
{
    const QString title = u"The connection \"%1\""_s.arg(connection.connectionName());
    if (!connection.isValid())
        return Error(Error::Connection, title + u" is not valid: its driver is missing"_s);
    if (!Sql::Dialect::forDriver(connection.driverName())) {
        return Error(Error::Connection,
                     u"%1 uses the driver %2; this version of Chakra supports QSQLITE"_s.arg(
                             title, connection.driverName()));
    }
    if (connection.driver()->thread() != QThread::currentThread()) {
        return Error(Error::Connection, u"%1 belongs to %2 and was adopted in %3"_s.arg(
                                                title, threadName(connection.driver()->thread()),
                                                threadName(QThread::currentThread())));
    }
    if (!connection.isOpen())
        connection.setConnectOptions(ConnectionSettings::of(connection).connectOptions);
    if (!connection.isOpen() && !connection.open()) {
        const Error error = sqliteError(connection.lastError());
        return Error(error.kind(), u"%1 cannot be opened: %2"_s.arg(title, error.text()))
                .withNativeCode(error.nativeCode());
    }
    return Error();
}

std::shared_ptr<DatabasePrivate> adopted(const QSqlDatabase &connection)
{
    Error error = prepareAdoption(connection);
    if (!error.isValid()) {
        auto database = std::make_shared<AdoptedDatabase>(ConnectionSettings::of(connection));
        error = database->adopt(connection);
        if (!error.isValid())
            return database;
    }
    qCWarning(lcDb) << "a connection cannot be used:" << error;
    return std::make_shared<NoDatabase>(error);
}

} // namespace

QString AdoptedDatabase::fileOf(Connection &connection)
{
    // By asking: names of databases in memory come in many spellings.
    Cursor files;
    const Error error = connection.executeRaw(
            u"SELECT file FROM pragma_database_list WHERE name = 'main'"_s, {}, {}, &files);
    return error.isValid() || !files.next() ? QString() : files.text(0);
}

std::shared_ptr<DatabasePrivate> DatabasePrivate::get(const Database &database)
{
    static const std::shared_ptr<DatabasePrivate> none = std::make_shared<NoDatabase>(
            Error(Error::Usage, u"The Database was moved from and stands for none"_s));
    return database.d ? database.d : none;
}

Result<Database> Database::open(QAnyStringView url)
{
    Error error;
    const ConnectionSettings settings = ConnectionSettings::fromUrl(url.toString(), &error);
    if (error.isValid())
        return error;
    auto database = std::make_shared<UrlDatabase>(settings);
    error = database->start();
    if (error.isValid())
        return error;
    return Database(std::move(database));
}

Database::Database(const QSqlDatabase &connection) : d(adopted(connection)) { }
Database::Database(std::shared_ptr<DatabasePrivate> dd) : d(std::move(dd)) { }
Database::Database(const Database &other) = default;
Database::Database(Database &&other) noexcept = default;
Database &Database::operator=(const Database &other) = default;
Database &Database::operator=(Database &&other) noexcept = default;
Database::~Database() = default;

} // namespace Chakra
