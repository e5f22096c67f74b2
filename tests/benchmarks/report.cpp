// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "report.h"

#include <algorithm>
#include <cstdio>

namespace {

double seconds(const Measurement &measurement)
{
    return measurement.seconds;
}

double teardown(const Measurement &measurement)
{
    return measurement.teardown;
}

double heapBytesPerObject(const Measurement &measurement)
{
    return double(measurement.heapBytes) / double(measurement.objects);
}

using Figure = double (*)(const Measurement &);

Spread spreadOf(const QList<Measurement> &measurements, Figure figure)
{
    QList<double> values;
    for (const Measurement &measurement : measurements)
        values.append(figure(measurement));
    return Spread::of(values);
}

Spread ratioOf(const QList<Measurement> &above, const QList<Measurement> &below, Figure figure)
{
    QList<double> ratios;
    for (qsizetype round = 0; round < above.size(); ++round)
        ratios.append(figure(above.at(round)) / figure(below.at(round)));
    return Spread::of(ratios);
}

void printInMilliseconds(const char *label, const Comparison &comparison)
{
    const Spread chakra = spreadOf(comparison.withChakra, seconds);
    const Spread handwritten = spreadOf(comparison.handwritten, seconds);
    std::printf("%s: Chakra %.3f ms (%.3f .. %.3f), by hand (c) %.3f ms (%.3f .. %.3f), "
                "%lld objects loaded\n",
                label, chakra.median * 1000, chakra.least * 1000, chakra.most * 1000,
                handwritten.median * 1000, handwritten.least * 1000, handwritten.most * 1000,
                static_cast<long long>(comparison.withChakra.constFirst().objects));
}

} // namespace

bool Comparison::checksumsAgree() const
{
    const Measurement &expected = handwritten.constFirst();
    const auto agrees = [&expected](const Measurement &measurement) {
        return measurement.checksum == expected.checksum && measurement.objects == expected.objects;
    };
    return std::all_of(withChakra.cbegin(), withChakra.cend(), agrees)
        && std::all_of(handwritten.cbegin(), handwritten.cend(), agrees);
}

Spread Spread::of(QList<double> values)
{
    std::sort(values.begin(), values.end());
    const qsizetype middle = values.size() / 2;
    const double median = values.size() % 2 == 1
        ? values.at(middle)
        : (values.at(middle - 1) + values.at(middle)) / 2;
    return {median, values.constFirst(), values.constLast()};
}

void printTimes(const QList<Comparison> &comparisons)
{
    std::printf("%-3s %-36s  %-24s  %-24s  %-20s  %s\n", "", "seconds: median (min .. max)",
                "Chakra", "by hand (c)", "ratio Chakra / (c)", "deleting: Chakra, (c)");
    for (const Comparison &comparison : comparisons) {
        const Spread chakra = spreadOf(comparison.withChakra, seconds);
        const Spread handwritten = spreadOf(comparison.handwritten, seconds);
        const Spread ratio = ratioOf(comparison.withChakra, comparison.handwritten, seconds);
        std::printf("%-3s %-36s  %.3f (%.3f .. %.3f)    %.3f (%.3f .. %.3f)    "
                    "%.2f (%.2f .. %.2f)    %.3f, %.3f%s\n",
                    qUtf8Printable(comparison.name), qUtf8Printable(comparison.title),
                    chakra.median, chakra.least, chakra.most, handwritten.median,
                    handwritten.least, handwritten.most, ratio.median, ratio.least, ratio.most,
                    spreadOf(comparison.withChakra, teardown).median,
                    spreadOf(comparison.handwritten, teardown).median,
                    comparison.checksumsAgree() ? "" : "  CHECKSUMS DIFFER");
    }
}

void printMemory(const Comparison &comparison)
{
    if (comparison.handwritten.constFirst().heapBytes == 0) {
        std::printf("memory: not measured, the C library does not tell\n");
        return;
    }
    std::printf("memory: heap bytes per post after %s: Chakra %.0f, by hand (c) %.0f\n",
                qUtf8Printable(comparison.name),
                spreadOf(comparison.withChakra, heapBytesPerObject).median,
                spreadOf(comparison.handwritten, heapBytesPerObject).median);
}

void printGrowth(const Comparison &small, const Comparison &large)
{
    const Spread chakra = ratioOf(large.withChakra, small.withChakra, seconds);
    const Spread handwritten = ratioOf(large.handwritten, small.handwritten, seconds);
    std::printf("growth: %s with ten times the rows takes times: Chakra %.2f (%.2f .. %.2f), "
                "by hand (c) %.2f (%.2f .. %.2f)\n",
                qUtf8Printable(large.name), chakra.median, chakra.least, chakra.most,
                handwritten.median, handwritten.least, handwritten.most);
}

void printEvict(const Comparison &comparison)
{
    printInMilliseconds("evict: all objects in random order", comparison);
}

void printOneChange(const Comparison &comparison)
{
    printInMilliseconds("one change: commit of one changed object", comparison);
}
