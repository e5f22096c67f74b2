// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_SQLITEDIALECT_P_H
#define CHAKRA_SQLITEDIALECT_P_H

#include "dialect_p.h"

namespace Chakra::Sql {

/*!
    SQLite 3.36 and later, as Qt's QSQLITE reaches it. Dates, times and instants are text in
    SQLite's own form; regular expressions use the driver's REGEXP, and so do comparisons that ignore
    the case of more than ASCII, which is all that SQLite folds.
*/
class SqliteDialect final : public Dialect
{
public:
    enum class Encoding { Unknown, Utf8 };
    explicit SqliteDialect(Encoding encoding);

    QString name() const override;
    Text createIndex(const IndexDefinition &index) const override;
    QString deferForeignKeys() const override;
    QString beginTransaction(bool forWriting) const override;
    QStringList connectionSetup() const override;
    QString connectionCheck() const override;
    QString connectionQuestion() const override;
    std::shared_ptr<const Dialect> adapted(const QString &answer) const override;
    QString explainPrefix() const override;
    WireValue stored(const WireValue &value) const override;
    QString textMistake(const QString &text) const override;
    QString patternMistake(TextMatch match, bool caseInsensitive,
                           const QString &pattern) const override;
    qsizetype rowsPerStatement(const Insert &insert) const override;

protected:
    void writeInValues(Writer &out, const Expression &expression) const override;
    QStringList writeRows(Writer &out, const Insert &insert) const override;
    void writeMatch(Writer &out, const Expression &expression) const override;
    void writePart(Writer &out, const Expression &expression) const override;
    void writeDecimal(Writer &out, const Expression &expression) const override;
    void writeScanned(Writer &out, const Expression &expression) const override;
    void writeOutput(Writer &out, const Expression &expression) const override;
    void writeLimit(Writer &out, const Select &select) const override;
    void writeConstraints(Writer &out, const ColumnDefinition &column) const override;
    QString typeName(const ColumnDefinition &column) const override;
    QString literal(const WireValue &value) const override;

private:
    bool jsonRows(const Insert &insert, const QList<qsizetype> &columns, QString *json) const;
    void writeLongList(Writer &out, const Expression &expression) const;
    void writePlainMatch(Writer &out, const Expression &expression) const;

    const Encoding m_encoding;
};

} // namespace Chakra::Sql

#endif // CHAKRA_SQLITEDIALECT_P_H
