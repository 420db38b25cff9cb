"""AppxSignature.p7x: who signed a package, and that it is the package that was signed."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from wingetpy.errors import ErrorCode
from wingetpy.msix.chain import usages_of
from wingetpy.msix.container import Container
from wingetpy.msix.digests import (
    DIRECTORY,
    HEAD,
    INTEGRITY,
    MAP,
    PARTS,
    REQUIRED,
    TYPES,
    digests_of,
    signature_is_last,
)
from wingetpy.msix.faults import bad_signature, not_signed
from wingetpy.msix.part_names import SIGNATURE

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from wingetpy.msix.cms import Message, Signer

MAGIC = b"PKCX"
INDIRECT_DATA = "1.3.6.1.4.1.311.2.1.4"
_STORE = "1.3.6.1.4.1.311.76.3.1"
LARGEST_SIGNATURE = 2 << 20
PACKAGE_SUBJECT = bytes.fromhex("4BDFC50A07CEE24DB76E23C839A09FD1")
BUNDLE_SUBJECT = bytes.fromhex("B3585F0FDEAA9A4BA43495742D92ECEB")


class Signature(msgspec.Struct, frozen=True):
    """A signature that fits the package. Whether the signer is trusted is asked elsewhere (`chain`).

    Attributes:
        sha256: Of the whole part, upper-case hex: winget's SignatureSha256.
        signer: Who signed, with its certificates.
    """

    sha256: str
    signer: Signer

    @property
    def is_of_store(self) -> bool:
        """Whether the Microsoft Store signed."""
        return _STORE in usages_of(self.certificate)

    @property
    def certificate(self) -> Certificate:
        """The signer's own."""
        return self.signer.certificate


def signature_hash(container: Container) -> str | None:
    """Return the SHA-256 of a package's signature, upper-case hex; None of a package that is not signed.

    Raises:
        MsixError: AppxCorruptContent, TrustBadDigest; the part is damaged or no signature.
    """
    data = _signature_bytes(container)
    return None if data is None else hashlib.sha256(data).hexdigest().upper()


def read_signature(
    container: Container, *, is_bundle: bool, whole: bool = True, go_on: Callable[[], None] = lambda: None
) -> Signature | None:
    """Read the signature and check that it is one of this package.

    Args:
        container: The package.
        is_bundle: Whether it is a bundle.
        whole: Whether all parts are read and compared. Without it the signature still covers the directory, the block
            map (and by it the content of each file) and the content types, but not how the files are packed.
        go_on: Called for each block that is read; raises to stop.

    Returns:
        None for a package that is not signed.

    Raises:
        MsixError: TrustBadDigest, BadFormat, AppxCorruptContent.
    """
    from wingetpy.msix.cms import read_message  # late: start time

    data = _signature_bytes(container)
    if data is None:
        return None
    message = read_message(data[len(MAGIC) :], container.name)
    signed = _signed_digests(message, container.name, is_bundle=is_bundle)
    found = digests_of(container, message.signer.method, go_on, whole=whole)
    for tag in (TYPES, MAP, INTEGRITY, PARTS) if whole else (TYPES, MAP, INTEGRITY):
        if not hmac.compare_digest(signed.get(tag, b""), found.get(tag, b"")):
            raise bad_signature(container.name, f"the package was changed after it was signed ({tag.decode()})")
    if not signature_is_last(container):
        raise bad_signature(container.name, "it is not the last part", ErrorCode.BadFormat)
    if not hmac.compare_digest(signed[DIRECTORY], found[DIRECTORY]):
        reason = f"the package was changed after it was signed ({DIRECTORY.decode()})"
        raise bad_signature(container.name, reason)
    return Signature(hashlib.sha256(data).hexdigest().upper(), message.signer)


def need_signature(signature: Signature | None, name: str) -> Signature:
    """Return a signature. Raises MsixError (TrustNoSignature) where there is none."""
    if signature is None:
        raise not_signed(name)
    return signature


def _signature_bytes(container: Container) -> bytes | None:
    part = container.part(SIGNATURE)
    if part is None:
        return None
    data = part.read(LARGEST_SIGNATURE)
    if not data.startswith(MAGIC):
        raise bad_signature(container.name, "it does not begin as one")
    return data


def _signed_digests(message: Message, package: str, *, is_bundle: bool) -> dict[bytes, bytes]:
    """Return the digests that a message has, by tag. Raises MsixError (TrustBadDigest)."""
    from asn1crypto import core  # late: start time

    if message.content_type != INDIRECT_DATA:
        raise bad_signature(package, "it signs something else than a package")
    try:
        data = core.Sequence.load(message.content, strict=True)
        guid, blob = data[0][1][1].native, data[1][1].native
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise bad_signature(package, "it is damaged") from error
    if guid != (BUNDLE_SUBJECT if is_bundle else PACKAGE_SUBJECT):
        raise bad_signature(package, "it is for another kind of package")
    return _records(blob, hashlib.new(message.signer.method).digest_size, package)


def _records(blob: bytes, size: int, package: str) -> dict[bytes, bytes]:
    """Return a blob of tags and digests as a table."""
    width = len(HEAD) + size
    body = blob[len(HEAD) :]
    records = {body[at : at + 4]: body[at + 4 : at + width] for at in range(0, len(body), width)}
    good = blob.startswith(HEAD) and len(body) == width * len(records) and set(records) - {INTEGRITY} == set(REQUIRED)
    if not good:
        raise bad_signature(package, "the digests in it are not those of a package")
    return records
