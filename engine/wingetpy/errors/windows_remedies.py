"""What to do about Windows' HRESULTs about packages, where the code alone tells it. The sentences are ours."""

from __future__ import annotations

from wingetpy.errors.codes import ErrorCode
from wingetpy.errors.remedies import (
    ALLOW_UNSIGNED,
    ANY_VERSION,
    FRAMEWORKS_ALONG,
    OTHER_VOLUME,
    PACKAGES_IN_USE,
    Remedy,
)
from wingetpy.messages.language import translated

_TRUST = (
    'If you trust the publisher, put its certificate into the machine\'s store "Trusted People", or that of its'
    ' authority into "Trusted Root Certification Authorities"; a sandbox has Packages/trust/people and'
    " Packages/trust/root for them."
)
_AGAIN = "Get the package again; if it is the same, its publisher has to make a new one."
_FIND = "List the packages to see the names of those that are there."
_READABLE = "Name a package that is there and that may be read."

WINDOWS_REMEDIES: dict[ErrorCode, str | Remedy] = {
    ErrorCode.FileNotFound: _READABLE,
    ErrorCode.PathNotFound: _READABLE,
    ErrorCode.AccessDenied: "Run it with administrator rights.",
    ErrorCode.CertUntrustedRoot: _TRUST,
    ErrorCode.CertChaining: _TRUST,
    ErrorCode.CertExpired: "Get a package that is signed anew, or has a time stamp of when the certificate was valid.",
    ErrorCode.TrustNoSignature: ALLOW_UNSIGNED,
    ErrorCode.UnsignedPackageInvalidPublisherNamespace: "Have its publisher sign it.",
    ErrorCode.TrustBadDigest: _AGAIN,
    ErrorCode.AppxBlockHashInvalid: _AGAIN,
    ErrorCode.AppxCorruptContent: _AGAIN,
    ErrorCode.OpcZipCorruptedArchive: _AGAIN,
    ErrorCode.AppxDigestMismatch: "If the package was replaced with right, expect its new digest; else leave it alone.",
    ErrorCode.InstallPackageNotFound: _FIND,
    ErrorCode.PackageNotRegisteredForUser: _FIND,
    ErrorCode.InstallResolveDependencyFailed: FRAMEWORKS_ALONG,
    ErrorCode.InstallOptionalPackageRequiresMainPackage: "Add its main package before.",
    ErrorCode.PackageAlreadyExists: "Remove the package that is there, or have its publisher give the new content a new"
    " version.",
    ErrorCode.PackagesInUse: PACKAGES_IN_USE,
    ErrorCode.InstallPackageDowngrade: ANY_VERSION,
    ErrorCode.InstallWrongProcessorArchitecture: "Get the package for the architecture of this machine.",
    ErrorCode.InstallPrerequisiteFailed: "Update Windows, or get a package that is for this version.",
    ErrorCode.InstallOutOfDiskSpace: OTHER_VOLUME,
    ErrorCode.InstallNetworkFailure: "Check the address, and the connection to its server.",
    ErrorCode.NotFound: _FIND,
    ErrorCode.UupProductNotApplicable: "Give the package itself: a path, or a URI of a file or of a web server.",
}
"""By code; the nearer reason of a failure knows better than its first code."""


def windows_remedy(*codes: int) -> str | Remedy:
    """Return what to do about the first of some HRESULTs that says it; empty where none does."""
    found = next((WINDOWS_REMEDIES[ErrorCode(one)] for one in codes if one in WINDOWS_REMEDIES), "")
    return translated(found) if isinstance(found, str) else found
