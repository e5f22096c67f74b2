// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "meta/modelinfo_p.h"

#include "distances.h"

#include <Chakra/Chakra>

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace Chakra;

/*! How the graph sees types of a user's own. */
class TestColumnType : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fieldsKnowWhatIsStored_data();
    void fieldsKnowWhatIsStored();
    void anUnknownTypeTellsTheMend();
    void registeringTwiceDoesNoHarm();
    void valuesTravel();

private:
    const ModelInfo *m_route = nullptr;
};

void TestColumnType::initTestCase()
{
    QVERIFY(registerColumnType<Geo::Weight>());
    m_route = Graph::model(&Geo::Route::staticMetaObject);
    QVERIFY(m_route);
    const Error error = m_route->disabledError();
    QVERIFY2(!error.isValid(), qPrintable(error.text()));
}

void TestColumnType::fieldsKnowWhatIsStored_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<FieldType>("storedType");
    QTest::newRow("of a field") << u"length"_s << FieldType::Double;
    QTest::newRow("optional, named from within its namespace") << u"detour"_s << FieldType::Double;
    QTest::newRow("optional, named in full") << u"shortcut"_s << FieldType::Double;
    QTest::newRow("hand-written, registered by hand") << u"load"_s << FieldType::String;
}

void TestColumnType::fieldsKnowWhatIsStored()
{
    QFETCH(QString, name);
    QFETCH(FieldType, storedType);
    const FieldInfo *field = m_route->field(name);
    QVERIFY(field);
    QCOMPARE(field->type, FieldType::Custom);
    QCOMPARE(field->storedType, storedType);
    QVERIFY(field->conversion);
}

void TestColumnType::anUnknownTypeTellsTheMend()
{
    const Error error = Graph::model(&Geo::Mystery::staticMetaObject)->disabledError();
    QCOMPARE(error.kind(), Error::ModelDefinition);
    QCOMPARE(error.property(), u"riddle"_s);
    QVERIFY2(error.text().contains(u"ColumnType"_s), qPrintable(error.text()));

    const Error literal = Graph::model(&Geo::Preset::staticMetaObject)->disabledError();
    QCOMPARE(literal.property(), u"length"_s);
    QVERIFY2(literal.text().contains(u"defaultValue"_s), qPrintable(literal.text()));
}

void TestColumnType::registeringTwiceDoesNoHarm()
{
    QVERIFY(registerColumnType<Geo::Distance>());
    QVERIFY(registerColumnType<Geo::Distance>());
    QVERIFY(m_route->field(u"length")->conversion);
}

void TestColumnType::valuesTravel()
{
    Geo::Route route;
    route.setLength(Geo::Distance{1500});
    WireValue wire;
    const FieldInfo *length = m_route->field(u"length");
    QVERIFY(!length->toWire(&route, &wire).isValid());
    QVERIFY(wire == WireValue(1.5));
    QVERIFY(!length->toWire(Value(Geo::Distance{250}), &wire).isValid());
    QVERIFY(wire == WireValue(0.25));
    QVERIFY(length->toWire(Value(0.25), &wire).isValid());
    length->fromWire(&route, WireValue(2.0));
    QCOMPARE(route.length().metres, 2000.0);

    const FieldInfo *detour = m_route->field(u"detour");
    QVERIFY(!detour->toWire(&route, &wire).isValid());
    QVERIFY(isNull(wire));
    detour->fromWire(&route, WireValue(0.5));
    QCOMPARE(route.detour()->metres, 500.0);
    detour->fromWire(&route, WireValue());
    QVERIFY(!route.detour());

    const FieldInfo *load = m_route->field(u"load");
    load->fromWire(&route, WireValue(u"12 kg"_s));
    QCOMPARE(route.load().kilos, 12);
    QVERIFY(!load->toWire(&route, &wire).isValid());
    QVERIFY(wire == WireValue(u"12 kg"_s));
}

QTEST_GUILESS_MAIN(TestColumnType)

#include "tst_columntype.moc"
