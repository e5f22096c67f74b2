// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef BENCHMARKS_REPORT_H
#define BENCHMARKS_REPORT_H

#include "measurement.h"

#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

// The rounds of one workload; the measurements of one round stand at the same index of both lists.
struct Comparison
{
    QString name;
    QString title;
    QList<Measurement> withChakra;
    QList<Measurement> handwritten;

    // Whether every run did the same work, whoever did it.
    bool checksumsAgree() const;
};

// What a number of rounds comes to. Ratios are made round by round and their median is taken: the
// two runs of a round saw the same noise of the machine, medians of different rounds did not.
struct Spread
{
    double median = 0;
    double least = 0;
    double most = 0;

    static Spread of(QList<double> values);
};

void printTimes(const QList<Comparison> &comparisons);
void printMemory(const Comparison &comparison);
// Both compare the same workload, \a large with ten times the rows of \a small.
void printGrowth(const Comparison &small, const Comparison &large);
void printEvict(const Comparison &comparison);
void printOneChange(const Comparison &comparison);

#endif // BENCHMARKS_REPORT_H
