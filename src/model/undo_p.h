// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_UNDO_P_H
#define CHAKRA_UNDO_P_H

#include "model_p.h"

#include <QSet>

namespace Chakra {

/*!
    Takes changes in memory back. What an object points at is restored; what lists hold follows from
    it: a list holds who points at its owner, in the order it had, and a pair is known to both of its
    ends. So an object that is not undone, or came up meanwhile, stands where it belongs.
*/
class Undo
{
public:
    /*! All that \a objects have changed in segments with a serial of at least \a mark. */
    Undo(const QList<Model *> &objects, quint32 mark);
    /*! Values, states and slots become what they were. */
    void restore();
    /*! Then, with the keys in the identity map again: lists are settled, and what differs is told. */
    void settle();

private:
    using End = std::pair<Model *, const RelationInfo *>;
    struct Before // what a relation was
    {
        Model *owner;
        const RelationInfo *relation;
        bool loaded;
        Model *target;
        QList<Model *> items;
    };

    struct Value // of a column, as it was
    {
        Model *owner;
        const FieldInfo *field;
        QVariant value;
    };

    static Before lookAt(Model *owner, const RelationInfo *relation);
    void collect(Model *owner, const RelationInfo *relation);
    void collect(Model *owner, const FieldInfo *field);
    void settlePointer(const Before &before);
    void settleList(const Before &before);
    /*! What no session has lets go of a parent whose list does not hold it. */
    void settleLink(Model *member, const RelationInfo *owning);
    /*! The items of a list that nothing but settlePairs() changes any more. */
    QSet<Model *> &membersOf(Model *owner, const RelationInfo *relation);
    void settlePairs(const Before &before);
    void unlink(Model *member, const RelationInfo *owning);

    const QList<Model *> m_objects;
    const quint32 m_mark;
    QList<Before> m_relations;
    QList<Value> m_values;
    QSet<std::pair<Model *, const void *>> m_known; // relations and columns
    QHash<End, QSet<Model *>> m_members; // of lists, once asked for
    QHash<End, QList<Model *>> m_arrivals; // who points at it now, of those that were undone
};

} // namespace Chakra

#endif // CHAKRA_UNDO_P_H
