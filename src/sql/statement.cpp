// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "statement_p.h"

namespace Chakra::Sql {

Expression Expression::column(const QString &table, const QString &name)
{
    Expression result;
    result.kind = Column;
    result.table = table;
    result.name = name;
    return result;
}

Expression Expression::value(const WireValue &value)
{
    Expression result;
    result.kind = Value;
    result.values = {value};
    return result;
}

Expression Expression::literal(qint64 number)
{
    Expression result = value(number);
    result.kind = Literal;
    return result;
}

Expression Expression::unary(Kind kind, const Expression &operand)
{
    Expression result;
    result.kind = kind;
    result.args = {operand};
    return result;
}

Expression Expression::binary(Kind kind, const Expression &left, const Expression &right)
{
    Expression result;
    result.kind = kind;
    result.args = {left, right};
    return result;
}

Expression Expression::list(Kind kind, const QList<Expression> &operands)
{
    Expression result;
    result.kind = kind;
    result.args = operands;
    return result;
}

Expression Expression::inValues(const Expression &operand, const WireRow &values)
{
    Expression result;
    result.kind = InValues;
    result.args = {operand};
    result.values = values;
    return result;
}

Expression Expression::decimal(const Expression &operand, int precision, int scale)
{
    Expression result = unary(Decimal, operand);
    result.precision = precision;
    result.scale = scale;
    return result;
}

Expression Expression::output(const Expression &operand, bool asText)
{
    Expression result = unary(Output, operand);
    result.asText = asText;
    return result;
}

Expression Expression::inSelect(const Expression &operand, const Select &select)
{
    Expression result;
    result.kind = InSelect;
    result.args = {operand};
    result.select = std::make_shared<const Select>(select);
    return result;
}

Expression Expression::exists(const Select &select)
{
    Expression result;
    result.kind = Exists;
    result.select = std::make_shared<const Select>(select);
    return result;
}

} // namespace Chakra::Sql
