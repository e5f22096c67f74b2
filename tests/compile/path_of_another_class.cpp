// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: Chakra: a step of f

#include "../shared/chapter.h"

#include <Chakra/Chakra>

using Chakra::f;

void test()
{
#ifdef CHAKRA_MUST_FAIL
    Post::objects().filter(f<&Post::author, &Post::title> == "alice");
#else
    Post::objects().filter(f<&Post::author, &User::username> == "alice");
#endif
}
