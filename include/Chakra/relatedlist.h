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
        && !std::is_null_pointer_v<K> && !IsResult<K>::value
        && !requires(const K &k) { static_cast<const Model *>(*k.begin()); };

} // namespace Detail

/*! What a RelatedList can do whatever the class of its members. Not to be used by itself. */
class CHAKRA_EXPORT RelatedListBase
{
public:
    /*! Whether the members are in memory. No SQL. */
    bool isLoaded() const;
    /*! Whether a filtered Prefetch loaded a part of the members only. No SQL. */
    bool isPartial() const;
    /*!
        Loads the members unless they are loaded, also after a load that failed; a part is
        completed. The checked form of reading. 0 or 1 statements, for the owner and its peers.
    */
    Result<void> load();
    /*! Loads the members again, of this owner alone. 1 statement; what differs notifies. */
    Result<void> reload();
    /*!
        Takes all members off, as RelatedList::remove() of each; a many-to-many list: 1 statement.
    */
    Result<void> clear();
    /*!
        The list as an item model, one role for each property of the related model ("object" is the
        object itself); made when it is first asked for, owned by the list's owner. It follows the
        list by insertions, removals and moves of rows, loads through canFetchMore() and
        fetchMore(), and can not be edited. Null where the relation has a mistake.
    */
    QAbstractItemModel *model() const;

    //! \cond
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
    //! \endcond
};

/*!
    The to-many side of a relation: a handle of owner and relation, returned by value. Reading
    loads the members once (1 statement for the owner and its peers, see LazyLoading); they stay in
    step with the other side from then on. A load that fails gives an empty list, and reports to
    Session::errorOccurred(); load() is the checked form.

    A many-to-many list writes at once, in the open transact() or a transaction of its own, which a
    later rollback() does not undo: add, remove and clear 1 statement whatever the number of
    objects, 0 for an empty call, set 1 SELECT and at most 1 DELETE and 1 INSERT. Adding what is
    there, or removing what is not, is no error. Where an end is not saved yet the change waits for
    the next commit.

    A one-to-many list changes memory only, until the next commit. add and remove run no SQL, but
    for keys of rows that the session does not hold (1 statement); set and clear load the members
    first, if they are not loaded. Taking a row off whose key cannot be null is Error::Usage, unless
    the relation says onRemove(Delete).

    Changes notify both sides: the list's own signal and the members' relation. A Deleted owner, a
    Deleted member, one of another class or session are Error::Usage. The handle lives as long as
    its owner, which it does not own, in the thread of its session. The members belong to the
    session. The example to read is examples/blog.
*/
template <typename T>
class RelatedList : public RelatedListBase
{
public:
    using value_type = T *; /*!< What the list holds. */

    /*!
        Goes over the list as it was when the iteration began, whatever the body of the loop does.
    */
    class Iterator
    {
    public:
        //! \cond
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
        //! \endcond

    private:
        QList<T *> m_list;
        qsizetype m_index = 0;
    };
    using iterator = Iterator; /*!< Members are changed by the list's functions only. */
    using const_iterator = Iterator; /*!< As iterator. */

    //! \cond
    RelatedList(const Model *owner, int property) : RelatedListBase(owner, property) { }
    //! \endcond

    qsizetype size() const { return members().size(); } /*!< The number of members. Loads them. */
    qsizetype count() const { return size(); } /*!< As size(). */
    bool isEmpty() const { return members().isEmpty(); } /*!< Whether there is none. Loads them. */
    /*! The member at \a index, which must be one. Loads them. */
    T *at(qsizetype index) const { return static_cast<T *>(members().at(index)); }
    T *operator[](qsizetype index) const { return at(index); } /*!< As at(). */
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
    bool contains(const T *object) const { return indexOf(object) >= 0; } /*!< Loads them. */
    /*! The index of \a object, or -1. Loads them. */
    qsizetype indexOf(const T *object) const
    {
        return toList().indexOf(const_cast<T *>(object));
    }
    /*! The members as a list of their own, which does not follow. Loads them. */
    QList<T *> toList() const { return Detail::castList<T>(members()); }
    operator QList<T *>() const { return toList(); } /*!< As toList(). */

    Iterator begin() const { return Iterator(toList(), 0); } /*!< Loads them. */
    /*! Behind the last member. */
    Iterator end() const
    {
        const auto list = toList();
        return Iterator(list, list.size());
    }

    /*!
        The members as a query, to filter, count or sort them in the database. Runs nothing, and
        knows nothing of what waits for a commit. Of an owner that is not stored its runs are
        Error::Usage.
    */
    QuerySet<T> query() const { return QuerySet<T>(baseQuery()); }

    /*!
        Puts \a object in; with values for further \a columns of the junction, where that is a model
        (Error::UnknownField else). A new object is added to the owner's session.
    */
    Result<void> add(T *object, std::initializer_list<NamedValue> columns = {})
    {
        return result(addObjects({object}, columns));
    }
    /*! Puts all of \a objects in; as add() of one. */
    Result<void> add(const QList<T *> &objects, std::initializer_list<NamedValue> columns = {})
    {
        return result(addObjects(models(objects), columns));
    }
    /*!
        Puts the object, or objects, of \a keys in. A many-to-many list of a stored owner needs no
        object for it; else those that the session does not hold are loaded, 1 statement, and
        Error::DoesNotExist where one is missing. Error::Usage for an owner without a session.
    */
    template <Detail::KeyLike K>
    Result<void> add(const K &keys, std::initializer_list<NamedValue> columns = {})
    {
        return result(addKeys(Value(keys), columns));
    }
    /*! \overload */
    Result<void> add(std::initializer_list<qint64> keys, std::initializer_list<NamedValue> columns = {})
    {
        return result(addKeys(Value(QList<qint64>(keys)), columns));
    }
    /*! \overload */
    template <Detail::KeyLike K>
    Result<void> add(std::initializer_list<K> keys, std::initializer_list<NamedValue> columns = {})
    {
        return result(addKeys(Value(QList<K>(keys)), columns));
    }
    /*! Takes \a object off; its row stays, unless the relation says onRemove(Delete). */
    Result<void> remove(T *object) { return result(removeObjects({object})); }
    /*! Takes all of \a objects off. */
    Result<void> remove(const QList<T *> &objects) { return result(removeObjects(models(objects))); }
    /*! Takes the object, or objects, of \a keys off; as add() of keys. */
    template <Detail::KeyLike K>
    Result<void> remove(const K &keys)
    {
        return result(removeKeys(Value(keys)));
    }
    /*! \overload */
    Result<void> remove(std::initializer_list<qint64> keys)
    {
        return result(removeKeys(Value(QList<qint64>(keys))));
    }
    /*! \overload */
    template <Detail::KeyLike K>
    Result<void> remove(std::initializer_list<K> keys)
    {
        return result(removeKeys(Value(QList<K>(keys))));
    }
    /*! Makes \a objects the members: only the difference is written. As add() and remove(). */
    Result<void> set(const QList<T *> &objects) { return result(setObjects(models(objects))); }
    /*!
        A new object with these \a values as a member, which the next commit inserts, and the pair
        of a many-to-many list with it. It belongs to the owner's session, or where there is none to
        the caller. No SQL.
    */
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
