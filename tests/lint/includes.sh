#!/bin/bash
# includes.sh [ROOT]: who may include whom (STYLE.md).
# includes.sh --self-test: plants wrong includes in a copy; each must be found.
#
# Prints one line for each wrong include; exit code 1 when there is any.
set -eu

# Third-party header (a pattern) and the one file that may name it, or a
# pattern of the few.
third_party='
libwebsockets[.]h   @(edge/ws|cli/ws_client).c
uv([.]h|/.*)        edge/loop.c
czmq[.]h|zmq[.]h    common/bus?(_auth|_context|_options).c
lmdb[.]h            worker/store_lmdb.c
ini[.]h             proto/profile_ini.c
msgpack([.]h|/.*)   proto/wire.c
xxhash[.]h          common/hash.c
isa-l([.]h|/.*)     common/crc32c.c
jwt[.]h|jansson[.]h common/jwt.c
openssl/.*          common/jwt.c
microhttpd[.]h      common/admin.c
ncurses[.]h         cli/screen.c
curl/.*             worker/guard_http.c
'

# Files of the program folders that talk to the world: they may use clocks,
# files, sockets, the bus and the log. Every other file there is a core.
shells='
edge/main.c edge/ws.[ch] edge/loop.[ch] edge/uplink.[ch] edge/host.[ch]
edge/door.[ch] edge/gate.[ch] edge/incarnation.[ch] edge/tapped.[ch]
edge/meter.[ch] edge/web.[ch] edge/site.[ch] edge/pages.[ch]
edge/paths.[ch] edge/front.[ch] edge/api_port.[ch] edge/views_port.[ch] edge/socketio.[ch]
edge/carrier.[ch]
broker/main.c broker/relay.[ch]
worker/main.c worker/checkup.[ch] worker/host.[ch] worker/gauges.[ch]
worker/store_lmdb.[ch] worker/store_mark.[ch] worker/store_pages.[ch]
worker/datadir.[ch] worker/guarding.[ch] worker/guard_child.[ch]
worker/guard_main.c worker/guard_plugin.[ch] worker/guard_serve.[ch]
worker/guard_cases.[ch] worker/guard_http.[ch]
cli/*.[ch]
'

# What a core may include of the system and must not include of ours.
core_system='^(ctype|errno|inttypes|limits|stdarg|stdbool|stddef|stdint|'
core_system+='stdio|stdlib|string|strings|sys/uio)[.]h$'
not_for_cores='^(common/(bus|bus_metric|clock|conf_load|log|admin|daemon)|'
not_for_cores+='proto/(capture|profile_file))[.]h$'

# System headers that any file may include.
system='^((arpa|net|netinet|sys|linux)/.*|assert|ctype|dirent|dlfcn|errno|fcntl|'
system+='getopt|inttypes|langinfo|libgen|limits|locale|math|netdb|poll|'
system+='pthread|pwd|sched|signal|'
system+='stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|string|strings|'
system+='syslog|termios|time|unistd)[.]h$'

# All includes below $1, one "file:line:#include …" each.
list_includes() {
    local folder folders=()
    for folder in common proto edge broker worker cli; do
        [[ ! -d $1/$folder ]] || folders+=("$folder")
    done
    (cd "$1" && find "${folders[@]}" -name '*.[ch]' \
        -exec grep -nE '^[[:space:]]*#[[:space:]]*include' /dev/null {} + |
        sort)
}

# True when file $1 matches one of the patterns in $2.
matches() {
    local file=$1 pattern
    for pattern in $2; do
        # shellcheck disable=SC2053
        [[ $file == $pattern ]] && return 0
    done
    return 1
}

# Says what is wrong with the inclusion of $2 ("…" or <…>) by file $1.
judge() {
    local file=$1 folder=${1%%/*} what=$2 name=${2:1:-1} from pattern only
    from=${name%%/*}
    if [[ $what == \"* ]]; then
        case $folder:$from in
        "$folder:$folder" | proto:common) ;;
        edge:proto | edge:common | broker:proto | broker:common) ;;
        worker:proto | worker:common | cli:proto | cli:common) ;;
        *) echo "$folder must not include $name" ;;
        esac
        [[ -e $root/$name ]] || echo "$name is not below the root"
    else
        while read -r pattern only; do
            [[ -n $pattern && $name =~ ^($pattern)$ ]] || continue
            # shellcheck disable=SC2053
            [[ $file == $only ]] || echo "only $only may include $name"
            return
        done <<<"$third_party"
        [[ $name =~ $system ]] || echo "$name belongs to no known library"
    fi
    case $folder in edge | broker | worker | cli) ;; *) return ;; esac
    matches "$file" "$shells" && return
    if [[ $what == \"* ]]; then
        # Its own shells are as forbidden as ours in common.
        if [[ $name =~ $not_for_cores ]] || matches "$name" "$shells"; then
            echo "a core must not include $name"
        fi
    elif ! [[ $name =~ $core_system ]]; then
        echo "a core must not include $name"
    fi
}

check() {
    root=$1
    local line file what fault bad=0 count=0
    set -f # the patterns above are not for this folder
    while IFS= read -r line; do
        count=$((count + 1))
        file=${line%%:*}
        what=${line#*include}
        what=$(sed -E 's/^[[:space:]]*(<[^>]*>|"[^"]*").*/\1/' <<<"$what")
        while IFS= read -r fault; do
            [[ -n $fault ]] || continue
            echo "${line%%:#*}: $fault"
            bad=1
        done <<<"$(judge "$file" "$what")"
    done < <(list_includes "$root")
    set +f
    if [[ $count -eq 0 ]]; then
        echo "no include found below $root"
        bad=1
    fi
    return $bad
}

# Plants one line in one file of the copy; the check must name both.
plant() {
    local file=$1 text=$2 fault=$3 copy=$4
    local saved=$copy.saved
    mkdir -p "$(dirname "$copy/$file")"
    [[ -e $copy/$file ]] || touch "$copy/$file"
    cp "$copy/$file" "$saved"
    echo "$text" >>"$copy/$file"
    if check "$copy" >"$copy.out" || ! grep -qF "$fault" "$copy.out"; then
        echo "not found: $text in $file"
        failed=1
    fi
    cp "$saved" "$copy/$file"
}

self_test() {
    local from=$1 folder copy
    failed=0
    folder=$(mktemp -d)
    # shellcheck disable=SC2064
    trap "rm -rf '$folder'" EXIT
    copy=$folder/copy
    for part in common proto edge broker worker cli; do
        mkdir -p "$copy/$part"
    done
    # A small tree of its own, so that the test does not depend on ours.
    cp "$from"/common/slice.h "$from"/common/check.h "$copy/common"
    touch "$copy"/{proto/wire.h,edge/session.h,worker/room.h,common/log.h}
    touch "$copy"/{common/clock.h,edge/ws.h}
    echo '#include "common/slice.h"' >"$copy/edge/session.c"
    if ! check "$copy"; then
        echo "the clean copy is not clean"
        failed=1
    fi
    plant common/buf.c '#include "proto/wire.h"' \
        'common must not include proto/wire.h' "$copy"
    plant proto/wire.c '#include "edge/session.h"' \
        'proto must not include edge/session.h' "$copy"
    plant edge/ws.c '  #  include "worker/room.h"' \
        'edge must not include worker/room.h' "$copy"
    plant edge/ws.c '#include "session.h"' 'session.h is not below' "$copy"
    plant common/map.c '#include <xxhash.h>' \
        'only common/hash.c may include xxhash.h' "$copy"
    plant common/log.c '#include <czmq.h>' \
        'may include czmq.h' "$copy"
    plant edge/session.c '#include <uv.h>' \
        'only edge/loop.c may include uv.h' "$copy"
    plant worker/host.c '#include <sqlite3.h>' 'no known library' "$copy"
    plant edge/session.c '#include "common/log.h"' \
        'a core must not include common/log.h' "$copy"
    plant edge/session.c '#include "common/clock.h"' \
        'a core must not include common/clock.h' "$copy"
    plant edge/session.c '#include "edge/ws.h"' \
        'a core must not include edge/ws.h' "$copy"
    plant worker/room.c '#include <time.h>' \
        'a core must not include time.h' "$copy"
    plant broker/route.c '#include <sys/socket.h>' \
        'a core must not include sys/socket.h' "$copy"
    return $failed
}

here=$(cd "$(dirname "$0")/../.." && pwd)
if [[ ${1:-} == --self-test ]]; then
    self_test "$here"
else
    check "${1:-$here}"
fi
