// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "objectreader_p.h"

namespace Chakra {

ObjectReader::ObjectReader(SessionPrivate &session, const LoadPlan &plan)
    : m_session(session), m_plan(plan)
{
    m_nodes.reserve(size_t(plan.nodes.size()));
    for (const LoadPlan::Node &node : plan.nodes) {
        const FieldInfo *key = node.model->key();
        const bool integer = key && key->type == FieldType::Int64;
        quint64 missing = 0;
        if (node.fields.size() < node.model->fields.size()) {
            for (const FieldInfo *field : node.model->fields) {
                if (field->position < 64 && !node.fields.contains(field))
                    missing |= quint64(1) << field->position;
            }
        }
        QList<std::pair<const FieldInfo *, int>> unsettable;
        for (qsizetype i = 0; i < node.fields.size(); ++i) {
            if (node.fields.at(i)->unsettable && node.fields.at(i)->nullable)
                unsettable.append({node.fields.at(i), node.firstColumn + int(i)});
        }
        m_nodes.push_back({&node, &session.identities.table(node.model), integer ? key : nullptr, missing,
                           unsettable, {}, {}, {}});
    }
    m_row.resize(plan.nodes.size());
}

Error ObjectReader::open()
{
    Connection *connection = nullptr;
    if (const Error error = m_session.connect(&connection); error.isValid())
        return error;
    return open(connection->dialect().select(m_plan.select));
}

Error ObjectReader::open(const Sql::Text &text)
{
    return m_session.execute(text, &m_cursor);
}

Error ObjectReader::read(QList<Model *> *objects, WireRow *owners, qint64 maximum)
{
    const ChangeScope scope;
    const Error error = readRows(objects, owners, maximum);
    // They are kept, by their peers for one; half of a long list may be for what did not come.
    constexpr qsizetype Long = 1000;
    if (objects->size() > Long)
        objects->squeeze();
    // Not while reading: a rollback gives them their partner back.
    for (const auto &[object, relation] : std::exchange(m_displaced, {}))
        ModelPrivate::get(object)->leavePartner(relation);
    return error;
}

Error ObjectReader::readRows(QList<Model *> *objects, WireRow *owners, qint64 maximum)
{
    const FromDatabase reading(m_session);
    m_serial = ++m_session.readSerial; // between two slices others may have read
    for (Node &node : m_nodes) {
        findOwning(node);
        node.waiting.reset();
    }
    for (qint64 rows = 0; maximum < 0 || rows < maximum; ++rows) {
        if (!m_cursor.next()) {
            m_atEnd = true;
            break;
        }
        for (size_t i = 0; i < m_nodes.size(); ++i) {
            Node &node = m_nodes[i];
            const int parent = node.plan->parent;
            if (parent >= 0 && !m_row[parent]) {
                m_row[qsizetype(i)] = nullptr;
                continue;
            }
            Model *object = readNode(node);
            m_row[qsizetype(i)] = object;
            if (parent >= 0)
                connectNode(node, m_row[parent], object);
        }
        Model *root = m_row[0];
        if (!root || (ModelPrivate::get(root)->state == Model::Removed && !m_includesRemoved))
            continue;
        objects->append(root);
        if (owners)
            owners->append(m_cursor.any(m_plan.ownerColumn));
    }
    for (size_t i = 1; i < m_nodes.size(); ++i)
        formPeers(std::exchange(m_nodes[i].objects, {}));
    if (!m_atEnd)
        return Error();
    const Error error = m_cursor.error();
    m_cursor.close();
    return error;
}

void ObjectReader::findOwning(Node &node)
{
    node.owning.clear();
    for (const FieldInfo *field : node.plan->fields) {
        for (const RelationInfo *relation : field->relations) {
            if (m_session.identities.holds(relation->target))
                node.owning.append(relation);
        }
    }
}

void ObjectReader::formPeers(const QList<Model *> &objects)
{
    if (objects.size() < 2) {
        for (Model *object : objects)
            ModelPrivate::get(object)->leavePeers();
        return;
    }
    auto *group = new PeerGroup;
    group->members = objects;
    const qsizetype size = objects.size();
    for (qsizetype i = 0; i < size; ++i) {
        ModelPrivate *d = ModelPrivate::get(objects.at(i));
        if (d->peers == group) {
            group->members[i] = nullptr; // it stands there already
            continue;
        }
        d->leavePeers();
        d->peers = group;
        d->peerIndex = int(i);
        ++group->references;
    }
}

Model *ObjectReader::readNode(Node &node)
{
    const LoadPlan::Node &plan = *node.plan;
    Model *object = nullptr;
    if (node.integerKey) {
        const int column = plan.keyColumns.first();
        if (m_cursor.isNull(column))
            return nullptr;
        object = node.table->find(m_cursor.integer(column));
    } else {
        WireRow key;
        for (qsizetype i = 0; i < plan.keyColumns.size(); ++i) {
            const int column = plan.keyColumns.at(i);
            if (m_cursor.isNull(column))
                return nullptr;
            key.append(plan.model->primaryKey.at(i)->wireFromRow(m_cursor, column));
        }
        object = node.table->find(key);
    }
    if (!object) {
        object = create(node);
    } else {
        ModelPrivate *d = ModelPrivate::get(object);
        if (d->readSerial == m_serial)
            return object;
        refresh(node, d);
    }
    ModelPrivate::get(object)->readSerial = m_serial;
    if (plan.parent >= 0)
        node.objects.append(object);
    return object;
}

Model *ObjectReader::create(Node &node)
{
    const LoadPlan::Node &plan = *node.plan;
    Model *object = plan.model->create();
    ModelPrivate *d = ModelPrivate::get(object);
    d->modelInfo = plan.model;
    d->infoResolved = true;
    d->mode = ModelPrivate::Filling;
    int column = plan.firstColumn;
    for (const FieldInfo *field : plan.fields)
        field->fromRow(object, m_cursor, column++);
    d->mode = ModelPrivate::Normal;
    d->state = Model::Persistent;
    d->isLoaded = true;
    d->assigned = ~quint64(0);
    for (const auto &[field, at] : node.unsettable)
        d->setAssigned(field, !m_cursor.isNull(at));
    if (node.missing)
        d->setMissing(node.missing);
    m_session.own(object);
    if (m_session.isInTransaction() && m_session.connection->hasWritten())
        m_session.readAfterWrites.append(object);
    if (node.integerKey)
        node.table->insert(m_cursor.integer(plan.keyColumns.first()), object);
    else
        m_session.insertIdentity(object);
    joinLists(node, d);
    return object;
}

void ObjectReader::joinLists(const Node &node, ModelPrivate *d)
{
    for (const RelationInfo *relation : node.owning) {
        Model *parent = d->peek(relation);
        ModelPrivate *p = parent ? ModelPrivate::get(parent) : nullptr;
        const RelationSlot *list = p ? p->slot(relation->inverse) : nullptr;
        if (!list || list->state != RelationSlot::Loaded || list->partial)
            continue;
        if (list->target) {
            const ModelPrivate *partner = ModelPrivate::get(list->target);
            if (partner->state == Model::Transient || partner->isPending(relation->foreignKey))
                m_displaced.append({d->q, relation});
            continue;
        }
        p->addMember(relation->inverse, d->q);
        d->pointTo(relation, parent);
    }
}

void ObjectReader::refresh(Node &node, ModelPrivate *d)
{
    if (d->state != Model::Persistent && d->state != Model::Removed)
        return;
    d->detectHandWritten();
    // An object with changes is left alone as a whole, so that the commit finds a conflict: but
    // what was never loaded can be in no conflict.
    const bool changed = d->state == Model::Removed || (d->hasUnflushed() && !d->changedFields().isEmpty());
    if (changed && !d->missingColumns())
        return;
    const bool undoable = m_session.isInTransaction();
    bool taken = false;
    const LoadPlan::Node &plan = *node.plan;
    int column = plan.firstColumn - 1;
    for (const FieldInfo *field : plan.fields) {
        ++column;
        if (!d->isMissing(field)) {
            if (changed || field->equalsRow(d->q, m_cursor, column))
                continue;
            if (undoable) {
                d->remember(field);
                for (const RelationInfo *relation : field->relations)
                    d->remember(relation);
                taken = true;
            }
        }
        d->takeFromDatabase(field, m_cursor.any(column));
    }
    if (taken)
        d->markFlushed(); // the database has it
}

Model *ObjectReader::waitingPartner(Node &node, const ModelPrivate *parent) const
{
    if (m_session.dirty.isEmpty())
        return nullptr;
    const RelationInfo *owning = node.plan->via->inverse;
    if (!node.waiting) {
        node.waiting.emplace();
        for (Model *object : m_session.dirty.entries()) {
            const ModelPrivate *d = object ? ModelPrivate::get(object) : nullptr;
            WireValue key;
            if (d && d->info() == node.plan->model && (d->state == Model::New || d->state == Model::Persistent)
                && d->isPending(owning->foreignKey) && d->value(owning->foreignKey, &key))
                node.waiting->insert(key, object);
        }
    }
    WireValue key;
    return !node.waiting->isEmpty() && parent->value(owning->foreignKey->target, &key) ? node.waiting->value(key)
                                                                                      : nullptr;
}

void ObjectReader::connectNode(Node &node, Model *parent, Model *object)
{
    ModelPrivate *p = ModelPrivate::get(parent);
    const RelationInfo *relation = node.plan->via;
    if (const RelationSlot *slot = p->slot(relation); slot && slot->state != RelationSlot::Loaded)
        ChangeScope::notify(parent, relation); // it was read before, in vain
    if (relation->kind == RelationKind::ToOne) {
        // The key finds its object by itself; an absence is remembered, as is a target that the
        // identity map does not know by this key.
        if (object && node.integerKey && node.integerKey == relation->foreignKey->target && !p->firstSlot
            && !p->hasUnflushed())
            return;
        if (const RelationSlot *slot = p->slot(relation); slot && slot->state == RelationSlot::Failed)
            p->dropSlot(relation);
        if (p->peek(relation))
            return;
        WireValue key;
        if (p->slot(relation) || !p->value(relation->foreignKey, &key) || p->isPending(relation->foreignKey))
            return;
        p->takeTarget(relation, object);
        return;
    }
    if (p->listIsLoaded(relation))
        return;
    // What memory says of the partner counts.
    const ModelPrivate *partner = object ? ModelPrivate::get(object) : nullptr;
    const RelationInfo *owning = relation->inverse;
    const bool points = partner && partner->state != Model::Removed
            && (partner->peek(owning) == parent
                || (!partner->slot(owning) && !partner->isPending(owning->foreignKey)));
    Model *waiting = waitingPartner(node, p);
    if (waiting && points && waiting != object)
        m_displaced.append({object, owning});
    p->takePartner(relation, waiting ? waiting : points ? object : nullptr);
}

} // namespace Chakra
