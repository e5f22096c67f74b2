// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_META_DECLARATIONS_H
#define TESTS_META_DECLARATIONS_H

// Ways to declare a model that chapter.h and alltypes.h do not show: enums of everywhere, bases in
// another namespace, keys of every kind, options in any order, and names that exist twice.

#include <Chakra/Model>

#include <QtCore/QDateTime>
#include <QtCore/QString>
#include <QtCore/QUuid>

#include <cstring> // whose index() is no option
#include <optional>

namespace Trial {

// ------------------------------------------------------------------------------------------ enums

// Bears the name of one that is nearer to those who use it.
enum class Rank { Wrong = 99 };

namespace Fleet {
Q_NAMESPACE

enum class Rank { Deckhand = 1, Mate = 2, Captain = 3 };
Q_ENUM_NS(Rank)

enum Signal : quint8 { Silence = 0, Horn = 200 };
Q_ENUM_NS(Signal)

class Flags : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Flags, "fleet_flags")

public:
    // Enumerators that another enum of the class has too, with other numbers.
    enum class Pattern { Plain, Striped, None };
    Q_ENUM(Pattern)
    enum class Shape { None = 7, Square, Plain = 30 };
    Q_ENUM(Shape)
    enum Colour { NoColour = 0, Red = 1, White = 2, Blue = 4 };
    Q_DECLARE_FLAGS(Colours, Colour)
    Q_FLAG(Colours)

    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(Pattern, pattern, setPattern, defaultValue(Pattern::None))
    CHAKRA_FIELD(Shape, shape, setShape, defaultValue(Shape::Plain))
    CHAKRA_FIELD(std::optional<Shape>, corner, setCorner, defaultValue(Shape::None))
    CHAKRA_FIELD(Colours, colours, setColours)
    CHAKRA_FIELD(std::optional<Colours>, trim, setTrim)
};

Q_DECLARE_OPERATORS_FOR_FLAGS(Flags::Colours)

class Sailor : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Sailor, "fleet_sailors")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    // Only here is the optional one known to Qt at all.
    CHAKRA_FIELD(std::optional<Rank>, wanted, setWanted)
    CHAKRA_FIELD(Rank, rank, setRank, defaultValue(Rank::Mate))
    CHAKRA_FIELD(std::optional<Fleet::Signal>, signal, setSignal, defaultValue(Horn))
    CHAKRA_FIELD(Flags::Shape, badge, setBadge, defaultValue(Flags::Shape::Square))
    CHAKRA_FIELD(std::optional<Flags::Pattern>, scarf, setScarf)
};

} // namespace Fleet

// ------------------------------------------------------------------- bases of another namespace

namespace Office {

class Clerk : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Clerk, "office_clerks")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
};

// What it names is looked up from here, wherever the models are that derive from it.
class Filed : public Chakra::Model
{
    Q_OBJECT

public:
    enum class Stamp { Blank, Received = 4 };
    Q_ENUM(Stamp)

    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(std::optional<Stamp>, stamp, setStamp)
    CHAKRA_FIELD(qint64, clerkId, setClerkId, foreignKey("office_clerks.id"))
    CHAKRA_MANY_TO_ONE(Clerk, clerk, setClerk)
};

} // namespace Office

namespace Court {

class Clerk : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Clerk, "court_clerks")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
};

class Verdict : public Office::Filed
{
    Q_OBJECT
    CHAKRA_MODEL(Verdict, "court_verdicts")
    CHAKRA_FIELD(QString, words, setWords)
};

} // namespace Court

class Letter : public Office::Filed
{
    Q_OBJECT
    CHAKRA_MODEL(Letter, "letters", uniqueTogether("clerkId", "subject"))
    CHAKRA_FIELD(QString, subject, setSubject)
};

// ------------------------------------------------------------------------------------------- keys

class Reading;

class Station : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Station, "stations")
    CHAKRA_FIELD(QString, code, setCode, primaryKey, maxLength(8))
    CHAKRA_ONE_TO_MANY(Reading, readings, orderBy("-day", "hour"))
};

// A key of three columns, one of which refers to another table.
class Reading : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Reading, "station_readings")
    CHAKRA_FIELD(QString, stationCode, setStationCode, onDelete(Cascade), onUpdate(Cascade), primaryKey,
                 foreignKey("stations.code"))
    CHAKRA_FIELD(QDate, day, setDay, primaryKey)
    CHAKRA_FIELD(int, hour, setHour, primaryKey)
    CHAKRA_FIELD(double, degrees, setDegrees)
    CHAKRA_MANY_TO_ONE(Station, station, setStation, foreignKey("stationCode"))
};

class Holiday : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Holiday, "holidays")
    CHAKRA_FIELD(QDate, day, setDay, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
};

class Moment : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Moment, "moments")
    CHAKRA_FIELD(QDateTime, at, setAt, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
};

// The key of the one is the key of the other.
class Passport;

class Traveller : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Traveller, "travellers")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, unique)
    CHAKRA_ONE_TO_ONE(Passport, passport, setPassport)
};

class Passport : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Passport, "passports")
    CHAKRA_FIELD(qint64, travellerId, setTravellerId, foreignKey("travellers.id"), primaryKey, onDelete(Cascade))
    CHAKRA_FIELD(QString, number, setNumber)
    CHAKRA_ONE_TO_ONE(Traveller, traveller, setTraveller)
};

// Refers to a column that is unique, but not the key.
class Ticket : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Ticket, "tickets")
    CHAKRA_FIELD(QUuid, id, setId, primaryKey)
    CHAKRA_FIELD(QString, travellerName, setTravellerName, onUpdate(Cascade), foreignKey("travellers.name"))
    CHAKRA_MANY_TO_ONE(Traveller, traveller, setTraveller, foreignKey("travellerName"))
};

// --------------------------------------------------------------------------------- relations

class Lesson;
class Pupil;

// Two lists of one model, over one junction each; and one of the two over a model.
class Teacher : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Teacher, "teachers")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
    CHAKRA_MANY_TO_MANY(Lesson, gives, through("teacher_gives"))
    CHAKRA_MANY_TO_MANY(Lesson, watches, through("teacher_watches"), orderBy("-name"))
};

class Lesson : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Lesson, "lessons")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
    CHAKRA_MANY_TO_MANY(Teacher, teachers, through("teacher_gives"))
    CHAKRA_MANY_TO_MANY(Teacher, watchers, through("teacher_watches"))
};

// Pairs of pupils that are rows of a model.
class Pact : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Pact, "pacts", uniqueTogether("oneId", "otherId"))
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, oneId, setOneId, foreignKey("pupils.id"), onDelete(Cascade))
    CHAKRA_FIELD(qint64, otherId, setOtherId, foreignKey("pupils.id"), onDelete(Cascade))
    CHAKRA_FIELD(QDateTime, since, setSince, defaultNow)
    CHAKRA_FIELD(int, strength, setStrength, defaultValue(3))
};

class Pupil : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Pupil, "pupils", orderBy("name"))
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
    CHAKRA_MANY_TO_MANY(Pupil, allies, through("pacts", "one_id", "other_id"), symmetrical)
    CHAKRA_MANY_TO_MANY(Pupil, copiesFrom, through("copies", "from_id", "to_id"))
    CHAKRA_FIELD(std::optional<qint64>, bestId, setBestId, foreignKey("pupils.id"), onDelete(SetNull))
    CHAKRA_ONE_TO_ONE(Pupil, best, setBest, backPopulates("bestOf"))
    CHAKRA_ONE_TO_ONE(Pupil, bestOf, setBestOf, backPopulates("best"))
};

// ----------------------------------------------------------------------- options and their names

class Note;

class Ledger : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Ledger, "trial ledgers", naming(PascalCase), orderBy("-orderBy", "column"),
                 uniqueTogether("column", "index"), uniqueTogether("text", "through"),
                 indexTogether("index", "column"))
    CHAKRA_FIELD(qint64, primaryKey, setPrimaryKey, autoIncrement(true), primaryKey)
    CHAKRA_FIELD(int, column, setColumn, defaultValue(1), column("the column"))
    CHAKRA_FIELD(int, index, setIndex, index)
    CHAKRA_FIELD(QString, text, setText, text)
    CHAKRA_FIELD(QString, through, setThrough)
    CHAKRA_FIELD(int, orderBy, setOrderBy)
    CHAKRA_FIELD(QDateTime, defaultNow, setDefaultNow, defaultNow, storedAs(UnixMs))
    CHAKRA_FIELD(std::optional<QDateTime>, storedAs, setStoredAs, storedAs(IsoT), updatedNow)
    CHAKRA_FIELD(QDate, updatedNow, setUpdatedNow, updatedNow)
    CHAKRA_FIELD(QTime, naming, setNaming, defaultNow)
    CHAKRA_FIELD(QString, decimal, setDecimal, decimal(6, 2), defaultValue("1.5"))
    CHAKRA_FIELD(std::optional<qint64>, foreignKey, setForeignKey, onDelete(SetNull), onUpdate(Cascade),
                 foreignKey("trial ledgers.PrimaryKey"))
    CHAKRA_MANY_TO_ONE(Ledger, backPopulates, setBackPopulates, foreignKey("foreignKey"),
                       backPopulates("onRemove"))
    CHAKRA_ONE_TO_MANY(Ledger, onRemove, backPopulates("backPopulates"), onRemove(SetNull))
    CHAKRA_MANY_TO_MANY(Ledger, symmetrical, symmetrical, through("ledger twins", "a \"one\"", "the other"))
    CHAKRA_FIELD(int, version, setVersion, version)
};

// The model's name is that of a macro's parameter, and so are its properties'.
class Name : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Name, "Select * From \"names\"")
    CHAKRA_FIELD(QString, value, setValue, primaryKey)
    CHAKRA_FIELD(int, typed, setTyped, column("Order By"))
    CHAKRA_FIELD(int, kind, setKind, column("Kind"))
    CHAKRA_FIELD(std::optional<QString>, setter, setSetter, column("a.b"))
    CHAKRA_FIELD(int, m_value, setM_value)
    CHAKRA_FIELD(QString, parentValue, setParentValue, nullable, foreignKey("Select * From \"names\".value"))
    CHAKRA_MANY_TO_ONE(Name, upper, setUpper, foreignKey("parentValue"))
};

// A key that may be null without being a std::optional.
class Branch : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Branch, "branches")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, trunkId, setTrunkId, nullable, foreignKey("branches.id"), onDelete(SetNull))
    CHAKRA_FIELD(int, leaves, setLeaves, nullable)
    CHAKRA_MANY_TO_ONE(Branch, trunk, setTrunk, backPopulates("branches"))
    CHAKRA_ONE_TO_MANY(Branch, branches, backPopulates("trunk"))
};

} // namespace Trial

#endif
