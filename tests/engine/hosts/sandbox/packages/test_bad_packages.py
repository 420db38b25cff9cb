"""Packages that are refused: damaged, not signed, by somebody who is not trusted."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kit.certificates import authority, publisher, subject
from kit.msix import make_bundle, make_package, publisher_text
from kit.msix_manifests import Traits
from kit.package_store import PackageStore, error_of
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages.file_uri import local_path
from wingetpy.msix.identity import UNSIGNED_NAMESPACE

OPEN_FAILED = ErrorCode.InstallOpenPackageFailed


def damaged(store: PackageStore, damage: Callable[[bytes], bytes]) -> str:
    uri = store.package(parts={"tool.exe": bytes(range(256)) * 2000})
    path = local_path(uri, store.machine.files)
    path.write_bytes(damage(path.read_bytes()))
    return uri


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda data: data[:1000] + b"!" + data[1001:], ErrorCode.TrustBadDigest),
        (lambda data: data[:-1000], ErrorCode.AppxCorruptContent),
        (lambda data: data + b"more", ErrorCode.AppxCorruptContent),
        (lambda data: b"", ErrorCode.AppxCorruptContent),
    ],
    ids=["changed", "cut", "longer", "empty"],
)
def test_a_damaged_package_is_refused(store: PackageStore, damage: Callable[[bytes], bytes], code: ErrorCode) -> None:
    assert error_of(store.add(damaged(store, damage))) == (OPEN_FAILED, code)
    assert store.all() == store.folders() == []


def test_a_block_that_differs_is_found_while_a_package_is_fetched(store: PackageStore) -> None:
    uri = damaged(store, lambda data: data[:1000] + b"!" + data[1001:])
    remote = "https://example.org/tool.msix"
    store.aliases[remote] = uri
    assert error_of(store.add(remote)) == (ErrorCode.InstallFailed, ErrorCode.AppxBlockHashInvalid)
    assert store.all() == store.folders() == []


def test_a_zip_that_is_no_package_is_refused(store: PackageStore, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.msix", "w") as file:
        file.writestr("readme.txt", "text")
    assert error_of(store.add((tmp_path / "a.msix").as_uri())) == (OPEN_FAILED, ErrorCode.AppxMissingRequiredFile)


def test_a_publisher_that_did_not_sign_is_refused(store: PackageStore, tmp_path: Path) -> None:
    path = make_package(tmp_path / "a.msix", store.signer, publisher="CN=Somebody")
    assert error_of(store.add(path.as_uri())) == (OPEN_FAILED, ErrorCode.BadFormat)


def test_a_signer_that_the_machine_does_not_trust_is_refused(store: PackageStore) -> None:
    stranger = publisher(name=subject("Stranger"))
    uri = store.package(signer=stranger)
    assert error_of(store.add(uri)) == (OPEN_FAILED, ErrorCode.CertUntrustedRoot)
    store.trust(stranger)
    assert store.add(uri).succeeded


def test_whom_a_trusted_authority_vouches_for_is_trusted(store: PackageStore) -> None:
    root = authority("Store Root")
    uri = store.package(signer=publisher(root, subject("Vouched")))
    assert error_of(store.add(uri))[0] is OPEN_FAILED
    folder = store.root / "Packages" / "trust" / "root"
    folder.mkdir(parents=True)
    (folder / "root.cer").write_bytes(root.der)
    assert store.add(uri).succeeded


def test_an_expired_certificate_is_refused(store: PackageStore) -> None:
    now = datetime.now(UTC)
    old = publisher(name=subject("Old"), not_before=now - timedelta(days=9), not_after=now - timedelta(days=1))
    store.trust(old)
    uri = store.package(signer=old)
    assert error_of(store.add(uri)) == (OPEN_FAILED, ErrorCode.CertExpired)
    earlier = store.as_user("user", now=(now - timedelta(days=5)).timestamp())
    assert earlier.add(uri).succeeded


class TestUnsigned:
    def package(self, store: PackageStore, publisher_name: str, content: str = "text.txt") -> str:
        path = store.folder / "unsigned.msix"
        make_package(path, None, [(content, b"text")], publisher=publisher_name)
        return path.as_uri()

    def test_is_refused_unless_it_is_allowed(self, store: PackageStore) -> None:
        uri = self.package(store, f"CN=Me, {UNSIGNED_NAMESPACE}")
        assert error_of(store.add(uri)) == (OPEN_FAILED, ErrorCode.TrustNoSignature)
        assert store.add(uri, allow_unsigned=True).succeeded

    def test_needs_a_publisher_of_packages_that_are_not_signed(self, store: PackageStore) -> None:
        uri = self.package(store, "CN=Me")
        code = ErrorCode.UnsignedPackageInvalidPublisherNamespace
        assert error_of(store.add(uri, allow_unsigned=True))[0] is code

    def test_needs_an_administrator_where_it_has_programs(self, store: PackageStore) -> None:
        uri = self.package(store, f"CN=Me, {UNSIGNED_NAMESPACE}", "tool.exe")
        user = store.as_user("user", elevated=False)
        code = ErrorCode.UnsignedPackageInvalidContent
        assert error_of(user.add(uri, allow_unsigned=True))[0] is code
        assert store.add(uri, allow_unsigned=True).succeeded


def test_the_signature_of_a_bundle_covers_packages_in_it_that_are_not_signed(store: PackageStore) -> None:
    inner = store.folder / "inner.msix"
    make_package(
        inner, None, version="1.0.0.0", publisher=publisher_text(store.signer), traits=Traits(architecture="x64")
    )
    bundle = make_bundle(store.folder / "b.msixbundle", store.signer, [inner], version="1.0.0.0")
    assert store.add(bundle.as_uri()).succeeded
    data = bytearray(bundle.read_bytes())
    data[200] ^= 1
    bundle.write_bytes(bytes(data))
    assert store.remove(store.full_name()).succeeded
    assert error_of(store.add(bundle.as_uri()))[0] is OPEN_FAILED
