// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "testdatabase.h"

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using State = Chakra::Model::State;

class TestToOneLoading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Reading
    void theFirstReadLoadsAndTheSecondIsFree();
    void aNullKeyReadsNullWithoutSql();
    void anObjectOfTheSessionIsFoundWithoutSql();
    void aLazyLoadNotifiesAtMostOnce();
    void theReverseSideSetsTheBackPointer();
    void theAbsenceOfAReverseObjectIsRemembered();
    void propertiesSeeTheRelatedObject();
    void loadIsTheCheckedForm();
    void relatedObjectsWithoutASessionReadNull();

    // Assigning
    void assigningAnObjectSetsTheKey();
    void assigningTheSameObjectIsNoChange();
    void assigningNullClearsANullableKey();
    void assigningNullToARequiredKeyFailsTheCommit();
    void anUnloadedRelationCanBeAssigned();
    void anUnsavedParentIsAllowed();
    void aNullPointerThroughThePropertyClears();

    // Assigning the key
    void assigningTheKeyDropsTheCachedObject();
    void assigningTheKeyFindsAnObjectOfTheSession();
    void assigningTheSameKeyKeepsTheObject();
    void assigningTheKeyUpdatesBothLists();
    void anUnknownKeyFailsTheCommit();

    // In step
    void transientObjectsAgreeWithoutASession();
    void signalsFireWhenTheStateIsConsistent();
    void aSelfReferenceAgrees();

    // One-to-one
    void bothSidesOfAOneToOneAgree_data();
    void bothSidesOfAOneToOneAgree();
    void replacingTheOneDetachesTheOther();
    void takingTheOneFromAnotherDetachesThere();
    void aReplacementIsWrittenInTheOrderOfItsNeeds();
    void clearingTheReverseSideNullsTheKey();
    void rollbackRestoresAOneToOne();
};

void TestToOneLoading::theFirstReadLoadsAndTheSecondIsFree()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    QVERIFY(!post->isLoaded("author"));
    User *alice = nullptr;
    COMPARE_STATEMENTS(1, alice = post->author());
    QVERIFY(alice);
    QCOMPARE(alice->username(), u"alice"_s);
    QVERIFY(post->isLoaded("author"));
    COMPARE_STATEMENTS(0, QCOMPARE(post->author(), alice));
    QVERIFY(!post->isChanged());
}

void TestToOneLoading::aNullKeyReadsNullWithoutSql()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Comment *root, Comment::objects(session).get("id", 1));
    COMPARE_STATEMENTS(0, QCOMPARE(root->parentComment(), nullptr));
    QVERIFY(!root->relationError("parentComment").isValid());
}

void TestToOneLoading::anObjectOfTheSessionIsFoundWithoutSql()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    COMPARE_STATEMENTS(0, QCOMPARE(post->author(), alice));
}

void TestToOneLoading::aLazyLoadNotifiesAtMostOnce()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());
    Notifications heard({{"first", posts.at(0)}, {"second", posts.at(1)}});
    QVERIFY(posts.at(0)->author());
    QVERIFY(posts.at(1)->author());
    const QStringList changes = heard.take();
    QVERIFY(changes.count(u"first.author"_s) <= 1);
    QVERIFY(changes.count(u"second.author"_s) <= 1);
    QVERIFY(!changes.contains(u"first.authorId"_s));
    QVERIFY(posts.at(0)->author());
    QCOMPARE(heard.take(), QStringList());
}

void TestToOneLoading::theReverseSideSetsTheBackPointer()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    Profile *profile = nullptr;
    COMPARE_STATEMENTS(1, profile = alice->profile());
    QVERIFY(profile);
    QCOMPARE(profile->bio(), u"Hello!"_s);
    COMPARE_STATEMENTS(0, {
        QCOMPARE(alice->profile(), profile);
        QCOMPARE(profile->user(), alice);
    });
}

void TestToOneLoading::theAbsenceOfAReverseObjectIsRemembered()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    COMPARE_STATEMENTS(1, QCOMPARE(bob->profile(), nullptr));
    COMPARE_STATEMENTS(0, QCOMPARE(bob->profile(), nullptr));
    QVERIFY(bob->isLoaded("profile"));
    QVERIFY(!bob->relationError("profile").isValid());
}

void TestToOneLoading::propertiesSeeTheRelatedObject()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));

    QCOMPARE(post->property("author").value<User *>(), post->author());
    QCOMPARE(post->property("author").value<QObject *>(), post->author());
    QVERIFY(post->setProperty("author", QVariant::fromValue(bob)));
    QCOMPARE(post->author(), bob);
    QCOMPARE(post->authorId(), 2);

    MUST_GET(Comment *reply, Comment::objects(session).get("id", 2));
    QCOMPARE(reply->property("parentId"), QVariant(qint64(1)));
    MUST_GET(Comment *root, Comment::objects(session).get("id", 1));
    QVERIFY(root->property("parentId").isNull());
    QVERIFY(reply->setProperty("parentId", QVariant()));
    QVERIFY(!reply->parentId());
    QCOMPARE(reply->parentComment(), nullptr);
}

void TestToOneLoading::loadIsTheCheckedForm()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    COMPARE_STATEMENTS(1, QVERIFY(must(post->load<&Post::author>())));
    QCOMPARE(post->author()->username(), u"alice"_s);
    COMPARE_STATEMENTS(0, QCOMPARE(must(post->load<&Post::author>()), post->author()));
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    COMPARE_STATEMENTS(1, QCOMPARE(must(bob->load<&User::profile>()), nullptr));
    COMPARE_STATEMENTS(0, QCOMPARE(must(bob->load<&User::profile>()), nullptr));
}

void TestToOneLoading::relatedObjectsWithoutASessionReadNull()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    const auto post = std::make_unique<Post>();
    post->setAuthorId(1);
    const auto user = std::make_unique<User>();
    COMPARE_STATEMENTS(0, {
        QCOMPARE(post->author(), nullptr);
        QCOMPARE(user->profile(), nullptr);
        QVERIFY(user->posts().isEmpty());
    });
}

void TestToOneLoading::assigningAnObjectSetsTheKey()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    User *alice = users.at(0);
    User *bob = users.at(1);
    Post *post = alice->posts().at(1);

    Notifications heard({{"post", post}, {"alice", alice}, {"bob", bob}});
    COMPARE_STATEMENTS(0, {
        post->setAuthor(bob);
        QCOMPARE(post->authorId(), 2);
        QCOMPARE(post->author(), bob);
        QCOMPARE(keyText(alice->posts()), u"1 3"_s);
        QCOMPARE(keyText(bob->posts()), u"4 5 2"_s);
    });
    QCOMPARE(heard.take(), QStringList({u"alice.posts"_s, u"bob.posts"_s, u"post.author"_s,
                                        u"post.authorId"_s}));
    QVERIFY(post->isChanged());

    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"id = 2 AND author_id = 2"_s), 1);
    QCOMPARE(heard.take(), QStringList());
}

void TestToOneLoading::assigningTheSameObjectIsNoChange()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    Post *post = alice->posts().at(0);
    Notifications heard({{"post", post}, {"alice", alice}});
    post->setAuthor(alice);
    post->setAuthorId(1);
    QCOMPARE(heard.take(), QStringList());
    QVERIFY(!post->isChanged());
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestToOneLoading::assigningNullClearsANullableKey()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Comment *root, Comment::objects(session).prefetchRelated("replies").get("id", 1));
    Comment *first = root->replies().at(0);

    Notifications heard({{"root", root}, {"first", first}});
    COMPARE_STATEMENTS(0, {
        first->setParentComment(nullptr);
        QVERIFY(!first->parentId());
        QCOMPARE(first->parentComment(), nullptr);
        QCOMPARE(keyText(root->replies()), u"3"_s);
    });
    QCOMPARE(heard.take(), QStringList({u"first.parentComment"_s, u"first.parentId"_s,
                                        u"root.replies"_s}));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"comments"_s, u"id = 2 AND parent_id IS NULL"_s), 1);
}

void TestToOneLoading::assigningNullToARequiredKeyFailsTheCommit()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    Post *post = alice->posts().at(0);

    post->setAuthor(nullptr);
    QCOMPARE(post->author(), nullptr);
    QCOMPARE(keyText(alice->posts()), u"2 3"_s);
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::NotNullViolation, session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"author_id = 1"_s), 3);

    MUST(session.rollback());
    QCOMPARE(post->author(), alice);
    QCOMPARE(post->authorId(), 1);
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);

    post->setAuthor(nullptr);
    post->setAuthor(alice);
    MUST(session.commit());
    QCOMPARE(database.rows(u"posts"_s, u"author_id = 1"_s), 3);
}

void TestToOneLoading::anUnloadedRelationCanBeAssigned()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    COMPARE_STATEMENTS(0, {
        post->setAuthor(bob);
        QCOMPARE(post->authorId(), 2);
        QCOMPARE(post->author(), bob);
    });
    // To the object that it refers to anyway: no change.
    MUST_GET(Post *fifth, Post::objects(session).get("id", 5));
    COMPARE_STATEMENTS(0, fifth->setAuthor(bob));
    QVERIFY(!fifth->isChanged());
    COMPARE_STATEMENTS(1, MUST(session.commit()));
}

void TestToOneLoading::anUnsavedParentIsAllowed()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    auto *dora = new User;
    dora->setUsername(u"dora"_s);
    COMPARE_STATEMENTS(0, post->setAuthor(dora));
    QCOMPARE(post->author(), dora);
    QVERIFY(dora->posts().contains(post));

    // Reachable from an object of the session over a to-one relation: taken along at commit.
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(dora->state(), State::Persistent);
    QCOMPARE(post->authorId(), dora->id());
    QCOMPARE(database.rows(u"posts"_s, u"id = 1 AND author_id = %1"_s.arg(dora->id())), 1);
}

void TestToOneLoading::aNullPointerThroughThePropertyClears()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).selectRelated("author").get("id", 1));
    QVERIFY(post->setProperty("author", QVariant::fromValue<User *>(nullptr)));
    QCOMPARE(post->author(), nullptr);
    MUST(session.rollback());
    QVERIFY(post->author());
}

void TestToOneLoading::assigningTheKeyDropsTheCachedObject()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).selectRelated("author").get("id", 1));
    QVERIFY(post->isLoaded("author"));

    Notifications heard({{"post", post}});
    COMPARE_STATEMENTS(0, post->setAuthorId(2)); // bob is not loaded
    QCOMPARE(heard.take(), QStringList({u"post.author"_s, u"post.authorId"_s}));
    QVERIFY(!post->isLoaded("author"));
    COMPARE_STATEMENTS(1, {
        QVERIFY(post->author());
        QCOMPARE(post->author()->username(), u"bob"_s);
    });
}

void TestToOneLoading::assigningTheKeyFindsAnObjectOfTheSession()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).selectRelated("author").get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));

    Notifications heard({{"post", post}});
    COMPARE_STATEMENTS(0, {
        post->setAuthorId(2);
        QCOMPARE(post->author(), bob);
    });
    QCOMPARE(heard.take(), QStringList({u"post.author"_s, u"post.authorId"_s}));
}

void TestToOneLoading::assigningTheSameKeyKeepsTheObject()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).selectRelated("author").get("id", 1));
    User *alice = post->author();
    COMPARE_STATEMENTS(0, {
        post->setAuthorId(1);
        QCOMPARE(post->author(), alice);
    });
}

void TestToOneLoading::assigningTheKeyUpdatesBothLists()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    User *alice = users.at(0);
    User *bob = users.at(1);
    Post *post = alice->posts().at(0);

    Notifications heard({{"post", post}, {"alice", alice}, {"bob", bob}});
    COMPARE_STATEMENTS(0, {
        post->setAuthorId(2);
        QCOMPARE(keyText(alice->posts()), u"2 3"_s);
        QCOMPARE(keyText(bob->posts()), u"4 5 1"_s);
    });
    QCOMPARE(heard.take(), QStringList({u"alice.posts"_s, u"bob.posts"_s, u"post.author"_s,
                                        u"post.authorId"_s}));
}

void TestToOneLoading::anUnknownKeyFailsTheCommit()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    post->setAuthorId(99);
    COMPARE_ERROR(Error::ForeignKeyViolation, session.commit());
    QCOMPARE(database.rows(u"posts"_s, u"id = 1 AND author_id = 1"_s), 1);
}

void TestToOneLoading::transientObjectsAgreeWithoutASession()
{
    User user;
    User other;
    Post post;
    Profile profile;

    Notifications heard({{"user", &user}, {"other", &other}, {"post", &post},
                         {"profile", &profile}});
    post.setAuthor(&user);
    QVERIFY(user.posts().contains(&post));
    QCOMPARE(heard.take(), QStringList({u"post.author"_s, u"user.posts"_s}));

    MUST(other.posts().add(&post));
    QCOMPARE(post.author(), &other);
    QVERIFY(user.posts().isEmpty());
    QCOMPARE(heard.take(),
             QStringList({u"other.posts"_s, u"post.author"_s, u"user.posts"_s}));

    profile.setUser(&user);
    QCOMPARE(user.profile(), &profile);
    QCOMPARE(heard.take(), QStringList({u"profile.user"_s, u"user.profile"_s}));
    other.setProfile(&profile);
    QCOMPARE(profile.user(), &other);
    QCOMPARE(user.profile(), nullptr);
    QCOMPARE(heard.take(),
             QStringList({u"other.profile"_s, u"profile.user"_s, u"user.profile"_s}));
}

void TestToOneLoading::signalsFireWhenTheStateIsConsistent()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    User *alice = users.at(0);
    User *bob = users.at(1);
    Post *post = alice->posts().at(0);

    int fired = 0;
    int inconsistent = 0;
    const auto look = [&] {
        ++fired;
        inconsistent += post->author() != bob || post->authorId() != 2
                || !bob->posts().contains(post) || alice->posts().contains(post);
    };
    connect(post, &Post::authorChanged, post, look);
    connect(post, &Post::authorIdChanged, post, look);
    connect(alice, &User::postsChanged, post, look);
    connect(bob, &User::postsChanged, post, look);
    post->setAuthor(bob);
    QCOMPARE(fired, 4);
    QCOMPARE(inconsistent, 0);
}

void TestToOneLoading::aSelfReferenceAgrees()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Comment *> all,
             Comment::objects(session).prefetchRelated("replies").orderBy("id").all());
    Comment *root = all.at(0);
    Comment *first = all.at(1);
    Comment *deeper = all.at(3);
    QCOMPARE(keyText(first->replies()), u"4"_s);

    deeper->setParentComment(root);
    QVERIFY(first->replies().isEmpty());
    QCOMPARE(keyText(root->replies()), u"2 3 4"_s);
    QCOMPARE(deeper->parentId().value_or(-1), 1);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"comments"_s, u"parent_id = 1"_s), 3);
}

void TestToOneLoading::bothSidesOfAOneToOneAgree_data()
{
    QTest::addColumn<bool>("fromTheKeySide");
    QTest::newRow("owning side") << true;
    QTest::newRow("reverse side") << false;
}

void TestToOneLoading::bothSidesOfAOneToOneAgree()
{
    QFETCH(const bool, fromTheKeySide);
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Member *ben,
             Library::Member::objects(session).selectRelated("card").get("id", 2));
    MUST_GET(Library::Card *spare,
             Library::Card::objects(session).selectRelated("member").get("id", 2));

    Notifications heard({{"ben", ben}, {"spare", spare}});
    COMPARE_STATEMENTS(0, {
        if (fromTheKeySide)
            spare->setMember(ben);
        else
            ben->setCard(spare);
        QCOMPARE(spare->member(), ben);
        QCOMPARE(spare->memberId().value_or(-1), 2);
        QCOMPARE(ben->card(), spare);
    });
    QCOMPARE(heard.take(), QStringList({u"ben.card"_s, u"spare.member"_s, u"spare.memberId"_s}));
    QVERIFY(!ben->isChanged()); // the key is the card's
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"lib_cards"_s, u"id = 2 AND member_id = 2"_s), 1);
}

void TestToOneLoading::replacingTheOneDetachesTheOther()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Member *ann,
             Library::Member::objects(session).selectRelated("card").get("id", 1));
    MUST_GET(Library::Card *spare,
             Library::Card::objects(session).selectRelated("member").get("id", 2));
    Library::Card *old = ann->card();
    QVERIFY(old);

    Notifications heard({{"ann", ann}, {"spare", spare}, {"old", old}});
    COMPARE_STATEMENTS(0, {
        spare->setMember(ann);
        QCOMPARE(ann->card(), spare);
        QCOMPARE(old->member(), nullptr);
        QVERIFY(!old->memberId());
    });
    QCOMPARE(heard.take(), QStringList({u"ann.card"_s, u"old.member"_s, u"old.memberId"_s,
                                        u"spare.member"_s, u"spare.memberId"_s}));
}

void TestToOneLoading::takingTheOneFromAnotherDetachesThere()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Library::Member *> members,
             Library::Member::objects(session).selectRelated("card").orderBy("id").all());
    Library::Member *ann = members.at(0);
    Library::Member *ben = members.at(1);
    Library::Card *card = ann->card();
    QVERIFY(card);

    COMPARE_STATEMENTS(0, {
        ben->setCard(card);
        QCOMPARE(card->member(), ben);
        QCOMPARE(card->memberId().value_or(-1), 2);
        QCOMPARE(ann->card(), nullptr);
    });
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"lib_cards"_s, u"id = 1 AND member_id = 2"_s), 1);
}

void TestToOneLoading::aReplacementIsWrittenInTheOrderOfItsNeeds()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Member *ann,
             Library::Member::objects(session).selectRelated("card").get("id", 1));
    Library::Card *old = ann->card();
    QVERIFY(old);

    auto *fresh = new Library::Card;
    fresh->setNumber(u"C-3"_s);
    ann->setCard(fresh);
    QCOMPARE(old->member(), nullptr);
    MUST(session.add(fresh));
    // The key is unique: the old card must let go of it first.
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s, u"INSERT"_s}));
    QCOMPARE(database.rows(u"lib_cards"_s, u"member_id = 1 AND number = 'C-3'"_s), 1);
    QCOMPARE(database.rows(u"lib_cards"_s, u"id = 1 AND member_id IS NULL"_s), 1);
}

void TestToOneLoading::clearingTheReverseSideNullsTheKey()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Member *ann,
             Library::Member::objects(session).selectRelated("card").get("id", 1));
    Library::Card *card = ann->card();
    QVERIFY(card);
    COMPARE_STATEMENTS(0, {
        ann->setCard(nullptr);
        QVERIFY(!card->memberId());
        QCOMPARE(card->member(), nullptr);
        QCOMPARE(ann->card(), nullptr);
    });
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"lib_cards"_s, u"member_id IS NULL"_s), 2);
}

void TestToOneLoading::rollbackRestoresAOneToOne()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Library::Member *> members,
             Library::Member::objects(session).selectRelated("card").orderBy("id").all());
    Library::Member *ann = members.at(0);
    Library::Member *ben = members.at(1);
    Library::Card *card = ann->card();
    QVERIFY(card);

    ben->setCard(card);
    Notifications heard({{"ann", ann}, {"ben", ben}, {"card", card}});
    COMPARE_STATEMENTS(0, {
        MUST(session.rollback());
        QCOMPARE(ann->card(), card);
        QCOMPARE(ben->card(), nullptr);
        QCOMPARE(card->member(), ann);
        QCOMPARE(card->memberId().value_or(-1), 1);
    });
    QCOMPARE(heard.take(), QStringList({u"ann.card"_s, u"ben.card"_s, u"card.member"_s,
                                        u"card.memberId"_s}));
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

QTEST_GUILESS_MAIN(TestToOneLoading)
#include "tst_tooneloading.moc"
