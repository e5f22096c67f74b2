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
        if (field->unique)
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
    for (int attempt = 0; attempt < 100; ++attempt) {
        m_byObject.clear();
        for (qsizetype i = 0; i < m_operations.size(); ++i) {
            if (!m_operations.at(i).isCut)
                m_byObject.insert(m_operations.at(i).object, i);
        }
        const QList<std::pair<qsizetype, qsizetype>> needed = needs();
        // Rows of one class that refer to each other may go in any order within one statement, whose
        // end is when they are checked: deepest first is needed only between statements.
        QHash<const ModelInfo *, QHash<KeyRow, qsizetype>> deletes;
        for (qsizetype i = 0; i < m_operations.size(); ++i) {
            const Operation &operation = m_operations.at(i);
            if (operation.kind == Operation::Delete)
                deletes[operation.model].insert(KeyRow{operation.key}, i);
        }
        QList<std::pair<qsizetype, qsizetype>> preferred;
        bool crowded = false;
        for (auto it = deletes.cbegin(); it != deletes.cend(); ++it) {
            for (const FieldInfo *field : it.key()->referrers) {
                if (field->model != it.key() || field->target != it.key()->key()
                    || field->onDelete == KeyAction::Restrict)
                    continue;
                for (const qsizetype i : it.value()) {
                    WireValue old;
                    const ModelPrivate *d = ModelPrivate::get(m_operations.at(i).object);
                    if (field->toWire(Value(d->storedValue(field)), &old).isValid() || isNull(old))
                        continue;
                    if (const qsizetype at = it.value().value(KeyRow{{old}}, -1); at >= 0 && at != i) {
                        preferred.append({i, at});
                        crowded = crowded || it.value().size() > deletesTogether;
                    }
                }
            }
        }
        const auto isKept = [](const auto &need) { return need.first < need.second; };
        if (std::all_of(needed.cbegin(), needed.cend(), isKept)
            && (!crowded || std::all_of(preferred.cbegin(), preferred.cend(), isKept)))
            return Error();

        // Kahn's algorithm; among those that are free the plain order decides.
        QList<Operation> sorted;
        QList<int> waitsFor;
        const auto sortBy = [&](const QList<std::pair<qsizetype, qsizetype>> &pairs) {
            QList<QList<qsizetype>> after(m_operations.size());
            waitsFor.fill(0, m_operations.size());
            for (const auto &[first, second] : pairs) {
                after[first].append(second);
                ++waitsFor[second];
            }
            std::priority_queue<qsizetype, std::vector<qsizetype>, std::greater<>> free;
            for (qsizetype i = 0; i < m_operations.size(); ++i) {
                if (waitsFor.at(i) == 0)
                    free.push(i);
            }
            sorted.clear();
            sorted.reserve(m_operations.size());
            while (!free.empty()) {
                const qsizetype next = free.top();
                free.pop();
                sorted.append(m_operations.at(next));
                for (const qsizetype other : std::as_const(after[next])) {
                    if (--waitsFor[other] == 0)
                        free.push(other);
                }
            }
            return sorted.size() == m_operations.size();
        };
        if (sortBy(needed + preferred) || (!preferred.isEmpty() && sortBy(needed))) {
            m_operations = sorted;
            m_byObject.clear();
            for (qsizetype i = 0; i < m_operations.size(); ++i) {
                if (!m_operations.at(i).isCut)
                    m_byObject.insert(m_operations.at(i).object, i);
            }
            return Error();
        }
        QList<qsizetype> circle;
        for (qsizetype i = 0; i < m_operations.size(); ++i) {
            if (waitsFor.at(i) > 0)
                circle.append(i);
        }
        bool cut = false;
        if (const Error error = cutCircle(circle, &cut); error.isValid())
            return error;
        if (!cut)
            break;
    }
    QStringList names;
    for (const Operation &operation : std::as_const(m_operations)) {
        if (names.size() < 10)
            names += operation.model->className;
    }
    names.removeDuplicates();
    return Error(Error::Usage,
                 u"The writes need each other in a circle, and no column of it can be null for a moment: "
                 "objects of %1; commit in two steps, or make a foreign key or unique column nullable"_s.arg(
                         names.join(u", "_s)))
            .withModel(names.value(0));
}

QList<std::pair<qsizetype, qsizetype>> FlushPlan::needs()
{
    QList<std::pair<qsizetype, qsizetype>> needs;
    QHash<const ModelInfo *, QHash<KeyRow, qsizetype>> deletedByModel;
    for (qsizetype i = 0; i < m_operations.size(); ++i) {
        const Operation &operation = m_operations.at(i);
        if (operation.kind == Operation::Delete)
            deletedByModel[operation.model].insert(KeyRow{operation.key}, i);
    }
    QHash<const ModelInfo *, QHash<KeyRow, qsizetype>> insertedByModel;
    for (qsizetype i = 0; i < m_operations.size(); ++i) {
        const Operation &operation = m_operations.at(i);
        // A row is there before what refers to it.
        for (const auto &[index, object] : operation.keysOf) {
            const auto it = m_byObject.constFind(object);
            if (it != m_byObject.constEnd() && *it != i)
                needs.append({*it, i});
        }
        if (operation.isCut && operation.keysOf.isEmpty())
            needs.append({i, m_byObject.value(operation.object)});
        if (operation.kind == Operation::Insert && !operation.generatesKey)
            insertedByModel[operation.model].insert(KeyRow{SessionPrivate::keyOf(operation.object)}, i);
    }
    for (qsizetype i = 0; i < m_operations.size(); ++i) {
        const Operation &operation = m_operations.at(i);
        const ModelPrivate *d = ModelPrivate::get(operation.object);
        for (const FieldInfo *field : operation.model->fields) {
            if (!field->target || field->target != field->target->model->key())
                continue;
            // The same by a key that was set by hand.
            if (operation.kind != Operation::Delete && insertedByModel.contains(field->target->model)) {
                WireValue value;
                if (d->value(field, &value)) {
                    const qsizetype at = insertedByModel[field->target->model].value(KeyRow{{value}}, -1);
                    if (at >= 0 && at != i)
                        needs.append({at, i});
                }
            }
            // A row leaves or goes before what it refers to is deleted.
            if (operation.kind != Operation::Insert && deletedByModel.contains(field->target->model)) {
                WireValue old;
                if (field->toWire(Value(d->storedValue(field)), &old).isValid() || isNull(old))
                    continue;
                if (operation.kind == Operation::Delete && field->target->model == operation.model
                    && field->onDelete != KeyAction::Restrict)
                    continue; // as order() prefers
                const qsizetype at = deletedByModel[field->target->model].value(KeyRow{{old}}, -1);
                const bool moves = operation.kind == Operation::Delete || operation.fields.contains(field);
                if (at >= 0 && at != i && moves)
                    needs.append({i, at});
            }
        }
    }
    addUniqueNeeds(&needs);
    return needs;
}

void FlushPlan::addUniqueNeeds(QList<std::pair<qsizetype, qsizetype>> *needs)
{
    QSet<const ModelInfo *> freeing;
    for (const Operation &operation : m_operations) {
        if (operation.kind != Operation::Insert)
            freeing.insert(operation.model);
    }
    for (const ModelInfo *model : std::as_const(freeing)) {
        const auto constraints = uniqueConstraints(model);
        QHash<UniqueValue, qsizetype> freed;
        for (qsizetype i = 0; i < m_operations.size(); ++i) {
            const Operation &operation = m_operations.at(i);
            if (operation.model != model || operation.kind == Operation::Insert
                || (!operation.isCut && m_uniqueCuts.contains(operation.object)))
                continue;
            const ModelPrivate *d = ModelPrivate::get(operation.object);
            for (const auto &[constraint, fields] : constraints) {
                const bool changes = operation.kind == Operation::Delete
                        || std::any_of(fields.cbegin(), fields.cend(), [&operation](const FieldInfo *field) {
                               return operation.fields.contains(field);
                           });
                if (!changes)
                    continue;
                WireRow old;
                for (const FieldInfo *field : fields) {
                    WireValue value;
                    if (field->toWire(Value(d->storedValue(field)), &value).isValid() || isNull(value))
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
            if (operation.model != model || operation.kind == Operation::Delete)
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
                    needs->append({at, i});
            }
        }
    }
}

Error FlushPlan::cutCircle(const QList<qsizetype> &circle, bool *cut)
{
    // One update of the circle writes null first, or one row is inserted with a null key that an
    // update fills in: either breaks the circle without breaking a constraint.
    for (const qsizetype at : circle) {
        const Operation operation = m_operations.at(at);
        if (operation.isCut)
            continue;
        if (operation.kind == Operation::Insert) {
            for (qsizetype k = 0; k < operation.keysOf.size(); ++k) {
                const FieldInfo *field = operation.model->fields.at(operation.keysOf.at(k).first);
                if (!field->nullable)
                    continue;
                Operation later;
                later.kind = Operation::Update;
                later.object = operation.object;
                later.model = operation.model;
                later.rank = operation.rank;
                later.fields = {field};
                later.values = {WireValue()};
                later.keysOf = {{0, operation.keysOf.at(k).second}, {-1, operation.object}};
                later.isCut = true;
                m_operations[at].keysOf.removeAt(k);
                m_operations[at].cutFields.append(field);
                m_operations.append(later);
                *cut = true;
                return Error();
            }
        } else if (operation.kind == Operation::Update) {
            for (qsizetype i = 0; i < operation.fields.size(); ++i) {
                const FieldInfo *field = operation.fields.at(i);
                const bool constrained = field->unique
                        || std::any_of(field->model->uniqueTogether.cbegin(), field->model->uniqueTogether.cend(),
                                       [field](const QStringList &names) { return names.contains(field->name); });
                if (!field->nullable || !constrained)
                    continue;
                Operation first = operation;
                first.fields = {field};
                first.values = {WireValue()};
                first.keysOf.clear();
                first.isCut = true;
                // The version is checked by the first and counted by the second of the two.
                first.version = WireValue();
                m_operations.prepend(first);
                m_uniqueCuts.insert(operation.object);
                *cut = true;
                return Error();
            }
        }
    }
    return Error();
}

} // namespace Chakra
