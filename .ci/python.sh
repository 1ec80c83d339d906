#!/bin/sh
# Makes the virtual environment .venv: `python.sh build` with what the press runs on, `python.sh
# test` with the test tools as well, `python.sh bench` with the peers that it is compared with, too,
# `python.sh fuzz` with what `make fuzz` runs.
# Every version is the lock's. Speaks to standard error alone, because standard output belongs to
# the paths that a build prints.
# Exits 3, with one sentence, where it cannot help.
set -eu

UV='uv>=0.9,<1' # pyproject.toml asks for the first; a new major version may change the lock
# Whatever the user has set for other projects, this one lives here.
export UV_PROJECT_ENVIRONMENT=.venv
unset VIRTUAL_ENV
cd "$(dirname "$0")/.."

die() {
    printf 'setup: %s\n' "$*" >&2
    exit 3
}

# A uv of the user's own is taken as it is; otherwise pip brings one into .venv.
find_uv() {
    if command -v uv >/dev/null 2>&1; then
        uv=uv
    else
        uv=.venv/bin/uv
        [ -x $uv ] || install_uv
    fi
}

install_uv() {
    [ -x .venv/bin/python ] || "$(find_python)" -m venv .venv >&2 ||
        die "this Python makes no virtual environments; install python3-venv, or uv"
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >&2
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "$UV" >&2 ||
        die "pip could not install uv; is this machine connected?"
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    die "Python 3.11 or later is needed, and is not here; install it, or uv, which brings one"
}

# The press runs from where it lies, so it is not installed, and nothing has to be built.
# --inexact leaves the test tools alone when it is only the press that has to be brought up to date;
# bytecode halves the press's first start.
sync() {
    echo "setup: bringing .venv up to date with uv.lock" >&2
    "$uv" sync --quiet --locked --inexact --no-install-project --compile-bytecode "$@" >&2 ||
        die "the locked packages could not be installed; uv says why above"
}

case "${1:-}" in
    build) find_uv && sync --no-default-groups ;;
    test) find_uv && sync --all-extras --group dev ;;
    bench) find_uv && sync --all-extras --group dev --group bench ;;
    fuzz) find_uv && sync --all-extras --group dev --group fuzz ;;
    *) echo "usage: python.sh build|test|bench|fuzz" >&2 && exit 2 ;;
esac
