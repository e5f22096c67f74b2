// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef BENCHMARKS_MODELS_H
#define BENCHMARKS_MODELS_H

#include <Chakra/Model>

#include <QtCore/qdatetime.h>
#include <QtCore/qstring.h>

class Post;
class Tag;

class User : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(User, "users")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, username, setUsername, maxLength(50), unique)
    CHAKRA_FIELD(QString, email, setEmail, maxLength(100))
    CHAKRA_FIELD(int, age, setAge)
    CHAKRA_FIELD(QDateTime, createdAt, setCreatedAt)
    CHAKRA_ONE_TO_MANY(Post, posts, backPopulates("author"))
};

class Tag : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Tag, "tags")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, maxLength(50), unique)
    CHAKRA_MANY_TO_MANY(Post, posts, through("post_tags"), backPopulates("tags"))
};

class Post : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Post, "posts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, title, setTitle, maxLength(200))
    CHAKRA_FIELD(QString, content, setContent, text)
    CHAKRA_FIELD(bool, published, setPublished)
    CHAKRA_FIELD(QDateTime, createdAt, setCreatedAt)
    CHAKRA_FIELD(qint64, authorId, setAuthorId, foreignKey("users.id"))
    CHAKRA_MANY_TO_ONE(User, author, setAuthor, backPopulates("posts"))
    CHAKRA_MANY_TO_MANY(Tag, tags, through("post_tags"), backPopulates("posts"))
};

#endif // BENCHMARKS_MODELS_H
