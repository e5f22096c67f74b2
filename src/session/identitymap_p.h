// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_IDENTITYMAP_P_H
#define CHAKRA_IDENTITYMAP_P_H

#include "../meta/modelinfo_p.h"

#include <QHash>

#include <array>
#include <memory>
#include <vector>

namespace Chakra {

class Model;

/*! A primary key of several columns, or of one that is no integer. */
struct KeyRow
{
    WireRow values;
    friend bool operator==(const KeyRow &a, const KeyRow &b) { return a.values == b.values; }
    friend size_t qHash(const KeyRow &key, size_t seed = 0)
    {
        for (const WireValue &value : key.values)
            seed = Chakra::qHash(value, seed);
        return seed;
    }
};

/*!
    Objects by a key of one integer. Rows mostly come in the order of their keys: neighbours share a
    node of the hash, which takes half the memory and is in the cache when the next one comes.
*/
class IntegerKeys
{
public:
    Model *find(qint64 key) const
    {
        const auto it = m_blocks.constFind(key >> Bits);
        return it == m_blocks.cend() ? nullptr : (*it)[key & Mask];
    }
    void insert(qint64 key, Model *object);
    /*! Only where \a object is the one that stands there. */
    void remove(qint64 key, Model *object);
    void remove(Model *object);
    qsizetype size() const { return m_size; }
    QList<Model *> objects() const;

private:
    static constexpr int Bits = 2;
    static constexpr qint64 Mask = (1 << Bits) - 1;
    using Block = std::array<Model *, 1 << Bits>;

    QHash<qint64, Block> m_blocks;
    qsizetype m_size = 0;
};

/*! One object per row: the objects of one class by key. */
class IdentityTable
{
public:
    Model *find(qint64 key) const { return m_integers.find(key); }
    Model *find(const WireRow &key) const;
    /*! By a key of one column. */
    Model *find(const WireValue &key) const
    {
        const qint64 *integer = std::get_if<qint64>(&key);
        return integer ? find(*integer) : find(WireRow{key});
    }
    void insert(const WireRow &key, Model *object);
    void insert(qint64 key, Model *object) { m_integers.insert(key, object); }
    /*! Only where \a object is the one that stands there. */
    void remove(const WireRow &key, Model *object);
    void remove(const WireValue &key, Model *object)
    {
        if (const qint64 *integer = std::get_if<qint64>(&key))
            m_integers.remove(*integer, object);
        else
            remove(WireRow{key}, object);
    }
    /*! Wherever it stands: for keys that can not be read any more. */
    void remove(Model *object);
    qsizetype size() const { return m_integers.size() + m_others.size(); }
    bool isEmpty() const { return size() == 0; }
    QList<Model *> objects() const;

private:
    IntegerKeys m_integers;
    QHash<KeyRow, Model *> m_others;
};

/*! The identity tables of a session. Knows nothing but keys and pointers. */
class IdentityMap
{
public:
    IdentityTable &table(const ModelInfo *model);
    const IdentityTable *existing(const ModelInfo *model) const
    {
        const size_t number = size_t(model->number);
        return number < m_tables.size() ? m_tables[number].get() : nullptr;
    }
    /*! Whether there is any object of the class. */
    bool holds(const ModelInfo *model) const
    {
        const IdentityTable *table = existing(model);
        return table && !table->isEmpty();
    }
    Model *find(const ModelInfo *model, const WireRow &key) const;
    /*! Empties the tables; references to them stay valid. */
    void clear();

private:
    // By the number of the model. References to a table stay valid while others are made.
    std::vector<std::unique_ptr<IdentityTable>> m_tables;
};

} // namespace Chakra

#endif // CHAKRA_IDENTITYMAP_P_H
