"""Certificates made for a test: an authority, and publishers that it vouches for, or that vouch for themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
CODE_SIGNING = ExtendedKeyUsageOID.CODE_SIGNING
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Holder:
    """A key, its certificate, and the certificates on the way to the root, the root itself last."""

    key: Key
    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...] = field(default=())

    @property
    def chain(self) -> list[x509.Certificate]:
        """Its own certificate and those between it and the root."""
        return [self.certificate, *self.issuers[:-1]]

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def root_der(self) -> bytes:
        """The root's certificate; its own where nobody vouches for it."""
        return (self.issuers[-1] if self.issuers else self.certificate).public_bytes(Encoding.DER)

    def write_pem(self, folder: Path) -> tuple[Path, Path]:
        """Write the chain and the key as PEM; return both files."""
        chain, key = folder / "publisher.pem", folder / "publisher.key"
        chain.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in self.chain))
        key.write_bytes(self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return chain, key

    def write_pfx(self, folder: Path, password: str) -> Path:
        """Write key and chain as one file that a password protects."""
        path = folder / "publisher.pfx"
        encryption = BestAvailableEncryption(password.encode())
        path.write_bytes(
            pkcs12.serialize_key_and_certificates(
                b"publisher", self.key, self.certificate, self.issuers[:-1], encryption
            )
        )
        return path


@cache
def new_key(kind: str = "rsa", number: int = 0) -> Key:
    """Return a key; the same for the same arguments, as making one takes long."""
    if kind == "ec":
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def subject(name: str, organization: str = "Contoso") -> x509.Name:
    """Return a subject, in the order in which certificates have it: the country first."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def authority(
    name: str = "Test Root",
    issuer: Holder | None = None,
    *,
    number: int = 1,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
) -> Holder:
    """Make an authority: a root, or one below another."""
    key = new_key(number=number)
    begin = not_before or datetime.now(UTC) - 400 * _DAY
    builder = _builder(subject(name), issuer, key, begin, not_after or datetime.now(UTC) + 365 * _DAY)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return _signed(builder, key, issuer)


def publisher(
    issuer: Holder | None = None,
    name: x509.Name | None = None,
    *,
    usages: tuple[ObjectIdentifier, ...] = (CODE_SIGNING,),
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    kind: str = "rsa",
    names: tuple[x509.GeneralName, ...] = (),
    critical: bool = False,
) -> Holder:
    """Make a publisher, or with names a server; without an issuer it vouches for itself."""
    key = new_key(kind, 2)
    begin = not_before or datetime.now(UTC) - _DAY
    builder = _builder(name or subject("Contoso"), issuer, key, begin, not_after or datetime.now(UTC) + 30 * _DAY)
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=critical)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return _signed(builder, key, issuer)


def _builder(
    name: x509.Name, issuer: Holder | None, key: Key, begin: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
    )


def _signed(builder: x509.CertificateBuilder, key: Key, issuer: Holder | None) -> Holder:
    certificate = builder.sign(issuer.key if issuer else key, hashes.SHA256())
    return Holder(key, certificate, (issuer.certificate, *issuer.issuers) if issuer else ())
