// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "relationloader_p.h"

#include "../core/logging_p.h"
#include "objectreader_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

Error RelationLoader::load(const RelationInfo *relation, const QList<Model *> &owners, What what,
                           const QueryData *query, QList<Model *> *reached)
{
    const ChangeScope scope; // handlers run when all is in place
    const FromDatabase reading(m_session);
    const bool partial = query && query->isFiltered();
    QList<Model *> lacking;
    lacking.reserve(owners.size());
    const quint32 seen = ++m_session.readSerial;
    for (Model *owner : owners) {
        ModelPrivate *d = ModelPrivate::get(owner);
        // A new object may have the key of a row, but no rows have its key.
        if (d->readSerial == seen || d->state == Model::Deleted
            || (!d->hasRow() && relation->kind != RelationKind::ToOne))
            continue;
        d->readSerial = seen;
        // What is loaded in full is richer than any part.
        const bool skip = (what == Missing || partial || relation->kind == RelationKind::ToOne)
                && d->isRelationLoaded(relation);
        if (!skip)
            lacking.append(owner);
    }
    if (const Error error = completeKeys(relation, &lacking); error.isValid())
        return error;
    if (!lacking.isEmpty()) {
        Error error;
        switch (relation->kind) {
        case RelationKind::ToOne:
            error = loadToOne(relation, lacking, query);
            break;
        case RelationKind::ReverseToOne:
            error = loadReverse(relation, lacking, queryFor(relation, query), partial);
            break;
        case RelationKind::OneToMany:
            error = loadOneToMany(relation, lacking, queryFor(relation, query), partial);
            break;
        case RelationKind::ManyToMany:
            error = loadManyToMany(relation, lacking, queryFor(relation, query), partial);
            break;
        }
        if (error.isValid())
            return error;
    }
    if (reached) {
        const quint32 known = ++m_session.readSerial;
        const auto reach = [&](Model *member) {
            ModelPrivate *m = ModelPrivate::get(member);
            if (m->readSerial != known)
                reached->append(member);
            m->readSerial = known;
        };
        for (Model *owner : owners) {
            const ModelPrivate *d = ModelPrivate::get(owner);
            if (!relation->isToMany()) {
                if (Model *target = d->peek(relation))
                    reach(target);
            } else if (const RelationSlot *slot = d->slot(relation)) {
                for (Model *member : slot->items)
                    reach(member);
            }
        }
    }
    return Error();
}

/*! The column that leads over \a relation may have been left out. */
Error RelationLoader::completeKeys(const RelationInfo *relation, QList<Model *> *owners)
{
    const FieldInfo *key = relation->kind == RelationKind::ToOne ? relation->foreignKey
                                                                 : relation->referredField();
    const auto lacksKey = [key](const Model *owner) { return ModelPrivate::get(owner)->isMissing(key); };
    QList<Model *> incomplete;
    std::copy_if(owners->cbegin(), owners->cend(), std::back_inserter(incomplete), lacksKey);
    if (incomplete.isEmpty())
        return Error();
    const Error error = m_session.completeAll(incomplete);
    if (error.isValid() && error.kind() != Error::StaleObject)
        return error;
    owners->removeIf(lacksKey); // their rows are gone; the others are loaded all the same
    return Error();
}

QueryData RelationLoader::queryFor(const RelationInfo *relation, const QueryData *query)
{
    QueryData own = query ? QueryData(*query) : QueryData();
    own.model = relation->target;
    // Lists without an order of their own go by key: cheaper to sort here, list by list, than all
    // rows in the database.
    const FieldInfo *key = relation->target->key();
    m_sortsByKey = relation->isToMany() && own.order.isEmpty() && !own.ordered && !own.reversed && !own.isSliced()
            && relation->orderBy.isEmpty() && relation->target->orderBy.isEmpty() && key
            && key->type == FieldType::Int64;
    if (m_sortsByKey)
        own.ordered = true;
    return own;
}

void RelationLoader::sortByKey(QList<Model *> *items, const FieldInfo *key)
{
    QVarLengthArray<std::pair<qint64, Model *>, 64> keyed;
    keyed.reserve(items->size());
    bool sorted = true;
    for (Model *item : std::as_const(*items)) {
        qint64 value = 0;
        key->readProperty(item, &value);
        sorted = sorted && (keyed.isEmpty() || keyed.last().first <= value);
        keyed.append({value, item});
    }
    if (sorted)
        return; // as rows found through an index are
    std::sort(keyed.begin(), keyed.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    for (qsizetype i = 0; i < keyed.size(); ++i)
        (*items)[i] = keyed.at(i).second;
}

namespace {

/*! Reads all rows of a restricted query; its prefetches are steps of their own. */
Error readRestricted(SessionPrivate &session, const QueryData &query, const Restriction &restriction,
                     QList<Model *> *objects, WireRow *owners = nullptr, bool *grouped = nullptr)
{
    LoadPlan plan;
    if (const Error error = QueryCompiler::select(query, &plan, restriction); error.isValid())
        return error;
    if (grouped)
        *grouped = plan.ownersAreGrouped;
    if (plan.neverMatches)
        return Error();
    ObjectReader reader(session, plan);
    if (owners)
        reader.includeRemoved();
    const Error error = reader.open();
    return error.isValid() ? error : reader.read(objects, owners);
}

} // namespace

Error RelationLoader::loadToOne(const RelationInfo *relation, const QList<Model *> &owners,
                                const QueryData *query)
{
    const FieldInfo *key = relation->foreignKey;
    QSet<KeyRow> known;
    Restriction restriction;
    restriction.field = key->target;
    for (Model *owner : owners) {
        const ModelPrivate *d = ModelPrivate::get(owner);
        WireValue value;
        if (d->peek(relation) || !d->value(key, &value))
            continue;
        const qsizetype before = known.size();
        known.insert(KeyRow{{value}});
        if (known.size() != before)
            restriction.values.append(value);
    }
    QList<Model *> targets;
    if (!restriction.values.isEmpty()) {
        if (const Error error = readRestricted(m_session, queryFor(relation, query), restriction, &targets);
            error.isValid())
            return error;
        ObjectReader::formPeers(targets);
    }
    QHash<KeyRow, Model *> byKey;
    if (key->target != relation->target->key()) {
        for (Model *target : std::as_const(targets)) {
            WireValue value;
            if (ModelPrivate::get(target)->value(key->target, &value))
                byKey.insert(KeyRow{{value}}, target);
        }
    }
    for (Model *owner : owners) {
        ModelPrivate *d = ModelPrivate::get(owner);
        if (d->slot(relation) && d->slot(relation)->state == RelationSlot::Failed)
            d->dropSlot(relation);
        WireValue value;
        if (!d->peek(relation) && d->value(key, &value)) {
            Model *target = byKey.value(KeyRow{{value}});
            if (!target && query && query->isFiltered())
                continue; // filtered out is not absent
            // No such row: remembered, so that the next read costs nothing.
            d->takeTarget(relation, target);
        }
        ChangeScope::notify(owner, relation);
    }
    return Error();
}

namespace {

Restriction ownersRestriction(const RelationInfo *relation, const QList<Model *> &owners)
{
    Restriction restriction;
    const FieldInfo *referred = relation->referredField();
    if (relation->kind == RelationKind::ManyToMany)
        restriction.manyToMany = relation;
    else
        restriction.field = relation->foreignKey;
    restriction.values.reserve(owners.size());
    for (Model *owner : owners) {
        WireValue key;
        if (ModelPrivate::get(owner)->storedWire(referred, &key))
            restriction.values.append(key);
    }
    return restriction;
}

} // namespace

Error RelationLoader::readMembers(const RelationInfo *relation, const QList<Model *> &owners,
                                  const QueryData &query, QList<QList<Model *>> *byOwner)
{
    QList<Model *> members;
    Restriction restriction = ownersRestriction(relation, owners);
    restriction.most = m_ownersAreAll;
    if (const Error error = readRestricted(m_session, query, restriction, &members); error.isValid())
        return error;
    ObjectReader::formPeers(members);
    const RelationInfo *owning = relation->inverse;
    QHash<Model *, int> positions;
    positions.reserve(owners.size());
    for (qsizetype i = 0; i < owners.size(); ++i)
        positions.insert(owners.at(i), int(i));
    byOwner->resize(owners.size());
    const auto listOf = [&](Model *owner) {
        const auto it = positions.constFind(owner);
        return it == positions.cend() ? nullptr : &(*byOwner)[*it];
    };
    // A key to another unique column does not find its owner in the session by itself.
    QHash<KeyRow, Model *> byReferred;
    if (relation->referredField() != relation->model->key()) {
        for (Model *owner : owners) {
            WireValue key;
            if (ModelPrivate::get(owner)->storedWire(relation->referredField(), &key))
                byReferred.insert(KeyRow{{key}}, owner);
        }
    }
    Model *last = nullptr;
    QList<Model *> *lastItems = nullptr;
    for (Model *member : std::as_const(members)) {
        ModelPrivate *d = ModelPrivate::get(member);
        if (d->hasUnflushed() && d->isPending(owning->foreignKey))
            continue; // where memory has it, below
        Model *owner = d->peek(owning);
        if (!owner && !byReferred.isEmpty()) {
            WireValue key;
            owner = d->value(owning->foreignKey, &key) ? byReferred.value(KeyRow{{key}}) : nullptr;
        }
        if (!owner)
            continue;
        if (owner != last) {
            last = owner;
            lastItems = listOf(owner);
        }
        if (!lastItems)
            continue;
        lastItems->append(member);
        d->pointTo(owning, owner);
    }
    if (m_sortsByKey) {
        for (QList<Model *> &items : *byOwner)
            sortByKey(&items, relation->target->key());
    }
    // Rows first, what waits for the commit behind them.
    for (Model *object : m_session.dirty.entries()) {
        const ModelPrivate *d = object ? ModelPrivate::get(object) : nullptr;
        if (!d || d->info() != relation->target || (d->state != Model::New && d->state != Model::Persistent)
            || !d->isPending(owning->foreignKey))
            continue;
        if (Model *owner = d->peek(owning)) {
            if (QList<Model *> *items = listOf(owner))
                items->append(object);
        }
    }
    return Error();
}

Error RelationLoader::loadReverse(const RelationInfo *relation, const QList<Model *> &owners,
                                  const QueryData &query, bool partial)
{
    QList<QList<Model *>> partners;
    if (const Error error = readMembers(relation, owners, query, &partners); error.isValid())
        return error;
    for (qsizetype i = 0; i < owners.size(); ++i) {
        Model *owner = owners.at(i);
        ModelPrivate *d = ModelPrivate::get(owner);
        const QList<Model *> found = partners.value(i);
        if (found.isEmpty() && partial)
            continue; // filtered out is not absent
        // An object without a session that points here stands, as it does in a list.
        const RelationSlot *slot = d->slot(relation);
        if (slot && slot->target && ModelPrivate::get(slot->target)->state == Model::Transient)
            continue;
        d->takePartner(relation, found.isEmpty() ? nullptr : found.last());
        ChangeScope::notify(owner, relation);
    }
    return Error();
}

Error RelationLoader::loadOneToMany(const RelationInfo *relation, const QList<Model *> &owners,
                                    const QueryData &query, bool partial)
{
    QList<QList<Model *>> items;
    if (const Error error = readMembers(relation, owners, query, &items); error.isValid())
        return error;
    for (qsizetype i = 0; i < owners.size(); ++i) {
        ModelPrivate *d = ModelPrivate::get(owners.at(i));
        QList<Model *> list = std::move(items[i]);
        // Objects without a session that point here.
        if (const RelationSlot *slot = d->slot(relation)) {
            for (Model *known : slot->items) {
                if (ModelPrivate::get(known)->state == Model::Transient && !list.contains(known))
                    list.append(known);
            }
        }
        d->takeItems(relation, list, partial);
    }
    return Error();
}

namespace {

/*! The place of an owner in a list of them by its key: a table where the keys lie close together. */
class OwnerIndex
{
public:
    OwnerIndex(const WireRow &keys, const QList<Model *> &owners, const FieldInfo *referred)
    {
        bool integers = !keys.isEmpty();
        qint64 least = std::numeric_limits<qint64>::max();
        qint64 most = std::numeric_limits<qint64>::min();
        for (const WireValue &key : keys) {
            const qint64 *integer = std::get_if<qint64>(&key);
            integers = integers && integer;
            if (integers) {
                least = qMin(least, *integer);
                most = qMax(most, *integer);
            }
        }
        const bool dense = integers && quint64(most) - quint64(least) < quint64(keys.size()) * 4 + 64;
        if (dense) {
            m_first = least;
            m_dense.resize(most - least + 1, -1);
        }
        for (qsizetype i = 0; i < owners.size(); ++i) {
            WireValue key;
            if (!ModelPrivate::get(owners.at(i))->storedWire(referred, &key))
                continue;
            if (dense)
                m_dense[std::get<qint64>(key) - m_first] = int(i);
            else if (const qint64 *integer = std::get_if<qint64>(&key))
                m_integers.insert(*integer, i);
            else
                m_others.insert(KeyRow{{key}}, i);
        }
    }

    qsizetype find(qint64 key) const
    {
        if (!m_dense.isEmpty())
            return key < m_first || key - m_first >= m_dense.size() ? -1 : m_dense.at(key - m_first);
        return m_integers.value(key, -1);
    }
    qsizetype find(const WireValue &key) const
    {
        const qint64 *integer = std::get_if<qint64>(&key);
        return integer ? find(*integer) : m_others.value(KeyRow{{key}}, -1);
    }

private:
    qint64 m_first = 0;
    QList<int> m_dense;
    QHash<qint64, qsizetype> m_integers;
    QHash<KeyRow, qsizetype> m_others;
};

template <typename F>
void forEachInteger(const QByteArray &text, F &&f)
{
    quint64 number = 0;
    bool negative = false;
    const auto end = [&] { f(qint64(negative ? 0 - number : number)); };
    for (const char c : text) {
        if (c == ',') {
            end();
            number = 0;
            negative = false;
        } else if (c == '-') {
            negative = true;
        } else {
            number = number * 10 + quint64(c - '0');
        }
    }
    end();
}

/*! The integers of a text with commas between. */
template <typename F>
void forEachInteger(const WireValue &list, F &&f)
{
    if (const QByteArray *bytes = std::get_if<QByteArray>(&list))
        forEachInteger(*bytes, f);
    else if (const QString *text = std::get_if<QString>(&list))
        forEachInteger(text->toLatin1(), f);
    else if (const qint64 *single = std::get_if<qint64>(&list))
        f(*single);
}

} // namespace

Error RelationLoader::loadManyToMany(const RelationInfo *relation, const QList<Model *> &owners,
                                     const QueryData &query, bool partial)
{
    QList<Model *> members;
    WireRow ownerKeys;
    Restriction restriction = ownersRestriction(relation, owners);
    Connection *connection = nullptr;
    if (const Error error = m_session.connect(&connection); error.isValid())
        return error;
    restriction.groupOwners = connection->dialect().features().integerLists && !query.distinct && owners.size() > 1
            && relation->referredField()->type == FieldType::Int64;
    bool grouped = false;
    if (const Error error = readRestricted(m_session, query, restriction, &members, &ownerKeys, &grouped);
        error.isValid())
        return error;
    // Which list a row belongs to, by the owner's key.
    OwnerIndex position(restriction.values, owners, relation->referredField());
    QList<std::pair<qsizetype, Model *>> pairs; // of an owner's place and a member
    QList<int> sizes(owners.size());
    const auto put = [&](qsizetype at, Model *member) {
        if (at < 0)
            return;
        pairs.append({at, member});
        ++sizes[at];
    };
    QList<Model *> distinct;
    const quint32 seen = ++m_session.readSerial;
    for (qsizetype i = 0; i < members.size(); ++i) {
        Model *member = members.at(i);
        if (grouped)
            forEachInteger(ownerKeys.at(i), [&](qint64 key) { put(position.find(key), member); });
        else
            put(position.find(ownerKeys.at(i)), member);
        if (std::exchange(ModelPrivate::get(member)->readSerial, seen) != seen)
            distinct.append(member);
    }
    ObjectReader::formPeers(distinct);
    QList<QList<Model *>> items(owners.size());
    for (const auto &[at, member] : std::as_const(pairs)) {
        QList<Model *> &list = items[at];
        if (list.isEmpty())
            list.reserve(sizes.at(at));
        list.append(member);
    }
    const RelationInfo *inverse = relation->inverse;
    for (qsizetype i = 0; i < owners.size(); ++i) {
        Model *owner = owners.at(i);
        ModelPrivate *d = ModelPrivate::get(owner);
        QList<Model *> list = std::move(items[i]);
        // The junction may have a pair twice; a list holds no object twice.
        const quint32 listed = ++m_session.readSerial;
        QSet<Model *> removed; // they have the pair, and return with it
        list.removeIf([listed, &removed](Model *member) {
            ModelPrivate *m = ModelPrivate::get(member);
            if (m->state == Model::Removed)
                removed.insert(member);
            return std::exchange(m->readSerial, listed) == listed;
        });
        if (m_sortsByKey)
            sortByKey(&list, relation->target->key());
        const QList<Model *> before = d->slot(relation) ? d->slot(relation)->items : QList<Model *>();
        QSet<Model *> had;
        if (!before.isEmpty())
            had = QSet<Model *>(before.cbegin(), before.cend());
        const bool mayBePlain = m_session.undoSerial() == 0 && !(d->slot(relation) && d->slot(relation)->away);
        // The other side knows whose list holds it, loaded or not.
        for (Model *member : std::as_const(list)) {
            if (had.contains(member) || (member == owner && inverse == relation))
                continue;
            ModelPrivate *m = ModelPrivate::get(member);
            RelationSlot *other = m->ensureSlot(inverse);
            // A list that nobody has read, and no undo knows, has nobody to tell.
            if (mayBePlain && other->state != RelationSlot::Loaded && !m->undoSegment())
                other->items.append(owner);
            else
                m->addPair(inverse, owner, true);
            if (m->state == Model::Removed)
                d->keepKnown(relation, member);
        }
        if (!removed.isEmpty())
            list.removeIf([&removed](Model *member) { return removed.contains(member); });
        if (!before.isEmpty()) {
            const QSet<Model *> now(list.cbegin(), list.cend());
            for (Model *member : before) {
                if (now.contains(member))
                    continue;
                ModelPrivate *m = ModelPrivate::get(member);
                if (removed.contains(member)) {
                    d->keepKnown(relation, member);
                } else if (m->state == Model::New || m->state == Model::Transient) {
                    list.append(member); // a pair that waits for the commit
                } else if (const RelationSlot *other = m->slot(inverse);
                           other && other->state == RelationSlot::Loaded && partial) {
                    d->keepKnown(relation, member); // a part says nothing of what it leaves out
                } else if (other) {
                    m->removePair(inverse, owner, true);
                }
            }
        }
        d->takeItems(relation, list, partial);
    }
    return Error();
}

Error RelationLoader::prefetch(const QList<Model *> &roots, const QList<PrefetchStep> &steps, What what,
                               bool rootsAreAll)
{
    if (roots.isEmpty())
        return Error();
    // Objects reached by each prefix: repeating one costs nothing.
    struct Reached
    {
        RelationPath path;
        QList<Model *> objects;
        bool areAll = false;
    };
    QList<Reached> prefixes;
    const auto find = [&](const RelationPath &path) {
        return std::find_if(prefixes.cbegin(), prefixes.cend(),
                            [&path](const Reached &known) { return known.path == path; });
    };
    for (const PrefetchStep &step : steps) {
        Reached owners{{}, roots, rootsAreAll};
        for (qsizetype i = 0; i < step.path.size() && !owners.objects.isEmpty(); ++i) {
            const RelationPath prefix = step.path.first(i + 1);
            if (const auto known = find(prefix); known != prefixes.cend()) {
                owners = *known;
                continue;
            }
            const RelationInfo *relation = step.path.at(i);
            const bool last = i + 1 == step.path.size();
            const QueryData *query = last && step.hasQuery ? step.query.data() : nullptr;
            Reached reached{prefix, {}, false};
            m_ownersAreAll = owners.areAll;
            const Error error = load(relation, owners.objects, what, query, &reached.objects);
            m_ownersAreAll = false;
            if (error.isValid())
                return error;
            // Each row of the class refers to an owner, and all owners are here.
            reached.areAll = owners.areAll && relation->kind == RelationKind::OneToMany
                    && !relation->foreignKey->nullable && !(query && query->isFiltered());
            prefixes.append(reached);
            owners = reached;
        }
    }
    return Error();
}

Error RelationLoader::loadLazily(Model *owner, const RelationInfo *relation, Occasion occasion)
{
    const ChangeScope scope; // handlers may delete the owner
    ModelPrivate *d = ModelPrivate::get(owner);
    if (m_session.lazyLoading == LazyLoading::Forbid) {
        const Error error = usage(relation, u"it is not loaded, and lazy loading is forbidden in this session: load "
                                            "it by selectRelated() or prefetchRelated()"_s);
        d->setFailed(relation, error);
        return error;
    }
    QList<Model *> owners{owner};
    if (m_session.lazyLoading == LazyLoading::Peers && d->peers) {
        const QList<Model *> members = d->peers->members;
        // Onwards from the owner, then from the beginning: loops go forward.
        const qsizetype start = d->peerIndex;
        for (qsizetype i = 1; i < members.size() && owners.size() < m_session.peerLimit; ++i) {
            Model *peer = members.at((start + i) % members.size());
            if (peer && isServedToo(ModelPrivate::get(peer), relation, occasion))
                owners.append(peer);
        }
    }
    if (occasion == Occasion::Reading)
        qCDebug(lcLazy) << relation->displayName() << "loads lazily for" << owners.size() << "objects";
    Error error = load(relation, owners, Missing);
    if (!error.isValid() && d->columnError())
        error = *d->columnError(); // the row is gone, and with it the key that was left out
    if (error.isValid()) {
        for (Model *one : std::as_const(owners))
            ModelPrivate::get(one)->setFailed(relation, error);
    }
    return error;
}

/*! Whether a lazy load of a neighbour serves \a peer along. */
bool RelationLoader::isServedToo(const ModelPrivate *peer, const RelationInfo *relation, Occasion occasion)
{
    if (peer->state != Model::Persistent || peer->info() != relation->model)
        return false;
    if (const RelationSlot *slot = peer->slot(relation)) {
        // A failure is remembered until somebody asks; a part stays one until its own owner is asked.
        if (slot->state != RelationSlot::Unloaded)
            return slot->state == RelationSlot::Failed && occasion == Occasion::Asking;
    }
    return !peer->isRelationLoaded(relation);
}

} // namespace Chakra
