"""The key and the certificates of a publisher, from files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.errors.system import as_host_error

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate

_ARMOUR = b"-----BEGIN "
_LARGEST = 1 << 20


class Publisher(msgspec.Struct, frozen=True):
    """Who signs: a key, and the certificates, the publisher's own first."""

    key: RSAPrivateKey | EllipticCurvePrivateKey
    certificates: tuple[Certificate, ...]

    @property
    def name(self) -> str:
        """The subject as a package names its publisher."""
        from wingetpy.msix.distinguished import publisher_of  # late: start time

        return publisher_of(self.certificates[0].subject)

    def signer(self) -> Callable[[dict[bytes, bytes]], bytes]:
        """Return what makes the signature of a package."""
        from wingetpy.msix.sign import signer_of  # late: start time

        return signer_of(self.key, self.certificates)

    def days_left(self, now: datetime | None = None) -> int:
        """Return how many days the certificate is still valid."""
        return (self.certificates[0].not_valid_after_utc - (now or datetime.now(UTC))).days


def read_publisher(certificate: Path, key: Path | None, password: bytes | None) -> Publisher:
    """Read who signs.

    Args:
        certificate: A PFX with the key in it, or the certificates as PEM, with or without the key.
        key: The key as PEM or DER, where it is in a file of its own.
        password: Of the PFX or the key; None where it has none.

    Raises:
        BadRequest: naming the file that cannot be used and why.
        HostError: a file cannot be read.
    """
    data = _read(certificate)
    publisher = _from_pfx(certificate, data, password) if not data.lstrip().startswith(_ARMOUR) else None
    if publisher is None:
        publisher = _from_pem(certificate, data, key or certificate, password)
    _check(certificate, publisher)
    return publisher


def _from_pfx(path: Path, data: bytes, password: bytes | None) -> Publisher:
    from cryptography.hazmat.primitives.serialization import pkcs12  # late: start time

    try:
        key, own, others = pkcs12.load_key_and_certificates(data, password)
    except ValueError as error:
        raise _unusable(path, f"it is no PFX, or the password is wrong ({error})") from error
    if key is None or own is None:
        raise _unusable(path, "it has no key, or no certificate of the key")
    return Publisher(_checked_key(path, key), (own, *others))


def _from_pem(path: Path, data: bytes, key: Path, password: bytes | None) -> Publisher:
    from cryptography import x509  # late: start time
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        certificates = x509.load_pem_x509_certificates(data)
    except ValueError as error:
        raise _unusable(path, f"it has no certificate ({error})") from error
    try:
        loaded = load_pem_private_key(_read(key), password)
    except (ValueError, TypeError) as error:
        raise _unusable(key, f"it has no key that can be read ({error})") from error
    return Publisher(_checked_key(key, loaded), tuple(certificates))


def _checked_key(path: Path, key: object) -> RSAPrivateKey | EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa  # late: start time

    if not isinstance(key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)):
        raise _unusable(path, "its key is neither RSA nor of an elliptic curve")
    return key


def _check(path: Path, publisher: Publisher) -> None:
    """Check that the key and the certificate belong together, and that it may sign code now."""
    from wingetpy.msix.chain import CODE_SIGNING, usages_of  # late: start time

    own = publisher.certificates[0]
    if own.public_key() != publisher.key.public_key():
        raise _unusable(path, "the key is not the one of the first certificate")
    usages = usages_of(own)
    if usages and CODE_SIGNING not in usages:
        raise _unusable(path, "the certificate is not for signing code")
    now = datetime.now(UTC)
    if not own.not_valid_before_utc <= now <= own.not_valid_after_utc:
        raise _unusable(path, f"the certificate is valid until {own.not_valid_after_utc:%Y-%m-%d} only")


def _read(path: Path) -> bytes:
    with as_host_error("read", str(path)), open(path, "rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise _unusable(path, "it is too large")
    return data


def _unusable(path: Path, reason: str) -> BadRequest:
    return BadRequest(
        f"'{path}' cannot be used to sign: {reason}.",
        code=ErrorCode.InvalidClArguments,
        target=str(path),
        remedy="Give a certificate for signing code with its key: a PFX, or PEM files.",
    )
