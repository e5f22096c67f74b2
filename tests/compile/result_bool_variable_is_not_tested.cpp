// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: deleted

#include "../shared/chapter.h"

#include <Chakra/Chakra>

void test()
{
#ifdef CHAKRA_MUST_FAIL
    const auto there = Post::objects().exists();
    if (there)
        return;
#else
    const auto there = Post::objects().exists();
    if (there.value())
        return;
#endif
}
