"""PackageRuntimeManager: a set in the package graph as a whole, or not at all."""

from __future__ import annotations

import pytest

from kit.fake_packages import FakePackages, package
from wingetpy.deployment.package_set import PackageSet, PackageSetItem
from wingetpy.deployment.runtime import PackageRuntimeManager
from wingetpy.errors import BadRequest, ErrorCode, MsixError
from wingetpy.hosts.packages import AddPackageDependencyOptions, CreatePackageDependencyOptions

RED = "Test.Red_1.2.3.4_x64__8wekyb3d8bbwe"
GREEN = "Test.Green_1.2.3.4_x64__8wekyb3d8bbwe"
URI = "file:///C:/a.msix"


def items(*families: str, uri: str | None = URI) -> PackageSet:
    return PackageSet(
        id="set",
        package_set_items=tuple(
            PackageSetItem(
                id=one, package_family_name=f"Test.{one}_8wekyb3d8bbwe", min_version="1.0.0.0", package_uri=uri
            )
            for one in families
        ),
    )


def test_every_item_is_resolved_and_taken_out_again() -> None:
    packages = FakePackages([package(RED), package(GREEN)])
    manager = PackageRuntimeManager.get_default(packages)
    disposition = manager.add_package_set(items("Red", "Green"))
    assert disposition.package_set_id == "set"
    assert [
        (one.package_set_item_id, one.package_full_name) for one in disposition.package_set_item_runtime_dispositions
    ] == [("Red", RED), ("Green", GREEN)]
    contexts = [one.package_dependency_context_id for one in disposition.package_set_item_runtime_dispositions]
    assert contexts == sorted(contexts)
    manager.remove_package_set(disposition)
    assert packages.graph == []


def test_with_options_it_does_the_same() -> None:
    packages = FakePackages([package(RED)])
    manager = PackageRuntimeManager(packages)
    manager.AddPackageSetWithOptions(
        items("Red"), CreatePackageDependencyOptions(), AddPackageDependencyOptions(rank=1)
    )
    assert [one.full_name for one in packages.graph] == [RED]


def test_where_an_item_cannot_be_resolved_nothing_stays() -> None:
    packages = FakePackages([package(RED), package(GREEN, users=())])
    with pytest.raises(MsixError) as refused:
        PackageRuntimeManager(packages).add_package_set(items("Red", "Green"))
    assert refused.value.code is ErrorCode.DependencyNotResolved
    assert packages.graph == []


def test_an_item_without_uri_is_an_invalid_argument() -> None:
    with pytest.raises(BadRequest) as refused:
        PackageRuntimeManager(FakePackages([package(RED)])).add_package_set(items("Red", uri=None))
    assert refused.value.code is ErrorCode.InvalidParameter
