// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "identitymap_p.h"

namespace Chakra {

namespace {

const qint64 *integerKey(const WireRow &key)
{
    return key.size() == 1 ? std::get_if<qint64>(&key.first()) : nullptr;
}

} // namespace

Model *IdentityTable::find(const WireRow &key) const
{
    if (const qint64 *integer = integerKey(key))
        return m_integers.value(*integer);
    return m_others.value(KeyRow{key});
}

void IdentityTable::insert(const WireRow &key, Model *object)
{
    if (const qint64 *integer = integerKey(key))
        m_integers.insert(*integer, object);
    else
        m_others.insert(KeyRow{key}, object);
}

void IdentityTable::remove(const WireRow &key, Model *object)
{
    if (const qint64 *integer = integerKey(key)) {
        if (const auto it = m_integers.constFind(*integer); it != m_integers.constEnd() && *it == object)
            m_integers.erase(it);
    } else if (const auto it = m_others.constFind(KeyRow{key}); it != m_others.constEnd() && *it == object) {
        m_others.erase(it);
    }
}

void IdentityTable::remove(Model *object)
{
    m_integers.removeIf([object](const auto &entry) { return entry.value() == object; });
    m_others.removeIf([object](const auto &entry) { return entry.value() == object; });
}

QList<Model *> IdentityTable::objects() const
{
    return m_integers.values() + m_others.values();
}

const IdentityTable *IdentityMap::existing(const ModelInfo *model) const
{
    const auto it = m_tables.find(model);
    return it == m_tables.end() ? nullptr : &it->second;
}

Model *IdentityMap::find(const ModelInfo *model, const WireRow &key) const
{
    const IdentityTable *table = existing(model);
    return table ? table->find(key) : nullptr;
}

} // namespace Chakra
