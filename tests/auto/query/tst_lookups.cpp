// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "alltypes.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using Chakra::Session;
using Chakra::Value;

namespace {

using Predicate = std::function<bool(const MaybeType &)>;

// A value to look up, and the same question in plain C++.
struct Question
{
    Value value;
    Predicate holds;
    QString text;
};

template <typename T>
using Getter = std::optional<T> (MaybeType::*)() const;

template <typename T>
QString textOf(const T &value)
{
    QString text;
    QDebug(&text).nospace() << value;
    return text;
}

// Texts are sorted by code point and byte strings by byte, whatever a locale says.
template <typename T>
bool less(const T &left, const T &right)
{
    if constexpr (std::is_same_v<T, QString>)
        return left.toUtf8() < right.toUtf8();
    else
        return left < right;
}

class Samples
{
public:
    static QList<QString> texts()
    {
        return {
                u""_s,
                u"alice"_s,
                u"Alice"_s,
                u"ALICE"_s,
                u"alice\n"_s,
                u"al"_s,
                u"ice"_s,
                u"100%"_s,
                u"100"_s,
                u"100x"_s,
                u"%"_s,
                u"_"_s,
                u"a_c"_s,
                u"abc"_s,
                u"a%c"_s,
                u"a\\c"_s,
                u"\\"_s,
                u"a\\_c"_s,
                u"a*c"_s,
                u"a?c"_s,
                u"[abc]"_s,
                u"^a"_s,
                u"c$"_s,
                u".*"_s,
                u"a.c"_s,
                u"(a"_s,
                u"it's"_s,
                u"\"it\""_s,
                u"two words"_s,
                u" lead"_s,
                u"tab\there"_s,
                u"two\nlines"_s,
                u"Ärger"_s,
                u"ärger"_s,
                u"ÄRGER"_s,
                u"arger"_s,
                u"straße"_s,
                u"STRASSE"_s,
                u"STRAẞE"_s,
                u"ſtraße"_s,
                u"ΟΔΟΣ"_s,
                u"οδος"_s,
                u"οδοσ"_s,
                u"ОДЕССА"_s,
                u"одесса"_s,
                u"K"_s,
                u"k"_s,
                u"\u212A"_s,
                u"İ"_s,
                u"i"_s,
                u"ı"_s,
                u"I"_s,
                u"Ǆ"_s,
                u"ǅ"_s,
                u"ǆ"_s,
                u"\U00010400bc"_s,
                u"\U00010428bc"_s,
                u"👍🏽"_s,
                u"日本語"_s,
                u"e\u0301"_s,
                u"é"_s,
        };
    }

    static QList<QDate> dates()
    {
        return {QDate(2024, 2, 29), QDate(2024, 3, 1),  QDate(2023, 12, 31), QDate(2024, 1, 1),
                QDate(1969, 7, 20), QDate(1970, 1, 1),  QDate(2000, 1, 1),   QDate(1900, 3, 1),
                QDate(2024, 6, 9),  QDate(2024, 6, 10), QDate(2024, 6, 15),  QDate(9999, 12, 31),
                QDate(1000, 1, 1),  QDate(2024, 11, 7)};
    }

    static QList<QTime> times()
    {
        return {QTime(0, 0),       QTime(0, 0, 0, 1),      QTime(23, 59, 59, 999),
                QTime(12, 30, 15), QTime(12, 30, 15, 123), QTime(9, 5, 7),
                QTime(12, 0),      QTime(21, 5, 0, 7)};
    }

    static QList<QDateTime> moments()
    {
        QList<QDateTime> result;
        const QList<QDate> days = dates();
        const QList<QTime> clock = times();
        for (qsizetype i = 0; i < days.size(); ++i)
            result.append(QDateTime(days.at(i), clock.at(i % clock.size()), Qt::UTC));
        result.append(QDateTime(QDate(2024, 2, 29), QTime(0, 0), Qt::UTC));
        result.append(QDateTime(QDate(2024, 2, 29), QTime(23, 59, 59, 999), Qt::UTC));
        return result;
    }

    static QList<QByteArray> bytes()
    {
        return {QByteArray(""),        QByteArray("a"),        QByteArray("a\0b", 3),
                QByteArray("a\0c", 3), QByteArray("\xff\xfe"), QByteArray("\x80"),
                QByteArray("ab"),      QByteArray("%")};
    }

    static QList<QUuid> tokens()
    {
        return {QUuid(u"{00000000-0000-0000-0000-000000000001}"_s),
                QUuid(u"{ffffffff-ffff-4fff-8fff-ffffffffffff}"_s),
                QUuid(u"{a0b1c2d3-e4f5-4678-9abc-def012345678}"_s)};
    }

    static QList<QUrl> links()
    {
        return {QUrl(u"https://example.org/a?b=c&d=%20#e"_s), QUrl(u"file:///tmp/x y"_s),
                QUrl(u"https://example.org/ä"_s), QUrl(u"mailto:someone@example.org"_s)};
    }

    static QList<qint64> bigNumbers()
    {
        return {0,
                1,
                -1,
                42,
                std::numeric_limits<qint64>::max(),
                std::numeric_limits<qint64>::min(),
                (1LL << 53) + 1,
                (1LL << 53),
                -(1LL << 53) - 1};
    }

    static QList<int> numbers()
    {
        return {0, 1, -1, 7, 42, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()};
    }

    static QList<uint> naturals() { return {0, 1, 42, std::numeric_limits<uint>::max()}; }

    static QList<quint64> bigNaturals()
    {
        return {0, 1, (1ULL << 53) + 1, quint64(std::numeric_limits<qint64>::max())};
    }

    static QList<double> preciseNumbers()
    {
        return {0.0, 0.1, -0.1, 2.5, 1e300, -1e300, 5e-324, 1.0 / 3, 42.0};
    }

    static QList<float> singleNumbers() { return {0.0f, 0.1f, -2.5f, 3e38f, 42.0f}; }

    static QList<QJsonObject> records()
    {
        return {{}, {{u"a"_s, 1}}, {{u"b"_s, QJsonArray{1, u"ä"_s}}, {u"a"_s, QJsonValue()}}};
    }

    static QList<QJsonArray> items() { return {{}, {1, 2}, {2, 1}, {QJsonArray{1}, u"x"_s}}; }

    static QList<QJsonValue> anything() { return {1, 2.5, u"text"_s, true, QJsonArray{1}}; }

    static QList<QStringList> words()
    {
        return {{}, {u"a"_s, u"b"_s}, {u"b"_s, u"a"_s}, {u"it's \"it\""_s}};
    }

    static QList<EveryType::Colour> colours()
    {
        return {EveryType::Red, EveryType::Green, EveryType::Blue};
    }

    static QList<EveryType::Size> sizes()
    {
        return {EveryType::Size::Small, EveryType::Size::Large};
    }
};

// Every fourth or so is null, each value is there, and the columns do not go in step.
template <typename T>
std::optional<T> pick(const QList<T> &samples, qsizetype row)
{
    const qsizetype place = row % (samples.size() + 1);
    return place == samples.size() ? std::nullopt : std::optional<T>(samples.at(place));
}

} // namespace

Q_DECLARE_METATYPE(QList<Question>)

class TestLookups : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void everyLookupAgreesWithPlainCode_data();
    void everyLookupAgreesWithPlainCode();
    void fieldsAskTheSame();

    void wildcardsAreLiteral_data();
    void wildcardsAreLiteral();
    void caseIsIgnoredInAllOfUnicode_data();
    void caseIsIgnoredInAllOfUnicode();
    void datePartsAreThoseOfUtc();
    void timesInOtherFormsAreComparedAlike();
    void decimalsCompareAsNumbers();
    void decimalsOfFewDigitsCompareAsNumbers();
    void aLookupOfNothingIsEmpty();
    void anEmptyListRunsNoStatement();
    void aListOfAHundredThousand_data();
    void aListOfAHundredThousand();
    void longListsAreExact();
    void aNumberOutOfRangeIsRefusedBeforeSql_data();
    void aNumberOutOfRangeIsRefusedBeforeSql();
    void aLookupThatDoesNotFitIsUnknown_data();
    void aLookupThatDoesNotFitIsUnknown();

private:
    std::unique_ptr<TestDatabase> m_db;
    std::unique_ptr<Session> m_session;
    QList<MaybeType *> m_rows;
};

void TestLookups::initTestCase()
{
    m_db = std::make_unique<TestDatabase>(TestDatabase::Tables);
    MUST(m_db->handle().createTables<MaybeType, Ledger>());
    m_session = std::make_unique<Session>(m_db->handle());

    const qsizetype count = Samples::texts().size() + 1;
    for (qsizetype row = 0; row < count; ++row) {
        auto *object = new MaybeType;
        object->setTruth(pick<bool>({true, false}, row));
        object->setNumber(pick(Samples::numbers(), row));
        object->setNatural(pick(Samples::naturals(), row));
        object->setBigNumber(pick(Samples::bigNumbers(), row));
        object->setBigNatural(pick(Samples::bigNaturals(), row));
        object->setSingle(pick(Samples::singleNumbers(), row));
        object->setPrecise(pick(Samples::preciseNumbers(), row));
        object->setName(pick(Samples::texts(), row));
        object->setBytes(pick(Samples::bytes(), row));
        object->setBirthday(pick(Samples::dates(), row));
        object->setAlarm(pick(Samples::times(), row));
        object->setMoment(pick(Samples::moments(), row));
        object->setToken(pick(Samples::tokens(), row));
        object->setLink(pick(Samples::links(), row));
        object->setRecord(pick(Samples::records(), row));
        object->setItems(pick(Samples::items(), row));
        object->setAnything(pick(Samples::anything(), row));
        object->setWords(pick(Samples::words(), row));
        object->setColour(pick(Samples::colours(), row));
        object->setSize(pick(Samples::sizes(), row));
        MUST(m_session->add(object));
    }
    MUST(m_session->commit());
    m_session->clear();
    m_rows = must(MaybeType::objects(*m_session).orderBy("id").all());
    QCOMPARE(m_rows.size(), count);
}

void TestLookups::cleanupTestCase()
{
    m_rows.clear();
    m_session.reset();
    m_db.reset();
}

namespace {

template <typename T>
class Rows
{
public:
    Rows(const char *property, Getter<T> getter, const QList<T> &samples)
        : m_property(property), m_getter(getter), m_samples(samples)
    { }

    // exact, in, isnull: what every type has.
    Rows &equality()
    {
        QList<Question> exact;
        for (const T &sample : m_samples)
            exact.append(question(sample, [sample](const T &v) { return v == sample; }));
        exact.append({nullptr, isNull(true), u"null"_s});
        exact.append({std::optional<T>(), isNull(true), u"null optional"_s});
        add("exact", exact);
        // The lookup may be left out.
        QTest::newRow(m_property) << QString::fromLatin1(m_property) << exact;

        QList<Question> in;
        in.append(list({}));
        in.append(list(m_samples));
        for (const T &sample : m_samples)
            in.append(list({sample}));
        if (m_samples.size() > 1)
            in.append(
                    list({m_samples.constFirst(), m_samples.constLast(), m_samples.constFirst()}));
        add("in", in);

        add("isnull", {{true, isNull(true), u"true"_s}, {false, isNull(false), u"false"_s}});
        return *this;
    }

    // gt, gte, lt, lte, range: what has an order.
    Rows &order()
    {
        add("gt", compare([](const T &v, const T &sample) { return less(sample, v); }));
        add("gte", compare([](const T &v, const T &sample) { return !less(v, sample); }));
        add("lt", compare([](const T &v, const T &sample) { return less(v, sample); }));
        add("lte", compare([](const T &v, const T &sample) { return !less(sample, v); }));

        QList<Question> range;
        const QList<T> few = m_samples.mid(0, 8) + m_samples.mid(qMax(0, m_samples.size() - 3));
        for (const T &from : few) {
            for (const T &to : few) {
                Question asked = question(
                        from, [from, to](const T &v) { return !less(v, from) && !less(to, v); });
                asked.value = Value{Value(from), Value(to)};
                asked.text = textOf(from) + u" to "_s + textOf(to);
                range.append(asked);
            }
        }
        add("range", range);
        return *this;
    }

    // The comparisons of one part: of a date, of a time.
    Rows &part(const char *lookup, int (*partOf)(const T &))
    {
        QSet<int> values{-1};
        for (const T &sample : m_samples)
            values.insert(partOf(sample));
        using Test = bool (*)(int, int);
        const std::pair<const char *, Test> tests[] = {
                {"", [](int v, int number) { return v == number; }},
                {"__exact", [](int v, int number) { return v == number; }},
                {"__gt", [](int v, int number) { return v > number; }},
                {"__gte", [](int v, int number) { return v >= number; }},
                {"__lt", [](int v, int number) { return v < number; }},
                {"__lte", [](int v, int number) { return v <= number; }},
        };
        for (const auto &[suffix, test] : tests) {
            QList<Question> questions;
            for (const int number : std::as_const(values)) {
                questions.append({number, predicate([partOf, number, test = test](const T &v) {
                                      return test(partOf(v), number);
                                  }),
                                  QString::number(number)});
            }
            add(qPrintable(QString::fromLatin1(lookup) + QString::fromLatin1(suffix)), questions);
        }

        const QByteArray name = lookup;
        QList<int> sorted = values.values();
        std::sort(sorted.begin(), sorted.end());
        QList<int> some;
        for (qsizetype i = 0; i < sorted.size(); i += 2)
            some.append(sorted.at(i));
        add(name + "__in",
            {{Value(some),
              predicate([partOf, some](const T &v) { return some.contains(partOf(v)); }),
              textOf(some)},
             {Value(QList<int>()), [](const MaybeType &) { return false; }, u"nothing"_s}});
        const int from = sorted.at(sorted.size() / 3);
        const int to = sorted.at(sorted.size() * 2 / 3);
        add(name + "__range", {{Value{from, to}, predicate([partOf, from, to](const T &v) {
                                    return partOf(v) >= from && partOf(v) <= to;
                                }),
                                textOf(from) + u" to "_s + textOf(to)}});
        add(name + "__isnull",
            {{true, isNull(true), u"true"_s}, {false, isNull(false), u"false"_s}});
        return *this;
    }

    // A lookup with samples of its own.
    Rows &lookup(const char *name, const QList<T> &samples, bool (*test)(const T &, const T &))
    {
        QList<Question> questions;
        for (const T &sample : samples)
            questions.append(
                    question(sample, [test, sample](const T &v) { return test(v, sample); }));
        add(name, questions);
        return *this;
    }

    Rows &lookup(const char *name, bool (*test)(const T &, const T &))
    {
        return lookup(name, m_samples, test);
    }

private:
    template <typename Test>
    Predicate predicate(Test test) const
    {
        const auto getter = m_getter;
        return [getter, test](const MaybeType &row) {
            const std::optional<T> value = (row.*getter)();
            return value && test(*value);
        };
    }

    Predicate isNull(bool null) const
    {
        const auto getter = m_getter;
        return [getter, null](const MaybeType &row) { return (row.*getter)().has_value() != null; };
    }

    template <typename Test>
    Question question(const T &sample, Test test) const
    {
        return {Value(sample), predicate(test), textOf(sample)};
    }

    Question list(const QList<T> &values) const
    {
        QList<Value> list;
        for (const T &value : values)
            list.append(Value(value));
        return {Value(list), predicate([values](const T &v) { return values.contains(v); }),
                textOf(values)};
    }

    template <typename Test>
    QList<Question> compare(Test test) const
    {
        QList<Question> questions;
        for (const T &sample : m_samples)
            questions.append(
                    question(sample, [test, sample](const T &v) { return test(v, sample); }));
        return questions;
    }

    void add(const QByteArray &lookup, const QList<Question> &questions) const
    {
        const QByteArray path = QByteArray(m_property) + "__" + lookup;
        QTest::newRow(path.constData()) << QString::fromLatin1(path) << questions;
    }

    const char *m_property;
    Getter<T> m_getter;
    QList<T> m_samples;
};

template <typename T>
Rows<T> rows(const char *property, Getter<T> getter, const QList<T> &samples)
{
    return Rows<T>(property, getter, samples);
}

int weekDay(QDate date)
{
    return date.dayOfWeek() % 7 + 1;
}

bool matches(const QString &text, const QString &pattern,
             QRegularExpression::PatternOption option = QRegularExpression::NoPatternOption)
{
    return QRegularExpression(pattern, option).match(text).hasMatch();
}

} // namespace

void TestLookups::everyLookupAgreesWithPlainCode_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QList<Question>>("questions");

    rows<bool>("truth", &MaybeType::truth, {true, false}).equality();
    rows("number", &MaybeType::number, Samples::numbers()).equality().order();
    rows("natural", &MaybeType::natural, Samples::naturals()).equality().order();
    rows("bigNumber", &MaybeType::bigNumber, Samples::bigNumbers()).equality().order();
    rows("bigNatural", &MaybeType::bigNatural, Samples::bigNaturals()).equality().order();
    rows("single", &MaybeType::single, Samples::singleNumbers()).equality().order();
    rows("precise", &MaybeType::precise, Samples::preciseNumbers()).equality().order();
    rows("bytes", &MaybeType::bytes, Samples::bytes()).equality().order();
    rows("token", &MaybeType::token, Samples::tokens()).equality();
    rows("link", &MaybeType::link, Samples::links()).equality();
    rows("colour", &MaybeType::colour, Samples::colours()).equality().order();
    rows("size", &MaybeType::size, Samples::sizes()).equality().order();
    rows("record", &MaybeType::record, Samples::records()).equality();
    rows("items", &MaybeType::items, Samples::items()).equality();
    rows("anything", &MaybeType::anything, Samples::anything()).equality();
    rows("words", &MaybeType::words, Samples::words()).equality();

    // An address is compared as the text that it is kept as.
    using TextTest = bool (*)(const QString &, const QString &);
    const std::pair<const char *, TextTest> textTests[] = {
            {"link__iexact",
             [](const QString &v, const QString &sample) {
                 return v.compare(sample, Qt::CaseInsensitive) == 0;
             }},
            {"link__contains",
             [](const QString &v, const QString &sample) { return v.contains(sample); }},
            {"link__icontains",
             [](const QString &v, const QString &sample) {
                 return v.contains(sample, Qt::CaseInsensitive);
             }},
            {"link__startswith",
             [](const QString &v, const QString &sample) { return v.startsWith(sample); }},
            {"link__istartswith",
             [](const QString &v, const QString &sample) {
                 return v.startsWith(sample, Qt::CaseInsensitive);
             }},
            {"link__endswith",
             [](const QString &v, const QString &sample) { return v.endsWith(sample); }},
            {"link__iendswith",
             [](const QString &v, const QString &sample) {
                 return v.endsWith(sample, Qt::CaseInsensitive);
             }},
            {"link__regex",
             [](const QString &v, const QString &sample) { return matches(v, sample); }},
            {"link__iregex",
             [](const QString &v, const QString &sample) {
                 return matches(v, sample, QRegularExpression::CaseInsensitiveOption);
             }},
    };
    for (const auto &[path, test] : textTests) {
        QList<Question> questions;
        for (const QString &sample :
             {u"https://EXAMPLE.org"_s, u"https://"_s, u"%20"_s, u"%"_s, u"ORG"_s, u"/x%20y"_s,
              u"mailto:Someone@example.org"_s, u"mailto:someone@example.org"_s, u"^HTTPS.*e$"_s}) {
            questions.append({sample,
                              [sample, test = test](const MaybeType &row) {
                                  const auto link = row.link();
                                  return link && test(link->toString(QUrl::FullyEncoded), sample);
                              },
                              sample});
        }
        QTest::newRow(path) << QString::fromLatin1(path) << questions;
    }

    rows("birthday", &MaybeType::birthday, Samples::dates())
            .equality()
            .order()
            .part("year", [](const QDate &v) { return v.year(); })
            .part("month", [](const QDate &v) { return v.month(); })
            .part("day", [](const QDate &v) { return v.day(); })
            .part("week_day", [](const QDate &v) { return weekDay(v); });
    rows("alarm", &MaybeType::alarm, Samples::times())
            .equality()
            .order()
            .part("hour", [](const QTime &v) { return v.hour(); })
            .part("minute", [](const QTime &v) { return v.minute(); })
            .part("second", [](const QTime &v) { return v.second(); });
    rows("moment", &MaybeType::moment, Samples::moments())
            .equality()
            .order()
            .part("year", [](const QDateTime &v) { return v.toUTC().date().year(); })
            .part("month", [](const QDateTime &v) { return v.toUTC().date().month(); })
            .part("day", [](const QDateTime &v) { return v.toUTC().date().day(); })
            .part("week_day", [](const QDateTime &v) { return weekDay(v.toUTC().date()); })
            .part("hour", [](const QDateTime &v) { return v.toUTC().time().hour(); })
            .part("minute", [](const QDateTime &v) { return v.toUTC().time().minute(); })
            .part("second", [](const QDateTime &v) { return v.toUTC().time().second(); });

    // The date of a moment, compared with dates.
    using DateTest = bool (*)(QDate, QDate);
    const std::pair<const char *, DateTest> dateTests[] = {
            {"moment__date", [](QDate v, QDate sample) { return v == sample; }},
            {"moment__date__gt", [](QDate v, QDate sample) { return v > sample; }},
            {"moment__date__gte", [](QDate v, QDate sample) { return v >= sample; }},
            {"moment__date__lt", [](QDate v, QDate sample) { return v < sample; }},
            {"moment__date__lte", [](QDate v, QDate sample) { return v <= sample; }},
    };
    for (const auto &[path, test] : dateTests) {
        QList<Question> questions;
        for (const QDate sample : Samples::dates()) {
            questions.append({sample,
                              [sample, test = test](const MaybeType &row) {
                                  const auto moment = row.moment();
                                  return moment && test(moment->toUTC().date(), sample);
                              },
                              textOf(sample)});
        }
        QTest::newRow(path) << QString::fromLatin1(path) << questions;
    }

    const QList<QString> patterns = {
            u""_s,
            u"a"_s,
            u"^a"_s,
            u"c$"_s,
            u"^a.c$"_s,
            u"[0-9]+%"_s,
            u"^(alice|abc)$"_s,
            u"Ä|ä"_s,
            u"^ärger$"_s,
            u"^οδοσ$"_s,
            u"\\\\"_s,
            u"\\."_s,
            u"^.$"_s,
            u"^[a-z]+$"_s,
            u"ice\\n"_s,
            u"\\bwords"_s,
            u"日本."_s,
            u"'"_s,
            u"^k$"_s,
            u"^straße$"_s,
            u"👍"_s,
    };
    rows("name", &MaybeType::name, Samples::texts())
            .equality()
            .order()
            .lookup("iexact",
                    [](const QString &v, const QString &sample) {
                        return v.compare(sample, Qt::CaseInsensitive) == 0;
                    })
            .lookup("contains",
                    [](const QString &v, const QString &sample) { return v.contains(sample); })
            .lookup("icontains",
                    [](const QString &v, const QString &sample) {
                        return v.contains(sample, Qt::CaseInsensitive);
                    })
            .lookup("startswith",
                    [](const QString &v, const QString &sample) { return v.startsWith(sample); })
            .lookup("istartswith",
                    [](const QString &v, const QString &sample) {
                        return v.startsWith(sample, Qt::CaseInsensitive);
                    })
            .lookup("endswith",
                    [](const QString &v, const QString &sample) { return v.endsWith(sample); })
            .lookup("iendswith",
                    [](const QString &v, const QString &sample) {
                        return v.endsWith(sample, Qt::CaseInsensitive);
                    })
            .lookup("regex", patterns,
                    [](const QString &v, const QString &pattern) { return matches(v, pattern); })
            .lookup("iregex", patterns, [](const QString &v, const QString &pattern) {
                return matches(v, pattern, QRegularExpression::CaseInsensitiveOption);
            });
}

void TestLookups::everyLookupAgreesWithPlainCode()
{
    QFETCH(QString, path);
    QFETCH(QList<Question>, questions);
    QVERIFY(!questions.isEmpty());

    for (const Question &question : std::as_const(questions)) {
        QList<qint64> expected;
        QList<qint64> others;
        for (const MaybeType *row : std::as_const(m_rows))
            (question.holds(*row) ? expected : others).append(row->id());

        // The objects are loaded: their keys are enough.
        const auto query = MaybeType::objects(*m_session).only("id");
        const QList<qint64> found =
                keys(must(query.filter(path, question.value).orderBy("id").all()));
        QVERIFY2(found == expected, qPrintable(u"%1 %2: found %3, of %4"_s.arg(
                                            path, question.text, textOf(found), textOf(expected))));
        // What was not found is what exclude() finds, null rows included.
        const QList<qint64> excluded =
                keys(must(query.exclude(path, question.value).orderBy("id").all()));
        QVERIFY2(excluded == others,
                 qPrintable(u"exclude %1 %2: found %3, of %4"_s.arg(
                         path, question.text, textOf(excluded), textOf(others))));
    }
}

void TestLookups::fieldsAskTheSame()
{
    const auto query = MaybeType::objects(*m_session).orderBy("id");
    const auto same = [&query](const Chakra::Condition<MaybeType> &condition, const char *path,
                               const Value &value) {
        return query.filter(condition).toSql() == query.filter(path, value).toSql()
               && keys(must(query.filter(condition).all()))
                          == keys(must(query.filter(path, value).all()));
    };
    const auto name = f<&MaybeType::name>;
    QVERIFY(same(name == "alice", "name", "alice"));
    QVERIFY(same(name.iexact("alice"), "name__iexact", "alice"));
    QVERIFY(same(name.contains("%"), "name__contains", "%"));
    QVERIFY(same(name.icontains("Ä"), "name__icontains", u"Ä"_s));
    QVERIFY(same(name.startsWith("al"), "name__startswith", "al"));
    QVERIFY(same(name.istartsWith("AL"), "name__istartswith", "AL"));
    QVERIFY(same(name.endsWith("c"), "name__endswith", "c"));
    QVERIFY(same(name.iendsWith("C"), "name__iendswith", "C"));
    QVERIFY(same(name.regex("^a.c$"), "name__regex", "^a.c$"));
    QVERIFY(same(name.iregex("^A.C$"), "name__iregex", "^A.C$"));
    QVERIFY(same(name.isNull(), "name__isnull", true));
    QVERIFY(same(name.in({"alice", "abc"}), "name__in", Value{"alice", "abc"}));
    const auto number = f<&MaybeType::number>;
    QVERIFY(same(number > 1, "number__gt", 1));
    QVERIFY(same(number >= 1, "number__gte", 1));
    QVERIFY(same(number < 1, "number__lt", 1));
    QVERIFY(same(number <= 1, "number__lte", 1));
    QVERIFY(same(number.range(0, 42), "number__range", Value{0, 42}));
    const auto colour = f<&MaybeType::colour>;
    QVERIFY(same(colour == EveryType::Blue, "colour", EveryType::Blue));
    QVERIFY(same(colour == EveryType::Blue, "colour", QVariant::fromValue(EveryType::Blue)));
    QVERIFY(same(colour == EveryType::Blue, "colour", -3));
    QVERIFY(same(colour.in({EveryType::Blue, EveryType::Red}), "colour__in",
                 QVariantList{QVariant::fromValue(EveryType::Blue), EveryType::Red}));
    QVERIFY(same(f<&MaybeType::size> == EveryType::Size::Large, "size", EveryType::Size::Large));
    QVERIFY(same(f<&MaybeType::items> == QJsonArray{1, 2}, "items", QJsonArray{1, 2}));
    QVERIFY(same(f<&MaybeType::items> == QJsonArray{1, 2}, "items", QVariant(QJsonArray{1, 2})));
    QVERIFY(same(name == u'K', "name", "K"));
    QVERIFY(same(name == QChar(u'K'), "name", "K"));
    const auto moment = f<&MaybeType::moment>;
    QVERIFY(same(moment.year() == 2024, "moment__year", 2024));
    QVERIFY(same(moment.month() == 2, "moment__month", 2));
    QVERIFY(same(moment.day() > 15, "moment__day__gt", 15));
    QVERIFY(same(moment.hour() < 12, "moment__hour__lt", 12));
    QVERIFY(same(moment.minute() == 30, "moment__minute", 30));
    QVERIFY(same(moment.second() >= 15, "moment__second__gte", 15));
    QVERIFY(same(moment.weekDay() == 1, "moment__week_day", 1));
    QVERIFY(same(moment.date(QDate(2024, 2, 29)), "moment__date", QDate(2024, 2, 29)));
}

void TestLookups::wildcardsAreLiteral_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *path, const QString &value, const QStringList &expected) {
        QTest::addRow("%s %s", path, qPrintable(value))
                << QString::fromLatin1(path) << value << expected;
    };
    for (const char *path : {"name__contains", "name__icontains"}) {
        row(path, u"%"_s, {u"%"_s, u"100%"_s, u"a%c"_s});
        row(path, u"_"_s, {u"_"_s, u"a\\_c"_s, u"a_c"_s});
        row(path, u"\\"_s, {u"\\"_s, u"a\\_c"_s, u"a\\c"_s});
        row(path, u"a_c"_s, {u"a_c"_s});
        row(path, u"a*c"_s, {u"a*c"_s});
        row(path, u"a?c"_s, {u"a?c"_s});
        row(path, u"[abc]"_s, {u"[abc]"_s});
        row(path, u".*"_s, {u".*"_s});
        row(path, u"%%"_s, {});
        row(path, u"\\%"_s, {});
    }
    for (const char *path : {"name__startswith", "name__istartswith"}) {
        row(path, u"%"_s, {u"%"_s});
        row(path, u"_"_s, {u"_"_s});
        row(path, u"\\"_s, {u"\\"_s});
        row(path, u"a_"_s, {u"a_c"_s});
        row(path, u"a\\"_s, {u"a\\_c"_s, u"a\\c"_s});
        row(path, u"^a"_s, {u"^a"_s});
    }
    for (const char *path : {"name__endswith", "name__iendswith"}) {
        row(path, u"%"_s, {u"%"_s, u"100%"_s});
        row(path, u"_"_s, {u"_"_s});
        row(path, u"\\"_s, {u"\\"_s});
        row(path, u"_c"_s, {u"a\\_c"_s, u"a_c"_s});
        row(path, u"c$"_s, {u"c$"_s});
    }
    row("name__iexact", u"a_c"_s, {u"a_c"_s});
    row("name__iexact", u"100%"_s, {u"100%"_s});
    row("name__iexact", u"a.c"_s, {u"a.c"_s});
    row("name__iexact", u"a\\c"_s, {u"a\\c"_s});
    row("name__iexact", u"(a"_s, {u"(a"_s});
}

void TestLookups::wildcardsAreLiteral()
{
    QFETCH(QString, path);
    QFETCH(QString, value);
    QFETCH(QStringList, expected);
    QStringList found;
    const QList<MaybeType *> objects =
            must(MaybeType::objects(*m_session).filter(path, value).all());
    for (const MaybeType *object : objects)
        found.append(object->name().value_or(QString()));
    found.sort();
    expected.sort();
    QCOMPARE(found, expected);
}

void TestLookups::caseIsIgnoredInAllOfUnicode_data()
{
    QTest::addColumn<QString>("lookup");
    QTest::addColumn<int>("step");
    QTest::newRow("iexact") << u"name__iexact"_s << 11;
    QTest::newRow("icontains") << u"name__icontains"_s << 37;
    QTest::newRow("istartswith") << u"name__istartswith"_s << 41;
    QTest::newRow("iendswith") << u"name__iendswith"_s << 43;
}

// A row for each character that has another case, and one for what that folds to.
void TestLookups::caseIsIgnoredInAllOfUnicode()
{
    QFETCH(QString, lookup);
    QFETCH(int, step);

    MUST_GET(Chakra::Database db, Chakra::Database::open("sqlite::memory:"));
    MUST(db.createTables<MaybeType>());
    Session session(db);
    QStringList texts;
    for (char32_t code = 0x20; code <= 0x1ffff; ++code) {
        if (QChar::isSurrogate(code))
            continue;
        const QString text = QString::fromUcs4(&code, 1);
        const char32_t folded = QChar::toCaseFolded(code);
        if (folded != code)
            texts << text << QString::fromUcs4(&folded, 1);
    }
    texts.removeDuplicates();
    QVERIFY(texts.size() > 2500);
    for (const QString &text : std::as_const(texts)) {
        auto *object = new MaybeType;
        object->setName(u"<"_s + text + u">"_s);
        MUST(session.add(object));
    }
    MUST(session.commit());

    for (qsizetype i = 0; i < texts.size(); i += step) {
        QString asked = texts.at(i);
        if (lookup == u"name__iexact"_s)
            asked = u"<"_s + asked + u">"_s;
        else if (lookup == u"name__istartswith"_s)
            asked = u"<"_s + asked;
        else if (lookup == u"name__iendswith"_s)
            asked = asked + u">"_s;
        QStringList expected;
        for (const QString &text : std::as_const(texts)) {
            if (text.compare(texts.at(i), Qt::CaseInsensitive) == 0)
                expected.append(text);
        }
        QStringList found;
        const QList<MaybeType *> objects =
                must(MaybeType::objects(session).filter(lookup, asked).all());
        for (const MaybeType *object : objects)
            found.append(object->name()->mid(1).chopped(1));
        found.sort();
        expected.sort();
        QVERIFY2(found == expected, qPrintable(u"U+%1: found %2, of %3"_s.arg(
                                            QString::number(texts.at(i).toUcs4().constFirst(), 16),
                                            found.join(u' '), expected.join(u' '))));
    }
}

void TestLookups::datePartsAreThoseOfUtc()
{
    MUST_GET(Chakra::Database db, Chakra::Database::open("sqlite::memory:"));
    MUST(db.createTables<MaybeType>());
    Session session(db);
    auto *object = new MaybeType;
    // Already the next day, and year, two hours east of Greenwich.
    object->setMoment(QDateTime(QDate(2024, 1, 1), QTime(1, 30), Qt::OffsetFromUTC, 2 * 3600));
    MUST(session.add(object));
    MUST(session.commit());
    const auto query = MaybeType::objects(session);
    QCOMPARE(must(query.filter("moment__year", 2023).count()), qint64(1));
    QCOMPARE(must(query.filter("moment__day", 31).count()), qint64(1));
    QCOMPARE(must(query.filter("moment__hour", 23).count()), qint64(1));
    QCOMPARE(must(query.filter("moment__date", QDate(2023, 12, 31)).count()), qint64(1));
    QCOMPARE(must(query.filter("moment__week_day", 1).count()), qint64(1));
    // The value of a comparison is an instant too.
    QCOMPARE(must(query.filter("moment", QDateTime(QDate(2023, 12, 31), QTime(18, 30),
                                                   Qt::OffsetFromUTC, -5 * 3600))
                          .count()),
             qint64(1));
    QCOMPARE(must(query.filter("moment__lt", QDateTime(QDate(2024, 1, 1), QTime(0, 0), Qt::UTC))
                          .count()),
             qint64(1));
}

void TestLookups::timesInOtherFormsAreComparedAlike()
{
    MUST_GET(Chakra::Database db, Chakra::Database::open("sqlite::memory:"));
    MUST(db.createTables<ForeignTimes>());
    Session session(db);
    const QList<QDateTime> moments = Samples::moments();
    for (const QDateTime &moment : moments) {
        auto *object = new ForeignTimes;
        object->setIso(moment);
        object->setMillis(moment);
        MUST(session.add(object));
    }
    MUST(session.commit());
    const QList<ForeignTimes *> rows = must(ForeignTimes::objects(session).orderBy("id").all());

    using Test = bool (*)(const QDateTime &, const QDateTime &);
    const std::pair<const char *, Test> tests[] = {
            {"", [](const QDateTime &v, const QDateTime &sample) { return v == sample; }},
            {"__gt", [](const QDateTime &v, const QDateTime &sample) { return v > sample; }},
            {"__gte", [](const QDateTime &v, const QDateTime &sample) { return v >= sample; }},
            {"__lt", [](const QDateTime &v, const QDateTime &sample) { return v < sample; }},
            {"__lte", [](const QDateTime &v, const QDateTime &sample) { return v <= sample; }},
    };
    using Part = int (*)(const QDateTime &);
    const std::pair<const char *, Part> parts[] = {
            {"__year", [](const QDateTime &v) { return v.date().year(); }},
            {"__month", [](const QDateTime &v) { return v.date().month(); }},
            {"__day", [](const QDateTime &v) { return v.date().day(); }},
            {"__week_day", [](const QDateTime &v) { return weekDay(v.date()); }},
            {"__hour", [](const QDateTime &v) { return v.time().hour(); }},
            {"__minute", [](const QDateTime &v) { return v.time().minute(); }},
            {"__second", [](const QDateTime &v) { return v.time().second(); }},
    };
    for (const char *property : {"iso", "millis"}) {
        const auto check = [&](const char *lookup, const Value &value, auto holds) {
            QList<qint64> expected;
            for (qsizetype i = 0; i < rows.size(); ++i) {
                if (holds(moments.at(i)))
                    expected.append(rows.at(i)->id());
            }
            const QByteArray path = QByteArray(property) + lookup;
            const QList<qint64> found = keys(must(ForeignTimes::objects(session)
                                                          .filter(path.constData(), value)
                                                          .orderBy("id")
                                                          .all()));
            QVERIFY2(found == expected, path.constData());
        };
        for (const QDateTime &sample : moments) {
            for (const auto &[lookup, test] : tests)
                check(lookup, sample,
                      [&, test = test](const QDateTime &v) { return test(v, sample); });
            for (const auto &[lookup, part] : parts)
                check(lookup, part(sample),
                      [&, part = part](const QDateTime &v) { return part(v) == part(sample); });
            check("__date", sample.date(),
                  [&](const QDateTime &v) { return v.date() == sample.date(); });
            check("__range", Value{sample, moments.first()},
                  [&](const QDateTime &v) { return v >= sample && v <= moments.first(); });
        }
        check("__in", Value(moments.mid(3, 5)),
              [&](const QDateTime &v) { return moments.mid(3, 5).contains(v); });
    }
}

void TestLookups::decimalsCompareAsNumbers()
{
    const QStringList amounts = {u"9.0000000000"_s, u"10.0000000000"_s, u"-3.5000000000"_s,
                                 u"0.0000000001"_s, u"1234567890123456789.0000000001"_s};
    Session session(m_db->handle());
    for (const QString &amount : amounts) {
        auto *object = new Ledger;
        object->setExact(amount);
        object->setRough(1.25);
        MUST(session.add(object));
    }
    MUST(session.commit());
    const auto query = Ledger::objects(session);
    QCOMPARE(must(query.filter("exact", "10.0000000000").count()), qint64(1));
    QCOMPARE(must(query.filter("exact__gt", "9.5000000000").count()), qint64(2));
    QCOMPARE(must(query.filter("exact__lt", "0.0000000000").count()), qint64(1));
    QCOMPARE(must(query.filter("exact__range", Value{"-4.0000000000", "9.0000000000"}).count()),
             qint64(3));
    QStringList sorted;
    const QList<Ledger *> objects = must(query.orderBy("exact").all());
    for (const Ledger *object : objects)
        sorted.append(object->exact());
    QCOMPARE(sorted, (QStringList{amounts.at(2), amounts.at(3), amounts.at(0), amounts.at(1),
                                  amounts.at(4)}));
}

void TestLookups::decimalsOfFewDigitsCompareAsNumbers()
{
    Session session(m_db->handle());
    MUST(Ledger::objects(session).remove());
    const QList<std::optional<QString>> discounts = {u"9.5"_s, u"-10"_s, std::nullopt, u"100"_s,
                                                     u"-9.25"_s};
    for (const auto &discount : discounts) {
        auto *object = new Ledger;
        object->setExact(u"0"_s);
        object->setRough(discount ? discount->toDouble() : 0);
        object->setDiscount(discount);
        MUST(session.add(object));
    }
    MUST(session.commit());
    session.clear();

    const auto query = Ledger::objects(session);
    const auto rough = [&](const Chakra::QuerySet<Ledger> &some) {
        QList<double> result;
        const QList<Ledger *> objects = must(some.all());
        for (const Ledger *object : objects)
            result.append(object->rough());
        return result;
    };
    QCOMPARE(rough(query.orderBy("discount")), (QList<double>{0, -10, -9.25, 9.5, 100}));
    QCOMPARE(rough(query.orderBy("-rough")), (QList<double>{100, 9.5, 0, -9.25, -10}));
    const auto sorted = query.orderBy("rough");
    QCOMPARE(rough(sorted.filter("discount__gt", "9.5")), QList<double>{100});
    QCOMPARE(rough(sorted.filter("discount__gte", "9.50")), (QList<double>{9.5, 100}));
    QCOMPARE(rough(sorted.filter("discount__lt", -9)), (QList<double>{-10, -9.25}));
    QCOMPARE(rough(sorted.filter("discount__lte", "-10.000")), QList<double>{-10});
    QCOMPARE(rough(sorted.filter("discount__range", Value{"-9.250", "9.5"})),
             (QList<double>{-9.25, 9.5}));
    QCOMPARE(rough(sorted.filter("discount__in", Value{"-10", "100.0", nullptr})),
             (QList<double>{-10, 0, 100}));
    QCOMPARE(rough(sorted.filter(f<&Ledger::rough> > 9)), (QList<double>{9.5, 100}));
    QCOMPARE(rough(sorted.exclude("discount__lt", 0)), (QList<double>{0, 9.5, 100}));
}

void TestLookups::aLookupOfNothingIsEmpty()
{
    const auto query = MaybeType::objects(*m_session);
    QCOMPARE(must(query.filter("number", 424242).all()).size(), 0);
    QCOMPARE(must(query.filter("number", 424242).count()), qint64(0));
    QCOMPARE(must(query.filter("number", 424242).exists()), false);
    QVERIFY(must(query.filter("number", 424242).first()) == nullptr);
    QCOMPARE(must(query.exclude("number", 424242).count()), qint64(m_rows.size()));
}

void TestLookups::anEmptyListRunsNoStatement()
{
    const auto all = MaybeType::objects(*m_session);
    const auto none = all.filter("id__in", QList<qint64>());
    const Counter counter;
    QCOMPARE(must(none.all()).size(), 0);
    QCOMPARE(must(none.count()), qint64(0));
    QCOMPARE(must(none.exists()), false);
    QVERIFY(must(none.first()) == nullptr);
    QVERIFY(must(none.last()) == nullptr);
    COMPARE_ERROR(Error::DoesNotExist, none.get());
    QCOMPARE(must(none.remove()), qint64(0));
    QCOMPARE(must(none.update("number", 1)), qint64(0));
    QCOMPARE(must(all.filter("number", 1).filter("name__in", QStringList()).all()).size(), 0);
    QCOMPARE(must(all.filter(f<&MaybeType::name>.in(QStringList()) && f<&MaybeType::id> > 0).all())
                     .size(),
             0);
    QCOMPARE(must(all.inBulk(QList<qint64>())).size(), 0);
    QVERIFY2(counter.count() == 0, counter.report(0).constData());

    // Not in nothing is everything.
    QCOMPARE(must(all.exclude("id__in", QList<qint64>()).count()), qint64(m_rows.size()));
    QCOMPARE(must(all.filter(!f<&MaybeType::id>.in(QList<qint64>())).count()),
             qint64(m_rows.size()));
    QCOMPARE(must(all.filter(f<&MaybeType::id>.in(QList<qint64>()) || f<&MaybeType::number> == 42)
                          .count()),
             must(all.filter("number", 42).count()));
}

void TestLookups::aListOfAHundredThousand_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<Value>("list");
    QTest::addColumn<qint64>("expected");

    QList<qint64> numbers;
    QStringList texts;
    for (int i = 0; i < 100000; ++i) {
        numbers.append(i * 2);
        texts.append(u"no such name %1"_s.arg(i));
    }
    texts.append({u"alice"_s, u"100%"_s, u"it's"_s, u"\"it\""_s, u"👍🏽"_s, u"a\\c"_s});
    const qint64 rows = Samples::texts().size() + 1;
    QTest::newRow("numbers") << u"id__in"_s << Value(numbers) << rows / 2;
    QTest::newRow("texts") << u"name__in"_s << Value(texts) << qint64(6);

    // The first of the samples, which stands in some rows, and others that stand in none.
    const auto row = [](const char *path, const auto &samples, auto other) {
        QList<std::remove_cvref_t<decltype(samples.first())>> values;
        for (int i = 0; i < 100000; ++i)
            values.append(other(i));
        values.append(samples.first());
        const auto here = pick(samples, 0);
        qint64 expected = 0;
        for (qsizetype at = 0; at < Samples::texts().size() + 1; ++at)
            expected += pick(samples, at) == here;
        QTest::newRow(path) << QString::fromLatin1(path) << Value(values) << expected;
    };
    row("moment__in", Samples::moments(),
        [](int i) { return QDateTime(QDate(1700, 1, 1), QTime(1, 2), Qt::UTC).addSecs(i); });
    row("precise__in", Samples::preciseNumbers(), [](int i) { return i / 7.0 + 1e6; });
    row("bytes__in", Samples::bytes(), [](int i) { return "x" + QByteArray::number(i); });
    row("token__in", Samples::tokens(),
        [](int i) { return QUuid(uint(i), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10); });
}

void TestLookups::aListOfAHundredThousand()
{
    QFETCH(QString, path);
    QFETCH(Value, list);
    QFETCH(qint64, expected);
    const auto query = MaybeType::objects(*m_session).filter(path, list);
    // The keys travel as one value.
    COMPARE_STATEMENTS(1, QCOMPARE(must(query.all()).size(), expected));
    COMPARE_STATEMENTS(1, QCOMPARE(must(query.count()), expected));
    QCOMPARE(must(MaybeType::objects(*m_session).exclude(path, list).count()),
             m_rows.size() - expected);
}

// Whatever way a long list takes: each value is found, and its neighbours are not.
void TestLookups::longListsAreExact()
{
    const auto found = [this](const char *path, const Value &list) {
        return must(MaybeType::objects(*m_session).filter(path, list).count());
    };
    const auto notNull = [this](const char *property) {
        return must(MaybeType::objects(*m_session).exclude(property, nullptr).count());
    };
    QList<double> reals;
    QList<double> neighbours;
    for (int i = 0; i < 1000; ++i)
        reals.append(1e7 + i * 0.37);
    neighbours = reals;
    const double end = std::numeric_limits<double>::infinity();
    for (const double sample : Samples::preciseNumbers()) {
        reals.append(sample);
        for (const double neighbour : {std::nextafter(sample, end), std::nextafter(sample, -end)}) {
            if (neighbour != 5e-324) // is a sample, and the neighbour of 0
                neighbours.append(neighbour);
        }
    }
    neighbours.removeAll(0.0); // the neighbour of 5e-324
    QCOMPARE(found("precise__in", reals), notNull("precise"));
    QCOMPARE(found("precise__in", neighbours), qint64(0));
    reals.append({end, -end});
    QCOMPARE(found("precise__in", reals), notNull("precise"));

    QList<QByteArray> bytes(1000, "other");
    bytes.append({"A", "a\x01", "AB", "\xff", QByteArray("a\0", 2)});
    QCOMPARE(found("bytes__in", bytes), qint64(0));
    bytes.append(Samples::bytes());
    QCOMPARE(found("bytes__in", bytes), notNull("bytes"));

    // A text that JSON does not carry does not slow the others down.
    QStringList texts;
    for (int i = 0; i < 50000; ++i)
        texts.append(u"no such name %1"_s.arg(i));
    texts.append(QString(u"a\0b"_s + QChar(u'\0')));
    QCOMPARE(found("name__in", texts), qint64(0));
    texts.append(Samples::texts());
    QCOMPARE(found("name__in", texts), notNull("name"));
    QCOMPARE(must(MaybeType::objects(*m_session).exclude("name__in", texts).count()),
             m_rows.size() - notNull("name"));
}

void TestLookups::aNumberOutOfRangeIsRefusedBeforeSql_data()
{
    QTest::addColumn<QString>("property");
    QTest::addColumn<Value>("value");
    const qint64 int32 = std::numeric_limits<int>::max();
    const qint64 least = std::numeric_limits<int>::min();
    const quint64 int64 = quint64(std::numeric_limits<qint64>::max());
    QTest::newRow("int") << u"number"_s << Value(int32 + 1);
    QTest::newRow("int, below") << u"number"_s << Value(least - 1);
    QTest::newRow("int, unsigned") << u"number"_s << Value(quint64(int32) + 1);
    QTest::newRow("int, variant") << u"number"_s << Value(QVariant(int32 + 1));
    QTest::newRow("int, optional") << u"number"_s << Value(std::optional<qint64>(int32 + 1));
    QTest::newRow("uint") << u"natural"_s << Value(qint64(std::numeric_limits<uint>::max()) + 1);
    QTest::newRow("uint, below") << u"natural"_s << Value(-1);
    QTest::newRow("qint64") << u"bigNumber"_s << Value(int64 + 1);
    QTest::newRow("qint64, variant") << u"bigNumber"_s << Value(QVariant(qulonglong(int64 + 1)));
    QTest::newRow("quint64, below") << u"bigNatural"_s << Value(-1);
    QTest::newRow("key") << u"id"_s << Value(int64 + 1);
    QTest::newRow("own key") << u"pk"_s << Value(int64 + 1);
}

void TestLookups::aNumberOutOfRangeIsRefusedBeforeSql()
{
    QFETCH(QString, property);
    QFETCH(Value, value);
    const auto all = MaybeType::objects(*m_session);
    COMPARE_STATEMENTS(0, {
        for (const char *lookup : {"", "__exact", "__gt", "__gte", "__lt", "__lte"}) {
            const QString path = property + QString::fromLatin1(lookup);
            COMPARE_ERROR(Error::Usage, all.filter(path, value).all());
            COMPARE_ERROR(Error::Usage, all.exclude(path, value).count());
        }
        COMPARE_ERROR(Error::Usage,
                      all.filter(QString(property + u"__in"_s), Value{1, value}).all());
        COMPARE_ERROR(Error::Usage,
                      all.filter(QString(property + u"__range"_s), Value{0, value}).all());
        COMPARE_ERROR(Error::Usage, all.update(property, value));
    });
}

void TestLookups::aLookupThatDoesNotFitIsUnknown_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<Value>("value");
    const auto row = [](const char *path, const Value &value) {
        QTest::addRow("[%s]", path) << QString::fromLatin1(path) << value;
    };
    row("name__nearly", "x");
    row("name__", "x");
    row("name__exact__exact", "x");
    row("name__year", 2024);
    row("name__contains__gt", "x");
    row("number__contains", "1");
    row("number__regex", "1");
    row("truth__startswith", "t");
    row("birthday__hour", 1);
    row("alarm__year", 1);
    row("moment__week", 1);
    row("moment__year__contains", "2");
    row("GT", 1);
    row("number__GT", 1);
    row("__gt", 1);
    row("", 1);
}

void TestLookups::aLookupThatDoesNotFitIsUnknown()
{
    QFETCH(QString, path);
    QFETCH(Value, value);
    const auto query = MaybeType::objects(*m_session).filter(path, value);
    QCOMPARE(query.error().kind(), Error::UnknownField);
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::UnknownField, query.all()));
}

QTEST_GUILESS_MAIN(TestLookups)

#include "tst_lookups.moc"
