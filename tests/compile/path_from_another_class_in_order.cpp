// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: Chakra: the path begins at another class

#include "../shared/chapter.h"

#include <Chakra/Chakra>

using Chakra::f;

void test()
{
#ifdef CHAKRA_MUST_FAIL
    Post::objects().orderBy(f<&User::username>);
#else
    Post::objects().orderBy(f<&Post::title>);
#endif
}
