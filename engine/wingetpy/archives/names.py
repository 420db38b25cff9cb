"""The names in an archive: which may become files, and which are refused, with the reason."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Sequence
from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.model.file_names import fold, why_name_is_refused

_ENCRYPTED = 0x1
_STRONGLY_ENCRYPTED = 0x40
_MASKED = 0x2000
_REPARSE_POINT = 0x400
_MADE_ON_WINDOWS = (0, 10, 11)
_SUPPORTED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_LONGEST_PATH = 32_000


def checked_names(members: Sequence[zipfile.ZipInfo], archive: str) -> dict[PureWindowsPath, zipfile.ZipInfo]:
    """The relative path of every entry, if all of them may stand on Windows.

    Raises:
        OperationError: ExtractArchiveFailed for the first that may not, naming it and why.
    """
    taken: dict[tuple[str, ...], str] = {}
    files: set[tuple[str, ...]] = set()
    folders: set[tuple[str, ...]] = set()
    result: dict[PureWindowsPath, zipfile.ZipInfo] = {}
    for member in members:
        reason = _why_refused(member)
        if reason:
            raise refused(archive, member.filename, reason)
        path = _relative(member.orig_filename)
        if not path.parts:
            continue
        folded = tuple(fold(part) for part in path.parts)
        for length in range(1, len(folded) + 1):
            spelled = "/".join(path.parts[:length])
            if taken.setdefault(folded[:length], spelled) != spelled:
                raise refused(archive, member.filename, f"it differs from '{taken[folded[:length]]}' in case only")
            if length < len(folded):
                folders.add(folded[:length])
        if is_folder(member):
            folders.add(folded)
        elif folded in files:
            raise refused(archive, member.filename, "the archive has this file twice")
        else:
            files.add(folded)
        result[path] = member
    if both := files & folders:
        raise refused(archive, "/".join(min(both)), "it is a file and a folder at once")
    return result


def is_folder(member: zipfile.ZipInfo) -> bool:
    """Whether the entry is a folder; some programs write the backslash."""
    return member.orig_filename.endswith(("/", "\\"))


def refused(archive: str, name: str, reason: str) -> OperationError:
    """The error for an entry that is not extracted."""
    shown = name if len(name) <= 120 else name[:117] + "..."
    return OperationError(
        f"The archive '{archive}' is refused: its entry {shown!r} cannot be extracted, because {reason}.",
        code=ErrorCode.ExtractArchiveFailed,
        category="SecurityError",
        target=archive,
        remedy="Report it to whoever keeps the manifest or made the archive; nothing was changed.",
    )


def _why_refused(member: zipfile.ZipInfo) -> str | None:
    # zipfile cuts the name at a NUL and turns some separators; the name as it stands in the archive is judged.
    name = member.orig_filename
    if "\0" in name:
        return "its name holds a NUL character"
    if member.flag_bits & (_ENCRYPTED | _STRONGLY_ENCRYPTED | _MASKED):
        return "it is encrypted"
    if _is_link(member):
        return "it is a link"
    if member.compress_type not in _SUPPORTED:
        return f"its compression method {member.compress_type} is not supported"
    if len(name) > _LONGEST_PATH:
        return "its path is too long"
    return _why_path_refused(name.replace("/", "\\"))


def _why_path_refused(path: str) -> str | None:
    if path.startswith("\\\\"):
        return "its path is a network or device path"
    if path.startswith("\\"):
        return "its path is absolute"
    if len(path) > 1 and path[1] == ":" and path[0].isalpha():
        return "its path begins with a drive letter"
    for part in path.rstrip("\\").split("\\"):
        if part == "..":
            return "its path leads outside of the folder"
        if part in ("", "."):
            continue
        if ":" in part:
            return f"'{part}' names an alternate stream"
        if reason := why_name_is_refused(part):
            return f"'{part}' {reason}"
    return None


def _is_link(member: zipfile.ZipInfo) -> bool:
    if member.create_system in _MADE_ON_WINDOWS:
        return bool(member.external_attr & _REPARSE_POINT)
    mode = member.external_attr >> 16
    kind = stat.S_IFMT(mode)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)


def _relative(name: str) -> PureWindowsPath:
    return PureWindowsPath(*(part for part in name.replace("/", "\\").split("\\") if part not in ("", ".")))
