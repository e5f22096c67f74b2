// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "models.h"
#include "workloads.h"

#include <Chakra/Chakra>

#include <algorithm>
#include <array>
#include <random>
#include <stdexcept>

using namespace Qt::StringLiterals;

namespace WithChakra {

namespace {

quint64 touchedPosts(const QList<Post *> &posts)
{
    quint64 sum = 0;
    for (const Post *post : posts)
        sum += touchedPost(post);
    return sum;
}

double cleared(Chakra::Session &session)
{
    return secondsOf([&session] { session.clear().value(); });
}

// The workloads

Measurement insertPosts(Chakra::Session &session, const Sizes &sizes)
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
        session.addAll(posts).value();
        session.commit().value();
    });
    result.objects = posts.size();
    result.checksum = touchedPosts(posts);
    posts = {};
    result.teardown = cleared(session);
    return result;
}

Measurement loadPosts(Chakra::Session &session)
{
    Measurement result;
    QList<Post *> posts;
    const qint64 before = heapInUse();
    result.seconds = measured([&] {
        posts = Post::objects(session).all().value();
        result.checksum = touchedPosts(posts);
    });
    result.heapBytes = heapInUse() - before;
    result.objects = posts.size();
    posts = {};
    result.teardown = cleared(session);
    return result;
}

Measurement getByKey(Chakra::Session &session, const Sizes &sizes)
{
    Measurement result;
    result.seconds = measured([&] {
        for (int number = 0; number < sizes.gets; ++number) {
            const Post *post = Post::objects(session).get("id", keyOfGet(sizes, number)).value();
            result.checksum += touchedPost(post);
            ++result.objects;
        }
    });
    result.teardown = cleared(session);
    return result;
}

Measurement postsWithAuthor(Chakra::Session &session, const Sizes &sizes)
{
    Measurement result;
    QList<Post *> posts;
    result.seconds = measured([&] {
        posts = Post::objects(session).selectRelated("author").all().value();
        for (const Post *post : std::as_const(posts))
            result.checksum += mixed(touchedPost(post), touchedUser(post->author()));
    });
    result.objects = posts.size() + sizes.users;
    posts = {};
    result.teardown = cleared(session);
    return result;
}

Measurement usersPostsTags(Chakra::Session &session, const Sizes &sizes)
{
    Measurement result;
    QList<User *> users;
    qint64 postCount = 0;
    result.seconds = measured([&] {
        users = User::objects(session).prefetchRelated("posts", "posts__tags").all().value();
        for (const User *user : std::as_const(users)) {
            result.checksum += touchedUser(user);
            for (const Post *post : user->posts()) {
                ++postCount;
                result.checksum += touchedPost(post);
                for (const Tag *tag : post->tags())
                    result.checksum += touchedLink(post, tag);
            }
        }
    });
    result.objects = users.size() + postCount + sizes.tags;
    users = {};
    result.teardown = cleared(session);
    return result;
}

Measurement changePosts(Chakra::Session &session, const Sizes &sizes)
{
    QList<Post *> posts =
        Post::objects(session).orderBy("id").limit(sizes.changes).all().value();

    Measurement result;
    result.seconds = measured([&] {
        for (Post *post : std::as_const(posts))
            post->setTitle(post->title() + u" (edited)"_s);
        session.commit().value();
    });
    result.objects = posts.size();
    result.checksum = touchedPosts(posts);
    posts = {};
    result.teardown = cleared(session);
    return result;
}

// The posts of each name are let go before the next query, and that is measured as well.
template <typename Name>
Measurement postsByName(Chakra::Session &session, const char *path, int queries, Name &&name)
{
    Measurement result;
    result.seconds = measured([&] {
        for (int number = 0; number < queries; ++number) {
            const QList<Post *> posts =
                Post::objects(session).filter(path, name(number)).all().value();
            result.objects += posts.size();
            result.checksum += touchedPosts(posts);
            session.clear().value();
        }
    });
    return result;
}

Measurement postsByAuthorName(Chakra::Session &session, const Sizes &sizes)
{
    return postsByName(session, "author__username", sizes.authorQueries,
                       [&sizes](int number) { return userName(number % sizes.users + 1); });
}

Measurement postsByTagName(Chakra::Session &session, const Sizes &sizes)
{
    return postsByName(session, "tags__name", sizes.tags,
                       [](int number) { return tagName(number + 1); });
}

Measurement evictShuffled(Chakra::Session &session)
{
    QList<Post *> posts = Post::objects(session).all().value();

    Measurement result;
    result.objects = posts.size();
    result.checksum = touchedPosts(posts);
    std::shuffle(posts.begin(), posts.end(), std::mt19937_64(1));
    result.seconds = measured([&] {
        for (Post *post : std::as_const(posts))
            session.evict(post).value();
    });
    return result;
}

Measurement commitOneChange(Chakra::Session &session)
{
    QList<Post *> posts = Post::objects(session).all().value();

    Measurement result;
    std::array<double, singleChanges> seconds;
    for (int number = 0; number < singleChanges; ++number) {
        Post *post = posts.at(posts.size() / singleChanges * number);
        post->setTitle(post->title() + u" (edited)"_s);
        seconds[size_t(number)] = measured([&session] { session.commit().value(); });
    }
    std::sort(seconds.begin(), seconds.end());
    result.seconds = seconds[singleChanges / 2];
    result.objects = posts.size();
    result.checksum = touchedPosts(posts);
    posts = {};
    result.teardown = cleared(session);
    return result;
}

Measurement run(Workload workload, const Sizes &sizes, Chakra::Session &session)
{
    switch (workload) {
    case Workload::InsertPosts:
        return insertPosts(session, sizes);
    case Workload::LoadPosts:
        return loadPosts(session);
    case Workload::GetByKey:
        return getByKey(session, sizes);
    case Workload::PostsWithAuthor:
        return postsWithAuthor(session, sizes);
    case Workload::UsersPostsTags:
        return usersPostsTags(session, sizes);
    case Workload::ChangePosts:
        return changePosts(session, sizes);
    case Workload::PostsByAuthorName:
        return postsByAuthorName(session, sizes);
    case Workload::PostsByTagName:
        return postsByTagName(session, sizes);
    case Workload::EvictShuffled:
        return evictShuffled(session);
    case Workload::CommitOneChange:
        return commitOneChange(session);
    }
    Q_UNREACHABLE();
}

} // namespace

Measurement run(Workload workload, const Sizes &sizes, const QString &databaseFile)
{
    Chakra::Database database = Chakra::Database::open(u"sqlite:"_s + databaseFile).value();
    // The model graph is built at first use, once in the life of a program: before the clock runs.
    if (!Chakra::checkModels().isEmpty())
        throw std::runtime_error("the models have mistakes");
    Chakra::Session session(database);
    return run(workload, sizes, session);
}

} // namespace WithChakra
