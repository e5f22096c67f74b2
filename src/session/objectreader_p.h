// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_OBJECTREADER_P_H
#define CHAKRA_OBJECTREADER_P_H

#include "../query/querycompiler_p.h"
#include "session_p.h"

#include <optional>

namespace Chakra {

/*!
    Runs a LoadPlan and makes objects of its rows: new ones for rows that the session does not
    hold, the present ones brought up to date unless they have changes. The hot path: columns are
    resolved once per plan, values go from the cursor through the static metacall.
*/
class ObjectReader
{
public:
    ObjectReader(SessionPrivate &session, const LoadPlan &plan);

    Error open();
    /*! The same with the plan's statement as text already. */
    Error open(const Sql::Text &text);
    /*! Reads objects marked Removed too: what they are part of stays known to them. */
    void includeRemoved() { m_includesRemoved = true; }
    /*!
        Appends the root objects of up to \a maximum rows (all when negative), and the owner keys of
        a many-to-many plan beside them. Objects marked Removed are left out else.
    */
    Error read(QList<Model *> *objects, WireRow *owners = nullptr, qint64 maximum = -1);
    bool atEnd() const { return m_atEnd; }

    /*! Makes the objects of one result neighbours for lazy loads. */
    static void formPeers(const QList<Model *> &objects);

private:
    struct Node
    {
        const LoadPlan::Node *plan;
        IdentityTable *table;
        const FieldInfo *integerKey; // null for other keys
        quint64 missing; // columns that are not loaded
        QList<std::pair<const FieldInfo *, int>> unsettable; // where null leaves them unset
        QList<const RelationInfo *> owning; // whose targets the session holds some of
        QList<Model *> objects; // distinct ones of a related node, for peers
        // Of a reverse one-to-one, once asked for: partners that wait for the commit, by key.
        std::optional<QHash<WireValue, Model *>> waiting;
    };

    Error readRows(QList<Model *> *objects, WireRow *owners, qint64 maximum);
    void findOwning(Node &node);
    Model *readNode(Node &node);
    Model *create(Node &node);
    /*!
        A row that came up is a member of lists that were loaded before. Where another object is to
        take its place as the partner of a one-to-one, it is detached once all is read.
    */
    void joinLists(const Node &node, ModelPrivate *d);
    void refresh(Node &node, ModelPrivate *d);
    void connectNode(Node &node, Model *parent, Model *object);
    Model *waitingPartner(Node &node, const ModelPrivate *parent) const;

    SessionPrivate &m_session;
    const LoadPlan &m_plan;
    std::vector<Node> m_nodes;
    QVarLengthArray<Model *, 8> m_row;
    QList<std::pair<Model *, const RelationInfo *>> m_displaced;
    Cursor m_cursor;
    quint32 m_serial = 0; // marks what this has read
    bool m_atEnd = false;
    bool m_includesRemoved = false;
};

} // namespace Chakra

#endif // CHAKRA_OBJECTREADER_P_H
