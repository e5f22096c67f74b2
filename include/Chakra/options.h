// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_OPTIONS_H
#define CHAKRA_OPTIONS_H

#include <Chakra/columntype.h>

#include <concepts>
#include <iterator>
#include <string_view>
#include <type_traits>
#include <utility>

/*!
    The options of the CHAKRA_ macros, as names that the compiler knows: a mistyped one does not
    compile. Inside a macro they are written without the namespace. What an option means to the
    database is read from the text that the macro leaves in the class info; here they only have to
    exist, and defaultValue() to carry its value.

    CHAKRA_COLUMN knows one more: \c getter(name), for a getter whose name is not the property's.
*/
namespace Chakra::Options {

/*! What every option is. */
struct Option { };

// On a field.
/*! The key of the row, or a part of it; a single integer is generated. */
[[maybe_unused]] inline constexpr Option primaryKey;
[[maybe_unused]] inline constexpr Option unique; /*!< no two rows have the same value */
/*!
    The column may hold NULL, as that of a std::optional does anyway. A null QString, QDateTime and
    the like is NULL; a plain number, which has no such value, is NULL until it is set, and NULL is
    read as its zero.
*/
[[maybe_unused]] inline constexpr Option nullable;
[[maybe_unused]] inline constexpr Option index; /*!< an index over the column */
[[maybe_unused]] inline constexpr Option text; /*!< text of any length */
[[maybe_unused]] inline constexpr Option defaultNow; /*!< the clock at INSERT when the property was not set */
[[maybe_unused]] inline constexpr Option updatedNow; /*!< the clock at each INSERT and UPDATE */
[[maybe_unused]] inline constexpr Option version; /*!< counts the row's changes; an UPDATE or DELETE of an older one is StaleObject */

/*!
    Whether an integer key is generated where its setter was not called; on unless said otherwise.
*/
constexpr Option autoIncrement(bool) { return {}; }
/*! The longest text in characters, as the column declares it; SQLite does not enforce it. */
constexpr Option maxLength(int) { return {}; }
/*!
    A number of \a precision digits, \a scale of them behind the point: on a QString, exact, or on a
    double.
*/
constexpr Option decimal([[maybe_unused]] int precision, [[maybe_unused]] int scale) { return {}; }
/*! The column's name where it does not follow from the property's. */
constexpr Option column(const char *) { return {}; }
/*!
    On a field "table.column", the column that it refers to. On a relation the name of its own key
    property, where that is not the relation's name and Id (\c author and \c authorId).
*/
constexpr Option foreignKey(const char *) { return {}; }
/*! What defaultValue() gives. */
template <typename T>
struct DefaultValue : Option
{
    T value; /*!< the value of a new object */
};
/*! The value of a new object from construction; stands in the DDL too. */
template <typename T>
constexpr DefaultValue<T> defaultValue(T value)
{
    return {{}, value};
}

/*! What the database does with the rows that refer to one. */
enum Action {
    NoAction, /*!< refuses at the end of the statement; what holds without an option */
    Restrict, /*!< refuses at once */
    SetNull, /*!< sets their key to NULL */
    SetDefault, /*!< sets their key to its default */
    Cascade, /*!< does the same with them */
    Delete /*!< of onRemove() only: the row that was taken off a list is deleted */
};
constexpr Option onDelete(Action) { return {}; } /*!< When the row referred to is deleted. */
constexpr Option onUpdate(Action) { return {}; } /*!< When the key of that row changes. */
/*!
    On a one-to-many list or the reverse side of a one-to-one: what taking a row off means at the
    next commit, SetNull or Delete. Without it: SetNull where the key can be null, else the call is
    Error::Usage.
*/
constexpr Option onRemove(Action) { return {}; }

/*! How a column that others wrote keeps instants. */
enum Storage {
    IsoT, /*!< as text, YYYY-MM-DDThh:mm:ss.zzz */
    UnixMs /*!< as a number, in milliseconds since 1970 */
};
/*! The form of an instant's column where it is not the database's own. */
constexpr Option storedAs(Storage) { return {}; }

// On a relation.
/*! The name of the relation on the other side, so that both agree. May be left out. */
constexpr Option backPopulates(const char *) { return {}; }
/*!
    "name", or "-name" for the other way round, several of them: the order of a list, or a model's
    own (of queries and lists that say none).
*/
template <typename... Names>
constexpr Option orderBy(Names...)
{
    return {};
}
/*! The junction's table. It is created where no model has it. */
constexpr Option through(const char *) { return {}; }
/*! Its columns too, own and other, where they do not follow from the names of the classes. */
constexpr Option through(const char *, const char *, const char *) { return {}; }
/*! A relation of a class with itself that holds both ways. */
[[maybe_unused]] inline constexpr Option symmetrical;

// On a model.
/*! No two rows have the same values of these properties. */
template <typename... Names>
constexpr Option uniqueTogether(Names...)
{
    return {};
}
/*! An index over the columns of these properties. */
template <typename... Names>
constexpr Option indexTogether(Names...)
{
    return {};
}
/*! How column names follow from property names. */
enum Naming {
    SnakeCase, /*!< created_at; what holds without an option */
    AsDeclared, /*!< createdAt */
    PascalCase /*!< CreatedAt */
};
/*! The rule by which the columns of the model are named. */
constexpr Option naming(Naming) { return {}; }

} // namespace Chakra::Options

namespace Chakra::Detail {

/*! \internal Ends the argument list of a macro that would else be empty. */
[[maybe_unused]] inline constexpr Options::Option none;

template <typename T>
struct IsOptionalType : std::false_type
{
};
template <typename T>
struct IsOptionalType<std::optional<T>> : std::true_type
{
};

template <typename T>
struct IsDefault : std::false_type
{
};
template <typename T>
struct IsDefault<Options::DefaultValue<T>> : std::true_type
{
};

template <typename T, typename V>
constexpr void takeDefault([[maybe_unused]] T &target, [[maybe_unused]] const V &option)
{
    if constexpr (IsDefault<V>::value) {
        if constexpr (std::is_constructible_v<T, decltype(option.value)>)
            target = T(option.value);
        else if constexpr (requires { T::fromUtf8(option.value); })
            target = T::fromUtf8(option.value); // a QString from a literal
        else
            target = T::value_type::fromUtf8(option.value); // an optional one
    }
}

/*! \internal The value of a property of a new object: its defaultValue(), or T(). */
template <typename T, typename... O>
constexpr T initialValue(const O &...options)
{
    static_assert((std::is_base_of_v<Options::Option, O> && ...),
                  "Chakra: every argument behind the setter must be an option of Chakra::Options");
    PropertyType<T>::use();
    T value{};
    (takeDefault(value, options), ...);
    return value;
}

template <typename... O>
constexpr bool areOptions(const O &...)
{
    return (std::is_base_of_v<Options::Option, O> && ...);
}

/*!
    \internal Whether \a options, the text of a macro's arguments, names options only. CHAKRA_COLUMN
    checks its text, since getter(name) there names a member function, which is no expression.
*/
constexpr bool areOptionNames(const char *options)
{
    constexpr const char *names[] = {
        "Chakra::Detail::none", "autoIncrement", "column", "decimal", "defaultNow", "defaultValue",
        "foreignKey", "getter", "index", "maxLength", "nullable", "onDelete", "onUpdate",
        "primaryKey", "storedAs", "text", "unique", "updatedNow", "version"};
    const char *at = options;
    while (*at) {
        while (*at == ' ' || *at == ',')
            ++at;
        const char *end = at;
        while (*end && *end != ' ' && *end != ',' && *end != '(')
            ++end;
        bool known = false;
        for (const char *name : names) {
            const char *a = at;
            const char *b = name;
            while (a != end && *b && *a == *b) {
                ++a;
                ++b;
            }
            known = known || (a == end && !*b);
        }
        if (!known)
            return false;
        int depth = 0;
        bool quoted = false;
        for (at = end; *at && (depth > 0 || quoted || *at != ','); ++at) {
            if (*at == '\\' && quoted && at[1])
                ++at;
            else if (*at == '"')
                quoted = !quoted;
            else if (!quoted)
                depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
        }
    }
    return true;
}

/*!
    \internal Whether moc could hand on the defaultValue() in \a options, the text of a macro's
    arguments: it keeps one plain literal of a QString or QByteArray as it is, and spoils others
    where a backslash is in them.
*/
constexpr bool isPlainDefault(std::string_view type, const char *options)
{
    constexpr std::string_view option = "defaultValue(";
    // Most have none: a search by std::string_view would cost the compiler more than the macro.
    const char *at = options;
    while (*at && !(at[0] == 'd' && at[1] == 'e' && std::string_view(at).starts_with(option)))
        ++at;
    if (!*at)
        return true;
    const bool isText = type == "QString" || type == "QByteArray";
    const std::string_view value(at + option.size());
    if (isText && !value.empty() && (value[0] == '"' || value[0] == '('))
        return value[0] == '"';
    int depth = 1;
    for (const char c : value) {
        if (c == '\\')
            return false;
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0)
            break;
    }
    return true;
}

/*!
    \internal The members of QObject and Chakra::Model that a property of the same name would hide,
    in the order of strcmp(). They stand here, since asking the compiler costs a class for each
    property.
*/
[[maybe_unused]] inline constexpr const char *reservedNames[] = {
    "bindableObjectName", "bindingStorage", "blockSignals", "changedProperties", "childEvent",
    "children", "connect", "connectNotify", "customEvent", "d_ptr", "deleteLater", "destroyed",
    "disconnect", "disconnectNotify", "dumpObjectInfo", "dumpObjectTree",
    "dynamicPropertyNames", "event", "eventFilter", "findChild", "findChildren", "inherits",
    "installEventFilter", "isChanged", "isLoaded", "isQuickItemType", "isSignalConnected",
    "isWidgetType", "isWindowType", "killTimer", "load", "metaObject", "moveToThread",
    "objectName", "objectNameChanged", "objects", "parent", "property", "qt_metacall",
    "qt_metacast", "qt_static_metacall", "receivers", "relationError", "removeEventFilter",
    "sender", "senderSignalIndex", "session", "setObjectName", "setParent", "setProperty",
    "signalsBlocked", "startTimer", "state", "staticMetaObject", "thread", "timerEvent", "tr"};

/*! \internal Whether \a name is one of them. */
constexpr bool isReserved(std::string_view name)
{
    std::size_t first = 0;
    std::size_t last = std::size(reservedNames);
    while (first < last) {
        const std::size_t middle = (first + last) / 2;
        const int order = std::string_view(reservedNames[middle]).compare(name);
        if (order == 0)
            return true;
        if (order < 0)
            first = middle + 1;
        else
            last = middle;
    }
    return false;
}

} // namespace Chakra::Detail

#endif // CHAKRA_OPTIONS_H
