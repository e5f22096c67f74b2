// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "binding_p.h"
#include "connectionprivate_p.h"

#include <QElapsedTimer>
#include <QSqlError>
#include <QSqlRecord>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

/*! An empty text is not a null one, though the driver gives no bytes of it. */
QString decodedText(const QByteArray &utf8)
{
    return utf8.isEmpty() ? u""_s : QString::fromUtf8(utf8);
}

} // namespace

struct Cursor::Data
{
    ConnectionPrivate *connection = nullptr;
    StatementPointer statement; // null when closed
    std::shared_ptr<StatementRecord> record;
    QString sql;
    Error error;
    qint64 rows = 0;
    qint64 affected = 0;
    QVariant current;
    int currentColumn = -1; // the one that it is of

    bool next();
    void end();
    void close();
    const QVariant &value(int column);
    void refuse(const QVariant &value, int column, const QString &wanted);
    qint64 convertedInteger(const QVariant &value, int column);
    double convertedReal(const QVariant &value, int column);
    QString convertedText(const QVariant &value) const;
    QByteArray convertedBytes(const QVariant &value) const;
};

bool Cursor::Data::next()
{
    if (!statement || error.isValid())
        return false;
    currentColumn = -1;
    if (Q_LIKELY(statement->query.next())) {
        ++rows;
        return true;
    }
    end();
    return false;
}

/*! At the end of the rows, or where reading them failed. */
void Cursor::Data::end()
{
    if (statement->query.lastError().isValid()) {
        error = connection->errorOf(*statement, sql);
        if (record)
            record->failed = true;
    } else if (statement->returnsRows && statement->countsRows) {
        affected = statement->query.numRowsAffected();
    }
    close();
    if (error.isValid())
        connection->failed(error);
}

void Cursor::Data::close()
{
    if (!statement)
        return;
    if (record) {
        record->rows = statement->returnsRows ? rows : affected;
        record.reset();
    }
    ConnectionPrivate::finish(*statement);
    statement.reset();
    current = QVariant();
    currentColumn = -1;
}

/*! The value as the driver has it; whether it is null and what it is are asked one after the other. */
const QVariant &Cursor::Data::value(int column)
{
    if (column != currentColumn) {
        current = statement ? columnValue(statement->query, column) : QVariant();
        currentColumn = column;
    }
    return current;
}

void Cursor::Data::refuse(const QVariant &value, int column, const QString &wanted)
{
    if (error.isValid())
        return;
    error = Error(Error::Sql, u"The column %1 holds %2, where %3 is expected"_s.arg(
                                      statement->query.record().fieldName(column),
                                      describe(wireValue(value)), wanted))
                    .withSql(sql);
}

// SQLite keeps any kind of value in any column: what others wrote may have to be converted.

qint64 Cursor::Data::convertedInteger(const QVariant &value, int column)
{
    if (value.isNull())
        return 0;
    bool ok = false;
    switch (value.typeId()) {
    case QMetaType::QString: {
        const QString text = value.toString().trimmed();
        if (const qint64 integer = text.toLongLong(&ok); ok)
            return integer;
        if (text.compare("true"_L1, Qt::CaseInsensitive) == 0)
            return 1;
        if (text.compare("false"_L1, Qt::CaseInsensitive) == 0)
            return 0;
        break;
    }
    case QMetaType::Double: {
        const double real = value.toDouble();
        if (real == std::floor(real) && std::abs(real) < 9.2e18)
            return qint64(real);
        break;
    }
    case QMetaType::QByteArray: break;
    default:
        if (const qint64 integer = value.toLongLong(&ok); ok)
            return integer;
    }
    refuse(value, column, u"an integer"_s);
    return 0;
}

double Cursor::Data::convertedReal(const QVariant &value, int column)
{
    if (value.isNull())
        return 0;
    bool ok = false;
    const double real = value.typeId() == QMetaType::QByteArray ? 0 : value.toDouble(&ok);
    if (!ok)
        refuse(value, column, u"a number"_s);
    return real;
}

QString Cursor::Data::convertedText(const QVariant &value) const
{
    if (value.typeId() == QMetaType::Double)
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    if (value.typeId() == QMetaType::QByteArray)
        return decodedText(*static_cast<const QByteArray *>(value.constData()));
    return value.toString();
}

QByteArray Cursor::Data::convertedBytes(const QVariant &value) const
{
    return convertedText(value).toUtf8();
}

Error ConnectionPrivate::read(const QString &sql, const WireRow &values, const Caller &caller,
                              Reuse reuse, Cursor *cursor)
{
    Q_ASSERT(cursor);
    cursor->close();
    if (!cursor->d)
        cursor->d = std::make_unique<Cursor::Data>();
    Cursor::Data &data = *cursor->d;
    data.connection = this;
    data.rows = 0;
    data.affected = 0;
    data.error = start(sql, values, caller, reuse, &data.statement, &data.record);
    if (Q_UNLIKELY(data.error.isValid())) {
        data.statement.reset();
        data.record.reset();
        return data.error;
    }
    data.sql = sql;
    if (!data.statement->returnsRows && data.statement->countsRows)
        data.affected = data.statement->query.numRowsAffected();
    return Error();
}

Cursor::Cursor() = default;
Cursor::Cursor(Cursor &&other) noexcept = default;

Cursor &Cursor::operator=(Cursor &&other) noexcept
{
    if (this != &other) {
        close();
        d = std::move(other.d);
    }
    return *this;
}

Cursor::~Cursor()
{
    close();
}

bool Cursor::next()
{
    if (Q_UNLIKELY(!d))
        return false;
    if (Q_LIKELY(!d->record))
        return d->next();
    const auto record = d->record;
    QElapsedTimer timer;
    timer.start();
    const bool found = d->next();
    // This thread alone writes it.
    record->time = record->time.load() + std::chrono::nanoseconds(timer.nsecsElapsed());
    return found;
}

const Error &Cursor::error() const
{
    static const Error none;
    return d ? d->error : none;
}

qint64 Cursor::affectedRows() const
{
    return d ? d->affected : 0;
}

int Cursor::columnCount() const
{
    return d && d->statement ? d->statement->query.record().count() : 0;
}

QString Cursor::columnName(int column) const
{
    return d && d->statement ? d->statement->query.record().fieldName(column) : QString();
}

void Cursor::close()
{
    if (d)
        d->close();
}

bool Cursor::isNull(int column)
{
    return d->value(column).isNull();
}

qint64 Cursor::integer(int column)
{
    const QVariant &value = d->value(column);
    if (Q_LIKELY(value.typeId() == QMetaType::LongLong))
        return *static_cast<const qlonglong *>(value.constData());
    return d->convertedInteger(value, column);
}

double Cursor::real(int column)
{
    const QVariant &value = d->value(column);
    if (Q_LIKELY(value.typeId() == QMetaType::Double))
        return *static_cast<const double *>(value.constData());
    return d->convertedReal(value, column);
}

QString Cursor::text(int column)
{
    const QVariant &value = d->value(column);
    const int type = value.typeId();
    if (Q_LIKELY(type == QMetaType::QByteArray)) // see Sql::Expression::Output
        return decodedText(*static_cast<const QByteArray *>(value.constData()));
    if (type == QMetaType::QString)
        return *static_cast<const QString *>(value.constData());
    return d->convertedText(value);
}

QByteArray Cursor::bytes(int column)
{
    const QVariant &value = d->value(column);
    if (Q_LIKELY(value.typeId() == QMetaType::QByteArray))
        return *static_cast<const QByteArray *>(value.constData());
    return d->convertedBytes(value);
}

WireValue Cursor::any(int column)
{
    return wireValue(d->value(column));
}

} // namespace Chakra
