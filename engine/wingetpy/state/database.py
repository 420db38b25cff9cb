"""Open and close the state databases; map SQLite errors to HostError."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import code_of
from wingetpy.errors.system import refusal as system_refusal

Stamp = tuple[int, int, int]
WAIT_SECONDS = 10.0
DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
"""Primary result codes of a file that is no database, or a broken one."""

_DESCRIPTORS = 4
"""What SQLite opens for one change: the database, its journal, their folder; and one for what called it."""
_BESIDE = ("-journal", "-wal", "-shm")
_PROBE_BYTES = 1 << 16
_SETTLED_SECONDS = 2.0
"""Longer than any file system takes two changes for one."""
_KEEP_IT = "Restore the file from a backup or repair it, and keep a copy of it as it is: nothing was deleted."


@contextmanager
def database(
    path: Path, *, read_only: bool = False, wait_seconds: float = WAIT_SECONDS
) -> Iterator[sqlite3.Connection]:
    """A connection that is closed again.

    Args:
        wait_seconds: How long one statement waits for another connection that writes.

    Raises:
        HostError: DiskFull, AccessDenied, or what SQLite says, naming the file.
    """
    refuse_pipe(path)
    try:
        name = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        with closing(sqlite3.connect(name, uri=True, timeout=wait_seconds)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise _refusal(path, error) from error


def change_stamp(path: Path) -> Stamp | None:
    """Return what differs once a database has been changed; None where that cannot be said, or not yet.

    The file is not opened: closing it would end the locks that another connection of this process has on it. So a
    change is known by the file's time, and one of the last moments may not differ from the next.
    """
    try:
        kind = path.stat()
    except OSError:
        return None
    if abs(time.time() - kind.st_mtime) < _SETTLED_SECONDS:
        return None
    return kind.st_ino, kind.st_size, kind.st_mtime_ns


def refuse_pipe(path: Path) -> None:
    """Raise HostError for a pipe or a device: to open it could take for ever. What does not exist is none."""
    if os.name == "nt":  # no file there is a pipe, and a look at one costs as much as to open it
        return
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
    except OSError:
        return
    if kind not in (stat.S_IFREG, stat.S_IFDIR):
        raise HostError(
            f"The engine's own file '{path}' cannot be used: it is a pipe or a device.",
            code=ErrorCode.NotSupported,
            category="InvalidData",
            target=str(path),
            remedy="Move it away and try again.",
        )


def holds_programs(connection: sqlite3.Connection) -> bool:
    """Whether a database has views or triggers. The engine writes none, and reading one may take for ever."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE type IN ('view', 'trigger')").fetchone()
    return found is not None


def free_name(path: Path) -> Path:
    """Return a name for a damaged file that is set aside: the path itself, or with a number at its end."""
    names = (path, *(path.with_name(f"{path.name}-{number}") for number in range(2, 1000)))
    return next((name for name in names if not os.path.lexists(name)), path)


def _refusal(path: Path, error: sqlite3.Error) -> HostError:
    number = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if path.is_dir():
        return HostError(
            f"The engine's own file '{path}' cannot be used: a folder has this name.",
            code=ErrorCode.AlreadyExists,
            category="ResourceExists",
            target=str(path),
            remedy="Move the folder away and try again.",
        )
    for beside in (path.with_name(path.name + ending) for ending in _BESIDE):
        if beside.is_dir():
            return HostError(
                f"The engine's own file '{path}' cannot be used: a folder is named '{beside.name}', as SQLite names its"
                " own file beside it.",
                code=ErrorCode.AlreadyExists,
                category="ResourceExists",
                target=str(beside),
                remedy=f"Move the folder '{beside}' away and try again.",
            )
    if number in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        found = _write_refusal(path.parent)
        if found in (ErrorCode.TooManyOpenFiles, ErrorCode.OutOfMemory):
            return system_refusal(found, "use the engine's own file", str(path))
        if found is ErrorCode.DiskFull:
            number = sqlite3.SQLITE_FULL  # SQLite has no such word for the files beside the database
    refused = (ErrorCode.AccessDenied, "PermissionDenied", "See that you may write to it and to its folder.")
    code, category, remedy = {
        sqlite3.SQLITE_FULL: (ErrorCode.DiskFull, "ResourceUnavailable", "Make room on the disk and try again."),
        sqlite3.SQLITE_READONLY: refused,
        sqlite3.SQLITE_CANTOPEN: refused,
        sqlite3.SQLITE_BUSY: (ErrorCode.FileInUse, "ResourceBusy", "Try again when the other engine has ended."),
        sqlite3.SQLITE_IOERR: (
            ErrorCode.InternalError,
            "ReadError",
            "Check the disk and try again; nothing was deleted.",
        ),
    }.get(number, (ErrorCode.InternalError, "InvalidData", _KEEP_IT))
    reason = "the disk is full" if code is ErrorCode.DiskFull else str(error)
    return HostError(
        f"The engine's own file '{path}' cannot be used: {reason}.",
        code=code,
        category=category,
        target=str(path),
        remedy=remedy,
    )


def _write_refusal(folder: Path) -> ErrorCode | None:
    """Why nothing more can be written to a folder, as for want of room, by a quota, or with too many open files; None
    if it can."""
    import tempfile  # late: start time

    try:
        with ExitStack() as held:
            for _ in range(_DESCRIPTORS):
                held.enter_context(open(os.devnull, "rb"))
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(_PROBE_BYTES))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return code_of(error)
    return None
