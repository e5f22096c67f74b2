// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "querydata_p.h"

#include "predicates_p.h"

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
