"""A single portable program: installed, listed, updated, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.shop import LINKS, PACKAGES, SOURCE, Shop
from wingetpy.hosts.registry import Hive

FOLDER = PACKAGES / f"Test.Tool_{SOURCE}"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_a_program_is_placed_linked_listed_and_on_path(shop: Shop) -> None:
    outcome = shop.install(shop.program("1.0", Commands="[tool]"))
    assert outcome.error is None, outcome.error
    assert outcome.changed
    assert shop.read(FOLDER / "tool.exe") == b"program Test.Tool 1.0"
    assert shop.host.files.read_link(LINKS / "tool.exe") == FOLDER / "tool.exe"
    assert shop.path() == [str(LINKS)]
    assert outcome.path_added == (str(LINKS),)
    there = shop.installed()
    assert there is not None
    assert (there.version, there.name, there.publisher) == ("1.0", "Tool", "Test Publisher")
    assert shop.staging() == []


def test_the_entry_has_the_references_values(shop: Shop) -> None:
    shop.install(shop.program("1.0", Commands="[tool]"))
    key = f"Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Test.Tool_{SOURCE}"
    values = shop.host.registry.values(Hive.user, key)
    assert values is not None
    said = {name: value.data for name, value in values.items()}
    assert said.pop("InstallDate")
    assert len(str(said.pop("SHA256"))) == 64
    assert said == {
        "WinGetPackageIdentifier": "Test.Tool",
        "WinGetSourceIdentifier": SOURCE,
        "UninstallString": f"winget uninstall --product-code Test.Tool_{SOURCE}",
        "WinGetInstallerType": "portable",
        "DisplayName": "Tool",
        "DisplayVersion": "1.0",
        "Publisher": "Test Publisher",
        "URLInfoAbout": "",
        "HelpLink": "",
        "InstallLocation": str(FOLDER),
        "TargetFullPath": str(FOLDER / "tool.exe"),
        "SymlinkFullPath": str(LINKS / "tool.exe"),
        "InstallDirectoryCreated": 1,
    }


def test_uninstall_leaves_nothing_of_it(shop: Shop) -> None:
    shop.install(shop.program("1.0"))
    outcome = shop.uninstall()
    assert outcome.error is None, outcome.error
    assert outcome.path_removed == (str(LINKS),)
    assert shop.installed() is None
    assert shop.native(PACKAGES).is_dir()
    assert list(shop.native(PACKAGES).iterdir()) == []
    assert list(shop.native(LINKS).iterdir()) == []
    assert shop.path() == []
    assert shop.staging() == []
