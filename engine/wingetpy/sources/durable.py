"""A small file that is replaced whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from wingetpy.errors import HostError


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file's content: written beside it, flushed to the disk, renamed over it.

    A reader sees the old content or the new, also when the machine loses power in between.

    Raises:
        HostError: when the disk refuses.
    """
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(beside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise HostError(
            f"{path} could not be written: {error.strerror or error}.",
            target=str(path),
            remedy="See that the disk has room and that you may write there.",
        ) from error
