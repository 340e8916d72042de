#!/bin/sh
# check.sh [short|long|FLAGS…] : runs the configurations of delivery.pml, or
# with -DEMISSIONS first among the flags of emissions.pml, with the verdict that each must have ("pass": no error in the whole space, "find": an
# error must be found). Needs spin and gcc. Exit status 1 when one differs.
#   short (default): about two minutes on one core, below 2 GB.
#   long: the larger spaces too, about half an hour, below 6 GB.
#   anything else: one configuration; shows the shortest counterexample.
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' INT TERM
cd "$work" || exit 2
bad=0

build() { # flags, compiler switches
    case $1 in
    -DEMISSIONS*) cp "$here/emissions.pml" m.pml ;;
    *) cp "$here/delivery.pml" m.pml ;;
    esac
    rm -f pan* m.pml.trail
    # shellcheck disable=SC2086
    spin -a $1 m.pml >gen.log 2>&1 || { cat gen.log; exit 2; }
    # shellcheck disable=SC2086
    gcc -w -DSAFETY -DCOLLAPSE -DVECTORSZ=4096 -DMEMLIM=5500 $2 \
        -o pan pan.c || exit 2
}

run() { # wanted verdict, flags
    if [ "$1" = find ]; then
        build "$2" "-O0 -DBFS"
    else
        build "$2" "-O1 -DNOREDUCE"
    fi
    nice -n 19 ./pan -m500000 -w25 >pan.log 2>&1
    states=$(sed -n 's/ *\([0-9.e+]*\) states, stored.*/\1/p' pan.log)
    if grep -q 'max search depth too small\|out of memory\|reached -DMEMLIM\|Search not completed' pan.log &&
        ! grep -q 'errors: [1-9]' pan.log; then
        got=unfinished
    elif grep -q 'errors: 0' pan.log; then
        got="pass"
    elif grep -q 'pan:1: assertion violated' pan.log; then
        got="find"
    else
        got=broken
    fi
    mark=ok
    [ "$got" = "$1" ] || { mark=WRONG bad=1; }
    echo "$mark $1 $got states=$states | $2"
}

case ${1:-short} in
short | long)
    while read -r set verdict flags; do
        case $set in
        short) run "$verdict" "$flags" ;;
        long) [ "$1" = long ] && run "$verdict" "$flags" ;;
        esac
    done <"$here/configurations"
    ;;
*)
    build "$*" "-O1 -DBFS"
    nice -n 19 ./pan -m500000 -w24 | grep 'errors:\|pan:1\|states, stored'
    # shellcheck disable=SC2086,SC2048
    [ -f m.pml.trail ] && spin -t -B $* m.pml | grep -v 'processes created\|^#'
    ;;
esac
exit $bad
