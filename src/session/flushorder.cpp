// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "flushplan_p.h"

#include <QSet>

#include <queue>

using namespace Qt::StringLiterals;

/*
    The order of the writes. Where nothing needs another: inserts, updates, deletes, class by class.
    Needs are pairs "this one before that one"; only where the plain order breaks one is the list
    sorted by them.
*/
namespace Chakra {

namespace {

/*! So many rows of a class go in one DELETE for certain. */
constexpr qsizetype deletesTogether = 100;

struct UniqueValue
{
    const void *constraint;
    WireRow values;
    friend bool operator==(const UniqueValue &a, const UniqueValue &b)
    {
        return a.constraint == b.constraint && a.values == b.values;
    }
    friend size_t qHash(const UniqueValue &value, size_t seed = 0)
    {
        return qHash(KeyRow{value.values}, ::qHash(quintptr(value.constraint), seed));
    }
};

/*! The constraints under which two rows of a class can collide, as lists of fields. */
QList<std::pair<const void *, QList<const FieldInfo *>>> uniqueConstraints(const ModelInfo *model)
{
    QList<std::pair<const void *, QList<const FieldInfo *>>> constraints;
    constraints.emplaceBack(&model->primaryKey, model->primaryKey);
    for (const FieldInfo *field : model->fields) {
        if (field->hasUniqueColumn())
            constraints.emplaceBack(field, QList<const FieldInfo *>{field});
    }
    for (const QStringList &names : model->uniqueTogether) {
        QList<const FieldInfo *> fields;
        for (const QString &name : names)
            fields.append(model->field(name));
        constraints.emplaceBack(&names, fields);
    }
    return constraints;
}

} // namespace

void FlushPlan::indexObjects()
{
    for (qsizetype i = 0; i < m_operations.size(); ++i) {
        const Operation &operation = m_operations.at(i);
        if (operation.part == Operation::Whole)
            m_wholes[operation.place] = i;
    }
}

qsizetype FlushPlan::wholeOf(const Model *object) const
{
    // What changes while the plan is run has a place behind those of the plan.
    return m_wholes.value(ModelPrivate::get(object)->positionIn(ModelPrivate::Listing::Changed), -1);
}

Error FlushPlan::order()
{
    const auto plainBefore = [](const Operation &a, const Operation &b) {
        if (a.kind != b.kind)
            return a.kind < b.kind;
        if (a.rank != b.rank)
            return a.kind == Operation::Delete ? a.rank > b.rank : a.rank < b.rank;
        return false;
    };
    if (!std::is_sorted(m_operations.cbegin(), m_operations.cend(), plainBefore))
        std::stable_sort(m_operations.begin(), m_operations.end(), plainBefore);
    // Each turn cuts the circles that it finds, and no place is cut twice.
    for (;;) {
        indexObjects();
        const QList<Need> needed = needs();
        bool crowded = false;
        const QList<Need> preferred = preferences(&crowded);
        const auto isKept = [](const Need &need) { return need.first < need.second; };
        if (std::all_of(needed.cbegin(), needed.cend(), isKept)
            && (!crowded || std::all_of(preferred.cbegin(), preferred.cend(), isKept)))
            return Error();
        QList<int> waitsFor;
        if (sortBy(needed + preferred, &waitsFor) || (!preferred.isEmpty() && sortBy(needed, &waitsFor))) {
            indexObjects();
            return Error();
        }
        const QList<QList<Need>> circles = circlesOf(needed, waitsFor);
        QList<Operation> first;
        QList<Operation> later;
        for (const QList<Need> &circle : circles) {
            if (!cut(circle, &first, &later))
                return uncut(circle);
        }
        m_operations = first + m_operations + later;
    }
}

/*!
    Kahn's algorithm, by groups of one kind and class, which go together: first a group that waits
    for no other, else the first of the plain order. False where circles are left.
*/
bool FlushPlan::sortBy(const QList<Need> &needs, QList<int> *waitsFor)
{
    struct Group
    {
        std::priority_queue<qsizetype, std::vector<qsizetype>, std::greater<>> free;
        qsizetype waits = 0; // needs of other groups
    };
    std::vector<Group> groups;
    QList<qsizetype> groupOf(m_operations.size());
    QHash<std::pair<int, const ModelInfo *>, qsizetype> known;
    for (qsizetype i = 0; i < m_operations.size(); ++i) {
        const std::pair<int, const ModelInfo *> kind(m_operations.at(i).kind, m_operations.at(i).model);
        if (!known.contains(kind)) {
            known.insert(kind, qsizetype(groups.size()));
            groups.emplace_back();
        }
        groupOf[i] = known.value(kind);
    }
    const auto groupAt = [&](qsizetype i) -> Group & { return groups[size_t(groupOf.at(i))]; };

    QList<QList<qsizetype>> after(m_operations.size());
    waitsFor->fill(0, m_operations.size());
    for (const Need &need : needs) {
        after[need.first].append(need.second);
        ++(*waitsFor)[need.second];
        groupAt(need.second).waits += groupOf.at(need.first) != groupOf.at(need.second);
    }
    for (qsizetype i = 0; i < m_operations.size(); ++i) {
        if (waitsFor->at(i) == 0)
            groupAt(i).free.push(i);
    }
    QList<qsizetype> sorted;
    sorted.reserve(m_operations.size());
    for (;;) {
        Group *best = nullptr;
        for (Group &group : groups) {
            if (group.free.empty())
                continue;
            if (!best || (group.waits == 0) > (best->waits == 0)
                || ((group.waits == 0) == (best->waits == 0) && group.free.top() < best->free.top()))
                best = &group;
        }
        if (!best)
            break;
        while (!best->free.empty()) {
            const qsizetype next = best->free.top();
            best->free.pop();
            sorted.append(next);
            for (const qsizetype other : std::as_const(after[next])) {
                groupAt(other).waits -= groupOf.at(next) != groupOf.at(other);
                if (--(*waitsFor)[other] == 0)
                    groupAt(other).free.push(other);
            }
        }
    }
    if (sorted.size() != m_operations.size())
        return false;
    QList<Operation> operations;
    operations.reserve(sorted.size());
    for (const qsizetype i : std::as_const(sorted))
        operations.append(std::move(m_operations[i]));
    m_operations = std::move(operations);
    return true;
}

/*! Of what could not be sorted: circles that have no operation in common, at least one. */
QList<QList<FlushPlan::Need>> FlushPlan::circlesOf(const QList<Need> &needs, const QList<int> &waitsFor)
{
    QHash<qsizetype, Need> before; // of each operation that waits: a need of one that waits too
    for (const Need &need : needs) {
        if (waitsFor.at(need.first) > 0 && waitsFor.at(need.second) > 0)
            before.insert(need.second, need);
    }
    QList<QList<Need>> circles;
    QSet<qsizetype> seen;
    for (qsizetype i = 0; i < waitsFor.size(); ++i) {
        if (waitsFor.at(i) == 0 || seen.contains(i))
            continue;
        QHash<qsizetype, qsizetype> places;
        QList<Need> way;
        qsizetype at = i;
        while (!seen.contains(at)) {
            seen.insert(at);
            places.insert(at, way.size());
            way.append(before.value(at));
            at = way.last().first;
        }
        if (const auto place = places.constFind(at); place != places.constEnd())
            circles.append(way.mid(*place));
    }
    return circles;
}

/*!
    Breaks a circle at one place: null is written first where a value is left or freed, or a
    reference is filled in by an update that comes later.
*/
bool FlushPlan::cut(const QList<Need> &circle, QList<Operation> *first, QList<Operation> *later)
{
    for (const Need &need : circle) {
        Operation &operation = m_operations[need.reason == Need::Refers ? need.second : need.first];
        if (operation.part != Operation::Whole || need.reason == Need::Same)
            continue;
        if (need.reason == Need::Refers) {
            if (operation.kind == Operation::Insert && need.fields.first()->nullable) {
                later->append(splitOff(operation, need.fields.first()));
                return true;
            }
            continue;
        }
        for (const FieldInfo *field : need.fields) {
            if (!field->nullable || operation.kind == Operation::Insert || operation.cutFields.contains(field)
                || (operation.kind == Operation::Update && !operation.fields.contains(field)))
                continue;
            Operation update = partOf(operation, Operation::NullFirst, field);
            update.key = operation.key; // without its version, which the operation itself checks
            operation.cutFields.append(field);
            first->append(update);
            return true;
        }
    }
    // The columns of one update need not go together; another has to be left, or nothing is won.
    for (const Need &need : circle) {
        Operation &operation = m_operations[need.second];
        if (need.reason == Need::Refers && operation.part == Operation::Whole
            && operation.kind == Operation::Update && operation.fields.size() > 1) {
            later->append(splitOff(operation, need.fields.first()));
            return true;
        }
    }
    return false;
}

FlushPlan::Operation FlushPlan::partOf(const Operation &operation, Operation::Part part, const FieldInfo *field)
{
    Operation update;
    update.kind = Operation::Update;
    update.part = part;
    update.object = operation.object;
    update.model = operation.model;
    update.place = operation.place;
    update.rank = operation.rank;
    update.fields = {field};
    update.values = {WireValue()};
    return update;
}

FlushPlan::Operation FlushPlan::splitOff(Operation &operation, const FieldInfo *field)
{
    Operation update = partOf(operation, Operation::FilledLater, field);
    writtenValue(operation, field, &update.values.first());
    const bool isInsert = operation.kind == Operation::Insert;
    const qsizetype at = isInsert ? qsizetype(field->position) : operation.fields.indexOf(field);
    for (const auto &[index, object] : std::as_const(operation.keysOf)) {
        if (index == at)
            update.keysOf.append({0, object});
    }
    update.keysOf.append({-1, operation.object}); // by the key that the row has then
    operation.keysOf.removeIf([at](const auto &keyOf) { return keyOf.first == at; });
    if (isInsert) {
        operation.cutFields.append(field);
        return update;
    }
    operation.fields.removeAt(at);
    operation.values.removeAt(at);
    for (auto &[index, object] : operation.keysOf)
        index -= index > at ? 1 : 0;
    return update;
}

QString FlushPlan::nameOf(const Operation &operation)
{
    if (operation.kind == Operation::Insert)
        return u"a new "_s + operation.model->className;
    QStringList key;
    for (const WireValue &value : operation.key)
        key += toVariant(value).toString();
    return operation.model->className + u' ' + key.join(u", "_s);
}

Error FlushPlan::uncut(const QList<Need> &circle) const
{
    constexpr qsizetype Most = 10;
    QStringList names;
    for (const Need &need : circle) {
        const QString name = nameOf(m_operations.at(need.second));
        if (!names.contains(name))
            names.prepend(name);
    }
    if (names.size() > Most)
        names = names.first(Most) << u"…"_s;
    return Error(Error::Usage,
                 u"The writes of %1 need each other in a circle, and no column of it can be null for a moment: "
                 "commit in two steps, or make a foreign key or unique column nullable"_s.arg(names.join(u", "_s)))
            .withModel(m_operations.at(circle.first().second).model->className);
}

/*!
    Rows of one class that refer to each other may be deleted in any order within one statement,
    whose end is when they are checked: deepest first is needed only between statements.
*/
QList<FlushPlan::Need> FlushPlan::preferences(bool *crowded) const
{
    QList<Need> preferred;
    QHash<const ModelInfo *, QHash<KeyRow, qsizetype>> deletes;
    for (qsizetype i = 0; i < m_operations.size(); ++i) {
        const Operation &operation = m_operations.at(i);
        if (operation.kind == Operation::Delete)
            deletes[operation.model].insert(KeyRow{operation.key}, i);
    }
    for (auto it = deletes.cbegin(); it != deletes.cend(); ++it) {
        for (const FieldInfo *field : it.key()->referrers) {
            if (field->model != it.key() || field->target != it.key()->key()
                || field->onDelete == KeyAction::Restrict)
                continue;
            for (const qsizetype i : it.value()) {
                WireValue old;
                if (!ModelPrivate::get(m_operations.at(i).object)->storedWire(field, &old))
                    continue;
                if (const qsizetype at = it.value().value(KeyRow{{old}}, -1); at >= 0 && at != i) {
                    preferred.append({i, at, Need::Leaves, {field}});
                    *crowded = *crowded || it.value().size() > deletesTogether;
                }
            }
        }
    }
    return preferred;
}

QList<FlushPlan::Need> FlushPlan::needs()
{
    QList<Need> needs;
    // What is referred to: the rows that bring a value, that take it away, and that change it.
    QSet<const FieldInfo *> targets;
    QSet<const ModelInfo *> models;
    for (const Operation &operation : std::as_const(m_operations)) {
        if (models.contains(operation.model))
            continue;
        models.insert(operation.model);
        for (const FieldInfo *field : operation.model->fields) {
            if (field->target)
                targets.insert(field->target);
        }
    }
    using Places = QHash<const FieldInfo *, QHash<WireValue, qsizetype>>;
    Places brought;
    Places deleted;
    Places renamed;
    for (qsizetype i = 0; i < m_operations.size(); ++i) {
        const Operation &operation = m_operations.at(i);
        for (const FieldInfo *field : operation.model->fields) {
            if (!targets.contains(field) || operation.part == Operation::NullFirst)
                continue;
            WireValue value;
            if (operation.kind == Operation::Delete) {
                if (ModelPrivate::get(operation.object)->storedWire(field, &value))
                    deleted[field].insert(value, i);
            } else if (operation.kind == Operation::Insert || operation.fields.contains(field)) {
                const bool isGenerated = operation.generatesKey && field->generated;
                if (!isGenerated && ModelPrivate::get(operation.object)->value(field, &value))
                    brought[field].insert(value, i);
                if (operation.kind == Operation::Update && ModelPrivate::get(operation.object)->storedWire(field, &value))
                    renamed[field].insert(value, i);
            }
        }
    }
    const auto isNew = [this](const Operation &operation) {
        return m_operations.at(m_wholes.at(operation.place)).kind == Operation::Insert;
    };
    const auto at = [](const Places &places, const FieldInfo *field, const WireValue &value) {
        const auto known = places.constFind(field);
        return known == places.constEnd() ? qsizetype(-1) : known->value(value, -1);
    };
    for (qsizetype i = 0; i < m_operations.size(); ++i) {
        Operation &operation = m_operations[i];
        if (operation.part == Operation::NullFirst)
            needs.append({i, m_wholes.at(operation.place), Need::Same, {}});
        else if (operation.part == Operation::FilledLater)
            needs.append({m_wholes.at(operation.place), i, Need::Same, {}});
        // A row is there before what refers to it.
        for (const auto &[index, object] : operation.keysOf) {
            const qsizetype whole = wholeOf(object);
            if (index < 0 || whole < 0 || whole == i)
                continue;
            const FieldInfo *field = operation.kind == Operation::Insert ? operation.model->fields.at(index)
                                                                         : operation.fields.at(index);
            needs.append({whole, i, Need::Refers, {field}});
        }
        for (const FieldInfo *field : operation.model->fields) {
            if (!field->target)
                continue;
            const bool writes = operation.kind == Operation::Insert ? !operation.cutFields.contains(field)
                    : operation.kind == Operation::Update           ? operation.fields.contains(field)
                                                                    : false;
            WireValue now;
            if (writes && operation.part != Operation::NullFirst
                && (brought.contains(field->target) || renamed.contains(field->target))
                && writtenValue(operation, field, &now)) {
                // The same by a value that was set by hand; else it is that of a row about to have another.
                qsizetype other = at(brought, field->target, now);
                if (other >= 0 && other != i)
                    needs.append({other, i, Need::Refers, {field}});
                else if (other = at(renamed, field->target, now); other >= 0 && other != i)
                    needs.append({i, other, Need::Same, {}});
            }
            // A row leaves or goes before what it refers to is deleted, or gets a key that it can not follow.
            WireValue old;
            if ((!deleted.contains(field->target) && !renamed.contains(field->target))
                || operation.kind == Operation::Insert || (operation.kind == Operation::Update && !writes)
                || operation.cutFields.contains(field) || isNew(operation)
                || !ModelPrivate::get(operation.object)->storedWire(field, &old))
                continue;
            const bool bothGo = operation.kind == Operation::Delete;
            const bool isFree = bothGo
                    && (field->target->model == operation.model
                                ? field->onDelete != KeyAction::Restrict && field->target == operation.model->key()
                                : field->onDelete == KeyAction::SetNull || field->onDelete == KeyAction::SetDefault);
            const qsizetype gone = isFree ? -1 : at(deleted, field->target, old); // else as the plain order has it
            if (gone >= 0 && gone != i)
                needs.append({i, gone, Need::Leaves, {field}});
            const bool follows = field->onUpdate != KeyAction::NoAction && field->onUpdate != KeyAction::Restrict;
            const qsizetype moved = follows ? -1 : at(renamed, field->target, old);
            if (moved >= 0 && moved != i)
                needs.append({i, moved, Need::Leaves, {field}});
        }
    }
    addUniqueNeeds(&needs);
    return needs;
}

void FlushPlan::addUniqueNeeds(QList<Need> *needs)
{
    QSet<const ModelInfo *> freeing;
    for (const Operation &operation : std::as_const(m_operations)) {
        if (operation.kind != Operation::Insert)
            freeing.insert(operation.model);
    }
    for (const ModelInfo *model : std::as_const(freeing)) {
        const auto constraints = uniqueConstraints(model);
        QHash<UniqueValue, qsizetype> freed;
        for (qsizetype i = 0; i < m_operations.size(); ++i) {
            const Operation &operation = m_operations.at(i);
            if (operation.model != model || operation.kind == Operation::Insert
                || operation.part == Operation::FilledLater)
                continue;
            for (const auto &[constraint, fields] : constraints) {
                const auto isIn = [](const QList<const FieldInfo *> &list) {
                    return [&list](const FieldInfo *field) { return list.contains(field); };
                };
                const bool changes = operation.kind == Operation::Delete
                        || std::any_of(fields.cbegin(), fields.cend(), isIn(operation.fields));
                if (!changes || std::any_of(fields.cbegin(), fields.cend(), isIn(operation.cutFields)))
                    continue; // what was cut is free already
                WireRow old;
                for (const FieldInfo *field : fields) {
                    WireValue value;
                    if (!ModelPrivate::get(operation.object)->storedWire(field, &value))
                        break;
                    old.append(value);
                }
                if (old.size() == fields.size())
                    freed.insert({constraint, old}, i);
            }
        }
        if (freed.isEmpty())
            continue;
        for (qsizetype i = 0; i < m_operations.size(); ++i) {
            Operation &operation = m_operations[i];
            if (operation.model != model || operation.kind == Operation::Delete
                || operation.part == Operation::NullFirst)
                continue;
            if (operation.kind == Operation::Insert && insertValues(operation, &m_scratch).isValid())
                continue;
            const WireRow &values = operation.kind == Operation::Insert ? m_scratch : operation.values;
            for (const auto &[constraint, fields] : constraints) {
                WireRow taken;
                bool changes = operation.kind == Operation::Insert;
                for (const FieldInfo *field : fields) {
                    WireValue value;
                    const qsizetype at = operation.kind == Operation::Insert
                            ? qsizetype(field->position)
                            : operation.fields.indexOf(field);
                    if (at >= 0) {
                        value = values.at(at);
                        changes = true;
                    } else if (field->toWire(operation.object, &value).isValid()) {
                        break;
                    }
                    if (isNull(value))
                        break;
                    taken.append(value);
                }
                if (!changes || taken.size() != fields.size())
                    continue;
                const qsizetype at = freed.value({constraint, taken}, -1);
                if (at >= 0 && at != i)
                    needs->append({at, i, Need::Takes, fields});
            }
        }
    }
}

} // namespace Chakra
