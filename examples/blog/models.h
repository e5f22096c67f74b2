// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// The six models of the chapter on relationships: users with a profile and posts, posts with
// tags over a junction that has a column of its own, and comments that answer each other.

#ifndef BLOG_MODELS_H
#define BLOG_MODELS_H

#include <Chakra/Model>

#include <QDateTime>
#include <QString>

#include <optional>

class Profile;
class Post;
class Tag;

class User : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(User, "users")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, username, setUsername, maxLength(50), unique)
    CHAKRA_ONE_TO_ONE(Profile, profile, setProfile, backPopulates("user")) // reverse side
    CHAKRA_ONE_TO_MANY(Post, posts, backPopulates("author"))
};

class Profile : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Profile, "profiles")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, bio, setBio, text)
    CHAKRA_FIELD(qint64, userId, setUserId, foreignKey("users.id"), unique, onDelete(Cascade))
    CHAKRA_ONE_TO_ONE(User, user, setUser, backPopulates("profile")) // owning side: it has the key
};

class Post : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Post, "posts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, title, setTitle, maxLength(200))
    CHAKRA_FIELD(QString, content, setContent, text)
    CHAKRA_FIELD(bool, published, setPublished, defaultValue(false))
    CHAKRA_FIELD(QDateTime, createdAt, setCreatedAt, defaultNow)
    CHAKRA_FIELD(qint64, authorId, setAuthorId, foreignKey("users.id"), onDelete(Cascade),
                 onUpdate(Cascade))
    CHAKRA_MANY_TO_ONE(User, author, setAuthor, backPopulates("posts")) // owning, over authorId
    CHAKRA_MANY_TO_MANY(Tag, tags, through("post_tags"), backPopulates("posts"))
};

class Tag : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Tag, "tags")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, maxLength(50), unique)
    CHAKRA_MANY_TO_MANY(Post, posts, through("post_tags"), backPopulates("tags"))
};

// Optional: without this class Chakra would create the junction with its two keys. It is declared
// because a row of it has a column of its own, the moment at which the tag was given.
class PostTag : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(PostTag, "post_tags")
    CHAKRA_FIELD(qint64, postId, setPostId, foreignKey("posts.id"), primaryKey, onDelete(Cascade))
    CHAKRA_FIELD(qint64, tagId, setTagId, foreignKey("tags.id"), primaryKey, onDelete(Cascade))
    CHAKRA_FIELD(QDateTime, createdAt, setCreatedAt, defaultNow)
};

class Comment : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Comment, "comments")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, content, setContent, text)
    CHAKRA_FIELD(std::optional<qint64>, parentId, setParentId, foreignKey("comments.id"),
                 onDelete(SetNull))
    CHAKRA_MANY_TO_ONE(Comment, parentComment, setParentComment, foreignKey("parentId"),
                       backPopulates("replies"))
    CHAKRA_ONE_TO_MANY(Comment, replies, backPopulates("parentComment"))
};

#endif // BLOG_MODELS_H
