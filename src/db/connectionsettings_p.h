// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_CONNECTIONSETTINGS_P_H
#define CHAKRA_CONNECTIONSETTINGS_P_H

#include "nativeerrors_p.h"

#include <QStringList>
#include <QStringView>

#include <chrono>
#include <memory>

QT_FORWARD_DECLARE_CLASS(QSqlDatabase)

namespace Chakra {

namespace Sql {
class Dialect;
}

/*! All that is needed to open one more connection to a database. */
struct ConnectionSettings
{
    /*! A statement run once, on the first connection; what it must answer, or empty. */
    struct Step
    {
        QString sql;
        QString expected;
    };

    QString title; // names the database in error texts; holds no password
    QString driverName;
    QString databaseName;
    QString file; // that is written to; empty for a database in memory, and where it is not known
    QString hostName;
    QString userName;
    QString password;
    int port = -1;
    QString connectOptions;
    QStringList setup; // run on each connection, after the dialect's own
    QList<Step> firstSetup;
    std::chrono::milliseconds busyTimeout{5000};
    bool inMemory = false; // gone with its last connection
    NativeErrorFunction nativeError = sqliteError;
    std::shared_ptr<const Sql::Dialect> dialect; // as the first connection found it; null before

    /*! Reads \a url; \a error is set when it cannot be understood. */
    static ConnectionSettings fromUrl(QStringView url, Error *error);
    /*! What opens another connection like \a connection, with what Chakra needs besides. */
    static ConnectionSettings of(const QSqlDatabase &connection);

    void applyTo(QSqlDatabase *connection) const;
};

} // namespace Chakra

#endif // CHAKRA_CONNECTIONSETTINGS_P_H
