// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_ORDEREDOBJECTS_P_H
#define CHAKRA_ORDEREDOBJECTS_P_H

#include "../model/model_p.h"

namespace Chakra {

/*!
    One of a session's lists of objects, in the order in which they came, each once. An object knows
    where it stands, so that it can leave at any time without being looked for: a null stays behind.
*/
class OrderedObjects
{
public:
    explicit OrderedObjects(ModelPrivate::Listing listing) : m_listing(listing) { }
    Q_DISABLE_COPY_MOVE(OrderedObjects)

    /*! Behind the others; nothing happens when it stands there already. */
    void append(Model *object);
    void remove(Model *object);
    /*! Empties the list, and returns what stood there. */
    QList<Model *> take();

    /*! With nulls where objects have left; all come behind what was there before. */
    const QList<Model *> &entries() const { return m_entries; }
    bool isEmpty() const { return m_entries.isEmpty(); }

private:
    const ModelPrivate::Listing m_listing;
    QList<Model *> m_entries;
};

} // namespace Chakra

#endif // CHAKRA_ORDEREDOBJECTS_P_H
