// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/value.h>

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QSequentialIterable>
#include <QStringList>
#include <QUrl>
#include <QUuid>

namespace Chakra {

namespace {

template <typename T>
bool takeOptional(const QVariant &variant, Value *value)
{
    if (variant.metaType() != QMetaType::fromType<std::optional<T>>())
        return false;
    *value = Value(*static_cast<const std::optional<T> *>(variant.constData()));
    return true;
}

/*! The value, or null, of a std::optional of \a Types inside \a variant. */
template <typename... Types>
bool takeAnyOptional(const QVariant &variant, Value *value)
{
    return (takeOptional<Types>(variant, value) || ...);
}

/*! A QList<int>, say; texts, bytes and JSON are values, however one may go through them. */
bool isList(const QVariant &variant)
{
    return variant.typeId() != QMetaType::QJsonArray && variant.canView<QSequentialIterable>();
}

} // namespace

Value::Value(const QVariant &value)
{
    // A variant that is null itself, as forms and drivers give it, or holds a null pointer. One that
    // holds a null QString or QDateTime is a value; what that means is the column's business.
    if (value.isNull() || value.typeId() == QMetaType::Nullptr)
        return;
    m_kind = Scalar;
    m_value = value;
    switch (value.typeId()) {
    case QMetaType::Bool:
    case QMetaType::QString:
    case QMetaType::QByteArray: break;
    case QMetaType::Short:
    case QMetaType::SChar:
    case QMetaType::Int:
    case QMetaType::Long: m_value = QVariant::fromValue<qint64>(value.toLongLong()); break;
    case QMetaType::UShort:
    case QMetaType::UChar:
    case QMetaType::UInt:
    case QMetaType::ULong: m_value = QVariant::fromValue<quint64>(value.toULongLong()); break;
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
        } else if (isList(value)) {
            m_kind = List;
            m_value = QVariant();
            const auto list = value.value<QSequentialIterable>();
            for (const QVariant &element : list)
                m_list.append(Value(element));
        } else {
            takeAnyOptional<bool, int, uint, qint64, quint64, float, double, QString, QByteArray,
                            QDate, QTime, QDateTime, QUuid, QUrl, QJsonObject, QJsonArray,
                            QJsonValue, QStringList>(value, this);
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
