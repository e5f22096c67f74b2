// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_COLUMNTYPE_P_H
#define CHAKRA_COLUMNTYPE_P_H

#include <Chakra/columntype.h>

namespace Chakra {

/*! How values of \a type get into a column and out of it; null for a type without a ColumnType. */
const Detail::ColumnConversion *columnConversion(QMetaType type);

} // namespace Chakra

#endif // CHAKRA_COLUMNTYPE_P_H
