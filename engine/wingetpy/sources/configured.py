"""The configured list of sources: one small file in the state folder."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from wingetpy.errors import Busy, ErrorCode, HostError, SourceError
from wingetpy.hosts.lock_file import lock_file
from wingetpy.hosts.native_files import write_whole
from wingetpy.hosts.native_removal import remove_tree
from wingetpy.model.call import Call
from wingetpy.model.decoding import UNREADABLE, json_decoder
from wingetpy.model.file_names import suitable_path_part
from wingetpy.sources.checks import check_name, check_new, find_source, name_exists, trust_level_of, unknown_source
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.kinds import kind_for, kind_of
from wingetpy.sources.source import SourceAccess

_FILE_NAME = "sources.json"
_WAIT_SECONDS = 10.0
_REMOVED = ".removed-"
"""In the name of a folder whose source was removed."""


class SourceList(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The file. Members that a newer engine adds are ignored by an older one."""

    format: int = 1
    sources: tuple[SourceDetails, ...] = ()


class ConfiguredSources:
    """Reads and changes the list. Names are compared without case.

    Args:
        state_folder: The engine's own folder: the list is `sources.json` in it; what sources keep is below `cache`.
        shared: The machine's folder, with a list that an administrator keeps; it is read, never written.
    """

    def __init__(self, state_folder: Path, shared: Path | None = None) -> None:
        self._path = state_folder / _FILE_NAME
        self._shared = shared / _FILE_NAME if shared else None
        self._cache = state_folder / "cache"

    def all(self) -> tuple[SourceDetails, ...]:
        """The machine's sources, then the user's own, each in the order in which they were added.

        Raises:
            SourceError: when the file is damaged.
        """
        return tuple(self._with_last_update(details) for details in self._known())

    def named(self, name: str) -> SourceDetails:
        """One source.

        Raises:
            NotFound: when none has this name.
        """
        found = find_source(self._known(), name)
        if found is None:
            raise unknown_source(name)
        return self._with_last_update(found)

    def folder(self, details: SourceDetails) -> Path:
        """Return the native folder for what a source keeps on this machine."""
        try:
            return self._cache / suitable_path_part(details.identifier)
        except ValueError as error:
            raise SourceError(
                f"The source {details.name} has an identifier that makes no folder name: {error}.",
                code=ErrorCode.SourcesInvalid,
                target=details.name,
                remedy="Report it to the owner of the source.",
            ) from error

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
        """
        check_name(name)
        trust = trust_level_of(trust_level)
        sources = self._known()
        if known := find_source(sources, name):
            raise name_exists(known)
        kind = kind_for(argument, type)
        location = kind.locate(argument, call, access)
        details = SourceDetails(
            name=name,
            type=kind.type,
            argument=location.argument,
            identifier=location.identifier,
            data=location.data or None,
            trust_level=trust,
            explicit=explicit,
            priority=priority,
            added=now,
        )
        check_new(sources, details)
        return details

    def add(self, details: SourceDetails) -> None:
        """Write a source into the list. Raises as `new` does when another process was quicker."""
        with self._changing() as sources:
            check_new(sources, details)
            sources.append(details)

    def remove(self, name: str) -> SourceDetails:
        """Take a source out of the list, with what it keeps on this machine.

        Raises:
            NotFound: when none has this name.
        """
        with self._changing() as sources:
            details = self._own(sources, name)
            sources.remove(details)
            aside = self._put_aside(details)
        self._clear(aside)
        return details

    def reset(self, name: str | None) -> tuple[SourceDetails, ...]:
        """Bring one source, or with None all, back to what a new machine has: there are no default sources, so they go.

        Returns:
            What was removed.

        Raises:
            NotFound: when none has this name.
        """
        if name is not None:
            return (self.remove(name),)
        with self._changing() as sources:
            removed = tuple(sources)
            sources.clear()
            aside = [self._put_aside(details) for details in removed]
        self._clear(*aside)
        return removed

    def edit(self, name: str, *, explicit: bool | None = None, priority: int | None = None) -> SourceDetails:
        """Change what can be changed of a source; None leaves it. Answers the source as it is now.

        Raises:
            NotFound: when none has this name.
        """
        with self._changing() as sources:
            details = self._own(sources, name)
            changed = msgspec.structs.replace(
                details,
                explicit=details.explicit if explicit is None else explicit,
                priority=details.priority if priority is None else priority,
            )
            sources[sources.index(details)] = changed
        return changed

    def _known(self) -> tuple[SourceDetails, ...]:
        """The machine's and the user's own; one of the user's with a name that the machine has does not count."""
        if self._shared is None:
            return _read(self._path)
        shared = _read(self._shared)
        return (*shared, *(own for own in _read(self._path) if find_source(shared, own.name) is None))

    def _own(self, sources: Sequence[SourceDetails], name: str) -> SourceDetails:
        """The source of the own list that is to be changed."""
        if details := find_source(sources, name):
            return details
        if self._shared is not None and (details := find_source(_read(self._shared), name)):
            raise HostError(
                f"The source {details.name} is the machine's; only an administrator may change it.",
                code=ErrorCode.CommandRequiresAdmin,
                target=details.name,
                remedy="Run the command as administrator.",
            )
        raise unknown_source(name)

    @contextmanager
    def _changing(self) -> Iterator[list[SourceDetails]]:
        """The list to change, written when the block ends well. One process changes it at a time."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        busy = Busy("Another process is changing the list of sources.", remedy="Try again.")
        with lock_file(self._path.with_suffix(".lock"), _WAIT_SECONDS, busy):
            sources = list(_read(self._path))
            yield sources
            write_whole(self._path, msgspec.json.format(msgspec.json.encode(SourceList(sources=tuple(sources)))))

    def _with_last_update(self, details: SourceDetails) -> SourceDetails:
        kind = kind_of(details.type)
        last_update = kind.last_update(self.folder(details)) if kind else None
        return details if last_update is None else msgspec.structs.replace(details, last_update=last_update)

    def _put_aside(self, details: SourceDetails) -> Path:
        """Take away a source's folder at once, so that one that is added now gets its own; return what to remove.

        A folder that is open on Windows stays where it is, and is used if the source is added again.
        """
        folder = self.folder(details)
        aside = folder.with_name(f"{folder.name}{_REMOVED}{time.time_ns():x}")
        try:
            folder.rename(aside)
        except OSError:
            return folder
        return aside

    def _clear(self, *folders: Path) -> None:
        """Remove folders, and what an engine that was killed has put aside."""
        for folder in (*folders, *self._cache.glob(f"*{_REMOVED}*")):
            remove_tree(folder)


def _read(path: Path) -> tuple[SourceDetails, ...]:
    try:
        with open(path, "rb") as file:
            return json_decoder(SourceList).decode(file.read()).sources
    except FileNotFoundError:
        return ()
    except (OSError, *UNREADABLE) as error:
        raise SourceError(
            f"The list of sources {path} cannot be read: {error}.",
            code=ErrorCode.SourcesInvalid,
            target=str(path),
            remedy="Correct the file, or remove it and add the sources again.",
        ) from error
