"""Makes the signature of a package with a key and its certificate."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from wingetpy.msix.digests import HEAD, INTEGRITY, REQUIRED
from wingetpy.msix.signature import INDIRECT_DATA, MAGIC, PACKAGE_SUBJECT

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate

_SUBJECT_INFO = "1.3.6.1.4.1.311.2.1.30"
_SUBJECT_VERSION = 0x01010000
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_PROGRAM_INFO = "1.3.6.1.4.1.311.2.1.12"
_STATEMENT_TYPE = "1.3.6.1.4.1.311.2.1.11"
_INDIVIDUAL = "1.3.6.1.4.1.311.2.1.21"
_SHA256 = "2.16.840.1.101.3.4.2.1"
_RSA = "1.2.840.113549.1.1.1"
_ECDSA_SHA256 = "1.2.840.10045.4.3.2"
_SEQUENCE, _SET, _OCTETS, _FIRST = 0x30, 0x31, 0x04, 0xA0


def signer_of(
    key: RSAPrivateKey | EllipticCurvePrivateKey, certificates: Sequence[Certificate], subject: bytes = PACKAGE_SUBJECT
) -> Callable[[dict[bytes, bytes]], bytes]:
    """Return what makes the signature of a package of its digests (SHA-256).

    Args:
        key: The publisher's.
        certificates: The publisher's own first, then those on the way to the root.
        subject: What is signed: a package, or a bundle (`BUNDLE_SUBJECT`).
    """

    def sign(digests: dict[bytes, bytes]) -> bytes:
        return MAGIC + _message(_content(digests, subject), key, certificates)

    return sign


def _content(digests: dict[bytes, bytes], subject: bytes) -> bytes:
    """Return the element that is signed: which kind of subject, and its digests."""
    blob = HEAD + b"".join(tag + digests[tag] for tag in (*REQUIRED, INTEGRITY) if tag in digests)
    zeros = _number(0) * 5
    info = _der(_SEQUENCE, _number(_SUBJECT_VERSION), _der(_OCTETS, subject), zeros)
    return _der(
        _SEQUENCE,
        _der(_SEQUENCE, _oid(_SUBJECT_INFO), info),
        _der(_SEQUENCE, _method(_SHA256), _der(_OCTETS, blob)),
    )


def _message(
    content: bytes, key: RSAPrivateKey | EllipticCurvePrivateKey, certificates: Sequence[Certificate]
) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding  # late: start time

    attributes = sorted(
        (
            _attribute(_CONTENT_TYPE, _oid(INDIRECT_DATA)),
            _attribute(_PROGRAM_INFO, _der(_SEQUENCE)),
            _attribute(_STATEMENT_TYPE, _der(_SEQUENCE, _oid(_INDIVIDUAL))),
            _attribute(_MESSAGE_DIGEST, _der(_OCTETS, hashlib.sha256(_inside(content)).digest())),
        )
    )
    own = certificates[0]
    algorithm, signature = _signed(_der(_SET, *attributes), key)
    signer = _der(
        _SEQUENCE,
        _number(1),
        _der(_SEQUENCE, own.issuer.public_bytes(), _number(own.serial_number)),
        _method(_SHA256),
        _der(_FIRST, *attributes),
        algorithm,
        _der(_OCTETS, signature),
    )
    data = _der(
        _SEQUENCE,
        _number(1),
        _der(_SET, _method(_SHA256)),
        _der(_SEQUENCE, _oid(INDIRECT_DATA), _der(_FIRST, content)),
        _der(_FIRST, *(certificate.public_bytes(Encoding.DER) for certificate in certificates)),
        _der(_SET, signer),
    )
    return _der(_SEQUENCE, _oid(_SIGNED_DATA), _der(_FIRST, data))


def _signed(data: bytes, key: RSAPrivateKey | EllipticCurvePrivateKey) -> tuple[bytes, bytes]:
    from cryptography.hazmat.primitives import hashes  # late: start time
    from cryptography.hazmat.primitives.asymmetric import ec, padding

    if isinstance(key, ec.EllipticCurvePrivateKey):
        return _der(_SEQUENCE, _oid(_ECDSA_SHA256)), key.sign(data, ec.ECDSA(hashes.SHA256()))
    return _method(_RSA), key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def _attribute(name: str, value: bytes) -> bytes:
    return _der(_SEQUENCE, _oid(name), _der(_SET, value))


def _method(name: str) -> bytes:
    return _der(_SEQUENCE, _oid(name), b"\x05\x00")


def _der(tag: int, *content: bytes) -> bytes:
    """Return an element around others."""
    inside = b"".join(content)
    if len(inside) < 0x80:
        return bytes((tag, len(inside))) + inside
    length = len(inside).to_bytes((len(inside).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + inside


def _inside(element: bytes) -> bytes:
    """Return what is in an element, without its tag and length."""
    return element[2:] if element[1] < 0x80 else element[2 + (element[1] & 0x7F) :]


def _oid(name: str) -> bytes:
    from asn1crypto.core import ObjectIdentifier  # late: start time

    return bytes(ObjectIdentifier(name).dump())


def _number(value: int) -> bytes:
    from asn1crypto.core import Integer  # late: start time

    return bytes(Integer(value).dump())
