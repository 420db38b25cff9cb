from __future__ import annotations

import subprocess
import sys

import pytest

from kit.host_machine import Machine
from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.registry import Hive, RegistryValue

TEXT = RegistryValue("sz", "text")

VALUES = [
    RegistryValue("sz", ""),
    RegistryValue("sz", "grüße 你好 😀"),
    RegistryValue("expand_sz", r"%SystemRoot%\x"),
    RegistryValue("dword", 0),
    RegistryValue("dword", 0xFFFFFFFF),
    RegistryValue("qword", 0xFFFFFFFFFFFFFFFF),
    RegistryValue("multi_sz", ("one", "two words")),
    RegistryValue("multi_sz", ()),
    RegistryValue("multi_sz", ("one", "", "three")),
    RegistryValue("binary", b"\x00\xff\r\n"),
    RegistryValue("binary", b""),
    RegistryValue("none", b""),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda v: f"{v.kind}-{v.data!r}"[:30])
def test_every_kind_of_value_comes_back_as_it_was_written(machine: Machine, value: RegistryValue) -> None:
    machine.host.registry.set_value(Hive.user, machine.key, "Value", value)
    assert machine.host.registry.values(Hive.user, machine.key) == {"Value": value}


def test_a_key_that_is_not_there_has_no_values_and_no_keys(machine: Machine) -> None:
    assert machine.host.registry.values(Hive.user, machine.key) is None
    assert machine.host.registry.subkeys(Hive.user, machine.key) == []


def test_a_key_stays_when_its_last_value_goes(machine: Machine) -> None:
    machine.host.registry.set_value(Hive.user, machine.key, "Value", TEXT)
    machine.host.registry.delete_value(Hive.user, machine.key, "VALUE")
    assert machine.host.registry.values(Hive.user, machine.key) == {}


def test_names_are_found_without_case_and_keep_the_case_they_were_written_in(machine: Machine) -> None:
    registry = machine.host.registry
    registry.set_value(Hive.user, machine.key + r"\Vendor", "DisplayName", TEXT)
    registry.set_value(Hive.user, machine.key.upper() + r"\VENDOR", "displayname", RegistryValue("sz", "other"))
    assert registry.subkeys(Hive.user, machine.key.lower()) == ["Vendor"]
    assert registry.values(Hive.user, machine.key + r"\vendor") == {"DisplayName": RegistryValue("sz", "other")}


def test_the_value_without_a_name_is_a_value(machine: Machine) -> None:
    machine.host.registry.set_value(Hive.user, machine.key, "", TEXT)
    assert machine.host.registry.values(Hive.user, machine.key) == {"": TEXT}


def test_a_value_may_change_its_kind(machine: Machine) -> None:
    machine.host.registry.set_value(Hive.user, machine.key, "Value", TEXT)
    machine.host.registry.set_value(Hive.user, machine.key, "Value", RegistryValue("dword", 1))
    assert machine.host.registry.values(Hive.user, machine.key) == {"Value": RegistryValue("dword", 1)}


def test_keys_below_are_listed_by_name(machine: Machine) -> None:
    for name in ("b", "A", "{c}", "Ä", "with blank"):
        machine.host.registry.set_value(Hive.user, rf"{machine.key}\{name}\deeper", "Value", TEXT)
    assert set(machine.host.registry.subkeys(Hive.user, machine.key)) == {"b", "A", "{c}", "Ä", "with blank"}


def test_deleting_a_key_takes_all_below_it_and_nothing_beside_it(machine: Machine) -> None:
    registry = machine.host.registry
    registry.set_value(Hive.user, machine.key + r"\one\two\three", "Value", TEXT)
    registry.set_value(Hive.user, machine.key + r"\one more", "Value", TEXT)
    registry.delete_key(Hive.user, machine.key + r"\ONE")
    assert registry.subkeys(Hive.user, machine.key) == ["one more"]
    assert registry.values(Hive.user, machine.key + r"\one\two\three") is None


def test_deleting_what_is_not_there_is_no_error(machine: Machine) -> None:
    machine.host.registry.delete_key(Hive.user, machine.key + r"\none")
    machine.host.registry.delete_value(Hive.user, machine.key + r"\none", "Value")
    machine.host.registry.set_value(Hive.user, machine.key, "Value", TEXT)
    machine.host.registry.delete_value(Hive.user, machine.key, "other")
    assert machine.host.registry.values(Hive.user, machine.key) == {"Value": TEXT}


def test_software_of_the_machine_differs_by_view(machine: Machine) -> None:
    machine.need_elevation()
    registry = machine.host.registry
    registry.set_value(Hive.machine, machine.key, "View", RegistryValue("dword", 64), 64)
    registry.set_value(Hive.machine, machine.key, "View", RegistryValue("dword", 32), 32)
    assert registry.values(Hive.machine, machine.key, 64) == {"View": RegistryValue("dword", 64)}
    assert registry.values(Hive.machine, machine.key, 32) == {"View": RegistryValue("dword", 32)}
    beside = machine.key.replace("Software\\", "Software\\WOW6432Node\\")
    assert registry.values(Hive.machine, beside) == {"View": RegistryValue("dword", 32)}


def test_a_key_deleted_in_one_view_stays_in_the_other(machine: Machine) -> None:
    machine.need_elevation()
    registry = machine.host.registry
    registry.set_value(Hive.machine, machine.key, "View", TEXT, 64)
    registry.set_value(Hive.machine, machine.key + r"\below", "View", TEXT, 32)
    registry.delete_key(Hive.machine, machine.key, 32)
    assert registry.values(Hive.machine, machine.key, 32) is None
    assert registry.values(Hive.machine, machine.key, 64) == {"View": TEXT}


def test_software_of_the_user_is_one_for_both_views(machine: Machine) -> None:
    machine.host.registry.set_value(Hive.user, machine.key, "Value", TEXT, 32)
    assert machine.host.registry.values(Hive.user, machine.key, 64) == {"Value": TEXT}


@pytest.mark.parametrize("key", ["", "\\"])
def test_a_whole_hive_is_never_deleted(machine: Machine, key: str) -> None:
    with pytest.raises(HostError) as refused:
        machine.host.registry.delete_key(Hive.user, key)
    assert refused.value.code is ErrorCode.InvalidParameter
    assert "Environment" in machine.host.registry.subkeys(Hive.user, "")


@pytest.mark.parametrize(
    "value",
    [
        RegistryValue("dword", -1),
        RegistryValue("dword", 1 << 32),
        RegistryValue("qword", 1 << 64),
        RegistryValue("dword", "1"),
        RegistryValue("sz", 1),
        RegistryValue("sz", "a\0b"),
        RegistryValue("multi_sz", ("a\0b",)),
        RegistryValue("binary", "text"),
    ],
    ids=repr,
)
def test_data_that_does_not_fit_its_kind_is_refused(machine: Machine, value: RegistryValue) -> None:
    with pytest.raises(HostError) as refused:
        machine.host.registry.set_value(Hive.user, machine.key, "Value", value)
    assert refused.value.code is ErrorCode.InvalidParameter
    assert not machine.host.registry.values(Hive.user, machine.key)


def test_a_key_name_that_is_too_long_is_refused(machine: Machine) -> None:
    with pytest.raises(HostError):
        machine.host.registry.set_value(Hive.user, machine.key + "\\" + "n" * 256, "Value", TEXT)


def test_another_process_sees_a_change_at_once_and_the_other_way_round(machine: Machine) -> None:
    program = (
        "from wingetpy.hosts import open_host; from wingetpy.hosts.registry import Hive, RegistryValue;"
        f"registry = open_host().registry; key = {machine.key!r};"
        "assert registry.values(Hive.user, key)['Ours'].data == 'text';"
        "registry.set_value(Hive.user, key, 'Theirs', RegistryValue('dword', 7))"
    )
    machine.host.registry.set_value(Hive.user, machine.key, "Ours", TEXT)
    subprocess.run([sys.executable, "-c", program], env=machine.environment(), stdin=subprocess.DEVNULL, check=True)
    found = machine.host.registry.values(Hive.user, machine.key)
    assert found == {"Ours": TEXT, "Theirs": RegistryValue("dword", 7)}


def test_five_hundred_entries_are_read_back_whole(machine: Machine) -> None:
    for number in range(500):
        machine.host.registry.set_value(
            Hive.user, rf"{machine.key}\entry {number}", "DisplayName", RegistryValue("sz", f"Program {number}")
        )
    names = machine.host.registry.subkeys(Hive.user, machine.key)
    found = [machine.host.registry.values(Hive.user, rf"{machine.key}\{name}") for name in names]
    assert sorted(v["DisplayName"].data for v in found if v) == sorted(f"Program {n}" for n in range(500))
