"""What can go wrong: one tree. `codes` has winget's own error codes."""

from __future__ import annotations

from wingetpy.errors.codes import ErrorCode
from wingetpy.errors.remedies import Remedy
from wingetpy.errors.secrets import without_secrets
from wingetpy.errors.suggestion import Suggestion


class EngineError(Exception):
    """A failure with everything a user needs: what, where, why, what to do. Secrets of URLs are masked in it.

    Args:
        text: One or two sentences that name the input and the reason.
        code: Where the class's own default is not precise enough.
        target: What it happened to: a package id, a path, a source name.
        remedy: What the user can do: a sentence for any client, which names no option and no parameter, or a Remedy,
            which a surface can replace by a sentence of its own.
        installer_exit_code: The unsigned 32-bit exit code of an installer that ran.
        log_path: A log with details.
        held_by: The programs that hold the file, as `name (process 1234)`; empty where they are not known.
        suggestions: Packages that may have been meant, where none was found.
    """

    code: ErrorCode = ErrorCode.InternalError
    category: str = "NotSpecified"
    """The name of a PowerShell ErrorCategory."""

    def __init__(
        self,
        text: str,
        *,
        code: ErrorCode | None = None,
        category: str | None = None,
        target: str | None = None,
        remedy: str | Remedy | None = None,
        installer_exit_code: int | None = None,
        log_path: str | None = None,
        held_by: tuple[str, ...] = (),
        suggestions: tuple[Suggestion, ...] = (),
    ) -> None:
        text = without_secrets(text)
        super().__init__(text)
        self.text = text
        if code is not None:
            self.code = code
        if category is not None:
            self.category = category
        self.target = target and without_secrets(target)
        self.advice = remedy
        """The remedy as it was given, for an error that passes it on."""
        self.installer_exit_code = installer_exit_code
        self.log_path = log_path
        self.held_by = held_by
        self.suggestions = suggestions

    @property
    def remedy(self) -> str | None:
        """The remedy as a sentence for any client."""
        return str(self.advice) if self.advice is not None else None

    @property
    def remedy_id(self) -> str | None:
        """Names the remedy, so that a surface can replace the sentence by its own."""
        return self.advice.id if isinstance(self.advice, Remedy) else None

    @property
    def remedy_values(self) -> dict[str, str] | None:
        """What such a sentence names: values by PascalCase name."""
        return (self.advice.values or None) if isinstance(self.advice, Remedy) else None

    @property
    def symbol(self) -> str:
        """The code's name, `NoApplicationsFound`."""
        return self.code.name


class BadRequest(EngineError):
    code = ErrorCode.InvalidClArguments
    category = "InvalidArgument"


class NotFound(EngineError):
    code = ErrorCode.NoApplicationsFound
    category = "ObjectNotFound"


class Ambiguous(EngineError):
    code = ErrorCode.MultipleApplicationsFound
    category = "InvalidArgument"


class ManifestError(EngineError):
    code = ErrorCode.InvalidManifest
    category = "InvalidData"


class SourceError(EngineError):
    code = ErrorCode.SourceOpenFailed
    category = "ResourceUnavailable"


class NotApplicable(EngineError):
    code = ErrorCode.NoApplicableInstaller
    category = "ObjectNotFound"


class ConsentMissing(EngineError):
    code = ErrorCode.PackageAgreementsNotAccepted
    category = "PermissionDenied"


class TransferError(EngineError):
    code = ErrorCode.DownloadFailed
    category = "ConnectionError"


class HostError(EngineError):
    code = ErrorCode.AccessDenied
    category = "PermissionDenied"


class JournalUnreadable(HostError):
    """An operation that was interrupted is recorded in a way that this engine cannot read."""

    code = ErrorCode.JournalUnreadable
    category = "InvalidData"


class JournalDamaged(JournalUnreadable):
    """The record's file is damaged: no version of this engine can read it."""


class OperationError(EngineError):
    code = ErrorCode.CommandFailed
    category = "InvalidResult"


class ArchiveUnreadable(OperationError):
    """It is damaged, cut or of another format."""

    code = ErrorCode.ExtractArchiveFailed
    category = "InvalidData"


class ArchiveUnsafe(OperationError):
    """An entry would leave the folder, be something else on Windows, or fill the disk."""

    code = ErrorCode.ExtractArchiveFailed
    category = "SecurityError"


class MsixError(OperationError):
    """An MSIX package is damaged, breaks a rule of its format, or is not signed by somebody who is trusted."""

    code = ErrorCode.AppxCorruptContent
    category = "InvalidData"


class Busy(EngineError):
    code = ErrorCode.InstallInProgress
    category = "ResourceBusy"


class PlanStale(EngineError):
    code = ErrorCode.PlanStale
    category = "InvalidOperation"


class Cancelled(EngineError):
    code = ErrorCode.CtrlSignalReceived
    category = "OperationStopped"
