"""Warm search over the full catalogue and over one ten times as large, beside winget's own way on the same rows.

    python bench/search.py [--rounds 15]

Ours is the whole answer: ranked rows as objects with all their versions. The peer's is its rows as tuples.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import catalogue
from wingetpy.sources.index.query import Index
from wingetpy.sources.request import SearchRequest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--without-tenfold", action="store_true")
    arguments = parser.parse_args()
    file = catalogue.index_file()
    ours, theirs = Index(file, "bench"), _peer(file)
    large = None if arguments.without_tenfold else Index(catalogue.ten_times(file), "bench")
    large_peer = None if large is None else _peer(large.path)
    print(f"{'query':14}{'hits':>6}{'ours ms':>9}{'peer ms':>9}{'ratio':>7}{'limit':>7}{'10x ms':>9}{'10x/1x':>8}{'10x peer':>9}")
    for query in (*catalogue.FEW_HITS, *catalogue.SHORT_OR_LARGE):
        _compare(query, ours, theirs, large, large_peer, arguments.rounds)


def _compare(query: str, ours: Index, theirs: sqlite3.Connection, large: Index | None, large_peer: sqlite3.Connection | None, rounds: int) -> None:
    request = SearchRequest(query=query)
    hits = len(ours.search(request).packages)
    took = _interleaved([lambda: ours.search(request), lambda: _ask(theirs, query)], rounds)
    if large is not None and large_peer is not None:
        took += _interleaved([lambda: large.search(request), lambda: _ask(large_peer, query)], rounds)
    limit = 0.2 if len(query) >= 3 and hits <= 300 else 1.0
    line = f"{query:14}{hits:6}{took[0]:9.3f}{took[1]:9.3f}{took[0] / took[1]:7.2f}{limit:7.1f}"
    if large is not None:
        assert query in catalogue.SHORT_OR_LARGE or len(large.search(request).packages) == hits, f"{query} finds more in the large one"
        line += f"{took[2]:9.3f}{took[2] / took[0]:8.2f}{took[3]:9.3f}"
    print(line)


def _interleaved(questions: list[Callable[[], object]], rounds: int) -> list[float]:
    """Median milliseconds of each, asked in turn."""
    took: list[list[float]] = [[] for _ in questions]
    for _ in range(rounds):
        for times, question in zip(took, questions, strict=True):
            started = time.perf_counter()
            question()
            times.append((time.perf_counter() - started) * 1000)
    return [statistics.median(times) for times in took]


def _ask(database: sqlite3.Connection, query: str) -> list[object]:
    return database.execute(catalogue.PEER_QUERY, {"like": catalogue.like(query)}).fetchall()


def _peer(index: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{catalogue.peer_database(index)}?mode=ro&immutable=1", uri=True)


if __name__ == "__main__":
    main()
