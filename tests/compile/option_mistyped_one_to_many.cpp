// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: onRemoved

#include "../shared/chapter.h"

#include <Chakra/Chakra>

class Draft : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Draft, "drafts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_ONE_TO_MANY(Post, posts, onRemoved(Delete))
#else
    CHAKRA_ONE_TO_MANY(Post, posts, onRemove(Delete))
#endif
};
