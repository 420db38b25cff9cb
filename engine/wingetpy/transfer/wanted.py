"""What is to be downloaded, and what came of it."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

import msgspec

from wingetpy.model.credential import BoundCredential


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A file to download.

    Attributes:
        url: http, https or file.
        sha256: What it must be, as hex; None where the manifest names none.
        folder: Machine folder in staging that it lands in.
        name: What it is called in messages.
        source_folder: Native folder of the source, for `file:` URLs.
        allow_mismatch: A file with another hash is taken, with a warning.
        credential: What lets the engine into the source, sent where the file lies on the source's own server.
        most_per_second: Bytes of all downloads together; None for no limit.
        progress_seconds: How long a server may send next to nothing before the download ends.
        may_be_empty: An empty file is taken where that is what the hash says; nothing empty can be installed.
        trusted: Whether the user trusts the source that named the file.
        extension: Ends the name of the file, with its dot: what Windows opens it by, and judges it by in its check.
        beside: Native folders that may hold the file under any name: it is looked for there by its hash first.
    """

    url: str
    sha256: str | None
    folder: PureWindowsPath
    name: str
    source_folder: Path | None = None
    allow_mismatch: bool = False
    credential: BoundCredential | None = None
    most_per_second: int | None = None
    progress_seconds: float = 60.0
    may_be_empty: bool = False
    trusted: bool = False
    extension: str = ""
    beside: tuple[Path, ...] = ()


class Downloaded(msgspec.Struct, frozen=True, kw_only=True):
    """`path` is native, `sha256` upper-case hex of what lies there, `size` in bytes, `reused` if nothing was
    transferred."""

    path: Path
    sha256: str
    size: int
    reused: bool = False
