// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_OPTIONPARSER_P_H
#define CHAKRA_OPTIONPARSER_P_H

#include "modelinfo_p.h"

#include <optional>

namespace Chakra {

/*! One option as it stands in the class info: `onDelete(Cascade)`. */
struct OptionText
{
    QString name;
    QStringList arguments; // string literals without their quotes
    QList<bool> quoted; // whether an argument was a string literal

    QString first() const { return arguments.value(0); }
};

/*! Splits the text that a macro left into its options. */
QList<OptionText> parseOptions(QStringView text);

/*! What an argument of onDelete(), onUpdate() or onRemove() means. */
std::optional<KeyAction> keyAction(QStringView name);

/*! "Post" of "Blog::Post". */
QString simpleName(const QString &className);

/*! created_at of createdAt. */
QString snakeCase(QStringView name);

} // namespace Chakra

#endif // CHAKRA_OPTIONPARSER_P_H
