"""The hashes that manifests name."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from wingetpy.errors import EngineError, ErrorCode, HostError
from wingetpy.errors.system import code_of

_BLOCK = 1 << 20
SIGNATURE = "AppxSignature.p7x"


class FileHash(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Upper-case hex. `signature_sha256` of an MSIX package's signature where it was asked for.

    `not_a_package` is set where it was asked for and the file is none: the file's own hash counts all the same.
    """

    path: str
    sha256: str = msgspec.field(name="Sha256")
    signature_sha256: str | None = msgspec.field(default=None, name="SignatureSha256")
    not_a_package: bool = False


def hash_file(path: Path, msix: bool = False) -> FileHash:
    """Hash a native file.

    Args:
        msix: Also the signature within the MSIX package or bundle.

    Raises:
        HostError: FileNotFound or what the system says.
    """
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest().upper()
    except ValueError as error:
        raise HostError(
            f"The file '{path}' cannot be read: it is no path ({error}).",
            code=ErrorCode.InvalidParameter,
            category="InvalidArgument",
            target=str(path),
            remedy="Name a file that the engine may read.",
        ) from error
    except OSError as error:
        code = ErrorCode.FileNotFound if path.is_dir() else code_of(error)
        raise HostError(
            f"The file '{path}' cannot be read: {(error.strerror or str(error)).rstrip('.')}.",
            code=code,
            category="ObjectNotFound" if code is ErrorCode.FileNotFound else "PermissionDenied",
            target=str(path),
            remedy="Name a file that the engine may read.",
        ) from error
    if not msix:
        return FileHash(path=str(path), sha256=sha256)
    signature = _signature_hash(path)
    return FileHash(path=str(path), sha256=sha256, signature_sha256=signature, not_a_package=signature is None)


def not_a_package(path: str) -> EngineError:
    """The error for a file whose signature was asked for and that has none."""
    return EngineError(
        f"'{path}' is no signed MSIX package.",
        code=ErrorCode.MsixNotAPackage,
        category="InvalidData",
        target=path,
        remedy="Ask for the file's hash alone, without the package's signature.",
    )


def _signature_hash(path: Path) -> str | None:
    import zipfile  # late: start time

    try:
        with zipfile.ZipFile(path) as package, package.open(SIGNATURE) as signature:
            digest = hashlib.sha256()
            while block := signature.read(_BLOCK):
                digest.update(block)
            return digest.hexdigest().upper()
    except (zipfile.BadZipFile, KeyError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return None
