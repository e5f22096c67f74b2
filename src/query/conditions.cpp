// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "conditions_p.h"

using Chakra::Sql::Expression;

namespace Chakra {

namespace {

/*! A comparison of which the first relations were followed by an outer SELECT. */
struct Term
{
    const Comparison *comparison = nullptr;
    qsizetype from = 0;

    RelationPath path() const { return comparison->path.mid(from); }
    bool isNull() const { return comparison->lookup.comparison == Lookup::IsNull; }
    /*! The step at which another SELECT is needed; -1 where none is. */
    qsizetype firstToMany() const;
    /*! Whether there are related rows at all, which is no question to one of them. */
    bool asksForRows() const
    {
        return isNull() && !comparison->field && from < comparison->path.size();
    }
};

qsizetype Term::firstToMany() const
{
    for (qsizetype i = from; i < comparison->path.size(); ++i) {
        if (comparison->path.at(i)->isToMany())
            return i;
    }
    return -1;
}

Expression constant(bool truth)
{
    Expression result;
    result.kind = truth ? Expression::True : Expression::False;
    return result;
}

Expression isNull(const Expression &operand, bool null)
{
    return Expression::unary(null ? Expression::IsNull : Expression::IsNotNull, operand);
}

QList<Expression> compileTerms(const QList<Term> &terms, Scope &scope, bool required);

/*! SELECT of the owners for which \a terms hold of one member of \a relation. */
Expression amongOwners(const Expression &owner, const RelationInfo *relation,
                       const QList<Term> &terms, AliasSource *aliases)
{
    Scope members(relation, aliases);
    const Expression where = allOf(compileTerms(terms, members, true));
    if (where.kind == Expression::False)
        return where;
    Sql::Select select;
    members.finish(&select);
    select.columns = {members.ownerColumn()};
    if (where.kind != Expression::True)
        select.where = where;
    return Expression::inSelect(owner, select);
}

Expression textMatch(const Expression &operand, const Comparison &comparison)
{
    Expression match = Expression::unary(Expression::Match, operand);
    match.values = comparison.values;
    match.match = comparison.lookup.textMatch();
    match.caseInsensitive = comparison.lookup.ignoresCase();
    return match;
}

Expression inList(const Expression &operand, const Comparison &comparison)
{
    QList<Expression> either;
    if (!comparison.values.isEmpty())
        either += Expression::inValues(operand, comparison.values);
    if (comparison.null)
        either += isNull(operand, true);
    return anyOf(either);
}

Expression compare(const Expression &column, const Comparison &comparison)
{
    Expression operand = column;
    if (comparison.lookup.part) {
        operand = Expression::unary(Expression::Part, column);
        operand.part = *comparison.lookup.part;
        if (comparison.field->storedAs == StoredAs::IsoT)
            operand.timeForm = Sql::TimeForm::IsoT;
        else if (comparison.field->storedAs == StoredAs::UnixMs)
            operand.timeForm = Sql::TimeForm::UnixMs;
    }
    const auto value = [&](qsizetype at) { return Expression::value(comparison.values.at(at)); };
    // Equal decimals are equal texts; which one is less is another matter.
    const auto sorting = [&](const Expression &side) {
        const FieldInfo *field = comparison.field;
        return field && field->decimal ? Expression::decimal(side, field->precision, field->scale)
                                       : side;
    };
    const auto ordered = [&](Expression::Kind kind) {
        return Expression::binary(kind, sorting(operand), sorting(value(0)));
    };
    switch (comparison.lookup.comparison) {
    case Lookup::Exact: return Expression::binary(Expression::Equal, operand, value(0));
    case Lookup::In: return inList(operand, comparison);
    case Lookup::IsNull: return isNull(operand, comparison.null);
    case Lookup::Greater: return ordered(Expression::Greater);
    case Lookup::GreaterOrEqual: return ordered(Expression::GreaterOrEqual);
    case Lookup::Less: return ordered(Expression::Less);
    case Lookup::LessOrEqual: return ordered(Expression::LessOrEqual);
    case Lookup::Range:
        return Expression::list(Expression::Between,
                                {sorting(operand), sorting(value(0)), sorting(value(1))});
    default: return textMatch(operand, comparison);
    }
}

/*! A comparison that to-one relations of \a scope lead to. */
Expression compileToOne(const Term &term, Scope &scope, bool required)
{
    const Comparison &comparison = *term.comparison;
    RelationPath path = term.path();
    const bool needsRow = required && !comparison.null;
    if (comparison.field)
        return compare(scope.column(path, comparison.field, needsRow), comparison);
    if (path.isEmpty())
        return compare(scope.column(path, scope.model()->key(), needsRow), comparison);
    const RelationInfo *last = path.last();
    if (last->kind == RelationKind::ToOne) {
        path.removeLast();
        return compare(scope.column(path, last->foreignKey, needsRow), comparison);
    }
    // Of the row that may be there.
    return compare(scope.column(path, last->target->primaryKey.first(), needsRow), comparison);
}

/*! Whether the last relation, a to-many one, leads to any row. */
Expression compileRowsExist(const Term &term, const RelationInfo *relation, Scope &scope,
                            bool required)
{
    const bool wanted = !term.comparison->null;
    const RelationPath before = term.path().first(term.path().size() - 1);
    const Expression exists =
            amongOwners(scope.column(before, relation->referredField(), required && wanted),
                        relation, {}, scope.aliases());
    return wanted ? exists : notTrue(exists);
}

/*! All \a terms that begin with the same steps up to a to-many one. */
QList<Term> takeGroup(QList<Term> *terms, qsizetype toMany)
{
    const Term first = terms->first();
    const RelationPath prefix = first.comparison->path.mid(first.from, toMany - first.from + 1);
    QList<Term> group;
    QList<Term> others;
    for (const Term &term : std::as_const(*terms)) {
        const bool same = term.path().mid(0, prefix.size()) == prefix;
        if (same && !(term.asksForRows() && term.path().size() == prefix.size()))
            group.append({term.comparison, toMany + 1});
        else
            others += term;
    }
    *terms = others;
    return group;
}

/*! Terms that must hold together, and so of the same related rows. */
QList<Expression> compileTerms(const QList<Term> &terms, Scope &scope, bool required)
{
    QList<Expression> expressions;
    QList<Term> left = terms;
    while (!left.isEmpty()) {
        const Term term = left.first();
        const qsizetype toMany = term.firstToMany();
        const qsizetype last = term.comparison->path.size() - 1;
        if (term.asksForRows() && toMany == last) {
            expressions += compileRowsExist(term, term.comparison->path.last(), scope, required);
            left.removeFirst();
        } else if (toMany < 0) {
            expressions += compileToOne(term, scope, required);
            left.removeFirst();
        } else {
            const RelationPath before = term.comparison->path.mid(term.from, toMany - term.from);
            const RelationInfo *relation = term.comparison->path.at(toMany);
            const Expression owner = scope.column(before, relation->referredField(), required);
            expressions += amongOwners(owner, relation, takeGroup(&left, toMany), scope.aliases());
        }
    }
    return expressions;
}

QList<Expression> compileAll(const QList<Predicate> &predicates, Scope &scope, bool required)
{
    QList<Term> terms;
    for (const Predicate &predicate : predicates) {
        if (predicate.kind == Predicate::Leaf)
            terms.append({&predicate.comparison, 0});
    }
    QList<Expression> expressions = compileTerms(terms, scope, required);
    for (const Predicate &predicate : predicates) {
        if (predicate.kind != Predicate::Leaf)
            expressions += compilePredicate(predicate, scope, required);
    }
    return expressions;
}

QList<Predicate> flattened(const QList<Predicate> &predicates)
{
    QList<Predicate> result;
    for (const Predicate &predicate : predicates) {
        if (predicate.kind == Predicate::And)
            result += flattened(predicate.children);
        else
            result += predicate;
    }
    return result;
}

} // namespace

Expression compilePredicate(const Predicate &predicate, Scope &scope, bool required)
{
    switch (predicate.kind) {
    case Predicate::True: return constant(true);
    case Predicate::False: return constant(false);
    case Predicate::Leaf: return allOf(compileTerms({{&predicate.comparison, 0}}, scope, required));
    case Predicate::And: return allOf(compileAll(flattened(predicate.children), scope, required));
    case Predicate::Not: return notTrue(compilePredicate(predicate.children.first(), scope, false));
    case Predicate::Or: break;
    }
    QList<Expression> sides;
    for (const Predicate &side : predicate.children)
        sides += compilePredicate(side, scope, false);
    return anyOf(sides);
}

Expression compileMembership(const RelationInfo *relation, const WireRow &values, Scope &scope)
{
    if (relation->kind != RelationKind::ManyToMany)
        return Expression::inValues(scope.column({}, relation->foreignKey, true), values);
    Sql::Select members;
    members.table = relation->junction.table;
    members.alias = scope.aliases()->next();
    members.columns = {Expression::column(members.alias, relation->junction.otherColumn)};
    members.where = Expression::inValues(
            Expression::column(members.alias, relation->junction.ownColumn), values);
    return Expression::inSelect(scope.column({}, scope.model()->key(), true), members);
}

Expression allOf(const QList<Expression> &expressions)
{
    QList<Expression> needed;
    for (const Expression &expression : expressions) {
        if (expression.kind == Expression::False)
            return expression;
        if (expression.kind == Expression::And)
            needed += expression.args;
        else if (expression.kind != Expression::True)
            needed += expression;
    }
    if (needed.isEmpty())
        return constant(true);
    return needed.size() == 1 ? needed.first() : Expression::list(Expression::And, needed);
}

Expression anyOf(const QList<Expression> &expressions)
{
    QList<Expression> needed;
    for (const Expression &expression : expressions) {
        if (expression.kind == Expression::True)
            return expression;
        if (expression.kind == Expression::Or)
            needed += expression.args;
        else if (expression.kind != Expression::False)
            needed += expression;
    }
    if (needed.isEmpty())
        return constant(false);
    return needed.size() == 1 ? needed.first() : Expression::list(Expression::Or, needed);
}

Expression notTrue(const Expression &expression)
{
    switch (expression.kind) {
    case Expression::True: return constant(false);
    case Expression::False: return constant(true);
    case Expression::IsNull: return isNull(expression.args.first(), false);
    case Expression::IsNotNull: return isNull(expression.args.first(), true);
    // Where it stands, null is as good as false.
    case Expression::IsNotTrue: return expression.args.first();
    default: return Expression::unary(Expression::IsNotTrue, expression);
    }
}

} // namespace Chakra
