// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_OWNEDOBJECTS_P_H
#define CHAKRA_OWNEDOBJECTS_P_H

#include <QList>
#include <QSet>

namespace Chakra {

class Model;

/*!
    The objects that a session owns. Each has a parent, which keeps the QML engine from taking it:
    its own, or a hidden one that it shares with some others (one for all would make deleting in
    random order quadratic). An object that is given another parent later keeps that one.

    Deletes them when it dies; nobody may know them any more then.
*/
class OwnedObjects
{
public:
    /*! The first object gets the place \a first. */
    explicit OwnedObjects(quint32 first = 1) : m_nextPlace(first) { }
    ~OwnedObjects();
    Q_DISABLE_COPY_MOVE(OwnedObjects)

    /*! Takes \a object, and gives it the next place in the order of coming. */
    void add(Model *object);
    /*! Lets go of \a object, without a parent if a hidden one was its parent. */
    void remove(Model *object);
    bool isEmpty() const { return m_count == 0; }
    /*! All of them, in no order. */
    QList<Model *> all() const;

    /*! The place that the next object gets; what came since then is found by since(). */
    quint32 mark();
    /*! Those that have come since \a mark, the last ones first. */
    QList<Model *> since(quint32 mark) const;

    /*!
        Qt tells of another parent by an event, and sends none where there is no application: those of
        \a objects that were lost in this way are found again.
    */
    void findAgain(const QList<Model *> &objects);
    qsizetype size() const { return m_count; }

private:
    class Page;
    Page *pageOf(const Model *object) const;

    QList<Page *> m_pages; // in order; new objects go to the last one
    QSet<Model *> m_elsewhere; // with parents of their own
    qsizetype m_count = 0;
    quint32 m_nextPlace;
};

} // namespace Chakra

#endif // CHAKRA_OWNEDOBJECTS_P_H
