// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_LOOKUPS_P_H
#define CHAKRA_LOOKUPS_P_H

#include <Chakra/error.h>

#include "../meta/modelinfo_p.h"
#include "../sql/statement_p.h"

#include <optional>

namespace Chakra {

/*! How the end of a path is compared: "icontains", "year__gte". */
struct Lookup
{
    enum Comparison {
        Exact,
        In,
        IsNull,
        Greater,
        GreaterOrEqual,
        Less,
        LessOrEqual,
        Range,
        IExact,
        Contains,
        IContains,
        StartsWith,
        IStartsWith,
        EndsWith,
        IEndsWith,
        Regex,
        IRegex
    };

    Comparison comparison = Exact;
    std::optional<Sql::DatePart> part; // of a date or time, which then is what is compared

    bool isTextual() const { return comparison >= IExact; }
    bool ignoresCase() const;
    Sql::TextMatch textMatch() const;

    static bool isLookup(const QString &word);
    /*! The words behind a column; what does not apply to its type is UnknownField. */
    static Error read(const FieldInfo *field, const QStringList &words, Lookup *lookup);
    /*! The words behind a relation: equality and isnull apply. */
    static Error read(const RelationInfo *relation, const QStringList &words, Lookup *lookup);
};

} // namespace Chakra

#endif // CHAKRA_LOOKUPS_P_H
