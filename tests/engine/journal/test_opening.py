"""What a backend reads of a URI: a file of the machine or of the engine's disk, ranges of a web server, a download."""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath

import pytest

from kit.calls import Listener
from kit.msix_shop import MsixShop
from kit.range_server import range_server
from kit.shop import Shop
from wingetpy.errors import BadRequest, ErrorCode, HostError, TransferError
from wingetpy.hosts.host import Host
from wingetpy.journal.opening import PackageOpener

CONTENT = bytes(range(256)) * 2048


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Shop(tmp_path).host


def opener(host: Host) -> PackageOpener:
    return PackageOpener(host, Listener(), lambda: None)


def test_a_file_of_the_machine_is_read(host: Host) -> None:
    place = host.files.local(PureWindowsPath(r"C:\Packages\A b.msix"))
    place.parent.mkdir(parents=True)
    place.write_bytes(CONTENT)
    with opener(host).open("file:///C:/Packages/A%20b.msix") as source:
        assert (source.size, source.read(256, 3)) == (len(CONTENT), b"\x00\x01\x02")


@pytest.mark.skipif(os.name == "nt", reason="paths of another system")
def test_a_file_of_the_engine_s_own_disk_is_read(host: Host, tmp_path: Path) -> None:
    (tmp_path / "a.msix").write_bytes(CONTENT)
    with opener(host).open((tmp_path / "a.msix").as_uri()) as source:
        assert source.read(0, source.size) == CONTENT


@pytest.mark.parametrize("uri", ["file:a.msix", "file://server", "ftp://contoso.com/a.msix", "file:///C:/a%00b"])
def test_what_names_no_file_is_an_invalid_argument(host: Host, uri: str) -> None:
    with pytest.raises(BadRequest) as refused, opener(host).open(uri):
        pytest.fail("it was opened")
    assert refused.value.code is ErrorCode.InvalidParameter


def test_a_file_that_is_not_there_is_said_so(host: Host) -> None:
    with pytest.raises(HostError) as refused, opener(host).open("file:///C:/No/Such.msix"):
        pytest.fail("it was opened")
    assert refused.value.code in (ErrorCode.FileNotFound, ErrorCode.PathNotFound)


def test_of_a_server_with_ranges_only_parts_are_read(host: Host, tmp_path: Path) -> None:
    (tmp_path / "a.msix").write_bytes(CONTENT)
    with range_server(tmp_path) as served, opener(host).open(f"{served.address}/a.msix") as source:
        assert source.read(1000, 10) == CONTENT[1000:1010]
        assert served.sent < len(CONTENT)


def test_from_a_server_without_ranges_it_is_downloaded_and_removed_again(host: Host, tmp_path: Path) -> None:
    (tmp_path / "a.msix").write_bytes(CONTENT)
    staging = host.files.local(host.staging_folder())
    with range_server(tmp_path) as served:
        served.has_ranges = False
        with opener(host).open(f"{served.address}/a.msix") as source:
            assert source.read(0, source.size) == CONTENT
    assert not [path for path in staging.rglob("*") if path.is_file()]


def test_what_a_server_does_not_have_is_a_transfer_error_with_its_address(host: Host, tmp_path: Path) -> None:
    with range_server(tmp_path) as served:
        address = f"{served.address}/none.msix"
        with pytest.raises(TransferError, match="404") as refused, opener(host).open(address):
            pytest.fail("it was opened")
    assert refused.value.target == address


def test_a_package_whose_server_gives_no_more_ranges_is_downloaded_when_it_is_deployed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan read parts of it; another server behind the same address may answer the deployment."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    shop = MsixShop(tmp_path)
    packages = shop.host.packages
    add = packages.add
    with range_server(shop.folder) as served:

        def without_ranges(*given: object) -> object:
            served.has_ranges = False
            return add(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(packages, "add", without_ranges)
        outcome = shop.install(shop.app("1.0.0.0", served.address))
    assert outcome.error is None
    assert (shop.version(), served.has_ranges, served.requests[-1]) == ("1.0.0.0", False, "")
    assert not list(shop.host.files.local(shop.host.staging_folder()).rglob("*.msix"))
