"""What is shown of the packages, and that a look is quick."""

from __future__ import annotations

import time

import msgspec
import pytest

from kit.msix_manifests import Traits
from kit.package_store import ALL_TYPES, FRAMEWORK, PackageStore
from wingetpy.errors import ErrorCode, HostError, MsixError
from wingetpy.hosts.packages import (
    AddPackageDependencyOptions,
    ArchitectureFilter,
    CreatePackageDependencyOptions,
    Feature,
    PackageTypes,
    RuntimeDependency,
    Status,
)
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.hosts.sandbox.packages import set_package_status
from wingetpy.hosts.sandbox.packages.products import write_products
from wingetpy.hosts.sandbox.packages.records import Registration, StoredPackage, User
from wingetpy.hosts.sandbox.packages.repository import Repository
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.msix.identity import PackageIdentity


def test_packages_are_found_by_their_kind(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    assert store.add(store.package("Contoso.Frame", traits=FRAMEWORK)).succeeded
    assert store.add(store.package("Contoso.Extra", traits=Traits(main=("Contoso.Tool", "")))).succeeded
    assert store.mine(PackageTypes.main) == ["Contoso.Tool 1.0.0.0"]
    assert store.mine(PackageTypes.framework) == ["Contoso.Frame 1.0.0.0"]
    assert store.mine(PackageTypes.optional) == ["Contoso.Extra 1.0.0.0"]
    assert len(store.machine.packages.find()) == 2, "main packages and frameworks, unless others are asked for"


def test_packages_of_all_users_are_shown_to_an_administrator_only(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    other = store.as_user("other")
    assert other.add(store.package()).succeeded
    assert [user.security_id for user in store.one().users] == [store.facts.sid]
    assert len(store.one(all_users=True).users) == 2
    with pytest.raises(HostError) as refused:
        store.as_user("plain", elevated=False).machine.packages.find(all_users=True)
    assert refused.value.code is ErrorCode.CommandRequiresAdmin


def test_a_package_whose_framework_is_gone_has_an_issue(store: PackageStore) -> None:
    assert store.add(store.package("Contoso.Frame", traits=FRAMEWORK)).succeeded
    assert store.add(store.package(traits=Traits(needs=(store.needs("Contoso.Frame"),)))).succeeded
    assert store.one().status.is_ok
    set_package_status(store.root, store.full_name("Contoso.Frame"), Status.tampered)
    assert store.one().status is Status.dependency_issue


def test_every_change_has_a_generation_of_its_own(store: PackageStore) -> None:
    packages = store.machine.packages
    seen = [packages.generation()]
    assert store.add(store.package()).succeeded
    seen.append(packages.generation())
    assert packages.generation() == seen[-1]
    assert store.host().packages.generation() == seen[-1]
    assert store.remove(store.full_name()).succeeded
    seen.append(packages.generation())
    assert len(set(seen)) == 3


def test_a_product_is_its_packages(store: PackageStore) -> None:
    assert store.machine.packages.product_packages("9NONE") == []
    write_products(store.root / "Packages", {"9TOOL": ["Contoso.Tool_1.0.0.0_x64__1234567890abc"]})
    assert store.machine.packages.product_packages("9tool") == ["Contoso.Tool_1.0.0.0_x64__1234567890abc"]


def test_a_store_has_all_features(store: PackageStore) -> None:
    assert all(store.machine.packages.supports(feature) for feature in Feature)
    assert store.machine.packages.refusal("any") is None


def test_damaged_records_are_named_and_left_as_they_are(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    path = store.root / "Packages" / "repository.db"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(HostError) as refused:
        store.machine.packages.find()
    assert refused.value.code is ErrorCode.PackageRepositoryCorrupted
    assert str(path) in refused.value.text
    answer = store.remove("Contoso.Tool_1.0.0.0_neutral__1234567890abc")
    assert answer.error == ErrorCode.PackageRepositoryCorrupted
    assert path.read_bytes() == b"no database" * 1000
    assert len(store.folders()) == 1


def test_records_that_a_loss_of_power_cut_to_nothing_are_no_empty_store(store: PackageStore) -> None:
    """They would have every package that is there removed as one of which nobody knows."""
    assert store.add(store.package()).succeeded
    path = store.root / "Packages" / "repository.db"
    path.write_bytes(b"")
    with pytest.raises(HostError, match="nothing in it"):
        store.host().packages.find()
    assert store.add(store.package("Contoso.Other")).error == ErrorCode.PackageRepositoryCorrupted
    assert len(store.folders()) == 1


def test_what_a_cut_first_change_left_beside_the_records_is_no_hindrance(store: PackageStore) -> None:
    (store.root / "Packages").mkdir(parents=True)
    for name in ("repository.db.new", "repository.db.new-journal"):
        (store.root / "Packages" / name).write_bytes(b"cut" * 1000)
    assert store.mine() == []
    assert store.machine.packages.generation() == ""
    assert store.add(store.package()).succeeded
    assert sorted(path.name for path in (store.root / "Packages").glob("repository*")) == ["repository.db"]


def test_400_packages_are_listed_in_a_few_milliseconds(store: PackageStore) -> None:
    state, sid = State(), store.facts.sid
    state.put(User(security_id=sid, name="user"))
    for number in range(400):
        identity = PackageIdentity(f"Contoso.Tool{number}", "CN=Contoso", "1.2.3.4", "x64")
        package = StoredPackage(
            identity=identity,
            volume=store.machine.packages.volumes()[0].name,
            location=rf"C:\Program Files\WindowsApps\{identity.full_name}",
        )
        state.put(package)
        state.put(Registration(user=sid, full_name=package.full_name, family_name=package.family_name))
    Repository(store.root / "Packages").write(State(), state)
    packages = SandboxHost(store.root).packages
    assert len(packages.find(types=ALL_TYPES)) == 400
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        packages.find()
        times.append(time.perf_counter() - begin)
    assert min(times) < 0.05, times


class TestPackageGraph:
    def add(self, store: PackageStore, minimum: str, filter_: int = 0, rank: int = 0, **add: bool) -> RuntimeDependency:
        return store.machine.packages.add_dependency(
            store.one("Contoso.Frame", all_users=True).family_name,
            minimum,
            ArchitectureFilter(filter_),
            CreatePackageDependencyOptions(),
            AddPackageDependencyOptions(rank=rank, **add),  # type: ignore[arg-type]
        )

    def test_takes_the_newest_framework_that_fits(self, store: PackageStore) -> None:
        for architecture, version in (("x64", "1.0.0.0"), ("x86", "2.0.0.0")):
            traits = Traits(framework=True, architecture=architecture)
            assert store.add(store.package("Contoso.Frame", version, traits=traits)).succeeded
        packages = store.machine.packages
        family = packages.find()[0].family_name
        none, x86 = ArchitectureFilter.none, ArchitectureFilter.x86
        options = CreatePackageDependencyOptions(), AddPackageDependencyOptions()
        first = packages.add_dependency(family, "0.5.0.0", none, *options)
        second = packages.add_dependency(family, "0.5.0.0", x86, *options)
        assert ("_1.0.0.0_x64_" in first.full_name, "_2.0.0.0_x86_" in second.full_name) == (True, True)
        assert first.dependency_id != second.dependency_id
        assert first.context_id < second.context_id
        packages.remove_dependency(first)
        packages.remove_dependency(first)

    @pytest.mark.parametrize("minimum", ["1.0.0.1", "2.0.0.0"])
    def test_takes_no_older_one(self, store: PackageStore, minimum: str) -> None:
        assert store.add(store.package("Contoso.Frame", traits=FRAMEWORK)).succeeded
        assert self.add(store, "1.0.0.0").full_name == store.full_name("Contoso.Frame")
        with pytest.raises(MsixError) as refused:
            self.add(store, minimum)
        assert refused.value.code is ErrorCode.DependencyNotResolved

    def test_takes_nothing_that_is_only_staged_or_not_usable(self, store: PackageStore) -> None:
        assert store.stage(store.package("Contoso.Frame", traits=FRAMEWORK)).succeeded
        with pytest.raises(MsixError):
            self.add(store, "1.0.0.0")
        assert store.register(store.full_name("Contoso.Frame")).succeeded
        set_package_status(store.root, store.full_name("Contoso.Frame"), Status.modified)
        with pytest.raises(MsixError):
            self.add(store, "1.0.0.0")


def test_records_are_one_kind_of_text_each(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    state = Repository(store.root / "Packages").read()
    for record in state.records():
        assert msgspec.json.decode(msgspec.json.encode(record), type=type(record)) == record
