// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_CONDITION_H
#define CHAKRA_CONDITION_H

#include <Chakra/export.h>
#include <Chakra/value.h>

#include <QtCore/qshareddata.h>

#include <concepts>

namespace Chakra {

class ConditionData;

namespace Detail {

/*! \internal What is compared: a chain of getters or a path in words, and how. */
struct CHAKRA_EXPORT PathSpec
{
    PathSpec() = default;
    PathSpec(QAnyStringView path) : steps{path.toString()} { }
    PathSpec(const QAnyStringView *getters, std::size_t count);

    QStringList steps; // one entry in words ("author__username"), or the getters
    bool byGetter = false;
};

} // namespace Detail

//! \cond
/*! \internal The type-erased half of Condition: an implicitly shared tree of comparisons. */
class CHAKRA_EXPORT ConditionBase
{
public:
    ConditionBase();
    /*! One comparison; an empty \a lookup means that the path ends in one, or "exact". */
    ConditionBase(const Detail::PathSpec &path, QAnyStringView lookup, const Value &value);
    ConditionBase(const ConditionBase &other);
    ConditionBase(ConditionBase &&other) noexcept;
    ConditionBase &operator=(const ConditionBase &other);
    ConditionBase &operator=(ConditionBase &&other) noexcept;
    ~ConditionBase();

    static ConditionBase all(const ConditionBase &left, const ConditionBase &right);
    static ConditionBase any(const ConditionBase &left, const ConditionBase &right);
    static ConditionBase negated(const ConditionBase &condition);

private:
    friend class ConditionData;
    QSharedDataPointer<ConditionData> d;
};
//! \endcond

/*!
    A condition on rows of \a Root: what comparing an \c f with a value gives (see Field), joined by
    && || !. QuerySet::filter(), exclude() and get() take it.

    Conditions joined by && speak of the same related row; each side of || is asked for itself; !
    over a to-many path means "has no such row". An implicitly shared value for any thread; runs no
    SQL. Whether the values fit is checked where the condition is given to a query.
*/
template <typename Root>
class Condition : public ConditionBase
{
public:
    //! \cond
    using ConditionBase::ConditionBase;
    explicit Condition(const ConditionBase &condition) : ConditionBase(condition) { }
    //! \endcond
    Condition() = default; /*!< Asks for nothing: where a loop begins that adds others. */

    /*! The rows for which \a c does not hold; null counts as "does not hold". */
    friend Condition operator!(const Condition &c) { return Condition(negated(c)); }
};

namespace Detail {

/*! The more derived of two roots, of which one may be a base that lends its fields. */
template <typename A, typename B>
using CommonRoot = std::conditional_t<std::derived_from<A, B>, A, B>;

template <typename A, typename B>
concept RelatedRoots = std::derived_from<A, B> || std::derived_from<B, A>;

} // namespace Detail

/*! Both \a a and \a b, of the same related row where they lead over a to-many relation. */
template <typename A, typename B>
    requires Detail::RelatedRoots<A, B>
Condition<Detail::CommonRoot<A, B>> operator&&(const Condition<A> &a, const Condition<B> &b)
{
    return Condition<Detail::CommonRoot<A, B>>(ConditionBase::all(a, b));
}

/*! \a a or \a b, each asked for itself. */
template <typename A, typename B>
    requires Detail::RelatedRoots<A, B>
Condition<Detail::CommonRoot<A, B>> operator||(const Condition<A> &a, const Condition<B> &b)
{
    return Condition<Detail::CommonRoot<A, B>>(ConditionBase::any(a, b));
}

/*! A property of \a Root and its new value, made by `f<&Post::title> = "Hello"`. */
template <typename Root>
struct PropertyAssignment
{
    Detail::PathSpec path; /*!< the property */
    Value value; /*!< what it is set to */
};

/*! A path of \a Root to sort by, made by Field::asc() and Field::desc(). */
template <typename Root>
struct OrderTerm
{
    Detail::PathSpec path; /*!< the property, or the relation whose model says the order */
    bool descending = false; /*!< the other way round */
};

} // namespace Chakra

#endif // CHAKRA_CONDITION_H
