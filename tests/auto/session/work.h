// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef TESTS_SESSION_WORK_H
#define TESTS_SESSION_WORK_H

// What the shared models do not show: classes that refer to each other, keys that are foreign keys
// too and are followed when they change, a key to a unique column, unique values in two columns.
#include <Chakra/Model>

#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <optional>

namespace Work {

class Staff;
class Detail;
class Seat;

class Team : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Team, "work_teams")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, name, setName, unique)
    CHAKRA_FIELD(std::optional<qint64>, leadId, setLeadId, foreignKey("work_staff.id"))
    CHAKRA_MANY_TO_ONE(Staff, lead, setLead, backPopulates("leads"))
    CHAKRA_ONE_TO_MANY(Staff, staff, backPopulates("team"))
};

class Staff : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Staff, "work_staff")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, badge, setBadge, unique)
    CHAKRA_FIELD(qint64, teamId, setTeamId, foreignKey("work_teams.id"))
    CHAKRA_FIELD(std::optional<qint64>, deputyId, setDeputyId, foreignKey("work_staff.id"))
    CHAKRA_MANY_TO_ONE(Team, team, setTeam, backPopulates("staff"))
    CHAKRA_MANY_TO_ONE(Staff, deputy, setDeputy, backPopulates("deputyOf"))
    CHAKRA_ONE_TO_MANY(Team, leads, backPopulates("lead"))
    CHAKRA_ONE_TO_MANY(Staff, deputyOf, backPopulates("deputy"))
    CHAKRA_ONE_TO_ONE(Detail, detail, setDetail, backPopulates("staff"))
};

class Detail : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Detail, "work_details")
    CHAKRA_FIELD(qint64, staffId, setStaffId, foreignKey("work_staff.id"), primaryKey, onDelete(Cascade),
                 onUpdate(Cascade))
    CHAKRA_FIELD(QString, note, setNote)
    CHAKRA_ONE_TO_ONE(Staff, staff, setStaff, backPopulates("detail"))
    CHAKRA_ONE_TO_MANY(Seat, seats, backPopulates("detail"))
};

class Seat : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Seat, "work_seats", uniqueTogether("row", "place"))
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, row, setRow)
    CHAKRA_FIELD(std::optional<int>, place, setPlace)
    CHAKRA_FIELD(std::optional<qint64>, detailId, setDetailId, foreignKey("work_details.staff_id"),
                 onDelete(Cascade), onUpdate(Cascade))
    CHAKRA_MANY_TO_ONE(Detail, detail, setDetail, backPopulates("seats"))
};

// Its keys refer to a unique column that is not the primary key.
class Access : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Access, "work_access")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(std::optional<QString>, badge, setBadge, foreignKey("work_staff.badge"), onDelete(Cascade),
                 onUpdate(Cascade))
    CHAKRA_FIELD(std::optional<QString>, teamName, setTeamName, foreignKey("work_teams.name"), onDelete(SetNull),
                 onUpdate(SetNull))
};

class Note : public Chakra::Model
{
    Q_OBJECT
    CHAKRA_MODEL(Note, "work_notes")
    CHAKRA_FIELD(qint64, id, setId, primaryKey)
    CHAKRA_FIELD(QString, noteText, setNoteText)
    CHAKRA_FIELD(int, edition, setEdition, version)
    CHAKRA_FIELD(QDateTime, changedAt, setChangedAt, updatedNow, storedAs(UnixMs))
    CHAKRA_FIELD(std::optional<QDate>, dueOn, setDueOn)
};

} // namespace Work

#endif
