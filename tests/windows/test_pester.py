"""The Pester suite, file by file, in the PowerShell for Windows that WINGETPY_TEST_WINDOWS_PWSH names."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kit.wine_prefix import REPOSITORY

SHELL = os.environ.get("WINGETPY_TEST_WINDOWS_PWSH", "")
PESTER = os.environ.get("WINGETPY_TEST_WINDOWS_PESTER", "")
SUITE = "tests/psmodule"
QUICK = {"Find-WinGetPackage", "Flows", "Install-WinGetPackage", "Platform", "Uninstall-WinGetPackage"}
"""The main job and what differs by system; the other files take long under Wine."""
SECONDS = 1800
RESULT = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped", re.MULTILINE)

pytestmark = [
    pytest.mark.skipif(not SHELL, reason="WINGETPY_TEST_WINDOWS_PWSH names no PowerShell for Windows"),
    pytest.mark.timeout(2 * SECONDS + 60),
]


def files() -> list[object]:
    names = sorted(path.name.removesuffix(".Tests.ps1") for path in (REPOSITORY / SUITE).glob("*.Tests.ps1"))
    return [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in names]


def test_the_shell_is_a_powershell_for_windows() -> None:
    told = run("tests/windows/Shell.ps1", *(["-Pester", PESTER] if PESTER else []))
    assert told.returncode == 0, told.stdout
    assert re.search(r"^PowerShell \d+\.\d+\S* on Windows_NT, Pester [5-9]", told.stdout, re.MULTILINE), told.stdout


@pytest.mark.parametrize("name", files())
def test_the_pester_suite_passes(name: str, capsys: pytest.CaptureFixture[str], pytestconfig: pytest.Config) -> None:
    fast = ["-Fast"] if pytestconfig.getoption("markexpr") else []
    given = ["-Pester", PESTER] if PESTER else []
    for again in (False, True):
        told = run(f"{SUITE}/Invoke-Tests.ps1", "-Filter", name, "-Detailed", *fast, *given)
        result = RESULT.search(told.stdout)
        with capsys.disabled():
            ending = result[0] if result else f"ended with {told.returncode} and without a result"
            print(f"\n{name} in a PowerShell for Windows: {ending}")
        if result is not None or again:
            break  # Wine sometimes ends the runtime in the middle
    assert result is not None, told.stdout
    passed, failed, _ = map(int, result.groups())
    assert not failed, told.stdout
    assert passed, told.stdout
    assert told.returncode == 0, told.stdout


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the repository, whose folder is the current one."""
    command = [SHELL] if Path(SHELL).is_file() else shlex.split(SHELL, posix=sys.platform != "win32")
    environment = dict(os.environ)
    if sys.platform == "win32":
        environment.setdefault("WINGETPY_TEST_PYTHON", sys.executable)
    return subprocess.run(
        [*command, "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", script, *arguments],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=SECONDS,
        check=False,
    )
