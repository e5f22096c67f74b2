// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_GRAPHBUILDER_P_H
#define CHAKRA_GRAPHBUILDER_P_H

#include "graphmistakes_p.h"

namespace Chakra {

/*!
    Reads metaobjects into infos, ties their relations together, and checks what names properties
    across models; collects every mistake, and disables the models that it touches.
*/
class GraphBuilder
{
public:
    void add(ModelInfo *info) { m_models += info; }
    void resolve();

    QList<Error> mistakes() const { return m_mistakes.all(); }
    QList<CreatedJunction> junctions() const { return m_junctions; }

private:
    void checkTables();
    void checkReferredColumns(ModelInfo *info);
    void checkOrder(ModelInfo *info, const ModelInfo *of, const QStringList &order,
                    const QString &where);
    void checkTogether(ModelInfo *info);
    void addManyToMany(ModelInfo *info);
    void addJunction(ModelInfo *info, const RelationInfo *relation);

    QList<ModelInfo *> m_models;
    GraphMistakes m_mistakes;
    QList<CreatedJunction> m_junctions;
};

} // namespace Chakra

#endif // CHAKRA_GRAPHBUILDER_P_H
