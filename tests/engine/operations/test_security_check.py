"""What is downloaded passes the system's check before it is used, or nothing of it is left."""

from __future__ import annotations

import hashlib
from pathlib import Path, PureWindowsPath

import pytest

from kit.manifests import singleton
from kit.place import Place
from kit.program_shop import ProgramShop
from kit.secure_server import Answer, Asked, site
from kit.shop import Shop
from wingetpy.commands.objects import DownloadResult
from wingetpy.errors import ErrorCode
from wingetpy.hosts.sandbox import Faults
from wingetpy.hosts.zones import Zone
from wingetpy.installers.technology import Origin
from wingetpy.manifests.read import read_manifest

REFUSED = Faults(bad_downloads=("*.exe", "*.zip"))


def content(asked: Asked) -> Answer:
    return Answer(200, (), asked.path[1:].encode())


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(tmp_path)
    assert shop.install(shop.program("1.0")).error is None
    return shop


def test_an_install_that_is_refused_changes_nothing_and_keeps_no_file(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    before = shop.snapshot()
    shop.again(REFUSED)
    outcome = shop.install(shop.program("1.0"))
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.InstallerSecurityCheckFailed
    assert shop.snapshot() == before
    assert not [name for name in shop.staging() if name.endswith(".exe")]


def test_an_update_that_is_refused_leaves_the_installed_version(shop: Shop) -> None:
    before = shop.snapshot()
    shop.again(REFUSED)
    outcome = shop.update(shop.program("2.0"))
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.InstallerSecurityCheckFailed
    assert shop.snapshot() == before
    shop.again()
    assert shop.update(shop.program("2.0")).error is None


def test_an_archive_is_checked_before_it_is_unpacked(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.again(REFUSED)
    outcome = shop.install(shop.archive("1.0", {"bin/tool.exe": "tool"}))
    assert outcome.error is not None
    assert outcome.error.code is ErrorCode.InstallerSecurityCheckFailed
    assert not [name for name in shop.staging() if name.endswith(("tool.exe", ".zip"))]


@pytest.mark.parametrize(("trusted", "zone"), [(False, Zone.internet), (True, Zone.trusted)])
def test_an_installer_is_started_with_the_mark_of_its_zone(tmp_path: Path, trusted: bool, zone: Zone) -> None:
    shop = ProgramShop(tmp_path)
    shop.origin = Origin(name="test", identifier="Test", trusted=trusted)
    seen: list[Zone | None] = []

    def program(command_line: str) -> int:
        seen.append(shop.host.files.zone(PureWindowsPath(command_line.split('"')[1])))
        return 0

    shop.programs.then.append(program)
    with site(content, None) as known:
        sha256 = hashlib.sha256(b"setup.exe").hexdigest()
        text = singleton("Test.Setup", "1.0", kind="exe", url=f"{known.url}/setup.exe", sha256=sha256)
        assert shop.install(read_manifest([("test.yaml", text.encode())])).error is None
    assert seen == [zone]


def put(place: Place, url: str) -> None:
    sha256 = hashlib.sha256(b"tool.exe").hexdigest()
    place.shelf.write("tool.yaml", singleton("Test.Tool", kind="portable", url=f"{url}/tool.exe", sha256=sha256))
    place.open()


def download(place: Place, **params: object) -> DownloadResult:
    place.ask("package/download", Id="Test.Tool", **params)
    [row] = place.call.rows
    assert isinstance(row, DownloadResult)
    return row


def test_a_download_for_later_that_is_refused_puts_nothing_into_the_folder(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with site(content, None) as known:
        put(place, known.url)
        faulty = Place(tmp_path / "faulty")
        (faulty.host.root / "faults.json").write_text('{"BadDownloads": ["*.exe"]}')
        put(faulty, known.url)
        result = download(faulty, DownloadDirectory=str(tmp_path / "offline"))
    assert result.error is not None
    assert result.error.code == ErrorCode.InstallerSecurityCheckFailed.hex
    assert not (tmp_path / "offline").exists()


def test_a_download_for_later_is_marked(tmp_path: Path) -> None:
    place = Place(tmp_path)
    with site(content, None) as known:
        put(place, known.url)
        result = download(place)
    assert result.status == "Ok", result.error
    machine_path = PureWindowsPath("C:\\", *Path(result.path).relative_to(place.host.root / "C").parts)
    assert place.host.files.zone(machine_path) is Zone.internet
