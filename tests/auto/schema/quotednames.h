// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SCHEMA_QUOTEDNAMES_H
#define TESTS_SCHEMA_QUOTEDNAMES_H

// Literals with escapes in the options: moc must hand them on as they are.

#include <Chakra/Model>

#include <QtCore/QString>

class Quoted;

class Quoter : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Quoter, "the \"quoters\"", orderBy("label"))
    CHAKRA_FIELD(qint64, id, setId, column("the \"id\""), primaryKey)
    CHAKRA_FIELD(QString, label, setLabel, column("back\\slash"), maxLength(20), unique)
    CHAKRA_FIELD(QString, words, setWords, defaultValue("say \"hi\", (it's \\ new)"))
    CHAKRA_ONE_TO_MANY(Quoted, quotes, backPopulates("quoter"))
};

class Quoted : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Quoted, "quoted\"), (\"x")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, quoterId, setQuoterId, foreignKey("the \"quoters\".the \"id\""),
                 column("\"; DROP TABLE x; --"), onDelete(Cascade))
    CHAKRA_MANY_TO_ONE(Quoter, quoter, setQuoter, backPopulates("quotes"))
};

#endif
