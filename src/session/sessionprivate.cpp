// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "session_p.h"

#include "../core/error_p.h"
#include "../core/logging_p.h"
#include "junctionwriter_p.h"
#include "objectreader_p.h"
#include "relationloader_p.h"

#include <QThread>

using namespace Qt::StringLiterals;

/* The life of a session, what it owns, and its side of the seam to the objects. */
namespace Chakra {

namespace {

QString threadName(const QThread *thread)
{
    const QString address = u"0x"_s + QString::number(quintptr(thread), 16);
    return thread && !thread->objectName().isEmpty() ? thread->objectName() + u" ("_s + address + u')' : address;
}

} // namespace

void SessionErrorSink::post(const Error &error)
{
    QMetaObject::invokeMethod(
            this,
            [this, error] {
                if (m_session)
                    Q_EMIT m_session->errorOccurred(error);
            },
            Qt::QueuedConnection);
}

SessionPrivate::SessionPrivate(Session *session, const Database &db)
    : q(session),
      database(db),
      thread(QThread::currentThread()),
      // Destroyed in its thread, whoever lets it go last.
      errorSink(new SessionErrorSink(session), [](SessionErrorSink *sink) {
          if (sink->thread() == QThread::currentThread())
              delete sink;
          else
              sink->deleteLater();
      })
{
}

SessionPrivate::~SessionPrivate() = default;

SessionPrivate *SessionPrivate::of(const Model *object)
{
    return static_cast<SessionPrivate *>(ModelPrivate::get(object)->context);
}

void SessionPrivate::close()
{
    closing = true;
    QueryRunner::removeCurrent(this);
    if (connection && connection->transactionOwner() == this) {
        while (connection->transactionDepth() > 0)
            connection->rollback(caller());
    }
    clear();
    q = nullptr;
    connection.reset();
}

std::shared_ptr<QueryRunner> SessionPrivate::queryRunner() const
{
    return std::const_pointer_cast<SessionPrivate>(shared_from_this());
}

Error SessionPrivate::checkThread() const
{
    if (QThread::currentThread() == thread) [[likely]]
        return Error();
    return Error(Error::Usage,
                 u"A session and its objects belong to the thread %1, and this call comes from the thread %2: make "
                 "a session there"_s.arg(threadName(thread), threadName(QThread::currentThread())));
}

Error SessionPrivate::connect(Connection **found)
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    if (!q)
        return Error(Error::Usage, u"The session is gone"_s);
    if (!connection) {
        Error error;
        connection = DatabasePrivate::get(database)->connection(&error);
        if (!connection)
            return error.isValid() ? error : Error(Error::Connection, u"The database gives no connection"_s);
    }
    *found = connection.get();
    return Error();
}

Error SessionPrivate::execute(const Sql::Text &text, Cursor *cursor)
{
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    return c->execute(text, caller(), cursor);
}

void SessionPrivate::own(Model *object)
{
    ModelPrivate *d = ModelPrivate::get(object);
    d->context = this;
    owned->add(object);
    d->takeSnapshot();
    if (d->info() && d->info()->hasHandWritten) {
        static const int slot = Model::staticMetaObject.indexOfSlot("chakraNotified()");
        for (const FieldInfo *field : d->info()->fields) {
            if (field->handWritten && field->notifySignal >= 0)
                QMetaObject::connect(object, field->notifySignal, object, slot, Qt::UniqueConnection);
        }
    }
}

void SessionPrivate::disown(Model *object)
{
    ModelPrivate *d = ModelPrivate::get(object);
    owned->remove(object);
    if (!d->rare)
        return; // it stands in none of the lists
    for (OrderedObjects *list : {&dirty, &touchedObjects, &buried, &readAfterWrites})
        list->remove(object);
    d->takeUndo();
}

WireRow SessionPrivate::keyOf(const Model *object)
{
    WireRow key;
    const ModelInfo *info = ModelPrivate::get(object)->info();
    for (const FieldInfo *field : info->primaryKey) {
        WireValue value;
        field->toWire(object, &value);
        key.append(value);
    }
    return key;
}

WireRow SessionPrivate::storedKeyOf(const Model *object)
{
    const ModelPrivate *d = ModelPrivate::get(object);
    WireRow key;
    for (const FieldInfo *field : d->info()->primaryKey) {
        WireValue value;
        if (!d->isTouched(field)) {
            field->toWire(object, &value);
            key.append(value);
            continue;
        }
        field->toWire(Value(d->storedValue(field)), &value);
        key.append(value);
    }
    return key;
}

Model *SessionPrivate::insertIdentity(Model *object)
{
    const ModelInfo *info = ModelPrivate::get(object)->info();
    IdentityTable &table = identities.table(info);
    Model *before = nullptr;
    if (const FieldInfo *key = info->key(); key && key->type == FieldType::Int64) {
        qint64 value = 0;
        key->readProperty(object, &value);
        before = table.find(value);
        table.insert(value, object);
    } else {
        const WireRow row = keyOf(object);
        before = table.find(row);
        table.insert(row, object);
    }
    return before == object ? nullptr : before;
}

void SessionPrivate::removeIdentity(Model *object)
{
    const ModelPrivate *d = ModelPrivate::get(object);
    if (!d->info())
        return;
    if (const FieldInfo *single = d->info()->key(); single && d->canRead(single) && !d->isTouched(single)) {
        WireValue value;
        single->toWire(object, &value);
        identities.table(d->info()).remove(value, object);
        return;
    }
    const auto &key = d->info()->primaryKey;
    if (std::all_of(key.cbegin(), key.cend(), [d](const FieldInfo *field) { return d->canRead(field); }))
        identities.table(d->info()).remove(storedKeyOf(object), object);
    else
        identities.table(d->info()).remove(object);
}

QList<const IdentityTable *> SessionPrivate::handWrittenTables() const
{
    QList<const IdentityTable *> tables;
    const QList<const ModelInfo *> models = Graph::models();
    for (const ModelInfo *model : models) {
        if (!model->hasHandWritten)
            continue;
        if (const IdentityTable *table = identities.existing(model))
            tables.append(table);
    }
    return tables;
}

Model *SessionPrivate::find(const ModelInfo *model, const WireValue &key) const
{
    const IdentityTable *table = identities.existing(model);
    if (!table)
        return nullptr;
    return table->find(key);
}

Model *SessionPrivate::findReferring(const FieldInfo *key, const WireValue &value, const Model *except) const
{
    const IdentityTable *table = identities.existing(key->model);
    const QList<Model *> known = table ? table->objects() : QList<Model *>();
    for (Model *object : known) {
        const ModelPrivate *d = ModelPrivate::get(object);
        WireValue held;
        if (object != except && d->state == Model::Persistent && d->value(key, &held) && held == value)
            return object;
    }
    return nullptr;
}

Error SessionPrivate::load(Model *owner, const RelationInfo *relation, Occasion occasion)
{
    return closing ? Error() : RelationLoader(*this).loadLazily(owner, relation, occasion);
}

Error SessionPrivate::complete(Model *object, Occasion occasion)
{
    if (closing)
        return Error();
    ModelPrivate *d = ModelPrivate::get(object);
    const ModelInfo *model = d->info();
    if (occasion == Occasion::Reading && lazyLoading == LazyLoading::Forbid) {
        const Error error = Error(Error::Usage, model->className
                                                        + u": columns were left out by only() or defer(), and lazy "
                                                          "loading is forbidden in this session"_s)
                                    .withModel(model->className);
        d->setColumnError(error);
        return error;
    }
    QList<Model *> incomplete{object};
    if (lazyLoading == LazyLoading::Peers && d->peers && model->key()) {
        for (Model *peer : std::as_const(d->peers->members)) {
            if (incomplete.size() >= peerLimit)
                break;
            const ModelPrivate *p = peer ? ModelPrivate::get(peer) : nullptr;
            if (p && p != d && p->state == Model::Persistent && p->missingColumns() == d->missingColumns() && p->info() == model)
                incomplete.append(peer);
        }
    }
    qCDebug(lcLazy) << model->className << "loads columns lazily for" << incomplete.size() << "objects";
    return completeAll(incomplete);
}

Error SessionPrivate::completeAll(const QList<Model *> &incomplete)
{
    const ChangeScope scope;
    QHash<std::pair<const ModelInfo *, quint64>, QList<Model *>> alike;
    for (Model *object : incomplete) {
        if (const ModelPrivate *d = ModelPrivate::get(object); d->missingColumns())
            alike[{d->info(), d->missingColumns()}].append(object);
    }
    Error first;
    for (const QList<Model *> &group : std::as_const(alike)) {
        const ModelInfo *model = ModelPrivate::get(group.first())->info();
        Error error;
        if (model->key()) {
            error = readMissing(model, group);
        } else {
            for (qsizetype i = 0; i < group.size() && !error.isValid(); ++i)
                error = readMissing(model, {group.at(i)});
        }
        if (!error.isValid() && !ModelPrivate::get(group.first())->missingColumns())
            continue;
        if (!error.isValid())
            error = Error(Error::StaleObject, model->className + u" was deleted by somebody else"_s)
                            .withModel(model->className);
        for (Model *object : group) {
            if (ModelPrivate::get(object)->missingColumns())
                ModelPrivate::get(object)->setColumnError(error);
        }
        if (!first.isValid())
            first = error;
    }
    return first;
}

Error SessionPrivate::readMissing(const ModelInfo *model, const QList<Model *> &alike)
{
    const ModelPrivate *d = ModelPrivate::get(alike.first());
    QueryData query;
    query.model = model;
    for (const FieldInfo *field : model->fields) {
        if (field->primaryKey || d->isMissing(field))
            query.only.append(field);
    }
    Restriction restriction;
    restriction.field = model->key();
    for (const FieldInfo *field : model->primaryKey) {
        if (restriction.field) {
            for (const Model *one : alike)
                restriction.values.append(storedKeyOf(one));
        } else if (const Error error = query.addFilter(ConditionBase(Detail::PathSpec(field->name), u"exact",
                                                                     Value(d->storedValue(field))),
                                                       false);
                   error.isValid()) {
            return error;
        }
    }
    LoadPlan plan;
    if (const Error error = QueryCompiler::select(query, &plan, restriction); error.isValid())
        return error;
    ObjectReader reader(*this, plan);
    QList<Model *> found;
    if (const Error error = reader.open(); error.isValid())
        return error;
    return reader.read(&found);
}

Error SessionPrivate::reload(Model *owner, const RelationInfo *relation)
{
    return RelationLoader(*this).load(relation, {owner}, RelationLoader::All);
}

Error SessionPrivate::findOrLoad(const ModelInfo *model, const WireRow &keys, QList<Model *> *found)
{
    Restriction restriction;
    restriction.field = model->key();
    for (const WireValue &key : keys) {
        if (!find(model, key))
            restriction.values.append(key);
    }
    if (!restriction.values.isEmpty()) {
        QueryData query;
        query.model = model;
        LoadPlan plan;
        if (const Error error = QueryCompiler::select(query, &plan, restriction); error.isValid())
            return error;
        QList<Model *> loaded;
        ObjectReader reader(*this, plan);
        if (const Error error = reader.open(); error.isValid())
            return error;
        if (const Error error = reader.read(&loaded); error.isValid())
            return error;
    }
    for (const WireValue &key : keys) {
        if (Model *object = find(model, key))
            found->append(object);
    }
    return Error();
}

void SessionPrivate::changed(Model *object)
{
    dirty.append(object);
}

void SessionPrivate::touched(Model *object)
{
    touchedObjects.append(object);
}

void SessionPrivate::forget(Model *object)
{
    if (closing)
        return;
    ModelPrivate *d = ModelPrivate::get(object);
    if (d->hasRow())
        removeIdentity(object);
    if (d->state != Model::Deleted)
        d->leaveLists();
    d->leaveRelations();
    disown(object);
    d->context = nullptr;
}

Error SessionPrivate::link(Model *owner, const RelationInfo *relation, const WireRow &keys,
                           const QList<ColumnValue> &columns)
{
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    WireValue key;
    ModelPrivate::get(owner)->storedWire(relation->referredField(), &key);
    JunctionWriter writer(*this, *c);
    for (const WireValue &member : keys)
        writer.add(relation, key, member, columns);
    return writer.insert();
}

Error SessionPrivate::unlink(Model *owner, const RelationInfo *relation, const WireRow &keys)
{
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    WireValue key;
    ModelPrivate::get(owner)->storedWire(relation->referredField(), &key);
    return JunctionWriter(*this, *c).remove(relation, key, keys);
}

Error SessionPrivate::unlinkAll(Model *owner, const RelationInfo *relation)
{
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    WireValue key;
    ModelPrivate::get(owner)->storedWire(relation->referredField(), &key);
    return JunctionWriter(*this, *c).removeAll(relation, key);
}

Error SessionPrivate::linkedKeys(Model *owner, const RelationInfo *relation, WireRow *keys)
{
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    WireValue key;
    ModelPrivate::get(owner)->storedWire(relation->referredField(), &key);
    return JunctionWriter(*this, *c).keys(relation, key, keys);
}

Error SessionPrivate::begin()
{
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    return c->begin(caller(), Connection::Access::Write);
}

Error SessionPrivate::end(const Error &error)
{
    if (error.isValid()) {
        connection->rollback(caller());
        return error;
    }
    return connection->commit(caller());
}

Error SessionPrivate::named(const Error &error, const ModelInfo *model)
{
    if (!error.isValid())
        return error;
    if (!error.model().isEmpty()) {
        const QList<const ModelInfo *> models = Graph::models();
        const auto it = std::find_if(models.cbegin(), models.cend(), [&error](const ModelInfo *known) {
            return known->className == error.model() || known->table == error.model();
        });
        if (it == models.cend())
            return error.withModel(QString()); // a junction that Chakra made, or a table of others
        if ((*it)->className == error.model())
            return error; // told by Chakra itself
        model = *it;
    }
    if (!model)
        return error;
    QStringList properties;
    const QStringList columns = error.property().split(u", "_s, Qt::SkipEmptyParts);
    for (const QString &column : columns) {
        const FieldInfo *field = model->fieldByColumn(column);
        properties += field ? field->name : column;
    }
    const Error named = error.withModel(model->className).withProperty(properties.join(u", "_s));
    if (error.kind() != Error::Usage || properties.isEmpty())
        return named;
    // A value that was refused: the sentence does not say yet where it stands.
    return Error(error.kind(), u"%1.%2: %3"_s.arg(model->className, named.property(), error.text()))
            .withSql(error.sql())
            .withNativeCode(error.nativeCode())
            .withModel(named.model())
            .withProperty(named.property());
}

Error SessionPrivate::withSink(const Error &error) const
{
    return ErrorPrivate::withSink(error, errorSink);
}

void SessionPrivate::report(const Error &error) const
{
    qCWarning(lcSession) << error;
    errorSink->post(error);
}

Error SessionPrivate::handOut(const Error &error)
{
    return withSink(error);
}

} // namespace Chakra
