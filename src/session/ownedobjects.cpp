// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "ownedobjects_p.h"

#include "../model/model_p.h"

#include <QChildEvent>
#include <QPointer>

#include <algorithm>
#include <iterator>
#include <limits>
#include <typeinfo>
#include <utility>

namespace Chakra {

/*! The hidden parent of some objects. */
class OwnedObjects::Page final : public QObject
{
public:
    // With the header of the list, their pointers fill one kilobyte.
    static constexpr qsizetype MostObjects = 126;

    explicit Page(OwnedObjects *owner) : owned(owner) { }

    // Quietly: an event would be sent for each object.
    void take(Model *object)
    {
        d_ptr->receiveChildEvents = false;
        object->setParent(this);
        d_ptr->receiveChildEvents = true;
    }
    void release(Model *object)
    {
        d_ptr->receiveChildEvents = false;
        object->setParent(nullptr);
        d_ptr->receiveChildEvents = true;
    }

    OwnedObjects *const owned;

protected:
    // Somebody has given an object another parent, or has given it this one back.
    void childEvent(QChildEvent *event) override
    {
        auto *object = qobject_cast<Model *>(event->child());
        if (!object || ModelPrivate::get(object)->place == 0)
            return;
        if (event->removed())
            owned->m_elsewhere.insert(object);
        else if (event->added())
            owned->m_elsewhere.remove(object);
    }
};

OwnedObjects::~OwnedObjects()
{
    // Objects may have been given to each other, or to somebody else.
    const QSet<Model *> elsewhere = std::exchange(m_elsewhere, {});
    const QList<QPointer<Model>> alive(elsewhere.cbegin(), elsewhere.cend());
    for (const QPointer<Model> &object : alive)
        delete object;
    qDeleteAll(std::exchange(m_pages, {}));
}

OwnedObjects::Page *OwnedObjects::pageOf(const Model *object) const
{
    QObject *parent = object->parent();
    if (!parent || typeid(*parent) != typeid(Page)) // dynamic_cast looks for bases too
        return nullptr;
    auto *page = static_cast<Page *>(parent);
    return page->owned == this ? page : nullptr;
}

void OwnedObjects::add(Model *object)
{
    ModelPrivate::get(object)->place = m_nextPlace++;
    ++m_count;
    if (object->parent()) {
        m_elsewhere.insert(object);
        return;
    }
    if (m_pages.isEmpty() || m_pages.last()->children().size() >= Page::MostObjects) {
        m_pages.removeIf([](Page *page) {
            const bool isEmpty = page->children().isEmpty(); // all have got other parents
            if (isEmpty)
                delete page;
            return isEmpty;
        });
        m_pages.append(new Page(this));
    }
    m_pages.last()->take(object);
}

void OwnedObjects::remove(Model *object)
{
    quint32 &place = ModelPrivate::get(object)->place;
    if (place == 0)
        return;
    place = 0;
    --m_count;
    if (Page *page = pageOf(object)) {
        page->release(object);
        if (page->children().isEmpty() && page != m_pages.last()) {
            m_pages.removeOne(page);
            delete page;
        }
    } else {
        m_elsewhere.remove(object);
    }
}

QList<Model *> OwnedObjects::all() const
{
    QList<Model *> found(m_elsewhere.cbegin(), m_elsewhere.cend());
    found.reserve(m_count);
    for (const Page *page : m_pages) {
        for (QObject *child : page->children()) {
            auto *object = qobject_cast<Model *>(child);
            if (object && ModelPrivate::get(object)->place != 0)
                found.append(object);
        }
    }
    return found;
}

quint32 OwnedObjects::mark()
{
    // Before the numbers run out, which takes thousands of millions of objects, all get new ones.
    if (m_nextPlace > std::numeric_limits<quint32>::max() / 2) {
        QList<Model *> objects = all();
        std::sort(objects.begin(), objects.end(), [](const Model *a, const Model *b) {
            return ModelPrivate::get(a)->place < ModelPrivate::get(b)->place;
        });
        m_nextPlace = 1;
        for (Model *object : std::as_const(objects))
            ModelPrivate::get(object)->place = m_nextPlace++;
    }
    return m_nextPlace;
}

QList<Model *> OwnedObjects::since(quint32 mark) const
{
    QList<Model *> found;
    const auto came = [mark](const Model *object) { return ModelPrivate::get(object)->place >= mark; };
    std::copy_if(m_elsewhere.cbegin(), m_elsewhere.cend(), std::back_inserter(found), came);
    for (auto page = m_pages.crbegin(); page != m_pages.crend(); ++page) {
        bool isOld = false;
        for (QObject *child : (*page)->children()) {
            auto *object = qobject_cast<Model *>(child);
            if (!object || ModelPrivate::get(object)->place == 0)
                continue; // a stranger's
            if (came(object))
                found.append(object);
            else
                isOld = true;
        }
        if (isOld)
            break;
    }
    std::sort(found.begin(), found.end(), [](const Model *a, const Model *b) {
        return ModelPrivate::get(a)->place > ModelPrivate::get(b)->place;
    });
    return found;
}

void OwnedObjects::findAgain(const QList<Model *> &objects)
{
    for (Model *object : objects) {
        if (ModelPrivate::get(object)->place != 0 && !pageOf(object))
            m_elsewhere.insert(object);
    }
}

} // namespace Chakra
