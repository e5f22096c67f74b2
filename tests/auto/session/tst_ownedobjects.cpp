// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "model/model_p.h"
#include "session/ownedobjects_p.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <limits>

using namespace Chakra;

namespace {

constexpr quint32 Highest = std::numeric_limits<quint32>::max();

quint32 placeOf(const Model *object)
{
    return ModelPrivate::get(object)->place;
}

QList<quint32> placesOf(const QList<Model *> &objects)
{
    QList<quint32> places;
    for (const Model *object : objects)
        places.append(placeOf(object));
    return places;
}

QSet<Model *> setOf(const QList<Model *> &objects)
{
    return QSet<Model *>(objects.cbegin(), objects.cend());
}

QList<Model *> reversed(QList<Model *> objects)
{
    std::reverse(objects.begin(), objects.end());
    return objects;
}

/*! New objects that \a owned has taken, in the order of coming. */
QList<Model *> added(OwnedObjects *owned, int count)
{
    QList<Model *> objects;
    for (int i = 0; i < count; ++i) {
        objects.append(new Model);
        owned->add(objects.last());
    }
    return objects;
}

} // namespace

/*! What a session can not show: a program without an application object, and numbers that run out. */
class TestOwnedObjects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void givesPlacesInTheOrderOfComing();
    void findsWhatHasComeSinceAMark();
    void keepsThePlacesWhileTheyLast();
    void givesNewPlacesBeforeTheyRunOut();
    void losesNoneWithoutAnApplication();
    void deletesWhatWasFoundAgain();
    void letsGoOfOneThatWasLost();
};

void TestOwnedObjects::initTestCase()
{
    QVERIFY(!QCoreApplication::instance());
}

void TestOwnedObjects::givesPlacesInTheOrderOfComing()
{
    OwnedObjects owned;
    const QList<Model *> objects = added(&owned, 3);
    QCOMPARE(placesOf(objects), (QList<quint32>{1, 2, 3}));
    QCOMPARE(owned.size(), 3);

    owned.remove(objects.at(1));
    const std::unique_ptr<Model> gone(objects.at(1));
    QCOMPARE(placeOf(gone.get()), 0u);
    QVERIFY(!gone->parent());
    QCOMPARE(owned.size(), 2);
    QCOMPARE(setOf(owned.all()), setOf({objects.at(0), objects.at(2)}));
}

void TestOwnedObjects::findsWhatHasComeSinceAMark()
{
    OwnedObjects owned;
    added(&owned, 200); // more than one hidden parent takes
    const quint32 mark = owned.mark();
    const QList<Model *> later = added(&owned, 200);
    QCOMPARE(owned.since(mark), reversed(later));
}

void TestOwnedObjects::keepsThePlacesWhileTheyLast()
{
    OwnedObjects owned(Highest / 2 - 2);
    const QList<Model *> objects = added(&owned, 2);
    QCOMPARE(owned.mark(), Highest / 2);
    QCOMPARE(placesOf(objects), (QList<quint32>{Highest / 2 - 2, Highest / 2 - 1}));
}

void TestOwnedObjects::givesNewPlacesBeforeTheyRunOut()
{
    QObject parent; // goes last: these objects tell no session when they go
    OwnedObjects owned(Highest / 2 - 200);
    QList<Model *> objects = added(&owned, 200);
    objects.append(new Model(&parent)); // one that has a parent of its own
    owned.add(objects.last());
    objects += added(&owned, 200);
    owned.remove(objects.at(150));
    const std::unique_ptr<Model> gone(objects.takeAt(150));

    const quint32 mark = owned.mark();
    QCOMPARE(mark, quint32(objects.size() + 1));
    QList<quint32> expected;
    for (quint32 place = 1; place < mark; ++place)
        expected.append(place);
    QCOMPARE(placesOf(objects), expected);
    QCOMPARE(placeOf(gone.get()), 0u);

    const QList<Model *> later = added(&owned, 2);
    QCOMPARE(placesOf(later), (QList<quint32>{mark, mark + 1}));
    QCOMPARE(owned.since(mark), reversed(later));
    QCOMPARE(owned.since(1), reversed(objects + later));
}

void TestOwnedObjects::losesNoneWithoutAnApplication()
{
    QObject parent;
    OwnedObjects owned;
    const QList<Model *> objects = added(&owned, 3);
    objects.at(1)->setParent(&parent); // nobody is told
    QCOMPARE(owned.size(), 3);
    QCOMPARE(setOf(owned.all()), setOf({objects.at(0), objects.at(2)}));

    Model stranger; // known to who asks, and not owned
    owned.findAgain(objects + QList<Model *>{&stranger});
    QCOMPARE(owned.all().size(), 3);
    QCOMPARE(setOf(owned.all()), setOf(objects));
    QCOMPARE(setOf(owned.since(2)), setOf({objects.at(1), objects.at(2)}));
    QCOMPARE(objects.at(1)->parent(), &parent);
}

void TestOwnedObjects::deletesWhatWasFoundAgain()
{
    QObject parent;
    QList<QPointer<Model>> alive;
    {
        OwnedObjects owned;
        const QList<Model *> objects = added(&owned, 2);
        alive = QList<QPointer<Model>>(objects.cbegin(), objects.cend());
        objects.first()->setParent(&parent);
        owned.findAgain(objects);
    }
    QVERIFY(!alive.at(0));
    QVERIFY(!alive.at(1));
    QVERIFY(parent.children().isEmpty());
}

void TestOwnedObjects::letsGoOfOneThatWasLost()
{
    QObject parent;
    QPointer<Model> lost;
    {
        OwnedObjects owned;
        lost = added(&owned, 2).first();
        lost->setParent(&parent);
        owned.remove(lost);
        QCOMPARE(owned.size(), 1);
        QCOMPARE(owned.all().size(), 1);
        owned.findAgain({lost});
        QCOMPARE(owned.all().size(), 1);
    }
    QVERIFY(lost);
    QCOMPARE(lost->parent(), &parent);
}

QTEST_APPLESS_MAIN(TestOwnedObjects)
#include "tst_ownedobjects.moc"
