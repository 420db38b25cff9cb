"""Pins: what is recorded of a package, and that no update goes past it unasked."""

from __future__ import annotations

import pytest

from kit.place import Place
from wingetpy.commands.objects import InstalledPackage
from wingetpy.commands.pin import PinRow
from wingetpy.errors import BadRequest, HostError, NotFound, OperationError
from wingetpy.operations.plan import Plan


@pytest.fixture
def pinned(place: Place) -> Place:
    """`A.Tool` 1.0 is installed; 1.5, 2.0 and 3.0 are offered."""
    for version in ("1.0", "1.5", "2.0", "3.0"):
        place.package("A.Tool", version)
    place.package("B.Other", "1.0")
    place.package("B.Other", "2.0")
    place.open()
    place.install(Id="A.Tool", Version="1.0")
    place.install(Id="B.Other", Version="1.0")
    return place


def pins(place: Place, method: str = "pin/list", **params: object) -> list[tuple[str, str, str]]:
    place.ask(method, **params)
    return [(row.id, row.type, row.version) for row in place.call.rows if isinstance(row, PinRow)]


def states(place: Place, **params: object) -> dict[str, tuple[str, bool, str]]:
    place.ask("package/get", **params)
    rows = [row for row in place.call.rows if isinstance(row, InstalledPackage)]
    return {row.id: (row.update_state, row.is_update_available, row.update_version) for row in rows}


def plan(place: Place, **params: object) -> Plan:
    made = place.ask("package/plan", Operation="Update", Id="A.Tool", **params)
    assert isinstance(made, Plan)
    return made


def test_a_package_has_one_pin_and_besides_the_versions_that_are_skipped(pinned: Place) -> None:
    assert pins(pinned, "pin/add", Query="tool") == [("A.Tool", "Pinning", "")]
    assert pins(pinned, "pin/add", Id="a.tool", SkipVersion="2.0") == [("A.Tool", "SkipVersion", "2.0")]
    assert pins(pinned, "pin/add", Id="A.Tool", SkipVersion="3.0") == [("A.Tool", "SkipVersion", "3.0")]
    with pytest.raises(OperationError, match=r"A\.Tool.*Pinning") as refused:
        pinned.ask("pin/add", Id="A.Tool", Version="1.*")
    assert refused.value.symbol == "PinAlreadyExists"
    assert pins(pinned, "pin/add", Id="A.Tool", Version="1.*", Force=True) == [("A.Tool", "Gating", "1.*")]
    assert pins(pinned) == [
        ("A.Tool", "Gating", "1.*"),
        ("A.Tool", "SkipVersion", "2.0"),
        ("A.Tool", "SkipVersion", "3.0"),
    ]
    assert pins(pinned, "pin/remove", Id="A.Tool", Type="SkipVersion", Version="3.0") == [
        ("A.Tool", "SkipVersion", "3.0")
    ]
    assert len(pins(pinned, "pin/remove", Id="A.Tool")) == 2
    with pytest.raises(NotFound) as missing:
        pinned.ask("pin/remove", Id="A.Tool")
    assert missing.value.symbol == "PinDoesNotExist"


def test_the_very_same_pin_is_no_error_and_changes_nothing(pinned: Place) -> None:
    assert pinned.ask("pin/add", Id="A.Tool", Blocking=True).changed  # type: ignore[attr-defined]
    assert not pinned.ask("pin/add", Id="A.Tool", Blocking=True).changed  # type: ignore[attr-defined]


def test_a_pin_outlives_its_source_and_can_be_removed(pinned: Place) -> None:
    pins(pinned, "pin/add", Id="A.Tool")
    pinned.ask("source/remove", Name="Test")
    assert pins(pinned, "pin/remove", Id="A.Tool") == [("A.Tool", "Pinning", "")]


@pytest.mark.parametrize("wrong", [{"Version": " "}, {"Version": "1*"}, {"SkipVersion": "1.*"}, {"SkipVersion": " "}])
def test_a_range_that_cannot_be_is_refused(pinned: Place, wrong: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        pinned.ask("pin/add", Id="A.Tool", **wrong)
    assert pins(pinned) == []


def test_what_no_source_has_and_nothing_at_all_cannot_be_pinned(pinned: Place) -> None:
    with pytest.raises(NotFound):
        pinned.ask("pin/add", Id="No.Such")
    with pytest.raises(BadRequest):
        pinned.ask("pin/add")
    with pytest.raises(NotFound):
        pinned.ask("pin/list", Source="Nobody")


def test_a_pinning_pin_leaves_out_of_updates_of_all_and_not_of_one_that_is_named(pinned: Place) -> None:
    pins(pinned, "pin/add", Id="A.Tool")
    assert states(pinned)["A.Tool"] == ("Pinned", False, "3.0")
    assert "A.Tool" not in states(pinned, UpdateAvailable=True)
    assert states(pinned, UpdateAvailable=True, IncludePinned=True)["A.Tool"] == ("UpdateAvailable", True, "3.0")
    assert [row.id for row in pinned.update(All=True)] == ["B.Other"]
    [left] = pinned.update(Id="A.Tool", AmongMany=True)
    assert (left.status, left.reason, left.error_code, left.changed) == (
        "NoApplicableUpgrade",
        "Pinned",
        "0x8A150068",
        False,
    )
    assert plan(pinned, AmongMany=True).update_state == "Pinned"
    assert plan(pinned).to_version == "3.0"
    [done] = pinned.update(All=True, IncludePinned=True)
    assert (done.id, done.version) == ("A.Tool", "3.0")


def test_a_blocking_pin_lets_nothing_update_it_but_force(pinned: Place) -> None:
    pins(pinned, "pin/add", Id="A.Tool", Blocking=True)
    assert states(pinned)["A.Tool"][:2] == ("Blocked", False)
    for asked in ({}, {"IncludePinned": True}, {"Version": "2.0"}, {"AmongMany": True}):
        [row] = pinned.update(Id="A.Tool", **asked)
        assert row.error_code == "0x8A150068", asked
    assert [row.id for row in pinned.update(All=True, IncludePinned=True)] == ["B.Other"]
    assert pinned.install(Id="A.Tool").error_code == "0x8A150068"
    assert pinned.installed()["A.Tool"] == "1.0"
    [row] = pinned.update(Id="A.Tool", Force=True)
    assert row.version == "3.0"


def test_a_gating_pin_keeps_every_update_in_its_range(pinned: Place) -> None:
    pins(pinned, "pin/add", Id="A.Tool", Version="1.*")
    assert states(pinned)["A.Tool"] == ("UpdateAvailable", True, "1.5")
    assert plan(pinned).to_version == "1.5"
    [refused] = pinned.update(Id="A.Tool", Version="2.0")
    assert refused.error_code == "0x8A150068"
    pinned.update(All=True)
    assert pinned.installed()["A.Tool"] == "1.5"
    assert states(pinned)["A.Tool"][:2] == ("Pinned", False)
    pinned.uninstall(Id="A.Tool")
    assert pinned.install(Id="A.Tool").version == "1.5"


def test_a_skipped_version_is_left_out_and_no_other(pinned: Place) -> None:
    pins(pinned, "pin/add", Id="A.Tool", SkipVersion="3.0.0")
    assert states(pinned)["A.Tool"] == ("UpdateAvailable", True, "2.0")
    assert plan(pinned).to_version == "2.0"
    assert plan(pinned, Version="3.0").error is None
    pinned.update(All=True)
    assert pinned.installed()["A.Tool"] == "2.0"
    assert states(pinned)["A.Tool"] == ("Pinned", False, "3.0")


def test_a_pin_of_what_is_installed_holds_whatever_source_it_is_from(pinned: Place) -> None:
    pinned.ask("pin/add", Id="A.Tool", Installed=True, Blocking=True)
    [row] = pinned.call.rows
    assert isinstance(row, PinRow)
    assert (row.installed, row.source, row.id.startswith("A.Tool_")) == (True, "", True)
    assert states(pinned)["A.Tool"][0] == "Blocked"
    pinned.ask("pin/add", Id="A.Tool")
    assert states(pinned)["A.Tool"][0] == "Blocked", "the stricter pin counts"
    assert pins(pinned, "pin/remove", Id="A.Tool", Installed=True)[0][1] == "Blocking"
    assert states(pinned)["A.Tool"][0] == "Pinned"


def test_a_dependency_is_pinned_as_any_package(place: Place) -> None:
    needs = "Dependencies:\n  PackageDependencies:\n  - PackageIdentifier: A.Needed"
    place.package("A.Needed", "1.0")
    place.package("A.Needed", "2.0")
    place.package("B.Needing", "1.0", installer=needs)
    place.open()
    pins(place, "pin/add", Id="A.Needed", Version="1.*")
    place.install(Id="B.Needing")
    assert place.installed() == {"A.Needed": "1.0", "B.Needing": "1.0"}


def test_damaged_pins_stop_updates_and_are_kept(pinned: Place) -> None:
    pins(pinned, "pin/add", Id="A.Tool")
    file = pinned.host.state_folder() / "pins.db"
    file.write_bytes(b"no database" * 100)
    [row] = pinned.update(Id="A.Tool")
    assert (row.error_code, row.changed) == ("0x8A150064", False)
    with pytest.raises(HostError) as refused:
        pinned.update(All=True)
    assert str(file) in refused.value.text
    assert pinned.installed()["A.Tool"] == "1.0"
    assert file.read_bytes().startswith(b"no database")
    assert states(pinned)["A.Tool"][0] == "UpdateAvailable"
    assert any("pins" in text for _, text, *_ in pinned.call.messages)


def test_updates_of_all_include_and_exclude_by_name(pinned: Place) -> None:
    assert [row.id for row in pinned.update(All=True, Exclude=["a.*"])] == ["B.Other"]
    assert [row.id for row in pinned.update(All=True, Include=["No.Such"])] == []
    assert any("No.Such" in text for _, text, *_ in pinned.call.messages)
    assert [row.id for row in pinned.update(All=True, Include=["Tool"])] == ["A.Tool"]
    for wrong in ({"All": True, "Include": [" "]}, {"Id": "A.Tool", "Exclude": ["B"]}):
        with pytest.raises(BadRequest):
            pinned.update(**wrong)


def test_a_manifest_file_goes_past_no_pin_of_what_it_replaces(pinned: Place) -> None:
    newer = str(pinned.shelf.manifest("A.Tool", "2.0"))
    pins(pinned, "pin/add", Id="A.Tool", Blocking=True)
    [row] = pinned.update(Manifest=newer)
    assert (row.error_code, row.changed) == ("0x8A150068", False)
    pins(pinned, "pin/reset")
    assert pinned.update(Manifest=newer)[0].version == "2.0"
