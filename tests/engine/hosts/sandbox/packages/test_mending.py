"""Damage is found by the block map, and mended from where the package came from or from what is intact."""

from __future__ import annotations

import shutil
from random import Random

import pytest

from kit.package_store import PackageStore, error_of
from wingetpy.errors import ErrorCode
from wingetpy.hosts.packages import ProvisionPackageOptions, Status
from wingetpy.hosts.packages.file_uri import local_path
from wingetpy.hosts.sandbox.packages import set_package_status

PARTS = {"tool.exe": Random(1).randbytes(200_000), "readme.txt": b"read me", "data/deep/more.txt": b"more"}


@pytest.fixture
def uri(store: PackageStore) -> str:
    uri = store.package(parts=PARTS)
    assert store.add(uri).succeeded
    return uri


FOLDERS = {
    "folder for the block map": "AppxBlockMap.xml",
    "folder for the signature": "AppxSignature.p7x",
    "folder for a file": "tool.exe",
}
DAMAGE = ["changed", "gone", "longer", "block map gone", "file for a folder", "link for a folder", *FOLDERS]


def damage(store: PackageStore, how: str) -> None:
    folder = store.native(store.one())
    if how == "gone":
        (folder / "tool.exe").unlink()
    elif how == "block map gone":
        (folder / "AppxBlockMap.xml").unlink()
    elif how in FOLDERS:
        path = folder / FOLDERS[how]
        path.unlink()
        (path / "inner").mkdir(parents=True)
        (path / "inner" / "file.txt").write_text("in the way")
    elif how == "file for a folder":
        shutil.rmtree(folder / "data")
        (folder / "data").write_text("in the way")
    elif how == "link for a folder":
        shutil.rmtree(folder / "data")
        (store.folder / "elsewhere").mkdir()
        (folder / "data").symlink_to(store.folder / "elsewhere", target_is_directory=True)
    else:
        content = bytearray(PARTS["tool.exe"])
        content[70_000] ^= 1
        (folder / "tool.exe").write_bytes(PARTS["tool.exe"] + b"more" if how == "longer" else bytes(content))


@pytest.mark.parametrize("how", DAMAGE)
def test_a_look_at_a_package_finds_what_was_changed(store: PackageStore, uri: str, how: str) -> None:
    assert store.one().status is Status.ok
    damage(store, how)
    assert store.one().status is Status.modified


@pytest.mark.parametrize("how", DAMAGE)
@pytest.mark.parametrize("verb", ["add", "repair"])
def test_it_is_mended_and_its_data_stay(store: PackageStore, uri: str, how: str, verb: str) -> None:
    mine = store.data(store.one()) / "LocalState" / "mine.txt"
    mine.write_text("mine")
    damage(store, how)
    answer = store.add(uri) if verb == "add" else store.repair(store.full_name())
    assert answer.is_registered, answer.error_text
    assert store.one().status is Status.ok
    assert store.content(store.one()) == PARTS
    assert mine.read_text() == "mine"
    if how == "link for a folder":
        assert not list((store.folder / "elsewhere").iterdir()), "nothing is written through a link"


def test_staging_it_again_mends_it_and_registers_nobody(store: PackageStore) -> None:
    uri = store.package(parts=PARTS)
    assert store.stage(uri).succeeded
    folder = store.native(store.one(all_users=True))
    (folder / "tool.exe").unlink()
    assert store.stage(uri).succeeded
    assert (folder / "tool.exe").read_bytes() == PARTS["tool.exe"]
    assert store.mine() == []


def test_it_is_mended_from_another_package_where_its_source_is_gone(store: PackageStore, uri: str) -> None:
    assert store.add(store.package("Contoso.Other", parts={"other.exe": PARTS["tool.exe"]})).succeeded
    local_path(uri, store.machine.files).unlink()
    path = store.native(store.one()) / "tool.exe"
    path.unlink()
    path.write_bytes(b"damaged")
    assert store.repair(store.full_name()).succeeded
    assert store.content(store.one()) == PARTS


def test_what_is_nowhere_is_not_mended_and_the_reason_is_given(store: PackageStore, uri: str) -> None:
    local_path(uri, store.machine.files).unlink()
    damage(store, "changed")
    assert error_of(store.repair(store.full_name())) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.PathNotFound)
    assert store.one().status is Status.modified


def test_another_package_at_the_source_does_not_mend_it(store: PackageStore, uri: str) -> None:
    store.package(parts={"tool.exe": b"another"})
    damage(store, "changed")
    answer = store.repair(store.full_name())
    assert error_of(answer) == (ErrorCode.InstallOpenPackageFailed, ErrorCode.AppxDigestMismatch)


@pytest.mark.parametrize("status", [Status.modified, Status.tampered, Status.disabled, Status.license_issue])
@pytest.mark.parametrize("verb", ["add", "repair"])
def test_what_an_administrator_has_set_is_cleared(store: PackageStore, uri: str, status: Status, verb: str) -> None:
    set_package_status(store.root, store.full_name(), status)
    [seen] = store.machine.packages.find()
    assert seen.status is status
    assert not seen.status.is_ok
    assert (store.add(uri) if verb == "add" else store.repair(store.full_name())).succeeded
    assert store.one().status is Status.ok


@pytest.mark.parametrize("how", DAMAGE)
def test_provisioning_mends_first_and_is_refused_where_it_cannot(store: PackageStore, uri: str, how: str) -> None:
    packages, family = store.machine.packages, store.one().family_name
    damage(store, how)
    local_path(uri, store.machine.files).rename(store.folder / "away.msix")
    refused = packages.provision(family, ProvisionPackageOptions(), store.deploying())
    assert error_of(refused)[0] is ErrorCode.InstallOpenPackageFailed
    assert packages.find_provisioned() == []
    (store.folder / "away.msix").rename(local_path(uri, store.machine.files))
    answer = packages.provision(family, ProvisionPackageOptions(), store.deploying())
    assert (answer.succeeded, answer.is_registered) == (True, False)
    assert store.content(store.one()) == PARTS
    assert store.one().status.is_ok
