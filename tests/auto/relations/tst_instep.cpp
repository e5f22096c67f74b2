// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// Both sides of relations agree where several changes, loads and undoings meet.

#include "testdatabase.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;
using Chakra::f;
using Chakra::Model;
using Chakra::Session;

class TestInStep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRowThatComesUpJoinsLoadedLists();
    void aPartnerThatOnlyItsKeyTellsIsDetached();
    void aNewObjectLoadsWhatItsKeyRefersTo();
    void aListReadAfterARefreshIsRolledBackToo();
    void aRollbackTellsOnlyWhatDiffers();
    void clearTakesARemovedMemberOffForGood();
    void aMemberThatWasRemovedBeforeItsCommitCanComeBack();
    void whatWasRemovedBeforeItsCommitTakesNothingAlong();
    void anAddThatFailsTakesNothingIn();
    void theChildrenHearOfADestroyedParent();
    void aNullKeyIsWrittenOnceItsNewParentHasOne();
    void aRollbackTakesATransientPartnerOff();
    void aTransientMemberStaysWhereItPoints();
    void aRowThatIsReadBesideAPendingPartnerIsDetached();
    void aRowThatComesUpStaysAfterARollback();
    void anObjectThatWasNotAddedFollowsItsParent();
    void aRemovedObjectForgetsWhoDied();
    void pairsOfTwoRemovedObjectsComeBack();
    void aRefreshThatIsTakenBackKeepsTheChange();
};

void TestInStep::aRowThatComesUpJoinsLoadedLists()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    QCOMPARE(bob->profile(), nullptr);
    database.run(u"INSERT INTO posts (id, title, content, published, created_at, author_id) "
                 "VALUES (6, 'New', '', 1, '2024-01-06 10:00:00.000', 1)"_s);
    database.run(u"INSERT INTO profiles (id, bio, user_id) VALUES (3, 'New', 2)"_s);

    Notifications heard({{"alice", alice}, {"bob", bob}});
    MUST_GET(Post *post, Post::objects(session).get("id", 6));
    MUST_GET(Profile *profile, Profile::objects(session).get("id", 3));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(post->author(), alice);
        QCOMPARE(keyText(alice->posts()), u"1 2 3 6"_s);
        QCOMPARE(profile->user(), bob);
        QCOMPARE(bob->profile(), profile);
    });
    QCOMPARE(heard.take(), QStringList({u"alice.posts"_s, u"bob.profile"_s}));
}

void TestInStep::aPartnerThatOnlyItsKeyTellsIsDetached()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Profile *old, Profile::objects(session).get("id", 1));
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(old->user(), alice);
        auto *profile = session.create<Profile>(f<&Profile::bio> = "next");
        profile->setUser(alice);
        QCOMPARE(alice->profile(), profile);
        QCOMPARE(old->user(), nullptr);
        MUST(session.rollback());
        QCOMPARE(old->user(), alice);
    });
    QCOMPARE(alice->profile(), old);
}

void TestInStep::aNewObjectLoadsWhatItsKeyRefersTo()
{
    TestDatabase database;
    Session session(database.handle());
    auto *post = session.create<Post>(f<&Post::title> = "by key", f<&Post::authorId> = 1);
    COMPARE_STATEMENTS(0, QVERIFY(!post->isLoaded("author")));
    COMPARE_STATEMENTS(1, QVERIFY(post->author()));
    QCOMPARE(post->author()->username(), u"alice"_s);
    COMPARE_STATEMENTS(1, QCOMPARE(post->author()->posts().last(), post));
}

void TestInStep::aListReadAfterARefreshIsRolledBackToo()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    MUST_GET(Post *post, Post::objects(session).selectRelated("author").get("id", 1));
    post->setAuthor(bob);
    MUST(session.refresh(bob)); // forgets what its list was
    QCOMPARE(keyText(bob->posts()), u"4 5 1"_s);
    MUST(session.rollback());
    COMPARE_STATEMENTS(0, QCOMPARE(keyText(bob->posts()), u"4 5"_s));
    QCOMPARE(post->author()->username(), u"alice"_s);
}

void TestInStep::aRollbackTellsOnlyWhatDiffers()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    Post *post = users.at(0)->posts().first();
    post->setAuthor(users.at(1));
    post->setAuthor(users.at(0)); // now behind the others
    Notifications heard({{"alice", users.at(0)}, {"bob", users.at(1)}, {"post", post}});
    MUST(session.rollback());
    QCOMPARE(keyText(users.at(0)->posts()), u"1 2 3"_s);
    QCOMPARE(heard.take(), QStringList(u"alice.posts"_s));
}

void TestInStep::clearTakesARemovedMemberOffForGood()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    MUST_GET(Tag *python, Tag::objects(session).get("id", 1));
    QCOMPARE(keyText(python->posts()), u"1 2"_s);
    MUST(session.remove(python));
    MUST(post->tags().clear());
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 0);
    MUST(session.rollback());
    QVERIFY(post->tags().isEmpty());
    QCOMPARE(keyText(python->posts()), u"2"_s);
}

void TestInStep::aMemberThatWasRemovedBeforeItsCommitCanComeBack()
{
    TestDatabase database;
    Session session(database.handle());
    auto *root = session.create<Comment>(f<&Comment::content> = "root");
    MUST_GET(Comment *reply, root->replies().create(f<&Comment::content> = "reply"));
    MUST(session.remove(reply));
    MUST(session.remove(root));
    QVERIFY(root->replies().isEmpty());
    MUST(root->replies().add(reply));
    QCOMPARE(root->replies().toList(), QList<Comment *>{reply});
    QCOMPARE(reply->parentComment(), root);
}

void TestInStep::whatWasRemovedBeforeItsCommitTakesNothingAlong()
{
    TestDatabase database(TestDatabase::Tables);
    Session session(database.handle());
    auto *user = session.create<User>(f<&User::username> = "dora");
    auto *post = session.create<Post>(f<&Post::title> = "gone", f<&Post::author> = user);
    MUST(session.remove(post));
    MUST(session.remove(user));
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    QCOMPARE(database.rows(u"users"_s), 0);
}

void TestInStep::anAddThatFailsTakesNothingIn()
{
    TestDatabase database;
    Session session(database.handle());
    Session other(database.handle(), Session::NotCurrent);
    MUST_GET(User *foreign, User::objects(other).get("id", 1));
    Tag tag;
    Post post;
    MUST(tag.posts().add(&post));
    post.setAuthor(foreign);
    COMPARE_ERROR(Chakra::Error::Usage, session.add(&tag));
    QCOMPARE(tag.session(), nullptr);
    QCOMPARE(tag.state(), Model::Transient);
    QCOMPARE(post.session(), nullptr);
    QCOMPARE(tag.posts().toList(), QList<Post *>{&post});
}

void TestInStep::theChildrenHearOfADestroyedParent()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    Post *post = alice->posts().first();
    Notifications heard({{"post", post}});
    MUST(session.evict(alice));
    QCOMPARE(heard.take(), QStringList(u"post.author"_s));
    QVERIFY(!post->isLoaded("author"));
    QCOMPARE(post->author()->username(), u"alice"_s);
}

void TestInStep::aNullKeyIsWrittenOnceItsNewParentHasOne()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Comment *root, Comment::objects(session).get("id", 1)); // parentId is null
    auto *parent = session.create<Comment>(f<&Comment::content> = "above");
    root->setParentComment(parent);
    QCOMPARE(root->changedProperties(), QStringList(u"parentId"_s));
    MUST(session.commit());
    QCOMPARE(root->parentId().value_or(-1), parent->id());
    QCOMPARE(database.rows(u"comments"_s, u"id = 1 AND parent_id = %1"_s.arg(parent->id())), 1);
}

void TestInStep::aRollbackTakesATransientPartnerOff()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *bob, User::objects(session).selectRelated("profile").get("id", 2));
    Profile profile;
    profile.setUser(bob);
    QCOMPARE(bob->profile(), &profile);
    MUST(session.rollback());
    QCOMPARE(bob->profile(), nullptr);
    QCOMPARE(profile.user(), nullptr);
}

void TestInStep::aTransientMemberStaysWhereItPoints()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    auto post = std::make_unique<Post>();
    post->setAuthor(users.at(0));
    MUST(session.transact([&]() -> Chakra::Result<void> {
        users.at(0)->posts().first()->setTitle(u"changed"_s);
        return {};
    }));
    QCOMPARE(users.at(0)->posts().last(), post.get());
    COMPARE_ERROR(Chakra::Error::Usage, session.transact([&]() -> Chakra::Result<void> {
        post->setAuthor(users.at(1));
        return Chakra::Error(Chakra::Error::Usage, u"taken back"_s);
    }));
    // It was never added, so that no rollback is its own: the lists follow it.
    QCOMPARE(users.at(0)->posts().contains(post.get()), post->author() == users.at(0));
    QCOMPARE(users.at(1)->posts().contains(post.get()), post->author() == users.at(1));
    post.reset();
    QCOMPARE(keyText(users.at(0)->posts()), u"1 2 3"_s);
    QCOMPARE(keyText(users.at(1)->posts()), u"4 5"_s);
}

void TestInStep::aRowThatIsReadBesideAPendingPartnerIsDetached()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    auto *profile = session.create<Profile>(f<&Profile::bio> = "next", f<&Profile::user> = alice);
    MUST_GET(Profile *old, Profile::objects(session).get("id", 1));
    QCOMPARE(alice->profile(), profile);
    QCOMPARE(old->user(), nullptr);
    QCOMPARE(old->changedProperties(), QStringList(u"userId"_s));
    MUST(session.rollback());
    QCOMPARE(old->user(), alice);
    QCOMPARE(alice->profile(), old);
    QCOMPARE(profile->user(), nullptr);
}

void TestInStep::aRowThatComesUpStaysAfterARollback()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    MUST(session.evict(alice->posts().first()));
    MUST(alice->posts().create(f<&Post::title> = "new"));
    MUST_GET(Post *again, Post::objects(session).get("id", 1));
    QVERIFY(alice->posts().contains(again));
    MUST(session.rollback());
    QCOMPARE(again->author(), alice);
    QVERIFY(alice->posts().contains(again));
    QCOMPARE(alice->posts().size(), 3);
}

void TestInStep::anObjectThatWasNotAddedFollowsItsParent()
{
    TestDatabase database;
    Session session(database.handle());
    auto *dora = session.create<User>(f<&User::username> = "dora");
    Post post;
    post.setAuthor(dora);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"was not added"_s));
    MUST(session.commit());
    QCOMPARE(post.session(), nullptr);
    QCOMPARE(post.author(), dora);
    QCOMPARE(post.authorId(), dora->id());
    Notifications heard({{"post", &post}});
    MUST(session.remove(dora));
    MUST(session.commit());
    QCOMPARE(post.author(), nullptr);
    QVERIFY(heard.take().contains(u"post.author"_s));
}

void TestInStep::aRemovedObjectForgetsWhoDied()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    const qsizetype size = post->tags().size();
    Tag *tag = post->tags().first();
    MUST(session.remove(post));
    MUST(session.evict(tag));
    QCOMPARE(post->tags().size(), size - 1);
    MUST(session.add(post));
    QCOMPARE(post->tags().size(), size - 1);
}

void TestInStep::pairsOfTwoRemovedObjectsComeBack()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags__posts").get("id", 1));
    Tag *tag = post->tags().first();
    MUST(session.remove(tag));
    MUST(session.remove(post));
    MUST(session.add(tag));
    QVERIFY(!tag->posts().contains(post));
    MUST(session.add(post));
    QVERIFY(tag->posts().contains(post));
    QVERIFY(post->tags().contains(tag));
}

void TestInStep::aRefreshThatIsTakenBackKeepsTheChange()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    alice->setUsername(u"changed"_s);
    COMPARE_ERROR(Chakra::Error::Usage, session.transact([&]() -> Chakra::Result<void> {
        if (const auto refreshed = session.refresh(alice); !refreshed)
            return refreshed;
        return Chakra::Error(Chakra::Error::Usage, u"taken back"_s);
    }));
    QCOMPARE(alice->username(), u"changed"_s);
    QVERIFY(alice->isChanged());
    MUST(session.commit());
    QCOMPARE(database.rows(u"users"_s, u"username = 'changed'"_s), 1);
}

QTEST_GUILESS_MAIN(TestInStep)
#include "tst_instep.moc"
