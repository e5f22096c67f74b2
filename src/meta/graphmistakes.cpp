// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "graphmistakes_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

void GraphMistakes::add(ModelInfo *model, const QString &property, const QString &text,
                        ModelInfo *also)
{
    const QString where = property.isEmpty() ? model->className : model->className + u'.' + property;
    const Error error = Error(Error::ModelDefinition, where + u": "_s + text)
                                .withModel(model->className)
                                .withProperty(property);
    m_all += error;
    model->mistakes += error;
    if (also && also != model)
        also->mistakes += error;
}

} // namespace Chakra
