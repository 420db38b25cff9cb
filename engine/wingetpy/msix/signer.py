"""Whether the machine trusts who signed a package."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from wingetpy.msix.chain import CODE_SIGNING, Trust, chain_fault, usages_of
from wingetpy.msix.faults import not_trusted
from wingetpy.msix.timestamp import signing_time

if TYPE_CHECKING:
    from wingetpy.msix.cms import Signer

_LIFETIME_SIGNING = "1.3.6.1.4.1.311.10.3.13"


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
