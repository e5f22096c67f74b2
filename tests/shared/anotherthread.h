// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SHARED_ANOTHERTHREAD_H
#define TESTS_SHARED_ANOTHERTHREAD_H

#include <QtCore/QString>
#include <QtCore/QThread>

#include <thread>

// Runs the code in a thread of its own, called name, to its end. Not a QThread, whose end the thread
// sanitizer does not see in a Qt without it.
template <typename Code>
void onAnotherThread(Code &&code, const QString &name = QString())
{
    std::thread([&] {
        QThread::currentThread()->setObjectName(name);
        code();
    }).join();
}

#endif
