# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# What Chakra's own targets are compiled with. Nothing of this reaches the targets of a user.

if(CHAKRA_SANITIZE)
    # On the directory, not the target: every part of a program has to agree on it.
    add_compile_options(
        "-fsanitize=${CHAKRA_SANITIZE}"
        -fno-sanitize-recover=all
        -fno-omit-frame-pointer
    )
    add_link_options("-fsanitize=${CHAKRA_SANITIZE}")
    if(CHAKRA_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # A Q_GLOBAL_STATIC ends with a fence, which the sanitizer does not know.
        add_compile_options(-Wno-tsan)
    endif()
endif()

# chakra_let_ccache_know_precompiled(<target>): without it ccache cannot tell what a precompiled
# header stands for, or takes each for another.
function(chakra_let_ccache_know_precompiled target)
    target_compile_options(${target} PRIVATE
        $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
        "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endfunction()

# chakra_compile_settings(<target>...): warnings, the strict dialect of Qt, hidden visibility.
function(chakra_compile_settings)
    foreach(target IN LISTS ARGN)
        target_compile_features(${target} PRIVATE cxx_std_20)
        set_target_properties(${target} PROPERTIES
            CXX_EXTENSIONS OFF
            CXX_VISIBILITY_PRESET hidden
            VISIBILITY_INLINES_HIDDEN ON
        )
        target_compile_definitions(${target} PRIVATE
            QT_NO_KEYWORDS
            QT_NO_CAST_FROM_ASCII
            QT_NO_CAST_TO_ASCII
            QT_NO_CAST_FROM_BYTEARRAY
            QT_NO_URL_CAST_FROM_STRING
            QT_NO_FOREACH
            QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
            QT_DISABLE_DEPRECATED_BEFORE=0x060400
        )
        if(MSVC)
            target_compile_options(${target} PRIVATE /W4 /utf-8
                $<$<BOOL:${CHAKRA_WARNINGS_AS_ERRORS}>:/WX>)
        else()
            target_compile_options(${target} PRIVATE
                -Wall
                -Wextra
                -Wpedantic
                -Wshadow
                -Wnon-virtual-dtor
                -Woverloaded-virtual
                -Wsuggest-override
                $<$<BOOL:${CHAKRA_WARNINGS_AS_ERRORS}>:-Werror>
            )
        endif()
    endforeach()
endfunction()
