// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// What forEach() over many rows needs at most, as the system counts it. Linux tells the highest
// resident size of a process, and lets it begin anew.

#include "testdatabase.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;

class TestForEachMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMillionRowsNeedLittleMoreThanTenThousand_data();
    void aMillionRowsNeedLittleMoreThanTenThousand();
};

namespace {

constexpr qint64 Few = 10'000;
constexpr qint64 Many = 1'000'000;

void forgetPeak()
{
    QFile file(u"/proc/self/clear_refs"_s);
    QVERIFY2(file.open(QIODevice::WriteOnly) && file.write("5") == 1,
             qPrintable(file.errorString()));
}

/*! In KiB; 0 when it can not be told. */
qint64 peak()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong();
    }
    return 0;
}

} // namespace

void TestForEachMemory::aMillionRowsNeedLittleMoreThanTenThousand_data()
{
    QTest::addColumn<bool>("joined");
    QTest::newRow("plain") << false;
    QTest::newRow("with a lazy load in the loop") << true;
}

void TestForEachMemory::aMillionRowsNeedLittleMoreThanTenThousand()
{
    QFETCH(const bool, joined);
    const QTemporaryDir folder;
    auto database = must(Chakra::Database::open(u"sqlite:"_s + folder.filePath(u"many.db"_s)));
    must(database.createTables<Comment>());
    Chakra::Session session(database);
    must(session.execute(
            u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "INSERT INTO comments (id, content, parent_id) SELECT i, 'comment ' || i, "
            "CASE WHEN i > 1 THEN i - 1 END FROM n"_s,
            {Many}));

    const auto visit = [&](qint64 rows) {
        forgetPeak();
        qint64 visited = 0;
        qint64 sum = 0;
        must(Comment::objects(session)
                     .filter("id__lte", rows)
                     .orderBy("id")
                     .forEach([&](Comment *comment) {
                         ++visited;
                         sum += comment->id();
                         if (joined && comment->parentComment())
                             sum += comment->parentComment()->id() - comment->id() + 1;
                     }));
        QTest::qCompare(visited, rows, "visited", "rows", __FILE__, __LINE__);
        QTest::qCompare(sum, rows * (rows + 1) / 2, "sum", "of all", __FILE__, __LINE__);
        return peak();
    };
    visit(Few); // what is made once
    const qint64 few = visit(Few);
    const qint64 many = visit(Many);
    QVERIFY(few > 0);
    qInfo("%lld KiB for %lld rows, %lld KiB for %lld", few, Few, many, Many);
    QVERIFY2(many - few <= 8 * 1024, qPrintable(u"%1 KiB more"_s.arg(many - few)));
}

QTEST_GUILESS_MAIN(TestForEachMemory)
#include "tst_foreachmemory.moc"
