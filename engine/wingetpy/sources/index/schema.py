"""The tables of an index. A file is written once and never changed: a refresh makes the next generation.

package   one row a package: what is shown, and what is searched. Columns ending in `_folded` hold the text as `fold`
          leaves it; `commands` and `tags` are lists with a line feed before and after each value, so that a value is
          found whole, by its beginning or by a part. A list as written is NULL where folding changes nothing. `place`
          is the place among all packages by folded id; `shown` is what a search answers, a line each:
          id, name, moniker (or nothing), versions.
grams     three letters at a time of all that a query looks through, to find packages without reading all.
version   the versions of a package; `place` 0 is the newest.
key       what else names a package: see `IndexKey`.
folder,   which files there are and their stamps, to find out what changed. A file without version was skipped:
file      it is broken, or belongs to a version that is.
fault     what was skipped, and why.
"""

from __future__ import annotations

from enum import IntEnum

from wingetpy.sources.keys import KeyKind

FORMAT = 6
"""Grows with every change of the tables or of what is put into them: an index of another format is rebuilt."""


class IndexKey(IntEnum):
    """What a key is. All are folded. The first four are those of every source; the others find what equals a query.

    `word` is one word of what a package is called (`match.is_called`).
    """

    package_family_name = KeyKind.package_family_name
    product_code = KeyKind.product_code
    upgrade_code = KeyKind.upgrade_code
    name_and_publisher = KeyKind.name_and_publisher
    id = 4
    package_name = 5
    moniker = 6
    command = 7
    tag = 8
    word = 9


TABLE_NAMES = ("package", "grams", "version", "key", "folder", "file", "fault")
TABLES = """
CREATE TABLE package (
    rowid INTEGER PRIMARY KEY,
    place INTEGER NOT NULL,
    id_folded TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    moniker_folded TEXT,
    commands_folded TEXT,
    tags_folded TEXT,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    moniker TEXT,
    commands TEXT,
    tags TEXT,
    shown TEXT NOT NULL
);
CREATE VIRTUAL TABLE grams USING fts5(
    text, content='', columnsize=0, detail=full, tokenize='trigram case_sensitive 1');
CREATE TABLE version (
    rowid INTEGER PRIMARY KEY,
    package INTEGER NOT NULL,
    place INTEGER NOT NULL,
    version TEXT NOT NULL,
    arp_minimum TEXT NOT NULL,
    arp_maximum TEXT NOT NULL
);
CREATE TABLE key (
    kind INTEGER NOT NULL,
    value TEXT NOT NULL,
    package INTEGER NOT NULL,
    PRIMARY KEY (kind, value, package)
) WITHOUT ROWID;
CREATE TABLE folder (
    rowid INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    stamp BLOB NOT NULL
);
CREATE TABLE file (
    folder INTEGER NOT NULL,
    name TEXT NOT NULL,
    version INTEGER,
    PRIMARY KEY (folder, name)
) WITHOUT ROWID;
CREATE TABLE fault (
    path TEXT NOT NULL,
    reason TEXT NOT NULL
);
"""

INDEXES = """
CREATE UNIQUE INDEX package_id ON package (id_folded);
CREATE INDEX package_name ON package (name_folded);
CREATE INDEX package_moniker ON package (moniker_folded) WHERE moniker_folded IS NOT NULL;
CREATE INDEX version_package ON version (package, place);
CREATE INDEX key_package ON key (package);
CREATE INDEX file_version ON file (version);
"""
