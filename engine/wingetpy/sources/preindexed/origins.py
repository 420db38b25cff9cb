"""Where the manifests of packages are, and their hashes: a table beside those of the index."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from wingetpy.model.text import fold
from wingetpy.sources.index.query import Index
from wingetpy.sources.preindexed.foreign import ForeignPackage
from wingetpy.sources.preindexed.version_data import path_of

_TABLE = """
CREATE TABLE origin (
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    path TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (id, version)
) WITHOUT ROWID"""
_ALL_VERSIONS = ""
"""In place of a version: the file that names all versions of a package."""


class RemoteFile(NamedTuple):
    """A file of the source: its path there, and its SHA-256; empty bytes where the index names none."""

    path: str
    hash: bytes


class OriginWriter:
    """Notes the files of packages in an index that is being written."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.execute(_TABLE)

    def add(self, package: ForeignPackage) -> None:
        """Note where the manifests of a package are, or the file that says so."""
        identifier = fold(package.id)
        rows = [(identifier, one.version, one.path, one.hash) for one in package.versions if one.path]
        if package.data_hash:
            rows.append((identifier, _ALL_VERSIONS, path_of(package.id, package.data_hash), package.data_hash))
        self._database.executemany("INSERT OR IGNORE INTO origin VALUES (?,?,?,?)", rows)


def version_data(index: Index, identifier: str) -> RemoteFile | None:
    """Return the file that names the versions of a package; None where the index itself names them."""
    return _origin(index, identifier, _ALL_VERSIONS)


def manifest_of(index: Index, identifier: str, version: str) -> RemoteFile | None:
    """Return the manifest of a version of a package, as the index spells the version."""
    return _origin(index, identifier, version)


def _origin(index: Index, identifier: str, version: str) -> RemoteFile | None:
    found = index.rows("SELECT path, hash FROM origin WHERE id = ? AND version = ?", (fold(identifier), version))
    return RemoteFile(*found[0]) if found else None
