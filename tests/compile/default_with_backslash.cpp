// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: one plain literal

#include "../shared/chapter.h"

#include <Chakra/Chakra>

class Draft : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Draft, "drafts")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, title, setTitle, defaultValue("say \"hi\" (\\)"))
    CHAKRA_FIELD(QByteArray, data, setData, defaultValue("\x01\n"), column("a\\b"))
#ifdef CHAKRA_MUST_FAIL
    CHAKRA_FIELD(std::optional<QString>, note, setNote, defaultValue("say \"hi\""))
#else
    CHAKRA_FIELD(std::optional<QString>, note, setNote, defaultValue("say hi"), column("a\\c"))
#endif
};
