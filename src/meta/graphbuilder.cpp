// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "graphbuilder_p.h"

#include "columntype_p.h"

#include <Chakra/value.h>

#include <QMetaClassInfo>
#include <QMetaEnum>
#include <QMetaProperty>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

constexpr auto fieldPrefix = "chakra.field."_L1;
constexpr auto columnPrefix = "chakra.column."_L1;
constexpr auto relationPrefix = "chakra.relation."_L1;
constexpr auto modelKey = "chakra.model"_L1;

std::optional<FieldType> builtInType(QMetaType type)
{
    switch (type.id()) {
    case QMetaType::Bool: return FieldType::Bool;
    case QMetaType::Int: return FieldType::Int;
    case QMetaType::UInt: return FieldType::UInt;
    case QMetaType::LongLong: return FieldType::Int64;
    case QMetaType::ULongLong: return FieldType::UInt64;
    case QMetaType::Float: return FieldType::Float;
    case QMetaType::Double: return FieldType::Double;
    case QMetaType::QString: return FieldType::String;
    case QMetaType::QByteArray: return FieldType::Bytes;
    case QMetaType::QDate: return FieldType::Date;
    case QMetaType::QTime: return FieldType::Time;
    case QMetaType::QDateTime: return FieldType::DateTime;
    case QMetaType::QUuid: return FieldType::Uuid;
    case QMetaType::QUrl: return FieldType::Url;
    case QMetaType::QJsonObject: return FieldType::JsonObject;
    case QMetaType::QJsonArray: return FieldType::JsonArray;
    case QMetaType::QJsonValue: return FieldType::JsonValue;
    case QMetaType::QStringList: return FieldType::StringList;
    default:
        break;
    }
    // long is qint64 or int by another name.
    if (type == QMetaType::fromType<long>())
        return sizeof(long) == 8 ? FieldType::Int64 : FieldType::Int;
    if (type == QMetaType::fromType<unsigned long>())
        return sizeof(long) == 8 ? FieldType::UInt64 : FieldType::UInt;
    if (type.flags() & QMetaType::IsEnumeration)
        return FieldType::Enum;
    return std::nullopt;
}

bool isInteger(FieldType type)
{
    return type == FieldType::Int || type == FieldType::UInt || type == FieldType::Int64
            || type == FieldType::UInt64;
}

std::optional<KeyAction> keyAction(QStringView name)
{
    if (const qsizetype at = name.lastIndexOf(u':'); at >= 0)
        name = name.mid(at + 1);
    if (name == "NoAction"_L1)
        return KeyAction::NoAction;
    if (name == "Restrict"_L1)
        return KeyAction::Restrict;
    if (name == "SetNull"_L1)
        return KeyAction::SetNull;
    if (name == "SetDefault"_L1)
        return KeyAction::SetDefault;
    if (name == "Cascade"_L1)
        return KeyAction::Cascade;
    if (name == "Delete"_L1)
        return KeyAction::Delete;
    return std::nullopt;
}

QString columnName(const QString &property, const QString &naming)
{
    if (naming == "AsDeclared"_L1)
        return property;
    if (naming == "PascalCase"_L1)
        return property.left(1).toUpper() + property.mid(1);
    return snakeCase(property);
}

/*! "Post" of "Blog::Post". */
QString simpleName(const QString &className)
{
    return className.mid(className.lastIndexOf(u':') + 1);
}

QString quotedList(const QStringList &names)
{
    return names.join(u", "_s);
}

QStringList fieldNames(const QList<const FieldInfo *> &fields)
{
    QStringList names;
    for (const FieldInfo *field : fields)
        names += field->name;
    return names;
}

} // namespace

void GraphBuilder::mistake(ModelInfo *model, const QString &property, const QString &text,
                           ModelInfo *also)
{
    const QString where = property.isEmpty() ? model->className : model->className + u'.' + property;
    const Error error = Error(Error::ModelDefinition, where + u": "_s + text)
                                .withModel(model->className)
                                .withProperty(property);
    m_mistakes += error;
    model->mistakes += error;
    if (also && also != model)
        also->mistakes += error;
}

void GraphBuilder::refuseKey(ModelInfo *model, const FieldInfo *field, const QString &text,
                             ModelInfo *also)
{
    mistake(model, field->name, text, also);
    m_refusedKeys.append({field, m_mistakes.last()});
}

bool GraphBuilder::followsFromRefusedKey(const Declared &declared, const ModelInfo *from,
                                         const ModelInfo *to)
{
    const QString &wanted = declared.foreignKey;
    for (const RefusedKey &refused : std::as_const(m_refusedKeys)) {
        const FieldInfo *field = refused.field;
        const bool meant = wanted.isEmpty()
                ? modelOfTable(field->foreignTable) == to
                        || field->name.compare(declared.relation->name + "Id"_L1, Qt::CaseInsensitive) == 0
                : field->name == wanted || field->column == wanted;
        if (field->model == from && meant) {
            declared.owner->mistakes += refused.error;
            return true;
        }
    }
    return false;
}

void GraphBuilder::add(ModelInfo *info)
{
    m_models += info;
}

void GraphBuilder::resolve()
{
    for (ModelInfo *info : std::as_const(m_models))
        readModel(info);
    QHash<QString, ModelInfo *> tables;
    for (ModelInfo *info : std::as_const(m_models)) {
        if (ModelInfo *other = tables.value(info->table.toLower()); other && !info->table.isEmpty()) {
            mistake(info, {},
                    u"the table \"%1\" is the table of %2 too: give one of them another"_s
                            .arg(info->table, other->className),
                    other);
        }
        tables.insert(info->table.toLower(), info);
    }
    for (ModelInfo *info : std::as_const(m_models))
        resolveForeignKeys(info);
    // Owning sides first: the others find their key through them.
    for (Declared &declared : m_declared)
        resolveTarget(declared);
    for (Declared &declared : m_declared) {
        if (declared.relation->target && !declared.ofModel)
            resolveKey(declared);
    }
    for (Declared &declared : m_declared) {
        if (declared.resolved)
            resolveInverse(declared);
    }
    for (Declared &declared : m_declared) {
        if (declared.resolved && !declared.relation->inverse)
            addHiddenInverse(declared);
    }
    for (const Declared &declared : std::as_const(m_declared)) {
        RelationInfo *relation = declared.relation;
        if (!declared.resolved)
            continue;
        if (relation->kind == RelationKind::ToOne)
            const_cast<FieldInfo *>(relation->foreignKey)->relations += relation;
        if (relation->isToMany())
            checkOrder(declared.owner, relation->target, relation->orderBy, relation->name);
    }
    for (ModelInfo *info : std::as_const(m_models))
        checkModel(info);
}

void GraphBuilder::readModel(ModelInfo *info)
{
    const QMetaObject *meta = info->metaObject;
    // Built anew on each run: a mistake may be mended by a model that was registered since.
    // What was read before stays valid for the objects and queries that refer to it.
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
    info->manyToMany.clear();
    info->properties.clear();
    info->className = QString::fromLatin1(meta->className());

    bool ofModel = false;
    for (int i = 0; i < meta->classInfoOffset(); ++i) {
        if (modelKey == QLatin1StringView(meta->classInfo(i).name())) {
            ofModel = true;
            mistake(info, {},
                    u"derives from the model %1, which is not supported: derive both from a class "
                    "without CHAKRA_MODEL that lends its fields"_s.arg(
                            QString::fromUtf8(meta->classInfo(i).value()).section(u';', 0, 0)));
            break;
        }
    }
    for (int i = meta->classInfoOffset(); i < meta->classInfoCount(); ++i) {
        if (modelKey != QLatin1StringView(meta->classInfo(i).name()))
            continue;
        const QString text = QString::fromUtf8(meta->classInfo(i).value());
        const QString name = text.section(u';', 0, 0);
        if (name != simpleName(info->className) && name != info->className) {
            mistake(info, {},
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
                m_naming.insert(info, option.first().mid(option.first().lastIndexOf(u':') + 1));
            else
                mistake(info, {}, u"the option %1 does not apply to a model: remove it"_s.arg(option.name));
        }
    }
    if (info->table.isEmpty() || info->table.contains(QChar(0)))
        mistake(info, {}, u"has no table: write CHAKRA_MODEL(%1, \"table\")"_s.arg(simpleName(info->className)));

    for (int i = 0; i < meta->classInfoCount(); ++i) {
        const QString key = QString::fromUtf8(meta->classInfo(i).name());
        const QString text = QString::fromUtf8(meta->classInfo(i).value());
        if (key.startsWith(fieldPrefix))
            readField(info, key.mid(fieldPrefix.size()), text, false);
        else if (key.startsWith(columnPrefix))
            readField(info, key.mid(columnPrefix.size()), text, true);
        else if (key.startsWith(relationPrefix))
            readRelation(info, key.mid(relationPrefix.size()), text,
                         ofModel && i < meta->classInfoOffset());
    }

    info->properties.resize(meta->propertyCount());
    QHash<QString, const FieldInfo *> columns;
    for (FieldInfo *field : std::as_const(info->fields)) {
        checkFieldOptions(info, field);
        info->properties[field->property].field = field;
        if (const FieldInfo *other = columns.value(field->column.toLower())) {
            mistake(info, field->name,
                    u"the column \"%1\" is the column of %2 too: give one of them column(\"…\")"_s
                            .arg(field->column, other->name));
        }
        columns.insert(field->column.toLower(), field);
        if (field->primaryKey)
            info->primaryKey += field;
        if (field->version) {
            if (info->versionField)
                mistake(info, field->name,
                        u"is a second version beside %1: only one property counts changes"_s.arg(
                                info->versionField->name));
            info->versionField = field;
        }
        info->hasHandWritten = info->hasHandWritten || field->handWritten;
    }
    if (info->primaryKey.isEmpty())
        mistake(info, {}, u"has no primary key: give a field the option primaryKey"_s);
    if (info->primaryKey.size() == 1) {
        auto *key = const_cast<FieldInfo *>(info->primaryKey.first());
        key->generated = key->generated && isInteger(key->type) && !key->isForeignKey() && !key->hasDefault;
    } else {
        for (const FieldInfo *key : std::as_const(info->primaryKey))
            const_cast<FieldInfo *>(key)->generated = false;
    }
    for (RelationInfo *relation : std::as_const(info->relations))
        info->properties[relation->property].relation = relation;
}

void GraphBuilder::readField(ModelInfo *info, const QString &name, QStringView text, bool handWritten)
{
    const int index = info->metaObject->indexOfProperty(name.toUtf8().constData());
    if (index < 0) {
        mistake(info, name,
                u"CHAKRA_COLUMN names a property that does not exist: declare Q_PROPERTY(… %1 …)"_s.arg(name));
        return;
    }
    const QMetaProperty property = info->metaObject->property(index);
    auto field = std::make_unique<FieldInfo>();
    field->model = info;
    field->name = name;
    field->getter = name;
    field->column = columnName(name, m_naming.value(info));
    field->position = int(info->fields.size());
    field->property = index;
    field->notifySignal = property.notifySignalIndex();
    field->handWritten = handWritten;
    field->generated = true; // until something says otherwise
    const QMetaObject *declaring = info->metaObject;
    while (index < declaring->propertyOffset())
        declaring = declaring->superClass();
    field->m_declaring = declaring;
    field->m_localProperty = index - declaring->propertyOffset();

    const qsizetype split = text.indexOf(u';');
    if (!readFieldType(info, field.get(), text.left(split)))
        return;
    if (!property.isWritable()) {
        mistake(info, name, u"has no WRITE function: give the Q_PROPERTY one"_s);
        return;
    }
    const QList<OptionText> options = parseOptions(text.mid(split + 1));
    for (const OptionText &option : options)
        readFieldOption(info, field.get(), option);
    field->generated = field->generated && field->primaryKey;
    info->fields += field.release();
}

bool GraphBuilder::readFieldType(ModelInfo *info, FieldInfo *field, QStringView typeName)
{
    const QMetaProperty property = info->metaObject->property(field->property);
    QMetaType type = property.metaType();
    if (type.id() == QMetaType::QVariant) {
        field->asVariant = true;
        field->nullable = true;
        if (typeName.startsWith("std::optional<"_L1) && typeName.endsWith(u'>'))
            typeName = typeName.mid(14, typeName.size() - 15).trimmed();
        else if (typeName.isEmpty())
            typeName = u"?";
        const QByteArray inner = typeName.toUtf8();
        type = QMetaType::fromName(inner);
        // Written as it is known where the class stands.
        for (qsizetype at = info->className.lastIndexOf("::"_L1); at > 0 && !type.isValid();
             at = info->className.lastIndexOf("::"_L1, at - 1))
            type = QMetaType::fromName(info->className.left(at).toUtf8() + "::" + inner);
        if (!type.isValid()) {
            const QByteArray local = inner.mid(inner.lastIndexOf(':') + 1);
            if (const int at = info->metaObject->indexOfEnumerator(local.constData()); at >= 0) {
                // 6.4 gives no metatype of a QMetaEnum; by its full name it is registered.
                const QMetaEnum e = info->metaObject->enumerator(at);
                type = QMetaType::fromName(QByteArray(e.scope()) + "::" + e.enumName());
                if (!type.isValid()) {
                    field->valueType = QMetaType::fromType<int>();
                    field->type = FieldType::Enum;
                    field->storedType = FieldType::Enum;
                    return true;
                }
            }
        }
    }
    field->conversion = columnConversion(type);
    const auto known = builtInType(field->conversion ? field->conversion->stored : type);
    if (!known) {
        mistake(info, field->name,
                u"the type %1 is none that Chakra stores: use one of the documented types or a Q_ENUM, or say "
                "with Chakra::ColumnType how it is stored"_s
                        .arg(typeName.isEmpty() ? QString::fromUtf8(property.typeName()) : typeName.toString()));
        return false;
    }
    field->type = field->conversion ? FieldType::Custom : *known;
    field->storedType = *known;
    field->valueType = type;
    return true;
}

void GraphBuilder::readFieldOption(ModelInfo *info, FieldInfo *field, const OptionText &option)
{
    const QString &name = option.name;
    if (name == "primaryKey"_L1) {
        field->primaryKey = true;
    } else if (name == "autoIncrement"_L1) {
        field->generated = option.first() != "false"_L1;
    } else if (name == "unique"_L1) {
        field->unique = true;
    } else if (name == "nullable"_L1) {
        field->nullable = true;
    } else if (name == "index"_L1) {
        field->index = true;
    } else if (name == "text"_L1) {
        field->text = true;
    } else if (name == "maxLength"_L1) {
        field->maxLength = option.first().toInt();
        if (field->maxLength <= 0)
            mistake(info, field->name, u"maxLength(%1) is no length: give a number above 0"_s.arg(option.first()));
    } else if (name == "decimal"_L1) {
        field->decimal = true;
        field->precision = option.first().toInt();
        field->scale = option.arguments.value(1).toInt();
    } else if (name == "column"_L1) {
        field->column = option.first();
    } else if (name == "defaultValue"_L1) {
        readDefault(info, field, option);
    } else if (name == "defaultNow"_L1) {
        field->defaultNow = true;
    } else if (name == "updatedNow"_L1) {
        field->updatedNow = true;
    } else if (name == "version"_L1) {
        field->version = true;
    } else if (name == "getter"_L1) {
        field->getter = option.first();
    } else if (name == "foreignKey"_L1) {
        const qsizetype dot = option.first().lastIndexOf(u'.');
        if (dot <= 0) {
            mistake(info, field->name,
                    u"foreignKey(\"%1\") names no column: write foreignKey(\"table.column\")"_s.arg(option.first()));
        } else {
            field->foreignTable = option.first().left(dot);
            field->foreignColumn = option.first().mid(dot + 1);
        }
    } else if (name == "onDelete"_L1 || name == "onUpdate"_L1) {
        const auto action = keyAction(option.first());
        if (!action || *action == KeyAction::Delete)
            mistake(info, field->name,
                    u"%1(%2) is no action: use Cascade, SetNull, SetDefault, Restrict or NoAction"_s
                            .arg(name, option.first()));
        else
            (name == "onDelete"_L1 ? field->onDelete : field->onUpdate) = *action;
        if (!field->isForeignKey() && name == "onDelete"_L1)
            field->onDelete = KeyAction::Delete; // checked once all options are read
    } else if (name == "storedAs"_L1) {
        field->storedAs = option.first().endsWith("IsoT"_L1) ? StoredAs::IsoT : StoredAs::UnixMs;
    } else {
        mistake(info, field->name, u"the option %1 does not apply to a column: remove it"_s.arg(name));
    }
}

void GraphBuilder::readDefault(ModelInfo *info, FieldInfo *field, const OptionText &option)
{
    field->hasDefault = true;
    const QString text = option.first();
    const auto refuse = [&] {
        field->hasDefault = false;
        mistake(info, field->name,
                field->type == FieldType::Custom
                        ? u"defaultValue(%1): a type with a ColumnType has no literals; set the value in the "
                          "constructor"_s.arg(text)
                        : u"defaultValue(%1) is no value of its type: write a literal of the property's type"_s
                                  .arg(text));
    };
    bool ok = true;
    switch (field->type) {
    case FieldType::Bool:
        ok = text == "true"_L1 || text == "false"_L1;
        field->defaultValue = qint64(text == "true"_L1);
        break;
    case FieldType::Int:
    case FieldType::UInt:
    case FieldType::Int64:
    case FieldType::UInt64: {
        QString digits = text;
        while (digits.endsWith(u'u', Qt::CaseInsensitive) || digits.endsWith(u'l', Qt::CaseInsensitive))
            digits.chop(1);
        digits.remove(u'\'');
        field->defaultValue = digits.toLongLong(&ok, 0);
        break;
    }
    case FieldType::Float:
    case FieldType::Double: {
        QString digits = text;
        if (digits.endsWith(u'f', Qt::CaseInsensitive))
            digits.chop(1);
        field->defaultValue = digits.toDouble(&ok);
        break;
    }
    case FieldType::Enum: {
        const QByteArray key = text.mid(text.lastIndexOf(u':') + 1).toUtf8();
        ok = false;
        for (int i = 0; i < info->metaObject->enumeratorCount() && !ok; ++i) {
            const int value = info->metaObject->enumerator(i).keyToValue(key.constData(), &ok);
            if (ok)
                field->defaultValue = qint64(value);
        }
        break;
    }
    case FieldType::String:
        // Suffixes and prefixes of a literal (u"…"_s) are gone or stand outside of the quotes.
        if (option.quoted.value(0)) {
            field->defaultValue = text;
        } else {
            const qsizetype from = text.indexOf(u'"');
            const qsizetype to = text.lastIndexOf(u'"');
            ok = from >= 0 && to > from;
            field->defaultValue = text.mid(from + 1, to - from - 1);
        }
        break;
    case FieldType::Bytes:
        field->defaultValue = text.toUtf8();
        break;
    default:
        ok = false;
        break;
    }
    if (!ok)
        refuse();
}

void GraphBuilder::checkFieldOptions(ModelInfo *info, FieldInfo *field)
{
    const auto refuse = [&](const QString &option, const QString &why) {
        mistake(info, field->name, u"the option %1 does not apply: %2"_s.arg(option, why));
    };
    const bool isText = field->storedType == FieldType::String;
    const bool isTime = field->type == FieldType::DateTime || field->type == FieldType::Date
            || field->type == FieldType::Time;
    if (field->column.isEmpty() || field->column.contains(QChar(0)))
        mistake(info, field->name, u"has a column without a usable name: write column(\"name\")"_s);
    if (field->maxLength > 0 && !isText && field->type != FieldType::Url && field->storedType != FieldType::Bytes)
        refuse(u"maxLength"_s, u"the property is no text; remove it"_s);
    if (field->text && !isText)
        refuse(u"text"_s, u"the property is no QString; remove it"_s);
    if (field->decimal && field->type != FieldType::String && field->type != FieldType::Double)
        refuse(u"decimal"_s, u"the property is neither QString nor double; change its type"_s);
    if (field->decimal && (field->precision <= 0 || field->scale < 0 || field->scale > field->precision))
        mistake(info, field->name,
                u"decimal(%1, %2) is no number of digits: write decimal(precision, scale)"_s
                        .arg(field->precision)
                        .arg(field->scale));
    if (field->decimal && field->hasDefault) {
        const auto *number = std::get_if<double>(&field->defaultValue);
        const auto *digits = std::get_if<QString>(&field->defaultValue);
        const Value value = number ? Value(*number) : digits ? Value(*digits) : Value();
        if (const Error error = field->toWire(value, &field->defaultValue); error.isValid())
            mistake(info, field->name, u"its default can not be stored: "_s + error.text());
    }
    if (field->defaultNow && !isTime)
        refuse(u"defaultNow"_s, u"the property is no date or time; remove it"_s);
    if (field->updatedNow && !isTime)
        refuse(u"updatedNow"_s, u"the property is no date or time; remove it"_s);
    if (field->version && !isInteger(field->type))
        refuse(u"version"_s, u"the property is no integer; change its type"_s);
    if (field->storedAs != StoredAs::Default && field->type != FieldType::DateTime)
        refuse(u"storedAs"_s, u"the property is no QDateTime; remove it"_s);
    if (field->onDelete == KeyAction::Delete || (field->onUpdate != KeyAction::NoAction && !field->isForeignKey())) {
        field->onDelete = KeyAction::NoAction;
        field->onUpdate = KeyAction::NoAction;
        refuse(u"onDelete or onUpdate"_s, u"the property is no foreign key; write foreignKey(\"table.column\") before it"_s);
    }
    if ((field->onDelete == KeyAction::SetNull || field->onUpdate == KeyAction::SetNull) && !field->nullable) {
        refuse(u"SetNull"_s, u"the column can not be null; make the property std::optional<…> or choose another action"_s);
    }
    if (field->primaryKey && field->nullable)
        refuse(u"nullable"_s, u"a primary key is never null; remove it"_s);
    if (field->generated && !isInteger(field->type))
        field->generated = false;
}

void GraphBuilder::readRelation(ModelInfo *info, const QString &name, QStringView text, bool ofModel)
{
    const int index = info->metaObject->indexOfProperty(name.toUtf8().constData());
    if (index < 0)
        return;
    const QMetaProperty property = info->metaObject->property(index);
    auto relation = std::make_unique<RelationInfo>();
    relation->model = info;
    relation->name = name;
    relation->getter = name;
    relation->property = index;
    relation->notifySignal = property.notifySignalIndex();

    Declared declared;
    declared.owner = info;
    declared.ofModel = ofModel;
    const qsizetype first = text.indexOf(u';');
    const qsizetype second = text.indexOf(u';', first + 1);
    declared.kind = text.left(first).toString();
    declared.typeName = text.mid(first + 1, second - first - 1).toString();
    const bool toMany = declared.kind == "oneToMany"_L1 || declared.kind == "manyToMany"_L1;
    const bool manyToMany = declared.kind == "manyToMany"_L1;
    relation->kind = manyToMany ? RelationKind::ManyToMany
            : toMany            ? RelationKind::OneToMany
                                : RelationKind::ToOne;
    relation->oneToOne = declared.kind == "oneToOne"_L1;

    const auto refuse = [&](const QString &option) {
        mistake(info, name, u"the option %1 does not apply to this relation: remove it"_s.arg(option));
    };
    const QList<OptionText> options = parseOptions(text.mid(second + 1));
    for (const OptionText &option : options) {
        if (option.name == "backPopulates"_L1) {
            declared.backPopulates = option.first();
        } else if (option.name == "foreignKey"_L1) {
            if (manyToMany)
                refuse(option.name);
            declared.foreignKey = option.first();
        } else if (option.name == "orderBy"_L1) {
            if (!toMany)
                refuse(option.name);
            relation->orderBy += option.arguments;
        } else if (option.name == "onRemove"_L1) {
            const auto action = keyAction(option.first());
            if (declared.kind != "oneToMany"_L1 && declared.kind != "oneToOne"_L1)
                refuse(option.name);
            else if (!action || (*action != KeyAction::SetNull && *action != KeyAction::Delete))
                mistake(info, name, u"onRemove(%1) is no action: use SetNull or Delete"_s.arg(option.first()));
            else
                relation->onRemove = *action;
        } else if (option.name == "through"_L1) {
            if (!manyToMany)
                refuse(option.name);
            declared.through = option.arguments;
        } else if (option.name == "symmetrical"_L1) {
            if (!manyToMany)
                refuse(option.name);
            declared.symmetrical = true;
        } else {
            refuse(option.name.isEmpty() ? option.first() : option.name);
        }
    }
    declared.relation = relation.release();
    info->relations += declared.relation;
    m_declared += declared;
}

void GraphBuilder::resolveForeignKeys(ModelInfo *info)
{
    for (FieldInfo *field : std::as_const(info->fields)) {
        if (!field->isForeignKey())
            continue;
        ModelInfo *target = modelOfTable(field->foreignTable);
        if (!target) {
            refuseKey(info, field,
                    u"foreignKey(\"%1.%2\") refers to a table of no registered model: correct the name, or "
                    "register its model with Chakra::registerModels<…>()"_s.arg(field->foreignTable,
                                                                              field->foreignColumn));
            continue;
        }
        field->target = target->fieldByColumn(field->foreignColumn);
        if (!field->target) {
            QStringList columns;
            for (const FieldInfo *other : std::as_const(target->fields))
                columns += other->column;
            refuseKey(info, field,
                    u"foreignKey(\"%1.%2\") names no column of %3, which has %4: correct it"_s.arg(
                            field->foreignTable, field->foreignColumn, target->className,
                            quotedList(columns)),
                    target);
            continue;
        }
        if (target->primaryKey.size() > 1) {
            refuseKey(info, field,
                    u"refers to %1, which has a composite key; this is not supported yet: give %1 a single key"_s
                            .arg(target->className));
            field->target = nullptr;
            continue;
        }
        const FieldType a = field->storedType;
        const FieldType b = field->target->storedType;
        const bool fits = a == b || (isInteger(a) && isInteger(b));
        if (!fits) {
            refuseKey(info, field,
                    u"its type does not fit that of %1: declare it as %2"_s.arg(
                            field->target->displayName(),
                            QString::fromUtf8(field->target->valueType.name())));
            field->target = nullptr;
            continue;
        }
        target->referrers += field;
    }
}

ModelInfo *GraphBuilder::modelNamed(const QString &name, const ModelInfo *from) const
{
    QString wanted = name;
    while (wanted.startsWith(u':'))
        wanted.remove(0, 1);
    QString scope = from->className;
    while (true) {
        const qsizetype at = scope.lastIndexOf("::"_L1);
        scope = at < 0 ? QString() : scope.left(at);
        const QString full = scope.isEmpty() ? wanted : scope + "::"_L1 + wanted;
        for (ModelInfo *model : m_models) {
            if (model->className == full)
                return model;
        }
        if (scope.isEmpty())
            return nullptr;
    }
}

ModelInfo *GraphBuilder::modelOfTable(const QString &table) const
{
    for (ModelInfo *model : m_models) {
        if (model->table == table)
            return model;
    }
    for (ModelInfo *model : m_models) {
        if (model->table.compare(table, Qt::CaseInsensitive) == 0)
            return model;
    }
    return nullptr;
}

GraphBuilder::Declared *GraphBuilder::declared(const ModelInfo *model, const QString &name)
{
    for (Declared &declared : m_declared) {
        if (declared.owner == model && declared.relation->name == name)
            return &declared;
    }
    return nullptr;
}

QList<const FieldInfo *> GraphBuilder::keysTo(const ModelInfo *from, const ModelInfo *to) const
{
    QList<const FieldInfo *> keys;
    for (const FieldInfo *field : from->fields) {
        if (field->target && field->target->model == to)
            keys += field;
    }
    return keys;
}

void GraphBuilder::resolveTarget(Declared &declared)
{
    ModelInfo *target = modelNamed(declared.typeName, declared.owner);
    if (!target) {
        mistake(declared.owner, declared.relation->name,
                u"there is no model %1: include its header and register it with "
                "Chakra::registerModels<%1>(), or correct the name"_s.arg(declared.typeName));
        return;
    }
    declared.relation->target = target;
}

void GraphBuilder::resolveKey(Declared &declared)
{
    if (declared.relation->kind == RelationKind::ManyToMany)
        resolveJunction(declared);
    else if (declared.relation->kind == RelationKind::OneToMany)
        resolveReverseKey(declared);
    else
        resolveToOneKey(declared);
}

void GraphBuilder::resolveToOneKey(Declared &declared)
{
    RelationInfo *relation = declared.relation;
    const ModelInfo *owner = declared.owner;
    const QList<const FieldInfo *> keys = keysTo(owner, relation->target);
    const FieldInfo *key = nullptr;
    if (!declared.foreignKey.isEmpty()) {
        key = owner->field(declared.foreignKey);
        if (!key)
            key = owner->fieldByColumn(declared.foreignKey);
        if (!key && relation->oneToOne) {
            resolveReverseKey(declared);
            return;
        }
        if (!key || !keys.contains(key)) {
            if (followsFromRefusedKey(declared, owner, relation->target))
                return;
            mistake(declared.owner, relation->name,
                    u"foreignKey(\"%1\") is no foreign key to %2: name a property with "
                    "foreignKey(\"%3.…\")%4"_s
                            .arg(declared.foreignKey, relation->target->className, relation->target->table,
                                 keys.isEmpty() ? QString() : u", such as "_s + quotedList(fieldNames(keys))),
                    const_cast<ModelInfo *>(relation->target));
            return;
        }
    } else {
        for (const FieldInfo *candidate : keys) {
            if (candidate->name.compare(relation->name + "Id"_L1, Qt::CaseInsensitive) == 0)
                key = candidate;
        }
        // A one-to-one without a key of its name may be the reverse side.
        if (!key && relation->oneToOne) {
            const Declared *other = declared.backPopulates.isEmpty()
                    ? nullptr
                    : this->declared(relation->target, declared.backPopulates);
            const bool reverse = !keysTo(relation->target, owner).isEmpty()
                    && (keys.isEmpty() || relation->target == owner
                        || (other && other->kind == "oneToOne"_L1 && keys.size() != 1));
            if (reverse) {
                resolveReverseKey(declared);
                return;
            }
        }
        if (!key && keys.size() == 1)
            key = keys.first();
        if (!key) {
            if (keys.isEmpty() && followsFromRefusedKey(declared, owner, relation->target))
                return;
            mistake(declared.owner, relation->name,
                    keys.isEmpty()
                            ? u"has no foreign key to %1: declare CHAKRA_FIELD(qint64, %2Id, …, "
                              "foreignKey(\"%3.id\"))"_s.arg(relation->target->className, relation->name,
                                                            relation->target->table)
                            : u"two foreign keys to %1 could be meant, %2: say which with foreignKey(\"%3\")"_s
                                      .arg(relation->target->className, quotedList(fieldNames(keys)),
                                           keys.first()->name),
                    const_cast<ModelInfo *>(relation->target));
            return;
        }
    }
    relation->kind = RelationKind::ToOne;
    relation->foreignKey = key;
    declared.resolved = true;
}

void GraphBuilder::resolveReverseKey(Declared &declared)
{
    RelationInfo *relation = declared.relation;
    const ModelInfo *target = relation->target;
    auto *targetModel = const_cast<ModelInfo *>(target);
    if (declared.owner->primaryKey.size() > 1) {
        mistake(declared.owner, relation->name,
                u"its class has a composite key, to which relations are not supported yet: give %1 a single key"_s
                        .arg(declared.owner->className));
        return;
    }
    QList<const FieldInfo *> keys = keysTo(target, declared.owner);
    const FieldInfo *key = nullptr;
    if (!declared.foreignKey.isEmpty()) {
        key = target->field(declared.foreignKey);
        if (!key)
            key = target->fieldByColumn(declared.foreignKey);
        if (!keys.contains(key))
            key = nullptr;
        if (!key) {
            if (followsFromRefusedKey(declared, target, declared.owner))
                return;
            mistake(declared.owner, relation->name,
                    u"foreignKey(\"%1\") is no foreign key of %2 to %3: name one%4"_s.arg(
                            declared.foreignKey, target->className, declared.owner->className,
                            keys.isEmpty() ? QString() : u", such as "_s + quotedList(fieldNames(keys))),
                    targetModel);
            return;
        }
    } else if (!declared.backPopulates.isEmpty()) {
        Declared *other = this->declared(target, declared.backPopulates);
        if (other && other->relation->target == declared.owner
            && other->relation->kind == RelationKind::ToOne) {
            if (!other->resolved && other->relation != relation)
                resolveToOneKey(*other);
            if (other->resolved && other->relation->kind == RelationKind::ToOne)
                key = other->relation->foreignKey;
        }
    }
    if (!key && keys.size() == 1)
        key = keys.first();
    if (!key) {
        // An owning side that could not be resolved was reported there.
        const Declared *other = this->declared(target, declared.backPopulates);
        if (other && !other->resolved && !declared.backPopulates.isEmpty() && !keys.isEmpty())
            return;
        if (keys.isEmpty() && followsFromRefusedKey(declared, target, declared.owner))
            return;
        mistake(declared.owner, relation->name,
                keys.isEmpty()
                        ? u"%1 has no foreign key to %2: declare one there with foreignKey(\"%3.id\")"_s.arg(
                                  target->className, declared.owner->className, declared.owner->table)
                        : u"two foreign keys of %1 could be meant, %2: say which with foreignKey(\"%3\")"_s.arg(
                                  target->className, quotedList(fieldNames(keys)), keys.first()->name),
                targetModel);
        return;
    }
    relation->kind = relation->oneToOne ? RelationKind::ReverseToOne : RelationKind::OneToMany;
    relation->foreignKey = key;
    declared.resolved = true;
}

void GraphBuilder::resolveJunction(Declared &declared)
{
    RelationInfo *relation = declared.relation;
    ModelInfo *owner = declared.owner;
    auto *target = const_cast<ModelInfo *>(relation->target);
    if (declared.through.isEmpty()) {
        mistake(owner, relation->name, u"names no junction: write through(\"table\")"_s, target);
        return;
    }
    for (const ModelInfo *end : {static_cast<const ModelInfo *>(owner), relation->target}) {
        if (end->primaryKey.size() > 1) {
            mistake(owner, relation->name,
                    u"%1 has a composite key, to which relations are not supported yet: give it a single key"_s
                            .arg(end->className),
                    target);
            return;
        }
    }
    JunctionInfo &junction = relation->junction;
    junction.table = declared.through.first();
    junction.model = modelOfTable(junction.table);
    if (declared.through.size() == 3) {
        junction.ownColumn = declared.through.at(1);
        junction.otherColumn = declared.through.at(2);
    } else if (owner == target) {
        mistake(owner, relation->name,
                u"both ends are %1: say which column is whose with through(\"%2\", \"own_column\", "
                "\"other_column\")"_s.arg(owner->className, junction.table));
        return;
    } else if (junction.model) {
        const QList<const FieldInfo *> own = keysTo(junction.model, owner);
        const QList<const FieldInfo *> other = keysTo(junction.model, target);
        if (own.size() != 1 || other.size() != 1) {
            mistake(owner, relation->name,
                    u"the junction %1 needs one foreign key to %2 and one to %3: declare them, or name the "
                    "columns with through(\"%4\", \"…\", \"…\")"_s.arg(junction.model->className,
                                                                      owner->className, target->className,
                                                                      junction.table),
                    target);
            return;
        }
        junction.ownColumn = own.first()->column;
        junction.otherColumn = other.first()->column;
    } else {
        junction.ownColumn = snakeCase(simpleName(owner->className)) + "_id"_L1;
        junction.otherColumn = snakeCase(simpleName(target->className)) + "_id"_L1;
    }
    if (junction.model) {
        for (const QString &column : {junction.ownColumn, junction.otherColumn}) {
            if (!junction.model->fieldByColumn(column)) {
                mistake(owner, relation->name,
                        u"the junction %1 has no column \"%2\": correct through(…)"_s.arg(
                                junction.model->className, column),
                        target);
                return;
            }
        }
    }
    declared.resolved = true;
}

void GraphBuilder::resolveInverse(Declared &declared)
{
    RelationInfo *relation = declared.relation;
    ModelInfo *owner = declared.owner;
    if (declared.symmetrical) {
        if (relation->target != owner)
            mistake(owner, relation->name, u"symmetrical needs both ends to be one class: remove it"_s);
        else
            relation->inverse = relation;
        return;
    }
    const auto mirrors = [&](const RelationInfo *other) {
        if (other->target != owner || other == relation)
            return false;
        if (relation->kind == RelationKind::ManyToMany) {
            return other->kind == RelationKind::ManyToMany && other->junction.table == relation->junction.table
                    && other->junction.ownColumn == relation->junction.otherColumn
                    && other->junction.otherColumn == relation->junction.ownColumn;
        }
        return other->kind != RelationKind::ManyToMany && other->foreignKey == relation->foreignKey
                && (other->kind == RelationKind::ToOne) != (relation->kind == RelationKind::ToOne);
    };
    auto *target = const_cast<ModelInfo *>(relation->target);
    if (!declared.backPopulates.isEmpty()) {
        Declared *other = this->declared(target, declared.backPopulates);
        if (!other) {
            QStringList names;
            for (const RelationInfo *r : std::as_const(target->relations))
                names += r->name;
            mistake(owner, relation->name,
                    u"backPopulates(\"%1\"): %2 has no such relation%3; declare it there or correct the name"_s
                            .arg(declared.backPopulates, target->className,
                                 names.isEmpty() ? QString() : u" (it has "_s + quotedList(names) + u')'),
                    target);
            return;
        }
        if (!other->resolved)
            return; // reported there
        if (!other->backPopulates.isEmpty() && other->backPopulates != relation->name) {
            mistake(owner, relation->name,
                    u"backPopulates(\"%1\"), but %2.%1 points back to \"%3\": write backPopulates(\"%4\") there"_s
                            .arg(declared.backPopulates, target->className, other->backPopulates, relation->name),
                    target);
            return;
        }
        if (!mirrors(other->relation)) {
            mistake(owner, relation->name,
                    u"backPopulates(\"%1\"), but %2.%1 is not its other side: both must be of fitting kinds and "
                    "over the same foreign key or junction"_s.arg(declared.backPopulates, target->className),
                    target);
            return;
        }
        relation->inverse = other->relation;
        other->relation->inverse = relation;
        return;
    }
    if (relation->inverse)
        return;
    for (Declared &other : m_declared) {
        if (other.resolved && !other.relation->inverse && mirrors(other.relation)
            && (other.backPopulates.isEmpty() || other.backPopulates == relation->name)) {
            relation->inverse = other.relation;
            other.relation->inverse = relation;
            return;
        }
    }
}

void GraphBuilder::addHiddenInverse(Declared &declared)
{
    RelationInfo *relation = declared.relation;
    auto *target = const_cast<ModelInfo *>(relation->target);
    auto *hidden = new RelationInfo;
    hidden->model = target;
    hidden->target = declared.owner;
    hidden->name = u"(other side of "_s + relation->displayName() + u')';
    hidden->getter = hidden->name;
    hidden->inverse = relation;
    hidden->oneToOne = relation->oneToOne;
    hidden->foreignKey = relation->foreignKey;
    if (relation->kind == RelationKind::ManyToMany) {
        hidden->kind = RelationKind::ManyToMany;
        hidden->junction = relation->junction;
        std::swap(hidden->junction.ownColumn, hidden->junction.otherColumn);
    } else if (relation->kind == RelationKind::ToOne) {
        hidden->kind = relation->oneToOne ? RelationKind::ReverseToOne : RelationKind::OneToMany;
    } else {
        hidden->kind = RelationKind::ToOne;
        const_cast<FieldInfo *>(relation->foreignKey)->relations += hidden;
    }
    relation->inverse = hidden;
    target->relations += hidden;
}

void GraphBuilder::checkOrder(ModelInfo *info, const ModelInfo *of, const QStringList &order,
                              const QString &where)
{
    for (QString path : order) {
        if (path.startsWith(u'-'))
            path.remove(0, 1);
        const QString first = path.section("__"_L1, 0, 0);
        if (!of->field(path) && !of->field(first) && !of->relation(first)) {
            mistake(info, where,
                    u"orderBy(\"%1\"): %2 has no such property; it has %3"_s.arg(path, of->className,
                                                                              quotedList(of->names())));
        }
    }
}

void GraphBuilder::checkModel(ModelInfo *info)
{
    checkOrder(info, info, info->orderBy, QString());
    for (const auto *lists : {&info->uniqueTogether, &info->indexTogether}) {
        for (const QStringList &names : *lists) {
            for (const QString &name : names) {
                if (!info->field(name))
                    mistake(info, name,
                            u"is named together with others, but is no column: it has %1"_s.arg(
                                    quotedList(fieldNames({info->fields.cbegin(), info->fields.cend()}))));
            }
        }
    }
    for (const RelationInfo *relation : std::as_const(info->relations)) {
        if (relation->kind != RelationKind::ManyToMany || !relation->target || !relation->inverse)
            continue;
        info->manyToMany += relation;
        if (relation->junction.model)
            continue;
        bool known = false;
        for (const CreatedJunction &junction : std::as_const(m_junctions))
            known = known || junction.table == relation->junction.table;
        if (!known)
            m_junctions.append({relation->junction.table, relation});
    }
}

} // namespace Chakra
