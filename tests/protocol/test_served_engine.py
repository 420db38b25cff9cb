"""The engine itself, on a sandbox: what it says is valid, and a broken peer leaves no change half done."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import wingetpy
from kit.peer import Message, Peer
from protocol.schema_file import SCHEMA_FILE
from wingetpy.hosts import open_host
from wingetpy.operations.recovery import interrupted_operations

DEMO = Path(wingetpy.__file__).parent / "demo" / "source"
STONES = {"Id": "WinGetPy.Stones", "Version": "1.0.0"}


def engine(root: Path, *, reading: bool = True) -> Peer:
    command = [sys.executable, "-m", "wingetpy", "serve", "--host", "sandbox", "--root", str(root)]
    return Peer(command, reading=reading)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A sandbox that knows the demo source."""
    with engine(tmp_path / "root") as peer:
        peer.initialize()
        peer.call("source/add", {"Name": "demo", "Argument": str(DEMO)})
    return tmp_path / "root"


def installed(root: Path) -> list[str]:
    """Which packages are there, and the proof that no change is left open."""
    assert interrupted_operations(open_host("sandbox", root)) == []
    with engine(root) as peer:
        peer.initialize()
        id = peer.request("package/get")
        assert "result" in peer.final(id)
        assert peer.notes(id, "$/message") == []
        return [row["Id"] for row in peer.rows(id)]


class Checked:
    """A peer that holds everything against the schema, results and rows by their method."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text("utf-8"))

    def call(self, method: str, params: Message | None = None) -> Message:
        id = self.peer.request(method, params)
        result: Message = self.peer.final(id)["result"]
        self._validate(result, self.schema["methods"][method]["result"])
        rows = self.peer.rows(id)
        for row in rows:
            self._validate(row, self.schema["methods"][method]["items"])
        assert result.get("Count", 0) >= len(rows)
        return result

    def lines(self) -> None:
        for line in self.peer.lines:
            self._validate(json.loads(line), {"$ref": "#/$defs/FromEngine"})

    def _validate(self, value: object, part: dict[str, Any]) -> None:
        jsonschema.Draft202012Validator({"$defs": self.schema["$defs"], **part}).validate(value)


def test_the_main_job_is_valid_by_the_schema(root: Path) -> None:
    with engine(root) as peer:
        peer.initialize()
        checked = Checked(peer)
        checked.call("engine/info")
        assert checked.call("package/find", {"Query": "stones"})["Count"] == 1
        checked.call("package/show", STONES)
        plan = checked.call("package/plan", {"Operation": "Install", **STONES})
        assert checked.call("package/install", {"PlanId": plan["PlanId"]})["Count"] == 1
        assert checked.call("package/get", {"UpdateAvailable": True})["Count"] == 1
        assert checked.call("package/update", {"Id": "WinGetPy.Stones"})["Failed"] == 0
        assert checked.call("package/uninstall", {"Id": "WinGetPy.Stones"})["Failed"] == 0
        for method in ("source/list", "source/update", "source/export", "setting/get"):
            checked.call(method)
        peer.error(peer.request("package/show", {"Id": "Nobody.Nothing"}))
        peer.error(peer.request("package/find", {"Query": 5}))
        checked.lines()
    assert installed(root) == []


@pytest.mark.parametrize("wait", [0.0, 0.01, 0.03, 0.06, 0.1])
def test_a_pipe_closed_in_an_install_leaves_before_or_after(root: Path, wait: float) -> None:
    with engine(root, reading=False) as peer:
        peer.request("initialize", {"ProtocolVersion": 1, "Client": {"Name": "tests"}})
        peer.request("package/install", STONES)
        time.sleep(wait)
        assert peer.process.stdout is not None
        peer.process.stdout.close()
    assert installed(root) in ([], ["WinGetPy.Stones"])


@pytest.mark.parametrize("wait", [0.0, 0.01, 0.03, 0.06, 0.1])
def test_stdin_closed_in_an_install_leaves_before_or_after_and_tells_which(root: Path, wait: float) -> None:
    with engine(root) as peer:
        peer.initialize()
        id = peer.request("package/install", STONES)
        time.sleep(wait)
        peer.close_stdin()
        final = peer.final(id)
        done = "result" in final and not final["result"]["Cancelled"] and not final["result"]["Failed"]
    assert installed(root) == (["WinGetPy.Stones"] if done else [])


def test_garbage_in_an_install_does_not_disturb_it(root: Path) -> None:
    with engine(root) as peer:
        peer.initialize()
        id = peer.request("package/install", STONES)
        peer.raw(b"\xff\n" + b"\xef\xbb\xbf{}\n" + b"x" * 17 * 1024 * 1024 + b"\n" + b"[" * 100_000 + b"\n")
        assert [peer.error(None)["code"] for _ in range(4)] == [-32700, -32700, -32600, -32600]
        result = peer.final(id)["result"]
        assert (result["Count"], result["Failed"], result["Cancelled"]) == (1, 0, False)
    assert installed(root) == ["WinGetPy.Stones"]


def test_a_first_find_imports_no_network_yaml_or_event_loop(root: Path) -> None:
    code = (
        "import atexit, sys; atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)));"
        "from wingetpy.__main__ import run; run()"
    )
    with Peer([sys.executable, "-c", code, "serve", "--host", "sandbox", "--root", str(root)]) as peer:
        peer.initialize()
        assert peer.call("package/find", {"Query": "stones"})["Count"] == 1
    imported = set(peer.errors.decode().split())
    assert "wingetpy.protocol.session" in imported
    assert not imported & {
        "asyncio",
        "httpx",
        "ssl",
        "yaml",
        "cryptography",
        "regex",
        "logging",
        "argparse",
        "subprocess",
    }


def test_a_machine_that_cannot_be_read_is_an_error_in_words_before_the_first_answer(tmp_path: Path) -> None:
    (tmp_path / "registry-HKLM.jsonl").write_text("nothing of ours\n")
    command = [sys.executable, "-m", "wingetpy", "serve", "--host", "sandbox", "--root", str(tmp_path)]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode
    assert ended.stderr.count("\n") == 1
    assert "registry-HKLM.jsonl' is damaged at line 1" in ended.stderr
    assert "Restore it from a copy" in ended.stderr
