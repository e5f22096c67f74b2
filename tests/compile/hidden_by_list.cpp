// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: children
// expect: another name

#include "../shared/chapter.h"

#include <Chakra/Chakra>

class Draft : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Draft, "drafts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(std::optional<qint64>, motherId, setMotherId, foreignKey("drafts.id"))
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_ONE_TO_MANY(Draft, children)
#else
    CHAKRA_ONE_TO_MANY(Draft, offspring)
#endif
};
