// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "guide.h"
#include "guidemodels.h"

#include <QtCore/QAbstractItemModel>
#include <QtCore/QDir>
#include <QtCore/QLoggingCategory>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtSql/QSqlDatabase>

#include <memory>

// Snippets name what they get for the reader.
#pragma GCC diagnostic ignored "-Wunused-variable"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"

namespace {

// A database in memory with the rows that docs/README.md shows.
Chakra::Database blog()
{
    using Chakra::f;
    Chakra::Database db = Chakra::Database::open("sqlite::memory:").value();
    db.createTables().value();
    Chakra::Session session(db, Chakra::Session::NotCurrent);

    auto *alice = session.create<User>(f<&User::username> = "alice");
    auto *bob = session.create<User>(f<&User::username> = "bob");
    session.create<User>(f<&User::username> = "carol");
    session.create<Profile>(f<&Profile::bio> = "Hello!", f<&Profile::user> = alice);
    session.commit().value();

    QList<Post *> posts;
    const auto write = [&](const char *title, const char *content, bool published, User *author) {
        const QDate date(2024, 1, int(posts.size()) + 1);
        posts += session.create<Post>(f<&Post::title> = title, f<&Post::content> = content,
                                      f<&Post::published> = published,
                                      f<&Post::createdAt> = QDateTime(date, QTime(12, 0), Qt::UTC),
                                      f<&Post::author> = author);
    };
    write("Hello", "one", true, alice);
    write("World", "two", false, alice);
    write("Rust", "three", true, bob);

    QList<Tag *> tags;
    for (const char *name : {"python", "rust", "qt"})
        tags += session.create<Tag>(f<&Tag::name> = name);
    session.commit().value();
    posts.at(0)->tags().add({tags.at(0), tags.at(2)}).value();
    posts.at(2)->tags().add(tags.at(1)).value();

    auto *root = session.create<Comment>(f<&Comment::content> = "root");
    for (const char *reply : {"first", "second"}) {
        session.create<Comment>(f<&Comment::content> = reply, f<&Comment::parentComment> = root);
    }
    session.commit().value();
    return db;
}

#include "guidesections.inc"

} // namespace

// The pages of docs/guide: each section runs in a folder and with databases of its own.
class TestGuide : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void section_data();
    void section();
};

void TestGuide::section_data()
{
    QTest::addColumn<int>("index");
    int index = 0;
    for (const GuideSection &section : guideSections)
        QTest::newRow(section.title) << index++;
}

void TestGuide::section()
{
    QFETCH(int, index);
    const QTemporaryDir folder;
    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(folder.path()));
    QString rest;
    {
        Guide guide;
        try {
            guideSections[index].run(guide);
        } catch (const Chakra::ErrorException &exception) {
            QTest::qFail(exception.what(), __FILE__, __LINE__);
        }
        rest = Guide::takePrinted();
    }
    QDir::setCurrent(before);
    QVERIFY2(rest.isEmpty(), ("printed, and shown nowhere: " + rest.toUtf8()).constData());
}

QTEST_GUILESS_MAIN(TestGuide)

#include "tst_guide.moc"
