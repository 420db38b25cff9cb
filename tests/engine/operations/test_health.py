"""The engine looks at its own files, sources and records, and mends what can be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.place import Place
from wingetpy.hosts.sandbox import SandboxFacts
from wingetpy.operations.health import HealthReport

ALL = {"Settings", "AdminSettings", "Sources", "SourceData", "Records", "Journal"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.package("Some.Tool")
    place.open()
    return place


def reports(place: Place, method: str = "engine/check", **given: object) -> dict[str, HealthReport]:
    place.ask(method, **given)
    return {row.check: row for row in place.call.rows if isinstance(row, HealthReport)}


def wrong(place: Place, method: str = "engine/check", **given: object) -> dict[str, str]:
    """The symbol of each check that fails."""
    found = reports(place, method, **given)
    assert set(found) == ALL
    return {name: row.error.symbol for name, row in found.items() if row.error is not None}


def state(place: Place, name: str) -> Path:
    return place.host.state_folder() / name


def test_nothing_is_wrong_with_a_machine_in_use(place: Place) -> None:
    place.install(Id="Some.Tool")
    assert wrong(place) == {}
    assert not any(row.mended for row in reports(place, "engine/mend").values())


def test_a_machine_without_sources_gets_those_of_winget(place: Place) -> None:
    place.ask("source/remove", Name="Test")
    assert wrong(place) == {"Sources": "NoSourcesDefined"}
    assert reports(place)["Sources"].category == "WinGetSourceNotInstalled"
    assert reports(place, "engine/mend")["Sources"].mended
    place.ask("source/list")
    assert {row.name for row in place.call.rows} == {"winget", "msstore", "winget-font"}  # type: ignore[attr-defined]


def test_a_source_whose_folder_is_gone_is_named_and_stays_wrong(place: Place) -> None:
    place.source.rename(place.source.with_name("elsewhere"))
    for index in (place.host.state_folder() / "index").rglob("*"):
        if index.is_file():
            index.unlink()
    assert "SourceData" in wrong(place)
    assert "SourceData" in wrong(place, "engine/mend")
    place.source.with_name("elsewhere").rename(place.source)
    reports(place, "engine/mend")
    assert wrong(place) == {}


def test_settings_give_way_to_their_backup_or_by_force_to_the_defaults(place: Place) -> None:
    state(place, "settings.json").write_text("{")
    assert wrong(place) == {"Settings": "JsonInvalidFile"}
    assert wrong(place, "engine/mend") == {"Settings": "JsonInvalidFile"}
    state(place, "settings.json.backup").write_text("{}")
    assert reports(place, "engine/mend")["Settings"].mended
    assert state(place, "settings.json").read_text() == "{}"
    state(place, "settings.json.backup").unlink()
    state(place, "settings.json").write_text("[")
    assert reports(place, "engine/mend", Force=True)["Settings"].mended
    assert state(place, "settings.json.damaged").read_text() == "["


def test_administrators_settings_are_set_aside_by_force_and_by_an_administrator_only(tmp_path: Path) -> None:
    user = Place(tmp_path / "user", SandboxFacts(elevated=False))
    admin = Place(tmp_path / "admin")
    for place in (user, admin):
        place.package("Some.Tool")
        path = place.host.state_folder() / "admin-settings.json"
        place.open()
        path.write_text("{")
        assert wrong(place)["AdminSettings"] == "JsonInvalidFile"
        assert wrong(place, "engine/mend")["AdminSettings"] == "JsonInvalidFile"
    assert wrong(user, "engine/mend", Force=True)["AdminSettings"] == "CommandRequiresAdmin"
    assert wrong(admin, "engine/mend", Force=True) == {}


def test_pins_that_cannot_be_read_are_reported_and_kept(place: Place) -> None:
    place.ask("pin/add", Id="Some.Tool")
    pins = next(path for path in place.host.state_folder().glob("pin*") if path.is_file())
    pins.write_bytes(b"no database at all" * 100)
    assert wrong(place) == {"Records": "CannotOpenPinningIndex"}
    assert wrong(place, "engine/mend", Force=True) == {"Records": "CannotOpenPinningIndex"}
    assert pins.read_bytes().startswith(b"no database")
