// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/database.h>

namespace Chakra {

Result<void> Database::createTables() const
{
    return Database::describe();
}

Result<void> Database::describe() const
{
    return {};
}

} // namespace Chakra
