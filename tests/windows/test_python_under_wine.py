"""The Windows Python that other suites drive the engine with (WINGETPY_PYTHON)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from kit.wine_prefix import REPOSITORY, Prefix, windows_path, wine_python_script

TELLS_WHERE = "import sys, wingetpy; print(sys.platform, wingetpy.__file__); sys.stderr.write('noise')"


def test_the_script_is_a_windows_python_with_the_tree_under_test(wine_prefix: Prefix) -> None:
    script = wine_python_script(wine_prefix)
    told = subprocess.run([script, "-c", TELLS_WHERE], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    platform, where = told.stdout.decode().split(maxsplit=1)
    assert platform == "win32"
    assert where.strip() == windows_path(REPOSITORY / "engine" / "wingetpy" / "__init__.py")


def test_the_script_minds_neither_pythons_variables_nor_a_log_file(wine_prefix: Prefix, tmp_path: Path) -> None:
    script = wine_python_script(wine_prefix)
    environment = {"PATH": "/usr/bin:/bin", "PYTHONHOME": "/nowhere", "PYTHONPATH": "/nowhere", "HOME": "/nowhere"}
    with open(tmp_path / "log", "wb") as log:
        told = subprocess.run(
            [script, "-c", TELLS_WHERE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
            check=True,
        )
    assert told.stdout.startswith(b"win32")


def test_lines_go_back_and_forth_through_its_pipes(wine_prefix: Prefix) -> None:
    echo = "import sys\nfor line in sys.stdin.buffer: sys.stdout.buffer.write(line); sys.stdout.buffer.flush()"
    pipe = subprocess.PIPE
    command = [wine_python_script(wine_prefix), "-c", echo]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as python:
        assert python.stdin is not None
        assert python.stdout is not None
        for line in (b'{"id": 1}\n', "grüße 😀\n".encode(), b"x" * 100_000 + b"\n"):
            python.stdin.write(line)
            python.stdin.flush()
            assert python.stdout.readline() == line
        python.stdin.close()
        assert python.wait(30) == 0
