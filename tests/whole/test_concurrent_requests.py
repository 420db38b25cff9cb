"""Three engines with mixed requests for the same packages: each request is done, finds it done, or is Busy."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kit.command_line import CommandLine
from kit.peer import EngineEnded, Message, Peer
from kit.shop import Shop
from kit.sources import Shelf
from wingetpy.journal.journal import read_journal

ENGINES = 3
AT_ONCE = 4
"""Requests that each engine has at once."""

PACKAGES = ("Test.Tool", "Test.Box", "Test.Tool", "Test.Other")
REQUESTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("package/install", {}),
    ("package/install", {}),
    ("package/install", {"Version": "1.0"}),
    ("package/install", {"Version": "1.0", "Force": True}),
    ("package/install", {"LockWaitSeconds": 0.05}),
    ("package/update", {}),
    ("package/uninstall", {}),
    ("package/uninstall", {}),
    ("package/get", {}),
)
SETTLED = {
    "Ok",
    "AlreadyInstalled",
    "InstallInProgress",  # Busy, of a request that waits for a moment only
    "NoApplicableUpgrade",
    "NoApplicationsFound",  # nothing to update or remove: another engine has removed it
    "UpdateNotApplicable",
}


@pytest.mark.parametrize("count", [pytest.param(60, id="some"), pytest.param(600, id="many", marks=pytest.mark.slow)])
def test_mixed_requests_of_three_engines_end_done_found_done_or_busy(tmp_path: Path, count: int) -> None:
    line = CommandLine(tmp_path)
    shelf = Shelf(tmp_path / "shelf")
    for version in ("1.0", "2.0"):
        shelf.program("Tool", version)
        shelf.program("Other", version)
        shelf.archive(
            "Box", version, {f"lib/{n}.txt": f"{n} of {version}" for n in range(5)} | {"bin/tool.exe": version}
        )
    line.add_source("Shelf", shelf.root)
    ends: Counter[tuple[str, str]] = Counter()
    strange: list[object] = []
    with ExitStack() as stack:
        command, variables = (sys.executable, "-m", "wingetpy", "serve"), line.variables(PYTHONFAULTHANDLER="1")
        peers = [stack.enter_context(Peer(command, environment=variables)) for _ in range(ENGINES)]
        for peer in peers:
            peer.initialize()
        for peer, method, id, final in asked(peers, count, random.Random(8)):
            outcome, text = end_of(peer.rows(id), final)
            ends[method, outcome] += 1
            if outcome not in SETTLED:
                strange.append((method, outcome, text))
    assert not strange, (ends, strange[:10])
    assert sum(ends.values()) == count
    assert ends["package/install", "Ok"]
    assert ends["package/uninstall", "Ok"]
    shop = Shop(tmp_path)
    with read_journal(shop.host.state_folder()) as journal:
        assert journal is not None
        assert journal.open_operations() == []


def asked(peers: list[Peer], count: int, choice: random.Random) -> Iterator[tuple[Peer, str, int | str, Message]]:
    """Send requests, each engine always having several; give each when it has ended."""
    running: dict[int, list[tuple[str, int | str]]] = {number: [] for number in range(len(peers))}
    for sent in range(count + ENGINES * AT_ONCE):
        number = sent % len(peers)
        if len(running[number]) >= AT_ONCE or sent >= count:
            if not running[number]:
                continue
            method, id = running[number].pop(0)
            yield peers[number], method, id, final_of(peers[number], id)
        if sent < count:
            method, more = choice.choice(REQUESTS)
            params = {} if method == "package/get" else {"Id": choice.choice(PACKAGES), "LockWaitSeconds": 60.0, **more}
            running[number].append((method, peers[number].request(method, params)))


def final_of(peer: Peer, id: int | str) -> Message:
    try:
        return peer.final(id, 120)
    except EngineEnded:
        raise AssertionError(f"an engine ended with {peer.wait()}: {peer.errors.decode(errors='replace')}") from None


def end_of(rows: list[Message], final: Message) -> tuple[str, str]:
    """How a request ended, in one word, and its text."""
    if "error" in final:
        return final["error"]["data"]["Symbol"], final["error"]["message"]
    failed = [row for row in rows if row.get("Error")]
    if failed:
        return failed[0]["Error"]["Symbol"], failed[0]["Error"]["Message"]
    reasons = {row.get("Reason", "") for row in rows} - {""}
    return (reasons.pop() if reasons else "Ok"), ""
