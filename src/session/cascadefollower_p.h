// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_CASCADEFOLLOWER_P_H
#define CHAKRA_CASCADEFOLLOWER_P_H

#include "session_p.h"

#include <QSet>

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

    /*! The row of \a object is deleted. */
    void add(Model *object, const WireRow &key);
    /*! A row without an object is deleted. */
    void addKey(const ModelInfo *model, const WireRow &key);
    /*! The key of a row has another value. */
    void keyChanged(const ModelInfo *model, const WireRow &before, const WireRow &now);
    /*! 0 statements, but for rows in between that are not loaded. */
    Error follow();

private:
    void followReferrer(const FieldInfo *field, const QSet<KeyRow> &gone);
    Error lookUp();

    SessionPrivate &m_session;
    QHash<const ModelInfo *, QSet<KeyRow>> m_gone;
    QHash<const ModelInfo *, QSet<KeyRow>> m_done;
};

} // namespace Chakra

#endif // CHAKRA_CASCADEFOLLOWER_P_H
