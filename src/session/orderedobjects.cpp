// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "orderedobjects_p.h"

#include <utility>

namespace Chakra {

void OrderedObjects::append(Model *object)
{
    ModelPrivate *d = ModelPrivate::get(object);
    if (d->positionIn(m_listing) >= 0)
        return;
    d->setPositionIn(m_listing, int(m_entries.size()));
    m_entries.append(object);
}

void OrderedObjects::remove(Model *object)
{
    ModelPrivate *d = ModelPrivate::get(object);
    const int position = d->positionIn(m_listing);
    if (position < 0)
        return;
    m_entries[position] = nullptr;
    d->setPositionIn(m_listing, -1);
}

QList<Model *> OrderedObjects::take()
{
    QList<Model *> taken = std::exchange(m_entries, {});
    taken.removeAll(nullptr);
    for (Model *object : std::as_const(taken))
        ModelPrivate::get(object)->setPositionIn(m_listing, -1);
    return taken;
}

} // namespace Chakra
