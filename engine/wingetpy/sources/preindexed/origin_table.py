"""The table of where the manifests of packages are, written beside those of the index."""

from __future__ import annotations

import sqlite3

from wingetpy.model.text import fold
from wingetpy.sources.preindexed.foreign import ForeignPackage
from wingetpy.sources.preindexed.origins import ALL_VERSIONS
from wingetpy.sources.preindexed.version_data import path_of

_TABLE = """
CREATE TABLE origin (
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    path TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (id, version)
) WITHOUT ROWID"""


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
            rows.append((identifier, ALL_VERSIONS, path_of(package.id, package.data_hash), package.data_hash))
        self._database.executemany("INSERT OR IGNORE INTO origin VALUES (?,?,?,?)", rows)
