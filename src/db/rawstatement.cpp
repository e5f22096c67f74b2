// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "rawstatement_p.h"

#include "../core/error_p.h"

#include <QStringView>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

enum class Token { End, Word, Placeholder, NamedPlaceholder, Semicolon, Other };

class Tokenizer
{
public:
    explicit Tokenizer(QStringView sql) : m_sql(sql) { }

    Token next()
    {
        skipBlanks();
        m_start = m_at;
        if (m_at >= m_sql.size())
            return Token::End;
        const QChar c = m_sql.at(m_at++);
        if (c == u'\'' || c == u'"' || c == u'`') {
            skipQuoted(c);
            return Token::Other;
        }
        if (c == u'[') {
            skipBehind(u"]");
            return Token::Other;
        }
        if (c == u';')
            return Token::Semicolon;
        if (c == u'?') {
            if (!current().isDigit())
                return Token::Placeholder;
            skipWord();
            return Token::NamedPlaceholder;
        }
        if ((c == u':' || c == u'@' || c == u'$') && isWord(current()) && previous() != u':') {
            skipWord();
            return Token::NamedPlaceholder;
        }
        if (isWord(c)) {
            skipWord();
            return Token::Word;
        }
        return Token::Other;
    }

    qsizetype start() const { return m_start; }
    QStringView text() const { return m_sql.sliced(m_start, m_at - m_start); }
    bool is(QLatin1StringView word) const { return text().compare(word, Qt::CaseInsensitive) == 0; }

private:
    static bool isWord(QChar c) { return c.isLetterOrNumber() || c == u'_'; }
    QChar current() const { return m_at < m_sql.size() ? m_sql.at(m_at) : QChar(); }
    QChar previous() const { return m_start > 0 ? m_sql.at(m_start - 1) : QChar(); }

    void skipWord()
    {
        while (isWord(current()) || current() == u'$')
            ++m_at;
    }

    void skipBehind(QStringView mark)
    {
        const qsizetype found = m_sql.indexOf(mark, m_at);
        m_at = found < 0 ? m_sql.size() : found + mark.size();
    }

    void skipQuoted(QChar quote)
    {
        // A doubled quote is two quoted pieces side by side, which is as good.
        const qsizetype found = m_sql.indexOf(quote, m_at);
        m_at = found < 0 ? m_sql.size() : found + 1;
    }

    void skipBlanks()
    {
        for (;;) {
            if (m_sql.sliced(m_at).startsWith(u"--"))
                skipBehind(u"\n");
            else if (m_sql.sliced(m_at).startsWith(u"/*"))
                skipBehind(u"*/");
            else if (current().isSpace())
                ++m_at;
            else
                return;
        }
    }

    QStringView m_sql;
    qsizetype m_start = 0;
    qsizetype m_at = 0;
};

/*! Finds the semicolon that ends the statement; those in the body of a trigger do not. */
class EndFinder
{
public:
    bool isEnd(Token token, const Tokenizer &tokens)
    {
        const bool endsBody = m_lastWasEnd;
        m_lastWasEnd = token == Token::Word && m_lastWasSemicolon && tokens.is("END"_L1);
        m_lastWasSemicolon = token == Token::Semicolon;
        if (token == Token::Word && m_words < 4) {
            m_isCreate = m_isCreate || (m_words == 0 && tokens.is("CREATE"_L1));
            m_isTrigger = m_isTrigger || (m_isCreate && tokens.is("TRIGGER"_L1));
            ++m_words;
        }
        return token == Token::Semicolon && (!m_isTrigger || endsBody);
    }

private:
    int m_words = 0;
    bool m_isCreate = false;
    bool m_isTrigger = false;
    bool m_lastWasSemicolon = false;
    bool m_lastWasEnd = false;
};

bool controlsTransactions(const Tokenizer &tokens)
{
    static constexpr QLatin1StringView words[] = {"BEGIN"_L1,  "START"_L1,    "COMMIT"_L1,
                                                  "END"_L1,    "ROLLBACK"_L1, "SAVEPOINT"_L1,
                                                  "RELEASE"_L1};
    return std::any_of(std::begin(words), std::end(words),
                       [&](QLatin1StringView word) { return tokens.is(word); });
}

} // namespace

Error checkRawStatement(const QString &sql, qsizetype values, QString *statement)
{
    if (sql.contains(QChar(u'\0')))
        return usage(u"The statement holds a NUL character"_s, sql);

    Tokenizer tokens(sql);
    EndFinder end;
    qsizetype placeholders = 0;
    bool first = true;
    bool ended = false;
    *statement = sql;
    for (Token token = tokens.next(); token != Token::End; token = tokens.next()) {
        if (ended) {
            return usage(u"There is a second statement, beginning with \"%1\"; one call runs one "
                         "statement"_s.arg(tokens.text()),
                         sql);
        }
        if (first && token == Token::Word && controlsTransactions(tokens)) {
            return usage(u"%1 is not run by hand: transact() opens and ends transactions"_s.arg(
                                 tokens.text().toString().toUpper()),
                         sql);
        }
        if (token == Token::NamedPlaceholder) {
            return usage(
                    u"The placeholder %1: values are bound in their order, and a placeholder is "
                    "written as a mere ?"_s.arg(tokens.text()),
                    sql);
        }
        ended = end.isEnd(token, tokens);
        if (ended)
            statement->truncate(tokens.start());
        first = false;
        placeholders += token == Token::Placeholder;
    }
    if (first)
        return usage(u"The statement is empty"_s, sql);
    if (placeholders != values) {
        return usage(u"The statement has %1 placeholders, but %2 values are given"_s.arg(
                             QString::number(placeholders), QString::number(values)),
                     sql);
    }
    return Error();
}

} // namespace Chakra
