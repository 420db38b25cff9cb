"""The first index of the full catalogue, and refreshes of it where nothing changed.

    python bench/index.py [--processes 2] [--rounds 3]

The peer of the first index is one process that reads and parses the same files with PyYAML's CBaseLoader. Both sides
read from the disk's cache: the files are read once before. A refresh stands beside the first index of the same source:
of the folder, and of an archive of it. The peer of the first index of an archive (.tar.xz) is `tar -xJ` of it, then the
index of the folder that this gives.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile

import yaml

import catalogue
from measured import line, seconds
from wingetpy.sources.folder.content import refresh_index
from wingetpy.sources.index.generation import IndexFolder

FIRST_LIMIT = 0.8
FOLDER_LIMIT = 0.15
ARCHIVE_LIMIT = 0.01
FIRST_ARCHIVE_LIMIT = 1.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    root = str(catalogue.manifests())
    files = _files(root)
    for path in files:
        _content(path)
    first, parsed, index = [], [], IndexFolder(catalogue.KEPT / "index-trial")
    for _ in range(options.rounds):
        catalogue.discard(index.path)
        first.append(seconds(lambda: _refresh(root, index, options.processes)))
        parsed.append(seconds(lambda: _parse_all(files)))
    took, peer = min(first), min(parsed)
    again = min(seconds(lambda: _refresh(root, index, options.processes)) for _ in range(3))
    catalogue.discard(index.path)
    ours = f"first index, {len(files)} files, {options.processes} processes (CBaseLoader: one)"
    worst = line(ours, took, peer, FIRST_LIMIT, "s")
    worst |= line("refresh of the folder, nothing changed (peer: that first index)", again, took, FOLDER_LIMIT, "s")
    worst |= _archive(root, options.processes)
    worst |= _first_archive(options.processes)
    return worst


def _first_archive(processes: int) -> bool:
    """The first index of an archive as it is published."""
    packed = catalogue.packed()
    if packed is None or shutil.which("tar") is None:
        print("first index of an archive: not run, there is no catalogue-*.tar.xz or no tar")
        return False
    index, unpacked = IndexFolder(catalogue.KEPT / "archive-trial"), catalogue.KEPT / "unpacked-trial"
    catalogue.discard(index.path)
    first = seconds(lambda: _refresh(str(packed), index, processes))
    catalogue.discard(index.path)
    catalogue.discard(unpacked)
    unpacked.mkdir(parents=True)
    peer = seconds(lambda: subprocess.run(["tar", "-xJf", str(packed), "-C", str(unpacked)], check=True))
    peer += seconds(lambda: _refresh(str(unpacked), index, processes))
    catalogue.discard(index.path)
    catalogue.discard(unpacked)
    what = "first index of an archive (tar -xJ, then the index of its folder)"
    return line(what, first, peer, FIRST_ARCHIVE_LIMIT, "s")


def _archive(root: str, processes: int) -> bool:
    packed = catalogue.KEPT / "catalogue.tar.gz"
    if not packed.exists():
        print("packing the catalogue ...", file=sys.stderr)
        with tarfile.open(packed, "w:gz", compresslevel=1) as tar:
            tar.add(root, "manifests")
    index = IndexFolder(catalogue.KEPT / "archive-trial")
    catalogue.discard(index.path)
    first = seconds(lambda: _refresh(str(packed), index, processes))
    again = min(seconds(lambda: _refresh(str(packed), index, processes)) for _ in range(3))
    catalogue.discard(index.path)
    return line("refresh of an archive, nothing changed (peer: its first index)", again, first, ARCHIVE_LIMIT, "s")


def _refresh(argument: str, index: IndexFolder, processes: int) -> None:
    refresh_index(argument, index, processes, lambda done, total: None, 0.0)


def _files(root: str) -> list[str]:
    return [
        os.path.join(folder, name)
        for folder, _, names in os.walk(root)
        for name in names
        if name.endswith((".yaml", ".yml"))
    ]


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _parse_all(files: list[str]) -> None:
    for path in files:
        yaml.load(_content(path), yaml.CBaseLoader)


if __name__ == "__main__":
    sys.exit(main())
