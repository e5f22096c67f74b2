// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_LOGGING_P_H
#define CHAKRA_LOGGING_P_H

#include <QLoggingCategory>

namespace Chakra {

Q_DECLARE_LOGGING_CATEGORY(lcMeta)
Q_DECLARE_LOGGING_CATEGORY(lcSql)
Q_DECLARE_LOGGING_CATEGORY(lcDb)
Q_DECLARE_LOGGING_CATEGORY(lcSession)
Q_DECLARE_LOGGING_CATEGORY(lcLazy)
Q_DECLARE_LOGGING_CATEGORY(lcSchema)

} // namespace Chakra

#endif // CHAKRA_LOGGING_P_H
