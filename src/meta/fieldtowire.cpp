// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "fieldvalues_p.h"

#include "columntype_p.h"
#include "isotime_p.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QUrl>
#include <QUuid>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

// What a reader goes down to at most, less the array around the text; see jsonValue().
constexpr int DeepestJson = 1022;

void writeJsonText(const QString &text, QString *out)
{
    static constexpr QStringView shorthands = u"\"\\\b\f\n\r\t";
    *out += u'"';
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        const bool isPair = c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate();
        if (isPair) {
            *out += c;
            *out += text.at(++i);
        } else if (const qsizetype at = shorthands.indexOf(c); at >= 0) {
            *out += u'\\';
            *out += u"\"\\bfnrt"[at];
        } else if (c < u' ' || c.isSurrogate() || c == QChar::ByteOrderMark || c >= u'\ufffe') {
            // What a reader, or the database, would take for something else.
            *out += u"\\u%1"_s.arg(c.unicode(), 4, 16, QLatin1Char('0'));
        } else {
            *out += c;
        }
    }
    *out += u'"';
}

void writeJsonNumber(const QJsonValue &value, QString *out)
{
    const QVariant number = value.toVariant();
    if (number.typeId() == QMetaType::LongLong) {
        *out += QString::number(number.toLongLong());
        return;
    }
    const double real = number.toDouble();
    QString text = QString::number(real, 'g', QLocale::FloatingPointShortest);
    // A reader takes digits for an integer, and the shortest ones of a large double are not its own.
    if (std::abs(real) >= 0x1p53 && !text.contains(u'e'))
        text = QString::number(real, 'e', QLocale::FloatingPointShortest);
    *out += text;
}

/*! False where \a value holds what JSON has no words for. */
bool writeJson(const QJsonValue &value, int depth, QString *out)
{
    if (depth > DeepestJson)
        return false;
    switch (value.type()) {
    case QJsonValue::Bool: *out += value.toBool() ? "true"_L1 : "false"_L1; return true;
    case QJsonValue::Double:
        if (!std::isfinite(value.toDouble()))
            return false;
        writeJsonNumber(value, out);
        return true;
    case QJsonValue::String: writeJsonText(value.toString(), out); return true;
    case QJsonValue::Array: {
        QLatin1StringView separator("[");
        const QJsonArray array = value.toArray();
        for (const QJsonValue &element : array) {
            *out += separator;
            if (!writeJson(element, depth + 1, out))
                return false;
            separator = ","_L1;
        }
        *out += array.isEmpty() ? "[]"_L1 : "]"_L1;
        return true;
    }
    case QJsonValue::Object: {
        QLatin1StringView separator("{");
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            *out += separator;
            writeJsonText(it.key(), out);
            *out += u':';
            if (!writeJson(it.value(), depth + 1, out))
                return false;
            separator = ","_L1;
        }
        *out += object.isEmpty() ? "{}"_L1 : "}"_L1;
        return true;
    }
    default: *out += "null"_L1; return true;
    }
}

} // namespace

/*
    Not by QJsonDocument, which writes null for what is no finite number, and large doubles so that
    they are read as other integers.
*/
Error jsonToWire(const FieldInfo &field, const QJsonValue &value, WireValue *wire)
{
    QString text;
    if (!writeJson(value, 0, &text))
        return usage(field, u"the JSON holds a number that is not finite, or more than %1 levels: "
                            "it would not come back as it is"_s.arg(DeepestJson));
    return textToWire(field, text, wire);
}

qint64 enumValue(QMetaType type, const void *data)
{
    const bool isUnsigned = type.flags() & QMetaType::IsUnsignedEnumeration;
    switch (type.sizeOf()) {
    case 1: return isUnsigned ? *static_cast<const quint8 *>(data) : *static_cast<const qint8 *>(data);
    case 2: return isUnsigned ? *static_cast<const quint16 *>(data) : *static_cast<const qint16 *>(data);
    case 4: return isUnsigned ? qint64(*static_cast<const quint32 *>(data)) : *static_cast<const qint32 *>(data);
    default: return *static_cast<const qint64 *>(data);
    }
}

QMetaEnum metaEnumOf(QMetaType type)
{
    QByteArray name = type.name(); // "Shop::Colour", or "QFlags<Shop::Colour>"
    if (name.endsWith('>'))
        name.chop(1);
    name = name.mid(name.lastIndexOf(':') + 1);
    name = name.mid(name.lastIndexOf('<') + 1);
    const QMetaObject *meta = type.metaObject();
    for (int i = 0; meta && i < meta->enumeratorCount(); ++i) {
        const QMetaEnum candidate = meta->enumerator(i);
        if (candidate.enumName() == name || candidate.name() == name)
            return candidate;
    }
    return QMetaEnum();
}

bool isEnumValue(QMetaType type, qint64 value)
{
    // An enum without a type of its own has no values but those of the bits that its enumerators need.
    if (const QMetaEnum known = metaEnumOf(type); known.isValid() && !known.isScoped() && !known.isFlag()) {
        qint64 least = 0;
        qint64 most = 0;
        for (int i = 0; i < known.keyCount(); ++i) {
            least = qMin(least, qint64(known.value(i)));
            most = qMax(most, qint64(known.value(i)));
        }
        qint64 end = 1;
        while (end <= most || end < -least)
            end *= 2;
        if (value >= end || value < (least < 0 ? -end : 0))
            return false;
    }
    const int bits = int(type.sizeOf()) * 8;
    const bool isUnsigned = type.flags() & QMetaType::IsUnsignedEnumeration;
    if (bits >= 64)
        return !isUnsigned || value >= 0;
    if (isUnsigned)
        return value >= 0 && value < qint64(1) << bits;
    return value >= -(qint64(1) << (bits - 1)) && value < qint64(1) << (bits - 1);
}

void setEnumValue(QMetaType type, void *data, qint64 value)
{
    switch (type.sizeOf()) {
    case 1: *static_cast<qint8 *>(data) = qint8(value); break;
    case 2: *static_cast<qint16 *>(data) = qint16(value); break;
    case 4: *static_cast<qint32 *>(data) = qint32(value); break;
    default: *static_cast<qint64 *>(data) = value; break;
    }
}

bool normalizeDecimal(const FieldInfo &field, const QString &text, QString *normal)
{
    static constexpr auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    QStringView rest(text);
    const bool negative = rest.startsWith(u'-');
    if (negative || rest.startsWith(u'+'))
        rest = rest.mid(1);
    const qsizetype point = rest.indexOf(u'.');
    QStringView whole = point < 0 ? rest : rest.left(point);
    QStringView part = point < 0 ? QStringView() : rest.mid(point + 1);
    if ((whole.isEmpty() && part.isEmpty()) || !std::all_of(whole.begin(), whole.end(), isDigit)
        || !std::all_of(part.begin(), part.end(), isDigit))
        return false;
    while (whole.size() > 1 && whole.startsWith(u'0'))
        whole = whole.mid(1);
    while (part.size() > field.scale && part.endsWith(u'0'))
        part.chop(1);
    const qsizetype wholeDigits = whole == u"0" ? 0 : whole.size();
    if (part.size() > field.scale || wholeDigits > field.precision - field.scale)
        return false;
    const bool zero = wholeDigits == 0 && std::all_of(part.begin(), part.end(), [](QChar c) { return c == u'0'; });
    *normal = (negative && !zero ? u"-"_s : QString()) + (whole.isEmpty() ? u"0"_s : whole.toString());
    if (field.scale > 0)
        *normal += u'.' + part.toString() + QString(field.scale - part.size(), u'0');
    return true;
}

Error textToWire(const FieldInfo &field, const QString &text, WireValue *wire)
{
    if (!isPlainText(text) && !QStringView(text).isValidUtf16())
        return usage(field, u"the text has half of a surrogate pair, which no database keeps; correct it"_s);
    *wire = text.isNull() ? u""_s : text;
    return Error();
}

Error realToWire(const FieldInfo &field, double value, WireValue *wire)
{
    if (std::isnan(value))
        return usage(field, u"not-a-number can not be stored; use a nullable property and null"_s);
    if (field.decimal) {
        QString normal;
        if (!std::isfinite(value) || !normalizeDecimal(field, QString::number(value, 'f', field.scale), &normal))
            return usage(field, u"%1 does not fit decimal(%2, %3)"_s.arg(value).arg(field.precision).arg(field.scale));
        *wire = normal;
        return Error();
    }
    *wire = value;
    return Error();
}

namespace {

Error instantToWire(const FieldInfo &field, const QDateTime &time, WireValue *wire)
{
    if (!time.isValid()) {
        *wire = std::monostate();
        return Error();
    }
    const qint64 msecs = time.toMSecsSinceEpoch();
    constexpr qint64 year0 = -62'167'219'200'000;
    constexpr qint64 year10000 = 253'402'300'800'000;
    if (field.storedAs != StoredAs::UnixMs && (msecs < year0 || msecs >= year10000))
        return usage(field, u"a time outside of the years 0 to 9999 can not be stored"_s);
    if (field.storedAs == StoredAs::UnixMs)
        *wire = msecs;
    else if (field.storedAs == StoredAs::IsoT)
        *wire = toIsoT(UtcTime{msecs});
    else
        *wire = UtcTime{msecs};
    return Error();
}

/*! \a data is of a type with a ColumnType. */
Error customToWire(const FieldInfo &field, const void *data, WireValue *wire)
{
    Typed stored(field.conversion->stored);
    field.conversion->toColumn(data, stored.data());
    switch (field.storedType) {
    case FieldType::Int64: *wire = *static_cast<const qint64 *>(stored.data()); break;
    case FieldType::Double: return realToWire(field, *static_cast<const double *>(stored.data()), wire);
    case FieldType::Bytes: {
        const auto &bytes = *static_cast<const QByteArray *>(stored.data());
        *wire = bytes.isNull() ? QByteArray("") : bytes;
        break;
    }
    default: return textToWire(field, *static_cast<const QString *>(stored.data()), wire);
    }
    return Error();
}

} // namespace

Error typedToWire(const FieldInfo &field, const void *data, WireValue *wire)
{
    switch (field.type) {
    case FieldType::Bool: *wire = qint64(*static_cast<const bool *>(data)); break;
    case FieldType::Int: *wire = qint64(*static_cast<const int *>(data)); break;
    case FieldType::UInt: *wire = qint64(*static_cast<const uint *>(data)); break;
    case FieldType::Int64: *wire = *static_cast<const qint64 *>(data); break;
    case FieldType::UInt64: {
        const quint64 value = *static_cast<const quint64 *>(data);
        if (value > quint64(std::numeric_limits<qint64>::max()))
            return usage(field, u"%1 is above what the database keeps exactly (%2)"_s.arg(value).arg(
                                          std::numeric_limits<qint64>::max()));
        *wire = qint64(value);
        break;
    }
    case FieldType::Float: return realToWire(field, double(*static_cast<const float *>(data)), wire);
    case FieldType::Double: return realToWire(field, *static_cast<const double *>(data), wire);
    case FieldType::String: {
        const auto &text = *static_cast<const QString *>(data);
        if (text.isNull() && field.nullable && !field.asVariant) {
            *wire = std::monostate();
            break;
        }
        if (field.decimal) {
            QString normal;
            if (!normalizeDecimal(field, text, &normal))
                return usage(field, u"\"%1\" is no decimal(%2, %3)"_s.arg(text.left(50)).arg(field.precision).arg(field.scale));
            *wire = normal;
            break;
        }
        return textToWire(field, text, wire);
    }
    case FieldType::Bytes: {
        const auto &bytes = *static_cast<const QByteArray *>(data);
        if (bytes.isNull() && field.nullable && !field.asVariant)
            *wire = std::monostate();
        else
            *wire = bytes.isNull() ? QByteArray("") : bytes;
        break;
    }
    case FieldType::Date: {
        const QDate date = *static_cast<const QDate *>(data);
        if (!date.isValid())
            *wire = std::monostate();
        else if (date.year() < 0 || date.year() > 9999)
            return usage(field, u"a date outside of the years 0 to 9999 can not be stored"_s);
        else
            *wire = date;
        break;
    }
    case FieldType::Time: {
        const QTime time = *static_cast<const QTime *>(data);
        if (time.isValid())
            *wire = time;
        else
            *wire = std::monostate();
        break;
    }
    case FieldType::DateTime: return instantToWire(field, *static_cast<const QDateTime *>(data), wire);
    case FieldType::Uuid: {
        const QUuid uuid = *static_cast<const QUuid *>(data);
        if (uuid.isNull() && field.nullable && !field.asVariant)
            *wire = std::monostate();
        else
            *wire = uuid.toString(QUuid::WithoutBraces);
        break;
    }
    case FieldType::Url: {
        const auto &url = *static_cast<const QUrl *>(data);
        // One that could not be read keeps nothing but the reason.
        if (!url.isValid() && !(url.isEmpty() && url.errorString().isEmpty()))
            return usage(field, u"the URL is not valid: %1"_s.arg(url.errorString()));
        if (url.isEmpty() && field.nullable && !field.asVariant)
            *wire = std::monostate();
        else
            return textToWire(field, url.toString(QUrl::FullyEncoded), wire);
        break;
    }
    case FieldType::JsonObject: return jsonToWire(field, *static_cast<const QJsonObject *>(data), wire);
    case FieldType::JsonArray: return jsonToWire(field, *static_cast<const QJsonArray *>(data), wire);
    case FieldType::JsonValue: {
        const auto &value = *static_cast<const QJsonValue *>(data);
        if (value.isUndefined())
            *wire = std::monostate();
        else
            return jsonToWire(field, value, wire);
        break;
    }
    case FieldType::StringList: {
        const auto &list = *static_cast<const QStringList *>(data);
        return jsonToWire(field, QJsonArray::fromStringList(list), wire);
    }
    case FieldType::Enum: *wire = enumValue(field.valueType, data); break;
    case FieldType::Custom: return customToWire(field, data, wire);
    }
    return Error();
}

Error FieldInfo::toWire(const QObject *object, WireValue *wire) const
{
    if (isPlain() && type != FieldType::UInt64) {
        readPlain(object, wire);
        return Error();
    }
    if (const void *place = placeOf(*this, object))
        return typedToWire(*this, place, wire);
    if (!asVariant) {
        Typed value(valueType);
        readProperty(object, value.data());
        return typedToWire(*this, value.data(), wire);
    }
    QVariant value;
    readProperty(object, &value);
    if (value.metaType() != valueType) {
        if (value.isNull()) {
            *wire = std::monostate();
            return Error();
        }
        if (!value.convert(valueType))
            return usage(*this, u"holds a value of another type"_s);
    }
    return typedToWire(*this, value.constData(), wire);
}

} // namespace Chakra
