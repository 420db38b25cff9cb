"""The hashes that manifests name."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from io import BufferedReader
from pathlib import Path

import msgspec

from wingetpy.errors import EngineError, ErrorCode, HostError, MsixError
from wingetpy.errors.system import code_of
from wingetpy.hosts.native_files import open_file

_BLOCK = 1 << 18


class FileHash(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Upper-case hex. `signature_sha256` of an MSIX package's signature where it was asked for.

    `no_signature` says in a sentence why there is none where it was asked for: the file's own hash counts all the same.
    """

    path: str
    sha256: str = msgspec.field(name="Sha256")
    signature_sha256: str | None = msgspec.field(default=None, name="SignatureSha256")
    no_signature: str = ""


def hash_file(path: Path, msix: bool = False, go_on: Callable[[], None] = lambda: None) -> FileHash:
    """Hash a native file.

    Args:
        msix: Also the signature within the MSIX package or bundle.
        go_on: Called before each block; what it raises ends the reading.

    Raises:
        HostError: FileNotFound, DirectoryNotSupported, or what the system says.
    """
    try:
        with open_file(path) as file:
            sha256 = _digest(file, go_on)
    except ValueError as error:
        raise HostError(
            f"The file '{path}' cannot be read: it is no path ({error}).",
            code=ErrorCode.InvalidParameter,
            category="InvalidArgument",
            target=str(path),
            remedy="Name a file that the engine may read.",
        ) from error
    except OSError as error:
        if os.path.isdir(path):
            raise _is_folder(path) from error
        code = ErrorCode.InvalidParameter if error.errno == errno.EINVAL else code_of(error)
        raise HostError(
            f"The file '{path}' cannot be read: {(error.strerror or str(error)).rstrip('.')}.",
            code=code,
            category="ObjectNotFound" if code is ErrorCode.FileNotFound else "PermissionDenied",
            target=str(path),
            remedy="Name a file that the engine may read.",
        ) from error
    if not msix:
        return FileHash(path=str(path), sha256=sha256)
    signature, reason = _signature_hash(path)
    return FileHash(path=str(path), sha256=sha256, signature_sha256=signature, no_signature=reason)


def _digest(file: BufferedReader, go_on: Callable[[], None]) -> str:
    digest = hashlib.sha256()
    block = memoryview(bytearray(_BLOCK))
    go_on()
    while size := file.readinto(block):
        digest.update(block[:size])
        go_on()
    return digest.hexdigest().upper()


def _is_folder(path: Path) -> HostError:
    return HostError(
        f"'{path}' is a folder; a file has a hash.",
        code=ErrorCode.DirectoryNotSupported,
        category="InvalidArgument",
        target=str(path),
        remedy="Name a file.",
    )


def not_a_package(path: str, reason: str) -> EngineError:
    """Return the error for a file whose signature was asked for and that has none. `reason` is a sentence."""
    return EngineError(
        reason,
        code=ErrorCode.MsixNotAPackage,
        category="InvalidData",
        target=path,
        remedy="Ask for the file's hash alone, without the package's signature.",
    )


def _signature_hash(path: Path) -> tuple[str | None, str]:
    """Return the hash of a package's signature, or why there is none, as a sentence."""
    from wingetpy.msix.byte_source import FileBytes  # late: start time
    from wingetpy.msix.container import Container
    from wingetpy.msix.signature import signature_hash

    try:
        with FileBytes(path) as file:
            found = signature_hash(Container(file))
    except MsixError as error:
        return None, error.text
    return found, "" if found else f"The package '{path}' is not signed."
