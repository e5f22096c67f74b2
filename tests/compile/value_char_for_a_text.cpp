// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: no match for .operator==|invalid operands to binary expression

#include "../shared/chapter.h"

#include <Chakra/Chakra>

using Chakra::f;

void test()
{
#ifdef CHAKRA_MUST_FAIL
    Post::objects().filter(f<&Post::title> == 'c');
#else
    Post::objects().filter(f<&Post::title> == "c");
#endif
}
