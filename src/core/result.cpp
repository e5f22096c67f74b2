// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/result.h>

#include <Chakra/errorexception.h>

#include "error_p.h"
#include "logging_p.h"

#include <QDebug>

#include <atomic>

namespace Chakra {

ErrorException::ErrorException(const Error &error) : m_error(error), m_what(error.text().toUtf8()) { }

ErrorException::~ErrorException() = default;

Error ErrorException::error() const
{
    return m_error;
}

const char *ErrorException::what() const noexcept
{
    return m_what.constData();
}

void ErrorException::raise() const
{
    throw *this;
}

ErrorException *ErrorException::clone() const
{
    return new ErrorException(*this);
}

namespace Detail {

struct Failure::Data
{
    explicit Data(const Error &e) : error(e) { }

    std::atomic<int> references = 1;
    std::atomic<bool> seen = false;
    Error error;
};

Failure::Failure(const Error &error)
{
    // A Result made of "no error" would have neither value nor failure.
    if (error.isValid())
        m_data = new Data(error);
    else
        m_data = new Data(Error(Error::Usage, QStringLiteral("A Result was made of an Error of kind None")));
}

Failure::Failure(const Failure &other) noexcept : m_data(other.m_data)
{
    if (m_data)
        m_data->references.fetch_add(1, std::memory_order_relaxed);
}

void Failure::look() const
{
    if (m_data)
        m_data->seen.store(true, std::memory_order_relaxed);
}

Error Failure::error() const
{
    return m_data ? m_data->error : Error();
}

void Failure::raise() const
{
    look();
    throw ErrorException(m_data->error);
}

void Failure::release() noexcept
{
    if (m_data->references.fetch_sub(1, std::memory_order_acq_rel) != 1)
        return;
    if (!m_data->seen.load(std::memory_order_relaxed)) {
        qCWarning(lcSession) << "a failure that nobody looked at:" << m_data->error;
        if (const auto sink = ErrorPrivate::sink(m_data->error))
            sink->post(m_data->error);
    }
    delete m_data;
    m_data = nullptr;
}

} // namespace Detail

} // namespace Chakra
