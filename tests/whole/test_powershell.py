"""The main job in a real PowerShell, from the prompt to a changed machine: on the sandbox and on the windows host."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import PureWindowsPath

import pytest

from kit.machines import Machine, SandboxMachine, WineMachine, snapshot
from kit.powershell import PowerShell, find_powershell

pytestmark = [
    pytest.mark.skipif(find_powershell() is None, reason="PowerShell 7 (pwsh) is not installed"),
    pytest.mark.skipif(sys.platform == "win32", reason="its machines are made on Linux; on Windows see First-Run.ps1"),
]


@pytest.fixture(scope="module", params=["sandbox", pytest.param("windows", marks=pytest.mark.slow)])
def machine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sandbox":
        return SandboxMachine(folder)
    return WineMachine(folder, request.getfixturevalue("wine_prefix"))


@pytest.fixture(scope="module")
def session(machine: Machine) -> Iterator[PowerShell]:
    """One session with the demo's source, for all tests on a machine."""
    with PowerShell(machine.environment()) as shell:
        added = shell.run(f"Add-WinGetSource Demo '{machine.source}' -PassThru")
        assert added.one("WinGetPy.Source")["Argument"] == machine.source
        yield shell
        shell.run("Remove-WinGetSource Demo")


@pytest.fixture
def shell(session: PowerShell, machine: Machine) -> Iterator[PowerShell]:
    """The session; what a test installed is gone afterwards, whatever became of the test."""
    yield session
    if machine.entries():
        session.run("Get-WinGetPackage | Uninstall-WinGetPackage -Force")


def test_a_package_is_found_by_a_part_of_its_name(shell: PowerShell) -> None:
    found = shell.run("Find-WinGetPackage ebbl").one("WinGetPy.FoundPackage")
    assert (found["Id"], found["Version"], found["Source"]) == ("WinGetPy.Pebble", "1.1.0", "Demo")
    assert found["AvailableVersions"] == ["1.1.0", "1.0.0"]


def test_what_if_shows_the_plan_and_changes_nothing(shell: PowerShell, machine: Machine) -> None:
    before = snapshot(machine)
    shown = shell.run("Install-WinGetPackage -Id WinGetPy.Stones -WhatIf")
    plan = shown.one("WinGetPy.Plan")
    assert (plan["Action"], plan["ToVersion"], plan["Scope"]) == ("Install", "1.1.0", "User")
    assert plan["Size"] > 0
    assert {step["Kind"] for step in plan["Steps"]} >= {"Download", "Unpack"}
    (line,) = shown.host
    assert line.startswith("What if:")
    assert "WinGetPy.Stones 1.1.0" in line
    assert snapshot(machine) == before


def test_a_portable_comes_and_goes(shell: PowerShell, machine: Machine) -> None:
    before = snapshot(machine)
    result = shell.run("Install-WinGetPackage -Id WinGetPy.Pebble").one("WinGetPy.InstallResult")
    assert (result["Status"], result["Changed"], result["Version"]) == ("Ok", True, "1.1.0")
    assert result["InstalledVersion"] == ""

    (key, entry), *others = machine.entries().items()
    assert not others
    assert (entry["DisplayName"], entry["DisplayVersion"], entry["Publisher"]) == ("Pebble", "1.1.0", "WinGetPy")
    assert key.startswith("WinGetPy.Pebble_WinGetPy.Folder_")
    folder = entry["InstallLocation"]
    assert machine.local(f"{folder}\\pebble.exe").read_bytes()[:2] == b"MZ"
    assert result["PathAdded"] == [way_to(machine, folder)]
    assert machine.search_path()[-1] == way_to(machine, folder)
    if machine.makes_links:
        link = machine.local(f"{way_to(machine, folder)}\\pebble.exe")
        assert link.resolve() == machine.local(f"{folder}\\pebble.exe").resolve()
    if isinstance(machine, WineMachine):
        assert "1.1.0" in machine.output(f"{folder}\\pebble.exe")

    again = shell.run("Install-WinGetPackage -Id WinGetPy.Pebble").one("WinGetPy.InstallResult")
    assert (again["Status"], again["Changed"], again["Reason"]) == ("Ok", False, "AlreadyInstalled")

    removed = shell.run("Uninstall-WinGetPackage -Id WinGetPy.Pebble").one("WinGetPy.UninstallResult")
    assert (removed["Status"], removed["InstalledVersion"]) == ("Ok", "1.1.0")
    assert removed["PathRemoved"] == result["PathAdded"]
    entries, path, files = snapshot(machine)
    assert (entries, path) == before[:2]
    assert not [file for file in files if "Pebble" in file or "pebble" in file]


def test_an_archive_is_updated_and_the_users_files_stay(shell: PowerShell, machine: Machine) -> None:
    shell.run("Install-WinGetPackage -Id WinGetPy.Stones -Version 1.0.0").one("WinGetPy.InstallResult")
    (entry,) = machine.entries().values()
    folder = machine.local(entry["InstallLocation"])
    old = (folder / "bin" / "flint.exe").read_bytes()
    mine = folder / "my notes.txt"
    mine.write_text("mine")

    listed = shell.run("Get-WinGetPackage stones").one("WinGetPy.InstalledPackage")
    assert (listed["Id"], listed["InstalledVersion"]) == ("WinGetPy.Stones", "1.0.0")
    assert (listed["IsUpdateAvailable"], listed["AvailableVersions"]) == (True, ["1.1.0", "1.0.0"])
    before = snapshot(machine)
    offered = shell.run("Update-WinGetPackage").one("WinGetPy.InstalledPackage")
    assert offered["Id"] == "WinGetPy.Stones"
    shell.run("Update-WinGetPackage -Id WinGetPy.Stones -WhatIf").one("WinGetPy.Plan")
    assert snapshot(machine) == before, "a report and a plan change nothing"

    updated = shell.run("Update-WinGetPackage -Id WinGetPy.Stones").one("WinGetPy.InstallResult")
    assert (updated["Status"], updated["InstalledVersion"], updated["Version"]) == ("Ok", "1.0.0", "1.1.0")
    (entry,) = machine.entries().values()
    assert entry["DisplayVersion"] == "1.1.0"
    assert (folder / "bin" / "flint.exe").read_bytes() != old
    if isinstance(machine, WineMachine):
        assert "1.1.0" in machine.output(entry["InstallLocation"] + r"\bin\flint.exe")
    assert mine.read_text() == "mine"

    shell.run("Uninstall-WinGetPackage stones").one("WinGetPy.UninstallResult")
    assert machine.entries() == {}
    assert [path.name for path in folder.rglob("*")] == ["my notes.txt"]
    shutil.rmtree(folder)


def test_objects_go_through_the_pipeline(shell: PowerShell, machine: Machine) -> None:
    installed = shell.run("Find-WinGetPackage -Tag demo | Install-WinGetPackage -Version 1.0.0")
    assert not installed.errors
    assert [(row["Id"], row["Status"]) for row in installed.objects] == [
        ("WinGetPy.Pebble", "Ok"),
        ("WinGetPy.Stones", "Ok"),
    ]
    updated = shell.run("Get-WinGetPackage -UpdateAvailable | Select-Object Id, Source | Update-WinGetPackage")
    assert [(row["Version"], row["Status"]) for row in updated.objects] == [("1.1.0", "Ok"), ("1.1.0", "Ok")]
    assert {entry["DisplayVersion"] for entry in machine.entries().values()} == {"1.1.0"}
    removed = shell.run("Get-WinGetPackage | Uninstall-WinGetPackage")
    assert [row["Status"] for row in removed.objects] == ["Ok", "Ok"]
    assert machine.entries() == {}


def test_a_failure_is_an_error_record_and_the_next_package_goes_on(shell: PowerShell, machine: Machine) -> None:
    said = shell.run("'No.Such', 'WinGetPy.Pebble' | Install-WinGetPackage")
    (error,) = said.errors
    assert error["Id"].startswith("WinGetPy.NoApplicationsFound")
    assert (error["Code"], error["Category"], error["Target"]) == ("0x8A150014", "ObjectNotFound", "No.Such")
    assert [(row["Id"], row["Status"]) for row in said.objects] == [("WinGetPy.Pebble", "Ok")]
    assert len(machine.entries()) == 1

    stopped = shell.run("'No.Such', 'WinGetPy.Stones' | Install-WinGetPackage -ErrorAction Stop")
    assert len(stopped.errors) == 1
    assert stopped.objects == []
    assert len(machine.entries()) == 1


def test_machine_paths_and_the_engines_disk_are_told_apart(shell: PowerShell, machine: Machine) -> None:
    result = shell.run(r"Install-WinGetPackage -Id WinGetPy.Pebble -Location C:\Tools\Pebble").one(
        "WinGetPy.InstallResult"
    )
    assert result["Status"] == "Ok"
    assert machine.local(r"C:\Tools\Pebble\pebble.exe").is_file()
    (entry,) = machine.entries().values()
    assert entry["InstallLocation"] == r"C:\Tools\Pebble"
    shell.run("Uninstall-WinGetPackage pebble").one("WinGetPy.UninstallResult")
    assert not machine.local(r"C:\Tools\Pebble").exists()


def test_sources_are_listed_updated_and_removed(shell: PowerShell, machine: Machine) -> None:
    (error,) = shell.run(f"Add-WinGetSource Second '{machine.source}'").errors
    assert error["Id"].startswith("WinGetPy.SourceArgAlreadyExists")
    again = shell.run(f"Remove-WinGetSource Demo; Add-WinGetSource Demo '{machine.source}'; Update-WinGetSource Demo")
    assert not again.errors
    listed = shell.run("Get-WinGetSource").one("WinGetPy.Source")
    assert (listed["Name"], listed["Type"], listed["Argument"]) == ("Demo", "WinGetPy.Folder", machine.source)
    assert shell.run("Find-WinGetPackage -Tag demo -Source Demo").types == ["WinGetPy.FoundPackage"] * 2


def test_the_engine_ends_with_the_shell(machine: Machine) -> None:
    with PowerShell(machine.environment()) as shell:
        before = machine.engines()
        assert shell.run("Get-WinGetVersion").objects[0].startswith("v")
        (own,) = set(machine.engines()) - set(before)
    until = time.monotonic() + 30
    while own in machine.engines():
        assert time.monotonic() < until, "the engine goes on alone"
        time.sleep(0.05)


def way_to(machine: Machine, folder: str) -> str:
    """The folder that stands on PATH for a package: that of the links, or its own where no links can be made."""
    if not machine.makes_links:
        return folder
    return str(PureWindowsPath(folder).parent.parent / "Links")
