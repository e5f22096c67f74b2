// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_STATEMENTRECORDER_H
#define CHAKRA_STATEMENTRECORDER_H

#include <Chakra/export.h>

#include <QtCore/qlist.h>
#include <QtCore/qstring.h>
#include <QtCore/qvariant.h>

#include <chrono>
#include <memory>

namespace Chakra {

class Database;
class Session;
class StatementRecorderPrivate;

/*! One execution of a statement, as a StatementRecorder saw it. */
struct Statement
{
    QString sql; /*!< the text, with placeholders */
    QVariantList values; /*!< what was bound, in the order of the placeholders */
    qint64 rows = 0; /*!< returned, or affected */
    std::chrono::nanoseconds time{}; /*!< how long it took in the database */
};

/*!
    Records the statements of a session, or of every session of a database, while it lives. BEGIN,
    COMMIT, SAVEPOINT and PRAGMA are not counted; a statement that fails is. Several recorders may
    look on at once; each keeps its values in memory until it goes or clear() is called.

    A recorder of a database hears all threads and may be asked in any; one of a session lives in
    the session's thread. It may outlive both. Runs no SQL.
*/
class CHAKRA_EXPORT StatementRecorder
{
public:
    explicit StatementRecorder(Session &session); /*!< Records what \a session runs from now on. */
    /*! Records what every session of \a database runs from now on, createTables() too. */
    explicit StatementRecorder(const Database &database);
    ~StatementRecorder();
    Q_DISABLE_COPY_MOVE(StatementRecorder)

    qsizetype count() const; /*!< The number of statements since the beginning, or clear(). */
    QList<Statement> statements() const; /*!< The statements, in the order in which they began. */
    void clear(); /*!< Forgets what was recorded. */

private:
    std::unique_ptr<StatementRecorderPrivate> const d;
};

} // namespace Chakra

#endif // CHAKRA_STATEMENTRECORDER_H
