# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# cmake -DROOT=<folder> -P cmake/CheckLinks.cmake
#
# Whether what README.md and the pages below docs link to is there: files, and headings in them.

cmake_minimum_required(VERSION 3.25)

# headings_of(<file> <variable>): the anchors that a reader of Markdown makes of the headings.
function(headings_of file variable)
    set(anchors "")
    file(STRINGS "${file}" lines REGEX "^#+ " ENCODING UTF-8)
    foreach(line IN LISTS lines)
        string(REGEX REPLACE "^#+ +" "" line "${line}")
        string(TOLOWER "${line}" line)
        string(REGEX REPLACE "[^a-z0-9 _-]" "" line "${line}")
        string(REPLACE " " "-" line "${line}")
        list(APPEND anchors "${line}")
    endforeach()
    set(${variable} "${anchors}" PARENT_SCOPE)
endfunction()

set(mistakes "")
file(GLOB_RECURSE pages RELATIVE "${ROOT}" "${ROOT}/docs/*.md")
foreach(page IN LISTS pages ITEMS README.md)
    file(READ "${ROOT}/${page}" text)
    # Brackets and semicolons would hold lists together, or cut them.
    string(REGEX REPLACE "```[^`]*```" "" text "${text}")
    string(REPLACE ";" "," text "${text}")
    string(REPLACE "](" "\nlink(" text "${text}")
    string(REGEX REPLACE "[][]" " " text "${text}")
    string(REGEX MATCHALL "\nlink\\([^)]*\\)" links "${text}")
    cmake_path(GET page PARENT_PATH folder)
    foreach(link IN LISTS links)
        string(REGEX REPLACE "^\nlink\\(([^)]*)\\)$" "\\1" link "${link}")
        if(link MATCHES "^https?:")
            continue()
        endif()
        string(REGEX REPLACE "#.*$" "" target "${link}")
        set(anchor "")
        if(link MATCHES "#(.*)$")
            set(anchor "${CMAKE_MATCH_1}")
        endif()
        if(target STREQUAL "")
            set(file "${ROOT}/${page}")
        else()
            cmake_path(SET file NORMALIZE "${ROOT}/${folder}/${target}")
        endif()
        if(NOT EXISTS "${file}")
            list(APPEND mistakes "${page}: there is no ${link}")
        elseif(NOT anchor STREQUAL "")
            headings_of("${file}" anchors)
            if(NOT anchor IN_LIST anchors)
                list(APPEND mistakes "${page}: ${link} is no heading")
            endif()
        endif()
    endforeach()
endforeach()

if(mistakes)
    list(JOIN mistakes "\n  " text)
    message(FATAL_ERROR "\n  ${text}\n")
endif()
