// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_CASCADEFOLLOWER_P_H
#define CHAKRA_CASCADEFOLLOWER_P_H

#include "session_p.h"

#include <QSet>

#include <limits>

namespace Chakra {

/*!
    Brings the session's objects after what the database did with rows that referred to deleted (or
    renamed) ones: cascaded objects are Deleted, nulled keys read null. Objects that may have gone
    because of a row in between that is not loaded are looked up, one SELECT per class.
*/
class CascadeFollower
{
public:
    explicit CascadeFollower(SessionPrivate &session) : m_session(session) { }

    /*! Statement \a when, counted from the first, gave \a field of \a object its present value. */
    void wrote(const Model *object, const FieldInfo *field, qsizetype when) { m_written.insert({object, field}, when); }
    /*! Statement \a when deleted the row of \a object. */
    void add(Model *object, qsizetype when = Last);
    /*! A row of that key, which may have an object or none, is deleted. */
    void addKey(const ModelInfo *model, const WireRow &key);
    /*! Statement \a when changed a value that foreign keys refer to; the identity map still has the old one. */
    void valueChanged(const FieldInfo *target, const WireValue &before, const WireValue &now, qsizetype when = Last);
    /*! 0 statements, but for rows in between that are not loaded. */
    Error follow();

private:
    static constexpr qsizetype Last = std::numeric_limits<qsizetype>::max();
    using Values = QHash<WireValue, qsizetype>; // and when they went

    void followReferrer(const FieldInfo *field, const Values &gone);
    /*! Takes what the database wrote into a foreign key; a pending change of it stands. */
    void takeKey(Model *object, const FieldInfo *field, const WireValue &value, qsizetype when);
    bool wasWrittenAfter(const Model *object, const FieldInfo *field, qsizetype when) const
    {
        return m_written.value({object, field}, -1) > when;
    }
    bool isLoaded(const FieldInfo *target, const WireValue &value);
    Error lookUp();

    SessionPrivate &m_session;
    QHash<const FieldInfo *, Values> m_gone; // values that foreign keys referred to
    QSet<const ModelInfo *> m_models; // that lost rows
    QSet<const ModelInfo *> m_unseen; // that lost rows of which the key alone is known
    QSet<const FieldInfo *> m_following; // against keys that refer to each other
    QHash<const FieldInfo *, QSet<WireValue>> m_loaded;
    QHash<std::pair<const Model *, const FieldInfo *>, qsizetype> m_written;
};

} // namespace Chakra

#endif // CHAKRA_CASCADEFOLLOWER_P_H
