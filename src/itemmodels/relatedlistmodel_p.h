// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_RELATEDLISTMODEL_P_H
#define CHAKRA_RELATEDLISTMODEL_P_H

#include "../model/model_p.h"

#include <QAbstractListModel>
#include <QPointer>

namespace Chakra {

/*!
    The read-only item model of a related list: one role for each property of the related model,
    and "object" for the object itself. Follows the list by row insertions, removals and moves, and
    the members' signals by dataChanged(). Owned by the list's owner.
*/
class RelatedListModel final : public QAbstractListModel, public ListObserver
{
    Q_OBJECT
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role { ObjectRole = Qt::UserRole + 1, FirstPropertyRole };

    RelatedListModel(Model *owner, const RelationInfo *relation);
    ~RelatedListModel() override;

    /*! The model of a list, made when it is first asked for. */
    static QAbstractItemModel *of(Model *owner, const RelationInfo *relation);

    int count() const { return int(m_rows.size()); }
    Q_INVOKABLE QObject *get(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

    void listChanged() override;

Q_SIGNALS:
    void countChanged();

private:
    Q_SLOT void memberChanged();
    /*! The members as the slot has them; none before they are loaded. */
    QList<Model *> items() const;
    /*! The object of a row; null where it has gone and the list has not been told yet. */
    Model *memberAt(qsizetype row) const;
    /*! False when a receiver has destroyed this model. */
    bool follow(const QList<Model *> &now);
    void watch(Model *member);
    void unwatch(Model *member);

    Model *const m_owner;
    const RelationInfo *const m_relation;
    QList<QPointer<Model>> m_rows; // members may die before listChanged() is called
    QHash<int, int> m_roleOfSignal;
    bool m_updating = false;
};

} // namespace Chakra

#endif // CHAKRA_RELATEDLISTMODEL_P_H
