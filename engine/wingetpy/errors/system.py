"""Refusals of the system as HostErrors, worded in one place."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode, HostError

_OF_PYWIN32 = ("pywin32", "pywintypes", "pythoncom", "win32")
"""How the names of pywin32's modules begin."""

_WINDOWS: dict[int, ErrorCode] = {
    2: ErrorCode.FileNotFound,
    3: ErrorCode.PathNotFound,
    4: ErrorCode.TooManyOpenFiles,
    5: ErrorCode.AccessDenied,
    8: ErrorCode.OutOfMemory,
    14: ErrorCode.OutOfMemory,
    19: ErrorCode.AccessDenied,  # write protected
    32: ErrorCode.FileInUse,
    33: ErrorCode.FileInUse,
    39: ErrorCode.DiskFull,
    80: ErrorCode.AlreadyExists,
    112: ErrorCode.DiskFull,
    145: ErrorCode.DirectoryNotEmpty,
    183: ErrorCode.AlreadyExists,
    267: ErrorCode.PathNotFound,
    1224: ErrorCode.FileInUse,  # a part of the file is mapped
    1314: ErrorCode.AccessDenied,  # a privilege is not held
}
_POSIX: dict[int, ErrorCode] = {
    errno.ENOENT: ErrorCode.FileNotFound,
    errno.ENOTDIR: ErrorCode.PathNotFound,
    errno.ELOOP: ErrorCode.PathNotFound,
    errno.EEXIST: ErrorCode.AlreadyExists,
    errno.EISDIR: ErrorCode.AlreadyExists,
    errno.ENOTEMPTY: ErrorCode.DirectoryNotEmpty,
    errno.EACCES: ErrorCode.AccessDenied,
    errno.EPERM: ErrorCode.AccessDenied,
    errno.EROFS: ErrorCode.AccessDenied,
    errno.EBUSY: ErrorCode.FileInUse,
    errno.ETXTBSY: ErrorCode.FileInUse,
    errno.ENOSPC: ErrorCode.DiskFull,
    errno.EDQUOT: ErrorCode.DiskFull,
    errno.EMFILE: ErrorCode.TooManyOpenFiles,
    errno.ENFILE: ErrorCode.TooManyOpenFiles,
    errno.ENOMEM: ErrorCode.OutOfMemory,
}
_WORDS: dict[ErrorCode, tuple[str, str]] = {
    ErrorCode.FileNotFound: ("it is not there", "ObjectNotFound"),
    ErrorCode.PathNotFound: ("a folder on the way is missing, or a file", "ObjectNotFound"),
    ErrorCode.AlreadyExists: ("it already exists", "ResourceExists"),
    ErrorCode.DirectoryNotEmpty: ("the folder is not empty", "ResourceExists"),
    ErrorCode.AccessDenied: ("access is denied", "PermissionDenied"),
    ErrorCode.FileInUse: ("it is in use by another program", "ResourceBusy"),
    ErrorCode.DiskFull: ("the disk is full", "ResourceUnavailable"),
    ErrorCode.TooManyOpenFiles: ("too many files are open", "ResourceUnavailable"),
    ErrorCode.OutOfMemory: ("there is not enough memory", "ResourceUnavailable"),
}
_MOST_NAMED = 4
_REASONS = {errno.EISDIR: "a folder has this name", errno.ELOOP: "a link on the way leads to itself"}
_REMEDIES: dict[ErrorCode, str] = {
    ErrorCode.AccessDenied: "Run the command elevated, or for the user only.",
    ErrorCode.FileInUse: "Close the program that uses it and try again.",
    ErrorCode.DiskFull: "Make room on the volume and try again.",
    ErrorCode.TooManyOpenFiles: "Run fewer requests at once, or raise the limit of open files (ulimit -n), and restart"
    " the engine.",
    ErrorCode.OutOfMemory: "Close other programs, or raise the limit of memory, and try again.",
}
_USUAL_REMEDIES: dict[ErrorCode, str] = {
    ErrorCode.AlreadyExists: "Move it away and try again.",
    ErrorCode.PathNotFound: "Check the folders on the way to it and try again.",
}
"""Where the caller knows no better one."""


def in_use(held_by: Sequence[str]) -> str:
    """Return the predicate of a file that others hold; `held_by` are their names, if they are known."""
    more = len(held_by) - _MOST_NAMED
    names = ", ".join(held_by[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"is in use by {names or 'another program'}"


def refusal(
    code: ErrorCode,
    doing: str,
    target: str,
    reason: str | None = None,
    remedy: str | None = None,
    held_by: tuple[str, ...] = (),
) -> HostError:
    """A HostError for one of the usual reasons, worded in one place.

    Args:
        code: Why it was refused.
        doing: What was to be done, as in "write" or "remove".
        target: The path or key it was to be done to.
        reason: The reason as a clause, where the code's own is not precise enough.
        remedy: For a code that has no remedy of its own.
        held_by: The programs that hold the file, for FileInUse.
    """
    words, category = _WORDS.get(code, ("the system refused", "InvalidOperation"))
    if held_by:
        words = f"it {in_use(held_by)}"
    return HostError(
        f"Could not {doing} '{target}': {reason or words}.",
        code=code,
        category=category,
        target=target,
        remedy=_REMEDIES.get(code) or remedy or _USUAL_REMEDIES.get(code),
        held_by=held_by,
    )


def disk_full(what: str, free: int, *, needed: int | None = None, drive: str = "", target: str = "") -> HostError:
    """A HostError for what does not fit, worded in one place.

    Args:
        what: What needs the room, as the subject of a sentence.
        free: Free bytes.
        needed: Bytes, where they are known.
        drive: The volume, where it has a name.
        target: The error's target; `what` where it is empty.
    """
    on_drive = f" on {drive}" if drive else ""
    needs = f"{what} needs {needed:,} bytes" if needed is not None else f"{what} needs more room"
    amount = f"at least {needed - free:,} bytes" if needed is not None and needed > free else "space"
    return HostError(
        f"The disk is full: {needs}, {free:,} are free{on_drive}.",
        code=ErrorCode.DiskFull,
        category="ResourceUnavailable",
        target=target or what,
        remedy=f"Free {amount}{on_drive} and try again.",
    )


def code_of(error: OSError) -> ErrorCode:
    """The code that says what this OSError says; CommandFailed where there is none."""
    number = getattr(error, "winerror", None)
    if number is not None:
        return _WINDOWS.get(number, ErrorCode.CommandFailed)
    return _POSIX.get(error.errno or 0, ErrorCode.CommandFailed)


def shortage(error: BaseException, doing: str) -> HostError | None:
    """Return the HostError for an exception that says that the system has no more memory, files or room, or that a
    module of another package is not installed; else None.

    Any line of code may meet one: this is for the place where all other exceptions are unexpected.

    Args:
        doing: What failed, as the subject of a sentence.
    """
    if isinstance(error, MemoryError):
        code = ErrorCode.OutOfMemory
    elif isinstance(error, OSError):
        code = code_of(error)
    elif isinstance(error, ModuleNotFoundError):
        return _missing_module(error.name or "", doing)
    else:
        return None
    if code not in (ErrorCode.OutOfMemory, ErrorCode.TooManyOpenFiles, ErrorCode.DiskFull):
        return None
    words, category = _WORDS[code]
    name = getattr(error, "filename", None)
    at = f" (at '{name}')" if name else ""
    return HostError(
        f"{doing} failed: {words}{at}.",
        code=code,
        category=category,
        target=str(name) if name else None,
        remedy=_REMEDIES[code],
    )


def _missing_module(module: str, doing: str) -> HostError | None:
    """Return the error for a module that is not installed; None for one of the engine, whose absence is a defect."""
    top = module.partition(".")[0]
    if top in ("", "wingetpy"):
        return None
    package = "pywin32" if top.startswith(_OF_PYWIN32) else top
    return HostError(
        f"{doing} failed: the Python package {package} is not installed in {sys.prefix} (module {module}).",
        code=ErrorCode.HostCannot,
        category="NotInstalled",
        target=package,
        remedy=f"Install {package} there; `pip install wingetpy` installs all that the engine needs.",
    )


@contextmanager
def as_host_error(doing: str, target: PureWindowsPath | str, remedy: str | None = None) -> Iterator[None]:
    """Turn an OSError inside into the HostError for it.

    Args:
        remedy: For a refusal that has no remedy of its own.
    """
    try:
        yield
    except OSError as error:
        code = code_of(error)
        reason = None if code in _WORDS else (error.strerror or str(error)).rstrip(".")
        raise refusal(code, doing, str(target), _REASONS.get(error.errno or 0, reason), remedy) from error
