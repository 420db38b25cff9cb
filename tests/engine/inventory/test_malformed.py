"""Any program may write anything into Apps & Features: no entry with a name is lost, and none breaks the list."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from wingetpy.commands.package_get import installed_package
from wingetpy.correlation.correlate import correlate
from wingetpy.hosts.registry import RegistryValue
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.inventory.installed import installed_entries
from wingetpy.inventory.values import LONGEST_COMMAND, LONGEST_LABEL, EntryValues

NAMES = (
    "DisplayName", "DisplayVersion", "Publisher", "InstallLocation", "UninstallString", "QuietUninstallString",
    "ModifyPath", "Language", "InstallDate", "EstimatedSize", "VersionMajor", "VersionMinor", "Version",
    "WindowsInstaller", "SystemComponent", "ParentKeyName", "ReleaseType", "WinGetInstallerType",
    "WinGetPackageIdentifier", "WinGetSourceIdentifier", "TargetFullPath", "SHA256",
)  # fmt: skip
TEXTS = some.text(max_size=40) | some.sampled_from(["latest", "< 1.0", "> Unknown", "20240230", "\ud800", "\0", "%A%"])
VALUES = some.one_of(
    some.builds(RegistryValue, some.sampled_from(["sz", "expand_sz"]), TEXTS),
    some.builds(RegistryValue, some.just("dword"), some.integers(0, 2**32 - 1)),
    some.builds(RegistryValue, some.just("qword"), some.integers(0, 2**64 - 1)),
    some.builds(RegistryValue, some.just("multi_sz"), some.lists(TEXTS, max_size=3).map(tuple)),
    some.builds(RegistryValue, some.sampled_from(["binary", "none"]), some.binary(max_size=20)),
)


class AnyRegistry:
    """A registry that answers for the first place only, with what it was given."""

    def __init__(self, entries):
        self._entries = entries

    def subkeys(self, hive, key, view=64):
        return list(self._entries) if key.endswith("Uninstall") and hive == "HKLM" and view == 64 else []

    def values(self, hive, key, view=64):
        return self._entries.get(key.rpartition("\\")[2])


def listed(tmp_path_factory, entries):
    host = SandboxHost(tmp_path_factory.getbasetemp() / "any")
    host.registry = AnyRegistry(entries)
    return [installed_package(one) for one in correlate(installed_entries(host), None)]


@given(
    values=some.dictionaries(some.sampled_from(NAMES), VALUES),
    key=some.text(min_size=1).filter(lambda k: "\\" not in k),
)
def test_no_entry_breaks_the_list_or_its_message(tmp_path_factory, values, key):
    rows = listed(tmp_path_factory, {key: values, "Good": {"DisplayName": RegistryValue("sz", "Good")}})
    assert "Good" in [row.name for row in rows]
    assert msgspec.json.decode(msgspec.json.encode(rows))
    named = EntryValues(values).label("DisplayName")
    hidden = {"SystemComponent", "ParentKeyName", "ReleaseType"} & values.keys()
    assert len(rows) == 1 + (named is not None) or hidden


def test_four_thousand_broken_entries_are_all_listed(tmp_path_factory):
    broken = [
        {"DisplayVersion": RegistryValue("dword", 7), "Publisher": RegistryValue("binary", b"\xff")},
        {"InstallDate": RegistryValue("sz", "31.31.31"), "EstimatedSize": RegistryValue("sz", "big")},
        {"DisplayVersion": RegistryValue("sz", "9" * 40_000), "UninstallString": RegistryValue("multi_sz", ("a",))},
        {"Language": RegistryValue("dword", 0xFFFFFFFF), "WindowsInstaller": RegistryValue("sz", "1")},
    ]
    entries = {
        f"Key {place}": {"DisplayName": RegistryValue("sz", f"Tool {place}"), **broken[place % 4]}
        for place in range(4000)
    }
    assert len(listed(tmp_path_factory, entries)) == 4000


def test_huge_texts_are_shown_in_part_and_a_command_too_long_to_start_is_none():
    values = EntryValues(
        {
            "DisplayName": RegistryValue("sz", "N" * 2_000_000),
            "UninstallString": RegistryValue("sz", "u" * (LONGEST_COMMAND + 1)),
            "ModifyPath": RegistryValue("sz", "m" * LONGEST_COMMAND),
        }
    )
    assert len(values.label("DisplayName")) == LONGEST_LABEL
    assert values.command("UninstallString") is None
    assert len(values.command("ModifyPath")) == LONGEST_COMMAND


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A\x1b[31m Tool", "A [31m Tool"),
        ("A\r\nTool", "A Tool"),
        ("\ud800Tool", "\ufffdTool"),
        ("\x07", None),
        ("A\0B", "A"),
    ],
)
def test_what_no_terminal_or_message_should_get_is_taken_out_of_names(written, shown):
    assert EntryValues({"DisplayName": RegistryValue("sz", written)}).label("DisplayName") == shown
