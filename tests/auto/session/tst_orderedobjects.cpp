// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "session/orderedobjects_p.h"

#include <QtTest/QtTest>

using namespace Chakra;
using Listing = ModelPrivate::Listing;

using Objects = QList<Model *>;

class TestOrderedObjects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEachOnceInTheOrderOfComing();
    void anObjectLeavesAGap();
    void anObjectThatLeftComesBackLast();
    void leavingAListThatItIsNotInChangesNothing();
    void takingEmptiesTheList();
    void listsDoNotMixUp();
    void anObjectInNoListKeepsNothing();

private:
    Model a;
    Model b;
    Model c;
};

void TestOrderedObjects::keepsEachOnceInTheOrderOfComing()
{
    OrderedObjects list(Listing::Changed);
    QVERIFY(list.isEmpty());
    for (Model *object : {&b, &a, &b, &c, &a})
        list.append(object);
    QCOMPARE(list.entries(), (Objects{&b, &a, &c}));
    QCOMPARE(ModelPrivate::get(&c)->positionIn(Listing::Changed), 2);
    list.take();
}

void TestOrderedObjects::anObjectLeavesAGap()
{
    OrderedObjects list(Listing::Changed);
    for (Model *object : {&a, &b, &c})
        list.append(object);
    list.remove(&b);
    QCOMPARE(list.entries(), (Objects{&a, nullptr, &c}));
    list.remove(&c);
    QCOMPARE(list.entries(), (Objects{&a, nullptr, nullptr}));
    QCOMPARE(list.take(), (Objects{&a}));
}

void TestOrderedObjects::anObjectThatLeftComesBackLast()
{
    OrderedObjects list(Listing::Changed);
    list.append(&a);
    list.append(&b);
    list.remove(&a);
    list.append(&a);
    QCOMPARE(list.take(), (Objects{&b, &a}));
}

void TestOrderedObjects::leavingAListThatItIsNotInChangesNothing()
{
    OrderedObjects list(Listing::Changed);
    list.append(&a);
    list.remove(&b);
    list.remove(&b);
    QCOMPARE(list.take(), (Objects{&a}));
}

void TestOrderedObjects::takingEmptiesTheList()
{
    OrderedObjects list(Listing::Changed);
    list.append(&a);
    list.append(&b);
    QCOMPARE(list.take(), (Objects{&a, &b}));
    QVERIFY(list.isEmpty());
    list.remove(&b); // it stands there no more
    list.append(&b);
    QCOMPARE(list.take(), (Objects{&b}));
}

void TestOrderedObjects::listsDoNotMixUp()
{
    OrderedObjects changed(Listing::Changed);
    OrderedObjects touched(Listing::Touched);
    OrderedObjects buried(Listing::Buried);
    OrderedObjects read(Listing::ReadAfterWrites);
    changed.append(&a);
    for (OrderedObjects *list : {&touched, &buried, &read})
        list->append(&b);
    for (OrderedObjects *list : {&changed, &touched, &buried, &read})
        list->append(&c);
    touched.remove(&c);
    read.remove(&b);
    QCOMPARE(changed.take(), (Objects{&a, &c}));
    QCOMPARE(touched.take(), (Objects{&b}));
    QCOMPARE(buried.take(), (Objects{&b, &c}));
    QCOMPARE(read.take(), (Objects{&c}));
}

void TestOrderedObjects::anObjectInNoListKeepsNothing()
{
    OrderedObjects changed(Listing::Changed);
    OrderedObjects touched(Listing::Touched);
    const ModelPrivate *d = ModelPrivate::get(&a);
    QVERIFY(!d->rare);
    changed.append(&a);
    touched.append(&a);
    QVERIFY(d->rare);
    changed.remove(&a);
    QVERIFY(d->rare);
    touched.take();
    QVERIFY(!d->rare);
}

QTEST_GUILESS_MAIN(TestOrderedObjects)
#include "tst_orderedobjects.moc"
