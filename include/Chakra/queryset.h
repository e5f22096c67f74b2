// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_QUERYSET_H
#define CHAKRA_QUERYSET_H

#include <Chakra/field.h>
#include <Chakra/querysetbase.h>

#include <QtCore/qhash.h>

namespace Chakra {

/*!
    A query for objects of the model \a T: an implicitly shared value, never changed by a call. It
    runs once per call of a running function; nothing is cached in it. Paths are checked against the
    graph as it is built; the first mistake is kept (error()) and returned by every run, without
    SQL. Runs in the thread of its session, and fails with Error::Usage in another, without a
    session or after its end.

    Paths are words joined by two underscores ("author__username"), or getters (see Field);
    conditions may end in a lookup ("title__icontains"). Unknown names give Error::UnknownField,
    which lists what there is; values that do not fit, Error::Usage.

    Conditions in one call speak of the same related row, those of two calls of any two. A condition
    across a to-many relation never gives a row twice. The objects belong to the session; a row that
    it holds already gives the object that it has. Queries do not write pending changes.

    Not supported: aggregates, expressions, sub-queries. The example to read is examples/chinook.
*/
template <typename T>
class QuerySet : public QuerySetBase
{
public:
    QuerySet() = default; /*!< A query of no model: its runs fail with Error::Usage. */
    //! \cond
    explicit QuerySet(const QuerySetBase &query) : QuerySetBase(query) { }
    //! \endcond

    /*! Rows for which \a path, which may end in a lookup, is \a value; null asks for NULL. */
    QuerySet filter(QAnyStringView path, const Value &value) const
    {
        return with([&](QuerySet &q) { q.addCondition(ConditionBase(path, {}, value), false); });
    }
    /*! The same with a list of \a values in braces, an empty one too: for in and range. */
    QuerySet filter(QAnyStringView path, std::initializer_list<Value> values) const
    {
        return filter(path, Value(values));
    }
    /*! Rows for which all \a conditions hold, of the same related row. */
    QuerySet filter(std::initializer_list<NamedValue> conditions) const
    {
        return with([&](QuerySet &q) { q.addConditions(conditions, false); });
    }
    /*! Rows for which \a condition holds. */
    template <typename Root>
        requires std::derived_from<T, Root>
    QuerySet filter(const Condition<Root> &condition) const
    {
        return with([&](QuerySet &q) { q.addCondition(condition, false); });
    }

    /*!
        Rows for which the condition does not hold; null counts as "does not hold". Over a to-many
        relation: rows that have no such related row.
    */
    QuerySet exclude(QAnyStringView path, const Value &value) const
    {
        return with([&](QuerySet &q) { q.addCondition(ConditionBase(path, {}, value), true); });
    }
    /*! The same with a list of \a values in braces, an empty one too: for in and range. */
    QuerySet exclude(QAnyStringView path, std::initializer_list<Value> values) const
    {
        return exclude(path, Value(values));
    }
    /*! Rows for which not all \a conditions hold, of the same related row. */
    QuerySet exclude(std::initializer_list<NamedValue> conditions) const
    {
        return with([&](QuerySet &q) { q.addConditions(conditions, true); });
    }
    /*! Rows for which \a condition does not hold. */
    template <typename Root>
        requires std::derived_from<T, Root>
    QuerySet exclude(const Condition<Root> &condition) const
    {
        return with([&](QuerySet &q) { q.addCondition(condition, true); });
    }

    /*!
        Sorts by \a paths ("author__username", "-createdAt", Field::desc()); replaces an earlier
        order and the model's own. A relation sorts by the related model's own order.
    */
    template <typename... Paths>
    QuerySet orderBy(const Paths &...paths) const
    {
        return with([&](QuerySet &q) {
            q.clearOrder();
            (q.takeOrder(paths), ...);
        });
    }
    /*! The other way round. */
    QuerySet reverse() const
    {
        return with([](QuerySet &q) { q.setReversed(); });
    }
    /*! At most \a count rows. A slice can not be filtered, sorted or deleted afterwards. */
    QuerySet limit(qint64 count) const
    {
        return with([&](QuerySet &q) { q.setLimit(count); });
    }
    /*! Without the first \a count rows; needs no limit. */
    QuerySet offset(qint64 count) const
    {
        return with([&](QuerySet &q) { q.setOffset(count); });
    }
    /*! Each row once. Conditions never repeat rows, so that this is seldom needed. */
    QuerySet distinct() const
    {
        return with([](QuerySet &q) { q.setDistinct(); });
    }

    /*! Loads to-one relations of any depth along, by JOIN in the same statement. Calls add up. */
    template <typename... Paths>
        requires(sizeof...(Paths) > 0)
    QuerySet selectRelated(const Paths &...paths) const
    {
        return with([&](QuerySet &q) { (q.addSelect(pathOf(paths)), ...); });
    }
    /*! Takes earlier ones back. */
    QuerySet selectRelated(std::nullptr_t) const
    {
        return with([](QuerySet &q) { q.clearSelect(); });
    }
    /*!
        Loads relations of any kind along: paths, or Prefetch. 1 more statement for each step of
        each path (that they have in common: once), whatever the number of rows; deeper steps are
        not asked where there is nothing to ask for. Calls add up; a Prefetch with a query for a path
        that is loaded already is Error::Usage: name it first.
    */
    template <typename... Paths>
        requires(sizeof...(Paths) > 0)
    QuerySet prefetchRelated(const Paths &...paths) const
    {
        return with([&](QuerySet &q) { (q.takePrefetch(paths), ...); });
    }
    /*! Takes earlier ones back. */
    QuerySet prefetchRelated(std::nullptr_t) const
    {
        return with([](QuerySet &q) { q.clearPrefetch(); });
    }
    /*!
        Loads these columns only (and the key, the version, and what prefetchRelated() and
        selectRelated() need); the others by 1 statement when one is read or set, for the object and
        its neighbours. A failure of that is remembered: Model::relationError().
    */
    template <typename... Paths>
    QuerySet only(const Paths &...paths) const
    {
        return with([&](QuerySet &q) { (q.addOnly(pathOf(paths)), ...); });
    }
    /*! Loads all columns but these; they come as with only(). */
    template <typename... Paths>
    QuerySet defer(const Paths &...paths) const
    {
        return with([&](QuerySet &q) { (q.addDefer(pathOf(paths)), ...); });
    }

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
    /*! The one object for which \a path is \a value: filter() and get(). */
    Result<T *> get(QAnyStringView path, const Value &value) const { return filter(path, value).get(); }
    /*! The one object for which all \a conditions hold: filter() and get(). */
    Result<T *> get(std::initializer_list<NamedValue> conditions) const
    {
        return filter(conditions).get();
    }
    /*! The one object for which \a condition holds: filter() and get(). */
    template <typename Root>
        requires std::derived_from<T, Root>
    Result<T *> get(const Condition<Root> &condition) const
    {
        return filter(condition).get();
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
        const QuerySet query = with([&](QuerySet &q) {
            q.addCondition(ConditionBase(QAnyStringView("pk"), "in", keys), false);
        });
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

private:
    template <typename F>
    QuerySet with(F &&change) const
    {
        QuerySet copy(*this);
        change(copy);
        return copy;
    }
    Result<qint64> updateResult(const QList<std::pair<Detail::PathSpec, Value>> &assignments) const
    {
        qint64 rows = 0;
        const Error error = runUpdate(assignments, &rows);
        return Detail::valueResult(error, rows);
    }
    static Detail::PathSpec pathOf(QAnyStringView path) { return Detail::PathSpec(path); }
    template <auto... Getters>
    static Detail::PathSpec pathOf(const Field<Getters...> &field)
    {
        static_assert(std::derived_from<T, typename Field<Getters...>::Root>,
                      "Chakra: the path begins at another class than the query's");
        return field.path();
    }
    void takeOrder(QAnyStringView path) { addOrder(path); }
    template <auto... Getters>
    void takeOrder(const Field<Getters...> &field)
    {
        addOrder(pathOf(field), false);
    }
    template <typename Root>
        requires std::derived_from<T, Root>
    void takeOrder(const OrderTerm<Root> &term)
    {
        addOrder(term.path, term.descending);
    }
    template <typename P>
    void takePrefetch(const P &path)
    {
        if constexpr (std::same_as<P, Prefetch>)
            addPrefetch(path);
        else
            addPrefetch(pathOf(path));
    }
};

namespace Detail {

template <typename T, typename... Where>
QuerySet<T> objectsOf(Where &&...where)
{
    static const bool registered = T::chakraRegister();
    Q_UNUSED(registered)
    return QuerySet<T>(queryFor(&T::staticMetaObject, std::forward<Where>(where)...));
}

} // namespace Detail

} // namespace Chakra

#endif // CHAKRA_QUERYSET_H
