// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "modelreader_p.h"

#include "fieldreader_p.h"

#include <QMetaClassInfo>
#include <QMetaProperty>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

constexpr auto fieldPrefix = "chakra.field."_L1;
constexpr auto columnPrefix = "chakra.column."_L1;
constexpr auto relationPrefix = "chakra.relation."_L1;
constexpr auto modelKey = "chakra.model"_L1;

} // namespace

void ModelReader::read(ModelInfo *info)
{
    clear(info);
    const QMetaObject *meta = info->metaObject;
    info->className = QString::fromLatin1(meta->className());
    const bool ofModel = derivesFromModel(info);
    const QString naming = readModelOptions(info);
    if (info->table.isEmpty() || info->table.contains(QChar(0)))
        m_mistakes->add(info, {},
                        u"has no table: write CHAKRA_MODEL(%1, \"table\")"_s.arg(
                                simpleName(info->className)));

    FieldReader fields(info, naming, m_mistakes);
    for (int i = 0; i < meta->classInfoCount(); ++i) {
        const QString key = QString::fromUtf8(meta->classInfo(i).name());
        const QString text = QString::fromUtf8(meta->classInfo(i).value());
        if (key.startsWith(fieldPrefix))
            fields.read(key.mid(fieldPrefix.size()), text, false);
        else if (key.startsWith(columnPrefix))
            fields.read(key.mid(columnPrefix.size()), text, true);
        else if (key.startsWith(relationPrefix))
            readRelation(info, key.mid(relationPrefix.size()), text,
                         ofModel && i < meta->classInfoOffset());
    }
    checkColumns(info);

    info->properties.resize(meta->propertyCount());
    for (const FieldInfo *field : std::as_const(info->fields))
        info->properties[field->property].field = field;
    for (const RelationInfo *relation : std::as_const(info->relations))
        info->properties[relation->property].relation = relation;
}

/*! Models are read anew on each run: a mistake may be mended by a model that was registered since. */
void ModelReader::clear(ModelInfo *info)
{
    // What was read before stays where it is, for the objects and queries that refer to it.
    info->retiredFields += std::exchange(info->fields, {});
    info->retiredRelations += std::exchange(info->relations, {});
    info->primaryKey.clear();
    info->uniqueTogether.clear();
    info->indexTogether.clear();
    info->orderBy.clear();
    info->versionField = nullptr;
    info->hasHandWritten = false;
    info->mistakes.clear();
    info->referrers.clear();
    info->owning.clear();
    info->manyToMany.clear();
    info->properties.clear();
}

bool ModelReader::derivesFromModel(ModelInfo *info)
{
    const QMetaObject *meta = info->metaObject;
    for (int i = 0; i < meta->classInfoOffset(); ++i) {
        if (modelKey != QLatin1StringView(meta->classInfo(i).name()))
            continue;
        m_mistakes->add(info, {},
                        u"derives from the model %1, which is not supported: derive both from a "
                        "class without CHAKRA_MODEL that lends its fields"_s.arg(
                                QString::fromUtf8(meta->classInfo(i).value()).section(u';', 0, 0)));
        return true;
    }
    return false;
}

/*! Returns the model's naming(). */
QString ModelReader::readModelOptions(ModelInfo *info)
{
    const QMetaObject *meta = info->metaObject;
    QString naming;
    for (int i = meta->classInfoOffset(); i < meta->classInfoCount(); ++i) {
        if (modelKey != QLatin1StringView(meta->classInfo(i).name()))
            continue;
        const QString text = QString::fromUtf8(meta->classInfo(i).value());
        const QString name = text.section(u';', 0, 0);
        if (name != simpleName(info->className) && name != info->className) {
            m_mistakes->add(info, {},
                            u"CHAKRA_MODEL names %1: write CHAKRA_MODEL(%2, …)"_s.arg(
                                    name, simpleName(info->className)));
        }
        const QList<OptionText> options = parseOptions(QStringView(text).mid(text.indexOf(u';') + 1));
        for (const OptionText &option : options) {
            if (option.name.isEmpty())
                info->table = option.first();
            else if (option.name == "uniqueTogether"_L1)
                info->uniqueTogether += option.arguments;
            else if (option.name == "indexTogether"_L1)
                info->indexTogether += option.arguments;
            else if (option.name == "orderBy"_L1)
                info->orderBy += option.arguments;
            else if (option.name == "naming"_L1)
                naming = option.first().mid(option.first().lastIndexOf(u':') + 1);
            else
                m_mistakes->add(
                        info, {},
                        u"the option %1 does not apply to a model: remove it"_s.arg(option.name));
        }
    }
    return naming;
}

/*! What the columns of one model are to each other. */
void ModelReader::checkColumns(ModelInfo *info)
{
    QHash<QString, const FieldInfo *> columns;
    for (const FieldInfo *field : std::as_const(info->fields)) {
        if (const FieldInfo *other = columns.value(field->column.toLower())) {
            m_mistakes->add(info, field->name,
                            u"the column \"%1\" is the column of %2 too: give one of them "
                            "column(\"…\")"_s.arg(field->column, other->name));
        }
        columns.insert(field->column.toLower(), field);
        if (field->primaryKey)
            info->primaryKey += field;
        if (field->version) {
            if (info->versionField)
                m_mistakes->add(info, field->name,
                                u"is a second version beside %1: only one property counts changes"_s
                                        .arg(info->versionField->name));
            info->versionField = field;
        }
        info->hasHandWritten = info->hasHandWritten || field->handWritten;
    }
    if (info->primaryKey.isEmpty())
        m_mistakes->add(info, {}, u"has no primary key: give a field the option primaryKey"_s);
    // The parts of a composite key come from elsewhere, as a foreign key does.
    const bool single = info->primaryKey.size() == 1;
    for (FieldInfo *field : std::as_const(info->fields)) {
        field->generated = field->generated && single && isInteger(field->type)
                && !field->isForeignKey() && !field->hasDefault;
    }
}

void ModelReader::readRelation(ModelInfo *info, const QString &name, QStringView text, bool ofModel)
{
    const int index = info->metaObject->indexOfProperty(name.toUtf8().constData());
    if (index < 0)
        return;
    std::unique_ptr<RelationInfo> relation = renewed(&info->retiredRelations, name);
    relation->model = info;
    relation->name = name;
    relation->getter = name;
    relation->property = index;
    relation->notifySignal = info->metaObject->property(index).notifySignalIndex();

    const qsizetype first = text.indexOf(u';');
    const qsizetype second = text.indexOf(u';', first + 1);
    DeclaredRelation declared;
    declared.relation = relation.get();
    declared.owner = info;
    declared.scope = QString::fromLatin1(declaringClass(info->metaObject, index)->className());
    declared.ofModel = ofModel;
    declared.kind = text.left(first).toString();
    declared.typeName = text.mid(first + 1, second - first - 1).toString();
    relation->kind = declared.kind == "manyToMany"_L1 ? RelationKind::ManyToMany
            : declared.kind == "oneToMany"_L1         ? RelationKind::OneToMany
                                                      : RelationKind::ToOne;
    relation->oneToOne = declared.kind == "oneToOne"_L1;

    const QList<OptionText> options = parseOptions(text.mid(second + 1));
    for (const OptionText &option : options)
        readRelationOption(&declared, option);
    info->relations += relation.release();
    m_relations += declared;
}

void ModelReader::readRelationOption(DeclaredRelation *declared, const OptionText &option)
{
    RelationInfo *relation = declared->relation;
    const bool manyToMany = relation->kind == RelationKind::ManyToMany;
    const auto mistake = [&](const QString &text) {
        m_mistakes->add(declared->owner, relation->name, text);
    };
    bool applies = true;
    if (option.name == "backPopulates"_L1) {
        declared->backPopulates = option.first();
    } else if (option.name == "foreignKey"_L1) {
        applies = !manyToMany;
        declared->foreignKey = option.first();
    } else if (option.name == "orderBy"_L1) {
        applies = relation->isToMany();
        relation->orderBy += option.arguments;
    } else if (option.name == "onRemove"_L1) {
        const auto action = keyAction(option.first());
        applies = relation->kind == RelationKind::OneToMany || relation->oneToOne;
        if (applies && action != KeyAction::SetNull && action != KeyAction::Delete)
            mistake(u"onRemove(%1) is no action: use SetNull or Delete"_s.arg(option.first()));
        else if (applies)
            relation->onRemove = *action;
    } else if (option.name == "through"_L1) {
        applies = manyToMany;
        declared->through = option.arguments;
    } else if (option.name == "symmetrical"_L1) {
        applies = manyToMany;
        declared->symmetrical = true;
    } else {
        applies = false;
    }
    if (!applies)
        mistake(u"the option %1 does not apply to this relation: remove it"_s.arg(
                option.name.isEmpty() ? option.first() : option.name));
}

} // namespace Chakra
