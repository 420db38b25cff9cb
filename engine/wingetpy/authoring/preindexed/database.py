"""A new SQLite file of the shape that clients read."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FAST = "PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
_METADATA = "CREATE TABLE metadata (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)"


@contextmanager
def new_database(path: Path, version: tuple[int, int], now: float) -> Iterator[sqlite3.Connection]:
    """Make an index file, with its metadata; it is finished when the block ends.

    Args:
        path: Where; a file that is there is replaced.
        version: Of the schema.
        now: Unix seconds.
    """
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(_FAST)
        database.execute("BEGIN")
        database.execute(_METADATA)
        major, minor = version
        metadata = {
            "databaseIdentifier": f"{{{uuid.uuid4()}}}".upper(),
            "majorVersion": str(major),
            "minorVersion": str(minor),
            "lastwritetime": str(int(now)),
        }
        database.executemany("INSERT INTO metadata VALUES (?,?)", metadata.items())
        yield database
        database.execute("COMMIT")
        database.execute("VACUUM")
    finally:
        database.close()


class TextTable:
    """A table of texts, each of which has a number.

    Args:
        database: Where to make it.
        name: Of the table.
        column: Of the texts.
    """

    def __init__(self, database: sqlite3.Connection, name: str, column: str) -> None:
        self._numbers: dict[str, int] = {}
        self._database = database
        self._insert = f"INSERT INTO {name} (rowid, {column}) VALUES (?,?)"
        database.execute(f"CREATE TABLE {name} (rowid INTEGER PRIMARY KEY, {column} TEXT NOT NULL)")

    def number(self, text: str) -> int:
        """Return the number of a text, which is added if it is new."""
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self._numbers) + 1
            self._database.execute(self._insert, (number, text))
        return number
