"""A folder source's argument: what it may be, and the identifier made of it."""

from __future__ import annotations

import os

from wingetpy.errors import ErrorCode, SourceError
from wingetpy.sources.source import SourceLocation

ARCHIVE_ENDINGS = (".zip", ".tar.xz", ".tar.gz", ".tgz")
_LETTERS = 13
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def located(argument: str, type: str) -> SourceLocation:
    """Return the location of a folder or archive that exists.

    Args:
        argument: A path as the user gave it.
        type: The name of the source type, which the identifier begins with.

    Raises:
        SourceError: SourceOpenFailed, where there is no such folder or archive.
    """
    path = absolute(argument)
    if not os.path.isdir(path) and not (os.path.isfile(path) and is_archive(path)):
        raise SourceError(
            f"There is no folder, share or archive of manifests at {argument}.",
            code=ErrorCode.SourceOpenFailed,
            target=argument,
            remedy=f"Give a folder, or a file that ends in {', '.join(ARCHIVE_ENDINGS)}.",
        )
    return SourceLocation(argument if os.path.isabs(argument) else path, f"{type}_{_hash_of(path)}")


def absolute(argument: str) -> str:
    """Return the argument as a native path that does not depend on the working directory."""
    return os.path.abspath(os.path.expanduser(argument))


def spelled(path: str) -> str:
    """Return the one spelling of an absolute path for all that mean the same here."""
    return os.path.normcase(path).rstrip("/\\")


def is_archive(path: str) -> bool:
    """Return whether a path is named like an archive that can be a source."""
    return path.lower().endswith(ARCHIVE_ENDINGS) and not os.path.isdir(path)


def archive_stamp(path: str) -> str:
    """Return what changes when an archive does: its size and the time of its last change.

    Raises:
        OSError: it cannot be looked at.
    """
    status = os.stat(path)
    return f"{status.st_size} {status.st_mtime_ns}"


def _hash_of(path: str) -> str:
    """Return 13 letters of a hash: the same for all spellings of a path that mean the same here."""
    from hashlib import sha256  # late: start time

    digest = sha256(spelled(path).encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest, "big") >> (256 - 5 * _LETTERS)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * (_LETTERS - 1), -1, -5))
