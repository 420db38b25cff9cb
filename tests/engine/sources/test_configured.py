"""The configured list: what can be added, and what is said when it cannot."""

from __future__ import annotations

import json
import os
from pathlib import Path

import msgspec
import pytest

from kit.calls import Listener
from kit.sources import Shelf
from wingetpy.errors import BadRequest, EngineError, ErrorCode, NotFound, SourceError
from wingetpy.sources.catalog import Sources
from wingetpy.sources.folder.kind import FolderKind
from wingetpy.sources.request import SearchRequest

FOLDER_TYPE = FolderKind.type


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Some.Tool")
    return shelf


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(tmp_path / "state", processes=1)


def _add(sources: Sources, name: str, argument: object, *rest: str, **more: object) -> None:
    sources.add(Listener(), name, str(argument), *rest, **more)


def test_a_new_machine_has_no_source(sources: Sources) -> None:
    assert sources.list() == ()
    with pytest.raises(SourceError) as none:
        sources.open(Listener())
    assert none.value.code is ErrorCode.NoSourcesDefined
    assert none.value.remedy_id == "NoSourcesDefined"


def test_a_source_is_listed_as_it_was_added_by_every_later_engine(
    sources: Sources, shelf: Shelf, tmp_path: Path
) -> None:
    _add(sources, "Tools", shelf.root, FOLDER_TYPE.lower(), "trusted", explicit=True, priority=7)
    (details,) = Sources(tmp_path / "state").list("tools")
    assert (details.name, details.type, details.argument) == ("Tools", FOLDER_TYPE, str(shelf.root))
    assert (details.trust_level, details.explicit, details.priority) == ("Trusted", True, 7)
    assert details.added > 0
    assert (details.last_update or 0) > 0


def test_the_identifier_comes_from_the_place_however_it_is_spelled(sources: Sources, shelf: Shelf) -> None:
    _add(sources, "one", f"{shelf.root}/")
    (details,) = sources.list("one")
    prefix, _, letters = details.identifier.partition("_")
    assert prefix == FOLDER_TYPE
    assert len(letters) == 13
    assert letters.isalnum()
    assert letters == letters.lower()
    sources.remove("one")
    _add(sources, "other", f"{shelf.root}/../{shelf.root.name}")
    assert sources.list("other")[0].identifier == details.identifier


def test_the_export_has_the_shape_of_wingets(sources: Sources, shelf: Shelf) -> None:
    _add(sources, "Tools", shelf.root, FOLDER_TYPE, "trusted")
    (exported,) = sources.export("Tools")
    (details,) = sources.list()
    assert json.loads(msgspec.json.encode(exported)) == {
        "Arg": str(shelf.root),
        "Data": details.identifier,
        "Explicit": False,
        "Identifier": details.identifier,
        "Name": "Tools",
        "TrustLevel": ["Trusted"],
        "Type": FOLDER_TYPE,
        "Priority": 0,
    }


def test_a_name_is_given_once_without_case(sources: Sources, shelf: Shelf, tmp_path: Path) -> None:
    _add(sources, "Tools", shelf.root)
    with pytest.raises(SourceError, match=r"already exists: Tools") as taken:
        _add(sources, "TOOLS", tmp_path)
    assert taken.value.code is ErrorCode.SourceNameAlreadyExists
    with pytest.raises(SourceError) as web:
        _add(sources, "tools", "https://example.org")
    assert web.value.code is ErrorCode.SourceNameAlreadyExists


def test_a_place_is_added_once(sources: Sources, shelf: Shelf) -> None:
    _add(sources, "Tools", shelf.root)
    with pytest.raises(SourceError, match="already refers to this location: Tools") as taken:
        _add(sources, "Others", f"{shelf.root}{os.sep}")
    assert taken.value.code is ErrorCode.SourceArgAlreadyExists


@pytest.mark.parametrize(
    ("argument", "kind", "code"),
    [
        ("http://insecure.example", None, ErrorCode.SourceNotSecure),
        ("ftp://example.org/cache", None, ErrorCode.InvalidSourceType),
        ("{folder}", "Microsoft.Rest", ErrorCode.SourceNotRemote),
        ("{folder}", "NoSuchType", ErrorCode.InvalidSourceType),
        ("{folder}/missing", None, ErrorCode.SourceOpenFailed),
        ("{folder}/missing.zip", FOLDER_TYPE, ErrorCode.SourceOpenFailed),
        ("{folder}/text.txt", None, ErrorCode.SourceOpenFailed),
    ],
)
def test_what_cannot_be_a_source_is_refused_by_name_and_not_added(
    sources: Sources, shelf: Shelf, argument: str, kind: str | None, code: ErrorCode
) -> None:
    shelf.write("text.txt", "no archive")
    argument = argument.format(folder=shelf.root)
    with pytest.raises(SourceError) as refused:
        sources.add(Listener(), "new", argument, kind)
    assert refused.value.code is code
    assert (kind if kind and code is ErrorCode.InvalidSourceType else argument) in refused.value.text
    assert refused.value.remedy
    assert sources.list() == ()


@pytest.mark.parametrize("name", ["", " ", " a", "a\nb", "x" * 129])
def test_a_name_has_to_be_readable(sources: Sources, shelf: Shelf, name: str) -> None:
    with pytest.raises(BadRequest, match="cannot be the name"):
        _add(sources, name, shelf.root)


def test_trust_levels_are_none_and_trusted(sources: Sources, shelf: Shelf) -> None:
    with pytest.raises(BadRequest, match="storeOrigin") as wrong:
        _add(sources, "a", shelf.root, FOLDER_TYPE, "storeOrigin")
    assert wrong.value.code is ErrorCode.InvalidClArguments


def test_an_unknown_name_is_not_found(sources: Sources) -> None:
    def open_one(name: str) -> None:
        sources.open(Listener(), name)

    for ask in (sources.list, sources.remove, sources.reset, sources.export, open_one):
        with pytest.raises(NotFound, match="UnknownName") as unknown:
            ask("UnknownName")
        assert unknown.value.code is ErrorCode.SourceNameDoesNotExist


def test_a_removed_source_leaves_no_index(sources: Sources, shelf: Shelf, tmp_path: Path) -> None:
    _add(sources, "Tools", shelf.root)
    index = tmp_path / "state" / "cache" / sources.list()[0].identifier
    assert index.is_dir()
    assert sources.remove("tools").name == "Tools"
    assert sources.list() == ()
    assert not index.exists()


def test_a_reset_takes_everything_that_was_added_and_gives_the_default_sources(
    sources: Sources, shelf: Shelf, tmp_path: Path
) -> None:
    other = Shelf(tmp_path / "other")
    _add(sources, "a", shelf.root)
    _add(sources, "b", other.root)
    assert [details.name for details in sources.reset("b")] == ["b"]
    assert [details.name for details in sources.reset()] == ["a"]
    assert [(one.name, one.origin) for one in sources.list()] == [
        ("msstore", "Default"),
        ("winget", "Default"),
        ("winget-font", "Default"),
    ]


def test_explicit_and_priority_can_be_changed(sources: Sources, shelf: Shelf) -> None:
    _add(sources, "a", shelf.root)
    sources.edit("A", explicit=True)
    sources.edit("a", priority=3)
    (details,) = sources.list()
    assert (details.explicit, details.priority) == (True, 3)


def test_a_list_written_by_a_newer_engine_is_read(sources: Sources, shelf: Shelf, tmp_path: Path) -> None:
    _add(sources, "a", shelf.root)
    file = tmp_path / "state" / "sources.json"
    content = json.loads(file.read_text())
    content["Sources"][0]["Certificate"] = "later"
    content["Comment"] = "later"
    file.write_text(json.dumps(content))
    assert sources.list()[0].name == "a"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_list_that_an_editor_of_windows_saved_is_read(
    encoding: str, sources: Sources, shelf: Shelf, tmp_path: Path
) -> None:
    _add(sources, "a", shelf.root)
    before = [(one.name, one.identifier) for one in sources.list()]
    path = tmp_path / "state" / "sources.json"
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert [(one.name, one.identifier) for one in sources.list()] == before
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(EngineError, match=r"sources\.json") as damaged:
        sources.list()
    assert damaged.value.code is ErrorCode.SourcesInvalid


def test_a_damaged_list_is_an_error_that_names_the_file(sources: Sources, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "sources.json").write_text("{")
    with pytest.raises(EngineError, match=r"sources\.json") as damaged:
        sources.list()
    assert damaged.value.code is ErrorCode.SourcesInvalid


def test_a_source_of_nothing_can_be_added(sources: Sources, tmp_path: Path) -> None:
    Shelf(tmp_path / "empty")
    _add(sources, "empty", tmp_path / "empty")
    assert not sources.open(Listener()).search(SearchRequest()).rows
