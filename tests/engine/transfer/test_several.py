"""Several files come at once, are shown as one download, and one that fails stops no other one."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path, PureWindowsPath

import pytest

from kit.calls import Listener
from kit.secure_server import Answer, Asked, site
from wingetpy.errors import Cancelled, TransferError
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.transfer import download as room
from wingetpy.transfer.several import AT_ONCE, download_several
from wingetpy.transfer.wanted import Downloaded, Wanted

CONTENTS = [bytes([number]) * 200_000 for number in range(6)]


@pytest.fixture
def host(tmp_path: Path) -> SandboxHost:
    return SandboxHost(tmp_path / "machine")


def wanted(url: str, number: int) -> Wanted:
    folder = PureWindowsPath(rf"C:\ProgramData\WinGetPy\Staging\Downloads\Test.{number}")
    return Wanted(
        url=f"{url}/{number}", sha256=hashlib.sha256(CONTENTS[number]).hexdigest(), folder=folder, name=f"tool {number}"
    )


def test_files_come_at_once_and_are_shown_as_one(host: SandboxHost) -> None:
    all_here = threading.Barrier(AT_ONCE, timeout=20)

    def answer(asked: Asked) -> Answer:
        number = int(asked.path[1:])
        if number < AT_ONCE:
            all_here.wait()  # none of the first is answered before all of them have been asked for
        return Answer(200, (), CONTENTS[number])

    call = Listener()
    with site(answer, None) as known:
        results = download_several(host, [wanted(known.url, number) for number in range(6)], call, lambda: None)
    assert [one.path.read_bytes() for one in results if isinstance(one, Downloaded)] == CONTENTS
    assert {one.activity for one in call.reports} == {"Downloading 6 files"}
    assert max(one.bytes or 0 for one in call.reports) == sum(map(len, CONTENTS))
    assert [one.percent_complete for one in call.reports if one.percent_complete] != []


def test_one_that_fails_stops_no_other(host: SandboxHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PAUSE_SECONDS", 0.01)

    def answer(asked: Asked) -> Answer:
        number = int(asked.path[1:])
        return Answer(404, (), b"") if number == 1 else Answer(200, (), CONTENTS[number])

    with site(answer, None) as known:
        first, second, third = download_several(
            host, [wanted(known.url, number) for number in range(3)], Listener(), lambda: None
        )
    assert isinstance(first, Downloaded)
    assert isinstance(second, TransferError)
    assert isinstance(third, Downloaded)


def test_a_caller_who_stops_stops_all(host: SandboxHost) -> None:
    def stop() -> None:
        raise Cancelled("stopped")

    with site(lambda _asked: Answer(200, (), CONTENTS[0]), None) as known, pytest.raises(Cancelled):
        download_several(host, [wanted(known.url, number) for number in range(3)], Listener(), stop)
