"""What kind of program a file is. On a 64-bit-only Wine an x86 program exits with 0 and has done nothing; it is
refused before.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import os
from pathlib import Path, PureWindowsPath

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.windows.native import under_wine

_X86 = 0x014C


def refuse_what_runs_silently_wrong(command_line: str) -> None:
    """Raises HostError (HostCannot) for an x86 program where there is nothing to run x86."""
    if not loads_x86() and machine_of(Path(program_of(command_line))) == _X86:
        raise HostError(
            f"This Windows has no support for x86 programs: {command_line}",
            code=ErrorCode.HostCannot,
            category="NotImplemented",
            target=command_line,
            remedy="Install the 64-bit part of Windows that runs x86 (under Wine: wine32), or use an x64 installer.",
        )


def runs_x86() -> bool:
    """Whether an installer for x86 is taken: manifests name x86 for many x64 programs, and a 64-bit-only Wine installs
    MSI packages for x86. There a program that is x86 indeed is refused when it is started.
    """
    return loads_x86() or under_wine()


def loads_x86() -> bool:
    """Whether x86 programs run: seen by their system files, which a 64-bit-only Wine lacks."""
    windows = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return sys.maxsize < 1 << 32 or os.path.exists(os.path.join(windows, "SysWOW64", "ntdll.dll"))


def machine_of(program: Path) -> int | None:
    """The machine field of a program's header; None if there is no such file or it is no program."""
    try:
        with open(program, "rb") as file:
            head = file.read(64)
            if len(head) < 64 or head[:2] != b"MZ":
                return None
            file.seek(int.from_bytes(head[60:64], "little"))
            signature = file.read(6)
    except OSError:
        return None
    return int.from_bytes(signature[4:6], "little") if signature[:4] == b"PE\0\0" else None


def program_of(command_line: str) -> PureWindowsPath:
    """The program that a command line starts, as it is written there."""
    text = command_line.lstrip()
    return PureWindowsPath(text[1:].split('"')[0] if text.startswith('"') else text.split(" ")[0])
