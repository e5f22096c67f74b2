// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_SQLITEJSON_P_H
#define CHAKRA_SQLITEJSON_P_H

#include "dialect_p.h"

/* Many values as one JSON text that SQLite gives back as they went in. */
namespace Chakra::Sql {

/*! Appends a value as the database keeps it; false, with nothing appended, for one that it does not take. */
using AppendJson = bool (*)(QString &json, const WireValue &kept);

/*!
    Appends \a kept, which SQLite's JSON gives back as it went in; false for what it does not: bytes,
    text that holds a NUL, and doubles, which SQLite may not round to the nearest.
*/
bool appendPlain(QString &json, const WireValue &kept);

/*!
    Appends a double as three integers, which give it without any rounding: the first times the
    second, divided by the third. False for the very large and the very small.
*/
bool appendReal(QString &json, const WireValue &kept);

/*! Appends bytes as SQLite's hex() spells them. */
bool appendBytes(QString &json, const WireValue &kept);

/*! The values that \a append takes as a JSON array, empty for none; the others are added to \a rest. */
QString jsonList(const Dialect &dialect, const WireRow &values, AppendJson append,
                 WireRow *rest);

} // namespace Chakra::Sql

#endif // CHAKRA_SQLITEJSON_P_H
