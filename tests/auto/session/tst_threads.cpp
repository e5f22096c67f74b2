// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// What threads share: a database, the graph of models, recorders, the types of columns, failures.
// It is the thread sanitizer that makes most of this a test.

#include "anotherthread.h"
#include "messages.h"
#include "money.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QLoggingCategory>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtTest/QtTest>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <latch>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;
using Chakra::Database;
using Chakra::Error;
using Chakra::f;
using Chakra::Result;
using Chakra::Session;
using Chakra::StatementRecorder;

namespace {

constexpr int Threads = 4;
constexpr int Rounds = 12;

// Threads that start at once; see anotherthread.h for why they are not QThreads.
class Team
{
public:
    explicit Team(const std::function<void(int)> &work) : m_running(Threads), m_start(Threads)
    {
        for (int number = 0; number < Threads; ++number) {
            m_threads.emplace_back([this, work, number] {
                m_start.arrive_and_wait();
                try {
                    work(number);
                } catch (const std::exception &failure) {
                    const std::lock_guard lock(m_mutex);
                    m_failures += failure.what();
                    m_failures += '\n';
                }
                --m_running;
            });
        }
    }
    ~Team() { wait(); }

    Q_DISABLE_COPY_MOVE(Team)

    bool isRunning() const { return m_running > 0; }

    // What they failed with, once they have ended.
    QByteArray wait()
    {
        for (std::thread &thread : m_threads)
            thread.join();
        m_threads.clear();
        return m_failures;
    }

private:
    std::atomic<int> m_running;
    std::latch m_start;
    std::mutex m_mutex;
    QByteArray m_failures;
    std::vector<std::thread> m_threads;
};

void require(bool condition, const char *what)
{
    if (!condition)
        throw std::runtime_error(what);
}

QString userName(int thread, int round)
{
    return u"user %1-%2"_s.arg(thread).arg(round);
}

// A user with a profile, two posts and a tag on both, in one transaction.
void writeGraph(Session &session, int thread, int round)
{
    session.transact([&] {
               auto *user = session.create<User>(f<&User::username> = userName(thread, round));
               auto *profile = new Profile;
               profile->setBio(u"bio"_s);
               profile->setUser(user);
               session.add(profile).value();
               auto *tag = session.create<Tag>(f<&Tag::name> = u"tag of "_s + user->username());
               for (const bool published : {true, false}) {
                   auto *post = session.create<Post>(f<&Post::title> = u"post"_s,
                                                     f<&Post::published> = published,
                                                     f<&Post::author> = user);
                   post->tags().add(tag).value();
               }
           })
            .value();
}

// What writeGraph() wrote is there, read in each of the ways to load it.
void readGraph(const Database &database, int thread, int round)
{
    Session session(database);
    User *user = User::objects(session)
                         .selectRelated("profile")
                         .get("username", userName(thread, round))
                         .value();
    require(user->profile() && user->profile()->bio() == u"bio"_s, "the profile is not there");
    require(user->posts().size() == 2, "the posts are not there");
    for (const Post *post : user->posts()) {
        require(post->author() == user, "the post is not the user's");
        require(post->tags().size() == 1, "the tag is not there");
        require(post->tags().first()->posts().size() == 2, "the tag's posts are not there");
    }
    Session other(database);
    const QList<Post *> posts =
            Post::objects(other)
                    .filter(f<&Post::author, &User::username> == userName(thread, round))
                    .prefetchRelated("tags", "author__profile")
                    .all()
                    .value();
    require(posts.size() == 2 && posts.first()->author()->profile(), "the query finds nothing");
}

} // namespace

class TestThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    // The first of all, while nobody has asked for a model yet.
    void theGraphIsBuiltByThreadsAtOnce();
    void threadsShareADatabase_data();
    void threadsShareADatabase();
    void typesOfColumnsAreUsedByThreadsAtOnce();
    void aRecorderIsAskedWhileStatementsRun();
    void recordersComeAndGoWhileStatementsRun();
    void statementsOfThreadsAreLogged();
    void connectionsCloseWithTheirThreads_data();
    void connectionsCloseWithTheirThreads();
    void theLastHandleMayGoInAnyThread();
    void aFailureIsSharedByThreads();
    void aFailureThatAnotherThreadDropsIsReported();

private:
    Result<Database> open(const QString &place); // with tables, in a file or in memory

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestThreads::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

Result<Database> TestThreads::open(const QString &place)
{
    const QString file = m_folder->filePath(u"threads.db"_s);
    const auto opened =
            Database::open(place == "memory"_L1 ? u"sqlite::memory:"_s
                                                : u"sqlite:%1?busyTimeout=60000"_s.arg(file));
    if (!opened.ok())
        return opened.error();
    Database database = opened.value();
    const auto made = database.createTables<User, Profile, Post, Tag, PostTag, Comment, Offer>();
    if (!made.ok())
        return made.error();
    return database;
}

void TestThreads::theGraphIsBuiltByThreadsAtOnce()
{
    MUST_GET(const Database database, Database::open("sqlite::memory:"));
    std::vector<QString> statements(Threads);
    Team team([&](int number) {
        Session session(database);
        // Each comes to it on another way.
        if (number == 0)
            require(Chakra::checkModels().isEmpty(), "the models have mistakes");
        else if (number == 1)
            require(session.create<Comment>()->replies().isEmpty(), "a new comment has replies");
        else if (number == 2)
            require(Tag().state() == Chakra::Model::Transient, "a new tag is stored");
        statements.at(size_t(number)) = Post::objects(session)
                                                .filter("author__profile__bio", "x")
                                                .filter("tags__name", "y")
                                                .toSql();
    });
    QCOMPARE(team.wait(), QByteArray());
    QVERIFY(statements.front().contains(u"post_tags"_s));
    for (const QString &sql : statements)
        QCOMPARE(sql, statements.front());
}

void TestThreads::threadsShareADatabase_data()
{
    QTest::addColumn<QString>("place");
    QTest::newRow("file") << u"file"_s;
    QTest::newRow("memory") << u"memory"_s;
}

void TestThreads::threadsShareADatabase()
{
    QFETCH(const QString, place);
    MUST_GET(const Database database, open(place));
    Team team([&](int number) {
        Session session(database);
        for (int round = 0; round < Rounds; ++round) {
            writeGraph(session, number, round);
            readGraph(database, number, round);
        }
    });
    QCOMPARE(team.wait(), QByteArray());
    for (int number = 0; number < Threads; ++number) {
        for (int round = 0; round < Rounds; ++round)
            readGraph(database, number, round);
    }
    Session session(database);
    QCOMPARE(must(PostTag::objects(session).count()), 2 * Threads * Rounds);
}

void TestThreads::typesOfColumnsAreUsedByThreadsAtOnce()
{
    MUST_GET(const Database database, open(u"memory"_s));
    Team team([&](int number) {
        Session session(database);
        for (int round = 0; round < Rounds; ++round) {
            const qint64 cents = 1000 * number + round;
            session.create<Offer>(f<&Offer::price> = Money{cents});
            session.commit().value();
            session.clear().value();
            const Offer *offer =
                    Offer::objects(session).filter(f<&Offer::price> == Money{cents}).get().value();
            require(offer->price().cents == cents, "the price is another one");
            require(Chakra::registerColumnType<Money>(), "the type is refused");
        }
    });
    QCOMPARE(team.wait(), QByteArray());
}

void TestThreads::aRecorderIsAskedWhileStatementsRun()
{
    MUST_GET(const Database database, open(u"memory"_s));
    const StatementRecorder recorder(database);
    Team team([&](int number) {
        Session session(database);
        for (int round = 0; round < Rounds; ++round) {
            writeGraph(session, number, round);
            readGraph(database, number, round);
        }
    });
    qsizetype before = 0;
    do {
        const QList<Chakra::Statement> statements = recorder.statements();
        QVERIFY(statements.size() >= before);
        before = statements.size();
        for (const Chakra::Statement &statement : statements) {
            QVERIFY(!statement.sql.isEmpty());
            QVERIFY(statement.rows >= 0 && statement.rows < 1000);
            QVERIFY(statement.time >= std::chrono::nanoseconds::zero());
        }
    } while (team.isRunning());
    QCOMPARE(team.wait(), QByteArray());

    int users = 0;
    const QList<Chakra::Statement> statements = recorder.statements();
    for (const Chakra::Statement &statement : statements) {
        if (!statement.sql.startsWith(u"INSERT INTO \"users\""_s))
            continue;
        ++users;
        QCOMPARE(statement.rows, 1);
        QVERIFY(statement.time > std::chrono::nanoseconds::zero());
    }
    QCOMPARE(users, Threads * Rounds);
}

void TestThreads::recordersComeAndGoWhileStatementsRun()
{
    MUST_GET(const Database database, open(u"memory"_s));
    const StatementRecorder whole(database);
    Team team([&](int number) {
        Session session(database);
        for (int round = 0; round < Rounds; ++round) {
            StatementRecorder mine(session);
            const StatementRecorder all(database);
            writeGraph(session, number, round);
            require(mine.count() > 0 && all.count() >= mine.count(), "statements were not heard");
            mine.clear();
            readGraph(database, number, round);
            require(mine.count() == 0, "statements of other sessions were heard");
        }
    });
    do {
        StatementRecorder passing(database);
        QVERIFY(passing.count() <= whole.count());
        passing.clear();
    } while (team.isRunning());
    QCOMPARE(team.wait(), QByteArray());
}

void TestThreads::statementsOfThreadsAreLogged()
{
    MUST_GET(const Database database, open(u"memory"_s));
    QLoggingCategory::setFilterRules(u"chakra.*=true"_s);
    const CaughtMessages messages;
    Team team([&](int number) {
        Session session(database);
        for (int round = 0; round < Rounds; ++round)
            writeGraph(session, number, round);
    });
    QCOMPARE(team.wait(), QByteArray());
    QLoggingCategory::setFilterRules(QString());
    QCOMPARE(messages.of(u"chakra.sql"_s, u"INSERT INTO \"users\""_s).size(), Threads * Rounds);
    QCOMPARE(messages.of(u"chakra.db"_s, u"opened"_s).size(), Threads);
    QCOMPARE(messages.of(u"chakra.db"_s, u"closed"_s).size(), Threads);
}

void TestThreads::connectionsCloseWithTheirThreads_data()
{
    threadsShareADatabase_data();
}

void TestThreads::connectionsCloseWithTheirThreads()
{
    QFETCH(const QString, place);
    MUST_GET(const Database database, open(place));
    Session session(database);
    writeGraph(session, 0, 0);
    const qsizetype before = QSqlDatabase::connectionNames().size();
    for (int round = 0; round < Rounds; ++round) {
        Team team([&](int) { readGraph(database, 0, 0); });
        QCOMPARE(team.wait(), QByteArray());
        QCOMPARE(QSqlDatabase::connectionNames().size(), before);
    }
    readGraph(database, 0, 0);
}

void TestThreads::theLastHandleMayGoInAnyThread()
{
    const qsizetype before = QSqlDatabase::connectionNames().size();
    for (const QString &place : {u"file"_s, u"memory"_s}) {
        for (int round = 0; round < Rounds; ++round) {
            std::vector<std::optional<Database>> handles(Threads);
            {
                MUST_GET(const Database database, open(place));
                Session session(database);
                if (round == 0 || place == "memory"_L1)
                    writeGraph(session, 0, 0);
                std::fill(handles.begin(), handles.end(), database);
            }
            Team team([&](int number) {
                std::optional<Database> &handle = handles.at(size_t(number));
                const Database copy = *handle;
                readGraph(copy, 0, 0);
                handle.reset();
            });
            QCOMPARE(team.wait(), QByteArray());
        }
    }
    // This thread's connections to those databases go when it next opens one.
    {
        MUST_GET(const Database another, Database::open("sqlite::memory:"));
        Session session(another);
        MUST(session.execute(u"SELECT 1"_s));
    }
    QCOMPARE(QSqlDatabase::connectionNames().size(), before);
}

void TestThreads::aFailureIsSharedByThreads()
{
    MUST_GET(const Database database, open(u"memory"_s));
    Session session(database);
    const Result<QList<QVariantList>> failure = session.execute(u"nonsense"_s);
    Team team([&](int) {
        for (int round = 0; round < Rounds; ++round) {
            const Result<QList<QVariantList>> copy = failure;
            const Error error = copy.error();
            require(error == Error::Sql && error.sql() == u"nonsense"_s,
                    "the error is another one");
            require(error.withModel(u"User"_s).model() == u"User"_s, "the copy has no model");
        }
    });
    QCOMPARE(team.wait(), QByteArray());
}

void TestThreads::aFailureThatAnotherThreadDropsIsReported()
{
    MUST_GET(const Database database, open(u"memory"_s));
    auto session = std::make_unique<Session>(database);
    const auto failureOf = [](Session &of) {
        return std::make_unique<Result<QList<QVariantList>>>(of.execute(u"nonsense"_s));
    };
    auto first = failureOf(*session);
    auto second = failureOf(*session);
    const ReportedErrors reported(*session);

    for (int drop = 0; drop < 2; ++drop)
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"nobody looked at"_s));
    onAnotherThread([&first] { first.reset(); });
    QTRY_COMPARE(reported.errors().size(), 1);
    QCOMPARE(reported.errors().constFirst().kind(), Error::Sql);

    // With its session there is nobody to tell.
    session.reset();
    onAnotherThread([&second] { second.reset(); });
    QCoreApplication::processEvents();
    QCOMPARE(reported.errors().size(), 1);
}

QTEST_GUILESS_MAIN(TestThreads)

#include "tst_threads.moc"
