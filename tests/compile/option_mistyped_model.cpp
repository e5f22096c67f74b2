// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: uniqueTogethr

#include "../shared/chapter.h"

#include <Chakra/Chakra>

class Draft : public Chakra::Model
{
    Q_OBJECT
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_MODEL(Draft, "drafts", uniqueTogethr("id", "title"))
#else
    CHAKRA_MODEL(Draft, "drafts", uniqueTogether("id", "title"))
#endif
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, title, setTitle)
};
