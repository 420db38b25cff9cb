"""What hostile input costs grows with its size and no faster: each row is the time for input of twice the size beside
that of the size, so a linear one shows 2. The first row is the one of the specification: 20,000 tags within a second.

    python bench/growth.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import io
import itertools
import statistics
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from catalogue import Silent
from measured import line, seconds

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "engine"))

from wingetpy.archives.limits import Limits
from wingetpy.archives.unpack import unpack
from wingetpy.correlation.criteria import _pattern
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox.registry import SandboxRegistry
from wingetpy.manifests.summary import summarize
from wingetpy.model.names import normalize_name, normalize_publisher
from wingetpy.sources.catalog import Sources
from wingetpy.sources.request import MatchOption

LIMIT = 2.6
"""Of twice the size; what grows with the square shows 4."""
HEAD = "PackageIdentifier: Bench.Tool\nPackageVersion: 1.0\nPackageLocale: en-US\nPublisher: P\nPackageName: N\n"
TAIL = "License: MIT\nShortDescription: S\nManifestType: singleton\nManifestVersion: 1.6.0\n"
INSTALLER = f"- Architecture: x64\n  InstallerType: exe\n  InstallerUrl: http://a/b\n  InstallerSha256: {'0' * 64}\n"
HOSTILE_NAMES = ("(", "[(", "1.", "C:\\a", "!", "v1 ", 'x"', "-en-us", "(a)")

Work = Callable[[], object]


def manifest(tags: int, installers: int = 1) -> bytes:
    named = "Tags:\n" + "".join(f"- tag{number}\n" for number in range(tags))
    return (HEAD + named + "Installers:\n" + INSTALLER * installers + TAIL).encode()


def tags(count: int, folder: Path) -> Work:
    data = manifest(count)
    return lambda: summarize(data, "large.yaml")


def installers(count: int, folder: Path) -> Work:
    data = manifest(count // 2, count // 2)
    return lambda: summarize(data, "large.yaml")


def wildcards(count: int, folder: Path) -> Work:
    pattern, text = _pattern("*a" * 100 + "b", MatchOption.contains), "a" * count * 10
    return lambda: pattern.fullmatch(text)


def names(count: int, folder: Path) -> Work:
    texts = [unit * count * 10 for unit in HOSTILE_NAMES]
    ends = itertools.count()  # answers are kept by text

    def normalize() -> None:
        end = f"a{next(ends)}"
        for text in texts:
            normalize_name(text + end)
            normalize_publisher(text + end)

    return normalize


def registry(count: int, folder: Path) -> Work:
    made = SandboxRegistry(folder)
    for number in range(count):
        made.set_value(Hive.user, rf"Software\Bench\{number}", "DisplayName", RegistryValue("sz", "Program"))

    def read() -> None:
        fresh = SandboxRegistry(folder)
        for name in fresh.subkeys(Hive.user, r"Software\Bench"):
            fresh.values(Hive.user, rf"Software\Bench\{name}")

    return read


def empty_entries(count: int, folder: Path) -> Work:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for number in range(count):
            archive.addfile(tarfile.TarInfo(f"one/{number}"))
    (folder / "many.tar").write_bytes(packed.getvalue())

    def unpacking() -> None:
        with tempfile.TemporaryDirectory(dir=folder) as into:
            unpack(folder / "many.tar", Path(into), Limits(free=1 << 40), name="many", form="tar", go_on=lambda: None)

    return unpacking


CASES: dict[str, tuple[Callable[[int, Path], Work], int]] = {
    "tags in one manifest, read": (tags, 20_000),
    "installers and what they inherit, summed up": (installers, 4000),
    "letters against a pattern of 100 wildcards": (wildcards, 20_000),
    "names of the worst kind, normalized": (names, 4000),
    "keys of a sandbox's registry, read": (registry, 1500),
    "empty entries in one folder of a tar, unpacked": (empty_entries, 500),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    over = line("20,000 tags in one manifest, indexed; beside one second", _indexed(20_000), 1.0, 1.0, "s")
    for what, (made, size) in CASES.items():
        with tempfile.TemporaryDirectory(prefix="wingetpy-bench-") as temporary:
            folders = [Path(temporary, name) for name in ("one", "two")]
            for folder in folders:
                folder.mkdir()
            works = [made(size * times, folder) for times, folder in zip((1, 2), folders, strict=True)]
            single, double = _in_turn(works, options.rounds)
        over = line(f"{2 * size:,} {what}; beside {size:,}", 1000 * double, 1000 * single, LIMIT, "ms") or over
    return int(over)


def _in_turn(works: list[Work], rounds: int) -> list[float]:
    """Median processor seconds of each; they take turns."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for times, work in zip(took, works, strict=True):
            began = time.process_time()
            work()
            times.append(time.process_time() - began)
    return [statistics.median(times) for times in took]


def _indexed(count: int) -> float:
    """Wall seconds from a folder to its index."""
    with tempfile.TemporaryDirectory(prefix="wingetpy-bench-") as temporary:
        folder = Path(temporary, "source")
        folder.mkdir()
        (folder / "large.yaml").write_bytes(manifest(count))
        sources = Sources(Path(temporary, "state"), processes=1)
        return seconds(lambda: sources.add(Silent(), "bench", str(folder)))


if __name__ == "__main__":
    sys.exit(main())
