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
from wingetpy.msix.zip_directory import DEFLATED, STORED

_TYPES = {
    "xml": "application/vnd.ms-appx.manifest+xml",
    "png": "image/png",
    "db": "application/octet-stream",
    "msix": "application/vnd.ms-appx",
    "appx": "application/vnd.ms-appx",
}
_BUNDLE_MANIFEST_TYPE = "application/vnd.ms-appx.bundlemanifest+xml"
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
        writer = PackageWriter(file)
        for name, content in parts:
            with open(content, "rb") if isinstance(content, Path) else io.BytesIO(content) as reader:
                writer.add(name, reader, listed=True)
        writer.end_package(sign)


class PackageWriter:
    """A package on its way.

    Attributes:
        mapped: What the block map says of each part that it lists.
        endings: Of the names of the parts.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._parts: list[_Written] = []
        self._end = 0
        self.mapped: list[str] = []
        self.endings: dict[str, None] = {}

    def add(self, name: str, content: BinaryIO, *, listed: bool, stored: bool = False) -> int:
        """Write a part after those before it; return where its data begin.

        Args:
            name: With slashes.
            content: Read to its end.
            listed: Whether it belongs into the block map.
            stored: Whether it is written as it is.
        """
        raw = encoded(name)
        offset, crc, size = self._end, 0, 0
        data, blocks = bytearray(), []
        packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        while block := content.read(BLOCK):
            crc, size = zlib.crc32(block, crc), size + len(block)
            packed = block if stored else packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
            blocks.append((hashlib.sha256(block).digest(), len(packed)))
            data += packed
        if not stored:
            data += packer.flush()
        part = _Written(raw, STORED if stored else DEFLATED, crc, len(data), size, offset)
        self._end = offset + 30 + len(raw) + len(data)
        if self._end > _LARGEST:
            raise ValueError("a package of 4 GiB and more is not written")
        self._file.seek(offset)
        self._file.write(b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, *_fields(part), len(raw), 0) + raw + data)
        self._parts.append(part)
        if listed:
            self.mapped.append(_mapped_file(name, size, 30 + len(raw), blocks, stored=stored))
        if name != MANIFEST:
            self.endings[name.rpartition(".")[2].lower()] = None
        return offset + 30 + len(raw)

    def end_package(self, sign: MakeSignature | None, *, is_bundle: bool = False) -> None:
        """Write the parts that every package ends with: content types, block map and signature."""
        types = _content_types(self.endings, signed=sign is not None, is_bundle=is_bundle)
        self.add(CONTENT_TYPES, io.BytesIO(types), listed=False)
        self.add(BLOCK_MAP, io.BytesIO(_block_map(self.mapped)), listed=False)
        self.finish()
        if sign is None:
            return
        with FileBytes(Path(self._file.name)) as source:
            digests = digests_of(Container(source), "sha256")
        self.add(SIGNATURE, io.BytesIO(sign(digests)), listed=False)
        self.finish()

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


def _mapped_file(name: str, size: int, header: int, blocks: list[tuple[bytes, int]], *, stored: bool) -> str:
    listed = "".join(
        f'<Block Hash="{base64.b64encode(digest).decode()}"' + ("/>" if stored else f' Size="{packed}"/>')
        for digest, packed in blocks
    )
    windows = quoteattr(name.replace("/", "\\"))
    return f'<File Name={windows} Size="{size}" LfhSize="{header}">{listed}</File>'


def _block_map(files: list[str]) -> bytes:
    namespace = "http://schemas.microsoft.com/appx/2010/blockmap"
    text = f'{_HEAD}<BlockMap xmlns="{namespace}" HashMethod="{_SHA256}">{"".join(files)}</BlockMap>'
    return text.encode()


def _content_types(endings: Iterable[str], *, signed: bool, is_bundle: bool = False) -> bytes:
    return (_HEAD + "".join(_content_type_lines(endings, signed=signed, is_bundle=is_bundle))).encode()


def _content_type_lines(endings: Iterable[str], *, signed: bool, is_bundle: bool) -> Iterator[str]:
    kinds = _TYPES | {"xml": _BUNDLE_MANIFEST_TYPE} if is_bundle else _TYPES
    yield '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    for ending in dict.fromkeys(("xml", *endings)):
        yield f'<Default Extension={quoteattr(ending)} ContentType="{kinds.get(ending, _OTHER_TYPE)}"/>'
    yield f'<Override PartName="/{BLOCK_MAP}" ContentType="application/vnd.ms-appx.blockmap+xml"/>'
    if signed:
        yield f'<Override PartName="/{SIGNATURE}" ContentType="application/vnd.ms-appx.signature"/>'
    yield "</Types>"
