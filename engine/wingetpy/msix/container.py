"""The parts of a package: a zip of which every byte is accounted for."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.faults import corrupt, missing
from wingetpy.msix.part_names import decoded, key_of
from wingetpy.msix.zip_directory import DEFLATED, HAS_DESCRIPTOR, STORED, ZipDirectory, ZipEntry, read_directory

_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_VERSIONS = (20, 45)
_STEP = 1 << 18


class PackagePart:
    """One part. What was read of it as a whole is kept: its source may give other bytes at the next time, and what is
    parsed has to be what was compared with the signature.

    Attributes:
        name: Decoded, with slashes.
        entry: Its entry of the directory.
        end: Where its local record ends: the next one or the directory begins there.
    """

    def __init__(self, source: ByteSource, name: str, entry: ZipEntry, end: int) -> None:
        self.name = name
        self.entry = entry
        self.end = end
        self._source = source
        self._content: bytes | None = None

    @property
    def size(self) -> int:
        """Bytes that it unpacks to."""
        return self.entry.size

    @property
    def is_stored(self) -> bool:
        return self.entry.method == STORED

    @property
    def least_header(self) -> int:
        """Bytes that its local header has at least: without an extra field."""
        return _LOCAL.size + len(self.entry.name)

    def data_offset(self) -> int:
        """Return where its data begin.

        Raises:
            MsixError: OpcZipInconsistentFileItem; its local record is not as the directory says.
        """
        entry = self.entry
        header = self._source.read(entry.offset, _LOCAL.size)
        sign, needed, flags, method, _, _, crc, packed, _, name_length, extra_length = _LOCAL.unpack(header)
        described = flags & HAS_DESCRIPTOR
        offset: int = entry.offset + _LOCAL.size + name_length + extra_length
        wrong = (
            sign != b"PK\x03\x04"
            or needed not in _VERSIONS
            or method != entry.method
            or described != entry.flags & HAS_DESCRIPTOR
            or (described and (crc or packed))
            or self._source.read(entry.offset + _LOCAL.size, name_length) != entry.name
            or offset + entry.packed_size > self.end
        )
        if wrong:
            raise self._damaged("its two records differ", ErrorCode.OpcZipInconsistentFileItem)
        return offset

    def blocks(self, step: int = _STEP) -> Iterator[bytes]:
        """Yield its content, unpacked, in blocks of at most `step` bytes.

        Raises:
            MsixError: AppxCorruptContent, OpcZipDecompressionFailed; it is damaged, or has another size or CRC than the
                directory says.
        """
        if self._content is not None:
            yield from (self._content[at : at + step] for at in range(0, len(self._content), step))
            return
        unpacked = crc = 0
        for block in self._unpacked(step):
            unpacked += len(block)
            if unpacked > self.size:
                break
            crc = zlib.crc32(block, crc)
            yield block
        if unpacked != self.size or crc != self.entry.crc:
            raise self._damaged("it is not what the directory says")

    def read(self, most: int) -> bytes:
        """Return its content.

        Args:
            most: How many bytes it may have.

        Raises:
            MsixError: AppxCorruptContent; it has more, or is damaged.
        """
        if self.size > most:
            raise self._damaged(f"it has {self.size:,} bytes; {most:,} are allowed")
        if self._content is None:
            self._content = b"".join(self.blocks())
        return self._content

    def _unpacked(self, step: int) -> Iterator[bytes]:
        if self.is_stored:
            yield from self._packed(step)
            return
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for packed in self._packed(_STEP):
                while packed:
                    if unpacker.eof:
                        raise self._damaged("something follows its data")
                    yield unpacker.decompress(packed, step)
                    packed = unpacker.unconsumed_tail or unpacker.unused_data
            while not unpacker.eof and (block := unpacker.decompress(b"", step)):
                yield block  # data that are cut off are found by their size: some writers leave out the last mark
        except zlib.error as error:
            raise self._damaged("its data are damaged", ErrorCode.OpcZipDecompressionFailed) from error

    def _packed(self, step: int) -> Iterator[bytes]:
        at = self.data_offset()
        end = at + self.entry.packed_size
        while at < end:
            block = self._source.read(at, min(step, end - at))
            at += len(block)
            yield block

    def _damaged(self, reason: str, code: ErrorCode = ErrorCode.AppxCorruptContent) -> MsixError:
        return corrupt(self._source.name, f"its part '{self.name}' is damaged: {reason}", code)


class Container:
    """A zip by the rules of packages.

    Attributes:
        source: Its bytes.
        directory: The zip's directory.
        parts: In the order of the directory.

    Raises:
        MsixError: AppxCorruptContent, OpcZipCorruptedArchive, OpcZipDuplicateName or another code of a zip; it is
            damaged, hides something, or has a name twice or one that is refused.
    """

    def __init__(self, source: ByteSource) -> None:
        self.source = source
        self.directory: ZipDirectory = read_directory(source)
        self.parts = tuple(self._read_parts())
        self._by_key: dict[str, PackagePart] = {}
        for part in self.parts:
            if self._by_key.setdefault(key_of(part.name), part) is not part:
                reason = f"it has the part '{part.name}' twice"
                raise corrupt(source.name, reason, ErrorCode.OpcZipDuplicateName)
        self._check_folders()

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return self.source.name

    def part(self, name: str) -> PackagePart | None:
        """Return the part of a name, without case; None if there is none."""
        return self._by_key.get(key_of(name))

    def need(self, name: str) -> PackagePart:
        """Return the part of a name. Raises MsixError (AppxMissingRequiredFile)."""
        part = self.part(name)
        if part is None:
            raise missing(self.name, name)
        return part

    def in_file_order(self) -> list[PackagePart]:
        """Return the parts in the order of their local records."""
        return sorted(self.parts, key=lambda part: part.entry.offset)

    def _check_folders(self) -> None:
        """Check that no part has the name of a folder of others: both cannot be unpacked."""
        for key, part in self._by_key.items():
            at = key.find("/")
            while at >= 0:
                if key[:at] in self._by_key:
                    raise corrupt(self.name, f"its part '{part.name}' lies below another part, which is no folder")
                at = key.find("/", at + 1)

    def _read_parts(self) -> Iterator[PackagePart]:
        entries = self.directory.entries
        starts = sorted(entry.offset for entry in entries)
        if not starts:
            raise missing(self.name, "parts")
        if len(set(starts)) != len(starts) or starts[0] != 0:
            reason = "its parts overlap, or something lies before the first"
            raise corrupt(self.name, reason, ErrorCode.OpcZipInconsistentDirectory)
        ends = dict(zip(starts, [*starts[1:], self.directory.offset], strict=True))
        for entry in entries:
            end = ends[entry.offset]
            if entry.offset + _LOCAL.size + len(entry.name) + entry.packed_size > end:
                reason = "its parts overlap, or a size in its directory is wrong"
                raise corrupt(self.name, reason, ErrorCode.OpcZipIncorrectDataSize)
            if entry.method not in (STORED, DEFLATED):
                raise AssertionError(f"the directory refuses the method {entry.method}")
            yield PackagePart(self.source, decoded(entry.name, self.name), entry, end)
