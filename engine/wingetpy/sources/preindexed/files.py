"""Files of the server that the index names by their hash, kept below the source's folder."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

from wingetpy.errors import ErrorCode, HostError, SourceError
from wingetpy.hosts.native_files import write_whole
from wingetpy.sources.preindexed.origins import RemoteFile
from wingetpy.sources.preindexed.server import FILE_SECONDS, SourceServer

_FOLDER = "files"
_LONGEST_PATH = 2048
_KEPT_SECONDS = 30 * 24 * 3600
_TOUCHED_SECONDS = 24 * 3600
_TRIES = 2


class SourceFiles:
    """The files of a source.

    Args:
        folder: The source's own; files are kept below it, under their hash.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / _FOLDER

    def get(self, origin: RemoteFile, server: SourceServer) -> bytes:
        """Return the content of a file: what is kept, or else what the server gives.

        Raises:
            SourceError: SourceDataIntegrityFailure; its path leaves the source, or its hash is another one.
                SourceDataMissing; the server has no such file. Or the server cannot be reached.
        """
        check_path(origin.path, server.name)
        if origin.hash and (kept := self._kept(origin.hash)) is not None:
            return kept
        for attempt in range(1, _TRIES + 1):
            # The second time no cache on the way may answer: it may have an older file of this name.
            reply = server.get(origin.path, {"Cache-Control": "no-cache"} if attempt > 1 else {}, FILE_SECONDS)
            if reply is None:
                raise server.missing(origin.path)
            if not origin.hash or hashlib.sha256(reply.body).digest() == origin.hash:
                self._keep(origin, reply.body)
                return reply.body
        raise SourceError(
            f"The file '{server.url_of(origin.path)}' is not the one that the index of the source {server.name} names.",
            code=ErrorCode.SourceDataIntegrityFailure,
            category="SecurityError",
            target=server.name,
            remedy="Update the source and try again; if it fails again, report it to the owner of the source.",
        )

    def has(self, origin: RemoteFile) -> bool:
        """Return whether a file is kept."""
        return bool(origin.hash) and self._path(origin.hash).is_file()

    def tidy(self) -> None:
        """Remove files that were not used for a month."""
        oldest = time.time() - _KEPT_SECONDS
        with suppress(OSError):
            for entry in os.scandir(self._folder):
                with suppress(OSError):
                    if entry.stat().st_mtime < oldest:
                        os.unlink(entry.path)

    def _kept(self, digest: bytes) -> bytes | None:
        path = self._path(digest)
        try:
            content = path.read_bytes()
            if time.time() - path.stat().st_mtime > _TOUCHED_SECONDS:
                os.utime(path)
        except OSError:  # it is not kept
            return None
        if hashlib.sha256(content).digest() != digest:
            with suppress(OSError):
                path.unlink()
            return None
        return content

    def _keep(self, origin: RemoteFile, content: bytes) -> None:
        """Keep a file. A disk that refuses costs a request the next time, nothing else."""
        if origin.hash:
            with suppress(OSError, HostError):
                write_whole(self._path(origin.hash), content)

    def _path(self, digest: bytes) -> Path:
        return self._folder / digest.hex()


def check_path(path: str, source: str) -> None:
    """Refuse the path of a file that leaves the source. Raises SourceError (SourceDataIntegrityFailure)."""
    parts = path.split("/")
    good = (
        len(path) <= _LONGEST_PATH
        and path.isprintable()
        and not {"\\", ":"} & set(path)
        and all(part.strip(". ") for part in parts)
    )
    if not good:
        raise SourceError(
            f"The index of the source {source} names a file that is not in the source: {path[:200]!r}.",
            code=ErrorCode.SourceDataIntegrityFailure,
            category="SecurityError",
            target=source,
            remedy="Report it to the owner of the source.",
        )
