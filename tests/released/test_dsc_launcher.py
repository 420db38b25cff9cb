"""Which interpreter the resources of DSC take, on a machine that has several: the one that the module would find."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kit.package_build import REPOSITORY

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="is about resource.sh")

OLD = '#!/bin/sh\necho \'{"error": "it is Python 3.9"}\' >&2\nexit 1\n'


def ask(folder: Path, path: list[Path], **more: str) -> subprocess.CompletedProcess[str]:
    """`get` of a pin, with these folders before those of the system's own programs."""
    system = folder / "system"
    system.mkdir()
    for name in ("sh", "dirname"):
        (system / name).symlink_to(f"/bin/{name}" if Path(f"/bin/{name}").exists() else f"/usr/bin/{name}")
    environment = {
        "PATH": os.pathsep.join(map(str, [*path, system])),
        "HOME": str(folder),
        "WINGETPY_HOST": "sandbox",
        "WINGETPY_ROOT": str(folder / "machine"),
        **more,
    }
    command = ["/bin/sh", str(REPOSITORY / "psmodule" / "dsc" / "resource.sh"), "pin", "get"]
    return subprocess.run(
        command, input='{"id": "A.Package"}', env=environment, capture_output=True, encoding="utf-8", timeout=60
    )


def old_python(folder: Path) -> Path:
    """A folder with an interpreter that cannot run the engine."""
    folder.mkdir()
    (folder / "python").write_text(OLD, "utf-8")
    (folder / "python").chmod(0o755)
    return folder


def new_python(folder: Path, name: str) -> Path:
    """A folder with one that can: this one, under another name."""
    folder.mkdir()
    (folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize("name", ["python", "python3"])
def test_one_that_cannot_run_the_engine_is_passed_over(name: str, tmp_path: Path) -> None:
    done = ask(tmp_path, [old_python(tmp_path / "old"), new_python(tmp_path / "new", name)])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"_exist": False, "id": "A.Package"}
    assert done.stderr == ""


def test_where_none_can_the_first_says_why(tmp_path: Path) -> None:
    done = ask(tmp_path, [old_python(tmp_path / "old")])
    assert done.returncode == 1
    assert json.loads(done.stderr)["error"] == "it is Python 3.9"


def test_where_there_is_none_it_says_what_to_install(tmp_path: Path) -> None:
    done = ask(tmp_path, [])
    assert done.returncode == 1
    assert "Install 3.11 or newer" in json.loads(done.stderr)["error"]


def test_one_that_is_named_is_taken_and_says_itself_why_it_cannot(tmp_path: Path) -> None:
    old = old_python(tmp_path / "old") / "python"
    done = ask(tmp_path, [new_python(tmp_path / "new", "python")], WINGETPY_PYTHON=str(old))
    assert done.returncode == 1
    assert json.loads(done.stderr)["error"] == "it is Python 3.9"
