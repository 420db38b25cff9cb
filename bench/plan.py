"""A plan of one package on a machine with 200 and with 400 programs, against the same on a machine with none.

    python bench/plan.py [--rounds 200]

Three engines, each on a sandbox of its own, with the same source of 1,000 packages; they are asked in turn. Of the
programs a half is known by product code, a quarter by name and publisher, the rest by nobody. The first plan of each
engine, which reads everything, is shown besides; the limit holds for those after it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from start import Engine
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue
from wingetpy.hosts.sandbox import SandboxHost

PACKAGES = 1000
COUNTS = (0, 200, 400)
LIMIT = 1.5
MANIFEST = """\
PackageIdentifier: Bench.App{number}
PackageVersion: {version}
PackageLocale: en-US
Publisher: Bench
PackageName: App {number}
License: MIT
ShortDescription: One of many
Installers:
- Architecture: x64
  InstallerType: {type}
  InstallerUrl: https://example.com/{number}-{version}.exe
  InstallerSha256: {sha256}
  ProductCode: "{{00000000-0000-0000-0000-{number:012}}}"
ManifestType: singleton
ManifestVersion: 1.6.0
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="wingetpy-bench-") as temporary:
        source = Path(temporary) / "source"
        write_source(source)
        engines = {count: _engine(Path(temporary) / str(count), source, count) for count in COUNTS}
        first = {count: _plan(engine) for count, engine in engines.items()}
        took: dict[int, list[float]] = {count: [] for count in COUNTS}
        for _ in range(rounds):
            for count, engine in engines.items():
                took[count].append(_plan(engine))
        for engine in engines.values():
            engine.end()
    median = {count: statistics.median(times) for count, times in took.items()}
    for count in COUNTS[1:]:
        print(f"first plan, {count} installed (none) | {first[count]:.2f} ms | {first[0]:.2f} ms |"
              f" {first[count] / first[0]:.2f} |")  # fmt: skip
        print(f"plan, {count} installed (none), median of {rounds} | {median[count]:.2f} ms | {median[0]:.2f} ms |"
              f" {median[count] / median[0]:.2f} | {LIMIT}")  # fmt: skip
    return int(any(median[count] > LIMIT * median[0] for count in COUNTS[1:]))


def prepare(root: Path, source: Path, count: int) -> None:
    """Make a sandbox with programs that all are packages of a source, in its newest version; for `update.ps1`."""
    write_source(source)
    register(SandboxHost(root), count, known=True)
    engine = Engine(str(root))
    engine.ask("source/add", {"Name": "bench", "Argument": str(source)})
    engine.end()


def write_source(folder: Path) -> None:
    """A folder source: portables and installers by turns."""
    folder.mkdir()
    for number in range(PACKAGES):
        kind = "portable" if number % 2 else "exe"
        text = MANIFEST.format(number=number, version="1.0", type=kind, sha256=f"{number:064}")
        (folder / f"Bench.App{number}.yaml").write_text(text)


def register(host: SandboxHost, count: int, *, known: bool = False) -> None:
    """Put entries on the machine, all (`known`) or each second one of them with a product code of the source."""
    for number in range(count):
        code = f"{{00000000-0000-0000-0000-{number:012}}}"
        key = code if known or number % 2 == 0 else f"key-{number}"
        name = f"App {number}" if known or number % 4 < 3 else f"Own program {number}"
        values = {"DisplayName": name, "DisplayVersion": "1.0", "Publisher": "Bench", "UninstallString": "u.exe"}
        for title, text in values.items():
            host.registry.set_value(Hive.machine, f"{UNINSTALL_KEY}\\{key}", title, RegistryValue("sz", text))


def _engine(root: Path, source: Path, count: int) -> Engine:
    register(SandboxHost(root), count)
    engine = Engine(str(root))
    engine.ask("source/add", {"Name": "bench", "Argument": str(source)})
    return engine


def _plan(engine: Engine) -> float:
    """Milliseconds of the plan of a package that is not installed."""
    began = time.perf_counter()
    plan = engine.ask("package/plan", {"Operation": "Install", "Id": f"Bench.App{PACKAGES - 1}"})
    took = 1000 * (time.perf_counter() - began)
    assert plan["Action"] == "Install", plan
    return took


if __name__ == "__main__":
    sys.exit(main())
