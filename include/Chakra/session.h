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

/*! What reading a relation that is not loaded does. */
enum class LazyLoading {
    Peers, /*!< loads it for the object and its neighbours in the result it came with */
    Single, /*!< loads it for the object alone */
    Forbid /*!< fails with Error::Usage: for tests */
};

/*!
    The unit of work: owns the objects that it loads or is given, keeps one object per row, collects
    changes and writes them in one transaction.

    A session and its objects belong to the thread it was made in; a call from another returns
    Error::Usage and runs nothing. When it goes, its objects go. Queries do not write pending
    changes. The example to read is examples/blog.
*/
class CHAKRA_EXPORT Session : public QObject
{
    Q_OBJECT

public:
    enum Currency {
        Current, /*!< Model::objects() uses it while it is the innermost one alive on its thread */
        NotCurrent /*!< never: for members of windows */
    };

    explicit Session(const Database &database, Currency currency = Current, QObject *parent = nullptr);
    ~Session() override;

    Database database() const;

    /*!
        Takes \a object, and what is reachable from it through relations in memory, to be inserted
        by the next commit. Harmless when done twice; an object of another session is Usage. No SQL.
    */
    Result<void> add(Model *object);
    Result<void> addAll(std::initializer_list<Model *> objects);
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
        A new object with these values, added; owned by the session. Null, and reported through
        errorOccurred(), when a value does not fit or the thread is another one. No SQL.
    */
    template <typename T, typename... Roots>
        requires(std::derived_from<T, Roots> && ...)
    T *create(const PropertyAssignment<Roots> &...values)
    {
        T::chakraRegister();
        return static_cast<T *>(createObject(&T::staticMetaObject, {{values.path, values.value}...}));
    }
    /*!
        Marks \a object to be deleted by the next commit; it leaves loaded lists at once. A New
        object becomes Transient. No SQL.
    */
    Result<void> remove(Model *object);

    /*!
        Writes all pending changes in one transaction; all or nothing. On failure the database is
        unchanged, the objects keep their changes, and commit() can be called again. INSERT
        ceil(rows / 500) per class, on SQLite 1 SELECT more per class of two or more generated
        keys; UPDATE 1 per changed row; DELETE 1 per class and 500 keys; 0 without changes.
    */
    Result<void> commit();
    /*! Drops pending changes: objects are as they were loaded, added ones Transient. No SQL. */
    Result<void> rollback();
    /*! Writes pending changes without committing; inside transact() only. Statements as commit(). */
    Result<void> flush();

    /*!
        Runs \a f in a transaction, or nested in a savepoint, then flushes and commits; pending
        changes from before go in with it. When \a f returns a failed Result or throws, database
        and objects are as when it began. Runs again after a serialization failure, at most
        setTransactionRetries() times.
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
    /*! How often transact() runs again after a serialization failure; 3. */
    void setTransactionRetries(int retries);

    /*! Takes the row as it is now, dropping the object's changes and loaded relations. 1 statement. */
    Result<void> refresh(Model *object);
    /*! Deletes \a object (not its row), dropping its changes. No SQL. */
    Result<void> evict(Model *object);
    /*! Deletes all objects (not their rows), dropping their changes. No SQL. */
    Result<void> clear();
    /*! Hands \a object to the caller, as a Transient one. No SQL. */
    Result<void> release(Model *object);

    /*!
        One statement by hand with '?' placeholders; its rows as lists of values. A second
        statement in \a sql is Usage.
    */
    Result<QList<QVariantList>> execute(QAnyStringView sql, const QVariantList &values = {});

    /*! How many owners a lazy load serves at most; 1000. */
    void setPeerLimit(int owners);
    void setLazyLoading(LazyLoading mode);
    LazyLoading lazyLoading() const;

Q_SIGNALS:
    /*! A failure that nobody looked at; queued. */
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
} // namespace Detail

/*!
    Loads relations of objects that are in memory, as prefetchRelated() does for a query: only for
    those that lack them, so that a second call runs nothing. 1 statement for each step.
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

} // namespace Chakra

#endif // CHAKRA_SESSION_H
