// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_DDL_P_H
#define CHAKRA_DDL_P_H

#include "../meta/modelinfo_p.h"
#include "../sql/statement_p.h"

namespace Chakra {

/*! A table and its indexes, as the model graph wants them. */
struct TablePlan
{
    Sql::TableDefinition table;
    QList<Sql::IndexDefinition> indexes;
};

/*! What the tables of models look like, as plain values. Stateless. */
class Ddl
{
public:
    static TablePlan table(const ModelInfo *model);
    static TablePlan table(const CreatedJunction &junction);
    /*!
        The tables of \a models and the junctions without a model between them, so that a table
        comes behind those that it refers to; a circle is broken somewhere.
    */
    static QList<TablePlan> tables(const QList<const ModelInfo *> &models,
                                   const QList<CreatedJunction> &junctions);
};

} // namespace Chakra

#endif // CHAKRA_DDL_P_H
