"""Which packages came from which source: what we installed ourselves, with what was known and wished then.

Correlation works without it; it only says more: the hash of the installer for sources whose version is `latest`, and
what the user gave to the installer, to be given again at the next update.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from wingetpy.state.database import WAIT_SECONDS, database

FILE_NAME = "tracking.db"

_COLUMNS = "source, package, product_code, version, location, installer_sha256, installed, override, custom"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS tracked(
    source TEXT NOT NULL,
    package TEXT NOT NULL COLLATE NOCASE,
    product_code TEXT NOT NULL COLLATE NOCASE,
    version TEXT NOT NULL,
    location TEXT NOT NULL,
    installer_sha256 TEXT NOT NULL,
    installed REAL NOT NULL,
    override TEXT NOT NULL,
    custom TEXT NOT NULL,
    PRIMARY KEY(source, package, product_code)) WITHOUT ROWID;
"""


class TrackedPackage(msgspec.Struct, frozen=True, kw_only=True):
    """A package we installed. `source` is the source's identifier, `installed` Unix seconds; texts may be empty."""

    source: str
    package: str
    product_code: str
    version: str
    location: str = ""
    installer_sha256: str = ""
    installed: float
    override: str = ""
    custom: str = ""


class Tracking:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def remember(self, package: TrackedPackage) -> None:
        """Write down, or write anew, what was installed."""
        with self._connection:
            self._connection.execute(
                f"INSERT OR REPLACE INTO tracked({_COLUMNS}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
                msgspec.structs.astuple(package),
            )

    def forget(self, product_code: str) -> None:
        """Whatever source it came from, the entry with this product code is gone."""
        with self._connection:
            self._connection.execute("DELETE FROM tracked WHERE product_code = ?", (product_code,))

    def packages(self) -> list[TrackedPackage]:
        """All of them, by source and id."""
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM tracked ORDER BY source, package")
        return [
            msgspec.convert(dict(zip(TrackedPackage.__struct_fields__, row, strict=True)), TrackedPackage)
            for row in rows
        ]

    def find(self, source: str, package: str) -> list[TrackedPackage]:
        """What is known of one package of one source; more than one if it stands in several places."""
        return [one for one in self.packages() if one.source == source and one.package.lower() == package.lower()]


def tracked_packages(state_folder: Path) -> list[TrackedPackage]:
    """What is known, for who only reads: a store that is not there is not made."""
    if not (state_folder / FILE_NAME).exists():
        return []
    with database(state_folder / FILE_NAME, read_only=True) as connection:
        return Tracking(connection).packages()


@contextmanager
def open_tracking(state_folder: Path) -> Iterator[Tracking]:
    """The store of a state folder to write in, made if it is not there.

    A damaged one is set aside as `tracking.db.damaged`: it only said more than the machine does, and no change may hang
    on it.
    """
    path = state_folder / FILE_NAME
    if _is_damaged(path):
        path.replace(path.with_suffix(".db.damaged"))
    with database(path) as connection:
        connection.executescript(_SCHEMA)
        yield Tracking(connection)


def _is_damaged(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
