// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "sqlitejson_p.h"

#include <charconv>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Chakra::Sql {

namespace {

void appendInteger(QString &json, qint64 integer)
{
    char digits[20];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), integer).ptr;
    json += QLatin1StringView(digits, end - digits);
}

void appendText(QString &json, const QString &text)
{
    json += u'"';
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\') {
            json += u'\\';
            json += c;
        } else if (c < u' ') {
            json += "\\u00"_L1;
            json += QChar(u"0123456789abcdef"[c.unicode() >> 4]);
            json += QChar(u"0123456789abcdef"[c.unicode() & 15]);
        } else {
            json += c;
        }
    }
    json += u'"';
}

} // namespace

bool appendPlain(QString &json, const WireValue &kept)
{
    if (const auto *integer = std::get_if<qint64>(&kept)) {
        appendInteger(json, *integer);
        return true;
    }
    if (isNull(kept)) {
        json += "null"_L1;
        return true;
    }
    const auto *text = std::get_if<QString>(&kept);
    if (!text || text->contains(QChar(u'\0')))
        return false;
    appendText(json, *text);
    return true;
}

bool appendReal(QString &json, const WireValue &kept)
{
    constexpr int Digits = std::numeric_limits<double>::digits;
    constexpr int MostBits = 62;
    const auto *real = std::get_if<double>(&kept);
    if (!real || !std::isfinite(*real))
        return false;
    int exponent = 0;
    qint64 number = qint64(std::ldexp(std::frexp(*real, &exponent), Digits));
    exponent = number == 0 ? 0 : exponent - Digits;
    for (; number != 0 && number % 2 == 0; ++exponent)
        number /= 2;
    if (exponent < -MostBits || exponent > MostBits)
        return false;
    json += u'[';
    appendInteger(json, number);
    json += u',';
    appendInteger(json, qint64(1) << qMax(exponent, 0));
    json += u',';
    appendInteger(json, qint64(1) << qMax(-exponent, 0));
    json += u']';
    return true;
}

bool appendBytes(QString &json, const WireValue &kept)
{
    const auto *bytes = std::get_if<QByteArray>(&kept);
    if (!bytes)
        return false;
    json += u'"' + QLatin1StringView(bytes->toHex().toUpper()) + u'"';
    return true;
}

QString jsonList(const Dialect &dialect, const WireRow &values, AppendJson append,
                 WireRow *rest)
{
    QString json;
    json.reserve(values.size() * 8);
    for (const WireValue &value : values) {
        const qsizetype end = json.size();
        json += end == 0 ? u'[' : u',';
        if (!append(json, dialect.stored(value))) {
            json.truncate(end);
            rest->append(value);
        }
    }
    if (!json.isEmpty())
        json += u']';
    return json;
}

} // namespace Chakra::Sql
