"""Developer mode: a loose folder is registered where it lies; content outside a package."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kit.msix import make_bundle, manifest_text
from kit.msix_manifests import Traits
from kit.package_store import APP, PackageStore, error_of
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import DeploymentAnswer, RegisterPackageOptions
from wingetpy.hosts.sandbox.running import SandboxProgram, write_running


def loose(store: PackageStore, version: str = "1.0.0.0", *, where: str = "loose", traits: Traits = APP) -> Path:
    folder = store.folder / where
    folder.mkdir(exist_ok=True)
    text = manifest_text("Contoso.Tool", store.publisher, version, traits=traits)
    (folder / "AppxManifest.xml").write_text(text)
    (folder / "tool.exe").write_bytes(b"MZ")
    return folder / "AppxManifest.xml"


def register(store: PackageStore, path: Path | str, **options: object) -> DeploymentAnswer:
    uri = path if isinstance(path, str) else path.as_uri()
    wishes = RegisterPackageOptions(**options)  # type: ignore[arg-type]
    return store.machine.packages.register_by_uri(uri, wishes, store.deploying())


def test_a_loose_folder_is_registered_where_it_lies_and_stays_when_it_is_removed(store: PackageStore) -> None:
    manifest = loose(store)
    assert register(store, manifest, developer_mode=True).is_registered
    package = store.one()
    assert (package.is_development_mode, package.install_location) == (True, str(manifest.parent))
    assert package.status.is_ok
    assert store.data(package).is_dir()
    assert store.folders() == []
    assert store.remove(package.full_name).succeeded
    assert (manifest.parent / "tool.exe").exists()
    assert store.mine() == []


def test_a_folder_of_the_machine_is_named_by_its_path_there(store: PackageStore) -> None:
    (store.root / "C" / "Dev").mkdir(parents=True)
    manifest = loose(store)
    manifest.parent.rename(store.root / "C" / "Dev" / "App")
    assert register(store, "file:///C:/Dev/App/AppxManifest.xml", developer_mode=True).is_registered
    assert store.one().install_location == r"C:\Dev\App"


def test_without_developer_mode_it_is_refused(store: PackageStore) -> None:
    assert error_of(register(store, loose(store)))[0] is ErrorCode.InstallPolicyFailure


def test_a_folder_that_is_changed_is_registered_again(store: PackageStore) -> None:
    assert register(store, loose(store), developer_mode=True).succeeded
    assert register(store, loose(store, traits=Traits(applications=("Other",))), developer_mode=True).succeeded
    assert register(store, loose(store, "2.0.0.0"), developer_mode=True).succeeded
    assert store.all() == ["Contoso.Tool 2.0.0.0"]


def test_a_family_does_not_change_between_developer_mode_and_installed(store: PackageStore) -> None:
    assert register(store, loose(store), developer_mode=True).succeeded
    newer = store.package(version="2.0.0.0")
    assert error_of(store.add(newer))[0] is ErrorCode.PackageAlreadyExists
    assert error_of(store.add(store.package()))[0] is ErrorCode.PackageAlreadyExists
    assert store.remove(store.full_name()).succeeded
    assert store.add(newer).succeeded
    for version in ("2.0.0.0", "3.0.0.0"):
        answer = register(store, loose(store, version), developer_mode=True)
        assert error_of(answer)[0] is ErrorCode.PackageAlreadyExists


def test_one_user_only_has_it(store: PackageStore) -> None:
    manifest = loose(store)
    assert register(store, manifest, developer_mode=True).succeeded
    other = store.as_user("other")
    assert error_of(register(other, manifest, developer_mode=True))[0] is ErrorCode.PackageAlreadyExists


def test_its_frameworks_are_needed_and_can_come_along(store: PackageStore) -> None:
    manifest = loose(store, traits=Traits(needs=(store.needs("Contoso.Frame"),)))
    answer = register(store, manifest, developer_mode=True)
    assert error_of(answer)[0] is ErrorCode.InstallResolveDependencyFailed
    frame = store.package("Contoso.Frame", traits=Traits(framework=True))
    assert register(store, manifest, developer_mode=True, dependency_package_uris=(frame,)).is_registered
    assert store.mine() == ["Contoso.Frame 1.0.0.0", "Contoso.Tool 1.0.0.0"]


def test_a_block_map_or_signature_beside_it_must_be_valid(store: PackageStore) -> None:
    uri = store.package(parts={"tool.exe": b"MZ"})
    assert store.add(uri).succeeded
    folder = store.native(store.one())
    copy = store.folder / "copy"
    copy.mkdir()
    for path in folder.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    assert store.remove(store.full_name()).succeeded
    assert register(store, copy / "AppxManifest.xml", developer_mode=True).succeeded
    assert store.remove(store.full_name()).succeeded
    for name, content in (("tool.exe", b"other"), ("AppxSignature.p7x", b"PKCXother"), ("AppxBlockMap.xml", b"<")):
        before = (copy / name).read_bytes()
        (copy / name).write_bytes(content)
        answer = register(store, copy / "AppxManifest.xml", developer_mode=True)
        assert error_of(answer)[0] is ErrorCode.InvalidStagedSignature, name
        (copy / name).write_bytes(before)


@pytest.mark.parametrize("content", [b"", b"<Package/>", b"text"])
def test_a_manifest_that_is_none_is_refused(store: PackageStore, content: bytes) -> None:
    manifest = loose(store)
    manifest.write_bytes(content)
    answer = register(store, manifest, developer_mode=True)
    assert error_of(answer) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.AppxInvalidManifest)


def test_a_manifest_that_is_not_there_is_refused(store: PackageStore, tmp_path: Path) -> None:
    answer = register(store, tmp_path / "AppxManifest.xml", developer_mode=True)
    assert error_of(answer) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.PathNotFound)


def test_a_bundle_is_not_registered_from_its_folder(store: PackageStore, tmp_path: Path) -> None:
    (tmp_path / "AppxBundleManifest.xml").write_text("<Bundle/>")
    answer = register(store, tmp_path / "AppxBundleManifest.xml", developer_mode=True)
    assert error_of(answer)[0] is ErrorCode.InstallFailed


def test_a_staged_package_is_registered_by_the_manifest_in_its_folder(store: PackageStore) -> None:
    assert store.stage(store.package()).succeeded
    location = store.one(all_users=True).install_location
    assert location is not None
    uri = f"file:///{location}/AppxManifest.xml".replace("\\", "/").replace(" ", "%20")
    assert register(store, uri).is_registered
    assert not store.one().is_development_mode


def test_a_package_file_is_registered_from_where_it_lies(store: PackageStore) -> None:
    assert register(store, store.package()).is_registered
    assert store.mine() == ["Contoso.Tool 1.0.0.0"]


def test_a_family_is_registered_in_its_newest_staged_version(store: PackageStore) -> None:
    for version in ("1.0.0.0", "3.0.0.0", "2.0.0.0"):
        assert store.stage(store.package(version=version), force_update_from_any_version=True).succeeded
    family = store.machine.packages.find(all_users=True)[0].family_name
    options, packages = RegisterPackageOptions(), store.machine.packages
    assert packages.register_by_family_name(family.lower(), options, store.deploying()).is_registered
    assert store.mine() == ["Contoso.Tool 3.0.0.0"]
    for answer in (
        packages.register_by_family_name("Contoso.None_1234567890abc", options, store.deploying()),
        packages.register_by_full_name("Contoso.None_1.0.0.0_x64__1234567890abc", options, store.deploying()),
    ):
        assert error_of(answer) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.PathNotFound)


def test_data_of_a_developers_package_can_be_kept(store: PackageStore) -> None:
    assert register(store, loose(store), developer_mode=True).succeeded
    data = store.data(store.one()) / "LocalState"
    (data / "mine.txt").write_text("mine")
    assert store.remove(store.full_name(), preserve_application_data=True).succeeded
    assert (data / "mine.txt").read_text() == "mine"
    assert register(store, loose(store), developer_mode=True).succeeded
    assert (store.data(store.one()) / "LocalState" / "mine.txt").read_text() == "mine"
    assert store.remove(store.full_name()).succeeded
    assert not data.exists()


def test_content_outside_needs_a_package_that_allows_it(store: PackageStore) -> None:
    uri, place = "file:///C:/Outside", {"external_location_uri": "file:///C:/Outside"}
    assert error_of(store.add(store.package(), **place))[0] is ErrorCode.PackageExternalLocationNotAllowed
    sparse = store.package(traits=Traits(external=True, applications=("App",)))
    assert store.add(sparse, external_location_uri=uri).is_registered
    write_running(store.root, SandboxProgram(path=r"C:\Outside\tool.exe"))
    newer = store.package(version="2.0.0.0", traits=Traits(external=True, applications=("App",)))
    assert error_of(store.add(newer, external_location_uri=uri))[0] is ErrorCode.PackagesInUse


def test_the_digest_of_a_bundle_is_that_of_its_signature(store: PackageStore, tmp_path: Path) -> None:
    inner = store.folder / "inner.msix"
    store.package(file=inner.name)
    bundle = make_bundle(tmp_path / "b.msixbundle", store.signer, [inner], version="1.0.0.0")
    wrong = "sha256:" + hashlib.sha256(b"other").hexdigest()
    answer = store.add(bundle.as_uri(), expected_digests={bundle.as_uri(): wrong})
    assert error_of(answer)[0] is ErrorCode.AppxDigestMismatch
