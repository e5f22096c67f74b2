// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "identitymap_p.h"

#include <algorithm>
#include <iterator>

namespace Chakra {

namespace {

const qint64 *integerKey(const WireRow &key)
{
    return key.size() == 1 ? std::get_if<qint64>(&key.first()) : nullptr;
}

} // namespace

void IntegerKeys::insert(qint64 key, Model *object)
{
    Model *&entry = m_blocks[key >> Bits][key & Mask];
    m_size += entry ? 0 : 1;
    entry = object;
}

void IntegerKeys::remove(qint64 key, Model *object)
{
    const auto it = m_blocks.find(key >> Bits);
    if (it == m_blocks.end() || (*it)[key & Mask] != object)
        return;
    (*it)[key & Mask] = nullptr;
    --m_size;
    if (*it == Block())
        m_blocks.erase(it);
}

void IntegerKeys::remove(Model *object)
{
    for (auto it = m_blocks.cbegin(); it != m_blocks.cend(); ++it) {
        for (qint64 i = 0; i <= Mask; ++i) {
            if ((*it)[i] == object) {
                remove((it.key() << Bits) + i, object);
                return;
            }
        }
    }
}

QList<Model *> IntegerKeys::objects() const
{
    QList<Model *> found;
    found.reserve(m_size);
    for (const Block &block : m_blocks)
        std::copy_if(block.cbegin(), block.cend(), std::back_inserter(found), [](Model *entry) { return entry; });
    return found;
}

Model *IdentityTable::find(const WireRow &key) const
{
    if (const qint64 *integer = integerKey(key))
        return m_integers.find(*integer);
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
        m_integers.remove(*integer, object);
    } else if (const auto it = m_others.constFind(KeyRow{key}); it != m_others.constEnd() && *it == object) {
        m_others.erase(it);
    }
}

void IdentityTable::remove(Model *object)
{
    m_integers.remove(object);
    m_others.removeIf([object](const auto &entry) { return entry.value() == object; });
}

QList<Model *> IdentityTable::objects() const
{
    return m_integers.objects() + m_others.values();
}

IdentityTable &IdentityMap::table(const ModelInfo *model)
{
    const size_t number = size_t(model->number);
    if (number >= m_tables.size())
        m_tables.resize(number + 1);
    if (!m_tables[number])
        m_tables[number] = std::make_unique<IdentityTable>();
    return *m_tables[number];
}

void IdentityMap::clear()
{
    for (const std::unique_ptr<IdentityTable> &table : m_tables) {
        if (table)
            *table = IdentityTable();
    }
}

Model *IdentityMap::find(const ModelInfo *model, const WireRow &key) const
{
    const IdentityTable *table = existing(model);
    return table ? table->find(key) : nullptr;
}

} // namespace Chakra
