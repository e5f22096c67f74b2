// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SHARED_PLACES_H
#define TESTS_SHARED_PLACES_H

// Keys that find nobody by themselves: foreign keys that refer to a unique column beside the
// primary key, and keys that are text.

#include <Chakra/Model>

#include <QtCore/QString>

#include <optional>

namespace Places {

class City;
class Capital;
class Passport;
class Pet;

class Country : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Country, "pl_countries")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(qint64, code, setCode, unique)
    CHAKRA_FIELD(QString, name, setName, maxLength(50))
    CHAKRA_ONE_TO_ONE(Capital, capital, setCapital, backPopulates("country"))
    CHAKRA_ONE_TO_MANY(City, cities, backPopulates("country"))
};

class City : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(City, "pl_cities")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, maxLength(50))
    CHAKRA_FIELD(qint64, countryCode, setCountryCode, foreignKey("pl_countries.code"))
    CHAKRA_MANY_TO_ONE(Country, country, setCountry, foreignKey("countryCode"),
                       backPopulates("cities"))
};

class Capital : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Capital, "pl_capitals")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, maxLength(50))
    CHAKRA_FIELD(qint64, countryCode, setCountryCode, foreignKey("pl_countries.code"), unique)
    CHAKRA_ONE_TO_ONE(Country, country, setCountry, foreignKey("countryCode"),
                      backPopulates("capital"))
};

class Person : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Person, "pl_people")
    CHAKRA_FIELD(QString, name, setName, primaryKey, maxLength(50))
    CHAKRA_ONE_TO_ONE(Passport, passport, setPassport, backPopulates("person"))
    CHAKRA_ONE_TO_MANY(Pet, pets, backPopulates("owner"))
};

class Passport : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Passport, "pl_passports")
    CHAKRA_FIELD(QString, number, setNumber, primaryKey, maxLength(20))
    CHAKRA_FIELD(std::optional<QString>, personName, setPersonName, foreignKey("pl_people.name"),
                 unique, maxLength(50))
    CHAKRA_ONE_TO_ONE(Person, person, setPerson, foreignKey("personName"),
                      backPopulates("passport"))
};

class Pet : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Pet, "pl_pets")
    CHAKRA_FIELD(QString, name, setName, primaryKey, maxLength(50))
    CHAKRA_FIELD(std::optional<QString>, ownerName, setOwnerName, foreignKey("pl_people.name"),
                 maxLength(50))
    CHAKRA_MANY_TO_ONE(Person, owner, setOwner, foreignKey("ownerName"), backPopulates("pets"))
};

} // namespace Places

#endif
