"""Writes packages and files into an index that is not in use yet."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from wingetpy.model.text import fold
from wingetpy.sources.index.damage import rows_of_form
from wingetpy.sources.index.package import IndexedPackage
from wingetpy.sources.index.parts import SkippedFile
from wingetpy.sources.index.schema import INDEXES, TABLES, IndexKey
from wingetpy.sources.index.walk import ManifestFolder
from wingetpy.sources.match import product_part, words_of

_FAST = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
_PACKAGE = "INSERT INTO package VALUES (NULL,0,?,?,?,?,?,?,?,?,?,?,?)"
_GRAMS = "INSERT INTO grams (rowid, text) VALUES (?,?)"
_FORGET_GRAMS = "INSERT INTO grams (grams, rowid, text) VALUES ('delete',?,?)"
_SEARCHED_TEXT = (
    "SELECT id_folded, name_folded, moniker_folded, commands_folded, tags_folded FROM package WHERE rowid = ?"
)
_FORGET_PLACES = "DROP INDEX IF EXISTS package_place"
_NUMBER_PLACES = (
    "UPDATE package SET place = ordered.place FROM"
    " (SELECT rowid, row_number() OVER (ORDER BY id_folded) AS place FROM package) AS ordered"
    " WHERE package.rowid = ordered.rowid",
    "CREATE UNIQUE INDEX package_place ON package (place)",
)


class IndexWriter:
    """An index that is being written. Nobody else reads the file until it is renamed to its place.

    Use as a context manager: it ends with the file flushed to the disk, or removed after an error.
    """

    def __init__(self, path: Path, *, fresh: bool) -> None:
        """Open a file for writing; `fresh` makes its tables, otherwise it is a copy of an older index."""
        self._path = path
        self._fresh = fresh
        self.database = sqlite3.connect(path, isolation_level=None)
        try:
            self._begin()
        except BaseException:
            self.database.close()
            raise

    @rows_of_form()
    def _begin(self) -> None:
        self.database.executescript(_FAST)
        if self._fresh:
            self.database.executescript("PRAGMA page_size=4096;" + TABLES)
        self.database.execute("BEGIN")
        self.database.execute(_FORGET_PLACES)  # new packages have none yet

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.database.close()
            self._path.unlink(missing_ok=True)
            return
        self._finish()

    def _finish(self) -> None:
        for statement in _NUMBER_PLACES:
            self.database.execute(statement)
        if self._fresh:
            self.database.execute("INSERT INTO grams (grams) VALUES ('optimize')")
            for statement in filter(str.strip, INDEXES.split(";")):
                self.database.execute(statement)
        self.database.execute("COMMIT")
        self.database.close()
        with open(self._path, "r+b") as file:
            os.fsync(file.fileno())

    def add_folders(self, folders: Iterable[ManifestFolder]) -> None:
        """Note folders; their files come with the packages they belong to, or with the faults."""
        rows = ((folder.path, folder.stamp) for folder in folders)
        self.database.executemany("INSERT INTO folder VALUES (NULL,?,?)", rows)

    def add_packages(self, packages: Iterable[IndexedPackage]) -> None:
        """Add packages whose files' folders have been added."""
        folders = self._folders()
        for package in packages:
            self._add_package(package, folders)

    def _add_package(self, package: IndexedPackage, folders: dict[str, int]) -> None:
        database = self.database
        id_folded, name_folded = fold(package.id), fold(package.name)
        moniker, moniker_folded = package.moniker or None, fold(package.moniker) or None
        commands, commands_folded = _list_and_folded(package.commands)
        tags, tags_folded = _list_and_folded(package.tags)
        lines = (package.id, package.name, package.moniker, *(version.version for version in package.versions))
        shown = "\n".join(line.replace("\n", " ") for line in lines)
        folded = (id_folded, name_folded, moniker_folded, commands_folded, tags_folded)
        written = (package.id, package.name, moniker, commands, tags)
        rowid = database.execute(_PACKAGE, (*folded, *written, shown)).lastrowid
        database.execute(_GRAMS, (rowid, searched_text(*folded)))
        keys = package.keys.union(_searched_keys(package))
        database.executemany("INSERT INTO key VALUES (?,?,?)", [(kind, value, rowid) for kind, value in keys])
        for place, version in enumerate(package.versions):
            values = (rowid, place, version.version, version.arp_minimum, version.arp_maximum)
            added = database.execute("INSERT INTO version VALUES (NULL,?,?,?,?,?)", values).lastrowid
            places = (file.path.rpartition("/") for file in version.files)
            files = [(folders[folder], name, added) for folder, _, name in places]
            database.executemany("INSERT OR REPLACE INTO file VALUES (?,?,?)", files)

    def _folders(self) -> dict[str, int]:
        return dict(self.database.execute("SELECT path, rowid FROM folder"))

    def add_faults(self, faults: Sequence[SkippedFile]) -> None:
        """Note what was skipped: of files also that they are there, in folders that have been added."""
        self.database.executemany("INSERT INTO fault VALUES (?,?)", [(fault.path, fault.reason) for fault in faults])
        folders = self._folders()
        places = (fault.path.rpartition("/") for fault in faults)
        files = [(folders[folder], name) for folder, _, name in places if name and folder in folders]
        self.database.executemany("INSERT OR IGNORE INTO file VALUES (?,?,NULL)", files)

    def remove_packages(self, rowids: Iterable[int]) -> None:
        """Take packages out, with their versions and keys; their files stay, without a version."""
        database = self.database
        for rowid in rowids:
            (texts,) = database.execute(_SEARCHED_TEXT, (rowid,))
            database.execute(_FORGET_GRAMS, (rowid, searched_text(*texts)))
            database.execute(
                "UPDATE file SET version=NULL WHERE version IN (SELECT rowid FROM version WHERE package=?)", (rowid,)
            )
            database.execute("DELETE FROM version WHERE package=?", (rowid,))
            database.execute("DELETE FROM key WHERE package=?", (rowid,))
            database.execute("DELETE FROM package WHERE rowid=?", (rowid,))

    def remove_faults(self) -> None:
        self.database.execute("DELETE FROM fault")

    def remove_folders(self, rowids: Iterable[int]) -> None:
        for rowid in rowids:
            self.database.execute("DELETE FROM file WHERE folder=?", (rowid,))
            self.database.execute("DELETE FROM folder WHERE rowid=?", (rowid,))

    def counted(self) -> list[int]:
        """How many files, packages, versions and skipped files it holds."""
        tables = ("file", "package", "version", "fault")
        return [self.database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def searched_text(*fields: str | None) -> str:
    """All that a query looks through, fields apart by a line feed, which no query contains."""
    return "\n".join(field for field in fields if field)


def _searched_keys(package: IndexedPackage) -> Iterator[tuple[IndexKey, str]]:
    """What a query may be equal to."""
    yield IndexKey.id, fold(package.id)
    yield IndexKey.package_name, fold(package.name)
    if package.moniker:
        yield IndexKey.moniker, fold(package.moniker)
    yield from ((IndexKey.command, fold(command)) for command in package.commands)
    yield from ((IndexKey.tag, fold(tag)) for tag in package.tags)
    words = (*words_of(package.name), *words_of(product_part(package.id)))
    yield from ((IndexKey.word, word) for word in words)


def _list_and_folded(values: Iterable[str]) -> tuple[str | None, str | None]:
    """A list as two columns: values stand between line feeds. The first is None where folding changes nothing."""
    plain = "".join(f"\n{value.replace(chr(10), ' ')}" for value in values)
    if not plain:
        return None, None
    plain += "\n"
    folded = fold(plain)
    return plain if plain != folded else None, folded
