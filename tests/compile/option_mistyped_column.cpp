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
    Q_PROPERTY(QString title MEMBER title NOTIFY titleChanged)
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_COLUMN(title, maxLenght(200))
#else
    CHAKRA_COLUMN(title, maxLength(200))
#endif

public:
    QString title;

Q_SIGNALS:
    void titleChanged();
};
