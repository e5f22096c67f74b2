// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// expect: deleted|no matching (member )?function

#include "../shared/chapter.h"

#include <Chakra/Chakra>

void test(const QVariantMap &map)
{
#ifdef CHAKRA_MUST_FAIL
    User::objects().find(map);
#else
    User::objects().find(map.value(QStringLiteral("id")));
#endif
}
