#!/bin/bash
# tables.sh: what the tables declare is used. An event that nothing logs, a
# setting that nothing reads and a metric that nothing counts are promises that
# nobody keeps. (What is used and not declared does not compile.)
set -eu
cd "$(dirname "$0")/../.."

bad=0
mapfile -t sources < <(find common proto edge broker worker cli \
    -name '*.[ch]' -not -path 'common/conf*')

# unused KIND PATTERN NAME…: PATTERN with % for the name is in some source.
unused() {
    local kind=$1 pattern=$2 name
    shift 2
    if [[ $# -eq 0 ]]; then
        echo "found no $kind"
        bad=1
    fi
    for name; do
        if ! grep -qE -- "${pattern//%/$name}" "${sources[@]}"; then
            echo "$kind $name is declared but not used"
            bad=1
        fi
    done
}

mapfile -t events < <(sed -nE 's/^MOOT_EVENT\((\w+),.*/\1/p' common/events.def)
mapfile -t names < <(sed -nE 's/^MOOT_SETTING\(\w+, (\w+),.*/\1/p' \
    common/settings.def)
mapfile -t errors < <(sed -nE 's/^MOOT_ERR\((\w+),.*/\1/p' common/err.def)
mapfile -t metrics < <(sed -nE 's/^MOOT_METRIC\(\w+, (\w+),.*/\1/p' \
    common/metrics.def)
# The log may be given the event of a table, so CONF_… may stand in conf*.c.
sources+=(common/conf*.c)
unused event 'MOOT_EV_%\b' "${events[@]}"
unused setting '(->|[.])%\b' "${names[@]}"
unused metric 'MOOT_M_%\b' "${metrics[@]}"
unused error 'MOOT_%\b' "${errors[@]}"
exit $bad
