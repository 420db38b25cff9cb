"""The sources that this engine has opened: one object for each that is configured, kept for the next request."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from wingetpy.sources.details import SourceDetails
from wingetpy.sources.folders import SourceFolders
from wingetpy.sources.kinds import known_kind
from wingetpy.sources.source import Source, SourceHome


class LiveSources:
    """Objects of configured sources, made when they are first asked for. Several threads may use it.

    Args:
        folders: Where a source keeps what it has of its own.
        processes: How many processes may read manifests when an index is made; None for what suits this machine.
        fresh_minutes: How old what a source keeps may be before a search refreshes it; 0 for any age.
        trust: Folders of further certificates.
    """

    def __init__(
        self, folders: SourceFolders, processes: int | None, fresh_minutes: Callable[[], int], trust: tuple[Path, ...]
    ) -> None:
        self._folders = folders
        self._processes = processes
        self._fresh_minutes = fresh_minutes
        self._trust = trust
        self._kept: dict[str, Source] = {}
        self._making = threading.Lock()

    def of(self, details: SourceDetails) -> Source:
        """Return the object of a source; another one where its type or place has changed."""
        with self._making:
            kept = self._kept.get(details.identifier)
            if kept is None or (kept.details.type, kept.details.argument) != (details.type, details.argument):
                home = SourceHome(self._folders.of(details), self._processes, self._fresh_minutes, self._trust)
                kept = self._kept[details.identifier] = known_kind(details.type, details.name).make(details, home)
            kept.details = details
            return kept

    def close(self, details: SourceDetails) -> None:
        """Close what one source holds open, if anything."""
        if source := self._kept.pop(details.identifier, None):
            source.close()

    def close_all(self) -> None:
        """Close what the sources hold open."""
        for source in self._kept.values():
            source.close()
        self._kept.clear()
