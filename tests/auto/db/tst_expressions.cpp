// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "db/database_p.h"

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace Chakra;
using namespace Chakra::Sql;

using E = Expression;

Q_DECLARE_METATYPE(Chakra::Sql::TextMatch)
Q_DECLARE_METATYPE(Chakra::Sql::DatePart)
Q_DECLARE_METATYPE(Chakra::Sql::TimeForm)
Q_DECLARE_METATYPE(Chakra::WireValue)

namespace {

enum Truth { False, True, Null };

QByteArray words(const Error &error)
{
    return (Error::kindName(error.kind()) + u": "_s + error.text()).toUtf8();
}

} // namespace

Q_DECLARE_METATYPE(Truth)

/*! What the dialect's spelling means to the database: one column, one value, one condition. */
class TestExpressions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void matchesText_data();
    void matchesText();
    void matchesLongPatterns();
    void findsAPrefixByAnIndex();
    void findsInLists_data();
    void findsInLists();
    void findsInLongLists();
    void takesPartsOfTimes_data();
    void takesPartsOfTimes();
    void comparesTimes();
    void comparesDecimals_data();
    void comparesDecimals();
    void combinesTruths_data();
    void combinesTruths();
    void tellsUnknownColumns();
    void givesTheNextKey();
    void makesTables();
    void insertsWhatIsAbsent();
    void insertsAnyNumberAtOnce();

private:
    Error run(const Text &text, qint64 *affected = nullptr)
    {
        return m_connection->run(text, Caller(), affected);
    }
    Error run(const QString &sql, const WireRow &values = {}) { return run(Text{sql, values}); }
    Error find(const E &where, QList<qint64> *ids);
    Truth truth(const E &condition, Error *error);
    const Dialect &dialect() const { return m_connection->dialect(); }

    std::optional<Database> m_database;
    std::shared_ptr<Connection> m_connection;
};

void TestExpressions::init()
{
    m_connection.reset();
    m_database = Database::open("sqlite::memory:").value();
    Error error;
    m_connection = DatabasePrivate::get(*m_database)->connection(&error);
    QVERIFY2(m_connection, words(error).constData());
    error = run(u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n INTEGER, r REAL, b BLOB)"_s);
    QVERIFY2(!error.isValid(), words(error).constData());
}

Error TestExpressions::find(const E &where, QList<qint64> *ids)
{
    Select select;
    select.columns = {E::column(u"t0"_s, u"id"_s)};
    select.table = u"t"_s;
    select.alias = u"t0"_s;
    select.where = where;
    select.order = {{select.columns.first(), false}};
    Cursor cursor;
    if (Error error = m_connection->execute(dialect().select(select), Caller(), &cursor);
        error.isValid()) {
        return error;
    }
    while (cursor.next())
        ids->append(cursor.integer(0));
    return cursor.error();
}

/*! The truth of \a condition for the one row of the table. */
Truth TestExpressions::truth(const E &condition, Error *error)
{
    QList<qint64> yes;
    QList<qint64> no;
    *error = find(condition, &yes);
    if (!error->isValid())
        *error = find(E::unary(E::Not, condition), &no);
    return !yes.isEmpty() ? True : !no.isEmpty() ? False : Null;
}

void TestExpressions::matchesText_data()
{
    QTest::addColumn<WireValue>("value");
    QTest::addColumn<TextMatch>("match");
    QTest::addColumn<bool>("caseInsensitive");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<Truth>("expected");

    const auto row = [](const QString &value, TextMatch match, bool caseInsensitive,
                        const QString &pattern, Truth expected) {
        static constexpr const char *names[] = {"exact", "contains", "starts", "ends", "regex"};
        QTest::addRow("%s %s%s %s", qUtf8Printable(value), caseInsensitive ? "i" : "",
                      names[int(match)], qUtf8Printable(pattern))
                << WireValue(value) << match << caseInsensitive << pattern << expected;
    };
    const auto sensitive = [&](const QString &value, TextMatch match, const QString &pattern,
                               Truth expected) { row(value, match, false, pattern, expected); };
    const auto folded = [&](const QString &value, TextMatch match, const QString &pattern,
                            Truth expected) { row(value, match, true, pattern, expected); };
    using enum TextMatch;

    sensitive(u"Hello"_s, Contains, u"ell"_s, True);
    sensitive(u"Hello"_s, Contains, u"ELL"_s, False);
    sensitive(u"Hello"_s, Contains, u""_s, True);
    sensitive(u"Hello"_s, StartsWith, u"He"_s, True);
    sensitive(u"Hello"_s, StartsWith, u"he"_s, False);
    sensitive(u"Hello"_s, StartsWith, u"Hello"_s, True);
    sensitive(u"Hello"_s, StartsWith, u"Hello!"_s, False);
    sensitive(u"Hello"_s, StartsWith, u"ello"_s, False);
    sensitive(u"Hello"_s, StartsWith, u""_s, True);
    sensitive(u"Hello"_s, EndsWith, u"lo"_s, True);
    sensitive(u"Hello"_s, EndsWith, u"LO"_s, False);
    sensitive(u"Hello"_s, EndsWith, u"Hello"_s, True);
    sensitive(u"Hello"_s, EndsWith, u"!Hello"_s, False);
    sensitive(u"Hello"_s, EndsWith, u"Hell"_s, False);
    sensitive(u"Hello"_s, EndsWith, u""_s, True);
    sensitive(u"Hello"_s, Exact, u"Hello"_s, True);
    sensitive(u"Hello"_s, Exact, u"hello"_s, False);
    sensitive(u"Grüße"_s, EndsWith, u"üße"_s, True);
    sensitive(u"Grüße"_s, StartsWith, u"Grü"_s, True);
    sensitive(u"a😀b"_s, Contains, u"😀"_s, True);
    sensitive(u"a😀"_s, EndsWith, u"😀"_s, True);
    sensitive(u"0012"_s, StartsWith, u"00"_s, True);

    const QStringList odd{u"%"_s,  u"_"_s, u"\\"_s, u"*"_s, u"?"_s,  u"["_s,
                          u"]"_s,  u"^"_s, u"."_s,  u"'"_s, u"\""_s, u"[a]"_s,
                          u"a*"_s, u" "_s, u"\n"_s, u"-"_s, u"#"_s};
    for (const QString &mark : odd) {
        for (const TextMatch match : {Exact, Contains, StartsWith, EndsWith}) {
            for (const bool caseInsensitive : {false, true}) {
                row(mark, match, caseInsensitive, mark, True);
                row(u"xyz"_s, match, caseInsensitive, mark, False);
            }
        }
    }

    folded(u"Hello"_s, Contains, u"ELL"_s, True);
    folded(u"Hello"_s, Contains, u"ELF"_s, False);
    folded(u"Hello"_s, StartsWith, u"hE"_s, True);
    folded(u"Hello"_s, StartsWith, u"ello"_s, False);
    folded(u"Hello"_s, EndsWith, u"LO"_s, True);
    folded(u"Hello"_s, EndsWith, u"hell"_s, False);
    folded(u"Hello"_s, Exact, u"hELLO"_s, True);
    folded(u"Hello"_s, Exact, u"hell"_s, False);
    folded(u"Hello"_s, Exact, u"ello"_s, False);
    folded(u"Hello\n"_s, Exact, u"hello"_s, False);
    folded(u"Hello\n"_s, EndsWith, u"hello"_s, False);
    folded(u"Hello\nWorld"_s, Exact, u"hello\nworld"_s, True);
    folded(u""_s, Exact, u""_s, True);
    folded(u"Hello"_s, Contains, u""_s, True);
    folded(u"É"_s, Exact, u"é"_s, True);
    folded(u"Σ"_s, Exact, u"σ"_s, True);
    folded(u"ς"_s, Exact, u"Σ"_s, True);
    folded(u"Я"_s, Exact, u"я"_s, True);
    folded(u"K"_s, Exact, u"\u212a"_s, True); // the Kelvin sign
    folded(u"\u212a"_s, Exact, u"k"_s, True);
    folded(u"\u017f"_s, Exact, u"S"_s, True); // the long s
    folded(u"ẞ"_s, Exact, u"ß"_s, True);
    folded(u"ß"_s, Exact, u"ss"_s, False);
    folded(u"\U00010400"_s, Exact, u"\U00010428"_s, True);
    folded(u"Straße"_s, Contains, u"AßE"_s, True);
    folded(u"ÄBC"_s, Contains, u"bC"_s, True);
    folded(u"ÄBC"_s, Exact, u"BC"_s, False);
    folded(u"ÄBC"_s, EndsWith, u"bc"_s, True);
    folded(u"\u0130\u0131"_s, Contains, u"i"_s, False); // the dotted and the dotless i of Turkish
    folded(u"A_c"_s, StartsWith, u"a_"_s, True);
    folded(u"Abc"_s, StartsWith, u"a_"_s, False);
    folded(u"Abc"_s, Contains, u"%"_s, False);

    sensitive(u"Hello"_s, Regex, u"^H.*o$"_s, True);
    sensitive(u"Hello"_s, Regex, u"^h"_s, False);
    sensitive(u"Hello"_s, Regex, u"l{2}"_s, True);
    sensitive(u"é"_s, Regex, u"^\\w$"_s, True);
    sensitive(u"a\nb"_s, Regex, u"a.b"_s, False);
    folded(u"Hello"_s, Regex, u"^h.*O$"_s, True);
    folded(u"ÉTÉ"_s, Regex, u"^é"_s, True);

    for (const TextMatch match : {Exact, Contains, StartsWith, EndsWith, Regex}) {
        QTest::addRow("null %d", int(match)) << WireValue() << match << true << u"a"_s << Null;
        if (match != Regex)
            QTest::addRow("null %d sensitive", int(match))
                    << WireValue() << match << false << u""_s << Null;
    }
    const QString withNul = u"a"_s + QChar(u'\0') + u"bc"_s;
    QTest::newRow("a NUL in the value, starts")
            << WireValue(withNul) << StartsWith << false << u"a"_s << True;
    QTest::newRow("a NUL in both, starts")
            << WireValue(withNul) << StartsWith << false << withNul.left(3) << True;
    QTest::newRow("a NUL in the pattern, starts")
            << WireValue(u"a"_s) << StartsWith << false << withNul.left(2) << False;
    QTest::newRow("a NUL in the value, contains")
            << WireValue(withNul) << Contains << false << u"bc"_s << True;
    QTest::newRow("a NUL in the value, ends")
            << WireValue(withNul) << EndsWith << false << u"c"_s << True;
    QTest::newRow("a NUL in both, ends")
            << WireValue(withNul) << EndsWith << false << withNul.mid(1) << True;
    QTest::newRow("a NUL in the value, contains, folded")
            << WireValue(withNul) << Contains << true << u"BC"_s << True;
    QTest::newRow("a NUL in the value, exact, folded")
            << WireValue(withNul) << Exact << true << u"A"_s << False;
    QTest::newRow("an integer") << WireValue(qint64(1234)) << StartsWith << false << u"12"_s
                                << True;
}

void TestExpressions::matchesText()
{
    QFETCH(WireValue, value);
    QFETCH(TextMatch, match);
    QFETCH(bool, caseInsensitive);
    QFETCH(QString, pattern);
    QFETCH(Truth, expected);
    Error error = run(u"INSERT INTO t (id, a) VALUES (1, ?)"_s, {value});
    QVERIFY2(!error.isValid(), words(error).constData());

    E condition = E::unary(E::Match, E::column(u"t0"_s, u"a"_s));
    condition.match = match;
    condition.caseInsensitive = caseInsensitive;
    condition.values = {pattern};
    const Truth found = truth(condition, &error);
    QVERIFY2(!error.isValid(), words(error).constData());
    QCOMPARE(found, expected);
}

void TestExpressions::matchesLongPatterns()
{
    const QString text(100'000, u'ü');
    Error error = run(u"INSERT INTO t (id, a) VALUES (1, ?), (2, ?)"_s,
                      {text, QString(text.size() - 1, u'ü')});
    QVERIFY2(!error.isValid(), words(error).constData());
    for (const TextMatch match :
         {TextMatch::Exact, TextMatch::Contains, TextMatch::StartsWith, TextMatch::EndsWith}) {
        E condition = E::unary(E::Match, E::column(u"t0"_s, u"a"_s));
        condition.match = match;
        condition.values = {text};
        QList<qint64> ids;
        error = find(condition, &ids);
        QVERIFY2(!error.isValid(), words(error).constData());
        QCOMPARE(ids, QList<qint64>{1});
    }
}

void TestExpressions::findsAPrefixByAnIndex()
{
    Error error = run(u"CREATE INDEX i ON t (a)"_s);
    QVERIFY2(!error.isValid(), words(error).constData());
    error = run(
            u"INSERT INTO t (id, a) VALUES (1, 'ba'), (2, 'bb'), (3, 'B'), (4, 'c'), (5, 'bz')"_s);
    QVERIFY2(!error.isValid(), words(error).constData());

    E condition = E::unary(E::Match, E::column(u"t"_s, u"a"_s));
    condition.match = TextMatch::StartsWith;
    condition.values = {u"b"_s};
    Select select;
    select.columns = {E::column(u"t"_s, u"id"_s)};
    select.table = u"t"_s;
    select.where = condition;
    Text text = dialect().select(select);
    text.sql.prepend(dialect().explainPrefix());
    // SQLite plans when it knows the pattern.
    QString plan;
    Cursor cursor;
    error = m_connection->execute(text, Caller(), &cursor);
    QVERIFY2(!error.isValid(), words(error).constData());
    while (cursor.next())
        plan = cursor.text(3);
    QVERIFY2(plan.contains(u"SEARCH"_s) && plan.contains(u"a>? AND a<?"_s), qPrintable(plan));
}

void TestExpressions::findsInLists_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<WireRow>("stored");
    QTest::addColumn<WireRow>("list");
    QTest::addColumn<QList<qint64>>("found");
    const auto row = [](const char *name, const QString &column, const WireRow &stored,
                        const WireRow &list, const QList<qint64> &found) {
        QTest::newRow(name) << column << stored << list << found;
    };
    const qint64 most = std::numeric_limits<qint64>::max();
    const qint64 least = std::numeric_limits<qint64>::min();
    const QString withNul = u"a"_s + QChar(u'\0') + u'b';
    row("nothing", u"n"_s, {qint64(1), WireValue()}, {}, {});
    row("one", u"n"_s, {qint64(1), qint64(2)}, {qint64(2)}, {2});
    row("integers", u"n"_s, {least, most, most - 1, qint64(0)}, {least, most}, {1, 2});
    row("text", u"a"_s, {u"x"_s, u"X"_s, u"ü\"\\\n"_s, u"1"_s}, {u"x"_s, u"ü\"\\\n"_s}, {1, 3});
    row("text of digits", u"a"_s, {u"1"_s, u"01"_s, u"1.0"_s}, {u"1"_s, u"2"_s}, {1});
    row("empty text", u"a"_s, {u""_s, WireValue()}, {QString(), u"x"_s}, {1});
    row("text with a NUL", u"a"_s, {u"a"_s, withNul}, {withNul, u"x"_s}, {2});
    row("doubles", u"r"_s, {0.1, 0.1 + 1e-18, std::nextafter(0.1, 1.0), 4.9406564584124654e-324},
        {0.1, 4.9406564584124654e-324}, {1, 2, 4});
    row("bytes", u"b"_s, {QByteArray("a"), QByteArray("\0a", 2)},
        {QByteArray("\0a", 2), QByteArray("c")}, {2});
    row("dates", u"a"_s, {QDate(2026, 1, 1), QDate(2026, 1, 2)},
        {QDate(2026, 1, 2), QDate(2026, 1, 3)}, {2});
    row("instants", u"a"_s, {UtcTime{1}, UtcTime{2}}, {UtcTime{2}, UtcTime{3}}, {2});
}

void TestExpressions::findsInLists()
{
    QFETCH(QString, column);
    QFETCH(WireRow, stored);
    QFETCH(WireRow, list);
    QFETCH(QList<qint64>, found);
    Error error;
    qint64 id = 0;
    for (const WireValue &value : stored) {
        error = run(u"INSERT INTO t (id, %1) VALUES (?, ?)"_s.arg(column), {++id, value});
        QVERIFY2(!error.isValid(), words(error).constData());
    }
    QList<qint64> ids;
    error = find(E::inValues(E::column(u"t0"_s, column), list), &ids);
    QVERIFY2(!error.isValid(), words(error).constData());
    QCOMPARE(ids, found);
}

void TestExpressions::findsInLongLists()
{
    WireRow list;
    for (qint64 i = 0; i < 250'000; ++i)
        list.append(i * 2);
    Error error = run(u"INSERT INTO t (id) VALUES (4), (5), (499998), (500000)"_s);
    QVERIFY2(!error.isValid(), words(error).constData());
    QList<qint64> ids;
    error = find(E::inValues(E::column(u"t0"_s, u"id"_s), list), &ids);
    QVERIFY2(!error.isValid(), words(error).constData());
    QCOMPARE(ids, (QList<qint64>{4, 499'998}));
}

void TestExpressions::takesPartsOfTimes_data()
{
    QTest::addColumn<WireValue>("value");
    QTest::addColumn<DatePart>("part");
    QTest::addColumn<TimeForm>("form");
    QTest::addColumn<WireValue>("expected");
    const auto row = [](const char *name, const WireValue &value, DatePart part,
                        const WireValue &expected, TimeForm form = TimeForm::Native) {
        QTest::newRow(name) << value << part << form << expected;
    };
    using enum DatePart;
    const qint64 msecs =
            QDateTime(QDate(2026, 2, 1), QTime(23, 5, 59, 999), Qt::UTC).toMSecsSinceEpoch();
    const UtcTime time{msecs};
    row("year", time, Year, qint64(2026));
    row("month", time, Month, qint64(2));
    row("day", time, Day, qint64(1));
    row("hour", time, Hour, qint64(23));
    row("minute", time, Minute, qint64(5));
    row("second", time, Second, qint64(59));
    row("Sunday", time, WeekDay, qint64(1));
    row("Saturday", QDate(2026, 1, 31), WeekDay, qint64(7));
    row("date", time, Date, QDate(2026, 2, 1));
    row("date of a date", QDate(2026, 2, 1), Date, QDate(2026, 2, 1));
    row("year of a date", QDate(26, 2, 1), Year, qint64(26));
    row("hour of a time", QTime(7, 8, 9, 999), Hour, qint64(7));
    row("second of a time", QTime(7, 8, 9, 999), Second, qint64(9));
    row("last second",
        UtcTime{QDateTime(QDate(9999, 12, 31), QTime(23, 59, 59, 999), Qt::UTC)
                        .toMSecsSinceEpoch()},
        Second, qint64(59));
    const QString iso = u"2026-02-01T23:05:59.999Z"_s;
    row("hour of ISO text", iso, Hour, qint64(23), TimeForm::IsoT);
    row("date of ISO text", iso, Date, QDate(2026, 2, 1), TimeForm::IsoT);
    row("hour of ISO text with an offset", u"2026-02-01T23:05:59.999+02:00"_s, Hour, qint64(21),
        TimeForm::IsoT);
    row("second of milliseconds", msecs, Second, qint64(59), TimeForm::UnixMs);
    row("date of milliseconds", msecs, Date, QDate(2026, 2, 1), TimeForm::UnixMs);
    row("date before the epoch", qint64(-1), Date, QDate(1969, 12, 31), TimeForm::UnixMs);
    row("second before the epoch", qint64(-1), Second, qint64(59), TimeForm::UnixMs);
}

void TestExpressions::takesPartsOfTimes()
{
    QFETCH(WireValue, value);
    QFETCH(DatePart, part);
    QFETCH(TimeForm, form);
    QFETCH(WireValue, expected);
    // A column without an affinity: milliseconds stay integers, text stays text.
    Error error = run(u"INSERT INTO t (id, b) VALUES (1, ?)"_s, {value});
    QVERIFY2(!error.isValid(), words(error).constData());
    E taken = E::unary(E::Part, E::column(u"t0"_s, u"b"_s));
    taken.part = part;
    taken.timeForm = form;
    const Truth found = truth(E::binary(E::Equal, taken, E::value(expected)), &error);
    QVERIFY2(!error.isValid(), words(error).constData());
    QCOMPARE(found, True);
}

void TestExpressions::comparesTimes()
{
    Error error = run(u"INSERT INTO t (id, a) VALUES (1, ?), (2, ?), (3, ?)"_s,
                      {UtcTime{-1}, UtcTime{0}, UtcTime{1}});
    QVERIFY2(!error.isValid(), words(error).constData());
    const E column = E::column(u"t0"_s, u"a"_s);
    QList<qint64> ids;
    error = find(E::binary(E::Less, column, E::value(UtcTime{0})), &ids);
    QVERIFY2(!error.isValid(), words(error).constData());
    QCOMPARE(ids, QList<qint64>{1});
    ids.clear();
    error = find(E::list(E::Between, {column, E::value(UtcTime{0}), E::value(UtcTime{5})}), &ids);
    QVERIFY2(!error.isValid(), words(error).constData());
    QCOMPARE(ids, (QList<qint64>{2, 3}));
}

void TestExpressions::comparesDecimals_data()
{
    QTest::addColumn<int>("precision");
    QTest::addColumn<int>("scale");
    QTest::addColumn<QString>("affinity");
    QTest::addColumn<QStringList>("ascending");
    const QStringList prices = {u"-10.50"_s, u"-9.99"_s, u"-0.01"_s, u"0.00"_s,
                                u"0.01"_s,   u"9.99"_s,  u"10.50"_s, u"100.00"_s};
    QTest::newRow("few digits") << 15 << 2 << u"TEXT"_s << prices;
    QTest::newRow("many digits") << 16 << 2 << u"TEXT"_s << prices;
    QTest::newRow("few digits of another program") << 10 << 2 << u"NUMERIC"_s << prices;
    QTest::newRow("many digits of another program") << 19 << 2 << u"NUMERIC"_s << prices;
    QTest::newRow("the last one of many")
            << 38 << 10 << u"TEXT"_s
            << QStringList{u"-9999999999999999999999999999.9999999999"_s,
                           u"-9999999999999999999999999999.9999999998"_s,
                           u"-9007199254740993.0000000000"_s,
                           u"-9007199254740992.0000000000"_s,
                           u"9007199254740992.0000000000"_s,
                           u"9007199254740993.0000000000"_s,
                           u"9999999999999999999999999999.9999999998"_s,
                           u"9999999999999999999999999999.9999999999"_s};
    QTest::newRow("no digits in front")
            << 16 << 16 << u"TEXT"_s
            << QStringList{u"-0.1000000000000000"_s, u"-0.0999999999999999"_s,
                           u"0.0999999999999999"_s, u"0.1000000000000000"_s};
    QTest::newRow("no digits behind")
            << 20 << 0 << u"TEXT"_s
            << QStringList{u"-18446744073709551616"_s, u"-9"_s, u"0"_s, u"9"_s, u"10"_s,
                           u"18446744073709551615"_s, u"18446744073709551616"_s};
    QTest::newRow("fifteen digits")
            << 15 << 15 << u"TEXT"_s
            << QStringList{u"-0.100000000000000"_s, u"-0.099999999999999"_s, u"0.000000000000001"_s,
                           u"0.000000000000002"_s, u"0.999999999999998"_s, u"0.999999999999999"_s};
}

void TestExpressions::comparesDecimals()
{
    QFETCH(int, precision);
    QFETCH(int, scale);
    QFETCH(QString, affinity);
    QFETCH(QStringList, ascending);

    Error error = run(u"CREATE TABLE d (id INTEGER PRIMARY KEY, a %1)"_s.arg(affinity));
    QVERIFY2(!error.isValid(), words(error).constData());
    QList<qint64> expected;
    for (qsizetype i = ascending.size() - 1; i >= 0; --i) {
        error = run(u"INSERT INTO d VALUES (?, ?)"_s, {qint64(i), ascending.at(i)});
        QVERIFY2(!error.isValid(), words(error).constData());
        expected.prepend(i);
    }
    error = run(u"INSERT INTO d VALUES (-1, NULL)"_s);
    QVERIFY2(!error.isValid(), words(error).constData());

    const E column = E::decimal(E::column(u"d"_s, u"a"_s), precision, scale);
    const auto value = [&](qsizetype i) {
        return E::decimal(E::value(ascending.at(i)), precision, scale);
    };
    const auto ids = [&](const E &where) {
        Select select;
        select.columns = {E::column(u"d"_s, u"id"_s)};
        select.table = u"d"_s;
        select.where = where;
        select.order = {{column, false}};
        Cursor cursor;
        QList<qint64> found;
        error = m_connection->execute(dialect().select(select), Caller(), &cursor);
        while (!error.isValid() && cursor.next())
            found.append(cursor.integer(0));
        return found;
    };
    QCOMPARE(ids({}), QList<qint64>{-1} + expected);
    for (qsizetype i = 0; i < ascending.size(); ++i) {
        QCOMPARE(ids(E::binary(E::Less, column, value(i))), expected.first(i));
        QCOMPARE(ids(E::binary(E::LessOrEqual, column, value(i))), expected.first(i + 1));
        QCOMPARE(ids(E::binary(E::Greater, column, value(i))), expected.sliced(i + 1));
        QCOMPARE(ids(E::binary(E::GreaterOrEqual, column, value(i))), expected.sliced(i));
        QCOMPARE(ids(E::list(E::Between, {column, value(0), value(i)})), expected.first(i + 1));
    }
    QVERIFY2(!error.isValid(), words(error).constData());
}

void TestExpressions::combinesTruths_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<Truth>("left");
    QTest::addColumn<Truth>("right");
    QTest::addColumn<Truth>("expected");
    const auto row = [](const char *name, E::Kind kind, Truth left, Truth right, Truth expected) {
        QTest::newRow(name) << int(kind) << left << right << expected;
    };
    row("and", E::And, True, True, True);
    row("and false", E::And, True, False, False);
    row("and null", E::And, True, Null, Null);
    row("or", E::Or, False, True, True);
    row("or null", E::Or, False, Null, Null);
    row("not", E::Not, True, True, False);
    row("not null", E::Not, Null, Null, Null);
    row("true is not true", E::IsNotTrue, True, True, False);
    row("false is not true", E::IsNotTrue, False, False, True);
    row("null is not true", E::IsNotTrue, Null, Null, True);
}

void TestExpressions::combinesTruths()
{
    QFETCH(int, kind);
    QFETCH(Truth, left);
    QFETCH(Truth, right);
    QFETCH(Truth, expected);
    Error error = run(u"INSERT INTO t (id, n) VALUES (1, 1)"_s);
    QVERIFY2(!error.isValid(), words(error).constData());
    const auto operand = [](Truth truth) {
        return E::binary(E::Equal, E::column(u"t0"_s, truth == Null ? u"a"_s : u"n"_s),
                         E::value(qint64(truth == True ? 1 : 0)));
    };
    QList<E> operands{operand(left)};
    if (kind == E::And || kind == E::Or)
        operands.append(operand(right));
    const Truth found = truth(E::list(E::Kind(kind), operands), &error);
    QVERIFY2(!error.isValid(), words(error).constData());
    QCOMPARE(found, expected);
}

void TestExpressions::tellsUnknownColumns()
{
    // SQLite takes a quoted name that it does not know for a text, if it may.
    QList<qint64> ids;
    QCOMPARE(find(E::unary(E::IsNotNull, E::column(u"t0"_s, u"nosuch"_s)), &ids).kind(),
             Error::Sql);

    const E own = E::unary(E::IsNotNull, E::column(QString(), u"nosuch"_s));
    QCOMPARE(run(dialect().remove({u"t"_s, own, {}})).kind(), Error::Sql);
    QCOMPARE(run(dialect().update({u"t"_s, {{u"a"_s, E::value(u"x"_s)}}, own, {}})).kind(),
             Error::Sql);
    Insert insert;
    insert.table = u"t"_s;
    insert.returning = {u"nosuch"_s};
    QCOMPARE(run(dialect().insert(insert)).kind(), Error::Sql);
    QCOMPARE(run(dialect().createIndex({QString(), u"t"_s, {u"nosuch"_s}})).kind(), Error::Sql);
    QCOMPARE(run(dialect().nextKey(u"t"_s, u"nosuch"_s)).kind(), Error::Sql);
}

void TestExpressions::givesTheNextKey()
{
    const auto next = [&] {
        Cursor cursor;
        const Error error =
                m_connection->execute(dialect().nextKey(u"t"_s, u"id"_s), Caller(), &cursor);
        return !error.isValid() && cursor.next() ? cursor.integer(0) : -1;
    };
    QCOMPARE(next(), 1);
    QVERIFY(!run(u"INSERT INTO t (id) VALUES (41)"_s).isValid());
    QCOMPARE(next(), 42);
}

void TestExpressions::makesTables()
{
    TableDefinition table;
    table.name = u"every \"type\""_s;
    int number = 0;
    for (int type = int(ColumnType::Boolean); type <= int(ColumnType::Json); ++type) {
        ColumnDefinition column;
        column.name = u"c%1"_s.arg(++number);
        column.type = ColumnType(type);
        column.hasDefault = true;
        column.defaultValue = u"0.10"_s; // stays text where text is kept
        table.columns.append(column);
    }
    ColumnDefinition id;
    id.name = u"id"_s;
    id.type = ColumnType::BigInteger;
    id.generatedKey = true;
    table.columns.prepend(id);
    table.primaryKey = {id.name};
    for (int i = 0; i < 2; ++i) {
        Error error = run(dialect().createTable(table));
        QVERIFY2(!error.isValid(), words(error).constData());
        error = run(dialect().createIndex({QString(), table.name, {u"c1"_s, u"c2"_s}}));
        QVERIFY2(!error.isValid(), words(error).constData());
    }

    Insert insert;
    insert.table = table.name;
    insert.returning = {u"id"_s};
    for (const ColumnDefinition &column : std::as_const(table.columns).sliced(1))
        insert.returning.append(column.name);
    Cursor cursor;
    const Error error = m_connection->execute(dialect().insert(insert), Caller(), &cursor);
    QVERIFY2(!error.isValid(), words(error).constData());
    QVERIFY(cursor.next());
    QCOMPARE(cursor.integer(0), 1);
    for (int i = 1; i < table.columns.size(); ++i) {
        const ColumnType type = table.columns.at(i).type;
        const bool isNumber = type <= ColumnType::Double;
        if (type != ColumnType::Binary)
            QVERIFY2((cursor.any(i) == WireValue(u"0.10"_s)) != isNumber,
                     qPrintable(QString::number(i)));
    }
    cursor.close();
    QVERIFY(!run(dialect().dropTable(table.name)).isValid());
    QVERIFY(!run(dialect().dropTable(table.name)).isValid());
}

void TestExpressions::insertsWhatIsAbsent()
{
    QVERIFY(!run(u"CREATE TABLE u (a INTEGER, b TEXT, c NOT NULL UNIQUE)"_s).isValid());
    Insert insert;
    insert.table = u"u"_s;
    insert.columns = {u"a"_s, u"b"_s, u"c"_s};
    insert.absentBy = {u"a"_s, u"b"_s};
    const auto affected = [&](const QList<WireRow> &rows) {
        insert.rows = rows;
        qint64 count = -1;
        const Error error = run(dialect().insert(insert), &count);
        return error.isValid() ? -1 : count;
    };
    const QString odd = u"\"\\\n\U0001f600'"_s;
    QCOMPARE(affected({{qint64(1), u"1"_s, u"p"_s}}), 1);
    QCOMPARE(affected({{qint64(1), u"1"_s, u"q"_s}}), 0);
    QCOMPARE(affected({{qint64(1), u"1"_s, u"q"_s}, {qint64(1), odd, u"r"_s}}), 1);
    QCOMPARE(affected({{qint64(1), odd, u"s"_s}, {qint64(1), u"x\0y"_s, u"s"_s}}), 1);
    QCOMPARE(affected({{qint64(1), u"x\0y"_s, u"t"_s}, {qint64(2), odd, u"t"_s}}), 1);
    QCOMPARE(affected({{qint64(2), odd, u"u"_s}, {qint64(1), odd, u"v"_s}}), 0);
    // Only such rows are left out.
    QCOMPARE(affected({{qint64(3), u"1"_s, u"p"_s}}), -1);
    insert.rows = {{qint64(3), u"1"_s, WireValue()}};
    QCOMPARE(run(dialect().insert(insert)).kind(), Error::NotNullViolation);

    Cursor cursor;
    const Error error = m_connection->execute(
            {u"SELECT b FROM u WHERE typeof(a) = 'integer' AND typeof(b) = 'text' ORDER BY c"_s, {}},
            Caller(), &cursor);
    QVERIFY2(!error.isValid(), words(error).constData());
    QStringList texts;
    while (cursor.next())
        texts.append(cursor.text(0));
    QCOMPARE(texts, QStringList({u"1"_s, odd, u"x\0y"_s, odd}));
}

void TestExpressions::insertsAnyNumberAtOnce()
{
    QVERIFY(!run(u"CREATE TABLE u (a INTEGER, b TEXT)"_s).isValid());
    Insert insert;
    insert.table = u"u"_s;
    insert.columns = {u"a"_s, u"b"_s};
    const int count = dialect().features().maxVariables * 2;
    for (int i = 0; i < count; ++i)
        insert.rows.append({qint64(i), QString::number(i)});
    const qsizetype most = dialect().features().maxVariables / 2;
    QCOMPARE(dialect().rowsPerStatement(insert), most);
    insert.absentBy = {u"a"_s};
    QCOMPARE(dialect().rowsPerStatement(insert), count);
    qint64 affected = 0;
    const Error error = run(dialect().insert(insert), &affected);
    QVERIFY2(!error.isValid(), words(error).constData());
    QCOMPARE(affected, count);
    // What one value does not carry goes by placeholders, as many as there may be.
    insert.rows.last()[0] = 0.5;
    QCOMPARE(dialect().rowsPerStatement(insert), most);
}

QTEST_GUILESS_MAIN(TestExpressions)

#include "tst_expressions.moc"
