"""The directory at the end of a zip, by the rules that Windows has for packages: nothing hidden, nothing twice."""

from __future__ import annotations

import struct
from typing import NamedTuple

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.byte_source import ByteSource
from wingetpy.msix.faults import corrupt

STORED, DEFLATED = 0, 8
HAS_DESCRIPTOR = 0x0008
_ENCRYPTED = (b"EXBH", b"EXPH")
_FORBIDDEN_FLAGS = 0x0001 | 0x0040 | 0xF000
_LARGEST_DIRECTORY = 64 << 20
_MOST_16, _MOST_32 = 0xFFFF, 0xFFFF_FFFF
_END = struct.Struct("<4sHHHHIIH")
_END64 = struct.Struct("<4sQHHIIQQQQ")
_LOCATOR = struct.Struct("<4sIQI")
_ENTRY = struct.Struct("<4sHHHHHHIIIHHHHHII")


class ZipEntry(NamedTuple):
    """An entry of the directory.

    Attributes:
        raw: The entry as it is in the directory.
        name: As it is there.
        offset: Where its local record begins.
    """

    raw: bytes
    name: bytes
    flags: int
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int


class ZipEnd(NamedTuple):
    """The fields of the end records that a signature covers.

    Attributes:
        fields: Of the last record: two counts, size and offset, as they are written.
        versions: Of the record for 64 bits; None where there is none.
    """

    fields: tuple[int, int, int, int]
    versions: tuple[int, int] | None


class ZipDirectory(NamedTuple):
    """The entries in their order, where the directory begins, and the records after it."""

    entries: tuple[ZipEntry, ...]
    offset: int
    end: ZipEnd


def read_directory(source: ByteSource) -> ZipDirectory:
    """Read the directory of a zip.

    Raises:
        MsixError: AppxCorruptContent, OpcZipCorruptedArchive, OpcZipUnsupportedArchive, AppxInvalidKeyInfo; it is no
            zip, damaged, or one that Windows refuses as a package.
    """
    if source.size < _END.size:
        raise corrupt(source.name, "it is no zip file")
    sign, disk, first_disk, count, total, size, offset, comment = _END.unpack(
        source.read(source.size - _END.size, _END.size)
    )
    if sign != b"PK\x05\x06" or comment:
        if source.read(0, 4) in _ENCRYPTED:
            reason = "it is encrypted, which packages of the Microsoft Store alone are"
            raise corrupt(source.name, reason, ErrorCode.AppxInvalidKeyInfo)
        raise corrupt(source.name, "it is no zip file, or has text after its end")
    end_at = source.size - _END.size
    fields = (count, total, size, offset)
    versions = None
    if _MOST_16 in (count, total) or _MOST_32 in (size, offset):
        total, size, offset, end_at, versions = _end64(source, end_at)
    elif count != total or (disk, first_disk) != (0, 0):
        raise _damaged(source, "it is a part of a zip of several files")
    if size > _LARGEST_DIRECTORY or offset + size != end_at:
        raise _damaged(source, "its directory has the wrong size, or something lies between it and the end")
    entries = _entries(source, source.read(offset, size), total)
    return ZipDirectory(entries, offset, ZipEnd(fields, versions))


def _end64(source: ByteSource, end_at: int) -> tuple[int, int, int, int, tuple[int, int]]:
    """Return count, size and offset of the directory, where it ends, and versions."""
    locator_at = end_at - _LOCATOR.size
    at = locator_at - _END64.size
    if at < 0:
        raise _damaged(source, "its end is cut off")
    sign, disk, located, disks = _LOCATOR.unpack(source.read(locator_at, _LOCATOR.size))
    if (sign, disk, located, disks) != (b"PK\x06\x07", 0, at, 1):
        raise _damaged(source, "the locator of its directory is wrong")
    sign, length, made_by, needed, disk, first, count, total, size, offset = _END64.unpack(source.read(at, _END64.size))
    if sign != b"PK\x06\x06" or length != _END64.size - 12 or disk or first or count != total:
        raise _damaged(source, "the end of its directory is wrong")
    return total, size, offset, at, (made_by, needed)


def _entries(source: ByteSource, directory: bytes, count: int) -> tuple[ZipEntry, ...]:
    entries = []
    at = 0
    while at < len(directory):
        if at + _ENTRY.size > len(directory):
            raise _damaged(source, "its directory is cut off")
        entry = _entry(source, directory, at)
        entries.append(entry)
        at += len(entry.raw)
    if len(entries) != count:
        raise _damaged(source, "its directory has another number of entries than it says")
    return tuple(entries)


def _entry(source: ByteSource, directory: bytes, at: int) -> ZipEntry:
    fields = _ENTRY.unpack_from(directory, at)
    flags, method = fields[3], fields[4]
    packed_size, size, name_length, extra_length, comment_length, disk = fields[8:14]
    raw = directory[at : at + _ENTRY.size + name_length + extra_length + comment_length]
    name = raw[_ENTRY.size : _ENTRY.size + name_length]
    if fields[0] != b"PK\x01\x02" or not name_length or comment_length or disk not in (0, _MOST_16):
        raise _damaged(source, "its directory is damaged")
    if flags & _FORBIDDEN_FLAGS or method not in (STORED, DEFLATED):
        shown = name.decode("utf-8", "replace")
        reason = f"its part '{shown}' is encrypted, or compressed in a way that packages are not"
        raise corrupt(source.name, reason, ErrorCode.OpcZipUnsupportedArchive)
    size, packed_size, offset = _sizes64(raw[_ENTRY.size + name_length :], size, packed_size, fields[16])
    return ZipEntry(raw, name, flags, method, fields[7], packed_size, size, offset)


def _sizes64(extra: bytes, size: int, packed_size: int, offset: int) -> tuple[int, int, int]:
    """Take from the extra field what does not fit into 32 bits."""
    values = [size, packed_size, offset]
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        field = extra[at + 4 : at + 4 + length]
        at += 4 + length
        if tag != 1:
            continue
        for place, value in enumerate(values):
            if value == _MOST_32 and len(field) >= 8:
                values[place] = int.from_bytes(field[:8], "little")
                field = field[8:]
    return values[0], values[1], values[2]


def _damaged(source: ByteSource, reason: str) -> MsixError:
    return corrupt(source.name, reason, ErrorCode.OpcZipCorruptedArchive)
