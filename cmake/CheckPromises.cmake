# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# cmake -DROOT=<folder> -P cmake/CheckPromises.cmake
#
# Whether the tests that docs/promises.md names are there: program::function, and files and folders
# of the project.

cmake_minimum_required(VERSION 3.25)

file(READ "${ROOT}/docs/promises.md" text)
string(REGEX MATCHALL "`[^`\n]+`" names "${text}")

set(mistakes "")
set(functions 0)
foreach(name IN LISTS names)
    string(REPLACE "`" "" name "${name}")
    if(name MATCHES "^(tst_[a-z]+)::([A-Za-z]+)$")
        set(program "${CMAKE_MATCH_1}")
        set(function "${CMAKE_MATCH_2}")
        math(EXPR functions "${functions} + 1")
        file(GLOB source "${ROOT}/tests/auto/*/${program}.cpp")
        if(NOT source)
            list(APPEND mistakes "there is no ${program}")
            continue()
        endif()
        file(READ "${source}" code)
        if(NOT code MATCHES "\n    void ${function}\\(\\);" OR NOT code MATCHES "::${function}\\(\\)\n{")
            list(APPEND mistakes "${program} has no function ${function}")
        endif()
    elseif(name MATCHES "^(tests|cmake)/" AND NOT EXISTS "${ROOT}/${name}")
        list(APPEND mistakes "there is no ${name}")
    endif()
endforeach()

if(functions EQUAL 0)
    list(APPEND mistakes "docs/promises.md names no test at all")
endif()
if(mistakes)
    list(JOIN mistakes "\n  " text)
    message(FATAL_ERROR "docs/promises.md:\n  ${text}\n")
endif()
