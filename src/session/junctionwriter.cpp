// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "junctionwriter_p.h"

#include <algorithm>

namespace Chakra {

namespace {

Sql::Expression bare(const QString &column)
{
    return Sql::Expression::column(QString(), column);
}

Sql::Expression equals(const QString &column, const WireValue &value)
{
    return Sql::Expression::binary(Sql::Expression::Equal, bare(column), Sql::Expression::value(value));
}

} // namespace

void JunctionWriter::add(const RelationInfo *relation, const WireValue &owner, const WireValue &member,
                         const QList<ColumnValue> &columns)
{
    addRow(relation->junction, owner, member, columns);
    if (relation->isSymmetrical() && owner != member)
        addRow(relation->junction, member, owner, columns);
}

void JunctionWriter::addRow(const JunctionInfo &junction, const WireValue &owner, const WireValue &member,
                            const QList<ColumnValue> &columns)
{
    // One order of the columns from both ends, so that all pairs go together.
    QStringList names{junction.ownColumn, junction.otherColumn};
    WireRow row{owner, member};
    if (names.first() > names.last()) {
        names.swapItemsAt(0, 1);
        row.swapItemsAt(0, 1);
    }
    const QStringList ends = names;
    const KeyRow pair{row};
    for (const auto &[name, value] : columns) {
        names.append(name);
        row.append(value);
    }
    if (junction.model) {
        for (const FieldInfo *field : junction.model->fields) {
            if (names.contains(field->column) || field->generated)
                continue;
            WireValue value;
            if (field->defaultNow || field->updatedNow)
                value = field->clock(m_now);
            else if (field->hasDefault)
                value = field->defaultValue;
            else if (field->version)
                value = qint64(1);
            else if (!field->nullable && !field->isForeignKey() && field->storedType == FieldType::String)
                value = QString(QLatin1StringView("")); // as a null text of an object is stored
            else if (!field->nullable && !field->isForeignKey() && field->storedType == FieldType::Bytes)
                value = QByteArray("");
            else
                continue; // null, or the database says what is missing
            names.append(field->column);
            row.append(value);
        }
    }
    auto batch = std::find_if(m_batches.begin(), m_batches.end(), [&](const Batch &other) {
        return other.insert.table == junction.table && other.insert.columns == names;
    });
    if (batch == m_batches.end()) {
        Sql::Insert insert;
        insert.table = junction.table;
        insert.columns = names;
        insert.absentBy = ends;
        batch = m_batches.insert(batch, {junction.model, insert, {}});
    }
    const qsizetype before = batch->pairs.size();
    batch->pairs.insert(pair);
    if (batch->pairs.size() > before)
        batch->insert.rows.append(row);
}

Error JunctionWriter::insert()
{
    // One statement for as many pairs as the database takes in one.
    const Sql::Dialect &dialect = m_connection.dialect();
    QList<std::pair<const ModelInfo *, Sql::Text>> statements;
    for (const Batch &batch : std::as_const(m_batches)) {
        Sql::Insert part = batch.insert;
        const qsizetype cap = dialect.rowsPerStatement(batch.insert);
        for (qsizetype i = 0; i < batch.insert.rows.size(); i += cap) {
            part.rows = batch.insert.rows.mid(i, cap);
            statements.append({batch.model, dialect.insert(part)});
        }
    }
    m_batches.clear();
    // Several are all there or not at all.
    const bool together = statements.size() > 1 && m_connection.transactionDepth() == 0;
    if (together) {
        if (const Error error = m_connection.begin(m_session.caller(), Connection::Access::Write); error.isValid())
            return error;
    }
    for (const auto &[model, statement] : std::as_const(statements)) {
        if (const Error error = m_connection.run(statement, m_session.caller()); error.isValid()) {
            if (together)
                m_connection.rollback(m_session.caller());
            return SessionPrivate::named(error, model);
        }
    }
    return together ? m_connection.commit(m_session.caller()) : Error();
}

Error JunctionWriter::remove(const RelationInfo *relation, const WireValue &owner, const WireRow &members)
{
    const JunctionInfo &junction = relation->junction;
    Sql::Delete remove;
    remove.table = junction.table;
    remove.where = Sql::Expression::list(
            Sql::Expression::And,
            {equals(junction.ownColumn, owner), Sql::Expression::inValues(bare(junction.otherColumn), members)});
    if (relation->isSymmetrical()) {
        const Sql::Expression back = Sql::Expression::list(
                Sql::Expression::And,
                {equals(junction.otherColumn, owner), Sql::Expression::inValues(bare(junction.ownColumn), members)});
        remove.where = Sql::Expression::list(Sql::Expression::Or, {remove.where, back});
    }
    return m_connection.run(m_connection.dialect().remove(remove), m_session.caller());
}

Error JunctionWriter::removeAll(const RelationInfo *relation, const WireValue &owner)
{
    const JunctionInfo &junction = relation->junction;
    Sql::Delete remove;
    remove.table = junction.table;
    remove.where = equals(junction.ownColumn, owner);
    if (relation->isSymmetrical())
        remove.where = Sql::Expression::list(Sql::Expression::Or,
                                             {remove.where, equals(junction.otherColumn, owner)});
    return m_connection.run(m_connection.dialect().remove(remove), m_session.caller());
}

Error JunctionWriter::keys(const RelationInfo *relation, const WireValue &owner, WireRow *members)
{
    const JunctionInfo &junction = relation->junction;
    Sql::Select select;
    select.table = junction.table;
    select.alias = QStringLiteral("t0");
    select.columns = {Sql::Expression::column(select.alias, junction.otherColumn)};
    select.where = Sql::Expression::binary(Sql::Expression::Equal,
                                           Sql::Expression::column(select.alias, junction.ownColumn),
                                           Sql::Expression::value(owner));
    Cursor cursor;
    if (const Error error = m_connection.execute(m_connection.dialect().select(select), m_session.caller(), &cursor);
        error.isValid())
        return error;
    while (cursor.next())
        members->append(relation->target->key()->wireFromRow(cursor, 0));
    return cursor.error();
}

} // namespace Chakra
