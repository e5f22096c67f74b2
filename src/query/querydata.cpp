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

bool QueryData::hasOrder() const
{
    return !order.isEmpty() || (!ordered && (membersOf || !model->orderBy.isEmpty()));
}

} // namespace Chakra
