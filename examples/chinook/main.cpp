// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// Asks the questions of questions.cpp of a Chinook database and prints each answer, the SQL that
// ran for it, and the number of statements.
//
//   chinook                 the database is made from the script, in a temporary file
//   chinook shop.db         the same in this file; one that exists is used as it is
//   chinook --script x.sql  another copy of the script

#include "loader.h"
#include "questions.h"

#include <Chakra/Chakra>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QTemporaryDir>
#include <QTextStream>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shownLines = 8;
constexpr qsizetype shownCharacters = 100;

QTextStream &out()
{
    static QTextStream stream(stdout);
    return stream;
}

QTextStream &err()
{
    static QTextStream stream(stderr);
    return stream;
}

bool makeDatabase(const QString &path, const QString &script, QString *errorText)
{
    const QString connection = u"chinook-loader"_s;
    bool loaded = false;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, connection);
        database.setDatabaseName(path);
        if (database.open())
            loaded = loadChinook(database, script, errorText);
        else
            *errorText = database.lastError().text();
    }
    QSqlDatabase::removeDatabase(connection);
    return loaded;
}

QString shortened(const QString &text)
{
    return text.size() > shownCharacters ? text.left(shownCharacters) + u'…' : text;
}

QString valuesText(const QVariantList &values)
{
    QStringList texts;
    for (const QVariant &value : values)
        texts += value.isNull() ? u"NULL"_s : value.toString();
    return texts.join(u", ");
}

void printAnswer(const QStringList &lines)
{
    for (const QString &line : lines.first(std::min(lines.size(), shownLines)))
        out() << "  " << line << '\n';
    if (lines.size() > shownLines)
        out() << "  … and " << lines.size() - shownLines << " more\n";
}

void printStatements(const Chakra::StatementRecorder &recorder)
{
    const auto statements = recorder.statements();
    for (const auto &statement : statements) {
        out() << "    " << statement.sql << '\n';
        if (!statement.values.isEmpty())
            out() << "      with " << shortened(valuesText(statement.values)) << '\n';
    }
    out() << "    " << recorder.count() << (recorder.count() == 1 ? " statement" : " statements")
          << "\n\n";
}

// Each question is asked in a session of its own: nothing that an earlier one loaded helps it.
Chakra::Result<void> ask(const Question &question, const Chakra::Database &database)
{
    Chakra::Session session(database);
    Chakra::StatementRecorder recorder(session);
    out() << question.title << '\n';
    const Answer answer = question.ask(session);
    if (!answer)
        return answer.error();
    printAnswer(*answer);
    printStatements(recorder);
    return {};
}

Chakra::Result<void> askEverything(const QString &path)
{
    const auto database = Chakra::Database::open(u"sqlite:"_s + path);
    if (!database)
        return database.error();
    const QList<Question> questions = allQuestions();
    for (const Question &question : questions) {
        if (auto asked = ask(question, *database); !asked)
            return asked;
    }
    return {};
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);

    QCommandLineParser parser;
    parser.setApplicationDescription(u"Asks questions of the Chinook database."_s);
    parser.addHelpOption();
    parser.addPositionalArgument(u"database"_s, u"The SQLite file; made where it is missing."_s,
                                 u"[database]"_s);
    const QCommandLineOption scriptOption(u"script"_s, u"The SQL script to make it from."_s,
                                          u"file"_s, QStringLiteral(CHINOOK_SCRIPT));
    parser.addOption(scriptOption);
    parser.process(application);

    const QTemporaryDir directory;
    const QString path = parser.positionalArguments().value(0, directory.filePath(u"chinook.db"_s));
    if (QFileInfo(path).size() == 0) {
        QString errorText;
        if (!makeDatabase(path, parser.value(scriptOption), &errorText)) {
            err() << "The database cannot be made: " << errorText << '\n';
            return 1;
        }
    }
    if (auto asked = askEverything(path); !asked) {
        out().flush();
        err() << asked.error().text() << '\n' << asked.error().sql() << '\n';
        return 1;
    }
    return 0;
}
