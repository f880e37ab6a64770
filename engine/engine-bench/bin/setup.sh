# Read by the benchmark commands: finds the JDK and the build, and has what they share.
set -eu

root=${root:-$(cd "$(dirname "$0")/../../.." && pwd)}
bench_lib=$root/engine/engine-bench/target/lib
node_lib=$root/engine/engine-node/target/lib
console_lib=$root/console-app/target/lib
work=$(mktemp -d "${TMPDIR:-/tmp}/hal9-bench.XXXXXX")
pids=
stores_pid=

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 2
}

is_jdk() { [ -x "$1/bin/java" ] && grep -q '^JAVA_VERSION="25[".+-]' "$1/release" 2>/dev/null; }

for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* none; do
  if is_jdk "$jdk"; then break; fi
done
[ "$jdk" != none ] || fail 'no JDK 25 found: set JAVA_HOME'
java=$jdk/bin/java

[ -d "$bench_lib" ] && [ -d "$node_lib" ] && [ -d "$console_lib" ] ||
  fail "not built: (cd $root && mvn -q -Pquick package -DskipTests)"

need() {
  command -v "$1" >/dev/null || fail "needs $1: sudo apt install $1"
}

# shellcheck disable=SC2329
finish() {
  for pid in $pids; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in $pids; do
    wait "$pid" 2>/dev/null || true
  done
  if [ -n "$stores_pid" ]; then
    # they stop when nobody holds their input any more, and are gone when they have
    exec 9>&-
    wait "$stores_pid" 2>/dev/null || true
  fi
  if [ -n "${KEEP:-}" ]; then say "kept $work"; else rm -rf "$work"; fi
}
trap finish EXIT
trap 'exit 130' INT TERM

# jars FOLDER: its class path, in sorted order
jars() { ls "$1"/*.jar | LC_ALL=C sort | paste -sd: -; }

# started NAME COMMAND...: runs it in the background, its words in the work folder
started() {
  name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 &
  pids="$! $pids"
}

# up URL: waits for a 200
up() {
  i=0
  until curl -sf -o /dev/null "$1"; do
    i=$((i + 1))
    [ "$i" -lt 300 ] || { cat "$work"/*.log >&2; fail "nothing answers at $1"; }
    sleep 0.1
  done
}

port() { python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

node_flags='-XX:+UseSerialGC -Xmx128m -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED'

# stores: PostgreSQL and Redis, durable, in the work folder
stores() {
  mkfifo "$work/stores.in"
  "$java" -Xmx64m -cp "$(jars "$bench_lib")" ai.hal9.bench.BenchStores "$work" \
    <"$work/stores.in" >"$work/stores.log" 2>&1 &
  stores_pid=$!
  exec 9>"$work/stores.in"
  i=0
  until [ -e "$work/stores.yaml" ]; do
    i=$((i + 1))
    [ "$i" -lt 600 ] || { cat "$work/stores.log" >&2; fail 'the stores do not start'; }
    sleep 0.1
  done
}

# node NAME PORT [LINE...]: an engine node on the stores, with lines for its configuration
node() {
  name=$1
  at=$2
  shift 2
  {
    printf 'node: {name: %s, cluster: %s, region: local}\n' "$name" "${cluster:-bench}"
    printf 'server: {host: 127.0.0.1, port: %s}\n' "$at"
    cat "$work/stores.yaml"
    printf '%s\n' "$@"
  } >"$work/$name.yaml"
  # shellcheck disable=SC2086
  started "$name" "$java" $node_flags ${NODE_FLAGS:-} -cp "$(jars "$node_lib")" \
    ai.hal9.engine.boot.EngineNode --config "$work/$name.yaml"
  up "http://127.0.0.1:$at/health/ready"
}

# posts FILE BODY: a wrk script that posts it
posts() {
  cat >"$1" <<LUA
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '$2'
LUA
}

# rate SCRIPT URL [CONNECTIONS] [SECONDS]: requests/s that wrk reaches; errors are told
rate() {
  wrk -t1 "-c${3:-64}" "-d${4:-$seconds}s" -s "$1" "$2" >"$work/wrk.out"
  grep -E 'Non-2xx|Socket errors' "$work/wrk.out" >&2 || true
  awk '/^Requests\/sec:/ {print $2}' "$work/wrk.out"
}

median() { tr ' ' '\n' | grep . | sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

missed=

# found STATUS: remembers a miss, which is 99; what could not be judged is none, and fails
found() {
  [ "$1" = 99 ] || fail 'there are no figures to judge'
  missed=yes
}

# verdict WHAT MEASURED BASE WANTED: prints both medians and the ratio, and remembers a miss; what is
# WANTED may be words
verdict() {
  awk -v what="$1" -v m="$(echo "$2" | median)" -v b="$(echo "$3" | median)" -v w="$4" 'BEGIN {
    if (m + 0 <= 0 || b + 0 <= 0) exit 2
    printf "%s: %.0f/s against %.0f/s: ratio %.2f (wanted: at least %s)\n", what, m, b, m / b, w
    exit w + 0 > 0 && m / b < w + 0 ? 99 : 0 }' || found $?
}

# below LIMIT FIGURES: remembers a miss unless the mean ratio of what `interval` printed is below it
below() {
  echo "$2" | awk -v limit="$1" '{exit $2 + 0 <= 0 ? 2 : $2 + 0 < limit + 0 ? 0 : 99}' || found $?
}

# judged: ends with 99 when something was missed
judged() {
  [ -z "$missed" ] || exit 99
}

# cpu PID: hundredths of a second it has used
cpu() { awk '{print $14 + $15}' "/proc/$1/stat"; }

# cpu_per_request PID BEFORE RATE...: since BEFORE, over rounds of so many requests/s
cpu_per_request() {
  used=$(($(cpu "$1") - $2))
  shift 2
  printf '%s\n' "$@" | awk -v used="$used" -v s="$seconds" \
    '{n += $1 * s} END {printf "%.1f µs", used * 10000 / n}'
}

# work_of PID...: hundredths of a second that the processes have used, but for the compilers: those
# take most when something is switched, which nobody does in turn. Their threads must stay, so that
# their time is known: -XX:-UseDynamicNumberOfCompilerThreads.
work_of() {
  {
    for pid in "$@"; do
      sed 's/.*) /+ /' "/proc/$pid/stat"
      grep -hE '^[0-9]+ \(C[12] Compiler' "/proc/$pid/task/"*/stat | sed 's/.*) /- /'
    done
  } | awk '{used = $13 + $14; sum += $1 == "+" ? used : -used} END {print sum}'
}

# busy: hundredths of a second that the processors have had work, and that have passed
busy() { awk '/^cpu / {for (i = 2; i < 10; i++) all += $i; print all - $5 - $6, all}' /proc/stat; }

# calmly COMMAND...: does it, and again when the processors were busy for more than $busiest (100) %
# of that time: somebody else needed them too
calmly() {
  while :; do
    busy_before=$(busy)
    "$@"
    share=$(echo "$busy_before $(busy)" | awk '{printf "%d", 100 * ($3 - $1) / ($4 - $2)}')
    [ "$share" -gt "${busiest:-100}" ] || return 0
    say "again: the processors were busy for $share %"
  done
}

# in_pairs N BASE OTHER: has `measure BASE` and `measure OTHER` set $measured, N times in turn, the
# order swapped from pair to pair, and writes the pairs into $work/pairs for `interval` and `means`.
# What `measure` remembers stays: it runs in this shell, as in $(measure BASE) it would not.
in_pairs() {
  : >"$work/pairs"
  pair=0
  while [ "$pair" -lt "$1" ]; do
    pair=$((pair + 1))
    if [ $((pair % 2)) -eq 1 ]; then
      calmly measure "$2"; base=$measured
      calmly measure "$3"; other=$measured
    else
      calmly measure "$3"; other=$measured
      calmly measure "$2"; base=$measured
    fi
    echo "$base $other" >>"$work/pairs"
    say "pair $pair: $2 $base, $3 $other"
  done
}

# interval FILE: of its lines BASE MEASURED the geometric mean of the ratios, and where it lies with
# 95 % (Student's t on the logarithms; beyond 30 degrees of freedom 30's, which is the wider)
interval() {
  python3 - "$1" <<'PY'
import math, statistics, sys
ratios = [math.log(b / a) for a, b in (map(float, line.split()) for line in open(sys.argv[1]))]
quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179,
             2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064,
             2.060, 2.056, 2.052, 2.048, 2.045, 2.042]
n = len(ratios)
mean = statistics.fmean(ratios)
half = quantiles[min(n - 1, 30) - 1] * statistics.stdev(ratios) / math.sqrt(n)
print("ratio %.3f, 95 %% interval %.3f to %.3f, %d pairs"
      % (math.exp(mean), math.exp(mean - half), math.exp(mean + half), n))
PY
}

# means FILE: the means of its two columns
means() { awk '{a += $1; b += $2} END {printf "%.2f and %.2f", a / NR, b / NR}' "$1"; }

rounds=${ROUNDS:-3}
seconds=${SECONDS_EACH:-5}
