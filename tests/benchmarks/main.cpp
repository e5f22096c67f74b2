// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// Compares Chakra with hand-written QSqlQuery code in one run; README.md says what the figures
// mean. The program starts itself anew for every single run.

#include "report.h"
#include "workloads.h"

#include <QtCore/qcommandlineparser.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>
#include <QtCore/qhash.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <stdexcept>

using namespace Qt::StringLiterals;

namespace {

constexpr int checksumsDiffer = 1;
constexpr int failed = 2;

struct WorkloadEntry
{
    Workload workload;
    QStringView name;
    QStringView title;
};

// The first eight are what the table shows; the others belong to modes of their own.
constexpr std::array entries = {
    WorkloadEntry{Workload::InsertPosts, u"W1", u"insert posts, ids back"},
    WorkloadEntry{Workload::LoadPosts, u"W2", u"load posts, every field"},
    WorkloadEntry{Workload::GetByKey, u"W3", u"get posts by key, one by one"},
    WorkloadEntry{Workload::PostsWithAuthor, u"W4", u"load posts with author by JOIN"},
    WorkloadEntry{Workload::UsersPostsTags, u"W5", u"load users, their posts, their tags"},
    WorkloadEntry{Workload::ChangePosts, u"W6", u"change one field of posts, save"},
    WorkloadEntry{Workload::PostsByAuthorName, u"W7", u"posts by name of author"},
    WorkloadEntry{Workload::PostsByTagName, u"W8", u"posts by name of tag"},
    WorkloadEntry{Workload::EvictShuffled, u"evict", u"let go of posts in random order"},
    WorkloadEntry{Workload::CommitOneChange, u"one-change", u"commit one change"},
};
constexpr qsizetype tableEntries = 8;

const WorkloadEntry &entryOf(Workload workload)
{
    return entries.at(size_t(workload));
}

const WorkloadEntry &entryNamed(const QString &name)
{
    for (const WorkloadEntry &entry : entries) {
        if (entry.name.compare(name, Qt::CaseInsensitive) == 0)
            return entry;
    }
    throw std::runtime_error("unknown workload " + name.toStdString());
}

const QString chakraName = u"chakra"_s;
const QString handwrittenName = u"handwritten"_s;

struct Single
{
    Workload workload;
    Implementation implementation;
};

struct Options
{
    int rounds = 5;
    double scale = 1;
    QString data;
    QList<Workload> workloads;
    bool workloadsChosen = false;
    bool memory = false;
    bool growth = false;
    bool evict = false;
    bool oneChange = false;
    std::optional<Single> single;

    bool hasModes() const { return memory || growth || evict || oneChange; }
};

Single singleOf(const QString &workload, const QStringList &positional)
{
    const QString implementation = positional.value(0);
    if (positional.size() != 1
        || (implementation != chakraName && implementation != handwrittenName))
        throw std::runtime_error("--single <workload> takes chakra or handwritten after it");
    return {entryNamed(workload).workload,
            implementation == chakraName ? Implementation::WithChakra
                                         : Implementation::Handwritten};
}

QList<Workload> workloadsOf(const QString &list)
{
    QList<Workload> workloads;
    if (list.isEmpty()) {
        for (qsizetype index = 0; index < tableEntries; ++index)
            workloads.append(Workload(index));
        return workloads;
    }
    for (const QString &name : list.split(u',')) {
        const Workload workload = entryNamed(name).workload;
        if (qsizetype(workload) >= tableEntries)
            throw std::runtime_error(name.toStdString() + " is a mode, not a workload");
        workloads.append(workload);
    }
    return workloads;
}

Options optionsOf(const QCoreApplication &application)
{
    const QCommandLineOption rounds(u"rounds"_s, u"Rounds to run (default 5)."_s, u"n"_s, u"5"_s);
    const QCommandLineOption workloads(u"workloads"_s,
                                       u"Only these, for instance W1,W2 (default all)."_s,
                                       u"list"_s);
    const QCommandLineOption scale(u"scale"_s, u"Fraction of the rows (default 1)."_s,
                                   u"fraction"_s, u"1"_s);
    const QCommandLineOption data(
        u"data"_s, u"Keep the generated databases in this directory (default: a temporary one)."_s,
        u"directory"_s);
    const QCommandLineOption memory(u"memory"_s, u"Heap bytes per loaded post."_s);
    const QCommandLineOption growth(
        u"growth"_s, u"Ten times the rows, how many times the time (default W2)."_s);
    const QCommandLineOption evict(u"evict"_s, u"Let go of all posts in random order."_s);
    const QCommandLineOption oneChange(u"one-change"_s,
                                       u"Commit one change with all posts loaded."_s);
    const QCommandLineOption single(
        u"single"_s, u"Run one workload once in this process, by chakra or handwritten."_s,
        u"workload"_s);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Compares Chakra with hand-written QSqlQuery code, in one run."_s);
    parser.addHelpOption();
    parser.addOptions(
        {rounds, workloads, scale, data, memory, growth, evict, oneChange, single});
    parser.addPositionalArgument(u"implementation"_s,
                                 u"With --single: chakra or handwritten."_s,
                                 u"[implementation]"_s);
    parser.process(application);

    Options options;
    options.rounds = parser.value(rounds).toInt();
    options.scale = parser.value(scale).toDouble();
    if (options.rounds < 1 || !(options.scale > 0))
        throw std::runtime_error("--rounds and --scale take numbers above 0");
    options.data = parser.value(data);
    options.workloads = workloadsOf(parser.value(workloads));
    options.workloadsChosen = parser.isSet(workloads);
    options.memory = parser.isSet(memory);
    options.growth = parser.isSet(growth);
    options.evict = parser.isSet(evict);
    options.oneChange = parser.isSet(oneChange);
    if (parser.isSet(single))
        options.single = singleOf(parser.value(single), parser.positionalArguments());
    else if (!parser.positionalArguments().isEmpty())
        throw std::runtime_error("only --single takes an implementation");
    return options;
}

// One run in this process, on a copy of the database.
Measurement runHere(const Dataset &dataset, const QString &directory, const Single &single)
{
    const QTemporaryDir copies(directory + u"/run-XXXXXX"_s);
    if (!copies.isValid())
        throw std::runtime_error(copies.errorString().toStdString());
    const QString file = copies.filePath(u"benchmark.db"_s);
    dataset.copyTo(file, single.workload == Workload::InsertPosts ? Dataset::Content::UsersOnly
                                                                  : Dataset::Content::Full);

    const auto run = single.implementation == Implementation::WithChakra ? WithChakra::run
                                                                         : Handwritten::run;
    Measurement measurement = run(single.workload, dataset.sizes(), file);
    // What a workload wrote counts as it is stored.
    measurement.checksum = mixed(measurement.checksum, Dataset::storedPosts(file));
    return measurement;
}

void printMeasurement(const Measurement &measurement)
{
    std::printf("seconds %.9f\nteardown %.9f\nheapBytes %lld\nobjects %lld\nchecksum %llu\n",
                measurement.seconds, measurement.teardown,
                static_cast<long long>(measurement.heapBytes),
                static_cast<long long>(measurement.objects),
                static_cast<unsigned long long>(measurement.checksum));
}

Measurement parsedMeasurement(const QString &output)
{
    QHash<QString, QString> values;
    for (const QString &line : output.split(u'\n', Qt::SkipEmptyParts))
        values.insert(line.section(u' ', 0, 0), line.section(u' ', 1));
    const auto value = [&values](const QString &name) {
        if (!values.contains(name))
            throw std::runtime_error("a run did not tell its " + name.toStdString());
        return values.value(name);
    };
    return {value(u"seconds"_s).toDouble(), value(u"teardown"_s).toDouble(),
            value(u"heapBytes"_s).toLongLong(), value(u"objects"_s).toLongLong(),
            value(u"checksum"_s).toULongLong()};
}

// Starts this program again, so that no run inherits the heap of another one.
class Runner
{
public:
    Runner(const QString &directory, double scale) : m_directory(directory), m_scale(scale)
    {
        Dataset(directory, scale).prepare();
    }

    Measurement run(Workload workload, Implementation implementation) const
    {
        const QString name = entryOf(workload).name.toString();
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QCoreApplication::applicationFilePath(),
                      {u"--data"_s, m_directory, u"--scale"_s, QString::number(m_scale, 'g', 17),
                       u"--single"_s, name,
                       implementation == Implementation::WithChakra ? chakraName
                                                                    : handwrittenName});
        process.waitForFinished(-1);
        if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
            throw std::runtime_error("the run of " + name.toStdString() + " failed");
        return parsedMeasurement(QString::fromUtf8(process.readAllStandardOutput()));
    }

    void addRound(Workload workload, Comparison &comparison) const
    {
        comparison.withChakra.append(run(workload, Implementation::WithChakra));
        comparison.handwritten.append(run(workload, Implementation::Handwritten));
    }

private:
    QString m_directory;
    double m_scale;
};

Comparison comparisonOf(Workload workload)
{
    const WorkloadEntry &entry = entryOf(workload);
    return {entry.name.toString(), entry.title.toString(), {}, {}};
}

Comparison compare(const Runner &runner, Workload workload, int rounds)
{
    Comparison comparison = comparisonOf(workload);
    for (int round = 0; round < rounds; ++round)
        runner.addRound(workload, comparison);
    return comparison;
}

bool runTable(const Options &options, const Runner &runner)
{
    QList<Comparison> comparisons;
    for (const Workload workload : options.workloads)
        comparisons.append(comparisonOf(workload));
    // Rounds outside, workloads inside: a slow minute of the machine hits no workload alone.
    for (int round = 0; round < options.rounds; ++round) {
        for (qsizetype index = 0; index < comparisons.size(); ++index)
            runner.addRound(options.workloads.at(index), comparisons[index]);
    }
    printTimes(comparisons);
    return std::all_of(comparisons.cbegin(), comparisons.cend(),
                       [](const Comparison &comparison) { return comparison.checksumsAgree(); });
}

bool runGrowth(const Options &options, const QString &directory, const Runner &runner)
{
    const Runner smallRunner(directory, options.scale / 10);
    bool agree = true;
    for (const Workload workload :
         options.workloadsChosen ? options.workloads : QList{Workload::LoadPosts}) {
        Comparison small = comparisonOf(workload);
        Comparison large = comparisonOf(workload);
        for (int round = 0; round < options.rounds; ++round) {
            smallRunner.addRound(workload, small);
            runner.addRound(workload, large);
        }
        printGrowth(small, large);
        agree = agree && small.checksumsAgree() && large.checksumsAgree();
    }
    return agree;
}

bool runMode(const Runner &runner, Workload workload, int rounds,
             void (*print)(const Comparison &))
{
    const Comparison comparison = compare(runner, workload, rounds);
    print(comparison);
    return comparison.checksumsAgree();
}

bool runModes(const Options &options, const QString &directory, const Runner &runner)
{
    bool agree = true;
    if (options.memory)
        agree = runMode(runner, Workload::LoadPosts, options.rounds, printMemory) && agree;
    if (options.growth)
        agree = runGrowth(options, directory, runner) && agree;
    if (options.evict)
        agree = runMode(runner, Workload::EvictShuffled, options.rounds, printEvict) && agree;
    if (options.oneChange)
        agree = runMode(runner, Workload::CommitOneChange, options.rounds, printOneChange) && agree;
    return agree;
}

void printHeader(const Options &options)
{
    const QByteArray config = CHAKRA_BENCHMARKS_CONFIG;
    std::printf("Qt %s, build type %s, %d rounds, scale %g\n", qVersion(),
                config.isEmpty() ? "none" : config.constData(), options.rounds, options.scale);
    if (config != "Release" && config != "RelWithDebInfo")
        std::printf("THIS IS NO RELEASE BUILD: the times below say nothing.\n");
}

int run(const QCoreApplication &application)
{
    const Options options = optionsOf(application);
    const QTemporaryDir temporary;
    const QString directory = options.data.isEmpty() ? temporary.path() : options.data;

    if (options.single) {
        const Dataset dataset(directory, options.scale);
        dataset.prepare();
        printMeasurement(runHere(dataset, directory, *options.single));
        return 0;
    }

    printHeader(options);
    const Runner runner(directory, options.scale);
    const bool agree =
        options.hasModes() ? runModes(options, directory, runner) : runTable(options, runner);
    if (!agree)
        std::fprintf(stderr, "Checksums differ: the two implementations did different work.\n");
    return agree ? 0 : checksumsDiffer;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    try {
        return run(application);
    } catch (const std::exception &exception) {
        std::fprintf(stderr, "%s\n", exception.what());
        return failed;
    }
}
