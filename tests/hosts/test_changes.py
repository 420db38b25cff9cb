from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import NoReturn

import pytest

from kit.host_machine import Machine
from wingetpy.errors import HostError
from wingetpy.hosts.counting import KillAtChange, Moment, Recorder
from wingetpy.hosts.files import Files
from wingetpy.hosts.host import Host
from wingetpy.hosts.processes import Processes
from wingetpy.hosts.registry import Hive, Registry, RegistryValue
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
    recorder = Recorder(machine.host)
    for step in steps(machine):
        step(recorder)
    assert [change.what for change in recorder.recording.done] == [
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
    recorder = Recorder(machine.host)
    with pytest.raises(HostError):
        recorder.files.make_directory(machine.folder / "none" / "sub")
    assert [change.what for change in recorder.recording.begun] == ["make_directory"]
    assert recorder.recording.done == []


def test_links_and_programs_are_changes_too(machine: Machine) -> None:
    recorder = Recorder(machine.host)
    for attempt in (
        lambda: recorder.files.make_link(machine.folder / "none" / "link", machine.folder),
        lambda: recorder.processes.run(f'"{machine.folder / "none.exe"}"'),
    ):
        with pytest.raises(HostError):
            attempt()
    assert [change.what for change in recorder.recording.begun] == ["make_link", "run"]


def test_every_method_that_changes_says_so_and_is_counted() -> None:
    changing = {
        name
        for protocol in (Files, Registry, Processes)
        for name, method in vars(protocol).items()
        if callable(method) and (method.__doc__ or "").strip().startswith("Change:")
    }
    assert changing == {
        "make_directory",
        "remove_directory",
        "place_file",
        "move_file",
        "remove_file",
        "make_link",
        "add_to_search_path",
        "remove_from_search_path",
        "set_value",
        "delete_value",
        "delete_key",
        "run",
    }


@pytest.mark.parametrize("number", range(1, 11))
@pytest.mark.parametrize("moment", Moment)
def test_the_process_ends_at_the_nth_change(machine: Machine, number: int, moment: Moment) -> None:
    recorder = Recorder(machine.host)
    killing = KillAtChange(recorder, number, moment, end)
    *whole, last = steps(machine)[:number]
    for step in whole:
        step(killing)
    with pytest.raises(KilledHere):
        last(killing)
    assert len(recorder.recording.done) == number - (moment is not Moment.after)


def test_a_kill_during_a_file_leaves_half_of_it_beside(machine: Machine) -> None:
    killing = KillAtChange(machine.host, 1, Moment.during, end)
    with pytest.raises(KilledHere):
        killing.files.place_file(machine.staged(b"12345678"), machine.folder / "tool.exe")
    assert machine.names() == ["tool.exe.wingetpy-new"]
    assert machine.content(machine.folder / "tool.exe.wingetpy-new") == b"1234"


def test_the_process_really_ends(machine: Machine) -> None:
    program = (
        "from pathlib import PureWindowsPath; from wingetpy.hosts import open_host\n"
        "from wingetpy.hosts.counting import KillAtChange\n"
        f"folder = PureWindowsPath({str(machine.folder)!r}); host = KillAtChange(open_host(), 2)\n"
        "host.files.make_directory(folder / 'one')\n"
        "host.files.make_directory(folder / 'two')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], env=machine.environment(), stdin=subprocess.DEVNULL, check=False
    )
    assert ended.returncode == 137
    assert machine.names() == ["one"]
