// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "undo_p.h"

namespace Chakra {

namespace {

/*! Whether lists hold the object: one that was removed has left them, and keeps its pointers. */
bool isPresent(const ModelPrivate *d)
{
    return d->state != Model::Removed && d->state != Model::Deleted;
}

} // namespace

Undo::Undo(const QList<Model *> &objects, quint32 mark) : m_objects(objects), m_mark(mark)
{
    for (Model *object : objects) {
        const ModelPrivate *d = ModelPrivate::get(object);
        const auto collectKey = [&](const FieldInfo *field) {
            for (const RelationInfo *relation : field->relations)
                collect(object, relation);
        };
        bool links = !isPresent(d); // it may return to lists that were read while it was away
        for (const UndoSegment *segment = d->undoSegment(); segment && segment->serial >= mark;
             segment = segment->outer.get()) {
            links = links || segment->state == Model::Transient; // it leaves what it was made for
            for (const SlotMemory &memory : segment->slots_)
                collect(object, memory.relation);
            for (const auto &[field, old] : segment->values) {
                collectKey(field);
                collect(object, field);
            }
        }
        if (links) {
            for (const FieldInfo *field : d->info()->fields) {
                collectKey(field);
                if (field->isForeignKey())
                    collect(object, field);
            }
            for (const RelationInfo *relation : d->info()->manyToMany)
                collect(object, relation);
        }
    }
}

Undo::Before Undo::lookAt(Model *owner, const RelationInfo *relation)
{
    const ModelPrivate *d = ModelPrivate::get(owner);
    const RelationSlot *s = d->slot(relation);
    const bool list = relation->isToMany();
    return {owner, relation, list ? d->listIsLoaded(relation) : d->isRelationLoaded(relation),
            list ? nullptr : d->peek(relation), list && s ? s->items : QList<Model *>()};
}

void Undo::collect(Model *owner, const FieldInfo *field)
{
    const qsizetype size = m_known.size();
    m_known.insert({owner, field});
    if (m_known.size() != size)
        m_values.append({owner, field, ModelPrivate::get(owner)->peekValue(field)});
}

void Undo::collect(Model *owner, const RelationInfo *relation)
{
    const qsizetype size = m_known.size();
    m_known.insert({owner, relation});
    if (m_known.size() == size)
        return;
    const Before before = lookAt(owner, relation);
    m_relations.append(before);
    if (before.target)
        collect(before.target, relation->inverse);
    // A Deleted one is to know too who points at it no more.
    if (Model *holder = relation->kind == RelationKind::ToOne ? ModelPrivate::get(owner)->held(relation) : nullptr)
        collect(holder, relation->inverse);
}

void Undo::restore()
{
    for (Model *object : m_objects)
        ModelPrivate::get(object)->restore(m_mark);
}

void Undo::settle()
{
    // Pointers first: lists follow from them. The list grows by the lists that are pointed at now.
    for (qsizetype i = 0; i < m_relations.size(); ++i) {
        if (m_relations.at(i).relation->kind == RelationKind::ToOne)
            settlePointer(Before(m_relations.at(i))); // a copy: the list may grow
    }
    for (qsizetype i = 0; i < m_relations.size(); ++i) {
        const Before before = m_relations.at(i);
        if (before.relation->kind == RelationKind::ManyToMany)
            settlePairs(before);
        else if (before.relation->kind != RelationKind::ToOne)
            settleList(before);
    }
    for (qsizetype i = 0; i < m_relations.size(); ++i) {
        const Before before = m_relations.at(i);
        if (before.relation->kind == RelationKind::ToOne) {
            settleLink(before.owner, before.relation);
        } else if (before.relation->kind != RelationKind::ManyToMany) {
            for (Model *member : before.items)
                settleLink(member, before.relation->inverse);
            if (before.target)
                settleLink(before.target, before.relation->inverse);
        }
    }
    for (const auto &[owner, field, value] : std::as_const(m_values)) {
        if (ModelPrivate::get(owner)->peekValue(field) != value)
            ChangeScope::notify(owner, field);
    }
    for (const Before &before : std::as_const(m_relations)) {
        const Before now = lookAt(before.owner, before.relation);
        if (now.loaded != before.loaded || now.target != before.target
            || (now.loaded && !sameMembers(now.items, before.items)))
            ChangeScope::notify(before.owner, before.relation);
    }
}

void Undo::settlePointer(const Before &before)
{
    ModelPrivate *d = ModelPrivate::get(before.owner);
    const RelationInfo *relation = before.relation;
    Model *now = d->peek(relation);
    if (!now && before.target && d->context) {
        // Loaded meanwhile, and still what the key says.
        const ModelPrivate *target = ModelPrivate::get(before.target);
        WireValue key;
        WireValue referred;
        if (target->hasRow() && target->context == d->context && d->value(relation->foreignKey, &key)
            && target->value(relation->foreignKey->target, &referred) && key == referred) {
            d->pointTo(relation, before.target);
            now = before.target;
        }
    }
    if (!now)
        return;
    collect(now, relation->inverse);
    if (isPresent(d) && d->state != Model::Transient)
        m_arrivals[{now, relation->inverse}].append(before.owner);
}

void Undo::settleList(const Before &before)
{
    ModelPrivate *p = ModelPrivate::get(before.owner);
    const RelationInfo *relation = before.relation;
    const RelationInfo *owning = relation->inverse;
    if (p->state == Model::Deleted) {
        const auto strays = [&](const Model *member) {
            return !ModelPrivate::get(member)->pointsTo(owning, before.owner);
        };
        if (RelationSlot *left = p->slot(relation)) {
            left->items.removeIf(strays);
            if (left->target && strays(left->target))
                left->target = nullptr;
        }
        return;
    }
    const bool loaded = p->listIsLoaded(relation);
    RelationSlot *s = p->slot(relation);
    const QList<Model *> restored = s ? s->items : QList<Model *>();
    const QSet<Model *> present(restored.cbegin(), restored.cend());
    QList<Model *> members;
    QSet<Model *> seen;
    bool isNeeded = loaded; // a slot is
    const auto take = [&](Model *member) {
        const ModelPrivate *m = ModelPrivate::get(member);
        if (!isPresent(m) || m->peek(owning) != before.owner)
            return;
        // What no session has is only where it was.
        if (m->state == Model::Transient && !(s && s->target == member) && !present.contains(member))
            return;
        const bool isPointer = m->pointsTo(owning, before.owner);
        if (!loaded && !isPointer && relation->isToMany())
            return; // its key tells, once the list is loaded
        isNeeded = isNeeded || isPointer;
        const qsizetype size = seen.size();
        seen.insert(member);
        if (seen.size() != size)
            members.append(member);
    };
    const auto takeAll = [&](const QList<Model *> &candidates, Model *target) {
        for (Model *candidate : candidates)
            take(candidate);
        if (target)
            take(target);
    };
    takeAll(restored, s ? s->target : nullptr);
    takeAll(before.items, before.target);
    const qsizetype known = members.size();
    const QList<Model *> arrivals = m_arrivals.value({before.owner, relation});
    if (!s || !s->partial) {
        takeAll(arrivals, nullptr);
    } else {
        // Whether they belong into a part is not known.
        for (Model *member : arrivals) {
            if (!seen.contains(member) && ModelPrivate::get(member)->pointsTo(owning, before.owner))
                p->keepKnown(relation, member);
        }
    }
    if (!s && !isNeeded)
        return;
    s = p->ensureSlot(relation);
    if (relation->isToMany()) {
        s->items = members;
        if (members.size() > known && loaded && !s->partial && p->state == Model::Persistent)
            p->unloadList(s, false); // it was read while they were elsewhere: their places are not known
        return;
    }
    if (!isNeeded) {
        s->target = nullptr;
        return;
    }
    // One has the place: what has a row before what has none.
    const auto stored = std::find_if(members.cbegin(), members.cend(), [](const Model *member) {
        return ModelPrivate::get(member)->state == Model::Persistent;
    });
    s->target = stored != members.cend() ? *stored : members.value(0);
    if (s->target)
        s->state = RelationSlot::Loaded;
    for (Model *member : std::as_const(members)) {
        if (member != s->target)
            unlink(member, owning);
    }
}

QSet<Model *> &Undo::membersOf(Model *owner, const RelationInfo *relation)
{
    auto members = m_members.find({owner, relation});
    if (members == m_members.end()) {
        const RelationSlot *list = ModelPrivate::get(owner)->slot(relation);
        const QList<Model *> items = list ? list->items : QList<Model *>();
        members = m_members.insert({owner, relation}, QSet<Model *>(items.cbegin(), items.cend()));
    }
    return *members;
}

void Undo::settleLink(Model *member, const RelationInfo *owning)
{
    const ModelPrivate *d = ModelPrivate::get(member);
    Model *parent = d->state == Model::Transient ? d->peek(owning) : nullptr;
    if (!parent)
        return;
    const RelationSlot *list = ModelPrivate::get(parent)->slot(owning->inverse);
    if (list && list->target == member)
        return;
    if (!membersOf(parent, owning->inverse).contains(member))
        unlink(member, owning);
}

void Undo::settlePairs(const Before &before)
{
    ModelPrivate *a = ModelPrivate::get(before.owner);
    const RelationInfo *relation = before.relation;
    const RelationInfo *inverse = relation->inverse;
    if (a->state == Model::Deleted)
        return;
    const RelationSlot *s = a->slot(relation);
    const QList<Model *> restored = s ? s->items : QList<Model *>();
    QSet<Model *> known(restored.cbegin(), restored.cend());
    const auto isKnownTo = [&](Model *member) {
        const RelationSlot *back = ModelPrivate::get(member)->slot(inverse);
        return back && (membersOf(member, inverse).contains(before.owner)
                        || (back->partial && back->away && back->away->value(before.owner)));
    };
    for (Model *member : restored) {
        ModelPrivate *m = ModelPrivate::get(member);
        if (!isPresent(a) || isKnownTo(member))
            continue;
        if (!isPresent(m) || m->state == Model::Transient || a->state == Model::Transient) {
            a->slot(relation)->items.removeOne(member);
            membersOf(before.owner, relation).remove(member);
        } else {
            collect(member, inverse);
            m->ensureSlot(inverse)->items.append(before.owner);
            membersOf(member, inverse).insert(before.owner);
        }
    }
    for (Model *member : before.items) {
        if (known.contains(member) || !isPresent(ModelPrivate::get(member)) || !isKnownTo(member))
            continue;
        const bool isStored = a->state == Model::Persistent && ModelPrivate::get(member)->state == Model::Persistent;
        if (isStored && s && s->partial) {
            a->keepKnown(relation, member); // a part says nothing of what it leaves out
            continue;
        }
        if (isStored && !a->listIsLoaded(relation)) {
            a->ensureSlot(relation)->items.append(member); // nor does what is not loaded
            membersOf(before.owner, relation).insert(member);
            continue;
        }
        collect(member, inverse);
        ModelPrivate::get(member)->slot(inverse)->items.removeOne(before.owner);
        membersOf(member, inverse).remove(before.owner);
    }
}

void Undo::unlink(Model *member, const RelationInfo *owning)
{
    ModelPrivate *m = ModelPrivate::get(member);
    if (m->state == Model::Persistent)
        return; // what its row says stands
    collect(member, owning);
    collect(member, owning->foreignKey);
    m->dropSlot(owning);
    m->writeWire(owning->foreignKey, WireValue());
    m->setAssigned(owning->foreignKey, false);
}

} // namespace Chakra
