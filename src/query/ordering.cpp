// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "ordering_p.h"

#include "paths_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

class OrderResolver
{
public:
    explicit OrderResolver(QList<SortTerm> *terms) : m_terms(terms) { }

    Error resolve(const RelationPath &before, const ModelInfo *model, const Detail::PathSpec &path,
                  bool descending);
    Error resolve(const RelationPath &before, const ModelInfo *model, const QStringList &paths,
                  bool descending);

private:
    QList<SortTerm> *m_terms;
    QList<const ModelInfo *> m_entered; // models whose own order is being followed
};

Error OrderResolver::resolve(const RelationPath &before, const ModelInfo *model,
                             const Detail::PathSpec &path, bool descending)
{
    ResolvedPath resolved;
    if (const Error error = resolveWholePath(model, path, &resolved); error.isValid())
        return error;
    if (resolved.hasToMany()) {
        return Error(Error::UnknownField,
                     u"\"%1\" leads to many rows, by which %2 can not be sorted"_s.arg(
                             displayPath(path), model->className))
                .withModel(model->className)
                .withProperty(displayPath(path));
    }

    const RelationPath steps = before + resolved.relations;
    const ModelInfo *end = resolved.end;
    if (resolved.field) {
        m_terms->append({steps, resolved.field, descending});
        return Error();
    }
    // Models may sort by each other without end: the second time it is by the key.
    if (resolved.isRelation() && !end->orderBy.isEmpty() && !m_entered.contains(end)) {
        m_entered.append(end);
        const Error error = resolve(steps, end, end->orderBy, descending);
        m_entered.removeLast();
        return error;
    }
    if (resolved.isRelation() && steps.last()->kind == RelationKind::ToOne) {
        m_terms->append({steps, steps.last()->foreignKey->target, descending});
        return Error();
    }
    for (const FieldInfo *key : end->primaryKey)
        m_terms->append({steps, key, descending});
    return Error();
}

Error OrderResolver::resolve(const RelationPath &before, const ModelInfo *model,
                             const QStringList &paths, bool descending)
{
    for (const QString &path : paths) {
        const bool minus = path.startsWith(u'-');
        const Error error = resolve(before, model, Detail::PathSpec(minus ? path.mid(1) : path),
                                    minus != descending);
        if (error.isValid())
            return error;
    }
    return Error();
}

} // namespace

Error resolveOrder(const ModelInfo *model, const Detail::PathSpec &path, bool descending,
                   QList<SortTerm> *terms)
{
    return OrderResolver(terms).resolve({}, model, path, descending);
}

Error resolveOrder(const ModelInfo *model, const QStringList &paths, QList<SortTerm> *terms)
{
    return OrderResolver(terms).resolve({}, model, paths, false);
}

void appendKey(const ModelInfo *model, QList<SortTerm> *terms)
{
    for (const FieldInfo *key : model->primaryKey)
        terms->append({{}, key, false});
}

QList<Sql::Order> compileOrder(const QList<SortTerm> &terms, bool reversed, Scope &scope)
{
    QList<Sql::Order> order;
    for (const SortTerm &term : terms) {
        Sql::Expression column = scope.column(term.path, term.field, false);
        if (term.field->decimal)
            column = Sql::Expression::decimal(column, term.field->precision, term.field->scale);
        order.append({column, term.descending != reversed});
    }
    return order;
}

} // namespace Chakra
