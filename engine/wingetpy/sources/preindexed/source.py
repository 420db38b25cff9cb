"""A pre-indexed package on a web server as a source."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from wingetpy.errors import ErrorCode, HostError
from wingetpy.model.call import Call
from wingetpy.sources.details import SourceDetails, SourceUpdate
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.index.held import HeldIndex, was_removed
from wingetpy.sources.preindexed.files import SourceFiles
from wingetpy.sources.preindexed.freshness import PackageFreshness
from wingetpy.sources.preindexed.opened import OpenPreIndexed
from wingetpy.sources.preindexed.server import SourceServer, connections
from wingetpy.sources.source import OpenSource, SourceAccess, SourceHome

if TYPE_CHECKING:
    from wingetpy.sources.preindexed.refresh import PackageRefresh
    from wingetpy.sources.preindexed.updater import Updater
    from wingetpy.transfer.exchange import Exchange

_FOLDER_GONE = (ErrorCode.FileNotFound, ErrorCode.PathNotFound)


class PreIndexedSource:
    """One configured source. `open` it before each use; several threads may use it at once.

    Args:
        details: What is configured; its data is the family name of the package.
        home: Its folder holds the indexes and the files of the server.
    """

    def __init__(self, details: SourceDetails, home: SourceHome) -> None:
        self.details = details
        self._folder = IndexFolder(home.folder)
        self._trust = home.trust
        self._freshness = PackageFreshness(
            lambda: self.details.name, self._folder, self._refresh, self._beside, home.fresh_minutes
        )
        self._held = HeldIndex(self._folder)
        self._files = SourceFiles(home.folder)
        self._lock = threading.Lock()
        self._exchange: Exchange | None = None
        self._credential: object = None

    def open(self, call: Call, access: SourceAccess) -> OpenSource:
        """See that there is an index and that it is fresh enough; the first one is waited for.

        Raises:
            SourceError: there is none, and the server cannot be reached or has none that can be used.
        """
        server = self._server(call, access)
        self._refreshed(lambda: self._freshness.ensure(call, access, server), call, access)
        return OpenPreIndexed(self.details, self._held, self._files, server, call)

    def update(self, call: Call, access: SourceAccess) -> SourceUpdate:
        """Ask the server for a newer package now. Raises as `open` does."""
        started, clock = time.time(), time.monotonic()
        generation = self._refreshed(lambda: self._update(call, access), call, access)
        changed = generation.built >= started
        if changed:
            self._files.tidy()
        return SourceUpdate(
            name=self.details.name,
            changed=changed,
            packages=generation.packages,
            versions=generation.versions if generation.versions > generation.packages else None,
            seconds=round(time.monotonic() - clock, 3),
        )

    def close(self) -> None:
        """Close the index and the connections; both can be opened again."""
        self._held.close()
        with self._lock:
            exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.close()

    def _update(self, call: Call, access: SourceAccess) -> Generation:
        return self._freshness.update(call, self._server(call, access))

    def _refreshed(self, refresh: Callable[[], Generation], call: Call, access: SourceAccess) -> Generation:
        """Answer from what a refresh returns. Another request may remove the source at the same time."""
        try:
            return self._used(refresh, call, access)
        except HostError as error:
            if error.code in _FOLDER_GONE and self._folder.was_removed():
                raise was_removed(self.details.name) from error
            raise

    def _used(self, refresh: Callable[[], Generation], call: Call, access: SourceAccess) -> Generation:
        try:
            return self._held.use(refresh(), self.details.name, call)
        except sqlite3.OperationalError:  # another engine made the next generation at this moment and removed this one
            return self._held.use(self._folder.current() or self._update(call, access), self.details.name, call)
        except sqlite3.DatabaseError as error:
            text = f"The index of the source {self.details.name} was damaged ({error}); it is fetched again."
            call.message("Warning", text, ErrorCode.SourceDataIntegrityFailure.hex)
            self._folder.forget()
            return self._held.use(self._update(call, access), self.details.name, call)

    def _server(self, call: Call, access: SourceAccess) -> SourceServer:
        return SourceServer(self.details.name, self.details.argument, lambda: self._connections(access), call, access)

    def _refresh(self) -> PackageRefresh:
        from wingetpy.sources.preindexed.refresh import PackageRefresh  # late: start time

        return PackageRefresh(lambda: self.details, self._folder, self._trust)

    def _beside(self, call: Call, access: SourceAccess) -> Updater:
        from wingetpy.sources.preindexed.updater import RefreshTask, Updater  # late: start time

        task = RefreshTask(
            details=self.details,
            folder=str(self._folder.path),
            trust=tuple(str(folder) for folder in self._trust),
            proxy=call.proxy,
            credential=access.credential,
        )
        return Updater(task)

    def _connections(self, access: SourceAccess) -> Exchange:
        credential = access.credential.credential if access.credential else None
        with self._lock:
            if self._exchange is None or self._credential != credential:
                if self._exchange is not None:
                    self._exchange.close()
                self._exchange = connections(self.details.argument, access)
                self._credential = credential
            return self._exchange
