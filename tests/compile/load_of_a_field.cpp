// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: Chakra: load

#include "../shared/chapter.h"

#include <Chakra/Chakra>

void test(Post *post)
{
#ifdef CHAKRA_MUST_FAIL
    post->load<&Post::title>();
#else
    post->load<&Post::author>();
#endif
}
