// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_META_DISTANCES_H
#define TESTS_META_DISTANCES_H

// Types of a user's own, in a namespace: with a ColumnType, without one, and of a hand-written
// property.

#include <Chakra/ColumnType>
#include <Chakra/Model>

#include <QtCore/QString>

#include <optional>

namespace Geo {

struct Distance
{
    double metres = 0;
    friend bool operator==(const Distance &, const Distance &) = default;
};

struct Weight
{
    int kilos = 0;
    friend bool operator==(const Weight &, const Weight &) = default;
};

struct Riddle
{
    friend bool operator==(const Riddle &, const Riddle &) = default;
};

} // namespace Geo

template <>
struct Chakra::ColumnType<Geo::Distance>
{
    using Stored = double;
    static Stored toColumn(const Geo::Distance &distance) { return distance.metres / 1000; }
    static Geo::Distance fromColumn(const Stored &kilometres) { return {kilometres * 1000}; }
};

template <>
struct Chakra::ColumnType<Geo::Weight>
{
    using Stored = QString;
    static Stored toColumn(const Geo::Weight &weight)
    {
        return QString::number(weight.kilos) + QStringLiteral(" kg");
    }
    static Geo::Weight fromColumn(const Stored &text)
    {
        return {text.section(QLatin1Char(' '), 0, 0).toInt()};
    }
};

namespace Geo {

class Route : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Route, "routes")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(Distance, length, setLength)
    CHAKRA_FIELD(std::optional<Distance>, detour, setDetour)
    CHAKRA_FIELD(std::optional<Geo::Distance>, shortcut, setShortcut)
    Q_PROPERTY(Geo::Weight load READ load WRITE setLoad)
    CHAKRA_COLUMN(load, maxLength(10))

public:
    Weight load() const { return m_load; }
    void setLoad(const Weight &load) { m_load = load; }

private:
    Weight m_load;
};

class Mystery : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Mystery, "mysteries")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(Riddle, riddle, setRiddle)
};

class Preset : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Preset, "presets")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(Distance, length, setLength, defaultValue(Distance{5}))
};

} // namespace Geo

#endif
