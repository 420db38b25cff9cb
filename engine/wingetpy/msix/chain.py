"""Whom the machine trusts: from a signer's certificate to one that is trusted.

The chain itself is `cryptography`'s; here is which usage it needs, at which time it has to hold, and what the machine
trusts: roots, and single certificates of publishers (Windows' store "Trusted People").
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from wingetpy.errors import ErrorCode

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from cryptography.x509.verification import ExtensionPolicy, Policy

    from wingetpy.msix.cms import Signer

CODE_SIGNING = "1.3.6.1.5.5.7.3.3"
_ANY_USAGE = "2.5.29.37.0"
_DEEPEST = 8


class Trust:
    """The certificates that a machine trusts.

    Args:
        roots: DER of the authorities that may vouch for others.
        people: DER of single publishers.
    """

    def __init__(self, roots: Iterable[bytes] = (), people: Iterable[bytes] = ()) -> None:
        self._roots = tuple(roots)
        self._alone = frozenset((*self._roots, *people))

    @cached_property
    def roots(self) -> list[Certificate]:
        """The authorities, those that can be read."""
        import warnings  # late: start time

        from cryptography.utils import CryptographyDeprecationWarning
        from cryptography.x509 import InvalidVersion, load_der_x509_certificate

        found = []
        with warnings.catch_warnings():  # in a store of the system nobody can do anything about a broken certificate
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            for der in self._roots:
                try:
                    found.append(load_der_x509_certificate(der))
                except (ValueError, InvalidVersion):
                    continue
        return found

    def knows(self, certificate: Certificate) -> bool:
        """Return whether this very certificate is trusted."""
        from cryptography.hazmat.primitives.serialization import Encoding  # late: start time

        return certificate.public_bytes(Encoding.DER) in self._alone


def chain_fault(signer: Signer, trust: Trust, when: datetime, usage: str) -> tuple[str, ErrorCode] | None:
    """Return why a signer is not trusted for a usage at a time, as a clause and a code; None if it is."""
    leaf = signer.certificate
    who = f"the certificate of {leaf.subject.rfc4514_string()}"
    if not leaf.not_valid_before_utc <= when <= leaf.not_valid_after_utc:
        times = f"{leaf.not_valid_before_utc:%Y-%m-%d} to {leaf.not_valid_after_utc:%Y-%m-%d}"
        return f"{who} is valid from {times} only", ErrorCode.CertExpired
    if not trust.knows(leaf):
        if leaf.subject == leaf.issuer:
            return f"{who} is its own root, and none that the machine trusts", ErrorCode.CertUntrustedRoot
        if reason := _why_no_chain(signer, trust.roots, when):
            return _nearer_reason(signer, trust, when, who, reason)
    usages = usages_of(leaf)
    if usages and not usages & {usage, _ANY_USAGE}:
        return f"{who} is for another use", ErrorCode.CertWrongUsage
    return None


def _nearer_reason(signer: Signer, trust: Trust, when: datetime, who: str, reason: str) -> tuple[str, ErrorCode]:
    """Return why there is no chain: one that is not valid now, one to another root, or none at all."""
    if not _why_no_chain(signer, trust.roots, signer.certificate.not_valid_before_utc):
        return f"a certificate above that of its signer is not valid on {when:%Y-%m-%d}", ErrorCode.CertExpired
    own_roots = [certificate for certificate in signer.certificates if certificate.subject == certificate.issuer]
    if not _why_no_chain(signer, own_roots, when):
        return f"{who} leads to a root that the machine does not trust", ErrorCode.CertUntrustedRoot
    return f"{who} leads to no root that the machine trusts ({reason})", ErrorCode.CertChaining


def _why_no_chain(signer: Signer, roots: list[Certificate], when: datetime) -> str:
    from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError

    if not roots:
        return "it trusts none"
    builder = (
        PolicyBuilder()
        .store(Store(roots))
        .time(when)
        .max_chain_depth(_DEEPEST)
        .extension_policies(ee_policy=ExtensionPolicy.permit_all(), ca_policy=_authorities())
    )
    others = [certificate for certificate in signer.certificates if certificate != signer.certificate]
    try:
        builder.build_client_verifier().verify(signer.certificate, others)
    except VerificationError as error:
        text = str(error).removeprefix("validation failed: ")
        return "none of them issued it" if "no interior errors" in text else text
    return ""


def _authorities() -> ExtensionPolicy:
    """Return what certificates on the way to a root need: to be those of authorities that sign certificates."""
    from cryptography.x509 import BasicConstraints, KeyUsage
    from cryptography.x509.verification import Criticality, ExtensionPolicy

    def is_authority(policy: Policy, certificate: Certificate, constraints: BasicConstraints) -> None:
        if not constraints.ca:
            raise ValueError("it is no authority")

    def signs(policy: Policy, certificate: Certificate, usage: KeyUsage | None) -> None:
        if usage is not None and not usage.key_cert_sign:
            raise ValueError("its key does not sign certificates")

    return (
        ExtensionPolicy.permit_all()
        .require_present(BasicConstraints, Criticality.AGNOSTIC, is_authority)
        .may_be_present(KeyUsage, Criticality.AGNOSTIC, signs)
    )


def usages_of(certificate: Certificate) -> set[str]:
    """Return what a certificate may be used for, as OIDs; none where it may be used for all."""
    from cryptography.x509 import ExtendedKeyUsage, ExtensionNotFound

    try:
        usages = certificate.extensions.get_extension_for_class(ExtendedKeyUsage).value
    except ExtensionNotFound:
        return set()
    except ValueError:  # extensions that cannot be read: for nothing
        return {""}
    return {usage.dotted_string for usage in usages}
