"""How Windows is asked to start a program in a job: in one call where it can."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

if sys.platform != "win32":
    pytest.skip("needs a Windows Python (tests/windows runs it under Wine)", allow_module_level=True)

import ctypes
from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.processes import ExitStatus
from wingetpy.hosts.windows import WindowsHost, start_in_job

PROGRAM = subprocess.list2cmdline([sys.executable, "-I", "-c", "import sys; sys.exit(7)"])
SUSPENDED, JOB_LIST = 0x4, 0x2000D
NOT_SUPPORTED, REQUEST_NOT_SUPPORTED, ELEVATION_REQUIRED = 50, 24, 740


class Kernel:
    """Windows' functions, recorded; `fails` names one that answers with an error for a flag or attribute."""

    def __init__(self, library: Any, fails: dict[tuple[str, int], int]) -> None:
        self._library = library
        self._fails = fails
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        function = getattr(self._library, name)

        def call(*arguments: Any) -> Any:
            self.calls.append((name, arguments))
            for (failing, value), code in self._fails.items():
                if failing == name and value in arguments:
                    ctypes.set_last_error(code)
                    return 0
            return function(*arguments)

        return call

    def names(self) -> list[str]:
        return [name for name, _ in self.calls]


def kernel(monkeypatch: pytest.MonkeyPatch, fails: dict[tuple[str, int], int] | None = None) -> Kernel:
    recorded = Kernel(start_in_job.kernel32, fails or {})
    monkeypatch.setattr(start_in_job, "kernel32", recorded)
    return recorded


def flags(recorded: Kernel) -> list[int]:
    return [arguments[5] for name, arguments in recorded.calls if name == "CreateProcessW"]


def test_it_is_made_within_the_job_and_never_suspended(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = kernel(monkeypatch)
    assert WindowsHost().processes.run(PROGRAM) == ExitStatus(7)
    (flag,) = flags(recorded)
    assert not flag & SUSPENDED
    assert JOB_LIST in [arguments[2] for name, arguments in recorded.calls if name == "UpdateProcThreadAttribute"]
    assert "ResumeThread" not in recorded.names()


@pytest.mark.parametrize("code", [NOT_SUPPORTED, REQUEST_NOT_SUPPORTED])
def test_an_older_windows_makes_it_suspended_and_lets_it_go_in_the_job(
    monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    recorded = kernel(monkeypatch, {("UpdateProcThreadAttribute", JOB_LIST): code})
    assert WindowsHost().processes.run(PROGRAM) == ExitStatus(7)
    (flag,) = flags(recorded)
    assert flag & SUSPENDED
    assert recorded.names().count("ResumeThread") == 1


def test_every_list_of_attributes_and_handle_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = kernel(monkeypatch, {("UpdateProcThreadAttribute", JOB_LIST): NOT_SUPPORTED})
    WindowsHost().processes.run(PROGRAM)
    made = [arguments for name, arguments in recorded.calls if name == "InitializeProcThreadAttributeList"]
    assert recorded.names().count("DeleteProcThreadAttributeList") == sum(
        arguments[0] is not None for arguments in made
    )
    assert recorded.names().count("CloseHandle") == 2


def test_a_program_that_is_not_there_is_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded = kernel(monkeypatch)
    with pytest.raises(HostError) as refused:
        WindowsHost().processes.run(r'"C:\none\setup.exe" /S')
    assert refused.value.code is ErrorCode.FileNotFound
    assert len(flags(recorded)) == 1


def test_a_program_that_asks_for_rights_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = {("CreateProcessW", True): ELEVATION_REQUIRED}
    kernel(monkeypatch, everything)
    with pytest.raises(HostError) as refused:
        WindowsHost().processes.run(PROGRAM, working_directory=PureWindowsPath("C:\\"))
    assert refused.value.code is ErrorCode.CommandRequiresAdmin
