// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "scope_p.h"

using Chakra::Sql::Expression;

namespace Chakra {

Scope::Scope(const ModelInfo *model, const QString &alias, AliasSource *aliases)
    : m_model(model), m_alias(alias), m_rowAlias(alias), m_aliases(aliases)
{ }

Scope::Scope(const RelationInfo *relation, AliasSource *aliases)
    : m_model(relation->target), m_members(relation), m_alias(aliases->next()), m_aliases(aliases)
{
    if (relation->kind != RelationKind::ManyToMany)
        m_rowAlias = m_alias;
}

Expression Scope::column(const RelationPath &path, const FieldInfo *field, bool required)
{
    RelationPath steps = path;
    while (!steps.isEmpty() && steps.last()->kind == RelationKind::ToOne
           && steps.last()->foreignKey->target == field) {
        field = steps.last()->foreignKey;
        steps.removeLast();
    }
    const bool inJunction = m_members && m_members->kind == RelationKind::ManyToMany;
    if (steps.isEmpty() && inJunction && field == m_model->key())
        return Expression::column(m_alias, m_members->junction.otherColumn);
    return Expression::column(alias(steps, required), field->column);
}

QString Scope::alias(const RelationPath &path, bool required)
{
    const int node = join(path, required);
    return node < 0 ? rowAlias() : m_nodes.at(node).alias;
}

Expression Scope::ownerColumn() const
{
    return Expression::column(m_alias, m_members->kind == RelationKind::ManyToMany
                                               ? m_members->junction.ownColumn
                                               : m_members->foreignKey->column);
}

int Scope::join(const RelationPath &path, bool required)
{
    int at = -1;
    for (const RelationInfo *relation : path) {
        int found = -1;
        for (int i = 0; i < m_nodes.size() && found < 0; ++i) {
            if (m_nodes.at(i).parent == at && m_nodes.at(i).relation == relation)
                found = i;
        }
        if (found < 0) {
            rowAlias(); // comes first in FROM
            found = int(m_nodes.size());
            m_nodes.append({relation, at, m_aliases->next(), false});
        }
        at = found;
        m_nodes[at].required = m_nodes.at(at).required || required;
    }
    return at;
}

const QString &Scope::rowAlias()
{
    if (m_rowAlias.isEmpty() && m_members)
        m_rowAlias = m_aliases->next();
    return m_rowAlias;
}

Expression Scope::joinCondition(const Node &node) const
{
    const QString parent = node.parent < 0 ? m_rowAlias : m_nodes.at(node.parent).alias;
    const FieldInfo *key = node.relation->foreignKey;
    const bool owning = node.relation->kind == RelationKind::ToOne;
    return Expression::binary(
            Expression::Equal,
            Expression::column(node.alias, owning ? key->target->column : key->column),
            Expression::column(parent, owning ? key->column : key->target->column));
}

void Scope::finish(Sql::Select *select) const
{
    select->table = m_model->table;
    select->alias = m_alias;
    if (m_members && m_members->kind == RelationKind::ManyToMany) {
        select->table = m_members->junction.table;
        if (!m_rowAlias.isEmpty()) {
            select->joins.append(
                    {Sql::Join::Inner, m_model->table, m_rowAlias,
                     Expression::binary(
                             Expression::Equal,
                             Expression::column(m_rowAlias, m_model->key()->column),
                             Expression::column(m_alias, m_members->junction.otherColumn))});
        }
    }

    QList<bool> always; // whether there is a row in each case
    for (const Node &node : m_nodes) {
        const bool certain = node.relation->kind == RelationKind::ToOne
                             && !node.relation->foreignKey->nullable
                             && (node.parent < 0 || always.at(node.parent));
        always += certain || node.required;
        select->joins.append({always.last() ? Sql::Join::Inner : Sql::Join::Left,
                              node.relation->target->table, node.alias, joinCondition(node)});
    }
}

} // namespace Chakra
