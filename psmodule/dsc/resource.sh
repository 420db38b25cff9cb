#!/bin/sh
# The interpreter that the module would start, where there is no Windows: WINGETPY_PYTHON, one beside the module, one on PATH.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
module=$(dirname "$here")
found=
unfit=
take() { # the first one that can run the engine; unfit is one that cannot, and says why
    if [ -n "$found" ] || [ ! -f "$1" ] || [ ! -x "$1" ]; then return; fi
    if "$1" -I "$here/start.py" --fits </dev/null >/dev/null 2>&1; then found=$1; else unfit=${unfit:-$1}; fi
}
if [ -n "$WINGETPY_PYTHON" ] && command -v "$WINGETPY_PYTHON" >/dev/null 2>&1; then
    found=$WINGETPY_PYTHON
else
    for one in "$module/python/bin/python3" "$module/.venv/bin/python" "$module/venv/bin/python" \
        "$module/../.venv/bin/python" "$module/../venv/bin/python"; do take "$one"; done
    set -f
    IFS=:
    for name in python python3; do for folder in $PATH; do take "$folder/$name"; done; done
    unset IFS
fi
if [ -n "$found$unfit" ]; then exec "${found:-$unfit}" -I -X utf8 "$here/start.py" "$@"; fi
echo '{"error": "There is no Python. Install 3.11 or newer, or name one by WINGETPY_PYTHON."}' >&2
exit 1
