// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "loader.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QStringView>

using namespace Qt::StringLiterals;

namespace {

bool isNameCharacter(QChar character)
{
    return character.isLetterOrNumber() || character == u'_';
}

// The character that ends what the given one begins, or a null one where it begins no quotation.
QChar closingQuote(QChar opening)
{
    switch (opening.unicode()) {
    case u'\'':
    case u'"':
    case u'`': return opening;
    case u'[': return u']';
    default: return {};
    }
}

// The position behind the quotation that begins at start. A doubled quote needs no care: it reads
// as the end of one quotation and the beginning of the next.
qsizetype endOfQuotation(QStringView script, qsizetype start)
{
    const qsizetype end = script.indexOf(closingQuote(script[start]), start + 1);
    return end < 0 ? script.size() : end + 1;
}

// The position behind the comment that begins at start, or start where none begins.
qsizetype endOfComment(QStringView script, qsizetype start)
{
    const QStringView rest = script.sliced(start);
    const bool line = rest.startsWith(u"--");
    if (!line && !rest.startsWith(u"/*"))
        return start;
    const qsizetype end = line ? script.indexOf(u'\n', start) : script.indexOf(u"*/", start + 2);
    if (end < 0)
        return script.size();
    return line ? end : end + 2;
}

bool isNationalPrefix(QStringView script, qsizetype at)
{
    return script[at].toUpper() == u'N' && at + 1 < script.size() && script[at + 1] == u'\''
           && (at == 0 || !isNameCharacter(script[at - 1]));
}

} // namespace

QStringList splitStatements(const QString &script)
{
    QStringList statements;
    QString statement;
    const auto finish = [&] {
        if (const QString text = statement.trimmed(); !text.isEmpty())
            statements.append(text);
        statement.clear();
    };

    // A byte order mark in front of the first statement is none of SQL.
    qsizetype at = script.startsWith(QChar::ByteOrderMark) ? 1 : 0;
    while (at < script.size()) {
        if (const qsizetype behind = endOfComment(script, at); behind > at) {
            statement += u' ';
            at = behind;
        } else if (!closingQuote(script[at]).isNull()) {
            const qsizetype end = endOfQuotation(script, at);
            statement += QStringView(script).sliced(at, end - at);
            at = end;
        } else if (isNationalPrefix(script, at)) {
            ++at;
        } else if (script[at] == u';') {
            finish();
            ++at;
        } else {
            statement += script[at];
            ++at;
        }
    }
    finish();
    return statements;
}

bool loadChinook(QSqlDatabase &database, const QString &scriptPath, QString *errorText)
{
    QFile file(scriptPath);
    if (!file.open(QIODevice::ReadOnly)) {
        *errorText = u"%1: %2"_s.arg(scriptPath, file.errorString());
        return false;
    }
    if (!database.transaction()) {
        *errorText = database.lastError().text();
        return false;
    }
    QSqlQuery query(database);
    const QStringList statements = splitStatements(QString::fromUtf8(file.readAll()));
    for (const QString &statement : statements) {
        if (!query.exec(statement)) {
            *errorText = u"%1, in: %2"_s.arg(query.lastError().text(), statement.left(200));
            database.rollback();
            return false;
        }
    }
    query.finish();
    if (!database.commit()) {
        *errorText = database.lastError().text();
        database.rollback();
        return false;
    }
    return true;
}
