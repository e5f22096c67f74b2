// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "mistakes.h"

#include <Chakra/Chakra>

#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using Chakra::Error;

namespace {

// The mistakes of this process are found once, all together.
QList<Error> mistakes()
{
    Chakra::registerModels<Healthy, HealthyChild, Sound, SoundChild, Pair, UnknownModel>();
    Chakra::registerModels<UnknownTable, UnknownColumn, LengthOfARelation>();
    Chakra::registerModels<BackToNothing, NotBackParent, NotBackChild, TwoKeysParent>();
    Chakra::registerModels<TwoKeysChild, NoKey, KeyOfAnotherType, NoPrimaryKey, OneColumnTwice>();
    Chakra::registerModels<LengthOfANumber, VersionOfText, NowOfANumber, ActionWithoutKey>();
    Chakra::registerModels<NullIntoRequired, DerivedFromModel, ToCompositeKey>();
    Chakra::registerModels<SelfWithoutColumns, UnknownOrder, UnknownTogether, ColumnOfNothing>();
    return Chakra::checkModels();
}

QList<Error> mistakesOf(const QString &model)
{
    QList<Error> found;
    const QList<Error> all = mistakes();
    for (const Error &mistake : all) {
        if (mistake.model() == model)
            found.append(mistake);
    }
    return found;
}

} // namespace

class TestGraphMistakes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachMistakeNamesClassPropertyAndMend_data();
    void eachMistakeNamesClassPropertyAndMend();
    void oneMistakeIsToldOnce_data();
    void oneMistakeIsToldOnce();
    void aListOverARefusedKeyIsDisabledQuietly();
    void rightModelsHaveNoMistakes();
    void askingAgainGivesTheSameMistakes();
    void aModelWithAMistakeRunsNoStatement_data();
    void aModelWithAMistakeRunsNoStatement();
    void otherModelsGoOnWorking();
};

void TestGraphMistakes::eachMistakeNamesClassPropertyAndMend_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("property");
    // What the text must say beside class and property, for the reader to mend it.
    QTest::addColumn<QStringList>("words");

    const auto row = [](const char *name, const QString &model, const QString &property,
                        const QStringList &words) {
        QTest::newRow(name) << model << property << words;
    };
    row("unknown model", u"UnknownModel"_s, u"ghost"_s, {u"Ghost"_s});
    row("unknown table", u"UnknownTable"_s, u"placeId"_s, {u"nowhere"_s});
    row("unknown column", u"UnknownColumn"_s, u"soundId"_s, {u"sounds"_s, u"number"_s});
    row("backPopulates to nothing", u"BackToNothing"_s, u"sound"_s, {u"echoes"_s, u"Sound"_s});
    row("not pointing back", u"NotBackParent"_s, u"impostors"_s,
        {u"owner"_s, u"offspring"_s, u"backPopulates"_s});
    row("two candidate keys", u"TwoKeysParent"_s, u"matches"_s,
        {u"homeId"_s, u"awayId"_s, u"foreignKey"_s});
    row("no key", u"NoKey"_s, u"sound"_s, {u"soundId"_s, u"foreignKey"_s});
    row("key of another type", u"KeyOfAnotherType"_s, u"soundId"_s, {u"Sound"_s, u"type"_s});
    row("relation over a key of another type", u"RelationOfAnotherType"_s, u"soundId"_s,
        {u"Sound"_s, u"type"_s});
    row("default beyond the digits", u"DecimalDefault"_s, u"price"_s, {u"12345.6"_s, u"6, 2"_s});
    row("no primary key", u"NoPrimaryKey"_s, QString(), {u"primaryKey"_s});
    row("one column twice", u"OneColumnTwice"_s, u"givenName"_s, {u"first_name"_s, u"firstName"_s});
    row("maxLength of a number", u"LengthOfANumber"_s, u"number"_s, {u"maxLength"_s});
    row("version of a text", u"VersionOfText"_s, u"words"_s, {u"version"_s});
    row("defaultNow of a number", u"NowOfANumber"_s, u"number"_s, {u"defaultNow"_s});
    row("maxLength of a relation", u"LengthOfARelation"_s, u"sound"_s, {u"maxLength"_s});
    row("onDelete without a key", u"ActionWithoutKey"_s, u"number"_s,
        {u"onDelete"_s, u"foreignKey"_s});
    row("SetNull on a required key", u"NullIntoRequired"_s, u"soundId"_s, {u"SetNull"_s});
    row("model derived from a model", u"DerivedFromModel"_s, QString(), {u"Sound"_s});
    row("relation to a composite key", u"ToCompositeKey"_s, u"pairId"_s, {u"Pair"_s});
    row("both ends one class", u"SelfWithoutColumns"_s, u"friends"_s, {u"through"_s});
    row("order by nothing", u"UnknownOrder"_s, QString(), {u"wheel"_s});
    row("unique together with nothing", u"UnknownTogether"_s, QString(), {u"wheel"_s});
    row("column of nothing", u"ColumnOfNothing"_s, u"titel"_s, {u"titel"_s});
}

void TestGraphMistakes::eachMistakeNamesClassPropertyAndMend()
{
    QFETCH(QString, model);
    QFETCH(QString, property);
    QFETCH(QStringList, words);

    const QList<Error> found = mistakesOf(model);
    for (const Error &mistake : found)
        qInfo() << mistake;
    QVERIFY2(!found.isEmpty(), "the mistake was not found");

    const auto matching = std::find_if(found.begin(), found.end(), [&](const Error &mistake) {
        return property.isEmpty() || mistake.property() == property;
    });
    QVERIFY2(matching != found.end(), "the mistake names another property");
    QCOMPARE(matching->kind(), Error::ModelDefinition);
    QVERIFY(matching->sql().isEmpty());
    const QString text = matching->text();
    QVERIFY2(text.contains(model), qPrintable(text));
    QVERIFY2(text.contains(property), qPrintable(text));
    for (const QString &word : words)
        QVERIFY2(text.contains(word), qPrintable(u"\"%1\" is not in: %2"_s.arg(word, text)));
}

void TestGraphMistakes::oneMistakeIsToldOnce_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("property");
    QTest::newRow("composite key") << u"ToCompositeKey"_s << u"pairId"_s;
    QTest::newRow("key of another type") << u"RelationOfAnotherType"_s << u"soundId"_s;
    QTest::newRow("derived from a model") << u"DerivedFromModel"_s << QString();
    QTest::newRow("the list's child") << u"ListedOverAnotherType"_s << u"ownerId"_s;
}

void TestGraphMistakes::oneMistakeIsToldOnce()
{
    QFETCH(QString, model);
    QFETCH(QString, property);
    const QList<Error> found = mistakesOf(model);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().property(), property);
}

// What follows from the mistake of another class is not told again, but the model is of no use.
void TestGraphMistakes::aListOverARefusedKeyIsDisabledQuietly()
{
    QCOMPARE(mistakesOf(u"ListOverAnotherType"_s).size(), 0);
    Chakra::Database db = Chakra::Database::open("sqlite::memory:").value();
    Chakra::Session session(db);
    const Error error = ListOverAnotherType::objects(session).all().error();
    QCOMPARE(error.kind(), Error::ModelDefinition);
    QCOMPARE(error.property(), u"ownerId"_s);
}

void TestGraphMistakes::rightModelsHaveNoMistakes()
{
    QCOMPARE(mistakesOf(u"Healthy"_s).size(), 0);
    QCOMPARE(mistakesOf(u"HealthyChild"_s).size(), 0);
    QCOMPARE(mistakesOf(u"Sound"_s).size(), 0);
    QCOMPARE(mistakesOf(u"SoundChild"_s).size(), 0);
    QCOMPARE(mistakesOf(u"Pair"_s).size(), 0);
}

void TestGraphMistakes::askingAgainGivesTheSameMistakes()
{
    const QList<Error> first = mistakes();
    const QList<Error> second = mistakes();
    QCOMPARE(first.size(), second.size());
    for (qsizetype i = 0; i < first.size(); ++i)
        QCOMPARE(first.at(i).text(), second.at(i).text());
}

void TestGraphMistakes::aModelWithAMistakeRunsNoStatement_data()
{
    using Run = std::function<Error(Chakra::Session &)>;
    QTest::addColumn<Run>("run");
    QTest::addColumn<QString>("model");

    QTest::newRow("count") << Run([](Chakra::Session &session) {
        return NoPrimaryKey::objects(session).count().error();
    }) << u"NoPrimaryKey"_s;
    QTest::newRow("all") << Run([](Chakra::Session &session) {
        return TwoKeysParent::objects(session).all().error();
    }) << u"TwoKeysParent"_s;
    QTest::newRow("filter") << Run([](Chakra::Session &session) {
        return OneColumnTwice::objects(session).filter("firstName", "x").exists().error();
    }) << u"OneColumnTwice"_s;
    QTest::newRow("remove") << Run([](Chakra::Session &session) {
        return UnknownModel::objects(session).remove().error();
    }) << u"UnknownModel"_s;
    QTest::newRow("commit") << Run([](Chakra::Session &session) {
        auto *object = new LengthOfANumber;
        if (const auto added = session.add(object); !added) {
            delete object;
            return added.error();
        }
        return session.commit().error();
    }) << u"LengthOfANumber"_s;
}

void TestGraphMistakes::aModelWithAMistakeRunsNoStatement()
{
    using Run = std::function<Error(Chakra::Session &)>;
    QFETCH(Run, run);
    QFETCH(QString, model);

    QVERIFY(!mistakes().isEmpty());
    Chakra::Database db = Chakra::Database::open("sqlite::memory:").value();
    Chakra::Session session(db);
    Chakra::StatementRecorder recorder(session);
    const Error error = run(session);
    QCOMPARE(error.kind(), Error::ModelDefinition);
    QCOMPARE(error.model(), model);
    QCOMPARE(recorder.count(), 0);
}

void TestGraphMistakes::otherModelsGoOnWorking()
{
    QVERIFY(!mistakes().isEmpty());
    Chakra::Database db = Chakra::Database::open("sqlite::memory:").value();
    const auto created = db.createTables<Healthy, HealthyChild>();
    QVERIFY2(created.ok(), qPrintable(created.error().text()));

    Chakra::Session session(db);
    auto *healthy = new Healthy;
    healthy->setName(u"bell"_s);
    auto *child = new HealthyChild;
    child->setHealthy(healthy);
    QVERIFY(session.add(child).ok());
    QVERIFY(session.commit().ok());
    session.clear();

    QCOMPARE(Healthy::objects(session).count().value(), qint64(1));
    const QList<HealthyChild *> found =
            HealthyChild::objects(session).filter("healthy__name", "bell").all();
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.constFirst()->healthy()->name(), u"bell"_s);
}

QTEST_GUILESS_MAIN(TestGraphMistakes)

#include "tst_graphmistakes.moc"
