"""A package whose program runs, and a metered connection: skipped, waited for or ended, as the caller wants it."""

from __future__ import annotations

import threading
from pathlib import PureWindowsPath

import pytest

from kit.place import Place
from wingetpy.commands.objects import InstalledPackage, InstallResult
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue
from wingetpy.hosts.sandbox import SandboxFacts, write_facts
from wingetpy.hosts.sandbox.running import SandboxProgram, write_running
from wingetpy.operations import conditions


def folder_of(place: Place, package: str) -> str:
    place.ask("package/get", Id=package)
    [row] = place.call.rows
    assert isinstance(row, InstalledPackage)
    return row.install_location


def run(place: Place, *paths: str, is_ours: bool = False, stays: bool = False) -> None:
    programs = (
        SandboxProgram(path=path, process=number, is_ours=is_ours, stays=stays) for number, path in enumerate(paths, 40)
    )
    write_running(place.host.root, *programs)


@pytest.fixture
def busy(place: Place) -> Place:
    """A place with updates of A.Tool, whose program runs, and of B.Other."""
    for package in ("A.Tool", "B.Other"):
        place.package(package, "1.0")
    place.open()
    for package in ("A.Tool", "B.Other"):
        place.install(Id=package)
        place.package(package, "2.0")
    place.open()
    run(place, folder_of(place, "A.Tool").upper() + r"\SUB\TOOL.EXE", r"C:\Windows\explorer.exe")
    return place


def by_id(results: list[InstallResult]) -> dict[str, tuple[str, str, bool]]:
    return {row.id: (row.status, row.reason, row.changed) for row in results}


def test_skipped_it_is_no_error_and_the_others_are_updated(busy: Place) -> None:
    results = by_id(busy.update(All=True, WhenRunning="Skip"))
    assert results == {"A.Tool": ("Ok", "Running", False), "B.Other": ("Ok", "", True)}
    assert "The update of Tool [A.Tool] is skipped: TOOL.EXE (process 40) runs." in busy.call.warnings()
    assert busy.installed() == {"A.Tool": "1.0", "B.Other": "2.0"}
    busy.ask("history/get", Id="A.Tool", Operation="Update")
    assert busy.call.rows == [], "what was skipped is no operation"


def test_an_uninstall_is_skipped_as_well(busy: Place) -> None:
    [result] = busy.uninstall(Id="A.Tool", WhenRunning="Skip")
    assert (result.status, result.reason, result.changed) == ("Ok", "Running", False)


def test_an_install_by_force_over_it_is_skipped_and_one_beside_it_is_not(busy: Place) -> None:
    skipped = busy.install(Id="A.Tool", Force=True, WhenRunning="Skip")
    assert (skipped.status, skipped.reason, skipped.changed) == ("Ok", "Running", False)
    other = busy.install(Id="B.Other", Force=True, WhenRunning="Skip")
    assert (other.status, other.changed) == ("Ok", True)


def test_stopped_it_is_said_and_the_package_is_updated(busy: Place) -> None:
    [result] = busy.update(Id="A.Tool", WhenRunning="Stop")
    assert (result.status, result.version) == ("Ok", "2.0")
    assert "TOOL.EXE (process 40) runs; it is ended for the update of Tool [A.Tool]." in busy.call.warnings()
    assert [str(one) for one in busy.host.processes.running()] == ["explorer.exe (process 41)"]


def test_a_user_s_entry_has_no_program_of_the_machine_ended_by_an_elevated_engine(busy: Place) -> None:
    """Any program of the user may write into such an entry that its files are in the folder of another one."""
    assert busy.host.facts().elevated
    guard = r"C:\Program Files\Guard"
    [key] = [one for one in busy.host.registry.subkeys(Hive.user, UNINSTALL_KEY) if one.startswith("A.Tool")]
    busy.host.registry.set_value(Hive.user, rf"{UNINSTALL_KEY}\{key}", "InstallLocation", RegistryValue("sz", guard))
    run(busy, rf"{guard}\guard.exe")
    busy.update(Id="A.Tool", WhenRunning="Stop")
    assert [str(one) for one in busy.host.processes.running()] == ["guard.exe (process 40)"]


@pytest.mark.parametrize("how", ["Stop", "Wait"])
def test_the_program_that_this_command_runs_in_is_never_ended(how: str, busy: Place) -> None:
    run(busy, folder_of(busy, "A.Tool") + r"\tool.exe", is_ours=True)
    [result] = busy.update(Id="A.Tool", WhenRunning=how)
    assert result.error is not None
    assert (result.error.symbol, result.error.held_by) == ("PackageInUse", ("tool.exe (process 40)",))
    assert "this command runs in it" in result.error.message
    assert len(busy.host.processes.running()) == 1


def test_one_that_cannot_be_ended_is_an_error_of_this_package_alone(busy: Place) -> None:
    run(busy, folder_of(busy, "A.Tool") + r"\tool.exe", stays=True)
    results = by_id(busy.update(All=True, WhenRunning="Stop"))
    assert results["A.Tool"][0] != "Ok"
    assert results["B.Other"] == ("Ok", "", True)


def test_waited_for_it_is_updated_when_it_has_ended(busy: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "_LOOK_SECONDS", 0.01)
    timer = threading.Timer(0.2, lambda: write_running(busy.host.root))
    timer.start()
    [result] = busy.update(Id="A.Tool", WhenRunning="Wait")
    timer.join()
    assert (result.status, result.version) == ("Ok", "2.0")


def test_a_wait_has_a_bound(busy: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(conditions, "LONGEST_WAIT", 0.05)
    [result] = busy.update(Id="A.Tool", WhenRunning="Wait")
    assert result.error is not None
    assert (result.error.symbol, result.error.code) == ("PackageInUse", "0x8A150101")
    [result] = busy.update(Id="A.Tool", WhenRunning="Wait", TimeoutSeconds=0.05)
    assert result.error is not None
    assert result.error.symbol == "Timeout"


def test_without_the_wish_nothing_is_looked_at(busy: Place) -> None:
    [result] = busy.update(Id="A.Tool")
    assert result.status == "Ok"
    assert len(busy.host.processes.running()) == 2


@pytest.mark.parametrize("folder", ["C:\\", r"C:\Program Files", r"C:\Users\user", r"C:\Windows\System32", "tool", ""])
def test_a_folder_of_everybody_is_nobodys(folder: str, place: Place) -> None:
    assert not conditions._is_its_own(place.host, PureWindowsPath(folder))


@pytest.fixture
def remote(place: Place) -> Place:
    """A place with an installed A.Tool whose update is on a web server that nobody may ask."""
    place.package("A.Tool", "1.0")
    place.open()
    place.install(Id="A.Tool")
    place.shelf.program("A.Tool", "2.0", None, InstallerUrl="http://127.0.0.1:9/tool.exe")
    place.open()
    write_facts(place.host.root, SandboxFacts(metered=True))
    return place


def test_over_a_metered_connection_a_download_is_skipped(remote: Place) -> None:
    [result] = remote.update(Id="A.Tool", MeteredConnection="Skip")
    assert (result.status, result.reason, result.changed) == ("Ok", "MeteredConnection", False)
    [result] = remote.update(Id="A.Tool")
    assert result.status == "DownloadError"
    write_facts(remote.host.root, SandboxFacts(metered=None))
    [result] = remote.update(Id="A.Tool", MeteredConnection="Skip")
    assert result.status == "DownloadError", "a system that does not know says nothing against it"


def test_the_setting_is_for_packages_that_nobody_named(remote: Place) -> None:
    (remote.host.state_folder() / "settings.json").write_text('{"network": {"meteredConnection": "skip"}}')
    assert [row.reason for row in remote.update(All=True)] == ["MeteredConnection"]
    assert [row.status for row in remote.update(All=True, MeteredConnection="Allow")] == ["DownloadError"]
    assert [row.status for row in remote.update(Id="A.Tool")] == ["DownloadError"]


def test_a_file_of_a_folder_source_costs_nothing(busy: Place) -> None:
    write_facts(busy.host.root, SandboxFacts(metered=True))
    [result] = busy.update(Id="A.Tool", MeteredConnection="Skip")
    assert result.version == "2.0"
