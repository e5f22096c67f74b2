// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHINOOK_LOADER_H
#define CHINOOK_LOADER_H

#include <QString>
#include <QStringList>

class QSqlDatabase;

// The statements of an SQL script, without comments and without the semicolons between them.
// A semicolon or a comment sign inside a quoted text or name ends nothing, and N'text', which
// SQLite does not know, becomes 'text'.
QStringList splitStatements(const QString &script);

// Runs the script at scriptPath on an open database, in one transaction. Returns false, and says
// why in errorText, when the script cannot be read or a statement fails; the database is then as
// it was before.
bool loadChinook(QSqlDatabase &database, const QString &scriptPath, QString *errorText);

#endif // CHINOOK_LOADER_H
