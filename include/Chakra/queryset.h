// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_QUERYSET_H
#define CHAKRA_QUERYSET_H

#include <Chakra/queryruns.h>

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

    The running functions are those of QueryRuns. Not supported: aggregates, expressions,
    sub-queries. The example to read is examples/chinook.
*/
template <typename T>
class QuerySet : public QueryRuns<T>
{
public:
    QuerySet() = default; /*!< A query of no model: its runs fail with Error::Usage. */
    //! \cond
    explicit QuerySet(const QuerySetBase &query) : QueryRuns<T>(query) { }
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

    using QueryRuns<T>::get;
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
private:
    template <typename F>
    QuerySet with(F &&change) const
    {
        QuerySet copy(*this);
        change(copy);
        return copy;
    }
    static Detail::PathSpec pathOf(QAnyStringView path) { return Detail::PathSpec(path); }
    template <auto... Getters>
    static Detail::PathSpec pathOf(const Field<Getters...> &field)
    {
        static_assert(std::derived_from<T, typename Field<Getters...>::Root>,
                      "Chakra: the path begins at another class than the query's");
        return field.path();
    }
    void takeOrder(QAnyStringView path) { this->addOrder(path); }
    template <auto... Getters>
    void takeOrder(const Field<Getters...> &field)
    {
        this->addOrder(pathOf(field), false);
    }
    template <typename Root>
        requires std::derived_from<T, Root>
    void takeOrder(const OrderTerm<Root> &term)
    {
        this->addOrder(term.path, term.descending);
    }
    template <typename P>
    void takePrefetch(const P &path)
    {
        if constexpr (std::same_as<P, Prefetch>)
            this->addPrefetch(path);
        else
            this->addPrefetch(pathOf(path));
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
