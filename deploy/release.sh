#!/bin/sh
# Puts a new release beside the one that runs and leads visitors to it, so that none of them notices.
#
#   sh release.sh install FOLDER   the release in a folder that `make build` made: its wheel and requirements.txt
#   sh release.sh back             the release before, which is still there
#   sh release.sh list             the releases that are there, and which one answers
#
# Each release has a folder of its own, with its packages and static files, and is never changed afterwards. Two ports take
# turns: the new release is started at the one that is free, and only when it says that it is ready (/readyz) the proxy is
# led there. Where anything fails before that, what runs goes on as it was. docs/operations.md says what has to be there.
#
# What the environment may say otherwise:
set -eu

ROOT=${COMPSITE_ROOT:-/srv/compsite}                               # releases/, slots/, current, previous
ENVIRONMENT=${COMPSITE_ENVIRONMENT:-/etc/compsite.env}             # the settings of the site, one a line, as systemd reads them
RUN_AS=${COMPSITE_RUN_AS:-compsite}                                # whose the database is, where this is run as root
PORTS=${COMPSITE_PORTS:-8001 8002}
PYTHON=${COMPSITE_PYTHON:-python3}                                 # 3.12 or newer; makes the release's own
UPSTREAM=${COMPSITE_UPSTREAM:-/etc/nginx/compsite-upstream.conf}   # which nginx.conf includes
READY=${COMPSITE_READY:-60}                                        # seconds that a new release may take to be ready
DRAIN=${COMPSITE_DRAIN:-65}                                        # seconds that the old one has for what it has begun
KEEP=${COMPSITE_KEEP:-3}                                           # releases that stay
# Commands, each of which is given a port: to start and stop a release there, and to lead the proxy there.
START=${COMPSITE_START:-start_unit}
STOP=${COMPSITE_STOP:-stop_unit}
SWITCH=${COMPSITE_SWITCH:-lead_nginx}
# Commands without a port: what restarts the worker, and what is done before tables are changed. By itself that is a backup into
# the folder of COMPSITE_BACKUPS, by the release that answers; none where no folder is named.
WORKER=${COMPSITE_WORKER:-restart_worker}
BACKUPS=${COMPSITE_BACKUPS:-}
BACKUP=${COMPSITE_BACKUP:-back_up}

say() { printf '%s\n' "$*"; }

fail() {
    printf 'release: %s\n' "$*" >&2
    exit 1
}

# Enabled too, so that after a restart of the machine the same release answers.
start_unit() { systemctl enable --quiet --now "compsite@$1"; }
stop_unit() { systemctl disable --quiet --now "compsite@$1"; }
restart_worker() { systemctl restart compsite-worker; }

# nginx finishes what it has begun with the configuration that it had.
lead_nginx() {
    printf 'server 127.0.0.1:%s;\n' "$1" >"$UPSTREAM.new"
    mv "$UPSTREAM.new" "$UPSTREAM"
    nginx -t -q && nginx -s reload
}

named() { if [ -L "$ROOT/$1" ]; then basename "$(readlink "$ROOT/$1")"; fi; }
port_in_use() { cat "$ROOT/port" 2>/dev/null || true; }

# A symbolic link that leads elsewhere from one moment to the next.
point() {
    ln -sfn "$2" "$ROOT/$1.new"
    mv -T "$ROOT/$1.new" "$ROOT/$1"
}

# The release's own command, with the settings of the site. They are read as systemd reads them, and never run.
compsite() (
    release=$1
    shift
    while IFS= read -r line; do
        case $line in
            [A-Z]*=\"*\")
                line=${line%\"}
                export "${line%%=*}=${line#*=\"}"
                ;;
            [A-Z]*=*) export "${line?}" ;;
        esac
    done <"$ENVIRONMENT"
    # A migration that waits for a lock has everybody behind it wait too: it gives up, and is tried again.
    case ${DATABASE_URL:-} in
        *options=*) ;;
        postgres*\?*) DATABASE_URL="$DATABASE_URL&options=-c%20lock_timeout%3D5s" ;;
        postgres*) DATABASE_URL="$DATABASE_URL?options=-c%20lock_timeout%3D5s" ;;
    esac
    cd "$release" || exit 1
    if [ "$(id -u)" = 0 ] && [ "$RUN_AS" != root ] && [ "$1" != collectstatic ]; then
        exec runuser -u "$RUN_AS" --preserve-environment -- .venv/bin/compsite "$@"
    fi
    exec .venv/bin/compsite "$@"
)

# Packages as the lock says and nothing else, then the site, then its static files.
prepare() { # RELEASE FOLDER
    rm -rf "$1" && mkdir -p "$1" &&
        packages "$1/.venv" "$2" &&
        compsite "$1" collectstatic --noinput --verbosity 0 &&
        cp "$2/requirements.txt" "$1/" &&
        touch "$1/.prepared"
}

packages() { # VENV FOLDER
    if command -v uv >/dev/null; then
        # pip does so by itself; a process that may not write there would compile them at each start.
        export UV_COMPILE_BYTECODE="${UV_COMPILE_BYTECODE:-1}"
        uv venv --quiet --python "$PYTHON" "$1" &&
            uv pip install --quiet --python "$1/bin/python" --no-deps --require-hashes -r "$2/requirements.txt" &&
            uv pip install --quiet --python "$1/bin/python" --no-deps --offline "$2"/compsite-*.whl
    else
        "$PYTHON" -m venv "$1" &&
            "$1/bin/python" -m pip install --quiet --no-deps --require-hashes -r "$2/requirements.txt" &&
            "$1/bin/python" -m pip install --quiet --no-deps --no-index "$2"/compsite-*.whl
    fi
}

back_up() {
    if [ -z "$BACKUPS" ] || [ -z "$(named current)" ]; then return 0; fi
    compsite "$ROOT/current" backup "$BACKUPS/$(date -u +%Y-%m-%dT%H%M%SZ).backup"
}

migrate() {
    for try in 1 2 3 4 5 6; do
        if compsite "$1" migrate --noinput --verbosity 0; then return 0; fi
        say "The tables could not be changed ($try of 6). Was a lock held? Once more in five seconds."
        sleep "${PAUSE:-5}"
    done
    return 1
}

is_ready() {
    "$1/.venv/bin/python" -c 'import sys, urllib.request
urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/readyz", timeout=3)' "$2" 2>/dev/null
}

wait_until_ready() {
    waited=0
    until is_ready "$1" "$2"; do
        waited=$((waited + 1))
        if [ "$waited" -gt "$READY" ]; then return 1; fi
        sleep 1
    done
}

# From one release to another. What answers now goes on until the other is ready.
go_to() {
    release=$1
    old=$(port_in_use)
    # shellcheck disable=SC2086
    set -- $PORTS
    port=$1
    if [ "$port" = "$old" ]; then port=$2; fi
    # A page of the one release finds its styles at the other, whichever answers by then.
    if [ -d "$ROOT/current/staticfiles" ]; then cp -Rn "$ROOT/current/staticfiles/." "$release/staticfiles/"; fi
    point "slots/$port" "$release"
    $STOP "$port" || true
    say "Starting $(basename "$release") at port $port"
    if ! { $START "$port" && wait_until_ready "$release" "$port"; }; then
        $STOP "$port" || true
        fail "$(basename "$release") is not ready after $READY seconds. Visitors are where they were."
    fi
    if ! $SWITCH "$port"; then
        if [ -n "$old" ]; then $SWITCH "$old" || true; fi
        $STOP "$port" || true
        fail "The proxy could not be led to port $port. Visitors are where they were."
    fi
    say "$port" >"$ROOT/port"
    before=$(named current)
    if [ -n "$before" ] && [ "$before" != "$(basename "$release")" ]; then point previous "$ROOT/releases/$before"; fi
    point current "$release"
    $WORKER || say "The worker could not be started anew: look after it."
    say "Visitors are led to $(basename "$release")."
    if [ -n "$old" ]; then
        sleep "$DRAIN"
        $STOP "$old"
    fi
}

remove_old() {
    # Newest first; the one that answers and the one before it stay.
    # shellcheck disable=SC2012
    ls -1t "$ROOT/releases" | tail -n "+$((KEEP + 1))" | while IFS= read -r name; do
        if [ "$name" != "$(named current)" ] && [ "$name" != "$(named previous)" ]; then rm -rf "$ROOT/releases/$name"; fi
    done
}

install() {
    folder=${1:?a folder is needed}
    set -- "$folder"/compsite-*.whl
    if [ $# != 1 ] || [ ! -f "$1" ]; then fail "$folder has to hold one wheel; \`make build\` makes it."; fi
    name=$(cat "$1" "$folder/requirements.txt" | sha256sum | cut -c 1-12)
    release=$ROOT/releases/$name
    if [ "$name" = "$(named current)" ]; then fail "$name is the release that answers."; fi
    if [ ! -e "$release/.prepared" ]; then
        say "Preparing $name"
        prepare "$release" "$folder" || fail "$name could not be prepared. Visitors are where they were."
    fi
    $BACKUP || fail "The backup failed. Nothing was changed."
    migrate "$release" || fail "The tables could not be changed. Visitors are where they were."
    go_to "$release"
    remove_old
}

back() {
    name=$(named previous)
    if [ -z "$name" ] || [ ! -e "$ROOT/releases/$name/.prepared" ]; then fail "There is no release before this one."; fi
    go_to "$ROOT/releases/$name"
}

list() {
    for release in "$ROOT"/releases/*/; do
        name=$(basename "$release")
        case $name in
            "$(named current)") say "$name answers, at port $(port_in_use)" ;;
            "$(named previous)") say "$name is the one before" ;;
            *) say "$name" ;;
        esac
    done
}

umask 022
mkdir -p "$ROOT/releases" "$ROOT/slots"
# One at a time.
exec 9>"$ROOT/.lock"
flock -n 9 || fail "Another release is being put into its place."
command=${1:-}
if [ $# -gt 0 ]; then shift; fi
case $command in
    install) install "$@" ;;
    back) back ;;
    list) list ;;
    *) fail "say install FOLDER, back or list" ;;
esac
