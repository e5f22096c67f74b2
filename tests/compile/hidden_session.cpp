// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: session
// expect: another name

#include "../shared/chapter.h"

#include <Chakra/Chakra>

class Draft : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Draft, "drafts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_FIELD(QString, session, setSession)
#else
    CHAKRA_FIELD(QString, term, setTerm)
#endif
};
