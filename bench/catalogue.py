"""The community catalogue for the benchmarks: where it lies, its index, and one ten times as large.

The folder is `WINGETPY_CATALOGUE`, or `../catalogue/manifests` beside the repository, or else what
`../shared/data/winget-pkgs-*.tar.xz` unpacks to. What is made of it is kept in `out/bench`.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import string
import sys
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "engine"))

from wingetpy.errors import EngineError  # noqa: E402
from wingetpy.hosts.sandbox import SandboxHost  # noqa: E402
from wingetpy.model.call import Progress  # noqa: E402
from wingetpy.model.proxy import CallerAccess  # noqa: E402
from wingetpy.sources.catalog import Sources  # noqa: E402
from wingetpy.sources.index.generation import IndexFolder  # noqa: E402
from wingetpy.sources.index.package import IndexedPackage, IndexedVersion  # noqa: E402
from wingetpy.sources.index.schema import IndexKey  # noqa: E402
from wingetpy.sources.index.writer import IndexWriter  # noqa: E402

KEPT = REPOSITORY / "out" / "bench"
FEW_HITS = ("firefox", "7zip", "vlc", "powertoys", "vscode", "obs-studio", "notepad++", "python", "postgresql", "zoom")
"""Named queries of three letters and more with at most 300 hits in the real catalogue."""
SHORT_OR_LARGE = ("e", "go", "r", "c#", "tool", "microsoft", "com", "windows")


class Silent:
    """A call that nobody listens to."""

    cancelled = False
    proxy = None
    access = CallerAccess()

    def items(self, rows: object) -> None:
        pass

    def progress(self, progress: Progress) -> None:
        pass

    def message(self, level: str, text: str, code: str | None = None) -> None:
        print(f"{level}: {text}", file=sys.stderr)


def manifests() -> Path:
    """The unpacked catalogue. Ends the program with the reason where there is none."""
    for folder in (os.environ.get("WINGETPY_CATALOGUE"), REPOSITORY.parent / "catalogue" / "manifests"):
        if folder and Path(folder).is_dir():
            return Path(folder)
    archives = sorted((REPOSITORY.parent / "shared" / "data").glob("winget-pkgs-*.tar.xz"))
    if not archives:
        sys.exit("There is no catalogue: set WINGETPY_CATALOGUE to a folder of manifests.")
    unpacked = KEPT / "catalogue"
    if not unpacked.is_dir():
        print(f"unpacking {archives[-1].name} ...", file=sys.stderr)
        with tarfile.open(archives[-1]) as tar:
            tar.extractall(unpacked, filter="data")
    return next(unpacked.rglob("manifests"))


def packed() -> Path | None:
    """The catalogue as it is published, `.tar.xz`; None where there is none."""
    named = os.environ.get("WINGETPY_CATALOGUE_ARCHIVE")
    archives = sorted((REPOSITORY.parent / "shared" / "data").glob("winget-pkgs-*.tar.xz"))
    return Path(named) if named else archives[-1] if archives else None


def root() -> Path:
    """A sandbox root in which the catalogue is configured as the source `bench`, with an index that is up to date."""
    folder = KEPT / "root"
    sources = Sources(SandboxHost(folder).state_folder(), processes=2)
    for other in sources.list():  # the default ones would be asked over the network
        if other.name != "bench":
            sources.remove(other.name)
    try:
        (details,) = sources.list("bench")
        sources.update(Silent(), details)
    except EngineError:
        print("building the index of the catalogue ...", file=sys.stderr)
        with suppress(EngineError):
            sources.remove("bench")
        sources.add(Silent(), "bench", str(manifests()))
    sources.close()
    return folder


def state() -> Path:
    """The state folder of that root."""
    return SandboxHost(root()).state_folder()


def index_file() -> Path:
    """The SQLite file of the catalogue's index."""
    folder = state()
    (details,) = Sources(folder).list("bench")
    index = IndexFolder(folder / "cache" / details.identifier)
    generation = index.current()
    assert generation is not None
    return index.path / generation.file


def ten_times(index: Path) -> Path:
    """An index of ten times as many packages, in which the named queries find what they find in the real one.

    Nine copies of every package have their letters swapped for others, so that lengths and repetitions stay as they
    are. A copy that would be found by a named query of few hits gets another swap.
    """
    large = KEPT / f"{index.stem}-tenfold.db"
    if large.exists():
        return large
    for older in KEPT.glob("*-tenfold.db"):
        older.unlink()
    print("building an index ten times as large ...", file=sys.stderr)
    packages = list(_packages(index))
    beside = large.with_suffix(".new")
    with IndexWriter(beside, fresh=True) as writer:
        writer.add_packages(packages)
        for copy in range(1, 10):
            writer.add_packages(_swapped(package, copy) for package in packages)
    os.replace(beside, large)
    return large


def _packages(index: Path) -> Iterator[IndexedPackage]:
    database = sqlite3.connect(f"file:{index}?mode=ro&immutable=1", uri=True)
    rows = database.execute(
        "SELECT rowid, id, name, moniker, coalesce(commands, commands_folded), coalesce(tags, tags_folded), shown"
        " FROM package"
    )
    for rowid, identifier, name, moniker, commands, tags, shown in rows.fetchall():
        keys = database.execute("SELECT kind, value FROM key WHERE package = ? AND kind <= 3", (rowid,))
        yield IndexedPackage(
            id=identifier,
            name=name,
            moniker=moniker or "",
            commands=_values(commands),
            tags=_values(tags),
            versions=[IndexedVersion(version, "", "", ()) for version in shown.split("\n")[3:]],
            keys=frozenset((IndexKey(kind), value) for kind, value in keys),
        )
    database.close()


def _values(column: str | None) -> list[str]:
    return column.strip("\n").split("\n") if column else []


def _swapped(package: IndexedPackage, copy: int) -> IndexedPackage:
    for attempt in range(copy, 26 * 26, 10):
        turn = 1 + attempt % 25
        letters = string.ascii_lowercase[turn:] + string.ascii_lowercase[:turn]
        table = str.maketrans(string.ascii_letters, letters + letters.upper())
        swapped = IndexedPackage(
            id=f"{package.id.translate(table)}.{copy}",
            name=package.name.translate(table),
            moniker=package.moniker.translate(table),
            commands=[command.translate(table) for command in package.commands],
            tags=[tag.translate(table) for tag in package.tags],
            versions=package.versions,
            keys=frozenset((kind, f"{value}{copy}") for kind, value in package.keys),
        )
        texts = (swapped.id, swapped.name, swapped.moniker, *swapped.commands, *swapped.tags)
        if not any(query in text.lower() for query in FEW_HITS for text in texts):
            return swapped
    raise AssertionError(f"every swap of {package.id} holds a named query")


def peer_database(index: Path) -> Path:
    """The same packages in the shape of winget's own index, schema 2.0."""
    peer = KEPT / f"{index.stem}-peer.db"
    if peer.exists():
        return peer
    for older in KEPT.glob("*-peer.db"):
        if "tenfold" in older.name or "tenfold" not in peer.name:
            older.unlink()
    peer.with_suffix(".new").unlink(missing_ok=True)
    database = sqlite3.connect(peer.with_suffix(".new"))
    database.executescript(_PEER_TABLES)
    for rowid, package in enumerate(_packages(index), 1):
        row = (rowid, package.id, package.name, package.moniker or None, package.versions[0].version)
        database.execute("INSERT INTO packages VALUES (?,?,?,?,?)", row)
        for table, values in (("tag", package.tags), ("command", package.commands)):
            for value in values:
                database.execute(f"INSERT OR IGNORE INTO {table}s2 ({table}) VALUES (?)", (value,))
                database.execute(
                    f"INSERT OR IGNORE INTO {table}s2_map SELECT rowid, ? FROM {table}s2 WHERE {table} = ?",
                    (rowid, value),
                )
    database.commit()
    database.execute("VACUUM")
    database.close()
    os.replace(peer.with_suffix(".new"), peer)
    return peer


_PEER_TABLES = """
CREATE TABLE packages (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, moniker TEXT, latest_version TEXT NOT NULL);
CREATE UNIQUE INDEX packages_id ON packages (id);
CREATE TABLE tags2 (rowid INTEGER PRIMARY KEY, tag TEXT NOT NULL UNIQUE);
CREATE TABLE tags2_map (tag INTEGER NOT NULL, package INTEGER NOT NULL, PRIMARY KEY (tag, package)) WITHOUT ROWID;
CREATE TABLE commands2 (rowid INTEGER PRIMARY KEY, command TEXT NOT NULL UNIQUE);
CREATE TABLE commands2_map (
    command INTEGER NOT NULL, package INTEGER NOT NULL, PRIMARY KEY (command, package)) WITHOUT ROWID;
"""

PEER_QUERY = """
SELECT packages.id, packages.name, packages.moniker, packages.latest_version FROM packages JOIN (
    SELECT rowid AS package FROM packages WHERE id LIKE :like ESCAPE '\\'
    UNION SELECT rowid FROM packages WHERE name LIKE :like ESCAPE '\\'
    UNION SELECT rowid FROM packages WHERE moniker LIKE :like ESCAPE '\\'
    UNION SELECT package FROM tags2 JOIN tags2_map ON tags2_map.tag = tags2.rowid WHERE tags2.tag LIKE :like ESCAPE '\\'
    UNION SELECT package FROM commands2 JOIN commands2_map ON commands2_map.command = commands2.rowid
        WHERE commands2.command LIKE :like ESCAPE '\\'
) AS found ON found.package = packages.rowid
"""
"""How winget searches: LIKE with a leading wildcard over each field, joined. Without its ranking, so in its favour."""


def like(query: str) -> str:
    """A query as a LIKE pattern, escaped as winget does."""
    escaped = query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def words(index: Path, count: int) -> list[str]:
    """So many different words of names and tags, spread over the catalogue; every tenth is one or two letters long."""
    database = sqlite3.connect(f"file:{index}?mode=ro&immutable=1", uri=True)
    rows = database.execute("SELECT name_folded || coalesce(tags_folded, '') FROM package ORDER BY place").fetchall()
    database.close()
    found = list(dict.fromkeys(word for (text,) in rows for word in text.split() if len(word) > 2))
    chosen = found[:: max(len(found) // count, 1)][:count]
    return [word[: 1 + place // 10 % 2] if place % 10 == 0 else word for place, word in enumerate(chosen)]


def discard(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
