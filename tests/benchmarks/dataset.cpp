// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "dataset.h"

#include "measurement.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qstringlist.h>
#include <QtCore/qvariant.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlquery.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

using namespace Qt::StringLiterals;

namespace {

// Counted up whenever the generated rows change, so that a directory kept from an older build of
// this program is not used.
constexpr int generation = 1;

constexpr std::array words = {
    u"lorem",  u"ipsum",  u"dolor", u"sit",    u"amet",     u"window", u"signal", u"property",
    u"thread", u"widget", u"table", u"column", u"commit",   u"index",  u"query",  u"session",
    u"object", u"model",  u"view",  u"list",   u"relation", u"author", u"parent", u"child",
    u"blue",   u"green",  u"small", u"large",  u"simple",   u"quick",  u"steady", u"careful",
};

// A generator of one's own: the standard's distributions differ between libraries.
class Sequence
{
public:
    explicit Sequence(quint64 seed) : m_state(mixed(17, seed)) { }

    int below(int limit)
    {
        m_state = m_state * 6364136223846793005ULL + 1442695040888963407ULL;
        return int((m_state >> 33) % quint64(limit));
    }

    QString word() { return QString::fromUtf16(words.at(size_t(below(int(words.size()))))); }

private:
    quint64 m_state;
};

[[noreturn]] void fail(const QSqlQuery &query)
{
    const QString text = query.lastQuery() + u": "_s + query.lastError().text();
    throw std::runtime_error(text.toStdString());
}

void execute(QSqlQuery &query)
{
    if (!query.exec())
        fail(query);
}

void execute(QSqlQuery &query, const QString &sql)
{
    if (!query.exec(sql))
        fail(query);
}

void prepare(QSqlQuery &query, const QString &sql)
{
    if (!query.prepare(sql))
        fail(query);
}

QDateTime firstMoment()
{
    return QDateTime(QDate(2020, 1, 1), QTime(0, 0), Qt::UTC);
}

QString stored(const QDateTime &moment)
{
    return moment.toString(u"yyyy-MM-dd hh:mm:ss.zzz");
}

// Every tag comes up equally often, and the tags of one post are different ones.
int tagOfPost(const Sizes &sizes, int post, int number)
{
    const int base = post * 37 + post / sizes.tags * 11;
    return (base + number * (sizes.tags / sizes.tagsPerPost)) % sizes.tags + 1;
}

const QStringList &schema()
{
    static const QStringList statements{
        u"CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT NOT NULL UNIQUE, "
        "email TEXT NOT NULL, age INTEGER NOT NULL, created_at TEXT NOT NULL)"_s,
        u"CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, content TEXT NOT NULL, "
        "published INTEGER NOT NULL, created_at TEXT NOT NULL, "
        "author_id INTEGER NOT NULL REFERENCES users (id))"_s,
        u"CREATE INDEX posts_author_id ON posts (author_id)"_s,
        u"CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"_s,
        u"CREATE TABLE post_tags (post_id INTEGER NOT NULL REFERENCES posts (id), "
        "tag_id INTEGER NOT NULL REFERENCES tags (id), PRIMARY KEY (post_id, tag_id))"_s,
        u"CREATE INDEX post_tags_tag_id ON post_tags (tag_id)"_s,
    };
    return statements;
}

void insertUsers(QSqlQuery &query, const Sizes &sizes)
{
    prepare(query, u"INSERT INTO users VALUES (?, ?, ?, ?, ?)"_s);
    for (int number = 1; number <= sizes.users; ++number) {
        query.bindValue(0, number);
        query.bindValue(1, userName(number));
        query.bindValue(2, userName(number) + u"@example.org"_s);
        query.bindValue(3, 18 + number % 60);
        query.bindValue(4, stored(firstMoment().addSecs(qint64(number) * 3607)));
        execute(query);
    }
}

void insertTags(QSqlQuery &query, const Sizes &sizes)
{
    prepare(query, u"INSERT INTO tags VALUES (?, ?)"_s);
    for (int number = 1; number <= sizes.tags; ++number) {
        query.bindValue(0, number);
        query.bindValue(1, tagName(number));
        execute(query);
    }
}

void insertPosts(QSqlQuery &query, const Sizes &sizes)
{
    prepare(query, u"INSERT INTO posts VALUES (?, ?, ?, ?, ?, ?)"_s);
    for (int number = 1; number <= sizes.posts; ++number) {
        const PostRow row = postRow(sizes, number);
        query.bindValue(0, number);
        query.bindValue(1, row.title);
        query.bindValue(2, row.content);
        query.bindValue(3, row.published);
        query.bindValue(4, stored(row.createdAt));
        query.bindValue(5, row.authorId);
        execute(query);
    }
}

void insertPostTags(QSqlQuery &query, const Sizes &sizes)
{
    prepare(query, u"INSERT INTO post_tags VALUES (?, ?)"_s);
    for (int post = 1; post <= sizes.posts; ++post) {
        for (int number = 0; number < sizes.tagsPerPost; ++number) {
            query.bindValue(0, post);
            query.bindValue(1, tagOfPost(sizes, post, number));
            execute(query);
        }
    }
}

// A connection for the length of one function.
template <typename Work>
void withConnection(const QString &file, Work &&work)
{
    const QString name = u"dataset"_s;
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        connection.setDatabaseName(file);
        if (!connection.open())
            throw std::runtime_error(connection.lastError().text().toStdString());
        QSqlQuery query(connection);
        query.setForwardOnly(true);
        work(query);
    }
    QSqlDatabase::removeDatabase(name);
}

} // namespace

Sizes Sizes::scaled(double scale)
{
    const auto part = [scale](int whole, int least) {
        return std::max(least, int(std::lround(whole * scale)));
    };
    Sizes sizes;
    sizes.users = part(sizes.users, 10);
    sizes.posts = part(sizes.posts, 100);
    sizes.tags = part(sizes.tags, 10);
    sizes.gets = part(sizes.gets, 20);
    sizes.changes = part(sizes.changes, 20);
    sizes.authorQueries = part(sizes.authorQueries, 10);
    return sizes;
}

QString userName(int number)
{
    return u"user%1"_s.arg(number, 5, 10, QChar(u'0'));
}

QString tagName(int number)
{
    return u"tag%1"_s.arg(number, 3, 10, QChar(u'0'));
}

PostRow postRow(const Sizes &sizes, int number)
{
    Sequence sequence{quint64(number)};
    PostRow row;
    row.title = u"Post %1 on %2 and %3"_s.arg(number).arg(sequence.word(), sequence.word());
    // One in ten leaves ASCII, as texts do.
    row.content = number % 10 == 0 ? u"Überblick:"_s : u"Overview:"_s;
    while (row.content.size() < 196)
        row.content += u' ' + sequence.word();
    row.published = number % 3 != 0;
    row.createdAt = firstMoment().addMSecs(qint64(number) * 61'037);
    // The posts of one author lie far apart in the table.
    row.authorId = qint64(number) * 1237 % sizes.users + 1;
    return row;
}

qint64 keyOfGet(const Sizes &sizes, int number)
{
    return qint64(number) * 48271 % sizes.posts + 1;
}

Dataset::Dataset(const QString &directory, double scale)
    : m_directory(directory), m_scale(scale), m_sizes(Sizes::scaled(scale))
{
}

const Sizes &Dataset::sizes() const
{
    return m_sizes;
}

void Dataset::prepare() const
{
    if (!QDir().mkpath(m_directory))
        throw std::runtime_error("cannot make the directory " + m_directory.toStdString());
    for (const Content content : {Content::UsersOnly, Content::Full}) {
        if (!QFile::exists(file(content)))
            make(file(content), content);
    }
}

void Dataset::copyTo(const QString &target, Content content) const
{
    if (!QFile::copy(file(content), target))
        throw std::runtime_error("cannot copy " + file(content).toStdString());
}

quint64 Dataset::storedPosts(const QString &file)
{
    quint64 total = 0;
    withConnection(file, [&total](QSqlQuery &query) {
        execute(query,
                u"SELECT id, title, content, published, created_at, author_id FROM posts"_s);
        while (query.next()) {
            quint64 sum = 4;
            for (int column = 0; column < 6; ++column) {
                const QString text = query.value(column).toString();
                for (const QChar character : text)
                    sum = mixed(sum, character.unicode());
            }
            total += sum;
        }
    });
    return total;
}

QString Dataset::file(Content content) const
{
    return u"%1/%2-%3-v%4.db"_s.arg(m_directory,
                                    content == Content::Full ? u"full"_s : u"users"_s)
        .arg(m_scale)
        .arg(generation);
}

void Dataset::make(const QString &file, Content content) const
{
    // Under another name until it is complete: a run that was broken off leaves no half of one.
    const QString unfinished = file + u".part"_s;
    QFile::remove(unfinished);
    withConnection(unfinished, [this, content](QSqlQuery &query) {
        execute(query, u"PRAGMA journal_mode = WAL"_s);
        execute(query, u"PRAGMA synchronous = NORMAL"_s);
        execute(query, u"BEGIN"_s);
        for (const QString &statement : schema())
            execute(query, statement);
        insertUsers(query, m_sizes);
        if (content == Content::Full) {
            insertTags(query, m_sizes);
            insertPosts(query, m_sizes);
            insertPostTags(query, m_sizes);
        }
        execute(query, u"COMMIT"_s);
        execute(query, u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    });
    if (!QFile::rename(unfinished, file))
        throw std::runtime_error("cannot make " + file.toStdString());
}
