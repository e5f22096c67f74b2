// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_QUERYRUNS_H
#define CHAKRA_QUERYRUNS_H

#include <Chakra/field.h>
#include <Chakra/querysetbase.h>

#include <QtCore/qhash.h>

namespace Chakra {

/*!
    What a QuerySet of the model \a T runs: each call asks the database anew, in the thread of the
    query's session, and returns the query's first mistake, if there is one, without SQL. The
    objects belong to the session. Not to be used by itself.
*/
template <typename T>
class QueryRuns : public QuerySetBase
{
public:
    /*! The objects of all rows: 1 statement, and those of prefetchRelated(). */
    Result<QList<T *>> all() const
    {
        QList<Model *> objects;
        const Error error = runAll(&objects);
        return Detail::listResult<T>(error, std::move(objects));
    }
    /*!
        The one object; fails with Error::DoesNotExist or Error::MultipleObjectsReturned otherwise.
        Asks the database also for what the session holds. 1 statement, and those of
        prefetchRelated().
    */
    Result<T *> get() const
    {
        Model *object = nullptr;
        const Error error = runGet(&object);
        return Detail::objectResult<T>(error, object);
    }
    /*! The first object, by key when unsorted; null when there is none. 1 statement. */
    Result<T *> first() const
    {
        Model *object = nullptr;
        const Error error = runFirst(&object, false);
        return Detail::objectResult<T>(error, object);
    }
    /*!
        The last object, by key when unsorted; null when there is none. Not of a slice. 1 statement.
    */
    Result<T *> last() const
    {
        Model *object = nullptr;
        const Error error = runFirst(&object, true);
        return Detail::objectResult<T>(error, object);
    }
    /*!
        The object of \a key, or null; composite keys as a list in declaration order. 0 statements
        when the session holds it (and the query has no conditions), else 1; where what is loaded
        along is missing, those of a query that finds it. Not of a slice.
    */
    Result<T *> find(const Value &key) const
    {
        Model *object = nullptr;
        const Error error = runFind(key, &object);
        return Detail::objectResult<T>(error, object);
    }
    /*! The number of rows. 1 statement. */
    Result<qint64> count() const
    {
        qint64 count = 0;
        const Error error = runCount(&count);
        return Detail::valueResult(error, count);
    }
    /*! Whether there is a row. 1 statement. */
    Result<bool> exists() const
    {
        bool exists = false;
        const Error error = runExists(&exists);
        return Detail::valueResult(error, exists);
    }
    /*!
        Calls \a callback with each object, in slices: objects that the session did not hold before
        and that are unchanged after the callback are freed. A callback that returns a bool ends the
        loop with false. 1 statement, and for each slice of 500 rows those of prefetchRelated().
        Objects that are deleted or removed on the way are left out.
    */
    template <typename F>
    Result<void> forEach(F &&callback) const
    {
        const Error error = runForEach([&callback](Model *object) {
            if constexpr (std::is_same_v<std::invoke_result_t<F, T *>, bool>) {
                return callback(static_cast<T *>(object));
            } else {
                callback(static_cast<T *>(object));
                return true;
            }
        });
        return error.isValid() ? Result<void>(error) : Result<void>();
    }
    /*!
        Sets columns of all rows at once, without loading them, and moves their clocks (updatedNow)
        and versions on, where no value is given for these; loaded objects without changes of their
        own are brought up to date and notify. Where a key changes, what refers to it follows as
        onUpdate says. Returns the number of rows. 1 statement, and for a key 1 SELECT before it, in
        the open transact() or by itself. A slice, or a path across a relation on the left, is an
        error.
    */
    template <typename... Roots>
        requires(sizeof...(Roots) > 0 && (std::derived_from<T, Roots> && ...))
    Result<qint64> update(const PropertyAssignment<Roots> &...assignments) const
    {
        return updateResult({{assignments.path, assignments.value}...});
    }
    /*! The same by the name of a \a property. */
    Result<qint64> update(QAnyStringView property, const Value &value) const
    {
        return updateResult({{Detail::PathSpec(property), value}});
    }
    /*!
        Deletes all rows at once, without loading them; the database deletes along what cascades,
        and loaded objects follow. Returns the number of rows of this model. 1 statement, and 1
        SELECT per class of loaded objects that may have gone unseen, in the open transact() or by
        itself. A slice is Error::Usage.
    */
    Result<qint64> remove() const
    {
        qint64 rows = 0;
        const Error error = runRemove(&rows);
        return Detail::valueResult(error, rows);
    }
    /*! The objects of \a keys by key; keys without a row are left out. 1 statement, 0 for none. */
    Result<QHash<Key, T *>> inBulk(const Value &keys) const
    {
        QueryRuns query(*this);
        query.addCondition(ConditionBase(QAnyStringView("pk"), "in", keys), false);
        QList<Model *> objects;
        if (const Error error = query.runAll(&objects); error.isValid())
            return error;
        QHash<Key, T *> byKey;
        byKey.reserve(objects.size());
        for (Model *object : std::as_const(objects))
            byKey.insert(Detail::keyOf(object), static_cast<T *>(object));
        return byKey;
    }
    /*! \overload */
    Result<QHash<Key, T *>> inBulk(std::initializer_list<Value> keys) const
    {
        return inBulk(Value(keys));
    }
    /*! What the database says of how it would run the query. 1 statement. */
    Result<QString> explain() const
    {
        QString plan;
        const Error error = runExplain(&plan);
        return Detail::valueResult(error, plan);
    }

protected:
    //! \cond
    QueryRuns() = default;
    explicit QueryRuns(const QuerySetBase &query) : QuerySetBase(query) { }
    //! \endcond

private:
    Result<qint64> updateResult(const QList<std::pair<Detail::PathSpec, Value>> &assignments) const
    {
        qint64 rows = 0;
        const Error error = runUpdate(assignments, &rows);
        return Detail::valueResult(error, rows);
    }
};

} // namespace Chakra

#endif // CHAKRA_QUERYRUNS_H
