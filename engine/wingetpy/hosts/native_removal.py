"""Removes native folders of the engine's own, however deep they are."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


def remove_tree(folder: str | Path) -> bool:
    """Remove a folder with all that is in it; without recursion, which a deep folder would end in RecursionError.

    Links are removed, never followed. What the system refuses to remove stays; no OSError is raised.

    Args:
        folder: A native path; a link to a folder is left alone.

    Returns:
        Whether the folder is gone.
    """
    top = os.fspath(folder)
    if not is_real_folder(top):
        return not os.path.lexists(top)
    folders = [top]
    for one in folders:  # grows while it is walked: each folder comes before those in it
        with suppress(OSError), os.scandir(one) as entries:
            for entry in entries:
                if is_real_folder(entry.path):
                    folders.append(entry.path)
                else:
                    remove_entry(entry.path)
    for one in reversed(folders):
        with suppress(OSError):
            os.rmdir(one)
    return not os.path.lexists(top)


def is_real_folder(path: str | Path) -> bool:
    """Whether it is a folder itself, neither a link to one nor a junction."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    is_link = getattr(status, "st_reparse_tag", 0) in _LINKS
    return stat.S_ISDIR(status.st_mode) and not is_link


def remove_entry(path: str | Path) -> None:
    """Remove a file or a link; what is not there, or what the system keeps, is left. No OSError is raised."""
    with suppress(OSError):
        os.unlink(path)
        return
    with suppress(OSError):  # a link to a folder, on Windows
        os.rmdir(path)


_LINKS = (0xA0000003, 0xA000000C)
"""A junction (mount point) and a symbolic link, as `stat.IO_REPARSE_TAG_...` on Windows."""
