// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: no match for .operator=|no viable overloaded .=

#include "../shared/chapter.h"

#include <Chakra/Chakra>

using Chakra::f;

void test()
{
#ifdef CHAKRA_MUST_FAIL
    Post::objects().update(f<&Post::published> = "yes");
#else
    Post::objects().update(f<&Post::published> = true);
#endif
}
