"""The configured sources: those of Group Policy, the machine's, the user's own, and the default ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from wingetpy.errors import ErrorCode, HostError
from wingetpy.model.call import Call
from wingetpy.settings.policy import Policies
from wingetpy.sources.checks import check_name, check_new, find_source, name_exists, trust_level_of, unknown_source
from wingetpy.sources.defaults import DEFAULTS, default_named
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.folders import SourceFolders
from wingetpy.sources.kinds import kind_for
from wingetpy.sources.list_file import DefaultChange, Draft, ListFile, SourceList
from wingetpy.sources.merge import merged
from wingetpy.sources.policy import refuse_blocked, refuse_change
from wingetpy.sources.source import SourceAccess
from wingetpy.state.tracking import FILE_NAME as TRACKED_PACKAGES

CACHE = "cache"
_NO_DEFAULTS = SourceList(removed_defaults=tuple(one.name for one in DEFAULTS))
_ALL_DEFAULTS = SourceList(removed_defaults=())


class ConfiguredSources:
    """Reads and changes the lists. Names are compared without case.

    Args:
        state_folder: The engine's own folder: the list is `sources.json` in it; what sources keep is below `cache`.
        shared: The machine's folder, with a list that an administrator keeps; it is read, never written.
        policies: Group Policy, asked at each call.
        has_defaults: Whether a machine without any state has the default sources.
    """

    def __init__(
        self,
        state_folder: Path,
        shared: Path | None = None,
        *,
        policies: Callable[[], Policies] = Policies,
        has_defaults: bool = False,
    ) -> None:
        self._state = state_folder
        self._file = ListFile(state_folder)
        self._shared = ListFile(shared) if shared else None
        self._policies = policies
        self._has_defaults = has_defaults
        self.folders = SourceFolders(state_folder / CACHE)
        """What sources keep on this machine."""

    def all(self) -> tuple[SourceDetails, ...]:
        """All that count, the highest priority first; else those of a policy, the machine's, the user's, the defaults,
        each in the order in which they were added.

        Raises:
            SourceError: when a file is damaged.
        """
        return tuple(self.folders.with_last_update(details) for details in self._known())

    def named(self, name: str) -> SourceDetails:
        """One source.

        Raises:
            NotFound: when none has this name.
        """
        found = find_source(self._known(), name)
        if found is None:
            raise unknown_source(name)
        return self.folders.with_last_update(found)

    def new(
        self,
        call: Call,
        access: SourceAccess,
        name: str,
        argument: str,
        type: str | None = None,
        trust_level: str | None = None,
        *,
        explicit: bool = False,
        priority: int = 0,
        now: float,
    ) -> SourceDetails:
        """Return a source that could be added; nothing is written yet.

        Args:
            call: For sources that have to be asked who they are; so `access`.
            name: What the user calls it.
            argument: Where the source is.
            type: None for the type that recognises the argument.
            trust_level: `None`, `Trusted` or `Default`, in any case.
            explicit: Searched only when it is named.
            priority: Which source wins where one package is in several.
            now: Unix seconds.

        Raises:
            BadRequest: a name or a trust level that cannot be.
            SourceError: SourceNameAlreadyExists, SourceArgAlreadyExists, InvalidSourceType, SourceNotSecure, or
                SourceOpenFailed where there is no such source.
            EngineError: BlockedByPolicy.
        """
        check_name(name)
        trust = trust_level_of(trust_level)
        sources = self._known()
        if known := find_source(sources, name):
            raise name_exists(known)
        kind = kind_for(argument, type)
        asked = SourceDetails(name=name, type=kind.type, argument=argument, identifier="")
        refuse_blocked(self._policies(), asked)
        location = kind.locate(argument, call, access)
        details = msgspec.structs.replace(
            asked,
            argument=location.argument,
            identifier=location.identifier,
            data=location.identifier if location.data is None else location.data,
            trust_level=trust,
            explicit=explicit,
            priority=priority,
            added=now,
        )
        check_new(sources, details)
        return details

    def add(self, details: SourceDetails) -> None:
        """Write a source into the list. Raises as `new` does when another process was quicker."""
        with self._file.changing(self._fresh()) as draft:
            check_new(self._known(draft.list), details)
            draft.sources.append(details)

    def remove(self, name: str) -> SourceDetails:
        """Take a source out of the list, with what it keeps on this machine.

        Raises:
            NotFound: when none has this name.
            HostError: CommandRequiresAdmin, for one of the machine's list.
            EngineError: BlockedByPolicy, for one that a policy adds or requires.
        """
        with self._file.changing(self._fresh()) as draft:
            details = self._own(draft, name)
            _drop(draft, details)
            if details.origin == "Default" and draft.removed is not None:
                draft.removed.append(details.name)
            aside = self.folders.put_aside(details)
        self.folders.clear(aside)
        return details

    def reset(self, name: str | None) -> tuple[SourceDetails, ...]:
        """Bring one source, or with None all, back to what winget has from the start: what was added goes, what was
        removed or changed of the default sources is undone.

        Returns:
            What was added and is removed now; of one default source, that source.

        Raises:
            NotFound: when none has this name, nor had.
            EngineError: BlockedByPolicy, for one that a policy adds or requires.
        """
        with self._file.changing(self._fresh()) as draft:
            if name is None:
                gone = tuple(draft.sources)
                draft.sources, draft.removed, draft.changed, draft.accepted = [], [], {}, {}
            else:
                gone = (self._reset_one(draft, name),)
            aside = [self.folders.put_aside(details) for details in gone]
        self.folders.clear(*aside)
        return gone

    def edit(self, name: str, *, explicit: bool | None = None, priority: int | None = None) -> SourceDetails:
        """Change what can be changed of a source; None leaves it. Answers the source as it is now.

        Raises:
            As `remove` does.
        """
        with self._file.changing(self._fresh()) as draft:
            details = self._own(draft, name)
            changed = msgspec.structs.replace(
                details,
                explicit=details.explicit if explicit is None else explicit,
                priority=details.priority if priority is None else priority,
            )
            if details.origin == "Default":
                draft.changed[details.name] = DefaultChange(
                    name=details.name, explicit=changed.explicit, priority=changed.priority
                )
            else:
                draft.sources = [changed if one.name == details.name else one for one in draft.sources]
        return changed

    def accepted(self, details: SourceDetails) -> str:
        """Return the key of the agreements of a source that the user accepted; empty for none."""
        kept = self._file.read()
        return kept.accepted.get(details.identifier, "") if kept else ""

    def accept(self, details: SourceDetails, key: str) -> None:
        """Remember that the user accepted the agreements of a source that is configured."""
        with self._file.changing(self._fresh()) as draft:
            draft.accepted[details.identifier] = key

    def _known(self, own: SourceList | None = None) -> tuple[SourceDetails, ...]:
        """All that count.

        Args:
            own: The user's list while it is changed.
        """
        shared = self._shared.read() if self._shared else None
        return merged(self._policies(), shared or SourceList(), own or self._own_list())

    def _own_list(self) -> SourceList:
        """The user's list. On a machine without any state it is written now: with the default sources, which later
        state would otherwise say it never had."""
        kept = self._file.read()
        if kept is not None:
            return kept
        fresh = self._fresh()
        if fresh is _ALL_DEFAULTS:
            with self._file.changing(fresh):
                pass
        return fresh

    def _fresh(self) -> SourceList:
        """The list of a user who has none yet."""
        has_state = (self._state / CACHE).exists() or (self._state / TRACKED_PACKAGES).exists()
        return _ALL_DEFAULTS if self._has_defaults and not has_state else _NO_DEFAULTS

    def _own(self, draft: Draft, name: str) -> SourceDetails:
        """The source of the own list, or the default one, that is to be changed."""
        details = find_source(self._known(draft.list), name)
        if details is None:
            raise unknown_source(name)
        refuse_change(self._policies(), details)
        if details.origin == "User" and find_source(draft.sources, name) != details:
            raise HostError(
                f"The source {details.name} is the machine's; only an administrator may change it.",
                code=ErrorCode.CommandRequiresAdmin,
                target=details.name,
                remedy="Run the command as administrator.",
            )
        self._say_of_defaults(draft)
        return details

    def _say_of_defaults(self, draft: Draft) -> None:
        """Make a list of a version without default sources say that those which do not count were removed."""
        if draft.removed is None:
            known = self._known(draft.list)
            draft.removed = [one.name for one in DEFAULTS if find_source(known, one.name) is None]

    def _reset_one(self, draft: Draft, name: str) -> SourceDetails:
        default = default_named(name)
        if default is None or find_source(draft.sources, name):
            details = self._own(draft, name)
            _drop(draft, details)
            return details
        refuse_change(self._policies(), default)
        self._say_of_defaults(draft)
        _drop(draft, default)
        draft.removed = [one for one in draft.removed or () if one != default.name]
        return default


def _drop(draft: Draft, details: SourceDetails) -> None:
    """Take all out of a list that is about one source."""
    draft.sources = [one for one in draft.sources if one.name != details.name]
    draft.changed.pop(details.name, None)
    draft.accepted.pop(details.identifier, None)
