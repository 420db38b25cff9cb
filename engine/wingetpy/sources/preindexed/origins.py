"""Where the manifests of packages are, and their hashes: from a table beside those of the index (`origin_table`)."""

from __future__ import annotations

from typing import NamedTuple

from wingetpy.model.text import fold
from wingetpy.sources.index.query import Index

ALL_VERSIONS = ""
"""In place of a version: the file that names all versions of a package."""


class RemoteFile(NamedTuple):
    """A file of the source: its path there, and its SHA-256; empty bytes where the index names none."""

    path: str
    hash: bytes


def version_data(index: Index, identifier: str) -> RemoteFile | None:
    """Return the file that names the versions of a package; None where the index itself names them."""
    return _origin(index, identifier, ALL_VERSIONS)


def manifest_of(index: Index, identifier: str, version: str) -> RemoteFile | None:
    """Return the manifest of a version of a package, as the index spells the version."""
    return _origin(index, identifier, version)


def _origin(index: Index, identifier: str, version: str) -> RemoteFile | None:
    found = index.rows("SELECT path, hash FROM origin WHERE id = ? AND version = ?", (fold(identifier), version))
    return RemoteFile(*found[0]) if found else None
