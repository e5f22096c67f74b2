// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "binding_p.h"

#include <QDateTime>
#include <QSqlQuery>
#include <QSqlResult>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

bool isValidText(const QString &text, const Sql::Dialect &dialect)
{
    if (Q_LIKELY(isPlainText(text)))
        return true;
    for (const QChar c : text) {
        if (Q_LIKELY(c < QChar(0xd800)))
            continue;
        if (c.isSurrogate() || c == QChar::ByteOrderMark || c >= u'\ufffe')
            return text.isValidUtf16() && dialect.textMistake(text).isEmpty();
    }
    return true;
}

Error refused(const WireValue &value, const Sql::Dialect &dialect)
{
    QString why = u"cannot be kept by %1"_s.arg(dialect.name());
    if (std::holds_alternative<quint64>(value))
        why = u"is more than %1 keeps in an integer"_s.arg(dialect.name());
    else if (const auto *text = std::get_if<QString>(&value); text && text->isValidUtf16())
        why = u"would not come back as it is: %1"_s.arg(dialect.textMistake(*text));
    else if (text)
        why = u"is no valid Unicode: it holds half of a surrogate pair"_s;
    else if (const auto *date = std::get_if<QDate>(&value); date && !date->isValid())
        return Error(Error::Usage, u"The date is not valid"_s);
    else if (std::holds_alternative<QTime>(value))
        return Error(Error::Usage, u"The time is not valid"_s);
    else if (std::holds_alternative<QDate>(value) || std::holds_alternative<UtcTime>(value))
        why = u"lies outside the years 1 to 9999, which %1 keeps"_s.arg(dialect.name());
    return Error(Error::Usage, u"The value %1 %2"_s.arg(describe(value), why));
}

/*! \a value, in the database's form, as one of the closed list; false if it is none of them. */
bool toVariant(const WireValue &value, const Sql::Dialect &dialect, QVariant *out)
{
    if (const auto *integer = std::get_if<qint64>(&value)) {
        *out = QVariant(qlonglong(*integer));
    } else if (const auto *text = std::get_if<QString>(&value)) {
        if (!isValidText(*text, dialect))
            return false;
        // To the driver a null string is NULL; here NULL is only what says so.
        *out = text->isNull() ? u""_s : *text;
    } else if (const auto *real = std::get_if<double>(&value)) {
        if (std::isnan(*real) && !dialect.features().notANumber)
            return false;
        *out = *real;
    } else if (const auto *bytes = std::get_if<QByteArray>(&value)) {
        *out = bytes->isNull() ? QByteArray("") : *bytes;
    } else if (isNull(value)) {
        *out = QVariant();
    } else {
        return false;
    }
    return true;
}

bool isPlain(const WireValue &value)
{
    return !std::holds_alternative<quint64>(value) && !std::holds_alternative<QDate>(value)
           && !std::holds_alternative<QTime>(value) && !std::holds_alternative<UtcTime>(value);
}

/*!
    Opens the values of a result to its kind: QSqlQuery::bindValue() makes up a name for each
    position and looks it up, which is most of the cost of binding many, and prepare() makes up one
    for each placeholder, which SQLite compares with all before it (30 ms for 3,000);
    QSqlQuery::value() checks for each value again that there is a row.
*/
class OpenResult : public QSqlResult
{
public:
    using QSqlResult::boundValues;
    using QSqlResult::data;
    using QSqlResult::prepare;
    OpenResult() = delete;
};

// Qt 6.6 has made two functions of the one that gives the list: the pack picks it, and is empty.
template <typename... None>
QVariantList &listOf(QSqlResult &result, QVariantList &(QSqlResult::*values)(None...) const)
{
    return (result.*values)();
}
template <typename... None>
QVariantList &listOf(QSqlResult &result, QVariantList &(QSqlResult::*values)(None...))
{
    return (result.*values)();
}

/*! QSqlQuery's own access is const, though the result is nobody else's. */
QSqlResult &resultOf(const QSqlQuery &query)
{
    return *const_cast<QSqlResult *>(query.result());
}

/*! The list that the next exec() binds, by position. */
QVariantList &openValues(const QSqlQuery &query)
{
    return listOf(resultOf(query), &OpenResult::boundValues);
}

} // namespace

qsizetype refusedValue(const WireRow &values, const Sql::Dialect &dialect)
{
    QVariant variant;
    const auto it = std::find_if(values.cbegin(), values.cend(), [&](const WireValue &value) {
        return !toVariant(isPlain(value) ? value : dialect.stored(value), dialect, &variant);
    });
    return it == values.cend() ? -1 : it - values.cbegin();
}

Error bindValues(QSqlQuery &query, const WireRow &values, const Sql::Dialect &dialect)
{
    QVariantList &open = openValues(query);
    open.resize(values.size());
    int position = 0;
    for (const WireValue &value : values) {
        QVariant &target = open[position];
        const bool fits = isPlain(value) ? toVariant(value, dialect, &target)
                                         : toVariant(dialect.stored(value), dialect, &target);
        if (!fits)
            return refused(value, dialect);
        ++position;
    }
    return Error();
}

bool isMuch(const WireRow &values)
{
    constexpr qsizetype Much = 16'384;
    return std::any_of(values.cbegin(), values.cend(), [](const WireValue &value) {
        if (const auto *text = std::get_if<QString>(&value))
            return text->size() > Much;
        const auto *bytes = std::get_if<QByteArray>(&value);
        return bytes && bytes->size() > Much;
    });
}

bool prepare(QSqlQuery &query, const QString &sql, const Sql::Dialect &dialect)
{
    if (!dialect.features().questionMarks)
        return query.prepare(sql);
    return (resultOf(query).*(&OpenResult::prepare))(sql);
}

QVariant columnValue(const QSqlQuery &query, int column)
{
    return (resultOf(query).*(&OpenResult::data))(column);
}

void releaseValues(QSqlQuery &query)
{
    openValues(query).fill(QVariant());
}

WireValue wireValue(const QVariant &value)
{
    if (value.isNull())
        return {};
    switch (value.typeId()) {
    case QMetaType::LongLong:
    case QMetaType::Int:
    case QMetaType::Bool:
    case QMetaType::UInt: return value.toLongLong();
    case QMetaType::ULongLong: return value.toULongLong();
    case QMetaType::Double:
    case QMetaType::Float: return value.toDouble();
    case QMetaType::QByteArray: return value.toByteArray();
    case QMetaType::QDate: return value.toDate();
    case QMetaType::QTime: return value.toTime();
    case QMetaType::QDateTime: return UtcTime{value.toDateTime().toMSecsSinceEpoch()};
    default: return value.toString();
    }
}

QString describe(const WireValue &value)
{
    struct Words
    {
        QString operator()(std::monostate) const { return u"NULL"_s; }
        QString operator()(qint64 v) const { return QString::number(v); }
        QString operator()(quint64 v) const { return QString::number(v); }
        QString operator()(double v) const { return QString::number(v, 'g', 17); }
        QString operator()(const QString &v) const
        {
            constexpr qsizetype Most = 200;
            return u'"' + (v.size() > Most ? v.left(Most) + u'…' : v) + u'"';
        }
        QString operator()(const QByteArray &v) const { return u"%1 bytes"_s.arg(v.size()); }
        QString operator()(const QDate &v) const { return v.toString(Qt::ISODate); }
        QString operator()(const QTime &v) const { return v.toString(Qt::ISODateWithMs); }
        QString operator()(const UtcTime &v) const
        {
            return QDateTime::fromMSecsSinceEpoch(v.msecs, Qt::UTC).toString(Qt::ISODateWithMs);
        }
    };
    return std::visit(Words{}, value);
}

} // namespace Chakra
