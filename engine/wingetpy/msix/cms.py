"""Signed messages (PKCS #7): their content, their signers, and the check that a signer's key signed them."""

from __future__ import annotations

import hashlib
import hmac
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from wingetpy.msix.faults import bad_signature

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

HASHES = ("sha256", "sha384", "sha512")
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MOST_CERTIFICATES = 32
_LONG_NUMBER = re.compile(rb"[\x80-\xff]{4096}")
"""Bytes of one number of a tag or an identifier: asn1crypto takes minutes for a megabyte of them."""
_OCTETS = (0, 4)
"""Class and number of an element of octets."""


class Signer(msgspec.Struct, frozen=True):
    """One signer of a message.

    Attributes:
        certificate: Its own.
        certificates: All in the message.
        method: The hash that it signed by.
        signature: The value of the signature.
        signed: The attributes that it signed, by OID; their first values.
        unsigned: Other attributes, likewise.
    """

    certificate: Certificate
    certificates: tuple[Certificate, ...]
    method: str
    signature: bytes
    signed: dict[str, Any]
    unsigned: dict[str, Any]


class Message(msgspec.Struct, frozen=True):
    """A signed message whose signature fits.

    Attributes:
        content_type: An OID.
        content: The element that was signed.
    """

    content_type: str
    content: bytes
    signer: Signer


def read_message(der: bytes, package: str) -> Message:
    """Read a signed message with one signer and check its signature. Whether the signer is trusted is not asked.

    Args:
        der: The message.
        package: What the package is called in messages.

    Raises:
        MsixError: TrustBadDigest; it is damaged, or not signed by the certificate that it names.
    """
    from asn1crypto import cms  # late: start time

    if _LONG_NUMBER.search(der):
        raise bad_signature(package, "it is damaged")
    try:
        outer = cms.ContentInfo.load(der, strict=True)
        if outer["content_type"].native != "signed_data":
            raise bad_signature(package, "it is no signed message")
        data = outer["content"]
        inner = data["encap_content_info"]
        content, element = _content(inner["content"])
        infos = data["signer_infos"]
        if len(infos) != 1:
            raise bad_signature(package, "it has not exactly one signer")
        signer = read_signer(infos[0], certificates_of(data, package), content, package)
        content_type = inner["content_type"].dotted
        if (signed := signer.signed.get(_CONTENT_TYPE)) is None or signed.dotted != content_type:
            raise bad_signature(package, "it signs another type of content than it has")
        return Message(content_type, element, signer)
    except (ValueError, TypeError, KeyError, AttributeError) as error:  # asn1crypto raises these for damaged data
        raise bad_signature(package, "it is damaged") from error


def _content(content: Any) -> tuple[bytes, bytes]:
    """Return the octets that are hashed, and the element that was signed.

    PKCS #7 signs an element without its tag and length; later versions (CMS) put it into octets, and sign these.
    """
    from asn1crypto import core, parser  # late: start time

    if isinstance(content, core.OctetString):
        octets = bytes(content)
        return octets, octets
    element = parser.parse(content.dump(), strict=True)[4]
    kind, _, tag, _, octets, _ = parser.parse(element, strict=True)
    return octets, octets if (kind, tag) == _OCTETS else element


def certificates_of(data: Any, package: str) -> tuple[Certificate, ...]:
    """Return the certificates in a message. Raises MsixError (TrustBadDigest) where one is damaged."""
    from cryptography.x509 import (  # late: start time
        DuplicateExtension,
        InvalidVersion,
        UnsupportedGeneralNameType,
        load_der_x509_certificate,
    )

    choices = data["certificates"]
    found = [choice.chosen.dump() for choice in choices if choice.name == "certificate"]
    if len(found) > _MOST_CERTIFICATES:
        raise bad_signature(package, f"it has more than {_MOST_CERTIFICATES} certificates")
    try:
        certificates = tuple(load_der_x509_certificate(der) for der in found)
        for certificate in certificates:
            with suppress(ValueError):  # some that Windows takes: `usages_of` asks what such a one is for
                _ = certificate.extensions
    except (ValueError, DuplicateExtension, InvalidVersion, UnsupportedGeneralNameType) as error:
        raise bad_signature(package, "a certificate in it is damaged") from error
    return certificates


def read_signer(info: Any, certificates: tuple[Certificate, ...], content: bytes, package: str) -> Signer:
    """Read a signer and check that it signed the content.

    Args:
        info: asn1crypto's SignerInfo.
        certificates: Among which its own is.
        content: What it has to have signed.
        package: What the package is called in messages.

    Raises:
        MsixError: TrustBadDigest.
    """
    method = info["digest_algorithm"]["algorithm"].native
    if method not in HASHES:
        raise bad_signature(package, f"it uses the hash {method}")
    certificate = _certificate_of(info["sid"], certificates, package)
    signed = _attributes(info["signed_attrs"])
    digest = hashlib.new(method, content).digest()
    wanted = signed.get(_MESSAGE_DIGEST)
    if wanted is None or not hmac.compare_digest(wanted.native, digest):
        raise bad_signature(package, "it is of other content")
    raw = info["signed_attrs"].dump()
    signer = Signer(
        certificate,
        certificates,
        method,
        info["signature"].native,
        signed,
        _attributes(info["unsigned_attrs"]),
    )
    _check_key(signer, b"\x31" + raw[1:], info["signature_algorithm"], package)  # signed as a SET
    return signer


def _certificate_of(sid: Any, certificates: tuple[Certificate, ...], package: str) -> Certificate:
    if sid.name == "issuer_and_serial_number":
        issuer, serial = sid.chosen["issuer"].dump(), sid.chosen["serial_number"].native
        for certificate in certificates:
            if certificate.serial_number == serial and certificate.issuer.public_bytes() == issuer:
                return certificate
    else:
        from cryptography.x509 import ExtensionNotFound, SubjectKeyIdentifier  # late: start time

        for certificate in certificates:
            try:
                found = certificate.extensions.get_extension_for_class(SubjectKeyIdentifier).value
            except ExtensionNotFound:
                continue
            if found.digest == sid.chosen.native:
                return certificate
    raise bad_signature(package, "it lacks the certificate of its signer")


def _check_key(signer: Signer, signed: bytes, algorithm: Any, package: str) -> None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm  # late: start time
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

    known = (hashes.SHA256(), hashes.SHA384(), hashes.SHA512())
    used = next(method for method in known if method.name == signer.method)
    key = signer.certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            if algorithm.signature_algo == "rsassa_pss":
                salt = algorithm["parameters"]["salt_length"].native
                key.verify(signer.signature, signed, padding.PSS(padding.MGF1(used), salt), used)
            else:
                key.verify(signer.signature, signed, padding.PKCS1v15(), used)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signer.signature, signed, ec.ECDSA(used))
        else:
            raise bad_signature(package, "its signer has a key of an unknown kind")
    except (InvalidSignature, UnsupportedAlgorithm) as error:
        raise bad_signature(package, "the key of its signer did not make it") from error


def _attributes(attributes: Any) -> dict[str, Any]:
    """Return the first value of each attribute by its OID."""
    return {one["type"].dotted: one["values"][0] for one in attributes if len(one["values"])}
