// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// The questions of the Chinook example against SQL written by hand: the same lines in the same
// order, from the same file, with the number of statements that the loading strategies promise.

#include "loader.h"
#include "models.h"
#include "questions.h"

#include <Chakra/Chakra>

#include <QFile>
#include <QHash>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>
#include <iterator>

using namespace Qt::StringLiterals;

#define CHINOOK_SCRIPT CHAKRA_SOURCE_DIR "/../shared/data/chinook/chinook_sqlite.sql"

namespace {

struct Expectation
{
    const char *name;
    Answer (*ask)(Chakra::Session &session);
    int statements;
    const char *sql; // its first column holds the lines
};

const Expectation expectations[] = {
        {"tracks of an artist", tracksOfAnArtist, 1, R"sql(
        SELECT Album.Title || ': ' || Track.Name
        FROM Track
        JOIN Album ON Album.AlbumId = Track.AlbumId
        JOIN Artist ON Artist.ArtistId = Album.ArtistId
        WHERE Artist.Name = 'Antônio Carlos Jobim'
        ORDER BY Album.Title, Track.TrackId
    )sql"},
        {"artists of a genre", artistsOfAGenre, 1, R"sql(
        SELECT DISTINCT Artist.Name
        FROM Artist
        JOIN Album ON Album.ArtistId = Artist.ArtistId
        JOIN Track ON Track.AlbumId = Album.AlbumId
        JOIN Genre ON Genre.GenreId = Track.GenreId
        WHERE Genre.Name = 'Classical'
        ORDER BY Artist.Name
    )sql"},
        {"playlists that hold a genre", playlistsThatHoldAGenre, 1, R"sql(
        SELECT Playlist.Name || ' (' || Playlist.PlaylistId || ')'
        FROM Playlist
        WHERE EXISTS (SELECT 1
                      FROM PlaylistTrack
                      JOIN Track ON Track.TrackId = PlaylistTrack.TrackId
                      JOIN Genre ON Genre.GenreId = Track.GenreId
                      WHERE PlaylistTrack.PlaylistId = Playlist.PlaylistId
                        AND Genre.Name = 'Blues')
        ORDER BY Playlist.PlaylistId
    )sql"},
        {"tracks in two playlists", tracksInTwoPlaylists, 2, R"sql(
        WITH Named AS (SELECT PlaylistTrack.TrackId, Playlist.Name
                       FROM PlaylistTrack
                       JOIN Playlist ON Playlist.PlaylistId = PlaylistTrack.PlaylistId)
        SELECT Line
        FROM (SELECT 0 AS Part, Track.Name AS Line, Track.TrackId
              FROM Track
              WHERE TrackId IN (SELECT TrackId FROM Named WHERE Name = 'Brazilian Music')
                AND TrackId IN (SELECT TrackId FROM Named WHERE Name = '90’s Music')
              UNION ALL
              SELECT 1, 'in one playlist of both names: ' || count(*), 0
              FROM Named
              WHERE Name = 'Brazilian Music' AND Name = '90’s Music')
        ORDER BY Part, Line, TrackId
    )sql"},
        {"tracks never sold", tracksNeverSold, 1, R"sql(
        SELECT Track.Name
        FROM Track
        JOIN Genre ON Genre.GenreId = Track.GenreId
        LEFT JOIN InvoiceLine ON InvoiceLine.TrackId = Track.TrackId
        WHERE Genre.Name = 'Drama' AND InvoiceLine.InvoiceLineId IS NULL
        ORDER BY Track.TrackId
    )sql"},
        {"artists without an album", artistsWithoutAnAlbum, 1, R"sql(
        SELECT Name
        FROM Artist
        WHERE ArtistId NOT IN (SELECT ArtistId FROM Album)
        ORDER BY Name
    )sql"},
        {"customers without a company", customersWithoutACompany, 1, R"sql(
        SELECT FirstName || ' ' || LastName || ', ' || City
        FROM Customer
        WHERE Country = 'Canada' AND Company IS NULL
        ORDER BY LastName, FirstName
    )sql"},
        {"invoices of a year", invoicesOfAYear, 1, R"sql(
        SELECT printf('%s: %.2f for %s %s', date(InvoiceDate), Total, FirstName, LastName)
        FROM Invoice
        JOIN Customer ON Customer.CustomerId = Invoice.CustomerId
        WHERE InvoiceDate LIKE '2024-%'
        ORDER BY Total DESC, InvoiceId
    )sql"},
        {"long tracks that are no videos", longTracksThatAreNoVideos, 1, R"sql(
        SELECT (Milliseconds / 1000) || ' s: ' || Track.Name
        FROM Track
        JOIN MediaType ON MediaType.MediaTypeId = Track.MediaTypeId
        WHERE (Milliseconds > 900000 OR substr(Track.Name, 1, 5) = 'Suite')
          AND MediaType.Name <> 'Protected MPEG-4 video file'
        ORDER BY Milliseconds DESC, TrackId
    )sql"},
        {"page of artists", pageOfArtists, 1, R"sql(
        SELECT Name FROM Artist ORDER BY Name, ArtistId LIMIT 10 OFFSET 20
    )sql"},
        {"team of the general manager", teamOfTheGeneralManager, 3, R"sql(
        WITH Head AS (SELECT Employee.*
                      FROM Employee
                      JOIN Employee AS Manager ON Manager.EmployeeId = Employee.ReportsTo
                      WHERE Manager.Title = 'General Manager')
        SELECT Line
        FROM (SELECT EmployeeId AS Head, 0 AS Member, FirstName || ' ' || LastName AS Line
              FROM Head
              UNION ALL
              SELECT Head.EmployeeId, Employee.EmployeeId,
                     '  ' || Employee.FirstName || ' ' || Employee.LastName
              FROM Head
              JOIN Employee ON Employee.ReportsTo = Head.EmployeeId)
        ORDER BY Head, Member
    )sql"},
        {"customers of an agent", customersOfAnAgent, 5, R"sql(
        SELECT Customer.FirstName || ' ' || Customer.LastName || ', ' || date(InvoiceDate) || ': '
               || Track.Name
        FROM Employee
        JOIN Customer ON Customer.SupportRepId = Employee.EmployeeId
        JOIN Invoice ON Invoice.CustomerId = Customer.CustomerId
        JOIN InvoiceLine ON InvoiceLine.InvoiceId = Invoice.InvoiceId
        JOIN Track ON Track.TrackId = InvoiceLine.TrackId
        WHERE Employee.FirstName = 'Jane' AND Employee.LastName = 'Peacock'
        ORDER BY Customer.CustomerId, Invoice.InvoiceId, InvoiceLine.InvoiceLineId
    )sql"},
        {"longest albums", longestAlbums, 2, R"sql(
        SELECT (sum(Milliseconds) / 60000) || ' min: ' || Title || ' by ' || Artist.Name
        FROM Album
        JOIN Artist ON Artist.ArtistId = Album.ArtistId
        JOIN Track ON Track.AlbumId = Album.AlbumId
        GROUP BY Album.AlbumId
        ORDER BY sum(Milliseconds) DESC, Album.AlbumId
        LIMIT 10
    )sql"},
        {"playlists by playing time", playlistsByPlayingTime, 2, R"sql(
        SELECT Playlist.Name || ': ' || count(Track.TrackId) || ' tracks, '
               || (coalesce(sum(Milliseconds), 0) / 60000) || ' min'
        FROM Playlist
        LEFT JOIN PlaylistTrack ON PlaylistTrack.PlaylistId = Playlist.PlaylistId
        LEFT JOIN Track ON Track.TrackId = PlaylistTrack.TrackId
        GROUP BY Playlist.PlaylistId
        ORDER BY Playlist.PlaylistId
    )sql"},
        {"agents of Canada", agentsOfCanada, 3, R"sql(
        WITH Canadian AS (SELECT * FROM Customer WHERE Country = 'Canada' ORDER BY LastName),
             Name AS (SELECT SupportRepId, group_concat(LastName, ', ') AS Names
                      FROM Canadian
                      GROUP BY SupportRepId),
             Turnover AS (SELECT SupportRepId, sum(Total) AS Total
                          FROM Canadian
                          JOIN Invoice ON Invoice.CustomerId = Canadian.CustomerId
                          GROUP BY SupportRepId)
        SELECT printf('%s %s: %.2f from %s', FirstName, LastName, Total, Names)
        FROM Employee
        JOIN Name ON Name.SupportRepId = EmployeeId
        JOIN Turnover ON Turnover.SupportRepId = EmployeeId
        ORDER BY LastName
    )sql"},
        // The manager, then one statement for each of the three levels: the last finds nobody.
        {"whole team step by step", wholeTeamStepByStep, 4, R"sql(
        WITH RECURSIVE Team (EmployeeId, Depth, Place, Name) AS (
            SELECT EmployeeId, 0, printf('%05d', EmployeeId), FirstName || ' ' || LastName
            FROM Employee
            WHERE ReportsTo IS NULL
            UNION ALL
            SELECT Employee.EmployeeId, Depth + 1, Place || printf('/%05d', Employee.EmployeeId),
                   FirstName || ' ' || LastName
            FROM Employee
            JOIN Team ON Team.EmployeeId = Employee.ReportsTo)
        SELECT substr('                ', 1, 2 * Depth) || Name FROM Team ORDER BY Place
    )sql"},
        // The invoice with customer and agent, its lines, their tracks, the albums, the artists.
        {"largest invoice", largestInvoice, 5, R"sql(
        WITH Largest AS (SELECT * FROM Invoice ORDER BY Total DESC, InvoiceId LIMIT 1)
        SELECT Line
        FROM (SELECT 0 AS Place,
                     printf('%.2f for %s %s, served by %s %s', Total,
                            Customer.FirstName, Customer.LastName,
                            Employee.FirstName, Employee.LastName) AS Line
              FROM Largest
              JOIN Customer ON Customer.CustomerId = Largest.CustomerId
              JOIN Employee ON Employee.EmployeeId = Customer.SupportRepId
              UNION ALL
              SELECT InvoiceLineId, Quantity || ' x ' || Track.Name || ' by ' || Artist.Name
              FROM Largest
              JOIN InvoiceLine ON InvoiceLine.InvoiceId = Largest.InvoiceId
              JOIN Track ON Track.TrackId = InvoiceLine.TrackId
              JOIN Album ON Album.AlbumId = Track.AlbumId
              JOIN Artist ON Artist.ArtistId = Album.ArtistId)
        ORDER BY Place
    )sql"},
        {"jazz lovers of an agent", jazzLoversOfAnAgent, 2, R"sql(
        SELECT DISTINCT Customer.FirstName || ' ' || Customer.LastName
        FROM Customer
        JOIN Employee ON Employee.EmployeeId = Customer.SupportRepId
        JOIN Invoice ON Invoice.CustomerId = Customer.CustomerId
        JOIN InvoiceLine ON InvoiceLine.InvoiceId = Invoice.InvoiceId
        JOIN Track ON Track.TrackId = InvoiceLine.TrackId
        JOIN Genre ON Genre.GenreId = Track.GenreId
        WHERE Employee.Email = 'jane@chinookcorp.com' AND Genre.Name = 'Jazz'
        ORDER BY Customer.LastName
    )sql"},
        {"shop in figures", shopInFigures, 4, R"sql(
        SELECT Line
        FROM (SELECT 0 AS Place, count(*) || ' artists' AS Line FROM Artist
              UNION ALL
              SELECT 1, count(*) || ' tracks' FROM Track
              UNION ALL
              SELECT 2, count(*) || ' of them without a composer'
              FROM Track
              WHERE Composer IS NULL
              UNION ALL
              SELECT 3, CASE count(*) WHEN 0 THEN 'none' ELSE 'some' END || ' without an album'
              FROM Track
              WHERE AlbumId IS NULL)
        ORDER BY Place
    )sql"},
        // The second look for the same key asks no database.
        {"entry of a playlist", entryOfAPlaylist, 1, R"sql(
        SELECT Playlist.Name || ': ' || Track.Name
        FROM PlaylistTrack
        JOIN Playlist ON Playlist.PlaylistId = PlaylistTrack.PlaylistId
        JOIN Track ON Track.TrackId = PlaylistTrack.TrackId
        WHERE PlaylistTrack.PlaylistId = 18 AND PlaylistTrack.TrackId = 597
        UNION ALL
        SELECT 'the same object twice'
    )sql"},
        // The candidates, two INSERT of the commit, one INSERT, one DELETE, the list that is stored.
        {"new playlist", newPlaylist, 6, R"sql(
        SELECT Track.Name
        FROM Playlist
        JOIN PlaylistTrack ON PlaylistTrack.PlaylistId = Playlist.PlaylistId
        JOIN Track ON Track.TrackId = PlaylistTrack.TrackId
        WHERE Playlist.Name = 'A quarter of an hour of bossa nova'
        ORDER BY Track.Name
    )sql"},
};

} // namespace

class tst_Chinook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void scriptIsSplitBetweenStatements_data();
    void scriptIsSplitBetweenStatements();
    void missingScriptIsReported();
    void brokenScriptLeavesTheDatabaseAsItWas();

    void modelsHaveNoMistakes();
    void everyQuestionHasAnExpectation();
    void everyRowIsCounted_data();
    void everyRowIsCounted();
    void nullableColumnsReadAsTheyAreStored();
    void answerEqualsHandWrittenSql_data();
    void answerEqualsHandWrittenSql();
    void newPlaylistHoldsWhatWasAddedAndNotRemoved();

private:
    bool openByHand(const QString &path);
    QStringList firstColumn(const QString &sql);
    Chakra::Result<Chakra::Database> openCopy();

    QTemporaryDir m_directory;
    QString m_original; // empty where the data is absent
    QString m_copy;
    QSqlDatabase m_byHand;
};

#define SKIP_WITHOUT_DATA()                                                                        \
    if (m_original.isEmpty())                                                                      \
    QSKIP("NOT TESTED: the Chinook script is not there, see the warning above")

bool tst_Chinook::openByHand(const QString &path)
{
    m_byHand = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"by-hand"_s);
    m_byHand.setDatabaseName(path);
    return m_byHand.open();
}

QStringList tst_Chinook::firstColumn(const QString &sql)
{
    QStringList lines;
    QSqlQuery query(m_byHand);
    if (!query.exec(sql))
        qWarning() << query.lastError().text();
    while (query.next())
        lines += query.value(0).toString();
    return lines;
}

Chakra::Result<Chakra::Database> tst_Chinook::openCopy()
{
    return Chakra::Database::open(u"sqlite:"_s + m_copy);
}

void tst_Chinook::initTestCase()
{
    QVERIFY(m_directory.isValid());
    const QString script = QStringLiteral(CHINOOK_SCRIPT);
    if (!QFile::exists(script)) {
        qWarning("THE CHINOOK DATABASE IS NOT TESTED: there is no %s", CHINOOK_SCRIPT);
        return;
    }
    const QString original = m_directory.filePath(u"original.db"_s);
    QVERIFY(openByHand(original));
    QString errorText;
    QVERIFY2(loadChinook(m_byHand, script, &errorText), qPrintable(errorText));
    cleanup();
    m_original = original;
}

// Each test works on a file of its own, so that what it writes is seen by no other.
void tst_Chinook::init()
{
    if (m_original.isEmpty())
        return;
    static int copies = 0;
    m_copy = m_directory.filePath(u"copy%1.db"_s.arg(++copies));
    QVERIFY(QFile::copy(m_original, m_copy));
    QVERIFY(openByHand(m_copy));
}

void tst_Chinook::cleanup()
{
    m_byHand = QSqlDatabase();
    QSqlDatabase::removeDatabase(u"by-hand"_s);
}

void tst_Chinook::scriptIsSplitBetweenStatements_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("statements");

    QTest::newRow("nothing") << u" \n;; "_s << QStringList();
    QTest::newRow("two") << u"a;\nb;"_s << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("no semicolon at the end") << u"a; b"_s << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("semicolon in a text") << u"a ';'; b"_s << QStringList{u"a ';'"_s, u"b"_s};
    QTest::newRow("quote in a text") << u"a 'x'';y'; b"_s << QStringList{u"a 'x'';y'"_s, u"b"_s};
    QTest::newRow("semicolon in names")
            << u"\"a;\" `b;` [c;]; d"_s << QStringList{u"\"a;\" `b;` [c;]"_s, u"d"_s};
    QTest::newRow("line comment") << u"a -- x; '\n; b"_s << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("block comment") << u"a /* x; ' */ c; b"_s << QStringList{u"a   c"_s, u"b"_s};
    QTest::newRow("comment signs in a text")
            << u"a '--' '/*'; b"_s << QStringList{u"a '--' '/*'"_s, u"b"_s};
    QTest::newRow("nothing but comments") << u"-- a;\n/* b; */"_s << QStringList();
    QTest::newRow("national text") << u"a N'x', n'y'"_s << QStringList{u"a 'x', 'y'"_s};
    QTest::newRow("name that ends in N") << u"COLUMN'x'"_s << QStringList{u"COLUMN'x'"_s};
    QTest::newRow("byte order mark") << u"\uFEFFa; b"_s << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("text without an end") << u"a 'x; b"_s << QStringList{u"a 'x; b"_s};
}

void tst_Chinook::scriptIsSplitBetweenStatements()
{
    QFETCH(const QString, script);
    QFETCH(const QStringList, statements);

    QCOMPARE(splitStatements(script), statements);
}

void tst_Chinook::missingScriptIsReported()
{
    QVERIFY(m_byHand.isOpen() || openByHand(u":memory:"_s));
    QString errorText;
    QVERIFY(!loadChinook(m_byHand, m_directory.filePath(u"nowhere.sql"_s), &errorText));
    QVERIFY2(errorText.contains(u"nowhere.sql"_s), qPrintable(errorText));
}

void tst_Chinook::brokenScriptLeavesTheDatabaseAsItWas()
{
    QVERIFY(m_byHand.isOpen() || openByHand(u":memory:"_s));
    QFile script(m_directory.filePath(u"broken.sql"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("CREATE TABLE [Left] ([Id] INTEGER); INSERT INTO [Nowhere] VALUES (1);");
    script.close();

    QString errorText;
    QVERIFY(!loadChinook(m_byHand, script.fileName(), &errorText));
    QVERIFY2(errorText.contains(u"Nowhere"_s), qPrintable(errorText));
    QVERIFY(!m_byHand.tables().contains(u"Left"_s));
}

void tst_Chinook::modelsHaveNoMistakes()
{
    const auto mistakes = Chakra::checkModels();
    for (const auto &mistake : mistakes)
        qWarning() << mistake;
    QVERIFY(mistakes.isEmpty());
}

void tst_Chinook::everyQuestionHasAnExpectation()
{
    const QList<Question> questions = allQuestions();
    for (const Question &question : questions) {
        const auto same = [&](const Expectation &expectation) {
            return expectation.ask == question.ask;
        };
        QVERIFY2(std::ranges::count_if(expectations, same) == 1, qPrintable(question.title));
    }
    QCOMPARE(questions.size(), qsizetype(std::size(expectations)));
}

void tst_Chinook::everyRowIsCounted_data()
{
    QTest::addColumn<QString>("table");

    for (const char *table : {"Album", "Artist", "Customer", "Employee", "Genre", "Invoice",
                              "InvoiceLine", "MediaType", "Playlist", "PlaylistTrack", "Track"})
        QTest::newRow(table) << QString::fromLatin1(table);
}

void tst_Chinook::everyRowIsCounted()
{
    SKIP_WITHOUT_DATA();
    QFETCH(const QString, table);
    const auto database = openCopy();
    QVERIFY2(database.ok(), qPrintable(database.error().text()));
    Chakra::Session session(*database);

    const QHash<QString, std::function<Chakra::Result<qint64>()>> counts = {
            {u"Album"_s, [&] { return Album::objects(session).count(); }},
            {u"Artist"_s, [&] { return Artist::objects(session).count(); }},
            {u"Customer"_s, [&] { return Customer::objects(session).count(); }},
            {u"Employee"_s, [&] { return Employee::objects(session).count(); }},
            {u"Genre"_s, [&] { return Genre::objects(session).count(); }},
            {u"Invoice"_s, [&] { return Invoice::objects(session).count(); }},
            {u"InvoiceLine"_s, [&] { return InvoiceLine::objects(session).count(); }},
            {u"MediaType"_s, [&] { return MediaType::objects(session).count(); }},
            {u"Playlist"_s, [&] { return Playlist::objects(session).count(); }},
            {u"PlaylistTrack"_s, [&] { return PlaylistTrack::objects(session).count(); }},
            {u"Track"_s, [&] { return Track::objects(session).count(); }},
    };
    const auto count = counts.value(table)();
    QVERIFY2(count.ok(), qPrintable(count.error().text()));
    QCOMPARE(QStringList{QString::number(*count)},
             firstColumn(u"SELECT count(*) FROM \"%1\""_s.arg(table)));
}

void tst_Chinook::nullableColumnsReadAsTheyAreStored()
{
    SKIP_WITHOUT_DATA();
    const auto database = openCopy();
    QVERIFY2(database.ok(), qPrintable(database.error().text()));
    Chakra::Session session(*database);

    const auto employees = Employee::objects(session).orderBy("employeeId").all();
    QVERIFY2(employees.ok(), qPrintable(employees.error().text()));
    QStringList lines;
    for (const Employee *employee : employees) {
        const auto birthDate = employee->birthDate();
        const auto reportsTo = employee->reportsTo();
        lines += QStringList{birthDate ? birthDate->toUTC().toString(u"yyyy-MM-dd hh:mm:ss")
                                       : u"NULL"_s,
                             employee->region().value_or(u"NULL"_s),
                             reportsTo ? QString::number(*reportsTo) : u"NULL"_s}
                         .join(u' ');
    }
    QCOMPARE(lines, firstColumn(u"SELECT coalesce(BirthDate, 'NULL') || ' ' "
                                "|| coalesce(State, 'NULL') || ' ' "
                                "|| coalesce(ReportsTo, 'NULL') "
                                "FROM Employee ORDER BY EmployeeId"_s));
}

void tst_Chinook::answerEqualsHandWrittenSql_data()
{
    QTest::addColumn<qsizetype>("index");

    for (qsizetype i = 0; i < qsizetype(std::size(expectations)); ++i)
        QTest::newRow(expectations[i].name) << i;
}

void tst_Chinook::answerEqualsHandWrittenSql()
{
    SKIP_WITHOUT_DATA();
    QFETCH(const qsizetype, index);
    const Expectation &expectation = expectations[index];
    const auto database = openCopy();
    QVERIFY2(database.ok(), qPrintable(database.error().text()));
    Chakra::Session session(*database);
    Chakra::StatementRecorder recorder(session);

    const Answer answer = expectation.ask(session);
    QVERIFY2(answer.ok(), qPrintable(answer.error().text() + u'\n' + answer.error().sql()));

    const QStringList expected = firstColumn(QString::fromUtf8(expectation.sql));
    QVERIFY2(!expected.isEmpty(), "the SQL written by hand finds nothing to compare with");
    QCOMPARE(*answer, expected);
    if (recorder.count() != expectation.statements) {
        const auto statements = recorder.statements();
        for (const auto &statement : statements)
            qWarning() << statement.sql;
    }
    QCOMPARE(qsizetype(recorder.count()), qsizetype(expectation.statements));
}

// Five of the six shortest: the shortest of all was taken off again.
void tst_Chinook::newPlaylistHoldsWhatWasAddedAndNotRemoved()
{
    SKIP_WITHOUT_DATA();
    const auto database = openCopy();
    QVERIFY2(database.ok(), qPrintable(database.error().text()));
    {
        Chakra::Session session(*database);
        const Answer answer = newPlaylist(session);
        QVERIFY2(answer.ok(), qPrintable(answer.error().text()));
    }
    const QString stored = u"SELECT TrackId FROM PlaylistTrack JOIN Playlist USING (PlaylistId) "
                           "WHERE Name = 'A quarter of an hour of bossa nova' ORDER BY TrackId"_s;
    const QString expected = u"SELECT TrackId FROM (SELECT TrackId FROM Track WHERE GenreId = 11 "
                             "ORDER BY Milliseconds, TrackId LIMIT 5 OFFSET 1) ORDER BY TrackId"_s;
    QCOMPARE(firstColumn(stored), firstColumn(expected));
    QCOMPARE(firstColumn(stored).size(), 5);
}

QTEST_GUILESS_MAIN(tst_Chinook)
#include "tst_chinook.moc"
