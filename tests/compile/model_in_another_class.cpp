// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: names User, but stands in another class

#include "../shared/chapter.h"

#include <Chakra/Chakra>

class Draft : public Chakra::Model
{
    Q_OBJECT
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_MODEL(User, "drafts")
#else
    CHAKRA_MODEL(Draft, "drafts")
#endif
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
};
