// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "anotherthread.h"
#include "money.h"
#include "rawsqlite.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <limits>

using namespace Qt::StringLiterals;
using Chakra::f;
using Chakra::Session;

class TestColumnTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void columnsAreOfTheStoredType();
    void valuesComeBack();
    void encodingsOfTheFileDoNotMatter_data();
    void encodingsOfTheFileDoNotMatter();
    void nullsComeBack();
    void onlyChangesAreWritten();
    void valuesAreCompared();
    void lookupsAreThoseOfTheStoredType();
    void anotherTypeDoesNotFit();
    void whatIsNoTextIsRefused();
    void keysAreOfSuchTypes();

private:
    QString path() const { return m_folder->filePath(u"types.db"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Chakra::Database> m_db;
};

namespace {

Offer *newOffer(qint64 cents, const QString &colour)
{
    auto *offer = new Offer;
    offer->setPrice(Money{cents});
    offer->setColour(Colour{colour, {}});
    offer->setAngle(Angle{90});
    offer->setDigest(Digest{QByteArray("\x00\xff", 2)});
    offer->setDay(Weekday::Tuesday);
    return offer;
}

} // namespace

void TestColumnTypes::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_db = std::make_unique<Chakra::Database>(must(Chakra::Database::open(u"sqlite:"_s + path())));
    MUST(m_db->createTables<Offer, Shade, Painting, Stroke>());
}

void TestColumnTypes::cleanup()
{
    m_db.reset();
    m_folder.reset();
}

void TestColumnTypes::columnsAreOfTheStoredType()
{
    const RawSqlite raw(path());
    QCOMPARE(raw.column(u"SELECT type FROM pragma_table_info('offers')"_s),
             (QStringList{u"INTEGER"_s, u"INTEGER"_s, u"INTEGER"_s, u"VARCHAR(20)"_s, u"TEXT"_s,
                          u"REAL"_s, u"BLOB"_s, u"TEXT"_s}));
    Session session(*m_db);
    MUST(session.add(newOffer(1999, u"red"_s)));
    MUST(session.commit());
    QCOMPARE(raw.rows(u"SELECT price, colour, angle, hex(digest), day FROM offers"_s).value(0),
             (QVariantList{1999, u"red"_s, 0.25, u"00FF"_s, u"Tue"_s}));
}

void TestColumnTypes::valuesComeBack()
{
    Session session(*m_db);
    auto *offer = newOffer(std::numeric_limits<qint64>::min(), u"ü"_s);
    offer->setRebate(Money{7});
    offer->setBorder(Colour{u"blue"_s, {}});
    MUST(session.add(offer));
    MUST(session.commit());

    Session other(*m_db);
    MUST_GET(Offer * read, Offer::objects(other).get());
    QCOMPARE(read->price().cents, std::numeric_limits<qint64>::min());
    QVERIFY(read->rebate() == Money{7});
    QCOMPARE(read->colour().name, u"ü"_s);
    QCOMPARE(read->border()->name, u"blue"_s);
    QCOMPARE(read->angle().degrees, 90.0);
    QCOMPARE(read->digest().bytes, QByteArray("\x00\xff", 2));
    QVERIFY(read->day() == Weekday::Tuesday);
    QVERIFY(!read->isChanged());
}

void TestColumnTypes::encodingsOfTheFileDoNotMatter_data()
{
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<bool>("asBytes");
    QTest::newRow("UTF-8") << u"UTF-8"_s << true;
    QTest::newRow("UTF-16le") << u"UTF-16le"_s << false;
    QTest::newRow("UTF-16be") << u"UTF-16be"_s << false;
}

void TestColumnTypes::encodingsOfTheFileDoNotMatter()
{
    QFETCH(const QString, encoding);
    QFETCH(const bool, asBytes);
    const QString file = m_folder->filePath(u"encoded.db"_s);
    const RawSqlite raw(file);
    QVERIFY(raw.run(u"PRAGMA encoding = '%1'"_s.arg(encoding)));
    QVERIFY(raw.run(u"CREATE TABLE first (a)"_s));
    QCOMPARE(raw.value(u"PRAGMA encoding"_s).toString(), encoding);
    Chakra::Database db = must(Chakra::Database::open(u"sqlite:"_s + file));
    MUST(db.createTables<Offer, User, Post, Tag>());

    const QStringList texts{u""_s,
                            u"ASCII '\"\\\n"_s,
                            u"üÄß"_s,
                            u"€\u2028\ufb01"_s,
                            u"\U0001f600 \U0001d11e"_s,
                            u"a\0b\0"_s,
                            QString(u"\U0010fffd"_s).repeated(3000)};
    const QDateTime when(QDate(2024, 2, 29), QTime(23, 59, 59, 999), Qt::UTC);
    {
        Session session(db);
        auto *user = session.create<User>(f<&User::username> = u"\U0001f600"_s);
        for (const QString &text : texts) {
            session.create<Tag>(f<&Tag::name> = text);
            session.create<Post>(f<&Post::title> = text.left(200), f<&Post::content> = text,
                                 f<&Post::published> = true, f<&Post::createdAt> = when,
                                 f<&Post::author> = user);
        }
        MUST(session.add(newOffer(std::numeric_limits<qint64>::min(), u"\U0001d11eü"_s)));
        MUST(session.commit());
    }
    for (const bool here : {true, false}) {
        const auto check = [&] {
            Session session(db);
            const Chakra::StatementRecorder recorder(session);
            MUST_GET(const QList<Tag *> tags, Tag::objects(session).orderBy("id").all());
            QCOMPARE(recorder.statements().value(0).sql.contains(u"AS BLOB"_s), asBytes);
            MUST_GET(const QList<Post *> posts, Post::objects(session)
                                                        .selectRelated("author")
                                                        .filter("createdAt__date", when.date())
                                                        .orderBy("id")
                                                        .all());
            QCOMPARE(tags.size(), texts.size());
            QCOMPARE(posts.size(), texts.size());
            for (qsizetype i = 0; i < texts.size(); ++i) {
                const QString &text = texts.at(i);
                QVERIFY(tags.at(i)->name() == text);
                QVERIFY(posts.at(i)->content() == text);
                QCOMPARE(posts.at(i)->createdAt(), when);
                QCOMPARE(posts.at(i)->author()->username(), u"\U0001f600"_s);
                QCOMPARE(must(Tag::objects(session).get("name", text)), tags.at(i));
                QCOMPARE(must(Tag::objects(session).filter("name__in", {text, u"none"_s}).count()),
                         1);
            }
            QCOMPARE(must(Tag::objects(session).filter("name__contains", u"\U0001d11e"_s).count()), 1);
            QCOMPARE(must(Tag::objects(session).filter("name__endswith", u"€\u2028\ufb01"_s).count()),
                     1);
            QCOMPARE(must(Tag::objects(session).filter("name__istartswith", u"ÜÄ"_s).count()), 1);
            MUST_GET(Offer *offer, Offer::objects(session).get());
            QCOMPARE(offer->price().cents, std::numeric_limits<qint64>::min());
            QCOMPARE(offer->colour().name, u"\U0001d11eü"_s);
            QCOMPARE(offer->angle().degrees, 90.0);
            QCOMPARE(offer->digest().bytes, QByteArray("\x00\xff", 2));
            QVERIFY(offer->day() == Weekday::Tuesday);
        };
        if (here) {
            check();
        } else {
            onAnotherThread(check);
        }
    }
}

void TestColumnTypes::nullsComeBack()
{
    Session session(*m_db);
    MUST(session.add(newOffer(1, u"red"_s)));
    MUST(session.commit());
    session.clear();
    MUST_GET(Offer * read, Offer::objects(session).get());
    QVERIFY(!read->rebate());
    QVERIFY(read->property("rebate").isNull());
    QVERIFY(!read->border());
    read->setRebate(Money{3});
    MUST(session.commit());
    QCOMPARE(must(Offer::objects(session).filter("rebate__isnull", false).count()), qint64(1));
    read->setRebate(std::nullopt);
    MUST(session.commit());
    QCOMPARE(must(Offer::objects(session).filter("rebate", nullptr).count()), qint64(1));
}

void TestColumnTypes::onlyChangesAreWritten()
{
    Session session(*m_db);
    auto *offer = newOffer(1, u"red"_s);
    MUST(session.add(offer));
    MUST(session.commit());
    offer->setPrice(Money{1});
    QVERIFY(!offer->isChanged());
    offer->setPrice(Money{2});
    QCOMPARE(offer->changedProperties(), QStringList{u"price"_s});
    offer->setPrice(Money{1});
    QVERIFY(!offer->isChanged());
    offer->setPrice(Money{3});
    MUST(session.rollback());
    QCOMPARE(offer->price().cents, qint64(1));
    offer->setPrice(Money{4});
    MUST(session.commit());
    const RawSqlite raw(path());
    QCOMPARE(raw.value(u"SELECT price FROM offers"_s).toInt(), 4);
    QVERIFY(raw.run(u"UPDATE offers SET price = 5"_s));
    MUST(session.refresh(offer));
    QCOMPARE(offer->price().cents, qint64(5));
}

void TestColumnTypes::valuesAreCompared()
{
    Session session(*m_db);
    for (const qint64 cents : {5, 1, 10})
        MUST(session.add(newOffer(cents, cents == 5 ? u"red"_s : u"green"_s)));
    MUST(session.commit());
    const auto query = Offer::objects(session);
    QCOMPARE(must(query.filter("price", QVariant::fromValue(Money{5})).count()), qint64(1));
    QCOMPARE(must(query.filter("price", Money{5}).count()), qint64(1));
    QCOMPARE(must(query.filter("price__gt", Money{1}).count()), qint64(2));
    QCOMPARE(must(query.filter(f<&Offer::price> <= Money{5}).count()), qint64(2));
    QCOMPARE(must(query.filter(f<&Offer::colour> == Colour{u"green"_s, {}}).count()), qint64(2));
    QCOMPARE(must(query.filter(f<&Offer::rebate> == Money{5}).count()), qint64(0));
    QCOMPARE(must(query.filter(f<&Offer::price>.in({Money{1}, Money{10}, Money{11}})).count()),
             qint64(2));
    QCOMPARE(must(query.filter(f<&Offer::day> == Weekday::Tuesday).count()), qint64(3));
    QCOMPARE(must(query.filter("day", Weekday::Monday).count()), qint64(0));
    QList<qint64> sorted;
    const QList<Offer *> objects = must(query.orderBy("-price").all());
    for (const Offer *object : objects)
        sorted.append(object->price().cents);
    QCOMPARE(sorted, (QList<qint64>{10, 5, 1}));
    QCOMPARE(must(query.filter("price", Money{5}).update("price", Money{6})), qint64(1));
    QCOMPARE(must(query.filter("price", Money{6}).count()), qint64(1));
}

void TestColumnTypes::lookupsAreThoseOfTheStoredType()
{
    Session session(*m_db);
    MUST(session.add(newOffer(5, u"dark red"_s)));
    MUST(session.commit());
    const auto query = Offer::objects(session);
    QCOMPARE(must(query.filter("colour__contains", "red").count()), qint64(1));
    QCOMPARE(must(query.filter("colour__istartswith", "DARK").count()), qint64(1));
    COMPARE_ERROR(Chakra::Error::UnknownField, query.filter("price__contains", "5").all());
    COMPARE_ERROR(Chakra::Error::UnknownField, query.filter("price__year", 5).all());
}

void TestColumnTypes::anotherTypeDoesNotFit()
{
    Session session(*m_db);
    const auto query = Offer::objects(session);
    COMPARE_ERROR(Chakra::Error::Usage, query.filter("price", Angle{5}).all());
    COMPARE_ERROR(Chakra::Error::Usage, query.filter("price", 5).all());
    COMPARE_ERROR(Chakra::Error::Usage, query.filter("colour", "red").all());
}

void TestColumnTypes::whatIsNoTextIsRefused()
{
    Session session(*m_db);
    MUST(session.add(newOffer(5, QString(QChar(0xd83d)))));
    const auto saved = session.commit();
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind(), Chakra::Error::Usage);
    QCOMPARE(saved.error().property(), u"colour"_s);
}

void TestColumnTypes::keysAreOfSuchTypes()
{
    Session session(*m_db);
    auto *red = new Shade;
    red->setColour(Colour{u"red"_s, {}});
    auto *painting = new Painting;
    painting->setNumber(Money{7});
    painting->setShade(red);
    auto *stroke = new Stroke;
    stroke->setPainting(painting);
    MUST(session.addAll({red, painting, stroke}));
    MUST(session.commit());
    session.clear();

    MUST_GET(Painting * found, Painting::objects(session).find(Money{7}));
    QVERIFY(found->shade());
    QCOMPARE(found->shade()->colour().name, u"red"_s);
    QCOMPARE(found->strokes().size(), qsizetype(1));
    QCOMPARE(found->strokes().at(0)->painting(), found);
    const Colour name{u"red"_s, {}};
    MUST_GET(Painting * again, Painting::objects(session).get("shade__colour", name));
    QCOMPARE(again, found);
    MUST_GET(Shade * shade, Shade::objects(session).get("colour", name));
    QCOMPARE(shade, found->shade());
    const QList<Painting *> prefetched =
            must(Painting::objects(session).prefetchRelated("strokes").all());
    QCOMPARE(prefetched.size(), 1);
    MUST(session.remove(found->strokes().at(0)));
    MUST(session.remove(found));
    MUST(session.commit());
    QCOMPARE(must(Painting::objects(session).count()), qint64(0));
}

QTEST_GUILESS_MAIN(TestColumnTypes)

#include "tst_columntypes.moc"
