// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "nativeerrors_p.h"

#include <QSqlError>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

// Result codes of sqlite3.h; the extended ones are primary + 256 * n.
enum Code {
    Busy = 5,
    Locked = 6,
    ReadOnly = 8,
    IoError = 10,
    Corrupt = 11,
    Full = 13,
    CannotOpen = 14,
    Constraint = 19,
    Authorization = 23,
    NotADatabase = 26,
    Permission = 3,
    LockedSharedCache = Locked + 256,
    BusySnapshot = Busy + 2 * 256,
    ConstraintCheck = Constraint + 256,
    ConstraintForeignKey = Constraint + 3 * 256,
    ConstraintNotNull = Constraint + 5 * 256,
    ConstraintPrimaryKey = Constraint + 6 * 256,
    ConstraintTrigger = Constraint + 7 * 256,
    ConstraintUnique = Constraint + 8 * 256,
    ConstraintRowId = Constraint + 10 * 256,
};

Error::Kind constraintKind(int code, const QString &text)
{
    switch (code) {
    case ConstraintUnique:
    case ConstraintPrimaryKey:
    case ConstraintRowId: return Error::UniqueViolation;
    case ConstraintNotNull: return Error::NotNullViolation;
    case ConstraintForeignKey: return Error::ForeignKeyViolation;
    case ConstraintTrigger:
    case Constraint: break;
    default: return Error::CheckViolation;
    }
    // ON DELETE RESTRICT comes as a trigger; a connection without extended codes says 19 for all.
    if (text.startsWith("FOREIGN KEY"_L1))
        return Error::ForeignKeyViolation;
    if (text.startsWith("UNIQUE"_L1))
        return Error::UniqueViolation;
    if (text.startsWith("NOT NULL"_L1))
        return Error::NotNullViolation;
    return Error::CheckViolation;
}

Error::Kind errorKind(int code, const QString &text)
{
    if (code == BusySnapshot || code == LockedSharedCache)
        return Error::Serialization;
    switch (code & 0xff) {
    case Constraint: return constraintKind(code, text);
    case Busy:
    case Locked: return Error::Timeout;
    case Permission:
    case ReadOnly:
    case IoError:
    case Corrupt:
    case Full:
    case CannotOpen:
    case Authorization:
    case NotADatabase: return Error::Connection;
    default: return Error::Sql;
    }
}

/*! Table and columns out of "UNIQUE constraint failed: users.first, users.last". */
std::pair<QString, QStringList> placeOf(const QString &text)
{
    QString table;
    QStringList columns;
    const QStringList places = text.section(": "_L1, 1).split(", "_L1, Qt::SkipEmptyParts);
    for (const QString &place : places) {
        table = place.section(u'.', 0, 0);
        columns += place.section(u'.', 1);
    }
    return columns.contains(QString()) ? std::pair<QString, QStringList>() : std::pair(table, columns);
}

/*! What the error means to people; empty where SQLite's own words do. */
QString meaning(Error::Kind kind, int code, const QString &text)
{
    // SQLite ends its sentence with what it is about: "UNIQUE constraint failed: users.username".
    const qsizetype colon = text.indexOf(": "_L1);
    const QString place = colon < 0 ? u"The key"_s : text.sliced(colon + 2);

    switch (kind) {
    case Error::UniqueViolation: return place + " must be unique, and another row has the same"_L1;
    case Error::NotNullViolation: return place + " must have a value"_L1;
    case Error::ForeignKeyViolation:
        return u"A row refers to one that does not exist, or is referred to by others"_s;
    case Error::CheckViolation: return u"A check of the database refuses the row"_s;
    case Error::Serialization:
        return u"Another connection was faster; the transaction may be tried again"_s;
    case Error::Timeout:
        return (code & 0xff) == Locked
                       ? u"A statement of the same connection is still being read"_s
                       : u"Another connection holds a lock, and the busy timeout went by"_s;
    case Error::Connection:
        switch (code & 0xff) {
        case ReadOnly: return u"The database cannot be written"_s;
        case Full: return u"There is no room left for the database"_s;
        case CannotOpen: return u"The database file cannot be opened"_s;
        case NotADatabase: return u"The file is no SQLite database"_s;
        case Corrupt: return u"The database file is damaged"_s;
        default: return u"The database file cannot be read or written"_s;
        }
    default: return QString();
    }
}

} // namespace

Error sqliteError(const QSqlError &error)
{
    const int code = error.nativeErrorCode().toInt();
    QString text = error.databaseText();
    if (text.isEmpty())
        text = error.driverText();
    if (text.isEmpty())
        text = u"the driver reported a failure and no reason"_s;

    if (text.contains("no such function: REGEXP"_L1, Qt::CaseInsensitive)) {
        return Error(Error::Usage,
                     u"Regular expressions, and comparisons that ignore the case of k, s or letters "
                     "beyond ASCII, need SQLite's REGEXP: set the connect option "
                     "QSQLITE_ENABLE_REGEXP on the adopted connection before it is opened (%1)"_s
                             .arg(text))
                .withNativeCode(error.nativeErrorCode());
    }
    if (text.contains("transaction within a transaction"_L1)) {
        return Error(Error::Usage,
                     u"A transaction is open on the connection that Chakra did not begin (%1)"_s
                             .arg(text))
                .withNativeCode(error.nativeErrorCode());
    }
    const Error::Kind kind = errorKind(code, text);
    const QString sentence = meaning(kind, code, text);
    const Error translated(kind, sentence.isEmpty() ? text : sentence + " ("_L1 + text + u')');
    const auto [table, columns] = kind == Error::UniqueViolation || kind == Error::NotNullViolation
            ? placeOf(text)
            : std::pair<QString, QStringList>();
    return translated.withNativeCode(error.nativeErrorCode())
            .withModel(table)
            .withProperty(columns.join(", "_L1));
}

} // namespace Chakra
