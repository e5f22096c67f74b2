// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: cannot convert|no viable conversion|cannot initialize

#include "../shared/chapter.h"

#include <Chakra/Chakra>

void test()
{
#ifdef CHAKRA_MUST_FAIL
    [[maybe_unused]] User *user = Post::objects().get("id", 1);
#else
    [[maybe_unused]] Post *post = Post::objects().get("id", 1);
#endif
}
