"""What somebody sees who tries WinGetPy for the first time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[2] / "engine"


def test_the_demo_shows_the_main_job_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = dict(os.environ, PYTHONPATH=str(ENGINE), TMPDIR=str(tmp_path), TEMP=str(tmp_path), TMP=str(tmp_path))
    told = subprocess.run(
        [sys.executable, "-m", "wingetpy", "demo"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    for line in (
        "Install WinGetPy.Pebble 1.0.0: first the plan",
        "Pebble: Ok (nothing -> 1.0.0)",
        "Stones: Ok (1.0.0 -> 1.1.0)",
        "Nothing is installed any more.",
    ):
        assert line in told.stdout
    assert list(tmp_path.iterdir()) == []
