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
    void modelsMayBeRegisteredWhileObjectsLive();
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
    row("autoIncrement of a text", u"AutoIncrementOfText"_s, u"code"_s, {u"autoIncrement"_s});
    row("autoIncrement of no key", u"AutoIncrementOfNoKey"_s, u"number"_s,
        {u"autoIncrement"_s, u"primary key"_s});
    row("SetDefault without one", u"NoDefaultToSet"_s, u"soundId"_s, {u"SetDefault"_s, u"defaultValue"_s});
    row("default out of range", u"DefaultOutOfRange"_s, u"number"_s, {u"3000000000"_s});
    row("default of an enum unknown to Qt", u"DefaultOfALocalEnum"_s, u"mood"_s, {u"Bad"_s, u"Q_ENUM"_s});
    row("version that may be null", u"NullableVersion"_s, u"revision"_s, {u"version"_s});
    row("two versions", u"TwoVersions"_s, u"edition"_s, {u"revision"_s});
    row("key to a column that rows share", u"ToASharedColumn"_s, u"soundName"_s,
        {u"Sound.name"_s, u"unique"_s});
    row("two claim one other side", u"Rivals"_s, u"nurse"_s, {u"Rivals.mother"_s, u"offspring"_s});
    row("onRemove by the owner", u"RemovalByTheOwner"_s, u"sound"_s, {u"onRemove"_s});
    row("onRemove(SetNull) of a required key", u"RemovalIntoRequired"_s, u"members"_s,
        {u"RequiredMember.ownerId"_s, u"Delete"_s});
    row("junction of another relation", u"JunctionOfAnother"_s, u"offspring"_s,
        {u"one_junction"_s, u"JunctionOfAnother.sounds"_s});
    row("junction without a foreign key", u"OverALooseJunction"_s, u"sounds"_s,
        {u"LooseJunction"_s, u"other_id"_s, u"over_loose_junctions.id"_s});
    row("symmetrical and backPopulates", u"SymmetricalBack"_s, u"friends"_s, {u"symmetrical"_s});
    row("order behind a relation", u"OrderBehindARelation"_s, QString(), {u"sound__wheel"_s});
    row("order by a list", u"OrderByAList"_s, QString(), {u"members"_s});
    row("variant by hand", u"VariantByHand"_s, u"anything"_s, {u"QVariant"_s, u"CHAKRA_FIELD"_s});
    row("optional by hand", u"OptionalByHand"_s, u"number"_s, {u"std::optional<int>"_s, u"CHAKRA_FIELD"_s});
    row("column without WRITE", u"ReadOnlyColumn"_s, u"number"_s, {u"WRITE"_s});
    row("two models of one table", u"OneTableAgain"_s, QString(), {u"OneTable"_s, u"One_Table"_s});
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
    for (const char *model :
         {"ToCompositeKey", "RelationOfAnotherType", "DerivedFromModel", "ListedOverAnotherType",
          "AutoIncrementOfText", "NoDefaultToSet", "DefaultOutOfRange", "NullableVersion", "TwoVersions",
          "ToASharedColumn", "Rivals", "RemovalByTheOwner", "RemovalIntoRequired", "JunctionOfAnother",
          "OverALooseJunction", "SymmetricalBack", "OrderBehindARelation", "OrderByAList", "OptionalByHand",
          "OneTableAgain"})
        QTest::newRow(model) << QString::fromLatin1(model);
}

void TestGraphMistakes::oneMistakeIsToldOnce()
{
    QFETCH(QString, model);
    QCOMPARE(mistakesOf(model).size(), 1);
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

    QCOMPARE(mistakesOf(u"OverNoPrimaryKey"_s).size(), 0);
    QCOMPARE(OverNoPrimaryKey::objects(session).all().error().kind(), Error::ModelDefinition);
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

void TestGraphMistakes::modelsMayBeRegisteredWhileObjectsLive()
{
    Chakra::Database db = Chakra::Database::open("sqlite::memory:").value();
    QVERIFY((db.createTables<Healthy, HealthyChild>().ok()));
    Chakra::Session session(db);
    auto *mother = new Healthy;
    auto *nurse = new Healthy;
    auto *first = new HealthyChild;
    first->setHealthy(mother);
    QVERIFY(session.addAll(QList<Chakra::Model *>{first, nurse}).ok());
    QVERIFY(session.commit().ok());
    QCOMPARE(mother->offspring().size(), 1);
    const auto query = HealthyChild::objects(session).filter("healthy", mother);

    // Half done when the graph is built anew.
    auto *second = new HealthyChild;
    second->setHealthy(mother);
    QVERIFY(session.add(second).ok());
    mother->setName(u"Eve"_s);
    first->setHealthy(nurse);
    const qsizetype before = mistakes().size();
    Chakra::Detail::registerModel(&Ghost::staticMetaObject);
    QVERIFY(mistakes().size() > before);

    QCOMPARE(mother->offspring().toList(), QList<HealthyChild *>{second});
    QCOMPARE(nurse->offspring().toList(), QList<HealthyChild *>{first});
    QCOMPARE(mother->changedProperties(), QStringList{u"name"_s});
    QVERIFY(session.commit().ok());
    QCOMPARE(query.count().value(), qint64(1));
    QCOMPARE(second->healthyId(), mother->id());
    first->setHealthy(mother);
    QCOMPARE(mother->offspring().size(), 2);
    QVERIFY(session.rollback().ok());
    QCOMPARE(first->healthy(), nurse);
    session.clear();
    QCOMPARE(Healthy::objects(session).filter("name", "Eve").count().value(), qint64(1));
}

QTEST_GUILESS_MAIN(TestGraphMistakes)

#include "tst_graphmistakes.moc"
