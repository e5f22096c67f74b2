// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "relatedlistmodel_p.h"

#include "../relations/relatedlist_p.h"

#include <QMetaProperty>
#include <QSet>

namespace Chakra {

namespace {

const bool factoryIsSet = [] {
    setListModelFactory(&RelatedListModel::of);
    return true;
}();

} // namespace

RelatedListModel::RelatedListModel(Model *owner, const RelationInfo *relation)
    : QAbstractListModel(owner), m_owner(owner), m_relation(relation)
{
    const QMetaObject *meta = relation->target->metaObject;
    for (int i = 0; i < meta->propertyCount(); ++i) {
        if (const int signal = meta->property(i).notifySignalIndex(); signal >= 0)
            m_roleOfSignal.insert(signal, FirstPropertyRole + i);
    }
    ModelPrivate::get(owner)->ensureSlot(relation)->observer = this;
    listChanged();
}

RelatedListModel::~RelatedListModel() = default;

QAbstractItemModel *RelatedListModel::of(Model *owner, const RelationInfo *relation)
{
    if (RelationSlot *slot = ModelPrivate::get(owner)->slot(relation); slot && slot->observer)
        return static_cast<RelatedListModel *>(slot->observer);
    return new RelatedListModel(owner, relation);
}

QObject *RelatedListModel::get(int row) const
{
    return memberAt(row);
}

int RelatedListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant RelatedListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return QVariant();
    Model *member = memberAt(index.row());
    if (!member)
        return QVariant();
    if (role == ObjectRole)
        return QVariant::fromValue<QObject *>(member);
    const QMetaObject *meta = m_relation->target->metaObject;
    if (role == Qt::DisplayRole || role == Qt::EditRole) {
        // The first text says most of an object, else its key.
        for (const FieldInfo *field : m_relation->target->fields) {
            if (field->type == FieldType::String && !field->primaryKey)
                return field->read(member);
        }
        return m_relation->target->fields.isEmpty() ? QVariant() : m_relation->target->fields.first()->read(member);
    }
    const int property = role - FirstPropertyRole;
    return property >= 0 && property < meta->propertyCount() ? meta->property(property).read(member) : QVariant();
}

QHash<int, QByteArray> RelatedListModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names.insert(ObjectRole, QByteArrayLiteral("object"));
    const QMetaObject *meta = m_relation->target->metaObject;
    for (int i = 0; i < meta->propertyCount(); ++i)
        names.insert(FirstPropertyRole + i, meta->property(i).name());
    return names;
}

bool RelatedListModel::canFetchMore(const QModelIndex &parent) const
{
    if (parent.isValid())
        return false;
    const ModelPrivate *owner = ModelPrivate::get(m_owner);
    const RelationSlot *slot = owner->slot(m_relation);
    return owner->context && owner->state != Model::Deleted && !owner->listIsLoaded(m_relation)
            && !(slot && slot->state == RelationSlot::Failed);
}

void RelatedListModel::fetchMore(const QModelIndex &parent)
{
    if (!canFetchMore(parent))
        return;
    const QPointer<RelatedListModel> self(this);
    ModelPrivate *owner = ModelPrivate::get(m_owner);
    const Error error = owner->ensureLoaded(m_relation, false);
    if (!self)
        return; // a receiver has destroyed the owner
    if (error.isValid() && owner->context)
        owner->context->report(error);
    listChanged();
}

QList<Model *> RelatedListModel::items() const
{
    const RelationSlot *slot = ModelPrivate::get(m_owner)->slot(m_relation);
    return slot && slot->state == RelationSlot::Loaded ? slot->items : QList<Model *>();
}

Model *RelatedListModel::memberAt(qsizetype row) const
{
    Model *member = m_rows.value(row);
    return member && !ModelPrivate::get(member)->dying ? member : nullptr;
}

void RelatedListModel::listChanged()
{
    // A receiver of a row signal may change the list again: the outer call goes on from there.
    if (m_updating)
        return;
    m_updating = true;
    const qsizetype before = m_rows.size();
    for (int round = 0; round < 100; ++round) {
        const QList<Model *> now = items();
        // A row whose object is gone is null and equals no member.
        if (std::equal(now.cbegin(), now.cend(), m_rows.cbegin(), m_rows.cend(),
                       [](const Model *member, const QPointer<Model> &row) { return row == member; }))
            break;
        if (!follow(now))
            return;
    }
    m_updating = false;
    if (m_rows.size() != before)
        Q_EMIT countChanged();
}

bool RelatedListModel::follow(const QList<Model *> &now)
{
    // Receivers may change the list, destroy members, or destroy the owner and this model with it.
    // Where the list is another one, the caller compares again.
    const QPointer<RelatedListModel> self(this);
    const QSet<Model *> wanted(now.cbegin(), now.cend());
    // From the end, runs together.
    for (qsizetype last = m_rows.size() - 1; last >= 0;) {
        if (wanted.contains(m_rows.at(last))) {
            --last;
            continue;
        }
        qsizetype first = last;
        while (first > 0 && !wanted.contains(m_rows.at(first - 1)))
            --first;
        beginRemoveRows({}, int(first), int(last));
        if (!self)
            return false;
        for (qsizetype i = first; i <= last; ++i)
            unwatch(m_rows.at(i));
        m_rows.remove(first, last - first + 1);
        endRemoveRows();
        if (!self)
            return false;
        if (items() != now)
            return true;
        last = qMin(first, m_rows.size()) - 1;
    }
    const QSet<Model *> present(m_rows.cbegin(), m_rows.cend());
    for (qsizetype at = 0; at < now.size(); ++at) {
        if (at < m_rows.size() && m_rows.at(at) == now.at(at))
            continue;
        if (!present.contains(now.at(at))) {
            qsizetype end = at;
            while (end + 1 < now.size() && !present.contains(now.at(end + 1)))
                ++end;
            beginInsertRows({}, int(at), int(end));
            if (!self)
                return false;
            m_rows.insert(at, end - at + 1, QPointer<Model>());
            // Else the rows that were announced stay null, and go in the next round.
            if (items() == now) {
                for (qsizetype i = at; i <= end; ++i) {
                    m_rows[i] = now.at(i);
                    watch(now.at(i));
                }
            }
            endInsertRows();
            at = end;
        } else {
            const qsizetype from = m_rows.indexOf(now.at(at), at);
            if (from < 0)
                return true; // changed under way
            beginMoveRows({}, int(from), int(from), {}, int(at));
            if (!self)
                return false;
            m_rows.move(from, at);
            endMoveRows();
        }
        if (!self)
            return false;
        if (items() != now)
            return true;
    }
    return true;
}

void RelatedListModel::watch(Model *member)
{
    static const int slot = staticMetaObject.indexOfSlot("memberChanged()");
    for (auto it = m_roleOfSignal.cbegin(); it != m_roleOfSignal.cend(); ++it)
        QMetaObject::connect(member, it.key(), this, slot, Qt::DirectConnection);
}

void RelatedListModel::unwatch(Model *member)
{
    if (member)
        member->disconnect(this);
}

void RelatedListModel::memberChanged()
{
    auto *member = static_cast<Model *>(sender());
    const qsizetype row = m_rows.indexOf(member);
    if (row < 0)
        return;
    const int role = m_roleOfSignal.value(senderSignalIndex());
    const QModelIndex changed = index(int(row));
    Q_EMIT dataChanged(changed, changed, {role, Qt::DisplayRole, Qt::EditRole});
}

} // namespace Chakra
