"""Opens packages and checks them: signature, trust, publisher, digest, architecture, Windows."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urljoin

import msgspec

from wingetpy.errors import Cancelled, EngineError, ErrorCode
from wingetpy.errors.secrets import without_secrets
from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.packages import SignatureKind, StubPackageOption
from wingetpy.hosts.packages.file_uri import same_uri
from wingetpy.hosts.packages.fit import machine_fit, misfit
from wingetpy.hosts.sandbox.packages.records import Need, StoredPackage
from wingetpy.hosts.sandbox.packages.refusals import Refused, cannot_open
from wingetpy.hosts.sandbox.packages.work import StoreDeployment
from wingetpy.msix.applicability import choose_packages
from wingetpy.msix.bundle import verify_contained
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.container import Container
from wingetpy.msix.dependencies import NeededPackage
from wingetpy.msix.identity import UNSIGNED_NAMESPACE, PackageIdentity
from wingetpy.msix.manifest import PackageManifest
from wingetpy.msix.package import OpenedPackage, VerifiedPackage, open_package, verify_package
from wingetpy.msix.part_names import BLOCK_MAP, SIGNATURE
from wingetpy.msix.pinned_bytes import PinnedBytes

_PROGRAMS = (".exe", ".dll", ".sys", ".ocx", ".com", ".scr")
_LARGEST = 128 << 20


@dataclass(frozen=True)
class OpeningWishes:
    """What a caller wants of the packages that are opened."""

    allow_unsigned: bool = False
    expected_digests: Mapping[str, str] = field(default_factory=dict)
    all_resources: bool = False
    stub: StubPackageOption = StubPackageOption.Default


@dataclass(frozen=True)
class CheckedPackage:
    """A package that was checked, and its record, which has no place yet."""

    verified: VerifiedPackage
    record: StoredPackage


@dataclass(frozen=True)
class Offer:
    """What was found at a URI.

    Attributes:
        main: The package, or of a bundle its application.
        others: The bundle itself, and its resources that fit.
    """

    uri: str
    main: CheckedPackage
    others: tuple[CheckedPackage, ...] = ()

    @property
    def members(self) -> tuple[CheckedPackage, ...]:
        return (self.main, *self.others)

    @property
    def identity(self) -> PackageIdentity:
        """Of what lies at the URI: the bundle's, if it is one."""
        bundles = [one.record.identity for one in self.others if one.record.is_bundle]
        return bundles[0] if bundles else self.main.record.identity

    @property
    def is_remote(self) -> bool:
        return _is_remote(self.uri)


def open_offer(work: StoreDeployment, uri: str, asked: OpeningWishes) -> Offer:
    """Open and check what is at a URI.

    Raises:
        Refused: with what Windows answers; see the reference, 2.9.
    """
    source = work.open(uri)
    try:
        return _offer(work, uri, source, asked)
    except Cancelled:
        raise
    except EngineError as error:
        raise cannot_open(error) from error


def digest_of(container: Container) -> str:
    """Return the digest that stands for a package: of its signature, or of its block map where it has none."""
    part = container.part(SIGNATURE) or container.need(BLOCK_MAP)
    return f"sha256:{hashlib.sha256(part.read(_LARGEST)).hexdigest()}"


def record_of(manifest: PackageManifest) -> StoredPackage:
    """Return the record of a package, as far as its manifest says it."""
    return StoredPackage(
        identity=manifest.identity,
        display_name=manifest.display_name,
        publisher_display_name=manifest.publisher_display_name,
        is_framework=manifest.is_framework,
        is_resource=manifest.is_resource,
        allows_external=manifest.allows_external_content,
        needs=tuple(_need(one) for one in manifest.dependencies.frameworks),
        hosts=tuple(_need(one) for one in manifest.dependencies.host_runtime),
        mains=tuple(one.family_name for one in manifest.dependencies.main),
        applications=tuple(one.id for one in manifest.applications),
    )


def need_fit(manifest: PackageManifest, facts: MachineFacts) -> None:
    """Check that a package runs on the machine.

    Raises:
        Refused: InstallWrongProcessorArchitecture, InstallPrerequisiteFailed.
    """
    if found := misfit(manifest, facts):
        raise Refused(*found)


def _offer(work: StoreDeployment, uri: str, source: ByteSource, asked: OpeningWishes) -> Offer:
    package = _opened(work, uri, source, asked)
    if any(inner.container.part(SIGNATURE) is None for _, inner in package.contained):
        package = _opened(work, uri, PinnedBytes(source), asked)  # nothing but the bundle's signature covers them
    digest = digest_of(package.container)
    wanted = _expected(uri, asked.expected_digests)
    if wanted is not None and wanted.lower() != digest:
        text = f"The package at '{uri}' is not the one that was expected: its digest is {digest}, not {wanted}."
        raise Refused(ErrorCode.AppxDigestMismatch, text)
    if package.manifest is not None:
        need_fit(package.manifest, work.facts)
        verified = _verified(work, package, asked, whole=not _is_remote(uri))
        return Offer(uri, _member(verified, package.manifest, uri, _kind(verified)))
    return _bundle(work, uri, package, asked, digest)


def _opened(work: StoreDeployment, uri: str, source: ByteSource, asked: OpeningWishes) -> OpenedPackage:
    """Read a package, or a bundle with the packages of it that fit."""
    return open_package(
        source,
        lambda bundle: choose_packages(
            bundle,
            machine_fit(work.facts),
            stub=_wants_stub(work, bundle.identity, asked.stub),
            all_resources=asked.all_resources,
        ),
        lambda name: work.open(urljoin(uri, quote(name.replace("\\", "/")))),
    )


def _expected(uri: str, digests: Mapping[str, str]) -> str | None:
    """Return the digest that is expected at a URI, however it is spelled there; None where there is none."""
    return next((digest for other, digest in digests.items() if same_uri(uri, other)), None)


def _bundle(work: StoreDeployment, uri: str, package: OpenedPackage, asked: OpeningWishes, digest: str) -> Offer:
    """Check a bundle and its packages that fit. One that is not signed itself is covered by the bundle's signature,
    and for that all of the bundle is read.
    """
    inside = {inner.name: package.container.part(entry.file_name) is not None for entry, inner in package.contained}
    signed = all(inner.container.part(SIGNATURE) is not None for _, inner in package.contained)
    whole = not signed or not _is_remote(uri)
    verified = _verified(work, package, asked, whole=whole)
    kind, name = _kind(verified), package.identity.full_name
    members = []
    for entry, inner in package.contained:
        assert inner.manifest is not None, "a bundle in a bundle is refused"
        need_fit(inner.manifest, work.facts)
        checked = verify_contained(verified, inner, covered=whole and inside[inner.name], go_on=work.deploying.go_on)
        member = _member(checked, inner.manifest, uri, kind)
        record = msgspec.structs.replace(member.record, bundle=name, part=entry.file_name, is_stub=entry.is_stub)
        members.append(CheckedPackage(checked, record))
    application, *resources = members
    related = package.bundle.related if package.bundle is not None else ()
    families = tuple(NeededPackage(one.name, one.publisher, "0.0.0.0").family_name for one in related)
    main = CheckedPackage(application.verified, msgspec.structs.replace(application.record, related=families))
    own = StoredPackage(
        identity=package.identity,
        display_name=main.record.display_name,
        publisher_display_name=main.record.publisher_display_name,
        is_bundle=True,
        signature_kind=kind,
        digest=digest,
        source=_kept(uri),
    )
    return Offer(uri, main, (CheckedPackage(verified, own), *resources))


def _member(verified: VerifiedPackage, manifest: PackageManifest, uri: str, kind: SignatureKind) -> CheckedPackage:
    digest = digest_of(verified.package.container)
    return CheckedPackage(
        verified, msgspec.structs.replace(record_of(manifest), signature_kind=kind, digest=digest, source=_kept(uri))
    )


def _verified(work: StoreDeployment, package: OpenedPackage, asked: OpeningWishes, *, whole: bool) -> VerifiedPackage:
    """Check a package's signature, and the rules for packages without one."""
    verified = verify_package(
        package,
        work.trust(),
        now=datetime.fromtimestamp(work.now, UTC),
        unsigned=asked.allow_unsigned,
        whole=whole,
        go_on=work.deploying.go_on,
    )
    name = package.identity.full_name
    is_for_unsigned = package.identity.is_unsigned_publisher
    if verified.signature is not None and is_for_unsigned:
        text = f"The package {name} is signed, and its publisher is one of packages that are not."
        raise Refused(ErrorCode.SignedPackageInvalidPublisherNamespace, text)
    if verified.signature is None:
        if not is_for_unsigned:
            text = f"The package {name} is not signed, and its publisher does not end in {UNSIGNED_NAMESPACE}."
            raise Refused(ErrorCode.UnsignedPackageInvalidPublisherNamespace, text)
        if not work.facts.elevated and _has_programs(package):
            text = f"The package {name} is not signed and has programs in it: that needs administrator rights."
            raise Refused(ErrorCode.UnsignedPackageInvalidContent, text)
    return verified


def _has_programs(package: OpenedPackage) -> bool:
    packages = (package, *(inner for _, inner in package.contained))
    return any(part.name.lower().endswith(_PROGRAMS) for one in packages for part in one.container.parts)


def _kind(verified: VerifiedPackage) -> SignatureKind:
    if verified.signature is None:
        return SignatureKind.none
    return SignatureKind.store if verified.signature.is_of_store else SignatureKind.developer


def _wants_stub(work: StoreDeployment, identity: PackageIdentity, option: StubPackageOption) -> bool:
    """Whether a bundle's stub is wanted: as asked for, as installed, or as the user prefers."""
    family = identity.family_name.lower()
    installed = [one for one in work.state.packages_of(work.sid) if one.family == family and one.is_main]
    if option is StubPackageOption.Default and installed:
        return installed[0].is_stub
    if option in (StubPackageOption.Default, StubPackageOption.UsePreference):
        preferred = work.state.stubs.get(family)
        option = preferred.option if preferred else StubPackageOption.InstallFull
    return option is StubPackageOption.InstallStub


def _need(one: NeededPackage) -> Need:
    return Need(one.family_name, one.minimum, one.max_major or 0, one.is_optional)


def _kept(uri: str) -> str:
    """Return what the records keep of where a package came from: no secret."""
    return without_secrets(uri) if _is_remote(uri) else uri


def _is_remote(uri: str) -> bool:
    return not uri.lower().startswith("file:")
