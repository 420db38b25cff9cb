"""The journal: which operation is under way, and each step with what is needed to take it back.

A SQLite file in the host's state folder, `synchronous=FULL`: all steps of a script are on the disk, in one transaction,
before the first change. Steps are ticked off in groups, so every step after the last tick may have begun. An operation
is

    running     its steps are being done; whoever finds it so after a crash takes them back
    committed   its steps are done; what is left (the last steps, backups to delete) is finished, not undone
    finished | undone | failed    the end; failed means that something could not be undone
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, cast

import msgspec

from wingetpy.errors import HostError, JournalDamaged, JournalUnreadable
from wingetpy.errors.system import as_host_error
from wingetpy.journal.steps import Step
from wingetpy.model.decoding import UNREADABLE, converted, json_decoder
from wingetpy.model.operation import OperationKind
from wingetpy.state.database import DAMAGED, database, free_name, holds_programs

OperationState = Literal["running", "committed", "finished", "undone", "failed"]
FILE_NAME = "journal.db"
VERSION = 1
"""Of the tables, as SQLite's `user_version`; 0 in a file that an earlier engine made, with the same tables."""

_TABLES = {"operation", "step"}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS operation(
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    package TEXT NOT NULL,
    source TEXT NOT NULL,
    from_version TEXT NOT NULL,
    to_version TEXT NOT NULL,
    started REAL NOT NULL,
    finished REAL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS step(
    operation INTEGER NOT NULL REFERENCES operation(id),
    number INTEGER NOT NULL,
    last INTEGER NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    change TEXT NOT NULL,
    PRIMARY KEY(operation, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS operation_state ON operation(state);
"""

_encode = msgspec.json.Encoder().encode
_STEP: msgspec.json.Decoder[Step] = json_decoder(cast(type[Step], Step))


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """An operation as the journal has it. Times are Unix seconds; versions are empty where there is none."""

    id: int
    kind: OperationKind
    package: str
    source: str
    from_version: str
    to_version: str
    started: float
    finished: float | None
    state: OperationState
    reason: str


class WrittenStep(msgspec.Struct, frozen=True):
    """A step in the journal. `last`: done after the operation is committed, so never undone. `done`: ticked off."""

    number: int
    last: bool
    done: bool
    step: Step


class Journal:
    """Opened for writing by whoever holds the machine's change lock; anybody may read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin(
        self, kind: OperationKind, package: str, source: str, from_version: str, to_version: str, now: float
    ) -> int:
        """Write down that an operation starts; the answer is its number."""
        with self._connection:
            cursor = self._connection.execute(
                "INSERT INTO operation(kind, package, source, from_version, to_version, started, state)"
                " VALUES(?, ?, ?, ?, ?, ?, 'running')",
                (kind, package, source, from_version, to_version, now),
            )
        return cast(int, cursor.lastrowid)

    def announce(self, operation: int, steps: Sequence[Step], last: Sequence[Step]) -> None:
        """Write down all that will be done, before the first of it is done."""
        rows = [
            (operation, number, number >= len(steps), _encode(step.recorded()).decode())
            for number, step in enumerate((*steps, *last))
        ]
        with self._connection:
            self._connection.executemany("INSERT INTO step(operation, number, last, change) VALUES(?, ?, ?, ?)", rows)

    def announce_last(self, operation: int, last: Sequence[Step]) -> None:
        """Write down more last steps of an operation that is announced."""
        with self._connection:
            number = self._connection.execute(
                "SELECT coalesce(max(number), -1) FROM step WHERE operation = ?", (operation,)
            ).fetchone()[0]
            self._connection.executemany(
                "INSERT INTO step(operation, number, last, change) VALUES(?, ?, 1, ?)",
                [(operation, number + 1 + place, _encode(step.recorded()).decode()) for place, step in enumerate(last)],
            )

    def tick_off(self, operation: int, steps: range) -> None:
        """Write down that these steps, by number, are done."""
        if steps:
            with self._connection:
                self._connection.execute(
                    "UPDATE step SET done = 1 WHERE operation = ? AND number >= ? AND number < ?",
                    (operation, steps.start, steps.stop),
                )

    def end_at(self, operation: int, *, done: int, begun: int) -> None:
        """Write down that a script ended early: how many of its first steps are done, and how many had begun. The rest
        never will."""
        with self._connection:
            self._connection.execute("UPDATE step SET done = 1 WHERE operation = ? AND number < ?", (operation, done))
            self._connection.execute("DELETE FROM step WHERE operation = ? AND number >= ?", (operation, begun))

    def turn(self, operation: int, state: OperationState, now: float, reason: str = "") -> None:
        """The operation is in another state from here on; `now` counts where that is an end."""
        ended = None if state in ("running", "committed") else now
        with self._connection:
            self._connection.execute(
                "UPDATE operation SET state = ?, finished = ?, reason = ? WHERE id = ?",
                (state, ended, reason, operation),
            )
            if ended is not None and state != "failed":
                self._connection.execute("DELETE FROM step WHERE operation = ?", (operation,))

    def open_operations(self) -> list[Operation]:
        """What a crash has left, oldest first: running or committed.

        Raises:
            JournalUnreadable: one is in a state that this engine does not know.
        """
        return self._operations("WHERE state NOT IN ('finished', 'undone', 'failed') ORDER BY id")

    def last_operation(self) -> int:
        """Return the number of the operation that began last; 0 if none ever did."""
        return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()[0])

    def operations(self) -> list[Operation]:
        """All that was ever done, newest first."""
        return self._operations("ORDER BY id DESC")

    def steps(self, operation: int) -> list[WrittenStep]:
        """The steps of an operation in their order."""
        rows = self._connection.execute(
            "SELECT number, last, done, change FROM step WHERE operation = ? ORDER BY number", (operation,)
        )
        try:
            return [
                WrittenStep(number, bool(last), bool(done), _STEP.decode(change)) for number, last, done, change in rows
            ]
        except (*UNREADABLE, TypeError) as error:
            package = self._connection.execute("SELECT package FROM operation WHERE id = ?", (operation,)).fetchone()
            raise unreadable(f"a step of {package[0]} is damaged or of a later version: {error}") from error

    def _operations(self, which: str) -> list[Operation]:
        rows = self._connection.execute(
            "SELECT id, kind, package, source, from_version, to_version, started, finished, state, reason"
            f" FROM operation {which}"
        )
        try:
            return [converted(dict(zip(Operation.__struct_fields__, row, strict=True)), Operation) for row in rows]
        except msgspec.ValidationError as error:
            raise unreadable(f"an operation is recorded as no version up to this one does: {error}") from error


def unreadable(reason: str) -> JournalUnreadable:
    """Return the error of a journal whose operations can be neither finished nor undone by this engine."""
    return JournalUnreadable(
        f"An operation was interrupted, and its record in '{FILE_NAME}' cannot be used: {reason}.",
        target=FILE_NAME,
        remedy="Run a change with the version of WinGetPy that wrote the record, or a later one: it finishes or undoes"
        " the operation. Until then no change is made. What is installed stays as it is, and the files that the"
        " operation had replaced are kept; only without the record could they not be put back.",
    )


def _damaged(path: Path, reason: str) -> JournalDamaged:
    return JournalDamaged(
        f"The record of operations '{path}' is damaged: {reason}.",
        target=FILE_NAME,
        remedy="Restore the file from a backup and repeat the command: what was interrupted is then finished or undone."
        " Until then no change is made. What is installed stays as it is, and the files that the operation"
        " had replaced are kept.",
    )


def set_aside(state_folder: Path) -> Path:
    """Rename a damaged journal, so that the next one is made, and return its new path. Older ones are kept, too.

    For the holder of the change lock, when nothing is left of an operation.
    """
    aside = free_name(state_folder / f"{FILE_NAME}.damaged")
    with as_host_error("rename", str(state_folder / FILE_NAME)):
        for suffix in ("-wal", "-shm", ""):
            with suppress(FileNotFoundError):
                os.replace(f"{state_folder / FILE_NAME}{suffix}", f"{aside}{suffix}")
    return aside


@contextmanager
def open_journal(state_folder: Path) -> Iterator[Journal]:
    """The journal of a state folder, made if it is not there. For the holder of the change lock.

    Raises:
        JournalUnreadable: it is damaged or of a later version.
        HostError: what SQLite says.
    """
    with _opened(state_folder / FILE_NAME, read_only=False) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        if _version(connection) < VERSION:
            connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}PRAGMA user_version = {VERSION};COMMIT;")
        yield Journal(connection)


@contextmanager
def read_journal(state_folder: Path) -> Iterator[Journal | None]:
    """The journal for reading, or None if nothing was ever changed here. Raises as `open_journal`."""
    path = state_folder / FILE_NAME
    if not path.is_file():
        yield None
        return
    with _opened(path, read_only=True) as connection:
        made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'operation'").fetchone()
        yield Journal(connection) if made else None  # another engine is making it


@contextmanager
def _opened(path: Path, *, read_only: bool) -> Iterator[sqlite3.Connection]:
    try:
        with database(path, read_only=read_only) as connection:
            version = _version(connection)
            if version > VERSION:
                raise unreadable("a later version of WinGetPy wrote it")
            if holds_programs(connection):
                raise _damaged(path, "another program has put views or triggers into it")
            if version == VERSION and not _tables(connection) >= _TABLES:
                raise _damaged(path, "tables of the file are missing")
            yield connection
    except HostError as error:
        cause = error.__cause__
        if isinstance(cause, sqlite3.DatabaseError) and getattr(cause, "sqlite_errorcode", 0) & 0xFF in DAMAGED:
            raise _damaged(path, str(cause)) from error
        raise


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
