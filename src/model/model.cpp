// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/model.h>

#include "../core/logging_p.h"
#include "../meta/fieldvalues_p.h"
#include "model_p.h"

#include <QJsonValue>
#include <QMetaProperty>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Chakra {

Model::Model(QObject *parent)
    : QObject(parent)
{
    new (m_chakraState) ModelPrivate(this);
}

Model::~Model()
{
    ModelPrivate *const d = ModelPrivate::get(this);
    {
        const ChangeScope scope;
        d->dying = true;
        d->leavePeers();
        if (d->context) {
            d->context->forget(this);
            d->context = nullptr;
        } else {
            d->leaveRelations();
        }
        if (d->notificationsPending)
            ChangeScope::forget(this);
    } // others are told, who may still look at this one
    std::destroy_at(d);
}

Session *Model::session() const
{
    ModelPrivate *const d = ModelPrivate::get(this);
    return d->context ? d->context->session() : nullptr;
}

Model::State Model::state() const
{
    ModelPrivate *const d = ModelPrivate::get(this);
    return d->state;
}

bool Model::isChanged() const
{
    ModelPrivate *const d = ModelPrivate::get(this);
    if (d->state == New || d->state == Removed)
        return true;
    d->detectHandWritten();
    return d->state == Persistent && !d->changedFields().isEmpty();
}

QStringList Model::changedProperties() const
{
    ModelPrivate *const d = ModelPrivate::get(this);
    QStringList names;
    d->detectHandWritten();
    if (d->state == Persistent) {
        const QList<const FieldInfo *> fields = d->changedFields();
        for (const FieldInfo *field : fields)
            names += field->name;
    } else if (d->state == New && d->info()) {
        for (const FieldInfo *field : d->info()->fields)
            names += field->name;
    }
    return names;
}

bool Model::isLoaded(QAnyStringView relation) const
{
    ModelPrivate *const d = ModelPrivate::get(this);
    const ModelInfo *info = d->info();
    const QString name = relation.toString();
    if (!info)
        return false;
    if (const RelationInfo *r = info->relation(name))
        return d->isRelationLoaded(r);
    const FieldInfo *field = info->field(name);
    return field && !d->isMissing(field);
}

Error Model::relationError(QAnyStringView relation) const
{
    ModelPrivate *const d = ModelPrivate::get(this);
    const QString name = relation.toString();
    if (const RelationInfo *r = d->info() ? d->info()->relation(name) : nullptr) {
        const RelationSlot *slot = d->slot(r);
        return slot && slot->state == RelationSlot::Failed && !d->peek(r) ? slot->error : Error();
    }
    if (const FieldInfo *field = d->info() ? d->info()->field(name) : nullptr)
        return d->columnError() && d->isMissing(field) ? *d->columnError() : Error();
    return Error(Error::UnknownField,
                 u"%1 has no relation %2"_s.arg(QString::fromLatin1(metaObject()->className()), name));
}

Error Model::chakraLoad(QAnyStringView relation)
{
    ModelPrivate *const d = ModelPrivate::get(this);
    const QString name = relation.toString();
    const ModelInfo *info = d->info();
    if (!info)
        return Error(Error::ModelDefinition, u"%1 is no model"_s.arg(QString::fromLatin1(metaObject()->className())));
    for (const RelationInfo *r : info->relations) {
        if (r->getter == name && !r->isHidden()) {
            const Error error = d->ensureLoaded(r, true);
            return error.isValid() && d->context ? d->context->withSink(error) : error;
        }
    }
    return Error(Error::UnknownField, u"%1 has no relation %2"_s.arg(info->className, name));
}

Model *Model::chakraRelated(int property) const
{
    ModelPrivate *const d = ModelPrivate::get(this);
    const ModelInfo *info = d->info();
    const RelationInfo *relation = info ? info->relationAt(property) : nullptr;
    return relation && relation->inverse ? d->related(relation) : nullptr;
}

void Model::chakraSetRelated(int property, Model *target)
{
    ModelPrivate *const d = ModelPrivate::get(this);
    const ModelInfo *info = d->info();
    const RelationInfo *relation = info ? info->relationAt(property) : nullptr;
    if (!relation || !relation->inverse) {
        qCWarning(lcMeta) << metaObject()->className() << metaObject()->property(property).name()
                          << "is not set: the relation has a mistake, see Chakra::checkModels()";
        return;
    }
    if (!d->acceptsAssignment())
        return;
    const ChangeScope scope;
    if (const Error error = d->setRelated(relation, target); error.isValid()) {
        if (d->context)
            d->context->report(error);
        else
            qCWarning(lcSession) << error;
    }
}

Model::AssignmentMode Model::chakraAssignmentMode(int property, const void *member)
{
    ModelPrivate *const d = ModelPrivate::get(this);
    if (const ModelInfo *info = d->modelInfo) {
        // Where the value stands: it is needed when getters can not be called any more.
        if (const FieldInfo *field = info->fieldAt(property); field && field->memberOffset < 0)
            field->memberOffset = int(static_cast<const char *>(member) - reinterpret_cast<const char *>(this));
    }
    if (d->mode != ModelPrivate::Normal)
        return AssignmentMode::Hydrate;
    if (!d->acceptsAssignment())
        return AssignmentMode::Ignore;
    if (chakraIsIncomplete()) {
        // Whether it changes can be told only by what the row has.
        const FieldInfo *field = d->info() ? d->info()->fieldAt(property) : nullptr;
        const Error error = field ? d->ensureColumn(field, ObjectContext::Occasion::Asking) : Error();
        if (error.isValid()) {
            d->context->report(error);
            return AssignmentMode::Ignore;
        }
    }
    return AssignmentMode::Track;
}

void Model::chakraAssigned(int property)
{
    ModelPrivate *const d = ModelPrivate::get(this);
    if (d->state != Persistent && d->info()) {
        if (const FieldInfo *field = d->info()->fieldAt(property))
            d->noteAssigned(field);
    }
}

void Model::chakraComplete(int property) const
{
    ModelPrivate *const d = ModelPrivate::get(this);
    const FieldInfo *field = d->info() ? d->info()->fieldAt(property) : nullptr;
    if (!field || d->columnError())
        return;
    if (const Error error = d->ensureColumn(field, ObjectContext::Occasion::Reading); error.isValid())
        d->context->report(error);
}

bool Model::chakraBeginChange(int property)
{
    ModelPrivate *const d = ModelPrivate::get(this);
    return d->beginChange(property);
}

void Model::chakraEndChange(int property)
{
    ModelPrivate *const d = ModelPrivate::get(this);
    d->endChange(property);
}

void Model::chakraNotified()
{
    ModelPrivate *const d = ModelPrivate::get(this);
    if (d->mode != ModelPrivate::Normal || !d->info())
        return;
    const int signal = senderSignalIndex();
    for (const FieldInfo *field : d->info()->fields) {
        if (field->handWritten && field->notifySignal == signal)
            d->handWrittenChanged(field);
    }
}

QList<Error> checkModels()
{
    return Graph::mistakes();
}

namespace Detail {

bool registerModel(const QMetaObject *metaObject)
{
    return Graph::registerModel(metaObject);
}

int PropertyIndex::lookUp(const QMetaObject &metaObject, const char *name)
{
    const int index = metaObject.indexOfProperty(name);
    m_index.storeRelaxed(index);
    return index;
}

bool wholeNumber(const QVariant &value, qint64 *number)
{
    bool ok = false;
    switch (value.typeId()) {
    case QMetaType::QJsonValue: return wholeNumber(value.toJsonValue().toVariant(), number);
    case QMetaType::Double:
    case QMetaType::Float: {
        const double real = value.toDouble();
        ok = real == std::floor(real) && real >= -0x1p63 && real < 0x1p63;
        if (ok)
            *number = qint64(real);
        return ok;
    }
    case QMetaType::ULong:
    case QMetaType::ULongLong:
        *number = qint64(value.toULongLong());
        return *number >= 0;
    default:
        *number = value.toLongLong(&ok);
        return ok;
    }
}

bool enumHolds(QMetaType type, qint64 number)
{
    return isEnumValue(type, number);
}

bool truthValue(const QVariant &value, bool *truth)
{
    if (value.typeId() == QMetaType::QJsonValue && value.toJsonValue().isBool()) {
        *truth = value.toJsonValue().toBool();
        return true;
    }
    if (value.typeId() == QMetaType::QString) {
        const QString text = value.toString();
        *truth = text.compare("true"_L1, Qt::CaseInsensitive) == 0;
        if (*truth || text.compare("false"_L1, Qt::CaseInsensitive) == 0)
            return true;
    }
    qint64 number = 0;
    if (!wholeNumber(value, &number) || (number != 0 && number != 1))
        return false;
    *truth = number == 1;
    return true;
}

bool realNumber(const QVariant &value, bool single, double *number)
{
    if (value.typeId() == QMetaType::QJsonValue)
        return realNumber(value.toJsonValue().toVariant(), single, number);
    bool ok = false;
    const double given = value.toDouble(&ok);
    *number = single ? double(float(given)) : given;
    switch (value.typeId()) {
    case QMetaType::Double:
    case QMetaType::Float:
    case QMetaType::QString: return ok && std::isinf(*number) == std::isinf(given);
    default: break;
    }
    qint64 whole = 0;
    return ok && wholeNumber(value, &whole) && *number >= -0x1p63 && *number < 0x1p63
            && qint64(*number) == whole;
}

bool rejectVariant(const QVariant &value, Model *object, const char *property)
{
    const Error error = Error(Error::Usage, u"%1.%2 does not take a value of type %3; it is left as it was"_s.arg(
                                                    QString::fromLatin1(object->metaObject()->className()),
                                                    QString::fromUtf8(property), QString::fromUtf8(value.typeName())))
                                .withModel(QString::fromLatin1(object->metaObject()->className()))
                                .withProperty(QString::fromUtf8(property));
    if (ObjectContext *context = ModelPrivate::get(object)->context)
        context->report(error);
    else
        qCWarning(lcSession) << error;
    return false;
}

} // namespace Detail

} // namespace Chakra
