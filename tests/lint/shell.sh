#!/bin/bash
# shell.sh: shellcheck over every shell script; skipped without shellcheck.
set -eu
cd "$(dirname "$0")/../.."
if ! command -v shellcheck >/dev/null; then
    echo "shellcheck is not installed"
    exit 77
fi
scripts=()
while IFS= read -r -d '' file; do
    if head -n 1 "$file" | grep -qE '^#!.*[/ ](ba|da)?sh( |$)'; then
        scripts+=("$file")
    fi
done < <(find . -type f -perm -u+x -not -path './build/*' \
    -not -path './.git/*' -not -path '*/node_modules/*' -print0)
[[ ${#scripts[@]} -gt 0 ]]
shellcheck -S warning "${scripts[@]}"
