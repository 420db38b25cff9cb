"""What stands in Apps & Features is listed as the reference client lists it."""

import pytest

from wingetpy.errors import HostError
from wingetpy.hosts.packages import MsixPackage, SignatureKind
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost
from wingetpy.hosts.sandbox.packages import write_packages
from wingetpy.inventory.installed import installed_entries
from wingetpy.inventory.upgradecodes import unpack_guid
from wingetpy.inventory.values import EntryValues
from wingetpy.model.scope import Scope


def the_only_entry(host):
    (entry,) = installed_entries(host)
    return entry


def test_a_fresh_machine_has_nothing_installed(host):
    assert installed_entries(host) == []


def test_an_entry_is_listed_with_all_it_says(host, register):
    register(
        "Tool_is1",
        DisplayName=" A Tool ",
        DisplayVersion="1.2.3",
        Publisher="Somebody",
        InstallLocation='"C:\\Program Files\\Tool"',
        UninstallString='"C:\\Program Files\\Tool\\unins000.exe"',
        QuietUninstallString='"C:\\Program Files\\Tool\\unins000.exe" /SILENT',
        ModifyPath="C:\\modify.exe",
        NoModify=1,
        Language=1031,
    )
    entry = the_only_entry(host)
    assert entry.local_id == r"ARP\Machine\X64\Tool_is1"
    assert (entry.name, entry.version, entry.publisher) == ("A Tool", "1.2.3", "Somebody")
    assert (entry.scope, entry.architecture, entry.installer_type) == (Scope.machine, "x64", "exe")
    assert entry.product_code == "Tool_is1"
    assert entry.install_location == r"C:\Program Files\Tool"
    assert entry.uninstall_string == r'"C:\Program Files\Tool\unins000.exe"'
    assert entry.quiet_uninstall_string.endswith("/SILENT")
    assert entry.modify_path == "C:\\modify.exe"
    assert (entry.no_modify, entry.no_repair) == (True, False)
    assert entry.locale == "de-DE"
    assert (entry.hive, entry.view) == (Hive.machine, 64)


def test_both_views_and_the_user_s_key_are_read_and_each_has_its_own_id(host, register):
    register("Same", DisplayName="Wide")
    register("Same", DisplayName="Narrow", view=32)
    register("Same", DisplayName="Mine", hive=Hive.user)
    found = {entry.local_id: (entry.name, entry.scope, entry.architecture) for entry in installed_entries(host)}
    assert found == {
        r"ARP\Machine\X64\Same": ("Wide", Scope.machine, "x64"),
        r"ARP\Machine\X86\Same": ("Narrow", Scope.machine, "x86"),
        r"ARP\User\X64\Same": ("Mine", Scope.user, None),
    }


def test_a_32_bit_machine_has_one_view(tmp_path, register, host):
    register("Tool", DisplayName="Tool")
    narrow = SandboxHost(host.root, SandboxFacts(architecture="x86"))
    assert [entry.local_id for entry in installed_entries(narrow)] == [r"ARP\Machine\X86\Tool"]


def test_system_components_and_entries_without_a_name_are_hidden(host, register):
    register("Component", DisplayName="Part of something", SystemComponent=1)
    register("Nameless", DisplayVersion="1")
    register("Blank", DisplayName="  ")
    register("Other part", DisplayName="Another part", SystemComponent=2)
    register("Shown", DisplayName="Shown", SystemComponent=0)
    assert [entry.name for entry in installed_entries(host)] == ["Shown"]


@pytest.mark.parametrize(
    "values",
    [
        {"ParentKeyName": "OperatingSystem"},
        {"ParentKeyName": "Office", "ReleaseType": "Security Update"},
        {"ReleaseType": "Hotfix"},
        {"ReleaseType": "Update Rollup"},
        {"ReleaseType": "ServicePack"},
    ],
)
def test_updates_and_parts_of_other_programs_are_hidden(host, register, values):
    register("KB5000000", DisplayName="Update for something", WindowsInstaller=1, **values)
    register("Shown", DisplayName="Updater", ParentKeyName="", ReleaseType="Product")
    assert [entry.name for entry in installed_entries(host)] == ["Updater"]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("20240131", "2024-01-31"),
        ("2024-01-31", "2024-01-31"),
        ("2024/01/31 10:00:00", "2024-01-31"),
        (20240131, "2024-01-31"),
        ("01/02/2024", None),
        ("20241331", None),
        ("202401311200", None),
        ("2024-0131", None),
        ("yesterday", None),
        (1706659200, None),
        (RegistryValue("binary", b"20240131"), None),
    ],
)
def test_the_day_of_installation_counts_where_its_order_is_clear(host, register, written, date):
    register("Tool", DisplayName="Tool", InstallDate=written)
    assert the_only_entry(host).install_date == date


@pytest.mark.parametrize(
    ("written", "size"), [(2048, 2097152), (0, None), ("2048", None), (0xFFFFFFFF, 0xFFFFFFFF * 1024)]
)
def test_the_size_is_in_bytes(host, register, written, size):
    register("Tool", DisplayName="Tool", EstimatedSize=written)
    assert the_only_entry(host).size == size


def test_variables_count_in_texts_that_are_meant_for_it_only(host, register):
    register(
        "Tool",
        DisplayName=RegistryValue("expand_sz", "%ProgramFiles% Tool"),
        InstallLocation=RegistryValue("expand_sz", "%ProgramFiles%\\Tool"),
        UninstallString=RegistryValue("expand_sz", '"%PROGRAMFILES%\\Tool\\un.exe" /D=%Nothing%'),
        QuietUninstallString="%ProgramFiles%\\Tool\\un.exe /S",
    )
    entry = the_only_entry(host)
    assert entry.name == "%ProgramFiles% Tool"
    assert entry.install_location == "C:\\Program Files\\Tool"
    assert entry.uninstall_string == '"C:\\Program Files\\Tool\\un.exe" /D=%Nothing%'
    assert entry.quiet_uninstall_string == "%ProgramFiles%\\Tool\\un.exe /S"


@pytest.mark.parametrize(
    ("values", "version"),
    [
        ({"DisplayVersion": "4.5 beta", "VersionMajor": 1, "VersionMinor": 2}, "4.5 beta"),
        ({"DisplayVersion": "", "VersionMajor": 1, "VersionMinor": 2, "MajorVersion": 8, "MinorVersion": 9}, "1.2"),
        ({"MajorVersion": 8, "MinorVersion": 9, "Version": 1}, "8.9"),
        ({"VersionMajor": 1, "Version": 0x0A0B000C}, "1.0"),
        ({"VersionMinor": 2}, "0.2"),
        ({"VersionMajor": 0, "VersionMinor": 0, "MajorVersion": 3}, "3.0"),
        ({"VersionMajor": 0, "VersionMinor": 0, "Version": 0x0A0B000C}, "10.11.12"),
        ({"VersionMajor": "1", "Version": 0x0A0B000C}, "10.11.12"),
        ({"Version": 0}, "Unknown"),
        ({"DisplayVersion": 7}, "Unknown"),
        ({}, "Unknown"),
    ],
)
def test_the_version_is_the_most_exact_that_the_entry_has(host, register, values, version):
    register("Tool", DisplayName="Tool", **values)
    assert the_only_entry(host).version == version


def test_an_msi_has_its_product_code_and_its_upgrade_code(host, register):
    product, upgrade = "{A5D36CF1-1993-4F63-BFB4-3ACD910D36A1}", "{12345678-9ABC-DEF0-1122-334455667788}"
    register(product, DisplayName="Msi", WindowsInstaller=1)
    host.registry.set_value(
        Hive.machine,
        r"Software\Microsoft\Windows\CurrentVersion\Installer\UpgradeCodes" + "\\" + packed(upgrade),
        packed(product),
        RegistryValue("sz", ""),
    )
    entry = the_only_entry(host)
    assert (entry.installer_type, entry.product_code, entry.upgrade_code) == ("msi", product, upgrade)


def packed(guid: str) -> str:
    """As Windows Installer writes a GUID."""
    groups = guid.strip("{}").split("-")
    rest = "".join(groups[3:])
    return "".join(group[::-1] for group in groups[:3]) + "".join(rest[at + 1] + rest[at] for at in range(0, 16, 2))


def test_packed_guids_are_read_and_other_names_are_not():
    assert unpack_guid("1FC63D5A399136F4FB4BA3DC19D0631A") == "{A5D36CF1-1993-4F63-BFB4-3ACD910D36A1}"
    assert unpack_guid(packed("{00112233-4455-6677-8899-AABBCCDDEEFF}")) == "{00112233-4455-6677-8899-AABBCCDDEEFF}"
    assert unpack_guid("not a guid") is None


def test_broken_values_cost_themselves_only(host, register):
    register(
        "Odd",
        DisplayName="Odd",
        DisplayVersion=RegistryValue("binary", b"\x01"),
        Publisher=RegistryValue("multi_sz", ("a", "b")),
        SystemComponent="1",
        WindowsInstaller=RegistryValue("binary", b"\x01\x00"),
        Language=0xFFFFFFF,
        UninstallString=RegistryValue("none", b""),
    )
    entry = the_only_entry(host)
    assert (entry.name, entry.version, entry.publisher) == ("Odd", "Unknown", "")
    assert (entry.installer_type, entry.locale, entry.uninstall_string) == ("exe", None, None)


def test_what_follows_a_nul_does_not_count():
    values = EntryValues(
        {"DISPLAYNAME": RegistryValue("sz", "Odd\0rest"), "InstallLocation": RegistryValue("sz", "\0")}
    )
    assert values.text("DisplayName") == "Odd"
    assert values.text("InstallLocation") is None
    assert values.path("InstallLocation") is None


def test_a_key_that_may_not_be_read_is_left_out(host, register, monkeypatch):
    register("Closed", DisplayName="Closed")
    register("Open", DisplayName="Open")
    read = host.registry.values

    def refuse(hive, key, view=64):
        if key.endswith("Closed"):
            raise HostError("Access is denied.")
        return read(hive, key, view)

    monkeypatch.setattr(host.registry, "values", refuse)
    assert [entry.name for entry in installed_entries(host)] == ["Open"]


def test_msix_packages_are_listed_without_those_of_windows(host):
    write_packages(
        host.root,
        [
            MsixPackage(
                full_name="Some.App_1.0.0.0_x64__abc",
                family_name="Some.App_abc",
                display_name="Some App",
                publisher="Somebody",
                version="1.0.0.0",
                architecture="X64",
            ),
            MsixPackage(
                full_name="Windows.Part_1.0.0.0_x64__abc",
                family_name="Windows.Part_abc",
                display_name="",
                publisher="",
                version="1.0.0.0",
                architecture="x64",
                signature_kind=SignatureKind.system,
            ),
        ],
    )
    entry = the_only_entry(host)
    assert entry.local_id == r"MSIX\Some.App_1.0.0.0_x64__abc"
    assert (entry.family_name, entry.installer_type, entry.architecture) == ("Some.App_abc", "msix", "x64")
    assert entry.product_code is None
