// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "questions.h"

#include "models.h"

#include <Chakra/Chakra>

#include <QHash>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;
using Chakra::f;

namespace {

QString text(const std::optional<QString> &value)
{
    return value.value_or(QString());
}

QString money(double amount)
{
    return QString::number(amount, 'f', 2);
}

QString day(const QDateTime &moment)
{
    return moment.toUTC().date().toString(Qt::ISODate);
}

template <typename Person>
QString fullName(const Person *person)
{
    return u"%1 %2"_s.arg(person->firstName(), person->lastName());
}

// Reports the people below one, each level indented by two more blanks, and loads as it goes.
Chakra::Result<void> appendTeam(const Employee *employee, int depth, QStringList &lines)
{
    // The getter alone would do; load() is asked because it tells a failure from an empty team.
    if (auto loaded = employee->team().load(); !loaded)
        return loaded.error();
    for (const Employee *member : employee->team()) {
        lines += QString(2 * depth, u' ') + fullName(member);
        if (auto below = appendTeam(member, depth + 1, lines); !below)
            return below;
    }
    return {};
}

} // namespace

// A path goes over as many relations as it takes, and selectRelated brings the album in the same
// statement.
Answer tracksOfAnArtist(Chakra::Session &session)
{
    const auto tracks = Track::objects(session)
                                .filter("album__artist__name", "Antônio Carlos Jobim")
                                .selectRelated("album")
                                .orderBy("album__title", "trackId")
                                .all();
    if (!tracks)
        return tracks.error();
    QStringList lines;
    for (const Track *track : tracks)
        lines += u"%1: %2"_s.arg(track->album()->title(), track->name());
    return lines;
}

// The same kind of path, checked by the compiler. It crosses two to-many relations, and still no
// artist appears twice.
Answer artistsOfAGenre(Chakra::Session &session)
{
    const auto artists = Artist::objects(session)
                                 .filter(f<&Artist::albums, &Album::tracks, &Track::genre,
                                           &Genre::name> == "Classical")
                                 .orderBy("name")
                                 .all();
    if (!artists)
        return artists.error();
    QStringList lines;
    for (const Artist *artist : artists)
        lines += text(artist->name());
    return lines;
}

Answer playlistsThatHoldAGenre(Chakra::Session &session)
{
    const auto playlists =
            Playlist::objects(session)
                    .filter(f<&Playlist::tracks, &Track::genre, &Genre::name> == "Blues")
                    .orderBy("playlistId")
                    .all();
    if (!playlists)
        return playlists.error();
    QStringList lines;
    for (const Playlist *playlist : playlists)
        lines += u"%1 (%2)"_s.arg(text(playlist->name())).arg(playlist->playlistId());
    return lines;
}

// Two calls of filter speak of any two playlists; the two conditions of one call speak of one and
// the same playlist, and none has two names.
Answer tracksInTwoPlaylists(Chakra::Session &session)
{
    const auto tracks = Track::objects(session)
                                .filter("playlists__name", "Brazilian Music")
                                .filter("playlists__name", "90’s Music")
                                .orderBy("name", "trackId")
                                .all();
    if (!tracks)
        return tracks.error();
    const auto ofOnePlaylist = Track::objects(session)
                                       .filter({{"playlists__name", "Brazilian Music"},
                                                {"playlists__name", "90’s Music"}})
                                       .count();
    if (!ofOnePlaylist.ok())
        return ofOnePlaylist.error();

    QStringList lines;
    for (const Track *track : tracks)
        lines += track->name();
    lines += u"in one playlist of both names: %1"_s.arg(*ofOnePlaylist);
    return lines;
}

// Excluded is each track that has an invoice line.
Answer tracksNeverSold(Chakra::Session &session)
{
    const auto tracks = Track::objects(session)
                                .filter("genre__name", "Drama")
                                .exclude("invoiceLines__isnull", false)
                                .orderBy("trackId")
                                .all();
    if (!tracks)
        return tracks.error();
    QStringList lines;
    for (const Track *track : tracks)
        lines += track->name();
    return lines;
}

Answer artistsWithoutAnAlbum(Chakra::Session &session)
{
    const auto artists =
            Artist::objects(session).filter("albums__isnull", true).orderBy("name").all();
    if (!artists)
        return artists.error();
    QStringList lines;
    for (const Artist *artist : artists)
        lines += text(artist->name());
    return lines;
}

Answer customersWithoutACompany(Chakra::Session &session)
{
    const auto customers = Customer::objects(session)
                                   .filter({{"country", "Canada"}, {"company", nullptr}})
                                   .orderBy("lastName", "firstName")
                                   .all();
    if (!customers)
        return customers.error();
    QStringList lines;
    for (const Customer *customer : customers)
        lines += u"%1, %2"_s.arg(fullName(customer), text(customer->city()));
    return lines;
}

Answer invoicesOfAYear(Chakra::Session &session)
{
    const auto invoices = Invoice::objects(session)
                                  .filter("invoiceDate__year", 2024)
                                  .selectRelated("customer")
                                  .orderBy("-total", "invoiceId")
                                  .all();
    if (!invoices)
        return invoices.error();
    QStringList lines;
    for (const Invoice *invoice : invoices) {
        lines += u"%1: %2 for %3"_s.arg(day(invoice->invoiceDate()), money(invoice->total()),
                                        fullName(invoice->customer()));
    }
    return lines;
}

// A condition is a value that can be named and put together.
Answer longTracksThatAreNoVideos(Chakra::Session &session)
{
    const auto isLong = f<&Track::milliseconds> > 900000;
    const auto isSuite = f<&Track::name>.startsWith("Suite");
    const auto isVideo = f<&Track::mediaType, &MediaType::name> == "Protected MPEG-4 video file";
    const auto tracks = Track::objects(session)
                                .filter((isLong || isSuite) && !isVideo)
                                .orderBy("-milliseconds", "trackId")
                                .all();
    if (!tracks)
        return tracks.error();
    QStringList lines;
    for (const Track *track : tracks)
        lines += u"%1 s: %2"_s.arg(track->milliseconds() / 1000).arg(track->name());
    return lines;
}

Answer pageOfArtists(Chakra::Session &session)
{
    const auto artists =
            Artist::objects(session).orderBy("name", "artistId").limit(10).offset(20).all();
    if (!artists)
        return artists.error();
    QStringList lines;
    for (const Artist *artist : artists)
        lines += text(artist->name());
    return lines;
}

// One statement for each level that is named, however many people it has.
Answer teamOfTheGeneralManager(Chakra::Session &session)
{
    const auto manager = Employee::objects(session)
                                 .prefetchRelated("team", "team__team")
                                 .get("title", "General Manager");
    if (!manager)
        return manager.error();
    QStringList lines;
    for (const Employee *head : manager->team()) {
        lines += fullName(head);
        for (const Employee *member : head->team())
            lines += u"  %1"_s.arg(fullName(member));
    }
    return lines;
}

// Four steps beside the agent, four statements beside the first: 21 customers with 146 invoices and
// their 796 lines.
Answer customersOfAnAgent(Chakra::Session &session)
{
    const auto agent = Employee::objects(session)
                               .prefetchRelated("customers__invoices__lines__track")
                               .get({{"firstName", "Jane"}, {"lastName", "Peacock"}});
    if (!agent)
        return agent.error();
    QStringList lines;
    for (const Customer *customer : agent->customers()) {
        for (const Invoice *invoice : customer->invoices()) {
            for (const InvoiceLine *line : invoice->lines()) {
                lines += u"%1, %2: %3"_s.arg(fullName(customer), day(invoice->invoiceDate()),
                                             line->track()->name());
            }
        }
    }
    return lines;
}

// The sum is made from loaded objects: 347 albums and 3,503 tracks in two statements.
Answer longestAlbums(Chakra::Session &session)
{
    const auto found = Album::objects(session)
                               .selectRelated("artist")
                               .prefetchRelated("tracks")
                               .orderBy("albumId")
                               .all();
    if (!found)
        return found.error();

    QHash<const Album *, qint64> lengths;
    for (const Album *album : found) {
        for (const Track *track : album->tracks())
            lengths[album] += track->milliseconds();
    }
    QList<Album *> albums = *found;
    std::ranges::stable_sort(albums, [&](const Album *left, const Album *right) {
        return lengths.value(left) > lengths.value(right);
    });
    const QList<Album *> longest = albums.mid(0, 10);
    QStringList lines;
    for (const Album *album : longest) {
        lines += u"%1 min: %2 by %3"_s.arg(lengths.value(album) / 60000)
                         .arg(album->title(), text(album->artist()->name()));
    }
    return lines;
}

// A track that is in several playlists is one object in all their lists.
Answer playlistsByPlayingTime(Chakra::Session &session)
{
    const auto playlists =
            Playlist::objects(session).prefetchRelated("tracks").orderBy("playlistId").all();
    if (!playlists)
        return playlists.error();
    QStringList lines;
    for (const Playlist *playlist : playlists) {
        qint64 milliseconds = 0;
        for (const Track *track : playlist->tracks())
            milliseconds += track->milliseconds();
        lines += u"%1: %2 tracks, %3 min"_s.arg(text(playlist->name()))
                         .arg(playlist->tracks().size())
                         .arg(milliseconds / 60000);
    }
    return lines;
}

// A Prefetch says which of the customers are meant, in which order, and what comes with them.
Answer agentsOfCanada(Chakra::Session &session)
{
    const auto canadians = Customer::objects(session)
                                   .filter("country", "Canada")
                                   .orderBy("lastName")
                                   .prefetchRelated("invoices");
    const auto agents = Employee::objects(session)
                                .filter(f<&Employee::customers, &Customer::country> == "Canada")
                                .prefetchRelated(Chakra::Prefetch("customers", canadians))
                                .orderBy("lastName")
                                .all();
    if (!agents)
        return agents.error();
    QStringList lines;
    for (const Employee *agent : agents) {
        double turnover = 0;
        QStringList names;
        for (const Customer *customer : agent->customers()) {
            names += customer->lastName();
            for (const Invoice *invoice : customer->invoices())
                turnover += invoice->total();
        }
        lines += u"%1: %2 from %3"_s.arg(fullName(agent), money(turnover), names.join(u", "));
    }
    return lines;
}

// Nothing says here how deep the tree is, so that each level is loaded when it is reached: by one
// statement for all people of the level, since they are served together.
Answer wholeTeamStepByStep(Chakra::Session &session)
{
    const auto manager = Employee::objects(session).get("manager__isnull", true);
    if (!manager)
        return manager.error();
    QStringList lines = {fullName(*manager)};
    if (auto below = appendTeam(*manager, 1, lines); !below)
        return below.error();
    return lines;
}

// The customer and the agent come by JOIN, the rest on the way: the lines, then the tracks, the
// albums and the artists of all fourteen at once.
Answer largestInvoice(Chakra::Session &session)
{
    const auto invoice = Invoice::objects(session)
                                 .selectRelated("customer__supportRep")
                                 .orderBy("-total", "invoiceId")
                                 .first();
    if (!invoice)
        return invoice.error();
    if (!*invoice)
        return QStringList();

    const Customer *customer = invoice->customer();
    QStringList lines = {u"%1 for %2, served by %3"_s.arg(
            money(invoice->total()), fullName(customer), fullName(customer->supportRep()))};
    if (auto loaded = invoice->lines().load(); !loaded)
        return loaded.error();
    for (InvoiceLine *line : invoice->lines()) {
        const auto track = line->load<&InvoiceLine::track>();
        if (!track)
            return track.error();
        const auto album = track->load<&Track::album>();
        if (!album)
            return album.error();
        const auto artist = album->load<&Album::artist>();
        if (!artist)
            return artist.error();
        lines += u"%1 x %2 by %3"_s.arg(line->quantity()).arg(track->name(), text(artist->name()));
    }
    return lines;
}

// An object stands for its key.
Answer jazzLoversOfAnAgent(Chakra::Session &session)
{
    const auto agent = Employee::objects(session).get("email", "jane@chinookcorp.com");
    if (!agent)
        return agent.error();
    const auto customers =
            Customer::objects(session)
                    .filter(f<&Customer::supportRep> == *agent
                            && f<&Customer::invoices, &Invoice::lines, &InvoiceLine::track,
                                       &Track::genre, &Genre::name> == "Jazz")
                    .orderBy("lastName")
                    .all();
    if (!customers)
        return customers.error();
    QStringList lines;
    for (const Customer *customer : customers)
        lines += fullName(customer);
    return lines;
}

Answer shopInFigures(Chakra::Session &session)
{
    const auto artists = Artist::objects(session).count();
    const auto tracks = Track::objects(session).count();
    const auto unnamed = Track::objects(session).filter("composer", nullptr).count();
    const auto loose = Track::objects(session).filter("album", nullptr).exists();
    if (!artists.ok())
        return artists.error();
    if (!tracks.ok())
        return tracks.error();
    if (!unnamed.ok())
        return unnamed.error();
    if (!loose.ok())
        return loose.error();
    return QStringList{u"%1 artists"_s.arg(*artists), u"%1 tracks"_s.arg(*tracks),
                       u"%1 of them without a composer"_s.arg(*unnamed),
                       *loose ? u"some without an album"_s : u"none without an album"_s};
}

// A junction is a model too, its key is made of two columns, and find() asks the session before the
// database.
Answer entryOfAPlaylist(Chakra::Session &session)
{
    const auto entries = PlaylistTrack::objects(session).selectRelated("playlist", "track");
    const auto found = entries.find({18, 597});
    if (!found)
        return found.error();
    if (!*found)
        return QStringList();
    const auto again = PlaylistTrack::objects(session).find({18, 597});
    if (!again)
        return again.error();
    return QStringList{u"%1: %2"_s.arg(text(found->playlist()->name()), found->track()->name()),
                       *found == *again ? u"the same object twice"_s : u"two objects"_s};
}

// Writes: a new playlist and its first tracks wait for the commit, later changes to the list of a
// stored one are made at once.
Answer newPlaylist(Chakra::Session &session)
{
    const auto found = Track::objects(session)
                               .filter("genre__name", "Bossa Nova")
                               .orderBy("milliseconds", "trackId")
                               .limit(6)
                               .all();
    if (!found)
        return found.error();
    const QList<Track *> tracks = *found;

    const Playlist *playlist =
            session.create<Playlist>(f<&Playlist::name> = "A quarter of an hour of bossa nova");
    if (auto waiting = playlist->tracks().add(tracks.first(4)); !waiting)
        return waiting.error();
    if (auto saved = session.commit(); !saved)
        return saved.error();

    if (auto added = playlist->tracks().add(tracks.sliced(4)); !added)
        return added.error();
    if (auto removed = playlist->tracks().remove(tracks.first()); !removed)
        return removed.error();

    const auto stored = playlist->tracks().query().orderBy("name").all();
    if (!stored)
        return stored.error();
    QStringList lines;
    for (const Track *track : stored)
        lines += track->name();
    return lines;
}

QList<Question> allQuestions()
{
    return {
            {u"Which tracks did Antônio Carlos Jobim record?"_s, tracksOfAnArtist},
            {u"Which artists play classical music?"_s, artistsOfAGenre},
            {u"Which playlists hold blues?"_s, playlistsThatHoldAGenre},
            {u"Which tracks are Brazilian and of the nineties, by playlist?"_s,
             tracksInTwoPlaylists},
            {u"Which drama was never sold?"_s, tracksNeverSold},
            {u"Which artists have no album in the shop?"_s, artistsWithoutAnAlbum},
            {u"Which customers in Canada buy for themselves?"_s, customersWithoutACompany},
            {u"What was sold in 2024, the largest invoice first?"_s, invoicesOfAYear},
            {u"Which tracks last for a quarter of an hour or are suites, videos aside?"_s,
             longTracksThatAreNoVideos},
            {u"What is on the third page of the list of artists?"_s, pageOfArtists},
            {u"Who works for the general manager?"_s, teamOfTheGeneralManager},
            {u"Whom does Jane Peacock serve, and what did they buy?"_s, customersOfAnAgent},
            {u"Which albums are the longest?"_s, longestAlbums},
            {u"How long do the playlists play?"_s, playlistsByPlayingTime},
            {u"Who earns a commission in Canada?"_s, agentsOfCanada},
            {u"Who works for whom, down to the last?"_s, wholeTeamStepByStep},
            {u"What is on the largest invoice?"_s, largestInvoice},
            {u"Which of Jane Peacock's customers buy jazz?"_s, jazzLoversOfAnAgent},
            {u"How large is the shop?"_s, shopInFigures},
            {u"What is the first entry of the playlist On-The-Go 1?"_s, entryOfAPlaylist},
            {u"Can I have a new playlist with bossa nova?"_s, newPlaylist},
    };
}
