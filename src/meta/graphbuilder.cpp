// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "graphbuilder_p.h"

#include "modelreader_p.h"
#include "relationresolver_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

void GraphBuilder::resolve()
{
    ModelReader reader(&m_mistakes);
    for (ModelInfo *info : std::as_const(m_models))
        reader.read(info);
    checkTables();

    RelationResolver resolver(m_models, reader.relations(), &m_mistakes);
    resolver.resolve();
    for (const DeclaredRelation &declared : resolver.relations()) {
        if (declared.resolved && declared.relation->isToMany())
            checkOrder(declared.owner, declared.target, declared.relation->orderBy,
                       declared.relation->name);
    }
    for (ModelInfo *info : std::as_const(m_models)) {
        checkOrder(info, info, info->orderBy, QString());
        checkTogether(info);
        addManyToMany(info);
    }
}

void GraphBuilder::checkTables()
{
    QHash<QString, ModelInfo *> tables;
    for (ModelInfo *info : std::as_const(m_models)) {
        ModelInfo *&known = tables[info->table.toLower()];
        if (known && !info->table.isEmpty()) {
            m_mistakes.add(info, {},
                           u"the table \"%1\" is the table of %2 too: give one of them another"_s.arg(
                                   info->table, known->className),
                           known);
        }
        known = info;
    }
}

void GraphBuilder::checkOrder(ModelInfo *info, const ModelInfo *of, const QStringList &order,
                              const QString &where)
{
    for (QString path : order) {
        if (path.startsWith(u'-'))
            path.remove(0, 1);
        const QString first = path.section("__"_L1, 0, 0);
        if (!of->field(path) && !of->field(first) && !of->relation(first)) {
            m_mistakes.add(info, where,
                           u"orderBy(\"%1\"): %2 has no such property; it has %3"_s.arg(
                                   path, of->className, of->names().join(u", "_s)));
        }
    }
}

void GraphBuilder::checkTogether(ModelInfo *info)
{
    const QList<QStringList> lists = info->uniqueTogether + info->indexTogether;
    for (const QStringList &names : lists) {
        for (const QString &name : names) {
            if (!info->field(name))
                m_mistakes.add(info, name,
                               u"is named together with others, but is no column: it has %1"_s.arg(
                                       nameList(info->fields)));
        }
    }
}

void GraphBuilder::addManyToMany(ModelInfo *info)
{
    for (const RelationInfo *relation : std::as_const(info->relations)) {
        if (relation->kind != RelationKind::ManyToMany || !relation->target || !relation->inverse)
            continue;
        info->manyToMany += relation;
        if (relation->junction.model)
            continue;
        const bool known = std::any_of(m_junctions.cbegin(), m_junctions.cend(),
                                       [relation](const CreatedJunction &junction) {
                                           return junction.table == relation->junction.table;
                                       });
        if (!known)
            m_junctions.append({relation->junction.table, relation});
    }
}

} // namespace Chakra
