// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SHARED_IMPLICITJUNCTION_H
#define TESTS_SHARED_IMPLICITJUNCTION_H

// What the chapter's models do not show: junctions that Chakra creates, a one-to-one over a key
// that may be null, many-to-many among rows of one class, onRemove(Delete), a version column, and
// the actions SetNull, SetDefault, Restrict and NoAction, for delete and for update alike. They
// live in a namespace, so that related names are looked up from there.

#include <Chakra/Model>

#include <QtCore/QString>

#include <optional>

namespace Library {

class Author;
class Book;
class Card;
class Order;
class OrderLine;

class Shelf : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Shelf, "lib_shelves")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, maxLength(50))
    CHAKRA_ONE_TO_MANY(Book, books, backPopulates("shelf"))
};

class Book : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Book, "lib_books")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, title, setTitle, maxLength(200))
    CHAKRA_FIELD(std::optional<QString>, isbn, setIsbn, maxLength(20), unique)
    CHAKRA_FIELD(std::optional<qint64>, shelfId, setShelfId, foreignKey("lib_shelves.id"),
                 onDelete(SetNull), onUpdate(SetNull))
    CHAKRA_MANY_TO_ONE(Shelf, shelf, setShelf, backPopulates("books"))
    CHAKRA_MANY_TO_MANY(Author, authors, through("lib_book_authors"), backPopulates("books"))
};

class Author : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Author, "lib_authors")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, maxLength(100))
    CHAKRA_MANY_TO_MANY(Book, books, through("lib_book_authors"), backPopulates("authors"))
};

class Member : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Member, "lib_members")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, maxLength(100))
    CHAKRA_ONE_TO_ONE(Card, card, setCard, backPopulates("member"))
    CHAKRA_MANY_TO_MANY(Member, friends, through("lib_friends", "member_id", "friend_id"),
                        symmetrical)
    CHAKRA_MANY_TO_MANY(Member, follows, through("lib_follows", "follower_id", "followed_id"),
                        backPopulates("followers"))
    CHAKRA_MANY_TO_MANY(Member, followers, through("lib_follows", "followed_id", "follower_id"),
                        backPopulates("follows"))
};

class Card : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Card, "lib_cards")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, number, setNumber, maxLength(20))
    CHAKRA_FIELD(std::optional<qint64>, memberId, setMemberId, foreignKey("lib_members.id"),
                 unique, onDelete(SetNull))
    CHAKRA_ONE_TO_ONE(Member, member, setMember, backPopulates("card"))
};

// The key may be null, but a child taken off the list is deleted all the same.
class Category : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Category, "lib_categories")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, maxLength(100))
    CHAKRA_FIELD(std::optional<qint64>, upperId, setUpperId, foreignKey("lib_categories.id"),
                 onDelete(Cascade))
    CHAKRA_MANY_TO_ONE(Category, upper, setUpper, backPopulates("subcategories"))
    CHAKRA_ONE_TO_MANY(Category, subcategories, backPopulates("upper"), onRemove(Delete))
};

class Customer : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Customer, "lib_customers")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, maxLength(100))
    CHAKRA_ONE_TO_MANY(Order, orders, backPopulates("customer"))
};

class Product : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Product, "lib_products")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, maxLength(100))
    CHAKRA_ONE_TO_MANY(OrderLine, lines, backPopulates("product"))
};

class Order : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Order, "lib_orders")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, number, setNumber, maxLength(20))
    CHAKRA_FIELD(int, revision, setRevision, version)
    CHAKRA_FIELD(qint64, customerId, setCustomerId, foreignKey("lib_customers.id"),
                 defaultValue(1), onDelete(SetDefault), onUpdate(SetDefault))
    CHAKRA_MANY_TO_ONE(Customer, customer, setCustomer, backPopulates("orders"))
    CHAKRA_ONE_TO_MANY(OrderLine, lines, backPopulates("order"), orderBy("position"),
                       onRemove(Delete))
};

class OrderLine : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OrderLine, "lib_order_lines")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(int, position, setPosition)
    CHAKRA_FIELD(qint64, orderId, setOrderId, foreignKey("lib_orders.id"), onDelete(Restrict),
                 onUpdate(Restrict))
    CHAKRA_FIELD(qint64, productId, setProductId, foreignKey("lib_products.id"),
                 onDelete(NoAction), onUpdate(NoAction))
    CHAKRA_MANY_TO_ONE(Order, order, setOrder, backPopulates("lines"))
    CHAKRA_MANY_TO_ONE(Product, product, setProduct, backPopulates("lines"))
};

} // namespace Library

#endif
