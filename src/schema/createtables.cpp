// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/database.h>

#include "ddl_p.h"

#include "../core/logging_p.h"
#include "../db/database_p.h"

#include <functional>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

/*! The infos of \a metaObjects, or of all registered models; a model with a mistake is its error. */
Error usableModels(const QList<const QMetaObject *> &metaObjects, QList<const ModelInfo *> *models)
{
    if (metaObjects.isEmpty())
        *models = Graph::models();
    for (const QMetaObject *metaObject : metaObjects) {
        const ModelInfo *model = Graph::model(metaObject);
        if (!model) {
            const QString name = QString::fromLatin1(metaObject->className());
            return Error(Error::ModelDefinition,
                         u"%1 is no registered model: give it CHAKRA_MODEL"_s.arg(name))
                    .withModel(name);
        }
        if (!models->contains(model))
            *models += model;
    }
    for (const ModelInfo *model : std::as_const(*models)) {
        if (const Error error = model->disabledError(); error.isValid())
            return error;
    }
    return Error();
}

enum class ForeignKeys { Hold, Wait };

/*! Runs \a statements, all or none where the database can undo them. */
Error runDdl(DatabasePrivate *database, ForeignKeys foreignKeys,
             const std::function<QList<Sql::Text>(const Sql::Dialect &)> &statements)
{
    Error error;
    const std::shared_ptr<Connection> connection = database->connection(&error);
    if (!connection)
        return error;
    const Caller caller{&statements, nullptr};
    const bool transaction = connection->dialect().features().transactionalDdl;
    if (transaction) {
        error = connection->begin(caller, Connection::Access::Write);
        if (error.isValid())
            return error;
    }
    if (const QString wait = connection->dialect().deferForeignKeys();
        foreignKeys == ForeignKeys::Wait && !wait.isEmpty()) {
        error = connection->set(wait, caller);
    }
    const QList<Sql::Text> texts = statements(connection->dialect());
    for (auto text = texts.cbegin(); text != texts.cend() && !error.isValid(); ++text) {
        error = connection->run(*text, caller);
        if (!error.isValid())
            qCDebug(lcSchema).noquote() << text->sql;
    }
    if (!transaction)
        return error;
    if (!error.isValid())
        return connection->commit(caller);
    connection->rollback(caller); // what is told is why
    return error;
}

} // namespace

Result<void> Database::createTables(const QList<const QMetaObject *> &models)
{
    QList<const ModelInfo *> infos;
    if (const Error error = usableModels(models, &infos); error.isValid())
        return error;
    const QList<TablePlan> plans = Ddl::tables(infos, Graph::junctions());
    const auto statements = [&plans](const Sql::Dialect &dialect) {
        QList<Sql::Text> texts;
        for (const TablePlan &plan : plans) {
            texts += dialect.createTable(plan.table);
            for (const Sql::IndexDefinition &index : plan.indexes)
                texts += dialect.createIndex(index);
        }
        return texts;
    };
    const Error error = runDdl(d.get(), ForeignKeys::Hold, statements);
    return error.isValid() ? Result<void>(error) : Result<void>();
}

Result<void> Database::dropTables(const QList<const QMetaObject *> &models)
{
    QList<const ModelInfo *> infos;
    if (const Error error = usableModels(models, &infos); error.isValid())
        return error;
    const QList<TablePlan> plans = Ddl::tables(infos, Graph::junctions());
    const auto statements = [&plans](const Sql::Dialect &dialect) {
        QList<Sql::Text> texts;
        for (auto plan = plans.crbegin(); plan != plans.crend(); ++plan)
            texts += dialect.dropTable(plan->table.name);
        return texts;
    };
    // Of tables that refer to each other, or to themselves, none can go first.
    const Error error = runDdl(d.get(), ForeignKeys::Wait, statements);
    return error.isValid() ? Result<void>(error) : Result<void>();
}

} // namespace Chakra
