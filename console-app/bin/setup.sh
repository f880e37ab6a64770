# Read by the commands that measure the console: finds the JDK and the build, and has what they share.
set -eu

app=${app:-$(cd "$(dirname "$0")/.." && pwd)}
for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* none; do
  if [ -x "$jdk/bin/java" ] && grep -q '^JAVA_VERSION="25[".+-]' "$jdk/release" 2>/dev/null; then
    break
  fi
done
[ "$jdk" != none ] || { echo 'no JDK 25 found: set JAVA_HOME' >&2; exit 2; }
[ -d "$app/target/lib/desktop" ] && [ -d "$app/target/test-classes" ] || {
  echo "not built: (cd $app/.. && mvn -q -Pquick package -DskipTests)" >&2
  exit 2
}
classes=$app/target/test-classes:$app/target/classes:$app/target/lib/*

# console CLASS ARGUMENTS...: runs a class of the tests as the launcher starts the console, in a window on
# a display of its own, on 20 generated nodes at four intervals a second; it gets their address first
console() {
  command -v Xvfb >/dev/null && /sbin/ldconfig -p | grep -F libgtk-3.so.0 >/dev/null || {
    echo 'needs Xvfb and GTK: sudo apt install xvfb libgtk-3-0 libxtst6 libgl1 libxxf86vm1' >&2
    exit 2
  }
  work=$(mktemp -d)
  children=
  trap cleanup EXIT
  trap 'exit 130' INT TERM

  Xvfb -displayfd 3 -screen 0 1440x900x24 -nolisten tcp 3>"$work/display" 2>/dev/null &
  children=$!
  "$jdk/bin/java" -XX:+UseSerialGC -Xmx256m -cp "$classes" \
    ai.hal9.console.source.GeneratedCluster 20 4 7 >"$work/cluster" 2>"$work/cluster.log" &
  children="$children $!"
  tries=0
  until [ -s "$work/display" ] && [ -s "$work/cluster" ]; do
    tries=$((tries + 1))
    [ $tries -lt 300 ] || {
      echo 'display or generated cluster did not start' >&2
      cat "$work/cluster.log" >&2
      exit 1
    }
    sleep 0.1
  done
  class=$1
  shift
  # shellcheck disable=SC2086
  DISPLAY=:$(cat "$work/display") HAL9_HOME=$work/home GDK_GL=disable "$jdk/bin/java" \
    -XX:+UseSerialGC -Xms96m -Xmx160m -Xmn24m -XX:MetaspaceSize=128m -XX:+UseCompactObjectHeaders \
    -XX:SurvivorRatio=3 -XX:TargetSurvivorRatio=90 -XX:MaxTenuringThreshold=9 -XX:MarkSweepDeadRatio=1 \
    -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000 \
    -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000 -XX:TrimNativeHeapInterval=10000 \
    --enable-native-access=ALL-UNNAMED -Dprism.order=sw ${JAVA_OPTIONS:-} \
    -cp "$classes:$app/target/lib/desktop/*" "$class" "$(cat "$work/cluster")" "$@"
}

# shellcheck disable=SC2329
cleanup() {
  for child in $children; do kill "$child" 2>/dev/null || true; done
  rm -rf "$work"
}
