"""What is known of the package that the current index was made of: for asking the server only for a newer one.

The newest version that an index was made of has a file of its own: an older package, though it is signed, must not
answer where the index or its description was damaged.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from wingetpy.hosts.native_files import write_whole
from wingetpy.model.decoding import UNREADABLE, json_decoder
from wingetpy.msix.identity import packed_version
from wingetpy.sources.index.generation import Generation

_FILE = "package.json"
_NEWEST = "newest-version"
_VERSION = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,5}){3}")


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
    kept = _read(folder)
    return kept if generation is not None and kept is not None and kept.index == generation.file else None


def write_kept(folder: Path, kept: KeptPackage) -> None:
    """Note it. Raises HostError."""
    write_whole(folder / _FILE, msgspec.json.encode(kept))


def write_newest(folder: Path, version: str) -> None:
    """Note the version of a package that replaces what was here. Raises HostError."""
    write_whole(folder / _NEWEST, version.encode())


def newest_version(folder: Path) -> str | None:
    """Return the newest version of a package that an index was made of here; None where none is known."""
    try:
        noted = (folder / _NEWEST).read_text("ascii")
    except (OSError, UnicodeDecodeError):
        noted = ""
    kept = _read(folder)
    known = [text for text in (noted, kept.version if kept else "") if _VERSION.fullmatch(text)]
    return max(known, key=packed_version, default=None)


def _read(folder: Path) -> KeptPackage | None:
    try:
        with open(folder / _FILE, "rb") as file:
            return json_decoder(KeptPackage).decode(file.read())
    except (OSError, *UNREADABLE):
        return None
