// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_SESSION_P_H
#define CHAKRA_SESSION_P_H

#include <Chakra/session.h>

#include "../core/errorsink_p.h"
#include "../db/connection_p.h"
#include "../db/database_p.h"
#include "../model/model_p.h"
#include "../query/querydata_p.h"
#include "identitymap_p.h"
#include "orderedobjects_p.h"
#include "ownedobjects_p.h"

#include <QPointer>
#include <QSet>

namespace Chakra {

/*! Posts failures that nobody looked at to the session, queued. */
class SessionErrorSink final : public QObject, public ErrorSink
{
public:
    explicit SessionErrorSink(Session *session) : m_session(session) { }
    void post(const Error &error) override;

private:
    QPointer<Session> m_session;
};

/*!
    The state of a session and its side of the seams. What it does with the database is done by
    parts that each know one thing: ObjectReader and RelationLoader load, FlushPlan writes,
    JunctionWriter keeps pairs, CascadeFollower brings objects after a deletion up to date.
*/
class SessionPrivate final : public ObjectContext,
                             public QueryRunner,
                             public std::enable_shared_from_this<SessionPrivate>
{
public:
    SessionPrivate(Session *session, const Database &database);
    ~SessionPrivate() override;
    static SessionPrivate *get(const Session &session) { return session.d.get(); }
    static SessionPrivate *of(const Model *object);
    /*! Ends the session: objects die, and whoever still holds this gets Usage. */
    void close();

    // ObjectContext
    Session *session() const override { return q; }
    std::shared_ptr<QueryRunner> queryRunner() const override;
    Error checkThread() const override;
    bool holds(const ModelInfo *model) const override { return identities.holds(model); }
    Model *find(const ModelInfo *model, const WireValue &key) const override;
    Model *findReferring(const FieldInfo *key, const WireValue &value, const Model *except) const override;
    Error load(Model *owner, const RelationInfo *relation, Occasion occasion) override;
    Error complete(Model *object, Occasion occasion) override;
    Error reload(Model *owner, const RelationInfo *relation) override;
    Error findOrLoad(const ModelInfo *model, const WireRow &keys, QList<Model *> *objects) override;
    Error adopt(Model *object) override;
    void changed(Model *object) override;
    quint32 undoSerial() const override { return fromDatabase ? 0 : serial; }
    void touched(Model *object) override;
    void forget(Model *object) override;
    Error link(Model *owner, const RelationInfo *relation, const WireRow &keys,
               const QList<ColumnValue> &columns) override;
    Error unlink(Model *owner, const RelationInfo *relation, const WireRow &keys) override;
    Error unlinkAll(Model *owner, const RelationInfo *relation) override;
    Error linkedKeys(Model *owner, const RelationInfo *relation, WireRow *keys) override;
    bool isInTransaction() const override { return transactDepth > 0; }
    Error begin() override;
    Error end(const Error &error) override;
    Error withSink(const Error &error) const override;
    /*!
        \a error with the names of class and property, where the database told table and columns.
        What it says of none is of \a model.
    */
    static Error named(const Error &error, const ModelInfo *model = nullptr);
    void report(const Error &error) const override;

    // QueryRunner
    Error all(const QueryData &query, QList<Model *> *objects) override;
    Error find(const QueryData &query, const Value &key, Model **object) override;
    Error count(const QueryData &query, qint64 *count) override;
    Error exists(const QueryData &query, bool *exists) override;
    Error forEach(const QueryData &query, const std::function<bool(Model *)> &callback) override;
    Error update(const QueryData &query, const QList<std::pair<const FieldInfo *, WireValue>> &values,
                 qint64 *rows) override;
    Error remove(const QueryData &query, qint64 *rows) override;
    Error explain(const QueryData &query, QString *plan) override;
    QString toSql(const QueryData &query) override;
    [[nodiscard]] Error handOut(const Error &error) override;
    QString patternMistake(Sql::TextMatch match, bool caseInsensitive, const QString &pattern) override;

    // For the parts.
    /*! This thread's connection, after a check of the thread. */
    Error connect(Connection **connection);
    Caller caller() { return {this, &observers}; }
    /*!
        Loads the columns that are missing in objects, 1 statement for those that lack the same
        ones. A failure is remembered in each object.
    */
    Error completeAll(const QList<Model *> &incomplete);
    Error readMissing(const ModelInfo *model, const QList<Model *> &alike);
    /*! Runs one statement whose rows are read by \a cursor. */
    Error execute(const Sql::Text &text, Cursor *cursor);
    const Sql::Dialect &dialect() const { return connection->dialect(); }
    /*! Makes a loaded or inserted object the session's own. */
    void own(Model *object);
    void disown(Model *object);
    /*! Returns the object that had the key so far; null where none had. */
    Model *insertIdentity(Model *object);
    void removeIdentity(Model *object);
    /*! The tables of classes with hand-written properties, whose changes have to be looked for. */
    QList<const IdentityTable *> handWrittenTables() const;
    static WireRow keyOf(const Model *object);
    static WireRow storedKeyOf(const Model *object);

    // What Session's functions do.
    Error add(Model *object);
    Error remove(Model *object);
    Error commit();
    Error rollback();
    Error flush();
    /*! Writes what is pending in the open transaction, which has to be undone if this fails. */
    Error write(Connection &connection);
    Error transact(const std::function<Error()> &f);
    Error refresh(Model *object);
    Error evict(Model *object);
    Error clear();
    Error release(Model *object);

    /*! The object's row is gone: out of lists and identity map; dies when control returns. */
    void markDeleted(Model *object);
    /*! Takes all changes since \a mark back, in memory. */
    void undoTo(quint32 mark);
    /*! What is now stands: forgets how it was. */
    void dropUndo();
    /*! The deletions stand: their objects die when control returns to the event loop. */
    void buryDeleted();
    /*!
        Objects that came into memory in a transaction that was undone, after it had written: their
        rows may be others now, or none. 1 statement per class, none where there are no objects.
    */
    void readAgain(const QList<Model *> &read);
    void endReading();
    void unloadRelations(ModelPrivate *d);
    void letGoOf(const QList<Model *> &going);

    /*! A statement that is asked again and again with other values. */
    struct KeptPlan;
    std::shared_ptr<const KeptPlan> keptPlan(const QueryData &query, WireValue *value);
    QHash<std::pair<const FieldInfo *, qint64>, std::shared_ptr<const KeptPlan>> keptPlans;

    Session *q;
    Database database;
    std::shared_ptr<Connection> connection;
    QThread *const thread;
    std::shared_ptr<SessionErrorSink> errorSink;
    QList<StatementObserver *> observers;
    IdentityMap identities;
    std::unique_ptr<OwnedObjects> owned = std::make_unique<OwnedObjects>();
    OrderedObjects dirty{ModelPrivate::Listing::Changed}; // in the order of their first change
    OrderedObjects touchedObjects{ModelPrivate::Listing::Touched}; // that have undo segments
    OrderedObjects buried{ModelPrivate::Listing::Buried}; // deleted rows, waiting for the end of the transaction
    OrderedObjects readAfterWrites{ModelPrivate::Listing::ReadAfterWrites}; // came in a transaction that had written
    quint32 serial = 1;
    quint32 readSerial = 0;
    int transactDepth = 0;
    int transactionRetries = 3;
    int peerLimit = 1000;
    LazyLoading lazyLoading = LazyLoading::Peers;
    bool fromDatabase = false; // what changes now is what the database has: no undo
    bool closing = false;
};

/*!
    While it lives, what changes in memory comes from the database and is nothing for a rollback to
    take back: but inside transact(), where the database itself may be taken back.
*/
class FromDatabase
{
public:
    explicit FromDatabase(SessionPrivate &session)
        : m_session(session), m_before(std::exchange(session.fromDatabase, !session.isInTransaction()))
    {
    }
    ~FromDatabase() { m_session.fromDatabase = m_before; }
    Q_DISABLE_COPY_MOVE(FromDatabase)

private:
    SessionPrivate &m_session;
    const bool m_before;
};

} // namespace Chakra

#endif // CHAKRA_SESSION_P_H
