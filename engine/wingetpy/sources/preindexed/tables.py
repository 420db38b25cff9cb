"""A database that somebody else made, opened so that nothing in it is run and nothing of it is trusted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wingetpy.errors import ErrorCode, SourceError
from wingetpy.model.version import is_version

_LONGEST_VALUE = 1 << 16
"""Bytes of one value, and of one row."""
_LONGEST_TEXT = 4096
"""Characters of one text."""
_STEPS = 50_000
_MOST_OF_A_PACKAGE = 20_000
"""Values of one list of one package."""
_MOST_TEXT_OF_A_PACKAGE = 1 << 20
"""Characters of one list of one package: a row that many others name is read each time."""
_REFUSED = ("view", "trigger")
_GENERATED = (
    "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_xinfo(m.name) AS x"
    " WHERE m.type = 'table' AND x.hidden IN (2, 3)"
)


class ForeignDatabase:
    """The index that a publisher made. Use as a context manager.

    Args:
        path: The SQLite file.
        source: What the source is called in messages.
        go_on: Called now and then while it is read; raises to stop.

    Raises:
        SourceError: IndexIntegrityCompromised; it is damaged or has what no index has, NotSupported; it is of a later
            version.
    """

    def __init__(self, path: Path, source: str, go_on: Callable[[], None]) -> None:
        self._source = source
        self._go_on = go_on
        self._stopped: Exception | None = None
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with self.reading():
            self._database = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
            self._prepare()
            self.tables = self._read_tables()
            self.version = self._read_version()
            self._check_integrity()

    def __enter__(self) -> ForeignDatabase:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read in it: what SQLite cannot read is the error of the source."""
        try:
            yield
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter: names of tables and texts that are none
            if self._stopped is not None:
                raise self._stopped from None
            raise self.damaged(str(error)) from error

    def rows(self, ask: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a question. Raises SourceError (IndexIntegrityCompromised)."""
        with self.reading():
            for row in self._database.execute(ask, values):  # noqa: UP028  yield from would close a cursor without a database
                yield row

    def columns(self, table: str) -> frozenset[str]:
        """Return the names of the columns of a table that it has."""
        return frozenset(row[1] for row in self.rows(f"PRAGMA table_info([{table}])"))

    def need(self, *tables: str) -> None:
        """Raise SourceError (IndexIntegrityCompromised) unless it has these tables."""
        for table in tables:
            if table not in self.tables:
                raise self.damaged(f"it has no table {table}")

    def grouped(self, ask: str) -> Grouped:
        """Return the values of a question, in lists by package.

        Args:
            ask: Gives the number of the package and a text, in the order of the numbers.
        """
        return Grouped(self, ask)

    def damaged(self, reason: str) -> SourceError:
        """Return the error for an index that cannot be used."""
        return damaged(self._source, reason)

    def _prepare(self) -> None:
        database = self._database
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        database.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        database.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 0)
        database.set_progress_handler(self._progress, _STEPS)
        settings = ("trusted_schema=OFF", "cell_size_check=ON", "ignore_check_constraints=ON", "query_only=ON")
        for setting in (*settings, "mmap_size=0"):
            database.execute(f"PRAGMA {setting}")

    def _progress(self) -> int:
        try:
            self._go_on()
        except Exception as error:  # noqa: BLE001  SQLite would swallow it: it is raised when the question has stopped
            self._stopped = error
            return 1
        return 0

    def _read_tables(self) -> frozenset[str]:
        """Return the tables, where there is nothing but ordinary tables and their indexes."""
        names = set()
        for kind, name, text in self._database.execute("SELECT type, name, sql FROM sqlite_master"):
            if kind in _REFUSED:
                raise self.damaged(f"it has the {kind} {str(name)[:60]!r}, which may run anything")
            if kind == "table":
                if str(text).lower().lstrip().startswith("create virtual"):
                    raise self.damaged(f"its table {str(name)[:60]!r} is a virtual one")
                names.add(str(name))
        if (generated := self._database.execute(_GENERATED).fetchone()) is not None:
            raise self.damaged(f"its table {str(generated[0])[:60]!r} has a column that is computed")
        return frozenset(names)

    def _read_version(self) -> tuple[int, int]:
        self.need("metadata")
        known = dict(self._database.execute("SELECT name, value FROM metadata LIMIT 1000"))
        try:
            major, minor = int(known["majorVersion"]), int(known["minorVersion"])
        except (KeyError, ValueError, TypeError):
            raise self.damaged("it names no version of its schema") from None
        if major not in (1, 2):
            raise SourceError(
                f"The index of the source {self._source} is of version {major}.{minor}, which is not supported.",
                code=ErrorCode.NotSupported,
                category="NotImplemented",
                target=self._source,
                remedy="Use a newer version of WinGetPy.",
            )
        return major, minor

    def _check_integrity(self) -> None:
        (found,) = self._database.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise self.damaged(f"it is damaged ({str(found)[:100]})")


class Grouped:
    """The values of each package, read in step with the packages."""

    def __init__(self, database: ForeignDatabase, ask: str) -> None:
        self._database = database
        self._rows = database.rows(ask)
        self._next: tuple[Any, ...] | None = None
        self._advance()

    def of(self, package: int) -> list[str]:
        """Return the values of a package; packages are asked for in the order of their numbers."""
        found: list[str] = []
        length = 0
        while self._next is not None and self._next[0] <= package:
            number, value = self._next
            if number == package and isinstance(value, str) and value:
                found.append(value)
                length += len(value)
            if len(found) > _MOST_OF_A_PACKAGE:
                raise self._database.damaged(f"a package has more than {_MOST_OF_A_PACKAGE:,} values of one kind")
            if length > _MOST_TEXT_OF_A_PACKAGE:
                raise self._database.damaged("the values of one kind of a package are too long together")
            self._advance()
        return found

    def _advance(self) -> None:
        self._next = next(self._rows, None)
        if self._next is not None:
            number_of(self._database, self._next[0])


def damaged(source: str, reason: str) -> SourceError:
    """Return the error for an index of a source that cannot be used."""
    return SourceError(
        f"The index of the source {source} cannot be used: {reason}.",
        code=ErrorCode.IndexIntegrityCompromised,
        category="InvalidData",
        target=source,
        remedy="Report it to the owner of the source.",
    )


def number_of(database: ForeignDatabase, value: Any) -> int:
    """Return the number of a package. Raises SourceError (IndexIntegrityCompromised) for another value."""
    if type(value) is not int:
        raise database.damaged("the number of a package is none")
    return value


def text_of(database: ForeignDatabase, value: Any, what: str) -> str:
    """Return a text that has to be there. Raises SourceError (IndexIntegrityCompromised)."""
    if not isinstance(value, str) or not value or "\x00" in value:
        raise database.damaged(f"a package has no {what}, or one that is no text")
    if len(value) > _LONGEST_TEXT:
        raise database.damaged(f"the {what} of a package has more than {_LONGEST_TEXT:,} characters")
    return value


def version_of(database: ForeignDatabase, value: Any) -> str:
    """Return a version that has to be there, and a place in the order of versions. Raises SourceError likewise."""
    version = text_of(database, value, "version")
    if not is_version(version):
        raise database.damaged(f"the version {version[:50]!r} of a package cannot be ordered")
    return version
