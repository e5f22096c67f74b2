// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_QUERYCOMPILER_P_H
#define CHAKRA_QUERYCOMPILER_P_H

#include "querydata_p.h"

#include "../sql/statement_p.h"

namespace Chakra {

/*!
    A SELECT and how its columns make objects: the nodes of selectRelated() with the columns of
    each. Plain values: it can be run on any thread.
*/
struct LoadPlan
{
    struct Node
    {
        const ModelInfo *model = nullptr;
        const RelationInfo *via = nullptr; // from the parent; null at the root
        int parent = -1;
        QList<const FieldInfo *> fields; // the key fields are always among them
        int firstColumn = 0; // of fields, in order
        QList<int> keyColumns; // result columns of the primary key
    };

    Sql::Select select;
    QList<Node> nodes; // parents before children; 0 is the root
    int ownerColumn = -1; // of a many-to-many restriction: the key of the owner
    bool ownersAreGrouped = false; // one row a member, with the keys of all its owners as text
    bool neverMatches = false; // an empty list: no statement is needed
};

/*! What a loader adds to a query: rows of these owners only. */
struct Restriction
{
    const FieldInfo *field = nullptr; // of the query's model, in values
    const RelationInfo *manyToMany =
            nullptr; // members of it (its target is the query's model) of the owners in values
    WireRow values;
    bool groupOwners = false; // of a many-to-many restriction whose owners have integer keys
    bool most = false; // the values are those of all owners, and so, of most rows
};

/*! Turns queries into statements. Stateless; the graph has been checked before. */
class QueryCompiler
{
public:
    /*! The SELECT of all rows of \a query. A restriction's list is given the query's own, the relation's or the model's order. */
    static Error select(const QueryData &query, LoadPlan *plan,
                        const Restriction &restriction = {});
    /*! One column, the number of rows; slices and distinct are counted by a sub-select. */
    static Error count(const QueryData &query, Sql::Select *select, bool *neverMatches);
    static Error exists(const QueryData &query, Sql::Select *select, bool *neverMatches);
    /*! The condition for UPDATE and DELETE: columns bare, or key IN (SELECT …) where there are joins. */
    static Error bareWhere(const QueryData &query, Sql::Expression *where, bool *neverMatches);

    // Checks against the graph, made while a query is built.
    static Error checkCondition(const ModelInfo *model, const ConditionBase &condition);
    static Error checkOrder(const ModelInfo *model, const Detail::PathSpec &path);
    /*! A path of relations only; to-one ones only where \a toOne. */
    static Error resolveRelations(const ModelInfo *model, const Detail::PathSpec &path, bool toOne,
                                  RelationPath *relations);
    static Error resolveField(const ModelInfo *model, const Detail::PathSpec &path,
                              const FieldInfo **field);
};

} // namespace Chakra

#endif // CHAKRA_QUERYCOMPILER_P_H
