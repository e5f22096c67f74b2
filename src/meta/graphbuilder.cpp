// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "graphbuilder_p.h"

#include "modelreader_p.h"
#include "relationresolver_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

/*! Whether rows of \a model can be sorted by \a path, whose names may contain the separator. */
bool isOrderPath(const ModelInfo *model, const QString &path)
{
    const auto isToOne = [model](const QString &name) {
        const RelationInfo *relation = model->relation(name);
        return relation && !relation->isHidden() && !relation->isToMany() && relation->target;
    };
    if (model->field(path) || path == "pk"_L1 || isToOne(path))
        return true;
    for (qsizetype at = path.indexOf("__"_L1); at > 0; at = path.indexOf("__"_L1, at + 1)) {
        if (isToOne(path.left(at)) && isOrderPath(model->relation(path.left(at))->target, path.mid(at + 2)))
            return true;
    }
    return false;
}

/*! Whether no two rows have the same value of \a field. */
bool isUnique(const FieldInfo *field)
{
    return field->hasUniqueColumn() || field->model->key() == field
            || field->model->uniqueTogether.contains(QStringList(field->name));
}

/*! Whether one junction can serve both. */
bool isSameTable(const RelationInfo *a, const RelationInfo *b)
{
    return a->model == b->model && a->target == b->target
            && a->junction.ownColumn == b->junction.ownColumn
            && a->junction.otherColumn == b->junction.otherColumn;
}

} // namespace

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
        checkReferredColumns(info);
        checkOrder(info, info, info->orderBy, QString());
        checkTogether(info);
        for (const FieldInfo *field : std::as_const(info->fields))
            info->owning += field->relations;
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

/*! A foreign key must lead to one row, which the database insists on when it is used. */
void GraphBuilder::checkReferredColumns(ModelInfo *info)
{
    for (const FieldInfo *field : std::as_const(info->fields)) {
        if (field->target && !isUnique(field->target))
            m_mistakes.add(info, field->name,
                           u"foreignKey(\"%1.%2\") refers to %3, which several rows may share: give that "
                           "the option unique, or refer to the key"_s.arg(
                                   field->foreignTable, field->foreignColumn,
                                   field->target->displayName()));
    }
}

void GraphBuilder::checkOrder(ModelInfo *info, const ModelInfo *of, const QStringList &order,
                              const QString &where)
{
    for (QString path : order) {
        if (path.startsWith(u'-'))
            path.remove(0, 1);
        if (!isOrderPath(of, path)) {
            m_mistakes.add(info, where,
                           u"orderBy(\"%1\"): %2 can not be sorted by that; it has %3, and a path may go "
                           "on over to-one relations"_s.arg(
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
        addJunction(info, relation);
    }
}

/*! Both sides of a relation name one table, as others may, but of the same columns. */
void GraphBuilder::addJunction(ModelInfo *info, const RelationInfo *relation)
{
    const auto known = std::find_if(m_junctions.cbegin(), m_junctions.cend(),
                                    [relation](const CreatedJunction &junction) {
                                        return junction.table.compare(relation->junction.table,
                                                                      Qt::CaseInsensitive) == 0;
                                    });
    if (known == m_junctions.cend()) {
        m_junctions.append({relation->junction.table, relation});
        return;
    }
    if (relation->isHidden() || isSameTable(known->relation, relation)
        || isSameTable(known->relation->inverse, relation))
        return;
    m_mistakes.add(info, relation->name,
                   u"the junction \"%1\" is that of %2 too, with other columns: name another table, or the same "
                   "columns in through(…)"_s.arg(relation->junction.table,
                                                              known->relation->displayName()));
}

} // namespace Chakra
