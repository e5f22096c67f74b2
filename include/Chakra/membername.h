// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_MEMBERNAME_H
#define CHAKRA_MEMBERNAME_H

#include <QtCore/qanystringview.h>

#include <string_view>
#include <type_traits>

namespace Chakra {

class Model;
template <typename T>
class RelatedList;

namespace Detail {

/*! \internal "title" of &Post::title, at compile time. */
template <auto Member>
constexpr std::string_view memberNameView()
{
    // "… [with auto Member = &Post::title; …]" (g++), "… [Member = &Post::title]" (clang)
    std::string_view name = __PRETTY_FUNCTION__;
    name.remove_prefix(name.find("Member = ") + 9);
    // A member of an overload set is printed with its type in front, in parentheses.
    if (const auto end = name.find_first_of(";]"); end != std::string_view::npos)
        name = name.substr(0, end);
    while (!name.empty() && name.back() == ')')
        name.remove_suffix(1);
    if (const auto at = name.rfind("::"); at != std::string_view::npos)
        name.remove_prefix(at + 2);
    else if (const auto amp = name.rfind('&'); amp != std::string_view::npos)
        name.remove_prefix(amp + 1);
    return name;
}

template <auto Member>
QAnyStringView memberName()
{
    constexpr std::string_view name = memberNameView<Member>();
    static_assert(!name.empty());
    return QAnyStringView(name.data(), qsizetype(name.size()));
}

template <typename R, typename C>
struct MemberTraits
{
    using Class = C;
    using Type = std::remove_cvref_t<R>;
};

template <typename R, typename C>
MemberTraits<R, C> memberTraits(R (C::*)() const);
template <typename R, typename C>
MemberTraits<R, C> memberTraits(R (C::*)() const noexcept);
template <typename R, typename C>
MemberTraits<R, C> memberTraits(R (C::*)() const &);
template <typename R, typename C>
MemberTraits<R, C> memberTraits(R (C::*)() const &noexcept);
template <typename R, typename C>
MemberTraits<R, C> memberTraits(R (C::*)());
template <typename R, typename C>
MemberTraits<R, C> memberTraits(R (C::*)() noexcept);
template <typename R, typename C>
MemberTraits<R, C> memberTraits(R (C::*)() &);
template <typename R, typename C>
MemberTraits<R, C> memberTraits(R (C::*)() &noexcept);
template <typename R, typename C>
    requires(!std::is_function_v<R>)
MemberTraits<R, C> memberTraits(R C::*);

template <typename T>
struct ListTarget
{
    static constexpr bool IsList = false;
    using Type = void;
};
template <typename T>
struct ListTarget<RelatedList<T>>
{
    static constexpr bool IsList = true;
    using Type = T;
};

/*! \internal What one step of a path is: a scalar, a to-one relation or a to-many one. */
template <auto Getter>
struct Step
{
    using Traits = decltype(memberTraits(Getter));
    using Class = typename Traits::Class;
    using Type = typename Traits::Type;
    static constexpr bool IsToMany = ListTarget<Type>::IsList;
    static constexpr bool IsToOne =
            std::is_pointer_v<Type> && std::is_base_of_v<Model, std::remove_pointer_t<Type>>;
    static constexpr bool IsRelation = IsToMany || IsToOne;
    using Target = std::conditional_t<IsToMany, typename ListTarget<Type>::Type,
                                      std::remove_pointer_t<Type>>;
};

} // namespace Detail

} // namespace Chakra

#endif // CHAKRA_MEMBERNAME_H
