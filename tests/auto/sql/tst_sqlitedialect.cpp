// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "sql/dialect_p.h"

#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace Chakra;
using namespace Chakra::Sql;

Q_DECLARE_METATYPE(Chakra::Sql::Expression)
Q_DECLARE_METATYPE(Chakra::Sql::ColumnDefinition)
Q_DECLARE_METATYPE(Chakra::WireValue)

namespace {

using E = Expression;

E column(const QString &name, const QString &table = u"t0"_s)
{
    return E::column(table, name);
}

E text(const QString &value)
{
    return E::value(value);
}

E number(qint64 value)
{
    return E::value(value);
}

E equal(const QString &name, qint64 value)
{
    return E::binary(E::Equal, column(name), number(value));
}

E match(TextMatch how, const QString &pattern, bool caseInsensitive = false)
{
    E result = E::unary(E::Match, column(u"a"_s));
    result.match = how;
    result.caseInsensitive = caseInsensitive;
    result.values = {pattern};
    return result;
}

E part(DatePart which, TimeForm form = TimeForm::Native)
{
    E result = E::unary(E::Part, column(u"a"_s));
    result.part = which;
    result.timeForm = form;
    return result;
}

E decimal(const E &operand, int precision)
{
    return E::decimal(operand, precision, 2);
}

E literal(qint64 value)
{
    E result;
    result.kind = E::Literal;
    result.values = {value};
    return result;
}

E countAll()
{
    E result;
    result.kind = E::CountAll;
    return result;
}

Select keysOf(const QString &table, const E &where = {})
{
    Select select;
    select.columns = {column(u"id"_s)};
    select.table = table;
    select.alias = u"t0"_s;
    select.where = where;
    return select;
}

ColumnDefinition definition(const QString &name, ColumnType type)
{
    ColumnDefinition result;
    result.name = name;
    result.type = type;
    return result;
}

WireValue instant(int year, int month, int day, int msecs = 0)
{
    return UtcTime{QDateTime(QDate(year, month, day), QTime(0, 0), Qt::UTC).toMSecsSinceEpoch()
                   + msecs};
}

} // namespace

// Gives QCOMPARE words for a wire value.
namespace Chakra {
char *toString(const WireValue &value)
{
    struct Words
    {
        QString operator()(std::monostate) const { return u"null"_s; }
        QString operator()(qint64 v) const { return u"integer %1"_s.arg(v); }
        QString operator()(quint64 v) const { return u"unsigned %1"_s.arg(v); }
        QString operator()(double v) const { return u"double %1"_s.arg(v, 0, 'g', 17); }
        QString operator()(const QString &v) const { return u"text "_s + v; }
        QString operator()(const QByteArray &v) const
        {
            return u"bytes "_s + QString::fromLatin1(v.toHex());
        }
        QString operator()(const QDate &v) const { return u"date "_s + v.toString(Qt::ISODate); }
        QString operator()(const QTime &v) const { return u"time "_s + v.toString(); }
        QString operator()(const UtcTime &v) const { return u"instant %1"_s.arg(v.msecs); }
    };
    return qstrdup(qPrintable(std::visit(Words{}, value)));
}
} // namespace Chakra

class TestSqliteDialect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsItsDriver();
    void spellsExpressions_data();
    void spellsExpressions();
    void spellsLists_data();
    void spellsLists();
    void spellsMatches_data();
    void spellsMatches();
    void onlyTwoOtherCharactersFoldToAscii();
    void judgesPatterns();
    void spellsSelects();
    void spellsLimits_data();
    void spellsLimits();
    void spellsInserts();
    void spellsInsertsOfAbsentRows_data();
    void spellsInsertsOfAbsentRows();
    void spellsUpdatesAndDeletes();
    void quotesWhateverIsInAName_data();
    void quotesWhateverIsInAName();
    void keepsValues_data();
    void keepsValues();
    void spellsTheNextKey();
    void spellsTables();
    void givesEachTypeItsAffinity_data();
    void givesEachTypeItsAffinity();
    void spellsDefaults_data();
    void spellsDefaults();
    void spellsIndexes();
    void shortensNamesOfIndexes();
    void spellsTransactions();

private:
    const std::shared_ptr<const Dialect> m_dialect = Dialect::forDriver(u"QSQLITE"_s);
};

void TestSqliteDialect::knowsItsDriver()
{
    QVERIFY(m_dialect);
    QCOMPARE(m_dialect->name(), u"SQLite"_s);
    QVERIFY(m_dialect->features().listAsOneValue);
    QVERIFY(m_dialect->features().foreignKeysInTableOnly);
    QVERIFY(!Dialect::forDriver(u"QNOSUCH"_s));
}

void TestSqliteDialect::spellsExpressions_data()
{
    QTest::addColumn<Expression>("expression");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("values");

    const E a = equal(u"a"_s, 1);
    const E b = equal(u"b"_s, 2);
    const E c = equal(u"c"_s, 3);
    const QString sa = u"\"t0\".\"a\" = ?"_s;
    const QString sb = u"\"t0\".\"b\" = ?"_s;
    const QString sc = u"\"t0\".\"c\" = ?"_s;
    const QString ca = u"\"t0\".\"a\""_s;
    const auto comparison = [](E::Kind kind) { return E::binary(kind, column(u"a"_s), number(1)); };

    QTest::newRow("column") << column(u"a"_s) << ca << 0;
    QTest::newRow("column of the only table") << column(u"a"_s, QString()) << u"\"t\".\"a\""_s << 0;
    QTest::newRow("value") << text(u"x"_s) << u"?"_s << 1;
    QTest::newRow("literal") << literal(-1) << u"-1"_s << 0;
    QTest::newRow("count") << countAll() << u"count(*)"_s << 0;
    QTest::newRow("max") << E::unary(E::Max, column(u"a"_s)) << u"max(%1)"_s.arg(ca) << 0;
    QTest::newRow("equal") << a << sa << 1;
    QTest::newRow("not equal") << comparison(E::NotEqual) << ca + u" <> ?"_s << 1;
    QTest::newRow("less") << comparison(E::Less) << ca + u" < ?"_s << 1;
    QTest::newRow("less or equal") << comparison(E::LessOrEqual) << ca + u" <= ?"_s << 1;
    QTest::newRow("greater") << comparison(E::Greater) << ca + u" > ?"_s << 1;
    QTest::newRow("greater or equal") << comparison(E::GreaterOrEqual) << ca + u" >= ?"_s << 1;
    QTest::newRow("null") << E::unary(E::IsNull, column(u"a"_s)) << ca + u" IS NULL"_s << 0;
    QTest::newRow("not null") << E::unary(E::IsNotNull, column(u"a"_s)) << ca + u" IS NOT NULL"_s
                              << 0;
    QTest::newRow("between") << E::list(E::Between, {column(u"a"_s), number(1), number(2)})
                             << ca + u" BETWEEN ? AND ?"_s << 2;
    QTest::newRow("true") << E::list(E::And, {}) << u"1 = 1"_s << 0;
    QTest::newRow("false") << E::list(E::Or, {}) << u"1 = 0"_s << 0;
    QTest::newRow("and") << E::list(E::And, {a, b, c}) << sa + u" AND "_s + sb + u" AND "_s + sc
                         << 3;
    QTest::newRow("and of one") << E::list(E::And, {a}) << sa << 1;
    QTest::newRow("or") << E::list(E::Or, {a, b}) << sa + u" OR "_s + sb << 2;
    QTest::newRow("or in and") << E::list(E::And, {E::list(E::Or, {a, b}), c})
                               << u"(%1 OR %2) AND %3"_s.arg(sa, sb, sc) << 3;
    QTest::newRow("or of one in and")
            << E::list(E::And, {E::list(E::Or, {a}), c}) << u"%1 AND %2"_s.arg(sa, sc) << 2;
    QTest::newRow("or in and of one in and")
            << E::list(E::And, {E::list(E::And, {E::list(E::Or, {a, b})}), c})
            << u"(%1 OR %2) AND %3"_s.arg(sa, sb, sc) << 3;
    QTest::newRow("and in or") << E::list(E::Or, {E::list(E::And, {a, b}), c})
                               << u"%1 AND %2 OR %3"_s.arg(sa, sb, sc) << 3;
    QTest::newRow("not") << E::unary(E::Not, a) << u"NOT (%1)"_s.arg(sa) << 1;
    QTest::newRow("not or") << E::unary(E::Not, E::list(E::Or, {a, b}))
                            << u"NOT (%1 OR %2)"_s.arg(sa, sb) << 2;
    QTest::newRow("not in and") << E::list(E::And, {E::unary(E::Not, a), b})
                                << u"NOT (%1) AND %2"_s.arg(sa, sb) << 2;
    QTest::newRow("not true") << E::unary(E::IsNotTrue, a) << u"(%1) IS NOT TRUE"_s.arg(sa) << 1;
    QTest::newRow("a comparison compared")
            << E::binary(E::Equal, a, b) << u"(%1) = (%2)"_s.arg(sa, sb) << 2;
    QTest::newRow("in select") << E::inSelect(column(u"a"_s), keysOf(u"posts"_s))
                               << ca + u" IN (SELECT \"t0\".\"id\" FROM \"posts\" AS \"t0\")"_s
                               << 0;
    QTest::newRow("exists")
            << E::exists(keysOf(u"posts"_s, a))
            << u"EXISTS (SELECT \"t0\".\"id\" FROM \"posts\" AS \"t0\" WHERE %1)"_s.arg(sa) << 1;
    const QString exists = u"EXISTS (SELECT \"t0\".\"id\" FROM \"posts\" AS \"t0\")"_s;
    QTest::newRow("not exists") << E::unary(E::Not, E::exists(keysOf(u"posts"_s)))
                                << u"NOT "_s + exists << 0;
    QTest::newRow("exists is not true")
            << E::unary(E::IsNotTrue, E::exists(keysOf(u"posts"_s))) << u"NOT "_s + exists << 0;

    const auto cast = [&](const QString &format) {
        return u"CAST(strftime('%1', %2) AS INTEGER)"_s.arg(format, ca);
    };
    QTest::newRow("year") << part(DatePart::Year) << cast(u"%Y"_s) << 0;
    QTest::newRow("month") << part(DatePart::Month) << cast(u"%m"_s) << 0;
    QTest::newRow("day") << part(DatePart::Day) << cast(u"%d"_s) << 0;
    QTest::newRow("hour") << part(DatePart::Hour) << cast(u"%H"_s) << 0;
    QTest::newRow("minute") << part(DatePart::Minute) << cast(u"%M"_s) << 0;
    QTest::newRow("second") << part(DatePart::Second) << cast(u"%S"_s) << 0;
    QTest::newRow("day of the week")
            << part(DatePart::WeekDay) << u"(%1 + 1)"_s.arg(cast(u"%w"_s)) << 0;
    QTest::newRow("date") << part(DatePart::Date) << u"date(%1)"_s.arg(ca) << 0;
    QTest::newRow("year of ISO text") << part(DatePart::Year, TimeForm::IsoT) << cast(u"%Y"_s) << 0;
    QTest::newRow("year of milliseconds")
            << part(DatePart::Year, TimeForm::UnixMs)
            << u"CAST(strftime('%Y', %1 / 1000.0, 'unixepoch') AS INTEGER)"_s.replace(u"%1"_s, ca)
            << 0;
    QTest::newRow("decimal of few digits")
            << decimal(column(u"a"_s), 15) << u"CAST(%1 AS REAL)"_s.arg(ca) << 0;
    QTest::newRow("value of few digits")
            << decimal(text(u"1.50"_s), 15) << u"CAST(? AS REAL)"_s << 1;
    QTest::newRow("value of many digits") << decimal(text(u"1.50"_s), 16) << u"?"_s << 1;
}

void TestSqliteDialect::spellsExpressions()
{
    QFETCH(Expression, expression);
    QFETCH(QString, sql);
    QFETCH(int, values);

    Select select;
    select.columns = {literal(1)};
    select.table = u"t"_s;
    select.where = expression;
    const Text written = m_dialect->select(select);
    QCOMPARE(written.sql, u"SELECT 1 FROM \"t\" WHERE "_s + sql);
    QCOMPARE(written.values.size(), values);
}

void TestSqliteDialect::spellsLists_data()
{
    QTest::addColumn<WireRow>("list");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<WireRow>("values");

    const QString oneValue = u"\"t0\".\"a\" IN (SELECT value FROM json_each(?))"_s;
    const QString spelledOut = u"\"t0\".\"a\" IN (?, ?)"_s;
    const qint64 most = std::numeric_limits<qint64>::max();
    const qint64 least = std::numeric_limits<qint64>::min();
    const QString withNul = u"a"_s + QChar(u'\0') + u'b';

    QTest::newRow("none") << WireRow{} << u"1 = 0"_s << WireRow{};
    QTest::newRow("one") << WireRow{qint64(7)} << u"\"t0\".\"a\" = ?"_s << WireRow{qint64(7)};
    QTest::newRow("integers") << WireRow{qint64(1), least, most} << oneValue
                              << WireRow{u"[1,-9223372036854775808,9223372036854775807]"_s};
    QTest::newRow("unsigned") << WireRow{quint64(1), quint64(most)} << oneValue
                              << WireRow{u"[1,9223372036854775807]"_s};
    QTest::newRow("too great") << WireRow{quint64(1), quint64(most) + 1} << spelledOut
                               << WireRow{quint64(1), quint64(most) + 1};
    QTest::newRow("text") << WireRow{u"x"_s, u"a\"\\\n\x1fü😀"_s} << oneValue
                          << WireRow{u"[\"x\",\"a\\\"\\\\\\u000a\\u001fü😀\"]"_s};
    QTest::newRow("null text is empty")
            << WireRow{QString(), u"b"_s} << oneValue << WireRow{u"[\"\",\"b\"]"_s};
    QTest::newRow("text with a NUL")
            << WireRow{u"x"_s, withNul} << spelledOut << WireRow{u"x"_s, withNul};
    QTest::newRow("doubles") << WireRow{0.1, 0.2} << spelledOut << WireRow{0.1, 0.2};
    QTest::newRow("bytes") << WireRow{QByteArray("a"), QByteArray("b")} << spelledOut
                           << WireRow{QByteArray("a"), QByteArray("b")};
    QTest::newRow("dates") << WireRow{QDate(2026, 1, 31), QDate(2026, 2, 1)} << oneValue
                           << WireRow{u"[\"2026-01-31\",\"2026-02-01\"]"_s};
    QTest::newRow("instants") << WireRow{instant(2026, 1, 31), instant(1969, 12, 31, 1)} << oneValue
                              << WireRow{u"[\"2026-01-31 00:00:00.000\","
                                         "\"1969-12-31 00:00:00.001\"]"_s};
}

void TestSqliteDialect::spellsLists()
{
    QFETCH(WireRow, list);
    QFETCH(QString, sql);
    QFETCH(WireRow, values);
    const Text written = m_dialect->select(keysOf(u"t"_s, E::inValues(column(u"a"_s), list)));
    QCOMPARE(written.sql, u"SELECT \"t0\".\"id\" FROM \"t\" AS \"t0\" WHERE "_s + sql);
    QCOMPARE(written.values, values);
}

void TestSqliteDialect::spellsMatches_data()
{
    QTest::addColumn<Expression>("expression");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<WireRow>("values");

    const QString a = u"\"t0\".\"a\""_s;
    const QString instr = u"instr(%1, ?) > 0"_s.arg(a);
    const QString glob = a + u" GLOB ?"_s;
    const QString ending =
            u"substr(CAST(%1 AS BLOB), -length(CAST(? AS BLOB))) = CAST(? AS BLOB)"_s.arg(a);
    const QString regexp = u"CASE WHEN %1 IS NOT NULL THEN %1 REGEXP ? END"_s.arg(a);
    const QString odd = u"100%_*?[]\\"_s;
    const QString withNul = u"a"_s + QChar(u'\0');

    QTest::newRow("contains") << match(TextMatch::Contains, odd) << instr << WireRow{odd};
    QTest::newRow("starts with") << match(TextMatch::StartsWith, odd) << glob
                                 << WireRow{u"100%_[*][?][[]]\\*"_s};
    QTest::newRow("starts with nothing")
            << match(TextMatch::StartsWith, QString()) << glob << WireRow{u"*"_s};
    QTest::newRow("starts with a NUL") << match(TextMatch::StartsWith, withNul)
                                       << u"instr(%1, ?) = 1"_s.arg(a) << WireRow{withNul};
    QTest::newRow("ends with") << match(TextMatch::EndsWith, odd) << ending << WireRow{odd, odd};
    QTest::newRow("ends with nothing")
            << match(TextMatch::EndsWith, u""_s) << instr << WireRow{u""_s};
    QTest::newRow("exact") << match(TextMatch::Exact, odd) << a + u" = ?"_s << WireRow{odd};
    QTest::newRow("iexact") << match(TextMatch::Exact, u"ä.b*1 _"_s, true) << regexp
                            << WireRow{u"(?i)\\Aä\\.b\\*1\\ \\_\\z"_s};
    QTest::newRow("icontains") << match(TextMatch::Contains, u"ä"_s, true) << regexp
                               << WireRow{u"(?i)ä"_s};
    QTest::newRow("istartswith") << match(TextMatch::StartsWith, u"ä"_s, true) << regexp
                                 << WireRow{u"(?i)\\Aä"_s};
    QTest::newRow("iendswith") << match(TextMatch::EndsWith, u"ä"_s, true) << regexp
                               << WireRow{u"(?i)ä\\z"_s};
    for (const QString &letter : {u"K"_s, u"k"_s, u"S"_s, u"s"_s}) {
        QTest::addRow("icontains %s", qPrintable(letter))
                << match(TextMatch::Contains, u"a"_s + letter, true) << regexp
                << WireRow{u"(?i)a"_s + letter};
    }
    // What SQLite folds as well needs no regular expression.
    QTest::newRow("iexact ASCII") << match(TextMatch::Exact, u"A.b_"_s, true)
                                  << u"lower(%1) = ?"_s.arg(a) << WireRow{u"a.b_"_s};
    QTest::newRow("icontains ASCII") << match(TextMatch::Contains, u"A.b_"_s, true)
                                     << u"instr(lower(%1), ?) > 0"_s.arg(a) << WireRow{u"a.b_"_s};
    QTest::newRow("istartswith ASCII")
            << match(TextMatch::StartsWith, u"A*b_"_s, true) << u"lower(%1) GLOB ?"_s.arg(a)
            << WireRow{u"a[*]b_*"_s};
    QTest::newRow("iendswith ASCII") << match(TextMatch::EndsWith, u"A.b_"_s, true)
                                     << QString(ending).replace(a, u"lower(%1)"_s.arg(a))
                                     << WireRow{u"a.b_"_s, u"a.b_"_s};
    QTest::newRow("icontains a NUL") << match(TextMatch::Contains, withNul + u'1', true) << regexp
                                     << WireRow{u"(?i)a\\x{0}1"_s};
    QTest::newRow("regex") << match(TextMatch::Regex, u"^a.*"_s) << regexp
                           << WireRow{u"(*UCP)^a.*"_s};
    QTest::newRow("iregex") << match(TextMatch::Regex, u"^a.*"_s, true) << regexp
                            << WireRow{u"(*UCP)(?i)^a.*"_s};
}

void TestSqliteDialect::spellsMatches()
{
    QFETCH(Expression, expression);
    QFETCH(QString, sql);
    QFETCH(WireRow, values);
    const Text written = m_dialect->select(keysOf(u"t"_s, expression));
    QCOMPARE(written.sql, u"SELECT \"t0\".\"id\" FROM \"t\" AS \"t0\" WHERE "_s + sql);
    QCOMPARE(written.values, values);
}

void TestSqliteDialect::onlyTwoOtherCharactersFoldToAscii()
{
    QString others;
    for (char32_t c = 128; c <= QChar::LastValidCodePoint; ++c) {
        if (!QChar::isSurrogate(c))
            others += QChar::fromUcs4(c);
    }
    const auto matches = [](const QString &pattern, const QString &text) {
        return QRegularExpression(u"(?i)"_s + pattern).match(text).hasMatch();
    };
    QVERIFY(!matches(u"[\\x01-\\x40\\x5b-\\x60\\x7b-\\x7fa-jl-rt-z]"_s, others));
    QVERIFY(matches(u"k"_s, others));
    QVERIFY(matches(u"s"_s, others));
    others.remove(QChar(u'\u212a')).remove(QChar(u'\u017f'));
    QVERIFY(!matches(u"[ks]"_s, others));
}

void TestSqliteDialect::judgesPatterns()
{
    const QString withNul = u"a"_s + QChar(u'\0');
    QCOMPARE(m_dialect->regexMistake(u"^a(b|c)$"_s), QString());
    QVERIFY(!m_dialect->regexMistake(u"a("_s).isEmpty());
    for (const TextMatch match :
         {TextMatch::Exact, TextMatch::Contains, TextMatch::StartsWith, TextMatch::EndsWith}) {
        QCOMPARE(m_dialect->patternMistake(match, false, u"a("_s), QString());
        QCOMPARE(m_dialect->patternMistake(match, true, u"a("_s), QString());
        QCOMPARE(m_dialect->patternMistake(match, false, withNul), QString());
        QVERIFY(!m_dialect->patternMistake(match, true, withNul).isEmpty());
        QVERIFY(!m_dialect->patternMistake(match, true, QString(100'000, u'ü')).isEmpty());
    }
}

void TestSqliteDialect::spellsSelects()
{
    Select select;
    select.distinct = true;
    select.columns = {column(u"id"_s), column(u"name"_s, u"t1"_s)};
    select.table = u"posts"_s;
    select.alias = u"t0"_s;
    select.joins = {
            {Join::Inner, u"users"_s, u"t1"_s,
             E::binary(E::Equal, column(u"author_id"_s), column(u"id"_s, u"t1"_s))},
            {Join::Left, u"profiles"_s, u"t2"_s,
             E::list(E::And,
                     {E::binary(E::Equal, column(u"id"_s, u"t1"_s), column(u"user_id"_s, u"t2"_s)),
                      E::binary(E::Equal, column(u"open"_s, u"t2"_s), number(1))})}};
    select.where = equal(u"a"_s, 2);
    select.order = {{column(u"id"_s), false}, {column(u"name"_s, u"t1"_s), true}};
    select.limit = 10;
    select.offset = 3;
    const Text written = m_dialect->select(select);
    QCOMPARE(written.sql, u"SELECT DISTINCT \"t0\".\"id\", \"t1\".\"name\" FROM \"posts\" AS \"t0\""
                          " INNER JOIN \"users\" AS \"t1\" ON \"t0\".\"author_id\" = \"t1\".\"id\""
                          " LEFT JOIN \"profiles\" AS \"t2\" ON \"t1\".\"id\" = \"t2\".\"user_id\""
                          " AND \"t2\".\"open\" = ?"
                          " WHERE \"t0\".\"a\" = ?"
                          " ORDER BY \"t0\".\"id\", \"t1\".\"name\" DESC LIMIT 10 OFFSET ?"_s);
    QCOMPARE(written.values, (WireRow{qint64(1), qint64(2), qint64(3)}));
}

void TestSqliteDialect::spellsLimits_data()
{
    QTest::addColumn<qint64>("limit");
    QTest::addColumn<qint64>("offset");
    QTest::addColumn<QString>("sql");
    QTest::newRow("none") << qint64(-1) << qint64(0) << QString();
    QTest::newRow("zero") << qint64(0) << qint64(0) << u" LIMIT 0"_s;
    QTest::newRow("limit") << qint64(5) << qint64(0) << u" LIMIT 5"_s;
    QTest::newRow("both") << qint64(5) << qint64(2) << u" LIMIT 5 OFFSET ?"_s;
    QTest::newRow("offset alone") << qint64(-1) << qint64(2) << u" LIMIT -1 OFFSET ?"_s;
}

void TestSqliteDialect::spellsLimits()
{
    QFETCH(qint64, limit);
    QFETCH(qint64, offset);
    QFETCH(QString, sql);
    Select select = keysOf(u"t"_s);
    select.limit = limit;
    select.offset = offset;
    QCOMPARE(m_dialect->select(select).sql, u"SELECT \"t0\".\"id\" FROM \"t\" AS \"t0\""_s + sql);
}

void TestSqliteDialect::spellsInserts()
{
    Insert insert;
    insert.table = u"t"_s;
    QCOMPARE(m_dialect->insert(insert).sql, u"INSERT INTO \"t\" DEFAULT VALUES"_s);

    insert.columns = {u"a"_s, u"b"_s};
    insert.rows = {{qint64(1), u"x"_s}};
    QCOMPARE(m_dialect->insert(insert).sql, u"INSERT INTO \"t\" (\"a\", \"b\") VALUES (?, ?)"_s);

    insert.rows = {{qint64(1), u"x"_s}, {qint64(2), WireValue()}};
    insert.returning = {u"id"_s, u"b"_s};
    const Text written = m_dialect->insert(insert);
    QCOMPARE(written.sql,
             u"INSERT INTO \"t\" (\"a\", \"b\") VALUES (?, ?), (?, ?)"
             " RETURNING \"t\".\"id\", \"t\".\"b\""_s);
    QCOMPARE(written.values, (WireRow{qint64(1), u"x"_s, qint64(2), WireValue()}));
}

void TestSqliteDialect::spellsInsertsOfAbsentRows_data()
{
    QTest::addColumn<QList<WireRow>>("rows");
    QTest::addColumn<QString>("source");
    QTest::addColumn<WireRow>("values");
    QTest::addColumn<QStringList>("columns");

    const QStringList all{u"a"_s, u"b"_s, u"c"_s};
    QTest::newRow("one row") << QList<WireRow>{{qint64(1), u"x"_s, WireValue()}}
                             << u"SELECT ? AS \"a\", ? AS \"b\", ? AS \"c\""_s
                             << WireRow{qint64(1), u"x"_s, WireValue()} << all;
    QTest::newRow("one column differs")
            << QList<WireRow>{{qint64(1), u"x\"\\\n"_s, 1.5}, {qint64(1), WireValue(), 1.5}}
            << u"SELECT ? AS \"a\", value AS \"b\", ? AS \"c\" FROM json_each(?)"_s
            << WireRow{qint64(1), 1.5, u"[\"x\\\"\\\\\\u000a\",null]"_s}
            << QStringList{u"a"_s, u"c"_s, u"b"_s};
    QTest::newRow("two columns differ")
            << QList<WireRow>{{qint64(1), u"x"_s, u"z"_s},
                              {qint64(-2), QString(u"\U0001f600"_s), u"z"_s}}
            << u"SELECT json_extract(value, '$[0]') AS \"a\", json_extract(value, '$[1]') AS \"b\", "
               "? AS \"c\" FROM json_each(?)"_s
            << WireRow{u"z"_s, u"[[1,\"x\"],[-2,\"\U0001f600\"]]"_s}
            << QStringList{u"c"_s, u"a"_s};
    const QString columns =
            u"SELECT column1 AS \"a\", column2 AS \"b\", column3 AS \"c\" FROM (VALUES (?, ?, ?), "
            "(?, ?, ?))"_s;
    const auto addPlain = [&](const char *name, const WireValue &first, const WireValue &second) {
        QTest::newRow(name) << QList<WireRow>{{qint64(1), first, WireValue()},
                                              {qint64(2), second, WireValue()}}
                            << columns
                            << WireRow{qint64(1), first, WireValue(), qint64(2), second, WireValue()}
                            << all;
    };
    addPlain("doubles", 1.5, 2.5);
    addPlain("bytes", QByteArray("x"), QByteArray("y"));
    addPlain("a NUL", u"x"_s, u"y\0"_s);
    // These are refused where they are bound.
    addPlain("half a pair", u"x"_s, QString(QChar(0xd83d)));
    addPlain("a byte order mark", u"x"_s, u"\ufeffx"_s);
}

void TestSqliteDialect::spellsInsertsOfAbsentRows()
{
    QFETCH(const QList<WireRow>, rows);
    QFETCH(const QString, source);
    QFETCH(const WireRow, values);
    QFETCH(const QStringList, columns);
    Insert insert;
    insert.table = u"t"_s;
    insert.columns = {u"a"_s, u"b"_s, u"c"_s};
    insert.rows = rows;
    insert.absentBy = {u"a"_s, u"b"_s};
    const Text written = m_dialect->insert(insert);
    QCOMPARE(written.sql,
             u"INSERT INTO \"t\" (\"a\", \"b\", \"c\") SELECT \"given\".\"a\", \"given\".\"b\", "
             "\"given\".\"c\" FROM ("_s
                     + source
                     + u") AS \"given\" WHERE NOT EXISTS (SELECT 1 FROM \"t\" AS \"present\" WHERE "
                       "\"present\".\"a\" = \"given\".\"a\" AND \"present\".\"b\" = \"given\".\"b\")"_s);
    QCOMPARE(written.values, values);
    QCOMPARE(written.columns, columns);
}

void TestSqliteDialect::spellsUpdatesAndDeletes()
{
    const E own = E::binary(E::Equal, column(u"id"_s, QString()), number(7));

    Update update;
    update.table = u"t"_s;
    update.assignments = {{u"a"_s, text(u"x"_s)}, {u"b"_s, column(u"c"_s, QString())}};
    QCOMPARE(m_dialect->update(update).sql, u"UPDATE \"t\" SET \"a\" = ?, \"b\" = \"t\".\"c\""_s);
    update.where = own;
    QCOMPARE(m_dialect->update(update).sql,
             u"UPDATE \"t\" SET \"a\" = ?, \"b\" = \"t\".\"c\" WHERE \"t\".\"id\" = ?"_s);
    QCOMPARE(m_dialect->update(update).values, (WireRow{u"x"_s, qint64(7)}));
    update.where = {};
    update.returning = {u"id"_s};
    QCOMPARE(m_dialect->update(update).sql,
             u"UPDATE \"t\" SET \"a\" = ?, \"b\" = \"t\".\"c\" RETURNING \"t\".\"id\""_s);

    Delete remove;
    remove.table = u"t"_s;
    QCOMPARE(m_dialect->remove(remove).sql, u"DELETE FROM \"t\""_s);
    remove.where = own;
    remove.returning = {u"id"_s};
    QCOMPARE(m_dialect->remove(remove).sql,
             u"DELETE FROM \"t\" WHERE \"t\".\"id\" = ? RETURNING \"t\".\"id\""_s);
}

void TestSqliteDialect::quotesWhateverIsInAName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("quoted");
    QTest::newRow("plain") << u"posts"_s << u"\"posts\""_s;
    QTest::newRow("reserved") << u"order"_s << u"\"order\""_s;
    QTest::newRow("dot") << u"a.b"_s << u"\"a.b\""_s;
    QTest::newRow("quote sign") << u"a\"b"_s << u"\"a\"\"b\""_s;
    QTest::newRow("looks quoted") << u"\"x\"; DROP TABLE t; --\""_s
                                  << u"\"\"\"x\"\"; DROP TABLE t; --\"\"\""_s;
    QTest::newRow("empty") << QString() << u"\"\""_s;
}

void TestSqliteDialect::quotesWhateverIsInAName()
{
    QFETCH(QString, name);
    QFETCH(QString, quoted);
    QCOMPARE(m_dialect->quoted(name), quoted);
}

void TestSqliteDialect::keepsValues_data()
{
    QTest::addColumn<WireValue>("value");
    QTest::addColumn<WireValue>("kept");

    const auto row = [](const char *name, const WireValue &value, const WireValue &kept) {
        QTest::newRow(name) << value << kept;
    };
    const auto same = [&](const char *name, const WireValue &value) { row(name, value, value); };
    const quint64 most = quint64(std::numeric_limits<qint64>::max());

    same("null", {});
    same("integer", qint64(-5));
    same("double", 1.5);
    same("text", u"x"_s);
    same("bytes", QByteArray("x"));
    row("unsigned", quint64(5), qint64(5));
    row("greatest unsigned", most, std::numeric_limits<qint64>::max());
    same("unsigned that is too great", most + 1);
    row("date", QDate(2026, 1, 2), u"2026-01-02"_s);
    row("first date", QDate(1, 1, 1), u"0001-01-01"_s);
    row("last date", QDate(9999, 12, 31), u"9999-12-31"_s);
    same("date before", QDate(-1, 12, 31));
    same("date behind", QDate(10000, 1, 1));
    row("time", QTime(7, 8, 9, 10), u"07:08:09.010"_s);
    row("midnight", QTime(0, 0), u"00:00:00.000"_s);
    row("last millisecond", QTime(23, 59, 59, 999), u"23:59:59.999"_s);
    row("epoch", UtcTime{0}, u"1970-01-01 00:00:00.000"_s);
    row("before the epoch", UtcTime{-1}, u"1969-12-31 23:59:59.999"_s);
    row("a day before", UtcTime{-86'400'000}, u"1969-12-31 00:00:00.000"_s);
    row("leap day", instant(2024, 2, 29, 43'200'000), u"2024-02-29 12:00:00.000"_s);
    row("first instant", instant(1, 1, 1), u"0001-01-01 00:00:00.000"_s);
    row("last instant", instant(9999, 12, 31, 86'399'999), u"9999-12-31 23:59:59.999"_s);
    same("instant behind", instant(10000, 1, 1));
    same("instant far behind", UtcTime{std::numeric_limits<qint64>::max()});
    same("instant far before", UtcTime{std::numeric_limits<qint64>::min()});
}

void TestSqliteDialect::keepsValues()
{
    QFETCH(WireValue, value);
    QFETCH(WireValue, kept);
    QCOMPARE(m_dialect->stored(value), kept);
}

void TestSqliteDialect::spellsTheNextKey()
{
    const Text written = m_dialect->nextKey(u"a%1"_s, u"id"_s);
    QCOMPARE(written.sql, u"SELECT coalesce(max(\"a%1\".\"id\"), 0) + 1 FROM \"a%1\""_s);
    QVERIFY(written.values.isEmpty());
}

void TestSqliteDialect::spellsTables()
{
    TableDefinition posts;
    posts.name = u"posts"_s;
    ColumnDefinition id = definition(u"id"_s, ColumnType::BigInteger);
    id.generatedKey = true;
    ColumnDefinition title = definition(u"title"_s, ColumnType::String);
    title.length = 200;
    title.unique = true;
    ColumnDefinition published = definition(u"published"_s, ColumnType::Boolean);
    published.hasDefault = true;
    published.defaultValue = qint64(0);
    ColumnDefinition author = definition(u"author_id"_s, ColumnType::BigInteger);
    ColumnDefinition editor = author;
    editor.name = u"editor_id"_s;
    editor.nullable = true;
    posts.columns = {id, title, published, author, editor};
    posts.primaryKey = {u"id"_s};
    posts.foreignKeys = {{u"author_id"_s, u"users"_s, u"id"_s, Action::Cascade, Action::Cascade},
                         {u"editor_id"_s, u"users"_s, u"id"_s, Action::SetNull, Action::NoAction}};
    posts.uniques = {{u"title"_s, u"author_id"_s}};

    const Text written = m_dialect->createTable(posts);
    QCOMPARE(written.sql,
             u"CREATE TABLE IF NOT EXISTS \"posts\" ("
             "\"id\" INTEGER PRIMARY KEY, "
             "\"title\" VARCHAR(200) NOT NULL UNIQUE, "
             "\"published\" BOOLEAN NOT NULL DEFAULT 0, "
             "\"author_id\" INTEGER NOT NULL, "
             "\"editor_id\" INTEGER, "
             "UNIQUE (\"title\", \"author_id\"), "
             "FOREIGN KEY (\"author_id\") REFERENCES \"users\" (\"id\")"
             " ON DELETE CASCADE ON UPDATE CASCADE, "
             "FOREIGN KEY (\"editor_id\") REFERENCES \"users\" (\"id\") ON DELETE SET NULL)"_s);

    TableDefinition links;
    links.name = u"links"_s;
    links.columns = {definition(u"a_id"_s, ColumnType::BigInteger),
                     definition(u"b_id"_s, ColumnType::BigInteger)};
    links.primaryKey = {u"a_id"_s, u"b_id"_s};
    links.foreignKeys = {{u"a_id"_s, u"a"_s, u"id"_s, Action::Restrict, Action::SetDefault}};
    QCOMPARE(m_dialect->createTable(links).sql,
             u"CREATE TABLE IF NOT EXISTS \"links\" ("
             "\"a_id\" INTEGER NOT NULL, \"b_id\" INTEGER NOT NULL, "
             "PRIMARY KEY (\"a_id\", \"b_id\"), "
             "FOREIGN KEY (\"a_id\") REFERENCES \"a\" (\"id\")"
             " ON DELETE RESTRICT ON UPDATE SET DEFAULT)"_s);
    QCOMPARE(m_dialect->dropTable(u"links"_s).sql, u"DROP TABLE IF EXISTS \"links\""_s);
}

void TestSqliteDialect::givesEachTypeItsAffinity_data()
{
    QTest::addColumn<ColumnDefinition>("column");
    QTest::addColumn<QString>("type");
    const auto row = [](const char *name, ColumnType type, const QString &sql) {
        QTest::newRow(name) << definition(u"a"_s, type) << sql;
    };
    row("boolean", ColumnType::Boolean, u"BOOLEAN"_s);
    row("integer", ColumnType::Integer, u"INTEGER"_s);
    row("unsigned", ColumnType::UnsignedInteger, u"INTEGER"_s);
    row("big", ColumnType::BigInteger, u"INTEGER"_s);
    row("unsigned big", ColumnType::UnsignedBigInteger, u"INTEGER"_s);
    row("float", ColumnType::Float, u"REAL"_s);
    row("double", ColumnType::Double, u"REAL"_s);
    row("decimal", ColumnType::Decimal, u"TEXT"_s);
    row("string", ColumnType::String, u"TEXT"_s);
    row("text", ColumnType::Text, u"TEXT"_s);
    row("binary", ColumnType::Binary, u"BLOB"_s);
    row("date", ColumnType::Date, u"DATE TEXT"_s);
    row("time", ColumnType::Time, u"TIME TEXT"_s);
    row("date and time", ColumnType::DateTime, u"DATETIME TEXT"_s);
    row("uuid", ColumnType::Uuid, u"TEXT"_s);
    row("json", ColumnType::Json, u"TEXT"_s);
    ColumnDefinition milliseconds = definition(u"a"_s, ColumnType::DateTime);
    milliseconds.timeForm = TimeForm::UnixMs;
    QTest::newRow("milliseconds") << milliseconds << u"INTEGER"_s;
}

void TestSqliteDialect::givesEachTypeItsAffinity()
{
    QFETCH(ColumnDefinition, column);
    QFETCH(QString, type);
    TableDefinition table;
    table.name = u"t"_s;
    table.columns = {column};
    QCOMPARE(m_dialect->createTable(table).sql,
             u"CREATE TABLE IF NOT EXISTS \"t\" (\"a\" %1 NOT NULL)"_s.arg(type));
}

void TestSqliteDialect::spellsDefaults_data()
{
    QTest::addColumn<WireValue>("value");
    QTest::addColumn<QString>("sql");
    const auto row = [](const char *name, const WireValue &value, const QString &sql) {
        QTest::newRow(name) << value << sql;
    };
    row("null", {}, u"NULL"_s);
    row("integer", qint64(-1), u"-1"_s);
    row("unsigned", quint64(1), u"1"_s);
    row("double", 0.1, u"0.10000000000000001"_s);
    row("text", u"it's"_s, u"'it''s'"_s);
    row("text with a NUL", u"a"_s + QChar(u'\0'), u"(CAST(X'6100' AS TEXT))"_s);
    row("bytes", QByteArray("\x01\xff"), u"X'01ff'"_s);
    row("date", QDate(2026, 1, 2), u"'2026-01-02'"_s);
    row("time", QTime(1, 2), u"'01:02:00.000'"_s);
    row("instant", UtcTime{0}, u"'1970-01-01 00:00:00.000'"_s);
}

void TestSqliteDialect::spellsDefaults()
{
    QFETCH(WireValue, value);
    QFETCH(QString, sql);
    TableDefinition table;
    table.name = u"t"_s;
    table.columns = {definition(u"a"_s, ColumnType::Text)};
    table.columns.first().nullable = true;
    table.columns.first().hasDefault = true;
    table.columns.first().defaultValue = value;
    QCOMPARE(m_dialect->createTable(table).sql,
             u"CREATE TABLE IF NOT EXISTS \"t\" (\"a\" TEXT DEFAULT %1)"_s.arg(sql));
}

void TestSqliteDialect::spellsIndexes()
{
    QCOMPARE(m_dialect->createIndex({QString(), u"posts"_s, {u"author_id"_s, u"a`b"_s}}).sql,
             u"CREATE INDEX IF NOT EXISTS \"idx_posts_author_id_a`b\" ON \"posts\""
             " (`author_id`, `a``b`)"_s);
    QCOMPARE(m_dialect->createIndex({u"mine"_s, u"posts"_s, {u"a"_s}}).sql,
             u"CREATE INDEX IF NOT EXISTS \"mine\" ON \"posts\" (`a`)"_s);
}

void TestSqliteDialect::shortensNamesOfIndexes()
{
    const QString stem(80, u'ü');
    const QString one = Dialect::indexName({QString(), stem, {u"a"_s}});
    const QString other = Dialect::indexName({QString(), stem, {u"b"_s}});
    QVERIFY(one.toUtf8().size() <= 60);
    QVERIFY(one.toUtf8().size() >= 58);
    QVERIFY(one != other);
    QVERIFY(!one.contains(QChar::ReplacementCharacter));
    QCOMPARE(one, Dialect::indexName({QString(), stem, {u"a"_s}}));
}

void TestSqliteDialect::spellsTransactions()
{
    QCOMPARE(m_dialect->beginTransaction(true), u"BEGIN IMMEDIATE"_s);
    QCOMPARE(m_dialect->beginTransaction(false), u"BEGIN"_s);
    QCOMPARE(m_dialect->commit(), u"COMMIT"_s);
    QCOMPARE(m_dialect->rollback(), u"ROLLBACK"_s);
    QCOMPARE(m_dialect->savepoint(u"s1"_s), u"SAVEPOINT s1"_s);
    QCOMPARE(m_dialect->rollbackTo(u"s1"_s), u"ROLLBACK TO SAVEPOINT s1"_s);
    QCOMPARE(m_dialect->releaseSavepoint(u"s1"_s), u"RELEASE SAVEPOINT s1"_s);
    QCOMPARE(m_dialect->connectionSetup(), QStringList{u"PRAGMA foreign_keys = ON"_s});
    QCOMPARE(m_dialect->explainPrefix(), u"EXPLAIN QUERY PLAN "_s);
}

QTEST_APPLESS_MAIN(TestSqliteDialect)

#include "tst_sqlitedialect.moc"
