"""The killed engine: wherever it dies, the machine is as before or as after, and the user is told.

A child process does the operation on a host that ends the process at its n-th change, before it, in the middle of it
or right after it, for n = 1, 2, ... until the operation completes. Then another engine starts, recovers, and the
machine is looked at.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from kit.shop import PACKAGES, SOURCE, Shop
from wingetpy.errors import ErrorCode
from wingetpy.hosts.counting import KILLED, Moment, kill_at_change
from wingetpy.installers.technology import InstallOptions
from wingetpy.model.scope import Scope
from wingetpy.operations.recovery import interrupted_operations, recover

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")

FIRST = {"bin/tool.exe": "tool 1", "bin/side.exe": "side 1", "readme.txt": "read me", "lib/old.dll": "old", "logs/": ""}
SECOND = {"bin/tool.exe": "tool 2", "bin/side.exe": "side 1", "readme.txt": "read me", "lib/new.dll": "new"}
PROGRAMS = {"bin/tool.exe": "tool", "bin/side.exe": ""}


def install_program(shop: Shop) -> None:
    assert shop.install(shop.program("1.0", Commands="[tool]")).error is None


def update_program(shop: Shop) -> None:
    assert shop.update(shop.program("2.0", Commands="[better]")).error is None


def uninstall_program(shop: Shop) -> None:
    assert shop.uninstall("Test.Tool").error is None


def install_archive(shop: Shop) -> None:
    assert shop.install(shop.archive("1.0", FIRST, PROGRAMS)).error is None


def update_archive(shop: Shop) -> None:
    assert shop.update(shop.archive("2.0", SECOND, PROGRAMS)).error is None


def reinstall_archive(shop: Shop) -> None:
    """An update that uninstalls the older version first, and moves the package to another folder."""
    options = InstallOptions(uninstall_previous=True, location=PureWindowsPath(r"C:\Tools\Moved"))
    assert shop.update(shop.archive("2.0", SECOND, PROGRAMS), options).error is None


def uninstall_archive(shop: Shop) -> None:
    assert shop.uninstall("Test.Tools").error is None


CASES: dict[str, tuple[tuple[Callable[[Shop], None], ...], Callable[[Shop], None]]] = {
    "install of a program": ((), install_program),
    "update of a program": ((install_program,), update_program),
    "uninstall of a program": ((install_program,), uninstall_program),
    "install of an archive": ((), install_archive),
    "update of an archive": ((install_archive,), update_archive),
    "update that uninstalls the older version": ((install_archive,), reinstall_archive),
    "uninstall of an archive": ((install_archive,), uninstall_archive),
}


MOMENTS = [pytest.param(one, marks=[] if one is Moment.during else pytest.mark.slow) for one in Moment]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("case", list(CASES))
def test_a_killed_engine_leaves_the_machine_as_before_or_as_after(case: str, moment: Moment, tmp_path: Path) -> None:
    made_before, operation = CASES[case]
    template = tmp_path / "template"
    shop = Shop(template)
    for step in made_before:
        step(shop)
    shop.write(PACKAGES / f"Test.Tools_{SOURCE}" / "lib" / "mine.txt")
    shop.host.files.add_to_search_path(Scope.user, PureWindowsPath(r"C:\mine"))
    before = shop.snapshot()

    seen: list[dict[str, str]] = []
    number = 0
    while True:
        number += 1
        assert number < 100, "the operation does not come to its end"
        run = shutil.copytree(template, tmp_path / "run", symlinks=True)
        killed = _in_child(run, operation, number, moment)
        shop = Shop(run)
        if not killed:
            break
        _recover(shop, number)
        seen.append(shop.snapshot())
        shutil.rmtree(run)
    after = shop.snapshot()
    assert shop.staging() == []
    assert after != before
    assert len(seen) > 4
    for number, state in enumerate(seen, 1):
        assert state in (before, after), f"killed at change {number}: {_difference(state, before, after)}"
    # What was taken back comes first; from the commit on, it is completed.
    assert sorted(state == after for state in seen) == [state == after for state in seen]


@pytest.mark.parametrize("case", ["update of an archive", "uninstall of an archive"])
def test_an_engine_killed_while_it_recovers_is_recovered_by_the_next(case: str, tmp_path: Path) -> None:
    made_before, operation = CASES[case]
    template = tmp_path / "template"
    shop = Shop(template)
    for step in made_before:
        step(shop)
    before = shop.snapshot()
    assert _in_child(template, operation, 6, Moment.after)
    number = 0
    while True:
        number += 1
        assert number < 100, "recovery does not come to its end"
        run = shutil.copytree(template, tmp_path / "run", symlinks=True)
        if not _in_child(run, _recover_alone, number, Moment.after):
            break
        shop = Shop(run)
        _recover(shop, number)
        assert shop.snapshot() == before, f"recovery killed at change {number}"
        shutil.rmtree(run)
    assert number > 4


def test_the_next_change_recovers_by_itself(tmp_path: Path) -> None:
    assert _in_child(tmp_path, install_archive, 7, Moment.after)
    shop = Shop(tmp_path)
    install_program(shop)
    assert ErrorCode.OperationInterrupted.hex in shop.call.codes()
    uninstall_program(shop)
    assert shop.installed("Test.Tools") is None
    install_archive(shop)
    assert shop.staging() == []


def _recover_alone(shop: Shop) -> None:
    with shop.host.change_lock(5, lambda: True):
        recover(shop.host, shop.call.message)


def _recover(shop: Shop, number: int) -> None:
    """Another engine: it warns when it reads, and cleans up before it changes anything."""
    assert interrupted_operations(shop.host), f"change {number}: a read does not warn"
    with shop.host.change_lock(5, lambda: True):
        recover(shop.host, shop.call.message)
    assert shop.call.codes() == [ErrorCode.OperationInterrupted.hex], f"change {number}: the user is not told"
    assert shop.staging() == [], f"change {number}"
    assert interrupted_operations(shop.host) == []


def _difference(state: dict[str, str], before: dict[str, str], after: dict[str, str]) -> str:
    return f"unlike before {_unlike(state, before)}; unlike after {_unlike(state, after)}"


def _unlike(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(key for key in {*one, *other} if one.get(key) != other.get(key))


def _in_child(folder: Path, operation: Callable[[Shop], None], number: int, moment: Moment) -> bool:
    """Whether the child was killed. It leaves by `_exit` either way: it is a copy of the test process."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            shop = Shop(folder)
            shop.host = kill_at_change(shop.host, number, moment)
            operation(shop)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), f"change {number}: the child failed"
    return code == KILLED
