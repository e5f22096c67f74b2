// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "isotime_p.h"

#include <QDateTime>
#include <QTimeZone>

namespace Chakra {

namespace {

constexpr qint64 msecsPerDay = 86'400'000;

/*! Days since 1970 of a date of the proleptic Gregorian calendar (Howard Hinnant's algorithm). */
constexpr qint64 daysFromCivil(int year, int month, int day)
{
    const int y = month <= 2 ? year - 1 : year;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int yearOfEra = y - era * 400;
    const int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return qint64(era) * 146097 + dayOfEra - 719468;
}

constexpr int daysInMonth(int year, int month)
{
    if (month == 2)
        return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/*! Reads fixed-width numbers from left to right. */
class Scanner
{
public:
    explicit Scanner(QStringView text) : m_at(text.utf16()), m_end(text.utf16() + text.size()) { }

    bool atEnd() const { return m_at == m_end; }
    char16_t peek() const { return m_at == m_end ? u'\0' : *m_at; }
    bool take(char16_t c)
    {
        if (peek() != c)
            return false;
        ++m_at;
        return true;
    }
    bool number(int digits, int *value)
    {
        if (m_end - m_at < digits)
            return false;
        int n = 0;
        for (int i = 0; i < digits; ++i) {
            const char16_t c = m_at[i];
            if (c < u'0' || c > u'9')
                return false;
            n = n * 10 + (c - u'0');
        }
        m_at += digits;
        *value = n;
        return true;
    }
    /*! Digits behind the point, to the millisecond; further ones are dropped. */
    bool fraction(int *msecs)
    {
        int n = 0;
        int digits = 0;
        while (peek() >= u'0' && peek() <= u'9') {
            if (digits < 3)
                n = n * 10 + (*m_at - u'0');
            ++digits;
            ++m_at;
        }
        for (int i = digits; i < 3; ++i)
            n *= 10;
        *msecs = n;
        return digits > 0;
    }

private:
    const char16_t *m_at;
    const char16_t *m_end;
};

/*! The common spellings; nothing for what only Qt knows. */
std::optional<UtcTime> parseCommon(QStringView text)
{
    Scanner in(text);
    int year = 0;
    int month = 0;
    int day = 0;
    if (!in.number(4, &year) || !in.take(u'-') || !in.number(2, &month) || !in.take(u'-')
        || !in.number(2, &day))
        return std::nullopt;
    if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
        return std::nullopt;
    qint64 msecs = daysFromCivil(year, month, day) * msecsPerDay;
    if (in.atEnd())
        return UtcTime{msecs};
    if (!in.take(u' ') && !in.take(u'T'))
        return std::nullopt;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int fraction = 0;
    if (!in.number(2, &hour) || !in.take(u':') || !in.number(2, &minute))
        return std::nullopt;
    if (in.take(u':')) {
        if (!in.number(2, &second))
            return std::nullopt;
        if ((in.take(u'.') || in.take(u',')) && !in.fraction(&fraction))
            return std::nullopt;
    }
    if (hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    msecs += ((hour * 60 + minute) * 60 + second) * qint64(1000) + fraction;
    if (in.atEnd() || (in.take(u'Z') && in.atEnd()))
        return UtcTime{msecs};
    const bool east = in.take(u'+');
    if (!east && !in.take(u'-'))
        return std::nullopt;
    int offsetHours = 0;
    int offsetMinutes = 0;
    if (!in.number(2, &offsetHours))
        return std::nullopt;
    if (!in.atEnd()) {
        in.take(u':');
        if (!in.number(2, &offsetMinutes) || !in.atEnd())
            return std::nullopt;
    }
    const qint64 offset = (offsetHours * 60 + offsetMinutes) * qint64(60'000);
    return UtcTime{east ? msecs - offset : msecs + offset};
}

} // namespace

std::optional<UtcTime> parseInstant(QStringView text)
{
    if (const auto common = parseCommon(text))
        return common;
    QDateTime time = QDateTime::fromString(text, Qt::ISODateWithMs);
    if (!time.isValid())
        time = QDateTime::fromString(text, Qt::RFC2822Date);
    if (!time.isValid())
        return std::nullopt;
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    return UtcTime{time.toMSecsSinceEpoch()};
}

QString toIsoT(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.msecs, Qt::UTC).toString(Qt::ISODateWithMs);
}

QDateTime toDateTime(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.msecs, Qt::UTC);
}

} // namespace Chakra
