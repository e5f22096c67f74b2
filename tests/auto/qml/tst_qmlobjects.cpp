// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "alltypes.h"
#include "testdatabase.h"

#include <QtQml/QJSEngine>
#include <QtQml/QQmlEngine>

using namespace Qt::StringLiterals;
using Chakra::Session;

/*! What QML sees of objects: their values, nulls among them, and that they stay the session's. */
class TestQmlObjects : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aNullableColumnIsAValueOrNull_data();
    void aNullableColumnIsAValueOrNull();
    void aValueThatDoesNotFitChangesNothing();
    void bindingsFollowChanges();
    void relatedObjectsAreReadAndSet();
    void aListIsAnItemModel();
    void theEngineTakesNoObject();

private:
    QJSValue run(const QString &program);

    std::unique_ptr<TestDatabase> m_db;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QQmlEngine> m_engine;
};

void TestQmlObjects::init()
{
    m_db = std::make_unique<TestDatabase>();
    MUST(m_db->handle().createTables<MaybeType>());
    m_session = std::make_unique<Session>(m_db->handle());
    m_engine = std::make_unique<QQmlEngine>();
}

void TestQmlObjects::cleanup()
{
    m_engine.reset();
    m_session.reset();
    m_db.reset();
}

QJSValue TestQmlObjects::run(const QString &program)
{
    const QJSValue value = m_engine->evaluate(program);
    if (value.isError())
        QTest::qFail(qPrintable(value.toString()), __FILE__, __LINE__);
    return value;
}

void TestQmlObjects::aNullableColumnIsAValueOrNull_data()
{
    QTest::addColumn<QString>("property");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("same");

    QTest::newRow("bool") << u"truth"_s << u"true"_s << u"row.truth === true"_s;
    QTest::newRow("int") << u"number"_s << u"-5"_s << u"row.number === -5"_s;
    QTest::newRow("int, 0") << u"number"_s << u"0"_s << u"row.number === 0"_s;
    QTest::newRow("qint64") << u"bigNumber"_s << u"9007199254740991"_s
                            << u"row.bigNumber === 9007199254740991"_s;
    QTest::newRow("double") << u"precise"_s << u"0.5"_s << u"row.precise === 0.5"_s;
    QTest::newRow("QString") << u"name"_s << u"'née'"_s << u"row.name === 'née'"_s;
    QTest::newRow("QString, empty") << u"name"_s << u"''"_s << u"row.name === ''"_s;
    QTest::newRow("QDateTime") << u"moment"_s << u"new Date(Date.UTC(2024, 1, 29, 12))"_s
                               << u"row.moment.getTime() === Date.UTC(2024, 1, 29, 12)"_s;
    QTest::newRow("enum") << u"colour"_s << u"5"_s << u"row.colour == 5"_s;
}

void TestQmlObjects::aNullableColumnIsAValueOrNull()
{
    QFETCH(QString, property);
    QFETCH(QString, value);
    QFETCH(QString, same);

    auto *row = m_session->create<MaybeType>();
    MUST(m_session->commit());
    m_engine->globalObject().setProperty(u"row"_s, m_engine->newQObject(row));

    QVERIFY(run(u"row.%1 == null"_s.arg(property)).toBool());
    run(u"row.%1 = %2"_s.arg(property, value));
    QVERIFY2(run(same).toBool(), qPrintable(run(u"'' + row."_s + property).toString()));
    MUST(m_session->commit());
    MUST(m_session->refresh(row));
    QVERIFY(run(same).toBool());
    run(u"row.%1 = null"_s.arg(property));
    QVERIFY(run(u"row.%1 == null"_s.arg(property)).toBool());
    MUST(m_session->commit());
    QCOMPARE(must(MaybeType::objects().filter(property, nullptr).count()), qint64(1));
    run(u"row.%1 = %2; row.%1 = undefined"_s.arg(property, value));
    QVERIFY(run(u"row.%1 == null"_s.arg(property)).toBool());
}

void TestQmlObjects::aValueThatDoesNotFitChangesNothing()
{
    auto *row = m_session->create<MaybeType>();
    row->setNumber(7);
    m_engine->globalObject().setProperty(u"row"_s, m_engine->newQObject(row));
    for (const QString &value : {u"'seven'"_s, u"7.5"_s, u"3e9"_s, u"1/0"_s}) {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"number"_s));
        run(u"row.number = "_s + value);
        QCOMPARE(row->number(), std::optional<int>(7));
    }
}

void TestQmlObjects::bindingsFollowChanges()
{
    MUST_GET(Post * post, Post::objects().get("id", 1));
    m_engine->globalObject().setProperty(u"post"_s, m_engine->newQObject(post));
    run(u"heard = []; post.titleChanged.connect(function() { heard.push(post.title) })"_s);
    post->setTitle(u"new"_s);
    MUST(m_session->rollback());
    QCOMPARE(run(u"heard.join()"_s).toString(), u"new,Hello"_s);
}

void TestQmlObjects::relatedObjectsAreReadAndSet()
{
    MUST_GET(Post * post, Post::objects().get("id", 1));
    MUST_GET(User * bob, User::objects().get("username", "bob"));
    m_engine->globalObject().setProperty(u"post"_s, m_engine->newQObject(post));
    m_engine->globalObject().setProperty(u"bob"_s, m_engine->newQObject(bob));
    COMPARE_STATEMENTS(1, QCOMPARE(run(u"post.author.username"_s).toString(), u"alice"_s));
    run(u"post.author = bob"_s);
    QCOMPARE(post->authorId(), bob->id());
    QVERIFY(bob->posts().contains(post));
}

void TestQmlObjects::aListIsAnItemModel()
{
    MUST_GET(User * alice, User::objects().get("username", "alice"));
    m_engine->globalObject().setProperty(u"alice"_s, m_engine->newQObject(alice));
    QCOMPARE(alice->posts().size(), qsizetype(3));
    QCOMPARE(run(u"alice.posts.rowCount()"_s).toInt(), 3);
    QCOMPARE(run(u"alice.posts.data(alice.posts.index(0, 0), 0x101)"_s).isError(), false);
}

void TestQmlObjects::theEngineTakesNoObject()
{
    QList<QPointer<QObject>> seen;
    {
        const QList<Post *> posts = must(Post::objects().prefetchRelated("tags").all());
        for (Post *post : posts) {
            seen.append(post);
            m_engine->globalObject().setProperty(u"post"_s, m_engine->newQObject(post));
            run(u"post.author; post.tags; post.author.profile; post.tags.data(post.tags.index(0, 0), 0x101)"_s);
            seen.append(post->author());
        }
    }
    // One that was made and added, and one that a rollback made Transient again.
    auto *added = new Tag;
    added->setName(u"added"_s);
    MUST(m_session->add(added));
    seen.append(added);
    m_engine->globalObject().setProperty(u"post"_s, m_engine->newQObject(added));
    MUST(m_session->rollback());
    m_engine->globalObject().setProperty(u"post"_s, QJSValue());
    for (int i = 0; i < 10; ++i) {
        m_engine->collectGarbage();
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    for (const QPointer<QObject> &object : std::as_const(seen))
        QVERIFY(object);
}

QTEST_GUILESS_MAIN(TestQmlObjects)

#include "tst_qmlobjects.moc"
