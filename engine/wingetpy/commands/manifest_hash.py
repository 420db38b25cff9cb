"""`manifest/hash`: the SHA-256 of an installer, and of an MSIX package's signature."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wingetpy.commands.command import Command
from wingetpy.errors import Cancelled, ErrorReport
from wingetpy.model.call import Call
from wingetpy.operations.context import Context


class HashParameters(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """`path` is native to the engine's disk."""

    path: str
    msix: bool = False


class HashResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Upper-case hex. `error` says why there is no hash of a signature; the file's own hash is given all the same."""

    path: str
    sha256: str
    signature_sha256: str | None = None
    error: ErrorReport | None = None


def hash_installer(context: Context, parameters: HashParameters, call: Call) -> HashResult:
    """Hash a file.

    Raises:
        HostError: FileNotFound, AccessDenied, for a file that cannot be read.
        Cancelled: the caller stopped; a file may be larger than anybody waits for.
    """
    from wingetpy.transfer.hashing import hash_file, not_a_package  # late: start time

    def go_on() -> None:
        if call.cancelled:
            raise Cancelled("Hashing the file was cancelled.")

    hashed = hash_file(Path(parameters.path), parameters.msix, go_on)
    reason = hashed.no_signature
    error = ErrorReport.of(not_a_package(hashed.path, reason)) if reason else None
    return HashResult(path=hashed.path, sha256=hashed.sha256, signature_sha256=hashed.signature_sha256, error=error)


HASH = Command(HashParameters, HashResult, hash_installer)
