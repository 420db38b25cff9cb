"""Native files, as both hosts handle them once a machine path has become a native one."""

from __future__ import annotations

import os
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


def sha256_of(path: Path) -> str:
    """Upper-case hex of a file's SHA-256."""
    import hashlib  # late: start time

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest().upper()
