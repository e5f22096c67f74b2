// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: no matching (member )?function

#include "../shared/chapter.h"

#include <Chakra/Chakra>

using Chakra::f;

void test()
{
#ifdef CHAKRA_MUST_FAIL
    Post::objects().filter(f<&User::username> == "Hello");
#else
    Post::objects().filter(f<&Post::title> == "Hello");
#endif
}
