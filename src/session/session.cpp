// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/session.h>

#include "../core/logging_p.h"
#include "../relations/relatedlist_p.h"
#include "../sql/dialect_p.h"
#include "objectreader_p.h"
#include "relationloader_p.h"
#include "session_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

Result<void> result(const SessionPrivate &d, const Error &error)
{
    return error.isValid() ? Result<void>(d.withSink(error)) : Result<void>();
}

} // namespace

Session::Session(const Database &database, Currency currency, QObject *parent)
    : QObject(parent), d(std::make_shared<SessionPrivate>(this, database))
{
    if (currency == Current)
        QueryRunner::pushCurrent(d);
}

Session::~Session()
{
    d->close();
}

Database Session::database() const
{
    return d->database;
}

Result<void> Session::add(Model *object)
{
    return result(*d, d->add(object));
}

Result<void> Session::addAll(std::initializer_list<Model *> objects)
{
    return addList(QList<Model *>(objects));
}

Result<void> Session::addList(const QList<Model *> &objects)
{
    for (Model *object : objects) {
        if (const Error error = d->add(object); error.isValid())
            return result(*d, error);
    }
    return {};
}

Model *Session::createObject(const QMetaObject *meta, const QList<std::pair<Detail::PathSpec, Value>> &values)
{
    const ModelInfo *model = Graph::model(meta);
    Error error = model ? model->disabledError() : Error(Error::ModelDefinition, u"no model"_s);
    if (!error.isValid())
        error = d->checkThread();
    if (error.isValid()) {
        d->report(error);
        return nullptr;
    }
    const ChangeScope scope;
    Model *object = model->create();
    error = setProperties(object, values);
    if (!error.isValid())
        error = d->adopt(object);
    if (error.isValid()) {
        delete object;
        d->report(error);
        return nullptr;
    }
    return object;
}

Result<void> Session::remove(Model *object)
{
    return result(*d, d->remove(object));
}

Result<void> Session::commit()
{
    return result(*d, d->commit());
}

Result<void> Session::rollback()
{
    return result(*d, d->rollback());
}

Result<void> Session::flush()
{
    return result(*d, d->flush());
}

Result<void> Session::transactResult(const std::function<Error()> &f)
{
    return result(*d, d->transact(f));
}

void Session::setTransactionRetries(int retries)
{
    d->transactionRetries = qMax(0, retries);
}

Result<void> Session::refresh(Model *object)
{
    return result(*d, d->refresh(object));
}

Result<void> Session::evict(Model *object)
{
    return result(*d, d->evict(object));
}

Result<void> Session::clear()
{
    return result(*d, d->clear());
}

Result<void> Session::release(Model *object)
{
    return result(*d, d->release(object));
}

namespace {

Error rawValue(const QVariant &value, WireValue *wire)
{
    if (value.isNull()) { // a type without a value, too
        *wire = std::monostate();
        return Error();
    }
    switch (value.typeId()) {
    case QMetaType::UnknownType:
    case QMetaType::Nullptr:
        *wire = std::monostate();
        return Error();
    case QMetaType::Bool:
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::Short:
    case QMetaType::UShort:
    case QMetaType::Long:
        *wire = value.toLongLong();
        return Error();
    case QMetaType::ULong:
    case QMetaType::ULongLong:
        if (value.toULongLong() > quint64(std::numeric_limits<qint64>::max()))
            return Error(Error::Usage, u"%1 is above what the database keeps exactly"_s.arg(value.toULongLong()));
        *wire = value.toLongLong();
        return Error();
    case QMetaType::Float:
    case QMetaType::Double:
        if (qIsNaN(value.toDouble()))
            return Error(Error::Usage, u"not-a-number can not be bound"_s);
        *wire = value.toDouble();
        return Error();
    case QMetaType::QString:
        if (!QStringView(value.toString()).isValidUtf16())
            return Error(Error::Usage, u"a text with half of a surrogate pair can not be bound"_s);
        *wire = value.toString();
        return Error();
    case QMetaType::QByteArray:
        *wire = value.toByteArray();
        return Error();
    case QMetaType::QDate:
        *wire = value.toDate();
        return Error();
    case QMetaType::QTime:
        *wire = value.toTime();
        return Error();
    case QMetaType::QDateTime:
        if (!value.toDateTime().isValid())
            return Error(Error::Usage, u"an invalid date and time can not be bound"_s);
        *wire = UtcTime{value.toDateTime().toMSecsSinceEpoch()};
        return Error();
    default:
        return Error(Error::Usage,
                     u"a value of type %1 can not be bound: pass a number, text, bytes, date or time"_s.arg(
                             QString::fromUtf8(value.typeName())));
    }
}

} // namespace

Result<QList<QVariantList>> Session::execute(QAnyStringView sql, const QVariantList &values)
{
    WireRow wires;
    for (const QVariant &value : values) {
        WireValue wire;
        if (const Error error = rawValue(value, &wire); error.isValid())
            return d->withSink(error);
        wires.append(wire);
    }
    Connection *connection = nullptr;
    if (const Error error = d->connect(&connection); error.isValid())
        return d->withSink(error);
    Cursor cursor;
    if (const Error error = connection->executeRaw(sql.toString(), wires, d->caller(), &cursor); error.isValid())
        return d->withSink(SessionPrivate::named(error));
    QList<QVariantList> rows;
    while (cursor.next()) {
        QVariantList row;
        for (int column = 0; column < cursor.columnCount(); ++column)
            row.append(toVariant(cursor.any(column)));
        rows.append(row);
    }
    if (cursor.error().isValid())
        return d->withSink(cursor.error());
    return rows;
}

void Session::setPeerLimit(int owners)
{
    d->peerLimit = qMax(1, owners);
}

void Session::setLazyLoading(LazyLoading mode)
{
    d->lazyLoading = mode;
}

LazyLoading Session::lazyLoading() const
{
    return d->lazyLoading;
}

namespace Detail {

namespace {

QuerySetBase queryOf(const QMetaObject *meta, const std::shared_ptr<QueryRunner> &runner)
{
    QuerySetBase query = queryFor(meta);
    QueryData *data = QueryData::mutableData(query);
    data->runner = runner;
    return query;
}

} // namespace

QuerySetBase queryFor(const QMetaObject *model, Session &session)
{
    return queryOf(model, SessionPrivate::get(session)->shared_from_this());
}

QuerySetBase queryFor(const QMetaObject *model, const Model *object)
{
    const ObjectContext *context = object ? ModelPrivate::get(object)->context : nullptr;
    return queryOf(model, context ? context->queryRunner() : nullptr);
}

Error prefetchObjects(const QList<Model *> &objects, const QList<Prefetch> &paths)
{
    if (objects.isEmpty())
        return Error();
    QHash<const ModelInfo *, QList<Model *>> byModel;
    SessionPrivate *session = nullptr;
    for (Model *object : objects) {
        SessionPrivate *own = object ? SessionPrivate::of(object) : nullptr;
        if (!own || (session && own != session)) {
            const Error error(Error::Usage, u"prefetchRelatedObjects() takes objects of one session"_s);
            return session ? session->withSink(error) : error;
        }
        session = own;
        byModel[ModelPrivate::get(object)->info()].append(object);
    }
    if (const Error error = session->checkThread(); error.isValid())
        return session->withSink(error);
    for (auto it = byModel.cbegin(); it != byModel.cend(); ++it) {
        QueryData query;
        query.model = it.key();
        for (const Prefetch &path : paths) {
            if (const Error error = query.addPrefetch(path); error.isValid())
                return session->withSink(error);
        }
        if (const Error error = RelationLoader(*session).prefetch(it.value(), query.prefetched, RelationLoader::Missing);
            error.isValid())
            return session->withSink(error);
    }
    return Error();
}

} // namespace Detail

} // namespace Chakra
