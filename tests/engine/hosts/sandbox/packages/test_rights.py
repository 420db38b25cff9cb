"""Folders of a store that its user may not look into."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kit.package_store import PackageStore
from wingetpy.errors import ErrorCode, HostError


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Folders that are closed to everybody, as root is not: what is below them is refused by the system."""
    folders: list[Path] = []

    def refuse(path: object) -> None:
        place = Path(os.fsdecode(path)) if isinstance(path, str | bytes | os.PathLike) else None
        if place is not None and any(folder == place or folder in place.parents for folder in folders):
            raise PermissionError(13, "Permission denied", str(place))

    listdir, stat = os.listdir, os.stat

    def listed(path: str | Path = ".") -> list[str]:
        refuse(path)
        return listdir(path)

    def looked(path: object, *rest: object, **more: object) -> os.stat_result:
        refuse(Path(os.fsdecode(path)).parent if isinstance(path, str | bytes | os.PathLike) else None)
        return stat(path, *rest, **more)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(os, "listdir", listed)
    monkeypatch.setattr(os, "stat", looked)
    return folders


def test_records_that_cannot_be_looked_at_are_no_empty_store(store: PackageStore, closed: list[Path]) -> None:
    assert store.add(store.package()).succeeded
    closed.append(store.root / "Packages")
    with pytest.raises(HostError) as refused:
        store.host().packages.find()
    assert refused.value.code is ErrorCode.AccessDenied


def test_data_that_cannot_be_looked_at_stays_and_hinders_no_change(store: PackageStore, closed: list[Path]) -> None:
    assert store.add(store.package()).succeeded
    other = store.package("Contoso.Other")
    closed.append(store.root / "C" / "Users" / "user" / "AppData" / "Local" / "Packages")
    assert store.remove(store.full_name()).succeeded
    closed.clear()
    assert store.add(other).succeeded
    assert store.mine() == ["Contoso.Other 1.0.0.0"]


def test_a_volume_that_cannot_be_looked_into_loses_no_package(store: PackageStore, closed: list[Path]) -> None:
    assert store.add(store.package()).succeeded
    [volume] = store.machine.packages.volumes()
    closed.append(store.root / "C" / "Program Files" / "WindowsApps")
    administrator = store.host(elevated=True).packages
    for ask in (administrator.volume_is_ok, administrator.repair_volume):
        with pytest.raises(HostError) as refused:
            ask(volume.name)
        assert refused.value.code is ErrorCode.AccessDenied
    closed.clear()
    assert store.one().status.is_ok
