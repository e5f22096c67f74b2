// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SHARED_ALLTYPES_H
#define TESTS_SHARED_ALLTYPES_H

// Models for everything that the chapter's six do not have: every type of column, plain and
// nullable, keys of every kind, odd names, namespaces, hand-written properties, bases that lend
// fields, and each option of a model. All of them are right; the wrong ones are in mistakes.h.

#include <Chakra/Model>

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QJsonValue>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QUrl>
#include <QtCore/QUuid>
#include <QtCore/QVariant>

#include <optional>

// ---------------------------------------------------------------- every type, plain and nullable

class EveryType : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(EveryType, "every_type")

public:
    enum Colour { Red, Green = 5, Blue = -3 };
    Q_ENUM(Colour)
    enum class Size { Small = 1, Large = 1 << 30 };
    Q_ENUM(Size)

    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(bool, truth, setTruth)
    CHAKRA_FIELD(int, number, setNumber)
    CHAKRA_FIELD(uint, natural, setNatural)
    CHAKRA_FIELD(qint64, bigNumber, setBigNumber)
    CHAKRA_FIELD(quint64, bigNatural, setBigNatural)
    CHAKRA_FIELD(float, single, setSingle)
    CHAKRA_FIELD(double, precise, setPrecise)
    CHAKRA_FIELD(QString, name, setName, text)
    CHAKRA_FIELD(QByteArray, bytes, setBytes)
    CHAKRA_FIELD(QDate, birthday, setBirthday)
    CHAKRA_FIELD(QTime, alarm, setAlarm)
    CHAKRA_FIELD(QDateTime, moment, setMoment)
    CHAKRA_FIELD(QUuid, token, setToken)
    CHAKRA_FIELD(QUrl, link, setLink)
    CHAKRA_FIELD(QJsonObject, record, setRecord)
    CHAKRA_FIELD(QJsonArray, items, setItems)
    CHAKRA_FIELD(QJsonValue, anything, setAnything)
    CHAKRA_FIELD(QStringList, words, setWords)
    CHAKRA_FIELD(Colour, colour, setColour)
    CHAKRA_FIELD(Size, size, setSize)
};

class MaybeType : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(MaybeType, "maybe_type")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(std::optional<bool>, truth, setTruth)
    CHAKRA_FIELD(std::optional<int>, number, setNumber)
    CHAKRA_FIELD(std::optional<uint>, natural, setNatural)
    CHAKRA_FIELD(std::optional<qint64>, bigNumber, setBigNumber)
    CHAKRA_FIELD(std::optional<quint64>, bigNatural, setBigNatural)
    CHAKRA_FIELD(std::optional<float>, single, setSingle)
    CHAKRA_FIELD(std::optional<double>, precise, setPrecise)
    CHAKRA_FIELD(std::optional<QString>, name, setName, text)
    CHAKRA_FIELD(std::optional<QByteArray>, bytes, setBytes)
    CHAKRA_FIELD(std::optional<QDate>, birthday, setBirthday)
    CHAKRA_FIELD(std::optional<QTime>, alarm, setAlarm)
    CHAKRA_FIELD(std::optional<QDateTime>, moment, setMoment)
    CHAKRA_FIELD(std::optional<QUuid>, token, setToken)
    CHAKRA_FIELD(std::optional<QUrl>, link, setLink)
    CHAKRA_FIELD(std::optional<QJsonObject>, record, setRecord)
    CHAKRA_FIELD(std::optional<QJsonArray>, items, setItems)
    CHAKRA_FIELD(std::optional<QJsonValue>, anything, setAnything)
    CHAKRA_FIELD(std::optional<QStringList>, words, setWords)
    CHAKRA_FIELD(std::optional<EveryType::Colour>, colour, setColour)
    CHAKRA_FIELD(std::optional<EveryType::Size>, size, setSize)
};

class Ledger : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Ledger, "ledgers")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, exact, setExact, decimal(38, 10))
    CHAKRA_FIELD(double, rough, setRough, decimal(10, 2))
    CHAKRA_FIELD(std::optional<QString>, discount, setDiscount, decimal(6, 3))
};

// Columns that other programs wrote, in forms that are not SQLite's own.
class ForeignTimes : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(ForeignTimes, "foreign_times")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QDateTime, iso, setIso, storedAs(IsoT))
    CHAKRA_FIELD(QDateTime, millis, setMillis, storedAs(UnixMs))
};

// ------------------------------------------------------------------------------ hand-written ones

class Volume;

class Bookcase : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Bookcase, "bookcases")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, place, setPlace)
    CHAKRA_ONE_TO_MANY(Volume, volumes, backPopulates("bookcase"))
};

// Written as a Qt class always was, and mapped by the annotations alone. Its getters are of every
// form that a path may name.
class Volume : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Volume, "volumes")
    Q_PROPERTY(qint64 id READ id WRITE setId NOTIFY idChanged)
    CHAKRA_COLUMN(id, primaryKey)
    Q_PROPERTY(QString title READ title WRITE setTitle NOTIFY titleChanged)
    CHAKRA_COLUMN(title, maxLength(200))
    Q_PROPERTY(int pages MEMBER pages NOTIFY pagesChanged)
    CHAKRA_COLUMN(pages)
    Q_PROPERTY(bool bound READ isBound WRITE setBound NOTIFY boundChanged)
    CHAKRA_COLUMN(bound)
    Q_PROPERTY(bool cover READ hasCover WRITE setCover NOTIFY coverChanged)
    CHAKRA_COLUMN(cover, column("has_cover"))
    Q_PROPERTY(bool published READ visible WRITE setVisible NOTIFY publishedChanged)
    CHAKRA_COLUMN(published, getter(visible))
    Q_PROPERTY(qint64 bookcaseId READ bookcaseId WRITE setBookcaseId NOTIFY bookcaseIdChanged)
    CHAKRA_COLUMN(bookcaseId, foreignKey("bookcases.id"))
    // No annotation: the object has it, the table has not.
    Q_PROPERTY(QString display READ display STORED false)
    CHAKRA_MANY_TO_ONE(Bookcase, bookcase, setBookcase, backPopulates("volumes"))

public:
    qint64 id() const { return m_id; }
    void setId(qint64 id)
    {
        if (m_id == id)
            return;
        m_id = id;
        Q_EMIT idChanged();
    }

    const QString &title() const noexcept { return m_title; }
    void setTitle(const QString &title)
    {
        if (m_title == title)
            return;
        m_title = title;
        Q_EMIT titleChanged();
    }

    bool isBound() const & { return m_bound; }
    void setBound(bool bound)
    {
        if (m_bound == bound)
            return;
        m_bound = bound;
        Q_EMIT boundChanged();
    }

    bool hasCover() const noexcept { return m_cover; }
    void setCover(bool cover)
    {
        if (m_cover == cover)
            return;
        m_cover = cover;
        Q_EMIT coverChanged();
    }

    bool visible() const { return m_visible; }
    void setVisible(bool visible)
    {
        if (m_visible == visible)
            return;
        m_visible = visible;
        Q_EMIT publishedChanged();
    }

    qint64 bookcaseId() const { return m_bookcaseId; }
    void setBookcaseId(qint64 id)
    {
        if (m_bookcaseId == id)
            return;
        m_bookcaseId = id;
        Q_EMIT bookcaseIdChanged();
    }

    QString display() const { return m_title + QLatin1Char('!'); }

    int pages = 0;

Q_SIGNALS:
    void idChanged();
    void titleChanged();
    void pagesChanged();
    void boundChanged();
    void coverChanged();
    void publishedChanged();
    void bookcaseIdChanged();

private:
    qint64 m_id = 0;
    QString m_title;
    bool m_bound = false;
    bool m_cover = false;
    bool m_visible = false;
    qint64 m_bookcaseId = 0;
};

// ------------------------------------------------------------------------- bases that lend fields

class Writer;

class Entity : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QDateTime, createdAt, setCreatedAt, defaultNow)
    CHAKRA_FIELD(QDateTime, updatedAt, setUpdatedAt, updatedNow)
};

class Owned : public Entity
{
    Q_OBJECT
    CHAKRA_FIELD(std::optional<qint64>, ownerId, setOwnerId, foreignKey("writers.id"),
                 onDelete(SetNull))
    CHAKRA_MANY_TO_ONE(Writer, owner, setOwner)
};

class Writer : public Entity
{
    Q_OBJECT
    CHAKRA_MODEL(Writer, "writers")
    CHAKRA_FIELD(QString, name, setName, maxLength(80))
};

class Article : public Owned
{
    Q_OBJECT
    CHAKRA_MODEL(Article, "articles", orderBy("-createdAt"))
    CHAKRA_FIELD(QString, headline, setHeadline)
};

class Photo : public Owned
{
    Q_OBJECT
    CHAKRA_MODEL(Photo, "photos")
    CHAKRA_FIELD(QString, caption, setCaption)
};

// -------------------------------------------------------------------------------- keys and tables

class City;

class Country : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Country, "countries")
    CHAKRA_FIELD(QString, code, setCode, maxLength(2), primaryKey)
    CHAKRA_FIELD(QString, name, setName)
    CHAKRA_ONE_TO_MANY(City, cities, backPopulates("country"))
};

class City : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(City, "cities")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
    CHAKRA_FIELD(QString, countryCode, setCountryCode, maxLength(2), foreignKey("countries.code"),
                 onUpdate(Cascade))
    CHAKRA_MANY_TO_ONE(Country, country, setCountry, foreignKey("countryCode"),
                       backPopulates("cities"))
};

class Reading;

class Device : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Device, "devices")
    CHAKRA_FIELD(QUuid, id, setId, primaryKey)
    CHAKRA_FIELD(QString, label, setLabel)
    CHAKRA_ONE_TO_MANY(Reading, readings, backPopulates("device"))
};

class Reading : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Reading, "readings")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(double, value, setValue)
    CHAKRA_FIELD(QUuid, deviceId, setDeviceId, foreignKey("devices.id"), onDelete(Cascade))
    CHAKRA_MANY_TO_ONE(Device, device, setDevice, backPopulates("readings"))
};

class ManualKey : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(ManualKey, "manual_keys")
    CHAKRA_FIELD(int, id, setId, primaryKey, autoIncrement(false))
    CHAKRA_FIELD(QString, name, setName)
};

class InvoiceLine;

class Invoice : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Invoice, "invoices")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, customer, setCustomer)
    CHAKRA_ONE_TO_MANY(InvoiceLine, lines, backPopulates("invoice"), orderBy("line"))
};

class InvoiceLine : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(InvoiceLine, "invoice_lines")
    CHAKRA_FIELD(qint64, invoiceId, setInvoiceId, primaryKey, foreignKey("invoices.id"),
                 onDelete(Cascade))
    CHAKRA_FIELD(int, line, setLine, primaryKey)
    CHAKRA_FIELD(QString, what, setWhat)
    CHAKRA_MANY_TO_ONE(Invoice, invoice, setInvoice, backPopulates("lines"))
};

class Seat : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Seat, "seats", uniqueTogether("seatRow", "seatNumber"),
                 indexTogether("hall", "seatRow"))
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, hall, setHall)
    CHAKRA_FIELD(int, seatRow, setSeatRow)
    CHAKRA_FIELD(int, seatNumber, setSeatNumber)
    CHAKRA_FIELD(int, price, setPrice, index)
};

class Document : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Document, "documents")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, body, setBody, text)
    CHAKRA_FIELD(int, revision, setRevision, version)
};

class DefaultValues : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(DefaultValues, "default_values")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, key, setKey)
    CHAKRA_FIELD(bool, yes, setYes, defaultValue(true))
    CHAKRA_FIELD(int, negative, setNegative, defaultValue(-7))
    CHAKRA_FIELD(qint64, large, setLarge, defaultValue(9000000000))
    CHAKRA_FIELD(double, half, setHalf, defaultValue(2.5))
    CHAKRA_FIELD(QString, words, setWords, defaultValue("it's new, (really); 100%"))
    CHAKRA_FIELD(QString, empty, setEmpty, defaultValue(""))
    CHAKRA_FIELD(std::optional<int>, maybe, setMaybe, defaultValue(3))
    CHAKRA_FIELD(std::optional<QString>, maybeWords, setMaybeWords, defaultValue("some"))
};

// Fields that bear the names of options, each with that option.
class OptionNames : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OptionNames, "option_names")
    CHAKRA_FIELD(qint64, primaryKey, setPrimaryKey, primaryKey)
    CHAKRA_FIELD(int, version, setVersion, version)
    CHAKRA_FIELD(int, index, setIndex, index)
    CHAKRA_FIELD(QString, text, setText, text)
    CHAKRA_FIELD(QString, unique, setUnique, unique, maxLength(10))
    CHAKRA_FIELD(int, maxLength, setMaxLength)
    CHAKRA_FIELD(QString, column, setColumn, column("kolumne"), maxLength(20))
    CHAKRA_FIELD(int, defaultValue, setDefaultValue, defaultValue(3))
    CHAKRA_FIELD(std::optional<int>, nullable, setNullable)
};

class OddChild;

// A dash of everything that must be quoted, in the table's name and in the columns'.
class OddName : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OddName, "odd [table] `of` it's")
    CHAKRA_FIELD(qint64, id, setId, primaryKey, column("the id"))
    CHAKRA_FIELD(QString, spaced, setSpaced, column("a column"))
    CHAKRA_FIELD(QString, order, setOrder, column("order"))
    CHAKRA_FIELD(QString, select, setSelect)
    CHAKRA_FIELD(QString, group, setGroup, index)
    CHAKRA_FIELD(QString, quoted, setQuoted, column("say 'hi'"), unique)
    CHAKRA_FIELD(QString, mixedCase, setMixedCase, column("MixedCase"))
    CHAKRA_FIELD(QString, question, setQuestion, column("why?"))
    CHAKRA_FIELD(QString, colon, setColon, column("a:b"))
    CHAKRA_FIELD(QString, comma, setComma, column("one, two"))
    CHAKRA_FIELD(QString, bracket, setBracket, column("f(x)"))
    CHAKRA_FIELD(QString, apostrophe, setApostrophe, column("it's"))
    CHAKRA_FIELD(QString, backtick, setBacktick, column("back`tick"))
    CHAKRA_FIELD(int, umlaut, setUmlaut, column("größe"), defaultValue(4))
    CHAKRA_ONE_TO_MANY(OddChild, offspring, backPopulates("mother"))
};

class OddChild : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(OddChild, "values")
    CHAKRA_FIELD(qint64, id, setId, primaryKey, column("from"))
    CHAKRA_FIELD(qint64, motherId, setMotherId, column("mother's id"),
                 foreignKey("odd [table] `of` it's.the id"), onDelete(Cascade))
    CHAKRA_MANY_TO_ONE(OddName, mother, setMother, backPopulates("offspring"))
};

class PascalNames : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(PascalNames, "PascalNames", naming(PascalCase))
    CHAKRA_FIELD(qint64, pascalNamesId, setPascalNamesId, primaryKey)
    CHAKRA_FIELD(QString, unitPrice, setUnitPrice)
    CHAKRA_FIELD(std::optional<qint64>, reportsTo, setReportsTo,
                 foreignKey("PascalNames.PascalNamesId"))
    CHAKRA_MANY_TO_ONE(PascalNames, boss, setBoss, foreignKey("reportsTo"))
};

class DeclaredNames : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(DeclaredNames, "declaredNames", naming(AsDeclared))
    CHAKRA_FIELD(qint64, declaredId, setDeclaredId, primaryKey)
    CHAKRA_FIELD(QString, unitPrice, setUnitPrice)
};

// -------------------------------------------------------------------------------- the five actions

class ActionTarget : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(ActionTarget, "action_targets")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
};

class ActionSource : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(ActionSource, "action_sources")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, cascadeId, setCascadeId, foreignKey("action_targets.id"),
                 onDelete(Cascade), onUpdate(Cascade))
    CHAKRA_FIELD(std::optional<qint64>, setNullId, setSetNullId, foreignKey("action_targets.id"),
                 onDelete(SetNull), onUpdate(SetNull))
    CHAKRA_FIELD(qint64, setDefaultId, setSetDefaultId, foreignKey("action_targets.id"),
                 defaultValue(1), onDelete(SetDefault), onUpdate(SetDefault))
    CHAKRA_FIELD(qint64, restrictId, setRestrictId, foreignKey("action_targets.id"),
                 onDelete(Restrict), onUpdate(Restrict))
    CHAKRA_FIELD(qint64, noActionId, setNoActionId, foreignKey("action_targets.id"),
                 onDelete(NoAction), onUpdate(NoAction))
    CHAKRA_FIELD(qint64, silentId, setSilentId, foreignKey("action_targets.id"))
    CHAKRA_FIELD(qint64, mixedId, setMixedId, foreignKey("action_targets.id"), onDelete(Restrict),
                 onUpdate(Cascade))
};

// ------------------------------------------------------------- shapes of the graph: cycles, twins

class Egg;

class Hen : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Hen, "hens")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(std::optional<qint64>, eggId, setEggId, foreignKey("eggs.id"))
    CHAKRA_MANY_TO_ONE(Egg, egg, setEgg)
};

class Egg : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Egg, "eggs")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(std::optional<qint64>, henId, setHenId, foreignKey("hens.id"))
    CHAKRA_MANY_TO_ONE(Hen, hen, setHen)
};

class Match;

class Team : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Team, "teams")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
    CHAKRA_ONE_TO_MANY(Match, homeMatches, backPopulates("home"))
    CHAKRA_ONE_TO_MANY(Match, awayMatches, backPopulates("away"))
};

class Match : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Match, "matches")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, homeId, setHomeId, foreignKey("teams.id"))
    CHAKRA_FIELD(std::optional<qint64>, awayId, setAwayId, foreignKey("teams.id"))
    CHAKRA_FIELD(int, goals, setGoals)
    CHAKRA_MANY_TO_ONE(Team, home, setHome, backPopulates("homeMatches"))
    CHAKRA_MANY_TO_ONE(Team, away, setAway, backPopulates("awayMatches"))
};

class Person : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Person, "persons")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
    CHAKRA_MANY_TO_MANY(Person, friends, through("friendships", "person_id", "friend_id"),
                        symmetrical)
    CHAKRA_MANY_TO_MANY(Person, follows, through("follows", "follower_id", "followed_id"),
                        backPopulates("followers"))
    CHAKRA_MANY_TO_MANY(Person, followers, through("follows", "followed_id", "follower_id"),
                        backPopulates("follows"))
};

// --------------------------------------------------------------------------------------- namespaces

// Two models of one unqualified name: what a relation means is decided from the declaring class
// outwards.
class Label : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Label, "labels")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
};

namespace Shop {

class Basket;

class Label : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Label, "shop_labels")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, price, setPrice)
};

class Customer : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Customer, "shop_customers")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName)
    CHAKRA_ONE_TO_MANY(Basket, baskets, backPopulates("customer"))
};

class Basket : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Basket, "shop_baskets")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, customerId, setCustomerId, foreignKey("shop_customers.id"),
                 onDelete(Cascade))
    CHAKRA_MANY_TO_ONE(Customer, customer, setCustomer, backPopulates("baskets"))
};

// A step that may lead nowhere, before one that never does.
class Voucher : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Voucher, "shop_vouchers")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(std::optional<qint64>, basketId, setBasketId, foreignKey("shop_baskets.id"))
    CHAKRA_MANY_TO_ONE(Basket, basket, setBasket)
};

namespace Detail {

class Line : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Line, "shop_lines")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, basketId, setBasketId, foreignKey("shop_baskets.id"), onDelete(Cascade))
    CHAKRA_FIELD(qint64, labelId, setLabelId, foreignKey("shop_labels.id"))
    CHAKRA_MANY_TO_ONE(Basket, basket, setBasket)
    CHAKRA_MANY_TO_ONE(Label, label, setLabel)
};

} // namespace Detail
} // namespace Shop

#endif
