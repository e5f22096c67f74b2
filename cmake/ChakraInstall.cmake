# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/Chakra")

install(TARGETS Chakra
    EXPORT ChakraTargets
    RUNTIME
        COMPONENT Runtime
    LIBRARY
        COMPONENT Runtime
        NAMELINK_COMPONENT Development
    ARCHIVE
        COMPONENT Development
    FILE_SET HEADERS
        COMPONENT Development
    FILE_SET forwarders
        COMPONENT Development
)
install(EXPORT ChakraTargets
    NAMESPACE Chakra::
    DESTINATION "${package_dir}"
    COMPONENT Development
)

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/ChakraConfig.cmake.in"
    "${PROJECT_BINARY_DIR}/ChakraConfig.cmake"
    INSTALL_DESTINATION "${package_dir}"
)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/ChakraConfigVersion.cmake"
    COMPATIBILITY SameMajorVersion
)
install(
    FILES
        "${PROJECT_BINARY_DIR}/ChakraConfig.cmake"
        "${PROJECT_BINARY_DIR}/ChakraConfigVersion.cmake"
    DESTINATION "${package_dir}"
    COMPONENT Development
)

# pkg-config and qmake find the prefix from where their file lies, so that it can be moved.
if(BUILD_SHARED_LIBS)
    set(CHAKRA_PKGCONFIG_CFLAGS "")
    set(CHAKRA_QMAKE_DEFINES "")
else()
    set(CHAKRA_PKGCONFIG_CFLAGS " -DCHAKRA_STATIC")
    set(CHAKRA_QMAKE_DEFINES "CHAKRA_STATIC")
endif()

set(pkgconfig_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
set(features_dir "${CHAKRA_MKSPECS_DIR}/features")

# chakra_path_from(<variable> <from> <to>): <to> as seen from <from>, both below the prefix.
function(chakra_path_from variable from to)
    cmake_path(ABSOLUTE_PATH from BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}" NORMALIZE)
    cmake_path(ABSOLUTE_PATH to BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}" NORMALIZE)
    cmake_path(RELATIVE_PATH to BASE_DIRECTORY "${from}")
    set(${variable} "${to}" PARENT_SCOPE)
endfunction()

chakra_path_from(CHAKRA_LIB_FROM_PKGCONFIG "${pkgconfig_dir}" "${CMAKE_INSTALL_LIBDIR}")
chakra_path_from(CHAKRA_INCLUDE_FROM_PKGCONFIG "${pkgconfig_dir}" "${CMAKE_INSTALL_INCLUDEDIR}")
chakra_path_from(CHAKRA_LIB_FROM_FEATURES "${features_dir}" "${CMAKE_INSTALL_LIBDIR}")
chakra_path_from(CHAKRA_INCLUDE_FROM_FEATURES "${features_dir}" "${CMAKE_INSTALL_INCLUDEDIR}")

configure_file("${CMAKE_CURRENT_LIST_DIR}/chakra.pc.in" "${PROJECT_BINARY_DIR}/chakra.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/chakra.pc"
    DESTINATION "${pkgconfig_dir}"
    COMPONENT Development
)
configure_file("${CMAKE_CURRENT_LIST_DIR}/chakra.prf.in" "${PROJECT_BINARY_DIR}/chakra.prf" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/chakra.prf"
    DESTINATION "${features_dir}"
    COMPONENT Development
)

install(FILES "${PROJECT_SOURCE_DIR}/LICENSE"
    DESTINATION "${CMAKE_INSTALL_DOCDIR}"
    COMPONENT Runtime
)
