"""NSIS installers by the engine: the location as last argument, and an uninstaller that goes on in a copy of itself."""

from __future__ import annotations

import pytest

from kit.windows_session import WindowsSession

PLACE = r"HKLM64\ContosoNsis"


def test_the_uninstaller_is_waited_for_until_its_copy_has_ended(session: WindowsSession) -> None:
    installed = session.install("Contoso.Nsis", Version="1.0", Location=r"C:\Nsis in a folder")
    assert (installed["Status"], installed["Version"]) == ("Ok", "1.0")
    (entry,) = (values for place, values in session.entries().items() if place == PLACE)
    assert entry["InstallLocation"] == r"C:\Nsis in a folder"
    folder = session.pc.local(r"C:\Nsis in a folder")
    assert (folder / "tool.txt").read_text() == "1.0"

    assert session.uninstall("Contoso.Nsis")["Status"] == "Ok"
    assert not session.entries()
    assert not folder.exists()


@pytest.mark.slow
def test_an_update_goes_into_the_same_folder(session: WindowsSession) -> None:
    assert session.install("Contoso.Nsis", Version="1.0")["Status"] == "Ok"
    updated = session.update("Contoso.Nsis")
    assert (updated["InstalledVersion"], updated["Version"]) == ("1.0", "2.0")
    assert {place: entry["DisplayVersion"] for place, entry in session.entries().items()} == {PLACE: "2.0"}
