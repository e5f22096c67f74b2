// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/querysetbase.h>

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

/*! A column that leads to what is loaded along can not be left out. */
Error checkDeferred(const QueryData &query)
{
    const auto check = [&query](const RelationPath &path, QLatin1StringView function) {
        const RelationInfo *first = path.first();
        if (first->kind != RelationKind::ToOne || !query.deferred.contains(first->foreignKey))
            return Error();
        return usage(*first->foreignKey,
                     u"it can not be deferred: %1(\"%2\") leads over it"_s.arg(function, first->name));
    };
    for (const RelationPath &path : query.selected) {
        if (const Error error = check(path, "selectRelated"_L1); error.isValid())
            return error;
    }
    for (const PrefetchStep &step : query.prefetched) {
        if (const Error error = check(step.path, "prefetchRelated"_L1); error.isValid())
            return error;
    }
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
        const Error error = query.addPrefetch(path);
        return error.isValid() ? error : checkDeferred(query);
    });
}

void QuerySetBase::addPrefetch(const Prefetch &prefetch)
{
    build(d, [&](QueryData &query) {
        const Error error = query.addPrefetch(prefetch);
        return error.isValid() ? error : checkDeferred(query);
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
