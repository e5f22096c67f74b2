// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "model_p.h"

#include "../core/logging_p.h"

#include <QSet>

using namespace Qt::StringLiterals;

/*
    The relations of an object in memory. Truth about an owning side is its key: where the key finds
    its object in the session nothing else is stored. Both sides of a relation are changed here and
    nowhere else, so they agree.
*/
namespace Chakra {

namespace {

/*! Whether the key of \a child finds \a parent by itself. */
bool foundByKey(const ModelPrivate *child, const ModelPrivate *parent, const RelationInfo *owning)
{
    // In a destructor only plain integers can be read: other keys keep a pointer. A parent that
    // is about to get another key is found by its old one until then.
    const FieldInfo *key = parent->info()->key();
    return child->context && child->context == parent->context && parent->hasRow()
            && owning->foreignKey->target == key && owning->foreignKey->isPlain()
            && (!parent->hasUnflushed() || parent->storedValue(key) == parent->peekValue(key));
}

} // namespace

RelationSlot *ModelPrivate::slot(const RelationInfo *relation) const
{
    for (RelationSlot *slot = firstSlot.get(); slot; slot = slot->next.get()) {
        if (slot->relation == relation)
            return slot;
    }
    return nullptr;
}

RelationSlot *ModelPrivate::ensureSlot(const RelationInfo *relation)
{
    if (RelationSlot *known = slot(relation))
        return known;
    auto made = std::make_unique<RelationSlot>(relation);
    // An object without a row has no rows that refer to it: its lists are complete as they are.
    if (!hasRow() && relation->kind != RelationKind::ToOne)
        made->state = RelationSlot::Loaded;
    made->next = std::move(firstSlot);
    firstSlot = std::move(made);
    return firstSlot.get();
}

void ModelPrivate::dropSlot(const RelationInfo *relation)
{
    for (std::unique_ptr<RelationSlot> *at = &firstSlot; *at; at = &(*at)->next) {
        if ((*at)->relation == relation) {
            if ((*at)->observer || (*at)->away) {
                // Who looks at it and who is to be told when the owner dies stay known.
                RelationSlot &kept = **at;
                kept.state = hasRow() ? RelationSlot::Unloaded : RelationSlot::Loaded;
                kept.items.clear();
                kept.target = nullptr;
                kept.partial = false;
                kept.error = Error();
                return;
            }
            const std::unique_ptr<RelationSlot> gone = std::move(*at);
            *at = std::move(gone->next);
            return;
        }
    }
}

bool ModelPrivate::listIsLoaded(const RelationInfo *relation) const
{
    const RelationSlot *s = slot(relation);
    return s ? s->state == RelationSlot::Loaded : !hasRow();
}

bool ModelPrivate::isRelationLoaded(const RelationInfo *relation) const
{
    if (relation->kind != RelationKind::ToOne)
        return listIsLoaded(relation) && !(slot(relation) && slot(relation)->partial);
    if (const RelationSlot *s = slot(relation); s && s->state != RelationSlot::Failed)
        return s->state == RelationSlot::Loaded;
    WireValue key;
    if (isMissing(relation->foreignKey))
        return false;
    if (!value(relation->foreignKey, &key) || !context)
        return true; // null, or nothing that could be loaded
    return peek(relation) != nullptr;
}

Model *ModelPrivate::peek(const RelationInfo *relation) const
{
    // After a failure the object may have come by another way.
    if (const RelationSlot *s = slot(relation); s && s->state != RelationSlot::Failed) {
        // It may come back, if a transaction is undone, and is not there until then.
        return s->target && get(s->target)->state == Model::Deleted ? nullptr : s->target;
    }
    if (relation->kind != RelationKind::ToOne || !context
        || relation->foreignKey->target != relation->target->key() || !context->holds(relation->target))
        return nullptr;
    WireValue key;
    return value(relation->foreignKey, &key) ? context->find(relation->target, key) : nullptr;
}

Model *ModelPrivate::held(const RelationInfo *relation) const
{
    const RelationSlot *s = slot(relation);
    return s && s->state != RelationSlot::Failed && s->target ? s->target : peek(relation);
}

bool ModelPrivate::pointsTo(const RelationInfo *owning, const Model *parent) const
{
    const RelationSlot *pointer = slot(owning);
    return pointer && pointer->target == parent;
}

Model *ModelPrivate::related(const RelationInfo *relation)
{
    if (Model *known = peek(relation))
        return known;
    const QPointer<Model> self(q); // handlers of the load may delete it
    const Error error = ensureLoaded(relation, false);
    if (!self)
        return nullptr;
    if (error.isValid() && context)
        context->report(error);
    return peek(relation);
}

Error ModelPrivate::ensureLoaded(const RelationInfo *relation, bool retry)
{
    const RelationSlot *s = slot(relation);
    if (s && s->state == RelationSlot::Failed && !retry)
        return Error(); // remembered: no new statement until somebody asks for one
    if (state == Model::Deleted || !context)
        return Error();
    if (const Error error = context->checkThread(); error.isValid())
        return error;
    if (isRelationLoaded(relation) || (!retry && s && s->state == RelationSlot::Loaded))
        return Error();
    if (relation->kind != RelationKind::ToOne && !hasRow())
        return Error();
    using Occasion = ObjectContext::Occasion;
    return context->load(q, relation, retry ? Occasion::Asking : Occasion::Reading);
}

void ModelPrivate::setFailed(const RelationInfo *relation, const Error &error)
{
    RelationSlot *failed = ensureSlot(relation);
    if (failed->state == RelationSlot::Loaded)
        return; // a part is richer than nothing
    failed->state = RelationSlot::Failed;
    failed->error = error;
}

void ModelPrivate::pointTo(const RelationInfo *owning, Model *parent)
{
    if (foundByKey(this, get(parent), owning) || owning->kind != RelationKind::ToOne)
        return;
    RelationSlot *pointer = ensureSlot(owning);
    pointer->setLoaded();
    pointer->target = parent;
}

void ModelPrivate::takeTarget(const RelationInfo *toOne, Model *target)
{
    remember(toOne);
    RelationSlot *s = ensureSlot(toOne);
    s->setLoaded();
    s->target = target;
    if (target) {
        const RelationSlot *list = get(target)->slot(toOne->inverse);
        if (!list || !list->items.contains(q))
            get(target)->addMember(toOne->inverse, q);
    }
}

void ModelPrivate::takePartner(const RelationInfo *reverse, Model *partner)
{
    remember(reverse);
    RelationSlot *s = ensureSlot(reverse);
    s->setLoaded();
    s->target = partner;
    if (partner)
        get(partner)->pointTo(reverse->inverse, q);
}

void ModelPrivate::rememberLoaded(const RelationInfo *list, const QList<Model *> &items, bool partial)
{
    const QSet<Model *> loaded(items.cbegin(), items.cend());
    QList<Model *> removed; // since then: an undo brings them back
    if (const RelationSlot *present = slot(list); present && list->kind == RelationKind::ManyToMany) {
        removed = keepers(present);
        removed.removeIf([](const Model *member) { return get(member)->state != Model::Removed; });
    }
    forEachMemory(list, [&](SlotMemory &memory) {
        QList<Model *> known;
        QList<Model *> waiting;
        for (const QPointer<Model> &member : std::as_const(memory.items)) {
            if (!member)
                continue;
            if (loaded.contains(member) || list->kind == RelationKind::OneToMany)
                known.append(member);
            else if (!get(member)->hasRow())
                waiting.append(member);
        }
        // One of one-to-many is filtered by who points at the owner, when it is settled.
        if (memory.state != RelationSlot::Loaded || memory.partial)
            known = items;
        const QSet<Model *> remembered(known.cbegin(), known.cend());
        for (Model *member : items) {
            if (!remembered.contains(member))
                known.append(member);
        }
        known += waiting;
        known += removed;
        memory.existed = true;
        memory.state = RelationSlot::Loaded;
        memory.partial = partial;
        memory.items = QList<QPointer<Model>>(known.cbegin(), known.cend());
    });
}

void ModelPrivate::takeItems(const RelationInfo *list, const QList<Model *> &items, bool partial)
{
    remember(list);
    if (undoSegment() && context && context->undoSerial() == 0)
        rememberLoaded(list, items, partial);
    RelationSlot *s = ensureSlot(list);
    const bool same = s->state == RelationSlot::Loaded && sameMembers(s->items, items);
    s->setLoaded();
    s->partial = partial;
    s->items = items;
    if (!same)
        ChangeScope::notify(q, list);
}

Error ModelPrivate::setRelated(const RelationInfo *relation, Model *target)
{
    if (target) {
        const ModelPrivate *t = get(target);
        if (t->state == Model::Deleted)
            return usage(relation, u"the object given was deleted; set another one"_s);
        if (t->context && context && t->context != context)
            return usage(relation, u"the object given belongs to another session; load it in this one"_s);
    }
    if (relation->kind == RelationKind::ToOne) {
        // Whose list it leaves has to be known.
        if (const Error error = ensureColumn(relation->foreignKey, ObjectContext::Occasion::Asking);
            error.isValid())
            return error;
        assignOwning(relation, target);
        return Error();
    }
    // The reverse side of a one-to-one: the partner has the key, so it has to be known who it is.
    if (hasRow() && context) {
        if (const Error error = ensureLoaded(relation, true); error.isValid())
            return error;
    }
    Model *current = peek(relation);
    if (current == target)
        return Error();
    const RelationInfo *owning = relation->inverse;
    if (current) {
        ModelPrivate *c = get(current);
        if (!owning->foreignKey->nullable && relation->onRemove != KeyAction::Delete
            && c->state != Model::Removed)
            return usage(relation,
                         u"%1 can not be null: remove the object, give it another %2, or declare onRemove(Delete)"_s
                                 .arg(owning->foreignKey->displayName(), owning->name));
        c->leavePartner(owning);
    }
    if (target)
        get(target)->assignOwning(owning, q);
    return Error();
}

void ModelPrivate::assignOwning(const RelationInfo *relation, Model *parent)
{
    const FieldInfo *key = relation->foreignKey;
    if (const Error error = ensureColumn(key, ObjectContext::Occasion::Asking); error.isValid()) {
        context->report(error);
        return;
    }
    Model *before = peek(relation);
    WireValue oldKey;
    const bool hadKey = value(key, &oldKey);
    const ChangeScope scope;
    if (parent == before && (parent || (!hadKey && !slot(relation)))) {
        if (parent && context && state == Model::Transient)
            joinLists(); // it was removed before it had a row, and kept its parent
        return;
    }
    Model *holder = held(relation);
    const bool wasNull = !before && isRelationLoaded(relation);
    remember(key);
    remember(relation);
    orphaned = false;

    WireValue newKey;
    const bool hasKey = parent && get(parent)->value(key->target, &newKey);
    writeWire(key, hasKey ? newKey : WireValue());
    setAssigned(key, hasKey || (!parent && key->nullable && !key->unsettable));
    if (hasKey != hadKey || newKey != oldKey)
        ChangeScope::notify(q, key);
    for (const RelationInfo *other : key->relations) {
        if (other != relation)
            dropSlot(other);
    }
    dropSlot(relation);
    if (parent)
        pointTo(relation, parent);
    if (holder)
        get(holder)->removeMember(relation->inverse, q);
    if (parent)
        get(parent)->addMember(relation->inverse, q);
    if (parent || !wasNull)
        ChangeScope::notify(q, relation);
    if (context && state != Model::Transient)
        context->changed(q);
}

void ModelPrivate::leavePartner(const RelationInfo *owning)
{
    assignOwning(owning, nullptr);
    orphaned = owning->inverse->onRemove == KeyAction::Delete;
}

namespace {

/*! Changes a list of pairs, or all states of it that an undo may bring back. */
template <typename F>
void changePairs(ModelPrivate *d, const RelationInfo *relation, bool undoable, F &&change)
{
    if (undoable && d->context && d->context->undoSerial() != 0) {
        d->remember(relation);
    } else {
        d->forEachMemory(relation, [&change](SlotMemory &memory) {
            if (change(memory.items))
                memory.existed = true;
        });
    }
    if (change(d->ensureSlot(relation)->items))
        ChangeScope::notify(d->q, relation);
}

} // namespace

void ModelPrivate::addPair(const RelationInfo *relation, Model *member, bool undoable)
{
    // Both ends hold a pair, or none: it can be here alone only where a part of the other leaves it
    // out. Lists are long, to look through them for each new pair is not for nothing.
    const RelationSlot *other = get(member)->slot(relation->inverse);
    const bool mayHold = other && other->away && other->away->value(q);
    changePairs(this, relation, undoable, [&](auto &items) {
        const RelationSlot *s = slot(relation);
        const bool isPresent = s && static_cast<const void *>(&items) == &s->items;
        if ((!isPresent || mayHold) && items.contains(member))
            return false;
        items.append(member);
        return true;
    });
}

void ModelPrivate::removePair(const RelationInfo *relation, Model *member, bool undoable)
{
    changePairs(this, relation, undoable, [member](auto &items) { return items.removeOne(member); });
}

void ModelPrivate::addMember(const RelationInfo *relation, Model *member)
{
    remember(relation);
    if (relation->kind == RelationKind::ReverseToOne) {
        Model *displaced = peek(relation);
        WireValue key;
        if (!displaced && context && !listIsLoaded(relation) && value(relation->referredField(), &key)) {
            // Nobody has read this side: the key of a partner in the session tells.
            displaced = context->findReferring(relation->foreignKey, key, member);
        }
        RelationSlot *s = ensureSlot(relation);
        s->state = RelationSlot::Loaded;
        s->target = member;
        if (displaced && displaced != member) {
            s->target = nullptr; // so that leaving does not take the new member off
            get(displaced)->leavePartner(relation->inverse);
            slot(relation)->target = member;
        }
    } else if (relation->kind == RelationKind::ToOne) {
        return; // the hidden side of nothing
    } else {
        const bool byKey = relation->kind == RelationKind::OneToMany
                && foundByKey(get(member), this, relation->inverse)
                && get(member)->state != Model::Transient;
        if (listIsLoaded(relation) || relation->kind == RelationKind::ManyToMany || !byKey)
            ensureSlot(relation)->items.append(member);
        // Else the key of the member tells, once the list is loaded.
    }
    ChangeScope::notify(q, relation);
}

void ModelPrivate::removeMember(const RelationInfo *relation, Model *member)
{
    bool left = true; // an unloaded list: as far as anybody knows
    if (RelationSlot *s = slot(relation)) {
        if (relation->isToMany()) {
            // The first, where a list is emptied from its begin; the last, where it was just added.
            const bool isFirst = !s->items.isEmpty() && s->items.first() == member;
            const qsizetype at = isFirst ? 0 : s->items.lastIndexOf(member);
            // A many-to-many slot holds all that memory knows of, loaded or not.
            left = at >= 0
                    || (s->state != RelationSlot::Loaded && relation->kind != RelationKind::ManyToMany);
            if (at >= 0) {
                remember(relation);
                s->items.removeAt(at);
                if (s->columns)
                    s->columns->remove(member);
            }
        } else {
            left = s->target == member;
            if (left) {
                remember(relation);
                s->target = nullptr;
            }
        }
    }
    if (left)
        ChangeScope::notify(q, relation);
}

void ModelPrivate::unloadList(RelationSlot *slot, bool undoable)
{
    const RelationInfo *relation = slot->relation;
    // No undo makes it a list that is known: rows may come up meanwhile.
    if (undoable && context && context->isInTransaction())
        remember(relation);
    forEachMemory(relation, [](SlotMemory &memory) { memory.state = RelationSlot::Unloaded; });
    slot->state = hasRow() ? RelationSlot::Unloaded : RelationSlot::Loaded;
    slot->partial = false;
    // What the database would not tell stays known.
    QList<Model *> kept;
    const QList<Model *> members = std::exchange(slot->items, {});
    for (Model *member : members) {
        ModelPrivate *m = get(member);
        if (relation->kind == RelationKind::OneToMany) {
            if (m->pointsTo(relation->inverse, q))
                kept.append(member);
        } else if (m->listIsLoaded(relation->inverse)) {
            kept.append(member);
        } else if (RelationSlot *other = m->slot(relation->inverse)) {
            other->items.removeOne(q);
        }
    }
    slot->items = kept;
    ChangeScope::notify(q, relation);
}

void ModelPrivate::leaveRelations()
{
    while (firstSlot) {
        const std::unique_ptr<RelationSlot> slot = std::move(firstSlot);
        firstSlot = std::move(slot->next);
        const RelationInfo *relation = slot->relation;
        const RelationInfo *inverse = relation->inverse;
        QList<Model *> others = slot->items;
        if (slot->target)
            others.append(slot->target);
        others += keepers(slot.get());
        for (Model *other : std::as_const(others)) {
            ModelPrivate *o = get(other);
            if (relation->kind == RelationKind::ToOne || relation->kind == RelationKind::ManyToMany) {
                o->removeMember(inverse, q);
            } else if (const RelationSlot *pointer = o->slot(inverse); pointer && pointer->target == q) {
                // A key that was never given goes with the object it stood for.
                WireValue key;
                o->dropSlot(inverse);
                if (!value(inverse->foreignKey->target, &key))
                    o->setAssigned(inverse->foreignKey, false);
                ChangeScope::notify(other, inverse);
            } else if (!pointer) {
                ChangeScope::notify(other, inverse); // its key found this one
            }
        }
    }
}

QList<Model *> ModelPrivate::keepers(const RelationSlot *slot) const
{
    QList<Model *> found;
    if (!slot->away)
        return found;
    const QSet<Model *> held(slot->items.cbegin(), slot->items.cend());
    for (const QPointer<Model> &keeper : std::as_const(*slot->away)) {
        const RelationSlot *kept = keeper ? get(keeper)->slot(slot->relation->inverse) : nullptr;
        if (kept && (kept->target == q || kept->items.contains(q)) && !held.contains(keeper))
            found.append(keeper);
    }
    // In the order in which they were made, for one: a hash has none.
    std::sort(found.begin(), found.end(), [](const Model *a, const Model *b) { return get(a)->place < get(b)->place; });
    return found;
}

void ModelPrivate::keepKnown(const RelationInfo *relation, Model *other)
{
    RelationSlot *left = ensureSlot(relation);
    if (!left->away)
        left->away = std::make_unique<QHash<const Model *, QPointer<Model>>>();
    const qsizetype before = left->away->size();
    left->away->insert(other, other);
    // Now and then, those that are gone.
    if (const qsizetype size = left->away->size(); size > before && size >= 64 && (size & (size - 1)) == 0)
        left->away->removeIf([](const auto &entry) { return entry.value().isNull(); });
}

void ModelPrivate::leaveLists()
{
    const ModelInfo *model = info();
    if (!model)
        return;
    for (const RelationInfo *relation : model->owning) {
        if (Model *parent = peek(relation)) {
            ModelPrivate *p = get(parent);
            if (p->slot(relation->inverse))
                p->removeMember(relation->inverse, q);
            if (const RelationSlot *pointer = slot(relation); pointer && pointer->target && !dying)
                p->keepKnown(relation->inverse, q);
        }
    }
    for (const RelationInfo *relation : model->manyToMany) {
        if (const RelationSlot *s = slot(relation)) {
            QList<Model *> others = s->items;
            const QList<Model *> hidden = keepers(s);
            std::copy_if(hidden.cbegin(), hidden.cend(), std::back_inserter(others),
                         [](const Model *keeper) { return get(keeper)->state == Model::Persistent; });
            for (Model *other : std::as_const(others)) {
                get(other)->removeMember(relation->inverse, q);
                if (!dying)
                    get(other)->keepKnown(relation->inverse, q);
            }
        }
    }
}

void ModelPrivate::leaveChildren()
{
    for (RelationSlot *slot = firstSlot.get(); slot; slot = slot->next.get()) {
        const RelationInfo *relation = slot->relation;
        if (relation->kind != RelationKind::OneToMany && relation->kind != RelationKind::ReverseToOne)
            continue;
        const auto isFoundByKey = [&](const Model *member) { return !get(member)->pointsTo(relation->inverse, q); };
        remember(relation);
        slot->items.removeIf(isFoundByKey);
        if (slot->target && isFoundByKey(slot->target))
            slot->target = nullptr;
        if (slot->observer)
            ChangeScope::notify(q, relation);
    }
}

bool ModelPrivate::isListed(quint32 before) const
{
    const auto holds = [&](const Model *owner, const RelationInfo *list) {
        const RelationSlot *s = get(owner)->slot(list);
        return get(owner)->place < before && s && s->state == RelationSlot::Loaded
                && (s->target == q || s->items.contains(q));
    };
    for (const RelationInfo *relation : info()->owning) {
        const Model *parent = peek(relation);
        if (parent && holds(parent, relation->inverse))
            return true;
    }
    for (const RelationInfo *relation : info()->manyToMany) {
        const RelationSlot *s = slot(relation);
        for (qsizetype i = 0; s && i < s->items.size(); ++i) {
            if (holds(s->items.at(i), relation->inverse))
                return true;
        }
    }
    return false;
}

void ModelPrivate::joinLists()
{
    for (const RelationInfo *relation : info()->owning) {
        Model *parent = peek(relation);
        const RelationSlot *list = parent ? get(parent)->slot(relation->inverse) : nullptr;
        if (!list || list->state != RelationSlot::Loaded)
            continue;
        if (list->relation->isToMany() ? list->items.lastIndexOf(q) < 0 : list->target != q)
            get(parent)->addMember(relation->inverse, q);
        pointTo(relation, parent);
    }
    for (const RelationInfo *relation : info()->manyToMany) {
        const RelationSlot *own = slot(relation);
        const QList<Model *> others = own ? own->items : QList<Model *>();
        const QList<QPointer<Model>> hidden = own && own->partial && own->away ? own->away->values()
                                                                               : QList<QPointer<Model>>();
        for (const QPointer<Model> &other : hidden) {
            // It left that list too, and may belong there: that is not known from a part.
            if (RelationSlot *list = other ? get(other)->slot(relation->inverse) : nullptr;
                list && list->away && list->away->value(q))
                get(other)->unloadList(list);
        }
        for (Model *other : others) {
            RelationSlot *list = get(other)->ensureSlot(relation->inverse);
            if (list->items.lastIndexOf(q) < 0) { // it was added last, if at all
                get(other)->remember(relation->inverse);
                list->items.append(q);
                ChangeScope::notify(other, relation->inverse);
            }
            if (get(other)->state == Model::Removed) {
                // It was removed after this one, which did not hear of it; it brings the pair back.
                remember(relation);
                slot(relation)->items.removeOne(other);
                keepKnown(relation, other);
                ChangeScope::notify(q, relation);
            }
        }
    }
}

} // namespace Chakra
