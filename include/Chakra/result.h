// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_RESULT_H
#define CHAKRA_RESULT_H

#include <Chakra/error.h>

#include <concepts>
#include <optional>
#include <type_traits>

namespace Chakra {

namespace Detail {

/*! \internal The failure of a Result and its "looked at" mark, shared by all copies. */
class CHAKRA_EXPORT Failure
{
public:
    Failure() = default;
    explicit Failure(const Error &error);
    Failure(const Failure &other) noexcept;
    Failure(Failure &&other) noexcept : m_data(other.m_data) { other.m_data = nullptr; }
    Failure &operator=(Failure other) noexcept
    {
        std::swap(m_data, other.m_data);
        return *this;
    }
    ~Failure()
    {
        if (m_data)
            release();
    }

    bool isNull() const { return !m_data; }
    void look() const;
    Error error() const;
    [[noreturn]] void raise() const;

private:
    struct Data;
    void release() noexcept;
    Data *m_data = nullptr;
};

template <typename T>
inline constexpr bool IsTestable = !std::is_arithmetic_v<T>;

} // namespace Detail

/*!
    Either a value or an Error: what every call that can fail returns.

    A Result tests as \e succeeded and converts to its value. Taking the value of a failure throws
    ErrorException, the only exception that Chakra throws. A Result of a number converts but cannot
    be tested, since \c if \c (query.count()) could be read both ways: write ok() or value().

    A failure that nobody looks at is not lost: when its last copy goes, it is logged and posted to
    the session, which emits Session::errorOccurred(). Testing, ok(), error(), value(), conversion
    and iteration are looks. Runs no SQL itself; a copy may be used in another thread.
*/
template <typename T>
class Result
{
public:
    using ValueType = T; /*!< What a success holds. */

    Result(const T &value) : m_value(value) { } /*!< A success. */
    Result(T &&value) : m_value(std::move(value)) { } /*!< A success. */
    /*! A failure. An Error of kind None, which is none, makes one of kind Error::Usage. */
    Result(const Error &error) : m_failure(error) { }

    /*! Whether there is a value. */
    bool ok() const
    {
        m_failure.look();
        return m_failure.isNull();
    }

    /*! The error; of kind Error::None on success. */
    Error error() const
    {
        m_failure.look();
        return m_failure.error();
    }

    /*! The value; throws ErrorException on failure. */
    const T &value() const &
    {
        check();
        return *m_value;
    }
    /*! The same, by value: that of a temporary outlives it. */
    T value() &&
    {
        check();
        return std::move(*m_value);
    }

    /*! The value, or \a other on failure. */
    T valueOr(T other) const
    {
        return ok() ? *m_value : std::move(other);
    }

    const T &operator*() const & { return value(); } /*!< As value(). */
    T operator*() && { return std::move(*this).value(); } /*!< As value(). */

    /*! The value's members, or those of the object that it points to; throws as value(). */
    auto operator->() const
    {
        if constexpr (std::is_pointer_v<T>)
            return value();
        else
            return &value();
    }

    /*! Whether there is a value, as ok(). */
    explicit operator bool() const &
        requires Detail::IsTestable<T>
    {
        return ok();
    }
    /*! Whether there is a value, as ok(). */
    explicit operator bool() &&
        requires Detail::IsTestable<T>
    {
        return ok();
    }
    /*! A number would read both as "succeeded" and as "not zero": write ok() or value(). */
    explicit operator bool() const &
        requires(!Detail::IsTestable<T>)
    = delete;
    /*! A number would read both as "succeeded" and as "not zero": write ok() or value(). */
    explicit operator bool() &&
        requires(!Detail::IsTestable<T>)
    = delete;

    /*! The value; throws as value(). To exactly this type: nothing is converted further. */
    operator T() const &
        requires(!std::same_as<T, bool>)
    {
        return value();
    }
    /*! The value; throws as value(). */
    operator T() &&
        requires(!std::same_as<T, bool>)
    {
        return std::move(*this).value();
    }
    /*! The value of a Result of a bool; throws as value(). */
    template <std::same_as<bool> U>
    operator U() const &
        requires std::same_as<T, bool>
    {
        return value();
    }
    /*! The value of a Result of a bool; throws as value(). */
    template <std::same_as<bool> U>
    operator U() &&
        requires std::same_as<T, bool>
    {
        return value();
    }
    /*! Neither "succeeded" nor the value is meant by a plain bool: write ok() or value(). */
    template <std::same_as<bool> U>
    operator U() const &
        requires(!std::same_as<T, bool>)
    = delete;
    /*! Neither "succeeded" nor the value is meant by a plain bool: write ok() or value(). */
    template <std::same_as<bool> U>
    operator U() &&
        requires(!std::same_as<T, bool>)
    = delete;

    /*! The begin of the list in it; throws as value(). */
    auto begin() const
        requires requires(const T &t) { t.cbegin(); }
    {
        return value().cbegin();
    }
    /*! The end of the list in it; throws as value(). */
    auto end() const
        requires requires(const T &t) { t.cend(); }
    {
        return value().cend();
    }

private:
    void check() const
    {
        if (!m_failure.isNull())
            m_failure.raise();
    }

    std::optional<T> m_value;
    Detail::Failure m_failure;
};

/*! The Result of a call without a value: success, or an Error. */
template <>
class Result<void>
{
public:
    using ValueType = void; /*!< A success holds nothing. */

    Result() = default; /*!< A success. */
    Result(const Error &error) : m_failure(error) { } /*!< A failure, as of any Result. */

    /*! Whether it succeeded. */
    bool ok() const
    {
        m_failure.look();
        return m_failure.isNull();
    }
    /*! The error; of kind Error::None on success. */
    Error error() const
    {
        m_failure.look();
        return m_failure.error();
    }
    /*! Throws ErrorException on failure. */
    void value() const
    {
        if (!m_failure.isNull())
            m_failure.raise();
    }
    explicit operator bool() const { return ok(); } /*!< Whether it succeeded. */

private:
    Detail::Failure m_failure;
};

} // namespace Chakra

#endif // CHAKRA_RESULT_H
