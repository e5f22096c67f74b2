// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_OBSERVERS_P_H
#define CHAKRA_OBSERVERS_P_H

#include "connection_p.h"

#include <atomic>
#include <mutex>

namespace Chakra {

/*! Those who watch all connections of a database; asking whether there are any costs nothing. */
class Observers
{
public:
    bool isEmpty() const { return m_count.load(std::memory_order_acquire) == 0; }

    void add(StatementObserver *observer)
    {
        const std::lock_guard lock(m_mutex);
        m_observers.append(observer);
        m_count.store(m_observers.size(), std::memory_order_release);
    }

    /*! Waits until \a observer is no longer being told. */
    void remove(StatementObserver *observer)
    {
        const std::lock_guard lock(m_mutex);
        m_observers.removeOne(observer);
        m_count.store(m_observers.size(), std::memory_order_release);
    }

    void tell(const std::shared_ptr<StatementRecord> &record)
    {
        const std::lock_guard lock(m_mutex);
        for (StatementObserver *observer : std::as_const(m_observers))
            observer->statementStarted(record);
    }

private:
    std::mutex m_mutex; // which, unlike QMutex, the thread sanitizer knows
    QList<StatementObserver *> m_observers;
    std::atomic<qsizetype> m_count = 0;
};

} // namespace Chakra

#endif // CHAKRA_OBSERVERS_P_H
