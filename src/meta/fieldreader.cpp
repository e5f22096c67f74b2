// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#include "fieldreader_p.h"

#include "columntype_p.h"

#include <Chakra/value.h>

#include <QMetaEnum>
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

} // namespace

void FieldReader::read(const QString &name, QStringView text, bool handWritten)
{
    const int index = m_info->metaObject->indexOfProperty(name.toUtf8().constData());
    if (index < 0) {
        m_mistakes->add(m_info, name,
                u"CHAKRA_COLUMN names a property that does not exist: declare Q_PROPERTY(… %1 …)"_s.arg(name));
        return;
    }
    const QMetaProperty property = m_info->metaObject->property(index);
    auto field = std::make_unique<FieldInfo>();
    field->model = m_info;
    field->name = name;
    field->getter = name;
    field->column = columnName(name, m_naming);
    field->position = int(m_info->fields.size());
    field->property = index;
    field->notifySignal = property.notifySignalIndex();
    field->handWritten = handWritten;
    field->generated = true; // until something says otherwise
    const QMetaObject *declaring = m_info->metaObject;
    while (index < declaring->propertyOffset())
        declaring = declaring->superClass();
    field->m_declaring = declaring;
    field->m_localProperty = index - declaring->propertyOffset();

    const qsizetype split = text.indexOf(u';');
    if (!readType(field.get(), text.left(split)))
        return;
    if (!property.isWritable()) {
        m_mistakes->add(m_info, name, u"has no WRITE function: give the Q_PROPERTY one"_s);
        return;
    }
    const QList<OptionText> options = parseOptions(text.mid(split + 1));
    for (const OptionText &option : options)
        readOption(field.get(), option);
    checkOptions(field.get());
    m_info->fields += field.release();
}

void FieldReader::mistake(const FieldInfo *field, const QString &text)
{
    m_mistakes->add(m_info, field->name, text);
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
        else if (typeName.isEmpty())
            typeName = u"?";
        const QByteArray inner = typeName.toUtf8();
        type = QMetaType::fromName(inner);
        // Written as it is known where the class stands.
        for (qsizetype at = m_info->className.lastIndexOf("::"_L1); at > 0 && !type.isValid();
             at = m_info->className.lastIndexOf("::"_L1, at - 1))
            type = QMetaType::fromName(m_info->className.left(at).toUtf8() + "::" + inner);
        if (!type.isValid()) {
            const QByteArray local = inner.mid(inner.lastIndexOf(':') + 1);
            if (const int at = m_info->metaObject->indexOfEnumerator(local.constData()); at >= 0) {
                // 6.4 gives no metatype of a QMetaEnum; by its full name it is registered.
                const QMetaEnum e = m_info->metaObject->enumerator(at);
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
        mistake(field, u"the type %1 is none that Chakra stores: use one of the documented types or a Q_ENUM, or say "
                "with Chakra::ColumnType how it is stored"_s
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
        const auto action = keyAction(option.first());
        if (!action || *action == KeyAction::Delete)
            mistake(field, u"%1(%2) is no action: use Cascade, SetNull, SetDefault, Restrict or NoAction"_s
                            .arg(name, option.first()));
        else
            (name == "onDelete"_L1 ? field->onDelete : field->onUpdate) = *action;
        if (!field->isForeignKey() && name == "onDelete"_L1)
            field->onDelete = KeyAction::Delete; // checked once all options are read
    } else if (name == "storedAs"_L1) {
        field->storedAs = option.first().endsWith("IsoT"_L1) ? StoredAs::IsoT : StoredAs::UnixMs;
    } else {
        mistake(field, u"the option %1 does not apply to a column: remove it"_s.arg(name));
    }
}

void FieldReader::readDefault(FieldInfo *field, const OptionText &option)
{
    field->hasDefault = true;
    const QString text = option.first();
    const auto refuse = [&] {
        field->hasDefault = false;
        mistake(field, field->type == FieldType::Custom
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
        for (int i = 0; i < m_info->metaObject->enumeratorCount() && !ok; ++i) {
            const int value = m_info->metaObject->enumerator(i).keyToValue(key.constData(), &ok);
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

void FieldReader::checkOptions(FieldInfo *field)
{
    const auto refuse = [&](const QString &option, const QString &why) {
        mistake(field, u"the option %1 does not apply: %2"_s.arg(option, why));
    };
    const bool isText = field->storedType == FieldType::String;
    const bool isTime = field->type == FieldType::DateTime || field->type == FieldType::Date
            || field->type == FieldType::Time;
    if (field->column.isEmpty() || field->column.contains(QChar(0)))
        mistake(field, u"has a column without a usable name: write column(\"name\")"_s);
    if (field->maxLength > 0 && !isText && field->type != FieldType::Url && field->storedType != FieldType::Bytes)
        refuse(u"maxLength"_s, u"the property is no text; remove it"_s);
    if (field->text && !isText)
        refuse(u"text"_s, u"the property is no QString; remove it"_s);
    if (field->decimal && field->type != FieldType::String && field->type != FieldType::Double)
        refuse(u"decimal"_s, u"the property is neither QString nor double; change its type"_s);
    if (field->decimal && (field->precision <= 0 || field->scale < 0 || field->scale > field->precision))
        mistake(field, u"decimal(%1, %2) is no number of digits: write decimal(precision, scale)"_s
                        .arg(field->precision)
                        .arg(field->scale));
    if (field->decimal && field->hasDefault) {
        const auto *number = std::get_if<double>(&field->defaultValue);
        const auto *digits = std::get_if<QString>(&field->defaultValue);
        const Value value = number ? Value(*number) : digits ? Value(*digits) : Value();
        if (const Error error = field->toWire(value, &field->defaultValue); error.isValid())
            mistake(field, u"its default can not be stored: "_s + error.text());
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
    field->generated = field->generated && field->primaryKey;
}

} // namespace Chakra
