"""Provisioning: what every new user gets, and what happens at a sign-in."""

from __future__ import annotations

from kit.msix_manifests import Traits
from kit.package_store import FRAMEWORK, PackageStore, error_of
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import DeploymentAnswer, ProvisionPackageOptions


def provision(store: PackageStore, family: str, *optional: str) -> DeploymentAnswer:
    options = ProvisionPackageOptions(optional_package_family_names=optional)
    return store.machine.packages.provision(family, options, store.deploying())


def deprovision(store: PackageStore, family: str) -> DeploymentAnswer:
    return store.machine.packages.deprovision(family, store.deploying())


def staged_family(store: PackageStore, name: str = "Contoso.Tool") -> str:
    assert store.stage(store.package(name)).succeeded
    return store.one(name, all_users=True).family_name


def test_a_provisioned_package_is_there_for_every_user_who_signs_in(store: PackageStore) -> None:
    family = staged_family(store)
    assert provision(store, family.upper()).succeeded
    assert [one.family_name for one in store.machine.packages.find_provisioned()] == [family]
    assert store.one(all_users=True).provisioned
    assert store.as_user("new").mine() == store.as_user("user").mine() == ["Contoso.Tool 1.0.0.0"]


def test_its_optional_packages_come_with_it(store: PackageStore) -> None:
    family = staged_family(store)
    assert store.stage(store.package("Contoso.Extra", traits=Traits(main=("Contoso.Tool", "")))).succeeded
    extra = store.one("Contoso.Extra", all_users=True).family_name
    code = ErrorCode.ProvisionOptionalPackageRequiresMainPackageProvisioned
    assert error_of(provision(store, extra))[0] is code
    assert provision(store, family, extra).succeeded
    assert store.as_user("new").mine() == ["Contoso.Extra 1.0.0.0", "Contoso.Tool 1.0.0.0"]


def test_who_has_removed_it_does_not_get_it_again(store: PackageStore) -> None:
    assert provision(store, staged_family(store)).succeeded
    new = store.as_user("new")
    assert new.mine() == ["Contoso.Tool 1.0.0.0"]
    assert new.remove(new.full_name()).succeeded
    assert store.as_user("new").mine() == []
    assert store.as_user("another").mine() == ["Contoso.Tool 1.0.0.0"]


def test_a_provisioned_package_stays_staged_when_the_last_user_removes_it(store: PackageStore) -> None:
    assert provision(store, staged_family(store)).succeeded
    new = store.as_user("new")
    assert new.remove(new.full_name()).succeeded
    assert store.all() == ["Contoso.Tool 1.0.0.0"]


def test_deprovisioning_takes_it_from_nobody(store: PackageStore) -> None:
    family = staged_family(store)
    assert provision(store, family).succeeded
    first = store.as_user("first")
    assert first.mine() == ["Contoso.Tool 1.0.0.0"]
    assert deprovision(store, family).succeeded
    assert store.machine.packages.find_provisioned() == []
    assert first.mine() == ["Contoso.Tool 1.0.0.0"]
    assert store.as_user("second").mine() == []


def test_it_needs_an_administrator_and_no_nearer_reason_is_given(store: PackageStore) -> None:
    family = staged_family(store)
    plain = store.as_user("plain", elevated=False)
    for answer in (provision(plain, family), deprovision(plain, family)):
        assert error_of(answer) == (ErrorCode.AccessDenied, 0)


def test_a_family_that_is_not_staged_is_refused(store: PackageStore) -> None:
    for answer in (provision(store, "Contoso.None_1234567890abc"), deprovision(store, "Contoso.None_1234567890abc")):
        assert error_of(answer) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.PathNotFound)


def test_a_newer_provisioned_version_comes_at_the_next_sign_in(store: PackageStore) -> None:
    family = staged_family(store)
    assert provision(store, family).succeeded
    assert store.as_user("new").mine() == ["Contoso.Tool 1.0.0.0"]
    assert store.stage(store.package(version="2.0.0.0")).succeeded
    assert provision(store, family).succeeded
    assert store.as_user("new").mine() == ["Contoso.Tool 2.0.0.0"]


def test_repeated_provisioning_is_no_error(store: PackageStore) -> None:
    family = staged_family(store)
    assert provision(store, family).succeeded
    assert provision(store, family).succeeded


def test_a_framework_can_be_provisioned(store: PackageStore) -> None:
    assert store.stage(store.package("Contoso.Frame", traits=Traits(framework=True))).succeeded
    assert provision(store, store.one("Contoso.Frame", all_users=True).family_name).succeeded
    assert store.as_user("new").mine() == ["Contoso.Frame 1.0.0.0"]


def test_a_provisioned_package_keeps_its_framework_for_new_users(store: PackageStore) -> None:
    """Who has it may remove it: the framework goes from this user, and stays on the machine."""
    frame = store.package("Contoso.Frame", traits=FRAMEWORK)
    needs = Traits(needs=(store.needs("Contoso.Frame"),), applications=("App",))
    assert store.add(store.package(traits=needs), dependency_package_uris=(frame,)).is_registered
    package = store.one()
    packages = store.machine.packages
    assert packages.provision(package.family_name, ProvisionPackageOptions(), store.deploying()).succeeded
    assert store.remove(package.full_name).succeeded
    assert store.mine() == []
    assert store.as_user("other").mine() == ["Contoso.Frame 1.0.0.0", "Contoso.Tool 1.0.0.0"]
