// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: no match for .operator==|invalid operands to binary expression

#include "../shared/chapter.h"

#include <Chakra/Chakra>

using Chakra::f;

void test()
{
#ifdef CHAKRA_MUST_FAIL
    Comment::objects().filter(f<&Comment::parentId> == "5");
#else
    Comment::objects().filter(f<&Comment::parentId> == 5);
#endif
}
