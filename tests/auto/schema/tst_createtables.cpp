// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "alltypes.h"
#include "priced.h"
#include "rawsqlite.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <memory>

using namespace Qt::StringLiterals;

namespace {

const QString OddTable = u"odd [table] `of` it's"_s;

// The columns of a table, sorted: "name", "name?" where it may be null, "name#1" for the first
// column of the key.
QStringList columnsOf(const RawSqlite &raw, const QString &table)
{
    const QList<QVariantList> rows =
            raw.rows(u"SELECT name, \"notnull\", pk FROM pragma_table_info(?)"_s, {table});
    QStringList result;
    for (const QVariantList &row : rows) {
        QString column = row.at(0).toString();
        if (row.at(2).toInt() > 0)
            column += QLatin1Char('#') + row.at(2).toString();
        else if (!row.at(1).toBool())
            column += QLatin1Char('?');
        result.append(column);
    }
    result.sort();
    return result;
}

// The indexes of a table as "first,second".
QStringList indexesOf(const RawSqlite &raw, const QString &table, bool uniqueOnly)
{
    const QList<QVariantList> indexes =
            raw.rows(u"SELECT name, \"unique\" FROM pragma_index_list(?)"_s, {table});
    QStringList result;
    for (const QVariantList &index : indexes) {
        if (uniqueOnly && !index.at(1).toBool())
            continue;
        result.append(
                raw.column(u"SELECT name FROM pragma_index_info(?) ORDER BY seqno"_s, {index.at(0)})
                        .join(QLatin1Char(',')));
    }
    return result;
}

// Whether a look-up by that column alone needs no scan of the table.
bool isIndexed(const RawSqlite &raw, const QString &table, const QString &column)
{
    const QStringList key = raw.column(
            u"SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"_s, {table});
    if (!key.isEmpty() && key.constFirst() == column)
        return true;
    const QStringList indexes = indexesOf(raw, table, false);
    for (const QString &index : indexes) {
        if (index == column || index.startsWith(column + QLatin1Char(',')))
            return true;
    }
    return false;
}

} // namespace

class TestCreateTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void columnsFollowTheModel_data();
    void columnsFollowTheModel();
    void uniqueOptionsAreEnforced_data();
    void uniqueOptionsAreEnforced();
    void aColumnWithoutTheOptionIsNotUnique();
    void indexOptionsMakeIndexes_data();
    void indexOptionsMakeIndexes();
    void everyForeignKeyIsIndexed();
    void theFiveActionsStandInTheTable_data();
    void theFiveActionsStandInTheTable();
    void foreignKeysReferToTheirColumn_data();
    void foreignKeysReferToTheirColumn();
    void defaultsStandInTheTable();
    void decimalDefaultsHaveAllTheirDigits();
    void requiredColumnsRefuseNull();
    void aJunctionWithoutAModelIsCreated_data();
    void aJunctionWithoutAModelIsCreated();
    void aJunctionWithAModelIsUsedAsItIs();

    void tablesAreCreatedBeforeWhatRefersToThem();
    void runningTwiceDoesNoHarm();
    void whatIsMissingIsAdded();
    void onlyTheNamedModelsAreCreated();
    void circlesOfForeignKeysAreCreated();
    void basesThatLendFieldsHaveNoTable();
    void oddNamesAreStoredAndFound();
    void tablesAreDropped();
    void onlyTheNamedModelsAreDropped();
    void aLockedDatabaseIsAnError();

private:
    QString path() const { return m_dir->filePath(u"tables.db"_s); }
    Chakra::Database open() const { return Chakra::Database::open(u"sqlite:"_s + path()).value(); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestCreateTables::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void TestCreateTables::cleanup()
{
    m_dir.reset();
}

void TestCreateTables::columnsFollowTheModel_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QStringList>("columns");
    const auto row = [](const QString &table, const QStringList &columns) {
        QTest::newRow(qPrintable(table)) << table << columns;
    };
    row(u"users"_s, {u"id#1"_s, u"username"_s});
    row(u"profiles"_s, {u"id#1"_s, u"bio"_s, u"user_id"_s});
    row(u"posts"_s,
        {u"id#1"_s, u"title"_s, u"content"_s, u"published"_s, u"created_at"_s, u"author_id"_s});
    row(u"tags"_s, {u"id#1"_s, u"name"_s});
    row(u"post_tags"_s, {u"post_id#1"_s, u"tag_id#2"_s, u"created_at"_s});
    row(u"comments"_s, {u"id#1"_s, u"content"_s, u"parent_id?"_s});
    // By hand, and with a property that is no column.
    row(u"volumes"_s, {u"id#1"_s, u"title"_s, u"pages"_s, u"bound"_s, u"has_cover"_s,
                       u"published"_s, u"bookcase_id"_s});
    // With fields that bases lend.
    row(u"articles"_s,
        {u"id#1"_s, u"created_at"_s, u"updated_at"_s, u"owner_id?"_s, u"headline"_s});
    row(u"writers"_s, {u"id#1"_s, u"created_at"_s, u"updated_at"_s, u"name"_s});
    row(u"countries"_s, {u"code#1"_s, u"name"_s});
    row(u"devices"_s, {u"id#1"_s, u"label"_s});
    row(u"invoice_lines"_s, {u"invoice_id#1"_s, u"line#2"_s, u"what"_s});
    row(u"PascalNames"_s, {u"PascalNamesId#1"_s, u"UnitPrice"_s, u"ReportsTo?"_s});
    row(u"declaredNames"_s, {u"declaredId#1"_s, u"unitPrice"_s});
    row(u"option_names"_s, {u"primary_key#1"_s, u"version"_s, u"index"_s, u"text"_s, u"unique"_s,
                            u"max_length"_s, u"kolumne"_s, u"default_value"_s, u"nullable?"_s});
    row(u"shop_lines"_s, {u"id#1"_s, u"basket_id"_s, u"label_id"_s});
    row(OddTable, {u"the id#1"_s, u"a column"_s, u"order"_s, u"select"_s, u"group"_s, u"say 'hi'"_s,
                   u"MixedCase"_s, u"why?"_s, u"a:b"_s, u"one, two"_s, u"f(x)"_s, u"it's"_s,
                   u"back`tick"_s, u"größe"_s});
    row(u"values"_s, {u"from#1"_s, u"mother's id"_s});
    row(u"maybe_type"_s,
        {u"id#1"_s,         u"truth?"_s,  u"number?"_s,   u"natural?"_s, u"big_number?"_s,
         u"big_natural?"_s, u"single?"_s, u"precise?"_s,  u"name?"_s,    u"bytes?"_s,
         u"birthday?"_s,    u"alarm?"_s,  u"moment?"_s,   u"token?"_s,   u"link?"_s,
         u"record?"_s,      u"items?"_s,  u"anything?"_s, u"words?"_s,   u"colour?"_s,
         u"size?"_s});
}

void TestCreateTables::columnsFollowTheModel()
{
    QFETCH(QString, table);
    QFETCH(QStringList, columns);

    MUST(open().createTables());
    columns.sort();
    const RawSqlite raw(path());
    QCOMPARE(columnsOf(raw, table), columns);
}

void TestCreateTables::uniqueOptionsAreEnforced_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("columns");
    QTest::newRow("unique") << u"users"_s << u"username"_s;
    QTest::newRow("unique key of a one-to-one") << u"profiles"_s << u"user_id"_s;
    QTest::newRow("uniqueTogether") << u"seats"_s << u"seat_row,seat_number"_s;
    QTest::newRow("odd name") << OddTable << u"say 'hi'"_s;
    QTest::newRow("a property named unique") << u"option_names"_s << u"unique"_s;
}

void TestCreateTables::uniqueOptionsAreEnforced()
{
    QFETCH(QString, table);
    QFETCH(QString, columns);
    MUST(open().createTables());
    const RawSqlite raw(path());
    QVERIFY(indexesOf(raw, table, true).contains(columns));
}

void TestCreateTables::aColumnWithoutTheOptionIsNotUnique()
{
    MUST(open().createTables<User, Post, Seat>());
    const RawSqlite raw(path());
    QVERIFY(!indexesOf(raw, u"posts"_s, true).contains(u"title"_s));
    QVERIFY(!indexesOf(raw, u"posts"_s, true).contains(u"author_id"_s));
    QVERIFY(!indexesOf(raw, u"seats"_s, true).contains(u"price"_s));
    QVERIFY(!indexesOf(raw, u"seats"_s, true).contains(u"seat_row"_s));
}

void TestCreateTables::indexOptionsMakeIndexes_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("columns");
    QTest::newRow("index") << u"seats"_s << u"price"_s;
    QTest::newRow("indexTogether") << u"seats"_s << u"hall,seat_row"_s;
    QTest::newRow("a property named index") << u"option_names"_s << u"index"_s;
    QTest::newRow("a reserved word") << OddTable << u"group"_s;
    QTest::newRow("a foreign key") << u"posts"_s << u"author_id"_s;
}

void TestCreateTables::indexOptionsMakeIndexes()
{
    QFETCH(QString, table);
    QFETCH(QString, columns);
    MUST(open().createTables());
    const RawSqlite raw(path());
    QVERIFY(indexesOf(raw, table, false).contains(columns));
}

void TestCreateTables::everyForeignKeyIsIndexed()
{
    MUST(open().createTables());
    const RawSqlite raw(path());
    const QStringList tables = raw.tables();
    int keys = 0;
    for (const QString &table : tables) {
        const QStringList columns =
                raw.column(u"SELECT \"from\" FROM pragma_foreign_key_list(?)"_s, {table});
        for (const QString &column : columns) {
            ++keys;
            QVERIFY2(isIndexed(raw, table, column), qPrintable(table + u": "_s + column));
        }
    }
    QVERIFY(keys > 20);
}

void TestCreateTables::theFiveActionsStandInTheTable_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("onDelete");
    QTest::addColumn<QString>("onUpdate");
    const QString sources = u"action_sources"_s;
    QTest::newRow("Cascade") << sources << u"cascade_id"_s << u"CASCADE"_s << u"CASCADE"_s;
    QTest::newRow("SetNull") << sources << u"set_null_id"_s << u"SET NULL"_s << u"SET NULL"_s;
    QTest::newRow("SetDefault") << sources << u"set_default_id"_s << u"SET DEFAULT"_s
                                << u"SET DEFAULT"_s;
    QTest::newRow("Restrict") << sources << u"restrict_id"_s << u"RESTRICT"_s << u"RESTRICT"_s;
    QTest::newRow("NoAction") << sources << u"no_action_id"_s << u"NO ACTION"_s << u"NO ACTION"_s;
    QTest::newRow("no option") << sources << u"silent_id"_s << u"NO ACTION"_s << u"NO ACTION"_s;
    QTest::newRow("one each") << sources << u"mixed_id"_s << u"RESTRICT"_s << u"CASCADE"_s;
    QTest::newRow("chapter") << u"posts"_s << u"author_id"_s << u"CASCADE"_s << u"CASCADE"_s;
    QTest::newRow("chapter, delete only")
            << u"profiles"_s << u"user_id"_s << u"CASCADE"_s << u"NO ACTION"_s;
    QTest::newRow("self-reference")
            << u"comments"_s << u"parent_id"_s << u"SET NULL"_s << u"NO ACTION"_s;
}

void TestCreateTables::theFiveActionsStandInTheTable()
{
    QFETCH(QString, table);
    QFETCH(QString, column);
    QFETCH(QString, onDelete);
    QFETCH(QString, onUpdate);
    MUST(open().createTables());
    const RawSqlite raw(path());
    const auto keys = raw.rows(
            u"SELECT on_delete, on_update FROM pragma_foreign_key_list(?) WHERE \"from\" = ?"_s,
            {table, column});
    QCOMPARE(keys.size(), 1);
    QCOMPARE(keys.constFirst().at(0).toString(), onDelete);
    QCOMPARE(keys.constFirst().at(1).toString(), onUpdate);
}

void TestCreateTables::foreignKeysReferToTheirColumn_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("toTable");
    QTest::addColumn<QString>("toColumn");
    QTest::newRow("posts") << u"posts"_s << u"author_id"_s << u"users"_s << u"id"_s;
    QTest::newRow("post_tags") << u"post_tags"_s << u"tag_id"_s << u"tags"_s << u"id"_s;
    QTest::newRow("self") << u"comments"_s << u"parent_id"_s << u"comments"_s << u"id"_s;
    QTest::newRow("text key") << u"cities"_s << u"country_code"_s << u"countries"_s << u"code"_s;
    QTest::newRow("uuid key") << u"readings"_s << u"device_id"_s << u"devices"_s << u"id"_s;
    QTest::newRow("lent") << u"photos"_s << u"owner_id"_s << u"writers"_s << u"id"_s;
    QTest::newRow("namespace") << u"shop_lines"_s << u"label_id"_s << u"shop_labels"_s << u"id"_s;
    QTest::newRow("odd") << u"values"_s << u"mother's id"_s << OddTable << u"the id"_s;
    QTest::newRow("Pascal case") << u"PascalNames"_s << u"ReportsTo"_s << u"PascalNames"_s
                                 << u"PascalNamesId"_s;
}

void TestCreateTables::foreignKeysReferToTheirColumn()
{
    QFETCH(QString, table);
    QFETCH(QString, column);
    QFETCH(QString, toTable);
    QFETCH(QString, toColumn);
    MUST(open().createTables());
    const RawSqlite raw(path());
    const auto keys = raw.rows(
            u"SELECT \"table\", \"to\" FROM pragma_foreign_key_list(?) WHERE \"from\" = ?"_s,
            {table, column});
    QCOMPARE(keys.size(), 1);
    QCOMPARE(keys.constFirst().at(0).toString(), toTable);
    // SQLite keeps no name where the key of the other table is meant.
    const QString target = keys.constFirst().at(1).toString();
    QVERIFY2(target == toColumn || target.isEmpty(), qPrintable(target));
}

// A row that another program inserts gets the values of a new object.
void TestCreateTables::defaultsStandInTheTable()
{
    Chakra::Database db = open();
    MUST(db.createTables<DefaultValues, User, Post>());
    const RawSqlite raw(path());
    QVERIFY(raw.run(u"INSERT INTO default_values (key) VALUES ('outside')"_s));
    QVERIFY(raw.run(u"INSERT INTO users (id, username) VALUES (1, 'alice')"_s));
    QVERIFY(raw.run(u"INSERT INTO posts (id, title, content, created_at, author_id) VALUES "
                    "(1, 't', 'c', '2024-01-01 10:00:00.000', 1)"_s));

    Chakra::Session session(db);
    MUST_GET(DefaultValues * loaded, DefaultValues::objects(session).get("key", "outside"));
    const DefaultValues fresh;
    QCOMPARE(loaded->yes(), fresh.yes());
    QCOMPARE(loaded->negative(), fresh.negative());
    QCOMPARE(loaded->large(), fresh.large());
    QCOMPARE(loaded->half(), fresh.half());
    QCOMPARE(loaded->words(), fresh.words());
    QCOMPARE(loaded->empty(), fresh.empty());
    QCOMPARE(loaded->maybe(), fresh.maybe());
    QCOMPARE(loaded->maybeWords(), fresh.maybeWords());
    MUST_GET(Post * post, Post::objects(session).get("id", 1));
    QVERIFY(!post->published());
}

// What compares them as texts must find them in the one form that Chakra writes.
void TestCreateTables::decimalDefaultsHaveAllTheirDigits()
{
    Chakra::Database db = open();
    MUST(db.createTables<Priced>());
    const RawSqlite raw(path());
    QVERIFY(raw.run(u"INSERT INTO priced (id) VALUES (1)"_s));
    QCOMPARE(raw.rows(u"SELECT price, rate, exact, rebate FROM priced"_s).value(0),
             (QVariantList{u"-1.50"_s, u"0.250"_s, u"0.0000000000"_s, u"7"_s}));
    Chakra::Session session(db);
    MUST_GET(Priced * found, Priced::objects(session).get("price", "-1.5"));
    QCOMPARE(found->rate(), 0.25);
}

void TestCreateTables::requiredColumnsRefuseNull()
{
    MUST(open().createTables<User, Comment>());
    const RawSqlite raw(path());
    QVERIFY(!raw.run(u"INSERT INTO users (id, username) VALUES (1, NULL)"_s));
    QVERIFY(raw.run(u"INSERT INTO users (id, username) VALUES (1, 'alice')"_s));
    QVERIFY(!raw.run(u"INSERT INTO users (id, username) VALUES (2, 'alice')"_s));
    QVERIFY(!raw.run(u"INSERT INTO users (id, username) VALUES (1, 'bob')"_s));
    QVERIFY(raw.run(u"INSERT INTO comments (id, content, parent_id) VALUES (1, 'c', NULL)"_s));
}

void TestCreateTables::aJunctionWithoutAModelIsCreated_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<QStringList>("targets");
    QTest::newRow("named by the classes")
            << u"lib_book_authors"_s << QStringList{u"author_id"_s, u"book_id"_s}
            << QStringList{u"lib_authors"_s, u"lib_books"_s};
    QTest::newRow("named by through, both ends one class")
            << u"follows"_s << QStringList{u"followed_id"_s, u"follower_id"_s}
            << QStringList{u"persons"_s, u"persons"_s};
    QTest::newRow("symmetrical") << u"friendships"_s << QStringList{u"friend_id"_s, u"person_id"_s}
                                 << QStringList{u"persons"_s, u"persons"_s};
}

void TestCreateTables::aJunctionWithoutAModelIsCreated()
{
    QFETCH(QString, table);
    QFETCH(QStringList, columns);
    QFETCH(QStringList, targets);
    MUST(open().createTables());
    const RawSqlite raw(path());

    QCOMPARE(raw.column(u"SELECT name FROM pragma_table_info(?) ORDER BY name"_s, {table}),
             columns);
    // The pair is the key, so that it is there once.
    QCOMPARE(
            raw.value(u"SELECT count(*) FROM pragma_table_info(?) WHERE pk > 0"_s, {table}).toInt(),
            2);
    const QList<QVariantList> keys = raw.rows(
            u"SELECT \"table\", on_delete FROM pragma_foreign_key_list(?) ORDER BY \"from\""_s,
            {table});
    QCOMPARE(keys.size(), 2);
    for (qsizetype i = 0; i < 2; ++i) {
        QCOMPARE(keys.at(i).at(0).toString(), targets.at(i));
        QCOMPARE(keys.at(i).at(1).toString(), u"CASCADE"_s);
    }
}

void TestCreateTables::aJunctionWithAModelIsUsedAsItIs()
{
    MUST(open().createTables());
    const RawSqlite raw(path());
    QCOMPARE(columnsOf(raw, u"post_tags"_s),
             (QStringList{u"created_at"_s, u"post_id#1"_s, u"tag_id#2"_s}));
    QCOMPARE(raw.tables().count(u"post_tags"_s), 1);
}

void TestCreateTables::tablesAreCreatedBeforeWhatRefersToThem()
{
    Chakra::Database db = open();
    const Chakra::StatementRecorder recorder(db);
    MUST(db.createTables<Comment, PostTag, Post, Profile, Tag, User, City, Country>());
    QStringList created;
    const auto statements = recorder.statements();
    static const QRegularExpression create(
            u"^\\s*CREATE\\s+TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?[\"\\[`]?(\\w+)"_s,
            QRegularExpression::CaseInsensitiveOption);
    for (const auto &statement : statements) {
        const QRegularExpressionMatch match = create.match(statement.sql);
        if (match.hasMatch())
            created.append(match.captured(1));
    }
    QCOMPARE(created.size(), 8);
    QVERIFY(created.indexOf(u"users"_s) < created.indexOf(u"profiles"_s));
    QVERIFY(created.indexOf(u"users"_s) < created.indexOf(u"posts"_s));
    QVERIFY(created.indexOf(u"posts"_s) < created.indexOf(u"post_tags"_s));
    QVERIFY(created.indexOf(u"tags"_s) < created.indexOf(u"post_tags"_s));
    QVERIFY(created.indexOf(u"countries"_s) < created.indexOf(u"cities"_s));
}

void TestCreateTables::runningTwiceDoesNoHarm()
{
    Chakra::Database db = open();
    MUST(db.createTables());
    const RawSqlite raw(path());
    QVERIFY(raw.run(u"INSERT INTO users (id, username) VALUES (1, 'alice')"_s));
    const QString everything =
            u"SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"_s;
    const QList<QVariantList> before = raw.rows(everything);

    MUST(db.createTables());
    MUST(open().createTables());
    QCOMPARE(raw.rows(everything), before);
    QCOMPARE(raw.value(u"SELECT username FROM users"_s).toString(), u"alice"_s);
}

void TestCreateTables::whatIsMissingIsAdded()
{
    Chakra::Database db = open();
    MUST(db.createTables<User>());
    const RawSqlite raw(path());
    QCOMPARE(raw.tables(), QStringList{u"users"_s});
    MUST(db.createTables<User, Profile>());
    QCOMPARE(raw.tables(), (QStringList{u"profiles"_s, u"users"_s}));
}

void TestCreateTables::onlyTheNamedModelsAreCreated()
{
    MUST(open().createTables<User, Post>());
    const RawSqlite raw(path());
    const QStringList tables = raw.tables();
    QVERIFY(tables.contains(u"users"_s));
    QVERIFY(tables.contains(u"posts"_s));
    QVERIFY(!tables.contains(u"profiles"_s));
    QVERIFY(!tables.contains(u"comments"_s));
    QVERIFY(!tables.contains(u"tags"_s));
}

void TestCreateTables::circlesOfForeignKeysAreCreated()
{
    Chakra::Database db = open();
    MUST(db.createTables<Hen, Egg>());
    const RawSqlite raw(path());
    QCOMPARE(raw.value(u"SELECT \"table\" FROM pragma_foreign_key_list('hens')"_s).toString(),
             u"eggs"_s);
    QCOMPARE(raw.value(u"SELECT \"table\" FROM pragma_foreign_key_list('eggs')"_s).toString(),
             u"hens"_s);
    MUST(db.dropTables<Hen, Egg>());
    QCOMPARE(raw.tables(), QStringList());
}

void TestCreateTables::basesThatLendFieldsHaveNoTable()
{
    MUST(open().createTables());
    const RawSqlite raw(path());
    const QStringList tables = raw.tables();
    for (const QString &table : tables) {
        QVERIFY2(!table.contains(u"entit"_s, Qt::CaseInsensitive), qPrintable(table));
        QVERIFY2(!table.contains(u"owned"_s, Qt::CaseInsensitive), qPrintable(table));
    }
    QVERIFY(tables.contains(u"articles"_s));
}

void TestCreateTables::oddNamesAreStoredAndFound()
{
    Chakra::Database db = open();
    MUST(db.createTables<OddName, OddChild>());
    Chakra::Session session(db);
    auto *odd = new OddName;
    odd->setSpaced(u"1"_s);
    odd->setOrder(u"2"_s);
    odd->setSelect(u"3"_s);
    odd->setGroup(u"4"_s);
    odd->setQuoted(u"5"_s);
    odd->setMixedCase(u"6"_s);
    odd->setQuestion(u"7"_s);
    odd->setColon(u"8"_s);
    odd->setComma(u"9"_s);
    odd->setBracket(u"10"_s);
    odd->setApostrophe(u"11"_s);
    odd->setBacktick(u"12"_s);
    auto *child = new OddChild;
    child->setMother(odd);
    MUST(session.addAll(QList<Chakra::Model *>{odd, child}));
    MUST(session.commit());
    const qint64 id = odd->id();
    odd->setQuestion(u"seven"_s);
    odd->setColon(u"eight"_s);
    MUST(session.commit());

    const RawSqlite raw(path());
    const QList<QVariantList> rows = raw.rows(
            u"SELECT \"a column\", \"order\", \"select\", \"group\", \"say 'hi'\", "
            "\"MixedCase\", \"why?\", \"a:b\", \"one, two\", \"f(x)\", \"it's\", \"back`tick\", "
            "\"größe\" FROM \"odd [table] `of` it's\""_s);
    QCOMPARE(rows.size(), 1);
    QStringList values;
    for (const QVariant &value : rows.constFirst())
        values.append(value.toString());
    QCOMPARE(values.join(QLatin1Char(' ')), u"1 2 3 4 5 6 seven eight 9 10 11 12 4"_s);

    session.clear();
    MUST_GET(OddName * loaded, OddName::objects(session)
                                       .filter("quoted", "5")
                                       .filter("question", "seven")
                                       .filter("comma__startswith", "9")
                                       .orderBy("order", "-select")
                                       .get("id", id));
    QCOMPARE(loaded->backtick(), u"12"_s);
    QCOMPARE(loaded->offspring().size(), 1);
    MUST_GET(OddChild * joined,
             OddChild::objects(session).selectRelated("mother").get("mother__apostrophe", "11"));
    QCOMPARE(joined->mother(), loaded);
    MUST(session.remove(loaded));
    MUST(session.commit());
    QCOMPARE(raw.value(u"SELECT count(*) FROM \"values\""_s).toInt(), 0);
}

void TestCreateTables::tablesAreDropped()
{
    Chakra::Database db = open();
    MUST(db.createTables());
    const RawSqlite raw(path());
    QVERIFY(raw.tables().size() > 20);
    QVERIFY(raw.run(u"INSERT INTO users (id, username) VALUES (1, 'alice')"_s));
    QVERIFY(raw.run(u"INSERT INTO posts (id, title, content, created_at, author_id) VALUES "
                    "(1, 't', 'c', '2024-01-01 10:00:00.000', 1)"_s));
    QVERIFY(raw.run(u"INSERT INTO action_targets (id) VALUES (1)"_s));
    QVERIFY(raw.run(u"INSERT INTO action_sources VALUES (1, 1, 1, 1, 1, 1, 1, 1)"_s));
    QVERIFY(raw.run(u"CREATE TABLE bystander (a)"_s));

    const Chakra::StatementRecorder recorder(db);
    MUST(db.dropTables());
    const auto statements = recorder.statements();
    for (const auto &statement : statements)
        QVERIFY2(statement.sql.startsWith(u"DROP TABLE"_s), qPrintable(statement.sql));
    QCOMPARE(raw.tables(), QStringList{u"bystander"_s});
    MUST(db.createTables());
    QCOMPARE(raw.value(u"SELECT count(*) FROM users"_s).toInt(), 0);
}

void TestCreateTables::onlyTheNamedModelsAreDropped()
{
    Chakra::Database db = open();
    MUST(db.createTables<User, Post, Comment>());
    MUST(db.dropTables<Post>());
    const RawSqlite raw(path());
    QVERIFY(!raw.tables().contains(u"posts"_s));
    QVERIFY(raw.tables().contains(u"users"_s));
    QVERIFY(raw.tables().contains(u"comments"_s));
}

void TestCreateTables::aLockedDatabaseIsAnError()
{
    Chakra::Database db = Chakra::Database::open(u"sqlite:%1?busyTimeout=50"_s.arg(path())).value();
    const RawSqlite raw(path());
    QVERIFY(raw.run(u"BEGIN EXCLUSIVE"_s));
    COMPARE_ERROR(Chakra::Error::Timeout, db.createTables<User>());
    QVERIFY(raw.run(u"ROLLBACK"_s));
    QCOMPARE(raw.tables(), QStringList());
    MUST(db.createTables<User>());
}

QTEST_GUILESS_MAIN(TestCreateTables)

#include "tst_createtables.moc"
