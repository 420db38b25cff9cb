"""What the exit code of an installer means, and the error that it becomes. Codes of the reference client."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.remedies import RUN_INTERACTIVELY
from wingetpy.model.exit_code import shown_exit_code
from wingetpy.model.technology import ReturnResponse, traits_of

REBOOT_RESPONSES: frozenset[ReturnResponse] = frozenset({"rebootRequiredToFinish", "rebootInitiated"})
"""Responses of an installer that has done its work; a restart of Windows completes it."""


class ExitMeaning(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a manifest says of an exit code. `code` is unsigned, 32 bits; `url` has more about it, or is empty."""

    code: int
    response: ReturnResponse
    url: str = ""


class _Answer(NamedTuple):
    code: ErrorCode
    category: str
    sentence: str
    remedy: str


_CLOSE = "Close the program and run the command again."
_ANSWERS: dict[ReturnResponse, _Answer] = {
    "packageInUse": _Answer(ErrorCode.PackageInUse, "ResourceBusy", "the program is running", _CLOSE),
    "packageInUseByApplication": _Answer(
        ErrorCode.PackageInUseByApplication, "ResourceBusy", "another program uses it", "Close the other program."
    ),
    "installInProgress": _Answer(
        ErrorCode.InstallInProgress,
        "ResourceBusy",
        "another installation is in progress",
        "Try again when it has ended.",
    ),
    "fileInUse": _Answer(ErrorCode.FileInUse, "ResourceBusy", "one of its files is in use", _CLOSE),
    "missingDependency": _Answer(
        ErrorCode.MissingDependency,
        "NotInstalled",
        "something that it needs is missing",
        "Install what it needs; its log or its publisher names it.",
    ),
    "diskFull": _Answer(ErrorCode.DiskFull, "ResourceUnavailable", "the disk is full", "Free space on the disk."),
    "insufficientMemory": _Answer(
        ErrorCode.InsufficientMemory, "ResourceUnavailable", "there is not enough memory", "Close other programs."
    ),
    "noNetwork": _Answer(
        ErrorCode.NoNetwork, "ConnectionError", "it needs a network connection", "Connect to a network."
    ),
    "contactSupport": _Answer(
        ErrorCode.ContactSupport, "NotSpecified", "the publisher's support can help", "Ask the publisher's support."
    ),
    "rebootRequiredForInstall": _Answer(
        ErrorCode.RebootRequiredForInstall,
        "ResourceUnavailable",
        "Windows must restart before it can be installed",
        "Restart Windows and run the command again.",
    ),
    "cancelledByUser": _Answer(
        ErrorCode.InstallCancelledByUser, "OperationStopped", "it was cancelled", "Run the command again."
    ),
    "alreadyInstalled": _Answer(
        ErrorCode.AlreadyInstalled,
        "ResourceExists",
        "another version is already installed",
        "Uninstall that version first.",
    ),
    "downgrade": _Answer(
        ErrorCode.Downgrade, "ResourceExists", "a newer version is installed", "Uninstall the newer version first."
    ),
    "blockedByPolicy": _Answer(
        ErrorCode.InstallBlockedByPolicy,
        "PermissionDenied",
        "a policy of the organization forbids it",
        "Ask your administrator.",
    ),
    "invalidParameter": _Answer(
        ErrorCode.InstallInvalidParameter,
        "InvalidArgument",
        "it does not take one of its arguments",
        "Check the arguments that were given for the installer.",
    ),
    "systemNotSupported": _Answer(
        ErrorCode.InstallSystemNotSupported,
        "NotInstalled",
        "it does not support this Windows",
        "Choose another version of the package.",
    ),
    "custom": _Answer(
        ErrorCode.CustomError, "InvalidResult", "the publisher describes the error", "Read what the publisher says."
    ),
}


def failure_of(
    subject: str,
    exit_code: int,
    *,
    code: ErrorCode,
    installer_type: str = "",
    meaning: ExitMeaning | None = None,
    log_path: str = "",
    details: str = "",
) -> OperationError:
    """Return the error of a program that failed.

    Args:
        subject: The program in a sentence: `The installer of Contoso.Tool`.
        code: Where the exit code has no meaning of its own.
        installer_type: Its type, whose usual codes are explained.
        meaning: What its manifest or its type says of the exit code.
        details: What else is known of this failure: a sentence.
    """
    answer = _ANSWERS.get(meaning.response) if meaning else None
    explained = answer.sentence if answer else traits_of(installer_type).explanations.get(exit_code, "")
    more = f" More about it: {meaning.url}" if meaning and meaning.url else ""
    remedy = answer.remedy if answer else ""
    if log_path:
        remedy = f"{remedy} Details are in its log: {log_path}".strip()
    return OperationError(
        f"{subject} failed with exit code {shown_exit_code(exit_code)}{': ' if explained else ''}{explained}.{more}"
        + (f" {details}" if details else ""),
        code=answer.code if answer else code,
        category=answer.category if answer else None,
        target=subject.rpartition(" ")[2],
        remedy=remedy or RUN_INTERACTIVELY,
        installer_exit_code=exit_code,
        log_path=log_path or None,
    )
