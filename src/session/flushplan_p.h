// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_FLUSHPLAN_P_H
#define CHAKRA_FLUSHPLAN_P_H

#include "session_p.h"

namespace Chakra {

/*!
    What a commit writes: made from the changed objects (make), run on the connection (run), then
    told to the objects (apply). Objects are not touched before apply(), so that a plan that fails
    leaves them as they are.
*/
class FlushPlan
{
public:
    explicit FlushPlan(SessionPrivate &session) : m_session(session) { }

    /*! Collects and orders the writes; what cannot be written is an Error before any SQL. */
    Error make();
    bool isEmpty() const { return m_operations.isEmpty() && m_pairs.isEmpty(); }
    Error run(Connection &connection);
    void apply();

private:
    struct Operation
    {
        enum Kind { Insert, Update, Delete };
        Kind kind = Insert;
        Model *object = nullptr;
        const ModelInfo *model = nullptr;
        int rank = 0; // of the class: what it refers to comes before it
        WireRow values; // Insert: of all fields; Update: of fields
        QList<const FieldInfo *> fields; // Update: the changed ones
        QList<std::pair<qsizetype, Model *>> keysOf; // values that are the key of a row to be inserted
        WireRow key; // Update, Delete: as the database has it
        WireValue version; // as the database has it
        bool generatesKey = false;
        WireValue newKey; // once generated
        bool isCut = false; // an update that puts null in a place first
    };
    struct Pair // of a junction
    {
        const RelationInfo *relation;
        Model *owner;
        Model *member;
        QList<ColumnValue> columns;
    };

    Error adoptReachable();
    Error addInsert(Model *object);
    Error addUpdate(Model *object, const QList<const FieldInfo *> &fields);
    Error addDelete(Model *object);
    Error fieldValue(Operation &operation, const FieldInfo *field, WireValue *value);
    Error missingValue(const FieldInfo *field) const;
    void addPairs(Model *object);
    QHash<const ModelInfo *, int> ranks() const;

    // Order.
    Error order();
    QList<std::pair<qsizetype, qsizetype>> needs() const;
    void addUniqueNeeds(QList<std::pair<qsizetype, qsizetype>> *needs) const;
    Error cutCircle(const QList<qsizetype> &circle, bool *cut);

    Error runInserts(Connection &connection, qsizetype from, qsizetype to);
    Error generateKeys(Connection &connection, qsizetype from, qsizetype to);
    Error insertReturning(Connection &connection, Operation &operation);
    Error runUpdate(Connection &connection, Operation &operation);
    Error runDeletes(Connection &connection, qsizetype from, qsizetype to);
    Error deleteChunk(Connection &connection, qsizetype from, qsizetype to);
    Error runPairs(Connection &connection);
    Error stale(const Operation &operation) const;
    void resolveKeys(Operation &operation) const;
    /*! The key generated for the row of \a object in this plan; null for none. */
    WireValue generatedKey(Model *object) const;

    SessionPrivate &m_session;
    QList<Operation> m_operations;
    QList<Pair> m_pairs;
    QHash<Model *, qsizetype> m_byObject;
    QSet<Model *> m_uniqueCuts; // rows whose unique value is freed by a write of null first
    UtcTime m_now;
};

} // namespace Chakra

#endif // CHAKRA_FLUSHPLAN_P_H
