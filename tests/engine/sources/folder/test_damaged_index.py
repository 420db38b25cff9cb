"""An index whose pages are damaged is named as that, once, and made again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.sources import Shelf
from wingetpy.errors import ErrorCode, SourceError
from wingetpy.sources.catalog import Sources
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.index.held import HeldIndex
from wingetpy.sources.index.query import Index
from wingetpy.sources.request import SearchRequest

LOOSE = "CREATE TABLE x AS SELECT * FROM {0}; DROP TABLE {0}; ALTER TABLE x RENAME TO {0};"
"""Takes the constraints of a table away."""


class Kept:
    """One package, with an index that is never refreshed for its age."""

    def __init__(self, folder: Path) -> None:
        shelf = Shelf(folder / "manifests")
        shelf.put("Some.Tool", tags=["text"])
        self.sources = Sources(folder / "state", processes=1, fresh_minutes=lambda: 0)
        self.sources.add(Listener(), "shelf", str(shelf.root))
        self.sources.close()
        [self.pointer] = (folder / "state").rglob("current.json")
        self.index = self.pointer.parent / json.loads(self.pointer.read_bytes())["File"]

    def spoil(self, statements: str) -> None:
        with closing(sqlite3.connect(self.index, isolation_level=None)) as database:
            database.execute("PRAGMA writable_schema = ON")
            database.executescript(statements)


def search(opened: CompositeSource) -> object:
    return list(opened.search(SearchRequest(query="tool")).rows)


def tag(opened: CompositeSource) -> object:
    return list(opened.search(SearchRequest(query="text")).rows)


def versions(opened: CompositeSource) -> object:
    return opened.versions(opened.find_one(SearchRequest(query="Some.Tool")))


def manifest(opened: CompositeSource) -> object:
    return opened.manifest(opened.find_one(SearchRequest(query="Some.Tool")), None)


Question = Callable[[CompositeSource], object]


@pytest.mark.parametrize(
    ("statements", "question"),
    [
        (LOOSE.format("package") + "UPDATE package SET shown = NULL", search),
        ("UPDATE package SET shown = x'00ff'", search),
        ("UPDATE package SET shown = 'one line'", search),
        ("UPDATE package SET shown = cast(x'ff' AS TEXT)", search),
        ("UPDATE package SET tags_folded = x'0a746578740a', tags = NULL", tag),
        (LOOSE.format("version") + "UPDATE version SET version = NULL", versions),
        ("UPDATE version SET arp_minimum = 5.5, version = x'00'", versions),
        ("ALTER TABLE version RENAME COLUMN arp_minimum TO other", versions),
        ("UPDATE folder SET path = cast(x'ff' AS TEXT)", manifest),
    ],
)
def test_a_row_of_another_form_is_damage_and_the_index_is_made_again(
    statements: str, question: Question, tmp_path: Path
) -> None:
    kept = Kept(tmp_path)
    kept.spoil(statements)
    opened = kept.sources.open(Listener())
    with pytest.raises(SourceError, match="is damaged") as damaged:
        question(opened)
    assert damaged.value.code is ErrorCode.SourceDataIntegrityFailure
    assert question(kept.sources.open(Listener()))


def test_a_table_whose_name_is_no_text_is_damage(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.spoil("UPDATE sqlite_schema SET name = cast(x'ff' AS TEXT) WHERE name = 'package_id'")
    listener = Listener()
    assert search(kept.sources.open(listener))
    assert listener.codes() == [ErrorCode.SourceDataIntegrityFailure.hex]


def test_a_path_that_is_none_is_an_error_of_the_source(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.spoil("UPDATE folder SET path = 'a' || char(0)")
    with pytest.raises(SourceError, match="null byte") as refused:
        manifest(kept.sources.open(Listener()))
    assert refused.value.code is ErrorCode.SourceDataMissing


def test_a_length_beyond_the_memory_is_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def starve(*given: object) -> None:
        raise MemoryError

    kept = Kept(tmp_path)
    opened = kept.sources.open(Listener())
    monkeypatch.setattr(Index, "_fitting", starve)
    with pytest.raises(SourceError, match="is damaged"):
        search(opened)
    monkeypatch.undo()
    assert search(kept.sources.open(Listener()))


@pytest.mark.parametrize(
    "statements",
    [
        "UPDATE folder SET path = cast(x'ff' AS TEXT)",
        "ALTER TABLE folder RENAME COLUMN stamp TO other",
        "DROP TABLE grams_data",
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE' WHERE name = 'file'",
        "UPDATE package SET tags_folded = x'00'",
    ],
)
def test_an_update_of_a_damaged_index_makes_it_again_and_leaves_nothing(statements: str, tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.spoil(statements)
    Shelf(tmp_path / "manifests").put("Some.Tool", "2.0")
    update = kept.sources.update(Listener(), kept.sources.list()[0])
    assert (update.packages, update.versions) == (1, 2)
    assert sorted(path.suffix for path in kept.pointer.parent.iterdir()) == [".db", ".json", ".lock"]
    assert versions(kept.sources.open(Listener()))


def test_what_the_system_refuses_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    kept = Kept(tmp_path)
    opened = kept.sources.open(Listener())
    monkeypatch.setattr(Index, "search", refuse)
    forgotten: list[object] = []
    monkeypatch.setattr(HeldIndex, "close", forgotten.append)
    with pytest.raises(SourceError, match="cannot be read") as refused:
        search(opened)
    assert refused.value.code is ErrorCode.SourceDataMissing
    assert kept.pointer.exists()
