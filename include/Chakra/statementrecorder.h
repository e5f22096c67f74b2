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

/*! One execution of a statement. */
struct Statement
{
    QString sql;
    QVariantList values;
    qint64 rows = 0; /*!< returned, or affected */
    std::chrono::nanoseconds time{};
};

/*!
    Records the statements of a session, or of every session of a database, while it lives. BEGIN,
    COMMIT, SAVEPOINT and PRAGMA are not counted. A recorder of a database may be asked in any
    thread, one of a session in the session's.
*/
class CHAKRA_EXPORT StatementRecorder
{
public:
    explicit StatementRecorder(Session &session);
    explicit StatementRecorder(const Database &database);
    ~StatementRecorder();
    Q_DISABLE_COPY_MOVE(StatementRecorder)

    qsizetype count() const;
    QList<Statement> statements() const;
    void clear();

private:
    std::unique_ptr<StatementRecorderPrivate> const d;
};

} // namespace Chakra

#endif // CHAKRA_STATEMENTRECORDER_H
