"""The interpreter that a package is made for: this one, or the one in an archive of a Python for Windows."""

from __future__ import annotations

import lzma
import os
import re
import sys
import sysconfig
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from packaging.markers import default_environment

_MACHINES = {0x8664: ("win_amd64", "AMD64"), 0xAA64: ("win_arm64", "ARM64")}
_LOWEST = 11
"""The minor version of the lowest Python that the engine runs on; pyproject.toml has the same."""
_LIBRARY = re.compile(r"python3(\d\d+)\.dll", re.IGNORECASE)


class Refused(Exception):
    """What was given cannot be packaged; the text says what to do."""


@dataclass(frozen=True)
class Target:
    """An interpreter.

    Attributes:
        python: Its version as pip wants it, `3.13`.
        platform: Its platform as in the name of a wheel, `win_amd64`.
        native: Whether it is the interpreter that runs this.
        markers: The values of environment markers there.
        release: Its full version, for the bill of materials.
    """

    python: str
    platform: str
    native: bool
    markers: dict[str, str]
    release: str

    @property
    def tag(self) -> str:
        """What `wingetpy.packaged` compares first: `cp313-win_amd64`, on Linux with the C library."""
        return " ".join([f"cp{self.python.replace('.', '')}-{self.platform}", *_c_library(self.native)])


def this_interpreter() -> Target:
    """The one that runs this."""
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    markers = {name: str(value) for name, value in default_environment().items()}
    return Target("{}.{}".format(*sys.version_info), platform, True, markers, sys.version.split()[0])


def embedded(archive: Path, folder: Path) -> Target:
    """Unpack a Python for Windows into `folder`; a folder around all of it is left out.

    Args:
        archive: python.org's "embeddable package" (zip), or a tar of such a folder. Its name has the full version.
        folder: Where python.exe will lie; made by this.

    Raises:
        Refused: There is no python.exe for a 64-bit Windows in it.
    """
    _unpack(archive, folder)
    inside = list(folder.iterdir())
    if len(inside) == 1 and inside[0].is_dir():
        around = inside[0].rename(folder.with_name(folder.name + "-around"))
        folder.rmdir()
        around.rename(folder)
    minors = [found[1] for path in folder.iterdir() if (found := _LIBRARY.fullmatch(path.name))]
    program = folder / "python.exe"
    if len(minors) != 1 or not program.is_file():
        raise Refused(f"{archive} holds no Python for Windows: it needs python.exe and python3<minor>.dll.")
    platform, machine = _MACHINES.get(_machine(program), ("", ""))
    if not platform:
        raise Refused(f"{archive} holds a Python for another machine than x64 and arm64.")
    if {"amd64", "arm64"} & set(re.split(r"[^a-z0-9]+", archive.name.lower())) - {machine.lower()}:
        raise Refused(f"{archive} holds a Python for {machine}, which its name does not say: download it again.")
    if int(minors[0]) < _LOWEST:
        raise Refused(f"{archive} holds Python 3.{minors[0]}: the engine needs 3.{_LOWEST} or newer.")
    python = f"3.{minors[0]}"
    named = re.search(rf"{re.escape(python)}\.\d+", archive.name)
    release = named[0] if named else python
    markers = {
        "implementation_name": "cpython",
        "implementation_version": release,
        "os_name": "nt",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_release": "10",
        "platform_system": "Windows",
        "platform_version": "10.0",
        "python_full_version": release,
        "python_version": python,
        "sys_platform": "win32",
    }
    return Target(python, platform, False, markers, release)


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack a zip or a tar. Refuses one that is broken, or has a name that leads out of the folder."""
    folder.mkdir(parents=True)
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as packed:
                _refuse_escapes(archive, packed.namelist())
                packed.extractall(folder)
        elif tarfile.is_tarfile(archive):
            if not hasattr(tarfile, "data_filter"):
                raise Refused(f"{archive} is a tar: unpacking it needs Python 3.11.4 or newer. Use a zip.")
            with tarfile.open(archive) as packed:
                _refuse_escapes(archive, packed.getnames())
                packed.extractall(folder, filter="data")
        else:
            raise Refused(f"{archive} is neither a zip nor a tar.")
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, lzma.LZMAError, zlib.error) as broken:
        raise Refused(f"{archive} cannot be unpacked: {broken}") from broken


def _refuse_escapes(archive: Path, names: list[str]) -> None:
    for name in names:
        path = PureWindowsPath(name)
        if path.anchor or ".." in path.parts:
            raise Refused(f"{archive} has a file {name!r}, outside its folder. Use the archive of python.org.")


def _machine(program: Path) -> int:
    """The machine of a Windows program, from its PE header."""
    data = program.read_bytes()[:4096]
    start = int.from_bytes(data[0x3C:0x40], "little")
    if data[:2] != b"MZ" or data[start : start + 4] != b"PE\0\0":
        return 0
    return int.from_bytes(data[start + 4 : start + 6], "little")


def _c_library(native: bool) -> list[str]:
    return [os.confstr("CS_GNU_LIBC_VERSION") or ""] if native and sys.platform == "linux" else []
