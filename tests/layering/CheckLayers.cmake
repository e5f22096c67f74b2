# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# cmake -DROOT=<folder with include and src> [-DEXPECTED=<file>] -P CheckLayers.cmake
#
# Dependencies between the layers go one way. Checked are
#   - each #include in src/<layer> and include/Chakra against the table below,
#   - that only db includes Qt Sql, and only Qt Core, Qt Sql and the standard library are there,
#   - that public headers include no private ones, and nothing the umbrella,
#   - that a member function is defined in the layer that declares its class, which is how a lower
#     layer would call a higher one without an include.
#
# With EXPECTED, the findings must be the lines of that file: so that it is known what this finds.

cmake_minimum_required(VERSION 3.25)

# --- the table -------------------------------------------------------------------------------

# A layer includes what its row names, and what those rows name in turn.
set(core_includes)
set(meta_includes core)
set(sql_includes core)
set(db_includes core sql)
set(query_includes meta sql)
set(model_includes meta)
set(schema_includes meta sql db)
set(relations_includes model query)
set(session_includes core meta sql db query model schema relations)
set(itemmodels_includes session)
set(layers core meta sql db query model schema relations session itemmodels)

# A public header belongs to the layer that holds the source of its name. Those without such a
# source stand here, as header=layer.
set(headers_without_source
    errorexception.h=core
    export.h=core
    field.h=query
    macros.h=meta
    membername.h=meta
    options.h=meta
    queryruns.h=query
    queryset.h=query
    version.h=core
)

# It includes everything, belongs to no layer, and is for users alone.
set(umbrella include/Chakra/chakra.h)

# Member functions that are defined in another layer than their class is declared in.
set(defined_elsewhere
    Database::createTables=schema
    Database::dropTables=schema
)

# --- help ------------------------------------------------------------------------------------

set(findings "")

foreach(layer IN LISTS layers)
    # Rows only name layers above them in the list, so one pass closes the table.
    set(closed_${layer} ${layer})
    foreach(below IN LISTS ${layer}_includes)
        list(APPEND closed_${layer} ${closed_${below}})
    endforeach()
    list(REMOVE_DUPLICATES closed_${layer})
endforeach()

# layer_of(<variable> <path below ROOT>): "" where the table does not tell.
function(layer_of variable path)
    set(layer "")
    if(path MATCHES "^src/([^/]+)/")
        set(layer "${CMAKE_MATCH_1}")
    elseif(path MATCHES "^include/Chakra/([^/]+)\\.h$")
        set(name "${CMAKE_MATCH_1}")
        foreach(entry IN LISTS headers_without_source)
            if(entry MATCHES "^${name}\\.h=(.*)$")
                set(layer "${CMAKE_MATCH_1}")
            endif()
        endforeach()
        if(NOT layer)
            file(GLOB sources RELATIVE "${ROOT}/src" "${ROOT}/src/*/${name}.cpp")
            list(LENGTH sources count)
            if(count EQUAL 1)
                cmake_path(GET sources PARENT_PATH layer)
            endif()
        endif()
    endif()
    set(${variable} "${layer}" PARENT_SCOPE)
endfunction()

# targets_of(<variable> <including file> <spelling>): the files below ROOT that an include of the
# project means, through forwarders; "" for one of Qt or the standard library.
function(targets_of variable file spelling)
    set(candidates "include/${spelling}")
    if(NOT spelling MATCHES "^Chakra/")
        cmake_path(GET file PARENT_PATH folder)
        set(candidates "${folder}/${spelling}" "src/${spelling}")
    endif()
    set(targets "")
    foreach(candidate IN LISTS candidates)
        cmake_path(NORMAL_PATH candidate)
        if(EXISTS "${ROOT}/${candidate}" AND NOT IS_DIRECTORY "${ROOT}/${candidate}")
            set(targets "${candidate}")
            break()
        endif()
    endforeach()
    if(targets MATCHES "^include/Chakra/[^.]+$")
        file(STRINGS "${ROOT}/${targets}" lines REGEX "^[ \t]*#[ \t]*include")
        set(targets "")
        foreach(line IN LISTS lines)
            if(line MATCHES "[<\"](Chakra/[^>\"]+)[>\"]")
                list(APPEND targets "include/${CMAKE_MATCH_1}")
            endif()
        endforeach()
    endif()
    set(${variable} "${targets}" PARENT_SCOPE)
endfunction()

# --- the includes ----------------------------------------------------------------------------

file(GLOB_RECURSE files RELATIVE "${ROOT}"
    "${ROOT}/src/*.h" "${ROOT}/src/*.cpp" "${ROOT}/include/Chakra/*.h")
list(SORT files)
if(NOT files)
    message(FATAL_ERROR "there are no sources in ${ROOT}")
endif()
list(REMOVE_ITEM files ${umbrella})

foreach(file IN LISTS files)
    layer_of(layer "${file}")
    if(NOT layer IN_LIST layers)
        list(APPEND findings "${file}: belongs to no layer (tests/layering/CheckLayers.cmake names those without a source)")
        continue()
    endif()

    file(STRINGS "${ROOT}/${file}" lines REGEX "^[ \t]*#[ \t]*include")
    foreach(line IN LISTS lines)
        if(NOT line MATCHES "include[ \t]*([<\"])([^>\"]+)[>\"]")
            list(APPEND findings "${file}: unreadable: ${line}")
            continue()
        endif()
        set(bracket "${CMAKE_MATCH_1}")
        set(spelling "${CMAKE_MATCH_2}")

        if(spelling MATCHES "\\.moc$" OR spelling MATCHES "(^|/)moc_[^/]*\\.cpp$")
            continue()
        endif()
        if(bracket STREQUAL "<" AND NOT spelling MATCHES "^Chakra/")
            if(spelling MATCHES "^(Qt)?Sql/|^QtSql|^QSql|^qsql")
                if(NOT layer STREQUAL "db")
                    list(APPEND findings "${file}: ${layer} includes Qt Sql, ${spelling}")
                endif()
            elseif(spelling MATCHES "^Qt[A-Z][A-Za-z0-9]*/" AND NOT spelling MATCHES "^QtCore/")
                list(APPEND findings "${file}: includes another Qt module than Core and Sql, ${spelling}")
            endif()
            continue()
        endif()

        targets_of(targets "${file}" "${spelling}")
        if(NOT targets)
            list(APPEND findings "${file}: there is no ${spelling}")
        endif()
        foreach(target IN LISTS targets)
            if(target STREQUAL umbrella)
                list(APPEND findings "${file}: includes the umbrella")
                continue()
            endif()
            if(file MATCHES "^include/" AND NOT target MATCHES "^include/")
                list(APPEND findings "${file}: a public header includes a private one, ${spelling}")
            endif()
            layer_of(target_layer "${target}")
            if(target_layer AND NOT target_layer IN_LIST closed_${layer})
                list(APPEND findings "${file}: ${layer} includes ${target_layer}, ${spelling}")
            endif()
        endforeach()
    endforeach()
endforeach()

# --- the definitions -------------------------------------------------------------------------

set(classes "")
foreach(file IN LISTS files)
    if(file MATCHES "^include/")
        layer_of(layer "${file}")
        file(STRINGS "${ROOT}/${file}" lines REGEX "^(class|struct) CHAKRA_EXPORT [A-Za-z]+")
        foreach(line IN LISTS lines)
            if(line MATCHES "CHAKRA_EXPORT ([A-Za-z0-9]+)")
                list(APPEND classes "${CMAKE_MATCH_1}")
                set(layer_of_${CMAKE_MATCH_1} "${layer}")
            endif()
        endforeach()
    endif()
endforeach()

foreach(file IN LISTS files)
    if(NOT file MATCHES "^src/([^/]+)/.*\\.cpp$")
        continue()
    endif()
    set(layer "${CMAKE_MATCH_1}")
    # Definitions begin in the first column, and so does nothing else with such a name.
    file(STRINGS "${ROOT}/${file}" lines REGEX "^[A-Za-z].*::~?[A-Za-z]+\\(")
    set(seen "")
    foreach(line IN LISTS lines)
        if(NOT line MATCHES "^([^(=;]*[ *&>:])?([A-Za-z0-9]+)::(~?[A-Za-z0-9]+)\\(")
            continue()
        endif()
        set(class "${CMAKE_MATCH_2}")
        set(function "${CMAKE_MATCH_2}::${CMAKE_MATCH_3}")
        if(class IN_LIST classes AND NOT layer STREQUAL layer_of_${class}
                AND NOT "${function}=${layer}" IN_LIST defined_elsewhere
                AND NOT function IN_LIST seen)
            list(APPEND seen "${function}")
            list(APPEND findings "${file}: ${layer} defines ${function}, which ${layer_of_${class}} declares")
        endif()
    endforeach()
endforeach()

# --- the verdict -----------------------------------------------------------------------------

list(JOIN findings "\n  " text)
if(EXPECTED)
    file(STRINGS "${EXPECTED}" expected)
    if(NOT findings STREQUAL expected)
        message(FATAL_ERROR "found was\n  ${text}\n, not what ${EXPECTED} says\n")
    endif()
elseif(findings)
    message(FATAL_ERROR "\n  ${text}\n")
endif()
