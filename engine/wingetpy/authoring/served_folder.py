"""A source of this machine that is served to others, compared with its folder every few seconds."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from wingetpy.errors import EngineError
from wingetpy.model.call import Level, Progress
from wingetpy.model.proxy import CallerAccess, Proxy
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.kinds import known_kind
from wingetpy.sources.source import OpenSource, SourceAccess, SourceHome

LOOK_SECONDS = 2.0
"""Between two comparisons with the folder."""
_SHARE_OF_TIME = 4
"""A comparison that takes long is followed by a pause of so many times its length."""
_NO_ACCESS = SourceAccess()

Report = Callable[[str], None]


class ServerCall:
    """The Call of a server, to which nobody listens but its log."""

    cancelled = False
    forced = False
    proxy: Proxy | None = None
    access = CallerAccess()

    def __init__(self, report: Report) -> None:
        self._report = report

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        raise AssertionError("a source emits no items")

    def progress(self, progress: Progress) -> None:
        """Nobody looks at it."""

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        self._report(text)


class ServedFolder:
    """A folder, a share or an archive of manifests.

    Args:
        argument: Where it is, as `source add` takes it.
        state: Native folder for its index.
        report: Receives warnings and failed comparisons, a line each.

    Raises:
        SourceError: there is no such folder, or it cannot be read.
    """

    def __init__(self, argument: str, state: Path, report: Report = lambda _text: None) -> None:
        kind = known_kind("WinGetPy.Folder", argument)
        self._call = ServerCall(report)
        self._report = report
        self._reported = ""
        location = kind.locate(argument, self._call, _NO_ACCESS)
        self.argument = location.argument
        self.identifier = location.identifier
        details = SourceDetails(
            name="served", type=kind.type, argument=location.argument, identifier=location.identifier
        )
        key = hashlib.sha256(location.identifier.encode()).hexdigest()[:16]
        self._source = kind.make(details, SourceHome(state / key, None, lambda: 0))
        self._stopped = threading.Event()
        self._source.update(self._call, _NO_ACCESS)
        threading.Thread(target=self._keep_fresh, name="served folder", daemon=True).start()

    def open(self) -> OpenSource:
        """Return the source as it was at the last comparison. Raises SourceError."""
        return self._source.open(self._call, _NO_ACCESS)

    def close(self) -> None:
        """Stop comparing and close the index."""
        self._stopped.set()
        self._source.close()

    def report(self, text: str) -> None:
        """Write a failure into the log, once where it comes again and again."""
        if text != self._reported:
            self._reported = text
            with suppress(OSError, ValueError):  # the log was closed: serving continues
                self._report(text)

    def _keep_fresh(self) -> None:
        pause = LOOK_SECONDS
        while not self._stopped.wait(pause):
            started = time.monotonic()
            try:
                self._source.update(self._call, _NO_ACCESS)
                self._reported = ""
            except EngineError as error:
                self.report(error.text)
            except Exception as error:  # noqa: BLE001  without comparisons what is served would become old unseen
                if not self._stopped.is_set():
                    self.report(f"The comparison with the folder failed: {type(error).__name__}: {error}.")
            pause = max(LOOK_SECONDS, _SHARE_OF_TIME * (time.monotonic() - started))
