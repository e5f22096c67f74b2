// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_ERRORSINK_P_H
#define CHAKRA_ERRORSINK_P_H

namespace Chakra {

class Error;

/*! Where failures that nobody looked at go; called in any thread, from destructors. */
class ErrorSink
{
public:
    virtual ~ErrorSink() = default;
    /*! Hands \a error on later, never from within the call. */
    virtual void post(const Error &error) = 0;
};

} // namespace Chakra

#endif // CHAKRA_ERRORSINK_P_H
