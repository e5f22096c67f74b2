// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "leaf.h"

int modelsToExpect()
{
    Chakra::registerModels<Branch, Leaf>();
    return 2;
}
