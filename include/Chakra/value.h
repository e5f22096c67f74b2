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

QT_FORWARD_DECLARE_CLASS(QJsonArray)

namespace Chakra {

class Model;
template <typename T>
class Result;

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

template <typename T>
struct IsResult : std::false_type
{
};
template <typename T>
struct IsResult<Result<T>> : std::true_type
{
};

/*! A list of values; texts are ranges of characters too, and a JSON array is one value. */
template <typename T>
concept ValueRange = !std::is_convertible_v<const T &, QAnyStringView>
        && !std::same_as<T, QByteArray> && !std::same_as<T, QJsonArray>
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
    Not from a char, a pointer to anything else or a QVariantMap: those do not compile.

    Whether it fits is decided where it is used, before any SQL: an error there is Error::Usage or
    Error::UnknownField. It does not own a model object, which has to live until then. Runs no SQL.
*/
class CHAKRA_EXPORT Value
{
public:
    /*! What it holds. */
    enum Kind {
        Null, /*!< nothing: NULL, or no related object */
        Scalar, /*!< one value of a column, see variant() */
        Object, /*!< a model object, see object() */
        List /*!< values of any kind, see list() */
    };

    Value() = default; /*!< Null. */
    Value(std::nullptr_t) { } /*!< Null. */
    Value(std::nullopt_t) { } /*!< Null. */
    /*! What \a value holds; Null where it is null itself or has a null pointer, List for lists. */
    Value(const QVariant &value);
    /*! \overload */
    template <std::same_as<bool> T>
    Value(T value) : m_kind(Scalar), m_value(value)
    {
    }
    /*! An integer of any width; whether the column can hold it is checked where it is used. */
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
    /*! \overload */
    Value(float value) : m_kind(Scalar), m_value(double(value)) { }
    /*! \overload */
    Value(double value) : m_kind(Scalar), m_value(value) { }
    Value(char) = delete; /*!< A letter would be taken for a number: write "x". */
    /*! A text; so are the string views, and literals, which are read as UTF-8. */
    Value(const QString &value) : m_kind(Scalar), m_value(value) { }
    /*! \overload */
    Value(QStringView value) : m_kind(Scalar), m_value(value.toString()) { }
    /*! \overload */
    Value(QLatin1StringView value) : m_kind(Scalar), m_value(QString(value)) { }
    /*! \overload */
    Value(QAnyStringView value) : m_kind(Scalar), m_value(value.toString()) { }
    /*! \overload */
    Value(const char *value) : Value(QAnyStringView(value)) { }
    /*! \overload */
    Value(const char8_t *value) : Value(QAnyStringView(value)) { }
    /*! \overload */
    Value(const char16_t *value) : Value(QAnyStringView(value)) { }
    /*! Bytes. */
    Value(const QByteArray &value) : m_kind(Scalar), m_value(value) { }
    /*! An enum, by its number. */
    template <typename T>
        requires std::is_enum_v<T>
    Value(T value) : m_kind(Scalar)
    {
        // Of whatever kind the underlying type is, char and bool among them.
        const auto number = static_cast<std::underlying_type_t<T>>(value);
        if constexpr (std::is_signed_v<std::underlying_type_t<T>>)
            m_value = QVariant::fromValue<qint64>(number);
        else
            m_value = QVariant::fromValue<quint64>(number);
    }
    /*! What is in \a value, or Null. */
    template <typename T>
    Value(const std::optional<T> &value)
    {
        if (value)
            *this = Value(*value);
    }
    /*! A model object, which is not owned; Null for a null pointer. */
    template <typename T>
        requires std::derived_from<T, Model>
    Value(T *object) : m_kind(object ? Object : Null), m_object(const_cast<std::remove_const_t<T> *>(object))
    {
    }
    /*! No other pointer is a value; it would else become a bool. */
    template <typename T>
        requires(!std::derived_from<T, Model> && !Detail::CharacterPointer<std::remove_const_t<T>>)
    Value(T *) = delete;
    /*! A list, for the lookups in and range and for composite keys. */
    Value(std::initializer_list<Value> values) : m_kind(List), m_list(values) { }
    /*! A list, from any container of values. */
    template <Detail::ValueRange T>
    Value(const T &values) : m_kind(List)
    {
        m_list.reserve(qsizetype(values.size()));
        for (const auto &value : values)
            m_list.append(Value(value));
        if constexpr (std::same_as<T, QStringList>)
            m_value = QVariant(values);
    }
    /*! The object of a result; of a failed one it throws ErrorException, as value() does. */
    template <typename T>
        requires std::derived_from<T, Model>
    Value(const Result<T *> &result) : Value(result.value())
    {
    }
    /*! The other column types: dates, times, QUuid, QUrl, JSON, and a user's own. */
    template <typename T>
        requires(std::is_class_v<T> && !std::same_as<T, Value> && !Detail::ValueRange<T>
                 && !Detail::IsOptional<T>::value && !std::is_convertible_v<const T &, QAnyStringView>
                 && !std::same_as<T, QVariant> && !std::same_as<T, QByteArray>
                 && !std::same_as<T, QVariantMap> && !std::same_as<T, QVariantHash>
                 && !Detail::IsResult<T>::value)
    Value(const T &value) : m_kind(Scalar), m_value(QVariant::fromValue(value))
    {
    }
    Value(const QVariantMap &) = delete; /*!< A map is no value of a column. */
    Value(const QVariantHash &) = delete; /*!< As a map. */

    Kind kind() const { return m_kind; } /*!< What it holds. */
    bool isNull() const { return m_kind == Null; } /*!< Whether it is NULL. */
    /*! The scalar; for a QStringList also the list as a whole. */
    const QVariant &variant() const { return m_value; }
    Model *object() const { return m_object; } /*!< The model object, or null. */
    const QList<Value> &list() const { return m_list; } /*!< The values of a List. */

private:
    Kind m_kind = Null;
    QVariant m_value;
    Model *m_object = nullptr;
    QList<Value> m_list;
};

/*! A property or path by name, and a value: an element of the list forms of filter() and add(). */
struct NamedValue
{
    QAnyStringView name; /*!< the property or path, which may end in a lookup; not copied */
    Value value; /*!< its value */
};

/*!
    A primary key as a value that can be hashed: one value, or several of a composite key in
    declaration order.
*/
class CHAKRA_EXPORT Key
{
public:
    Key() = default; /*!< A key of no values. */
    Key(const QVariantList &values) : m_values(values) { } /*!< A key of these \a values. */
    /*! The key \a value; integers of every type are equal when their numbers are. */
    template <typename T>
        requires std::convertible_to<const T &, Value>
    Key(const T &value) : Key(Value(value))
    {
    }
    /*! \overload */
    Key(const Value &value);
    /*! A composite key. */
    Key(std::initializer_list<Value> values) : Key(Value(values)) { }

    const QVariantList &values() const { return m_values; } /*!< In declaration order. */
    QString toString() const; /*!< The values as text, joined by ", ": for people. */

    /*! Whether the two are keys of the same row. */
    friend CHAKRA_EXPORT bool operator==(const Key &a, const Key &b);
    /*! A hash value, for QHash and QSet. */
    friend CHAKRA_EXPORT size_t qHash(const Key &key, size_t seed) noexcept;

private:
    QVariantList m_values;
};

} // namespace Chakra

#endif // CHAKRA_VALUE_H
