# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# Made by cmake/update-sources from what lies in include and src. Not to be edited.

set(CHAKRA_PUBLIC_HEADERS
    include/Chakra/chakra.h
    include/Chakra/columntype.h
    include/Chakra/condition.h
    include/Chakra/database.h
    include/Chakra/error.h
    include/Chakra/errorexception.h
    include/Chakra/export.h
    include/Chakra/field.h
    include/Chakra/macros.h
    include/Chakra/membername.h
    include/Chakra/model.h
    include/Chakra/options.h
    include/Chakra/prefetch.h
    include/Chakra/queryruns.h
    include/Chakra/queryset.h
    include/Chakra/querysetbase.h
    include/Chakra/relatedlist.h
    include/Chakra/result.h
    include/Chakra/session.h
    include/Chakra/statementrecorder.h
    include/Chakra/value.h
    include/Chakra/version.h
)

set(CHAKRA_FORWARDING_HEADERS
    include/Chakra/Chakra
    include/Chakra/ColumnType
    include/Chakra/Condition
    include/Chakra/Database
    include/Chakra/Error
    include/Chakra/ErrorException
    include/Chakra/Field
    include/Chakra/Macros
    include/Chakra/Model
    include/Chakra/Options
    include/Chakra/Prefetch
    include/Chakra/QuerySet
    include/Chakra/RelatedList
    include/Chakra/Result
    include/Chakra/Session
    include/Chakra/StatementRecorder
    include/Chakra/Value
)

set(CHAKRA_PRIVATE_HEADERS
    # core
    src/core/error_p.h
    src/core/errorsink_p.h
    src/core/logging_p.h
    src/core/wirevalue_p.h
    # meta
    src/meta/columntype_p.h
    src/meta/fieldreader_p.h
    src/meta/fieldvalues_p.h
    src/meta/graphbuilder_p.h
    src/meta/graphmistakes_p.h
    src/meta/isotime_p.h
    src/meta/modelinfo_p.h
    src/meta/modelreader_p.h
    src/meta/optionparser_p.h
    src/meta/relationresolver_p.h
    # sql
    src/sql/dialect_p.h
    src/sql/sqlitedialect_p.h
    src/sql/sqlitejson_p.h
    src/sql/statement_p.h
    src/sql/writer_p.h
    # db
    src/db/binding_p.h
    src/db/connection_p.h
    src/db/connectionprivate_p.h
    src/db/connectionsettings_p.h
    src/db/database_p.h
    src/db/fileidentity_p.h
    src/db/nativeerrors_p.h
    src/db/observers_p.h
    src/db/rawstatement_p.h
    # query
    src/query/conditions_p.h
    src/query/lookups_p.h
    src/query/ordering_p.h
    src/query/paths_p.h
    src/query/predicates_p.h
    src/query/querycompiler_p.h
    src/query/querydata_p.h
    src/query/scope_p.h
    # model
    src/model/model_p.h
    src/model/objectcontext_p.h
    src/model/undo_p.h
    # schema
    src/schema/ddl_p.h
    # relations
    src/relations/relatedlist_p.h
    # session
    src/session/cascadefollower_p.h
    src/session/flushplan_p.h
    src/session/identitymap_p.h
    src/session/junctionwriter_p.h
    src/session/objectreader_p.h
    src/session/orderedobjects_p.h
    src/session/ownedobjects_p.h
    src/session/relationloader_p.h
    src/session/session_p.h
    # itemmodels
    src/itemmodels/relatedlistmodel_p.h
)

set(CHAKRA_SOURCES
    # core
    src/core/error.cpp
    src/core/logging.cpp
    src/core/result.cpp
    src/core/wirevalue.cpp
    # meta
    src/meta/columntype.cpp
    src/meta/fieldaccess.cpp
    src/meta/fieldfromrow.cpp
    src/meta/fieldfromvalue.cpp
    src/meta/fieldreader.cpp
    src/meta/fieldtowire.cpp
    src/meta/graph.cpp
    src/meta/graphbuilder.cpp
    src/meta/graphmistakes.cpp
    src/meta/isotime.cpp
    src/meta/modelreader.cpp
    src/meta/optionparser.cpp
    src/meta/relationresolver.cpp
    src/meta/value.cpp
    # sql
    src/sql/dialect.cpp
    src/sql/sqlitedialect.cpp
    src/sql/sqlitejson.cpp
    src/sql/statement.cpp
    # db
    src/db/binding.cpp
    src/db/connection.cpp
    src/db/connectionsettings.cpp
    src/db/cursor.cpp
    src/db/database.cpp
    src/db/fileidentity.cpp
    src/db/rawstatement.cpp
    src/db/sqliteerrors.cpp
    # query
    src/query/condition.cpp
    src/query/conditions.cpp
    src/query/lookups.cpp
    src/query/ordering.cpp
    src/query/paths.cpp
    src/query/predicates.cpp
    src/query/prefetch.cpp
    src/query/querycompiler.cpp
    src/query/querydata.cpp
    src/query/queryrun.cpp
    src/query/queryrunner.cpp
    src/query/querysetbase.cpp
    src/query/scope.cpp
    src/query/select.cpp
    # model
    src/model/changescope.cpp
    src/model/model.cpp
    src/model/modelrelations.cpp
    src/model/modelstate.cpp
    src/model/undo.cpp
    # schema
    src/schema/createtables.cpp
    src/schema/ddl.cpp
    # relations
    src/relations/listeditor.cpp
    src/relations/relatedlist.cpp
    src/relations/setproperties.cpp
    # session
    src/session/cascadefollower.cpp
    src/session/flushorder.cpp
    src/session/flushplan.cpp
    src/session/flushrun.cpp
    src/session/identitymap.cpp
    src/session/junctionwriter.cpp
    src/session/objectreader.cpp
    src/session/orderedobjects.cpp
    src/session/ownedobjects.cpp
    src/session/relationloader.cpp
    src/session/session.cpp
    src/session/sessionprivate.cpp
    src/session/sessionqueries.cpp
    src/session/sessionwork.cpp
    src/session/statementrecorder.cpp
    # itemmodels
    src/itemmodels/relatedlistmodel.cpp
)
