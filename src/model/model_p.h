// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_MODEL_P_H
#define CHAKRA_MODEL_P_H

#include <Chakra/model.h>

#include "objectcontext_p.h"

#include <QHash>
#include <QList>
#include <QPointer>
#include <QVarLengthArray>

#include <array>
#include <memory>
#include <new>

namespace Chakra {

/*! The objects of one result: neighbours that a lazy load serves too. */
struct PeerGroup
{
    int references = 0;
    QList<Model *> members; // null where one has gone or moved on
};

/*! Empty lists apart: Qt compares their memory, which may be none. */
inline bool sameMembers(const QList<Model *> &a, const QList<Model *> &b)
{
    return a.isEmpty() ? b.isEmpty() : a == b;
}

/*! What an item model or another view of a list is told; owned by the list's owner. */
class ListObserver
{
public:
    virtual ~ListObserver() = default;
    /*! The members or the loaded state changed; called when the state is consistent. */
    virtual void listChanged() = 0;
};

/*!
    The in-memory end of a relation of one object. A to-one relation whose key finds its object in
    the session needs none: slots exist for lists, reverse one-to-ones, unsaved targets and
    remembered absences and failures.
*/
struct RelationSlot
{
    enum State : quint8 { Unloaded, Loaded, Failed };

    explicit RelationSlot(const RelationInfo *r) : relation(r) { }
    void setLoaded()
    {
        state = Loaded;
        error = Error();
    }

    const RelationInfo *relation;
    State state = Unloaded;
    bool partial = false; // a filtered Prefetch loaded it
    Model *target = nullptr; // to-one
    // To-many: the members when loaded, else those that memory knows and the database does not
    // (one-to-many), or whose loaded lists hold the owner (many-to-many).
    QList<Model *> items;
    Error error; // when Failed
    ListObserver *observer = nullptr;
    std::unique_ptr<QHash<Model *, QList<ColumnValue>>> columns; // of pairs to be inserted
    // Objects that point at the owner, or have it in their lists, and are not in this one: removed
    // ones, which may return, and those that a part leaves out. They are told when it dies.
    std::unique_ptr<QHash<const Model *, QPointer<Model>>> away;
    std::unique_ptr<RelationSlot> next;
};

/*! The state of a slot as an undo segment remembers it. */
struct SlotMemory
{
    const RelationInfo *relation = nullptr;
    bool existed = false;
    RelationSlot::State state = RelationSlot::Unloaded;
    bool partial = false;
    bool pointed = false; // at a target, which may have died since
    QPointer<Model> target;
    QList<QPointer<Model>> items; // objects may be deleted at any time
};

/*!
    What an object was before its first change in a stretch of time that can be undone as a whole:
    since the last commit, the begin of a nested transact(), or a flush.
*/
struct UndoSegment
{
    quint32 serial = 0;
    bool flushed = false; // the database has what came after
    Model::State state = Model::Transient;
    bool orphaned = false;
    quint64 assigned = 0;
    QVarLengthArray<std::pair<const FieldInfo *, QVariant>, 2> values;
    QList<SlotMemory> slots_;
    std::unique_ptr<UndoSegment> outer;
};

class ModelPrivate
{
public:
    explicit ModelPrivate(Model *model) : q(model) { }
    ~ModelPrivate();

    static ModelPrivate *get(const Model *model)
    {
        static_assert(sizeof(ModelPrivate) <= sizeof(model->m_chakraState) && alignof(ModelPrivate) <= alignof(quint64),
                      "there is one in each object: what few need belongs into Rare");
        return std::launder(reinterpret_cast<ModelPrivate *>(const_cast<Model *>(model)->m_chakraState));
    }

    enum Mode : quint8 {
        Normal,
        Filling, // a row is read into a new object: nobody listens, nothing is tracked
        Internal // Chakra writes a property itself, and takes care of the rest
    };

    const ModelInfo *info() const; // null for a class that is no (usable) model
    bool hasRow() const { return state == Model::Persistent || state == Model::Removed; }

    /*! Whether somebody is connected to the signal of that index. */
    bool hasReceivers(int signal) const;

    // Assignment, from the setters of the macros.
    bool acceptsAssignment();
    void noteAssigned(const FieldInfo *field);
    /*! Children in memory that \a takes accepts are given a key that they refer to. */
    void passOn(const FieldInfo *field, bool (*takes)(const ModelPrivate *child));
    bool beginChange(int property);
    void endChange(int property);
    /*! A hand-written setter has changed \a field. */
    void handWrittenChanged(const FieldInfo *field);
    /*! Finds the changes of hand-written properties that announce none. */
    void detectHandWritten();
    void takeSnapshot(); // of the hand-written properties
    bool hasSnapshot() const { return rare && !rare->snapshot.isEmpty(); }

    /*! Whether only() or defer() left the column out, and nobody has read it since. */
    bool isMissing(const FieldInfo *field) const { return field->position < 64 && (missingColumns() >> field->position & 1); }
    quint64 missingColumns() const { return rare ? rare->missing : 0; }
    void setMissing(quint64 columns);
    /*! Why the missing columns could not be loaded; null where nobody tried. */
    const Error *columnError() const { return rare ? rare->columnError.get() : nullptr; }
    void setColumnError(const Error &error);
    /*!
        Loads what was left out, if \a field is. A failure is remembered: nothing is tried again
        until somebody asks.
    */
    Error ensureColumn(const FieldInfo *field, ObjectContext::Occasion occasion);
    /*! The property as it stands in memory: loads no column. */
    QVariant peekValue(const FieldInfo *field) const;
    /*! False in the destructor for what was destroyed before. */
    bool canRead(const FieldInfo *field) const;
    bool isAssigned(const FieldInfo *field) const;
    void setAssigned(const FieldInfo *field, bool assigned);
    /*! Writes without tracking or signals. */
    void write(const FieldInfo *field, const QVariant &value);
    void writeWire(const FieldInfo *field, const WireValue &value);
    /*! Takes a value that the database has: notifies, keeps both sides in step, is no change. */
    void takeFromDatabase(const FieldInfo *field, const WireValue &value);
    /*! The key as it travels; false when it is not set. */
    bool keyValue(WireValue *key) const;
    bool value(const FieldInfo *field, WireValue *wire) const; // false when null, unset or unfit

    // Undo.
    UndoSegment *undoSegment() const { return rare ? rare->undo.get() : nullptr; }
    std::unique_ptr<UndoSegment> takeUndo();
    void setUndo(std::unique_ptr<UndoSegment> segment);
    UndoSegment *remember(bool transient = false); // null without a session, or when Transient
    void remember(const FieldInfo *field);
    void remember(const RelationInfo *relation);
    /*! A list that is loaded is so after an undo too: with what waited then, in the order that it had. */
    void rememberLoaded(const RelationInfo *list, const QList<Model *> &items, bool partial);
    /*! Calls \a call with each state of \a relation that an undo may bring back. */
    template <typename F>
    void forEachMemory(const RelationInfo *relation, F &&call) const
    {
        for (UndoSegment *segment = undoSegment(); segment; segment = segment->outer.get()) {
            for (SlotMemory &memory : segment->slots_) {
                if (memory.relation == relation)
                    call(memory);
            }
        }
    }
    void rememberOld(const FieldInfo *field, const QVariant &old);
    /*! Takes back what segments with a serial of at least \a mark remember; lists are Undo's. */
    void restore(quint32 mark);
    /*! The columns that the database does not have yet. */
    QList<const FieldInfo *> changedFields() const;
    /*! Whether \a field was set since the database had it, to whatever value. */
    bool isTouched(const FieldInfo *field) const;
    /*! The value that the database has. */
    QVariant storedValue(const FieldInfo *field) const;
    /*! The same as it travels, by which rows that refer to it are found; false when it is null. */
    bool storedWire(const FieldInfo *field, WireValue *wire) const;
    /*! The database has \a value now, and a pending change of \a field stands. */
    void replaceStored(const FieldInfo *field, const WireValue &value);
    bool hasUnflushed() const;
    /*! The database has the present values. */
    void markFlushed();
    /*! Whether the row may not have the value of \a field that memory has. */
    bool isPending(const FieldInfo *field) const;

    // Relations.
    RelationSlot *slot(const RelationInfo *relation) const;
    RelationSlot *ensureSlot(const RelationInfo *relation);
    void dropSlot(const RelationInfo *relation);
    bool listIsLoaded(const RelationInfo *relation) const;
    bool isRelationLoaded(const RelationInfo *relation) const;
    /*! The related object as far as memory knows it; null when it is Deleted. */
    Model *peek(const RelationInfo *relation) const;
    /*! The same, Deleted or not: the object whose list has this one. */
    Model *held(const RelationInfo *relation) const;
    /*! Whether a slot leads to \a parent, and not the key alone. */
    bool pointsTo(const RelationInfo *owning, const Model *parent) const;
    Model *related(const RelationInfo *relation); // loads
    Error ensureLoaded(const RelationInfo *relation, bool retry);
    /*! Remembers why \a relation could not be loaded. */
    void setFailed(const RelationInfo *relation, const Error &error);
    /*!
        After \a parent has come to hold this object: keeps a pointer to it where the key does not
        find it, or can not be read in a destructor.
    */
    void pointTo(const RelationInfo *owning, Model *parent);
    // What a load has found; null is an absence that is remembered. To tell of the to-one sides is
    // the caller's: a new object has nobody who would listen.
    void takeTarget(const RelationInfo *toOne, Model *target);
    void takePartner(const RelationInfo *reverse, Model *partner);
    void takeItems(const RelationInfo *list, const QList<Model *> &items, bool partial);
    /*! Sets a to-one relation, from either side. */
    Error setRelated(const RelationInfo *relation, Model *target);
    /*! Sets the owning side: key, slot, and the other side's list. */
    void assignOwning(const RelationInfo *relation, Model *parent);
    /*! Another object takes its place as the partner of a one-to-one. */
    void leavePartner(const RelationInfo *owning);
    void addMember(const RelationInfo *relation, Model *member);
    void removeMember(const RelationInfo *relation, Model *member);
    /*!
        One end of a pair of a many-to-many relation. What no undo is to take back, or what the
        database has while nothing can be undone, is so in the states that an undo may bring back, too.
    */
    void addPair(const RelationInfo *relation, Model *member, bool undoable);
    void removePair(const RelationInfo *relation, Model *member, bool undoable);
    /*! Lets a many-to-many or one-to-many list be loaded again when it is read next. */
    void unloadList(RelationSlot *slot, bool undoable = true);
    /*! Leaves every list and every pointer in memory. */
    void leaveRelations();
    /*! Who has this object in its list, or points at it, though a list of this one lacks it. */
    QList<Model *> keepers(const RelationSlot *slot) const;
    /*! \a other is not in a list and yet to be told when this object dies. */
    void keepKnown(const RelationInfo *relation, Model *other);
    /*! Leaves the lists of other objects only, so that it can return to its place. */
    void leaveLists();
    /*! Forgets the members that its key holds: it is about to be no object of a row any more. */
    void leaveChildren();
    /*! Whether a loaded list of an object that stands before \a place holds it. */
    bool isListed(quint32 place) const;
    /*! Enters the loaded lists of the objects that its keys refer to. */
    void joinLists();

    void leavePeers();

    /*! The lists of the session in which it may stand, see OrderedObjects. */
    enum class Listing { Changed, Touched, Buried, ReadAfterWrites };
    /*! -1 where it does not stand there. */
    int positionIn(Listing listing) const { return rare ? rare->positions[size_t(listing)] : -1; }
    void setPositionIn(Listing listing, int position);

    Model *const q;
    ObjectContext *context = nullptr;
    mutable const ModelInfo *modelInfo = nullptr;
    PeerGroup *peers = nullptr;
    std::unique_ptr<RelationSlot> firstSlot;
    /*! What few objects need. */
    struct Rare
    {
        std::unique_ptr<UndoSegment> undo;
        QVariantList snapshot; // hand-written values, by field position
        std::unique_ptr<Error> columnError;
        quint64 missing = 0; // columns that only() or defer() left out, by position
        std::array<int, 4> positions = {-1, -1, -1, -1}; // by Listing
    };
    std::unique_ptr<Rare> rare;
    quint64 assigned = 0; // by field position: the setter was called
    int peerIndex = -1;
    quint32 place = 0; // in the order in which the session got its objects; 0 without one
    quint32 readSerial = 0; // the last run that read the object's row
    // An object is to cost little: four bytes, while the bits do not run out.
    Model::State state : 4 = Model::Transient;
    Mode mode : 4 = Normal;
    bool orphaned : 1 = false; // taken off a list with onRemove(Delete)
    bool notificationsPending : 1 = false;
    bool dying : 1 = false; // in the destructor of Model
    bool isLoaded : 1 = false; // it came from a row, not from the user's hand
    mutable bool infoResolved : 1 = false;

private:
    Rare *ensureRare();
    void trimRare();
};

/*!
    Collects notifications while it lives and sends each once when the outermost one ends: the
    state is consistent then. One per thread is open at a time, nested ones join it.
*/
class ChangeScope
{
public:
    ChangeScope();
    ~ChangeScope();
    Q_DISABLE_COPY_MOVE(ChangeScope)

    static void notify(Model *object, const FieldInfo *field);
    static void notify(Model *object, const RelationInfo *relation);
    static void forget(Model *object);
    /*! Whether none is open: a single change may be told at once. */
    static bool isIdle();

private:
    struct Pending;
    static Pending &pending();
    static void enqueue(Model *object, const void *what, int signal, const RelationInfo *list);

    Pending &m_pending; // of the thread
};

} // namespace Chakra

#endif // CHAKRA_MODEL_P_H
