"""What is asked of Windows' objects: the attachment check and the cost of the network. Wine lacks the first."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path, PureWindowsPath
from uuid import UUID

import pytest

if sys.platform != "win32":
    pytest.skip("needs a Windows Python (tests/windows runs it under Wine)", allow_module_level=True)

from kit.com_object import RecordedObject
from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.windows import WindowsHost, attachments, com, connection
from wingetpy.hosts.zones import Zone

URL = "https://contoso.example/setup.exe"


class Attachment(RecordedObject):
    """IAttachmentExecute; `saved` is what it answers in the end."""

    def __init__(self, saved: int = 0, refused: int = 0) -> None:
        self.calls: list[tuple[str, str]] = []
        text = (ctypes.c_wchar_p,)
        super().__init__(
            {
                5: (text, lambda path: self._say("path", path)),
                7: (text, lambda source: self._say("source", source)),
                11: ((), lambda: self._say("save", "") or saved),
            },
            refused,
        )

    def _say(self, what: str, value: str) -> int:
        self.calls.append((what, value))
        return 0


@pytest.fixture
def download(tmp_path: Path) -> PureWindowsPath:
    (tmp_path / "setup.exe").write_bytes(b"content")
    return PureWindowsPath(tmp_path / "setup.exe")


def check(monkeypatch: pytest.MonkeyPatch, download: PureWindowsPath, windows: Attachment) -> bool:
    monkeypatch.setattr(com, "library", lambda: windows)
    try:
        return WindowsHost().files.check_download(download, URL)
    finally:
        assert windows.begun == 0, "what is begun is ended"


def test_windows_checks_a_download_with_its_path_and_source(
    monkeypatch: pytest.MonkeyPatch, download: PureWindowsPath
) -> None:
    windows = Attachment()
    assert check(monkeypatch, download, windows)
    assert windows.calls == [("path", str(download)), ("source", URL), ("save", "")]
    assert windows.released == 1
    kind, interface = windows.asked[0]
    assert UUID(bytes_le=kind) == UUID("4125dd96-e03a-4103-8f70-e0597d803b9c")
    assert UUID(bytes_le=interface) == UUID("73db1241-1e85-4581-8e4f-a81e1d0f8c57")


@pytest.mark.parametrize(
    ("saved", "words"), [(0x800C000E, "policy"), (0x800700E1, "virus scanner"), (0x80004005, "0x80004005")]
)
def test_what_the_check_refuses_is_an_error_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, download: PureWindowsPath, saved: int, words: str
) -> None:
    with pytest.raises(HostError, match=words) as refused:
        check(monkeypatch, download, Attachment(ctypes.c_long(saved).value))
    assert refused.value.code is ErrorCode.InstallerSecurityCheckFailed


def test_a_file_that_the_scanner_removed_did_not_pass(
    monkeypatch: pytest.MonkeyPatch, download: PureWindowsPath
) -> None:
    windows = Attachment()
    remove = windows._say

    def say(what: str, value: str) -> int:
        if what == "save":
            Path(download).unlink()
        return remove(what, value)

    monkeypatch.setattr(windows, "_say", say)
    with pytest.raises(HostError, match="removed"):
        check(monkeypatch, download, windows)


def test_a_windows_without_the_service_has_no_check(monkeypatch: pytest.MonkeyPatch, download: PureWindowsPath) -> None:
    assert not check(monkeypatch, download, Attachment(refused=ctypes.c_long(0x80040154).value))


def test_a_volume_with_streams_takes_the_mark_and_another_none(
    monkeypatch: pytest.MonkeyPatch, download: PureWindowsPath
) -> None:
    files = WindowsHost().files
    monkeypatch.setattr(attachments, "_has_streams", lambda _: False)
    files.mark_zone(download, Zone.internet, URL)
    assert files.zone(download) is None
    monkeypatch.setattr(attachments, "_has_streams", lambda _: True)
    files.mark_zone(download, Zone.internet, URL)
    assert files.zone(download) is Zone.internet


@pytest.mark.parametrize(
    ("cost", "metered"),
    [(0, None), (1, False), (2, True), (4, True), (1 | 0x10000, True), (1 | 0x40000, True), (1 | 0x20000, False)],
)
def test_what_the_network_costs(monkeypatch: pytest.MonkeyPatch, cost: int, metered: bool | None) -> None:
    def answer(into: int, destination: int | None) -> int:
        ctypes.c_uint32.from_address(into).value = cost
        return 0

    windows = RecordedObject({3: ((ctypes.c_void_p, ctypes.c_void_p), answer)})
    monkeypatch.setattr(com, "library", lambda: windows)
    assert connection.metered() is metered
    assert windows.released == 1


def test_a_windows_that_has_no_list_of_networks_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(com, "library", lambda: RecordedObject({}, ctypes.c_long(0x80040154).value))
    assert WindowsHost().metered() is None
