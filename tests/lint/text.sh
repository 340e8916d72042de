#!/bin/bash
# text.sh: no committed file holds a path of somebody's machine or a
# package registry's address, no source is left unfinished, and what documents
# link to is there: files, headings, and the documents that they name.
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

# Prints the links of Markdown files that lead nowhere. Read twice: headings
# first. exists[] knows every file and folder.
lost_links() {
    awk '
    function folder(path) {
        return sub("/[^/]*$", "", path) ? path : ""
    }
    # Takes the dots out of a path.
    function resolve(base, path,    n, i, parts, kept, out) {
        n = split((base == "" ? "" : base "/") path, parts, "/")
        kept = 0
        for (i = 1; i <= n; i++) {
            if (parts[i] == "..") kept--
            else if (parts[i] != "." && parts[i] != "") out[++kept] = parts[i]
        }
        path = ""
        for (i = 1; i <= kept; i++) path = path (i > 1 ? "/" : "") out[i]
        return path
    }
    function slug(text) {
        sub("^#+ +", "", text)
        text = tolower(text)
        gsub("[^a-z0-9_ -]", "", text)
        gsub(" ", "-", text)
        return text
    }
    function lost(what) {
        print FILENAME ":" FNR ": " what
        found = 1
    }
    function look(link,    path, anchor, at) {
        if (link ~ "^[a-z]+:") return
        at = index(link, "#")
        anchor = at > 0 ? substr(link, at + 1) : ""
        path = at > 0 ? substr(link, 1, at - 1) : link
        path = path == "" ? FILENAME : resolve(folder(FILENAME), path)
        if (!(path in exists)) lost(link)
        path = path "#" anchor
        if (anchor != "" && !(path in heading)) lost(link)
    }
    FILENAME == "-" {
        exists[$0] = 1
        path = $0
        while ((path = folder(path)) != "") exists[path] = 1
        next
    }
    FNR == 1 { pass[FILENAME]++; fenced = 0 }
    /^ *```/ { fenced = !fenced }
    fenced { next }
    pass[FILENAME] == 1 {
        if (/^#/) heading[FILENAME "#" slug($0)] = 1
        next
    }
    {
        text = $0
        while (match(text, "\\]\\([^) ]+\\)")) {
            look(substr(text, RSTART + 2, RLENGTH - 3))
            text = substr(text, RSTART + RLENGTH)
        }
        text = $0
        while (match(text, "`[A-Za-z0-9./_-]+[.]md`")) {
            name = substr(text, RSTART + 1, RLENGTH - 2)
            here = resolve(folder(FILENAME), name)
            name = resolve("", name)
            if (!(name in exists) && !(here in exists)) lost(name)
            text = substr(text, RSTART + RLENGTH)
        }
    }
    END { exit found }' - "$@" "$@"
}
mapfile -t documents < <(files | tr '\0' '\n' | sed 's#^[.]/##' |
    grep '[.]md$')
if ! files | tr '\0' '\n' | sed 's#^[.]/##' | lost_links "${documents[@]}"; then
    echo "^ a link that leads nowhere"
    bad=1
fi
exit $bad
