"""Group Policy in the machine's registry, as a user of a running engine meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kit.place import Place
from wingetpy.errors import EngineError, ErrorCode
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.settings.policy import POLICY_KEY


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.package("Some.Tool")
    place.open()
    return place


def toggle(place: Place, name: str, number: int) -> None:
    place.host.registry.set_value(Hive.machine, POLICY_KEY, name, RegistryValue("dword", number))


def listed(place: Place) -> dict[str, str]:
    """Who configured each source."""
    place.ask("source/list")
    return {row.name: row.origin for row in place.call.rows}  # type: ignore[attr-defined]


def export(place: Place) -> str:
    place.ask("source/export", Name="Test")
    return json.dumps({key.title().replace("_", ""): value for key, value in _members(place).items()})


def _members(place: Place) -> dict[str, object]:
    [row] = place.call.rows
    return {name: getattr(row, name) for name in row.__struct_fields__}


def refused(place: Place, method: str, **parameters: object) -> str:
    with pytest.raises(EngineError) as caught:
        place.ask(method, **parameters)
    assert caught.value.code is ErrorCode.BlockedByPolicy
    return caught.value.text


def test_the_export_is_what_a_policy_takes(place: Place) -> None:
    text = export(place)
    place.ask("source/remove", Name="Test")
    assert listed(place) == {}
    key = rf"{POLICY_KEY}\AdditionalSources"
    place.host.registry.set_value(Hive.machine, key, "1", RegistryValue("sz", text))
    assert listed(place) == {}
    toggle(place, "EnableAdditionalSources", 1)
    assert listed(place) == {"Test": "Policy"}
    assert place.install(Id="Some.Tool").source == "Test"
    for change in ("source/remove", "source/reset", "source/edit"):
        more = {"Explicit": True} if change == "source/edit" else {}
        assert "EnableAdditionalSources" in refused(place, change, Name="Test", **more)


def test_a_list_entry_that_cannot_be_read_is_named_and_the_others_hold(place: Place) -> None:
    key = rf"{POLICY_KEY}\AdditionalSources"
    place.host.registry.set_value(Hive.machine, key, "1", RegistryValue("sz", '{"Name": 1}'))
    assert listed(place) == {"Test": "User"}
    assert any("AdditionalSources" in text for text in place.call.warnings())


def test_own_sources_are_forbidden_and_come_back(place: Place) -> None:
    toggle(place, "EnableAllowedSources", 0)
    assert listed(place) == {}
    assert "EnableAllowedSources" in refused(place, "source/add", Name="New", Argument=str(place.source))
    toggle(place, "EnableAllowedSources", 1)
    assert listed(place) == {}
    place.host.registry.delete_value(Hive.machine, POLICY_KEY, "EnableAllowedSources")
    assert listed(place) == {"Test": "User"}


def test_the_settings_of_a_user_can_be_switched_off(place: Place) -> None:
    file = place.host.state_folder() / "settings.json"
    file.write_text('{"source": {"autoUpdateIntervalInMinutes": 77}}')
    assert place.engine.settings().settings.source.auto_update_minutes == 77
    toggle(place, "EnableSettings", 0)
    assert place.engine.settings().settings.source.auto_update_minutes == 5
    assert "EnableSettings" in refused(place, "setting/get")


def test_an_installer_with_another_hash_or_a_manifest_of_ones_own_can_be_forbidden(place: Place) -> None:
    for name in ("EnableHashOverride", "EnableLocalManifestFiles"):
        toggle(place, name, 0)
    assert "EnableHashOverride" in refused(place, "package/install", Id="Some.Tool", AllowHashMismatch=True)
    manifest = str(place.shelf.manifest("Some.Tool"))
    for method, more in (
        ("package/install", {}),
        ("package/plan", {"Operation": "Install"}),
        ("package/uninstall", {}),
    ):
        assert "EnableLocalManifestFiles" in refused(place, method, Manifest=manifest, **more), method


def test_everything_can_be_forbidden_while_the_engine_runs(place: Place) -> None:
    toggle(place, "EnableAppInstaller", 0)
    assert "EnableAppInstaller" in refused(place, "package/find")
    place.ask("engine/info")
    toggle(place, "EnableAppInstaller", 1)
    place.ask("package/find")
