"""The Call of a resource: what it reports goes to standard error, one JSON object a line, as dsc reads it."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Sequence

import msgspec

from wingetpy.errors import EngineError
from wingetpy.errors.secrets import without_secrets
from wingetpy.model.call import Level, Progress
from wingetpy.model.proxy import CallerAccess, Proxy

_LEVELS = ("error", "warn", "info", "debug", "trace")
_NAMES: dict[Level, str] = {"Error": "error", "Warning": "warn", "Information": "info", "Verbose": "debug"}


class Trace:
    """Writes what dsc asked for: DSC_TRACE_LEVEL names the least level, `warn` without it."""

    proxy: Proxy | None = None
    access = CallerAccess()

    def __init__(self) -> None:
        asked = os.environ.get("DSC_TRACE_LEVEL", "warn").casefold()
        self._most = _LEVELS.index(asked) if asked in _LEVELS else 1
        self._stopped = False
        self.forced = False

    def stop_kindly(self) -> None:
        """Let a signal end the process after the step that runs; a second one ends an installer."""
        for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda _number, _frame: self._stop())

    @property
    def cancelled(self) -> bool:
        return self._stopped

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        """Show nothing: a resource answers with its state."""

    def progress(self, progress: Progress) -> None:
        """Show nothing: dsc draws no progress of a resource."""

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        self._write(_NAMES[level], f"{without_secrets(text)}{f' ({code})' if code else ''}")

    def fault(self, error: EngineError) -> None:
        """Report the error that ends the process."""
        text = error.text if error.target is None or error.target in error.text else f"{error.target}: {error.text}"
        if error.remedy and text[-1:] not in (".", "!", "?", ":"):
            text += "."
        self._write("error", " ".join(one for one in (text, error.remedy, f"({error.code.hex})") if one))

    def defect(self, error: Exception) -> None:
        """Report a defect of this program; its traceback is there for who asks for the level `trace`."""
        self._write("trace", "".join(traceback.format_exception(error)))
        self._write("error", without_secrets(f"Unexpected error: {type(error).__name__}: {error}. Please report it."))

    def _stop(self) -> None:
        self.forced = self._stopped
        self._stopped = True

    def _write(self, level: str, text: str) -> None:
        if _LEVELS.index(level) <= self._most:
            sys.stderr.write(json.dumps({level: text}) + "\n")  # ASCII, whatever the code page
            sys.stderr.flush()
