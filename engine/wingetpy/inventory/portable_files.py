"""The list of the files of a portable that came as an archive, in the reference client's shape."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path, PureWindowsPath

import msgspec

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.remedies import FILE_LIST_LOST


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
        raise file_list_lost(local, error) from error


def file_list_lost(path: object, reason: object) -> OperationError:
    """Return the error of a list that is damaged. An install with force replaces such a list."""
    return OperationError(
        f"The list of the installed files '{path}' cannot be read: {str(reason).rstrip('.')}.",
        code=ErrorCode.IndexIntegrityCompromised,
        target=str(path),
        remedy=FILE_LIST_LOST,
    )


def _file_of_row(folder: PureWindowsPath, path: str, kind: int, sha256: str | None, target: str | None) -> PortableFile:
    return PortableFile(
        path=folder / path,
        kind=PortableFileKind(kind),
        sha256=(sha256 or "").upper(),
        link_target=PureWindowsPath(target) if target else None,
    )
