// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "fileidentity_p.h"

#include <QFile>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

namespace Chakra {

FileIdentity::FileIdentity(const QString &path)
{
#ifdef Q_OS_UNIX
    struct stat status;
    m_known = ::stat(QFile::encodeName(path).constData(), &status) == 0;
    if (m_known) {
        m_device = quint64(status.st_dev);
        m_number = quint64(status.st_ino);
    }
#else
    // An open file keeps its name there.
    m_known = QFile::exists(path);
#endif
}

} // namespace Chakra
