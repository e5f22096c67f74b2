// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: constructor that needs no argument

#include "../shared/chapter.h"

#include <Chakra/Chakra>

class Draft : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Draft, "drafts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)

public:
#ifdef CHAKRA_MUST_FAIL
    explicit Draft(const QString &words) : m_words(words) { }
#else
    explicit Draft(const QString &words = QString()) : m_words(words) { }
#endif

private:
    QString m_words;
};

void test()
{
    Draft::objects();
}
