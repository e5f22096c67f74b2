// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_DATABASE_P_H
#define CHAKRA_DATABASE_P_H

#include <Chakra/database.h>

#include "connection_p.h"

namespace Chakra {

/*! What the handles of one database share; thread-safe. */
class DatabasePrivate
{
public:
    static std::shared_ptr<DatabasePrivate> get(const Database &database);

    virtual ~DatabasePrivate() = default;

    /*! The calling thread's connection, opened if needed; null with \a error set on failure. */
    virtual std::shared_ptr<Connection> connection(Error *error) = 0;

    virtual void addObserver(StatementObserver *observer) = 0;
    virtual void removeObserver(StatementObserver *observer) = 0;
};

} // namespace Chakra

#endif // CHAKRA_DATABASE_P_H
