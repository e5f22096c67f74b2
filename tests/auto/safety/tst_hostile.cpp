// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// Names and values from outside, at every entry that takes one: none of them changes the shape of a
// statement, and what a column cannot keep is refused before any SQL. A case is one input at one
// entry. The environment variable CHAKRA_HOSTILE_PART=n runs every n-th input only, where the whole
// takes too long.

#include "alltypes.h"
#include "testdatabase.h"

#include <Chakra/Chakra>

#include <QtCore/QBitArray>
#include <QtCore/QCborArray>
#include <QtCore/QCborMap>
#include <QtCore/QCborValue>
#include <QtCore/QDir>
#include <QtCore/QLine>
#include <QtCore/QLocale>
#include <QtCore/QRandomGenerator>
#include <QtCore/QRect>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtTest/QtTest>

#include <cmath>
#include <functional>
#include <limits>

using namespace Qt::StringLiterals;
using Chakra::Database;
using Chakra::Error;
using Chakra::f;
using Chakra::NamedValue;
using Chakra::Prefetch;
using Chakra::Session;
using Chakra::Statement;
using Chakra::StatementRecorder;
using Chakra::Value;

// A type of the program's own that is glad to become anything, with a payload for what believes it.
struct Chameleon
{
    int number = 1;
};
Q_DECLARE_METATYPE(Chameleon)

enum class Loose : quint8 { One = 1, Many = 200 };
Q_DECLARE_METATYPE(Loose)

namespace {

// ------------------------------------------------------------------------------------- the corpus

QString character(char16_t unit)
{
    return QString(QChar(unit));
}

QString chameleonText()
{
    return u"1);drop/**/table/**/canary;--"_s;
}

/*! Texts without a valid name, path or lookup among them. */
QStringList makeTexts()
{
    QStringList texts;
    // What closes a literal or a name, what is then injected, and what silences the rest.
    const QStringList openings{u"'"_s,  u"\""_s,     u"`"_s,      u"]"_s,      u"["_s, u"\\'"_s,
                               u"''"_s, u"\"\""_s,   u"1"_s,      u"x"_s,      u")"_s, u"'))"_s,
                               u"%"_s,  u"\u2019"_s, u"\u02bc"_s, u"\uff07"_s, u"\\"_s};
    const QStringList payloads{u""_s,
                               u"; DROP TABLE canary; "_s,
                               u" OR 1=1 "_s,
                               u" OR 'a'='a"_s,
                               u" UNION SELECT word, word, word FROM canary "_s,
                               u"; DELETE FROM canary WHERE 1=1 "_s,
                               u"); INSERT INTO canary VALUES (9, 9); "_s,
                               u", (SELECT word FROM canary) "_s,
                               u" AND (SELECT count(*) FROM canary) > 0 "_s,
                               u"; PRAGMA foreign_keys=off; "_s,
                               u"; ATTACH 'x' AS y; "_s,
                               u" COLLATE nocase "_s};
    const QStringList endings{u""_s, u"--"_s, u"/*"_s, u"#"_s, u"\0"_s, u";"_s};
    for (const QString &opening : openings) {
        for (const QString &payload : payloads) {
            for (const QString &ending : endings)
                texts += opening + payload + ending;
        }
    }
    // Each control character, alone and within.
    for (char16_t c = 0; c <= 0x20; ++c) {
        texts += character(c);
        texts += u"ti"_s + character(c) + u"tle"_s;
        texts += u"title"_s + character(c);
    }
    for (const char16_t c :
         {u'\x7f', u'\x80', u'\x85', u'\xa0', u'\xad', u'\u2028', u'\u2029', u'\u200b', u'\u202e',
          u'\ufeff', u'\ufffe', u'\uffff', u'\ufffd', u'\ufb01', u'\u0130', u'\u017f'}) {
        texts += character(c);
        texts += u"title"_s + character(c);
        texts += character(c) + u"title"_s;
    }
    // Halves of surrogate pairs, and whole ones.
    for (const char16_t c :
         {char16_t(0xd800), char16_t(0xdbff), char16_t(0xdc00), char16_t(0xdfff)}) {
        texts += character(c);
        texts += u"title"_s + character(c);
        texts += character(c) + u"'"_s;
        texts += character(c) + character(c);
    }
    texts += u"\U0001f600"_s;
    texts += u"\U0010ffff"_s;
    texts += u"e\u0301\u0301\u0301"_s;
    // Words of SQL, of SQLite and of Chakra, where names and values are expected.
    texts += QStringList{u"SELECT"_s,
                         u"select"_s,
                         u"NULL"_s,
                         u"null"_s,
                         u"true"_s,
                         u"CURRENT_TIMESTAMP"_s,
                         u"rowid"_s,
                         u"oid"_s,
                         u"_rowid_"_s,
                         u"ROWID"_s,
                         u"*"_s,
                         u"?"_s,
                         u"?1"_s,
                         u":a"_s,
                         u"@a"_s,
                         u"$a"_s,
                         u"%1"_s,
                         u"%2%1"_s,
                         u"%s%n"_s,
                         u"{}"_s,
                         u"t0"_s,
                         u"t0.id"_s,
                         u"posts.id"_s,
                         u"main.posts"_s,
                         u"sqlite_master"_s,
                         u"canary"_s,
                         u"canary.word"_s,
                         u"\"title\""_s,
                         u"[title]"_s,
                         u"`title`"_s,
                         u"'title'"_s,
                         u"title;"_s,
                         u"title "_s,
                         u" title"_s,
                         u"Title"_s,
                         u"TITLE"_s,
                         u"title,id"_s,
                         u"title DESC"_s,
                         u"title--"_s,
                         u"(title)"_s,
                         u"+title"_s,
                         u"title.x"_s,
                         u"title->x"_s,
                         u"title->>'$.x'"_s,
                         u"title COLLATE binary"_s,
                         u"title ASC"_s,
                         u"author.username"_s,
                         u"author/username"_s,
                         u"author_username"_s,
                         u"author___username"_s,
                         u"author__ username"_s,
                         u"_connector"_s,
                         u"_negated"_s,
                         u"extra"_s,
                         u"annotate"_s,
                         u"raw"_s,
                         u"$gt"_s,
                         u"$where"_s,
                         u"__class__"_s,
                         u"__proto__"_s,
                         u"constructor"_s,
                         u"objectName"_s,
                         u"destroyed"_s,
                         u"deleteLater"_s,
                         u"session"_s,
                         u"_q_x"_s,
                         u"random()"_s,
                         u"load_extension('x')"_s,
                         u"printf('%d',1)"_s,
                         u"x'41'"_s,
                         u"0x41"_s,
                         u"1e999"_s,
                         u"-1"_s,
                         u"+1"_s,
                         u"1."_s,
                         u".5"_s,
                         u"NaN"_s,
                         u"Infinity"_s,
                         u"-0"_s,
                         u"00"_s,
                         u"1_000"_s,
                         u"9223372036854775808"_s,
                         u"18446744073709551616"_s,
                         u"1,2"_s,
                         u"1 OR 1=1"_s,
                         u"(a+)+$"_s,
                         u"(?{x})"_s,
                         u"[a"_s,
                         u"(?<n>a)\\k<n>"_s,
                         u"a{1,99999}"_s,
                         u"*a"_s,
                         u"\\"_s,
                         u"\\\\"_s,
                         u"\\x00"_s,
                         u"\\u0000"_s,
                         u"%_"_s,
                         u"_"_s,
                         u"%%"_s,
                         u"[]"_s,
                         u"[1,2]"_s,
                         u"{\"a\":1}"_s,
                         u"\"a\""_s,
                         u"<script>"_s,
                         u"../../etc"_s,
                         u"file:x"_s,
                         u"\r\n.quit"_s,
                         u"title\n--\n"_s,
                         u"/**/"_s,
                         u"/*!50000 x*/"_s,
                         u"--\n"_s,
                         u"\\'; --"_s,
                         u"2024-13-45"_s,
                         u"2024-02-30"_s,
                         u"25:61:61"_s,
                         u"0000-00-00"_s,
                         u"10000-01-01"_s,
                         u"-4713-01-01"_s,
                         u"http://[x"_s,
                         u"javascript:x"_s,
                         u"http://a/%zz"_s,
                         u"a:b@c:99999"_s};
    // Long ones, of one piece and of many.
    constexpr int Long = 100'000;
    texts += QString(Long, u'a');
    texts += QString(Long, u'\'');
    texts += QString(Long, u'"');
    texts += QString(Long, QChar(u'\0'));
    texts += QString(Long, QChar(0xd83d));
    texts += u"author__"_s.repeated(Long / 8) + u"id"_s;
    texts += u"__"_s.repeated(Long / 2);
    texts += u"); DROP TABLE canary;--"_s.repeated(Long / 23);
    return texts;
}

template <typename T>
QVariant of(const T &value)
{
    return QVariant::fromValue(value);
}

template <typename T>
void addEdges(QVariantList *values)
{
    using Limits = std::numeric_limits<T>;
    for (const T value : {Limits::lowest(), Limits::max(), T(0), T(1), T(Limits::max() / 2)})
        values->append(of(value));
}

/*! One value or more of each type that a QVariant can hold here. */
QVariantList makeValues(QObject *object, Chakra::Model *model)
{
    QVariantList values;
    for (int id = 1; id <= QMetaType::LastCoreType; ++id) {
        if (id == 27) // which Qt 6 has no more, and warns of
            continue;
        const QMetaType type(id);
        if (type.isRegistered() && id != QMetaType::Void && type.sizeOf() > 0)
            values.append(QVariant(type));
    }
    addEdges<qint8>(&values);
    addEdges<quint8>(&values);
    addEdges<short>(&values);
    addEdges<ushort>(&values);
    addEdges<int>(&values);
    addEdges<uint>(&values);
    addEdges<long>(&values);
    addEdges<ulong>(&values);
    addEdges<qint64>(&values);
    addEdges<quint64>(&values);
    addEdges<float>(&values);
    addEdges<double>(&values);
    for (const int bit : {7, 8, 15, 16, 24, 31, 32, 53, 63}) {
        for (const int more : {-1, 0, 1})
            values.append(of((quint64(1) << bit) + quint64(more)));
        values.append(of(-qint64((quint64(1) << (bit - 1)) + 1)));
    }
    using Real = std::numeric_limits<double>;
    for (const double real : {Real::quiet_NaN(), Real::infinity(), -Real::infinity(),
                              Real::denorm_min(), Real::epsilon(), -0.0, 0.1, 1e300, -1e300,
                              16777217.0, 9007199254740993.0, 1e19, 3.5, -1.5})
        values.append(real);
    values += {of(std::numeric_limits<float>::quiet_NaN()),
               of(std::numeric_limits<float>::infinity()),
               of(0.1F),
               true,
               false,
               QVariant(),
               of(nullptr),
               of('a'),
               of(QChar(u'a')),
               of(QChar(0xd800)),
               of(QChar(u'\0')),
               of(QLatin1Char('\''))};
    values += {QByteArray(),
               QByteArray(""),
               QByteArray("x\0'y", 4),
               QByteArray("\xff\xfe\xc0\x80", 4),
               QByteArray(100'000, '\''),
               of(QByteArrayView("x")),
               of(QStringView(u"x"))};
    values += {QDate(),
               QDate(1, 1, 1),
               QDate(-1, 1, 1),
               QDate(9999, 12, 31),
               QDate(10000, 1, 1),
               QDate(2024, 2, 29),
               QDate::fromJulianDay(Q_INT64_C(784350574879)),
               QTime(),
               QTime(0, 0),
               QTime(23, 59, 59, 999),
               QDateTime(),
               QDateTime(QDate(2024, 1, 1), QTime(1, 2, 3, 4), Qt::UTC),
               QDateTime(QDate(2024, 1, 1), QTime(1, 2, 3, 4), Qt::OffsetFromUTC, 3600),
               QDateTime(QDate(1, 1, 1), QTime(0, 0), Qt::UTC),
               QDateTime(QDate(-1, 12, 31), QTime(0, 0), Qt::UTC),
               QDateTime(QDate(9999, 12, 31), QTime(23, 59, 59, 999), Qt::UTC),
               QDateTime(QDate(10000, 1, 1), QTime(0, 0), Qt::UTC),
               QDateTime::fromMSecsSinceEpoch(std::numeric_limits<qint64>::max(), Qt::UTC),
               QDateTime::fromMSecsSinceEpoch(std::numeric_limits<qint64>::min(), Qt::UTC)};
    values += {QUuid(),
               QUuid(u"{67c8770b-44f1-410a-ab9a-f9b5446f13ee}"_s),
               QUrl(),
               QUrl(u"http://a/?q='--"_s),
               QUrl(chameleonText()),
               QUrl(u"http://[x"_s),
               QUrl(u"http://\u00fc.de/%zz#'"_s)};
    values += {QJsonValue(),
               QJsonValue(QJsonValue::Undefined),
               QJsonValue(1.5),
               QJsonValue(u"'--"_s),
               QJsonValue(Real::quiet_NaN()),
               QJsonValue(Real::infinity()),
               QJsonValue(character(0xd800)),
               QJsonValue(qint64(9007199254740993)),
               QJsonObject(),
               QJsonObject{{u"'; DROP TABLE canary;--"_s, u"\"]"_s}},
               QJsonObject{{u"a"_s, Real::quiet_NaN()}},
               QJsonObject{{character(0xdc00), 1}},
               QJsonArray(),
               QJsonArray{1, u"'"_s, QJsonObject()},
               QJsonArray{-Real::infinity()},
               of(QJsonDocument(QJsonArray{1}))};
    values += {QStringList(), QStringList{u"'"_s, u"\");--"_s}, QStringList{character(0xd800)},
               QStringList{character(u'\0')}};
    values += {QVariantList(), QVariantList{1, u"'"_s, QVariantList{1}}, QVariantMap(),
               QVariantMap{{u"gt"_s, 1}, {u"'; DROP TABLE canary;--"_s, 1}},
               QVariantHash{{u"a"_s, 1}}};
    values += {QBitArray(3, true),
               QPoint(1, 2),
               QRect(1, 2, 3, 4),
               QSize(1, 2),
               QLine(1, 2, 3, 4),
               QPointF(0.5, 1),
               QLocale(u"de"_s),
               QRegularExpression(u"a"_s),
               of(QCborValue(chameleonText())),
               of(QCborMap{{1, 2}}),
               of(QCborArray{1}),
               of(QCborValue(1)),
               of(QModelIndex())};
    values += {of(Chameleon()),
               of(Loose::One),
               of(Loose::Many),
               of(EveryType::Green),
               of(EveryType::Size::Large),
               of(Qt::AlignLeft),
               of(Qt::UTC),
               of(QMetaType::fromType<int>())};
    values += {of(std::optional<int>()), of(std::optional<int>(7)),
               of(std::optional<QString>(chameleonText())), of(std::optional<qint64>(1LL << 40))};
    values += {of(QList<int>{1, 2}),
               of(QList<QVariant>{QVariant()}),
               of(std::vector<int>{1, 2}),
               of(QList<QList<int>>{{1}}),
               of(QSet<int>{1}),
               of(QMap<QString, int>{{u"a"_s, 1}}),
               of(QHash<int, QString>{{1, u"a"_s}}),
               of(std::pair<int, int>(1, 2)),
               of(QList<qint64>{std::numeric_limits<qint64>::min()})};
    values += {of(object),
               of(model),
               of(static_cast<QObject *>(model)),
               of(static_cast<QObject *>(nullptr)),
               of(static_cast<void *>(object)),
               of(std::shared_ptr<int>()),
               of(QVariant(QVariant(of(1))))};
    return values;
}

QString described(const QVariant &value)
{
    QString text;
    QDebug(&text).noquote() << value;
    QString safe;
    for (const QChar c : std::as_const(text)) {
        if (safe.size() > 120)
            return safe + u'…';
        if (c.unicode() >= 0x20 && c.unicode() < 0x7f)
            safe += c;
        else
            safe += u"\\u%1"_s.arg(c.unicode(), 4, 16, QLatin1Char('0'));
    }
    return safe;
}

// ----------------------------------------------------------------------------- shapes of statements

/*! The words and signs of \a sql, with # for each literal. */
QStringList tokens(QStringView sql)
{
    const auto isWord = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'$'; };
    QStringList result;
    for (qsizetype at = 0; at < sql.size();) {
        const QChar c = sql.at(at);
        qsizetype end = at + 1;
        if (c.isSpace()) {
            at = end;
            continue;
        }
        if (c == u'\'' || c == u'"' || c == u'`' || c == u'[') {
            const QChar close = c == u'[' ? QChar(u']') : c;
            end = sql.indexOf(close, end);
            while (end >= 0 && end + 1 < sql.size() && sql.at(end + 1) == close)
                end = sql.indexOf(close, end + 2); // past a doubled one
            end = end < 0 ? sql.size() : end + 1;
            result += c == u'\'' ? u"#"_s : sql.sliced(at, end - at).toString();
        } else if (sql.sliced(at).startsWith(u"--")) {
            end = sql.indexOf(u'\n', at);
            end = end < 0 ? sql.size() : end;
            result += u"--"_s;
        } else if (sql.sliced(at).startsWith(u"/*")) {
            end = sql.indexOf(u"*/", at);
            end = end < 0 ? sql.size() : end + 2;
            result += u"/**/"_s;
        } else if (c.isDigit()) {
            while (end < sql.size() && (isWord(sql.at(end)) || sql.at(end) == u'.'))
                ++end;
            result += u"#"_s;
        } else if (isWord(c)) {
            while (end < sql.size() && isWord(sql.at(end)))
                ++end;
            result += sql.sliced(at, end - at).toString();
        } else {
            result += c;
        }
        at = end;
    }
    return result;
}

/*! What must not depend on the input: tokens, and the number and kinds of the values. */
QString shapeOf(const QList<Statement> &statements)
{
    static QHash<QString, QString> known; // most texts come again and again
    QString shape;
    for (const Statement &statement : statements) {
        auto found = known.constFind(statement.sql);
        if (found == known.cend())
            found = known.insert(statement.sql, tokens(statement.sql).join(u' '));
        shape += *found;
        for (const QVariant &value : statement.values)
            shape += u' ' + QString::number(value.typeId());
        shape += u'\n';
    }
    return shape;
}

/*! Whether an error says that the input was refused, and not what the database thinks of it. */
bool isRefusal(const Error &error)
{
    return error == Error::Usage || error == Error::UnknownField;
}

} // namespace

class TestHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void namesAreNoSql_data();
    void namesAreNoSql();
    void textsAreValues_data();
    void textsAreValues();
    void valuesFitOrAreRefused_data();
    void valuesFitOrAreRefused();
    void whatIsWrittenIsWhatWasGiven_data();
    void whatIsWrittenIsWhatWasGiven();
    void propertiesHoldWhatTheyCanStore_data();
    void propertiesHoldWhatTheyCanStore();
    void keysFitOrAreRefused_data();
    void keysFitOrAreRefused();
    void boundValuesComeBackOrAreRefused();
    void urlsNameOneFile();
    void anAdoptedConnectionMayHaveAnyName();
    void randomValuesComeBackExactly();
    void whatCannotBeKeptIsRefusedByName();
    void jsonIsSpelledAsQtSpellsIt();
    void aHundredThousandCasesWereTried();

private:
    using Call = std::function<Error(const QVariant &)>;
    using Check = std::function<QString(const QVariant &)>;

    // Runs the call with each input, and compares what it says to the database with what it says
    // for the harmless ones. The check looks at what a call that worked has left behind.
    void compare(const Call &call, const QVariantList &harmless, const QVariantList &inputs,
                 const Check &check = {});
    // The same for names: each is refused without a statement.
    void refuse(const Call &call, const QStringList &names);
    void complain(const QString &what, const QVariant &input, const QString &more = {});
    qint64 scalar(const QString &sql);

    std::unique_ptr<Database> m_db;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<QObject> m_object;
    std::unique_ptr<User> m_unsaved;
    QStringList m_texts;
    QVariantList m_textValues; // every seventh of them
    QVariantList m_values; // of every type, and the texts that look like something
    QStringList m_complaints;
    qint64 m_tables = 0;
    qint64 m_cases = 0;
    int m_part = 1;
};

void TestHostile::initTestCase()
{
    QMetaType::registerConverter<Chameleon, QString>(
            [](const Chameleon &) { return chameleonText(); });
    QMetaType::registerConverter<Chameleon, qint64>(
            [](const Chameleon &c) -> qint64 { return c.number; });
    // Properties say there what they do not take.
    QLoggingCategory::setFilterRules(u"chakra.session.warning=false"_s);
    m_part = qMax(1, qEnvironmentVariableIntValue("CHAKRA_HOSTILE_PART"));

    m_object = std::make_unique<QObject>();
    m_unsaved = std::make_unique<User>();
    const QStringList texts = makeTexts();
    const QVariantList values = makeValues(m_object.get(), m_unsaved.get());
    for (qsizetype i = 0; i < texts.size(); i += m_part)
        m_texts += texts.at(i);
    for (qsizetype i = 0; i < texts.size(); i += 7 * m_part)
        m_textValues += texts.at(i);
    for (qsizetype i = 0; i < values.size(); i += m_part)
        m_values += values.at(i);
    for (qsizetype i = 0; i < texts.size(); i += 25 * m_part)
        m_values += texts.at(i);

    m_db = std::make_unique<Database>(must(Database::open(u"sqlite::memory:")));
    MUST(m_db->createTables<EveryType, MaybeType, User, Profile, Post, Tag, PostTag, Comment,
                            Country, City, Invoice, InvoiceLine, Device, Reading>());
    m_session = std::make_unique<Session>(*m_db);
    for (const char *sql :
         {"CREATE TABLE canary (id INTEGER PRIMARY KEY, word TEXT)",
          "INSERT INTO canary VALUES (1, 'tweet')",
          "INSERT INTO users (id, username) VALUES (1, 'alice')",
          "INSERT INTO posts (id, title, content, published, created_at, author_id) "
          "VALUES (1, 't', 'c', 1, '2024-01-01 10:00:00.000', 1)",
          "INSERT INTO tags (id, name) VALUES (1, 'python')",
          "INSERT INTO countries (code, name) VALUES ('de', 'Germany')",
          "INSERT INTO cities (id, name, country_code) VALUES (1, 'Berlin', 'de')",
          "INSERT INTO invoices (id, customer) VALUES (1, 'c')",
          "INSERT INTO invoice_lines (invoice_id, line, what) VALUES (1, 1, 'w')"})
        MUST(m_session->execute(QString::fromLatin1(sql)));
    auto *every = new EveryType;
    every->setBirthday(QDate(2024, 1, 1));
    every->setAlarm(QTime(1, 2));
    every->setMoment(QDateTime(QDate(2024, 1, 1), QTime(1, 2), Qt::UTC));
    MUST(m_session->addAll({static_cast<Chakra::Model *>(every), new MaybeType}));
    MUST(m_session->commit());
    m_tables = scalar(u"SELECT count(*) FROM sqlite_master"_s);
}

// After each group: the canary sings, and nothing else has come, gone or doubled.
void TestHostile::cleanup()
{
    if (!m_complaints.isEmpty()) {
        const auto count = m_complaints.size();
        const QString report = QStringList(m_complaints.mid(0, 12)).join(u'\n');
        m_complaints.clear();
        QFAIL(qPrintable(u"%1 complaints:\n%2"_s.arg(count).arg(report)));
    }
    QCOMPARE(scalar(u"SELECT count(*) FROM canary WHERE id = 1 AND word = 'tweet'"_s), qint64(1));
    QCOMPARE(scalar(u"SELECT count(*) FROM canary"_s), qint64(1));
    QCOMPARE(scalar(u"SELECT count(*) FROM sqlite_master"_s), m_tables);
    QCOMPARE(scalar(u"PRAGMA foreign_keys"_s), qint64(1));
    for (const char *table : {"users", "posts", "tags", "countries", "cities", "invoices"})
        QCOMPARE(scalar(u"SELECT count(*) FROM "_s + QLatin1StringView(table)), qint64(1));
}

qint64 TestHostile::scalar(const QString &sql)
{
    const QList<QVariantList> rows = must(m_session->execute(sql));
    return rows.isEmpty() ? -1 : rows.constFirst().constFirst().toLongLong();
}

void TestHostile::complain(const QString &what, const QVariant &input, const QString &more)
{
    m_complaints += what + u" for "_s + described(input) + u"\n      "_s + more.left(300);
}

void TestHostile::compare(const Call &call, const QVariantList &harmless,
                          const QVariantList &inputs, const Check &check)
{
    StatementRecorder recorder(*m_session);
    QSet<QString> shapes;
    bool runs = false;
    for (const QVariant &input : harmless) {
        recorder.clear();
        call(input);
        shapes.insert(shapeOf(recorder.statements()));
        runs = runs || recorder.count() > 0;
    }
    if (!runs)
        complain(u"no statement"_s, harmless.first());

    for (const QVariant &input : inputs) {
        recorder.clear();
        const Error error = call(input);
        ++m_cases;
        if (isRefusal(error)) {
            if (recorder.count() > 0)
                complain(u"refused after SQL: "_s + error.text(), input,
                         recorder.statements().last().sql);
            continue;
        }
        if (error == Error::Sql || error == Error::Connection || error == Error::CheckViolation)
            complain(u"the database refuses: "_s + error.text(), input, error.sql());
        const QString shape = shapeOf(recorder.statements());
        if (!shapes.contains(shape))
            complain(u"another statement"_s, input, shape);
        if (check && !error.isValid()) {
            if (const QString problem = check(input); !problem.isEmpty())
                complain(problem, input);
        }
    }
}

void TestHostile::refuse(const Call &call, const QStringList &names)
{
    StatementRecorder recorder(*m_session);
    for (const QString &name : names) {
        const Error error = call(name);
        ++m_cases;
        if (!isRefusal(error))
            complain(u"not refused, but "_s + Error::kindName(error.kind()), name, error.text());
        if (recorder.count() > 0) {
            complain(u"a statement"_s, name, recorder.statements().last().sql);
            recorder.clear();
        }
    }
}

// ------------------------------------------------------------------------------------------- names

namespace {

using NameCall = Error (*)(Session &, const QString &);

struct NameEntry
{
    const char *name;
    NameCall call;
};

Post *thePost(Session &session)
{
    return Post::objects(session).find(1).value();
}

#define NAME_ENTRY(text, ...)                                                                      \
    {                                                                                              \
        text, [](Session &session, const QString &n) -> Error {                                    \
            Q_UNUSED(session)                                                                      \
            Q_UNUSED(n)                                                                            \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }
#define POSTS Post::objects(session)

/*! Writes what \a make gives, or changes, and takes it back. */
template <typename F>
Error writeAndUndo(Session &session, F &&make)
{
    Error error;
    Chakra::Model *made = nullptr;
    session.transact([&]() -> Chakra::Result<void> {
               made = make();
               error = made ? session.flush().error() : Error(Error::Usage, u"refused"_s);
               return Error(Error::StaleObject, u"undone"_s);
           })
            .error();
    if (made && made->state() == Chakra::Model::Transient)
        session.evict(made).error();
    return error;
}

const NameEntry nameEntries[] = {
        NAME_ENTRY("filter", return POSTS.filter(n, 1).all().error();),
        NAME_ENTRY("filter, counted", return POSTS.filter(n, 1).count().error();),
        NAME_ENTRY("filter with null", return POSTS.filter(n, nullptr).exists().error();),
        NAME_ENTRY("filter across a relation",
                   return POSTS.filter(u"author__"_s + n, 1).all().error();),
        NAME_ENTRY("filter across lists",
                   return POSTS.filter(u"tags__posts__"_s + n, 1).all().error();),
        NAME_ENTRY("a lookup", return POSTS.filter(u"title__"_s + n, "x").all().error();),
        NAME_ENTRY("a lookup of a relation",
                   return POSTS.filter(u"author__"_s + n, 1).first().error();),
        NAME_ENTRY("a lookup behind a date",
                   return POSTS.filter(u"createdAt__year__"_s + n, 1).all().error();),
        NAME_ENTRY("a list of conditions",
                   return POSTS.filter({{u"id"_s, 1}, {n, 1}}).all().error();),
        NAME_ENTRY("exclude", return POSTS.exclude(n, 1).all().error();),
        NAME_ENTRY("exclude of a list",
                   return POSTS.exclude({{n, 1}}).update("title", "x").error();),
        NAME_ENTRY("get", return POSTS.get(n, 1).error();),
        NAME_ENTRY("remove", return POSTS.filter(n, 1).remove().error();),
        NAME_ENTRY("orderBy", return POSTS.orderBy(n).all().error();),
        NAME_ENTRY("orderBy, descending", return POSTS.orderBy(u'-' + n).all().error();),
        NAME_ENTRY("orderBy across a relation",
                   return POSTS.orderBy(u"author__"_s + n).first().error();),
        NAME_ENTRY("only", return POSTS.only(n).all().error();),
        NAME_ENTRY("defer", return POSTS.defer("title", n).all().error();),
        NAME_ENTRY("selectRelated", return POSTS.selectRelated(n).all().error();),
        NAME_ENTRY("selectRelated, deeper",
                   return POSTS.selectRelated(u"author__"_s + n).all().error();),
        NAME_ENTRY("prefetchRelated", return POSTS.prefetchRelated(n).all().error();),
        NAME_ENTRY("prefetchRelated, deeper",
                   return POSTS.prefetchRelated(u"tags__"_s + n).all().error();),
        NAME_ENTRY("Prefetch", return POSTS.prefetchRelated(Prefetch(n)).all().error();),
        NAME_ENTRY("Prefetch with a query",
                   return POSTS.prefetchRelated(Prefetch(n, Tag::objects())).all().error();),
        NAME_ENTRY("the query of a Prefetch",
                   return POSTS.prefetchRelated(Prefetch("tags", Tag::objects().filter(n, 1)))
                           .all()
                           .error();),
        NAME_ENTRY("update", return POSTS.update(n, "x").error();),
        NAME_ENTRY("the query of a list",
                   return thePost(session)->tags().query().filter(n, 1).count().error();),
        NAME_ENTRY("columns of a junction",
                   return thePost(session)->tags().add(QList<qint64>{1}, {{n, 1}}).error();),
        NAME_ENTRY("prefetchRelatedObjects",
                   return Chakra::prefetchRelatedObjects({thePost(session)}, n).error();),
        NAME_ENTRY("relationError", return thePost(session)->relationError(n);),
        NAME_ENTRY("isLoaded", return thePost(session)->isLoaded(n)
                                              ? Error()
                                              : Error(Error::UnknownField, u"no"_s);),
        NAME_ENTRY("toSql",
                   return POSTS.filter(n, 1).toSql().isEmpty() && POSTS.orderBy(n).toSql().isEmpty()
                                  ? POSTS.filter(n, 1).error()
                                  : Error();),
        NAME_ENTRY("a property that there is not",
                   {
                       Post *post = thePost(session);
                       if (n.contains(QChar(u'\0'))) // which ends a name there
                           return Error(Error::UnknownField, u"no"_s);
                       post->setProperty(n.toUtf8().constData(), u"'; DROP TABLE canary;--"_s);
                       return post->isChanged() ? Error() : Error(Error::UnknownField, u"no"_s);
                   }),
};

} // namespace

void TestHostile::namesAreNoSql_data()
{
    QTest::addColumn<int>("entry");
    for (size_t i = 0; i < std::size(nameEntries); ++i)
        QTest::newRow(nameEntries[i].name) << int(i);
}

void TestHostile::namesAreNoSql()
{
    QFETCH(int, entry);
    const NameCall call = nameEntries[entry].call;
    thePost(*m_session); // which the session holds from now on
    refuse([&](const QVariant &name) { return call(*m_session, name.toString()); }, m_texts);
}

// ------------------------------------------------------------------------------------------- texts

namespace {

using ValueCall = Error (*)(Session &, const QVariant &);

struct ValueEntry
{
    const char *name;
    ValueCall call;
};

#define VALUE_ENTRY(text, ...)                                                                     \
    {                                                                                              \
        text, [](Session &session, const QVariant &v) -> Error {                                   \
            const QString t = v.toString();                                                        \
            Q_UNUSED(session)                                                                      \
            Q_UNUSED(t)                                                                            \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }

const ValueEntry textEntries[] = {
        VALUE_ENTRY("exact", return POSTS.filter("title", t).all().error();),
        VALUE_ENTRY("iexact", return POSTS.filter("title__iexact", t).all().error();),
        VALUE_ENTRY("contains", return POSTS.filter("title__contains", t).all().error();),
        VALUE_ENTRY("icontains", return POSTS.filter("title__icontains", t).all().error();),
        VALUE_ENTRY("startswith", return POSTS.filter("title__startswith", t).all().error();),
        VALUE_ENTRY("istartswith", return POSTS.filter("title__istartswith", t).all().error();),
        VALUE_ENTRY("endswith", return POSTS.filter("title__endswith", t).all().error();),
        VALUE_ENTRY("iendswith", return POSTS.filter("title__iendswith", t).all().error();),
        VALUE_ENTRY("regex", return POSTS.filter("title__regex", t).all().error();),
        VALUE_ENTRY("iregex", return POSTS.filter("title__iregex", t).all().error();),
        VALUE_ENTRY("gt", return POSTS.filter("title__gt", t).count().error();),
        VALUE_ENTRY("gte", return POSTS.filter("title__gte", t).count().error();),
        VALUE_ENTRY("lt", return POSTS.filter("title__lt", t).exists().error();),
        VALUE_ENTRY("lte", return POSTS.filter("title__lte", t).exists().error();),
        VALUE_ENTRY("range", return POSTS.filter("title__range", {"a", t}).all().error();),
        VALUE_ENTRY("in, one", return POSTS.filter("title__in", {t}).all().error();),
        VALUE_ENTRY("in, several", return POSTS.filter("title__in", {t, "x", t}).all().error();),
        VALUE_ENTRY("exclude", return POSTS.exclude("title", t).all().error();),
        VALUE_ENTRY("get", return POSTS.get("title", t).error();),
        VALUE_ENTRY("across a relation", return POSTS.filter("author__username", t).all().error();),
        VALUE_ENTRY("across lists", return POSTS.filter("tags__name__contains", t)
                                            .exclude("tags__name", t)
                                            .all()
                                            .error();),
        VALUE_ENTRY("by getters",
                    return POSTS.filter(f<&Post::title> == t || f<&Post::content>.endsWith(t))
                            .all()
                            .error();),
        VALUE_ENTRY("by getters, in",
                    return POSTS.filter(f<&Post::title>.in({t, t})).all().error();),
        VALUE_ENTRY("a sorted slice", return POSTS.filter("title", t)
                                              .orderBy("-title")
                                              .limit(1)
                                              .offset(1)
                                              .all()
                                              .error();),
        VALUE_ENTRY("explain", return POSTS.filter("title", t).explain().error();),
        VALUE_ENTRY("remove", return POSTS.filter("title", t).filter("id", -1).remove().error();),
        VALUE_ENTRY("update of filtered rows",
                    return POSTS.filter("title", t).filter("id", -1).update("content", t).error();),
        VALUE_ENTRY("create",
                    return writeAndUndo(session,
                                        [&] { return session.create<Tag>(f<&Tag::name> = t); });),
        VALUE_ENTRY("create in a list", return writeAndUndo(session,
                                                            [&] {
                                                                return thePost(session)
                                                                        ->tags()
                                                                        .create(f<&Tag::name> = t)
                                                                        .valueOr(nullptr);
                                                            });),
        VALUE_ENTRY("add", return writeAndUndo(session,
                                               [&] {
                                                   auto *tag = new Tag;
                                                   tag->setName(t);
                                                   session.add(tag).value();
                                                   return tag;
                                               });),
        VALUE_ENTRY("setters", return writeAndUndo(session,
                                                   [&] {
                                                       Post *post = thePost(session);
                                                       post->setTitle(t);
                                                       post->setContent(t + u'x');
                                                       return post;
                                                   });),
        VALUE_ENTRY("find by a text key", return Country::objects(session).find(t).error();),
        VALUE_ENTRY("a text key", return Country::objects(session).filter("pk", t).all().error();),
        VALUE_ENTRY("inBulk of text keys",
                    return Country::objects(session).inBulk({t, t}).error();),
        VALUE_ENTRY("a relation by its text key",
                    return City::objects(session).filter("country", t).all().error();),
        VALUE_ENTRY("relations by text keys",
                    return City::objects(session).filter("country__in", {t, "x"}).all().error();),
        VALUE_ENTRY("a URL that contains",
                    return EveryType::objects(session).filter("link__icontains", t).all().error();),
        VALUE_ENTRY(
                "words",
                return EveryType::objects(session).filter("words", QStringList{t}).all().error();),
        VALUE_ENTRY("JSON", return EveryType::objects(session)
                                    .filter("record", QJsonObject{{t, t}})
                                    .all()
                                    .error();),
};

} // namespace

void TestHostile::textsAreValues_data()
{
    QTest::addColumn<int>("entry");
    for (size_t i = 0; i < std::size(textEntries); ++i)
        QTest::newRow(textEntries[i].name) << int(i);
}

void TestHostile::textsAreValues()
{
    QFETCH(int, entry);
    const ValueCall call = textEntries[entry].call;
    compare([&](const QVariant &value) { return call(*m_session, value); },
            {u"abc"_s, u"Abc\u00fc\u4e2d"_s, u""_s, u"a\0b"_s, QString(70'000, u'a')},
            m_textValues);
}

// --------------------------------------------------------------------------- values of every type

namespace {

struct Column
{
    const char *name;
    QVariant harmless;
    QVariant other;
};

const QList<Column> &columns()
{
    static const QList<Column> all{
            {"truth", true, false},
            {"number", 1, 2},
            {"natural", 1U, 2U},
            {"bigNumber", of(qint64(1)), of(qint64(2))},
            {"bigNatural", of(quint64(1)), of(quint64(2))},
            {"single", 1.5F, 2.5F},
            {"precise", 1.5, 2.5},
            {"name", u"x"_s, u"y"_s},
            {"bytes", QByteArray("x"), QByteArray("y")},
            {"birthday", QDate(2024, 1, 1), QDate(2024, 1, 2)},
            {"alarm", QTime(1, 2), QTime(1, 3)},
            {"moment", QDateTime(QDate(2024, 1, 1), QTime(1, 2), Qt::UTC),
             QDateTime(QDate(2024, 1, 2), QTime(1, 2), Qt::UTC)},
            {"token", QUuid(u"{67c8770b-44f1-410a-ab9a-f9b5446f13ee}"_s),
             QUuid(u"{00000000-44f1-410a-ab9a-f9b5446f13ee}"_s)},
            {"link", QUrl(u"http://a"_s), QUrl(u"http://b"_s)},
            {"record", QJsonObject{{u"a"_s, 1}}, QJsonObject{{u"a"_s, 2}}},
            {"items", QJsonArray{1}, QJsonArray{2}},
            {"anything", QJsonValue(1.5), QJsonValue(2.5)},
            {"words", QStringList{u"a"_s}, QStringList{u"b"_s}},
            {"colour", of(EveryType::Green), of(EveryType::Blue)},
            {"size", of(EveryType::Size::Small), of(EveryType::Size::Large)},
    };
    return all;
}

void addColumnRows()
{
    QTest::addColumn<QByteArray>("column");
    QTest::addColumn<QVariant>("harmless");
    QTest::addColumn<QVariant>("other");
    for (const Column &column : columns())
        QTest::newRow(column.name) << QByteArray(column.name) << column.harmless << column.other;
}

bool isNumber(const QVariant &value)
{
    if (value.typeId() == QMetaType::QJsonValue)
        return value.toJsonValue().isDouble();
    switch (value.typeId()) {
    case QMetaType::Int:
    case QMetaType::UInt:
    case QMetaType::LongLong:
    case QMetaType::ULongLong:
    case QMetaType::Long:
    case QMetaType::ULong:
    case QMetaType::Short:
    case QMetaType::UShort:
    case QMetaType::SChar:
    case QMetaType::UChar:
    case QMetaType::Float:
    case QMetaType::Double: return true;
    default: return value.metaType().flags() & QMetaType::IsEnumeration;
    }
}

long double number(const QVariant &value)
{
    if (value.typeId() == QMetaType::QJsonValue)
        return number(value.toJsonValue().toVariant());
    switch (value.typeId()) {
    case QMetaType::Float: return value.toFloat();
    case QMetaType::Double: return value.toDouble();
    case QMetaType::ULong:
    case QMetaType::ULongLong: return value.toULongLong();
    default: return value.toLongLong();
    }
}

/*! Whether what was read is what was given, as far as the two types can be compared. */
bool isSame(const QVariant &given, const QVariant &read)
{
    if (given.isNull() && read.isNull())
        return true;
    if (given.typeId() == QMetaType::QUrl && read.typeId() == QMetaType::QUrl)
        return given.toUrl().toEncoded() == read.toUrl().toEncoded();
    if (given.metaType() == read.metaType())
        return given == read || (given.isNull() && read.isNull())
               || (given.typeId() == QMetaType::QDateTime
                   && given.toDateTime().toMSecsSinceEpoch()
                              == read.toDateTime().toMSecsSinceEpoch());
    if (read.typeId() == QMetaType::Float && given.typeId() == QMetaType::Double)
        return float(given.toDouble()) == read.toFloat()
               && std::isinf(given.toDouble()) == std::isinf(read.toFloat());
    if (isNumber(given) && isNumber(read))
        return number(given) == number(read);
    if (QByteArrayView(given.typeName()).startsWith("std::optional"))
        return true; // of what it holds
    // A number is no text, and a text no number.
    return isNumber(given) == isNumber(read)
           && (given.typeId() == QMetaType::Bool) == (read.typeId() == QMetaType::Bool);
}

} // namespace

void TestHostile::valuesFitOrAreRefused_data()
{
    addColumnRows();
}

void TestHostile::valuesFitOrAreRefused()
{
    QFETCH(QByteArray, column);
    QFETCH(QVariant, harmless);
    const QString name = QString::fromLatin1(column);
    const auto every = EveryType::objects(*m_session);
    const QVariantList shapes{harmless, QVariant()};
    compare([&](const QVariant &v) { return every.filter(name, v).all().error(); }, shapes,
            m_values);
    compare([&](const QVariant &v) { return every.exclude(name, v).count().error(); }, shapes,
            m_values);
    compare([&](const QVariant &v) { return every.filter(name + u"__in"_s, {v}).all().error(); },
            shapes, m_values);
    if (column == "number" || column == "moment" || column == "bytes" || column == "birthday") {
        compare([&](const QVariant &v) { return every.filter(name + u"__gt"_s, v).all().error(); },
                shapes, m_values);
    }
    const auto maybe = MaybeType::objects(*m_session);
    compare([&](const QVariant &v) { return maybe.filter(name, v).all().error(); }, shapes,
            m_values);
}

void TestHostile::whatIsWrittenIsWhatWasGiven_data()
{
    addColumnRows();
}

void TestHostile::whatIsWrittenIsWhatWasGiven()
{
    QFETCH(QByteArray, column);
    QFETCH(QVariant, harmless);
    const QString name = QString::fromLatin1(column);
    const auto query = MaybeType::objects(*m_session).filter("id", 1);
    const auto write = [&](const QVariant &v) { return query.update(name, v).error(); };
    const auto check = [&](const QVariant &given) -> QString {
        Session other(*m_db, Session::NotCurrent);
        const auto rows = MaybeType::objects(other);
        MaybeType *row = rows.get().value();
        const QVariant read = row->property(column.constData());
        const QVariant bare = given.isNull() ? QVariant() : given;
        if (bare.isValid() && !isSame(bare, read) && !read.isNull())
            return u"read as "_s + described(read);
        if (read.isNull() && bare.isValid() && isNumber(bare))
            return u"read as null"_s;
        if (rows.filter(name, read).count().value() != 1)
            return u"not found by what it is read as, "_s + described(read);
        if (rows.filter(name, given).count().value() != 1)
            return u"not found by what was given"_s;
        return QString();
    };
    compare(write, {harmless, QVariant()}, m_values, check);
    query.update(name, nullptr).error();
}

void TestHostile::propertiesHoldWhatTheyCanStore_data()
{
    addColumnRows();
}

void TestHostile::propertiesHoldWhatTheyCanStore()
{
    QFETCH(QByteArray, column);
    QFETCH(QVariant, harmless);
    QFETCH(QVariant, other);
    MUST_GET(EveryType * every, EveryType::objects(*m_session).get());
    MUST_GET(MaybeType * maybe, MaybeType::objects(*m_session).get());
    // To a property of a plain type Qt converts, and a third of the values will do.
    QVariantList some;
    for (qsizetype i = 0; i < m_values.size(); i += 3)
        some += m_values.at(i);
    for (Chakra::Model *row :
         {static_cast<Chakra::Model *>(every), static_cast<Chakra::Model *>(maybe)}) {
        QVariant held;
        const auto write = [&](const QVariant &value) -> Error {
            const QVariant before = row->property(column.constData());
            // C++ does not say what becomes of a number for which an enum has no bits, and Qt makes a
            // Colour of any, where the property is plain.
            bool isInteger = false;
            const qlonglong integer = value.toLongLong(&isInteger);
            if (row == every && column == "colour" && isInteger && (integer < -8 || integer > 7))
                return Error(Error::Usage, u"no Colour"_s);
            row->setProperty(column.constData(), value);
            held = row->property(column.constData());
            if (isSame(before, held) && !isSame(value, held))
                return Error(Error::Usage, u"left as it was"_s);
            const Error error = m_session->commit().error();
            if (error.isValid()) {
                if (error.property() != QLatin1StringView(column) || error.model().isEmpty())
                    complain(u"the error does not name the property: "_s + error.text(), value);
                m_session->rollback().error();
                if (row->property(column.constData()) != before)
                    complain(u"not taken back"_s, value);
            }
            return error;
        };
        const auto check = [&](const QVariant &given) -> QString {
            // Qt converts what it hands to a property of a plain type, and to JSON; else it is Chakra.
            if (row == maybe && held.isValid() && held.typeId() != QMetaType::QJsonValue
                && isNumber(given) && isNumber(held) && number(given) != number(held)
                && !isSame(given, held))
                return u"taken as "_s + described(held);
            static const QStringList truths{u"true"_s, u"false"_s, u"0"_s, u"1"_s};
            if (row == maybe && column == "truth" && held.isValid()
                && given.typeId() == QMetaType::QString
                && !truths.contains(given.toString().toLower().trimmed()))
                return u"taken as "_s + described(held);
            if (const Error error = m_session->refresh(row).error(); error.isValid())
                return error.text();
            const QVariant read = row->property(column.constData());
            return isSame(held, read) || (!held.isValid() && !read.isValid())
                           ? QString()
                           : u"held as "_s + described(held) + u", read as "_s + described(read);
        };
        // Also nothing, where the present value is set again.
        compare(write, {harmless, QVariant(), harmless, other, other, harmless, harmless},
                row == maybe ? m_values : some, check);
        row->setProperty(column.constData(), harmless); // nothing long, for those that follow
        MUST(m_session->commit());
    }
}

// -------------------------------------------------------------------------------------------- keys

namespace {

const ValueEntry keyEntries[] = {
        VALUE_ENTRY("find", return User::objects(session).find(v).error();),
        VALUE_ENTRY("find of a filtered query",
                    return User::objects(session).filter("id__gt", 0).find(v).error();),
        VALUE_ENTRY("get", return User::objects(session).get("id", v).error();),
        VALUE_ENTRY("pk", return User::objects(session).filter("pk", v).all().error();),
        VALUE_ENTRY("inBulk", return User::objects(session).inBulk({v}).error();),
        VALUE_ENTRY("a relation", return POSTS.filter("author", v).all().error();),
        VALUE_ENTRY("relations", return POSTS.filter("author__in", {v, 1}).all().error();),
        VALUE_ENTRY("a list", return User::objects(session).filter("posts", v).all().error();),
        VALUE_ENTRY("not in a list",
                    return User::objects(session).exclude("posts", v).all().error();),
        VALUE_ENTRY("part of a key of two",
                    return InvoiceLine::objects(session).find({1, v}).error();),
        VALUE_ENTRY("a key of two",
                    return InvoiceLine::objects(session).filter("pk", v).all().error();),
        VALUE_ENTRY("a text key", return Country::objects(session).find(v).error();),
        VALUE_ENTRY("a UUID key", return Device::objects(session).find(v).error();),
        VALUE_ENTRY("removed keys", return thePost(session)->tags().remove(v).error();),
        VALUE_ENTRY("added keys",
                    {
                        const Error error = thePost(session)->tags().add(v).error();
                        // The key of no tag, which is for the database to say.
                        return error == Error::ForeignKeyViolation ? Error() : error;
                    }),
        VALUE_ENTRY("keys of a list of children",
                    return User::objects(session).find(1).value()->posts().add(v).error();),
        VALUE_ENTRY("a column of a junction",
                    {
                        // Of a key that no tag has, so that nothing is stored.
                        const Error error = thePost(session)
                                                    ->tags()
                                                    .add(QList<qint64>{-7}, {{"createdAt", v}})
                                                    .error();
                        return error == Error::ForeignKeyViolation
                                               || error == Error::NotNullViolation
                                       ? Error()
                                       : error;
                    }),
        VALUE_ENTRY("part of a date", return POSTS.filter("createdAt__year", v).all().error();),
        VALUE_ENTRY("the date of an instant",
                    return POSTS.filter("createdAt__date", v).all().error();),
        VALUE_ENTRY("isnull", return POSTS.filter("author__isnull", v).all().error();),
        VALUE_ENTRY("text that contains", return POSTS.filter("title__contains", v).all().error();),
        VALUE_ENTRY("text that matches", return POSTS.filter("title__iregex", v).all().error();),
        VALUE_ENTRY("range", return POSTS.filter("id__range", v).all().error();),
        VALUE_ENTRY("in", return POSTS.filter("id__in", v).all().error();),
};

} // namespace

void TestHostile::keysFitOrAreRefused_data()
{
    QTest::addColumn<int>("entry");
    for (size_t i = 0; i < std::size(keyEntries); ++i)
        QTest::newRow(keyEntries[i].name) << int(i);
}

void TestHostile::keysFitOrAreRefused()
{
    QFETCH(int, entry);
    const ValueCall call = keyEntries[entry].call;
    QVariantList harmless{QVariant(),
                          12,
                          u"a"_s,
                          true,
                          false,
                          QDate(2024, 1, 1),
                          QDateTime(QDate(2024, 1, 1), QTime(1, 2), Qt::UTC),
                          QVariantList(),
                          QVariantList{12},
                          QVariantList{12, 13},
                          QVariantList{QVariant()},
                          QVariantList{QVariantList{1, 2}},
                          QUuid(u"{67c8770b-44f1-410a-ab9a-f9b5446f13ee}"_s),
                          1};
    compare([&](const QVariant &value) { return call(*m_session, value); }, harmless, m_values);
    MUST(m_session->rollback());
    MUST(thePost(*m_session)->tags().clear());
}

// ---------------------------------------------------------------------------------- SQL by hand

void TestHostile::boundValuesComeBackOrAreRefused()
{
    QVariant back;
    const auto call = [&](const QVariant &v) -> Error {
        const auto rows = m_session->execute(u"SELECT ?"_s, {v});
        back = rows ? rows.value().constFirst().constFirst() : QVariant();
        return rows.error();
    };
    const auto check = [&](const QVariant &given) -> QString {
        if (given.isNull() || back.isNull())
            return given.isNull() && back.isNull() ? QString()
                                                   : u"returned as "_s + described(back);
        switch (given.typeId()) {
        case QMetaType::QString:
        case QMetaType::QByteArray:
        case QMetaType::Double:
        case QMetaType::LongLong:
            return given == back ? QString() : u"returned as "_s + described(back);
        default:
            return !isNumber(given) || number(given) == number(back)
                           ? QString()
                           : u"returned as "_s + described(back);
        }
    };
    compare(call,
            {1, 1.5, u"x"_s, QByteArray("x"), QVariant(), QDate(2024, 1, 1), QTime(1, 2),
             QDateTime(QDate(2024, 1, 1), QTime(1, 2), Qt::UTC)},
            m_values + m_textValues, check);
}

// ---------------------------------------------------------------------------------------- opening

void TestHostile::urlsNameOneFile()
{
    const QTemporaryDir folder;
    const QString base = u"sqlite:"_s + folder.filePath(u"known.db"_s);
    const auto entries = [&] {
        return QDir(folder.path())
                .entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
    };
    // As an option, as its value, and as the kind of database: refused, and no file is made.
    for (const QString &text : std::as_const(m_texts)) {
        for (const QString &url :
             {base + u'?' + text, base + u"?busyTimeout="_s + text,
              base + u"?journalMode="_s + text, base + u"?readOnly=true&"_s + text,
              text + u":x.db"_s, u"sqlite::memory:?"_s + text}) {
            const bool isHarmless = url == u"sqlite::memory:?"_s || url == base + u'?'
                                    || url == base + u"?busyTimeout=00"_s
                                    || url == base + u"?busyTimeout=1"_s;
            if (isHarmless)
                continue;
            ++m_cases;
            const auto opened = Database::open(url);
            if (opened.ok())
                complain(u"opened"_s, url);
            else if (!isRefusal(opened.error()))
                complain(u"not refused, but "_s + Error::kindName(opened.error().kind()), url,
                         opened.error().text());
        }
    }
    QCOMPARE(entries(), QStringList());

    // As the name of the file: exactly that one is made.
    int made = 0;
    for (qsizetype i = 0; i < m_texts.size(); i += 17) {
        const QString &name = m_texts.at(i);
        if (name.contains(u'/') || name.toUtf8().size() > 200 || name.contains(QChar(u'\0'))
            || !name.isValidUtf16() || name.trimmed().isEmpty() || name == "."_L1)
            continue;
        ++m_cases;
        const QString url = u"sqlite:"_s + folder.path() + u'/'
                            + QString::fromLatin1(QUrl::toPercentEncoding(name));
        const auto opened = Database::open(url + u"?journalMode=memory&synchronous=off"_s);
        if (!opened) {
            complain(u"not opened: "_s + opened.error().text(), name);
            continue;
        }
        ++made;
        if (entries() != QStringList{name})
            complain(u"another file: "_s + entries().join(u", "_s), name);
        QFile::remove(folder.filePath(name));
    }
    QVERIFY(made > 10 || m_part > 1);
}

void TestHostile::anAdoptedConnectionMayHaveAnyName()
{
    for (qsizetype i = 0; i < m_texts.size(); i += 29) {
        const QString &name = m_texts.at(i);
        ++m_cases;
        {
            QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
            connection.setDatabaseName(u":memory:"_s);
            const Database database(connection);
            Session session(database, Session::NotCurrent);
            const auto rows = session.execute(u"SELECT count(*) FROM sqlite_master"_s);
            if (!rows || rows.value().constFirst().constFirst().toInt() != 0)
                complain(u"not usable: "_s + rows.error().text(), name);
        }
        QSqlDatabase::removeDatabase(name);
    }
}

// ---------------------------------------------------------------------------------- random values

namespace {

/*! Values of all kinds, the odd ones often; the same in each run. */
class Dice
{
public:
    enum Taste { Storable, Anything };
    explicit Dice(Taste taste) : m_taste(taste) { }

    template <typename T>
    T value();

    bool oneIn(int n) { return m_random.bounded(n) == 0; }
    int below(int n) { return m_random.bounded(n); }

private:
    bool isOdd() { return m_taste == Anything && oneIn(2); }
    quint64 bits()
    {
        // Of every length, for numbers of 64 random bits are all large.
        return m_random.generate64() >> below(64);
    }
    double real()
    {
        if (isOdd())
            return std::numeric_limits<double>::quiet_NaN();
        using Limits = std::numeric_limits<double>;
        switch (below(8)) {
        case 0: return Limits::denorm_min();
        case 1: return oneIn(2) ? Limits::infinity() : Limits::lowest();
        case 2: return double(qint64(bits()));
        case 3: return below(1000) / 10.0;
        default: {
            const quint64 pattern = m_random.generate64();
            double number = 0;
            memcpy(&number, &pattern, sizeof number);
            return std::isnan(number) ? 0.5 : number;
        }
        }
    }
    QJsonValue json(int depth);

    const Taste m_taste;
    QRandomGenerator m_random{20'261'125};
};

template <>
bool Dice::value()
{
    return oneIn(2);
}

template <>
int Dice::value()
{
    return int(bits());
}

template <>
uint Dice::value()
{
    return uint(bits());
}

template <>
qint64 Dice::value()
{
    return oneIn(20) ? std::numeric_limits<qint64>::min() : qint64(bits()) * (oneIn(2) ? 1 : -1);
}

template <>
quint64 Dice::value()
{
    return isOdd() ? m_random.generate64() | (quint64(1) << 63) : bits() >> 1;
}

template <>
float Dice::value()
{
    const double number = real();
    if (std::isnan(number) || std::isinf(number))
        return float(number);
    const auto pattern = m_random.generate();
    float result = 0;
    memcpy(&result, &pattern, sizeof result);
    return std::isnan(result) ? 0.1F : result;
}

template <>
double Dice::value()
{
    return real();
}

template <>
QString Dice::value()
{
    QString text;
    const int length = oneIn(200) ? 5'000 : below(12);
    for (int i = 0; i < length; ++i) {
        switch (below(6)) {
        case 0: text += QChar(char16_t(below(0x20))); break;
        case 1: text += u"'\"`[]\\%_;-/*?:@$#"_s.at(below(17)); break;
        case 2: text += QChar(char16_t(0x80 + below(0xd800 - 0x80))); break;
        case 3: text += QString::fromUcs4(&U"\U0001f600\U00010000\U0010ffff"[below(3)], 1); break;
        default: text += QChar(char16_t('a' + below(26)));
        }
    }
    if (isOdd())
        text.insert(below(int(text.size()) + 1),
                    QChar(char16_t(oneIn(2) ? 0xd800 + below(0x800) : 0xfffe + below(2))));
    return text;
}

template <>
QByteArray Dice::value()
{
    QByteArray bytes(oneIn(200) ? 5'000 : below(12), Qt::Uninitialized);
    for (char &byte : bytes)
        byte = char(below(256));
    return bytes;
}

template <>
QDate Dice::value()
{
    if (isOdd())
        return oneIn(2) ? QDate(10'000 + below(1'000), 1, 1) : QDate(-1 - below(1'000), 1, 1);
    return QDate(1, 1, 1).addDays(below(3'652'059));
}

template <>
QTime Dice::value()
{
    return QTime::fromMSecsSinceStartOfDay(below(86'400'000));
}

template <>
QDateTime Dice::value()
{
    return QDateTime(value<QDate>(), value<QTime>(), Qt::UTC);
}

template <>
QUuid Dice::value()
{
    return oneIn(20) ? QUuid() : QUuid::createUuidV5(QUuid(), QByteArray::number(bits()));
}

template <>
QUrl Dice::value()
{
    switch (below(isOdd() ? 12 : 5)) {
    case 0: return QUrl(u"https://u:p@h.example:1234/a/b?c=d&e='#f"_s);
    case 1: return QUrl(u"relative/%25/\u00fc?x=%2B+"_s);
    case 2: return QUrl();
    case 3: return QUrl::fromLocalFile(u"/tmp/a b'c"_s);
    case 4: return QUrl(u"data:,"_s + QString::number(bits()));
    default: {
        QUrl url;
        url.setPath(u"//"_s + value<QString>()); // which no text can spell
        if (oneIn(2))
            url.setHost(u"no host"_s);
        return url;
    }
    }
}

QJsonValue Dice::json(int depth)
{
    switch (below(depth > 3 ? 5 : 7)) {
    case 0: return QJsonValue();
    case 1: return oneIn(2);
    case 2: return QJsonValue(value<qint64>());
    case 3: {
        const double number = real();
        return m_taste == Anything || std::isfinite(number) ? number : 0.25;
    }
    case 4: return value<QString>();
    case 5: {
        QJsonArray array;
        for (int i = below(4); i > 0; --i)
            array.append(json(depth + 1));
        return array;
    }
    default: {
        QJsonObject object;
        for (int i = below(4); i > 0; --i)
            object.insert(value<QString>(), json(depth + 1));
        return object;
    }
    }
}

template <>
QJsonObject Dice::value()
{
    return QJsonObject{{value<QString>(), json(0)}, {u"n"_s, json(0)}};
}

template <>
QJsonArray Dice::value()
{
    QJsonArray array{json(0), json(0)};
    if (isOdd()) {
        for (int i = 0; i < 2'000; ++i) { // deeper than a reader goes
            QJsonArray outer;
            outer.append(array);
            array = outer;
        }
    }
    return array;
}

template <>
QJsonValue Dice::value()
{
    return json(0);
}

template <>
QStringList Dice::value()
{
    QStringList words;
    for (int i = below(4); i > 0; --i)
        words += value<QString>();
    return words;
}

template <>
EveryType::Colour Dice::value()
{
    return QList<EveryType::Colour>{EveryType::Red, EveryType::Green, EveryType::Blue}.at(below(3));
}

template <>
EveryType::Size Dice::value()
{
    return oneIn(2) ? EveryType::Size::Small : EveryType::Size::Large;
}

/*! The setters of the columns, in the order of columns(), each with a random value. */
template <typename Row>
struct Setter
{
    const char *name;
    void (*set)(Row *, Dice &);
};

#define COLUMN_SETTER(name, Setter, Type)                                                          \
    {                                                                                              \
#name, [](auto *row, Dice &dice) { row->Setter(dice.value<Type>()); }                      \
    }
#define COLUMN_SETTERS                                                                             \
    COLUMN_SETTER(truth, setTruth, bool), COLUMN_SETTER(number, setNumber, int),                   \
            COLUMN_SETTER(natural, setNatural, uint),                                              \
            COLUMN_SETTER(bigNumber, setBigNumber, qint64),                                        \
            COLUMN_SETTER(bigNatural, setBigNatural, quint64),                                     \
            COLUMN_SETTER(single, setSingle, float), COLUMN_SETTER(precise, setPrecise, double),   \
            COLUMN_SETTER(name, setName, QString), COLUMN_SETTER(bytes, setBytes, QByteArray),     \
            COLUMN_SETTER(birthday, setBirthday, QDate), COLUMN_SETTER(alarm, setAlarm, QTime),    \
            COLUMN_SETTER(moment, setMoment, QDateTime), COLUMN_SETTER(token, setToken, QUuid),    \
            COLUMN_SETTER(link, setLink, QUrl), COLUMN_SETTER(record, setRecord, QJsonObject),     \
            COLUMN_SETTER(items, setItems, QJsonArray),                                            \
            COLUMN_SETTER(anything, setAnything, QJsonValue),                                      \
            COLUMN_SETTER(words, setWords, QStringList),                                           \
            COLUMN_SETTER(colour, setColour, EveryType::Colour),                                   \
            COLUMN_SETTER(size, setSize, EveryType::Size)

const Setter<EveryType> everySetters[] = {COLUMN_SETTERS};
const Setter<MaybeType> maybeSetters[] = {COLUMN_SETTERS};

template <typename Row>
const auto &settersOf()
{
    if constexpr (std::is_same_v<Row, EveryType>)
        return everySetters;
    else
        return maybeSetters;
}

/*! Qt tells a whole double from an integer in an array, but not by itself. */
bool isSameJson(const QJsonValue &a, const QJsonValue &b)
{
    if (a.isArray() && b.isArray()) {
        const QJsonArray left = a.toArray();
        const QJsonArray right = b.toArray();
        return std::equal(left.begin(), left.end(), right.begin(), right.end(), isSameJson);
    }
    if (a.isObject() && b.isObject()) {
        const QJsonObject left = a.toObject();
        const QJsonObject right = b.toObject();
        return left.keys() == right.keys()
               && std::equal(left.begin(), left.end(), right.begin(), isSameJson);
    }
    return a == b;
}

/*! Bit by bit, where there are bits; an instant, as it comes back in UTC. */
bool isExactly(const QVariant &a, const QVariant &b)
{
    if (a.metaType() != b.metaType())
        return false;
    if (a.typeId() == QMetaType::QString || a.typeId() == QMetaType::QByteArray)
        return a == b;
    if (a.typeId() == QMetaType::QUrl) // the spelling of one character may differ
        return a.toUrl().toEncoded() == b.toUrl().toEncoded()
               && a.toUrl().isValid() == b.toUrl().isValid();
    if (a.typeId() == QMetaType::QJsonObject || a.typeId() == QMetaType::QJsonArray
        || a.typeId() == QMetaType::QJsonValue)
        return isSameJson(a.toJsonValue(), b.toJsonValue());
    if (a.typeId() == QMetaType::QDateTime)
        return a.toDateTime() == b.toDateTime() && b.toDateTime().timeSpec() == Qt::UTC;
    return a == b || (a.isNull() && b.isNull());
}

template <typename Row>
Row *randomRow(Dice &dice)
{
    auto *row = new Row;
    for (const Setter<Row> &setter : settersOf<Row>())
        setter.set(row, dice);
    return row;
}

/*! Stores rows, reads them in a session of its own, and tells what differs; counts the values. */
template <typename Row>
QStringList storeAndRead(const Database &database, int rows, qint64 *values)
{
    QStringList differences;
    Dice dice(Dice::Storable);
    Session writing(database, Session::NotCurrent);
    QHash<qint64, Row *> written;
    constexpr int Batch = 250;
    for (int done = 0; done < rows; done += Batch) {
        QList<Row *> batch;
        for (int i = 0; i < Batch; ++i)
            batch += randomRow<Row>(dice);
        if (auto added = writing.addAll(batch); !added)
            return {added.error().text()};
        if (auto saved = writing.commit(); !saved)
            return {saved.error().text()};
        for (Row *row : std::as_const(batch))
            written.insert(row->id(), row);
    }

    Session reading(database, Session::NotCurrent);
    const QList<Row *> read = Row::objects(reading).filter("id__gte", 1'000).all().value();
    if (read.size() != written.size())
        differences += u"%1 rows of %2"_s.arg(read.size()).arg(written.size());
    for (const Row *row : read) {
        const Row *before = written.value(row->id());
        for (const Setter<Row> &setter : settersOf<Row>()) {
            ++*values;
            const QVariant was = before->property(setter.name);
            const QVariant is = row->property(setter.name);
            if (!isExactly(was, is)) {
                differences += QLatin1StringView(setter.name) + u": "_s + described(was)
                               + u" is read as "_s + described(is);
            }
        }
    }
    return differences;
}

} // namespace

void TestHostile::randomValuesComeBackExactly()
{
    // A row for the keys to begin behind.
    auto *first = new EveryType;
    first->setId(999);
    first->setBirthday(QDate(2024, 1, 1));
    first->setAlarm(QTime(1, 2));
    first->setMoment(QDateTime(QDate(2024, 1, 1), QTime(1, 2), Qt::UTC));
    auto *other = new MaybeType;
    other->setId(999);
    MUST(m_session->addAll({static_cast<Chakra::Model *>(first), other}));
    MUST(m_session->commit());

    const int rows = 2'500 / m_part;
    qint64 values = 0;
    QStringList differences = storeAndRead<EveryType>(*m_db, rows, &values);
    differences += storeAndRead<MaybeType>(*m_db, rows, &values);
    QVERIFY2(differences.isEmpty(), qPrintable(differences.mid(0, 12).join(u'\n')));
    QVERIFY2(values >= 100'000 || m_part > 1, QByteArray::number(values).constData());
    MUST(EveryType::objects(*m_session).filter("id__gte", 999).remove());
    MUST(MaybeType::objects(*m_session).filter("id__gte", 999).remove());
    m_session->clear().error();
}

void TestHostile::whatCannotBeKeptIsRefusedByName()
{
    Dice dice(Dice::Anything);
    QHash<QByteArray, int> refused;
    const auto tryRows = [&](auto *row) {
        using Row = std::remove_pointer_t<decltype(row)>;
        for (int i = 0; i < 600 / m_part; ++i) {
            const auto &setters = settersOf<Row>();
            const auto &setter = setters[dice.below(int(std::size(setters)))];
            setter.set(row, dice);
            const QVariant held = row->property(setter.name);
            const Error error = m_session->commit().error();
            ++m_cases;
            if (error.isValid()) {
                ++refused[setter.name];
                if (error.kind() != Error::Usage
                    || error.model() != QLatin1StringView(row->metaObject()->className())
                    || error.property() != QLatin1StringView(setter.name))
                    complain(u"refused otherwise: %1, %2.%3, "_s.arg(
                                     Error::kindName(error.kind()), error.model(), error.property())
                                     + error.text(),
                             held);
                if (!row->changedProperties().contains(QLatin1StringView(setter.name)))
                    complain(u"the object has lost its change"_s, held);
                MUST(m_session->rollback());
                continue;
            }
            MUST(m_session->refresh(row));
            if (!isExactly(held, row->property(setter.name)))
                complain(QLatin1StringView(setter.name) + u" is read as "_s
                                 + described(row->property(setter.name)),
                         held);
        }
    };
    MUST_GET(EveryType * every, EveryType::objects(*m_session).get());
    tryRows(every);
    MUST_GET(MaybeType * maybe, MaybeType::objects(*m_session).get());
    tryRows(maybe);
    if (m_part == 1) {
        for (const char *name : {"bigNatural", "single", "precise", "name", "birthday", "moment",
                                 "link", "record", "items", "anything"})
            QVERIFY2(refused.value(name) > 0, name);
    }
    for (const char *name :
         {"truth", "number", "natural", "bigNumber", "bytes", "alarm", "token", "words"})
        QVERIFY2(refused.value(name) == 0, name);
}

// So that what other programs wrote is found.
void TestHostile::jsonIsSpelledAsQtSpellsIt()
{
    const QJsonObject record{
            {u"a \"key\""_s,
             QJsonArray{1, -0.5, 1e-7, 1e300, qint64(9007199254740991), true, QJsonValue()}},
            {u"text"_s, u"\\ / \b\f\n\r\t \x01\x1f\x7f \u00fc \U0001f600"_s},
            {u"empty"_s, QJsonArray{QJsonObject(), QJsonArray(), u""_s}}};
    MUST(EveryType::objects(*m_session).update("record", record));
    const QList<QVariantList> rows = must(m_session->execute(u"SELECT record FROM every_type"));
    QCOMPARE(rows.first().first().toString(),
             QString::fromUtf8(QJsonDocument(record).toJson(QJsonDocument::Compact)));
}

void TestHostile::aHundredThousandCasesWereTried()
{
    qInfo("%lld cases", m_cases);
    QVERIFY(m_cases >= 100'000 / m_part);
}

QTEST_GUILESS_MAIN(TestHostile)

#include "tst_hostile.moc"
