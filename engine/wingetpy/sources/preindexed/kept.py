"""What is known of the package that the current index was made of: for asking the server only for a newer one."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wingetpy.hosts.native_files import write_whole
from wingetpy.model.decoding import UNREADABLE, json_decoder
from wingetpy.sources.index.generation import Generation

_FILE = "package.json"


class KeptPackage(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The package.

    Attributes:
        index: The file of the generation that was made of it.
        path: On the server, `source2.msix`.
        version: Of the package.
        tag: The server's ETag; empty where it sends none. So `modified`, its date.
    """

    index: str
    path: str
    version: str
    tag: str = ""
    modified: str = ""

    def conditions(self, path: str) -> dict[str, str]:
        """Return the headers that ask for a file only if it is another one than this."""
        if path != self.path:
            return {}
        conditions = {"If-None-Match": self.tag, "If-Modified-Since": self.modified}
        return {name: value for name, value in conditions.items() if value}


def read_kept(folder: Path, generation: Generation | None) -> KeptPackage | None:
    """Return what is known of the package of a generation; None where nothing is."""
    if generation is None:
        return None
    try:
        with open(folder / _FILE, "rb") as file:
            kept = json_decoder(KeptPackage).decode(file.read())
    except (OSError, *UNREADABLE):
        return None
    return kept if kept.index == generation.file else None


def write_kept(folder: Path, kept: KeptPackage) -> None:
    """Note it. Raises HostError."""
    write_whole(folder / _FILE, msgspec.json.encode(kept))
