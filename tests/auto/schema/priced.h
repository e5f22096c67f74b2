// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SCHEMA_PRICED_H
#define TESTS_SCHEMA_PRICED_H

#include <Chakra/Model>

#include <QtCore/QString>

#include <optional>

class Priced : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Priced, "priced")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, price, setPrice, defaultValue("-1.5"), decimal(6, 2))
    CHAKRA_FIELD(double, rate, setRate, decimal(6, 3), defaultValue(0.25))
    CHAKRA_FIELD(QString, exact, setExact, decimal(38, 10), defaultValue("-0"))
    CHAKRA_FIELD(std::optional<QString>, rebate, setRebate, decimal(4, 0), defaultValue("07"))
};

#endif
