// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "fieldvalues_p.h"

#include <algorithm>
#include <optional>

namespace Chakra {

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

bool FieldInfo::hasUniqueColumn() const
{
    return unique
            || std::any_of(relations.cbegin(), relations.cend(),
                           [](const RelationInfo *relation) { return relation->oneToOne; });
}

bool FieldInfo::isReferredTo() const
{
    return std::any_of(model->referrers.cbegin(), model->referrers.cend(),
                       [this](const FieldInfo *referrer) { return referrer->target == this; });
}

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

void FieldInfo::readPlain(const QObject *object, WireValue *wire) const
{
    const char *place = reinterpret_cast<const char *>(object) + memberOffset;
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

} // namespace Chakra
