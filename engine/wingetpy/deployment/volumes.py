"""PackageVolume and its manager: where packages may lie, whether a volume is in order, and its repair."""

from __future__ import annotations

from pathlib import PureWindowsPath

from wingetpy.deployment.api_names import VOLUME, VOLUMES, SeedNames
from wingetpy.hosts.packages import Packages, PackageVolume
from wingetpy.model.text import fold


class RepairableVolume(SeedNames):
    """The seed's PackageVolume: what is known of a volume (`facts`), its check and its repair. The members of `facts`
    are members here, too, under the seed's names or ours: `IsSystemVolume`, `is_system_volume`.
    """

    _names = VOLUME

    def __init__(self, packages: Packages, facts: PackageVolume) -> None:
        self.facts = facts
        self._packages = packages

    def __getattr__(self, name: str) -> object:
        for ours, seeds in zip(self.facts.__struct_fields__, self.facts.__struct_encode_fields__, strict=True):
            if name in (ours, seeds):
                return getattr(self.facts, ours)
        return super().__getattr__(name)

    def verify_if_ok(self) -> bool:
        """Whether it is in order; where not, it needs a repair. Raises HostError."""
        return self._packages.volume_is_ok(self.facts.name)

    def repair(self) -> None:
        """Repair it if that is necessary. Raises HostError: CommandRequiresAdmin, HostCannot."""
        self._packages.repair_volume(self.facts.name)


class PackageVolumeManager(SeedNames):
    """Finds volumes. None: there is no such volume."""

    _names = VOLUMES

    def __init__(self, packages: Packages) -> None:
        self._packages = packages

    def find_package_volumes(self) -> list[RepairableVolume]:
        """Return all volumes, whatever their state."""
        return [RepairableVolume(self._packages, one) for one in self._packages.volumes()]

    def find_package_volume_by_path(self, path: str) -> RepairableVolume | None:
        """Return the volume that a path lies on: the one with the longest mount point above it."""
        wanted = PureWindowsPath(path)
        above = [one for one in self.find_package_volumes() if wanted.is_relative_to(f"{one.facts.mount_point}\\")]
        return max(above, key=lambda one: len(one.facts.mount_point), default=None)

    def find_package_volume_by_media_id(self, media_id: str) -> RepairableVolume | None:
        """Return the volume of a media id, which is its name."""
        return self.find_package_volume_by_name(media_id)

    def find_package_volume_by_name(self, name: str) -> RepairableVolume | None:
        return next((one for one in self.find_package_volumes() if fold(one.facts.name) == fold(name)), None)
