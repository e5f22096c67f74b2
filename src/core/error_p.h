// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_ERROR_P_H
#define CHAKRA_ERROR_P_H

#include <Chakra/error.h>

#include "errorsink_p.h"

#include <QSharedData>

#include <memory>

namespace Chakra {

class ErrorPrivate : public QSharedData
{
public:
    /*! The data of \a error, to be written: its own, and made where it has none. */
    static ErrorPrivate *of(Error &error);
    static Error withSink(Error error, const std::weak_ptr<ErrorSink> &sink);
    static std::shared_ptr<ErrorSink> sink(const Error &error);

    Error::Kind kind = Error::None;
    QString text;
    QString sql;
    QString nativeCode;
    QString model;
    QString property;
    std::weak_ptr<ErrorSink> errorSink;
};

/*! A call that cannot work as it is made, and why; layers that know models name the place too. */
Error usage(const QString &text, const QString &sql = QString());

} // namespace Chakra

#endif // CHAKRA_ERROR_P_H
