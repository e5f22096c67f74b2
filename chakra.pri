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
    $$PWD/include/Chakra/queryset.h \
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
    $$PWD/src/meta/graphbuilder_p.h \
    $$PWD/src/meta/modelinfo_p.h \
    $$PWD/src/meta/optionparser_p.h

HEADERS += \
    $$PWD/src/sql/dialect_p.h \
    $$PWD/src/sql/sqlitedialect_p.h \
    $$PWD/src/sql/statement_p.h \
    $$PWD/src/sql/writer_p.h

HEADERS += \
    $$PWD/src/db/connection_p.h \
    $$PWD/src/db/database_p.h

SOURCES += \
    $$PWD/src/core/error.cpp \
    $$PWD/src/core/logging.cpp \
    $$PWD/src/core/result.cpp

SOURCES += \
    $$PWD/src/meta/graph.cpp \
    $$PWD/src/meta/optionparser.cpp

SOURCES += \
    $$PWD/src/sql/dialect.cpp \
    $$PWD/src/sql/sqlitedialect.cpp \
    $$PWD/src/sql/statement.cpp
