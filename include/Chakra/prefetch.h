// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_PREFETCH_H
#define CHAKRA_PREFETCH_H

#include <Chakra/queryset.h>

namespace Chakra {

/*!
    A relation to prefetch with a query of its own: filtered, sorted, with further loading, for
    QuerySet::prefetchRelated() and prefetchRelatedObjects(). A list that is loaded by a filtered
    one is a part, and says so: RelatedList::isPartial(). A value; runs no SQL itself.

    A query with limit() or offset(), or of another model than the related one, is Error::Usage of
    the query that it is given to; a mistake in \a query is passed on.
*/
class CHAKRA_EXPORT Prefetch
{
public:
    /*! The relation \a path, as a plain prefetch. */
    explicit Prefetch(QAnyStringView path);
    /*!
        The relation \a path, loaded by \a query, which must be a query of the related model and no
        slice. What that query prefetches is loaded for all that the path reaches.
    */
    Prefetch(QAnyStringView path, const QuerySetBase &query);
    /*! The same by getters: Prefetch(f<&User::posts>, …). */
    template <auto... Getters>
    explicit Prefetch(const Field<Getters...> &path) : Prefetch(path.path(), QuerySetBase())
    {
    }
    /*! \overload */
    template <auto... Getters>
    Prefetch(const Field<Getters...> &path, const QuerySetBase &query)
        : Prefetch(path.path(), query)
    {
    }

    /*! The path of the relation, from the model of the query that prefetches. */
    QString path() const { return m_path.steps.join(QLatin1String("__")); }
    /*! The query that loads it; of no model where a plain prefetch was asked for. */
    const QuerySetBase &query() const { return m_query; }

private:
    friend class QueryData;
    Prefetch(const Detail::PathSpec &path, const QuerySetBase &query);

    Detail::PathSpec m_path;
    QuerySetBase m_query;
};

} // namespace Chakra

#endif // CHAKRA_PREFETCH_H
