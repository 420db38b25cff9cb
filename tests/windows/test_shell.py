"""Real installers from the prompt: a PowerShell with the module, and the command line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kit.powershell import PowerShell, find_powershell
from kit.real_installers import MSI_1, MSI_2
from kit.windows_pc import run_command
from kit.windows_session import COUNTS, SOURCE, WindowsSession


@pytest.fixture(scope="module")
def shell(windows: WindowsSession) -> Iterator[PowerShell]:
    if find_powershell() is None:
        pytest.skip("PowerShell 7 (pwsh) is not installed")
    with PowerShell(windows.pc.environment()) as shell:
        yield shell


def test_all_that_has_an_update_goes_down_the_pipeline(session: WindowsSession, shell: PowerShell) -> None:
    came = shell.run("Install-WinGetPackage -Id Contoso.Msi -Version 1.0.0").one("WinGetPy.InstallResult")
    assert (came["Status"], came["Changed"], came["Version"]) == ("Ok", True, "1.0.0")
    assert session.install("Contoso.Setup", Version="1.0")["Changed"]
    assert session.install("Contoso.Nsis")["Changed"]

    planned = shell.run("Get-WinGetPackage -Source Trials | Update-WinGetPackage -WhatIf")
    assert not planned.errors, planned.errors
    assert {plan["Id"]: plan["Action"] for plan in planned.objects} == {
        "Contoso.Msi": "Update",
        "Contoso.Setup": "Update",
        "Contoso.Nsis": "None",
    }, [(plan["Id"], plan["Rejected"]) for plan in planned.objects]
    assert f"HKLM64\\{MSI_1.product_code}" in session.entries()

    updated = shell.run("Get-WinGetPackage -Source Trials | Update-WinGetPackage")
    assert not updated.errors, updated.errors
    by_id = {row["Id"]: (row["Status"], row["InstalledVersion"], row["Version"]) for row in updated.objects}
    assert by_id["Contoso.Msi"] == ("Ok", "1.0.0", "2.0.0")
    assert by_id["Contoso.Setup"] == ("Ok", "1.0", "2.0")
    assert by_id["Contoso.Nsis"][0] == "NoApplicableUpgrade"
    COUNTS["install"] += 1
    COUNTS["update"] += 2
    versions = {place: entry["DisplayVersion"] for place, entry in session.entries().items()}
    assert versions == {
        f"HKLM64\\{MSI_2.product_code}": "2.0.0",
        r"HKCU\ContosoSetup": "2.0",
        r"HKLM64\ContosoNsis": "2.0",
    }

    removed = shell.run("Get-WinGetPackage -Source Trials | Uninstall-WinGetPackage")
    assert not removed.errors, removed.errors
    assert {row["Status"] for row in removed.objects} == {"Ok"}
    COUNTS["uninstall"] += len(removed.objects)
    assert not session.entries()


def test_a_failed_installer_is_an_error_with_its_code(session: WindowsSession, shell: PowerShell) -> None:
    failed = shell.run("Install-WinGetPackage -Id Contoso.Setup -Custom '/nothing /exit 0xC0000005'")
    (error,) = failed.errors
    assert error["Code"] == "0x8A150006"
    assert "0xC0000005" in error["Text"]
    assert not session.entries()


@pytest.mark.slow
def test_the_command_line_does_the_same_with_whole_exit_codes(session: WindowsSession) -> None:
    def run(*words: str) -> int:
        return run_command(session.pc, *words, "--source", SOURCE, "--disable-interactivity").code

    assert run("install", "Contoso.Msi", "--version", "1.0.0") == 0
    listed = run_command(session.pc, "list", "Contoso.Msi", "--format", "json").json
    assert [(row["Id"], row["InstalledVersion"]) for row in listed] == [("Contoso.Msi", "1.0.0")]
    assert run("upgrade", "Contoso.Msi") == 0
    assert run("upgrade", "Contoso.Msi") == 0x8A15002B
    assert session.entries().keys() == {f"HKLM64\\{MSI_2.product_code}"}
    assert run("install", "Contoso.Setup", "--custom", "/nothing /exit 5") == 0x8A150006
    assert run("uninstall", "Contoso.Msi") == 0
    assert run("uninstall", "Contoso.Msi") == 0x8A150014
    COUNTS.update(install=1, update=1, uninstall=1)
    assert not session.entries()
