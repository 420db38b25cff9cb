"""What an engine writes can be written by its user alone, also under a shell whose umask forbids nothing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kit.command_line import CommandLine
from kit.sources import Shelf
from wingetpy.hosts.sandbox import SandboxHost

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX; Windows' are in tests/windows")

OTHERS_WRITE = 0o022


def open_to_others(root: Path) -> list[str]:
    """What lies below a folder that others may write to."""
    found = [path for path in (root, *root.rglob("*")) if not path.is_symlink()]
    return [f"{path.relative_to(root)} {path.stat().st_mode:o}" for path in found if path.stat().st_mode & OTHERS_WRITE]


def test_nothing_that_a_command_line_writes_is_writable_by_others(tmp_path: Path) -> None:
    line = CommandLine(tmp_path)
    shelf = Shelf(tmp_path / "shelf")
    shelf.program("Tool")
    shelf.archive("Box", content={"lib/a.txt": "a", "bin/tool.exe": "t"})
    commands = [
        ["source", "add", "Shelf", str(shelf.root)],
        ["install", "Test.Tool"],
        ["install", "Test.Box"],
        ["uninstall", "Test.Box"],
    ]
    for words in commands:
        ended = subprocess.run(
            [sys.executable, "-m", "wingetpy", *words],
            env={**os.environ, **line.variables()},
            umask=0,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
    root = Path(line.variables()["WINGETPY_ROOT"])
    assert len(list(root.rglob("*"))) > 20
    assert open_to_others(root) == []


def test_state_and_staging_are_private_and_lose_the_rights_of_others(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        host = SandboxHost(tmp_path / "machine")
        state, staging = host.state_folder(), host.files.local(host.staging_folder())
    finally:
        os.umask(before)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (state, staging)] == [0o700, 0o700]
    state.chmod(0o777)
    assert stat.S_IMODE(host.state_folder().stat().st_mode) == 0o755
