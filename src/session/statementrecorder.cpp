// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/statementrecorder.h>

#include "session_p.h"

#include <mutex>

namespace Chakra {

class StatementRecorderPrivate final : public StatementObserver
{
public:
    void statementStarted(const std::shared_ptr<StatementRecord> &record) override
    {
        const std::lock_guard lock(mutex);
        records.append(record);
    }

    mutable std::mutex mutex;
    QList<std::shared_ptr<StatementRecord>> records;
    std::weak_ptr<SessionPrivate> session;
    std::shared_ptr<DatabasePrivate> database;
};

StatementRecorder::StatementRecorder(Session &session) : d(std::make_unique<StatementRecorderPrivate>())
{
    d->session = SessionPrivate::get(session)->shared_from_this();
    SessionPrivate::get(session)->observers.append(d.get());
}

StatementRecorder::StatementRecorder(const Database &database) : d(std::make_unique<StatementRecorderPrivate>())
{
    d->database = DatabasePrivate::get(database);
    d->database->addObserver(d.get());
}

StatementRecorder::~StatementRecorder()
{
    if (d->database)
        d->database->removeObserver(d.get());
    if (const auto session = d->session.lock())
        session->observers.removeOne(d.get());
}

qsizetype StatementRecorder::count() const
{
    const std::lock_guard lock(d->mutex);
    return d->records.size();
}

QList<Statement> StatementRecorder::statements() const
{
    const std::lock_guard lock(d->mutex);
    QList<Statement> statements;
    for (const auto &record : std::as_const(d->records)) {
        Statement statement;
        statement.sql = record->sql;
        for (const WireValue &value : std::as_const(record->values))
            statement.values.append(toVariant(value));
        statement.rows = record->rows;
        statement.time = record->time;
        statements.append(statement);
    }
    return statements;
}

void StatementRecorder::clear()
{
    const std::lock_guard lock(d->mutex);
    d->records.clear();
}

} // namespace Chakra
