// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef BENCHMARKS_HANDWRITTEN_H
#define BENCHMARKS_HANDWRITTEN_H

#include <QtCore/qdatetime.h>
#include <QtCore/qlist.h>
#include <QtCore/qobject.h>
#include <QtCore/qstring.h>

// What a Qt developer writes without an ORM: plain QObjects whose setters compare, assign and
// notify, and members for what the rows refer to.
namespace Handwritten {

class Post;

class User : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qint64 id READ id WRITE setId NOTIFY idChanged)
    Q_PROPERTY(QString username READ username WRITE setUsername NOTIFY usernameChanged)
    Q_PROPERTY(QString email READ email WRITE setEmail NOTIFY emailChanged)
    Q_PROPERTY(int age READ age WRITE setAge NOTIFY ageChanged)
    Q_PROPERTY(QDateTime createdAt READ createdAt WRITE setCreatedAt NOTIFY createdAtChanged)

public:
    explicit User(QObject *parent = nullptr) : QObject(parent) { }

    qint64 id() const { return m_id; }
    void setId(qint64 id);
    const QString &username() const { return m_username; }
    void setUsername(const QString &username);
    const QString &email() const { return m_email; }
    void setEmail(const QString &email);
    int age() const { return m_age; }
    void setAge(int age);
    const QDateTime &createdAt() const { return m_createdAt; }
    void setCreatedAt(const QDateTime &createdAt);

    const QList<Post *> &posts() const { return m_posts; }
    void addPost(Post *post);

Q_SIGNALS:
    void idChanged();
    void usernameChanged();
    void emailChanged();
    void ageChanged();
    void createdAtChanged();
    void postsChanged();

private:
    qint64 m_id = 0;
    QString m_username;
    QString m_email;
    int m_age = 0;
    QDateTime m_createdAt;
    QList<Post *> m_posts;
};

class Tag : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qint64 id READ id WRITE setId NOTIFY idChanged)
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged)

public:
    explicit Tag(QObject *parent = nullptr) : QObject(parent) { }

    qint64 id() const { return m_id; }
    void setId(qint64 id);
    const QString &name() const { return m_name; }
    void setName(const QString &name);

Q_SIGNALS:
    void idChanged();
    void nameChanged();

private:
    qint64 m_id = 0;
    QString m_name;
};

class Post : public QObject
{
    Q_OBJECT
    Q_PROPERTY(qint64 id READ id WRITE setId NOTIFY idChanged)
    Q_PROPERTY(QString title READ title WRITE setTitle NOTIFY titleChanged)
    Q_PROPERTY(QString content READ content WRITE setContent NOTIFY contentChanged)
    Q_PROPERTY(bool published READ published WRITE setPublished NOTIFY publishedChanged)
    Q_PROPERTY(QDateTime createdAt READ createdAt WRITE setCreatedAt NOTIFY createdAtChanged)
    Q_PROPERTY(qint64 authorId READ authorId WRITE setAuthorId NOTIFY authorIdChanged)
    Q_PROPERTY(Handwritten::User *author READ author WRITE setAuthor NOTIFY authorChanged)

public:
    explicit Post(QObject *parent = nullptr) : QObject(parent) { }

    qint64 id() const { return m_id; }
    void setId(qint64 id);
    const QString &title() const { return m_title; }
    void setTitle(const QString &title);
    const QString &content() const { return m_content; }
    void setContent(const QString &content);
    bool published() const { return m_published; }
    void setPublished(bool published);
    const QDateTime &createdAt() const { return m_createdAt; }
    void setCreatedAt(const QDateTime &createdAt);
    qint64 authorId() const { return m_authorId; }
    void setAuthorId(qint64 authorId);

    User *author() const { return m_author; }
    void setAuthor(User *author);
    const QList<Tag *> &tags() const { return m_tags; }
    void addTag(Tag *tag);

Q_SIGNALS:
    void idChanged();
    void titleChanged();
    void contentChanged();
    void publishedChanged();
    void createdAtChanged();
    void authorIdChanged();
    void authorChanged();
    void tagsChanged();

private:
    qint64 m_id = 0;
    QString m_title;
    QString m_content;
    bool m_published = false;
    QDateTime m_createdAt;
    qint64 m_authorId = 0;
    User *m_author = nullptr;
    QList<Tag *> m_tags;
};

} // namespace Handwritten

#endif // BENCHMARKS_HANDWRITTEN_H
