// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: backPopulate

#include "../shared/chapter.h"

#include <Chakra/Chakra>

class Draft : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Draft, "drafts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, userId, setUserId, foreignKey("users.id"), unique)
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_ONE_TO_ONE(User, user, setUser, backPopulate("draft"))
#else
    CHAKRA_ONE_TO_ONE(User, user, setUser, backPopulates("draft"))
#endif
};
