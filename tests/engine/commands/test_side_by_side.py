"""Versions of a package side by side: what is listed, and what an update by name or of all does."""

from __future__ import annotations

import pytest

from kit.place import Place
from wingetpy.commands.objects import InstalledPackage
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue


@pytest.fixture
def several(place: Place) -> Place:
    """Two versions of a program that are installed, and a newer one that is offered."""
    place.shelf.put("Some.Runtime", "3.0", name="Runtime")
    for version in ("1.0", "2.0"):
        values = {"DisplayName": "Runtime", "DisplayVersion": version, "Publisher": "Somebody"}
        for name, text in values.items():
            place.host.registry.set_value(
                Hive.machine, rf"{UNINSTALL_KEY}\Runtime{version}", name, RegistryValue("sz", text)
            )
    place.open()
    return place


def listed(place: Place, **more: object) -> dict[str, InstalledPackage]:
    place.ask("package/get", **more)
    return {row.installed_version: row for row in place.call.rows if isinstance(row, InstalledPackage)}


def test_only_the_newest_one_is_listed_with_an_update(several: Place) -> None:
    assert {version: row.update_state for version, row in listed(several).items()} == {
        "1.0": "Superseded",
        "2.0": "UpdateAvailable",
    }
    assert "newer version" in listed(several)["1.0"].update_reason
    assert list(listed(several, UpdateAvailable=True)) == ["2.0"]


def test_its_name_means_the_newest_one(several: Place) -> None:
    plan = several.ask("package/plan", Operation="Update", Id="Some.Runtime")
    assert plan.from_version == "2.0"


def test_one_that_is_named_by_its_product_code_is_left_alone(several: Place) -> None:
    plan = several.ask("package/plan", Operation="Update", Id="Some.Runtime", ProductCode="Runtime1.0")
    assert (plan.action, plan.from_version, plan.update_state) == ("None", "1.0", "Superseded")
