"""`configure`: its exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from wingetpy.errors import ErrorCode

from .conftest import Line

ANVIL = "{resource: WinGetPackage, settings: {id: A.Anvil}}"
UNKNOWN = "{resource: WinGetPackage, settings: {id: No.Such}}"
FOREIGN = "{resource: Other/Thing}"


@pytest.mark.parametrize(
    ("units", "previewed", "applied", "shown"),
    [
        ((ANVIL,), 0, 0, 0),
        ((UNKNOWN,), ErrorCode.NoApplicationsFound, ErrorCode.NoApplicationsFound, 0),
        ((ANVIL, FOREIGN), *(ErrorCode.ConfigErrorNotSupportedByProcessor,) * 3),
        ((UNKNOWN, FOREIGN), *(ErrorCode.ConfigErrorSetApplyFailed,) * 2, ErrorCode.ConfigErrorNotSupportedByProcessor),
    ],
)
def test_a_preview_ends_as_the_run_would(
    line: Line, tmp_path: Path, units: tuple[str, ...], previewed: int, applied: int, shown: int
) -> None:
    file = tmp_path / "machine.dsc.yaml"
    lines = "".join(f"  - {unit}\n" for unit in units)
    file.write_text(f"properties:\n  configurationVersion: 0.2.0\n  resources:\n{lines}", "utf-8")
    assert line.run("configure", "show", str(file)).code == shown
    assert line.run("configure", "--what-if", str(file)).code == previewed
    assert line.run("list", "A.Anvil").code == ErrorCode.NoApplicationsFound
    assert line.run("configure", str(file)).code == applied
