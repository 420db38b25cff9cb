"""Programs that install, by the engine: arguments, exit codes, entries, and programs that do not behave."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.trial_packages import put_setup
from kit.windows_session import WindowsSession

HERE = r"C:\Trial\app"
FAILED = "0x8A150006"


def test_the_installer_gets_its_switches_in_order(session: WindowsSession, tmp_path: Path) -> None:
    log = tmp_path / "setup log.txt"
    row = session.install(
        "Contoso.Setup", Version="1.0", Location=HERE, Log=session.pc.seen(log), Custom="/mine", Mode="Silent"
    )
    assert row["Status"] == "Ok"
    line = log.read_text()
    quiet, logged, custom, mine, placed = (
        line.index(part) for part in ("/quiet", "/log ", "/key ContosoSetup", "/mine", "/dir ")
    )
    assert quiet < logged < custom < mine < placed
    assert f'/dir "{HERE}"' in line
    assert "/upgrade" not in line

    updated = session.update("Contoso.Setup", Log=session.pc.seen(log))
    assert updated["Version"] == "2.0"
    assert "/upgrade" in log.read_text().splitlines()[-1]


def test_the_user_s_entry_is_found_again_and_removed(session: WindowsSession) -> None:
    assert session.install("Contoso.Setup", Version="1.0", Location=HERE)["Status"] == "Ok"
    ((place, entry),) = session.entries().items()
    assert (place, entry["DisplayVersion"]) == (r"HKCU\ContosoSetup", "1.0")
    row = session.listed("Contoso.Setup")
    assert row is not None
    assert (row["Scope"], row["InstallLocation"], row["AvailableVersions"]) == ("User", HERE, ["2.0", "1.0"])
    removed = session.uninstall("Contoso.Setup")
    assert (removed["Status"], removed["UninstallerErrorCode"]) == ("Ok", 0)
    assert not session.entries()
    assert not session.pc.local(HERE).exists()


def test_a_machine_s_entry_in_the_32_bit_view_is_updated_and_removed(session: WindowsSession) -> None:
    assert session.install("Contoso.Machine", Version="1.0", Location=HERE)["Status"] == "Ok"
    assert session.entries().keys() == {r"HKLM32\ContosoMachine"}
    assert session.update("Contoso.Machine", Location=HERE)["Version"] == "2.0"
    assert {place: entry["DisplayVersion"] for place, entry in session.entries().items()} == {
        r"HKLM32\ContosoMachine": "2.0"
    }
    assert session.uninstall("Contoso.Machine")["Status"] == "Ok"
    assert not session.entries()


def test_an_x64_program_that_its_manifest_calls_x86_is_installed_and_an_x86_program_is_refused_by_wine(
    session: WindowsSession,
) -> None:
    came = session.install("Contoso.SaysX86", Location=HERE)
    assert came["Status"] == "Ok", came
    if session.pc.is_wine:
        refused = session.install("Contoso.IsX86")
        assert refused["ErrorCode"] == "0x8A15F002", refused
        assert "x86" in refused["Error"]["Message"]
    assert session.entries().keys() == {r"HKCU\ContosoSaysX86"}


@pytest.mark.slow
def test_uninstall_previous_runs_the_old_uninstaller_first(session: WindowsSession, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    first = session.install("Contoso.Replaced", Version="1.0", Location=r"C:\Trial\one")
    assert first["Status"] == "Ok"
    updated = session.update("Contoso.Replaced", Location=r"C:\Trial\two", Log=session.pc.seen(log))
    assert updated["Version"] == "2.0"
    assert not session.pc.local(r"C:\Trial\one").exists()
    assert session.pc.local(r"C:\Trial\two\program.txt").read_text() == "2.0"
    assert "/upgrade" not in log.read_text()


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        (42, "Ok", ""),
        (8, "InstallError", "0x8A150105"),
        (9, "InstallError", "0x8A150115"),
        (10, "Ok", ""),
        pytest.param(1, "InstallError", FAILED, marks=pytest.mark.slow),
        pytest.param(0x8A15002B, "InstallError", FAILED, marks=pytest.mark.slow),
        (0xC0000005, "InstallError", FAILED),
    ],
)
def test_an_exit_code_has_all_its_bits_and_the_manifest_s_meaning(
    session: WindowsSession, code: int, status: str, error: str
) -> None:
    row = session.install("Contoso.Setup", Location=HERE, Custom=f"/exit {code}", Force=True)
    assert (row["Status"], row["ErrorCode"], row["InstallerErrorCode"]) == (status, error, code)
    assert row["RebootRequired"] is (code == 10)
    if code == 9:
        assert "https://contoso.example/9" in row["Error"]["Message"]


def test_an_uninstaller_that_fails_leaves_the_package_listed(session: WindowsSession) -> None:
    installed = session.install("Contoso.Setup", Location=HERE, Custom='/then "/nothing /exit 0x1234567"')
    assert installed["Status"] == "Ok"
    failed = session.uninstall("Contoso.Setup")
    assert (failed["Status"], failed["UninstallerErrorCode"], failed["ErrorCode"]) == (
        "UninstallError", 0x1234567, "0x8A150030",
    )  # fmt: skip
    assert session.listed("Contoso.Setup") is not None


def test_a_program_that_hangs_is_ended_with_its_children_at_the_time_limit(session: WindowsSession) -> None:
    row = session.install("Contoso.Setup", Custom="/hanging-child", TimeoutSeconds=3)
    assert row["Status"] == "InstallError"
    assert "time limit" in row["Error"]["Message"]
    assert session.pc.running("/hang") == 0


@pytest.mark.slow
def test_a_child_that_outlives_the_installer_is_waited_for(session: WindowsSession) -> None:
    row = session.install("Contoso.Setup", Location=HERE, Custom="/leave 1500")
    assert (row["Status"], row["Version"]) == ("Ok", "2.0")
    assert session.entries().keys() == {r"HKCU\ContosoSetup"}


def test_a_question_meets_an_end_of_input_and_100_megabytes_nobody(session: WindowsSession) -> None:
    asked = session.install("Contoso.Setup", Custom="/question", TimeoutSeconds=30)
    assert (asked["Status"], asked["InstallerErrorCode"]) == ("InstallError", 1602), asked
    row = session.install("Contoso.Setup", Location=HERE, Custom="/print 100", TimeoutSeconds=60)
    assert (row["Status"], row["Version"]) == ("Ok", "2.0"), row["Error"]


def test_a_question_in_a_window_ends_the_installer(session: WindowsSession) -> None:
    row = session.install("Contoso.Setup", Custom="/box", TimeoutSeconds=5)
    assert row["Status"] == "InstallError"
    if session.pc.is_wine:  # without a graphics driver there is no window, and the program takes that for a No
        assert row["InstallerErrorCode"] == 1602
    else:
        assert "time limit" in row["Error"]["Message"]
    assert session.pc.running("/box") == 0
    assert not session.entries()


def test_a_program_that_requires_an_administrator_is_started_as_one_or_not_at_all(session: WindowsSession) -> None:
    if session.pc.is_administrator():
        assert session.install("Contoso.Admin", Location=HERE)["Status"] == "Ok"
        assert session.entries().keys() == {r"HKCU\ContosoAdmin"}
        assert session.uninstall("Contoso.Admin")["Status"] == "Ok"
    else:
        refused = session.install("Contoso.Admin", Location=HERE, DisableInteractivity=True)
        assert (refused["Status"], refused["ErrorCode"]) == ("InstallError", "0x8A150019"), refused
    assert not session.entries()


def test_a_program_is_repaired_by_the_command_its_entry_names(session: WindowsSession) -> None:
    assert session.install("Contoso.Setup", Location=HERE)["Status"] == "Ok"
    repaired = session.change("package/repair", Id="Contoso.Setup")
    assert repaired["Status"] == "Ok", repaired
    assert session.pc.local(HERE + r"\repaired.txt").exists()
    assert session.entries().keys() == {r"HKCU\ContosoSetup"}


def test_a_success_without_an_entry_is_said(session: WindowsSession) -> None:
    id = session.engine.request("package/install", {"Id": "Contoso.Setup", "Custom": "/nothing"})
    session.engine.final(id, 120)
    (row,) = session.engine.rows(id)
    assert row["Status"] == "Ok"
    said = [note["Text"] for note in session.engine.notes(id, "$/message") if note["Level"] == "Warning"]
    assert any("Apps & Features" in text for text in said), said
    assert session.listed("Contoso.Setup") is None


@pytest.mark.slow
def test_an_entry_that_names_another_version_than_the_manifest_wins(session: WindowsSession) -> None:
    put_setup(session.shelf, "Contoso.Odd", "5.0", arguments="/version 4.9")
    session.ask("source/update", Name="Trials")
    assert session.install("Contoso.Odd", Location=HERE)["Status"] == "Ok"
    row = session.listed("Contoso.Odd")
    assert row is not None
    assert row["InstalledVersion"] == "4.9"
