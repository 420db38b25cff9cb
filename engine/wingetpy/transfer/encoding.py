"""The body of an answer without its encoding, in bounded steps.

httpx makes all of a block that it can become, of any number of encodings in each other: 300 bytes become gigabytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

_STEP = 1 << 20
_FORMS = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


def plain_blocks(answer: httpx.Response) -> Iterator[bytes]:
    """Yield the content of an answer, at most a megabyte at a time.

    Raises:
        httpx.DecodingError: it is damaged, or encoded in another way than once by gzip or deflate.
        httpx.HTTPError: the connection broke.
    """
    import httpx  # late: start time

    names = [name.strip().lower() for name in answer.headers.get("Content-Encoding", "").split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if not names:
        yield from answer.iter_raw()
        return
    if len(names) > 1 or names[0] not in _FORMS:
        raise httpx.DecodingError(f"it is encoded as '{', '.join(names)[:100]}', which was not asked for")
    try:
        yield from _unpacked(answer.iter_raw(), _FORMS[names[0]])
    except zlib.error as error:
        raise httpx.DecodingError(str(error)) from error


def _unpacked(blocks: Iterator[bytes], form: int) -> Iterator[bytes]:
    decompressor = zlib.decompressobj(form)
    begun = False
    for block in blocks:
        if not begun and form == zlib.MAX_WBITS and not _has_zlib_head(block):
            decompressor = zlib.decompressobj(-zlib.MAX_WBITS)  # some servers leave the head out
        begun = begun or bool(block)
        while block and not decompressor.eof:
            made = decompressor.decompress(block, _STEP)
            block = decompressor.unconsumed_tail
            if made:
                yield made
    if begun and not decompressor.eof:
        raise zlib.error("the compressed content ends too early")


def _has_zlib_head(block: bytes) -> bool:
    return len(block) < 2 or (block[0] & 0x0F == 8 and (block[0] << 8 | block[1]) % 31 == 0)
