// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_PREDICATES_P_H
#define CHAKRA_PREDICATES_P_H

#include "lookups_p.h"
#include "querydata_p.h"

namespace Chakra {

/*! The end of a path compared with values that its column can hold. */
struct Comparison
{
    RelationPath path;
    const FieldInfo *field = nullptr; // null: the last relation itself is compared
    Lookup lookup;
    WireRow values;
    bool null = false; // isnull: what was asked; in: null is one of the values
};

/*! A condition that was held against the graph: no names, no objects. */
struct Predicate
{
    enum Kind { True, False, Leaf, And, Or, Not };

    Kind kind = True;
    Comparison comparison;
    QList<Predicate> children;

    static Predicate leaf(const Comparison &comparison);
    static Predicate list(Kind kind, const QList<Predicate> &children);

    /*! \a runner, where there is one, checks patterns. */
    static Error resolve(const ModelInfo *model, const ConditionBase &condition,
                         QueryRunner *runner, Predicate *predicate);
};

/*! What a column that refers to rows of \a relation holds for \a value: an object, a key or null. */
Error relatedKey(const RelationInfo *relation, const Value &value, WireValue *wire);

} // namespace Chakra

#endif // CHAKRA_PREDICATES_P_H
