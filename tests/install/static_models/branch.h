// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef OUTSIDE_BRANCH_H
#define OUTSIDE_BRANCH_H

#include <Chakra/Model>

class Leaf;

class Branch : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Branch, "branches")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_ONE_TO_MANY(Leaf, leaves, backPopulates("branch"))
};

#endif // OUTSIDE_BRANCH_H
