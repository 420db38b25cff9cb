"""Microsoft.PreIndexed.Package as a type of source."""

from __future__ import annotations

from pathlib import Path

from wingetpy.model.call import Call
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.source import Source, SourceAccess, SourceHome, SourceLocation


class PreIndexedKind:
    """A static web server with a signed index and the manifests; what winget takes an address for."""

    type = "Microsoft.PreIndexed.Package"
    is_live = False
    arguments = "the https address of a folder with source2.msix"

    def recognises(self, argument: str) -> bool:
        return argument.lower().startswith("https://")

    def recognises_installed(self, argument: str) -> bool:
        return True

    def spelled(self, argument: str) -> str:
        return argument.rstrip("/")

    def locate(self, argument: str, call: Call, access: SourceAccess) -> SourceLocation:
        from wingetpy.sources.preindexed.location import located  # late: start time

        return located(argument, call, access)

    def make(self, details: SourceDetails, home: SourceHome) -> Source:
        from wingetpy.sources.preindexed.source import PreIndexedSource  # late: start time

        return PreIndexedSource(details, home)

    def last_update(self, folder: Path) -> float | None:
        from wingetpy.sources.index.generation import IndexFolder  # late: start time

        generation = IndexFolder(folder).current()
        return None if generation is None else generation.checked
