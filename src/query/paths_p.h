// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_PATHS_P_H
#define CHAKRA_PATHS_P_H

#include "querydata_p.h"

namespace Chakra {

/*! A path held against the graph: relations, then a column, the whole key or nothing. */
struct ResolvedPath
{
    RelationPath relations;
    const ModelInfo *end = nullptr; // the model that the relations lead to
    const FieldInfo *field = nullptr;
    bool compositeKey = false; // "pk" of a key of several columns
    QStringList rest; // words behind it: a lookup, if anything

    bool isRelation() const { return !field && !compositeKey; }
    bool hasToMany() const;
};

/*! Words that name nothing behind a relation are left in rest; all others are UnknownField. */
Error resolvePath(const ModelInfo *model, const Detail::PathSpec &path, ResolvedPath *resolved);
/*! The same for a path that can not end in a lookup. */
Error resolveWholePath(const ModelInfo *model, const Detail::PathSpec &path,
                       ResolvedPath *resolved);

/*! UnknownField: \a model has no \a name, but \a names (of what may stand there). */
Error unknownName(const ModelInfo *model, const QString &name, const QStringList &names);
QString displayPath(const Detail::PathSpec &path);
/*! What a caller wrote, for an error: no longer than can be read. */
QString shortened(const QString &text);

} // namespace Chakra

#endif // CHAKRA_PATHS_P_H
