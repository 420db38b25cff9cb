"""`< unknown` has no place in the order of versions: by hand it is an error, from others it counts as unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.place import Place
from wingetpy.errors import BadRequest, ErrorCode, NotFound
from wingetpy.hosts.registry import Hive, RegistryValue

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
NO_ORDER = "< unknown"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.package("A.Tool")
    place.package("A.Tool", "2.0")
    place.package(
        "B.Needy",
        installer=f"""
            Dependencies:
              PackageDependencies:
              - PackageIdentifier: A.Tool
                MinimumVersion: "{NO_ORDER}"
        """,
    )
    place.package("C.System", installer=f'MinimumOSVersion: "{NO_ORDER}"')
    place.open()
    return place


@pytest.mark.parametrize("version", [NO_ORDER, "> Unknown"])
def test_an_uninstall_of_such_a_version_is_a_bad_request(place: Place, version: str) -> None:
    assert place.install(Id="A.Tool", Version="1.0").error is None
    with pytest.raises(BadRequest, match="is no version") as refused:
        place.uninstall(Id="A.Tool", Version=version)
    assert refused.value.code is ErrorCode.InvalidClArguments
    assert place.installed() == {"A.Tool": "1.0"}


@pytest.mark.parametrize("version", [NO_ORDER, "> Unknown"])
def test_install_and_update_of_such_a_version_find_none(place: Place, version: str) -> None:
    with pytest.raises(NotFound, match="No version found matching"):
        place.install(Id="A.Tool", Version=version)
    assert place.install(Id="A.Tool", Version="1.0").error is None
    with pytest.raises(NotFound, match="No version found matching"):
        place.update(Id="A.Tool", Version=version)
    assert place.installed() == {"A.Tool": "1.0"}


def test_a_dependency_or_system_of_such_a_least_version_is_fulfilled(place: Place) -> None:
    assert place.install(Id="B.Needy").error is None
    assert place.install(Id="C.System").error is None
    assert set(place.installed()) == {"A.Tool", "B.Needy", "C.System"}


def test_an_installed_program_of_such_a_version_is_of_unknown_version(place: Place) -> None:
    key = rf"{UNINSTALL}\Odd"
    for name, text in (("DisplayName", "Odd"), ("DisplayVersion", NO_ORDER), ("UninstallString", "odd.exe")):
        place.host.registry.set_value(Hive.user, key, name, RegistryValue("sz", text))
    [row] = [version for id, version in place.installed().items() if "Odd" in id]
    assert row == "Unknown"
    place.update(All=True)
