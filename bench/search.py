"""Warm search over the full catalogue and over one ten times as large, beside winget's own way on the same rows.

    python bench/search.py [--rounds 9] [--without-tenfold]

Ours is the whole answer: ranked rows with id, name, moniker, all versions and what fitted. The peer's are its unranked
rows with id, name, moniker and newest version, from SQLite's LIKE with leading wildcards over id, name, moniker, tags
and commands in the schema of winget's index. Both run in this process and take turns, five times each; a figure is the
median.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from functools import partial
from pathlib import Path

import catalogue
from measured import in_turn, line
from wingetpy.sources.index.query import Index
from wingetpy.sources.request import SearchRequest

FEW = 300
FEW_LIMIT = 0.2
MANY_LIMIT = 1.0
TENFOLD_LIMIT = 2.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--without-tenfold", action="store_true")
    options = parser.parse_args()
    file = catalogue.index_file()
    ours, theirs = Index(file, "bench"), _peer(file)
    queries = (*catalogue.FEW_HITS, *catalogue.SHORT_OR_LARGE)
    worst = False
    for query in queries:
        request = SearchRequest(query=query)
        hits = len(ours.search(request).packages)
        limit = FEW_LIMIT if len(query) >= 3 and hits <= FEW else MANY_LIMIT
        took = in_turn([partial(ours.search, request), partial(_ask, theirs, query)], options.rounds)
        worst |= line(f"search {query}, {hits} hits", *took, limit, "ms")
    if not options.without_tenfold:
        worst |= _tenfold(file, ours, options.rounds)
    return worst


def _tenfold(file: Path, ours: Index, rounds: int) -> bool:
    """The named queries of few hits among ten times as many packages, beside our own time in the real catalogue."""
    large = Index(catalogue.ten_times(file), "bench")
    worst = False
    for query in catalogue.FEW_HITS:
        request = SearchRequest(query=query)
        hits = len(large.search(request).packages)
        if hits != len(ours.search(request).packages):
            raise SystemExit(f"{query} finds other packages in the large catalogue")
        took = in_turn([partial(large.search, request), partial(ours.search, request)], rounds)
        what = f"search {query}, {hits} hits, ten times the packages (peer: ours in the real one)"
        worst |= line(what, *took, TENFOLD_LIMIT, "ms")
    return worst


def _ask(database: sqlite3.Connection, query: str) -> list[object]:
    return database.execute(catalogue.PEER_QUERY, {"like": catalogue.like(query)}).fetchall()


def _peer(index: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{catalogue.peer_database(index)}?mode=ro&immutable=1", uri=True)


if __name__ == "__main__":
    sys.exit(main())
