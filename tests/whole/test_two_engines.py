"""Two engines on one machine, one that is killed, one whose peer goes away: each change whole or not at all."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kit.command_line import CommandLine
from kit.peer import EngineEnded, Peer
from kit.shop import PACKAGES, Shop
from kit.sources import Shelf
from kit.wine_prefix import Prefix, windows_path, wine_python_script
from wingetpy.journal.journal import Operation, read_journal
from wingetpy.operations.recovery import interrupted_operations

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGSTOP")

FILES = 30
SLOW = '{"SecondsPerChange": 0.1}'
"""A machine on which an install is met in its middle."""
IN_PROGRESS, INTERRUPTED = 0x8A150102, "0x8A15F003"
READS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("package/find", {"Query": "Test."}),
    ("package/get", {}),
    ("package/show", {"Id": "Test.Small"}),
    ("package/plan", {"Operation": "Install", "Id": "Test.Small"}),
    ("source/list", {}),
    ("engine/info", {}),
)


class TwoEngines:
    """A machine with a source: a large archive in two versions and a small program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.line = CommandLine(folder)
        shelf = Shelf(folder / "shelf")
        for version in ("1.0", "2.0"):
            content = {f"lib/{number:03}.txt": f"{number} of {version}" for number in range(FILES)}
            shelf.archive("Large", version, {**content, "bin/tool.exe": f"tool {version}"})
        shelf.program("Small")
        self.line.add_source("Shelf", shelf.root)

    @property
    def shop(self) -> Shop:
        return Shop(self.folder)

    def snapshot(self) -> dict[str, str]:
        return self.shop.snapshot()

    def use(self) -> None:
        """The folders that every portable needs are there afterwards."""
        for verb in ("install", "uninstall"):
            assert self.line.run(verb, "Test.Small").code == 0

    def open_operations(self) -> list[Operation]:
        with read_journal(self.shop.host.state_folder()) as journal:
            return journal.open_operations() if journal else []

    @contextmanager
    def serving(self, **more: str) -> Iterator[Peer]:
        """An engine that serves a peer, introduced; it must end by itself."""
        with Peer((sys.executable, "-m", "wingetpy", "serve"), environment=self.line.variables(**more)) as peer:
            peer.initialize()
            yield peer

    def in_the_middle(self, version: str) -> None:
        """Return when some but not all files of this version of the large package are in their place."""
        library = self.shop.native(PACKAGES)

        def begun() -> bool:
            placed = list(library.glob("Test.Large_*/lib/*.txt"))
            return any(path.read_text().endswith(f"of {version}") for path in placed)

        wait_for(begun)
        assert len(self.open_operations()) == 1, "it has not ended yet"


def wait_for(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.01)


@pytest.fixture
def two(tmp_path: Path) -> TwoEngines:
    return TwoEngines(tmp_path)


@contextmanager
def stopped_in_the_middle(two: TwoEngines) -> Iterator[subprocess.Popen[str]]:
    """An install by the command line that stands still in its middle, and goes on when the block ends."""
    first = two.line.start("install", "Test.Large", "-v", "1.0", WINGETPY_FAULTS=SLOW)
    try:
        two.in_the_middle("1.0")
        first.send_signal(signal.SIGSTOP)
        yield first
    finally:
        first.send_signal(signal.SIGCONT)
        first.communicate(timeout=60)


def test_a_second_change_waits_tells_so_and_gives_up_after_its_bound(two: TwoEngines) -> None:
    with stopped_in_the_middle(two) as first:
        began = time.monotonic()
        told = two.line.run("install", "Test.Small", "--lock-wait", "1", "--format", "json")
        assert time.monotonic() - began >= 1
        assert told.code == IN_PROGRESS
        assert told.fault["Symbol"] == "InstallInProgress"
        assert told.fault["Remedy"]
        assert "waiting" in told.error
    assert first.returncode == 0
    assert [one["Id"] for one in two.line.run("list", "--format", "json").json] == ["Test.Large"]


def test_a_second_change_that_waits_is_carried_out_when_the_first_has_ended(two: TwoEngines) -> None:
    with stopped_in_the_middle(two) as first:
        second = two.line.start("install", "Test.Small")
        assert second.stderr is not None
        lines = iter(second.stderr.readline, "")
        assert any("waiting" in line for line in lines)
        assert second.poll() is None
    assert first.returncode == 0
    assert second.communicate(timeout=60)[0].startswith("Small [Test.Small] 1.0")
    assert second.returncode == 0
    assert {one["Id"] for one in two.line.run("list", "--format", "json").json} == {"Test.Large", "Test.Small"}


def test_a_served_engine_waits_for_the_command_line_and_reading_never_waits(two: TwoEngines) -> None:
    with two.serving() as peer:
        with stopped_in_the_middle(two):
            began = time.monotonic()
            for method, params in READS:
                peer.call(method, params)
            assert two.line.run("search", "Test.").code == 0
            assert time.monotonic() - began < 10, "that is no waiting"

            refused = peer.request("package/install", {"Id": "Test.Small", "LockWaitSeconds": 0.5})
            peer.final(refused)
            assert [row["ErrorCode"] for row in peer.rows(refused)] == ["0x8A150102"]

            cancelled = peer.request("package/install", {"Id": "Test.Small"})
            note = peer.wait_for_message(cancelled)
            assert "waiting" in note["Text"]
            peer.cancel(cancelled)
            peer.final(cancelled)
            assert [row["ErrorCode"] for row in peer.rows(cancelled)] == ["0x8A150005"]

            waiting = peer.request("package/install", {"Id": "Test.Small"})
            peer.wait_for_message(waiting)
        peer.final(waiting, 60)
        assert [row["Status"] for row in peer.rows(waiting)] == ["Ok"]


def test_the_command_line_waits_for_a_served_engine(two: TwoEngines) -> None:
    with two.serving(WINGETPY_FAULTS=SLOW) as peer:
        id = peer.request("package/install", {"Id": "Test.Large", "Version": "1.0"})
        two.in_the_middle("1.0")
        peer.process.send_signal(signal.SIGSTOP)
        try:
            told = two.line.run("install", "Test.Small", "--lock-wait", "0.5", "--format", "json")
            assert told.fault["Symbol"] == "InstallInProgress"
            listed = two.line.run("list", "--format", "json")
            assert "is running in another engine" in listed.error
        finally:
            peer.process.send_signal(signal.SIGCONT)
        peer.final(id, 60)
        assert [row["Status"] for row in peer.rows(id)] == ["Ok"]


@pytest.mark.slow
def test_on_the_windows_host_one_waits_for_the_other_and_recovers_it_when_it_was_killed(
    wine_prefix: Prefix, tmp_path: Path
) -> None:
    shelf = Shelf(tmp_path / "shelf")
    shelf.archive("Large", content={**{f"lib/{number:03}.txt": "1.0" for number in range(150)}, "bin/tool.exe": "t"})
    shelf.program("Small")
    packages = "users/*/AppData/Local/Microsoft/WinGet/Packages"
    command = (str(wine_python_script(wine_prefix)), "-m", "wingetpy", "serve", "--host", "windows")

    def in_the_middle() -> bool:
        return len(list(wine_prefix.drive_c.glob(f"{packages}/Test.Large_*/lib/*.txt"))) > 5

    with Peer(command) as one:
        first = Peer(command)
        for peer in (one, first):
            peer.initialize()
        one.call("source/add", {"Name": "Shelf", "Argument": windows_path(shelf.root)})
        first.request("package/install", {"Id": "Test.Large"})
        wait_for(in_the_middle)
        first.process.send_signal(signal.SIGSTOP)
        refused = one.request("package/install", {"Id": "Test.Small", "LockWaitSeconds": 0.5})
        one.final(refused)
        assert [row["ErrorCode"] for row in one.rows(refused)] == ["0x8A150102"]
        assert "waiting" in one.messages(refused)[0]["Text"]

        first.process.kill()
        first.close_stdin()
        first.wait()
        read = one.request("package/get", {})
        one.final(read)
        assert [note["Code"] for note in one.messages(read)] == [INTERRUPTED]
        change = one.request("package/install", {"Id": "Test.Small"})
        one.final(change)
        assert [note["Code"] for note in one.messages(change)] == [INTERRUPTED]
        assert [row["Status"] for row in one.rows(change)] == ["Ok"]
        assert [path.name.partition("_")[0] for path in wine_prefix.drive_c.glob(f"{packages}/*")] == ["Test.Small"]

        cut = one.request("package/install", {"Id": "Test.Large"})
        wait_for(in_the_middle)
        one.call("shutdown")
        assert [row["ErrorCode"] for row in one.rows(cut)] == ["0x8A150005"]
        assert not in_the_middle()
    with Peer(command) as last:
        last.initialize()
        read = last.request("package/get", {})
        last.final(read)
        assert last.notes(read, "$/message") == []
        assert [row["Id"] for row in last.rows(read)] == ["Test.Small"]
        last.call("package/uninstall", {"Id": "Test.Small"})
        last.call("source/remove", {"Name": "Shelf"})


# A peer that goes away


@pytest.mark.parametrize("end", ["input", "both pipes"])
def test_a_pipe_closed_in_the_middle_of_an_install_leaves_no_half(two: TwoEngines, end: str) -> None:
    before = two.snapshot()
    peer = Peer(
        (sys.executable, "-m", "wingetpy", "serve"),
        environment=two.line.variables(WINGETPY_FAULTS=SLOW),
        reading=end == "input",
    )
    if end == "input":
        peer.initialize()
    else:
        peer.request("initialize", {"ProtocolVersion": 1, "Client": {"Name": "tests"}})
    peer.request("package/install", {"Id": "Test.Large", "Version": "1.0"})
    two.in_the_middle("1.0")
    peer.close_stdin()
    if end == "both pipes":
        assert peer.process.stdout is not None
        peer.process.stdout.close()
    assert peer.wait(60) == 0, peer.errors
    assert two.open_operations() == []
    assert two.snapshot() == before, "it was told to stop, and took back what it had done"
    assert two.shop.staging() == [] or all(name.startswith("Downloads") for name in two.shop.staging())

    again = two.line.run("install", "Test.Large", "-v", "1.0")
    assert again.code == 0
    assert "interrupted" not in again.error


def test_an_engine_that_is_shut_down_in_the_middle_answers_when_all_is_recorded(two: TwoEngines) -> None:
    before = two.snapshot()
    with two.serving(WINGETPY_FAULTS=SLOW) as peer:
        id = peer.request("package/install", {"Id": "Test.Large", "Version": "1.0"})
        two.in_the_middle("1.0")
        peer.final(peer.request("shutdown"), 60)
        assert two.open_operations() == []
        assert peer.ended(id)
        assert peer.rows(id)[0]["ErrorCode"] == "0x8A150005"
        with pytest.raises(EngineEnded):
            peer.final("nothing")
    assert two.snapshot() == before


def test_a_command_line_that_nobody_reads_any_more_goes_on(two: TwoEngines) -> None:
    install = two.line.start("install", "Test.Large", "Test.Small", "--verbose", WINGETPY_FAULTS=SLOW)
    two.in_the_middle("2.0")
    for pipe in (install.stdout, install.stderr):
        assert pipe is not None
        pipe.close()
    assert install.wait(60) == 0
    assert {one["Id"] for one in two.line.run("list", "--format", "json").json} == {"Test.Large", "Test.Small"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_command_line_that_is_told_to_stop_takes_its_change_back(two: TwoEngines, number: signal.Signals) -> None:
    before = two.snapshot()
    install = two.line.start("install", "Test.Large", "-v", "1.0", WINGETPY_FAULTS=SLOW)
    two.in_the_middle("1.0")
    install.send_signal(number)
    assert "0x8A150005 : CtrlSignalReceived" in install.communicate(timeout=60)[1]
    assert install.returncode == 0x05, "the low eight bits"
    assert two.snapshot() == before
    assert two.open_operations() == []


# An engine that is killed from outside


def killed_in_the_middle(two: TwoEngines, version: str, *words: str) -> None:
    victim = two.line.start(*words, WINGETPY_FAULTS=SLOW)
    two.in_the_middle(version)
    victim.kill()
    victim.communicate(timeout=20)
    assert victim.returncode == -signal.SIGKILL
    assert [one.kind for one in two.open_operations()] == ["Update" if version == "2.0" else "Install"]


@pytest.mark.parametrize("version", ["1.0", pytest.param("2.0", marks=pytest.mark.slow)], ids=["install", "update"])
def test_after_a_kill_the_next_command_tells_of_it_and_the_next_change_cleans_up(two: TwoEngines, version: str) -> None:
    two.use()
    if version == "2.0":
        assert two.line.run("install", "Test.Large", "-v", "1.0").code == 0
    before = two.snapshot()
    killed_in_the_middle(two, version, *(["upgrade"] if version == "2.0" else ["install"]), "Test.Large", "-v", version)
    assert two.snapshot() != before

    for _ in range(2):
        warned = two.line.run("list")
        assert INTERRUPTED in warned.error
        assert "Test.Large" in warned.error
    recovered = two.line.run("install", "Test.Small")
    assert recovered.code == 0
    assert INTERRUPTED in recovered.error
    assert "undone" in recovered.error
    assert two.shop.staging() == []
    assert two.line.run("uninstall", "Test.Small").code == 0
    assert two.snapshot() == before
    assert two.line.run("list").error.count(INTERRUPTED) == 0

    assert two.line.run("install", "Test.Large", "-v", version).code == 0
    (row,) = two.line.run("list", "Test.Large", "--format", "json").json
    assert row["InstalledVersion"] == version
    assert interrupted_operations(two.shop.host) == []


def test_a_served_engine_that_is_killed_is_recovered_by_the_next_one(two: TwoEngines) -> None:
    two.use()
    before = two.snapshot()
    peer = Peer((sys.executable, "-m", "wingetpy", "serve"), environment=two.line.variables(WINGETPY_FAULTS=SLOW))
    peer.initialize()
    peer.request("package/install", {"Id": "Test.Large", "Version": "1.0"})
    two.in_the_middle("1.0")
    peer.process.kill()
    peer.close_stdin()
    peer.process.wait()

    with two.serving() as next_one:
        read = next_one.request("package/get", {})
        next_one.final(read)
        assert INTERRUPTED in [note["Code"] for note in next_one.messages(read)]
        change = next_one.request("package/install", {"Id": "Test.Small"})
        next_one.final(change)
        assert INTERRUPTED in [note["Code"] for note in next_one.messages(change)]
        next_one.call("package/uninstall", {"Id": "Test.Small"})
    assert two.snapshot() == before
