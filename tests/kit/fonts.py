"""Font files that have just what Windows reads of them first: a table directory and names."""

from __future__ import annotations

import struct
from collections.abc import Sequence

TRUETYPE, OPENTYPE = b"\0\1\0\0", b"OTTO"


def font(title: str, *, kind: bytes = TRUETYPE, lacks: str = "", language: int = 0x409) -> bytes:
    """One face. `lacks` names a table that is left out."""
    return _face(title, kind, lacks, language, 0)


def collection(*titles: str) -> bytes:
    """Several faces in one file."""
    start = 12 + 4 * len(titles)
    places: list[int] = []
    faces = b""
    for title in titles:
        places.append(start + len(faces))
        faces += _face(title, TRUETYPE, "", 0x409, start + len(faces))
    return b"ttcf" + struct.pack(f">2I{len(titles)}I", 0x10000, len(titles), *places) + faces


def _face(title: str, kind: bytes, lacks: str, language: int, start: int) -> bytes:
    tables = {b"cmap": b"\0" * 4, b"head": b"\0" * 54, b"maxp": b"\0" * 6, b"name": _names({4: title}, language)}
    tables.pop(lacks.encode(), None)
    place, directory, body = 12 + 16 * len(tables), b"", b""
    for tag, data in tables.items():
        directory += struct.pack(">4s3I", tag, 0, start + place + len(body), len(data))
        body += data
    return kind + struct.pack(">4H", len(tables), 0, 0, 0) + directory + body


def _names(texts: dict[int, str], language: int) -> bytes:
    records, pool = b"", b""
    for number, text in texts.items():
        raw = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, language, number, len(raw), len(pool))
        pool += raw
    return struct.pack(">3H", 0, len(texts), 6 + len(records)) + records + pool


def titled(fonts: Sequence[str]) -> dict[str, bytes]:
    """Files by name for an archive, each a font of that title."""
    return {f"fonts/{title}.ttf": font(title) for title in fonts}
