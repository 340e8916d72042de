#!/bin/bash
# planted.sh [NAME…]: plants the bugs of tests/sim/planted/*.patch, one at a
# time, in a copy of the sources and says which seed of the simulator finds
# each. SEEDS (default 400) are tried of every profile, then the scenarios.
#
# One line for each bug; exit code 1 when one was not found or its patch does
# not fit the sources any more.
set -u
cd "$(dirname "$0")/../.." || exit 1
seeds=${SEEDS:-400}
profiles='calm lossy crashes brokers freeze full all late emissions forgotten guarded'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/copy"
git ls-files -z --cached --others --exclude-standard |
    xargs -0 cp --parents -t "$folder/copy"

build() {
    cmake --build "$folder/build" --target moot_sim scenarios_test \
        >"$folder/log" 2>&1
}

# Says which profile and seed fail first, and how.
find_bug() {
    local profile out=$folder/out
    for profile in $profiles; do
        "$folder/build/tests/sim/moot_sim" --profile "$profile" \
            --count "$seeds" --first >"$out" 2>&1 && continue
        if grep -q '^sim: died' "$out"; then
            sed -nE 's/^sim: died; again with: .*--profile ([a-z]+) --seed ([0-9]+).*/\1 \2 a check of the core aborts/p' "$out"
        else
            sed -nE "s/^sim: seed ([0-9]+) profile ([a-z]+) FAILED.*/\2 \1/p;
                s/^  check: (.*)/\1/p" "$out" | head -n 2 | paste -sd' '
        fi
        return 0
    done
    "$folder/build/tests/sim/scenarios_test" >"$out" 2>&1 && return 1
    sed -nE 's/^\[  FAILED  \] ([a-z_]+)$/scenario \1/p' "$out" | head -n 1
}

cmake -S "$folder/copy" -B "$folder/build" -G Ninja \
    -DCMAKE_BUILD_TYPE=RelWithDebInfo -DMOOT_WERROR=OFF >/dev/null &&
    build || { cat "$folder/log"; exit 1; }

bad=0
for patch in tests/sim/planted/*.patch; do
    name=$(basename "$patch" .patch)
    [[ $# -eq 0 || " $* " == *" $name "* ]] || continue
    if ! patch -s -p1 -d "$folder/copy" <"$patch" >/dev/null; then
        echo "$name: DOES NOT FIT the sources"
        git ls-files -z --cached --others --exclude-standard |
            xargs -0 cp --parents -t "$folder/copy"
        bad=1
        continue
    fi
    if ! build; then
        echo "$name: DOES NOT BUILD"
        grep -m 3 error "$folder/log"
        bad=1
    elif ! found=$(find_bug); then
        echo "$name: NOT FOUND"
        bad=1
    else
        echo "$name: $found"
    fi
    patch -s -R -p1 -d "$folder/copy" <"$patch" >/dev/null
done
exit $bad
