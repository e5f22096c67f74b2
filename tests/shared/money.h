// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SHARED_MONEY_H
#define TESTS_SHARED_MONEY_H

// Types of a user's own, one for each way to store them.

#include <Chakra/ColumnType>
#include <Chakra/Model>

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <optional>

struct Money
{
    qint64 cents = 0;
    friend bool operator==(const Money &, const Money &) = default;
};

struct Colour
{
    QString name;
    // Wider than what fits into a small buffer.
    double channels[12] = {};
    friend bool operator==(const Colour &a, const Colour &b) { return a.name == b.name; }
};

struct Angle
{
    double degrees = 0;
    friend bool operator==(const Angle &, const Angle &) = default;
};

struct Digest
{
    QByteArray bytes;
    friend bool operator==(const Digest &, const Digest &) = default;
};

enum class Weekday { Monday = 1, Tuesday = 2 };

namespace Chakra {

template <>
struct ColumnType<Money>
{
    using Stored = qint64;
    static Stored toColumn(const Money &money) { return money.cents; }
    static Money fromColumn(const Stored &cents) { return Money{cents}; }
};

template <>
struct ColumnType<Colour>
{
    using Stored = QString;
    static Stored toColumn(const Colour &colour) { return colour.name; }
    static Colour fromColumn(const Stored &name) { return Colour{name, {}}; }
};

template <>
struct ColumnType<Angle>
{
    using Stored = double;
    static Stored toColumn(const Angle &angle) { return angle.degrees / 360; }
    static Angle fromColumn(const Stored &turns) { return Angle{turns * 360}; }
};

template <>
struct ColumnType<Digest>
{
    using Stored = QByteArray;
    static Stored toColumn(const Digest &digest) { return digest.bytes; }
    static Digest fromColumn(const Stored &bytes) { return Digest{bytes}; }
};

template <>
struct ColumnType<Weekday>
{
    using Stored = QString;
    static Stored toColumn(const Weekday &day)
    {
        return QString::fromLatin1(day == Weekday::Monday ? "Mon" : "Tue");
    }
    static Weekday fromColumn(const Stored &text)
    {
        return text == QLatin1StringView("Mon") ? Weekday::Monday : Weekday::Tuesday;
    }
};

} // namespace Chakra

class Offer : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Offer, "offers")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(Money, price, setPrice, index)
    CHAKRA_FIELD(std::optional<Money>, rebate, setRebate)
    CHAKRA_FIELD(Colour, colour, setColour, maxLength(20))
    CHAKRA_FIELD(std::optional<Colour>, border, setBorder)
    CHAKRA_FIELD(Angle, angle, setAngle)
    CHAKRA_FIELD(Digest, digest, setDigest)
    CHAKRA_FIELD(Weekday, day, setDay)
};

// A key of such a type, and what refers to it.
class Shade : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Shade, "shades")
    CHAKRA_FIELD(Colour, colour, setColour, primaryKey)
    CHAKRA_FIELD(Money, price, setPrice)
};

class Stroke;

class Painting : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Painting, "paintings")
    CHAKRA_FIELD(Money, number, setNumber, primaryKey)
    CHAKRA_FIELD(std::optional<Colour>, shadeColour, setShadeColour, foreignKey("shades.colour"))
    CHAKRA_MANY_TO_ONE(Shade, shade, setShade)
    CHAKRA_ONE_TO_MANY(Stroke, strokes)
};

class Stroke : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Stroke, "strokes")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(Money, paintingNumber, setPaintingNumber, foreignKey("paintings.number"))
    CHAKRA_MANY_TO_ONE(Painting, painting, setPainting, foreignKey("paintingNumber"))
};

#endif
