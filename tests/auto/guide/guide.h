// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_GUIDE_GUIDE_H
#define TESTS_GUIDE_GUIDE_H

#include <Chakra/Chakra>

#include <QtCore/QDebug>
#include <QtCore/QStringList>
#include <QtTest/QTest>

#include <concepts>
#include <type_traits>

// What the sections of the guide's pages claim, compared with what they do: the generated code
// calls it. A difference fails the test with the line of the page.
class Guide
{
public:
    Guide()
    {
        printedLines().clear();
        s_previous = qInstallMessageHandler(&Guide::handle);
    }
    ~Guide() { qInstallMessageHandler(s_previous); }
    Q_DISABLE_COPY_MOVE(Guide)

    // "expression; // → expected"
    template <typename T>
    void says(const char *page, int line, const char *expected, const T &value)
    {
        compare(page, line, QString::fromUtf8(expected), textOf(value));
    }

    // A block of output: what was printed since the last one.
    void printed(const char *page, int line, const char *expected)
    {
        compare(page, line, QString::fromUtf8(expected), takePrinted());
    }

    // What was printed and stands in no block.
    static QString takePrinted()
    {
        const QString text = printedLines().join(QLatin1Char('\n'));
        printedLines().clear();
        return text;
    }

private:
    static QStringList &printedLines()
    {
        static QStringList lines;
        return lines;
    }

    static void handle(QtMsgType type, const QMessageLogContext &context, const QString &message)
    {
        const QLatin1StringView category(context.category ? context.category : "default");
        if (category == QLatin1StringView("default"))
            printedLines().append(message);
        else if (category.startsWith(QLatin1StringView("chakra.")))
            printedLines().append(category + QLatin1StringView(": ") + message);
        else
            s_previous(type, context, message);
    }

    static void compare(const char *page, int line, const QString &expected, const QString &actual)
    {
        if (expected == actual)
            return;
        const QString text =
                QStringLiteral("the page says \"%1\", and it is \"%2\"").arg(expected, actual);
        QTest::qFail(text.toUtf8().constData(), page, line);
    }

    // As qDebug() prints it, but for what that does not name: kinds of errors, objects of models.
    template <typename T>
    static QString textOf(const T &value)
    {
        QString text;
        QDebug stream(&text);
        stream.nospace();
        if constexpr (std::same_as<T, Chakra::Error::Kind>) {
            return Chakra::Error::kindName(value);
        } else if constexpr (std::is_pointer_v<T>) {
            stream.noquote() << (value ? value->metaObject()->className() : "nullptr");
        } else {
            stream << value;
        }
        return text;
    }

    static inline QtMessageHandler s_previous = nullptr;
};

struct GuideSection
{
    const char *title;
    void (*run)(Guide &guide);
};

#endif
