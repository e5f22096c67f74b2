// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "declarations.h"
#include "testdatabase.h"

#include "meta/modelinfo_p.h"

#include <QtTest/QtTest>

#include <memory>

using namespace Qt::StringLiterals;
using namespace Trial;
using Chakra::f;

namespace {

const Chakra::FieldInfo *fieldOf(const QMetaObject *meta, const QString &name)
{
    const Chakra::ModelInfo *model = Chakra::Graph::model(meta);
    return model ? model->field(name) : nullptr;
}

} // namespace

/*! Ways to declare a model, each written, read back and asked for. */
class TestDeclarations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void reservedNamesAreKnownAsSuch();
    void enumsAreFoundFromTheDeclaringClassOutwards_data();
    void enumsAreFoundFromTheDeclaringClassOutwards();
    void defaultsOfEnumsAreOfTheRightEnum();
    void enumsAndFlagsAreStored();
    void anOptionalEnumIsSetThroughItsVariant();
    void whatABaseNamesIsLookedUpFromTheBase();
    void aLentRelationWorksInEachModel();

    void aCompositeKeyFindsItsRow();
    void aRowOfACompositeKeyIsOneObject();
    void aCompositeKeyIsUpdatedAndDeleted();
    void partsOfACompositeKeyChange();
    void aKeyOfTheWrongShapeIsRefused_data();
    void aKeyOfTheWrongShapeIsRefused();
    void datesAndTimesMayBeKeys();
    void aKeyMayBeTheKeyOfAnother();
    void aForeignKeyMayReferToAnyUniqueColumn();

    void twoListsOfOneModelStayApart();
    void alliesHoldBothWays();
    void aListWithoutAnOtherSideIsDirected();
    void aClassMayBeOneToOneWithItself();

    void optionsMayStandInAnyOrder();
    void propertiesMayBearAnyName();
    void clocksFollowTheirColumns();
    void nullableWithoutOptionalIsNullWhenNeverSet();

private:
    std::unique_ptr<TestDatabase> m_db;
    std::unique_ptr<Chakra::Session> m_session;
};

void TestDeclarations::initTestCase()
{
    const QList<Chakra::Error> mistakes = Chakra::checkModels();
    for (const Chakra::Error &mistake : mistakes)
        qWarning() << mistake;
    QCOMPARE(mistakes.size(), 0);
}

void TestDeclarations::init()
{
    m_db = std::make_unique<TestDatabase>(TestDatabase::Tables);
    MUST(m_db->handle().createTables());
    m_session = std::make_unique<Chakra::Session>(m_db->handle());
}

void TestDeclarations::cleanup()
{
    m_session.reset();
    m_db.reset();
}

void TestDeclarations::reservedNamesAreKnownAsSuch()
{
    // The search wants them sorted.
    for (const char *name : Chakra::Detail::reservedNames)
        QVERIFY2(Chakra::Detail::isReserved(name), name);

    const QMetaObject &object = QObject::staticMetaObject;
    for (int i = 0; i < object.methodCount(); ++i) {
        const QByteArray name = object.method(i).name();
        if (!name.startsWith('_'))
            QVERIFY2(Chakra::Detail::isReserved(name.constData()), name.constData());
    }
    for (const char *name : {"", "a", "title", "parents", "paren", "zebra"})
        QVERIFY2(!Chakra::Detail::isReserved(name), name);
}

void TestDeclarations::enumsAreFoundFromTheDeclaringClassOutwards_data()
{
    QTest::addColumn<const QMetaObject *>("model");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QMetaType>("type");
    const auto row = [](const char *title, const QMetaObject &model, const QString &name, QMetaType type) {
        QTest::newRow(title) << &model << name << type;
    };
    row("optional, of the namespace", Fleet::Sailor::staticMetaObject, u"wanted"_s,
        QMetaType::fromType<Fleet::Rank>());
    row("optional, of the namespace, in full", Fleet::Sailor::staticMetaObject, u"signal"_s,
        QMetaType::fromType<Fleet::Signal>());
    row("optional, of the class", Fleet::Flags::staticMetaObject, u"corner"_s,
        QMetaType::fromType<Fleet::Flags::Shape>());
    row("optional, of another class", Fleet::Sailor::staticMetaObject, u"scarf"_s,
        QMetaType::fromType<Fleet::Flags::Pattern>());
    row("optional flags", Fleet::Flags::staticMetaObject, u"trim"_s,
        QMetaType::fromType<Fleet::Flags::Colours>());
    row("optional, of a base", Court::Verdict::staticMetaObject, u"stamp"_s,
        QMetaType::fromType<Office::Filed::Stamp>());
    row("of the namespace", Fleet::Sailor::staticMetaObject, u"rank"_s, QMetaType::fromType<Fleet::Rank>());
}

void TestDeclarations::enumsAreFoundFromTheDeclaringClassOutwards()
{
    QFETCH(const QMetaObject *, model);
    QFETCH(QString, name);
    QFETCH(QMetaType, type);
    const Chakra::FieldInfo *field = fieldOf(model, name);
    QVERIFY(field);
    QCOMPARE(field->type, Chakra::FieldType::Enum);
    QCOMPARE(field->valueType, type);
}

void TestDeclarations::defaultsOfEnumsAreOfTheRightEnum()
{
    const Fleet::Flags flags;
    QCOMPARE(flags.pattern(), Fleet::Flags::Pattern::None);
    QCOMPARE(flags.shape(), Fleet::Flags::Shape::Plain);
    QCOMPARE(flags.corner(), std::optional(Fleet::Flags::Shape::None));
    const Fleet::Sailor sailor;
    QCOMPARE(sailor.rank(), Fleet::Rank::Mate);
    QCOMPARE(sailor.signal(), std::optional(Fleet::Horn));
    QCOMPARE(sailor.badge(), Fleet::Flags::Shape::Square);

    // A row that another program inserts has the same ones.
    MUST(m_session->execute("INSERT INTO fleet_flags (id, colours) VALUES (1, 0)"));
    MUST(m_session->execute("INSERT INTO fleet_sailors (id) VALUES (1)"));
    MUST_GET(Fleet::Flags * outside, Fleet::Flags::objects().get("id", 1));
    QCOMPARE(outside->pattern(), Fleet::Flags::Pattern::None);
    QCOMPARE(outside->shape(), Fleet::Flags::Shape::Plain);
    QCOMPARE(outside->corner(), std::optional(Fleet::Flags::Shape::None));
    MUST_GET(Fleet::Sailor * drowned, Fleet::Sailor::objects().get("id", 1));
    QCOMPARE(drowned->rank(), Fleet::Rank::Mate);
    QCOMPARE(drowned->signal(), std::optional(Fleet::Horn));
    QCOMPARE(drowned->badge(), Fleet::Flags::Shape::Square);
    QVERIFY(!drowned->wanted());
}

void TestDeclarations::enumsAndFlagsAreStored()
{
    using Fleet::Flags;
    auto *flags = new Flags;
    flags->setColours(Flags::Red | Flags::Blue);
    flags->setTrim(Flags::Colours(Flags::White));
    auto *sailor = new Fleet::Sailor;
    sailor->setWanted(Fleet::Rank::Captain);
    sailor->setSignal(Fleet::Silence);
    sailor->setScarf(Flags::Pattern::Striped);
    MUST(m_session->addAll(QList<Chakra::Model *>{flags, sailor}));
    MUST(m_session->commit());
    m_session->clear();

    MUST_GET(flags, Flags::objects().filter(f<&Flags::colours> == (Flags::Red | Flags::Blue)).get("pk", 1));
    QCOMPARE(flags->colours(), Flags::Red | Flags::Blue);
    QCOMPARE(flags->trim(), std::optional(Flags::Colours(Flags::White)));
    QVERIFY(flags->property("trim").value<Flags::Colours>().testFlag(Flags::White));
    QCOMPARE(must(Flags::objects().filter("trim", Flags::Colours(Flags::White)).count()), 1);
    QCOMPARE(must(Flags::objects().filter("colours", 5).count()), 1);

    MUST_GET(sailor, Fleet::Sailor::objects()
                             .filter(f<&Fleet::Sailor::wanted> == Fleet::Rank::Captain)
                             .filter("signal", Fleet::Silence)
                             .get("scarf", Flags::Pattern::Striped));
    QCOMPARE(sailor->wanted(), std::optional(Fleet::Rank::Captain));
    QCOMPARE(sailor->signal(), std::optional(Fleet::Silence));
    QCOMPARE(sailor->scarf(), std::optional(Flags::Pattern::Striped));
    QCOMPARE(must(Fleet::Sailor::objects().filter("wanted__in", QList{Fleet::Rank::Captain}).count()), 1);
    sailor->setSignal(Fleet::Horn);
    sailor->setWanted(std::nullopt);
    MUST(m_session->commit());
    m_session->clear();
    MUST_GET(sailor, Fleet::Sailor::objects().get("wanted", nullptr));
    QCOMPARE(sailor->signal(), std::optional(Fleet::Horn));
}

void TestDeclarations::anOptionalEnumIsSetThroughItsVariant()
{
    Fleet::Sailor sailor;
    QSignalSpy wanted(&sailor, &Fleet::Sailor::wantedChanged);
    QVERIFY(sailor.setProperty("wanted", QVariant::fromValue(Fleet::Rank::Captain)));
    QCOMPARE(sailor.wanted(), std::optional(Fleet::Rank::Captain));
    // As JavaScript has it.
    QVERIFY(sailor.setProperty("wanted", 2.0));
    QCOMPARE(sailor.wanted(), std::optional(Fleet::Rank::Mate));
    QVERIFY(sailor.setProperty("wanted", 1));
    QCOMPARE(sailor.wanted(), std::optional(Fleet::Rank::Deckhand));
    QVERIFY(sailor.setProperty("wanted", QVariant()));
    QVERIFY(!sailor.wanted());
    QCOMPARE(wanted.size(), 4);
}

void TestDeclarations::whatABaseNamesIsLookedUpFromTheBase()
{
    for (const QMetaObject *meta : {&Court::Verdict::staticMetaObject, &Letter::staticMetaObject}) {
        const Chakra::ModelInfo *model = Chakra::Graph::model(meta);
        const Chakra::RelationInfo *clerk = model->relation(u"clerk");
        QVERIFY(clerk);
        QCOMPARE(clerk->target, Chakra::Graph::model(&Office::Clerk::staticMetaObject));
    }
}

void TestDeclarations::aLentRelationWorksInEachModel()
{
    auto *clerk = new Office::Clerk;
    clerk->setName(u"Bartleby"_s);
    auto *verdict = new Court::Verdict;
    verdict->setClerk(clerk);
    verdict->setStamp(Office::Filed::Stamp::Received);
    auto *letter = new Letter;
    letter->setClerk(clerk);
    letter->setSubject(u"dead"_s);
    MUST(m_session->addAll(QList<Chakra::Model *>{verdict, letter}));
    MUST(m_session->commit());
    QCOMPARE(verdict->clerkId(), clerk->id());
    m_session->clear();

    MUST_GET(verdict, Court::Verdict::objects().get(f<&Court::Verdict::clerk, &Office::Clerk::name> == "Bartleby"));
    QCOMPARE(verdict->clerk()->name(), u"Bartleby"_s);
    QCOMPARE(verdict->stamp(), std::optional(Office::Filed::Stamp::Received));
    MUST_GET(letter, Letter::objects().selectRelated("clerk").get("clerk__name", "Bartleby"));
    COMPARE_STATEMENTS(0, QCOMPARE(letter->clerk(), verdict->clerk()));

    auto *again = new Letter;
    again->setClerkId(letter->clerkId());
    again->setSubject(u"dead"_s);
    MUST(m_session->add(again));
    COMPARE_ERROR(Chakra::Error::UniqueViolation, m_session->commit());
}

void TestDeclarations::aCompositeKeyFindsItsRow()
{
    const QDate day(2024, 2, 29);
    auto *station = new Station;
    station->setCode(u"A1"_s);
    for (int hour : {6, 12, 18}) {
        auto *reading = new Trial::Reading;
        reading->setStation(station);
        reading->setDay(day);
        reading->setHour(hour);
        reading->setDegrees(hour / 2.0);
        MUST(m_session->add(reading));
    }
    MUST(m_session->commit());
    QCOMPARE(station->readings().size(), 3);
    COMPARE_STATEMENTS(0, QCOMPARE(must(Trial::Reading::objects().find({"A1", day, 12}))->degrees(), 6.0));
    m_session->clear();

    MUST_GET(Trial::Reading * noon, Trial::Reading::objects().find({"A1", day, 12}));
    QVERIFY(noon);
    QCOMPARE(noon->degrees(), 6.0);
    QCOMPARE(noon->day(), day);
    COMPARE_STATEMENTS(0, QCOMPARE(must(Trial::Reading::objects().find({"A1", day, 12})), noon));
    COMPARE_STATEMENTS(0, QCOMPARE(must(Trial::Reading::objects().find({u"A1"_s, u"2024-02-29"_s, 12LL})), noon));
    QVERIFY(!must(Trial::Reading::objects().find({"A1", day, 13})));
    const auto many = must(Trial::Reading::objects().inBulk({{"A1", day, 6}, {"A1", day, 12}}));
    QCOMPARE(many.size(), 2);
    QCOMPARE(many.value(Chakra::Key{"A1", day, 12}), noon);
}

void TestDeclarations::aRowOfACompositeKeyIsOneObject()
{
    const QDate day(2024, 2, 29);
    MUST(m_session->execute("INSERT INTO stations VALUES ('A1')"));
    MUST(m_session->execute("INSERT INTO station_readings (station_code, day, hour, degrees) VALUES "
                            "('A1', '2024-02-29', 6, 1.5), ('A1', '2024-02-29', 18, 2.5), "
                            "('A1', '2024-03-01', 6, 3.5)"));
    MUST_GET(Trial::Reading * found, Trial::Reading::objects().find({"A1", day, 18}));
    QVERIFY(found);
    MUST_GET(const QList<Trial::Reading *> all, Trial::Reading::objects().orderBy("day", "hour").all());
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.at(1), found);
    QCOMPARE(must(Trial::Reading::objects().orderBy("day", "hour").all()), all);
    MUST_GET(Station * station, Station::objects().prefetchRelated("readings").get("code", "A1"));
    QCOMPARE(station->readings().toList(), (QList<Trial::Reading *>{all.at(2), all.at(0), all.at(1)}));
    QCOMPARE(found->station(), station);
}

void TestDeclarations::aCompositeKeyIsUpdatedAndDeleted()
{
    MUST(m_session->execute("INSERT INTO stations VALUES ('A1')"));
    MUST(m_session->execute("INSERT INTO station_readings (station_code, day, hour, degrees) VALUES "
                            "('A1', '2024-02-29', 6, 1.5), ('A1', '2024-02-29', 18, 2.5)"));
    MUST_GET(const QList<Trial::Reading *> all, Trial::Reading::objects().orderBy("hour").all());
    all.at(0)->setDegrees(-4);
    MUST(m_session->remove(all.at(1)));
    COMPARE_STATEMENTS(2, MUST(m_session->commit()));
    m_session->clear();
    MUST_GET(Trial::Reading * left, Trial::Reading::objects().get("day", QDate(2024, 2, 29)));
    QCOMPARE(left->degrees(), -4.0);
    QCOMPARE(left->hour(), 6);
    MUST_GET(Station * station, Station::objects().get("pk", "A1"));
    MUST(m_session->remove(station));
    MUST(m_session->commit());
    QCOMPARE(left->state(), Chakra::Model::Deleted);
    QCOMPARE(must(Trial::Reading::objects().count()), 0);
}

void TestDeclarations::partsOfACompositeKeyChange()
{
    MUST(m_session->execute("INSERT INTO stations VALUES ('A1'), ('B2')"));
    MUST(m_session->execute("INSERT INTO station_readings (station_code, day, hour, degrees) VALUES "
                            "('A1', '2024-02-29', 6, 1.5)"));
    MUST_GET(Trial::Reading * reading, Trial::Reading::objects().first());
    MUST_GET(Station * other, Station::objects().get("code", "B2"));
    reading->setHour(7);
    reading->setStation(other);
    MUST(m_session->commit());
    const QDate day(2024, 2, 29);
    COMPARE_STATEMENTS(0, QCOMPARE(must(Trial::Reading::objects().find({"B2", day, 7})), reading));
    QVERIFY(!must(Trial::Reading::objects().find({"A1", day, 6})));
    QCOMPARE(must(Trial::Reading::objects().count()), 1);

    // What refers to a text key follows when it is renamed.
    other->setCode(u"C3"_s);
    MUST(m_session->commit());
    QCOMPARE(reading->stationCode(), u"C3"_s);
    COMPARE_STATEMENTS(0, QCOMPARE(must(Trial::Reading::objects().find({"C3", day, 7})), reading));
    QCOMPARE(reading->station(), other);
    reading->setDegrees(9);
    MUST(m_session->commit());
}

void TestDeclarations::aKeyOfTheWrongShapeIsRefused_data()
{
    QTest::addColumn<Chakra::Value>("key");
    QTest::newRow("too short") << Chakra::Value{"A1", QDate(2024, 2, 29)};
    QTest::newRow("too long") << Chakra::Value{"A1", QDate(2024, 2, 29), 6, 7};
    QTest::newRow("one value") << Chakra::Value("A1");
    QTest::newRow("another type") << Chakra::Value{"A1", QDate(2024, 2, 29), "six"};
}

void TestDeclarations::aKeyOfTheWrongShapeIsRefused()
{
    QFETCH(Chakra::Value, key);
    const Counter counter;
    COMPARE_ERROR(Chakra::Error::Usage, Trial::Reading::objects().find(key));
    QCOMPARE(counter.count(), 0);
}

void TestDeclarations::datesAndTimesMayBeKeys()
{
    MUST(m_session->execute("INSERT INTO holidays VALUES ('2024-12-25', 'Christmas')"));
    MUST(m_session->execute("INSERT INTO moments VALUES ('2024-12-25 10:00:00.000', 'presents')"));
    MUST_GET(Holiday * holiday, Holiday::objects().first());
    QCOMPARE(must(Holiday::objects().first()), holiday);
    COMPARE_STATEMENTS(0, QCOMPARE(must(Holiday::objects().find(QDate(2024, 12, 25))), holiday));
    holiday->setName(u"Noel"_s);
    MUST(m_session->commit());
    holiday->setDay(QDate(2025, 12, 25));
    MUST(m_session->commit());
    QCOMPARE(must(Holiday::objects().get("name", "Noel")), holiday);

    const QDateTime ten(QDate(2024, 12, 25), QTime(10, 0), Qt::UTC);
    MUST_GET(Moment * moment, Moment::objects().get("at", ten));
    QCOMPARE(must(Moment::objects().first()), moment);
    COMPARE_STATEMENTS(0, QCOMPARE(must(Moment::objects().find(ten)), moment));
    auto *lunch = new Moment;
    lunch->setAt(ten.addSecs(7200));
    MUST(m_session->add(lunch));
    MUST(m_session->commit());
    QCOMPARE(must(Moment::objects().get("at", ten.addSecs(7200))), lunch);
    MUST(m_session->remove(moment));
    MUST(m_session->commit());
    QCOMPARE(must(Moment::objects().all()), QList<Moment *>{lunch});
}

void TestDeclarations::aKeyMayBeTheKeyOfAnother()
{
    auto *traveller = new Traveller;
    traveller->setName(u"Phileas"_s);
    auto *passport = new Passport;
    passport->setNumber(u"80"_s);
    traveller->setPassport(passport);
    MUST(m_session->add(traveller));
    MUST(m_session->commit());
    QCOMPARE(passport->travellerId(), traveller->id());
    COMPARE_STATEMENTS(0, QCOMPARE(must(Passport::objects().find(traveller->id())), passport));
    m_session->clear();
    MUST_GET(traveller, Traveller::objects().selectRelated("passport").get("passport__number", "80"));
    QCOMPARE(traveller->passport()->traveller(), traveller);
    MUST(m_session->remove(traveller));
    MUST(m_session->commit());
    QCOMPARE(must(Passport::objects().count()), 0);

    auto *found = new Passport;
    MUST(m_session->add(found));
    COMPARE_ERROR(Chakra::Error::NotNullViolation, m_session->commit());
}

void TestDeclarations::aForeignKeyMayReferToAnyUniqueColumn()
{
    auto *traveller = new Traveller;
    traveller->setName(u"Phileas"_s);
    auto *ticket = new Ticket;
    ticket->setId(QUuid::createUuid());
    ticket->setTraveller(traveller);
    MUST(m_session->add(ticket));
    MUST(m_session->commit());
    QCOMPARE(ticket->travellerName(), u"Phileas"_s);
    const QUuid id = ticket->id();
    m_session->clear();

    MUST_GET(ticket, Ticket::objects().find(id));
    QCOMPARE(ticket->traveller()->name(), u"Phileas"_s);
    COMPARE_STATEMENTS(0, QCOMPARE(must(Ticket::objects().find(id.toString())), ticket));
    m_session->clear();
    MUST_GET(ticket, Ticket::objects().prefetchRelated("traveller").get("traveller__id__gt", 0));
    COMPARE_STATEMENTS(0, QCOMPARE(ticket->traveller()->name(), u"Phileas"_s));
    m_session->clear();
    MUST_GET(ticket, Ticket::objects().selectRelated("traveller").get("traveller__name", "Phileas"));
    COMPARE_STATEMENTS(0, QCOMPARE(ticket->traveller()->name(), u"Phileas"_s));
    ticket->traveller()->setName(u"Fogg"_s);
    MUST(m_session->commit());
    QCOMPARE(ticket->travellerName(), u"Fogg"_s);
    QCOMPARE(must(Ticket::objects().filter("traveller", ticket->traveller()).count()), 1);
}

void TestDeclarations::twoListsOfOneModelStayApart()
{
    auto *teacher = new Teacher;
    auto *maths = new Lesson;
    maths->setName(u"maths"_s);
    auto *music = new Lesson;
    music->setName(u"music"_s);
    MUST(m_session->addAll(QList<Chakra::Model *>{teacher, maths, music}));
    MUST(m_session->commit());
    MUST(teacher->gives().add(maths));
    MUST(teacher->watches().add({maths, music}));
    QCOMPARE(maths->teachers().toList(), QList<Teacher *>{teacher});
    QCOMPARE(music->watchers().toList(), QList<Teacher *>{teacher});
    QCOMPARE(music->teachers().size(), 0);
    m_session->clear();
    MUST_GET(teacher, Teacher::objects().prefetchRelated("gives", "watches").first());
    QCOMPARE(teacher->gives().size(), 1);
    QCOMPARE(teacher->watches().size(), 2);
    QCOMPARE(teacher->watches().first()->name(), u"music"_s);
    QCOMPARE(must(Lesson::objects().filter("watchers", teacher).filter("teachers", teacher).count()), 1);
}

void TestDeclarations::alliesHoldBothWays()
{
    auto *ann = new Pupil;
    ann->setName(u"ann"_s);
    auto *ben = new Pupil;
    ben->setName(u"ben"_s);
    auto *cem = new Pupil;
    cem->setName(u"cem"_s);
    MUST(m_session->addAll(QList<Pupil *>{ann, ben, cem}));
    MUST(m_session->commit());
    MUST(ann->allies().add(ben, {{"strength", 9}}));
    QCOMPARE(ben->allies().toList(), QList<Pupil *>{ann});
    MUST_GET(const QList<Pact *> pacts, Pact::objects().orderBy("oneId").all());
    QCOMPARE(pacts.size(), 2);
    QCOMPARE(pacts.at(0)->otherId(), ben->id());
    QCOMPARE(pacts.at(1)->otherId(), ann->id());
    QCOMPARE(pacts.at(0)->strength(), 9);
    QCOMPARE(pacts.at(1)->strength(), 9);
    QVERIFY(pacts.at(1)->since().isValid());
    MUST(ben->allies().add(ann));
    QCOMPARE(must(Pact::objects().count()), 2);
    MUST(ann->allies().add(ann));
    QCOMPARE(must(Pact::objects().count()), 3);
    MUST(ann->allies().remove(ann));
    QCOMPARE(must(Pact::objects().count()), 2);
    MUST(ann->allies().set({cem}));
    QCOMPARE(ben->allies().size(), 0);
    QCOMPARE(cem->allies().toList(), QList<Pupil *>{ann});
    MUST(cem->allies().clear());
    QCOMPARE(ann->allies().size(), 0);
    QCOMPARE(must(Pact::objects().count()), 0);

    // Before the rows are there.
    auto *dan = new Pupil;
    dan->setName(u"dan"_s);
    MUST(dan->allies().add(ann));
    MUST(m_session->add(dan));
    MUST(m_session->commit());
    QCOMPARE(must(Pact::objects().count()), 2);
    QCOMPARE(ann->allies().toList(), QList<Pupil *>{dan});
    QCOMPARE(must(Pupil::objects().filter("allies__name", "dan").count()), 1);
    QCOMPARE(must(Pupil::objects().filter("allies__name", "ann").count()), 1);
}

void TestDeclarations::aListWithoutAnOtherSideIsDirected()
{
    auto *ann = new Pupil;
    ann->setName(u"ann"_s);
    auto *ben = new Pupil;
    ben->setName(u"ben"_s);
    MUST(m_session->addAll(QList<Pupil *>{ann, ben}));
    MUST(m_session->commit());
    MUST(ann->copiesFrom().add(ben));
    QCOMPARE(ann->copiesFrom().toList(), QList<Pupil *>{ben});
    QCOMPARE(ben->copiesFrom().size(), 0);
    m_session->clear();
    MUST_GET(const QList<Pupil *> all, Pupil::objects().prefetchRelated("copiesFrom").all());
    QCOMPARE(all.at(0)->copiesFrom().toList(), QList<Pupil *>{all.at(1)});
    QCOMPARE(all.at(1)->copiesFrom().size(), 0);
}

void TestDeclarations::aClassMayBeOneToOneWithItself()
{
    const Chakra::ModelInfo *model = Chakra::Graph::model(&Pupil::staticMetaObject);
    QCOMPARE(model->relation(u"best")->kind, Chakra::RelationKind::ToOne);
    QCOMPARE(model->relation(u"bestOf")->kind, Chakra::RelationKind::ReverseToOne);
    auto *ann = new Pupil;
    ann->setName(u"ann"_s);
    auto *ben = new Pupil;
    ben->setName(u"ben"_s);
    ann->setBest(ben);
    QCOMPARE(ben->bestOf(), ann);
    ben->setBest(ann);
    MUST(m_session->add(ann));
    MUST(m_session->commit());
    QCOMPARE(ann->bestId(), std::optional(ben->id()));
    QCOMPARE(ben->bestId(), std::optional(ann->id()));
    m_session->clear();
    MUST_GET(ann, Pupil::objects().selectRelated("best", "bestOf").get("name", "ann"));
    QCOMPARE(ann->best(), ann->bestOf());
}

void TestDeclarations::optionsMayStandInAnyOrder()
{
    const Chakra::FieldInfo *code = fieldOf(&Trial::Reading::staticMetaObject, u"stationCode"_s);
    QCOMPARE(code->onDelete, Chakra::KeyAction::Cascade);
    QCOMPARE(code->onUpdate, Chakra::KeyAction::Cascade);
    QVERIFY(code->target);
    const Chakra::FieldInfo *key = fieldOf(&Trial::Ledger::staticMetaObject, u"primaryKey"_s);
    QVERIFY(key->primaryKey && key->generated);
    QCOMPARE(fieldOf(&Trial::Ledger::staticMetaObject, u"column"_s)->column, u"the column"_s);
}

void TestDeclarations::propertiesMayBearAnyName()
{
    auto *first = new Trial::Ledger;
    first->setIndex(2);
    first->setText(u"one"_s);
    first->setOrderBy(5);
    first->setDecimal(u"12.5"_s);
    auto *second = new Trial::Ledger;
    second->setIndex(3);
    second->setText(u"two"_s);
    second->setBackPopulates(first);
    MUST(m_session->add(second));
    MUST(m_session->commit());
    MUST(first->symmetrical().add(second));
    m_session->clear();

    MUST_GET(const QList<Trial::Ledger *> all, Trial::Ledger::objects().prefetchRelated("symmetrical").all());
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.at(0)->decimal(), u"12.50"_s);
    QCOMPARE(all.at(1)->decimal(), u"1.50"_s);
    QCOMPARE(all.at(1)->symmetrical().toList(), QList<Trial::Ledger *>{all.at(0)});
    QCOMPARE(all.at(0)->onRemove().toList(), QList<Trial::Ledger *>{all.at(1)});
    QCOMPARE(all.at(0)->version(), 1);
    all.at(0)->setThrough(u"x"_s);
    MUST(m_session->commit());
    QCOMPARE(all.at(0)->version(), 2);
    MUST(all.at(0)->onRemove().remove(all.at(1)));
    MUST(m_session->commit());
    QVERIFY(!all.at(1)->foreignKey());
    QCOMPARE(must(Trial::Ledger::objects().filter("column", 1).filter("index__gt", 2).count()), 1);
    QCOMPARE(must(Trial::Ledger::objects().filter(f<&Trial::Ledger::column> == 1).count()), 2);

    auto *name = new Name;
    name->setValue(u"a"_s);
    name->setTyped(1);
    name->setKind(2);
    name->setSetter(u"s"_s);
    name->setM_value(4);
    auto *lower = new Name;
    lower->setValue(u"b"_s);
    lower->setUpper(name);
    MUST(m_session->addAll(QList<Name *>{lower, name}));
    MUST(m_session->commit());
    m_session->clear();
    MUST_GET(lower, Name::objects().selectRelated("upper").get("upper__setter", "s"));
    QCOMPARE(lower->upper()->m_value(), 4);
    QCOMPARE(lower->upper()->kind(), 2);
    QVERIFY(lower->upper()->parentValue().isNull());
    QCOMPARE(must(Name::objects().filter("parentValue", nullptr).count()), 1);
    lower->setUpper(nullptr);
    MUST(m_session->commit());
    QCOMPARE(must(Name::objects().filter("upper", nullptr).count()), 2);
}

void TestDeclarations::clocksFollowTheirColumns()
{
    const QDateTime before = QDateTime::currentDateTimeUtc();
    auto *ledger = new Trial::Ledger;
    MUST(m_session->add(ledger));
    MUST(m_session->commit());
    const QDateTime after = QDateTime::currentDateTimeUtc();
    QVERIFY(ledger->defaultNow() >= before && ledger->defaultNow() <= after);
    QVERIFY(ledger->storedAs() >= before && ledger->storedAs() <= after);
    QVERIFY(ledger->updatedNow() == before.date() || ledger->updatedNow() == after.date());
    QVERIFY(ledger->naming().isValid());
    m_session->clear();
    MUST_GET(ledger, Trial::Ledger::objects().filter("defaultNow__gte", before).get("storedAs__lte", after));
    QVERIFY(ledger->defaultNow() >= before && ledger->defaultNow() <= after);
    QVERIFY(ledger->storedAs() >= before && ledger->storedAs() <= after);
    QVERIFY(ledger->updatedNow() == before.date() || ledger->updatedNow() == after.date());
    QVERIFY(ledger->naming().isValid());

    const QDateTime first = *ledger->storedAs();
    ledger->setStoredAs(std::nullopt);
    ledger->setUpdatedNow(QDate(2000, 1, 1));
    ledger->setIndex(8);
    MUST(m_session->commit());
    QVERIFY(!ledger->storedAs()); // as it was set by hand
    QCOMPARE(ledger->updatedNow(), QDate(2000, 1, 1));
    ledger->setIndex(9);
    MUST(m_session->commit());
    QVERIFY(ledger->storedAs() >= first);
    QVERIFY(ledger->updatedNow() >= before.date());
}

void TestDeclarations::nullableWithoutOptionalIsNullWhenNeverSet()
{
    auto *trunk = new Branch;
    auto *branch = new Branch;
    branch->setTrunk(trunk);
    branch->setLeaves(0);
    MUST(m_session->add(branch));
    MUST(m_session->commit());
    QCOMPARE(must(Branch::objects().filter("trunk", nullptr).count()), 1);
    QCOMPARE(must(Branch::objects().filter("leaves", nullptr).count()), 1);
    QCOMPARE(must(Branch::objects().filter("leaves", 0).count()), 1);
    m_session->clear();

    MUST_GET(trunk, Branch::objects().get("trunkId", nullptr));
    QCOMPARE(trunk->trunkId(), 0);
    COMPARE_STATEMENTS(0, QVERIFY(!trunk->trunk()));
    MUST_GET(branch, Branch::objects().get("trunk", trunk));
    QCOMPARE(branch->trunk(), trunk);
    branch->setTrunk(nullptr);
    QCOMPARE(trunk->branches().size(), 0);
    MUST(m_session->commit());
    QCOMPARE(must(Branch::objects().filter("trunk__isnull", true).count()), 2);

    // Another change leaves the null alone.
    branch->setLeaves(4);
    trunk->setLeaves(5);
    MUST(m_session->commit());
    QCOMPARE(must(Branch::objects().filter("trunk__isnull", true).count()), 2);
    branch->setTrunk(trunk);
    MUST(m_session->commit());
    MUST(m_session->remove(trunk));
    MUST(m_session->commit());
    QVERIFY(!branch->trunk());
    QCOMPARE(must(Branch::objects().filter("trunk__isnull", true).count()), 1);
}

QTEST_GUILESS_MAIN(TestDeclarations)

#include "tst_declarations.moc"
