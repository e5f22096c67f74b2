# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# One way of taking Chakra into a program, run by the tests of chakra_add_install_test().

cmake_minimum_required(VERSION 3.25)

set(sources "${CMAKE_CURRENT_LIST_DIR}")
set(prefix "${WORK}/prefix.${KIND}")
set(build "${WORK}/${WAY}.${KIND}")

set(jobs "$ENV{CMAKE_BUILD_PARALLEL_LEVEL}")
if(NOT jobs)
    cmake_host_system_information(RESULT jobs QUERY NUMBER_OF_LOGICAL_CORES)
endif()

set(shared OFF)
if(KIND STREQUAL "shared")
    set(shared ON)
endif()

function(run)
    execute_process(COMMAND ${ARGV} WORKING_DIRECTORY "${build}" COMMAND_ECHO STDOUT
        COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# run_program(): the outside program, which has the library in it, or beside it, as it should be.
function(run_program)
    run("${build}/outside")
    file(GET_RUNTIME_DEPENDENCIES EXECUTABLES "${build}/outside"
        RESOLVED_DEPENDENCIES_VAR found UNRESOLVED_DEPENDENCIES_VAR missing)
    if(KIND STREQUAL "shared" AND NOT "${found};${missing}" MATCHES "libChakra")
        message(FATAL_ERROR "the program was not linked with a shared Chakra: ${found};${missing}")
    elseif(KIND STREQUAL "static" AND "${found};${missing}" MATCHES "libChakra")
        message(FATAL_ERROR "the program was not linked with a static Chakra: ${found};${missing}")
    endif()
endfunction()

# run_cmake_project(<argument>...): configures, builds and runs the project of this way.
function(run_cmake_project)
    run("${CMAKE_COMMAND}" -S "${sources}/${WAY}" -B . -G "${GENERATOR}"
        "-DCMAKE_CXX_COMPILER=${COMPILER}"
        "-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}"
        ${ARGV})
    run("${CMAKE_COMMAND}" --build . --parallel ${jobs})
    run_program()
endfunction()

# install_from(<build folder> <configuration>): a rule that belongs to no component is missed by the
# programs that follow.
function(install_from folder configuration)
    foreach(component IN ITEMS Runtime Development)
        run("${CMAKE_COMMAND}" --install "${folder}" --config "${configuration}"
            --prefix "${prefix}" --component ${component})
    endforeach()
endfunction()

# run_qmake_project(<argument>...): the same with qmake.
function(run_qmake_project)
    run("${QMAKE}" "${sources}/${WAY}/outside.pro"
        "QMAKE_CXX=${LAUNCHER} ${COMPILER}"
        "QMAKE_LINK=${COMPILER}"
        "QMAKE_CXXFLAGS_RELEASE=-O0"
        ${ARGV})
    run("${MAKE}" -j${jobs})
    run_program()
endfunction()

# The folder of another run would hide what this one no longer installs or generates.
file(REMOVE_RECURSE "${build}")
file(MAKE_DIRECTORY "${build}")

if(WAY STREQUAL "prefix")
    if(KIND STREQUAL OWN_KIND)
        install_from("${CHAKRA_BINARY_DIR}" "${CONFIG}")
    else()
        # What the way add_subdirectory compiled, now with its install rules.
        set(subproject "${WORK}/add_subdirectory.${KIND}")
        run("${CMAKE_COMMAND}" -DCHAKRA_INSTALL=ON "${subproject}")
        install_from("${subproject}" Release)
    endif()

elseif(WAY STREQUAL "find_package")
    set(ENV{CMAKE_PREFIX_PATH} "${prefix}:${QT_PREFIX}")
    run_cmake_project()
    run("${build}/unregistered")
    run("${build}/registered")

# Here the library is compiled again, in a unity build: some programs set that for all that they take
# in, and it takes half the time. qmake_pri compiles each source by itself.
elseif(WAY STREQUAL "add_subdirectory")
    set(ENV{CMAKE_PREFIX_PATH} "${QT_PREFIX}")
    run_cmake_project("-DBUILD_SHARED_LIBS=${shared}"
        -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS_RELEASE=-O0 -DNDEBUG" -DCMAKE_UNITY_BUILD=ON)

elseif(WAY STREQUAL "fetch_content")
    set(ENV{CMAKE_PREFIX_PATH} "${QT_PREFIX}")
    run_cmake_project("-DBUILD_SHARED_LIBS=${shared}" -DCMAKE_UNITY_BUILD=ON)

elseif(WAY STREQUAL "pkg_config")
    set(ENV{PKG_CONFIG_PATH} "${prefix}/${LIBDIR}/pkgconfig:$ENV{PKG_CONFIG_PATH}")
    set(ENV{LD_LIBRARY_PATH} "${prefix}/${LIBDIR}:$ENV{LD_LIBRARY_PATH}")
    execute_process(COMMAND "${PKG_CONFIG}" --cflags chakra
        OUTPUT_VARIABLE compile_flags COMMAND_ERROR_IS_FATAL ANY)
    execute_process(COMMAND "${PKG_CONFIG}" --libs chakra
        OUTPUT_VARIABLE link_flags COMMAND_ERROR_IS_FATAL ANY)
    separate_arguments(compile_flags UNIX_COMMAND "${compile_flags}")
    separate_arguments(link_flags UNIX_COMMAND "${link_flags}")
    run("${MOC}" ${compile_flags} "${sources}/program/models.h" -o moc_models.cpp)
    run("${COMPILER}" -std=c++20 -fPIC ${compile_flags} "${sources}/program/main.cpp" moc_models.cpp
        ${link_flags} -o outside)
    run_program()

elseif(WAY STREQUAL "qmake_feature")
    set(ENV{QMAKEFEATURES} "${prefix}/${MKSPECS}/features")
    set(ENV{LD_LIBRARY_PATH} "${prefix}/${LIBDIR}:$ENV{LD_LIBRARY_PATH}")
    run_qmake_project()

elseif(WAY STREQUAL "qmake_pri")
    run_qmake_project()

else()
    message(FATAL_ERROR "there is no way ${WAY}")
endif()
