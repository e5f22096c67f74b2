// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// The running functions of a query: what they ask of the session, and of a query before it.

#include <Chakra/querysetbase.h>

#include "predicates_p.h"
#include "querycompiler_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

Error withoutSession(const QueryData &query)
{
    if (query.error.isValid())
        return query.error;
    if (!query.model)
        return usage(query, u"this query is of no model: begin with Model::objects()"_s);
    const std::weak_ptr<QueryRunner> none;
    const bool hadOne = query.runner.owner_before(none) || none.owner_before(query.runner);
    return usage(query,
                 hadOne ? u"the session of this query is gone"_s
                        : u"no session: make a Chakra::Session on this thread, or pass one to "
                          "objects(session)"_s);
}

/*! Runs \a f with the session, unless the query can not run; every failure is reported there. */
template <typename F>
Error run(const QueryData &query, F &&f)
{
    const auto runner = query.runner.lock();
    if (!runner)
        return withoutSession(query);
    const Error error = query.error.isValid() ? query.error : f(*runner);
    return error.isValid() ? runner->handOut(error) : error;
}

void limitTo(QueryData *query, qint64 rows)
{
    query->limit = query->limit < 0 ? rows : qMin(query->limit, rows);
}

/*! The column that a query is asked to set, and the value. */
Error resolveAssignment(const ModelInfo *model, const Detail::PathSpec &path, const Value &value,
                        std::pair<const FieldInfo *, WireValue> *assignment)
{
    RelationPath relations;
    const FieldInfo *field = nullptr;
    if (const Error error = QueryCompiler::resolveField(model, path, &field); error.isValid())
        return error;
    const auto refuse = [field](Error::Kind kind, const QString &text) {
        return Error(kind, field->displayName() + u": "_s + text)
                .withModel(field->model->className)
                .withProperty(field->name);
    };
    if (field->primaryKey)
        return refuse(Error::Usage, u"a query does not change keys; set them on the object"_s);

    WireValue wire;
    if (value.kind() == Value::Object) {
        const bool named =
                !QueryCompiler::resolveRelations(model, path, true, &relations).isValid();
        const Error error =
                named ? relatedKey(relations.first(), value, &wire) : field->toWire(value, &wire);
        if (error.isValid())
            return error;
    } else if (!value.isNull()) {
        if (const Error error = field->toWire(value, &wire); error.isValid())
            return error;
    }
    // As the setter of the property would round it.
    if (auto *real = std::get_if<double>(&wire); real && field->storedType == FieldType::Float)
        *real = double(float(*real));
    if (isNull(wire) && !field->nullable)
        return refuse(Error::NotNullViolation, u"can not be null"_s);
    *assignment = {field, wire};
    return Error();
}

} // namespace

QString QuerySetBase::toSql() const
{
    const auto runner = d->runner.lock();
    return runner && !d->error.isValid() ? runner->toSql(*d) : QString();
}

Error QuerySetBase::runAll(QList<Model *> *objects) const
{
    return run(*d, [&](QueryRunner &runner) { return runner.all(*d, objects); });
}

Error QuerySetBase::runGet(Model **object) const
{
    return run(*d, [&](QueryRunner &runner) {
        QueryData query(*d);
        limitTo(&query, 2); // a second row is all that is needed to know
        QList<Model *> objects;
        const Error error = runner.all(query, &objects);
        if (error.isValid())
            return error;
        const QString name = d->model->className;
        if (objects.isEmpty())
            return Error(Error::DoesNotExist, u"there is no such %1"_s.arg(name)).withModel(name);
        if (objects.size() > 1) {
            return Error(Error::MultipleObjectsReturned,
                         u"there is more than one such %1"_s.arg(name))
                    .withModel(name);
        }
        *object = objects.first();
        return Error();
    });
}

Error QuerySetBase::runFirst(Model **object, bool last) const
{
    return run(*d, [&](QueryRunner &runner) {
        if (last && d->isSliced())
            return usage(*d, u"a slice has no last(): sort the other way round and take first()"_s);
        QueryData query(*d);
        if (!query.hasOrder())
            query.order.append({Detail::PathSpec("pk"), false});
        query.reversed = query.reversed != last;
        limitTo(&query, 1);
        QList<Model *> objects;
        const Error error = runner.all(query, &objects);
        *object = objects.value(0);
        return error;
    });
}

Error QuerySetBase::runFind(const Value &key, Model **object) const
{
    return run(*d, [&](QueryRunner &runner) {
        if (d->isSliced())
            return usage(
                    *d, u"a slice can not be searched: call find() without limit() and offset()"_s);
        return runner.find(*d, key, object);
    });
}

Error QuerySetBase::runCount(qint64 *count) const
{
    return run(*d, [&](QueryRunner &runner) { return runner.count(*d, count); });
}

Error QuerySetBase::runExists(bool *exists) const
{
    return run(*d, [&](QueryRunner &runner) { return runner.exists(*d, exists); });
}

Error QuerySetBase::runForEach(const std::function<bool(Model *)> &callback) const
{
    return run(*d, [&](QueryRunner &runner) { return runner.forEach(*d, callback); });
}

Error QuerySetBase::runUpdate(const QList<std::pair<Detail::PathSpec, Value>> &assignments,
                              qint64 *rows) const
{
    return run(*d, [&](QueryRunner &runner) {
        if (d->isSliced())
            return usage(
                    *d,
                    u"a slice can not be updated: call update() without limit() and offset()"_s);
        QList<std::pair<const FieldInfo *, WireValue>> values;
        for (const auto &[path, value] : assignments) {
            std::pair<const FieldInfo *, WireValue> assignment;
            const Error error = resolveAssignment(d->model, path, value, &assignment);
            if (error.isValid())
                return error;
            for (const auto &earlier : std::as_const(values)) {
                if (earlier.first == assignment.first)
                    return usage(*d, u"%1 is set twice"_s.arg(assignment.first->displayName()));
            }
            values += assignment;
        }
        return runner.update(*d, values, rows);
    });
}

Error QuerySetBase::runRemove(qint64 *rows) const
{
    return run(*d, [&](QueryRunner &runner) {
        if (d->isSliced())
            return usage(
                    *d,
                    u"a slice can not be deleted: call remove() without limit() and offset()"_s);
        return runner.remove(*d, rows);
    });
}

Error QuerySetBase::runExplain(QString *plan) const
{
    return run(*d, [&](QueryRunner &runner) { return runner.explain(*d, plan); });
}

} // namespace Chakra
