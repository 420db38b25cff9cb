"""The digests that a signature covers: of all parts, of the directory, and of three parts on their own."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable

from wingetpy.msix.container import Container
from wingetpy.msix.part_names import BLOCK_MAP, CODE_INTEGRITY, CONTENT_TYPES, SIGNATURE, key_of

HEAD = b"APPX"
PARTS, DIRECTORY, TYPES, MAP, INTEGRITY = b"AXPC", b"AXCD", b"AXCT", b"AXBM", b"AXCI"
REQUIRED = (PARTS, DIRECTORY, TYPES, MAP)
LARGEST_PART = 128 << 20
"""Bytes of a part that is hashed on its own."""
_STEP = 1 << 20
_MOST_16, _MOST_32 = 0xFFFF, 0xFFFF_FFFF


def digests_of(
    container: Container, method: str, go_on: Callable[[], None] = lambda: None, *, whole: bool = True
) -> dict[bytes, bytes]:
    """Return the digests of a package as they would be signed, by their tags.

    Args:
        container: The package, with its signature or before it is signed.
        method: A hash that hashlib knows.
        go_on: Called for each block that is read; raises to stop.
        whole: Without it the digest of all parts is left out, so that not all of the package is read.

    Raises:
        MsixError: AppxMissingRequiredFile, AppxCorruptContent.
    """
    digests = {
        DIRECTORY: hashlib.new(method, directory_without_signature(container)).digest(),
        TYPES: _of_part(container, CONTENT_TYPES, method),
        MAP: _of_part(container, BLOCK_MAP, method),
    }
    if whole:
        digests[PARTS] = _of_parts(container, method, go_on)
    if container.part(CODE_INTEGRITY) is not None:
        digests[INTEGRITY] = _of_part(container, CODE_INTEGRITY, method)
    return digests


def signature_is_last(container: Container) -> bool:
    """Return whether the signature is the last part, in the file and in the directory."""
    signature = container.part(SIGNATURE)
    return signature is not None and signature is container.in_file_order()[-1] and signature is container.parts[-1]


def directory_without_signature(container: Container) -> bytes:
    """Return the zip's directory and end as they are before the signature is added."""
    entries, signed = container.directory.entries, key_of(SIGNATURE)
    kept = [entry.raw for entry, part in zip(entries, container.parts, strict=True) if key_of(part.name) != signed]
    directory, count = b"".join(kept), len(kept)
    offset = sum(part.end - part.entry.offset for part in container.parts if key_of(part.name) != signed)
    end = container.directory.end
    made = directory
    if end.versions is not None:
        made += b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, *end.versions, 0, 0, count, count, len(directory), offset)
        made += b"PK\x06\x07" + struct.pack("<IQI", 0, offset + len(directory), 1)
    written = (count, count, len(directory), offset)
    most = (_MOST_16, _MOST_16, _MOST_32, _MOST_32)
    fields = [there if there == limit else now for there, now, limit in zip(end.fields, written, most, strict=True)]
    return made + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, *fields, 0)


def _of_parts(container: Container, method: str, go_on: Callable[[], None]) -> bytes:
    digest = hashlib.new(method)
    for part in container.in_file_order():
        if key_of(part.name) == key_of(SIGNATURE):
            continue
        at = part.entry.offset
        while at < part.end:
            go_on()
            block = container.source.read(at, min(_STEP, part.end - at))
            digest.update(block)
            at += len(block)
    return digest.digest()


def _of_part(container: Container, name: str, method: str) -> bytes:
    return hashlib.new(method, container.need(name).read(LARGEST_PART)).digest()
