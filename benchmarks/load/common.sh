# Shared by the load scripts, which source it: two servers measured in turns in one run. Expects $root.
# shellcheck shell=bash

work=$(mktemp -d)
pids=()

finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

for tool in wrk curl; do
    command -v $tool >/dev/null || fail "$tool is missing (apt-get install $tool)"
done
distribution=$(ls -d "$root"/dist/target/bulkhead-*/bin/bulkhead 2>/dev/null | head -n 1)
[ -n "$distribution" ] || fail "build first: ./mvnw -DskipTests package"
[ -d "$root/benchmarks/target/classes" ] || fail "build first: ./mvnw -DskipTests package"

cat >"$work/post.lua" <<'LUA'
local file = io.open(os.getenv("BODY"), "rb")
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
file:close()
function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format("RESULT %d %.0f %.0f %.0f %d\n", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99),
        errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
LUA

# Begins a command that runs a class of the benchmarks.
java=(java -cp "$root/benchmarks/target/classes:$root/benchmarks/target/lib/*")

await() {
    for _ in $(seq 300); do
        curl -s -o /dev/null -f "$1" && return
        sleep 0.1
    done
    fail "nothing answers at $1; see its output:$(printf '\n' && tail -n 20 "$2")"
}

# User and system time of a process so far, all threads, in clock ticks.
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{print $12 + $13}'; }

# wrk_load url body connections seconds: requests, microseconds, p50 and p99 in microseconds, errors
wrk_load() { BODY=$2 wrk -t2 -c"$3" -d"$4"s -s "$work/post.lua" "$1" | sed -n 's/^RESULT //p'; }

# measured pid command...: one line per round: req/s, p50 ms, p99 ms, CPU microseconds per request, errors
measured() {
    local before after result
    before=$(ticks "$1")
    result=$("${@:2}")
    after=$(ticks "$1")
    awk -v ticks=$((after - before)) -v hertz="$(getconf CLK_TCK)" '{
        printf "%.0f %.3f %.3f %.2f %d\n", $1 / $2 * 1e6, $3 / 1e3, $4 / 1e3, ticks / hertz * 1e6 / $1, $5
    }' <<<"$result"
}

median() { sort -g | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }
column() { awk -v column="$2" '{print $column}' "$work/$1"; }
row() {
    printf '%-12s %10.0f %10.2f %10.2f %12.1f %8d\n' "$1" "$(column "$1" 1 | median)" "$(column "$1" 2 | median)" \
        "$(column "$1" 3 | median)" "$(column "$1" 4 | median)" "$(column "$1" 5 | awk '{s += $1} END {print s}')"
}
ratio() { paste <(column "$1" "$3") <(column "$2" "$3") | awk '{print $1 / $2}' | median; }

# table ours reference: their rows and the medians of the rounds' ratios
table() {
    printf '%-12s %10s %10s %10s %12s %8s\n' server req/s 'p50 ms' 'p99 ms' 'CPU µs/req' errors
    row "$1"
    row "$2"
    printf '%-12s %10.2f %10.2f %10.2f %12.2f\n' "ratio" "$(ratio "$1" "$2" 1)" "$(ratio "$1" "$2" 2)" \
        "$(ratio "$1" "$2" 3)" "$(ratio "$1" "$2" 4)"
}
machine() { echo "$(nproc) CPUs, load average $(cut -d ' ' -f 1 /proc/loadavg)"; }
