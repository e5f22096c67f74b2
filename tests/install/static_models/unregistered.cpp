// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

int modelsToExpect()
{
    return 1;
}
