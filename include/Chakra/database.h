// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_DATABASE_H
#define CHAKRA_DATABASE_H

#include <Chakra/export.h>
#include <Chakra/result.h>

#include <QtCore/qanystringview.h>
#include <QtCore/qlist.h>

#include <memory>

QT_FORWARD_DECLARE_CLASS(QSqlDatabase)
QT_FORWARD_DECLARE_STRUCT(QMetaObject)

namespace Chakra {

class DatabasePrivate;

/*!
    A database: a thread-safe handle that is copied like a pointer.

    Connections are one per thread, opened when needed and closed with the thread. The last handle
    closes the calling thread's connection; a session holds a handle of its own. Statements run
    through a Session; only the tables are made here. Foreign keys are enforced on every connection.

    Not supported: other databases than SQLite. The example to read is examples/blog.
*/
class CHAKRA_EXPORT Database
{
public:
    /*!
        Opens \a url and runs one statement to see that it answers.

        \c sqlite:path names a file, which is created where it is missing, and \c sqlite::memory:
        a database in memory: one per handle, shared by its threads, gone with the last handle.
        A % in the path begins an encoded character. Options follow a question mark, joined by &,
        as in \c "sqlite:blog.db?busyTimeout=2000&readOnly=true":

        \list
        \li \c busyTimeout: how long to wait for a lock, in milliseconds; 5000.
        \li \c journalMode: \c wal (of files that are not read-only), \c delete, \c truncate,
            \c persist, \c memory, \c off.
        \li \c synchronous: \c normal where journalMode is \c wal and else \c full, \c off,
            \c extra.
        \li \c readOnly: \c true or \c false.
        \endlist

        Fails with Error::Usage for a mistake in the URL (an unknown option too), and with
        Error::Connection where the database cannot be opened, is none, or is of a kind that this
        version does not support. Any thread; needs a QCoreApplication.
    */
    static Result<Database> open(QAnyStringView url);

    /*!
        Adopts the application's own \a connection: it is used itself on this thread, other threads
        clone its settings. An adopted in-memory one makes the handle single-threaded: a run on
        another thread fails with Error::Usage. The connection stays the application's, which
        neither closes nor removes it while the handle is in use. Foreign keys are switched on. A
        connection that cannot be used makes each run fail with Error::Connection.

        One that is not open yet is opened, with the connect option QSQLITE_ENABLE_REGEXP added. On
        one that was opened without it, regular expressions, and lookups that ignore the case of k,
        s or letters beyond ASCII, fail with Error::Usage.
    */
    explicit Database(const QSqlDatabase &connection);

    Database(const Database &other); /*!< Another handle of the same database. */
    /*! The handle itself; \a other can only be assigned to afterwards. */
    Database(Database &&other) noexcept;
    /*! Becomes a handle of the database of \a other. */
    Database &operator=(const Database &other);
    /*! Becomes the handle \a other, which can only be assigned to afterwards. */
    Database &operator=(Database &&other) noexcept;
    /*! The last handle closes the calling thread's connection, and ends a database in memory. */
    ~Database();

    /*!
        Creates the tables of \a Models, or of every registered model, with keys, defaults,
        indexes and the junctions without a model, in dependency order and in one transaction where
        the database allows (SQLite does). Tables and indexes that exist are left alone, so that
        running it twice does no harm; they are not compared with the models. One statement per
        table and index. Fails with Error::ModelDefinition, before any SQL, where one of the models
        has a mistake (see checkModels()). Any thread, outside of transactions.
    */
    template <typename... Models>
    Result<void> createTables()
    {
        (Models::chakraRegister(), ...);
        return createTables(QList<const QMetaObject *>{&Models::staticMetaObject...});
    }

    /*!
        Drops the tables of \a Models, or of every registered model, and their junctions without a
        model, with all rows. Tables that are not there are no error. One statement per table, in
        one transaction where the database allows. Loaded objects are not told. Fails as
        createTables(), and with what the database refuses.
    */
    template <typename... Models>
    Result<void> dropTables()
    {
        (Models::chakraRegister(), ...);
        return dropTables(QList<const QMetaObject *>{&Models::staticMetaObject...});
    }

private:
    friend class DatabasePrivate;
    explicit Database(std::shared_ptr<DatabasePrivate> d);
    // Declared here and defined in the schema layer, which knows the models.
    Result<void> createTables(const QList<const QMetaObject *> &models);
    Result<void> dropTables(const QList<const QMetaObject *> &models);

    std::shared_ptr<DatabasePrivate> d;
};

} // namespace Chakra

#endif // CHAKRA_DATABASE_H
