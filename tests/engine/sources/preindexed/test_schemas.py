"""Indexes of every schema that clients have met, and that their packages are those of the folder they were made of."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.msix import package_of_others
from kit.sources import Shelf, found
from wingetpy.authoring.preindexed.database import new_database
from wingetpy.errors import ErrorCode, SourceError
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.package import open_package, verify_package
from wingetpy.sources.catalog import Sources
from wingetpy.sources.index.query import Index
from wingetpy.sources.keys import KeyKind, joined
from wingetpy.sources.preindexed import schema_1
from wingetpy.sources.preindexed.conversion import convert
from wingetpy.sources.preindexed.origins import manifest_of
from wingetpy.sources.request import SearchRequest

# What each minor version added (Schema/1_*/ of winget-cli), here as the statements that make it.
_BASE = (
    *(f"CREATE TABLE {table} (rowid INTEGER PRIMARY KEY, {value} TEXT NOT NULL)" for table, value in (
        ("ids", "id"), ("names", "name"), ("monikers", "moniker"), ("versions", "version"), ("channels", "channel"),
        ("tags", "tag"), ("commands", "command"))),
    "CREATE TABLE pathparts (rowid INTEGER PRIMARY KEY, parent INT64, pathpart TEXT NOT NULL)",
    "CREATE TABLE manifest (rowid INTEGER PRIMARY KEY, id INT64, name INT64, moniker INT64, version INT64,"
    " channel INT64, pathpart INT64)",
    "CREATE TABLE tags_map (tag INT64, manifest INT64)",
    "CREATE TABLE commands_map (command INT64, manifest INT64)",
    "INSERT INTO ids VALUES (1, 'Contoso.Editor'), (2, 'Contoso.Other')",
    "INSERT INTO names VALUES (1, 'Editor'), (2, 'Old Editor'), (3, 'Other')",
    "INSERT INTO monikers VALUES (1, 'edit'), (2, '')",
    "INSERT INTO versions VALUES (1, '1.9'), (2, '1.10'), (3, '1.10.3')",
    "INSERT INTO channels VALUES (1, ''), (2, 'beta')",
    "INSERT INTO tags VALUES (1, 'text'), (2, 'old')",
    "INSERT INTO commands VALUES (1, 'ed')",
    "INSERT INTO pathparts VALUES (1, NULL, 'manifests'), (2, 1, 'editor'), (3, 2, '1.9.yaml'), (4, 2, '1.10.yaml'),"
    " (5, 1, 'other.yaml')",
    "INSERT INTO manifest VALUES (1, 1, 2, 1, 1, 1, 3), (2, 1, 1, 1, 2, 1, 4), (3, 2, 3, 2, 1, 1, 5),"
    " (4, 1, 1, 1, 3, 2, 4)",
    "INSERT INTO tags_map VALUES (2, 1), (1, 2)",
    "INSERT INTO commands_map VALUES (1, 2)",
)  # fmt: skip
_ADDED = {
    1: (
        "CREATE TABLE pfns (rowid INTEGER PRIMARY KEY, pfn TEXT)",
        "CREATE TABLE pfns_map (pfn INT64, manifest INT64)",
        "CREATE TABLE productcodes (rowid INTEGER PRIMARY KEY, productcode TEXT)",
        "CREATE TABLE productcodes_map (productcode INT64, manifest INT64)",
        "INSERT INTO productcodes VALUES (1, '{abc}')",
        "INSERT INTO productcodes_map VALUES (1, 2)",
        "INSERT INTO pfns VALUES (1, 'contoso.editor_8wekyb3d8bbwe')",
        "INSERT INTO pfns_map VALUES (1, 1)",
    ),
    2: (
        "CREATE TABLE norm_names (rowid INTEGER PRIMARY KEY, norm_name TEXT)",
        "CREATE TABLE norm_names_map (norm_name INT64, manifest INT64)",
        "CREATE TABLE norm_publishers (rowid INTEGER PRIMARY KEY, norm_publisher TEXT)",
        "CREATE TABLE norm_publishers_map (norm_publisher INT64, manifest INT64)",
        "INSERT INTO norm_names VALUES (1, 'editor')",
        "INSERT INTO norm_names_map VALUES (1, 2)",
        "INSERT INTO norm_publishers VALUES (1, 'contoso')",
        "INSERT INTO norm_publishers_map VALUES (1, 2)",
    ),
    3: ("ALTER TABLE manifest ADD COLUMN hash BLOB", "UPDATE manifest SET hash = zeroblob(32) WHERE rowid = 2"),
    4: ("CREATE TABLE dependencies (rowid INTEGER PRIMARY KEY, manifest INT64, min_version INT64, package_id INT64)",),
    5: (
        "ALTER TABLE manifest ADD COLUMN arp_min_version INT64",
        "ALTER TABLE manifest ADD COLUMN arp_max_version INT64",
        "UPDATE manifest SET arp_min_version = 2, arp_max_version = 3 WHERE rowid = 2",
    ),
    6: (
        "CREATE TABLE upgradecodes (rowid INTEGER PRIMARY KEY, upgradecode TEXT)",
        "CREATE TABLE upgradecodes_map (upgradecode INT64, manifest INT64)",
        "INSERT INTO upgradecodes VALUES (1, '{up}')",
        "INSERT INTO upgradecodes_map VALUES (1, 2)",
    ),
    7: (
        "UPDATE tags_map SET manifest = 2",
        "INSERT INTO metadata VALUES ('mapDataFolded', '1.7')",
    ),
}


def index_1(path: Path, minor: int) -> Index:
    """Write an index of schema 1 of a minor version, convert it and open it."""
    with new_database(path / "publisher.db", (1, minor), 0.0) as database:
        for statement in _BASE:
            database.execute(statement)
        for added in range(1, minor + 1):
            for statement in _ADDED[added]:
                database.execute(statement)
    convert(path / "publisher.db", path / "ours.db", "ours", lambda: None)
    return Index(path / "ours.db", "ours")


@pytest.mark.parametrize("minor", range(8))
def test_packages_of_every_minor_version_are_read(minor: int, tmp_path: Path) -> None:
    index = index_1(tmp_path, minor)
    hits = index.search(SearchRequest(query="editor")).packages
    assert [(hit.id, hit.name, hit.moniker, hit.versions) for hit in hits] == [
        ("Contoso.Editor", "Editor", "edit", "1.10\n1.9")
    ]
    for query in ("text", "old", "ed", "edit"):
        assert "Contoso.Editor" in [hit.id for hit in index.search(SearchRequest(query=query)).packages], query
    newest = index.versions("contoso.editor")[0]
    expected = ("1.10", "1.10.3") if minor >= 5 else ("", "")
    assert (newest.arp_minimum, newest.arp_maximum) == expected
    origin = manifest_of(index, "Contoso.Editor", "1.10")
    assert origin is not None
    assert (origin.path, origin.hash) == ("manifests/editor/1.10.yaml", bytes(32) if minor >= 3 else b"")
    codes = index.by_keys(KeyKind.product_code, ["{abc}"])
    assert codes == ({"{abc}": ["Contoso.Editor"]} if minor >= 1 else {})
    name = joined("editor", "contoso")
    assert bool(index.by_keys(KeyKind.name_and_publisher, [name])) is (minor >= 2)
    assert bool(index.by_keys(KeyKind.upgrade_code, ["{up}"])) is (minor >= 6)


def test_versions_of_a_channel_are_left_out(tmp_path: Path) -> None:
    assert "1.10.3" not in [one.version for one in index_1(tmp_path, 0).versions("Contoso.Editor")]


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE pathparts SET parent = 2 WHERE rowid = 1",
        "UPDATE pathparts SET parent = 99 WHERE rowid = 1",
        "UPDATE manifest SET pathpart = 99",
        "UPDATE pathparts SET pathpart = x'00ff' WHERE rowid = 4",
        "UPDATE versions SET version = '> unknown' WHERE rowid = 1",
    ],
)
def test_paths_and_versions_that_are_none_refuse_the_index(script: str, tmp_path: Path) -> None:
    index_1(tmp_path, 7).close()
    database = sqlite3.connect(tmp_path / "publisher.db")
    database.execute(script)
    database.commit()
    database.close()
    with pytest.raises(SourceError) as caught:
        convert(tmp_path / "publisher.db", tmp_path / "again.db", "ours", lambda: None)
    assert caught.value.code is ErrorCode.IndexIntegrityCompromised


def test_the_paths_that_are_kept_in_memory_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index_1(tmp_path, 7).close()
    monkeypatch.setattr(schema_1, "_MOST_PATH_TEXT", 20)
    with pytest.raises(SourceError, match="too many paths") as caught:
        convert(tmp_path / "publisher.db", tmp_path / "again.db", "ours", lambda: None)
    assert caught.value.code is ErrorCode.IndexIntegrityCompromised


@pytest.mark.parametrize("file", ["index.1.0.0.0.signed.msix", "index.2.0.0.0.signed.msix", "index.1.0.0.0.msix"])
def test_packages_of_the_reference_tests_are_read(file: str, tmp_path: Path) -> None:
    """Their index is one byte: the package is good, the index in it is none."""
    with FileBytes(package_of_others(file)) as source:
        package = verify_package(open_package(source), None, unsigned=True)
        assert package.package.identity.name == "AppInstallerCLITestsFakeIndex"
        index = tmp_path / "index.db"
        index.write_bytes(package.read_part("Public/index.db", 1 << 20))
    with pytest.raises(SourceError) as caught:
        convert(index, tmp_path / "ours.db", "ours", lambda: None)
    assert caught.value.code is ErrorCode.IndexIntegrityCompromised


QUERIES = ("editor", "EDIT", "text", "tool", "contoso", "e", "edit-it", "ed", "somebody", "parted", "zzz")


@pytest.mark.parametrize("only_2", [True, False], ids=["schema 2", "schema 1"])
def test_a_source_answers_as_the_folder_that_it_was_built_of(only_2: bool, tmp_path: Path) -> None:
    from kit.certificates import publisher
    from wingetpy.authoring.preindexed.build import BuildTask, build_source
    from wingetpy.authoring.preindexed.signing import Publisher

    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Contoso.Editor", "1.0", name="Editor", moniker="edit", tags=["text", "Write"], commands=["ed"])
    shelf.put("Contoso.Editor", "1.10", name="Editor 2", moniker="edit", tags=["text"], commands=["edit-it"])
    shelf.put("Other.Tool", "5", name="Text tool", publisher="Contoso", tags=["editor"])
    shelf.put("Ünïcode.Tööl", "5", name="Straße", tags=["ßß"])
    shelf.put_set("Some.Parts", "2.0")
    signer = publisher()
    task = BuildTask(
        folder=shelf.root,
        output=tmp_path / "out",
        name="Contoso.Source",
        publisher_name="CN=Contoso, O=Contoso, C=US",
        publisher=Publisher(signer.key, tuple(signer.chain)),
    )
    build_source(task, lambda what, done, total: None)
    with FileBytes(tmp_path / "out" / ("source2.msix" if only_2 else "source.msix")) as file:
        package = verify_package(open_package(file), None)
        (tmp_path / "publisher.db").write_bytes(package.read_part("Public/index.db", 1 << 24))
    convert(tmp_path / "publisher.db", tmp_path / "ours.db", "shelf", lambda: None)
    index = Index(tmp_path / "ours.db", "shelf")
    sources = Sources(tmp_path / "state", processes=1)
    sources.add(Listener(), "shelf", str(shelf.root))
    opened = sources.open(Listener())
    for query in QUERIES:
        hits = [hit.id for hit in index.search(SearchRequest(query=query)).packages]
        assert hits == found(opened, query), query
    folder = opened.sources[0]
    for identifier in found(opened):
        assert set(index.keys(identifier)) == set(_pairs(folder.keys(identifier)))
        assert index.versions(identifier)[0] == folder.versions(identifier)[0]
    sources.close()


def _pairs(keys: object) -> list[tuple[KeyKind, str]]:
    from wingetpy.sources.keys import PackageKeys

    assert isinstance(keys, PackageKeys)
    return [
        *((KeyKind.package_family_name, value) for value in keys.package_family_names),
        *((KeyKind.product_code, value) for value in keys.product_codes),
        *((KeyKind.upgrade_code, value) for value in keys.upgrade_codes),
        *((KeyKind.name_and_publisher, joined(*pair)) for pair in keys.names),
    ]
