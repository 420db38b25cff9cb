"""The history: what was done on this machine, by whom, and how it ended. Bounded: the oldest entries go.

Nothing depends on it: where it cannot be written, the operation goes on and the caller hears of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import msgspec

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.lock_file import lock_file
from wingetpy.model.decoding import UNREADABLE, converted
from wingetpy.state.database import DAMAGED, database, holds_programs

FILE_NAME = "history.db"
MOST_ENTRIES = 5000
MOST_BYTES = 4 << 20
LONGEST_TEXT = 2000
"""Characters of a command line or an error; the rest is cut off."""
_LOCK_SECONDS = 2.0
_END_OF_TIME = 253_402_300_800.0
"""The year 10000: later times no program shows."""
_PART = 10
"""The part of the entries that goes at once where the file is too large: a tenth."""

HistoryResult = Literal["Running", "Succeeded", "Failed", "Cancelled", "Interrupted"]


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One operation on one package. Texts are empty where nothing is known; times are Unix seconds.

    Attributes:
        number: Grows by one with each entry and is never used again; 0 before it is written.
        journal: The number of the operation in the journal; 0 if it never began to change the machine.
        user: Who asked for it, as the machine names its users.
        source: The source's name; `source_identifier` is what stays the same when it is renamed.
        finished: None while it runs.
        command_line: Of the installer or uninstaller; what the user wrote himself is masked.
        exit_code: Of that program, unsigned; None where none ran.
        log: The installer's log.
        changed: Whether the machine was changed.
        undoes: The number of the operation that this one took back; 0 for none.
    """

    number: int = 0
    journal: int = 0
    operation: str
    package: str
    name: str = ""
    source: str = ""
    source_identifier: str = ""
    user: str = ""
    elevated: bool = False
    started: float
    finished: float | None = None
    from_version: str = ""
    to_version: str = ""
    scope: str = ""
    architecture: str = ""
    installer_type: str = ""
    product_code: str = ""
    location: str = ""
    installer_sha256: str = ""
    command_line: str = ""
    exit_code: int | None = None
    log: str = ""
    reboot_required: bool = False
    changed: bool = False
    result: HistoryResult = "Running"
    error_code: str = ""
    error: str = ""
    undoes: int = 0


_NAMES = HistoryEntry.__struct_fields__
_TRUTHS = ("elevated", "reboot_required", "changed")
_SCHEMA = f"CREATE TABLE IF NOT EXISTS entry(number INTEGER PRIMARY KEY AUTOINCREMENT, {', '.join(_NAMES[1:])})"


class History:
    """The store, opened for writing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, entry: HistoryEntry) -> int:
        """Write an entry and return its number. Old ones go where there are too many."""
        members = _shortened(entry)
        del members["number"]
        with self._connection:
            cursor = self._connection.execute(
                f"INSERT INTO entry({', '.join(members)}) VALUES({', '.join('?' * len(members))})", (*members.values(),)
            )
            number = int(cursor.lastrowid or 0)
            self._connection.execute("DELETE FROM entry WHERE number <= ?", (number - MOST_ENTRIES,))
        while self._bytes() > MOST_BYTES and self._drop_oldest(number):
            pass
        return number

    def replace(self, entry: HistoryEntry) -> None:
        """Write an entry in place of the one with its number; nothing happens if that one is gone."""
        members = _shortened(entry)
        setting = ", ".join(f"{name} = ?" for name in members)
        with self._connection:
            self._connection.execute(f"UPDATE entry SET {setting} WHERE number = ?", (*members.values(), entry.number))

    def running(self) -> list[HistoryEntry]:
        """Return the entries of operations that have not ended, oldest first."""
        return sorted(_entries(self._connection, "WHERE result = 'Running'"), key=lambda one: one.number)

    def _bytes(self) -> int:
        """Return how much of the file is in use."""
        pages, free, size = (
            int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("page_count", "freelist_count", "page_size")
        )
        return (pages - free) * size

    def _drop_oldest(self, kept: int) -> bool:
        """Remove the oldest entries, and give their room back. False if only the entry `kept` is left."""
        with self._connection:
            count = int(self._connection.execute("SELECT count(*) FROM entry").fetchone()[0])
            gone = self._connection.execute(
                "DELETE FROM entry WHERE number < ? AND number IN (SELECT number FROM entry ORDER BY number LIMIT ?)",
                (kept, max(1, count // _PART)),
            ).rowcount
        self._connection.execute("PRAGMA incremental_vacuum").fetchall()
        return gone > 0


@contextmanager
def open_history(state_folder: Path, set_aside: Callable[[str], None]) -> Iterator[History]:
    """Open the history of a state folder for writing, made if it does not exist. Waits for two seconds at most.

    Args:
        set_aside: Takes a sentence where the history was damaged: it was renamed, and a new one is made.

    Raises:
        HostError: it cannot be written.
    """
    path = state_folder / FILE_NAME
    busy = HostError(
        "The history is being written by another engine.",
        code=ErrorCode.FileInUse,
        category="ResourceBusy",
        target=str(path),
        remedy="Try again.",
    )
    with lock_file(state_folder / "history.lock", _LOCK_SECONDS, busy):
        if (why := _damage(path)) is not None:
            set_aside(f"{why} It was renamed to '{_set_aside(path).name}', and a new history is begun.")
        with database(path, wait_seconds=_LOCK_SECONDS) as connection:
            if not _columns(connection):
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA synchronous = FULL")
            with connection:
                connection.execute(_SCHEMA)
                for name in sorted(set(_NAMES) - _columns(connection)):  # an earlier version wrote the file
                    connection.execute(f"ALTER TABLE entry ADD COLUMN {name}")
            yield History(connection)


def read_history(state_folder: Path) -> Iterator[HistoryEntry]:
    """Read the history, newest first; nothing where there is none.

    Raises:
        HostError: it cannot be read, or is damaged.
    """
    path = state_folder / FILE_NAME
    if not path.exists():
        return
    if (why := _damage(path)) is not None:
        raise HostError(
            why,
            code=ErrorCode.InternalError,
            category="InvalidData",
            target=str(path),
            remedy="The next change renames it and begins a new history; or restore it from a backup.",
        )
    with database(path, read_only=True) as connection:
        if _columns(connection):
            yield from _entries(connection, "ORDER BY number DESC")


def has_running(state_folder: Path) -> bool:
    """Whether an entry says that its operation has not ended, without a reading of the whole history.

    Raises:
        HostError: it cannot be read.
    """
    path = state_folder / FILE_NAME
    if not path.exists():
        return False
    with database(path, read_only=True) as connection:
        if holds_programs(connection) or not _columns(connection):
            return False
        return connection.execute("SELECT 1 FROM entry WHERE result = 'Running' LIMIT 1").fetchone() is not None


def _entries(connection: sqlite3.Connection, which: str) -> Iterator[HistoryEntry]:
    """Read entries. What cannot be read (another program wrote it) is left out."""
    names = [name for name in _NAMES if name in _columns(connection)]
    for row in connection.execute(f"SELECT {', '.join(names)} FROM entry {which}"):
        known = {name: value for name, value in zip(names, row, strict=True) if value is not None}
        known.update({name: bool(known[name]) for name in _TRUTHS if name in known})
        with suppress(*UNREADABLE):
            entry = converted(known, HistoryEntry)
            if all(0 <= time < _END_OF_TIME for time in (entry.started, entry.finished or 0.0)):
                yield entry


def _shortened(entry: HistoryEntry) -> dict[str, Any]:
    members = msgspec.structs.asdict(entry)
    return {name: value[:LONGEST_TEXT] if isinstance(value, str) else value for name, value in members.items()}


def _columns(connection: sqlite3.Connection) -> set[str]:
    return {name for _, name, *_ in connection.execute("PRAGMA table_info(entry)")}


def _damage(path: Path) -> str | None:
    """Return what is wrong with the file, as a sentence; None if nothing is, or it does not exist."""
    if not path.exists():
        return None
    try:
        with database(path, read_only=True) as connection:
            if holds_programs(connection):
                return f"The history '{path}' is damaged: another program has put views or triggers into it."
            found = connection.execute("PRAGMA quick_check(1)").fetchone()
            if found != ("ok",):
                return f"The history '{path}' is damaged: {found[0] if found else 'it cannot be checked'}."
            if "number" not in (columns := _columns(connection)) and columns:
                return f"The history '{path}' is damaged: its table has no numbers."
    except HostError as error:
        cause = error.__cause__
        if isinstance(cause, sqlite3.DatabaseError) and getattr(cause, "sqlite_errorcode", 0) & 0xFF in DAMAGED:
            return f"The history '{path}' is damaged: {cause}."
        raise
    return None


def _set_aside(path: Path) -> Path:
    """Rename a damaged history and return its new path. Only the newest damaged one is kept: the history is bounded."""
    aside = path.with_name(f"{FILE_NAME}.damaged")
    with as_host_error("rename", str(path)):
        path.replace(aside)
        with suppress(FileNotFoundError):
            path.with_name(f"{FILE_NAME}-journal").unlink()
    return aside
