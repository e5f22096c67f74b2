// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "dialect_p.h"

#include "sqlitedialect_p.h"
#include "writer_p.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace Chakra::Sql {

namespace {

QString actionName(Action action)
{
    switch (action) {
    case Action::NoAction: break;
    case Action::Restrict: return u"RESTRICT"_s;
    case Action::SetNull: return u"SET NULL"_s;
    case Action::SetDefault: return u"SET DEFAULT"_s;
    case Action::Cascade: return u"CASCADE"_s;
    }
    return u"NO ACTION"_s;
}

} // namespace

Dialect::~Dialect() = default;

std::shared_ptr<const Dialect> Dialect::forDriver(const QString &driverName)
{
    static const std::shared_ptr<const Dialect> sqlite =
            std::make_shared<SqliteDialect>(SqliteDialect::Encoding::Unknown);
    return driverName == "QSQLITE"_L1 ? sqlite : nullptr;
}

// Statements

Text Dialect::select(const Select &select) const
{
    Writer out(select.alias.isEmpty() ? select.table : QString());
    writeSelect(out, select);
    return out.take();
}

Text Dialect::insert(const Insert &insert) const
{
    // Several rows of nothing but defaults have no spelling that all databases know.
    Q_ASSERT(!insert.columns.isEmpty() || insert.rows.size() <= 1);

    Writer out(insert.table);
    QStringList columns = insert.columns;
    out << "INSERT INTO "_L1 << quoted(insert.table);
    if (insert.columns.isEmpty()) {
        out << " DEFAULT VALUES"_L1;
    } else {
        out << " ("_L1 << quotedList(insert.columns) << ") "_L1;
        if (insert.absentBy.isEmpty())
            writeValues(out, insert.rows);
        else
            columns = writeAbsentRows(out, insert);
    }
    writeReturning(out, insert.returning);
    Text text = out.take();
    text.columns = columns;
    return text;
}

void Dialect::writeValues(Writer &out, const QList<WireRow> &rows)
{
    out << "VALUES "_L1;
    auto rowSeparator = "("_L1;
    for (const WireRow &row : rows) {
        Q_ASSERT(row.size() == rows.first().size());
        out << rowSeparator;
        auto separator = ""_L1;
        for (const WireValue &value : row) {
            out << separator;
            out.bind(value);
            separator = ", "_L1;
        }
        rowSeparator = "), ("_L1;
    }
    out << ")"_L1;
}

/*!
    Not ON CONFLICT DO NOTHING, which needs a constraint over just these columns, and swallows what
    breaks any other.
*/
QStringList Dialect::writeAbsentRows(Writer &out, const Insert &insert) const
{
    const QString given = u"given"_s;
    const QString present = u"present"_s;
    QList<Expression> columns;
    for (const QString &column : insert.columns)
        columns.append(Expression::column(given, column));
    QList<Expression> equal;
    for (const QString &column : insert.absentBy) {
        equal.append(Expression::binary(Expression::Equal, Expression::column(present, column),
                                        Expression::column(given, column)));
    }
    Select same;
    same.columns = {Expression::literal(1)};
    same.table = insert.table;
    same.alias = present;
    same.where = Expression::list(Expression::And, equal);

    out << "SELECT "_L1;
    writeList(out, columns, ", "_L1, OrLevel);
    out << " FROM ("_L1;
    const QStringList boundColumns = writeRows(out, insert);
    out << ") AS "_L1 << quoted(given) << " WHERE "_L1;
    write(out, Expression::unary(Expression::Not, Expression::exists(same)));
    return boundColumns;
}

qsizetype Dialect::rowsPerStatement(const Insert &insert) const
{
    return qMax(qsizetype(1), m_features.maxVariables / qMax(qsizetype(1), insert.columns.size()));
}

Text Dialect::update(const Update &update) const
{
    Writer out(update.table);
    out << "UPDATE "_L1 << quoted(update.table) << " SET "_L1;
    auto separator = ""_L1;
    QStringList columns;
    for (const Assignment &assignment : update.assignments) {
        out << separator << quoted(assignment.column) << " = "_L1;
        write(out, assignment.value);
        while (columns.size() < out.boundValues())
            columns.append(assignment.column);
        separator = ", "_L1;
    }
    if (update.where.isValid()) {
        out << " WHERE "_L1;
        write(out, update.where);
    }
    writeReturning(out, update.returning);
    columns.resize(out.boundValues());
    Text text = out.take();
    text.columns = columns;
    return text;
}

Text Dialect::remove(const Delete &remove) const
{
    Writer out(remove.table);
    out << "DELETE FROM "_L1 << quoted(remove.table);
    if (remove.where.isValid()) {
        out << " WHERE "_L1;
        write(out, remove.where);
    }
    writeReturning(out, remove.returning);
    return out.take();
}

Text Dialect::nextKey(const QString &table, const QString &column) const
{
    return {"SELECT coalesce(max(%1.%2), 0) + 1 FROM %1"_L1.arg(quoted(table), quoted(column)), {}};
}

void Dialect::writeReturning(Writer &out, const QStringList &columns) const
{
    auto separator = " RETURNING "_L1;
    for (const QString &column : columns) {
        out << separator;
        write(out, Expression::column(QString(), column));
        separator = ", "_L1;
    }
}

void Dialect::writeSelect(Writer &out, const Select &select) const
{
    out << (select.distinct ? "SELECT DISTINCT "_L1 : "SELECT "_L1);
    if (select.names.isEmpty()) {
        writeList(out, select.columns, ", "_L1, OrLevel);
    } else {
        for (qsizetype i = 0; i < select.columns.size(); ++i) {
            out << (i > 0 ? ", "_L1 : ""_L1);
            writeOperand(out, select.columns.at(i), OrLevel);
            out << " AS "_L1 << quoted(select.names.at(i));
        }
    }
    const auto writeSource = [&](const std::shared_ptr<const Select> &source, const QString &table,
                                 const QString &alias) {
        if (source) {
            out << "("_L1;
            writeSelect(out, *source);
            out << ")"_L1;
        } else {
            out << quoted(table);
        }
        if (!alias.isEmpty())
            out << " AS "_L1 << quoted(alias);
    };
    out << " FROM "_L1;
    writeSource(select.source, select.table, select.alias);
    for (const Join &join : select.joins) {
        out << (join.kind == Join::Left ? " LEFT JOIN "_L1 : " INNER JOIN "_L1);
        writeSource(join.source, join.table, join.alias);
        out << " ON "_L1;
        write(out, join.on);
    }
    if (select.where.isValid()) {
        out << " WHERE "_L1;
        write(out, select.where);
    }
    auto separator = " GROUP BY "_L1;
    for (const Expression &group : select.groups) {
        out << separator;
        write(out, group);
        separator = ", "_L1;
    }
    separator = " ORDER BY "_L1;
    for (const Order &order : select.order) {
        out << separator;
        writeOrder(out, order);
        separator = ", "_L1;
    }
    writeLimit(out, select);
}

void Dialect::writeOrder(Writer &out, const Order &order) const
{
    writeOperand(out, order.expression, Primary);
    if (order.descending)
        out << " DESC"_L1;
}

void Dialect::writeLimit(Writer &out, const Select &select) const
{
    // A limit is one of few numbers and stands in the text, where a server's planner sees it; an
    // offset is one of many and is bound, so that paging does not prepare a statement a page.
    if (select.limit >= 0)
        out << " LIMIT "_L1 << QString::number(select.limit);
    if (select.offset > 0) {
        out << " OFFSET "_L1;
        out.bind(select.offset);
    }
}

// Expressions

Dialect::Precedence Dialect::precedence(const Expression &expression)
{
    switch (expression.kind) {
    case Expression::Or:
    case Expression::And:
        if (expression.args.isEmpty())
            return ComparisonLevel;
        if (expression.args.size() == 1)
            return precedence(expression.args.first());
        return expression.kind == Expression::Or ? OrLevel : AndLevel;
    case Expression::Not: return NotLevel;
    case Expression::IsNotTrue:
        return expression.args.first().kind == Expression::Exists ? NotLevel : ComparisonLevel;
    case Expression::True:
    case Expression::False:
    case Expression::Equal:
    case Expression::NotEqual:
    case Expression::Less:
    case Expression::LessOrEqual:
    case Expression::Greater:
    case Expression::GreaterOrEqual:
    case Expression::Plus:
    case Expression::IsNull:
    case Expression::IsNotNull:
    case Expression::Between:
    case Expression::InValues:
    case Expression::InSelect:
    case Expression::Match: return ComparisonLevel;
    case Expression::Invalid:
    case Expression::Column:
    case Expression::Value:
    case Expression::Exists:
    case Expression::Part:
    case Expression::Decimal:
    case Expression::CountAll:
    case Expression::Max:
    case Expression::IntegerList:
    case Expression::Scanned:
    case Expression::Output:
    case Expression::Literal: break;
    }
    return Primary;
}

void Dialect::write(Writer &out, const Expression &expression) const
{
    switch (expression.kind) {
    case Expression::Invalid: Q_ASSERT_X(false, "Dialect::write", "an invalid expression"); break;
    case Expression::Column: {
        // Always with its table: SQLite takes a quoted name alone that it does not know for a text.
        const QString &table = expression.table.isEmpty() ? out.table() : expression.table;
        if (!table.isEmpty())
            writeName(out, table) << "."_L1;
        writeName(out, expression.name);
        break;
    }
    case Expression::Value: out.bind(expression.values.first()); break;
    case Expression::True: out << "1 = 1"_L1; break;
    case Expression::False: out << "1 = 0"_L1; break;
    case Expression::And:
        if (expression.args.isEmpty())
            out << "1 = 1"_L1;
        writeJunction(out, expression.args, " AND "_L1, AndLevel);
        break;
    case Expression::Or:
        if (expression.args.isEmpty())
            out << "1 = 0"_L1;
        writeJunction(out, expression.args, " OR "_L1, OrLevel);
        break;
    case Expression::Not:
        out << "NOT "_L1;
        writeOperand(out, expression.args.first(), Primary);
        break;
    case Expression::IsNotTrue:
        if (expression.args.first().kind == Expression::Exists) { // never null
            out << "NOT "_L1;
            write(out, expression.args.first());
        } else {
            writeOperand(out, expression.args.first(), Primary);
            out << " IS NOT TRUE"_L1;
        }
        break;
    case Expression::Equal: writeComparison(out, expression, " = "_L1); break;
    case Expression::NotEqual: writeComparison(out, expression, " <> "_L1); break;
    case Expression::Less: writeComparison(out, expression, " < "_L1); break;
    case Expression::LessOrEqual: writeComparison(out, expression, " <= "_L1); break;
    case Expression::Greater: writeComparison(out, expression, " > "_L1); break;
    case Expression::GreaterOrEqual: writeComparison(out, expression, " >= "_L1); break;
    case Expression::Plus: writeComparison(out, expression, " + "_L1); break;
    case Expression::IsNull:
        writeOperand(out, expression.args.first(), Primary);
        out << " IS NULL"_L1;
        break;
    case Expression::IsNotNull:
        writeOperand(out, expression.args.first(), Primary);
        out << " IS NOT NULL"_L1;
        break;
    case Expression::Between:
        writeOperand(out, expression.args.at(0), Primary);
        out << " BETWEEN "_L1;
        writeOperand(out, expression.args.at(1), Primary);
        out << " AND "_L1;
        writeOperand(out, expression.args.at(2), Primary);
        break;
    case Expression::InValues: writeInValues(out, expression); break;
    case Expression::InSelect:
        writeOperand(out, expression.args.first(), Primary);
        out << " IN ("_L1;
        writeSelect(out, *expression.select);
        out << ")"_L1;
        break;
    case Expression::Exists:
        out << "EXISTS ("_L1;
        writeSelect(out, *expression.select);
        out << ")"_L1;
        break;
    case Expression::Match: writeMatch(out, expression); break;
    case Expression::Part: writePart(out, expression); break;
    case Expression::Decimal: writeDecimal(out, expression); break;
    case Expression::CountAll: out << "count(*)"_L1; break;
    case Expression::IntegerList:
        out << "group_concat("_L1;
        write(out, expression.args.first());
        out << ")"_L1;
        break;
    case Expression::Max:
        out << "max("_L1;
        write(out, expression.args.first());
        out << ")"_L1;
        break;
    case Expression::Scanned: writeScanned(out, expression); break;
    case Expression::Output: writeOutput(out, expression); break;
    case Expression::Literal:
        out << QString::number(std::get<qint64>(expression.values.first()));
        break;
    }
}

void Dialect::writeOperand(Writer &out, const Expression &expression, Precedence least) const
{
    const bool parentheses = precedence(expression) < least;
    if (parentheses)
        out << "("_L1;
    write(out, expression);
    if (parentheses)
        out << ")"_L1;
}

void Dialect::writeList(Writer &out, const QList<Expression> &operands, QLatin1StringView between,
                        Precedence least) const
{
    auto separator = ""_L1;
    for (const Expression &operand : operands) {
        out << separator;
        // A list of one is its element, which then stands where the list stood.
        writeOperand(out, operand, operands.size() == 1 ? OrLevel : least);
        separator = between;
    }
}

void Dialect::writeJunction(Writer &out, const QList<Expression> &operands,
                            QLatin1StringView between, Precedence least) const
{
    // Databases read a list as a tree as deep as it is long, and refuse deep ones (SQLite above
    // 1,000): a long list is written as a list of lists.
    constexpr qsizetype Longest = 200;
    if (operands.size() <= Longest) {
        writeList(out, operands, between, least);
        return;
    }
    const qsizetype size = (operands.size() + Longest - 1) / Longest;
    auto separator = ""_L1;
    for (qsizetype from = 0; from < operands.size(); from += size) {
        out << separator << "("_L1;
        writeJunction(out, operands.mid(from, size), between, least);
        out << ")"_L1;
        separator = between;
    }
}

void Dialect::writeComparison(Writer &out, const Expression &expression,
                              QLatin1StringView sign) const
{
    writeOperand(out, expression.args.at(0), Primary);
    out << sign;
    writeOperand(out, expression.args.at(1), Primary);
}

void Dialect::writeDecimal(Writer &out, const Expression &expression) const
{
    writeOperand(out, expression.args.first(), Primary);
}

void Dialect::writeScanned(Writer &out, const Expression &expression) const
{
    write(out, expression.args.first());
}

void Dialect::writeOutput(Writer &out, const Expression &expression) const
{
    write(out, expression.args.first());
}

void Dialect::writeInValues(Writer &out, const Expression &expression) const
{
    if (expression.values.isEmpty()) {
        out << "1 = 0"_L1;
        return;
    }
    writeOperand(out, expression.args.first(), Primary);
    if (expression.values.size() == 1) {
        out << " = "_L1;
        out.bind(expression.values.first());
        return;
    }
    auto separator = " IN ("_L1;
    for (const WireValue &value : expression.values) {
        out << separator;
        out.bind(value);
        separator = ", "_L1;
    }
    out << ")"_L1;
}

QString Dialect::textMistake(const QString &) const
{
    return QString();
}

QString Dialect::patternMistake(TextMatch, bool, const QString &) const
{
    return QString();
}

// The schema

Text Dialect::createTable(const TableDefinition &table) const
{
    QStringList parts;
    for (const ColumnDefinition &column : table.columns) {
        Writer part;
        part << quoted(column.name) << " "_L1 << typeName(column);
        writeConstraints(part, column);
        parts.append(part.sql());
    }
    const bool keyStandsAtColumn =
            table.primaryKey.size() == 1
            && std::any_of(table.columns.cbegin(), table.columns.cend(), [&](const auto &column) {
                   return column.generatedKey && column.name == table.primaryKey.first();
               });
    if (!table.primaryKey.isEmpty() && !keyStandsAtColumn)
        parts.append("PRIMARY KEY (%1)"_L1.arg(quotedList(table.primaryKey)));
    for (const QStringList &columns : table.uniques)
        parts.append("UNIQUE (%1)"_L1.arg(quotedList(columns)));
    for (const ForeignKeyDefinition &key : table.foreignKeys)
        parts.append(foreignKey(key));

    return {"CREATE TABLE IF NOT EXISTS "_L1 + quoted(table.name) + " ("_L1 + parts.join(", "_L1)
                    + u')',
            {}};
}

void Dialect::writeConstraints(Writer &out, const ColumnDefinition &column) const
{
    if (!column.nullable)
        out << " NOT NULL"_L1;
    if (column.hasDefault)
        out << " DEFAULT "_L1 << literal(column.defaultValue);
    if (column.unique)
        out << " UNIQUE"_L1;
}

QString Dialect::foreignKey(const ForeignKeyDefinition &key) const
{
    QString result = "FOREIGN KEY ("_L1 + quoted(key.column) + ") REFERENCES "_L1
                     + quoted(key.table) + " ("_L1 + quoted(key.targetColumn) + u')';
    if (key.onDelete != Action::NoAction)
        result += " ON DELETE "_L1 + actionName(key.onDelete);
    if (key.onUpdate != Action::NoAction)
        result += " ON UPDATE "_L1 + actionName(key.onUpdate);
    return result;
}

Text Dialect::createIndex(const IndexDefinition &index) const
{
    return {"CREATE INDEX IF NOT EXISTS "_L1 + quoted(indexName(index)) + " ON "_L1
                    + quoted(index.table) + " ("_L1 + quotedList(index.columns) + u')',
            {}};
}

Text Dialect::dropTable(const QString &table) const
{
    return {"DROP TABLE IF EXISTS "_L1 + quoted(table), {}};
}

QString Dialect::indexName(const IndexDefinition &index)
{
    // PostgreSQL cuts names at 63 bytes without a word, and two long ones could become one.
    constexpr int MostBytes = 60;
    if (!index.name.isEmpty())
        return index.name;

    const QString full = "idx_"_L1 + index.table + u'_' + index.columns.join(u'_');
    const QByteArray utf8 = full.toUtf8();
    if (utf8.size() <= MostBytes)
        return full;

    const QByteArray hash =
            QCryptographicHash::hash(utf8, QCryptographicHash::Sha256).toHex().left(10);
    qsizetype length = MostBytes - hash.size() - 1;
    while ((static_cast<uchar>(utf8.at(length)) & 0xc0) == 0x80) // not through a character
        --length;
    return QString::fromUtf8(utf8.left(length)) + u'_' + QLatin1StringView(hash);
}

QString Dialect::literal(const WireValue &value) const
{
    const WireValue kept = stored(value);
    if (const auto *integer = std::get_if<qint64>(&kept))
        return QString::number(*integer);
    if (const auto *integer = std::get_if<quint64>(&kept))
        return QString::number(*integer);
    if (const auto *real = std::get_if<double>(&kept))
        return QString::number(*real, 'g', 17);
    if (const auto *text = std::get_if<QString>(&kept))
        return u'\'' + QString(*text).replace(u'\'', "''"_L1) + u'\'';
    if (const auto *bytes = std::get_if<QByteArray>(&kept))
        return "X'"_L1 + QLatin1StringView(bytes->toHex()) + u'\'';
    return u"NULL"_s;
}

QString Dialect::quoted(const QString &identifier) const
{
    const QChar sign = quoteSign();
    if (!identifier.contains(sign))
        return sign + identifier + sign;
    return sign + QString(identifier).replace(sign, QString(2, sign)) + sign;
}

Dialect::Writer &Dialect::writeName(Writer &out, const QString &identifier) const
{
    // Nearly every name is plain: no text of its own is made for it.
    const QChar sign = quoteSign();
    if (identifier.contains(sign))
        return out << quoted(identifier);
    return out << sign << identifier << sign;
}

QString Dialect::quotedList(const QStringList &names) const
{
    QString result;
    for (const QString &name : names) {
        if (!result.isEmpty())
            result += ", "_L1;
        result += quoted(name);
    }
    return result;
}

// Transactions

QString Dialect::commit() const
{
    return u"COMMIT"_s;
}

QString Dialect::rollback() const
{
    return u"ROLLBACK"_s;
}

QString Dialect::savepoint(const QString &name) const
{
    return "SAVEPOINT "_L1 + name;
}

QString Dialect::rollbackTo(const QString &name) const
{
    return "ROLLBACK TO SAVEPOINT "_L1 + name;
}

QString Dialect::releaseSavepoint(const QString &name) const
{
    return "RELEASE SAVEPOINT "_L1 + name;
}

QString Dialect::deferForeignKeys() const
{
    return QString();
}

QStringList Dialect::connectionSetup() const
{
    return {};
}

QString Dialect::connectionCheck() const
{
    return QString();
}

QString Dialect::connectionQuestion() const
{
    return QString();
}

std::shared_ptr<const Dialect> Dialect::adapted(const QString &) const
{
    return nullptr;
}

} // namespace Chakra::Sql
