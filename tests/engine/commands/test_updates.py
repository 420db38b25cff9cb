"""What counts as an update: what can be installed unasked; the rest is apart, with the reason and the code."""

from __future__ import annotations

import pytest

from engine.commands.test_dependencies import needs
from kit.place import Place
from wingetpy.commands.objects import InstalledPackage
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.operations.plan import Plan

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"


def updates(place: Place, **more: object) -> dict[str, InstalledPackage]:
    place.ask("package/get", UpdateAvailable=True, **more)
    return {row.id: row for row in place.call.rows if isinstance(row, InstalledPackage)}


@pytest.fixture
def outdated(place: Place) -> Place:
    """Six installed packages with a newer version each: one is updated unasked, the others are not."""
    newer = {
        "A.Plain": "",
        "B.Explicit": "RequireExplicitUpgrade: true",
        "C.Denied": "UpgradeBehavior: deny",
        "D.Changed": "InstallerType: exe",
        "E.Unfit": "UnsupportedOSArchitectures: [x64]",
    }
    for identifier in newer:
        place.package(identifier, "1.0")
    place.open()
    for identifier in newer:
        assert place.install(Id=identifier).status == "Ok"
    for identifier, lines in newer.items():
        manifest = place.package(identifier, "2.0", installer="" if "InstallerType" in lines else lines)
        if "InstallerType" in lines:
            path = place.shelf.manifest(identifier, "2.0")
            path.write_text(path.read_text().replace("InstallerType: portable", lines))
            assert "portable" not in path.read_text(), manifest
    place.open()
    return place


def test_only_what_is_updated_unasked_is_an_update(outdated: Place) -> None:
    rows = updates(outdated)
    assert list(rows) == ["A.Plain"]
    assert (rows["A.Plain"].is_update_available, rows["A.Plain"].update_version) == (True, "2.0")


def test_the_rest_is_listed_apart_with_its_reason_and_code(outdated: Place) -> None:
    rows = updates(outdated, IncludeBlocked=True)
    assert {row.id: row.update_state for row in rows.values()} == {
        "A.Plain": "UpdateAvailable",
        "B.Explicit": "RequiresExplicitUpgrade",
        "C.Denied": "UpgradeDenied",
        "D.Changed": "TechnologyChanged",
    }
    assert [row.id for row in rows.values() if row.is_update_available] == ["A.Plain"]
    codes = {row.id: row.update_error.code for row in rows.values() if row.update_error}
    assert codes == {"B.Explicit": "0x8A15002B", "C.Denied": "0x8A150114", "D.Changed": "0x8A15008E"}
    assert all(row.update_error.message for row in rows.values() if row.update_error)


def test_all_updates_only_what_is_updated_unasked_and_says_what_is_left(outdated: Place) -> None:
    results = outdated.update(All=True)
    assert [(one.id, one.status, one.version) for one in results] == [("A.Plain", "Ok", "2.0")]
    left = {code for level, _, code in outdated.call.messages if level == "Information"}
    assert {"0x8A15002B", "0x8A150114", "0x8A15008E"} <= left


def test_a_package_that_must_be_named_is_updated_when_it_is(outdated: Place) -> None:
    [updated] = outdated.update(Id="B.Explicit")
    assert (updated.status, updated.version) == ("Ok", "2.0")


@pytest.mark.parametrize(
    ("identifier", "reason", "code"),
    [("B.Explicit", "RequiresExplicitUpgrade", "0x8A15002B"), ("C.Denied", "UpgradeDenied", "0x8A150114")],
)
def test_one_of_many_that_must_be_named_or_denies_updates_is_left_alone(
    identifier: str, reason: str, code: str, outdated: Place
) -> None:
    [left] = outdated.update(Id=identifier, AmongMany=True)
    assert (left.status, left.changed, left.reason, left.error_code) == ("NoApplicableUpgrade", False, reason, code)
    assert outdated.installed()[identifier] == "1.0"
    [forced] = outdated.update(Id="B.Explicit", AmongMany=True, Force=True)
    assert (forced.status, forced.version) == ("Ok", "2.0")


def test_a_changed_technology_has_its_own_code(outdated: Place) -> None:
    [refused] = outdated.update(Id="D.Changed")
    assert refused.error is not None
    assert (refused.status, refused.error.code) == ("NoApplicableUpgrade", "0x8A15008E")


def test_what_has_no_version_is_shown_with_what_is_available(place: Place) -> None:
    place.package("A.Tool", "2.0", installer="ProductCode: NoVersion")
    place.open()
    place.host.registry.set_value(Hive.user, rf"{UNINSTALL}\NoVersion", "DisplayName", RegistryValue("sz", "Tool"))
    place.host.registry.set_value(
        Hive.user, rf"{UNINSTALL}\NoVersion", "WinGetInstallerType", RegistryValue("sz", "portable")
    )
    assert updates(place) == {}
    row = updates(place, IncludeUnknown=True)["A.Tool"]
    assert (row.installed_version, row.update_version, row.update_state) == ("Unknown", "2.0", "UnknownVersion")
    assert place.update(All=True) == []
    assert any(code == "0x8A150050" and "2.0" in text for _, text, code in place.call.messages)
    [named] = place.update(Id="A.Tool")
    assert (named.status, named.error_code) == ("NoApplicableUpgrade", "0x8A150050")
    [named] = place.update(Id="A.Tool", IncludeUnknown=True)
    assert named.error_code != "0x8A150050"


def test_all_versions_that_do_not_fit_are_one_warning(place: Place) -> None:
    place.package("A.Tool", "1.0")
    for version in ("2.0", "3.0", "4.0"):
        place.package("A.Tool", version, installer="UnsupportedOSArchitectures: [x64]")
    place.open()
    assert place.install(Id="A.Tool").version == "1.0"
    [warning] = [text for level, text, _ in place.call.messages if level == "Warning"]
    assert "no installer of version 4.0 and 2 older ones fits" in warning
    assert "version 1.0 is used" in warning


def test_installation_notes_come_with_the_result(place: Place) -> None:
    place.package("A.Tool", root="InstallationNotes: Say hello first.")
    place.open()
    assert place.install(Id="A.Tool").installation_notes == "Say hello first."
    assert place.install(Id="A.Tool").installation_notes == ""


def test_all_updates_what_was_a_dependency_once(place: Place) -> None:
    """The dependency comes after what depends on it in the order of the names."""
    for identifier in ("A.Alpha", "A.Beta", "B.Zeta"):
        place.package(identifier, "1.0")
    place.open()
    for identifier in ("A.Alpha", "A.Beta", "B.Zeta"):
        place.install(Id=identifier)
    for identifier in ("A.Alpha", "A.Beta"):
        place.package(identifier, "2.0", installer=needs("B.Zeta", least="2.0"))
    place.package("B.Zeta", "2.0")
    place.open()
    results = place.update(All=True)
    assert [(one.id, one.status, one.version) for one in results] == [("A.Alpha", "Ok", "2.0"), ("A.Beta", "Ok", "2.0")]
    installs = [text for _, text, _ in place.call.messages if text.startswith("B.Zeta 2.0, a dependency")]
    assert len(installs) == 1
    assert place.installed() == {"A.Alpha": "2.0", "A.Beta": "2.0", "B.Zeta": "2.0"}


def test_all_installs_a_new_dependency_of_several_packages_once(place: Place) -> None:
    for identifier in ("A.Alpha", "A.Beta"):
        place.package(identifier, "1.0")
    place.open()
    for identifier in ("A.Alpha", "A.Beta"):
        place.install(Id=identifier)
        place.package(identifier, "2.0", installer=needs("B.Zeta"))
    place.package("B.Zeta", "1.0")
    place.open()
    assert [one.version for one in place.update(All=True)] == ["2.0", "2.0"]
    assert len([text for _, text, _ in place.call.messages if text.startswith("B.Zeta 1.0, a dependency")]) == 1


def test_a_list_a_plan_and_an_update_of_all_come_to_the_same_end(outdated: Place) -> None:
    outdated.ask("pin/add", Id="A.Plain", Blocking=True)
    outdated.ask("package/get")
    listed = {row.id: row for row in outdated.call.rows if isinstance(row, InstalledPackage)}
    assert {row.id: row.update_state for row in listed.values()} == {
        "A.Plain": "Blocked",
        "B.Explicit": "RequiresExplicitUpgrade",
        "C.Denied": "UpgradeDenied",
        "D.Changed": "TechnologyChanged",
        "E.Unfit": "NoApplicableInstaller",
    }
    for identifier, row in listed.items():
        made = outdated.ask("package/plan", Operation="Update", Id=identifier, AmongMany=True)
        assert isinstance(made, Plan)
        assert made.update_state == row.update_state, identifier
        assert (row.is_update_available, bool(row.update_reason)) == (False, True), identifier
    assert outdated.update(All=True) == []
    assert set(outdated.installed().values()) == {"1.0"}
    outdated.ask("pin/reset")
    outdated.ask("package/get", Id="A.Plain")
    assert outdated.call.rows[0].update_state == "UpdateAvailable"  # type: ignore[attr-defined]


def test_what_is_newer_than_all_that_is_offered_is_no_update(place: Place) -> None:
    place.package("A.Tool", "1.0")
    newer = place.package("A.Tool", "2.0")
    place.open()
    place.install(Id="A.Tool")
    place.shelf.manifest("A.Tool", "2.0").unlink()
    place.open()
    place.ask("package/get")
    [row] = place.call.rows
    assert isinstance(row, InstalledPackage)
    assert (row.update_state, row.is_update_available) == ("Newer", False), newer
    assert "2.0 is newer than 1.0" in row.update_reason
