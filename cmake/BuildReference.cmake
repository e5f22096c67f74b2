# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# cmake [-DOUTPUT=<folder>] -P cmake/BuildReference.cmake
#
# The reference, made by doxygen from the comments in include/Chakra, as docs/build and the test
# docs.reference make it. Fails when doxygen has a warning; says SKIP where there is no doxygen.

cmake_minimum_required(VERSION 3.25)

cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH root)
if(NOT OUTPUT)
    set(OUTPUT "${root}/build/docs")
endif()

find_program(DOXYGEN doxygen)
if(NOT DOXYGEN)
    # To the standard output, at the begin of a line: tests/run looks for it.
    execute_process(COMMAND "${CMAKE_COMMAND}" -E echo
        "SKIP docs.reference: there is no doxygen here; docs/build installs it")
    return()
endif()

file(STRINGS "${root}/include/Chakra/version.h" version REGEX "CHAKRA_VERSION_STRING")
string(REGEX REPLACE ".*\"(.*)\".*" "\\1" version "${version}")

# What was of an earlier run, and of headers that went, is not to be taken for this one's.
file(REMOVE_RECURSE "${OUTPUT}/html")
file(MAKE_DIRECTORY "${OUTPUT}")
file(READ "${root}/docs/reference/Doxyfile" settings)
file(WRITE "${OUTPUT}/Doxyfile" "${settings}
PROJECT_NUMBER = ${version}
OUTPUT_DIRECTORY = \"${OUTPUT}\"
")
execute_process(
    COMMAND "${DOXYGEN}" "${OUTPUT}/Doxyfile"
    WORKING_DIRECTORY "${root}"
    RESULT_VARIABLE result
)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "The comments in include/Chakra are not what doxygen takes: see above")
endif()
message(STATUS "${OUTPUT}/html/index.html")
