#!/bin/bash
# text.sh: no committed file holds a path of somebody's machine or a
# package registry's address, and no source is left unfinished.
set -eu
cd "$(dirname "$0")/../.."

# The brackets keep this file from finding itself.
paths='(^|[^[:alnum:]._/-])/(wor[k](/|$)|tmp/w[t]/|tmp/moo[t]/|tmp/buil[d]/|hom[e]/[a-z]|Use[r]s/)'
registries='registry[.]npmj[s]|npmmirro[r]|pypi[.]or[g]|deb[.]debia[n]|regist[r]y\.yarn'
unfinished='(^|[^[:alnum:]_])(TOD[O]|FIXM[E]|XX[X])([^[:alnum:]_]|$)'

files() {
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git ls-files -z --cached --others --exclude-standard
    else
        find . -type f -not -path './build/*' -not -path '*/node_modules/*' \
            -print0
    fi
}

bad=0
look() {
    if files | xargs -0 grep -nIE "$1" --; then
        echo "^ $2"
        bad=1
    fi
}
look "$paths" "a path of one machine"
look "$registries" "the address of a package registry"
look "$unfinished" "something left unfinished"
exit $bad
