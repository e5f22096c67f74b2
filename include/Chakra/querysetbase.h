// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_QUERYSETBASE_H
#define CHAKRA_QUERYSETBASE_H

#include <Chakra/condition.h>
#include <Chakra/export.h>
#include <Chakra/result.h>
#include <Chakra/value.h>

#include <QtCore/qlist.h>
#include <QtCore/qshareddata.h>

#include <functional>
#include <utility>

QT_FORWARD_DECLARE_STRUCT(QMetaObject)

namespace Chakra {

class Model;
class Prefetch;
class QueryData;
class Session;

namespace Detail {

/*!
    \internal A list of models as a list of the class that they are known to be. Model is the first
    base of every model, since moc asks for that, so the pointers are the same; this saves a copy of
    each result.
*/
template <typename T>
QList<T *> castList(QList<Model *> &&models)
{
    static_assert(sizeof(QList<T *>) == sizeof(QList<Model *>));
    QList<T *> list;
    list.swap(*static_cast<QList<T *> *>(static_cast<void *>(&models)));
    return list;
}

template <typename T>
Result<QList<T *>> listResult(const Error &error, QList<Model *> &&models)
{
    if (error.isValid())
        return error;
    return castList<T>(std::move(models));
}

template <typename T>
Result<T *> objectResult(const Error &error, Model *object)
{
    if (error.isValid())
        return error;
    return static_cast<T *>(object);
}

template <typename V>
Result<V> valueResult(const Error &error, const V &value)
{
    if (error.isValid())
        return error;
    return value;
}

} // namespace Detail

/*! What a QuerySet can do whatever its model. Not to be used by itself. */
class CHAKRA_EXPORT QuerySetBase
{
public:
    //! \cond
    QuerySetBase();
    explicit QuerySetBase(const QSharedDataPointer<QueryData> &data);
    QuerySetBase(const QuerySetBase &other);
    QuerySetBase(QuerySetBase &&other) noexcept;
    QuerySetBase &operator=(const QuerySetBase &other);
    QuerySetBase &operator=(QuerySetBase &&other) noexcept;
    ~QuerySetBase();
    //! \endcond

    /*! The first mistake made in building the query; every run returns it without SQL. */
    Error error() const;
    /*!
        The SELECT that all() would run, with placeholders; empty where there is an error, or no
        connection to ask how the database writes it. Runs nothing.
    */
    QString toSql() const;

    //! \cond
    const QueryData *data() const { return d.constData(); }

protected:
    friend class QueryData;
    void addCondition(const ConditionBase &condition, bool negated);
    void addConditions(std::initializer_list<NamedValue> conditions, bool negated);
    void addOrder(const Detail::PathSpec &path, bool descending);
    void addOrder(QAnyStringView path);
    void clearOrder();
    void setReversed();
    void setLimit(qint64 limit);
    void setOffset(qint64 offset);
    void setDistinct();
    void addSelect(const Detail::PathSpec &path);
    void clearSelect();
    void addPrefetch(const Detail::PathSpec &path);
    void addPrefetch(const Prefetch &prefetch);
    void clearPrefetch();
    void addOnly(const Detail::PathSpec &path);
    void addDefer(const Detail::PathSpec &path);

    Error runAll(QList<Model *> *objects) const;
    Error runGet(Model **object) const;
    Error runFirst(Model **object, bool last) const;
    Error runFind(const Value &key, Model **object) const;
    Error runCount(qint64 *count) const;
    Error runExists(bool *exists) const;
    Error runForEach(const std::function<bool(Model *)> &callback) const;
    Error runUpdate(const QList<std::pair<Detail::PathSpec, Value>> &assignments,
                    qint64 *rows) const;
    Error runRemove(qint64 *rows) const;
    Error runExplain(QString *plan) const;

    QSharedDataPointer<QueryData> d;
    //! \endcond
};

namespace Detail {

CHAKRA_EXPORT QuerySetBase queryFor(const QMetaObject *model);
CHAKRA_EXPORT QuerySetBase queryFor(const QMetaObject *model, Session &session);
CHAKRA_EXPORT QuerySetBase queryFor(const QMetaObject *model, const Model *object);
CHAKRA_EXPORT Key keyOf(const Model *object);

} // namespace Detail

} // namespace Chakra

#endif // CHAKRA_QUERYSETBASE_H
