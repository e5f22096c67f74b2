// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_STATEMENT_P_H
#define CHAKRA_STATEMENT_P_H

#include "../core/wirevalue_p.h"

#include <QStringList>

#include <memory>

/*!
    Statements as a tree of plain values. Names come from the model graph or are generated; values
    are wire values. A Dialect turns a statement into text and the values to bind.
*/
namespace Chakra::Sql {

struct Select;

/*! How a text is compared with a pattern value (which is taken literally but for the regexes). */
enum class TextMatch {
    Exact, // equality; of interest with caseInsensitive only
    Contains,
    StartsWith,
    EndsWith,
    Regex
};

enum class DatePart { Year, Month, Day, Hour, Minute, Second, WeekDay /* 1 is Sunday */, Date };

/*! How a column keeps instants (and what a comparison with one binds). */
enum class TimeForm {
    Native, // as the dialect keeps instants
    IsoT, // text, 2026-01-31T12:00:00.000Z
    UnixMs // integer milliseconds
};

struct Expression
{
    enum Kind {
        Invalid,
        Column, // table (an alias) and name
        Value, // values[0]
        True,
        False,
        And, // args: any number; none is true
        Or, // args: any number; none is false
        Not, // args[0]; null stays null
        IsNotTrue, // args[0]; true where args[0] is false or null
        Equal, // the comparisons: args[0], args[1]
        NotEqual,
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
        Plus, // args[0] + args[1]
        IsNull, // args[0]
        IsNotNull,
        Between, // args[0] between args[1] and args[2]
        InValues, // args[0] in values, all of one wire type; any number of them
        InSelect, // args[0] in select (of one column)
        Exists, // select
        Match, // args[0] (text) against values[0] (a string): match, caseInsensitive
        Part, // part of args[0], a date or time; an integer but for DatePart::Date
        Decimal, // args[0], a column or value of a decimal column, as what sorts like its number
        CountAll, // count(*)
        Max, // max(args[0])
        IntegerList, // the integers of args[0] in each group, as text with commas between
        Scanned, // args[0], an integer, by which no rows are to be looked up: most are wanted
        Output, // args[0] where it is read: in the form that the driver reads fastest
        Literal // an integer written out: values[0]
    };

    Kind kind = Invalid;
    QString table;
    QString name;
    WireRow values;
    QList<Expression> args;
    std::shared_ptr<const Select> select;
    TextMatch match = TextMatch::Exact;
    bool caseInsensitive = false;
    DatePart part = DatePart::Year;
    TimeForm timeForm = TimeForm::Native; // of a column that Part is taken of
    int precision = 0; // of a column that Decimal is taken of, or compared with
    int scale = 0;
    bool asText = false; // of Output: it is read by RowReader::text()

    bool isValid() const { return kind != Invalid; }

    static Expression column(const QString &table, const QString &name);
    static Expression value(const WireValue &value);
    static Expression literal(qint64 number);
    static Expression unary(Kind kind, const Expression &operand);
    static Expression binary(Kind kind, const Expression &left, const Expression &right);
    static Expression list(Kind kind, const QList<Expression> &operands);
    static Expression inValues(const Expression &operand, const WireRow &values);
    static Expression decimal(const Expression &operand, int precision, int scale);
    static Expression output(const Expression &operand, bool asText);
    static Expression inSelect(const Expression &operand, const Select &select);
    static Expression exists(const Select &select);
};

struct Join
{
    enum Kind { Inner, Left };
    Kind kind = Inner;
    QString table;
    QString alias;
    Expression on;
    std::shared_ptr<const Select> source = {}; // instead of a table: JOIN (source) AS alias
};

struct Order
{
    Expression expression;
    bool descending = false;
};

/*! SELECT. Nulls sort first when ascending, on every database. */
struct Select
{
    bool distinct = false;
    QList<Expression> columns;
    QStringList names; // of the columns, for a statement around this one; none where empty
    QString table;
    QString alias;
    std::shared_ptr<const Select> source; // instead of a table: FROM (source) AS alias
    QList<Join> joins;
    Expression where;
    QList<Expression> groups;
    QList<Order> order;
    qint64 limit = -1; // none when negative
    qint64 offset = 0;
};

/*! INSERT of one or more rows of the same columns; all defaults when there are no columns. */
struct Insert
{
    QString table;
    QStringList columns;
    QList<WireRow> rows;
    /*!
        Rows that equal, in these columns, one that is in the table already are left out; not those
        that equal each other. Other constraints of the table still fail the statement.
    */
    QStringList absentBy;
    QStringList returning;
};

struct Assignment
{
    QString column;
    Expression value;
};

struct Update
{
    QString table;
    QList<Assignment> assignments;
    Expression where; // columns with an empty table name
    QStringList returning;
};

struct Delete
{
    QString table;
    Expression where; // columns with an empty table name
    QStringList returning;
};

/*! A statement as it goes to the driver: text with '?' placeholders and their values. */
struct Text
{
    QString sql;
    WireRow values;
    QStringList columns = {}; // that the values are written into, row by row; empty for others
};

// The schema, as plain values too.

enum class ColumnType {
    Boolean,
    Integer, // 32 bits signed
    UnsignedInteger,
    BigInteger,
    UnsignedBigInteger,
    Float,
    Double,
    Decimal, // precision, scale; values are text with exactly so many digits behind the point
    String, // length when positive
    Text,
    Binary,
    Date,
    Time,
    DateTime,
    Uuid,
    Json
};

enum class Action { NoAction, Restrict, SetNull, SetDefault, Cascade };

struct ColumnDefinition
{
    QString name;
    ColumnType type = ColumnType::Text;
    int length = 0;
    int precision = 0;
    int scale = 0;
    bool nullable = false;
    bool unique = false;
    bool generatedKey = false; // the database gives the next integer
    bool hasDefault = false;
    WireValue defaultValue;
    TimeForm timeForm = TimeForm::Native;
};

struct ForeignKeyDefinition
{
    QString column;
    QString table;
    QString targetColumn;
    Action onDelete = Action::NoAction;
    Action onUpdate = Action::NoAction;
};

struct TableDefinition
{
    QString name;
    QList<ColumnDefinition> columns;
    QStringList primaryKey;
    QList<ForeignKeyDefinition> foreignKeys;
    QList<QStringList> uniques; // of several columns
};

struct IndexDefinition
{
    QString name; // empty: made from table and columns
    QString table;
    QStringList columns;
};

} // namespace Chakra::Sql

#endif // CHAKRA_STATEMENT_P_H
