"""Two engines deploy at once: one after the other, and both come to their end."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from kit.package_store import PackageStore, error_of
from wingetpy.errors import Busy, ErrorCode
from wingetpy.hosts.lock_file import lock_file
from wingetpy.hosts.sandbox import SandboxHost

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


def start(store: PackageStore, work: Callable[[], bool]) -> int:
    child = os.fork()
    if not child:
        code = 1
        try:
            store.__dict__["machine"] = SandboxHost(store.root)
            code = 0 if work() else 2
        finally:
            os._exit(code)
    return child


def ended_well(*children: int) -> bool:
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * len(children)


def test_different_packages_are_all_there(store: PackageStore) -> None:
    names = [f"Contoso.Tool{number}" for number in range(6)]
    uris = {name: store.package(name) for name in names}
    assert store.machine.packages.find() == []

    def add(mine: list[str]) -> bool:
        return all(store.add(uris[name]).is_registered for name in mine)

    assert ended_well(start(store, lambda: add(names[:3])), start(store, lambda: add(names[3:])))
    assert store.mine() == [f"{name} 1.0.0.0" for name in names]
    assert store.folders() == sorted(one.full_name for one in store.machine.packages.find())


def test_adding_and_removing_the_same_package_leaves_it_whole_or_gone(store: PackageStore) -> None:
    uri = store.package(parts={"tool.exe": bytes(range(256)) * 4000})
    assert store.add(uri).succeeded
    full_name = store.full_name()

    def churn() -> bool:
        allowed = (0, ErrorCode.InstallPackageNotFound)
        return all(store.add(uri).succeeded and store.remove(full_name).error in allowed for _ in range(8))

    assert ended_well(start(store, churn), start(store, churn))
    assert store.add(uri).succeeded
    assert store.one().status.is_ok
    assert store.folders() == [full_name]


def test_a_look_does_not_wait_for_a_deployment(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    with lock_file(store.root / "Packages" / "change.lock", 0, Busy("held")):
        assert store.host().packages.find()
        store.stop_after = 0
        assert error_of(store.add(store.package(version="2.0.0.0")))[0] is ErrorCode.Cancelled
