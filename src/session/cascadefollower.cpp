// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "cascadefollower_p.h"

namespace Chakra {

namespace {

WireValue defaultOf(const FieldInfo *field)
{
    return field->hasDefault ? field->defaultValue : WireValue();
}

/*! The objects of a table in the order the session got them: lists that they enter have an order. */
QList<Model *> inOrder(const IdentityTable &table)
{
    QList<Model *> objects = table.objects();
    std::sort(objects.begin(), objects.end(), [](const Model *a, const Model *b) {
        return ModelPrivate::get(a)->place < ModelPrivate::get(b)->place;
    });
    return objects;
}

} // namespace

void CascadeFollower::add(Model *object, qsizetype when)
{
    const ModelInfo *model = ModelPrivate::get(object)->info();
    m_models.insert(model);
    for (const FieldInfo *field : model->referrers) {
        WireValue value;
        if (ModelPrivate::get(object)->storedWire(field->target, &value))
            m_gone[field->target].insert(value, when);
    }
    m_session.markDeleted(object);
}

void CascadeFollower::addKey(const ModelInfo *model, const WireRow &key)
{
    if (Model *object = m_session.identities.find(model, key)) {
        add(object);
        return;
    }
    m_models.insert(model);
    for (const FieldInfo *field : model->referrers) {
        if (field->target == model->key())
            m_gone[field->target].insert(key.first(), Last);
        else
            m_unseen.insert(model);
    }
}

void CascadeFollower::takeKey(Model *object, const FieldInfo *field, const WireValue &value, qsizetype when)
{
    ModelPrivate *d = ModelPrivate::get(object);
    WireValue before;
    d->storedWire(field, &before);
    if (d->changedFields().contains(field)) {
        d->replaceStored(field, value);
    } else {
        if (field->primaryKey)
            m_session.removeIdentity(object);
        d->remember(field);
        for (const RelationInfo *relation : field->relations)
            d->remember(relation);
        d->takeFromDatabase(field, value);
        if (field->primaryKey)
            m_session.insertIdentity(object);
    }
    if (field->isReferredTo())
        valueChanged(field, before, value, when);
}

void CascadeFollower::valueChanged(const FieldInfo *target, const WireValue &before, const WireValue &now,
                                   qsizetype when)
{
    for (const FieldInfo *field : target->model->referrers) {
        if (field->target != target || field->onUpdate == KeyAction::NoAction
            || field->onUpdate == KeyAction::Restrict)
            continue;
        const IdentityTable *table = m_session.identities.existing(field->model);
        const QList<Model *> objects = table ? inOrder(*table) : QList<Model *>();
        for (Model *object : objects) {
            ModelPrivate *d = ModelPrivate::get(object);
            WireValue value;
            // A column that was left out is read as the database has it then.
            if (d->isMissing(field) || wasWrittenAfter(object, field, when) || !d->storedWire(field, &value)
                || value != before)
                continue;
            if (field->onUpdate != KeyAction::Cascade) {
                takeKey(object, field, field->onUpdate == KeyAction::SetDefault ? defaultOf(field) : WireValue(),
                        when);
            } else if (d->changedFields().contains(field)) {
                d->replaceStored(field, now);
            } else {
                // The same object under another key: the relation is what it was.
                if (field->primaryKey)
                    m_session.removeIdentity(object);
                d->remember(field);
                d->writeWire(field, now);
                d->setAssigned(field, true);
                if (field->primaryKey)
                    m_session.insertIdentity(object);
                ChangeScope::notify(object, field);
            }
        }
    }
    // What refers to those keys in turn, whether their rows are loaded or not.
    for (const FieldInfo *field : target->model->referrers) {
        if (field->target != target || field->onUpdate != KeyAction::Cascade || !field->isReferredTo()
            || m_following.contains(field))
            continue;
        m_following.insert(field);
        valueChanged(field, before, now, when);
        m_following.remove(field);
    }
}

Error CascadeFollower::follow()
{
    const ChangeScope scope;
    // One look is enough: the database is through with its cascades, and lookUp() asks for every
    // object that may hang on a row that is not loaded, however far down. What refers to the
    // objects that it finds gone is followed in memory.
    bool lookedUp = m_models.isEmpty();
    for (;;) {
        while (!m_gone.isEmpty()) {
            const QHash<const FieldInfo *, Values> gone = std::exchange(m_gone, {});
            for (auto it = gone.cbegin(); it != gone.cend(); ++it) {
                for (const FieldInfo *field : it.key()->model->referrers) {
                    if (field->target == it.key())
                        followReferrer(field, it.value());
                }
            }
        }
        if (lookedUp)
            return Error();
        lookedUp = true;
        if (const Error error = lookUp(); error.isValid())
            return error;
    }
}

void CascadeFollower::followReferrer(const FieldInfo *field, const Values &gone)
{
    const IdentityTable *table = m_session.identities.existing(field->model);
    if (!table || table->isEmpty() || field->onDelete == KeyAction::NoAction
        || field->onDelete == KeyAction::Restrict)
        return;
    const QList<Model *> objects = inOrder(*table);
    for (Model *object : objects) {
        WireValue value;
        if (ModelPrivate::get(object)->isMissing(field) || !ModelPrivate::get(object)->storedWire(field, &value))
            continue; // lookUp() asks for those that miss it
        const auto when = gone.constFind(value);
        if (when == gone.cend() || wasWrittenAfter(object, field, *when))
            continue;
        if (field->onDelete == KeyAction::Cascade)
            add(object, *when);
        else
            takeKey(object, field, field->onDelete == KeyAction::SetDefault ? defaultOf(field) : WireValue(), *when);
    }
}

/*! Whether the session holds the row that a foreign key refers to: then it was followed already. */
bool CascadeFollower::isLoaded(const FieldInfo *target, const WireValue &value)
{
    if (target == target->model->key())
        return m_session.identities.find(target->model, {value});
    const auto known = m_loaded.constFind(target);
    if (known != m_loaded.cend())
        return known->contains(value);
    QSet<WireValue> values;
    if (const IdentityTable *table = m_session.identities.existing(target->model)) {
        const QList<Model *> objects = table->objects();
        for (const Model *object : objects) {
            WireValue stored;
            if (ModelPrivate::get(object)->storedWire(target, &stored))
                values.insert(stored);
        }
    }
    return m_loaded.insert(target, values)->contains(value);
}

Error CascadeFollower::lookUp()
{
    // Classes that rows without an object may have taken along or nulled: those that refer to a
    // class of which a cascade may have deleted rows.
    QSet<const ModelInfo *> cascaded = m_unseen;
    QList<const ModelInfo *> queue = m_models.values();
    for (qsizetype i = 0; i < queue.size(); ++i) {
        for (const FieldInfo *field : queue.at(i)->referrers) {
            if (field->onDelete == KeyAction::Cascade && !cascaded.contains(field->model)) {
                cascaded.insert(field->model);
                queue.append(field->model);
            }
        }
    }
    // And those that may have gone with a row by a key that only() or defer() left out. Whether
    // the key itself was nulled does not matter there: it is read when it is asked for.
    QHash<const ModelInfo *, QList<const FieldInfo *>> suspects;
    for (const ModelInfo *model : std::as_const(queue)) {
        for (const FieldInfo *field : model->referrers) {
            if (field->onDelete == KeyAction::Cascade
                || (cascaded.contains(model) && field->onDelete != KeyAction::NoAction
                    && field->onDelete != KeyAction::Restrict)) {
                if (!suspects[field->model].contains(field))
                    suspects[field->model].append(field);
            }
        }
    }
    QList<Model *> gone;
    for (auto it = suspects.cbegin(); it != suspects.cend(); ++it) {
        const ModelInfo *model = it.key();
        const IdentityTable *table = m_session.identities.existing(model);
        if (!table)
            continue;
        QList<Model *> unsure;
        QList<WireRow> keys;
        WireRow firstColumn; // of the key: finds the rows, and some more where it has several
        QSet<KeyRow> known;
        const QList<Model *> objects = table->objects();
        for (Model *object : objects) {
            const ModelPrivate *d = ModelPrivate::get(object);
            for (const FieldInfo *field : it.value()) {
                if (d->isMissing(field)) {
                    if (field->onDelete != KeyAction::Cascade)
                        continue;
                } else {
                    if (!cascaded.contains(field->target->model))
                        continue; // followed already
                    WireValue value;
                    if (!d->storedWire(field, &value) || isLoaded(field->target, value))
                        continue;
                }
                unsure.append(object);
                keys.append(SessionPrivate::storedKeyOf(object));
                if (const KeyRow column{{keys.last().first()}}; !known.contains(column)) {
                    known.insert(column);
                    firstColumn.append(keys.last().first());
                }
                break;
            }
        }
        if (unsure.isEmpty())
            continue;
        Sql::Select select;
        select.table = model->table;
        select.alias = QStringLiteral("t0");
        for (const FieldInfo *field : model->primaryKey)
            select.columns.append(Sql::Expression::column(select.alias, field->column));
        const int keySize = int(model->primaryKey.size());
        const QList<const FieldInfo *> &fields = it.value();
        for (const FieldInfo *field : fields)
            select.columns.append(Sql::Expression::column(select.alias, field->column));
        select.where = Sql::Expression::inValues(select.columns.first(), firstColumn);
        Cursor cursor;
        if (const Error error = m_session.execute(m_session.dialect().select(select), &cursor); error.isValid())
            return error;
        QHash<KeyRow, WireRow> rows;
        while (cursor.next()) {
            WireRow key;
            WireRow row;
            for (int column = 0; column < keySize; ++column)
                key.append(model->primaryKey.at(column)->wireFromRow(cursor, column));
            for (int i = 0; i < fields.size(); ++i)
                row.append(fields.at(i)->wireFromRow(cursor, keySize + i));
            rows.insert(KeyRow{key}, row);
        }
        if (cursor.error().isValid())
            return cursor.error();
        cursor.close();
        for (qsizetype i = 0; i < unsure.size(); ++i) {
            const auto row = rows.constFind(KeyRow{keys.at(i)});
            if (row == rows.constEnd()) {
                gone.append(unsure.at(i));
                continue;
            }
            for (qsizetype k = 0; k < fields.size(); ++k) {
                WireValue now;
                if (!ModelPrivate::get(unsure.at(i))->isMissing(fields.at(k))
                    && !fields.at(k)->toWire(Value(ModelPrivate::get(unsure.at(i))->storedValue(fields.at(k))), &now)
                                .isValid()
                    && now != row->at(k))
                    takeKey(unsure.at(i), fields.at(k), row->at(k), Last);
            }
        }
    }
    // Not before all are asked for, so that what refers to them costs no statement.
    for (Model *object : std::as_const(gone))
        add(object);
    return Error();
}

} // namespace Chakra
