"""How a resource's process ends: the codes are listed in the manifests, whose texts dsc shows."""

from __future__ import annotations

from wingetpy.errors import (
    Ambiguous,
    BadRequest,
    Cancelled,
    ConsentMissing,
    EngineError,
    ErrorCode,
    NotFound,
    SourceError,
    TransferError,
)

WORDS = 1
INPUT = 2
FAILED = 4
_POLICY = 6

EXIT_CODES = {
    0: "Success",
    WORDS: "WinGetPy: the arguments are not valid",
    INPUT: "WinGetPy: the properties are not valid; the error line names the member",
    3: "WinGetPy: the package, version or source was not found, or several match",
    FAILED: "WinGetPy: the change failed; the error line says why",
    5: "WinGetPy: administrator rights are needed",
    _POLICY: "WinGetPy: a Group Policy forbids it",
    7: "WinGetPy: cancelled",
    8: "WinGetPy: a source or a download could not be read",
    9: "WinGetPy: an agreement is not accepted; set acceptAgreements",
}
"""dsc names the executable, not the resource: so the texts do."""
_BY_CODE = {
    ErrorCode.BlockedByPolicy: _POLICY,
    ErrorCode.InstallBlockedByPolicy: _POLICY,
    ErrorCode.CommandRequiresAdmin: 5,
    ErrorCode.InvalidClArguments: INPUT,
    ErrorCode.SourceAgreementsNotAccepted: 9,
}
_BY_CLASS: tuple[tuple[type[EngineError], int], ...] = (
    (BadRequest, INPUT),
    (NotFound, 3),
    (Ambiguous, 3),
    (Cancelled, 7),
    (TransferError, 8),
    (SourceError, 8),
    (ConsentMissing, 9),
)


def exit_code(error: EngineError) -> int:
    """Return the exit code of a failure, one of EXIT_CODES."""
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    return next((code for kind, code in _BY_CLASS if isinstance(error, kind)), FAILED)
