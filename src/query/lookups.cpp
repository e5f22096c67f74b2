// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "lookups_p.h"

#include "paths_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

/*! What kinds of comparison there are, as bits. */
enum Family { Equality = 1, Ordering = 2, Text = 4, DateParts = 8, TimeParts = 16, DateOf = 32 };

struct ComparisonName
{
    QLatin1StringView name;
    Lookup::Comparison comparison;
    Family family;
};

constexpr ComparisonName comparisons[] = {
        {"exact"_L1, Lookup::Exact, Equality},         {"in"_L1, Lookup::In, Equality},
        {"isnull"_L1, Lookup::IsNull, Equality},       {"gt"_L1, Lookup::Greater, Ordering},
        {"gte"_L1, Lookup::GreaterOrEqual, Ordering},  {"lt"_L1, Lookup::Less, Ordering},
        {"lte"_L1, Lookup::LessOrEqual, Ordering},     {"range"_L1, Lookup::Range, Ordering},
        {"iexact"_L1, Lookup::IExact, Text},           {"contains"_L1, Lookup::Contains, Text},
        {"icontains"_L1, Lookup::IContains, Text},     {"startswith"_L1, Lookup::StartsWith, Text},
        {"istartswith"_L1, Lookup::IStartsWith, Text}, {"endswith"_L1, Lookup::EndsWith, Text},
        {"iendswith"_L1, Lookup::IEndsWith, Text},     {"regex"_L1, Lookup::Regex, Text},
        {"iregex"_L1, Lookup::IRegex, Text},
};

struct PartName
{
    QLatin1StringView name;
    Sql::DatePart part;
    Family family;
};

constexpr PartName parts[] = {
        {"year"_L1, Sql::DatePart::Year, DateParts},
        {"month"_L1, Sql::DatePart::Month, DateParts},
        {"day"_L1, Sql::DatePart::Day, DateParts},
        {"week_day"_L1, Sql::DatePart::WeekDay, DateParts},
        {"hour"_L1, Sql::DatePart::Hour, TimeParts},
        {"minute"_L1, Sql::DatePart::Minute, TimeParts},
        {"second"_L1, Sql::DatePart::Second, TimeParts},
        {"date"_L1, Sql::DatePart::Date, DateOf},
};

int familiesOf(const FieldInfo &field)
{
    switch (field.storedType) {
    case FieldType::Int:
    case FieldType::UInt:
    case FieldType::Int64:
    case FieldType::UInt64:
    case FieldType::Float:
    case FieldType::Double:
    case FieldType::Bytes:
    case FieldType::Enum: return Equality | Ordering;
    case FieldType::String:
        // A decimal number is text in C++ only.
        return field.decimal ? Equality | Ordering : Equality | Ordering | Text;
    case FieldType::Url: return Equality | Text;
    case FieldType::Date: return Equality | Ordering | DateParts;
    case FieldType::Time: return Equality | Ordering | TimeParts;
    case FieldType::DateTime: return Equality | Ordering | DateParts | TimeParts | DateOf;
    case FieldType::Bool:
    case FieldType::Uuid:
    case FieldType::JsonObject:
    case FieldType::JsonArray:
    case FieldType::JsonValue:
    case FieldType::StringList:
    case FieldType::Custom: break;
    }
    return Equality;
}

QStringList namesOf(int families)
{
    QStringList names;
    for (const ComparisonName &known : comparisons) {
        if (families & known.family)
            names += known.name;
    }
    for (const PartName &known : parts) {
        if (families & known.family)
            names += known.name;
    }
    return names;
}

Error refused(const QString &owner, const QString &word, int families)
{
    return Error(Error::UnknownField,
                 u"%1 has no lookup \"%2\": it has %3"_s.arg(owner, shortened(word),
                                                             namesOf(families).join(u", "_s)));
}

/*! The one comparison that \a words are; nothing where they are none, or one too many. */
std::optional<Lookup::Comparison> comparisonOf(const QStringList &words, int families)
{
    if (words.isEmpty())
        return Lookup::Exact;
    for (const ComparisonName &known : comparisons) {
        if ((families & known.family) && words.first() == known.name && words.size() == 1)
            return known.comparison;
    }
    return std::nullopt;
}

} // namespace

bool Lookup::ignoresCase() const
{
    switch (comparison) {
    case IExact:
    case IContains:
    case IStartsWith:
    case IEndsWith:
    case IRegex: return true;
    default: return false;
    }
}

Sql::TextMatch Lookup::textMatch() const
{
    switch (comparison) {
    case Contains:
    case IContains: return Sql::TextMatch::Contains;
    case StartsWith:
    case IStartsWith: return Sql::TextMatch::StartsWith;
    case EndsWith:
    case IEndsWith: return Sql::TextMatch::EndsWith;
    case Regex:
    case IRegex: return Sql::TextMatch::Regex;
    default: return Sql::TextMatch::Exact;
    }
}

bool Lookup::isLookup(const QString &word)
{
    return namesOf(~0).contains(word);
}

Error Lookup::read(const FieldInfo *field, const QStringList &words, Lookup *lookup)
{
    const int families = familiesOf(*field);
    QStringList rest = words;
    int applicable = families;
    for (const PartName &known : parts) {
        if ((families & known.family) && !rest.isEmpty() && rest.first() == known.name) {
            lookup->part = known.part;
            rest.removeFirst();
            applicable = Equality | Ordering;
            break;
        }
    }
    const auto found = comparisonOf(rest, applicable);
    if (!found) {
        QString owner = field->displayName();
        if (lookup->part)
            owner += "__"_L1 + words.first();
        return refused(owner, rest.join(u"__"_s), applicable)
                .withModel(field->model->className)
                .withProperty(field->name);
    }
    lookup->comparison = *found;
    return Error();
}

Error Lookup::read(const RelationInfo *relation, const QStringList &words, Lookup *lookup)
{
    const auto found = comparisonOf(words, Equality);
    if (!found) {
        return refused(relation->displayName(), words.join(u"__"_s), Equality)
                .withModel(relation->model->className)
                .withProperty(relation->name);
    }
    lookup->comparison = *found;
    return Error();
}

} // namespace Chakra
