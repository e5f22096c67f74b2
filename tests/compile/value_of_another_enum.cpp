// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: no match for .operator==|invalid operands to binary expression

#include "../shared/alltypes.h"

#include <Chakra/Chakra>

using Chakra::f;

void test()
{
#ifdef CHAKRA_MUST_FAIL
    EveryType::objects().filter(f<&EveryType::size> == EveryType::Green);
#else
    EveryType::objects().filter(f<&EveryType::size> == EveryType::Size::Small);
#endif
}
