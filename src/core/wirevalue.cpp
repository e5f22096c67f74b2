// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "wirevalue_p.h"

#include <QDateTime>

namespace Chakra {

namespace {

struct ToVariant
{
    QVariant operator()(std::monostate) const { return QVariant(); }
    QVariant operator()(const UtcTime &time) const
    {
        return QDateTime::fromMSecsSinceEpoch(time.msecs, Qt::UTC);
    }
    template <typename T>
    QVariant operator()(const T &value) const
    {
        return QVariant::fromValue(value);
    }
};

} // namespace

QVariant toVariant(const WireValue &value)
{
    return std::visit(ToVariant{}, value);
}

} // namespace Chakra
