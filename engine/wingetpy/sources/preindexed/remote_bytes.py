"""A package on the server, read in ranges: who it is says its end and its manifest, not all of it."""

from __future__ import annotations

import re

from wingetpy.errors import SourceError
from wingetpy.msix.byte_source import ByteSource, MemoryBytes, need_range
from wingetpy.sources.preindexed.server import FILE_SECONDS, PACKAGE_SECONDS, SourceServer

_CHUNK = 1 << 17
_RANGE = re.compile(r"bytes [0-9]+-[0-9]+/([0-9]{1,18})")
_PARTIAL = 206


def remote_package(server: SourceServer, path: str) -> ByteSource | None:
    """Return the bytes of a package on a server; None where it has no such file.

    Raises:
        SourceError: the server cannot be reached, or refuses.
    """
    reply = server.get(path, {"Range": f"bytes=-{_CHUNK}"}, PACKAGE_SECONDS)
    if reply is None:
        return None
    found = _RANGE.fullmatch(reply.headers.get("content-range", ""))
    if reply.status != _PARTIAL or found is None:  # a server without ranges gives the whole
        return MemoryBytes(reply.body, server.url_of(path))
    return _RangeBytes(server, path, int(found[1]), reply.body, reply.headers.get("etag", ""))


class _RangeBytes:
    """See `ByteSource`. What was read last, and the end, are kept."""

    def __init__(self, server: SourceServer, path: str, size: int, tail: bytes, tag: str) -> None:
        self.name = server.url_of(path)
        self.size = size
        self._server = server
        self._path = path
        self._tag = tag
        self._kept = [(size - len(tail), tail)]

    def read(self, offset: int, length: int) -> bytes:
        need_range(self, offset, length)
        for start, data in self._kept:
            if start <= offset and offset + length <= start + len(data):
                return data[offset - start : offset - start + length]
        data = self._fetch(offset, min(max(length, _CHUNK), self.size - offset))
        self._kept[1:] = [(offset, data)]
        return data[:length]

    def _fetch(self, offset: int, length: int) -> bytes:
        reply = self._server.get(self._path, {"Range": f"bytes={offset}-{offset + length - 1}"}, FILE_SECONDS)
        whole = reply is not None and reply.status == _PARTIAL and len(reply.body) == length
        if reply is None or not whole or reply.headers.get("etag", "") != self._tag:
            raise SourceError(
                f"The package of the source {self._server.name} changed while it was read.",
                target=self._server.name,
                remedy="Try again.",
            )
        return reply.body
