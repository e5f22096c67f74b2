// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: deleted|ambiguous

#include "../shared/chapter.h"

#include <Chakra/Chakra>

void test()
{
#ifdef CHAKRA_MUST_FAIL
    Post::objects().filter("title", 'c');
#else
    Post::objects().filter("title", "c");
#endif
}
