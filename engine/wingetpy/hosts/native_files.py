"""Native files, as both hosts handle them once a machine path has become a native one."""

from __future__ import annotations

import errno
import io
import os
import secrets
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.native_removal import remove_tree

BLOCK = 1 << 20
_SMALL_BLOCK = 1 << 16
_ERROR_NOT_SAME_DEVICE = 17
_RENAME_TRIES = 40
PRIVATE = 0o700
LARGEST_OWN_FILE = 16 << 20
"""Bytes of a file of settings; also those of thousands of sources are far smaller."""
OTHERS_WRITE = 0o022
_RENAME_PAUSE_SECONDS = 0.05


def open_file(path: Path | str) -> io.BufferedReader:
    """Open a file that somebody named, for reading.

    Raises:
        OSError: As `open` raises it; EINVAL for a pipe or a device, of which nobody knows whether reading ends.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # a pipe is not waited for
    file = os.fdopen(os.open(path, flags), "rb")
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        return file
    file.close()
    raise OSError(errno.EINVAL, "it is a pipe or a device")


def read_own_file(path: Path | str, most: int = LARGEST_OWN_FILE) -> bytes:
    """Return the content of a small file of the engine.

    Args:
        most: Bytes that it may have.

    Raises:
        OSError: As for `open_file`; EFBIG for a larger one.
    """
    content = bytearray()
    with open_file(path) as file:  # block by block: a read of `most` bytes would first ask for that much memory
        while len(content) <= most and (block := file.read(min(_SMALL_BLOCK, most + 1 - len(content)))):
            content += block
    if len(content) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most:,} bytes")
    return bytes(content)


def copy_whole(source: Path, new: Path, target: Path, sha256: str = "") -> None:
    """Copy a file so that the target has all of it or is as it was: written as `new`, flushed, renamed over.

    Args:
        sha256: What the copied bytes must be, as hex; empty for no check.

    Raises:
        OSError: As the system says it; `new` is gone again.
        HostError: InstallerHashMismatch, likewise.
    """
    with _gone_on_error(new):
        need_hash(_copy_flushed(source, new, hashed=bool(sha256)), sha256, target)
        os.replace(new, target)


def need_hash(found: str, sha256: str, target: Path) -> None:
    """Raise HostError (InstallerHashMismatch) unless two hashes are the same; what was staged is not placed then."""
    if found.casefold() != sha256.casefold():
        raise HostError(
            f"'{target}' was not written: the staged file was changed after it was verified.",
            code=ErrorCode.InstallerHashMismatch,
            category="SecurityError",
            target=str(target),
            remedy="Run the command again; if it fails again, find out which program changes the engine's own files.",
        )


def write_whole(path: Path, content: bytes) -> None:
    """Replace the content of a small file of the engine's own: written beside it, flushed, renamed over it.

    A reader sees the old content or the new, also when the machine loses power in between. Its folder is made.

    Raises:
        HostError: The system refuses.
    """
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    with as_host_error("write", str(path)), _gone_on_error(new):
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(new, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        rename_over(new, path)


def write_named(path: Path, content: bytes) -> None:
    """Replace the content of a file that somebody named: all of it or nothing. Links are followed, the rights of a file
    that is there are kept, and its folder is made.

    Raises:
        HostError: The system refuses, or it is a pipe or a device.
    """
    target = Path(os.path.realpath(path))
    new = target.with_name(f"{target.name}.{secrets.token_hex(4)}.new")
    with as_host_error("write", str(path)), _gone_on_error(new):
        target.parent.mkdir(parents=True, exist_ok=True)
        rights = _rights_of(target)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(new, flags, 0o666 if rights is None else PRIVATE), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if rights is not None:
            os.chmod(new, rights)
        rename_over(new, target)


def _rights_of(path: Path) -> int | None:
    """The mode of a file, None where nothing is. Raises OSError for a pipe or a device: a file would take its place."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device")
    return stat.S_IMODE(mode)


def make_private(folder: Path) -> None:
    """Make a folder of the engine's own that only its user may use, whatever the umask is. One that is there already
    loses the right of others to write.

    Raises:
        OSError: As the system says it.
    """
    folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    if sys.platform == "win32":  # rights come from the folder above, or from `hosts/windows/state.py`
        return
    status = os.stat(folder)
    if status.st_mode & OTHERS_WRITE and status.st_uid == os.geteuid():
        os.chmod(folder, stat.S_IMODE(status.st_mode) & ~OTHERS_WRITE)


def rename_over(path: Path, target: Path) -> None:
    """Rename a file of the engine's own over another, waiting up to two seconds while the target is read.

    Windows refuses while another engine or a scanner has the target open.

    Raises:
        OSError: As the system says it.
    """
    for _ in range(_RENAME_TRIES if sys.platform == "win32" else 0):
        try:
            os.replace(path, target)
        except PermissionError:
            time.sleep(_RENAME_PAUSE_SECONDS)
        else:
            return
    os.replace(path, target)


@contextmanager
def _gone_on_error(new: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, HostError):
        new.unlink(missing_ok=True)
        raise


def copy_tree(source: str, new: str, target: str) -> None:
    """Copy a folder so that the target has all of it or is not there: written as `new`, each file flushed, renamed.

    Raises:
        OSError: As the system says it; `new` is gone again.
    """
    remove_tree(new)
    try:
        _copy_folder(source, new)
        os.rename(new, target)
    except OSError:
        remove_tree(new)
        raise


def is_on_another_volume(error: OSError) -> bool:
    """Whether a rename was refused because its ends are on two volumes."""
    return error.errno == errno.EXDEV or getattr(error, "winerror", None) == _ERROR_NOT_SAME_DEVICE


def flush_volumes(folders: Iterable[str]) -> None:
    """Write all that the volumes of these folders hold in memory to the disk; one call for each volume.

    Does nothing on Windows, where files are flushed one by one.
    """
    if sys.platform == "win32":
        return
    flushed: set[int] = set()
    for folder in folders:
        volume = os.stat(folder).st_dev
        if volume not in flushed:
            flushed.add(volume)
            _flush_volume(folder)


def _flush_volume(folder: str) -> None:
    import ctypes  # late: start time

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:  # not Linux
        getattr(os, "sync")()  # noqa: B009 (Windows, which has none, does not come here)
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(opened) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), folder)
    finally:
        os.close(opened)


def _copy_folder(source: str, target: str) -> None:
    os.mkdir(target)
    with os.scandir(source) as entries:
        for entry in entries:
            below = os.path.join(target, entry.name)
            if entry.is_dir(follow_symlinks=False):
                _copy_folder(entry.path, below)
            else:
                _copy_flushed(entry.path, below)


def _copy_flushed(source: str | Path, target: str | Path, *, hashed: bool = False) -> str:
    """Copy and flush. Returns the SHA-256 of what was copied, as hex, if it is asked for."""
    import hashlib  # late: start time

    digest = hashlib.sha256() if hashed else None
    with open(source, "rb") as reader, open(target, "wb") as writer:
        while block := reader.read(BLOCK):
            writer.write(block)
            if digest is not None:
                digest.update(block)
        writer.flush()
        os.fsync(writer.fileno())
    return digest.hexdigest() if digest is not None else ""


@contextmanager
def made_writable(path: Path) -> Iterator[None]:
    """Take Windows' read-only attribute off a file for a change, and put it back if the change does not happen."""
    try:
        read_only = getattr(os.lstat(path), "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_READONLY
    except FileNotFoundError:
        read_only = 0
    if not read_only:
        yield
        return
    os.chmod(path, stat.S_IWRITE)
    try:
        yield
    except OSError:
        os.chmod(path, stat.S_IREAD)
        raise


def sha256_of(path: Path) -> str:
    """Upper-case hex of a file's SHA-256."""
    import hashlib  # late: start time

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest().upper()
