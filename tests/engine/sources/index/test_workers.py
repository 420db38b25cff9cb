"""A file that hangs, kills or starves the process that reads it is skipped; too many of them end the refresh."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kit.calls import Listener
from kit.sources import Shelf, found
from wingetpy.errors import ErrorCode, SourceError
from wingetpy.sources.catalog import Sources
from wingetpy.sources.folder import freshness
from wingetpy.sources.index import pool, process, refresh, worker
from wingetpy.sources.index.parts import Batch

HARM = """
import os, signal, threading
from wingetpy.hosts.memory_bound import bound_memory
from wingetpy.sources.index import reading, worker

content = reading._content

def harmful(path):
    data = content(path)
    if b"HANGS" in data:
        os.read(os.pipe()[0], 1)
    if b"SPINS" in data:
        import re
        re.match(r"(a+)+$", "a" * 60 + "b")  # nothing of Python runs meanwhile
    if b"KILLS" in data:
        os.kill(os.getpid(), 9)
    if b"STARVES" in data:
        bytearray(1 << 32)
    if b"BABBLES" in data:
        os.write(1, b"\\0\\0\\0\\1\\xc1")
        os._exit(0)
    return data

def main():
    reading._content = harmful
    worker.main()
"""


@pytest.fixture
def harmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A shelf that workers read; files with certain words harm them."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "harmed_worker.py").write_text(HARM)
    monkeypatch.syspath_prepend(str(tmp_path / "modules"))
    monkeypatch.setattr(worker, "start", lambda module, own_group: process.start("harmed_worker", own_group=own_group))
    monkeypatch.setattr(pool, "FILE_SECONDS", 1.0)
    shelf = Shelf(tmp_path / "manifests")
    for number in range(30):
        shelf.put(f"Some.Tool{number:02}")
    return shelf


def read(shelf: Shelf, processes: int = 2) -> list[Batch]:
    paths = sorted(str(path.relative_to(shelf.root)) for path in shelf.root.rglob("*.yaml"))
    return list(pool.read_beside(str(shelf.root), paths, processes, lambda: None))


@pytest.mark.skipif(sys.platform == "win32", reason="the harm is done with this system's means")
@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("HANGS", "more than 1 seconds"),
        ("SPINS", "more than 1 seconds"),
        ("KILLS", "ended (exit code -9)"),
        ("STARVES", "more than 2,048 MB of memory"),
        ("BABBLES", "ended (exit code 0)"),
    ],
)
def test_a_file_that_ends_its_reader_is_skipped_and_the_others_are_read(word: str, reason: str, harmed: Shelf) -> None:
    harmed.put("Bad.Tool", name=word)
    batches = read(harmed)
    [fault] = [fault for batch in batches for fault in batch.faults]
    assert fault.path == "Bad.Tool/1.0/Bad.Tool.yaml"
    assert reason in fault.reason
    assert sum(len(batch.parts) for batch in batches) == 30
    assert sum(batch.files for batch in batches) == 31


@pytest.mark.skipif(sys.platform == "win32", reason="the harm is done with this system's means")
def test_many_such_files_end_the_refresh_and_its_readers(harmed: Shelf) -> None:
    for number in range(pool.MOST_FATAL_FILES + 1):
        harmed.put(f"Bad.Tool{number}", name="KILLS")
    with pytest.raises(SourceError, match="4th file") as refused:
        read(harmed)
    assert refused.value.code is ErrorCode.SourceDataIntegrityFailure
    assert str(harmed.root) in refused.value.text
    assert "Bad.Tool3" in refused.value.text
    assert not [one for one in threading.enumerate() if one.name.startswith("ThreadPoolExecutor")]
    assert _children() == []


def test_readers_end_when_nobody_wants_the_rest(harmed: Shelf) -> None:
    paths = [str(path.relative_to(harmed.root)) for path in harmed.root.rglob("*.yaml")] * 200
    batches = pool.read_beside(str(harmed.root), paths, 2, lambda: None)
    assert next(batches).files
    batches.close()
    assert _children() == []


def test_a_reader_that_cannot_be_started_is_an_error(harmed: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(module: str, own_group: bool) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(worker, "start", fail)
    with pytest.raises(SourceError, match="No process can be started"):
        read(harmed)


@pytest.mark.parametrize("bound", ["MOST_FILES_HERE", "MOST_BYTES_HERE"])
def test_what_is_too_much_for_the_engine_is_read_beside_it(
    bound: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Some.Tool")
    sources = Sources(tmp_path / "state", processes=1)
    sources.add(Listener(), "shelf", str(shelf.root))
    shelf.put("New.Tool")
    monkeypatch.setattr(refresh, bound, 1)
    monkeypatch.setattr(refresh, "read_here", _unwanted)
    sources.update(Listener(), sources.list()[0])
    assert found(sources.open(Listener())) == ["New.Tool", "Some.Tool"]


def test_what_takes_too_long_in_the_engine_is_read_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path / "manifests")
    shelf.put("Some.Tool")
    monkeypatch.setattr(freshness, "_QUICK_BUILDER_WAIT_SECONDS", 0.0)
    monkeypatch.setattr(freshness, "HERE_SECONDS", 0.0)
    sources = Sources(tmp_path / "state", processes=1)
    sources.add(Listener(), "shelf", str(shelf.root))
    assert found(sources.open(Listener())) == ["Some.Tool"]


def _unwanted(root: str, paths: Iterator[str]) -> Iterator[Batch]:
    raise AssertionError("read in the engine's process")


def _children() -> list[int]:
    """Processes of this one that still run."""
    if not os.path.isdir("/proc/self"):
        return []
    found: list[int] = []
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that has ended meanwhile
            found += map(int, (task / "children").read_text().split())
    return found
