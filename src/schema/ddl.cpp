// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "ddl_p.h"

namespace Chakra {

namespace {

Sql::Action sqlAction(KeyAction action)
{
    switch (action) {
    case KeyAction::Restrict: return Sql::Action::Restrict;
    case KeyAction::SetNull: return Sql::Action::SetNull;
    case KeyAction::SetDefault: return Sql::Action::SetDefault;
    case KeyAction::Cascade: return Sql::Action::Cascade;
    case KeyAction::NoAction:
    case KeyAction::Delete: break; // of relations, not of columns
    }
    return Sql::Action::NoAction;
}

Sql::ColumnType textType(const FieldInfo &field)
{
    if (field.decimal)
        return Sql::ColumnType::Decimal;
    return field.text ? Sql::ColumnType::Text : Sql::ColumnType::String;
}

Sql::ColumnType enumType(const FieldInfo &field)
{
    const bool isUnsigned = field.valueType.flags() & QMetaType::IsUnsignedEnumeration;
    const bool fits =
            field.valueType.sizeOf() < 4 || (field.valueType.sizeOf() == 4 && !isUnsigned);
    return fits ? Sql::ColumnType::Integer : Sql::ColumnType::BigInteger;
}

Sql::ColumnType columnType(const FieldInfo &field)
{
    switch (field.storedType) {
    case FieldType::Bool: return Sql::ColumnType::Boolean;
    case FieldType::Int: return Sql::ColumnType::Integer;
    case FieldType::UInt: return Sql::ColumnType::UnsignedInteger;
    case FieldType::Int64: return Sql::ColumnType::BigInteger;
    case FieldType::UInt64: return Sql::ColumnType::UnsignedBigInteger;
    case FieldType::Float: return Sql::ColumnType::Float;
    case FieldType::Double:
        return field.decimal ? Sql::ColumnType::Decimal : Sql::ColumnType::Double;
    case FieldType::String: return textType(field);
    case FieldType::Url:
        return field.maxLength > 0 ? Sql::ColumnType::String : Sql::ColumnType::Text;
    case FieldType::Bytes: return Sql::ColumnType::Binary;
    case FieldType::Date: return Sql::ColumnType::Date;
    case FieldType::Time: return Sql::ColumnType::Time;
    case FieldType::DateTime: return Sql::ColumnType::DateTime;
    case FieldType::Uuid: return Sql::ColumnType::Uuid;
    case FieldType::Enum: return enumType(field);
    case FieldType::JsonObject:
    case FieldType::JsonArray:
    case FieldType::JsonValue:
    case FieldType::StringList:
    case FieldType::Custom: break;
    }
    return Sql::ColumnType::Json;
}

Sql::TimeForm timeForm(StoredAs storedAs)
{
    switch (storedAs) {
    case StoredAs::IsoT: return Sql::TimeForm::IsoT;
    case StoredAs::UnixMs: return Sql::TimeForm::UnixMs;
    case StoredAs::Default: break;
    }
    return Sql::TimeForm::Native;
}

/*! What any column that holds values of \a field looks like. */
Sql::ColumnDefinition typedColumn(const QString &name, const FieldInfo &field)
{
    Sql::ColumnDefinition column;
    column.name = name;
    column.type = columnType(field);
    column.length = field.maxLength;
    column.precision = field.precision;
    column.scale = field.scale;
    column.timeForm = timeForm(field.storedAs);
    return column;
}

QStringList columnNames(const ModelInfo *model, const QStringList &fields)
{
    QStringList columns;
    for (const QString &name : fields)
        columns += model->field(name)->column;
    return columns;
}

/*! Whether rows are found by \a column without an index of its own. */
bool isCovered(const QString &column, const TablePlan &plan)
{
    const auto leads = [&column](const QStringList &columns) { return columns.value(0) == column; };
    return leads(plan.table.primaryKey)
           || std::any_of(plan.table.uniques.cbegin(), plan.table.uniques.cend(), leads)
           || std::any_of(plan.table.columns.cbegin(), plan.table.columns.cend(),
                          [&column](const Sql::ColumnDefinition &definition) {
                              return definition.unique && definition.name == column;
                          })
           || std::any_of(
                   plan.indexes.cbegin(), plan.indexes.cend(),
                   [&leads](const Sql::IndexDefinition &index) { return leads(index.columns); });
}

void addIndex(const QStringList &columns, TablePlan *plan)
{
    Sql::IndexDefinition index;
    index.table = plan->table.name;
    index.columns = columns;
    plan->indexes += index;
}

/*! Puts tables behind those that they refer to. */
class TableSorter
{
public:
    explicit TableSorter(const QList<TablePlan> &tables) : m_left(tables) { }

    QList<TablePlan> sorted()
    {
        QList<TablePlan> result;
        while (!m_left.isEmpty())
            result += m_left.takeAt(next());
        return result;
    }

private:
    /*! Another table that is not placed yet and to which \a table refers; -1 for none. */
    qsizetype neededBy(qsizetype table) const
    {
        for (const Sql::ForeignKeyDefinition &key : m_left.at(table).table.foreignKeys) {
            for (qsizetype i = 0; i < m_left.size(); ++i) {
                if (i != table && m_left.at(i).table.name == key.table)
                    return i;
            }
        }
        return -1;
    }

    qsizetype next()
    {
        qsizetype at = 0;
        QList<qsizetype> seen;
        while (!seen.contains(at)) {
            const qsizetype needed = neededBy(at);
            if (needed < 0)
                return at;
            seen += at;
            at = needed;
        }
        return at; // on a circle, wherever the walk began
    }

    QList<TablePlan> m_left;
};

} // namespace

TablePlan Ddl::table(const ModelInfo *model)
{
    TablePlan plan;
    plan.table.name = model->table;
    for (const FieldInfo *key : model->primaryKey)
        plan.table.primaryKey += key->column;
    for (const QStringList &fields : model->uniqueTogether)
        plan.table.uniques += columnNames(model, fields);

    for (const FieldInfo *field : model->fields) {
        Sql::ColumnDefinition column = typedColumn(field->column, *field);
        column.nullable = field->nullable && !field->primaryKey;
        column.unique = field->hasUniqueColumn() && model->key() != field;
        column.generatedKey = field->generated;
        column.hasDefault = field->hasDefault;
        column.defaultValue = field->defaultValue;
        plan.table.columns += column;
        if (field->target) {
            plan.table.foreignKeys.append({field->column, field->target->model->table,
                                           field->target->column, sqlAction(field->onDelete),
                                           sqlAction(field->onUpdate)});
        }
    }

    for (const QStringList &fields : model->indexTogether)
        addIndex(columnNames(model, fields), &plan);
    for (const FieldInfo *field : model->fields) {
        if ((field->index || field->target) && !isCovered(field->column, plan))
            addIndex({field->column}, &plan);
    }
    return plan;
}

TablePlan Ddl::table(const CreatedJunction &junction)
{
    const RelationInfo *relation = junction.relation;
    const auto column = [](const QString &name, const FieldInfo *key) {
        return typedColumn(name, *key);
    };
    const auto foreignKey = [](const QString &name, const FieldInfo *key) {
        return Sql::ForeignKeyDefinition{name, key->model->table, key->column, Sql::Action::Cascade,
                                         Sql::Action::Cascade};
    };
    const QString &own = relation->junction.ownColumn;
    const QString &other = relation->junction.otherColumn;
    TablePlan plan;
    plan.table.name = junction.table;
    plan.table.columns = {column(own, relation->model->key()),
                          column(other, relation->target->key())};
    plan.table.primaryKey = {own, other};
    plan.table.foreignKeys = {foreignKey(own, relation->model->key()),
                              foreignKey(other, relation->target->key())};
    addIndex({other}, &plan);
    return plan;
}

QList<TablePlan> Ddl::tables(const QList<const ModelInfo *> &models,
                             const QList<CreatedJunction> &junctions)
{
    QList<TablePlan> plans;
    for (const ModelInfo *model : models)
        plans += table(model);
    for (const CreatedJunction &junction : junctions) {
        if (models.contains(junction.relation->model) && models.contains(junction.relation->target))
            plans += table(junction);
    }
    return TableSorter(plans).sorted();
}

} // namespace Chakra
