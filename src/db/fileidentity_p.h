// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_FILEIDENTITY_P_H
#define CHAKRA_FILEIDENTITY_P_H

#include <QString>

namespace Chakra {

/*!
    What tells a file from another one of its name. A database goes on writing to the file that it
    has opened, though it was deleted or replaced meanwhile, and what it writes is lost.
*/
class FileIdentity
{
public:
    /*! Of no file. */
    FileIdentity() = default;
    /*! Of the file that bears the name \a path now, if one does. */
    explicit FileIdentity(const QString &path);

    bool isKnown() const { return m_known; }

    friend bool operator==(const FileIdentity &, const FileIdentity &) = default;

private:
    bool m_known = false;
    quint64 m_device = 0;
    quint64 m_number = 0;
};

} // namespace Chakra

#endif // CHAKRA_FILEIDENTITY_P_H
