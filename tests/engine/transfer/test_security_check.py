"""The zone of a download, and the system's check before it is used."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest

from wingetpy.hosts.zones import Zone
from wingetpy.transfer.security_check import pass_security_check
from wingetpy.transfer.wanted import Wanted

FILE, HASH = PureWindowsPath(r"C:\private\tool.exe"), "AB" * 32
WEB = "https://contoso.example/tool.exe"


class Recorded:
    """A host whose files record the calls."""

    def __init__(self) -> None:
        self.files = self
        self.calls: list[tuple[object, ...]] = []

    def mark_zone(self, path: PureWindowsPath, zone: Zone, url: str = "") -> None:
        self.calls.append(("mark", path, zone, url))

    def check_download(self, path: PureWindowsPath, url: str) -> bool:
        self.calls.append(("check", path, url))
        return True


def calls(*, trusted: bool, url: str = WEB, sha256: str | None = HASH, found: str = HASH) -> list[tuple[object, ...]]:
    host = Recorded()
    wanted = Wanted(url=url, sha256=sha256, folder=FILE.parent, name="Tool 1.0", trusted=trusted)
    pass_security_check(host, FILE, wanted, found)  # type: ignore[arg-type]
    return host.calls


def test_a_file_of_a_trusted_source_is_marked_so_and_not_checked() -> None:
    assert calls(trusted=True) == [("mark", FILE, Zone.trusted, WEB)]


def test_a_file_of_another_source_is_marked_first_and_then_checked() -> None:
    assert calls(trusted=False) == [("mark", FILE, Zone.internet, WEB), ("check", FILE, WEB)]


@pytest.mark.parametrize(("sha256", "found"), [(HASH, "CD" * 32), (None, HASH), ("", "")])
def test_a_trusted_source_vouches_for_no_other_file(sha256: str | None, found: str) -> None:
    assert calls(trusted=True, sha256=sha256, found=found) == [
        ("mark", FILE, Zone.internet, WEB),
        ("check", FILE, WEB),
    ]


def test_a_file_of_a_folder_has_no_mark_of_the_web_and_is_checked() -> None:
    assert calls(trusted=False, url="file:///source/tool.exe") == [("check", FILE, "file:///source/tool.exe")]


def test_secrets_of_a_url_reach_neither_the_mark_nor_the_check() -> None:
    seen = calls(trusted=False, url=f"{WEB}?token=abcdef")
    assert seen == [("mark", FILE, Zone.internet, f"{WEB}?token=***"), ("check", FILE, f"{WEB}?token=***")]
