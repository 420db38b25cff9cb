"""Updates that failed: which, how often, when last. They are left out of updates of many packages for a while.

A convenience and no record: where it cannot be read or written, every update is tried.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from wingetpy.errors import HostError
from wingetpy.model.decoding import UNREADABLE, converted
from wingetpy.model.text import fold
from wingetpy.state.database import Stamp, change_stamp, database

FILE_NAME = "failures.db"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS failure(
    source TEXT NOT NULL,
    package TEXT NOT NULL,
    version TEXT NOT NULL,
    count INTEGER NOT NULL,
    last REAL NOT NULL,
    PRIMARY KEY(source, package)) WITHOUT ROWID;
"""


class FailedUpdate(msgspec.Struct, frozen=True, order=True):
    """An update that failed. `version` is the one that could not be installed, `last` is in Unix seconds."""

    version: str
    count: int
    last: float


PackageKey = tuple[str, str]
"""Folded source identifier and folded id."""


def failure_key(source: str, package: str) -> PackageKey:
    return fold(source), fold(package)


def note_failure(state_folder: Path, key: PackageKey, version: str, now: float, *, first: bool = False) -> None:
    """Count one more failure of an update; one of another version begins at one.

    Args:
        first: Begin at one whatever was counted before.

    Raises:
        HostError: the store cannot be written.
    """
    with _opened(state_folder) as connection:
        if first:
            connection.execute("DELETE FROM failure WHERE source = ? AND package = ?", key)
        connection.execute(
            "INSERT INTO failure VALUES(?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET last = excluded.last,"
            " count = CASE version WHEN excluded.version THEN count + 1 ELSE 1 END, version = excluded.version",
            (*key, version, now),
        )


def forget_failures(state_folder: Path, key: PackageKey) -> None:
    """Forget the failures of a package. Raises HostError where the store cannot be written."""
    if not (state_folder / FILE_NAME).exists():
        return
    with _opened(state_folder) as connection:
        connection.execute("DELETE FROM failure WHERE source = ? AND package = ?", key)


def read_failures(state_folder: Path) -> dict[PackageKey, FailedUpdate]:
    """Return every failed update that can be read; none where the store does not exist or cannot be read."""
    path = state_folder / FILE_NAME
    if not path.exists():
        return {}
    try:
        with database(path, read_only=True) as connection:
            rows = connection.execute("SELECT source, package, version, count, last FROM failure").fetchall()
    except HostError:
        return {}
    failures = {}
    for source, package, *failed in rows:
        with suppress(*UNREADABLE):  # another program wrote it
            failures[source, package] = converted(
                dict(zip(FailedUpdate.__struct_fields__, failed, strict=True)), FailedUpdate
            )
    return failures


@contextmanager
def _opened(state_folder: Path) -> Iterator[sqlite3.Connection]:
    with database(state_folder / FILE_NAME) as connection, connection:
        connection.execute(_SCHEMA)
        yield connection


class FailureCache:
    """The failures as they were read last, for as long as the store is the same. Several threads may ask it."""

    def __init__(self) -> None:
        self._kept: tuple[Stamp, dict[PackageKey, FailedUpdate]] | None = None

    def failures(self, state_folder: Path) -> dict[PackageKey, FailedUpdate]:
        """Return what `read_failures` does."""
        stamp = change_stamp(state_folder / FILE_NAME)
        kept = self._kept
        if stamp is None or kept is None or kept[0] != stamp:
            kept = (stamp or (0, 0, 0), read_failures(state_folder))
            self._kept = kept if stamp is not None else None
        return kept[1]
