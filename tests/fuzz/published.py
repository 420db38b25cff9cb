"""A publisher's index that was spoilt, converted and asked. A case is a recipe: what is done to it, a line each.

schema 1             which of the two indexes; without this line that of schema 2
sql UPDATE packages SET id = NULL
bytes 4096 00ff      at an offset, modulo the size
cut 5000             the size, modulo the size
"""

from __future__ import annotations

import contextlib
import random
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path

from fuzz.target import Outlives, nothing_left
from kit.sources import Shelf
from wingetpy.authoring.preindexed.build import BuildTask, build_source
from wingetpy.errors import SourceError
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.package import open_package, verify_package
from wingetpy.sources.index.query import Index
from wingetpy.sources.keys import KeyKind
from wingetpy.sources.preindexed.conversion import convert
from wingetpy.sources.preindexed.files import check_path
from wingetpy.sources.preindexed.origins import manifest_of, version_data
from wingetpy.sources.request import SearchRequest

_VALUES = (
    "NULL", "x'00ff'", "-1", "9223372036854775807", "1e999", "'../../../etc/passwd'", "'/etc/passwd'", "char(10)",
    "''", "cast(x'ff' AS TEXT)", "zeroblob(32)", "replace(hex(zeroblob(50000)),'0','x')", "'No.Such'", "'1.0'",
    "char(0)", "char(0xD800)", "0.5", "'< unknown'", "'x' || char(10) || 'y'", "rowid", "1", "2",
)  # fmt: skip
_COLUMNS = {
    1: {
        "metadata": ("name", "value"),
        "ids": ("id",),
        "names": ("name",),
        "versions": ("version",),
        "channels": ("channel",),
        "tags": ("tag",),
        "tags_map": ("tag", "manifest"),
        "norm_names_map": ("norm_name", "manifest"),
        "productcodes": ("productcode",),
        "pathparts": ("parent", "pathpart", "rowid"),
        "manifest": ("id", "name", "moniker", "version", "channel", "pathpart", "hash", "arp_min_version", "rowid"),
        "sqlite_schema": ("sql", "name", "tbl_name", "rootpage", "type"),
    },
    2: {
        "metadata": ("name", "value"),
        "packages": ("id", "name", "moniker", "latest_version", "arp_min_version", "hash", "rowid"),
        "tags2": ("tag", "rowid"),
        "tags2_map": ("tag", "package"),
        "commands2_map": ("command", "package"),
        "productcodes2": ("productcode", "package"),
        "norm_names2": ("norm_name", "package"),
        "norm_publishers2": ("norm_publisher", "package"),
        "sqlite_schema": ("sql", "name", "tbl_name", "rootpage", "type"),
    },
}
_REQUESTS = (SearchRequest(), SearchRequest(query="tool"), SearchRequest(query="e"), SearchRequest(tag="text"))


class Target:
    """See `target.Target`."""

    seconds = 20.0
    megabytes = 1024
    most_bytes = 10_000
    tokens: Sequence[bytes] = (b"\nbytes ", b"\nsql ", b"\nschema 1", b"00", b"ff", b"ffff", b"0d", b"\ncut ")

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shelf = Shelf(folder / "shelf")
        shelf.put("Some.Tool", "1.0", moniker="tool", tags=["text"], commands=["run"], installer="ProductCode: '{A}'")
        shelf.put("Some.Tool", "2.0", more="AppsAndFeaturesEntries:\n- DisplayName: Some Tool\n  UpgradeCode: '{U}'")
        shelf.put("Other.Thing", "1.0", name="Thing of others", tags=["text", "other"])
        task = BuildTask(folder=shelf.root, output=folder / "out", name="Fuzz.Source", publisher_name="CN=Fuzz")
        build_source(task, lambda what, done, total: None)
        self._whole = {1: self._index("source.msix"), 2: self._index("source2.msix")}

    def run(self, case: bytes) -> str:
        foreign, ours = self._folder / "publisher.db", self._folder / "ours.db"
        with nothing_left(self._folder):
            try:
                self._spoil(foreign, case.decode("utf-8", "replace"))
                try:
                    convert(foreign, ours, "fuzz", lambda: None)
                except SourceError as error:
                    if ours.exists():
                        raise Outlives("a part of an index is left") from error
                    raise
                return self._asked(ours)
            finally:
                foreign.unlink(missing_ok=True)
                ours.unlink(missing_ok=True)

    def _asked(self, path: Path) -> str:
        """What was taken over is an index of ours, and holds nothing that leads elsewhere."""
        index = Index(path, "fuzz")
        try:
            answers = {"good"}
            for request in _REQUESTS:
                for hit in index.search(request).packages:
                    index.keys(hit.id)
                    files = [version_data(index, hit.id)]
                    files += [manifest_of(index, hit.id, one.version) for one in index.versions(hit.id)]
                    for file in filter(None, files):
                        try:
                            check_path(file.path, "fuzz")
                        except SourceError as error:
                            answers.add(error.symbol)
            index.by_keys(KeyKind.product_code, ["{a}"])
        except sqlite3.Error as error:
            raise Outlives(f"what was taken over cannot be read: {error}") from error
        finally:
            index.close()
        return "+".join(sorted(answers))

    def _index(self, package: str) -> bytes:
        with FileBytes(self._folder / "out" / package) as file:
            return verify_package(open_package(file), None, unsigned=True).read_part("Public/index.db", 1 << 24)

    def _spoil(self, path: Path, recipe: str) -> None:
        lines = recipe.splitlines()[:50]
        whole = self._whole[1 if "schema 1" in lines else 2]
        path.write_bytes(whole)
        for line in lines:
            what, _, rest = line.partition(" ")
            if what == "sql":
                _changed(path, rest)
            elif what == "bytes":
                offset, _, data = rest.partition(" ")
                with contextlib.suppress(ValueError):
                    at, some = int(offset), bytes.fromhex(data)
                    content = bytearray(path.read_bytes())
                    at %= len(content) or 1
                    content[at : at + len(some)] = some
                    path.write_bytes(content)
            elif what == "cut":
                with contextlib.suppress(ValueError):
                    path.write_bytes(path.read_bytes()[: int(rest) % (len(whole) + 1)])

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        """One more line, mostly."""
        what = rng.random()
        if what < 0.1:
            return None
        schema = 1 if b"schema 1" in case else 2
        if what < 0.2:
            line = "schema 1"
        elif what < 0.65:
            line = f"sql {_sql(rng, _COLUMNS[schema])}"
        elif what < 0.95:
            offset = rng.randrange(40) * 4096 + (rng.randrange(100) if rng.random() < 0.6 else rng.randrange(4096))
            data = rng.choice((rng.randbytes(1), rng.randbytes(4), b"\xff" * 4, b"\0" * 8, b"\x7f\xff", b"\xff" * 300))
            line = f"bytes {offset} {data.hex()}"
        else:
            line = f"cut {rng.choice((0, 1, 16, 99, 100, 511, 4096, 8192, 20_000, rng.randrange(200_000)))}"
        before = case if rng.random() < 0.5 else (b"schema 1" if schema == 1 else b"")
        return before + b"\n" + line.encode()


def _sql(rng: random.Random, columns: dict[str, tuple[str, ...]]) -> str:
    table = rng.choice(list(columns))
    column, value = rng.choice(columns[table]), rng.choice(_VALUES)
    where = rng.choice(("", "", " WHERE rowid = 1", f" WHERE {column} IS NOT NULL"))
    endless = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c)"
    many = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n < 40000)"
    return rng.choice(
        (
            f"UPDATE {table} SET {column} = {value}{where}",
            f"UPDATE {table} SET {column} = {value}",
            f"UPDATE OR REPLACE {table} SET {column} = {value}{where}",
            f"DELETE FROM {table}{where}",
            f"DROP TABLE {table}",
            "PRAGMA journal_mode = WAL",
            "PRAGMA encoding = 'UTF-16'; VACUUM",
            f"CREATE TABLE x AS SELECT * FROM {table}; DROP TABLE {table}; ALTER TABLE x RENAME TO {table}",
            f"ALTER TABLE {table} RENAME COLUMN {column} TO other",
            f"DROP TABLE {table}; CREATE VIEW {table} AS {endless} SELECT n AS {column} FROM c",
            f"INSERT OR REPLACE INTO {table} ({column}) {many} SELECT {value} || n FROM c",
            f"CREATE INDEX odd ON {table} ({column} || 'x')",
            f"ALTER TABLE {table} ADD COLUMN made AS ({value})",
        )
    )


def _changed(path: Path, statement: str) -> None:
    """Change the index; what SQLite refuses is not done."""
    database = sqlite3.connect(path, isolation_level=None)
    end = time.monotonic() + 1.0
    database.set_progress_handler(lambda: time.monotonic() > end, 1000)
    try:
        database.execute("PRAGMA max_page_count = 3000")
        database.execute("PRAGMA writable_schema = ON")
        database.executescript(statement)
    except (sqlite3.Error, sqlite3.Warning, ValueError):
        return
    finally:
        database.close()
