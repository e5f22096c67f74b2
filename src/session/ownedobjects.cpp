// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "ownedobjects_p.h"

#include "../model/model_p.h"

#include <QChildEvent>
#include <QPointer>

#include <utility>

namespace Chakra {

/*! The hidden parent of some objects. */
class OwnedObjects::Page final : public QObject
{
public:
    // With the header of the list, their pointers fill one kilobyte.
    static constexpr qsizetype MostObjects = 126;

    explicit Page(OwnedObjects *owned) : m_owned(owned) { }

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

protected:
    void childEvent(QChildEvent *event) override
    {
        // Somebody has given it another parent, or none.
        auto *object = event->removed() ? qobject_cast<Model *>(event->child()) : nullptr;
        if (object && ModelPrivate::get(object)->isInPage) {
            ModelPrivate::get(object)->isInPage = false;
            m_owned->m_elsewhere.insert(object);
        }
    }

private:
    OwnedObjects *const m_owned;
};

OwnedObjects::~OwnedObjects()
{
    deleteAll();
}

void OwnedObjects::add(Model *object)
{
    ModelPrivate *d = ModelPrivate::get(object);
    d->place = m_nextPlace++;
    if (m_nextPlace == 0)
        m_nextPlace = 1;
    ++m_count;
    if (object->parent()) {
        m_elsewhere.insert(object);
        return;
    }
    if (m_pages.isEmpty() || m_pages.last()->children().size() >= Page::MostObjects)
        m_pages.append(new Page(this));
    m_pages.last()->take(object);
    d->isInPage = true;
}

void OwnedObjects::remove(Model *object)
{
    ModelPrivate *d = ModelPrivate::get(object);
    if (d->place == 0)
        return;
    d->place = 0;
    --m_count;
    if (!d->isInPage) {
        m_elsewhere.remove(object);
        return;
    }
    d->isInPage = false;
    auto *page = static_cast<Page *>(object->parent());
    page->release(object);
    if (page->children().isEmpty() && page != m_pages.last()) {
        m_pages.removeOne(page);
        delete page;
    }
}

QList<Model *> OwnedObjects::all() const
{
    return since(0) + QList<Model *>(m_elsewhere.cbegin(), m_elsewhere.cend());
}

QList<Model *> OwnedObjects::since(quint32 place) const
{
    QList<Model *> found;
    for (auto page = m_pages.crbegin(); page != m_pages.crend(); ++page) {
        const QObjectList &children = (*page)->children();
        for (auto child = children.crbegin(); child != children.crend(); ++child) {
            auto *object = qobject_cast<Model *>(*child);
            if (!object || !ModelPrivate::get(object)->isInPage)
                continue; // a stranger's
            if (ModelPrivate::get(object)->place < place)
                return found;
            found.append(object);
        }
    }
    return found;
}

void OwnedObjects::deleteAll()
{
    m_count = 0;
    // Objects may have been given to each other, or to somebody else.
    const QSet<Model *> elsewhere = std::exchange(m_elsewhere, {});
    const QList<QPointer<Model>> alive(elsewhere.cbegin(), elsewhere.cend());
    for (const QPointer<Model> &object : alive)
        delete object;
    qDeleteAll(std::exchange(m_pages, {}));
}

} // namespace Chakra
