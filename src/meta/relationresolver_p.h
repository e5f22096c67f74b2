// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// This file is no API: it may change from one version to the next.

#ifndef CHAKRA_RELATIONRESOLVER_P_H
#define CHAKRA_RELATIONRESOLVER_P_H

#include "modelreader_p.h"

namespace Chakra {

/*!
    Ties models together: foreign keys to what they refer to, relations to their key or junction
    and to their other side, which is made up where none is declared.
*/
class RelationResolver
{
public:
    RelationResolver(const QList<ModelInfo *> &models, const QList<DeclaredRelation> &relations,
                     GraphMistakes *mistakes)
        : m_models(models), m_declared(relations), m_mistakes(mistakes)
    {
    }

    void resolve();
    const QList<DeclaredRelation> &relations() const { return m_declared; }

private:
    struct RefusedKey // a foreign key with a mistake, for which no relation is to blame
    {
        const FieldInfo *field;
        Error error;
    };

    void resolveForeignKeys(ModelInfo *info);
    void resolveTarget(DeclaredRelation &declared);
    void resolveKey(DeclaredRelation &declared);
    void resolveToOneKey(DeclaredRelation &declared);
    bool isReverse(const DeclaredRelation &declared, const QList<FieldInfo *> &keys);
    void resolveReverseKey(DeclaredRelation &declared);
    static void take(DeclaredRelation &declared, FieldInfo *key);
    void resolveJunction(DeclaredRelation &declared);
    bool findJunctionColumns(const DeclaredRelation &declared);
    bool checkJunctionColumns(const DeclaredRelation &declared);
    bool checkJunctionColumn(const DeclaredRelation &declared, const QString &column,
                             const ModelInfo *end);
    void resolveInverse(DeclaredRelation &declared);
    void resolveNamedInverse(DeclaredRelation &declared);
    void findInverse(DeclaredRelation &declared);
    void checkRemoval(const DeclaredRelation &declared);
    void addHiddenInverse(DeclaredRelation &declared);

    FieldInfo *referredField(FieldInfo *field, ModelInfo **model) const;
    ModelInfo *modelNamed(const QString &name, const QString &scope) const;
    ModelInfo *modelOfTable(const QString &table) const;
    DeclaredRelation *otherSide(const DeclaredRelation &declared);
    static QList<FieldInfo *> keysTo(const ModelInfo *from, const ModelInfo *to);
    static bool mirror(const DeclaredRelation &declared, const DeclaredRelation &other);

    /*! Whether \a from has no good key to \a to just because the one was refused: disables the owner. */
    bool followsFromRefusedKey(const DeclaredRelation &declared, const ModelInfo *from,
                               const ModelInfo *to);
    void refuseKey(ModelInfo *model, const FieldInfo *field, const QString &text,
                   ModelInfo *also = nullptr);
    void mistake(const DeclaredRelation &declared, const QString &text);

    QList<ModelInfo *> m_models;
    QList<DeclaredRelation> m_declared;
    QList<RefusedKey> m_refusedKeys;
    GraphMistakes *m_mistakes;
};

} // namespace Chakra

#endif // CHAKRA_RELATIONRESOLVER_P_H
