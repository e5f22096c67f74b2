// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/querysetbase.h>

#include <Chakra/prefetch.h>

#include "querycompiler_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

/*! Runs \a change on a copy of \a data of its own, unless a mistake was made before. */
template <typename F>
void build(QSharedDataPointer<QueryData> &data, F &&change)
{
    if (data.constData()->error.isValid())
        return;
    if (!data.constData()->model) {
        data->error = usage(*data, u"this query is of no model: begin with Model::objects()"_s);
        return;
    }
    QueryData &query = *data;
    const Error error = change(query);
    if (error.isValid())
        query.error = error;
}

Error refuseSlice(const QueryData &query, const QString &what)
{
    if (!query.isSliced())
        return Error();
    return usage(query, u"a slice can not be %1: call limit() and offset() last"_s.arg(what));
}

/*! A column that leads to what selectRelated() loads can not be left out. */
Error checkDeferred(const QueryData &query)
{
    for (const RelationPath &path : query.selected) {
        const RelationInfo *first = path.first();
        if (first->kind == RelationKind::ToOne && query.deferred.contains(first->foreignKey)) {
            return Error(Error::Usage,
                         u"%1 can not be deferred: selectRelated(\"%2\") leads over it"_s.arg(
                                 first->foreignKey->displayName(), first->name))
                    .withModel(query.model->className)
                    .withProperty(first->foreignKey->name);
        }
    }
    return Error();
}

Error prefetchStep(const QueryData &query, const Detail::PathSpec &path, PrefetchStep *step)
{
    return QueryCompiler::resolveRelations(query.model, path, false, &step->path);
}

Error prefetchStep(const QueryData &query, const Prefetch &prefetch, PrefetchStep *step)
{
    const Detail::PathSpec path(prefetch.path());
    if (const Error error = prefetchStep(query, path, step); error.isValid())
        return error;
    const QueryData &own = *prefetch.query().data();
    if (own.error.isValid())
        return own.error;
    if (!own.model)
        return Error();
    const RelationInfo *relation = step->path.last();
    if (own.model != relation->target) {
        return usage(query, u"Prefetch(\"%1\"): its query is of %2, but %3 leads to %4"_s.arg(
                                    prefetch.path(), own.model->className, relation->displayName(),
                                    relation->target->className))
                .withProperty(relation->name);
    }
    if (own.isSliced()) {
        return usage(query, u"Prefetch(\"%1\"): a slice can not be prefetched; take limit() and "
                            "offset() off its query"_s.arg(prefetch.path()))
                .withProperty(relation->name);
    }
    step->hasQuery = true;
    step->query = prefetch.query();
    return Error();
}

} // namespace

QuerySetBase::QuerySetBase() : d(new QueryData) { }
QuerySetBase::QuerySetBase(const QSharedDataPointer<QueryData> &data) : d(data) { }
QuerySetBase::QuerySetBase(const QuerySetBase &other) = default;
QuerySetBase::QuerySetBase(QuerySetBase &&other) noexcept = default;
QuerySetBase &QuerySetBase::operator=(const QuerySetBase &other) = default;
QuerySetBase &QuerySetBase::operator=(QuerySetBase &&other) noexcept = default;
QuerySetBase::~QuerySetBase() = default;

QuerySetBase Detail::queryFor(const QMetaObject *model)
{
    return QueryData::make(model, QueryRunner::current());
}

Error QuerySetBase::error() const
{
    return d->error;
}

void QuerySetBase::addCondition(const ConditionBase &condition, bool negated)
{
    build(d, [&](QueryData &query) {
        const Error error = refuseSlice(query, u"filtered"_s);
        return error.isValid() ? error : query.addFilter(condition, negated);
    });
}

void QuerySetBase::addConditions(std::initializer_list<NamedValue> conditions, bool negated)
{
    ConditionBase all;
    for (const NamedValue &condition : conditions)
        all = ConditionBase::all(all, ConditionBase(condition.name, {}, condition.value));
    addCondition(all, negated);
}

void QuerySetBase::addOrder(const Detail::PathSpec &path, bool descending)
{
    build(d, [&](QueryData &query) {
        query.order.append({path, descending});
        return QueryCompiler::checkOrder(query.model, path);
    });
}

void QuerySetBase::addOrder(QAnyStringView path)
{
    const QString text = path.toString();
    const bool descending = text.startsWith(u'-');
    addOrder(Detail::PathSpec(descending ? text.mid(1) : text), descending);
}

void QuerySetBase::clearOrder()
{
    build(d, [](QueryData &query) {
        query.order.clear();
        query.ordered = true;
        return refuseSlice(query, u"sorted"_s);
    });
}

void QuerySetBase::setReversed()
{
    build(d, [](QueryData &query) {
        query.reversed = !query.reversed;
        return refuseSlice(query, u"reversed"_s);
    });
}

void QuerySetBase::setLimit(qint64 limit)
{
    build(d, [&](QueryData &query) {
        query.limit = limit;
        return limit < 0 ? usage(query, u"limit(%1): a number of rows is not negative"_s.arg(limit))
                         : Error();
    });
}

void QuerySetBase::setOffset(qint64 offset)
{
    build(d, [&](QueryData &query) {
        query.offset = offset;
        return offset < 0
                       ? usage(query, u"offset(%1): a number of rows is not negative"_s.arg(offset))
                       : Error();
    });
}

void QuerySetBase::setDistinct()
{
    build(d, [](QueryData &query) {
        query.distinct = true;
        return refuseSlice(query, u"made distinct"_s);
    });
}

void QuerySetBase::addSelect(const Detail::PathSpec &path)
{
    build(d, [&](QueryData &query) {
        RelationPath relations;
        const Error error = QueryCompiler::resolveRelations(query.model, path, true, &relations);
        if (error.isValid())
            return error;
        query.selected.append(relations);
        return checkDeferred(query);
    });
}

void QuerySetBase::clearSelect()
{
    build(d, [](QueryData &query) {
        query.selected.clear();
        return Error();
    });
}

void QuerySetBase::addPrefetch(const Detail::PathSpec &path)
{
    build(d, [&](QueryData &query) {
        PrefetchStep step;
        const Error error = prefetchStep(query, path, &step);
        query.prefetched.append(step);
        return error;
    });
}

void QuerySetBase::addPrefetch(const Prefetch &prefetch)
{
    build(d, [&](QueryData &query) {
        PrefetchStep step;
        const Error error = prefetchStep(query, prefetch, &step);
        query.prefetched.append(step);
        return error;
    });
}

void QuerySetBase::clearPrefetch()
{
    build(d, [](QueryData &query) {
        query.prefetched.clear();
        return Error();
    });
}

void QuerySetBase::addOnly(const Detail::PathSpec &path)
{
    build(d, [&](QueryData &query) {
        const FieldInfo *field = nullptr;
        const Error error = QueryCompiler::resolveField(query.model, path, &field);
        query.only.append(field);
        return error;
    });
}

void QuerySetBase::addDefer(const Detail::PathSpec &path)
{
    build(d, [&](QueryData &query) {
        const FieldInfo *field = nullptr;
        const Error error = QueryCompiler::resolveField(query.model, path, &field);
        query.deferred.append(field);
        return error.isValid() ? error : checkDeferred(query);
    });
}

} // namespace Chakra
