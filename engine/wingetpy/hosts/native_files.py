"""Native files, as both hosts handle them once a machine path has become a native one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BLOCK = 1 << 20


def copy_whole(source: Path, new: Path, target: Path) -> None:
    """Copy a file so that the target has all of it or is as it was: written as `new`, flushed, renamed over.

    Raises:
        OSError: As the system says it; `new` is gone again.
    """
    try:
        with open(source, "rb") as reader, open(new, "wb") as writer:
            while block := reader.read(BLOCK):
                writer.write(block)
            writer.flush()
            os.fsync(writer.fileno())
        os.replace(new, target)
    except OSError:
        new.unlink(missing_ok=True)
        raise


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
