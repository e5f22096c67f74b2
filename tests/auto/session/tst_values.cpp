// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "alltypes.h"
#include "rawsqlite.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QTemporaryDir>
#include <QtCore/QTimeZone>
#include <QtTest/QtTest>

#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::Session;

namespace {

/*
    A value of one type on its way through the database and back: into a plain column and into one
    that may be null. `set` gives it to a new object, `same` looks whether it came back.
*/
template <typename Model>
struct Trip
{
    std::function<void(Model &)> set;
    std::function<bool(const Model &)> same;
};

using PlainTrip = Trip<EveryType>;
using MaybeTrip = Trip<MaybeType>;

template <typename T>
bool isSame(const T &left, const T &right)
{
    return left == right;
}

// Zero has a sign, and a tolerance is none of the database's business.
bool isSame(double left, double right)
{
    return std::memcmp(&left, &right, sizeof left) == 0;
}

bool isSame(float left, float right)
{
    return std::memcmp(&left, &right, sizeof left) == 0;
}

bool isSame(const QDateTime &left, const QDateTime &right)
{
    return left.isValid() == right.isValid()
           && left.toMSecsSinceEpoch() == right.toMSecsSinceEpoch();
}

template <typename Set, typename Get, typename T>
PlainTrip plainTrip(Set set, Get get, const T &value)
{
    return {[=](EveryType &object) { (object.*set)(value); },
            [=](const EveryType &object) { return isSame(T((object.*get)()), value); }};
}

template <typename Set, typename Get, typename T>
MaybeTrip maybeTrip(Set set, Get get, const T &value)
{
    return {[=](MaybeType &object) { (object.*set)(value); },
            [=](const MaybeType &object) {
                const std::optional<T> read = (object.*get)();
                return read && isSame(*read, value);
            }};
}

// Valid in each column that may not be null.
EveryType *newEveryType()
{
    auto *object = new EveryType;
    object->setBirthday(QDate(2000, 1, 1));
    object->setAlarm(QTime(7, 0));
    object->setMoment(QDateTime(QDate(2000, 1, 1), QTime(0, 0), Qt::UTC));
    object->setToken(QUuid(u"{00000000-0000-4000-8000-000000000001}"_s));
    return object;
}

QString withNul()
{
    return u"before\0after"_s;
}

QByteArray everyByte()
{
    QByteArray bytes;
    for (int i = 0; i < 256; ++i)
        bytes.append(char(i));
    return bytes;
}

} // namespace

Q_DECLARE_METATYPE(PlainTrip)
Q_DECLARE_METATYPE(MaybeTrip)

class TestValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void valuesComeBackAsTheyWere_data();
    void valuesComeBackAsTheyWere();
    void nullsComeBackAsNull();
    void emptyIsNotNull();
    void nullTextsAreStoredEmptyWhereNullIsNotAllowed();
    void changesOfEveryTypeAreWritten_data();
    void changesOfEveryTypeAreWritten();
    void everyKindOfJsonComesBack_data();
    void everyKindOfJsonComesBack();
    void decimalsAreExact_data();
    void decimalsAreExact();
    void decimalsAreStoredInOneForm_data();
    void decimalsAreStoredInOneForm();

    void timesOfEveryZoneAreTheSameInstant_data();
    void timesOfEveryZoneAreTheSameInstant();
    void timesAreStoredAsTextInUtc();
    void timesWithoutAnOffsetAreReadAsUtc();
    void everySpellingOfATimeIsRead_data();
    void everySpellingOfATimeIsRead();
    void columnsOfOthersKeepTheirForm();
    void defaultNowIsTheClockOfUtc();
    void updatedNowFollowsEachChange();

    void whatDoesNotSurviveIsRefusedBeforeSql_data();
    void whatDoesNotSurviveIsRefusedBeforeSql();
    void whatIsRefusedCanBeMended();
    void textsSurviveOrAreRefused_data();
    void textsSurviveOrAreRefused();
    void largeNaturalsSurviveOrAreRefused();
    void datesOutOfRangeSurviveOrAreRefused_data();
    void datesOutOfRangeSurviveOrAreRefused();

private:
    QString path() const { return m_dir->filePath(u"values.db"_s); }
    // The object as a session of its own reads it.
    template <typename T>
    T *reload(qint64 id)
    {
        m_reader = std::make_unique<Session>(*m_db, Session::NotCurrent);
        return must(T::objects(*m_reader).get("id", id));
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Chakra::Database> m_db;
    std::unique_ptr<Session> m_reader;
};

void TestValues::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
    m_db = std::make_unique<Chakra::Database>(must(Chakra::Database::open(u"sqlite:"_s + path())));
    MUST(m_db->createTables<EveryType, MaybeType, Ledger, ForeignTimes, Writer, Article, Photo,
                            Comment>());
}

void TestValues::cleanup()
{
    m_reader.reset();
    m_db.reset();
    m_dir.reset();
}

void TestValues::valuesComeBackAsTheyWere_data()
{
    QTest::addColumn<PlainTrip>("plain");
    QTest::addColumn<MaybeTrip>("maybe");

// Setter and getter bear the same names in both classes.
#define ADD_TRIP(name, Setter, getter, ...)                                                        \
    QTest::newRow(name) << plainTrip(&EveryType::Setter, &EveryType::getter, __VA_ARGS__)          \
                        << maybeTrip(&MaybeType::Setter, &MaybeType::getter, __VA_ARGS__)

    ADD_TRIP("true", setTruth, truth, true);
    ADD_TRIP("false", setTruth, truth, false);
    ADD_TRIP("int 0", setNumber, number, 0);
    ADD_TRIP("int max", setNumber, number, std::numeric_limits<int>::max());
    ADD_TRIP("int min", setNumber, number, std::numeric_limits<int>::min());
    ADD_TRIP("uint max", setNatural, natural, std::numeric_limits<uint>::max());
    ADD_TRIP("qint64 max", setBigNumber, bigNumber, std::numeric_limits<qint64>::max());
    ADD_TRIP("qint64 min", setBigNumber, bigNumber, std::numeric_limits<qint64>::min());
    ADD_TRIP("qint64 beyond double", setBigNumber, bigNumber, qint64((1LL << 53) + 1));
    ADD_TRIP("quint64 beyond double", setBigNatural, bigNatural, quint64((1ULL << 53) + 1));
    ADD_TRIP("quint64 as qint64 max", setBigNatural, bigNatural,
             quint64(std::numeric_limits<qint64>::max()));
    ADD_TRIP("float 0.1", setSingle, single, 0.1f);
    ADD_TRIP("float max", setSingle, single, std::numeric_limits<float>::max());
    ADD_TRIP("float lowest", setSingle, single, std::numeric_limits<float>::lowest());
    ADD_TRIP("float denormal", setSingle, single, std::numeric_limits<float>::denorm_min());
    ADD_TRIP("double 0.1", setPrecise, precise, 0.1);
    ADD_TRIP("double 1/3", setPrecise, precise, 1.0 / 3);
    ADD_TRIP("double whole", setPrecise, precise, 42.0);
    ADD_TRIP("double max", setPrecise, precise, std::numeric_limits<double>::max());
    ADD_TRIP("double lowest", setPrecise, precise, std::numeric_limits<double>::lowest());
    ADD_TRIP("double min", setPrecise, precise, std::numeric_limits<double>::min());
    ADD_TRIP("double denormal", setPrecise, precise, std::numeric_limits<double>::denorm_min());
    ADD_TRIP("double 2^53 + 2", setPrecise, precise, 9007199254740994.0);
    ADD_TRIP("infinity", setPrecise, precise, std::numeric_limits<double>::infinity());
    ADD_TRIP("minus infinity", setPrecise, precise, -std::numeric_limits<double>::infinity());
    ADD_TRIP("text", setName, name, u"text"_s);
    ADD_TRIP("text empty", setName, name, u""_s);
    ADD_TRIP("text of digits", setName, name, u"007"_s);
    ADD_TRIP("text of a big number", setName, name, u"1e400"_s);
    ADD_TRIP("text with quotes", setName, name, u"it's \"so\" `so` \\ % _ ? :a $1"_s);
    ADD_TRIP("text with lines", setName, name, u"a\nb\r\nc\td"_s);
    ADD_TRIP("text with spaces", setName, name, u"  a  "_s);
    ADD_TRIP("text with umlauts", setName, name, u"Größe"_s);
    ADD_TRIP("text beyond the basic plane", setName, name,
             u"👍🏽 \U0001F468\u200D\U0001F469"_s);
    ADD_TRIP("text with a zero-width space", setName, name, u"a\uFEFFb"_s);
    ADD_TRIP("text not normalised", setName, name, u"e\u0301\u00e9"_s);
    ADD_TRIP("text with a zero", setName, name, withNul());
    ADD_TRIP("text long", setName, name, QString(100000, u'ä'));
    ADD_TRIP("bytes", setBytes, bytes, everyByte());
    ADD_TRIP("bytes empty", setBytes, bytes, QByteArray(""));
    ADD_TRIP("bytes that are text", setBytes, bytes, QByteArray("text"));
    ADD_TRIP("bytes long", setBytes, bytes, everyByte().repeated(1000));
    ADD_TRIP("date", setBirthday, birthday, QDate(2024, 2, 29));
    ADD_TRIP("date first", setBirthday, birthday, QDate(1, 1, 1));
    ADD_TRIP("date last", setBirthday, birthday, QDate(9999, 12, 31));
    ADD_TRIP("date before 1970", setBirthday, birthday, QDate(1969, 12, 31));
    ADD_TRIP("date in 1582", setBirthday, birthday, QDate(1582, 10, 10));
    ADD_TRIP("time", setAlarm, alarm, QTime(12, 30, 15, 123));
    ADD_TRIP("midnight", setAlarm, alarm, QTime(0, 0));
    ADD_TRIP("time last", setAlarm, alarm, QTime(23, 59, 59, 999));
    ADD_TRIP("moment", setMoment, moment,
             QDateTime(QDate(2024, 2, 29), QTime(12, 30, 15, 123), Qt::UTC));
    ADD_TRIP("moment first", setMoment, moment, QDateTime(QDate(1, 1, 1), QTime(0, 0), Qt::UTC));
    ADD_TRIP("moment last", setMoment, moment,
             QDateTime(QDate(9999, 12, 31), QTime(23, 59, 59, 999), Qt::UTC));
    ADD_TRIP("moment before 1970", setMoment, moment, QDateTime::fromMSecsSinceEpoch(-1, Qt::UTC));
    ADD_TRIP("moment 1970", setMoment, moment, QDateTime::fromMSecsSinceEpoch(0, Qt::UTC));
    ADD_TRIP("uuid", setToken, token, QUuid(u"{a0b1c2d3-e4f5-4678-9abc-def012345678}"_s));
    ADD_TRIP("url", setLink, link, QUrl(u"https://u:p@example.org:81/ä b?q=%20&r=%26#x"_s));
    ADD_TRIP("url relative", setLink, link, QUrl(u"a/b"_s));
    ADD_TRIP("url encoded", setLink, link, QUrl(u"https://example.org/a%2Fb%25"_s));
    ADD_TRIP("object", setRecord, record,
             (QJsonObject{{u"a"_s, 1.5},
                          {u"b"_s, QJsonArray{true, QJsonValue(), u"ä\"\\"_s}},
                          {u"c"_s, QJsonObject{{u"d"_s, QJsonObject()}}}}));
    ADD_TRIP("object empty", setRecord, record, QJsonObject());
    ADD_TRIP("array", setItems, items, (QJsonArray{1, u"two"_s, QJsonArray{3}, QJsonValue()}));
    ADD_TRIP("array empty", setItems, items, QJsonArray());
    ADD_TRIP("words", setWords, words, (QStringList{u"a"_s, u"b, c"_s, u"\"d\""_s, u""_s, u"ä"_s}));
    ADD_TRIP("words none", setWords, words, QStringList());
    ADD_TRIP("words one empty", setWords, words, QStringList{u""_s});
    ADD_TRIP("enum", setColour, colour, EveryType::Green);
    ADD_TRIP("enum negative", setColour, colour, EveryType::Blue);
    ADD_TRIP("enum class", setSize, size, EveryType::Size::Large);
#undef ADD_TRIP
}

void TestValues::valuesComeBackAsTheyWere()
{
    QFETCH(PlainTrip, plain);
    QFETCH(MaybeTrip, maybe);

    Session session(*m_db);
    auto *plainObject = newEveryType();
    plain.set(*plainObject);
    auto *maybeObject = new MaybeType;
    maybe.set(*maybeObject);
    MUST(session.addAll({plainObject, maybeObject}));
    MUST(session.commit());
    // A value in the object is what it was set to, not what the database made of it.
    QVERIFY(plain.same(*plainObject));
    QVERIFY(maybe.same(*maybeObject));

    EveryType *plainRead = reload<EveryType>(plainObject->id());
    QVERIFY(plainRead);
    QVERIFY(plain.same(*plainRead));
    QVERIFY(!plainRead->isChanged());
    MaybeType *maybeRead = reload<MaybeType>(maybeObject->id());
    QVERIFY(maybeRead);
    QVERIFY(maybe.same(*maybeRead));
    // To set what is there is no change.
    maybe.set(*maybeRead);
    QVERIFY2(!maybeRead->isChanged(), qPrintable(maybeRead->changedProperties().join(u' ')));
}

void TestValues::nullsComeBackAsNull()
{
    Session session(*m_db);
    auto *object = new MaybeType;
    MUST(session.add(object));
    MUST(session.commit());
    const RawSqlite raw(path());
    const QVariantList row = raw.rows(u"SELECT * FROM maybe_type"_s).constFirst();
    QCOMPARE(row.size(), 21);
    for (qsizetype column = 1; column < row.size(); ++column)
        QVERIFY2(row.at(column).isNull(), qPrintable(QString::number(column)));

    MaybeType *read = reload<MaybeType>(object->id());
    QVERIFY(read);
    const QMetaObject *meta = read->metaObject();
    for (int i = meta->propertyOffset(); i < meta->propertyCount(); ++i) {
        if (meta->property(i).name() != QByteArray("id"))
            QVERIFY2(meta->property(i).read(read).isNull(), meta->property(i).name());
    }
    QVERIFY(!read->number() && !read->name() && !read->moment() && !read->anything());
}

void TestValues::emptyIsNotNull()
{
    Session session(*m_db);
    auto *object = new MaybeType;
    object->setName(u""_s);
    object->setBytes(QByteArray(""));
    object->setNumber(0);
    object->setTruth(false);
    object->setWords(QStringList());
    object->setRecord(QJsonObject());
    object->setAnything(QJsonValue());
    MUST(session.add(object));
    MUST(session.commit());
    MaybeType *read = reload<MaybeType>(object->id());
    QVERIFY(read);
    QVERIFY(read->name() && read->name()->isEmpty());
    QVERIFY(read->bytes() && read->bytes()->isEmpty());
    QVERIFY(read->number() && *read->number() == 0);
    QVERIFY(read->truth() && !*read->truth());
    QVERIFY(read->words() && read->words()->isEmpty());
    QVERIFY(read->record() && read->record()->isEmpty());
    QVERIFY(read->anything() && read->anything()->isNull());
}

void TestValues::nullTextsAreStoredEmptyWhereNullIsNotAllowed()
{
    Session session(*m_db);
    auto *object = newEveryType();
    object->setName(QString());
    object->setBytes(QByteArray());
    MUST(session.add(object));
    MUST(session.commit());
    const RawSqlite raw(path());
    QCOMPARE(raw.value(u"SELECT count(*) FROM every_type WHERE name = ''"_s).toInt(), 1);
    QCOMPARE(raw.value(u"SELECT count(*) FROM every_type WHERE length(bytes) = 0"_s).toInt(), 1);
    QVERIFY(reload<EveryType>(object->id())->name().isEmpty());
}

void TestValues::changesOfEveryTypeAreWritten_data()
{
    valuesComeBackAsTheyWere_data();
}

void TestValues::changesOfEveryTypeAreWritten()
{
    QFETCH(MaybeTrip, maybe);
    Session session(*m_db);
    auto *object = new MaybeType;
    MUST(session.add(object));
    MUST(session.commit());
    maybe.set(*object);
    QCOMPARE(object->changedProperties().size(), 1);
    MUST(session.commit());
    QVERIFY(!object->isChanged());
    QVERIFY(maybe.same(*reload<MaybeType>(object->id())));
    // And back to null.
    const QMetaObject *meta = object->metaObject();
    for (int i = meta->propertyOffset(); i < meta->propertyCount(); ++i) {
        if (meta->property(i).name() != QByteArray("id"))
            meta->property(i).write(object, QVariant());
    }
    QCOMPARE(object->changedProperties().size(), 1);
    MUST(session.commit());
    QVERIFY(!maybe.same(*reload<MaybeType>(object->id())));
}

void TestValues::everyKindOfJsonComesBack_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::newRow("null") << QJsonValue(QJsonValue::Null);
    QTest::newRow("true") << QJsonValue(true);
    QTest::newRow("false") << QJsonValue(false);
    QTest::newRow("integer") << QJsonValue(42);
    QTest::newRow("large integer") << QJsonValue(qint64((1LL << 53) + 1));
    QTest::newRow("fraction") << QJsonValue(0.1);
    QTest::newRow("text") << QJsonValue(u"text \" \\ ä 👍"_s);
    QTest::newRow("text that looks like a number") << QJsonValue(u"42"_s);
    QTest::newRow("text that looks like null") << QJsonValue(u"null"_s);
    QTest::newRow("empty text") << QJsonValue(u""_s);
    QTest::newRow("array") << QJsonValue(QJsonArray{1, u"two"_s, QJsonValue()});
    QTest::newRow("empty array") << QJsonValue(QJsonArray());
    QTest::newRow("object") << QJsonValue(QJsonObject{{u"a"_s, 1}});
    QTest::newRow("empty object") << QJsonValue(QJsonObject());
}

void TestValues::everyKindOfJsonComesBack()
{
    QFETCH(QJsonValue, value);
    Session session(*m_db);
    auto *object = newEveryType();
    object->setAnything(value);
    auto *maybe = new MaybeType;
    maybe->setAnything(value);
    MUST(session.addAll({object, maybe}));
    MUST(session.commit());
    QCOMPARE(reload<EveryType>(object->id())->anything(), value);
    QCOMPARE(reload<MaybeType>(maybe->id())->anything(), std::optional<QJsonValue>(value));
}

void TestValues::decimalsAreExact_data()
{
    QTest::addColumn<QString>("value");
    QTest::newRow("tenth") << u"0.1000000000"_s;
    QTest::newRow("many digits") << u"1234567890123456789012345678.0123456789"_s;
    QTest::newRow("negative") << u"-1234567890123456789012345678.9999999999"_s;
    QTest::newRow("smallest") << u"0.0000000001"_s;
    QTest::newRow("beyond double") << u"9007199254740993.0000000000"_s;
}

void TestValues::decimalsAreExact()
{
    QFETCH(QString, value);
    Session session(*m_db);
    auto *object = new Ledger;
    object->setExact(value);
    object->setRough(2.25);
    object->setDiscount(u"-12.345"_s);
    MUST(session.add(object));
    MUST(session.commit());
    Ledger *read = reload<Ledger>(object->id());
    QCOMPARE(read->exact(), value);
    QCOMPARE(read->rough(), 2.25);
    QCOMPARE(read->discount(), std::optional<QString>(u"-12.345"_s));
}

void TestValues::decimalsAreStoredInOneForm_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("stored");
    QTest::newRow("no point") << u"7"_s << u"7.0000000000"_s;
    QTest::newRow("few digits") << u"-7.5"_s << u"-7.5000000000"_s;
    QTest::newRow("plus") << u"+7."_s << u"7.0000000000"_s;
    QTest::newRow("zeros in front") << u"007.5"_s << u"7.5000000000"_s;
    QTest::newRow("no zero in front") << u"-.5"_s << u"-0.5000000000"_s;
    QTest::newRow("zeros behind") << u"7.500000000000"_s << u"7.5000000000"_s;
    QTest::newRow("less than no zero") << u"-0.00"_s << u"0.0000000000"_s;
    QTest::newRow("minus zero") << u"-0"_s << u"0.0000000000"_s;
}

void TestValues::decimalsAreStoredInOneForm()
{
    QFETCH(QString, value);
    QFETCH(QString, stored);
    Session session(*m_db);
    auto *object = new Ledger;
    object->setExact(value);
    object->setRough(-0.0);
    MUST(session.add(object));
    MUST(session.commit());
    QCOMPARE(reload<Ledger>(object->id())->exact(), stored);
    const RawSqlite raw(path());
    QCOMPARE(raw.value(u"SELECT rough FROM ledgers"_s).toString(), u"0.00"_s);
    Session other(*m_db);
    QCOMPARE(must(Ledger::objects(other).filter("exact", value).count()), qint64(1));
    QCOMPARE(must(Ledger::objects(other).filter("exact__gte", value).count()), qint64(1));
    QCOMPARE(must(Ledger::objects(other).filter("exact__lt", value).count()), qint64(0));
}

void TestValues::timesOfEveryZoneAreTheSameInstant_data()
{
    QTest::addColumn<QDateTime>("moment");
    const QDate day(2024, 7, 1);
    const QTime noon(12, 0, 0, 7);
    QTest::newRow("UTC") << QDateTime(day, noon, Qt::UTC);
    QTest::newRow("local") << QDateTime(day, noon);
    QTest::newRow("east") << QDateTime(day, noon, Qt::OffsetFromUTC, 5 * 3600 + 45 * 60);
    QTest::newRow("west") << QDateTime(day, noon, Qt::OffsetFromUTC, -9 * 3600 - 30 * 60);
    QTest::newRow("zone") << QDateTime(day, noon, QTimeZone("America/New_York"));
    QTest::newRow("another day in UTC")
            << QDateTime(QDate(2024, 1, 1), QTime(0, 30), QTimeZone("Asia/Tokyo"));
    const QTimeZone berlin("Europe/Berlin");
    if (berlin.isValid()) {
        // The hour that there is twice, once by each offset, and the one that there is not.
        const qint64 first =
                QDateTime(QDate(2024, 10, 27), QTime(0, 30), Qt::UTC).toMSecsSinceEpoch();
        QTest::newRow("first of the double hour") << QDateTime::fromMSecsSinceEpoch(first, berlin);
        QTest::newRow("second of the double hour")
                << QDateTime::fromMSecsSinceEpoch(first + 3600 * 1000, berlin);
        QTest::newRow("around the missing hour")
                << QDateTime(QDate(2024, 3, 31), QTime(3, 0), berlin);
    }
}

void TestValues::timesOfEveryZoneAreTheSameInstant()
{
    QFETCH(QDateTime, moment);
    if (!moment.isValid())
        QSKIP("this system does not know the zone");
    Session session(*m_db);
    auto *object = newEveryType();
    object->setMoment(moment);
    MUST(session.add(object));
    MUST(session.commit());
    const QDateTime read = reload<EveryType>(object->id())->moment();
    QCOMPARE(read.toMSecsSinceEpoch(), moment.toMSecsSinceEpoch());
    QCOMPARE(read, moment);
    const RawSqlite raw(path());
    QCOMPARE(raw.value(u"SELECT moment FROM every_type"_s).toString(),
             moment.toUTC().toString(u"yyyy-MM-dd hh:mm:ss.zzz"_s));
    // The object that was stored holds the same instant.
    QCOMPARE(object->moment(), moment);
    QVERIFY(!object->isChanged());
    object->setMoment(moment.toUTC());
    QVERIFY(!object->isChanged());
}

void TestValues::timesAreStoredAsTextInUtc()
{
    Session session(*m_db);
    auto *object = newEveryType();
    object->setMoment(QDateTime(QDate(2024, 2, 29), QTime(12, 30, 15, 7), Qt::UTC));
    object->setBirthday(QDate(24, 2, 9));
    MUST(session.add(object));
    MUST(session.commit());
    const RawSqlite raw(path());
    QCOMPARE(raw.value(u"SELECT moment FROM every_type"_s).toString(),
             u"2024-02-29 12:30:15.007"_s);
    QCOMPARE(raw.value(u"SELECT typeof(moment) FROM every_type"_s).toString(), u"text"_s);
    // SQLite's own functions read it.
    QCOMPARE(raw.value(u"SELECT strftime('%s', moment) FROM every_type"_s).toLongLong(),
             object->moment().toSecsSinceEpoch());
    QCOMPARE(raw.value(u"SELECT birthday FROM every_type"_s).toString(), u"0024-02-09"_s);
}

void TestValues::timesWithoutAnOffsetAreReadAsUtc()
{
    Session session(*m_db);
    auto *object = newEveryType();
    MUST(session.add(object));
    MUST(session.commit());
    const RawSqlite raw(path());
    QVERIFY(raw.run(u"UPDATE every_type SET moment = '2024-07-01 12:00:00'"_s));
    QCOMPARE(reload<EveryType>(object->id())->moment(),
             QDateTime(QDate(2024, 7, 1), QTime(12, 0), Qt::UTC));
}

void TestValues::everySpellingOfATimeIsRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QDateTime>("moment");
    const QDateTime noon(QDate(2024, 7, 1), QTime(12, 0), Qt::UTC);
    QTest::newRow("SQLite") << u"2024-07-01 12:00:00"_s << noon;
    QTest::newRow("SQLite with milliseconds") << u"2024-07-01 12:00:00.250"_s << noon.addMSecs(250);
    QTest::newRow("T") << u"2024-07-01T12:00:00"_s << noon;
    QTest::newRow("T and Z") << u"2024-07-01T12:00:00Z"_s << noon;
    QTest::newRow("milliseconds and Z") << u"2024-07-01T12:00:00.250Z"_s << noon.addMSecs(250);
    QTest::newRow("microseconds") << u"2024-07-01 12:00:00.250999"_s << noon.addMSecs(250);
    QTest::newRow("offset") << u"2024-07-01T14:00:00+02:00"_s << noon;
    QTest::newRow("offset without colon") << u"2024-07-01T14:00:00+0200"_s << noon;
    QTest::newRow("offset of hours") << u"2024-07-01 14:00:00+02"_s << noon;
    QTest::newRow("offset to the west") << u"2024-07-01T06:30:00-05:30"_s << noon;
    QTest::newRow("without seconds") << u"2024-07-01 12:00"_s << noon;
    QTest::newRow("date alone") << u"2024-07-01"_s << noon.addSecs(-12 * 3600);
}

void TestValues::everySpellingOfATimeIsRead()
{
    QFETCH(QString, text);
    QFETCH(QDateTime, moment);
    Session session(*m_db);
    auto *object = new MaybeType;
    MUST(session.add(object));
    MUST(session.commit());
    const RawSqlite raw(path());
    QVERIFY(raw.run(u"UPDATE maybe_type SET moment = ?"_s, {text}));
    MaybeType *read = reload<MaybeType>(object->id());
    QVERIFY(read && read->moment());
    QCOMPARE(read->moment()->toMSecsSinceEpoch(), moment.toMSecsSinceEpoch());
    QVERIFY(!read->isChanged());
}

void TestValues::columnsOfOthersKeepTheirForm()
{
    const QDateTime noon(QDate(2024, 7, 1), QTime(12, 0, 0, 250), Qt::UTC);
    Session session(*m_db);
    auto *object = new ForeignTimes;
    object->setIso(noon);
    object->setMillis(noon);
    MUST(session.add(object));
    MUST(session.commit());
    const RawSqlite raw(path());
    const QString iso = raw.value(u"SELECT iso FROM foreign_times"_s).toString();
    QVERIFY2(iso.startsWith(u"2024-07-01T12:00:00.250"_s), qPrintable(iso));
    QCOMPARE(raw.value(u"SELECT millis FROM foreign_times"_s).toLongLong(),
             noon.toMSecsSinceEpoch());
    QCOMPARE(raw.value(u"SELECT typeof(millis) FROM foreign_times"_s).toString(), u"integer"_s);

    ForeignTimes *read = reload<ForeignTimes>(object->id());
    QCOMPARE(read->iso(), noon);
    QCOMPARE(read->millis(), noon);
    // Comparisons are right: as text, ' ' would sort before 'T'.
    for (const char *property : {"iso", "millis"}) {
        const QByteArray name = property;
        const auto count = [&](const char *lookup, const QDateTime &moment) {
            return must(ForeignTimes::objects(session)
                                .filter(QLatin1StringView(QByteArray(name + lookup)), moment)
                                .count());
        };
        QCOMPARE(count("", noon), qint64(1));
        QCOMPARE(count("__lt", noon.addMSecs(1)), qint64(1));
        QCOMPARE(count("__gt", noon.addMSecs(-1)), qint64(1));
        QCOMPARE(count("__gt", noon), qint64(0));
        QCOMPARE(must(ForeignTimes::objects(session)
                              .filter(QLatin1StringView(QByteArray(name + "__hour")), 12)
                              .count()),
                 qint64(1));
    }
}

void TestValues::defaultNowIsTheClockOfUtc()
{
    Session session(*m_db);
    auto *untouched = new Article;
    auto *set = new Article;
    set->setCreatedAt(QDateTime(QDate(2000, 1, 1), QTime(0, 0), Qt::UTC));
    const QDateTime before = QDateTime::currentDateTimeUtc();
    MUST(session.addAll({untouched, set}));
    MUST(session.commit());
    const QDateTime after = QDateTime::currentDateTimeUtc();
    QVERIFY(untouched->createdAt() >= before && untouched->createdAt() <= after);
    QCOMPARE(set->createdAt(), QDateTime(QDate(2000, 1, 1), QTime(0, 0), Qt::UTC));
    QCOMPARE(reload<Article>(untouched->id())->createdAt(), untouched->createdAt());
}

void TestValues::updatedNowFollowsEachChange()
{
    Session session(*m_db);
    auto *article = new Article;
    article->setHeadline(u"first"_s);
    MUST(session.add(article));
    const QDateTime before = QDateTime::currentDateTimeUtc();
    MUST(session.commit());
    const QDateTime created = article->createdAt();
    QVERIFY(article->updatedAt() >= before);

    // Back in time, so that no clock has to be waited for.
    const RawSqlite raw(path());
    QVERIFY(raw.run(u"UPDATE articles SET updated_at = '2000-01-01 00:00:00.000', "
                    "created_at = '2000-01-01 00:00:00.000'"_s));
    MUST(session.refresh(article));
    const QDateTime then(QDate(2000, 1, 1), QTime(0, 0), Qt::UTC);
    QCOMPARE(article->updatedAt(), then);

    MUST(session.commit());
    QCOMPARE(reload<Article>(article->id())->updatedAt(), then);
    QSignalSpy updates(article, &Article::updatedAtChanged);
    article->setHeadline(u"second"_s);
    MUST(session.commit());
    QVERIFY(article->updatedAt() >= created);
    QCOMPARE(updates.size(), 1);
    QCOMPARE(article->createdAt(), then);
    Article *read = reload<Article>(article->id());
    QCOMPARE(read->updatedAt(), article->updatedAt());
    QCOMPARE(read->createdAt(), then);
}

void TestValues::whatDoesNotSurviveIsRefusedBeforeSql_data()
{
    QTest::addColumn<PlainTrip>("plain");
    QTest::addColumn<QString>("property");
    const auto row = [](const char *name, const QString &property,
                        const std::function<void(EveryType &)> &set) {
        QTest::newRow(name) << PlainTrip{set, {}} << property;
    };
    row("NaN", u"precise"_s, [](EveryType &o) { o.setPrecise(std::nan("")); });
    row("float NaN", u"single"_s, [](EveryType &o) { o.setSingle(std::nanf("")); });
    row("lone high surrogate", u"name"_s,
        [](EveryType &o) { o.setName(u"a"_s + QChar(0xd83d) + u"b"_s); });
    row("lone low surrogate", u"name"_s, [](EveryType &o) { o.setName(u"a"_s + QChar(0xdc4d)); });
    row("surrogates the wrong way round", u"name"_s,
        [](EveryType &o) { o.setName(QString(QChar(0xdc4d)) + QChar(0xd83d)); });
}

void TestValues::whatDoesNotSurviveIsRefusedBeforeSql()
{
    QFETCH(PlainTrip, plain);
    QFETCH(QString, property);
    Session session(*m_db);
    auto *object = newEveryType();
    plain.set(*object);
    MUST(session.add(object));
    const Chakra::StatementRecorder recorder(session);
    const Error error = session.commit().error();
    QVERIFY2(error.kind() == Error::Usage, describe(error).constData());
    QCOMPARE(error.model(), u"EveryType"_s);
    QCOMPARE(error.property(), property);
    QVERIFY(!error.text().isEmpty());
    QCOMPARE(recorder.count(), 0);
    const RawSqlite raw(path());
    QCOMPARE(raw.value(u"SELECT count(*) FROM every_type"_s).toInt(), 0);
}

void TestValues::whatIsRefusedCanBeMended()
{
    Session session(*m_db);
    auto *object = newEveryType();
    object->setPrecise(std::nan(""));
    MUST(session.add(object));
    QVERIFY(!session.commit());
    object->setPrecise(1.5);
    MUST(session.commit());
    QCOMPARE(reload<EveryType>(object->id())->precise(), 1.5);

    object->setPrecise(std::nan(""));
    QVERIFY(!session.commit());
    MUST(session.rollback());
    QCOMPARE(object->precise(), 1.5);
    // In a filter it is refused as well.
    const Chakra::StatementRecorder recorder(session);
    QVERIFY(!EveryType::objects(session).filter("precise", std::nan("")).all());
    QVERIFY(!EveryType::objects(session).filter("name", QString(QChar(0xd83d))).all());
    QCOMPARE(recorder.count(), 0);
}

void TestValues::textsSurviveOrAreRefused_data()
{
    QTest::addColumn<PlainTrip>("plain");
    QTest::addColumn<QString>("property");
    const QString lone = u"a"_s + QChar(0xd83d);
    const auto name = [](const QString &text) {
        return plainTrip(&EveryType::setName, &EveryType::name, text);
    };
    // SQLite takes the first character of a UTF-16 text for its byte order.
    QTest::newRow("byte order mark first") << name(u"\uFEFFabc"_s) << u"name"_s;
    QTest::newRow("byte order mark alone") << name(u"\uFEFF"_s) << u"name"_s;
    QTest::newRow("swapped byte order mark first") << name(u"\uFFFEabc"_s) << u"name"_s;
    // And makes U+FFFD of these two, wherever they stand.
    QTest::newRow("U+FFFE inside") << name(u"a\uFFFEb"_s) << u"name"_s;
    QTest::newRow("U+FFFF inside") << name(u"a\uFFFFb"_s) << u"name"_s;
    QTest::newRow("lone surrogate in words")
            << plainTrip(&EveryType::setWords, &EveryType::words, QStringList{u"x"_s, lone})
            << u"words"_s;
    QTest::newRow("zero in words")
            << plainTrip(&EveryType::setWords, &EveryType::words, QStringList{withNul()})
            << u"words"_s;
    QTest::newRow("lone surrogate in an object")
            << plainTrip(&EveryType::setRecord, &EveryType::record, QJsonObject{{u"a"_s, lone}})
            << u"record"_s;
    QTest::newRow("lone surrogate in a key")
            << plainTrip(&EveryType::setRecord, &EveryType::record, QJsonObject{{lone, 1}})
            << u"record"_s;
    QTest::newRow("lone surrogate in an array")
            << plainTrip(&EveryType::setItems, &EveryType::items, QJsonArray{lone}) << u"items"_s;
    QTest::newRow("lone surrogate as a JSON text")
            << plainTrip(&EveryType::setAnything, &EveryType::anything, QJsonValue(lone))
            << u"anything"_s;
}

void TestValues::textsSurviveOrAreRefused()
{
    QFETCH(PlainTrip, plain);
    QFETCH(QString, property);
    Session session(*m_db);
    auto *object = newEveryType();
    plain.set(*object);
    MUST(session.add(object));
    const auto saved = session.commit();
    if (saved) {
        QVERIFY2(plain.same(*reload<EveryType>(object->id())), "it came back as something else");
        return;
    }
    QCOMPARE(saved.error().kind(), Error::Usage);
    QCOMPARE(saved.error().property(), property);
    const RawSqlite raw(path());
    QCOMPARE(raw.value(u"SELECT count(*) FROM every_type"_s).toInt(), 0);
}

// SQLite's integers end at 2^63 - 1: never another number.
void TestValues::largeNaturalsSurviveOrAreRefused()
{
    Session session(*m_db);
    auto *object = newEveryType();
    object->setBigNatural(std::numeric_limits<quint64>::max());
    MUST(session.add(object));
    const auto saved = session.commit();
    if (saved) {
        QCOMPARE(reload<EveryType>(object->id())->bigNatural(),
                 std::numeric_limits<quint64>::max());
        return;
    }
    QCOMPARE(saved.error().kind(), Error::Usage);
    QCOMPARE(saved.error().property(), u"bigNatural"_s);
    const RawSqlite raw(path());
    QCOMPARE(raw.value(u"SELECT count(*) FROM every_type"_s).toInt(), 0);
}

void TestValues::datesOutOfRangeSurviveOrAreRefused_data()
{
    QTest::addColumn<QDate>("date");
    QTest::newRow("year 10000") << QDate(10000, 1, 1);
    QTest::newRow("before Christ") << QDate(-44, 3, 15);
    QTest::newRow("first of all") << QDate::fromJulianDay(0);
}

void TestValues::datesOutOfRangeSurviveOrAreRefused()
{
    QFETCH(QDate, date);
    for (const bool asMoment : {false, true}) {
        Session session(*m_db);
        auto *object = new MaybeType;
        if (asMoment)
            object->setMoment(QDateTime(date, QTime(1, 2, 3), Qt::UTC));
        else
            object->setBirthday(date);
        MUST(session.add(object));
        const auto saved = session.commit();
        if (!saved) {
            QCOMPARE(saved.error().kind(), Error::Usage);
            continue;
        }
        MaybeType *read = reload<MaybeType>(object->id());
        if (asMoment)
            QCOMPARE(read->moment(), object->moment());
        else
            QCOMPARE(read->birthday(), object->birthday());
    }
}

QTEST_GUILESS_MAIN(TestValues)

#include "tst_values.moc"
