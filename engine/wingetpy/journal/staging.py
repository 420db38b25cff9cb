"""The engine's private folder for what is on its way: downloads, unpacked archives, backups of a change."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from itertools import count
from pathlib import Path, PureWindowsPath

from wingetpy.errors.system import as_host_error
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import suitable_path_part
from wingetpy.hosts.native_removal import remove_tree
from wingetpy.transfer.partial import remove_downloads

DOWNLOADS = "Downloads"
OPERATIONS = "Operations"
_OLD_SECONDS = 7 * 24 * 3600


class Workplace:
    """The folder of one operation: `unpacked`, `backup`, and single files."""

    def __init__(self, host: Host, operation: int) -> None:
        self.folder = _new_folder(host, operation)
        self.unpacked = self.folder / "unpacked"
        self.backup = self.folder / "backup"
        for folder in (self.unpacked, self.backup):
            with as_host_error("make", folder):
                host.files.local(folder).mkdir(parents=True)


def _new_folder(host: Host, operation: int) -> PureWindowsPath:
    """Return a folder that is not there: one of this number may be left of a state that is gone, and be in use."""
    operations = host.staging_folder() / OPERATIONS
    names = (f"{operation}" if again == 0 else f"{operation}-{again}" for again in count())
    return next(operations / name for name in names if not os.path.lexists(host.files.local(operations / name)))


def download_folder(host: Host, package: str, version: str) -> PureWindowsPath:
    """Where the installer of a package version lands."""
    return host.staging_folder() / DOWNLOADS / suitable_path_part(f"_{package}.{version}")


def remove_download(host: Host, package: str, version: str) -> None:
    """Remove an installer that is not needed any more, unless another engine is downloading it. For the holder of the
    change lock."""
    remove_downloads(host.files.local(download_folder(host, package, version)))
    _remove_if_empty(host.files.local(host.staging_folder() / DOWNLOADS))


def keeps_nothing(host: Host) -> bool:
    """Whether no operation has left a backup or an unpacked file: none was interrupted after its first step."""
    try:
        with os.scandir(host.files.local(host.staging_folder()) / OPERATIONS) as entries:
            return next(entries, None) is None
    except FileNotFoundError:
        return True
    except OSError:
        return False


def sweep(host: Host) -> None:
    """Delete what operations have left. For the holder of the change lock, when no operation is open.

    What cannot be deleted (a program that still runs from a backup) is left to the next sweep: nothing that lies here
    stops a change.
    """
    staging = host.files.local(host.staging_folder())
    remove_tree(staging / OPERATIONS)
    downloads = staging / DOWNLOADS
    with suppress(OSError), os.scandir(downloads) as entries:
        for entry in entries:
            with suppress(OSError):
                if time.time() - entry.stat(follow_symlinks=False).st_mtime > _OLD_SECONDS:
                    remove_tree(entry.path)
    _remove_if_empty(downloads)


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):  # it is not there, or not empty
        folder.rmdir()
