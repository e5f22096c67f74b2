// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "branch.h"

// An object file of its own for the class, not one for all that AUTOMOC finds.
#include "moc_branch.cpp"
