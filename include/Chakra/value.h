// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_VALUE_H
#define CHAKRA_VALUE_H

#include <Chakra/export.h>

#include <QtCore/qanystringview.h>
#include <QtCore/qlist.h>
#include <QtCore/qvariant.h>

#include <concepts>
#include <initializer_list>
#include <optional>
#include <type_traits>

namespace Chakra {

class Model;

namespace Detail {

template <typename T>
struct IsOptional : std::false_type
{
};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type
{
};

template <typename T>
concept CharacterPointer = std::same_as<T, char> || std::same_as<T, char8_t>
        || std::same_as<T, char16_t> || std::same_as<T, wchar_t>;

/*! A list of values, and no text: texts are ranges of characters too. */
template <typename T>
concept ValueRange = !std::is_convertible_v<const T &, QAnyStringView> && !std::same_as<T, QByteArray>
        && requires(const T &t) {
               t.begin();
               t.end();
               typename T::value_type;
           };

} // namespace Detail

/*!
    A value on its way into a query or a row: what the string forms of filter(), get(), find() and
    add() take. Implicit from each type that a property may have, enums, std::optional, a model
    object, nullptr, string literals of every kind, a QVariant of one of those, and lists of them.

    Whether it fits is decided where it is used, before any SQL.
*/
class CHAKRA_EXPORT Value
{
public:
    enum Kind { Null, Scalar, Object, List };

    Value() = default;
    Value(std::nullptr_t) { }
    Value(std::nullopt_t) { }
    Value(const QVariant &value);
    template <std::same_as<bool> T>
    Value(T value) : m_kind(Scalar), m_value(value)
    {
    }
    template <typename T>
        requires(std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>
                 && !std::same_as<T, char8_t> && !std::same_as<T, char16_t>
                 && !std::same_as<T, char32_t> && !std::same_as<T, wchar_t>)
    Value(T value) : m_kind(Scalar)
    {
        if constexpr (std::is_signed_v<T>)
            m_value = QVariant::fromValue<qint64>(value);
        else
            m_value = QVariant::fromValue<quint64>(value);
    }
    Value(float value) : m_kind(Scalar), m_value(double(value)) { }
    Value(double value) : m_kind(Scalar), m_value(value) { }
    Value(char) = delete;
    Value(const QString &value) : m_kind(Scalar), m_value(value) { }
    Value(QStringView value) : m_kind(Scalar), m_value(value.toString()) { }
    Value(QLatin1StringView value) : m_kind(Scalar), m_value(QString(value)) { }
    Value(QAnyStringView value) : m_kind(Scalar), m_value(value.toString()) { }
    Value(const char *value) : Value(QAnyStringView(value)) { }
    Value(const char8_t *value) : Value(QAnyStringView(value)) { }
    Value(const char16_t *value) : Value(QAnyStringView(value)) { }
    Value(const QByteArray &value) : m_kind(Scalar), m_value(value) { }
    template <typename T>
        requires std::is_enum_v<T>
    Value(T value) : Value(static_cast<std::underlying_type_t<T>>(value))
    {
    }
    template <typename T>
    Value(const std::optional<T> &value)
    {
        if (value)
            *this = Value(*value);
    }
    template <typename T>
        requires std::derived_from<T, Model>
    Value(T *object) : m_kind(object ? Object : Null), m_object(const_cast<std::remove_const_t<T> *>(object))
    {
    }
    /*! No other pointer is a value; it would else become a bool. */
    template <typename T>
        requires(!std::derived_from<T, Model> && !Detail::CharacterPointer<std::remove_const_t<T>>)
    Value(T *) = delete;
    Value(std::initializer_list<Value> values) : m_kind(List), m_list(values) { }
    template <Detail::ValueRange T>
    Value(const T &values) : m_kind(List)
    {
        m_list.reserve(qsizetype(values.size()));
        for (const auto &value : values)
            m_list.append(Value(value));
        if constexpr (std::same_as<T, QStringList>)
            m_value = QVariant(values);
    }
    /*! The other column types: dates, times, QUuid, QUrl, JSON, and a user's own. */
    template <typename T>
        requires(std::is_class_v<T> && !std::same_as<T, Value> && !Detail::ValueRange<T>
                 && !Detail::IsOptional<T>::value && !std::is_convertible_v<const T &, QAnyStringView>
                 && !std::same_as<T, QVariant> && !std::same_as<T, QByteArray>
                 && !std::same_as<T, QVariantMap> && !std::same_as<T, QVariantHash>)
    Value(const T &value) : m_kind(Scalar), m_value(QVariant::fromValue(value))
    {
    }
    Value(const QVariantMap &) = delete;
    Value(const QVariantHash &) = delete;

    Kind kind() const { return m_kind; }
    bool isNull() const { return m_kind == Null; }
    /*! The scalar; for a QStringList also the list as a whole. */
    const QVariant &variant() const { return m_value; }
    Model *object() const { return m_object; }
    const QList<Value> &list() const { return m_list; }

private:
    Kind m_kind = Null;
    QVariant m_value;
    Model *m_object = nullptr;
    QList<Value> m_list;
};

/*! A property or path by name, and a value: an element of the list forms of filter() and add(). */
struct NamedValue
{
    QAnyStringView name;
    Value value;
};

/*!
    A primary key as a value that can be hashed: one value, or several of a composite key in
    declaration order.
*/
class CHAKRA_EXPORT Key
{
public:
    Key() = default;
    Key(const QVariantList &values) : m_values(values) { }
    template <typename T>
        requires std::convertible_to<const T &, Value>
    Key(const T &value) : Key(Value(value))
    {
    }
    Key(const Value &value);
    Key(std::initializer_list<Value> values) : Key(Value(values)) { }

    const QVariantList &values() const { return m_values; }
    QString toString() const;

    friend CHAKRA_EXPORT bool operator==(const Key &a, const Key &b);
    friend CHAKRA_EXPORT size_t qHash(const Key &key, size_t seed) noexcept;

private:
    QVariantList m_values;
};

} // namespace Chakra

#endif // CHAKRA_VALUE_H
