"""Frameworks: found, registered for whoever needs them, and gone with the last."""

from __future__ import annotations

import pytest

from kit.msix_manifests import Traits
from kit.package_store import FRAMEWORK, PackageStore, error_of
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import Status
from wingetpy.hosts.sandbox.packages import set_package_status

UNRESOLVED = ErrorCode.InstallResolveDependencyFailed


def framework(store: PackageStore, version: str = "1.0.0.0", architecture: str = "x64") -> str:
    return store.package("Contoso.Frame", version, traits=Traits(framework=True, architecture=architecture))


def needing(store: PackageStore, minimum: str = "1.0.0.0", architecture: str = "", **more: object) -> Traits:
    return Traits(architecture=architecture, needs=(store.needs("Contoso.Frame", minimum, **more),))


def test_a_missing_framework_stops_the_deployment(store: PackageStore) -> None:
    answer = store.add(store.package(traits=needing(store)))
    assert error_of(answer)[0] is UNRESOLVED
    assert "Contoso.Frame_" in answer.error_text
    assert store.all() == []


def test_a_framework_that_is_staged_is_registered_with_the_package_and_named_by_it(store: PackageStore) -> None:
    assert store.stage(framework(store)).succeeded
    assert store.add(store.package(traits=needing(store))).succeeded
    assert store.mine() == ["Contoso.Frame 1.0.0.0 x64", "Contoso.Tool 1.0.0.0"]
    assert store.one().dependencies == (store.full_name("Contoso.Frame"),)


def test_an_offered_framework_is_staged_where_it_is_needed_and_ignored_where_not(store: PackageStore) -> None:
    frame, other = framework(store), store.package("Contoso.Other", traits=FRAMEWORK)
    tool = store.package(traits=needing(store))
    assert store.add(tool, dependency_package_uris=(frame, other)).succeeded
    assert store.all() == ["Contoso.Frame 1.0.0.0 x64", "Contoso.Tool 1.0.0.0"]


def test_the_newest_that_fits_is_taken(store: PackageStore) -> None:
    for version in ("1.0.0.0", "1.5.0.0"):
        assert store.stage(framework(store, version)).succeeded
    newest = framework(store, "1.7.0.0")
    assert store.add(store.package(traits=needing(store)), dependency_package_uris=(newest,)).succeeded
    assert store.mine() == ["Contoso.Frame 1.7.0.0 x64", "Contoso.Tool 1.0.0.0"]


def test_an_older_framework_than_the_minimum_does_not_do(store: PackageStore) -> None:
    assert store.stage(framework(store, "1.4.0.0")).succeeded
    assert error_of(store.add(store.package(traits=needing(store, "1.5.0.0"))))[0] is UNRESOLVED


def test_a_newer_major_version_is_taken_only_where_it_was_tested(store: PackageStore) -> None:
    assert store.stage(framework(store, "1.4.0.0")).succeeded
    assert store.stage(framework(store, "3.0.0.0")).succeeded
    assert store.add(store.package(traits=needing(store, max_major=2))).succeeded
    assert store.mine() == ["Contoso.Frame 1.4.0.0 x64", "Contoso.Tool 1.0.0.0"]
    assert store.add(store.package("Contoso.Newer", traits=needing(store, max_major=3))).succeeded
    assert "Contoso.Frame 3.0.0.0 x64" in store.mine()


def test_a_framework_has_the_architecture_of_the_package(store: PackageStore) -> None:
    assert store.stage(framework(store, "2.0.0.0", "x64")).succeeded
    x86 = store.package(traits=needing(store, architecture="x86"))
    assert error_of(store.add(x86))[0] is UNRESOLVED
    assert store.stage(framework(store, "1.0.0.0", "x86")).succeeded
    assert store.add(x86).succeeded
    assert store.mine() == ["Contoso.Frame 1.0.0.0 x86", "Contoso.Tool 1.0.0.0 x86"]


def test_an_optional_need_may_stay_open(store: PackageStore) -> None:
    assert store.add(store.package(traits=needing(store, optional=True))).succeeded
    assert store.one().status is Status.ok


def test_a_framework_that_is_disabled_does_not_do(store: PackageStore) -> None:
    assert store.stage(framework(store)).succeeded
    set_package_status(store.root, store.full_name("Contoso.Frame"), Status.disabled)
    assert error_of(store.add(store.package(traits=needing(store))))[0] is UNRESOLVED


def test_a_framework_goes_with_the_last_package_that_needs_it(store: PackageStore) -> None:
    assert store.stage(framework(store)).succeeded
    for name in ("Contoso.Tool", "Contoso.Second"):
        assert store.add(store.package(name, traits=needing(store))).succeeded
    assert store.remove(store.full_name()).succeeded
    assert store.mine() == ["Contoso.Frame 1.0.0.0 x64", "Contoso.Second 1.0.0.0"]
    assert store.remove(store.full_name("Contoso.Second")).succeeded
    assert store.mine() == store.all() == []


def test_a_framework_that_was_added_by_itself_stays(store: PackageStore) -> None:
    assert store.add(framework(store)).succeeded
    assert store.add(store.package(traits=needing(store))).succeeded
    assert store.remove(store.full_name()).succeeded
    assert store.mine() == ["Contoso.Frame 1.0.0.0 x64"]


def test_a_framework_that_is_needed_is_not_removed(store: PackageStore) -> None:
    assert store.add(framework(store)).succeeded
    assert store.add(store.package(traits=needing(store))).succeeded
    answer = store.remove(store.full_name("Contoso.Frame"))
    assert error_of(answer)[0] is UNRESOLVED
    assert "Contoso.Tool" in answer.error_text


def test_a_framework_for_another_architecture_does_not_stand_in_for_one_that_is_needed(store: PackageStore) -> None:
    for architecture in ("x86", "x64"):
        assert store.add(framework(store, architecture=architecture)).succeeded
    assert store.add(store.package(traits=needing(store, architecture="x64"))).succeeded
    [x64] = [one.full_name for one in store.machine.packages.find() if "Frame_1.0.0.0_x64" in one.full_name]
    assert error_of(store.remove(x64))[0] is UNRESOLVED
    assert store.remove(x64.replace("x64", "x86")).succeeded
    assert store.one().status is Status.ok


def test_a_package_that_takes_no_newer_major_version_keeps_its_framework(store: PackageStore) -> None:
    assert store.stage(framework(store, "1.4.0.0")).succeeded
    assert store.stage(framework(store, "3.0.0.0")).succeeded
    assert store.add(store.package(traits=needing(store, max_major=2))).succeeded
    assert store.add(store.package("Contoso.Newer", traits=needing(store, max_major=3))).succeeded
    frames = ["Contoso.Frame 1.4.0.0 x64", "Contoso.Frame 3.0.0.0 x64"]
    assert store.mine() == [*frames, "Contoso.Newer 1.0.0.0", "Contoso.Tool 1.0.0.0"]
    assert store.one().status is Status.ok
    assert store.remove(store.full_name()).succeeded
    assert store.mine() == [frames[1], "Contoso.Newer 1.0.0.0"]


def test_a_newer_framework_replaces_the_older_one_of_its_architecture(store: PackageStore) -> None:
    assert store.add(framework(store)).succeeded
    assert store.add(framework(store, architecture="x86")).succeeded
    assert store.add(framework(store, "2.0.0.0")).succeeded
    assert store.mine() == ["Contoso.Frame 1.0.0.0 x86", "Contoso.Frame 2.0.0.0 x64"]


def test_a_framework_in_use_by_a_package_is_not_replaced(store: PackageStore) -> None:
    assert store.add(framework(store)).succeeded
    assert store.add(store.package(traits=needing(store))).succeeded
    store.run(store.one())
    newer = framework(store, "2.0.0.0")
    assert error_of(store.add(newer))[0] is ErrorCode.PackagesInUse
    assert error_of(store.add(newer, force_target_app_shutdown=True))[0] is ErrorCode.PackagesInUse
    assert store.add(newer, force_app_shutdown=True).succeeded


@pytest.mark.parametrize("architecture", ["arm64", "x86a64"])
def test_a_package_for_another_architecture_is_refused(store: PackageStore, architecture: str) -> None:
    answer = store.add(store.package(traits=Traits(architecture=architecture)))
    assert error_of(answer)[0] is ErrorCode.InstallWrongProcessorArchitecture


@pytest.mark.parametrize("architecture", ["x86", "x64", "arm", "arm64", "x86a64"])
def test_arm64_takes_all_architectures(store: PackageStore, architecture: str) -> None:
    arm = store.as_user("user", architecture="arm64")
    assert arm.add(arm.package(traits=Traits(architecture=architecture))).succeeded


def test_a_package_for_a_newer_windows_or_another_device_is_refused(store: PackageStore) -> None:
    newer = Traits(families=(("Windows.Desktop", "10.0.22000.0"),))
    phone = Traits(families=(("Windows.Mobile", "10.0.10000.0"),))
    for traits in (newer, phone):
        assert error_of(store.add(store.package(traits=traits)))[0] is ErrorCode.InstallPrerequisiteFailed
    assert store.add(
        store.package(traits=Traits(families=(*newer.families, ("Windows.Universal", "10.0.0.0"))))
    ).succeeded


def test_a_package_that_runs_in_another_needs_that(store: PackageStore) -> None:
    hosted = Traits(host_runtime=store.needs("Contoso.Host", "2.0.0.0"))
    code = ErrorCode.InstallResolveHostRuntimeDependencyFailed
    assert error_of(store.add(store.package(traits=hosted)))[0] is code
    assert store.add(store.package("Contoso.Host", "1.0.0.0")).succeeded
    assert error_of(store.add(store.package(traits=hosted)))[0] is code
    assert store.add(store.package("Contoso.Host", "2.0.0.0")).succeeded
    assert store.add(store.package(traits=hosted)).succeeded


def test_of_a_framework_only_the_version_that_is_used_stays_with_the_user(store: PackageStore) -> None:
    needs = Traits(needs=(store.needs("Contoso.Frame"),), applications=("App",))
    for version in ("1.0.0.0", "2.0.0.0"):
        frame = store.package("Contoso.Frame", version, traits=FRAMEWORK)
        assert store.add(store.package(version=version, traits=needs), dependency_package_uris=(frame,)).is_registered
    assert store.mine() == ["Contoso.Frame 2.0.0.0", "Contoso.Tool 2.0.0.0"]
    assert store.all() == store.mine()
