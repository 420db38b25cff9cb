"""The sources as commands use them.

sources = Sources(host.state_folder())              one for the life of the engine: it keeps indexes open
opened = sources.open(call, name=None)              -> CompositeSource; of one name also if it is explicit
opened.search(request)                              -> SearchResult(rows, truncated)
opened.find_one(request)                            -> PackageReference(source, identifier, name); NotFound, Ambiguous
opened.find_candidates(request)                     -> the packages that it chooses from
opened.versions(reference)                          -> PackageVersion(version, arp_minimum, arp_maximum), newest first
opened.manifest(reference, version or None)         -> the merged Manifest, read now
opened.recognise([InstalledKeys, ...])              -> for each the packages it may be (KeyMatch); keys(reference) back
opened.source(name).details, .root                  -> what is configured; the folder under which `file:` URLs may lie
sources.list(name=None), add, remove, update, reset, export, edit: the configured list
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from wingetpy.errors import EngineError, ErrorCode, SourceError
from wingetpy.model.call import Call
from wingetpy.sources.composite import FAILURES, CompositeSource
from wingetpy.sources.configured import ConfiguredSources
from wingetpy.sources.details import BrokenFile, SourceDetails, SourceExport, SourceUpdate
from wingetpy.sources.folder import FolderSource
from wingetpy.sources.freshness import FRESH_MINUTES
from wingetpy.sources.index.pool import usual_processes

_HOW_TO_ADD = (
    "Add one with Add-WinGetSource -Name NAME -Argument FOLDER or `wingetpy source add NAME FOLDER`:"
    " a folder, share or archive of manifests."
)


class Sources:
    """The configured sources of one state folder. Several threads may use it.

    Args:
        state_folder: The engine's own folder, `host.state_folder()`.
        processes: How many processes may read manifests when an index is made; None for what suits this machine.
        shared: The machine's state folder, whose list counts besides the own one; `host.shared_state_folder()`.
        fresh_minutes: How old an index may be before a search refreshes it; 0 for any age.
    """

    def __init__(
        self,
        state_folder: Path,
        processes: int | None = None,
        *,
        shared: Path | None = None,
        fresh_minutes: Callable[[], int] = lambda: FRESH_MINUTES,
    ) -> None:
        self._configured = ConfiguredSources(state_folder, shared)
        self._fresh_minutes = fresh_minutes
        self._processes = processes or usual_processes()
        self._opened: dict[str, FolderSource] = {}

    def open(self, call: Call, name: str | None = None) -> CompositeSource:
        """Open the sources to ask: all that are not explicit, or the named one.

        An index older than five minutes is refreshed first, for two seconds at most; the first index is waited for.

        Raises:
            NotFound: SourceNameDoesNotExist.
            SourceError: NoSourcesDefined; what hinders the only source; FailedToOpenAllSources.
        """
        if name is not None:
            source = self._source(self._configured.named(name))
            source.open(call)
            return CompositeSource((source,), call)
        asked = [details for details in self._configured.all() if not details.explicit]
        if not asked:
            raise SourceError(
                "No sources defined: there is nothing to look in.",
                code=ErrorCode.NoSourcesDefined,
                category="ObjectNotFound",
                remedy=_HOW_TO_ADD,
            )
        return self._open_all(asked, call)

    def list(self, name: str | None = None) -> tuple[SourceDetails, ...]:
        """What is configured: all, or the named one.

        Raises:
            NotFound: SourceNameDoesNotExist.
        """
        return self._configured.all() if name is None else (self._configured.named(name),)

    def export(self, name: str | None = None) -> tuple[SourceExport, ...]:
        """The same in the shape of `winget source export`. Raises as `list` does."""
        return tuple(SourceExport.of(details) for details in self.list(name))

    def add(
        self,
        call: Call,
        name: str,
        argument: str,
        type: str | None = None,
        trust_level: str | None = None,
        *,
        explicit: bool = False,
        priority: int = 0,
    ) -> SourceDetails:
        """Index a source, then write it into the list: what cannot be opened is not added.

        Raises:
            BadRequest, SourceError: as `ConfiguredSources.new` does, or when its manifests cannot be read.
        """
        details = self._configured.new(
            name, argument, type, trust_level, explicit=explicit, priority=priority, now=time.time()
        )
        self._source(details).update(call)
        self._configured.add(details)
        return self._configured.named(name)

    def remove(self, name: str) -> SourceDetails:
        """Take a source out of the list. Raises NotFound (SourceNameDoesNotExist)."""
        self._close(self._configured.named(name))
        return self._configured.remove(name)

    def reset(self, name: str | None = None) -> tuple[SourceDetails, ...]:
        """Bring one or all sources back to what a new machine has; answers what went. Raises as `remove`."""
        for details in self.list(name):
            self._close(details)
        return self._configured.reset(name)

    def edit(self, name: str, *, explicit: bool | None = None, priority: int | None = None) -> SourceDetails:
        """Change what can be changed of a source. Raises NotFound (SourceNameDoesNotExist)."""
        return self._configured.edit(name, explicit=explicit, priority=priority)

    def update(self, call: Call, details: SourceDetails) -> SourceUpdate:
        """Compare the index of one listed source with the source now, and wait for it.

        Raises:
            SourceError: when the source cannot be read.
        """
        started, clock = time.time(), time.monotonic()
        source = self._source(details)
        generation = source.update(call)
        return SourceUpdate(
            name=details.name,
            changed=generation.built >= started,
            files=generation.files,
            packages=generation.packages,
            versions=generation.versions,
            skipped=generation.skipped,
            broken=tuple(BrokenFile(fault.path, fault.reason) for fault in source.faults()),
            seconds=round(time.monotonic() - clock, 3),
        )

    def close(self) -> None:
        """Let go of all index files."""
        for source in self._opened.values():
            source.close()
        self._opened.clear()

    def _open_all(self, asked: Sequence[SourceDetails], call: Call) -> CompositeSource:
        opened: list[FolderSource] = []
        failures: list[EngineError] = []
        for details in asked:
            try:
                source = self._source(details)
                source.open(call)
                opened.append(source)
            except FAILURES as error:
                failures.append(error)
        if not opened:
            raise failures[0] if len(failures) == 1 else _all_failed(failures)
        for failure in failures:
            call.message("Warning", failure.text, failure.code.hex)
        return CompositeSource(opened, call)

    def _source(self, details: SourceDetails) -> FolderSource:
        known = self._opened.get(details.identifier)
        if known is None or known.details.argument != details.argument:
            known = self._opened[details.identifier] = FolderSource(
                details, self._configured.cache, self._processes, self._fresh_minutes
            )
        known.details = details
        return known

    def _close(self, details: SourceDetails) -> None:
        if source := self._opened.pop(details.identifier, None):
            source.close()


def _all_failed(failures: Sequence[EngineError]) -> SourceError:
    reasons = " ".join(error.text for error in failures)
    return SourceError(
        f"None of the sources could be opened. {reasons}",
        code=ErrorCode.FailedToOpenAllSources,
        remedy=failures[0].remedy,
    )
