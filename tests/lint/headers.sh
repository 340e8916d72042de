#!/bin/bash
# headers.sh: every header compiles alone, twice in a row, and says in its
# first line what it is for.
set -eu
cd "$(dirname "$0")/../.."

bad=0
for header in */*.h; do
    if [[ $(head -n 1 "$header") != '/* '* ]]; then
        echo "$header: the first line must be its purpose"
        bad=1
    fi
    printf '#include "%s"\n#include "%s"\n' "$header" "$header" |
        "${CC:-cc}" -std=c11 -D_GNU_SOURCE -DMOOT_VERSION='"0"' -Wall -Wextra \
            -Wpedantic -Werror -I. -fsyntax-only -x c - || bad=1
done
exit $bad
