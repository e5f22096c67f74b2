// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_FIELDVALUES_P_H
#define CHAKRA_FIELDVALUES_P_H

#include "modelinfo_p.h"

#include <QMetaEnum>

#include <cstddef>
#include <new>

QT_BEGIN_NAMESPACE
class QJsonValue;
QT_END_NAMESPACE

/*
    Where property values become wire values and back. Writing refuses what would not survive the
    trip; reading takes what the database has.
*/
namespace Chakra {

/*! \a data is of the field's value type. */
Error typedToWire(const FieldInfo &field, const void *data, WireValue *wire);
Error textToWire(const FieldInfo &field, const QString &text, WireValue *wire);
Error realToWire(const FieldInfo &field, double value, WireValue *wire);

/*!
    Text of a decimal number with exactly the field's digits behind the point; false if it is none
    that fits.
*/
bool normalizeDecimal(const FieldInfo &field, const QString &text, QString *normal);

/*! Refuses what no reader of JSON gives back as it was. */
Error jsonToWire(const FieldInfo &field, const QJsonValue &value, WireValue *wire);

/*! Whether \a value is of an integer type: none of a character, a truth or an enum. */
bool isIntegerVariant(const QVariant &value);

/*! The number of an enumerator of \a type, whatever its size. */
qint64 enumValue(QMetaType type, const void *data);
void setEnumValue(QMetaType type, void *data, qint64 value);
/*! What Qt knows of an enum, or of the one of a QFlags; invalid where that is nothing. */
QMetaEnum metaEnumOf(QMetaType type);
/*! Whether \a value has room in the type of the enum; it need not be an enumerator. */
bool isEnumValue(QMetaType type, qint64 value);

/*!
    Where a property of a macro keeps its value, which is of the field's value type; null until a
    setter has told, for hand-written properties and for optional ones.
*/
inline void *placeOf(const FieldInfo &field, const QObject *object)
{
    const int offset = field.memberOffset;
    if (offset < 0 || field.handWritten || field.asVariant)
        return nullptr;
    return const_cast<char *>(reinterpret_cast<const char *>(object)) + offset;
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

} // namespace Chakra

#endif // CHAKRA_FIELDVALUES_P_H
