// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_RAWSTATEMENT_P_H
#define CHAKRA_RAWSTATEMENT_P_H

#include <Chakra/error.h>

namespace Chakra {

/*!
    Checks a statement that the user wrote: exactly one, '?' as the only kind of placeholder, as
    many as there are values, and none that begins or ends a transaction behind the connection's
    back. Strings, quoted names and comments are skipped by the rules of standard SQL. \a statement
    gets it without its semicolon and what follows, which drivers take for another statement.
*/
Error checkRawStatement(const QString &sql, qsizetype values, QString *statement);

} // namespace Chakra

#endif // CHAKRA_RAWSTATEMENT_P_H
