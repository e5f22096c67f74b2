// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "chapter.h"
#include "messages.h"

#include <Chakra/Chakra>

#include <QtTest/QtTest>

#include <exception>
#include <functional>
#include <type_traits>

using namespace Qt::StringLiterals;
using Chakra::Error;
using Chakra::ErrorException;
using Chakra::Result;

namespace {

using Users = QList<User *>;

template <typename T>
concept Testable = requires(T &&result)
{
    static_cast<T &&>(result) ? 1 : 0;
};

// It tests as succeeded, on a temporary and a variable alike, whatever it holds...
static_assert(Testable<Result<User *>> && Testable<Result<User *> &>);
static_assert(Testable<const Result<User *> &>);
static_assert(Testable<Result<Users>> && Testable<Result<Users> &>);
static_assert(Testable<Result<QString>> && Testable<const Result<QString> &>);
static_assert(Testable<Result<void>> && Testable<Result<void> &>);

// ...except a number or a bool, which would be read both ways.
static_assert(!Testable<Result<qint64>> && !Testable<Result<qint64> &>);
static_assert(!Testable<const Result<qint64> &>);
static_assert(!Testable<Result<int>> && !Testable<Result<double>>);
static_assert(!Testable<Result<bool>> && !Testable<Result<bool> &>);
static_assert(!std::is_constructible_v<bool, Result<qint64>>);
static_assert(!std::is_constructible_v<bool, Result<bool>>);
static_assert(!std::is_convertible_v<Result<qint64>, bool>);
static_assert(!std::is_convertible_v<Result<qint64> &, bool>);
static_assert(!std::is_convertible_v<Result<double>, bool>);

// It converts to exactly its type.
static_assert(std::is_convertible_v<Result<User *>, User *>);
static_assert(std::is_convertible_v<Result<User *> &, User *>);
static_assert(std::is_convertible_v<const Result<User *> &, User *>);
static_assert(std::is_convertible_v<Result<Users>, Users>);
static_assert(std::is_convertible_v<Result<QString>, QString>);
static_assert(std::is_convertible_v<Result<qint64>, qint64>);
static_assert(std::is_convertible_v<const Result<qint64> &, qint64>);
static_assert(std::is_convertible_v<Result<bool>, bool>);
static_assert(std::is_convertible_v<Result<bool> &, bool>);
static_assert(!std::is_convertible_v<Result<User *>, bool>);
static_assert(!std::is_convertible_v<Result<User *>, Post *>);
static_assert(!std::is_convertible_v<Result<Users>, bool>);

// Both a value and an error become a result by themselves, in a return statement.
static_assert(std::is_convertible_v<Error, Result<User *>>);
static_assert(std::is_convertible_v<Error, Result<void>>);
static_assert(std::is_convertible_v<User *, Result<User *>>);
static_assert(std::is_default_constructible_v<Result<void>>);

// A value taken from a temporary does not dangle.
static_assert(std::is_same_v<decltype(std::declval<Result<Users>>().value()), Users>);
static_assert(std::is_same_v<decltype(std::declval<Result<QString>>().value()), QString>);
static_assert(std::is_same_v<decltype(std::declval<Result<User *>>().value()), User *>);
static_assert(std::is_same_v<decltype(std::declval<Result<qint64>>().value()), qint64>);

static_assert(std::is_copy_constructible_v<Result<Users>>);
static_assert(std::is_copy_assignable_v<Result<Users>>);
static_assert(std::is_copy_constructible_v<Result<void>>);
static_assert(std::is_copy_assignable_v<Result<void>>);
static_assert(std::is_base_of_v<std::exception, ErrorException>);

using ListResult = Result<QList<int>>;
using Look = std::function<void(ListResult &)>;

ListResult failing(const QString &text)
{
    return Error(Error::Usage, text);
}

// Takes the value in one of the ways there are and swallows what is thrown.
template <typename Take>
Look swallowing(Take take)
{
    return [take](ListResult &result) {
        try {
            take(result);
        } catch (const ErrorException &) {
        }
    };
}

} // namespace

Q_DECLARE_METATYPE(Look)

class TestResult : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSuccessTestsAsSucceeded();
    void aFailureTestsAsFailed();
    void nullAndEmptyValuesTestAsSucceeded();
    void aSuccessConvertsToItsValue();
    void takingTheValueOfAFailureThrows_data();
    void takingTheValueOfAFailureThrows();
    void theExceptionCarriesTheError();
    void nothingElseThrows();
    void valueOrGivesTheValueOrTheOther();
    void aValueOutlivesItsTemporary();
    void iterationRunsOverTheList();
    void arrowAndStarReachTheValue();
    void anErrorKeepsWhatItWasMadeOf();
    void noErrorCanBeGivenWhatAnErrorHas();
    void everyKindHasAValueOfItsOwn();

    void anUnlookedAtFailureIsLoggedOnce();
    void aLookedAtFailureIsNotLogged_data();
    void aLookedAtFailureIsNotLogged();
    void aSuccessIsNeverLogged();
    void copiesShareTheMark();
    void theMarkSurvivesMovesAndAssignments();
    void anOverwrittenFailureIsNotLost();
    void anUnlookedAtFailureIsPostedToItsSession();
    void aLookedAtFailureIsNotPosted();
    void aFailureOutlivesItsSession();
    void aFailedGetterIsReportedOnce();
};

void TestResult::aSuccessTestsAsSucceeded()
{
    const ListResult list = QList<int>{1, 2};
    QVERIFY(list.ok());
    QVERIFY(list ? true : false);
    QVERIFY(ListResult(QList<int>{1}) ? true : false);
    QVERIFY(!!list);
    QVERIFY(Result<void>().ok());
    QVERIFY(Result<void>() ? true : false);
    QVERIFY(Result<qint64>(0).ok());
    QVERIFY(Result<bool>(false).ok());
}

void TestResult::aFailureTestsAsFailed()
{
    const ListResult list = failing(u"list"_s);
    QVERIFY(!list);
    QVERIFY(!list.ok());
    QVERIFY(!failing(u"temporary"_s));
    const Result<void> nothing = Error(Error::Sql, u"nothing"_s);
    QVERIFY(!nothing);
    QVERIFY(!nothing.ok());
    const Result<qint64> number = Error(Error::Sql, u"number"_s);
    QVERIFY(!number.ok());
    if (auto result = failing(u"in a condition"_s); !result)
        QCOMPARE(result.error().kind(), Error::Usage);
    else
        QFAIL("a failure tested as a success");
}

void TestResult::nullAndEmptyValuesTestAsSucceeded()
{
    const Result<User *> null = static_cast<User *>(nullptr);
    QVERIFY(null ? true : false);
    QVERIFY(null.value() == nullptr);
    QVERIFY(Result<User *>(static_cast<User *>(nullptr)) ? true : false);
    const ListResult empty = QList<int>();
    QVERIFY(empty ? true : false);
    const Result<QString> text = QString();
    QVERIFY(text ? true : false);
}

void TestResult::aSuccessConvertsToItsValue()
{
    User someone;
    const Result<User *> found = &someone;
    User *user = found;
    QCOMPARE(user, &someone);
    const QList<int> list = ListResult(QList<int>{1, 2, 3});
    QCOMPARE(list, (QList<int>{1, 2, 3}));
    const qint64 number = Result<qint64>(42);
    QCOMPARE(number, qint64(42));
    const bool truth = Result<bool>(true);
    QVERIFY(truth);
    const bool untruth = Result<bool>(false);
    QVERIFY(!untruth);
    const QString text = Result<QString>(u"text"_s);
    QCOMPARE(text, u"text"_s);

    // By assignment too.
    QList<int> assigned;
    assigned = ListResult(QList<int>{4});
    QCOMPARE(assigned, QList<int>{4});
    const ListResult kept = QList<int>{5};
    assigned = kept;
    QCOMPARE(assigned, QList<int>{5});
    QString word;
    word = Result<QString>(u"word"_s);
    QCOMPARE(word, u"word"_s);
}

void TestResult::takingTheValueOfAFailureThrows_data()
{
    QTest::addColumn<Look>("take");
    QTest::newRow("value") << Look([](ListResult &result) { result.value(); });
    QTest::newRow("value of a temporary")
            << Look([](ListResult &result) { ListResult(result).value(); });
    QTest::newRow("conversion") << Look([](ListResult &result) {
        const QList<int> list = result;
        Q_UNUSED(list);
    });
    QTest::newRow("star") << Look([](ListResult &result) { Q_UNUSED((*result).size()); });
    QTest::newRow("arrow") << Look([](ListResult &result) { Q_UNUSED(result->size()); });
    QTest::newRow("iteration") << Look([](ListResult &result) {
        for (int number : result)
            Q_UNUSED(number);
    });
}

void TestResult::takingTheValueOfAFailureThrows()
{
    QFETCH(Look, take);
    ListResult result = failing(u"the list"_s);
    QVERIFY_THROWS_EXCEPTION(ErrorException, take(result));

    const Result<void> nothing = Error(Error::Sql, u"nothing"_s);
    QVERIFY_THROWS_EXCEPTION(ErrorException, nothing.value());
}

void TestResult::theExceptionCarriesTheError()
{
    try {
        failing(u"what went wrong"_s).value();
        QFAIL("nothing was thrown");
    } catch (const ErrorException &exception) {
        QCOMPARE(exception.error().kind(), Error::Usage);
        QCOMPARE(exception.error().text(), u"what went wrong"_s);
        QVERIFY(QString::fromUtf8(exception.what()).contains(u"what went wrong"_s));
    }
}

void TestResult::nothingElseThrows()
{
    const ListResult result = failing(u"quiet"_s);
    QVERIFY(!result.ok());
    QVERIFY(!result);
    QCOMPARE(result.error().kind(), Error::Usage);
    QCOMPARE(result.valueOr({7}), QList<int>{7});
}

void TestResult::valueOrGivesTheValueOrTheOther()
{
    QCOMPARE(ListResult(QList<int>{1}).valueOr({2}), QList<int>{1});
    const Result<qint64> number = Error(Error::Sql, u"no number"_s);
    QCOMPARE(number.valueOr(-1), qint64(-1));
    QVERIFY(!number.ok());
    QCOMPARE(Result<QString>(u"a"_s).valueOr(u"b"_s), u"a"_s);
}

void TestResult::aValueOutlivesItsTemporary()
{
    auto &&list = ListResult(QList<int>{1, 2, 3}).value();
    QCOMPARE(list, (QList<int>{1, 2, 3}));
    auto &&starred = *ListResult(QList<int>{4});
    QCOMPARE(starred, QList<int>{4});
}

void TestResult::iterationRunsOverTheList()
{
    const ListResult result = QList<int>{1, 2, 3};
    int sum = 0;
    for (int number : result)
        sum += number;
    QCOMPARE(sum, 6);
    for (int number : ListResult(QList<int>{10, 20}))
        sum += number;
    QCOMPARE(sum, 36);
    for (int number : ListResult(QList<int>()))
        sum += number;
    QCOMPARE(sum, 36);
}

void TestResult::arrowAndStarReachTheValue()
{
    const ListResult list = QList<int>{1, 2};
    QCOMPARE(list->size(), 2);
    QCOMPARE((*list).constFirst(), 1);
    User someone;
    someone.setUsername(u"alice"_s);
    const Result<User *> found = &someone;
    QCOMPARE(found->username(), u"alice"_s);
}

void TestResult::anErrorKeepsWhatItWasMadeOf()
{
    const ListResult result = Error(Error::CheckViolation, u"too small"_s);
    QCOMPARE(result.error().kind(), Error::CheckViolation);
    QCOMPARE(result.error().text(), u"too small"_s);
    QVERIFY(result.error().sql().isEmpty());
    QVERIFY(result.error().nativeCode().isEmpty());
    QVERIFY(result.error().model().isEmpty());
    QVERIFY(result.error().property().isEmpty());

    const ListResult copy = result;
    QCOMPARE(copy.error().text(), u"too small"_s);
}

void TestResult::noErrorCanBeGivenWhatAnErrorHas()
{
    const Error none;
    const Error named = none.withSql(u"SELECT 1"_s).withNativeCode(u"1"_s).withModel(u"User"_s).withProperty(u"id"_s);
    QVERIFY(!named.isValid());
    QCOMPARE(named.sql(), u"SELECT 1"_s);
    QCOMPARE(named.nativeCode(), u"1"_s);
    QCOMPARE(named.model(), u"User"_s);
    QCOMPARE(named.property(), u"id"_s);
    QCOMPARE(none.model(), QString());

    Error error(Error::Sql, u"no such table"_s);
    const Error taken = std::move(error);
    QCOMPARE(taken.kind(), Error::Sql);
    QVERIFY(!error.isValid());
    QCOMPARE(error.withModel(u"User"_s).model(), u"User"_s);
}

void TestResult::everyKindHasAValueOfItsOwn()
{
    const QSet<int> kinds = {
            Error::DoesNotExist,
            Error::MultipleObjectsReturned,
            Error::UnknownField,
            Error::ModelDefinition,
            Error::UniqueViolation,
            Error::ForeignKeyViolation,
            Error::NotNullViolation,
            Error::CheckViolation,
            Error::Connection,
            Error::Timeout,
            Error::Serialization,
            Error::StaleObject,
            Error::Sql,
            Error::Usage,
    };
    QCOMPARE(kinds.size(), 14);
}

void TestResult::anUnlookedAtFailureIsLoggedOnce()
{
    const CaughtMessages messages;
    failing(u"nobody looks at this"_s);
    const auto logged = messages.of(u"chakra."_s, u"nobody looks at this"_s);
    QCOMPARE(logged.size(), 1);
    QVERIFY(logged.constFirst().type == QtWarningMsg || logged.constFirst().type == QtCriticalMsg);

    {
        const Result<void> nothing = Error(Error::Sql, u"nor at that"_s);
        QVERIFY(messages.of(u"chakra."_s, u"nor at that"_s).isEmpty());
    }
    QCOMPARE(messages.of(u"chakra."_s, u"nor at that"_s).size(), 1);
}

void TestResult::aLookedAtFailureIsNotLogged_data()
{
    QTest::addColumn<Look>("look");
    QTest::newRow("ok") << Look([](ListResult &result) { Q_UNUSED(result.ok()); });
    QTest::newRow("test") << Look([](ListResult &result) { Q_UNUSED(!result); });
    QTest::newRow("test of a temporary")
            << Look([](ListResult &result) { Q_UNUSED(!ListResult(result)); });
    QTest::newRow("error") << Look([](ListResult &result) { result.error(); });
    QTest::newRow("value") << swallowing([](ListResult &result) { result.value(); });
    QTest::newRow("conversion") << swallowing([](ListResult &result) {
        const QList<int> list = result;
        Q_UNUSED(list);
    });
    QTest::newRow("iteration") << swallowing([](ListResult &result) {
        for (int number : result)
            Q_UNUSED(number);
    });
}

void TestResult::aLookedAtFailureIsNotLogged()
{
    QFETCH(Look, look);
    const CaughtMessages messages;
    {
        ListResult result = failing(u"somebody looks"_s);
        look(result);
    }
    QCOMPARE(messages.of(u"chakra."_s, u"somebody looks"_s).size(), 0);
}

void TestResult::aSuccessIsNeverLogged()
{
    const CaughtMessages messages;
    {
        const ListResult result = QList<int>{1};
        const ListResult copy = result;
        const Result<void> nothing;
    }
    QCOMPARE(messages.of(u"chakra."_s).size(), 0);
}

void TestResult::copiesShareTheMark()
{
    const CaughtMessages messages;
    {
        const ListResult result = failing(u"the copy is looked at"_s);
        QList<ListResult> copies(5, result);
        QVERIFY(!copies.at(3));
    }
    QCOMPARE(messages.of(u"chakra."_s, u"the copy is looked at"_s).size(), 0);
    {
        const ListResult result = failing(u"no copy is looked at"_s);
        const QList<ListResult> copies(5, result);
        QCOMPARE(copies.size(), 5);
    }
    QCOMPARE(messages.of(u"chakra."_s, u"no copy is looked at"_s).size(), 1);
    {
        auto first = std::make_unique<ListResult>(failing(u"one copy outlives the other"_s));
        const ListResult second = *first;
        first.reset();
        QCOMPARE(messages.of(u"chakra."_s, u"one copy outlives the other"_s).size(), 0);
        QVERIFY(!second.ok());
    }
    QCOMPARE(messages.of(u"chakra."_s, u"one copy outlives the other"_s).size(), 0);
}

void TestResult::theMarkSurvivesMovesAndAssignments()
{
    const CaughtMessages messages;
    {
        ListResult first = failing(u"moved about"_s);
        ListResult second = std::move(first);
        ListResult third = QList<int>{1};
        third = std::move(second);
        QCOMPARE(messages.of(u"chakra."_s, u"moved about"_s).size(), 0);
    }
    QCOMPARE(messages.of(u"chakra."_s, u"moved about"_s).size(), 1);
    {
        ListResult first = failing(u"looked at, then moved"_s);
        QVERIFY(!first.ok());
        const ListResult second = std::move(first);
        Q_UNUSED(second);
    }
    QCOMPARE(messages.of(u"chakra."_s, u"looked at, then moved"_s).size(), 0);
}

void TestResult::anOverwrittenFailureIsNotLost()
{
    const CaughtMessages messages;
    ListResult result = failing(u"overwritten"_s);
    result = QList<int>{1};
    QCOMPARE(messages.of(u"chakra."_s, u"overwritten"_s).size(), 1);
    QVERIFY(result.ok());
}

void TestResult::anUnlookedAtFailureIsPostedToItsSession()
{
    Chakra::Database db = Chakra::Database::open("sqlite::memory:").value();
    db.createTables().value();
    Chakra::Session session(db);
    QList<Error> posted;
    connect(&session, &Chakra::Session::errorOccurred, this,
            [&posted](const Error &error) { posted.append(error); });

    const CaughtMessages messages;
    User::objects(session).get("id", 42);
    QCOMPARE(posted.size(), 0);
    QTRY_COMPARE(posted.size(), 1);
    QCOMPARE(posted.constFirst().kind(), Error::DoesNotExist);
    QCOMPARE(messages.of(u"chakra."_s, posted.constFirst().text()).size(), 1);

    auto first = User::objects(session).filter("nonsense", 1).all();
    {
        auto second = first;
        first = QList<User *>();
        QCoreApplication::processEvents();
        QCOMPARE(posted.size(), 1);
    }
    QTRY_COMPARE(posted.size(), 2);
    QCOMPARE(posted.constLast().kind(), Error::UnknownField);
    QCoreApplication::processEvents();
    QCOMPARE(posted.size(), 2);
}

void TestResult::aLookedAtFailureIsNotPosted()
{
    Chakra::Database db = Chakra::Database::open("sqlite::memory:").value();
    db.createTables().value();
    Chakra::Session session(db);
    int posted = 0;
    connect(&session, &Chakra::Session::errorOccurred, this, [&posted] { ++posted; });

    QVERIFY(!User::objects(session).get("id", 42));
    QVERIFY_THROWS_EXCEPTION(ErrorException, [&] {
        User *user = User::objects(session).get("id", 42);
        Q_UNUSED(user);
    }());
    QCoreApplication::processEvents();
    QCOMPARE(posted, 0);
}

void TestResult::aFailureOutlivesItsSession()
{
    Chakra::Database db = Chakra::Database::open("sqlite::memory:").value();
    db.createTables().value();
    const CaughtMessages messages;
    {
        Result<User *> failed = static_cast<User *>(nullptr);
        {
            Chakra::Session session(db);
            failed = User::objects(session).get("id", 4242);
        }
        QCOMPARE(messages.of(u"chakra."_s).size(), 0);
    }
    QCoreApplication::processEvents();
    QCOMPARE(messages.of(u"chakra."_s).size(), 1);
}

// A getter has nobody to give its error to: it is reported the same way, and once, since the
// failure is remembered.
void TestResult::aFailedGetterIsReportedOnce()
{
    Chakra::Database db = Chakra::Database::open("sqlite::memory:").value();
    db.createTables().value();
    Chakra::Session session(db);
    int posted = 0;
    connect(&session, &Chakra::Session::errorOccurred, this, [&posted] { ++posted; });

    auto *user = new User;
    user->setUsername(u"alice"_s);
    auto *post = new Post;
    post->setTitle(u"Hello"_s);
    post->setAuthor(user);
    session.addAll({post}).value();
    session.commit().value();
    session.clear();

    Post *loaded = Post::objects(session).first();
    session.setLazyLoading(Chakra::LazyLoading::Forbid);
    const CaughtMessages messages;
    QVERIFY(loaded->author() == nullptr);
    QVERIFY(loaded->author() == nullptr);
    QCOMPARE(posted, 0);
    QTRY_COMPARE(posted, 1);
    QCoreApplication::processEvents();
    QCOMPARE(posted, 1);
    QVERIFY(!messages.of(u"chakra."_s).isEmpty());
    QVERIFY(loaded->relationError("author").isValid());
}

QTEST_GUILESS_MAIN(TestResult)

#include "tst_result.moc"
