"""An archive of 5,000 files installed, updated and uninstalled on a sandbox, against `python -m zipfile -e` and `sync`.

    python bench/archive.py [--files 5000] [--rounds 5]

Each round unpacks with the peer, installs version 1, updates to version 2 (every file is another), uninstalls, and
unpacks with the peer once more; everything is a process of its own, and `sync` runs before each, so that nobody writes
what another left. The peer of a round is the mean of its two runs; a figure is the median of all rounds.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from measured import line, seconds

ENGINE = Path(__file__).resolve().parents[1] / "engine"
WINGETPY = f"import sys; sys.path.insert(0, {str(ENGINE)!r}); from wingetpy.__main__ import run; run()"
LIMITS = {"install": 3.0, "update": 5.0, "uninstall": 5.0}
MANIFEST = """\
PackageIdentifier: Bench.Archive
PackageVersion: {version}
PackageLocale: en-US
Publisher: Bench
PackageName: Archive
License: MIT
ShortDescription: Many files
Installers:
- Architecture: x64
  InstallerType: zip
  NestedInstallerType: portable
  NestedInstallerFiles:
  - RelativeFilePath: bin/tool.exe
  InstallerUrl: {url}
  InstallerSha256: {sha256}
ManifestType: singleton
ManifestVersion: 1.6.0
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wingetpy-bench-") as temporary:
        folder = Path(temporary)
        first, second = (_package(folder, version, options.files) for version in ("1.0", "2.0"))
        took: dict[str, list[float]] = {"peer": [], **{name: [] for name in LIMITS}}
        for _ in range(options.rounds):
            before = _peer(folder)
            took["install"].append(_ours(folder, "install", "-m", str(first)))
            took["update"].append(_ours(folder, "upgrade", "-m", str(second)))
            took["uninstall"].append(_ours(folder, "uninstall", "--name", "Archive"))
            took["peer"].append((before + _peer(folder)) / 2)
        peer = statistics.median(took["peer"])
        worst = False
        for name, limit in LIMITS.items():
            what = f"{name} of an archive of {options.files} files (python -m zipfile -e, sync)"
            worst |= line(what, statistics.median(took[name]), peer, limit, "s")
    return worst


def _package(folder: Path, version: str, files: int) -> Path:
    """A zip and its manifest; the path of the manifest."""
    archive = folder / f"{version}.zip"
    chance = random.Random(version)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("bin/tool.exe", f"tool {version}")
        for number in range(files - 1):
            text = chance.randbytes(chance.randrange(500, 4000)).hex()
            opened.writestr(f"lib/part{number // 50:03}/file{number:05}.txt", text)
    manifest = folder / f"{version}.yaml"
    sha256 = hashlib.sha256(archive.read_bytes()).hexdigest()
    manifest.write_text(MANIFEST.format(version=version, url=archive.as_uri(), sha256=sha256))
    return manifest


def _peer(folder: Path) -> float:
    target = folder / "unpacked"
    target.mkdir()
    subprocess.run(["sync"], check=True)

    def unpack() -> None:
        subprocess.run([sys.executable, "-m", "zipfile", "-e", str(folder / "1.0.zip"), str(target)], check=True)
        subprocess.run(["sync"], check=True)

    took = seconds(unpack)
    shutil.rmtree(target)
    return took


def _ours(folder: Path, *words: str) -> float:
    root = ["--host", "sandbox", "--root", str(folder / "machine")]
    subprocess.run(["sync"], check=True)
    return seconds(lambda: _run([sys.executable, "-I", "-c", WINGETPY, *words, *root]))


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command[3:])} ended with {done.returncode}: {done.stdout}")


if __name__ == "__main__":
    sys.exit(main())
