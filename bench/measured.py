"""Lines `what | ours | peer | ratio | limit` of the benchmarks of sources."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence


def line(what: str, ours: float, peer: float, limit: float, unit: str) -> bool:
    """Print a line; whether ours is over the limit."""
    ratio = ours / peer
    print(f"{what} | {ours:.3f} {unit} | {peer:.3f} {unit} | {ratio:.2f} | {limit}", flush=True)
    return ratio > limit


def seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def in_turn(actions: Sequence[Callable[[], object]], rounds: int, row: int = 5) -> list[float]:
    """Median milliseconds of each action; they take turns, `row` times each, so that each is warm."""
    took: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for times, action in zip(took, actions, strict=True):
            times.extend(1000 * seconds(action) for _ in range(row))
    return [statistics.median(times) for times in took]
