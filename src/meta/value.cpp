// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/value.h>

#include <QStringList>

namespace Chakra {

Value::Value(const QVariant &value)
{
    if (!value.isValid() || value.typeId() == QMetaType::Nullptr)
        return;
    m_kind = Scalar;
    m_value = value;
    // A null QString or QDateTime is a value of its type; what it means is the column's business.
    switch (value.typeId()) {
    case QMetaType::Bool:
        break;
    case QMetaType::Short:
    case QMetaType::SChar:
    case QMetaType::Int:
        m_value = QVariant::fromValue<qint64>(value.toLongLong());
        break;
    case QMetaType::UShort:
    case QMetaType::UChar:
    case QMetaType::UInt:
        m_value = QVariant::fromValue<quint64>(value.toULongLong());
        break;
    case QMetaType::Float:
        m_value = value.toDouble();
        break;
    case QMetaType::QVariantList: {
        m_kind = List;
        const QVariantList list = value.toList();
        for (const QVariant &element : list)
            m_list.append(Value(element));
        m_value = QVariant();
        break;
    }
    case QMetaType::QStringList: {
        m_kind = List;
        const QStringList list = value.toStringList();
        for (const QString &element : list)
            m_list.append(Value(element));
        break;
    }
    default:
        if (value.metaType().flags() & QMetaType::PointerToQObject) {
            // Whether it is a model is checked where it is used.
            m_kind = value.value<QObject *>() ? Object : Null;
            m_object = reinterpret_cast<Model *>(value.value<QObject *>());
            m_value = QVariant();
        }
        break;
    }
}

namespace {

/*! One spelling for equal keys: 1 is 1 as int and as qint64. */
QVariant normalized(const Value &value)
{
    return value.variant().typeId() == QMetaType::ULongLong
                    && value.variant().toULongLong() <= quint64(std::numeric_limits<qint64>::max())
            ? QVariant::fromValue<qint64>(value.variant().toLongLong())
            : value.variant();
}

} // namespace

Key::Key(const Value &value)
{
    if (value.kind() == Value::List) {
        for (const Value &element : value.list())
            m_values.append(normalized(element));
    } else {
        m_values.append(normalized(value));
    }
}

QString Key::toString() const
{
    QStringList parts;
    for (const QVariant &value : m_values)
        parts += value.toString();
    return parts.join(QLatin1StringView(", "));
}

bool operator==(const Key &a, const Key &b)
{
    return a.m_values == b.m_values;
}

size_t qHash(const Key &key, size_t seed) noexcept
{
    for (const QVariant &value : key.m_values)
        seed = qHash(value.toString(), seed);
    return seed;
}

} // namespace Chakra
