# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

set(CHAKRA_TESTING_DIR "${CMAKE_CURRENT_LIST_DIR}")
# Of the compile pairs, which have no target: their compiler's flags, and what they include.
set(CHAKRA_COMPILE_FLAGS "${PROJECT_BINARY_DIR}/compile-flags.rsp")
set(CHAKRA_COMPILE_HEADERS "${PROJECT_BINARY_DIR}/compile-headers.h")

# chakra_add_test(<name>
#     [SOURCES <file>...]        beside <name>.cpp
#     [MODELS <header>...]       headers with models of this test's own, here or in tests/shared
#     [LIBRARIES <target>...]
#     [INTERNAL]                 sees private headers as "layer/name_p.h", and their symbols
#     [WITHOUT_SHARED_MODELS]    only the models of MODELS are registered
#     [SLOW]                     is left out of quick rounds
#     [THREADS]                  starts threads: has the label "threads", is a part of the target
#                                chakra_thread_tests
#     [TIMEOUT <seconds>]
# )
#
# A program <name> from <name>.cpp of the current folder, with Qt Test, without a display. Each test
# holds all models of tests/shared, since models register themselves wherever they are linked.
function(chakra_add_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg
        "INTERNAL;WITHOUT_SHARED_MODELS;SLOW;THREADS" "TIMEOUT" "SOURCES;MODELS;LIBRARIES")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "chakra_add_test(${name}): unknown ${arg_UNPARSED_ARGUMENTS}")
    endif()

    set(models "")
    foreach(header IN LISTS arg_MODELS)
        if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${header}")
            list(APPEND models "${CMAKE_CURRENT_SOURCE_DIR}/${header}")
        else()
            list(APPEND models "${PROJECT_SOURCE_DIR}/tests/shared/${header}")
        endif()
    endforeach()

    add_executable(${name} ${name}.cpp ${arg_SOURCES} ${models})
    # By itself: g++ warns of a test class whose members have types of an anonymous namespace where
    # the source that defines it is included by another one.
    set_target_properties(${name} PROPERTIES AUTOMOC ON UNITY_BUILD OFF)
    if(NOT models)
        # Next to nothing is in it: what is precompiled would take a hundred times as long.
        set_source_files_properties(
            "${CMAKE_CURRENT_BINARY_DIR}/${name}_autogen/mocs_compilation.cpp"
            PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    endif()
    chakra_compile_settings(${name})
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests/shared")
    target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} chakra_qt_test)
    if(NOT arg_WITHOUT_SHARED_MODELS)
        target_link_libraries(${name} PRIVATE chakra_test_models)
    endif()
    if(arg_INTERNAL)
        target_link_libraries(${name} PRIVATE Chakra::Internal)
    else()
        target_link_libraries(${name} PRIVATE Chakra::Chakra)
        # With the shared models in them, which a test of other models must not register; and with
        # the definitions of Qt's modules that all the others use.
        if(NOT arg_WITHOUT_SHARED_MODELS AND NOT arg_LIBRARIES)
            target_precompile_headers(${name} REUSE_FROM chakra_test_headers)
            chakra_let_ccache_know_precompiled(${name})
        endif()
    endif()

    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 300)
    endif()
    cmake_path(GET CMAKE_CURRENT_SOURCE_DIR FILENAME layer)
    add_test(NAME ${layer}.${name} COMMAND ${name})
    set_tests_properties(${layer}.${name} PROPERTIES
        TIMEOUT ${arg_TIMEOUT}
        LABELS "$<IF:$<BOOL:${arg_SLOW}>,slow,quick>;${layer}"
        # Qt complains at the start of each program when the locale is not UTF-8.
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8"
    )
    if(arg_THREADS)
        set_property(TEST ${layer}.${name} APPEND PROPERTY LABELS threads)
        add_dependencies(chakra_thread_tests ${name})
    endif()
    if(CHAKRA_SANITIZE MATCHES "thread")
        set_property(TEST ${layer}.${name} APPEND PROPERTY ENVIRONMENT
            "TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp")
    elseif(CHAKRA_SANITIZE)
        set_property(TEST ${layer}.${name} APPEND PROPERTY ENVIRONMENT
            "ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1"
            "UBSAN_OPTIONS=print_stacktrace=1")
    endif()
endfunction()

# Makes the flags that the compiler is called with for chakra_add_compile_pair(), and precompiles
# what nearly all of its sources include: nine tenths of the time that one of them takes.
function(chakra_prepare_compile_pairs)
    # Compiles nothing: it is asked for its include folders and definitions.
    add_library(chakra_compile_flags INTERFACE)
    target_link_libraries(chakra_compile_flags INTERFACE Chakra::Chakra)
    set(includes "$<TARGET_PROPERTY:chakra_compile_flags,INTERFACE_INCLUDE_DIRECTORIES>")
    set(definitions "$<TARGET_PROPERTY:chakra_compile_flags,INTERFACE_COMPILE_DEFINITIONS>")
    file(GENERATE OUTPUT "${CHAKRA_COMPILE_FLAGS}" CONTENT "-std=c++20
-fPIC
-DQT_NO_KEYWORDS
-DQT_NO_CAST_FROM_ASCII
-DQT_NO_CAST_TO_ASCII
-D$<JOIN:${definitions},\n-D>
-isystem \"$<JOIN:${includes},\"\n-isystem \">\"
")

    # Either compiler looks for it beside the header that it stands for.
    set(precompiled "${CHAKRA_COMPILE_HEADERS}.pch")
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        set(precompiled "${CHAKRA_COMPILE_HEADERS}.gch")
    endif()
    file(CONFIGURE OUTPUT "${CHAKRA_COMPILE_HEADERS}" CONTENT [[
#include <Chakra/Chakra>
#include "@PROJECT_SOURCE_DIR@/tests/shared/chapter.h"
]] @ONLY)
    add_custom_command(OUTPUT "${precompiled}"
        COMMAND ${CMAKE_CXX_COMPILER} "@${CHAKRA_COMPILE_FLAGS}" -x c++-header
            "${CHAKRA_COMPILE_HEADERS}" -o "${precompiled}"
            -MD -MF "${CHAKRA_COMPILE_HEADERS}.d" -MT "${precompiled}"
        DEPENDS "${CHAKRA_COMPILE_FLAGS}" "${CHAKRA_COMPILE_HEADERS}"
        DEPFILE "${CHAKRA_COMPILE_HEADERS}.d"
        COMMENT "Precompiling what must not compile includes"
        VERBATIM)
    add_custom_target(chakra_compile_headers ALL DEPENDS "${precompiled}")
endfunction()

# chakra_add_compile_pair(<name> <file.cpp>)
#
# Two tests of one source: it compiles as it is (the control), and does not with CHAKRA_MUST_FAIL
# defined, where the compiler's words match the regex after "// expect: ", one or more such lines.
function(chakra_add_compile_pair name file)
    if(NOT TARGET chakra_compile_flags)
        chakra_prepare_compile_pairs()
    endif()

    cmake_path(ABSOLUTE_PATH file NORMALIZE)
    foreach(variant IN ITEMS control refused)
        add_test(NAME compile.${name}.${variant}
            COMMAND ${CMAKE_COMMAND}
                "-DCOMPILER=${CMAKE_CXX_COMPILER}"
                "-DFLAGS=${CHAKRA_COMPILE_FLAGS}"
                "-DHEADERS=${CHAKRA_COMPILE_HEADERS}"
                "-DSOURCE=${file}"
                "-DVARIANT=${variant}"
                -P "${CHAKRA_TESTING_DIR}/RunCompileCase.cmake")
        set_tests_properties(compile.${name}.${variant} PROPERTIES LABELS compile TIMEOUT 300)
    endforeach()
endfunction()
