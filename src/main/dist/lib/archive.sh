# Makes the class-data archive that shortens ttbench's start-up: archive.sh JAVA HOME ARCHIVE [JDK [PID]]
# bin/ttbench calls it in the background when no fitting archive is there; it waits for the end of process PID, so as not to slow it.
# JDK is the Java installation's folder: a link to it beside the archive saves bin/ttbench from looking for it again.
# Silent whatever happens; a failure leaves ARCHIVE.skip, so that it is not tried at every start.
set -u
trap '' HUP
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
java=$1 home=$2 archive=$3 jdk=${4-} pid=${5-}
[ -z "$pid" ] || umask 077
jar=$home/lib/ttbench.jar
folder=${archive%/*}

mkdir -p -m 700 "$folder" && [ -w "$folder" ] && [ -O "$folder" ] || exit 0

# One at a time for each archive; the lock of one that was killed is taken over after some minutes.
lock=$archive.lock
[ -z "$(find "$lock" -prune -mmin +5 2>/dev/null)" ] || rmdir "$lock"
mkdir "$lock" || exit 0
new=$archive.$$.tmp
trap 'rm -f "$new"; rmdir "$lock"' EXIT
trap 'exit 1' INT TERM

if [ -n "$pid" ]; then
    waited=0
    while [ $waited -lt 50 ] && kill -0 "$pid" 2>/dev/null; do
        sleep 0.1 || sleep 1
        waited=$((waited + 1))
    done
    # Another one may have been made since.
    if [ -f "$archive" ] && ! [ "$jar" -nt "$archive" ] && ! [ "$jar" -ot "$archive" ]; then exit 0; fi
    # The home folder of a test or a container may be gone with the process.
    [ -d "$lock" ] || exit 0
fi

record() {
    nice -n 10 "$java" -XX:ArchiveClassesAtExit="$new" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -Xlog:disable \
        -Dfile.encoding=UTF-8 "-Dttbench.home=$home" -jar "$jar" "$@" </dev/null >/dev/null 2>&1
}
record self-train || record profile --model sd-v1.5 --format json || record --version
if [ -s "$new" ] && touch -r "$jar" "$new" && ! [ "$jar" -nt "$new" ] && ! [ "$jar" -ot "$new" ]; then
    chmod u+w "$new"
    sync "$new" # or a loss of power leaves a whole name for half a file
    mv -f "$new" "$archive" && rm -f "$archive.skip"
elif [ -n "$pid" ]; then
    : >"$archive.skip"
fi

[ -n "$pid" ] || exit 0
# The link to the Java installation, and what is no longer of use: archives for an older build of this Java, and ones not read for long.
case $java in
    "$jdk/bin/java") ;;
    *) if [ "$jdk/bin/java" -ef "$java" ]; then
           name=${archive##*/} name=${name#*@} name=${name%@*}
           rm -f "$folder/jdk$name" && ln -s "$jdk" "$folder/jdk$name"
       fi ;;
esac
for old in "${archive%@*}"@*.jsa "${archive%@*}"@*.skip; do
    case $old in
        "$archive" | "$archive.skip") ;;
        *) rm -f "$old" ;;
    esac
done
find "$folder" -type f \( -name '*.jsa' -atime +60 -o -name '*.skip' -mtime +60 -o -name '*.tmp' -mmin +60 \) -exec rm -f {} +
