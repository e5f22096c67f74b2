// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "logging_p.h"

namespace Chakra {

Q_LOGGING_CATEGORY(lcMeta, "chakra.meta", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSql, "chakra.sql", QtWarningMsg)
Q_LOGGING_CATEGORY(lcDb, "chakra.db", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSession, "chakra.session", QtWarningMsg)
Q_LOGGING_CATEGORY(lcLazy, "chakra.lazy", QtWarningMsg)
Q_LOGGING_CATEGORY(lcSchema, "chakra.schema", QtWarningMsg)

} // namespace Chakra
