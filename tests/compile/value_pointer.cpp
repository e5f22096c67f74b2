// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: deleted

#include "../shared/chapter.h"

#include <Chakra/Chakra>

void test(int *number)
{
#ifdef CHAKRA_MUST_FAIL
    Post::objects().filter("id", number);
#else
    Post::objects().filter("id", *number);
#endif
}
