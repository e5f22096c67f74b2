// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_ERROR_H
#define CHAKRA_ERROR_H

#include <Chakra/export.h>

#include <QtCore/qshareddata.h>
#include <QtCore/qstring.h>

QT_FORWARD_DECLARE_CLASS(QDebug)

namespace Chakra {

class ErrorPrivate;

/*!
    What went wrong, as a value: a kind to decide by, a text to show, and what is known of the
    statement, the model and the property.

    An Error is implicitly shared, costs a pointer, and may be used in any thread.
*/
class CHAKRA_EXPORT Error
{
public:
    /*! The kinds that a program can decide by. */
    enum Kind {
        None, /*!< no error; what a default-constructed Error is */
        DoesNotExist, /*!< get() found no row */
        MultipleObjectsReturned, /*!< get() found more than one row */
        UnknownField, /*!< a path, lookup or property name that does not exist or does not fit */
        ModelDefinition, /*!< a mistake in the declaration of a model */
        UniqueViolation, /*!< the database refused a second row of the same key */
        ForeignKeyViolation, /*!< the database refused a key that refers to no row, or is referred to */
        NotNullViolation, /*!< a required value is missing */
        CheckViolation, /*!< a CHECK of the database failed */
        Connection, /*!< the database cannot be reached, opened, read or written */
        Timeout, /*!< a lock or a statement took longer than allowed */
        Serialization, /*!< the transaction met another one and may be tried again */
        StaleObject, /*!< the row was changed or deleted by somebody else */
        Sql, /*!< another error of the database */
        Usage /*!< a call that cannot work as it is made */
    };

    Error(); /*!< No error: of kind None. */
    /*! An error of a program's own, to be returned from a Session::transact() for instance. */
    Error(Kind kind, const QString &text);
    Error(const Error &other); /*!< Shares the data of \a other. */
    Error(Error &&other) noexcept; /*!< \a other is of kind None afterwards. */
    Error &operator=(const Error &other); /*!< Shares the data of \a other. */
    Error &operator=(Error &&other) noexcept; /*!< Takes the data of \a other. */
    ~Error();

    /*! What a program decides by; None where there is no error. */
    Kind kind() const;
    /*! A sentence for people: what is wrong, where, and what mends it. */
    QString text() const;
    /*! The SQL of the statement that failed; empty where none ran. */
    QString sql() const;
    /*! The database's own code, such as "2067" or "23505". */
    QString nativeCode() const;
    /*! The class name of the model in question; may be empty. */
    QString model() const;
    /*! The name of the property in question; may be empty. */
    QString property() const;

    /*! Whether there is an error at all. */
    bool isValid() const { return kind() != None; }

    Error withSql(const QString &sql) const; /*!< A copy that has this \a sql. */
    Error withNativeCode(const QString &code) const; /*!< A copy that has this native \a code. */
    Error withModel(const QString &model) const; /*!< A copy that names this \a model. */
    Error withProperty(const QString &property) const; /*!< A copy that names this \a property. */

    /*! The name of \a kind, as in "UniqueViolation". */
    static QString kindName(Kind kind);

    /*! Whether \a error is of this \a kind: \c error \c == \c Error::DoesNotExist. */
    friend bool operator==(const Error &error, Kind kind) { return error.kind() == kind; }

private:
    friend class ErrorPrivate;
    QSharedDataPointer<ErrorPrivate> d;
};

/*! Writes kind, text, place and SQL of \a error. */
CHAKRA_EXPORT QDebug operator<<(QDebug debug, const Error &error);

} // namespace Chakra

#endif // CHAKRA_ERROR_H
