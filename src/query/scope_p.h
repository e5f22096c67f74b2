// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_SCOPE_P_H
#define CHAKRA_SCOPE_P_H

#include "querydata_p.h"

#include "../sql/statement_p.h"

namespace Chakra {

/*! Gives the tables of one statement their aliases, t0, t1, …, sub-selects included. */
class AliasSource
{
public:
    QString next() { return u't' + QString::number(m_next++); }

private:
    int m_next = 0;
};

/*!
    The FROM of one SELECT: a table and the to-one relations joined to it, each path once. A join
    that some condition requires a row of is INNER; others are where there must be a row anyway.
*/
class Scope
{
public:
    /*! The table of \a model; with an empty alias for UPDATE and DELETE. */
    Scope(const ModelInfo *model, const QString &alias, AliasSource *aliases);
    /*! The members of a to-many or reverse \a relation: the target, or the junction in front of it. */
    Scope(const RelationInfo *relation, AliasSource *aliases);

    const ModelInfo *model() const { return m_model; }
    AliasSource *aliases() const { return m_aliases; }

    /*!
        A column behind a path of to-one relations. No join is made for what a foreign key in
        front of it holds already.
    */
    Sql::Expression column(const RelationPath &path, const FieldInfo *field, bool required);
    /*! The alias of the row that \a path of to-one relations leads to. */
    QString alias(const RelationPath &path, bool required);
    /*! Of a scope of members: what the owner's referred field is among. */
    Sql::Expression ownerColumn() const;

    bool hasJoins() const { return !m_nodes.isEmpty(); }
    /*! Sets table, alias and joins. */
    void finish(Sql::Select *select) const;

private:
    struct Node
    {
        const RelationInfo *relation = nullptr;
        int parent = -1; // -1: the scope's own row
        QString alias;
        bool required = false;
    };

    int join(const RelationPath &path, bool required);
    const QString &rowAlias();
    Sql::Expression joinCondition(const Node &node) const;

    const ModelInfo *m_model;
    const RelationInfo *m_members = nullptr;
    QString m_alias; // of the table in FROM
    QString m_rowAlias; // of the model's row; behind a junction it is joined when needed
    AliasSource *m_aliases;
    QList<Node> m_nodes;
};

} // namespace Chakra

#endif // CHAKRA_SCOPE_P_H
