// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_ISOTIME_P_H
#define CHAKRA_ISOTIME_P_H

#include "../core/wirevalue_p.h"

#include <QDateTime>
#include <QStringView>

#include <optional>

namespace Chakra {

/*!
    The instant of an ISO 8601 text in any of its spellings ("2026-01-31 12:00:00.123",
    "2026-01-31T12:00:00+02:00", …); a time without an offset is UTC. By hand, since parsing
    through QDateTime is most of the cost of reading a row.
*/
std::optional<UtcTime> parseInstant(QStringView text);

/*! "2026-01-31T12:00:00.123Z" */
QString toIsoT(UtcTime time);

QDateTime toDateTime(UtcTime time);

} // namespace Chakra

#endif // CHAKRA_ISOTIME_P_H
