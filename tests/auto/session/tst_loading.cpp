// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "testdatabase.h"

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using Chakra::LazyLoading;
using Chakra::Prefetch;

class TestLoading : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // By JOIN
    void selectRelatedIsOneStatement_data();
    void selectRelatedIsOneStatement();
    void selectRelatedKeepsRowsWithoutAPartner();
    void aMissingPartnerIsKnownToBeMissing();
    void selectRelatedOfAReverseOneToOneSetsBothSides();
    void selectRelatedCallsAddUp();
    void selectRelatedTakesGetters();
    void twoRowsOfOneAuthorShareTheAuthor();
    void oneLevelDeeperIsALoadForAll();
    void selectRelatedRefusesWhatItCannotJoin_data();
    void selectRelatedRefusesWhatItCannotJoin();

    // By further statements
    void prefetchIsOneMoreForEachStep_data();
    void prefetchIsOneMoreForEachStep();
    void everythingPrefetchedIsReadWithoutSql();
    void prefetchStopsWhereThereIsNothing();
    void prefetchOfToOneRelations();
    void prefetchOfManyOwnersIsOneStatement();
    void theBackPointerIsFree();
    void selfReferencesArePrefetchedLevelByLevel();
    void joinsAndPrefetchesCombine();
    void countAndExistsDoNotPrefetch();
    void singleObjectsArePrefetchedToo();
    void wrongPathsAreRefusedWithoutSql_data();
    void wrongPathsAreRefusedWithoutSql();

    // With a query of their own
    void aFilteredPrefetchIsPartial();
    void aSortedPrefetchIsSorted();
    void aPrefetchMayLoadFurther();
    void anUnfilteredPrefetchIsWhole();
    void aPartIsNotCompletedByReading();
    void aPartIsCompletedByLoading();
    void callsOnAPartWorkAgainstTheDatabase_data();
    void callsOnAPartWorkAgainstTheDatabase();
    void aPrefetchOfAnotherModelIsRefused();

    // Rich and poor
    void aFilteredPrefetchDoesNotReplaceTheWhole();
    void aPlainQueryKeepsWhatWasLoaded();
    void onlyDoesNotTakeColumnsAway();
    void aColumnLeftOutIsLoadedWhenItIsRead();

    // Lazily
    void aLoopCostsOneStatementForEachThousand_data();
    void aLoopCostsOneStatementForEachThousand();
    void aLoopOverListsCostsTheSame_data();
    void aLoopOverListsCostsTheSame();
    void aLoopOverManyToManyListsIsOneStatement();
    void thePeerLimitIsSetOnTheSession_data();
    void thePeerLimitIsSetOnTheSession();
    void peersThatHaveItAreNotLoadedAgain();
    void objectsThatCameAlongArePeersToo();
    void aLazilyLoadedListMakesPeers();
    void theLastResultCounts();
    void whatTheSessionHoldsIsNotAskedFor();
    void absenceIsRememberedForAllPeers();
    void singleLoadsForOneObjectOnly();
    void forbidIsAnErrorAndNoStatement();
    void forbidAllowsWhatNeedsNoStatement();

    // Afterwards
    void prefetchRelatedObjectsFillsWhatIsMissing();
    void prefetchRelatedObjectsRefusesWrongPaths();
    void aFailureIsRememberedAndTold();
    void aFailureIsReportedOnce();
};

void TestLoading::selectRelatedIsOneStatement_data()
{
    QTest::addColumn<QStringList>("paths");
    QTest::newRow("one step") << QStringList{u"author"_s};
    QTest::newRow("two steps") << QStringList{u"author__profile"_s};
    QTest::newRow("a step and its prefix") << QStringList{u"author"_s, u"author__profile"_s};
    QTest::newRow("three steps") << QStringList{u"author__profile__user"_s};
}

void TestLoading::selectRelatedIsOneStatement()
{
    QFETCH(const QStringList, paths);
    TestDatabase database;
    Chakra::Session session(database.handle());
    auto query = Post::objects(session).orderBy("id");
    for (const QString &path : paths)
        query = query.selectRelated(path);

    QList<Post *> posts;
    COMPARE_STATEMENTS(1, posts = must(query.all()));
    QCOMPARE(keyText(posts), u"1 2 3 4 5"_s);
    COMPARE_STATEMENTS(0, {
        for (const Post *post : std::as_const(posts)) {
            QVERIFY(post->isLoaded("author"));
            QVERIFY(post->author());
            QCOMPARE(post->author()->id(), post->authorId());
            if (paths.last() != u"author")
                QCOMPARE(post->author()->profile() != nullptr, post->authorId() == 1);
        }
    });
}

void TestLoading::selectRelatedKeepsRowsWithoutAPartner()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    QList<Comment *> comments;
    COMPARE_STATEMENTS(1, comments = must(Comment::objects(session)
                                                  .selectRelated("parentComment__parentComment")
                                                  .orderBy("id")
                                                  .all()));
    QCOMPARE(keyText(comments), u"1 2 3 4 5"_s);
    COMPARE_STATEMENTS(0, {
        QCOMPARE(comments.at(0)->parentComment(), nullptr);
        QCOMPARE(comments.at(1)->parentComment(), comments.at(0));
        QCOMPARE(comments.at(3)->parentComment(), comments.at(1));
        QCOMPARE(comments.at(3)->parentComment()->parentComment(), comments.at(0));
        QCOMPARE(comments.at(4)->parentComment(), nullptr);
    });
}

void TestLoading::aMissingPartnerIsKnownToBeMissing()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    QList<User *> users;
    COMPARE_STATEMENTS(
            1,
            users = must(User::objects(session).selectRelated("profile").orderBy("id").all()));
    QCOMPARE(keyText(users), u"1 2 3"_s);
    COMPARE_STATEMENTS(0, {
        QVERIFY(users.at(0)->profile());
        QVERIFY(users.at(1)->isLoaded("profile"));
        QCOMPARE(users.at(1)->profile(), nullptr);
        QVERIFY(users.at(2)->profile());
    });
}

void TestLoading::selectRelatedOfAReverseOneToOneSetsBothSides()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).selectRelated("profile").get("id", 1));
    COMPARE_STATEMENTS(0, {
        QVERIFY(alice->profile());
        QCOMPARE(alice->profile()->bio(), u"Hello!"_s);
        QCOMPARE(alice->profile()->user(), alice);
    });
}

void TestLoading::selectRelatedCallsAddUp()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using namespace Library;
    const auto query = OrderLine::objects(session).orderBy("id");
    QList<OrderLine *> lines;
    COMPARE_STATEMENTS(
            1,
            lines = must(query.selectRelated("order").selectRelated("product").all()));
    QCOMPARE(lines.size(), 3);
    COMPARE_STATEMENTS(0, {
        QVERIFY(lines.at(0)->order());
        QVERIFY(lines.at(0)->product());
    });
    Chakra::Session other(database.handle());
    COMPARE_STATEMENTS(1, MUST(OrderLine::objects(other)
                                       .selectRelated("order__customer", "product")
                                       .all()));
    COMPARE_STATEMENTS(0, {
        const OrderLine *line = must(OrderLine::objects(other).find(3));
        QVERIFY(line && line->order() && line->order()->customer());
        QCOMPARE(line->order()->customer()->name(), u"ada"_s);
        QCOMPARE(line->product()->name(), u"lamp"_s);
    });
}

void TestLoading::selectRelatedTakesGetters()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const Post *post, Post::objects(session)
                                       .selectRelated(f<&Post::author, &User::profile>)
                                       .get(f<&Post::id> == 1));
    COMPARE_STATEMENTS(0, QVERIFY(post->author() && post->author()->profile()));
    MUST_GET(const User *bob,
             User::objects(session).prefetchRelated(f<&User::posts>).get("id", 2));
    COMPARE_STATEMENTS(0, QCOMPARE(keyText(bob->posts()), u"4 5"_s));
}

void TestLoading::twoRowsOfOneAuthorShareTheAuthor()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Post *> joined,
             Post::objects(session).selectRelated("author").orderBy("id").all());
    QCOMPARE(joined.at(0)->author(), joined.at(1)->author());
    QVERIFY(joined.at(0)->author() != joined.at(3)->author());
    Chakra::Session other(database.handle());
    MUST_GET(const QList<Post *> prefetched,
             Post::objects(other).prefetchRelated("author").orderBy("id").all());
    QCOMPARE(prefetched.at(0)->author(), prefetched.at(1)->author());
}

void TestLoading::oneLevelDeeperIsALoadForAll()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Post *> posts,
             Post::objects(session).selectRelated("author").orderBy("id").all());
    COMPARE_STATEMENTS(1, for (const Post *post : posts) post->author()->profile());
}

void TestLoading::selectRelatedRefusesWhatItCannotJoin_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("unknown") << u"writer"_s;
    QTest::newRow("unknown, deeper") << u"author__picture"_s;
    QTest::newRow("a column") << u"title"_s;
    QTest::newRow("many-to-many") << u"tags"_s;
    QTest::newRow("one-to-many") << u"author__posts"_s;
    QTest::newRow("empty") << u""_s;
}

void TestLoading::selectRelatedRefusesWhatItCannotJoin()
{
    QFETCH(const QString, path);
    TestDatabase database;
    Chakra::Session session(database.handle());
    const auto query = Post::objects(session).filter("id", 0).selectRelated(path);
    QCOMPARE(query.error().kind(), Error::UnknownField);
    COMPARE_STATEMENTS(0, {
        COMPARE_ERROR(Error::UnknownField, query.all());
        COMPARE_ERROR(Error::UnknownField, query.count());
    });
    if (path == u"writer")
        QVERIFY2(query.error().text().contains(u"author"_s), // what there is
                 describe(query.error()).constData());
}

void TestLoading::prefetchIsOneMoreForEachStep_data()
{
    QTest::addColumn<QStringList>("paths");
    QTest::addColumn<int>("statements");
    QTest::newRow("one") << QStringList{u"posts"_s} << 2;
    QTest::newRow("two steps") << QStringList{u"posts__tags"_s} << 3;
    QTest::newRow("a step and its prefix") << QStringList{u"posts"_s, u"posts__tags"_s} << 3;
    QTest::newRow("the same twice") << QStringList{u"posts"_s, u"posts"_s} << 2;
    QTest::newRow("reverse one-to-one") << QStringList{u"profile"_s} << 2;
    QTest::newRow("two branches") << QStringList{u"profile"_s, u"posts"_s} << 3;
    QTest::newRow("three branches")
            << QStringList{u"profile"_s, u"posts"_s, u"posts__tags"_s} << 4;
    QTest::newRow("there and back") << QStringList{u"posts__author"_s} << 2;
}

void TestLoading::prefetchIsOneMoreForEachStep()
{
    QFETCH(const QStringList, paths);
    QFETCH(const int, statements);
    TestDatabase database;
    Chakra::Session session(database.handle());
    auto query = User::objects(session).orderBy("id");
    for (const QString &path : paths)
        query = query.prefetchRelated(path);

    QList<User *> users;
    COMPARE_STATEMENTS(statements, users = must(query.all()));
    QCOMPARE(keyText(users), u"1 2 3"_s);
    COMPARE_STATEMENTS(0, {
        for (const User *user : std::as_const(users)) {
            if (paths.contains(u"profile"_s))
                QCOMPARE(user->profile() != nullptr, user->id() != 2);
            if (!paths.last().startsWith(u"posts"_s))
                continue;
            QCOMPARE(user->posts().size(), user->id() == 1 ? 3 : user->id() == 2 ? 2 : 0);
            for (const Post *post : user->posts()) {
                QCOMPARE(post->author(), user);
                if (paths.contains(u"posts__tags"_s))
                    QCOMPARE(post->tags().size(), post->id() == 1 ? 2 : post->id() == 5 ? 0 : 1);
            }
        }
    });
}

void TestLoading::everythingPrefetchedIsReadWithoutSql()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Post *> posts,
             Post::objects(session).prefetchRelated("tags").orderBy("id").all());
    COMPARE_STATEMENTS(0, {
        const Post *post = posts.at(0);
        QCOMPARE(post->tags().size(), 2);
        QVERIFY(!post->tags().isEmpty());
        QVERIFY(post->tags().isLoaded());
        QVERIFY(!post->tags().isPartial());
        QCOMPARE(post->tags().first()->name(), u"python"_s);
        QCOMPARE(post->tags().last(), post->tags().at(1));
        QVERIFY(post->tags().contains(post->tags().at(1)));
        QCOMPARE(post->tags().indexOf(post->tags().at(1)), 1);
        QCOMPARE(post->tags().toList().size(), 2);
        QCOMPARE(keyText(post->tags()), u"1 2"_s);
        MUST(posts.at(0)->tags().load());
        QVERIFY(posts.at(4)->tags().isEmpty()); // empty, and known to be
    });
}

void TestLoading::prefetchStopsWhereThereIsNothing()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    // No owners.
    COMPARE_STATEMENTS(1, QVERIFY(must(User::objects(session)
                                               .filter("username", "nobody")
                                               .prefetchRelated("posts__tags", "profile")
                                               .all())
                                          .isEmpty()));
    // No members at the first step.
    COMPARE_STATEMENTS(2, MUST(User::objects(session)
                                       .filter("username", "carol")
                                       .prefetchRelated("posts__tags")
                                       .all()));
    // Only null keys.
    COMPARE_STATEMENTS(1, QCOMPARE(must(Comment::objects(session)
                                                .filter("parentId__isnull", true)
                                                .prefetchRelated("parentComment")
                                                .all())
                                           .size(),
                                   2));
}

void TestLoading::prefetchOfToOneRelations()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    QList<Post *> posts;
    const Counter counter;
    posts = must(Post::objects(session).prefetchRelated("author").orderBy("id").all());
    QVERIFY2(counter.count() == 2, counter.report(2).constData());
    QCOMPARE(counter.statements().at(1).rows, 2); // each author once
    COMPARE_STATEMENTS(0, for (const Post *post : std::as_const(posts))
                                  QCOMPARE(post->author()->id(), post->authorId()));
}

void TestLoading::prefetchOfManyOwnersIsOneStatement()
{
    TestDatabase database(TestDatabase::Tables);
    database.fillUsersWithAPost(2500);
    Chakra::Session session(database.handle());
    QList<User *> users;
    COMPARE_STATEMENTS(3, users = must(User::objects(session)
                                               .prefetchRelated("posts", "profile")
                                               .orderBy("id")
                                               .all()));
    QCOMPARE(users.size(), 2500);
    int wrong = 0;
    COMPARE_STATEMENTS(0, {
        for (const User *user : std::as_const(users)) {
            wrong += keyText(user->posts()) != QString::number(user->id());
            wrong += user->profile() != nullptr;
        }
    });
    QCOMPARE(wrong, 0);
}

void TestLoading::theBackPointerIsFree()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    COMPARE_STATEMENTS(2, {
        MUST_GET(const QList<User *> users,
                 User::objects(session).prefetchRelated("posts__author").all());
        for (const User *user : users) {
            for (const Post *post : user->posts())
                QCOMPARE(post->author(), user);
        }
    });
}

void TestLoading::selfReferencesArePrefetchedLevelByLevel()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    QList<Comment *> roots;
    COMPARE_STATEMENTS(3, roots = must(Comment::objects(session)
                                               .filter("parentComment", nullptr)
                                               .prefetchRelated("replies__replies")
                                               .orderBy("id")
                                               .all()));
    QCOMPARE(keyText(roots), u"1 5"_s);
    COMPARE_STATEMENTS(0, {
        QCOMPARE(keyText(roots.at(0)->replies()), u"2 3"_s);
        QCOMPARE(keyText(roots.at(0)->replies().at(0)->replies()), u"4"_s);
        QVERIFY(roots.at(0)->replies().at(1)->replies().isEmpty());
        QVERIFY(roots.at(1)->replies().isEmpty());
    });
}

void TestLoading::joinsAndPrefetchesCombine()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    QList<Post *> posts;
    COMPARE_STATEMENTS(2, posts = must(Post::objects(session)
                                               .selectRelated("author")
                                               .prefetchRelated("author__posts")
                                               .orderBy("id")
                                               .all()));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(keyText(posts.at(0)->author()->posts()), u"1 2 3"_s);
        QCOMPARE(posts.at(0)->author()->posts().at(0), posts.at(0));
    });
}

void TestLoading::countAndExistsDoNotPrefetch()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    const auto query = User::objects(session).selectRelated("profile").prefetchRelated("posts");
    COMPARE_STATEMENTS(1, QCOMPARE(must(query.count()), 3));
    COMPARE_STATEMENTS(1, QVERIFY(must(query.exists())));
}

void TestLoading::singleObjectsArePrefetchedToo()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    User *alice = nullptr;
    COMPARE_STATEMENTS(
            2, alice = must(User::objects(session).prefetchRelated("posts").get("id", 1)));
    QVERIFY(alice);
    COMPARE_STATEMENTS(0, QCOMPARE(alice->posts().size(), 3));
    User *last = nullptr;
    COMPARE_STATEMENTS(2, last = must(User::objects(session).prefetchRelated("posts").last()));
    QVERIFY(last);
    COMPARE_STATEMENTS(0, QVERIFY(last->posts().isEmpty()));
}

void TestLoading::wrongPathsAreRefusedWithoutSql_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("unknown") << u"articles"_s;
    QTest::newRow("unknown, deeper") << u"posts__labels"_s;
    QTest::newRow("a column") << u"username"_s;
    QTest::newRow("a column, deeper") << u"posts__title"_s;
    QTest::newRow("a lookup") << u"posts__exact"_s;
}

void TestLoading::wrongPathsAreRefusedWithoutSql()
{
    QFETCH(const QString, path);
    TestDatabase database;
    Chakra::Session session(database.handle());
    // Even where there would be nothing to prefetch.
    const auto query = User::objects(session).filter("id", 0).prefetchRelated(path);
    QCOMPARE(query.error().kind(), Error::UnknownField);
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::UnknownField, query.all()));
    const auto custom = User::objects(session).prefetchRelated(Prefetch(path));
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::UnknownField, custom.all()));
}

void TestLoading::aFilteredPrefetchIsPartial()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    QList<User *> users;
    COMPARE_STATEMENTS(
            2, users = must(User::objects(session)
                                    .prefetchRelated(Prefetch(
                                            "posts", Post::objects(session)
                                                             .filter("published", true)
                                                             .orderBy("-createdAt")))
                                    .orderBy("id")
                                    .all()));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(keyText(users.at(0)->posts()), u"3 1"_s);
        QVERIFY(users.at(0)->posts().isLoaded());
        QVERIFY(users.at(0)->posts().isPartial());
        QCOMPARE(keyText(users.at(1)->posts()), u"4"_s);
        QVERIFY(users.at(1)->posts().isPartial());
        QVERIFY(users.at(2)->posts().isEmpty());
        QCOMPARE(users.at(0)->posts().at(0)->author(), users.at(0));
    });
}

void TestLoading::aSortedPrefetchIsSorted()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const User *alice,
             User::objects(session)
                     .prefetchRelated(Prefetch("posts", Post::objects(session).orderBy("-id")))
                     .get("id", 1));
    QCOMPARE(keyText(alice->posts()), u"3 2 1"_s);
}

void TestLoading::aPrefetchMayLoadFurther()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    QList<User *> users;
    COMPARE_STATEMENTS(
            3,
            users = must(User::objects(session)
                                 .prefetchRelated(Prefetch("posts", Post::objects(session)
                                                                            .prefetchRelated(
                                                                                    "tags")))
                                 .orderBy("id")
                                 .all()));
    COMPARE_STATEMENTS(0, QCOMPARE(users.at(0)->posts().at(0)->tags().size(), 2));

    // What the inner query joins stays, although the back pointer leads to the same object.
    Chakra::Session other(database.handle());
    COMPARE_STATEMENTS(
            2, users = must(User::objects(other)
                                    .prefetchRelated(Prefetch(
                                            "posts", Post::objects(other).selectRelated(
                                                             "author__profile")))
                                    .orderBy("id")
                                    .all()));
    COMPARE_STATEMENTS(0, {
        const Post *post = users.at(0)->posts().at(0);
        QCOMPARE(post->author(), users.at(0));
        QVERIFY(post->author()->profile());
    });
}

void TestLoading::anUnfilteredPrefetchIsWhole()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const User *alice,
             User::objects(session)
                     .prefetchRelated(Prefetch("posts", Post::objects(session)))
                     .get("id", 1));
    QVERIFY(alice->posts().isLoaded());
    QVERIFY(!alice->posts().isPartial());
    MUST_GET(const User *bob,
             User::objects(session).prefetchRelated(Prefetch("posts")).get("id", 2));
    QVERIFY(!bob->posts().isPartial());
    QCOMPARE(bob->posts().size(), 2);
}

void TestLoading::aPartIsNotCompletedByReading()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const User *alice,
             User::objects(session)
                     .prefetchRelated(
                             Prefetch("posts", Post::objects(session).filter("published", true)))
                     .get("id", 1));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(alice->posts().size(), 2);
        QVERIFY(alice->posts().isPartial());
    });
}

void TestLoading::aPartIsCompletedByLoading()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    const auto published = Post::objects(session).filter("published", true);
    MUST_GET(User *alice,
             User::objects(session).prefetchRelated(Prefetch("posts", published)).get("id", 1));
    QVERIFY(alice->posts().isPartial());
    COMPARE_STATEMENTS(1, MUST(alice->posts().reload()));
    QVERIFY(!alice->posts().isPartial());
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);

    MUST_GET(User *bob,
             User::objects(session).prefetchRelated(Prefetch("posts", published)).get("id", 2));
    QVERIFY(bob->posts().isPartial());
    MUST(User::objects(session).prefetchRelated("posts").get("id", 2));
    QVERIFY(!bob->posts().isPartial());
    QCOMPARE(keyText(bob->posts()), u"4 5"_s);
}

void TestLoading::callsOnAPartWorkAgainstTheDatabase_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("rows");
    QTest::newRow("add") << u"add"_s << u"1 2 3"_s;
    QTest::newRow("add what the part hides") << u"add hidden"_s << u"1 2"_s;
    QTest::newRow("remove what the part hides") << u"remove hidden"_s << u"1"_s;
    QTest::newRow("remove") << u"remove"_s << u"2"_s;
    QTest::newRow("set to the part") << u"set same"_s << u"1"_s;
    QTest::newRow("set to others") << u"set"_s << u"2 3"_s;
    QTest::newRow("clear") << u"clear"_s << u""_s;
}

void TestLoading::callsOnAPartWorkAgainstTheDatabase()
{
    QFETCH(const QString, call);
    QFETCH(const QString, rows);
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Tag *> tags, Tag::objects(session).orderBy("id").all());
    MUST_GET(Post *post,
             Post::objects(session)
                     .prefetchRelated(
                             Prefetch("tags", Tag::objects(session).filter("name", "python")))
                     .get("id", 1));
    QVERIFY(post->tags().isPartial());
    QCOMPARE(keyText(post->tags()), u"1"_s); // the row (1, 2) is there as well
    Tag *python = tags.at(0);
    Tag *rust = tags.at(1);
    Tag *qt = tags.at(2);

    if (call == u"add")
        MUST(post->tags().add(qt));
    else if (call == u"add hidden")
        MUST(post->tags().add(rust));
    else if (call == u"remove hidden")
        MUST(post->tags().remove(rust));
    else if (call == u"remove")
        MUST(post->tags().remove(python));
    else if (call == u"set same")
        MUST(post->tags().set({python}));
    else if (call == u"set")
        MUST(post->tags().set({rust, qt}));
    else
        MUST(post->tags().clear());

    Chakra::Session other(database.handle());
    MUST_GET(const Post *stored, Post::objects(other).get("id", 1));
    QCOMPARE(keyText(stored->tags()), rows);
    MUST(post->tags().reload());
    QCOMPARE(keyText(post->tags()), rows);
}

void TestLoading::aPrefetchOfAnotherModelIsRefused()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    const auto query =
            User::objects(session).prefetchRelated(Prefetch("posts", Tag::objects(session)));
    QVERIFY(query.error().isValid());
    COMPARE_STATEMENTS(0, QVERIFY(!query.all()));
}

void TestLoading::aFilteredPrefetchDoesNotReplaceTheWhole()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    MUST(User::objects(session)
                 .prefetchRelated(
                         Prefetch("posts", Post::objects(session).filter("published", false)))
                 .all());
    QVERIFY(!alice->posts().isPartial());
    COMPARE_STATEMENTS(0, QCOMPARE(keyText(alice->posts()), u"1 2 3"_s));
}

void TestLoading::aPlainQueryKeepsWhatWasLoaded()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Post *> posts, Post::objects(session)
                                                .selectRelated("author__profile")
                                                .prefetchRelated("tags")
                                                .orderBy("id")
                                                .all());
    MUST(Post::objects(session).all());
    MUST(User::objects(session).all());
    COMPARE_STATEMENTS(0, {
        QVERIFY(posts.at(0)->author());
        QVERIFY(posts.at(0)->author()->profile());
        QCOMPARE(posts.at(3)->author()->profile(), nullptr);
        QCOMPARE(posts.at(0)->tags().size(), 2);
    });
}

void TestLoading::onlyDoesNotTakeColumnsAway()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());
    database.run(u"UPDATE posts SET title = 'Theirs' WHERE id = 1"_s);
    MUST(Post::objects(session).only("title").all());
    COMPARE_STATEMENTS(0, {
        QCOMPARE(posts.at(0)->title(), u"Theirs"_s);
        QCOMPARE(posts.at(0)->content(), u"one"_s);
        QCOMPARE(posts.at(0)->authorId(), 1);
    });
}

void TestLoading::aColumnLeftOutIsLoadedWhenItIsRead()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    const Counter counter;
    MUST_GET(const QList<Post *> posts,
             Post::objects(session).only("title").orderBy("id").all());
    QCOMPARE(counter.count(), 1);
    QVERIFY(!counter.statements().constFirst().sql.contains(u"content"_s));
    COMPARE_STATEMENTS(0, QCOMPARE(posts.at(0)->title(), u"Hello"_s));
    QCOMPARE(posts.at(0)->content(), u"one"_s);
    QCOMPARE(posts.at(0)->authorId(), 1);
    QVERIFY(!posts.at(0)->isChanged());
    COMPARE_STATEMENTS(0, QCOMPARE(posts.at(0)->content(), u"one"_s));
    COMPARE_STATEMENTS(0, MUST(session.commit()));

    Chakra::Session other(database.handle());
    MUST_GET(const Post *deferred, Post::objects(other).defer("content").get("id", 2));
    COMPARE_STATEMENTS(0, QCOMPARE(deferred->authorId(), 1));
    COMPARE_STATEMENTS(1, QCOMPARE(deferred->content(), u"two"_s));
}

void TestLoading::aLoopCostsOneStatementForEachThousand_data()
{
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("statements");
    QTest::newRow("1") << 1 << 2;
    QTest::newRow("2") << 2 << 2;
    QTest::newRow("1000") << 1000 << 2;
    QTest::newRow("1001") << 1001 << 3;
    QTest::newRow("2500") << 2500 << 4;
}

void TestLoading::aLoopCostsOneStatementForEachThousand()
{
    QFETCH(const int, rows);
    QFETCH(const int, statements);
    TestDatabase database(TestDatabase::Tables);
    database.fillUsersWithAPost(rows);
    Chakra::Session session(database.handle());
    int wrong = 0;
    COMPARE_STATEMENTS(statements, {
        MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());
        QCOMPARE(posts.size(), rows);
        for (const Post *post : posts)
            wrong += !post->author() || post->author()->id() != post->id();
    });
    QCOMPARE(wrong, 0);
}

void TestLoading::aLoopOverListsCostsTheSame_data()
{
    aLoopCostsOneStatementForEachThousand_data();
}

void TestLoading::aLoopOverListsCostsTheSame()
{
    QFETCH(const int, rows);
    QFETCH(const int, statements);
    TestDatabase database(TestDatabase::Tables);
    database.fillUsersWithAPost(rows);
    Chakra::Session session(database.handle());
    int wrong = 0;
    COMPARE_STATEMENTS(statements, {
        MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
        QCOMPARE(users.size(), rows);
        for (const User *user : users)
            wrong += user->posts().size() != 1 || user->posts().at(0)->id() != user->id();
    });
    QCOMPARE(wrong, 0);
}

void TestLoading::aLoopOverManyToManyListsIsOneStatement()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    QStringList names;
    COMPARE_STATEMENTS(2, {
        MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());
        for (const Post *post : posts)
            names.append(keyText(post->tags()));
    });
    QCOMPARE(names, QStringList({u"1 2"_s, u"1"_s, u"3"_s, u"2"_s, u""_s}));
}

void TestLoading::thePeerLimitIsSetOnTheSession_data()
{
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("statements");
    QTest::newRow("1") << 1 << 11;
    QTest::newRow("2") << 2 << 6;
    QTest::newRow("3") << 3 << 5;
    QTest::newRow("10") << 10 << 2;
    QTest::newRow("11") << 11 << 2;
}

void TestLoading::thePeerLimitIsSetOnTheSession()
{
    QFETCH(const int, limit);
    QFETCH(const int, statements);
    TestDatabase database(TestDatabase::Tables);
    database.fillUsersWithAPost(10);
    for (const bool list : {false, true}) {
        Chakra::Session session(database.handle());
        session.setPeerLimit(limit);
        COMPARE_STATEMENTS(statements, {
            if (list) {
                MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
                for (const User *user : users)
                    QCOMPARE(user->posts().size(), 1);
            } else {
                MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());
                for (const Post *post : posts)
                    QVERIFY(post->author());
            }
        });
    }
}

void TestLoading::peersThatHaveItAreNotLoadedAgain()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    database.run(u"DELETE FROM posts WHERE id = 1"_s);
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
    COMPARE_STATEMENTS(1, QCOMPARE(keyText(users.at(1)->posts()), u"4 5"_s));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(keyText(alice->posts()), u"1 2 3"_s); // as it was loaded
        QVERIFY(users.at(2)->posts().isEmpty());
    });
}

void TestLoading::objectsThatCameAlongArePeersToo()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    // By JOIN
    MUST_GET(const QList<Post *> posts,
             Post::objects(session).selectRelated("author").orderBy("id").all());
    COMPARE_STATEMENTS(1, for (const Post *post : posts) post->author()->profile());
    // By prefetch
    Chakra::Session other(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(other).prefetchRelated("posts").orderBy("id").all());
    COMPARE_STATEMENTS(1, {
        for (const User *user : users) {
            for (const Post *post : user->posts())
                post->tags().size();
        }
    });
}

void TestLoading::aLazilyLoadedListMakesPeers()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
    // One for the users, then one for the posts of all, one for the tags of all those.
    COMPARE_STATEMENTS(2, {
        for (const User *user : users) {
            for (const Post *post : user->posts())
                post->tags().size();
        }
    });
}

void TestLoading::theLastResultCounts()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Post *> all, Post::objects(session).orderBy("id").all());
    MUST_GET(const QList<Post *> two, Post::objects(session).orderBy("id").limit(2).all());
    COMPARE_STATEMENTS(1, two.at(0)->tags().size());
    QVERIFY(two.at(1)->tags().isLoaded());
    QVERIFY(!all.at(2)->tags().isLoaded());
    COMPARE_STATEMENTS(1, for (const Post *post : all) post->tags().size());
}

void TestLoading::whatTheSessionHoldsIsNotAskedFor()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).all());
    MUST_GET(const QList<Post *> posts, Post::objects(session).all());
    COMPARE_STATEMENTS(0, for (const Post *post : posts) QVERIFY(users.contains(post->author())));
}

void TestLoading::absenceIsRememberedForAllPeers()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
    COMPARE_STATEMENTS(1, {
        QVERIFY(users.at(0)->profile());
        QCOMPARE(users.at(1)->profile(), nullptr);
        QVERIFY(users.at(2)->profile());
    });
    COMPARE_STATEMENTS(0, {
        QCOMPARE(users.at(1)->profile(), nullptr);
        QVERIFY(users.at(1)->isLoaded("profile"));
    });
}

void TestLoading::singleLoadsForOneObjectOnly()
{
    TestDatabase database(TestDatabase::Tables);
    database.fillUsersWithAPost(5);
    Chakra::Session session(database.handle());
    QCOMPARE(session.lazyLoading(), LazyLoading::Peers);
    session.setLazyLoading(LazyLoading::Single);
    QCOMPARE(session.lazyLoading(), LazyLoading::Single);
    COMPARE_STATEMENTS(6, {
        MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
        for (const User *user : users)
            QCOMPARE(user->posts().size(), 1);
    });
    Chakra::Session other(database.handle());
    other.setLazyLoading(LazyLoading::Single);
    COMPARE_STATEMENTS(6, {
        MUST_GET(const QList<Post *> posts, Post::objects(other).orderBy("id").all());
        for (const Post *post : posts)
            QVERIFY(post->author());
    });
}

void TestLoading::forbidIsAnErrorAndNoStatement()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const Post *post, Post::objects(session).get("id", 1));
    session.setLazyLoading(LazyLoading::Forbid);
    const ReportedErrors reported(session);
    COMPARE_STATEMENTS(0, {
        QCOMPARE(post->author(), nullptr);
        QVERIFY(post->tags().isEmpty());
    });
    QVERIFY(post->relationError("author").isValid());
    QVERIFY(post->relationError("tags").isValid());
    QVERIFY(!post->isLoaded("author"));
    QTRY_VERIFY(!reported.errors().isEmpty());
    QVERIFY(!post->isChanged());
}

void TestLoading::forbidAllowsWhatNeedsNoStatement()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    session.setLazyLoading(LazyLoading::Forbid);
    MUST_GET(const QList<Post *> posts, Post::objects(session)
                                                .selectRelated("author")
                                                .prefetchRelated("tags")
                                                .orderBy("id")
                                                .all());
    MUST_GET(const Comment *root, Comment::objects(session).get("id", 1));
    COMPARE_STATEMENTS(0, {
        QVERIFY(posts.at(0)->author());
        QCOMPARE(posts.at(0)->tags().size(), 2);
        QCOMPARE(root->parentComment(), nullptr);
    });
    QVERIFY(!root->relationError("parentComment").isValid());
    QVERIFY(!posts.at(0)->relationError("author").isValid());
}

void TestLoading::prefetchRelatedObjectsFillsWhatIsMissing()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
    COMPARE_STATEMENTS(2, MUST(Chakra::prefetchRelatedObjects(users, "posts", "posts__tags")));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(keyText(users.at(0)->posts()), u"1 2 3"_s);
        QCOMPARE(users.at(0)->posts().at(0)->tags().size(), 2);
        QVERIFY(users.at(2)->posts().isEmpty());
        MUST(Chakra::prefetchRelatedObjects(users, "posts", "posts__tags"));
        MUST(Chakra::prefetchRelatedObjects(QList<User *>(), "posts"));
    });
    COMPARE_STATEMENTS(1, MUST(Chakra::prefetchRelatedObjects(users, "posts", "profile")));
    COMPARE_STATEMENTS(0, QCOMPARE(users.at(1)->profile(), nullptr));

    // Only for those that lack it.
    Chakra::Session other(database.handle());
    MUST_GET(User *alice, User::objects(other).prefetchRelated("posts").get("id", 1));
    MUST_GET(User *bob, User::objects(other).get("id", 2));
    database.run(u"DELETE FROM posts WHERE id = 1"_s);
    COMPARE_STATEMENTS(
            1, MUST(Chakra::prefetchRelatedObjects(QList<User *>{alice, bob}, "posts")));
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    QCOMPARE(keyText(bob->posts()), u"4 5"_s);
}

void TestLoading::prefetchRelatedObjectsRefusesWrongPaths()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).all());
    COMPARE_STATEMENTS(0, {
        COMPARE_ERROR(Error::UnknownField, Chakra::prefetchRelatedObjects(users, "articles"));
        COMPARE_ERROR(Error::UnknownField, Chakra::prefetchRelatedObjects(users, "username"));
    });
}

void TestLoading::aFailureIsRememberedAndTold()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    database.run(u"ALTER TABLE profiles RENAME TO elsewhere"_s);

    QCOMPARE(alice->profile(), nullptr);
    QVERIFY(!alice->isLoaded("profile"));
    QCOMPARE(alice->relationError("profile").kind(), Error::Sql);
    QVERIFY(!alice->relationError("profile").text().isEmpty());
    QVERIFY(!alice->relationError("posts").isValid());
    COMPARE_STATEMENTS(0, QCOMPARE(alice->profile(), nullptr));

    database.run(u"ALTER TABLE elsewhere RENAME TO profiles"_s);
    COMPARE_STATEMENTS(0, QCOMPARE(alice->profile(), nullptr)); // until load() or refresh()
    COMPARE_STATEMENTS(1, QVERIFY(must(alice->load<&User::profile>())));
    QVERIFY(!alice->relationError("profile").isValid());
    COMPARE_STATEMENTS(0, QVERIFY(alice->profile()));

    // A list likewise, and refresh() gives it another chance.
    database.run(u"ALTER TABLE posts RENAME TO elsewhere"_s);
    QVERIFY(alice->posts().isEmpty());
    QVERIFY(!alice->posts().isLoaded());
    COMPARE_ERROR(Error::Sql, alice->posts().load());
    COMPARE_STATEMENTS(0, QVERIFY(alice->posts().isEmpty()));
    database.run(u"ALTER TABLE elsewhere RENAME TO posts"_s);
    MUST(session.refresh(alice));
    QCOMPARE(alice->posts().size(), 3);
}

void TestLoading::aFailureIsReportedOnce()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    database.run(u"DROP TABLE profiles"_s);
    const ReportedErrors reported(session);
    QCOMPARE(alice->profile(), nullptr);
    QCOMPARE(alice->profile(), nullptr);
    QVERIFY(reported.errors().isEmpty()); // queued
    QTRY_COMPARE(reported.errors().size(), 1);
    QCOMPARE(reported.errors().constFirst().kind(), Error::Sql);
    QCoreApplication::processEvents();
    QCOMPARE(reported.errors().size(), 1);
}

QTEST_GUILESS_MAIN(TestLoading)
#include "tst_loading.moc"
