"""Downloads: by http(s) and file, with resume, progress, and the hash taken in step with the writing.

A download lands in a private folder under the name of the hash it must have; what is there already and right is used
again. A file that lies beside its manifest (`download` put it there) is taken from there by its hash.
"""

from __future__ import annotations

import errno
import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from wingetpy.errors import ErrorCode, HostError, TransferError
from wingetpy.errors.secrets import without_secrets
from wingetpy.errors.system import code_of, refusal
from wingetpy.hosts.host import Host
from wingetpy.model.call import Call, Progress
from wingetpy.model.sizes import size_text
from wingetpy.transfer.folder_urls import is_file_url, path_of_file_url
from wingetpy.transfer.hashing import hash_file
from wingetpy.transfer.offline_files import offline_file
from wingetpy.transfer.partial import PartialFile
from wingetpy.transfer.rate import SHARED_LIMIT, Rate
from wingetpy.transfer.room import Room
from wingetpy.transfer.wanted import Downloaded, Wanted

_BLOCK = 1 << 18
ATTEMPTS = 2
PAUSE_SECONDS = 0.5
FOLDER_ATTEMPTS = 5
FOLDER_PAUSE_SECONDS = 0.05

GoOn = Callable[[], None]
"""Called between blocks; raises (Cancelled, Timeout) to stop at once."""


def download(host: Host, wanted: Wanted, call: Call, go_on: GoOn) -> Downloaded:
    """Bring a file into its folder and see that it is the right one.

    Other engines may use the folder at the same time, and remove what they no longer need: then it is made once more.

    Raises:
        TransferError: DownloadFailed, DownloadSizeMismatch, InstallerZeroByteFile, InstallerHashMismatch (the file is
            deleted then).
        HostError: DiskFull, with the sizes where they are known.
        Cancelled: at once; what is there is kept and taken up at the next try.
    """
    target = host.files.local(wanted.folder) / _file_name(wanted)
    for attempt in range(1, FOLDER_ATTEMPTS + 1):
        try:
            return _download(host, wanted, target, call, go_on)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise Room(host, wanted).full(None) from error
            if not isinstance(error, FileNotFoundError | PermissionError) or attempt == FOLDER_ATTEMPTS:
                raise refusal(code_of(error), "download to", str(target), error.strerror) from error
            _wait(FOLDER_PAUSE_SECONDS, go_on)
    raise AssertionError("the last attempt returns or raises")


def is_kept(host: Host, wanted: Wanted) -> bool:
    """Whether a download is there already and will be used again; also for one that is never kept by its name."""
    if not wanted.sha256 or wanted.allow_mismatch:
        return True
    return (host.files.local(wanted.folder) / _file_name(wanted)).is_file()


def _download(host: Host, wanted: Wanted, target: Path, call: Call, go_on: GoOn) -> Downloaded:
    if (there := _reusable(target, wanted)) is not None:
        call.message("Verbose", f"{wanted.name}: the file of an earlier download is used; {_as_wanted(there.sha256)}.")
        return there
    target.parent.mkdir(parents=True, exist_ok=True)
    with PartialFile(target) as part:
        try:
            _transfer(host, wanted, part, call, go_on)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                part.drop()
            raise
        _check(wanted, part, call)
        size, sha256 = part.size, part.sha256()
        # What was only allowed never gets the name of what was wanted.
        as_wanted = not wanted.sha256 or sha256.casefold() == wanted.sha256.casefold()
        hashed = _as_wanted(sha256) if wanted.sha256 and as_wanted else f"its SHA-256 is {sha256}"
        origin = without_secrets(wanted.url)
        call.message("Verbose", f"{wanted.name}: {size_text(size)} came from {origin}; {hashed}.")
        named = target if as_wanted else target.with_name(f"mismatch-{sha256.lower()}{wanted.extension}")
        return Downloaded(path=part.complete(named), sha256=sha256, size=size)


def _as_wanted(sha256: str) -> str:
    return f"its SHA-256 is {sha256}, as the manifest says"


def _file_name(wanted: Wanted) -> str:
    stem = wanted.sha256.lower() if wanted.sha256 else "url-" + hashlib.sha256(wanted.url.encode()).hexdigest()
    return stem + wanted.extension


def _reusable(target: Path, wanted: Wanted) -> Downloaded | None:
    if not wanted.sha256 or not target.is_file():
        return None
    try:
        found, size = hash_file(target).sha256, target.stat().st_size
    except HostError as error:
        if error.code is ErrorCode.FileNotFound:  # another engine needs it no longer
            return None
        raise
    except FileNotFoundError:
        return None
    if found.casefold() == wanted.sha256.casefold():
        return Downloaded(path=target, sha256=found, size=size, reused=True)
    target.unlink(missing_ok=True)
    return None


def _transfer(host: Host, wanted: Wanted, part: PartialFile, call: Call, go_on: GoOn) -> None:
    if (there := offline_file(wanted, go_on)) is not None:
        _copy(there, host, wanted, part, call, go_on)
        return
    if is_file_url(wanted.url):
        _copy(path_of_file_url(wanted.url, wanted.source_folder), host, wanted, part, call, go_on)
        return
    if not wanted.url.lower().startswith(("http://", "https://")):
        raise TransferError(
            f"'{wanted.url}' cannot be downloaded: only http, https and, from a folder source, file addresses can.",
            target=wanted.url,
            remedy="Report it to the maintainer of the manifest.",
        )
    from wingetpy.transfer.failures import Cut  # late: start time
    from wingetpy.transfer.http import fetch

    left, is_fresh = ATTEMPTS, False
    while True:
        try:
            rate = Rate()
            room = Room(host, wanted)
            for block, total in fetch(wanted, part, go_on, call.proxy):
                try:
                    room.take(len(block), total, part.size)
                except HostError:
                    if total is None:
                        part.drop()
                    raise
                part.write(block)
                _report(call, wanted, part.size, total, rate)
                if wanted.most_per_second is not None:
                    SHARED_LIMIT.wait(len(block), wanted.most_per_second, go_on)
            return
        except Cut as cut:
            if cut.part_is_stale and not is_fresh:
                is_fresh = True  # from its beginning once more: what was read of it before is no attempt
            else:
                left -= 1
            if not left:
                raise cut.error from cut
            _wait(cut.pause or PAUSE_SECONDS, go_on)


def _copy(source: Path, host: Host, wanted: Wanted, part: PartialFile, call: Call, go_on: GoOn) -> None:
    total = source.stat().st_size
    Room(host, wanted).need(total)
    part.start_anew("")
    rate = Rate()
    for block in _blocks(source):
        go_on()
        part.write(block)
        _report(call, wanted, part.size, total, rate)


def _blocks(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _check(wanted: Wanted, part: PartialFile, call: Call) -> None:
    as_wanted = part.sha256().casefold() == (wanted.sha256 or "").casefold()
    if part.size == 0 and not (as_wanted and wanted.may_be_empty):
        part.drop()
        raise TransferError(
            f"The download of {wanted.name} is empty: '{wanted.url}' has no content.",
            code=ErrorCode.InstallerZeroByteFile,
            category="InvalidData",
            target=wanted.url,
            remedy="Try again later, or report it to the maintainer of the manifest.",
        )
    if not wanted.sha256 or as_wanted:
        return
    if wanted.allow_mismatch:
        call.message(
            "Warning",
            f"The installer hash of {wanted.name} does not match the manifest; it is used because that was allowed.",
            ErrorCode.InstallerHashMismatch.hex,
        )
        return
    found = part.sha256()
    part.drop()
    raise TransferError(
        f"The installer hash of {wanted.name} does not match: the manifest says {wanted.sha256.upper()}, '{wanted.url}'"
        f" gave {found}. The file was deleted.",
        code=ErrorCode.InstallerHashMismatch,
        category="SecurityError",
        target=wanted.url,
        remedy="Update the source and try again; if it stays so, the publisher's file has changed: report it.",
    )


def _report(call: Call, wanted: Wanted, size: int, total: int | None, rate: Rate) -> None:
    call.progress(
        Progress(
            activity=f"Downloading {wanted.name}",
            status=without_secrets(wanted.url),
            percent_complete=min(100, size * 100 // total) if total else None,
            bytes=size,
            total_bytes=total,
            bytes_per_second=rate.at(size),
        )
    )


def _wait(seconds: float, go_on: GoOn) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        go_on()
        time.sleep(min(left, 0.1))
