// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "querycompiler_p.h"

#include "conditions_p.h"
#include "ordering_p.h"

using namespace Qt::StringLiterals;
using Chakra::Sql::Expression;

namespace Chakra {

namespace {

Expression compileFilters(const QueryData &query, Scope &scope)
{
    QList<Expression> all;
    if (query.membersOf)
        all += compileMembership(query.membersOf, {query.membersOwner}, scope);
    for (const auto &filter : query.filters)
        all += compilePredicate(*filter, scope, true);
    return allOf(all);
}

void setWhere(Sql::Select *select, const Expression &where)
{
    if (where.kind != Expression::True)
        select->where = where;
}

/*! The list whose rows a restriction loads, for its order; null where the order is of no use. */
const RelationInfo *listOf(const QueryData &query, const Restriction &restriction)
{
    if (restriction.manyToMany)
        return restriction.manyToMany;
    if (!restriction.field)
        return query.membersOf;
    for (const RelationInfo *relation : restriction.field->relations) {
        if (relation->inverse->kind == RelationKind::OneToMany)
            return relation->inverse;
    }
    return nullptr;
}

Error resolveTerms(const QueryData &query, const Restriction &restriction, QList<SortTerm> *terms)
{
    const bool restricted = restriction.field || restriction.manyToMany;
    const RelationInfo *list = listOf(query, restriction);
    Error error;
    if (query.ordered || !query.order.isEmpty()) {
        for (const QueryData::OrderBy &by : query.order) {
            error = resolveOrder(query.model, by.path, by.descending, terms);
            if (error.isValid())
                return error;
        }
    } else if (list && !list->orderBy.isEmpty()) {
        error = resolveOrder(query.model, list->orderBy, terms);
    } else if (list || !restricted) {
        error = resolveOrder(query.model, query.model->orderBy, terms);
        if (list && terms->isEmpty())
            appendKey(query.model, terms);
    }
    if (query.reversed && terms->isEmpty())
        appendKey(query.model, terms);
    return error;
}

/*! Columns that must be loaded, whatever only() and defer() say. */
bool isNeeded(const FieldInfo *field, const QueryData &query, const Restriction &restriction)
{
    // Without its version a changed object could not be written.
    if (field->primaryKey || field->version || field == restriction.field)
        return true;
    // Nobody would notice that it is read: a hand-written getter asks for nothing, and an object has
    // a bit for each of its first 64 columns only.
    if (field->handWritten || field->position >= 64)
        return true;
    const auto leadsOver = [field](const RelationPath &path) {
        const RelationInfo *first = path.first();
        return field
                == (first->kind == RelationKind::ToOne ? first->foreignKey : first->referredField());
    };
    return std::any_of(query.selected.cbegin(), query.selected.cend(), leadsOver)
            || std::any_of(query.prefetched.cbegin(), query.prefetched.cend(),
                           [&](const PrefetchStep &step) { return leadsOver(step.path); });
}

QList<const FieldInfo *> rootFields(const QueryData &query, const Restriction &restriction)
{
    QList<const FieldInfo *> fields;
    for (const FieldInfo *field : query.model->fields) {
        const bool wanted = (query.only.isEmpty() || query.only.contains(field))
                            && !query.deferred.contains(field);
        if (wanted || isNeeded(field, query, restriction))
            fields += field;
    }
    return fields;
}

void appendNode(LoadPlan *plan, const LoadPlan::Node &shape, const QString &alias)
{
    LoadPlan::Node node = shape;
    node.firstColumn = int(plan->select.columns.size());
    for (const FieldInfo *field : node.fields) {
        if (field->primaryKey)
            node.keyColumns += int(plan->select.columns.size());
        plan->select.columns += Expression::output(Expression::column(alias, field->column),
                                                   field->isReadAsText());
    }
    plan->nodes += node;
}

void appendSelected(LoadPlan *plan, const RelationPath &path, Scope &scope)
{
    int parent = 0;
    for (qsizetype i = 0; i < path.size(); ++i) {
        int found = -1;
        for (int n = 1; n < plan->nodes.size() && found < 0; ++n) {
            if (plan->nodes.at(n).parent == parent && plan->nodes.at(n).via == path.at(i))
                found = n;
        }
        if (found < 0) {
            found = int(plan->nodes.size());
            LoadPlan::Node node;
            node.model = path.at(i)->target;
            node.via = path.at(i);
            node.parent = parent;
            node.fields = {node.model->fields.cbegin(), node.model->fields.cend()};
            appendNode(plan, node, scope.alias(path.first(i + 1), false));
        }
        parent = found;
    }
}

Error checkRestriction(const QueryData &query, const Restriction &restriction)
{
    if (!query.isSliced() || !(restriction.field || restriction.manyToMany))
        return Error();
    return Error(Error::Usage,
                 u"a slice of %1 can not be prefetched: take limit() and offset() off the query"_s
                         .arg(query.model->className))
            .withModel(query.model->className);
}

/*!
    Whether a column has one of \a values. Integers are sorted, in which order they are found
    quickest, and need not be listed where none lies between them that is not among them. Where most
    rows have one of them, \a scanned, the table is read as it stands.
*/
Expression amongValues(const Expression &column, const WireRow &values, bool scanned = false)
{
    constexpr qsizetype Few = 16;
    if (values.size() < Few)
        return Expression::inValues(column, values);
    QList<qint64> integers;
    integers.reserve(values.size());
    for (const WireValue &value : values) {
        const qint64 *integer = std::get_if<qint64>(&value);
        if (!integer)
            return Expression::inValues(column, values);
        integers.append(*integer);
    }
    if (!std::is_sorted(integers.cbegin(), integers.cend()))
        std::sort(integers.begin(), integers.end());
    integers.erase(std::unique(integers.begin(), integers.end()), integers.end());
    const Expression operand = scanned ? Expression::unary(Expression::Scanned, column) : column;
    if (quint64(integers.last()) - quint64(integers.first()) == quint64(integers.size() - 1)) {
        Expression between = Expression::unary(Expression::Between, operand);
        between.args += {Expression::value(integers.first()), Expression::value(integers.last())};
        return between;
    }
    return Expression::inValues(operand, WireRow(integers.cbegin(), integers.cend()));
}

/*! Joins the junction, whose own column tells the owner of each row. */
Expression restrictToMembers(const Restriction &restriction, LoadPlan *plan, Scope &scope)
{
    const JunctionInfo &junction = restriction.manyToMany->junction;
    const QString alias = scope.aliases()->next();
    const Expression owner = Expression::column(alias, junction.ownColumn);
    const Expression member = Expression::column(alias, junction.otherColumn);
    const Expression wanted = amongValues(owner, restriction.values);
    const Expression key = scope.column({}, scope.model()->key(), true);
    plan->ownerColumn = 0;
    plan->ownersAreGrouped = restriction.groupOwners;
    if (!restriction.groupOwners) {
        plan->select.joins.append({Sql::Join::Inner, junction.table, alias,
                                   Expression::binary(Expression::Equal, member, key)});
        plan->select.columns += owner;
        return wanted;
    }
    // A member comes once, however many lists it is in. The pairs alone are grouped, before they
    // are joined: the columns of the members need not be sorted with them.
    Sql::Select pairs;
    pairs.table = junction.table;
    pairs.alias = alias;
    pairs.columns = {member, Expression::unary(Expression::IntegerList, owner)};
    pairs.names = {u"member"_s, u"owners"_s};
    pairs.where = wanted;
    pairs.groups = {member};
    const QString grouped = scope.aliases()->next();
    plan->select.joins.append(
            {Sql::Join::Inner, QString(), grouped,
             Expression::binary(Expression::Equal, Expression::column(grouped, pairs.names.first()),
                                key),
             std::make_shared<const Sql::Select>(pairs)});
    plan->select.columns +=
            Expression::output(Expression::column(grouped, pairs.names.last()), true);
    Expression all;
    all.kind = Expression::True;
    return all;
}

/*!
    Rows with one of the values. Those of many values lie all over the table: their keys are found
    through the index first, so that the rows are read in the order they are stored in. Where most
    rows are wanted the table is read as it stands.
*/
Expression restrictToOwners(const Restriction &restriction, Scope &scope)
{
    constexpr qsizetype Many = 256;
    const ModelInfo *model = scope.model();
    const Expression column = scope.column({}, restriction.field, true);
    if (restriction.values.size() < Many || restriction.field->primaryKey || restriction.field->unique
        || !model->key())
        return amongValues(column, restriction.values);
    if (restriction.most && !restriction.field->nullable && isInteger(restriction.field->type))
        return amongValues(column, restriction.values, true);
    Sql::Select keys;
    keys.table = model->table;
    keys.alias = scope.aliases()->next();
    keys.columns = {Expression::column(keys.alias, model->key()->column)};
    keys.where = amongValues(Expression::column(keys.alias, restriction.field->column),
                             restriction.values);
    return Expression::inSelect(scope.column({}, model->key(), true), keys);
}

/*! What count() and exists() have in common: FROM and WHERE. */
Error compileRows(const QueryData &query, Sql::Select *select, bool *neverMatches, Scope &scope)
{
    if (query.error.isValid())
        return query.error;
    const Expression where = compileFilters(query, scope);
    *neverMatches = where.kind == Expression::False || query.limit == 0;
    scope.finish(select);
    setWhere(select, where);
    return Error();
}

/*! Rows of the statement's table, whose columns have no table name, among those of \a rows. */
Expression amongKeys(const ModelInfo *model, Sql::Select rows)
{
    const auto key = [&rows](const FieldInfo *field) {
        return Expression::column(rows.alias, field->column);
    };
    if (const FieldInfo *single = model->key()) {
        rows.columns = {key(single)};
        return Expression::inSelect(Expression::column(QString(), single->column), rows);
    }
    QList<Expression> where;
    if (rows.where.isValid())
        where += rows.where;
    for (const FieldInfo *field : model->primaryKey) {
        where += Expression::binary(Expression::Equal, key(field),
                                    Expression::column(QString(), field->column));
    }
    rows.columns = {Expression::literal(1)};
    rows.where = allOf(where);
    return Expression::exists(rows);
}

} // namespace

Error QueryCompiler::select(const QueryData &query, LoadPlan *plan, const Restriction &restriction)
{
    if (query.error.isValid())
        return query.error;
    QList<SortTerm> terms;
    if (const Error error = resolveTerms(query, restriction, &terms); error.isValid())
        return error;
    if (const Error error = checkRestriction(query, restriction); error.isValid())
        return error;

    AliasSource aliases;
    Scope scope(query.model, aliases.next(), &aliases);
    Sql::Select &select = plan->select;
    QList<Expression> where;
    if (restriction.manyToMany)
        where += restrictToMembers(restriction, plan, scope);
    else if (restriction.field)
        where += restrictToOwners(restriction, scope);

    LoadPlan::Node root;
    root.model = query.model;
    root.fields = rootFields(query, restriction);
    appendNode(plan, root, scope.alias({}, true));
    for (const RelationPath &path : query.selected)
        appendSelected(plan, path, scope);
    where += compileFilters(query, scope);
    select.order = compileOrder(terms, query.reversed, scope);

    const Expression all = allOf(where);
    plan->neverMatches =
            all.kind == Expression::False || query.limit == 0
            || ((restriction.field || restriction.manyToMany) && restriction.values.isEmpty());
    setWhere(&select, all);
    scope.finish(&select);
    select.distinct = query.distinct;
    select.limit = query.limit;
    select.offset = query.offset;
    return Error();
}

Error QueryCompiler::count(const QueryData &query, Sql::Select *select, bool *neverMatches)
{
    AliasSource aliases;
    Scope scope(query.model, aliases.next(), &aliases);
    if (const Error error = compileRows(query, select, neverMatches, scope); error.isValid())
        return error;
    const Expression countAll = Expression::list(Expression::CountAll, {});
    if (!query.distinct && !query.isSliced()) {
        select->columns = {countAll};
        return Error();
    }

    Sql::Select rows = *select;
    rows.distinct = query.distinct;
    rows.limit = query.limit;
    rows.offset = query.offset;
    for (const FieldInfo *key : query.model->primaryKey)
        rows.columns += scope.column({}, key, true);
    *select = Sql::Select();
    select->source = std::make_shared<const Sql::Select>(rows);
    select->alias = aliases.next();
    select->columns = {countAll};
    return Error();
}

Error QueryCompiler::exists(const QueryData &query, Sql::Select *select, bool *neverMatches)
{
    AliasSource aliases;
    Scope scope(query.model, aliases.next(), &aliases);
    if (const Error error = compileRows(query, select, neverMatches, scope); error.isValid())
        return error;
    select->columns = {Expression::literal(1)};
    select->limit = 1;
    select->offset = query.offset;
    return Error();
}

Error QueryCompiler::bareWhere(const QueryData &query, Expression *where, bool *neverMatches)
{
    AliasSource aliases;
    aliases.next(); // of the table itself, which has no alias in UPDATE and DELETE
    Scope bare(query.model, QString(), &aliases);
    Sql::Select rows;
    if (const Error error = compileRows(query, &rows, neverMatches, bare); error.isValid())
        return error;
    if (bare.hasJoins()) {
        AliasSource again;
        Scope scope(query.model, again.next(), &again);
        rows = Sql::Select();
        compileRows(query, &rows, neverMatches, scope);
        *where = amongKeys(query.model, rows);
    } else {
        *where = rows.where;
    }
    return Error();
}

} // namespace Chakra
