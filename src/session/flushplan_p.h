// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_FLUSHPLAN_P_H
#define CHAKRA_FLUSHPLAN_P_H

#include "session_p.h"

namespace Chakra {

class CascadeFollower;

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
        enum Part {
            Whole,
            NullFirst, // an update that frees a place before the rest of the row is written
            FilledLater // an update that writes what was left out of the rest of the row
        };
        Kind kind = Insert;
        Part part = Whole;
        Model *object = nullptr;
        const ModelInfo *model = nullptr;
        int place = -1; // of the object among the changed ones of the session
        int rank = 0; // of the class: what it refers to comes before it
        WireRow values; // Update: of fields; Insert: made when they are needed, of all fields
        QList<const FieldInfo *> fields; // Update: the changed ones
        QList<std::pair<qsizetype, Model *>> keysOf; // values that are the key of a row to be inserted
        WireRow key; // Update, Delete: as the database has it
        WireValue version; // as the database has it
        bool generatesKey = false;
        bool movesKeys = false; // Insert: a foreign key is that which the object of its relation has by now
        WireValue newKey; // once generated
        // Insert: null for now, FilledLater follows; else: null already, NullFirst has come before.
        QList<const FieldInfo *> cutFields;
    };
    struct Need // of one operation to come before another
    {
        enum Reason {
            Refers, // the second refers to the row of the first, by fields
            Leaves, // the first refers by fields to what the second takes away
            Takes, // the second takes the unique value of fields that the first frees
            Same // parts of one write, or what no cut helps
        };
        qsizetype first = -1;
        qsizetype second = -1;
        Reason reason = Same;
        QList<const FieldInfo *> fields;
    };
    struct Chunk // operations that go in one statement
    {
        qsizetype from;
        qsizetype to;
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
    Error fieldValue(Operation &operation, qsizetype index, const FieldInfo *field, WireValue *value) const;
    /*! What \a operation writes to \a field; false for null, and for a key that is generated on the way. */
    bool writtenValue(Operation &operation, const FieldInfo *field, WireValue *value) const;
    Error missingValue(const FieldInfo *field) const;
    void addPairs(Model *object);
    /*! Tells which foreign keys were written, and when. */
    void noteKeys(CascadeFollower *follower) const;
    QHash<const ModelInfo *, int> ranks() const;

    // Order.
    Error order();
    void indexObjects();
    /*! Where the operation stands that writes the row of \a object, be it without what was cut; -1 for none. */
    qsizetype wholeOf(const Model *object) const;
    QList<Need> needs();
    void addUniqueNeeds(QList<Need> *needs);
    QList<Need> preferences(bool *crowded) const;
    bool sortBy(const QList<Need> &needs, QList<int> *waitsFor);
    static QList<QList<Need>> circlesOf(const QList<Need> &needs, const QList<int> &waitsFor);
    bool cut(const QList<Need> &circle, QList<Operation> *first, QList<Operation> *later);
    static Operation partOf(const Operation &operation, Operation::Part part, const FieldInfo *field);
    /*! Takes \a field out of \a operation, for an update that comes later. */
    Operation splitOff(Operation &operation, const FieldInfo *field);
    Error uncut(const QList<Need> &circle) const;
    static QString nameOf(const Operation &operation);

    Error runInserts(Connection &connection, qsizetype from, qsizetype to);
    /*! Inserts rows of which one alone has no key yet. */
    Error insertAmongGiven(Connection &connection, const Sql::Insert &insert, qsizetype from, qsizetype to);
    Error generateKeys(Connection &connection, qsizetype from, qsizetype to);
    Error insertReturning(Connection &connection, Operation &operation);
    Error runUpdates(Connection &connection, qsizetype from, qsizetype to);
    static Sql::Update updateOf(const Operation &operation);
    Error runDeletes(Connection &connection, qsizetype from, qsizetype to);
    Error deleteChunks(Connection &connection, const QList<Chunk> &chunks);
    /*! Deletes the rows of \a chunk, or none where some of them are \a missing. */
    Error deleteChunk(Connection &connection, Chunk chunk, QList<qsizetype> *missing);
    Sql::Delete removalOf(Chunk chunk) const;
    /*! Whether deleting a row of \a deleted may, by cascades, delete rows of \a model. */
    static bool takesAlong(const ModelInfo *deleted, const ModelInfo *model);
    Sql::Expression rowsOf(qsizetype from, qsizetype to, const QString &table = QString()) const;
    /*! Adds those of \a chunk that the database does not have as they were loaded. */
    Error findMissing(Connection &connection, Chunk chunk, QList<qsizetype> *missing);
    /*! Refuses the later writes of objects whose keys the rows inserted now have: their own are gone. */
    Error checkVanished(qsizetype from, qsizetype to) const;
    Error runPairs(Connection &connection);
    Error stale(const Operation &operation) const;
    /*! Puts the keys of rows that were inserted before into \a values. */
    void resolveKeys(Operation &operation, WireRow *values) const;
    /*! The key generated for the row of \a object in this plan; null for none. */
    WireValue generatedKey(Model *object) const;

    SessionPrivate &m_session;
    QList<Operation> m_operations;
    QList<Pair> m_pairs;
    QList<qsizetype> m_wholes; // by the places of the changed objects: see wholeOf()
    WireRow m_scratch;
    UtcTime m_now;
};

} // namespace Chakra

#endif // CHAKRA_FLUSHPLAN_P_H
