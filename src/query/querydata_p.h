// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_QUERYDATA_P_H
#define CHAKRA_QUERYDATA_P_H

#include <Chakra/condition.h>
#include <Chakra/error.h>
#include <Chakra/queryset.h>

#include "../meta/modelinfo_p.h"
#include "../sql/statement_p.h"

#include <QSharedData>

#include <functional>
#include <memory>

namespace Chakra {

class QueryRunner;
struct Predicate;

/*! A tree of comparisons as it was written, not yet held against the graph. */
class ConditionData : public QSharedData
{
public:
    enum Kind { Empty /* true */, Leaf, And, Or, Not };

    static const ConditionData &of(const ConditionBase &condition) { return *condition.d; }
    static ConditionBase joined(Kind kind, const ConditionBase &left, const ConditionBase &right);

    Kind kind = Empty;
    Detail::PathSpec path;
    QString lookup; // empty: the path may end in one
    Value value;
    QList<ConditionBase> children;
};

using RelationPath = QList<const RelationInfo *>;

/*! A path to prefetch; a query where it has one of its own. */
struct PrefetchStep
{
    RelationPath path;
    bool hasQuery = false;
    QuerySetBase query;
};

/*! What a QuerySet holds. */
class QueryData : public QSharedData
{
public:
    struct OrderBy
    {
        Detail::PathSpec path;
        bool descending = false;
    };

    /*! All rows of \a model; an error of it is the query's. */
    static QuerySetBase make(const QMetaObject *model, const std::shared_ptr<QueryRunner> &runner);
    static QueryData *mutableData(QuerySetBase &query); // detaches

    /*! Checks the condition and takes its values over at once: the objects among them may go. */
    Error addFilter(const ConditionBase &condition, bool negated);
    /*! Members of \a relation only, of the owner with this value in its referred field. */
    void setMembersOf(const RelationInfo *relation, const WireValue &owner);
    /*!
        Loads a relation along. What the query of a Prefetch prefetches itself is taken over, as
        paths that begin at this query's model, so that all steps share their prefixes. Another way
        to load a path that is loaded already is Usage.
    */
    Error addPrefetch(const Detail::PathSpec &path);
    Error addPrefetch(const Prefetch &prefetch);
    /*!
        The column where the query asks for nothing but rows with one value in it, and the value:
        the shape of a get by key, whose statement is worth keeping. Null for every other query.
    */
    const FieldInfo *soleEquality(WireValue *value) const;
    /*! Whether all() sorts, by the query's order or one that the model or list has of itself. */
    bool hasOrder() const;

    const ModelInfo *model = nullptr;
    std::weak_ptr<QueryRunner> runner;
    Error error; // the first mistake
    QList<std::shared_ptr<const Predicate>> filters; // one per filter() or exclude() call
    const RelationInfo *membersOf = nullptr; // a list, which gives the rows its order
    WireValue membersOwner;
    QList<OrderBy> order; // checked; empty: none was asked for
    bool ordered = false; // orderBy() was called
    bool reversed = false;
    bool distinct = false;
    qint64 limit = -1;
    qint64 offset = 0;
    QList<RelationPath> selected; // to-one paths
    QList<PrefetchStep> prefetched; // in the order given; those of a step's own query behind it
    QList<const FieldInfo *> only; // of the model itself
    QList<const FieldInfo *> deferred;

    bool isSliced() const { return limit >= 0 || offset > 0; }
    /*! Whether rows of the model may be missing from the result. */
    bool isFiltered() const { return !filters.isEmpty() || membersOf || isSliced(); }

private:
    Error appendPrefetch(const PrefetchStep &step);
};

/*!
    The seam to the session: runs queries. A query holds it weakly; when it is gone the session is,
    and when there never was one the run is Usage. Every function checks the thread first.
*/
class QueryRunner
{
public:
    virtual ~QueryRunner() = default;

    /*! The runner of the innermost current session of this thread; null without one. */
    static std::shared_ptr<QueryRunner> current();
    static void pushCurrent(const std::shared_ptr<QueryRunner> &runner);
    static void removeCurrent(const QueryRunner *runner);

    virtual Error all(const QueryData &query, QList<Model *> *objects) = 0;
    virtual Error find(const QueryData &query, const Value &key, Model **object) = 0;
    virtual Error count(const QueryData &query, qint64 *count) = 0;
    virtual Error exists(const QueryData &query, bool *exists) = 0;
    virtual Error forEach(const QueryData &query, const std::function<bool(Model *)> &callback) = 0;
    virtual Error update(const QueryData &query,
                         const QList<std::pair<const FieldInfo *, WireValue>> &values,
                         qint64 *rows) = 0;
    virtual Error remove(const QueryData &query, qint64 *rows) = 0;
    virtual Error explain(const QueryData &query, QString *plan) = 0;
    virtual QString toSql(const QueryData &query) = 0;
    /*! Gives \a error the sink of the session, and passes it on. */
    [[nodiscard]] virtual Error handOut(const Error &error) = 0;
    /*! What keeps the database from matching \a pattern so, as its dialect says; empty if nothing. */
    virtual QString patternMistake(Sql::TextMatch match, bool caseInsensitive,
                                   const QString &pattern)
    {
        Q_UNUSED(match)
        Q_UNUSED(caseInsensitive)
        Q_UNUSED(pattern)
        return QString();
    }
};

/*! A call of \a query that cannot work as it is made. */
Error usage(const QueryData &query, const QString &text);

namespace Detail {

/*! \internal Whether \a object has, or had, a row. Defined by the layer that knows objects. */
bool isStored(const Model *object);

} // namespace Detail

} // namespace Chakra

#endif // CHAKRA_QUERYDATA_P_H
