// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "fieldreader_p.h"

#include "columntype_p.h"
#include "fieldvalues_p.h"

#include <Chakra/value.h>

#include <QMetaProperty>

using namespace Qt::StringLiterals;

namespace Chakra {

namespace {

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

QString columnName(const QString &property, const QString &naming)
{
    if (naming == "AsDeclared"_L1)
        return property;
    if (naming == "PascalCase"_L1)
        return property.left(1).toUpper() + property.mid(1);
    return snakeCase(property);
}

/*! The type that \a name means in \a declaring: looked up there, in its bases, then outwards. */
QMetaType typeNamed(const QByteArray &name, const QMetaObject *declaring)
{
    for (const QMetaObject *meta = declaring; meta; meta = meta->superClass()) {
        const QMetaType type = QMetaType::fromName(QByteArray(meta->className()) + "::" + name);
        if (type.isValid())
            return type;
    }
    QByteArray scope = declaring->className();
    for (qsizetype at = scope.lastIndexOf("::"); at > 0; at = scope.lastIndexOf("::")) {
        scope.truncate(at);
        const QMetaType type = QMetaType::fromName(scope + "::" + name);
        if (type.isValid())
            return type;
    }
    return QMetaType::fromName(name);
}

/*! The value of "Colour::Red", or of "Red | Blue" for flags; nothing where Qt knows no such enum. */
std::optional<qint64> enumerator(QMetaType type, const QString &text)
{
    const QMetaEnum known = metaEnumOf(type);
    if (!known.isValid())
        return std::nullopt;
    qint64 value = 0;
    bool ok = true;
    const QStringList keys = text.split(u'|');
    for (auto key = keys.cbegin(); key != keys.cend() && ok; ++key)
        value |= known.keyToValue(simpleName(key->trimmed()).toUtf8().constData(), &ok);
    return ok ? std::optional(value) : std::nullopt;
}

/*! Whether a plain property of the type can say that it has no value. */
bool hasNull(FieldType type)
{
    switch (type) {
    case FieldType::String:
    case FieldType::Bytes:
    case FieldType::Date:
    case FieldType::Time:
    case FieldType::DateTime:
    case FieldType::Uuid:
    case FieldType::Url:
    case FieldType::JsonValue: return true;
    default: return false;
    }
}

/*! An integer as C++ spells it. */
qint64 integerLiteral(QString text, bool *ok)
{
    while (text.endsWith(u'u', Qt::CaseInsensitive) || text.endsWith(u'l', Qt::CaseInsensitive))
        text.chop(1);
    text.remove(u'\'');
    return text.toLongLong(ok, 0);
}

} // namespace

const QMetaObject *declaringClass(const QMetaObject *meta, int property)
{
    while (property < meta->propertyOffset())
        meta = meta->superClass();
    return meta;
}

void FieldReader::read(const QString &name, QStringView text, bool handWritten)
{
    const int index = m_info->metaObject->indexOfProperty(name.toUtf8().constData());
    if (index < 0) {
        m_mistakes->add(m_info, name,
                u"CHAKRA_COLUMN names a property that does not exist: declare Q_PROPERTY(… %1 …)"_s.arg(name));
        return;
    }
    const QMetaProperty property = m_info->metaObject->property(index);
    std::unique_ptr<FieldInfo> field = renewed(&m_info->retiredFields, name);
    field->model = m_info;
    field->name = name;
    field->getter = name;
    field->column = columnName(name, m_naming);
    field->position = int(m_info->fields.size());
    field->property = index;
    field->notifySignal = property.notifySignalIndex();
    field->handWritten = handWritten;
    field->generated = true; // until something says otherwise
    field->m_declaring = declaringClass(m_info->metaObject, index);
    field->m_localProperty = index - field->m_declaring->propertyOffset();

    const qsizetype split = text.indexOf(u';');
    if (!readType(field.get(), text.left(split)))
        return;
    if (!property.isWritable()) {
        m_mistakes->add(m_info, name, u"has no WRITE function: give the Q_PROPERTY one"_s);
        return;
    }
    const QList<OptionText> options = parseOptions(text.mid(split + 1));
    QStringList given;
    for (const OptionText &option : options) {
        readOption(field.get(), option);
        given += option.name;
    }
    checkOptions(field.get(), given);
    field->generated = field->generated && field->primaryKey;
    field->unsettable = !field->asVariant
            && (field->nullable ? !hasNull(field->type) : field->isForeignKey() && !handWritten);
    m_info->fields += field.release();
}

void FieldReader::mistake(const FieldInfo *field, const QString &text)
{
    m_mistakes->add(m_info, field->name, text);
}

void FieldReader::refuse(const FieldInfo *field, const QString &option, const QString &why)
{
    mistake(field, u"the option %1 does not apply: %2"_s.arg(option, why));
}

bool FieldReader::readType(FieldInfo *field, QStringView typeName)
{
    const QMetaProperty property = m_info->metaObject->property(field->property);
    QMetaType type = property.metaType();
    if (type.id() == QMetaType::QVariant) {
        field->asVariant = true;
        field->nullable = true;
        if (typeName.startsWith("std::optional<"_L1) && typeName.endsWith(u'>'))
            typeName = typeName.mid(14, typeName.size() - 15).trimmed();
        type = typeNamed(typeName.toUtf8(), field->m_declaring);
    }
    field->conversion = columnConversion(type);
    const auto known = builtInType(field->conversion ? field->conversion->stored : type);
    if (!known) {
        mistake(field, u"the type %1 is none that Chakra stores: use one of the documented types or a Q_ENUM, or say "
                "with Chakra::ColumnType how it is stored; a std::optional of one is declared with CHAKRA_FIELD"_s
                        .arg(typeName.isEmpty() ? QString::fromUtf8(property.typeName()) : typeName.toString()));
        return false;
    }
    field->type = field->conversion ? FieldType::Custom : *known;
    field->storedType = *known;
    field->valueType = type;
    return true;
}

void FieldReader::readOption(FieldInfo *field, const OptionText &option)
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
            mistake(field, u"maxLength(%1) is no length: give a number above 0"_s.arg(option.first()));
    } else if (name == "decimal"_L1) {
        field->decimal = true;
        field->precision = option.first().toInt();
        field->scale = option.arguments.value(1).toInt();
    } else if (name == "column"_L1) {
        field->column = option.first();
    } else if (name == "defaultValue"_L1) {
        readDefault(field, option);
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
            mistake(field, u"foreignKey(\"%1\") names no column: write foreignKey(\"table.column\")"_s.arg(option.first()));
        } else {
            field->foreignTable = option.first().left(dot);
            field->foreignColumn = option.first().mid(dot + 1);
        }
    } else if (name == "onDelete"_L1 || name == "onUpdate"_L1) {
        readAction(field, option);
    } else if (name == "storedAs"_L1) {
        field->storedAs = option.first().endsWith("IsoT"_L1) ? StoredAs::IsoT : StoredAs::UnixMs;
    } else {
        mistake(field, u"the option %1 does not apply to a column: remove it"_s.arg(name));
    }
}

void FieldReader::readAction(FieldInfo *field, const OptionText &option)
{
    const auto action = keyAction(option.first());
    if (!action || *action == KeyAction::Delete) {
        mistake(field, u"%1(%2) is no action: use Cascade, SetNull, SetDefault, Restrict or NoAction"_s
                               .arg(option.name, option.first()));
        return;
    }
    (option.name == "onDelete"_L1 ? field->onDelete : field->onUpdate) = *action;
}

void FieldReader::readDefault(FieldInfo *field, const OptionText &option)
{
    field->hasDefault = true;
    const QString text = option.first();
    bool ok = true;
    switch (field->type) {
    case FieldType::Bool:
        ok = text == "true"_L1 || text == "false"_L1;
        field->defaultValue = qint64(text == "true"_L1);
        break;
    case FieldType::Int:
    case FieldType::UInt:
    case FieldType::Int64:
    case FieldType::UInt64:
        field->defaultValue = integerLiteral(text, &ok);
        ok = ok && !field->toWire(Value(std::get<qint64>(field->defaultValue)), &field->defaultValue).isValid();
        break;
    case FieldType::Float:
    case FieldType::Double: {
        QString digits = text;
        if (digits.endsWith(u'f', Qt::CaseInsensitive))
            digits.chop(1);
        field->defaultValue = digits.toDouble(&ok);
        break;
    }
    case FieldType::Enum: {
        const auto value = enumerator(field->valueType, text);
        ok = value.has_value();
        field->defaultValue = value.value_or(0);
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
    if (ok)
        return;
    field->hasDefault = false;
    if (field->type == FieldType::Custom)
        mistake(field, u"defaultValue(%1): a type with a ColumnType has no literals; set the value in the "
                       "constructor"_s.arg(text));
    else if (field->type == FieldType::Enum)
        mistake(field, u"defaultValue(%1) is no enumerator of %2 that Qt knows: correct it, or declare the enum "
                       "with Q_ENUM, Q_ENUM_NS or Q_FLAG"_s.arg(text, QString::fromUtf8(field->valueType.name())));
    else
        mistake(field, u"defaultValue(%1) is no value of its type: write a literal that the property can hold; "
                       "a type without literals is set in the constructor"_s.arg(text));
}

/*! \a given are the names of its options. */
void FieldReader::checkOptions(FieldInfo *field, const QStringList &given)
{
    const bool isTime = field->type == FieldType::DateTime || field->type == FieldType::Date
            || field->type == FieldType::Time;
    if (field->column.isEmpty() || field->column.contains(QChar(0)))
        mistake(field, u"has a column without a usable name: write column(\"name\")"_s);
    if (field->primaryKey && field->nullable)
        refuse(field, u"nullable"_s, u"a primary key is never null; remove it"_s);
    if (given.contains("autoIncrement"_L1) && !field->primaryKey)
        refuse(field, u"autoIncrement"_s, u"the property is no primary key; remove it"_s);
    else if (given.contains("autoIncrement"_L1) && field->generated && !isInteger(field->type))
        refuse(field, u"autoIncrement"_s, u"the property is no integer; remove it"_s);
    for (const QString &clock : {u"defaultNow"_s, u"updatedNow"_s}) {
        if (given.contains(clock) && !isTime)
            refuse(field, clock, u"the property is no date or time; remove it"_s);
    }
    if (field->version && (!isInteger(field->type) || field->nullable))
        refuse(field, u"version"_s, u"the property is no integer, or may be null; change its type"_s);
    if (field->storedAs != StoredAs::Default && field->type != FieldType::DateTime)
        refuse(field, u"storedAs"_s, u"the property is no QDateTime; remove it"_s);
    checkText(field);
    checkDecimal(field);
    checkForeignKey(field, given);
}

void FieldReader::checkText(FieldInfo *field)
{
    const bool isText = field->storedType == FieldType::String;
    if (field->maxLength > 0 && !isText && field->type != FieldType::Url
        && field->storedType != FieldType::Bytes)
        refuse(field, u"maxLength"_s, u"the property is no text; remove it"_s);
    if (field->text && !isText)
        refuse(field, u"text"_s, u"the property is no QString; remove it"_s);
}

void FieldReader::checkDecimal(FieldInfo *field)
{
    if (!field->decimal)
        return;
    if (field->type != FieldType::String && field->type != FieldType::Double)
        refuse(field, u"decimal"_s, u"the property is neither QString nor double; change its type"_s);
    if (field->precision <= 0 || field->scale < 0 || field->scale > field->precision)
        mistake(field, u"decimal(%1, %2) is no number of digits: write decimal(precision, scale)"_s
                               .arg(field->precision)
                               .arg(field->scale));
    if (!field->hasDefault)
        return;
    const auto *number = std::get_if<double>(&field->defaultValue);
    const auto *digits = std::get_if<QString>(&field->defaultValue);
    const Value value = number ? Value(*number) : digits ? Value(*digits) : Value();
    if (const Error error = field->toWire(value, &field->defaultValue); error.isValid())
        mistake(field, u"its default can not be stored: "_s + error.text());
}

void FieldReader::checkForeignKey(FieldInfo *field, const QStringList &given)
{
    const auto acts = [field](KeyAction action) {
        return field->onDelete == action || field->onUpdate == action;
    };
    if (!given.contains("foreignKey"_L1)
        && (given.contains("onDelete"_L1) || given.contains("onUpdate"_L1)))
        refuse(field, u"onDelete or onUpdate"_s,
               u"the property is no foreign key; write foreignKey(\"table.column\")"_s);
    if (acts(KeyAction::SetNull) && !field->nullable)
        refuse(field, u"SetNull"_s,
               u"the column can not be null; make the property std::optional<…> or choose another action"_s);
    if (acts(KeyAction::SetDefault) && !field->nullable && !field->hasDefault)
        refuse(field, u"SetDefault"_s,
               u"the column has no default; write defaultValue(…) or choose another action"_s);
}

} // namespace Chakra
