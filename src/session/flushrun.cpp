// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "flushplan_p.h"
#include "junctionwriter_p.h"

using namespace Qt::StringLiterals;

/* Running the ordered operations: neighbours of one kind and class go together. */
namespace Chakra {

namespace {

constexpr qsizetype rowsPerInsert = 500;
constexpr qsizetype keysPerDelete = 500;

Sql::Expression keyCondition(const ModelInfo *model, const WireRow &key, const QString &table)
{
    QList<Sql::Expression> parts;
    for (qsizetype i = 0; i < model->primaryKey.size(); ++i) {
        parts.append(Sql::Expression::binary(Sql::Expression::Equal,
                                             Sql::Expression::column(table, model->primaryKey.at(i)->column),
                                             Sql::Expression::value(key.value(i))));
    }
    return parts.size() == 1 ? parts.first() : Sql::Expression::list(Sql::Expression::And, parts);
}

/*! The row of \a key, as long as it is of \a version. */
Sql::Expression guarded(const ModelInfo *model, const WireRow &key, const WireValue &version,
                        const QString &table = QString())
{
    const Sql::Expression byKey = keyCondition(model, key, table);
    if (!model->versionField || isNull(version))
        return byKey;
    const Sql::Expression byVersion = Sql::Expression::binary(
            Sql::Expression::Equal, Sql::Expression::column(table, model->versionField->column),
            Sql::Expression::value(version));
    return Sql::Expression::list(Sql::Expression::And, {byKey, byVersion});
}

} // namespace

Sql::Update FlushPlan::updateOf(const Operation &operation)
{
    Sql::Update update;
    update.table = operation.model->table;
    for (qsizetype i = 0; i < operation.fields.size(); ++i) {
        update.assignments.append({operation.fields.at(i)->column,
                                   Sql::Expression::value(operation.values.at(i))});
    }
    update.where = guarded(operation.model, operation.key, operation.version);
    return update;
}

Error FlushPlan::run(Connection &connection)
{
    for (qsizetype from = 0; from < m_operations.size();) {
        const Operation &first = m_operations.at(from);
        qsizetype to = from + 1;
        while (to < m_operations.size() && m_operations.at(to).kind == first.kind
               && m_operations.at(to).model == first.model)
            ++to;
        Error error;
        switch (first.kind) {
        case Operation::Insert:
            error = runInserts(connection, from, to);
            if (!error.isValid())
                error = checkVanished(from, to);
            break;
        case Operation::Update:
            error = runUpdates(connection, from, to);
            break;
        case Operation::Delete:
            error = runDeletes(connection, from, to);
            break;
        }
        if (error.isValid())
            return m_session.named(error, first.model);
        from = to;
    }
    return runPairs(connection);
}

WireValue FlushPlan::generatedKey(Model *object) const
{
    const qsizetype at = wholeOf(object);
    return at < 0 ? WireValue() : m_operations.at(at).newKey;
}

void FlushPlan::resolveKeys(Operation &operation, WireRow *values) const
{
    for (const auto &[index, object] : std::as_const(operation.keysOf)) {
        const WireValue generated = generatedKey(object);
        const WireRow key = isNull(generated) ? SessionPrivate::keyOf(object) : WireRow{generated};
        if (index < 0)
            operation.key = key;
        else
            (*values)[index] = key.value(0);
    }
}

Error FlushPlan::runInserts(Connection &connection, qsizetype from, qsizetype to)
{
    const ModelInfo *model = m_operations.at(from).model;
    const FieldInfo *key = model->key();
    qsizetype generated = 0;
    for (qsizetype i = from; i < to; ++i)
        generated += m_operations.at(i).generatesKey ? 1 : 0;
    const Sql::Dialect::Features &features = connection.dialect().features();
    const qsizetype cap = qMax(qsizetype(1), qMin(rowsPerInsert, features.maxVariables / model->fields.size()));
    // What a row of the same statement refers to, itself for one, is needed before it is there.
    const auto isNamed = [this, from, to](const Operation &operation) {
        return std::any_of(operation.keysOf.cbegin(), operation.keysOf.cend(), [this, from, to](const auto &keyOf) {
            const qsizetype at = wholeOf(keyOf.second);
            return at >= from && at < to && m_operations.at(at).generatesKey;
        });
    };
    const bool returns = generated == 1 && features.returning && to - from <= cap
            && !(features.keysBeforeInsert
                 && std::any_of(m_operations.cbegin() + from, m_operations.cbegin() + to, isNamed));
    if (returns && to - from == 1)
        return insertReturning(connection, m_operations[from]);
    const bool byElimination = returns && features.keysBeforeInsert;
    if (generated > 0 && !byElimination) {
        if (!features.keysBeforeInsert) {
            for (qsizetype i = from; i < to; ++i) {
                if (const Error error = insertReturning(connection, m_operations[i]); error.isValid())
                    return error;
            }
            return Error();
        }
        if (const Error error = generateKeys(connection, from, to); error.isValid())
            return error;
    }
    Sql::Insert insert;
    insert.table = model->table;
    for (const FieldInfo *field : model->fields)
        insert.columns.append(field->column);
    if (byElimination)
        insert.returning = {key->column};
    for (qsizetype i = from; i < to;) {
        const qsizetype end = qMin(to, i + cap);
        WireRow last; // the one without a key: it gets one that none of the others has
        insert.rows.clear();
        insert.rows.reserve(end - i);
        for (; i < end; ++i) {
            Operation &operation = m_operations[i];
            WireRow values;
            if (const Error error = insertValues(operation, &values); error.isValid())
                return error;
            resolveKeys(operation, &values);
            if (operation.generatesKey)
                values[key->position] = operation.newKey;
            if (byElimination && operation.generatesKey)
                last = values;
            else
                insert.rows.append(values);
        }
        if (byElimination)
            insert.rows.append(last);
        const Error error = byElimination
                ? insertAmongGiven(connection, insert, from, to)
                : connection.run(connection.dialect().insert(insert), m_session.caller());
        if (error.isValid())
            return error;
    }
    return Error();
}

Error FlushPlan::checkVanished(qsizetype from, qsizetype to) const
{
    const IdentityTable *known = m_session.identities.existing(m_operations.at(from).model);
    if (!known || known->isEmpty())
        return Error();
    for (qsizetype i = from; i < to; ++i) {
        const Operation &operation = m_operations.at(i);
        Model *holder = known->find(isNull(operation.newKey) ? SessionPrivate::keyOf(operation.object)
                                                             : WireRow{operation.newKey});
        const qsizetype at = holder ? wholeOf(holder) : -1;
        if (at >= to)
            return stale(m_operations.at(at));
    }
    return Error();
}

Error FlushPlan::insertAmongGiven(Connection &connection, const Sql::Insert &insert, qsizetype from, qsizetype to)
{
    // The one key that nobody gave, whatever the order in which keys come back.
    QSet<WireValue> given;
    qsizetype generating = from;
    for (qsizetype i = from; i < to; ++i) {
        if (m_operations.at(i).generatesKey)
            generating = i;
        else
            given.insert(SessionPrivate::keyOf(m_operations.at(i).object).first());
    }
    Cursor cursor;
    if (const Error error = connection.execute(connection.dialect().insert(insert), m_session.caller(), &cursor);
        error.isValid())
        return error;
    while (cursor.next()) {
        if (const WireValue key = m_operations.at(from).model->key()->wireFromRow(cursor, 0); !given.contains(key))
            m_operations[generating].newKey = key;
    }
    return cursor.error();
}

Error FlushPlan::generateKeys(Connection &connection, qsizetype from, qsizetype to)
{
    // The write lock is held: nobody takes these keys in between.
    const ModelInfo *model = m_operations.at(from).model;
    const FieldInfo *key = model->key();
    Cursor cursor;
    if (const Error error = connection.execute(connection.dialect().nextKey(model->table, key->column),
                                               m_session.caller(), &cursor);
        error.isValid())
        return error;
    if (!cursor.next())
        return cursor.error().isValid() ? cursor.error() : Error(Error::Sql, u"no next key of "_s + model->table);
    qint64 next = cursor.integer(0);
    cursor.close();
    for (qsizetype i = from; i < to; ++i) {
        const Operation &operation = m_operations.at(i);
        WireValue value;
        if (operation.generatesKey || key->toWire(operation.object, &value).isValid())
            continue;
        const qint64 *given = std::get_if<qint64>(&value);
        if (given && *given >= next && *given < std::numeric_limits<qint64>::max())
            next = *given + 1;
    }
    const qint64 last = key->type == FieldType::Int ? std::numeric_limits<qint32>::max()
                                                    : std::numeric_limits<qint64>::max();
    for (qsizetype i = from; i < to; ++i) {
        if (!m_operations.at(i).generatesKey)
            continue;
        if (next <= 0 || next == last)
            return Error(Error::Sql, u"the keys of %1 are used up"_s.arg(model->table)).withModel(model->className);
        m_operations[i].newKey = next++;
    }
    return Error();
}

Error FlushPlan::insertReturning(Connection &connection, Operation &operation)
{
    const FieldInfo *key = operation.model->key();
    Sql::Insert insert;
    insert.table = operation.model->table;
    WireRow values;
    if (const Error error = insertValues(operation, &values); error.isValid())
        return error;
    resolveKeys(operation, &values);
    WireRow row;
    for (const FieldInfo *field : operation.model->fields) {
        if (operation.generatesKey && field == key)
            continue;
        insert.columns.append(field->column);
        row.append(values.at(field->position));
    }
    insert.rows = {row};
    if (!operation.generatesKey)
        return connection.run(connection.dialect().insert(insert), m_session.caller());
    insert.returning = {key->column};
    Cursor cursor;
    if (const Error error = connection.execute(connection.dialect().insert(insert), m_session.caller(), &cursor);
        error.isValid())
        return error;
    if (!cursor.next())
        return cursor.error().isValid() ? cursor.error()
                                        : Error(Error::Sql, u"the database returned no key of "_s + insert.table);
    operation.newKey = cursor.integer(0);
    cursor.close();
    return Error();
}

Error FlushPlan::stale(const Operation &operation) const
{
    QStringList key;
    for (qsizetype i = 0; i < operation.key.size(); ++i)
        key += operation.model->primaryKey.at(i)->read(operation.object).toString();
    return Error(Error::StaleObject,
                 u"%1 %2 was changed or deleted by somebody else since it was loaded: refresh() it, or load it "
                 "again, and repeat the change"_s.arg(operation.model->className, key.join(u", "_s)))
            .withModel(operation.model->className);
}

Error FlushPlan::runUpdates(Connection &connection, qsizetype from, qsizetype to)
{
    // Rows whose same columns changed have the same statement: only the values are others.
    Sql::Text text;
    const Operation *shape = nullptr;
    for (qsizetype i = from; i < to; ++i) {
        Operation &operation = m_operations[i];
        resolveKeys(operation, &operation.values);
        WireRow values = operation.values + operation.key;
        if (!isNull(operation.version))
            values.append(operation.version);
        if (shape && shape->fields == operation.fields
            && isNull(shape->version) == isNull(operation.version)) {
            text.values = values;
        } else {
            text = connection.dialect().update(updateOf(operation));
            shape = text.values == values ? &operation : nullptr;
        }
        qint64 affected = 0;
        if (const Error error = connection.run(text, m_session.caller(), &affected); error.isValid())
            return error;
        if (affected != 1)
            return stale(operation);
    }
    return Error();
}

Error FlushPlan::runDeletes(Connection &connection, qsizetype from, qsizetype to)
{
    const ModelInfo *model = m_operations.at(from).model;
    // RESTRICT is checked row by row, in an order that nobody promises: what a row refers to goes
    // in a later statement.
    QList<const FieldInfo *> restricting;
    for (const FieldInfo *field : model->referrers) {
        if (field->model == model && field->onDelete == KeyAction::Restrict && field->target == model->key())
            restricting.append(field);
    }
    QList<Chunk> chunks;
    for (qsizetype i = from; i < to;) {
        qsizetype end = restricting.isEmpty() ? qMin(to, i + keysPerDelete) : i;
        QSet<KeyRow> referred;
        while (!restricting.isEmpty() && end < qMin(to, i + keysPerDelete)) {
            const Operation &operation = m_operations.at(end);
            if (referred.contains(KeyRow{operation.key}))
                break;
            for (const FieldInfo *field : std::as_const(restricting)) {
                WireValue value;
                const ModelPrivate *d = ModelPrivate::get(operation.object);
                if (!field->toWire(Value(d->storedValue(field)), &value).isValid() && !isNull(value)
                    && value != operation.key.first())
                    referred.insert(KeyRow{{value}});
            }
            ++end;
        }
        chunks.append({i, end});
        i = end;
    }
    return deleteChunks(connection, chunks);
}

Error FlushPlan::deleteChunks(Connection &connection, const QList<Chunk> &chunks)
{
    const qsizetype from = chunks.first().from;
    const ModelInfo *model = m_operations.at(from).model;
    const bool cascades = takesAlong(model, model);
    // What an earlier chunk takes along is missed later: what was there before any tells, hence a savepoint.
    const bool several = cascades && chunks.size() > 1;
    if (several) {
        if (const Error error = connection.begin(m_session.caller(), Connection::Access::Write); error.isValid())
            return error;
    }
    Error error;
    QList<qsizetype> missing;
    qsizetype done = 0;
    for (; done < chunks.size() && !error.isValid() && missing.isEmpty(); ++done)
        error = deleteChunk(connection, chunks.at(done), &missing);
    if (several && !error.isValid() && missing.isEmpty())
        return connection.commit(m_session.caller());
    if (several)
        connection.rollback(m_session.caller());
    if (error.isValid() || missing.isEmpty())
        return error;

    if (done > 1 && several) {
        missing.clear();
        for (qsizetype i = 0; i < chunks.size() && !error.isValid(); ++i)
            error = findMissing(connection, chunks.at(i), &missing);
    }
    // Deletes between other writes of this commit may have taken them along.
    const bool mayBeOurs = cascades && std::any_of(m_operations.cbegin(), m_operations.cbegin() + from,
                                                   [model](const Operation &operation) {
                                                       return operation.kind == Operation::Delete
                                                               && takesAlong(operation.model, model);
                                                   });
    if (!error.isValid() && !missing.isEmpty() && !mayBeOurs)
        error = stale(m_operations.at(missing.first()));
    for (qsizetype i = 0; i < chunks.size() && !error.isValid(); ++i)
        error = connection.run(connection.dialect().remove(removalOf(chunks.at(i))), m_session.caller());
    return error;
}

bool FlushPlan::takesAlong(const ModelInfo *deleted, const ModelInfo *model)
{
    QList<const ModelInfo *> reached{deleted};
    for (qsizetype i = 0; i < reached.size(); ++i) {
        for (const FieldInfo *field : reached.at(i)->referrers) {
            if (field->onDelete != KeyAction::Cascade)
                continue;
            if (field->model == model)
                return true;
            if (!reached.contains(field->model))
                reached.append(field->model);
        }
    }
    return false;
}

Sql::Expression FlushPlan::rowsOf(qsizetype from, qsizetype to, const QString &table) const
{
    const ModelInfo *model = m_operations.at(from).model;
    if (model->key() && !model->versionField) {
        WireRow keys;
        for (qsizetype i = from; i < to; ++i)
            keys.append(m_operations.at(i).key.first());
        return Sql::Expression::inValues(Sql::Expression::column(table, model->key()->column), keys);
    }
    QList<Sql::Expression> rows;
    for (qsizetype i = from; i < to; ++i)
        rows.append(guarded(model, m_operations.at(i).key, m_operations.at(i).version, table));
    return rows.size() == 1 ? rows.first() : Sql::Expression::list(Sql::Expression::Or, rows);
}

Sql::Delete FlushPlan::removalOf(Chunk chunk) const
{
    Sql::Delete remove;
    remove.table = m_operations.at(chunk.from).model->table;
    remove.where = rowsOf(chunk.from, chunk.to);
    return remove;
}

Error FlushPlan::deleteChunk(Connection &connection, Chunk chunk, QList<qsizetype> *missing)
{
    Sql::Delete remove = removalOf(chunk);
    const qsizetype count = chunk.to - chunk.from;
    const bool isOne = count == 1;
    // Rows that refer to each other with a cascade go with the first of them, uncounted: all or none.
    const ModelInfo *model = m_operations.at(chunk.from).model;
    const bool allOrNone = !isOne && takesAlong(model, model);
    if (allOrNone) {
        Sql::Select present;
        present.table = remove.table;
        present.alias = QStringLiteral("t0");
        present.columns = {Sql::Expression::list(Sql::Expression::CountAll, {})};
        present.where = rowsOf(chunk.from, chunk.to, present.alias);
        remove.where = Sql::Expression::list(
                Sql::Expression::And,
                {remove.where, Sql::Expression::inSelect(Sql::Expression::value(qint64(count)), present)});
    }
    // Where a row of others is missed, what was there before tells which: hence a savepoint.
    const bool inSavepoint = !isOne && !allOrNone;
    if (inSavepoint) {
        if (const Error error = connection.begin(m_session.caller(), Connection::Access::Write); error.isValid())
            return error;
    }
    qint64 affected = 0;
    Error error = connection.run(connection.dialect().remove(remove), m_session.caller(), &affected);
    const bool isDone = !error.isValid() && (allOrNone ? affected > 0 : affected == count);
    if (inSavepoint && isDone)
        return connection.commit(m_session.caller());
    if (inSavepoint)
        connection.rollback(m_session.caller());
    if (error.isValid() || isDone)
        return error;
    if (!isOne)
        error = findMissing(connection, chunk, missing);
    if (missing->isEmpty())
        missing->append(chunk.from);
    return error;
}

Error FlushPlan::findMissing(Connection &connection, Chunk chunk, QList<qsizetype> *missing)
{
    const ModelInfo *model = m_operations.at(chunk.from).model;
    Sql::Select select;
    select.table = model->table;
    select.alias = QStringLiteral("t0");
    for (const FieldInfo *field : model->primaryKey)
        select.columns.append(Sql::Expression::column(select.alias, field->column));
    select.where = rowsOf(chunk.from, chunk.to, select.alias);
    Cursor cursor;
    if (const Error error = connection.execute(connection.dialect().select(select), m_session.caller(), &cursor);
        error.isValid())
        return error;
    QSet<KeyRow> found;
    while (cursor.next()) {
        WireRow key;
        for (int column = 0; column < model->primaryKey.size(); ++column)
            key.append(model->primaryKey.at(column)->wireFromRow(cursor, column));
        found.insert(KeyRow{key});
    }
    for (qsizetype i = chunk.from; i < chunk.to; ++i) {
        if (!found.contains(KeyRow{m_operations.at(i).key}))
            missing->append(i);
    }
    return cursor.error();
}

Error FlushPlan::runPairs(Connection &connection)
{
    if (m_pairs.isEmpty())
        return Error();
    JunctionWriter writer(m_session, connection);
    const auto keyOf = [this](const RelationInfo *relation, Model *object) {
        WireValue key = generatedKey(object);
        if (isNull(key))
            ModelPrivate::get(object)->value(relation->referredField(), &key);
        return key;
    };
    for (const Pair &pair : std::as_const(m_pairs))
        writer.add(pair.relation, keyOf(pair.relation, pair.owner), keyOf(pair.relation->inverse, pair.member),
                   pair.columns);
    return writer.insert();
}

} // namespace Chakra
