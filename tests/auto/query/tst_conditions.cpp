// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// Random conditions, each asked of the database and of the loaded objects in plain C++.

#include "testdatabase.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QtTest>

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;
using Chakra::Condition;
using Chakra::f;
using Chakra::QuerySet;
using Chakra::Session;
using Chakra::Value;
using Library::Author;
using Library::Book;
using Library::Shelf;

namespace {

// ------------------------------------------------------------------------------------ what is asked

enum class Step { Shelf /* to one, or to none */, Books, Authors };
enum class Column { Id, Text, Isbn, ShelfId, Row /* the related row itself */ };
enum class Lookup {
    Exact,
    In,
    IsNull,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Range,
    IExact,
    Contains,
    IContains,
    StartsWith,
    IStartsWith,
    EndsWith,
    IEndsWith
};

using Steps = QList<Step>;

struct Comparison
{
    Steps path;
    Column column = Column::Id;
    Lookup lookup = Lookup::Exact;
    QList<qint64> numbers;
    QStringList texts;
    bool null = false; // what isnull asks for, or that null is compared, or in the list
    QString words; // the path as text, with the lookup
};

struct Asked
{
    enum Kind { One, All, Any, Not };

    Kind kind = One;
    Comparison comparison;
    std::vector<Asked> parts;
};

bool isText(Column column)
{
    return column == Column::Text || column == Column::Isbn;
}

bool asksForNull(const Comparison &comparison)
{
    return comparison.lookup == Lookup::IsNull
           || (comparison.lookup == Lookup::Exact && comparison.null);
}

// Whether there are rows, which is no question to one of them.
bool asksForRows(const Comparison &comparison)
{
    return comparison.column == Column::Row && comparison.path.last() != Step::Shelf
           && asksForNull(comparison);
}

// -------------------------------------------------------------------------------- the plain answer

struct Row
{
    qint64 id = 0;
    QString text;
    std::optional<QString> isbn;
    std::optional<qint64> shelfId;
    QList<const Row *> shelf;
    QList<const Row *> books;
    QList<const Row *> authors;

    const QList<const Row *> &related(Step step) const
    {
        return step == Step::Shelf ? shelf : step == Step::Books ? books : authors;
    }
};

template <typename T>
bool compares(const Comparison &comparison, const std::optional<T> &value, const QList<T> &values)
{
    if (asksForNull(comparison))
        return value.has_value() != comparison.null;
    if (comparison.lookup == Lookup::In)
        return value ? values.contains(*value) : comparison.null;
    if (!value)
        return false;
    switch (comparison.lookup) {
    case Lookup::Exact: return *value == values.at(0);
    case Lookup::Greater: return *value > values.at(0);
    case Lookup::GreaterOrEqual: return *value >= values.at(0);
    case Lookup::Less: return *value < values.at(0);
    case Lookup::LessOrEqual: return *value <= values.at(0);
    case Lookup::Range: return *value >= values.at(0) && *value <= values.at(1);
    default: break;
    }
    if constexpr (std::is_same_v<T, QString>) {
        const QString &text = values.at(0);
        switch (comparison.lookup) {
        case Lookup::IExact: return value->compare(text, Qt::CaseInsensitive) == 0;
        case Lookup::Contains: return value->contains(text);
        case Lookup::IContains: return value->contains(text, Qt::CaseInsensitive);
        case Lookup::StartsWith: return value->startsWith(text);
        case Lookup::IStartsWith: return value->startsWith(text, Qt::CaseInsensitive);
        case Lookup::EndsWith: return value->endsWith(text);
        case Lookup::IEndsWith: return value->endsWith(text, Qt::CaseInsensitive);
        default: break;
        }
    }
    return false;
}

/*
    Comparisons that are to hold together: there is a choice of one row for each to-many path that
    they name, with which all of them do. Every choice is tried.
*/
class Choice
{
public:
    Choice(const std::vector<const Comparison *> &comparisons, const Row *root)
        : m_comparisons(comparisons), m_root(root)
    {
        for (const Comparison *comparison : comparisons) {
            const Steps &path = comparison->path;
            for (qsizetype size = 1; size <= path.size(); ++size) {
                const bool chosen = path.at(size - 1) != Step::Shelf
                                    && !(size == path.size() && asksForRows(*comparison));
                if (chosen && !m_chosen.contains(path.first(size)))
                    m_chosen.append(path.first(size));
            }
        }
        std::stable_sort(m_chosen.begin(), m_chosen.end(),
                         [](const Steps &a, const Steps &b) { return a.size() < b.size(); });
    }

    bool isPossible()
    {
        const qsizetype at = m_rows.size();
        if (at == m_chosen.size()) {
            return std::all_of(m_comparisons.begin(), m_comparisons.end(),
                               [this](const Comparison *comparison) { return holds(*comparison); });
        }
        const Steps &path = m_chosen.at(at);
        const Row *owner = rowAt(path.first(path.size() - 1));
        if (!owner)
            return false;
        for (const Row *row : owner->related(path.last())) {
            m_rows.append(row);
            const bool possible = isPossible();
            m_rows.removeLast();
            if (possible)
                return true;
        }
        return false;
    }

private:
    // Null where a to-one step leads nowhere.
    const Row *rowAt(const Steps &path) const
    {
        const Row *row = m_root;
        qsizetype at = path.size();
        for (; at > 0; --at) {
            const qsizetype chosen = m_chosen.indexOf(path.first(at));
            if (chosen >= 0) {
                row = m_rows.at(chosen);
                break;
            }
        }
        for (; row && at < path.size(); ++at)
            row = row->shelf.value(0);
        return row;
    }

    bool holds(const Comparison &comparison) const
    {
        if (asksForRows(comparison)) {
            const Row *owner = rowAt(comparison.path.first(comparison.path.size() - 1));
            const bool none = !owner || owner->related(comparison.path.last()).isEmpty();
            return none == comparison.null;
        }
        const Row *row = rowAt(comparison.path);
        if (isText(comparison.column)) {
            std::optional<QString> value;
            if (row)
                value = comparison.column == Column::Text ? row->text : row->isbn;
            return compares(comparison, value, QList<QString>(comparison.texts));
        }
        std::optional<qint64> value;
        if (row)
            value = comparison.column == Column::ShelfId ? row->shelfId : row->id;
        return compares(comparison, value, comparison.numbers);
    }

    std::vector<const Comparison *> m_comparisons;
    const Row *m_root;
    QList<Steps> m_chosen;
    QList<const Row *> m_rows; // one for each of the chosen paths so far
};

bool holdTogether(const std::vector<const Comparison *> &comparisons, const Row *row)
{
    return Choice(comparisons, row).isPossible();
}

// "One of these, or none": two questions.
bool isTwoQuestions(const Comparison &comparison)
{
    return comparison.column == Column::Row && comparison.lookup == Lookup::In && comparison.null;
}

void flatten(const Asked &asked, std::vector<const Asked *> *parts)
{
    for (const Asked &part : asked.parts) {
        if (part.kind == Asked::All)
            flatten(part, parts);
        else
            parts->push_back(&part);
    }
}

bool holds(const Asked &asked, const Row *row)
{
    const auto holdsToo = [row](const Asked &part) { return holds(part, row); };
    switch (asked.kind) {
    case Asked::One: {
        if (!isTwoQuestions(asked.comparison))
            return holdTogether({&asked.comparison}, row);
        Comparison some = asked.comparison;
        some.null = false;
        Comparison none = asked.comparison;
        none.lookup = Lookup::IsNull;
        return holdTogether({&some}, row) || holdTogether({&none}, row);
    }
    case Asked::Any: return std::any_of(asked.parts.begin(), asked.parts.end(), holdsToo);
    case Asked::Not: return !holds(asked.parts.front(), row);
    case Asked::All: break;
    }
    std::vector<const Asked *> parts;
    flatten(asked, &parts);
    std::vector<const Comparison *> together;
    for (const Asked *part : parts) {
        if (part->kind == Asked::One && !isTwoQuestions(part->comparison))
            together.push_back(&part->comparison);
        else if (!holds(*part, row))
            return false;
    }
    return holdTogether(together, row);
}

QString describe(const Asked &asked)
{
    QStringList parts;
    for (const Asked &part : asked.parts)
        parts.append(describe(part));
    switch (asked.kind) {
    case Asked::All: return u'(' + parts.join(" && "_L1) + u')';
    case Asked::Any: return u'(' + parts.join(" || "_L1) + u')';
    case Asked::Not: return u'!' + parts.first();
    case Asked::One: break;
    }
    const Comparison &comparison = asked.comparison;
    QStringList values = comparison.texts;
    for (const qint64 number : comparison.numbers)
        values.append(QString::number(number));
    if (comparison.lookup == Lookup::IsNull)
        values.append(comparison.null ? u"true"_s : u"false"_s);
    else if (comparison.null)
        values.append(u"null"_s);
    return u"%1 [%2]"_s.arg(comparison.words, values.join(u", "_s));
}

// ------------------------------------------------------------------------------------ in both forms

// The loaded objects by key, for comparisons with an object.
template <typename T>
QHash<qint64, T *> &objects()
{
    static QHash<qint64, T *> byKey;
    return byKey;
}

template <auto... Getters>
using ConditionOf = Condition<typename Chakra::Field<Getters...>::Root>;

template <auto... Getters>
constexpr bool isNullable =
        Chakra::Detail::IsOptional<typename Chakra::Field<Getters...>::Type>::value;

// What numbers and texts have in common.
template <auto... Getters, typename T>
ConditionOf<Getters...> compared(const Comparison &asked, const QList<T> &values)
{
    constexpr auto field = f<Getters...>;
    switch (asked.lookup) {
    case Lookup::In: {
        if constexpr (isNullable<Getters...>) {
            QList<std::optional<T>> list(values.begin(), values.end());
            if (asked.null)
                list.append(std::nullopt);
            return field.in(list);
        } else {
            return field.in(values);
        }
    }
    case Lookup::IsNull: return field.isNull(asked.null);
    case Lookup::Greater: return field > values.at(0);
    case Lookup::GreaterOrEqual: return field >= values.at(0);
    case Lookup::Less: return field < values.at(0);
    case Lookup::LessOrEqual: return field <= values.at(0);
    case Lookup::Range: return field.range(values.at(0), values.at(1));
    default: break;
    }
    if constexpr (isNullable<Getters...>) {
        if (asked.null)
            return field == std::nullopt;
    }
    return field == values.at(0);
}

template <auto... Getters>
ConditionOf<Getters...> number(const Comparison &asked)
{
    return compared<Getters...>(asked, asked.numbers);
}

template <auto... Getters>
ConditionOf<Getters...> text(const Comparison &asked)
{
    constexpr auto field = f<Getters...>;
    switch (asked.lookup) {
    case Lookup::IExact: return field.iexact(asked.texts.at(0));
    case Lookup::Contains: return field.contains(asked.texts.at(0));
    case Lookup::IContains: return field.icontains(asked.texts.at(0));
    case Lookup::StartsWith: return field.startsWith(asked.texts.at(0));
    case Lookup::IStartsWith: return field.istartsWith(asked.texts.at(0));
    case Lookup::EndsWith: return field.endsWith(asked.texts.at(0));
    case Lookup::IEndsWith: return field.iendsWith(asked.texts.at(0));
    default: return compared<Getters...>(asked, QList<QString>(asked.texts));
    }
}

template <typename T, auto... Getters>
ConditionOf<Getters...> row(const Comparison &asked)
{
    constexpr auto field = f<Getters...>;
    if (asked.lookup == Lookup::IsNull)
        return field.isNull(asked.null);
    if (asked.lookup == Lookup::Exact)
        return asked.null ? field == nullptr : field == objects<T>().value(asked.numbers.at(0));
    QList<T *> list;
    for (const qint64 key : asked.numbers)
        list.append(objects<T>().value(key));
    if (asked.null)
        list.append(nullptr);
    return field.in(list);
}

template <typename Root>
struct Path
{
    Steps steps;
    QString words;
    QString text; // the name of its Column::Text
    std::function<Condition<Root>(const Comparison &)> condition;
};

template <typename Root, auto... Steps>
Path<Root> toBooks(const QList<Step> &steps, const QString &words)
{
    return {steps, words, u"title"_s, [](const Comparison &asked) -> Condition<Root> {
                switch (asked.column) {
                case Column::Text: return text<Steps..., &Book::title>(asked);
                case Column::Isbn: return text<Steps..., &Book::isbn>(asked);
                case Column::ShelfId: return number<Steps..., &Book::shelfId>(asked);
                case Column::Row:
                    if constexpr (sizeof...(Steps) > 0)
                        return row<Book, Steps...>(asked);
                    break;
                case Column::Id: break;
                }
                return number<Steps..., &Book::id>(asked);
            }};
}

template <typename Root, typename T, auto... Steps>
Path<Root> toNamed(const QList<Step> &steps, const QString &words)
{
    return {steps, words, u"name"_s, [](const Comparison &asked) -> Condition<Root> {
                if constexpr (sizeof...(Steps) > 0) {
                    if (asked.column == Column::Row)
                        return row<T, Steps...>(asked);
                }
                return asked.column == Column::Text ? text<Steps..., &T::name>(asked)
                                                    : number<Steps..., &T::id>(asked);
            }};
}

template <typename Root>
const QList<Path<Root>> &paths();

template <>
const QList<Path<Book>> &paths<Book>()
{
    static const QList<Path<Book>> known{
            toBooks<Book>({}, {}),
            toNamed<Book, Shelf, &Book::shelf>({Step::Shelf}, u"shelf"_s),
            toBooks<Book, &Book::shelf, &Shelf::books>({Step::Shelf, Step::Books},
                                                       u"shelf__books"_s),
            toNamed<Book, Author, &Book::authors>({Step::Authors}, u"authors"_s),
            toBooks<Book, &Book::authors, &Author::books>({Step::Authors, Step::Books},
                                                          u"authors__books"_s),
            toNamed<Book, Shelf, &Book::authors, &Author::books, &Book::shelf>(
                    {Step::Authors, Step::Books, Step::Shelf}, u"authors__books__shelf"_s),
            toNamed<Book, Author, &Book::shelf, &Shelf::books, &Book::authors>(
                    {Step::Shelf, Step::Books, Step::Authors}, u"shelf__books__authors"_s),
    };
    return known;
}

template <>
const QList<Path<Shelf>> &paths<Shelf>()
{
    static const QList<Path<Shelf>> known{
            toNamed<Shelf, Shelf>({}, {}),
            toBooks<Shelf, &Shelf::books>({Step::Books}, u"books"_s),
            toNamed<Shelf, Shelf, &Shelf::books, &Book::shelf>({Step::Books, Step::Shelf},
                                                               u"books__shelf"_s),
            toNamed<Shelf, Author, &Shelf::books, &Book::authors>({Step::Books, Step::Authors},
                                                                  u"books__authors"_s),
    };
    return known;
}

template <typename Root>
Condition<Root> condition(const Asked &asked)
{
    if (asked.kind == Asked::One) {
        for (const Path<Root> &path : paths<Root>()) {
            if (path.steps == asked.comparison.path)
                return path.condition(asked.comparison);
        }
        Q_UNREACHABLE();
    }
    Condition<Root> result = condition<Root>(asked.parts.front());
    if (asked.kind == Asked::Not)
        return !result;
    for (std::size_t i = 1; i < asked.parts.size(); ++i) {
        const Condition<Root> part = condition<Root>(asked.parts.at(i));
        result = asked.kind == Asked::All ? result && part : result || part;
    }
    return result;
}

Value valueOf(const Comparison &asked)
{
    if (asked.lookup == Lookup::IsNull)
        return asked.null;
    QList<Value> values;
    for (const qint64 number : asked.numbers)
        values.append(number);
    for (const QString &text : asked.texts)
        values.append(text);
    if (asked.null)
        values.append(nullptr);
    return asked.lookup == Lookup::In || asked.lookup == Lookup::Range ? Value(values)
                                                                       : values.first();
}

// ------------------------------------------------------------------------------------ at random

// One call of filter() or exclude().
struct Call
{
    bool exclude = false;
    Asked asked;
    bool inWords = false; // a list of comparisons, which has a form in words
};

template <typename Root>
class Generator
{
public:
    explicit Generator(quint32 seed) : m_random(seed) { }

    std::vector<Call> calls()
    {
        std::vector<Call> result(oneToThree());
        for (Call &call : result) {
            call.exclude = below(3) == 0;
            call.inWords = below(2) == 0;
            call.asked = call.inWords ? several(Asked::All, oneToThree(), 0) : tree(3);
        }
        return result;
    }

private:
    int below(int end) { return int(m_random.bounded(quint32(end))); }
    // More often few: many conditions together select nothing.
    int oneToThree() { return 1 + below(3) * below(3) / 2; }

    Asked tree(int depth)
    {
        const int kind = depth == 0 ? 0 : below(6);
        if (kind == 0)
            return one();
        if (kind == 1)
            return several(Asked::Not, 1, depth - 1);
        return several(kind <= 3 ? Asked::Any : Asked::All, 2 + below(2), depth - 1);
    }

    Asked several(Asked::Kind kind, int count, int depth)
    {
        Asked result;
        result.kind = kind;
        for (int i = 0; i < count; ++i)
            result.parts.push_back(tree(depth));
        return result;
    }

    Asked one()
    {
        const QList<Path<Root>> &known = paths<Root>();
        const Path<Root> &path = known.at(below(int(known.size())));
        Asked result;
        Comparison &asked = result.comparison;
        asked.path = path.steps;
        QStringList words;
        if (!path.words.isEmpty())
            words.append(path.words);

        const bool isBook = path.text == u"title"_s;
        switch (below(5)) {
        case 0:
            asked.column = Column::Id;
            words.append(below(2) == 0 ? u"id"_s : u"pk"_s);
            break;
        case 1:
            asked.column = path.steps.isEmpty() ? Column::Text : Column::Row;
            if (path.steps.isEmpty())
                words.append(path.text);
            break;
        case 2:
            asked.column = isBook ? Column::ShelfId : Column::Text;
            words.append(isBook ? u"shelfId"_s : path.text);
            break;
        case 3:
            asked.column = isBook ? Column::Isbn : Column::Text;
            words.append(isBook ? u"isbn"_s : path.text);
            break;
        default:
            asked.column = Column::Text;
            words.append(path.text);
            break;
        }

        const bool nullable = asked.column == Column::ShelfId || asked.column == Column::Isbn
                              || asked.column == Column::Row;
        const int lookups = isText(asked.column) ? 15 : asked.column == Column::Row ? 3 : 8;
        asked.lookup = Lookup(below(lookups));
        asked.null = asked.lookup == Lookup::IsNull
                             ? below(2) == 0
                             : nullable && asked.lookup <= Lookup::In && below(5) == 0;
        const int values = asked.lookup == Lookup::IsNull  ? 0
                           : asked.lookup == Lookup::In    ? below(4)
                           : asked.lookup == Lookup::Range ? 2
                                                           : (asked.null ? 0 : 1);
        for (int i = 0; i < values; ++i) {
            if (isText(asked.column))
                asked.texts.append(word());
            else
                asked.numbers.append(asked.column == Column::Row ? 1 + below(5) : below(14));
        }
        static const char *const suffixes[] = {"exact",       "in",       "isnull",    "gt",
                                               "gte",         "lt",       "lte",       "range",
                                               "iexact",      "contains", "icontains", "startswith",
                                               "istartswith", "endswith", "iendswith"};
        if (asked.lookup != Lookup::Exact || below(2) == 0)
            words.append(QString::fromLatin1(suffixes[int(asked.lookup)]));
        asked.words = words.join("__"_L1);
        return result;
    }

    QString word()
    {
        static const QStringList words{u"a"_s, u"A"_s, u"b"_s,  u"ab"_s, u"ä"_s,
                                       u"Ä"_s, u"%"_s, u"b_"_s, u""_s,   u"aÄ"_s};
        return words.at(below(int(words.size())));
    }

    QRandomGenerator m_random;
};

template <typename Root>
QuerySet<Root> inWords(const QuerySet<Root> &query, const Call &call)
{
    const std::vector<Asked> &parts = call.asked.parts;
    const auto named = [&parts](std::size_t at) {
        const Comparison &asked = parts.at(at).comparison;
        return Chakra::NamedValue{asked.words, valueOf(asked)};
    };
    const auto ask = [&](std::initializer_list<Chakra::NamedValue> list) {
        return call.exclude ? query.exclude(list) : query.filter(list);
    };
    switch (parts.size()) {
    case 1:
        return call.exclude ? query.exclude(named(0).name, named(0).value)
                            : query.filter(named(0).name, named(0).value);
    case 2: return ask({named(0), named(1)});
    default: return ask({named(0), named(1), named(2)});
    }
}

} // namespace

class TestConditions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();

    void ofRowsThatReferToOne();
    void ofRowsThatHaveMany();
    void longConditionsAreNotTooDeep();

private:
    template <typename Root>
    void agreeWithPlainCode(quint32 seeds, const QList<const Row *> &rows);

    std::unique_ptr<TestDatabase> m_db;
    std::unique_ptr<Session> m_session;
    std::vector<std::unique_ptr<Row>> m_rows;
    QList<const Row *> m_books;
    QList<const Row *> m_shelves;
};

// What is loaded, as plain rows.
void TestConditions::initTestCase()
{
    m_db = std::make_unique<TestDatabase>(TestDatabase::Tables);
    m_db->run(u"INSERT INTO lib_shelves (id, name) VALUES (1, 'a'), (2, 'Ä'), (3, 'ab'), "
              "(4, 'A%'), (5, '')"_s);
    m_db->run(u"INSERT INTO lib_authors (id, name) VALUES (1, 'a'), (2, 'A'), (3, 'bä'), "
              "(4, 'b_'), (5, '%')"_s);
    // Shelf 5 has no book, author 5 neither; every fourth book is on no shelf.
    m_db->run(u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 14), "
              "words(w, i) AS (VALUES ('a', 0), ('A', 1), ('ab', 2), ('Äb', 3), ('b_', 4), "
              "('aä%', 5), ('', 6)) "
              "INSERT INTO lib_books (id, title, isbn, shelf_id) "
              "SELECT n.i, (SELECT w FROM words WHERE i = n.i * n.i % 7), "
              "CASE WHEN n.i % 3 > 0 THEN (SELECT w FROM words WHERE i = n.i % 7) || n.i END, "
              "CASE WHEN n.i % 4 > 0 THEN n.i * 5 % 4 + 1 END FROM n"_s);
    m_db->run(u"INSERT INTO lib_book_authors (book_id, author_id) "
              "SELECT lib_books.id, lib_authors.id FROM lib_books, lib_authors "
              "WHERE (lib_books.id * 7 + lib_authors.id * 5) % 11 < 4 AND lib_books.id % 5 > 0 "
              "AND lib_authors.id < 5"_s);

    m_session = std::make_unique<Session>(m_db->handle());
    MUST_GET(const QList<Shelf *> shelves,
             Shelf::objects(*m_session).prefetchRelated("books").orderBy("id").all());
    MUST_GET(const QList<Author *> authors,
             Author::objects(*m_session).prefetchRelated("books").orderBy("id").all());
    MUST_GET(const QList<Book *> books,
             Book::objects(*m_session).prefetchRelated("authors").orderBy("id").all());
    QHash<const Chakra::Model *, Row *> rows;
    const auto add = [&](const auto *object, const QString &text) {
        m_rows.push_back(std::make_unique<Row>());
        Row *row = m_rows.back().get();
        row->id = object->id();
        row->text = text;
        rows.insert(object, row);
        return row;
    };
    for (Shelf *shelf : shelves) {
        m_shelves.append(add(shelf, shelf->name()));
        objects<Shelf>().insert(shelf->id(), shelf);
    }
    for (Author *author : authors) {
        add(author, author->name());
        objects<Author>().insert(author->id(), author);
    }
    for (Book *book : books) {
        Row *row = add(book, book->title());
        row->isbn = book->isbn();
        row->shelfId = book->shelfId();
        m_books.append(row);
        objects<Book>().insert(book->id(), book);
    }
    const auto rowsOf = [&rows](const auto &list) {
        QList<const Row *> result;
        for (const auto *object : list)
            result.append(rows.value(object));
        return result;
    };
    for (Shelf *shelf : shelves)
        rows.value(shelf)->books = rowsOf(shelf->books().toList());
    for (Author *author : authors)
        rows.value(author)->books = rowsOf(author->books().toList());
    for (Book *book : books) {
        rows.value(book)->authors = rowsOf(book->authors().toList());
        if (const Shelf *shelf = book->shelf())
            rows.value(book)->shelf = {rows.value(shelf)};
    }
    QCOMPARE(m_rows.size(), std::size_t(5 + 5 + 14));
}

void TestConditions::cleanupTestCase()
{
    objects<Shelf>().clear();
    objects<Author>().clear();
    objects<Book>().clear();
    m_session.reset();
    m_db.reset();
}

template <typename Root>
void TestConditions::agreeWithPlainCode(quint32 seeds, const QList<const Row *> &rows)
{
    // Selections of something, but not of all, keep the generator honest.
    quint32 telling = 0;
    for (quint32 seed = 0; seed < seeds; ++seed) {
        const std::vector<Call> calls = Generator<Root>(seed).calls();
        QuerySet<Root> byFields = Root::objects(*m_session);
        QuerySet<Root> byWords = byFields;
        QString text;
        QList<const Row *> expected = rows;
        for (const Call &call : calls) {
            const Condition<Root> asked = condition<Root>(call.asked);
            byFields = call.exclude ? byFields.exclude(asked) : byFields.filter(asked);
            if (call.inWords)
                byWords = inWords(byWords, call);
            else
                byWords = call.exclude ? byWords.exclude(asked) : byWords.filter(asked);
            text += (call.exclude ? u"\n exclude "_s : u"\n filter "_s) + describe(call.asked);
            expected.removeIf(
                    [&](const Row *row) { return holds(call.asked, row) == call.exclude; });
        }

        const auto keyList = [](const auto &list) {
            QStringList result;
            for (const auto *row : list)
                result.append(QString::number(row->id));
            return result.join(u' ');
        };
        const QString wanted = keyList(expected);
        const QString found = keyText(must(byWords.orderBy("id").all()));
        // Not QVERIFY2(), which would put all this together each time.
        const auto fail = [&, seed](const QString &what) {
            QFAIL(qPrintable(u"seed %1:%2\n%3\n%4\n%5"_s.arg(QString::number(seed), text, what,
                                                             byWords.toSql(), byFields.toSql())));
        };
        if (found != wanted)
            return fail(u"found %1\nof    %2"_s.arg(found, wanted));
        if (byFields.toSql() != byWords.toSql())
            return fail(u"the two forms give different SQL"_s);
        if (must(byFields.count()) != expected.size())
            return fail(u"count() is another"_s);
        if (must(byFields.exists()) == expected.isEmpty())
            return fail(u"exists() is another"_s);
        if (!expected.isEmpty() && expected.size() < rows.size())
            ++telling;
    }
    QVERIFY2(telling > seeds / 4, qPrintable(QString::number(telling)));
}

void TestConditions::ofRowsThatReferToOne()
{
    agreeWithPlainCode<Book>(1400, m_books);
}

void TestConditions::ofRowsThatHaveMany()
{
    agreeWithPlainCode<Shelf>(600, m_shelves);
}

// A loop makes conditions of any length; databases refuse expressions that are too deep.
void TestConditions::longConditionsAreNotTooDeep()
{
    Condition<Book> any;
    Condition<Book> all;
    for (int i = 1; i <= 1200; ++i) {
        any = any || f<&Book::id> == i * 2;
        all = all && f<&Book::id> != i * 2;
    }
    QCOMPARE(keyText(must(Book::objects(*m_session).filter(any).orderBy("id").all())),
             u"2 4 6 8 10 12 14"_s);
    QCOMPARE(keyText(must(Book::objects(*m_session).filter(all).orderBy("id").all())),
             u"1 3 5 7 9 11 13"_s);
    QCOMPARE(keyText(must(Book::objects(*m_session).exclude(any).orderBy("id").all())),
             u"1 3 5 7 9 11 13"_s);
}

QTEST_GUILESS_MAIN(TestConditions)

#include "tst_conditions.moc"
