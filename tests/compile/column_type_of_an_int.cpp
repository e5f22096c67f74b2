// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: Stored is qint64, double, QString or QByteArray

#include <Chakra/Chakra>

struct Money
{
    qint64 cents = 0;
    friend bool operator==(const Money &, const Money &) = default;
};

template <>
struct Chakra::ColumnType<Money>
{
#ifdef CHAKRA_MUST_FAIL
    using Stored = int;
#else
    using Stored = qint64;
#endif
    static Stored toColumn(const Money &money) { return Stored(money.cents); }
    static Money fromColumn(const Stored &cents) { return Money{cents}; }
};

class Offer : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Offer, "offers")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(Money, price, setPrice)
};
