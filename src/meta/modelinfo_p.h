// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_MODELINFO_P_H
#define CHAKRA_MODELINFO_P_H

#include <Chakra/error.h>

#include "../core/wirevalue_p.h"

#include <QHash>
#include <QMetaObject>
#include <QMetaType>
#include <QStringList>
#include <QVariant>

#include <atomic>
#include <memory>

namespace Chakra {

namespace Detail {
struct ColumnConversion;
}

class Model;
class Value;
struct ModelInfo;
struct RelationInfo;

enum class FieldType {
    Bool,
    Int,
    UInt,
    Int64,
    UInt64,
    Float,
    Double,
    String,
    Bytes,
    Date,
    Time,
    DateTime,
    Uuid,
    Url,
    JsonObject,
    JsonArray,
    JsonValue,
    StringList,
    Enum,
    Custom // a user's own, by its ColumnType
};

constexpr bool isInteger(FieldType type)
{
    return type >= FieldType::Int && type <= FieldType::UInt64;
}

enum class KeyAction { NoAction, Restrict, SetNull, SetDefault, Cascade, Delete };
enum class StoredAs { Default, IsoT, UnixMs };

/*! Where a property's value stands in an object; what is read anew keeps it. */
class MemberOffset
{
public:
    MemberOffset() = default;
    MemberOffset(const MemberOffset &) { }
    MemberOffset &operator=(const MemberOffset &) { return *this; }
    MemberOffset &operator=(int offset)
    {
        m_offset.store(offset, std::memory_order_relaxed);
        return *this;
    }
    operator int() const { return m_offset.load(std::memory_order_relaxed); }

private:
    std::atomic<int> m_offset = -1;
};

/*! A property that is a column. */
struct FieldInfo
{
    const ModelInfo *model = nullptr;
    QString name;
    QString getter; // by which f<…> names it
    QString column;
    int position = 0; // among the model's fields
    int property = -1; // absolute index in the metaobject
    int notifySignal = -1; // absolute index, -1 without one
    FieldType type = FieldType::Int64;
    FieldType storedType = FieldType::Int64; // what the column is like: type, but for Custom
    const Detail::ColumnConversion *conversion = nullptr; // of Custom
    QMetaType valueType; // of the value, without std::optional
    bool asVariant = false; // the property is a QVariant (a std::optional column)
    bool handWritten = false; // CHAKRA_COLUMN: its setter tells nobody

    bool nullable = false;
    // Has no value that says "none", though it may have none: so it counts whether it was set.
    bool unsettable = false;
    bool primaryKey = false;
    bool generated = false; // an integer key that the database makes
    bool unique = false;
    bool index = false;
    bool text = false;
    int maxLength = 0;
    bool decimal = false;
    int precision = 0;
    int scale = 0;
    bool hasDefault = false;
    WireValue defaultValue;
    bool defaultNow = false;
    bool updatedNow = false;
    bool version = false;
    StoredAs storedAs = StoredAs::Default;

    // A foreign key.
    QString foreignTable;
    QString foreignColumn;
    const FieldInfo *target = nullptr; // null where the model is not registered
    KeyAction onDelete = KeyAction::NoAction;
    KeyAction onUpdate = KeyAction::NoAction;
    QList<const RelationInfo *> relations; // the owning relations over this key

    // Where the property's value stands in an object, once a setter has told; -1 before.
    mutable MemberOffset memberOffset;

    /*! Whether readPlain() works: an integer of a macro, whose place is known. */
    bool isPlain() const
    {
        return memberOffset >= 0 && !handWritten && isInteger(type);
    }
    /*! An integer straight from its place: in a destructor too, where no getter can be called. */
    void readPlain(const QObject *object, WireValue *wire) const;

    bool isForeignKey() const { return !foreignTable.isEmpty(); }
    /*! Whether a foreign key of any model refers to it. */
    bool isReferredTo() const;
    /*! Whether its column is UNIQUE: the JOINs of a one-to-one rely on that, declared or not. */
    bool hasUniqueColumn() const;
    /*! The instant \a now in the form of this column, for defaultNow and updatedNow. */
    WireValue clock(UtcTime now) const;
    QString displayName() const; // "Post.authorId"

    // Straight through the static metacall: no name is looked up, no QVariant made.
    void readProperty(const QObject *object, void *value) const;
    void writeProperty(QObject *object, void *value) const;

    QVariant read(const QObject *object) const; // invalid for null
    void write(QObject *object, const QVariant &value) const; // invalid writes null, or T()

    /*! The property as it travels; what does not survive the trip is an Error. */
    Error toWire(const QObject *object, WireValue *wire) const;
    /*! A value from outside for this column: its type must fit. */
    Error toWire(const Value &value, WireValue *wire) const;
    /*! Writes column \a at of \a row into the property, past its setter where that can be. */
    void fromRow(QObject *object, RowReader &row, int at) const;
    /*! Column \a at of \a row as the property would travel: so that keys are equal to objects' own. */
    WireValue wireFromRow(RowReader &row, int at) const;
    /*! Whether fromRow() asks for a text, and nobody asks for the value as the driver has it. */
    bool isReadAsText() const;
    /*! Whether the property is known to equal the column already: true only where that is cheap to tell. */
    bool equalsRow(const QObject *object, RowReader &row, int at) const;
    /*! The same from a wire value. */
    void fromWire(QObject *object, const WireValue &wire) const;
    /*! The same by the setter, which tracks the change and tells of it. */
    void assign(QObject *object, const WireValue &wire) const;

private:
    friend class FieldReader;
    const QMetaObject *m_declaring = nullptr;
    int m_localProperty = -1;
};

/*! The table between the two ends of a many-to-many relation, as seen from one of them. */
struct JunctionInfo
{
    QString table;
    QString ownColumn;
    QString otherColumn;
    const ModelInfo *model = nullptr; // null where Chakra creates the table
};

enum class RelationKind { ToOne /* owning */, ReverseToOne, OneToMany, ManyToMany };

/*!
    One side of a relation. Each has its other side: one that is not declared is made up, hidden,
    so that both can be kept in step by the same code.
*/
struct RelationInfo
{
    const ModelInfo *model = nullptr;
    const ModelInfo *target = nullptr;
    QString name;
    QString getter;
    RelationKind kind = RelationKind::ToOne;
    bool oneToOne = false;
    int property = -1; // -1 when hidden
    int notifySignal = -1;
    const RelationInfo *inverse = nullptr; // itself when symmetrical
    const FieldInfo *foreignKey = nullptr; // on model (ToOne) or on target; null for many-to-many
    JunctionInfo junction;
    QStringList orderBy;
    KeyAction onRemove = KeyAction::NoAction; // Delete: a child taken off is deleted

    bool isToMany() const { return kind == RelationKind::OneToMany || kind == RelationKind::ManyToMany; }
    bool isHidden() const { return property < 0; }
    bool isSymmetrical() const { return inverse == this; }
    /*! The field of the owner that the other side refers to (or, for ToOne, of the target). */
    const FieldInfo *referredField() const;
    QString displayName() const;
};

/*! A call that cannot work as it is made, with the property in question. */
Error usage(const FieldInfo &field, const QString &text);
Error usage(const RelationInfo *relation, const QString &text);

/*! What is known of a class, read from its metaobject. Lives as long as the process. */
struct ModelInfo
{
    const QMetaObject *metaObject = nullptr;
    int number = 0; // in the order of registration
    QMetaType type; // of the class itself
    QString className;
    QString table;
    QList<FieldInfo *> fields; // in declaration order
    QList<RelationInfo *> relations; // declared ones
    QList<const FieldInfo *> primaryKey;
    QList<QStringList> uniqueTogether; // field names
    QList<QStringList> indexTogether;
    QStringList orderBy;
    const FieldInfo *versionField = nullptr;
    bool hasHandWritten = false;
    QList<Error> mistakes; // not empty: the model is disabled

    QList<const FieldInfo *> referrers; // the foreign keys of all models that refer to this one
    // Of this model, hidden ones included.
    QList<const RelationInfo *> owning; // over the foreign keys of this model
    QList<const RelationInfo *> manyToMany;

    const FieldInfo *field(QStringView name) const;
    const FieldInfo *fieldByColumn(QStringView column) const;
    const RelationInfo *relation(QStringView name) const;
    /*! By absolute property index; null where it is something else. */
    const FieldInfo *fieldAt(int property) const { return at(property).field; }
    const RelationInfo *relationAt(int property) const { return at(property).relation; }
    const FieldInfo *key() const { return primaryKey.size() == 1 ? primaryKey.first() : nullptr; }
    /*! All names a path may go on with, for error messages. */
    QStringList names() const;
    Error disabledError() const;
    /*! A new object of the class, whose first base Model is. */
    Model *create() const { return static_cast<Model *>(type.create()); }

    struct Property
    {
        const FieldInfo *field = nullptr;
        const RelationInfo *relation = nullptr;
    };
    QList<Property> properties; // by absolute property index

    // Of earlier readings. One of the same name becomes the new one's, so that objects and queries
    // that refer to it go on with it.
    QList<FieldInfo *> retiredFields;
    QList<RelationInfo *> retiredRelations;

    ~ModelInfo();

private:
    Property at(int property) const
    {
        return property >= 0 && property < properties.size() ? properties.at(property) : Property();
    }
};

/*! The info called \a name, blank, from among the \a retired ones; a new one where there is none. */
template <typename Info>
std::unique_ptr<Info> renewed(QList<Info *> *retired, const QString &name)
{
    for (qsizetype i = 0; i < retired->size(); ++i) {
        if (retired->at(i)->name == name) {
            std::unique_ptr<Info> info(retired->takeAt(i));
            *info = Info();
            return info;
        }
    }
    return std::make_unique<Info>();
}

/*! A table between two models that has no model of its own; Chakra creates it. */
struct CreatedJunction
{
    QString table;
    const RelationInfo *relation = nullptr; // one of the two sides
};

/*!
    All registered models and their relations. Built at first use and again when models were
    registered since; infos stay where they are, and the functions are thread-safe.
*/
class Graph
{
public:
    static bool registerModel(const QMetaObject *metaObject);

    /*! The info of \a metaObject's class (or its nearest base that is a model); null for none. */
    static const ModelInfo *model(const QMetaObject *metaObject);
    static QList<const ModelInfo *> models();
    static QList<CreatedJunction> junctions();
    static QList<Error> mistakes();
};

} // namespace Chakra

#endif // CHAKRA_MODELINFO_P_H
