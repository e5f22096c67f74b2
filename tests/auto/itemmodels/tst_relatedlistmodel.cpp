// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "testdatabase.h"

#include <QtCore/QAbstractItemModel>
#include <QtCore/QPersistentModelIndex>
#include <QtCore/QPointer>
#include <QtTest/QAbstractItemModelTester>

using namespace Qt::StringLiterals;
using Chakra::f;
using Tester = QAbstractItemModelTester;

namespace {

// The model of a list, as QML and views get it.
QAbstractItemModel *modelOf(const QObject *owner, const char *list)
{
    return owner->property(list).value<QAbstractItemModel *>();
}

void fetchAll(QAbstractItemModel *model)
{
    while (model->canFetchMore(QModelIndex()))
        model->fetchMore(QModelIndex());
}

int roleOf(const QAbstractItemModel *model, const QByteArray &name)
{
    return model->roleNames().key(name, -1);
}

// A column of the model as text.
QString shown(const QAbstractItemModel *model, const QByteArray &role)
{
    QStringList result;
    for (int row = 0; row < model->rowCount(); ++row)
        result.append(model->index(row, 0).data(roleOf(model, role)).toString());
    return result.join(QLatin1Char(' '));
}

// What views are told, as "+1-2" for rows inserted from 1 to 2, "-0-0" for removed ones, "*1" for
// changed data, ">" for moves and "!" for resets and new layouts.
class RowSignals
{
public:
    explicit RowSignals(QAbstractItemModel *model)
    {
        using Model = QAbstractItemModel;
        QObject::connect(model, &Model::rowsInserted, &m_context,
                         [this](const QModelIndex &, int first, int last) {
                             m_heard.append(u"+%1-%2"_s.arg(first).arg(last));
                         });
        QObject::connect(model, &Model::rowsRemoved, &m_context,
                         [this](const QModelIndex &, int first, int last) {
                             m_heard.append(u"-%1-%2"_s.arg(first).arg(last));
                         });
        QObject::connect(model, &Model::dataChanged, &m_context,
                         [this](const QModelIndex &first, const QModelIndex &last,
                                const QList<int> &roles) {
                             for (int row = first.row(); row <= last.row(); ++row)
                                 m_heard.append(u"*%1"_s.arg(row));
                             m_roles += roles;
                         });
        QObject::connect(model, &Model::rowsMoved, &m_context,
                         [this] { m_heard.append(u">"_s); });
        QObject::connect(model, &Model::modelReset, &m_context,
                         [this] { m_heard.append(u"!"_s); });
        QObject::connect(model, &Model::layoutChanged, &m_context,
                         [this] { m_heard.append(u"!"_s); });
    }

    QStringList take() { return std::exchange(m_heard, {}); }
    // Without changed data, which a row that comes or goes may bring along.
    QStringList takeRows()
    {
        QStringList heard = take();
        heard.removeIf([](const QString &signal) { return signal.startsWith(u'*'); });
        return heard;
    }
    QList<int> takeRoles() { return std::exchange(m_roles, {}); }

private:
    QObject m_context;
    QStringList m_heard;
    QList<int> m_roles;
};

} // namespace

class TestRelatedListModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePropertyIsAnItemModel();
    void itIsMadeOnceAndNeverTheQmlEngines();
    void itsRolesAreTheProperties();
    void itsRowsAreTheMembers();
    void itIsReadOnlyForNow();
    void unknownRolesAndIndexesAreInvalid();
    void nullValuesAreInvalid();
    void aListThatIsNotLoadedIsFetched();
    void aLazyLoadFillsIt();
    void anAddedObjectIsAnInsertedRow();
    void severalAddedObjectsAreInsertedRows();
    void aRemovedObjectIsARemovedRow();
    void assigningTheOtherSideMovesBetweenModels();
    void aChangedPropertyIsChangedData();
    void aChangeOfAFormerMemberIsSilent();
    void aCommitTellsTheNewKeysOnly();
    void aRollbackUndoesRowsAndData();
    void aRemovedRowComesBackToItsPlace();
    void clearingRemovesAllRows();
    void aManyToManyListIsFollowed();
    void aReloadInsertsAndRemovesWhatDiffers();
    void aDeletedObjectIsARemovedRow();
    void rowsOfACascadeLeave();
    void persistentIndexesStayWithTheirRows();
    void theRowsAreRightWhenTheirSignalFires();
    void whenTheSessionGoesItIsEmptiedFirst();
    void theListOfATransientObjectHasOneToo();
};

void TestRelatedListModel::thePropertyIsAnItemModel()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const User *alice, User::objects(session).get("id", 1));
    const QVariant property = alice->property("posts");
    QVERIFY(property.canConvert<QAbstractItemModel *>());
    QVERIFY(property.value<QAbstractItemModel *>());
    QVERIFY(!alice->metaObject()
                     ->property(alice->metaObject()->indexOfProperty("posts"))
                     .isWritable());
}

void TestRelatedListModel::itIsMadeOnceAndNeverTheQmlEngines()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const User *alice, User::objects(session).get("id", 1));
    const QAbstractItemModel *model = modelOf(alice, "posts");
    QCOMPARE(modelOf(alice, "posts"), model);
    QCOMPARE(alice->posts().model(), model);
    MUST_GET(const User *bob, User::objects(session).get("id", 2));
    QVERIFY(modelOf(bob, "posts") != model);
    // An object without a parent that is returned to QML is garbage-collected.
    QVERIFY(model->parent());
    QVERIFY(alice->parent());
}

void TestRelatedListModel::itsRolesAreTheProperties()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const User *alice, User::objects(session).get("id", 1));
    const QAbstractItemModel *model = modelOf(alice, "posts");
    const auto names = model->roleNames();
    for (const char *name :
         {"id", "title", "content", "published", "createdAt", "authorId", "author"}) {
        QVERIFY2(names.key(name, -1) >= Qt::UserRole, name);
        QCOMPARE(names.values().count(name), 1);
    }
}

void TestRelatedListModel::itsRowsAreTheMembers()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    QAbstractItemModel *model = modelOf(alice, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    COMPARE_STATEMENTS(0, {
        QCOMPARE(model->rowCount(), 3);
        QCOMPARE(model->rowCount(model->index(0, 0)), 0); // a list, not a tree
        QCOMPARE(shown(model, "title"), u"Hello World Qt"_s);
        QCOMPARE(shown(model, "id"), u"1 2 3"_s);
    });
    const QModelIndex first = model->index(0, 0);
    QCOMPARE(first.data(roleOf(model, "published")), QVariant(true));
    QCOMPARE(first.data(roleOf(model, "createdAt")).toDateTime(),
             QDateTime(QDate(2024, 1, 1), QTime(10, 0), Qt::UTC));
    QCOMPARE(first.data(roleOf(model, "author")).value<User *>(), alice);
}

void TestRelatedListModel::itIsReadOnlyForNow()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    QAbstractItemModel *model = modelOf(alice, "posts");
    const QModelIndex first = model->index(0, 0);
    QVERIFY(!(model->flags(first) & Qt::ItemIsEditable));
    QVERIFY(model->flags(first) & Qt::ItemIsEnabled);
    QVERIFY(!model->setData(first, u"other"_s, roleOf(model, "title")));
    QVERIFY(!model->insertRows(0, 1));
    QVERIFY(!model->removeRows(0, 1));
    QCOMPARE(alice->posts().at(0)->title(), u"Hello"_s);
    QCOMPARE(model->rowCount(), 3);
}

void TestRelatedListModel::unknownRolesAndIndexesAreInvalid()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    const QAbstractItemModel *model = modelOf(alice, "posts");
    QVERIFY(!model->index(0, 0).data(Qt::SizeHintRole).isValid());
    QVERIFY(!model->index(0, 0).data(Qt::UserRole + 4711).isValid());
    QVERIFY(!model->data(QModelIndex(), roleOf(model, "title")).isValid());
    QVERIFY(!model->index(3, 0).isValid());
}

void TestRelatedListModel::nullValuesAreInvalid()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Shelf *south,
             Library::Shelf::objects(session).prefetchRelated("books").get("id", 2));
    QAbstractItemModel *model = modelOf(south, "books");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    MUST_GET(Library::Book *ulysses, Library::Book::objects(session).get("id", 3));
    MUST(south->books().add(ulysses));
    const QModelIndex row = model->index(0, 0);
    QVERIFY(row.data(roleOf(model, "isbn")).isNull());
    QCOMPARE(row.data(roleOf(model, "shelfId")), QVariant(qint64(2)));
    ulysses->setIsbn(u"333"_s);
    QCOMPARE(row.data(roleOf(model, "isbn")), QVariant(u"333"_s));
}

void TestRelatedListModel::aListThatIsNotLoadedIsFetched()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    QAbstractItemModel *model = modelOf(alice, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    fetchAll(model);
    QCOMPARE(shown(model, "title"), u"Hello World Qt"_s);
    COMPARE_STATEMENTS(0, {
        fetchAll(model);
        QCOMPARE(alice->posts().size(), 3);
        QCOMPARE(model->rowCount(), 3);
    });
}

void TestRelatedListModel::aLazyLoadFillsIt()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users, User::objects(session).orderBy("id").all());
    QAbstractItemModel *alices = modelOf(users.at(0), "posts");
    QAbstractItemModel *bobs = modelOf(users.at(1), "posts");
    const Tester first(alices, Tester::FailureReportingMode::Fatal);
    const Tester second(bobs, Tester::FailureReportingMode::Fatal);
    QCOMPARE(users.at(0)->posts().size(), 3); // loads for bob as well, a peer
    QCOMPARE(shown(alices, "id"), u"1 2 3"_s);
    QCOMPARE(shown(bobs, "id"), u"4 5"_s);
}

void TestRelatedListModel::anAddedObjectIsAnInsertedRow()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    QAbstractItemModel *model = modelOf(alice, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);

    auto *post = new Post;
    post->setTitle(u"New"_s);
    MUST(alice->posts().add(post));
    QCOMPARE(heard.takeRows(), QStringList({u"+3-3"_s}));
    QCOMPARE(shown(model, "title"), u"Hello World Qt New"_s);
    MUST(alice->posts().add(post)); // there already
    QCOMPARE(heard.takeRows(), QStringList());

    alice->posts().create(f<&Post::title> = "Made");
    QCOMPARE(heard.takeRows(), QStringList({u"+4-4"_s}));
    QCOMPARE(shown(model, "title"), u"Hello World Qt New Made"_s);
}

void TestRelatedListModel::severalAddedObjectsAreInsertedRows()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *carol, User::objects(session).prefetchRelated("posts").get("id", 3));
    MUST_GET(const QList<Post *> posts, Post::objects(session).orderBy("id").all());
    QAbstractItemModel *model = modelOf(carol, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    MUST(carol->posts().add(posts));
    QCOMPARE(shown(model, "id"), u"1 2 3 4 5"_s);
    int inserted = 0;
    for (const QString &signal : heard.takeRows()) {
        QVERIFY2(signal.startsWith(u'+'), qPrintable(signal));
        inserted += signal.section(u'-', 1).toInt() - signal.mid(1).section(u'-', 0, 0).toInt() + 1;
    }
    QCOMPARE(inserted, 5);
}

void TestRelatedListModel::aRemovedObjectIsARemovedRow()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Comment *root, Comment::objects(session).prefetchRelated("replies").get("id", 1));
    QAbstractItemModel *model = modelOf(root, "replies");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    MUST(root->replies().remove(root->replies().at(0)));
    QCOMPARE(heard.takeRows(), QStringList({u"-0-0"_s}));
    MUST(session.remove(root->replies().at(0)));
    QCOMPARE(heard.takeRows(), QStringList({u"-0-0"_s}));
    QCOMPARE(model->rowCount(), 0);
    MUST(session.commit());
    QCOMPARE(heard.takeRows(), QStringList());
}

void TestRelatedListModel::assigningTheOtherSideMovesBetweenModels()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    QAbstractItemModel *alices = modelOf(users.at(0), "posts");
    QAbstractItemModel *bobs = modelOf(users.at(1), "posts");
    const Tester first(alices, Tester::FailureReportingMode::Fatal);
    const Tester second(bobs, Tester::FailureReportingMode::Fatal);
    RowSignals fromAlice(alices);
    RowSignals fromBob(bobs);

    users.at(0)->posts().at(1)->setAuthor(users.at(1));
    QCOMPARE(fromAlice.takeRows(), QStringList({u"-1-1"_s}));
    QCOMPARE(fromBob.takeRows(), QStringList({u"+2-2"_s}));
    QCOMPARE(shown(alices, "id"), u"1 3"_s);
    QCOMPARE(shown(bobs, "id"), u"4 5 2"_s);
    QCOMPARE(shown(bobs, "authorId"), u"2 2 2"_s);
}

void TestRelatedListModel::aChangedPropertyIsChangedData()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    QAbstractItemModel *model = modelOf(alice, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    Post *second = alice->posts().at(1);

    second->setTitle(u"Changed"_s);
    QCOMPARE(heard.take(), QStringList({u"*1"_s}));
    const QList<int> roles = heard.takeRoles();
    QVERIFY(roles.isEmpty() || roles.contains(roleOf(model, "title"))); // empty means all
    QVERIFY(!roles.contains(roleOf(model, "content")));
    QCOMPARE(shown(model, "title"), u"Hello Changed Qt"_s);
    second->setTitle(u"Changed"_s);
    QCOMPARE(heard.take(), QStringList());

    // Also where a query brings the object up to date.
    database.run(u"UPDATE posts SET title = 'Theirs' WHERE id = 3"_s);
    MUST(Post::objects(session).get("id", 3));
    QCOMPARE(heard.take(), QStringList({u"*2"_s}));
    QCOMPARE(shown(model, "title"), u"Hello Changed Theirs"_s);
}

void TestRelatedListModel::aChangeOfAFormerMemberIsSilent()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Comment *root, Comment::objects(session).prefetchRelated("replies").get("id", 1));
    Comment *first = root->replies().at(0);
    QAbstractItemModel *model = modelOf(root, "replies");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    MUST(root->replies().remove(first));
    heard.take();
    first->setContent(u"elsewhere"_s);
    QCOMPARE(heard.take(), QStringList());
}

void TestRelatedListModel::aCommitTellsTheNewKeysOnly()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    const QDateTime when(QDate(2024, 6, 1), QTime(8, 0), Qt::UTC);
    session.create<Post>(f<&Post::author> = alice, f<&Post::createdAt> = when);
    alice->posts().at(0)->setTitle(u"Changed"_s);
    QAbstractItemModel *model = modelOf(alice, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    MUST(session.commit());
    QCOMPARE(heard.take(), QStringList({u"*3"_s})); // the new id
    QCOMPARE(shown(model, "id"),
             u"1 2 3 %1"_s.arg(alice->posts().last()->id()));
}

void TestRelatedListModel::aRollbackUndoesRowsAndData()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<Comment *> all,
             Comment::objects(session).prefetchRelated("replies").orderBy("id").all());
    Comment *root = all.at(0);
    QAbstractItemModel *model = modelOf(root, "replies");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);

    all.at(2)->setContent(u"changed"_s);
    MUST(root->replies().remove(all.at(1)));
    MUST(root->replies().add(all.at(4)));
    MUST(root->replies().add(new Comment));
    QCOMPARE(model->rowCount(), 3);

    RowSignals heard(model);
    MUST(session.rollback());
    QCOMPARE(shown(model, "content"), u"first second"_s);
    QVERIFY(!heard.take().contains(u"!"_s)); // never a reset
}

void TestRelatedListModel::aRemovedRowComesBackToItsPlace()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    QAbstractItemModel *model = modelOf(alice, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    MUST(session.remove(alice->posts().at(1)));
    QCOMPARE(heard.takeRows(), QStringList({u"-1-1"_s}));
    MUST(session.rollback());
    QCOMPARE(heard.takeRows(), QStringList({u"+1-1"_s}));
    QCOMPARE(shown(model, "id"), u"1 2 3"_s);
}

void TestRelatedListModel::clearingRemovesAllRows()
{
    TestDatabase database(TestDatabase::Lending);
    Chakra::Session session(database.handle());
    MUST_GET(Library::Shelf *north,
             Library::Shelf::objects(session).prefetchRelated("books").get("id", 1));
    QAbstractItemModel *model = modelOf(north, "books");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    MUST(north->books().clear());
    QCOMPARE(model->rowCount(), 0);
    QVERIFY(!heard.take().contains(u"!"_s));
}

void TestRelatedListModel::aManyToManyListIsFollowed()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    MUST_GET(const QList<Tag *> tags,
             Tag::objects(session).prefetchRelated("posts").orderBy("id").all());
    QAbstractItemModel *model = modelOf(post, "tags");
    QAbstractItemModel *reverse = modelOf(tags.at(3), "posts");
    const Tester first(model, Tester::FailureReportingMode::Fatal);
    const Tester second(reverse, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    RowSignals heardReverse(reverse);

    MUST(post->tags().add(tags.at(3)));
    QCOMPARE(heard.takeRows(), QStringList({u"+2-2"_s}));
    QCOMPARE(heardReverse.takeRows(), QStringList({u"+0-0"_s}));
    MUST(post->tags().remove(tags.at(0)));
    QCOMPARE(heard.takeRows(), QStringList({u"-0-0"_s}));
    MUST(post->tags().set({tags.at(1), tags.at(2)}));
    QCOMPARE(shown(model, "name"), u"rust qt"_s);
    QCOMPARE(reverse->rowCount(), 0);
    QVERIFY(!heard.takeRows().contains(u"!"_s));
    MUST(post->tags().clear());
    QCOMPARE(model->rowCount(), 0);
}

void TestRelatedListModel::aReloadInsertsAndRemovesWhatDiffers()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    QAbstractItemModel *model = modelOf(alice, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    database.run(u"UPDATE posts SET author_id = 2 WHERE id = 2"_s);
    database.run(u"UPDATE posts SET author_id = 1 WHERE id = 5"_s);
    MUST(alice->posts().reload());
    QCOMPARE(shown(model, "id"), u"1 3 5"_s);
    const QStringList changes = heard.takeRows();
    QVERIFY(!changes.contains(u"!"_s));
    QVERIFY(changes.contains(u"-1-1"_s));
    MUST(alice->posts().reload());
    QCOMPARE(heard.takeRows(), QStringList());
}

void TestRelatedListModel::aDeletedObjectIsARemovedRow()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    QAbstractItemModel *model = modelOf(alice, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    delete alice->posts().at(1);
    QCOMPARE(heard.takeRows(), QStringList({u"-1-1"_s}));
    QCOMPARE(shown(model, "title"), u"Hello Qt"_s);
    MUST(session.evict(alice->posts().at(0)));
    QTRY_COMPARE(shown(model, "title"), u"Qt"_s);
}

void TestRelatedListModel::rowsOfACascadeLeave()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    MUST_GET(Tag *rust, Tag::objects(session).prefetchRelated("posts").get("name", "rust"));
    QAbstractItemModel *model = modelOf(rust, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    MUST(session.remove(alice));
    MUST(session.commit());
    QCOMPARE(heard.takeRows(), QStringList({u"-0-0"_s}));
    QCOMPARE(shown(model, "title"), u"Rust"_s);
}

void TestRelatedListModel::persistentIndexesStayWithTheirRows()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    QAbstractItemModel *model = modelOf(alice, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    const int id = roleOf(model, "id");
    const QPersistentModelIndex last(model->index(2, 0));
    const QPersistentModelIndex first(model->index(0, 0));
    QCOMPARE(last.data(id).toLongLong(), 3);

    alice->posts().at(0)->setAuthor(bob);
    QVERIFY(!first.isValid());
    QCOMPARE(last.row(), 1);
    QCOMPARE(last.data(id).toLongLong(), 3);
    MUST(session.rollback());
    QCOMPARE(last.row(), 2);
    QCOMPARE(last.data(id).toLongLong(), 3);
}

void TestRelatedListModel::theRowsAreRightWhenTheirSignalFires()
{
    TestDatabase database;
    Chakra::Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    User *alice = users.at(0);
    User *bob = users.at(1);
    QAbstractItemModel *model = modelOf(alice, "posts");
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    Post *post = bob->posts().at(0);

    int fired = 0;
    int wrong = 0;
    QObject context;
    connect(model, &QAbstractItemModel::rowsInserted, &context,
            [&](const QModelIndex &, int row, int) {
                ++fired;
                wrong += model->rowCount() != 4 || row != 3;
                wrong += model->index(row, 0).data(roleOf(model, "id")).toLongLong() != 4;
                wrong += model->index(row, 0).data(roleOf(model, "authorId")).toLongLong() != 1;
                wrong += post->author() != alice || bob->posts().contains(post);
            });
    post->setAuthor(alice);
    QCOMPARE(fired, 1);
    QCOMPARE(wrong, 0);
}

void TestRelatedListModel::whenTheSessionGoesItIsEmptiedFirst()
{
    TestDatabase database;
    auto session = std::make_unique<Chakra::Session>(database.handle());
    MUST_GET(const User *alice, User::objects(*session).prefetchRelated("posts").get("id", 1));
    const QPointer<QAbstractItemModel> model = modelOf(alice, "posts");
    auto tester = std::make_unique<Tester>(model.data(), Tester::FailureReportingMode::Fatal);
    const QPointer<Post> post = alice->posts().at(0);

    int rows = model->rowCount();
    bool alive = true;
    QObject context;
    const auto look = [&] {
        alive = alive && post;
        if (model)
            rows = model->rowCount();
        if (post) {
            post->author(); // null or not, but no SQL
            post->tags().size();
        }
    };
    connect(model, &QAbstractItemModel::rowsRemoved, &context, look);
    connect(model, &QAbstractItemModel::modelReset, &context, look);
    COMPARE_STATEMENTS(0, session.reset());
    QCOMPARE(rows, 0);
    QVERIFY(alive);
    QVERIFY(!post);
}

void TestRelatedListModel::theListOfATransientObjectHasOneToo()
{
    User user;
    Post first;
    Post second;
    QAbstractItemModel *model = modelOf(&user, "posts");
    QVERIFY(model);
    const Tester tester(model, Tester::FailureReportingMode::Fatal);
    RowSignals heard(model);
    first.setTitle(u"One"_s);
    first.setAuthor(&user);
    QCOMPARE(heard.takeRows(), QStringList({u"+0-0"_s}));
    MUST(user.posts().add(&second));
    QCOMPARE(model->rowCount(), 2);
    QCOMPARE(model->index(0, 0).data(roleOf(model, "title")).toString(), u"One"_s);
}

QTEST_GUILESS_MAIN(TestRelatedListModel)
#include "tst_relatedlistmodel.moc"
