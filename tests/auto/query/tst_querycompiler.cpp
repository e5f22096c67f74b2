// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "alltypes.h"
#include "anotherthread.h"
#include "chapter.h"
#include "implicitjunction.h"

#include "query/querycompiler_p.h"
#include "sql/dialect_p.h"

#include <Chakra/Prefetch>
#include <Chakra/QuerySet>
#include <Chakra/RelatedList>

#include <QtTest/QtTest>

#include <functional>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::f;
using Chakra::LoadPlan;
using Chakra::QueryCompiler;
using Chakra::QueryData;
using Chakra::QueryRunner;
using Chakra::QuerySetBase;
using Chakra::Restriction;
using Chakra::Value;
using Chakra::WireRow;

namespace {

const Chakra::Sql::Dialect &sqlite()
{
    static const auto dialect = Chakra::Sql::Dialect::forDriver(u"QSQLITE"_s);
    return *dialect;
}

// A session without a database: knows the dialect and remembers what it was asked.
class Runner : public QueryRunner
{
public:
    Error all(const QueryData &query, QList<Chakra::Model *> *) override { return asked(query); }
    Error find(const QueryData &query, const Value &, Chakra::Model **) override
    {
        return asked(query);
    }
    Error count(const QueryData &query, qint64 *) override { return asked(query); }
    Error exists(const QueryData &query, bool *) override { return asked(query); }
    Error forEach(const QueryData &query, const std::function<bool(Chakra::Model *)> &) override
    {
        return asked(query);
    }
    Error update(const QueryData &query,
                 const QList<std::pair<const Chakra::FieldInfo *, Chakra::WireValue>> &values,
                 qint64 *) override
    {
        assignments = values;
        return asked(query);
    }
    Error remove(const QueryData &query, qint64 *) override { return asked(query); }
    Error explain(const QueryData &query, QString *) override { return asked(query); }
    QString toSql(const QueryData &query) override
    {
        LoadPlan plan;
        QueryCompiler::select(query, &plan);
        return sqlite().select(plan.select).sql;
    }
    Error handOut(const Error &error) override
    {
        reported += error;
        return error;
    }
    QString patternMistake(Chakra::Sql::TextMatch match, bool caseInsensitive,
                           const QString &pattern) override
    {
        return sqlite().patternMistake(match, caseInsensitive, pattern);
    }

    QStringList asks;
    QList<Error> reported;
    QList<std::pair<const Chakra::FieldInfo *, Chakra::WireValue>> assignments;

private:
    Error asked(const QueryData &query)
    {
        asks += toSql(query);
        return Error();
    }
};

QString withoutQuotes(QString sql)
{
    return sql.remove(u'"');
}

// That of a path such as "User.posts"; null where there is none.
const Chakra::RelationInfo *relationAt(const QString &path)
{
    const QList<const Chakra::ModelInfo *> models = Chakra::Graph::models();
    for (const Chakra::ModelInfo *model : models) {
        if (model->className == path.section(u'.', 0, 0))
            return model->relation(path.section(u'.', 1));
    }
    return nullptr;
}

// What stands behind the columns of all(), with names unquoted.
QString select(const QuerySetBase &query, const Restriction &restriction = {})
{
    LoadPlan plan;
    const Error error = QueryCompiler::select(*query.data(), &plan, restriction);
    if (error.isValid())
        return Error::kindName(error.kind()) + u": "_s + error.text();
    if (plan.neverMatches)
        return u"never"_s;
    const QString sql = withoutQuotes(sqlite().select(plan.select).sql);
    return sql.mid(sql.indexOf(u" FROM "_s) + 1);
}

QString selectColumns(const QuerySetBase &query, const Restriction &restriction = {})
{
    LoadPlan plan;
    const Error error = QueryCompiler::select(*query.data(), &plan, restriction);
    if (error.isValid())
        return Error::kindName(error.kind()) + u": "_s + error.text();
    const QString sql = withoutQuotes(sqlite().select(plan.select).sql);
    return sql.left(sql.indexOf(u" FROM "_s));
}

WireRow values(const QuerySetBase &query)
{
    LoadPlan plan;
    QueryCompiler::select(*query.data(), &plan);
    return sqlite().select(plan.select).values;
}

template <typename T>
const Chakra::ModelInfo *info()
{
    return Chakra::Graph::model(&T::staticMetaObject);
}

} // namespace

class TestQueryCompiler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void conditionsBecomeSql_data();
    void conditionsBecomeSql();
    void valuesAreConverted();
    void anErrorNamesClassAndProperty_data();
    void anErrorNamesClassAndProperty();
    void valuesAreTakenOverAtOnce();

    void ordersBecomeSql_data();
    void ordersBecomeSql();
    void restrictionsBecomeSql_data();
    void restrictionsBecomeSql();
    void restrictionsToManyOwnersBecomeSql_data();
    void restrictionsToManyOwnersBecomeSql();
    void membersOfAListAreSelected_data();
    void membersOfAListAreSelected();

    void columnsFollowTheNodes();
    void partsOfAModelAreLoaded_data();
    void partsOfAModelAreLoaded();
    void rowsAreCounted_data();
    void rowsAreCounted();
    void rowsAreUpdatedAndDeleted_data();
    void rowsAreUpdatedAndDeleted();

    void runsAskTheSession();
    void runsWithoutASessionAreUsage();
    void theInnermostSessionOfTheThreadIsCurrent();

private:
    std::shared_ptr<Runner> m_runner;
};

void TestQueryCompiler::init()
{
    m_runner = std::make_shared<Runner>();
    QueryRunner::pushCurrent(m_runner);
}

void TestQueryCompiler::cleanup()
{
    QueryRunner::removeCurrent(m_runner.get());
    m_runner.reset();
}

using Query = std::function<QuerySetBase()>;

void TestQueryCompiler::conditionsBecomeSql_data()
{
    QTest::addColumn<Query>("query");
    QTest::addColumn<QString>("sql");
    const auto row = [](const char *name, const QString &sql, const Query &query) {
        QTest::newRow(name) << query << sql;
    };
    const QString posts = u"FROM posts AS t0"_s;
    const QString users = u"FROM users AS t0"_s;
    const QString comments = u"FROM comments AS t0"_s;

    row("all", posts, [] { return Post::objects(); });
    row("exact", posts + u" WHERE t0.title = ?"_s,
        [] { return Post::objects().filter("title", "x"); });
    row("pk", posts + u" WHERE t0.id = ?"_s, [] { return Post::objects().filter("pk", 1); });
    row("null", comments + u" WHERE t0.parent_id IS NULL"_s,
        [] { return Comment::objects().filter("parentId", nullptr); });
    row("null of a date", u"FROM maybe_type AS t0 WHERE t0.birthday IS NULL"_s,
        [] { return MaybeType::objects().filter("birthday", QDate()); });
    row("not null", comments + u" WHERE t0.parent_id IS NOT NULL"_s,
        [] { return Comment::objects().exclude("parentId", nullptr); });
    row("range", posts + u" WHERE t0.id BETWEEN ? AND ?"_s, [] {
        return Post::objects().filter("id__range", {1, 3});
    });
    row("part", posts + u" WHERE CAST(strftime('%Y', t0.created_at) AS INTEGER) >= ?"_s,
        [] { return Post::objects().filter("createdAt__year__gte", 2024); });
    row("list of one", posts + u" WHERE t0.id = ?"_s,
        [] { return Post::objects().filter("id__in", QList<int>{1}); });
    row("list", posts + u" WHERE t0.id IN (SELECT value FROM json_each(?))"_s, [] {
        return Post::objects().filter("id__in", {1, 2});
    });
    row("null in a list", comments + u" WHERE t0.parent_id = ? OR t0.parent_id IS NULL"_s, [] {
        return Comment::objects().filter("parentId__in", QList<std::optional<qint64>>{1, {}});
    });

    row("and", posts + u" WHERE t0.title = ? AND t0.published = ?"_s, [] {
        return Post::objects().filter({{"title", "x"}, {"published", true}});
    });
    row("or", posts + u" WHERE t0.title = ? OR t0.id > ?"_s,
        [] { return Post::objects().filter(f<&Post::title> == "x" || f<&Post::id> > 1); });
    row("not", posts + u" WHERE (t0.title = ?) IS NOT TRUE"_s,
        [] { return Post::objects().filter(f<&Post::title> != "x"); });
    row("not not", posts + u" WHERE t0.title = ?"_s,
        [] { return Post::objects().exclude(f<&Post::title> != "x"); });
    row("two filters", posts + u" WHERE t0.title = ? AND t0.id = ?"_s,
        [] { return Post::objects().filter("title", "x").filter("id", 1); });
    row("no condition", posts, [] { return Post::objects().filter({}).exclude({}); });

    // To-one paths.
    row("required",
        posts + u" INNER JOIN users AS t1 ON t1.id = t0.author_id WHERE t1.username = ?"_s,
        [] { return Post::objects().filter("author__username", "x"); });
    row("shared",
        posts
                + u" INNER JOIN users AS t1 ON t1.id = t0.author_id INNER JOIN profiles AS t2 ON "
                  "t2.user_id = t1.id WHERE t1.username = ? AND t2.bio = ?"_s,
        [] {
            return Post::objects()
                    .filter("author__username", "x")
                    .filter("author__profile__bio", "y");
        });
    row("nullable, demanded",
        comments + u" INNER JOIN comments AS t1 ON t1.id = t0.parent_id WHERE t1.content = ?"_s,
        [] { return Comment::objects().filter("parentComment__content", "x"); });
    row("nullable, excluded",
        comments
                + u" LEFT JOIN comments AS t1 ON t1.id = t0.parent_id WHERE (t1.content = ?) IS "
                  "NOT TRUE"_s,
        [] { return Comment::objects().exclude("parentComment__content", "x"); });
    row("nullable, or",
        comments
                + u" LEFT JOIN comments AS t1 ON t1.id = t0.parent_id WHERE t1.content = ? OR "
                  "t0.content = ?"_s,
        [] {
            return Comment::objects().filter(f<&Comment::parentComment, &Comment::content> == "x"
                                             || f<&Comment::content> == "y");
        });
    row("key without a join", posts + u" WHERE t0.author_id = ? AND t0.author_id > ?"_s, [] {
        return Post::objects().filter({{"author", 1}, {"author__id__gt", 2}});
    });
    row("key behind a join",
        comments
                + u" LEFT JOIN comments AS t1 ON t1.id = t0.parent_id WHERE t1.parent_id IS NULL"_s,
        [] { return Comment::objects().filter("parentComment__parentComment__isnull", true); });
    row("reverse one-to-one by key",
        users + u" INNER JOIN profiles AS t1 ON t1.user_id = t0.id WHERE t1.id = ?"_s,
        [] { return User::objects().filter("profile", 1); });
    row("no reverse one-to-one",
        users + u" LEFT JOIN profiles AS t1 ON t1.user_id = t0.id WHERE t1.id IS NULL"_s,
        [] { return User::objects().filter("profile", nullptr); });
    row("a key that is text", u"FROM cities AS t0 WHERE t0.country_code = ?"_s,
        [] { return City::objects().filter("country__code", "NO"); });

    // To-many paths.
    row("one-to-many",
        users + u" WHERE t0.id IN (SELECT t1.author_id FROM posts AS t1 WHERE t1.title = ?)"_s,
        [] { return User::objects().filter("posts__title", "x"); });
    row("of one row",
        users
                + u" WHERE t0.id IN (SELECT t1.author_id FROM posts AS t1 WHERE t1.title = ? AND "
                  "t1.published = ?)"_s,
        [] {
            return User::objects().filter({{"posts__title", "x"}, {"posts__published", true}});
        });
    row("of two rows",
        users
                + u" WHERE t0.id IN (SELECT t1.author_id FROM posts AS t1 WHERE t1.title = ?) AND "
                  "t0.id IN (SELECT t2.author_id FROM posts AS t2 WHERE t2.published = ?)"_s,
        [] {
            return User::objects().filter("posts__title", "x").filter("posts__published", true);
        });
    row("many-to-many",
        posts
                + u" WHERE t0.id IN (SELECT t1.post_id FROM post_tags AS t1 INNER JOIN tags AS t2 "
                  u"ON "
                  "t2.id = t1.tag_id WHERE t2.name = ?)"_s,
        [] { return Post::objects().filter("tags__name", "x"); });
    row("junction only",
        posts
                + u" WHERE t0.id IN (SELECT t1.post_id FROM post_tags AS t1 WHERE t1.tag_id = ? "
                  u"AND "
                  "t1.tag_id < ?)"_s,
        [] {
            return Post::objects().filter({{"tags", 1}, {"tags__id__lt", 2}});
        });
    row("no such row",
        posts
                + u" WHERE (t0.id IN (SELECT t1.post_id FROM post_tags AS t1 WHERE t1.tag_id = ?)) "
                  "IS NOT TRUE"_s,
        [] { return Post::objects().exclude("tags", 1); });
    row("any row", posts + u" WHERE t0.id IN (SELECT t1.post_id FROM post_tags AS t1)"_s,
        [] { return Post::objects().filter("tags__isnull", false); });
    row("no row", users + u" WHERE (t0.id IN (SELECT t1.author_id FROM posts AS t1)) IS NOT TRUE"_s,
        [] { return User::objects().filter(f<&User::posts> == nullptr); });
    row("nested, of one row",
        users
                + u" WHERE t0.id IN (SELECT t1.author_id FROM posts AS t1 WHERE t1.title = ? AND "
                  u"t1.id "
                  "IN (SELECT t2.post_id FROM post_tags AS t2 WHERE t2.tag_id = ?))"_s,
        [] {
            return User::objects().filter({{"posts__title", "x"}, {"posts__tags", 1}});
        });
    row("to-one in front, without a join",
        posts + u" WHERE t0.author_id IN (SELECT t1.author_id FROM posts AS t1 WHERE t1.id = ?)"_s,
        [] { return Post::objects().filter("author__posts", 1); });
    row("to-one inside",
        users
                + u" WHERE t0.id IN (SELECT t1.author_id FROM posts AS t1 INNER JOIN users AS t2 "
                  u"ON "
                  "t2.id = t1.author_id WHERE t2.username = ?)"_s,
        [] { return User::objects().filter("posts__author__username", "x"); });
    row("through the junction to the next",
        posts
                + u" WHERE t0.id IN (SELECT t1.post_id FROM post_tags AS t1 WHERE t1.tag_id IN "
                  u"(SELECT "
                  "t2.tag_id FROM post_tags AS t2 WHERE t2.post_id = ?))"_s,
        [] { return Post::objects().filter("tags__posts", 1); });
    row("each side of or",
        posts
                + u" WHERE t0.id IN (SELECT t1.post_id FROM post_tags AS t1 WHERE t1.tag_id = ?) "
                  u"OR "
                  "t0.id IN (SELECT t2.post_id FROM post_tags AS t2 WHERE t2.tag_id = ?)"_s,
        [] {
            return Post::objects().filter(f<&Post::tags, &Tag::id> == 1
                                          || f<&Post::tags, &Tag::id> == 2);
        });
    row("created junction",
        u"FROM lib_books AS t0 WHERE t0.id IN (SELECT t1.book_id FROM lib_book_authors AS t1 WHERE "
        "t1.author_id = ?)"_s,
        [] { return Library::Book::objects().filter("authors", 1); });
    row("symmetrical",
        u"FROM lib_members AS t0 WHERE t0.id IN (SELECT t1.member_id FROM lib_friends AS t1 WHERE "
        "t1.friend_id = ?)"_s,
        [] { return Library::Member::objects().filter("friends", 1); });
    row("the other direction",
        u"FROM lib_members AS t0 WHERE t0.id IN (SELECT t1.followed_id FROM lib_follows AS t1 "
        u"WHERE "
        "t1.follower_id = ?)"_s,
        [] { return Library::Member::objects().filter("followers", 1); });

    // What is always or never true.
    row("nothing in an empty list", u"never"_s,
        [] { return Post::objects().filter("id__in", QList<int>()); });
    row("everything but an empty list", posts,
        [] { return Post::objects().exclude("id__in", QList<int>()); });
    row("empty list and", u"never"_s, [] {
        return Post::objects().filter({{"title", "x"}, {"id__in", QList<int>()}});
    });
    row("empty list or", posts + u" WHERE t0.title = ?"_s, [] {
        return Post::objects().filter(f<&Post::id>.in(QList<int>()) || f<&Post::title> == "x");
    });
    row("empty list of related rows", u"never"_s,
        [] { return User::objects().filter("posts__tags__in", QList<int>()); });
    row("limit of none", u"never"_s, [] { return Post::objects().limit(0); });

    row("composite key", u"FROM invoice_lines AS t0 WHERE t0.invoice_id = ? AND t0.line = ?"_s, [] {
        return InvoiceLine::objects().filter("pk", {1, 2});
    });
    row("list of composite keys",
        u"FROM invoice_lines AS t0 WHERE t0.invoice_id = ? AND t0.line = ? OR t0.invoice_id = ? "
        u"AND "
        "t0.line = ?"_s,
        [] {
            return InvoiceLine::objects().filter("pk__in", {Value{1, 2}, Value{1, 3}});
        });
    row("empty list of composite keys", u"never"_s,
        [] { return InvoiceLine::objects().filter("pk__in", QList<int>()); });
}

void TestQueryCompiler::conditionsBecomeSql()
{
    QFETCH(Query, query);
    QFETCH(QString, sql);
    QCOMPARE(select(query()), sql);
}

void TestQueryCompiler::valuesAreConverted()
{
    QCOMPARE(values(Post::objects().filter("published", true)), WireRow{qint64(1)});
    QCOMPARE(values(Post::objects().filter("id__range", {1, 3})), (WireRow{qint64(1), qint64(3)}));
    QCOMPARE(values(Post::objects().filter("createdAt__date", QDate(2024, 2, 29))),
             WireRow{QDate(2024, 2, 29)});
    QCOMPARE(values(Post::objects().filter("createdAt__month", 2u)), WireRow{qint64(2)});
    QCOMPARE(values(EveryType::objects().filter("colour", EveryType::Blue)), WireRow{qint64(-3)});
    QCOMPARE(values(Post::objects().filter("tags__in", {1, 2})), WireRow{u"[1,2]"_s});
}

void TestQueryCompiler::anErrorNamesClassAndProperty_data()
{
    QTest::addColumn<Query>("query");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, Error::Kind kind, const QString &place,
                        const QString &text, const Query &query) {
        QTest::newRow(name) << query << int(kind) << place << text;
    };
    row("unknown name", Error::UnknownField, u"Post.titel"_s, u"title, content"_s,
        [] { return Post::objects().filter("titel", 1); });
    row("behind a relation", Error::UnknownField, u"User.nick"_s, u"username"_s,
        [] { return Post::objects().filter("author__nick__exact", 1); });
    row("unfit lookup", Error::UnknownField, u"Post.id"_s, u"exact, in, isnull, gt"_s,
        [] { return Post::objects().filter("id__contains", 1); });
    row("unfit lookup of a part", Error::UnknownField, u"Post.createdAt"_s, u"createdAt__year"_s,
        [] { return Post::objects().filter("createdAt__year__contains", 1); });
    row("unfit lookup of a relation", Error::UnknownField, u"Post.author"_s, u"exact, in, isnull"_s,
        [] { return Post::objects().filter("author__gt", 1); });
    row("unfit lookup of a list", Error::UnknownField, u"Post.tags"_s, u"exact, in, isnull"_s,
        [] { return Post::objects().filter("tags__contains", 1); });
    row("hidden relation", Error::UnknownField, u"Hen.(other side of Egg.hen)"_s, u"egg"_s,
        [] { return Hen::objects().filter("(other side of Egg.hen)", 1); });
    row("null and gt", Error::Usage, u"Comment.parentId"_s, u"isnull"_s,
        [] { return Comment::objects().filter("parentId__gt", nullptr); });
    row("null and contains", Error::Usage, u"Post.title"_s, u"isnull"_s,
        [] { return Post::objects().filter("title__contains", nullptr); });
    row("isnull of a number", Error::Usage, u"Post.title"_s, u"true or false"_s,
        [] { return Post::objects().filter("title__isnull", 1); });
    row("in of one", Error::Usage, u"Post.id"_s, u"list"_s,
        [] { return Post::objects().filter("id__in", 1); });
    row("range of three", Error::Usage, u"Post.id"_s, u"two"_s, [] {
        return Post::objects().filter("id__range", {1, 2, 3});
    });
    row("range with null", Error::Usage, u"Comment.parentId"_s, u"null"_s, [] {
        return Comment::objects().filter("parentId__range", {1, nullptr});
    });
    row("wrong type", Error::Usage, u"Post.published"_s, QString(),
        [] { return Post::objects().filter("published", "yes"); });
    row("key of a wrong type", Error::Usage, u"Post.authorId"_s, QString(),
        [] { return Post::objects().filter("author", "alice"); });
    row("number for a text", Error::Usage, u"Post.title"_s, u"text"_s,
        [] { return Post::objects().filter("title__contains", 1); });
    row("broken pattern", Error::Usage, u"Post.title"_s, u"matched"_s,
        [] { return Post::objects().filter("title__regex", "("); });
    row("text for a part", Error::Usage, u"Post.createdAt"_s, u"integer"_s,
        [] { return Post::objects().filter("createdAt__year", "2024"); });
    row("composite key", Error::Usage, u"InvoiceLine."_s, u"several columns"_s,
        [] { return InvoiceLine::objects().filter("pk", 1); });
    row("half a composite key", Error::Usage, u"InvoiceLine."_s, u"each"_s,
        [] { return InvoiceLine::objects().filter("pk", Value{1}); });
    row("row of a composite key", Error::Usage, u"Invoice.lines"_s, u"several columns"_s,
        [] { return Invoice::objects().filter("lines", 1); });
    row("unsaved object", Error::Usage, u"Post.author"_s, u"commit"_s, [] {
        User user;
        return Post::objects().filter("author", &user);
    });
    row("object of another class", Error::Usage, u"Post.author"_s, u"User, not one of Tag"_s, [] {
        Tag tag;
        return Post::objects().filter("author", &tag);
    });
    row("unknown order", Error::UnknownField, u"Post.titel"_s, u"title"_s,
        [] { return Post::objects().orderBy("-titel"); });
    row("order by a list", Error::UnknownField, u"Post.tags__name"_s, u"many rows"_s,
        [] { return Post::objects().orderBy("tags__name"); });
    row("order by a lookup", Error::UnknownField, u"Post.title"_s, u"column"_s,
        [] { return Post::objects().orderBy("title__exact"); });
    row("selectRelated of a field", Error::UnknownField, u"Post.title"_s, u"it has author"_s,
        [] { return Post::objects().selectRelated("title"); });
    row("selectRelated of a list", Error::UnknownField, u"User.posts"_s, u"it has profile"_s,
        [] { return Post::objects().selectRelated("author__posts"); });
    row("prefetchRelated of a field", Error::UnknownField, u"Post.title"_s, u"author, tags"_s,
        [] { return Post::objects().prefetchRelated("title"); });
    row("Prefetch of another model", Error::Usage, u"Post.tags"_s, u"User"_s,
        [] { return Post::objects().prefetchRelated(Chakra::Prefetch("tags", User::objects())); });
    row("Prefetch with a mistake", Error::UnknownField, u"Tag.nam"_s, QString(), [] {
        return Post::objects().prefetchRelated(
                Chakra::Prefetch("tags", Tag::objects().filter("nam", 1)));
    });
    row("Prefetch of a slice", Error::Usage, u"Post.tags"_s, u"slice"_s, [] {
        return Post::objects().prefetchRelated(Chakra::Prefetch("tags", Tag::objects().limit(1)));
    });
    row("only of a path", Error::UnknownField, u"Post.author__username"_s, u"title"_s,
        [] { return Post::objects().only("author__username"); });
    row("deferred key", Error::Usage, u"Post.authorId"_s, u"selectRelated"_s,
        [] { return Post::objects().defer("authorId").selectRelated("author"); });
    row("selected key", Error::Usage, u"Post.authorId"_s, u"selectRelated"_s,
        [] { return Post::objects().selectRelated("author").defer("author"); });
    row("filtered slice", Error::Usage, u"Post."_s, u"slice"_s,
        [] { return Post::objects().limit(1).filter("id", 1); });
    row("sorted slice", Error::Usage, u"Post."_s, u"slice"_s,
        [] { return Post::objects().offset(1).orderBy("id"); });
    row("reversed slice", Error::Usage, u"Post."_s, u"slice"_s,
        [] { return Post::objects().limit(1).reverse(); });
    row("negative limit", Error::Usage, u"Post."_s, u"-1"_s,
        [] { return Post::objects().limit(-1); });
    row("first of two mistakes", Error::UnknownField, u"Post.one"_s, QString(),
        [] { return Post::objects().filter("one", 1).filter("two", 2); });
    row("no model", Error::Usage, u"."_s, u"objects()"_s,
        [] { return Chakra::QuerySet<Post>().filter("id", 1); });
}

void TestQueryCompiler::anErrorNamesClassAndProperty()
{
    QFETCH(Query, query);
    QFETCH(int, kind);
    QFETCH(QString, place);
    QFETCH(QString, text);
    const Error error = query().error();
    QCOMPARE(Error::kindName(error.kind()), Error::kindName(Error::Kind(kind)));
    QVERIFY2(error.text().contains(text), qPrintable(error.text()));
    QCOMPARE(error.model() + u'.' + error.property(), place);
}

void TestQueryCompiler::valuesAreTakenOverAtOnce()
{
    QuerySetBase query;
    {
        const QString title = u"x"_s;
        query = Post::objects().filter("title", title);
    }
    QCOMPARE(values(query), WireRow{u"x"_s});
    const Chakra::QuerySet<Post> copy(query);
    QCOMPARE(select(copy.filter("id", 1)), u"FROM posts AS t0 WHERE t0.title = ? AND t0.id = ?"_s);
    QCOMPARE(select(query), u"FROM posts AS t0 WHERE t0.title = ?"_s);
}

void TestQueryCompiler::ordersBecomeSql_data()
{
    QTest::addColumn<Query>("query");
    QTest::addColumn<QString>("sql");
    const auto row = [](const char *name, const QString &sql, const Query &query) {
        QTest::newRow(name) << query << sql;
    };
    const QString posts = u"FROM posts AS t0"_s;
    row("several", posts + u" ORDER BY t0.title, t0.id DESC"_s,
        [] { return Post::objects().orderBy("title", "-id"); });
    row("replaced", posts + u" ORDER BY t0.id"_s,
        [] { return Post::objects().orderBy("title").orderBy("id"); });
    row("taken back", posts, [] { return Post::objects().orderBy("title").orderBy(); });
    row("fields", posts + u" ORDER BY t0.title DESC, t0.id"_s,
        [] { return Post::objects().orderBy(f<&Post::title>.desc(), f<&Post::id>); });
    row("reversed", posts + u" ORDER BY t0.title DESC, t0.id"_s,
        [] { return Post::objects().orderBy("title", "-id").reverse(); });
    row("reversed without an order", posts + u" ORDER BY t0.id DESC"_s,
        [] { return Post::objects().reverse(); });
    row("path", posts + u" INNER JOIN users AS t1 ON t1.id = t0.author_id ORDER BY t1.username"_s,
        [] { return Post::objects().orderBy("author__username"); });
    row("path that may be null",
        u"FROM comments AS t0 LEFT JOIN comments AS t1 ON t1.id = t0.parent_id ORDER BY t1.content"_s,
        [] { return Comment::objects().orderBy("parentComment__content"); });
    row("relation without an order", posts + u" ORDER BY t0.author_id DESC"_s,
        [] { return Post::objects().orderBy("-author"); });
    row("reverse one-to-one",
        u"FROM users AS t0 LEFT JOIN profiles AS t1 ON t1.user_id = t0.id ORDER BY t1.id"_s,
        [] { return User::objects().orderBy("profile"); });
    row("composite key", u"FROM invoice_lines AS t0 ORDER BY t0.invoice_id DESC, t0.line DESC"_s,
        [] { return InvoiceLine::objects().orderBy("-pk"); });
    row("model's own", u"FROM articles AS t0 ORDER BY t0.created_at DESC"_s,
        [] { return Article::objects(); });
    row("model's own, reversed", u"FROM articles AS t0 ORDER BY t0.created_at"_s,
        [] { return Article::objects().reverse(); });
    row("slice", posts + u" ORDER BY t0.id LIMIT 2 OFFSET ?"_s,
        [] { return Post::objects().orderBy("id").limit(2).offset(1); });
}

void TestQueryCompiler::ordersBecomeSql()
{
    QFETCH(Query, query);
    QFETCH(QString, sql);
    QCOMPARE(select(query()), sql);
}

void TestQueryCompiler::restrictionsBecomeSql_data()
{
    QTest::addColumn<Query>("query");
    QTest::addColumn<QString>("path"); // of the list's owner
    QTest::addColumn<QString>("sql");
    const auto row = [](const char *name, const char *path, const QString &sql,
                        const Query &query) {
        QTest::newRow(name) << query << QString::fromLatin1(path) << sql;
    };
    const QString two = u" IN (SELECT value FROM json_each(?))"_s;
    row("one-to-many", "User.posts",
        u"FROM posts AS t0 WHERE t0.author_id"_s + two + u" ORDER BY t0.id"_s,
        [] { return Post::objects(); });
    row("order of the query", "User.posts",
        u"FROM posts AS t0 WHERE t0.author_id"_s + two
                + u" AND t0.published = ? ORDER BY t0.created_at DESC"_s,
        [] { return Post::objects().filter("published", true).orderBy("-createdAt"); });
    row("order of the relation", "Library::Order.lines",
        u"FROM lib_order_lines AS t0 WHERE t0.order_id"_s + two + u" ORDER BY t0.position"_s,
        [] { return Library::OrderLine::objects(); });
    row("order of the model, other side of", "Article.owner",
        u"FROM articles AS t0 WHERE t0.owner_id"_s + two + u" ORDER BY t0.created_at DESC"_s,
        [] { return Article::objects(); });
    row("many-to-many", "Post.tags",
        u"FROM tags AS t0 INNER JOIN post_tags AS t1 ON t1.tag_id = t0.id WHERE t1.post_id"_s + two
                + u" ORDER BY t0.id"_s,
        [] { return Tag::objects(); });
    row("joins behind the junction", "Tag.posts",
        u"FROM posts AS t0 INNER JOIN post_tags AS t1 ON t1.post_id = t0.id INNER JOIN users AS t2 "
        "ON t2.id = t0.author_id WHERE t1.tag_id"_s
                + two + u" AND t2.username = ? ORDER BY t0.id"_s,
        [] { return Post::objects().filter("author__username", "x"); });
    row("slice", "User.posts",
        u"Usage: a slice of Post can not be prefetched: take limit() and offset() off the query"_s,
        [] { return Post::objects().limit(1); });
}

void TestQueryCompiler::restrictionsBecomeSql()
{
    QFETCH(Query, query);
    QFETCH(QString, path);
    QFETCH(QString, sql);
    const Chakra::RelationInfo *relation = relationAt(path);
    QVERIFY(relation);
    if (relation->kind == Chakra::RelationKind::ToOne)
        relation = relation->inverse;
    Restriction restriction;
    if (relation->kind == Chakra::RelationKind::ManyToMany)
        restriction.manyToMany = relation;
    else
        restriction.field = relation->foreignKey;
    restriction.values = {qint64(1), qint64(2)};
    QCOMPARE(select(query(), restriction), sql);
    if (sql.startsWith(u"Usage"_s))
        return;

    LoadPlan plan;
    QueryCompiler::select(*query().data(), &plan, restriction);
    QCOMPARE(plan.ownerColumn, restriction.manyToMany ? 0 : -1);
    QCOMPARE(plan.nodes.first().firstColumn, restriction.manyToMany ? 1 : 0);
    QCOMPARE(plan.nodes.first().keyColumns.first(), restriction.manyToMany ? 1 : 0);
    restriction.values.clear();
    QCOMPARE(select(query(), restriction), u"never"_s);
}

void TestQueryCompiler::restrictionsToManyOwnersBecomeSql_data()
{
    QTest::addColumn<QString>("path"); // of the list's owner
    QTest::addColumn<bool>("gap"); // one key is missing among those of the owners
    QTest::addColumn<bool>("most");
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("values");
    const QString posts = u"FROM posts AS t0 WHERE "_s;
    const QString byKey = u"t0.id IN (SELECT t1.id FROM "_s;
    QTest::newRow("neighbours") << u"User.posts"_s << false << false
                                << posts + byKey + u"posts AS t1 WHERE t1.author_id BETWEEN ? AND ?)"_s << 2;
    QTest::newRow("with a gap")
            << u"User.posts"_s << true << false
            << posts + byKey + u"posts AS t1 WHERE t1.author_id IN (SELECT value FROM json_each(?)))"_s << 1;
    QTest::newRow("all") << u"User.posts"_s << false << true << posts + u"+t0.author_id BETWEEN ? AND ?"_s << 2;
    QTest::newRow("all, with a gap") << u"User.posts"_s << true << true
                                     << posts + u"+t0.author_id IN (SELECT value FROM json_each(?))"_s << 1;
    QTest::newRow("all, but rows may have no owner")
            << u"Comment.replies"_s << false << true
            << u"FROM comments AS t0 WHERE "_s + byKey + u"comments AS t1 WHERE t1.parent_id BETWEEN ? AND ?)"_s << 2;
    const QString tags = u"FROM tags AS t0 INNER JOIN (SELECT t1.tag_id AS member, group_concat(t1.post_id) AS "
                         "owners FROM post_tags AS t1 WHERE t1.post_id %1 GROUP BY t1.tag_id) AS t2 ON t2.member = "
                         "t0.id"_s;
    QTest::newRow("many-to-many, neighbours") << u"Post.tags"_s << false << false << tags.arg(u"BETWEEN ? AND ?"_s) << 2;
    QTest::newRow("many-to-many, with a gap")
            << u"Post.tags"_s << true << true << tags.arg(u"IN (SELECT value FROM json_each(?))"_s) << 1;
}

void TestQueryCompiler::restrictionsToManyOwnersBecomeSql()
{
    QFETCH(const QString, path);
    QFETCH(const bool, gap);
    QFETCH(const bool, most);
    QFETCH(const QString, sql);
    QFETCH(const int, values);
    const Chakra::RelationInfo *relation = relationAt(path);
    QVERIFY(relation);
    Restriction restriction;
    if (relation->kind == Chakra::RelationKind::ManyToMany) {
        restriction.manyToMany = relation;
        restriction.groupOwners = true;
    } else {
        restriction.field = relation->foreignKey;
    }
    restriction.most = most;
    for (qint64 key = 400; key > 0; --key) { // the order of the owners is no matter
        if (!gap || key != 200)
            restriction.values.append(key);
    }

    QueryData query;
    query.model = relation->target;
    query.ordered = true; // the loader sorts
    LoadPlan plan;
    QVERIFY(!QueryCompiler::select(query, &plan, restriction).isValid());
    const Chakra::Sql::Text text = sqlite().select(plan.select);
    const QString found = withoutQuotes(text.sql);
    QCOMPARE(found.mid(found.indexOf(u" FROM "_s) + 1), sql);
    QCOMPARE(text.values.size(), values);
    if (values == 2)
        QCOMPARE(text.values, (WireRow{qint64(1), qint64(400)}));
    else
        QVERIFY(std::get<QString>(text.values.first()).startsWith(u"[1,2,3,"_s));
    QCOMPARE(plan.ownersAreGrouped, restriction.groupOwners);
}

void TestQueryCompiler::membersOfAListAreSelected_data()
{
    QTest::addColumn<QString>("relation");
    QTest::addColumn<QString>("sql");
    QTest::newRow("one-to-many")
            << u"posts"_s
            << u"FROM posts AS t0 WHERE t0.author_id = ? AND t0.title = ? ORDER "
               "BY t0.id"_s;
    QTest::newRow("many-to-many")
            << u"tags"_s
            << u"FROM tags AS t0 WHERE t0.id IN (SELECT t1.tag_id FROM post_tags AS t1 WHERE "
               "t1.post_id = ?) AND t0.name = ? ORDER BY t0.id"_s;
}

void TestQueryCompiler::membersOfAListAreSelected()
{
    QFETCH(QString, relation);
    QFETCH(QString, sql);
    if (relation == u"posts"_s) {
        Chakra::QuerySet<Post> posts = Post::objects();
        QueryData::mutableData(posts)->setMembersOf(info<User>()->relation(relation), qint64(7));
        QCOMPARE(select(posts.filter("title", "x")), sql);
        return;
    }
    Chakra::QuerySet<Tag> tags = Tag::objects();
    QueryData::mutableData(tags)->setMembersOf(info<Post>()->relation(relation), qint64(7));
    QCOMPARE(select(tags.filter("name", "x")), sql);
}

void TestQueryCompiler::columnsFollowTheNodes()
{
    LoadPlan plan;
    const auto query = Post::objects().selectRelated("author__profile", "author");
    QVERIFY(!QueryCompiler::select(*query.data(), &plan).isValid());
    QCOMPARE(plan.nodes.size(), 3);
    QCOMPARE(plan.nodes.at(0).model, info<Post>());
    QCOMPARE(plan.nodes.at(0).parent, -1);
    QVERIFY(!plan.nodes.at(0).via);
    QCOMPARE(plan.nodes.at(0).fields.size(), 6);
    QCOMPARE(plan.nodes.at(1).model, info<User>());
    QCOMPARE(plan.nodes.at(1).parent, 0);
    QCOMPARE(plan.nodes.at(1).via, info<Post>()->relation(u"author"));
    QCOMPARE(plan.nodes.at(1).firstColumn, 6);
    QCOMPARE(plan.nodes.at(1).keyColumns, QList<int>{6});
    QCOMPARE(plan.nodes.at(2).model, info<Profile>());
    QCOMPARE(plan.nodes.at(2).parent, 1);
    QCOMPARE(plan.nodes.at(2).firstColumn, 8);
    QCOMPARE(plan.select.columns.size(), 11);
    QCOMPARE(select(query), u"FROM posts AS t0 INNER JOIN users AS t1 ON t1.id = t0.author_id LEFT "
                            "JOIN profiles AS t2 ON t2.user_id = t1.id"_s);

    // What a filter demands of the same relation is demanded of the join.
    QCOMPARE(select(Comment::objects()
                            .selectRelated("parentComment")
                            .filter("parentComment__content", "x")),
             u"FROM comments AS t0 INNER JOIN comments AS t1 ON t1.id = t0.parent_id WHERE "
             "t1.content = ?"_s);
    QCOMPARE(select(Comment::objects().selectRelated("parentComment__parentComment")),
             u"FROM comments AS t0 LEFT JOIN comments AS t1 ON t1.id = t0.parent_id LEFT JOIN "
             "comments AS t2 ON t2.id = t1.parent_id"_s);
    QVERIFY(selectColumns(Post::objects().distinct()).startsWith(u"SELECT DISTINCT t0.id"_s));
}

void TestQueryCompiler::partsOfAModelAreLoaded_data()
{
    QTest::addColumn<Query>("query");
    QTest::addColumn<QString>("columns");
    const auto row = [](const char *name, const QString &columns, const Query &query) {
        QTest::newRow(name) << query << columns;
    };
    row("only", u"SELECT t0.id, t0.title"_s, [] { return Post::objects().only("title"); });
    row("calls add up", u"SELECT t0.id, t0.title, t0.published"_s,
        [] { return Post::objects().only("title").only(f<&Post::published>); });
    row("a relation is its key", u"SELECT t0.id, t0.author_id"_s,
        [] { return Post::objects().only("author"); });
    row("defer", u"SELECT t0.id, t0.title, t0.published, t0.created_at, t0.author_id"_s,
        [] { return Post::objects().defer("content"); });
    row("the key is always there", u"SELECT t0.id, t0.username"_s,
        [] { return User::objects().defer("id"); });
    row("so is the version", u"SELECT t0.id, t0.number, t0.revision"_s,
        [] { return Library::Order::objects().only("number"); });
    row("what is joined over", u"SELECT t0.id, t0.title, t0.author_id, t1.id, t1.username"_s,
        [] { return Post::objects().only("title").selectRelated("author"); });
}

void TestQueryCompiler::partsOfAModelAreLoaded()
{
    QFETCH(Query, query);
    QFETCH(QString, columns);
    QCOMPARE(selectColumns(query()), columns);
}

void TestQueryCompiler::rowsAreCounted_data()
{
    QTest::addColumn<Query>("query");
    QTest::addColumn<QString>("count");
    QTest::addColumn<QString>("exists");
    const auto row = [](const char *name, const QString &count, const QString &exists,
                        const Query &query) { QTest::newRow(name) << query << count << exists; };
    row("all", u"SELECT count(*) FROM posts AS t0"_s, u"SELECT 1 FROM posts AS t0 LIMIT 1"_s,
        [] { return Post::objects().orderBy("author__username").selectRelated("author"); });
    row("condition", u"SELECT count(*) FROM posts AS t0 WHERE t0.title = ?"_s,
        u"SELECT 1 FROM posts AS t0 WHERE t0.title = ? LIMIT 1"_s,
        [] { return Post::objects().filter("title", "x"); });
    row("distinct", u"SELECT count(*) FROM (SELECT DISTINCT t0.id FROM posts AS t0) AS t1"_s,
        u"SELECT 1 FROM posts AS t0 LIMIT 1"_s, [] { return Post::objects().distinct(); });
    row("slice", u"SELECT count(*) FROM (SELECT t0.id FROM posts AS t0 LIMIT 2 OFFSET ?) AS t1"_s,
        u"SELECT 1 FROM posts AS t0 LIMIT 1 OFFSET ?"_s,
        [] { return Post::objects().limit(2).offset(1); });
    row("never", u"never"_s, u"never"_s,
        [] { return Post::objects().filter("id__in", QList<int>()); });
    row("limit of none", u"never"_s, u"never"_s, [] { return Post::objects().limit(0); });
}

void TestQueryCompiler::rowsAreCounted()
{
    QFETCH(Query, query);
    QFETCH(QString, count);
    QFETCH(QString, exists);
    using Compile = Error (*)(const QueryData &, Chakra::Sql::Select *, bool *);
    const auto text = [&query](Compile compile) {
        Chakra::Sql::Select select;
        bool never = false;
        compile(*query().data(), &select, &never);
        return never ? u"never"_s : withoutQuotes(sqlite().select(select).sql);
    };
    QCOMPARE(text(&QueryCompiler::count), count);
    QCOMPARE(text(&QueryCompiler::exists), exists);
}

void TestQueryCompiler::rowsAreUpdatedAndDeleted_data()
{
    QTest::addColumn<Query>("query");
    QTest::addColumn<QString>("sql");
    const auto row = [](const char *name, const QString &sql, const Query &query) {
        QTest::newRow(name) << query << sql;
    };
    row("all", u"DELETE FROM posts"_s, [] { return Post::objects(); });
    row("bare", u"DELETE FROM posts WHERE posts.title = ?"_s,
        [] { return Post::objects().filter("title", "x"); });
    row("related rows",
        u"DELETE FROM posts WHERE posts.id IN (SELECT t1.post_id FROM post_tags AS t1 WHERE "
        u"t1.tag_id "
        "= ?)"_s,
        [] { return Post::objects().filter("tags", 1); });
    row("joins",
        u"DELETE FROM posts WHERE posts.id IN (SELECT t0.id FROM posts AS t0 INNER JOIN users AS "
        u"t1 "
        "ON t1.id = t0.author_id WHERE t1.username = ?)"_s,
        [] { return Post::objects().filter("author__username", "x"); });
    row("joins of a composite key",
        u"DELETE FROM invoice_lines WHERE EXISTS (SELECT 1 FROM invoice_lines AS t0 INNER JOIN "
        "invoices AS t1 ON t1.id = t0.invoice_id WHERE t1.customer = ? AND t0.invoice_id = "
        "invoice_lines.invoice_id AND t0.line = invoice_lines.line)"_s,
        [] { return InvoiceLine::objects().filter("invoice__customer", "x"); });
    row("never", u"never"_s, [] { return Post::objects().filter("id__in", QList<int>()); });
}

void TestQueryCompiler::rowsAreUpdatedAndDeleted()
{
    QFETCH(Query, query);
    QFETCH(QString, sql);
    Chakra::Sql::Delete remove;
    remove.table = query().data()->model->table;
    bool never = false;
    QVERIFY(!QueryCompiler::bareWhere(*query().data(), &remove.where, &never).isValid());
    QCOMPARE(never ? u"never"_s : withoutQuotes(sqlite().remove(remove).sql), sql);
}

void TestQueryCompiler::runsAskTheSession()
{
    const auto posts = Post::objects();
    const auto asked = [this](const auto &result) {
        Q_UNUSED(result)
        const QString sql = withoutQuotes(m_runner->asks.value(0));
        m_runner->asks.clear();
        return sql.mid(sql.indexOf(u" FROM "_s) + 1);
    };
    QCOMPARE(asked(posts.all()), u"FROM posts AS t0"_s);
    QCOMPARE(asked(posts.first()), u"FROM posts AS t0 ORDER BY t0.id LIMIT 1"_s);
    QCOMPARE(asked(posts.last()), u"FROM posts AS t0 ORDER BY t0.id DESC LIMIT 1"_s);
    QCOMPARE(asked(posts.orderBy("title").last()),
             u"FROM posts AS t0 ORDER BY t0.title DESC LIMIT 1"_s);
    QCOMPARE(asked(Article::objects().first()),
             u"FROM articles AS t0 ORDER BY t0.created_at DESC LIMIT 1"_s);
    QCOMPARE(asked(posts.limit(5).first()), u"FROM posts AS t0 ORDER BY t0.id LIMIT 1"_s);
    QCOMPARE(posts.get().error().kind(), Error::DoesNotExist);
    QCOMPARE(m_runner->reported.takeLast().model(), u"Post"_s);
    QCOMPARE(asked(0), u"FROM posts AS t0 LIMIT 2"_s);

    User user;
    QCOMPARE(asked(posts.update(f<&Post::title> = "x", f<&Post::authorId> = 3)),
             u"FROM posts AS t0"_s);
    QCOMPARE(m_runner->assignments.size(), 2);
    QCOMPARE(m_runner->assignments.at(0).first->name, u"title"_s);
    QCOMPARE(m_runner->assignments.at(1).second, Chakra::WireValue(qint64(3)));
    QCOMPARE(posts.update("author", 4).error().kind(), Error::None);
    QCOMPARE(m_runner->assignments.at(0).first->name, u"authorId"_s);
    QCOMPARE(posts.update("author", nullptr).error().kind(), Error::NotNullViolation);
    QCOMPARE(posts.update("author", &user).error().kind(), Error::Usage);
    QCOMPARE(posts.update("id", 4).error().kind(), Error::Usage);
    QCOMPARE(posts.update("author__username", 4).error().kind(), Error::UnknownField);
    QCOMPARE(posts.update(f<&Post::title> = "x", f<&Post::title> = "y").error().kind(),
             Error::Usage);
    m_runner->asks.clear();

    for (const Error &error :
         {posts.limit(1).update("title", "x").error(), posts.limit(1).remove().error(),
          posts.limit(1).find(1).error(), posts.limit(1).last().error()})
        QCOMPARE(error.kind(), Error::Usage);
    QVERIFY(m_runner->asks.isEmpty());
    QCOMPARE(posts.filter("titel", 1).count().error().kind(), Error::UnknownField);
    QCOMPARE(m_runner->reported.last().kind(), Error::UnknownField);
    QVERIFY(m_runner->asks.isEmpty());
}

void TestQueryCompiler::runsWithoutASessionAreUsage()
{
    const auto orphaned = Post::objects();
    cleanup();
    Error error = orphaned.all().error();
    QCOMPARE(error.kind(), Error::Usage);
    QVERIFY2(error.text().contains(u"gone"_s), qPrintable(error.text()));
    error = Post::objects().all().error();
    QCOMPARE(error.kind(), Error::Usage);
    QVERIFY2(error.text().contains(u"objects(session)"_s), qPrintable(error.text()));
    QCOMPARE(Post::objects().filter("titel", 1).all().error().kind(), Error::UnknownField);
    QCOMPARE(Chakra::QuerySet<Post>().count().error().kind(), Error::Usage);
    QCOMPARE(Post::objects().toSql(), QString());
    init();
}

void TestQueryCompiler::theInnermostSessionOfTheThreadIsCurrent()
{
    QCOMPARE(QueryRunner::current().get(), m_runner.get());
    auto inner = std::make_shared<Runner>();
    QueryRunner::pushCurrent(inner);
    QCOMPARE(QueryRunner::current().get(), inner.get());
    inner.reset();
    QCOMPARE(QueryRunner::current().get(), m_runner.get());

    std::shared_ptr<QueryRunner> elsewhere = m_runner;
    onAnotherThread([&elsewhere] { elsewhere = QueryRunner::current(); });
    QVERIFY(!elsewhere);
}

QTEST_GUILESS_MAIN(TestQueryCompiler)

#include "tst_querycompiler.moc"
