"""What is installed, correlated with the full catalogue: 100, 400 and 4,000 synthetic entries on a sandbox.

    python bench/list.py [--rounds 9]

Of the entries a half is known by product code, a third by name and publisher, the rest by nobody. The floor reads the
same registry and asks the same index for each code and name in bare SQLite, and makes nothing of the answers.
Warm is in one process; cold is a new process from its start to the whole answer, its floor `import msgspec, sqlite3`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import catalogue
from start import Engine
from wingetpy.correlation.correlate import correlate
from wingetpy.hosts.registry import Hive, RegistryValue, View
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.inventory.arp import UNINSTALL_KEY
from wingetpy.inventory.installed import installed_entries
from wingetpy.sources.catalog import Sources
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.keys import KeyKind

LIMITS = {400: (100.0, 400.0)}
"""Milliseconds warm and cold."""

MOST_TIMES = 11.0
"""How many times as long 4,000 entries may take as 400."""

COLD = """
import sys
from pathlib import Path
from wingetpy.correlation.correlate import correlate
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.inventory.installed import installed_entries
from wingetpy.model.proxy import CallerAccess
from wingetpy.sources.catalog import Sources
class Silent:
    cancelled = False
    proxy = None
    access = CallerAccess()
    items = progress = message = lambda *_: None
opened = Sources(Path(sys.argv[2])).open(Silent(), "bench")
assert len(correlate(installed_entries(SandboxHost(Path(sys.argv[1]))), opened)) == int(sys.argv[3])
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    index = catalogue.index_file()
    state = catalogue.state()
    opened = Sources(state).open(catalogue.Silent(), "bench")
    print("what | ours | floor | ratio | limit")
    warm: dict[int, float] = {}
    for count in (100, 400, 4000):
        with tempfile.TemporaryDirectory() as folder:
            warm[count] = measure(SandboxHost(Path(folder)), count, index, opened, state, rounds)
    measure_updates(400, rounds)
    print(f"list 4000 entries in times of 400, warm | {warm[4000] / warm[400]:.1f} | | | {MOST_TIMES:.0f}")


def measure(host: SandboxHost, count: int, index: Path, opened: CompositeSource, state: Path, rounds: int) -> float:
    """Print the warm and the cold row of one number of entries; return the warm milliseconds."""
    register(host, index, count)
    found = correlate(installed_entries(host), opened)
    known = sum(one.package is not None for one in found)
    assert known > count / 2, f"only {known} of {count} were recognised"
    warm_limit, cold_limit = LIMITS.get(count, (None, None))
    warm = interleaved([lambda: correlate(installed_entries(host), opened), lambda: read_bare(host, index)], rounds)
    show(f"list {count} entries ({known} known), warm", warm, warm_limit)
    ours = [sys.executable, "-c", COLD, str(host.root), str(state), str(len(found))]
    bare = [sys.executable, "-I", "-c", "import msgspec, sqlite3"]
    cold = interleaved([lambda: run(ours), lambda: run(bare)], max(3, rounds // 2))
    show(f"list {count} entries, cold", cold, cold_limit)
    return warm[0]


OUTDATED = 150
LISTS: tuple[tuple[str, dict[str, object]], ...] = (
    ("list", {}),
    ("list of updates", {"UpdateAvailable": True, "IncludeUnknown": True, "IncludeBlocked": True}),
)


def measure_updates(count: int, rounds: int) -> None:
    """Print the rows of an engine on a machine with many programs for which there is something newer: the first answer
    of each list reads the manifest of each of them, those after it none."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        prepare(root, count, OUTDATED)
        for what, parameters in LISTS:
            engine = Engine(str(root))
            took = []
            for _ in range(rounds + 1):
                began = time.perf_counter()
                answer = engine.ask("package/get", parameters)
                took.append((time.perf_counter() - began) * 1000)
            engine.end()
            name = f"{what}, {count} entries of which {OUTDATED} outdated ({answer['Count']} rows)"
            print(f"{name}, first | {took[0]:.1f} ms | | |")
            print(f"{name}, warm | {statistics.median(took[1:]):.1f} ms | | | {LIMITS[count][0]:.0f} ms")


def show(what: str, took: list[float], limit: float | None) -> None:
    ours, floor = took
    print(f"{what} | {ours:.1f} ms | {floor:.1f} ms | {ours / floor:.2f} | {f'{limit:.0f} ms' if limit else ''}")


def register(host: SandboxHost, index: Path, count: int, outdated: int = 0) -> None:
    """Put entries of real packages, evenly taken from the catalogue, on the machine; the first ones are outdated."""
    for place, (key, name, publisher, version) in enumerate(programs(index, count)):
        version = "0.0.0.1" if place < outdated else version
        view: View = 32 if place % 4 == 0 else 64
        values = {
            "DisplayName": name,
            "DisplayVersion": version,
            "Publisher": publisher,
            "UninstallString": f'"C:\\Program Files\\{place}\\uninstall.exe"',
            "InstallLocation": f"C:\\Program Files\\{place}",
        }
        for title, text in values.items():
            host.registry.set_value(Hive.machine, f"{UNINSTALL_KEY}\\{key}", title, RegistryValue("sz", text), view)


def prepare(root: Path, count: int, outdated: int = 0) -> None:
    """Make a sandbox with programs and the catalogue as its source; for `whatif.ps1`, too."""
    shutil.copytree(catalogue.root(), root)
    register(SandboxHost(root), catalogue.index_file(), count, outdated)


def programs(index: Path, count: int) -> Iterator[tuple[str, str, str, str]]:
    """Key, name, publisher and version of synthetic programs."""
    database = sqlite3.connect(f"file:{index}?mode=ro&immutable=1", uri=True)
    first_key = "SELECT package, min(value) FROM key WHERE kind = ? GROUP BY package ORDER BY package"
    codes = dict(database.execute(first_key, (int(KeyKind.product_code),)))
    names = dict(database.execute(first_key, (int(KeyKind.name_and_publisher),)))
    newest = dict(database.execute("SELECT package, version FROM version WHERE place = 0"))
    database.close()
    by_code, by_name = [one for one in codes if one in names], list(names)
    assert len(by_code) * 2 >= count, "the catalogue has too few product codes"
    for place in range(count):
        chosen = by_code if place % 2 == 0 else by_name
        package = chosen[place * len(chosen) // count]
        name, _, publisher = names[package].partition("\n")
        if place % 2 == 0:
            yield codes[package], f"{name} {place}.0", publisher, newest[package]
        elif place % 6 != 5:
            yield f"key-{place}", f"{name} (x64) 1.{place}", f"{publisher} Inc.", newest[package]
        else:
            yield f"{{00000000-0000-0000-0000-{place:012}}}", f"Own program {place} x64", f"Nobody {place} Ltd.", "1.0"


def read_bare(host: SandboxHost, index: Path) -> None:
    """The floor: the same keys and values, and one question for each code, name and package."""
    database = sqlite3.connect(f"file:{index}?mode=ro&immutable=1", uri=True)
    ask = "SELECT package FROM key WHERE kind = ? AND value = ?"
    for hive, view in ((Hive.machine, 64), (Hive.machine, 32), (Hive.user, 64)):
        for name in host.registry.subkeys(hive, UNINSTALL_KEY, view):
            values = host.registry.values(hive, f"{UNINSTALL_KEY}\\{name}", view) or {}
            text = f"{values['DisplayName'].data}\n{values['Publisher'].data}".lower()
            hits = database.execute(ask, (int(KeyKind.product_code), name.lower())).fetchall()
            hits += database.execute(ask, (int(KeyKind.name_and_publisher), text)).fetchall()
            for hit in hits:
                database.execute(
                    "SELECT version, arp_minimum, arp_maximum FROM version WHERE package = ?", hit
                ).fetchall()
    database.close()


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(catalogue.REPOSITORY / "engine")})


def interleaved(questions: list[Callable[[], object]], rounds: int) -> list[float]:
    """Median milliseconds of each, asked in turn."""
    took: list[list[float]] = [[] for _ in questions]
    for _ in range(rounds):
        for times, question in zip(took, questions, strict=True):
            started = time.perf_counter()
            question()
            times.append((time.perf_counter() - started) * 1000)
    return [statistics.median(times) for times in took]


if __name__ == "__main__":
    main()
