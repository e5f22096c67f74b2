// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_CONDITIONS_P_H
#define CHAKRA_CONDITIONS_P_H

#include "predicates_p.h"
#include "scope_p.h"

namespace Chakra {

/*!
    \a predicate as an expression over \a scope, whose joins it adds. With \a required, rows for
    which it does not hold are left out by the statement, so that a join may be INNER.
*/
Sql::Expression compilePredicate(const Predicate &predicate, Scope &scope, bool required);
/*! Members of \a relation of the owners in \a values: rows of \a scope, whose model is its target. */
Sql::Expression compileMembership(const RelationInfo *relation, const WireRow &values,
                                  Scope &scope);

// Joined, with what is always or never true left out.
Sql::Expression allOf(const QList<Sql::Expression> &expressions);
Sql::Expression anyOf(const QList<Sql::Expression> &expressions);
Sql::Expression notTrue(const Sql::Expression &expression);

} // namespace Chakra

#endif // CHAKRA_CONDITIONS_P_H
