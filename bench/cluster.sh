#!/usr/bin/env bash
# Two web processes, PostgreSQL with a replica that follows it, Valkey or Redis, and nginx, all on this machine, while one
# after the other is stopped: `bash bench/cluster.sh`. Takes about a minute and leaves nothing.
#
# nginx has the upstream and the proxy settings of deploy/two-hosts. Meanwhile wrk reads pages and files by nginx, and a
# figure is corrected again and again on the primary. Prints what readers met and how old the pages of each process were;
# ends with 1 where a reader met an error or a page was more than a second old.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

SECONDS_EACH=${SECONDS_EACH:-6}
PATH=$PATH:/usr/sbin
python=.venv/bin/python
count_server=$(command -v valkey-server || command -v redis-server || true)
for program in nginx wrk "${count_server:-valkey-server}"; do
    command -v "$program" >/dev/null || { echo "$program is not installed (Debian: apt install nginx-light wrk valkey-server or redis-server postgresql)." >&2; exit 1; }
done

scratch=$(mktemp -d)
chmod 755 "$scratch"
declare -A group=()
finish() {
    trap - EXIT
    for name in "${!group[@]}"; do stop "$name"; done
    sh .ci/postgres stop "$scratch/replica" 2>/dev/null || true
    sh .ci/postgres stop "$scratch/primary" 2>/dev/null || true
    rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 143' INT TERM HUP

start() { # NAME COMMAND...: in a group of its own, so that all of it can be stopped
    local name=$1
    shift
    setsid "$@" >>"$scratch/$name.log" 2>&1 &
    group[$name]=$!
}

stop() { # NAME: at once, as a machine that loses power
    kill -KILL -- "-${group[$1]}" 2>/dev/null || true
    wait "${group[$1]}" 2>/dev/null || true
    unset "group[$1]"
}

until_it_answers() { # ADDRESS
    for _ in $(seq 200); do
        if curl --silent --fail --output /dev/null --max-time 5 "$1"; then return 0; fi
        sleep 0.1
    done
    echo "$1 does not answer." >&2
    tail -n 20 "$scratch"/*.log >&2
    exit 1
}

free_ports() { $python -c 'import socket; s = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]; print(*(one.getsockname()[1] for one in s))'; }

sh setup runtime
sh setup static
read -r port_one port_two port_counts port_nginx < <(free_ports)
one=http://127.0.0.1:$port_one two=http://127.0.0.1:$port_two front=http://127.0.0.1:$port_nginx

echo "Starting PostgreSQL, its replica, $(basename "$count_server"), two web processes and nginx"
DATABASE_URL=$(sh .ci/postgres start "$scratch/primary")
export DATABASE_URL
$python manage.py migrate --noinput --verbosity 0
$python manage.py seed >/dev/null
REPLICA_URL=$(sh .ci/postgres replica "$scratch/replica" "$DATABASE_URL")
start counts "$count_server" --port "$port_counts" --bind 127.0.0.1 --save "" --dir "$scratch"

web() { # NAME PORT
    start "$1" env REPLICA_URL="$REPLICA_URL" CACHE_URL="redis://127.0.0.1:$port_counts/0" SITE_URL="$front" TRUST_PROXY=1 \
        SECRET_KEY=for-a-minute-on-this-machine-and-nowhere-else-0123456789 THREADS=4 RATE_LIMIT=1000000 \
        $python -m granian --interface wsgi --host 127.0.0.1 --port "$2" --workers 1 --blocking-threads 4 --no-ws \
        --log-level warning compsite.wsgi:application
}
web one "$port_one"
web two "$port_two"

{
    if [ "$(id -u)" = 0 ]; then echo "user root;"; fi
    echo "worker_processes 1; daemon off; pid $scratch/nginx.pid; error_log $scratch/nginx-errors.log;"
    echo "events { worker_connections 512; }"
    echo "http { access_log off;"
    for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $scratch/nginx-$kind;"; done
    sed -n '/^upstream/,/^}/p' deploy/two-hosts/nginx.conf | sed "s/10\.0\.0\.1:8000/127.0.0.1:$port_one/; s/10\.0\.0\.2:8000/127.0.0.1:$port_two/"
    echo "server { listen 127.0.0.1:$port_nginx; location / { include $PWD/deploy/two-hosts/compsite-proxy.conf; } }"
    echo "}"
} >"$scratch/nginx.conf"
start nginx nginx -c "$scratch/nginx.conf" -e "$scratch/nginx-errors.log"

# Pages, a file, the API, a comparison, and a search that nobody has made before.
cat >"$scratch/reader.lua" <<'LUA'
local paths = {"/", "/salaries/", "/salaries/backend-engineer/", "/compare/backend-engineer.average/vs/data-engineer.average/",
               "/salaries/backend-engineer/data.json", "/sources/", "/api/v1/roles/"}
local asked = 0
request = function()
    asked = asked + 1
    local path = paths[asked % (#paths + 1)] or "/search?q=engineer+" .. os.time() .. asked
    return wrk.format("GET", path, {["Accept-Encoding"] = "gzip"})
end
-- Readers think for a moment, so that the machine, which does all of this at once, is busy and not full.
delay = function() return 20 end
done = function(summary, latency)
    local e = summary.errors
    io.write(string.format("%d %d %.0f %.0f\n", summary.requests, e.connect + e.read + e.write + e.timeout + e.status,
                           latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
LUA

failed=0
phase() { # WORDS COMMAND PROCESS...: readers and corrections while the command is done; the processes are watched
    local words=$1 command=$2 requests errors p50 p99
    shift 2
    echo "$words"
    wrk --threads 1 --connections 8 --duration "${SECONDS_EACH}s" --timeout 5s --script "$scratch/reader.lua" "$front" >"$scratch/wrk.log" &
    local reading=$!
    local correcting=
    if [ $# -gt 0 ]; then
        $python -m bench.edits --seconds "$((SECONDS_EACH - 3))" "$@" >"$scratch/edits.log" 2>&1 &
        correcting=$!
    fi
    sleep 2
    $command
    wait "$reading"
    read -r requests errors p50 p99 < <(tail -n 1 "$scratch/wrk.log")
    echo "    readers: $requests answers, $errors errors; half within $p50 ms, all but a hundredth within $p99 ms"
    if [ "$errors" != 0 ]; then failed=1; tail -n 3 "$scratch/nginx-errors.log"; fi
    if [ -n "$correcting" ]; then
        wait "$correcting" || failed=1
        cat "$scratch/edits.log"
    fi
}

for url in "$one/" "$two/" "$front/"; do until_it_answers "$url"; done
phase "Everything runs" true "$one" "$two"
phase "The second web process is killed" "stop two" "$one"
web two "$port_two"
until_it_answers "$two/"
phase "The replica is stopped" "sh .ci/postgres stop $scratch/replica" "$one" "$two"
sh .ci/postgres again "$scratch/replica" 2>/dev/null
phase "The server of counts is killed; the replica is back" "stop counts" "$one" "$two"
phase "The primary is stopped: pages come from the replica" "sh .ci/postgres stop $scratch/primary"
echo "Lines that the web processes logged:"
cat "$scratch/one.log" "$scratch/two.log" | cut -c 1-160 | sed 's/^/    /'
exit "$failed"
