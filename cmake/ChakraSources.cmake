# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# Made by cmake/update-sources from what lies in include and src. Not to be edited.

set(CHAKRA_PUBLIC_HEADERS
    include/Chakra/chakra.h
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
    include/Chakra/queryset.h
    include/Chakra/relatedlist.h
    include/Chakra/result.h
    include/Chakra/session.h
    include/Chakra/statementrecorder.h
    include/Chakra/value.h
    include/Chakra/version.h
)

set(CHAKRA_FORWARDING_HEADERS
    include/Chakra/Chakra
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
    src/meta/graphbuilder_p.h
    src/meta/modelinfo_p.h
    src/meta/optionparser_p.h
    # sql
    src/sql/dialect_p.h
    src/sql/sqlitedialect_p.h
    src/sql/statement_p.h
    src/sql/writer_p.h
    # db
    src/db/connection_p.h
    src/db/database_p.h
)

set(CHAKRA_SOURCES
    # core
    src/core/error.cpp
    src/core/logging.cpp
    src/core/result.cpp
    # meta
    src/meta/graph.cpp
    src/meta/optionparser.cpp
    # sql
    src/sql/dialect.cpp
    src/sql/sqlitedialect.cpp
    src/sql/statement.cpp
)
