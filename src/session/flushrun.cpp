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
constexpr qsizetype versionedPerDelete = 100;

Sql::Expression keyCondition(const ModelInfo *model, const WireRow &key)
{
    QList<Sql::Expression> parts;
    for (qsizetype i = 0; i < model->primaryKey.size(); ++i) {
        parts.append(Sql::Expression::binary(Sql::Expression::Equal,
                                             Sql::Expression::column(QString(), model->primaryKey.at(i)->column),
                                             Sql::Expression::value(key.value(i))));
    }
    return parts.size() == 1 ? parts.first() : Sql::Expression::list(Sql::Expression::And, parts);
}

Sql::Expression guarded(const ModelInfo *model, const WireRow &key, const WireValue &version)
{
    const Sql::Expression byKey = keyCondition(model, key);
    if (!model->versionField || isNull(version))
        return byKey;
    const Sql::Expression byVersion = Sql::Expression::binary(
            Sql::Expression::Equal, Sql::Expression::column(QString(), model->versionField->column),
            Sql::Expression::value(version));
    return Sql::Expression::list(Sql::Expression::And, {byKey, byVersion});
}

} // namespace

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
            break;
        case Operation::Update:
            for (qsizetype i = from; i < to && !error.isValid(); ++i)
                error = runUpdate(connection, m_operations[i]);
            break;
        case Operation::Delete:
            error = runDeletes(connection, from, to);
            break;
        }
        if (error.isValid())
            return error.model().isEmpty() ? error.withModel(first.model->className) : error;
        from = to;
    }
    return runPairs(connection);
}

WireValue FlushPlan::generatedKey(Model *object) const
{
    const qsizetype at = m_byObject.value(object, -1);
    return at < 0 ? WireValue() : m_operations.at(at).newKey;
}

void FlushPlan::resolveKeys(Operation &operation, WireRow *values) const
{
    for (const auto &[index, object] : std::as_const(operation.keysOf)) {
        WireValue key = generatedKey(object);
        if (isNull(key)) {
            const WireRow known = SessionPrivate::keyOf(object);
            key = known.value(0);
        }
        if (index < 0)
            operation.key = {key};
        else
            (*values)[index] = key;
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
    // A row that refers to itself needs its own key before it is there.
    const auto namesItself = [](const Operation &operation) {
        return operation.generatesKey
                && std::any_of(operation.keysOf.cbegin(), operation.keysOf.cend(),
                               [&operation](const auto &keyOf) { return keyOf.second == operation.object; });
    };
    if (generated == 1 && to - from == 1 && features.returning
        && !(features.keysBeforeInsert && namesItself(m_operations.at(from)))) {
        return insertReturning(connection, m_operations[from]);
    }
    if (generated > 0) {
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
    const qsizetype cap = qMax(qsizetype(1), qMin(rowsPerInsert, features.maxVariables / insert.columns.size()));
    for (qsizetype i = from; i < to;) {
        const qsizetype end = qMin(to, i + cap);
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
            insert.rows.append(values);
        }
        if (const Error error = connection.run(connection.dialect().insert(insert), m_session.caller());
            error.isValid())
            return error;
    }
    return Error();
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

Error FlushPlan::runUpdate(Connection &connection, Operation &operation)
{
    resolveKeys(operation, &operation.values);
    Sql::Update update;
    update.table = operation.model->table;
    for (qsizetype i = 0; i < operation.fields.size(); ++i)
        update.assignments.append({operation.fields.at(i)->column, Sql::Expression::value(operation.values.at(i))});
    update.where = guarded(operation.model, operation.key, operation.version);
    qint64 affected = 0;
    if (const Error error = connection.run(connection.dialect().update(update), m_session.caller(), &affected);
        error.isValid())
        return error;
    return affected == 1 ? Error() : stale(operation);
}

Error FlushPlan::runDeletes(Connection &connection, qsizetype from, qsizetype to)
{
    const ModelInfo *model = m_operations.at(from).model;
    const bool byList = model->key() && !model->versionField;
    const qsizetype chunk = byList ? keysPerDelete : versionedPerDelete;
    // RESTRICT is checked row by row, in an order that nobody promises: what a row refers to goes
    // in a later statement.
    QList<const FieldInfo *> restricting;
    for (const FieldInfo *field : model->referrers) {
        if (field->model == model && field->onDelete == KeyAction::Restrict && field->target == model->key())
            restricting.append(field);
    }
    for (qsizetype i = from; i < to;) {
        qsizetype end = restricting.isEmpty() ? qMin(to, i + chunk) : i;
        QSet<KeyRow> referred;
        while (!restricting.isEmpty() && end < qMin(to, i + chunk)) {
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
        if (const Error error = deleteChunk(connection, i, end); error.isValid())
            return error;
        i = end;
    }
    return Error();
}

Error FlushPlan::deleteChunk(Connection &connection, qsizetype from, qsizetype to)
{
    const Operation &first = m_operations.at(from);
    const ModelInfo *model = first.model;
    Sql::Delete remove;
    remove.table = model->table;
    if (model->key() && !model->versionField) {
        WireRow keys;
        for (qsizetype i = from; i < to; ++i)
            keys.append(m_operations.at(i).key.first());
        remove.where = Sql::Expression::inValues(Sql::Expression::column(QString(), model->key()->column), keys);
    } else {
        QList<Sql::Expression> rows;
        for (qsizetype i = from; i < to; ++i)
            rows.append(guarded(model, m_operations.at(i).key, m_operations.at(i).version));
        remove.where = rows.size() == 1 ? rows.first() : Sql::Expression::list(Sql::Expression::Or, rows);
    }
    qint64 affected = 0;
    if (const Error error = connection.run(connection.dialect().remove(remove), m_session.caller(), &affected);
        error.isValid())
        return error;
    if (affected == to - from)
        return Error();
    // Rows that refer to each other with a cascade may go with the first of them, uncounted.
    const bool cascadesWithin = std::any_of(model->referrers.cbegin(), model->referrers.cend(),
                                            [model](const FieldInfo *field) {
                                                return field->model == model && field->onDelete == KeyAction::Cascade;
                                            });
    const auto deletes = std::count_if(m_operations.cbegin(), m_operations.cend(), [model](const Operation &operation) {
        return operation.kind == Operation::Delete && operation.model == model;
    });
    return cascadesWithin && deletes > 1 ? Error() : stale(first);
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
