// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef OUTSIDE_LEAF_H
#define OUTSIDE_LEAF_H

#include "branch.h"

class Leaf : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Leaf, "leaves")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, branchId, setBranchId, foreignKey("branches.id"), onDelete(Cascade))
    CHAKRA_MANY_TO_ONE(Branch, branch, setBranch, backPopulates("leaves"))
};

#endif // OUTSIDE_LEAF_H
