// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "models.h"

#include <Chakra/Chakra>

#include <QCoreApplication>
#include <QTextStream>

using namespace Qt::StringLiterals;

using Chakra::f;

namespace {

Chakra::Result<qint64> booksOnTheShelf()
{
    const auto opened = Chakra::Database::open("sqlite::memory:");
    if (!opened)
        return opened.error();
    Chakra::Database database = opened.value();
    if (auto created = database.createTables(); !created)
        return created.error();

    Chakra::Session session(database);
    auto *shelf = new Shelf;
    shelf->setLabel(u"Novels"_s);
    for (const QString &title : {u"Emma"_s, u"Persuasion"_s}) {
        auto *book = new Book;
        book->setTitle(title);
        book->setShelf(shelf);
        session.add(book);
    }
    if (auto stored = session.commit(); !stored)
        return stored.error();

    return Book::objects().filter(f<&Book::shelf, &Shelf::label> == u"Novels"_s).count();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QTextStream out(stdout);

    const auto books = booksOnTheShelf();
    if (!books.ok()) {
        out << books.error().text() << '\n';
        return 1;
    }
    out << books.value() << " books on the shelf\n";
    return books.value() == 2 ? 0 : 1;
}
