// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "model_p.h"

#include <QSet>

namespace Chakra {

struct ChangeScope::Pending
{
    struct Notification
    {
        Model *object;
        int signal;
        const RelationInfo *list; // also tells the list's observer
    };

    void send();

    int depth = 0;
    QList<Notification> queue;
    QSet<std::pair<Model *, const void *>> known;
};

ChangeScope::Pending &ChangeScope::pending()
{
    thread_local Pending instance;
    return instance;
}

void ChangeScope::enqueue(Model *object, const void *what, int signal, const RelationInfo *list)
{
    if (!list && (signal < 0 || !ModelPrivate::get(object)->hasReceivers(signal)))
        return; // most objects of a load have nobody who listens
    Pending &p = pending();
    const qsizetype before = p.known.size();
    p.known.insert({object, what});
    if (p.known.size() == before)
        return;
    p.queue.append({object, signal, list});
    ModelPrivate::get(object)->notificationsPending = true;
}

ChangeScope::ChangeScope() : m_pending(pending())
{
    ++m_pending.depth;
}

ChangeScope::~ChangeScope()
{
    // Kept at one while sending: what receivers change is sent after what made them change it.
    if (m_pending.depth == 1 && !m_pending.queue.isEmpty())
        m_pending.send();
    --m_pending.depth;
}

void ChangeScope::notify(Model *object, const FieldInfo *field)
{
    // A hand-written setter emits by itself.
    if (!field->handWritten)
        enqueue(object, field, field->notifySignal, nullptr);
}

void ChangeScope::notify(Model *object, const RelationInfo *relation)
{
    const RelationSlot *slot = relation->isToMany() ? ModelPrivate::get(object)->slot(relation) : nullptr;
    enqueue(object, relation, relation->notifySignal, slot && slot->observer ? relation : nullptr);
}

bool ChangeScope::isIdle()
{
    return pending().depth == 0;
}

void ChangeScope::forget(Model *object)
{
    // Another object may come to live at the same address.
    Pending &p = pending();
    p.known.removeIf([object](const std::pair<Model *, const void *> &entry) { return entry.first == object; });
    for (Pending::Notification &notification : p.queue) {
        if (notification.object == object)
            notification.object = nullptr;
    }
}

void ChangeScope::Pending::send()
{
    while (!queue.isEmpty()) {
        // By index: receivers append, and destroyed objects are blanked.
        known.clear();
        const qsizetype end = queue.size();
        for (qsizetype i = 0; i < end; ++i) {
            const Notification notification = queue.at(i);
            if (!notification.object)
                continue;
            if (notification.list) {
                if (RelationSlot *slot = ModelPrivate::get(notification.object)->slot(notification.list);
                    slot && slot->observer)
                    slot->observer->listChanged();
            }
            if (queue.at(i).object && notification.signal >= 0) {
                void *arguments[] = {nullptr};
                QMetaObject::activate(notification.object, notification.signal, arguments);
            }
        }
        for (qsizetype i = 0; i < queue.size(); ++i) {
            if (queue.at(i).object)
                ModelPrivate::get(queue.at(i).object)->notificationsPending = i >= end;
        }
        queue.remove(0, end);
    }
    known.clear();
}

} // namespace Chakra
