// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "querydata_p.h"

namespace Chakra {

namespace {

using Runners = QList<std::weak_ptr<QueryRunner>>;

/*! The runners of this thread's sessions, the innermost last. */
Runners &runners()
{
    thread_local Runners list;
    return list;
}

} // namespace

std::shared_ptr<QueryRunner> QueryRunner::current()
{
    Runners &list = runners();
    while (!list.isEmpty()) {
        if (auto runner = list.last().lock())
            return runner;
        list.removeLast();
    }
    return nullptr;
}

void QueryRunner::pushCurrent(const std::shared_ptr<QueryRunner> &runner)
{
    runners().append(runner);
}

void QueryRunner::removeCurrent(const QueryRunner *runner)
{
    runners().removeIf([runner](const std::weak_ptr<QueryRunner> &known) {
        const auto alive = known.lock();
        return !alive || alive.get() == runner;
    });
}

} // namespace Chakra
