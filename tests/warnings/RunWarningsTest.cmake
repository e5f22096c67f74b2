# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# One compiler and one dialect of Qt, run by the tests of chakra_add_warnings_test().

cmake_minimum_required(VERSION 3.25)

set(sources "${CMAKE_CURRENT_LIST_DIR}")
set(defines "")
if(DIALECT STREQUAL "strict")
    set(defines
        -DQT_NO_KEYWORDS
        -DQT_NO_CAST_FROM_ASCII
        -DQT_NO_CAST_TO_ASCII
        -DQT_NO_CAST_FROM_BYTEARRAY
        -DQT_NO_URL_CAST_FROM_STRING
        -DQT_NO_FOREACH
        -DQT_NO_NARROWING_CONVERSIONS_IN_CONNECT
        -DQT_STRICT_ITERATORS
        -DQT_USE_QSTRINGBUILDER
        -DQT_DISABLE_DEPRECATED_BEFORE=0x060400
    )
endif()

file(MAKE_DIRECTORY "${WORK}")
execute_process(
    COMMAND "${MOC}" "-I${INCLUDE}" "${sources}/models.h" -o "${WORK}/moc_models.cpp"
    COMMAND_ERROR_IS_FATAL ANY
)
foreach(source IN ITEMS "${sources}/program.cpp" "${WORK}/moc_models.cpp")
    execute_process(
        COMMAND "${COMPILER}" "@${FLAGS}" ${defines} "${source}"
        COMMAND_ERROR_IS_FATAL ANY
    )
endforeach()
