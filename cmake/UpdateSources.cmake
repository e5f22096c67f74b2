# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# cmake -P cmake/UpdateSources.cmake [-- --check]
#
# The lists of source files, for CMake and for qmake, are made by this script alone, so that the
# second build cannot rot. It also finds what would only show on somebody else's machine: two files
# of one name (qmake puts all objects into one folder), a forwarder to nowhere, a test that is in no
# CMakeLists.txt.

cmake_minimum_required(VERSION 3.25)

set(layers core meta sql db query model schema relations session itemmodels)

cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH root)
set(check OFF)
foreach(index RANGE ${CMAKE_ARGC})
    if("${CMAKE_ARGV${index}}" STREQUAL "--check")
        set(check ON)
    endif()
endforeach()

set(mistakes "")

# --- what is there ---------------------------------------------------------------------------

file(GLOB public_headers RELATIVE "${root}" "${root}/include/Chakra/*.h")
file(GLOB forwarders RELATIVE "${root}" "${root}/include/Chakra/*")
list(FILTER forwarders EXCLUDE REGEX "\\.")
list(SORT public_headers)
list(SORT forwarders)

file(GLOB_RECURSE everything RELATIVE "${root}"
    "${root}/src/*.h" "${root}/src/*.cpp" "${root}/include/*.h")
list(SORT everything)

set(listed ${public_headers})
foreach(layer IN LISTS layers)
    file(GLOB headers_${layer} RELATIVE "${root}" "${root}/src/${layer}/*.h")
    file(GLOB sources_${layer} RELATIVE "${root}" "${root}/src/${layer}/*.cpp")
    list(SORT headers_${layer})
    list(SORT sources_${layer})
    list(APPEND listed ${headers_${layer}} ${sources_${layer}})
endforeach()

list(JOIN layers " " layer_names)
foreach(file IN LISTS everything)
    if(NOT file IN_LIST listed)
        list(APPEND mistakes "${file} is in none of the folders ${layer_names}")
    endif()
endforeach()

set(names "")
foreach(file IN LISTS listed)
    cmake_path(GET file FILENAME name)
    if(name IN_LIST names)
        list(APPEND mistakes "${file} has the name of another file")
    endif()
    list(APPEND names "${name}")
endforeach()

foreach(file IN LISTS forwarders)
    file(STRINGS "${root}/${file}" includes REGEX "^[ \t]*#[ \t]*include")
    if(NOT includes)
        list(APPEND mistakes "${file} forwards to nothing")
    endif()
    foreach(line IN LISTS includes)
        if(NOT line MATCHES "^#include <(Chakra/[a-z0-9]+\\.h)>$")
            list(APPEND mistakes "${file}: a forwarder holds lines #include <Chakra/name.h>, not ${line}")
        elseif(NOT EXISTS "${root}/include/${CMAKE_MATCH_1}")
            list(APPEND mistakes "${file} forwards to ${CMAKE_MATCH_1}, which does not exist")
        endif()
    endforeach()
endforeach()

file(GLOB_RECURSE tests RELATIVE "${root}" "${root}/tests/auto/*/tst_*.cpp")
foreach(file IN LISTS tests)
    cmake_path(GET file PARENT_PATH folder)
    cmake_path(GET file STEM name)
    set(lines "")
    if(EXISTS "${root}/${folder}/CMakeLists.txt")
        file(STRINGS "${root}/${folder}/CMakeLists.txt" lines REGEX "[( ]${name}([) .]|$)")
    endif()
    if(NOT lines)
        list(APPEND mistakes "${file} is not in ${folder}/CMakeLists.txt")
    endif()
    cmake_path(GET folder FILENAME layer)
    file(STRINGS "${root}/tests/auto/CMakeLists.txt" lines REGEX "add_subdirectory\\(${layer}\\)")
    if(NOT lines)
        list(APPEND mistakes "${folder} is not in tests/auto/CMakeLists.txt")
    endif()
endforeach()

# --- how it is written -----------------------------------------------------------------------

set(notice "# SPDX-FileCopyrightText: 2026 The Chakra authors\n# SPDX-License-Identifier: MIT\n\n")
string(APPEND notice "# Made by cmake/update-sources from what lies in include and src. Not to be edited.\n")

set(cmake_text "${notice}")

function(add_cmake_list name)
    string(APPEND cmake_text "\nset(${name}\n")
    foreach(line IN LISTS ARGN)
        string(APPEND cmake_text "    ${line}\n")
    endforeach()
    string(APPEND cmake_text ")\n")
    set(cmake_text "${cmake_text}" PARENT_SCOPE)
endfunction()

set(pri_text "${notice}")
string(APPEND pri_text [=[

# include(path/to/chakra.pri) builds Chakra into a qmake project.

QT += core sql
CONFIG += c++20
DEFINES += CHAKRA_STATIC
INCLUDEPATH += \
    $$PWD/include \
    $$PWD/src
]=])

function(add_pri_list name)
    string(APPEND pri_text "\n${name} +=")
    foreach(file IN LISTS ARGN)
        string(APPEND pri_text " \\\n    $$PWD/${file}")
    endforeach()
    string(APPEND pri_text "\n")
    set(pri_text "${pri_text}" PARENT_SCOPE)
endfunction()

add_cmake_list(CHAKRA_PUBLIC_HEADERS ${public_headers})
add_cmake_list(CHAKRA_FORWARDING_HEADERS ${forwarders})
add_pri_list(HEADERS ${public_headers})

foreach(kind IN ITEMS headers sources)
    set(lines "")
    foreach(layer IN LISTS layers)
        if(${kind}_${layer})
            list(APPEND lines "# ${layer}" ${${kind}_${layer}})
            string(REPLACE "headers" "HEADERS" pri_name "${kind}")
            string(REPLACE "sources" "SOURCES" pri_name "${pri_name}")
            add_pri_list(${pri_name} ${${kind}_${layer}})
        endif()
    endforeach()
    if(kind STREQUAL "headers")
        add_cmake_list(CHAKRA_PRIVATE_HEADERS ${lines})
    else()
        add_cmake_list(CHAKRA_SOURCES ${lines})
    endif()
endforeach()

# --- written, or compared --------------------------------------------------------------------

function(put file text)
    set(present "")
    if(EXISTS "${root}/${file}")
        file(READ "${root}/${file}" present)
    endif()
    if(present STREQUAL text)
        return()
    endif()
    if(check)
        list(APPEND mistakes "${file} is out of date: run cmake/update-sources")
        set(mistakes "${mistakes}" PARENT_SCOPE)
    else()
        file(WRITE "${root}/${file}" "${text}")
        message(STATUS "${file} written")
    endif()
endfunction()

put(cmake/ChakraSources.cmake "${cmake_text}")
put(chakra.pri "${pri_text}")

if(mistakes)
    list(JOIN mistakes "\n  " text)
    message(FATAL_ERROR "\n  ${text}\n")
endif()
