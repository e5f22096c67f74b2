// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "testdatabase.h"

#include <QtCore/QSet>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using State = Chakra::Model::State;

/*
    Junctions that chapter.h does not show: one with a key of its own that takes a pair as often as
    it is written, and one over keys that are texts.
*/
namespace School {

class Student;
class Label;

class Course : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Course, "school_courses")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_MANY_TO_MANY(Student, students, through("school_enrolments"), backPopulates("courses"))
    CHAKRA_MANY_TO_MANY(Label, labels, through("school_course_labels"))
};

class Student : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Student, "school_students")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_MANY_TO_MANY(Course, courses, through("school_enrolments"), backPopulates("students"))
};

class Enrolment : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Enrolment, "school_enrolments")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, courseId, setCourseId, foreignKey("school_courses.id"))
    CHAKRA_FIELD(qint64, studentId, setStudentId, foreignKey("school_students.id"))
    CHAKRA_FIELD(QString, note, setNote)
    CHAKRA_FIELD(std::optional<int>, seat, setSeat, unique)
    CHAKRA_FIELD(QDateTime, enrolledAt, setEnrolledAt, defaultNow)
    CHAKRA_FIELD(QDateTime, seenAt, setSeenAt, updatedNow)
};

class Label : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Label, "school_labels")
    CHAKRA_FIELD(QString, name, setName, primaryKey)
};

} // namespace School

using namespace School;

// The courses 1 and 2 and the students 1, 2 and 3.
static void fillSchool(TestDatabase &database)
{
    must(database.handle().createTables<Course, Student, Enrolment, Label>());
    database.run(u"INSERT INTO school_courses (id) VALUES (1), (2)"_s);
    database.run(u"INSERT INTO school_students (id) VALUES (1), (2), (3)"_s);
}

class TestManyToMany : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Reading
    void theFirstReadLoadsAndTheSecondIsFree();
    void theQueryFormAsksTheDatabase();
    void bothFacesOfTheJunctionAreThere();

    // Writing at once
    void addWritesAtOnce();
    void addOfManyIsOneStatement_data();
    void addOfManyIsOneStatement();
    void emptyCallsRunNothing();
    void addDoesNotLoadTheList();
    void addingWhatIsThereIsNoSecondRow();
    void noConstraintIsNeededForThat();
    void ofATableThatOthersMadeNoneIsNeededEither();
    void keysGivenTwiceAreOneRow();
    void addOfManyKeysIsOneStatementBothWays();
    void keysMayBeAnyText();
    void addTakesKeys();
    void anUnknownKeyIsAnError();
    void removeWritesAtOnce();
    void removeOfManyIsOneStatement();
    void removingWhatIsNotThereIsNoError();
    void removeDoesNotLoadTheList();
    void removeTakesKeys();
    void clearIsOneStatement_data();
    void clearIsOneStatement();
    void setWritesTheDifferenceOnly_data();
    void setWritesTheDifferenceOnly();
    void theOtherSideWritesTheSameRows();
    void rowsThatOthersWroteDoNoHarm();
    void aRollbackDoesNotUndoIt();
    void pendingChangesAreNotWrittenAlong();
    void anObjectOfAnotherSessionIsUsage();

    // Columns of the junction
    void extraColumnsAreWritten();
    void missingColumnsGetTheirDefault();
    void clocksAndTextsAreFilledIn();
    void otherConstraintsOfTheJunctionHold();
    void aPairThatIsThereTwiceIsListedOnce();
    void setKeepsTheColumnsOfExistingRows();

    // Ends that are not saved yet
    void anUnsavedOwnerWaitsForTheCommit();
    void anUnsavedMemberWaitsForTheCommit();
    void transientEndsAgreeAndAreAddedTogether();
    void whatWaitsCanBeTakenBack();
    void extraColumnsWaitToo();
    void aRollbackUndoesWhatWaits();
    void aFailedCommitKeepsWhatWaits();
    void createWaitsForTheCommit();

    // Both sides in step
    void theOtherSideFollowsInMemory();
    void anUnloadedOtherSideIsNotLoaded();
    void signalsFireOnceAndOnlyForChanges();
    void setIsOneChangePerList();
    void aRemovedMemberLeavesAtOnceAndComesBack();

    // A junction that Chakra created
    void aCreatedJunctionWorksTheSame();

    // Among rows of one class
    void aDirectedRelationHasTwoSides();
    void aSymmetricalRelationIsWrittenBothWays();
    void aSymmetricalRelationWithItselfIsOneRow();
    void aSymmetricalSetKeepsBothWays();
};

void TestManyToMany::theFirstReadLoadsAndTheSecondIsFree()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    QVERIFY(!post->tags().isLoaded());
    COMPARE_STATEMENTS(1, QCOMPARE(keyText(post->tags()), u"1 2"_s));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(post->tags().size(), 2);
        QCOMPARE(post->tags().at(0)->name(), u"python"_s);
        QVERIFY(post->tags().isLoaded());
        QVERIFY(!post->tags().isPartial());
    });
}

void TestManyToMany::theQueryFormAsksTheDatabase()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    COMPARE_STATEMENTS(
            1, QCOMPARE(must(post->tags().query().filter("name", "rust").count()), 1));
    COMPARE_STATEMENTS(1, QCOMPARE(must(post->tags().query().filter("name", "qt").count()), 0));
    QVERIFY(!post->tags().isLoaded());
}

void TestManyToMany::bothFacesOfTheJunctionAreThere()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 5));
    MUST_GET(Tag *tag, Tag::objects(session).get("id", 4));
    MUST(post->tags().add(tag));
    QCOMPARE(must(PostTag::objects(session).filter("postId", 5).count()), 1);

    auto *link = session.create<PostTag>(f<&PostTag::postId> = 5, f<&PostTag::tagId> = 3);
    COMPARE_STATEMENTS(1, MUST(session.commit()));
    QCOMPARE(link->state(), State::Persistent);
    MUST(post->tags().reload());
    QCOMPARE(keyText(post->tags()), u"3 4"_s);
    QCOMPARE(must(PostTag::objects(session).find({5, 3})), link);
}

void TestManyToMany::addWritesAtOnce()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    MUST_GET(Tag *unused, Tag::objects(session).prefetchRelated("posts").get("id", 4));

    const Counter counter;
    MUST(post->tags().add(unused));
    QCOMPARE(counter.verbs(), QStringList({u"INSERT"_s}));
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1 AND tag_id = 4"_s), 1);
    COMPARE_STATEMENTS(0, {
        QCOMPARE(keyText(post->tags()), u"1 2 4"_s);
        QCOMPARE(keyText(unused->posts()), u"1"_s);
        QVERIFY(!post->isChanged());
        MUST(session.commit());
    });
}

void TestManyToMany::addOfManyIsOneStatement_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("1") << 1;
    QTest::newRow("2") << 2;
    QTest::newRow("100") << 100;
    QTest::newRow("6000") << 6000;
}

void TestManyToMany::addOfManyIsOneStatement()
{
    QFETCH(const int, count);
    TestDatabase database;
    Chakra::Session session(database.handle());
    QList<Tag *> tags;
    for (int i = 0; i < count; ++i)
        tags.append(session.create<Tag>(f<&Tag::name> = u"new%1"_s.arg(i)));
    MUST(session.commit());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 5));

    COMPARE_STATEMENTS(1, MUST(post->tags().add(tags)));
    QCOMPARE(post->tags().size(), count);
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 5"_s), count);
}

void TestManyToMany::emptyCallsRunNothing()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    COMPARE_STATEMENTS(0, {
        MUST(post->tags().add(QList<Tag *>()));
        MUST(post->tags().remove(QList<Tag *>()));
        MUST(session.commit());
    });
    QCOMPARE(database.rows(u"post_tags"_s), 5);
}

void TestManyToMany::addDoesNotLoadTheList()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(Tag *unused, Tag::objects(session).get("id", 4));
    const Counter counter;
    MUST(post->tags().add(unused));
    QCOMPARE(counter.verbs(), QStringList({u"INSERT"_s}));
    QVERIFY(!post->tags().isLoaded());
    COMPARE_STATEMENTS(1, QCOMPARE(post->tags().size(), 3));
    QCOMPARE(post->tags().toList().count(unused), 1);
}

void TestManyToMany::addingWhatIsThereIsNoSecondRow()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(Tag *python, Tag::objects(session).get("id", 1));
    MUST_GET(Tag *unused, Tag::objects(session).get("id", 4));

    MUST(post->tags().add(python));
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 2);
    QCOMPARE(keyText(post->tags()), u"1 2"_s);

    const Counter counter;
    MUST(post->tags().add({python, unused, unused}));
    QVERIFY2(counter.count() == 1, counter.report(1).constData());
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 3);
    QCOMPARE(keyText(post->tags()), u"1 2 4"_s);
}

void TestManyToMany::noConstraintIsNeededForThat()
{
    TestDatabase database;
    fillSchool(database);
    Chakra::Session session(database.handle());
    MUST_GET(Course *course, Course::objects(session).get("id", 1));
    MUST_GET(const QList<Student *> students, Student::objects(session).orderBy("id").all());
    Student *first = students.at(0);
    Student *second = students.at(1);

    COMPARE_STATEMENTS(1, MUST(course->students().add(first, {{"note", "early"}})));
    COMPARE_STATEMENTS(1, MUST(course->students().add(first, {{"note", "late"}})));
    COMPARE_STATEMENTS(1, MUST(course->students().add({1, 2, 2, 1})));
    COMPARE_STATEMENTS(1, MUST(course->students().add({first, second, second, first})));
    COMPARE_STATEMENTS(1, MUST(second->courses().add(course)));
    QCOMPARE(keyText(course->students()), u"1 2"_s);
    QCOMPARE(database.rows(u"school_enrolments"_s), 2);
    QCOMPARE(database.rows(u"school_enrolments"_s, u"student_id = 1 AND note = 'early'"_s), 1);

    // Of what waits too, from whichever side it came, and where others were faster.
    auto *third = new Student;
    third->setId(4);
    COMPARE_STATEMENTS(0, {
        MUST(course->students().add(third));
        MUST(third->courses().add(course));
    });
    database.run(u"PRAGMA foreign_keys = OFF"_s);
    database.run(u"INSERT INTO school_enrolments (course_id, student_id, note, enrolled_at, seen_at) "
                 "VALUES (1, 4, '', '2024-01-01 10:00:00.000', '2024-01-01 10:00:00.000')"_s);
    database.run(u"PRAGMA foreign_keys = ON"_s);
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(database.rows(u"school_enrolments"_s), 3);
    QCOMPARE(database.rows(u"school_enrolments"_s, u"student_id = 4"_s), 1);

    // A pair that somebody wrote twice is still removed as one.
    database.run(u"INSERT INTO school_enrolments (course_id, student_id, note, enrolled_at, seen_at) "
                 "SELECT course_id, student_id, note, enrolled_at, seen_at FROM school_enrolments"_s);
    COMPARE_STATEMENTS(1, MUST(course->students().remove(first)));
    QCOMPARE(database.rows(u"school_enrolments"_s, u"student_id = 1"_s), 0);
    QCOMPARE(keyText(course->students()), u"2 4"_s);
}

void TestManyToMany::ofATableThatOthersMadeNoneIsNeededEither()
{
    TestDatabase database(TestDatabase::Lending);
    database.run(u"DROP TABLE lib_book_authors"_s);
    database.run(u"CREATE TABLE lib_book_authors (book_id INTEGER, author_id INTEGER)"_s);
    Chakra::Session session(database.handle());
    using namespace Library;
    MUST_GET(Book *dracula, Book::objects(session).get("id", 2));
    MUST_GET(const QList<Author *> authors, Author::objects(session).orderBy("id").all());
    COMPARE_STATEMENTS(1, MUST(dracula->authors().add(authors.at(0))));
    COMPARE_STATEMENTS(1, MUST(dracula->authors().add(authors)));
    COMPARE_STATEMENTS(1, MUST(authors.at(1)->books().add({2, 2})));
    QCOMPARE(database.rows(u"lib_book_authors"_s), 3);
}

void TestManyToMany::keysGivenTwiceAreOneRow()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using namespace Library;
    MUST_GET(Book *ulysses, Book::objects(session).prefetchRelated("authors").get("id", 3));
    COMPARE_STATEMENTS(1, MUST(ulysses->authors().add({3, 3, 1, 3})));
    QCOMPARE(database.rows(u"lib_book_authors"_s, u"book_id = 3"_s), 2);
    QCOMPARE(ulysses->authors().size(), 2);

    MUST_GET(Member *dana, Member::objects(session).get("id", 4));
    COMPARE_STATEMENTS(1, MUST(dana->friends().add({4, 3, 4, 3})));
    QCOMPARE(database.rows(u"lib_friends"_s, u"member_id = 4 OR friend_id = 4"_s), 3);
}

void TestManyToMany::addOfManyKeysIsOneStatementBothWays()
{
    TestDatabase database(TestDatabase::Lending);
    database.run(u"WITH RECURSIVE n(i) AS (SELECT 5 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) "
                 "INSERT INTO lib_members (id, name) SELECT i, 'm' || i FROM n"_s);
    Chakra::Session session(database.handle());
    using Library::Member;
    MUST_GET(Member *dana, Member::objects(session).get("id", 4));
    QList<qint64> all;
    for (qint64 id = 5; id <= 6000; ++id)
        all.append(id);
    COMPARE_STATEMENTS(1, MUST(dana->friends().add(all)));
    QCOMPARE(database.rows(u"lib_friends"_s, u"member_id = 4"_s), 5996);
    QCOMPARE(database.rows(u"lib_friends"_s, u"friend_id = 4"_s), 5996);
    COMPARE_STATEMENTS(1, MUST(dana->friends().remove(all)));
    QCOMPARE(database.rows(u"lib_friends"_s, u"member_id = 4 OR friend_id = 4"_s), 0);
}

void TestManyToMany::keysMayBeAnyText()
{
    TestDatabase database;
    fillSchool(database);
    Chakra::Session session(database.handle());
    const QStringList names{u""_s, u"'\"\\/\n\x01"_s, u"\U0001f600"_s, u"1"_s, u"null"_s, u"ÿ\u2028"_s};
    QList<Label *> labels;
    for (const QString &name : names)
        labels.append(session.create<Label>(f<&Label::name> = name));
    auto *withNul = session.create<Label>(f<&Label::name> = u"a\0b"_s);
    MUST(session.commit());
    MUST_GET(Course *course, Course::objects(session).get("id", 1));
    COMPARE_STATEMENTS(1, MUST(course->labels().add(labels)));
    COMPARE_STATEMENTS(1, MUST(course->labels().add(labels)));
    COMPARE_STATEMENTS(1, MUST(course->labels().add({labels.at(1), withNul})));
    QCOMPARE(database.rows(u"school_course_labels"_s), 7);
    QCOMPARE(database.rows(u"school_course_labels"_s,
                           u"label_id NOT IN (SELECT name FROM school_labels)"_s),
             0);
    MUST(course->labels().reload());
    QCOMPARE(course->labels().size(), 7);
    for (Label *label : std::as_const(labels))
        QVERIFY2(course->labels().contains(label), qPrintable(label->name()));
    QVERIFY(course->labels().contains(withNul));
}

void TestManyToMany::addTakesKeys()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 5));
    COMPARE_STATEMENTS(1, MUST(post->tags().add({1, 3})));
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 5 AND tag_id IN (1, 3)"_s), 2);
    COMPARE_STATEMENTS(1, MUST(post->tags().add(4)));
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 5"_s), 3);
    QCOMPARE(post->tags().size(), 3);
    QCOMPARE(keyText(must(post->tags().query().orderBy("id").all())), u"1 3 4"_s);
}

void TestManyToMany::anUnknownKeyIsAnError()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    COMPARE_ERROR(Error::ForeignKeyViolation, post->tags().add(99));
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 2);
    QCOMPARE(keyText(post->tags()), u"1 2"_s);
}

void TestManyToMany::removeWritesAtOnce()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags__posts").get("id", 1));
    Tag *python = post->tags().at(0);
    const Counter counter;
    MUST(post->tags().remove(python));
    QCOMPARE(counter.verbs(), QStringList({u"DELETE"_s}));
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 1);
    QCOMPARE(database.rows(u"post_tags"_s), 4);
    COMPARE_STATEMENTS(0, {
        QCOMPARE(keyText(post->tags()), u"2"_s);
        QCOMPARE(keyText(python->posts()), u"2"_s);
        MUST(session.commit());
    });
    QCOMPARE(python->state(), State::Persistent);
    QCOMPARE(database.rows(u"tags"_s), 4);
}

void TestManyToMany::removeOfManyIsOneStatement()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    COMPARE_STATEMENTS(1, MUST(post->tags().remove(post->tags().toList())));
    QVERIFY(post->tags().isEmpty());
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 0);
}

void TestManyToMany::removingWhatIsNotThereIsNoError()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    MUST_GET(Tag *unused, Tag::objects(session).get("id", 4));
    MUST(post->tags().remove(unused));
    QCOMPARE(keyText(post->tags()), u"1 2"_s);
    QCOMPARE(database.rows(u"post_tags"_s), 5);
}

void TestManyToMany::removeDoesNotLoadTheList()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(Tag *python, Tag::objects(session).get("id", 1));
    const Counter counter;
    MUST(post->tags().remove(python));
    QCOMPARE(counter.verbs(), QStringList({u"DELETE"_s}));
    QVERIFY(!post->tags().isLoaded());
    COMPARE_STATEMENTS(1, QCOMPARE(keyText(post->tags()), u"2"_s));
}

void TestManyToMany::removeTakesKeys()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    COMPARE_STATEMENTS(1, MUST(post->tags().remove({1, 2})));
    QVERIFY(post->tags().isEmpty());
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 0);
}

void TestManyToMany::clearIsOneStatement_data()
{
    QTest::addColumn<bool>("loaded");
    QTest::newRow("loaded") << true;
    QTest::newRow("not loaded") << false;
}

void TestManyToMany::clearIsOneStatement()
{
    QFETCH(const bool, loaded);
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(Tag *python, Tag::objects(session).prefetchRelated("posts").get("id", 1));
    if (loaded)
        MUST(post->tags().load());
    const Counter counter;
    MUST(post->tags().clear());
    QCOMPARE(counter.verbs(), QStringList({u"DELETE"_s}));
    QVERIFY(post->tags().isEmpty());
    QCOMPARE(keyText(python->posts()), u"2"_s);
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 0);
    QCOMPARE(database.rows(u"post_tags"_s), 3);
}

void TestManyToMany::setWritesTheDifferenceOnly_data()
{
    QTest::addColumn<QList<qint64>>("tags");
    QTest::addColumn<QStringList>("statements");
    const QString select = u"SELECT"_s;
    const QString remove = u"DELETE"_s;
    const QString insert = u"INSERT"_s;

    QTest::newRow("the same") << QList<qint64>{1, 2} << QStringList{select};
    QTest::newRow("the same in another order") << QList<qint64>{2, 1} << QStringList{select};
    QTest::newRow("one more") << QList<qint64>{1, 2, 3} << QStringList{select, insert};
    QTest::newRow("two more") << QList<qint64>{1, 2, 3, 4} << QStringList{select, insert};
    QTest::newRow("one less") << QList<qint64>{2} << QStringList{select, remove};
    QTest::newRow("none") << QList<qint64>{} << QStringList{select, remove};
    QTest::newRow("one for another") << QList<qint64>{1, 3}
                                     << QStringList{select, remove, insert};
    QTest::newRow("all others") << QList<qint64>{3, 4} << QStringList{select, remove, insert};
    QTest::newRow("one twice") << QList<qint64>{1, 2, 2} << QStringList{select};
}

void TestManyToMany::setWritesTheDifferenceOnly()
{
    QFETCH(const QList<qint64>, tags);
    QFETCH(const QStringList, statements);
    TestDatabase database;
    for (const bool loaded : {false, true}) {
        database.run(u"DELETE FROM post_tags"_s);
        database.run(u"INSERT INTO post_tags (post_id, tag_id, created_at) VALUES "
                     "(1, 1, '2024-02-01 10:00:00.000'), (1, 2, '2024-02-01 10:00:00.000')"_s);
        Chakra::Session session(database.handle());
        MUST_GET(Post *post, Post::objects(session).get("id", 1));
        MUST_GET(const QList<Tag *> all, Tag::objects(session).orderBy("id").all());
        QList<Tag *> wanted;
        for (const qint64 id : tags)
            wanted.append(all.at(id - 1));
        if (loaded)
            MUST(post->tags().load());

        const Counter counter;
        MUST(post->tags().set(wanted));
        QStringList verbs = counter.verbs();
        verbs.sort();
        QStringList expected = statements;
        expected.sort();
        QCOMPARE(verbs, expected);
        QCOMPARE(counter.verbs().constFirst(), u"SELECT"_s);

        const QSet<qint64> keySet(tags.begin(), tags.end());
        QCOMPARE(post->tags().size(), keySet.size());
        for (const Tag *tag : post->tags())
            QVERIFY(keySet.contains(tag->id()));
        QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), keySet.size());
        for (const qint64 id : tags)
            QCOMPARE(database.rows(u"post_tags"_s, u"tag_id = %1"_s.arg(id)), 1);
    }
}

void TestManyToMany::theOtherSideWritesTheSameRows()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Tag *unused, Tag::objects(session).prefetchRelated("posts").get("id", 4));
    MUST_GET(const QList<Post *> posts,
             Post::objects(session).prefetchRelated("tags").orderBy("id").all());
    COMPARE_STATEMENTS(1, MUST(unused->posts().add({posts.at(0), posts.at(4)})));
    QCOMPARE(keyText(posts.at(0)->tags()), u"1 2 4"_s);
    QCOMPARE(keyText(posts.at(4)->tags()), u"4"_s);
    QCOMPARE(database.rows(u"post_tags"_s, u"tag_id = 4"_s), 2);
    COMPARE_STATEMENTS(1, MUST(unused->posts().clear()));
    QVERIFY(posts.at(4)->tags().isEmpty());
    QCOMPARE(database.rows(u"post_tags"_s, u"tag_id = 4"_s), 0);
}

void TestManyToMany::rowsThatOthersWroteDoNoHarm()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    MUST_GET(const QList<Tag *> tags, Tag::objects(session).orderBy("id").all());
    database.run(u"INSERT INTO post_tags (post_id, tag_id, created_at) VALUES "
                 "(1, 3, '2024-02-01 10:00:00.000')"_s);
    database.run(u"DELETE FROM post_tags WHERE post_id = 1 AND tag_id = 1"_s);

    MUST(post->tags().add(tags.at(2))); // there, but unknown here
    MUST(post->tags().remove(tags.at(0))); // gone, but listed here
    QCOMPARE(keyText(post->tags()), u"2 3"_s);
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 2);
}

void TestManyToMany::aRollbackDoesNotUndoIt()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    MUST_GET(Tag *unused, Tag::objects(session).prefetchRelated("posts").get("id", 4));
    post->setTitle(u"Changed"_s);
    MUST(post->tags().add(unused));
    MUST(post->tags().remove(post->tags().at(0)));
    COMPARE_STATEMENTS(0, MUST(session.rollback()));
    QCOMPARE(post->title(), u"Hello"_s);
    QCOMPARE(keyText(post->tags()), u"2 4"_s);
    QCOMPARE(keyText(unused->posts()), u"1"_s);
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1 AND tag_id IN (2, 4)"_s), 2);
}

void TestManyToMany::pendingChangesAreNotWrittenAlong()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(Tag *unused, Tag::objects(session).get("id", 4));
    post->setTitle(u"Changed"_s);
    unused->setName(u"used"_s);
    COMPARE_STATEMENTS(1, MUST(post->tags().add(unused)));
    QCOMPARE(database.rows(u"posts"_s, u"title = 'Changed'"_s), 0);
    QVERIFY(post->isChanged() && unused->isChanged());
}

void TestManyToMany::anObjectOfAnotherSessionIsUsage()
{
    TestDatabase database;
    Chakra::Session first(database.handle());
    Chakra::Session second(database.handle());
    MUST_GET(Post *post, Post::objects(first).prefetchRelated("tags").get("id", 1));
    MUST_GET(Tag *theirs, Tag::objects(second).get("id", 4));
    COMPARE_STATEMENTS(0, COMPARE_ERROR(Error::Usage, post->tags().add(theirs)));
    QCOMPARE(post->tags().size(), 2);
    QCOMPARE(database.rows(u"post_tags"_s), 5);
}

void TestManyToMany::extraColumnsAreWritten()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 5));
    MUST_GET(const QList<Tag *> tags, Tag::objects(session).orderBy("id").all());
    const QDateTime when(QDate(2020, 2, 29), QTime(12, 30), Qt::UTC);
    COMPARE_STATEMENTS(1, MUST(post->tags().add(tags.at(3), {{"createdAt", when}})));
    COMPARE_STATEMENTS(1, MUST(post->tags().add({tags.at(0), tags.at(1)},
                                                {{"createdAt", when.addDays(1)}})));
    const auto createdAt = [&session](qint64 tag) {
        const PostTag *link = must(PostTag::objects(session).find({5, tag}));
        return link ? link->createdAt() : QDateTime();
    };
    QCOMPARE(createdAt(4), when);
    QCOMPARE(createdAt(1), when.addDays(1));
    QCOMPARE(createdAt(2), when.addDays(1));

    COMPARE_STATEMENTS(0, {
        COMPARE_ERROR(Error::UnknownField, post->tags().add(tags.at(2), {{"colour", "red"}}));
    });
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 5"_s), 3);
}

void TestManyToMany::missingColumnsGetTheirDefault()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 5));
    MUST_GET(Tag *unused, Tag::objects(session).get("id", 4));
    const QDateTime before = QDateTime::currentDateTimeUtc();
    MUST(post->tags().add(unused));
    const QDateTime after = QDateTime::currentDateTimeUtc();
    MUST_GET(const PostTag *link, PostTag::objects(session).find({5, 4}));
    QVERIFY(link);
    QVERIFY(link->createdAt() >= before.addMSecs(-1));
    QVERIFY(link->createdAt() <= after);
}

void TestManyToMany::clocksAndTextsAreFilledIn()
{
    TestDatabase database;
    fillSchool(database);
    Chakra::Session session(database.handle());
    MUST_GET(Course *course, Course::objects(session).get("id", 1));
    const QDateTime before = QDateTime::currentDateTimeUtc();
    const QDateTime when(QDate(2020, 2, 29), QTime(12, 30), Qt::UTC);
    MUST(course->students().add({1, 2}));
    MUST(course->students().add(3, {{"note", ""}, {"enrolledAt", when}, {"seenAt", when}}));
    auto *fresh = new Student;
    MUST(course->students().add(fresh));
    MUST(session.commit());
    const QDateTime after = QDateTime::currentDateTimeUtc();

    MUST_GET(const QList<Enrolment *> all, Enrolment::objects(session).orderBy("studentId").all());
    QCOMPARE(all.size(), 4);
    for (const Enrolment *one : all) {
        const bool isGiven = one->studentId() == 3;
        QVERIFY(!one->note().isNull());
        QCOMPARE(one->note(), u""_s);
        QVERIFY(!one->seat());
        for (const QDateTime &time : {one->enrolledAt(), one->seenAt()}) {
            if (isGiven)
                QCOMPARE(time, when);
            else
                QVERIFY(time >= before.addMSecs(-1) && time <= after);
        }
    }
    QCOMPARE(database.rows(u"school_enrolments"_s, u"note = ''"_s), 4);
    QCOMPARE(database.rows(u"school_enrolments"_s, u"enrolled_at = seen_at"_s), 4);
}

void TestManyToMany::otherConstraintsOfTheJunctionHold()
{
    TestDatabase database;
    fillSchool(database);
    Chakra::Session session(database.handle());
    MUST_GET(Course *course, Course::objects(session).prefetchRelated("students").get("id", 1));
    MUST_GET(const QList<Student *> students, Student::objects(session).orderBy("id").all());
    MUST(course->students().add(students.at(0), {{"seat", 7}}));
    // The seat is another pair's: no success that wrote nothing.
    COMPARE_ERROR(Error::UniqueViolation, course->students().add(students.at(1), {{"seat", 7}}));
    QCOMPARE(keyText(course->students()), u"1"_s);
    QCOMPARE(database.rows(u"school_enrolments"_s), 1);
    MUST(course->students().add(students.at(0), {{"seat", 7}}));
    QCOMPARE(database.rows(u"school_enrolments"_s), 1);
}

void TestManyToMany::aPairThatIsThereTwiceIsListedOnce()
{
    TestDatabase database;
    fillSchool(database);
    Chakra::Session session(database.handle());
    for (int i = 0; i < 2; ++i) {
        must(session.execute(u"INSERT INTO school_enrolments (course_id, student_id, note, enrolled_at, seen_at) "
                             "VALUES (1, 2, '', '2026-01-01 00:00:00.000', '2026-01-01 00:00:00.000')"_s));
    }
    MUST_GET(const QList<Course *> courses, Course::objects(session).prefetchRelated("students").orderBy("id").all());
    MUST_GET(Student *student, Student::objects(session).get("id", 2));
    QCOMPARE(courses.at(0)->students().toList(), QList<Student *>{student});
    QCOMPARE(student->courses().toList(), QList<Course *>{courses.at(0)});
    MUST(courses.at(0)->students().remove(student));
    QVERIFY(courses.at(0)->students().isEmpty());
    QCOMPARE(must(session.execute(u"SELECT count(*) FROM school_enrolments"_s)).first().first().toInt(), 0);
}

void TestManyToMany::setKeepsTheColumnsOfExistingRows()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).get("id", 1));
    MUST_GET(const QList<Tag *> tags, Tag::objects(session).orderBy("id").all());
    MUST(post->tags().set({tags.at(0), tags.at(2)}));
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1 AND tag_id = 1 AND "
                                           "created_at = '2024-02-01 10:00:00.000'"_s),
             1);
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1 AND tag_id = 3 AND "
                                           "created_at > '2024-02-01 10:00:00.000'"_s),
             1);
}

void TestManyToMany::anUnsavedOwnerWaitsForTheCommit()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(const QList<Tag *> tags,
             Tag::objects(session).prefetchRelated("posts").orderBy("id").all());
    auto *post = session.create<Post>(f<&Post::author> = alice);
    COMPARE_STATEMENTS(0, {
        MUST(post->tags().add({tags.at(0), tags.at(3)}));
        QCOMPARE(keyText(post->tags()), u"1 4"_s);
        QVERIFY(tags.at(3)->posts().contains(post));
    });
    const Counter counter;
    MUST(session.commit());
    QCOMPARE(counter.verbs(), QStringList({u"INSERT"_s, u"INSERT"_s}));
    QCOMPARE(counter.indexOf(u"INSERT"_s, u"post_tags"_s), 1);
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = %1"_s.arg(post->id())), 2);
    COMPARE_STATEMENTS(0, {
        QCOMPARE(keyText(post->tags()), u"1 4"_s);
        MUST(session.commit());
    });
    // From now on it writes at once.
    COMPARE_STATEMENTS(1, MUST(post->tags().add(tags.at(1))));
}

void TestManyToMany::anUnsavedMemberWaitsForTheCommit()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    auto *tag = new Tag;
    tag->setName(u"new"_s);
    COMPARE_STATEMENTS(0, MUST(post->tags().add(tag)));
    QVERIFY(post->tags().contains(tag));
    QVERIFY(tag->posts().contains(post));
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(tag->state(), State::Persistent);
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1 AND tag_id = %1"_s.arg(tag->id())), 1);
}

void TestManyToMany::transientEndsAgreeAndAreAddedTogether()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    auto *post = new Post;
    auto *tag = new Tag;
    tag->setName(u"new"_s);
    COMPARE_STATEMENTS(0, {
        MUST(tag->posts().add(post));
        QVERIFY(post->tags().contains(tag));
        QVERIFY(tag->posts().contains(post));
    });
    post->setAuthor(alice);
    MUST(session.add(post));
    QCOMPARE(tag->state(), State::New);
    COMPARE_STATEMENTS(3, MUST(session.commit()));
    QCOMPARE(database.rows(u"post_tags"_s), 6);
}

void TestManyToMany::whatWaitsCanBeTakenBack()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(const QList<Tag *> tags, Tag::objects(session).orderBy("id").all());
    auto *post = session.create<Post>(f<&Post::author> = alice);
    MUST(post->tags().add(tags));
    COMPARE_STATEMENTS(0, {
        MUST(post->tags().remove(tags.at(0)));
        QCOMPARE(keyText(post->tags()), u"2 3 4"_s);
        MUST(post->tags().set({tags.at(0), tags.at(1)}));
        QCOMPARE(post->tags().size(), 2);
    });
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(database.rows(u"post_tags"_s,
                           u"post_id = %1 AND tag_id IN (1, 2)"_s.arg(post->id())),
             2);
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = %1"_s.arg(post->id())), 2);

    auto *second = session.create<Post>(f<&Post::author> = alice);
    MUST(second->tags().add(tags));
    MUST(second->tags().clear());
    COMPARE_STATEMENTS(1, MUST(session.commit()));
}

void TestManyToMany::extraColumnsWaitToo()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(Tag *unused, Tag::objects(session).get("id", 4));
    const QDateTime when(QDate(2020, 2, 29), QTime(12, 30), Qt::UTC);
    auto *post = session.create<Post>(f<&Post::author> = alice);
    MUST(post->tags().add(unused, {{"createdAt", when}}));
    MUST(session.commit());
    MUST_GET(const PostTag *link, PostTag::objects(session).find({post->id(), 4}));
    QVERIFY(link);
    QCOMPARE(link->createdAt(), when);
}

void TestManyToMany::aRollbackUndoesWhatWaits()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    auto *tag = new Tag;
    tag->setName(u"new"_s);
    MUST(post->tags().add(tag));
    COMPARE_STATEMENTS(0, MUST(session.rollback()));
    QCOMPARE(keyText(post->tags()), u"1 2"_s);
    QCOMPARE(tag->state(), State::Transient);
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    QCOMPARE(database.rows(u"tags"_s), 4);
}

void TestManyToMany::aFailedCommitKeepsWhatWaits()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    auto *tag = new Tag;
    tag->setName(u"python"_s); // there is one
    MUST(post->tags().add(tag));
    COMPARE_ERROR(Error::UniqueViolation, session.commit());
    QVERIFY(post->tags().contains(tag));
    QCOMPARE(database.rows(u"post_tags"_s), 5);
    tag->setName(u"new"_s);
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(database.rows(u"post_tags"_s), 6);
}

void TestManyToMany::createWaitsForTheCommit()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    Tag *tag = nullptr;
    COMPARE_STATEMENTS(0, tag = post->tags().create(f<&Tag::name> = "new"));
    QVERIFY(tag);
    QCOMPARE(tag->state(), State::New);
    QCOMPARE(post->tags().last(), tag);
    QVERIFY(tag->posts().contains(post));
    COMPARE_STATEMENTS(2, MUST(session.commit()));
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 3);
}

void TestManyToMany::theOtherSideFollowsInMemory()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Tag *> tags,
             Tag::objects(session).prefetchRelated("posts").orderBy("id").all());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 5));
    MUST(post->tags().set(tags));
    COMPARE_STATEMENTS(0, for (const Tag *tag : tags) QVERIFY(tag->posts().contains(post)));
    MUST(post->tags().remove({tags.at(0), tags.at(1)}));
    COMPARE_STATEMENTS(0, {
        QVERIFY(!tags.at(0)->posts().contains(post));
        QVERIFY(!tags.at(1)->posts().contains(post));
        QVERIFY(tags.at(2)->posts().contains(post));
    });
}

void TestManyToMany::anUnloadedOtherSideIsNotLoaded()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 5));
    MUST_GET(Tag *python, Tag::objects(session).get("id", 1));
    COMPARE_STATEMENTS(1, MUST(post->tags().add(python)));
    QVERIFY(!python->posts().isLoaded());
    COMPARE_STATEMENTS(1, QCOMPARE(python->posts().size(), 3));
    QCOMPARE(python->posts().toList().count(post), 1);
}

void TestManyToMany::signalsFireOnceAndOnlyForChanges()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags__posts").get("id", 1));
    MUST_GET(Tag *unused, Tag::objects(session).prefetchRelated("posts").get("id", 4));
    Tag *python = post->tags().at(0);

    Notifications heard({{"post", post}, {"python", python}, {"unused", unused}});
    MUST(post->tags().add(unused));
    QCOMPARE(heard.take(), QStringList({u"post.tags"_s, u"unused.posts"_s}));
    MUST(post->tags().add(unused));
    QCOMPARE(heard.take(), QStringList());
    MUST(post->tags().remove(python));
    QCOMPARE(heard.take(), QStringList({u"post.tags"_s, u"python.posts"_s}));
    MUST(post->tags().remove(python));
    QCOMPARE(heard.take(), QStringList());
    MUST(session.commit());
    QCOMPARE(heard.take(), QStringList());
}

void TestManyToMany::setIsOneChangePerList()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Tag *> tags,
             Tag::objects(session).prefetchRelated("posts").orderBy("id").all());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    Notifications heard({{"post", post}, {"python", tags.at(0)}, {"rust", tags.at(1)},
                         {"qt", tags.at(2)}, {"unused", tags.at(3)}});
    MUST(post->tags().set({tags.at(1), tags.at(2)}));
    QCOMPARE(heard.take(), QStringList({u"post.tags"_s, u"python.posts"_s, u"qt.posts"_s}));
    MUST(post->tags().set({tags.at(1), tags.at(2)}));
    QCOMPARE(heard.take(), QStringList());
}

void TestManyToMany::aRemovedMemberLeavesAtOnceAndComesBack()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    Tag *python = post->tags().at(0);
    COMPARE_STATEMENTS(0, {
        MUST(session.remove(python));
        QCOMPARE(keyText(post->tags()), u"2"_s);
        MUST(session.rollback());
        QCOMPARE(keyText(post->tags()), u"1 2"_s);
    });
    QCOMPARE(database.rows(u"post_tags"_s), 5);
}

void TestManyToMany::aCreatedJunctionWorksTheSame()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using namespace Library;
    MUST_GET(Book *dracula, Book::objects(session).prefetchRelated("authors").get("id", 2));
    QCOMPARE(keyText(dracula->authors()), u"1 2"_s);
    MUST_GET(Author *joyce, Author::objects(session).prefetchRelated("books").get("id", 3));

    COMPARE_STATEMENTS(1, MUST(dracula->authors().add(joyce)));
    QCOMPARE(keyText(joyce->books()), u"2"_s);
    QCOMPARE(database.rows(u"lib_book_authors"_s, u"book_id = 2 AND author_id = 3"_s), 1);
    MUST(dracula->authors().add(joyce));
    QCOMPARE(database.rows(u"lib_book_authors"_s, u"book_id = 2"_s), 3);
    COMPARE_STATEMENTS(2, MUST(dracula->authors().set({joyce})));
    QCOMPARE(keyText(dracula->authors()), u"3"_s);
    COMPARE_STATEMENTS(1, MUST(dracula->authors().clear()));
    QVERIFY(joyce->books().isEmpty());
    QCOMPARE(database.rows(u"lib_book_authors"_s), 1);
}

void TestManyToMany::aDirectedRelationHasTwoSides()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using Library::Member;
    MUST_GET(const QList<Member *> all, Member::objects(session)
                                                .prefetchRelated("follows", "followers")
                                                .orderBy("id")
                                                .all());
    Member *ann = all.at(0);
    Member *ben = all.at(1);
    Member *cem = all.at(2);
    QCOMPARE(keyText(ann->follows()), u"2"_s);
    QVERIFY(ann->followers().isEmpty());
    QCOMPARE(keyText(ben->followers()), u"1"_s);

    COMPARE_STATEMENTS(1, MUST(cem->follows().add({ann, ben})));
    QCOMPARE(keyText(ann->followers()), u"3"_s);
    QCOMPARE(keyText(ben->followers()), u"1 3"_s);
    QVERIFY(cem->followers().isEmpty());
    QCOMPARE(database.rows(u"lib_follows"_s, u"follower_id = 3"_s), 2);

    COMPARE_STATEMENTS(1, MUST(ben->followers().remove(cem)));
    QCOMPARE(keyText(cem->follows()), u"1"_s);
    QCOMPARE(database.rows(u"lib_follows"_s, u"follower_id = 3 AND followed_id = 1"_s), 1);
    QCOMPARE(database.rows(u"lib_follows"_s), 2);
}

void TestManyToMany::aSymmetricalRelationIsWrittenBothWays()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using Library::Member;
    MUST_GET(const QList<Member *> all,
             Member::objects(session).prefetchRelated("friends").orderBy("id").all());
    Member *ann = all.at(0);
    Member *ben = all.at(1);
    Member *cem = all.at(2);
    QCOMPARE(keyText(ann->friends()), u"2"_s);
    QCOMPARE(keyText(ben->friends()), u"1"_s);

    Notifications heard({{"ann", ann}, {"cem", cem}});
    COMPARE_STATEMENTS(1, MUST(cem->friends().add(ann)));
    QCOMPARE(keyText(cem->friends()), u"1"_s);
    QCOMPARE(keyText(ann->friends()), u"2 3"_s);
    QCOMPARE(heard.take(), QStringList({u"ann.friends"_s, u"cem.friends"_s}));
    QCOMPARE(database.rows(u"lib_friends"_s, u"member_id = 1 AND friend_id = 3"_s), 1);
    QCOMPARE(database.rows(u"lib_friends"_s, u"member_id = 3 AND friend_id = 1"_s), 1);

    MUST(ann->friends().add(cem)); // there already, the other way
    QCOMPARE(database.rows(u"lib_friends"_s), 4);
    COMPARE_STATEMENTS(1, MUST(ann->friends().remove(ben)));
    QVERIFY(ben->friends().isEmpty());
    QCOMPARE(database.rows(u"lib_friends"_s), 2);
    COMPARE_STATEMENTS(1, MUST(ann->friends().clear()));
    QVERIFY(cem->friends().isEmpty());
    QCOMPARE(database.rows(u"lib_friends"_s), 0);
}

void TestManyToMany::aSymmetricalRelationWithItselfIsOneRow()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Member *dana,
             Library::Member::objects(session).prefetchRelated("friends").get("id", 4));
    COMPARE_STATEMENTS(1, MUST(dana->friends().add(dana)));
    QCOMPARE(keyText(dana->friends()), u"4"_s);
    QCOMPARE(database.rows(u"lib_friends"_s, u"member_id = 4"_s), 1);
    MUST(dana->friends().remove(dana));
    QVERIFY(dana->friends().isEmpty());
    QCOMPARE(database.rows(u"lib_friends"_s), 2);
}

void TestManyToMany::aSymmetricalSetKeepsBothWays()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    using Library::Member;
    MUST_GET(const QList<Member *> all,
             Member::objects(session).prefetchRelated("friends").orderBy("id").all());
    const Counter counter;
    MUST(all.at(0)->friends().set({all.at(2), all.at(3)}));
    QVERIFY2(counter.count() == 3, counter.report(3).constData());
    QVERIFY(all.at(1)->friends().isEmpty());
    QCOMPARE(keyText(all.at(2)->friends()), u"1"_s);
    QCOMPARE(keyText(all.at(3)->friends()), u"1"_s);
    QCOMPARE(database.rows(u"lib_friends"_s, u"member_id = 1 OR friend_id = 1"_s), 4);
    QCOMPARE(database.rows(u"lib_friends"_s), 4);
}

QTEST_GUILESS_MAIN(TestManyToMany)
#include "tst_manytomany.moc"
