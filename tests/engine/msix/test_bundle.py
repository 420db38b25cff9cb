"""Bundles: which of their packages a machine gets, and which bundles are refused."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from kit.certificates import Holder, publisher, subject
from kit.msix import make_bundle, make_package
from kit.msix_manifests import Traits
from wingetpy.errors import ErrorCode, HostError, MsixError
from wingetpy.msix.applicability import MachineFit, choose_packages, runs_here
from wingetpy.msix.bundle import verify_contained
from wingetpy.msix.bundle_manifest import BundleManifest
from wingetpy.msix.byte_source import ByteSource, FileBytes, MemoryBytes
from wingetpy.msix.chain import Trust
from wingetpy.msix.package import OpenedPackage, VerifiedPackage, open_package, verify_package
from wingetpy.msix.payload import check_payload

PC = MachineFit(architecture="x64", os_version="10.0.22631.0", languages=("de-AT", "en-US"), scale=150)


@pytest.fixture(scope="module")
def signer() -> Holder:
    return publisher()


def packages(folder: Path, signer: Holder | None) -> dict[str, Path]:
    """Write packages of one application: for architectures, languages and scales."""
    made = {}
    for architecture in ("x86", "x64", "arm64"):
        traits = Traits(architecture=architecture, applications=("App",))
        made[architecture] = make_package(folder / f"{architecture}.msix", signer, traits=traits)
    for language in ("de-DE", "en-US", "fr-FR"):
        traits = Traits(resource=f"split.language-{language[:2]}", resource_package=True, languages=(language,))
        made[language] = make_package(folder / f"{language}.msix", signer, [("a.txt", b"a")], traits=traits)
    for scale in (100, 200, 400):
        traits = Traits(resource=f"split.scale-{scale}", resource_package=True, scales=(scale,))
        made[str(scale)] = make_package(folder / f"scale-{scale}.msix", signer, [("a.png", b"a")], traits=traits)
    return made


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory, signer: Holder) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    stub = make_package(folder / "stub.msix", signer, [("s.exe", b"MZ")], traits=Traits(architecture="x64"))
    return make_bundle(folder / "a.msixbundle", signer, packages(folder, signer).values(), stubs=[stub])


def manifest_of(path: Path) -> BundleManifest:
    with FileBytes(path) as source:
        found = open_package(source).bundle
    assert found is not None
    return found


def chosen(path: Path, fit: MachineFit, *, stub: bool = False, all_resources: bool = False) -> list[str]:
    found = choose_packages(manifest_of(path), fit, stub=stub, all_resources=all_resources)
    return sorted(package.file_name for package in found)


def test_a_machine_gets_its_architecture_its_user_the_languages(bundle: Path) -> None:
    assert chosen(bundle, PC) == ["de-DE.msix", "en-US.msix", "scale-200.msix", "x64.msix"]


@pytest.mark.parametrize(("architecture", "taken"), [("x86", "x86.msix"), ("x64", "x64.msix"), ("arm64", "arm64.msix")])
def test_each_architecture_gets_its_own(bundle: Path, architecture: str, taken: str) -> None:
    assert chosen(bundle, MachineFit(architecture=architecture)) == sorted(["scale-100.msix", taken])


@pytest.mark.parametrize(("machine", "taken"), [("x64", "x86"), ("arm64", "x86"), ("x86", "x86")])
def test_a_machine_takes_what_it_runs_where_its_own_is_missing(
    signer: Holder, machine: str, taken: str, tmp_path: Path
) -> None:
    path = make_bundle(tmp_path / "a.msixbundle", signer, [packages(tmp_path, signer)["x86"]])
    assert chosen(path, MachineFit(architecture=machine)) == [f"{taken}.msix"]


def test_a_bundle_without_a_fitting_application_is_refused(signer: Holder, tmp_path: Path) -> None:
    made = packages(tmp_path, signer)
    path = make_bundle(tmp_path / "a.msixbundle", signer, [made["x64"], made["arm64"]])
    with pytest.raises(MsixError) as caught:
        chosen(path, MachineFit(architecture="x86"))
    assert caught.value.code is ErrorCode.InstallWrongProcessorArchitecture
    assert "arm64, x64" in caught.value.text


def test_an_application_for_a_newer_windows_is_refused(bundle: Path) -> None:
    with pytest.raises(MsixError) as caught:
        chosen(bundle, MachineFit(architecture="x64", os_version="10.0.10240.0"))
    assert caught.value.code is ErrorCode.InstallPrerequisiteFailed


def test_the_largest_scale_is_taken_where_none_is_enough(bundle: Path) -> None:
    assert "scale-400.msix" in chosen(bundle, MachineFit(architecture="x64", scale=500))


def test_all_resources_can_be_wanted(bundle: Path) -> None:
    assert len(chosen(bundle, PC, all_resources=True)) == 7


def test_a_stub_stands_for_the_application(bundle: Path, signer: Holder, tmp_path: Path) -> None:
    assert chosen(bundle, PC, stub=True) == ["AppxMetadata\\Stub\\stub.msix"]
    without = make_bundle(tmp_path / "b.msixbundle", signer, [packages(tmp_path, signer)["x64"]])
    assert chosen(without, PC, stub=True) == ["x64.msix"], "a bundle without stubs gives the whole"


@pytest.mark.parametrize(
    ("architecture", "machine", "runs"),
    [("x86", "x64", True), ("arm64", "x64", False), ("neutral", "arm", True), ("X64", "arm64", True)],
)
def test_what_runs_where(architecture: str, machine: str, runs: bool) -> None:
    assert runs_here(architecture, MachineFit(architecture=machine)) is runs


def test_only_chosen_packages_are_opened(bundle: Path) -> None:
    with FileBytes(bundle) as source:
        package = open_package(source, choose=lambda manifest: choose_packages(manifest, PC))
    assert sorted(entry.file_name for entry, _ in package.contained) == chosen(bundle, PC)


def verified(path: Path, signer: Holder, *, whole: bool = True) -> VerifiedPackage:
    with FileBytes(path) as source:
        package = verify_package(open_package(source), Trust(people=[signer.der]), whole=whole)
        for _, contained in package.package.contained:
            check_payload(verify_contained(package, contained, covered=whole))
        return package


@pytest.mark.parametrize("whole", [True, False])
def test_a_signed_bundle_of_signed_packages_is_good(bundle: Path, signer: Holder, whole: bool) -> None:
    assert verified(bundle, signer, whole=whole).signature is not None


def test_packages_without_signature_are_covered_by_a_bundle_that_was_read_as_a_whole(
    signer: Holder, tmp_path: Path
) -> None:
    plain = [make_package(tmp_path / "x64.msix", None, publisher="CN=Contoso, O=Contoso, C=US")]
    path = make_bundle(tmp_path / "a.msixbundle", signer, plain)
    assert verified(path, signer).signature is not None
    with pytest.raises(MsixError) as caught:
        verified(path, signer, whole=False)
    assert caught.value.code is ErrorCode.TrustNoSignature


def test_a_package_of_another_signer_is_refused(signer: Holder, tmp_path: Path) -> None:
    other = publisher(name=subject("Contoso"))
    path = make_bundle(tmp_path / "a.msixbundle", signer, [make_package(tmp_path / "x64.msix", other)])
    with pytest.raises(MsixError) as caught:
        verified(path, signer, whole=False)
    assert caught.value.code is ErrorCode.BadFormat


def test_a_package_in_a_bundle_that_was_changed_is_noticed(bundle: Path, signer: Holder) -> None:
    data = bytearray(bundle.read_bytes())
    data[data.index(b"tool.exe") + 20] ^= 1
    source = MemoryBytes(bytes(data), "changed")
    with pytest.raises(MsixError) as caught:
        verify_package(open_package(source), Trust(people=[signer.der]))
    assert caught.value.code is ErrorCode.TrustBadDigest
    package = verify_package(open_package(source), Trust(people=[signer.der]), whole=False)
    [first, *_] = (contained for _, contained in package.package.contained)
    with pytest.raises(MsixError) as caught:
        check_payload(verify_contained(package, first, covered=False))
    assert caught.value.code is ErrorCode.AppxBlockHashInvalid


def flat(folder: Path, signer: Holder) -> Path:
    made = packages(folder, signer)
    return make_bundle(folder / "a.msixbundle", signer, [made["x64"], made["de-DE"]], is_flat=True)


def opened_flat(path: Path, opener: Callable[[str], ByteSource] | None) -> OpenedPackage:
    with FileBytes(path) as source:
        return open_package(source, beside=opener)


def test_packages_of_a_flat_bundle_lie_beside_it(signer: Holder, tmp_path: Path) -> None:
    path = flat(tmp_path, signer)
    package = opened_flat(path, lambda name: MemoryBytes((tmp_path / name).read_bytes(), name))
    assert [entry.file_name for entry, _ in package.contained] == ["x64.msix", "de-DE.msix"]
    assert opened_flat(path, None).contained == ()


def test_a_missing_package_of_a_flat_bundle_is_named(signer: Holder, tmp_path: Path) -> None:
    path = flat(tmp_path, signer)
    (tmp_path / "de-DE.msix").unlink()
    with ExitStack() as files, pytest.raises(HostError) as caught:
        opened_flat(path, lambda name: files.enter_context(FileBytes(tmp_path / name)))
    assert caught.value.code is ErrorCode.FileNotFound
    assert "de-DE.msix" in caught.value.text


def test_another_package_beside_a_flat_bundle_is_refused(signer: Holder, tmp_path: Path) -> None:
    path = flat(tmp_path, signer)
    other = make_package(tmp_path / "other.msix", signer)
    with pytest.raises(MsixError) as caught:
        opened_flat(path, lambda name: MemoryBytes(other.read_bytes(), name))
    assert caught.value.code is ErrorCode.AppxInvalidManifest


def test_two_applications_for_one_architecture_are_refused(signer: Holder, tmp_path: Path) -> None:
    made = packages(tmp_path, signer)
    twin = make_package(tmp_path / "twin.msix", signer, traits=Traits(architecture="x64"))
    with pytest.raises(MsixError) as caught:
        manifest_of(make_bundle(tmp_path / "a.msixbundle", signer, [made["x64"], twin]))
    assert caught.value.code is ErrorCode.AppxInvalidManifest


def test_a_bundle_of_resources_alone_is_refused(signer: Holder, tmp_path: Path) -> None:
    with pytest.raises(MsixError) as caught:
        manifest_of(make_bundle(tmp_path / "a.msixbundle", signer, [packages(tmp_path, signer)["de-DE"]]))
    assert caught.value.code is ErrorCode.AppxInvalidManifest


def test_a_package_of_another_publisher_in_a_bundle_is_refused(signer: Holder, tmp_path: Path) -> None:
    other = make_package(tmp_path / "x64.msix", None, publisher="CN=Fabrikam")
    with pytest.raises(MsixError) as caught:
        manifest_of(make_bundle(tmp_path / "a.msixbundle", signer, [other]))
    assert caught.value.code is ErrorCode.AppxInvalidManifest


def test_a_bundle_in_a_bundle_is_refused(signer: Holder, tmp_path: Path) -> None:
    inner = make_bundle(tmp_path / "inner.msixbundle", signer, [packages(tmp_path, signer)["x64"]])
    text = (
        '<Bundle xmlns="http://schemas.microsoft.com/appx/2013/bundle">'
        '<Identity Name="Contoso.Tool" Publisher="CN=Contoso" Version="1.0.0.0"/><Packages>'
        f'<Package Type="application" Version="1.0.0.0" FileName="a.msix" Size="{inner.stat().st_size}"/>'
        "</Packages></Bundle>"
    )
    with zipfile.ZipFile(tmp_path / "outer.msixbundle", "w") as outer:
        outer.writestr("AppxMetadata/AppxBundleManifest.xml", text)
    with pytest.raises(MsixError, match="is a bundle") as caught:
        opened_flat(tmp_path / "outer.msixbundle", lambda name: MemoryBytes(inner.read_bytes(), name))
    assert caught.value.code is ErrorCode.AppxInvalidManifest
