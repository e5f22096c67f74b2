// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_JUNCTIONWRITER_P_H
#define CHAKRA_JUNCTIONWRITER_P_H

#include "identitymap_p.h"
#include "session_p.h"

#include <QDateTime>
#include <QSet>

namespace Chakra {

/*!
    Writes the pairs of many-to-many relations: inserts together, with defaults of a junction's model,
    and none that is there already, whatever constraints the table has.
*/
class JunctionWriter
{
public:
    JunctionWriter(SessionPrivate &session, Connection &connection)
        : m_session(session), m_connection(connection)
    {
    }

    /*! Notes a pair to be inserted; both ways where the relation is symmetrical. */
    void add(const RelationInfo *relation, const WireValue &owner, const WireValue &member,
             const QList<ColumnValue> &columns);
    /*! Inserts what was noted; pairs that are there already stay as they are. */
    Error insert();
    Error remove(const RelationInfo *relation, const WireValue &owner, const WireRow &members);
    Error removeAll(const RelationInfo *relation, const WireValue &owner);
    Error keys(const RelationInfo *relation, const WireValue &owner, WireRow *members);

private:
    struct Batch
    {
        const ModelInfo *model = nullptr; // null where Chakra made the table
        Sql::Insert insert;
        QSet<KeyRow> pairs; // that are among its rows
    };
    void addRow(const JunctionInfo &junction, const WireValue &owner, const WireValue &member,
                const QList<ColumnValue> &columns);

    SessionPrivate &m_session;
    Connection &m_connection;
    const UtcTime m_now{QDateTime::currentMSecsSinceEpoch()};
    QList<Batch> m_batches;
};

} // namespace Chakra

#endif // CHAKRA_JUNCTIONWRITER_P_H
