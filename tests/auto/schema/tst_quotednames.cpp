// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "quotednames.h"
#include "rawsqlite.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

class TestQuotedNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quotesAndBackslashesAreKept();
};

void TestQuotedNames::quotesAndBackslashesAreKept()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"quoted.db"_s);
    MUST_GET(Chakra::Database db, Chakra::Database::open(u"sqlite:"_s + path));
    MUST(db.createTables<Quoter, Quoted>());
    const RawSqlite raw(path);
    QCOMPARE(raw.tables(), (QStringList{u"quoted\"), (\"x"_s, u"the \"quoters\""_s}));
    QCOMPARE(raw.column(u"SELECT name FROM pragma_table_info('the \"quoters\"')"_s),
             (QStringList{u"the \"id\""_s, u"back\\slash"_s, u"words"_s}));
    QCOMPARE(raw.column(u"SELECT name FROM pragma_table_info('quoted\"), (\"x')"_s),
             (QStringList{u"id"_s, u"\"; DROP TABLE x; --"_s}));

    const QString words = u"say \"hi\", (it's \\ new)"_s;
    Chakra::Session session(db);
    auto *quoter = new Quoter;
    QCOMPARE(quoter->words(), words);
    quoter->setLabel(u"a"_s);
    auto *quoted = new Quoted;
    quoted->setQuoter(quoter);
    MUST(session.addAll({quoter, quoted}));
    MUST(session.commit());
    QVERIFY(raw.run(u"INSERT INTO \"the \"\"quoters\"\"\" (\"back\\slash\") VALUES ('b')"_s));
    session.clear();

    MUST_GET(Quoter * outside, Quoter::objects(session).get("label", "b"));
    QCOMPARE(outside->words(), words);
    MUST_GET(Quoted * found, Quoted::objects(session).selectRelated("quoter").get(
                                     "quoter__label__startswith", "a"));
    QCOMPARE(found->quoter()->label(), u"a"_s);
    MUST(session.remove(found->quoter()));
    MUST(session.commit());
    QCOMPARE(must(Quoted::objects(session).count()), qint64(0));
}

QTEST_GUILESS_MAIN(TestQuotedNames)

#include "tst_quotednames.moc"
