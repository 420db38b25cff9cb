"""A source's argument: what it may be, and what it is called by."""

from __future__ import annotations

import os

from wingetpy.errors import ErrorCode, SourceError
from wingetpy.sources.details import FOLDER_TYPE

ARCHIVE_ENDINGS = (".zip", ".tar.xz", ".tar.gz", ".tgz")
_LATER_TYPES = ("microsoft.preindexed.package", "microsoft.rest")
_LETTERS = 13
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def absolute(argument: str) -> str:
    """The argument as a native path that does not depend on the working directory."""
    return os.path.abspath(os.path.expanduser(argument))


def is_archive(path: str) -> bool:
    """Whether a path is named like an archive that can be a source."""
    return path.lower().endswith(ARCHIVE_ENDINGS) and not os.path.isdir(path)


def identifier_of(path: str) -> str:
    """The identifier of a folder source: the same for all spellings of a path that mean the same here."""
    from hashlib import sha256  # late: start time

    normalized = os.path.normcase(path).rstrip("/\\")
    number = int.from_bytes(sha256(normalized.encode("utf-8", "surrogatepass")).digest(), "big") >> (256 - 5 * _LETTERS)
    letters = (_ALPHABET[number >> shift & 31] for shift in range(5 * (_LETTERS - 1), -1, -5))
    return f"{FOLDER_TYPE}_{''.join(letters)}"


def see_that_it_can_be_a_source(argument: str, type: str | None) -> None:
    """Look at argument and type before anything is written.

    Args:
        type: As the user gave it; None for the type that the argument tells.

    Raises:
        SourceError: SourceNotSecure, InvalidSourceType, or SourceOpenFailed where there is no such folder or archive.
    """
    scheme = argument.partition("://")[0].lower() if "://" in argument else ""
    if scheme == "http":
        raise SourceError(
            f"The source location is not secure: {argument}",
            code=ErrorCode.SourceNotSecure,
            category="SecurityError",
            target=argument,
            remedy="Use https.",
        )
    if type is not None and type.casefold() != FOLDER_TYPE.casefold():
        what = "is not supported yet" if type.lower() in _LATER_TYPES else "does not exist"
        raise _wrong_type(f"The source type {type} {what}.", type)
    if scheme:
        raise _wrong_type(
            f"{argument} is no folder, share or archive, and sources on the web are not supported yet.", argument
        )
    path = absolute(argument)
    if not os.path.isdir(path) and not (os.path.isfile(path) and is_archive(path)):
        raise SourceError(
            f"There is no folder, share or archive of manifests at {argument}.",
            code=ErrorCode.SourceOpenFailed,
            target=argument,
            remedy=f"Give a folder, or a file that ends in {', '.join(ARCHIVE_ENDINGS)}.",
        )


def _wrong_type(text: str, target: str) -> SourceError:
    remedy = f"Use the type {FOLDER_TYPE} with a folder, a share or an archive of manifests."
    return SourceError(text, code=ErrorCode.InvalidSourceType, category="InvalidArgument", target=target, remedy=remedy)
