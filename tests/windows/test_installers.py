"""The installers of the tests, without the engine: what the other tests of this folder rest on."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kit.real_installers import MSI_1, MSI_2, MSI_X86
from kit.windows_session import WindowsSession


def file_of(session: WindowsSession, name: str) -> str:
    return session.pc.seen(session.shelf.root / "files" / name)


def shown(entry: Mapping[str, str]) -> tuple[str, str, str]:
    return entry["DisplayName"], entry["DisplayVersion"], entry["Publisher"]


@pytest.mark.slow
def test_an_msi_comes_is_upgraded_refuses_a_downgrade_and_goes(session: WindowsSession) -> None:
    run = session.pc.program
    assert run("msiexec", "/i", file_of(session, MSI_1.file), "/qn") == 0
    assert session.entries().keys() == {f"HKLM64\\{MSI_1.product_code}"}
    assert run("msiexec", "/i", file_of(session, MSI_2.file), "/qn") == 0
    ((place, entry),) = session.entries().items()
    assert place == f"HKLM64\\{MSI_2.product_code}"
    assert shown(entry) == ("Contoso Msi Tool", "2.0.0", "Contoso Ltd.")
    assert run("msiexec", "/i", file_of(session, MSI_1.file), "/qn") & 0xFF == 1603 & 0xFF
    assert run("msiexec", "/x", MSI_2.product_code, "/qn") == 0
    assert not session.entries()


@pytest.mark.slow
def test_an_x86_msi_is_in_the_32_bit_view(session: WindowsSession) -> None:
    assert session.pc.program("msiexec", "/i", file_of(session, MSI_X86.file), "/qn") == 0
    assert session.entries().keys() == {f"HKLM32\\{MSI_X86.product_code}"}
    assert session.pc.local(r"C:\Program Files (x86)\Contoso Msi Tool x86\tool.txt").exists()


@pytest.mark.slow
def test_nsis_installs_where_it_is_sent(session: WindowsSession) -> None:
    assert session.pc.program(file_of(session, "nsis-1.0.exe"), "/S", r"/D=C:\NsisHere") == 0
    ((place, entry),) = session.entries().items()
    assert place == r"HKLM64\ContosoNsis"
    assert shown(entry) == ("Contoso Nsis", "1.0", "Contoso Ltd.")
    assert session.pc.local(r"C:\NsisHere\tool.txt").read_text() == "1.0"


@pytest.mark.parametrize(
    ("switches", "place"),
    [
        pytest.param((), "HKCU", marks=pytest.mark.slow),
        pytest.param(("/machine",), "HKLM64", marks=pytest.mark.slow),
        pytest.param(("/machine", "/view32"), "HKLM32", marks=pytest.mark.slow),
    ],
)
def test_the_program_writes_its_entry_where_it_is_sent(
    session: WindowsSession, switches: tuple[str, ...], place: str
) -> None:
    folder = r"C:\Trial here\app"
    file = file_of(session, "setup.exe")
    run = session.pc.program
    assert run(file, "/dir", folder, "/key", "Trial", "/version", "3", "/value", "Comments=so", *switches) == 0
    ((where, entry),) = session.entries().items()
    assert where == f"{place}\\Trial"
    assert shown(entry) == ("Trial Setup", "3", "Contoso")
    assert entry["Comments"] == "so"
    assert entry["UninstallString"] == rf'"{folder}\uninstall.exe" /uninstall'
    assert run(rf"{folder}\uninstall.exe", "/repair") == 0
    assert session.pc.local(folder + r"\repaired.txt").exists()
    assert run(rf"{folder}\uninstall.exe", "/uninstall") == 0
    assert not session.entries()
    assert not session.pc.local(folder).exists()


def test_the_program_ends_with_the_code_it_is_given(session: WindowsSession) -> None:
    assert session.pc.program(file_of(session, "setup.exe"), "/nothing", "/exit", "0x8A15002B") & 0xFF == 0x2B
    assert not session.entries()
