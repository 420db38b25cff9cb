"""Whether the machine trusts who signed a package."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.chain import CODE_SIGNING, Trust, chain_fault, usages_of
from wingetpy.msix.faults import not_trusted
from wingetpy.msix.identity import UNSIGNED_NAMESPACE, PackageIdentity
from wingetpy.msix.timestamp import signing_time

if TYPE_CHECKING:
    from wingetpy.msix.cms import Signer

_LIFETIME_SIGNING = "1.3.6.1.4.1.311.10.3.13"


def check_namespace(identity: PackageIdentity, *, is_signed: bool, package: str) -> None:
    """Check that a package that is not signed has a publisher of such packages, and no other one has.

    Args:
        identity: The package's.
        is_signed: Whether it has a signature.
        package: What the package is called in messages.

    Raises:
        MsixError: SignedPackageInvalidPublisherNamespace, UnsignedPackageInvalidPublisherNamespace.
    """
    if identity.is_unsigned_publisher == (not is_signed):
        return
    if is_signed:
        reason, code = "is signed and has", ErrorCode.SignedPackageInvalidPublisherNamespace
    else:
        reason, code = "is not signed and lacks", ErrorCode.UnsignedPackageInvalidPublisherNamespace
    raise MsixError(
        f"The package '{package}' {reason} the publisher of a package without signature (… {UNSIGNED_NAMESPACE}).",
        code=code,
        category="SecurityError",
        target=package,
        remedy="Get the package as its publisher signed it.",
    )


def check_signer(signer: Signer, trust: Trust, package: str, now: datetime | None = None) -> None:
    """Check that the machine trusts a signer to sign code.

    A signature that an authority has stamped with its time stays good when the certificate expires.

    Args:
        signer: Whose signature fits.
        trust: What the machine trusts.
        package: What the package is called in messages.
        now: The time; None for this moment.

    Raises:
        MsixError: CertUntrustedRoot, CertChaining, CertExpired, CertWrongUsage.
    """
    now = now or datetime.now(UTC)
    made = None if _LIFETIME_SIGNING in usages_of(signer.certificate) else signing_time(signer, trust, package)
    if fault := chain_fault(signer, trust, made or now, CODE_SIGNING):
        reason, code = fault
        raise not_trusted(package, reason, code)
