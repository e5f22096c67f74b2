// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/prefetch.h>

#include "querydata_p.h"

namespace Chakra {

Prefetch::Prefetch(QAnyStringView path) : m_path(path) { }

Prefetch::Prefetch(QAnyStringView path, const QuerySetBase &query) : m_path(path), m_query(query) { }

Prefetch::Prefetch(const Detail::PathSpec &path, const QuerySetBase &query)
    : m_path(path), m_query(query)
{ }

} // namespace Chakra
