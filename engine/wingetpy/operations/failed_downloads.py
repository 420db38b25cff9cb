"""Downloads that failed shortly before the installs that need them: a server that hangs costs its time limit once."""

from __future__ import annotations

import threading
import time

from wingetpy.errors import EngineError, TransferError
from wingetpy.transfer.wanted import Wanted

REMEMBERED_SECONDS = 600.0
"""How long a failure counts: the installs that are before it in a batch take their time."""


class FailedDownloads:
    """Failures of files that were fetched for several packages at once. May be used by several threads."""

    def __init__(self) -> None:
        self._failed: dict[tuple[str, str], tuple[float, TransferError]] = {}
        self._lock = threading.Lock()

    def note(self, wanted: Wanted, result: object) -> None:
        """Remember how a file was not brought. What succeeded, or failed for another reason than its transfer, is
        forgotten."""
        with self._lock:
            if isinstance(result, TransferError):
                self._failed[_key(wanted)] = (time.monotonic(), result)
            else:
                self._failed.pop(_key(wanted), None)

    def take(self, wanted: Wanted) -> EngineError | None:
        """Return why a file was not brought, once: who asks again has it downloaded again."""
        with self._lock:
            when, error = self._failed.pop(_key(wanted), (0.0, None))
        return error if error is not None and time.monotonic() - when < REMEMBERED_SECONDS else None


def _key(wanted: Wanted) -> tuple[str, str]:
    return wanted.url, wanted.sha256 or ""
