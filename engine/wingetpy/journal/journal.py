"""The journal: which operation is under way, and each step with what is needed to take it back.

A SQLite file in the host's state folder, `synchronous=FULL`: all steps of a script are on the disk, in one transaction,
before the first change. Steps are ticked off in groups, so every step after the last tick may have begun. An operation
is

    running     its steps are being done; whoever finds it so after a crash takes them back
    committed   its steps are done; what is left (the last steps, backups to delete) is finished, not undone
    finished | undone | failed    the end; failed means that something could not be undone
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, cast

import msgspec

from wingetpy.journal.steps import Step
from wingetpy.model.operation import OperationKind
from wingetpy.state.database import database, decoded

OperationState = Literal["running", "committed", "finished", "undone", "failed"]
FILE_NAME = "journal.db"

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
_STEP: msgspec.json.Decoder[Step] = msgspec.json.Decoder(Step)


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
            (operation, number, number >= len(steps), _encode(step).decode())
            for number, step in enumerate((*steps, *last))
        ]
        with self._connection:
            self._connection.executemany("INSERT INTO step(operation, number, last, change) VALUES(?, ?, ?, ?)", rows)

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
        """What a crash has left: running or committed, oldest first."""
        return self._operations("WHERE state IN ('running', 'committed') ORDER BY id")

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
        return [
            WrittenStep(number, bool(last), bool(done), decoded(change, _STEP)) for number, last, done, change in rows
        ]

    def _operations(self, which: str) -> list[Operation]:
        rows = self._connection.execute(
            "SELECT id, kind, package, source, from_version, to_version, started, finished, state, reason"
            f" FROM operation {which}"
        )
        return [msgspec.convert(dict(zip(Operation.__struct_fields__, row, strict=True)), Operation) for row in rows]


@contextmanager
def open_journal(state_folder: Path) -> Iterator[Journal]:
    """The journal of a state folder, made if it is not there. For the holder of the change lock."""
    with database(state_folder / FILE_NAME) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.executescript(f"BEGIN IMMEDIATE;{_SCHEMA}COMMIT;")
        yield Journal(connection)


@contextmanager
def read_journal(state_folder: Path) -> Iterator[Journal | None]:
    """The journal for reading, or None if nothing was ever changed here."""
    path = state_folder / FILE_NAME
    if not path.is_file():
        yield None
        return
    with database(path, read_only=True) as connection:
        made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'operation'").fetchone()
        yield Journal(connection) if made else None  # another engine is making it
