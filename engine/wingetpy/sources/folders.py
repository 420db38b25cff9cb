"""What sources keep on this machine: a folder each, below the engine's `cache`."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from wingetpy.errors import ErrorCode, SourceError
from wingetpy.hosts.native_removal import remove_tree
from wingetpy.model.file_names import suitable_path_part
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.kinds import kind_of

_REMOVED = ".removed-"
"""In the name of a folder whose source was removed."""


class SourceFolders:
    """The folders below one native folder."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache

    def of(self, details: SourceDetails) -> Path:
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

    def with_last_update(self, details: SourceDetails) -> SourceDetails:
        """Return a source with the time at which what it keeps was last compared with it."""
        kind = kind_of(details.type)
        last_update = kind.last_update(self.of(details)) if kind else None
        return details if last_update is None else msgspec.structs.replace(details, last_update=last_update)

    def put_aside(self, details: SourceDetails) -> Path:
        """Take away a source's folder at once, so that one that is added now gets its own; return what to remove.

        A folder that is open on Windows stays where it is, and is used if the source is added again.
        """
        folder = self.of(details)
        aside = folder.with_name(f"{folder.name}{_REMOVED}{time.time_ns():x}")
        try:
            folder.rename(aside)
        except OSError:
            return folder
        return aside

    def clear(self, *folders: Path) -> None:
        """Remove folders, and what an engine that was killed has put aside."""
        for folder in (*folders, *self._cache.glob(f"*{_REMOVED}*")):
            remove_tree(folder)
