// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "fieldvalues_p.h"

#include "columntype_p.h"
#include "isotime_p.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>
#include <QUrl>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

QJsonValue jsonValue(const QString &text)
{
    const QJsonDocument wrapped = QJsonDocument::fromJson('[' + text.toUtf8() + ']');
    return wrapped.array().first();
}

/*! A property, and where it keeps its value if that may be written past the setter. */
struct Target
{
    const FieldInfo &field;
    QObject *object;
    void *place; // null: by the setter
};

template <typename T>
void writeAs(const Target &to, T value)
{
    if (to.place) {
        *static_cast<T *>(to.place) = std::move(value);
    } else if (to.field.asVariant) {
        QVariant variant = QVariant::fromValue(std::move(value));
        to.field.writeProperty(to.object, &variant);
    } else {
        to.field.writeProperty(to.object, &value);
    }
}

void writeEnum(const FieldInfo &field, QObject *object, qint64 value)
{
    if (field.asVariant) {
        QVariant variant(field.valueType);
        setEnumValue(field.valueType, variant.data(), value);
        field.writeProperty(object, &variant);
    } else {
        qint64 storage = 0;
        setEnumValue(field.valueType, &storage, value);
        field.writeProperty(object, &storage);
    }
}

void writeCustom(const FieldInfo &field, QObject *object, RowReader &row, int at)
{
    Typed stored(field.conversion->stored);
    switch (field.storedType) {
    case FieldType::Int64: *static_cast<qint64 *>(stored.data()) = row.integer(at); break;
    case FieldType::Double: *static_cast<double *>(stored.data()) = row.real(at); break;
    case FieldType::Bytes: *static_cast<QByteArray *>(stored.data()) = row.bytes(at); break;
    default: *static_cast<QString *>(stored.data()) = row.text(at); break;
    }
    Typed value(field.valueType);
    field.conversion->fromColumn(stored.data(), value.data());
    if (field.asVariant) {
        QVariant variant(field.valueType, value.data());
        field.writeProperty(object, &variant);
    } else {
        field.writeProperty(object, value.data());
    }
}

void writeNull(const FieldInfo &field, QObject *object)
{
    if (field.asVariant) {
        QVariant null;
        field.writeProperty(object, &null);
    } else {
        Typed value(field.valueType);
        field.writeProperty(object, value.data());
    }
}

QString decimalText(const FieldInfo &field, const QString &text)
{
    QString normal;
    if (normalizeDecimal(field, text, &normal))
        return normal;
    // A number that SQLite keeps as a double arrives in its own spelling.
    bool ok = false;
    const double number = text.toDouble(&ok);
    return ok ? QString::number(number, 'f', field.scale) : text;
}

/*! A row of one wire value, so that both ways into a property are one. */
class WireReader final : public RowReader
{
public:
    explicit WireReader(const WireValue &value) : m_value(value) { }

    bool isNull(int) override { return Chakra::isNull(m_value); }
    qint64 integer(int) override
    {
        if (const auto *v = std::get_if<qint64>(&m_value))
            return *v;
        if (const auto *v = std::get_if<quint64>(&m_value))
            return qint64(*v);
        if (const auto *v = std::get_if<double>(&m_value))
            return qint64(*v);
        return text(0).toLongLong();
    }
    double real(int) override
    {
        if (const auto *v = std::get_if<double>(&m_value))
            return *v;
        if (const auto *v = std::get_if<qint64>(&m_value))
            return double(*v);
        return text(0).toDouble();
    }
    QString text(int) override
    {
        if (const auto *v = std::get_if<QString>(&m_value))
            return *v;
        if (const auto *v = std::get_if<QByteArray>(&m_value))
            return v->isEmpty() ? u""_s : QString::fromUtf8(*v);
        if (const auto *v = std::get_if<qint64>(&m_value))
            return QString::number(*v);
        if (const auto *v = std::get_if<quint64>(&m_value))
            return QString::number(*v);
        if (const auto *v = std::get_if<double>(&m_value))
            return QString::number(*v, 'g', QLocale::FloatingPointShortest);
        if (const auto *v = std::get_if<QDate>(&m_value))
            return v->toString(Qt::ISODate);
        if (const auto *v = std::get_if<QTime>(&m_value))
            return v->toString(Qt::ISODateWithMs);
        if (const auto *v = std::get_if<UtcTime>(&m_value))
            return toIsoT(*v);
        return QString();
    }
    QByteArray bytes(int) override
    {
        if (const auto *v = std::get_if<QByteArray>(&m_value))
            return *v;
        return text(0).toUtf8();
    }
    WireValue any(int) override { return m_value; }

private:
    const WireValue &m_value;
};

void writeColumn(const Target &to, RowReader &row, int at)
{
    const FieldInfo &field = to.field;
    if (row.isNull(at)) {
        writeNull(field, to.object);
        return;
    }
    switch (field.type) {
    case FieldType::Bool: writeAs(to, row.integer(at) != 0); break;
    case FieldType::Int: writeAs(to, int(row.integer(at))); break;
    case FieldType::UInt: writeAs(to, uint(row.integer(at))); break;
    case FieldType::Int64: writeAs(to, row.integer(at)); break;
    case FieldType::UInt64: writeAs(to, quint64(row.integer(at))); break;
    case FieldType::Float: writeAs(to, float(row.real(at))); break;
    case FieldType::Double: writeAs(to, row.real(at)); break;
    case FieldType::String:
        writeAs(to, field.decimal ? decimalText(field, row.text(at)) : row.text(at));
        break;
    case FieldType::Bytes: writeAs(to, row.bytes(at)); break;
    case FieldType::Date: writeAs(to, QDate::fromString(row.text(at).left(10), Qt::ISODate)); break;
    case FieldType::Time: writeAs(to, QTime::fromString(row.text(at), Qt::ISODateWithMs)); break;
    case FieldType::DateTime: {
        if (field.storedAs == StoredAs::UnixMs) {
            writeAs(to, toDateTime(UtcTime{row.integer(at)}));
            break;
        }
        const auto time = parseInstant(row.text(at));
        writeAs(to, time ? toDateTime(*time) : QDateTime());
        break;
    }
    case FieldType::Uuid: writeAs(to, QUuid::fromString(row.text(at))); break;
    case FieldType::Url: writeAs(to, QUrl(row.text(at), QUrl::StrictMode)); break;
    case FieldType::JsonObject: writeAs(to, jsonValue(row.text(at)).toObject()); break;
    case FieldType::JsonArray: writeAs(to, jsonValue(row.text(at)).toArray()); break;
    case FieldType::JsonValue: writeAs(to, jsonValue(row.text(at))); break;
    case FieldType::StringList: {
        QStringList list;
        const QJsonArray array = jsonValue(row.text(at)).toArray();
        for (const QJsonValue &value : array)
            list += value.toString();
        writeAs(to, list);
        break;
    }
    case FieldType::Enum: writeEnum(field, to.object, row.integer(at)); break;
    case FieldType::Custom: writeCustom(field, to.object, row, at); break;
    }
}

} // namespace

void FieldInfo::fromRow(QObject *object, RowReader &row, int at) const
{
    writeColumn({*this, object, placeOf(*this, object)}, row, at);
}

bool FieldInfo::isReadAsText() const
{
    // A key is compared as it comes; a decimal may be a number, which has a spelling of its own.
    if (primaryKey || decimal)
        return false;
    switch (storedType) {
    case FieldType::String:
    case FieldType::Date:
    case FieldType::Time:
    case FieldType::Uuid:
    case FieldType::Url:
    case FieldType::JsonObject:
    case FieldType::JsonArray:
    case FieldType::JsonValue:
    case FieldType::StringList: return true;
    case FieldType::DateTime: return storedAs != StoredAs::UnixMs;
    default: return false;
    }
}

WireValue FieldInfo::wireFromRow(RowReader &row, int at) const
{
    if (row.isNull(at))
        return WireValue();
    switch (storedType) {
    case FieldType::Bool:
    case FieldType::Int:
    case FieldType::UInt:
    case FieldType::Int64:
    case FieldType::UInt64:
    case FieldType::Enum: return row.integer(at);
    case FieldType::Bytes: return row.bytes(at);
    case FieldType::Date: return QDate::fromString(row.text(at).left(10), Qt::ISODate);
    case FieldType::Time: return QTime::fromString(row.text(at), Qt::ISODateWithMs);
    case FieldType::DateTime: {
        if (storedAs == StoredAs::UnixMs)
            return row.integer(at);
        const auto time = parseInstant(row.text(at));
        if (!time)
            return row.text(at);
        return storedAs == StoredAs::IsoT ? WireValue(toIsoT(*time)) : WireValue(*time);
    }
    case FieldType::Uuid: return QUuid::fromString(row.text(at)).toString(QUuid::WithoutBraces);
    case FieldType::Float:
    case FieldType::Double:
        if (!decimal)
            return row.real(at);
        break;
    default: break;
    }
    return decimal ? decimalText(*this, row.text(at)) : row.text(at);
}

bool FieldInfo::equalsRow(const QObject *object, RowReader &row, int at) const
{
    if (asVariant || row.isNull(at))
        return asVariant && row.isNull(at) && !read(object).isValid();
    switch (type) {
    case FieldType::Bool: {
        bool value = false;
        readProperty(object, &value);
        return value == (row.integer(at) != 0);
    }
    case FieldType::Int: {
        int value = 0;
        readProperty(object, &value);
        return value == row.integer(at);
    }
    case FieldType::Int64: {
        qint64 value = 0;
        readProperty(object, &value);
        return value == row.integer(at);
    }
    case FieldType::Double: {
        double value = 0;
        readProperty(object, &value);
        return value == row.real(at);
    }
    case FieldType::String: {
        QString value;
        readProperty(object, &value);
        return !decimal && value == row.text(at);
    }
    case FieldType::DateTime: {
        if (storedAs == StoredAs::UnixMs)
            return false;
        QDateTime value;
        readProperty(object, &value);
        const auto time = parseInstant(row.text(at));
        return time && value.timeSpec() == Qt::UTC && value.toMSecsSinceEpoch() == time->msecs;
    }
    default:
        return false;
    }
}

void FieldInfo::fromWire(QObject *object, const WireValue &wire) const
{
    WireReader reader(wire);
    fromRow(object, reader, 0);
}

void FieldInfo::assign(QObject *object, const WireValue &wire) const
{
    WireReader reader(wire);
    writeColumn({*this, object, nullptr}, reader, 0);
}

} // namespace Chakra
