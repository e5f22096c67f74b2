// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef OUTSIDE_MODELS_H
#define OUTSIDE_MODELS_H

#include <Chakra/Model>
#include <Chakra/RelatedList>

class Book;

class Shelf : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Shelf, "shelves")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, label, setLabel, maxLength(50), unique)
    CHAKRA_ONE_TO_MANY(Book, books, backPopulates("shelf"))
};

class Book : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Book, "books")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, title, setTitle, maxLength(200))
    CHAKRA_FIELD(qint64, shelfId, setShelfId, foreignKey("shelves.id"), onDelete(Cascade))
    CHAKRA_MANY_TO_ONE(Shelf, shelf, setShelf, backPopulates("books"))
};

#endif // OUTSIDE_MODELS_H
