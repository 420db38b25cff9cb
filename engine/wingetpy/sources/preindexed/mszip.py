"""MSZIP, as Windows' Compression API writes it: a head, then blocks of 32 KiB that are deflated one after the other."""

from __future__ import annotations

import struct
import zlib

BLOCK = 1 << 15
_HEAD = struct.Struct("<IHBBQQ")
_MAGIC = 0xC0E5510A
_ALGORITHM = 2
_SIZE = struct.Struct("<I")
_MARK = b"CK"


def compress(data: bytes) -> bytes:
    """Return data as MSZIP."""
    head = _head(len(data), 0)
    head = _head(len(data), zlib.crc32(head[:6] + head[7:]) & 0xFF)
    blocks = []
    for at in range(0, len(data), BLOCK):
        dictionary = data[max(0, at - BLOCK) : at]
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zdict=dictionary)
        packed = _MARK + packer.compress(data[at : at + BLOCK]) + packer.flush()
        blocks.append(_SIZE.pack(len(packed)) + packed)
    return head + b"".join(blocks)


def decompress(packed: bytes, most: int) -> bytes:
    """Return what was packed.

    Args:
        packed: MSZIP.
        most: How many bytes it may become.

    Raises:
        ValueError: it is no MSZIP, is damaged, or becomes more.
    """
    if len(packed) < _HEAD.size:
        raise ValueError("it is no MSZIP")
    magic, size_of_head, checksum, algorithm, size, block_size = _HEAD.unpack_from(packed)
    if (magic, size_of_head, algorithm) != (_MAGIC, _HEAD.size, _ALGORITHM):
        raise ValueError("it is no MSZIP")
    if checksum != zlib.crc32(packed[:6] + packed[7 : _HEAD.size]) & 0xFF:
        raise ValueError("its head is damaged")
    if size > most:
        raise ValueError(f"it becomes {size:,} bytes; {most:,} are allowed")
    if size and not 0 < block_size <= BLOCK:
        raise ValueError("its blocks have a size that they may not have")
    return _blocks(packed, size)


def _blocks(packed: bytes, size: int) -> bytes:
    made = bytearray()
    at = _HEAD.size
    while len(made) < size:
        if at + _SIZE.size > len(packed):
            raise ValueError("it is cut off")
        (length,) = _SIZE.unpack_from(packed, at)
        block = packed[at + _SIZE.size : at + _SIZE.size + length]
        at += _SIZE.size + length
        if len(block) != length or not block.startswith(_MARK):
            raise ValueError("a block is damaged")
        wanted = min(BLOCK, size - len(made))
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS, zdict=bytes(made[-BLOCK:]))
        try:
            content = unpacker.decompress(block[len(_MARK) :], wanted + 1)
        except zlib.error as error:
            raise ValueError("a block is damaged") from error
        if len(content) != wanted:
            raise ValueError("a block has the wrong size")
        made += content
    return bytes(made)


def _head(size: int, checksum: int) -> bytes:
    return _HEAD.pack(_MAGIC, _HEAD.size, checksum, _ALGORITHM, size, BLOCK)
