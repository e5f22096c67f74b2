// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include <Chakra/error.h>

#include "error_p.h"

#include <QDebug>

using namespace Qt::StringLiterals;

namespace Chakra {

// No error is made and passed on by nearly every call: it has no data, whose references all threads
// would count.
Error::Error() = default;

Error::Error(Kind kind, const QString &text) : d(new ErrorPrivate)
{
    d->kind = kind;
    d->text = text;
}

Error::Error(const Error &other) = default;
Error::Error(Error &&other) noexcept = default;
Error &Error::operator=(const Error &other) = default;
Error &Error::operator=(Error &&other) noexcept = default;
Error::~Error() = default;

Error::Kind Error::kind() const
{
    return d ? d->kind : None;
}

QString Error::text() const
{
    return d ? d->text : QString();
}

QString Error::sql() const
{
    return d ? d->sql : QString();
}

QString Error::nativeCode() const
{
    return d ? d->nativeCode : QString();
}

QString Error::model() const
{
    return d ? d->model : QString();
}

QString Error::property() const
{
    return d ? d->property : QString();
}

Error Error::withSql(const QString &sql) const
{
    Error copy(*this);
    ErrorPrivate::of(copy)->sql = sql;
    return copy;
}

Error Error::withNativeCode(const QString &code) const
{
    Error copy(*this);
    ErrorPrivate::of(copy)->nativeCode = code;
    return copy;
}

Error Error::withModel(const QString &model) const
{
    Error copy(*this);
    ErrorPrivate::of(copy)->model = model;
    return copy;
}

Error Error::withProperty(const QString &property) const
{
    Error copy(*this);
    ErrorPrivate::of(copy)->property = property;
    return copy;
}

Error usage(const QString &text, const QString &sql)
{
    return Error(Error::Usage, text).withSql(sql);
}

QString Error::kindName(Kind kind)
{
    switch (kind) {
    case None: return u"None"_s;
    case DoesNotExist: return u"DoesNotExist"_s;
    case MultipleObjectsReturned: return u"MultipleObjectsReturned"_s;
    case UnknownField: return u"UnknownField"_s;
    case ModelDefinition: return u"ModelDefinition"_s;
    case UniqueViolation: return u"UniqueViolation"_s;
    case ForeignKeyViolation: return u"ForeignKeyViolation"_s;
    case NotNullViolation: return u"NotNullViolation"_s;
    case CheckViolation: return u"CheckViolation"_s;
    case Connection: return u"Connection"_s;
    case Timeout: return u"Timeout"_s;
    case Serialization: return u"Serialization"_s;
    case StaleObject: return u"StaleObject"_s;
    case Sql: return u"Sql"_s;
    case Usage: return u"Usage"_s;
    }
    return QString();
}

ErrorPrivate *ErrorPrivate::of(Error &error)
{
    if (!error.d)
        error.d.reset(new ErrorPrivate);
    return error.d.data();
}

Error ErrorPrivate::withSink(Error error, const std::weak_ptr<ErrorSink> &sink)
{
    if (error.isValid())
        error.d->errorSink = sink;
    return error;
}

std::shared_ptr<ErrorSink> ErrorPrivate::sink(const Error &error)
{
    return error.d ? error.d->errorSink.lock() : nullptr;
}

QDebug operator<<(QDebug debug, const Error &error)
{
    const QDebugStateSaver saver(debug);
    debug.nospace().noquote() << "Chakra::Error(" << Error::kindName(error.kind());
    if (!error.model().isEmpty())
        debug << ' ' << error.model();
    if (!error.property().isEmpty())
        debug << '.' << error.property();
    if (!error.text().isEmpty())
        debug << ": " << error.text();
    if (!error.nativeCode().isEmpty())
        debug << " [" << error.nativeCode() << ']';
    if (!error.sql().isEmpty())
        debug << " in: " << error.sql();
    debug << ')';
    return debug;
}

} // namespace Chakra
