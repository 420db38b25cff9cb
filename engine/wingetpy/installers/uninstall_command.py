"""The command that removes an installed program, as its Apps & Features entry names it, made safe to start."""

from __future__ import annotations

import re
from pathlib import PureWindowsPath
from typing import NamedTuple

from wingetpy.errors import ErrorCode, HostError, OperationError
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.host import Host
from wingetpy.hosts.native_files import open_file
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.technology import InstallMode, parse_installer_type, traits_of

_MSIEXEC = re.compile(r'^"?[^"]*?msiexec(?:\.exe)?"?\s+/[ix]\s*"?(\{[0-9a-f-]{36}\})', re.IGNORECASE)
_PRODUCT_CODE = re.compile(r"\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}", re.IGNORECASE)
_PROGRAM_END = re.compile(r"\.(?:exe|com|bat|cmd)(?=\s|$)", re.IGNORECASE)
_NSIS_MARK = b"\xef\xbe\xad\xdeNullsoftInst"
_MOST_LOOKED_AT = 4 << 20
_LONGEST_SHOWN = 300
_MOST_ENDS = 50
"""How many places of a command line are tried as the end of its program."""
_INNO_PROGRAM = re.compile(r"^unins\d{3}\.exe$", re.IGNORECASE)


class UninstallCommand(NamedTuple):
    """A command line that removes a program, and the type whose exit codes it has."""

    line: str
    installer_type: str


def uninstall_command(host: Host, installed: InstalledEntry, mode: InstallMode) -> UninstallCommand | None:
    """Return the command of an entry, silent unless `mode` is Interactive; None: the entry names none.

    The quiet command of the entry comes first. Where it has none, the usual one becomes quiet by the switch of its
    technology, if that is known; else it is as it is.

    Raises:
        OperationError: ExecUninstallCommandFailed, the command names no program that could be started.
    """
    if mode != "Interactive" and installed.quiet_uninstall_string:
        return UninstallCommand(started(host, installed.quiet_uninstall_string), _type(installed))
    if not installed.uninstall_string:
        return None
    if (msi := _MSIEXEC.match(installed.uninstall_string)) is not None and mode != "Interactive":
        return UninstallCommand(msiexec_removal(host, msi[1], mode), "msi")
    line = started(host, installed.uninstall_string)
    program = PureWindowsPath(line[1:].partition('"')[0])
    kind = _technology(host, installed, program)
    quiet = traits_of(kind).quiet_uninstall
    if mode == "Interactive" or not quiet or quiet.split()[0].lower() in line.lower().split():
        return UninstallCommand(line, kind)
    return UninstallCommand(f"{line} {quiet}", kind)


def is_product_code(text: str) -> bool:
    """Whether a text is a product code of the Windows Installer. The key of an entry may be anything: in the place of a
    code it would be read as more options of msiexec."""
    return _PRODUCT_CODE.fullmatch(text) is not None


_MSI_MODES: dict[InstallMode, str] = {
    "Silent": " /quiet /norestart",
    "Default": " /passive /norestart",
    "Interactive": "",
}


def msiexec_removal(host: Host, product_code: str, mode: InstallMode, log: str = "") -> str:
    """Return the command line that removes a Windows Installer product."""
    program = host.files.known_folder(KnownFolder.system) / "msiexec.exe"
    return f'"{program}" /x{product_code}{_MSI_MODES[mode]}' + (f' /log "{log}"' if log else "")


def msiexec_repair(host: Host, product_code: str, mode: InstallMode, log: str = "") -> str:
    """Return the command line that repairs a Windows Installer product."""
    program = host.files.known_folder(KnownFolder.system) / "msiexec.exe"
    return f'"{program}" /f {product_code}{_MSI_MODES[mode]}' + (f' /log "{log}"' if log else "")


def no_uninstall_command(target: str) -> OperationError:
    """Return the error of the seed for a program that names no uninstaller."""
    return OperationError(
        "The Windows Package Manager cannot locate the uninstall command for this application. "
        "Please reach out to the application publisher for support.",
        code=ErrorCode.NoUninstallInfoFound,
        target=target,
        remedy="Remove it with its own uninstaller.",
    )


def _type(installed: InstalledEntry) -> str:
    return parse_installer_type(installed.installer_type)


def started(host: Host, text: str) -> str:
    """A command line whose program is a quoted path: Windows would try `C:\\Program.exe` for an unquoted one with
    blanks, and look for a bare name in the current folder first.

    Raises:
        OperationError: it names no program, or one below whatever folder is the current one.
    """
    written, text = text, _expanded(host, text.strip())
    if text.startswith('"'):
        program, _, rest = text[1:].partition('"')
    else:
        program, rest = _split(host, text)
    path = PureWindowsPath(program.strip())
    if not path.is_absolute():
        if not path.name or len(path.parts) != 1 or "%" in path.name:
            raise _names_no_program(written)
        system = host.files.known_folder(KnownFolder.system)
        named = path if path.suffix else path.with_name(f"{path.name}.exe")
        path = next((there for there in (system / named, system.parent / named) if _is_there(host, there)), path)
    return f'"{path}"{rest if not rest or rest[0].isspace() else " " + rest}'


def _names_no_program(text: str) -> OperationError:
    return OperationError(
        f"The Apps & Features entry names no program by its whole path: {text[:_LONGEST_SHOWN]}",
        code=ErrorCode.ExecUninstallCommandFailed,
        category="InvalidData",
        target=text[:_LONGEST_SHOWN],
        remedy="Run the program by hand, or report it to the publisher.",
    )


def _is_there(host: Host, path: PureWindowsPath) -> bool:
    """Whether there is a file or folder; what cannot be a path of this machine is none."""
    try:
        return host.files.entry(path) is not None
    except HostError:
        return False


def _split(host: Host, text: str) -> tuple[str, str]:
    """Program and rest of a command line without quotes: the longest that is a file, ends as programs do."""
    ends = [found.end() for found in _PROGRAM_END.finditer(text)]
    for end in ends[:_MOST_ENDS]:
        path = PureWindowsPath(text[:end])
        if path.is_absolute() and _is_there(host, path):
            return text[:end], text[end:]
    end = ends[0] if ends else len(text.partition(" ")[0])
    return text[:end], text[end:]


def _expanded(host: Host, text: str) -> str:
    """Environment variables of folders, which entries may name."""
    if "%" not in text:
        return text
    known = {
        "programfiles": KnownFolder.program_files,
        "programw6432": KnownFolder.program_files,
        "programfiles(x86)": KnownFolder.program_files_x86,
        "systemroot": KnownFolder.windows,
        "windir": KnownFolder.windows,
        "programdata": KnownFolder.program_data,
        "allusersprofile": KnownFolder.program_data,
        "localappdata": KnownFolder.local_app_data,
        "userprofile": KnownFolder.profile,
        "temp": KnownFolder.temp,
        "tmp": KnownFolder.temp,
    }

    def folder(found: re.Match[str]) -> str:
        named = known.get(found[1].lower())
        return str(host.files.known_folder(named)) if named else found[0]

    return re.sub(r"%([^%]+)%", folder, text)


def _technology(host: Host, installed: InstalledEntry, program: PureWindowsPath) -> str:
    """What made the uninstaller: NSIS and Inno Setup are known by it, whatever the entry says."""
    if _INNO_PROGRAM.match(program.name) or (installed.product_code or "").lower().endswith("_is1"):
        return "inno"
    if _is_nsis(host, program):
        return "nullsoft"
    return _type(installed)


def _is_nsis(host: Host, program: PureWindowsPath) -> bool:
    if not program.is_absolute():
        return False
    try:
        with open_file(host.files.local(program)) as file:
            return _NSIS_MARK in file.read(_MOST_LOOKED_AT)
    except (HostError, OSError):
        return False
