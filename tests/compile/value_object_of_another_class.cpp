// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: no match for .operator==|invalid operands to binary expression

#include "../shared/chapter.h"

#include <Chakra/Chakra>

using Chakra::f;

void test([[maybe_unused]] User *user, [[maybe_unused]] Tag *tag)
{
#ifdef CHAKRA_MUST_FAIL
    Post::objects().filter(f<&Post::author> == tag);
#else
    Post::objects().filter(f<&Post::author> == user);
#endif
}
