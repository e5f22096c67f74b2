// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "flushplan_p.h"

#include "../core/logging_p.h"
#include "cascadefollower_p.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

/* What is written: the operations of changed objects, their values, and telling the objects. */
namespace Chakra {

Error FlushPlan::make()
{
    m_now = UtcTime{QDateTime::currentMSecsSinceEpoch()};
    for (const IdentityTable *table : m_session.handWrittenTables()) {
        const QList<Model *> objects = table->objects();
        for (Model *object : objects)
            ModelPrivate::get(object)->detectHandWritten();
    }
    if (const Error error = adoptReachable(); error.isValid())
        return error;

    const QHash<const ModelInfo *, int> rank = ranks();
    // By index: the list does not grow from here on, but entries may be null.
    const QList<Model *> dirty = m_session.dirty.entries();
    m_operations.reserve(dirty.size());
    m_wholes.fill(-1, dirty.size());
    for (qsizetype place = 0; place < dirty.size(); ++place) {
        Model *object = dirty.at(place);
        if (!object)
            continue;
        ModelPrivate *d = ModelPrivate::get(object);
        Error error;
        const qsizetype before = m_operations.size();
        if (d->state == Model::New) {
            if (d->orphaned)
                continue; // taken off the list that would have made it a row
            error = addInsert(object);
            addPairs(object);
        } else if (d->state == Model::Removed || (d->state == Model::Persistent && d->orphaned)) {
            error = addDelete(object);
        } else if (d->state == Model::Persistent) {
            const QList<const FieldInfo *> fields = d->changedFields();
            if (!fields.isEmpty())
                error = addUpdate(object, fields);
        }
        if (error.isValid())
            return error;
        if (m_operations.size() > before) {
            Operation &operation = m_operations.last();
            operation.place = int(place);
            operation.rank = rank.value(operation.model);
            m_wholes[place] = before;
        }
    }
    return order();
}

Error FlushPlan::adoptReachable()
{
    // To-one targets are needed by the rows that refer to them; the list grows as it is walked.
    QSet<const RelationInfo *> warned;
    for (qsizetype i = 0; i < m_session.dirty.entries().size(); ++i) {
        Model *object = m_session.dirty.entries().at(i);
        if (!object)
            continue;
        ModelPrivate *d = ModelPrivate::get(object);
        if (d->state != Model::New && d->state != Model::Persistent)
            continue; // it is not written itself
        QList<Model *> targets;
        for (RelationSlot *slot = d->firstSlot.get(); slot; slot = slot->next.get()) {
            if (slot->relation->kind == RelationKind::ToOne && slot->target
                && ModelPrivate::get(slot->target)->state == Model::Transient)
                targets.append(slot->target);
        }
        for (Model *target : std::as_const(targets)) {
            if (const Error error = m_session.adopt(target); error.isValid())
                return error;
        }
    }
    for (Model *object : m_session.touchedObjects.entries()) {
        const ModelPrivate *d = object ? ModelPrivate::get(object) : nullptr;
        for (RelationSlot *slot = d ? d->firstSlot.get() : nullptr; slot; slot = slot->next.get()) {
            if (slot->relation->kind == RelationKind::ToOne || warned.contains(slot->relation))
                continue;
            QList<Model *> members = slot->items;
            if (slot->target)
                members.append(slot->target);
            for (const Model *member : std::as_const(members)) {
                if (ModelPrivate::get(member)->context)
                    continue;
                warned.insert(slot->relation);
                qCWarning(lcSession).noquote()
                        << "a new" << slot->relation->target->className << "points at a"
                        << slot->relation->model->className
                        << "of this session but was not added, so that it is not stored: add it by Session::add()";
                break;
            }
        }
    }
    return Error();
}

QHash<const ModelInfo *, int> FlushPlan::ranks() const
{
    // Depth first over the foreign keys; a circle of classes is settled row by row.
    QHash<const ModelInfo *, int> rank;
    int next = 0;
    const std::function<void(const ModelInfo *)> visit = [&](const ModelInfo *model) {
        if (rank.contains(model))
            return;
        rank.insert(model, -1);
        for (const FieldInfo *field : model->fields) {
            if (field->target && field->target->model != model)
                visit(field->target->model);
        }
        rank[model] = next++;
    };
    const QList<const ModelInfo *> models = Graph::models();
    for (const ModelInfo *model : models)
        visit(model);
    return rank;
}

Error FlushPlan::missingValue(const FieldInfo *field) const
{
    const QString mend = field->isForeignKey()
            ? u"set it, or the relation over it"_s
            : u"set it, or declare it std::optional<…> or nullable"_s;
    return Error(Error::NotNullViolation, field->displayName() + u" has no value and can not be null: "_s + mend)
            .withModel(field->model->className)
            .withProperty(field->name);
}

Error FlushPlan::fieldValue(Operation &operation, qsizetype index, const FieldInfo *field, WireValue *value) const
{
    const ModelPrivate *d = ModelPrivate::get(operation.object);
    // The key of a row that is inserted along.
    for (const RelationInfo *relation : field->relations) {
        const RelationSlot *slot = d->slot(relation);
        if (!slot || slot->state != RelationSlot::Loaded || !slot->target)
            continue;
        const ModelPrivate *target = ModelPrivate::get(slot->target);
        WireValue known;
        if (target->value(field->target, &known)) {
            WireValue own;
            operation.movesKeys = operation.movesKeys || !d->value(field, &own) || own != known;
            *value = known;
            return Error();
        }
        if (target->state == Model::New && target->context == &m_session) {
            operation.keysOf.append({index, slot->target});
            *value = WireValue();
            return Error();
        }
    }
    if (field->isForeignKey() && !field->nullable && !d->isAssigned(field) && !field->hasDefault)
        return missingValue(field);
    if (field->unsettable && field->nullable && !field->hasDefault && !d->isAssigned(field)) {
        *value = WireValue();
        return Error();
    }
    if (const Error error = field->toWire(operation.object, value); error.isValid())
        return error;
    if (isNull(*value) && !field->nullable)
        return missingValue(field);
    return Error();
}

bool FlushPlan::writtenValue(Operation &operation, const FieldInfo *field, WireValue *value) const
{
    if (operation.kind == Operation::Update) {
        *value = operation.values.at(operation.fields.indexOf(field));
        return !isNull(*value);
    }
    const qsizetype keys = operation.keysOf.size();
    const Error error = fieldValue(operation, field->position, field, value);
    operation.keysOf.resize(keys);
    return !error.isValid() && !isNull(*value);
}

Error FlushPlan::addInsert(Model *object)
{
    Operation operation;
    operation.kind = Operation::Insert;
    operation.object = object;
    operation.model = ModelPrivate::get(object)->info();
    // A trial, so that what can not be written is found before any SQL; the values are made again
    // when the row is written, since those of many rows at a time would cost more in memory.
    if (const Error error = insertValues(operation, &m_scratch); error.isValid())
        return error;
    m_operations.append(std::move(operation));
    return Error();
}

Error FlushPlan::insertValues(Operation &operation, WireRow *values)
{
    const ModelPrivate *d = ModelPrivate::get(operation.object);
    const QList<FieldInfo *> &fields = operation.model->fields;
    values->resize(fields.size());
    const qsizetype cuts = operation.cutFields.size();
    operation.keysOf.clear();
    operation.movesKeys = false;
    for (qsizetype i = 0; i < fields.size(); ++i) {
        const FieldInfo *field = fields.at(i);
        WireValue &value = (*values)[i];
        value = WireValue();
        if (cuts && operation.cutFields.contains(field))
            continue;
        const bool isAssigned = d->isAssigned(field);
        if (field->generated && !isAssigned) {
            operation.generatesKey = true;
        } else if ((field->updatedNow || field->defaultNow) && !isAssigned) {
            value = field->clock(m_now);
        } else if (field->version && !isAssigned && !field->hasDefault) {
            value = qint64(1);
        } else if (field->primaryKey && !isAssigned && !field->hasDefault && !field->isForeignKey()) {
            return missingValue(field);
        } else if (const Error error = fieldValue(operation, i, field, &value); error.isValid()) {
            return error;
        }
    }
    return Error();
}

Error FlushPlan::addUpdate(Model *object, const QList<const FieldInfo *> &fields)
{
    ModelPrivate *d = ModelPrivate::get(object);
    Operation operation;
    operation.kind = Operation::Update;
    operation.object = object;
    operation.model = d->info();
    operation.key = SessionPrivate::storedKeyOf(object);
    operation.fields.reserve(fields.size());
    operation.values.reserve(fields.size());
    for (const FieldInfo *field : fields) {
        if (field->version)
            continue; // counted below
        WireValue value;
        if (const Error error = fieldValue(operation, operation.values.size(), field, &value); error.isValid())
            return error;
        operation.fields.append(field);
        operation.values.append(value);
    }
    for (const FieldInfo *field : operation.model->fields) {
        if (field->updatedNow && !operation.fields.contains(field)) {
            operation.fields.append(field);
            operation.values.append(field->clock(m_now));
        }
    }
    if (const FieldInfo *version = operation.model->versionField) {
        version->toWire(Value(d->storedValue(version)), &operation.version);
        const qint64 *number = std::get_if<qint64>(&operation.version);
        operation.fields.append(version);
        operation.values.append(qint64(number ? *number + 1 : 1));
    }
    m_operations.append(std::move(operation));
    return Error();
}

Error FlushPlan::addDelete(Model *object)
{
    ModelPrivate *d = ModelPrivate::get(object);
    Operation operation;
    operation.kind = Operation::Delete;
    operation.object = object;
    operation.model = d->info();
    operation.key = SessionPrivate::storedKeyOf(object);
    if (const FieldInfo *version = operation.model->versionField)
        version->toWire(Value(d->storedValue(version)), &operation.version);
    m_operations.append(std::move(operation));
    return Error();
}

void FlushPlan::addPairs(Model *object)
{
    const ModelPrivate *d = ModelPrivate::get(object);
    for (RelationSlot *slot = d->firstSlot.get(); slot; slot = slot->next.get()) {
        if (slot->relation->kind != RelationKind::ManyToMany)
            continue;
        for (Model *member : std::as_const(slot->items)) {
            const ModelPrivate *m = ModelPrivate::get(member);
            if (m->context != &m_session || (m->state != Model::New && m->state != Model::Persistent))
                continue;
            // Each pair once: a new member that comes later in the list of changes has it too.
            if (m->state == Model::New && wholeOf(member) >= 0)
                continue;
            Pair pair{slot->relation, object, member, {}};
            if (slot->columns)
                pair.columns = slot->columns->value(member);
            const RelationSlot *other = m->slot(slot->relation->inverse);
            if (pair.columns.isEmpty() && other && other->columns)
                pair.columns = other->columns->value(object);
            m_pairs.append(pair);
        }
    }
}

void FlushPlan::noteKeys(CascadeFollower *follower) const
{
    const bool isNeeded = std::any_of(m_operations.cbegin(), m_operations.cend(), [](const Operation &operation) {
        return operation.kind == Operation::Delete
                || (operation.kind == Operation::Update
                    && std::any_of(operation.fields.cbegin(), operation.fields.cend(),
                                   [](const FieldInfo *field) { return field->isReferredTo(); }));
    });
    for (qsizetype at = 0; isNeeded && at < m_operations.size(); ++at) {
        const Operation &operation = m_operations.at(at);
        for (const FieldInfo *field : operation.model->fields) {
            const bool written = operation.kind == Operation::Insert
                    || (operation.kind == Operation::Update && operation.fields.contains(field));
            if (field->target && written)
                follower->wrote(operation.object, field, at);
        }
    }
}

void FlushPlan::apply()
{
    const ChangeScope scope;
    CascadeFollower follower(m_session);
    noteKeys(&follower);
    for (qsizetype at = 0; at < m_operations.size(); ++at) {
        Operation &operation = m_operations[at];
        ModelPrivate *d = ModelPrivate::get(operation.object);
        if (operation.part == Operation::NullFirst)
            continue;
        switch (operation.kind) {
        case Operation::Insert: {
            d->remember();
            // What the setters did not give: the key, keys of rows inserted along, clocks.
            operation.cutFields.clear();
            const bool isAsGiven = operation.keysOf.isEmpty() && !operation.movesKeys
                    && std::all_of(operation.model->fields.cbegin(), operation.model->fields.cend(),
                                   [&](const FieldInfo *field) {
                                       return !field->unsettable
                                               && (d->isAssigned(field)
                                                   || (field->generated && operation.generatesKey));
                                   });
            if (!isAsGiven) {
                if (const Error error = insertValues(operation, &m_scratch); error.isValid())
                    Q_ASSERT_X(false, "FlushPlan::apply", "a value that was written before is refused");
                resolveKeys(operation, &m_scratch);
            }
            quint64 unset = 0;
            for (const FieldInfo *field : operation.model->fields) {
                if (field->unsettable && field->position < 64 && isNull(m_scratch.at(field->position)))
                    unset |= quint64(1) << field->position;
                const bool key = field->generated && operation.generatesKey;
                const bool refers = field->isForeignKey() && (!operation.keysOf.isEmpty() || operation.movesKeys);
                if (d->isAssigned(field) && !key && !refers)
                    continue;
                const WireValue &value = key ? operation.newKey : m_scratch.at(field->position);
                WireValue now;
                if (!key && !field->toWire(operation.object, &now).isValid() && now == value)
                    continue;
                const bool isHeard = field->notifySignal >= 0 && d->hasReceivers(field->notifySignal);
                const QVariant before = isHeard ? field->read(operation.object) : QVariant();
                d->remember(field);
                d->writeWire(field, value);
                if (isHeard && field->read(operation.object) != before)
                    ChangeScope::notify(operation.object, field);
            }
            d->state = Model::Persistent;
            d->assigned = ~unset;
            d->takeSnapshot();
            // Who had that key has lost its row to somebody else, or this one could not be there.
            if (Model *vanished = m_session.insertIdentity(operation.object))
                follower.add(vanished, at);
            d->markFlushed();
            break;
        }
        case Operation::Update: {
            QList<std::pair<const FieldInfo *, WireValue>> referred; // as it was
            for (const FieldInfo *field : std::as_const(operation.fields)) {
                WireValue value;
                if (field->isReferredTo() && operation.part == Operation::Whole
                    && !field->toWire(Value(d->storedValue(field)), &value).isValid())
                    referred.append({field, value});
            }
            d->remember();
            for (qsizetype i = 0; i < operation.fields.size(); ++i) {
                const FieldInfo *field = operation.fields.at(i);
                WireValue now;
                if (!field->toWire(operation.object, &now).isValid() && now == operation.values.at(i))
                    continue;
                d->remember(field);
                d->writeWire(field, operation.values.at(i));
                d->setAssigned(field, !field->unsettable || !isNull(operation.values.at(i)));
                ChangeScope::notify(operation.object, field);
            }
            // What the database had is what memory has from here on.
            d->markFlushed();
            for (const auto &[field, before] : std::as_const(referred)) {
                WireValue value;
                if (!field->toWire(operation.object, &value).isValid() && value != before)
                    follower.valueChanged(field, before, value, at);
            }
            if (std::none_of(operation.fields.cbegin(), operation.fields.cend(),
                             [](const FieldInfo *field) { return field->primaryKey; }))
                break;
            if (const WireRow key = SessionPrivate::keyOf(operation.object); key != operation.key) {
                m_session.identities.table(operation.model).remove(operation.key, operation.object);
                m_session.insertIdentity(operation.object);
            }
            break;
        }
        case Operation::Delete:
            follower.add(operation.object, at);
            break;
        }
    }
    for (const Operation &operation : std::as_const(m_operations)) {
        if (operation.kind != Operation::Delete) {
            ModelPrivate *d = ModelPrivate::get(operation.object);
            // Objects that were not added hear of the key too.
            if (operation.kind == Operation::Insert && operation.model->key())
                d->passOn(operation.model->key(), [](const ModelPrivate *child) { return child->state == Model::Transient; });
            if (!d->firstSlot)
                continue;
            // Pointers to objects that have a key now: the key tells from here on.
            for (const FieldInfo *field : operation.model->fields) {
                for (const RelationInfo *relation : field->relations) {
                    const RelationSlot *slot = d->slot(relation);
                    if (slot && slot->target && slot->target->session() == m_session.q
                        && field->target == relation->target->key() && field->isPlain()) {
                        d->remember(relation);
                        d->dropSlot(relation);
                    }
                }
            }
            for (RelationSlot *slot = d->firstSlot.get(); slot; slot = slot->next.get())
                slot->columns.reset();
        }
    }
    if (const Error error = follower.follow(); error.isValid())
        m_session.report(error);
}

} // namespace Chakra
