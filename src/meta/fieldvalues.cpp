// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "modelinfo_p.h"

#include "columntype_p.h"
#include "isotime_p.h"

#include <Chakra/value.h>

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QJsonValue>
#include <QMetaEnum>
#include <QUrl>
#include <QUuid>

#include <cmath>
#include <limits>
#include <optional>

using namespace Qt::StringLiterals;

/*
    The one place where property values become wire values and back. Writing refuses what would not
    survive the trip; reading takes what the database has.
*/
namespace Chakra {

namespace {

Error refused(const FieldInfo &field, const QString &why)
{
    return Error(Error::Usage, field.displayName() + u": "_s + why)
            .withModel(field.model->className)
            .withProperty(field.name);
}

QString jsonText(const QJsonValue &value)
{
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    // A document holds no scalar: wrap it, and take the brackets off.
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(wrapped.mid(1, wrapped.size() - 2));
}

QJsonValue jsonValue(const QString &text)
{
    const QJsonDocument wrapped = QJsonDocument::fromJson('[' + text.toUtf8() + ']');
    return wrapped.array().first();
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

void setEnumValue(QMetaType type, void *data, qint64 value)
{
    switch (type.sizeOf()) {
    case 1: *static_cast<qint8 *>(data) = qint8(value); break;
    case 2: *static_cast<qint16 *>(data) = qint16(value); break;
    case 4: *static_cast<qint32 *>(data) = qint32(value); break;
    default: *static_cast<qint64 *>(data) = value; break;
    }
}

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

/*! Text of a decimal number with exactly \a scale digits behind the point; false if it is none that fits. */
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
    if (!QStringView(text).isValidUtf16())
        return refused(field, u"the text has half of a surrogate pair, which no database keeps; correct it"_s);
    *wire = text.isNull() ? u""_s : text;
    return Error();
}

Error realToWire(const FieldInfo &field, double value, WireValue *wire)
{
    if (std::isnan(value))
        return refused(field, u"not-a-number can not be stored; use a nullable property and null"_s);
    if (field.decimal) {
        QString normal;
        if (!std::isfinite(value) || !normalizeDecimal(field, QString::number(value, 'f', field.scale), &normal))
            return refused(field, u"%1 does not fit decimal(%2, %3)"_s.arg(value).arg(field.precision).arg(field.scale));
        *wire = normal;
        return Error();
    }
    *wire = value;
    return Error();
}

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
        return refused(field, u"a time outside of the years 0 to 9999 can not be stored"_s);
    if (field.storedAs == StoredAs::UnixMs)
        *wire = msecs;
    else if (field.storedAs == StoredAs::IsoT)
        *wire = toIsoT(UtcTime{msecs});
    else
        *wire = UtcTime{msecs};
    return Error();
}

/*! Room for a value of any field type on the stack. */
union Storage {
    Storage() { }
    ~Storage() { }
    std::max_align_t align;
    char bytes[64];
};

/*! A value of a field's type, constructed on the stack where it fits. */
class Typed
{
public:
    explicit Typed(QMetaType type) : m_type(type)
    {
        m_data = type.sizeOf() <= qsizetype(sizeof(Storage)) ? static_cast<void *>(&m_storage)
                                                              : ::operator new(size_t(type.sizeOf()));
        type.construct(m_data);
    }
    ~Typed()
    {
        m_type.destruct(m_data);
        if (m_data != static_cast<void *>(&m_storage))
            ::operator delete(m_data);
    }
    Q_DISABLE_COPY_MOVE(Typed)
    void *data() { return m_data; }

private:
    QMetaType m_type;
    Storage m_storage;
    void *m_data;
};

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

/*! \a data is of the field's value type. */
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
            return refused(field, u"%1 is above what the database keeps exactly (%2)"_s.arg(value).arg(
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
                return refused(field, u"\"%1\" is no decimal(%2, %3)"_s.arg(text.left(50)).arg(field.precision).arg(field.scale));
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
            return refused(field, u"a date outside of the years 0 to 9999 can not be stored"_s);
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
        if (url.isEmpty() && field.nullable && !field.asVariant)
            *wire = std::monostate();
        else
            return textToWire(field, url.toString(QUrl::FullyEncoded), wire);
        break;
    }
    case FieldType::JsonObject: return textToWire(field, jsonText(*static_cast<const QJsonObject *>(data)), wire);
    case FieldType::JsonArray: return textToWire(field, jsonText(*static_cast<const QJsonArray *>(data)), wire);
    case FieldType::JsonValue: {
        const auto &value = *static_cast<const QJsonValue *>(data);
        if (value.isUndefined())
            *wire = std::monostate();
        else
            return textToWire(field, jsonText(value), wire);
        break;
    }
    case FieldType::StringList: {
        const auto &list = *static_cast<const QStringList *>(data);
        return textToWire(field, jsonText(QJsonArray::fromStringList(list)), wire);
    }
    case FieldType::Enum: *wire = enumValue(field.valueType, data); break;
    case FieldType::Custom: return customToWire(field, data, wire);
    }
    return Error();
}

template <typename T>
void writeAs(const FieldInfo &field, QObject *object, T value)
{
    if (field.asVariant) {
        QVariant variant = QVariant::fromValue(std::move(value));
        field.writeProperty(object, &variant);
    } else {
        field.writeProperty(object, &value);
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

QDateTime toDateTime(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.msecs, Qt::UTC);
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
            return QString::fromUtf8(*v);
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

} // namespace

void FieldInfo::readProperty(const QObject *object, void *value) const
{
    void *arguments[] = {value, nullptr};
    m_declaring->d.static_metacall(const_cast<QObject *>(object), QMetaObject::ReadProperty,
                                   m_localProperty, arguments);
}

void FieldInfo::writeProperty(QObject *object, void *value) const
{
    int status = -1;
    int flags = 0;
    void *arguments[] = {value, nullptr, &status, &flags};
    m_declaring->d.static_metacall(object, QMetaObject::WriteProperty, m_localProperty, arguments);
}

namespace {

template <typename T>
void readIntegerAt(const char *place, bool isOptional, WireValue *wire)
{
    if (isOptional) {
        const auto &value = *reinterpret_cast<const std::optional<T> *>(place);
        *wire = value ? WireValue(qint64(*value)) : WireValue();
    } else {
        *wire = qint64(*reinterpret_cast<const T *>(place));
    }
}

} // namespace

void FieldInfo::readPlain(const QObject *object, WireValue *wire) const
{
    const char *place = reinterpret_cast<const char *>(object) + memberOffset.load(std::memory_order_relaxed);
    switch (type) {
    case FieldType::Int: readIntegerAt<int>(place, asVariant, wire); break;
    case FieldType::UInt: readIntegerAt<uint>(place, asVariant, wire); break;
    case FieldType::Int64: readIntegerAt<qint64>(place, asVariant, wire); break;
    case FieldType::UInt64: readIntegerAt<quint64>(place, asVariant, wire); break;
    default: *wire = WireValue(); break;
    }
}

QVariant FieldInfo::read(const QObject *object) const
{
    if (asVariant) {
        QVariant value;
        readProperty(object, &value);
        return value;
    }
    QVariant value(valueType);
    readProperty(object, value.data());
    return value;
}

void FieldInfo::write(QObject *object, const QVariant &value) const
{
    if (asVariant) {
        QVariant copy = value;
        writeProperty(object, &copy);
    } else if (value.metaType() == valueType) {
        writeProperty(object, const_cast<void *>(value.constData()));
    } else {
        Typed typed(valueType);
        if (value.isValid())
            QMetaType::convert(value.metaType(), value.constData(), valueType, typed.data());
        writeProperty(object, typed.data());
    }
}

Error FieldInfo::toWire(const QObject *object, WireValue *wire) const
{
    if (isPlain() && type != FieldType::UInt64) {
        readPlain(object, wire);
        return Error();
    }
    if (!asVariant) {
        // The common types without a detour.
        if (type == FieldType::Int64) {
            qint64 value = 0;
            readProperty(object, &value);
            *wire = value;
            return Error();
        }
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
            return refused(*this, u"holds a value of another type"_s);
    }
    return typedToWire(*this, value.constData(), wire);
}

namespace {

QString typeText(const FieldInfo &field)
{
    return QString::fromUtf8(field.valueType.name());
}

Error doesNotFit(const FieldInfo &field, const QVariant &value)
{
    return refused(field, u"a value of type %1 does not fit %2; pass one of its type"_s.arg(
                                  QString::fromUtf8(value.typeName()), typeText(field)));
}

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

Error integerToWire(const FieldInfo &field, const QVariant &value, WireValue *wire)
{
    const bool isUnsigned = value.typeId() == QMetaType::ULongLong || value.typeId() == QMetaType::ULong;
    const IntegerRange range = rangeOf(field.type);
    if (isUnsigned) {
        const quint64 number = value.toULongLong();
        if (number > range.to || number > quint64(std::numeric_limits<qint64>::max()))
            return refused(field, u"%1 is out of the range of %2"_s.arg(number).arg(typeText(field)));
        *wire = qint64(number);
        return Error();
    }
    const qint64 number = value.toLongLong();
    if (number < range.from || (number > 0 && quint64(number) > range.to))
        return refused(field, u"%1 is out of the range of %2"_s.arg(number).arg(typeText(field)));
    *wire = number;
    return Error();
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
        *wire = value.toLongLong();
        return Error();
    }
    if (field.decimal && field.type == FieldType::String && (isIntegerVariant(value) || type.id() == QMetaType::Double)) {
        const QString text = isIntegerVariant(value) ? value.toString() : QString::number(value.toDouble(), 'f', field.scale);
        return typedToWire(field, &text, wire);
    }
    if (type == field.valueType)
        return typedToWire(field, value.constData(), wire);
    if (field.type == FieldType::Custom && (field.valueType.flags() & QMetaType::IsEnumeration)
        && isIntegerVariant(value)) {
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
        if (isIntegerVariant(value) || type.id() == QMetaType::Double || type.id() == QMetaType::Float)
            return realToWire(field, value.toDouble(), wire);
        return doesNotFit(field, value);
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
            return textToWire(field, jsonText(value.toJsonValue()), wire);
        return doesNotFit(field, value);
    default:
        return doesNotFit(field, value);
    }
}

} // namespace

Error FieldInfo::toWire(const Value &value, WireValue *wire) const
{
    switch (value.kind()) {
    case Value::Null:
        *wire = std::monostate();
        return Error();
    case Value::Object:
        return refused(*this, u"an object was given for a column; compare the relation, or pass a value"_s);
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
        return refused(*this, u"a list was given where one value is needed; use the lookup in"_s);
    case Value::Scalar:
        break;
    }
    return scalarToWire(*this, value.variant(), wire);
}

void FieldInfo::fromRow(QObject *object, RowReader &row, int at) const
{
    if (row.isNull(at)) {
        writeNull(*this, object);
        return;
    }
    switch (type) {
    case FieldType::Bool: writeAs(*this, object, row.integer(at) != 0); break;
    case FieldType::Int: writeAs(*this, object, int(row.integer(at))); break;
    case FieldType::UInt: writeAs(*this, object, uint(row.integer(at))); break;
    case FieldType::Int64: writeAs(*this, object, row.integer(at)); break;
    case FieldType::UInt64: writeAs(*this, object, quint64(row.integer(at))); break;
    case FieldType::Float: writeAs(*this, object, float(row.real(at))); break;
    case FieldType::Double: writeAs(*this, object, row.real(at)); break;
    case FieldType::String:
        writeAs(*this, object, decimal ? decimalText(*this, row.text(at)) : row.text(at));
        break;
    case FieldType::Bytes: writeAs(*this, object, row.bytes(at)); break;
    case FieldType::Date: writeAs(*this, object, QDate::fromString(row.text(at).left(10), Qt::ISODate)); break;
    case FieldType::Time: writeAs(*this, object, QTime::fromString(row.text(at), Qt::ISODateWithMs)); break;
    case FieldType::DateTime: {
        if (storedAs == StoredAs::UnixMs) {
            writeAs(*this, object, toDateTime(UtcTime{row.integer(at)}));
            break;
        }
        const auto time = parseInstant(row.text(at));
        writeAs(*this, object, time ? toDateTime(*time) : QDateTime());
        break;
    }
    case FieldType::Uuid: writeAs(*this, object, QUuid::fromString(row.text(at))); break;
    case FieldType::Url: writeAs(*this, object, QUrl(row.text(at), QUrl::StrictMode)); break;
    case FieldType::JsonObject: writeAs(*this, object, jsonValue(row.text(at)).toObject()); break;
    case FieldType::JsonArray: writeAs(*this, object, jsonValue(row.text(at)).toArray()); break;
    case FieldType::JsonValue: writeAs(*this, object, jsonValue(row.text(at))); break;
    case FieldType::StringList: {
        QStringList list;
        const QJsonArray array = jsonValue(row.text(at)).toArray();
        for (const QJsonValue &value : array)
            list += value.toString();
        writeAs(*this, object, list);
        break;
    }
    case FieldType::Enum: writeEnum(*this, object, row.integer(at)); break;
    case FieldType::Custom: writeCustom(*this, object, row, at); break;
    }
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

} // namespace Chakra
