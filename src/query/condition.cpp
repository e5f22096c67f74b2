// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/condition.h>

#include "querydata_p.h"

namespace Chakra {

Detail::PathSpec::PathSpec(const QAnyStringView *getters, std::size_t count) : byGetter(true)
{
    steps.reserve(qsizetype(count));
    for (std::size_t i = 0; i < count; ++i)
        steps.append(getters[i].toString());
}

ConditionBase::ConditionBase() : d(new ConditionData) { }

ConditionBase::ConditionBase(const Detail::PathSpec &path, QAnyStringView lookup,
                             const Value &value)
    : d(new ConditionData)
{
    d->kind = ConditionData::Leaf;
    d->path = path;
    d->lookup = lookup.toString();
    d->value = value;
}

ConditionBase::ConditionBase(const ConditionBase &other) = default;
ConditionBase::ConditionBase(ConditionBase &&other) noexcept = default;
ConditionBase &ConditionBase::operator=(const ConditionBase &other) = default;
ConditionBase &ConditionBase::operator=(ConditionBase &&other) noexcept = default;
ConditionBase::~ConditionBase() = default;

/*! Flat, so that a condition that a loop builds up is not as deep as it is long. */
ConditionBase ConditionData::joined(Kind kind, const ConditionBase &left,
                                    const ConditionBase &right)
{
    if (of(left).kind == Empty)
        return right;
    if (of(right).kind == Empty)
        return left;

    ConditionBase result;
    result.d->kind = kind;
    for (const ConditionBase &side : {left, right}) {
        if (of(side).kind == kind)
            result.d->children += of(side).children;
        else
            result.d->children += side;
    }
    return result;
}

ConditionBase ConditionBase::all(const ConditionBase &left, const ConditionBase &right)
{
    return ConditionData::joined(ConditionData::And, left, right);
}

ConditionBase ConditionBase::any(const ConditionBase &left, const ConditionBase &right)
{
    return ConditionData::joined(ConditionData::Or, left, right);
}

ConditionBase ConditionBase::negated(const ConditionBase &condition)
{
    // What asks for nothing refuses nothing either.
    if (condition.d->kind == ConditionData::Empty)
        return condition;
    ConditionBase result;
    result.d->kind = ConditionData::Not;
    result.d->children = {condition};
    return result;
}

} // namespace Chakra
