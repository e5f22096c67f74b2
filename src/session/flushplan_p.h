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
        WireRow values; // Update: of fields; Insert: made when they are needed, of all fields
        QList<const FieldInfo *> fields; // Update: the changed ones
        QList<std::pair<qsizetype, Model *>> keysOf; // values that are the key of a row to be inserted
        WireRow key; // Update, Delete: as the database has it
        WireValue version; // as the database has it
        bool generatesKey = false;
        WireValue newKey; // once generated
        QList<const FieldInfo *> cutFields; // Insert: null for now, an update fills them in
        bool isCut = false; // an update that puts null in a place first, or fills it in later
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
    /*! The values of all columns of a new row, as memory has them. */
    Error insertValues(Operation &operation, WireRow *values);
    Error addUpdate(Model *object, const QList<const FieldInfo *> &fields);
    Error addDelete(Model *object);
    Error fieldValue(Operation &operation, qsizetype index, const FieldInfo *field, WireValue *value);
    Error missingValue(const FieldInfo *field) const;
    void addPairs(Model *object);
    QHash<const ModelInfo *, int> ranks() const;

    // Order.
    Error order();
    QList<std::pair<qsizetype, qsizetype>> needs();
    void addUniqueNeeds(QList<std::pair<qsizetype, qsizetype>> *needs);
    Error cutCircle(const QList<qsizetype> &circle, bool *cut);

    Error runInserts(Connection &connection, qsizetype from, qsizetype to);
    Error generateKeys(Connection &connection, qsizetype from, qsizetype to);
    Error insertReturning(Connection &connection, Operation &operation);
    Error runUpdate(Connection &connection, Operation &operation);
    Error runDeletes(Connection &connection, qsizetype from, qsizetype to);
    Error deleteChunk(Connection &connection, qsizetype from, qsizetype to);
    Error runPairs(Connection &connection);
    Error stale(const Operation &operation) const;
    /*! Puts the keys of rows that were inserted before into \a values. */
    void resolveKeys(Operation &operation, WireRow *values) const;
    /*! The key generated for the row of \a object in this plan; null for none. */
    WireValue generatedKey(Model *object) const;

    SessionPrivate &m_session;
    QList<Operation> m_operations;
    QList<Pair> m_pairs;
    QHash<Model *, qsizetype> m_byObject;
    QSet<Model *> m_uniqueCuts; // rows whose unique value is freed by a write of null first
    WireRow m_scratch;
    UtcTime m_now;
};

} // namespace Chakra

#endif // CHAKRA_FLUSHPLAN_P_H
