// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_DIALECT_P_H
#define CHAKRA_DIALECT_P_H

#include "statement_p.h"

#include <memory>

namespace Chakra::Sql {

/*!
    How one database spells statements and what it can do. Everything that differs from database to
    database is a virtual function or a feature flag here; nobody else asks which database it is.
    Immutable, and so safe in any thread.
*/
class Dialect
{
public:
    struct Features
    {
        bool listAsOneValue = false; // a key list of any length travels as one bound value
        int maxVariables = 30000; // placeholders in a statement
        int maxListLength = 500; // values in an IN list, where lists are spelled out
        bool questionMarks = false; // are placeholders to the database itself
        bool integerLists = false; // group_concat()
        bool returning = false; // INSERT … RETURNING through a prepared statement
        bool keysBeforeInsert = false; // inside the write transaction the next key can be read
        bool transactionalDdl = false;
        bool foreignKeysInTableOnly = false; // no ALTER TABLE … ADD CONSTRAINT
        bool exactUnsigned64 = false;
        bool notANumber = false; // keeps NaN
        bool endsTransactionsItself = false; // some errors roll the whole transaction back
    };

    virtual ~Dialect();

    /*! The dialect of a Qt driver by its plugin name ("QSQLITE"); null when there is none. */
    static std::shared_ptr<const Dialect> forDriver(const QString &driverName);

    virtual QString name() const = 0;
    const Features &features() const { return m_features; }

    Text select(const Select &select) const;
    Text insert(const Insert &insert) const;
    Text update(const Update &update) const;
    Text remove(const Delete &remove) const;

    /*! How many of the rows of \a insert go into one statement; at least one. */
    virtual qsizetype rowsPerStatement(const Insert &insert) const;

    /*! The next value of the generated key \a column, as one row of one integer. */
    virtual Text nextKey(const QString &table, const QString &column) const;

    virtual Text createTable(const TableDefinition &table) const; // IF NOT EXISTS
    virtual Text createIndex(const IndexDefinition &index) const; // IF NOT EXISTS
    virtual Text dropTable(const QString &table) const; // IF EXISTS
    /*! In a transaction: makes foreign keys wait for its end. Empty where there is no such thing. */
    virtual QString deferForeignKeys() const;

    virtual QString beginTransaction(bool forWriting) const = 0;
    virtual QString commit() const;
    virtual QString rollback() const;
    virtual QString savepoint(const QString &name) const;
    virtual QString rollbackTo(const QString &name) const;
    virtual QString releaseSavepoint(const QString &name) const;
    /*! Run on every new connection, in order. */
    virtual QStringList connectionSetup() const;
    /*! Answers 1 where the setup took hold; empty if nothing needs asking. */
    virtual QString connectionCheck() const;
    /*! Asked of every new connection, so that the dialect fits it; empty if nothing. */
    virtual QString connectionQuestion() const;
    /*! The dialect for a connection that gave this \a answer; null for this one. */
    virtual std::shared_ptr<const Dialect> adapted(const QString &answer) const;
    /*! EXPLAIN in front of a SELECT. */
    virtual QString explainPrefix() const = 0;

    /*!
        The form in which this database keeps \a value: dates and times may become text. What it
        cannot keep comes back as it is, and is refused where values are bound: a date, a time, an
        instant or an unsigned integer that is still one.
    */
    virtual WireValue stored(const WireValue &value) const = 0;
    /*!
        What this database would change in \a text without a word; empty if nothing. It is asked of
        texts that hold a surrogate, a byte order mark, U+FFFE or U+FFFF.
    */
    virtual QString textMistake(const QString &text) const;
    /*!
        What keeps this database from matching \a pattern as \a match says; empty if nothing. Not
        every database says so itself: some just match nothing.
    */
    virtual QString patternMistake(TextMatch match, bool caseInsensitive,
                                   const QString &pattern) const;
    QString regexMistake(const QString &pattern) const
    {
        return patternMistake(TextMatch::Regex, false, pattern);
    }
    /*! A name quoted, whatever is in it; a NUL makes it invalid and is refused by the graph. */
    QString quoted(const QString &identifier) const;

    /*! The name of an index that was given none: one for the same columns, at most 60 bytes. */
    static QString indexName(const IndexDefinition &index);

protected:
    class Writer; // collects text and values
    enum Precedence { OrLevel, AndLevel, NotLevel, ComparisonLevel, Primary };

    explicit Dialect(const Features &features) : m_features(features) { }

    /*! Writes \a expression without parentheses around it. */
    virtual void write(Writer &out, const Expression &expression) const;
    /*! The same, in parentheses where it binds less than \a least. */
    void writeOperand(Writer &out, const Expression &expression, Precedence least) const;
    virtual void writeInValues(Writer &out, const Expression &expression) const;
    /*!
        A SELECT that gives the rows of \a insert, in columns named like the table's. Returns which
        column each bound value is for.
    */
    virtual QStringList writeRows(Writer &out, const Insert &insert) const = 0;
    static void writeValues(Writer &out, const QList<WireRow> &rows);
    virtual void writeMatch(Writer &out, const Expression &expression) const = 0;
    virtual void writePart(Writer &out, const Expression &expression) const = 0;
    /*! Where decimal columns are numbers, they sort like these as they are. */
    virtual void writeDecimal(Writer &out, const Expression &expression) const;
    virtual void writeScanned(Writer &out, const Expression &expression) const;
    virtual void writeOutput(Writer &out, const Expression &expression) const;
    virtual void writeOrder(Writer &out, const Order &order) const;
    virtual void writeLimit(Writer &out, const Select &select) const;
    /*! What stands behind the type of a column. */
    virtual void writeConstraints(Writer &out, const ColumnDefinition &column) const;
    virtual QChar quoteSign() const { return u'"'; }
    virtual QString typeName(const ColumnDefinition &column) const = 0;
    virtual QString literal(const WireValue &value) const; // for DEFAULT clauses

private:
    static Precedence precedence(const Expression &expression);
    void writeSelect(Writer &out, const Select &select) const;
    Writer &writeName(Writer &out, const QString &identifier) const;
    QStringList writeAbsentRows(Writer &out, const Insert &insert) const;
    void writeReturning(Writer &out, const QStringList &columns) const;
    void writeList(Writer &out, const QList<Expression> &operands, QLatin1StringView between,
                   Precedence least) const;
    /*! AND or OR of any number of operands. */
    void writeJunction(Writer &out, const QList<Expression> &operands, QLatin1StringView between,
                       Precedence least) const;
    void writeComparison(Writer &out, const Expression &expression, QLatin1StringView sign) const;
    QString quotedList(const QStringList &names) const;
    QString foreignKey(const ForeignKeyDefinition &key) const;

    Features m_features;
};

} // namespace Chakra::Sql

#endif // CHAKRA_DIALECT_P_H
