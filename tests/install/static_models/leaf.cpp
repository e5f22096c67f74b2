// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "leaf.h"

// An object file of its own for the class, not one for all that AUTOMOC finds.
#include "moc_leaf.cpp"
