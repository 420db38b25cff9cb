"""Open and close the state databases; map SQLite errors to HostError."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from wingetpy.errors import ErrorCode, HostError

T = TypeVar("T")
WAIT_SECONDS = 10.0
_DAMAGED = (
    "If it is damaged, move it away and try again: what is installed stays as it is, but a change that was interrupted"
    " cannot be undone without its journal."
)


@contextmanager
def database(path: Path, *, read_only: bool = False) -> Iterator[sqlite3.Connection]:
    """A connection that is closed again.

    Raises:
        HostError: DiskFull, AccessDenied, or what SQLite says, naming the file.
    """
    try:
        name = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        with closing(sqlite3.connect(name, uri=True, timeout=WAIT_SECONDS)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise _refusal(path, error) from error


def decoded(text: str, decoder: msgspec.json.Decoder[T]) -> T:
    """Return the value of a column of JSON.

    Raises:
        sqlite3.DatabaseError: The text is no such value: damaged, or of a newer engine. `database` names the file.
    """
    try:
        return decoder.decode(text)
    except msgspec.DecodeError as error:
        raise sqlite3.DatabaseError(f"a row cannot be read, it is damaged or of a newer engine ({error})") from error


def _refusal(path: Path, error: sqlite3.Error) -> HostError:
    number = getattr(error, "sqlite_errorcode", 0) & 0xFF
    refused = (ErrorCode.AccessDenied, "PermissionDenied", "See that you may write to it and to its folder.")
    code, category, remedy = {
        sqlite3.SQLITE_FULL: (ErrorCode.DiskFull, "ResourceUnavailable", "Make room on the disk and try again."),
        sqlite3.SQLITE_READONLY: refused,
        sqlite3.SQLITE_CANTOPEN: refused,
        sqlite3.SQLITE_BUSY: (ErrorCode.FileInUse, "ResourceBusy", "Try again when the other engine has ended."),
    }.get(number, (ErrorCode.InternalError, "InvalidData", _DAMAGED))
    return HostError(
        f"The engine's own file '{path}' cannot be used: {error}.",
        code=code,
        category=category,
        target=str(path),
        remedy=remedy,
    )
