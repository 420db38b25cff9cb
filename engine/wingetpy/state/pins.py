"""The pins of a machine, in a database of their own: nothing else decides what is left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from wingetpy.errors import ErrorCode, HostError
from wingetpy.model.decoding import UNREADABLE, converted
from wingetpy.model.pin import Pin
from wingetpy.state.database import Stamp, change_stamp, database

FILE_NAME = "pins.db"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS pin(
    package_key TEXT NOT NULL,
    source_key TEXT NOT NULL,
    skipped TEXT NOT NULL,
    package TEXT NOT NULL,
    source TEXT NOT NULL,
    type TEXT NOT NULL,
    version TEXT NOT NULL,
    created REAL NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY(package_key, source_key, skipped)) WITHOUT ROWID;
"""


class Pins:
    """The store, opened for writing. What is written counts when the block of `open_pins` ends without an error."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def all(self) -> tuple[Pin, ...]:
        """Return every pin, by package. Raises HostError where one cannot be read: leaving it out would update it."""
        return _read(self._connection, self._path)

    def put(self, pin: Pin) -> None:
        """Write a pin, in place of the one with its key."""
        values = (*pin.key, *msgspec.structs.astuple(pin))
        self._connection.execute(
            f"INSERT OR REPLACE INTO pin(package_key, source_key, skipped, {_named()}) VALUES(?,?,?,?,?,?,?,?,?)",
            values,
        )

    def remove(self, pins: Iterable[Pin]) -> None:
        """Remove these pins."""
        self._connection.executemany(
            "DELETE FROM pin WHERE package_key = ? AND source_key = ? AND skipped = ?", (pin.key for pin in pins)
        )


def read_pins(state_folder: Path) -> tuple[Pin, ...]:
    """Return every pin, by package; none where no pin was ever made.

    Raises:
        HostError: CannotOpenPinningIndex.
    """
    path = state_folder / FILE_NAME
    if not path.exists():
        return ()
    with _as_pin_error(path), database(path, read_only=True) as connection:
        there = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'pin'").fetchone()
        return _read(connection, path) if there else ()


@contextmanager
def open_pins(state_folder: Path) -> Iterator[Pins]:
    """Open the store for writing, made if it does not exist; all changes are one transaction.

    Raises:
        HostError: CannotOpenPinningIndex. A damaged store is left as it is: its pins still mean something.
    """
    path = state_folder / FILE_NAME
    with _as_pin_error(path), database(path) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(_SCHEMA)
            yield Pins(connection, path)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")


def _read(connection: sqlite3.Connection, path: Path) -> tuple[Pin, ...]:
    rows = connection.execute(f"SELECT {_named()} FROM pin ORDER BY package_key, source_key, skipped")
    try:
        return tuple(converted(dict(zip(Pin.__struct_fields__, row, strict=True)), Pin) for row in rows)
    except UNREADABLE as error:
        raise _unusable(path, f"a pin cannot be read ({error})") from error


def _named() -> str:
    return ", ".join(Pin.__struct_fields__)


@contextmanager
def _as_pin_error(path: Path) -> Iterator[None]:
    try:
        yield
    except HostError as error:
        if error.code is ErrorCode.CannotOpenPinningIndex:
            raise
        raise _unusable(path, error.text) from error


def _unusable(path: Path, reason: str) -> HostError:
    return HostError(
        f"The pins in '{path}' cannot be used: {reason}",
        code=ErrorCode.CannotOpenPinningIndex,
        category="InvalidData",
        target=str(path),
        remedy="Repair the file, or move it away; the pins in it are then lost and have to be added again.",
    )


class PinCache:
    """The pins as they were read last, for as long as the store is the same. Several threads may ask it."""

    def __init__(self) -> None:
        self._kept: tuple[Stamp, tuple[Pin, ...]] | None = None

    def pins(self, state_folder: Path) -> tuple[Pin, ...]:
        """Return what `read_pins` does."""
        stamp = change_stamp(state_folder / FILE_NAME)
        kept = self._kept
        if stamp is None or kept is None or kept[0] != stamp:
            kept = (stamp or (0, 0, 0), read_pins(state_folder))
            self._kept = kept if stamp is not None else None
        return kept[1]
