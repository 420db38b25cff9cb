"""A deployment that is killed, at each of its changes and while it unpacks: the store is as before or as after, and the
next change makes the disk agree with it.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec
import pytest

from kit.msix_manifests import Traits
from kit.package_store import ALL_TYPES, PackageStore
from wingetpy.hosts.counting import KILLED, Moment
from wingetpy.hosts.packages import AddPackageOptions, DeploymentAnswer, ProvisionPackageOptions
from wingetpy.hosts.sandbox import Faults, SandboxHost

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")

DATA = Random(2).randbytes(6 << 20)
FIRST = {"tool.exe": DATA[:200_000], "old.bin": b"old"}
SECOND = {"tool.exe": DATA[100_000:300_000], "new.bin": b"new"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> PackageStore:
    """Packages to deploy, and a machine without any."""
    store = PackageStore(tmp_path_factory.mktemp("template"))
    store.package("Contoso.Frame", parts={"frame.dll": b"frame"}, traits=Traits(framework=True))
    needs = Traits(needs=(store.needs("Contoso.Frame"),), applications=("App",))
    store.package(parts=FIRST, traits=needs)
    store.package(version="2.0.0.0", parts=SECOND, traits=needs)
    store.package("Contoso.Large", parts={"large.bin": DATA})
    assert store.machine.packages.find() == []
    return store


def uri(store: PackageStore, name: str = "Contoso.Tool", version: str = "1.0.0.0") -> str:
    return (store.folder / f"{name}_{version}_neutral.msix").as_uri()


def add(store: PackageStore) -> DeploymentAnswer:
    return store.add(uri(store), dependency_package_uris=(uri(store, "Contoso.Frame"),))


def update(store: PackageStore) -> DeploymentAnswer:
    return store.add(uri(store, version="2.0.0.0"))


def remove(store: PackageStore) -> DeploymentAnswer:
    return store.remove(store.full_name())


def damage(store: PackageStore) -> DeploymentAnswer:
    for name in FIRST:
        path = store.native(store.one()) / name
        path.write_bytes(b"damaged")
    return DeploymentAnswer()


def repair(store: PackageStore) -> DeploymentAnswer:
    return store.repair(store.full_name())


def reset(store: PackageStore) -> DeploymentAnswer:
    return store.machine.packages.reset(store.full_name(), store.deploying())


def provision(store: PackageStore) -> DeploymentAnswer:
    return store.machine.packages.provision(store.one().family_name, ProvisionPackageOptions(), store.deploying())


Verb = Callable[[PackageStore], DeploymentAnswer]
CASES: dict[str, tuple[tuple[Verb, ...], Verb]] = {
    "add with a framework": ((), add),
    "update": ((add,), update),
    "remove": ((add,), remove),
    "repair": ((add, damage), repair),
    "reset": ((add,), reset),
    "provision": ((add,), provision),
}


def copy_of(store: PackageStore, folder: Path) -> PackageStore:
    """Return the same machine in another folder, with the same packages."""
    shutil.copytree(store.folder, folder)
    other = PackageStore(folder)
    other.__dict__["signer"] = store.signer
    return other


def killed(store: PackageStore, verb: Verb, faults: Faults) -> bool:
    """Do something in a child that dies; False if it came to its end."""
    child = os.fork()
    if not child:
        code = 1
        try:
            store.__dict__["machine"] = SandboxHost(store.root, faults=faults)
            code = 0 if verb(store).succeeded else 2
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED)
    return code == KILLED


def seen(store: PackageStore) -> list[tuple[str, bool, bool]]:
    """What the machine shows: packages, who has them, what is provisioned."""
    packages = SandboxHost(store.root).packages.find(types=ALL_TYPES, all_users=True)
    return sorted((one.full_name, bool(one.users), one.provisioned) for one in packages)


def assert_whole(store: PackageStore, *, damaged: bool) -> None:
    """Check that what is shown is on the disk, whole, and after the next change nothing else."""
    store.__dict__["machine"] = SandboxHost(store.root)
    for package in store.machine.packages.find(types=ALL_TYPES, all_users=True):
        [found] = store.machine.packages.find(full_name=package.full_name, types=ALL_TYPES, all_users=True)
        assert damaged or found.status.is_ok
        assert store.native(package).is_dir()
    assert store.add(uri(store, "Contoso.Large")).succeeded
    packages = store.machine.packages.find(types=ALL_TYPES, all_users=True)
    assert store.folders() == sorted(one.full_name for one in packages)
    families = store.root / "C" / "Users" / "user" / "AppData" / "Local" / "Packages"
    assert {path.name for path in families.iterdir()} == {
        one.family_name for one in packages if one.users and not one.is_framework
    }
    assert all((path / "LocalState").is_dir() for path in families.iterdir())


MOMENTS = [pytest.param(one, marks=[] if one is Moment.before else pytest.mark.slow) for one in Moment]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("case", list(CASES))
def test_killed_at_any_change_it_leaves_the_store_as_before_or_as_after(
    template: PackageStore, tmp_path: Path, case: str, moment: Moment
) -> None:
    made_before, verb = CASES[case]
    before = copy_of(template, tmp_path / "before")
    for one in made_before:
        assert one(before).succeeded
    after = copy_of(before, tmp_path / "after")
    assert verb(after).succeeded
    possible = [seen(before), seen(after)]
    for number in range(2, 40):  # the first is the deployment itself, which begins with nothing and ends with all
        store = copy_of(before, tmp_path / str(number))
        was_killed = killed(store, verb, Faults(kill_at_change=number, kill_moment=moment))
        assert seen(store) in possible
        assert_whole(store, damaged=case == "repair")
        if not was_killed:
            break
        again = copy_of(before, tmp_path / f"{number}-again")
        assert killed(again, verb, Faults(kill_at_change=number, kill_moment=moment))
        if seen(again) == possible[0]:
            assert verb(again).succeeded, "what was killed can be done again at once"
        shutil.rmtree(store.folder)
        shutil.rmtree(again.folder)
    assert (3 if case == "provision" else 5) <= number < 40


def dying_at(number: int) -> Verb:
    """Return a deployment that ends the process when it asks for the n-th time whether to go on."""
    left = [number]

    def go_on() -> None:
        left[0] -= 1
        if not left[0]:
            os._exit(KILLED)

    def add_large(store: PackageStore) -> DeploymentAnswer:
        deploying = msgspec.structs.replace(store.deploying(), go_on=go_on)
        return store.machine.packages.add(uri(store, "Contoso.Large"), AddPackageOptions(), deploying)

    return add_large


def test_killed_while_it_unpacks_it_leaves_nothing(template: PackageStore, tmp_path: Path) -> None:
    for number in range(1, 40):
        store = copy_of(template, tmp_path / str(number))

        was_killed = killed(store, dying_at(number), Faults())
        if not was_killed:
            break
        assert seen(store) == []
        assert_whole(store, damaged=False)
        shutil.rmtree(store.folder)
    assert 5 < number < 40
