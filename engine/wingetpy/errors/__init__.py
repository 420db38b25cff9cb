"""What can go wrong, with winget's own error codes, and the one place that knows them.

EngineError                 every failure that is reported to a user
+-- BadRequest              the request contradicts itself or names what cannot be
+-- NotFound                nothing matches: a package, a version, a source
+-- Ambiguous               several packages match where one is needed
+-- ManifestError           a manifest does not parse or breaks the rules
+-- SourceError             a source is unreachable, broken or not configured
+-- NotApplicable           nothing fits this machine, or nothing newer is there
+-- ConsentMissing          an agreement was not accepted
+-- TransferError           a download failed, was cut, or is not what its hash says
+-- HostError               the machine refused: rights, space, a file in use
|   +-- JournalUnreadable   what was interrupted is recorded in a way that this engine cannot read
|       +-- JournalDamaged  no engine can: its file is damaged
+-- OperationError          a change could not be carried out; the machine is as before
|   +-- ArchiveUnreadable   an archive is damaged or of another format
|   +-- ArchiveUnsafe       an archive would leave its folder or fill the disk
|   +-- MsixError           an MSIX package is damaged, not valid, or not signed by somebody who is trusted
+-- Busy                    another change is running
+-- PlanStale               what a plan was made for is no longer so
+-- Cancelled               the caller asked to stop

codes      winget's codes and their names, and Windows'
windows_codes  Windows' symbols of the codes about packages, each with a sentence
known      what any code means, for `error/get`
tree       the classes
report     an error as a value that travels
system     what the operating system refused
secrets    what a URL must not show
suggestion a package that may have been meant
"""

from __future__ import annotations

from wingetpy.errors.codes import ErrorCode
from wingetpy.errors.report import ErrorReport
from wingetpy.errors.suggestion import Suggestion
from wingetpy.errors.tree import (
    Ambiguous,
    ArchiveUnreadable,
    ArchiveUnsafe,
    BadRequest,
    Busy,
    Cancelled,
    ConsentMissing,
    EngineError,
    HostError,
    JournalDamaged,
    JournalUnreadable,
    ManifestError,
    MsixError,
    NotApplicable,
    NotFound,
    OperationError,
    PlanStale,
    SourceError,
    TransferError,
)

__all__ = [
    "Ambiguous",
    "ArchiveUnreadable",
    "ArchiveUnsafe",
    "BadRequest",
    "Busy",
    "Cancelled",
    "ConsentMissing",
    "EngineError",
    "ErrorCode",
    "ErrorReport",
    "HostError",
    "JournalDamaged",
    "JournalUnreadable",
    "ManifestError",
    "MsixError",
    "NotApplicable",
    "NotFound",
    "OperationError",
    "PlanStale",
    "SourceError",
    "Suggestion",
    "TransferError",
]
