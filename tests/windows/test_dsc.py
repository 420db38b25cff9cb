"""The manifests' command for Windows, as dsc starts it: cmd.exe with dsc\\resource.cmd in the module's folder."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kit.dsc import MODULE
from kit.wine_prefix import PYTHON, Prefix

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="starts Windows programs through Wine")
REGISTERED = r"HKCU\Software\Python\PythonCore\3.13\InstallPath"


def call(prefix: Prefix, given: object, *words: str, **environment: str) -> tuple[int, list[object], str]:
    """Exit code, the objects of the lines, and standard error."""
    manifest = json.loads((MODULE / "wingetpy.package.dsc.resource.json").read_text("utf-8"))
    start = manifest["get"]
    arguments = [*start["args"][:-1], *words]
    done = subprocess.run(
        ["wine", start["executable"], *arguments],
        cwd=MODULE,
        env=prefix.environment(**environment),
        input=json.dumps(given).encode(),
        capture_output=True,
        timeout=180,
        check=False,
    )
    return (
        done.returncode,
        [json.loads(line) for line in done.stdout.splitlines() if line.strip()],
        done.stderr.decode(),
    )


def test_the_interpreter_that_is_named_answers(wine_prefix: Prefix) -> None:
    wine_prefix.leave_out_default_sources()
    given = {"id": "No.Such"}
    code, lines, error = call(wine_prefix, given, "get", WINGETPY_PYTHON=PYTHON)
    assert (code, lines) == (0, [{"_exist": False, "id": "No.Such"}]), error


def test_a_failure_has_the_exit_code_of_the_manifest(wine_prefix: Prefix) -> None:
    code, lines, error = call(wine_prefix, {"id": 7}, "test", WINGETPY_PYTHON=PYTHON)
    assert (code, lines) == (2, [])
    assert "id" in json.loads(error.strip().splitlines()[-1])["error"]


def test_a_registered_interpreter_is_found(wine_prefix: Prefix) -> None:
    wine_prefix.leave_out_default_sources()
    wine_prefix.quietly("wine", "reg", "add", REGISTERED, "/v", "ExecutablePath", "/d", PYTHON, "/f")
    try:
        code, lines, error = call(wine_prefix, {"id": "No.Such"}, "get")
    finally:
        wine_prefix.quietly("wine", "reg", "delete", REGISTERED, "/f")
    assert (code, lines) == (0, [{"_exist": False, "id": "No.Such"}]), error
