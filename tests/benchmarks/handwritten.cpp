// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "handwritten.h"

#include "workloads.h"

#include <QtCore/qhash.h>
#include <QtCore/qvariant.h>
#include <QtSql/qsqldatabase.h>
#include <QtSql/qsqlerror.h>
#include <QtSql/qsqlquery.h>

#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>

using namespace Qt::StringLiterals;

namespace Handwritten {

// The objects

void User::setId(qint64 id)
{
    if (m_id == id)
        return;
    m_id = id;
    Q_EMIT idChanged();
}

void User::setUsername(const QString &username)
{
    if (m_username == username)
        return;
    m_username = username;
    Q_EMIT usernameChanged();
}

void User::setEmail(const QString &email)
{
    if (m_email == email)
        return;
    m_email = email;
    Q_EMIT emailChanged();
}

void User::setAge(int age)
{
    if (m_age == age)
        return;
    m_age = age;
    Q_EMIT ageChanged();
}

void User::setCreatedAt(const QDateTime &createdAt)
{
    if (m_createdAt == createdAt)
        return;
    m_createdAt = createdAt;
    Q_EMIT createdAtChanged();
}

void User::addPost(Post *post)
{
    m_posts.append(post);
    Q_EMIT postsChanged();
}

void Tag::setId(qint64 id)
{
    if (m_id == id)
        return;
    m_id = id;
    Q_EMIT idChanged();
}

void Tag::setName(const QString &name)
{
    if (m_name == name)
        return;
    m_name = name;
    Q_EMIT nameChanged();
}

void Post::setId(qint64 id)
{
    if (m_id == id)
        return;
    m_id = id;
    Q_EMIT idChanged();
}

void Post::setTitle(const QString &title)
{
    if (m_title == title)
        return;
    m_title = title;
    Q_EMIT titleChanged();
}

void Post::setContent(const QString &content)
{
    if (m_content == content)
        return;
    m_content = content;
    Q_EMIT contentChanged();
}

void Post::setPublished(bool published)
{
    if (m_published == published)
        return;
    m_published = published;
    Q_EMIT publishedChanged();
}

void Post::setCreatedAt(const QDateTime &createdAt)
{
    if (m_createdAt == createdAt)
        return;
    m_createdAt = createdAt;
    Q_EMIT createdAtChanged();
}

void Post::setAuthorId(qint64 authorId)
{
    if (m_authorId == authorId)
        return;
    m_authorId = authorId;
    Q_EMIT authorIdChanged();
}

void Post::setAuthor(User *author)
{
    if (m_author == author)
        return;
    m_author = author;
    Q_EMIT authorChanged();
}

void Post::addTag(Tag *tag)
{
    m_tags.append(tag);
    Q_EMIT tagsChanged();
}

// Rows to objects and back

namespace {

const QString postColumns = u"p.id, p.title, p.content, p.published, p.created_at, p.author_id"_s;
const QString userColumns = u"u.id, u.username, u.email, u.age, u.created_at"_s;
constexpr int postColumnCount = 6;

[[noreturn]] void fail(const QSqlError &error)
{
    throw std::runtime_error(error.text().toStdString());
}

// One prepared statement, read forward only: without that QSqlQuery keeps each row a second time.
class Statement : public QSqlQuery
{
public:
    Statement(const QSqlDatabase &database, const QString &sql) : QSqlQuery(database)
    {
        setForwardOnly(true);
        if (!prepare(sql))
            fail(lastError());
    }

    void execute()
    {
        if (!exec())
            fail(lastError());
    }
};

// The columns hold UTC without an offset. Appending the Z is several times quicker than reading
// such a text as local time and declaring it UTC afterwards.
QDateTime momentOf(const QVariant &column)
{
    return QDateTime::fromString(column.toString() + u'Z', Qt::ISODateWithMs);
}

QString columnOf(const QDateTime &moment)
{
    return moment.toString(u"yyyy-MM-dd hh:mm:ss.zzz");
}

Post *readPost(const QSqlQuery &row)
{
    auto *post = new Post;
    post->setId(row.value(0).toLongLong());
    post->setTitle(row.value(1).toString());
    post->setContent(row.value(2).toString());
    post->setPublished(row.value(3).toBool());
    post->setCreatedAt(momentOf(row.value(4)));
    post->setAuthorId(row.value(5).toLongLong());
    return post;
}

User *readUser(const QSqlQuery &row, int first)
{
    auto *user = new User;
    user->setId(row.value(first).toLongLong());
    user->setUsername(row.value(first + 1).toString());
    user->setEmail(row.value(first + 2).toString());
    user->setAge(row.value(first + 3).toInt());
    user->setCreatedAt(momentOf(row.value(first + 4)));
    return user;
}

QList<Post *> readPosts(QSqlQuery &query)
{
    QList<Post *> posts;
    while (query.next())
        posts.append(readPost(query));
    return posts;
}

QList<Post *> loadAllPosts(const QSqlDatabase &database)
{
    Statement query(database, u"SELECT "_s + postColumns + u" FROM posts p"_s);
    query.execute();
    return readPosts(query);
}

quint64 touchedPosts(const QList<Post *> &posts)
{
    quint64 sum = 0;
    for (const Post *post : posts)
        sum += touchedPost(post);
    return sum;
}

template <typename Object>
double deleted(QList<Object *> &objects)
{
    return secondsOf([&objects] {
        qDeleteAll(objects);
        objects = {};
    });
}

void begin(QSqlDatabase &database)
{
    if (!database.transaction())
        fail(database.lastError());
}

void commit(QSqlDatabase &database)
{
    if (!database.commit())
        fail(database.lastError());
}

void updateTitle(Statement &update, const Post *post)
{
    update.bindValue(0, post->title());
    update.bindValue(1, post->id());
    update.execute();
    if (update.numRowsAffected() != 1)
        throw std::runtime_error("the post is gone");
}

// The workloads

Measurement insertPosts(QSqlDatabase &database, const Sizes &sizes)
{
    QList<PostRow> rows;
    for (int number = 1; number <= sizes.posts; ++number)
        rows.append(postRow(sizes, number));

    Measurement result;
    QList<Post *> posts;
    result.seconds = measured([&] {
        for (const PostRow &row : std::as_const(rows)) {
            auto *post = new Post;
            post->setTitle(row.title);
            post->setContent(row.content);
            post->setPublished(row.published);
            post->setCreatedAt(row.createdAt);
            post->setAuthorId(row.authorId);
            posts.append(post);
        }
        begin(database);
        Statement insert(database,
                         u"INSERT INTO posts (title, content, published, created_at, author_id) "
                         "VALUES (?, ?, ?, ?, ?)"_s);
        for (Post *post : std::as_const(posts)) {
            insert.bindValue(0, post->title());
            insert.bindValue(1, post->content());
            insert.bindValue(2, post->published());
            insert.bindValue(3, columnOf(post->createdAt()));
            insert.bindValue(4, post->authorId());
            insert.execute();
            post->setId(insert.lastInsertId().toLongLong());
        }
        commit(database);
    });
    result.objects = posts.size();
    result.checksum = touchedPosts(posts);
    result.teardown = deleted(posts);
    return result;
}

Measurement loadPosts(const QSqlDatabase &database)
{
    Measurement result;
    QList<Post *> posts;
    const qint64 before = heapInUse();
    result.seconds = measured([&] {
        posts = loadAllPosts(database);
        result.checksum = touchedPosts(posts);
    });
    result.heapBytes = heapInUse() - before;
    result.objects = posts.size();
    result.teardown = deleted(posts);
    return result;
}

Measurement getByKey(const QSqlDatabase &database, const Sizes &sizes)
{
    Measurement result;
    QList<Post *> posts;
    result.seconds = measured([&] {
        Statement query(database, u"SELECT "_s + postColumns + u" FROM posts p WHERE p.id = ?"_s);
        for (int number = 0; number < sizes.gets; ++number) {
            query.bindValue(0, keyOfGet(sizes, number));
            query.execute();
            if (!query.next())
                throw std::runtime_error("no such post");
            Post *post = readPost(query);
            query.finish();
            posts.append(post);
            result.checksum += touchedPost(post);
        }
    });
    result.objects = posts.size();
    result.teardown = deleted(posts);
    return result;
}

Measurement postsWithAuthor(const QSqlDatabase &database)
{
    Measurement result;
    QList<Post *> posts;
    QHash<qint64, User *> users;
    result.seconds = measured([&] {
        Statement query(database,
                        u"SELECT "_s + postColumns + u", "_s + userColumns
                            + u" FROM posts p JOIN users u ON u.id = p.author_id"_s);
        query.execute();
        while (query.next()) {
            Post *post = readPost(query);
            User *&author = users[post->authorId()];
            if (!author)
                author = readUser(query, postColumnCount);
            post->setAuthor(author);
            posts.append(post);
        }
        for (const Post *post : std::as_const(posts))
            result.checksum += mixed(touchedPost(post), touchedUser(post->author()));
    });
    result.objects = posts.size() + users.size();
    result.teardown = secondsOf([&] {
        qDeleteAll(posts);
        qDeleteAll(users);
        posts = {};
        users = {};
    });
    return result;
}

Measurement usersPostsTags(const QSqlDatabase &database)
{
    Measurement result;
    QList<User *> users;
    QHash<qint64, Post *> posts;
    QHash<qint64, Tag *> tags;
    result.seconds = measured([&] {
        QHash<qint64, User *> usersById;
        Statement userQuery(database, u"SELECT "_s + userColumns + u" FROM users u"_s);
        userQuery.execute();
        while (userQuery.next()) {
            User *user = readUser(userQuery, 0);
            users.append(user);
            usersById.insert(user->id(), user);
        }

        Statement postQuery(database, u"SELECT "_s + postColumns + u" FROM posts p"_s);
        postQuery.execute();
        while (postQuery.next()) {
            Post *post = readPost(postQuery);
            posts.insert(post->id(), post);
            if (User *author = usersById.value(post->authorId())) {
                post->setAuthor(author);
                author->addPost(post);
            }
        }

        Statement tagQuery(database,
                           u"SELECT pt.post_id, t.id, t.name FROM post_tags pt "
                           "JOIN tags t ON t.id = pt.tag_id"_s);
        tagQuery.execute();
        while (tagQuery.next()) {
            Tag *&tag = tags[tagQuery.value(1).toLongLong()];
            if (!tag) {
                tag = new Tag;
                tag->setId(tagQuery.value(1).toLongLong());
                tag->setName(tagQuery.value(2).toString());
            }
            if (Post *post = posts.value(tagQuery.value(0).toLongLong()))
                post->addTag(tag);
        }

        for (const User *user : std::as_const(users)) {
            result.checksum += touchedUser(user);
            for (const Post *post : user->posts()) {
                result.checksum += touchedPost(post);
                for (const Tag *tag : post->tags())
                    result.checksum += touchedLink(post, tag);
            }
        }
    });
    result.objects = users.size() + posts.size() + tags.size();
    result.teardown = secondsOf([&] {
        qDeleteAll(users);
        qDeleteAll(posts);
        qDeleteAll(tags);
        users = {};
        posts = {};
        tags = {};
    });
    return result;
}

Measurement changePosts(QSqlDatabase &database, const Sizes &sizes)
{
    Statement query(database,
                    u"SELECT "_s + postColumns + u" FROM posts p ORDER BY p.id LIMIT ?"_s);
    query.bindValue(0, sizes.changes);
    query.execute();
    QList<Post *> posts = readPosts(query);
    query.finish();

    Measurement result;
    result.seconds = measured([&] {
        for (Post *post : std::as_const(posts))
            post->setTitle(post->title() + u" (edited)"_s);
        begin(database);
        Statement update(database, u"UPDATE posts SET title = ? WHERE id = ?"_s);
        for (const Post *post : std::as_const(posts))
            updateTitle(update, post);
        commit(database);
    });
    result.objects = posts.size();
    result.checksum = touchedPosts(posts);
    result.teardown = deleted(posts);
    return result;
}

// One prepared statement, run for one name after the other; the posts of each are deleted before
// the next, and that is measured as well.
template <typename Name>
Measurement postsByName(const QSqlDatabase &database, const QString &from, int queries, Name &&name)
{
    Measurement result;
    result.seconds = measured([&] {
        Statement query(database, u"SELECT "_s + postColumns + from);
        for (int number = 0; number < queries; ++number) {
            query.bindValue(0, name(number));
            query.execute();
            const QList<Post *> posts = readPosts(query);
            result.objects += posts.size();
            result.checksum += touchedPosts(posts);
            qDeleteAll(posts);
        }
    });
    return result;
}

Measurement postsByAuthorName(const QSqlDatabase &database, const Sizes &sizes)
{
    return postsByName(database,
                       u" FROM posts p JOIN users u ON u.id = p.author_id WHERE u.username = ?"_s,
                       sizes.authorQueries,
                       [&sizes](int number) { return userName(number % sizes.users + 1); });
}

Measurement postsByTagName(const QSqlDatabase &database, const Sizes &sizes)
{
    return postsByName(database,
                       u" FROM posts p JOIN post_tags pt ON pt.post_id = p.id "
                       "JOIN tags t ON t.id = pt.tag_id WHERE t.name = ?"_s,
                       sizes.tags, [](int number) { return tagName(number + 1); });
}

Measurement evictShuffled(const QSqlDatabase &database)
{
    QList<Post *> posts = loadAllPosts(database);

    Measurement result;
    result.objects = posts.size();
    result.checksum = touchedPosts(posts);
    std::shuffle(posts.begin(), posts.end(), std::mt19937_64(1));
    result.seconds = measured([&posts] { qDeleteAll(posts); });
    return result;
}

Measurement commitOneChange(QSqlDatabase &database)
{
    QList<Post *> posts = loadAllPosts(database);
    Statement update(database, u"UPDATE posts SET title = ? WHERE id = ?"_s);

    Measurement result;
    std::array<double, singleChanges> seconds;
    for (int number = 0; number < singleChanges; ++number) {
        Post *post = posts.at(posts.size() / singleChanges * number);
        post->setTitle(post->title() + u" (edited)"_s);
        seconds[size_t(number)] = measured([&] {
            begin(database);
            updateTitle(update, post);
            commit(database);
        });
    }
    std::sort(seconds.begin(), seconds.end());
    result.seconds = seconds[singleChanges / 2];
    result.objects = posts.size();
    result.checksum = touchedPosts(posts);
    result.teardown = deleted(posts);
    return result;
}

Measurement run(Workload workload, const Sizes &sizes, QSqlDatabase &database)
{
    switch (workload) {
    case Workload::InsertPosts:
        return insertPosts(database, sizes);
    case Workload::LoadPosts:
        return loadPosts(database);
    case Workload::GetByKey:
        return getByKey(database, sizes);
    case Workload::PostsWithAuthor:
        return postsWithAuthor(database);
    case Workload::UsersPostsTags:
        return usersPostsTags(database);
    case Workload::ChangePosts:
        return changePosts(database, sizes);
    case Workload::PostsByAuthorName:
        return postsByAuthorName(database, sizes);
    case Workload::PostsByTagName:
        return postsByTagName(database, sizes);
    case Workload::EvictShuffled:
        return evictShuffled(database);
    case Workload::CommitOneChange:
        return commitOneChange(database);
    }
    Q_UNREACHABLE();
}

} // namespace

Measurement run(Workload workload, const Sizes &sizes, const QString &databaseFile)
{
    Measurement result;
    const QString name = u"handwritten"_s;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
        database.setDatabaseName(databaseFile);
        if (!database.open())
            fail(database.lastError());
        // What a Chakra::Database sets on the connections that it opens.
        for (const QString &pragma :
             {u"journal_mode = WAL"_s, u"synchronous = NORMAL"_s, u"foreign_keys = ON"_s})
            Statement(database, u"PRAGMA "_s + pragma).execute();
        result = run(workload, sizes, database);
    }
    QSqlDatabase::removeDatabase(name);
    return result;
}

} // namespace Handwritten
