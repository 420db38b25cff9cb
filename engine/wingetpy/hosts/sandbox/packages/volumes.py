"""The volumes of the small machine that packages may lie on: drive C, and those that `volumes.json` names."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath
from uuid import NAMESPACE_URL, uuid5

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.hosts.packages import PackageVolume
from wingetpy.hosts.sandbox.settings_file import read_file
from wingetpy.model.decoding import UNREADABLE, json_decoder

FILE_NAME = "volumes.json"
SYSTEM_DRIVE = "C"
_SYSTEM_STORE = PureWindowsPath(r"C:\Program Files\WindowsApps")


class Volume(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """One volume, as the file has it. `drive` is the letter of a folder in the sandbox's root."""

    drive: str
    is_offline: bool = False
    is_appx_install_supported: bool = True
    is_full_trust_package_supported: bool = True
    supports_hard_links: bool = True

    @property
    def name(self) -> str:
        """The name that Windows would give it; the same for a drive of any sandbox."""
        return f"\\\\?\\Volume{{{uuid5(NAMESPACE_URL, f'wingetpy:volume:{self.drive.upper()}')}}}"

    @property
    def is_system(self) -> bool:
        return self.drive.upper() == SYSTEM_DRIVE

    @property
    def mount_point(self) -> PureWindowsPath:
        return PureWindowsPath(f"{self.drive.upper()}:\\")

    @property
    def store(self) -> PureWindowsPath:
        """The folder of its packages."""
        return _SYSTEM_STORE if self.is_system else self.mount_point / "WindowsApps"

    @property
    def staging(self) -> PureWindowsPath:
        """Where packages are unpacked before they get their place, by one rename."""
        return self.store / "Staging"

    @property
    def media_id(self) -> PureWindowsPath:
        """The file that says which volume this is."""
        return self.store / "volume-id"

    def data_folder(self, security_id: str) -> PureWindowsPath:
        """Where it has a user's application data, if they are not in the profile."""
        return self.mount_point / "WpSystem" / security_id / r"AppData\Local\Packages"

    def shown(self) -> PackageVolume:
        return PackageVolume(
            name=self.name,
            mount_point=str(self.mount_point),
            package_store_path=str(self.store),
            is_offline=self.is_offline,
            is_system_volume=self.is_system,
            is_appx_install_supported=self.is_appx_install_supported,
            is_full_trust_package_supported=self.is_full_trust_package_supported,
            supports_hard_links=self.supports_hard_links,
        )


def read_volumes(folder: Path) -> list[Volume]:
    """Return the volumes, that of the system first.

    Args:
        folder: The store's.

    Raises:
        BadRequest: the file cannot be read.
    """
    path = folder / FILE_NAME
    if not os.path.lexists(path):
        return [Volume(drive=SYSTEM_DRIVE)]
    try:
        found = json_decoder(list[Volume]).decode(read_file(path))
    except UNREADABLE as error:
        raise _unreadable(path, str(error)) from error
    drives = [volume.drive.upper() for volume in found]
    if wrong := [drive for drive in drives if len(drive) != 1 or not "A" <= drive <= "Z" or drives.count(drive) > 1]:
        raise _unreadable(path, f"'{wrong[0][:20]}' is no letter of a drive, or there twice")
    others = [volume for volume in found if not volume.is_system]
    return [next((volume for volume in found if volume.is_system), Volume(drive=SYSTEM_DRIVE)), *others]


def _unreadable(path: Path, reason: str) -> BadRequest:
    return BadRequest(
        f"The volumes of the sandbox in '{path}' cannot be read: {reason}.",
        target=str(path),
        remedy="Correct the file, a JSON array of volumes, or move it away if packages lie on drive C only.",
    )


def write_volumes(folder: Path, *volumes: Volume) -> None:
    """Set the volumes of a store."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE_NAME).write_bytes(msgspec.json.encode(volumes))
