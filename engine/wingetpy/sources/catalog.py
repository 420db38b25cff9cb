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
from collections.abc import Callable
from pathlib import Path

import msgspec

from wingetpy.errors import EngineError, ErrorCode, SourceError
from wingetpy.model.call import Call
from wingetpy.model.credential import BoundCredential, Credential
from wingetpy.model.text import fold
from wingetpy.sources.checks import find_source
from wingetpy.sources.choice import all_failed, sources_to_ask
from wingetpy.sources.composite import CompositeSource, report
from wingetpy.sources.configured import ConfiguredSources
from wingetpy.sources.credentials import bound
from wingetpy.sources.defaults import DEFAULTS
from wingetpy.sources.details import SourceDetails, SourceExport, SourceUpdate
from wingetpy.sources.kinds import kind_of
from wingetpy.sources.live import LiveSources
from wingetpy.sources.open_all import LocalSources, open_all, open_local
from wingetpy.sources.policy import unusable_sources
from wingetpy.sources.request import FoundPackages, SearchRequest
from wingetpy.sources.rules import NO_RULES, SourceRules, access_of
from wingetpy.sources.search import SourceSearch, find
from wingetpy.sources.source import OpenSource, SourceAccess

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
        rules: What policy, the machine and its vault say of sources.
    """

    def __init__(
        self,
        state_folder: Path,
        processes: int | None = None,
        *,
        shared: Path | None = None,
        fresh_minutes: Callable[[], int] = lambda: FRESH_MINUTES,
        rules: SourceRules = NO_RULES,
    ) -> None:
        self._rules = rules
        self._configured = ConfiguredSources(
            state_folder,
            shared,
            policies=rules.policies,
            has_defaults=rules.has_defaults and all(kind_of(one.type) for one in DEFAULTS),
        )
        trust = tuple(folder / "trust" for folder in (state_folder, shared) if folder is not None)
        self._live = LiveSources(self._configured.folders, processes, fresh_minutes, trust)

    def open(
        self,
        call: Call,
        name: str | None = None,
        access: SourceAccess | None = None,
        patience: float | None = None,
        local: LocalSources | None = None,
    ) -> CompositeSource:
        """Open the sources to ask: all that are not explicit, or the named one. Servers are asked side by side.

        Args:
            patience: For a list of what is installed: seconds that sources which are asked live have after the others,
                here and to recognise what is installed. A source that takes no part in that is not asked. None for
                as long as each takes.
            local: What `open_local` opened for the same list; it is not opened again.

        Raises:
            NotFound: SourceNameDoesNotExist.
            SourceError: NoSourcesDefined; the reason of the only source that fails; FailedToOpenAllSources.
            ConsentMissing: a source's agreements have not been accepted.
        """
        if name is not None:
            return CompositeSource((self._open(self._configured.named(name), call, access),), call, named=True)
        asked = sources_to_ask(self._configured.all())
        return open_all(asked, lambda one: self._open(one, call, access), call, patience, local)

    def open_local(self, call: Call) -> LocalSources | None:
        """Open the sources that answer a list of what is installed without asking a server each time; None where no
        others are configured besides them. Raises SourceError (NoSourcesDefined)."""
        return open_local(sources_to_ask(self._configured.all()), lambda one: self._open(one, call, None), call)

    def find(
        self, call: Call, name: str | None, request: SearchRequest, emit: Callable[[FoundPackages], None]
    ) -> tuple[SourceSearch, CompositeSource]:
        """Search the sources to ask, each opened as it is searched, and emit the rows in their order as they are known.

        Returns:
            The search that is done, and the sources that answered.

        Raises:
            As `open` does.
        """
        asked = (self._configured.named(name),) if name is not None else sources_to_ask(self._configured.all())
        search, opened = find(asked, lambda one: self._open(one, call, None), request, call, emit)
        failures = [search.failures[place] for place in sorted(search.failures)]
        if not opened:
            raise all_failed(failures)
        report(failures, call)
        return search, CompositeSource(opened, call, named=name is not None, failures=failures)

    def list(self, name: str | None = None) -> tuple[SourceDetails, ...]:
        """Return what is configured: all, or the named one.

        Raises:
            NotFound: SourceNameDoesNotExist.
        """
        found = self._configured.all() if name is None else (self._configured.named(name),)
        return tuple(self._with_credential(details) for details in found)

    def names(self) -> dict[str, str]:
        """Return the names of all configured sources by their folded identifiers. Raises SourceError."""
        return {fold(details.identifier): details.name for details in self._configured.all()}

    def export(self, name: str | None = None) -> tuple[SourceExport, ...]:
        """Return the same in the shape of `winget source export`. Raises as `list` does."""
        return tuple(SourceExport.of(details) for details in self.list(name))

    def credential(self, name: str) -> BoundCredential | None:
        """Return what is kept for a source, to be sent to its own server; None if nothing is, or it is not configured.

        Raises:
            SourceError: what is kept is damaged.
        """
        details = find_source(self._configured.all(), name)
        return None if details is None else self._rules.credentials.of(details)

    def broken_policies(self) -> tuple[str, ...]:
        """Return a sentence for each value of Group Policy that cannot be read, and each source that cannot be used."""
        policies = self._rules.policies()
        return (*policies.broken, *unusable_sources(policies))

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
        credential: Credential | None = None,
    ) -> SourceDetails:
        """Open a source for the first time, then write it into the list: what cannot be opened is not added.

        Args:
            credential: Used at once, and kept for the source.

        Raises:
            BadRequest, SourceError: as `ConfiguredSources.new` does, or when the source cannot be read.
            ConsentMissing: its agreements have not been accepted.
            EngineError: BlockedByPolicy.
        """
        accepted: list[str] = []
        access = msgspec.structs.replace(
            access_of(call, self._rules, access),
            remember=accepted.append,
            credential=bound(credential, argument) if credential and credential.kinds else None,
        )
        details = self._configured.new(
            call, access, name, argument, type, trust_level, explicit=explicit, priority=priority, now=time.time()
        )
        access = msgspec.structs.replace(access, accepted=accepted[-1] if accepted else "")
        try:
            update = self._live.of(details).update(call, access)
        except SourceError as error:
            if error.code is not ErrorCode.SourceNameDoesNotExist:
                raise
            # A request that removed the source of this identifier took its folder at this moment.
            update = self._live.of(details).update(call, access)
        self._configured.add(details)
        if update.packages == 0:
            call.message("Warning", f"The source {name} has no packages: there is no usable manifest at {argument}.")
        if accepted:
            self._configured.accept(details, accepted[-1])
        if credential and credential.kinds:
            self._keep_first(details, credential)
        # Another request may have removed it since.
        return next((one for one in self.list() if one.name == details.name), details)

    def remove(self, name: str) -> SourceDetails:
        """Take a source out of the list, with its credential. Raises as `ConfiguredSources.remove` does."""
        self._live.close(self._configured.named(name))
        removed = self._configured.remove(name)
        self._live.close(removed)  # what a request that still knew it has opened
        self._rules.credentials.forget(removed)
        return removed

    def reset(self, name: str | None = None) -> tuple[SourceDetails, ...]:
        """Bring one or all sources back to what winget has from the start; return what was removed or restored.

        Raises:
            As `ConfiguredSources.reset` does.
        """
        for details in self._configured.all():
            if name is None or fold(details.name) == fold(name):
                self._live.close(details)
        gone = self._configured.reset(name)
        for details in gone:
            self._live.close(details)
            self._rules.credentials.forget(details)
        return gone

    def edit(
        self,
        name: str,
        *,
        explicit: bool | None = None,
        priority: int | None = None,
        credential: Credential | None = None,
    ) -> SourceDetails:
        """Change what can be changed of a source, and of its credential; None leaves it.

        Args:
            credential: Kept instead of what was kept; an empty one removes that.

        Raises:
            As `ConfiguredSources.edit` does; BadRequest for a credential that cannot be.
        """
        details = self._configured.named(name)
        checked = bound(credential, details.argument) if credential is not None and credential.kinds else None
        if explicit is not None or priority is not None:
            details = self._configured.edit(name, explicit=explicit, priority=priority)
        if checked is not None:
            self._rules.credentials.keep(details, checked.credential)
        elif credential is not None:
            self._rules.credentials.forget(details)
        return self._with_credential(details)

    def update(self, call: Call, details: SourceDetails, access: SourceAccess | None = None) -> SourceUpdate:
        """Compare what one listed source keeps with the source now, and wait for it.

        Raises:
            SourceError: the source cannot be read.
            Cancelled: the caller stopped waiting.
        """
        return self._live.of(details).update(call, self._access(details, call, access))

    def close(self) -> None:
        """Close what the sources hold open."""
        self._live.close_all()

    def _open(self, details: SourceDetails, call: Call, access: SourceAccess | None) -> OpenSource:
        return self._live.of(details).open(call, self._access(details, call, access))

    def _access(self, details: SourceDetails, call: Call, access: SourceAccess | None) -> SourceAccess:
        """What a configured source is given: the caller's, and what is kept for it."""
        return msgspec.structs.replace(
            access_of(call, self._rules, access),
            accepted=self._configured.accepted(details),
            remember=lambda key: self._configured.accept(details, key),
            credential=self._rules.credentials.of(details),
        )

    def _keep_first(self, details: SourceDetails, credential: Credential) -> None:
        """Keep the credential of a source that was added; the source goes where it cannot be kept."""
        try:
            self._rules.credentials.keep(details, credential)
        except EngineError:
            self.remove(details.name)
            raise

    def _with_credential(self, details: SourceDetails) -> SourceDetails:
        kept = self._rules.credentials.of(details)
        return details if kept is None else msgspec.structs.replace(details, credential=kept.credential.kinds)
