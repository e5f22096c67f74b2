// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_FIELD_H
#define CHAKRA_FIELD_H

#include <Chakra/condition.h>
#include <Chakra/membername.h>

#include <iterator>
#include <tuple>

namespace Chakra {

namespace Detail {

template <typename T>
concept PlainInteger = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>
        && !std::same_as<T, char8_t> && !std::same_as<T, char16_t> && !std::same_as<T, char32_t>
        && !std::same_as<T, wchar_t>;

/*!
    \internal What may be compared with a property of type R: the list of the design, nothing else.
*/
template <typename R, typename V>
constexpr bool fits()
{
    if constexpr (IsOptional<R>::value) {
        if constexpr (std::same_as<V, std::nullopt_t>)
            return true;
        else if constexpr (IsOptional<V>::value)
            return fits<typename R::value_type, typename V::value_type>();
        else
            return fits<typename R::value_type, V>();
    } else if constexpr (ListTarget<R>::IsList) {
        if constexpr (std::is_pointer_v<V>)
            return std::derived_from<std::remove_cv_t<std::remove_pointer_t<V>>, typename ListTarget<R>::Type>;
        else
            return std::same_as<V, std::nullptr_t>;
    } else if constexpr (std::is_pointer_v<R>) {
        if constexpr (std::same_as<V, std::nullptr_t>)
            return true;
        else if constexpr (std::is_pointer_v<V>)
            return std::derived_from<std::remove_cv_t<std::remove_pointer_t<V>>, std::remove_pointer_t<R>>;
        else
            return false;
    } else if constexpr (PlainInteger<R>) {
        return PlainInteger<V>;
    } else if constexpr (std::floating_point<R>) {
        return PlainInteger<V> || std::floating_point<V>;
    } else if constexpr (std::same_as<R, QString>) {
        return std::is_convertible_v<const V &, QAnyStringView> && !std::same_as<V, char>
                && !std::same_as<V, std::nullptr_t>;
    } else {
        return std::same_as<R, V>;
    }
}

template <typename R, typename V>
Value toValue(const V &value)
{
    if constexpr (std::same_as<V, std::nullptr_t> || std::same_as<V, std::nullopt_t>) {
        return Value();
    } else if constexpr (IsOptional<V>::value) {
        return value ? toValue<R>(*value) : Value();
    } else if constexpr (IsOptional<R>::value) {
        return toValue<typename R::value_type>(value);
    } else if constexpr (std::same_as<R, QString>) {
        return Value(QAnyStringView(value));
    } else {
        return Value(value);
    }
}

template <typename V>
using Plain = std::conditional_t<std::is_array_v<std::remove_cvref_t<V>>, std::decay_t<V>,
                                 std::remove_cvref_t<V>>;

} // namespace Detail

/*!
    A property by its getter, across relations:

    \code
    Post::objects().filter(f<&Post::author, &User::username> == "alice").all();
    \endcode

    The compiler checks each step and the types of what it is compared with; the string form of the
    same path gives the same SQL. A step may be declared in a base of the class that is reached.

    The property is the getter's name, or, after \c is or \c has, the rest with a small first
    letter; another name is told by the option \c getter of CHAKRA_COLUMN.

    What compiles beside a property: its own type; std::optional of it and std::nullopt where it is
    nullable; any integer for an integer; any number for a floating-point one; whatever
    QAnyStringView takes for a QString; the same enum; an object or nullptr for a relation. Whether
    an integer fits the column is checked before any SQL. An empty value; runs no SQL, any thread.
*/
template <auto... Getters>
class Field
{
    static_assert(sizeof...(Getters) > 0, "Chakra: f<…> names at least one getter");

    template <std::size_t I>
    using StepAt = std::tuple_element_t<I, std::tuple<Detail::Step<Getters>...>>;

    template <std::size_t... I>
    static constexpr bool isChain(std::index_sequence<I...>)
    {
        return (isLink<I>() && ...);
    }
    template <std::size_t I>
    static constexpr bool isLink()
    {
        using From = StepAt<I>;
        using To = StepAt<I + 1>;
        static_assert(From::IsRelation,
                      "Chakra: every step of f<…> but the last must be the getter of a relation");
        if constexpr (From::IsRelation) {
            static_assert(std::derived_from<typename From::Target, typename To::Class>,
                          "Chakra: a step of f<…> is no member of the class that the step before it reaches");
        }
        return true;
    }
    static_assert(isChain(std::make_index_sequence<sizeof...(Getters) - 1>{}));

    using Last = StepAt<sizeof...(Getters) - 1>;

public:
    using Root = typename StepAt<0>::Class; /*!< The class at which the path begins. */
    using Type = typename Last::Type; /*!< What the last getter returns. */

    //! \cond
    static Detail::PathSpec path()
    {
        const QAnyStringView names[] = {Detail::memberName<Getters>()...};
        return Detail::PathSpec(names, std::size(names));
    }
    //! \endcond

    /*!
        Equal to \a value; nullptr and std::nullopt ask for NULL. An unsaved object is Error::Usage
        of the query that the condition is given to.
    */
    template <typename V>
        requires(Detail::fits<Type, Detail::Plain<V>>())
    friend Condition<Root> operator==(const Field &, const V &value)
    {
        return compare("exact", value);
    }
    /*! Not equal to \a value; rows with NULL are found, unless NULL is what is asked for. */
    template <typename V>
        requires(Detail::fits<Type, Detail::Plain<V>>())
    friend Condition<Root> operator!=(const Field &, const V &value)
    {
        return Condition<Root>(ConditionBase::negated(compare("exact", value)));
    }
    /*! Less than \a value; NULL is not. */
    template <typename V>
        requires(Detail::fits<Type, Detail::Plain<V>>() && !Last::IsRelation)
    friend Condition<Root> operator<(const Field &, const V &value)
    {
        return compare("lt", value);
    }
    /*! Less than or equal to \a value; NULL is not. */
    template <typename V>
        requires(Detail::fits<Type, Detail::Plain<V>>() && !Last::IsRelation)
    friend Condition<Root> operator<=(const Field &, const V &value)
    {
        return compare("lte", value);
    }
    /*! Greater than \a value; NULL is not. */
    template <typename V>
        requires(Detail::fits<Type, Detail::Plain<V>>() && !Last::IsRelation)
    friend Condition<Root> operator>(const Field &, const V &value)
    {
        return compare("gt", value);
    }
    /*! Greater than or equal to \a value; NULL is not. */
    template <typename V>
        requires(Detail::fits<Type, Detail::Plain<V>>() && !Last::IsRelation)
    friend Condition<Root> operator>=(const Field &, const V &value)
    {
        return compare("gte", value);
    }

    /*! A new value, for Session::create() and QuerySet::update(). */
    template <typename V>
        requires(Detail::fits<Type, Detail::Plain<V>>() && sizeof...(Getters) == 1
                 && !Last::IsToMany)
    PropertyAssignment<Root> operator=(const V &value) const
    {
        return {path(), toValue(value)};
    }

    /*! NULL, or no related row; with false the other ones. */
    Condition<Root> isNull(bool null = true) const { return compareValue("isnull", Value(null)); }

    /*! Equal to one of \a values; no row for an empty list, and then no statement. */
    template <typename V>
        requires(Detail::fits<Type, V>())
    Condition<Root> in(std::initializer_list<V> values) const
    {
        return inRange(values);
    }
    /*! \overload */
    template <Detail::ValueRange C>
        requires(Detail::fits<Type, typename C::value_type>())
    Condition<Root> in(const C &values) const
    {
        return inRange(values);
    }
    /*! Between the two, both included. */
    template <typename A, typename B>
        requires(Detail::fits<Type, Detail::Plain<A>>() && Detail::fits<Type, Detail::Plain<B>>()
                 && !Last::IsRelation)
    Condition<Root> range(const A &from, const B &to) const
    {
        return compareValue("range", Value{toValue(from), toValue(to)});
    }

    /*! Equal to \a text, whatever the case of its letters. */
    Condition<Root> iexact(QAnyStringView text) const { return textual("iexact", text); }
    /*! Contains \a text, of the same case. */
    Condition<Root> contains(QAnyStringView text) const { return textual("contains", text); }
    /*! Contains \a text, of any case. */
    Condition<Root> icontains(QAnyStringView text) const { return textual("icontains", text); }
    /*! Begins with \a text, of the same case. */
    Condition<Root> startsWith(QAnyStringView text) const { return textual("startswith", text); }
    /*! Begins with \a text, of any case. */
    Condition<Root> istartsWith(QAnyStringView text) const { return textual("istartswith", text); }
    /*! Ends with \a text, of the same case. */
    Condition<Root> endsWith(QAnyStringView text) const { return textual("endswith", text); }
    /*! Ends with \a text, of any case. */
    Condition<Root> iendsWith(QAnyStringView text) const { return textual("iendswith", text); }
    /*! Has a match of the regular expression \a pattern; a broken one is Error::Usage. */
    Condition<Root> regex(QAnyStringView pattern) const { return textual("regex", pattern); }
    /*! Has a match of the regular expression \a pattern, of any case. */
    Condition<Root> iregex(QAnyStringView pattern) const { return textual("iregex", pattern); }

    /*! A part of a date or time, to be compared with a number. */
    class Part
    {
    public:
        //! \cond
        explicit Part(const char *name) : m_name(name) { }
        //! \endcond
        /*! The part of \a p is equal to \a v. */
        friend Condition<Root> operator==(const Part &p, int v) { return p.compare("exact", v); }
        /*! The part of \a p is not equal to \a v. */
        friend Condition<Root> operator!=(const Part &p, int v) { return !p.compare("exact", v); }
        /*! The part of \a p is less than \a v. */
        friend Condition<Root> operator<(const Part &p, int v) { return p.compare("lt", v); }
        /*! The part of \a p is at most \a v. */
        friend Condition<Root> operator<=(const Part &p, int v) { return p.compare("lte", v); }
        /*! The part of \a p is greater than \a v. */
        friend Condition<Root> operator>(const Part &p, int v) { return p.compare("gt", v); }
        /*! The part of \a p is at least \a v. */
        friend Condition<Root> operator>=(const Part &p, int v) { return p.compare("gte", v); }

    private:
        Condition<Root> compare(const char *lookup, int value) const
        {
            return compareValue(QString(QLatin1StringView(m_name) + QLatin1StringView("__")
                                        + QLatin1StringView(lookup)),
                                Value(value));
        }
        const char *m_name;
    };
    Part year() const { return Part("year"); } /*!< The year of a date or, in UTC, of an instant. */
    Part month() const { return Part("month"); } /*!< The month, from 1. */
    Part day() const { return Part("day"); } /*!< The day of the month, from 1. */
    Part hour() const { return Part("hour"); } /*!< The hour of a time or, in UTC, of an instant. */
    Part minute() const { return Part("minute"); } /*!< The minute, from 0. */
    Part second() const { return Part("second"); } /*!< The whole second, from 0. */
    /*! The day of the week; 1 is Sunday. */
    Part weekDay() const { return Part("week_day"); }
    /*! The date of an instant, in UTC. */
    template <std::same_as<QDate> D>
    Condition<Root> date(const D &date) const
    {
        return compareValue("date", Value(date));
    }

    OrderTerm<Root> asc() const { return {path(), false}; } /*!< For orderBy(): small ones first. */
    OrderTerm<Root> desc() const { return {path(), true}; } /*!< For orderBy(): great ones first. */

private:
    template <typename V>
    static Value toValue(const V &value)
    {
        return Detail::toValue<Type>(static_cast<const Detail::Plain<V> &>(value));
    }
    template <typename V, std::size_t N>
    static Value toValue(const V (&value)[N])
    {
        return Detail::toValue<Type>(static_cast<const V *>(value));
    }
    template <typename V>
    static Condition<Root> compare(const char *lookup, const V &value)
    {
        return compareValue(lookup, toValue(value));
    }
    static Condition<Root> compareValue(QAnyStringView lookup, const Value &value)
    {
        return Condition<Root>(ConditionBase(path(), lookup, value));
    }
    template <typename C>
    static Condition<Root> inRange(const C &values)
    {
        QList<Value> list;
        for (const auto &value : values)
            list.append(Detail::toValue<Type>(value));
        return compareValue("in", Value(list));
    }
    Condition<Root> textual(const char *lookup, QAnyStringView text) const
    {
        using Scalar = typename std::conditional_t<Detail::IsOptional<Type>::value, Type,
                                                   std::optional<Type>>::value_type;
        static_assert(std::same_as<Scalar, QString>, "Chakra: this lookup is for texts");
        return compareValue(lookup, Value(text));
    }
};

/*! A property by its getter, across relations. \sa Field */
template <auto... Getters>
inline constexpr Field<Getters...> f{};

} // namespace Chakra

#endif // CHAKRA_FIELD_H
