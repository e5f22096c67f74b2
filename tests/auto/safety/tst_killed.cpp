// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// A program that commits one graph of objects after another is killed at a random moment, again and
// again: what it had acknowledged is there, and nothing is there by half.
//
// The program is this one in another mode. What the file has to hold after so many graphs is a
// function of their number alone, so that the whole of it is compared each time.
//
// CHAKRA_KILLS=2000 in the environment makes it 2000 kills in place of 200, CHAKRA_KILLS=2000,7
// with the seed 7. The seed decides how long a program lives; where it then is, the system decides.

#include "rawsqlite.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QRandomGenerator>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <cstdio>
#include <memory>
#include <stdexcept>

using namespace Qt::StringLiterals;
using Chakra::Database;
using Chakra::Error;
using Chakra::f;
using Chakra::Result;
using Chakra::Session;

namespace {

// ------------------------------------------------------------------------------------- the graphs

// Graph n is a user with a profile, posts with tags, and a comment with replies. With it the graph
// before is changed, the user and the comment of an older one are removed (profile, posts and tags
// go with the user, the replies lose their parent), then the replies, and a tag that is in use.
constexpr int UserLives = 6;
constexpr int TagLives = 3;

int postCount(int graph)
{
    return 1 + graph % 3;
}

int replyCount(int graph)
{
    return 1 + graph % 2;
}

QString userName(int graph)
{
    return u"user %1"_s.arg(graph);
}

QString tagName(int graph)
{
    return u"tag %1"_s.arg(graph);
}

QString title(int graph, int post)
{
    return u"post %1/%2"_s.arg(graph).arg(post);
}

// From a line to what takes SQLite a dozen pages.
QString content(int graph, int post)
{
    const int filling = graph % 9 == 0 ? 40000 : (37 * graph + 11 * post) % 60 * 20;
    return u"what post %1/%2 says "_s.arg(graph).arg(post) + QString(filling, u'.');
}

bool isPublished(int graph, int post)
{
    return (graph + post) % 2 == 0;
}

QString rootText(int graph)
{
    return u"comment %1"_s.arg(graph);
}

QString replyText(int graph, int reply)
{
    return u"reply %1/%2"_s.arg(graph).arg(reply);
}

QString changed(const QString &text)
{
    return text + u", changed"_s;
}

// All rows of all tables, in a line each, after \a last graphs.
QStringList expectedRows(int last)
{
    QStringList rows;
    const auto tagIsThere = [last](int graph) {
        return graph >= 1 && graph > last - TagLives && graph <= last;
    };
    for (int graph = qMax(1, last - TagLives + 1); graph <= last; ++graph)
        rows += tagName(graph);
    for (int graph = qMax(1, last - UserLives + 1); graph <= last; ++graph) {
        const bool isChanged = graph < last;
        const auto now = [isChanged](const QString &text) {
            return isChanged ? changed(text) : text;
        };
        rows += u"%1: %2"_s.arg(userName(graph), now(u"bio"_s));
        for (int post = 1; post <= postCount(graph); ++post) {
            rows += u"%1 by %2, %3: %4"_s.arg(title(graph, post), userName(graph))
                            .arg(isPublished(graph, post) != isChanged)
                            .arg(now(content(graph, post)));
            const bool isSwapped = isChanged && post == 1;
            for (const int tag : {graph - 1, isSwapped ? graph + 1 : graph}) {
                if (tagIsThere(tag))
                    rows += u"%1 has %2"_s.arg(title(graph, post), tagName(tag));
            }
        }
        rows += u"%1 under nothing"_s.arg(rootText(graph));
        for (int reply = 1; reply <= replyCount(graph); ++reply) {
            const QString said = replyText(graph, reply);
            rows += u"%1 under %2"_s.arg(reply == 1 ? now(said) : said, rootText(graph));
        }
    }
    if (const int graph = last - UserLives; graph >= 1) {
        for (int reply = 1; reply <= replyCount(graph); ++reply) {
            const QString said = replyText(graph, reply);
            rows += u"%1 under nothing"_s.arg(reply == 1 ? changed(said) : said);
        }
    }
    rows.sort();
    return rows;
}

QStringList foundRows(const RawSqlite &file)
{
    QStringList rows = file.column(u"SELECT name FROM tags"_s);
    // A profile without a user, a post without an author and so on would show as an empty text.
    rows += file.column(u"SELECT ifnull(username, '') || ': ' || ifnull(bio, '') FROM users "
                        "LEFT JOIN profiles ON profiles.user_id = users.id"_s);
    rows += file.column(u"SELECT title || ' by ' || ifnull(username, '') || ', ' || published "
                        "|| ': ' || content FROM posts LEFT JOIN users ON users.id = author_id"_s);
    rows += file.column(
            u"SELECT ifnull(title, '') || ' has ' || ifnull(name, '') FROM post_tags "
            "LEFT JOIN posts ON posts.id = post_id LEFT JOIN tags ON tags.id = tag_id"_s);
    rows += file.column(u"SELECT c.content || ' under ' || ifnull(p.content, 'nothing') "
                        "FROM comments c LEFT JOIN comments p ON p.id = c.parent_id"_s);
    rows.sort();
    return rows;
}

// Which rows are missing, and which are too many.
QByteArray difference(const QStringList &found, const QStringList &expected)
{
    QString text;
    for (const QString &row : expected) {
        if (!found.contains(row))
            text += u"\n   missing: "_s + row.left(100);
    }
    for (const QString &row : found) {
        if (!expected.contains(row))
            text += u"\n   too many: "_s + row.left(100);
    }
    return text.toUtf8();
}

// ------------------------------------------------------------------------------------- the writer

// Writes graphs, each in one transaction, in four ways. Throws what does not work.
class Writer
{
public:
    explicit Writer(const Database &database) : m_database(database) { }

    void write(int graph)
    {
        // Now with what the last graphs left in memory, now without.
        if (!m_session || graph % 8 == 0) {
            m_session.reset();
            m_session = std::make_unique<Session>(m_database);
        }
        switch (graph % 4) {
        case 0:
            writeAll(graph, Pairs::AsObjects);
            m_session->commit().value();
            break;
        case 1: m_session->transact([&] { writeAll(graph, Pairs::AtOnce); }).value(); break;
        case 2:
            m_session
                    ->transact([&] {
                        create(graph);
                        m_session->flush().value();
                        m_session->transact([&] { change(graph, Pairs::AtOnce); }).value();
                        m_session->transact([&] { remove(graph); }).value();
                    })
                    .value();
            break;
        case 3:
            m_session
                    ->transact([&] {
                        const Result<void> undone = m_session->transact([&]() -> Result<void> {
                            writeAll(graph, Pairs::AtOnce);
                            m_session->flush().value();
                            return Error(Error::Usage, u"never mind"_s);
                        });
                        if (undone.ok())
                            throw std::logic_error("a function that failed has succeeded");
                        writeAll(graph, Pairs::AtOnce);
                    })
                    .value();
            break;
        }
    }

private:
    // Many-to-many lists of stored objects are written at once, which is a transaction of its own
    // outside of transact(); pairs that are objects wait for the commit.
    enum class Pairs { AtOnce, AsObjects };

    void writeAll(int graph, Pairs pairs)
    {
        create(graph);
        change(graph, pairs);
        remove(graph);
    }

    void create(int graph)
    {
        Session &session = *m_session;
        auto *user = session.create<User>(f<&User::username> = userName(graph));
        auto *profile = new Profile;
        profile->setBio(u"bio"_s);
        profile->setUser(user);
        session.add(profile).value();
        m_tag = session.create<Tag>(f<&Tag::name> = tagName(graph));
        QList<Tag *> tags{m_tag};
        if (graph > 1)
            tags += Tag::objects(session).get("name", tagName(graph - 1)).value();
        for (int number = 1; number <= postCount(graph); ++number) {
            auto *post = session.create<Post>(f<&Post::title> = title(graph, number),
                                              f<&Post::content> = content(graph, number),
                                              f<&Post::published> = isPublished(graph, number),
                                              f<&Post::author> = user);
            post->tags().add(tags).value();
        }
        auto *root = session.create<Comment>(f<&Comment::content> = rootText(graph));
        for (int number = 1; number <= replyCount(graph); ++number)
            root->replies().create(f<&Comment::content> = replyText(graph, number)).value();
    }

    void change(int graph, Pairs pairs)
    {
        if (graph == 1)
            return;
        Session &session = *m_session;
        const int before = graph - 1;
        User *user = User::objects(session)
                             .selectRelated("profile")
                             .get("username", userName(before))
                             .value();
        user->profile()->setBio(changed(user->profile()->bio()));
        const QList<Post *> posts = user->posts().toList();
        for (Post *post : posts) {
            post->setContent(changed(post->content()));
            post->setPublished(!post->published());
            if (post->title() == title(before, 1))
                swapTag(post, Tag::objects(session).get("name", tagName(before)).value(), pairs);
        }
        Comment *reply = Comment::objects(session).get("content", replyText(before, 1)).value();
        reply->setContent(changed(reply->content()));
    }

    // The tag of the new graph for that of its own.
    void swapTag(Post *post, Tag *old, Pairs pairs)
    {
        if (pairs == Pairs::AtOnce) {
            post->tags().remove(old).value();
            post->tags().add(m_tag).value();
        } else {
            m_session->remove(PostTag::objects(*m_session).find({post->id(), old->id()}).value())
                    .value();
            m_tag->posts().add(post).value(); // waits: the tag is new
        }
    }

    void remove(int graph)
    {
        Session &session = *m_session;
        if (const int old = graph - UserLives; old >= 1) {
            session.remove(User::objects(session).get("username", userName(old)).value()).value();
            session.remove(Comment::objects(session).get("content", rootText(old)).value()).value();
        }
        if (const int old = graph - UserLives - 1; old >= 1) {
            const QList<Comment *> replies =
                    Comment::objects(session)
                            .filter("content__startswith", u"reply %1/"_s.arg(old))
                            .all()
                            .value();
            for (Comment *reply : replies)
                session.remove(reply).value();
        }
        if (const int old = graph - TagLives; old >= 1)
            session.remove(Tag::objects(session).get("name", tagName(old)).value()).value();
    }

    const Database m_database;
    std::unique_ptr<Session> m_session;
    Tag *m_tag = nullptr; // of the newest graph
};

const char Ready[] = "ready";

QString url(const QString &path, const QString &journalMode)
{
    return u"sqlite:%1?journalMode=%2"_s.arg(path, journalMode);
}

Result<void> createTables(Database &database)
{
    return database.createTables<User, Profile, Post, Tag, PostTag, Comment>();
}

// The program that is killed: makes the tables, then writes graphs from the number first on, each
// acknowledged by its number once the commit has succeeded.
int writeUntilKilled(const QString &url, int first)
{
    try {
        Database database = Database::open(url).value();
        createTables(database).value();
        std::puts(Ready);
        std::fflush(stdout);
        Writer writer(database);
        for (int graph = first;; ++graph) {
            writer.write(graph);
            std::printf("%d\n", graph);
            if (std::fflush(stdout) != 0)
                return EXIT_FAILURE; // nobody listens any more
        }
    } catch (const std::exception &failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return EXIT_FAILURE;
    }
}

// That program from the outside.
class Victim
{
public:
    Victim(const QString &url, int first) : m_acknowledged(first - 1)
    {
        m_process.start(QCoreApplication::applicationFilePath(),
                        {u"--write"_s, url, QString::number(first)});
    }

    // Whether it has made its tables, within a time that is long enough for any machine.
    bool waitUntilReady()
    {
        QElapsedTimer timer;
        timer.start();
        while (!m_process.canReadLine() && m_process.state() != QProcess::NotRunning
               && timer.elapsed() < 60000) {
            m_process.waitForReadyRead(1000);
        }
        return m_process.canReadLine();
    }

    // Kills it after that time. False, with what it said, where it ended by itself.
    bool killAfter(int milliseconds)
    {
        const bool ended = m_process.waitForFinished(milliseconds);
        if (!ended) {
            m_process.kill();
            m_process.waitForFinished();
        }
        m_said = m_process.readAllStandardError();
        return !ended && m_process.exitStatus() == QProcess::CrashExit && m_said.isEmpty();
    }

    // The last graph that was acknowledged; -1 where the numbers do not follow upon each other.
    int acknowledged()
    {
        while (m_process.canReadLine()) {
            const QByteArray line = m_process.readLine().trimmed();
            if (line != Ready && line.toInt() != ++m_acknowledged)
                return -1;
        }
        return m_acknowledged;
    }

    const QByteArray &said() const { return m_said; }

private:
    QProcess m_process;
    QByteArray m_said;
    int m_acknowledged;
};

} // namespace

class TestKilled : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void whatWasAcknowledgedIsThereAndNothingByHalf_data();
    void whatWasAcknowledgedIsThereAndNothingByHalf();
    void tablesAreThereAllOrNone();

private:
    QString path() const { return m_folder->filePath(u"killed.db"_s); }
    void checkSound(const RawSqlite &file);
    void writeOneMore(Database &database, const RawSqlite &file, int graph);

    std::unique_ptr<QTemporaryDir> m_folder;
    QRandomGenerator m_random;
    int m_kills = 200;
};

void TestKilled::initTestCase()
{
    const QByteArrayList wanted = qgetenv("CHAKRA_KILLS").split(',');
    if (const int kills = wanted.constFirst().toInt(); kills > 0)
        m_kills = kills;
    const quint32 seed =
            wanted.size() == 2 ? wanted.at(1).toUInt() : QRandomGenerator::global()->generate();
    m_random.seed(seed);
    qInfo("%d kills from the seed %u", m_kills, seed);
}

void TestKilled::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestKilled::checkSound(const RawSqlite &file)
{
    QCOMPARE(file.column(u"PRAGMA integrity_check"_s), QStringList{u"ok"_s});
    QCOMPARE(file.column(u"PRAGMA foreign_key_check"_s), QStringList());
}

void TestKilled::writeOneMore(Database &database, const RawSqlite &file, int graph)
{
    try {
        Writer(database).write(graph);
    } catch (const std::exception &failure) {
        QFAIL(failure.what());
    }
    const QStringList found = foundRows(file);
    const QStringList expected = expectedRows(graph);
    QVERIFY2(found == expected, difference(found, expected).constData());
}

void TestKilled::whatWasAcknowledgedIsThereAndNothingByHalf_data()
{
    QTest::addColumn<QString>("journalMode");
    QTest::newRow("write-ahead log") << u"wal"_s;
    QTest::newRow("rollback journal") << u"delete"_s;
}

void TestKilled::whatWasAcknowledgedIsThereAndNothingByHalf()
{
    QFETCH(const QString, journalMode);
    int last = 0;
    int unacknowledged = 0;
    int journals = 0;
    const int kills = qMax(1, m_kills / 2);
    for (int kill = 0; kill < kills; ++kill) {
        Victim victim(url(path(), journalMode), last + 1);
        QVERIFY2(victim.waitUntilReady(), victim.said().constData());
        QVERIFY2(victim.killAfter(m_random.bounded(5, 150)), victim.said().constData());
        const int acknowledged = victim.acknowledged();
        QVERIFY(acknowledged >= last);
        // SQLite deletes it when a transaction ends, so that this one had not.
        if (QFileInfo(path() + u"-journal"_s).size() > 0)
            ++journals;

        Database database = must(Database::open(url(path(), journalMode)));
        const RawSqlite file(path());
        checkSound(file);
        const QStringList found = foundRows(file);
        last = acknowledged;
        if (found != expectedRows(last) && found == expectedRows(last + 1)) {
            ++last;
            ++unacknowledged;
        }
        const QStringList expected = expectedRows(last);
        QVERIFY2(found == expected,
                 QByteArray("kill " + QByteArray::number(kill) + " after graph "
                            + QByteArray::number(last) + difference(found, expected))
                         .constData());
        ++last;
        writeOneMore(database, file, last);
        if (QTest::currentTestFailed())
            return;
    }
    qInfo("%d kills in %d graphs: %d came between a commit and its acknowledgement, %d left a "
          "journal behind",
          kills, last, unacknowledged, journals);
    // One of each round is this program's own.
    QVERIFY2(last > kills + kills / 5, "the programs hardly came to write anything");
    if (journalMode == "delete"_L1 && kills >= 20)
        QVERIFY2(journals > 0, "none of the kills came within a transaction");
}

// The program is killed while it starts, on a file that does not exist.
void TestKilled::tablesAreThereAllOrNone()
{
    QElapsedTimer timer;
    timer.start();
    {
        Victim victim(url(path(), u"delete"_s), 1);
        QVERIFY2(victim.waitUntilReady(), victim.said().constData());
        victim.killAfter(0);
    }
    const int start = int(timer.elapsed());
    int none = 0;
    const int kills = qMax(1, m_kills / 10);
    for (int kill = 0; kill < kills; ++kill) {
        init();
        Victim victim(url(path(), kill % 2 == 0 ? u"delete"_s : u"wal"_s), 1);
        QVERIFY2(victim.killAfter(m_random.bounded(start / 2, 2 * start + 1)),
                 victim.said().constData());

        Database database = must(Database::open(u"sqlite:"_s + path()));
        const RawSqlite file(path());
        checkSound(file);
        const qsizetype tables = file.tables().size();
        QVERIFY2(tables == 0 || tables == 6, qPrintable(file.tables().join(u", "_s)));
        none += tables == 0;
        MUST(createTables(database));
        QCOMPARE(file.tables().size(), 6);
        const int acknowledged = victim.acknowledged();
        const QStringList found = foundRows(file);
        const int last = found == expectedRows(acknowledged + 1) ? acknowledged + 1 : acknowledged;
        writeOneMore(database, file, last + 1);
        if (QTest::currentTestFailed())
            return;
    }
    qInfo("%d kills of a start that takes %d ms: %d before there were tables", kills, start, none);
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments.at(1) == "--write"_L1)
        return writeUntilKilled(arguments.at(2), arguments.at(3).toInt());
    TestKilled test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "tst_killed.moc"
