#!/bin/bash
# generated.sh BUILD_DIR: the committed generated files are what the
# generators print today. generated.sh BUILD_DIR --write makes them so.
set -eu
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."

bad=0
# compare FILE COMMAND…: the command prints what the file must hold.
compare() {
    local file=$1
    shift
    if [[ $mode == --write ]]; then
        "$@" >"$file.new" && mv "$file.new" "$file"
    elif ! "$@" | diff -u "$file" -; then
        echo "$file is not up to date: $0 BUILD_DIR --write"
        bad=1
    fi
}
mode=${2:-}
compare deploy/moothall.conf "$build/moot_conf_gen"
compare deploy/METRICS.md "$build/moot_metric_gen"
compare proto/PROTOCOL.md "$build/moot_gen" markdown proto/prologue.md
compare proto/protocol.js "$build/moot_gen" javascript
for page in $("$build/bin/moot" man --list); do
    compare "deploy/man/$page.1" "$build/bin/moot" man "$page"
done
for file in deploy/man/*.1; do
    page=$(basename "$file" .1)
    if ! "$build/bin/moot" man --list | grep -qx "$page"; then
        echo "$file is of no command"
        bad=1
    fi
done
exit $bad
