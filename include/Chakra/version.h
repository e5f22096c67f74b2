// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_VERSION_H
#define CHAKRA_VERSION_H

/*!
    \file
    The version that a program is compiled with.
*/

/*! Another one may break programs. */
#define CHAKRA_VERSION_MAJOR 0
/*! A greater one can do more. */
#define CHAKRA_VERSION_MINOR 1
/*! A greater one has mistakes mended. */
#define CHAKRA_VERSION_PATCH 0
/*! The three, for people. */
#define CHAKRA_VERSION_STRING "0.1.0"

#endif // CHAKRA_VERSION_H
