"""Programs that run on the machine, whoever started them."""

from __future__ import annotations

from pathlib import PureWindowsPath

import msgspec


class RunningProgram(msgspec.Struct, frozen=True, kw_only=True):
    """One process.

    Attributes:
        process: Its number.
        path: Its file.
        is_ours: It is this engine or a program that it was started by: the shell of the user.
    """

    process: int
    path: PureWindowsPath
    is_ours: bool = False

    def __str__(self) -> str:
        return f"{self.path.name} (process {self.process})"
