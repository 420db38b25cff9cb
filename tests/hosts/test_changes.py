from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Callable
from pathlib import PureWindowsPath
from string import Formatter
from typing import NoReturn, Protocol

import pytest

from kit.host_machine import Machine
from wingetpy.errors import HostError
from wingetpy.hosts.change import Change, change, marks_of
from wingetpy.hosts.counting import Moment, Recording, kill_at_change
from wingetpy.hosts.features import Features
from wingetpy.hosts.files import Files
from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import Packages, Products
from wingetpy.hosts.processes import Processes
from wingetpy.hosts.registry import Hive, Registry, RegistryValue
from wingetpy.hosts.store_apps import StoreApps
from wingetpy.hosts.watched import watch, watched
from wingetpy.model.scope import Scope


class KilledHere(BaseException):
    pass


def end() -> NoReturn:
    raise KilledHere


def steps(machine: Machine) -> list[Callable[[Host], None]]:
    """One of each change, in an order in which each can be done."""
    folder, key = machine.folder, machine.key
    staged = machine.staged(b"content")
    return [
        lambda h: h.files.make_directory(folder / "sub"),
        lambda h: h.files.place_file(staged, folder / "sub" / "a.exe"),
        lambda h: h.files.move_file(folder / "sub" / "a.exe", folder / "b.exe"),
        lambda h: h.files.remove_directory(folder / "sub"),
        lambda h: h.files.add_to_search_path(Scope.user, folder),
        lambda h: h.registry.set_value(Hive.user, key, "Value", RegistryValue("sz", "text")),
        lambda h: h.registry.delete_value(Hive.user, key, "Value"),
        lambda h: h.registry.delete_key(Hive.user, key),
        lambda h: h.files.remove_from_search_path(Scope.user, folder),
        lambda h: h.files.remove_file(folder / "b.exe"),
    ]


def test_every_change_is_recorded_in_order(machine: Machine) -> None:
    recording = Recording()
    recorder = watch(machine.host, recording)
    for step in steps(machine):
        step(recorder)
    assert [change.what for change in recording.done] == [
        "make_directory",
        "place_file",
        "move_file",
        "remove_directory",
        "add_to_search_path",
        "set_value",
        "delete_value",
        "delete_key",
        "remove_from_search_path",
        "remove_file",
    ]


def test_a_refused_change_is_begun_and_not_done(machine: Machine) -> None:
    recording = Recording()
    recorder = watch(machine.host, recording)
    with pytest.raises(HostError):
        recorder.files.make_directory(machine.folder / "none" / "sub")
    assert [change.what for change in recording.begun] == ["make_directory"]
    assert recording.done == []


def test_links_and_programs_are_changes_too(machine: Machine) -> None:
    recording = Recording()
    recorder = watch(machine.host, recording)
    for attempt in (
        lambda: recorder.files.make_link(machine.folder / "none" / "link", machine.folder),
        lambda: recorder.processes.run(f'"{machine.folder / "none.exe"}"'),
        lambda: recorder.processes.run_elevated(f'"{machine.folder / "none.exe"}"'),
    ):
        with pytest.raises(HostError):
            attempt()
    assert [change.what for change in recording.begun] == ["make_link", "run", "run_elevated"]


READING = {
    Registry: {"subkeys", "values", "watch"},
    Files: {
        "known_folder", "variables", "local", "entry", "list", "read_link", "sha256", "free_space", "links_possible",
        "search_path", "zone",
    },
    Processes: {"running"},
    Features: {"state"},
    Packages: {
        "supports",
        "refusal",
        "digest",
        "trust",
        "generation",
        "find",
        "find_provisioned",
        "registration_pending",
        "products",
        "product_packages",
        "volumes",
        "volume_is_ok",
        "add_dependency",
        "remove_dependency",
    },
    Products: {"is_ready"},
    StoreApps: {"available", "find_updates", "find_update"},
}  # fmt: skip
CHANGING = {
    Registry: {"set_value", "delete_value", "delete_key"},
    Files: {
        "make_directory", "remove_directory", "place_file", "place_folder", "move_file", "remove_file", "make_link",
        "add_to_search_path", "remove_from_search_path", "mark_zone", "check_download", "load_font",
        "unload_font",
    },
    Processes: {"run", "run_elevated", "end"},
    Features: {"enable"},
    Packages: {
        "add",
        "stage",
        "register_by_uri",
        "register_by_family_name",
        "register_by_full_name",
        "remove",
        "repair",
        "reset",
        "provision",
        "deprovision",
        "repair_volume",
    },
    Products: {"deploy"},
    StoreApps: {"install", "update", "repair"},
}  # fmt: skip


@pytest.mark.parametrize("protocol", list(CHANGING), ids=lambda protocol: protocol.__name__)
def test_every_method_that_changes_is_marked_as_a_change(protocol: type) -> None:
    methods = {name for name, member in vars(protocol).items() if callable(member) and not name.startswith("_")}
    assert set(marks_of(protocol)) == CHANGING[protocol]
    assert methods == CHANGING[protocol] | READING[protocol]


@pytest.mark.parametrize("protocol", list(CHANGING), ids=lambda protocol: protocol.__name__)
def test_a_mark_names_parameters_that_every_call_gives(protocol: type) -> None:
    for name, mark in marks_of(protocol).items():
        used = {field for _, field, _, _ in Formatter().parse(mark.target) if field} | set(mark.writes)
        used |= {mark.staged} if mark.staged else set()
        parameters = inspect.signature(getattr(protocol, name)).parameters
        assert used <= set(mark.parameters), name
        assert all(parameters[one].default is inspect.Parameter.empty for one in used), name


class Devices(Protocol):
    """A part that a later host may have."""

    @change("{name} in {folder}", writes=("folder",))
    def mount(self, name: str, *, folder: PureWindowsPath) -> int:
        """A change that nothing else knows."""

    def count(self) -> int: ...


class FiveDevices:
    def mount(self, name: str, *, folder: PureWindowsPath) -> int:
        return 6

    def count(self) -> int:
        return 5


def test_a_new_method_that_is_marked_is_watched_without_more() -> None:
    recording, folder = Recording(), PureWindowsPath("C:/x")
    devices: Devices = watched(FiveDevices(), Devices, recording)
    assert (devices.count(), devices.mount("a", folder=folder)) == (5, 6)
    assert recording.done == [Change("mount", "a in C:\\x", (folder,))]


def test_every_part_with_changes_is_watched(machine: Machine) -> None:
    parts = {name for name, member in vars(Host).items() if isinstance(member, property)}
    assert parts == {"name", "registry", "files", "processes", "features", "packages", "store_apps", "clock", "vault"}
    host = watch(machine.host, Recording())
    assert host.packages.find() == machine.host.packages.find()
    assert host.name == machine.host.name


@pytest.mark.parametrize("number", range(1, 11))
@pytest.mark.parametrize("moment", Moment)
def test_the_process_ends_at_the_nth_change(machine: Machine, number: int, moment: Moment) -> None:
    recording = Recording()
    recorder = watch(machine.host, recording)
    killing = kill_at_change(recorder, number, moment, end)
    *whole, last = steps(machine)[:number]
    for step in whole:
        step(killing)
    with pytest.raises(KilledHere):
        last(killing)
    assert len(recording.done) == number - (moment is not Moment.after)


def test_a_kill_during_a_file_leaves_half_of_it_beside(machine: Machine) -> None:
    killing = kill_at_change(machine.host, 1, Moment.during, end)
    with pytest.raises(KilledHere):
        killing.files.place_file(machine.staged(b"12345678"), machine.folder / "tool.exe")
    assert machine.names() == ["tool.exe.wingetpy-new"]
    assert machine.content(machine.folder / "tool.exe.wingetpy-new") == b"1234"


def test_a_kill_during_a_folder_leaves_a_part_of_it_beside(machine: Machine) -> None:
    staged = machine.staged_folder({"bin/tool.exe": b"12345678", "readme.txt": b"1234"})
    killing = kill_at_change(machine.host, 1, Moment.during, end)
    with pytest.raises(KilledHere):
        killing.files.place_folder(staged, machine.folder / "Tool")
    assert machine.names() == ["Tool.wingetpy-new"]
    assert machine.content(machine.folder / "Tool.wingetpy-new" / "bin" / "tool.exe") == b"1234"


def test_the_process_really_ends(machine: Machine) -> None:
    program = (
        "from pathlib import PureWindowsPath; from wingetpy.hosts import open_host\n"
        "from wingetpy.hosts.counting import kill_at_change\n"
        f"folder = PureWindowsPath({str(machine.folder)!r}); host = kill_at_change(open_host(), 2)\n"
        "host.files.make_directory(folder / 'one')\n"
        "host.files.make_directory(folder / 'two')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], env=machine.environment(), stdin=subprocess.DEVNULL, check=False
    )
    assert ended.returncode == 137
    assert machine.names() == ["one"]
