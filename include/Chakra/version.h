// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_VERSION_H
#define CHAKRA_VERSION_H

#define CHAKRA_VERSION_MAJOR 0
#define CHAKRA_VERSION_MINOR 1
#define CHAKRA_VERSION_PATCH 0
#define CHAKRA_VERSION_STRING "0.1.0"

#endif // CHAKRA_VERSION_H
