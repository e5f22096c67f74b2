// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_WIREVALUE_P_H
#define CHAKRA_WIREVALUE_P_H

#include <QByteArray>
#include <QDate>
#include <QHash>
#include <QList>
#include <QString>
#include <QTime>
#include <QVariant>

#include <variant>

namespace Chakra {

/*! An instant, in milliseconds since 1970 UTC. */
struct UtcTime
{
    qint64 msecs = 0;
    friend bool operator==(const UtcTime &, const UtcTime &) = default;
};

/*!
    The closed list of what travels to a database: null, integers, double, text, bytes, dates, times
    and instants. Nothing else is ever bound; a dialect gives dates and times the form that its
    database keeps.
*/
using WireValue = std::variant<std::monostate, qint64, quint64, double, QString, QByteArray, QDate,
                               QTime, UtcTime>;

using WireRow = QList<WireValue>;

inline bool isNull(const WireValue &value)
{
    return std::holds_alternative<std::monostate>(value);
}

/*! Whether no character of \a text is from U+D800 on: then every database keeps it. */
inline bool isPlainText(QStringView text)
{
    // Without a branch, so that many are compared at a time.
    char16_t most = 0;
    for (const QChar c : text)
        most = c.unicode() > most ? c.unicode() : most;
    return most < 0xd800;
}

/*! What a user sees of it: an instant is a QDateTime in UTC. */
QVariant toVariant(const WireValue &value);

// The alternative UtcTime brings the lookup of QHash here, which clazy does not see.
inline size_t qHash(const WireValue &value, size_t seed = 0) // clazy:exclude=qhash-namespace
{
    struct Hasher
    {
        size_t seed;
        size_t operator()(std::monostate) const { return seed; }
        size_t operator()(const UtcTime &v) const { return ::qHash(v.msecs, seed); }
        size_t operator()(const QDate &v) const { return ::qHash(v.toJulianDay(), seed); }
        size_t operator()(const QTime &v) const { return ::qHash(v.msecsSinceStartOfDay(), seed); }
        size_t operator()(qint64 v) const { return ::qHash(v, seed); }
        size_t operator()(quint64 v) const { return ::qHash(v, seed); }
        size_t operator()(double v) const { return ::qHash(v, seed); }
        size_t operator()(const QString &v) const { return ::qHash(v, seed); }
        size_t operator()(const QByteArray &v) const { return ::qHash(v, seed); }
    };
    return std::visit(Hasher{seed}, value);
}

/*!
    One row of a result, read column by column in the type that the reader wants: the seam between
    the driver and the objects. Values are valid until the next row.
*/
class RowReader
{
public:
    virtual ~RowReader() = default;

    virtual bool isNull(int column) = 0;
    virtual qint64 integer(int column) = 0;
    virtual double real(int column) = 0;
    virtual QString text(int column) = 0;
    virtual QByteArray bytes(int column) = 0;
    /*! The value as the driver has it, for what does not know its type beforehand. */
    virtual WireValue any(int column) = 0;
};

} // namespace Chakra

#endif // CHAKRA_WIREVALUE_P_H
