"""Why a deployment fails, with the two codes that Windows gives: what failed, and the nearer reason."""

from __future__ import annotations

from wingetpy.errors import Cancelled, EngineError, ErrorCode, TransferError
from wingetpy.errors.secrets import without_secrets
from wingetpy.errors.windows_codes import windows_code
from wingetpy.hosts.packages import DeploymentAnswer


class Refused(Exception):
    """A deployment that fails.

    Args:
        code: What failed.
        text: One sentence that names the package and the reason.
        nearer: The reason's own code; where there is none, `code` again.
    """

    def __init__(self, code: ErrorCode, text: str, nearer: ErrorCode | int | None = None) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.nearer = int(code if nearer is None else nearer)


def cannot_open(error: EngineError, code: ErrorCode = ErrorCode.InstallOpenPackageFailed) -> Refused:
    """Return the refusal of what cannot be opened as a package."""
    nearer = error.code
    if nearer is ErrorCode.FileNotFound:
        nearer = ErrorCode.PathNotFound
    if error.code in (ErrorCode.AppxDigestMismatch, ErrorCode.Timeout):
        code = error.code
    if isinstance(error, TransferError):
        code = ErrorCode.InstallNetworkFailure
    return Refused(code, error.text, nearer)


def answer_of(error: Refused | EngineError) -> DeploymentAnswer:
    """Return what the system answers to a deployment that failed."""
    if isinstance(error, Refused):
        return _answer(error.code, error.nearer, error.text)
    if isinstance(error, Cancelled):
        return _answer(ErrorCode.Cancelled, ErrorCode.Cancelled, error.text)
    if error.code is ErrorCode.DiskFull:
        return _answer(ErrorCode.InstallOutOfDiskSpace, ErrorCode.InstallOutOfDiskSpace, error.text)
    if error.code in (ErrorCode.PackageRepositoryCorrupted, ErrorCode.AccessDenied):
        return _answer(error.code, error.code, error.text)
    if isinstance(error, TransferError):
        return _answer(ErrorCode.InstallNetworkFailure, error.code, error.text)
    return _answer(ErrorCode.InstallFailed, error.code, error.text)


def _answer(code: ErrorCode, nearer: int, text: str) -> DeploymentAnswer:
    known = windows_code(code)
    return DeploymentAnswer(
        error=int(code), extended_error=int(nearer), error_text=without_secrets(text) or (known.text if known else "")
    )
