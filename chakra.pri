# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# Made by cmake/update-sources from what lies in include and src. Not to be edited.

# include(path/to/chakra.pri) builds Chakra into a qmake project.

QT += core sql
CONFIG += c++20
DEFINES += CHAKRA_STATIC
INCLUDEPATH += \
    $$PWD/include \
    $$PWD/src

HEADERS += \
    $$PWD/include/Chakra/chakra.h \
    $$PWD/include/Chakra/columntype.h \
    $$PWD/include/Chakra/condition.h \
    $$PWD/include/Chakra/database.h \
    $$PWD/include/Chakra/error.h \
    $$PWD/include/Chakra/errorexception.h \
    $$PWD/include/Chakra/export.h \
    $$PWD/include/Chakra/field.h \
    $$PWD/include/Chakra/macros.h \
    $$PWD/include/Chakra/membername.h \
    $$PWD/include/Chakra/model.h \
    $$PWD/include/Chakra/options.h \
    $$PWD/include/Chakra/prefetch.h \
    $$PWD/include/Chakra/queryruns.h \
    $$PWD/include/Chakra/queryset.h \
    $$PWD/include/Chakra/querysetbase.h \
    $$PWD/include/Chakra/relatedlist.h \
    $$PWD/include/Chakra/result.h \
    $$PWD/include/Chakra/session.h \
    $$PWD/include/Chakra/statementrecorder.h \
    $$PWD/include/Chakra/value.h \
    $$PWD/include/Chakra/version.h

HEADERS += \
    $$PWD/src/core/error_p.h \
    $$PWD/src/core/errorsink_p.h \
    $$PWD/src/core/logging_p.h \
    $$PWD/src/core/wirevalue_p.h

HEADERS += \
    $$PWD/src/meta/columntype_p.h \
    $$PWD/src/meta/fieldreader_p.h \
    $$PWD/src/meta/fieldvalues_p.h \
    $$PWD/src/meta/graphbuilder_p.h \
    $$PWD/src/meta/graphmistakes_p.h \
    $$PWD/src/meta/isotime_p.h \
    $$PWD/src/meta/modelinfo_p.h \
    $$PWD/src/meta/modelreader_p.h \
    $$PWD/src/meta/optionparser_p.h \
    $$PWD/src/meta/relationresolver_p.h

HEADERS += \
    $$PWD/src/sql/dialect_p.h \
    $$PWD/src/sql/sqlitedialect_p.h \
    $$PWD/src/sql/sqlitejson_p.h \
    $$PWD/src/sql/statement_p.h \
    $$PWD/src/sql/writer_p.h

HEADERS += \
    $$PWD/src/db/binding_p.h \
    $$PWD/src/db/connection_p.h \
    $$PWD/src/db/connectionprivate_p.h \
    $$PWD/src/db/connectionsettings_p.h \
    $$PWD/src/db/database_p.h \
    $$PWD/src/db/fileidentity_p.h \
    $$PWD/src/db/nativeerrors_p.h \
    $$PWD/src/db/observers_p.h \
    $$PWD/src/db/rawstatement_p.h

HEADERS += \
    $$PWD/src/query/conditions_p.h \
    $$PWD/src/query/lookups_p.h \
    $$PWD/src/query/ordering_p.h \
    $$PWD/src/query/paths_p.h \
    $$PWD/src/query/predicates_p.h \
    $$PWD/src/query/querycompiler_p.h \
    $$PWD/src/query/querydata_p.h \
    $$PWD/src/query/scope_p.h

HEADERS += \
    $$PWD/src/model/model_p.h \
    $$PWD/src/model/objectcontext_p.h \
    $$PWD/src/model/undo_p.h

HEADERS += \
    $$PWD/src/schema/ddl_p.h

HEADERS += \
    $$PWD/src/relations/relatedlist_p.h

HEADERS += \
    $$PWD/src/session/cascadefollower_p.h \
    $$PWD/src/session/flushplan_p.h \
    $$PWD/src/session/identitymap_p.h \
    $$PWD/src/session/junctionwriter_p.h \
    $$PWD/src/session/objectreader_p.h \
    $$PWD/src/session/orderedobjects_p.h \
    $$PWD/src/session/ownedobjects_p.h \
    $$PWD/src/session/relationloader_p.h \
    $$PWD/src/session/session_p.h

HEADERS += \
    $$PWD/src/itemmodels/relatedlistmodel_p.h

SOURCES += \
    $$PWD/src/core/error.cpp \
    $$PWD/src/core/logging.cpp \
    $$PWD/src/core/result.cpp \
    $$PWD/src/core/wirevalue.cpp

SOURCES += \
    $$PWD/src/meta/columntype.cpp \
    $$PWD/src/meta/fieldaccess.cpp \
    $$PWD/src/meta/fieldfromrow.cpp \
    $$PWD/src/meta/fieldfromvalue.cpp \
    $$PWD/src/meta/fieldreader.cpp \
    $$PWD/src/meta/fieldtowire.cpp \
    $$PWD/src/meta/graph.cpp \
    $$PWD/src/meta/graphbuilder.cpp \
    $$PWD/src/meta/graphmistakes.cpp \
    $$PWD/src/meta/isotime.cpp \
    $$PWD/src/meta/modelreader.cpp \
    $$PWD/src/meta/optionparser.cpp \
    $$PWD/src/meta/relationresolver.cpp \
    $$PWD/src/meta/value.cpp

SOURCES += \
    $$PWD/src/sql/dialect.cpp \
    $$PWD/src/sql/sqlitedialect.cpp \
    $$PWD/src/sql/sqlitejson.cpp \
    $$PWD/src/sql/statement.cpp

SOURCES += \
    $$PWD/src/db/binding.cpp \
    $$PWD/src/db/connection.cpp \
    $$PWD/src/db/connectionsettings.cpp \
    $$PWD/src/db/cursor.cpp \
    $$PWD/src/db/database.cpp \
    $$PWD/src/db/fileidentity.cpp \
    $$PWD/src/db/rawstatement.cpp \
    $$PWD/src/db/sqliteerrors.cpp

SOURCES += \
    $$PWD/src/query/condition.cpp \
    $$PWD/src/query/conditions.cpp \
    $$PWD/src/query/lookups.cpp \
    $$PWD/src/query/ordering.cpp \
    $$PWD/src/query/paths.cpp \
    $$PWD/src/query/predicates.cpp \
    $$PWD/src/query/prefetch.cpp \
    $$PWD/src/query/querycompiler.cpp \
    $$PWD/src/query/querydata.cpp \
    $$PWD/src/query/queryrun.cpp \
    $$PWD/src/query/queryrunner.cpp \
    $$PWD/src/query/querysetbase.cpp \
    $$PWD/src/query/scope.cpp \
    $$PWD/src/query/select.cpp

SOURCES += \
    $$PWD/src/model/changescope.cpp \
    $$PWD/src/model/model.cpp \
    $$PWD/src/model/modelrelations.cpp \
    $$PWD/src/model/modelstate.cpp \
    $$PWD/src/model/undo.cpp

SOURCES += \
    $$PWD/src/schema/createtables.cpp \
    $$PWD/src/schema/ddl.cpp

SOURCES += \
    $$PWD/src/relations/listeditor.cpp \
    $$PWD/src/relations/relatedlist.cpp \
    $$PWD/src/relations/setproperties.cpp

SOURCES += \
    $$PWD/src/session/cascadefollower.cpp \
    $$PWD/src/session/flushorder.cpp \
    $$PWD/src/session/flushplan.cpp \
    $$PWD/src/session/flushrun.cpp \
    $$PWD/src/session/identitymap.cpp \
    $$PWD/src/session/junctionwriter.cpp \
    $$PWD/src/session/objectreader.cpp \
    $$PWD/src/session/orderedobjects.cpp \
    $$PWD/src/session/ownedobjects.cpp \
    $$PWD/src/session/relationloader.cpp \
    $$PWD/src/session/session.cpp \
    $$PWD/src/session/sessionprivate.cpp \
    $$PWD/src/session/sessionqueries.cpp \
    $$PWD/src/session/sessionwork.cpp \
    $$PWD/src/session/statementrecorder.cpp

SOURCES += \
    $$PWD/src/itemmodels/relatedlistmodel.cpp
