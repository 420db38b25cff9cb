"""The packages of a bundle, verified: each is signed as the bundle is, or covered by the bundle's own signature."""

from __future__ import annotations

from collections.abc import Callable

from wingetpy.errors import ErrorCode
from wingetpy.msix.faults import bad_signature
from wingetpy.msix.package import OpenedPackage, VerifiedPackage, verify_package


def verify_contained(
    bundle: VerifiedPackage, package: OpenedPackage, *, covered: bool, go_on: Callable[[], None] = lambda: None
) -> VerifiedPackage:
    """Check a package of a bundle, except for its files, which are compared with its block map as they are unpacked.

    Args:
        bundle: The bundle, verified.
        package: One of its `package.contained`.
        covered: Whether the bundle's signature covers it: it lies in the bundle, of which all was read.
        go_on: Called while it is read; raises to stop.

    Raises:
        MsixError: TrustNoSignature, where it must have a signature of its own; BadFormat, where somebody else than the
            signer of the bundle signed it; and what `verify_package` raises.
    """
    unsigned = covered or bundle.signature is None
    verified = verify_package(package, None, unsigned=unsigned, whole=False, go_on=go_on)
    if verified.signature is None or covered:
        return verified
    if bundle.signature is None or verified.signature.certificate != bundle.signature.certificate:
        raise bad_signature(package.name, "it is not that of the signer of the bundle", ErrorCode.BadFormat)
    return verified
