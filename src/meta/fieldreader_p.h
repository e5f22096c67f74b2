// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_FIELDREADER_P_H
#define CHAKRA_FIELDREADER_P_H

#include "graphmistakes_p.h"
#include "optionparser_p.h"

namespace Chakra {

/*! Reads the columns of one model: the property of each, its type and its options. */
class FieldReader
{
public:
    /*! \a naming is how the model's column names follow from its property names. */
    FieldReader(ModelInfo *info, const QString &naming, GraphMistakes *mistakes)
        : m_info(info), m_naming(naming), m_mistakes(mistakes)
    {
    }

    /*! Adds the column of property \a name to the model; \a text is type and options. */
    void read(const QString &name, QStringView text, bool handWritten);

private:
    bool readType(FieldInfo *field, QStringView typeName);
    void readOption(FieldInfo *field, const OptionText &option);
    void readAction(FieldInfo *field, const OptionText &option);
    void readDefault(FieldInfo *field, const OptionText &option);
    void checkOptions(FieldInfo *field, const QStringList &given);
    void checkForeignKey(FieldInfo *field, const QStringList &given);
    void checkText(FieldInfo *field);
    void checkDecimal(FieldInfo *field);
    void refuse(const FieldInfo *field, const QString &option, const QString &why);
    void mistake(const FieldInfo *field, const QString &text);

    ModelInfo *m_info;
    QString m_naming;
    GraphMistakes *m_mistakes;
};

/*! The class of \a meta's line that declares \a property, by its absolute index. */
const QMetaObject *declaringClass(const QMetaObject *meta, int property);

} // namespace Chakra

#endif // CHAKRA_FIELDREADER_P_H
