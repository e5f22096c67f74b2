// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHINOOK_QUESTIONS_H
#define CHINOOK_QUESTIONS_H

#include <Chakra/Result>

#include <QList>
#include <QString>
#include <QStringList>

namespace Chakra {
class Session;
}

// The lines of an answer, or the error that prevented it.
using Answer = Chakra::Result<QStringList>;

struct Question
{
    QString title;
    Answer (*ask)(Chakra::Session &session);
};

// Every question, in the order in which the program asks them.
QList<Question> allQuestions();

// Filters along relations, one statement each.
Answer tracksOfAnArtist(Chakra::Session &session);
Answer artistsOfAGenre(Chakra::Session &session);
Answer playlistsThatHoldAGenre(Chakra::Session &session);
Answer tracksInTwoPlaylists(Chakra::Session &session);
Answer tracksNeverSold(Chakra::Session &session);
Answer artistsWithoutAnAlbum(Chakra::Session &session);
Answer customersWithoutACompany(Chakra::Session &session);
Answer invoicesOfAYear(Chakra::Session &session);
Answer longTracksThatAreNoVideos(Chakra::Session &session);
Answer pageOfArtists(Chakra::Session &session);

// Loading what belongs to the answer along with it.
Answer teamOfTheGeneralManager(Chakra::Session &session);
Answer customersOfAnAgent(Chakra::Session &session);
Answer longestAlbums(Chakra::Session &session);
Answer playlistsByPlayingTime(Chakra::Session &session);
Answer agentsOfCanada(Chakra::Session &session);

// Loading while walking: neighbours are served together.
Answer wholeTeamStepByStep(Chakra::Session &session);
Answer largestInvoice(Chakra::Session &session);

// Counting, looking up, writing.
Answer jazzLoversOfAnAgent(Chakra::Session &session);
Answer shopInFigures(Chakra::Session &session);
Answer entryOfAPlaylist(Chakra::Session &session);
Answer newPlaylist(Chakra::Session &session);

#endif // CHINOOK_QUESTIONS_H
