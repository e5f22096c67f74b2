// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: trough

#include "../shared/chapter.h"

#include <Chakra/Chakra>

class Draft : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Draft, "drafts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_MANY_TO_MANY(Tag, tags, trough("draft_tags"))
#else
    CHAKRA_MANY_TO_MANY(Tag, tags, through("draft_tags"))
#endif
};
