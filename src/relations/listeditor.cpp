// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "relatedlist_p.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

/*! The members of a list, and behind them those that an undo would bring back. */
QList<Model *> everKnown(const ModelPrivate *d, const RelationInfo *relation)
{
    const RelationSlot *slot = d->slot(relation);
    QList<Model *> members = slot ? slot->items + d->keepers(slot) : QList<Model *>();
    QSet<Model *> known(members.cbegin(), members.cend());
    d->forEachMemory(relation, [&](const SlotMemory &memory) {
        for (const QPointer<Model> &member : memory.items) {
            if (member && !known.contains(member))
                members.append(member);
            known.insert(member);
        }
    });
    return members;
}

/*! Whether the list holds \a member; where no undo is to bring it back, also whether one would. */
bool knows(const ModelPrivate *d, const RelationInfo *relation, Model *member, bool undoable)
{
    const RelationSlot *slot = d->slot(relation);
    bool found = slot && slot->items.contains(member);
    if (!undoable) {
        d->forEachMemory(relation, [&](const SlotMemory &memory) {
            found = found || memory.items.contains(member);
        });
    }
    return found;
}

} // namespace

ListEditor::ListEditor(Model *owner, const RelationInfo *relation)
    : m_owner(owner), m_d(ModelPrivate::get(owner)), m_relation(relation)
{
}

Error ListEditor::check() const
{
    if (m_d->context) {
        if (const Error error = m_d->context->checkThread(); error.isValid())
            return error;
    }
    if (m_d->state == Model::Deleted)
        return usage(m_relation, u"its owner was deleted"_s);
    return Error();
}

Error ListEditor::checkObjects(const QList<Model *> &objects) const
{
    for (Model *object : objects) {
        if (!object)
            return usage(m_relation, u"null is no member"_s);
        const ModelPrivate *d = ModelPrivate::get(object);
        if (d->info() != m_relation->target)
            return usage(m_relation, u"an object of %1 is no member; it takes %2"_s.arg(
                                             QString::fromLatin1(object->metaObject()->className()),
                                             m_relation->target->className));
        if (d->state == Model::Deleted)
            return usage(m_relation, u"an object that was deleted can not be a member"_s);
        if (d->context && m_d->context && d->context != m_d->context)
            return usage(m_relation, u"the object belongs to another session; load it in this one"_s);
    }
    return Error();
}

Error ListEditor::adoptNew(const QList<Model *> &objects)
{
    if (!m_d->context || m_d->state == Model::Transient)
        return Error();
    for (Model *object : objects) {
        if (ModelPrivate::get(object)->state == Model::Transient) {
            if (const Error error = m_d->context->adopt(object); error.isValid())
                return error;
        }
    }
    return Error();
}

bool ListEditor::isStored(Model *member) const
{
    return m_d->context && m_d->hasRow() && ModelPrivate::get(member)->hasRow()
            && ModelPrivate::get(member)->context == m_d->context;
}

WireValue ListEditor::keyOf(Model *member) const
{
    WireValue key;
    ModelPrivate::get(member)->value(m_relation->inverse->referredField(), &key);
    return key;
}

WireRow ListEditor::storedKeys(const QList<Model *> &objects) const
{
    WireRow keys;
    QSet<Model *> seen;
    for (Model *object : objects) {
        const qsizetype before = seen.size();
        seen.insert(object);
        if (seen.size() != before && isStored(object))
            keys.append(keyOf(object));
    }
    return keys;
}

QList<Model *> ListEditor::present() const
{
    const RelationSlot *slot = m_d->slot(m_relation);
    return slot ? slot->items : QList<Model *>();
}

Error ListEditor::add(const QList<Model *> &objects, const QList<ColumnValue> &columns)
{
    if (const Error error = checkObjects(objects); error.isValid())
        return error;
    const ChangeScope scope;
    if (m_relation->kind == RelationKind::OneToMany) {
        for (Model *object : objects) {
            ModelPrivate::get(object)->assignOwning(m_relation->inverse, m_owner);
            // A part may lack who pointed here all along.
            if (const RelationSlot *slot = m_d->slot(m_relation);
                slot && slot->partial && !slot->items.contains(object))
                m_d->addMember(m_relation, object);
        }
        return adoptNew(objects);
    }
    if (const WireRow keys = storedKeys(objects); !keys.isEmpty()) {
        if (const Error error = m_d->context->link(m_owner, m_relation, keys, columns); error.isValid())
            return error;
    }
    for (Model *object : objects)
        linkInMemory(object, columns);
    return adoptNew(objects);
}

Error ListEditor::addKeys(const WireRow &keys, const QList<ColumnValue> &columns)
{
    ObjectContext *context = m_d->context;
    if (const Error error = context->link(m_owner, m_relation, keys, columns); error.isValid())
        return error;
    const ChangeScope scope;
    bool complete = true;
    for (const WireValue &key : keys) {
        Model *member = context->find(m_relation->target, key);
        if (member && ModelPrivate::get(member)->state != Model::Removed)
            linkInMemory(member, {});
        else
            complete = false;
        // One that is to be removed reads its list again, should it stay.
        if (RelationSlot *slot = member ? ModelPrivate::get(member)->slot(m_relation->inverse) : nullptr;
            slot && ModelPrivate::get(member)->state == Model::Removed)
            ModelPrivate::get(member)->unloadList(slot);
    }
    if (RelationSlot *slot = m_d->slot(m_relation); slot && !complete && slot->state == RelationSlot::Loaded)
        m_d->unloadList(slot);
    return Error();
}

void ListEditor::linkInMemory(Model *member, const QList<ColumnValue> &columns)
{
    const RelationInfo *inverse = m_relation->inverse;
    ModelPrivate *other = ModelPrivate::get(member);
    const bool ownerShows = m_d->listIsLoaded(m_relation);
    const bool memberShows = other->listIsLoaded(inverse);
    const bool stored = isStored(member);
    if (stored && m_d->context->isInTransaction()) {
        // A list that is read in the transaction is not to stay when that is taken back.
        m_d->remember(m_relation);
        other->remember(inverse);
    }
    if (!ownerShows && !memberShows) {
        // Nobody has read either list; the database has the pair, or will have it.
        ChangeScope::notify(m_owner, m_relation);
        ChangeScope::notify(member, inverse);
        return;
    }
    if (const RelationSlot *slot = m_d->slot(m_relation); slot && slot->columns && columns.isEmpty())
        slot->columns->remove(member); // of an addition that was taken back
    if (present().contains(member))
        return;
    const bool undoable = !stored || m_d->context->isInTransaction();
    m_d->addPair(m_relation, member, undoable);
    if (member != m_owner || !m_relation->isSymmetrical())
        other->addPair(inverse, m_owner, undoable);
    if (!stored && !columns.isEmpty()) {
        RelationSlot *slot = m_d->slot(m_relation);
        if (!slot->columns)
            slot->columns = std::make_unique<QHash<Model *, QList<ColumnValue>>>();
        slot->columns->insert(member, columns);
    }
}

void ListEditor::unlinkInMemory(Model *member)
{
    const RelationInfo *inverse = m_relation->inverse;
    ModelPrivate *other = ModelPrivate::get(member);
    const bool undoable = !isStored(member) || m_d->context->isInTransaction();
    if (knows(m_d, m_relation, member, undoable))
        m_d->removePair(m_relation, member, undoable);
    if (knows(other, inverse, m_owner, undoable))
        other->removePair(inverse, m_owner, undoable);
    if (RelationSlot *slot = m_d->slot(m_relation); slot && slot->columns)
        slot->columns->remove(member);
}

Error ListEditor::checkDetach(const QList<Model *> &members) const
{
    const FieldInfo *key = m_relation->foreignKey;
    if (members.isEmpty() || key->nullable || m_relation->onRemove == KeyAction::Delete)
        return Error();
    return usage(m_relation,
                 u"a member can not be taken off, since %1 can not be null: remove() the object from the session, "
                 "give it another %2, or declare onRemove(Delete) or a nullable key"_s.arg(
                         key->displayName(), m_relation->inverse->name));
}

void ListEditor::detach(Model *member)
{
    ModelPrivate *d = ModelPrivate::get(member);
    d->assignOwning(m_relation->inverse, nullptr);
    d->orphaned = m_relation->onRemove == KeyAction::Delete;
}

Error ListEditor::remove(const QList<Model *> &objects)
{
    if (const Error error = checkObjects(objects); error.isValid())
        return error;
    const ChangeScope scope;
    if (m_relation->kind == RelationKind::OneToMany) {
        QList<Model *> members;
        for (Model *object : objects) {
            if (ModelPrivate::get(object)->peek(m_relation->inverse) == m_owner)
                members.append(object);
        }
        if (const Error error = checkDetach(members); error.isValid())
            return error;
        for (Model *member : std::as_const(members))
            detach(member);
        return Error();
    }
    if (const WireRow keys = storedKeys(objects); !keys.isEmpty()) {
        if (const Error error = m_d->context->unlink(m_owner, m_relation, keys); error.isValid())
            return error;
    }
    for (Model *object : objects)
        unlinkInMemory(object);
    return Error();
}

void ListEditor::forgetPairs(const QList<Model *> &members)
{
    const ChangeScope scope;
    for (Model *member : members)
        unlinkInMemory(member);
}

Error ListEditor::set(const QList<Model *> &objects)
{
    if (const Error error = checkObjects(objects); error.isValid())
        return error;
    QList<Model *> wanted;
    QSet<Model *> keep;
    for (Model *object : objects) {
        if (!keep.contains(object))
            wanted.append(object);
        keep.insert(object);
    }
    const ChangeScope scope;
    const bool oneToMany = m_relation->kind == RelationKind::OneToMany;
    if (oneToMany) {
        // Who leaves has to be known.
        if (const Error error = m_d->ensureLoaded(m_relation, true); error.isValid())
            return error;
        QList<Model *> leaving;
        const QList<Model *> members = present();
        for (Model *member : members) {
            if (!keep.contains(member))
                leaving.append(member);
        }
        if (const Error error = checkDetach(leaving); error.isValid())
            return error;
        for (Model *member : std::as_const(leaving))
            detach(member);
        return add(wanted, {});
    }

    if (m_d->context && m_d->hasRow()) {
        ObjectContext *context = m_d->context;
        if (const Error error = context->begin(); error.isValid())
            return error;
        WireRow before;
        Error error = context->linkedKeys(m_owner, m_relation, &before);
        const WireRow after = storedKeys(wanted);
        const auto without = [](const WireRow &keys, const WireRow &others) {
            const QSet<WireValue> known(others.cbegin(), others.cend());
            WireRow left;
            std::copy_if(keys.cbegin(), keys.cend(), std::back_inserter(left),
                         [&known](const WireValue &key) { return !known.contains(key); });
            return left;
        };
        const WireRow gone = without(before, after);
        const WireRow added = without(after, before);
        if (!error.isValid() && !gone.isEmpty())
            error = context->unlink(m_owner, m_relation, gone);
        if (!error.isValid() && !added.isEmpty())
            error = context->link(m_owner, m_relation, added, {});
        if (error = context->end(error); error.isValid())
            return error;
    }
    const QList<Model *> members = everKnown(m_d, m_relation);
    for (Model *member : members) {
        if (!keep.contains(member))
            unlinkInMemory(member);
    }
    RelationSlot *slot = m_d->ensureSlot(m_relation);
    if (slot->state != RelationSlot::Loaded || slot->partial) {
        // All members are known now, without a load.
        if (!m_d->context || m_d->context->isInTransaction())
            m_d->remember(m_relation);
        slot->state = RelationSlot::Loaded;
        slot->partial = false;
        ChangeScope::notify(m_owner, m_relation);
    }
    for (Model *object : std::as_const(wanted))
        linkInMemory(object, {});
    return adoptNew(wanted);
}

Error ListEditor::clear()
{
    const ChangeScope scope;
    if (m_relation->kind == RelationKind::OneToMany) {
        if (const Error error = m_d->ensureLoaded(m_relation, true); error.isValid())
            return error;
        const QList<Model *> members = present();
        if (const Error error = checkDetach(members); error.isValid())
            return error;
        for (Model *member : members)
            detach(member);
        return Error();
    }
    if (m_d->context && m_d->hasRow()) {
        if (const Error error = m_d->context->unlinkAll(m_owner, m_relation); error.isValid())
            return error;
    }
    if (m_d->context && m_d->context->isInTransaction())
        m_d->remember(m_relation);
    const QList<Model *> members = everKnown(m_d, m_relation);
    for (Model *member : members)
        unlinkInMemory(member);
    RelationSlot *slot = m_d->ensureSlot(m_relation);
    if (slot->state != RelationSlot::Loaded || slot->partial)
        ChangeScope::notify(m_owner, m_relation);
    slot->state = RelationSlot::Loaded;
    slot->partial = false;
    return Error();
}

} // namespace Chakra
