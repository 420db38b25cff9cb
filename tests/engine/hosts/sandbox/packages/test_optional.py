"""Optional packages and related sets: with their main package, never without."""

from __future__ import annotations

import msgspec
import pytest

from kit.msix_manifests import Traits
from kit.package_store import PackageStore, error_of
from wingetpy.errors import ErrorCode
from wingetpy.hosts.sandbox.packages.repository import Repository

EXTRA = Traits(main=("Contoso.Tool", ""), applications=("Extra",))


def test_an_optional_package_needs_its_main_package(store: PackageStore) -> None:
    code = ErrorCode.InstallOptionalPackageRequiresMainPackage
    extra = store.package("Contoso.Extra", traits=EXTRA)
    assert error_of(store.add(extra))[0] is code
    assert store.add(store.package()).succeeded
    assert store.add(extra).succeeded
    assert store.one("Contoso.Extra").is_optional
    other = store.as_user("other")
    assert error_of(other.add(extra))[0] is code


def test_a_package_that_modifies_another_behaves_alike(store: PackageStore) -> None:
    extra = store.package("Contoso.Change", traits=Traits(main=("Contoso.Tool", ""), modification=True))
    assert error_of(store.add(extra))[0] is ErrorCode.InstallOptionalPackageRequiresMainPackage
    assert store.add(store.package()).succeeded
    assert store.add(extra).succeeded


@pytest.mark.parametrize("option", ["optional_package_uris", "related_package_uris"])
def test_optional_packages_come_along_and_related_ones_are_only_staged(store: PackageStore, option: str) -> None:
    extra = store.package("Contoso.Extra", traits=EXTRA)
    assert store.add(store.package(), **{option: (extra,)}).succeeded
    assert ("Contoso.Extra 1.0.0.0" in store.mine()) == (option == "optional_package_uris")
    assert store.all() == ["Contoso.Extra 1.0.0.0", "Contoso.Tool 1.0.0.0"]


def test_a_staged_optional_package_comes_along_by_its_family_name(store: PackageStore) -> None:
    assert store.stage(store.package("Contoso.Extra", traits=EXTRA)).succeeded
    family = store.one("Contoso.Extra", all_users=True).family_name
    assert store.add(store.package(), optional_package_family_names=(family,)).succeeded
    assert store.mine() == ["Contoso.Extra 1.0.0.0", "Contoso.Tool 1.0.0.0"]


def test_two_packages_with_one_application_id_do_not_go_together(store: PackageStore) -> None:
    assert store.add(store.package(traits=Traits(applications=("Extra",)))).succeeded
    code = ErrorCode.InstallOptionalPackageApplicationIdNotUnique
    assert error_of(store.add(store.package("Contoso.Extra", traits=EXTRA)))[0] is code
    third = Traits(main=("Contoso.Tool", ""), applications=("Other",))
    assert store.add(store.package("Contoso.Second", traits=third)).succeeded
    assert error_of(store.add(store.package("Contoso.Third", traits=third)))[0] is code


def test_an_optional_package_stays_when_its_main_is_updated(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    assert store.add(store.package("Contoso.Extra", traits=EXTRA)).succeeded
    assert store.add(store.package(version="2.0.0.0")).succeeded
    assert store.mine() == ["Contoso.Extra 1.0.0.0", "Contoso.Tool 2.0.0.0"]


def test_a_related_set_is_updated_as_a_whole(store: PackageStore) -> None:
    assert store.add(store.package()).succeeded
    assert store.add(store.package("Contoso.Extra", traits=EXTRA)).succeeded
    repository = Repository(store.root / "Packages")
    before = repository.read()
    after = before.copy()  # as the bundle of the main package says
    main = before.packages[store.full_name().lower()]
    after.put(msgspec.structs.replace(main, related=(store.one("Contoso.Extra").family_name,)))
    repository.write(before, after)
    newer = store.package(version="2.0.0.0")
    newer_extra = store.package("Contoso.Extra", "2.0.0.0", traits=EXTRA)
    for alone in (newer, newer_extra):
        assert error_of(store.add(alone))[0] is ErrorCode.InstallInvalidRelatedSetUpdate
    assert store.mine() == ["Contoso.Extra 1.0.0.0", "Contoso.Tool 1.0.0.0"]
    assert store.add(newer, optional_package_uris=(newer_extra,)).is_registered
    assert store.mine() == ["Contoso.Extra 2.0.0.0", "Contoso.Tool 2.0.0.0"]
