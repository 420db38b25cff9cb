"""The records on the disk: one SQLite file, each change of which is one transaction that survives a loss of power."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import as_host_error, refusal
from wingetpy.hosts.sandbox.packages.records import StoredPackage, StoreRecord
from wingetpy.hosts.sandbox.packages.state import KINDS, State
from wingetpy.model.decoding import UNREADABLE, json_decoder

if TYPE_CHECKING:
    import sqlite3

FILE_NAME = "repository.db"
_WAIT_SECONDS = 10.0
_GENERATION = "generation"
_TABLE = "CREATE TABLE IF NOT EXISTS record (kind TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, key)) WITHOUT ROWID"
_Key = tuple[str, str]
_BY_NAME = {kind.kind: kind for kind in KINDS}


class Repository:
    """The records of one store.

    Args:
        folder: The store's; made with the first change.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._known: tuple[str, State] = ("", State())

    def read(self) -> State:
        """Return what the store knows; nobody changes it, but a copy of it.

        Raises:
            HostError: PackageRepositoryCorrupted where the file is damaged; AccessDenied or what else the system says.
        """
        if not self._is_there():
            return State()
        with self._connection() as connection:
            generation = self._generation(connection)
            known, state = self._known
            if generation == known:
                return state
            rows = connection.execute("SELECT kind, value FROM record WHERE kind <> ?", (_GENERATION,)).fetchall()
        state = State()
        for kind, value in rows:
            state.put(self._decode(kind, value))
        self._known = generation, state
        return state

    def generation(self) -> str:
        """Return a text that every change of the records changes; empty where there are none."""
        if not self._is_there():
            return ""
        with self._connection() as connection:
            return self._generation(connection)

    def write(self, before: State, after: State) -> None:
        """Make one state another, or change nothing.

        Raises:
            HostError: As for `read`; DiskFull.
        """
        old, new = _rows(before), _rows(after)
        gone = [key for key in old if key not in new]
        changed = [(*key, value) for key, value in new.items() if old.get(key) != value]
        if not gone and not changed:
            return
        with as_host_error("make", str(self.path.parent)):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        if self._is_there():
            _change(self._connection(), gone, changed)
            return
        new_file = self.path.with_name(f"{FILE_NAME}.new")
        with as_host_error("make", str(self.path)):
            for cut in (new_file, self.path.with_name(f"{new_file.name}-journal")):
                cut.unlink(missing_ok=True)
            _change(self._connection(new_file), gone, changed)
            os.replace(new_file, self.path)  # it is there with its records, or not at all

    def _is_there(self) -> bool:
        """Raises HostError where that cannot be seen: such a store is not an empty one."""
        with as_host_error("use", str(self.path)):
            try:
                self.path.stat()
            except (FileNotFoundError, NotADirectoryError):
                return False
            return True

    def _decode(self, kind: str, value: bytes) -> StoreRecord:
        try:
            record: StoreRecord = json_decoder(_BY_NAME[kind]).decode(value)
        except (*UNREADABLE, KeyError, TypeError) as error:
            raise self._damaged(f"a record of the kind '{kind}' cannot be read: {error}") from error
        if isinstance(record, StoredPackage) and (fault := record.fault()):
            raise self._damaged(f"of the package {record.full_name}, {fault}")
        return record

    def _generation(self, connection: sqlite3.Connection) -> str:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'record'").fetchone():
            raise self._damaged("there is nothing in it")  # a loss of power can cut a file to nothing
        row = connection.execute("SELECT value FROM record WHERE kind = ?", (_GENERATION,)).fetchone()
        if row is None or not isinstance(row[0], bytes):  # each change writes it with the rest
            raise self._damaged("it lacks the mark of its last change")
        return row[0].decode("ascii", "replace")

    @contextmanager
    def _connection(self, path: Path | None = None) -> Iterator[sqlite3.Connection]:
        import sqlite3  # late: start time

        try:
            with closing(sqlite3.connect(path or self.path, timeout=_WAIT_SECONDS)) as connection:
                yield connection
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
                raise refusal(ErrorCode.DiskFull, "write", str(self.path)) from error
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise refusal(ErrorCode.AccessDenied, "use", str(self.path)) from error
            raise self._damaged(str(error)) from error

    def _damaged(self, reason: str) -> HostError:
        return HostError(
            f"The records of the installed packages in '{self.path}' cannot be used: {reason}.",
            code=ErrorCode.PackageRepositoryCorrupted,
            category="InvalidData",
            target=str(self.path),
            remedy="Restore the file from a backup, or move it away: the sandbox then has no packages.",
        )


def _change(
    opened: AbstractContextManager[sqlite3.Connection], gone: list[_Key], changed: list[tuple[str, str, bytes]]
) -> None:
    """Carry out a change as one transaction."""
    with opened as connection:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_TABLE)
        connection.executemany("DELETE FROM record WHERE kind = ? AND key = ?", gone)
        mark = (_GENERATION, "", uuid4().hex.encode())
        connection.executemany("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", [*changed, mark])
        connection.execute("COMMIT")


def _rows(state: State) -> dict[_Key, bytes]:
    return {(record.kind, record.key): msgspec.json.encode(record) for record in state.records()}
