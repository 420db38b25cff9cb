"""Writing and comparing the user's settings as a document."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kit.place import Place
from wingetpy.errors import BadRequest, HostError
from wingetpy.settings.document import differences, new_document, parse_document

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links and modes of Linux")


def test_all_settings_are_replaced_or_some_are_merged() -> None:
    before = {"a": {"x": 1, "l": [1, 2]}, "b": True}
    changes = {"a": {"l": [2, 3], "y": None}, "c": "t"}
    assert new_document(before, changes, merge=False) == {
        "$schema": "https://aka.ms/winget-settings.schema.json", "a": {"l": [2, 3]}, "c": "t",
    }  # fmt: skip
    merged = new_document(before, changes, merge=True)
    assert merged == {
        "$schema": "https://aka.ms/winget-settings.schema.json", "a": {"l": [1, 2, 3], "x": 1}, "b": True, "c": "t",
    }  # fmt: skip
    assert list(merged) == sorted(merged)
    assert list(merged["a"]) == ["l", "x"]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("wanted", "all_of_it", "what_is_named"),
    [
        ({"a": {"x": 1, "l": [1, 2]}, "b": True}, (), ()),
        ({"a": {"x": 1, "l": [1, 2]}, "b": True, "c": None}, (), ()),
        ({"a": {"x": 1}}, ("a.l", "b"), ()),
        ({"a": {"l": [2]}}, ("a.l", "a.x", "b"), ()),
        ({"a": {"l": [3]}}, ("a.l", "a.x", "b"), ("a.l",)),
        ({"a": {"x": True, "l": [1, 2]}, "b": 1}, ("a.x", "b"), ("a.x", "b")),
        ({"b": {"c": 1}}, ("a", "b"), ("b",)),
    ],
)
def test_what_differs_is_named(
    wanted: dict[str, object], all_of_it: tuple[str, ...], what_is_named: tuple[str, ...]
) -> None:
    actual: dict[str, object] = {"$schema": "x", "a": {"x": 1, "l": [1, 2]}, "b": True}
    assert differences(wanted, actual, ignore_not_set=False) == all_of_it
    assert differences(wanted, actual, ignore_not_set=True) == what_is_named


@pytest.mark.parametrize("text", ["[1]", "{", "7", ""])
def test_what_is_no_object_is_refused(text: str) -> None:
    if text:
        with pytest.raises(BadRequest):
            parse_document(text)
    else:
        assert parse_document(text) == {}


def test_what_is_written_holds_and_the_file_before_is_kept(tmp_path: Path) -> None:
    place = Place(tmp_path)
    file = place.host.state_folder() / "settings.json"
    minutes = '{"source": {"autoUpdateIntervalInMinutes": %d}}'
    first = place.ask("setting/write", Settings=minutes % 8)
    assert first.changed  # type: ignore[attr-defined]
    assert place.engine.settings().settings.source.auto_update_minutes == 8
    again = place.ask("setting/write", Settings=minutes % 8)
    assert not again.changed  # type: ignore[attr-defined]
    assert not _backup(file).exists()
    place.ask("setting/write", Settings=minutes % 9, Merge=True)
    assert json.loads(_backup(file).read_text())["source"] == {"autoUpdateIntervalInMinutes": 8}
    place.ask("setting/write", Settings='{"logging": {"level": "loud"}}')
    assert any("logging.level" in text for text in place.call.warnings())
    file.write_text("{")
    with pytest.raises(HostError, match="JSON"):
        place.ask("setting/write", Settings="{}", Merge=True)
    place.ask("setting/write", Settings="{}")
    assert json.loads(_backup(file).read_text())["source"] == {"autoUpdateIntervalInMinutes": 9}


@needs_links
def test_a_link_to_the_users_own_file_stays_a_link_and_the_file_keeps_its_mode(tmp_path: Path) -> None:
    place = Place(tmp_path)
    file = place.host.state_folder() / "settings.json"
    own = tmp_path / "dotfiles" / "winget.json"
    own.parent.mkdir()
    own.write_text("{}")
    own.chmod(0o640)
    file.symlink_to(own)
    place.ask("setting/write", Settings='{"visual": {"progressBar": "retro"}}')
    place.ask("setting/write", Settings='{"visual": {"progressBar": "accent"}}')
    assert file.is_symlink()
    assert json.loads(own.read_text())["visual"] == {"progressBar": "accent"}
    assert own.stat().st_mode & 0o777 == 0o640
    own.write_text("[")
    place.ask("engine/mend")
    assert file.is_symlink()
    assert json.loads(own.read_text())["visual"] == {"progressBar": "retro"}
    assert own.with_name("winget.json.damaged").read_text() == "["


def _backup(file: Path) -> Path:
    return file.with_name("settings.json.backup")
