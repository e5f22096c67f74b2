// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: no matching (member )?function

#include "../shared/chapter.h"

#include <Chakra/Chakra>

void test(Post *post, [[maybe_unused]] Tag *tag, [[maybe_unused]] User *user)
{
#ifdef CHAKRA_MUST_FAIL
    post->tags().add(user);
#else
    post->tags().add(tag);
#endif
}
