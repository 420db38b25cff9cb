"""An index that was damaged, opened and asked. A case is a recipe: what is done to a whole index, a line each.

sql UPDATE package SET id = NULL
bytes 4096 00ff      at an offset, modulo the size
cut 5000             the size, modulo the size
pointer File ../x    a member of the pointer: text, or a number where it is one
pointer-bytes 7b7d   all of the pointer
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from fuzz.target import Outlives, nothing_left
from kit.calls import Listener
from kit.sources import Shelf
from wingetpy.errors import EngineError, ErrorCode
from wingetpy.hosts.native_removal import remove_tree
from wingetpy.protocol.messages import encode
from wingetpy.sources.catalog import Sources
from wingetpy.sources.index.schema import TABLE_NAMES
from wingetpy.sources.request import InstalledKeys, MatchOption, SearchRequest

_VALUES = (
    "NULL", "x'00ff'", "-1", "9223372036854775807", "1e999", "'../../../etc/passwd'", "'/etc/passwd'", "char(10)",
    "''", "cast(x'ff' AS TEXT)", "zeroblob(9)", "replace(hex(zeroblob(5000)),'0','x')", "'No.Such'", "'1.0'",
    "char(0)", "char(0xD800)", "'(('", "0.5", "'< 1'", "'x' || char(10) || 'y'",
)  # fmt: skip
_COLUMNS = {
    "package": (
        "place",
        "id_folded",
        "name_folded",
        "moniker_folded",
        "commands_folded",
        "tags_folded",
        "id",
        "name",
        "moniker",
        "commands",
        "tags",
        "shown",
    ),
    "version": ("package", "place", "version", "arp_minimum", "arp_maximum"),
    "key": ("kind", "value", "package"),
    "folder": ("path", "stamp"),
    "file": ("folder", "name", "version"),
    "fault": ("path", "reason"),
    "sqlite_schema": ("sql", "name", "tbl_name", "rootpage", "type"),
    "grams_data": ("block",),
    "grams_config": ("v",),
    "grams_idx": ("pgno", "term"),
}
_MEMBERS = ("File", "Format", "Root", "Built", "Checked", "Files", "Packages", "Versions", "Skipped", "Archive")
_POINTED = (
    "",
    "..",
    "../../x",
    "/etc/passwd",
    "current.json",
    "x.db",
    ".",
    "\0",
    "%00?mode=rw",
    "-1",
    "1e999",
    "99999999999999999999",
    "5",
    "null",
    "x" * 5000,
)


class Target:
    """See `target.Target`."""

    seconds = 20.0
    megabytes = 1024
    most_bytes = 10_000
    tokens: Sequence[bytes] = (b"\nbytes ", b"\nsql ", b"\npointer ", b"00", b"ff", b"ffff", b"0d", b"\ncut ")

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shelf = Shelf(folder / "shelf")
        shelf.put("Some.Tool", "1.0", moniker="tool", tags=["text"], commands=["run"], installer="ProductCode: '{A}'")
        shelf.put("Some.Tool", "2.0", more="AppsAndFeaturesEntries:\n- DisplayName: Some Tool\n  UpgradeCode: '{U}'")
        shelf.put("Other.Thing", "1.0", name="Thing of others", tags=["text", "other"])
        shelf.put_set("Parted.Tool", "3.0")
        shelf.write("broken.yaml", "a: [")
        sources = Sources(folder / "state", processes=1, fresh_minutes=lambda: 0)
        sources.add(Listener(), "shelf", str(shelf.root))
        sources.close()
        [pointer] = (folder / "state").rglob("current.json")
        self._home = pointer.parent
        self._pointer = json.loads(pointer.read_bytes())
        self._changing = shelf.root / "Other.Thing" / "1.0" / "Other.Thing.yaml"
        self._cases = 0
        self._whole = (self._home / self._pointer["File"]).read_bytes()

    def run(self, case: bytes) -> str:
        remove_tree(self._home)
        self._home.mkdir()
        self._spoil(case.decode("utf-8", "replace"))
        self._cases += 1
        os.utime(self._changing, (0, self._cases))  # an update reads a part again
        with nothing_left(self._folder, but=("state",)):
            sources = Sources(self._folder / "state", processes=1, fresh_minutes=lambda: 0)
            try:
                first = self._asked(sources)
                second = self._asked(sources)
            finally:
                sources.close()
        if left := [one.name for one in self._home.iterdir() if one.suffix == ".building"]:
            raise Outlives(f"left: {left}")
        if any(f"Source{what}" in first and f"Source{what}" in second for what in ("Data", "Open")):
            raise Outlives(f"a damaged index is not made again: {first} | {second}")
        return first if first == second else f"{first} | {second}"

    def _spoil(self, recipe: str) -> None:
        path = self._home / str(self._pointer["File"])
        path.write_bytes(self._whole)
        pointer = dict(self._pointer)
        written = None
        for line in recipe.splitlines()[:50]:
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
                    path.write_bytes(path.read_bytes()[: int(rest) % (len(self._whole) + 1)])
            elif what == "pointer":
                name, _, value = rest.partition(" ")
                try:
                    pointer[name] = json.loads(value)
                except ValueError:
                    pointer[name] = value
            elif what == "pointer-bytes":
                with contextlib.suppress(ValueError):
                    written = bytes.fromhex(rest)
        text = json.dumps(pointer).encode() if written is None else written
        (self._home / "current.json").write_bytes(text)

    def _asked(self, sources: Sources) -> str:
        """What questions of each kind are answered with, as one text."""
        try:
            opened = sources.open(Listener())
        except EngineError as error:
            return _symbol(error)
        answers: list[str] = []

        def ask(question) -> object:  # type: ignore[no-untyped-def]
            try:
                answer = question()
                encode(answer)
            except EngineError as error:
                answers.append(_symbol(error))
                return None
            answers.append("good")
            return answer

        for request in _REQUESTS:
            ask(lambda request=request: list(opened.search(request).rows))
        found = ask(lambda: opened.find_one(SearchRequest(query="Some.Tool")))
        if found is not None:
            ask(lambda: opened.versions(found))
            ask(lambda: opened.manifest(found, None))
            ask(lambda: opened.manifest(found, "1.0"))
            ask(lambda: opened.keys(found) and None)
        ask(lambda: opened.recognise(_INSTALLED))
        ask(lambda: sources.update(Listener(), sources.list()[0]))
        return "+".join(sorted(set(answers)))

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        """One more line, mostly."""
        what = rng.random()
        if what < 0.1:
            return None
        if what < 0.5:
            line = _sql(rng)
        elif what < 0.85:
            page = rng.randrange(40) * 4096
            offset = page + (rng.randrange(100) if rng.random() < 0.6 else rng.randrange(4096))
            data = rng.choice((rng.randbytes(1), rng.randbytes(4), b"\xff" * 4, b"\0" * 8, b"\x7f\xff", b"\xff" * 300))
            line = f"bytes {offset} {data.hex()}"
        elif what < 0.9:
            line = f"cut {rng.choice((0, 1, 16, 99, 100, 511, 4096, 8192, 20_000, rng.randrange(200_000)))}"
        elif what < 0.97:
            line = f"pointer {rng.choice(_MEMBERS)} {rng.choice(_POINTED)}".replace("\n", "")
        else:
            line = f"pointer-bytes {rng.choice((b'', b'{', b'{}', b'[]', b'null', rng.randbytes(20))).hex()}"
        before = case if rng.random() < 0.5 else b""
        return before + b"\n" + line.encode()


def _sql(rng: random.Random) -> str:
    table = rng.choice(list(_COLUMNS))
    column, value = rng.choice(_COLUMNS[table]), rng.choice(_VALUES)
    where = rng.choice(("", "", " WHERE rowid = 1", f" WHERE {column} IS NOT NULL"))
    endless = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c)"
    statements = (
        f"UPDATE {table} SET {column} = {value}{where}",
        f"UPDATE {table} SET {column} = {value}",
        f"DELETE FROM {table}{where}",
        f"DROP TABLE {rng.choice(TABLE_NAMES)}",
        "DROP INDEX version_package",
        "DROP TABLE grams_data",
        "PRAGMA journal_mode = WAL",
        f"CREATE TABLE x AS SELECT * FROM {table}; DROP TABLE {table}; ALTER TABLE x RENAME TO {table}",
        f"ALTER TABLE {table} RENAME COLUMN {column} TO other",
        f"DROP TABLE {table}; CREATE VIEW {table} AS {endless} SELECT n AS {column} FROM c",
    )
    return rng.choice(statements)


def _changed(path: Path, statement: str) -> None:
    """Change the index; what SQLite refuses is not done."""
    database = sqlite3.connect(path, isolation_level=None)
    steps = iter(range(200))
    database.set_progress_handler(lambda: next(steps, None) is None, 10_000)
    try:
        database.execute("PRAGMA writable_schema = ON")
        database.executescript(statement)
    except (sqlite3.Error, sqlite3.Warning, ValueError):
        return
    finally:
        database.close()


def _symbol(error: EngineError) -> str:
    if error.code is ErrorCode.InternalError:
        raise Outlives(error.text)
    return error.symbol


_REQUESTS = (
    SearchRequest(),
    SearchRequest(query="tool"),
    SearchRequest(query="to", count=1),
    SearchRequest(query="text", match_option=MatchOption.equals),
    SearchRequest(id="s*.?ool"),
    SearchRequest(tag="text", command="run", match_option=MatchOption.starts_with),
    SearchRequest(name="thing of others", match_option=MatchOption.equals_case_insensitive),
    SearchRequest(moniker="tool"),
)
_INSTALLED = [
    InstalledKeys(product_code="{A}", name="Some Tool", publisher="Somebody"),
    InstalledKeys(upgrade_codes=("{U}",), package_family_name="a_b"),
]
