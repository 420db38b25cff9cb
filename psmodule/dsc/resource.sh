#!/bin/sh
# The interpreter that the module would start, where there is no Windows: WINGETPY_PYTHON, one beside the module, one on PATH.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
module=$(dirname "$here")
for one in "$WINGETPY_PYTHON" "$module/python/bin/python3" "$module/.venv/bin/python" "$module/venv/bin/python" \
    "$module/../.venv/bin/python" "$module/../venv/bin/python" python python3; do
    if [ -n "$one" ] && command -v "$one" >/dev/null 2>&1; then
        exec "$one" -I -X utf8 "$here/start.py" "$@"
    fi
done
echo '{"error": "There is no Python. Install 3.11 or newer, or name one by WINGETPY_PYTHON."}' >&2
exit 1
