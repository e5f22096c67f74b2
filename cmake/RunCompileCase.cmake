# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# One variant of a source of tests/compile, run by the tests of chakra_add_compile_pair().

cmake_minimum_required(VERSION 3.25)

file(STRINGS "${SOURCE}" expectations REGEX "^// expect: ")
file(STRINGS "${SOURCE}" switches REGEX "^#[ ]*if.*CHAKRA_MUST_FAIL")
if(NOT expectations OR NOT switches)
    message(FATAL_ERROR "${SOURCE} needs a line '// expect: <regex>' and an '#ifdef CHAKRA_MUST_FAIL'")
endif()

set(define "")
if(VARIANT STREQUAL "refused")
    set(define -DCHAKRA_MUST_FAIL)
endif()

# The words that are looked for are English.
set(ENV{LC_ALL} C)
execute_process(
    COMMAND "${COMPILER}" "@${FLAGS}" -fsyntax-only -include "${HEADERS}" ${define} "${SOURCE}"
    RESULT_VARIABLE result
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output
)

if(VARIANT STREQUAL "control")
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "the control does not compile:\n${output}")
    endif()
    return()
endif()

if(result EQUAL 0)
    message(FATAL_ERROR "compiled, but must not")
endif()
foreach(line IN LISTS expectations)
    string(REGEX REPLACE "^// expect: " "" expected "${line}")
    if(NOT output MATCHES "${expected}")
        message(FATAL_ERROR "is refused, but without the words '${expected}':\n${output}")
    endif()
endforeach()
