// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_RELATEDLIST_H
#define CHAKRA_RELATEDLIST_H

#include <Chakra/export.h>
#include <Chakra/queryset.h>
#include <Chakra/result.h>
#include <Chakra/value.h>

#include <QtCore/qlist.h>

#include <iterator>

class QAbstractItemModel;

namespace Chakra {

class Model;
struct RelationInfo;

namespace Detail {

/*! \internal A key or a list of keys, and no object. */
template <typename K>
concept KeyLike = std::convertible_to<const K &, Value> && !std::is_pointer_v<K>
        && !requires(const K &k) { static_cast<const Model *>(*k.begin()); };

} // namespace Detail

/*! \internal The type-erased half of RelatedList. */
class CHAKRA_EXPORT RelatedListBase
{
public:
    /*! Whether the members are in memory. No SQL. */
    bool isLoaded() const;
    /*! Whether a filtered Prefetch loaded a part of the members only. No SQL. */
    bool isPartial() const;
    /*! Loads the members unless they are loaded; a part is completed. 0 or 1 statements. */
    Result<void> load();
    /*! Loads the members again. 1 statement. */
    Result<void> reload();
    /*! Takes all members off. As remove() of each; a many-to-many list: 1 statement. */
    Result<void> clear();
    /*!
        The list as an item model, one role for each property of the related model ("object" is the
        object itself); made when it is first asked for, owned by the list's owner. Loads through
        canFetchMore() and fetchMore().
    */
    QAbstractItemModel *model() const;

protected:
    RelatedListBase(const Model *owner, int property)
        : m_owner(const_cast<Model *>(owner)), m_property(property)
    {
    }
    QList<Model *> members() const; // loads
    Error addObjects(const QList<Model *> &objects, std::initializer_list<NamedValue> columns);
    Error addKeys(const Value &keys, std::initializer_list<NamedValue> columns);
    Error removeObjects(const QList<Model *> &objects);
    Error removeKeys(const Value &keys);
    Error setObjects(const QList<Model *> &objects);
    Error createObject(const QList<std::pair<Detail::PathSpec, Value>> &values, Model **object);
    QuerySetBase baseQuery() const;
    Result<void> result(const Error &error) const;

    Model *m_owner;
    int m_property;
};

/*!
    The to-many side of a relation: a handle of owner and relation, returned by value. Reading
    loads the members once (1 statement for the owner and its peers, see design of lazy loading);
    they stay in step with the other side from then on.

    A many-to-many list writes at once, in the open transact() or a transaction of its own: add,
    remove and clear 1 statement, set 1 SELECT and at most 1 DELETE and 1 INSERT; where an end is
    not saved yet the change waits for the next commit. A one-to-many list changes memory only,
    until the next commit. An iteration runs over the list as it was when it began. Lives as long
    as its owner, in its thread.
*/
template <typename T>
class RelatedList : public RelatedListBase
{
public:
    using value_type = T *;

    class Iterator
    {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = T *;
        using difference_type = qsizetype;
        using pointer = T *const *;
        using reference = T *const &;

        Iterator() = default;
        Iterator(const QList<T *> &list, qsizetype index) : m_list(list), m_index(index) { }
        reference operator*() const { return m_list.at(m_index); }
        pointer operator->() const { return &m_list.at(m_index); }
        Iterator &operator++()
        {
            ++m_index;
            return *this;
        }
        Iterator operator++(int)
        {
            Iterator copy(*this);
            ++m_index;
            return copy;
        }
        friend bool operator==(const Iterator &a, const Iterator &b) { return a.m_index == b.m_index; }

    private:
        QList<T *> m_list;
        qsizetype m_index = 0;
    };
    using iterator = Iterator;
    using const_iterator = Iterator;

    RelatedList(const Model *owner, int property) : RelatedListBase(owner, property) { }

    qsizetype size() const { return members().size(); }
    qsizetype count() const { return size(); }
    bool isEmpty() const { return members().isEmpty(); }
    T *at(qsizetype index) const { return static_cast<T *>(members().at(index)); }
    T *operator[](qsizetype index) const { return at(index); }
    /*! The first member, or null. */
    T *first() const
    {
        const auto list = members();
        return list.isEmpty() ? nullptr : static_cast<T *>(list.first());
    }
    /*! The last member, or null. */
    T *last() const
    {
        const auto list = members();
        return list.isEmpty() ? nullptr : static_cast<T *>(list.last());
    }
    bool contains(const T *object) const { return indexOf(object) >= 0; }
    qsizetype indexOf(const T *object) const
    {
        return toList().indexOf(const_cast<T *>(object));
    }
    QList<T *> toList() const { return Detail::castList<T>(members()); }
    operator QList<T *>() const { return toList(); }

    Iterator begin() const { return Iterator(toList(), 0); }
    Iterator end() const
    {
        const auto list = toList();
        return Iterator(list, list.size());
    }

    /*! The members as a query: filter, count, sort them in the database. */
    QuerySet<T> query() const { return QuerySet<T>(baseQuery()); }

    /*! Puts \a object in; with values for further \a columns of the junction. */
    Result<void> add(T *object, std::initializer_list<NamedValue> columns = {})
    {
        return result(addObjects({object}, columns));
    }
    Result<void> add(const QList<T *> &objects, std::initializer_list<NamedValue> columns = {})
    {
        return result(addObjects(models(objects), columns));
    }
    /*! Puts the object, or objects, of \a keys in. */
    template <Detail::KeyLike K>
    Result<void> add(const K &keys, std::initializer_list<NamedValue> columns = {})
    {
        return result(addKeys(Value(keys), columns));
    }
    Result<void> add(std::initializer_list<qint64> keys, std::initializer_list<NamedValue> columns = {})
    {
        return result(addKeys(Value(QList<qint64>(keys)), columns));
    }
    Result<void> remove(T *object) { return result(removeObjects({object})); }
    Result<void> remove(const QList<T *> &objects) { return result(removeObjects(models(objects))); }
    template <Detail::KeyLike K>
    Result<void> remove(const K &keys)
    {
        return result(removeKeys(Value(keys)));
    }
    Result<void> remove(std::initializer_list<qint64> keys)
    {
        return result(removeKeys(Value(QList<qint64>(keys))));
    }
    /*! Makes \a objects the members: only the difference is written. */
    Result<void> set(const QList<T *> &objects) { return result(setObjects(models(objects))); }
    /*! A new object as a member; a many-to-many list commits nothing but the pair later on. */
    template <typename... Roots>
        requires(std::derived_from<T, Roots> && ...)
    Result<T *> create(const PropertyAssignment<Roots> &...values)
    {
        Model *object = nullptr;
        const Error error = createObject({{values.path, values.value}...}, &object);
        return Detail::objectResult<T>(error, object);
    }

private:
    static QList<Model *> models(const QList<T *> &objects)
    {
        QList<Model *> list;
        list.reserve(objects.size());
        for (T *object : objects)
            list.append(object);
        return list;
    }
};

} // namespace Chakra

#endif // CHAKRA_RELATEDLIST_H
