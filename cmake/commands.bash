# SPDX-FileCopyrightText: 2026 The Chakra authors
# SPDX-License-Identifier: MIT

# What examples/run, tests/run and .ci/run have in common; sourced from the project's root by a
# script that has set command_name.

# Not ninja's own choice, which is more than the cores, and nothing at all for make and ctest.
export CMAKE_BUILD_PARALLEL_LEVEL="${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"
export CTEST_PARALLEL_LEVEL="${CTEST_PARALLEL_LEVEL:-$CMAKE_BUILD_PARALLEL_LEVEL}"

# What was compiled in one checkout need not be compiled again in another.
export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=true
# What ccache asks for where headers are precompiled.
export CCACHE_SLOPPINESS=pch_defines,time_macros

started=$SECONDS
stage=""
summaries=()

# say <text>: a line that can be found again in a long log.
say() {
    printf '\n==== %s: %s\n' "$command_name" "$*"
}

# begin_stage <text>: names what is done until the next stage, for whoever reads of a failure.
begin_stage() {
    stage="$*"
    say "$stage ($((SECONDS - started)) s so far)"
}

# The closing lines, whichever way the script ends.
finish() {
    local result=$?
    trap - EXIT
    if ((result == 0)); then
        say "done after $((SECONDS - started)) s"
    else
        say "FAILED in stage: $stage"
    fi
    for summary in "${summaries[@]}"; do
        printf '%s: %s\n' "$command_name" "$summary"
    done
    exit "$result"
}
trap finish EXIT

# need_packages <Debian package>...: installs those that are missing, on Debian and Ubuntu.
need_packages() {
    begin_stage "packages"
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        echo "This system has no apt. What Debian calls these packages is needed:"
        echo "    $*"
        for tool in cmake ninja c++; do
            if ! command -v "$tool" >/dev/null; then
                echo "There is no $tool here."
                return 1
            fi
        done
        echo "The tools are here; CMake will say whether Qt is."
        return 0
    fi

    local missing=()
    for package in "$@"; do
        if [[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]]; then
            missing+=("$package")
        fi
    done
    if ((${#missing[@]} == 0)); then
        echo "all there: $*"
        return 0
    fi

    local as_root=()
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            echo "Neither root nor sudo. As root, run:"
            echo "    apt-get install ${missing[*]}"
            return 1
        fi
        as_root=(sudo)
    fi
    echo "installing: ${missing[*]}"
    "${as_root[@]}" apt-get update
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "${missing[@]}"
}

# build <preset>
build() {
    begin_stage "$1: configure"
    cmake --preset "$1"
    begin_stage "$1: build"
    cmake --build --preset "$1"
}

# run_tests <preset> [<ctest argument>...]
run_tests() {
    local preset="$1"
    shift
    begin_stage "$preset: test"
    local log="build/$preset/ctest.log"
    local result=0
    ctest --preset "$preset" "$@" 2>&1 | tee "$log" || result=$?

    # A test that passes because it could not run should not go unseen.
    grep -ah '^SKIP ' "build/$preset/Testing/Temporary/LastTest.log" || true
    summaries+=("$preset: $(grep -a 'tests passed' "$log" || echo 'no tests ran')")
    return "$result"
}
