"""Packages of the Windows Installer by the engine, each step checked in Apps & Features."""

from __future__ import annotations

import pytest

from kit.real_installers import MSI_1, MSI_2, MSI_X86
from kit.windows_session import WindowsSession

FIRST, SECOND = f"HKLM64\\{MSI_1.product_code}", f"HKLM64\\{MSI_2.product_code}"


def test_an_msi_is_installed_listed_updated_and_removed(session: WindowsSession) -> None:
    installed = session.install("Contoso.Msi", Version="1.0.0")
    assert (installed["Status"], installed["Changed"], installed["Version"]) == ("Ok", True, "1.0.0")
    assert session.entries().keys() == {FIRST}
    row = session.listed("Contoso.Msi")
    assert row is not None
    assert (row["Name"], row["InstalledVersion"], row["Publisher"]) == ("Contoso Msi Tool", "1.0.0", "Contoso Ltd.")
    assert (row["Scope"], row["ProductCode"], row["Source"]) == ("Machine", MSI_1.product_code, "Trials")
    assert (row["IsUpdateAvailable"], row["AvailableVersions"][0]) == (True, "2.0.0")

    updated = session.update("Contoso.Msi")
    assert (updated["Status"], updated["InstalledVersion"], updated["Version"]) == ("Ok", "1.0.0", "2.0.0")
    assert session.entries().keys() == {SECOND}  # a major upgrade takes the old entry with it
    row = session.listed("Contoso.Msi")
    assert row is not None
    assert (row["InstalledVersion"], row["IsUpdateAvailable"]) == ("2.0.0", False)

    removed = session.uninstall("Contoso.Msi")
    assert (removed["Status"], removed["Changed"], removed["InstalledVersion"]) == ("Ok", True, "2.0.0")
    assert not session.entries()
    assert session.listed("Contoso.Msi") is None
    assert not session.pc.local(r"C:\Program Files\Contoso Msi Tool").exists()


def test_a_downgrade_is_refused_and_changes_nothing(session: WindowsSession) -> None:
    assert session.install("Contoso.Msi")["Status"] == "Ok"
    refused = session.update("Contoso.Msi", Version="1.0.0")
    assert refused["Error"]["Code"] == "0x8A15004F"
    forced = session.install("Contoso.Msi", Version="1.0.0", Force=True)
    assert (forced["Status"], forced["InstallerErrorCode"], forced["ErrorCode"]) == ("InstallError", 1603, "0x8A150006")
    assert session.entries().keys() == {SECOND}


def test_what_is_current_is_not_installed_again(session: WindowsSession) -> None:
    assert session.install("Contoso.Msi")["Changed"]
    again = session.install("Contoso.Msi")
    assert (again["Status"], again["Changed"], again["Reason"]) == ("Ok", False, "AlreadyInstalled")


def test_an_msi_is_repaired_by_its_product_code(session: WindowsSession) -> None:
    """Wine's `msiexec /f` does nothing: the command line is what counts."""
    assert session.install("Contoso.Msi")["Changed"]
    plan = session.plan("Repair", "Contoso.Msi")
    assert "/f" in plan["CommandLine"]
    assert MSI_2.product_code in plan["CommandLine"]


@pytest.mark.slow
def test_an_x86_msi_is_of_the_32_bit_view(session: WindowsSession) -> None:
    assert session.install("Contoso.MsiX86")["Status"] == "Ok"
    assert session.entries().keys() == {f"HKLM32\\{MSI_X86.product_code}"}
    row = session.listed("Contoso.MsiX86")
    assert row is not None
    assert row["Architecture"].lower() == "x86"
    assert session.uninstall("Contoso.MsiX86")["Status"] == "Ok"
    assert not session.entries()


@pytest.mark.slow
def test_what_a_person_removed_is_noticed(session: WindowsSession) -> None:
    assert session.install("Contoso.Msi")["Changed"]
    assert session.pc.program("msiexec", "/x", MSI_2.product_code, "/qn") == 0
    assert session.listed("Contoso.Msi") is None
    assert session.uninstall("Contoso.Msi")["Error"]["Code"] == "0x8A150014"
    assert session.install("Contoso.Msi", Version="1.0.0")["Version"] == "1.0.0"
