"""Portables: the record that the reference client keeps in their entry, and its list of the files of an archive.

Both are shared with winget: what it installed is listed, updated and removed here, and the other way round.
"""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path, PureWindowsPath

import msgspec

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.inventory.entry import PortableRecord
from wingetpy.inventory.values import EntryValues


class PortableFileKind(IntEnum):
    """The number in the list's column `filetype`."""

    unknown = 0
    file = 1
    directory = 2
    symlink = 3


class PortableFile(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that belongs to a portable. `sha256` is hex, of a file; `link_target` is where a link points."""

    path: PureWindowsPath
    kind: PortableFileKind
    sha256: str = ""
    link_target: PureWindowsPath | None = None


def portable_record(values: EntryValues) -> PortableRecord | None:
    """The record in an entry; None if it does not say which package of which source it is."""
    package_id, source_id = values.text("WinGetPackageIdentifier"), values.text("WinGetSourceIdentifier")
    if package_id is None or source_id is None:
        return None
    return PortableRecord(
        package_id=package_id,
        source_id=source_id,
        install_location=values.path("InstallLocation"),
        target=values.path("TargetFullPath"),
        link=values.path("SymlinkFullPath"),
        sha256=(values.text("SHA256") or "").upper(),
        directory_created=values.flag("InstallDirectoryCreated"),
        directory_on_path=values.flag("InstallDirectoryAddedToPath"),
    )


def read_file_list(local: Path, folder: PureWindowsPath) -> tuple[PortableFile, ...]:
    """The rows of a file list: `<product code>.db` in the folder of a portable that came as an archive.

    Args:
        local: The native path of the list.
        folder: The machine folder that relative names in it belong to.

    Raises:
        OperationError: (IndexIntegrityCompromised) it is no such list.
    """
    import sqlite3  # late: start time
    from contextlib import closing

    try:
        with closing(sqlite3.connect(f"{local.absolute().as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT filepath, filetype, sha256, symlinktarget FROM portable ORDER BY rowid")
            return tuple(_file_of_row(folder, *row) for row in rows)
    except (sqlite3.DatabaseError, ValueError, TypeError) as error:
        raise OperationError(
            f"The list of the installed files {local} cannot be read: {error}.",
            code=ErrorCode.IndexIntegrityCompromised,
            target=str(local),
            remedy="Install the package again with --force; its files are then tracked anew.",
        ) from error


def _file_of_row(folder: PureWindowsPath, path: str, kind: int, sha256: str | None, target: str | None) -> PortableFile:
    return PortableFile(
        path=folder / path,
        kind=PortableFileKind(kind),
        sha256=(sha256 or "").upper(),
        link_target=PureWindowsPath(target) if target else None,
    )
