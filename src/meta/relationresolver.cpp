// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "relationresolver_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

/*! The one of \a keys that is \a wanted, a property or else a column; null for none. */
FieldInfo *keyNamed(const QList<FieldInfo *> &keys, const QString &wanted)
{
    for (FieldInfo *key : keys) {
        if (key->name == wanted)
            return key;
    }
    for (FieldInfo *key : keys) {
        if (key->column.compare(wanted, Qt::CaseInsensitive) == 0)
            return key;
    }
    return nullptr;
}

QString suchAs(const QList<FieldInfo *> &keys)
{
    return keys.isEmpty() ? QString() : u", such as "_s + nameList(keys);
}

void tie(DeclaredRelation &declared, DeclaredRelation &other)
{
    declared.relation->inverse = other.relation;
    other.relation->inverse = declared.relation;
}

/*! authorId is the key of author. */
bool isNamedAfter(const FieldInfo *key, const RelationInfo *relation)
{
    return key->name.compare(relation->name + "Id"_L1, Qt::CaseInsensitive) == 0;
}

} // namespace

void RelationResolver::resolve()
{
    for (ModelInfo *info : std::as_const(m_models))
        resolveForeignKeys(info);
    for (DeclaredRelation &declared : m_declared)
        resolveTarget(declared);
    for (DeclaredRelation &declared : m_declared) {
        if (declared.target && !declared.ofModel)
            resolveKey(declared);
    }
    // Those that name their other side first: what is left may be found without a name.
    for (DeclaredRelation &declared : m_declared) {
        if (declared.resolved && (declared.symmetrical || !declared.backPopulates.isEmpty()))
            resolveInverse(declared);
    }
    for (DeclaredRelation &declared : m_declared) {
        if (declared.resolved)
            findInverse(declared);
    }
    for (DeclaredRelation &declared : m_declared) {
        if (declared.resolved && !declared.relation->inverse)
            addHiddenInverse(declared);
        if (declared.resolved && declared.relation->kind == RelationKind::ToOne)
            declared.key->relations += declared.relation;
        if (declared.resolved)
            checkRemoval(declared);
    }
}

void RelationResolver::mistake(const DeclaredRelation &declared, const QString &text)
{
    m_mistakes->add(declared.owner, declared.relation->name, text, declared.target);
}

void RelationResolver::refuseKey(ModelInfo *model, const FieldInfo *field, const QString &text,
                                 ModelInfo *also)
{
    m_mistakes->add(model, field->name, text, also);
    m_refusedKeys.append({field, m_mistakes->all().last()});
}

bool RelationResolver::followsFromRefusedKey(const DeclaredRelation &declared, const ModelInfo *from,
                                             const ModelInfo *to)
{
    const QString &wanted = declared.foreignKey;
    for (const RefusedKey &refused : std::as_const(m_refusedKeys)) {
        const FieldInfo *field = refused.field;
        const bool meant = wanted.isEmpty()
                ? modelOfTable(field->foreignTable) == to
                        || isNamedAfter(field, declared.relation)
                : field->name == wanted || field->column == wanted;
        if (field->model == from && meant) {
            declared.owner->mistakes += refused.error;
            return true;
        }
    }
    return false;
}

void RelationResolver::resolveForeignKeys(ModelInfo *info)
{
    for (FieldInfo *field : std::as_const(info->fields)) {
        if (!field->isForeignKey())
            continue;
        ModelInfo *target = nullptr;
        field->target = referredField(field, &target);
        if (!target) {
            refuseKey(info, field,
                    u"foreignKey(\"%1.%2\") refers to a table of no registered model: correct the name, or "
                    "register its model with Chakra::registerModels<…>()"_s.arg(field->foreignTable,
                                                                              field->foreignColumn));
            continue;
        }
        if (!field->target) {
            QStringList columns;
            for (const FieldInfo *other : std::as_const(target->fields))
                columns += other->column;
            refuseKey(info, field,
                    u"foreignKey(\"%1.%2\") names no column of %3, which has %4: correct it"_s.arg(
                            field->foreignTable, field->foreignColumn, target->className,
                            columns.join(u", "_s)),
                    target);
            continue;
        }
        if (target->primaryKey.size() > 1) {
            refuseKey(info, field,
                    u"refers to %1, which has a composite key; this is not supported yet: give %1 a single key"_s
                            .arg(target->className));
            field->target = nullptr;
            continue;
        }
        const FieldType a = field->storedType;
        const FieldType b = field->target->storedType;
        const bool fits = a == b || (isInteger(a) && isInteger(b));
        if (!fits) {
            refuseKey(info, field,
                    u"its type does not fit that of %1: declare it as %2"_s.arg(
                            field->target->displayName(),
                            QString::fromUtf8(field->target->valueType.name())));
            field->target = nullptr;
            continue;
        }
        target->referrers += field;
    }
}

/*! What a foreign key refers to, and the model; a table's or column's own name may have points. */
FieldInfo *RelationResolver::referredField(FieldInfo *field, ModelInfo **model) const
{
    const QString text = field->foreignTable + u'.' + field->foreignColumn;
    for (qsizetype dot = text.lastIndexOf(u'.'); dot > 0; dot = text.lastIndexOf(u'.', dot - 1)) {
        ModelInfo *candidate = modelOfTable(text.left(dot));
        if (!candidate)
            continue;
        *model = candidate;
        field->foreignTable = text.left(dot);
        field->foreignColumn = text.mid(dot + 1);
        if (const FieldInfo *known = candidate->fieldByColumn(field->foreignColumn))
            return candidate->fields.at(known->position);
    }
    return nullptr;
}

/*! The model that \a name means in the class \a scope: looked up from there outwards. */
ModelInfo *RelationResolver::modelNamed(const QString &name, const QString &scope) const
{
    const bool isGlobal = name.startsWith("::"_L1);
    const QString wanted = isGlobal ? name.mid(2) : name;
    QString from = isGlobal ? QString() : scope;
    do {
        from.truncate(std::max<qsizetype>(from.lastIndexOf("::"_L1), 0));
        const QString full = from.isEmpty() ? wanted : from + "::"_L1 + wanted;
        for (ModelInfo *model : m_models) {
            if (model->className == full)
                return model;
        }
    } while (!from.isEmpty());
    return nullptr;
}

ModelInfo *RelationResolver::modelOfTable(const QString &table) const
{
    for (ModelInfo *model : m_models) {
        if (model->table == table)
            return model;
    }
    for (ModelInfo *model : m_models) {
        if (model->table.compare(table, Qt::CaseInsensitive) == 0)
            return model;
    }
    return nullptr;
}

/*! What backPopulates() of \a declared names; null for none. */
DeclaredRelation *RelationResolver::otherSide(const DeclaredRelation &declared)
{
    for (DeclaredRelation &other : m_declared) {
        if (other.owner == declared.target && !declared.backPopulates.isEmpty()
            && other.relation->name == declared.backPopulates)
            return &other;
    }
    return nullptr;
}

QList<FieldInfo *> RelationResolver::keysTo(const ModelInfo *from, const ModelInfo *to)
{
    QList<FieldInfo *> keys;
    for (FieldInfo *field : from->fields) {
        if (field->target && field->target->model == to)
            keys += field;
    }
    return keys;
}

void RelationResolver::resolveTarget(DeclaredRelation &declared)
{
    declared.target = modelNamed(declared.typeName, declared.scope);
    declared.relation->target = declared.target;
    if (!declared.target)
        mistake(declared,
                u"there is no model %1: include its header and register it with "
                "Chakra::registerModels<%1>(), or correct the name"_s.arg(declared.typeName));
}

void RelationResolver::resolveKey(DeclaredRelation &declared)
{
    if (declared.resolved)
        return; // already, for its other side
    if (declared.relation->kind == RelationKind::ManyToMany)
        resolveJunction(declared);
    else if (declared.relation->kind == RelationKind::OneToMany)
        resolveReverseKey(declared);
    else
        resolveToOneKey(declared);
}

void RelationResolver::resolveToOneKey(DeclaredRelation &declared)
{
    const QList<FieldInfo *> keys = keysTo(declared.owner, declared.target);
    if (isReverse(declared, keys)) {
        resolveReverseKey(declared);
        return;
    }
    FieldInfo *key = nullptr;
    if (!declared.foreignKey.isEmpty()) {
        key = keyNamed(keys, declared.foreignKey);
    } else {
        for (FieldInfo *candidate : keys) {
            if (isNamedAfter(candidate, declared.relation))
                key = candidate;
        }
        if (!key && keys.size() == 1)
            key = keys.first();
    }
    if (key) {
        declared.relation->kind = RelationKind::ToOne;
        take(declared, key);
        return;
    }
    const bool ambiguous = declared.foreignKey.isEmpty() && !keys.isEmpty();
    if (!ambiguous && followsFromRefusedKey(declared, declared.owner, declared.target))
        return;
    const QString &target = declared.target->className;
    if (!declared.foreignKey.isEmpty())
        mistake(declared,
                u"foreignKey(\"%1\") is no foreign key to %2: name a property with "
                "foreignKey(\"%3.…\")%4"_s.arg(declared.foreignKey, target, declared.target->table,
                                               suchAs(keys)));
    else if (ambiguous)
        mistake(declared,
                u"two foreign keys to %1 could be meant, %2: say which with foreignKey(\"%3\")"_s.arg(
                        target, nameList(keys), keys.first()->name));
    else
        mistake(declared,
                u"has no foreign key to %1: declare CHAKRA_FIELD(qint64, %2Id, …, "
                "foreignKey(\"%3.id\"))"_s.arg(target, declared.relation->name,
                                               declared.target->table));
}

/*! Whether a to-one relation is the side without the key, which \a keys of its own class are not. */
bool RelationResolver::isReverse(const DeclaredRelation &declared, const QList<FieldInfo *> &keys)
{
    if (!declared.relation->oneToOne)
        return false;
    if (!declared.foreignKey.isEmpty())
        return !declared.owner->field(declared.foreignKey)
                && !declared.owner->fieldByColumn(declared.foreignKey);
    for (const FieldInfo *key : keys) {
        if (isNamedAfter(key, declared.relation))
            return false;
    }
    if (keysTo(declared.target, declared.owner).isEmpty())
        return false;
    const DeclaredRelation *other = otherSide(declared);
    return keys.isEmpty() || declared.target == declared.owner
            || (other && other->relation->oneToOne && keys.size() != 1);
}

void RelationResolver::resolveReverseKey(DeclaredRelation &declared)
{
    ModelInfo *owner = declared.owner;
    ModelInfo *target = declared.target;
    if (owner->primaryKey.size() > 1) {
        mistake(declared,
                u"its class has a composite key, to which relations are not supported yet: give %1 a "
                "single key"_s.arg(owner->className));
        return;
    }
    const QList<FieldInfo *> keys = keysTo(target, owner);
    DeclaredRelation *other = otherSide(declared);
    FieldInfo *key = nullptr;
    if (!declared.foreignKey.isEmpty()) {
        key = keyNamed(keys, declared.foreignKey);
    } else {
        if (other && other->target == owner && other->relation->kind == RelationKind::ToOne) {
            if (!other->resolved && other->relation != declared.relation)
                resolveToOneKey(*other);
            if (other->resolved && other->relation->kind == RelationKind::ToOne)
                key = other->key;
        }
        if (!key && keys.size() == 1)
            key = keys.first();
    }
    if (key) {
        declared.relation->kind =
                declared.relation->oneToOne ? RelationKind::ReverseToOne : RelationKind::OneToMany;
        take(declared, key);
        return;
    }
    const bool ambiguous = declared.foreignKey.isEmpty() && !keys.isEmpty();
    if (ambiguous && other && !other->resolved)
        return; // an owning side that could not be resolved was reported there
    if (!ambiguous && followsFromRefusedKey(declared, target, owner))
        return;
    if (!declared.foreignKey.isEmpty())
        mistake(declared, u"foreignKey(\"%1\") is no foreign key of %2 to %3: name one%4"_s.arg(
                                  declared.foreignKey, target->className, owner->className,
                                  suchAs(keys)));
    else if (ambiguous)
        mistake(declared,
                u"two foreign keys of %1 could be meant, %2: say which with foreignKey(\"%3\")"_s.arg(
                        target->className, nameList(keys), keys.first()->name));
    else
        mistake(declared,
                u"%1 has no foreign key to %2: declare one there with foreignKey(\"%3.id\")"_s.arg(
                        target->className, owner->className, owner->table));
}

void RelationResolver::take(DeclaredRelation &declared, FieldInfo *key)
{
    declared.key = key;
    declared.relation->foreignKey = key;
    declared.resolved = true;
}

void RelationResolver::resolveJunction(DeclaredRelation &declared)
{
    ModelInfo *owner = declared.owner;
    ModelInfo *target = declared.target;
    if (declared.through.isEmpty()) {
        mistake(declared, u"names no junction: write through(\"table\")"_s);
        return;
    }
    for (const ModelInfo *end : {owner, target}) {
        if (end->primaryKey.size() > 1) {
            mistake(declared,
                    u"%1 has a composite key, to which relations are not supported yet: give it a "
                    "single key"_s.arg(end->className));
            return;
        }
        if (end->primaryKey.isEmpty()) {
            declared.owner->mistakes += end->mistakes; // where it was reported
            return;
        }
    }
    JunctionInfo &junction = declared.relation->junction;
    junction.table = declared.through.first();
    junction.model = modelOfTable(junction.table);
    declared.resolved = findJunctionColumns(declared) && checkJunctionColumns(declared);
}

bool RelationResolver::findJunctionColumns(const DeclaredRelation &declared)
{
    JunctionInfo &junction = declared.relation->junction;
    const ModelInfo *owner = declared.owner;
    const ModelInfo *target = declared.target;
    if (declared.through.size() == 3) {
        junction.ownColumn = declared.through.at(1);
        junction.otherColumn = declared.through.at(2);
        return true;
    }
    if (owner == target) {
        mistake(declared,
                u"both ends are %1: say which column is whose with through(\"%2\", \"own_column\", "
                "\"other_column\")"_s.arg(owner->className, junction.table));
        return false;
    }
    if (!junction.model) {
        junction.ownColumn = snakeCase(simpleName(owner->className)) + "_id"_L1;
        junction.otherColumn = snakeCase(simpleName(target->className)) + "_id"_L1;
        return true;
    }
    const QList<FieldInfo *> own = keysTo(junction.model, owner);
    const QList<FieldInfo *> other = keysTo(junction.model, target);
    if (own.size() != 1 || other.size() != 1) {
        mistake(declared,
                u"the junction %1 needs one foreign key to %2 and one to %3: declare them, or name "
                "the columns with through(\"%4\", \"…\", \"…\")"_s.arg(
                        junction.model->className, owner->className, target->className,
                        junction.table));
        return false;
    }
    junction.ownColumn = own.first()->column;
    junction.otherColumn = other.first()->column;
    return true;
}

bool RelationResolver::checkJunctionColumns(const DeclaredRelation &declared)
{
    const JunctionInfo &junction = declared.relation->junction;
    if (!junction.model)
        return true;
    return checkJunctionColumn(declared, junction.ownColumn, declared.owner)
            && checkJunctionColumn(declared, junction.otherColumn, declared.target);
}

bool RelationResolver::checkJunctionColumn(const DeclaredRelation &declared, const QString &column,
                                           const ModelInfo *end)
{
    const ModelInfo *junction = declared.relation->junction.model;
    const FieldInfo *field = junction->fieldByColumn(column);
    if (!field) {
        mistake(declared, u"the junction %1 has no column \"%2\": correct through(…)"_s.arg(
                                  junction->className, column));
        return false;
    }
    if (field->target == end->key())
        return true;
    const auto refused = std::find_if(m_refusedKeys.cbegin(), m_refusedKeys.cend(),
                                      [field](const RefusedKey &key) { return key.field == field; });
    if (refused != m_refusedKeys.cend()) {
        declared.owner->mistakes += refused->error;
        declared.target->mistakes += refused->error;
        return false;
    }
    mistake(declared, u"the column \"%1\" of the junction %2 is no foreign key to the key of %3: declare it "
                      "with foreignKey(\"%4.%5\"), or name another in through(…)"_s.arg(
                              column, junction->className, end->className, end->table,
                              end->key()->column));
    return false;
}

/*! Whether the two are the sides of one relation. */
bool RelationResolver::mirror(const DeclaredRelation &declared, const DeclaredRelation &other)
{
    const RelationInfo &a = *declared.relation;
    const RelationInfo &b = *other.relation;
    if (&a == &b || other.target != declared.owner || declared.target != other.owner)
        return false;
    if (a.kind == RelationKind::ManyToMany) {
        return b.kind == RelationKind::ManyToMany && b.junction.table == a.junction.table
                && b.junction.ownColumn == a.junction.otherColumn
                && b.junction.otherColumn == a.junction.ownColumn;
    }
    return b.kind != RelationKind::ManyToMany && b.foreignKey == a.foreignKey
            && (b.kind == RelationKind::ToOne) != (a.kind == RelationKind::ToOne);
}

void RelationResolver::resolveInverse(DeclaredRelation &declared)
{
    if (declared.symmetrical) {
        if (!declared.backPopulates.isEmpty())
            mistake(declared, u"the option backPopulates does not apply: a symmetrical relation is its "
                              "own other side; remove one of the two"_s);
        if (declared.target != declared.owner)
            m_mistakes->add(declared.owner, declared.relation->name,
                            u"symmetrical needs both ends to be one class: remove it"_s);
        else
            declared.relation->inverse = declared.relation;
        return;
    }
    resolveNamedInverse(declared);
}

/*! The other side of a relation that does not name it, over the same key or junction. */
void RelationResolver::findInverse(DeclaredRelation &declared)
{
    if (declared.relation->inverse || !declared.backPopulates.isEmpty())
        return;
    for (DeclaredRelation &other : m_declared) {
        if (other.resolved && !other.relation->inverse && other.backPopulates.isEmpty()
            && mirror(declared, other)) {
            tie(declared, other);
            return;
        }
    }
}

void RelationResolver::resolveNamedInverse(DeclaredRelation &declared)
{
    const QString &name = declared.backPopulates;
    const QString &target = declared.target->className;
    DeclaredRelation *other = otherSide(declared);
    if (!other) {
        const auto &relations = declared.target->relations;
        mistake(declared,
                u"backPopulates(\"%1\"): %2 has no such relation%3; declare it there or correct the "
                "name"_s.arg(name, target,
                             relations.isEmpty() ? QString()
                                                 : u" (it has "_s + nameList(relations) + u')'));
    } else if (!other->resolved) {
        return; // reported there
    } else if (!other->backPopulates.isEmpty() && other->backPopulates != declared.relation->name) {
        mistake(declared,
                u"backPopulates(\"%1\"), but %2.%1 points back to \"%3\": write "
                "backPopulates(\"%4\") there"_s.arg(name, target, other->backPopulates,
                                                    declared.relation->name));
    } else if (!mirror(declared, *other)) {
        mistake(declared,
                u"backPopulates(\"%1\"), but %2.%1 is not its other side: both must be of fitting "
                "kinds and over the same foreign key or junction"_s.arg(name, target));
    } else if (const RelationInfo *rival = other->relation->inverse; rival && rival != declared.relation) {
        mistake(declared,
                u"backPopulates(\"%1\"), as %2 does: %3.%1 has one other side; remove it from one of the "
                "two"_s.arg(name, rival->displayName(), target));
    } else {
        tie(declared, *other);
    }
}

/*! onRemove() is of the side without the key, and must be something that the key can become. */
void RelationResolver::checkRemoval(const DeclaredRelation &declared)
{
    const RelationInfo *relation = declared.relation;
    if (relation->onRemove == KeyAction::NoAction)
        return;
    if (relation->kind == RelationKind::ToOne)
        mistake(declared, u"the option onRemove does not apply: it is of the other side, which has no "
                          "key; move it there"_s);
    else if (relation->onRemove == KeyAction::SetNull && !relation->foreignKey->nullable)
        mistake(declared,
                u"onRemove(SetNull), but %1 can not be null: make it std::optional<…> or write "
                "onRemove(Delete)"_s.arg(relation->foreignKey->displayName()));
}

void RelationResolver::addHiddenInverse(DeclaredRelation &declared)
{
    RelationInfo *relation = declared.relation;
    const QString name = u"(other side of "_s + relation->displayName() + u')';
    std::unique_ptr<RelationInfo> hidden = renewed(&declared.target->retiredRelations, name);
    hidden->model = declared.target;
    hidden->target = declared.owner;
    hidden->name = name;
    hidden->getter = hidden->name;
    hidden->inverse = relation;
    hidden->oneToOne = relation->oneToOne;
    hidden->foreignKey = relation->foreignKey;
    if (relation->kind == RelationKind::ManyToMany) {
        hidden->kind = RelationKind::ManyToMany;
        hidden->junction = relation->junction;
        std::swap(hidden->junction.ownColumn, hidden->junction.otherColumn);
    } else if (relation->kind == RelationKind::ToOne) {
        hidden->kind = relation->oneToOne ? RelationKind::ReverseToOne : RelationKind::OneToMany;
    } else {
        hidden->kind = RelationKind::ToOne;
        declared.key->relations += hidden.get();
    }
    relation->inverse = hidden.get();
    declared.target->relations += hidden.release();
}

} // namespace Chakra
