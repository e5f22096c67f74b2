// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_CHAKRA_H
#define CHAKRA_CHAKRA_H

#include <Chakra/database.h>
#include <Chakra/error.h>
#include <Chakra/errorexception.h>
#include <Chakra/field.h>
#include <Chakra/model.h>
#include <Chakra/prefetch.h>
#include <Chakra/queryset.h>
#include <Chakra/relatedlist.h>
#include <Chakra/result.h>
#include <Chakra/session.h>
#include <Chakra/statementrecorder.h>
#include <Chakra/value.h>
#include <Chakra/version.h>

#include <QtCore/qdatetime.h>

/*!
    \namespace Chakra
    An ORM for Qt 6. What is in the namespace Detail below it is nobody's but Chakra's.
*/

#endif // CHAKRA_CHAKRA_H
