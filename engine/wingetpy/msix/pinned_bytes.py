"""Bytes that stay what they were: a file on a server, or in a folder of others, may be another one at the next read."""

from __future__ import annotations

import hashlib
import threading

from wingetpy.errors import ErrorCode
from wingetpy.msix.byte_source import ByteSource, need_range
from wingetpy.msix.faults import corrupt

_PAGE = 1 << 16


class PinnedBytes:
    """The bytes of another source, each page of which is compared with what it was when it was read first. So what is
    read before all of it is compared with a signature, or after, is covered by that signature.

    Reads whole pages, and remembers 32 bytes of each. See `ByteSource`; several threads may read.
    """

    def __init__(self, source: ByteSource) -> None:
        self.name = source.name
        self.size = source.size
        self._source = source
        self._lock = threading.Lock()
        self._digests: dict[int, bytes] = {}

    def read(self, offset: int, length: int) -> bytes:
        """See `ByteSource.read`. Raises MsixError (AppxDigestMismatch), too, where the bytes are other ones now."""
        need_range(self, offset, length)
        begin, end = offset // _PAGE * _PAGE, min(-(-(offset + length) // _PAGE) * _PAGE, self.size)
        data = self._source.read(begin, end - begin)
        for at in range(begin, end, _PAGE):
            found = hashlib.sha256(data[at - begin : at - begin + _PAGE]).digest()
            with self._lock:
                known = self._digests.setdefault(at, found)
            if known != found:
                raise corrupt(self.name, "it changed while it was read", ErrorCode.AppxDigestMismatch)
        return data[offset - begin : offset - begin + length]
