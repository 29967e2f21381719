#!/bin/sh
# Whole-process times of the packaged ttbench, its start-up included: the median of RUNS runs of each command, in milliseconds.
# usage: src/bench/startup.sh [RUNS]     (after `mvn -q -DskipTests package`; uses hyperfine where there is one, else `date +%s%N`)
set -eu
runs=${1:-15}
root=$(CDPATH='' cd -P -- "$(dirname -- "$0")/../.." && pwd -P)
ttbench=$root/target/ttbench/bin/ttbench
[ -x "$ttbench" ] || { echo "build first: mvn -q -DskipTests package" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/Hello.java" <<'JAVA'
public class Hello {
    public static void main(String[] args) {
        System.out.println("hello");
    }
}
JAVA
javac -d "$work" "$work/Hello.java"
printf 'Main-Class: Hello\n' >"$work/manifest"
jar cfm "$work/hello.jar" "$work/manifest" -C "$work" Hello.class

# measure NAME PREPARE COMMAND: PREPARE runs before each run, and is not measured
measure() {
    if command -v hyperfine >/dev/null 2>&1; then
        hyperfine --style none --warmup 1 --runs "$runs" --prepare "$2" --export-csv "$work/csv" "$3 >/dev/null" >/dev/null
        awk -F, -v name="$1" 'NR == 2 { printf "%-50s %7.1f ms  (%.1f to %.1f)\n", name, $6 * 1000, $7 * 1000, $8 * 1000 }' "$work/csv"
        return
    fi
    : >"$work/times"
    i=0
    while [ "$i" -le "$runs" ]; do
        sh -c "$2"
        start=$(date +%s%N)
        sh -c "exec $3 >/dev/null"
        end=$(date +%s%N)
        [ "$i" -eq 0 ] || echo $((end - start)) >>"$work/times" # the first one warms up
        i=$((i + 1))
    done
    sort -n "$work/times" | awk -v name="$1" '
        { t[NR] = $1 / 1e6 }
        END { m = int((NR + 1) / 2); median = NR % 2 ? t[m] : (t[m] + t[m + 1]) / 2
              printf "%-50s %7.1f ms  (%.1f to %.1f)\n", name, median, t[1], t[NR] }'
}

profile='profile --model sd-v1.5 --format json'
measure 'java, hello world' : "java -Xshare:auto -jar '$work/hello.jar'"
measure 'ttbench --version' : "'$ttbench' --version"
measure "ttbench $profile" : "'$ttbench' $profile"
# The first run on a machine: no class-data archive, and as far as the system lets us, nothing in the page cache.
cold=:
if [ -w /proc/sys/vm/drop_caches ]; then cold='sync; echo 3 >/proc/sys/vm/drop_caches'; fi
measure "the same, no class-data archive" : "env TTBENCH_ARCHIVE=off '$ttbench' $profile"
if [ "$cold" != : ]; then
    measure "the same, and cold page cache" "$cold" "env TTBENCH_ARCHIVE=off '$ttbench' $profile"
else
    echo "the same, and cold page cache: not measured, only root can empty it"
fi
