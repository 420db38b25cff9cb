"""The engine's private folder for what is on its way: downloads, unpacked archives, backups of a change."""

from __future__ import annotations

import shutil
import time
from pathlib import PureWindowsPath

from wingetpy.errors.system import as_host_error
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import suitable_path_part

DOWNLOADS = "Downloads"
OPERATIONS = "Operations"
_OLD_SECONDS = 7 * 24 * 3600


class Workplace:
    """The folder of one operation: `unpacked`, `backup`, and single files."""

    def __init__(self, host: Host, operation: int) -> None:
        self.folder = host.staging_folder() / OPERATIONS / str(operation)
        self.unpacked = self.folder / "unpacked"
        self.backup = self.folder / "backup"
        for folder in (self.unpacked, self.backup):
            with as_host_error("make", folder):
                host.files.local(folder).mkdir(parents=True)


def download_folder(host: Host, package: str, version: str) -> PureWindowsPath:
    """Where the installer of a package version lands."""
    return host.staging_folder() / DOWNLOADS / suitable_path_part(f"_{package}.{version}")


def remove_download(host: Host, package: str, version: str) -> None:
    """The installer is not needed any more."""
    _delete(host, download_folder(host, package, version))
    _remove_if_empty(host, host.staging_folder() / DOWNLOADS)


def sweep(host: Host) -> None:
    """Delete what operations have left. For the holder of the change lock, when no operation is open.

    What cannot be deleted (a program that still runs from a backup) is left to the next sweep.
    """
    _delete(host, host.staging_folder() / OPERATIONS)
    downloads = host.files.local(host.staging_folder() / DOWNLOADS)
    if not downloads.is_dir():
        return
    for folder in downloads.iterdir():
        if time.time() - folder.stat().st_mtime > _OLD_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
    _remove_if_empty(host, host.staging_folder() / DOWNLOADS)


def _delete(host: Host, folder: PureWindowsPath) -> None:
    native = host.files.local(folder)
    if native.is_dir():
        shutil.rmtree(native, ignore_errors=True)


def _remove_if_empty(host: Host, folder: PureWindowsPath) -> None:
    native = host.files.local(folder)
    if native.is_dir() and not any(native.iterdir()):
        shutil.rmtree(native, ignore_errors=True)
