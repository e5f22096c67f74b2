// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "junctionwriter_p.h"

#include <QDateTime>

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
    for (const auto &[name, value] : columns) {
        names.append(name);
        row.append(value);
    }
    if (junction.model) {
        const UtcTime now{QDateTime::currentMSecsSinceEpoch()};
        for (const FieldInfo *field : junction.model->fields) {
            if (names.contains(field->column) || field->generated)
                continue;
            WireValue value;
            if (field->defaultNow || field->updatedNow)
                value = field->clock(now);
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
    for (Batch &batch : m_batches) {
        if (batch.table == junction.table && batch.columns == names) {
            batch.rows.append(row);
            return;
        }
    }
    m_batches.append({junction.model, junction.table, names, {row}});
}

Error JunctionWriter::insert()
{
    // One statement for as many pairs as the database takes in one.
    const Sql::Dialect &dialect = m_connection.dialect();
    const auto rowsPerInsert = [&dialect](const Batch &batch) {
        return qMax(qsizetype(1), dialect.features().maxVariables / batch.columns.size());
    };
    qsizetype statements = 0;
    for (const Batch &batch : std::as_const(m_batches))
        statements += (batch.rows.size() + rowsPerInsert(batch) - 1) / rowsPerInsert(batch);
    // Several are all there or not at all.
    const bool together = statements > 1 && m_connection.transactionDepth() == 0;
    if (together) {
        if (const Error error = m_connection.begin(m_session.caller(), Connection::Access::Write); error.isValid())
            return error;
    }
    for (const Batch &batch : std::as_const(m_batches)) {
        Sql::Insert insert;
        insert.table = batch.table;
        insert.columns = batch.columns;
        insert.ignoreConflicts = true;
        const qsizetype cap = rowsPerInsert(batch);
        for (qsizetype i = 0; i < batch.rows.size(); i += cap) {
            insert.rows = batch.rows.mid(i, cap);
            if (const Error error = m_connection.run(dialect.insert(insert), m_session.caller()); error.isValid()) {
                if (together)
                    m_connection.rollback(m_session.caller());
                return SessionPrivate::named(error, batch.model);
            }
        }
    }
    m_batches.clear();
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
