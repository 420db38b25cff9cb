"""The programs that run on the small machine: those that `running.json`, WINGETPY_RUNNING or a test names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PureWindowsPath

import msgspec

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.running import RunningProgram
from wingetpy.hosts.sandbox.settings_file import SettingsFile

FILE_NAME = "running.json"
VARIABLE = "WINGETPY_RUNNING"


class SandboxProgram(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """One program. `stays`: it cannot be ended."""

    path: str
    process: int = 1000
    is_ours: bool = False
    stays: bool = False


class RunningPrograms(
    msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What runs, as the JSON has it."""

    programs: tuple[SandboxProgram, ...] = ()


class SandboxRunning:
    """The programs of one sandbox."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._file = SettingsFile(root / FILE_NAME, RunningPrograms, VARIABLE)

    def all(self) -> Sequence[RunningProgram]:
        return [
            RunningProgram(process=one.process, path=PureWindowsPath(one.path), is_ours=one.is_ours)
            for one in self._file.current().programs
        ]

    def end(self, program: RunningProgram) -> None:
        known = self._file.current().programs
        if any(one.stays and one.process == program.process for one in known):
            raise HostError(
                f"{program} cannot be ended: access is denied.",
                code=ErrorCode.AccessDenied,
                category="PermissionDenied",
                target=str(program.path),
                remedy="End it yourself.",
            )
        write_running(self._root, *(one for one in known if one.process != program.process))


def write_running(root: Path, *programs: SandboxProgram) -> None:
    """Set what runs on a sandbox."""
    with as_host_error("write", str(root / FILE_NAME)):
        (root / FILE_NAME).write_bytes(msgspec.json.encode(RunningPrograms(programs=programs)))
