// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/prefetch.h>

#include "querydata_p.h"

namespace Chakra {

Prefetch::Prefetch(QAnyStringView path) : m_path(path.toString()) { }

Prefetch::Prefetch(QAnyStringView path, const QuerySetBase &query)
    : m_path(path.toString()), m_query(query)
{ }

} // namespace Chakra
