// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "cascadefollower_p.h"
#include "objectreader_p.h"
#include "relationloader_p.h"
#include "session_p.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

/* Running queries: the session's side of the seam QueryRunner. */
namespace Chakra {

namespace {

constexpr qint64 rowsPerSlice = 500;

} // namespace

struct SessionPrivate::KeptPlan
{
    LoadPlan plan;
    Sql::Text text;
};

std::shared_ptr<const SessionPrivate::KeptPlan> SessionPrivate::keptPlan(const QueryData &query, WireValue *value)
{
    const FieldInfo *field = query.soleEquality(value);
    if (!field)
        return nullptr;
    std::shared_ptr<const KeptPlan> &kept = keptPlans[{field, query.limit}];
    if (!kept) {
        auto made = std::make_shared<KeptPlan>();
        Connection *c = nullptr;
        if (connect(&c).isValid() || QueryCompiler::select(query, &made->plan).isValid() || made->plan.neverMatches)
            return nullptr;
        made->text = c->dialect().select(made->plan.select);
        if (made->text.values != WireRow{*value})
            return nullptr; // the value is not bound as it is
        kept = made;
    }
    return kept;
}

Error SessionPrivate::all(const QueryData &query, QList<Model *> *found)
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    const ChangeScope scope; // handlers run when all is loaded
    WireValue value;
    if (const auto kept = keptPlan(query, &value)) {
        Sql::Text text{kept->text.sql, {value}};
        ObjectReader reader(*this, kept->plan);
        if (const Error error = reader.open(text); error.isValid())
            return error;
        if (const Error error = reader.read(found); error.isValid())
            return error;
    } else {
        LoadPlan plan;
        if (const Error error = QueryCompiler::select(query, &plan); error.isValid() || plan.neverMatches)
            return error;
        ObjectReader reader(*this, plan);
        if (const Error error = reader.open(); error.isValid())
            return error;
        if (const Error error = reader.read(found); error.isValid())
            return error;
    }
    ObjectReader::formPeers(*found);
    return query.prefetched.isEmpty()
            ? Error()
            : RelationLoader(*this).prefetch(*found, query.prefetched, RelationLoader::All, !query.isFiltered());
}

namespace {

/*! Whether what selectRelated() would load along is there. */
bool holdsSelected(const Model *object, const QList<RelationPath> &selected)
{
    return std::all_of(selected.cbegin(), selected.cend(), [object](const RelationPath &path) {
        const Model *at = object;
        for (qsizetype i = 0; i < path.size() && at; ++i) {
            const ModelPrivate *d = ModelPrivate::get(at);
            if (!d->isRelationLoaded(path.at(i)))
                return false;
            at = d->peek(path.at(i));
        }
        return true;
    });
}

} // namespace

Error SessionPrivate::find(const QueryData &query, const Value &key, Model **object)
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    *object = nullptr;
    const ModelInfo *model = query.model;
    const QList<Value> values = key.kind() == Value::List ? key.list() : QList<Value>{key};
    if (values.size() != model->primaryKey.size())
        return Error(Error::Usage,
                     u"find() of %1 takes a key of %2 values, and got %3"_s.arg(model->className)
                             .arg(model->primaryKey.size())
                             .arg(values.size()))
                .withModel(model->className);
    WireRow row;
    for (qsizetype i = 0; i < values.size(); ++i) {
        WireValue wire;
        if (const Error error = model->primaryKey.at(i)->toWire(values.at(i), &wire); error.isValid())
            return error;
        if (isNull(wire))
            return Error(); // no row has a null key
        row.append(wire);
    }
    if (!query.isFiltered()) {
        Model *known = identities.find(model, row);
        if (known && ModelPrivate::get(known)->state == Model::Removed)
            return Error();
        if (known && holdsSelected(known, query.selected)) {
            *object = known;
            return RelationLoader(*this).prefetch({known}, query.prefetched, RelationLoader::Missing);
        }
    }
    QueryData one(query);
    for (qsizetype i = 0; i < values.size(); ++i) {
        const ConditionBase equal(Detail::PathSpec(model->primaryKey.at(i)->name), u"exact", values.at(i));
        if (const Error error = one.addFilter(equal, false); error.isValid())
            return error;
    }
    QList<Model *> found;
    if (const Error error = all(one, &found); error.isValid())
        return error;
    *object = found.isEmpty() ? nullptr : found.first();
    return Error();
}

namespace {

Error readInteger(SessionPrivate &session, const Sql::Select &select, qint64 *value)
{
    Connection *connection = nullptr;
    if (const Error error = session.connect(&connection); error.isValid())
        return error;
    Cursor cursor;
    if (const Error error = session.execute(connection->dialect().select(select), &cursor); error.isValid())
        return error;
    *value = cursor.next() ? cursor.integer(0) : 0;
    return cursor.error();
}

} // namespace

Error SessionPrivate::count(const QueryData &query, qint64 *count)
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    *count = 0;
    Sql::Select select;
    bool never = false;
    if (const Error error = QueryCompiler::count(query, &select, &never); error.isValid() || never)
        return error;
    return readInteger(*this, select, count);
}

Error SessionPrivate::exists(const QueryData &query, bool *exists)
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    *exists = false;
    Sql::Select select;
    bool never = false;
    if (const Error error = QueryCompiler::exists(query, &select, &never); error.isValid() || never)
        return error;
    qint64 found = 0;
    const Error error = readInteger(*this, select, &found);
    *exists = found != 0;
    return error;
}

Error SessionPrivate::forEach(const QueryData &query, const std::function<bool(Model *)> &callback)
{
    if (const Error error = checkThread(); error.isValid())
        return error;
    LoadPlan plan;
    if (const Error error = QueryCompiler::select(query, &plan); error.isValid() || plan.neverMatches)
        return error;
    ObjectReader reader(*this, plan);
    if (const Error error = reader.open(); error.isValid())
        return error;
    bool goOn = true;
    while (goOn && !reader.atEnd()) {
        const quint32 before = owned->mark();
        QList<QPointer<Model>> alive;
        {
            const ChangeScope loading; // handlers, which may delete objects, run when all is loaded
            QList<Model *> slice;
            if (const Error error = reader.read(&slice, nullptr, rowsPerSlice); error.isValid())
                return error;
            ObjectReader::formPeers(slice);
            if (!query.prefetched.isEmpty()) {
                if (const Error error =
                            RelationLoader(*this).prefetch(slice, query.prefetched, RelationLoader::All);
                    error.isValid())
                    return error;
            }
            alive = QList<QPointer<Model>>(slice.cbegin(), slice.cend());
        }
        // What was deleted or removed on the way is left out, as a query leaves it out.
        for (const QPointer<Model> &object : std::as_const(alive)) {
            if (goOn && object && object->state() == Model::Persistent)
                goOn = callback(object);
        }
        // What the session did not hold before, and nobody changed, goes again: not what the
        // callback has made.
        const ChangeScope scope;
        const QList<Model *> loaded = owned->since(before);
        const QList<QPointer<Model>> going(loaded.cbegin(), loaded.cend());
        for (const QPointer<Model> &object : going) {
            const ModelPrivate *d = object ? ModelPrivate::get(object) : nullptr;
            if (d && d->isLoaded && d->state == Model::Persistent && !d->undoSegment()
                && d->positionIn(ModelPrivate::Listing::Changed) < 0 && !d->isListed(before))
                delete object;
        }
    }
    return Error();
}

namespace {

/*! An UPDATE of all rows of a query, and the objects that follow it. */
class BulkUpdate
{
public:
    using Values = QList<std::pair<const FieldInfo *, WireValue>>;

    BulkUpdate(SessionPrivate &session, Connection &connection, const ModelInfo *model, const Values &values);
    /*! 1 statement, and 1 before it where values change that others refer to. Primary keys are refused before. */
    Error run(const Sql::Expression &where, qint64 *rows);

private:
    bool writes(const FieldInfo *field) const;
    Error readReferred(const Sql::Expression &where);
    Error write(Sql::Update update);
    void apply();
    void follow();
    void take(Model *object, const FieldInfo *field, const WireValue &value);

    SessionPrivate &m_session;
    Connection &m_connection;
    const ModelInfo *m_model;
    Values m_written;
    const FieldInfo *m_version = nullptr; // counted, where no value is given
    QList<const FieldInfo *> m_referred; // the written ones that others refer to
    QList<WireRow> m_before; // their values, row by row
    QList<WireRow> m_keys; // of the rows
    QList<WireValue> m_versions; // which they have now, where those are counted
};

BulkUpdate::BulkUpdate(SessionPrivate &session, Connection &connection, const ModelInfo *model,
                       const Values &values)
    : m_session(session), m_connection(connection), m_model(model), m_written(values)
{
    const UtcTime now{QDateTime::currentMSecsSinceEpoch()};
    for (const FieldInfo *field : model->fields) {
        if (field->updatedNow && !writes(field))
            m_written.append({field, field->clock(now)});
        if (field->isReferredTo() && writes(field))
            m_referred.append(field);
    }
    // Who has read a row before is to notice that it has changed.
    if (model->versionField && !writes(model->versionField))
        m_version = model->versionField;
}

bool BulkUpdate::writes(const FieldInfo *field) const
{
    return std::any_of(m_written.cbegin(), m_written.cend(),
                       [field](const auto &value) { return value.first == field; });
}

Error BulkUpdate::run(const Sql::Expression &where, qint64 *rows)
{
    Sql::Update update;
    update.table = m_model->table;
    update.where = where;
    for (const auto &[field, value] : std::as_const(m_written))
        update.assignments.append({field->column, Sql::Expression::value(value)});
    if (m_version) {
        const Sql::Expression next =
                Sql::Expression::binary(Sql::Expression::Plus, Sql::Expression::column(QString(), m_version->column),
                                        Sql::Expression::literal(1));
        update.assignments.append({m_version->column, next});
    }
    if (m_session.owned->isEmpty())
        return m_connection.run(m_connection.dialect().update(update), m_session.caller(), rows);
    const bool inTransaction = !m_referred.isEmpty();
    if (inTransaction) {
        if (const Error error = m_connection.begin(m_session.caller(), Connection::Access::Write); error.isValid())
            return error;
    }
    Error error = inTransaction ? readReferred(where) : Error();
    if (!error.isValid())
        error = write(update);
    if (inTransaction && error.isValid())
        m_connection.rollback(m_session.caller());
    else if (inTransaction)
        error = m_connection.commit(m_session.caller());
    if (error.isValid())
        return error;
    *rows = m_keys.size();
    apply(); // not before all of it has worked
    return Error();
}

Error BulkUpdate::readReferred(const Sql::Expression &where)
{
    Sql::Select select;
    select.table = m_model->table;
    for (const FieldInfo *field : std::as_const(m_referred))
        select.columns.append(Sql::Expression::column(QString(), field->column));
    select.where = where;
    Cursor cursor;
    if (const Error error = m_connection.execute(m_connection.dialect().select(select), m_session.caller(), &cursor);
        error.isValid())
        return error;
    while (cursor.next()) {
        WireRow values;
        for (int column = 0; column < m_referred.size(); ++column)
            values.append(m_referred.at(column)->wireFromRow(cursor, column));
        m_before.append(values);
    }
    return cursor.error();
}

Error BulkUpdate::write(Sql::Update update)
{
    // The keys of the rows come back, so that the objects of them follow.
    for (const FieldInfo *field : m_model->primaryKey)
        update.returning.append(field->column);
    if (m_version)
        update.returning.append(m_version->column);
    Cursor cursor;
    if (const Error error = m_connection.execute(m_connection.dialect().update(update), m_session.caller(), &cursor);
        error.isValid())
        return error;
    while (cursor.next()) {
        WireRow key;
        for (int i = 0; i < m_model->primaryKey.size(); ++i)
            key.append(m_model->primaryKey.at(i)->wireFromRow(cursor, i));
        m_keys.append(key);
        if (m_version)
            m_versions.append(cursor.any(int(m_model->primaryKey.size())));
    }
    return cursor.error();
}

/*! What the database has now, in the objects of the rows. */
void BulkUpdate::apply()
{
    const ChangeScope scope;
    const FromDatabase reading(m_session);
    follow();
    for (qsizetype row = 0; row < m_keys.size(); ++row) {
        Model *object = m_session.identities.find(m_model, m_keys.at(row));
        if (!object || !ModelPrivate::get(object)->changedFields().isEmpty())
            continue;
        for (const auto &[field, value] : std::as_const(m_written))
            take(object, field, value);
        if (m_version)
            take(object, m_version, m_versions.at(row));
        ModelPrivate::get(object)->markFlushed();
    }
}

void BulkUpdate::take(Model *object, const FieldInfo *field, const WireValue &value)
{
    ModelPrivate *d = ModelPrivate::get(object);
    d->remember(field);
    for (const RelationInfo *relation : field->relations)
        d->remember(relation);
    d->takeFromDatabase(field, value);
}

/*! What refers to the rows follows. */
void BulkUpdate::follow()
{
    CascadeFollower follower(m_session);
    for (const WireRow &before : std::as_const(m_before)) {
        for (qsizetype i = 0; i < m_referred.size(); ++i) {
            const FieldInfo *field = m_referred.at(i);
            const auto written = std::find_if(m_written.cbegin(), m_written.cend(),
                                              [field](const auto &value) { return value.first == field; });
            if (written->second != before.at(i))
                follower.valueChanged(field, before.at(i), written->second);
        }
    }
}

} // namespace

Error SessionPrivate::update(const QueryData &query, const QList<std::pair<const FieldInfo *, WireValue>> &values,
                             qint64 *rows)
{
    *rows = 0;
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    Sql::Expression where;
    bool never = false;
    if (const Error error = QueryCompiler::bareWhere(query, &where, &never); error.isValid() || never)
        return error;
    return named(BulkUpdate(*this, *c, query.model, values).run(where, rows), query.model);
}

Error SessionPrivate::remove(const QueryData &query, qint64 *rows)
{
    *rows = 0;
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    Sql::Delete remove;
    bool never = false;
    if (const Error error = QueryCompiler::bareWhere(query, &remove.where, &never); error.isValid() || never)
        return error;
    const ModelInfo *model = query.model;
    remove.table = model->table;
    if (owned->isEmpty())
        return c->run(c->dialect().remove(remove), caller(), rows);
    for (const FieldInfo *field : model->primaryKey)
        remove.returning.append(field->column);
    Cursor cursor;
    if (const Error error = c->execute(c->dialect().remove(remove), caller(), &cursor); error.isValid())
        return error;
    QList<WireRow> keys;
    while (cursor.next()) {
        WireRow key;
        for (int i = 0; i < model->primaryKey.size(); ++i)
            key.append(model->primaryKey.at(i)->wireFromRow(cursor, i));
        keys.append(key);
    }
    if (cursor.error().isValid())
        return cursor.error();
    cursor.close();
    *rows = keys.size();
    const ChangeScope scope;
    {
        const FromDatabase reading(*this);
        CascadeFollower follower(*this);
        for (const WireRow &key : std::as_const(keys))
            follower.addKey(model, key);
        // The rows are gone all the same; as after a commit.
        if (const Error error = follower.follow(); error.isValid())
            report(error);
    }
    if (!isInTransaction())
        buryDeleted();
    return Error();
}

Error SessionPrivate::explain(const QueryData &query, QString *text)
{
    Connection *c = nullptr;
    if (const Error error = connect(&c); error.isValid())
        return error;
    LoadPlan plan;
    if (const Error error = QueryCompiler::select(query, &plan); error.isValid())
        return error;
    Sql::Text statement = c->dialect().select(plan.select);
    statement.sql.prepend(c->dialect().explainPrefix() + u' ');
    Cursor cursor;
    if (const Error error = execute(statement, &cursor); error.isValid())
        return error;
    QStringList lines;
    while (cursor.next())
        lines += cursor.text(cursor.columnCount() - 1);
    *text = lines.join(u'\n');
    return cursor.error();
}

QString SessionPrivate::patternMistake(Sql::TextMatch match, bool caseInsensitive, const QString &pattern)
{
    Connection *c = nullptr;
    return connect(&c).isValid() ? QString() : c->dialect().patternMistake(match, caseInsensitive, pattern);
}

QString SessionPrivate::toSql(const QueryData &query)
{
    Connection *c = nullptr;
    LoadPlan plan;
    if (connect(&c).isValid() || QueryCompiler::select(query, &plan).isValid())
        return QString();
    return c->dialect().select(plan.select).sql;
}

} // namespace Chakra
