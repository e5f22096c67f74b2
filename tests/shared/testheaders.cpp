// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// Nothing: a target that holds precompiled headers needs a source.
