"""An indexing process without progress is ended, by itself or by the engine, and leaves nothing."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.sources import Shelf, found
from wingetpy.errors import SourceError
from wingetpy.sources.catalog import Sources
from wingetpy.sources.folder import indexer
from wingetpy.sources.folder.indexer import Indexer, IndexingTask
from wingetpy.sources.index import process, refresh
from wingetpy.sources.index.process import Started

HARM = """
import os, time
from wingetpy.sources.folder import indexer
from wingetpy.sources.index import generation, refresh, writer

def hang(*given):
    open(os.path.join(given[0]._index.path, "begun.db.building"), "w").close()
    os.makedirs(os.path.join(given[0]._index.path, "unpacked-begun"))
    time.sleep(600)

def main():
    refresh.IndexRefresh._build = hang
    indexer.main()
"""


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A shelf that a process indexes, and hangs when it writes the first index."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "harmed_indexer.py").write_text(HARM)
    monkeypatch.syspath_prepend(str(tmp_path / "modules"))
    monkeypatch.setattr(indexer, "start", lambda module: process.start("harmed_indexer"))
    monkeypatch.setattr(refresh, "MOST_FILES_HERE", 0)
    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Some.Tool")
    return shelf


def bounded(monkeypatch: pytest.MonkeyPatch, own: float, grace: float) -> list[Indexer]:
    """Set how long a process may stand still, and how much longer the engine waits; the processes that are made."""
    made: list[Indexer] = []

    class Bounded(Indexer):
        def __init__(self, task: IndexingTask) -> None:
            super().__init__(IndexingTask(task.argument, task.folder, task.processes, task.wait_seconds, own))
            made.append(self)

    monkeypatch.setattr(indexer, "Indexer", Bounded)
    monkeypatch.setattr(indexer, "_GRACE_SECONDS", grace)
    return made


def left(state: Path) -> list[str]:
    return sorted(path.name for path in state.rglob("*") if path.name.startswith(("begun", "unpacked")))


@pytest.mark.parametrize(("own", "grace"), [(1.0, 30.0), (30.0, -29.0)], ids=["by itself", "by the engine"])
def test_a_process_that_stands_still_is_ended_and_leaves_nothing(
    own: float, grace: float, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bounded(monkeypatch, own, grace)
    sources = Sources(tmp_path / "state", processes=1)
    with pytest.raises(SourceError) as ended:
        sources.add(Listener(), "shelf", str(shelf.root))
    assert str(shelf.root) in ended.value.text
    if own == 1.0:
        assert "made no progress for 1 seconds" in ended.value.text
    assert left(tmp_path / "state") == []
    assert made[0]._started.process.wait(10) is not None
    monkeypatch.setattr(indexer, "start", process.start)
    sources.add(Listener(), "shelf", str(shelf.root))
    assert found(sources.open(Listener())) == ["Some.Tool"]


@pytest.mark.skipif(sys.platform == "win32", reason="the bound is a job's there: tests/windows")
def test_a_process_that_needs_too_much_memory_says_so(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = tmp_path / "modules" / "harmed_indexer.py"
    module.write_text(HARM.replace("time.sleep(600)", "bytearray(1 << 32)"))
    sources = Sources(tmp_path / "state", processes=1)
    with pytest.raises(SourceError, match="more than 2,048 MB of memory") as refused:
        sources.add(Listener(), "shelf", str(shelf.root))
    assert str(shelf.root) in refused.value.text
    assert left(tmp_path / "state") == []


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
@pytest.mark.parametrize("by", ["SIGKILL", "SIGSTOP"])
def test_a_process_that_another_ends_or_stops_is_an_error_and_leaves_nothing(
    by: str, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bounded(monkeypatch, 3.0, 0.5)
    state = tmp_path / "state"

    def harm() -> None:
        end = time.monotonic() + 20
        while not left(state) and time.monotonic() < end:
            time.sleep(0.01)
        os.kill(made[0]._started.process.pid, getattr(signal, by))

    thread = threading.Thread(target=harm)
    thread.start()
    sources = Sources(state, processes=1)
    with pytest.raises(SourceError, match=r"ended early|made no progress"):
        sources.add(Listener(), "shelf", str(shelf.root))
    thread.join()
    assert left(state) == []
    assert made[0].ended or made[0]._started.process.wait(10) is not None


def test_a_process_that_has_said_all_and_stays_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stays.py").write_text(
        "def main():\n    import os, time\n    os.close(1)\n    time.sleep(600)\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    started: list[Started] = []

    def start(module: str) -> Started:
        started.append(process.start("stays"))
        return started[0]

    monkeypatch.setattr(indexer, "start", start)
    monkeypatch.setattr(indexer, "_LAST_SECONDS", 0.2)
    running = Indexer(IndexingTask("x", "y", 1, 0.0))
    with pytest.raises(SourceError, match="ended early"):
        assert running.wait(20)
    assert started[0].process.returncode is not None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups")
def test_ending_it_ends_its_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "parent.py").write_text(
        "def main():\n"
        "    import time\n"
        "    from wingetpy.sources.index import process\n"
        "    child = process.start('sleeper', own_group=False)\n"
        f"    open({str(tmp_path / 'pid')!r}, 'w').write(str(child.process.pid))\n"
        "    time.sleep(600)\n"
    )
    (tmp_path / "sleeper.py").write_text("def main():\n    import time\n    time.sleep(600)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(indexer, "start", lambda module: process.start("parent"))
    running = Indexer(IndexingTask("x", "y", 1, 0.0))
    pid = _soon(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text())
    running.stop()
    with pytest.raises(SourceError):
        running.wait(20)
    assert _soon(lambda: not _runs(int(pid)))


def _runs(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _soon(holds, seconds: float = 20.0):  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while not (value := holds()) and time.monotonic() < end:
        time.sleep(0.01)
    return value
