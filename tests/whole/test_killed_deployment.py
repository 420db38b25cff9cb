"""The engine that is killed while it deploys MSIX packages: the machine lists what it listed before, or what it should.

As `test_killed_engine`: killed at its n-th change, before it or right after it, for n = 1, 2, ... until the operation
completes; then another engine recovers. What the store itself does when it is killed within one deployment is shown by
its own tests.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.msix_shop import ID, MsixShop, write_app
from wingetpy.deployment.support import PackageVerb
from wingetpy.errors import ErrorCode
from wingetpy.hosts.counting import KILLED, Moment, kill_at_change
from wingetpy.hosts.packages import PackageTypes
from wingetpy.installers.technology import InstallOptions
from wingetpy.model.scope import Scope
from wingetpy.operations.deploy_packages import deploy
from wingetpy.operations.execute import ExecuteOptions
from wingetpy.operations.make_plan import plan_install
from wingetpy.operations.package_task import PackageTask
from wingetpy.operations.recovery import interrupted_operations, recover
from wingetpy.state.history import read_history

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")

FOR_ALL = InstallOptions(scope=Scope.machine)


def install(shop: MsixShop) -> None:
    assert shop.install(shop.app("1.0.0.0")).error is None


def install_for_all(shop: MsixShop) -> None:
    assert shop.install(shop.app("1.0.0.0"), FOR_ALL).error is None


def update(shop: MsixShop, options: InstallOptions | None = None) -> None:
    chosen = shop.chosen(shop.app("2.0.0.0"))
    planned = plan_install(shop.context, *chosen, options or InstallOptions(), shop.entry())
    assert shop.execute(planned).error is None


def replace(shop: MsixShop) -> None:
    update(shop, InstallOptions(uninstall_previous=True))


def uninstall(shop: MsixShop) -> None:
    assert shop.execute(shop.plan_uninstall(ID, entry=shop.entry())).error is None


Operation = Callable[[MsixShop], None]
CASES: dict[str, tuple[tuple[Operation, ...], Operation]] = {
    "install": ((), install),
    "install for all users": ((), install_for_all),
    "update": ((install,), update),
    "update for all users": ((install_for_all,), update),
    "uninstall": ((install,), uninstall),
    "uninstall from all users": ((install_for_all,), uninstall),
}


def state_of(shop: MsixShop) -> dict[str, object]:
    """What the machine has of packages: the user's, all that lies there, what new users get."""
    packages = shop.host.packages
    return {
        "of the user": sorted(one.full_name for one in packages.find(types=PackageTypes.main)),
        "on the machine": sorted(one.full_name for one in packages.find(types=PackageTypes.main, all_users=True)),
        "for new users": sorted(one.full_name for one in packages.find_provisioned()),
    }


@pytest.mark.parametrize("moment", [Moment.before, Moment.after])
@pytest.mark.parametrize("case", list(CASES))
def test_a_killed_engine_leaves_the_packages_as_before_or_as_after(case: str, moment: Moment, tmp_path: Path) -> None:
    made_before, operation = CASES[case]
    template = tmp_path / "template"
    shop = MsixShop(template)
    for step in made_before:
        step(shop)
    before = state_of(shop)
    seen: list[dict[str, object]] = []
    number = 0
    while True:
        number += 1
        assert number < 60, "the operation does not come to its end"
        run = shutil.copytree(template, tmp_path / "run", symlinks=True)
        killed = _in_child(run, operation, number, moment)
        shop = MsixShop(run)
        if not killed:
            break
        _recover(shop)
        seen.append(state_of(shop))
        shutil.rmtree(run)
    after = state_of(shop)
    assert shop.staging() == []
    assert after != before
    assert seen
    for number, state in enumerate(seen, 1):
        assert state in (before, after), f"killed at change {number}"


def add(shop: MsixShop, version: str = "1.0.0.0") -> None:
    """What `msix/add` does, by the deployment API."""
    file = shop.folder / f"app-{version}.msix"
    if not file.exists():  # signed again, it would be another package
        write_app(file, shop.signer, version)
    task = PackageTask(verb=PackageVerb.add, technology="msix", target=str(file))
    assert deploy(shop.context, task, shop.call, ExecuteOptions()).error is None


def add_over(shop: MsixShop) -> None:
    add(shop, "2.0.0.0")


@pytest.mark.parametrize("moment", [Moment.before, Moment.after])
def test_an_addition_that_is_killed_is_in_the_history_and_the_store_is_whole(moment: Moment, tmp_path: Path) -> None:
    template = tmp_path / "template"
    shop = MsixShop(template)
    add(shop)
    before = state_of(shop)
    results: set[str] = set()
    number = 0
    while True:
        number += 1
        assert number < 60, "the operation does not come to its end"
        run = shutil.copytree(template, tmp_path / "run", symlinks=True)
        killed = _in_child(run, add_over, number, moment)
        shop = MsixShop(run)
        if not killed:
            break
        _recover(shop)
        state = state_of(shop)
        entries = list(read_history(shop.host.state_folder()))
        for entry in entries[:-1]:  # the last one is the addition before
            assert entry.operation == "Add"
            results.add(entry.result)
            if entry.result == "Interrupted":
                assert entry.error_code == ErrorCode.OperationInterrupted.hex
        add_over(shop)  # it can be done again, whatever was cut
        after = state_of(shop)
        assert state in (before, after), f"killed at change {number}"
        assert after != before
        shutil.rmtree(run)
    assert "Interrupted" in results


def _recover(shop: MsixShop) -> None:
    with shop.host.change_lock(5, lambda: True):
        recover(shop.host, shop.call.message)
    assert shop.call.codes() in ([], [ErrorCode.OperationInterrupted.hex])
    assert shop.staging() == []
    assert interrupted_operations(shop.host) == []


def test_a_replacement_that_is_killed_is_reported_with_what_is_gone(tmp_path: Path) -> None:
    """An update that removes the older version first: between both the package is gone, and the user is told so."""
    template = tmp_path / "template"
    install(MsixShop(template))
    number = 0
    while True:
        number += 1
        run = shutil.copytree(template, tmp_path / "run", symlinks=True)
        killed = _in_child(run, replace, number, Moment.after)
        shop = MsixShop(run)
        if not killed:
            break
        if shop.version() is None:
            with shop.host.change_lock(5, lambda: True):
                recover(shop.host, shop.call.message)
            assert any("is removed; the system has no way back" in text for text in shop.call.warnings())
            return
        shutil.rmtree(run)
    raise AssertionError("it was never killed between the two")


def _in_child(folder: Path, operation: Operation, number: int, moment: Moment) -> bool:
    """Whether the child was killed. It leaves by `_exit` either way: it is a copy of the test process."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            shop = MsixShop(folder)
            shop.host = kill_at_change(shop.host, number, moment)
            operation(shop)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), f"change {number}: the child failed"
    return code == KILLED
