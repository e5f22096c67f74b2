// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

// Models of the Chinook database, a record shop that was not made by Chakra: its tables are named
// in the singular and its columns in Pascal case, which naming(PascalCase) says once for each
// model. A column that may be null in the database's script is a std::optional here.

#ifndef CHINOOK_MODELS_H
#define CHINOOK_MODELS_H

#include <Chakra/Model>

#include <QDateTime>
#include <QString>

#include <optional>

class Album;
class Customer;
class Invoice;
class InvoiceLine;
class Playlist;
class Track;

class Artist : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Artist, "Artist", naming(PascalCase))
    CHAKRA_FIELD(qint64, artistId, setArtistId, primaryKey)
    CHAKRA_FIELD(std::optional<QString>, name, setName, maxLength(120))
    CHAKRA_ONE_TO_MANY(Album, albums, backPopulates("artist"))
};

class Album : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Album, "Album", naming(PascalCase))
    CHAKRA_FIELD(qint64, albumId, setAlbumId, primaryKey)
    CHAKRA_FIELD(QString, title, setTitle, maxLength(160))
    CHAKRA_FIELD(qint64, artistId, setArtistId, foreignKey("Artist.ArtistId"))
    CHAKRA_MANY_TO_ONE(Artist, artist, setArtist, backPopulates("albums"))
    CHAKRA_ONE_TO_MANY(Track, tracks, backPopulates("album"))
};

class Genre : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Genre, "Genre", naming(PascalCase))
    CHAKRA_FIELD(qint64, genreId, setGenreId, primaryKey)
    CHAKRA_FIELD(std::optional<QString>, name, setName, maxLength(120))
    CHAKRA_ONE_TO_MANY(Track, tracks, backPopulates("genre"))
};

class MediaType : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(MediaType, "MediaType", naming(PascalCase))
    CHAKRA_FIELD(qint64, mediaTypeId, setMediaTypeId, primaryKey)
    CHAKRA_FIELD(std::optional<QString>, name, setName, maxLength(120))
    CHAKRA_ONE_TO_MANY(Track, tracks, backPopulates("mediaType"))
};

class Track : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Track, "Track", naming(PascalCase))
    CHAKRA_FIELD(qint64, trackId, setTrackId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, maxLength(200))
    CHAKRA_FIELD(std::optional<qint64>, albumId, setAlbumId, foreignKey("Album.AlbumId"))
    CHAKRA_FIELD(qint64, mediaTypeId, setMediaTypeId, foreignKey("MediaType.MediaTypeId"))
    CHAKRA_FIELD(std::optional<qint64>, genreId, setGenreId, foreignKey("Genre.GenreId"))
    CHAKRA_FIELD(std::optional<QString>, composer, setComposer, maxLength(220))
    CHAKRA_FIELD(int, milliseconds, setMilliseconds)
    CHAKRA_FIELD(std::optional<qint64>, bytes, setBytes)
    CHAKRA_FIELD(double, unitPrice, setUnitPrice, decimal(10, 2))
    CHAKRA_MANY_TO_ONE(Album, album, setAlbum, backPopulates("tracks"))
    CHAKRA_MANY_TO_ONE(MediaType, mediaType, setMediaType, backPopulates("tracks"))
    CHAKRA_MANY_TO_ONE(Genre, genre, setGenre, backPopulates("tracks"))
    CHAKRA_ONE_TO_MANY(InvoiceLine, invoiceLines, backPopulates("track"))
    CHAKRA_MANY_TO_MANY(Playlist, playlists, through("PlaylistTrack", "TrackId", "PlaylistId"),
                        backPopulates("tracks"))
};

class Playlist : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Playlist, "Playlist", naming(PascalCase))
    CHAKRA_FIELD(qint64, playlistId, setPlaylistId, primaryKey)
    CHAKRA_FIELD(std::optional<QString>, name, setName, maxLength(120))
    CHAKRA_MANY_TO_MANY(Track, tracks, through("PlaylistTrack", "PlaylistId", "TrackId"),
                        backPopulates("playlists"))
};

// The junction behind Playlist::tracks, as a model with a key of two columns: both faces stay.
class PlaylistTrack : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(PlaylistTrack, "PlaylistTrack", naming(PascalCase))
    CHAKRA_FIELD(qint64, playlistId, setPlaylistId, foreignKey("Playlist.PlaylistId"), primaryKey)
    CHAKRA_FIELD(qint64, trackId, setTrackId, foreignKey("Track.TrackId"), primaryKey)
    CHAKRA_MANY_TO_ONE(Playlist, playlist, setPlaylist)
    CHAKRA_MANY_TO_ONE(Track, track, setTrack)
};

// The column State is the property region in this class and the next: state() would hide
// Chakra::Model::state().
class Employee : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Employee, "Employee", naming(PascalCase))
    CHAKRA_FIELD(qint64, employeeId, setEmployeeId, primaryKey)
    CHAKRA_FIELD(QString, lastName, setLastName, maxLength(20))
    CHAKRA_FIELD(QString, firstName, setFirstName, maxLength(20))
    CHAKRA_FIELD(std::optional<QString>, title, setTitle, maxLength(30))
    CHAKRA_FIELD(std::optional<qint64>, reportsTo, setReportsTo, foreignKey("Employee.EmployeeId"))
    CHAKRA_FIELD(std::optional<QDateTime>, birthDate, setBirthDate)
    CHAKRA_FIELD(std::optional<QDateTime>, hireDate, setHireDate)
    CHAKRA_FIELD(std::optional<QString>, address, setAddress, maxLength(70))
    CHAKRA_FIELD(std::optional<QString>, city, setCity, maxLength(40))
    CHAKRA_FIELD(std::optional<QString>, region, setRegion, column("State"), maxLength(40))
    CHAKRA_FIELD(std::optional<QString>, country, setCountry, maxLength(40))
    CHAKRA_FIELD(std::optional<QString>, postalCode, setPostalCode, maxLength(10))
    CHAKRA_FIELD(std::optional<QString>, phone, setPhone, maxLength(24))
    CHAKRA_FIELD(std::optional<QString>, fax, setFax, maxLength(24))
    CHAKRA_FIELD(std::optional<QString>, email, setEmail, maxLength(60))
    CHAKRA_MANY_TO_ONE(Employee, manager, setManager, foreignKey("reportsTo"),
                       backPopulates("team"))
    CHAKRA_ONE_TO_MANY(Employee, team, backPopulates("manager"))
    CHAKRA_ONE_TO_MANY(Customer, customers, backPopulates("supportRep"))
};

class Customer : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Customer, "Customer", naming(PascalCase))
    CHAKRA_FIELD(qint64, customerId, setCustomerId, primaryKey)
    CHAKRA_FIELD(QString, firstName, setFirstName, maxLength(40))
    CHAKRA_FIELD(QString, lastName, setLastName, maxLength(20))
    CHAKRA_FIELD(std::optional<QString>, company, setCompany, maxLength(80))
    CHAKRA_FIELD(std::optional<QString>, address, setAddress, maxLength(70))
    CHAKRA_FIELD(std::optional<QString>, city, setCity, maxLength(40))
    CHAKRA_FIELD(std::optional<QString>, region, setRegion, column("State"), maxLength(40))
    CHAKRA_FIELD(std::optional<QString>, country, setCountry, maxLength(40))
    CHAKRA_FIELD(std::optional<QString>, postalCode, setPostalCode, maxLength(10))
    CHAKRA_FIELD(std::optional<QString>, phone, setPhone, maxLength(24))
    CHAKRA_FIELD(std::optional<QString>, fax, setFax, maxLength(24))
    CHAKRA_FIELD(QString, email, setEmail, maxLength(60))
    CHAKRA_FIELD(std::optional<qint64>, supportRepId, setSupportRepId,
                 foreignKey("Employee.EmployeeId"))
    CHAKRA_MANY_TO_ONE(Employee, supportRep, setSupportRep, backPopulates("customers"))
    CHAKRA_ONE_TO_MANY(Invoice, invoices, backPopulates("customer"))
};

class Invoice : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Invoice, "Invoice", naming(PascalCase))
    CHAKRA_FIELD(qint64, invoiceId, setInvoiceId, primaryKey)
    CHAKRA_FIELD(qint64, customerId, setCustomerId, foreignKey("Customer.CustomerId"))
    CHAKRA_FIELD(QDateTime, invoiceDate, setInvoiceDate)
    CHAKRA_FIELD(std::optional<QString>, billingAddress, setBillingAddress, maxLength(70))
    CHAKRA_FIELD(std::optional<QString>, billingCity, setBillingCity, maxLength(40))
    CHAKRA_FIELD(std::optional<QString>, billingState, setBillingState, maxLength(40))
    CHAKRA_FIELD(std::optional<QString>, billingCountry, setBillingCountry, maxLength(40))
    CHAKRA_FIELD(std::optional<QString>, billingPostalCode, setBillingPostalCode, maxLength(10))
    CHAKRA_FIELD(double, total, setTotal, decimal(10, 2))
    CHAKRA_MANY_TO_ONE(Customer, customer, setCustomer, backPopulates("invoices"))
    CHAKRA_ONE_TO_MANY(InvoiceLine, lines, backPopulates("invoice"))
};

class InvoiceLine : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(InvoiceLine, "InvoiceLine", naming(PascalCase))
    CHAKRA_FIELD(qint64, invoiceLineId, setInvoiceLineId, primaryKey)
    CHAKRA_FIELD(qint64, invoiceId, setInvoiceId, foreignKey("Invoice.InvoiceId"))
    CHAKRA_FIELD(qint64, trackId, setTrackId, foreignKey("Track.TrackId"))
    CHAKRA_FIELD(double, unitPrice, setUnitPrice, decimal(10, 2))
    CHAKRA_FIELD(int, quantity, setQuantity)
    CHAKRA_MANY_TO_ONE(Invoice, invoice, setInvoice, backPopulates("lines"))
    CHAKRA_MANY_TO_ONE(Track, track, setTrack, backPopulates("invoiceLines"))
};

#endif // CHINOOK_MODELS_H
