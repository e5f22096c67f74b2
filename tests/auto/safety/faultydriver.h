// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SAFETY_FAULTYDRIVER_H
#define TESTS_SAFETY_FAULTYDRIVER_H

#include <QtCore/QString>

// Takes the place of Qt's QSQLITE in this process, and is it, until it is told to fail. What fails
// does not happen; as in SQLite, a statement that fails while its rows are read is undone as a
// whole.
namespace FaultyDriver {

enum class Fault {
    Disk, // an I/O error; the transaction stays open
    Full, // no room left; SQLite rolls back by itself
    Snapshot, // another connection was faster
    Dumb, // false, and neither code nor text
    Gone // an I/O error, and so is everything that follows
};

// Loads Qt's own plugin and registers the driver; false where there is no such plugin.
bool install();

// The n-th operation from now on fails, of those that prepare, execute or read a row.
void failAt(int n, Fault fault);
// Back to work. Whether anything has failed since failAt().
bool heal();
// What was failed last, for messages.
QString lastFailure();

} // namespace FaultyDriver

#endif
