"""The sources as commands use them.

sources = Sources(host.state_folder())              one for the life of the engine: it keeps what sources hold open
opened = sources.open(call, name=None)              -> CompositeSource; of one name also if it is explicit
opened.search(request)                              -> SearchResult(rows, truncated)
opened.find_one(request)                            -> PackageReference(source, identifier, name); NotFound, Ambiguous
opened.find_candidates(request)                     -> the packages that it chooses from
opened.versions(reference)                          -> PackageVersion(version, arp_minimum, arp_maximum), newest first
opened.manifest(reference, version or None)         -> the merged Manifest, read now
opened.recognise([InstalledKeys, ...])              -> for each the packages it may be (KeyMatch); keys(reference) back
opened.source(name).details, .root                  -> what is configured; the folder below which `file:` URLs may lie
sources.list(name=None), add, remove, update, reset, export, edit: the configured list

No kind of source is named here: `kinds` has the table, `source` the contract.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from wingetpy.errors import EngineError, ErrorCode, SourceError
from wingetpy.errors.remedies import NO_SOURCES, SOURCES_EXPLICIT
from wingetpy.model.call import Call
from wingetpy.sources.composite import FAILURES, CompositeSource
from wingetpy.sources.configured import ConfiguredSources
from wingetpy.sources.details import SourceDetails, SourceExport, SourceUpdate
from wingetpy.sources.kinds import known_kind
from wingetpy.sources.source import OpenSource, Source, SourceAccess, SourceHome

FRESH_MINUTES = 5
"""What a source keeps on this machine is refreshed before it answers if it was compared longer ago."""
NO_ACCESS = SourceAccess()


class Sources:
    """The configured sources of one state folder. Several threads may use it.

    Args:
        state_folder: The engine's own folder, `host.state_folder()`.
        processes: How many processes may read manifests when an index is made; None for what suits this machine.
        shared: The machine's state folder, whose list counts besides the user's; `host.shared_state_folder()`.
        fresh_minutes: How old what a source keeps may be before a search refreshes it; 0 for any age.
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
        self._processes = processes
        self._kept: dict[str, Source] = {}

    def open(self, call: Call, name: str | None = None, access: SourceAccess | None = None) -> CompositeSource:
        """Open the sources to ask: all that are not explicit, or the named one.

        Raises:
            NotFound: SourceNameDoesNotExist.
            SourceError: NoSourcesDefined; the reason of the only source that fails; FailedToOpenAllSources.
            ConsentMissing: a source's agreements have not been accepted.
        """
        if name is not None:
            return CompositeSource((self._open(self._configured.named(name), call, access),), call)
        known = self._configured.all()
        asked = [details for details in known if not details.explicit]
        if known and not asked:
            names = ", ".join(details.name for details in known)
            raise SourceError(
                f"No source to look in: each one that is configured is used only when it is named ({names}).",
                code=ErrorCode.NoSourcesDefined,
                category="ObjectNotFound",
                remedy=SOURCES_EXPLICIT,
            )
        if not asked:
            raise SourceError(
                "No sources defined: there is nothing to look in.",
                code=ErrorCode.NoSourcesDefined,
                category="ObjectNotFound",
                remedy=NO_SOURCES,
            )
        return self._open_all(asked, call, access)

    def list(self, name: str | None = None) -> tuple[SourceDetails, ...]:
        """Return what is configured: all, or the named one.

        Raises:
            NotFound: SourceNameDoesNotExist.
        """
        return self._configured.all() if name is None else (self._configured.named(name),)

    def export(self, name: str | None = None) -> tuple[SourceExport, ...]:
        """Return the same in the shape of `winget source export`. Raises as `list` does."""
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
        access: SourceAccess | None = None,
    ) -> SourceDetails:
        """Open a source for the first time, then write it into the list: what cannot be opened is not added.

        Raises:
            BadRequest, SourceError: as `ConfiguredSources.new` does, or when the source cannot be read.
            ConsentMissing: its agreements have not been accepted.
        """
        access = access or _access_of(call)
        details = self._configured.new(
            call, access, name, argument, type, trust_level, explicit=explicit, priority=priority, now=time.time()
        )
        try:
            self._source(details).update(call, access)
        except SourceError as error:
            if error.code is not ErrorCode.SourceNameDoesNotExist:
                raise
            # A request that removed the source of this identifier took its folder at this moment.
            self._source(details).update(call, access)
        self._configured.add(details)
        return self._configured.named(name)

    def remove(self, name: str) -> SourceDetails:
        """Take a source out of the list. Raises NotFound (SourceNameDoesNotExist)."""
        self._close(self._configured.named(name))
        return self._configured.remove(name)

    def reset(self, name: str | None = None) -> tuple[SourceDetails, ...]:
        """Bring one or all sources back to what a new machine has; return what was removed. Raises as `remove`."""
        for details in self.list(name):
            self._close(details)
        return self._configured.reset(name)

    def edit(self, name: str, *, explicit: bool | None = None, priority: int | None = None) -> SourceDetails:
        """Change what can be changed of a source. Raises NotFound (SourceNameDoesNotExist)."""
        return self._configured.edit(name, explicit=explicit, priority=priority)

    def update(self, call: Call, details: SourceDetails, access: SourceAccess | None = None) -> SourceUpdate:
        """Compare what one listed source keeps with the source now, and wait for it.

        Raises:
            SourceError: the source cannot be read.
            Cancelled: the caller stopped waiting.
        """
        return self._source(details).update(call, access or _access_of(call))

    def close(self) -> None:
        """Close what the sources hold open."""
        for source in self._kept.values():
            source.close()
        self._kept.clear()

    def _open_all(self, asked: Sequence[SourceDetails], call: Call, access: SourceAccess | None) -> CompositeSource:
        opened: list[OpenSource] = []
        failures: list[EngineError] = []
        for details in asked:
            try:
                opened.append(self._open(details, call, access))
            except FAILURES as error:
                failures.append(error)
        if not opened:
            raise failures[0] if len(failures) == 1 else _all_failed(failures)
        for failure in failures:
            call.message("Warning", failure.text, failure.code.hex)
        return CompositeSource(opened, call)

    def _open(self, details: SourceDetails, call: Call, access: SourceAccess | None) -> OpenSource:
        return self._source(details).open(call, access or _access_of(call))

    def _source(self, details: SourceDetails) -> Source:
        kept = self._kept.get(details.identifier)
        if kept is None or (kept.details.type, kept.details.argument) != (details.type, details.argument):
            home = SourceHome(self._configured.folder(details), self._processes, self._fresh_minutes)
            kept = self._kept[details.identifier] = known_kind(details.type, details.name).make(details, home)
        kept.details = details
        return kept

    def _close(self, details: SourceDetails) -> None:
        if source := self._kept.pop(details.identifier, None):
            source.close()


def _access_of(call: Call) -> SourceAccess:
    """What the caller of a command gives every source."""
    given = call.access
    return SourceAccess(
        header=given.header,
        accept_agreements=given.accept_agreements,
        authentication_mode=given.authentication_mode,
        authentication_account=given.authentication_account,
    )


def _all_failed(failures: Sequence[EngineError]) -> SourceError:
    reasons = " ".join(error.text for error in failures)
    return SourceError(
        f"None of the sources could be opened. {reasons}",
        code=ErrorCode.FailedToOpenAllSources,
        remedy=failures[0].advice,
    )
