"""`build.ps1 -Task Package` as a test runs it, and what it gives out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kit.powershell import find_powershell

REPOSITORY = Path(__file__).resolve().parents[2]


def build(builder: Path, environment: dict[str, str], out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """`build.ps1 -Task Package` into a folder."""
    powershell = find_powershell()
    if powershell is None:
        pytest.skip("PowerShell 7 (pwsh) is not installed")
    command = [
        powershell,
        "-NoProfile",
        "-File",
        str(REPOSITORY / "build.ps1"),
        "-Task",
        "Package",
        "-Output",
        str(out),
    ]
    return subprocess.run(
        [*command, "-Python", str(builder), *more], env=environment, capture_output=True, encoding="utf-8", timeout=300
    )


def module_of(out: Path) -> Path:
    """The module's folder in the output of a build."""
    (module,) = (out / "WinGetPy").iterdir()
    return module


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
