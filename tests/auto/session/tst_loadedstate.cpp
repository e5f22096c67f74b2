// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// What is in memory after a load, whatever was there before it: rows that join what is loaded
// already, columns that were left out, failures that are remembered, and what a transaction that
// fails takes back.

#include "messages.h"
#include "places.h"
#include "testdatabase.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLoggingCategory>
#include <QtCore/QPointer>

#include <functional>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using Chakra::LazyLoading;
using Chakra::Prefetch;
using Chakra::Result;
using Chakra::Session;

class TestLoadedState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    // What is asked for
    void nullTakesLoadingAlongBack();
    void anotherWayToLoadAPathIsUsage_data();
    void anotherWayToLoadAPathIsUsage();
    void nestedPrefetchesShareTheirPrefixes();
    void aNestedPrefetchServesWhatWasLoaded();
    void aPrefetchTakesGetters();
    void prefetchRelatedObjectsRefusesWhatAQueryRefuses();
    void aPrefetchGoesOnBehindANullKey();
    void findLoadsWhatIsMissingAlong();
    void theQueryOfAListIsAPart();

    // What joins what
    void newRowsJoinTheListsOfTheirParents();
    void aNewPartnerEndsARememberedAbsence();
    void aKeyOfNoRowIsAnAbsence();
    void aPartnerThatWaitsForTheCommitIsFound();
    void aNewObjectReadsWhatItsKeyRefersTo();
    void whatALazyLoadBroughtIsPeersToo();
    void partsOfPeersStayParts();
    void aFilteredPartnerIsNotAbsent();
    void evictedObjectsAreNoPeers();
    void keysOfOtherColumnsFindTheirOwners();
    void objectsWithTextKeysMayGoAtAnyTime();

    // Columns left out
    void aChangedObjectGetsItsMissingColumns();
    void aRemovedObjectKeepsItsValues();
    void aMissingColumnIsSetLikeAnyOther();
    void aMissingKeyIsLoadedForAll();
    void peersWithoutTheirKeyAreNotOrphans();
    void aDeferredKeyLeadsNowhere();
    void aMissingKeyIsReplacedLikeAnyOther();
    void aColumnOfADeletedRowIsAFailure();
    void aColumnThatCanNotBeLoadedIsAskedForOnce();
    void forbidIsForColumnsToo();

    // Failures
    void aFailureIsThatOfAllPeers();
    void afterAFailureTheObjectMayComeAnotherWay();
    void forbidIsForLoadsOneByOne();
    void noErrorOccursAfterTheSession();

    // In transactions
    void lazyLoadsInATransaction();
    void whatAFailedTransactionReadIsForgotten();
    void aRefreshInAFailedTransactionIsTakenBack();
    void forEachKeepsWhatItsCallbackMade();

    // What is logged
    void valuesAreLoggedAtDebugLevelOnly();
    void lazyColumnsAreLogged();
};

void TestLoadedState::cleanup()
{
    QLoggingCategory::setFilterRules(QString());
}

void TestLoadedState::nullTakesLoadingAlongBack()
{
    TestDatabase database;
    Session session(database.handle());
    COMPARE_STATEMENTS(1, {
        MUST_GET(
                const Post *post,
                Post::objects(session).selectRelated("author").selectRelated(nullptr).get("id", 1));
        QVERIFY(!post->isLoaded("author"));
    });
    COMPARE_STATEMENTS(1, MUST(Post::objects(session)
                                       .prefetchRelated("tags", "author")
                                       .prefetchRelated(nullptr)
                                       .all()));
    COMPARE_STATEMENTS(2, MUST(Post::objects(session)
                                       .prefetchRelated("tags")
                                       .prefetchRelated(nullptr)
                                       .prefetchRelated("tags")
                                       .all()));
}

using Query = std::function<Chakra::QuerySet<User>(Session &)>;

void TestLoadedState::anotherWayToLoadAPathIsUsage_data()
{
    QTest::addColumn<Query>("query");
    QTest::addColumn<bool>("refused");
    const auto row = [](const char *name, bool refused, const Query &query) {
        QTest::newRow(name) << query << refused;
    };
    static const auto published = [](Session &s) {
        return Post::objects(s).filter("published", true);
    };
    row("all, then some", true, [](Session &s) {
        return User::objects(s).prefetchRelated("posts", Prefetch("posts", published(s)));
    });
    row("some, then others", true, [](Session &s) {
        return User::objects(s)
                .prefetchRelated(Prefetch("posts", published(s)))
                .prefetchRelated(Prefetch("posts", Post::objects(s).filter("id", 1)));
    });
    row("behind a longer path", true, [](Session &s) {
        return User::objects(s).prefetchRelated("posts__tags", Prefetch("posts", published(s)));
    });
    row("behind what a query prefetches", true, [](Session &s) {
        return User::objects(s).prefetchRelated(
                Prefetch("posts", Post::objects(s).prefetchRelated("tags")),
                Prefetch("posts__tags", Tag::objects(s).filter("name", "qt")));
    });
    row("before a longer path", false, [](Session &s) {
        return User::objects(s).prefetchRelated(Prefetch("posts", published(s)), "posts__tags");
    });
    row("once more without a query", false, [](Session &s) {
        return User::objects(s).prefetchRelated(Prefetch("posts", published(s)), "posts");
    });
    row("the very same", false, [](Session &s) {
        const Prefetch some("posts", published(s));
        return User::objects(s).prefetchRelated(some).prefetchRelated(some);
    });
}

void TestLoadedState::anotherWayToLoadAPathIsUsage()
{
    QFETCH(const Query, query);
    QFETCH(const bool, refused);
    TestDatabase database;
    Session session(database.handle());
    const auto users = query(session);
    if (refused) {
        QCOMPARE(users.error().kind(), Error::Usage);
        COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::Usage, users.all()));
    } else {
        MUST_GET(const QList<User *> found, users.orderBy("id").all());
        COMPARE_STATEMENTS(0, QCOMPARE(keyText(found.at(0)->posts()), u"1 3"_s));
    }
}

void TestLoadedState::nestedPrefetchesShareTheirPrefixes()
{
    TestDatabase database;
    Session session(database.handle());
    QList<User *> users;
    COMPARE_STATEMENTS(
            3,
            users = must(User::objects(session)
                                 .prefetchRelated(
                                         Prefetch("posts",
                                                  Post::objects(session).prefetchRelated("tags")),
                                         "posts__tags")
                                 .orderBy("id")
                                 .all()));
    COMPARE_STATEMENTS(0, QCOMPARE(keyText(users.at(0)->posts().at(0)->tags()), u"1 2"_s));
}

void TestLoadedState::aNestedPrefetchServesWhatWasLoaded()
{
    TestDatabase database;
    Session session(database.handle());
    QList<Post *> posts;
    COMPARE_STATEMENTS(
            2,
            posts = must(Post::objects(session)
                                 .selectRelated("author")
                                 .prefetchRelated(Prefetch(
                                         "author", User::objects(session).prefetchRelated("posts")))
                                 .orderBy("id")
                                 .all()));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(keyText(posts.at(0)->author()->posts()), u"1 2 3"_s);
        QCOMPARE(keyText(posts.at(4)->author()->posts()), u"4 5"_s);
    });
}

void TestLoadedState::aPrefetchTakesGetters()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session)
                     .prefetchRelated(Prefetch(f<&User::posts>,
                                               Post::objects(session).filter("published", true)))
                     .orderBy("id")
                     .all());
    COMPARE_STATEMENTS(0, QCOMPARE(keyText(users.at(0)->posts()), u"1 3"_s));
    COMPARE_STATEMENTS(3, MUST(Chakra::prefetchRelatedObjects(users, f<&User::profile>,
                                                              f<&User::posts, &Post::tags>,
                                                              Prefetch(f<&User::posts>))));
    QCOMPARE(keyText(users.at(0)->posts()), u"1 2 3"_s);
}

void TestLoadedState::prefetchRelatedObjectsRefusesWhatAQueryRefuses()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).all());
    COMPARE_STATEMENTS(0, {
        COMPARE_ERROR(Error::Usage, Chakra::prefetchRelatedObjects(
                                            users, Prefetch("posts", Tag::objects(session))));
        COMPARE_ERROR(Error::Usage,
                      Chakra::prefetchRelatedObjects(
                              users, Prefetch("posts", Post::objects(session).limit(2))));
        COMPARE_ERROR(Error::Usage,
                      User::objects(session)
                              .prefetchRelated(Prefetch("posts", Post::objects(session).offset(1)))
                              .all());
    });
    QVERIFY(!users.at(0)->posts().isPartial());
}

void TestLoadedState::aPrefetchGoesOnBehindANullKey()
{
    TestDatabase database;
    Session session(database.handle());
    QList<Comment *> comments;
    COMPARE_STATEMENTS(2, comments = must(Comment::objects(session)
                                                  .prefetchRelated("parentComment__replies")
                                                  .orderBy("id")
                                                  .all()));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(comments.at(0)->parentComment(), nullptr);
        QCOMPARE(comments.at(3)->parentComment(), comments.at(1));
        QCOMPARE(keyText(comments.at(3)->parentComment()->replies()), u"4"_s);
        QCOMPARE(keyText(comments.at(0)->replies()), u"2 3"_s);
    });
    COMPARE_STATEMENTS(1, MUST(Comment::objects(session)
                                       .filter("id", 5)
                                       .prefetchRelated("parentComment__replies")
                                       .all()));
}

void TestLoadedState::findLoadsWhatIsMissingAlong()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const User *alice, User::objects(session).find(1));
    const auto withPosts = User::objects(session).prefetchRelated("posts");
    COMPARE_STATEMENTS(1, QCOMPARE(must(withPosts.find(1)), alice));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(alice->posts().size(), 3);
        QCOMPARE(must(withPosts.find(1)), alice);
    });
    const auto withProfile = User::objects(session).selectRelated("profile");
    COMPARE_STATEMENTS(1, QCOMPARE(must(withProfile.find(1)), alice));
    COMPARE_STATEMENTS(0, {
        QVERIFY(alice->profile());
        QCOMPARE(must(withProfile.find(1)), alice);
    });
}

void TestLoadedState::theQueryOfAListIsAPart()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const User *alice, User::objects(session).find(1));
    MUST_GET(const QList<User *> users,
             User::objects(session)
                     .prefetchRelated(Prefetch("posts", alice->posts().query()))
                     .orderBy("id")
                     .all());
    QCOMPARE(keyText(users.at(0)->posts()), u"1 2 3"_s);
    QVERIFY(users.at(1)->posts().isEmpty());
    QVERIFY(users.at(1)->posts().isPartial());
}

void TestLoadedState::newRowsJoinTheListsOfTheirParents()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
    User *alice = users.at(0);
    User *bob = users.at(1);
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    MUST_GET(const User *dora, [&] {
        database.run(u"INSERT INTO users (id, username) VALUES (4, 'dora')"_s);
        database.run(u"INSERT INTO posts (id, title, content, created_at, author_id) VALUES "
                     "(6, 'New', '', '2024-01-06 10:00:00.000', 1), "
                     "(7, 'Newer', '', '2024-01-07 10:00:00.000', 4)"_s);
        return User::objects(session)
                .prefetchRelated(Prefetch("posts", Post::objects(session).filter("id", 0)))
                .get("id", 4);
    }());
    Notifications heard({{"alice", alice}, {"bob", bob}});
    MUST_GET(const Post *post, Post::objects(session).get("id", 6));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(post->author(), alice);
        QCOMPARE(keyText(alice->posts()), u"1 2 3 6"_s);
    });
    QCOMPARE(heard.take(), QStringList{u"alice.posts"_s});
    QVERIFY(!alice->isChanged());
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    MUST(session.rollback());
    QCOMPARE(keyText(alice->posts()), u"1 2 3 6"_s);
    // Whether a row belongs into a part is not known.
    MUST(Post::objects(session).get("id", 7));
    QVERIFY(dora->posts().isEmpty());
    // Nor is it there twice after another load of the list.
    MUST(User::objects(session).prefetchRelated("posts").all());
    QCOMPARE(keyText(alice->posts()), u"1 2 3 6"_s);
    QCOMPARE(keyText(dora->posts()), u"7"_s);
}

void TestLoadedState::aNewPartnerEndsARememberedAbsence()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User * bob, User::objects(session).get("id", 2));
    QCOMPARE(bob->profile(), nullptr);
    database.run(u"INSERT INTO profiles (id, bio, user_id) VALUES (3, 'Late', 2)"_s);
    COMPARE_STATEMENTS(0, QCOMPARE(bob->profile(), nullptr));
    Notifications heard({{"bob", bob}});
    MUST_GET(const Profile *profile, Profile::objects(session).get("id", 3));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(profile->user(), bob);
        QCOMPARE(bob->profile(), profile);
    });
    QCOMPARE(heard.take(), QStringList{u"bob.profile"_s});
    QVERIFY(!session.commit().error().isValid());
    QCOMPARE(bob->profile(), profile);
}

void TestLoadedState::aKeyOfNoRowIsAnAbsence()
{
    TestDatabase database;
    database.run(u"PRAGMA foreign_keys = OFF"_s);
    database.run(u"UPDATE comments SET parent_id = 99 WHERE id = 4"_s);
    database.run(u"PRAGMA foreign_keys = ON"_s);
    for (const bool joined : {false, true}) {
        Session session(database.handle());
        auto query = Comment::objects(session);
        if (joined)
            query = query.selectRelated("parentComment");
        MUST_GET(const Comment *comment, query.get("id", 4));
        COMPARE_STATEMENTS(joined ? 0 : 1, QCOMPARE(comment->parentComment(), nullptr));
        COMPARE_STATEMENTS(0, QCOMPARE(comment->parentComment(), nullptr));
        QVERIFY(comment->isLoaded("parentComment"));
    }
}

void TestLoadedState::aPartnerThatWaitsForTheCommitIsFound()
{
    TestDatabase database;
    Session session(database.handle());
    auto *profile = new Profile;
    profile->setBio(u"Soon"_s);
    profile->setUserId(2);
    MUST(session.add(profile));
    MUST_GET(const User *bob, User::objects(session).get("id", 2));
    QCOMPARE(profile->user(), bob);
    COMPARE_STATEMENTS(1, QCOMPARE(bob->profile(), profile));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(bob->profile(), profile);
}

void TestLoadedState::aNewObjectReadsWhatItsKeyRefersTo()
{
    TestDatabase database;
    Session session(database.handle());
    auto *post = new Post;
    post->setTitle(u"New"_s);
    post->setAuthorId(1);
    MUST(session.add(post));
    QVERIFY(!post->isLoaded("author"));
    COMPARE_STATEMENTS(1, {
        QVERIFY(post->author());
        QCOMPARE(post->author()->username(), u"alice"_s);
    });
    QVERIFY(post->isLoaded("author"));
    COMPARE_STATEMENTS(1, QCOMPARE(post->author()->posts().size(), 4));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"title = 'New' AND author_id = 1"_s), 1);
}

void TestLoadedState::whatALazyLoadBroughtIsPeersToo()
{
    TestDatabase database;
    Session session(database.handle());
    COMPARE_STATEMENTS(3, {
        MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());
        for (const Post *post : posts)
            QCOMPARE(post->author()->profile() != nullptr, post->id() < 4);
    });
}

void TestLoadedState::partsOfPeersStayParts()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User * alice, User::objects(session)
                                   .prefetchRelated(Prefetch("posts", Post::objects(session).filter(
                                                                              "published", true)))
                                   .get("id", 1));
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
    COMPARE_STATEMENTS(1, QCOMPARE(keyText(users.at(1)->posts()), u"4 5"_s));
    QVERIFY(alice->posts().isPartial());
    QCOMPARE(keyText(alice->posts()), u"1 3"_s);
    // A failure to complete it leaves the part.
    database.run(u"ALTER TABLE posts RENAME TO elsewhere"_s);
    COMPARE_ERROR(Error::Sql, alice->posts().load());
    QCOMPARE(keyText(alice->posts()), u"1 3"_s);
    database.run(u"ALTER TABLE elsewhere RENAME TO posts"_s);
    COMPARE_STATEMENTS(1, MUST(alice->posts().load()));
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
}

void TestLoadedState::aFilteredPartnerIsNotAbsent()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const User *alice,
             User::objects(session)
                     .prefetchRelated(
                             Prefetch("profile", Profile::objects(session).filter("bio", "none")))
                     .get("id", 1));
    QVERIFY(!alice->isLoaded("profile"));
    COMPARE_STATEMENTS(1, QVERIFY(alice->profile()));
}

void TestLoadedState::evictedObjectsAreNoPeers()
{
    TestDatabase database(TestDatabase::Tables);
    database.fillUsersWithAPost(10);
    Session session(database.handle());
    MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());
    MUST(session.evict(posts.at(1)));
    delete posts.at(4);
    MUST(session.release(posts.at(5)));
    const std::unique_ptr<Post> released(posts.at(5));
    MUST(session.remove(posts.at(6)));
    MUST(session.commit());
    COMPARE_STATEMENTS(1, {
        for (const int i : {0, 2, 3, 7, 8, 9})
            QCOMPARE(posts.at(i)->author()->id(), i + 1);
    });
}

void TestLoadedState::keysOfOtherColumnsFindTheirOwners()
{
    using namespace Places;
    TestDatabase database(TestDatabase::Tables);
    must(database.handle().createTables<Country, City, Capital>());
    database.run(u"INSERT INTO pl_countries (id, code, name) VALUES (1, 33, 'France'), "
                 "(2, 39, 'Italy')"_s);
    database.run(u"INSERT INTO pl_cities (id, name, country_code) VALUES (1, 'Lyon', 33), "
                 "(2, 'Nice', 33), (3, 'Turin', 39)"_s);
    database.run(u"INSERT INTO pl_capitals (id, name, country_code) VALUES (1, 'Paris', 33)"_s);
    const auto check = [](const QList<Country *> &countries) {
        COMPARE_STATEMENTS(0, {
            QCOMPARE(keyText(countries.at(0)->cities()), u"1 2"_s);
            QCOMPARE(keyText(countries.at(1)->cities()), u"3"_s);
            for (const Country *country : countries) {
                for (const City *city : country->cities())
                    QCOMPARE(city->country(), country);
            }
            QCOMPARE(keyText(countries.at(0)->cities()), u"1 2"_s); // each once
            QVERIFY(countries.at(0)->capital());
            QCOMPARE(countries.at(0)->capital()->country(), countries.at(0));
            QCOMPARE(countries.at(1)->capital(), nullptr);
        });
    };
    {
        Session session(database.handle());
        MUST_GET(const QList<Country *> countries, Country::objects(session).orderBy("id").all());
        COMPARE_STATEMENTS(2, {
            QCOMPARE(countries.at(0)->cities().size(), 2);
            QVERIFY(countries.at(0)->capital());
        });
        check(countries);
        // Members may go first.
        MUST(session.evict(countries.at(0)->cities().at(1)));
        QCOMPARE(keyText(countries.at(0)->cities()), u"1"_s);
        MUST(session.evict(countries.at(0)->capital()));
        COMPARE_STATEMENTS(0, QCOMPARE(countries.at(0)->capital(), nullptr));
    }
    {
        Session session(database.handle());
        MUST_GET(const QList<Country *> countries, Country::objects(session)
                                                           .selectRelated("capital")
                                                           .prefetchRelated("cities")
                                                           .orderBy("id")
                                                           .all());
        check(countries);
    }
    {
        Session session(database.handle());
        MUST_GET(const QList<City *> cities, City::objects(session).orderBy("id").all());
        COMPARE_STATEMENTS(1, {
            for (const City *city : cities)
                QVERIFY(city->country());
        });
        COMPARE_STATEMENTS(1, QCOMPARE(keyText(cities.at(0)->country()->cities()), u"1 2"_s));
        COMPARE_STATEMENTS(0, QCOMPARE(keyText(cities.at(2)->country()->cities()), u"3"_s));
        MUST(session.rollback()); // has nothing to take back
        COMPARE_STATEMENTS(0, QCOMPARE(keyText(cities.at(0)->country()->cities()), u"1 2"_s));
    }
}

void TestLoadedState::objectsWithTextKeysMayGoAtAnyTime()
{
    using namespace Places;
    TestDatabase database(TestDatabase::Tables);
    must(database.handle().createTables<Person, Passport, Pet>());
    database.run(u"INSERT INTO pl_people (name) VALUES ('ann'), ('ben')"_s);
    database.run(u"INSERT INTO pl_passports (number, person_name) VALUES ('P1', 'ann')"_s);
    database.run(u"INSERT INTO pl_pets (name, owner_name) VALUES ('cat', 'ann'), ('dog', 'ann')"_s);
    for (const bool joined : {false, true}) {
        Session session(database.handle());
        auto query = Person::objects(session).orderBy("name");
        if (joined)
            query = query.selectRelated("passport").prefetchRelated("pets");
        MUST_GET(const QList<Person *> people, query.all());
        const Person *ann = people.at(0);
        QVERIFY(ann->passport());
        QCOMPARE(ann->passport()->person(), ann);
        QCOMPARE(ann->pets().size(), 2);
        delete ann->passport();
        COMPARE_STATEMENTS(0, QCOMPARE(ann->passport(), nullptr));
        delete ann->pets().at(0);
        QCOMPARE(ann->pets().size(), 1);
        // A row that joins the loaded list, and one whose key is set.
        database.run(
                u"INSERT INTO pl_pets (name, owner_name) VALUES ('emu', 'ann'), ('fox', 'ben')"_s);
        MUST_GET(Pet * emu, Pet::objects(session).get("name", "emu"));
        MUST_GET(Pet * fox, Pet::objects(session).get("name", "fox"));
        QCOMPARE(ann->pets().size(), 2);
        fox->setOwnerName(u"ann"_s);
        QCOMPARE(ann->pets().size(), 3);
        delete emu;
        delete fox;
        QCOMPARE(ann->pets().size(), 1);
        database.run(u"DELETE FROM pl_pets WHERE name IN ('emu', 'fox')"_s);
    }
}

void TestLoadedState::aChangedObjectGetsItsMissingColumns()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<Post *> posts, Post::objects(session).only("title").orderBy("id").all());
    posts.at(0)->setTitle(u"Changed"_s);
    COMPARE_STATEMENTS(1, QCOMPARE(posts.at(0)->content(), u"one"_s));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(posts.at(0)->authorId(), 1);
        QCOMPARE(posts.at(1)->content(), u"two"_s); // its neighbour's
        QCOMPARE(posts.at(0)->title(), u"Changed"_s);
    });
    QCOMPARE(posts.at(0)->changedProperties(), QStringList{u"title"_s});
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"id = 1 AND title = 'Changed' AND content = 'one'"_s), 1);
}

void TestLoadedState::aRemovedObjectKeepsItsValues()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Post * post, Post::objects(session).only("title").get("id", 1));
    MUST(session.remove(post));
    COMPARE_STATEMENTS(1, QCOMPARE(post->content(), u"one"_s));
    COMPARE_STATEMENTS(1, MUST(session.commit()));
}

void TestLoadedState::aMissingColumnIsSetLikeAnyOther()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Post * post, Post::objects(session).defer("content").get("id", 1));
    post->setContent(QString()); // the value of a new object, and a change here
    QCOMPARE(post->changedProperties(), QStringList{u"content"_s});
    MUST(session.rollback());
    QCOMPARE(post->content(), u"one"_s);
    MUST_GET(Post * second, Post::objects(session).defer("content").get("id", 2));
    second->setContent(u"two"_s); // what is there
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    second->setContent(QString());
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"id = 2 AND content = ''"_s), 1);
}

void TestLoadedState::aMissingKeyIsLoadedForAll()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<Post *> posts, Post::objects(session).only("title").orderBy("id").all());
    QVERIFY(!posts.at(0)->isLoaded("author"));
    COMPARE_STATEMENTS(2, { // the keys, and the authors
        for (const Post *post : posts)
            QVERIFY(post->author());
    });
    Session other(database.handle());
    QList<Post *> prefetched;
    COMPARE_STATEMENTS(2, prefetched = must(Post::objects(other)
                                                    .only("title")
                                                    .prefetchRelated("author")
                                                    .orderBy("id")
                                                    .all()));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(prefetched.at(0)->author()->username(), u"alice"_s);
        QCOMPARE(prefetched.at(4)->author()->username(), u"bob"_s);
    });
    Session third(database.handle());
    MUST_GET(const QList<Post *> bare, Post::objects(third).only("title").all());
    third.setLazyLoading(LazyLoading::Single);
    COMPARE_STATEMENTS(2, MUST(Chakra::prefetchRelatedObjects(bare, "author")));
    COMPARE_STATEMENTS(0, QVERIFY(bare.at(0)->author()));
}

void TestLoadedState::peersWithoutTheirKeyAreNotOrphans()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const Post *first, Post::objects(session).get("id", 1));
    MUST_GET(const QList<Post *> posts, Post::objects(session).only("title").orderBy("id").all());
    QCOMPARE(posts.at(0), first);
    COMPARE_STATEMENTS(2, {
        QVERIFY(first->author());
        for (const Post *post : posts) {
            QVERIFY(post->author());
            QCOMPARE(post->author()->id(), post->id() < 4 ? 1 : 2);
        }
    });
}

void TestLoadedState::aDeferredKeyLeadsNowhere()
{
    TestDatabase database;
    Session session(database.handle());
    const auto posts = Post::objects(session);
    COMPARE_STATEMENTS(0, {
        COMPARE_ERROR(Error::Usage, posts.defer("authorId").prefetchRelated("author").all());
        COMPARE_ERROR(Error::Usage, posts.prefetchRelated("author").defer("author").all());
        COMPARE_ERROR(Error::Usage, posts.defer("authorId").selectRelated("author__profile").all());
        COMPARE_ERROR(Error::UnknownField, posts.only("author__username").all());
    });
    MUST(posts.defer("authorId").prefetchRelated("tags").all());
    // The primary key can not be left out.
    COMPARE_STATEMENTS(1, QCOMPARE(must(posts.defer("id").get("title", "World"))->id(), 2));
}

void TestLoadedState::aMissingKeyIsReplacedLikeAnyOther()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
    MUST_GET(Post * post, Post::objects(session).only("title").get("id", 1));
    post->setAuthor(users.at(1));
    QCOMPARE(post->changedProperties(), QStringList{u"authorId"_s});
    QCOMPARE(keyText(users.at(1)->posts()), u"4 5 1"_s);
    QCOMPARE(keyText(users.at(0)->posts()), u"2 3"_s);
    MUST(session.rollback());
    COMPARE_STATEMENTS(0, {
        QCOMPARE(post->authorId(), 1);
        QCOMPARE(post->author(), users.at(0));
        QVERIFY(!post->isChanged());
    });
    QCOMPARE(keyText(users.at(0)->posts()), u"1 2 3"_s);
    QCOMPARE(keyText(users.at(1)->posts()), u"4 5"_s);
}

void TestLoadedState::aColumnOfADeletedRowIsAFailure()
{
    TestDatabase database;
    Session session(database.handle());
    const ReportedErrors reported(session);
    MUST_GET(const QList<Post *> posts, Post::objects(session).only("title").orderBy("id").all());
    database.run(u"DELETE FROM posts WHERE id = 1"_s);
    COMPARE_STATEMENTS(1, QCOMPARE(posts.at(0)->content(), QString()));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(posts.at(0)->content(), QString());
        QCOMPARE(posts.at(0)->authorId(), 0);
        QCOMPARE(posts.at(1)->content(), u"two"_s);
    });
    QCOMPARE(posts.at(0)->relationError("content").kind(), Error::StaleObject);
    QVERIFY(!posts.at(1)->relationError("content").isValid());
    COMPARE_ERROR(Error::StaleObject, posts.at(0)->load<&Post::author>());
    QTRY_COMPARE(reported.errors().size(), 1);
    QCOMPARE(reported.errors().constFirst().kind(), Error::StaleObject);
}

void TestLoadedState::aColumnThatCanNotBeLoadedIsAskedForOnce()
{
    TestDatabase database;
    Session session(database.handle());
    const ReportedErrors reported(session);
    MUST_GET(const QList<Post *> posts, Post::objects(session).only("title").orderBy("id").all());
    database.run(u"ALTER TABLE posts RENAME TO elsewhere"_s);
    COMPARE_STATEMENTS(1, {
        for (const Post *post : posts)
            QCOMPARE(post->content(), QString());
    });
    QCOMPARE(posts.at(4)->relationError("content").kind(), Error::Sql);
    // What can not be told to be a change is not taken.
    posts.at(0)->setContent(u"Mine"_s);
    QVERIFY(!posts.at(0)->isChanged());
    database.run(u"ALTER TABLE elsewhere RENAME TO posts"_s);
    COMPARE_STATEMENTS(0, QCOMPARE(posts.at(1)->content(), QString()));
    MUST(session.refresh(posts.at(1)));
    COMPARE_STATEMENTS(0, QCOMPARE(posts.at(1)->content(), u"two"_s));
    QVERIFY(!posts.at(1)->relationError("content").isValid());
    posts.at(0)->setContent(u"Mine"_s);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"id = 1 AND content = 'Mine'"_s), 1);
    QTRY_COMPARE(reported.errors().size(), 2); // the read, and the assignment that was refused
}

void TestLoadedState::forbidIsForColumnsToo()
{
    TestDatabase database;
    Session session(database.handle());
    session.setLazyLoading(LazyLoading::Forbid);
    const ReportedErrors reported(session);
    MUST_GET(Post * post, Post::objects(session).defer("content").get("id", 1));
    COMPARE_STATEMENTS(0, QCOMPARE(post->content(), QString()));
    QCOMPARE(post->relationError("content").kind(), Error::Usage);
    QTRY_COMPARE(reported.errors().size(), 1);
    // Writing is no reading.
    post->setContent(QString());
    QCOMPARE(post->changedProperties(), QStringList{u"content"_s});
    MUST(session.commit());
    QCOMPARE(database.rows(u"posts"_s, u"id = 1 AND content = ''"_s), 1);
}

void TestLoadedState::aFailureIsThatOfAllPeers()
{
    TestDatabase database;
    Session session(database.handle());
    const ReportedErrors reported(session);
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
    database.run(u"ALTER TABLE profiles RENAME TO elsewhere"_s);
    COMPARE_STATEMENTS(1, {
        for (const User *user : users)
            QCOMPARE(user->profile(), nullptr);
    });
    for (const User *user : users)
        QCOMPARE(user->relationError("profile").kind(), Error::Sql);
    QTRY_COMPARE(reported.errors().size(), 1);
    database.run(u"ALTER TABLE elsewhere RENAME TO profiles"_s);
    COMPARE_STATEMENTS(0, {
        for (const User *user : users)
            QCOMPARE(user->profile(), nullptr);
    });
    COMPARE_STATEMENTS(1, {
        for (User *user : users)
            MUST(user->load<&User::profile>());
    });
    QVERIFY(users.at(2)->profile());
    QVERIFY(!users.at(2)->relationError("profile").isValid());
}

void TestLoadedState::afterAFailureTheObjectMayComeAnotherWay()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const Post *post, Post::objects(session).get("id", 1));
    database.run(u"ALTER TABLE users RENAME TO elsewhere"_s);
    QCOMPARE(post->author(), nullptr);
    QCOMPARE(post->relationError("author").kind(), Error::Sql);
    database.run(u"ALTER TABLE elsewhere RENAME TO users"_s);
    COMPARE_STATEMENTS(0, QCOMPARE(post->author(), nullptr));
    MUST_GET(const User *alice, User::objects(session).get("id", 1));
    COMPARE_STATEMENTS(0, QCOMPARE(post->author(), alice));
    QVERIFY(post->isLoaded("author"));
    QVERIFY(!post->relationError("author").isValid());
}

void TestLoadedState::forbidIsForLoadsOneByOne()
{
    TestDatabase database;
    Session session(database.handle());
    session.setLazyLoading(LazyLoading::Forbid);
    const ReportedErrors reported(session);
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(post->author(), nullptr);
        COMPARE_ERROR(Error::Usage, post->load<&Post::author>());
        COMPARE_ERROR(Error::Usage, post->tags().load());
    });
    QCOMPARE(post->relationError("author").kind(), Error::Usage);
    COMPARE_STATEMENTS(2, {
        MUST(Chakra::prefetchRelatedObjects(QList<Post *>{post}, "author"));
        MUST(post->tags().reload());
    });
    QVERIFY(!post->relationError("author").isValid());
    COMPARE_STATEMENTS(0, {
        QVERIFY(post->author());
        QCOMPARE(post->tags().size(), 2);
    });
    QTRY_COMPARE(reported.errors().size(), 1); // the getter's
    QCOMPARE(reported.errors().constFirst().kind(), Error::Usage);
}

void TestLoadedState::noErrorOccursAfterTheSession()
{
    TestDatabase database;
    auto session = std::make_unique<Session>(database.handle());
    const ReportedErrors reported(*session);
    MUST_GET(const Post *post, Post::objects(*session).get("id", 1));
    Result<QList<Post *>> kept = Post::objects(*session).filter("nonsense", 1).all();
    {
        const Result<QList<Post *>> unseen = Post::objects(*session).filter("nonsense", 1).all();
    }
    database.run(u"ALTER TABLE users RENAME TO elsewhere"_s);
    QCOMPARE(post->author(), nullptr);
    const CaughtMessages messages;
    session.reset(); // with two reports under way
    kept = QList<Post *>();
    QCoreApplication::processEvents();
    QCOMPARE(reported.errors().size(), 0);
    QCOMPARE(messages.of(u"chakra.session"_s, u"nonsense"_s).size(), 1); // logged all the same
}

void TestLoadedState::lazyLoadsInATransaction()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
    COMPARE_STATEMENTS(4, { // UPDATE, INSERT, the posts and their tags
        MUST(session.transact([&]() -> Result<void> {
            users.at(1)->setUsername(u"robert"_s);
            session.create<Post>(f<&Post::title> = "Inside", f<&Post::author> = users.at(1));
            if (const auto flushed = session.flush(); !flushed)
                return flushed;
            int tags = 0;
            for (const User *user : users) {
                for (const Post *post : user->posts())
                    tags += int(post->tags().size());
            }
            return tags == 5 && users.at(1)->posts().size() == 3
                           ? Result<void>()
                           : Result<void>(Error(Error::Usage, u"%1 tags"_s.arg(tags)));
        }));
    });
    COMPARE_STATEMENTS(0, QCOMPARE(users.at(1)->posts().size(), 3));
}

void TestLoadedState::whatAFailedTransactionReadIsForgotten()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
    MUST_GET(const Post *post, Post::objects(session).get("id", 1));
    COMPARE_ERROR(Error::CheckViolation, session.transact([&]() -> Result<void> {
        must(session.execute(u"UPDATE posts SET title = 'Theirs', author_id = 2 WHERE id = 1"_s));
        must(session.execute(u"UPDATE users SET username = 'robert' WHERE id = 2"_s));
        // By a query, by a lazy load of lists, by a new object in them.
        must(Post::objects(session).get("id", 1));
        must(User::objects(session).all());
        session.create<Post>(f<&Post::title> = "Inside", f<&Post::author> = users.at(0));
        must(session.flush());
        if (post->title() != u"Theirs" || keyText(users.at(1)->posts()) != u"1 4 5"
            || users.at(0)->posts().size() != 3 || users.at(1)->username() != u"robert")
            QTest::qFail("it does not read what is there", __FILE__, __LINE__);
        return Error(Error::CheckViolation, u"no"_s);
    }));
    QCOMPARE(post->title(), u"Hello"_s);
    QCOMPARE(post->authorId(), 1);
    QCOMPARE(post->author(), users.at(0));
    QCOMPARE(users.at(1)->username(), u"bob"_s);
    QVERIFY(!post->isChanged());
    QCOMPARE(keyText(users.at(0)->posts()), u"1 2 3"_s);
    QCOMPARE(keyText(users.at(1)->posts()), u"4 5"_s);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Hello' AND author_id = 1"_s), 1);
}

void TestLoadedState::aRefreshInAFailedTransactionIsTakenBack()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Post * post, Post::objects(session).get("id", 1));
    post->setTitle(u"Pending"_s);
    COMPARE_ERROR(Error::CheckViolation, session.transact([&]() -> Result<void> {
        must(session.execute(u"UPDATE posts SET title = 'Theirs' WHERE id = 1"_s));
        post->setContent(u"Dropped"_s);
        must(session.refresh(post));
        if (post->title() != u"Theirs" || post->content() != u"one" || post->isChanged())
            QTest::qFail("it does not take the row", __FILE__, __LINE__);
        return Error(Error::CheckViolation, u"no"_s);
    }));
    QCOMPARE(post->title(), u"Pending"_s);
    QCOMPARE(post->content(), u"one"_s);
    QCOMPARE(post->changedProperties(), QStringList{u"title"_s});
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Pending' AND content = 'one'"_s), 1);
}

void TestLoadedState::forEachKeepsWhatItsCallbackMade()
{
    TestDatabase database;
    Session session(database.handle());
    QList<QPointer<Tag>> made;
    QPointer<User> author;
    MUST(Post::objects(session).orderBy("id").forEach([&](Post *post) {
        made.append(session.create<Tag>(f<&Tag::name> = post->title()));
        must(session.commit());
        author = post->author();
    }));
    QCOMPARE(made.size(), 5);
    for (const QPointer<Tag> &tag : std::as_const(made))
        QVERIFY(tag && tag->state() == Chakra::Model::Persistent);
    QVERIFY(author.isNull());
    QCOMPARE(database.rows(u"tags"_s), 9);
}

void TestLoadedState::valuesAreLoggedAtDebugLevelOnly()
{
    TestDatabase database;
    Session session(database.handle());
    const auto query = Post::objects(session).filter("title", "Hello");
    {
        QLoggingCategory::setFilterRules(u"chakra.sql.info=true\nchakra.sql.debug=false"_s);
        const CaughtMessages messages;
        MUST(query.all());
        QCOMPARE(messages.of(u"chakra.sql"_s, u"SELECT"_s).size(), 1);
        QCOMPARE(messages.of(u"chakra.sql"_s, u"Hello"_s).size(), 0);
        QCOMPARE(messages.of(u"chakra.sql"_s, u"SELECT"_s).constFirst().type, QtInfoMsg);
    }
    QLoggingCategory::setFilterRules(u"chakra.sql=true"_s);
    const CaughtMessages messages;
    MUST(query.all());
    QCOMPARE(messages.of(u"chakra.sql"_s, u"SELECT"_s).size(), 1);
    QCOMPARE(messages.of(u"chakra.sql"_s, u"Hello"_s).size(), 1);
    QCOMPARE(messages.of(u"chakra.sql"_s, u"Hello"_s).constFirst().type, QtDebugMsg);
}

void TestLoadedState::lazyColumnsAreLogged()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const Post *post, Post::objects(session).defer("content").get("id", 1));
    QLoggingCategory::setFilterRules(u"chakra.lazy=true"_s);
    const CaughtMessages messages;
    QCOMPARE(post->content(), u"one"_s);
    QCOMPARE(post->content(), u"one"_s);
    QCOMPARE(messages.of(u"chakra.lazy"_s, u"Post"_s).size(), 1);
}

QTEST_GUILESS_MAIN(TestLoadedState)
#include "tst_loadedstate.moc"
