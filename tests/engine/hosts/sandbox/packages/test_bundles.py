"""Bundles: of their packages those that fit the machine, as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.msix import make_bundle
from kit.msix_manifests import Traits
from kit.package_store import PackageStore, error_of
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import PackageTypes, StubPackageOption

X64, X86, ARM64 = (Traits(architecture=one, applications=("App",)) for one in ("x64", "x86", "arm64"))


def german(number: str = "de") -> Traits:
    return Traits(resource_package=True, resource=f"split.language-{number}", languages=(number,))


def bundle(
    store: PackageStore, version: str = "1.0.0.0", *, signed_inside: bool = True, stubs: tuple[Path, ...] = ()
) -> str:
    parts = []
    for traits in (X64, X86, german(), german("fr")):
        file = store.folder / f"{version}-{traits.architecture}{traits.resource}.msix"
        store.package(version=version, file=file.name, traits=traits)
        parts.append(file)
    target = store.folder / f"{version}.msixbundle"
    return make_bundle(target, store.signer, parts, stubs=stubs, version=version).as_uri()


def test_the_application_for_the_machine_and_the_users_languages_are_installed(store: PackageStore) -> None:
    user = store.as_user("user", locales=("de-AT", "en-US"))
    assert user.add(bundle(store)).is_registered
    assert user.mine() == [
        "Contoso.Tool 1.0.0.0 split.language-de",
        "Contoso.Tool 1.0.0.0 x64",
        "Contoso.Tool 1.0.0.0 ~",
    ]
    assert user.mine(PackageTypes.main) == ["Contoso.Tool 1.0.0.0 x64"]
    assert user.mine(PackageTypes.bundle) == ["Contoso.Tool 1.0.0.0 ~"]
    assert user.mine(PackageTypes.resource) == ["Contoso.Tool 1.0.0.0 split.language-de"]


def test_all_resources_can_be_asked_for(store: PackageStore) -> None:
    assert store.add(bundle(store), install_all_resources=True).succeeded
    assert len(store.mine(PackageTypes.resource)) == 2


def test_what_came_with_a_bundle_goes_with_it(store: PackageStore) -> None:
    assert store.add(bundle(store), install_all_resources=True).succeeded
    assert store.add(bundle(store, "2.0.0.0")).succeeded
    assert store.all() == ["Contoso.Tool 2.0.0.0 x64", "Contoso.Tool 2.0.0.0 ~"]
    [whole] = store.machine.packages.find(types=PackageTypes.bundle)
    assert store.remove(whole.full_name).succeeded
    assert store.all() == store.folders() == []


def test_a_bundle_without_a_package_for_the_machine_is_refused(store: PackageStore) -> None:
    file = store.folder / "arm.msix"
    store.package(file=file.name, traits=ARM64)
    target = make_bundle(store.folder / "arm.msixbundle", store.signer, [file], version="1.0.0.0")
    answer = store.add(target.as_uri())
    assert error_of(answer)[1] is ErrorCode.InstallWrongProcessorArchitecture


def test_the_packages_of_a_flat_bundle_lie_beside_it(store: PackageStore) -> None:
    file = store.folder / "beside.msix"
    store.package(file=file.name, traits=X64)
    target = make_bundle(store.folder / "flat.msixbundle", store.signer, [file], version="1.0.0.0", is_flat=True)
    assert store.add(target.as_uri()).is_registered
    assert store.mine(PackageTypes.main) == ["Contoso.Tool 1.0.0.0 x64"]
    assert store.remove(store.full_name()).succeeded
    file.unlink()
    assert error_of(store.add(target.as_uri())) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.PathNotFound)


@pytest.fixture
def stubbed(store: PackageStore) -> tuple[str, str]:
    """Two versions of a bundle with a stub."""
    uris = []
    for version in ("1.0.0.0", "2.0.0.0"):
        stub = store.folder / f"stub{version}.msix"
        store.package(version=version, parts={"stub.exe": b"stub"}, file=stub.name, traits=X64)
        uris.append(bundle(store, version, stubs=(stub,)))
    return uris[0], uris[1]


def test_a_bundle_is_installed_whole_unless_its_stub_is_asked_for(
    store: PackageStore, stubbed: tuple[str, str]
) -> None:
    assert store.add(stubbed[0]).succeeded
    assert not store.one().is_stub
    assert store.remove(store.full_name()).succeeded
    assert store.add(stubbed[0], stub_package_option=StubPackageOption.InstallStub).succeeded
    assert store.one().is_stub
    assert store.content(store.one()) == {"stub.exe": b"stub"}


def test_an_update_keeps_the_kind_that_is_installed(store: PackageStore, stubbed: tuple[str, str]) -> None:
    assert store.add(stubbed[0], stub_package_option=StubPackageOption.InstallStub).succeeded
    assert store.add(stubbed[1]).succeeded
    assert (store.one().version, store.one().is_stub) == ("2.0.0.0", True)


def test_the_preference_of_a_family_is_remembered(store: PackageStore, stubbed: tuple[str, str]) -> None:
    assert store.add(stubbed[0], stub_package_option=StubPackageOption.InstallStub).succeeded
    assert store.remove(store.full_name()).succeeded
    assert store.add(stubbed[1], stub_package_option=StubPackageOption.UsePreference).succeeded
    assert store.one().is_stub
