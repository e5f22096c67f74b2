// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_NATIVEERRORS_P_H
#define CHAKRA_NATIVEERRORS_P_H

#include <Chakra/error.h>

QT_FORWARD_DECLARE_CLASS(QSqlError)

namespace Chakra {

/*!
    Makes an Error of what a driver says, by its native code; never QSqlError::type(), which the
    drivers fill at random. Valid even where the driver has nothing to say.
*/
using NativeErrorFunction = Error (*)(const QSqlError &error);

Error sqliteError(const QSqlError &error);

} // namespace Chakra

#endif // CHAKRA_NATIVEERRORS_P_H
