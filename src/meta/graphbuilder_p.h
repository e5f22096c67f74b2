// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_GRAPHBUILDER_P_H
#define CHAKRA_GRAPHBUILDER_P_H

#include "modelinfo_p.h"
#include "optionparser_p.h"

#include <QSet>

namespace Chakra {

/*!
    Reads metaobjects into infos, then ties the relations together; collects every mistake with
    class, property and mend, and disables the models that it touches.
*/
class GraphBuilder
{
public:
    void add(ModelInfo *info);
    void resolve();

    QList<Error> mistakes() const { return m_mistakes; }
    QList<CreatedJunction> junctions() const { return m_junctions; }

private:
    struct Declared // a relation as it stands in the class info
    {
        RelationInfo *relation;
        ModelInfo *owner;
        QString kind;
        QString typeName;
        QString backPopulates;
        QString foreignKey;
        QStringList through;
        bool symmetrical = false;
        bool resolved = false;
        bool ofModel = false; // inherited from a model, which was reported
    };

    struct RefusedKey // a foreign key with a mistake, for which no relation is to blame
    {
        const FieldInfo *field;
        Error error;
    };

    void readModel(ModelInfo *info);
    void readField(ModelInfo *info, const QString &name, QStringView text, bool handWritten);
    void readRelation(ModelInfo *info, const QString &name, QStringView text, bool ofModel);
    bool readFieldType(ModelInfo *info, FieldInfo *field, QStringView typeName);
    void readFieldOption(ModelInfo *info, FieldInfo *field, const OptionText &option);
    void readDefault(ModelInfo *info, FieldInfo *field, const OptionText &option);
    void checkFieldOptions(ModelInfo *info, FieldInfo *field);
    void checkModel(ModelInfo *info);

    void resolveForeignKeys(ModelInfo *info);
    void resolveTarget(Declared &declared);
    void resolveKey(Declared &declared);
    void resolveToOneKey(Declared &declared);
    void resolveReverseKey(Declared &declared);
    void resolveJunction(Declared &declared);
    void resolveInverse(Declared &declared);
    void addHiddenInverse(Declared &declared);
    void checkOrder(ModelInfo *info, const ModelInfo *of, const QStringList &order, const QString &where);

    ModelInfo *modelNamed(const QString &name, const ModelInfo *from) const;
    ModelInfo *modelOfTable(const QString &table) const;
    Declared *declared(const ModelInfo *model, const QString &name);
    QList<const FieldInfo *> keysTo(const ModelInfo *from, const ModelInfo *to) const;

    /*! Whether \a from has no good key to \a to just because the one was refused: disables \a owner. */
    bool followsFromRefusedKey(const Declared &declared, const ModelInfo *from, const ModelInfo *to);
    void refuseKey(ModelInfo *model, const FieldInfo *field, const QString &text,
                   ModelInfo *also = nullptr);
    void mistake(ModelInfo *model, const QString &property, const QString &text,
                 ModelInfo *also = nullptr);

    QList<ModelInfo *> m_models;
    QList<Declared> m_declared;
    QList<RefusedKey> m_refusedKeys;
    QList<Error> m_mistakes;
    QList<CreatedJunction> m_junctions;
    QHash<const ModelInfo *, QString> m_naming;
};

} // namespace Chakra

#endif // CHAKRA_GRAPHBUILDER_P_H
