"""Processes that read sources end themselves on Windows, too, where nothing can be told by signals."""

from __future__ import annotations

from pathlib import Path

import pytest

from kit.sources import Shelf
from kit.wine_prefix import Prefix, windows_path

STANDS_STILL = """
import time
from wingetpy.sources.index.standstill import Standstill
Standstill(1.0).progress()
print("begun", flush=True)
time.sleep(100)
print("not ended", flush=True)
"""
HARM = """
import time
from wingetpy.sources.index import reading, worker

content = reading._content

def harmful(path):
    data = content(path)
    if b"HANGS" in data:
        time.sleep(100)
    return data

def main():
    reading._content = harmful
    worker.main()
"""
READS = """
import os, sys
sys.path.insert(0, {modules!r})
from wingetpy.sources.index import pool, process, worker
worker.start = lambda module, own_group: process.start("harmed_worker", own_group=own_group)
pool.FILE_SECONDS = 5.0
names = sorted(os.listdir({shelf!r}))
for batch in pool.read_beside({shelf!r}, names, 2, lambda: None):
    print(batch.files, len(batch.parts), [(one.path, one.reason) for one in batch.faults])
"""


def test_a_process_without_progress_ends(wine_prefix: Prefix) -> None:
    ended = wine_prefix.python("-c", STANDS_STILL, timeout=60)
    assert ended.stdout.split() == [b"begun"]
    assert ended.returncode != 0


@pytest.mark.slow
def test_a_file_that_hangs_its_reader_is_skipped(wine_prefix: Prefix, tmp_path: Path) -> None:
    (tmp_path / "harmed_worker.py").write_text(HARM)
    shelf = Shelf(tmp_path / "manifests")
    for name in ("Good.Tool", "Other.Tool"):
        shelf.put(name, path=f"{name}.yaml")
    shelf.put("Bad.Tool", name="HANGS", path="Bad.Tool.yaml")
    code = READS.format(modules=windows_path(tmp_path), shelf=windows_path(shelf.root))
    ended = wine_prefix.python("-c", code, timeout=120)
    said = ended.stdout.decode()
    assert said.startswith("3 2 [('Bad.Tool.yaml',"), said
    assert "more than 5 seconds" in said
