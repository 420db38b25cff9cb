"""A source that should be configured or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kit.sources import Shelf
from kit.wanted import Wanted
from wingetpy.errors import BadRequest, SourceError
from wingetpy.sources.kinds import is_same_place


@pytest.fixture
def shelf(tmp_path: Path) -> str:
    shelf = Shelf(tmp_path / "other")
    shelf.program("C.Thing")
    return str(shelf.root)


def test_a_source_is_added_changed_and_removed_once(wanted: Wanted, shelf: str) -> None:
    def becomes(differing: tuple[str, ...], **wish: Any) -> dict[str, Any]:
        assert wanted.test("source", **wish).differing == differing
        assert wanted.preview("source", **wish).differing == differing
        first = wanted.set("source", **wish)
        assert first.differing == differing
        assert wanted.test("source", **wish).in_desired_state
        assert wanted.set("source", **wish).done == ()
        return first.state

    added = becomes(("_exist",), name="Other", argument=shelf, trustLevel="trusted")
    assert added == {
        "_exist": True,
        "name": "Other",
        "argument": shelf,
        "type": "WinGetPy.Folder",
        "trustLevel": "trusted",
        "explicit": False,
        "priority": 0,
    }
    edited = becomes(("explicit", "priority"), name="other", explicit=True, priority=7)
    assert (edited["explicit"], edited["priority"]) == (True, 7)
    replaced = becomes(("trustLevel",), name="Other", trustLevel="none")
    assert (replaced["argument"], replaced["explicit"], replaced["priority"]) == (shelf, True, 7)
    assert becomes(("_exist",), name="Other", _exist=False) == {"_exist": False, "name": "Other"}


@pytest.mark.parametrize("spelling", ["{0}/", "{0}/.", "./other", "../{1}/other"])
def test_every_spelling_of_a_folder_is_the_source(
    wanted: Wanted, shelf: str, spelling: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shelf).parent
    monkeypatch.chdir(folder)
    argument = spelling.format(shelf, folder.name)
    wanted.set("source", name="Other", argument=argument)
    assert wanted.set("source", name="Other", argument=argument).done == ()
    assert wanted.test("source", name="Other", argument=shelf).in_desired_state
    assert wanted.test("source", name="Other", argument=f"{shelf}/deeper").differing == ("argument",)


@pytest.mark.parametrize("type", ["Microsoft.Rest", "Microsoft.PreIndexed.Package"])
def test_an_address_is_the_same_with_a_slash_at_its_end(type: str) -> None:
    assert is_same_place(type, "https://packages.example/api/", "https://packages.example/api")
    assert not is_same_place(type, "https://packages.example/api/", "https://packages.example/API")


def test_undefined_trust_is_not_compared(wanted: Wanted) -> None:
    assert wanted.test("source", name="Test", trustLevel="undefined").in_desired_state


def test_a_source_without_an_argument_cannot_be_added(wanted: Wanted) -> None:
    with pytest.raises(BadRequest, match="no argument"):
        wanted.set("source", name="Nowhere")


def test_a_source_that_cannot_be_replaced_stays_as_it_was(wanted: Wanted, tmp_path: Path) -> None:
    before = wanted.get("source", name="Test")
    with pytest.raises(SourceError):
        wanted.set("source", name="Test", argument=str(tmp_path / "nowhere"))
    assert wanted.get("source", name="Test") == before


def test_every_source_is_exported_by_its_name(wanted: Wanted) -> None:
    [exported] = wanted.export("source")
    assert exported["_name"] == exported["name"] == "Test"
    assert wanted.test("source", **exported).in_desired_state
