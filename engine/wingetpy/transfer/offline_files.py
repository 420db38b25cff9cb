"""Installers that lie beside their manifests, as `download` writes them: found by their hash, under any name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from wingetpy.hosts.native_files import open_file
from wingetpy.transfer.wanted import Wanted

_MANIFESTS = (".yaml", ".yml")
_LARGEST_MANIFEST = 4 << 20
_BLOCK = 1 << 20
_KNOWN: dict[tuple[str, int, int], str] = {}
"""SHA-256 by path, size and time of change of the files that were read; at most `_MOST_KNOWN`."""
_MOST_KNOWN = 10_000


def offline_file(wanted: Wanted, go_on: Callable[[], None]) -> Path | None:
    """Return the file that is wanted from a folder beside its manifest; None where no file there has its hash.

    First the files that have the name of a manifest with this hash are read, then those that no manifest names. What
    cannot be read is passed over: the file is then downloaded.

    Args:
        go_on: Called between blocks; raises to stop.
    """
    if not wanted.sha256:
        return None
    for folder in wanted.beside:
        for path in _candidates(folder, wanted.sha256):
            if _sha256(path, go_on) == wanted.sha256.casefold():
                return path
    return None


def _candidates(folder: Path, sha256: str) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            files = sorted(entry.name for entry in entries if entry.is_file())
    except OSError:
        return
    manifests = {_stem(name): name for name in files if name.casefold().endswith(_MANIFESTS)}
    others = [name for name in files if name not in manifests.values()]
    if not others:
        return
    unnamed = [name for name in others if _stem(name) not in manifests]
    for name in others:
        if name not in unnamed and _names(folder / manifests[_stem(name)], sha256):
            yield folder / name
    for name in unnamed:
        yield folder / name


def _stem(name: str) -> str:
    return name.rpartition(".")[0].casefold()


def _names(manifest: Path, sha256: str) -> bool:
    """Whether a manifest's text has a hash."""
    try:
        with open_file(manifest) as file:
            return sha256.casefold().encode() in file.read(_LARGEST_MANIFEST).lower()
    except OSError:
        return False


def _sha256(path: Path, go_on: Callable[[], None]) -> str:
    """Return the hash of a file in lower case; empty where it cannot be read."""
    try:
        status = path.stat()
        known = (str(path), status.st_size, status.st_mtime_ns)
        if known in _KNOWN:
            return _KNOWN[known]
        digest = hashlib.sha256()
        with open_file(path) as file:
            while block := file.read(_BLOCK):
                go_on()
                digest.update(block)
    except OSError:
        return ""
    if len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.clear()
    return _KNOWN.setdefault(known, digest.hexdigest())
