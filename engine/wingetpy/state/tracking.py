"""Which packages came from which source: what we installed ourselves, with what was known and wished then.

Correlation works without it; it only adds the hash of the installer, for sources whose version is `latest`, and what
the user gave at the install, to be kept at the next update.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from wingetpy.model.decoding import UNREADABLE, converted, json_decoder
from wingetpy.state.database import WAIT_SECONDS, database, free_name, holds_programs, refuse_pipe

FILE_NAME = "tracking.db"

_COLUMNS = "source, package, product_code, scope, version, location, installer_sha256, installed, wishes"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS installation(
    source TEXT NOT NULL,
    package TEXT NOT NULL COLLATE NOCASE,
    product_code TEXT NOT NULL COLLATE NOCASE,
    scope TEXT NOT NULL,
    version TEXT NOT NULL,
    location TEXT NOT NULL,
    installer_sha256 TEXT NOT NULL,
    installed REAL NOT NULL,
    wishes TEXT NOT NULL,
    PRIMARY KEY(source, package, product_code, scope)) WITHOUT ROWID;
"""
_FORGET = "DELETE FROM installation WHERE product_code = ? AND scope IN (?, '')"
_FROM_OLDER = """
INSERT OR IGNORE INTO installation SELECT source, package, product_code, '', version, location, installer_sha256,
    installed, json_object('Override', CAST(override AS TEXT), 'Custom', CAST(custom AS TEXT)) FROM tracked;
DROP TABLE tracked;
"""
"""The table of a store that an earlier engine wrote."""


class InstallWishes(msgspec.Struct, frozen=True, kw_only=True, rename="pascal", omit_defaults=True):
    """What the user gave at an install, as it was given; empty: nothing. Kept at updates unless given again."""

    locale: str = ""
    architecture: str = ""
    scope: str = ""
    location: str = ""
    rename: str = ""
    override: str = ""
    custom: str = ""


_WISHES = json_decoder(InstallWishes)


class TrackedPackage(msgspec.Struct, frozen=True, kw_only=True):
    """A package we installed. `source` is the source's identifier, `installed` Unix seconds; texts may be empty.

    Attributes:
        scope: `User` or `Machine`; empty where an earlier engine did not record it.
    """

    source: str
    package: str
    product_code: str
    scope: str = ""
    version: str
    location: str = ""
    installer_sha256: str = ""
    installed: float
    wishes: InstallWishes = InstallWishes()


Warn = Callable[[str], None]
"""Takes a sentence about a record that cannot be read."""


class Tracking:
    """The store, opened."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        connection.text_factory = _text

    def remember(self, package: TrackedPackage) -> None:
        """Write the record of an installation, in place of any other one with its product code and scope."""
        *texts, wishes = msgspec.structs.astuple(package)
        with self._connection:
            if package.product_code:
                self._connection.execute(_FORGET, (package.product_code, package.scope))
            self._connection.execute(
                f"INSERT OR REPLACE INTO installation({_COLUMNS}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*texts, msgspec.json.encode(wishes).decode()),
            )

    def forget(self, product_code: str, scope: str) -> None:
        """Remove the records with this product code and scope, whatever source they name."""
        with self._connection:
            self._connection.execute(_FORGET, (product_code, scope))

    def packages(self, warn: Warn | None = None) -> list[TrackedPackage]:
        """Return the records that can be read, by source and id.

        A record with wishes that cannot be read is returned without wishes; any other broken one is left out.

        Args:
            warn: Called once for each record of which something cannot be read; it stays in the store as it is.
        """
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM installation ORDER BY source, package")
        return [one for row in rows if (one := self._package(row, warn or _ignore)) is not None]

    def find(self, source: str, package: str) -> list[TrackedPackage]:
        """Return the records of one package of one source; several if it is installed in several places."""
        return [one for one in self.packages() if one.source == source and one.package.lower() == package.lower()]

    def _package(self, row: tuple[Any, ...], warn: Warn) -> TrackedPackage | None:
        *members, wishes = row
        known = dict(zip(TrackedPackage.__struct_fields__, members, strict=False))
        named = f"The record of '{known['package']}' in '{self._path}' cannot be read"
        try:
            one = converted(known, TrackedPackage)
        except UNREADABLE as error:
            warn(f"{named} ({error}); it is left out.")
            return None
        try:
            return replace(one, wishes=_WISHES.decode(wishes))
        except (*UNREADABLE, TypeError) as error:
            warn(f"{named} completely ({error}); what was given at its installation is not used.")
            return one


def tracked_packages(state_folder: Path, warn: Warn) -> list[TrackedPackage]:
    """Return the records that can be read, for a reader: a store that does not exist is not made.

    Args:
        warn: See `Tracking.packages`.

    Raises:
        HostError: the whole store cannot be read.
    """
    if not (state_folder / FILE_NAME).exists():
        return []
    path = state_folder / FILE_NAME
    with database(path, read_only=True) as connection:
        return Tracking(connection, path).packages(warn) if _has_table(connection, "installation") else []


@contextmanager
def open_tracking(state_folder: Path) -> Iterator[Tracking]:
    """Open the store of a state folder for writing, made if it does not exist.

    A damaged one is set aside as `tracking.db.damaged`, `tracking.db.damaged-2` and so on: it only said more than the
    machine does, and no change may hang on it.
    """
    path = state_folder / FILE_NAME
    if _is_damaged(path):
        path.replace(free_name(path.with_suffix(".db.damaged")))
    with database(path) as connection:
        connection.executescript(_SCHEMA)
        if _has_table(connection, "tracked"):
            connection.executescript(f"BEGIN IMMEDIATE;{_FROM_OLDER}COMMIT;")
        yield Tracking(connection, path)


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    return (
        connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
        is not None
    )


def _has_columns(connection: sqlite3.Connection) -> bool:
    there = {name for _, name, *_ in connection.execute("PRAGMA table_info(installation)")}
    return there.issuperset(_COLUMNS.split(", "))


def _text(raw: bytes) -> str | bytes:
    """Return a column of text; the bytes of one that is no UTF-8, which no text of a record may be."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw


def _ignore(text: str) -> None:
    """Take a warning that an earlier reader of the same command has reported."""


def _is_damaged(path: Path) -> bool:
    if not path.exists():
        return False
    refuse_pipe(path)
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",) or holds_programs(connection):
                return True
            return _has_table(connection, "installation") and not _has_columns(connection)
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
