// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_WRITER_P_H
#define CHAKRA_WRITER_P_H

#include "dialect_p.h"

namespace Chakra::Sql {

/*! The text of a statement as it grows, and the values of its placeholders in their order. */
class Dialect::Writer
{
public:
    explicit Writer(const QString &table = QString()) : m_table(table) { m_sql.reserve(512); }

    Writer &operator<<(QLatin1StringView text)
    {
        m_sql += text;
        return *this;
    }
    Writer &operator<<(QChar c)
    {
        m_sql += c;
        return *this;
    }
    Writer &operator<<(const QString &text)
    {
        m_sql += text;
        return *this;
    }

    /*! A placeholder and its value. */
    void bind(const WireValue &value)
    {
        m_sql += u'?';
        m_values.append(value);
    }

    /*! The table that columns without a table name belong to. */
    const QString &table() const { return m_table; }

    qsizetype boundValues() const { return m_values.size(); }
    const QString &sql() const { return m_sql; }
    Text take() { return {std::move(m_sql), std::move(m_values), {}}; }

private:
    QString m_table;
    QString m_sql;
    WireRow m_values;
};

} // namespace Chakra::Sql

#endif // CHAKRA_WRITER_P_H
