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
    closes the calling thread's connection. Statements run through a Session.
*/
class CHAKRA_EXPORT Database
{
public:
    /*!
        Opens \a url and runs one statement to see that it answers.

        \c sqlite:path (or \c{sqlite::memory:}, one database per handle, shared by its threads).
        Options follow a question mark: \c{sqlite:blog.db?busyTimeout=2000}: \c busyTimeout in
        milliseconds (5000), \c journalMode (\c wal for files), \c synchronous, \c readOnly. An
        unknown option, a wrong value, a file that is no database are errors.
    */
    static Result<Database> open(QAnyStringView url);

    /*!
        Adopts the application's own \a connection: it is used itself on this thread, other threads
        clone its settings; an adopted in-memory one makes the handle single-threaded. The
        connection stays the application's. Foreign keys are switched on. A connection that cannot
        be used makes each run fail with Error::Connection.
    */
    explicit Database(const QSqlDatabase &connection);

    Database(const Database &other);
    Database(Database &&other) noexcept;
    Database &operator=(const Database &other);
    Database &operator=(Database &&other) noexcept;
    ~Database();

    /*!
        Creates the tables of \a Models, or of every registered model, with keys, defaults,
        indexes and the junctions without a model, in dependency order and in one transaction where
        the database allows. Tables and indexes that exist are left alone, so that running it twice
        does no harm. One statement per table and index.
    */
    template <typename... Models>
    Result<void> createTables()
    {
        (Models::chakraRegister(), ...);
        return createTables(QList<const QMetaObject *>{&Models::staticMetaObject...});
    }

    /*! Drops the tables of \a Models, or of every registered model, and their junctions. */
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
