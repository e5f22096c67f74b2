// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "columntype_p.h"

#include <QHash>

#include <memory>
#include <mutex>

namespace Chakra {

namespace {

struct ColumnTypes
{
    std::mutex mutex;
    QHash<int, std::shared_ptr<const Detail::ColumnConversion>> conversions;
};

ColumnTypes &columnTypes()
{
    // Never destroyed: objects in static storage may outlive it.
    static ColumnTypes *const instance = new ColumnTypes;
    return *instance;
}

} // namespace

bool Detail::registerColumnConversion(const ColumnConversion &conversion)
{
    ColumnTypes &types = columnTypes();
    const std::lock_guard lock(types.mutex);
    // Its id also makes the type known by name, as which a std::optional of it is looked up.
    std::shared_ptr<const ColumnConversion> &known = types.conversions[conversion.type.id()];
    if (!known)
        known = std::make_shared<const ColumnConversion>(conversion);
    return true;
}

const Detail::ColumnConversion *columnConversion(QMetaType type)
{
    ColumnTypes &types = columnTypes();
    const std::lock_guard lock(types.mutex);
    return types.conversions.value(type.id()).get();
}

} // namespace Chakra
