# What .ci/run and .ci/full share, to be sourced: a place to work in with an empty home, steps, and how they end.
# shellcheck shell=bash
#
#   PYTHON   the interpreter to start from (python3)
#   CI       1 or true: what the machine lacks is a failure; else it is said, and skipped
set -euo pipefail

tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
python=$("${PYTHON:-python3}" -c 'import sys; assert sys.version_info >= (3, 11), sys.version; print(sys.executable)')
work=$(mktemp -d)
mkdir "$work/bin" "$work/home" "$work/empty"
printf '#!/bin/sh\nexec "%s" "$@"\n' "$python" >"$work/bin/python3"  # what the pages call python3
chmod +x "$work/bin/python3"
closing=$work/closing-lines
step_name='' beside=''

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

# step NAME COMMAND...: a heading with the time so far; keeps how long it took and the closing lines of pytest.
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

# skipped NAME WHY: what is not done is said where it would have been, and at the end.
skipped() {
    printf '\n==> [%3d s] skipped: %s: %s\n' "$SECONDS" "$1" "$2"
    printf 'skipped %s: %s\n' "$1" "$2" >>"$closing"
}

# step_with PROGRAM NAME COMMAND...: a step that needs a program of the machine.
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

# meanwhile COMMAND...: steps for another core; `joined` waits for them and shows what they printed.
meanwhile() {
    set -m  # in a group of processes of their own, so that they can be ended with all they started
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

# environment PATH INTERPRETER ARGUMENT...: a new environment with the newest pip, and what pip is to install in it.
environment() {
    local path=$1
    "$2" -m venv "$path"
    shift 2
    "$path/bin/python" -m pip install -q --upgrade pip
    "$path/bin/python" -m pip install -q "$@"
}
