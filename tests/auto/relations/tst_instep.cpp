// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// A long random walk over the chapter's models: whatever is done, both sides of each relation
// agree, lists hold what the keys say, signals tell each change once, a rollback restores what
// was there, and a commit writes what the objects say.
//
// For more walks than the rows keep: CHAKRA_WALKS=first,count and CHAKRA_WALK_STEPS=n in the
// environment.

#include "testdatabase.h"

#include <QtCore/QAbstractItemModel>
#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>
#include <QtCore/QRegularExpression>
#include <QtTest/QAbstractItemModelTester>

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>

using namespace Qt::StringLiterals;
using Chakra::f;
using Chakra::Model;
using Chakra::Session;

namespace {

enum Kind { Users, Profiles, Posts, Tags, Comments, KindCount };

const char *const tables[KindCount] = {"users", "profiles", "posts", "tags", "comments"};
const char *const texts[KindCount] = {"username", "bio", "title", "name", "content"};
const char *const textColumns[KindCount] = {"username", "bio", "title", "name", "content"};
// The to-one relation that stands for the foreign key, and its column.
const char *const owning[KindCount] = {nullptr, "user", "author", nullptr, "parentComment"};
const char *const keyColumns[KindCount] = {nullptr, "user_id", "author_id", nullptr, "parent_id"};
// The list of what refers to it, or the reverse one-to-one, and the many-to-many list.
const char *const children[KindCount] = {"posts", nullptr, nullptr, nullptr, "replies"};
const char *const pairLists[KindCount] = {nullptr, nullptr, "tags", "posts", nullptr};

constexpr Kind childOf(Kind kind) { return kind == Users ? Posts : Comments; }
constexpr Kind parentOf(Kind kind) { return kind == Comments ? Comments : Users; }

Kind kindOf(const Model *object)
{
    if (qobject_cast<const User *>(object))
        return Users;
    if (qobject_cast<const Profile *>(object))
        return Profiles;
    if (qobject_cast<const Post *>(object))
        return Posts;
    return qobject_cast<const Tag *>(object) ? Tags : Comments;
}

QString name(const QObject *object)
{
    if (!object)
        return u"null"_s;
    return QString::fromLatin1(object->metaObject()->className()) + u'@'
            + QString::number(quintptr(object) & 0xffffff, 16) + u'#'
            + object->property("id").toString();
}

// Calls \a call with the list of that name.
template <typename F>
void withList(Model *owner, const char *list, F &&call)
{
    switch (kindOf(owner)) {
    case Users: return call(static_cast<User *>(owner)->posts());
    case Posts: return call(static_cast<Post *>(owner)->tags());
    case Tags: return call(static_cast<Tag *>(owner)->posts());
    case Comments: return call(static_cast<Comment *>(owner)->replies());
    default: qFatal("no list %s", list);
    }
}

struct ListView
{
    bool loaded = false;
    bool partial = false;
    bool isReloaded = false; // since the view was taken: in the order of the database
    QList<Model *> members;
};

// A list as it is, without loading it.
ListView peekList(Model *owner, const char *list)
{
    ListView view;
    withList(owner, list, [&view](auto handle) {
        view.loaded = handle.isLoaded();
        view.partial = handle.isPartial();
        if (view.loaded) {
            for (auto *member : handle)
                view.members.append(member);
        }
    });
    return view;
}

// The object of a to-one relation; nothing when reading it would load it.
std::optional<Model *> peekOne(Model *object, const char *relation)
{
    if (!object->isLoaded(QLatin1StringView(relation)))
        return std::nullopt;
    switch (kindOf(object)) {
    case Users: return static_cast<User *>(object)->profile();
    case Profiles: return static_cast<Profile *>(object)->user();
    case Posts: return static_cast<Post *>(object)->author();
    case Comments: return static_cast<Comment *>(object)->parentComment();
    default: return std::nullopt;
    }
}

std::optional<qint64> keyOf(const Model *object)
{
    switch (kindOf(object)) {
    case Profiles: return static_cast<const Profile *>(object)->userId();
    case Posts: return static_cast<const Post *>(object)->authorId();
    default: return static_cast<const Comment *>(object)->parentId();
    }
}

qint64 idOf(const Model *object)
{
    return object->property("id").toLongLong();
}

QString textOf(const Model *object)
{
    return object->property(texts[kindOf(object)]).toString();
}

// The text of an object through its setter.
void setText(Model *object, const QString &text)
{
    object->setProperty(texts[kindOf(object)], text);
}

void setParent(Model *child, Model *parent)
{
    switch (kindOf(child)) {
    case Profiles: return static_cast<Profile *>(child)->setUser(static_cast<User *>(parent));
    case Posts: return static_cast<Post *>(child)->setAuthor(static_cast<User *>(parent));
    default: return static_cast<Comment *>(child)->setParentComment(static_cast<Comment *>(parent));
    }
}

void setKey(Model *child, std::optional<qint64> key)
{
    switch (kindOf(child)) {
    case Profiles: return static_cast<Profile *>(child)->setUserId(*key);
    case Posts: return static_cast<Post *>(child)->setAuthorId(*key);
    default: return static_cast<Comment *>(child)->setParentId(key);
    }
}

Model *makeObject(Kind kind)
{
    switch (kind) {
    case Users: return new User;
    case Profiles: return new Profile;
    case Posts: return new Post;
    case Tags: return new Tag;
    default: return new Comment;
    }
}

// Everything that can be seen of an object without a statement.
struct View
{
    int number = -1; // of the thing, since an address may be used again
    int known = 0; // how many objects were known when it was taken
    Kind kind = Users;
    Model::State state = Model::Transient;
    QVariantMap fields;
    std::map<QByteArray, std::optional<Model *>> ones;
    std::map<QByteArray, ListView> lists;
};

View viewOf(Model *object)
{
    static const QByteArrayList columns[KindCount] = {
            {"id", "username"},
            {"id", "bio", "userId"},
            {"id", "title", "content", "published", "createdAt", "authorId"},
            {"id", "name"},
            {"id", "content", "parentId"}};
    const Kind kind = kindOf(object);
    View view;
    view.state = object->state();
    view.kind = kind;
    for (const QByteArray &column : columns[kind])
        view.fields.insert(QString::fromLatin1(column), object->property(column.constData()));
    if (owning[kind])
        view.ones[owning[kind]] = peekOne(object, owning[kind]);
    if (kind == Users)
        view.ones["profile"] = peekOne(object, "profile");
    if (children[kind])
        view.lists[children[kind]] = peekList(object, children[kind]);
    if (pairLists[kind])
        view.lists[pairLists[kind]] = peekList(object, pairLists[kind]);
    return view;
}

// Empty lists apart: Qt compares their memory, which may be none.
bool same(const QList<Model *> &a, const QList<Model *> &b)
{
    return a.isEmpty() ? b.isEmpty() : a == b;
}

QString shown(const QList<Model *> &members)
{
    QStringList names;
    for (const Model *member : members)
        names.append(name(member));
    return u'[' + names.join(u", "_s) + u']';
}

// Hears every signal of every object, and how often.
class Ear : public QObject
{
public:
    void listenTo(Model *object)
    {
        const QMetaObject *meta = object->metaObject();
        for (int i = Model::staticMetaObject.propertyCount(); i < meta->propertyCount(); ++i) {
            const int signal = meta->property(i).notifySignalIndex();
            // Each signal has a slot of its own: the property.
            if (signal >= 0)
                QMetaObject::connect(object, signal, this, QObject::staticMetaObject.methodCount() + i,
                                     Qt::DirectConnection);
        }
    }

    int qt_metacall(QMetaObject::Call call, int id, void **arguments) override
    {
        id = QObject::qt_metacall(call, id, arguments);
        if (id < 0 || call != QMetaObject::InvokeMetaMethod)
            return id;
        auto *object = static_cast<Model *>(sender());
        const QByteArray property = object->metaObject()->property(id).name();
        ++m_heard[object][property];
        if (onSignal)
            onSignal(object, property);
        return -1;
    }

    int heard(Model *object, const QByteArray &property) const
    {
        const auto at = m_heard.find(object);
        if (at == m_heard.end())
            return 0;
        const auto count = at->second.find(property);
        return count == at->second.end() ? 0 : count->second;
    }

    void forgetAll() { m_heard.clear(); }

    std::function<void(Model *, const QByteArray &)> onSignal;

private:
    std::map<Model *, std::map<QByteArray, int>> m_heard;
};

class Walk
{
public:
    Walk(TestDatabase &database, quint32 seed)
        : m_database(database), m_session(database.handle()),
          m_other(database.handle(), Session::NotCurrent), m_seed(seed), m_random(seed)
    {
        m_ear.onSignal = [this](Model *object, const QByteArray &property) {
            if (m_looksInside)
                agree(object, "when "_ba + property + " is told");
        };
        takeBase();
    }

    ~Walk()
    {
        for (const QPointer<Model> &object : m_objects) {
            if (object && !object->session())
                delete object;
        }
    }

    bool run(int steps)
    {
        for (m_step = 0; m_step < steps && m_failure.isEmpty(); ++m_step)
            step();
        return m_failure.isEmpty();
    }

    QByteArray failure() const
    {
        for (const QString &line : m_log.sliced(qMax(qsizetype(0), m_log.size() - 30)))
            qInfo("%s", qPrintable(line));
        return u"seed %1, step %2: %3"_s.arg(m_seed).arg(m_step).arg(m_failure).toUtf8();
    }

    int commits() const { return m_commits; }
    int rollbacks() const { return m_rollbacks; }

private:
    int random(int below) { return below < 1 ? 0 : int(m_random() % quint32(below)); }
    bool chance(int percent) { return random(100) < percent; }

    void fail(const QString &text)
    {
        if (m_failure.isEmpty())
            m_failure = text;
    }
    void expect(bool condition, const QString &text)
    {
        if (!condition)
            fail(text);
    }
    template <typename T>
    void succeed(const Chakra::Result<T> &done, const char *what)
    {
        if (!done.ok())
            fail(QLatin1StringView(what) + u": "_s + done.error().text());
    }
    void note(const QString &text) { m_log.append(u"%1: %2%3"_s.arg(m_step).arg(QString(m_depth * 2, u' '), text)); }

    // Objects ---------------------------------------------------------------------------------

    int count() const { return int(m_objects.size()); }
    Model *object(int number) const { return m_objects[size_t(number)].data(); }

    int numberOf(const Model *wanted) const
    {
        const auto at = m_numbers.find(wanted);
        return at != m_numbers.end() && object(at->second) == wanted ? at->second : -1;
    }

    void meet(Model *found)
    {
        if (!found || numberOf(found) >= 0)
            return;
        m_numbers[found] = count();
        m_objects.push_back(found);
        m_ear.listenTo(found);
    }

    // Whether the object came up later than a view was taken.
    bool isNewTo(const View &view, const Model *member) const { return numberOf(member) >= view.known; }

    // Everything that can be reached without a statement.
    void meetReachable()
    {
        for (int i = 0; i < count(); ++i) {
            Model *from = object(i);
            if (!from || from->state() == Model::Deleted)
                continue;
            const View view = viewOf(from);
            for (const auto &[one, target] : view.ones)
                meet(target.value_or(nullptr));
            for (const auto &[name, list] : view.lists) {
                for (Model *member : list.members)
                    meet(member);
            }
        }
    }

    bool isStored(const Model *o) const { return o && o->session() == &m_session && o->state() == Model::Persistent; }

    Model *storedObject(Kind wanted, qint64 id) const
    {
        for (const QPointer<Model> &o : m_objects) {
            if (isStored(o) && kindOf(o) == wanted && idOf(o) == id)
                return o;
        }
        return nullptr;
    }

    // Invariants ------------------------------------------------------------------------------

    static bool isAway(const Model *o)
    {
        return o->state() == Model::Removed || (o->state() == Model::Transient && o->session());
    }

    // Both sides agree.
    void agree(Model *object, const QByteArray &when)
    {
        const Kind k = kindOf(object);
        const Model::State state = object->state();
        if (state == Model::Deleted)
            return;
        const QString where = name(object) + u' ' + QString::fromLatin1(when) + u": "_s;
        const bool away = isAway(object);
        if (owning[k]) {
            if (Model *parent = peekOne(object, owning[k]).value_or(nullptr)) {
                expect(parent->state() != Model::Deleted, where + u"refers to a deleted object"_s);
                if (k == Profiles) {
                    const std::optional<Model *> back = peekOne(parent, "profile");
                    expect(away || !back || *back == object,
                           where + u"its user's profile is "_s + name(back.value_or(nullptr)));
                } else {
                    const ListView list = peekList(parent, children[kindOf(parent)]);
                    expect(away || !list.loaded || list.partial || list.members.count(object) == 1,
                           where + u"is not once in the list of "_s + name(parent) + shown(list.members));
                }
                if (parent->state() == Model::Persistent)
                    expect(keyOf(object) == idOf(parent), where + u"has not the key of its parent"_s);
            }
        }
        if (k == Users) {
            if (Model *profile = peekOne(object, "profile").value_or(nullptr)) {
                expect(peekOne(profile, "user") == object, where + u"its profile has another user"_s);
                expect(profile->state() != Model::Removed && profile->state() != Model::Deleted,
                       where + u"its profile is away"_s);
            }
        }
        for (const char *listName : {children[k], pairLists[k]}) {
            if (!listName)
                continue;
            const ListView list = peekList(object, listName);
            std::set<Model *> seen;
            for (Model *member : list.members) {
                expect(seen.insert(member).second, where + QLatin1StringView(listName) + u" holds twice "_s + name(member));
                expect(away || (member->state() != Model::Removed && member->state() != Model::Deleted),
                       where + QLatin1StringView(listName) + u" holds what is away: "_s + name(member));
                if (listName == children[k]) {
                    expect(peekOne(member, owning[kindOf(member)]) == object,
                           where + QLatin1StringView(listName) + u" holds one that points elsewhere: "_s + name(member));
                } else if (!away) {
                    const ListView back = peekList(member, pairLists[kindOf(member)]);
                    expect(!back.loaded || back.partial || back.members.count(object) == 1,
                           where + QLatin1StringView(listName) + u": not known to "_s + name(member) + shown(back.members));
                }
            }
        }
    }

    // Lists hold what the keys say, item models what the lists hold, and no row has two objects.
    void checkAll()
    {
        meetReachable();
        std::map<std::pair<Kind, qint64>, Model *> rows;
        for (int i = 0; i < count() && m_failure.isEmpty(); ++i) {
            Model *o = object(i);
            if (!o || o->state() == Model::Deleted)
                continue;
            agree(o, "after the step");
            const Kind k = kindOf(o);
            if (o->session() && (o->state() == Model::Persistent || o->state() == Model::Removed)) {
                const bool first = rows.insert({{k, idOf(o)}, o}).second;
                expect(first, name(o) + u": its row has another object"_s);
            }
            for (const char *listName : {children[k], pairLists[k]}) {
                const QAbstractItemModel *model = listName ? m_models[o].value(QByteArray(listName)).data() : nullptr;
                if (!model)
                    continue;
                const ListView list = peekList(o, listName);
                QList<Model *> shownRows;
                for (int row = 0; row < model->rowCount(); ++row)
                    shownRows.append(qobject_cast<Model *>(
                            model->index(row, 0).data(model->roleNames().key("object")).value<QObject *>()));
                expect(same(shownRows, list.members), name(o) + u'.' + QLatin1StringView(listName) + u": the rows are "_s
                               + shown(shownRows) + u", the list "_s + shown(list.members));
            }
        }
        for (const auto &[row, o] : rows) {
            if (!owning[row.first] || !isStored(o))
                continue;
            const std::optional<qint64> key = keyOf(o);
            const auto parent = key ? rows.find({parentOf(row.first), *key}) : rows.end();
            if (parent != rows.end() && *key != 0)
                expect(peekOne(o, owning[row.first]) == parent->second,
                       name(o) + u" does not have the object of its key "_s + QString::number(*key));
        }
    }

    // The rows --------------------------------------------------------------------------------

    QList<QVariantList> select(const QString &sql)
    {
        // Past the session, but where its transaction is open.
        Session &session = m_depth > 0 ? m_session : m_other;
        return must(session.execute(sql));
    }

    QString dump()
    {
        QString text;
        for (const QString &sql : {u"SELECT id, username FROM users ORDER BY id"_s,
                                   u"SELECT id, bio, user_id FROM profiles ORDER BY id"_s,
                                   u"SELECT id, title, author_id FROM posts ORDER BY id"_s,
                                   u"SELECT id, name FROM tags ORDER BY id"_s,
                                   u"SELECT id, content, parent_id FROM comments ORDER BY id"_s,
                                   u"SELECT post_id, tag_id FROM post_tags ORDER BY post_id, tag_id"_s}) {
            text += sql.mid(sql.indexOf(u"FROM"_s)) + u'\n';
            for (const QVariantList &row : select(sql)) {
                for (const QVariant &value : row)
                    text += value.toString() + u'|';
                text += u'\n';
            }
        }
        return text;
    }

    // After a commit or a rollback nothing waits: the objects say what the database says.
    void compareRows()
    {
        meetReachable();
        std::map<std::pair<Kind, qint64>, std::pair<QString, qint64>> rows;
        for (int k = 0; k < KindCount; ++k) {
            for (const QVariantList &row : select(u"SELECT id, %1, %2 FROM %3"_s.arg(
                         QLatin1StringView(textColumns[k]),
                         QLatin1StringView(keyColumns[k] ? keyColumns[k] : "NULL"), QLatin1StringView(tables[k]))))
                rows[{Kind(k), row.at(0).toLongLong()}] = {row.at(1).toString(), row.at(2).toLongLong()};
        }
        std::set<std::pair<qint64, qint64>> pairs;
        for (const QVariantList &row : select(u"SELECT post_id, tag_id FROM post_tags"_s))
            pairs.insert({row.at(0).toLongLong(), row.at(1).toLongLong()});
        for (int i = 0; i < count(); ++i) {
            Model *o = object(i);
            if (!o || o->session() != &m_session)
                continue;
            const QString where = name(o) + u" against the database: "_s;
            expect(o->state() != Model::New && o->state() != Model::Removed, where + u"it waits still"_s);
            if (!isStored(o))
                continue;
            expect(!o->isChanged(), where + u"it is changed still"_s);
            const Kind k = kindOf(o);
            const auto at = rows.find({k, idOf(o)});
            if (at == rows.end())
                return fail(where + u"it has no row"_s);
            expect(textOf(o) == at->second.first, where + u"its text is "_s + textOf(o) + u", not "_s + at->second.first);
            if (owning[k])
                expect(keyOf(o).value_or(0) == at->second.second,
                       where + u"its key is %1, not %2"_s.arg(keyOf(o).value_or(0)).arg(at->second.second));
            if (k == Users) {
                const std::optional<Model *> profile = peekOne(o, "profile");
                if (profile && !*profile) {
                    for (const auto &[row, values] : rows)
                        expect(row.first != Profiles || values.second != idOf(o) || !storedObject(Profiles, row.second),
                               where + u"its profile is null"_s);
                }
            }
            for (const char *listName : {children[k], pairLists[k]}) {
                const ListView list = listName ? peekList(o, listName) : ListView();
                if (!list.loaded || list.partial)
                    continue;
                std::set<qint64> ids;
                if (listName == children[k]) {
                    for (const auto &[row, values] : rows) {
                        if (row.first == childOf(k) && values.second == idOf(o))
                            ids.insert(row.second);
                    }
                } else {
                    for (const auto &[post, tag] : pairs) {
                        if ((k == Posts ? post : tag) == idOf(o))
                            ids.insert(k == Posts ? tag : post);
                    }
                }
                const Kind memberKind = listName == children[k] ? childOf(k) : k == Posts ? Tags : Posts;
                for (const Model *member : list.members)
                    expect(!isStored(member) || ids.count(idOf(member)),
                           where + QLatin1StringView(listName) + u" should not hold "_s + name(member));
                // Evicted members have left the list with their objects.
                for (const qint64 id : ids) {
                    Model *member = storedObject(memberKind, id);
                    const bool left = listName == pairLists[k] && m_left.count({memberKind, id});
                    expect(!member || left || list.members.contains(member),
                           where + QLatin1StringView(listName) + u" should hold "_s + name(member) + u" and is "_s + shown(list.members));
                }
            }
        }
    }

    // Views before and after ------------------------------------------------------------------

    using Views = std::map<Model *, View>;
    Views takeViews()
    {
        meetReachable();
        Views views;
        for (int i = 0; i < count(); ++i) {
            if (object(i) && object(i)->state() != Model::Deleted) {
                View &view = views[object(i)] = viewOf(object(i));
                view.number = i;
                view.known = count();
            }
        }
        return views;
    }

    // Once a change, none without one.
    void compareSignals(const Views &before)
    {
        for (const auto &[o, old] : before) {
            if (numberOf(o) != old.number || o->state() == Model::Deleted)
                continue;
            const View now = viewOf(o);
            for (auto it = now.fields.cbegin(); it != now.fields.cend(); ++it) {
                const int heard = m_ear.heard(o, it.key().toLatin1());
                const int wanted = it.value() == old.fields.value(it.key()) ? 0 : 1;
                expect(heard == wanted, u"%1.%2 went from %3 to %4 and was told %5 times"_s.arg(
                                                name(o), it.key(), old.fields.value(it.key()).toString(),
                                                it.value().toString()).arg(heard));
            }
            for (const auto &[one, target] : now.ones) {
                const int heard = m_ear.heard(o, one);
                const std::optional<Model *> was = old.ones.at(one);
                const bool both = target && was;
                expect(both ? heard == (*target == *was ? 0 : 1) : heard <= 1,
                       u"%1.%2 went from %3 to %4 and was told %5 times"_s.arg(
                               name(o), QString::fromLatin1(one),
                               was ? QString::number(quintptr(*was) & 0xffffff, 16) : u"not loaded"_s,
                               target ? name(*target) : u"not loaded"_s).arg(heard));
            }
            for (const auto &[listName, list] : now.lists) {
                const int heard = m_ear.heard(o, listName);
                const ListView &was = old.lists.at(listName);
                const bool both = list.loaded && was.loaded;
                const bool stayed = same(list.members, was.members);
                // A part that is completed is a load.
                const bool exact = both && list.partial == was.partial;
                expect(exact ? heard == (stayed ? 0 : 1) : heard <= 1,
                       u"%1.%2 went from %3 (%4) to %5 (%6) and was told %7 times"_s.arg(
                               name(o), QString::fromLatin1(listName)).arg(was.loaded).arg(was.members.size()).arg(
                               list.loaded).arg(shown(list.members)).arg(heard));
                // The list of a new object is complete as it is, until it has a row.
                expect(!was.loaded || list.loaded || heard == 1 || old.state != now.state,
                       u"%1.%2 was unloaded and told %3 times"_s.arg(name(o), QString::fromLatin1(listName)).arg(heard));
            }
        }
    }

    // After an undo: everything is as it was, where that still lives. What no session has is not
    // undone, and what was loaded meanwhile stays.
    void compareViews(const Views &base, const QByteArray &when)
    {
        meetReachable();
        for (const auto &entry : base) {
            Model *const o = entry.first; // by names that lambdas may take
            const View &old = entry.second;
            if (numberOf(o) != old.number || old.state == Model::Transient)
                continue;
            const View now = viewOf(o);
            const QString where = name(o) + u' ' + QString::fromLatin1(when) + u": "_s;
            expect(now.state == old.state, where + u"state %1, not %2"_s.arg(now.state).arg(old.state));
            for (auto it = now.fields.cbegin(); it != now.fields.cend(); ++it)
                expect(it.value() == old.fields.value(it.key()),
                       where + it.key() + u" is "_s + it.value().toString() + u", not "_s
                               + old.fields.value(it.key()).toString());
            const auto isComparable = [&](const Model *member) {
                // What was evicted and read again is missed by lists that were loaded in between.
                return numberOf(member) >= 0 && !isNewTo(old, member) && member->state() != Model::Transient
                        && !m_left.count({kindOf(member), idOf(member)});
            };
            for (const auto &[one, target] : now.ones) {
                const std::optional<Model *> was = old.ones.at(one);
                if (!was || (*was && !isComparable(*was)))
                    continue;
                // A partner that was evicted and read again has the list loaded anew.
                expect(target ? (*target == *was || (*target && !isComparable(*target))) : !*was,
                       where + QLatin1StringView(one) + u" is "_s + (target ? name(*target) : u"not loaded"_s)
                               + u", not "_s + name(*was));
            }
            for (const auto &[listName, list] : now.lists) {
                const ListView &was = old.lists.at(listName);
                if (!was.loaded || was.partial)
                    continue;
                const QString label = where + QLatin1StringView(listName) + u' ';
                if (!list.loaded) {
                    expect(hasArrived(o, listName, old), label + u"is not loaded any more"_s);
                    continue;
                }
                QList<Model *> members = list.members;
                members.removeIf([&](const Model *member) { return !isComparable(member); });
                QList<Model *> wanted = was.members;
                wanted.removeIf([&](const Model *member) { return !isComparable(member); });
                if (was.isReloaded || hasArrived(o, listName, old)) {
                    std::sort(members.begin(), members.end());
                    std::sort(wanted.begin(), wanted.end());
                }
                expect(same(members, wanted), label + u"is "_s + shown(members) + u", not "_s + shown(wanted));
            }
        }
    }

    // Whether a row came up that may belong into a list: it is to be loaded again then.
    bool hasArrived(Model *owner, const QByteArray &list, const View &old)
    {
        for (int i = old.known; i < count(); ++i) {
            const Model *o = object(i);
            const Kind k = kindOf(owner);
            if (!isStored(o))
                continue;
            if (list == children[k] ? kindOf(o) == childOf(k) && keyOf(o) == idOf(owner)
                                    : pairLists[kindOf(o)] && kindOf(o) != k)
                return true;
        }
        return false;
    }

    void takeBase()
    {
        m_base = takeViews();
        for (auto it = m_base.begin(); it != m_base.end();)
            it = isStored(it->first) ? std::next(it) : m_base.erase(it);
    }

    // What is written or read again at once stands, whatever is undone.
    void settle(const std::function<void(View &)> &change)
    {
        for (auto &[o, view] : m_base)
            change(view);
    }
    void noteReload(const std::function<bool(const View &)> &matches, const char *listName)
    {
        const auto change = [&](View &view) {
            const auto at = listName && matches(view) ? view.lists.find(listName) : view.lists.end();
            if (at != view.lists.end())
                at->second.isReloaded = true;
        };
        settle(change);
        for (Views *views : m_outer) {
            for (auto &[o, view] : *views)
                change(view);
        }
    }

    // Steps -----------------------------------------------------------------------------------

    template <typename Filter>
    Model *pickWhere(Kind wanted, Filter &&filter)
    {
        std::vector<Model *> found;
        for (const QPointer<Model> &o : m_objects) {
            if (o && kindOf(o) == wanted && filter(o.data()))
                found.push_back(o);
        }
        return found.empty() ? nullptr : found[size_t(random(int(found.size())))];
    }
    Model *pick(Kind wanted)
    {
        return pickWhere(wanted, [](Model *o) { return o->state() != Model::Removed && o->state() != Model::Deleted; });
    }
    Model *pickStored(Kind wanted)
    {
        return pickWhere(wanted, [this](Model *o) { return isStored(o); });
    }
    int population(Kind wanted)
    {
        return int(std::count_if(m_objects.begin(), m_objects.end(), [wanted](const QPointer<Model> &o) {
            return o && kindOf(o) == wanted && o->state() != Model::Deleted;
        }));
    }
    qint64 randomRow(Kind wanted)
    {
        const QList<QVariantList> rows = select(u"SELECT id FROM "_s + QLatin1StringView(tables[wanted]) + u" ORDER BY id"_s);
        return rows.isEmpty() ? 0 : rows.at(random(int(rows.size()))).first().toLongLong();
    }
    QString newText() { return u"t%1"_s.arg(++m_texts); }

    void step()
    {
        m_before = takeViews();
        m_ear.forgetAll();
        m_looksInside = chance(20);
        m_isOneChange = true;
        action();
        m_looksInside = false;
        if (m_isOneChange && m_failure.isEmpty())
            compareSignals(m_before);
        if (m_failure.isEmpty())
            checkAll();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    void action()
    {
        using Step = void (Walk::*)();
        static constexpr std::pair<int, Step> steps[] = {
                {60, &Walk::create}, {50, &Walk::add}, {50, &Walk::change}, {110, &Walk::assignParent},
                {70, &Walk::assignKey}, {90, &Walk::editChildren}, {50, &Walk::assignProfile},
                {120, &Walk::editPairs}, {50, &Walk::remove}, {40, &Walk::destroy}, {20, &Walk::refresh},
                {50, &Walk::query}, {50, &Walk::load}, {20, &Walk::showModel}, {15, &Walk::iterate},
                {15, &Walk::meddle}, {50, &Walk::commit}, {40, &Walk::rollback}, {40, &Walk::transact}};
        int dice = random(m_depth > 0 ? 860 : 990);
        for (const auto &[weight, run] : steps) {
            dice -= weight;
            if (dice < 0)
                return (this->*run)();
        }
    }

    void create()
    {
        const auto k = Kind(random(KindCount));
        if (population(k) > 9)
            return;
        const QString text = newText();
        Model *made = nullptr;
        Model *owner = nullptr;
        const int how = random(3);
        if (how == 0 && (k == Posts || k == Comments)) {
            owner = pick(parentOf(k));
            if (!owner)
                return;
            note(u"create %1 in %2"_s.arg(QLatin1StringView(tables[k]), name(owner)));
            if (k == Posts)
                made = static_cast<User *>(owner)->posts().create(f<&Post::title> = text).value();
            else
                made = static_cast<Comment *>(owner)->replies().create(f<&Comment::content> = text).value();
        } else if (how == 1) {
            switch (k) {
            case Users: made = m_session.create<User>(f<&User::username> = text); break;
            case Profiles: made = m_session.create<Profile>(f<&Profile::bio> = text); break;
            case Posts: made = m_session.create<Post>(f<&Post::title> = text); break;
            case Tags: made = m_session.create<Tag>(f<&Tag::name> = text); break;
            default: made = m_session.create<Comment>(f<&Comment::content> = text);
            }
        } else {
            made = makeObject(k);
            setText(made, text);
        }
        meet(made);
        note(u"created "_s + name(made) + (made->session() ? u" in the session"_s : QString()));
    }

    void add()
    {
        Model *o = pickWhere(Kind(random(KindCount)), [](Model *model) {
            return model->state() == Model::Transient || model->state() == Model::Removed;
        });
        if (!o)
            return;
        note(u"add "_s + name(o));
        succeed(m_session.add(o), "add");
    }

    void change()
    {
        Model *o = pick(Kind(random(KindCount)));
        if (!o)
            return;
        const QString text = chance(20) ? textOf(o) : newText();
        note(u"text of "_s + name(o) + u" = "_s + text);
        setText(o, text);
        expect(textOf(o) == text, u"the text was not set"_s);
    }

    Kind randomChild() { return std::array{Profiles, Posts, Posts, Comments}[size_t(random(4))]; }

    void assignParent()
    {
        const Kind k = randomChild();
        Model *child = pick(k);
        Model *parent = chance(10) ? nullptr : pick(parentOf(k));
        if (!child)
            return;
        note(u"parent of %1 = %2"_s.arg(name(child), name(parent)));
        ::setParent(child, parent);
        expect(peekOne(child, owning[k]) == parent, u"the parent was not set"_s);
    }

    void assignKey()
    {
        const Kind k = randomChild();
        Model *child = pickWhere(k, [](Model *o) { return o->session() && o->state() != Model::Removed && o->state() != Model::Deleted; });
        if (!child)
            return;
        const std::optional<qint64> key = k == Comments && chance(15) ? std::nullopt
                                                                      : std::optional(randomRow(parentOf(k)));
        if (key == 0)
            return;
        note(u"key of %1 = %2"_s.arg(name(child)).arg(key.value_or(0)));
        setKey(child, key);
        expect(keyOf(child) == key, u"the key was not set"_s);
    }

    template <typename T, typename List>
    void edit(List list, int how, int amount)
    {
        QList<T *> given;
        QStringList names;
        for (int i = 0; i < amount; ++i) {
            if (T *member = pickOf<T>(); member) {
                given.append(member);
                names.append(name(member));
            }
        }
        const auto call = std::array{"add", "remove", "set", "clear"}[size_t(how)];
        note(QLatin1StringView(call) + u' ' + names.join(u", "_s));
        Chakra::Result<void> done;
        switch (how) {
        case 0: done = list.add(given); break;
        case 1: done = list.remove(given); break;
        case 2: done = list.set(given); break;
        default: done = list.clear();
        }
        if (!done.ok()) {
            // Posts can not be taken off their author.
            expect(std::is_same_v<T, Post> && how != 0 && done.error().kind() == Chakra::Error::Usage,
                   QLatin1StringView(call) + u": "_s + done.error().text());
            return;
        }
        if (!list.isLoaded())
            return;
        for (T *member : std::as_const(given))
            expect(list.contains(member) == (how == 0 || how == 2), QLatin1StringView(call) + u": "_s + name(member));
        expect(how != 3 || list.isEmpty() || list.isPartial(), u"cleared and not empty"_s);
    }
    template <typename T>
    T *pickOf()
    {
        if constexpr (std::is_same_v<T, Post>)
            return static_cast<Post *>(pick(Posts));
        else if constexpr (std::is_same_v<T, Tag>)
            return static_cast<Tag *>(pick(Tags));
        else
            return static_cast<Comment *>(pick(Comments));
    }

    void editChildren()
    {
        Model *owner = pick(chance(50) ? Users : Comments);
        if (!owner)
            return;
        note(u"children of "_s + name(owner) + u':');
        if (kindOf(owner) == Users)
            edit<Post>(static_cast<User *>(owner)->posts(), random(4), 1 + random(3));
        else
            edit<Comment>(static_cast<Comment *>(owner)->replies(), random(4), 1 + random(3));
    }

    void editPairs()
    {
        Model *owner = pick(chance(50) ? Posts : Tags);
        if (!owner)
            return;
        note(u"pairs of "_s + name(owner) + u':');
        const int how = std::array{0, 0, 0, 1, 1, 2, 3, 4, 5}[size_t(random(9))];
        if (how >= 4) {
            // By key, of rows that may have no object.
            const bool isPost = kindOf(owner) == Posts;
            const qint64 key = randomRow(isPost ? Tags : Posts);
            if (!isStored(owner) || !key)
                return;
            note((how == 4 ? u"add the key %1"_s : u"remove the key %1"_s).arg(key));
            const auto byKey = [&](auto list) { succeed(how == 4 ? list.add(key) : list.remove(key), "by key"); };
            if (isPost)
                byKey(static_cast<Post *>(owner)->tags());
            else
                byKey(static_cast<Tag *>(owner)->posts());
        } else if (kindOf(owner) == Posts) {
            edit<Tag>(static_cast<Post *>(owner)->tags(), how, 1 + random(3));
        } else {
            edit<Post>(static_cast<Tag *>(owner)->posts(), how, 1 + random(3));
        }
        const auto forgets = [](View &view) {
            for (const char *list : {"tags", "posts"}) {
                const auto at = view.lists.find(list);
                if (at != view.lists.end() && (view.kind == Posts || view.kind == Tags))
                    at->second.loaded = false;
            }
        };
        const bool isByKey = how >= 4;
        if (m_depth == 0 || isByKey)
            settle(forgets);
        // A list that got a key without an object is to be read again, whatever is undone.
        for (Views *views : m_outer) {
            for (auto &[o, view] : *views) {
                if (isByKey)
                    forgets(view);
            }
        }
    }

    void assignProfile()
    {
        auto *user = static_cast<User *>(pick(Users));
        auto *profile = static_cast<Profile *>(chance(15) ? nullptr : pick(Profiles));
        if (!user)
            return;
        note(u"profile of %1 = %2"_s.arg(name(user), name(profile)));
        user->setProfile(profile); // refused where the present one could not be without a user
    }

    void remove()
    {
        const auto k = Kind(random(KindCount));
        Model *o = pickWhere(k, [](Model *model) { return model->state() == Model::New || model->state() == Model::Persistent; });
        if (!o || population(k) < 4)
            return;
        note(u"remove "_s + name(o));
        succeed(m_session.remove(o), "remove");
    }

    void destroy()
    {
        Model *o = pick(Kind(random(KindCount)));
        if (!o)
            return;
        const int how = o->session() ? random(3) : 0;
        note(QLatin1StringView(std::array{"delete ", "evict ", "release "}[size_t(how)]) + name(o));
        m_models.erase(o);
        m_left.insert({kindOf(o), idOf(o)});
        if (how == 1)
            return succeed(m_session.evict(o), "evict");
        if (how == 2) {
            succeed(m_session.release(o), "release");
            expect(!o->session() && o->state() == Model::Transient, u"release left it in the session"_s);
            const View view = viewOf(o);
            for (const auto &[one, target] : view.ones)
                expect(!target.value_or(nullptr), u"a released object has a %1"_s.arg(QString::fromLatin1(one)));
            for (const auto &[list, members] : view.lists)
                expect(members.members.isEmpty(), u"a released object has %1"_s.arg(QString::fromLatin1(list)));
        }
        delete o;
    }

    void refresh()
    {
        Model *o = pickStored(Kind(random(KindCount)));
        if (!o)
            return;
        note(u"refresh "_s + name(o));
        succeed(m_session.refresh(o), "refresh");
        // Its own relations are read again when somebody asks.
        const auto forgets = [number = numberOf(o)](View &view) {
            if (view.number != number)
                return;
            for (auto &[list, members] : view.lists)
                members.loaded = false;
            for (auto &[one, target] : view.ones)
                target.reset();
        };
        settle(forgets);
        for (Views *views : m_outer) {
            for (auto &[model, view] : *views)
                forgets(view);
        }
        m_isOneChange = false; // a model loads at once what was unloaded
    }

    void query()
    {
        const int how = random(10);
        note(u"query %1"_s.arg(how));
        const auto meetAll = [this](const auto &objects) {
            if (!objects.ok())
                return fail(u"query: "_s + objects.error().text());
            for (auto *found : objects.value())
                meet(found);
        };
        if (how == 0 || how == 2) {
            for (const char *list : {"posts", "tags", "replies"})
                noteReload([](const View &view) { return view.kind != Tags; }, list);
        }
        switch (how) {
        case 0: return meetAll(User::objects(m_session).prefetchRelated("posts", "posts__tags").all());
        case 1: return meetAll(Post::objects(m_session).selectRelated("author__profile").all());
        case 2: return meetAll(Comment::objects(m_session).prefetchRelated("replies").filter("id", randomRow(Comments)).all());
        case 3:
            return meetAll(User::objects(m_session)
                                   .prefetchRelated(Chakra::Prefetch("posts", Post::objects(m_session).filter("published", true).orderBy("-title")))
                                   .all());
        case 4:
            return meetAll(Post::objects(m_session)
                                   .prefetchRelated(Chakra::Prefetch("tags", Tag::objects(m_session).filter("id__gt", 2)))
                                   .all());
        case 5: return meetAll(Profile::objects(m_session).selectRelated("user").all());
        case 6: return meetAll(Tag::objects(m_session).filter("id", randomRow(Tags)).all());
        case 7: return meetAll(User::objects(m_session).selectRelated("profile").filter("id", randomRow(Users)).all());
        case 8: return meetAll(Post::objects(m_session).filter("id", randomRow(Posts)).all());
        default: meetAll(Comment::objects(m_session).selectRelated("parentComment").all());
        }
    }

    void load()
    {
        const auto k = Kind(random(KindCount));
        Model *o = pick(k);
        if (!o)
            return;
        note(u"load relations of "_s + name(o));
        switch (k) {
        case Users: meet(static_cast<User *>(o)->profile()); break;
        case Profiles: meet(static_cast<Profile *>(o)->user()); break;
        case Posts: meet(static_cast<Post *>(o)->author()); break;
        case Comments: meet(static_cast<Comment *>(o)->parentComment()); break;
        default: break;
        }
        for (const char *listName : {children[k], pairLists[k]}) {
            if (!listName)
                continue;
            noteReload([number = numberOf(o)](const View &view) { return view.number == number; }, listName);
            withList(o, listName, [&](auto list) {
                succeed(list.load(), "load");
                expect(list.isLoaded() && !list.isPartial(), u"loaded, and only a part"_s);
            });
        }
    }

    void showModel()
    {
        Model *o = pick(std::array{Users, Posts, Tags, Comments}[size_t(random(4))]);
        if (!o)
            return;
        note(u"model of "_s + name(o));
        for (const char *listName : {children[kindOf(o)], pairLists[kindOf(o)]}) {
            if (!listName || m_models[o].value(QByteArray(listName)))
                continue;
            withList(o, listName, [&](auto list) {
                QAbstractItemModel *model = list.model();
                auto *tester = new QAbstractItemModelTester(
                        model, QAbstractItemModelTester::FailureReportingMode::Fatal, model);
                tester->setUseFetchMore(false);
                m_models[o].insert(QByteArray(listName), model);
            });
        }
    }

    void iterate()
    {
        auto *from = static_cast<Comment *>(pick(Comments));
        auto *to = static_cast<Comment *>(pick(Comments));
        if (!from || from == to)
            return;
        note(u"move all of %1 to %2 in a loop"_s.arg(name(from), name(to)));
        const QList<Comment *> before = from->replies();
        QList<Comment *> seen;
        for (Comment *reply : from->replies()) {
            seen.append(reply);
            reply->setParentComment(to);
        }
        expect(before.isEmpty() ? seen.isEmpty() : seen == before, u"the loop went over something else"_s);
        m_isOneChange = false;
    }

    // Objects of another session are refused, and nothing has changed.
    void meddle()
    {
        auto *user = static_cast<User *>(pickStored(Users));
        auto *tag = static_cast<Tag *>(pickStored(Tags));
        const qint64 post = m_depth > 0 ? 0 : randomRow(Posts);
        if (!user || !tag || !post)
            return;
        note(u"meddle with another session"_s);
        Session third(m_database.handle(), Session::NotCurrent);
        Post *foreign = Post::objects(third).get("id", post).value();
        const auto refused = [this](const Chakra::Result<void> &done) {
            expect(!done.ok() && done.error().kind() == Chakra::Error::Usage, u"an object of another session went in"_s);
        };
        refused(user->posts().add(foreign));
        refused(tag->posts().add(foreign));
        refused(tag->posts().set({foreign}));
        refused(m_session.add(foreign));
        refused(third.remove(user));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"another session"_s));
        foreign->setAuthor(user);
        expect(!foreign->isChanged(), u"a foreign author was taken"_s);
    }

    // Why a commit may be refused: what lacks a parent, or refers to what goes or has a partner.
    static bool isRefusal(const Chakra::Error &error)
    {
        switch (error.kind()) {
        case Chakra::Error::NotNullViolation:
        case Chakra::Error::ForeignKeyViolation:
        case Chakra::Error::UniqueViolation: return true;
        // Two profiles that swap their users, whose keys can not be null for a moment.
        case Chakra::Error::Usage: return error.text().contains(u"in a circle"_s);
        default: return false;
        }
    }

    // Most of what would be refused gets what it lacks.
    void mend()
    {
        for (int i = 0; i < count(); ++i) {
            Model *o = object(i);
            if (!o || (o->state() != Model::New && o->state() != Model::Persistent))
                continue;
            const Kind k = kindOf(o);
            if ((k != Posts && k != Profiles) || peekOne(o, owning[k]).value_or(nullptr) || keyOf(o).value_or(0))
                continue;
            if (Model *parent = k == Posts && chance(80) ? pick(Users) : nullptr)
                ::setParent(o, parent);
            else
                succeed(m_session.remove(o), "remove");
        }
    }

    void commit()
    {
        if (chance(90))
            mend();
        note(u"commit"_s);
        const QString rows = dump();
        m_before = takeViews();
        m_ear.forgetAll();
        const auto done = m_session.commit();
        if (done.ok()) {
            ++m_commits;
            compareRows();
            return takeBase();
        }
        note(u"   failed: "_s + done.error().text());
        expect(isRefusal(done.error()), u"commit: "_s + done.error().text());
        expect(rows == dump(), u"a commit that failed has written"_s);
        compareViews(m_before, "after a commit that failed");
        compareSignals(m_before);
        m_before = takeViews();
        m_ear.forgetAll();
        if (chance(70))
            rollback();
    }

    void rollback()
    {
        note(u"rollback"_s);
        const QString rows = dump();
        succeed(m_session.rollback(), "rollback");
        ++m_rollbacks;
        expect(rows == dump(), u"a rollback has written"_s);
        compareViews(m_base, "after the rollback");
        if (m_failure.isEmpty())
            compareRows();
        takeBase();
    }

    void transact()
    {
        const bool fails = chance(50);
        if (!fails && m_depth == 0)
            mend();
        Views before = takeViews();
        m_outer.push_back(&before);
        const QString rows = dump();
        note(fails ? u"transact that fails"_s : u"transact"_s);
        const bool inside = std::exchange(m_looksInside, false);
        ++m_depth;
        const auto done = m_session.transact([&]() -> Chakra::Result<void> {
            for (int i = random(8); i >= 0 && m_failure.isEmpty(); --i) {
                if (m_depth < 3 && chance(8)) {
                    transact();
                } else if (chance(12)) {
                    mend();
                    note(u"flush"_s);
                    if (const auto flushed = m_session.flush(); !flushed.ok())
                        return flushed;
                } else {
                    action();
                }
                checkAll();
            }
            if (fails)
                return Chakra::Error(Chakra::Error::Usage, u"taken back"_s);
            mend();
            return {};
        });
        --m_depth;
        m_outer.pop_back();
        m_looksInside = inside;
        m_isOneChange = false;
        if (!m_failure.isEmpty())
            return;
        if (done.ok()) {
            note(u"transact is through"_s);
            expect(!fails, u"a transaction that should fail worked"_s);
            if (m_depth == 0) {
                compareRows();
                takeBase();
            }
            return;
        }
        note(u"transact is taken back: "_s + done.error().text());
        expect(fails || isRefusal(done.error()), u"transact: "_s + done.error().text());
        expect(rows == dump(), u"a transaction that was taken back has written"_s);
        compareViews(before, "after the transaction was taken back");
    }

    TestDatabase &m_database;
    Session m_session;
    Session m_other;
    const quint32 m_seed;
    std::mt19937 m_random;
    Ear m_ear;
    std::vector<QPointer<Model>> m_objects;
    std::map<const Model *, int> m_numbers;
    std::map<Model *, QHash<QByteArray, QPointer<QAbstractItemModel>>> m_models;
    std::set<std::pair<Kind, qint64>> m_left; // rows whose objects were evicted
    Views m_base; // what a rollback brings back
    Views m_before; // the step
    std::vector<Views *> m_outer; // before the open transactions
    QStringList m_log;
    QString m_failure;
    int m_step = 0;
    int m_depth = 0;
    int m_texts = 0;
    int m_commits = 0;
    int m_rollbacks = 0;
    bool m_looksInside = false;
    bool m_isOneChange = true; // the step was one change: signals can be counted
};

} // namespace

class TestInStep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothSidesAgreeOnAnyWay_data();
    void bothSidesAgreeOnAnyWay();

    // What such walks have found
    void aRowThatComesUpJoinsLoadedLists();
    void aPartnerThatOnlyItsKeyTellsIsDetached();
    void aNewObjectLoadsWhatItsKeyRefersTo();
    void aListReadAfterARefreshIsRolledBackToo();
    void aRollbackTellsOnlyWhatDiffers();
    void clearTakesARemovedMemberOffForGood();
    void aMemberThatWasRemovedBeforeItsCommitCanComeBack();
    void whatWasRemovedBeforeItsCommitTakesNothingAlong();
    void anAddThatFailsTakesNothingIn();
    void theChildrenHearOfADestroyedParent();
    void aNullKeyIsWrittenOnceItsNewParentHasOne();
    void aRollbackTakesATransientPartnerOff();
    void aTransientMemberStaysWhereItPoints();
    void aRowThatIsReadBesideAPendingPartnerIsDetached();
    void aRowThatComesUpStaysAfterARollback();
    void anObjectThatWasNotAddedFollowsItsParent();
    void aRemovedObjectForgetsWhoDied();
    void pairsOfTwoRemovedObjectsComeBack();
    void aRefreshThatIsTakenBackKeepsTheChange();
};

void TestInStep::bothSidesAgreeOnAnyWay_data()
{
    QTest::addColumn<quint32>("seed");
    const QByteArrayList walks = qgetenv("CHAKRA_WALKS").split(',');
    const quint32 first = walks.size() == 2 ? walks.at(0).toUInt() : 1;
    const quint32 count = walks.size() == 2 ? walks.at(1).toUInt() : 3;
    for (quint32 seed = first; seed < first + count; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestInStep::bothSidesAgreeOnAnyWay()
{
    QFETCH(const quint32, seed);
    bool given = false;
    const int steps = qEnvironmentVariableIntValue("CHAKRA_WALK_STEPS", &given);
    TestDatabase database;
    Walk walk(database, seed);
    const bool inStep = walk.run(given ? steps : 1100);
    QVERIFY2(inStep, walk.failure().constData());
}

void TestInStep::aRowThatComesUpJoinsLoadedLists()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    QCOMPARE(keyText(alice->posts()), u"1 2 3"_s);
    QCOMPARE(bob->profile(), nullptr);
    database.run(u"INSERT INTO posts (id, title, content, published, created_at, author_id) "
                 "VALUES (6, 'New', '', 1, '2024-01-06 10:00:00.000', 1)"_s);
    database.run(u"INSERT INTO profiles (id, bio, user_id) VALUES (3, 'New', 2)"_s);

    Notifications heard({{"alice", alice}, {"bob", bob}});
    MUST_GET(Post *post, Post::objects(session).get("id", 6));
    MUST_GET(Profile *profile, Profile::objects(session).get("id", 3));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(post->author(), alice);
        QCOMPARE(keyText(alice->posts()), u"1 2 3 6"_s);
        QCOMPARE(profile->user(), bob);
        QCOMPARE(bob->profile(), profile);
    });
    QCOMPARE(heard.take(), QStringList({u"alice.posts"_s, u"bob.profile"_s}));
}

void TestInStep::aPartnerThatOnlyItsKeyTellsIsDetached()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Profile *old, Profile::objects(session).get("id", 1));
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    COMPARE_STATEMENTS(0, {
        QCOMPARE(old->user(), alice);
        auto *profile = session.create<Profile>(f<&Profile::bio> = "next");
        profile->setUser(alice);
        QCOMPARE(alice->profile(), profile);
        QCOMPARE(old->user(), nullptr);
        MUST(session.rollback());
        QCOMPARE(old->user(), alice);
    });
    QCOMPARE(alice->profile(), old);
}

void TestInStep::aNewObjectLoadsWhatItsKeyRefersTo()
{
    TestDatabase database;
    Session session(database.handle());
    auto *post = session.create<Post>(f<&Post::title> = "by key", f<&Post::authorId> = 1);
    COMPARE_STATEMENTS(0, QVERIFY(!post->isLoaded("author")));
    COMPARE_STATEMENTS(1, QVERIFY(post->author()));
    QCOMPARE(post->author()->username(), u"alice"_s);
    COMPARE_STATEMENTS(1, QCOMPARE(post->author()->posts().last(), post));
}

void TestInStep::aListReadAfterARefreshIsRolledBackToo()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *bob, User::objects(session).get("id", 2));
    MUST_GET(Post *post, Post::objects(session).selectRelated("author").get("id", 1));
    post->setAuthor(bob);
    MUST(session.refresh(bob)); // forgets what its list was
    QCOMPARE(keyText(bob->posts()), u"4 5 1"_s);
    MUST(session.rollback());
    COMPARE_STATEMENTS(0, QCOMPARE(keyText(bob->posts()), u"4 5"_s));
    QCOMPARE(post->author()->username(), u"alice"_s);
}

void TestInStep::aRollbackTellsOnlyWhatDiffers()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    Post *post = users.at(0)->posts().first();
    post->setAuthor(users.at(1));
    post->setAuthor(users.at(0)); // now behind the others
    Notifications heard({{"alice", users.at(0)}, {"bob", users.at(1)}, {"post", post}});
    MUST(session.rollback());
    QCOMPARE(keyText(users.at(0)->posts()), u"1 2 3"_s);
    QCOMPARE(heard.take(), QStringList(u"alice.posts"_s));
}

void TestInStep::clearTakesARemovedMemberOffForGood()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    MUST_GET(Tag *python, Tag::objects(session).get("id", 1));
    QCOMPARE(keyText(python->posts()), u"1 2"_s);
    MUST(session.remove(python));
    MUST(post->tags().clear());
    QCOMPARE(database.rows(u"post_tags"_s, u"post_id = 1"_s), 0);
    MUST(session.rollback());
    QVERIFY(post->tags().isEmpty());
    QCOMPARE(keyText(python->posts()), u"2"_s);
}

void TestInStep::aMemberThatWasRemovedBeforeItsCommitCanComeBack()
{
    TestDatabase database;
    Session session(database.handle());
    auto *root = session.create<Comment>(f<&Comment::content> = "root");
    MUST_GET(Comment *reply, root->replies().create(f<&Comment::content> = "reply"));
    MUST(session.remove(reply));
    MUST(session.remove(root));
    QVERIFY(root->replies().isEmpty());
    MUST(root->replies().add(reply));
    QCOMPARE(root->replies().toList(), QList<Comment *>{reply});
    QCOMPARE(reply->parentComment(), root);
}

void TestInStep::whatWasRemovedBeforeItsCommitTakesNothingAlong()
{
    TestDatabase database(TestDatabase::Tables);
    Session session(database.handle());
    auto *user = session.create<User>(f<&User::username> = "dora");
    auto *post = session.create<Post>(f<&Post::title> = "gone", f<&Post::author> = user);
    MUST(session.remove(post));
    MUST(session.remove(user));
    COMPARE_STATEMENTS(0, MUST(session.commit()));
    QCOMPARE(database.rows(u"users"_s), 0);
}

void TestInStep::anAddThatFailsTakesNothingIn()
{
    TestDatabase database;
    Session session(database.handle());
    Session other(database.handle(), Session::NotCurrent);
    MUST_GET(User *foreign, User::objects(other).get("id", 1));
    Tag tag;
    Post post;
    MUST(tag.posts().add(&post));
    post.setAuthor(foreign);
    COMPARE_ERROR(Chakra::Error::Usage, session.add(&tag));
    QCOMPARE(tag.session(), nullptr);
    QCOMPARE(tag.state(), Model::Transient);
    QCOMPARE(post.session(), nullptr);
    QCOMPARE(tag.posts().toList(), QList<Post *>{&post});
}

void TestInStep::theChildrenHearOfADestroyedParent()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    Post *post = alice->posts().first();
    Notifications heard({{"post", post}});
    MUST(session.evict(alice));
    QCOMPARE(heard.take(), QStringList(u"post.author"_s));
    QVERIFY(!post->isLoaded("author"));
    QCOMPARE(post->author()->username(), u"alice"_s);
}

void TestInStep::aNullKeyIsWrittenOnceItsNewParentHasOne()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Comment *root, Comment::objects(session).get("id", 1)); // parentId is null
    auto *parent = session.create<Comment>(f<&Comment::content> = "above");
    root->setParentComment(parent);
    QCOMPARE(root->changedProperties(), QStringList(u"parentId"_s));
    MUST(session.commit());
    QCOMPARE(root->parentId().value_or(-1), parent->id());
    QCOMPARE(database.rows(u"comments"_s, u"id = 1 AND parent_id = %1"_s.arg(parent->id())), 1);
}

void TestInStep::aRollbackTakesATransientPartnerOff()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *bob, User::objects(session).selectRelated("profile").get("id", 2));
    Profile profile;
    profile.setUser(bob);
    QCOMPARE(bob->profile(), &profile);
    MUST(session.rollback());
    QCOMPARE(bob->profile(), nullptr);
    QCOMPARE(profile.user(), nullptr);
}

void TestInStep::aTransientMemberStaysWhereItPoints()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(const QList<User *> users,
             User::objects(session).prefetchRelated("posts").orderBy("id").all());
    auto post = std::make_unique<Post>();
    post->setAuthor(users.at(0));
    MUST(session.transact([&]() -> Chakra::Result<void> {
        users.at(0)->posts().first()->setTitle(u"changed"_s);
        return {};
    }));
    QCOMPARE(users.at(0)->posts().last(), post.get());
    COMPARE_ERROR(Chakra::Error::Usage, session.transact([&]() -> Chakra::Result<void> {
        post->setAuthor(users.at(1));
        return Chakra::Error(Chakra::Error::Usage, u"taken back"_s);
    }));
    // It was never added, so that no rollback is its own: the lists follow it.
    QCOMPARE(users.at(0)->posts().contains(post.get()), post->author() == users.at(0));
    QCOMPARE(users.at(1)->posts().contains(post.get()), post->author() == users.at(1));
    post.reset();
    QCOMPARE(keyText(users.at(0)->posts()), u"1 2 3"_s);
    QCOMPARE(keyText(users.at(1)->posts()), u"4 5"_s);
}

void TestInStep::aRowThatIsReadBesideAPendingPartnerIsDetached()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    auto *profile = session.create<Profile>(f<&Profile::bio> = "next", f<&Profile::user> = alice);
    MUST_GET(Profile *old, Profile::objects(session).get("id", 1));
    QCOMPARE(alice->profile(), profile);
    QCOMPARE(old->user(), nullptr);
    QCOMPARE(old->changedProperties(), QStringList(u"userId"_s));
    MUST(session.rollback());
    QCOMPARE(old->user(), alice);
    QCOMPARE(alice->profile(), old);
    QCOMPARE(profile->user(), nullptr);
}

void TestInStep::aRowThatComesUpStaysAfterARollback()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).prefetchRelated("posts").get("id", 1));
    MUST(session.evict(alice->posts().first()));
    MUST(alice->posts().create(f<&Post::title> = "new"));
    MUST_GET(Post *again, Post::objects(session).get("id", 1));
    QVERIFY(alice->posts().contains(again));
    MUST(session.rollback());
    QCOMPARE(again->author(), alice);
    QVERIFY(alice->posts().contains(again));
    QCOMPARE(alice->posts().size(), 3);
}

void TestInStep::anObjectThatWasNotAddedFollowsItsParent()
{
    TestDatabase database;
    Session session(database.handle());
    auto *dora = session.create<User>(f<&User::username> = "dora");
    Post post;
    post.setAuthor(dora);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"was not added"_s));
    MUST(session.commit());
    QCOMPARE(post.session(), nullptr);
    QCOMPARE(post.author(), dora);
    QCOMPARE(post.authorId(), dora->id());
    Notifications heard({{"post", &post}});
    MUST(session.remove(dora));
    MUST(session.commit());
    QCOMPARE(post.author(), nullptr);
    QVERIFY(heard.take().contains(u"post.author"_s));
}

void TestInStep::aRemovedObjectForgetsWhoDied()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags").get("id", 1));
    const qsizetype size = post->tags().size();
    Tag *tag = post->tags().first();
    MUST(session.remove(post));
    MUST(session.evict(tag));
    QCOMPARE(post->tags().size(), size - 1);
    MUST(session.add(post));
    QCOMPARE(post->tags().size(), size - 1);
}

void TestInStep::pairsOfTwoRemovedObjectsComeBack()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(Post *post, Post::objects(session).prefetchRelated("tags__posts").get("id", 1));
    Tag *tag = post->tags().first();
    MUST(session.remove(tag));
    MUST(session.remove(post));
    MUST(session.add(tag));
    QVERIFY(!tag->posts().contains(post));
    MUST(session.add(post));
    QVERIFY(tag->posts().contains(post));
    QVERIFY(post->tags().contains(tag));
}

void TestInStep::aRefreshThatIsTakenBackKeepsTheChange()
{
    TestDatabase database;
    Session session(database.handle());
    MUST_GET(User *alice, User::objects(session).get("id", 1));
    alice->setUsername(u"changed"_s);
    COMPARE_ERROR(Chakra::Error::Usage, session.transact([&]() -> Chakra::Result<void> {
        if (const auto refreshed = session.refresh(alice); !refreshed)
            return refreshed;
        return Chakra::Error(Chakra::Error::Usage, u"taken back"_s);
    }));
    QCOMPARE(alice->username(), u"changed"_s);
    QVERIFY(alice->isChanged());
    MUST(session.commit());
    QCOMPARE(database.rows(u"users"_s, u"username = 'changed'"_s), 1);
}

QTEST_GUILESS_MAIN(TestInStep)
#include "tst_instep.moc"
