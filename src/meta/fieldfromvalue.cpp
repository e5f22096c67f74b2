// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "fieldvalues_p.h"

#include "isotime_p.h"

#include <Chakra/value.h>

#include <QJsonValue>
#include <QUuid>

#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Chakra {

bool isIntegerVariant(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::Long:
    case QMetaType::ULong:
    case QMetaType::Short:
    case QMetaType::UShort:
        return true;
    default:
        return false;
    }
}

namespace {

struct IntegerRange
{
    qint64 from;
    quint64 to;
};

IntegerRange rangeOf(FieldType type)
{
    switch (type) {
    case FieldType::Int: return {std::numeric_limits<qint32>::min(), quint64(std::numeric_limits<qint32>::max())};
    case FieldType::UInt: return {0, std::numeric_limits<quint32>::max()};
    case FieldType::UInt64: return {0, std::numeric_limits<quint64>::max()};
    default: return {std::numeric_limits<qint64>::min(), quint64(std::numeric_limits<qint64>::max())};
    }
}

QString typeText(const FieldInfo &field)
{
    return QString::fromUtf8(field.valueType.name());
}

Error doesNotFit(const FieldInfo &field, const QVariant &value)
{
    return usage(field, u"a value of type %1 does not fit %2; pass one of its type"_s.arg(
                                  QString::fromUtf8(value.typeName()), typeText(field)));
}

Error integerToWire(const FieldInfo &field, const QVariant &value, WireValue *wire)
{
    const bool isUnsigned = value.typeId() == QMetaType::ULongLong || value.typeId() == QMetaType::ULong;
    const IntegerRange range = rangeOf(field.type);
    if (isUnsigned) {
        const quint64 number = value.toULongLong();
        if (number > range.to || number > quint64(std::numeric_limits<qint64>::max()))
            return usage(field, u"%1 is out of the range of %2"_s.arg(number).arg(typeText(field)));
        *wire = qint64(number);
        return Error();
    }
    const qint64 number = value.toLongLong();
    if (number < range.from || (number > 0 && quint64(number) > range.to))
        return usage(field, u"%1 is out of the range of %2"_s.arg(number).arg(typeText(field)));
    *wire = number;
    return Error();
}

/*! An enum that came as its number. */
Error enumeratorToWire(const FieldInfo &field, const QVariant &value, WireValue *wire)
{
    if (const Error error = integerToWire(field, value, wire); error.isValid())
        return error;
    const qint64 number = std::get<qint64>(*wire);
    if (isEnumValue(field.valueType, number))
        return Error();
    return usage(field, u"%1 is out of the range of %2"_s.arg(number).arg(typeText(field)));
}

/*! Any number into a column of floating ones, as the property would hold it. */
Error numberToWire(const FieldInfo &field, const QVariant &value, WireValue *wire)
{
    const bool isInteger = isIntegerVariant(value);
    if (!isInteger && value.typeId() != QMetaType::Double && value.typeId() != QMetaType::Float)
        return doesNotFit(field, value);
    const bool isSingle = field.type == FieldType::Float;
    const double given = value.toDouble();
    const double real = isSingle ? double(float(given)) : given;
    if (isInteger) {
        // Those beyond 2^53, or 2^24, are rounded, unless they end in enough zeros.
        WireValue integer;
        if (const Error error = integerToWire(field, value, &integer); error.isValid())
            return error;
        const bool fits = real >= -0x1p63 && real < 0x1p63;
        if (!fits || qint64(real) != std::get<qint64>(integer))
            return usage(field, u"%1 is an integer that %2 does not hold exactly"_s.arg(
                                          value.toString(), typeText(field)));
    } else if (std::isinf(real) && !std::isinf(given)) {
        return usage(field, u"%1 is out of the range of %2"_s.arg(given).arg(typeText(field)));
    }
    return realToWire(field, real, wire);
}

Error scalarToWire(const FieldInfo &field, const QVariant &value, WireValue *wire)
{
    const QMetaType type = value.metaType();
    if (field.type == FieldType::Enum) {
        if (type == field.valueType || (type.flags() & QMetaType::IsEnumeration)) {
            if (type != field.valueType && field.valueType != QMetaType::fromType<int>())
                return doesNotFit(field, value);
            *wire = enumValue(type, value.constData());
            return Error();
        }
        if (!isIntegerVariant(value))
            return doesNotFit(field, value);
        return enumeratorToWire(field, value, wire);
    }
    if (field.decimal && field.type == FieldType::String && (isIntegerVariant(value) || type.id() == QMetaType::Double)) {
        const QString text = isIntegerVariant(value) ? value.toString() : QString::number(value.toDouble(), 'f', field.scale);
        return typedToWire(field, &text, wire);
    }
    if (type == field.valueType)
        return typedToWire(field, value.constData(), wire);
    if (field.type == FieldType::Custom && (field.valueType.flags() & QMetaType::IsEnumeration)
        && isIntegerVariant(value)) {
        WireValue number;
        if (const Error error = enumeratorToWire(field, value, &number); error.isValid())
            return error;
        QVariant enumerator(field.valueType); // which came as its number
        setEnumValue(field.valueType, enumerator.data(), value.toLongLong());
        return typedToWire(field, enumerator.constData(), wire);
    }
    switch (field.type) {
    case FieldType::Int:
    case FieldType::UInt:
    case FieldType::Int64:
    case FieldType::UInt64:
        return isIntegerVariant(value) ? integerToWire(field, value, wire) : doesNotFit(field, value);
    case FieldType::Float:
    case FieldType::Double:
        return numberToWire(field, value, wire);
    case FieldType::Date:
    case FieldType::Time:
    case FieldType::DateTime:
    case FieldType::Uuid:
    case FieldType::Url: {
        // From a form, a test's row or JSON: their ISO spellings.
        if (type.id() != QMetaType::QString && !(field.type == FieldType::DateTime && type.id() == QMetaType::QDate))
            return doesNotFit(field, value);
        QVariant converted = value;
        if (field.type == FieldType::DateTime && type.id() == QMetaType::QDate) {
            converted = QDateTime(value.toDate(), QTime(0, 0), Qt::UTC);
        } else if (field.type == FieldType::DateTime) {
            const auto time = parseInstant(value.toString());
            if (!time)
                return doesNotFit(field, value);
            converted = toDateTime(*time);
        } else if (field.type == FieldType::Uuid) {
            const QUuid uuid = QUuid::fromString(value.toString());
            if (uuid.isNull() && value.toString() != QUuid().toString(QUuid::WithoutBraces)
                && value.toString() != QUuid().toString())
                return doesNotFit(field, value);
            converted = uuid;
        } else if (!converted.convert(field.valueType)) {
            return doesNotFit(field, value);
        }
        if ((field.type == FieldType::Date && !converted.toDate().isValid())
            || (field.type == FieldType::Time && !converted.toTime().isValid()))
            return doesNotFit(field, value);
        return typedToWire(field, converted.constData(), wire);
    }
    case FieldType::JsonValue:
        if (type.id() == QMetaType::QJsonObject || type.id() == QMetaType::QJsonArray)
            return jsonToWire(field, value.toJsonValue(), wire);
        return doesNotFit(field, value);
    default:
        return doesNotFit(field, value);
    }
}

} // namespace

WireValue FieldInfo::clock(UtcTime now) const
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(now.msecs, Qt::UTC);
    switch (type) {
    case FieldType::Date: return time.date();
    case FieldType::Time: return time.time();
    default: break;
    }
    // Through the one place that knows how the column keeps instants.
    WireValue wire;
    toWire(Value(QVariant(time)), &wire);
    return wire;
}

Error FieldInfo::toWire(const Value &value, WireValue *wire) const
{
    switch (value.kind()) {
    case Value::Null:
        *wire = std::monostate();
        return Error();
    case Value::Object:
        return usage(*this, u"an object was given for a column; compare the relation, or pass a value"_s);
    case Value::List:
        if (type == FieldType::StringList) {
            if (value.variant().typeId() == QMetaType::QStringList)
                return typedToWire(*this, value.variant().constData(), wire);
            QStringList list;
            for (const Value &element : value.list()) {
                if (element.variant().typeId() != QMetaType::QString)
                    return doesNotFit(*this, element.variant());
                list += element.variant().toString();
            }
            return typedToWire(*this, &list, wire);
        }
        return usage(*this, u"a list was given where one value is needed; use the lookup in"_s);
    case Value::Scalar:
        break;
    }
    return scalarToWire(*this, value.variant(), wire);
}

} // namespace Chakra
