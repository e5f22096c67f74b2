// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_ORDERING_P_H
#define CHAKRA_ORDERING_P_H

#include "scope_p.h"

namespace Chakra {

/*! Something to sort by, held against the graph: a column behind to-one relations. */
struct SortTerm
{
    RelationPath path;
    const FieldInfo *field = nullptr;
    bool descending = false;
};

/*! A relation sorts by its model's own order, or by its key; "pk" by each column of the key. */
Error resolveOrder(const ModelInfo *model, const Detail::PathSpec &path, bool descending,
                   QList<SortTerm> *terms);
/*! The same for "createdAt" or "-createdAt". */
Error resolveOrder(const ModelInfo *model, const QStringList &paths, QList<SortTerm> *terms);

void appendKey(const ModelInfo *model, QList<SortTerm> *terms);
QList<Sql::Order> compileOrder(const QList<SortTerm> &terms, bool reversed, Scope &scope);

} // namespace Chakra

#endif // CHAKRA_ORDERING_P_H
