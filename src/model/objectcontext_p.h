// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_OBJECTCONTEXT_P_H
#define CHAKRA_OBJECTCONTEXT_P_H

#include "../meta/modelinfo_p.h"

#include <memory>

namespace Chakra {

class Model;
class QueryRunner;
class Session;

/*! A value for a further column of a junction. */
using ColumnValue = std::pair<QString, WireValue>;

/*!
    The seam between an object and the session that owns it: what a property or a related list
    needs from there. An object without one lives in memory only.
*/
class ObjectContext
{
public:
    virtual ~ObjectContext() = default;

    virtual Session *session() const = 0;
    virtual std::shared_ptr<QueryRunner> queryRunner() const = 0;
    /*! Error::Usage when the calling thread is not the session's. */
    virtual Error checkThread() const = 0;

    /*! Whether the session holds any object of a row of \a model. */
    virtual bool holds(const ModelInfo *model) const = 0;
    /*! The object of a row by its single-column key, when the session holds it. */
    virtual Model *find(const ModelInfo *model, const WireValue &key) const = 0;
    /*! A stored object but \a except whose \a key is \a value, of those that the session holds. */
    virtual Model *findReferring(const FieldInfo *key, const WireValue &value, const Model *except) const = 0;
    /*! Whether somebody asked for what is loaded, or merely read it: that may be forbidden. */
    enum class Occasion { Reading, Asking };
    /*!
        Brings \a relation of \a owner (and of its peers) into memory; a failure is remembered in
        the slots of all of them.
    */
    virtual Error load(Model *owner, const RelationInfo *relation, Occasion occasion) = 0;
    /*!
        Loads the columns that only() or defer() left out, of \a object and its peers; a failure is
        remembered by all of them.
    */
    virtual Error complete(Model *object, Occasion occasion) = 0;
    /*! Loads \a relation of \a owner alone, whether it is loaded or not. */
    virtual Error reload(Model *owner, const RelationInfo *relation) = 0;
    /*! The objects of \a keys, loaded where needed; in that order, without the ones not found. */
    virtual Error findOrLoad(const ModelInfo *model, const WireRow &keys, QList<Model *> *objects) = 0;

    /*! Takes a transient object in, as Session::add(). */
    virtual Error adopt(Model *object) = 0;
    /*! \a object has changes for the next commit. */
    virtual void changed(Model *object) = 0;
    /*!
        The number of the present undo segment; a new one begins with each transact() and flush.
        0 while values are taken from the database, which no rollback undoes.
    */
    virtual quint32 undoSerial() const = 0;
    /*! \a object has begun an undo segment of that number. */
    virtual void touched(Model *object) = 0;
    /*! The object is being destroyed, or released. Within a ChangeScope. */
    virtual void forget(Model *object) = 0;

    // Many-to-many, written at once; both ends are persistent.
    virtual Error link(Model *owner, const RelationInfo *relation, const WireRow &keys,
                       const QList<ColumnValue> &columns) = 0; // pairs that are there stay
    virtual Error unlink(Model *owner, const RelationInfo *relation, const WireRow &keys) = 0;
    virtual Error unlinkAll(Model *owner, const RelationInfo *relation) = 0;
    virtual Error linkedKeys(Model *owner, const RelationInfo *relation, WireRow *keys) = 0;
    /*! Whether such a write can be undone by a rollback to come (inside transact()). */
    virtual bool isInTransaction() const = 0;
    virtual Error begin() = 0; // for calls of several statements
    virtual Error end(const Error &error) = 0; // commits, or rolls back and passes \a error on

    /*! Gives \a error the sink of the session. */
    virtual Error withSink(const Error &error) const = 0;
    /*! Logs \a error and posts it to errorOccurred(): where nobody can look at a Result. */
    virtual void report(const Error &error) const = 0;
};

} // namespace Chakra

#endif // CHAKRA_OBJECTCONTEXT_P_H
