// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "optionparser_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

// As the macros leave them, see macros.h.
constexpr QChar optionEnd = u'\037';
constexpr QChar literalMark = u'\036'; // in front of an option of literals, and between them

/*! Splits at commas outside of parentheses and string literals. */
QList<QStringView> splitTopLevel(QStringView text)
{
    QList<QStringView> parts;
    qsizetype begin = 0;
    int depth = 0;
    bool quoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'"') {
            quoted = !quoted;
        } else if (quoted) {
            continue;
        } else if (c == u'(') {
            ++depth;
        } else if (c == u')') {
            --depth;
        } else if (c == u',' && depth == 0) {
            parts += text.mid(begin, i - begin).trimmed();
            begin = i + 1;
        }
    }
    parts += text.mid(begin).trimmed();
    return parts;
}

void addArgument(OptionText *option, QStringView argument)
{
    const bool quoted =
            argument.size() >= 2 && argument.startsWith(u'"') && argument.endsWith(u'"');
    option->arguments += (quoted ? argument.mid(1, argument.size() - 2) : argument).toString();
    option->quoted += quoted;
}

/*! \a text is one option, or a model's table. */
void addOption(QList<OptionText> *options, QStringView text)
{
    const bool literals = text.startsWith(literalMark);
    if (literals)
        text = text.mid(1);
    if (text.isEmpty() || text == u"Chakra::Detail::none")
        return;
    OptionText option;
    const qsizetype open = text.indexOf(u'(');
    if (text.startsWith(u'"')) {
        addArgument(&option, text);
    } else if (open >= 0 && text.endsWith(u')')) {
        option.name = text.left(open).trimmed().toString();
        const QStringView inside = text.mid(open + 1, text.size() - open - 2);
        const QList<QStringView> arguments =
                literals ? inside.split(literalMark) : splitTopLevel(inside);
        for (const QStringView argument : arguments)
            addArgument(&option, argument);
    } else {
        option.name = text.toString();
    }
    // Options may be written with their namespace.
    if (const qsizetype at = option.name.lastIndexOf(u':'); at >= 0)
        option.name = option.name.mid(at + 1);
    *options += option;
}

} // namespace

QList<OptionText> parseOptions(QStringView text)
{
    QList<OptionText> options;
    QList<QStringView> marked = text.split(optionEnd);
    // More options than the macros have an end for.
    const QList<QStringView> others = splitTopLevel(marked.takeLast());
    for (const QStringView option : std::as_const(marked))
        addOption(&options, option);
    for (const QStringView option : others)
        addOption(&options, option);
    return options;
}

std::optional<KeyAction> keyAction(QStringView name)
{
    if (const qsizetype at = name.lastIndexOf(u':'); at >= 0)
        name = name.mid(at + 1);
    if (name == "NoAction"_L1)
        return KeyAction::NoAction;
    if (name == "Restrict"_L1)
        return KeyAction::Restrict;
    if (name == "SetNull"_L1)
        return KeyAction::SetNull;
    if (name == "SetDefault"_L1)
        return KeyAction::SetDefault;
    if (name == "Cascade"_L1)
        return KeyAction::Cascade;
    if (name == "Delete"_L1)
        return KeyAction::Delete;
    return std::nullopt;
}

QString simpleName(const QString &className)
{
    return className.mid(className.lastIndexOf(u':') + 1);
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
