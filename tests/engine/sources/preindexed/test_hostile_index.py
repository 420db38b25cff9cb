"""Indexes that a publisher must not make, signed all the same: one clear error, nothing of them is used."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.published import Published
from kit.sources import found
from wingetpy.authoring.preindexed.database import new_database
from wingetpy.authoring.preindexed.package import package_parts
from wingetpy.errors import ErrorCode, SourceError
from wingetpy.msix.distinguished import publisher_of
from wingetpy.msix.identity import PackageIdentity
from wingetpy.msix.pack import write_package
from wingetpy.msix.sign import signer_of
from wingetpy.sources.index.query import Index
from wingetpy.sources.keys import joined
from wingetpy.sources.preindexed import conversion
from wingetpy.sources.preindexed.conversion import convert
from wingetpy.sources.preindexed.version_data import VersionData, path_of, write_version_data
from wingetpy.sources.request import PackageReference

COMPROMISED = ErrorCode.IndexIntegrityCompromised
INTEGRITY = ErrorCode.SourceDataIntegrityFailure
_TABLES = """
CREATE TABLE packages (rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, moniker TEXT,
    latest_version TEXT NOT NULL, arp_min_version TEXT, arp_max_version TEXT, hash BLOB);
CREATE TABLE tags2 (rowid INTEGER PRIMARY KEY, tag TEXT NOT NULL);
CREATE TABLE tags2_map (tag INT64, package INT64, PRIMARY KEY (tag, package)) WITHOUT ROWID;
CREATE TABLE commands2 (rowid INTEGER PRIMARY KEY, command TEXT NOT NULL);
CREATE TABLE commands2_map (command INT64, package INT64, PRIMARY KEY (command, package)) WITHOUT ROWID;
CREATE TABLE pfns2 (pfn TEXT, package INT64, PRIMARY KEY (pfn, package)) WITHOUT ROWID;
CREATE TABLE productcodes2 (productcode TEXT, package INT64, PRIMARY KEY (productcode, package)) WITHOUT ROWID;
CREATE TABLE upgradecodes2 (upgradecode TEXT, package INT64, PRIMARY KEY (upgradecode, package)) WITHOUT ROWID;
CREATE TABLE norm_names2 (norm_name TEXT, package INT64, PRIMARY KEY (norm_name, package)) WITHOUT ROWID;
CREATE TABLE norm_publishers2 (norm_publisher TEXT, package INT64, PRIMARY KEY (norm_publisher, package)) WITHOUT ROWID;
"""
_PACKAGE = "INSERT INTO packages VALUES (?,?,?,?,?,?,?,?)"


def index_2(path: Path, identifier: object = "A.B", version: object = "1.0", digest: object = b"x" * 32) -> Path:
    """Write an index of schema 2 with one package, whatever its values are."""
    with new_database(path, (2, 0), 0.0) as database:
        for statement in filter(str.strip, _TABLES.split(";")):
            database.execute(statement)
        database.execute(_PACKAGE, (1, identifier, "Name", None, version, None, None, digest))
    return path


def altered(path: Path, script: str) -> Path:
    """Write such an index and run a script on it."""
    database = sqlite3.connect(index_2(path))
    database.executescript("PRAGMA writable_schema=ON;" + script)
    database.commit()
    database.close()
    return path


def refused(path: Path, tmp_path: Path) -> SourceError:
    target = tmp_path / "target.db"
    with pytest.raises(SourceError) as caught:
        convert(path, target, "ours", lambda: None)
    assert not target.exists()
    assert "ours" in caught.value.text
    return caught.value


def _view_for_a_table(path: Path) -> Path:
    return altered(path, "DROP TABLE tags2; CREATE VIEW tags2 AS SELECT 1 AS rowid, 'x' AS tag;")


def _trigger(path: Path) -> Path:
    return altered(path, "CREATE TRIGGER t AFTER INSERT ON packages BEGIN SELECT 1; END;")


def _virtual_table(path: Path) -> Path:
    return altered(path, "DROP TABLE tags2; CREATE VIRTUAL TABLE tags2 USING fts5(tag);")


def _endless_view(path: Path) -> Path:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS rowid, 'x' AS tag FROM n"
    return altered(path, f"DROP TABLE tags2; CREATE VIEW tags2 AS {endless};")


def _table_lacks(path: Path) -> Path:
    return altered(path, "DROP TABLE norm_names2;")


def _column_lacks(path: Path) -> Path:
    return altered(path, "DROP TABLE packages; CREATE TABLE packages (rowid INTEGER PRIMARY KEY, id TEXT);")


def _no_version(path: Path) -> Path:
    return altered(path, "DELETE FROM metadata WHERE name = 'majorVersion';")


def _version_no_number(path: Path) -> Path:
    return altered(path, "UPDATE metadata SET value = 'two' WHERE name = 'majorVersion';")


def _cut_off(path: Path) -> Path:
    path.write_bytes(index_2(path).read_bytes()[:6000])
    return path


def _overwritten(path: Path) -> Path:
    content = bytearray(index_2(path).read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    return path


def _one_byte(path: Path) -> Path:
    path.write_bytes(b"\x00")
    return path


def _id_twice(path: Path) -> Path:
    row = "(2, 'a.b', 'Name', NULL, '1', NULL, NULL, zeroblob(32))"
    return altered(path, f"INSERT INTO packages VALUES {row};")


def _huge_value(path: Path) -> Path:
    return altered(path, "UPDATE packages SET name = printf('%.3000000c', 'x');")


def _many_tags(path: Path) -> Path:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) SELECT i"
    return altered(path, f"INSERT INTO tags2 {numbers}, 'tag' || i FROM n; INSERT INTO tags2_map {numbers}, 1 FROM n;")


def _one_tag_many_times(path: Path) -> Path:
    """A small file whose package has far more text than the file itself."""
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 19000) SELECT i"
    remap = f"DROP TABLE tags2_map; CREATE TABLE tags2_map (tag, package); INSERT INTO tags2_map {numbers} * 0 + 1, 1"
    return altered(path, f"INSERT INTO tags2 VALUES (1, printf('%.60000c', 'x')); {remap} FROM n;")


def _computed_column(path: Path) -> Path:
    column = "tag TEXT GENERATED ALWAYS AS (hex(zeroblob(20000 + x))) VIRTUAL"
    return altered(path, f"DROP TABLE tags2; CREATE TABLE tags2 (rowid INTEGER PRIMARY KEY, x, {column});")


def _long_id(path: Path) -> Path:
    return altered(path, "UPDATE packages SET id = printf('%.5000c', 'x');")


_PACKAGES = "WITH RECURSIVE p(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM p WHERE i < {}) INSERT INTO packages"
_ROWS = " SELECT i, 'A.B' || i, 'Name', NULL, '1.0', NULL, NULL, zeroblob(32) FROM p;"


def _names_times_publishers(path: Path) -> Path:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= 200)"
    fill = "SELECT n.i || 'x', packages.rowid FROM n, packages"
    tables = ("norm_names2", "norm_publishers2")
    fills = "".join(f"{numbers} INSERT INTO {table} {fill};" for table in tables)
    return altered(path, _PACKAGES.format(59) + _ROWS + fills)


def _long_names_times_publishers(path: Path) -> Path:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 32)"
    fill = "SELECT n.i || printf('%.4000c', 'x'), packages.rowid FROM n, packages"
    tables = ("norm_names2", "norm_publishers2")
    fills = "".join(f"{numbers} INSERT INTO {table} {fill};" for table in tables)
    return altered(path, _PACKAGES.format(9) + _ROWS + fills)


def _one_tag_of_all_packages(path: Path) -> Path:
    """A file of a few hundred kilobytes that would become an index of a hundred megabytes."""
    fill = "INSERT INTO tags2 VALUES (1, printf('%.60000c', 'x')); INSERT INTO tags2_map SELECT 1, rowid FROM packages;"
    return altered(path, _PACKAGES.format(2000) + _ROWS + fill)


WRONG = [
    *(_view_for_a_table, _trigger, _virtual_table, _endless_view, _table_lacks, _column_lacks, _no_version),
    *(_version_no_number, _cut_off, _overwritten, _one_byte, _id_twice, _huge_value, _many_tags),
    *(_one_tag_many_times, _computed_column, _long_id, _names_times_publishers, _long_names_times_publishers),
    _one_tag_of_all_packages,
]


@pytest.mark.parametrize("wrong", WRONG)
def test_an_index_that_is_none_is_refused(wrong: Callable[[Path], Path], tmp_path: Path) -> None:
    assert refused(wrong(tmp_path / "index.db"), tmp_path).code is COMPROMISED


def test_a_package_with_many_names_is_known_by_the_first_ones(tmp_path: Path) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
    fill = "SELECT 'x' || printf('%03d', n.i), 1 FROM n"
    tables = ("norm_names2", "norm_publishers2")
    path = altered(tmp_path / "index.db", "".join(f"{numbers} INSERT INTO {table} {fill};" for table in tables))
    convert(path, tmp_path / "target.db", "ours", lambda: None)
    keys = [value for kind, value in Index(tmp_path / "target.db", "ours").keys("A.B")]
    assert len(keys) == 1_000
    assert joined("x001", "x300") in keys


@pytest.mark.parametrize(
    ("identifier", "version", "digest"),
    [
        ("", "1.0", b"x" * 32),
        (b"A.B", "1.0", b"x" * 32),
        ("A.B\x00C", "1.0", b"x" * 32),
        ("A.B", "", b"x" * 32),
        ("A.B", "< unknown", b"x" * 32),
        ("A.B", "1.0", b"short"),
        ("A.B", "1.0", "text" * 8),
        ("A.B", "1.0", None),
    ],
)
def test_a_package_that_is_none_refuses_the_index(
    identifier: object, version: object, digest: object, tmp_path: Path
) -> None:
    assert refused(index_2(tmp_path / "index.db", identifier, version, digest), tmp_path).code is COMPROMISED


def test_a_later_schema_is_said_to_be_one(tmp_path: Path) -> None:
    path = altered(tmp_path / "index.db", "UPDATE metadata SET value = '3' WHERE name = 'majorVersion';")
    error = refused(path, tmp_path)
    assert error.code is ErrorCode.NotSupported
    assert "3.0" in error.text


def test_a_question_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT INTO"
    tables = "DROP TABLE tags2; DROP TABLE tags2_map; CREATE TABLE tags2 (rowid, tag); CREATE TABLE tags2_map"
    fill = f"{numbers} tags2 SELECT 1, '' FROM n; {numbers} tags2_map SELECT 1, 1 FROM n"
    path = altered(tmp_path / "index.db", f"{tables} (tag, package); {fill};")
    monkeypatch.setattr(conversion, "_LONGEST_SECONDS", 0.2)
    error = refused(path, tmp_path)
    assert error.code is COMPROMISED
    assert "0.2 seconds" in error.text


def test_a_caller_stops_a_conversion(tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    def stop() -> None:
        raise StopError

    with pytest.raises(StopError):
        convert(index_2(tmp_path / "index.db"), tmp_path / "target.db", "ours", stop)


def _publish(source: Published, index: Path) -> None:
    """Publish an index as a newer package of the source."""
    signer = source.signer
    identity = PackageIdentity("Contoso.Source", publisher_of(signer.certificate.subject), "2026.1231.0.0")
    write_package(source.output / "source2.msix", package_parts(identity, index), signer_of(signer.key, signer.chain))


@pytest.mark.parametrize("wrong", [_one_byte, _trigger, _cut_off])
def test_the_index_before_answers(source: Published, wrong: Callable[[Path], Path], tmp_path: Path) -> None:
    details = source.add()
    _publish(source, wrong(tmp_path / "index.db"))
    with pytest.raises(SourceError) as caught:
        source.sources.update(source.call, details)
    assert caught.value.code is COMPROMISED
    assert found(source.open()) == ["Contoso.Editor", "Contoso.Parts"]
    assert not list(source.index.path.glob("*.building"))


def test_a_package_without_an_index_is_refused(source: Published, tmp_path: Path) -> None:
    details = source.add()
    _publish(source, _one_byte(tmp_path / "index.db"))
    signer = source.signer
    identity = PackageIdentity("Contoso.Source", publisher_of(signer.certificate.subject), "2027.1.0.0")
    parts = [part for part in package_parts(identity, tmp_path / "index.db") if "index" not in part[0]]
    write_package(source.output / "source2.msix", parts, signer_of(signer.key, signer.chain))
    with pytest.raises(SourceError) as caught:
        source.sources.update(source.call, details)
    assert caught.value.code is INTEGRITY
    assert "index.db" in caught.value.text


class Chain:
    """An index, version data and a manifest that name each other, each of which a test can falsify."""

    def __init__(self, source: Published, tmp_path: Path, path: str = "manifests/m.yaml") -> None:
        self.source = source
        manifest = next((source.shelf.root / "Contoso.Editor" / "2.0").iterdir()).read_bytes()
        (source.output / "manifests").mkdir(exist_ok=True)
        (source.output / "manifests" / "m.yaml").write_bytes(manifest)
        data = VersionData(
            version="2.0",
            arp_minimum="",
            arp_maximum="",
            path=path,
            sha256=hashlib.sha256(manifest).hexdigest(),
        )
        packed = write_version_data([data])
        digest = hashlib.sha256(packed).digest()
        self.data = source.output / path_of("Contoso.Editor", digest)
        self.data.parent.mkdir(parents=True, exist_ok=True)
        self.data.write_bytes(packed)
        _publish(source, index_2(tmp_path / "index.db", "Contoso.Editor", "2.0", digest))
        source.add()

    def refused(self) -> SourceError:
        with pytest.raises(SourceError) as caught:
            self.source.open().manifest(PackageReference("ours", "Contoso.Editor"))
        return caught.value


def test_the_chain_of_hashes_holds(source: Published, tmp_path: Path) -> None:
    Chain(source, tmp_path)
    assert source.open().manifest(PackageReference("ours", "Contoso.Editor")).package_version == "2.0"


def test_a_manifest_of_another_hash_is_refused_after_a_second_try(source: Published, tmp_path: Path) -> None:
    chain = Chain(source, tmp_path)
    source.put_in_place("manifests/m.yaml", b"other")
    assert chain.refused().code is INTEGRITY
    assert source.served.paths().count("manifests/m.yaml") == 2


def test_version_data_of_another_hash_is_refused(source: Published, tmp_path: Path) -> None:
    chain = Chain(source, tmp_path)
    chain.data.write_bytes(write_version_data([]))
    assert chain.refused().code is INTEGRITY


@pytest.mark.parametrize(
    "path",
    [
        "../../../etc/passwd",
        "manifests/../../m.yaml",
        "/etc/passwd",
        "manifests//m.yaml",
        "C:/m.yaml",
        "\\\\server\\share\\m.yaml",
        "manifests\\..\\m.yaml",
        "manifests/./m.yaml",
        "manifests/.. /m.yaml",
        "https://example.org/m.yaml",
        "manifests/\u202em.yaml",
        "m/" * 1100 + "m.yaml",
    ],
)
def test_a_path_that_leaves_the_source_is_never_asked_for(source: Published, path: str, tmp_path: Path) -> None:
    chain = Chain(source, tmp_path, path)
    asked = len(source.served.asked)
    error = chain.refused()
    assert error.code is INTEGRITY
    assert "not in the source" in error.text
    assert all("versionData" in one for one, _ in source.served.asked[asked:])


def test_a_kept_manifest_that_was_changed_is_fetched_again(source: Published, tmp_path: Path) -> None:
    Chain(source, tmp_path)
    source.open().manifest(PackageReference("ours", "Contoso.Editor"))
    for kept in (source.index.path / "files").iterdir():
        kept.write_bytes(b"changed")
    assert source.open().manifest(PackageReference("ours", "Contoso.Editor")).package_version == "2.0"
