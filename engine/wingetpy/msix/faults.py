"""What is wrong with a package, with Windows' own codes."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, MsixError

_DAMAGED = "Get the package again; if it fails again, report it to its publisher."
_UNTRUSTED = "Check who published the package; install the certificate of its publisher only if you trust it."


def invalid(name: str, reason: str, code: ErrorCode) -> MsixError:
    """Return the error for a package that breaks a rule of its format. `reason` is a clause."""
    return MsixError(
        f"The package '{name}' is not valid: {reason}.",
        code=code,
        target=name,
        remedy="Report it to the publisher of the package.",
    )


def corrupt(name: str, reason: str, code: ErrorCode = ErrorCode.AppxCorruptContent) -> MsixError:
    """Return the error for a file that is damaged or no package."""
    text = f"'{name}' cannot be read as an MSIX package: {reason}."
    return MsixError(text, code=code, target=name, remedy=_DAMAGED)


def missing(name: str, part: str) -> MsixError:
    """Return the error for a package that lacks a part."""
    return corrupt(name, f"it has no {part}", ErrorCode.AppxMissingRequiredFile)


def not_signed(name: str) -> MsixError:
    """Return the error for a package without a signature."""
    return MsixError(
        f"The package '{name}' is not signed.",
        code=ErrorCode.TrustNoSignature,
        category="SecurityError",
        target=name,
        remedy="Sign the package with the certificate of its publisher.",
    )


def bad_signature(name: str, reason: str, code: ErrorCode = ErrorCode.TrustBadDigest) -> MsixError:
    """Return the error for a signature that is damaged or of other content."""
    return MsixError(
        f"The signature of the package '{name}' is not valid: {reason}.",
        code=code,
        category="SecurityError",
        target=name,
        remedy=_DAMAGED,
    )


def not_trusted(name: str, reason: str, code: ErrorCode) -> MsixError:
    """Return the error for a signature that is intact, by somebody whom the machine does not trust."""
    return MsixError(
        f"The signer of the package '{name}' is not trusted: {reason}.",
        code=code,
        category="SecurityError",
        target=name,
        remedy=_UNTRUSTED,
    )
