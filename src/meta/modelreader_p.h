// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_MODELREADER_P_H
#define CHAKRA_MODELREADER_P_H

#include "graphmistakes_p.h"
#include "optionparser_p.h"

namespace Chakra {

/*! A relation as it stands in the class info, and what of it is resolved so far. */
struct DeclaredRelation
{
    RelationInfo *relation = nullptr;
    ModelInfo *owner = nullptr;
    ModelInfo *target = nullptr;
    FieldInfo *key = nullptr;
    QString kind;
    QString typeName;
    QString scope; // the class that declares it, from which typeName is looked up
    QString backPopulates;
    QString foreignKey;
    QStringList through;
    bool symmetrical = false;
    bool resolved = false;
    bool ofModel = false; // inherited from a model, which was reported
};

/*! Reads metaobjects into infos, one by one; relations are left for the RelationResolver. */
class ModelReader
{
public:
    explicit ModelReader(GraphMistakes *mistakes) : m_mistakes(mistakes) { }

    /*! Reads \a info's class anew. */
    void read(ModelInfo *info);
    QList<DeclaredRelation> relations() const { return m_relations; }

private:
    static void clear(ModelInfo *info);
    bool derivesFromModel(ModelInfo *info);
    QString readModelOptions(ModelInfo *info);
    void readRelation(ModelInfo *info, const QString &name, QStringView text, bool ofModel);
    void readRelationOption(DeclaredRelation *declared, const OptionText &option);
    void checkColumns(ModelInfo *info);

    GraphMistakes *m_mistakes;
    QList<DeclaredRelation> m_relations;
};

} // namespace Chakra

#endif // CHAKRA_MODELREADER_P_H
