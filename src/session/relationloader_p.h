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
    /*!
        The steps of prefetchRelated(), prefixes shared. Where \a roots are all rows of their class,
        most rows of a class that refers to them are read, and that is best done another way.
    */
    Error prefetch(const QList<Model *> &roots, const QList<PrefetchStep> &steps, What what,
                   bool rootsAreAll = false);
    using Occasion = ObjectContext::Occasion;
    /*! Loads for \a owner and its peers; all of them remember a failure. */
    Error loadLazily(Model *owner, const RelationInfo *relation, Occasion occasion);

private:
    Error loadToOne(const RelationInfo *relation, const QList<Model *> &owners, const QueryData *query);
    Error completeKeys(const RelationInfo *relation, QList<Model *> *owners);
    /*! The rows that refer to each of the owners, and what waits for the commit. */
    Error readMembers(const RelationInfo *relation, const QList<Model *> &owners, const QueryData &query,
                      QList<QList<Model *>> *byOwner);
    Error loadReverse(const RelationInfo *relation, const QList<Model *> &owners, const QueryData &query,
                      bool partial);
    Error loadOneToMany(const RelationInfo *relation, const QList<Model *> &owners, const QueryData &query,
                        bool partial);
    Error loadManyToMany(const RelationInfo *relation, const QList<Model *> &owners, const QueryData &query,
                         bool partial);
    QueryData queryFor(const RelationInfo *relation, const QueryData *query);
    static void sortByKey(QList<Model *> *items, const FieldInfo *key);
    static bool isServedToo(const ModelPrivate *peer, const RelationInfo *relation, Occasion occasion);

    SessionPrivate &m_session;
    bool m_sortsByKey = false; // of the load under way
    bool m_ownersAreAll = false; // the rows of their class, as far as is known
};

} // namespace Chakra

#endif // CHAKRA_RELATIONLOADER_P_H
