// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: maxLenght

#include "../shared/chapter.h"

#include <Chakra/Chakra>

class Draft : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Draft, "drafts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_FIELD(QString, title, setTitle, maxLenght(200))
#else
    CHAKRA_FIELD(QString, title, setTitle, maxLength(200))
#endif
};
