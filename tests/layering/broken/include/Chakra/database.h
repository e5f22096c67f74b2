// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/error.h>

#include "../../src/db/database_p.h"

#include <QSqlDatabase>

namespace Chakra {

class CHAKRA_EXPORT Database
{
public:
    Database();
    Result<void> createTables() const;
    Result<void> describe() const;
};

} // namespace Chakra
