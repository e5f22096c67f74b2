// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "flushplan_p.h"
#include "objectreader_p.h"
#include "session_p.h"

#include "../core/logging_p.h"
#include "../model/undo_p.h"

using namespace Qt::StringLiterals;

/* The unit of work: what is added, removed, written and taken back. */
namespace Chakra {

namespace {

Error usage(const Model *object, const QString &text)
{
    const QString name = object ? QString::fromLatin1(object->metaObject()->className()) : u"null"_s;
    return Error(Error::Usage, name + u": "_s + text).withModel(name);
}

} // namespace

Error SessionPrivate::add(Model *object)
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    if (!object)
        return usage(object, u"there is nothing to add"_s);
    return adopt(object);
}

Error SessionPrivate::adopt(Model *object)
{
    // First what is taken along, so that nothing is when something of it can not be.
    QVarLengthArray<Model *, 8> taken{object};
    QSet<Model *> seen;
    for (qsizetype i = 0; i < taken.size(); ++i) {
        Model *next = taken.at(i);
        const ModelPrivate *d = ModelPrivate::get(next);
        if (!d->info()) {
            const ModelInfo *info = Graph::model(next->metaObject());
            return info ? info->disabledError() : usage(next, u"is no model: give it CHAKRA_MODEL"_s);
        }
        if (d->context && d->context != this)
            return usage(next, u"belongs to another session: release() it there first"_s);
        if (d->state == Model::Deleted)
            return usage(next, u"was deleted: make a new object"_s);
        if (next->thread() != thread)
            return usage(next, u"lives in another thread than the session"_s);
        if (d->firstSlot)
            seen.insert(next);
        for (RelationSlot *slot = d->firstSlot.get(); slot; slot = slot->next.get()) {
            QList<Model *> others = slot->items;
            if (slot->target)
                others.append(slot->target);
            for (Model *other : std::as_const(others)) {
                const ModelPrivate *o = ModelPrivate::get(other);
                if (o->context && o->context != this)
                    return usage(next, u"is linked to an object of another session: link it in this one"_s);
                if (seen.contains(other) || (o->context && o->state != Model::Transient))
                    continue;
                seen.insert(other);
                taken.append(other);
            }
        }
    }
    const ChangeScope scope;
    for (Model *next : std::as_const(taken)) {
        ModelPrivate *d = ModelPrivate::get(next);
        if (d->state == Model::Transient) {
            if (!d->context) {
                own(next);
                // Its keys find objects of the session from here on.
                for (const RelationInfo *relation : d->info()->owning) {
                    if (!d->slot(relation) && d->peek(relation))
                        ChangeScope::notify(next, relation);
                }
            }
            d->remember(true);
            d->state = Model::New;
        } else if (d->state == Model::Removed) {
            d->remember();
            d->state = Model::Persistent;
        } else {
            continue; // known
        }
        changed(next);
        d->joinLists();
    }
    return Error();
}

Error SessionPrivate::remove(Model *object)
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    ModelPrivate *d = object ? ModelPrivate::get(object) : nullptr;
    if (!d || d->context != this)
        return usage(object, u"is not in this session: load or add it first"_s);
    const ChangeScope scope;
    switch (d->state) {
    case Model::New:
        // Never stored: it leaves, and waits as a Transient object to be added again.
        d->remember();
        d->leaveLists();
        d->state = Model::Transient;
        break;
    case Model::Persistent:
        d->remember();
        d->leaveLists();
        d->state = Model::Removed;
        changed(object);
        break;
    case Model::Transient:
    case Model::Removed:
    case Model::Deleted:
        break;
    }
    return Error();
}

void SessionPrivate::markDeleted(Model *object)
{
    ModelPrivate *d = ModelPrivate::get(object);
    if (d->state == Model::Deleted)
        return;
    d->remember();
    d->leaveChildren();
    removeIdentity(object);
    d->leaveLists();
    d->state = Model::Deleted;
    buried.append(object);
}

void SessionPrivate::buryDeleted()
{
    const QList<Model *> going = buried.take();
    for (Model *object : going) {
        touchedObjects.remove(object);
        ModelPrivate::get(object)->takeUndo();
        ModelPrivate::get(object)->leaveRelations(); // objects that no session has may point to it
        object->deleteLater();
    }
}

void SessionPrivate::dropUndo()
{
    const QList<Model *> changed = touchedObjects.take();
    for (Model *object : changed)
        ModelPrivate::get(object)->takeUndo();
    dirty.take();
}

void SessionPrivate::undoTo(quint32 mark)
{
    const ChangeScope scope;
    QList<Model *> undone;
    const QList<Model *> known = touchedObjects.take();
    for (Model *object : known) {
        const UndoSegment *segment = ModelPrivate::get(object)->undoSegment();
        if (segment && segment->serial >= mark)
            undone.append(object);
        else
            touchedObjects.append(object);
    }
    Undo undo(undone, mark);
    for (Model *object : std::as_const(undone)) {
        if (ModelPrivate::get(object)->hasRow())
            removeIdentity(object);
    }
    undo.restore();
    for (Model *object : std::as_const(undone)) {
        const ModelPrivate *d = ModelPrivate::get(object);
        if (d->hasRow())
            identities.table(d->info()).insert(storedKeyOf(object), object);
        if (d->undoSegment())
            touchedObjects.append(object);
        if (d->state != Model::Deleted)
            buried.remove(object);
    }
    undo.settle();
    // What still waits for a commit, in the order it had.
    const auto waits = [](const Model *object) {
        const ModelPrivate *d = ModelPrivate::get(object);
        return d->state == Model::New || d->state == Model::Removed || d->hasUnflushed();
    };
    const QList<Model *> changedBefore = dirty.take();
    for (const QList<Model *> &objects : {changedBefore, undone}) {
        for (Model *object : objects) {
            if (waits(object))
                dirty.append(object);
        }
    }
}

Error SessionPrivate::commit()
{
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    if (transactDepth > 0)
        return Error(Error::Usage, u"transact() commits by itself: return from its function, or flush() in it"_s);
    FlushPlan plan(*this);
    if (const Error error = plan.make(); error.isValid())
        return error;
    if (!plan.isEmpty()) {
        if (const Error error = c->begin(caller(), Connection::Access::Write); error.isValid())
            return error;
        if (const Error error = plan.run(*c); error.isValid()) {
            c->rollback(caller());
            return error;
        }
        if (const Error error = c->commit(caller()); error.isValid())
            return error;
    }
    const ChangeScope scope;
    const bool before = fromDatabase;
    fromDatabase = true; // it is what the database has now
    plan.apply();
    fromDatabase = before;
    dropUndo();
    buryDeleted();
    return Error();
}

Error SessionPrivate::rollback()
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    if (transactDepth > 0)
        return Error(Error::Usage, u"transact() rolls back by itself: return an Error from its function"_s);
    for (const IdentityTable *table : handWrittenTables()) {
        const QList<Model *> known = table->objects();
        for (Model *object : known)
            ModelPrivate::get(object)->detectHandWritten();
    }
    undoTo(0);
    return Error();
}

Error SessionPrivate::flush()
{
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    if (transactDepth == 0)
        return Error(Error::Usage,
                     u"flush() works inside transact() only: a write lock must not stay open behind a window; "
                     "use commit()"_s);
    // All or nothing: what failed is still pending, may be mended, and is not to be written twice.
    if (const Error error = c->begin(caller(), Connection::Access::Write); error.isValid())
        return error;
    if (const Error error = write(*c); error.isValid()) {
        c->rollback(caller());
        return error;
    }
    return c->commit(caller());
}

Error SessionPrivate::write(Connection &c)
{
    const ChangeScope scope;
    FlushPlan plan(*this);
    if (const Error error = plan.make(); error.isValid())
        return error;
    if (const Error error = plan.run(c); error.isValid())
        return error;
    plan.apply();
    // The database has it: further changes are counted from here, and undone with the rest. A
    // segment from before this transact() stays as it is, for the case that all is undone.
    const QList<Model *> told = touchedObjects.entries();
    for (Model *object : told) {
        ModelPrivate *d = object ? ModelPrivate::get(object) : nullptr;
        if (!d || !d->hasUnflushed())
            continue;
        d->remember();
        d->markFlushed();
    }
    dirty.take();
    ++serial;
    return Error();
}

Error SessionPrivate::transact(const std::function<Error()> &f)
{
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    for (int attempt = 0;; ++attempt) {
        if (const Error error = c->begin(caller(), Connection::Access::Write); error.isValid())
            return error;
        const quint32 mark = ++serial;
        const qsizetype read = readAfterWrites.entries().size();
        ++transactDepth;
        Error error;
        const int level = c->transactionDepth();
        const auto takeBack = [&] {
            // A commit that failed has ended its level already.
            if (c->transactionDepth() >= level)
                c->rollback(caller());
            --transactDepth;
            undoTo(mark);
            ++serial;
            readAgain(readAfterWrites.entries().mid(read));
            endReading();
        };
        try {
            error = f();
        } catch (...) {
            takeBack();
            throw;
        }
        const ChangeScope told; // handlers run when all of it is over
        if (!error.isValid())
            error = write(*c);
        if (!error.isValid()) {
            error = c->commit(caller());
            if (!error.isValid()) {
                --transactDepth;
                if (transactDepth == 0) {
                    dropUndo();
                    buryDeleted();
                }
                endReading();
                return error;
            }
        }
        takeBack();
        if (error.kind() != Error::Serialization || transactDepth > 0 || attempt >= transactionRetries)
            return error;
    }
}

void SessionPrivate::endReading()
{
    if (transactDepth == 0)
        readAfterWrites.take();
}

void SessionPrivate::readAgain(const QList<Model *> &read)
{
    QHash<const ModelInfo *, QList<Model *>> byModel;
    for (Model *object : read) {
        if (object && ModelPrivate::get(object)->state == Model::Persistent)
            byModel[ModelPrivate::get(object)->info()].append(object);
    }
    const ChangeScope scope;
    for (auto it = byModel.cbegin(); it != byModel.cend(); ++it) {
        const ModelInfo *model = it.key();
        for (Model *object : it.value())
            ModelPrivate::get(object)->readSerial = 0;
        Error error;
        if (model->key()) {
            Restriction restriction;
            restriction.field = model->key();
            for (const Model *object : it.value())
                restriction.values.append(storedKeyOf(object).first());
            QueryData query;
            query.model = model;
            LoadPlan plan;
            QList<Model *> found;
            error = QueryCompiler::select(query, &plan, restriction);
            if (!error.isValid()) {
                ObjectReader reader(*this, plan);
                error = reader.open();
                if (!error.isValid())
                    error = reader.read(&found);
            }
        } else {
            for (qsizetype i = 0; i < it.value().size() && !error.isValid(); ++i) {
                if (error = refresh(it.value().at(i)); error == Error::StaleObject)
                    error = Error();
            }
        }
        if (error.isValid()) {
            static_cast<const ObjectContext *>(this)->report(error);
            continue;
        }
        for (Model *object : it.value()) {
            if (ModelPrivate::get(object)->readSerial == 0)
                markDeleted(object);
        }
    }
    if (transactDepth == 0)
        buryDeleted();
}

void SessionPrivate::unloadRelations(ModelPrivate *d)
{
    QList<const RelationInfo *> drop;
    for (RelationSlot *slot = d->firstSlot.get(); slot; slot = slot->next.get()) {
        const RelationInfo *relation = slot->relation;
        slot->error = Error();
        if (relation->isToMany())
            d->unloadList(slot);
        else if (relation->kind == RelationKind::ToOne || !slot->target)
            drop.append(relation);
        else if (!ModelPrivate::get(slot->target)->pointsTo(relation->inverse, d->q))
            drop.append(relation); // else the database would not tell
    }
    for (const RelationInfo *relation : std::as_const(drop)) {
        Model *before = d->held(relation);
        d->dropSlot(relation);
        ChangeScope::notify(d->q, relation);
        if (relation->kind != RelationKind::ToOne || d->state != Model::Persistent)
            continue;
        // It may have pointed past its key, at an object without a row.
        Model *now = d->peek(relation);
        if (before && now != before)
            ModelPrivate::get(before)->removeMember(relation->inverse, d->q);
        if (now && now != before)
            ModelPrivate::get(now)->addMember(relation->inverse, d->q);
    }
}

Error SessionPrivate::refresh(Model *object)
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    ModelPrivate *d = object ? ModelPrivate::get(object) : nullptr;
    if (!d || d->context != this || (d->state != Model::Persistent && d->state != Model::Removed))
        return usage(object, u"has no row to refresh from: it must be a persistent object of this session"_s);
    const ModelInfo *model = d->info();
    const WireRow key = storedKeyOf(object);
    QueryData query;
    query.model = model;
    Restriction restriction;
    if (model->key()) {
        restriction.field = model->key();
        restriction.values = key;
    } else {
        for (const FieldInfo *field : model->primaryKey) {
            const ConditionBase equal(Detail::PathSpec(field->name), u"exact", Value(d->storedValue(field)));
            if (const Error error = query.addFilter(equal, false); error.isValid())
                return error;
        }
    }
    LoadPlan plan;
    if (const Error error = QueryCompiler::select(query, &plan, restriction); error.isValid())
        return error;
    const ChangeScope scope;
    ObjectReader reader(*this, plan);
    if (const Error error = reader.open(); error.isValid())
        return error;
    // The row is taken with its relations: the changes go first, quietly. Inside of transact() they
    // come back when it fails.
    QList<Model *> found;
    std::unique_ptr<UndoSegment> changes;
    UndoSegment *kept = nullptr;
    if (isInTransaction()) {
        const QList<const FieldInfo *> changed = d->changedFields();
        kept = d->remember();
        for (const FieldInfo *field : changed)
            d->remember(field);
        kept->flushed = true;
    } else {
        changes = d->takeUndo();
    }
    const Model::State state = d->state;
    d->state = Model::Persistent;
    if (const Error error = reader.read(&found); error.isValid() || found.isEmpty()) {
        if (kept)
            kept->flushed = false;
        else
            d->setUndo(std::move(changes));
        d->state = state;
        return error.isValid() ? error
                               : Error(Error::StaleObject, model->className + u" was deleted by somebody else"_s)
                                         .withModel(model->className);
    }
    if (!kept)
        touchedObjects.remove(object);
    dirty.remove(object);
    d->orphaned = false;
    if (state == Model::Removed)
        d->joinLists(); // that it had left
    unloadRelations(d);
    return Error();
}

Error SessionPrivate::evict(Model *object)
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    if (!object || ModelPrivate::get(object)->context != this)
        return usage(object, u"is not in this session"_s);
    delete object;
    return Error();
}

Error SessionPrivate::clear()
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    const ChangeScope scope;
    // Handlers find an empty session from here on: what they bring into it stays.
    const std::unique_ptr<OwnedObjects> going = std::exchange(owned, std::make_unique<OwnedObjects>());
    QList<Model *> all = going->all();
    if (all.size() != going->size()) {
        const QList<const ModelInfo *> models = Graph::models();
        for (const ModelInfo *model : models) {
            if (const IdentityTable *table = identities.existing(model))
                going->findAgain(table->objects());
        }
        all = going->all();
    }
    letGoOf(all);
    for (OrderedObjects *list : {&dirty, &touchedObjects, &buried, &readAfterWrites})
        list->take();
    identities.clear(); // the tables stay: a reader may be at work
    QList<QPointer<Model>> shown; // those with lists that somebody looks at
    for (Model *object : std::as_const(all)) {
        ModelPrivate *d = ModelPrivate::get(object);
        d->leavePeers();
        d->context = nullptr;
        d->place = 0;
        d->takeUndo();
        if (d->notificationsPending)
            ChangeScope::forget(object);
        d->notificationsPending = false;
        std::unique_ptr<RelationSlot> *slot = &d->firstSlot;
        while (*slot) {
            if ((*slot)->observer) {
                (*slot)->items.clear();
                (*slot)->target = nullptr;
                (*slot)->away.reset();
                (*slot)->state = RelationSlot::Loaded;
                slot = &(*slot)->next;
            } else {
                *slot = std::move((*slot)->next);
            }
        }
        if (d->firstSlot)
            shown.append(object);
    }
    // Views are emptied while all objects are still there.
    for (const QPointer<Model> &object : std::as_const(shown)) {
        RelationSlot *slot = object ? ModelPrivate::get(object)->firstSlot.get() : nullptr;
        for (; slot; slot = object ? slot->next.get() : nullptr)
            slot->observer->listChanged();
    }
    return Error();
}

/*! What lives on lets go of the objects \a going. */
void SessionPrivate::letGoOf(const QList<Model *> &going)
{
    for (Model *object : going) {
        for (RelationSlot *slot = ModelPrivate::get(object)->firstSlot.get(); slot; slot = slot->next.get()) {
            QList<Model *> others = slot->items;
            if (slot->target)
                others.append(slot->target);
            for (Model *other : std::as_const(others)) {
                ModelPrivate *o = ModelPrivate::get(other);
                if (o->context == this)
                    continue;
                if (slot->relation->kind == RelationKind::OneToMany || slot->relation->kind == RelationKind::ReverseToOne)
                    o->dropSlot(slot->relation->inverse);
                else
                    o->removeMember(slot->relation->inverse, object);
                ChangeScope::notify(other, slot->relation->inverse);
            }
        }
    }
}

Error SessionPrivate::release(Model *object)
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    ModelPrivate *d = object ? ModelPrivate::get(object) : nullptr;
    if (!d || d->context != this)
        return usage(object, u"is not in this session"_s);
    if (d->state == Model::Deleted)
        return usage(object, u"was deleted, and dies when control returns to the event loop"_s);
    const ChangeScope scope;
    d->leavePeers();
    forget(object);
    d->state = Model::Transient;
    d->assigned = ~quint64(0);
    d->orphaned = false;
    return Error();
}

} // namespace Chakra
