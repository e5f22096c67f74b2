// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SHARED_MESSAGES_H
#define TESTS_SHARED_MESSAGES_H

#include <QtCore/QList>
#include <QtCore/QMutex>
#include <QtCore/QMutexLocker>
#include <QtCore/QString>
#include <QtCore/qlogging.h>

// Keeps what is logged while it lives, from any thread, instead of printing it. One at a time.
class CaughtMessages
{
public:
    struct Message
    {
        QtMsgType type;
        QString category;
        QString text;
    };

    CaughtMessages()
    {
        current() = this;
        m_previous = qInstallMessageHandler(&CaughtMessages::handle);
    }

    ~CaughtMessages()
    {
        qInstallMessageHandler(m_previous);
        current() = nullptr;
    }

    Q_DISABLE_COPY_MOVE(CaughtMessages)

    // The messages of a category, or of all that begin so, which contain text.
    QList<Message> of(const QString &categoryPrefix, const QString &text = QString()) const
    {
        const QMutexLocker locker(&m_mutex);
        QList<Message> found;
        for (const Message &message : m_messages) {
            if (message.category.startsWith(categoryPrefix) && message.text.contains(text))
                found.append(message);
        }
        return found;
    }

private:
    static CaughtMessages *&current()
    {
        static CaughtMessages *catcher = nullptr;
        return catcher;
    }

    static void handle(QtMsgType type, const QMessageLogContext &context, const QString &text)
    {
        CaughtMessages *catcher = current();
        if (!catcher)
            return;
        const QMutexLocker locker(&catcher->m_mutex);
        catcher->m_messages.append({type, QString::fromUtf8(context.category), text});
    }

    mutable QMutex m_mutex;
    QList<Message> m_messages;
    QtMessageHandler m_previous = nullptr;
};

#endif
