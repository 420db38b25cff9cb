"""Publishers and servers that lie: nothing of it gets onto the machine, and nothing half stays."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from kit.msix import make_bundle, make_package
from kit.msix_manifests import Traits
from kit.package_store import APP, FRAMEWORK, PackageStore, error_of
from wingetpy.errors import ErrorCode, TransferError
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.digests import digests_of

SERVER = "http://server.example/tool"


class Lying:
    """Gives the good bytes to what hashes all of them, and others to what reads them before or after."""

    def __init__(self, source: ByteSource, others: bytes, honest: list[bool]) -> None:
        self.name, self.size = source.name, source.size
        self._source, self._others, self._honest = source, others, honest

    def read(self, offset: int, length: int) -> bytes:
        return self._source.read(offset, length) if self._honest[0] else self._others[offset : offset + length]


def test_a_bundle_is_what_was_compared_with_its_signature_at_every_read(
    store: PackageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its packages have no signature of their own: the bundle's covers them, and a server gives others at each read."""
    good, bad = (
        make_package(store.folder / f"{word}.msix", None, [("tool.exe", word)], publisher=store.publisher, traits=APP)
        for word in (b"MZ good", b"MZ evil")
    )
    bundle = make_bundle(store.folder / "tool.msixbundle", store.signer, [good], publisher=store.publisher)
    data = bundle.read_bytes()
    others = data.replace(good.read_bytes(), bad.read_bytes())
    assert len(others) == len(data)
    assert others != data
    honest = [False]

    def hashed(*arguments: object, **named: object) -> object:
        honest[0] = True
        try:
            return digests_of(*arguments, **named)  # type: ignore[arg-type]
        finally:
            honest[0] = False

    monkeypatch.setattr("wingetpy.msix.signature.digests_of", hashed)
    store.wrap = lambda source: Lying(source, others, honest)
    store.aliases = {f"{SERVER}.msixbundle": bundle.as_uri()}
    answer = store.add(f"{SERVER}.msixbundle")
    assert error_of(answer)[1] is ErrorCode.AppxDigestMismatch
    assert store.all() == store.folders() == []
    honest[0] = True
    store.wrap = lambda source: source
    assert store.add(f"{SERVER}.msixbundle").is_registered
    assert store.content(store.one())["tool.exe"] == b"MZ good"


def _app_installer(store: PackageStore, name: str, own: str, package: str) -> str:
    path = store.folder / name
    path.write_text(
        f'<AppInstaller xmlns="http://schemas.microsoft.com/appx/appinstaller/2018" Version="1.0.0.0" Uri="{own}">'
        f'<MainPackage Name="Contoso.Tool" Publisher={quoteattr(store.publisher)} Version="1.0.0.0" Uri="{package}"/>'
        "</AppInstaller>"
    )
    return path.as_uri()


def test_an_app_installer_file_that_is_always_elsewhere_ends(store: PackageStore) -> None:
    package, places = store.package(), [(store.folder / f"{name}.appinstaller").as_uri() for name in "ab"]
    for own, other in (places, places[::-1]):
        _app_installer(store, Path(own).name, other, package)
    answer = store.add(places[0])
    assert error_of(answer) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.AppxInvalidAppInstaller)
    assert package not in store.opened
    assert store.all() == []


@pytest.mark.parametrize("redirects", [False, True])
def test_an_app_installer_file_on_a_server_leads_to_no_file_of_the_machine(
    store: PackageStore, redirects: bool
) -> None:
    package = store.package()
    own = _app_installer(store, "here.appinstaller", "", package) if redirects else f"{SERVER}.appinstaller"
    lying = _app_installer(store, "lying.appinstaller", own, f"{SERVER}.msix" if redirects else package)
    store.aliases = {f"{SERVER}.appinstaller": lying}
    answer = store.add(f"{SERVER}.appinstaller")
    assert error_of(answer) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.AppxInvalidAppInstaller)
    assert store.opened == [f"{SERVER}.appinstaller"]


@pytest.mark.parametrize("resource", ["de", ""])
def test_two_packages_of_a_bundle_cannot_have_one_name(store: PackageStore, resource: str) -> None:
    """Also not a package of resources with the name of the application."""
    files = [make_package(store.folder / "app.msix", store.signer, traits=APP)]
    traits = Traits(resource_package=True, resource=resource, languages=("en-US",))
    for name in ("one", "two"):
        files.append(make_package(store.folder / f"{name}.msix", store.signer, [("r", name.encode())], traits=traits))
    bundle = make_bundle(store.folder / "tool.msixbundle", store.signer, files)
    answer = store.add(bundle.as_uri(), install_all_resources=True)
    assert error_of(answer) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.AppxInvalidManifest)
    assert store.all() == store.folders() == []


def test_a_package_cannot_have_the_name_of_a_bundle(store: PackageStore) -> None:
    answer = store.add(store.package(traits=Traits(applications=("App",), resource="~")))
    assert error_of(answer) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.AppxInvalidManifest)


def test_a_package_that_is_named_several_times_is_staged_once(store: PackageStore) -> None:
    tool, frame = store.package(), store.package("Contoso.Frame", traits=FRAMEWORK)
    assert store.add(tool, optional_package_uris=(tool,), related_package_uris=(tool, tool)).is_registered
    full_name = store.full_name()
    assert store.register(full_name, dependency_package_uris=(frame, frame)).succeeded
    assert store.all() == ["Contoso.Frame 1.0.0.0", "Contoso.Tool 1.0.0.0"]


def test_two_packages_of_one_name_and_other_content_are_refused(store: PackageStore) -> None:
    tool, other = store.package(), store.package(parts={"tool.exe": b"MZ other"}, file="other.msix")
    answer = store.add(tool, related_package_uris=(other,))
    assert error_of(answer)[0] is ErrorCode.PackageAlreadyExists
    assert store.all() == store.folders() == []


def test_an_expected_digest_counts_however_its_uri_is_spelled(store: PackageStore) -> None:
    uri = store.package(file="the tool.msix")
    path = str(store.folder / "the tool.msix")
    for spelled in (uri, path, uri.replace("%20", " "), uri.replace("file:///", "FILE://LocalHost/")):
        answer = store.add(uri, expected_digests={spelled: "sha256:00"})
        assert error_of(answer)[0] is ErrorCode.AppxDigestMismatch, spelled
    assert store.add(uri, expected_digests={f"{uri}.other": "sha256:00"}).is_registered


def test_the_place_of_content_outside_is_a_place(store: PackageStore) -> None:
    sparse = store.package(traits=Traits(external=True, applications=("App",)))
    for place in ("http://[", "http://server.example/x", "folder", "file:"):
        assert error_of(store.add(sparse, external_location_uri=place))[0] is ErrorCode.InvalidParameter, place
    assert store.all() == []
    assert store.add(sparse, external_location_uri=r"C:\Outside").is_registered
    assert store.remove(store.full_name()).succeeded


@pytest.mark.parametrize("is_removed", [False, True])
def test_a_waiting_version_goes_when_a_newer_one_comes_or_the_package_is_removed(
    store: PackageStore, is_removed: bool
) -> None:
    first, second, third = (store.package(version=f"{number}.0.0.0") for number in (1, 2, 3))
    assert store.add(first).is_registered
    old = store.one()
    store.run(old)
    assert not store.add(second, defer_registration_when_packages_are_in_use=True).is_registered
    assert store.all() == ["Contoso.Tool 1.0.0.0", "Contoso.Tool 2.0.0.0"]
    store.end_all()
    assert (store.remove(old.full_name) if is_removed else store.add(third)).succeeded
    assert store.all() == ([] if is_removed else ["Contoso.Tool 3.0.0.0"])
    assert len(store.folders()) == len(store.all())


def test_a_product_of_a_service_that_is_not_there_is_refused_with_the_reason(store: PackageStore) -> None:
    for answer in (store.add("ms-uup:///Product/9TOOL"), store.stage("MS-UUP:///Product/9TOOL")):
        assert error_of(answer)[0] is ErrorCode.UupProductNotApplicable
        assert "not reachable" in answer.error_text


def test_the_secret_of_an_address_is_kept_nowhere(store: PackageStore) -> None:
    """Neither with the package, nor in the log, nor in what is answered. So a repair cannot go there."""
    address = f"{SERVER}.msix?sig=0123456789abcdef"
    store.aliases = {address: store.package()}
    wrong = store.add(address, expected_digests={address: "sha256:00"})
    assert error_of(wrong)[0] is ErrorCode.AppxDigestMismatch
    assert "sig=***" in wrong.error_text
    assert store.add(address).is_registered
    files = [path for path in (store.root / "Packages").rglob("*") if path.is_file()]
    assert any(path.name == "repository.db" for path in files)
    assert [path.name for path in files if b"0123456789abcdef" in path.read_bytes()] == []
    package = store.one()
    (store.native(package) / "tool.exe").write_bytes(b"changed")
    answer = store.repair(package.full_name)
    assert error_of(answer)[0] is ErrorCode.InstallOpenPackageFailed
    assert "Add the package again" in answer.error_text
    assert store.add(address).is_registered
    assert store.one().status.is_ok


class Breaking:
    """Gives its first bytes, and then no more: a connection that is lost."""

    def __init__(self, source: ByteSource, most: int) -> None:
        self.name, self.size = source.name, source.size
        self._source, self._left = source, most

    def read(self, offset: int, length: int) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise TransferError("The connection is lost.")
        return self._source.read(offset, length)


def test_a_connection_that_is_lost_is_a_failure_of_the_network_at_every_point(store: PackageStore) -> None:
    store.aliases = {f"{SERVER}.msix": store.package(parts={f"{n}.bin": bytes([n]) * 100_000 for n in range(20)})}
    for reads in range(100):
        store.wrap = lambda source, most=reads: Breaking(source, most)  # type: ignore[misc]
        answer = store.add(f"{SERVER}.msix")
        if answer.succeeded:
            break
        assert error_of(answer)[0] is ErrorCode.InstallNetworkFailure, reads
        assert store.all() == store.folders() == []
    assert 5 < reads < 99
