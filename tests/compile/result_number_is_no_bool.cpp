// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: deleted|no viable conversion|cannot convert

#include "../shared/chapter.h"

#include <Chakra/Chakra>

void test()
{
#ifdef CHAKRA_MUST_FAIL
    [[maybe_unused]] const bool any = Post::objects().count();
#else
    [[maybe_unused]] const bool any = Post::objects().exists();
#endif
}
