// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/database.h>

#include "sql/statement_p.h"

#include <QSqlDatabase>

namespace Chakra {

Database::Database() = default;

} // namespace Chakra
