"""A package or bundle: what it says, and the checks that Windows makes before it installs one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.block_map import BlockMap, check_blocks, checked_blocks, read_block_map
from wingetpy.msix.bundle_manifest import BundledPackage, BundleManifest, read_bundle_manifest
from wingetpy.msix.byte_source import ByteSource, PartBytes
from wingetpy.msix.chain import Trust
from wingetpy.msix.container import Container, PackagePart
from wingetpy.msix.content_types import check_content_types
from wingetpy.msix.faults import bad_signature, corrupt, invalid, missing
from wingetpy.msix.identity import PackageIdentity
from wingetpy.msix.manifest import PackageKind, PackageManifest, read_manifest
from wingetpy.msix.part_names import (
    BLOCK_MAP,
    BUNDLE_MANIFEST,
    CODE_INTEGRITY,
    CONTENT_TYPES,
    MANIFEST,
    SIGNATURE,
    STUBS,
    key_of,
)
from wingetpy.msix.signature import Signature, need_signature, read_signature, signature_hash
from wingetpy.msix.signer import check_signer

_ENDINGS = (".appx", ".msix")


Choose = Callable[[BundleManifest], Iterable[BundledPackage]]
"""Says which packages of a bundle are wanted."""
Beside = Callable[[str], ByteSource]
"""Opens the file of a name beside a flat bundle."""


def _nothing() -> None:
    """Go on."""


def _all_packages(bundle: BundleManifest) -> Iterable[BundledPackage]:
    return bundle.packages


class OpenedPackage(msgspec.Struct, frozen=True, kw_only=True):
    """A package or bundle that was read; not verified yet.

    Attributes:
        manifest: Of a single package; None of a bundle.
        bundle: Of a bundle; None of a single package.
        contained: The packages in the bundle that were opened, each with what the bundle says of it.
    """

    container: Container
    manifest: PackageManifest | None
    bundle: BundleManifest | None
    contained: tuple[tuple[BundledPackage, OpenedPackage], ...] = ()

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return self.container.name

    @property
    def is_bundle(self) -> bool:
        return self.bundle is not None

    @property
    def identity(self) -> PackageIdentity:
        manifest = self.bundle or self.manifest
        assert manifest is not None, "it is one of both"
        return manifest.identity

    @property
    def kind(self) -> PackageKind:
        return self.manifest.kind if self.manifest is not None else PackageKind.bundle

    @property
    def applications(self) -> tuple[PackageManifest, ...]:
        """The manifests of the packages that hold an application: its own, or those in the bundle without stubs."""
        if self.manifest is not None:
            return (self.manifest,)
        return tuple(
            package.manifest
            for entry, package in self.contained
            if package.manifest is not None and entry.is_application and not entry.is_stub
        )

    def signature_sha256(self) -> str | None:
        """Return winget's SignatureSha256, upper-case hex; None of a package that is not signed.

        Raises:
            MsixError: the signature is damaged.
        """
        return signature_hash(self.container)


class VerifiedPackage(msgspec.Struct, frozen=True, kw_only=True):
    """A package that passed every check but those of its content, which `read_part` makes.

    Attributes:
        signature: None of a package that is not signed, where that was allowed.
    """

    package: OpenedPackage
    block_map: BlockMap
    signature: Signature | None

    def read_part(self, name: str, most: int) -> bytes:
        """Return the content of a part, each block compared with the block map.

        Args:
            name: Of the part.
            most: How many bytes it may have.

        Raises:
            MsixError: AppxMissingRequiredFile, AppxBlockHashInvalid, AppxCorruptContent.
        """
        return b"".join(self.blocks_of(name, most))

    def blocks_of(self, name: str, most: int) -> Iterator[bytes]:
        """Yield the same in blocks, for a part that is too large for memory."""
        container = self.package.container
        part = container.need(name)
        if part.size > most:
            raise corrupt(container.name, f"its part '{name}' has {part.size:,} bytes; {most:,} are allowed")
        yield from checked_blocks(container, self.block_map, part)


def open_package(source: ByteSource, choose: Choose = _all_packages, beside: Beside | None = None) -> OpenedPackage:
    """Read a package or a bundle, whichever it is by its content, and packages of the bundle.

    Args:
        source: Its bytes.
        choose: Which packages of a bundle are opened; all by default.
        beside: Opens a file beside a flat bundle by its name; None: those packages are not opened. It raises where
            there is none, and the caller closes what it opened.

    Raises:
        MsixError: OpcZipCorruptedArchive, AppxCorruptContent, AppxMissingRequiredFile, AppxInvalidManifest, or what
            else is wrong with its parts.
    """
    container = Container(source)
    if container.part(BUNDLE_MANIFEST) is None:
        return _single(container)
    _check_integrity(container)
    bundle = read_bundle_manifest(container)
    _check_named(container, bundle)
    contained = tuple(
        (entry, _open_contained(container, bundle, entry, bytes_of))
        for entry in choose(bundle)
        if (bytes_of := _bytes_of(container, entry, beside)) is not None
    )
    _check_different(container, contained)
    return OpenedPackage(container=container, manifest=None, bundle=bundle, contained=contained)


def _single(container: Container) -> OpenedPackage:
    """Open a package that is no bundle."""
    _check_integrity(container)
    if container.part(MANIFEST) is None:
        raise missing(container.name, f"{MANIFEST}, nor {BUNDLE_MANIFEST}")
    return OpenedPackage(container=container, manifest=read_manifest(container), bundle=None)


def _check_integrity(container: Container) -> None:
    if container.part(CODE_INTEGRITY) is not None and container.part(SIGNATURE) is None:
        raise missing(container.name, f"{SIGNATURE}, which belongs to its {CODE_INTEGRITY}")


def verify_package(
    package: OpenedPackage,
    trust: Trust | None,
    *,
    now: datetime | None = None,
    unsigned: bool = False,
    whole: bool = True,
    go_on: Callable[[], None] = _nothing,
) -> VerifiedPackage:
    """Check a package in the order in which Windows does: signature, block map, publisher, trust.

    Args:
        package: As it was opened.
        trust: What the machine trusts; None leaves out whether the signer is trusted.
        now: The time for that; None for this moment.
        unsigned: Whether a package without a signature is allowed.
        whole: Whether all of the package is read now. Without it only its end, block map and manifest are, as for one
            on a server; the files are compared with the block map as they are unpacked (`payload`).
        go_on: Called while the package is read; raises to stop.

    Raises:
        MsixError: TrustNoSignature, TrustBadDigest, BadFormat, AppxInvalidBlockMap, AppxMissingRequiredFile,
            CertUntrustedRoot, CertChaining, CertExpired, CertWrongUsage.
    """
    container = package.container
    for name in (CONTENT_TYPES, BLOCK_MAP):
        container.need(name)
    signature = read_signature(container, is_bundle=package.is_bundle, whole=whole, go_on=go_on)
    if not unsigned:
        need_signature(signature, container.name)
    check_content_types(container)
    block_map = read_block_map(container, is_bundle=package.is_bundle)
    own = container.need(BUNDLE_MANIFEST if package.is_bundle else MANIFEST)
    check_blocks(container, block_map, own)
    if signature is not None:
        _check_publisher(package, signature)
        if trust is not None:
            check_signer(signature.signer, trust, container.name, now)
    return VerifiedPackage(package=package, block_map=block_map, signature=signature)


def _check_publisher(package: OpenedPackage, signature: Signature) -> None:
    from wingetpy.msix.distinguished import publisher_of  # late: start time

    subject = publisher_of(signature.certificate.subject)
    if subject != package.identity.publisher:
        reason = f"the signer is {subject}, the publisher of the package {package.identity.publisher}"
        raise bad_signature(package.name, reason, ErrorCode.BadFormat)


def _bytes_of(container: Container, entry: BundledPackage, beside: Beside | None) -> ByteSource | None:
    """Return the bytes of a bundled package; None for one beside a flat bundle where nothing opens it."""
    part = container.part(entry.file_name)
    if part is not None:
        _check_place(container, entry, part)
        return PartBytes(container.source, entry.offset, entry.size, f"{container.name}!{entry.file_name}")
    if entry.offset:
        raise _wrong_bundle(container, f"its package '{entry.file_name}' is not there")
    if beside is None:
        return None
    source = beside(entry.file_name)
    if entry.size and source.size != entry.size:
        raise _wrong_bundle(container, f"'{source.name}' has {source.size:,} bytes instead of {entry.size:,}")
    return source


def _check_place(container: Container, entry: BundledPackage, part: PackagePart) -> None:
    """Check that a bundled package lies where the bundle's manifest says. Raises MsixError."""
    if not part.is_stored:
        reason = f"its package '{entry.file_name}' is compressed"
        raise invalid(container.name, reason, ErrorCode.AppxFileCompressionMismatch)
    if entry.size != part.size or entry.offset != part.data_offset():
        raise _wrong_bundle(container, f"the place or size of '{entry.file_name}' is wrong")


def _check_named(container: Container, bundle: BundleManifest) -> None:
    """Check that a bundle names all packages in it. Raises MsixError (AppxInvalidManifest)."""
    named = {key_of(entry.file_name) for entry in bundle.packages}
    for part in container.parts:
        key = key_of(part.name)
        if key not in named and (part.name.lower().endswith(_ENDINGS) or key.startswith(key_of(STUBS))):
            raise _wrong_bundle(container, f"it does not name its package '{part.name}'")


def _check_different(container: Container, contained: Iterable[tuple[BundledPackage, OpenedPackage]]) -> None:
    """Check that no two packages of a bundle would be installed under one name; a stub has that of its application.
    Raises MsixError.
    """
    names: set[tuple[str, bool]] = set()
    for entry, package in contained:
        name = package.identity.full_name
        if (name.lower(), entry.is_stub) in names:
            raise _wrong_bundle(container, f"two packages are {name}")
        names.add((name.lower(), entry.is_stub))


def _open_contained(
    container: Container, bundle: BundleManifest, entry: BundledPackage, source: ByteSource
) -> OpenedPackage:
    """Open a package of a bundle and check that it is the one that is named. Raises MsixError."""
    inner = Container(source)
    if inner.part(BUNDLE_MANIFEST) is not None:  # not opened: bundles could be in bundles without end
        raise _wrong_bundle(container, f"its package '{entry.file_name}' is a bundle")
    package = _single(inner)
    own, whole = package.identity, bundle.identity
    same = (
        own.name.lower() == whole.name.lower()
        and own.publisher == whole.publisher
        and (own.version, own.architecture) == (entry.version, entry.architecture)
        and (package.kind is PackageKind.resource) != entry.is_application
    )
    if not same:
        raise _wrong_bundle(container, f"it describes its package '{entry.file_name}' wrongly: {own.full_name}")
    return package


def _wrong_bundle(container: Container, reason: str) -> MsixError:
    return invalid(container.name, f"in the manifest of the bundle, {reason}", ErrorCode.AppxInvalidManifest)
