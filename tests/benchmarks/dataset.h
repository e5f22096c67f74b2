// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef BENCHMARKS_DATASET_H
#define BENCHMARKS_DATASET_H

#include <QtCore/qdatetime.h>
#include <QtCore/qstring.h>

// How many rows there are and how often a workload asks. Everything follows from the scale, so
// that parent and child processes agree when they agree on that one number.
struct Sizes
{
    int users = 2000;
    int posts = 100000;
    int tags = 200;
    int tagsPerPost = 3;
    int gets = 20000;
    int changes = 20000;
    int authorQueries = 5000;

    static Sizes scaled(double scale);
};

// What both implementations make a new Post of.
struct PostRow
{
    QString title;
    QString content;
    bool published = false;
    QDateTime createdAt;
    qint64 authorId = 0;
};

// Numbers begin at 1 and are the keys of the generated rows.
QString userName(int number);
QString tagName(int number);
PostRow postRow(const Sizes &sizes, int number);

// The keys that are asked for one by one: spread over the table, none twice.
qint64 keyOfGet(const Sizes &sizes, int number);

// The databases that the workloads start from, made once in a directory by plain QSqlQuery and
// never written to afterwards: each run works on a copy.
class Dataset
{
public:
    enum class Content {
        UsersOnly, // for inserting posts
        Full
    };

    Dataset(const QString &directory, double scale);

    const Sizes &sizes() const;

    // Makes the databases that are not there yet.
    void prepare() const;
    // Copies one of them to \a target; the write-ahead log of it is empty.
    void copyTo(const QString &target, Content content) const;

    // The checksum of the posts as the file holds them, as text: what was written is compared in
    // the form in which it was stored.
    static quint64 storedPosts(const QString &file);

private:
    QString file(Content content) const;
    void make(const QString &file, Content content) const;

    QString m_directory;
    double m_scale;
    Sizes m_sizes;
};

#endif // BENCHMARKS_DATASET_H
