"""Writes a package: the parts, its content types, its block map and its signature, in one pass."""

from __future__ import annotations

import base64
import hashlib
import io
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple
from xml.sax.saxutils import quoteattr

from wingetpy.msix.block_map import BLOCK
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.container import Container
from wingetpy.msix.digests import digests_of
from wingetpy.msix.part_names import BLOCK_MAP, CONTENT_TYPES, MANIFEST, SIGNATURE, encoded

_TYPES = {
    "xml": "application/vnd.ms-appx.manifest+xml",
    "png": "image/png",
    "db": "application/octet-stream",
}
_OTHER_TYPE = "application/octet-stream"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE, _TIME = 0x0021, 0x0000
"""1 January 1980: the same content makes the same package."""
_LARGEST = 0xFFFF_FFFE

MakeSignature = Callable[[dict[bytes, bytes]], bytes]
"""Makes the content of AppxSignature.p7x of the digests of a package."""


class _Written(NamedTuple):
    """A part that was written: what the directory needs to say of it."""

    name: bytes
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int


def write_package(target: Path, parts: Iterable[tuple[str, bytes | Path]], sign: MakeSignature | None) -> None:
    """Write a package.

    Args:
        target: A native file; it is replaced.
        parts: Names, with slashes, and contents or native files; the manifest is among them.
        sign: Makes the signature; None for a package without.

    Raises:
        OSError: a file cannot be read or written.
        ValueError: the package would have 4 GiB or more.
    """
    with open(target, "w+b") as file:
        writer = _ZipWriter(file)
        for name, content in parts:
            with open(content, "rb") if isinstance(content, Path) else io.BytesIO(content) as reader:
                writer.add(name, reader, listed=True)
        writer.add(CONTENT_TYPES, io.BytesIO(_content_types(writer.endings, signed=sign is not None)), listed=False)
        writer.add(BLOCK_MAP, io.BytesIO(_block_map(writer.mapped)), listed=False)
        writer.finish()
        file.flush()
        if sign is None:
            return
        with FileBytes(target) as source:
            digests = digests_of(Container(source), "sha256")
        writer.add(SIGNATURE, io.BytesIO(sign(digests)), listed=False)
        writer.finish()


class _ZipWriter:
    """A zip on its way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._parts: list[_Written] = []
        self._end = 0
        self.mapped: list[str] = []
        self.endings: dict[str, None] = {}

    def add(self, name: str, content: BinaryIO, *, listed: bool) -> None:
        """Write a part after those before it. `listed`: whether it belongs into the block map."""
        raw = encoded(name)
        offset, crc, size = self._end, 0, 0
        data, blocks = bytearray(), []
        packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        while block := content.read(BLOCK):
            crc, size = zlib.crc32(block, crc), size + len(block)
            packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
            blocks.append((hashlib.sha256(block).digest(), len(packed)))
            data += packed
        data += packer.flush()
        part = _Written(raw, 8, crc, len(data), size, offset)
        self._end = offset + 30 + len(raw) + len(data)
        if self._end > _LARGEST:
            raise ValueError("a package of 4 GiB and more is not written")
        self._file.seek(offset)
        self._file.write(b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, *_fields(part), len(raw), 0) + raw + data)
        self._parts.append(part)
        if listed:
            self.mapped.append(_mapped_file(name, size, 30 + len(raw), blocks))
            if name != MANIFEST:
                self.endings[name.rpartition(".")[2].lower()] = None

    def finish(self) -> None:
        """Write the directory; a part that is added later takes its place."""
        directory = b"".join(
            b"PK\x01\x02"
            + struct.pack("<HHHHHHIIIHHHHHII", 45, 20, *_fields(part), len(part.name), 0, 0, 0, 0, 0, part.offset)
            + part.name
            for part in self._parts
        )
        count = len(self._parts)
        end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), self._end, 0)
        self._file.seek(self._end)
        self._file.write(directory + b"PK\x05\x06" + end)
        self._file.truncate()
        self._file.flush()


def _fields(part: _Written) -> tuple[int, ...]:
    """Return what both records of a part say: flags, method, time, date, CRC and sizes."""
    return (0, part.method, _TIME, _DATE, part.crc, part.packed_size, part.size)


def _mapped_file(name: str, size: int, header: int, blocks: list[tuple[bytes, int]]) -> str:
    listed = "".join(
        f'<Block Hash="{base64.b64encode(digest).decode()}" Size="{packed}"/>' for digest, packed in blocks
    )
    windows = quoteattr(name.replace("/", "\\"))
    return f'<File Name={windows} Size="{size}" LfhSize="{header}">{listed}</File>'


def _block_map(files: list[str]) -> bytes:
    namespace = "http://schemas.microsoft.com/appx/2010/blockmap"
    text = f'{_HEAD}<BlockMap xmlns="{namespace}" HashMethod="{_SHA256}">{"".join(files)}</BlockMap>'
    return text.encode()


def _content_types(endings: Iterable[str], *, signed: bool) -> bytes:
    return (_HEAD + "".join(_content_type_lines(endings, signed=signed))).encode()


def _content_type_lines(endings: Iterable[str], *, signed: bool) -> Iterator[str]:
    yield '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    for ending in dict.fromkeys(("xml", *endings)):
        yield f'<Default Extension={quoteattr(ending)} ContentType="{_TYPES.get(ending, _OTHER_TYPE)}"/>'
    yield f'<Override PartName="/{BLOCK_MAP}" ContentType="application/vnd.ms-appx.blockmap+xml"/>'
    if signed:
        yield f'<Override PartName="/{SIGNATURE}" ContentType="application/vnd.ms-appx.signature"/>'
    yield "</Types>"
