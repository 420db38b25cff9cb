"""A key of Apps & Features that may not be read: the rest is listed, with a warning that names the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.place import Place
from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import refusal
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue, View


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    for hive, name in ((Hive.machine, "Everybody's"), (Hive.user, "Mine")):
        value = RegistryValue("sz", name)
        place.host.registry.set_value(hive, f"{UNINSTALL_KEY}\\{name}", "DisplayName", value)
    return place


def refuse(place: Place, monkeypatch: pytest.MonkeyPatch, code: ErrorCode) -> None:
    """The machine's key, in both views, answers with an error."""
    subkeys = place.host.registry.subkeys

    def read(hive: Hive, key: str, view: View = 64) -> list[str]:
        if hive is Hive.machine and key == UNINSTALL_KEY:
            raise refusal(code, "read", f"{hive}\\{key}")
        return subkeys(hive, key, view)

    monkeypatch.setattr(place.host.registry, "subkeys", read)


def names(place: Place) -> list[str]:
    place.ask("package/get")
    return [row.name for row in place.call.rows]  # type: ignore[attr-defined]


def test_the_rest_is_listed_with_a_warning_each_time(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert names(place) == ["Everybody's", "Mine"]
    assert not place.call.warnings()
    place.host.registry.set_value(Hive.user, f"{UNINSTALL_KEY}\\Mine", "Publisher", RegistryValue("sz", "Me"))
    refuse(place, monkeypatch, ErrorCode.AccessDenied)
    for _ in range(2):
        assert names(place) == ["Mine"]
        assert any("is not complete" in text and f"HKLM\\{UNINSTALL_KEY}" in text for text in place.call.warnings())


def test_a_registry_that_is_damaged_is_still_an_error(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(place, monkeypatch, ErrorCode.FileInUse)
    with pytest.raises(HostError):
        names(place)
