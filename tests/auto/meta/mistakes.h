// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_META_MISTAKES_H
#define TESTS_META_MISTAKES_H

// Models with one mistake each, and models without any beside them.

#include <Chakra/Model>

#include <QtCore/QDateTime>
#include <QtCore/QString>
#include <QtCore/QVariant>

#include <optional>

// ------------------------------------------------------------------------------- nothing is wrong

class HealthyChild;

class Healthy : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Healthy, "healthies")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
    CHAKRA_ONE_TO_MANY(HealthyChild, offspring, backPopulates("healthy"))
};

class HealthyChild : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(HealthyChild, "healthy_children")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, healthyId, setHealthyId, foreignKey("healthies.id"))
    CHAKRA_MANY_TO_ONE(Healthy, healthy, setHealthy, backPopulates("offspring"))
};

// Right in themselves, but what wrong ones below refer to.
class SoundChild;

class Sound : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Sound, "sounds")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
    CHAKRA_ONE_TO_MANY(SoundChild, offspring, backPopulates("sound"))
};

class SoundChild : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(SoundChild, "sound_children")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, soundId, setSoundId, foreignKey("sounds.id"))
    CHAKRA_MANY_TO_ONE(Sound, sound, setSound, backPopulates("offspring"))
};

class Pair : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Pair, "pairs")
    CHAKRA_FIELD(qint64, left, setLeft, primaryKey)
    CHAKRA_FIELD(qint64, right, setRight, primaryKey)
};

// -------------------------------------------------------------------------------- one mistake each

// A base that lends fields is a class, but no model.
class Ghost : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_FIELD(QString, sheet, setSheet)
};

class UnknownModel : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(UnknownModel, "unknown_models")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(std::optional<qint64>, ghostId, setGhostId)
    CHAKRA_MANY_TO_ONE(Ghost, ghost, setGhost)
};

class UnknownTable : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(UnknownTable, "unknown_tables")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, placeId, setPlaceId, foreignKey("nowhere.id"))
};

class UnknownColumn : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(UnknownColumn, "unknown_columns")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, soundId, setSoundId, foreignKey("sounds.number"))
};

class BackToNothing : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(BackToNothing, "back_to_nothings")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, soundId, setSoundId, foreignKey("sounds.id"))
    CHAKRA_MANY_TO_ONE(Sound, sound, setSound, backPopulates("echoes"))
};

class NotBackChild;

class NotBackParent : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(NotBackParent, "not_back_parents")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_ONE_TO_MANY(NotBackChild, offspring, backPopulates("owner"))
    CHAKRA_ONE_TO_MANY(NotBackChild, impostors, backPopulates("owner"))
};

class NotBackChild : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(NotBackChild, "not_back_children")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, ownerId, setOwnerId, foreignKey("not_back_parents.id"))
    CHAKRA_MANY_TO_ONE(NotBackParent, owner, setOwner, backPopulates("offspring"))
};

class TwoKeysChild;

class TwoKeysParent : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(TwoKeysParent, "two_keys_parents")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_ONE_TO_MANY(TwoKeysChild, matches)
};

class TwoKeysChild : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(TwoKeysChild, "two_keys_children")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, homeId, setHomeId, foreignKey("two_keys_parents.id"))
    CHAKRA_FIELD(qint64, awayId, setAwayId, foreignKey("two_keys_parents.id"))
};

class NoKey : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(NoKey, "no_keys")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_MANY_TO_ONE(Sound, sound, setSound)
};

class KeyOfAnotherType : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(KeyOfAnotherType, "keys_of_another_type")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, soundId, setSoundId, foreignKey("sounds.id"))
};

// Follows from the key's own mistake.
class RelationOfAnotherType : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(RelationOfAnotherType, "relations_of_another_type")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, soundId, setSoundId, foreignKey("sounds.id"))
    CHAKRA_MANY_TO_ONE(Sound, sound, setSound)
};

class ListOverAnotherType;

class ListedOverAnotherType : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(ListedOverAnotherType, "listed_over_another_type")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, ownerId, setOwnerId, foreignKey("lists_over_another_type.id"))
};

class ListOverAnotherType : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(ListOverAnotherType, "lists_over_another_type")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_ONE_TO_MANY(ListedOverAnotherType, members)
};

class DecimalDefault : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(DecimalDefault, "decimal_defaults")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, price, setPrice, decimal(6, 2), defaultValue("12345.6"))
};

class NoPrimaryKey : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(NoPrimaryKey, "no_primary_keys")
    CHAKRA_FIELD(qint64, number, setNumber)
};

class OneColumnTwice : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OneColumnTwice, "one_column_twice")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, firstName, setFirstName)
    CHAKRA_FIELD(QString, givenName, setGivenName, column("first_name"))
};

class LengthOfANumber : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(LengthOfANumber, "lengths_of_numbers")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(int, number, setNumber, maxLength(5))
};

class VersionOfText : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(VersionOfText, "versions_of_text")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, words, setWords, version)
};

class NowOfANumber : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(NowOfANumber, "nows_of_numbers")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(int, number, setNumber, defaultNow)
};

class LengthOfARelation : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(LengthOfARelation, "lengths_of_relations")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, soundId, setSoundId, foreignKey("sounds.id"))
    CHAKRA_MANY_TO_ONE(Sound, sound, setSound, maxLength(5))
};

class ActionWithoutKey : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(ActionWithoutKey, "actions_without_keys")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, number, setNumber, onDelete(Cascade))
};

class NullIntoRequired : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(NullIntoRequired, "nulls_into_required")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, soundId, setSoundId, foreignKey("sounds.id"), onDelete(SetNull))
};

class DerivedFromModel : public Sound
{
    Q_OBJECT
    CHAKRA_MODEL(DerivedFromModel, "derived_from_models")
    CHAKRA_FIELD(QString, more, setMore)
};

class ToCompositeKey : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(ToCompositeKey, "to_composite_keys")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, pairId, setPairId, foreignKey("pairs.left"))
    CHAKRA_MANY_TO_ONE(Pair, pair, setPair)
};

class SelfWithoutColumns : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(SelfWithoutColumns, "selves_without_columns")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_MANY_TO_MANY(SelfWithoutColumns, friends, through("self_friends"))
};

class UnknownOrder : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(UnknownOrder, "unknown_orders", orderBy("-wheel"))
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
};

class UnknownTogether : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(UnknownTogether, "unknown_togethers", uniqueTogether("id", "wheel"))
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
};

// A wrong annotation of a property that is not there.
class ColumnOfNothing : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(ColumnOfNothing, "columns_of_nothing")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_COLUMN(titel, maxLength(20))
};

class AutoIncrementOfText : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(AutoIncrementOfText, "auto_increments_of_text")
    CHAKRA_FIELD(QString, code, setCode, primaryKey, autoIncrement(true))
};

class AutoIncrementOfNoKey : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(AutoIncrementOfNoKey, "auto_increments_of_no_key")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(int, number, setNumber, autoIncrement(false))
};

class NoDefaultToSet : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(NoDefaultToSet, "no_defaults_to_set")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, soundId, setSoundId, onDelete(SetDefault), foreignKey("sounds.id"))
};

class DefaultOutOfRange : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(DefaultOutOfRange, "defaults_out_of_range")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(int, number, setNumber, defaultValue(3000000000))
};

class DefaultOfALocalEnum : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(DefaultOfALocalEnum, "defaults_of_local_enums")

public:
    enum Mood { Good, Bad }; // no Q_ENUM

    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(Mood, mood, setMood, defaultValue(Bad))
};

class NullableVersion : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(NullableVersion, "nullable_versions")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(std::optional<int>, revision, setRevision, version)
};

class TwoVersions : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(TwoVersions, "two_versions")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(int, revision, setRevision, version)
    CHAKRA_FIELD(int, edition, setEdition, version)
};

class ToASharedColumn : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(ToASharedColumn, "to_shared_columns")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, soundName, setSoundName, foreignKey("sounds.name"))
};

class Rivals;

class RivalsParent : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(RivalsParent, "rivals_parents")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_ONE_TO_MANY(Rivals, offspring)
};

class Rivals : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Rivals, "rivals")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, motherId, setMotherId, foreignKey("rivals_parents.id"))
    CHAKRA_MANY_TO_ONE(RivalsParent, mother, setMother, backPopulates("offspring"))
    CHAKRA_MANY_TO_ONE(RivalsParent, nurse, setNurse, foreignKey("motherId"), backPopulates("offspring"))
};

class RemovalByTheOwner : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(RemovalByTheOwner, "removals_by_owners")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, soundId, setSoundId, foreignKey("sounds.id"))
    CHAKRA_ONE_TO_ONE(Sound, sound, setSound, onRemove(Delete))
};

class RequiredMember;

class RemovalIntoRequired : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(RemovalIntoRequired, "removals_into_required")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_ONE_TO_MANY(RequiredMember, members, onRemove(SetNull))
};

class RequiredMember : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(RequiredMember, "required_members")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, ownerId, setOwnerId, foreignKey("removals_into_required.id"))
};

class JunctionOfAnother : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(JunctionOfAnother, "junctions_of_others")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_MANY_TO_MANY(Sound, sounds, through("one_junction"))
    CHAKRA_MANY_TO_MANY(SoundChild, offspring, through("one_junction"))
};

class LooseJunction : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(LooseJunction, "loose_junctions")
    CHAKRA_FIELD(qint64, soundId, setSoundId, primaryKey, foreignKey("sounds.id"))
    CHAKRA_FIELD(qint64, otherId, setOtherId, primaryKey)
};

class OverALooseJunction : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OverALooseJunction, "over_loose_junctions")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_MANY_TO_MANY(Sound, sounds, through("loose_junctions", "other_id", "sound_id"))
};

class SymmetricalBack : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(SymmetricalBack, "symmetrical_backs")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_MANY_TO_MANY(SymmetricalBack, friends, through("backs", "a_id", "b_id"), symmetrical,
                        backPopulates("friends"))
};

class OrderBehindARelation : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OrderBehindARelation, "orders_behind_relations", orderBy("sound__name", "-sound__wheel"))
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, soundId, setSoundId, foreignKey("sounds.id"))
    CHAKRA_MANY_TO_ONE(Sound, sound, setSound)
};

class OrderByAList : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OrderByAList, "orders_by_lists", orderBy("members"))
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(std::optional<qint64>, ownerId, setOwnerId, foreignKey("orders_by_lists.id"))
    CHAKRA_ONE_TO_MANY(OrderByAList, members)
};

class VariantByHand : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(VariantByHand, "variants_by_hand")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    Q_PROPERTY(QVariant anything MEMBER anything)
    CHAKRA_COLUMN(anything)

public:
    QVariant anything;
};

class OptionalByHand : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OptionalByHand, "optionals_by_hand")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    Q_PROPERTY(std::optional<int> number MEMBER number)
    CHAKRA_COLUMN(number)

public:
    std::optional<int> number;
};

class ReadOnlyColumn : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(ReadOnlyColumn, "read_only_columns")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    Q_PROPERTY(int number READ number)
    CHAKRA_COLUMN(number)

public:
    int number() const { return 4; }
};

class OneTable : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OneTable, "one_table")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
};

class OneTableAgain : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OneTableAgain, "One_Table")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
};

// Without a key of its own, what refers to it has no key either.
class OverNoPrimaryKey : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OverNoPrimaryKey, "over_no_primary_keys")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_MANY_TO_MANY(NoPrimaryKey, numbers, through("over_no_primary_key"))
};

#endif
