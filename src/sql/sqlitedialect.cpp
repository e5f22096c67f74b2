// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "sqlitedialect_p.h"

#include "sqlitejson_p.h"
#include "writer_p.h"

#include <QRegularExpression>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace Chakra::Sql {

namespace {

// The driver prepares placeholders in quadratic time: 12 ms for 2,000, once per statement text. So
// lists stay short, and rows go in by hundreds.
constexpr int LongestList = 500;
constexpr int MostVariables = 10'000;
// SQLite refuses GLOB patterns above 50,000 bytes; below this no pattern can reach that.
constexpr qsizetype LongestGlob = 4000;

// Two different decimal numbers of so many digits are two different doubles.
constexpr int DigitsOfADouble = 15;

constexpr qint64 MsecsPerDay = 86'400'000;

bool keepsYear(const QDate &date)
{
    return date.isValid() && date.year() >= 1 && date.year() <= 9999;
}

// By hand, since QDateTime::toString() takes twenty times as long.

void putDigits(char16_t *end, int number, int digits)
{
    for (; digits > 0; --digits) {
        *--end = char16_t(u'0' + number % 10);
        number /= 10;
    }
}

void putDate(char16_t *out, const QDate &date)
{
    int year = 0;
    int month = 0;
    int day = 0;
    date.getDate(&year, &month, &day);
    putDigits(out + 4, year, 4);
    out[4] = u'-';
    putDigits(out + 7, month, 2);
    out[7] = u'-';
    putDigits(out + 10, day, 2);
}

void putTime(char16_t *out, int msecs)
{
    putDigits(out + 2, msecs / 3'600'000, 2);
    out[2] = u':';
    putDigits(out + 5, msecs / 60'000 % 60, 2);
    out[5] = u':';
    putDigits(out + 8, msecs / 1000 % 60, 2);
    out[8] = u'.';
    putDigits(out + 12, msecs % 1000, 3);
}

QString dateText(const QDate &date)
{
    char16_t text[10];
    putDate(text, date);
    return QString::fromUtf16(text, 10);
}

QString timeText(const QTime &time)
{
    char16_t text[12];
    putTime(text, time.msecsSinceStartOfDay());
    return QString::fromUtf16(text, 12);
}

WireValue storedInstant(const UtcTime &time)
{
    qint64 days = time.msecs / MsecsPerDay;
    qint64 msecs = time.msecs % MsecsPerDay;
    if (msecs < 0) {
        msecs += MsecsPerDay;
        --days;
    }
    constexpr qint64 EpochJulianDay = 2'440'588;
    const QDate date = QDate::fromJulianDay(days + EpochJulianDay);
    if (!keepsYear(date))
        return time;
    char16_t text[23];
    putDate(text, date);
    text[10] = u' ';
    putTime(text + 11, int(msecs));
    return QString::fromUtf16(text, 23);
}

/*! The columns in which the rows differ. */
QList<qsizetype> varyingColumns(const Insert &insert)
{
    QList<qsizetype> varying;
    for (qsizetype column = 0; column < insert.columns.size(); ++column) {
        const WireValue &first = insert.rows.first().at(column);
        if (std::any_of(insert.rows.cbegin() + 1, insert.rows.cend(),
                        [&](const WireRow &row) { return row.at(column) != first; }))
            varying.append(column);
    }
    return varying;
}

// Patterns

/*! \a text as a pattern of GLOB that stands for itself. */
QString globEscaped(const QString &text)
{
    QString result;
    result.reserve(text.size() + 8);
    for (const QChar c : text) {
        if (c == u'*' || c == u'?' || c == u'[') {
            result += u'[';
            result += c;
            result += u']';
        } else {
            result += c;
        }
    }
    return result;
}

/*!
    \a text as a regular expression that stands for itself. Not QRegularExpression::escape(), which
    writes a NUL before a digit as another character, and escapes what needs none.
*/
QString regexEscaped(const QString &text)
{
    QString result;
    result.reserve(text.size() + 8);
    for (const QChar c : text) {
        if (c.isNull()) {
            result += "\\x{0}"_L1;
        } else {
            if (c.unicode() < 128 && !c.isLetterOrNumber())
                result += u'\\';
            result += c;
        }
    }
    return result;
}

/*!
    Whether lower() folds all that \a pattern can match, whatever its case: ASCII without K and S,
    which are the lower case of two other characters too, the Kelvin sign and the long s.
*/
bool folds(const QString &pattern)
{
    return std::all_of(pattern.cbegin(), pattern.cend(), [](QChar c) {
        const QChar lower = c.toLower();
        return c > QChar(u'\0') && c < QChar(128) && lower != u'k' && lower != u's';
    });
}

/*! Whether the driver's REGEXP is needed, which an adopted connection may lack. */
bool needsRegex(TextMatch match, bool caseInsensitive, const QString &pattern)
{
    return match == TextMatch::Regex || (caseInsensitive && !folds(pattern));
}

/*! The regular expression that says what \a match means, where SQLite needs one. */
QString regexOf(TextMatch match, bool caseInsensitive, const QString &pattern)
{
    // What the user wrote has \w, \d and \b in Unicode's sense, as other databases have them.
    if (match == TextMatch::Regex)
        return (caseInsensitive ? "(*UCP)(?i)"_L1 : "(*UCP)"_L1) + pattern;
    const bool fromStart = match == TextMatch::Exact || match == TextMatch::StartsWith;
    const bool toEnd = match == TextMatch::Exact || match == TextMatch::EndsWith;
    return (fromStart ? "(?i)\\A"_L1 : "(?i)"_L1) + regexEscaped(pattern)
           + (toEnd ? "\\z"_L1 : ""_L1);
}

// Decimals

// The sort key of a decimal text is '1' and its digits, behind zeros, all of one length; that of a
// negative one is '0' and the digits turned into letters, which sort the other way round.

/*! The letter for \a digit: of 9 the first one. */
QChar negativeDigit(int digit)
{
    return QChar(u'a' + 9 - digit);
}

/*! All digits, the point, and the zero in front of it where no digits are. */
qsizetype decimalWidth(const Expression &decimal)
{
    return decimal.precision + 2;
}

QString decimalKey(const Expression &decimal, const QString &text)
{
    const bool negative = text.startsWith(u'-');
    QString key = text.mid(negative ? 1 : 0).rightJustified(decimalWidth(decimal), u'0');
    for (int digit = 0; negative && digit < 10; ++digit)
        key.replace(QChar(u'0' + digit), negativeDigit(digit));
    return (negative ? u'0' : u'1') + key;
}

} // namespace

SqliteDialect::SqliteDialect(Encoding encoding)
    : Dialect({
            .listAsOneValue = true,
            .maxVariables = MostVariables,
            .maxListLength = LongestList,
            .questionMarks = true,
            .integerLists = true,
            .returning = true,
            .keysBeforeInsert = true,
            .transactionalDdl = true,
            .foreignKeysInTableOnly = true,
            .exactUnsigned64 = false,
            .notANumber = false,
            .endsTransactionsItself = true,
    })
    , m_encoding(encoding)
{ }

QString SqliteDialect::name() const
{
    return u"SQLite"_s;
}

QString SqliteDialect::beginTransaction(bool forWriting) const
{
    // Whoever reads first and asks for the write lock later can lose the race and must start again.
    return forWriting ? u"BEGIN IMMEDIATE"_s : u"BEGIN"_s;
}

QString SqliteDialect::deferForeignKeys() const
{
    return u"PRAGMA defer_foreign_keys = ON"_s; // until the transaction ends
}

QStringList SqliteDialect::connectionSetup() const
{
    return {u"PRAGMA foreign_keys = ON"_s};
}

QString SqliteDialect::connectionCheck() const
{
    return u"PRAGMA foreign_keys"_s; // inside a transaction the setting is ignored without a word
}

QString SqliteDialect::connectionQuestion() const
{
    return u"PRAGMA encoding"_s;
}

std::shared_ptr<const Dialect> SqliteDialect::adapted(const QString &answer) const
{
    static const std::shared_ptr<const Dialect> utf8 =
            std::make_shared<SqliteDialect>(Encoding::Utf8);
    return answer == "UTF-8"_L1 ? utf8 : nullptr;
}

QString SqliteDialect::explainPrefix() const
{
    return u"EXPLAIN QUERY PLAN "_s;
}

WireValue SqliteDialect::stored(const WireValue &value) const
{
    if (const auto *instant = std::get_if<UtcTime>(&value))
        return storedInstant(*instant);
    if (const auto *date = std::get_if<QDate>(&value); date && keepsYear(*date))
        return dateText(*date);
    if (const auto *time = std::get_if<QTime>(&value); time && time->isValid())
        return timeText(*time);
    // Above that SQLite would keep a rounded REAL.
    if (const auto *integer = std::get_if<quint64>(&value);
        integer && *integer <= quint64(std::numeric_limits<qint64>::max()))
        return qint64(*integer);
    return value;
}

QString SqliteDialect::textMistake(const QString &text) const
{
    // The driver hands texts over as UTF-16, of which SQLite makes UTF-8.
    constexpr QChar Swapped = u'\ufffe';
    if (text.startsWith(QChar::ByteOrderMark) || text.startsWith(Swapped))
        return u"it begins with a byte order mark, which SQLite takes away"_s;
    if (text.contains(Swapped) || text.contains(QChar(u'\uffff')))
        return u"it holds U+FFFE or U+FFFF, for which SQLite puts U+FFFD"_s;
    return QString();
}

QString SqliteDialect::patternMistake(TextMatch match, bool caseInsensitive,
                                      const QString &pattern) const
{
    if (!needsRegex(match, caseInsensitive, pattern))
        return QString();
    // To REGEXP, which says "no match" of what it does not understand, a text ends there.
    if (pattern.contains(QChar(u'\0')))
        return u"it holds a NUL character"_s;
    const QRegularExpression regex(regexOf(match, caseInsensitive, pattern));
    return regex.isValid() ? QString() : regex.errorString();
}

// Rows

/*!
    The values of \a columns as a JSON array of rows, of values where it is one column. False where
    a value is not among those that come back as they are bound.
*/
bool SqliteDialect::jsonRows(const Insert &insert, const QList<qsizetype> &columns,
                             QString *json) const
{
    const auto isRefused = [this](const WireValue &value) {
        const auto *text = std::get_if<QString>(&value);
        return text && !isPlainText(*text)
               && !(text->isValidUtf16() && textMistake(*text).isEmpty());
    };
    auto rowSeparator = u'[';
    for (const WireRow &row : insert.rows) {
        *json += rowSeparator;
        rowSeparator = u',';
        auto separator = u'[';
        for (const qsizetype column : columns) {
            if (columns.size() > 1)
                *json += separator;
            separator = u',';
            const WireValue &value = row.at(column);
            if (isRefused(value) || !appendPlain(*json, stored(value)))
                return false;
        }
        if (columns.size() > 1)
            *json += u']';
    }
    *json += u']';
    return true;
}

qsizetype SqliteDialect::rowsPerStatement(const Insert &insert) const
{
    QString json;
    if (!insert.absentBy.isEmpty() && jsonRows(insert, varyingColumns(insert), &json))
        return insert.rows.size();
    return Dialect::rowsPerStatement(insert);
}

QStringList SqliteDialect::writeRows(Writer &out, const Insert &insert) const
{
    const QList<qsizetype> varying = varyingColumns(insert);
    QString json;
    const bool asOne = jsonRows(insert, varying, &json);
    QStringList boundColumns;
    auto separator = "SELECT "_L1;
    for (qsizetype column = 0; column < insert.columns.size(); ++column) {
        const QString &name = insert.columns.at(column);
        out << separator;
        separator = ", "_L1;
        if (!asOne) {
            out << "column"_L1 << QString::number(column + 1);
        } else if (!varying.contains(column)) {
            out.bind(insert.rows.first().at(column));
            boundColumns.append(name);
        } else if (varying.size() == 1) {
            out << "value"_L1;
        } else {
            out << "json_extract(value, '$["_L1 << QString::number(varying.indexOf(column))
                << "]')"_L1;
        }
        out << " AS "_L1 << quoted(name);
    }
    if (!asOne) {
        out << " FROM ("_L1;
        writeValues(out, insert.rows);
        out << ")"_L1;
        return insert.columns;
    }
    if (!varying.isEmpty()) {
        out << " FROM json_each("_L1;
        out.bind(json);
        out << ")"_L1;
        boundColumns.append(insert.columns.at(varying.first()));
    }
    return boundColumns;
}

// Expressions

void SqliteDialect::writeInValues(Writer &out, const Expression &expression) const
{
    const WireRow &values = expression.values;
    WireRow rest;
    const QString plain =
            values.size() > 1 ? jsonList(*this, values, appendPlain, &rest) : QString();
    if (!plain.isEmpty() && rest.isEmpty()) {
        writeOperand(out, expression.args.first(), Primary);
        out << " IN (SELECT value FROM json_each("_L1;
        out.bind(plain);
        out << "))"_L1;
    } else if (values.size() > LongestList) {
        writeLongList(out, expression);
    } else {
        Dialect::writeInValues(out, expression);
    }
}

/*! A list that holds what JSON does not carry, in as many forms as there are kinds of it. */
void SqliteDialect::writeLongList(Writer &out, const Expression &expression) const
{
    const Expression &operand = expression.args.first();
    WireRow others;
    WireRow otherThanReal;
    WireRow rest;
    const QString plain = jsonList(*this, expression.values, appendPlain, &others);
    const QString reals = jsonList(*this, others, appendReal, &otherThanReal);
    const QString bytes = jsonList(*this, otherThanReal, appendBytes, &rest);

    auto separator = "("_L1;
    const auto writeJson = [&](const auto &writeLeft, QLatin1StringView value,
                               const QString &json) {
        if (json.isEmpty())
            return;
        out << separator;
        writeLeft();
        out << " IN (SELECT "_L1 << value << " FROM json_each("_L1;
        out.bind(json);
        out << "))"_L1;
        separator = " OR "_L1;
    };
    const auto writeColumn = [&] { writeOperand(out, operand, Primary); };
    const auto writeHex = [&] {
        out << "CASE typeof("_L1; // since hex() of a null is empty
        write(out, operand);
        out << ") WHEN 'blob' THEN hex("_L1;
        write(out, operand);
        out << ") END"_L1;
    };
    writeJson(writeColumn, "value"_L1, plain);
    writeJson(writeColumn,
              "CAST(json_extract(value, '$[0]') AS REAL) * json_extract(value, '$[1]') "
              "/ json_extract(value, '$[2]')"_L1,
              reals);
    writeJson(writeHex, "value"_L1, bytes);
    if (!rest.isEmpty()) {
        out << separator;
        Dialect::writeInValues(out, Expression::inValues(operand, rest));
    }
    out << ")"_L1;
}

void SqliteDialect::writeMatch(Writer &out, const Expression &expression) const
{
    const QString &pattern = std::get<QString>(expression.values.first());
    if (!needsRegex(expression.match, expression.caseInsensitive, pattern)) {
        writePlainMatch(out, expression);
        return;
    }
    const Expression &operand = expression.args.first();
    // The driver's function says "no match" of a null, which NOT would turn into a match.
    out << "CASE WHEN "_L1;
    writeOperand(out, operand, Primary);
    out << " IS NOT NULL THEN "_L1;
    writeOperand(out, operand, Primary);
    out << " REGEXP "_L1;
    out.bind(regexOf(expression.match, expression.caseInsensitive, pattern));
    out << " END"_L1;
}

/*! Byte for byte, once both are in lower case where that is asked for; null of null. */
void SqliteDialect::writePlainMatch(Writer &out, const Expression &expression) const
{
    QString pattern = std::get<QString>(expression.values.first());
    if (expression.caseInsensitive)
        pattern = pattern.toLower();
    const bool canGlob = pattern.size() <= LongestGlob && !pattern.contains(QChar(u'\0'));
    const auto writeText = [&] {
        // Not LIKE, which a PRAGMA of the application's makes heed the case.
        if (expression.caseInsensitive)
            out << "lower("_L1;
        writeOperand(out, expression.args.first(), Primary);
        if (expression.caseInsensitive)
            out << ")"_L1;
    };

    if (expression.match == TextMatch::Exact) {
        writeText();
        out << " = "_L1;
        out.bind(pattern);
    } else if (expression.match == TextMatch::StartsWith && canGlob) {
        // SQLite makes a range of an index of this, where collation and type allow it.
        writeText();
        out << " GLOB "_L1;
        out.bind(globEscaped(pattern) + u'*');
    } else if (expression.match == TextMatch::EndsWith && !pattern.isEmpty()) {
        // As bytes: for text, substr() and GLOB stop at a NUL.
        out << "substr(CAST("_L1;
        writeText();
        out << " AS BLOB), -length(CAST("_L1;
        out.bind(pattern);
        out << " AS BLOB))) = CAST("_L1;
        out.bind(pattern);
        out << " AS BLOB)"_L1;
    } else {
        out << "instr("_L1;
        writeText();
        out << ", "_L1;
        out.bind(pattern);
        out << (expression.match == TextMatch::StartsWith ? ") = 1"_L1 : ") > 0"_L1);
    }
}

void SqliteDialect::writePart(Writer &out, const Expression &expression) const
{
    const auto writeArguments = [&] {
        writeOperand(out, expression.args.first(), Primary);
        out << (expression.timeForm == TimeForm::UnixMs ? " / 1000.0, 'unixepoch')"_L1 : ")"_L1);
    };
    const auto writeNumber = [&](QLatin1StringView format) {
        out << "CAST(strftime('"_L1 << format << "', "_L1;
        writeArguments();
        out << " AS INTEGER)"_L1;
    };

    switch (expression.part) {
    case DatePart::Year: return writeNumber("%Y"_L1);
    case DatePart::Month: return writeNumber("%m"_L1);
    case DatePart::Day: return writeNumber("%d"_L1);
    case DatePart::Hour: return writeNumber("%H"_L1);
    case DatePart::Minute: return writeNumber("%M"_L1);
    case DatePart::Second: return writeNumber("%S"_L1);
    case DatePart::WeekDay:
        out << "("_L1;
        writeNumber("%w"_L1);
        out << " + 1)"_L1;
        return;
    case DatePart::Date:
        out << "date("_L1;
        writeArguments();
        return;
    }
}

/*!
    The plus sign: no index fits an expression. Nor has it the affinity of its column, so that only
    values of one type are found. https://sqlite.org/optoverview.html
*/
void SqliteDialect::writeScanned(Writer &out, const Expression &expression) const
{
    out << "+"_L1;
    writeOperand(out, expression.args.first(), Primary);
}

/*!
    The driver lets SQLite turn each text into UTF-16 and copies that, which takes twice as long as
    decoding the bytes of it; and for each plain column it looks up, at each execution, the table,
    the name and the declared type, which an expression does not have.
*/
void SqliteDialect::writeOutput(Writer &out, const Expression &expression) const
{
    const Expression &operand = expression.args.first();
    if (m_encoding != Encoding::Utf8) {
        write(out, operand);
    } else if (expression.asText) {
        out << "CAST("_L1;
        write(out, operand);
        out << " AS BLOB)"_L1;
    } else {
        out << "+"_L1;
        write(out, operand);
    }
}

/*!
    Few digits are compared as doubles, which SQLite makes of column and value alike. More are
    compared as sort keys: a value's is made here, a column's by SQLite.
*/
void SqliteDialect::writeDecimal(Writer &out, const Expression &expression) const
{
    const Expression &operand = expression.args.first();
    if (expression.precision <= DigitsOfADouble) {
        out << "CAST("_L1;
        write(out, operand);
        out << " AS REAL)"_L1;
        return;
    }
    if (operand.kind == Expression::Value) {
        const auto *text = std::get_if<QString>(&operand.values.first());
        out.bind(text ? WireValue(decimalKey(expression, *text)) : operand.values.first());
        return;
    }

    // Another program's column may hold numbers, which are spelled like the texts first.
    const auto writeText = [&] {
        out << "CASE typeof("_L1;
        write(out, operand);
        out << ") WHEN 'text' THEN "_L1;
        write(out, operand);
        out << " ELSE printf('%."_L1 << QString::number(expression.scale) << "f', "_L1;
        write(out, operand);
        out << ") END"_L1;
    };
    const auto writePadded = [&] {
        const qsizetype width = decimalWidth(expression);
        out << "substr('"_L1 << QString(width, u'0') << "' || ltrim("_L1;
        writeText();
        out << ", '-'), -"_L1 << QString::number(width) << ")"_L1;
    };
    out << "CASE WHEN "_L1;
    write(out, operand);
    out << " IS NULL THEN NULL WHEN substr("_L1;
    write(out, operand);
    out << ", 1, 1) = '-' THEN '0' || "_L1 << QString("replace("_L1).repeated(10);
    writePadded();
    for (int digit = 0; digit < 10; ++digit)
        out << ", '"_L1 << QString::number(digit) << "', '"_L1 << negativeDigit(digit) << "')"_L1;
    out << " ELSE '1' || "_L1;
    writePadded();
    out << " END"_L1;
}

void SqliteDialect::writeLimit(Writer &out, const Select &select) const
{
    if (select.offset > 0 && select.limit < 0)
        out << " LIMIT -1"_L1; // SQLite knows no OFFSET alone
    Dialect::writeLimit(out, select);
}

// The schema

Text SqliteDialect::createIndex(const IndexDefinition &index) const
{
    // In double quotes, a name that is no column of the table would be indexed as a text constant.
    QString columns;
    for (QString column : index.columns) {
        if (!columns.isEmpty())
            columns += ", "_L1;
        columns += u'`' + column.replace(u'`', "``"_L1) + u'`';
    }
    return {"CREATE INDEX IF NOT EXISTS "_L1 + quoted(indexName(index)) + " ON "_L1
                    + quoted(index.table) + " ("_L1 + columns + u')',
            {}};
}

void SqliteDialect::writeConstraints(Writer &out, const ColumnDefinition &column) const
{
    // Of this type and with the constraint at the column it is the rowid, which SQLite generates.
    if (column.generatedKey)
        out << " PRIMARY KEY"_L1;
    else
        Dialect::writeConstraints(out, column);
}

/*!
    By the type's name SQLite chooses an affinity. Text must never get NUMERIC, as a mere "DATE" or
    "DECIMAL" would: it turns what looks like a number into one.
*/
QString SqliteDialect::typeName(const ColumnDefinition &column) const
{
    switch (column.type) {
    case ColumnType::Boolean: return u"BOOLEAN"_s;
    case ColumnType::Integer:
    case ColumnType::UnsignedInteger:
    case ColumnType::BigInteger:
    case ColumnType::UnsignedBigInteger: return u"INTEGER"_s;
    case ColumnType::Float:
    case ColumnType::Double: return u"REAL"_s;
    case ColumnType::String:
        return column.length > 0 ? "VARCHAR(%1)"_L1.arg(QString::number(column.length)) : u"TEXT"_s;
    case ColumnType::Binary: return u"BLOB"_s;
    case ColumnType::Date: return u"DATE TEXT"_s;
    case ColumnType::Time: return u"TIME TEXT"_s;
    case ColumnType::DateTime:
        return column.timeForm == TimeForm::UnixMs ? u"INTEGER"_s : u"DATETIME TEXT"_s;
    case ColumnType::Decimal:
    case ColumnType::Text:
    case ColumnType::Uuid:
    case ColumnType::Json: break;
    }
    return u"TEXT"_s;
}

QString SqliteDialect::literal(const WireValue &value) const
{
    // A NUL would end the statement.
    const auto *text = std::get_if<QString>(&value);
    if (text && (text->contains(QChar(u'\0')) || !textMistake(*text).isEmpty()))
        return "(CAST(X'%1' AS TEXT))"_L1.arg(QLatin1StringView(text->toUtf8().toHex()));
    return Dialect::literal(value);
}

} // namespace Chakra::Sql
