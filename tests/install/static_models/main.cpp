// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "branch.h"

#include <Chakra/Chakra>

#include <QCoreApplication>
#include <QTextStream>

// Says how many models there are, and whether that is how many there should be. It knows Leaf, from
// the same library, as the name of a class only.

int modelsToExpect();

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QTextStream out(stdout);

    const int expected = modelsToExpect();
    auto opened = Chakra::Database::open("sqlite::memory:");
    if (!opened) {
        out << opened.error().text() << '\n';
        return 1;
    }
    Chakra::Database database = opened.value();
    for (const Chakra::Error &mistake : Chakra::checkModels())
        out << mistake.text() << '\n';
    const auto created = database.createTables();
    if (expected == 1)
        return created.error() == Chakra::Error::ModelDefinition ? 0 : 1;

    Chakra::Session session(database);
    const auto tables = session.execute("SELECT name FROM sqlite_master WHERE type = 'table'");
    if (!tables.ok()) {
        out << tables.error().text() << '\n';
        return 1;
    }
    out << tables.value().size() << " tables\n";
    return tables.value().size() == expected ? 0 : 1;
}
