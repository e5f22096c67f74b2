// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "relatedlist_p.h"

#include "../query/querycompiler_p.h"

#include "../core/logging_p.h"

#include <atomic>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

std::atomic<ListModelFactory> listModelFactory = nullptr;

const RelationInfo *relationOf(const Model *owner, int property)
{
    const ModelInfo *info = ModelPrivate::get(owner)->info();
    const RelationInfo *relation = info ? info->relationAt(property) : nullptr;
    return relation && relation->inverse ? relation : nullptr;
}

Error noRelation(const Model *owner)
{
    const ModelInfo *info = Graph::model(owner->metaObject());
    return info ? info->disabledError()
                : Error(Error::ModelDefinition,
                        u"%1 is no model"_s.arg(QString::fromLatin1(owner->metaObject()->className())));
}

/*! A list of key values as wire values; one value, or a list of them. */
Error keyValues(const RelationInfo *relation, const Value &keys, WireRow *row)
{
    const FieldInfo *key = relation->target->key();
    if (!key) {
        return Error(Error::Usage, relation->displayName() + u": the key of a %1 has several columns; give objects"_s.arg(
                                                                     relation->target->className))
                .withModel(relation->model->className)
                .withProperty(relation->name);
    }
    const QList<Value> values = keys.kind() == Value::List ? keys.list() : QList<Value>{keys};
    for (const Value &value : values) {
        WireValue wire;
        if (const Error error = key->toWire(value, &wire); error.isValid())
            return error;
        if (isNull(wire)) {
            return Error(Error::Usage, relation->displayName() + u": null is no key of a member"_s)
                    .withModel(relation->model->className)
                    .withProperty(relation->name);
        }
        row->append(wire);
    }
    return Error();
}

/*! Values for further columns of a junction, by property or column name. */
Error columnValues(const RelationInfo *relation, std::initializer_list<NamedValue> columns,
                   QList<ColumnValue> *values)
{
    const ModelInfo *junction = relation->junction.model;
    for (const NamedValue &column : columns) {
        const QString name = column.name.toString();
        const FieldInfo *field = junction ? junction->field(name) : nullptr;
        if (!field) {
            return Error(Error::UnknownField,
                         junction ? u"the junction %1 has no property %2; it has %3"_s.arg(
                                            junction->className, name, junction->names().join(u", "_s))
                                  : u"%1 has no columns of its own: declare a model for its junction %2"_s.arg(
                                            relation->displayName(), relation->junction.table))
                    .withModel(relation->model->className)
                    .withProperty(name);
        }
        WireValue wire;
        if (const Error error = field->toWire(column.value, &wire); error.isValid())
            return error;
        values->append({field->column, wire});
    }
    return Error();
}

} // namespace

void setListModelFactory(ListModelFactory factory)
{
    listModelFactory = factory;
}

Result<void> RelatedListBase::result(const Error &error) const
{
    if (!error.isValid())
        return {};
    const ObjectContext *context = ModelPrivate::get(m_owner)->context;
    return context ? context->withSink(error) : error;
}

bool RelatedListBase::isLoaded() const
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    return relation && ModelPrivate::get(m_owner)->listIsLoaded(relation);
}

bool RelatedListBase::isPartial() const
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    const RelationSlot *slot = relation ? ModelPrivate::get(m_owner)->slot(relation) : nullptr;
    return slot && slot->partial;
}

Result<void> RelatedListBase::load()
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    return result(relation ? ModelPrivate::get(m_owner)->ensureLoaded(relation, true) : noRelation(m_owner));
}

Result<void> RelatedListBase::reload()
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    if (!relation)
        return result(noRelation(m_owner));
    if (const Error error = ListEditor(m_owner, relation).check(); error.isValid())
        return result(error);
    ObjectContext *context = ModelPrivate::get(m_owner)->context;
    return result(context ? context->reload(m_owner, relation) : Error());
}

QList<Model *> RelatedListBase::members() const
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    if (!relation)
        return {};
    ModelPrivate *d = ModelPrivate::get(m_owner);
    if (!(d->slot(relation) && d->slot(relation)->state == RelationSlot::Loaded)) {
        const QPointer<Model> owner(m_owner); // handlers of the load may delete it
        const Error error = d->ensureLoaded(relation, false);
        if (!owner)
            return {};
        if (error.isValid() && d->context)
            d->context->report(error);
    }
    const RelationSlot *slot = d->slot(relation);
    return slot && slot->state == RelationSlot::Loaded ? slot->items : QList<Model *>();
}

Error RelatedListBase::addObjects(const QList<Model *> &objects, std::initializer_list<NamedValue> columns)
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    if (!relation)
        return noRelation(m_owner);
    ListEditor editor(m_owner, relation);
    QList<ColumnValue> values;
    if (const Error error = editor.check(); error.isValid())
        return error;
    if (const Error error = columnValues(relation, columns, &values); error.isValid())
        return error;
    return editor.add(objects, values);
}

Error RelatedListBase::addKeys(const Value &keys, std::initializer_list<NamedValue> columns)
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    if (!relation)
        return noRelation(m_owner);
    ObjectContext *context = ModelPrivate::get(m_owner)->context;
    const ChangeScope scope; // handlers run when all is in place
    WireRow row;
    if (const Error error = ListEditor(m_owner, relation).check(); error.isValid())
        return error;
    if (const Error error = keyValues(relation, keys, &row); error.isValid())
        return error;
    if (!context)
        return Error(Error::Usage, relation->displayName() + u" takes keys only where its owner is in a session"_s);
    if (relation->kind == RelationKind::ManyToMany && ModelPrivate::get(m_owner)->state == Model::Persistent) {
        // The pairs alone: no object is needed for them.
        ListEditor editor(m_owner, relation);
        QList<ColumnValue> values;
        if (const Error error = columnValues(relation, columns, &values); error.isValid() || row.isEmpty())
            return error;
        return editor.addKeys(row, values);
    }
    QList<Model *> objects;
    if (const Error error = context->findOrLoad(relation->target, row, &objects); error.isValid())
        return error;
    if (objects.size() != row.size())
        return Error(Error::DoesNotExist, u"%1: not every key given is that of a %2"_s.arg(
                                                  relation->displayName(), relation->target->className))
                .withModel(relation->target->className);
    return addObjects(objects, columns);
}

Error RelatedListBase::removeObjects(const QList<Model *> &objects)
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    if (!relation)
        return noRelation(m_owner);
    ListEditor editor(m_owner, relation);
    if (const Error error = editor.check(); error.isValid())
        return error;
    return editor.remove(objects);
}

Error RelatedListBase::removeKeys(const Value &keys)
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    if (!relation)
        return noRelation(m_owner);
    ModelPrivate *d = ModelPrivate::get(m_owner);
    const ChangeScope scope; // handlers run when all is in place
    ListEditor editor(m_owner, relation);
    if (const Error error = editor.check(); error.isValid())
        return error;
    WireRow row;
    if (const Error error = keyValues(relation, keys, &row); error.isValid())
        return error;
    if (!d->context)
        return Error(Error::Usage, relation->displayName() + u" takes keys only where its owner is in a session"_s);
    QList<Model *> known;
    WireRow unknown;
    for (const WireValue &key : std::as_const(row)) {
        if (Model *object = d->context->find(relation->target, key))
            known.append(object);
        else
            unknown.append(key);
    }
    if (row.isEmpty())
        return Error();
    if (relation->kind == RelationKind::ManyToMany && d->state == Model::Persistent) {
        if (const Error error = d->context->unlink(m_owner, relation, row); error.isValid())
            return error;
        editor.forgetPairs(known);
        return Error();
    }
    if (!unknown.isEmpty()) {
        if (const Error error = d->context->findOrLoad(relation->target, unknown, &known); error.isValid())
            return error;
    }
    return known.isEmpty() ? Error() : removeObjects(known);
}

Error RelatedListBase::setObjects(const QList<Model *> &objects)
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    if (!relation)
        return noRelation(m_owner);
    ListEditor editor(m_owner, relation);
    if (const Error error = editor.check(); error.isValid())
        return error;
    return editor.set(objects);
}

Result<void> RelatedListBase::clear()
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    if (!relation)
        return result(noRelation(m_owner));
    ListEditor editor(m_owner, relation);
    if (const Error error = editor.check(); error.isValid())
        return result(error);
    return result(editor.clear());
}

Error RelatedListBase::createObject(const QList<std::pair<Detail::PathSpec, Value>> &values, Model **object)
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    if (!relation)
        return noRelation(m_owner);
    ListEditor editor(m_owner, relation);
    if (const Error error = editor.check(); error.isValid())
        return error;
    const ChangeScope scope;
    std::unique_ptr<Model> made(relation->target->create());
    if (const Error error = setProperties(made.get(), values); error.isValid())
        return error;
    if (const Error error = editor.add({made.get()}, {}); error.isValid())
        return error;
    *object = made.release();
    return Error();
}

QuerySetBase RelatedListBase::baseQuery() const
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    QuerySetBase query = Detail::queryFor(relation ? relation->target->metaObject : m_owner->metaObject(), m_owner);
    QueryData *data = QueryData::mutableData(query);
    if (!relation) {
        data->error = noRelation(m_owner);
        return query;
    }
    const ModelPrivate *d = ModelPrivate::get(m_owner);
    WireValue key;
    if (!d->value(relation->referredField(), &key)) {
        data->error = Error(Error::Usage,
                            relation->displayName() + u" can be asked in the database only once its owner is stored"_s)
                              .withModel(relation->model->className)
                              .withProperty(relation->name);
        return query;
    }
    data->setMembersOf(relation, key);
    return query;
}

QAbstractItemModel *RelatedListBase::model() const
{
    const RelationInfo *relation = relationOf(m_owner, m_property);
    const ListModelFactory factory = listModelFactory;
    return relation && factory ? factory(m_owner, relation) : nullptr;
}

namespace Detail {

bool isStored(const Model *object)
{
    const Model::State state = object->state();
    return state == Model::Persistent || state == Model::Removed || state == Model::Deleted;
}

Key keyOf(const Model *object)
{
    QVariantList values;
    if (const ModelInfo *info = ModelPrivate::get(object)->info()) {
        for (const FieldInfo *field : info->primaryKey) {
            const QVariant value = field->read(object);
            const bool integer = field->type == FieldType::Int || field->type == FieldType::UInt
                    || field->type == FieldType::Int64 || field->type == FieldType::UInt64;
            values += integer ? QVariant::fromValue<qint64>(value.toLongLong()) : value;
        }
    }
    return Key(values);
}

} // namespace Detail

} // namespace Chakra
