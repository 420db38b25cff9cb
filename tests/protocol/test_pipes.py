"""What happens when the pipes fail: a peer that does not read, or is gone. Steps go on, memory stays bounded."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kit.peer import PATIENCE, Peer

MIB = 1024 * 1024
HELLO = {"ProtocolVersion": 1, "Client": {"Name": "tests"}}


def until(true: Callable[[], bool]) -> None:
    """Wait until it is so."""
    late = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < late, "it did not come to that"
        time.sleep(0.02)


def journal_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def memory_of(peer: Peer) -> int:
    """Bytes of the engine that are in memory now."""
    status = Path(f"/proc/{peer.process.pid}/statm").read_text(encoding="ascii")
    return int(status.split()[1]) * os.sysconf("SC_PAGE_SIZE")


needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="sees the memory of an engine in /proc")


def test_steps_go_on_while_nobody_reads_and_their_results_are_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with Peer(reading=False) as peer:
        peer.request("initialize", HELLO)
        id = peer.request("test/steps", {"Count": 200, "Seconds": 0.002, "Size": 20_000, "Path": str(path)})
        until(lambda: journal_of(path)[-1:] == ["closed"])
        peer.start_reading()
        assert peer.final(id)["result"] == {"Count": 200, "Failed": 0, "Cancelled": False, "Text": ""}
        assert [row["Id"] for row in peer.rows(id)] == [f"Step.{n}" for n in range(200)]
        assert len(peer.notes(id, "$/message")) == 200


@needs_proc
def test_a_reading_request_waits_for_a_peer_that_does_not_read_and_memory_stays_bounded() -> None:
    with Peer(reading=False) as peer:
        peer.request("initialize", HELLO)
        id = peer.request("test/endless", {"Size": 1000})
        time.sleep(1.5)
        held = memory_of(peer)
        time.sleep(0.5)
        assert memory_of(peer) - held < MIB
        assert held < 60 * MIB
        peer.start_reading()
        assert len(peer.wait_for_note(id, "$/items", 100)) >= 100
        peer.cancel(id)
        assert peer.error(id)["data"]["Symbol"] == "CtrlSignalReceived"


def test_a_change_goes_on_beside_a_reading_request_that_waits_for_its_reader(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with Peer(reading=False) as peer:
        peer.request("initialize", HELLO)
        reading = peer.request("test/endless", {"Size": 1000})
        time.sleep(0.5)
        change = peer.request("test/steps", {"Count": 20, "Seconds": 0.01, "Path": str(path)})
        until(lambda: journal_of(path)[-1:] == ["closed"])
        peer.cancel(reading)
        peer.start_reading()
        assert peer.final(change)["result"]["Count"] == 20
        assert peer.error(reading)["data"]["Symbol"] == "CtrlSignalReceived"


@needs_proc
def test_a_peer_that_asks_and_never_reads_does_not_fill_the_memory() -> None:
    with Peer(reading=False) as peer:
        peer.request("initialize", HELLO)
        assert peer.process.stdin is not None
        os.set_blocking(peer.process.stdin.fileno(), False)
        asked = refused = 0
        rest = b""
        while refused < 20:
            if not rest:
                rest = b"".join(
                    b'{"jsonrpc":"2.0","id":"%0250d","method":"engine/info"}\n' % (asked + n) for n in range(100)
                )
                asked += 100
            if taken := peer.process.stdin.write(rest):
                rest = rest[taken:]
            else:
                refused += 1
                time.sleep(0.05)
        assert memory_of(peer) < 60 * MIB
        os.set_blocking(peer.process.stdin.fileno(), True)
        peer.start_reading()
        peer.raw(rest)
        assert peer.call("test/rows", {"Count": 1})["Count"] == 1
        assert len(peer.lines) == asked + 3


def test_a_pipe_closed_in_a_change_lets_the_step_finish_and_starts_no_other(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with Peer(reading=False) as peer:
        peer.request("initialize", HELLO)
        peer.request("test/steps", {"Count": 1000, "Seconds": 0.05, "Path": str(path)})
        until(lambda: "end 2" in journal_of(path))
        assert peer.process.stdout is not None
        peer.process.stdout.close()
        assert peer.wait() == 0
    lines = journal_of(path)
    assert lines[-2:] == ["cancelled", "closed"]
    assert sum(line.startswith("begin") for line in lines) == sum(line.startswith("end") for line in lines) < 100


def test_a_pipe_closed_in_a_stream_of_rows_ends_the_engine() -> None:
    with Peer(reading=False) as peer:
        peer.request("initialize", HELLO)
        peer.request("test/endless", {"Size": 1000})
        time.sleep(0.3)
        assert peer.process.stdout is not None
        peer.process.stdout.close()
        assert peer.wait() == 0


def test_both_pipes_closed_while_idle_end_the_engine() -> None:
    with Peer() as peer:
        peer.initialize()
        peer.close_stdin()
        assert peer.wait() == 0


def test_a_peer_that_ends_without_reading_does_not_hold_the_engine_for_long() -> None:
    with Peer(reading=False) as peer:
        peer.request("initialize", HELLO)
        peer.request("test/endless", {"Size": 1000})
        time.sleep(0.3)
        peer.close_stdin()
        assert peer.wait() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no signals from outside on Windows")
def test_ctrl_c_and_a_closed_terminal_do_not_end_the_engine(peer: Peer) -> None:
    id = peer.request("test/idle", {"Seconds": 0.5})
    for _ in range(5):
        peer.process.send_signal(signal.SIGINT)
        peer.process.send_signal(signal.SIGHUP)
        time.sleep(0.05)
    assert not peer.final(id)["result"]["Cancelled"]
    assert peer.call("engine/info")["Text"] == "info"
