// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "connectionsettings_p.h"

#include "../core/error_p.h"

#include <QFileInfo>
#include <QHash>
#include <QSqlDatabase>
#include <QUuid>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

using Options = QHash<QString, QString>;

// No QStrings: a database may be opened before the constructors of this file have run.
constexpr auto regexpOption = "QSQLITE_ENABLE_REGEXP"_L1;

/*! Percent-encoding undone; nothing where a % is not followed by two hexadecimal digits. */
std::optional<QString> decoded(QStringView text)
{
    QByteArray bytes = text.toUtf8();
    for (qsizetype at = bytes.indexOf('%'); at >= 0; at = bytes.indexOf('%', at + 1)) {
        bool ok = false;
        const QByteArray digits = bytes.mid(at + 1, 2);
        const int code = digits.toInt(&ok, 16);
        if (!ok || digits.size() != 2 || !std::isxdigit(uchar(digits.front())))
            return std::nullopt;
        bytes.replace(at, 3, QByteArray(1, char(code)));
    }
    return QString::fromUtf8(bytes);
}

Options readOptions(QStringView text, Error *error)
{
    static const QStringList known{u"busyTimeout"_s, u"journalMode"_s, u"synchronous"_s,
                                   u"readOnly"_s};
    Options options;
    for (const QStringView part : text.split(u'&')) {
        const qsizetype equals = part.indexOf(u'=');
        const QString name = part.left(equals < 0 ? part.size() : equals).toString();
        if (!known.contains(name)) {
            *error = usage(u"There is no option \"%1\" for sqlite; the options are %2"_s.arg(
                    name, known.join(u", "_s)));
            return {};
        }
        if (equals < 0) {
            *error = usage(u"The option %1 has no value; write %1=…"_s.arg(name));
            return {};
        }
        if (options.contains(name)) {
            *error = usage(u"The option %1 is given twice"_s.arg(name));
            return {};
        }
        options.insert(name, part.sliced(equals + 1).toString());
    }
    return options;
}

/*! One of \a words as option \a name has it, or \a fallback; an empty text with \a error set. */
QString wordOption(const Options &options, const QString &name, const QStringList &words,
                   const QString &fallback, Error *error)
{
    const auto found = options.constFind(name);
    if (found == options.cend())
        return fallback;
    if (!words.contains(*found)) {
        *error = usage(
                u"The option %1 is \"%2\"; it can be %3"_s.arg(name, *found, words.join(u", "_s)));
        return QString();
    }
    return *found;
}

/*!
    A name that all connections of this handle share and nobody else has. SQLite's own VFS for it,
    and not a shared cache, whose table locks no busy timeout waits for.
*/
QString memoryDatabaseName()
{
    return u"file:/chakra-%1?vfs=memdb"_s.arg(QUuid::createUuid().toString(QUuid::WithoutBraces));
}

void setPath(ConnectionSettings *settings, QStringView encoded, Error *error)
{
    if (encoded == u":memory:") {
        settings->inMemory = true;
        settings->databaseName = memoryDatabaseName();
        settings->connectOptions += ";QSQLITE_OPEN_URI"_L1;
        return;
    }
    if (encoded.startsWith(u"//")) {
        if (!encoded.startsWith(u"///")) {
            *error = usage(u"sqlite:// is followed by a host; a file is written as sqlite:path"_s);
            return;
        }
        encoded = encoded.sliced(2);
    }
    const std::optional<QString> path = decoded(encoded);
    if (!path) {
        *error = usage(u"A % in the path is the beginning of an encoded character; for the "
                       "character itself write %25"_s);
    } else if (path->isEmpty()) {
        *error = usage(u"The path is missing; write sqlite:file.db, or sqlite::memory:"_s);
    } else if (path->contains(QChar(u'\0'))) {
        *error = usage(u"The path holds a NUL character"_s);
    } else {
        // Connections are opened later too, when the program may be in another folder.
        settings->databaseName = QFileInfo(*path).absoluteFilePath();
        settings->file = settings->databaseName;
    }
}

void setOptions(ConnectionSettings *settings, const Options &options, Error *error)
{
    if (const auto timeout = options.constFind(u"busyTimeout"_s); timeout != options.cend()) {
        bool ok = false;
        settings->busyTimeout = std::chrono::milliseconds(timeout->toInt(&ok));
        const bool isDigits = std::all_of(timeout->cbegin(), timeout->cend(),
                                          [](QChar c) { return c >= u'0' && c <= u'9'; });
        if (!ok || !isDigits) {
            *error =
                    usage(u"The option busyTimeout is \"%1\"; it is a number of milliseconds"_s.arg(
                            *timeout));
            return;
        }
    }
    settings->connectOptions +=
            ";QSQLITE_BUSY_TIMEOUT="_L1 + QString::number(settings->busyTimeout.count());

    const bool readOnly =
            wordOption(options, u"readOnly"_s, {u"true"_s, u"false"_s}, u"false"_s, error)
            == "true"_L1;
    if (readOnly)
        settings->connectOptions += ";QSQLITE_OPEN_READONLY"_L1;

    for (const QString &name : {u"journalMode"_s, u"synchronous"_s, u"readOnly"_s}) {
        if (settings->inMemory && options.contains(name)) {
            *error = usage(u"The option %1 has no meaning for a database in memory"_s.arg(name));
            return;
        }
    }
    const QStringList journalModes{u"wal"_s,     u"delete"_s, u"truncate"_s,
                                   u"persist"_s, u"memory"_s, u"off"_s};
    const QStringList synchronousModes{u"off"_s, u"normal"_s, u"full"_s, u"extra"_s};
    const QString journalMode = wordOption(options, u"journalMode"_s, journalModes,
                                           readOnly ? QString() : u"wal"_s, error);
    // With a write-ahead log a crash cannot damage the file for that; with other journals it could.
    const QString synchronous =
            wordOption(options, u"synchronous"_s, synchronousModes,
                       journalMode == "wal"_L1 ? u"normal"_s : u"full"_s, error);
    if (error->isValid() || settings->inMemory)
        return;

    settings->setup.append("PRAGMA synchronous = "_L1 + synchronous);
    if (!journalMode.isEmpty()) {
        // What was asked for must hold; the default is left where the file system cannot have it.
        settings->firstSetup.append({"PRAGMA journal_mode = "_L1 + journalMode,
                                     options.contains(u"journalMode"_s) ? journalMode : QString()});
    }
}

} // namespace

ConnectionSettings ConnectionSettings::fromUrl(QStringView url, Error *error)
{
    ConnectionSettings settings;
    const qsizetype colon = url.indexOf(u':');
    const QString scheme = url.left(qMax<qsizetype>(colon, 0)).toString();
    static const QStringList later{u"postgresql"_s, u"mysql"_s, u"mariadb"_s, u"odbc"_s};
    if (later.contains(scheme)) {
        *error = Error(
                Error::Connection,
                u"This version of Chakra opens sqlite databases; %1 is not supported yet"_s.arg(
                        scheme));
        return settings;
    }
    if (scheme != "sqlite"_L1) {
        // Not the text itself, which may hold a password.
        *error = usage(
                scheme.isEmpty()
                        ? u"The URL of a database begins with its kind, as in sqlite:file.db"_s
                        : u"There is no kind of database called \"%1\"; write sqlite:file.db"_s.arg(
                                scheme));
        return settings;
    }

    const QStringView rest = url.sliced(colon + 1);
    const qsizetype question = rest.indexOf(u'?');
    const QStringView path = question < 0 ? rest : rest.left(question);
    settings.title = "sqlite:"_L1 + path.toString();
    settings.driverName = u"QSQLITE"_s;
    settings.connectOptions = regexpOption + u"=100"_s;

    const Options options =
            question < 0 ? Options() : readOptions(rest.sliced(question + 1), error);
    if (!error->isValid())
        setPath(&settings, path, error);
    if (!error->isValid())
        setOptions(&settings, options, error);
    // A file is opened without being looked at; this reads it.
    settings.firstSetup.append({u"PRAGMA schema_version"_s, QString()});
    return settings;
}

ConnectionSettings ConnectionSettings::of(const QSqlDatabase &connection)
{
    ConnectionSettings settings;
    settings.title = u"the connection \"%1\""_s.arg(connection.connectionName());
    settings.driverName = connection.driverName();
    settings.databaseName = connection.databaseName();
    settings.hostName = connection.hostName();
    settings.userName = connection.userName();
    settings.password = connection.password();
    settings.port = connection.port();
    settings.connectOptions = connection.connectOptions();
    if (settings.driverName == "QSQLITE"_L1 && !settings.connectOptions.contains(regexpOption)) {
        if (!settings.connectOptions.isEmpty())
            settings.connectOptions += u';';
        settings.connectOptions += regexpOption;
    }
    return settings;
}

void ConnectionSettings::applyTo(QSqlDatabase *connection) const
{
    connection->setDatabaseName(databaseName);
    connection->setHostName(hostName);
    connection->setUserName(userName);
    connection->setPassword(password);
    connection->setPort(port);
    connection->setConnectOptions(connectOptions);
}

} // namespace Chakra
