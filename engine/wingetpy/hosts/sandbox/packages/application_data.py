"""The application data of a user: one folder a family, in the profile or on another volume."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PureWindowsPath

from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.sandbox.files import known_folders
from wingetpy.hosts.sandbox.packages.records import Registration, User
from wingetpy.hosts.sandbox.packages.volumes import Volume

DATA_FOLDERS = ("AC", "LocalCache", "LocalState", "RoamingState", "Settings", "SystemAppData", "TempState")
"""What Windows makes for each family."""
ROAMABLE = ("RoamingState", "Settings")
"""What of it would go with the user to another machine."""


def data_folder(user: User, registration: Registration, volumes: Iterable[Volume]) -> PureWindowsPath | None:
    """Return a family's folder; None where its volume is not there."""
    if not registration.data_volume:
        return _profile(user) / registration.family_name
    volume = next((one for one in volumes if one.name.lower() == registration.data_volume.lower()), None)
    return volume.data_folder(user.security_id) / registration.family_name if volume else None


def data_roots(user: User, volumes: Iterable[Volume]) -> Iterator[PureWindowsPath]:
    """Yield the folders that hold a user's families."""
    yield _profile(user)
    for volume in volumes:
        yield volume.data_folder(user.security_id)


def _profile(user: User) -> PureWindowsPath:
    return known_folders(user.name)[KnownFolder.local_app_data] / "Packages"
