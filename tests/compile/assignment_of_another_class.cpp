// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: no matching (member )?function

#include "../shared/chapter.h"

#include <Chakra/Chakra>

using Chakra::f;

void test(Chakra::Session &session)
{
#ifdef CHAKRA_MUST_FAIL
    session.create<Post>(f<&User::username> = "Hello");
#else
    session.create<Post>(f<&Post::title> = "Hello");
#endif
}
