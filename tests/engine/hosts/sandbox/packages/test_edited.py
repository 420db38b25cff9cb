"""A store that somebody edited by hand, or that a disk damaged: what was signed is what is there, or it is said."""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable

import pytest

from kit.package_store import PackageStore, error_of
from wingetpy.errors import BadRequest, ErrorCode, HostError
from wingetpy.hosts.packages import RegisterPackageOptions
from wingetpy.hosts.sandbox.packages.volumes import Volume, write_volumes

GOOD, EVIL = b"MZ good", b"MZ evil"


def _hash(data: bytes) -> bytes:
    return base64.b64encode(hashlib.sha256(data).digest())


def test_a_file_that_was_changed_together_with_its_block_map_is_found_and_repaired(store: PackageStore) -> None:
    assert store.add(store.package(parts={"tool.exe": GOOD})).is_registered
    package = store.one()
    folder = store.native(package)
    block_map = (folder / "AppxBlockMap.xml").read_bytes()
    (folder / "AppxBlockMap.xml").write_bytes(block_map.replace(_hash(GOOD), _hash(EVIL)))
    (folder / "tool.exe").write_bytes(EVIL)
    assert not store.one().status.is_ok
    assert store.repair(package.full_name).succeeded
    assert store.one().status.is_ok
    assert (folder / "tool.exe").read_bytes() == GOOD
    assert (folder / "AppxBlockMap.xml").read_bytes() == block_map


def test_a_repair_writes_nothing_outside_of_the_package(store: PackageStore) -> None:
    assert store.add(store.package(parts={"tool.exe": GOOD})).is_registered
    package = store.one()
    path = store.native(package) / "AppxBlockMap.xml"
    path.write_bytes(path.read_bytes().replace(b'Name="tool.exe"', rb'Name="..\..\..\..\out.exe"'))
    assert store.repair(package.full_name).succeeded
    assert [*store.root.rglob("out.exe"), *store.folder.glob("out.exe")] == []
    assert store.one().status.is_ok


def test_content_of_a_loose_folder_is_not_shared_with_other_packages(store: PackageStore) -> None:
    """Its user can change it, and would change the other package with it."""
    library = {"library.dll": bytes(range(256)) * 400}
    store.package("Contoso.Loose", parts=library)
    folder = store.folder / "loose"
    with zipfile.ZipFile(store.folder / "Contoso.Loose_1.0.0.0_neutral.msix") as package:
        package.extractall(folder)
    manifest = (folder / "AppxManifest.xml").as_uri()
    options = RegisterPackageOptions(developer_mode=True)
    assert store.machine.packages.register_by_uri(manifest, options, store.deploying()).is_registered
    assert store.add(store.package(parts=library)).is_registered
    assert (folder / "library.dll").stat().st_nlink == 1


def _edit(store: PackageStore, kind: str, change: Callable[[bytes], object]) -> None:
    connection = sqlite3.connect(store.root / "Packages" / "repository.db")
    with connection:
        rows = connection.execute("SELECT key, value FROM record WHERE kind = ?", (kind,)).fetchall()
        assert rows
        for key, value in rows:
            connection.execute("UPDATE record SET value = ? WHERE kind = ? AND key = ?", (change(value), kind, key))
        if kind != "generation":
            connection.execute("UPDATE record SET value = ? WHERE kind = 'generation'", (b"edited",))
    connection.close()


def _with_version(value: bytes) -> bytes:
    package = json.loads(value)
    package["identity"]["version"] = "one"
    return json.dumps(package).encode()


def _with_place(value: bytes) -> bytes:
    return json.dumps({**json.loads(value), "location": "C:\\\0"}).encode()


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("package", _with_version),
        ("package", _with_place),
        ("package", lambda value: 5),
        ("registration", lambda value: None),
        ("generation", lambda value: None),
        ("generation", lambda value: 5),
    ],
)
def test_records_that_were_edited_are_reported_and_nothing_is_lost(
    store: PackageStore, kind: str, change: Callable[[bytes], object]
) -> None:
    assert store.add(store.package()).is_registered
    newer, there = store.package(version="2.0.0.0"), store.folders()
    _edit(store, kind, change)
    store.__dict__["machine"] = store.host()
    with pytest.raises(HostError) as caught:
        store.mine()
    assert caught.value.code is ErrorCode.PackageRepositoryCorrupted
    assert error_of(store.add(newer))[0] is ErrorCode.PackageRepositoryCorrupted
    assert store.folders() == there


def test_records_that_were_cut_off_do_not_take_the_packages_with_them(store: PackageStore) -> None:
    assert store.add(store.package()).is_registered
    newer, there = store.package(version="2.0.0.0"), store.folders()
    path = store.root / "Packages" / "repository.db"
    path.write_bytes(path.read_bytes()[:5000])
    store.__dict__["machine"] = store.host()
    assert error_of(store.add(newer))[0] is ErrorCode.PackageRepositoryCorrupted
    assert store.folders() == there


@pytest.mark.parametrize("drives", [("../..",), ("",), ("CC",), ("1",), ("D", "d")])
def test_volumes_are_letters_of_drives(store: PackageStore, drives: tuple[str, ...]) -> None:
    package = store.package()
    write_volumes(store.root / "Packages", *(Volume(drive=drive) for drive in drives))
    with pytest.raises(BadRequest, match="no letter of a drive"):
        store.machine.packages.volumes()
    assert error_of(store.add(package))[0] is ErrorCode.InstallFailed


def test_a_folder_of_data_that_cannot_be_made_leaves_no_package_without_content(store: PackageStore) -> None:
    """What fails after the records are written must not take the content away."""
    uri = store.package()
    assert store.add(uri).is_registered
    profile = store.data(store.one()).parent
    assert store.remove(store.full_name()).succeeded
    profile.rmdir()
    profile.write_text("a file where the folder should be")
    assert error_of(store.add(uri))[0] is ErrorCode.InstallFailed
    assert store.all() == store.folders() == []
    profile.unlink()
    assert store.add(uri).is_registered
    assert store.one().status.is_ok


def test_a_manifest_whose_path_is_too_long_is_not_there(store: PackageStore) -> None:
    options = RegisterPackageOptions(developer_mode=True)
    uri = f"file:///{'a' * 300}/AppxManifest.xml"
    answer = store.machine.packages.register_by_uri(uri, options, store.deploying())
    assert error_of(answer)[0] is ErrorCode.InstallOpenPackageFailed
