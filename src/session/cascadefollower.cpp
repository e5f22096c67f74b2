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

/*! Takes what the database wrote into a foreign key; a pending change of it stands. */
void takeKey(Model *object, const FieldInfo *field, const WireValue &value)
{
    ModelPrivate *d = ModelPrivate::get(object);
    if (d->changedFields().contains(field))
        return;
    d->remember(field);
    for (const RelationInfo *relation : field->relations)
        d->remember(relation);
    d->takeFromDatabase(field, value);
}

} // namespace

void CascadeFollower::add(Model *object, const WireRow &key)
{
    m_gone[ModelPrivate::get(object)->info()].insert(KeyRow{key});
    m_session.markDeleted(object);
}

void CascadeFollower::addKey(const ModelInfo *model, const WireRow &key)
{
    if (Model *object = m_session.identities.find(model, key))
        add(object, key);
    else
        m_gone[model].insert(KeyRow{key});
}

void CascadeFollower::keyChanged(const ModelInfo *model, const WireRow &before, const WireRow &now)
{
    if (before.size() != 1)
        return;
    for (const FieldInfo *field : model->referrers) {
        if (field->onUpdate == KeyAction::NoAction || field->onUpdate == KeyAction::Restrict)
            continue;
        const IdentityTable *table = m_session.identities.existing(field->model);
        if (!table)
            continue;
        const QList<Model *> objects = table->objects();
        for (Model *object : objects) {
            ModelPrivate *d = ModelPrivate::get(object);
            WireValue value;
            // A column that was left out is read as the database has it then.
            if (d->isMissing(field) || field->toWire(object, &value).isValid() || value != before.first())
                continue;
            if (field->onUpdate == KeyAction::Cascade) {
                // The same object under another key: the relation is what it was.
                if (d->changedFields().contains(field))
                    continue;
                d->remember(field);
                d->writeWire(field, now.first());
                d->setAssigned(field, true);
                ChangeScope::notify(object, field);
            } else {
                takeKey(object, field, field->onUpdate == KeyAction::SetDefault ? defaultOf(field) : WireValue());
            }
        }
    }
}

Error CascadeFollower::follow()
{
    const ChangeScope scope;
    // One look is enough: the database is through with its cascades, and lookUp() asks for every
    // object that may hang on a row that is not loaded, however far down. What refers to the
    // objects that it finds gone is followed in memory.
    bool lookedUp = false;
    while (!m_gone.isEmpty()) {
        const QHash<const ModelInfo *, QSet<KeyRow>> gone = std::exchange(m_gone, {});
        for (auto it = gone.cbegin(); it != gone.cend(); ++it) {
            m_done[it.key()].unite(it.value());
            for (const FieldInfo *field : it.key()->referrers)
                followReferrer(field, it.value());
        }
        if (m_gone.isEmpty() && !lookedUp) {
            lookedUp = true;
            if (const Error error = lookUp(); error.isValid())
                return error;
        }
    }
    return Error();
}

void CascadeFollower::followReferrer(const FieldInfo *field, const QSet<KeyRow> &gone)
{
    const IdentityTable *table = m_session.identities.existing(field->model);
    if (!table || table->isEmpty() || field->target != field->target->model->key())
        return;
    if (field->onDelete == KeyAction::NoAction || field->onDelete == KeyAction::Restrict)
        return;
    const QList<Model *> objects = inOrder(*table);
    for (Model *object : objects) {
        ModelPrivate *d = ModelPrivate::get(object);
        if (d->isMissing(field))
            continue; // lookUp() asks
        // What the database had counts, not what memory has changed since.
        WireValue value;
        const QVariant stored = d->storedValue(field);
        if (!stored.isValid() || field->toWire(Value(stored), &value).isValid() || isNull(value)
            || !gone.contains(KeyRow{{value}}))
            continue;
        if (field->onDelete == KeyAction::Cascade)
            add(object, SessionPrivate::storedKeyOf(object));
        else
            takeKey(object, field, field->onDelete == KeyAction::SetDefault ? defaultOf(field) : WireValue());
    }
}

Error CascadeFollower::lookUp()
{
    // Classes that rows without an object may have taken along or nulled: those that refer to a
    // class of which a cascade may have deleted rows.
    QSet<const ModelInfo *> cascaded;
    QList<const ModelInfo *> queue = m_done.keys();
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
    QList<std::pair<Model *, WireRow>> gone;
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
                    const QVariant stored = d->storedValue(field);
                    if (!stored.isValid() || field->toWire(Value(stored), &value).isValid() || isNull(value)
                        || m_session.identities.find(field->target->model, {value}))
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
                gone.emplaceBack(unsure.at(i), keys.at(i));
                continue;
            }
            for (qsizetype k = 0; k < fields.size(); ++k) {
                WireValue now;
                if (!ModelPrivate::get(unsure.at(i))->isMissing(fields.at(k))
                    && !fields.at(k)->toWire(unsure.at(i), &now).isValid() && now != row->at(k))
                    takeKey(unsure.at(i), fields.at(k), row->at(k));
            }
        }
    }
    // Not before all are asked for, so that what refers to them costs no statement.
    for (const auto &[object, key] : std::as_const(gone))
        add(object, key);
    return Error();
}

} // namespace Chakra
