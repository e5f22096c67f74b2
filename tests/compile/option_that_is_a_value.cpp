// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: Chakra: every argument

#include "../shared/chapter.h"

#include <Chakra/Chakra>

class Draft : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Draft, "drafts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_FIELD(int, pages, setPages, 200)
#else
    CHAKRA_FIELD(int, pages, setPages, defaultValue(200))
#endif
};
