// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef BENCHMARKS_WORKLOADS_H
#define BENCHMARKS_WORKLOADS_H

#include "dataset.h"
#include "measurement.h"

enum class Workload {
    InsertPosts, // W1
    LoadPosts, // W2
    GetByKey, // W3
    PostsWithAuthor, // W4
    UsersPostsTags, // W5
    ChangePosts, // W6
    PostsByAuthorName, // W7
    PostsByTagName, // W8
    EvictShuffled,
    CommitOneChange
};

enum class Implementation {
    WithChakra,
    Handwritten
};

// How often CommitOneChange commits; its seconds are those of the median commit.
constexpr int singleChanges = 21;

// Each opens \a databaseFile, runs the workload once and closes it; throws std::exception when
// anything fails. The shape of both files is the same on purpose: function by function, they are
// to be read side by side.

namespace Handwritten {
Measurement run(Workload workload, const Sizes &sizes, const QString &databaseFile);
}

namespace WithChakra {
Measurement run(Workload workload, const Sizes &sizes, const QString &databaseFile);
}

#endif // BENCHMARKS_WORKLOADS_H
