// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "relatedlist_p.h"

#include "../query/querycompiler_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

Error setProperties(Model *object, const QList<std::pair<Detail::PathSpec, Value>> &values)
{
    ModelPrivate *d = ModelPrivate::get(object);
    const ModelInfo *model = d->info();
    for (const auto &[path, value] : values) {
        const QString name = path.steps.value(0);
        const RelationInfo *relation = nullptr;
        for (const RelationInfo *candidate : model->relations) {
            if (!candidate->isHidden() && !candidate->isToMany()
                && (path.byGetter ? candidate->getter : candidate->name) == name)
                relation = candidate;
        }
        if (relation) {
            if (value.kind() != Value::Object && value.kind() != Value::Null)
                return Error(Error::Usage, relation->displayName() + u" takes an object"_s)
                        .withModel(model->className)
                        .withProperty(relation->name);
            if (const Error error = d->setRelated(relation, value.object()); error.isValid())
                return error;
            continue;
        }
        const FieldInfo *field = nullptr;
        if (const Error error = QueryCompiler::resolveField(model, path, &field); error.isValid())
            return error;
        WireValue wire;
        if (const Error error = field->toWire(value, &wire); error.isValid())
            return error;
        field->assign(object, wire);
    }
    return Error();
}

} // namespace Chakra
