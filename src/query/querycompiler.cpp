// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "querycompiler_p.h"

#include "ordering_p.h"
#include "paths_p.h"
#include "predicates_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

QStringList relationNames(const ModelInfo *model, bool toOne)
{
    QStringList names;
    for (const RelationInfo *relation : model->relations) {
        if (!relation->isHidden() && !(toOne && relation->isToMany()))
            names += relation->name;
    }
    return names;
}

} // namespace

Error QueryCompiler::checkCondition(const ModelInfo *model, const ConditionBase &condition)
{
    Predicate predicate;
    return Predicate::resolve(model, condition, nullptr, &predicate);
}

Error QueryCompiler::checkOrder(const ModelInfo *model, const Detail::PathSpec &path)
{
    QList<SortTerm> terms;
    return resolveOrder(model, path, false, &terms);
}

Error QueryCompiler::resolveRelations(const ModelInfo *model, const Detail::PathSpec &path,
                                      bool toOne, RelationPath *relations)
{
    ResolvedPath resolved;
    if (const Error error = resolveWholePath(model, path, &resolved); error.isValid())
        return error;
    if (!resolved.isRelation()) {
        const QString name = resolved.field ? resolved.field->name : u"pk"_s;
        return unknownName(resolved.end, name, relationNames(resolved.end, toOne));
    }
    for (const RelationInfo *relation : std::as_const(resolved.relations)) {
        if (toOne && relation->isToMany())
            return unknownName(relation->model, relation->name,
                               relationNames(relation->model, true));
    }
    *relations = resolved.relations;
    return Error();
}

Error QueryCompiler::resolveField(const ModelInfo *model, const Detail::PathSpec &path,
                                  const FieldInfo **field)
{
    ResolvedPath resolved;
    if (const Error error = resolveWholePath(model, path, &resolved); error.isValid())
        return error;
    const bool foreignKey = resolved.isRelation() && resolved.relations.size() == 1
                            && resolved.relations.first()->kind == RelationKind::ToOne;
    if (foreignKey) {
        *field = resolved.relations.first()->foreignKey;
    } else if (resolved.field && resolved.relations.isEmpty()) {
        *field = resolved.field;
    } else {
        QStringList names;
        for (const FieldInfo *known : model->fields)
            names += known->name;
        return unknownName(model, displayPath(path), names);
    }
    return Error();
}

} // namespace Chakra
