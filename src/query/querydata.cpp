// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "querydata_p.h"

#include <Chakra/prefetch.h>

#include "predicates_p.h"
#include "querycompiler_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

QuerySetBase QueryData::make(const QMetaObject *model, const std::shared_ptr<QueryRunner> &runner)
{
    QSharedDataPointer<QueryData> data(new QueryData);
    data->model = Graph::model(model);
    data->runner = runner;
    if (data->model) {
        data->error = data->model->disabledError();
    } else {
        const QString name = QString::fromLatin1(model->className());
        data->error = Error(Error::ModelDefinition,
                            u"%1 is no registered model: give it CHAKRA_MODEL"_s.arg(name))
                              .withModel(name);
    }
    return QuerySetBase(data);
}

QueryData *QueryData::mutableData(QuerySetBase &query)
{
    return query.d.data();
}

Error QueryData::addFilter(const ConditionBase &condition, bool negated)
{
    Predicate predicate;
    const Error mistake = Predicate::resolve(model, condition, runner.lock().get(), &predicate);
    if (mistake.isValid())
        return mistake;
    if (predicate.kind == Predicate::True)
        return Error();
    if (negated)
        predicate = Predicate::list(Predicate::Not, {predicate});
    filters += std::make_shared<const Predicate>(predicate);
    return Error();
}

Error QueryData::addPrefetch(const Detail::PathSpec &path)
{
    PrefetchStep step;
    const Error mistake = QueryCompiler::resolveRelations(model, path, false, &step.path);
    return mistake.isValid() ? mistake : appendPrefetch(step);
}

Error QueryData::addPrefetch(const Prefetch &prefetch)
{
    const QueryData &own = *prefetch.query().data();
    if (own.error.isValid())
        return own.error;
    if (!own.model)
        return addPrefetch(prefetch.m_path);
    PrefetchStep step;
    if (const Error mistake = QueryCompiler::resolveRelations(model, prefetch.m_path, false, &step.path);
        mistake.isValid())
        return mistake;
    const RelationInfo *relation = step.path.last();
    const auto refuse = [&](const QString &text) {
        return usage(*this, u"Prefetch(\"%1\"): "_s.arg(prefetch.path()) + text)
                .withProperty(relation->name);
    };
    if (own.model != relation->target) {
        return refuse(u"its query is of %1, but %2 leads to %3"_s.arg(
                own.model->className, relation->displayName(), relation->target->className));
    }
    if (own.isSliced())
        return refuse(u"a slice can not be prefetched; take limit() and offset() off its query"_s);
    step.hasQuery = true;
    step.query = prefetch.query();
    if (const Error mistake = appendPrefetch(step); mistake.isValid())
        return mistake;
    for (const PrefetchStep &inner : own.prefetched) {
        PrefetchStep further = inner;
        further.path = step.path + inner.path;
        if (const Error mistake = appendPrefetch(further); mistake.isValid())
            return mistake;
    }
    return Error();
}

Error QueryData::appendPrefetch(const PrefetchStep &step)
{
    for (const PrefetchStep &known : std::as_const(prefetched)) {
        const bool reached = known.path.size() >= step.path.size()
                && std::equal(step.path.cbegin(), step.path.cend(), known.path.cbegin());
        const bool same = known.path.size() == step.path.size() && known.hasQuery
                && known.query.data() == step.query.data();
        if (step.hasQuery && reached && !same) {
            return usage(step.path.last(), u"it is prefetched already, in another way: name the "
                                           "Prefetch with a query first, and each path once"_s);
        }
    }
    prefetched.append(step);
    return Error();
}

void QueryData::setMembersOf(const RelationInfo *relation, const WireValue &owner)
{
    membersOf = relation;
    membersOwner = owner;
}

const FieldInfo *QueryData::soleEquality(WireValue *value) const
{
    if (filters.size() != 1 || membersOf || distinct
        || offset != 0 || reversed || !order.isEmpty() || !model->orderBy.isEmpty() || !selected.isEmpty()
        || !only.isEmpty() || !deferred.isEmpty())
        return nullptr;
    const Predicate &predicate = *filters.first();
    const Comparison &comparison = predicate.comparison;
    if (predicate.kind != Predicate::Leaf || !comparison.path.isEmpty() || !comparison.field
        || comparison.lookup.comparison != Lookup::Exact || comparison.lookup.part || comparison.values.size() != 1
        || isNull(comparison.values.first()))
        return nullptr;
    *value = comparison.values.first();
    return comparison.field;
}

bool QueryData::hasOrder() const
{
    return !order.isEmpty() || (!ordered && (membersOf || !model->orderBy.isEmpty()));
}

Error usage(const QueryData &query, const QString &text)
{
    return Error(Error::Usage, text).withModel(query.model ? query.model->className : QString());
}

} // namespace Chakra
