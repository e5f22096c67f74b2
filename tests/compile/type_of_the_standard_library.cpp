// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: no std::optional

#include "../shared/chapter.h"

#include <Chakra/Chakra>

#include <cstdint>

class Draft : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Draft, "drafts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_FIELD(std::int64_t, pages, setPages)
#else
    CHAKRA_FIELD(std::optional<qint64>, pages, setPages)
#endif
};
