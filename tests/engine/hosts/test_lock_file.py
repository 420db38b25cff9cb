"""A lock file is held by one at a time, threads and processes alike, and freed when its process dies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wingetpy.errors import Cancelled
from wingetpy.hosts.lock_file import lock_file

HOLD = """
import sys, time
from pathlib import Path
from wingetpy.hosts.lock_file import lock_file
with lock_file(Path(sys.argv[1]), 0, TimeoutError()):
    print("held", flush=True)
    time.sleep(60)
"""


def hold(path: Path, wait_seconds: float = 0.0) -> None:
    with lock_file(path, wait_seconds, TimeoutError("held by another")):
        pass


def test_a_lock_that_is_held_is_refused_after_the_bound(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with lock_file(path, 0, TimeoutError()), pytest.raises(TimeoutError, match="held by another"):
        hold(path, 0.1)
    hold(path)


def test_an_error_within_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with pytest.raises(KeyError), lock_file(path, 0, TimeoutError()):
        raise KeyError
    hold(path)


def test_a_wait_can_be_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with (
        lock_file(path, 0, TimeoutError()),
        pytest.raises(Cancelled),
        lock_file(path, 5, TimeoutError(), lambda: False),
    ):
        pass


def test_a_killed_process_holds_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(TimeoutError):
            hold(path)
        process.kill()
    hold(path, 5)
