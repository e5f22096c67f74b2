// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef WARNINGS_MODELS_H
#define WARNINGS_MODELS_H

#include <Chakra/Model>

#include <QDateTime>
#include <QJsonObject>
#include <QUuid>

// What a program may declare, by each of the macros.

class Cents
{
public:
    Cents() = default;
    explicit Cents(qint64 cents) : m_cents(cents) { }
    qint64 cents() const { return m_cents; }
    friend bool operator==(const Cents &a, const Cents &b) { return a.m_cents == b.m_cents; }

private:
    qint64 m_cents = 0;
};

template <>
struct Chakra::ColumnType<Cents>
{
    using Stored = qint64;
    static Stored toColumn(const Cents &cents) { return cents.cents(); }
    static Cents fromColumn(const Stored &cents) { return Cents(cents); }
};

class Order;
class Label;

class Stamped : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QDateTime, createdAt, setCreatedAt, defaultNow)
    CHAKRA_FIELD(QDateTime, updatedAt, setUpdatedAt, updatedNow, storedAs(UnixMs))
};

class Customer : public Stamped
{
    Q_OBJECT
    CHAKRA_MODEL(Customer, "customers", uniqueTogether("name", "email"), orderBy("name"))
    CHAKRA_FIELD(QString, name, setName, maxLength(100), index)
    CHAKRA_FIELD(std::optional<QString>, email, setEmail, unique, defaultValue("none"))
    CHAKRA_ONE_TO_ONE(Customer, sponsor, setSponsor, foreignKey("sponsorId"), backPopulates("sponsored"))
    CHAKRA_FIELD(std::optional<qint64>, sponsorId, setSponsorId, foreignKey("customers.id"), unique, onDelete(SetNull))
    CHAKRA_ONE_TO_ONE(Customer, sponsored, setSponsored, backPopulates("sponsor"))
    CHAKRA_ONE_TO_MANY(Order, orders, backPopulates("customer"), orderBy("-createdAt"), onRemove(Delete))
};

class Order : public Stamped
{
    Q_OBJECT
    Q_PROPERTY(QString note READ note WRITE setNote NOTIFY noteChanged)
    CHAKRA_MODEL(Order, "orders", naming(SnakeCase))

public:
    enum Kind { Letter, Parcel };
    Q_ENUM(Kind)

    CHAKRA_COLUMN(note, text, column("remark"))
    CHAKRA_FIELD(int, version, setVersion, version)
    CHAKRA_FIELD(Cents, total, setTotal)
    CHAKRA_FIELD(bool, paid, setPaid, defaultValue(false))
    CHAKRA_FIELD(float, weight, setWeight, nullable)
    CHAKRA_FIELD(double, rate, setRate, decimal(10, 2))
    CHAKRA_FIELD(std::optional<double>, discount, setDiscount)
    CHAKRA_FIELD(std::optional<bool>, gift, setGift)
    CHAKRA_FIELD(QByteArray, signature, setSignature)
    CHAKRA_FIELD(QUuid, token, setToken)
    CHAKRA_FIELD(QJsonObject, details, setDetails)
    CHAKRA_FIELD(Kind, kind, setKind)
    CHAKRA_FIELD(std::optional<Kind>, secondKind, setSecondKind)
    CHAKRA_FIELD(qint64, customerId, setCustomerId, foreignKey("customers.id"), onDelete(Cascade), onUpdate(Cascade))
    CHAKRA_MANY_TO_ONE(Customer, customer, setCustomer, backPopulates("orders"))
    CHAKRA_MANY_TO_MANY(Label, labels, through("order_labels"), backPopulates("orders"))

public:
    QString note() const { return m_note; }
    void setNote(const QString &note)
    {
        if (m_note == note)
            return;
        m_note = note;
        Q_EMIT noteChanged();
    }

Q_SIGNALS:
    void noteChanged();

private:
    QString m_note;
};

class Label : public Stamped
{
    Q_OBJECT
    CHAKRA_MODEL(Label, "labels")
    CHAKRA_FIELD(QString, text, setText, text, unique)
    CHAKRA_MANY_TO_MANY(Order, orders, through("order_labels"), backPopulates("labels"))
};

#endif // WARNINGS_MODELS_H
