"""What is listed is what the registry of a Windows holds, in both views and for the user, as its own `reg` shows it."""

from __future__ import annotations

from kit.real_installers import MSI_1
from kit.windows_pc import UNINSTALL, apps_and_features
from kit.windows_session import WindowsSession

PLACES = {"HKLM64": "ARP\\Machine\\X64\\", "HKLM32": "ARP\\Machine\\X86\\", "HKCU": "ARP\\User\\X64\\"}


def write(session: WindowsSession, place: str, key: str, **values: tuple[str, str] | str) -> None:
    """Write an entry with `reg add`; a pair is kind and data."""
    view = "32" if place.endswith("32") else "64"
    for name, value in values.items():
        kind, data = value if isinstance(value, tuple) else ("REG_SZ", value)
        written = ("reg", "add", f"{place[:4]}\\{UNINSTALL}\\{key}", "/v", name, "/t", kind, "/d", data, "/f")
        assert session.pc.program(*written, f"/reg:{view}") == 0


def test_every_shown_entry_of_both_views_and_the_user_is_listed_and_no_hidden_one(session: WindowsSession) -> None:
    write(session, "HKLM64", "Same", DisplayName="Wide", DisplayVersion="1.0", InstallDate="20240131")
    write(session, "HKLM32", "Same", DisplayName="Narrow", EstimatedSize=("REG_DWORD", "2048"))
    write(session, "HKCU", "Same", DisplayName="Mine", VersionMajor=("REG_DWORD", "3"))
    write(session, "HKCU", "Odd", DisplayName="Odd", DisplayVersion=("REG_DWORD", "7"), InstallDate="soon")
    write(session, "HKLM64", "Part", DisplayName="Part", SystemComponent=("REG_DWORD", "1"))
    write(session, "HKLM64", "KB1", DisplayName="Update", ParentKeyName="OperatingSystem")
    write(session, "HKLM32", "Nameless", DisplayVersion="1.0")
    write(session, "HKLM64", "Grown", DisplayName="Grown", InstallLocation=("REG_EXPAND_SZ", "%SystemRoot%\\Grown"))
    try:
        rows = {row["LocalId"]: row for row in session.ask("package/get")}
    finally:  # its folder is no path of this disk, where the cleaning up would look
        session.pc.program("reg", "delete", f"HKLM\\{UNINSTALL}\\Grown", "/f", "/reg:64")
    ours = {PLACES[one.partition("\\")[0]] + one.partition("\\")[2] for one in session.entries()}
    hidden = {PLACES["HKLM64"] + "Part", PLACES["HKLM64"] + "KB1", PLACES["HKLM32"] + "Nameless"}
    assert hidden < ours
    assert rows.keys() & ours == ours - hidden
    wide, narrow, mine = (rows[f"{place}Same"] for place in PLACES.values())
    assert (wide["Name"], wide["InstalledVersion"], wide["InstallDate"]) == ("Wide", "1.0", "2024-01-31")
    assert (narrow["Name"], narrow["Architecture"], narrow["Size"]) == ("Narrow", "x86", 2048 * 1024)
    assert (mine["Name"], mine["Scope"], mine["InstalledVersion"]) == ("Mine", "User", "3.0")
    odd = rows[f"{PLACES['HKCU']}Odd"]
    assert (odd["InstalledVersion"], odd["InstallDate"]) == ("Unknown", "")
    assert rows[f"{PLACES['HKLM64']}Grown"]["InstallLocation"].lower() == "c:\\windows\\grown"


def test_an_msi_is_listed_with_what_the_windows_installer_wrote(session: WindowsSession) -> None:
    assert session.install("Contoso.Msi", Version="1.0.0")["Status"] == "Ok"
    written = apps_and_features(session.pc)["HKLM64"][MSI_1.product_code]
    row = session.listed("Contoso.Msi")
    assert row is not None
    for member, name in {"Name": "DisplayName", "DisplayVersion": "DisplayVersion", "Publisher": "Publisher"}.items():
        assert row[member] == written[name]
    assert row["UninstallString"] == written["UninstallString"]
    assert row["InstallDate"].replace("-", "") == written["InstallDate"]
    assert row["UpgradeCode"].startswith("{")
    assert not row["IsVersionInferred"]
    (status,) = session.ask("package/check", Id="Contoso.Msi")
    assert status["Status"] == "Ok"
    assert [check["Symbol"] for check in status["Checks"] if check["Type"] == "AppsAndFeaturesEntry"] == ["Ok"]
