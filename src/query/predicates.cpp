// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "predicates_p.h"

#include "../meta/fieldvalues_p.h"
#include "paths_p.h"

#include <limits>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

/*! Makes the leaves of one comparison, as it was written, with the values that it needs. */
class LeafResolver
{
public:
    LeafResolver(const ResolvedPath &path, const Lookup &lookup, QueryRunner *runner)
        : m_path(path), m_runner(runner)
    {
        m_leaf.path = path.relations;
        m_leaf.field = path.field;
        m_leaf.lookup = lookup;
    }

    Error resolve(const Value &value, Predicate *predicate);

private:
    const RelationInfo *relation() const { return m_path.relations.last(); }
    const ModelInfo *model() const { return m_path.field ? m_path.end : relation()->model; }
    QString name() const { return m_path.field ? m_path.field->name : relation()->name; }
    QString displayName() const { return model()->className + u'.' + name(); }
    Error usage(const QString &text) const;

    Error isNull(const Value &value);
    Error list(const Value &value, Predicate *predicate);
    Error range(const Value &value);
    Error text(const Value &value);
    Error one(const Value &value);
    Error wire(const Value &value, WireValue *wire) const;
    Error partWire(const Value &value, WireValue *wire) const;

    const ResolvedPath &m_path;
    QueryRunner *m_runner;
    Comparison m_leaf;
};

Error LeafResolver::usage(const QString &text) const
{
    return m_path.field ? Chakra::usage(*m_path.field, text) : Chakra::usage(relation(), text);
}

Error LeafResolver::resolve(const Value &value, Predicate *predicate)
{
    Error error;
    if (m_leaf.lookup.comparison == Lookup::IsNull)
        error = isNull(value);
    else if (m_leaf.lookup.comparison == Lookup::In)
        return list(value, predicate);
    else if (m_leaf.lookup.comparison == Lookup::Range)
        error = range(value);
    else if (value.isNull())
        error = one(value);
    else if (m_leaf.lookup.isTextual())
        error = text(value);
    else
        error = one(value);
    *predicate = Predicate::leaf(m_leaf);
    return error;
}

Error LeafResolver::isNull(const Value &value)
{
    if (value.kind() != Value::Scalar || value.variant().typeId() != QMetaType::Bool)
        return usage(u"isnull takes true or false"_s);
    m_leaf.null = value.variant().toBool();
    return Error();
}

Error LeafResolver::list(const Value &value, Predicate *predicate)
{
    if (value.kind() != Value::List)
        return usage(u"in takes a list"_s);
    m_leaf.values.reserve(value.list().size());
    for (const Value &element : value.list()) {
        WireValue converted;
        if (const Error error = wire(element, &converted); error.isValid())
            return error;
        if (Chakra::isNull(converted))
            m_leaf.null = true;
        else
            m_leaf.values += converted;
    }
    *predicate = Predicate::leaf(m_leaf);
    if (m_leaf.null && !m_leaf.field) {
        // No related row, which is asked in another way than for one of some.
        Comparison none = m_leaf;
        none.lookup.comparison = Lookup::IsNull;
        predicate->comparison.null = false;
        *predicate = Predicate::list(Predicate::Or, {*predicate, Predicate::leaf(none)});
    }
    return Error();
}

Error LeafResolver::range(const Value &value)
{
    if (value.kind() != Value::List || value.list().size() != 2)
        return usage(u"range takes a list of two values, the first and the last"_s);
    for (const Value &end : value.list()) {
        WireValue converted;
        if (const Error error = wire(end, &converted); error.isValid())
            return error;
        if (Chakra::isNull(converted))
            return usage(u"range has no null end: use gte or lte"_s);
        m_leaf.values += converted;
    }
    return Error();
}

Error LeafResolver::text(const Value &value)
{
    if (value.kind() != Value::Scalar || value.variant().typeId() != QMetaType::QString)
        return usage(u"this lookup takes a text"_s);
    const QString text = value.variant().toString();
    if (m_runner) {
        const QString mistake = m_runner->patternMistake(m_leaf.lookup.textMatch(),
                                                         m_leaf.lookup.ignoresCase(), text);
        if (!mistake.isEmpty())
            return usage(u"\"%1\" can not be matched: %2"_s.arg(shortened(text), mistake));
    }
    m_leaf.values = {text};
    return Error();
}

Error LeafResolver::one(const Value &value)
{
    WireValue converted;
    if (const Error error = wire(value, &converted); error.isValid())
        return error;
    if (!Chakra::isNull(converted)) {
        m_leaf.values = {converted};
        return Error();
    }
    const auto comparison = m_leaf.lookup.comparison;
    if (comparison != Lookup::Exact && comparison != Lookup::IExact)
        return usage(u"null can not be compared like this: ask with isnull"_s);
    m_leaf.lookup.comparison = Lookup::IsNull;
    m_leaf.null = true;
    return Error();
}

Error LeafResolver::wire(const Value &value, WireValue *wire) const
{
    if (value.isNull())
        return Error();
    if (m_leaf.lookup.part)
        return partWire(value, wire);
    if (m_path.field)
        return m_path.field->toWire(value, wire);
    return relatedKey(relation(), value, wire);
}

Error LeafResolver::partWire(const Value &value, WireValue *wire) const
{
    const QVariant &variant = value.variant();
    if (*m_leaf.lookup.part == Sql::DatePart::Date) {
        if (value.kind() != Value::Scalar || variant.typeId() != QMetaType::QDate
            || !variant.toDate().isValid())
            return usage(u"its date is compared with a valid QDate"_s);
        *wire = variant.toDate();
        return Error();
    }
    if (value.kind() != Value::Scalar || !isIntegerVariant(variant))
        return usage(u"a part of a date or time is compared with an integer"_s);
    // A number beyond that is beyond each part too.
    *wire = qint64(std::min(variant.toULongLong(), qulonglong(std::numeric_limits<qint64>::max())));
    if (variant.typeId() != QMetaType::ULongLong)
        *wire = variant.toLongLong();
    return Error();
}

/*! A key of several columns: each of them, or, in a list, each of one of them. */
Error resolveCompositeKey(const ResolvedPath &path, const Lookup &lookup, const Value &value,
                          Predicate *predicate)
{
    const QList<const FieldInfo *> &key = path.end->primaryKey;
    const auto usage = [&](const QString &text) {
        return Error(Error::Usage,
                     u"%1 has a key of several columns: %2"_s.arg(path.end->className, text))
                .withModel(path.end->className);
    };
    if (value.kind() != Value::List)
        return usage(u"it is compared with a list of their values"_s);

    if (lookup.comparison == Lookup::In) {
        QList<Predicate> keys;
        for (const Value &element : value.list()) {
            Predicate one;
            if (const Error error = resolveCompositeKey(path, Lookup(), element, &one);
                error.isValid())
                return error;
            keys += one;
        }
        *predicate = Predicate::list(keys.isEmpty() ? Predicate::False : Predicate::Or, keys);
        return Error();
    }
    if (lookup.comparison != Lookup::Exact)
        return usage(u"of the lookups, exact and in apply"_s);
    if (value.list().size() != key.size())
        return usage(u"one value is needed for each"_s);

    QList<Predicate> columns;
    for (qsizetype i = 0; i < key.size(); ++i) {
        ResolvedPath column = path;
        column.field = key.at(i);
        Predicate one;
        LeafResolver resolver(column, lookup, nullptr);
        if (const Error error = resolver.resolve(value.list().at(i), &one); error.isValid())
            return error;
        columns += one;
    }
    *predicate = Predicate::list(Predicate::And, columns);
    return Error();
}

Error resolveLeaf(const ModelInfo *model, const ConditionData &condition, QueryRunner *runner,
                  Predicate *predicate)
{
    ResolvedPath path;
    if (const Error error = resolvePath(model, condition.path, &path); error.isValid())
        return error;
    QStringList words = path.rest;
    if (!condition.lookup.isEmpty())
        words += condition.lookup.split("__"_L1);

    Lookup lookup;
    const FieldInfo *field = path.compositeKey ? path.end->primaryKey.first() : path.field;
    const Error error = field ? Lookup::read(field, words, &lookup)
                              : Lookup::read(path.relations.last(), words, &lookup);
    if (error.isValid())
        return error;
    if (path.compositeKey)
        return resolveCompositeKey(path, lookup, condition.value, predicate);
    return LeafResolver(path, lookup, runner).resolve(condition.value, predicate);
}

} // namespace

Predicate Predicate::leaf(const Comparison &comparison)
{
    Predicate result;
    result.kind = Leaf;
    result.comparison = comparison;
    return result;
}

Predicate Predicate::list(Kind kind, const QList<Predicate> &children)
{
    Predicate result;
    result.kind = kind;
    result.children = children;
    return result;
}

Error Predicate::resolve(const ModelInfo *model, const ConditionBase &condition,
                         QueryRunner *runner, Predicate *predicate)
{
    const ConditionData &data = ConditionData::of(condition);
    switch (data.kind) {
    case ConditionData::Empty: *predicate = Predicate(); return Error();
    case ConditionData::Leaf: return resolveLeaf(model, data, runner, predicate);
    case ConditionData::And: predicate->kind = And; break;
    case ConditionData::Or: predicate->kind = Or; break;
    case ConditionData::Not: predicate->kind = Not; break;
    }
    for (const ConditionBase &child : data.children) {
        Predicate resolved;
        if (const Error error = resolve(model, child, runner, &resolved); error.isValid())
            return error;
        predicate->children += resolved;
    }
    return Error();
}

Error relatedKey(const RelationInfo *relation, const Value &value, WireValue *wire)
{
    const auto usage = [relation](const QString &text) { return Chakra::usage(relation, text); };
    const bool owning = relation->kind == RelationKind::ToOne;
    const FieldInfo *key = owning ? relation->foreignKey->target : relation->target->key();
    if (!key)
        return usage(u"%1 has a key of several columns: compare these"_s.arg(
                relation->target->className));
    if (value.kind() != Value::Object)
        return (owning ? relation->foreignKey : key)->toWire(value, wire);

    // Any QObject, as far as Value knows; Model begins with its own.
    const auto *object = reinterpret_cast<const QObject *>(value.object());
    if (Graph::model(object->metaObject()) != relation->target) {
        return usage(u"takes an object of %1, not one of %2"_s.arg(
                relation->target->className,
                QString::fromLatin1(object->metaObject()->className())));
    }
    if (!Detail::isStored(value.object()))
        return usage(u"the %1 has no row yet: commit it first"_s.arg(relation->target->className));
    return key->toWire(object, wire);
}

} // namespace Chakra
