"""What a font file says of itself: its kind and its names. OpenType specification 1.9: file header, `name` table."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

import msgspec

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.native_files import open_file

_TRUETYPE = (b"\x00\x01\x00\x00", b"true")
_OPENTYPE = b"OTTO"
_COLLECTION = b"ttcf"
_NEEDED = (b"cmap", b"head", b"maxp", b"name")
_MOST_FACES, _MOST_TABLES, _MOST_RECORDS = 256, 256, 4096
_LARGEST_NAME_TABLE = 1 << 20
_FAMILY, _STYLE, _FULL_NAME = 1, 2, 4
_WINDOWS, _UNICODE, _MACINTOSH = 3, 0, 1
_US_ENGLISH = 0x409
_LONGEST_TITLE = 400


class FontFile(msgspec.Struct, frozen=True, kw_only=True):
    """A font file that Windows can register.

    Attributes:
        title: The full names of its faces, as Windows lists it.
        outlines: `TrueType` or `OpenType`.
        extension: The usual one for its content, `.ttf`.
    """

    title: str
    outlines: str
    extension: str

    @property
    def value_name(self) -> str:
        """The name of its value in the registry, `Name (TrueType)`."""
        return f"{self.title} ({self.outlines})"


class _Unfit(Exception):
    """The content is no font; the text completes "it ..."."""


def read_font(path: Path, name: str) -> FontFile:
    """Read a native file.

    Args:
        name: What errors call it.

    Raises:
        OperationError: FontFileNotSupported, it is no TrueType or OpenType font; FontValidationFailed, it is damaged.
        HostError: it cannot be read.
    """
    with as_host_error("read", str(path)), open_file(path) as file:
        kind = file.read(4)
        if kind not in (*_TRUETYPE, _OPENTYPE, _COLLECTION):
            raise OperationError(
                f"The font file '{name}' is not supported: it is no TrueType or OpenType font.",
                code=ErrorCode.FontFileNotSupported,
                category="InvalidData",
                target=name,
                remedy="Report it to the maintainer of the manifest; nothing was changed.",
            )
        try:
            return _read(file, kind, Path(name).stem)
        except (_Unfit, struct.error) as reason:
            why = str(reason) if isinstance(reason, _Unfit) else "ends in the middle of a table"
            raise OperationError(
                f"The font file '{name}' is damaged: it {why}.",
                code=ErrorCode.FontValidationFailed,
                category="InvalidData",
                target=name,
                remedy="Report it to the maintainer of the manifest; nothing was changed.",
            ) from reason


def _read(file: BinaryIO, kind: bytes, stem: str) -> FontFile:
    if kind != _COLLECTION:
        title = _face_title(file, 0) or stem
        outlines = "OpenType" if kind == _OPENTYPE else "TrueType"
        return FontFile(title=_cut(title), outlines=outlines, extension=".otf" if kind == _OPENTYPE else ".ttf")
    _, count = struct.unpack(">II", file.read(8))
    if not 0 < count <= _MOST_FACES:
        raise _Unfit(f"holds {count} faces")
    places = struct.unpack(f">{count}I", file.read(4 * count))
    titles = [title for place in places if (title := _face_title(file, place))]
    return FontFile(title=_cut(" & ".join(dict.fromkeys(titles)) or stem), outlines="TrueType", extension=".ttc")


def _face_title(file: BinaryIO, start: int) -> str:
    """Return the full name of the face whose table directory begins at `start`; empty where it has none."""
    file.seek(start + 4)
    (count,) = struct.unpack(">H6x", file.read(8))
    if not 0 < count <= _MOST_TABLES:
        raise _Unfit(f"has {count} tables")
    tables: dict[bytes, tuple[int, int]] = {}
    for _ in range(count):
        tag, _checksum, offset, length = struct.unpack(">4sIII", file.read(16))
        tables[tag] = (offset, length)
    end = file.seek(0, 2)
    for tag in _NEEDED:
        if tag not in tables:
            raise _Unfit(f"lacks the table {tag.decode()}")
    for tag, (offset, length) in tables.items():
        if offset + length > end:
            raise _Unfit(f"ends before its table {tag.decode('latin-1').strip()!r}")
    return _full_name(file, *tables[b"name"])


def _full_name(file: BinaryIO, offset: int, length: int) -> str:
    if length > _LARGEST_NAME_TABLE:
        raise _Unfit(f"has names of {length:,} bytes")
    file.seek(offset)
    table = file.read(length)
    _, count, strings = struct.unpack_from(">HHH", table)
    if count > _MOST_RECORDS:
        raise _Unfit(f"has {count} names")
    best: dict[int, tuple[int, str]] = {}
    for number in range(count):
        platform, encoding, language, name, size, at = struct.unpack_from(">6H", table, 6 + 12 * number)
        rank = _rank(platform, encoding, language)
        if rank is None or name not in (_FAMILY, _STYLE, _FULL_NAME):
            continue
        raw = table[strings + at : strings + at + size]
        text = raw.decode("mac-roman" if platform == _MACINTOSH else "utf-16-be", "replace")
        if rank > best.get(name, (-1, ""))[0] and (text := _printable(text)):
            best[name] = (rank, text)
    if _FULL_NAME in best:
        return best[_FULL_NAME][1]
    parts = (best.get(one, (0, ""))[1] for one in (_FAMILY, _STYLE))
    return " ".join(part for part in parts if part)


def _rank(platform: int, encoding: int, language: int) -> int | None:
    """Return how much a name counts; None for one in an encoding that is not read."""
    if platform == _WINDOWS and encoding in (0, 1, 10):
        return 3 if language == _US_ENGLISH else 1
    if platform == _UNICODE:
        return 2
    return 0 if platform == _MACINTOSH and encoding == 0 else None


def _printable(text: str) -> str:
    return "".join(one for one in text if one.isprintable()).strip()


def _cut(text: str) -> str:
    return text[:_LONGEST_TITLE].strip()
