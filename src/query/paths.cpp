// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "paths_p.h"

#include "lookups_p.h"

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

struct Member
{
    const FieldInfo *field = nullptr;
    const RelationInfo *relation = nullptr;

    bool isValid() const { return field || relation; }
};

Member memberNamed(const ModelInfo *model, const QString &name)
{
    Member member;
    member.field = model->field(name);
    member.relation = model->relation(name);
    if (member.relation && member.relation->isHidden())
        member.relation = nullptr;
    return member;
}

/*! "visible" of isVisible() and hasVisible(). */
QString withoutPrefix(const QString &getter)
{
    for (const auto prefix : {"is"_L1, "has"_L1}) {
        if (getter.startsWith(prefix) && getter.size() > prefix.size()
            && getter.at(prefix.size()).isUpper())
            return getter.at(prefix.size()).toLower() + getter.mid(prefix.size() + 1);
    }
    return QString();
}

Member memberOfGetter(const ModelInfo *model, const QString &getter)
{
    for (const FieldInfo *field : model->fields) {
        if (field->getter == getter)
            return {field, nullptr};
    }
    for (const RelationInfo *relation : model->relations) {
        // A hidden side has a name that no getter can have; lists ask for their members by it.
        if (relation->getter == getter)
            return {nullptr, relation};
    }
    const QString property = withoutPrefix(getter);
    return property.isEmpty() ? Member() : memberNamed(model, property);
}

/*! Of how many words, with the separator between them, the names of \a model are at most. */
qsizetype mostWords(const ModelInfo *model)
{
    qsizetype most = 1;
    for (const FieldInfo *field : model->fields)
        most = qMax(most, field->name.count("__"_L1) + 1);
    for (const RelationInfo *relation : model->relations)
        most = qMax(most, relation->name.count("__"_L1) + 1);
    return most;
}

/*! Names may contain the separator: the longest one that there is counts. */
Member longestMember(const ModelInfo *model, const QStringList &words, qsizetype from,
                     qsizetype *used)
{
    qsizetype count = words.size() - from;
    if (count > 1)
        count = qMin(count, mostWords(model));
    for (; count > 0; --count) {
        const Member member =
                memberNamed(model, count == 1 ? words.at(from) : words.mid(from, count).join("__"_L1));
        if (member.isValid()) {
            *used = count;
            return member;
        }
    }
    return Member();
}

Error follow(const RelationInfo *relation, ResolvedPath *resolved)
{
    // Relations may lead in circles, and a path may come from outside.
    constexpr qsizetype Longest = 50;
    if (resolved->relations.size() == Longest) {
        return Error(Error::UnknownField,
                     u"a path leads over %1 relations at most, and this one goes on with \"%2\""_s
                             .arg(Longest)
                             .arg(relation->name))
                .withModel(relation->model->className)
                .withProperty(relation->name);
    }
    resolved->relations += relation;
    resolved->end = relation->target;
    return relation->target->disabledError();
}

Error resolveGetters(const QStringList &getters, ResolvedPath *resolved)
{
    for (const QString &getter : getters) {
        const Member member = memberOfGetter(resolved->end, getter);
        if (!member.isValid() || resolved->field)
            return unknownName(resolved->end, getter, resolved->end->names());
        resolved->field = member.field;
        if (member.relation) {
            if (const Error error = follow(member.relation, resolved); error.isValid())
                return error;
        }
    }
    return Error();
}

Error resolveWords(const QStringList &words, ResolvedPath *resolved)
{
    qsizetype at = 0;
    while (at < words.size()) {
        qsizetype used = 1;
        const Member member = longestMember(resolved->end, words, at, &used);
        if (member.relation) {
            if (const Error error = follow(member.relation, resolved); error.isValid())
                return error;
        } else if (member.field) {
            resolved->field = member.field;
        } else if (words.at(at) == "pk"_L1) {
            resolved->field = resolved->end->key();
            resolved->compositeKey = !resolved->field;
        } else if (!resolved->relations.isEmpty() && Lookup::isLookup(words.at(at))) {
            used = 0;
        } else {
            return unknownName(resolved->end, words.at(at), resolved->end->names());
        }
        at += used;
        if (!member.relation)
            break;
    }
    resolved->rest = words.mid(at);
    return Error();
}

} // namespace

bool ResolvedPath::hasToMany() const
{
    return std::any_of(relations.cbegin(), relations.cend(),
                       [](const RelationInfo *relation) { return relation->isToMany(); });
}

Error resolvePath(const ModelInfo *model, const Detail::PathSpec &path, ResolvedPath *resolved)
{
    resolved->end = model;
    if (const Error error = model->disabledError(); error.isValid())
        return error;
    if (path.byGetter)
        return resolveGetters(path.steps, resolved);
    const QString text = path.steps.value(0);
    return resolveWords(text.contains("__"_L1) ? text.split("__"_L1) : QStringList{text}, resolved);
}

Error resolveWholePath(const ModelInfo *model, const Detail::PathSpec &path, ResolvedPath *resolved)
{
    if (const Error error = resolvePath(model, path, resolved); error.isValid())
        return error;
    if (resolved->rest.isEmpty())
        return Error();
    if (resolved->field) {
        return Error(Error::UnknownField,
                     u"\"%1\" goes on behind the column %2: end the path there"_s.arg(
                             shortened(displayPath(path)), resolved->field->displayName()))
                .withModel(resolved->end->className)
                .withProperty(resolved->field->name);
    }
    return unknownName(resolved->end, resolved->rest.first(), resolved->end->names());
}

Error unknownName(const ModelInfo *model, const QString &name, const QStringList &names)
{
    return Error(Error::UnknownField, u"%1 has no \"%2\" here: it has %3"_s.arg(
                                              model->className, shortened(name),
                                              names.isEmpty() ? u"nothing"_s : names.join(u", "_s)))
            .withModel(model->className)
            .withProperty(name);
}

QString shortened(const QString &text)
{
    constexpr qsizetype Longest = 60;
    return text.size() <= Longest ? text : text.first(Longest) + u'…';
}

QString displayPath(const Detail::PathSpec &path)
{
    return path.steps.join(u"__"_s);
}

} // namespace Chakra
