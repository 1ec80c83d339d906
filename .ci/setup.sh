#!/bin/sh
# Gets what Pressrun needs from the system: `setup.sh build` the libraries that set type,
# `setup.sh test` the programs that judge and open what was made, `setup.sh fonts` what is good to
# have. Looks first, so that a machine that has all of it is left alone: no word, no network, no
# right needed.
# Exits 3, with one sentence and the command, where it cannot help.
set -eu

NODE_MAJOR=20 # Ace 1.4.6 and playwright-core 1.65 refuse older ones
JAVA_MAJOR=17

die() {
    printf 'setup: %s\n' "$*" >&2
    exit 3
}

has() { command -v "$1" >/dev/null 2>&1; }

# What to look for, and what brings it: apt's name, dnf's, brew's.
build_needs() {
    python_makes_environments || echo "python3-venv python3 python"
    library libpango-1.0 || echo "libpango-1.0-0 pango pango"
    library libpangoft2-1.0 || echo "libpangoft2-1.0-0 pango pango"
    library libharfbuzz || echo "libharfbuzz0b harfbuzz harfbuzz"
    # Without it fontTools cuts the fonts down, ten times as slowly.
    library libharfbuzz-subset || echo "libharfbuzz-subset0 harfbuzz harfbuzz"
}

# Fonts for what no locked package draws: Chinese, Japanese, Korean; rarer scripts; emoji. Only an
# article that needs one is the worse without it, and says so.
font_wishes() {
    has fc-list && has apt-get || return 0
    drawn 6c34 || echo fonts-noto-cjk
    drawn 995 || echo fonts-noto-core
    drawn 1f970 || echo fonts-noto-color-emoji
}

drawn() { [ -n "$(fc-list ":charset=$1" file | head -n 1)" ]; }

test_needs() {
    java_is_new_enough || echo "default-jre-headless java-latest-openjdk-headless openjdk"
    chromium_is_here || echo "chromium chromium chromium"
    has pdftotext || echo "poppler-utils poppler-utils poppler"
    has qpdf || echo "qpdf qpdf qpdf"
    [ "$(uname -s)" != Linux ] || has strace || echo "strace strace strace"
    has zsh || echo "zsh zsh zsh"
    has fish || echo "fish fish fish"
    has ebook-convert || echo "calibre calibre calibre"
    node_is_new_enough || echo "nodejs nodejs node"
    # Asked for in a second round only: some builds of Node.js bring it, and then refuse Debian's.
    has npm || ! has node || echo "npm nodejs-npm node"
    # A browser without any font shows no text at all; Macs have theirs.
    fonts_are_here || echo "fonts-dejavu-core dejavu-sans-fonts font-dejavu"
    font_wishes | sed 's/.*/& & &/'
}

library() {
    if [ "$(uname -s)" = Darwin ]; then
        for folder in /opt/homebrew/lib /usr/local/lib; do
            [ -e "$folder/$1.dylib" ] || [ -e "$folder/$1.0.dylib" ] && return 0
        done
        return 1
    fi
    # Users of Debian have no /sbin on their PATH.
    PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q "[[:space:]]$1\.so\.0 "
}

# Debian cuts what makes them out of Python. uv needs none, and neither does who has one already.
python_makes_environments() {
    [ -x .venv/bin/python ] || has uv || python3 -c 'import ensurepip, venv' 2>/dev/null
}

# Macs have a `java` that only says that there is none, so it has to answer.
java_is_new_enough() {
    has java && newer "$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')" $JAVA_MAJOR
}

node_is_new_enough() {
    has node && newer "$(node --version | sed 's/^v\([0-9]*\).*/\1/')" $NODE_MAJOR
}

newer() { [ -n "$1" ] && [ "$1" -ge "$2" ]; }

chromium_is_here() {
    [ -n "${PUPPETEER_EXECUTABLE_PATH:-}" ] || has chromium || has chromium-browser ||
        has google-chrome
}

fonts_are_here() {
    [ "$(uname -s)" = Darwin ] && return 0
    [ -n "$(find /usr/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
        -name '*.[ot]tf' -print -quit 2>/dev/null)" ]
}

grant_wishes() {
    wishes=$(font_wishes)
    [ -n "$wishes" ] || return 0
    [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2>/dev/null; } || return 0
    (install_by "$wishes") || echo "setup: going on without these fonts" >&2
}

# Standard input: lines as above. Standard output: the names in one column, each once.
column() { cut -d ' ' -f "$1" | sort -u | tr '\n' ' '; }

install_by() {
    needs=$1
    if has apt-get; then
        install="env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends"
        as_root "apt-get update -qq && $install $(printf '%s\n' "$needs" | column 1)"
    elif has dnf; then
        as_root "dnf install -q -y $(printf '%s\n' "$needs" | column 2)"
    elif has brew; then
        command="brew install --quiet $(printf '%s\n' "$needs" | column 3)"
        sh -c "$command" >&2 || die "this failed, and has to succeed first: $command"
    else
        die "no apt-get, dnf or brew here; install by your system's means what Debian calls:" \
            "$(printf '%s\n' "$needs" | column 1)"
    fi
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        root="sh"
    elif has sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        root="sudo sh"
    else
        die "only root can install what is missing; let somebody run: $1"
    fi
    # shellcheck disable=SC2086 # two words where it is sudo
    $root -c "$1" >&2 || die "this failed, and has to succeed first: $1"
}

case "${1:-}" in
    build | test) ;;
    fonts) grant_wishes && exit 0 ;;
    *) echo "usage: setup.sh build|test|fonts" >&2 && exit 2 ;;
esac
for _ in 1 2; do
    missing=$("$1_needs")
    [ -n "$missing" ] || exit 0
    install_by "$missing"
done
missing=$("$1_needs")
[ -z "$missing" ] || die "still missing or too old after installing (Node.js has to be" \
    "$NODE_MAJOR or later, Java $JAVA_MAJOR or later): $(printf '%s\n' "$missing" | column 1)"
