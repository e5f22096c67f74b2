// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "testdatabase.h"

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using State = Chakra::Model::State;

class TestRelatedList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySpellingOfMembersIsTaken();
    void nullIsNoKey();
    void braceListsMayBeEmpty();
    // Reading
    void theFirstReadLoadsAndTheSecondIsFree();
    void everyElementKnowsItsOwner();
    void theListIsReadLikeAQList();
    void iterationGoesOverASnapshot_data();
    void iterationGoesOverASnapshot();
    void theQueryFormAsksTheDatabaseAndLoadsNothing();
    void loadTellsAndReloadReadsAgain();
    void aRelationsOrderIsKept();
    void theListOfATransientObjectIsInMemory();
    void loadedElementsAreTheSessionsObjects();

    // Both sides in step
    void addingSetsTheOtherSide();
    void addingTwiceIsOnce();
    void addingTakesFromAnotherOwner();
    void anUnloadedListIsNotLoadedForThis();
    void whatWasAddedWaitsBehindTheLoadedRows();
    void whatWasTakenAwayIsNotLoadedBack();
    void whatMovedAwayAndBackIsThereOnce();
    void noObjectIsThereTwiceWhicheverSideSaysIt();
    void aRemovedObjectIsNotLoadedBack();

    // Pending until commit
    void addIsPendingUntilCommit();
    void addTakesAList();
    void aNewObjectInAListIsInserted();
    void removeNullsTheKeyAtCommit();
    void removingWhatIsNotThereIsNoError();
    void removingFromARequiredKeyIsUsage_data();
    void removingFromARequiredKeyIsUsage();
    void clearNullsEveryKey();
    void setWritesTheDifferenceOnly();
    void setTakesWhatAlreadyPointsHere();
    void setOnARequiredKeyMayOnlyAdd();
    void createPresetsTheKey();
    void createOnATransientOwnerIsPossible();
    void committedAdditionsNeedNoReload();

    // onRemove(Delete)
    void aRemovedChildIsDeletedAtCommit();
    void aRemovedChildWithAnotherParentIsUpdated();
    void aRemovedChildOfARequiredKeyIsDeleted();
    void aNewChildThatIsRemovedIsNotInserted();
    void clearDeletesEveryChild();

    // Undoing
    void rollbackRestoresTheList();
    void rollbackRestoresWhatWasOrphaned();
    void rollbackRestoresAListThatWasNotLoaded();
};

void TestRelatedList::theFirstReadLoadsAndTheSecondIsFree()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    COMPARE_STATEMENTS(0, QVERIFY(!alice->posts().isLoaded()));
    QVERIFY(!alice->isLoaded("posts"));
    COMPARE_STATEMENTS(1, QCOMPARE(keyText(alice->posts()), u"1 2 3"_s));
    QVERIFY(alice->posts().isLoaded());
    QVERIFY(alice->isLoaded("posts"));
    QVERIFY(!alice->posts().isPartial());
    COMPARE_STATEMENTS(0, {
        QCOMPARE(alice->posts().size(), 3);
        QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    });

    // An empty list is loaded, too.
    MUST_GET(User *carol, User::objects(session).get("id", 3));
    COMPARE_STATEMENTS(1, QVERIFY(carol->posts().isEmpty()));
    COMPARE_STATEMENTS(0, QCOMPARE(carol->posts().size(), 0));
}

void TestRelatedList::everyElementKnowsItsOwner()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    COMPARE_STATEMENTS(1, for (Post *post : alice->posts()) QCOMPARE(post->author(), alice));
}

void TestRelatedList::theListIsReadLikeAQList()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(Post *foreign, Post::objects(session).get("id", 4));

    const Chakra::RelatedList<Post> posts = alice->posts();
    QCOMPARE(posts.size(), 3);
    QVERIFY(!posts.isEmpty());
    QCOMPARE(posts.at(1)->id(), 2);
    QCOMPARE(posts.first()->id(), 1);
    QCOMPARE(posts.last()->id(), 3);
    QVERIFY(posts.contains(posts.at(2)));
    QVERIFY(!posts.contains(foreign));
    QCOMPARE(posts.indexOf(posts.at(2)), 2);
    QCOMPARE(posts.indexOf(foreign), -1);
    const QList<Post *> list = posts.toList();
    QCOMPARE(keyText(list), u"1 2 3"_s);

    // A handle: it shows what the list is now; the copy stays as it was.
    QVERIFY(alice->posts().add(foreign));
    QCOMPARE(posts.size(), 4);
    QCOMPARE(list.size(), 3);
}

void TestRelatedList::iterationGoesOverASnapshot_data()
{
    QTest::addColumn<QString>("body");
    QTest::newRow("adding") << u"add"_s;
    QTest::newRow("removing") << u"remove"_s;
    QTest::newRow("removing the rows") << u"session.remove"_s;
    QTest::newRow("assigning the other side") << u"assign"_s;
    QTest::newRow("clearing") << u"clear"_s;
}

void TestRelatedList::iterationGoesOverASnapshot()
{
    QFETCH(const QString, body);
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Comment *root, Comment::objects(session).get("id", 1));
    MUST_GET(Comment *other, Comment::objects(session).get("id", 5));

    QList<qint64> visited;
    for (Comment *reply : root->replies()) {
        visited.append(reply->id());
        if (body == u"add")
            MUST(root->replies().add(new Comment));
        else if (body == u"remove")
            MUST(root->replies().remove(reply));
        else if (body == u"session.remove")
            MUST(session.remove(reply));
        else if (body == u"assign")
            reply->setParentComment(other);
        else
            MUST(root->replies().clear());
    }
    QCOMPARE(visited, QList<qint64>({2, 3}));
    QCOMPARE(root->replies().size(), body == u"add" ? 4 : 0);
}

void TestRelatedList::theQueryFormAsksTheDatabaseAndLoadsNothing()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    COMPARE_STATEMENTS(
            1, QCOMPARE(must(alice->posts().query().filter("published", true).count()), 2));
    QVERIFY(!alice->posts().isLoaded());
    COMPARE_STATEMENTS(1, {
        MUST_GET(const QList<Post *> posts, alice->posts().query().orderBy("-id").limit(2).all());
        QCOMPARE(keyText(posts), u"3 2"_s);
    });
    QVERIFY(!alice->posts().isLoaded());
    COMPARE_STATEMENTS(
            1, QCOMPARE(must(alice->posts().query().filter("title", "Rust").count()), 0));
}

void TestRelatedList::loadTellsAndReloadReadsAgain()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    COMPARE_STATEMENTS(1, MUST(alice->posts().load()));
    COMPARE_STATEMENTS(0, MUST(alice->posts().load()));

    database.run(u"INSERT INTO posts (id, title, content, published, created_at, author_id) "
                 "VALUES (6, 'Theirs', '', 0, '2024-01-06 10:00:00.000', 1)"_s);
    database.run(u"DELETE FROM posts WHERE id = 2"_s);
    COMPARE_STATEMENTS(0, QCOMPARE(keyText(alice->posts()), u"1 2 3"_s));
    Notifications heard({{"alice", alice}});
    COMPARE_STATEMENTS(1, MUST(alice->posts().reload()));
    COMPARE_STATEMENTS(0, QCOMPARE(keyText(alice->posts()), u"1 3 6"_s));
    QCOMPARE(heard.take(), QStringList({u"alice.posts"_s}));
    COMPARE_STATEMENTS(1, MUST(alice->posts().reload()));
    QCOMPARE(heard.take(), QStringList());
}

void TestRelatedList::aRelationsOrderIsKept()
{
    TestDatabase database(TestDatabase::Lending);
    database.run(u"UPDATE lib_order_lines SET position = 3 WHERE id = 1"_s);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Order *order, Library::Order::objects(session).get("id", 1));
    QCOMPARE(keyText(order->lines()), u"2 1"_s); // orderBy("position")
    MUST_GET(Library::Product *lamp,
             Library::Product::objects(session).prefetchRelated("lines").get("id", 1));
    QCOMPARE(keyText(lamp->lines()), u"1 3"_s); // by key
}

void TestRelatedList::theListOfATransientObjectIsInMemory()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    User user;
    Post first;
    Post second;
    COMPARE_STATEMENTS(0, {
        QVERIFY(user.posts().isEmpty());
        MUST(user.posts().add(&first));
        second.setAuthor(&user);
        QCOMPARE(user.posts().toList(), QList<Post *>({&first, &second}));
    });
    QCOMPARE(first.author(), &user);
}

void TestRelatedList::loadedElementsAreTheSessionsObjects()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *second, Post::objects(session).get("id", 2));
    second->setTitle(u"mine"_s);
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    QCOMPARE(alice->posts().at(1), second);
    QCOMPARE(second->title(), u"mine"_s);
    QVERIFY(second->isChanged());
}

void TestRelatedList::addingSetsTheOtherSide()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Comment *> all,
             Comment::objects(session).prefetchRelated("replies").orderBy("id").all());
    Comment *root = all.at(0);
    Comment *other = all.at(4);

    Notifications heard({{"root", root}, {"other", other}});
    COMPARE_STATEMENTS(0, {
        MUST(root->replies().add(other));
        QCOMPARE(other->parentComment(), root);
        QCOMPARE(other->parentId().value_or(-1), 1);
        QCOMPARE(keyText(root->replies()), u"2 3 5"_s);
    });
    QCOMPARE(heard.take(), QStringList({u"other.parentComment"_s, u"other.parentId"_s,
                                        u"root.replies"_s}));
}

void TestRelatedList::addingTwiceIsOnce()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    Post *first = alice->posts().at(0);
    Notifications heard({{"alice", alice}, {"first", first}});
    COMPARE_STATEMENTS(0, MUST(alice->posts().add(first)));
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    QCOMPARE(heard.take(), QStringList());
    COMPARE_STATEMENTS(0, MUST(session.commit()));

    auto *fresh = new Post;
    MUST(alice->posts().add({fresh, fresh}));
    QCOMPARE(alice->posts().size(), 4);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
}

void TestRelatedList::addingTakesFromAnotherOwner()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    User *alice = users.at(0);
    User *bob = users.at(1);
    Post *post = alice->posts().at(0);

    Notifications heard({{"alice", alice}, {"bob", bob}, {"post", post}});
    MUST(bob->posts().add(post));
    QCOMPARE(keyText(alice->posts()), u"2 3"_s);
    QCOMPARE(keyText(bob->posts()), u"4 5 1"_s);
    QCOMPARE(post->author(), bob);
    QCOMPARE(post->authorId(), 2);
    QCOMPARE(heard.take(), QStringList({u"alice.posts"_s, u"bob.posts"_s, u"post.author"_s,
                                        u"post.authorId"_s}));
}

void TestRelatedList::anUnloadedListIsNotLoadedForThis()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    MUST_GET(Post *first, Post::objects(session).get("id", 1));
    MUST_GET(Post *second, Post::objects(session).get("id", 2));
    auto *fresh = new Post;

    COMPARE_STATEMENTS(0, {
        first->setAuthor(bob);
        MUST(bob->posts().add(second));
        MUST(bob->posts().add(fresh));
        QVERIFY(!bob->posts().isLoaded());
        QVERIFY(!alice->posts().isLoaded());
    });
    QCOMPARE(fresh->author(), bob);
    QCOMPARE(second->authorId(), 2);
}

void TestRelatedList::whatWasAddedWaitsBehindTheLoadedRows()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    MUST_GET(Post *first, Post::objects(session).get("id", 1));
    first->setAuthor(bob);
    auto *fresh = new Post;
    MUST(bob->posts().add(fresh));

    COMPARE_STATEMENTS(1, QCOMPARE(bob->posts().size(), 4));
    QCOMPARE(bob->posts().at(0)->id(), 4);
    QCOMPARE(bob->posts().at(1)->id(), 5);
    QCOMPARE(bob->posts().at(2), first);
    QCOMPARE(bob->posts().at(3), fresh);
    for (Post *post : bob->posts())
        QCOMPARE(post->author(), bob);
}

void TestRelatedList::whatWasTakenAwayIsNotLoadedBack()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    MUST_GET(Post *first, Post::objects(session).get("id", 1));
    MUST_GET(Post *second, Post::objects(session).get("id", 2));
    first->setAuthor(bob);
    second->setAuthorId(2);
    COMPARE_STATEMENTS(1, QCOMPARE(keyText(alice->posts()), u"3"_s));
    QCOMPARE(first->author(), bob);
    QCOMPARE(second->author(), bob);
}

void TestRelatedList::whatMovedAwayAndBackIsThereOnce()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    MUST_GET(Post *second, Post::objects(session).get("id", 2));
    second->setAuthor(bob);
    second->setAuthor(alice);
    QCOMPARE(alice->posts().size(), 3);
    QCOMPARE(alice->posts().toList().count(second), 1);
    QCOMPARE(keyText(bob->posts()), u"4 5"_s);
    QVERIFY(!second->isChanged());
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestRelatedList::noObjectIsThereTwiceWhicheverSideSaysIt()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    auto *fresh = new Post;
    fresh->setAuthor(alice);
    MUST(alice->posts().add(fresh));
    fresh->setAuthor(alice);
    fresh->setAuthorId(1);
    QCOMPARE(alice->posts().size(), 4);
    QCOMPARE(fresh->state(), State::New);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(alice->posts().size(), 4);
}

void TestRelatedList::aRemovedObjectIsNotLoadedBack()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(Post *second, Post::objects(session).get("id", 2));
    MUST(session.remove(second));
    COMPARE_STATEMENTS(1, QCOMPARE(keyText(alice->posts()), u"1 3"_s));
    MUST(session.rollback());
    QVERIFY(alice->posts().contains(second));
    QCOMPARE(alice->posts().size(), 3);
}

void TestRelatedList::addIsPendingUntilCommit()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(Post *fourth, Post::objects(session).get("id", 4));
    COMPARE_STATEMENTS(0, MUST(alice->posts().add(fourth)));
    QCOMPARE(database.rows(u"posts"_s, u"author_id = 1"_s), 3);
    QVERIFY(fourth->isChanged());
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s}));
    QCOMPARE(database.rows(u"posts"_s, u"author_id = 1"_s), 4);
}

void TestRelatedList::addTakesAList()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *carol, User::objects(session).prefetchRelated("posts").get("id", 3));
    MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());
    COMPARE_STATEMENTS(0, {
        MUST(carol->posts().add(posts));
        MUST(carol->posts().add(QList<Post *>()));
        QCOMPARE(keyText(carol->posts()), u"1 2 3 4 5"_s);
    });
    COMPARE_STATEMENTS(5, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"author_id = 3"_s), 5);
}

void TestRelatedList::aNewObjectInAListIsInserted()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *carol, User::objects(session).get("id", 3));
    auto *post = new Post;
    post->setTitle(u"Fresh"_s);
    COMPARE_STATEMENTS(0, MUST(carol->posts().add(post)));
    QCOMPARE(post->authorId(), 3);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(post->state(), State::Persistent);
    QCOMPARE(post->session(), &session);
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Fresh' AND author_id = 3"_s), 1);
}

void TestRelatedList::removeNullsTheKeyAtCommit()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Comment *root, Comment::objects(session).prefetchRelated("replies").get("id", 1));
    Comment *first = root->replies().at(0);

    Notifications heard({{"root", root}, {"first", first}});
    COMPARE_STATEMENTS(0, {
        MUST(root->replies().remove(first));
        QVERIFY(!first->parentId());
        QCOMPARE(first->parentComment(), nullptr);
        QCOMPARE(keyText(root->replies()), u"3"_s);
    });
    QCOMPARE(heard.take(), QStringList({u"first.parentComment"_s, u"first.parentId"_s,
                                        u"root.replies"_s}));
    QCOMPARE(database.rows(u"comments"_s, u"parent_id = 1"_s), 2);
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s}));
    QCOMPARE(database.rows(u"comments"_s, u"parent_id = 1"_s), 1);
    QCOMPARE(database.rows(u"comments"_s), 5);
}

void TestRelatedList::removingWhatIsNotThereIsNoError()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Comment *> all,
             Comment::objects(session).prefetchRelated("replies").orderBy("id").all());
    Comment *root = all.at(0);
    Comment *deeper = all.at(3);
    Notifications heard({{"root", root}, {"deeper", deeper}});
    COMPARE_STATEMENTS(0, MUST(root->replies().remove(deeper)));
    QCOMPARE(deeper->parentId().value_or(-1), 2); // it is another's
    QCOMPARE(heard.take(), QStringList());
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestRelatedList::removingFromARequiredKeyIsUsage_data()
{
    QTest::addColumn<QString>("call");
    QTest::newRow("remove") << u"remove"_s;
    QTest::newRow("clear") << u"clear"_s;
    QTest::newRow("set") << u"set"_s;
}

void TestRelatedList::removingFromARequiredKeyIsUsage()
{
    QFETCH(const QString, call);
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    const QList<Post *> posts = alice->posts().toList();
    MUST_GET(Post *fourth, Post::objects(session).get("id", 4));

    Notifications heard({{"alice", alice}, {"first", posts.at(0)}, {"fourth", fourth}});
    COMPARE_STATEMENTS(0, {
        if (call == u"remove")
            COMPARE_ERROR(Error::Usage, alice->posts().remove(posts.at(0)));
        else if (call == u"clear")
            COMPARE_ERROR(Error::Usage, alice->posts().clear());
        else
            COMPARE_ERROR(Error::Usage, alice->posts().set({posts.at(0), fourth}));
    });
    QCOMPARE(heard.take(), QStringList());
    QCOMPARE(alice->posts().toList(), posts);
    QCOMPARE(posts.at(0)->author(), alice);
    QCOMPARE(fourth->authorId(), 2);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestRelatedList::clearNullsEveryKey()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Shelf *north,
             Library::Shelf::objects(session).prefetchRelated("books").get("id", 1));
    const QList<Library::Book *> books = north->books().toList();
    COMPARE_STATEMENTS(0, MUST(north->books().clear()));
    QVERIFY(north->books().isEmpty());
    for (const Library::Book *book : books)
        QVERIFY(!book->shelfId());
    COMPARE_STATEMENTS(2, MUST(session.commit())); // one UPDATE for each changed row
    QCOMPARE(database.rows(u"lib_books"_s, u"shelf_id IS NULL"_s), 3);
}

void TestRelatedList::setWritesTheDifferenceOnly()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Comment *> all,
             Comment::objects(session).prefetchRelated("replies").orderBy("id").all());
    Comment *root = all.at(0);
    Comment *first = all.at(1);
    Comment *second = all.at(2);
    Comment *other = all.at(4);

    COMPARE_STATEMENTS(0, {
        MUST(root->replies().set({second, other}));
        QVERIFY(!first->parentId());
        QCOMPARE(other->parentComment(), root);
        QVERIFY(!second->isChanged());
        QCOMPARE(root->replies().size(), 2);
        QVERIFY(root->replies().contains(second) && root->replies().contains(other));
    });
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(database.rows(u"comments"_s, u"id IN (3, 5) AND parent_id = 1"_s), 2);
    QCOMPARE(database.rows(u"comments"_s, u"parent_id = 1"_s), 2);

    Notifications heard({{"root", root}});
    COMPARE_STATEMENTS(0, {
        MUST(root->replies().set(root->replies().toList()));
        MUST(session.commit());
    });
    QCOMPARE(heard.take(), QStringList());
}

void TestRelatedList::setTakesWhatAlreadyPointsHere()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Comment *root, Comment::objects(session).prefetchRelated("replies").get("id", 1));
    const QList<Comment *> before = root->replies().toList();
    auto *fresh = new Comment;
    fresh->setParentComment(root); // linked by its back pointer, but not added
    QCOMPARE(fresh->state(), State::Transient);
    MUST(root->replies().set(before + QList<Comment *>{fresh}));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(fresh->state(), State::Persistent);
    QCOMPARE(database.rows(u"comments"_s, u"parent_id = 1"_s), 3);
}

void TestRelatedList::setOnARequiredKeyMayOnlyAdd()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *bob, User::objects(session).prefetchRelated("posts").get("id", 2));
    MUST_GET(Post *first, Post::objects(session).get("id", 1));
    COMPARE_STATEMENTS(
            0, MUST(bob->posts().set(bob->posts().toList() + QList<Post *>{first})));
    QCOMPARE(first->author(), bob);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"author_id = 2"_s), 3);
}

void TestRelatedList::createPresetsTheKey()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));

    Notifications heard({{"alice", alice}});
    Post *post = nullptr;
    COMPARE_STATEMENTS(0, post = alice->posts().create(f<&Post::title> = "Made here",
                                                       f<&Post::published> = true));
    QVERIFY(post);
    QCOMPARE(post->title(), u"Made here"_s);
    QCOMPARE(post->published(), true);
    QCOMPARE(post->author(), alice);
    QCOMPARE(post->authorId(), 1);
    QCOMPARE(post->state(), State::New);
    QCOMPARE(alice->posts().last(), post);
    QCOMPARE(heard.take(), QStringList({u"alice.posts"_s}));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Made here' AND author_id = 1"_s), 1);
}

void TestRelatedList::createOnATransientOwnerIsPossible()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    auto *dora = new User;
    dora->setUsername(u"dora"_s);
    MUST(session.add(dora));
    Post *post = dora->posts().create(f<&Post::title> = "First");
    QVERIFY(post);
    QCOMPARE(post->author(), dora);
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(post->authorId(), dora->id());
}

void TestRelatedList::committedAdditionsNeedNoReload()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    auto *fresh = session.create<Post>(f<&Post::author> = alice);
    MUST(session.commit());
    COMPARE_STATEMENTS(0, {
        QCOMPARE(alice->posts().size(), 4);
        QCOMPARE(alice->posts().last(), fresh);
        QCOMPARE(fresh->author(), alice);
    });
}

void TestRelatedList::aRemovedChildIsDeletedAtCommit()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using Library::Category;
    MUST_GET(Category *root,
             Category::objects(session).prefetchRelated("subcategories").get("id", 1));
    Category *mid = root->subcategories().at(0);

    COMPARE_STATEMENTS(0, MUST(root->subcategories().remove(mid)));
    QVERIFY(root->subcategories().isEmpty());
    QCOMPARE(mid->name(), u"mid"_s);
    QCOMPARE(database.rows(u"lib_categories"_s), 4);
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"DELETE"_s}));
    QCOMPARE(mid->state(), State::Deleted);
    QCOMPARE(database.rows(u"lib_categories"_s), 2); // its own children went with it
}

void TestRelatedList::aRemovedChildWithAnotherParentIsUpdated()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using Library::Category;
    MUST_GET(const QList<Category *> all,
             Category::objects(session).prefetchRelated("subcategories").orderBy("id").all());
    Category *root = all.at(0);
    Category *mid = all.at(1);
    Category *other = all.at(3);

    MUST(root->subcategories().remove(mid));
    MUST(other->subcategories().add(mid));
    QCOMPARE(mid->upper(), other);
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s}));
    QCOMPARE(mid->state(), State::Persistent);
    QCOMPARE(keyText(other->subcategories()), u"2"_s);
    QCOMPARE(database.rows(u"lib_categories"_s, u"id = 2 AND upper_id = 4"_s), 1);
}

void TestRelatedList::aRemovedChildOfARequiredKeyIsDeleted()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using namespace Library;
    MUST_GET(Order *order, Order::objects(session).prefetchRelated("lines").get("id", 1));
    OrderLine *line = order->lines().at(0);
    COMPARE_STATEMENTS(0, MUST(order->lines().remove(line)));
    QCOMPARE(keyText(order->lines()), u"2"_s);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(line->state(), State::Deleted);
    QCOMPARE(database.rows(u"lib_order_lines"_s), 2);
}

void TestRelatedList::aNewChildThatIsRemovedIsNotInserted()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using namespace Library;
    MUST_GET(Order *order, Order::objects(session).prefetchRelated("lines").get("id", 1));
    MUST_GET(Product *pen, Product::objects(session).get("id", 3));
    OrderLine *line =
            order->lines().create(f<&OrderLine::position> = 3, f<&OrderLine::product> = pen);
    QCOMPARE(order->lines().size(), 3);
    MUST(order->lines().remove(line));
    QCOMPARE(order->lines().size(), 2);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    QCOMPARE(database.rows(u"lib_order_lines"_s), 3);
}

void TestRelatedList::clearDeletesEveryChild()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using namespace Library;
    MUST_GET(Order *order, Order::objects(session).prefetchRelated("lines").get("id", 1));
    COMPARE_STATEMENTS(0, MUST(order->lines().clear()));
    QVERIFY(order->lines().isEmpty());
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"lib_order_lines"_s, u"order_id = 1"_s), 0);
}

void TestRelatedList::rollbackRestoresTheList()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Comment *> all,
             Comment::objects(session).prefetchRelated("replies").orderBy("id").all());
    Comment *root = all.at(0);
    Comment *first = all.at(1);
    Comment *other = all.at(4);

    MUST(root->replies().remove(first));
    MUST(root->replies().add(other));
    Comment *made = root->replies().create(f<&Comment::content> = "made");
    QCOMPARE(root->replies().size(), 3);

    Notifications heard({{"root", root}});
    COMPARE_STATEMENTS(0, MUST(session.rollback()));
    QCOMPARE(keyText(root->replies()), u"2 3"_s);
    QCOMPARE(first->parentComment(), root);
    QCOMPARE(first->parentId().value_or(-1), 1);
    QCOMPARE(other->parentComment(), nullptr);
    QVERIFY(!other->parentId());
    QCOMPARE(made->state(), State::Transient);
    QCOMPARE(heard.take(), QStringList({u"root.replies"_s}));
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestRelatedList::rollbackRestoresWhatWasOrphaned()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using namespace Library;
    MUST_GET(Order *order, Order::objects(session).prefetchRelated("lines").get("id", 1));
    OrderLine *line = order->lines().at(0);
    MUST(order->lines().remove(line));
    COMPARE_STATEMENTS(0, MUST(session.rollback()));
    QCOMPARE(keyText(order->lines()), u"1 2"_s);
    QCOMPARE(line->state(), State::Persistent);
    QCOMPARE(line->order(), order);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    QCOMPARE(database.rows(u"lib_order_lines"_s), 3);
}

void TestRelatedList::rollbackRestoresAListThatWasNotLoaded()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    MUST_GET(Post *first, Post::objects(session).get("id", 1));
    first->setAuthor(bob);
    MUST(bob->posts().add(new Post));
    COMPARE_STATEMENTS(0, MUST(session.rollback()));
    COMPARE_STATEMENTS(1, QCOMPARE(keyText(bob->posts()), u"4 5"_s));
}

void TestRelatedList::everySpellingOfMembersIsTaken()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post * post, Post::objects(session).get("id", 5));
    const auto tags = Tag::objects(session);
    MUST(post->tags().add(tags.get("name", "qt")));
    MUST(post->tags().add({1, 2}));
    QCOMPARE(post->tags().size(), qsizetype(3));
    MUST(post->tags().remove(tags.get("name", "qt")));
    MUST(post->tags().remove({qint64(1)}));
    QCOMPARE(post->tags().size(), qsizetype(1));
    QCOMPARE(must(Post::objects(session).filter("author", User::objects(session).get("id", 2)).count()), qint64(2));
    MUST_GET(User * alice, User::objects(session).get("id", 1));
    MUST_GET(User * bob, User::objects(session).get("id", 2));
    COMPARE_STATEMENTS(1, MUST(Chakra::prefetchRelatedObjects({alice, bob}, "posts")));
    COMPARE_STATEMENTS(0, QCOMPARE(bob->posts().size(), qsizetype(2)));
}

void TestRelatedList::nullIsNoKey()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post * post, Post::objects(session).get("id", 1));
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Chakra::Error::Usage, post->tags().add(nullptr)));
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Chakra::Error::Usage, post->tags().remove(nullptr)));
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Chakra::Error::Usage, post->tags().add(QVariant())));
}

void TestRelatedList::braceListsMayBeEmpty()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    const auto posts = Post::objects(session);
    COMPARE_STATEMENTS(0, QCOMPARE(must(posts.filter("id__in", {}).all()).size(), qsizetype(0)));
    QCOMPARE(must(posts.exclude("id__in", {}).count()), qint64(5));
    QCOMPARE(must(posts.filter("id__in", {1, 2}).count()), qint64(2));
    COMPARE_STATEMENTS(0, QCOMPARE(must(posts.inBulk({})).size(), qsizetype(0)));
    QCOMPARE(must(posts.inBulk({1, 2})).size(), qsizetype(2));
}

QTEST_GUILESS_MAIN(TestRelatedList)
#include "tst_relatedlist.moc"
