"""One refresh of an index: of the configured folder itself, or of what an archive unpacks to."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from wingetpy.errors import Busy, SourceError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.native_removal import remove_tree
from wingetpy.sources.folder.archive import unpack_source
from wingetpy.sources.folder.location import archive_stamp, is_archive
from wingetpy.sources.index.bounds import TooMuch
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.index.refresh import IndexRefresh, ReportRead
from wingetpy.sources.index.write_error import not_written

_BLOCK = 1 << 20
_CUT_SECONDS = 2.0
"""What a process that was ended gets to be gone."""


def refresh_index(
    argument: str, index: IndexFolder, processes: int, report: ReportRead, wait_seconds: float
) -> Generation:
    """Bring the index of a folder or an archive up to date.

    Args:
        argument: The folder or archive, an absolute native path.
        index: Where its generations lie.
        processes: How many processes read manifests; 0 reads in this one, which bounds what may be read.
        report: Called for each step, from the wait for another process to the last package; raises to stop.
        wait_seconds: How long to wait for another process that refreshes this index.

    Returns:
        The generation that is current now. Its `built` is that of an earlier time if nothing had changed.

    Raises:
        SourceError: the folder or archive cannot be read, or the index not be written.
        HostError: DiskFull, or what else the system refused.
        Busy: another process still refreshes it after the wait.
        TooMuch: it is more than this process may read.
    """
    asked = time.time()

    def waiting() -> bool:
        report(0, 0)
        return True

    with as_host_error("write", str(index.path)), index.only_builder(wait_seconds, waiting):
        current = index.current()
        if current is not None and asked <= current.checked <= time.time():
            return current  # another process has just done it
        try:
            if is_archive(argument):
                return _refresh_archive(argument, index, current, processes, report)
            return IndexRefresh(argument, index, processes, report).run()
        except sqlite3.Error as error:
            raise not_written(argument, index.path, error) from error


def _refresh_archive(
    archive: str, index: IndexFolder, current: Generation | None, processes: int, report: ReportRead
) -> Generation:
    """Unpack the archive if it is not the one that was unpacked last, and index that."""
    try:
        stamp = archive_stamp(archive)
        known = current is not None and os.path.isdir(current.root)
        if known and current is not None and current.archive.startswith(stamp + " "):
            return _still(index, current, current.archive)
        if not processes:
            raise TooMuch
        digest = _digest(archive, report)
    except OSError as error:
        raise SourceError(
            f"The archive {archive} cannot be read: {error.strerror or error}.",
            target=archive,
            remedy="Check that the file exists and that you may read it.",
        ) from error
    stamp = f"{stamp} {digest}"
    if known and current is not None and current.archive.endswith(digest):
        return _still(index, current, stamp)
    _remove_others(index.path, current.root if current is not None else "")  # of an unpacking that was killed
    root = index.path / f"unpacked-{digest[:16]}-{time.time_ns():x}"
    unpack_source(archive, root, lambda: report(0, 0))
    try:
        generation = IndexRefresh(str(root), index, processes, report, archive=stamp).run(whole=True)
    except BaseException:
        remove_tree(root)
        raise
    _remove_others(index.path, str(root))
    return generation


def _digest(archive: str, report: ReportRead) -> str:
    digest = hashlib.sha256()
    with open(archive, "rb") as file:
        while block := file.read(_BLOCK):
            report(0, 0)
            digest.update(block)
    return digest.hexdigest()


def remove_what_was_cut(index: IndexFolder) -> None:
    """Remove what a refresh that was ended has left, unless another one has begun meanwhile. Raises nothing."""
    with suppress(Busy, OSError), index.only_builder(_CUT_SECONDS):
        index.remove_unfinished()
        current = index.current()
        _remove_others(index.path, current.root if current is not None else "")


def _still(index: IndexFolder, current: Generation, stamp: str) -> Generation:
    generation = msgspec.structs.replace(current, checked=time.time(), archive=stamp)
    index.make_current(generation)
    return generation


def _remove_others(folder: Path, keep: str) -> None:
    for entry in os.scandir(folder):
        if entry.name.startswith("unpacked-") and entry.name != os.path.basename(keep):
            remove_tree(entry.path)
