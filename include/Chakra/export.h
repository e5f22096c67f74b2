// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_EXPORT_H
#define CHAKRA_EXPORT_H

#include <QtCore/qglobal.h>

#if defined(CHAKRA_STATIC)
#  define CHAKRA_EXPORT
#elif defined(CHAKRA_BUILDING)
#  define CHAKRA_EXPORT Q_DECL_EXPORT
#else
#  define CHAKRA_EXPORT Q_DECL_IMPORT
#endif

#endif // CHAKRA_EXPORT_H
