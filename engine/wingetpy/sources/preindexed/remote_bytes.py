"""A package on the server, read in ranges: who it is says its end and its manifest, not all of it."""

from __future__ import annotations

import re

from wingetpy.errors import SourceError
from wingetpy.msix.byte_source import ByteSource, MemoryBytes
from wingetpy.sources.preindexed.server import FILE_SECONDS, PACKAGE_SECONDS, SourceServer

_END = 1 << 17
_RANGE = re.compile(r"bytes [0-9]+-[0-9]+/([0-9]{1,18})")
_PARTIAL = 206


def remote_package(server: SourceServer, path: str) -> ByteSource | None:
    """Return the bytes of a package on a server; None where it has no such file.

    Raises:
        SourceError: the server cannot be reached, or refuses.
    """
    from wingetpy.transfer.remote_bytes import RangedBytes  # late: start time

    reply = server.get(path, {"Range": f"bytes=-{_END}"}, PACKAGE_SECONDS)
    if reply is None:
        return None
    found = _RANGE.fullmatch(reply.headers.get("content-range", ""))
    if reply.status != _PARTIAL or found is None:  # a server without ranges gives the whole
        return MemoryBytes(reply.body, server.url_of(path))
    tag = reply.headers.get("etag", "")

    def fetch(offset: int, length: int) -> bytes:
        part = server.get(path, {"Range": f"bytes={offset}-{offset + length - 1}"}, FILE_SECONDS)
        whole = part is not None and part.status == _PARTIAL and len(part.body) == length
        if part is None or not whole or part.headers.get("etag", "") != tag:
            raise SourceError(
                f"The package of the source {server.name} changed while it was read.",
                target=server.name,
                remedy="Try again.",
            )
        return part.body

    return RangedBytes(server.url_of(path), int(found[1]), reply.body, fetch)
