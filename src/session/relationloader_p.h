// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_RELATIONLOADER_P_H
#define CHAKRA_RELATIONLOADER_P_H

#include "session_p.h"

namespace Chakra {

/*!
    Brings relations of many owners into memory by one statement for each step: what prefetches,
    lazy loads, load() and reload() have in common. Changes in memory are kept: rows come first,
    what waits for the next commit behind them.
*/
class RelationLoader
{
public:
    explicit RelationLoader(SessionPrivate &session) : m_session(session) { }

    enum What {
        Missing, /*!< owners that lack the relation */
        All /*!< every owner: the database's state is wanted */
    };

    /*!
        Loads \a relation of \a owners; \a query (of the related model) makes it a part where it
        filters. The objects reached are appended to \a reached, each once.
    */
    Error load(const RelationInfo *relation, const QList<Model *> &owners, What what,
               const QueryData *query = nullptr, QList<Model *> *reached = nullptr);
    /*! The steps of prefetchRelated(), prefixes shared. */
    Error prefetch(const QList<Model *> &roots, const QList<PrefetchStep> &steps, What what);
    /*! A lazy load of \a owner and its peers. */
    Error loadLazily(Model *owner, const RelationInfo *relation);

private:
    Error loadToOne(const RelationInfo *relation, const QList<Model *> &owners, const QueryData *query);
    Error loadReverse(const RelationInfo *relation, const QList<Model *> &owners, const QueryData &query);
    Error loadOneToMany(const RelationInfo *relation, const QList<Model *> &owners, const QueryData &query,
                        bool partial);
    Error loadManyToMany(const RelationInfo *relation, const QList<Model *> &owners, const QueryData &query,
                         bool partial);
    QueryData queryFor(const RelationInfo *relation, const QueryData *query);
    static void sortByKey(QList<Model *> *items, const FieldInfo *key);
    void setItems(Model *owner, const RelationInfo *relation, const QList<Model *> &items, bool partial);
    QHash<Model *, QList<Model *>> pendingMembers(const RelationInfo *relation,
                                                  const QSet<Model *> &owners) const;

    SessionPrivate &m_session;
    bool m_sortsByKey = false; // of the load under way
};

} // namespace Chakra

#endif // CHAKRA_RELATIONLOADER_P_H
