// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: deleted

#include "../shared/chapter.h"

#include <Chakra/Chakra>

void test()
{
#ifdef CHAKRA_MUST_FAIL
    if (!Post::objects().count())
        return;
#else
    if (!Post::objects().count().ok())
        return;
#endif
}
