// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "testdatabase.h"

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using State = Chakra::Model::State;

class TestCascades : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Deleting
    void deletingReadsNothingFirst();
    void cascadedObjectsAreDeleted();
    void cascadedObjectsLeaveTheListsOfOthers();
    void aRemovedOneToOneReadsNull();
    void anObjectWithChangesIsCascadedAllTheSame();
    void deletedKeysReadNullAndNotify();
    void aKeyThatWasNulledIsNoChange();
    void deletedKeysReadTheirDefault();
    void restrictedRowsFailTheCommit_data();
    void restrictedRowsFailTheCommit();
    void restrictedRowsMayGoTogether();
    void junctionRowsGoWithEitherEnd_data();
    void junctionRowsGoWithEitherEnd();
    void rowsOfACreatedJunctionGoToo();
    void oneDeletePerClassAnd500Keys_data();
    void oneDeletePerClassAnd500Keys();
    void severalClassesAreOneDeleteEach();
    void whatMayHaveGoneUnseenIsLookedUpOncePerClass();
    void aTreeWithAGapFollowsToTheLeaves();
    void withNothingUnseenNothingIsLookedUp();
    void rowsOfATreeGoTogether();
    void aVanishedRowOfATreeIsStale_data();
    void aVanishedRowOfATreeIsStale();
    void rowsThatOthersMovedWithinTheTreeAreNotStale();
    void rowsThatWereNeverLoadedGoToo();
    void aFailedDeleteLeavesTheObjectsAlone();
    void objectsDeletedByAQueryFollow();

    // A new key value
    void aNewKeyIsFollowedByCascade();
    void aNewKeyMovesNothingElse();
    void aNewKeyNullsWhatSaysSo();
    void aNewKeySetsTheDefaultWhereItSaysSo();
    void aNewKeyFailsWhereItIsRestricted_data();
    void aNewKeyFailsWhereItIsRestricted();
};

void TestCascades::deletingReadsNothingFirst()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST(session.remove(alice));
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"DELETE"_s}));
    QCOMPARE(alice->state(), State::Deleted);
    QCOMPARE(database.rows(u"users"_s), 2);
    QCOMPARE(database.rows(u"posts"_s), 2);
    QCOMPARE(database.rows(u"profiles"_s), 1);
    QCOMPARE(database.rows(u"post_tags"_s), 1);
}

void TestCascades::cascadedObjectsAreDeleted()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts", "profile").orderBy("id").all());
    User *alice = users.at(0);
    const QList<Post *> hers = alice->posts().toList();
    const QList<Post *> his = users.at(1)->posts().toList();
    Profile *profile = alice->profile();

    MUST(session.remove(alice));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    for (const Post *post : hers)
        QCOMPARE(post->state(), State::Deleted);
    QCOMPARE(profile->state(), State::Deleted);
    for (const Post *post : his)
        QCOMPARE(post->state(), State::Persistent);

    // Readable, out of the identity map, and without SQL.
    COMPARE_STATEMENTS(0, {
        QCOMPARE(hers.at(0)->title(), u"Hello"_s);
        QCOMPARE(hers.at(0)->authorId(), 1);
        hers.at(0)->author();
        hers.at(0)->tags().size();
        hers.at(0)->setTitle(u"ignored"_s);
        QCOMPARE(hers.at(0)->title(), u"Hello"_s);
        MUST(session.commit());
    });
    COMPARE_STATEMENTS(1, QCOMPARE(must(Post::objects(session).find(1)), nullptr));
    COMPARE_STATEMENTS(0, QCOMPARE(must(Post::objects(session).find(4)), his.at(0)));
}

void TestCascades::cascadedObjectsLeaveTheListsOfOthers()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    MUST_GET(Tag *rust, Tag::objects(session).prefetchRelated("posts").get("name", "rust"));
    QCOMPARE(keyText(rust->posts()), u"1 4"_s);

    MUST(session.remove(alice));
    Notifications heard({{"rust", rust}});
    MUST(session.commit());
    COMPARE_STATEMENTS(0, QCOMPARE(keyText(rust->posts()), u"4"_s));
    QCOMPARE(heard.take(), QStringList({u"rust.posts"_s}));
}

void TestCascades::aRemovedOneToOneReadsNull()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Profile *profile, Profile::objects(session).selectRelated("user").get("id", 1));
    User *alice = profile->user();
    QCOMPARE(alice->profile(), profile);

    Notifications heard({{"alice", alice}});
    MUST(session.remove(profile));
    COMPARE_STATEMENTS(0, QCOMPARE(alice->profile(), nullptr));
    MUST(session.commit());
    COMPARE_STATEMENTS(0, QCOMPARE(alice->profile(), nullptr));
    QCOMPARE(heard.take(), QStringList({u"alice.profile"_s}));
    QCOMPARE(alice->state(), State::Persistent);
}

void TestCascades::anObjectWithChangesIsCascadedAllTheSame()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    MUST_GET(Post *post, Post::objects(session).get("id", 4));
    post->setTitle(u"Changed"_s);
    MUST(session.remove(bob));
    MUST(session.commit());
    QCOMPARE(post->state(), State::Deleted);
    QCOMPARE(database.rows(u"posts"_s, u"author_id = 2"_s), 0);
    post->setTitle(u"too late"_s);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestCascades::deletedKeysReadNullAndNotify()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Comment *root, Comment::objects(session).prefetchRelated("replies").get("id", 1));
    Comment *first = root->replies().at(0);
    Comment *second = root->replies().at(1);
    QCOMPARE(first->parentComment(), root);

    Notifications heard({{"first", first}, {"second", second}});
    MUST(session.remove(root));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    COMPARE_STATEMENTS(0, {
        QVERIFY(!first->parentId());
        QCOMPARE(first->parentComment(), nullptr);
        QVERIFY(!second->parentId());
        QCOMPARE(second->parentComment(), nullptr);
    });
    QCOMPARE(heard.take(),
             QStringList({u"first.parentComment"_s, u"first.parentId"_s, u"second.parentComment"_s,
                          u"second.parentId"_s}));
    QCOMPARE(first->state(), State::Persistent);
    QCOMPARE(database.rows(u"comments"_s, u"parent_id IS NULL"_s), 3);
}

void TestCascades::aKeyThatWasNulledIsNoChange()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Shelf *north,
             Library::Shelf::objects(session).prefetchRelated("books").get("id", 1));
    const QList<Library::Book *> books = north->books().toList();
    QCOMPARE(books.size(), 2);

    MUST(session.remove(north));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    for (const Library::Book *book : books) {
        QVERIFY(!book->shelfId());
        QCOMPARE(book->shelf(), nullptr);
        QVERIFY(!book->isChanged());
    }
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    COMPARE_STATEMENTS(0, MUST(session.rollback()));
    QVERIFY(!books.at(0)->shelfId()); // what the database did is not undone
    QCOMPARE(database.rows(u"lib_books"_s, u"shelf_id IS NULL"_s), 3);
}

void TestCascades::deletedKeysReadTheirDefault()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using namespace Library;
    MUST_GET(const QList<Customer *> customers,
             Customer::objects(session).prefetchRelated("orders").orderBy("id").all());
    Customer *nobody = customers.at(0);
    Customer *ada = customers.at(1);
    Order *order = ada->orders().at(0);
    QVERIFY(nobody->orders().isEmpty());

    Notifications heard({{"order", order}});
    MUST(session.remove(ada));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(order->customerId(), 1);
    COMPARE_STATEMENTS(0, QCOMPARE(order->customer(), nobody));
    QCOMPARE(heard.take(), QStringList({u"order.customer"_s, u"order.customerId"_s}));
    QVERIFY(!order->isChanged());
    QCOMPARE(keyText(nobody->orders()), u"1 2"_s);
    QCOMPARE(database.rows(u"lib_orders"_s, u"customer_id = 1"_s), 2);
}

void TestCascades::restrictedRowsFailTheCommit_data()
{
    QTest::addColumn<bool>("restrict");
    QTest::newRow("Restrict") << true;
    QTest::newRow("NoAction") << false;
}

void TestCascades::restrictedRowsFailTheCommit()
{
    QFETCH(const bool, restrict);
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::OrderLine *line, Library::OrderLine::objects(session).get("id", 1));
    QVERIFY(line->product() && line->order());
    Chakra::Model *referred = line->product();
    if (restrict)
        referred = line->order();

    MUST(session.remove(referred));
    COMPARE_ERROR(Error::ForeignKeyViolation, session.commit());
    QCOMPARE(referred->state(), State::Removed);
    QCOMPARE(line->state(), State::Persistent);
    QCOMPARE(database.rows(u"lib_orders"_s), 3);
    QCOMPARE(database.rows(u"lib_products"_s), 3);
    QCOMPARE(database.rows(u"lib_order_lines"_s), 3);

    MUST(session.rollback());
    QCOMPARE(referred->state(), State::Persistent);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestCascades::restrictedRowsMayGoTogether()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Order *order,
             Library::Order::objects(session).prefetchRelated("lines").get("id", 1));
    const QList<Library::OrderLine *> lines = order->lines().toList();
    MUST(order->lines().clear()); // onRemove(Delete)
    MUST(session.remove(order));
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(order->state(), State::Deleted);
    for (const Library::OrderLine *line : lines)
        QCOMPARE(line->state(), State::Deleted);
    QCOMPARE(database.rows(u"lib_order_lines"_s), 1);
}

void TestCascades::junctionRowsGoWithEitherEnd_data()
{
    QTest::addColumn<bool>("removePost");
    QTest::newRow("post") << true;
    QTest::newRow("tag") << false;
}

void TestCascades::junctionRowsGoWithEitherEnd()
{
    QFETCH(const bool, removePost);
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags__posts").get("id", 1));
    Tag *python = post->tags().at(0);
    MUST_GET(PostTag *link,
             PostTag::objects(session).filter("postId", 1).get("tagId", 1));
    QCOMPARE(keyText(post->tags()), u"1 2"_s);
    QCOMPARE(keyText(python->posts()), u"1 2"_s);

    if (removePost)
        MUST(session.remove(post));
    else
        MUST(session.remove(python));
    if (removePost)
        QCOMPARE(keyText(python->posts()), u"2"_s);
    else
        QCOMPARE(keyText(post->tags()), u"2"_s);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(link->state(), State::Deleted); // both faces of the junction agree
    if (removePost)
        QCOMPARE(keyText(python->posts()), u"2"_s);
    else
        QCOMPARE(keyText(post->tags()), u"2"_s);
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1 AND tag_id = 1"_s), 0);
    QCOMPARE(database.rows(u"post_tags"_s), 3);
}

void TestCascades::rowsOfACreatedJunctionGoToo()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Author *austen,
             Library::Author::objects(session).prefetchRelated("books").get("id", 1));
    QCOMPARE(keyText(austen->books()), u"1 2"_s);
    MUST(session.remove(austen->books().at(1)));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(keyText(austen->books()), u"1"_s);
    QCOMPARE(database.rows(u"lib_book_authors"_s), 1);
}

void TestCascades::oneDeletePerClassAnd500Keys_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("statements");
    QTest::newRow("1") << 1 << 1;
    QTest::newRow("2") << 2 << 1;
    QTest::newRow("500") << 500 << 1;
    QTest::newRow("501") << 501 << 2;
    QTest::newRow("1001") << 1001 << 3;
}

void TestCascades::oneDeletePerClassAnd500Keys()
{
    QFETCH(const int, rows);
    QFETCH(const int, statements);
    TestDatabase database(TestDatabase::Tables);
    database.fillUsersWithAPost(rows + 1);
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").limit(rows).all());
    QCOMPARE(users.size(), rows);
    for (User *user : users)
        MUST(session.remove(user));
    COMPARE_STATEMENTS(statements, MUST(session.commit()));
    QCOMPARE(database.rows(u"users"_s), 1);
    QCOMPARE(database.rows(u"posts"_s), 1);
}

void TestCascades::severalClassesAreOneDeleteEach()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Tag *> tags, Tag::objects(session).all());
    MUST_GET(const QList<Comment *> comments, Comment::objects(session).all());
    for (Tag *tag : tags)
        MUST(session.remove(tag));
    for (Comment *comment : comments)
        MUST(session.remove(comment));
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"DELETE"_s, u"DELETE"_s}));
    QCOMPARE(database.rows(u"tags"_s), 0);
    QCOMPARE(database.rows(u"comments"_s), 0);
}

// Post 1 lies between alice and the junction row, and is not loaded.
void TestCascades::whatMayHaveGoneUnseenIsLookedUpOncePerClass()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(const QList<PostTag *> links, PostTag::objects(session).all());
    QCOMPARE(links.size(), 5);

    MUST(session.remove(alice));
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"DELETE"_s, u"SELECT"_s}));
    for (const PostTag *link : links)
        QCOMPARE(link->state(), link->postId() == 4 ? State::Persistent : State::Deleted);
}

void TestCascades::aTreeWithAGapFollowsToTheLeaves()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Category *root, Library::Category::objects(session).get("name", "root"));
    MUST_GET(Library::Category *leaf, Library::Category::objects(session).get("name", "leaf"));
    MUST_GET(Library::Category *other, Library::Category::objects(session).get("name", "other"));

    MUST(session.remove(root));
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"DELETE"_s, u"SELECT"_s}));
    QCOMPARE(leaf->state(), State::Deleted);
    QCOMPARE(other->state(), State::Persistent);
    QCOMPARE(database.rows(u"lib_categories"_s), 1);
}

void TestCascades::withNothingUnseenNothingIsLookedUp()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Library::Category *> all,
             Library::Category::objects(session).orderBy("id").all());

    MUST(session.remove(all.at(0)));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(all.at(1)->state(), State::Deleted);
    QCOMPARE(all.at(2)->state(), State::Deleted);
    QCOMPARE(all.at(3)->state(), State::Persistent);
}

// The categories 1 to n, each above the next one.
static void fillCategories(TestDatabase &database, int n)
{
    database.run(u"DELETE FROM lib_categories"_s);
    database.run(u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
                 "INSERT INTO lib_categories (id, name, upper_id) "
                 "SELECT i, 'c' || i, nullif(i - 1, 0) FROM n"_s.arg(n));
}

void TestCascades::rowsOfATreeGoTogether()
{
    for (const auto &[rows, statements] : {std::pair(2, 1), std::pair(4, 1), std::pair(700, 2)}) {
        TestDatabase database(TestDatabase::Tables);
        fillCategories(database, rows);
        Chakra::Session session(database.handle());
        MUST_GET(const QList<Library::Category *> all,
                 Library::Category::objects(session).orderBy("id").all());
        for (Library::Category *category : all)
            MUST(session.remove(category));
        const Counter counter;
        MUST(session.commit());
        QCOMPARE(counter.verbs(), QStringList(statements, u"DELETE"_s));
        QCOMPARE(database.rows(u"lib_categories"_s), 0);
        for (const Library::Category *category : all)
            QCOMPARE(category->state(), State::Deleted);
    }
}

void TestCascades::aVanishedRowOfATreeIsStale_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<QList<int>>("removed");
    QTest::addColumn<int>("vanished");
    QTest::addColumn<QStringList>("verbs");
    const QString remove = u"DELETE"_s;
    const QString select = u"SELECT"_s;
    QTest::newRow("one of one") << 2 << QList<int>{2} << 2 << QStringList{remove};
    QTest::newRow("the leaf of two") << 2 << QList<int>{1, 2} << 2 << QStringList{remove, select};
    QTest::newRow("one of two apart") << 4 << QList<int>{2, 4} << 4
                                      << QStringList{remove, select};
    QTest::newRow("all above") << 4 << QList<int>{1, 2} << 1 << QStringList{remove, select};
    QList<int> many;
    for (int id = 1; id <= 700; ++id)
        many.append(id);
    QTest::newRow("a leaf of many") << 700 << many << 700 << QStringList{remove, select};
    // Whether an earlier statement took it along is asked of what was there before.
    QTest::newRow("one that is deleted later")
            << 700 << (many + QList<int>{701}) << 701
            << QStringList{remove, remove, select, select, select};
}

void TestCascades::aVanishedRowOfATreeIsStale()
{
    QFETCH(const int, rows);
    QFETCH(const QList<int>, removed);
    QFETCH(const int, vanished);
    QFETCH(const QStringList, verbs);
    TestDatabase database(TestDatabase::Tables);
    fillCategories(database, rows);
    if (removed.contains(701)) // of no other's, and so deleted in the order of the objects
        database.run(u"INSERT INTO lib_categories (id, name) VALUES (701, 'alone')"_s);
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Library::Category *> all,
             Library::Category::objects(session).orderBy("id").all());
    for (const int id : removed)
        MUST(session.remove(all.at(id - 1)));
    database.run(u"DELETE FROM lib_categories WHERE id = %1"_s.arg(vanished));
    const qint64 left = database.rows(u"lib_categories"_s);

    const Counter counter;
    const Error error = session.commit().error();
    QVERIFY2(error.kind() == Error::StaleObject, describe(error).constData());
    QCOMPARE(counter.verbs(), verbs);
    QCOMPARE(database.rows(u"lib_categories"_s), left);
    if (vanished > 1)
        QVERIFY2(error.text().contains(u"Category %1 "_s.arg(vanished)), describe(error).constData());
    for (const int id : removed)
        QCOMPARE(all.at(id - 1)->state(), State::Removed);
}

void TestCascades::rowsThatOthersMovedWithinTheTreeAreNotStale()
{
    TestDatabase database(TestDatabase::Tables);
    fillCategories(database, 700);
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Library::Category *> all,
             Library::Category::objects(session).orderBy("id").all());
    for (Library::Category *category : all)
        MUST(session.remove(category));
    // What is deleted later goes with what is deleted first.
    database.run(u"UPDATE lib_categories SET upper_id = 700 WHERE id BETWEEN 1 AND 300"_s);
    MUST(session.commit());
    QCOMPARE(database.rows(u"lib_categories"_s), 0);
    for (const Library::Category *category : all)
        QCOMPARE(category->state(), State::Deleted);
}

void TestCascades::rowsThatWereNeverLoadedGoToo()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).all());
    for (User *user : users)
        MUST(session.remove(user));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s), 0);
    QCOMPARE(database.rows(u"post_tags"_s), 0);
    QCOMPARE(database.rows(u"tags"_s), 4);
}

void TestCascades::aFailedDeleteLeavesTheObjectsAlone()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    const QList<Post *> posts = alice->posts().toList();
    MUST(session.remove(alice));
    auto *twin = session.create<Tag>(f<&Tag::name> = "python");
    COMPARE_ERROR(Error::UniqueViolation, session.commit());
    QCOMPARE(alice->state(), State::Removed);
    for (const Post *post : posts)
        QCOMPARE(post->state(), State::Persistent);
    twin->setName(u"other"_s);
    MUST(session.commit());
    for (const Post *post : posts)
        QCOMPARE(post->state(), State::Deleted);
}

void TestCascades::objectsDeletedByAQueryFollow()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    const QList<Post *> posts = alice->posts().toList();
    QCOMPARE(must(Post::objects(session).filter("published", false).remove()), 2);
    QCOMPARE(posts.at(0)->state(), State::Persistent);
    QCOMPARE(posts.at(1)->state(), State::Deleted);
    QCOMPARE(keyText(alice->posts()), u"1 3"_s);
    QCOMPARE(database.rows(u"posts"_s), 3);
}

void TestCascades::aNewKeyIsFollowedByCascade()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *bob, User::objects(session).prefetchRelated("posts").get("id", 2));
    Post *post = bob->posts().at(0);

    Notifications heard({{"bob", bob}, {"post", post}});
    bob->setId(20);
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"UPDATE"_s}));
    QCOMPARE(post->authorId(), 20);
    COMPARE_STATEMENTS(0, QCOMPARE(post->author(), bob));
    QVERIFY(!post->isChanged());
    QCOMPARE(keyText(bob->posts()), u"4 5"_s);
    QCOMPARE(heard.take(), QStringList({u"bob.id"_s, u"post.authorId"_s}));
    COMPARE_STATEMENTS(0, QCOMPARE(must(User::objects(session).find(20)), bob));
    QCOMPARE(must(User::objects(session).find(2)), nullptr);
    QCOMPARE(database.rows(u"posts"_s, u"author_id = 20"_s), 2);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

void TestCascades::aNewKeyMovesNothingElse()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());
    posts.at(3)->setTitle(u"Changed"_s); // pending, and refers to bob
    bob->setId(20);
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(posts.at(0)->authorId(), 1);
    QCOMPARE(posts.at(3)->authorId(), 20);
    QCOMPARE(posts.at(4)->authorId(), 20);
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Changed' AND author_id = 20"_s), 1);
}

void TestCascades::aNewKeyNullsWhatSaysSo()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Shelf *north, Library::Shelf::objects(session).get("id", 1));
    MUST_GET(Library::Book *emma, Library::Book::objects(session).get("id", 1));

    Notifications heard({{"emma", emma}});
    north->setId(10);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QVERIFY(!emma->shelfId());
    QCOMPARE(heard.take().count(u"emma.shelfId"_s), 1);
    COMPARE_STATEMENTS(0, QCOMPARE(emma->shelf(), nullptr));
    QVERIFY(!emma->isChanged());
    QCOMPARE(database.rows(u"lib_books"_s, u"shelf_id IS NULL"_s), 3);
}

void TestCascades::aNewKeySetsTheDefaultWhereItSaysSo()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Customer *grace, Library::Customer::objects(session).get("id", 3));
    MUST_GET(Library::Order *order, Library::Order::objects(session).get("id", 3));

    grace->setId(30);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(order->customerId(), 1);
    QVERIFY(!order->isChanged());
    QVERIFY(order->customer());
    QCOMPARE(order->customer()->name(), u"nobody"_s);
    QCOMPARE(database.rows(u"lib_orders"_s, u"id = 3 AND customer_id = 1"_s), 1);
}

void TestCascades::aNewKeyFailsWhereItIsRestricted_data()
{
    QTest::addColumn<QString>("action");
    QTest::newRow("Restrict") << u"Restrict"_s;
    QTest::newRow("NoAction") << u"NoAction"_s;
    QTest::newRow("none given") << u"none"_s;
}

void TestCascades::aNewKeyFailsWhereItIsRestricted()
{
    QFETCH(const QString, action);
    TestDatabase database(TestDatabase::Lending);
    database.run(u"INSERT INTO users (id, username) VALUES (1, 'alice')"_s);
    database.run(u"INSERT INTO profiles (id, bio, user_id) VALUES (1, '', 1)"_s);
    Chakra::Session session(database.handle());
    MUST_GET(Library::OrderLine *line, Library::OrderLine::objects(session).get("id", 1));
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    QVERIFY(line->product() && line->order());

    if (action == u"Restrict")
        line->order()->setId(100);
    else if (action == u"NoAction")
        line->product()->setId(100);
    else
        alice->setId(100);
    COMPARE_ERROR(Error::ForeignKeyViolation, session.commit());
    QCOMPARE(database.rows(u"lib_orders"_s, u"id = 1"_s), 1);
    QCOMPARE(database.rows(u"lib_products"_s, u"id = 1"_s), 1);
    QCOMPARE(database.rows(u"users"_s, u"id = 1"_s), 1);
    QCOMPARE(line->orderId(), 1);
    QCOMPARE(line->productId(), 1);

    MUST(session.rollback());
    QCOMPARE(alice->id(), 1);
    QCOMPARE(line->order()->id(), 1);
    QCOMPARE(line->product()->id(), 1);
    COMPARE_STATEMENTS(0, QCOMPARE(must(User::objects(session).find(1)), alice));
    COMPARE_STATEMENTS(0, MUST(session.commit()));
}

QTEST_GUILESS_MAIN(TestCascades)
#include "tst_cascades.moc"
