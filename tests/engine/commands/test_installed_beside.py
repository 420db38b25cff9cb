"""Several versions of one package on a machine: each is listed and can be removed; an update is one of the newest."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.program_shop import ProgramPlace
from wingetpy.commands.objects import InstalledPackage
from wingetpy.errors import Ambiguous, NotFound
from wingetpy.hosts.registry import Hive
from wingetpy.state.tracking import open_tracking

TOOL = "Test.Tool"
OLD, NEW, NEXT = "{A}", "{B}", "{C}"


@pytest.fixture
def both(tmp_path: Path) -> ProgramPlace:
    """A machine with versions 1.0 and 2.0 of a package, whose source has 3.0, too."""
    place = ProgramPlace(tmp_path)
    for version in ("1.0", "2.0", "3.0"):
        place.setup(TOOL, version, lines="AppsAndFeaturesEntries:\n- DisplayName: Tool\n")
    place.open()
    for key, version in ((OLD, "1.0"), (NEW, "2.0")):
        next_writes(place, key, version)
        assert place.install(Id=TOOL, Version=version).status == "Ok"
    return place


def next_writes(place: ProgramPlace, key: str, version: str, hive: Hive = Hive.machine) -> None:
    place.programs.then.clear()
    uninstaller = rf"C:\Windows\System32\{key}.exe"
    values = {"DisplayName": "Tool", "Publisher": "Test Publisher", "QuietUninstallString": f'"{uninstaller}" /S'}
    place.writes(key, version, hive=hive, **values)


def next_remove(place: ProgramPlace, *keys: str) -> None:
    place.programs.then.clear()
    for key in keys:
        place.removes(key)


def listed(place: ProgramPlace) -> dict[str, tuple[str, str]]:
    """Version and state of an update, by product code."""
    place.ask("package/get", Id=TOOL)
    rows = [row for row in place.call.rows if isinstance(row, InstalledPackage)]
    return {row.product_code: (row.installed_version, row.update_state) for row in rows}


def test_each_version_is_listed_and_the_newest_has_the_update(both: ProgramPlace) -> None:
    assert listed(both) == {OLD: ("1.0", "Superseded"), NEW: ("2.0", "UpdateAvailable")}
    both.ask("package/get", Id=TOOL)
    reasons = [row.update_reason for row in both.call.rows if isinstance(row, InstalledPackage)]
    assert reasons == ["The newer version 2.0 is installed beside it; that one is updated.", ""]


def test_a_version_that_is_installed_is_not_installed_again(both: ProgramPlace) -> None:
    ran = len(both.programs.ran)
    result = both.install(Id=TOOL, Version="1.0")
    assert (result.reason, result.changed, len(both.programs.ran)) == ("AlreadyInstalled", False, ran)


def test_an_older_version_is_installed_beside_a_newer_one_by_force(both: ProgramPlace) -> None:
    next_remove(both, OLD)
    both.uninstall(Id=TOOL, Version="1.0")
    assert both.install(Id=TOOL, Version="1.0").reason == "AlreadyInstalled"
    next_writes(both, OLD, "1.0")
    result = both.install(Id=TOOL, Version="1.0", Force=True)
    assert (result.status, result.changed, result.version) == ("Ok", True, "1.0")
    assert set(listed(both)) == {OLD, NEW}


def test_an_update_by_id_is_one_of_the_newest_and_says_so(both: ProgramPlace) -> None:
    next_writes(both, NEXT, "3.0")
    [result] = both.update(Id=TOOL)
    assert (result.installed_version, result.version) == ("2.0", "3.0")
    assert any("2.0 is updated, not 1.0" in text for _, text, _ in both.call.messages)


def test_an_update_of_all_runs_the_installer_once_and_ends_there(both: ProgramPlace) -> None:
    ran = len(both.programs.ran)
    next_writes(both, NEXT, "3.0")
    [result] = both.update(All=True)
    assert (result.installed_version, result.version) == ("2.0", "3.0")
    assert both.update(All=True) == []
    assert len(both.programs.ran) == ran + 1
    assert {state for _, state in listed(both).values()} == {"Superseded", "Current"}


def test_the_older_one_is_updated_only_to_a_version_that_is_named(both: ProgramPlace) -> None:
    [refused] = both.update(ProductCode=OLD)
    assert refused.error is not None
    assert "version 2.0 is installed beside it" in refused.error.message
    next_writes(both, OLD, "3.0")
    [result] = both.update(ProductCode=OLD, Version="3.0")
    assert (result.installed_version, result.version) == ("1.0", "3.0")


def test_two_entries_of_one_version_are_updated_by_one_run(both: ProgramPlace) -> None:
    both.entry(NEXT, "2.0", DisplayName="Tool", Publisher="Test Publisher")
    ran = len(both.programs.ran)
    next_writes(both, NEW, "3.0")
    assert len(both.update(All=True)) == 1
    assert len(both.programs.ran) == ran + 1
    assert any("the same installer" in text for _, text, _ in both.call.messages)


def test_versions_for_the_user_and_for_the_machine_are_updated_each(both: ProgramPlace) -> None:
    next_writes(both, NEXT, "1.0", Hive.user)
    both.install(Id=TOOL, Version="1.0", Force=True)
    assert listed(both)[NEXT] == ("1.0", "UpdateAvailable")
    with pytest.raises(Ambiguous):
        both.update(Id=TOOL)


def test_an_uninstall_needs_to_know_which_one(both: ProgramPlace) -> None:
    with pytest.raises(Ambiguous, match=r"1\.0 .*2\.0") as several:
        both.uninstall(Id=TOOL)
    assert several.value.code.hex == "0x8A150016"
    assert set(listed(both)) == {OLD, NEW}


@pytest.mark.parametrize(
    ("which", "left"),
    [
        ({"Version": "1.0"}, {NEW}),
        ({"Version": "2.0"}, {OLD}),
        ({"ProductCode": NEW}, {OLD}),
        ({"AllVersions": True}, set()),
    ],
)
def test_an_uninstall_removes_what_is_named(both: ProgramPlace, which: dict[str, object], left: set[str]) -> None:
    gone = [key for key in (OLD, NEW) if key not in left]
    next_remove(both, *gone)
    results = both.uninstall(**({} if "ProductCode" in which else {"Id": TOOL}), **which)
    assert [one.status for one in results] == ["Ok"] * len(gone)
    assert set(listed(both)) == left
    with open_tracking(both.host.state_folder()) as tracking:
        assert {one.product_code for one in tracking.packages()} == left


def test_one_that_cannot_be_removed_does_not_keep_the_other(both: ProgramPlace) -> None:
    both.programs.then.clear()
    both.ends(5)
    both.removes(NEW)
    results = both.uninstall(Id=TOOL, AllVersions=True)
    assert [(one.installed_version, one.status) for one in results] == [("1.0", "UninstallError"), ("2.0", "Ok")]
    assert set(listed(both)) == {OLD}


def test_a_version_that_is_not_installed_is_refused_by_name(both: ProgramPlace) -> None:
    with pytest.raises(NotFound, match=r"Version 3\.0 of Test\.Tool is not installed; installed: 1\.0, 2\.0"):
        both.uninstall(Id=TOOL, Version="3.0")


def test_portables_for_the_user_and_for_the_machine_are_two_installations(tmp_path: Path) -> None:
    place = ProgramPlace(tmp_path)
    place.package("A.Tool", "1.0")
    place.package("A.Tool", "2.0")
    place.open()
    assert place.install(Id="A.Tool", Version="1.0", Scope="User").status == "Ok"
    assert place.install(Id="A.Tool", Version="2.0", Scope="Machine").status == "Ok"
    place.ask("package/get", Id="A.Tool")
    rows = [row for row in place.call.rows if isinstance(row, InstalledPackage)]
    assert {(row.scope, row.installed_version, row.update_state) for row in rows} == {
        ("User", "1.0", "UpdateAvailable"),
        ("Machine", "2.0", "Current"),
    }
    [result] = place.update(Id="A.Tool", Scope="User")
    assert (result.installed_version, result.version) == ("1.0", "2.0")
    assert len(place.uninstall(Id="A.Tool", AllVersions=True)) == 2
    assert place.installed() == {}


def test_a_result_says_what_is_installed_now_and_where(both: ProgramPlace) -> None:
    place = both
    place.setup("Test.Logs", "1.0", lines="InstallerSwitches:\n  Log: /log=<LOGPATH>\n")
    place.open()
    place.programs.then.clear()
    place.writes("Logs-Key", "1.0", DisplayName="Logs", Publisher="Test Publisher", InstallLocation=r"D:\Logs")
    result = place.install(Id="Test.Logs")
    assert (result.product_code, result.install_location) == ("Logs-Key", r"D:\Logs")
    assert result.log_path.startswith(r"C:\ProgramData\WinGetPy\InstallerLogs\Test.Logs.1.0-")
    again = place.install(Id="Test.Logs")
    assert (again.reason, again.product_code, again.install_location) == ("AlreadyInstalled", "Logs-Key", r"D:\Logs")
    assert again.log_path == ""


def test_the_result_of_a_failed_install_has_the_log_and_no_product_code(both: ProgramPlace) -> None:
    both.setup("Test.Logs", "1.0", lines="InstallerSwitches:\n  Log: /log=<LOGPATH>\n")
    both.open()
    both.programs.then.clear()
    both.ends(7)
    result = both.install(Id="Test.Logs")
    assert result.error is not None
    assert result.log_path == result.error.log_path
    assert result.log_path in (result.error.remedy or "")
    assert (result.product_code, result.install_location) == ("", "")
