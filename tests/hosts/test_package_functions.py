"""The functions of Windows about MSIX packages that WinRT has not: which are called, and with what."""

from __future__ import annotations

import base64
import sys
from typing import Any

import pytest

if sys.platform != "win32":
    pytest.skip("needs a Windows Python (tests/windows runs it under Wine)", allow_module_level=True)

import ctypes

from wingetpy.errors import Cancelled
from wingetpy.hosts.processes import ExitStatus
from wingetpy.hosts.windows import WindowsHost, package_functions
from wingetpy.hosts.windows.package_functions import WindowsPackageFunctions
from wingetpy.hosts.winrt.functions import NewDependency
from wingetpy.hosts.winrt.runtime import WinRtRefusal

FULL = "App_1.2.3.4_x64__125rzkzqaqjwj"


class Library:
    """Functions that record their arguments, write what a test set into the last ones, and answer a result."""

    def __init__(self, **answers: tuple[int, tuple[object, ...]]) -> None:
        self.calls: list[tuple[object, ...]] = []
        self._answers = answers

    def __getattr__(self, name: str) -> Any:
        result, written = self._answers[name] if name in self._answers else self._missing(name)

        def call(*arguments: Any) -> int:
            given = arguments[: len(arguments) - len(written)]
            self.calls.append((name, *(getattr(one, "value", one) for one in given)))
            for target, value in zip(arguments[len(given) :], written, strict=True):
                target._obj.value = value
            return result

        return call

    def _missing(self, name: str) -> Any:
        raise AttributeError(name)


@pytest.fixture
def functions() -> WindowsPackageFunctions:
    return WindowsPackageFunctions(WindowsHost().processes)


def use(monkeypatch: pytest.MonkeyPatch, library: Library) -> Library:
    monkeypatch.setattr(package_functions, "library", lambda name: library)
    return library


def allocated(text: str) -> int:
    """A text on the process's heap, as Windows gives one away."""
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.GetProcessHeap.restype = kernel32.HeapAlloc.restype = ctypes.c_void_p
    kernel32.HeapAlloc.argtypes = (ctypes.c_void_p, ctypes.c_uint32, ctypes.c_size_t)
    content = text.encode("utf-16-le") + b"\0\0"
    address = kernel32.HeapAlloc(kernel32.GetProcessHeap(), 0, len(content))
    ctypes.memmove(address, content, len(content))
    return int(address)


def test_volumes_and_pending_registrations(monkeypatch: pytest.MonkeyPatch, functions: WindowsPackageFunctions) -> None:
    library = use(
        monkeypatch,
        Library(
            MsixPackageVolumeIsRepairNeeded=(0, (1,)),
            MsixPackageVolumeRepair=(0x80070005 - (1 << 32), ()),
            MsixIsPackageRegistrationPending=(0, (1,)),
        ),
    )
    assert functions.volume_needs_repair("C:\\WindowsApps")
    assert functions.registration_pending(FULL, None)
    with pytest.raises(WinRtRefusal) as refused:
        functions.repair_volume("C:\\WindowsApps")
    assert refused.value.code == 0x80070005
    assert library.calls == [
        ("MsixPackageVolumeIsRepairNeeded", "C:\\WindowsApps"),
        ("MsixIsPackageRegistrationPending", None, FULL),
        ("MsixPackageVolumeRepair", "C:\\WindowsApps"),
    ]


NEW = NewDependency(
    family_name="App_125rzkzqaqjwj",
    version=0x0001000200030004,
    architectures=4,
    verify=False,
    lifetime_kind=0,
    lifetime_artifact="",
    rank=-1,
    prepend=True,
)


def test_a_dependency_is_made_added_and_removed(
    monkeypatch: pytest.MonkeyPatch, functions: WindowsPackageFunctions
) -> None:
    library = use(
        monkeypatch,
        Library(
            TryCreatePackageDependency=(0, (allocated("pd:1"),)),
            AddPackageDependency=(0, (7, allocated(FULL))),
            RemovePackageDependency=(0, ()),
            DeletePackageDependency=(0, ()),
        ),
    )
    assert functions.add_dependency(NEW) == (FULL, "pd:1", 7)
    functions.remove_dependency("pd:1", 7)
    assert library.calls == [
        ("TryCreatePackageDependency", None, "App_125rzkzqaqjwj", 0x0001000200030004, 4, 0, None, 1),
        ("AddPackageDependency", "pd:1", -1, 1),
        ("RemovePackageDependency", 7),
        ("DeletePackageDependency", "pd:1"),
    ]


def test_a_dependency_that_resolves_to_nothing_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, functions: WindowsPackageFunctions
) -> None:
    library = use(
        monkeypatch,
        Library(
            TryCreatePackageDependency=(0, (allocated("pd:1"),)),
            AddPackageDependency=(0x80670016 - (1 << 32), (0, 0)),
            DeletePackageDependency=(0, ()),
        ),
    )
    with pytest.raises(WinRtRefusal) as refused:
        functions.add_dependency(NEW)
    assert refused.value.code == 0x80670016
    assert library.calls[-1] == ("DeletePackageDependency", "pd:1")


class Shell:
    """`Processes` that records what it should run."""

    def __init__(self, exit_code: int) -> None:
        self.command_line = ""
        self._exit_code = exit_code

    def run(self, command_line: str, **named: object) -> ExitStatus:
        self.command_line = command_line
        return ExitStatus(self._exit_code)


def test_a_reset_is_one_command_of_powershell() -> None:
    shell = Shell(0x80073CF9)
    functions = WindowsPackageFunctions(shell)  # type: ignore[arg-type]
    assert functions.reset(FULL, lambda: None) == 0x80073CF9
    program, _, script = shell.command_line.rpartition(" ")
    assert program.lower().startswith('"c:\\windows\\system32\\windowspowershell\\v1.0\\powershell.exe" -noprofile')
    text = base64.b64decode(script).decode("utf-16-le")
    assert f"Reset-AppxPackage -Package '{FULL}'" in text
    assert "{" in text
    assert "{{" not in text


def test_a_reset_that_was_stopped_runs_nothing() -> None:
    def stop() -> None:
        raise Cancelled("The caller stopped.")

    shell = Shell(0)
    with pytest.raises(Cancelled):
        WindowsPackageFunctions(shell).reset(FULL, stop)  # type: ignore[arg-type]
    assert shell.command_line == ""
