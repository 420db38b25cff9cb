"""Portables on every host: installed, updated, removed, and the engine killed at each change on the way.

The process is not really ended here (`tests/whole/test_killed_engine.py` does that): what stops it passes through the
engine as the end of a process would, and nothing of it is caught.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PureWindowsPath
from typing import NoReturn

import pytest

from kit.host_machine import Machine
from kit.shop import Shop
from wingetpy.errors import ErrorCode
from wingetpy.hosts.counting import Moment, kill_at_change
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import Hive
from wingetpy.model.scope import Scope
from wingetpy.operations.recovery import interrupted_operations, recover

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
FIRST = {"bin/tool.exe": "tool 1", "readme.txt": "read me", "lib/old.dll": "old", "logs/": ""}
SECOND = {"bin/tool.exe": "tool 2", "readme.txt": "read me", "lib/new.dll": "new"}
PROGRAMS = {"bin/tool.exe": "wingetpy-test-tool"}


class Killed(BaseException):
    """The process ends here."""


def killed() -> NoReturn:
    raise Killed


@pytest.fixture
def shop(machine: Machine) -> Iterator[Shop]:
    yield Shop(machine.staging, host=machine.host)
    for package in ("Test.Tool", "Test.Tools"):
        left = Shop(machine.staging, host=machine.host)
        if left.installed(package) is not None:
            left.uninstall(package)


def state_of(host: Host) -> dict[str, str]:
    """All that a portable of the user touches: files and links, entries, PATH."""
    found: dict[str, str] = {}
    root = host.files.known_folder(KnownFolder.local_app_data) / "Microsoft"
    _add_files(found, host, root)
    for key in host.registry.subkeys(Hive.user, UNINSTALL):
        values = host.registry.values(Hive.user, f"{UNINSTALL}\\{key}")
        found[f"entry {key}"] = str(sorted((values or {}).items()))
    found["PATH"] = str(host.files.search_path(Scope.user))
    return found


def _add_files(found: dict[str, str], host: Host, folder: PureWindowsPath) -> None:
    for entry in host.files.list(folder):
        if entry.kind == "directory":
            found[str(entry.path)] = "folder"
            _add_files(found, host, entry.path)
        elif entry.kind == "link":
            found[str(entry.path)] = f"link to {host.files.read_link(entry.path)}"
        else:
            found[str(entry.path)] = "list" if entry.path.suffix == ".db" else host.files.sha256(entry.path)


@pytest.mark.slow
def test_the_uninstall_command_of_the_entry_removes_it(shop: Shop, machine: Machine) -> None:
    machine.need_programs()
    shop.install(shop.program("1.0", Commands="[wingetpy-test-tool]"))
    there = shop.installed()
    assert there is not None
    assert there.uninstall_string is not None
    assert machine.host.processes.run(there.uninstall_string, timeout_seconds=60).exit_code == 0
    assert shop.installed() is None


def test_a_program_comes_and_goes(shop: Shop) -> None:
    before = state_of(shop.host)
    outcome = shop.install(shop.program("1.0", Commands="[wingetpy-test-tool]"))
    assert outcome.error is None, outcome.error
    there = shop.installed()
    assert there is not None
    assert there.portable is not None
    assert there.portable.target is not None
    assert shop.read(there.portable.target) == b"program Test.Tool 1.0"
    assert outcome.path_added
    assert shop.path() == list(outcome.path_added)
    assert shop.update(shop.program("2.0", Commands="[wingetpy-test-tool]")).error is None
    assert shop.read(there.portable.target) == b"program Test.Tool 2.0"
    assert shop.uninstall().path_removed == outcome.path_added
    after = state_of(shop.host)
    assert {name: after[name] for name in before} == before
    assert all(value == "folder" for name, value in after.items() if name not in before)


def test_an_archive_keeps_the_users_files(shop: Shop) -> None:
    assert shop.install(shop.archive("1.0", FIRST, PROGRAMS)).error is None
    there = shop.installed("Test.Tools")
    assert there is not None
    location = PureWindowsPath(there.install_location or "")
    mine = shop.write(location / "lib" / "mine.txt")
    assert shop.update(shop.archive("2.0", SECOND, PROGRAMS)).error is None
    assert shop.host.files.entry(location / "lib" / "old.dll") is None
    assert shop.uninstall("Test.Tools").error is None
    assert shop.read(mine) == b"mine"
    assert [entry.path.name for entry in shop.host.files.list(location)] == ["lib"]
    shop.host.files.remove_file(mine)
    shop.host.files.remove_directory(mine.parent)
    shop.host.files.remove_directory(location)


OPERATIONS: dict[str, Callable[[Shop], object]] = {
    "install": lambda shop: shop.install(shop.archive("1.0", FIRST, PROGRAMS)),
    "update": lambda shop: shop.update(shop.archive("2.0", SECOND, PROGRAMS)),
    "uninstall": lambda shop: shop.uninstall("Test.Tools"),
}


@pytest.mark.parametrize(
    "operation", ["update", *(pytest.param(name, marks=pytest.mark.slow) for name in ("install", "uninstall"))]
)
def test_killed_at_any_change_the_machine_is_as_before_or_as_after(
    operation: str, machine: Machine, shop: Shop
) -> None:
    host = machine.host
    for earlier in ("install",) if operation != "install" else ():
        OPERATIONS[earlier](shop)
    before = state_of(host)
    seen: list[dict[str, str]] = []
    number = 0
    while True:
        number += 1
        assert number < 100, "the operation does not come to its end"
        shop.host = kill_at_change(host, number, Moment.during, killed)
        try:
            OPERATIONS[operation](shop)
        except Killed:
            shop.host = host
        else:
            break
        seen.append(_recovered(shop, number))
        if seen[-1] != before:
            _back_to_before(shop, operation)
    shop.host = host
    after = state_of(host)
    assert after != before
    assert len(seen) > 4
    for number, state in enumerate(seen, 1):
        assert state in (before, after), f"killed at change {number}"


def _recovered(shop: Shop, number: int) -> dict[str, str]:
    shop.call.messages.clear()
    assert interrupted_operations(shop.host), f"change {number}: a read does not warn"
    with shop.host.change_lock(5, lambda: True):
        recover(shop.host, shop.call.message)
    assert shop.call.codes() == [ErrorCode.OperationInterrupted.hex], f"change {number}: the user is not told"
    return state_of(shop.host)


def _back_to_before(shop: Shop, operation: str) -> None:
    """What was completed is undone by hand, so that the next change can be tried."""
    if operation == "uninstall":
        OPERATIONS["install"](shop)
        return
    shop.uninstall("Test.Tools")
    if operation == "update":
        OPERATIONS["install"](shop)
