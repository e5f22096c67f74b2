// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_COLUMNTYPE_H
#define CHAKRA_COLUMNTYPE_H

#include <Chakra/export.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qmetatype.h>
#include <QtCore/qstring.h>

#include <concepts>
#include <optional>

namespace Chakra {

/*!
    How a type of your own is kept in a column: specialise it, before the first model that has a
    property of the type. The type needs a default constructor and ==.

    \code
    template <>
    struct Chakra::ColumnType<Money>
    {
        using Stored = qint64; // or double, QString, QByteArray: the type of the column
        static Stored toColumn(const Money &money) { return money.cents(); }
        static Money fromColumn(const Stored &cents) { return Money(cents); }
    };
    \endcode
*/
template <typename T>
struct ColumnType;

namespace Detail {

template <typename T>
using StoredOf = typename ColumnType<T>::Stored;

template <typename T>
concept HasColumnType = requires(const T &value, const StoredOf<T> &stored) {
                            { ColumnType<T>::toColumn(value) } -> std::convertible_to<StoredOf<T>>;
                            { ColumnType<T>::fromColumn(stored) } -> std::convertible_to<T>;
                        };

/*! \internal A ColumnType behind pointers. */
struct ColumnConversion
{
    QMetaType type;
    QMetaType stored;
    void (*toColumn)(const void *value, void *stored);
    void (*fromColumn)(const void *stored, void *value);
};

/*! \internal Thread-safe; harmless when done twice. */
CHAKRA_EXPORT bool registerColumnConversion(const ColumnConversion &conversion);

} // namespace Detail

/*!
    Makes T's ColumnType known. CHAKRA_FIELD does so by itself; only for hand-written properties
    (CHAKRA_COLUMN) it has to be called, before the first use of the model.
*/
template <Detail::HasColumnType T>
bool registerColumnType()
{
    using Stored = Detail::StoredOf<T>;
    static_assert(std::same_as<Stored, qint64> || std::same_as<Stored, double>
                          || std::same_as<Stored, QString> || std::same_as<Stored, QByteArray>,
                  "Chakra: ColumnType<…>::Stored is qint64, double, QString or QByteArray");
    return Detail::registerColumnConversion(
            {QMetaType::fromType<T>(), QMetaType::fromType<Stored>(),
             [](const void *from, void *to) {
                 *static_cast<Stored *>(to) = ColumnType<T>::toColumn(*static_cast<const T *>(from));
             },
             [](const void *from, void *to) {
                 *static_cast<T *>(to) = ColumnType<T>::fromColumn(*static_cast<const Stored *>(from));
             }});
}

namespace Detail {

template <typename T>
inline const bool columnTypeRegistered = registerColumnType<T>();

/*! \internal Registers a property's type when the program starts, if it has a ColumnType. */
template <typename T>
struct PropertyType
{
    static constexpr void use()
    {
        if constexpr (HasColumnType<T>)
            static_cast<void>(&columnTypeRegistered<T>);
    }
};
/*! \internal Known by name, as which the property of a std::optional has it. */
template <typename T>
inline const int metaTypeId = QMetaType::fromType<T>().id();

template <typename T>
struct PropertyType<std::optional<T>>
{
    static constexpr void use()
    {
        PropertyType<T>::use();
        static_cast<void>(&metaTypeId<T>);
    }
};

} // namespace Detail

} // namespace Chakra

#endif // CHAKRA_COLUMNTYPE_H
