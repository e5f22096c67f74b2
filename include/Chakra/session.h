// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_SESSION_H
#define CHAKRA_SESSION_H

#include <Chakra/database.h>
#include <Chakra/model.h>
#include <Chakra/prefetch.h>
#include <Chakra/relatedlist.h>

#include <QtCore/qobject.h>

#include <exception>
#include <functional>
#include <memory>

namespace Chakra {

class SessionPrivate;

/*! What reading a relation, or a column that was left out, does when it is not loaded. */
enum class LazyLoading {
    Peers, /*!< loads it for the object and its neighbours in the result it came with */
    Single, /*!< loads it for the object alone */
    Forbid /*!< fails with Error::Usage, load() too: for tests */
};

/*!
    The unit of work: owns the objects that it loads or is given, keeps one object per row, collects
    changes and writes them in one transaction.

    A session and its objects belong to the thread it was made in; a call from another returns
    Error::Usage and runs nothing. When it goes, its objects go, without being written. Queries do
    not write pending changes. A query brings an object without uncommitted changes up to date, and
    leaves one that has any alone.

    Property signals fire once for each value that changed, when the state is consistent again:
    after a load, a commit (the new keys), a rollback or a refresh. A failed Result that nobody
    looks at, and a failure in a property getter, arrive at errorOccurred().

    Not supported: moving objects between sessions other than by release(); use by several threads,
    which take a session each. The example to read is examples/blog.
*/
class CHAKRA_EXPORT Session : public QObject
{
    Q_OBJECT

public:
    /*! Whether the session is found by Model::objects() without being named. */
    enum Currency {
        Current, /*!< Model::objects() uses it while it is the innermost one alive on its thread */
        NotCurrent /*!< never: for members of windows */
    };

    /*! A session on \a database, of the calling thread. No SQL: it connects when it runs some. */
    explicit Session(const Database &database, Currency currency = Current, QObject *parent = nullptr);
    /*!
        Deletes the session's objects; pending changes are lost. Item models of lists are emptied
        first, and getters that are called on the way return null without SQL.
    */
    ~Session() override;

    Database database() const; /*!< A handle of the database. */

    /*!
        Takes \a object, and what is reachable from it through relations in memory (now and at the
        commit), to be inserted by the next commit; the session owns them from now on. Harmless when
        done twice; a removed object is taken back. No SQL. Fails with Error::Usage for null, for an
        object of another session or thread, and for a Deleted one.
    */
    Result<void> add(Model *object);
    /*! add() of each of \a objects; those before the first that fails stay added. No SQL. */
    Result<void> addAll(std::initializer_list<Model *> objects);
    /*! \overload */
    template <typename Range>
        requires requires(const Range &r) { static_cast<Model *>(*r.begin()); }
    Result<void> addAll(const Range &objects)
    {
        QList<Model *> list;
        for (auto *object : objects)
            list.append(object);
        return addList(list);
    }
    /*!
        A new object with these \a values, added; owned by the session. Null, and reported through
        errorOccurred(), when a value does not fit, the model has a mistake or the thread is another
        one. No SQL.
    */
    template <typename T, typename... Roots>
        requires(std::derived_from<T, Roots> && ...)
    T *create(const PropertyAssignment<Roots> &...values)
    {
        T::chakraRegister();
        return static_cast<T *>(createObject(&T::staticMetaObject, {{values.path, values.value}...}));
    }
    /*!
        Marks \a object to be deleted by the next commit; it leaves loaded lists at once, which
        notify, keeps its values and returns on rollback(). A New object becomes Transient. What the
        database deletes along (onDelete(Cascade)) follows at the commit. No SQL. Fails with
        Error::Usage for an object that is not this session's.
    */
    Result<void> remove(Model *object);

    /*!
        Writes all pending changes in one transaction; all or nothing, in the order that they need.
        On failure the database is unchanged, the objects keep their changes, and commit() can be
        called again. Afterwards new objects have their keys and notify, deleted ones are Deleted
        and go when control returns to the event loop, and loaded objects have followed the
        cascades.

        INSERT ceil(rows / n) per class, n the smaller of 500 and what the database allows of bound
        values; on SQLite 1 SELECT more per class of two or more generated keys; UPDATE 1 per
        changed row, of the changed columns only; DELETE 1 per class and 500 keys, and 1 SELECT per
        class of loaded objects that a cascade may have reached unseen; 0 without changes.

        Fails with the kind of what the database refused; with Error::NotNullViolation, before any
        SQL, where a required key was never set; with Error::StaleObject where a row was changed
        (version) or deleted by somebody else; with Error::Usage inside transact().
    */
    Result<void> commit();
    /*!
        Drops pending changes: objects are as they were loaded, removed ones are back in their
        lists, added ones Transient (the session still owns them; they can be added again). What
        changes notifies. What many-to-many lists wrote at once stays written. No SQL. Fails with
        Error::Usage inside transact(), which rolls back by itself when its function fails.
    */
    Result<void> rollback();
    /*!
        Writes pending changes without committing, inside transact() only, all or nothing: after a
        failure they are pending as before and may be mended. Outside it is Error::Usage, since a
        write lock must not stay open behind a window. Statements and failures as commit().
    */
    Result<void> flush();

    /*!
        Runs \a f in a transaction, or nested in a savepoint, then flushes and commits; pending
        changes from before go in with it. \a f returns nothing or any Result, which is passed out.
        When it returns a failed Result or throws, database and objects are as when it began; an
        exception is passed on. After a serialization failure it runs again from there, at most
        setTransactionRetries() times, so that it should do nothing else than work on the session.

        Statements as commit(), and those of \a f. Objects that came into memory in a transaction
        that failed, after it had written, are read again: 1 statement per class. While it runs, a
        statement of another session of the same thread on this database is Error::Usage.
    */
    template <typename F>
    auto transact(F &&f)
    {
        using R = std::invoke_result_t<F &>;
        if constexpr (std::is_void_v<R>) {
            return transactResult([&]() -> Error {
                f();
                return Error();
            });
        } else if constexpr (std::same_as<R, Result<void>>) {
            return transactResult([&]() -> Error { return f().error(); });
        } else {
            std::optional<R> value;
            const Result<void> done = transactResult([&]() -> Error {
                value.emplace(f());
                return value->error();
            });
            return done.ok() ? std::move(*value) : R(done.error());
        }
    }
    /*! How often transact() runs again after a serialization failure; 3 until it is set. */
    void setTransactionRetries(int retries);

    /*!
        Takes the row as it is now, dropping the object's changes, its removal too, and loaded
        relations; what differs notifies. 1 statement. Fails with Error::StaleObject where the row
        is gone, and with Error::Usage for an object that has none or is not this session's.
    */
    Result<void> refresh(Model *object);
    /*! Deletes \a object (not its row), dropping its changes; it leaves lists. No SQL. */
    Result<void> evict(Model *object);
    /*! Deletes all objects (not their rows), dropping their changes. No SQL. */
    Result<void> clear();
    /*! Hands \a object to the caller, who owns it from now on, as a Transient one. No SQL. */
    Result<void> release(Model *object);

    /*!
        One statement by hand: \a sql with a ? for each of \a values, which are bound. Returns the
        rows as lists of values, as the database has them; none for a statement that returns none.
        Loaded objects do not follow what it changes.

        1 statement. Fails with Error::Usage, before anything runs, where \a sql holds a second
        statement or begins or ends a transaction, where the number of values is another one, or
        where a value is no number, text, bytes, date or time; else with what the database refused.
    */
    Result<QList<QVariantList>> execute(QAnyStringView sql, const QVariantList &values = {});

    /*! How many \a owners a lazy load serves at most; 1000 until it is set, at least 1. */
    void setPeerLimit(int owners);
    /*! What reading a relation that is not loaded does from now on; LazyLoading::Peers at first. */
    void setLazyLoading(LazyLoading mode);
    LazyLoading lazyLoading() const; /*!< What reading a relation that is not loaded does. */

Q_SIGNALS:
    /*!
        A failure that nobody looked at, or one of a property getter or setter, which has no other
        way to tell it. Posted: it arrives when control returns to the event loop of the session's
        thread.
    */
    void errorOccurred(const Chakra::Error &error);

private:
    friend class SessionPrivate;
    Result<void> addList(const QList<Model *> &objects);
    Model *createObject(const QMetaObject *model,
                        const QList<std::pair<Detail::PathSpec, Value>> &values);
    Result<void> transactResult(const std::function<Error()> &f);

    // Shared with queries, which may outlive the session.
    std::shared_ptr<SessionPrivate> const d;
};

namespace Detail {
CHAKRA_EXPORT Error prefetchObjects(const QList<Model *> &objects, const QList<Prefetch> &paths);
inline Prefetch prefetchOf(QAnyStringView path) { return Prefetch(path); }
inline Prefetch prefetchOf(const Prefetch &prefetch) { return prefetch; }
template <auto... Getters>
Prefetch prefetchOf(const Field<Getters...> &path)
{
    return Prefetch(path);
}
} // namespace Detail

/*!
    Loads relations of \a objects of one session, as QuerySet::prefetchRelated() does for a query:
    \a paths in words, or Prefetch. Only for those that lack them, so that a second call runs
    nothing. 1 statement for each step that is missing. Fails with Error::UnknownField for a path
    that does not exist, and with Error::Usage for objects of several sessions or of none.
*/
template <typename Range, typename... Paths>
Result<void> prefetchRelatedObjects(const Range &objects, const Paths &...paths)
{
    QList<Model *> list;
    for (auto *object : objects)
        list.append(object);
    const Error error = Detail::prefetchObjects(list, {Detail::prefetchOf(paths)...});
    return error.isValid() ? Result<void>(error) : Result<void>();
}

/*! \overload */
template <typename T, typename... Paths>
    requires std::derived_from<T, Model>
Result<void> prefetchRelatedObjects(std::initializer_list<T *> objects, const Paths &...paths)
{
    return prefetchRelatedObjects(QList<T *>(objects), paths...);
}

} // namespace Chakra

#endif // CHAKRA_SESSION_H
