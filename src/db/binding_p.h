// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_BINDING_P_H
#define CHAKRA_BINDING_P_H

#include <Chakra/error.h>

#include "../sql/dialect_p.h"

#include <QVariant>

QT_FORWARD_DECLARE_CLASS(QSqlQuery)

namespace Chakra {

/*!
    Prepares a generated statement, whose placeholders are question marks and in which no other
    question mark stands outside of quotes.
*/
bool prepare(QSqlQuery &query, const QString &sql, const Sql::Dialect &dialect);

/*!
    Binds \a values: the only place where anything is bound. To the driver goes a null, a qlonglong,
    a double, a QString or a QByteArray and nothing else, since drivers take what they do not know
    for an empty text, or worse, for a piece of SQL. A value that would not come back as it went is
    refused with Error::Usage.
*/
Error bindValues(QSqlQuery &query, const WireRow &values, const Sql::Dialect &dialect);

/*! The place of the first of \a values that is refused; -1 where none is. */
qsizetype refusedValue(const WireRow &values, const Sql::Dialect &dialect);

/*! Whether \a values take so much memory that a query should not keep them after it ran. */
bool isMuch(const WireRow &values);
/*! Lets go of the values that \a query, which is not running, keeps until the next ones. */
void releaseValues(QSqlQuery &query);

/*! The value of \a column in the row that \a query stands on. */
QVariant columnValue(const QSqlQuery &query, int column);
/*! A column's value as the driver gave it. */
WireValue wireValue(const QVariant &value);

/*! \a value for logs and error texts. */
QString describe(const WireValue &value);

} // namespace Chakra

#endif // CHAKRA_BINDING_P_H
