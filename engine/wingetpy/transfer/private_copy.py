"""A download under a name of one operation alone: what is hashed there is what is placed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import msgspec

from wingetpy.errors.system import as_host_error
from wingetpy.transfer.hashing import hash_file
from wingetpy.transfer.wanted import Downloaded


def private_copy(downloaded: Downloaded, folder: Path) -> Downloaded | None:
    """Give a download a second name in a folder of the operation, and hash it there.

    The folder of downloads is shared: another engine may remove the file or put another one in its place at any moment.
    What has the second name is a file of its own, which no engine opens for writing.

    Args:
        folder: Native, private to the holder of the change lock.

    Returns:
        The private file; None if the download was removed or is no longer what was verified.

    Raises:
        HostError: the disk refuses.
    """
    path = folder / downloaded.path.name
    with as_host_error("copy", str(downloaded.path)):
        path.unlink(missing_ok=True)
        try:
            _link_or_copy(downloaded.path, path)
        except FileNotFoundError:
            return None
    if hash_file(path).sha256.casefold() != downloaded.sha256.casefold():
        path.unlink(missing_ok=True)
        return None
    return msgspec.structs.replace(downloaded, path=path)


def _link_or_copy(path: Path, to: Path) -> None:
    try:
        os.link(path, to)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without hard links
        shutil.copyfile(path, to)
