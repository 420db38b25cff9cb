"""Volumes: found by path, media id and name; checked and repaired."""

from __future__ import annotations

import pytest

from kit.fake_packages import FakePackages
from wingetpy.deployment.volumes import PackageVolumeManager
from wingetpy.hosts.packages import PackageVolume

SYSTEM = PackageVolume(
    name=r"\\?\Volume{1}", mount_point="C:\\", package_store_path=r"C:\Program Files\WindowsApps", is_system_volume=True
)
DATA = PackageVolume(name=r"\\?\Volume{2}", mount_point=r"C:\Data", package_store_path=r"C:\Data\WindowsApps")


@pytest.fixture
def packages() -> FakePackages:
    return FakePackages(known_volumes=[SYSTEM, DATA])


def test_all_volumes_are_found(packages: FakePackages) -> None:
    assert [one.facts for one in PackageVolumeManager(packages).find_package_volumes()] == [SYSTEM, DATA]


@pytest.mark.parametrize(
    ("path", "found"),
    [(r"C:\Windows", SYSTEM), (r"c:\data\x", DATA), (r"C:\Data", DATA), (r"C:\Database", SYSTEM), ("D:\\", None)],
)
def test_by_path_it_is_the_nearest_mount_point_above(
    packages: FakePackages, path: str, found: PackageVolume | None
) -> None:
    volume = PackageVolumeManager(packages).find_package_volume_by_path(path)
    assert (volume.facts if volume else None) == found


def test_name_and_media_id_are_the_same_in_any_case(packages: FakePackages) -> None:
    manager = PackageVolumeManager(packages)
    for find in (manager.find_package_volume_by_name, manager.FindPackageVolumeByMediaId):
        volume = find(DATA.name.upper())
        assert volume is not None
        assert volume.facts == DATA
        assert find("none") is None


def test_a_volume_has_the_members_of_both_spellings(packages: FakePackages) -> None:
    [volume, _] = PackageVolumeManager(packages).FindPackageVolumes()
    assert volume.IsSystemVolume is volume.is_system_volume is True
    assert volume.MountPoint == "C:\\"
    with pytest.raises(AttributeError):
        _ = volume.Colour


def test_a_broken_volume_is_repaired(packages: FakePackages) -> None:
    packages.broken_volumes.add(DATA.name)
    [system, data] = PackageVolumeManager(packages).find_package_volumes()
    assert (system.verify_if_ok(), data.VerifyIfOK()) == (True, False)
    data.Repair()
    assert data.verify_if_ok()
