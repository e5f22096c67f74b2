// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_GRAPHMISTAKES_P_H
#define CHAKRA_GRAPHMISTAKES_P_H

#include "modelinfo_p.h"

namespace Chakra {

/*! All mistakes of one building of the graph, each with class, property and mend. */
class GraphMistakes
{
public:
    /*! Disables \a model, and \a also, which it touches. */
    void add(ModelInfo *model, const QString &property, const QString &text,
             ModelInfo *also = nullptr);

    const QList<Error> &all() const { return m_all; }

private:
    QList<Error> m_all;
};

/*! "id, authorId", for a mend. */
template <typename Field>
QString nameList(const QList<Field *> &fields)
{
    QStringList names;
    for (const auto *field : fields)
        names += field->name;
    return names.join(QLatin1StringView(", "));
}

} // namespace Chakra

#endif // CHAKRA_GRAPHMISTAKES_P_H
