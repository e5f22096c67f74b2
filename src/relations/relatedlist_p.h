// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_RELATEDLIST_P_H
#define CHAKRA_RELATEDLIST_P_H

#include <Chakra/relatedlist.h>

#include "../model/model_p.h"

namespace Chakra {

/*! Makes the item model of a list; set by the layer that has item models. */
using ListModelFactory = QAbstractItemModel *(*)(Model *owner, const RelationInfo *relation);
void setListModelFactory(ListModelFactory factory);

/*! Gives a new object its first values, through its setters; what does not fit is an Error. */
Error setProperties(Model *object, const QList<std::pair<Detail::PathSpec, Value>> &values);

/*!
    What add, remove, set and clear do with a list, in memory and, for many-to-many ones, at once in
    the database. Knows the session by its seam only.
*/
class ListEditor
{
public:
    ListEditor(Model *owner, const RelationInfo *relation);

    Error check() const;
    Error add(const QList<Model *> &objects, const QList<ColumnValue> &columns);
    /*! Many-to-many: pairs by key, in one statement; a list that lacks their objects is loaded again. */
    Error addKeys(const WireRow &keys, const QList<ColumnValue> &columns);
    Error remove(const QList<Model *> &objects);
    /*! Many-to-many: in memory what the database has done already. */
    void forgetPairs(const QList<Model *> &members);
    Error set(const QList<Model *> &objects);
    Error clear();

private:
    Error checkObjects(const QList<Model *> &objects) const;
    Error adoptNew(const QList<Model *> &objects);
    bool isStored(Model *member) const;
    WireValue keyOf(Model *member) const;
    WireRow storedKeys(const QList<Model *> &objects) const;
    Error checkDetach(const QList<Model *> &members) const;
    void detach(Model *member);
    void linkInMemory(Model *member, const QList<ColumnValue> &columns);
    void unlinkInMemory(Model *member);
    QList<Model *> present() const;

    Model *m_owner;
    ModelPrivate *m_d;
    const RelationInfo *m_relation;
};

} // namespace Chakra

#endif // CHAKRA_RELATEDLIST_P_H
