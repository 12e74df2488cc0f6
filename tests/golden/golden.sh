#!/bin/sh
# Runs one golden case and compares output and exit status: golden.sh PROGRAM SOURCE_TREE CASE_FOLDER
# UPDATE=1 in the environment rewrites what is expected. `run` may use $replytrace, $samples and $work (an empty folder).
set -u
replytrace=$(realpath -e "$1") || exit 1
tree=$(realpath "$2")
folder=$(realpath "$3")
samples=$tree/samples
work=$(mktemp -d)
trap 'rm -rf "$work" "$work.out" "$work.err" "$work.all"' EXIT
unset TZ COLUMNS LANG LANGUAGE LC_MESSAGES
LC_ALL=C.UTF-8 NO_COLOR=1
export replytrace samples work LC_ALL NO_COLOR

if grep -q '\$samples' "$folder/run" && [ ! -d "$samples/incident" ]; then
    echo "skipped: samples/incident is not there"
    exit 77
fi
(cd "$work" && sh "$folder/run") >"$work.out" 2>"$work.err" </dev/null
status=$?
{
    cat "$work.out"
    if [ -s "$work.err" ]; then
        echo '--- standard error'
        cat "$work.err"
    fi
    echo "--- exit status $status"
} | sed -e "s|$work|WORK|g" -e "s|$samples|SAMPLES|g" -e "s|replytrace-[A-Za-z0-9]\{6\}/|replytrace-XXXXXX/|g" >"$work.all"
if [ "${UPDATE:-}" ]; then
    cp "$work.all" "$folder/expected"
    exit 0
fi
diff -u "$folder/expected" "$work.all"
