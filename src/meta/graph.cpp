// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "modelinfo_p.h"

#include "../core/error_p.h"
#include "graphbuilder_p.h"

#include <Chakra/export.h>
#include <QMetaClassInfo>

#include <atomic>
#include <mutex>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

/*! Built under the mutex; the flag lets the common case pass without it. */
struct Registry
{
    std::recursive_mutex mutex;
    std::atomic<bool> current = false;
    QList<const QMetaObject *> registrations;
    QHash<const QMetaObject *, std::shared_ptr<ModelInfo>> infos;
    QList<const ModelInfo *> order;
    QHash<const QMetaObject *, const ModelInfo *> lookups;
    QList<Error> mistakes;
    QList<CreatedJunction> junctions;
};

Registry &registry()
{
    // Never destroyed: objects in static storage may outlive it.
    static Registry *const instance = new Registry;
    return *instance;
}

/*! Builds what is missing; called with the mutex held. */
void update(Registry &r)
{
    if (r.current.load(std::memory_order_acquire))
        return;
    r.order.clear();
    for (const QMetaObject *metaObject : std::as_const(r.registrations)) {
        std::shared_ptr<ModelInfo> &info = r.infos[metaObject];
        if (!info) {
            info = std::make_shared<ModelInfo>();
            info->number = int(r.order.size()); // for good: registrations only come
        }
        info->metaObject = metaObject;
        info->type = metaObject->metaType();
        r.order += info.get();
    }
    GraphBuilder builder;
    for (const QMetaObject *metaObject : std::as_const(r.registrations))
        builder.add(r.infos.value(metaObject).get());
    builder.resolve();
    r.mistakes = builder.mistakes();
    r.junctions = builder.junctions();
    r.lookups.clear();
    r.current.store(true, std::memory_order_release);
}

} // namespace

bool Graph::registerModel(const QMetaObject *metaObject)
{
    Registry &r = registry();
    const std::lock_guard lock(r.mutex);
    if (r.registrations.contains(metaObject))
        return true;
    r.registrations.append(metaObject);
    r.current.store(false, std::memory_order_release);
    return true;
}

const ModelInfo *Graph::model(const QMetaObject *metaObject)
{
    Registry &r = registry();
    const std::lock_guard lock(r.mutex);
    update(r);
    if (const auto it = r.lookups.constFind(metaObject); it != r.lookups.constEnd())
        return *it;
    const ModelInfo *found = nullptr;
    for (const QMetaObject *m = metaObject; m && !found; m = m->superClass()) {
        if (const auto it = r.infos.constFind(m); it != r.infos.constEnd())
            found = it->get();
    }
    r.lookups.insert(metaObject, found);
    return found;
}

QList<const ModelInfo *> Graph::models()
{
    Registry &r = registry();
    const std::lock_guard lock(r.mutex);
    update(r);
    return r.order;
}

QList<CreatedJunction> Graph::junctions()
{
    Registry &r = registry();
    const std::lock_guard lock(r.mutex);
    update(r);
    return r.junctions;
}

QList<Error> Graph::mistakes()
{
    Registry &r = registry();
    const std::lock_guard lock(r.mutex);
    update(r);
    return r.mistakes;
}

ModelInfo::~ModelInfo()
{
    qDeleteAll(fields);
    qDeleteAll(relations);
    qDeleteAll(retiredFields);
    qDeleteAll(retiredRelations);
}

const FieldInfo *ModelInfo::field(QStringView name) const
{
    for (const FieldInfo *field : fields) {
        if (field->name == name)
            return field;
    }
    return nullptr;
}

const FieldInfo *ModelInfo::fieldByColumn(QStringView column) const
{
    for (const FieldInfo *field : fields) {
        if (field->column == column)
            return field;
    }
    // Databases compare column names without case.
    for (const FieldInfo *field : fields) {
        if (field->column.compare(column, Qt::CaseInsensitive) == 0)
            return field;
    }
    return nullptr;
}

const RelationInfo *ModelInfo::relation(QStringView name) const
{
    for (const RelationInfo *relation : relations) {
        if (relation->name == name)
            return relation;
    }
    return nullptr;
}

QStringList ModelInfo::names() const
{
    QStringList names;
    for (const FieldInfo *field : fields)
        names += field->name;
    for (const RelationInfo *relation : relations) {
        if (!relation->isHidden())
            names += relation->name;
    }
    return names;
}

Error ModelInfo::disabledError() const
{
    if (mistakes.isEmpty())
        return Error();
    const Error &first = mistakes.first();
    return Error(Error::ModelDefinition,
                 u"The model %1 is disabled by a mistake in its definition: %2"_s.arg(className, first.text()))
            .withModel(first.model())
            .withProperty(first.property());
}

QString FieldInfo::displayName() const
{
    return model->className + u'.' + name;
}

QString RelationInfo::displayName() const
{
    return model->className + u'.' + name;
}

Error usage(const FieldInfo &field, const QString &text)
{
    return usage(field.displayName() + u": "_s + text)
            .withModel(field.model->className)
            .withProperty(field.name);
}

Error usage(const RelationInfo *relation, const QString &text)
{
    return usage(relation->displayName() + u": "_s + text)
            .withModel(relation->model->className)
            .withProperty(relation->name);
}

const FieldInfo *RelationInfo::referredField() const
{
    if (foreignKey)
        return foreignKey->target;
    return model->key();
}

} // namespace Chakra
