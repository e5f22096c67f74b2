// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "alltypes.h"
#include "chapter.h"

#include <Chakra/Chakra>

#include <QtCore/QAbstractItemModel>
#include <QtCore/QMetaProperty>
#include <QtTest/QtTest>

#include <limits>

using namespace Qt::StringLiterals;

namespace {

QMetaProperty propertyOf(const QMetaObject *meta, const char *name)
{
    return meta->property(meta->indexOfProperty(name));
}

// The options of a property, as its class info tells them.
QString optionsOf(const QMetaObject *meta, const QByteArray &property)
{
    for (int i = 0; i < meta->classInfoCount(); ++i) {
        const QByteArray name = meta->classInfo(i).name();
        if (name == property || name.endsWith('.' + property))
            return QString::fromUtf8(meta->classInfo(i).value());
    }
    return {};
}

} // namespace

class TestGraph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelsWithoutMistakesAreAllRight();
    void registeringTwiceDoesNoHarm();

    void aFieldIsAnOrdinaryProperty_data();
    void aFieldIsAnOrdinaryProperty();
    void everyTypeIsAPropertyOfThatType_data();
    void everyTypeIsAPropertyOfThatType();
    void anOptionalPropertyIsAVariant_data();
    void anOptionalPropertyIsAVariant();
    void aRelationIsAProperty();
    void optionsStandInTheClassInfo();

    void aSetterNotifiesOnceAndOnlyOnChange();
    void anOptionalIsSetThroughItsVariant();
    void aPropertyIsSetByName();
    void enumsKeepTheirEnumerator();
    void aToOneRelationIsSetByName();
    void aListPropertyIsAnItemModel();

    void aNewObjectIsTransientAndUnchanged();
    void aNewObjectHasItsDefaults();
    void fieldsWithoutDefaultAreZeroOrNull();
    void aHandWrittenModelKeepsItsOwnMembers();
    void lentFieldsBelongToEachModel();
    void bothSidesAgreeBetweenNamespaces();
    void propertiesMayBearTheNamesOfOptions();
};

void TestGraph::modelsWithoutMistakesAreAllRight()
{
    Chakra::registerModels<User, Profile, Post, Tag, PostTag, Comment>();
    Chakra::registerModels<EveryType, MaybeType, Ledger, ForeignTimes>();
    Chakra::registerModels<Bookcase, Volume, Writer, Article, Photo>();
    Chakra::registerModels<Country, City, Device, Reading, ManualKey, Invoice, InvoiceLine, Seat>();
    Chakra::registerModels<Document, DefaultValues, OptionNames, OddName, OddChild>();
    Chakra::registerModels<PascalNames, DeclaredNames, ActionTarget, ActionSource>();
    Chakra::registerModels<Hen, Egg, Team, Match, Person>();
    Chakra::registerModels<Label, Shop::Label, Shop::Customer, Shop::Basket, Shop::Voucher>();
    Chakra::registerModels<Shop::Detail::Line>();

    const QList<Chakra::Error> mistakes = Chakra::checkModels();
    for (const Chakra::Error &mistake : mistakes)
        qWarning() << mistake;
    QCOMPARE(mistakes.size(), 0);
}

void TestGraph::registeringTwiceDoesNoHarm()
{
    Chakra::registerModels<User, Post>();
    Chakra::registerModels<Post, User>();
    QCOMPARE(Chakra::checkModels().size(), 0);
}

void TestGraph::aFieldIsAnOrdinaryProperty_data()
{
    QTest::addColumn<const QMetaObject *>("meta");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("typeName");

    const auto row = [](const QMetaObject *meta, const char *name, const char *type) {
        QTest::addRow("%s::%s", meta->className(), name)
                << meta << QByteArray(name) << QByteArray(type);
    };
    row(&User::staticMetaObject, "id", "qint64");
    row(&User::staticMetaObject, "username", "QString");
    row(&Profile::staticMetaObject, "bio", "QString");
    row(&Profile::staticMetaObject, "userId", "qint64");
    row(&Post::staticMetaObject, "published", "bool");
    row(&Post::staticMetaObject, "createdAt", "QDateTime");
    row(&Comment::staticMetaObject, "parentId", "QVariant");
    row(&Volume::staticMetaObject, "title", "QString");
    row(&Volume::staticMetaObject, "pages", "int");
    // Lent by bases that are no models themselves.
    row(&Article::staticMetaObject, "id", "qint64");
    row(&Article::staticMetaObject, "updatedAt", "QDateTime");
    row(&Article::staticMetaObject, "ownerId", "QVariant");
    row(&OptionNames::staticMetaObject, "version", "int");
    row(&OptionNames::staticMetaObject, "index", "int");
}

void TestGraph::aFieldIsAnOrdinaryProperty()
{
    QFETCH(const QMetaObject *, meta);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, typeName);

    QVERIFY(meta->indexOfProperty(name.constData()) >= 0);
    const QMetaProperty property = propertyOf(meta, name.constData());
    QCOMPARE(property.metaType(), QMetaType::fromName(typeName));
    QVERIFY(property.isReadable());
    QVERIFY(property.isWritable());
    QVERIFY(property.hasNotifySignal());
    QVERIFY(!property.isConstant());
    QCOMPARE(property.notifySignal().name(), name + "Changed");
}

void TestGraph::everyTypeIsAPropertyOfThatType_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QMetaType>("type");
    QTest::newRow("bool") << QByteArray("truth") << QMetaType::fromType<bool>();
    QTest::newRow("int") << QByteArray("number") << QMetaType::fromType<int>();
    QTest::newRow("uint") << QByteArray("natural") << QMetaType::fromType<uint>();
    QTest::newRow("qint64") << QByteArray("bigNumber") << QMetaType::fromType<qint64>();
    QTest::newRow("quint64") << QByteArray("bigNatural") << QMetaType::fromType<quint64>();
    QTest::newRow("float") << QByteArray("single") << QMetaType::fromType<float>();
    QTest::newRow("double") << QByteArray("precise") << QMetaType::fromType<double>();
    QTest::newRow("QString") << QByteArray("name") << QMetaType::fromType<QString>();
    QTest::newRow("QByteArray") << QByteArray("bytes") << QMetaType::fromType<QByteArray>();
    QTest::newRow("QDate") << QByteArray("birthday") << QMetaType::fromType<QDate>();
    QTest::newRow("QTime") << QByteArray("alarm") << QMetaType::fromType<QTime>();
    QTest::newRow("QDateTime") << QByteArray("moment") << QMetaType::fromType<QDateTime>();
    QTest::newRow("QUuid") << QByteArray("token") << QMetaType::fromType<QUuid>();
    QTest::newRow("QUrl") << QByteArray("link") << QMetaType::fromType<QUrl>();
    QTest::newRow("QJsonObject") << QByteArray("record") << QMetaType::fromType<QJsonObject>();
    QTest::newRow("QJsonArray") << QByteArray("items") << QMetaType::fromType<QJsonArray>();
    QTest::newRow("QJsonValue") << QByteArray("anything") << QMetaType::fromType<QJsonValue>();
    QTest::newRow("QStringList") << QByteArray("words") << QMetaType::fromType<QStringList>();
    QTest::newRow("enum") << QByteArray("colour") << QMetaType::fromType<EveryType::Colour>();
    QTest::newRow("enum class") << QByteArray("size") << QMetaType::fromType<EveryType::Size>();
}

void TestGraph::everyTypeIsAPropertyOfThatType()
{
    QFETCH(QByteArray, name);
    QFETCH(QMetaType, type);
    QCOMPARE(propertyOf(&EveryType::staticMetaObject, name.constData()).metaType(), type);
}

void TestGraph::anOptionalPropertyIsAVariant_data()
{
    QTest::addColumn<QByteArray>("name");
    const QMetaObject *meta = &MaybeType::staticMetaObject;
    for (int i = meta->propertyOffset(); i < meta->propertyCount(); ++i) {
        const QByteArray name = meta->property(i).name();
        if (name != "id")
            QTest::newRow(name.constData()) << name;
    }
}

void TestGraph::anOptionalPropertyIsAVariant()
{
    QFETCH(QByteArray, name);
    const QMetaProperty property = propertyOf(&MaybeType::staticMetaObject, name.constData());
    QCOMPARE(property.metaType(), QMetaType::fromType<QVariant>());
    MaybeType object;
    QVERIFY(object.property(name.constData()).isNull());
}

void TestGraph::aRelationIsAProperty()
{
    const QMetaProperty author = propertyOf(&Post::staticMetaObject, "author");
    QVERIFY(author.isValid());
    QCOMPARE(author.metaType(), QMetaType::fromType<User *>());
    QVERIFY(author.isWritable());
    QVERIFY(author.hasNotifySignal());
    QCOMPARE(author.notifySignal().name(), QByteArray("authorChanged"));

    const QMetaProperty profile = propertyOf(&User::staticMetaObject, "profile");
    QCOMPARE(profile.metaType(), QMetaType::fromType<Profile *>());
    QVERIFY(profile.isWritable());
    QVERIFY(profile.hasNotifySignal());

    const QMetaProperty posts = propertyOf(&User::staticMetaObject, "posts");
    QCOMPARE(posts.metaType(), QMetaType::fromType<QAbstractItemModel *>());
    QCOMPARE(propertyOf(&Post::staticMetaObject, "tags").metaType(),
             QMetaType::fromType<QAbstractItemModel *>());
}

void TestGraph::optionsStandInTheClassInfo()
{
    QVERIFY(optionsOf(&User::staticMetaObject, "username").contains(u"maxLength(50)"_s));
    QVERIFY(optionsOf(&User::staticMetaObject, "username").contains(u"unique"_s));
    QVERIFY(optionsOf(&Post::staticMetaObject, "authorId").contains(u"foreignKey(\"users.id\")"_s));
    QVERIFY(optionsOf(&Post::staticMetaObject, "tags").contains(u"post_tags"_s));
    QVERIFY(optionsOf(&Comment::staticMetaObject, "parentId").contains(u"qint64"_s));
    QVERIFY(optionsOf(&Volume::staticMetaObject, "title").contains(u"maxLength(200)"_s));
}

void TestGraph::aSetterNotifiesOnceAndOnlyOnChange()
{
    Post post;
    QSignalSpy titles(&post, &Post::titleChanged);
    post.setTitle(u"Hello"_s);
    QCOMPARE(titles.size(), 1);
    QCOMPARE(post.title(), u"Hello"_s);
    post.setTitle(u"Hello"_s);
    QCOMPARE(titles.size(), 1);
    post.setTitle({});
    QCOMPARE(titles.size(), 2);

    Comment comment;
    QSignalSpy parents(&comment, &Comment::parentIdChanged);
    comment.setParentId(std::nullopt);
    QCOMPARE(parents.size(), 0);
    comment.setParentId(0);
    QCOMPARE(parents.size(), 1);
    QCOMPARE(comment.parentId(), std::optional<qint64>(0));
    comment.setParentId(std::nullopt);
    QCOMPARE(parents.size(), 2);
    QVERIFY(!comment.parentId());
}

void TestGraph::anOptionalIsSetThroughItsVariant()
{
    Comment comment;
    QSignalSpy parents(&comment, &Comment::parentIdChanged);
    QVERIFY(comment.property("parentId").isNull());

    QVERIFY(comment.setProperty("parentId", qint64(7)));
    QCOMPARE(comment.parentId(), std::optional<qint64>(7));
    QCOMPARE(comment.property("parentId").toLongLong(), qint64(7));
    QCOMPARE(parents.size(), 1);

    // What JavaScript has for a number, and for nothing.
    QVERIFY(comment.setProperty("parentId", 8.0));
    QCOMPARE(comment.parentId(), std::optional<qint64>(8));
    QVERIFY(comment.setProperty("parentId", QVariant::fromValue(nullptr)));
    QVERIFY(!comment.parentId());
    QVERIFY(comment.setProperty("parentId", 9));
    QCOMPARE(comment.parentId(), std::optional<qint64>(9));
    QVERIFY(comment.setProperty("parentId", QVariant()));
    QVERIFY(!comment.parentId());
    QCOMPARE(parents.size(), 5);

    MaybeType maybe;
    QVERIFY(maybe.setProperty("name", u"text"_s));
    QCOMPARE(maybe.name(), std::optional<QString>(u"text"_s));
    QVERIFY(maybe.setProperty("birthday", QDate(2024, 2, 29)));
    QCOMPARE(maybe.birthday(), std::optional<QDate>(QDate(2024, 2, 29)));
    QVERIFY(maybe.setProperty("truth", false));
    QCOMPARE(maybe.truth(), std::optional<bool>(false));
    QCOMPARE(maybe.property("truth").toBool(), false);
    QVERIFY(!maybe.property("truth").isNull());
}

void TestGraph::aPropertyIsSetByName()
{
    Post post;
    QVERIFY(post.setProperty("title", u"By name"_s));
    QCOMPARE(post.title(), u"By name"_s);
    QVERIFY(post.setProperty("published", true));
    QVERIFY(post.published());
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QVERIFY(post.setProperty("createdAt", now));
    QCOMPARE(post.createdAt(), now);
    QCOMPARE(post.property("title").toString(), u"By name"_s);
}

void TestGraph::enumsKeepTheirEnumerator()
{
    EveryType object;
    object.setColour(EveryType::Blue);
    QCOMPARE(object.property("colour").value<EveryType::Colour>(), EveryType::Blue);
    QVERIFY(propertyOf(object.metaObject(), "colour").isEnumType());
    object.setSize(EveryType::Size::Large);
    QCOMPARE(object.size(), EveryType::Size::Large);

    MaybeType maybe;
    maybe.setColour(EveryType::Green);
    QCOMPARE(maybe.property("colour").value<EveryType::Colour>(), EveryType::Green);
    maybe.setColour(std::nullopt);
    QVERIFY(maybe.property("colour").isNull());
}

void TestGraph::aToOneRelationIsSetByName()
{
    User user;
    Post post;
    QVERIFY(post.setProperty("author", QVariant::fromValue(&user)));
    QCOMPARE(post.author(), &user);
    QCOMPARE(post.property("author").value<User *>(), &user);
    QVERIFY(post.setProperty("author", QVariant::fromValue<User *>(nullptr)));
    QVERIFY(post.author() == nullptr);
}

void TestGraph::aListPropertyIsAnItemModel()
{
    User user;
    auto *model = user.property("posts").value<QAbstractItemModel *>();
    QVERIFY(model);
    QCOMPARE(model->rowCount(), 0);
    QCOMPARE(user.property("posts").value<QAbstractItemModel *>(), model);
}

void TestGraph::aNewObjectIsTransientAndUnchanged()
{
    User user;
    QCOMPARE(user.state(), Chakra::Model::State::Transient);
    QVERIFY(user.session() == nullptr);
    QVERIFY(user.parent() == nullptr);
}

void TestGraph::aNewObjectHasItsDefaults()
{
    QVERIFY(!Post().published());

    const DefaultValues fresh;
    QCOMPARE(fresh.yes(), true);
    QCOMPARE(fresh.negative(), -7);
    QCOMPARE(fresh.large(), 9000000000);
    QCOMPARE(fresh.half(), 2.5);
    QCOMPARE(fresh.words(), u"it's new, (really); 100%"_s);
    QCOMPARE(fresh.empty(), QString());
    QCOMPARE(fresh.maybe(), std::optional<int>(3));
    QCOMPARE(fresh.maybeWords(), std::optional<QString>(u"some"_s));
    QCOMPARE(OptionNames().defaultValue(), 3);
    QCOMPARE(OddName().umlaut(), 4);
}

void TestGraph::fieldsWithoutDefaultAreZeroOrNull()
{
    const EveryType fresh;
    QCOMPARE(fresh.truth(), false);
    QCOMPARE(fresh.number(), 0);
    QCOMPARE(fresh.natural(), 0u);
    QCOMPARE(fresh.bigNumber(), qint64(0));
    QCOMPARE(fresh.bigNatural(), quint64(0));
    QCOMPARE(fresh.single(), 0.0f);
    QCOMPARE(fresh.precise(), 0.0);
    QVERIFY(fresh.name().isEmpty());
    QVERIFY(fresh.bytes().isEmpty());
    QVERIFY(fresh.birthday().isNull());
    QVERIFY(fresh.alarm().isNull());
    QVERIFY(fresh.moment().isNull());
    QVERIFY(fresh.token().isNull());
    QVERIFY(fresh.link().isEmpty());
    QVERIFY(fresh.record().isEmpty());
    QVERIFY(fresh.items().isEmpty());
    QVERIFY(fresh.anything().isNull());
    QVERIFY(fresh.words().isEmpty());
    QCOMPARE(fresh.colour(), EveryType::Red);

    const MaybeType maybe;
    QVERIFY(!maybe.truth() && !maybe.number() && !maybe.name() && !maybe.moment());
    QVERIFY(!maybe.record() && !maybe.anything() && !maybe.colour());
}

void TestGraph::aHandWrittenModelKeepsItsOwnMembers()
{
    Volume volume;
    QSignalSpy titles(&volume, &Volume::titleChanged);
    volume.setTitle(u"Faust"_s);
    QCOMPARE(titles.size(), 1);
    QCOMPARE(volume.property("display").toString(), u"Faust!"_s);

    Bookcase bookcase;
    volume.setBookcase(&bookcase);
    QCOMPARE(volume.bookcase(), &bookcase);
    QCOMPARE(bookcase.volumes().toList(), QList<Volume *>{&volume});
}

void TestGraph::lentFieldsBelongToEachModel()
{
    Writer writer;
    Article article;
    Photo photo;
    article.setOwner(&writer);
    QCOMPARE(article.owner(), &writer);
    QVERIFY(photo.owner() == nullptr);
    article.setCreatedAt(QDateTime(QDate(2024, 1, 2), QTime(3, 4), Qt::UTC));
    QVERIFY(photo.createdAt().isNull());
    QSignalSpy owners(&photo, &Photo::ownerIdChanged);
    photo.setOwnerId(5);
    QCOMPARE(owners.size(), 1);
}

void TestGraph::bothSidesAgreeBetweenNamespaces()
{
    Shop::Customer customer;
    Shop::Basket basket;
    basket.setCustomer(&customer);
    QCOMPARE(customer.baskets().toList(), QList<Shop::Basket *>{&basket});

    Shop::Label label;
    Shop::Detail::Line line;
    line.setLabel(&label);
    line.setBasket(&basket);
    QCOMPARE(line.label(), &label);
    QCOMPARE(propertyOf(line.metaObject(), "label").metaType(),
             QMetaType::fromType<Shop::Label *>());
}

void TestGraph::propertiesMayBearTheNamesOfOptions()
{
    OptionNames object;
    object.setVersion(2);
    object.setIndex(3);
    object.setText(u"text"_s);
    object.setUnique(u"unique"_s);
    object.setColumn(u"column"_s);
    object.setMaxLength(4);
    object.setNullable(5);
    QCOMPARE(object.version(), 2);
    QCOMPARE(object.index(), 3);
    QCOMPARE(object.text(), u"text"_s);
    QCOMPARE(object.unique(), u"unique"_s);
    QCOMPARE(object.column(), u"column"_s);
    QCOMPARE(object.maxLength(), 4);
    QCOMPARE(object.nullable(), std::optional<int>(5));
}

QTEST_GUILESS_MAIN(TestGraph)

#include "tst_graph.moc"
