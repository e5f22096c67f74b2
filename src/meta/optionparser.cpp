// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "optionparser_p.h"

namespace Chakra {

namespace {

// Around a literal that came through moc as what it means, without quotes and escapes.
constexpr QChar literalMark = u'\037';

/*! Splits at commas outside of parentheses and string literals. */
QStringList splitTopLevel(QStringView text)
{
    QStringList parts;
    QString part;
    int depth = 0;
    QChar quote; // the one that ends the literal, null outside of one
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (!quote.isNull()) {
            part += c;
            if (c == u'\\' && quote == u'"' && i + 1 < text.size())
                part += text[++i];
            else if (c == quote)
                quote = QChar();
            continue;
        }
        if (c == u'"' || c == literalMark)
            quote = c;
        else if (c == u'(')
            ++depth;
        else if (c == u')')
            --depth;
        if (c == u',' && depth == 0) {
            parts += part.trimmed();
            part.clear();
        } else {
            part += c;
        }
    }
    parts += part.trimmed();
    return parts;
}

QString unescaped(QStringView literal)
{
    QString text;
    for (qsizetype i = 0; i < literal.size(); ++i) {
        QChar c = literal[i];
        if (c == u'\\' && i + 1 < literal.size()) {
            c = literal[++i];
            if (c == u'n')
                c = u'\n';
            else if (c == u't')
                c = u'\t';
        }
        text += c;
    }
    return text;
}

/*! The text of one literal or of several adjacent ones; false where it is something else. */
bool parseLiteral(QStringView argument, QString *text)
{
    if (argument.size() >= 2 && argument.startsWith(literalMark) && argument.endsWith(literalMark)) {
        *text = argument.mid(1, argument.size() - 2).toString();
        return true;
    }
    if (!argument.startsWith(u'"') || !argument.endsWith(u'"') || argument.size() < 2)
        return false;
    *text = unescaped(argument.mid(1, argument.size() - 2));
    return true;
}

} // namespace

QList<OptionText> parseOptions(QStringView text)
{
    QList<OptionText> options;
    const QStringList parts = splitTopLevel(text);
    for (const QString &part : parts) {
        if (part.isEmpty() || part == u"Chakra::Detail::none")
            continue;
        OptionText option;
        QString literal;
        if (parseLiteral(part, &literal)) {
            option.arguments = {literal};
            option.quoted = {true};
        } else if (const qsizetype open = part.indexOf(u'('); open >= 0 && part.endsWith(u')')) {
            option.name = part.left(open).trimmed();
            const QStringList arguments =
                    splitTopLevel(QStringView(part).mid(open + 1, part.size() - open - 2));
            for (const QString &argument : arguments) {
                const bool isLiteral = parseLiteral(argument, &literal);
                option.arguments += isLiteral ? literal : argument;
                option.quoted += isLiteral;
            }
        } else {
            option.name = part;
        }
        // Options may be written with their namespace.
        if (const qsizetype at = option.name.lastIndexOf(u':'); at >= 0)
            option.name = option.name.mid(at + 1);
        options += option;
    }
    return options;
}

QString snakeCase(QStringView name)
{
    QString snake;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name[i];
        const bool boundary = c.isUpper() && i > 0
                && (!name[i - 1].isUpper() || (i + 1 < name.size() && name[i + 1].isLower()))
                && name[i - 1] != u'_';
        if (boundary)
            snake += u'_';
        snake += c.toLower();
    }
    return snake;
}

} // namespace Chakra
