// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "sql/statement_p.h"
#include "gone_p.h"

#include <QtGui/QColor>
#include <Chakra/Chakra>
#include <Chakra/Session>
