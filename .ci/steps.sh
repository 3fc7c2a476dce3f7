# The shared part of .ci/run and .ci/full, to be sourced: a work directory with an empty home, steps, and how they end.
# shellcheck shell=bash
#
#   PYTHON   the interpreter to start from (python3)
#   CI       1 or true: a missing program is a failure; else its step is skipped, and the output says so
set -euo pipefail

tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python=$("${PYTHON:-python3}" -c 'import sys; assert sys.version_info >= (3, 11), sys.version; print(sys.executable)')
work=$(mktemp -d)
mkdir "$work/bin" "$work/home" "$work/empty"
printf '#!/bin/sh\nexec "%s" "$@"\n' "$python" >"$work/bin/python3"  # so that the pages' `python3` is this one
chmod +x "$work/bin/python3"
closing=$work/closing-lines
step_name='' beside=''

# Options of pytest: on all cores; the tests of a file, and the examples of a page, stay together.
on_all_cores=(-n auto --dist loadfile)

unset VIRTUAL_ENV PYTHONPATH PYTHONHOME
export HOME=$work/home PATH=$work/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1

finish() {
    local code=$?
    if [[ -n $beside ]]; then
        kill -- "-$beside" 2>/dev/null || true
        wait "$beside" || true
    fi
    if ((code)); then
        printf '\n==> FAILED after %d s in: %s\n' "$SECONDS" "$step_name"
    fi
    rm -rf "$work"
    exit "$code"
}
trap finish EXIT

# step NAME COMMAND...: print a heading with the time so far, run, and keep the duration and the last lines of pytest.
step() {
    local begun=$SECONDS log
    log=$(mktemp "$work/step.XXXXXX")
    step_name=$1
    shift
    printf '\n==> [%3d s] %s\n' "$SECONDS" "$step_name"
    "$@" 2>&1 | tee "$log"
    {
        printf '%4d s  %s\n' $((SECONDS - begun)) "$step_name"
        grep -E '[0-9]+ (passed|failed|errors?|skipped).* in [0-9.:]+' "$log" | sed 's/^/        /' || true
    } >>"$closing"
}

# skipped NAME WHY: say that a step is skipped, in its place and in the summary.
skipped() {
    printf '\n==> [%3d s] skipped: %s: %s\n' "$SECONDS" "$1" "$2"
    printf 'skipped %s: %s\n' "$1" "$2" >>"$closing"
}

# step_with PROGRAM NAME COMMAND...: a step that needs a program on the machine.
step_with() {
    local program=$1
    shift
    if command -v "$program" >/dev/null; then
        step "$@"
    elif [[ ${CI:-} == @(1|true) ]]; then
        step_name=$1
        printf '\nno %s on this machine\n' "$program"
        exit 1
    else
        skipped "$1" "no $program on this machine"
    fi
}

# meanwhile COMMAND...: run steps on another core; `joined` waits for them and shows what they printed.
meanwhile() {
    set -m  # in their own process group, so that they can be ended with everything they started
    ("$@") >"$work/meanwhile.log" 2>&1 </dev/null &
    beside=$!
    set +m
}

joined() {
    local code=0
    wait "$beside" || code=$?
    beside=''
    cat "$work/meanwhile.log"
    if ((code)); then
        step_name=$(sed -n 's/^==> //p' "$work/meanwhile.log" | tail -n 1)
        exit "$code"
    fi
}

all_passed() {
    printf '\n==> [%3d s] all passed\n' "$SECONDS"
    cat "$closing"
}

fresh_copy() { mkdir "$1" && git -c safe.directory='*' -C "$tree" archive HEAD | tar -x -C "$1"; }

# interpreter VERSION: the path of one that can make environments. A pyenv shim answers only if its version is set.
interpreter() {
    local ask='import ensurepip, sys; print(sys.executable)'
    "python$1" -c "$ask" 2>/dev/null || PYENV_VERSION=$1 "python$1" -c "$ask" 2>/dev/null
}

# others: version and path of each interpreter here that pyproject.toml names, except $python; the newest last.
others() {
    local version path own
    own=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    for version in $(sed -n 's/.*"Programming Language :: Python :: \(3\.[0-9]*\)".*/\1/p' "$tree/pyproject.toml"); do
        if [[ $version != "$own" ]] && path=$(interpreter "$version"); then
            printf '%s %s\n' "$version" "$path"
        fi
    done
}

# suite_on VERSION INTERPRETER [TESTS...]: with the newest releases, check types and run the suite, or those tests.
suite_on() {
    "$2" --version
    environment "$work/newest-$1" "$2" -e '.[all]' --group dev
    "$work/newest-$1/bin/python" .ci/check.py types
    "$work/newest-$1/bin/python" -m pytest -q "${on_all_cores[@]}" "${@:3}"
}

# environment PATH INTERPRETER ARGUMENT...: make an environment with the newest pip, and `pip install` the arguments.
environment() {
    local path=$1
    "$2" -m venv "$path"
    shift 2
    "$path/bin/python" -m pip install -q --upgrade pip
    "$path/bin/python" -m pip install -q "$@"
}
