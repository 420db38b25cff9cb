"""What the windows host asks of WMI and DISM: Wine has no features, and its DISM does nothing and ends with 0."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "win32":
    pytest.skip("needs a Windows Python (tests/windows runs it under Wine)", allow_module_level=True)

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.features import FeatureState
from wingetpy.hosts.processes import ExitStatus
from wingetpy.hosts.windows import WindowsHost, pywin32
from wingetpy.hosts.windows.features import WindowsFeatures


class Dism:
    """Stands for the programs of the host."""

    def __init__(self, status: ExitStatus) -> None:
        self.status = status
        self.lines: list[str] = []
        self.given: dict[str, Any] = {}

    def run_elevated(self, command_line: str, files: object = (), **given: Any) -> ExitStatus:
        self.lines.append(command_line)
        self.given = given
        return self.status


def enable(status: ExitStatus, **given: Any) -> tuple[FeatureState, Dism]:
    dism = Dism(status)
    return WindowsFeatures(dism).enable("NetFx3", **given), dism  # type: ignore[arg-type]


@pytest.mark.parametrize(("code", "state"), [(0, FeatureState.enabled), (3010, FeatureState.pending)])
def test_dism_enables_a_feature_with_what_it_needs_and_without_a_restart(code: int, state: FeatureState) -> None:
    found, dism = enable(ExitStatus(code), interactive=False, timeout_seconds=60)
    assert found is state
    line = dism.lines[0].lower()
    assert line.startswith('"c:\\windows\\system32\\dism.exe" ')
    assert line.endswith(" /online /enable-feature /featurename:netfx3 /all /norestart /quiet")
    assert dism.given["interactive"] is False
    assert dism.given["timeout_seconds"] == 60


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (ExitStatus(0x800F080C), ErrorCode.DependenciesFailed),
        (ExitStatus(0x800F081F), ErrorCode.DependenciesFailed),
        (ExitStatus(1460, timed_out=True), ErrorCode.Timeout),
        (ExitStatus(1223, stopped=True), ErrorCode.CtrlSignalReceived),
    ],
)
def test_a_feature_that_is_not_enabled_is_an_error(status: ExitStatus, code: ErrorCode) -> None:
    with pytest.raises(HostError) as refused:
        enable(status)
    assert refused.value.code is code
    assert "NetFx3" in refused.value.text


class Wmi:
    """Stands for the service that WMI is asked through."""

    def __init__(self, *states: int) -> None:
        self.states = states
        self.queries: list[str] = []

    def ExecQuery(self, query: str) -> list[Any]:  # noqa: N802
        self.queries.append(query)
        return [type("Feature", (), {"InstallState": state}) for state in self.states]


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((1,), FeatureState.enabled),
        ((2,), FeatureState.disabled),
        ((3,), FeatureState.disabled),
        ((4,), None),
        ((), None),
    ],
)
def test_wmi_gives_the_state_of_a_feature(
    monkeypatch: pytest.MonkeyPatch, states: tuple[int, ...], expected: FeatureState | None
) -> None:
    pywin32.make_importable()
    import win32com.client

    wmi = Wmi(*states)
    monkeypatch.setattr(win32com.client, "GetObject", lambda name: wmi)
    assert WindowsHost().features.state("NetFx3") is expected
    assert wmi.queries == ["SELECT InstallState FROM Win32_OptionalFeature WHERE Name = 'NetFx3'"]


def test_a_windows_without_wmi_says_that_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    pywin32.make_importable()
    import pywintypes
    import win32com.client

    def refuse(name: str) -> None:
        raise pywintypes.com_error(-2147221020, "Invalid syntax", None, None)

    monkeypatch.setattr(win32com.client, "GetObject", refuse)
    with pytest.raises(HostError) as refused:
        WindowsHost().features.state("NetFx3")
    assert refused.value.code is ErrorCode.HostCannot


@pytest.mark.slow
def test_pywin32_is_found_where_no_pth_file_is_read(tmp_path: Path) -> None:
    """The folder of a packaged engine: not one of Python's own, so its `.pth` files do nothing."""
    import shutil
    import subprocess

    import pywin32_system32

    installed = Path(next(iter(pywin32_system32.__path__))).parent
    package = tmp_path / "engine"
    for name in ("win32", "win32com", "win32comext", "pywin32_system32"):
        shutil.copytree(installed / name, package / name, copy_function=shutil.copyfile)
    shutil.copyfile(installed / "pythoncom.py", package / "pythoncom.py")
    source = Path(pywin32.__file__).read_text("utf-8")
    program = (
        f"import sys; sys.path[:] = [one for one in sys.path if 'site-packages' not in one] + [{str(package)!r}]\n"
        f"exec({source!r})\nmake_importable()\nimport win32job, pythoncom, win32com.client\n"
        "from win32com.shell import shell\nprint(win32job.__file__)"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-I", "-c", program], capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    assert run.returncode == 0, run.stderr.decode()
    assert str(package).lower() in run.stdout.decode().lower()
