"""A watch of a registry key sees every change below it, by any process; what is kept under watches is never stale."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from kit.host_machine import Machine
from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue, View
from wingetpy.inventory.cache import InventoryCache
from wingetpy.inventory.installed import installed_entries

PLACES: list[tuple[Hive, View]] = [(Hive.machine, 64), (Hive.machine, 32), (Hive.user, 64)]
CHANGES = {
    "added": "registry.set_value(hive, key + 'Other', 'DisplayName', RegistryValue('sz', 'Other'), view)",
    "removed": "registry.delete_key(hive, key, view)",
    "changed in place": "registry.set_value(hive, key, 'DisplayVersion', RegistryValue('sz', '2.0'), view)",
    "hidden": "registry.set_value(hive, key, 'SystemComponent', RegistryValue('dword', 1), view)",
    "without a version": "registry.delete_value(hive, key, 'DisplayVersion', view)",
}


def change_elsewhere(machine: Machine, hive: Hive, key: str, view: View, change: str) -> None:
    """Another process changes the registry."""
    program = (
        "from wingetpy.hosts import open_host; from wingetpy.hosts.registry import Hive, RegistryValue\n"
        f"registry, hive, key, view = open_host().registry, Hive({hive.value!r}), {key!r}, {view}\n{change}\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env=machine.environment())


@pytest.fixture
def entry(machine: Machine) -> Iterator[str]:
    """The key of an entry, and room for another beside it; they are gone afterwards."""
    key = f"{UNINSTALL_KEY}\\WinGetPy.Tests.Watch"
    yield key
    for hive, view in PLACES if machine.host.facts().elevated else PLACES[2:]:
        for one in (key, key + "Other"):
            machine.host.registry.delete_key(hive, one, view)


def changes_by_place() -> Iterator[object]:
    """Every change of the user's entries, one in the other places; what is left takes long under Wine."""
    for hive, view in PLACES:
        for name, change in CHANGES.items():
            is_slow = hive is not Hive.user and name != "changed in place"
            marks = [pytest.mark.slow] if is_slow else []
            yield pytest.param(hive, view, change, id=f"{hive.value}-{view}-{name}", marks=marks)


@pytest.mark.parametrize(("hive", "view", "change"), list(changes_by_place()))
def test_what_is_installed_is_never_stale(machine: Machine, entry: str, hive: Hive, view: View, change: str) -> None:
    if hive is Hive.machine:
        machine.need_elevation()
    registry, cache = machine.host.registry, InventoryCache()
    for name, text in (("DisplayName", "Watched"), ("DisplayVersion", "1.0")):
        registry.set_value(hive, entry, name, RegistryValue("sz", text), view)
    before = cache.entries(machine.host)
    assert list(before) == installed_entries(machine.host)
    assert cache.entries(machine.host) is before
    change_elsewhere(machine, hive, entry, view, change)
    after = cache.entries(machine.host)
    assert list(after) == installed_entries(machine.host)
    assert after != before
    assert cache.entries(machine.host) is after


def test_a_change_of_our_own_is_seen(machine: Machine, entry: str) -> None:
    cache = InventoryCache()
    before = cache.entries(machine.host)
    machine.host.registry.set_value(Hive.user, entry, "DisplayName", RegistryValue("sz", "Watched"))
    assert [one.name for one in cache.entries(machine.host) if one not in before] == ["Watched"]


def test_a_key_that_is_made_later_is_seen(machine: Machine) -> None:
    watch = machine.host.registry.watch(Hive.user, rf"{machine.key}\Deep\Deeper")
    assert not watch.changed()
    machine.host.registry.set_value(Hive.user, rf"{machine.key}\Deep\Deeper", "n", RegistryValue("dword", 1))
    assert watch.changed()
    assert watch.changed()
    watch.close()


def test_the_second_change_is_seen_by_a_second_watch(machine: Machine) -> None:
    registry = machine.host.registry
    for number in range(3):
        registry.set_value(Hive.user, machine.key, "n", RegistryValue("dword", 7))
        watch = registry.watch(Hive.user, machine.key)
        assert not watch.changed()
        registry.set_value(Hive.user, rf"{machine.key}\Below", "n", RegistryValue("dword", number))
        assert watch.changed()
        watch.close()


def test_a_watch_of_a_thread_that_has_ended_misses_nothing(machine: Machine) -> None:
    registry = machine.host.registry
    registry.set_value(Hive.user, machine.key, "n", RegistryValue("dword", 1))
    watches = []
    thread = threading.Thread(target=lambda: watches.append(registry.watch(Hive.user, machine.key)))
    thread.start()
    thread.join()
    registry.set_value(Hive.user, machine.key, "n", RegistryValue("dword", 2))
    assert watches[0].changed()
    watches[0].close()
