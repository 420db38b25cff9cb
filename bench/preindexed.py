"""A pre-indexed source of the catalogue's size: from the engine's start to its first answer, and warm search.

    python bench/preindexed.py [--rounds 9]

The source is built of the catalogue once (`out/bench/preindexed`) and configured without a server, with an index that
is fresh. The first row is what the first search takes beside the start of an engine that answers `engine/info`; its
peer is the bound of 30 ms. The .pyc files are present, as where the engine is installed. The others are a whole search
of ours beside winget's own statements (schema 2.0: a table of results, an INSERT for each kind of match and field,
duplicates removed, the rows in order) on the publisher's database.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import sys
import time
from functools import partial
from pathlib import Path

import catalogue
from measured import in_turn, line, seconds
from start import ENGINE, Engine
from winget_sql import WingetSearch
from wingetpy.authoring.preindexed.build import SOURCE_2, BuildTask, build_source
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.package import open_package, verify_package
from wingetpy.sources.configured import ConfiguredSources
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.index.query import Index
from wingetpy.sources.index.schema import FORMAT
from wingetpy.sources.preindexed.conversion import convert
from wingetpy.sources.preindexed.refresh import INDEX
from wingetpy.sources.request import SearchRequest

FIRST_LIMIT_MS = 30.0
WARM_LIMIT = 0.33
RUNS = 25
QUERY = {"Query": "vscode"}
FOLDER = catalogue.KEPT / "preindexed"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(str(ENGINE), quiet=1)
    database = _publishers_index()
    root = catalogue.KEPT / "preindexed-root"
    index = _configured(root, database)
    worst = _first_search(root)
    ours, theirs = Index(index, "bench"), WingetSearch(database)
    for query in (*catalogue.FEW_HITS, *catalogue.SHORT_OR_LARGE):
        request = SearchRequest(query=query)
        hits, peer = len(ours.search(request).packages), len(theirs.search(query))
        took = in_turn([partial(ours.search, request), partial(theirs.search, query)], options.rounds)
        worst |= line(f"search of a pre-indexed source {query}, {hits} hits (winget {peer})", *took, WARM_LIMIT, "ms")
    return worst


def _first_search(root: Path) -> bool:
    """Whether the first search takes longer than is allowed."""
    with_search, without = [], []
    for _ in range(RUNS):
        without.append(1000 * seconds(partial(_engine, root, "engine/info", {})))
        with_search.append(1000 * seconds(partial(_engine, root, "package/find", QUERY)))
    first = statistics.median(with_search) - statistics.median(without)
    return line("first search of a pre-indexed source over the engine's start", first, FIRST_LIMIT_MS, 1.0, "ms")


def _engine(root: Path, method: str, parameters: dict[str, str]) -> None:
    engine = Engine(str(root))
    engine.ask(method, parameters)
    engine.end()


def _publishers_index() -> Path:
    """The database in the package that is built of the catalogue."""
    database = FOLDER / "index.db"
    if not database.exists():
        print("building a pre-indexed source of the catalogue ...", file=sys.stderr)
        started = time.monotonic()
        task = BuildTask(folder=catalogue.manifests(), output=FOLDER, name="Bench.Source", publisher_name="CN=Bench")
        built = build_source(task, lambda what, done, total: None)
        print(f"{built.versions} versions in {time.monotonic() - started:.0f} s", file=sys.stderr)
        with FileBytes(FOLDER / SOURCE_2) as file:
            content = verify_package(open_package(file), None, unsigned=True).read_part(INDEX, 1 << 30)
        database.with_suffix(".new").write_bytes(content)
        os.replace(database.with_suffix(".new"), database)
    return database


def _configured(root: Path, database: Path) -> Path:
    """A sandbox that has the source, as an update would leave it; the file of its index."""
    catalogue.discard(root)
    state = SandboxHost(root).state_folder()
    details = SourceDetails(
        name="bench",
        type="Microsoft.PreIndexed.Package",
        argument="https://localhost/bench",
        identifier="Bench.Source_0000000000000",
    )
    configured = ConfiguredSources(state)
    configured.add(details)
    folder = IndexFolder(state / "cache" / details.identifier)
    now = time.time()
    with folder.new_file(now) as (name, path):
        started = time.monotonic()
        _, packages, versions, _ = convert(database, path, "bench", lambda: None)
        print(f"{packages} packages converted in {time.monotonic() - started:.1f} s", file=sys.stderr)
        folder.finished(name)
    folder.make_current(
        Generation(
            file=name, format=FORMAT, root="", built=now, checked=time.time(), files=0, packages=packages,
            versions=versions, skipped=0,
        )
    )  # fmt: skip
    return folder.path / name


if __name__ == "__main__":
    sys.exit(main())
