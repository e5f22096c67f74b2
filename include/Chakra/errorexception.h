// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_ERROREXCEPTION_H
#define CHAKRA_ERROREXCEPTION_H

#include <Chakra/error.h>

#include <QtCore/qexception.h>

namespace Chakra {

/*!
    Thrown when the value of a failed Result is taken, and by nothing else in Chakra.

    A QException, so that it also travels through a QFuture. Catch it where a function takes values
    without asking; Session::transact() rolls back and passes it on.
*/
class CHAKRA_EXPORT ErrorException : public QException
{
public:
    /*! An exception that carries \a error. */
    explicit ErrorException(const Error &error);
    ~ErrorException() override;

    /*! The error of the Result. */
    Error error() const;
    /*! The error's text as UTF-8; valid as long as the exception. */
    const char *what() const noexcept override;

    void raise() const override; /*!< Throws a copy. */
    ErrorException *clone() const override; /*!< A copy, which belongs to the caller. */

private:
    Error m_error;
    QByteArray m_what;
};

} // namespace Chakra

#endif // CHAKRA_ERROREXCEPTION_H
