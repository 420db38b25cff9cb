"""Volumes: where packages and data lie, offline, gone, damaged and repaired."""

from __future__ import annotations

import shutil
from pathlib import Path, PureWindowsPath

import pytest

from kit.package_store import PackageStore, error_of
from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.packages import PackageVolume, Status
from wingetpy.hosts.sandbox.packages.volumes import Volume, write_volumes


@pytest.fixture
def second(store: PackageStore) -> PackageVolume:
    (store.root / "D").mkdir(parents=True)
    change(store, Volume(drive="D"))
    return store.machine.packages.volumes()[1]


def change(store: PackageStore, *volumes: Volume) -> None:
    write_volumes(store.root / "Packages", *volumes)


def test_a_machine_has_the_volume_of_its_system(store: PackageStore) -> None:
    [volume] = store.machine.packages.volumes()
    assert volume.is_system_volume
    assert (volume.mount_point, volume.package_store_path) == ("C:\\", r"C:\Program Files\WindowsApps")
    assert volume.name.startswith("\\\\?\\Volume{")
    assert store.machine.packages.volume_is_ok(volume.name)


def test_a_package_lies_on_the_volume_that_was_asked_for(store: PackageStore, second: PackageVolume) -> None:
    assert store.add(store.package(), target_volume=second.name.upper()).succeeded
    package = store.one()
    assert (package.volume, package.install_location) == (second.name, rf"D:\WindowsApps\{package.full_name}")
    assert store.content(package)
    assert store.folders() == []


def test_an_unknown_volume_is_not_found(store: PackageStore) -> None:
    assert error_of(store.add(store.package(), target_volume="none"))[0] is ErrorCode.NotFound
    with pytest.raises(HostError) as refused:
        store.machine.packages.volume_is_ok("none")
    assert refused.value.code is ErrorCode.NotFound


def test_an_offline_volume_takes_nothing_and_its_packages_are_offline(
    store: PackageStore, second: PackageVolume
) -> None:
    assert store.add(store.package(), target_volume=second.name).succeeded
    change(store, Volume(drive="D", is_offline=True))
    assert store.one().status is Status.package_offline
    other = store.package("Contoso.Other")
    assert error_of(store.add(other, target_volume=second.name))[0] is ErrorCode.InstallVolumeOffline
    change(store)
    assert store.one().status is Status.package_offline, "its volume is gone"
    change(store, Volume(drive="D"))
    assert store.one().status.is_ok
    assert store.content(store.one())


def test_a_volume_for_no_packages_takes_none(store: PackageStore, second: PackageVolume) -> None:
    change(store, Volume(drive="D", is_appx_install_supported=False))
    answer = store.add(store.package(), target_volume=second.name)
    assert error_of(answer)[0] is ErrorCode.PackageNotSupportedOnFileSystem


def test_data_lie_on_another_volume_where_that_is_asked_for(store: PackageStore, second: PackageVolume) -> None:
    assert store.stage(store.package()).succeeded
    assert store.register(store.full_name(), app_data_volume=second.name).succeeded
    data = store.one().data_location
    assert data is not None
    assert PureWindowsPath(data).drive == "D:"
    (store.data(store.one()) / "LocalState" / "mine.txt").write_text("mine")
    assert store.add(store.package(version="2.0.0.0")).succeeded
    assert (store.data(store.one()) / "LocalState" / "mine.txt").exists(), "an update leaves data where they are"
    change(store, Volume(drive="D", is_offline=True))
    assert store.one().status is Status.data_offline


def test_a_package_off_the_systems_volume_is_not_provisioned(store: PackageStore, second: PackageVolume) -> None:
    from wingetpy.hosts.packages import ProvisionPackageOptions

    assert store.stage(store.package(), target_volume=second.name).succeeded
    family = store.one(all_users=True).family_name
    answer = store.machine.packages.provision(family, ProvisionPackageOptions(), store.deploying())
    assert error_of(answer)[0] is ErrorCode.InstallFailed


class TestDamage:
    @pytest.fixture
    def volume(self, store: PackageStore) -> Path:
        assert store.add(store.package()).succeeded
        return store.machine.files.local(PureWindowsPath(r"C:\Program Files\WindowsApps"))

    def test_is_a_folder_without_a_package(self, store: PackageStore, volume: Path) -> None:
        (volume / "Contoso.Odd_1.0.0.0_x64__1234567890abc").mkdir()
        self.is_repaired(store)
        assert store.mine() == ["Contoso.Tool 1.0.0.0"]

    def test_is_a_package_without_a_folder(self, store: PackageStore, volume: Path) -> None:
        shutil.rmtree(store.native(store.one()))
        self.is_repaired(store)
        assert store.mine() == []

    def test_is_a_volume_that_does_not_know_its_name(self, store: PackageStore, volume: Path) -> None:
        (volume / "volume-id").write_text("another")
        self.is_repaired(store)

    def test_is_repaired_by_an_administrator_only(self, store: PackageStore, volume: Path) -> None:
        plain = store.as_user("plain", elevated=False).machine.packages
        with pytest.raises(HostError) as refused:
            plain.repair_volume(plain.volumes()[0].name)
        assert refused.value.code is ErrorCode.CommandRequiresAdmin

    def is_repaired(self, store: PackageStore) -> None:
        packages = store.machine.packages
        name = packages.volumes()[0].name
        assert not packages.volume_is_ok(name)
        packages.repair_volume(name)
        assert packages.volume_is_ok(name)
