// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "model_p.h"

#include "../core/logging_p.h"

#include <Chakra/value.h>

#include <QMetaMethod>
#include <QMetaProperty>
#include <QSet>

using namespace Qt::StringLiterals;

/*
    The state behind an object: assignments from setters, what was assigned and changed, and the
    undo segments.
*/
namespace Chakra {

ModelPrivate::~ModelPrivate() = default;

const ModelInfo *ModelPrivate::info() const
{
    if (!infoResolved) {
        // Not in the constructor: the metaobject is the base's there.
        modelInfo = Graph::model(q->metaObject());
        infoResolved = modelInfo != nullptr;
    }
    return modelInfo && modelInfo->mistakes.isEmpty() ? modelInfo : nullptr;
}

bool ModelPrivate::hasReceivers(int signal) const
{
    return q->isSignalConnected(q->metaObject()->method(signal));
}

void ModelPrivate::setMissing(quint64 columns)
{
    q->m_chakraIncomplete = columns != 0;
    if (columns) {
        ensureRare()->missing = columns;
    } else if (rare) {
        rare->missing = 0;
        rare->columnError.reset();
        trimRare();
    }
}

void ModelPrivate::setColumnError(const Error &error)
{
    ensureRare()->columnError = std::make_unique<Error>(error);
}

ModelPrivate::Rare *ModelPrivate::ensureRare()
{
    if (!rare)
        rare = std::make_unique<Rare>();
    return rare.get();
}

void ModelPrivate::trimRare()
{
    const auto isListed = [](int position) { return position >= 0; };
    if (rare && !rare->undo && rare->snapshot.isEmpty() && !rare->missing
        && std::none_of(rare->positions.cbegin(), rare->positions.cend(), isListed))
        rare.reset();
}

void ModelPrivate::setPositionIn(Listing listing, int position)
{
    ensureRare()->positions[size_t(listing)] = position;
    trimRare();
}

std::unique_ptr<UndoSegment> ModelPrivate::takeUndo()
{
    if (!rare)
        return nullptr;
    std::unique_ptr<UndoSegment> taken = std::move(rare->undo);
    trimRare();
    return taken;
}

void ModelPrivate::setUndo(std::unique_ptr<UndoSegment> segment)
{
    ensureRare()->undo = std::move(segment);
    trimRare();
}

Error ModelPrivate::ensureColumn(const FieldInfo *field, ObjectContext::Occasion occasion)
{
    if (!isMissing(field) || mode != Normal || !context || state == Model::Deleted)
        return Error();
    if (const Error error = context->checkThread(); error.isValid())
        return error;
    if (const Error *known = columnError(); known && occasion == ObjectContext::Occasion::Reading)
        return *known;
    return context->complete(q, occasion);
}

bool ModelPrivate::canRead(const FieldInfo *field) const
{
    if (!dying)
        return true;
    return field->isPlain(); // the members of derived classes are destroyed already
}

QVariant ModelPrivate::peekValue(const FieldInfo *field) const
{
    if (dying) {
        WireValue plain;
        if (field->isPlain())
            field->readPlain(q, &plain);
        return toVariant(plain);
    }
    const bool isIncomplete = std::exchange(q->m_chakraIncomplete, false);
    const QVariant value = field->read(q);
    q->m_chakraIncomplete = isIncomplete;
    return value;
}

bool ModelPrivate::acceptsAssignment()
{
    if (state == Model::Deleted)
        return false;
    if (context) {
        if (const Error error = context->checkThread(); error.isValid()) {
            context->report(error);
            return false;
        }
    }
    return true;
}

bool ModelPrivate::isAssigned(const FieldInfo *field) const
{
    const bool stored = hasRow();
    if (stored && !field->unsettable)
        return true;
    if (field->handWritten || field->position >= 64) {
        if (stored && !field->nullable)
            return true;
        // Nobody saw the setter: a value other than that of a new object counts.
        const QVariant value = field->read(q);
        return value.isValid() && value != QVariant(field->valueType);
    }
    return assigned >> field->position & 1;
}

void ModelPrivate::setAssigned(const FieldInfo *field, bool on)
{
    if (field->position >= 64)
        return;
    const quint64 bit = quint64(1) << field->position;
    assigned = on ? assigned | bit : assigned & ~bit;
}

void ModelPrivate::noteAssigned(const FieldInfo *field)
{
    setAssigned(field, true);
}

namespace {

/*! The parents of the relations over a key, between the begin and the end of its change. */
struct KeyChange
{
    const FieldInfo *field = nullptr;
    QVarLengthArray<Model *, 2> parents;
};

KeyChange &keyChange()
{
    thread_local KeyChange instance;
    return instance;
}

} // namespace

bool ModelPrivate::beginChange(int property)
{
    const ModelInfo *model = info();
    const FieldInfo *field = model ? model->fieldAt(property) : nullptr;
    if (!field)
        return true;
    remember(field);
    if (field->relations.isEmpty())
        return true;
    KeyChange &change = keyChange();
    change.field = field;
    change.parents.clear();
    for (const RelationInfo *relation : field->relations) {
        remember(relation);
        change.parents.append(held(relation));
    }
    return true;
}

void ModelPrivate::endChange(int property)
{
    const ModelInfo *model = info();
    const FieldInfo *field = model ? model->fieldAt(property) : nullptr;
    if (!field) {
        const QMetaObject *meta = q->metaObject();
        const int signal = meta->property(property).notifySignalIndex();
        void *arguments[] = {nullptr};
        if (signal >= 0)
            QMetaObject::activate(q, signal, arguments);
        return;
    }
    if (field->relations.isEmpty() && !firstSlot && ChangeScope::isIdle()) {
        // Nothing hangs on it: said at once.
        setAssigned(field, true);
        if (context && state != Model::Transient)
            context->changed(q);
        void *arguments[] = {nullptr};
        if (field->notifySignal >= 0)
            QMetaObject::activate(q, field->notifySignal, arguments);
        return;
    }
    const ChangeScope scope;
    const KeyChange change = field->relations.isEmpty() ? KeyChange() : keyChange();
    setAssigned(field, true);
    ChangeScope::notify(q, field);
    for (qsizetype i = 0; i < field->relations.size(); ++i) {
        const RelationInfo *relation = field->relations.at(i);
        Model *before = change.parents.value(i);
        dropSlot(relation);
        Model *now = peek(relation);
        if (now)
            pointTo(relation, now);
        if (before != now) {
            if (before)
                get(before)->removeMember(relation->inverse, q);
            if (now)
                get(now)->addMember(relation->inverse, q);
        }
        if (before != now || context)
            ChangeScope::notify(q, relation);
    }
    if (!field->relations.isEmpty())
        orphaned = false;
    // Children in memory follow the key of a parent that has no row yet.
    if (state == Model::Transient || state == Model::New)
        passOn(field, [](const ModelPrivate *) { return true; });
    if (context && state != Model::Transient)
        context->changed(q);
}

void ModelPrivate::passOn(const FieldInfo *field, bool (*takes)(const ModelPrivate *child))
{
    if (!firstSlot)
        return;
    WireValue key;
    const bool known = value(field, &key);
    for (RelationSlot *slot = firstSlot.get(); slot; slot = slot->next.get()) {
        const RelationInfo *relation = slot->relation;
        if (relation->kind != RelationKind::OneToMany && relation->kind != RelationKind::ReverseToOne)
            continue;
        if (relation->foreignKey->target != field)
            continue;
        QList<Model *> members = slot->items;
        if (slot->target)
            members.append(slot->target);
        members += keepers(slot);
        for (Model *member : std::as_const(members)) {
            ModelPrivate *child = get(member);
            if (!takes(child))
                continue;
            child->remember(relation->foreignKey);
            if (known)
                child->writeWire(relation->foreignKey, key);
            child->setAssigned(relation->foreignKey, known);
            ChangeScope::notify(member, relation->foreignKey);
        }
    }
}

void ModelPrivate::takeSnapshot()
{
    const ModelInfo *model = info();
    if (!model || !model->hasHandWritten)
        return;
    QVariantList &snapshot = ensureRare()->snapshot;
    snapshot.resize(model->fields.size());
    for (const FieldInfo *field : model->fields) {
        if (field->handWritten)
            snapshot[field->position] = field->read(q);
    }
}

void ModelPrivate::handWrittenChanged(const FieldInfo *field)
{
    if (!hasSnapshot() || !context || state == Model::Transient)
        return;
    const QVariant now = field->read(q);
    const QVariant before = rare->snapshot.at(field->position);
    if (now == before)
        return;
    rare->snapshot[field->position] = now;
    if (!acceptsAssignment())
        return;
    rememberOld(field, before);
    const ChangeScope scope;
    for (const RelationInfo *relation : field->relations) {
        dropSlot(relation);
        ChangeScope::notify(q, relation);
    }
    context->changed(q);
}

void ModelPrivate::detectHandWritten()
{
    const ModelInfo *model = info();
    if (!model || !model->hasHandWritten || !hasSnapshot())
        return;
    for (const FieldInfo *field : model->fields) {
        if (field->handWritten)
            handWrittenChanged(field);
    }
}

void ModelPrivate::write(const FieldInfo *field, const QVariant &value)
{
    const Mode before = mode;
    mode = Internal;
    field->write(q, value);
    mode = before;
    if (field->handWritten && hasSnapshot())
        rare->snapshot[field->position] = field->read(q);
}

void ModelPrivate::writeWire(const FieldInfo *field, const WireValue &value)
{
    const Mode before = mode;
    mode = Internal;
    field->fromWire(q, value);
    mode = before;
    if (field->handWritten && hasSnapshot())
        rare->snapshot[field->position] = field->read(q);
}

void ModelPrivate::takeFromDatabase(const FieldInfo *field, const WireValue &wire)
{
    const QVariant before = peekValue(field);
    QVarLengthArray<Model *, 2> parents;
    for (const RelationInfo *relation : field->relations)
        parents.append(isMissing(field) ? nullptr : held(relation));
    writeWire(field, wire);
    const bool unset = isNull(wire) && (!field->nullable || field->unsettable);
    setAssigned(field, !unset);
    if (isMissing(field))
        setMissing(missingColumns() & ~(quint64(1) << field->position));
    if (context && context->undoSerial() == 0) {
        // No rollback brings back what the database does not have any more.
        for (UndoSegment *segment = undoSegment(); segment; segment = segment->outer.get()) {
            for (auto &[known, old] : segment->values) {
                if (known == field)
                    old = peekValue(field);
            }
        }
    }
    if (peekValue(field) == before)
        return;
    ChangeScope::notify(q, field);
    for (qsizetype i = 0; i < field->relations.size(); ++i) {
        const RelationInfo *relation = field->relations.at(i);
        dropSlot(relation);
        Model *now = peek(relation);
        if (now)
            pointTo(relation, now);
        if (parents.at(i) != now) {
            if (parents.at(i))
                get(parents.at(i))->removeMember(relation->inverse, q);
            // Whether the row belongs into a part is not known; a removed one has left all lists.
            const RelationSlot *list = now ? get(now)->slot(relation->inverse) : nullptr;
            if (now && !(list && list->partial) && state != Model::Removed)
                get(now)->addMember(relation->inverse, q);
        }
        ChangeScope::notify(q, relation);
    }
}

bool ModelPrivate::value(const FieldInfo *field, WireValue *wire) const
{
    if (!isAssigned(field) || isMissing(field) || !canRead(field))
        return false;
    if (field->toWire(q, wire).isValid())
        return false;
    return !isNull(*wire);
}

bool ModelPrivate::keyValue(WireValue *key) const
{
    const ModelInfo *model = info();
    return model && model->key() && value(model->key(), key);
}

void ModelPrivate::leavePeers()
{
    if (!peers)
        return;
    peers->members[peerIndex] = nullptr;
    if (--peers->references == 0)
        delete peers;
    peers = nullptr;
    peerIndex = -1;
}

UndoSegment *ModelPrivate::remember(bool transient)
{
    // One that was new when the segment began comes back as such.
    if (!context || (state == Model::Transient && !transient && !undoSegment()))
        return nullptr;
    const quint32 serial = context->undoSerial();
    if (serial == 0)
        return nullptr;
    if (undoSegment() && undoSegment()->serial >= serial && !undoSegment()->flushed)
        return undoSegment();
    auto segment = std::make_unique<UndoSegment>();
    segment->serial = serial;
    segment->state = state;
    segment->assigned = assigned;
    segment->orphaned = orphaned;
    segment->outer = takeUndo();
    setUndo(std::move(segment));
    context->touched(q);
    return undoSegment();
}

void ModelPrivate::remember(const FieldInfo *field)
{
    if (UndoSegment *segment = remember()) {
        for (const auto &[known, old] : std::as_const(segment->values)) {
            if (known == field)
                return;
        }
        segment->values.append({field, field->read(q)});
    }
}

void ModelPrivate::rememberOld(const FieldInfo *field, const QVariant &old)
{
    if (UndoSegment *segment = remember()) {
        for (const auto &[known, value] : std::as_const(segment->values)) {
            if (known == field)
                return;
        }
        segment->values.append({field, old});
    }
}

void ModelPrivate::remember(const RelationInfo *relation)
{
    UndoSegment *segment = remember();
    if (!segment)
        return;
    for (const SlotMemory &known : std::as_const(segment->slots_)) {
        if (known.relation == relation)
            return;
    }
    SlotMemory memory;
    memory.relation = relation;
    if (const RelationSlot *now = slot(relation)) {
        memory.existed = true;
        memory.state = now->state;
        memory.partial = now->partial;
        memory.target = now->target;
        memory.pointed = now->target != nullptr;
        memory.items = QList<QPointer<Model>>(now->items.cbegin(), now->items.cend());
    }
    segment->slots_.append(memory);
}

void ModelPrivate::restore(quint32 mark)
{
    for (const UndoSegment *segment = undoSegment(); segment && segment->serial >= mark;
         segment = segment->outer.get())
        state = segment->state; // what values are kept and slots are made as depends on it
    // A new object keeps what was put into it, so that it can be added again; its links and its
    // generated key go. One that an outer transaction knows as new is as it was.
    const UndoSegment *outer = undoSegment();
    while (outer && outer->serial >= mark)
        outer = outer->outer.get();
    const bool becomesTransient = state == Model::Transient && !outer;
    while (undoSegment() && undoSegment()->serial >= mark) {
        const std::unique_ptr<UndoSegment> segment = takeUndo();
        setUndo(std::move(segment->outer));
        for (const auto &[field, old] : std::as_const(segment->values)) {
            if (becomesTransient && !field->isForeignKey() && !field->generated)
                continue;
            if (field->read(q) != old)
                write(field, old);
        }
        for (const SlotMemory &memory : std::as_const(segment->slots_)) {
            if (!memory.existed) {
                dropSlot(memory.relation);
                continue;
            }
            RelationSlot *now = ensureSlot(memory.relation);
            now->state = memory.state;
            now->partial = memory.partial;
            now->target = memory.target;
            now->items.clear();
            for (const QPointer<Model> &member : memory.items) {
                if (member && (get(member)->context == context || !get(member)->context))
                    now->items.append(member);
            }
            if (memory.pointed && !memory.target)
                dropSlot(memory.relation); // it is gone, which is no absence that was remembered
        }
        if (becomesTransient) {
            for (const FieldInfo *field : modelInfo->fields) {
                if (field->isForeignKey() || field->generated)
                    setAssigned(field, field->position < 64 && (segment->assigned >> field->position & 1));
            }
        } else {
            assigned = segment->assigned;
        }
        orphaned = segment->orphaned;
    }
    // Without a row there is nothing that a list could lack.
    for (RelationSlot *slot = firstSlot.get(); slot && !hasRow(); slot = slot->next.get()) {
        if (slot->relation->kind == RelationKind::ToOne)
            continue;
        slot->setLoaded();
        slot->partial = false;
    }
}

void ModelPrivate::markFlushed()
{
    // Outside of a transaction that could be undone the segments are about to go anyway.
    if (undoSegment())
        undoSegment()->flushed = true;
}

bool ModelPrivate::isPending(const FieldInfo *field) const
{
    return state == Model::New || (hasUnflushed() && changedFields().contains(field));
}

bool ModelPrivate::hasUnflushed() const
{
    return undoSegment() && !undoSegment()->flushed;
}

bool ModelPrivate::isTouched(const FieldInfo *field) const
{
    for (const UndoSegment *segment = undoSegment(); segment && !segment->flushed; segment = segment->outer.get()) {
        for (const auto &[known, old] : segment->values) {
            if (known == field)
                return true;
        }
    }
    return false;
}

QVariant ModelPrivate::storedValue(const FieldInfo *field) const
{
    QVariant value;
    bool found = false;
    for (const UndoSegment *segment = undoSegment(); segment && !segment->flushed;
         segment = segment->outer.get()) {
        for (const auto &[known, old] : segment->values) {
            if (known == field) {
                value = old;
                found = true;
            }
        }
    }
    return found ? value : peekValue(field);
}

bool ModelPrivate::storedWire(const FieldInfo *field, WireValue *wire) const
{
    if (!isTouched(field))
        return value(field, wire);
    const QVariant stored = storedValue(field);
    return stored.isValid() && !field->toWire(Value(stored), wire).isValid() && !isNull(*wire);
}

void ModelPrivate::replaceStored(const FieldInfo *field, const WireValue &value)
{
    const QVariant pending = peekValue(field);
    writeWire(field, value);
    const QVariant stored = peekValue(field);
    write(field, pending);
    for (UndoSegment *segment = undoSegment(); segment && !segment->flushed; segment = segment->outer.get()) {
        for (auto &[known, old] : segment->values) {
            if (known == field)
                old = stored;
        }
    }
}

QList<const FieldInfo *> ModelPrivate::changedFields() const
{
    QList<const FieldInfo *> fields;
    const ModelInfo *model = info();
    if (!model || !hasUnflushed())
        return fields;
    quint64 seen = 0;
    QVarLengthArray<const FieldInfo *, 8> candidates;
    for (const UndoSegment *segment = undoSegment(); segment && !segment->flushed;
         segment = segment->outer.get()) {
        for (const auto &[field, old] : segment->values) {
            if (field->position < 64 && (seen >> field->position & 1))
                continue;
            if (field->position < 64)
                seen |= quint64(1) << field->position;
            else if (candidates.contains(field))
                continue;
            candidates.append(field);
        }
    }
    // A key that was null reads null still where its object has none yet.
    const auto waitsForKey = [this](const FieldInfo *field) {
        const auto waits = [&](const RelationInfo *relation) {
            const RelationSlot *s = slot(relation);
            WireValue key;
            return s && s->target && !get(s->target)->value(field->target, &key);
        };
        return std::any_of(field->relations.cbegin(), field->relations.cend(), waits);
    };
    fields.reserve(candidates.size());
    for (const FieldInfo *field : std::as_const(candidates)) {
        if (storedValue(field) != field->read(q) || waitsForKey(field)
            || (field->isForeignKey() && !field->nullable && !isAssigned(field)))
            fields.append(field);
    }
    std::sort(fields.begin(), fields.end(),
              [](const FieldInfo *a, const FieldInfo *b) { return a->position < b->position; });
    return fields;
}

} // namespace Chakra
