// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef BENCHMARKS_MEASUREMENT_H
#define BENCHMARKS_MEASUREMENT_H

#include <QtCore/qdatetime.h>
#include <QtCore/qstring.h>

#include <chrono>

#if __has_include(<malloc.h>)
#    include <malloc.h>
#endif
#if __has_include(<valgrind/callgrind.h>)
#    include <valgrind/callgrind.h>
#else
#    define CALLGRIND_TOGGLE_COLLECT
#endif

// What one run of one workload by one implementation tells.
struct Measurement
{
    double seconds = 0; // the workload itself, as its description says
    double teardown = 0; // deleting every object that is left afterwards
    qint64 heapBytes = 0; // growth of the heap, where the workload measures it
    qint64 objects = 0;
    quint64 checksum = 0;
};

// Runs \a part by the steady clock.
template <typename Part>
double secondsOf(Part &&part)
{
    const auto begin = std::chrono::steady_clock::now();
    part();
    const auto end = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(end - begin).count();
}

// The same for the workload itself: it is what callgrind collects when it runs with
// --collect-atstart=no.
template <typename Part>
double measured(Part &&part)
{
    CALLGRIND_TOGGLE_COLLECT;
    const double seconds = secondsOf(part);
    CALLGRIND_TOGGLE_COLLECT;
    return seconds;
}

// Bytes in use by malloc, those it took by mmap included; 0 where the C library does not tell.
inline qint64 heapInUse()
{
#ifdef __GLIBC__
#    if __GLIBC_PREREQ(2, 33)
#        define BENCHMARKS_HAS_MALLINFO2
#    endif
#endif
#ifdef BENCHMARKS_HAS_MALLINFO2
    const struct mallinfo2 info = mallinfo2();
    return qint64(info.uordblks) + qint64(info.hblkhd);
#else
    return 0;
#endif
}

// The checksums are sums over objects, since neither implementation promises an order; each term
// ties all values of one object together. They read every field, and few characters of the long
// ones, because the reading is part of what is measured.

constexpr quint64 mixed(quint64 sum, quint64 value)
{
    return (sum ^ value) * 0x9E3779B97F4A7C15ULL;
}

inline quint64 touched(const QString &text)
{
    if (text.isEmpty())
        return 1;
    const qsizetype size = text.size();
    return quint64(size) << 48 | quint64(text.at(0).unicode()) << 32
        | quint64(text.at(size / 2).unicode()) << 16 | text.at(size - 1).unicode();
}

template <typename Post>
quint64 touchedPost(const Post *post)
{
    quint64 sum = mixed(1, quint64(post->id()));
    sum = mixed(sum, touched(post->title()));
    sum = mixed(sum, touched(post->content()));
    sum = mixed(sum, post->published());
    sum = mixed(sum, quint64(post->createdAt().toMSecsSinceEpoch()));
    return mixed(sum, quint64(post->authorId()));
}

template <typename User>
quint64 touchedUser(const User *user)
{
    quint64 sum = mixed(2, quint64(user->id()));
    sum = mixed(sum, touched(user->username()));
    sum = mixed(sum, touched(user->email()));
    sum = mixed(sum, quint64(user->age()));
    return mixed(sum, quint64(user->createdAt().toMSecsSinceEpoch()));
}

template <typename Post, typename Tag>
quint64 touchedLink(const Post *post, const Tag *tag)
{
    return mixed(mixed(mixed(3, quint64(post->id())), quint64(tag->id())), touched(tag->name()));
}

#endif // BENCHMARKS_MEASUREMENT_H
