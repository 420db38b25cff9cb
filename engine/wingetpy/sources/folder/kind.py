"""WinGetPy.Folder as a type of source."""

from __future__ import annotations

from pathlib import Path

from wingetpy.model.call import Call
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.source import Source, SourceAccess, SourceHome, SourceLocation


class FolderKind:
    """A folder, a share or an archive of manifests."""

    type = "WinGetPy.Folder"
    is_live = False
    arguments = "a folder, a share or an archive of manifests"

    def recognises(self, argument: str) -> bool:
        return "://" not in argument

    def recognises_installed(self, argument: str) -> bool:
        return True

    def spelled(self, argument: str) -> str:
        from wingetpy.sources.folder.location import absolute, spelled  # late: start time

        return spelled(absolute(argument))

    def locate(self, argument: str, call: Call, access: SourceAccess) -> SourceLocation:
        from wingetpy.sources.folder.location import located  # late: start time

        return located(argument, self.type)

    def make(self, details: SourceDetails, home: SourceHome) -> Source:
        from wingetpy.sources.folder.source import FolderSource  # late: start time

        return FolderSource(details, home)

    def last_update(self, folder: Path) -> float | None:
        from wingetpy.sources.index.generation import IndexFolder  # late: start time

        generation = IndexFolder(folder).current()
        return None if generation is None else generation.checked
