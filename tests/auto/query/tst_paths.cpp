// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "alltypes.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QRegularExpression>
#include <QtTest/QtTest>

#include <functional>
#include <limits>
#include <optional>
#include <type_traits>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using Chakra::QuerySet;
using Chakra::Session;
using Chakra::Value;

namespace {

// What f<…> takes is known to the compiler; that the rest is refused stands in tests/compile.
template <auto Getter, typename V>
concept Compares = requires(const V &value)
{
    f<Getter> == value;
};
template <auto Getter, typename V>
concept Assigns = requires(const V &value)
{
    f<Getter> = value;
};

// The same type, an optional of it, and nothing.
static_assert(Compares<&Post::published, bool> && Compares<&EveryType::truth, bool>);
static_assert(Compares<&Post::createdAt, QDateTime>);
static_assert(Compares<&EveryType::birthday, QDate> && Compares<&EveryType::alarm, QTime>);
static_assert(Compares<&EveryType::token, QUuid> && Compares<&EveryType::link, QUrl>);
static_assert(Compares<&EveryType::bytes, QByteArray>);
static_assert(Compares<&Comment::parentId, std::optional<qint64>>);
static_assert(Compares<&Comment::parentId, std::nullopt_t>);
static_assert(Compares<&MaybeType::name, std::optional<QString>>);
static_assert(Compares<&MaybeType::truth, bool> && Compares<&MaybeType::truth, std::nullopt_t>);

// An integer with any integer, a number with any number.
static_assert(Compares<&Post::id, int> && Compares<&Post::id, uint> && Compares<&Post::id, short>);
static_assert(Compares<&Post::id, qint64> && Compares<&Post::id, quint64>);
static_assert(Compares<&EveryType::number, qint64> && Compares<&EveryType::natural, int>);
static_assert(Compares<&MaybeType::number, int> && Compares<&MaybeType::number, qint64>);
static_assert(Compares<&EveryType::precise, double> && Compares<&EveryType::precise, float>);
static_assert(Compares<&EveryType::precise, int> && Compares<&EveryType::single, double>);
static_assert(Compares<&MaybeType::precise, int>);

// A text with whatever QAnyStringView takes.
static_assert(Compares<&Post::title, QString> && Compares<&Post::title, QStringView>);
static_assert(Compares<&Post::title, QLatin1StringView> && Compares<&Post::title, QAnyStringView>);
static_assert(Compares<&Post::title, const char *> && Compares<&Post::title, const char16_t *>);
static_assert(Compares<&Post::title, char[6]> && Compares<&Post::title, char16_t[6]>);
static_assert(Compares<&Post::title, char8_t[6]> && Compares<&MaybeType::name, const char *>);

// An enum with itself, a relation with an object or nothing.
static_assert(Compares<&EveryType::colour, EveryType::Colour>);
static_assert(Compares<&MaybeType::size, EveryType::Size>);
static_assert(Compares<&Post::author, User *> && Compares<&Post::author, std::nullptr_t>);
static_assert(Compares<&User::profile, Profile *> && Compares<&User::profile, std::nullptr_t>);
static_assert(Compares<&Comment::parentComment, Comment *>);

// Assignments take the same.
static_assert(Assigns<&Post::title, const char *> && Assigns<&Post::title, QString>);
static_assert(Assigns<&Post::published, bool> && Assigns<&Post::author, User *>);
static_assert(Assigns<&Comment::parentId, std::nullopt_t> && Assigns<&Comment::parentId, qint64>);

int count(const QString &sql, const char *pattern)
{
    auto matches = QRegularExpression(QString::fromLatin1(pattern),
                                      QRegularExpression::CaseInsensitiveOption)
                           .globalMatch(sql);
    int found = 0;
    while (matches.hasNext()) {
        matches.next();
        ++found;
    }
    return found;
}

} // namespace

class TestPaths : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void aFieldGivesTheSqlOfItsName();
    void gettersOfEveryFormNameTheirProperty();
    void membersOfBasesNameTheirProperty();
    void pathsLeadThroughNamespaces();
    void everyValueThatFitsIsTaken();
    void aNumberOutOfRangeIsRefusedBeforeSql();
    void assignmentsNameAProperty();

    void joinsAreOfTheRightKind_data();
    void joinsAreOfTheRightKind();
    void selectedRelationsAreJoined_data();
    void selectedRelationsAreJoined();
    void keysNeedNoJoin_data();
    void keysNeedNoJoin();
    void aManyToManyKeyNeedsTheJunctionOnly();
    void pathsOfFieldsLoadRelations();

private:
    std::unique_ptr<TestDatabase> m_db;
    std::unique_ptr<Session> m_session;
};

void TestPaths::initTestCase()
{
    m_db = std::make_unique<TestDatabase>();
    MUST(m_db->handle()
                 .createTables<Bookcase, Volume, Writer, Article, Photo, EveryType, MaybeType,
                               Shop::Label, Shop::Customer, Shop::Basket, Shop::Voucher,
                               Shop::Detail::Line>());
    m_session = std::make_unique<Session>(m_db->handle());
}

void TestPaths::cleanupTestCase()
{
    m_session.reset();
    m_db.reset();
}

void TestPaths::aFieldGivesTheSqlOfItsName()
{
    const auto posts = Post::objects();
    QCOMPARE(posts.filter(f<&Post::title> == "x").toSql(), posts.filter("title", "x").toSql());
    QCOMPARE(posts.filter(f<&Post::id> > 10).toSql(), posts.filter("id__gt", 10).toSql());
    QCOMPARE(posts.filter(f<&Post::title>.startsWith("He")).toSql(),
             posts.filter("title__startswith", "He").toSql());
    QCOMPARE(posts.filter(f<&Post::author, &User::username> == "alice").toSql(),
             posts.filter("author__username", "alice").toSql());
    QCOMPARE(posts.filter(f<&Post::author, &User::profile, &Profile::bio> == "x").toSql(),
             posts.filter("author__profile__bio", "x").toSql());
    QCOMPARE(posts.filter(f<&Post::tags, &Tag::name> == "x").toSql(),
             posts.filter("tags__name", "x").toSql());
    QCOMPARE(posts.filter(!(f<&Post::tags, &Tag::name> == "x")).toSql(),
             posts.exclude("tags__name", "x").toSql());
    QCOMPARE(posts.filter(f<&Post::author> == nullptr).toSql(),
             posts.filter("author", nullptr).toSql());
    QCOMPARE(posts.filter(f<&Post::published> == true && f<&Post::title> == "x").toSql(),
             posts.filter({{"published", true}, {"title", "x"}}).toSql());
    QCOMPARE(Comment::objects().filter(f<&Comment::parentId> == std::nullopt).toSql(),
             Comment::objects().filter("parentId", nullptr).toSql());
    QCOMPARE(User::objects().filter(f<&User::posts, &Post::tags, &Tag::name> == "x").toSql(),
             User::objects().filter("posts__tags__name", "x").toSql());
    QCOMPARE(posts.exclude(f<&Post::published> == true).toSql(),
             posts.exclude("published", true).toSql());
}

void TestPaths::gettersOfEveryFormNameTheirProperty()
{
    const auto volumes = Volume::objects();
    const auto same = [&volumes](const Chakra::Condition<Volume> &condition, const char *path,
                                 const Value &value) {
        const auto query = volumes.filter(condition);
        return !query.error().isValid() && query.toSql() == volumes.filter(path, value).toSql();
    };
    // noexcept, and a reference
    QVERIFY(same(f<&Volume::title> == "x", "title", "x"));
    // a data member
    QVERIFY(same(f<&Volume::pages> > 3, "pages__gt", 3));
    // const &, behind "is"
    QVERIFY(same(f<&Volume::isBound> == true, "bound", true));
    // const noexcept, behind "has"
    QVERIFY(same(f<&Volume::hasCover> == true, "cover", true));
    // by another name
    QVERIFY(same(f<&Volume::visible> == true, "published", true));
    // const, by hand, and one that a macro made
    QVERIFY(same(f<&Volume::bookcaseId> == 1, "bookcaseId", 1));
    QVERIFY(same(f<&Volume::bookcase, &Bookcase::place> == "x", "bookcase__place", "x"));
    QVERIFY(Bookcase::objects().filter(f<&Bookcase::volumes, &Volume::visible> == true).toSql()
            == Bookcase::objects().filter("volumes__published", true).toSql());

    auto *bookcase = new Bookcase;
    bookcase->setPlace(u"hall"_s);
    for (int number = 1; number <= 3; ++number) {
        auto *volume = new Volume;
        volume->setTitle(QString::number(number));
        volume->setProperty("pages", number * 100);
        volume->setBound(number == 1);
        volume->setCover(number != 2);
        volume->setVisible(number == 3);
        volume->setBookcase(bookcase);
        MUST(m_session->add(volume));
    }
    MUST(m_session->commit());
    QCOMPARE(must(volumes.get(f<&Volume::pages> == 200))->title(), u"2"_s);
    QCOMPARE(must(volumes.get(f<&Volume::isBound> == true))->title(), u"1"_s);
    QCOMPARE(must(volumes.filter(f<&Volume::hasCover> == true).count()), qint64(2));
    QCOMPARE(must(volumes.get(f<&Volume::visible> == true))->title(), u"3"_s);
    QCOMPARE(must(volumes.filter(f<&Volume::bookcase, &Bookcase::place> == "hall").count()),
             qint64(3));
}

void TestPaths::membersOfBasesNameTheirProperty()
{
    const auto articles = Article::objects();
    // The type of such a getter is that of the base, whichever class it was named by.
    static_assert(std::is_same_v<decltype(&Article::createdAt), QDateTime (Entity::*)() const>);
    const QDateTime then(QDate(2024, 1, 1), QTime(0, 0), Qt::UTC);
    QCOMPARE(articles.filter(f<&Article::createdAt> > then).toSql(),
             articles.filter("createdAt__gt", then).toSql());
    QCOMPARE(articles.filter(f<&Entity::createdAt> > then).toSql(),
             articles.filter("createdAt__gt", then).toSql());
    QCOMPARE(articles.filter(f<&Article::owner, &Writer::name> == "x").toSql(),
             articles.filter("owner__name", "x").toSql());
    QCOMPARE(articles.filter(f<&Article::owner, &Writer::createdAt> > then).toSql(),
             articles.filter("owner__createdAt__gt", then).toSql());
    QCOMPARE(articles.filter(f<&Article::headline> == "x" && f<&Article::id> > 1).toSql(),
             articles.filter({{"headline", "x"}, {"id__gt", 1}}).toSql());
    QVERIFY(!articles.filter(f<&Article::id> > 1 || f<&Article::headline> == "x")
                     .error()
                     .isValid());
}

void TestPaths::pathsLeadThroughNamespaces()
{
    using Shop::Detail::Line;
    const auto lines = Line::objects();
    QCOMPARE(lines.filter(f<&Line::basket, &Shop::Basket::customer, &Shop::Customer::name> == "x")
                     .toSql(),
             lines.filter("basket__customer__name", "x").toSql());
    // The label of the shop, not the global one.
    QVERIFY(lines.filter("label__price", "x").toSql().contains(u"shop_labels"_s));
    COMPARE_ERROR(Error::UnknownField, lines.filter("label__name", "x"));
}

void TestPaths::everyValueThatFitsIsTaken()
{
    const auto all = MaybeType::objects();
    auto *object = new MaybeType;
    object->setNumber(7);
    object->setNatural(7);
    object->setBigNatural(7);
    object->setPrecise(2.5);
    object->setSingle(2.5f);
    object->setName(u"seven"_s);
    object->setTruth(true);
    object->setColour(EveryType::Green);
    object->setSize(EveryType::Size::Large);
    object->setBytes("seven");
    object->setBirthday(QDate(2024, 2, 29));
    MUST(m_session->add(object));
    MUST(m_session->commit());
    const auto finds = [&all](const Chakra::Condition<MaybeType> &condition) {
        return must(all.filter(condition).count()) == 1;
    };

    QVERIFY(finds(f<&MaybeType::number> == 7));
    QVERIFY(finds(f<&MaybeType::number> == 7u));
    QVERIFY(finds(f<&MaybeType::number> == qint64(7)));
    QVERIFY(finds(f<&MaybeType::number> == short(7)));
    QVERIFY(finds(f<&MaybeType::number> == std::optional<int>(7)));
    QVERIFY(!finds(f<&MaybeType::number> == std::optional<int>()));
    QVERIFY(finds(f<&MaybeType::natural> == 7));
    QVERIFY(finds(f<&MaybeType::bigNatural> == 7));
    QVERIFY(finds(f<&MaybeType::precise> == 2.5));
    QVERIFY(finds(f<&MaybeType::precise> == 2.5f));
    QVERIFY(finds(f<&MaybeType::precise> > 2));
    QVERIFY(finds(f<&MaybeType::single> == 2.5));
    QVERIFY(finds(f<&MaybeType::single> < 3));
    QVERIFY(finds(f<&MaybeType::truth> == true));
    QVERIFY(finds(f<&MaybeType::colour> == EveryType::Green));
    QVERIFY(finds(f<&MaybeType::size> == EveryType::Size::Large));
    QVERIFY(finds(f<&MaybeType::bytes> == QByteArray("seven")));
    QVERIFY(finds(f<&MaybeType::birthday> == QDate(2024, 2, 29)));
    const QString text = u"seven"_s;
    const char *pointer = "seven";
    QVERIFY(finds(f<&MaybeType::name> == "seven"));
    QVERIFY(finds(f<&MaybeType::name> == u"seven"));
    QVERIFY(finds(f<&MaybeType::name> == u8"seven"));
    QVERIFY(finds(f<&MaybeType::name> == text));
    QVERIFY(finds(f<&MaybeType::name> == QStringView(text)));
    QVERIFY(finds(f<&MaybeType::name> == "seven"_L1));
    QVERIFY(finds(f<&MaybeType::name> == QAnyStringView(text)));
    QVERIFY(finds(f<&MaybeType::name> == pointer));
    QVERIFY(finds(f<&MaybeType::name> == std::optional<QString>(text)));
    QVERIFY(finds(f<&MaybeType::moment> == std::nullopt));
}

void TestPaths::aNumberOutOfRangeIsRefusedBeforeSql()
{
    const qint64 wide = 1LL << 40;
    const quint64 wider = std::numeric_limits<quint64>::max();
    COMPARE_STATEMENTS(0, {
        QVERIFY(!EveryType::objects().filter(f<&EveryType::number> == wide).all());
        QVERIFY(!EveryType::objects().filter(f<&EveryType::natural> == -1).all());
        QVERIFY(!EveryType::objects().filter(f<&EveryType::bigNumber> == wider).all());
        QVERIFY(!EveryType::objects().filter(f<&EveryType::bigNatural> == -1).all());
        QVERIFY(!EveryType::objects().filter(f<&EveryType::id> == wider).all());
        QVERIFY(!EveryType::objects().filter("number", wide).all());
        QVERIFY(!EveryType::objects().update(f<&EveryType::number> = wide).ok());
    });
    QCOMPARE(EveryType::objects().filter(f<&EveryType::number> == wide).error().kind(),
             Error::Usage);
}

void TestPaths::assignmentsNameAProperty()
{
    MUST_GET(User * alice, User::objects().get("username", "alice"));
    auto *post = m_session->create<Post>(f<&Post::title> = "Created", f<&Post::author> = alice,
                                         f<&Post::published> = true);
    QVERIFY(post);
    QCOMPARE(post->title(), u"Created"_s);
    QCOMPARE(post->author(), alice);
    QCOMPARE(post->authorId(), alice->id());
    QVERIFY(post->published());
    MUST(m_session->commit());
    auto *volume = m_session->create<Volume>(f<&Volume::title> = "Created", f<&Volume::pages> = 12,
                                             f<&Volume::visible> = true);
    QVERIFY(volume);
    QCOMPARE(volume->title(), u"Created"_s);
    QCOMPARE(volume->pages, 12);
    QVERIFY(volume->visible());
    auto *comment = m_session->create<Comment>(f<&Comment::content> = u"Created"_s,
                                               f<&Comment::parentId> = std::nullopt);
    QVERIFY(comment);
    QVERIFY(!comment->parentId());
    MUST(m_session->rollback());
}

void TestPaths::joinsAreOfTheRightKind_data()
{
    using Sql = std::function<QString()>;
    QTest::addColumn<Sql>("sql");
    QTest::addColumn<int>("joins");
    QTest::addColumn<int>("leftJoins");
    const auto row = [](const char *name, int joins, int leftJoins, const Sql &sql) {
        QTest::newRow(name) << sql << joins << leftJoins;
    };
    row("required key", 1, 0,
        [] { return Post::objects().filter("author__username", "x").toSql(); });
    row("key that may be null, a match is asked for", 1, 0,
        [] { return Comment::objects().filter("parentComment__content", "x").toSql(); });
    row("two steps, a match is asked for", 2, 0, [] {
        return Comment::objects().filter("parentComment__parentComment__content", "x").toSql();
    });
    row("reverse one-to-one, a match is asked for", 1, 0,
        [] { return User::objects().filter("profile__bio", "x").toSql(); });
    row("null is asked for", 1, 1,
        [] { return User::objects().filter("profile__isnull", true).toSql(); });
    row("null behind a key that may be null", 1, 1, [] {
        return Comment::objects().filter("parentComment__parentComment__isnull", true).toSql();
    });
    row("order by a required key", 1, 0,
        [] { return Post::objects().orderBy("author__username").toSql(); });
    row("order by a key that may be null", 1, 1,
        [] { return Comment::objects().orderBy("parentComment__content").toSql(); });
    row("or with another column", 1, 1, [] {
        return Comment::objects()
                .filter(f<&Comment::parentComment, &Comment::content> == "x"
                        || f<&Comment::content> == "y")
                .toSql();
    });
    row("or over a required key", 1, 0, [] {
        return Post::objects()
                .filter(f<&Post::author, &User::username> == "x" || f<&Post::title> == "y")
                .toSql();
    });
    row("exclude over a key that may be null", 1, 1,
        [] { return Comment::objects().exclude("parentComment__content", "x").toSql(); });
    row("a required step behind one that may be null", 2, 2,
        [] { return Shop::Voucher::objects().orderBy("basket__customer__name").toSql(); });
    row("a required step behind one that may be null, a match is asked for", 2, 0,
        [] { return Shop::Voucher::objects().filter("basket__customer__name", "x").toSql(); });
    row("one relation in two filters", 1, 0, [] {
        return Post::objects()
                .filter("author__username", "x")
                .filter("author__username__startswith", "y")
                .orderBy("author__username")
                .toSql();
    });
    row("filter and order share a join", 1, 0, [] {
        return Comment::objects()
                .orderBy("parentComment__content")
                .filter("parentComment__content", "x")
                .toSql();
    });
}

void TestPaths::joinsAreOfTheRightKind()
{
    using Sql = std::function<QString()>;
    QFETCH(Sql, sql);
    QFETCH(int, joins);
    QFETCH(int, leftJoins);
    const QString text = sql();
    QVERIFY2(count(text, "\\bJOIN\\b") == joins, qPrintable(text));
    QVERIFY2(count(text, "\\bLEFT (?:OUTER )?JOIN\\b") == leftJoins, qPrintable(text));
}

void TestPaths::selectedRelationsAreJoined_data()
{
    using Sql = std::function<QString()>;
    QTest::addColumn<Sql>("sql");
    QTest::addColumn<int>("joins");
    QTest::addColumn<int>("leftJoins");
    const auto row = [](const char *name, int joins, int leftJoins, const Sql &sql) {
        QTest::newRow(name) << sql << joins << leftJoins;
    };
    row("none", 0, 0, [] { return Post::objects().toSql(); });
    row("required key", 1, 0, [] { return Post::objects().selectRelated("author").toSql(); });
    row("key that may be null", 1, 1,
        [] { return Comment::objects().selectRelated("parentComment").toSql(); });
    row("reverse one-to-one", 1, 1,
        [] { return User::objects().selectRelated("profile").toSql(); });
    row("owning one-to-one", 1, 0, [] { return Profile::objects().selectRelated("user").toSql(); });
    row("a step behind", 2, 1,
        [] { return Post::objects().selectRelated("author__profile").toSql(); });
    row("a required step behind one that may be null", 2, 2,
        [] { return Shop::Voucher::objects().selectRelated("basket__customer").toSql(); });
    row("two steps that may be null", 2, 2,
        [] { return Comment::objects().selectRelated("parentComment__parentComment").toSql(); });
    row("calls add up", 2, 0, [] {
        return Shop::Detail::Line::objects().selectRelated("basket").selectRelated("label").toSql();
    });
    row("a prefix costs nothing", 2, 1,
        [] { return Post::objects().selectRelated("author", "author__profile").toSql(); });
    row("taken back", 0, 0,
        [] { return Post::objects().selectRelated("author").selectRelated(nullptr).toSql(); });
    row("a filter that asks for a match", 1, 0, [] {
        return Comment::objects()
                .selectRelated("parentComment")
                .filter("parentComment__content", "x")
                .toSql();
    });
}

void TestPaths::selectedRelationsAreJoined()
{
    joinsAreOfTheRightKind();
}

void TestPaths::keysNeedNoJoin_data()
{
    using Sql = std::function<QString()>;
    QTest::addColumn<Sql>("sql");
    const auto row = [](const char *name, const Sql &sql) { QTest::newRow(name) << sql; };
    row("authorId", [] { return Post::objects().filter("authorId", 1).toSql(); });
    row("author", [] { return Post::objects().filter("author", 1).toSql(); });
    row("author__id", [] { return Post::objects().filter("author__id", 1).toSql(); });
    row("author__in", [] { return Post::objects().filter("author__in", {1, 2}).toSql(); });
    row("author__id__gt", [] { return Post::objects().filter("author__id__gt", 1).toSql(); });
    row("author__isnull", [] { return Post::objects().filter("author__isnull", true).toSql(); });
    row("author, null", [] { return Post::objects().filter("author", nullptr).toSql(); });
    row("parentComment__isnull",
        [] { return Comment::objects().filter("parentComment__isnull", false).toSql(); });
    row("exclude parentComment",
        [] { return Comment::objects().exclude("parentComment", 1).toSql(); });
    row("order by the key", [] { return Post::objects().orderBy("authorId").toSql(); });
    row("order by the key's other name",
        [] { return Post::objects().orderBy("author__id").toSql(); });
    row("f authorId", [] { return Post::objects().filter(f<&Post::authorId> == 1).toSql(); });
    row("f author, null",
        [] { return Comment::objects().filter(f<&Comment::parentComment> == nullptr).toSql(); });
    row("f author, id",
        [] { return Post::objects().filter(f<&Post::author, &User::id> == 1).toSql(); });
}

void TestPaths::keysNeedNoJoin()
{
    using Sql = std::function<QString()>;
    QFETCH(Sql, sql);
    const QString text = sql();
    QVERIFY2(count(text, "\\bJOIN\\b") == 0, qPrintable(text));
    QVERIFY2(!text.contains(u"users"_s), qPrintable(text));
}

void TestPaths::aManyToManyKeyNeedsTheJunctionOnly()
{
    for (const QString &sql :
         {Post::objects().filter("tags", 1).toSql(), Post::objects().filter("tags__id", 1).toSql(),
          Post::objects().filter("tags__in", {1, 2}).toSql(),
          Post::objects().filter("tags__isnull", true).toSql(),
          Post::objects().exclude("tags", 1).toSql()}) {
        QVERIFY2(sql.contains(u"post_tags"_s), qPrintable(sql));
        QVERIFY2(count(sql, "[\"`\\[ ]tags[\"`\\] ]") == 0, qPrintable(sql));
    }
}

void TestPaths::pathsOfFieldsLoadRelations()
{
    Session session(m_db->handle());
    QCOMPARE(Post::objects(session).selectRelated(f<&Post::author, &User::profile>).toSql(),
             Post::objects(session).selectRelated("author__profile").toSql());
    QCOMPARE(Post::objects(session).orderBy(f<&Post::author, &User::username>).toSql(),
             Post::objects(session).orderBy("author__username").toSql());
    COMPARE_STATEMENTS(3,
                       must(User::objects(session)
                                    .prefetchRelated(f<&User::posts>, f<&User::posts, &Post::tags>)
                                    .all()));
}

QTEST_GUILESS_MAIN(TestPaths)

#include "tst_paths.moc"
